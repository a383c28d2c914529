/* tests/ui/test-theme.c - colours and contrast: as the desktop says, as chosen, and the style sheets.
 *
 * Style sheets with an error make GTK warn, and warnings are fatal here.
 */
#include "tests/ui/fake-desktop.h"
#include "ui/theme.h"

#include <string.h>

#define APPEARANCE "org.freedesktop.appearance"
#define WISHES     4u /* keys that are read */

static gboolean
expire_cb (gpointer data)
{
  *(gboolean *) data = TRUE;
  return G_SOURCE_REMOVE;
}

/* Waits until the theme is `theme`, two seconds at most. */
static void
expect (FolTheme *theme, enum fol_theme expected)
{
  gboolean expired = FALSE;
  guint source = g_timeout_add (2000, expire_cb, &expired);

  while (!expired && fol_theme_get_theme (theme) != expected)
    g_main_context_iteration (NULL, TRUE);
  if (!expired)
    g_source_remove (source);
  g_assert_cmpint (fol_theme_get_theme (theme), ==, expected);
}

static void
count_cb (FolTheme *theme, guint *count)
{
  (*count)++;
}

static char *
gtk_theme (void)
{
  char *name;

  g_object_get (gtk_settings_get_default (), "gtk-theme-name", &name, NULL);
  return name;
}

static void
test_follows_the_desktop (void)
{
  struct fake_desktop desktop = { 0 };
  FolTheme *theme;
  GtkWidget *window = gtk_window_new (), *later;
  guint changes = 0;
  gboolean prefers_dark;

  fake_desktop_has (&desktop, APPEARANCE, "color-scheme", g_variant_new_uint32 (1));
  fake_desktop_up (&desktop);
  theme = g_object_new (FOL_TYPE_THEME, NULL);
  g_signal_connect (theme, "changed", G_CALLBACK (count_cb), &changes);
  g_assert_cmpint (fol_theme_get_theme (theme), ==, FOL_THEME_LIGHT);
  g_assert_true (gtk_widget_has_css_class (window, "light"));

  expect (theme, FOL_THEME_DARK);
  fake_desktop_wait (100);
  g_assert_cmpuint (desktop.reads, ==, WISHES);
  g_assert_cmpuint (changes, ==, 1);
  g_assert_true (gtk_widget_has_css_class (window, "dark"));
  g_assert_false (gtk_widget_has_css_class (window, "light"));
  g_object_get (gtk_settings_get_default (), "gtk-application-prefer-dark-theme", &prefers_dark,
                NULL);
  g_assert_true (prefers_dark);

  later = gtk_window_new ();
  g_assert_true (gtk_widget_has_css_class (later, "dark"));

  fake_desktop_says (&desktop, APPEARANCE, "color-scheme", g_variant_new_uint32 (2));
  expect (theme, FOL_THEME_LIGHT);
  g_assert_cmpuint (changes, ==, 2);
  g_assert_true (gtk_widget_has_css_class (later, "light"));

  /* A setting of the same name elsewhere is none of ours, nor one of another type. */
  fake_desktop_says (&desktop, "org.gnome.desktop.interface", "color-scheme",
                     g_variant_new_uint32 (1));
  fake_desktop_says (&desktop, APPEARANCE, "color-scheme", g_variant_new_string ("dark"));
  fake_desktop_wait (150);
  g_assert_cmpint (fol_theme_get_theme (theme), ==, FOL_THEME_LIGHT);
  g_assert_cmpuint (changes, ==, 2);

  gtk_window_destroy (GTK_WINDOW (window));
  gtk_window_destroy (GTK_WINDOW (later));
  g_object_run_dispose (G_OBJECT (theme));
  g_assert_finalize_object (theme);
  fake_desktop_down (&desktop);
}

