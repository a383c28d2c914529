/* ui/theme.c - see theme.h. */
#include "ui/theme.h"

#include "folioscope-resources.h"
#include "ui/desktop.h"

#define RESOURCES "/org/folioscope/Folioscope/"

/* Of GTK's own themes: with prefer-dark it is white on black. */
#define GTK_CONTRAST "HighContrast"

struct _FolTheme {
  GObject parent_instance;

  enum fol_theme_choice choice;
  FolDesktop *desktop; /* owned */
  enum fol_theme theme;
  bool gtk_contrast, gtk_dark; /* what the desktop's GTK theme is */
  bool own_gtk_theme;          /* hides it */

  GtkCssProvider *style, *colours, *contrast; /* owned; NULL without a display */
};

enum { SIGNAL_CHANGED, SIGNAL_COUNT };
static guint signals[SIGNAL_COUNT];

G_DEFINE_FINAL_TYPE (FolTheme, fol_theme, G_TYPE_OBJECT)

static const char *const sheets[FOL_THEME_COUNT] = {
  [FOL_THEME_LIGHT] = RESOURCES "style-light.css",
  [FOL_THEME_DARK] = RESOURCES "style-dark.css",
  [FOL_THEME_CONTRAST_LIGHT] = RESOURCES "style-contrast-light.css",
  [FOL_THEME_CONTRAST_DARK] = RESOURCES "style-contrast-dark.css",
};

static bool
is_dark (enum fol_theme theme)
{
  return theme == FOL_THEME_DARK || theme == FOL_THEME_CONTRAST_DARK;
}

static bool
has_contrast (enum fol_theme theme)
{
  return theme == FOL_THEME_CONTRAST_LIGHT || theme == FOL_THEME_CONTRAST_DARK;
}

static void
add_style (GtkCssProvider *provider, guint priority)
{
  gtk_style_context_add_provider_for_display (gdk_display_get_default (),
                                              GTK_STYLE_PROVIDER (provider), priority);
}

static void
take_style (GtkCssProvider *provider)
{
  if (provider != NULL)
    gtk_style_context_remove_provider_for_display (gdk_display_get_default (),
                                                   GTK_STYLE_PROVIDER (provider));
}

static void
set_class (GtkWidget *window, const char *class, bool on)
{
  if (on)
    gtk_widget_add_css_class (window, class);
  else
    gtk_widget_remove_css_class (window, class);
}

static void
mark_window (GtkWidget *window, enum fol_theme theme)
{
  set_class (window, "dark", is_dark (theme));
  set_class (window, "light", !is_dark (theme));
  set_class (window, "contrast", has_contrast (theme));
}

static void
windows_changed_cb (GListModel *windows, guint position, guint removed, guint added, FolTheme *self)
{
  for (guint i = position; i < position + added; i++) {
    g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);

    mark_window (window, self->theme);
  }
}

/* The theme of GTK's widgets is the desktop's, unless we are to have more
 * contrast than it has. */
static void
apply_to_gtk (FolTheme *self)
{
  GtkSettings *settings = gtk_settings_get_default ();
  bool own = has_contrast (self->theme), before = self->own_gtk_theme;

  self->own_gtk_theme = own;
  if (own)
    g_object_set (settings, "gtk-theme-name", GTK_CONTRAST, NULL);
  else if (before)
    gtk_settings_reset_property (settings, "gtk-theme-name");
  g_object_set (settings, "gtk-application-prefer-dark-theme", is_dark (self->theme), NULL);
}

static void
apply (FolTheme *self)
{
  GListModel *windows = gtk_window_get_toplevels ();

  if (self->colours == NULL)
    return;

  gtk_css_provider_load_from_resource (self->colours, sheets[self->theme]);
  if (has_contrast (self->theme))
    add_style (self->contrast, GTK_STYLE_PROVIDER_PRIORITY_APPLICATION + 1);
  else
    take_style (self->contrast);
  /* A provider keeps colours by name but resolves them when a rule is computed;
   * GTK recomputes every style once its own preference or a provider changes. */
  apply_to_gtk (self);
  windows_changed_cb (windows, 0, 0, g_list_model_get_n_items (windows), self);
}

