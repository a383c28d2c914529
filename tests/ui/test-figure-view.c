/* tests/ui/test-figure-view.c - figures under a person's hands: click, hover, walk, zoom, scroll. */
#include "tests/ui/ui-fixture.h"

#include "engine/physical/gfp.h"
#include "engine/slab/slab.h"
#include "ui/appearance.h"
#include "ui/figure-view-nodes.h"
#include "ui/figure-view-private.h"

#include <string.h>

#define WIDTH  700
#define HEIGHT 340

struct heard {
  guint picked, activated, options;
  struct sim_object object;
};

static void
picked_cb (FolFigureView *view, const struct sim_object *object, struct heard *heard)
{
  heard->picked++;
  heard->object = *object;
}

static void
activated_cb (FolFigureView *view, const struct sim_object *object, struct heard *heard)
{
  heard->activated++;
  heard->object = *object;
}

static void
options_cb (FolFigureView *view, struct heard *heard)
{
  heard->options++;
}

struct set {
  struct fol_history *history;
  FolSelection *selection;
  FolFigureView *view;
  GtkWidget *cursor, *window;
  struct heard heard;
};

static struct sim_object
frame (sim_pfn pfn)
{
  return (struct sim_object){ .kind = SIM_OBJECT_FRAME, .a = pfn };
}

static void
show (struct set *set)
{
  struct fol_state *state = fol_history_state (set->history);

  fol_figure_view_set_state (set->view, state);
  fol_state_unref (state);
}

static void
set_up (struct set *set, enum fol_figure_id figure, guint frames, int width, int height)
{
  *set = (struct set){ .history = fixture_history_of (frames), .selection = fol_selection_new () };
  set->view = FOL_FIGURE_VIEW (fol_figure_view_new (set->selection));
  set->cursor = gtk_widget_get_first_child (GTK_WIDGET (set->view));
  fol_figure_view_set_figure (set->view, figure);
  g_signal_connect (set->view, "picked", G_CALLBACK (picked_cb), &set->heard);
  g_signal_connect (set->view, "activated", G_CALLBACK (activated_cb), &set->heard);
  g_signal_connect (set->view, "options-changed", G_CALLBACK (options_cb), &set->heard);
  fixture_alloc (set->history, 2);
  fixture_alloc (set->history, 0);
  show (set);
  set->window = fixture_window (GTK_WIDGET (set->view), width, height);
}

static void
tear_down (struct set *set)
{
  g_object_add_weak_pointer (G_OBJECT (set->view), (gpointer *) &set->view);
  fixture_destroy (set->window);
  g_assert_null (set->view);
  g_assert_finalize_object (set->selection);
  fol_history_free (set->history);
}

/* The middle of the shape that stands for exactly this, in the widget. */
static bool
find (struct set *set, struct sim_object object, double *x, double *y)
{
  const struct fol_shapes *shapes = fol_figure_view_get_shapes (set->view);
  double left, top;

  fol_figure_view_get_offset (set->view, &left, &top);
  for (guint i = 0; i < fol_shapes_count (shapes); i++) {
    const struct fol_shape *shape = fol_shapes_get (shapes, i);

    if (shape->name != NULL && sim_object_equal (shape->object, object)) {
      *x = shape->x + shape->width / 2 + left;
      *y = shape->y + shape->height / 2 + top;
      return true;
    }
  }
  return false;
}

static void
assert_selected (struct set *set, struct sim_object object)
{
  struct sim_object selected = fol_selection_get (set->selection);

  g_assert_cmpuint (selected.kind, ==, object.kind);
  g_assert_cmpuint (selected.a, ==, object.a);
}

