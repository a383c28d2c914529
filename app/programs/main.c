/* app/programs/main.c - folioscope: the window. */
#include "app/language.h"
#include "ui/application.h"
#include "ui/preferences.h"

int
main (int argc, char **argv)
{
  g_autoptr (FolApplication) application = NULL;

  fol_language_set_up ();
  fol_preferences_use_language ();
  gtk_disable_setlocale ();
  application = fol_application_new ();
  return g_application_run (G_APPLICATION (application), argc, argv);
}
