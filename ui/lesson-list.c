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

static char *
progress_text (const FolLesson *lesson)
{
  guint done = 0, of = 0;
  bool finished = false;

  fol_progress_get (lesson->id, &done, &of, &finished);
  if (finished)
    return g_strdup (_ ("done"));
  if (done > 0)
    return g_strdup_printf (_ ("%u of %u"), done, of > 0 ? of : lesson->steps->len);
  return g_strdup_printf (ngettext ("%u minute", "%u minutes", lesson->minutes), lesson->minutes);
}

static void
add_lesson (FolLessonList *self, const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (FolLesson) lesson = fol_lesson_load (path, &error);
  GtkWidget *button, *row, *words, *progress;
  g_autofree char *text = NULL;
  g_autofree char *name = NULL;

  if (lesson == NULL) {
    gtk_box_append (GTK_BOX (self->rows), fol_text_new (error->message, "form-error"));
    return;
  }
  text = progress_text (lesson);
  button = gtk_button_new ();
  row = fol_box_new (GTK_ORIENTATION_HORIZONTAL, 16, NULL);
  words = fol_box_new (GTK_ORIENTATION_VERTICAL, 2, NULL);
  gtk_box_append (GTK_BOX (words), fol_label_new (fol_text_get (lesson->title, lesson->language),
                                                  "lesson-row-title"));
  gtk_box_append (GTK_BOX (words),
                  fol_text_new (fol_text_get (lesson->question, lesson->language), "caption"));
  progress = fol_label_new (text, "chip");
  gtk_widget_set_valign (progress, GTK_ALIGN_CENTER);
  if (g_str_equal (text, _ ("done")))
    fol_add_classes (progress, "chip-free");
  gtk_box_append (GTK_BOX (row), words);
  gtk_box_append (GTK_BOX (row), progress);
  gtk_button_set_child (GTK_BUTTON (button), row);
  fol_add_classes (button, "lesson-row");
  name = g_strdup_printf ("%s, %s", fol_text_get (lesson->title, lesson->language), text);
  fol_name_widget (button, name);
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
  gtk_widget_set_size_request (self->rows, 420, -1);
  gtk_box_append (GTK_BOX (self), self->rows);
}

GtkWidget *
fol_lesson_list_new (void)
{
  return g_object_new (FOL_TYPE_LESSON_LIST, NULL);
}
