/* ui/argument-picker.c - see argument-picker.h. */
#include "ui/argument-picker.h"
#include "ui/widgets.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define HEIGHT_MOST 320 /* of the list; beyond it scrolls */
#define FOCUS_RING  3

struct picker {
  GtkWidget *button, *entry; /* lent */
  const struct sim_operation_info *operation;
  const struct sim_argument_info *argument;
  FolSession *session; /* owned, or NULL */
  gboolean quiet;      /* toggles are being set, not pressed */
};

gboolean
fol_argument_picker_serves (enum sim_argument_kind kind)
{
  return kind == SIM_ARGUMENT_CACHE || kind == SIM_ARGUMENT_ADDRESS || kind == SIM_ARGUMENT_FRAME ||
         kind == SIM_ARGUMENT_GFP || kind == SIM_ARGUMENT_SLAB_FLAGS;
}

static void
picker_free (gpointer data)
{
  struct picker *picker = data;

  g_clear_object (&picker->session);
  g_free (picker);
}

/* What completion would offer behind "operation argument=". */
static GStrv
offers (const struct picker *picker)
{
  const struct fol_state *state =
      picker->session != NULL ? fol_session_get_state (picker->session) : NULL;
  g_autofree char *line =
      g_strdup_printf ("%s %s=", picker->operation->name, picker->argument->name);
  struct sim_view view = { .layout = NULL };
  gsize start;

  if (state != NULL)
    view = fol_state_view (state);
  return fol_operation_complete (line, strlen (line),
                                 state != NULL ? fol_session_get_names (picker->session) : NULL,
                                 state != NULL ? &view : NULL, &start);
}

static void
choose_cb (GtkButton *row, gpointer user_data)
{
  struct picker *picker = user_data;

  gtk_editable_set_text (GTK_EDITABLE (picker->entry), gtk_widget_get_name (GTK_WIDGET (row)));
  gtk_menu_button_popdown (GTK_MENU_BUTTON (picker->button));
  gtk_widget_grab_focus (picker->entry);
}

static void
add_choice (struct picker *picker, GtkWidget *list, const char *word)
{
  GtkWidget *row = gtk_button_new ();

  gtk_button_set_child (GTK_BUTTON (row), fol_label_new (word, "mono"));
  gtk_widget_set_name (row, word);
  fol_name_widget (row, word);
  fol_add_classes (row, "quiet touch dense");
  g_signal_connect (row, "clicked", G_CALLBACK (choose_cb), picker);
  gtk_box_append (GTK_BOX (list), row);
}

static bool
parse_flags (const struct picker *picker, const char *text, uint32_t *bits)
{
  return picker->argument->kind == SIM_ARGUMENT_GFP ? fol_gfp_parse (text, bits, NULL)
                                                    : fol_slab_flags_parse (text, bits, NULL);
}

/* What the entry says; what it means if it is empty, and nothing if it makes no sense. */
static uint32_t
bits_now (const struct picker *picker)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (picker->entry));
  uint32_t bits = 0;

  if (*text == '\0')
    return (uint32_t) picker->argument->otherwise;
  return parse_flags (picker, text, &bits) ? bits : 0;
}

