/* tests/ui/test-preferences.c - the table of preferences, and the window made from it. */
#include "tests/ui/ui-fixture.h"

#include "app/language.h"
#include "ui/appearance.h"
#include "ui/preferences.h"
#include "ui/settings.h"
#include "ui/theme.h"

#include <locale.h>
#include <string.h>

static guint
count_of (const char *const *words)
{
  return g_strv_length ((char **) words);
}

/* Each has a word for each value, something that holds of old, and its own key. */
static void
test_table (void)
{
  g_autoptr (GHashTable) keys = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint id = 0; id < FOL_PREFERENCES; id++) {
    const struct fol_preference *preference = &fol_preferences[id];
    guint count = count_of (preference->values);

    g_assert_cmpuint (count, >=, 2);
    g_assert_cmpuint (count, ==, count_of (preference->labels));
    g_assert_cmpuint (preference->otherwise, <, count);
    g_assert_true (g_hash_table_add (keys, (gpointer) preference->key));
    g_assert_nonnull (preference->label);
    g_assert_true (g_str_has_suffix (preference->help, "."));
  }
  g_assert_cmpuint (count_of (fol_preferences[FOL_PREFERENCE_THEME].values), ==, FOL_THEME_CHOICES);
  g_assert_cmpuint (count_of (fol_preferences[FOL_PREFERENCE_MOTION].values), ==,
                    FOL_PACE_FAST + 1);
}

/* Every value is kept over the end of the program; a damaged one is none. */
static void
test_kept (void)
{
  for (guint id = 0; id < FOL_PREFERENCES; id++) {
    const struct fol_preference *preference = &fol_preferences[id];

    g_assert_cmpuint (fol_preference_get (id), ==, preference->otherwise);
    for (guint value = 0; preference->values[value] != NULL; value++) {
      fol_preference_set (id, value);
      fol_settings_close ();
      g_assert_cmpuint (fol_preference_get (id), ==, value);
      g_assert_cmpint (fol_preference_find (id, preference->values[value]), ==, value);
    }
    fol_settings_set (preference->key, "\342\200\246 nonsense");
    g_assert_cmpuint (fol_preference_get (id), ==, preference->otherwise);
    fol_settings_set (preference->key, NULL);
  }
  fol_preferences_apply ();
}

static void
test_applied (void)
{
  FolAppearance *appearance = fol_appearance_get_default ();
  FolTheme *theme = fol_theme_get_default ();

  fol_preference_set (FOL_PREFERENCE_THEME, FOL_THEME_CHOOSE_CONTRAST_DARK);
  g_assert_cmpint (fol_theme_get_theme (theme), ==, FOL_THEME_CONTRAST_DARK);
  fol_preference_set (FOL_PREFERENCE_TEXT_SIZE,
                      (guint) fol_preference_find (FOL_PREFERENCE_TEXT_SIZE, "150"));
  g_assert_cmpfloat (fol_appearance_text_scale (appearance), ==, 1.5);
  fol_preference_set (FOL_PREFERENCE_MOTION, FOL_PACE_STILL);
  g_assert_cmpfloat (fol_appearance_motion (appearance), ==, 0);

  /* As at the next start. */
  fol_theme_choose (theme, FOL_THEME_CHOOSE_LIGHT);
  fol_appearance_choose_text_scale (appearance, 1);
  fol_appearance_choose_pace (appearance, FOL_PACE_NORMAL);
  fol_preferences_apply ();
  g_assert_cmpint (fol_theme_get_theme (theme), ==, FOL_THEME_CONTRAST_DARK);
  g_assert_cmpfloat (fol_appearance_text_scale (appearance), ==, 1.5);
  g_assert_cmpfloat (fol_appearance_motion (appearance), ==, 0);

  for (guint id = 0; id < FOL_PREFERENCES; id++)
    fol_settings_set (fol_preferences[id].key, NULL);
  fol_preferences_apply ();
  g_assert_cmpfloat (fol_appearance_text_scale (appearance), ==, 1);
}

static void
test_language (void)
{
  g_autofree char *before = g_strdup (setlocale (LC_MESSAGES, NULL));

  fol_preference_set (FOL_PREFERENCE_LANGUAGE, 0);
  g_setenv ("LANGUAGE", "tlh", TRUE);
  fol_preferences_use_language ();
  g_assert_cmpstr (g_getenv ("LANGUAGE"), ==, "tlh");
  fol_preference_set (FOL_PREFERENCE_LANGUAGE,
                      (guint) fol_preference_find (FOL_PREFERENCE_LANGUAGE, "zh_CN"));
  fol_preferences_use_language ();
  g_assert_cmpstr (g_getenv ("LANGUAGE"), ==, "zh_CN");
  g_assert_cmpstr (setlocale (LC_MESSAGES, NULL), !=, "C");
  g_assert_cmpstr (g_get_language_names ()[0], ==, "zh_CN");
  g_assert_false (fol_language_use ("../zh"));
  g_assert_cmpstr (g_getenv ("LANGUAGE"), ==, "zh_CN");
  g_unsetenv ("LANGUAGE");
  setlocale (LC_MESSAGES, before);
  fol_settings_set (fol_preferences[FOL_PREFERENCE_LANGUAGE].key, NULL);
}

static GtkWidget *
window_called (const char *title)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++) {
    g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);

    if (g_strcmp0 (gtk_window_get_title (GTK_WINDOW (window)), title) == 0)
      return window;
  }
  return NULL;
}

/* With the keyboard alone: the second choice, its list, another value. */
static void
test_window (void)
{
  GtkWidget *parent = fixture_window (gtk_label_new ("parent"), 300, 200);
  GtkWidget *window;

  fol_preferences_window_show (GTK_WINDOW (parent));
  fol_preferences_window_show (GTK_WINDOW (parent));
  window = window_called ("Preferences");
  g_assert_nonnull (window);
  g_object_add_weak_pointer (G_OBJECT (window), (gpointer *) &window);
  fixture_settle ();
  fixture_xdotool ("search --name ^Preferences$ windowfocus --sync");
  fixture_key ("Tab");
  fixture_key ("Tab");
  fixture_key ("space");
  fixture_settle ();
  fixture_key ("End");
  fixture_key ("Return");
  fixture_settle ();
  g_assert_cmpstr (fol_preferences[FOL_PREFERENCE_TEXT_SIZE]
                       .values[fol_preference_get (FOL_PREFERENCE_TEXT_SIZE)],
                   ==, "200");
  g_assert_cmpfloat (fol_appearance_text_scale (fol_appearance_get_default ()), ==, 2);
  fixture_key ("Escape");
  fixture_settle ();
  g_assert_null (window);
  fol_preference_set (FOL_PREFERENCE_TEXT_SIZE,
                      fol_preferences[FOL_PREFERENCE_TEXT_SIZE].otherwise);
  fixture_destroy (parent);
}

int
main (int argc, char **argv)
{
  g_autofree char *home = g_dir_make_tmp ("folioscope-XXXXXX", NULL);

  g_setenv ("XDG_CONFIG_HOME", home, TRUE);
  gtk_test_init (&argc, &argv, NULL);
  g_test_add_func ("/preferences/table", test_table);
  g_test_add_func ("/preferences/kept", test_kept);
  g_test_add_func ("/preferences/applied", test_applied);
  g_test_add_func ("/preferences/language", test_language);
  g_test_add_func ("/preferences/window", test_window);
  return g_test_run ();
}
