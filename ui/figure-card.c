/* ui/figure-card.c - one figure with its header: which figure, coloured by what. */
#include "ui/figure-card.h"
#include "ui/figure-table.h"
#include "ui/figures/choices.h"
#include "ui/squeeze.h"
#include "ui/widgets.h"
#include "ui/yield.h"

#include <glib/gi18n-lib.h>

struct _FolFigureCard {
  GtkBox parent_instance;

  FolFigureView *view;
  FolSelection *selection; /* owned */
  GtkWidget *body;
  FolFigureTable *table;   /* a child of the body; NULL until it is wanted */
  struct fol_state *state; /* owned; what the view shows */
  GtkWidget *title, *picker, *option, *value, *as_table, *full, *add, *remove;
  GHashTable *set;             /* owned; option -> value as text: what was set, for any figure */
  GSimpleActionGroup *actions; /* owned */
  char *offered;               /* owned; what the options' menu offers now */
};

enum { CHOSEN, ADD, REMOVE, FULL, SIGNALS };
static guint signals[SIGNALS];

G_DEFINE_FINAL_TYPE (FolFigureCard, fol_figure_card, GTK_TYPE_BOX)

FolFigureView *
fol_figure_card_get_view (FolFigureCard *self)
{
  return self->view;
}

gboolean
fol_figure_card_get_table (FolFigureCard *self)
{
  g_return_val_if_fail (FOL_IS_FIGURE_CARD (self), FALSE);

  return self->table != NULL && gtk_widget_get_visible (GTK_WIDGET (self->table));
}

/* What is not seen costs nothing. */
static void
update_table (FolFigureCard *self)
{
  if (self->table != NULL)
    fol_figure_table_set (self->table, fol_figure_view_get_figure (self->view),
                          fol_figure_view_get_options (self->view),
                          fol_figure_card_get_table (self) ? self->state : NULL);
}

/* A menu takes an underscore for a key, and a cache may be called kmem_cache. */
static char *
menu_label (const char *text)
{
  g_auto (GStrv) parts = g_strsplit (text, "_", -1);

  return g_strjoinv ("__", parts);
}

static void
append_choice (GMenu *menu, const char *option, const struct fol_figure_choice *choice)
{
  g_autofree char *label = menu_label (choice->label);
  g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);
  g_autofree char *action = g_strdup_printf ("card.%s", option);

  g_menu_item_set_action_and_target (item, action, "s", choice->value);
  g_menu_append_item (menu, item);
}

/* The values of an option: the menu itself if there is no other, else a menu behind it, under
 * what it is called and what it is now. */
static void
append_choices (GMenu *menu, const struct fol_figure_option_info *option, const GArray *choices,
                gboolean only)
{
  g_autoptr (GMenu) part = g_menu_new ();
  g_autofree char *said = NULL, *label = NULL;
  const char *now = "";

  for (guint i = 0; i < choices->len; i++) {
    const struct fol_figure_choice *choice = &g_array_index (choices, struct fol_figure_choice, i);

    append_choice (only ? menu : part, option->name, choice);
    if (choice->current)
      now = choice->label;
  }
  if (only)
    return;
  /* Translators: an option and its value: "CPU cache: L1" */
  said = g_strdup_printf (_ ("%s: %s"), _ (option->heading), now);
  label = menu_label (said);
  g_menu_append_submenu (menu, label, G_MENU_MODEL (part));
}

/* Those of the figure that are worth a place in the header and have more than one value now:
 * of struct fol_figure_option_info *, owned by the caller. */
static GPtrArray *
chosen_options (FolFigureCard *self, GPtrArray *choices)
{
  enum fol_figure_id figure = fol_figure_view_get_figure (self->view);
  const struct fol_figure_options *now = fol_figure_view_get_options (self->view);
  GPtrArray *options = g_ptr_array_new ();

  for (const struct fol_figure_option_info *option = fol_figures[figure].options;
       option->name != NULL; option++) {
    GArray *its =
        option->heading != NULL ? fol_figure_choices (figure, option, self->state, now) : NULL;

    if (its != NULL && its->len > 1) {
      g_ptr_array_add (options, (gpointer) option);
      g_ptr_array_add (choices, its);
    } else if (its != NULL) {
      g_array_unref (its);
    }
  }
  return options;
}

