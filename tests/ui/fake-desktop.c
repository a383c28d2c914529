/* tests/ui/fake-desktop.c - a desktop with wishes: the settings portal, played on a private bus. */
#include "tests/ui/fake-desktop.h"

static const char introspection[] =
    "<node><interface name='org.freedesktop.portal.Settings'>"
    "<method name='Read'><arg type='s' direction='in'/><arg type='s' direction='in'/>"
    "<arg type='v' direction='out'/></method>"
    "</interface></node>";

static void
call_cb (GDBusConnection *connection, const char *sender, const char *path, const char *interface,
         const char *method, GVariant *parameters, GDBusMethodInvocation *invocation,
         gpointer user_data)
{
  struct fake_desktop *desktop = user_data;
  const char *namespace, *key;

  g_variant_get (parameters, "(&s&s)", &namespace, &key);
  desktop->reads++;
  for (guint i = 0; i < desktop->count; i++) {
    struct fake_setting *setting = &desktop->setting[i];

    if (!g_str_equal (setting->namespace, namespace) || !g_str_equal (setting->key, key))
      continue;
    /* A variant in a variant, as portals have it. */
    g_dbus_method_invocation_return_value (
        invocation, g_variant_new ("(v)", g_variant_new_variant (setting->value)));
    return;
  }
  g_dbus_method_invocation_return_dbus_error (invocation, "org.freedesktop.portal.Error.NotFound",
                                              "Requested setting not found");
}

void
fake_desktop_has (struct fake_desktop *desktop, const char *namespace, const char *key,
                  GVariant *value)
{
  g_assert_cmpuint (desktop->count, <, FAKE_KEYS_MAX);
  desktop->setting[desktop->count++] =
      (struct fake_setting){ namespace, key, g_variant_ref_sink (value) };
}

void
fake_desktop_up (struct fake_desktop *desktop)
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

void
fake_desktop_down (struct fake_desktop *desktop)
{
  g_clear_object (&desktop->connection);
  g_test_dbus_down (desktop->bus);
  g_clear_object (&desktop->bus);
  while (desktop->count > 0)
    g_variant_unref (desktop->setting[--desktop->count].value);
}

void
fake_desktop_says (struct fake_desktop *desktop, const char *namespace, const char *key,
                   GVariant *value)
{
  g_autoptr (GError) error = NULL;

  g_dbus_connection_emit_signal (desktop->connection, NULL, "/org/freedesktop/portal/desktop",
                                 "org.freedesktop.portal.Settings", "SettingChanged",
                                 g_variant_new ("(ssv)", namespace, key, value), &error);
  g_assert_no_error (error);
}

static gboolean
expire_cb (gpointer data)
{
  *(gboolean *) data = TRUE;
  return G_SOURCE_REMOVE;
}

void
fake_desktop_wait (guint milliseconds)
{
  gboolean expired = FALSE;

  g_timeout_add (milliseconds, expire_cb, &expired);
  while (!expired)
    g_main_context_iteration (NULL, TRUE);
}
