/* ui/sandbox-pane.c - the left pane of the sandbox: do anything, see what it did. */
#include "ui/sandbox-pane.h"
#include "ui/command-entry.h"
#include "ui/operation-form.h"
#include "ui/widgets.h"
#include "ui/workload-form.h"
#include "app/describe.h"

#include <glib/gi18n-lib.h>

/* Of the operations up to here: as many as one can read; the timeline has them all. */
#define LISTED_MAX 40u

/* One line of the list, made once and told anew: making widgets is what would cost
 * most while one scrubs. */
struct row {
  GtkWidget *button, *number, *brief;
  guint64 index;
  struct sim_op op;
};

struct _FolSandboxPane {
  GtkBox parent_instance;

  GtkWidget *command, *form, *workload, *result_box, *result_label, *result, *operations,
      *operations_title;
  struct row rows[LISTED_MAX];
  guint64 listed_index; /* what the list shows, to leave it alone while nothing changed */
  guint32 listed_branch;
  guint64 listed_generation;
};

enum { SEEK, SIGNALS };
static guint signals[SIGNALS];

G_DEFINE_FINAL_TYPE (FolSandboxPane, fol_sandbox_pane, GTK_TYPE_BOX)

static const struct row *
row_of (FolSandboxPane *self, gpointer button)
{
  guint i = 0;

  while (self->rows[i].button != button)
    i++;
  return &self->rows[i];
}

static void
operation_cb (GtkButton *button, gpointer user_data)
{
  g_signal_emit (user_data, signals[SEEK], 0, row_of (user_data, button)->index);
}

/* Asked for when it is to be seen: telling 40 of them beforehand asks the display
 * each time where the pointer is. */
static gboolean
tooltip_cb (GtkWidget *button, int x, int y, gboolean keyboard, GtkTooltip *tooltip,
            gpointer user_data)
{
  g_autofree char *text = fol_op_to_text (&row_of (user_data, button)->op);

  gtk_tooltip_set_text (tooltip, text);
  return TRUE;
}

static void
make_row (FolSandboxPane *self, struct row *row)
{
  GtkWidget *box = fol_box_new (GTK_ORIENTATION_HORIZONTAL, 10, NULL);

  row->button = gtk_button_new ();
  row->number = fol_label_new ("", "op-number");
  row->brief = fol_label_new ("", NULL);
  gtk_label_set_xalign (GTK_LABEL (row->number), 0.5f);
  gtk_label_set_ellipsize (GTK_LABEL (row->brief), PANGO_ELLIPSIZE_END);
  gtk_box_append (GTK_BOX (box), row->number);
  gtk_box_append (GTK_BOX (box), row->brief);
  gtk_button_set_child (GTK_BUTTON (row->button), box);
  fol_add_classes (row->button, "quiet touch dense");
  gtk_widget_set_has_tooltip (row->button, TRUE);
  gtk_widget_set_focus_on_click (row->button, FALSE);
  gtk_widget_set_visible (row->button, FALSE);
  g_signal_connect (row->button, "query-tooltip", G_CALLBACK (tooltip_cb), self);
  g_signal_connect (row->button, "clicked", G_CALLBACK (operation_cb), self);
  gtk_box_append (GTK_BOX (self->operations), row->button);
}

static void
set_row (struct row *row, guint64 index, const struct sim_op *op)
{
  g_autofree char *number = g_strdup_printf ("#%" G_GUINT64_FORMAT, index);
  g_autofree char *brief = fol_describe_op_short (op);
  g_autofree char *name = g_strdup_printf ("%s %s", number, brief);

  row->index = index;
  row->op = *op;
  gtk_label_set_text (GTK_LABEL (row->number), number);
  gtk_label_set_text (GTK_LABEL (row->brief), brief);
  fol_name_widget (row->button, name);
}

static void
update_operations (FolSandboxPane *self, const struct fol_state *state)
{
  guint64 index = state->position.index;
  guint count = 0;

  if (self->listed_index == index && self->listed_branch == state->position.branch &&
      self->listed_generation == state->generation)
    return;
  self->listed_index = index;
  self->listed_branch = state->position.branch;
  self->listed_generation = state->generation;
  for (struct sim_op op;
       count < LISTED_MAX && fol_state_op (state, state->position.branch, index, &op);
       index--, count++)
    set_row (&self->rows[count], index, &op);
  for (guint i = 0; i < LISTED_MAX; i++)
    gtk_widget_set_visible (self->rows[i].button, i < count);
  gtk_widget_set_visible (self->operations_title, count > 0);
}

void
fol_sandbox_pane_set_session (FolSandboxPane *self, FolSession *session)
{
  fol_command_entry_set_session (FOL_COMMAND_ENTRY (self->command), session);
  fol_operation_form_set_session (FOL_OPERATION_FORM (self->form), session);
  fol_workload_form_set_session (FOL_WORKLOAD_FORM (self->workload), session);
  self->listed_index = G_MAXUINT64;
  fol_sandbox_pane_set_result (self, NULL, TRUE);
}

void
fol_sandbox_pane_set_state (FolSandboxPane *self, const struct fol_state *state)
{
  if (state == NULL)
    return;
  fol_operation_form_set_state (FOL_OPERATION_FORM (self->form), state);
  /* Rows nobody sees cost more than they are worth while one scrubs. */
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    update_operations (self, state);
}

