/* ui/lesson-list.c - all lessons in the order of the curriculum, and how far one is. */
#include "ui/lesson-list.h"
#include "ui/widgets.h"
#include "app/lesson-run.h"

#include <glib/gi18n-lib.h>

struct _FolLessonList {
  GtkBox parent_instance;

  GtkWidget *rows;
};

G_DEFINE_FINAL_TYPE (FolLessonList, fol_lesson_list, GTK_TYPE_BOX)

/* How long it takes, and how far one is. */
static GtkWidget *
make_state (const FolLesson *lesson)
{
  GtkWidget *box = fol_box_new (GTK_ORIENTATION_VERTICAL, 4, NULL);
  g_autofree char *time = NULL, *text = NULL;
  guint done = 0, of = 0;
  bool finished = false;

  time = g_strdup_printf (ngettext ("%u minute", "%u minutes", lesson->minutes), lesson->minutes);
  gtk_box_append (GTK_BOX (box), fol_label_new (time, "caption"));
  fol_progress_get (lesson->id, &done, &of, &finished);
  if (finished)
    text = g_strdup (_ ("done"));
  else if (done > 0)
    text = g_strdup_printf (_ ("%u of %u"), done, of > 0 ? of : lesson->steps->len);
  if (text != NULL)
    gtk_box_append (GTK_BOX (box), fol_label_new (text, finished ? "chip chip-free" : "chip"));
  for (GtkWidget *child = gtk_widget_get_first_child (box); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    gtk_widget_set_halign (child, GTK_ALIGN_END);
  gtk_widget_set_valign (box, GTK_ALIGN_CENTER);
  return box;
}

static void
add_lesson (FolLessonList *self, const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (FolLesson) lesson = fol_lesson_load (path, &error);
  GtkWidget *button, *row, *words, *title;

  if (lesson == NULL) {
    gtk_box_append (GTK_BOX (self->rows), fol_text_new (error->message, "form-error"));
    return;
  }
  button = gtk_button_new ();
  row = fol_box_new (GTK_ORIENTATION_HORIZONTAL, 16, NULL);
  words = fol_box_new (GTK_ORIENTATION_VERTICAL, 2, NULL);
  gtk_widget_set_hexpand (words, TRUE);
  title = fol_label_new (fol_text_get (lesson->title, lesson->language), "lesson-row-title");
  gtk_label_set_ellipsize (GTK_LABEL (title), PANGO_ELLIPSIZE_END);
  gtk_box_append (GTK_BOX (words), title);
  gtk_box_append (GTK_BOX (words),
                  fol_text_new (fol_text_get (lesson->question, lesson->language), "caption"));
  gtk_box_append (GTK_BOX (row), words);
  gtk_box_append (GTK_BOX (row), make_state (lesson));
  gtk_button_set_child (GTK_BUTTON (button), row);
  fol_name_widget (button, fol_text_get (lesson->title, lesson->language));
  fol_add_classes (button, "lesson-row");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "win.lesson");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", path);
  gtk_box_append (GTK_BOX (self->rows), button);
}

static void
fol_lesson_list_map (GtkWidget *widget)
{
  FolLessonList *self = FOL_LESSON_LIST (widget);
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) paths = fol_lesson_list (&error);

  fol_clear_box (self->rows);
  for (guint i = 0; paths != NULL && paths[i] != NULL; i++)
    add_lesson (self, paths[i]);
  if (paths == NULL)
    gtk_box_append (GTK_BOX (self->rows), fol_text_new (error->message, "form-error"));
  GTK_WIDGET_CLASS (fol_lesson_list_parent_class)->map (widget);
}

static void
fol_lesson_list_class_init (FolLessonListClass *klass)
{
  GTK_WIDGET_CLASS (klass)->map = fol_lesson_list_map;
}

static void
fol_lesson_list_init (FolLessonList *self)
{
  self->rows = fol_box_new (GTK_ORIENTATION_VERTICAL, 8, NULL);
  gtk_widget_set_hexpand (self->rows, TRUE);
  gtk_box_append (GTK_BOX (self), self->rows);
}

GtkWidget *
fol_lesson_list_new (void)
{
  return g_object_new (FOL_TYPE_LESSON_LIST, NULL);
}
