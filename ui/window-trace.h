/* ui/window-trace.h - tells the trace (ui/trace.h) what the window shows now. */
#pragma once

#include "ui/window.h"

void fol_window_trace (FolWindow *self);

/* Tells where shapes are whenever that has changed; a source to be removed, or 0. */
guint fol_window_trace_shapes (FolWindow *self);
void fol_window_trace_curve (FolWindow *self);
