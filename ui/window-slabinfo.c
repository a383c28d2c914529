/* ui/window-slabinfo.c - /proc/slabinfo of the moment that is shown. */
#include "ui/slabinfo-window.h"
#include "ui/trace.h"
#include "ui/window-private.h"

void
fol_window_update_slabinfo (FolWindow *self)
{
  if (self->slabinfo != NULL)
    fol_slabinfo_window_set_state (FOL_SLABINFO_WINDOW (self->slabinfo), fol_window_state (self));
}

void
fol_window_slabinfo (FolWindow *self, const char *target)
{
  if (self->slabinfo == NULL) {
    g_set_weak_pointer (&self->slabinfo, fol_slabinfo_window_new (GTK_WINDOW (self)));
    fol_window_update_slabinfo (self);
  }
  gtk_window_present (GTK_WINDOW (self->slabinfo));
  fol_trace ("dialog name=slabinfo");
}

void
fol_window_drop_slabinfo (FolWindow *self)
{
  GtkWidget *slabinfo = self->slabinfo;

  g_clear_weak_pointer (&self->slabinfo);
  if (slabinfo != NULL)
    gtk_window_destroy (GTK_WINDOW (slabinfo));
}
