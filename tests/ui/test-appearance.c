/* tests/ui/test-appearance.c - text size and motion: the desktop's, and one's own. */
#include "tests/ui/fake-desktop.h"
#include "ui/appearance.h"

#define INTERFACE "org.gnome.desktop.interface"

static void
count_cb (FolAppearance *appearance, guint *count)
{
  (*count)++;
}

static gboolean
gtk_animates (void)
{
  gboolean animations;

  g_object_get (gtk_settings_get_default (), "gtk-enable-animations", &animations, NULL);
  return animations;
}

/* The height of a word, as GTK lays it out now. */
static int
word_height (void)
{
  GtkWidget *window = gtk_window_new (), *label = gtk_label_new ("Folioscope");
  int height;

  gtk_window_set_child (GTK_WINDOW (window), label);
  gtk_window_present (GTK_WINDOW (window));
  fake_desktop_wait (50);
  gtk_widget_measure (label, GTK_ORIENTATION_VERTICAL, -1, NULL, &height, NULL, NULL);
  gtk_window_destroy (GTK_WINDOW (window));
  return height;
}

static void
test_text (void)
{
  g_autoptr (GTestDBus) bus = g_test_dbus_new (G_TEST_DBUS_NONE);
  GtkSettings *settings = gtk_settings_get_default ();
  FolAppearance *appearance;
  guint changes = 0;
  int usual;

  g_test_dbus_up (bus);
  g_object_set (settings, "gtk-xft-dpi", 96 * 1024, NULL);
  appearance = g_object_new (FOL_TYPE_APPEARANCE, NULL);
  g_signal_connect (appearance, "changed", G_CALLBACK (count_cb), &changes);
  g_assert_cmpfloat (fol_appearance_text_scale (appearance), ==, 1);
  usual = word_height ();
  fol_appearance_choose_text_scale (appearance, 2);
  g_assert_cmpfloat (fol_appearance_text_scale (appearance), ==, 2);
  g_assert_cmpint (ABS (word_height () - 2 * usual), <=, 2);
  fol_appearance_choose_text_scale (appearance, 0.8);
  g_assert_cmpint (word_height (), <, usual);
  fol_appearance_choose_text_scale (appearance, 9);
  g_assert_cmpfloat (fol_appearance_text_scale (appearance), ==, FOL_TEXT_SCALE_MOST);
  g_assert_cmpuint (changes, ==, 3);

  /* Back to the desktop's, which is GTK's again. */
  fol_appearance_choose_text_scale (appearance, 1);
  g_object_set (settings, "gtk-xft-dpi", 96 * 1536, NULL);
  g_assert_cmpfloat (fol_appearance_text_scale (appearance), ==, 1.5);
  g_assert_cmpuint (changes, ==, 5);
  gtk_settings_reset_property (settings, "gtk-xft-dpi");
  g_assert_finalize_object (appearance);
  g_test_dbus_down (bus);
}

static void
test_pace (void)
{
  struct fake_desktop desktop = { 0 };
  FolAppearance *appearance;
  guint changes = 0;

  fake_desktop_has (&desktop, INTERFACE, "enable-animations", g_variant_new_boolean (TRUE));
  fake_desktop_up (&desktop);
  appearance = g_object_new (FOL_TYPE_APPEARANCE, NULL);
  g_signal_connect (appearance, "changed", G_CALLBACK (count_cb), &changes);
  fake_desktop_wait (150);
  g_assert_cmpfloat (fol_appearance_motion (appearance), ==, 1);
  g_assert_cmpuint (changes, ==, 0);
  fol_appearance_choose_pace (appearance, FOL_PACE_SLOW);
  g_assert_cmpfloat (fol_appearance_motion (appearance), ==, 2);
  fol_appearance_choose_pace (appearance, FOL_PACE_FAST);
  g_assert_cmpfloat (fol_appearance_motion (appearance), ==, 0.5);
  g_assert_true (gtk_animates ());

  /* Neither wishes it: nothing moves, GTK's widgets neither; and back. */
  fol_appearance_choose_pace (appearance, FOL_PACE_STILL);
  g_assert_cmpfloat (fol_appearance_motion (appearance), ==, 0);
  g_assert_false (gtk_animates ());
  fol_appearance_choose_pace (appearance, FOL_PACE_NORMAL);
  g_assert_true (gtk_animates ());
  g_assert_cmpuint (changes, ==, 4);
  fake_desktop_says (&desktop, INTERFACE, "enable-animations", g_variant_new_boolean (FALSE));
  fake_desktop_wait (150);
  g_assert_cmpfloat (fol_appearance_motion (appearance), ==, 0);
  g_assert_false (gtk_animates ());
  fake_desktop_says (&desktop, INTERFACE, "enable-animations", g_variant_new_boolean (TRUE));
  fake_desktop_wait (150);
  g_assert_cmpfloat (fol_appearance_motion (appearance), ==, 1);
  g_assert_cmpuint (changes, ==, 6);
  g_assert_finalize_object (appearance);
  fake_desktop_down (&desktop);
}

/* A desktop that tells GTK alone. */
static void
test_gtk_setting (void)
{
  g_autoptr (GTestDBus) bus = g_test_dbus_new (G_TEST_DBUS_NONE);
  GtkSettings *settings = gtk_settings_get_default ();
  FolAppearance *appearance;

  g_test_dbus_up (bus);
  appearance = g_object_new (FOL_TYPE_APPEARANCE, NULL);
  g_object_set (settings, "gtk-enable-animations", FALSE, NULL);
  g_assert_cmpfloat (fol_appearance_motion (appearance), ==, 0);
  fol_appearance_choose_pace (appearance, FOL_PACE_FAST);
  g_assert_cmpfloat (fol_appearance_motion (appearance), ==, 0);
  g_object_set (settings, "gtk-enable-animations", TRUE, NULL);
  g_assert_cmpfloat (fol_appearance_motion (appearance), ==, 0.5);
  gtk_settings_reset_property (settings, "gtk-enable-animations");
  g_assert_finalize_object (appearance);
  g_test_dbus_down (bus);
}

int
main (int argc, char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);
  g_test_add_func ("/appearance/text", test_text);
  g_test_add_func ("/appearance/pace", test_pace);
  g_test_add_func ("/appearance/gtk-setting", test_gtk_setting);
  return g_test_run ();
}
