/* ui/presenter.h - a slide for the audience, and the speaker's notes in a second window.
 *
 * The audience's window fills a screen: the second one if there are two, and
 * then the notes open beside it on the first; with one screen the notes wait
 * for N.  Both take the keys of a speaker and of a clicker:
 *
 *   Right, Down, Page Down, Space   the next thing
 *   Left, Up, Page Up, BackSpace    back
 *   Return                          to the end of what is being shown
 *   1 to 4, 0                       one figure alone, all of them; again: the first two
 *   C                               other colours (remembered)
 *   N                               the notes
 *   Escape, F5                      ends it
 *
 * It knows no lesson and no session: what to show is given, and what the
 * speaker wants is told.
 */
#pragma once

#include "ui/slide.h"

enum fol_presenter_wish {
  FOL_PRESENTER_NEXT,
  FOL_PRESENTER_SKIP,
  FOL_PRESENTER_BACK,
  FOL_PRESENTER_LEAVE, /* frees it: the callback does that */
};

typedef void (*fol_presenter_func) (gpointer user_data, enum fol_presenter_wish wish);

struct fol_presenter;

/* Opens the audience's window.  `theme`: the colours if none were chosen before. */
struct fol_presenter *fol_presenter_new (GtkWindow *owner, enum fol_theme theme,
                                         fol_presenter_func wish, gpointer user_data);
void fol_presenter_free (struct fol_presenter *self); /* closes its windows */

FolSlide *fol_presenter_get_slide (struct fol_presenter *self); /* lent */

/* What the speaker reads: where one is, what to say (NULL: nothing is written), what comes next. */
void fol_presenter_set_notes (struct fol_presenter *self, const char *where, const char *notes,
                              const char *next);
