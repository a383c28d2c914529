/* tests/ui/test-operation-form.c - the form of one operation: what is offered, and what comes of it. */
#include "ui-fixture.h"
#include "ui/operation-form.h"

#include "app/describe.h"
#include "engine/slab/slab.h"

static GtkWidget *
find (GtkWidget *widget, GType type, const char *name)
{
  if (G_TYPE_CHECK_INSTANCE_TYPE (widget, type) &&
      (name == NULL || g_str_equal (gtk_widget_get_name (widget), name)))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child)) {
    GtkWidget *found = find (child, type, name);

    if (found != NULL)
      return found;
  }
  return NULL;
}

static guint
count (GtkWidget *widget, GType type)
{
  guint found = G_TYPE_CHECK_INSTANCE_TYPE (widget, type);

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    found += count (child, type);
  return found;
}

struct stage {
  FolSession *session;
  FolSelection *selection;
  GtkWidget *form, *window;
};

static void
settle (struct stage *stage)
{
  while (fol_session_is_busy (stage->session) || fol_session_get_state (stage->session) == NULL)
    g_main_context_iteration (NULL, TRUE);
}

/* A machine with a cache of the user's. */
static void
open_stage (struct stage *stage, const char *machine)
{
  g_autoptr (GError) error = NULL;

  stage->session = fol_session_new (FALSE);
  stage->selection = fol_selection_new ();
  stage->form = g_object_ref_sink (fol_operation_form_new (stage->selection));
  g_assert_true (fol_session_open_name (stage->session, machine, &error));
  settle (stage);
  g_assert_true (fol_session_apply_text (stage->session, "c = kmem_cache_create inode 600", NULL));
  settle (stage);
  fol_operation_form_set_session (FOL_OPERATION_FORM (stage->form), stage->session);
  fol_operation_form_set_state (FOL_OPERATION_FORM (stage->form),
                                fol_session_get_state (stage->session));
  stage->window = fixture_window (stage->form, 320, 500);
}

static void
close_stage (struct stage *stage)
{
  fixture_destroy (stage->window);
  g_assert_finalize_object (stage->form);
  g_assert_finalize_object (stage->selection);
  g_assert_finalize_object (stage->session);
}

static void
choose_operation (struct stage *stage, enum sim_operation_kind kind)
{
  gtk_drop_down_set_selected (GTK_DROP_DOWN (find (stage->form, GTK_TYPE_DROP_DOWN, NULL)), kind);
}

/* The row of an argument: its entry and what is offered beside it. */
static GtkWidget *
entry_of (struct stage *stage, const char *argument)
{
  return find (stage->form, GTK_TYPE_ENTRY, argument);
}

static GtkWidget *
open_choice (struct stage *stage, const char *argument)
{
  GtkWidget *entry = entry_of (stage, argument);
  GtkWidget *button;

  g_assert_nonnull (entry);
  button = gtk_widget_get_next_sibling (entry);
  g_assert_true (GTK_IS_MENU_BUTTON (button));
  gtk_menu_button_popup (GTK_MENU_BUTTON (button));
  return GTK_WIDGET (gtk_menu_button_get_popover (GTK_MENU_BUTTON (button)));
}

static void
assert_text (struct stage *stage, const char *argument, const char *expected)
{
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (entry_of (stage, argument))), ==, expected);
}

/* Caches and names of the moment; the choice stands in the entry, and is what is applied. */
static void
test_caches (void)
{
  struct stage stage;
  GtkWidget *choice, *row;
  struct sim_view view;

  open_stage (&stage, "slub-4m");
  choose_operation (&stage, SIM_OP_KMEM_CACHE_ALLOC);
  choice = open_choice (&stage, "cache");
  g_assert_nonnull (find (choice, GTK_TYPE_BUTTON, "$c"));
  g_assert_nonnull (find (choice, GTK_TYPE_BUTTON, "kmalloc-96"));
  g_assert_cmpuint (count (choice, GTK_TYPE_BUTTON), ==, 43);
  row = find (choice, GTK_TYPE_BUTTON, "inode");
  g_assert_nonnull (row);
  g_signal_emit_by_name (row, "clicked");
  assert_text (&stage, "cache", "inode");
  g_signal_emit_by_name (fixture_find (stage.form, "primary"), "clicked");
  settle (&stage);
  view = fol_state_view (fol_session_get_state (stage.session));
  g_assert_cmpuint (fol_session_get_state (stage.session)->result.status, ==, SIM_OK);
  g_assert_cmpuint (fol_session_get_state (stage.session)->op.argument[0], ==,
                    sim_view_cache_find (&view, "inode"));

  /* Where there is none yet. */
  choose_operation (&stage, SIM_OP_KFREE);
  choice = open_choice (&stage, "object");
  g_assert_cmpuint (count (choice, GTK_TYPE_BUTTON), ==, 0);
  close_stage (&stage);
}

