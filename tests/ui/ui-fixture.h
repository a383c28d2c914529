/* tests/ui/ui-fixture.h - a small machine, a window, and real pointer and key events.
 *
 * Events are made by xdotool on the test's own display (tests/with-display) and
 * arrive as a person's would; the main loop runs while it works.
 */
#pragma once

#include "app/host/history.h"

#include <gtk/gtk.h>

/* 64 frames, orders 0 to 4, frames 0 to 7 reserved: small enough to see it all. */
struct fol_history *fixture_history (void);

/* The same with more frames; above 64 with orders 0 to 10. */
struct fol_history *fixture_history_of (guint frames);

sim_pfn fixture_alloc (struct fol_history *history, guint order);
void fixture_free (struct fol_history *history, sim_pfn pfn);

/* A window without decorations at the display's corner, shown and focused. */
GtkWidget *fixture_window (GtkWidget *child, int width, int height);
void fixture_destroy (GtkWidget *window);

/* Lets the main loop run until nothing moves any more. */
void fixture_settle (void);

/* Runs "xdotool ARGUMENTS" and what it causes. */
void fixture_xdotool (const char *arguments);
void fixture_move (GtkWidget *widget, double x, double y);
void fixture_click (GtkWidget *widget, double x, double y, guint times);
void fixture_key (const char *keys); /* as xdotool writes them: "Right", "shift+Left" */

/* The first mapped widget of that CSS class below `widget`, or NULL. */
GtkWidget *fixture_find (GtkWidget *widget, const char *class);
