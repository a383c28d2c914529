/* ui/theme.c - see theme.h. */
#include "ui/theme.h"

#include "folioscope-resources.h"

#define PORTAL_NAME      "org.freedesktop.portal.Desktop"
#define PORTAL_PATH      "/org/freedesktop/portal/desktop"
#define PORTAL_INTERFACE "org.freedesktop.portal.Settings"
#define PORTAL_NAMESPACE "org.freedesktop.appearance"
#define PORTAL_KEY       "color-scheme"
#define PORTAL_DARK      1u /* of color-scheme: 0 no preference, 1 dark, 2 light */
#define RESOURCES        "/org/folioscope/Folioscope/"

struct _FolTheme {
  GObject parent_instance;

  enum fol_theme_choice choice;
  bool desktop_dark; /* what the portal says; light until it has answered */
  enum fol_theme theme;

  GtkCssProvider *style, *colours; /* owned; NULL without a display */
  GDBusConnection *bus;            /* owned; NULL until connected */
  guint subscription;              /* of SettingChanged */
};

enum { SIGNAL_CHANGED, SIGNAL_COUNT };
static guint signals[SIGNAL_COUNT];

G_DEFINE_FINAL_TYPE (FolTheme, fol_theme, G_TYPE_OBJECT)

static void
mark_window (GtkWidget *window, enum fol_theme theme)
{
  bool dark = theme == FOL_THEME_DARK;

  gtk_widget_add_css_class (window, dark ? "dark" : "light");
  gtk_widget_remove_css_class (window, dark ? "light" : "dark");
}

static void
windows_changed_cb (GListModel *windows, guint position, guint removed, guint added, FolTheme *self)
{
  for (guint i = position; i < position + added; i++) {
    g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);

    mark_window (window, self->theme);
  }
}

static void
apply (FolTheme *self)
{
  GListModel *windows = gtk_window_get_toplevels ();
  bool dark = self->theme == FOL_THEME_DARK;

  if (self->colours == NULL)
    return;

  gtk_css_provider_load_from_resource (self->colours, dark ? RESOURCES "style-dark.css"
                                                           : RESOURCES "style-light.css");
  /* A provider keeps colours by name but resolves them when a rule is computed;
   * GTK recomputes every style once its own preference or a provider changes. */
  g_object_set (gtk_settings_get_default (), "gtk-application-prefer-dark-theme", dark, NULL);
  windows_changed_cb (windows, 0, 0, g_list_model_get_n_items (windows), self);
}

static void
update (FolTheme *self)
{
  bool dark = self->choice == FOL_THEME_CHOOSE_DARK ||
              (self->choice == FOL_THEME_FOLLOW && self->desktop_dark);
  enum fol_theme theme = dark ? FOL_THEME_DARK : FOL_THEME_LIGHT;

  if (theme == self->theme)
    return;
  self->theme = theme;
  apply (self);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

/* Takes the value of color-scheme however deep the portal has wrapped it:
 * Read () answers with a variant in a variant, SettingChanged with one. */
static void
take_scheme (FolTheme *self, GVariant *value)
{
  g_autoptr (GVariant) inner = g_variant_ref (value);

  while (g_variant_is_of_type (inner, G_VARIANT_TYPE_VARIANT)) {
    GVariant *next = g_variant_get_variant (inner);

    g_variant_unref (inner);
    inner = next;
  }
  if (!g_variant_is_of_type (inner, G_VARIANT_TYPE_UINT32))
    return;
  self->desktop_dark = g_variant_get_uint32 (inner) == PORTAL_DARK;
  update (self);
}

static void
setting_changed_cb (GDBusConnection *bus, const char *sender, const char *path,
                    const char *interface, const char *signal, GVariant *parameters,
                    gpointer user_data)
{
  FolTheme *self = user_data;
  const char *namespace, *key;
  g_autoptr (GVariant) value = NULL;

  if (!g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(ssv)")))
    return;
  g_variant_get (parameters, "(&s&sv)", &namespace, &key, &value);
  if (g_str_equal (namespace, PORTAL_NAMESPACE) && g_str_equal (key, PORTAL_KEY))
    take_scheme (self, value);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (FolTheme) self = user_data;
  g_autoptr (GVariant) answer = NULL, value = NULL;

  /* No portal, or one that does not know the key: the desktop has no wish. */
  answer = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, NULL);
  if (answer == NULL)
    return;
  g_variant_get (answer, "(v)", &value);
  take_scheme (self, value);
}

static void
bus_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (FolTheme) self = user_data;

  self->bus = g_bus_get_finish (result, NULL);
  if (self->bus == NULL)
    return;

  self->subscription = g_dbus_connection_signal_subscribe (
      self->bus, PORTAL_NAME, PORTAL_INTERFACE, "SettingChanged", PORTAL_PATH, PORTAL_NAMESPACE,
      G_DBUS_SIGNAL_FLAGS_NONE, setting_changed_cb, self, NULL);
  g_dbus_connection_call (self->bus, PORTAL_NAME, PORTAL_PATH, PORTAL_INTERFACE, "Read",
                          g_variant_new ("(ss)", PORTAL_NAMESPACE, PORTAL_KEY),
                          G_VARIANT_TYPE ("(v)"), G_DBUS_CALL_FLAGS_NONE, 2000, NULL, read_cb,
                          g_object_ref (self));
}

