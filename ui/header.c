/* ui/header.c - the header bar: lessons, what is open, what one does, export, menu. */
#include "ui/header.h"
#include "ui/actions.h"
#include "ui/appearance.h"
#include "ui/lesson-list.h"
#include "ui/widgets.h"
#include "app/machine-reader.h"

#include <glib/gi18n-lib.h>

/* From this text scale on, icons stand without their words. */
#define LARGE_TEXT 1.5

static GMenuModel *
machines_menu (void)
{
  GMenu *menu = g_menu_new ();
  g_auto (GStrv) names = fol_machine_names ();

  for (guint i = 0; names[i] != NULL; i++) {
    g_autoptr (GMenuItem) item = g_menu_item_new (names[i], NULL);
    g_autoptr (FolMachine) machine = fol_machine_find (names[i], NULL);

    if (machine != NULL && machine->title != NULL)
      g_menu_item_set_label (item, machine->title);
    g_menu_item_set_action_and_target (item, "win.machine", "s", names[i]);
    g_menu_append_item (menu, item);
  }
  return G_MENU_MODEL (menu);
}

static void
append_section (GMenu *menu, enum fol_action_menu section, const char *title)
{
  g_autoptr (GMenuModel) items = fol_actions_menu (section);

  g_menu_append_section (menu, title, items);
}

static gboolean
leave_cb (gpointer user_data)
{
  GtkMenuButton *button = user_data;
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (button));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  if (focus != NULL && gtk_widget_is_ancestor (focus, GTK_WIDGET (button)) &&
      !gtk_widget_get_visible (GTK_WIDGET (gtk_menu_button_get_popover (button))))
    gtk_root_set_focus (root, NULL);
  g_object_unref (button);
  return G_SOURCE_REMOVE;
}

/* Afterwards the focus is at the button, or still in what has closed, and GTK would give
 * it to the button with the next key: Space would press that again. */
static void
closed_cb (GtkPopover *popover, GtkWidget *button)
{
  g_idle_add (leave_cb, g_object_ref (button));
}

static GtkWidget *
make_menu_button (void)
{
  GtkWidget *button = gtk_menu_button_new ();
  g_autoptr (GMenu) menu = g_menu_new ();
  g_autoptr (GMenu) new_section = g_menu_new ();
  g_autoptr (GMenu) figures_section = g_menu_new ();
  g_autoptr (GMenuModel) machines = machines_menu ();
  g_autoptr (GMenu) theme_section = g_menu_new ();
  g_autoptr (GMenuModel) figures = fol_actions_menu (FOL_MENU_FIGURES);
  g_autoptr (GMenuModel) themes = fol_actions_menu (FOL_MENU_THEME);

  g_menu_append_submenu (new_section, _ ("New Sandbox"), machines);
  g_menu_append_section (menu, NULL, G_MENU_MODEL (new_section));
  append_section (menu, FOL_MENU_FILE, NULL);
  g_menu_append_submenu (figures_section, _ ("Figures"), figures);
  g_menu_append_section (menu, NULL, G_MENU_MODEL (figures_section));
  append_section (menu, FOL_MENU_VIEW, NULL);
  g_menu_append_submenu (theme_section, _ ("Theme"), themes);
  g_menu_append_section (menu, NULL, G_MENU_MODEL (theme_section));
  append_section (menu, FOL_MENU_HELP, NULL);
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (button), "open-menu-symbolic");
  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (button), G_MENU_MODEL (menu));
  gtk_menu_button_set_primary (GTK_MENU_BUTTON (button), TRUE);
  gtk_widget_set_tooltip_text (button, _ ("Menu (F10)"));
  fol_name_widget (button, _ ("Menu"));
  g_signal_connect_after (gtk_menu_button_get_popover (GTK_MENU_BUTTON (button)), "closed",
                          G_CALLBACK (closed_cb), button);
  fol_add_classes (button, "square");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  return button;
}

static GtkWidget *
make_lessons_button (struct fol_header *header)
{
  GtkWidget *button = gtk_menu_button_new ();
  GtkWidget *content = fol_box_new (GTK_ORIENTATION_HORIZONTAL, 6, NULL);
  GtkWidget *popover = gtk_popover_new ();
  GtkWidget *list = fol_lesson_list_new ();

  gtk_box_append (GTK_BOX (content), gtk_image_new_from_icon_name ("go-previous-symbolic"));
  header->lessons_words = fol_label_new (_ ("Lessons"), NULL);
  gtk_box_append (GTK_BOX (content), header->lessons_words);
  gtk_menu_button_set_child (GTK_MENU_BUTTON (button), content);
  gtk_widget_set_size_request (list, 420, -1);
  gtk_popover_set_child (GTK_POPOVER (popover), list);
  gtk_popover_set_has_arrow (GTK_POPOVER (popover), FALSE);
  g_signal_connect_after (popover, "closed", G_CALLBACK (closed_cb), button);
  gtk_widget_set_halign (popover, GTK_ALIGN_START);
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (button), popover);
  gtk_widget_set_tooltip_text (button, _ ("All lessons, and how far you are (Ctrl+L)"));
  fol_name_widget (button, _ ("Lessons"));
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  return button;
}