/* One flag may be part of another: all toggles are set again after each press. */
static void
show_bits (struct picker *picker, GtkWidget *list)
{
  uint32_t bits = bits_now (picker), flag;

  picker->quiet = TRUE;
  for (GtkWidget *child = gtk_widget_get_first_child (list); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (GTK_IS_CHECK_BUTTON (child) && parse_flags (picker, gtk_widget_get_name (child), &flag))
      gtk_check_button_set_active (GTK_CHECK_BUTTON (child), (bits & flag) == flag);
  picker->quiet = FALSE;
}

static void
toggled_cb (GtkCheckButton *toggle, gpointer user_data)
{
  struct picker *picker = user_data;
  uint32_t bits = bits_now (picker), flag;
  g_autofree char *text = NULL;

  if (picker->quiet || !parse_flags (picker, gtk_widget_get_name (GTK_WIDGET (toggle)), &flag))
    return;
  bits = gtk_check_button_get_active (toggle) ? bits | flag : bits & ~flag;
  text = picker->argument->kind == SIM_ARGUMENT_GFP ? fol_gfp_to_text (bits)
                                                    : fol_slab_flags_to_text (bits);
  gtk_editable_set_text (GTK_EDITABLE (picker->entry), text);
  show_bits (picker, gtk_widget_get_parent (GTK_WIDGET (toggle)));
}

static void
add_toggle (struct picker *picker, GtkWidget *list, const char *word)
{
  GtkWidget *toggle = gtk_check_button_new ();

  gtk_check_button_set_label (GTK_CHECK_BUTTON (toggle), word);
  gtk_widget_set_name (toggle, word);
  fol_add_classes (toggle, "mono");
  g_signal_connect (toggle, "toggled", G_CALLBACK (toggled_cb), picker);
  gtk_box_append (GTK_BOX (list), toggle);
}

/* Something that can be put to others, rather than chosen in their place. */
static bool
is_flag (const struct picker *picker, const char *word)
{
  return picker->argument->kind == SIM_ARGUMENT_SLAB_FLAGS ||
         (picker->argument->kind == SIM_ARGUMENT_GFP && g_str_has_prefix (word, "__"));
}

static void
popup_cb (GtkMenuButton *button, gpointer user_data)
{
  struct picker *picker = user_data;
  GtkWidget *list = fol_box_new (GTK_ORIENTATION_VERTICAL, 2, NULL);
  GtkWidget *scrolled = gtk_scrolled_window_new (), *popover = gtk_popover_new ();
  g_auto (GStrv) words = offers (picker);

  /* Whole requests (GFP_KERNEL) before what may be added to them (__GFP_ZERO). */
  for (guint i = 0; words[i] != NULL; i++)
    if (!is_flag (picker, words[i]))
      add_choice (picker, list, words[i]);
  for (guint i = 0; words[i] != NULL; i++)
    if (is_flag (picker, words[i]))
      add_toggle (picker, list, words[i]);
  if (words[0] == NULL)
    gtk_box_append (GTK_BOX (list), fol_label_new (_ ("Nothing to choose from yet"), "caption"));
  show_bits (picker, list);
  /* Room for the ring around what has the focus. */
  gtk_widget_set_margin_start (list, FOCUS_RING);
  gtk_widget_set_margin_end (list, FOCUS_RING);
  gtk_widget_set_margin_top (list, FOCUS_RING);
  gtk_widget_set_margin_bottom (list, FOCUS_RING);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scrolled), HEIGHT_MOST);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scrolled), TRUE);
  gtk_scrolled_window_set_propagate_natural_width (GTK_SCROLLED_WINDOW (scrolled), TRUE);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), list);
  gtk_popover_set_child (GTK_POPOVER (popover), scrolled);
  gtk_popover_set_has_arrow (GTK_POPOVER (popover), FALSE);
  gtk_menu_button_set_popover (button, popover);
}

GtkWidget *
fol_argument_picker_new (GtkWidget *entry, enum sim_operation_kind kind, guint argument,
                         FolSession *session)
{
  struct picker *picker = g_new0 (struct picker, 1);
  g_autofree char *name = NULL;

  picker->entry = entry;
  picker->operation = &sim_operations[kind];
  picker->argument = &picker->operation->argument[argument];
  g_set_object (&picker->session, session);
  picker->button = gtk_menu_button_new ();
  /* TRANSLATORS: %s is the name of an argument in the kernel, as "cache". */
  name = g_strdup_printf (_ ("Choose %s"), picker->argument->name);
  gtk_widget_set_tooltip_text (picker->button, name);
  fol_name_widget (picker->button, name);
  gtk_menu_button_set_create_popup_func (GTK_MENU_BUTTON (picker->button), popup_cb, picker,
                                         picker_free);
  return picker->button;
}