/* Whether it is something else than before. */
static gboolean
note_offered (FolFigureCard *self, GPtrArray *options, GPtrArray *choices)
{
  GString *text = g_string_new (fol_figures[fol_figure_view_get_figure (self->view)].name);

  for (guint i = 0; i < options->len; i++) {
    const struct fol_figure_option_info *option = g_ptr_array_index (options, i);
    const GArray *its = g_ptr_array_index (choices, i);

    for (guint c = 0; c < its->len; c++) {
      const struct fol_figure_choice *choice = &g_array_index (its, struct fol_figure_choice, c);

      g_string_append_printf (text, "\n%s=%s%s", option->name, choice->value,
                              choice->current ? "*" : "");
    }
  }
  if (g_strcmp0 (text->str, self->offered) == 0) {
    g_string_free (text, TRUE);
    return FALSE;
  }
  g_free (self->offered);
  self->offered = g_string_free (text, FALSE);
  return TRUE;
}

static void
show_current (FolFigureCard *self, const struct fol_figure_option_info *option,
              const GArray *choices)
{
  for (guint i = 0; i < choices->len; i++) {
    const struct fol_figure_choice *choice = &g_array_index (choices, struct fol_figure_choice, i);

    if (choice->current)
      g_action_group_change_action_state (G_ACTION_GROUP (self->actions), option->name,
                                          g_variant_new_string (choice->value));
  }
}

static void
show_said (FolFigureCard *self)
{
  g_autofree char *said =
      fol_figure_choices_said (fol_figure_view_get_figure (self->view), self->state,
                               fol_figure_view_get_options (self->view));
  g_autofree char *help = NULL;

  if (said == NULL)
    return;
  help = g_strdup_printf (_ ("Choose what this figure shows (now: %s)"), said);
  gtk_label_set_text (GTK_LABEL (self->value), said);
  gtk_widget_set_tooltip_text (self->option, help);
  fol_name_widget (self->option, help);
}

static void
update_choices (FolFigureCard *self)
{
  GPtrArray *choices = g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref);
  GPtrArray *options = chosen_options (self, choices);
  g_autoptr (GMenu) menu = g_menu_new ();

  if (note_offered (self, options, choices)) {
    for (guint i = 0; i < options->len; i++) {
      append_choices (menu, g_ptr_array_index (options, i), g_ptr_array_index (choices, i),
                      options->len == 1);
      show_current (self, g_ptr_array_index (options, i), g_ptr_array_index (choices, i));
    }
    show_said (self);
    gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (self->option), G_MENU_MODEL (menu));
    gtk_widget_set_visible (self->option, options->len > 0);
  }
  g_ptr_array_unref (options);
  g_ptr_array_unref (choices);
}

static void
update_header (FolFigureCard *self)
{
  enum fol_figure_id figure = fol_figure_view_get_figure (self->view);

  gtk_label_set_text (GTK_LABEL (self->title), _ (fol_figures[figure].title));
  if (fol_figure_card_get_table (self))
    update_table (self);
  g_action_group_change_action_state (G_ACTION_GROUP (self->actions), "figure",
                                      g_variant_new_string (fol_figures[figure].name));
  update_choices (self);
}

void
fol_figure_card_set_figure (FolFigureCard *self, enum fol_figure_id figure)
{
  g_return_if_fail (FOL_IS_FIGURE_CARD (self));

  if (fol_figure_view_get_figure (self->view) == figure)
    return;
  fol_figure_view_set_figure (self->view, figure);
  update_header (self);
}

gboolean
fol_figure_card_set_option (FolFigureCard *self, const char *name, const char *value,
                            GError **error)
{
  struct fol_figure_options options = *fol_figure_view_get_options (self->view);

  if (!fol_figure_set_option (&options, fol_figure_view_get_figure (self->view), name, value,
                              error))
    return FALSE;
  options.no_title = true;
  g_hash_table_insert (self->set, g_strdup (name), g_strdup (value));
  fol_figure_view_set_options (self->view, &options);
  update_header (self);
  return TRUE;
}

char *
fol_figure_card_describe (FolFigureCard *self)
{
  const struct fol_figure_info *figure = &fol_figures[fol_figure_view_get_figure (self->view)];
  GString *text = g_string_new (figure->name);

  for (const struct fol_figure_option_info *option = figure->options; option->name != NULL;
       option++) {
    const char *value = g_hash_table_lookup (self->set, option->name);

    if (value != NULL)
      g_string_append_printf (text, ",%s=%s", option->name, value);
  }
  return g_string_free (text, FALSE);
}