void
fol_sandbox_pane_set_result (FolSandboxPane *self, const char *text, gboolean good)
{
  gtk_widget_set_visible (self->result_box, text != NULL);
  gtk_label_set_text (GTK_LABEL (self->result), text != NULL ? text : "");
  gtk_label_set_text (GTK_LABEL (self->result_label), good ? _ ("Answer") : _ ("Refused"));
  if (good)
    gtk_widget_remove_css_class (self->result_box, "refused");
  else
    gtk_widget_add_css_class (self->result_box, "refused");
}

void
fol_sandbox_pane_focus_command (FolSandboxPane *self)
{
  fol_command_entry_focus (FOL_COMMAND_ENTRY (self->command));
}

static void
fol_sandbox_pane_class_init (FolSandboxPaneClass *klass)
{
  signals[SEEK] = g_signal_new ("seek", FOL_TYPE_SANDBOX_PANE, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 1, G_TYPE_UINT64);
}

/* One operation or many: never both forms at a time. */
static GtkWidget *
make_forms (FolSandboxPane *self, FolSelection *selection)
{
  GtkWidget *box = fol_box_new (GTK_ORIENTATION_VERTICAL, 12, NULL);
  GtkWidget *tabs = fol_box_new (GTK_ORIENTATION_HORIZONTAL, 0, "segmented");
  GtkWidget *one = gtk_toggle_button_new_with_label (_ ("One operation"));
  GtkWidget *many = gtk_toggle_button_new_with_label (_ ("Many at once"));

  self->form = fol_operation_form_new (selection);
  self->workload = fol_workload_form_new ();
  gtk_toggle_button_set_group (GTK_TOGGLE_BUTTON (many), GTK_TOGGLE_BUTTON (one));
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (one), TRUE);
  g_object_bind_property (one, "active", self->form, "visible", G_BINDING_SYNC_CREATE);
  g_object_bind_property (many, "active", self->workload, "visible", G_BINDING_SYNC_CREATE);
  for (GtkWidget *tab = one; tab != NULL; tab = tab == one ? many : NULL) {
    gtk_widget_set_focus_on_click (tab, FALSE);
    gtk_widget_set_hexpand (tab, TRUE);
    gtk_box_append (GTK_BOX (tabs), tab);
  }
  gtk_widget_set_tooltip_text (many, _ ("A workload made by a seed: what a busy machine does"));
  gtk_box_append (GTK_BOX (box), tabs);
  gtk_box_append (GTK_BOX (box), self->form);
  gtk_box_append (GTK_BOX (box), self->workload);
  return box;
}

static void
make_content (FolSandboxPane *self, FolSelection *selection)
{
  GtkWidget *head = fol_box_new (GTK_ORIENTATION_VERTICAL, 4, NULL);
  GtkWidget *command = fol_box_new (GTK_ORIENTATION_VERTICAL, 6, NULL);
  GtkWidget *list = fol_box_new (GTK_ORIENTATION_VERTICAL, 6, NULL);
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkWidget *content = fol_box_new (GTK_ORIENTATION_VERTICAL, 20, "pane-content");

  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  fol_add_classes (GTK_WIDGET (self), "lesson-pane");
  gtk_box_append (GTK_BOX (head), fol_label_new (_ ("Try anything"), "step-title"));
  gtk_box_append (GTK_BOX (head),
                  fol_text_new (_ ("Every operation happens at the moment shown. In the past it "
                                   "starts a branch; nothing is lost."),
                                "body muted"));
  gtk_box_append (GTK_BOX (content), head);

  gtk_box_append (GTK_BOX (command), fol_label_new (_ ("Type it"), "section-caption"));
  self->command = fol_command_entry_new ();
  gtk_box_append (GTK_BOX (command), self->command);
  gtk_box_append (GTK_BOX (content), command);

  gtk_box_append (GTK_BOX (content), make_forms (self, selection));

  self->result_box = fol_box_new (GTK_ORIENTATION_VERTICAL, 2, "well result");
  self->result_label = fol_label_new (NULL, "caption");
  self->result = fol_text_new (NULL, "body");
  gtk_box_append (GTK_BOX (self->result_box), self->result_label);
  gtk_box_append (GTK_BOX (self->result_box), self->result);
  gtk_widget_set_visible (self->result_box, FALSE);
  gtk_box_append (GTK_BOX (content), self->result_box);

  self->operations_title = fol_label_new (_ ("Up to here, newest first"), "section-caption");
  self->operations = fol_box_new (GTK_ORIENTATION_VERTICAL, 0, NULL);
  for (guint i = 0; i < LISTED_MAX; i++)
    make_row (self, &self->rows[i]);
  gtk_widget_set_visible (self->operations_title, FALSE);
  gtk_box_append (GTK_BOX (list), self->operations_title);
  gtk_box_append (GTK_BOX (list), self->operations);
  gtk_box_append (GTK_BOX (content), list);

  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), content);
  gtk_widget_set_vexpand (scroller, TRUE);
  gtk_box_append (GTK_BOX (self), scroller);
}

static void
fol_sandbox_pane_init (FolSandboxPane *self)
{
  self->listed_index = G_MAXUINT64;
}

GtkWidget *
fol_sandbox_pane_new (FolSelection *selection)
{
  FolSandboxPane *self = g_object_new (FOL_TYPE_SANDBOX_PANE, NULL);

  make_content (self, selection);
  return GTK_WIDGET (self);
}
