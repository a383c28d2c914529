/* ui/inspector.c - what is known about the selected object, why, and what can be done. */
#include "ui/inspector.h"
#include "ui/field-list.h"
#include "ui/trace.h"
#include "ui/widgets.h"
#include "app/describe.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>

#define WHY_DELAY_MS 120u

struct _FolInspector {
  GtkBox parent_instance;

  FolSelection *selection; /* owned */
  FolSession *session;     /* owned */
  struct fol_state *state; /* owned reference */
  guint why_source;
  GtkWidget *empty, *content;
  GtkWidget *title, *chip, *address, *fields;
  GtkWidget *why_title, *why, *why_more, *can_title, *can;
};

enum { SEEK, ACTIVATED, SIGNALS };
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

/* Title, chip and address say these already. */
static const char *const said_in_heading[] = { "pfn", "state", "physical address", NULL };

static void
activate_cb (FolInspector *self)
{
  struct sim_object object = fol_selection_get (self->selection);

  g_signal_emit (self, signals[ACTIVATED], 0, &object);
}

static void
add_button (FolInspector *self, const char *label, const char *action)
{
  GtkWidget *button = gtk_button_new_with_label (label);

  if (action != NULL)
    gtk_actionable_set_detailed_action_name (GTK_ACTIONABLE (button), action);
  else
    g_signal_connect_swapped (button, "clicked", G_CALLBACK (activate_cb), self);
  gtk_widget_set_focus_on_click (button, FALSE);
  gtk_widget_set_hexpand (button, TRUE);
  gtk_box_append (GTK_BOX (self->can), button);
}

static void
update_can (FolInspector *self, const struct sim_block *block)
{
  fol_clear_box (self->can);
  if (block != NULL && block->state == SIM_PAGE_FREE)
    add_button (self, _ ("Allocate here"), NULL);
  if (block != NULL && block->state == SIM_PAGE_PCP) {
    add_button (self, _ ("Allocate here"), NULL);
    add_button (self, _ ("Drain the lists"), "win.drain");
  }
  if (block != NULL && block->state == SIM_PAGE_USED) {
    add_button (self, block->order == 0 ? _ ("Free frame") : _ ("Free block"), NULL);
    add_button (self, _ ("Allocate one"), "win.allocate");
  }
  gtk_widget_set_visible (self->can_title, gtk_widget_get_first_child (self->can) != NULL);
}

static gboolean
ask_why_cb (gpointer user_data)
{
  FolInspector *self = user_data;
  sim_pfn pfn;

  self->why_source = 0;
  if (self->session != NULL && selected_pfn (self, &pfn) &&
      gtk_widget_get_mapped (GTK_WIDGET (self)))
    fol_session_why (self->session, pfn);
  return G_SOURCE_REMOVE;
}

static void
ask_why_later (FolInspector *self)
{
  if (self->why_source != 0)
    g_source_remove (self->why_source);
  self->why_source = g_timeout_add (WHY_DELAY_MS, ask_why_cb, self);
}

static void
update (FolInspector *self)
{
  struct sim_object object = fol_selection_get (self->selection);
  gboolean shown = self->state != NULL && object.kind != SIM_OBJECT_NONE;
  g_autoptr (GPtrArray) fields = NULL;
  g_autofree char *title = NULL;
  g_autofree char *address = NULL;
  struct sim_block block;
  struct sim_view view;
  sim_pfn pfn;
  gboolean memory;

  gtk_widget_set_visible (self->empty, !shown);
  gtk_widget_set_visible (self->content, shown);
  if (!shown)
    return;

  view = fol_state_view (self->state);
  memory = selected_pfn (self, &pfn);
  title = fol_describe_object (&view, object);
  gtk_label_set_text (GTK_LABEL (self->title), title);
  gtk_widget_set_visible (self->chip, memory);
  gtk_widget_set_visible (self->why_title, memory);
  gtk_widget_set_visible (self->why, memory);
  gtk_widget_set_visible (self->why_more, FALSE);
  if (memory) {
    sim_view_block (&view, pfn, &block);
    set_chip (self, &block);
    address = g_strdup_printf (_ ("physical 0x%" PRIx64), (guint64) pfn << SIM_PAGE_SHIFT);
    ask_why_later (self);
  }
  fol_set_text (self->address, address);
  fields = fol_describe_fields (&view, self->state->steps, object);
  fol_field_list_set (FOL_FIELD_LIST (self->fields), fields, memory ? said_in_heading : NULL);
  update_can (self, memory ? &block : NULL);
}

static void
selected_cb (FolInspector *self)
{
  /* The old object's reasons are not the new one's. */
  fol_clear_box (self->why);
  update (self);
}

