/* ui/selection.c - see selection.h. */
#include "ui/selection.h"

struct _FolSelection {
  GObject parent_instance;

  struct fol_linked selected, hovered;
  gboolean followed;
  bool ranged;
  sim_pfn first, last;
};

enum { SIGNAL_SELECTED, SIGNAL_HOVERED, SIGNAL_RANGED, SIGNAL_RELATED, SIGNAL_COUNT };
static guint signals[SIGNAL_COUNT];

G_DEFINE_FINAL_TYPE (FolSelection, fol_selection, G_TYPE_OBJECT)

static void
fol_selection_finalize (GObject *object)
{
  FolSelection *self = FOL_SELECTION (object);

  fol_linked_clear (&self->selected);
  fol_linked_clear (&self->hovered);
  G_OBJECT_CLASS (fol_selection_parent_class)->finalize (object);
}

static void
fol_selection_class_init (FolSelectionClass *klass)
{
  static const char *const names[SIGNAL_COUNT] = {
    [SIGNAL_SELECTED] = "selected",
    [SIGNAL_HOVERED] = "hovered",
    [SIGNAL_RANGED] = "ranged",
    [SIGNAL_RELATED] = "related",
  };

  G_OBJECT_CLASS (klass)->finalize = fol_selection_finalize;
  for (guint i = 0; i < SIGNAL_COUNT; i++)
    signals[i] = g_signal_new (names[i], G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                               NULL, NULL, G_TYPE_NONE, 0);
}

static void
fol_selection_init (FolSelection *self)
{
}

FolSelection *
fol_selection_new (void)
{
  return g_object_new (FOL_TYPE_SELECTION, NULL);
}

struct sim_object
fol_selection_get (FolSelection *self)
{
  g_return_val_if_fail (FOL_IS_SELECTION (self), (struct sim_object){ 0 });

  return self->selected.object;
}

struct sim_object
fol_selection_get_hovered (FolSelection *self)
{
  g_return_val_if_fail (FOL_IS_SELECTION (self), (struct sim_object){ 0 });

  return self->hovered.object;
}

void
fol_selection_set (FolSelection *self, struct sim_object object)
{
  g_return_if_fail (FOL_IS_SELECTION (self));

  if (sim_object_equal (self->selected.object, object))
    return;
  fol_linked_set (&self->selected, object, NULL, 0);
  self->followed = FALSE;
  g_signal_emit (self, signals[SIGNAL_SELECTED], 0);
}

void
fol_selection_set_followed (FolSelection *self, gboolean followed)
{
  g_return_if_fail (FOL_IS_SELECTION (self));

  followed = followed && self->selected.object.kind != SIM_OBJECT_NONE;
  if (self->followed == followed)
    return;
  self->followed = followed;
  g_signal_emit (self, signals[SIGNAL_SELECTED], 0);
}

gboolean
fol_selection_is_followed (FolSelection *self)
{
  g_return_val_if_fail (FOL_IS_SELECTION (self), FALSE);

  return self->followed;
}

void
fol_selection_hover (FolSelection *self, struct sim_object object, const struct sim_object *related,
                     guint count)
{
  g_return_if_fail (FOL_IS_SELECTION (self));

  if (fol_linked_set (&self->hovered, object, related, count))
    g_signal_emit (self, signals[SIGNAL_HOVERED], 0);
}

void
fol_selection_relate (FolSelection *self, const struct sim_object *related, guint count)
{
  g_return_if_fail (FOL_IS_SELECTION (self));

  if (fol_linked_set (&self->selected, self->selected.object, related, count))
    g_signal_emit (self, signals[SIGNAL_RELATED], 0);
}

const struct fol_linked *
fol_selection_get_hovered_link (FolSelection *self)
{
  g_return_val_if_fail (FOL_IS_SELECTION (self), NULL);

  return &self->hovered;
}

const struct fol_linked *
fol_selection_get_link (FolSelection *self)
{
  g_return_val_if_fail (FOL_IS_SELECTION (self), NULL);

  return &self->selected;
}

bool
fol_selection_get_range (FolSelection *self, sim_pfn *first, sim_pfn *last)
{
  g_return_val_if_fail (FOL_IS_SELECTION (self), false);

  *first = self->first;
  *last = self->last;
  return self->ranged;
}

void
fol_selection_set_range (FolSelection *self, sim_pfn first, sim_pfn last)
{
  g_return_if_fail (FOL_IS_SELECTION (self));
  g_return_if_fail (first <= last);

  if (self->ranged && first == self->first && last == self->last)
    return;
  self->ranged = true;
  self->first = first;
  self->last = last;
  g_signal_emit (self, signals[SIGNAL_RANGED], 0);
}

void
fol_selection_clear_range (FolSelection *self)
{
  g_return_if_fail (FOL_IS_SELECTION (self));

  if (!self->ranged)
    return;
  self->ranged = false;
  g_signal_emit (self, signals[SIGNAL_RANGED], 0);
}