static void
add_style (GtkCssProvider *provider)
{
  gtk_style_context_add_provider_for_display (gdk_display_get_default (),
                                              GTK_STYLE_PROVIDER (provider),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
}

static void
take_style (GtkCssProvider *provider)
{
  if (provider != NULL)
    gtk_style_context_remove_provider_for_display (gdk_display_get_default (),
                                                   GTK_STYLE_PROVIDER (provider));
}

static void
fol_theme_dispose (GObject *object)
{
  FolTheme *self = FOL_THEME (object);

  if (self->subscription != 0)
    g_dbus_connection_signal_unsubscribe (self->bus, self->subscription);
  self->subscription = 0;
  take_style (self->style);
  take_style (self->colours);
  g_clear_object (&self->bus);
  g_clear_object (&self->style);
  g_clear_object (&self->colours);
  G_OBJECT_CLASS (fol_theme_parent_class)->dispose (object);
}

static void
fol_theme_class_init (FolThemeClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = fol_theme_dispose;

  signals[SIGNAL_CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                          0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
fol_theme_init (FolTheme *self)
{
  self->theme = FOL_THEME_LIGHT;

  /* Named here so that the linker keeps the resources of this static library;
   * they register themselves when the program starts. */
  g_assert (fol_ui_get_resource () != NULL);

  if (gdk_display_get_default () != NULL) {
    self->style = gtk_css_provider_new ();
    self->colours = gtk_css_provider_new ();
    apply (self);
    gtk_css_provider_load_from_resource (self->style, RESOURCES "style.css");
    add_style (self->colours);
    add_style (self->style);
    g_signal_connect_object (gtk_window_get_toplevels (), "items-changed",
                             G_CALLBACK (windows_changed_cb), self, 0);
  }
  g_bus_get (G_BUS_TYPE_SESSION, NULL, bus_cb, g_object_ref (self));
}

FolTheme *
fol_theme_get_default (void)
{
  static FolTheme *theme;

  if (theme == NULL)
    theme = g_object_new (FOL_TYPE_THEME, NULL);
  return theme;
}

enum fol_theme
fol_theme_get_theme (FolTheme *self)
{
  g_return_val_if_fail (FOL_IS_THEME (self), FOL_THEME_LIGHT);

  return self->theme;
}

void
fol_theme_choose (FolTheme *self, enum fol_theme_choice choice)
{
  g_return_if_fail (FOL_IS_THEME (self));

  if (choice == self->choice)
    return;
  self->choice = choice;
  update (self);
}