static void
test_pointer (void)
{
  struct set set;
  double x, y;

  set_up (&set, FOL_FIGURE_MAP, 64, WIDTH, HEIGHT);
  g_assert_true (find (&set, frame (40), &x, &y));
  fixture_move (GTK_WIDGET (set.view), x, y);
  g_assert_true (sim_object_equal (fol_selection_get_hovered (set.selection), frame (40)));
  assert_selected (&set, (struct sim_object){ .kind = SIM_OBJECT_NONE });

  fixture_click (GTK_WIDGET (set.view), x, y, 1);
  g_assert_cmpuint (set.heard.picked, ==, 1);
  g_assert_cmpuint (set.heard.activated, ==, 0);
  g_assert_true (sim_object_equal (set.heard.object, frame (40)));
  assert_selected (&set, frame (40));
  g_assert_true (gtk_widget_has_focus (set.cursor));

  g_assert_true (find (&set, frame (50), &x, &y));
  fixture_click (GTK_WIDGET (set.view), x, y, 2);
  g_assert_cmpuint (set.heard.picked, ==, 2);
  g_assert_cmpuint (set.heard.activated, ==, 1);
  g_assert_true (sim_object_equal (set.heard.object, frame (50)));

  /* Where nothing is, nothing is picked, and the hover ends. */
  fixture_click (GTK_WIDGET (set.view), WIDTH - 3, HEIGHT - 3, 1);
  g_assert_cmpuint (set.heard.picked, ==, 2);
  g_assert_cmpuint (fol_selection_get_hovered (set.selection).kind, ==, SIM_OBJECT_NONE);
  tear_down (&set);
}

static void
test_keys (void)
{
  struct set set;
  double x, y;

  set_up (&set, FOL_FIGURE_MAP, 64, WIDTH, HEIGHT);
  g_assert_true (gtk_widget_grab_focus (GTK_WIDGET (set.view)));
  g_assert_true (gtk_widget_has_focus (set.cursor));
  find (&set, frame (40), &x, &y);
  fixture_click (GTK_WIDGET (set.view), x, y, 1);

  g_assert_false (gtk_widget_has_css_class (set.cursor, "walking"));
  fixture_key ("Right");
  assert_selected (&set, frame (41));
  g_assert_true (gtk_widget_has_css_class (set.cursor, "walking"));
  fixture_key ("Down");
  assert_selected (&set, frame (57));
  fixture_key ("Left");
  assert_selected (&set, frame (56));
  fixture_key ("Up");
  assert_selected (&set, frame (40));
  /* Walking selects; only Enter does something. */
  g_assert_cmpuint (set.heard.picked, ==, 1);
  g_assert_cmpuint (set.heard.activated, ==, 0);
  fixture_key ("Return");
  g_assert_cmpuint (set.heard.activated, ==, 1);
  g_assert_true (sim_object_equal (set.heard.object, frame (40)));

  fixture_key ("Escape");
  assert_selected (&set, (struct sim_object){ .kind = SIM_OBJECT_NONE });
  g_assert_true (gtk_widget_has_focus (set.cursor));
  tear_down (&set);
}

static void
test_names (void)
{
  struct set set;
  const struct fol_shapes *shapes;
  double x, y;

  set_up (&set, FOL_FIGURE_MAP, 64, WIDTH, HEIGHT);
  shapes = fol_figure_view_get_shapes (set.view);
  gtk_test_accessible_assert_role (GTK_ACCESSIBLE (set.view), GTK_ACCESSIBLE_ROLE_LIST);
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (set.view), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       shapes->title);
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (set.view),
                                       GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, shapes->summary);
  gtk_test_accessible_assert_role (GTK_ACCESSIBLE (set.cursor), GTK_ACCESSIBLE_ROLE_LIST_ITEM);

  find (&set, frame (40), &x, &y);
  fixture_click (GTK_WIDGET (set.view), x, y, 1);
  for (sim_pfn pfn = 40; pfn <= 42; pfn++) {
    const char *name = NULL;

    shapes = fol_figure_view_get_shapes (set.view);
    for (guint i = 0; i < fol_shapes_count (shapes); i++)
      if (fol_shapes_get (shapes, i)->name != NULL &&
          sim_object_equal (fol_shapes_get (shapes, i)->object, frame (pfn)))
        name = fol_shapes_get (shapes, i)->name;
    g_assert_nonnull (name);
    gtk_test_accessible_assert_property (GTK_ACCESSIBLE (set.cursor), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                         name);
    gtk_test_accessible_assert_state (GTK_ACCESSIBLE (set.cursor), GTK_ACCESSIBLE_STATE_SELECTED,
                                      TRUE);
    fixture_key ("Right");
  }

  /* Another state: the name of the same frame is new. */
  fol_selection_set (set.selection, frame (12));
  for (guint i = 0; i < 6; i++)
    fixture_alloc (set.history, 2);
  show (&set);
  fixture_settle ();
  fol_figure_view_set_state (set.view, NULL);
  g_assert_null (fol_figure_view_get_shapes (set.view));
  fixture_settle ();
  fixture_key ("Right");
  tear_down (&set);
}

