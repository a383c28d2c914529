/* ui/command-palette.h - one list to find anything in: actions, lessons, objects, moments.
 *
 *   [ buddy                                        ]
 *   Objects
 *     Frame 40                                          what the words name
 *   Actions
 *     Drain per-CPU lists                          D    with its key
 *   Lessons
 *     Buddy I: splitting                  10 minutes
 *
 * The words are matched by app/fuzzy.h; groups stand in the order of their best
 * entry.  Up, Down and the page keys choose, Enter takes, Escape closes.  It
 * knows nothing of the window: it is given what there is when it opens, and
 * asks a function what the words themselves name.  Signal:
 *
 *   "chosen" (gpointer entry)   a const struct fol_palette_entry *, good for the call
 */
#pragma once

#include "app/host/state.h"

#include <gtk/gtk.h>

#define FOL_TYPE_COMMAND_PALETTE (fol_command_palette_get_type ())
G_DECLARE_FINAL_TYPE (FolCommandPalette, fol_command_palette, FOL, COMMAND_PALETTE, GtkPopover)

enum fol_palette_group {
  FOL_PALETTE_OBJECTS,
  FOL_PALETTE_ACTIONS,
  FOL_PALETTE_LESSONS,
  FOL_PALETTE_FIGURES,
  FOL_PALETTE_BOOKMARKS,
  FOL_PALETTE_NAMES,
  FOL_PALETTE_MACHINES,
  FOL_PALETTE_FILES,
  FOL_PALETTE_GROUPS,
};

struct fol_palette_entry {
  enum fol_palette_group group;
  char *title;  /* owned */
  char *detail; /* owned: what stands at the end of the line, a key or what it is; or NULL */
  char *terms;  /* owned: further words it is found by; or NULL */
  char *target; /* owned: the action, path, name; or NULL */
  struct sim_object object;
  struct fol_position position;
  gboolean wrong; /* says what is wrong with the words; cannot be chosen */
};
struct fol_palette_entry *fol_palette_entry_new (enum fol_palette_group group, const char *title);
void fol_palette_entry_free (gpointer entry);

/* What the words themselves name; NULL: nothing.  The palette takes it. */
typedef struct fol_palette_entry *(*fol_palette_find_func) (const char *text, gpointer user_data);

GtkWidget *fol_command_palette_new (fol_palette_find_func find, gpointer user_data);

/* Before it opens: what can be found now, an array of struct fol_palette_entry with
 * fol_palette_entry_free (), taken over; and no words yet. */
void fol_command_palette_fill (FolCommandPalette *self, GPtrArray *entries);

/* The groups and titles of what is listed now, for tests: "Lessons: Buddy I; ...". */
char *fol_command_palette_describe (FolCommandPalette *self) G_GNUC_WARN_UNUSED_RESULT;
