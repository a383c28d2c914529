/* ui/transport.h - the buttons left of the timeline, and where one stands.
 *
 *   |<  <  ▶  >  >|   1x
 *   operation 3 of 8 · step 2 of 9      , .
 *
 * All buttons run window actions; this widget only shows.
 */
#pragma once

#include "app/host/state.h"

#include <gtk/gtk.h>

#define FOL_TYPE_TRANSPORT (fol_transport_get_type ())
G_DECLARE_FINAL_TYPE (FolTransport, fol_transport, FOL, TRANSPORT, GtkBox)

GtkWidget *fol_transport_new (void);
void fol_transport_set_state (FolTransport *self, const struct fol_state *state); /* or NULL */
void fol_transport_set_playing (FolTransport *self, gboolean playing);
void fol_transport_set_speed (FolTransport *self, double per_second);
