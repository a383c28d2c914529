/* ui/crumbs.h - what the selected object is part of: "kmalloc-96 › slab 516 › frame 516".
 *
 * Each is a button.  Signal:
 *
 *   "chosen" (const struct sim_object *object)   one was pressed; lent for the call
 */
#pragma once

#include "engine/physical/view.h"

#include <gtk/gtk.h>

#define FOL_TYPE_CRUMBS (fol_crumbs_get_type ())
G_DECLARE_FINAL_TYPE (FolCrumbs, fol_crumbs, FOL, CRUMBS, GtkBox)

GtkWidget *fol_crumbs_new (void);

/* Shows the way up from `object`; nothing is shown of what has none. */
void fol_crumbs_set (FolCrumbs *self, const struct sim_view *view, struct sim_object object);