/* Two views, one selection: what is chosen in one is current in the other. */
static void
test_linked (void)
{
  struct set set;
  FolFigureView *buddy;
  GtkWidget *cursor;
  struct sim_object object = { .kind = SIM_OBJECT_NONE };
  const struct fol_shapes *shapes;
  struct fol_state *state;

  set_up (&set, FOL_FIGURE_MAP, 64, WIDTH, HEIGHT);
  buddy = FOL_FIGURE_VIEW (g_object_ref_sink (fol_figure_view_new (set.selection)));
  cursor = gtk_widget_get_first_child (GTK_WIDGET (buddy));
  fol_figure_view_set_figure (buddy, FOL_FIGURE_BUDDY);
  state = fol_history_state (set.history);
  fol_figure_view_set_state (buddy, state);
  fol_state_unref (state);

  shapes = fol_figure_view_get_shapes (buddy);
  for (guint i = 0; object.kind != SIM_OBJECT_BLOCK && i < fol_shapes_count (shapes); i++)
    if (fol_shapes_get (shapes, i)->name != NULL)
      object = fol_shapes_get (shapes, i)->object;
  g_assert_cmpuint (object.kind, ==, SIM_OBJECT_BLOCK);
  fol_selection_set (set.selection, object);
  g_assert_nonnull (fol_figure_view_get_shapes (buddy));
  gtk_test_accessible_assert_state (GTK_ACCESSIBLE (cursor), GTK_ACCESSIBLE_STATE_SELECTED, TRUE);
  fol_selection_hover (set.selection, object, NULL, 0);
  fixture_settle ();

  g_assert_finalize_object (buddy);
  tear_down (&set);
}

static uint64_t
apply (struct set *set, enum sim_operation_kind kind, uint64_t a, uint64_t b, uint64_t c)
{
  struct sim_op op = { .kind = kind, .argument = { a, b, c } };
  struct sim_result result;

  g_assert_cmpint (fol_history_apply (set->history, &op, &result), ==, SIM_OK);
  return result.value;
}

/* The first set of the CPU's cache in which any object falls. */
static struct sim_object
find_used_set (struct set *set, guint *objects)
{
  const struct fol_shapes *shapes = fol_figure_view_get_shapes (set->view);

  for (guint i = 0; i < fol_shapes_count (shapes); i++) {
    const struct fol_shape *shape = fol_shapes_get (shapes, i);

    *objects = shape->related_count;
    if (shape->object.kind == SIM_OBJECT_CPU_SET && shape->related_count > 0)
      return shape->object;
  }
  g_assert_not_reached ();
}

/* Pointing at a set of the CPU's cache tells all figures whose lines fall in it; selecting it
 * too, and that is kept up to date while the set is shown. */