/* Toggles and text are one: what is typed is shown, what is pressed is written. */
static void
test_flags (void)
{
  struct stage stage;
  GtkWidget *choice;

  open_stage (&stage, "slub-4m");
  choose_operation (&stage, SIM_OP_KMEM_CACHE_CREATE);
  gtk_editable_set_text (GTK_EDITABLE (entry_of (&stage, "flags")), "SLAB_POISON");
  choice = open_choice (&stage, "flags");
  g_assert_null (find (choice, GTK_TYPE_CHECK_BUTTON, "SLAB_KMALLOC"));
  g_assert_true (gtk_check_button_get_active (
      GTK_CHECK_BUTTON (find (choice, GTK_TYPE_CHECK_BUTTON, "SLAB_POISON"))));
  gtk_check_button_set_active (
      GTK_CHECK_BUTTON (find (choice, GTK_TYPE_CHECK_BUTTON, "SLAB_RED_ZONE")), TRUE);
  assert_text (&stage, "flags", "SLAB_RED_ZONE|SLAB_POISON");
  gtk_check_button_set_active (
      GTK_CHECK_BUTTON (find (choice, GTK_TYPE_CHECK_BUTTON, "SLAB_POISON")), FALSE);
  gtk_check_button_set_active (
      GTK_CHECK_BUTTON (find (choice, GTK_TYPE_CHECK_BUTTON, "SLAB_RED_ZONE")), FALSE);
  assert_text (&stage, "flags", "0");

  choose_operation (&stage, SIM_OP_KMALLOC);
  assert_text (&stage, "gfp", "GFP_KERNEL");
  choice = open_choice (&stage, "gfp");
  gtk_check_button_set_active (
      GTK_CHECK_BUTTON (find (choice, GTK_TYPE_CHECK_BUTTON, "__GFP_ZERO")), TRUE);
  assert_text (&stage, "gfp", "GFP_KERNEL|__GFP_ZERO");
  /* A flag that is two: taking one of them away takes it away. */
  gtk_check_button_set_active (
      GTK_CHECK_BUTTON (find (choice, GTK_TYPE_CHECK_BUTTON, "__GFP_DIRECT_RECLAIM")), FALSE);
  g_assert_false (gtk_check_button_get_active (
      GTK_CHECK_BUTTON (find (choice, GTK_TYPE_CHECK_BUTTON, "__GFP_RECLAIM"))));
  g_signal_emit_by_name (find (choice, GTK_TYPE_BUTTON, "GFP_ATOMIC"), "clicked");
  assert_text (&stage, "gfp", "GFP_ATOMIC");
  /* Nonsense is not lost before something is pressed. */
  gtk_editable_set_text (GTK_EDITABLE (entry_of (&stage, "gfp")), "GFP_NONSENSE");
  choice = open_choice (&stage, "gfp");
  assert_text (&stage, "gfp", "GFP_NONSENSE");
  close_stage (&stage);
}

/* Each argument says what it is for; what is selected stands where it fits. */
static void
test_help_and_selection (void)
{
  struct stage stage;
  uint64_t address;

  open_stage (&stage, "slab-4m");
  g_assert_true (fol_session_apply_text (stage.session, "kmem_cache_alloc inode", NULL));
  settle (&stage);
  address = fol_session_get_state (stage.session)->result.value;
  choose_operation (&stage, SIM_OP_KMEM_CACHE_FREE);
  g_assert_cmpstr (gtk_widget_get_tooltip_text (entry_of (&stage, "cache")), ==,
                   fol_argument_help (SIM_OP_KMEM_CACHE_FREE, 0));
  fol_selection_set (stage.selection,
                     (struct sim_object){ SIM_OBJECT_SMALL,
                                          (uint32_t) ((address - SIM_PAGE_OFFSET) >> 12),
                                          (uint32_t) address & 4095u, 0 });
  assert_text (&stage, "cache", "inode");
  g_assert_cmphex (g_ascii_strtoull (
                       gtk_editable_get_text (GTK_EDITABLE (entry_of (&stage, "object"))), NULL, 0),
                   ==, address);
  g_signal_emit_by_name (fixture_find (stage.form, "primary"), "clicked");
  settle (&stage);
  g_assert_cmpuint (fol_session_get_state (stage.session)->op.kind, ==, SIM_OP_KMEM_CACHE_FREE);
  close_stage (&stage);
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  g_test_add_func ("/operation-form/caches", test_caches);
  g_test_add_func ("/operation-form/flags", test_flags);
  g_test_add_func ("/operation-form/help-and-selection", test_help_and_selection);
  return g_test_run ();
}
