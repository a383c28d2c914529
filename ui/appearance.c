/* ui/appearance.c - how large things are written, and how fast they move.
 *
 * A value that the application sets in GtkSettings hides the desktop's, which
 * comes back when it is reset: so both are read before either is set.
 */
#include "ui/appearance.h"

#include "ui/desktop.h"

#include <math.h>

#define DPI_USUAL (96 * 1024) /* what gtk-xft-dpi counts in */

struct _FolAppearance {
  GObject parent_instance;

  FolDesktop *desktop; /* owned */
  double chosen_scale;
  enum fol_pace pace;
  double scale, motion; /* what follows from all */
  bool own_dpi, own_animations;
  bool busy; /* with setting what would call us */
};

enum { SIGNAL_CHANGED, SIGNAL_COUNT };
static guint signals[SIGNAL_COUNT];

G_DEFINE_FINAL_TYPE (FolAppearance, fol_appearance, G_TYPE_OBJECT)

static double
desktop_scale (void)
{
  int dpi = 0;

  g_object_get (gtk_settings_get_default (), "gtk-xft-dpi", &dpi, NULL);
  return dpi > 0 ? (double) dpi / DPI_USUAL : 1;
}

static bool
desktop_moves (void)
{
  gboolean animations = TRUE;

  g_object_get (gtk_settings_get_default (), "gtk-enable-animations", &animations, NULL);
  return animations;
}

static void
update_scale (FolAppearance *self, GtkSettings *settings)
{
  double desktop;

  if (self->own_dpi)
    gtk_settings_reset_property (settings, "gtk-xft-dpi");
  desktop = desktop_scale ();
  self->scale = CLAMP (self->chosen_scale * desktop, FOL_TEXT_SCALE_LEAST, FOL_TEXT_SCALE_MOST);
  /* Whoever chose nothing has what the desktop has, be it out of our range. */
  self->own_dpi = self->chosen_scale != 1;
  if (self->own_dpi)
    g_object_set (settings, "gtk-xft-dpi", (int) lround (self->scale * DPI_USUAL), NULL);
}

static void
update_motion (FolAppearance *self, GtkSettings *settings)
{
  static const double durations[] = {
    [FOL_PACE_STILL] = 0, [FOL_PACE_SLOW] = 2, [FOL_PACE_NORMAL] = 1, [FOL_PACE_FAST] = 0.5
  };

  bool moves;

  if (self->own_animations)
    gtk_settings_reset_property (settings, "gtk-enable-animations");
  moves = desktop_moves ();
  self->motion =
      moves && !fol_desktop_wishes (self->desktop, FOL_WISH_STILL) ? durations[self->pace] : 0;
  self->own_animations = moves && self->motion == 0;
  if (self->own_animations)
    g_object_set (settings, "gtk-enable-animations", FALSE, NULL);
}

static void
update (FolAppearance *self)
{
  GtkSettings *settings = gtk_settings_get_default ();
  double scale = self->scale, motion = self->motion;

  if (self->busy)
    return;
  self->busy = true;
  update_scale (self, settings);
  update_motion (self, settings);
  self->busy = false;
  if (scale != self->scale || motion != self->motion)
    g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
fol_appearance_dispose (GObject *object)
{
  FolAppearance *self = FOL_APPEARANCE (object);

  g_clear_object (&self->desktop);
  G_OBJECT_CLASS (fol_appearance_parent_class)->dispose (object);
}

static void
fol_appearance_class_init (FolAppearanceClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = fol_appearance_dispose;

  signals[SIGNAL_CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                          0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
fol_appearance_init (FolAppearance *self)
{
  GtkSettings *settings = gtk_settings_get_default ();

  self->desktop = fol_desktop_new ();
  self->chosen_scale = self->scale = 1;
  self->pace = FOL_PACE_NORMAL;
  self->motion = 1;
  g_signal_connect_object (self->desktop, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (settings, "notify::gtk-xft-dpi", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (settings, "notify::gtk-enable-animations", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED);
  update (self);
}

FolAppearance *
fol_appearance_get_default (void)
{
  static FolAppearance *appearance;

  if (appearance == NULL)
    appearance = g_object_new (FOL_TYPE_APPEARANCE, NULL);
  return appearance;
}

double
fol_appearance_text_scale (FolAppearance *self)
{
  g_return_val_if_fail (FOL_IS_APPEARANCE (self), 1);

  return self->scale;
}

double
fol_appearance_motion (FolAppearance *self)
{
  g_return_val_if_fail (FOL_IS_APPEARANCE (self), 1);

  return self->motion;
}

void
fol_appearance_choose_text_scale (FolAppearance *self, double scale)
{
  g_return_if_fail (FOL_IS_APPEARANCE (self));

  self->chosen_scale = CLAMP (scale, FOL_TEXT_SCALE_LEAST, FOL_TEXT_SCALE_MOST);
  update (self);
}

void
fol_appearance_choose_pace (FolAppearance *self, enum fol_pace pace)
{
  g_return_if_fail (FOL_IS_APPEARANCE (self));
  g_return_if_fail (pace <= FOL_PACE_FAST);

  self->pace = pace;
  update (self);
}
