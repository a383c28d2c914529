/* ui/start-picture.c - what the program does, shown by doing it. */
#include "ui/start-picture.h"
#include "ui/figure-view.h"
#include "ui/theme.h"
#include "ui/widgets.h"
#include "app/describe.h"
#include "app/host/history.h"
#include "app/machine-reader.h"
#include "app/operation-text.h"

#include <glib/gi18n-lib.h>

#define MACHINE     "teaching-64"
#define MOMENT_MS   1600
#define SHOWN_FIRST 5u /* operations: by then there is something to see */

struct _FolStartPicture {
  GtkBox parent_instance;

  FolSelection *selection; /* owned; nothing is ever selected */
  FolFigureView *view;
  GtkWidget *caption;
  struct fol_history *history; /* owned; NULL: the machine is missing */
  guint at, source;
  sim_pfn got[3]; /* what the story's names stand for */
};

G_DEFINE_FINAL_TYPE (FolStartPicture, fol_start_picture, GTK_TYPE_BOX)

/* A little story: memory fills, a block splits, and what is given back becomes whole again. */
static const struct {
  const char *gfp; /* NULL: gives back */
  guint64 order;
  guint name; /* index of got[] */
} story[] = {
  { "GFP_KERNEL", 3, 0 },
  { "GFP_HIGHUSER_MOVABLE", 2, 1 },
  { "GFP_KERNEL", 0, 2 },
  { NULL, 0, 1 },
  { "GFP_HIGHUSER_MOVABLE", 1, 1 },
  { NULL, 0, 2 },
  { "GFP_HIGHUSER_MOVABLE", 0, 2 },
  { NULL, 0, 0 },
  { "GFP_KERNEL", 2, 0 },
  { NULL, 0, 1 },
  { NULL, 0, 2 },
  { NULL, 0, 0 },
};

static void
begin (FolStartPicture *self)
{
  g_autoptr (FolMachine) machine = fol_machine_find (MACHINE, NULL);
  struct sim_machine_problem problem;

  g_clear_pointer (&self->history, fol_history_free);
  if (machine != NULL)
    self->history = fol_history_new (&machine->sim, &problem);
  self->at = 0;
}

static void
show_moment (FolStartPicture *self, const struct sim_op *op, const struct sim_result *result)
{
  struct fol_state *state = fol_history_state (self->history);
  struct sim_view view = fol_state_view (state);
  g_autofree char *text = op != NULL ? fol_describe_result (&view, op, result) : NULL;

  fol_figure_view_set_state (self->view, state);
  fol_set_prose (self->caption,
                 text != NULL ? text : _ ("64 page frames of 4 KiB: all the memory there is."));
  fol_state_unref (state);
}

static void
advance (FolStartPicture *self)
{
  struct sim_op op = { .kind = SIM_OP_ALLOC_PAGES };
  struct sim_result result = { 0 };
  uint32_t gfp = 0;

  if (self->at == G_N_ELEMENTS (story)) {
    begin (self);
    show_moment (self, NULL, NULL);
    return;
  }
  if (story[self->at].gfp == NULL) {
    op.kind = SIM_OP_FREE_PAGES;
    op.argument[0] = self->got[story[self->at].name];
    op.argument[1] = SIM_ORDER_OF_BLOCK;
  } else {
    op.argument[0] = story[self->at].order;
    fol_gfp_parse (story[self->at].gfp, &gfp, NULL);
    op.argument[1] = gfp;
    op.argument[2] = SIM_NODE_ANY;
  }
  fol_history_apply (self->history, &op, &result);
  if (story[self->at].gfp != NULL)
    self->got[story[self->at].name] = result.pfn;
  self->at++;
  show_moment (self, &op, &result);
}

static gboolean
moment_cb (gpointer user_data)
{
  advance (user_data);
  return G_SOURCE_CONTINUE;
}

static gboolean
may_move (FolStartPicture *self)
{
  gboolean animations = TRUE;

  g_object_get (gtk_widget_get_settings (GTK_WIDGET (self)), "gtk-enable-animations", &animations,
                NULL);
  return animations;
}

static void
fol_start_picture_map (GtkWidget *widget)
{
  FolStartPicture *self = FOL_START_PICTURE (widget);

  GTK_WIDGET_CLASS (fol_start_picture_parent_class)->map (widget);
  begin (self);
  if (self->history == NULL)
    return;
  while (self->at < SHOWN_FIRST)
    advance (self);
  if (may_move (self))
    self->source = g_timeout_add (MOMENT_MS, moment_cb, self);
}

static void
fol_start_picture_unmap (GtkWidget *widget)
{
  FolStartPicture *self = FOL_START_PICTURE (widget);

  g_clear_handle_id (&self->source, g_source_remove);
  GTK_WIDGET_CLASS (fol_start_picture_parent_class)->unmap (widget);
}

static void
theme_cb (FolTheme *theme, FolStartPicture *self)
{
  fol_figure_view_set_theme (self->view, fol_theme_get_theme (theme));
}

static void
fol_start_picture_dispose (GObject *object)
{
  FolStartPicture *self = FOL_START_PICTURE (object);

  g_clear_handle_id (&self->source, g_source_remove);
  g_clear_pointer (&self->history, fol_history_free);
  g_clear_object (&self->selection);
  G_OBJECT_CLASS (fol_start_picture_parent_class)->dispose (object);
}

static void
fol_start_picture_class_init (FolStartPictureClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = fol_start_picture_dispose;
  GTK_WIDGET_CLASS (klass)->map = fol_start_picture_map;
  GTK_WIDGET_CLASS (klass)->unmap = fol_start_picture_unmap;
}

static void
fol_start_picture_init (FolStartPicture *self)
{
  struct fol_figure_options options = fol_figure_options_default;
  GtkWidget *view;

  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 8);
  self->selection = fol_selection_new ();
  view = fol_figure_view_new (self->selection);
  self->view = FOL_FIGURE_VIEW (view);
  options.no_title = true;
  fol_figure_view_set_options (self->view, &options);
  /* To look at: nothing here can be pressed or walked. */
  gtk_widget_set_can_target (view, FALSE);
  gtk_widget_set_can_focus (view, FALSE);
  gtk_widget_set_vexpand (view, TRUE);
  gtk_widget_set_hexpand (view, TRUE);
  self->caption = fol_label_new (NULL, "caption");
  gtk_label_set_ellipsize (GTK_LABEL (self->caption), PANGO_ELLIPSIZE_END);
  gtk_box_append (GTK_BOX (self), view);
  gtk_box_append (GTK_BOX (self), self->caption);
  g_signal_connect_object (fol_theme_get_default (), "changed", G_CALLBACK (theme_cb), self, 0);
  theme_cb (fol_theme_get_default (), self);
}

GtkWidget *
fol_start_picture_new (void)
{
  return g_object_new (FOL_TYPE_START_PICTURE, NULL);
}