static enum fol_theme
followed (FolTheme *self)
{
  bool dark = fol_desktop_wishes (self->desktop, FOL_WISH_DARK) || self->gtk_dark;

  if (fol_desktop_wishes (self->desktop, FOL_WISH_CONTRAST) || self->gtk_contrast)
    return dark ? FOL_THEME_CONTRAST_DARK : FOL_THEME_CONTRAST_LIGHT;
  return dark ? FOL_THEME_DARK : FOL_THEME_LIGHT;
}

static void
update (FolTheme *self)
{
  static const enum fol_theme chosen[FOL_THEME_CHOICES] = {
    [FOL_THEME_CHOOSE_LIGHT] = FOL_THEME_LIGHT,
    [FOL_THEME_CHOOSE_DARK] = FOL_THEME_DARK,
    [FOL_THEME_CHOOSE_CONTRAST_LIGHT] = FOL_THEME_CONTRAST_LIGHT,
    [FOL_THEME_CHOOSE_CONTRAST_DARK] = FOL_THEME_CONTRAST_DARK,
  };
  enum fol_theme theme = self->choice == FOL_THEME_FOLLOW ? followed (self) : chosen[self->choice];

  if (theme == self->theme)
    return;
  self->theme = theme;
  apply (self);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

/* Desktops without a portal say it with the theme's name: HighContrast,
 * HighContrastInverse.  (A dark one alone says nothing: themes are many.) */
static void
gtk_theme_cb (FolTheme *self)
{
  g_autofree char *name = NULL;

  /* Ours hides theirs until it is reset, which calls here again. */
  if (self->own_gtk_theme)
    return;
  g_object_get (gtk_settings_get_default (), "gtk-theme-name", &name, NULL);
  self->gtk_contrast = name != NULL && g_str_has_prefix (name, GTK_CONTRAST);
  self->gtk_dark = self->gtk_contrast && g_str_has_suffix (name, "Inverse");
  update (self);
}

static void
fol_theme_dispose (GObject *object)
{
  FolTheme *self = FOL_THEME (object);

  take_style (self->style);
  take_style (self->colours);
  take_style (self->contrast);
  g_clear_object (&self->desktop);
  g_clear_object (&self->style);
  g_clear_object (&self->colours);
  g_clear_object (&self->contrast);
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
  self->desktop = fol_desktop_new ();
  g_signal_connect_object (self->desktop, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);

  /* Named here so that the linker keeps the resources of this static library;
   * they register themselves when the program starts. */
  g_assert (fol_ui_get_resource () != NULL);

  if (gdk_display_get_default () != NULL) {
    self->style = gtk_css_provider_new ();
    self->colours = gtk_css_provider_new ();
    self->contrast = gtk_css_provider_new ();
    gtk_css_provider_load_from_resource (self->style, RESOURCES "style.css");
    gtk_css_provider_load_from_resource (self->contrast, RESOURCES "style-contrast.css");
    apply (self);
    add_style (self->colours, GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
    add_style (self->style, GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
    g_signal_connect_object (gtk_window_get_toplevels (), "items-changed",
                             G_CALLBACK (windows_changed_cb), self, 0);
    g_signal_connect_object (gtk_settings_get_default (), "notify::gtk-theme-name",
                             G_CALLBACK (gtk_theme_cb), self, G_CONNECT_SWAPPED);
    gtk_theme_cb (self);
  }
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

enum fol_theme_choice
fol_theme_get_choice (FolTheme *self)
{
  g_return_val_if_fail (FOL_IS_THEME (self), FOL_THEME_FOLLOW);

  return self->choice;
}

void
fol_theme_choose (FolTheme *self, enum fol_theme_choice choice)
{
  enum fol_theme before;

  g_return_if_fail (FOL_IS_THEME (self));
  g_return_if_fail (choice < FOL_THEME_CHOICES);

  if (choice == self->choice)
    return;
  before = self->theme;
  self->choice = choice;
  update (self);
  if (self->theme == before)
    g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}
