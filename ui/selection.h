/* ui/selection.h - what is selected and hovered, shared by all figures.
 *
 * One object for the window: every view shows its marks and changes it; the
 * inspector follows it.  Beside the selected object there may be a range of
 * marked frames.  Signals: "selected", "hovered", "ranged", "related".
 *
 * What is hovered or selected can have others that belong to it, as the small objects
 * whose lines fall in a set of the CPU's cache.  Only the figure that shows it knows
 * them (linked.h), so it tells them here, and all figures ask for them.
 *
 * What is selected can be *followed*: then it stays selected whatever happens,
 * until something else is selected or it is let go.
 */
#pragma once

#include "ui/figures/linked.h"

#include <glib-object.h>

#define FOL_TYPE_SELECTION (fol_selection_get_type ())
G_DECLARE_FINAL_TYPE (FolSelection, fol_selection, FOL, SELECTION, GObject)

FolSelection *fol_selection_new (void);
struct sim_object fol_selection_get (FolSelection *self);
struct sim_object fol_selection_get_hovered (FolSelection *self);
void fol_selection_set (FolSelection *self, struct sim_object object);

/* Emits "selected" when it changes.  Nothing cannot be followed. */
void fol_selection_set_followed (FolSelection *self, gboolean followed);
gboolean fol_selection_is_followed (FolSelection *self);

/* With what belongs to it, which is copied. */
void fol_selection_hover (FolSelection *self, struct sim_object object,
                          const struct sim_object *related, guint count);

/* What belongs to the selected object, copied; forgotten when another one is selected.  Emits
 * "related" when it changes. */
void fol_selection_relate (FolSelection *self, const struct sim_object *related, guint count);

/* What is hovered, and what is selected, with what belongs to it; lent until that changes. */
const struct fol_linked *fol_selection_get_hovered_link (FolSelection *self);
const struct fol_linked *fol_selection_get_link (FolSelection *self);

/* Both ends are in it; false: none is marked. */
bool fol_selection_get_range (FolSelection *self, sim_pfn *first, sim_pfn *last);
void fol_selection_set_range (FolSelection *self, sim_pfn first, sim_pfn last);
void fol_selection_clear_range (FolSelection *self);