/* Contrast is a wish of its own; GTK's own widgets get it, and lose it again. */
static void
test_follows_contrast (void)
{
  struct fake_desktop desktop = { 0 };
  FolTheme *theme;
  GtkWidget *window = gtk_window_new ();
  g_autofree char *before = gtk_theme (), *during = NULL, *after = NULL;

  fake_desktop_has (&desktop, APPEARANCE, "contrast", g_variant_new_uint32 (1));
  fake_desktop_up (&desktop);
  theme = g_object_new (FOL_TYPE_THEME, NULL);
  expect (theme, FOL_THEME_CONTRAST_LIGHT);
  g_assert_true (gtk_widget_has_css_class (window, "contrast"));
  g_assert_true (gtk_widget_has_css_class (window, "light"));
  during = gtk_theme ();
  g_assert_cmpstr (during, ==, "HighContrast");

  fake_desktop_says (&desktop, APPEARANCE, "color-scheme", g_variant_new_uint32 (1));
  expect (theme, FOL_THEME_CONTRAST_DARK);
  fake_desktop_says (&desktop, APPEARANCE, "contrast", g_variant_new_uint32 (0));
  expect (theme, FOL_THEME_DARK);
  g_assert_false (gtk_widget_has_css_class (window, "contrast"));
  after = gtk_theme ();
  g_assert_cmpstr (after, ==, before);

  /* As desktops say it whose portal is older. */
  fake_desktop_says (&desktop, "org.gnome.desktop.a11y.interface", "high-contrast",
                     g_variant_new_boolean (TRUE));
  expect (theme, FOL_THEME_CONTRAST_DARK);

  gtk_window_destroy (GTK_WINDOW (window));
  fol_theme_choose (theme, FOL_THEME_CHOOSE_LIGHT);
  g_assert_finalize_object (theme);
  fake_desktop_down (&desktop);
}

/* Desktops without a portal have a theme of that name. */
static void
test_follows_gtk_theme (void)
{
  GtkSettings *settings = gtk_settings_get_default ();
  g_autoptr (GTestDBus) bus = g_test_dbus_new (G_TEST_DBUS_NONE);
  FolTheme *theme;

  g_test_dbus_up (bus);
  g_object_set (settings, "gtk-theme-name", "HighContrastInverse", NULL);
  theme = g_object_new (FOL_TYPE_THEME, NULL);
  g_assert_cmpint (fol_theme_get_theme (theme), ==, FOL_THEME_CONTRAST_DARK);
  fol_theme_choose (theme, FOL_THEME_CHOOSE_LIGHT);
  g_assert_cmpint (fol_theme_get_theme (theme), ==, FOL_THEME_LIGHT);
  g_object_set (settings, "gtk-theme-name", "Adwaita", NULL);
  fol_theme_choose (theme, FOL_THEME_FOLLOW);
  g_assert_cmpint (fol_theme_get_theme (theme), ==, FOL_THEME_LIGHT);
  g_assert_finalize_object (theme);
  gtk_settings_reset_property (settings, "gtk-theme-name");
  g_test_dbus_down (bus);
}

static void
test_choice_wins (void)
{
  struct fake_desktop desktop = { 0 };
  FolTheme *theme;
  guint changes = 0;

  fake_desktop_has (&desktop, APPEARANCE, "color-scheme", g_variant_new_uint32 (1));
  fake_desktop_up (&desktop);
  theme = g_object_new (FOL_TYPE_THEME, NULL);
  g_signal_connect (theme, "changed", G_CALLBACK (count_cb), &changes);
  fol_theme_choose (theme, FOL_THEME_CHOOSE_LIGHT);
  fake_desktop_wait (150);
  g_assert_cmpuint (desktop.reads, ==, WISHES);
  g_assert_cmpint (fol_theme_get_theme (theme), ==, FOL_THEME_LIGHT);
  g_assert_cmpint (fol_theme_get_choice (theme), ==, FOL_THEME_CHOOSE_LIGHT);
  g_assert_cmpuint (changes, ==, 1);

  /* What the desktop said meanwhile is not forgotten. */
  fol_theme_choose (theme, FOL_THEME_FOLLOW);
  g_assert_cmpint (fol_theme_get_theme (theme), ==, FOL_THEME_DARK);
  g_assert_cmpuint (changes, ==, 2);
  fol_theme_choose (theme, FOL_THEME_CHOOSE_DARK);
  g_assert_cmpuint (changes, ==, 3);
  fol_theme_choose (theme, FOL_THEME_CHOOSE_CONTRAST_DARK);
  g_assert_cmpint (fol_theme_get_theme (theme), ==, FOL_THEME_CONTRAST_DARK);
  fol_theme_choose (theme, FOL_THEME_CHOOSE_CONTRAST_LIGHT);
  g_assert_cmpint (fol_theme_get_theme (theme), ==, FOL_THEME_CONTRAST_LIGHT);
  g_assert_cmpuint (changes, ==, 5);
  fol_theme_choose (theme, FOL_THEME_CHOOSE_LIGHT);
  g_assert_finalize_object (theme);
  fake_desktop_down (&desktop);
}

