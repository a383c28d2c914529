/* app/possibility.h - what one can do with an object: one table for each kind of object.
 *
 * Only what is possible at this moment is told.  What an operation will then
 * give is the kernel's affair: a frame that is pointed at is a wish, not a place.
 *
 * Leaves out: doing it; the window does (ui/inspector.h).
 */
#pragma once

#include "app/host/state.h"

#include <glib.h>

enum fol_possibility_effect {
  FOL_CAN_ACTIVATE, /* as a double click in a figure: allocates, frees, goes to a step */
  FOL_CAN_APPLY,    /* applies `operation` */
  FOL_CAN_SELECT,   /* selects `object` and shows it in the figures */
  FOL_CAN_FOLLOW,   /* keeps the object selected and in sight, or no longer */
};

#define FOL_POSSIBILITIES_MAX 6u

struct fol_possibility {
  enum fol_possibility_effect effect;
  const char *label, *help; /* in the reader's language */
  char operation[96];       /* APPLY: as app/operation-text.h reads it */
  struct sim_object object; /* SELECT */
};

/* Writes what one can do with `object`; returns how many, at most FOL_POSSIBILITIES_MAX. */
guint fol_possibilities (const struct sim_view *view, struct sim_object object,
                         struct fol_possibility *out);
