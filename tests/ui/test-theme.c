/* tests/ui/test-theme.c - light and dark: as the desktop says, as chosen, and the style sheet.
 *
 * A desktop is played by a service of our own on a private bus, under the
 * portal's name.  Style sheets with an error make GTK warn, and warnings are
 * fatal here.
 */
#include "ui/theme.h"

static const char introspection[] =
    "<node><interface name='org.freedesktop.portal.Settings'>"
    "<method name='Read'><arg type='s' direction='in'/><arg type='s' direction='in'/>"
    "<arg type='v' direction='out'/></method>"
    "</interface></node>";

struct desktop {
  GTestDBus *bus;
  GDBusConnection *connection;
  guint32 scheme;
  guint reads;
};

static void
call_cb (GDBusConnection *connection, const char *sender, const char *path, const char *interface,
         const char *method, GVariant *parameters, GDBusMethodInvocation *invocation,
         gpointer user_data)
{
  struct desktop *desktop = user_data;
  const char *namespace, *key;

  g_variant_get (parameters, "(&s&s)", &namespace, &key);
  g_assert_cmpstr (namespace, ==, "org.freedesktop.appearance");
  g_assert_cmpstr (key, ==, "color-scheme");
  desktop->reads++;
  /* A variant in a variant, as portals have it. */
  g_dbus_method_invocation_return_value (
      invocation,
      g_variant_new ("(v)", g_variant_new_variant (g_variant_new_uint32 (desktop->scheme))));
}

static void
desktop_up (struct desktop *desktop)
{
  static const GDBusInterfaceVTable vtable = { .method_call = call_cb };
  g_autoptr (GDBusNodeInfo) node = NULL;
  g_autoptr (GVariant) owned = NULL;
  g_autoptr (GError) error = NULL;

  desktop->bus = g_test_dbus_new (G_TEST_DBUS_NONE);
  g_test_dbus_up (desktop->bus);
  desktop->connection = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, &error);
  g_assert_no_error (error);
  node = g_dbus_node_info_new_for_xml (introspection, &error);
  g_assert_no_error (error);
  g_dbus_connection_register_object (desktop->connection, "/org/freedesktop/portal/desktop",
                                     node->interfaces[0], &vtable, desktop, NULL, &error);
  g_assert_no_error (error);
  owned = g_dbus_connection_call_sync (
      desktop->connection, "org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus",
      "RequestName", g_variant_new ("(su)", "org.freedesktop.portal.Desktop", 0u), NULL,
      G_DBUS_CALL_FLAGS_NONE, -1, NULL, &error);
  g_assert_no_error (error);
}

static void
desktop_down (struct desktop *desktop)
{
  g_clear_object (&desktop->connection);
  g_test_dbus_down (desktop->bus);
  g_clear_object (&desktop->bus);
}

static void
desktop_says (struct desktop *desktop, const char *namespace, guint32 scheme)
{
  g_autoptr (GError) error = NULL;

  g_dbus_connection_emit_signal (
      desktop->connection, NULL, "/org/freedesktop/portal/desktop",
      "org.freedesktop.portal.Settings", "SettingChanged",
      g_variant_new ("(ssv)", namespace, "color-scheme", g_variant_new_uint32 (scheme)), &error);
  g_assert_no_error (error);
}

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
wait_a_little (void)
{
  gboolean expired = FALSE;

  g_timeout_add (150, expire_cb, &expired);
  while (!expired)
    g_main_context_iteration (NULL, TRUE);
}

static void
count_cb (FolTheme *theme, guint *count)
{
  (*count)++;
}

static void
test_follows_the_desktop (void)
{
  struct desktop desktop = { .scheme = 1 };
  FolTheme *theme;
  GtkWidget *window = gtk_window_new (), *later;
  guint changes = 0;
  gboolean prefers_dark;

  desktop_up (&desktop);
  theme = g_object_new (FOL_TYPE_THEME, NULL);
  g_signal_connect (theme, "changed", G_CALLBACK (count_cb), &changes);
  g_assert_cmpint (fol_theme_get_theme (theme), ==, FOL_THEME_LIGHT);
  g_assert_true (gtk_widget_has_css_class (window, "light"));

  expect (theme, FOL_THEME_DARK);
  g_assert_cmpuint (desktop.reads, ==, 1);
  g_assert_cmpuint (changes, ==, 1);
  g_assert_true (gtk_widget_has_css_class (window, "dark"));
  g_assert_false (gtk_widget_has_css_class (window, "light"));
  g_object_get (gtk_settings_get_default (), "gtk-application-prefer-dark-theme", &prefers_dark,
                NULL);
  g_assert_true (prefers_dark);

  later = gtk_window_new ();
  g_assert_true (gtk_widget_has_css_class (later, "dark"));

  desktop_says (&desktop, "org.freedesktop.appearance", 2);
  expect (theme, FOL_THEME_LIGHT);
  g_assert_cmpuint (changes, ==, 2);
  g_assert_true (gtk_widget_has_css_class (later, "light"));

  /* A setting of the same name elsewhere is none of ours. */
  desktop_says (&desktop, "org.gnome.desktop.interface", 1);
  wait_a_little ();
  g_assert_cmpint (fol_theme_get_theme (theme), ==, FOL_THEME_LIGHT);
  g_assert_cmpuint (changes, ==, 2);

  gtk_window_destroy (GTK_WINDOW (window));
  gtk_window_destroy (GTK_WINDOW (later));
  g_object_run_dispose (G_OBJECT (theme));
  g_assert_finalize_object (theme);
  desktop_down (&desktop);
}

static void
test_choice_wins (void)
{
  struct desktop desktop = { .scheme = 1 };
  FolTheme *theme;
  guint changes = 0;

  desktop_up (&desktop);
  theme = g_object_new (FOL_TYPE_THEME, NULL);
  g_signal_connect (theme, "changed", G_CALLBACK (count_cb), &changes);
  fol_theme_choose (theme, FOL_THEME_CHOOSE_LIGHT);
  wait_a_little ();
  g_assert_cmpuint (desktop.reads, ==, 1);
  g_assert_cmpint (fol_theme_get_theme (theme), ==, FOL_THEME_LIGHT);
  g_assert_cmpuint (changes, ==, 0);

  /* What the desktop said meanwhile is not forgotten. */
  fol_theme_choose (theme, FOL_THEME_FOLLOW);
  g_assert_cmpint (fol_theme_get_theme (theme), ==, FOL_THEME_DARK);
  g_assert_cmpuint (changes, ==, 1);
  fol_theme_choose (theme, FOL_THEME_CHOOSE_DARK);
  g_assert_cmpuint (changes, ==, 1);
  g_assert_finalize_object (theme);
  desktop_down (&desktop);
}

static void
test_without_portal (void)
{
  FolTheme *theme;
  g_autoptr (GTestDBus) bus = g_test_dbus_new (G_TEST_DBUS_NONE);

  g_test_dbus_up (bus);
  theme = g_object_new (FOL_TYPE_THEME, NULL);
  wait_a_little ();
  g_assert_cmpint (fol_theme_get_theme (theme), ==, FOL_THEME_LIGHT);
  g_assert_finalize_object (theme);
  g_test_dbus_down (bus);
}

int
main (int argc, char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);
  g_test_add_func ("/theme/follows-the-desktop", test_follows_the_desktop);
  g_test_add_func ("/theme/choice-wins", test_choice_wins);
  g_test_add_func ("/theme/without-portal", test_without_portal);
  return g_test_run ();
}
