/* ui/inspector.c - what is known about the selected object, why, and what can be done. */
#include "ui/inspector.h"
#include "ui/crumbs.h"
#include "ui/field-list.h"
#include "ui/why-list.h"
#include "ui/widgets.h"
#include "app/describe.h"
#include "app/possibility.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>

struct _FolInspector {
  GtkBox parent_instance;

  FolSelection *selection; /* owned */
  FolSession *session;     /* owned */
  struct fol_state *state; /* owned reference */
  GtkWidget *empty, *content;
  GtkWidget *crumbs, *title, *chip, *address, *fields;
  GtkWidget *why, *can_title, *can;
  struct fol_possibility possible[FOL_POSSIBILITIES_MAX]; /* what the buttons do */
  guint possible_count;
  gboolean followed; /* as the buttons show it */
};

enum { SEEK, ACTIVATED, SHOWN, SIGNALS };
static guint signals[SIGNALS];

G_DEFINE_FINAL_TYPE (FolInspector, fol_inspector, GTK_TYPE_BOX)

static gboolean
selected_pfn (FolInspector *self, sim_pfn *pfn)
{
  struct sim_object object = fol_selection_get (self->selection);

  if (object.kind != SIM_OBJECT_FRAME && object.kind != SIM_OBJECT_BLOCK &&
      object.kind != SIM_OBJECT_PAGEBLOCK)
    return FALSE;
  *pfn = object.a;
  return self->state != NULL && object.a < self->state->layout->frame_count;
}

static void
set_chip (FolInspector *self, const struct sim_block *block)
{
  static const char *const classes[SIM_PAGE_STATES] = {
    [SIM_PAGE_TAIL] = "chip-reserved",   [SIM_PAGE_FREE] = "chip-free",
    [SIM_PAGE_PCP] = "chip-pcp",         [SIM_PAGE_USED] = "chip-used",
    [SIM_PAGE_KERNEL] = "chip-reserved", [SIM_PAGE_RESERVED] = "chip-reserved",
    [SIM_PAGE_HOLE] = "chip-reserved",
  };
  static const char *const used[] = { "chip-unmovable", "chip-movable", "chip-reclaimable" };
  const char *class = classes[block->state];

  if (block->state == SIM_PAGE_USED && block->asked < G_N_ELEMENTS (used))
    class = used[block->asked];
  for (guint i = 0; i < G_N_ELEMENTS (classes); i++)
    if (classes[i] != NULL)
      gtk_widget_remove_css_class (self->chip, classes[i]);
  for (guint i = 0; i < G_N_ELEMENTS (used); i++)
    gtk_widget_remove_css_class (self->chip, used[i]);
  gtk_widget_add_css_class (self->chip, class != NULL ? class : "chip-now");
  gtk_label_set_text (GTK_LABEL (self->chip), fol_describe_state (block->state));
}

/* The fields that wait behind a button: the heading and the way up say them already, or few
 * will want them, and what is asked most should be in sight. */
static const struct {
  enum sim_object_kind kind;
  const char *field[28];
} later[] = {
  { SIM_OBJECT_FRAME, { "pfn", "state", "physical address", "slab_cache", "slab" } },
  { SIM_OBJECT_BLOCK, { "pfn", "state", "physical address", "slab_cache" } },
  { SIM_OBJECT_PAGEBLOCK, { "pfn", "state", "physical address" } },
  { SIM_OBJECT_SLAB, { "slab_cache" } },
  { SIM_OBJECT_SMALL, { "address", "slab_cache", "slab" } },
  { SIM_OBJECT_CACHE, { "name",           "allocator",
                        "align",          "cpu_slabs",
                        "partial",        "min_partial",
                        "cpu_partial",    "ctor",
                        "hwcache_align",  "reclaim_account",
                        "destroy_by_rcu", "sanity_checks",
                        "red_zone",       "poison",
                        "store_user",     "offset",
                        "inuse",          "red_left_pad",
                        "colour_off",     "freelist",
                        "limit",          "batchcount",
                        "shared",         "struct kmem_cache",
                        "aliases",        "order" } },
};

static void
set_fields (FolInspector *self, const struct sim_view *view, struct sim_object object)
{
  g_autoptr (GPtrArray) fields = fol_describe_fields (view, self->state->steps, object);
  const char *names[G_N_ELEMENTS (later[0].field) + 1] = { NULL };

  for (guint i = 0; i < G_N_ELEMENTS (later); i++)
    for (guint j = 0; later[i].kind == (enum sim_object_kind) object.kind &&
                      j < G_N_ELEMENTS (later[i].field) && later[i].field[j] != NULL;
         j++)
      names[j] = _ (later[i].field[j]);
  fol_field_list_set (FOL_FIELD_LIST (self->fields), fields, names);
}

static void
go_to (FolInspector *self, struct sim_object object)
{
  fol_selection_set (self->selection, object);
  g_signal_emit (self, signals[SHOWN], 0, &object);
}

