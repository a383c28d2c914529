/* app/autosave.c - a file that only grows, so that nothing is lost: see session-file.h.
 *
 * The file is locked (flock) as long as its process lives; the kernel drops the
 * lock of a killed process, and that is how a left-over session is told from
 * one that is open in another window.
 */
#include "app/session-private.h"

#include "app/paths.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

/* Bytes of one write; more than any batch a person makes. */
#define BLOCK (1u << 20)

struct fol_autosave {
  char *path; /* owned */
  int fd;
  bool has_header;
  GArray *length;  /* uint64_t: of each branch, how far the file has it */
  uint32_t branch; /* whose end the file's last operation is */
  char *notes;     /* owned: the lines of bookmarks and view that were written last */
  struct fol_position position;
};

/* What an update wants to become true once the file has it. */
struct update {
  GString *out;
  gint64 size; /* of the file before */
  GArray *length;
  uint32_t branch;
};

static bool
fail (const char *path, GError **error)
{
  int number = errno;

  g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (number),
               _ ("%s: cannot be autosaved: %s"), path, g_strerror (number));
  return false;
}

struct fol_autosave *
fol_autosave_new (GError **error)
{
  static gint counter;
  g_autofree char *directory = fol_paths_state_dir ();
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *when = g_date_time_format (now, "%Y%m%d-%H%M%S");
  g_autofree char *name = g_strdup_printf ("autosave-%s-%d-%d.jsonl", when, (int) getpid (),
                                           g_atomic_int_add (&counter, 1));
  g_autofree char *path = g_build_filename (directory, name, NULL);
  struct fol_autosave *autosave;
  int fd;

  if (g_mkdir_with_parents (directory, 0700) != 0) {
    fail (directory, error);
    return NULL;
  }
  fd = g_open (path, O_WRONLY | O_CREAT | O_EXCL | O_APPEND | O_CLOEXEC, 0600);
  if (fd < 0 || flock (fd, LOCK_EX | LOCK_NB) != 0) {
    fail (path, error);
    if (fd >= 0)
      close (fd);
    return NULL;
  }
  autosave = g_new0 (struct fol_autosave, 1);
  autosave->path = g_steal_pointer (&path);
  autosave->fd = fd;
  autosave->length = g_array_new (FALSE, TRUE, sizeof (uint64_t));
  autosave->notes = g_strdup ("");
  return autosave;
}

const char *
fol_autosave_path (const struct fol_autosave *autosave)
{
  return autosave->path;
}

void
fol_autosave_free (struct fol_autosave *autosave)
{
  if (autosave == NULL)
    return;
  (void) g_unlink (autosave->path);
  close (autosave->fd);
  g_array_unref (autosave->length);
  g_free (autosave->notes);
  g_free (autosave->path);
  g_free (autosave);
}

guint64
fol_autosave_pending (const struct fol_autosave *autosave, const struct fol_state *state)
{
  guint64 pending = 0;

  if (!state->settled)
    return 0;
  for (uint32_t i = 0; i < state->branch_count; i++) {
    const struct fol_branch *at = &state->track[i]->branch;
    uint64_t has =
        i < autosave->length->len ? g_array_index (autosave->length, uint64_t, i) : at->fork;

    pending += at->length - MIN (has, at->length);
  }
  return pending;
}

static bool
write_out (struct fol_autosave *autosave, struct update *update)
{
  bool written = fol_write_all (autosave->fd, update->out->str, update->out->len);

  g_string_truncate (update->out, 0);
  return written;
}

/* The operations of `branch` that the file does not have. */
static bool
append_branch (struct fol_autosave *autosave, struct update *update, const struct fol_state *state,
               uint32_t branch, GHashTable *names)
{
  const struct fol_branch *at = &state->track[branch]->branch;
  bool is_new = branch >= update->length->len;
  uint64_t has;

  if (is_new)
    g_array_append_val (update->length, at->fork);
  has = g_array_index (update->length, uint64_t, branch);
  if (has >= at->length)
    return true;
  if (branch != update->branch || (is_new && branch > 0))
    fol_session_append_branch (update->out, state, branch, is_new);
  update->branch = branch;
  for (uint64_t index = has + 1; index <= at->length; index++) {
    fol_session_append_op (update->out, state, branch, index, names);
    if (update->out->len >= BLOCK && !write_out (autosave, update))
      return false;
  }
  g_array_index (update->length, uint64_t, branch) = at->length;
  return true;
}

