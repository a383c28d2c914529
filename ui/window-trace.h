/* ui/window-trace.h - tells the trace (ui/trace.h) what the window shows now. */
#pragma once

#include "ui/window.h"

void fol_window_trace (FolWindow *self);