static void
crumb_cb (GtkWidget *crumbs, const struct sim_object *object, FolInspector *self)
{
  go_to (self, *object);
}

static void
do_cb (GtkButton *button, FolInspector *self)
{
  guint number = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (button), "number"));
  struct fol_possibility possibility = self->possible[number];
  struct sim_object object = fol_selection_get (self->selection);
  g_autoptr (GError) error = NULL;

  switch (possibility.effect) {
  case FOL_CAN_ACTIVATE:
    g_signal_emit (self, signals[ACTIVATED], 0, &object);
    break;
  case FOL_CAN_APPLY:
    if (self->session != NULL &&
        !fol_session_apply_text (self->session, possibility.operation, &error))
      g_warning ("%s: %s", possibility.operation, error->message);
    break;
  case FOL_CAN_SELECT:
    go_to (self, possibility.object);
    break;
  case FOL_CAN_FOLLOW:
    fol_selection_set_followed (self->selection, !fol_selection_is_followed (self->selection));
    break;
  }
}

/* Two to a line; a last one alone has the line for itself. */
static void
add_button (FolInspector *self, guint number, guint count)
{
  const struct fol_possibility *possibility = &self->possible[number];
  gboolean follows = possibility->effect == FOL_CAN_FOLLOW;
  GtkWidget *button = follows ? gtk_toggle_button_new_with_label (possibility->label)
                              : gtk_button_new_with_label (possibility->label);
  int width = number + 1 == count && number % 2 == 0 ? 2 : 1;

  if (follows)
    gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (button),
                                  fol_selection_is_followed (self->selection));
  g_object_set_data (G_OBJECT (button), "number", GUINT_TO_POINTER (number));
  g_signal_connect (button, "clicked", G_CALLBACK (do_cb), self);
  gtk_widget_set_tooltip_text (button, possibility->help);
  gtk_widget_set_focus_on_click (button, FALSE);
  gtk_widget_set_hexpand (button, TRUE);
  gtk_grid_attach (GTK_GRID (self->can), button, (int) number % 2, (int) number / 2, width, 1);
}

static gboolean
same_possibilities (const struct fol_possibility *x, const struct fol_possibility *y, guint count)
{
  for (guint i = 0; i < count; i++)
    if (x[i].effect != y[i].effect || x[i].label != y[i].label)
      return FALSE;
  return TRUE;
}

/* Buttons that stay the same stay: one of them may have the focus. */
static void
update_can (FolInspector *self, const struct sim_view *view)
{
  struct fol_possibility possible[FOL_POSSIBILITIES_MAX] = { 0 };
  guint count =
      view != NULL ? fol_possibilities (view, fol_selection_get (self->selection), possible) : 0;
  gboolean same = count == self->possible_count &&
                  fol_selection_is_followed (self->selection) == self->followed &&
                  same_possibilities (possible, self->possible, count);
  GtkWidget *child;

  memcpy (self->possible, possible, sizeof possible);
  self->possible_count = count;
  self->followed = fol_selection_is_followed (self->selection);
  while (!same && (child = gtk_widget_get_first_child (self->can)) != NULL)
    gtk_grid_remove (GTK_GRID (self->can), child);
  for (guint i = 0; !same && i < count; i++)
    add_button (self, i, count);
  gtk_widget_set_visible (self->can_title, count > 0);
}

static void
update (FolInspector *self)
{
  struct sim_object object = fol_selection_get (self->selection);
  gboolean shown = self->state != NULL && object.kind != SIM_OBJECT_NONE;
  g_autofree char *title = NULL;
  g_autofree char *address = NULL;
  struct sim_block block;
  struct sim_view view;
  sim_pfn pfn;
  gboolean memory;

  gtk_widget_set_visible (self->empty, !shown);
  gtk_widget_set_visible (self->content, shown);
  if (!shown) {
    fol_why_list_set (FOL_WHY_LIST (self->why), NULL, object);
    update_can (self, NULL);
    return;
  }

  view = fol_state_view (self->state);
  memory = selected_pfn (self, &pfn);
  title = fol_describe_object (&view, object);
  gtk_label_set_text (GTK_LABEL (self->title), title);
  gtk_widget_set_visible (self->chip, memory);
  fol_why_list_set (FOL_WHY_LIST (self->why), self->state, object);
  if (memory) {
    sim_view_block (&view, pfn, &block);
    set_chip (self, &block);
    address = g_strdup_printf (_ ("physical 0x%" PRIx64), (guint64) pfn << SIM_PAGE_SHIFT);
  }
  fol_set_text (self->address, address);
  fol_crumbs_set (FOL_CRUMBS (self->crumbs), &view, object);
  set_fields (self, &view, object);
  update_can (self, &view);
}