/* Looks like the field that it opens. */
static void
make_find (struct fol_header *header)
{
  const struct fol_action *action = fol_action_find ("palette", NULL);
  GtkWidget *content = fol_box_new (GTK_ORIENTATION_HORIZONTAL, 8, NULL);
  g_autofree char *key = fol_action_key_label (action);
  g_autofree char *tip = g_strdup_printf ("%s (%s)", _ (action->help), key);
  GtkWidget *words = fol_label_new (_ ("Find anything"), NULL);

  header->find = gtk_menu_button_new ();
  header->find_words = fol_box_new (GTK_ORIENTATION_HORIZONTAL, 12, NULL);
  gtk_widget_set_hexpand (words, TRUE);
  gtk_box_append (GTK_BOX (header->find_words), words);
  gtk_box_append (GTK_BOX (header->find_words), fol_label_new (key, "caption"));
  gtk_box_append (GTK_BOX (content), gtk_image_new_from_icon_name ("system-search-symbolic"));
  gtk_box_append (GTK_BOX (content), header->find_words);
  gtk_menu_button_set_child (GTK_MENU_BUTTON (header->find), content);
  gtk_widget_set_tooltip_text (header->find, tip);
  gtk_accessible_update_property (GTK_ACCESSIBLE (header->find), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Find anything"), -1);
  fol_add_classes (header->find, "find");
  gtk_widget_set_valign (header->find, GTK_ALIGN_CENTER);
}

void
fol_header_set_palette (struct fol_header *header, GtkWidget *popover)
{
  gtk_widget_set_halign (popover, GTK_ALIGN_END);
  g_signal_connect_after (popover, "closed", G_CALLBACK (closed_cb), header->find);
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (header->find), popover);
}

static GtkWidget *
make_modes (struct fol_header *header)
{
  static const char *const targets[] = { "lesson", "sandbox", "recording" };
  GtkWidget *box = fol_box_new (GTK_ORIENTATION_HORIZONTAL, 0, "segmented");

  for (guint i = 0; i < G_N_ELEMENTS (targets); i++) {
    header->mode[i] =
        gtk_toggle_button_new_with_label (_ (fol_action_find ("mode", targets[i])->label));
    fol_actions_button (header->mode[i], "mode", targets[i]);
    gtk_box_append (GTK_BOX (box), header->mode[i]);
  }
  gtk_widget_set_valign (box, GTK_ALIGN_CENTER);
  return box;
}

void
fol_header_init (struct fol_header *header)
{
  GtkWidget *titles;
  GtkWidget *export = gtk_button_new_with_label (_ ("Export"));

  header->bar = gtk_header_bar_new ();
  header->titles = titles = fol_box_new (GTK_ORIENTATION_VERTICAL, 0, NULL);
  fol_add_classes (header->bar, "header");
  header->start = fol_icon_button_new ("go-home-symbolic", "square");
  fol_actions_button (header->start, "start", NULL);
  gtk_widget_set_valign (header->start, GTK_ALIGN_CENTER);
  header->lessons = make_lessons_button (header);
  header->title = fol_label_new (NULL, "header-title");
  header->caption = fol_label_new (NULL, "header-caption");
  gtk_label_set_ellipsize (GTK_LABEL (header->title), PANGO_ELLIPSIZE_END);
  gtk_label_set_ellipsize (GTK_LABEL (header->caption), PANGO_ELLIPSIZE_END);
  gtk_label_set_max_width_chars (GTK_LABEL (header->title), 44);
  gtk_label_set_max_width_chars (GTK_LABEL (header->caption), 52);
  gtk_box_append (GTK_BOX (titles), header->title);
  gtk_box_append (GTK_BOX (titles), header->caption);
  gtk_widget_set_valign (titles, GTK_ALIGN_CENTER);
  fol_add_classes (titles, "header-titles");
  fol_actions_button (export, "export", NULL);
  gtk_widget_set_valign (export, GTK_ALIGN_CENTER);

  gtk_header_bar_pack_start (GTK_HEADER_BAR (header->bar), header->start);
  gtk_header_bar_pack_start (GTK_HEADER_BAR (header->bar), header->lessons);
  gtk_header_bar_pack_start (GTK_HEADER_BAR (header->bar), titles);
  gtk_header_bar_set_title_widget (GTK_HEADER_BAR (header->bar), make_modes (header));
  gtk_header_bar_pack_end (GTK_HEADER_BAR (header->bar), make_menu_button ());
  gtk_header_bar_pack_end (GTK_HEADER_BAR (header->bar), export);
  make_find (header);
  gtk_header_bar_pack_end (GTK_HEADER_BAR (header->bar), header->find);
}

void
fol_header_set (struct fol_header *header, const char *title, const char *caption)
{
  fol_set_text (header->title, title);
  fol_set_text (header->caption, caption);
}

void
fol_header_set_narrow (struct fol_header *header, gboolean narrow)
{
  bool large = fol_appearance_text_scale (fol_appearance_get_default ()) >= LARGE_TEXT;

  gtk_widget_set_visible (header->find_words, !narrow && !large);
  gtk_widget_set_visible (header->lessons_words, !large);
  gtk_widget_set_visible (header->titles, !large);
  gtk_label_set_width_chars (GTK_LABEL (header->title), narrow ? 8 : -1);
  gtk_label_set_width_chars (GTK_LABEL (header->caption), narrow ? 8 : -1);
}