static void
touch_cb (GtkButton *button, gpointer user_data)
{
  guint64 *index = g_object_get_data (G_OBJECT (button), "index");

  g_signal_emit (user_data, signals[SEEK], 0, *index);
}

static void
add_touch (FolInspector *self, const struct sim_view *view, const struct fol_touch *touch,
           sim_pfn pfn)
{
  GtkWidget *button = gtk_button_new ();
  GtkWidget *row = fol_box_new (GTK_ORIENTATION_HORIZONTAL, 10, NULL);
  GtkWidget *words = fol_box_new (GTK_ORIENTATION_VERTICAL, 1, NULL);
  g_autofree char *number = g_strdup_printf ("#%" PRIu64, touch->index);
  g_autofree char *op =
      touch->index > 0 ? fol_describe_op_short (&touch->op) : g_strdup (_ ("boot"));
  g_autofree char *text = fol_describe_touch (view, touch, pfn);
  g_autofree char *name = g_strdup_printf ("%s %s: %s", number, op, text);
  GtkWidget *label = fol_label_new (number, "op-number");
  GtkWidget *title = fol_label_new (op, "touch-title");
  guint64 *index = g_new (guint64, 1);

  *index = touch->index;
  g_object_set_data_full (G_OBJECT (button), "index", index, g_free);
  gtk_widget_set_valign (label, GTK_ALIGN_START);
  gtk_label_set_xalign (GTK_LABEL (label), 0.5f);
  gtk_label_set_ellipsize (GTK_LABEL (title), PANGO_ELLIPSIZE_END);
  gtk_box_append (GTK_BOX (words), title);
  gtk_box_append (GTK_BOX (words), fol_text_new (text, "touch-text"));
  gtk_box_append (GTK_BOX (row), label);
  gtk_box_append (GTK_BOX (row), words);
  gtk_button_set_child (GTK_BUTTON (button), row);
  fol_add_classes (button, "quiet touch");
  gtk_widget_set_focus_on_click (button, FALSE);
  gtk_widget_set_tooltip_text (button, _ ("Go to the moment after this operation"));
  fol_name_widget (button, name);
  g_signal_connect (button, "clicked", G_CALLBACK (touch_cb), self);
  gtk_box_append (GTK_BOX (self->why), button);
}

static void
why_cb (FolSession *session, const struct fol_event *event, gpointer user_data)
{
  FolInspector *self = user_data;
  struct sim_view view;
  sim_pfn pfn;

  if (!selected_pfn (self, &pfn) || event->pfn != pfn)
    return;
  view = fol_state_view (self->state);
  fol_clear_box (self->why);
  for (guint i = 0; i < event->touch_count; i++)
    add_touch (self, &view, &event->touch[i], pfn);
  gtk_widget_set_visible (self->why_more, !event->complete);
  if (fol_trace_wanted ())
    fol_trace ("why pfn=%u touches=%u complete=%d", pfn, event->touch_count, event->complete);
}

void
fol_inspector_set_session (FolInspector *self, FolSession *session)
{
  if (self->session == session)
    return;
  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  g_set_object (&self->session, session);
  fol_clear_box (self->why);
  if (session != NULL)
    g_signal_connect (session, "why", G_CALLBACK (why_cb), self);
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

  g_clear_handle_id (&self->why_source, g_source_remove);
  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
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
  self->title = fol_text_new (NULL, "object-title");
  self->chip = fol_label_new (NULL, "chip");
  gtk_label_set_xalign (GTK_LABEL (self->chip), 0.5f);
  gtk_widget_set_valign (self->chip, GTK_ALIGN_START);
  gtk_box_append (GTK_BOX (head), self->title);
  gtk_box_append (GTK_BOX (head), self->chip);
  self->address = fol_label_new (NULL, "mono muted address");
  self->fields = fol_field_list_new ();
  self->why_title = fol_label_new (_ ("Why is it here?"), "section-title why-title");
  self->why = fol_box_new (GTK_ORIENTATION_VERTICAL, 2, NULL);
  self->why_more = fol_text_new (_ ("Older operations are not listed."), "caption");
  self->can_title = fol_label_new (_ ("You can"), "section-caption can-title");
  self->can = fol_box_new (GTK_ORIENTATION_HORIZONTAL, 8, NULL);
  gtk_box_append (GTK_BOX (self->content), head);
  gtk_box_append (GTK_BOX (self->content), self->address);
  gtk_box_append (GTK_BOX (self->content), self->fields);
  gtk_box_append (GTK_BOX (self->content), self->why_title);
  gtk_box_append (GTK_BOX (self->content), self->why);
  gtk_box_append (GTK_BOX (self->content), self->why_more);
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
  g_signal_connect_swapped (selection, "selected", G_CALLBACK (selected_cb), self);
  update (self);
  return GTK_WIDGET (self);
}