void
fol_figure_card_restore (FolFigureCard *self, const char *description)
{
  g_auto (GStrv) parts = g_strsplit (description, ",", -1);
  const struct fol_figure_options *before = fol_figure_view_get_options (self->view);
  struct fol_figure_options options = fol_figure_options_default;
  int figure = parts[0] != NULL ? fol_figure_find (parts[0]) : -1;

  if (figure < 0)
    return;
  options.no_title = true;
  if (fol_figure_view_get_figure (self->view) == (enum fol_figure_id) figure) {
    options.zoom = before->zoom;
    options.pan_x = before->pan_x;
    options.pan_y = before->pan_y;
  }
  g_hash_table_remove_all (self->set);
  fol_figure_card_set_figure (self, (enum fol_figure_id) figure);
  fol_figure_view_set_options (self->view, &options);
  update_header (self);
  for (guint i = 1; parts[i] != NULL; i++) {
    g_auto (GStrv) words = g_strsplit (parts[i], "=", 2);

    if (words[0] != NULL && words[1] != NULL)
      fol_figure_card_set_option (self, words[0], words[1], NULL);
  }
}

void
fol_figure_card_set_can (FolFigureCard *self, gboolean add, gboolean remove)
{
  gtk_widget_set_visible (self->add, add);
  gtk_widget_set_visible (self->remove, remove);
}

void
fol_figure_card_set_full (FolFigureCard *self, gboolean full)
{
  const char *help = full ? _ ("Show the other figures again") : _ ("Show this figure alone");

  g_return_if_fail (FOL_IS_FIGURE_CARD (self));

  gtk_button_set_icon_name (GTK_BUTTON (self->full),
                            full ? "window-restore-symbolic" : "window-maximize-symbolic");
  gtk_widget_set_tooltip_text (self->full, help);
  fol_name_widget (self->full, help);
}

GtkWidget *
fol_figure_card_get_button (FolFigureCard *self, gboolean add)
{
  return add ? self->add : self->remove;
}

GtkWidget *
fol_figure_card_get_option (FolFigureCard *self)
{
  return self->option;
}

static void
row_cb (FolFigureCard *self, gpointer object)
{
  g_signal_emit_by_name (self->view, "activated", object);
}

void
fol_figure_card_set_table (FolFigureCard *self, gboolean table)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  gboolean focused = focus != NULL && gtk_widget_is_ancestor (focus, self->body);
  GtkWidget *shown, *hidden;

  g_return_if_fail (FOL_IS_FIGURE_CARD (self));

  if (table == fol_figure_card_get_table (self))
    return;
  if (self->table == NULL) {
    self->table = FOL_FIGURE_TABLE (fol_figure_table_new (self->selection));
    gtk_widget_set_vexpand (GTK_WIDGET (self->table), TRUE);
    g_signal_connect_object (self->table, "activated", G_CALLBACK (row_cb), self,
                             G_CONNECT_SWAPPED);
    gtk_box_append (GTK_BOX (self->body), GTK_WIDGET (self->table));
  }
  shown = table ? GTK_WIDGET (self->table) : GTK_WIDGET (self->view);
  hidden = table ? GTK_WIDGET (self->view) : GTK_WIDGET (self->table);
  gtk_widget_set_visible (shown, TRUE);
  update_table (self);
  if (focused)
    gtk_widget_grab_focus (shown);
  gtk_widget_set_visible (hidden, FALSE);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->as_table), table);
  if (!table)
    update_table (self);
}

void
fol_figure_card_set_state (FolFigureCard *self, struct fol_state *state)
{
  if (state != NULL)
    fol_state_ref (state);
  fol_state_unref (self->state);
  self->state = state;
  fol_figure_view_set_state (self->view, state);
  if (fol_figure_card_get_table (self))
    update_table (self);
  if (state != NULL)
    update_choices (self);
}

int
fol_figure_card_wanted_height (FolFigureCard *self, int most)
{
  int rest, body = gtk_widget_get_height (GTK_WIDGET (self->view));

  if (body <= 0)
    return most;
  rest = gtk_widget_get_height (GTK_WIDGET (self)) - body;
  return MIN (most, rest + fol_figure_view_wanted_height (self->view, most - rest));
}

static void
figure_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  FolFigureCard *self = user_data;
  int figure = fol_figure_find (g_variant_get_string (parameter, NULL));

  /* A menu of alternatives stays open by itself. */
  gtk_menu_button_popdown (GTK_MENU_BUTTON (self->picker));
  if (figure >= 0)
    fol_figure_card_set_figure (self, figure);
  g_signal_emit (self, signals[CHOSEN], 0);
}

static void
option_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  FolFigureCard *self = user_data;

  gtk_menu_button_popdown (GTK_MENU_BUTTON (self->option));
  fol_figure_card_set_option (self, g_action_get_name (G_ACTION (action)),
                              g_variant_get_string (parameter, NULL), NULL);
  g_signal_emit (self, signals[CHOSEN], 0);
}

