/* ui/application.c - the program: one process, its command line, its windows. */
#include "ui/application.h"
#include "ui/actions.h"
#include "ui/figures/figure.h"
#include "ui/preferences.h"
#include "ui/settings.h"
#include "ui/window.h"
#include "ui/window-private.h"

#include <glib/gi18n-lib.h>

struct _FolApplication {
  GtkApplication parent_instance;

  gboolean recovery_offered;
};

G_DEFINE_FINAL_TYPE (FolApplication, fol_application, GTK_TYPE_APPLICATION)

static void
painted_cb (GdkFrameClock *clock, gpointer user_data)
{
  FolWindow *window = user_data;

  /* The first painted frames may come before the worker's first state. */
  if (!window->start_shown && fol_window_state (window) == NULL)
    gdk_frame_clock_request_phase (clock, GDK_FRAME_CLOCK_PHASE_PAINT);
  else
    g_application_quit (g_application_get_default ());
}

static void
realized_cb (GtkWidget *window, gpointer user_data)
{
  GdkFrameClock *clock = gdk_surface_get_frame_clock (gtk_native_get_surface (GTK_NATIVE (window)));

  g_signal_connect_object (clock, "after-paint", G_CALLBACK (painted_cb), window, 0);
}

static FolWindow *
new_window (FolApplication *self)
{
  FolWindow *window = FOL_WINDOW (fol_window_new (GTK_APPLICATION (self)));

  if (g_getenv ("FOLIOSCOPE_EXIT_AFTER_FIRST_FRAME") != NULL)
    g_signal_connect (window, "realize", G_CALLBACK (realized_cb), NULL);
  return window;
}

static void
show_window (FolApplication *self, FolWindow *window)
{
  gtk_window_present (GTK_WINDOW (window));
  if (!self->recovery_offered)
    fol_window_offer_recovery (window);
  self->recovery_offered = TRUE;
}

static void
fol_application_activate (GApplication *application)
{
  FolApplication *self = FOL_APPLICATION (application);
  GtkWindow *active = gtk_application_get_active_window (GTK_APPLICATION (application));
  FolWindow *window;

  if (active != NULL) {
    gtk_window_present (active);
    return;
  }
  window = new_window (self);
  if (fol_preference_get (FOL_PREFERENCE_START) == FOL_START_LESSON)
    fol_window_open_default (window);
  else
    fol_window_start (window, NULL);
  show_window (self, window);
}

/* What was typed: GApplication has made files of everything. */
static char *
typed_argument (GFile *file)
{
  g_autofree char *path = g_file_get_path (file);

  if (path == NULL)
    return g_file_get_uri (file); /* "pc:512M" reads as a URI */
  if (!g_file_query_exists (file, NULL)) {
    g_autofree char *folder = g_path_get_dirname (path);
    g_autofree char *here = g_get_current_dir ();

    /* A bare name may be a lesson or a machine. */
    if (g_str_equal (folder, here))
      return g_path_get_basename (path);
  }
  return g_steal_pointer (&path);
}

static void
fol_application_open (GApplication *application, GFile **files, int count, const char *hint)
{
  FolApplication *self = FOL_APPLICATION (application);

  for (int i = 0; i < count; i++) {
    g_autofree char *what = typed_argument (files[i]);
    FolWindow *window = new_window (self);

    /* The message stands over the start page; what is read in the background comes later. */
    if (!fol_window_open (window, what) || window->reading != NULL)
      fol_window_start (window, NULL);
    show_window (self, window);
  }
}

static void
fol_application_startup (GApplication *application)
{
  G_APPLICATION_CLASS (fol_application_parent_class)->startup (application);
  fol_preferences_apply ();
  /* Lessons are read below the layer of figures. */
  fol_lesson_set_figure_check (fol_figure_check);
  fol_actions_set_accels (GTK_APPLICATION (application));
}

static void
fol_application_shutdown (GApplication *application)
{
  fol_settings_close ();
  G_APPLICATION_CLASS (fol_application_parent_class)->shutdown (application);
}

static void
fol_application_class_init (FolApplicationClass *klass)
{
  GApplicationClass *application = G_APPLICATION_CLASS (klass);

  application->activate = fol_application_activate;
  application->open = fol_application_open;
  application->startup = fol_application_startup;
  application->shutdown = fol_application_shutdown;
}

static void
fol_application_init (FolApplication *self)
{
  g_application_set_option_context_parameter_string (
      G_APPLICATION (self), _ ("[LESSON | SESSION | MACHINE | RECORDING]"));
  g_application_set_option_context_summary (G_APPLICATION (self),
                                            _ ("Shows how Linux manages memory."));
}

FolApplication *
fol_application_new (void)
{
  return g_object_new (FOL_TYPE_APPLICATION, "application-id", "org.folioscope.Folioscope", "flags",
                       G_APPLICATION_HANDLES_OPEN, NULL);
}