static void
test_related (void)
{
  struct set set;
  const struct fol_linked *link;
  struct sim_object object;
  uint64_t address = 0;
  guint objects;
  double x, y;

  set_up (&set, FOL_FIGURE_SETS, 4096, 900, 500);
  apply (&set, SIM_OP_KMEM_CACHE_INIT, 0, 0, 0);
  for (guint i = 0; i < 4; i++)
    address = apply (&set, SIM_OP_KMALLOC, 2048, SIM_GFP_KERNEL, SIM_NODE_ANY);
  show (&set);
  fixture_settle ();
  object = find_used_set (&set, &objects);
  g_assert_cmpuint (objects, ==, 2);
  g_assert_true (find (&set, object, &x, &y));
  fixture_move (GTK_WIDGET (set.view), x, y);
  link = fol_selection_get_hovered_link (set.selection);
  g_assert_true (sim_object_equal (link->object, object));
  g_assert_cmpuint (link->count, ==, objects);
  link = fol_selection_get_link (set.selection);
  g_assert_cmpuint (link->count, ==, 0);
  fixture_click (GTK_WIDGET (set.view), x, y, 1);
  g_assert_true (sim_object_equal (link->object, object));
  g_assert_cmpuint (link->count, ==, objects);

  /* As a lesson selects it. */
  fol_selection_set (set.selection, (struct sim_object){ SIM_OBJECT_NONE });
  object.c = 0;
  fol_selection_set (set.selection, object);
  fixture_settle ();
  g_assert_cmpuint (link->count, ==, objects);

  apply (&set, SIM_OP_KFREE, address, 0, 0);
  apply (&set, SIM_OP_KFREE, address ^ 2048, 0, 0);
  show (&set);
  fixture_settle ();
  g_assert_cmpuint (link->count, ==, objects - 1);
  fol_figure_view_set_figure (set.view, FOL_FIGURE_MAP);
  fixture_settle ();
  g_assert_true (sim_object_equal (link->object, object));
  g_assert_cmpuint (link->count, ==, 0);
  tear_down (&set);
}

/* What is pointed at has one outline, also the call that happens now: its words stand on a
 * ground of their own, and on several lines where there is little room. */
static void
test_outline_of_step (void)
{
  struct set set;
  struct fol_state *state;
  uint32_t count;

  set_up (&set, FOL_FIGURE_CALLS, 64, 300, 500);
  state = fol_history_state (set.history);
  count = state->steps->count;
  fol_state_unref (state);
  for (uint32_t step = 1; step < count; step++) {
    const struct sim_object object = { .kind = SIM_OBJECT_STEP, .a = step - 1 };
    GtkSnapshot *snapshot = gtk_snapshot_new ();
    GskRenderNode *node;

    g_assert_true (
        fol_history_seek (set.history, (struct fol_position){ .index = 2, .step = step }, NULL));
    show (&set);
    g_assert_nonnull (fol_figure_view_get_shapes (set.view));
    fol_selection_hover (set.selection, object, NULL, 0);
    fol_figure_view_snapshot_hover (set.view, snapshot);
    node = gtk_snapshot_free_to_node (snapshot);
    g_assert_nonnull (node);
    g_assert_cmpint (gsk_render_node_get_node_type (node), ==, GSK_BORDER_NODE);
    gsk_render_node_unref (node);
  }
  tear_down (&set);
}

static void
test_zoom_of_cells (void)
{
  struct set set;
  double x, y;

  set_up (&set, FOL_FIGURE_MAP, 64, WIDTH, HEIGHT);
  find (&set, frame (40), &x, &y);
  fixture_click (GTK_WIDGET (set.view), x, y, 1);
  fixture_key ("plus");
  g_assert_cmpfloat (fol_figure_view_get_options (set.view)->zoom, ==, 2);
  g_assert_cmpuint (set.heard.options, >, 0);
  /* What had the cursor is still seen. */
  g_assert_true (find (&set, frame (40), &x, &y));
  fixture_key ("minus");
  g_assert_cmpfloat (fol_figure_view_get_options (set.view)->zoom, ==, 1);
  fixture_key ("minus");
  g_assert_cmpfloat (fol_figure_view_get_options (set.view)->zoom, ==, 1);

  /* Walking goes on beyond what is seen. */
  fixture_key ("plus plus");
  for (guint i = 0; i < 7; i++)
    fixture_key ("Right");
  assert_selected (&set, frame (47));
  fixture_key ("0");
  g_assert_cmpfloat (fol_figure_view_get_options (set.view)->zoom, ==, 1);
  g_assert_cmpfloat (fol_figure_view_get_options (set.view)->pan_x, ==, 0);
  tear_down (&set);
}