static void
fol_figure_card_dispose (GObject *object)
{
  FolFigureCard *self = FOL_FIGURE_CARD (object);

  g_clear_pointer (&self->state, fol_state_unref);
  g_clear_object (&self->selection);
  g_clear_object (&self->actions);
  g_clear_pointer (&self->set, g_hash_table_unref);
  g_clear_pointer (&self->offered, g_free);
  G_OBJECT_CLASS (fol_figure_card_parent_class)->dispose (object);
}

static void
fol_figure_card_class_init (FolFigureCardClass *klass)
{
  static const char *const names[] = {
    [CHOSEN] = "chosen", [ADD] = "add", [REMOVE] = "remove", [FULL] = "full"
  };

  G_OBJECT_CLASS (klass)->dispose = fol_figure_card_dispose;
  for (guint i = 0; i < SIGNALS; i++)
    signals[i] = g_signal_new (names[i], FOL_TYPE_FIGURE_CARD, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                               NULL, G_TYPE_NONE, 0);
}

static GMenuModel *
figures_menu (void)
{
  GMenu *menu = g_menu_new ();

  for (guint i = 0; i < FOL_FIGURE_COUNT; i++) {
    g_autoptr (GMenuItem) item = g_menu_item_new (_ (fol_figures[i].title), NULL);

    g_menu_item_set_action_and_target (item, "card.figure", "s", fol_figures[i].name);
    g_menu_append_item (menu, item);
  }
  return G_MENU_MODEL (menu);
}

/* An action for each option that any figure's header offers: "card.colour". */
static void
add_option_actions (FolFigureCard *self)
{
  for (guint i = 0; i < FOL_FIGURE_COUNT; i++)
    for (const struct fol_figure_option_info *option = fol_figures[i].options; option->name != NULL;
         option++) {
      g_autoptr (GSimpleAction) action = NULL;

      if (option->heading == NULL ||
          g_action_map_lookup_action (G_ACTION_MAP (self->actions), option->name) != NULL)
        continue;
      action = g_simple_action_new_stateful (option->name, G_VARIANT_TYPE_STRING,
                                             g_variant_new_string (""));
      g_signal_connect_object (action, "activate", G_CALLBACK (option_cb), self, 0);
      g_action_map_add_action (G_ACTION_MAP (self->actions), G_ACTION (action));
    }
}

static void
make_actions (FolFigureCard *self)
{
  const GActionEntry entries[] = {
    { .name = "figure", .activate = figure_cb, .parameter_type = "s", .state = "'map'" },
  };

  self->actions = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries),
                                   self);
  add_option_actions (self);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "card", G_ACTION_GROUP (self->actions));
}

static void
as_table_cb (FolFigureCard *self)
{
  fol_figure_card_set_table (self,
                             gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->as_table)));
}

static void
add_cb (FolFigureCard *self)
{
  g_signal_emit (self, signals[ADD], 0);
}

static void
full_cb (FolFigureCard *self)
{
  g_signal_emit (self, signals[FULL], 0);
}

static void
remove_cb (FolFigureCard *self)
{
  g_signal_emit (self, signals[REMOVE], 0);
}

static GtkWidget *
make_button (FolFigureCard *self, const char *icon, const char *help, GCallback clicked)
{
  GtkWidget *button = fol_icon_button_new (icon, "quiet square small card-button");

  gtk_widget_set_tooltip_text (button, help);
  fol_name_widget (button, help);
  gtk_widget_set_focus_on_click (button, FALSE);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  g_signal_connect_swapped (button, "clicked", clicked, self);
  return button;
}

/* What a menu button shows; where there is no room for that, `icon` if it has one. */
static void
set_content (GtkWidget *button, GtkWidget *label, const char *icon)
{
  GtkWidget *content = fol_box_new (GTK_ORIENTATION_HORIZONTAL, 4, NULL);
  GtkWidget *arrow = gtk_image_new_from_icon_name ("pan-down-symbolic");

  fol_add_classes (arrow, "muted");
  gtk_image_set_pixel_size (GTK_IMAGE (arrow), 12);
  gtk_box_append (GTK_BOX (content), label);
  gtk_box_append (GTK_BOX (content), arrow);
  if (icon != NULL)
    content = fol_squeeze_new (content, gtk_image_new_from_icon_name (icon));
  gtk_menu_button_set_child (GTK_MENU_BUTTON (button), content);
}

