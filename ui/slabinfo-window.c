/* ui/slabinfo-window.c - see slabinfo-window.h. */
#include "ui/slabinfo-window.h"
#include "ui/compat.h"
#include "ui/trace.h"
#include "ui/widgets.h"
#include "app/slabinfo.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define WIDTH  980
#define HEIGHT 560

struct _FolSlabinfoWindow {
  GtkWindow parent_instance;

  GtkWidget *moment, *note, *copy, *save, *view;
  GtkTextBuffer *buffer;  /* lent by the view */
  GtkTextTag *changed;    /* lent by the buffer */
  char *text;             /* owned; never NULL */
  gboolean is_file;       /* the text is one, and not why there is none */
  struct fol_position at; /* of the text, if it is one */
};

G_DEFINE_FINAL_TYPE (FolSlabinfoWindow, fol_slabinfo_window, GTK_TYPE_WINDOW)

const char *
fol_slabinfo_window_get_text (FolSlabinfoWindow *self)
{
  g_return_val_if_fail (FOL_IS_SLABINFO_WINDOW (self), NULL);

  return self->text;
}

/* Line by line, so that what is selected and scrolled to stays; how many are new. */
static guint
replace_lines (FolSlabinfoWindow *self, char **before, char **after)
{
  GtkTextIter start, end;
  guint count = 0;

  gtk_text_buffer_get_bounds (self->buffer, &start, &end);
  gtk_text_buffer_remove_tag (self->buffer, self->changed, &start, &end);
  for (guint i = 0; after[i] != NULL; i++) {
    if (g_str_equal (before[i], after[i]))
      continue;
    gtk_text_buffer_get_iter_at_line (self->buffer, &start, (int) i);
    end = start;
    if (!gtk_text_iter_ends_line (&end))
      gtk_text_iter_forward_to_line_end (&end);
    gtk_text_buffer_delete (self->buffer, &start, &end);
    gtk_text_buffer_insert_with_tags (self->buffer, &start, after[i], -1, self->changed, NULL);
    count++;
  }
  return count;
}

static void
show_text (FolSlabinfoWindow *self, const char *text, gboolean was_file)
{
  g_auto (GStrv) before = g_strsplit (self->text, "\n", -1);
  g_auto (GStrv) after = g_strsplit (text, "\n", -1);
  guint lines = g_strv_length (after), changed = 0;

  /* Another number of caches is another text: nothing to compare line by line. */
  if (was_file && self->is_file && g_strv_length (before) == lines)
    changed = replace_lines (self, before, after);
  else
    gtk_text_buffer_set_text (self->buffer, text, -1);
  g_free (self->text);
  self->text = g_strdup (text);
  fol_trace ("slabinfo lines=%u changed=%u text=%s", lines, changed,
             self->is_file && lines > 2 ? after[2] : text);
}

static char *
moment_text (const struct fol_state *state)
{
  const struct fol_position *at = &state->position;

  if (at->index == 0)
    return g_strdup_printf (_ ("%s, before the first operation"), state->machine.name);
  if (at->step != FOL_STEP_END)
    return g_strdup_printf (_ ("%s, inside operation %u"), state->machine.name, (guint) at->index);
  return g_strdup_printf (_ ("%s, after operation %u"), state->machine.name, (guint) at->index);
}

void
fol_slabinfo_window_set_state (FolSlabinfoWindow *self, const struct fol_state *state)
{
  g_autofree char *text = NULL, *moment = NULL;
  const char *why = _ ("Nothing is open yet.");
  gboolean was_file = self->is_file;
  struct sim_view view;

  g_return_if_fail (FOL_IS_SLABINFO_WINDOW (self));

  if (state != NULL) {
    view = fol_state_view (state);
    text = fol_slabinfo (&view, &why);
    moment = moment_text (state);
  }
  self->is_file = text != NULL;
  gtk_label_set_text (GTK_LABEL (self->moment), moment != NULL ? moment : "");
  fol_set_text (self->note, NULL);
  gtk_widget_set_sensitive (self->copy, self->is_file);
  gtk_widget_set_sensitive (self->save, self->is_file);
  /* The same moment told twice has no news, and what was new in it stays marked. */
  if (g_str_equal (self->text, self->is_file ? text : why) &&
      (!self->is_file || memcmp (&self->at, &state->position, sizeof self->at) == 0))
    return;
  if (self->is_file)
    self->at = state->position;
  show_text (self, self->is_file ? text : why, was_file);
}

gboolean
fol_slabinfo_window_save (FolSlabinfoWindow *self, GFile *file)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *name = g_file_get_parse_name (file), *said = NULL;
  gboolean written;

  g_return_val_if_fail (FOL_IS_SLABINFO_WINDOW (self), FALSE);

  written = g_file_replace_contents (file, self->text, strlen (self->text), NULL, FALSE,
                                     G_FILE_CREATE_NONE, NULL, NULL, &error);
  said = written ? g_strdup_printf (_ ("Saved as %s."), name)
                 : g_strdup_printf (_ ("%s cannot be written: %s"), name, error->message);
  if (written)
    gtk_widget_remove_css_class (self->note, "form-error");
  else
    gtk_widget_add_css_class (self->note, "form-error");
  fol_set_text (self->note, said);
  fol_trace ("slabinfo-saved text=%s", said);
  return written;
}

static void
chosen_cb (GFile *file, gpointer user_data)
{
  if (file != NULL)
    fol_slabinfo_window_save (FOL_SLABINFO_WINDOW (user_data), file);
}