/* 256 Mi of memory: a raster.  The wheel zooms where the pointer is. */
static void
test_zoom_of_raster (void)
{
  struct set set;
  struct sim_object before, after;
  double pan_x;

  set_up (&set, FOL_FIGURE_MAP, 65536, WIDTH, HEIGHT);
  fixture_move (GTK_WIDGET (set.view), 300, 120);
  before = fol_selection_get_hovered (set.selection);
  g_assert_cmpuint (before.kind, ==, SIM_OBJECT_FRAME);
  fixture_xdotool ("click 4");
  fixture_xdotool ("click 4");
  g_assert_cmpfloat (fol_figure_view_get_options (set.view)->zoom, ==, 4);
  fixture_move (GTK_WIDGET (set.view), 301, 120);
  fixture_move (GTK_WIDGET (set.view), 300, 120);
  after = fol_selection_get_hovered (set.selection);
  g_assert_cmpuint (after.kind, ==, SIM_OBJECT_FRAME);
  /* The same 16 frames or their neighbours. */
  g_assert_cmpuint (ABS ((int) before.a - (int) after.a), <=, 32);

  /* A drag pans and picks nothing. */
  pan_x = fol_figure_view_get_options (set.view)->pan_x;
  fixture_xdotool ("mousedown 1");
  fixture_move (GTK_WIDGET (set.view), 280, 120);
  fixture_move (GTK_WIDGET (set.view), 240, 120);
  fixture_xdotool ("mouseup 1");
  g_assert_cmpfloat (fol_figure_view_get_options (set.view)->pan_x, ==, pan_x + 60);
  g_assert_cmpuint (set.heard.picked, ==, 0);

  fixture_click (GTK_WIDGET (set.view), 200, 120, 1);
  before = fol_selection_get (set.selection);
  g_assert_cmpuint (before.kind, ==, SIM_OBJECT_FRAME);
  fixture_key ("Right");
  after = fol_selection_get (set.selection);
  g_assert_cmpuint (after.kind, ==, SIM_OBJECT_FRAME);
  g_assert_cmpuint (after.a, !=, before.a);
  fixture_key ("Left");
  assert_selected (&set, before);
  /* All the way in, frames have cells and names of their own. */
  fixture_key ("plus plus plus plus plus plus plus");
  fixture_key ("Right");
  g_assert_cmpuint (fol_selection_get (set.selection).kind, ==, SIM_OBJECT_FRAME);
  tear_down (&set);
}

/* A figure that is too high scrolls, and walking scrolls along. */
static void
test_scrolling (void)
{
  struct set set;
  double x, y, top;

  set_up (&set, FOL_FIGURE_BUDDY, 64, WIDTH, 120);
  g_assert_cmpfloat (fol_figure_view_get_shapes (set.view)->height, >, 120);
  g_assert_true (gtk_widget_grab_focus (GTK_WIDGET (set.view)));
  fol_figure_view_get_offset (set.view, &x, &top);
  g_assert_cmpfloat (top, ==, 0);
  fixture_key ("Next");
  fol_figure_view_get_offset (set.view, &x, &y);
  g_assert_cmpfloat (y, <, -60);
  fixture_key ("Prior Prior Prior");
  fol_figure_view_get_offset (set.view, &x, &y);
  g_assert_cmpfloat (y, ==, 0);
  fixture_move (GTK_WIDGET (set.view), 300, 60);
  fixture_xdotool ("click 5");
  fol_figure_view_get_offset (set.view, &x, &y);
  g_assert_cmpfloat (y, <, 0);
  fixture_key ("Home");
  for (guint i = 0; i < 12; i++)
    fixture_key ("Down");
  fol_figure_view_get_offset (set.view, &x, &y);
  g_assert_cmpfloat (y, <, -40);
  tear_down (&set);
}