/* The icons at the end of the header, close together: four figures leave little room. */
static GtkWidget *
make_buttons (FolFigureCard *self)
{
  GtkWidget *buttons = fol_box_new (GTK_ORIENTATION_HORIZONTAL, 0, NULL);

  self->as_table = gtk_toggle_button_new ();
  gtk_button_set_icon_name (GTK_BUTTON (self->as_table), "view-list-symbolic");
  fol_add_classes (self->as_table, "quiet square small card-button");
  gtk_widget_set_tooltip_text (self->as_table, _ ("Show as a table"));
  fol_name_widget (self->as_table, _ ("Show as a table"));
  gtk_widget_set_focus_on_click (self->as_table, FALSE);
  gtk_widget_set_valign (self->as_table, GTK_ALIGN_CENTER);
  g_signal_connect_swapped (self->as_table, "toggled", G_CALLBACK (as_table_cb), self);
  gtk_box_append (GTK_BOX (buttons), self->as_table);
  self->full = make_button (self, "window-maximize-symbolic", _ ("Show this figure alone"),
                            G_CALLBACK (full_cb));
  gtk_box_append (GTK_BOX (buttons), self->full);
  self->add = make_button (self, "list-add-symbolic", _ ("Show another figure after this one"),
                           G_CALLBACK (add_cb));
  self->remove = make_button (self, "window-close-symbolic", _ ("Do not show this figure"),
                              G_CALLBACK (remove_cb));
  fol_figure_card_set_can (self, FALSE, FALSE);
  gtk_box_append (GTK_BOX (buttons), self->add);
  gtk_box_append (GTK_BOX (buttons), self->remove);
  return buttons;
}

/* A popover finds the actions of what it is in when it is made, and cards move from pane to
 * pane: it is made when it is wanted. */
static void
popup_cb (GtkMenuButton *button, gpointer user_data)
{
  g_autoptr (GMenuModel) menu = g_object_ref (gtk_menu_button_get_menu_model (button));

  gtk_menu_button_set_menu_model (button, menu);
}

static GtkWidget *
make_header (FolFigureCard *self)
{
  GtkWidget *header = fol_box_new (GTK_ORIENTATION_HORIZONTAL, 2, "card-header");
  GtkWidget *start;
  g_autoptr (GMenuModel) menu = figures_menu ();

  self->picker = gtk_menu_button_new ();
  self->title = fol_label_new (NULL, "card-title");
  gtk_label_set_ellipsize (GTK_LABEL (self->title), PANGO_ELLIPSIZE_END);
  set_content (self->picker, self->title, NULL);
  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (self->picker), menu);
  gtk_menu_button_set_create_popup_func (GTK_MENU_BUTTON (self->picker), popup_cb, NULL, NULL);
  gtk_widget_set_tooltip_text (self->picker, _ ("Choose another figure"));
  fol_name_widget (self->picker, _ ("Choose another figure"));
  fol_add_classes (self->picker, "quiet figure-picker");
  gtk_widget_set_halign (self->picker, GTK_ALIGN_START);

  self->option = gtk_menu_button_new ();
  gtk_menu_button_set_create_popup_func (GTK_MENU_BUTTON (self->option), popup_cb, NULL, NULL);
  self->value = fol_label_new (NULL, NULL);
  /* Where there is little room it gives way before the title does. */
  set_content (self->option, self->value, "view-more-symbolic");
  fol_add_classes (self->option, "quiet card-caption");
  start = fol_yield_new (self->picker, self->option, 0);
  gtk_widget_set_hexpand (start, TRUE);
  gtk_box_append (GTK_BOX (header), start);
  gtk_box_append (GTK_BOX (header), make_buttons (self));
  return header;
}

static void
fol_figure_card_init (FolFigureCard *self)
{
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  fol_add_classes (GTK_WIDGET (self), "card");
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  self->set = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  make_actions (self);
}

GtkWidget *
fol_figure_card_new (FolSelection *selection)
{
  FolFigureCard *self = g_object_new (FOL_TYPE_FIGURE_CARD, NULL);
  struct fol_figure_options options = fol_figure_options_default;

  options.no_title = true;
  self->selection = g_object_ref (selection);
  self->body = fol_box_new (GTK_ORIENTATION_VERTICAL, 0, "card-body");
  self->view = FOL_FIGURE_VIEW (fol_figure_view_new (selection));
  fol_figure_view_set_options (self->view, &options);
  gtk_widget_set_vexpand (GTK_WIDGET (self->view), TRUE);
  gtk_widget_set_hexpand (GTK_WIDGET (self->view), TRUE);
  gtk_box_append (GTK_BOX (self), make_header (self));
  gtk_box_append (GTK_BOX (self->body), GTK_WIDGET (self->view));
  gtk_box_append (GTK_BOX (self), self->body);
  update_header (self);
  return GTK_WIDGET (self);
}