static void
seek_cb (GtkWidget *why, guint64 index, FolInspector *self)
{
  g_signal_emit (self, signals[SEEK], 0, index);
}

void
fol_inspector_set_session (FolInspector *self, FolSession *session)
{
  g_set_object (&self->session, session);
  fol_why_list_set_session (FOL_WHY_LIST (self->why), session);
}

void
fol_inspector_set_state (FolInspector *self, struct fol_state *state)
{
  struct fol_state *before = self->state;

  self->state = state != NULL ? fol_state_ref (state) : NULL;
  fol_state_unref (before);
  update (self);
}

static void
fol_inspector_dispose (GObject *object)
{
  FolInspector *self = FOL_INSPECTOR (object);

  if (self->selection != NULL)
    g_signal_handlers_disconnect_by_data (self->selection, self);
  g_clear_object (&self->session);
  g_clear_object (&self->selection);
  g_clear_pointer (&self->state, fol_state_unref);
  G_OBJECT_CLASS (fol_inspector_parent_class)->dispose (object);
}

static void
fol_inspector_class_init (FolInspectorClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = fol_inspector_dispose;
  signals[SEEK] = g_signal_new ("seek", FOL_TYPE_INSPECTOR, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 1, G_TYPE_UINT64);
  signals[ACTIVATED] = g_signal_new ("activated", FOL_TYPE_INSPECTOR, G_SIGNAL_RUN_LAST, 0, NULL,
                                     NULL, NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
  signals[SHOWN] = g_signal_new ("shown", FOL_TYPE_INSPECTOR, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
}

static GtkWidget *
make_empty (void)
{
  GtkWidget *box = fol_box_new (GTK_ORIENTATION_VERTICAL, 8, NULL);

  gtk_box_append (GTK_BOX (box), fol_label_new (_ ("Nothing selected"), "object-title"));
  gtk_box_append (GTK_BOX (box),
                  fol_text_new (_ ("Click a frame, a block or a list to see every field of it, and "
                                   "why it is where it is."),
                                "muted body"));
  return box;
}

static void
fol_inspector_init (FolInspector *self)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkWidget *inside = fol_box_new (GTK_ORIENTATION_VERTICAL, 0, NULL);
  GtkWidget *head = fol_box_new (GTK_ORIENTATION_HORIZONTAL, 8, NULL);

  fol_add_classes (GTK_WIDGET (self), "card inspector");
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  self->empty = make_empty ();
  self->content = fol_box_new (GTK_ORIENTATION_VERTICAL, 0, NULL);
  self->crumbs = fol_crumbs_new ();
  g_signal_connect (self->crumbs, "chosen", G_CALLBACK (crumb_cb), self);
  self->title = fol_text_new (NULL, "object-title");
  self->chip = fol_label_new (NULL, "chip");
  gtk_label_set_xalign (GTK_LABEL (self->chip), 0.5f);
  gtk_widget_set_valign (self->chip, GTK_ALIGN_START);
  gtk_box_append (GTK_BOX (head), self->title);
  gtk_box_append (GTK_BOX (head), self->chip);
  self->address = fol_label_new (NULL, "mono muted address");
  self->fields = fol_field_list_new ();
  self->why = fol_why_list_new ();
  g_signal_connect (self->why, "seek", G_CALLBACK (seek_cb), self);
  self->can_title = fol_label_new (_ ("You can"), "section-caption can-title");
  self->can = gtk_grid_new ();
  gtk_grid_set_row_spacing (GTK_GRID (self->can), 8);
  gtk_grid_set_column_spacing (GTK_GRID (self->can), 8);
  gtk_grid_set_column_homogeneous (GTK_GRID (self->can), TRUE);
  fol_add_classes (head, "object-head");
  gtk_box_append (GTK_BOX (self->content), self->crumbs);
  gtk_box_append (GTK_BOX (self->content), head);
  gtk_box_append (GTK_BOX (self->content), self->address);
  gtk_box_append (GTK_BOX (self->content), self->fields);
  gtk_box_append (GTK_BOX (self->content), self->why);
  gtk_box_append (GTK_BOX (inside), self->empty);
  gtk_box_append (GTK_BOX (inside), self->content);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), inside);
  gtk_widget_set_vexpand (scroller, TRUE);
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_append (GTK_BOX (self), scroller);
  gtk_box_append (GTK_BOX (self), self->can_title);
  gtk_box_append (GTK_BOX (self), self->can);
  gtk_widget_set_visible (self->content, FALSE);
  gtk_widget_set_visible (self->can_title, FALSE);
}

GtkWidget *
fol_inspector_new (FolSelection *selection)
{
  FolInspector *self = g_object_new (FOL_TYPE_INSPECTOR, NULL);

  self->selection = g_object_ref (selection);
  g_signal_connect_swapped (selection, "selected", G_CALLBACK (update), self);
  update (self);
  return GTK_WIDGET (self);
}
