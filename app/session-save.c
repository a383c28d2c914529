/* app/session-save.c - a whole session to a new file, renamed over the old: see session-file.h. */
#include "app/session-private.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

/* Bytes gathered before they are written. */
#define BLOCK (256u * 1024)

struct writer {
  int fd;
  const struct fol_state *state;
  GHashTable *names;
  GString *out;
  GCancellable *cancellable;
  fol_session_progress_func progress;
  gpointer user_data;
  guint64 done, total;
  gint64 told;
};

static bool
fail (const char *path, int number, GError **error)
{
  g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (number), _ ("%s: cannot be saved: %s"),
               path, g_strerror (number));
  return false;
}

static bool
flush (struct writer *writer, const char *path, GError **error)
{
  gint64 now = g_get_monotonic_time ();

  if (g_cancellable_set_error_if_cancelled (writer->cancellable, error))
    return false;
  if (!fol_write_all (writer->fd, writer->out->str, writer->out->len))
    return fail (path, errno, error);
  g_string_truncate (writer->out, 0);
  if (writer->progress != NULL && now - writer->told >= FOL_SESSION_PROGRESS_US) {
    writer->told = now;
    writer->progress (writer->done, writer->total, writer->user_data);
  }
  return true;
}

static bool
write_branch (struct writer *writer, uint32_t branch, const char *path, GError **error)
{
  const struct fol_branch *at = &writer->state->track[branch]->branch;

  if (branch > 0)
    fol_session_append_branch (writer->out, writer->state, branch, true);
  for (uint64_t index = at->fork + 1; index <= at->length; index++) {
    fol_session_append_op (writer->out, writer->state, branch, index, writer->names);
    writer->done++;
    if (writer->out->len >= BLOCK && !flush (writer, path, error))
      return false;
  }
  return true;
}

static bool
write_all (struct writer *writer, const struct fol_session_notes *notes, const char *path,
           GError **error)
{
  const struct fol_state *state = writer->state;

  for (uint32_t i = 0; i < state->branch_count; i++)
    writer->total += state->track[i]->branch.length - state->track[i]->branch.fork;
  fol_session_append_header (writer->out, state);
  for (uint32_t i = 0; i < state->branch_count; i++)
    if (!write_branch (writer, i, path, error))
      return false;
  fol_session_append_notes (writer->out, notes);
  fol_session_append_position (writer->out, state->position);
  return flush (writer, path, error);
}

/* A rename is on the disk when the directory is. */
static void
sync_directory (const char *path)
{
  g_autofree char *directory = g_path_get_dirname (path);
  int fd = g_open (directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);

  if (fd >= 0) {
    (void) fsync (fd);
    close (fd);
  }
}

/* Into a file beside `path`, then over it. */
static bool
save_beside (struct writer *writer, const struct fol_session_notes *notes, const char *path,
             mode_t mode, GError **error)
{
  g_autofree char *beside = g_strconcat (path, ".XXXXXX", NULL);
  bool saved;

  writer->fd = g_mkstemp_full (beside, O_RDWR | O_CLOEXEC, 0666);
  if (writer->fd < 0)
    return fail (path, errno, error);
  if (mode != 0)
    (void) fchmod (writer->fd, mode);
  saved = write_all (writer, notes, path, error);
  if (saved && fsync (writer->fd) != 0)
    saved = fail (path, errno, error);
  if (close (writer->fd) != 0 && saved)
    saved = fail (path, errno, error);
  if (saved && g_rename (beside, path) != 0)
    saved = fail (path, errno, error);
  if (saved)
    sync_directory (path);
  else
    (void) g_unlink (beside);
  return saved;
}

/* A pipe or a device cannot be replaced: it is written to. */
static bool
save_into (struct writer *writer, const struct fol_session_notes *notes, const char *path,
           GError **error)
{
  bool saved;

  writer->fd = g_open (path, O_WRONLY | O_CLOEXEC, 0);
  if (writer->fd < 0)
    return fail (path, errno, error);
  saved = write_all (writer, notes, path, error);
  if (close (writer->fd) != 0 && saved)
    saved = fail (path, errno, error);
  return saved;
}

bool
fol_session_file_save (const char *path, const struct fol_state *state,
                       const struct fol_session_notes *notes, GCancellable *cancellable,
                       fol_session_progress_func progress, gpointer user_data, GError **error)
{
  g_autoptr (GHashTable) names = fol_session_index_names (notes->names);
  g_autoptr (GString) out = g_string_sized_new (BLOCK + 4096);
  struct writer writer = { .state = state,
                           .names = names,
                           .out = out,
                           .cancellable = cancellable,
                           .progress = progress,
                           .user_data = user_data };
  g_autofree char *target = NULL;
  char *real = realpath (path, NULL); /* a link goes on pointing to the file */
  GStatBuf status;

  target = g_strdup (real != NULL ? real : path);
  free (real);
  if (!state->from_machine) {
    g_set_error (error, FOL_SESSION_FILE_ERROR, FOL_SESSION_FILE_MACHINE,
                 _ ("%s: a recording cannot be saved as a session: it did not begin with a "
                    "machine that was just opened"),
                 path);
    return false;
  }
  if (g_stat (target, &status) != 0)
    return save_beside (&writer, notes, target, 0, error);
  if (S_ISDIR (status.st_mode))
    return fail (path, EISDIR, error);
  if (S_ISREG (status.st_mode))
    return save_beside (&writer, notes, target, status.st_mode & 07777, error);
  return save_into (&writer, notes, target, error);
}