static GskRenderNode *
pass (struct fol_nodes *nodes, const struct fol_shapes *shapes, enum fol_theme theme)
{
  GtkSnapshot *snapshot = gtk_snapshot_new ();

  fol_nodes_begin (nodes, &fol_palettes[theme], 1);
  for (guint i = 0; i < fol_shapes_count (shapes); i++)
    fol_nodes_append (nodes, snapshot, fol_shapes_get (shapes, i));
  fol_nodes_end (nodes);
  return gtk_snapshot_free_to_node (snapshot);
}

/* Is only that drawn again which looks different? */
static void
test_nodes_are_kept (void)
{
  struct fol_nodes *nodes = fol_nodes_new ();
  struct fol_shapes *shapes = fol_shapes_new ();
  struct fol_shape shape = { .kind = FOL_SHAPE_RECT, .role = FOL_ROLE_FREE, .width = 30 };
  GskRenderNode *node, *again;

  shape.height = 30;
  for (guint i = 0; i < 10; i++) {
    shape.x = 40 * i;
    shape.text = i == 3 ? "three" : NULL;
    fol_shapes_add (shapes, &shape);
  }
  /* Nine look alike, wherever they stand; a second pass has the very same nodes. */
  node = pass (nodes, shapes, FOL_THEME_LIGHT);
  g_assert_cmpuint (gsk_container_node_get_n_children (node), ==, 10);
  g_assert_cmpuint (fol_nodes_drawn (nodes), ==, 2);
  again = pass (nodes, shapes, FOL_THEME_LIGHT);
  for (guint i = 0; i < 10; i++)
    g_assert_true (gsk_container_node_get_child (node, i) ==
                   gsk_container_node_get_child (again, i));
  gsk_render_node_unref (node);
  gsk_render_node_unref (again);
  g_assert_cmpuint (fol_nodes_drawn (nodes), ==, 2);

  /* One more that looks the same as another, one that stands for something else,
   * one a part of a pixel further, one that does look different. */
  fol_shapes_add (shapes, &shape);
  shape.object = frame (7);
  fol_shapes_add (shapes, &shape);
  g_assert_cmpuint (fol_shapes_count (shapes), ==, 12);
  gsk_render_node_unref (pass (nodes, shapes, FOL_THEME_LIGHT));
  g_assert_cmpuint (fol_nodes_drawn (nodes), ==, 2);
  shape.x += 0.5;
  fol_shapes_add (shapes, &shape);
  shape.text = "x";
  fol_shapes_add (shapes, &shape);
  gsk_render_node_unref (pass (nodes, shapes, FOL_THEME_LIGHT));
  g_assert_cmpuint (fol_nodes_drawn (nodes), ==, 4);

  gsk_render_node_unref (pass (nodes, shapes, FOL_THEME_DARK));
  g_assert_cmpuint (fol_nodes_drawn (nodes), ==, 8);
  fol_shapes_free (shapes);
  fol_nodes_free (nodes);
}

/* Letters twice as large, cells with them; what is pointed at is what is there. */
static void
test_text_scale (void)
{
  FolAppearance *appearance = fol_appearance_get_default ();
  const struct fol_shapes *shapes;
  double x, y, before = 0, after = 0;
  struct set set;

  set_up (&set, FOL_FIGURE_BUDDY, 64, WIDTH, HEIGHT);
  shapes = fol_figure_view_get_shapes (set.view);
  before = fol_shapes_get (shapes, 0)->text_size;
  fol_appearance_choose_text_scale (appearance, 2);
  fixture_settle ();
  shapes = fol_figure_view_get_shapes (set.view);
  after = fol_shapes_get (shapes, 0)->text_size;
  g_assert_cmpfloat_with_epsilon (after, before * 2, 1e-9);
  tear_down (&set);

  set_up (&set, FOL_FIGURE_MAP, 64, WIDTH, HEIGHT);
  g_assert_true (find (&set, frame (40), &x, &y));
  fixture_click (GTK_WIDGET (set.view), x, y, 1);
  assert_selected (&set, frame (40));
  /* Zooming at the pointer keeps what is there, dragging moves as far as the hand. */
  fixture_xdotool ("click 4");
  g_assert_cmpfloat (fol_figure_view_get_options (set.view)->zoom, ==, 2);
  fixture_click (GTK_WIDGET (set.view), x, y, 1);
  assert_selected (&set, frame (40));
  tear_down (&set);

  /* Pixels stay pixels. */
  set_up (&set, FOL_FIGURE_MAP, 65536, WIDTH, HEIGHT);
  shapes = fol_figure_view_get_shapes (set.view);
  g_assert_cmpfloat (shapes->width, <=, WIDTH);
  fol_appearance_choose_text_scale (appearance, 1);
  tear_down (&set);
}

