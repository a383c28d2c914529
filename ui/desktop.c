/* ui/desktop.c - what the desktop wishes for everybody's eyes, through the settings portal. */
#include "ui/desktop.h"

#define PORTAL_NAME      "org.freedesktop.portal.Desktop"
#define PORTAL_PATH      "/org/freedesktop/portal/desktop"
#define PORTAL_INTERFACE "org.freedesktop.portal.Settings"

/* Where each wish is written, and what is written there if it is one. */
static const struct key {
  const char *namespace, *name;
  enum fol_wish wish;
  const char *type; /* u or b */
  guint32 value;
} keys[] = {
  { "org.freedesktop.appearance", "color-scheme", FOL_WISH_DARK, "u", 1 },
  { "org.freedesktop.appearance", "contrast", FOL_WISH_CONTRAST, "u", 1 },
  /* Portals before "contrast" was agreed on. */
  { "org.gnome.desktop.a11y.interface", "high-contrast", FOL_WISH_CONTRAST, "b", TRUE },
  { "org.gnome.desktop.interface", "enable-animations", FOL_WISH_STILL, "b", FALSE },
};

struct _FolDesktop {
  GObject parent_instance;

  bool said[G_N_ELEMENTS (keys)]; /* by each key */
  GCancellable *cancel;           /* of what is under way */
  GDBusConnection *bus;           /* owned; NULL until connected */
  guint subscription;             /* of SettingChanged */
};

enum { SIGNAL_CHANGED, SIGNAL_COUNT };
static guint signals[SIGNAL_COUNT];

G_DEFINE_FINAL_TYPE (FolDesktop, fol_desktop, G_TYPE_OBJECT)

/* Lent: whoever is gone has cancelled what was under way. */
struct question {
  FolDesktop *desktop;
  guint key;
};

bool
fol_desktop_wishes (FolDesktop *self, enum fol_wish wish)
{
  g_return_val_if_fail (FOL_IS_DESKTOP (self), false);

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    if (keys[i].wish == wish && self->said[i])
      return true;
  return false;
}

/* Takes a value however deep the portal has wrapped it: Read () answers with a
 * variant in a variant, SettingChanged with one. */
static void
take (FolDesktop *self, guint key, GVariant *value)
{
  g_autoptr (GVariant) inner = g_variant_ref (value);
  guint32 number;
  bool before;

  while (g_variant_is_of_type (inner, G_VARIANT_TYPE_VARIANT)) {
    GVariant *next = g_variant_get_variant (inner);

    g_variant_unref (inner);
    inner = next;
  }
  if (!g_str_equal (g_variant_get_type_string (inner), keys[key].type))
    return;
  number = keys[key].type[0] == 'b' ? (guint32) g_variant_get_boolean (inner)
                                    : g_variant_get_uint32 (inner);
  before = fol_desktop_wishes (self, keys[key].wish);
  self->said[key] = number == keys[key].value;
  if (fol_desktop_wishes (self, keys[key].wish) != before)
    g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
setting_changed_cb (GDBusConnection *bus, const char *sender, const char *path,
                    const char *interface, const char *signal, GVariant *parameters,
                    gpointer user_data)
{
  const char *namespace, *name;
  g_autoptr (GVariant) value = NULL;

  if (!g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(ssv)")))
    return;
  g_variant_get (parameters, "(&s&sv)", &namespace, &name, &value);
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    if (g_str_equal (namespace, keys[i].namespace) && g_str_equal (name, keys[i].name))
      take (user_data, i, value);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree struct question *question = user_data;
  g_autoptr (GVariant) answer = NULL, value = NULL;

  /* Cancelled, no portal, or one that does not know the key: no wish. */
  answer = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, NULL);
  if (answer == NULL)
    return;
  g_variant_get (answer, "(v)", &value);
  take (question->desktop, question->key, value);
}

static void
bus_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GDBusConnection) bus = g_bus_get_finish (result, NULL);
  FolDesktop *self = user_data;

  /* Cancelled, or no bus. */
  if (bus == NULL)
    return;

  self->bus = g_steal_pointer (&bus);
  self->subscription = g_dbus_connection_signal_subscribe (
      self->bus, PORTAL_NAME, PORTAL_INTERFACE, "SettingChanged", PORTAL_PATH, NULL,
      G_DBUS_SIGNAL_FLAGS_NONE, setting_changed_cb, self, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++) {
    struct question *question = g_new (struct question, 1);

    *question = (struct question){ self, i };
    g_dbus_connection_call (self->bus, PORTAL_NAME, PORTAL_PATH, PORTAL_INTERFACE, "Read",
                            g_variant_new ("(ss)", keys[i].namespace, keys[i].name),
                            G_VARIANT_TYPE ("(v)"), G_DBUS_CALL_FLAGS_NONE, 2000, self->cancel,
                            read_cb, question);
  }
}

static void
fol_desktop_dispose (GObject *object)
{
  FolDesktop *self = FOL_DESKTOP (object);

  if (self->subscription != 0)
    g_dbus_connection_signal_unsubscribe (self->bus, self->subscription);
  self->subscription = 0;
  if (self->cancel != NULL)
    g_cancellable_cancel (self->cancel);
  g_clear_object (&self->cancel);
  g_clear_object (&self->bus);
  G_OBJECT_CLASS (fol_desktop_parent_class)->dispose (object);
}

static void
fol_desktop_class_init (FolDesktopClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = fol_desktop_dispose;

  signals[SIGNAL_CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                          0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
fol_desktop_init (FolDesktop *self)
{
  self->cancel = g_cancellable_new ();
  g_bus_get (G_BUS_TYPE_SESSION, self->cancel, bus_cb, self);
}

FolDesktop *
fol_desktop_new (void)
{
  return g_object_new (FOL_TYPE_DESKTOP, NULL);
}