static void
test_without_portal (void)
{
  FolTheme *theme;
  g_autoptr (GTestDBus) bus = g_test_dbus_new (G_TEST_DBUS_NONE);

  g_test_dbus_up (bus);
  theme = g_object_new (FOL_TYPE_THEME, NULL);
  fake_desktop_wait (150);
  g_assert_cmpint (fol_theme_get_theme (theme), ==, FOL_THEME_LIGHT);
  g_assert_finalize_object (theme);
  g_test_dbus_down (bus);
}

static struct fol_colour
sheet_colour (const char *sheet, const char *name)
{
  g_autofree char *key = g_strdup_printf ("@define-color %s #", name);
  const char *found = strstr (sheet, key);
  guint64 hex;

  if (found == NULL)
    g_error ("no colour %s", name);
  hex = g_ascii_strtoull (found + strlen (key), NULL, 16);
  return (struct fol_colour){ (double) (hex >> 16 & 255) / 255, (double) (hex >> 8 & 255) / 255,
                              (double) (hex & 255) / 255 };
}

/* What is written can be read, in every theme; 7:1 in those of high contrast. */
static void
test_contrast (void)
{
  static const struct {
    const char *sheet;
    double least;
  } sheets[] = { { "style-light.css", 4.5 },
                 { "style-dark.css", 4.5 },
                 { "style-contrast-light.css", 7 },
                 { "style-contrast-dark.css", 7 } };
  static const char *const pairs[][2] = {
    { "text", "ground" },          { "text", "surface" },
    { "text", "raised" },          { "text", "now_soft" },
    { "text", "branch_soft" },     { "text", "accent_soft" },
    { "muted", "ground" },         { "muted", "surface" },
    { "muted", "raised" },         { "accent", "surface" },
    { "on_accent", "accent" },     { "on_accent", "accent_hover" },
    { "now_ink", "now_soft" },     { "branch_ink", "branch_soft" },
    { "error_ink", "error_soft" }, { "reclaimable", "reclaimable_soft" },
    { "on_tip", "tip" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (sheets); i++) {
    g_autofree char *path = g_strconcat ("/org/folioscope/Folioscope/", sheets[i].sheet, NULL);
    g_autoptr (GBytes) bytes = g_resources_lookup_data (path, 0, NULL);
    const char *sheet;

    g_assert_nonnull (bytes);
    sheet = g_bytes_get_data (bytes, NULL);
    for (guint p = 0; p < G_N_ELEMENTS (pairs); p++) {
      double contrast =
          fol_contrast (sheet_colour (sheet, pairs[p][0]), sheet_colour (sheet, pairs[p][1]));

      if (contrast < sheets[i].least)
        g_error ("%s: %s on %s: %.2f", sheets[i].sheet, pairs[p][0], pairs[p][1], contrast);
    }
  }
}

int
main (int argc, char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);
  g_test_add_func ("/theme/follows-the-desktop", test_follows_the_desktop);
  g_test_add_func ("/theme/follows-contrast", test_follows_contrast);
  g_test_add_func ("/theme/follows-gtk-theme", test_follows_gtk_theme);
  g_test_add_func ("/theme/choice-wins", test_choice_wins);
  g_test_add_func ("/theme/without-portal", test_without_portal);
  g_test_add_func ("/theme/contrast", test_contrast);
  return g_test_run ();
}