/* The middle of the words that lead somewhere, in the widget. */
static bool
find_way (struct set *set, const char *name, double *x, double *y)
{
  const struct fol_shapes *shapes = fol_figure_view_get_shapes (set->view);
  double left, top;

  fol_figure_view_get_offset (set->view, &left, &top);
  for (guint i = 0; i < fol_shapes_count (shapes); i++) {
    const struct fol_shape *shape = fol_shapes_get (shapes, i);

    if (shape->leads == NULL || shape->name == NULL || strstr (shape->name, name) == NULL)
      continue;
    *x = shape->x + shape->width / 2 + left;
    *y = shape->y + shape->height / 2 + top;
    return true;
  }
  return false;
}

static void
set_up_slabs (struct set *set, struct sim_object *cache, struct sim_object *object)
{
  uint64_t number, address;

  set_up (set, FOL_FIGURE_SLABS, 1024, WIDTH, HEIGHT);
  apply (set, SIM_OP_KMEM_CACHE_INIT, 0, 0, 0);
  number = apply (set, SIM_OP_KMEM_CACHE_CREATE, sim_name_pack ("inode"), 200, 0);
  address =
      apply (set, SIM_OP_KMEM_CACHE_ALLOC, number, SIM_GFP_KERNEL, SIM_NODE_ANY) - SIM_PAGE_OFFSET;
  *cache = (struct sim_object){ .kind = SIM_OBJECT_CACHE, .a = (uint32_t) number };
  *object = (struct sim_object){ .kind = SIM_OBJECT_SMALL,
                                 .a = (uint32_t) (address >> SIM_PAGE_SHIFT),
                                 .b = (uint32_t) address & 4095 };
  show (set);
  fixture_settle ();
}

/* From all caches to the bytes of an object and back, by the pointer. */
static void
test_levels (void)
{
  struct set set;
  struct sim_object cache, object;
  double x, y;

  set_up_slabs (&set, &cache, &object);
  /* Empty caches are folded up until one asks for them. */
  g_assert_false (find (&set, (struct sim_object){ .kind = SIM_OBJECT_CACHE, .a = 2 }, &x, &y));
  g_assert_true (find_way (&set, "without a slab", &x, &y));
  fixture_click (GTK_WIDGET (set.view), x, y, 1);
  g_assert_true (find (&set, (struct sim_object){ .kind = SIM_OBJECT_CACHE, .a = 2 }, &x, &y));
  g_assert_true (fol_figure_view_get_options (set.view)->empty);
  g_assert_cmpuint (set.heard.options, ==, 1);
  fixture_key ("Escape"); /* nothing is selected: stays as it is */
  fol_figure_view_show_object (set.view, cache);

  g_assert_true (find (&set, cache, &x, &y));
  fixture_click (GTK_WIDGET (set.view), x, y, 2);
  g_assert_cmpint (fol_selection_get (set.selection).kind, ==, SIM_OBJECT_CACHE_CPU);
  g_assert_cmpuint (fol_selection_get (set.selection).a, ==, cache.a);
  g_assert_true (find (&set, object, &x, &y));
  fixture_click (GTK_WIDGET (set.view), x, y, 2);
  g_assert_true (sim_object_equal (fol_selection_get (set.selection), object));
  g_assert_true (fol_figure_view_get_options (set.view)->bytes);

  /* Ways back are not what a lesson could have asked for. */
  set.heard.picked = 0;
  g_assert_true (find_way (&set, "Back to the cache inode", &x, &y));
  fixture_click (GTK_WIDGET (set.view), x, y, 1);
  g_assert_false (fol_figure_view_get_options (set.view)->bytes);
  g_assert_true (sim_object_equal (fol_selection_get (set.selection), object));
  g_assert_true (find_way (&set, "Back to all caches", &x, &y));
  fixture_click (GTK_WIDGET (set.view), x, y, 1);
  g_assert_true (sim_object_equal (fol_selection_get (set.selection), cache));
  g_assert_cmpuint (set.heard.picked, ==, 0);
  g_assert_cmpuint (set.heard.activated, ==, 0);
  tear_down (&set);
}

