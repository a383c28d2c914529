/* ui/window-start.c - the start page, recent files, and files dropped on the window. */
#include "ui/recent.h"
#include "ui/start-page.h"
#include "ui/trace.h"
#include "ui/window-private.h"

#include <glib/gi18n-lib.h>

/* What is said is said over the page one is on. */
static void
move_message (FolWindow *self, GtkWidget *to)
{
  GtkWidget *from = gtk_widget_get_parent (self->message);

  if (from == to)
    return;
  g_object_ref (self->message);
  if (from != NULL)
    gtk_overlay_remove_overlay (GTK_OVERLAY (from), self->message);
  gtk_overlay_add_overlay (GTK_OVERLAY (to), self->message);
  g_object_unref (self->message);
}

void
fol_window_start (FolWindow *self, const char *target)
{
  GAction *mode = g_action_map_lookup_action (G_ACTION_MAP (self), "mode");

  fol_window_stop (self);
  self->start_shown = TRUE;
  move_message (self, self->start_overlay);
  gtk_stack_set_visible_child_name (GTK_STACK (self->pages), "start");
  gtk_widget_set_visible (self->header.start, FALSE);
  g_simple_action_set_state (G_SIMPLE_ACTION (mode), g_variant_new_string ("start"));
  gtk_widget_grab_focus (fol_start_page_get_main_button (FOL_START_PAGE (self->start_page)));
  fol_window_refresh (self);
  fol_trace ("mode name=start");
}

void
fol_window_leave_start (FolWindow *self)
{
  if (!self->start_shown)
    return;
  self->start_shown = FALSE;
  gtk_window_set_focus (GTK_WINDOW (self), NULL);
  move_message (self, self->work_overlay);
  gtk_stack_set_visible_child_name (GTK_STACK (self->pages), "work");
  gtk_widget_set_visible (self->header.start, TRUE);
}

GtkWidget *
fol_window_make_start (FolWindow *self)
{
  self->start_overlay = gtk_overlay_new ();
  self->start_page = fol_start_page_new ();
  gtk_overlay_set_child (GTK_OVERLAY (self->start_overlay), self->start_page);
  return self->start_overlay;
}

/* Recent files. */

static void
open_recent_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  FolWindow *self = user_data;
  const char *path = g_variant_get_string (parameter, NULL);

  fol_window_open (self, path);
  fol_start_page_update_recent (FOL_START_PAGE (self->start_page));
}

struct forgotten {
  char *path; /* owned */
  guint place;
};

static void
forgotten_free (gpointer data)
{
  struct forgotten *gone = data;

  g_free (gone->path);
  g_free (gone);
}

static void
undo_forget (FolWindow *self, gpointer data)
{
  const struct forgotten *gone = data;

  fol_recent_insert (gone->path, gone->place);
  fol_start_page_update_recent (FOL_START_PAGE (self->start_page));
}

static void
forget_recent_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  FolWindow *self = user_data;
  const char *path = g_variant_get_string (parameter, NULL);
  g_autofree char *name = g_filename_display_basename (path);
  g_autofree char *text = g_strdup_printf (_ ("%s is not in the list any more."), name);
  int place = fol_recent_remove (path);
  struct forgotten *gone;

  if (place < 0)
    return;
  gone = g_new (struct forgotten, 1);
  gone->path = g_strdup (path);
  gone->place = (guint) place;
  fol_start_page_update_recent (FOL_START_PAGE (self->start_page));
  gtk_widget_grab_focus (fol_start_page_get_main_button (FOL_START_PAGE (self->start_page)));
  fol_window_say_undo (self, text, undo_forget, gone, forgotten_free);
}

/* Files dropped. */

gboolean
fol_window_drop_files (FolWindow *self, GSList *files)
{
  gboolean opened = FALSE;

  for (GSList *at = files; at != NULL; at = at->next) {
    g_autofree char *path = g_file_get_path (at->data);

    if (path == NULL) {
      fol_window_say (self, FOL_MESSAGE_ERROR,
                      _ ("Only files on this computer can be opened. Copy it here first."));
    } else if (!opened) {
      opened = fol_window_open (self, path);
    } else {
      FolWindow *other =
          FOL_WINDOW (fol_window_new (gtk_window_get_application (GTK_WINDOW (self))));

      if (!fol_window_open (other, path))
        fol_window_start (other, NULL);
      gtk_window_present (GTK_WINDOW (other));
    }
  }
  return opened;
}

static gboolean
drop_cb (GtkDropTarget *target, const GValue *value, double x, double y, FolWindow *self)
{
  GSList one = { 0 };

  fol_trace ("dropped type=%s", G_VALUE_TYPE_NAME (value));
  if (G_VALUE_HOLDS (value, GDK_TYPE_FILE_LIST))
    return fol_window_drop_files (self, g_value_get_boxed (value));
  one.data = g_value_get_object (value);
  return fol_window_drop_files (self, &one);
}

void
fol_window_start_connect (FolWindow *self)
{
  const GActionEntry entries[] = {
    { .name = "open-recent", .activate = open_recent_cb, .parameter_type = "s" },
    { .name = "forget-recent", .activate = forget_recent_cb, .parameter_type = "s" },
  };
  GtkDropTarget *target = gtk_drop_target_new (G_TYPE_INVALID, GDK_ACTION_COPY);
  GType types[] = { GDK_TYPE_FILE_LIST, G_TYPE_FILE };

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  gtk_drop_target_set_gtypes (target, types, G_N_ELEMENTS (types));
  g_signal_connect (target, "drop", G_CALLBACK (drop_cb), self);
  gtk_widget_add_controller (self->pages, GTK_EVENT_CONTROLLER (target));
}
