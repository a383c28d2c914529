/* tests/ui/ui-fixture.c - see ui-fixture.h. */
#include "tests/ui/ui-fixture.h"

#include "engine/physical/gfp.h"

#define TITLE "folioscope-test"

struct fol_history *
fixture_history (void)
{
  return fixture_history_of (64);
}

struct fol_history *
fixture_history_of (guint frames)
{
  struct sim_machine machine;
  struct sim_machine_problem problem;
  struct fol_history *history;

  sim_machine_defaults (&machine);
  g_strlcpy (machine.name, "fixture", sizeof machine.name);
  machine.max_order = frames > 64 ? SIM_MAX_ORDER : 5;
  machine.pageblock_order = frames > 64 ? 9 : 3;
  machine.smp = false;
  machine.boot_pcp = true;
  machine.min_free_kbytes = 0;
  machine.ram_count = machine.reserved_count = 1;
  machine.ram[0] = (struct sim_range){ 0, (uint64_t) frames << SIM_PAGE_SHIFT };
  machine.reserved[0] = (struct sim_range){ 0, 8u << SIM_PAGE_SHIFT };
  for (guint i = 0; i < SIM_MAX_NR_ZONES; i++)
    machine.zone_end[i] = i == SIM_ZONE_NORMAL ? UINT64_MAX : 0;
  history = fol_history_new (&machine, &problem);
  g_assert_nonnull (history);
  return history;
}

sim_pfn
fixture_alloc (struct fol_history *history, guint order)
{
  struct sim_op op = { .kind = SIM_OP_ALLOC_PAGES,
                       .argument = { order, SIM_GFP_KERNEL, SIM_NODE_ANY } };
  struct sim_result result;

  g_assert_cmpint (fol_history_apply (history, &op, &result), ==, SIM_OK);
  return result.pfn;
}

void
fixture_free (struct fol_history *history, sim_pfn pfn)
{
  struct sim_op op = { .kind = SIM_OP_FREE_PAGES, .argument = { pfn, SIM_ORDER_OF_BLOCK } };
  struct sim_result result;

  g_assert_cmpint (fol_history_apply (history, &op, &result), ==, SIM_OK);
}

#define SETTLE_MS       120
#define DOUBLE_CLICK_MS 500 /* more than GTK's double-click time */

static gboolean
expire_cb (gpointer data)
{
  *(gboolean *) data = TRUE;
  return G_SOURCE_REMOVE;
}

static void
run_for (guint ms)
{
  gboolean expired = FALSE;

  g_timeout_add (ms, expire_cb, &expired);
  while (!expired)
    g_main_context_iteration (NULL, TRUE);
}

void
fixture_settle (void)
{
  run_for (SETTLE_MS);
}

GtkWidget *
fixture_window (GtkWidget *child, int width, int height)
{
  GtkWidget *window = gtk_window_new ();

  gtk_window_set_title (GTK_WINDOW (window), TITLE);
  gtk_window_set_decorated (GTK_WINDOW (window), FALSE);
  gtk_window_set_default_size (GTK_WINDOW (window), width, height);
  gtk_window_set_child (GTK_WINDOW (window), child);
  gtk_window_present (GTK_WINDOW (window));
  for (guint i = 0; i < 1000 && !gtk_widget_get_mapped (child); i++)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (gtk_widget_get_mapped (child));
  fixture_settle ();
  /* There is no window manager that would give it the focus. */
  fixture_xdotool ("search --onlyvisible --name " TITLE " windowfocus");
  return window;
}

void
fixture_destroy (GtkWidget *window)
{
  gtk_window_destroy (GTK_WINDOW (window));
  fixture_settle ();
}

static void
ended_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;

  g_subprocess_wait_check_finish (G_SUBPROCESS (source), result, &error);
  g_assert_no_error (error);
  *(gboolean *) data = TRUE;
}

void
fixture_xdotool (const char *arguments)
{
  g_autofree char *line = g_strconcat ("xdotool ", arguments, NULL);
  g_auto (GStrv) argv = NULL;
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;
  gboolean ended = FALSE;

  g_assert_true (g_shell_parse_argv (line, NULL, &argv, &error));
  process = g_subprocess_newv ((const char *const *) argv, G_SUBPROCESS_FLAGS_NONE, &error);
  g_assert_no_error (error);
  g_subprocess_wait_check_async (process, NULL, ended_cb, &ended);
  while (!ended)
    g_main_context_iteration (NULL, TRUE);
  fixture_settle ();
}

static graphene_point_t
on_display (GtkWidget *widget, double x, double y)
{
  GtkWidget *root = GTK_WIDGET (gtk_widget_get_root (widget));
  graphene_point_t point;
  double left, top;

  g_assert_true (
      gtk_widget_compute_point (widget, root, &GRAPHENE_POINT_INIT ((float) x, (float) y), &point));
  gtk_native_get_surface_transform (GTK_NATIVE (root), &left, &top);
  point.x += (float) left;
  point.y += (float) top;
  return point;
}

void
fixture_move (GtkWidget *widget, double x, double y)
{
  graphene_point_t point = on_display (widget, x, y);
  g_autofree char *arguments =
      g_strdup_printf ("mousemove %d %d", (int) floorf (point.x), (int) floorf (point.y));

  fixture_xdotool (arguments);
}

void
fixture_click (GtkWidget *widget, double x, double y, guint times)
{
  graphene_point_t point = on_display (widget, x, y);
  g_autofree char *arguments =
      g_strdup_printf ("mousemove %d %d click --repeat %u --delay 20 1", (int) floorf (point.x),
                       (int) floorf (point.y), times);

  /* After a click elsewhere that is still fresh, GTK 4.8 takes the next two for single ones. */
  run_for (DOUBLE_CLICK_MS);
  fixture_xdotool (arguments);
}

void
fixture_key (const char *keys)
{
  g_autofree char *arguments = g_strconcat ("key ", keys, NULL);

  fixture_xdotool (arguments);
}

GtkWidget *
fixture_find (GtkWidget *widget, const char *class)
{
  if (gtk_widget_has_css_class (widget, class) && gtk_widget_get_mapped (widget))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child)) {
    GtkWidget *found = fixture_find (child, class);

    if (found != NULL)
      return found;
  }
  return NULL;
}