static bool
append_all (struct fol_autosave *autosave, struct update *update, const struct fol_state *state,
            const struct fol_session_notes *notes, const char *note_lines)
{
  g_autoptr (GHashTable) names = fol_session_index_names (notes->names);

  if (!autosave->has_header)
    fol_session_append_header (update->out, state);
  for (uint32_t i = 0; i < state->branch_count; i++)
    if (!append_branch (autosave, update, state, i, names))
      return false;
  if (!g_str_equal (note_lines, autosave->notes)) {
    g_string_append (update->out, "{\"bookmarks\":\"none\"}\n");
    g_string_append (update->out, note_lines);
  }
  if (state->position.branch != autosave->position.branch ||
      state->position.index != autosave->position.index ||
      state->position.step != autosave->position.step)
    fol_session_append_position (update->out, state->position);
  return update->out->len == 0 || write_out (autosave, update);
}

bool
fol_autosave_update (struct fol_autosave *autosave, const struct fol_state *state,
                     const struct fol_session_notes *notes, GError **error)
{
  g_autoptr (GString) out = g_string_new (NULL);
  g_autoptr (GString) note_lines = g_string_new (NULL);
  struct update update = { .out = out, .branch = autosave->branch };
  struct stat status;

  if (!state->settled || !state->from_machine)
    return true;
  if (fstat (autosave->fd, &status) != 0)
    return fail (autosave->path, error);
  update.size = status.st_size;
  update.length = g_array_copy (autosave->length);
  fol_session_append_notes (note_lines, notes);
  if (!append_all (autosave, &update, state, notes, note_lines->str)) {
    fail (autosave->path, error);
    /* Half a batch would be a broken line: the file goes back to what it was. */
    if (ftruncate (autosave->fd, update.size) != 0)
      autosave->has_header = autosave->has_header && update.size > 0;
    g_array_unref (update.length);
    return false;
  }
  g_array_unref (autosave->length);
  autosave->length = update.length;
  autosave->branch = update.branch;
  autosave->has_header = true;
  autosave->position = state->position;
  g_free (autosave->notes);
  autosave->notes = g_string_free (g_steal_pointer (&note_lines), FALSE);
  return true;
}

struct leftover {
  char *path; /* owned */
  gint64 when;
};

static int
compare_newest (gconstpointer x, gconstpointer y)
{
  const struct leftover *a = x, *b = y;

  return a->when < b->when ? 1 : -(a->when > b->when);
}

/* More than one line: something was done in it. */
static bool
has_operations (int fd)
{
  char block[8192];
  gssize count;
  gint64 seen = 0;

  while ((count = read (fd, block, sizeof block)) > 0) {
    const char *newline = memchr (block, '\n', (gsize) count);

    if (newline != NULL) {
      gint64 header = seen + (newline - block) + 1;

      return lseek (fd, 0, SEEK_END) > header;
    }
    seen += count;
  }
  return false;
}

/* Whether `path` is a session whose process is gone.  Empty ones are removed. */
static bool
is_leftover (const char *path, gint64 *when)
{
  int fd = g_open (path, O_RDONLY | O_CLOEXEC, 0);
  bool leftover = false;
  struct stat status;

  if (fd < 0)
    return false;
  if (fstat (fd, &status) == 0 && S_ISREG (status.st_mode) && flock (fd, LOCK_EX | LOCK_NB) == 0) {
    leftover = has_operations (fd);
    *when = (gint64) status.st_mtim.tv_sec * G_USEC_PER_SEC + status.st_mtim.tv_nsec / 1000;
    if (!leftover)
      (void) g_unlink (path);
  }
  close (fd);
  return leftover;
}

GStrv
fol_autosave_recover (void)
{
  g_autofree char *path = fol_paths_state_dir ();
  g_autoptr (GDir) directory = g_dir_open (path, 0, NULL);
  g_autoptr (GArray) found = g_array_new (FALSE, FALSE, sizeof (struct leftover));
  GPtrArray *paths = g_ptr_array_new ();
  const char *name;

  while (directory != NULL && (name = g_dir_read_name (directory)) != NULL) {
    struct leftover leftover = { .path = g_build_filename (path, name, NULL) };

    if (g_str_has_prefix (name, "autosave-") && g_str_has_suffix (name, ".jsonl") &&
        is_leftover (leftover.path, &leftover.when))
      g_array_append_val (found, leftover);
    else
      g_free (leftover.path);
  }
  g_array_sort (found, compare_newest);
  for (guint i = 0; i < found->len; i++)
    g_ptr_array_add (paths, g_array_index (found, struct leftover, i).path);
  g_ptr_array_add (paths, NULL);
  return (GStrv) g_ptr_array_free (paths, FALSE);
}