static void
save_cb (FolSlabinfoWindow *self)
{
  const struct fol_file_choice choice = { .title = _ ("Save /proc/slabinfo"),
                                          .accept = _ ("Save"),
                                          .name = "slabinfo.txt" };

  fol_choose_file (GTK_WINDOW (self), &choice, chosen_cb, self);
}

/* What is selected, else all of it. */
static void
copy_cb (FolSlabinfoWindow *self)
{
  GdkClipboard *clipboard = gtk_widget_get_clipboard (GTK_WIDGET (self));
  GtkTextIter start, end;
  g_autofree char *selected = NULL;

  if (gtk_text_buffer_get_selection_bounds (self->buffer, &start, &end))
    selected = gtk_text_buffer_get_text (self->buffer, &start, &end, FALSE);
  gdk_clipboard_set_text (clipboard, selected != NULL ? selected : self->text);
  gtk_widget_remove_css_class (self->note, "form-error");
  fol_set_text (self->note, selected != NULL ? _ ("What is selected was copied.")
                                             : _ ("All of it was copied."));
  fol_trace ("copied text=%s", selected != NULL ? selected : "slabinfo");
}

static gboolean
close_cb (GtkWidget *widget, GVariant *arguments, gpointer user_data)
{
  gtk_window_close (GTK_WINDOW (widget));
  return TRUE;
}

static void
fol_slabinfo_window_finalize (GObject *object)
{
  g_free (FOL_SLABINFO_WINDOW (object)->text);
  G_OBJECT_CLASS (fol_slabinfo_window_parent_class)->finalize (object);
}

static void
fol_slabinfo_window_class_init (FolSlabinfoWindowClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = fol_slabinfo_window_finalize;
  gtk_widget_class_add_binding (GTK_WIDGET_CLASS (klass), GDK_KEY_Escape, 0, close_cb, NULL);
  gtk_widget_class_add_binding (GTK_WIDGET_CLASS (klass), GDK_KEY_w, GDK_CONTROL_MASK, close_cb,
                                NULL);
}

static GtkWidget *
make_button (FolSlabinfoWindow *self, const char *label, const char *help, GCallback clicked)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (label);

  gtk_widget_set_tooltip_text (button, help);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  g_signal_connect_swapped (button, "clicked", clicked, self);
  return button;
}

static GtkWidget *
make_text (FolSlabinfoWindow *self)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();

  self->view = gtk_text_view_new ();
  self->buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->view));
  self->changed =
      gtk_text_buffer_create_tag (self->buffer, "changed", "weight", PANGO_WEIGHT_BOLD, NULL);
  gtk_text_view_set_editable (GTK_TEXT_VIEW (self->view), FALSE);
  gtk_text_view_set_monospace (GTK_TEXT_VIEW (self->view), TRUE);
  gtk_text_view_set_left_margin (GTK_TEXT_VIEW (self->view), 12);
  gtk_text_view_set_right_margin (GTK_TEXT_VIEW (self->view), 12);
  gtk_text_view_set_top_margin (GTK_TEXT_VIEW (self->view), 8);
  gtk_text_view_set_bottom_margin (GTK_TEXT_VIEW (self->view), 8);
  gtk_text_view_set_accepts_tab (GTK_TEXT_VIEW (self->view), FALSE);
  fol_add_classes (self->view, "framed");
  fol_name_widget (self->view, "/proc/slabinfo");
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), self->view);
  gtk_widget_set_vexpand (scroller, TRUE);
  return scroller;
}

static void
fol_slabinfo_window_init (FolSlabinfoWindow *self)
{
  GtkWidget *box = fol_box_new (GTK_ORIENTATION_VERTICAL, 8, "page");
  GtkWidget *head = fol_box_new (GTK_ORIENTATION_HORIZONTAL, 8, NULL);

  self->text = g_strdup ("");
  self->moment = fol_label_new (NULL, "muted");
  gtk_label_set_ellipsize (GTK_LABEL (self->moment), PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (self->moment, TRUE);
  self->note = fol_text_new (NULL, "muted");
  self->copy = make_button (self, _ ("_Copy"), _ ("Copy what is selected, or all of it"),
                            G_CALLBACK (copy_cb));
  self->save =
      make_button (self, _ ("_Save…"), _ ("Save the text as a file"), G_CALLBACK (save_cb));
  gtk_box_append (GTK_BOX (head), self->moment);
  gtk_box_append (GTK_BOX (head), self->copy);
  gtk_box_append (GTK_BOX (head), self->save);
  gtk_box_append (GTK_BOX (box), head);
  gtk_box_append (GTK_BOX (box), make_text (self));
  gtk_box_append (GTK_BOX (box), self->note);
  fol_set_text (self->note, NULL);
  gtk_window_set_child (GTK_WINDOW (self), box);
  gtk_window_set_title (GTK_WINDOW (self), "/proc/slabinfo");
  gtk_window_set_default_size (GTK_WINDOW (self), WIDTH, HEIGHT);
  gtk_window_set_focus (GTK_WINDOW (self), self->view);
  fol_add_classes (GTK_WIDGET (self), "folioscope");
}

GtkWidget *
fol_slabinfo_window_new (GtkWindow *parent)
{
  return g_object_new (FOL_TYPE_SLABINFO_WINDOW, "transient-for", parent, "destroy-with-parent",
                       TRUE, NULL);
}
