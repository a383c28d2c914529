/* app/session-file.h - sessions on disk: JSON Lines, saved whole or appended to.
 *
 *   {"format":1,"type":"folioscope-session","machine":{...}}
 *   {"op":"alloc_pages","order":3,"as":"a"}         operation 1 of branch 0
 *   {"op":"free_pages","pfn":40}                    operation 2
 *   {"branch":1,"parent":0,"fork":1}                what follows is branch 1, from 2 on
 *   {"op":"drain_all_pages"}
 *   {"branch":0}                                    goes on with branch 0 at its end
 *   {"bookmark":"here it split","branch":0,"index":1,"step":4}
 *   {"view":"map-colour","value":"mobility"}        how the window looked
 *   {"position":{"branch":0,"index":2}}             where one stood; the last one counts
 *
 * One format for both ways to write it: saving writes everything to a new file
 * and renames it over the old one (a full disk leaves the old one); the
 * autosave only ever appends, one write(2) for a batch, so that a killed
 * program loses nothing that was on the screen.
 *
 * Loading streams.  A line that cannot be read, or an operation the machine
 * refuses, becomes a problem with file and line; the rest is kept.  Only a bad
 * first line (wrong type, version or machine) fails the whole.
 *
 * All functions may be called on any thread, none on two with one value.
 */
#pragma once

#include "app/host/history.h"
#include "app/operation-text.h"

#include <gio/gio.h>

#define FOL_SESSION_FORMAT     1u
#define FOL_SESSION_FILE_ERROR (fol_session_file_error_quark ())
GQuark fol_session_file_error_quark (void);
enum fol_session_file_error {
  FOL_SESSION_FILE_NOT_A_SESSION,
  FOL_SESSION_FILE_VERSION, /* made by a newer program */
  FOL_SESSION_FILE_MACHINE,
  FOL_SESSION_FILE_EMPTY,
};

struct fol_bookmark {
  struct fol_position position;
  char *label; /* owned */
};

/* What a session is besides its history. */
struct fol_session_notes {
  struct fol_names *names; /* owned */
  GArray *bookmarks;       /* of struct fol_bookmark, owned */
  GHashTable *view;        /* owned strings: key -> value */
};
struct fol_session_notes *fol_session_notes_new (void);
struct fol_session_notes *fol_session_notes_copy (const struct fol_session_notes *notes);
void fol_session_notes_free (struct fol_session_notes *notes);
typedef struct fol_session_notes FolSessionNotes; /* for g_autoptr */
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FolSessionNotes, fol_session_notes_free)

#define FOL_PROBLEMS_MAX 100u
struct fol_loaded_session {
  struct fol_history *history;     /* owned, at `position`; take it by setting NULL */
  struct fol_session_notes *notes; /* owned; likewise */
  struct fol_position position;
  GPtrArray *problems;   /* owned strings "FILE:LINE: what", the first FOL_PROBLEMS_MAX */
  guint64 problem_count; /* all of them */
};
void fol_loaded_session_free (struct fol_loaded_session *session);
typedef struct fol_loaded_session FolLoadedSession; /* for g_autoptr */
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FolLoadedSession, fol_loaded_session_free)

/* Called on the loading or saving thread, some 20 times a second. */
typedef void (*fol_session_progress_func) (guint64 done, guint64 total, gpointer user_data);

struct fol_loaded_session *fol_session_file_load (const char *path, GCancellable *cancellable,
                                                  fol_session_progress_func progress,
                                                  gpointer user_data, GError **error);

/* Writes the whole history that `state` shows.  Atomic: the file is either as
 * before or complete and on the disk. */
bool fol_session_file_save (const char *path, const struct fol_state *state,
                            const struct fol_session_notes *notes, GCancellable *cancellable,
                            fol_session_progress_func progress, gpointer user_data, GError **error);

/* The autosave of one session of this process.  Its file is locked while the
 * process lives. */
struct fol_autosave;

/* Makes $XDG_STATE_HOME/folioscope/autosave-....jsonl. */
struct fol_autosave *fol_autosave_new (GError **error);

/* Appends what `state` has and the file has not.  Fails without harm (full
 * disk): the next call tries again.  States of runs under way are skipped. */
bool fol_autosave_update (struct fol_autosave *autosave, const struct fol_state *state,
                          const struct fol_session_notes *notes, GError **error);

/* Operations the next update would write. */
guint64 fol_autosave_pending (const struct fol_autosave *autosave, const struct fol_state *state);
const char *fol_autosave_path (const struct fol_autosave *autosave);

/* Ends it; the file is removed: its session was saved, or given up on purpose. */
void fol_autosave_free (struct fol_autosave *autosave);

/* Sessions that a killed program left behind, newest first: paths for
 * fol_session_file_load ().  The caller removes the file when it has been
 * dealt with.  Never NULL. */
GStrv fol_autosave_recover (void) G_GNUC_WARN_UNUSED_RESULT;