/* The same by keys. */
static void
test_levels_by_keys (void)
{
  struct set set;
  struct sim_object cache, object;

  set_up_slabs (&set, &cache, &object);
  fol_selection_set (set.selection, cache);
  gtk_widget_grab_focus (GTK_WIDGET (set.view));
  fixture_settle ();
  fixture_key ("plus");
  g_assert_cmpint (fol_selection_get (set.selection).kind, ==, SIM_OBJECT_CACHE_CPU);
  fixture_key ("minus");
  assert_selected (&set, cache);
  fixture_key ("Return");
  g_assert_cmpint (fol_selection_get (set.selection).kind, ==, SIM_OBJECT_CACHE_CPU);
  /* The ways back can be walked to, and nothing happens before Enter. */
  fixture_key ("Left Left");
  g_assert_cmpint (fol_selection_get (set.selection).kind, ==, SIM_OBJECT_CACHE_CPU);
  fixture_key ("Return");
  assert_selected (&set, cache);
  fol_selection_set (set.selection, object);
  fixture_settle ();
  fixture_key ("Return");
  g_assert_true (fol_figure_view_get_options (set.view)->bytes);
  fixture_key ("Escape");
  g_assert_false (fol_figure_view_get_options (set.view)->bytes);
  assert_selected (&set, object);
  fixture_key ("Escape");
  assert_selected (&set, cache);
  fixture_key ("Escape");
  g_assert_cmpint (fol_selection_get (set.selection).kind, ==, SIM_OBJECT_NONE);
  fol_selection_set (set.selection, object);
  fixture_settle ();
  fixture_key ("plus");
  g_assert_true (fol_figure_view_get_options (set.view)->bytes);
  fixture_key ("0");
  g_assert_false (fol_figure_view_get_options (set.view)->bytes);
  g_assert_cmpint (fol_selection_get (set.selection).kind, ==, SIM_OBJECT_NONE);
  g_assert_cmpuint (set.heard.activated, ==, 0);
  tear_down (&set);
}

int
main (int argc, char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);
  g_test_add_func ("/figure-view/nodes-are-kept", test_nodes_are_kept);
  g_test_add_func ("/figure-view/pointer", test_pointer);
  g_test_add_func ("/figure-view/keys", test_keys);
  g_test_add_func ("/figure-view/levels", test_levels);
  g_test_add_func ("/figure-view/levels-by-keys", test_levels_by_keys);
  g_test_add_func ("/figure-view/names", test_names);
  g_test_add_func ("/figure-view/linked", test_linked);
  g_test_add_func ("/figure-view/related", test_related);
  g_test_add_func ("/figure-view/outline-of-step", test_outline_of_step);
  g_test_add_func ("/figure-view/zoom-of-cells", test_zoom_of_cells);
  g_test_add_func ("/figure-view/zoom-of-raster", test_zoom_of_raster);
  g_test_add_func ("/figure-view/scrolling", test_scrolling);
  g_test_add_func ("/figure-view/text-scale", test_text_scale);
  return g_test_run ();
}
