/* ui/appearance.h - how large things are written, and how fast they move.
 *
 * Both come from the desktop and from the person's own choice:
 *
 *   text    the desktop's scale times the one chosen.  GTK's widgets follow by
 *           themselves (through gtk-xft-dpi); what is drawn by hand multiplies
 *           its sizes with fol_appearance_text_scale ().
 *   motion  nothing moves when the desktop or the person does not want it:
 *           gtk-enable-animations then is false, and GTK's widgets stand still,
 *           too.  Else durations are multiplied with fol_appearance_motion ().
 *
 * Signal "changed".  Main thread only; needs a display.
 */
#pragma once

#include <gtk/gtk.h>

#define FOL_TYPE_APPEARANCE (fol_appearance_get_type ())
G_DECLARE_FINAL_TYPE (FolAppearance, fol_appearance, FOL, APPEARANCE, GObject)

enum fol_pace { FOL_PACE_STILL, FOL_PACE_SLOW, FOL_PACE_NORMAL, FOL_PACE_FAST };

#define FOL_TEXT_SCALE_LEAST 0.8
#define FOL_TEXT_SCALE_MOST  2.0

FolAppearance *fol_appearance_get_default (void); /* one for the process; lent */

/* 1: as designed; from FOL_TEXT_SCALE_LEAST to FOL_TEXT_SCALE_MOST, whatever the
 * desktop has. */
double fol_appearance_text_scale (FolAppearance *self);

/* How long a movement takes against what it was designed for: 1 as designed, 2
 * twice as long.  0: what would move jumps. */
double fol_appearance_motion (FolAppearance *self);

/* What the person chose; kept by ui/preferences.h. */
void fol_appearance_choose_text_scale (FolAppearance *self, double scale); /* 1: the desktop's */
void fol_appearance_choose_pace (FolAppearance *self, enum fol_pace pace);
