/* ui/table-rows.c - see table-rows.h. */
#include "ui/table-rows.h"

#include "ui/figures/map-raster.h"
#include "app/describe.h"

#include <glib/gi18n-lib.h>

#define WIDTH  900 /* of the figure that is built for its names */
#define HEIGHT 600

struct _FolTableRow {
  GObject parent_instance;

  char *name, *value; /* owned */
  struct sim_object object;
};

G_DEFINE_FINAL_TYPE (FolTableRow, fol_table_row, G_TYPE_OBJECT)

static void
fol_table_row_finalize (GObject *object)
{
  FolTableRow *self = FOL_TABLE_ROW (object);

  g_free (self->name);
  g_free (self->value);
  G_OBJECT_CLASS (fol_table_row_parent_class)->finalize (object);
}

static void
fol_table_row_class_init (FolTableRowClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = fol_table_row_finalize;
}

static void
fol_table_row_init (FolTableRow *self)
{
}

const char *
fol_table_row_get_name (FolTableRow *self)
{
  return self->name;
}

const char *
fol_table_row_get_kind (FolTableRow *self)
{
  return self->object.kind != SIM_OBJECT_NONE ? fol_describe_kind (self->object.kind) : "";
}

const char *
fol_table_row_get_value (FolTableRow *self)
{
  return self->value;
}

struct sim_object
fol_table_row_get_object (FolTableRow *self)
{
  return self->object;
}

struct _FolTableRows {
  GObject parent_instance;

  struct fol_state *state;   /* owned; NULL: nothing */
  struct fol_shapes *shapes; /* owned */
  GArray *named;             /* of guint: which of them have a row */
  guint regions;             /* rows after those; 0: no raster */
};

static GType
get_item_type (GListModel *model)
{
  return FOL_TYPE_TABLE_ROW;
}

static guint
get_n_items (GListModel *model)
{
  FolTableRows *self = FOL_TABLE_ROWS (model);

  return self->named->len + self->regions;
}

static void
describe_shape (FolTableRow *row, const struct fol_shape *shape)
{
  row->name = g_strdup (shape->name);
  row->object = shape->object;
  row->value = g_strdup (shape->kind == FOL_SHAPE_RECT ? fol_role_label (shape->role) : "");
}

/* How many of a region's frames are what. */
static char *
region_value (FolTableRows *self, sim_pfn first, sim_pfn end)
{
  struct sim_view view = fol_state_view (self->state);
  guint count[SIM_PAGE_STATES] = { 0 };
  g_autoptr (GString) out = g_string_new (NULL);

  for (sim_pfn pfn = first; pfn < end;) {
    struct sim_block block;
    sim_pfn next;

    sim_view_block (&view, pfn, &block);
    next = MIN (end, block.pfn + (UINT32_C (1) << block.order));
    count[block.state] += next - pfn;
    pfn = next;
  }
  for (guint state = 0; state < SIM_PAGE_STATES; state++)
    if (count[state] > 0)
      g_string_append_printf (out, "%s%u %s", out->len > 0 ? ", " : "", count[state],
                              fol_describe_state ((enum sim_page_state) state));
  return g_string_free (g_steal_pointer (&out), FALSE);
}

static void
describe_region (FolTableRows *self, FolTableRow *row, guint region)
{
  sim_pfn first = region * FOL_REGION_FRAMES;
  sim_pfn end = MIN (first + FOL_REGION_FRAMES, self->state->layout->frame_count);

  row->name = g_strdup_printf (_ ("Frames %u–%u"), first, end - 1);
  row->object = (struct sim_object){ .kind = SIM_OBJECT_FRAME, .a = first };
  row->value = region_value (self, first, end);
}

static gpointer
get_item (GListModel *model, guint position)
{
  FolTableRows *self = FOL_TABLE_ROWS (model);
  FolTableRow *row;

  if (position >= get_n_items (model))
    return NULL;
  row = g_object_new (FOL_TYPE_TABLE_ROW, NULL);
  if (position < self->named->len)
    describe_shape (row,
                    fol_shapes_get (self->shapes, g_array_index (self->named, guint, position)));
  else
    describe_region (self, row, position - self->named->len);
  return row;
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (FolTableRows, fol_table_rows, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

static void
fol_table_rows_finalize (GObject *object)
{
  FolTableRows *self = FOL_TABLE_ROWS (object);

  fol_state_unref (self->state);
  fol_shapes_free (self->shapes);
  g_array_unref (self->named);
  G_OBJECT_CLASS (fol_table_rows_parent_class)->finalize (object);
}

static void
fol_table_rows_class_init (FolTableRowsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = fol_table_rows_finalize;
}

static void
fol_table_rows_init (FolTableRows *self)
{
  self->named = g_array_new (FALSE, FALSE, sizeof (guint));
}

FolTableRows *
fol_table_rows_new (void)
{
  return g_object_new (FOL_TYPE_TABLE_ROWS, NULL);
}

static void
read_shapes (FolTableRows *self)
{
  for (guint i = 0; i < fol_shapes_count (self->shapes); i++) {
    const struct fol_shape *shape = fol_shapes_get (self->shapes, i);

    if (shape->kind == FOL_SHAPE_RASTER)
      self->regions =
          (self->state->layout->frame_count + FOL_REGION_FRAMES - 1) / FOL_REGION_FRAMES;
    else if (shape->name != NULL && shape->leads == NULL)
      g_array_append_val (self->named, i);
  }
}

void
fol_table_rows_set (FolTableRows *self, enum fol_figure_id figure,
                    const struct fol_figure_options *options, struct fol_state *state)
{
  guint before = get_n_items (G_LIST_MODEL (self));
  struct fol_figure_options whole = *options;

  g_return_if_fail (FOL_IS_TABLE_ROWS (self));

  if (state != NULL)
    fol_state_ref (state);
  fol_state_unref (self->state);
  self->state = state;
  g_clear_pointer (&self->shapes, fol_shapes_free);
  g_array_set_size (self->named, 0);
  self->regions = 0;
  if (state != NULL) {
    /* A table is neither zoomed nor folded: it has all of it. */
    whole.empty = true;
    whole.zoom = 1;
    whole.pan_x = whole.pan_y = 0;
    self->shapes = fol_figure_build (figure, state, NULL, &whole, WIDTH, HEIGHT);
    read_shapes (self);
  }
  g_list_model_items_changed (G_LIST_MODEL (self), 0, before, get_n_items (G_LIST_MODEL (self)));
}

guint
fol_table_rows_find (FolTableRows *self, struct sim_object object)
{
  guint held = G_MAXUINT;

  if (self->shapes == NULL || object.kind == SIM_OBJECT_NONE)
    return G_MAXUINT;
  for (guint i = 0; i < self->named->len; i++) {
    const struct fol_shape *shape =
        fol_shapes_get (self->shapes, g_array_index (self->named, guint, i));

    if (sim_object_equal (shape->object, object))
      return i;
    if (fol_shape_shows (shape, object) && held == G_MAXUINT)
      held = i;
  }
  if (self->regions > 0 && (object.kind == SIM_OBJECT_FRAME || object.kind == SIM_OBJECT_BLOCK))
    return self->named->len + object.a / FOL_REGION_FRAMES;
  return held;
}
