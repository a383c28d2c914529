/* app/session-load.c - reading a session line by line: see session-file.h. */
#include "app/session-private.h"

#include "app/describe.h"
#include "app/machine-reader.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define BLOCK        65536u
#define BATCH        4096u
#define GFP_TEXT_MAX 256u

static const struct fol_json_limits line_limits = { .bytes_max = FOL_SESSION_LINE_MAX,
                                                    .depth_max = 16 };

struct loader {
  const char *path;
  int fd;
  guint64 size, read;
  guint line; /* number of the line being read */
  struct fol_loaded_session *session;
  GCancellable *cancellable;
  fol_session_progress_func progress;
  gpointer user_data;
  gint64 told;

  /* Operations read but not yet applied, with their lines. */
  struct sim_op op[BATCH];
  guint op_line[BATCH];
  guint op_count;

  GArray *branch; /* uint32_t: history's branch of the file's branch i */
  gint64 begins;  /* file's branch that the next operation begins, or -1 */
  bool skipping;  /* the branch line was wrong, so where would operations go? */
  bool has_position;

  /* The gfp text seen last: most lines have the same. */
  char gfp_text[GFP_TEXT_MAX];
  uint32_t gfp;
};

static void problem (struct loader *loader, guint line, const char *format, ...)
    G_GNUC_PRINTF (3, 4);

static void
add_problem (struct loader *loader, char *text)
{
  if (loader->session->problem_count++ < FOL_PROBLEMS_MAX)
    g_ptr_array_add (loader->session->problems, text);
  else
    g_free (text);
}

static void
problem (struct loader *loader, guint line, const char *format, ...)
{
  va_list arguments;
  g_autofree char *text = NULL;

  va_start (arguments, format);
  text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  add_problem (loader, g_strdup_printf ("%s:%u: %s", loader->path, line, text));
}

void
fol_loaded_session_free (struct fol_loaded_session *session)
{
  if (session == NULL)
    return;
  fol_history_free (session->history);
  fol_session_notes_free (session->notes);
  g_ptr_array_unref (session->problems);
  g_free (session);
}

static bool
cancel_asked (void *user_data, uint64_t done, uint64_t total)
{
  struct loader *loader = user_data;
  gint64 now;

  if (g_cancellable_is_cancelled (loader->cancellable))
    return true;
  now = g_get_monotonic_time ();
  if (loader->progress != NULL && now - loader->told >= FOL_SESSION_PROGRESS_US) {
    loader->told = now;
    loader->progress (MIN (loader->read, loader->size), loader->size, loader->user_data);
  }
  return false;
}

static void
refused (struct loader *loader, guint line, const struct sim_op *op,
         const struct sim_result *result)
{
  g_autofree char *text = fol_op_to_text (op);
  struct sim_view view = sim_world_view (fol_history_world (loader->session->history));
  g_autofree char *reason = fol_describe_result (&view, op, result);

  problem (loader, line, _ ("%s was refused: %s"), text, reason);
}

/* The first operation of a branch tells which one it is in the history. */
static void
note_branch (struct loader *loader)
{
  uint32_t branch = fol_history_position (loader->session->history).branch;

  if (loader->begins < 0)
    return;
  g_array_append_val (loader->branch, branch);
  loader->begins = -1;
}

/* Applies what was gathered; false if given up. */
static bool
flush (struct loader *loader)
{
  struct fol_cancel cancel = { .asked = cancel_asked, .user_data = loader };
  struct sim_result result;
  guint done = 0;

  while (done < loader->op_count) {
    guint64 applied = fol_history_apply_many (loader->session->history, loader->op + done,
                                              loader->op_count - done, &result, &cancel);

    if (applied > 0)
      note_branch (loader);
    done += (guint) applied;
    if (g_cancellable_is_cancelled (loader->cancellable))
      return false;
    if (done < loader->op_count) {
      refused (loader, loader->op_line[done], &loader->op[done], &result);
      done++;
    }
  }
  loader->op_count = 0;
  return true;
}

static bool
add_op (struct loader *loader, const struct sim_op *op)
{
  loader->op[loader->op_count] = *op;
  loader->op_line[loader->op_count++] = loader->line;
  return loader->op_count < BATCH || flush (loader);
}

/* An operation with names, whose result must be known before the next. */
static bool
add_named (struct loader *loader, struct fol_operation *operation)
{
  g_autoptr (GError) error = NULL;
  struct fol_history *history = loader->session->history;
  struct fol_names *names = loader->session->notes->names;
  struct fol_position position;
  struct sim_result result;
  struct sim_view view;

  if (!flush (loader))
    return false;
  view = sim_world_view (fol_history_world (history));
  if (!fol_operation_resolve (operation, names, &view, &error)) {
    problem (loader, loader->line, "%s", error->message);
    return true;
  }
  if (fol_history_apply_many (history, &operation->op, 1, &result, NULL) == 0) {
    refused (loader, loader->line, &operation->op, &result);
    return true;
  }
  note_branch (loader);
  position = fol_history_position (history);
  if (operation->as != NULL && result.status == SIM_OK)
    fol_names_add (names, operation->as, result.object, result.value, position.branch,
                   position.index);
  return true;
}

static bool
read_op (struct loader *loader, struct fol_json *json, JsonNode *root, GError **error)
{
  struct fol_operation operation;
  bool named, go_on;

  if (!fol_operation_parse_json (json, root, NULL, &operation, error))
    return true;
  named = operation.as != NULL;
  for (guint i = 0; i < SIM_ARGUMENTS_MAX; i++)
    named |= operation.reference[i] != NULL;
  go_on = named ? add_named (loader, &operation) : add_op (loader, &operation.op);
  fol_operation_clear (&operation);
  return go_on;
}

/* --- places --- */

static bool
read_place (struct loader *loader, struct fol_json *json, JsonNode *node,
            struct fol_position *position, GError **error)
{
  struct fol_history *history = loader->session->history;
  guint64 branch = 0, index, step = FOL_STEP_END;
  struct fol_branch at;

  if (!fol_json_uint_opt (json, node, "branch", G_MAXUINT32, &branch, error) ||
      !fol_json_uint (json, node, "index", G_MAXINT64, &index, error) ||
      !fol_json_uint_opt (json, node, "step", FOL_STEP_END, &step, error))
    return false;
  if (branch >= loader->branch->len) {
    fol_json_set_error (json, fol_json_member_opt (node, "branch"), FOL_JSON_VALUE, error,
                        _ ("there is no branch %" PRIu64 " here"), branch);
    return false;
  }
  position->branch = g_array_index (loader->branch, uint32_t, branch);
  fol_history_branch (history, position->branch, &at);
  /* Operations that could not be read or were refused are missing. */
  position->index = MIN (index, at.length);
  position->step = index <= at.length ? (uint32_t) step : FOL_STEP_END;
  return true;
}

static bool
go_to (struct loader *loader, uint32_t branch, uint64_t index)
{
  struct fol_position position = { .branch = branch, .index = index, .step = FOL_STEP_END };
  struct fol_cancel cancel = { .asked = cancel_asked, .user_data = loader };

  return fol_history_seek (loader->session->history, position, &cancel);
}

/* {"branch":1,"parent":0,"fork":3} begins one, {"branch":0} goes on at its end. */
static bool
read_branch (struct loader *loader, struct fol_json *json, JsonNode *root, GError **error)
{
  static const char *const known[] = { "branch", "parent", "fork", NULL };
  struct fol_branch at;
  guint64 branch, parent, fork;

  loader->skipping = true;
  loader->begins = -1;
  if (!fol_json_only (json, root, known, error) ||
      !fol_json_uint (json, root, "branch", G_MAXUINT32, &branch, error))
    return true;
  if (branch < loader->branch->len && fol_json_member_opt (root, "fork") == NULL) {
    uint32_t number = g_array_index (loader->branch, uint32_t, branch);

    fol_history_branch (loader->session->history, number, &at);
    loader->skipping = false;
    return go_to (loader, number, at.length);
  }
  if (!fol_json_uint (json, root, "parent", G_MAXUINT32, &parent, error) ||
      !fol_json_uint (json, root, "fork", G_MAXINT64, &fork, error))
    return true;
  if (branch != loader->branch->len || parent >= branch) {
    fol_json_set_error (json, root, FOL_JSON_VALUE, error,
                        _ ("the next branch is %u, and its parent one before it"),
                        loader->branch->len);
    return true;
  }
  parent = g_array_index (loader->branch, uint32_t, parent);
  fol_history_branch (loader->session->history, (uint32_t) parent, &at);
  loader->begins = (gint64) branch;
  loader->skipping = false;
  return go_to (loader, (uint32_t) parent, MIN (fork, at.length));
}

static void
read_bookmark (struct loader *loader, struct fol_json *json, JsonNode *root, GError **error)
{
  static const char *const known[] = { "bookmark", "branch", "index", "step", NULL };
  struct fol_bookmark bookmark;
  const char *label;

  if (!fol_json_only (json, root, known, error) ||
      !fol_json_string (json, root, "bookmark", &label, error) ||
      !read_place (loader, json, root, &bookmark.position, error))
    return;
  bookmark.label = g_strdup (label);
  g_array_append_val (loader->session->notes->bookmarks, bookmark);
}

static void
read_view (struct loader *loader, struct fol_json *json, JsonNode *root, GError **error)
{
  static const char *const known[] = { "view", "value", NULL };
  const char *key, *value;

  if (fol_json_only (json, root, known, error) &&
      fol_json_string (json, root, "view", &key, error) &&
      fol_json_string (json, root, "value", &value, error))
    g_hash_table_insert (loader->session->notes->view, g_strdup (key), g_strdup (value));
}

static void
read_position (struct loader *loader, struct fol_json *json, JsonNode *root, GError **error)
{
  static const char *const known[] = { "position", NULL };
  static const char *const place[] = { "branch", "index", "step", NULL };
  JsonNode *node = fol_json_member_opt (root, "position");
  JsonObject *object;

  if (fol_json_only (json, root, known, error) &&
      fol_json_get_object (json, node, &object, error) &&
      fol_json_only (json, node, place, error) &&
      read_place (loader, json, node, &loader->session->position, error))
    loader->has_position = true;
}

/* Any line but the first, by the strict reader; false if given up. */
static bool
read_strictly (struct loader *loader, const char *text, gsize length)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (FolJson) json =
      fol_json_parse (loader->path, loader->line, text, (gssize) length, &line_limits, &error);
  JsonNode *root = json != NULL ? fol_json_root (json) : NULL;
  JsonObject *object;
  bool go_on = true;

  if (root == NULL || !fol_json_get_object (json, root, &object, &error)) {
  } else if (json_object_has_member (object, "op")) {
    go_on = loader->skipping || read_op (loader, json, root, &error);
  } else if (!flush (loader)) {
    go_on = false;
  } else if (json_object_has_member (object, "bookmark")) {
    read_bookmark (loader, json, root, &error);
  } else if (json_object_has_member (object, "view")) {
    read_view (loader, json, root, &error);
  } else if (json_object_has_member (object, "position")) {
    read_position (loader, json, root, &error);
  } else if (json_object_has_member (object, "bookmarks")) {
    g_array_set_size (loader->session->notes->bookmarks, 0);
  } else if (json_object_has_member (object, "branch")) {
    go_on = read_branch (loader, json, root, &error);
  } else {
    fol_json_set_error (json, root, FOL_JSON_UNKNOWN, &error,
                        _ ("a line is an operation (\"op\"), or has \"branch\", \"bookmark\", "
                           "\"view\" or \"position\""));
  }
  if (error != NULL)
    add_problem (loader, g_strdup (error->message));
  return go_on;
}

/* --- the quick way for lines as this program writes them --- */

static bool
take (const char **at, const char *word)
{
  gsize length = strlen (word);

  if (strncmp (*at, word, length) != 0)
    return false;
  *at += length;
  return true;
}

/* Characters that mean themselves, up to a quote: false for anything else. */
static bool
take_plain (const char **at, char *out, gsize room)
{
  gsize length = 0;

  while (g_ascii_isalnum (**at) || **at == '_' || **at == '|') {
    if (length + 1 >= room)
      return false;
    out[length++] = *(*at)++;
  }
  out[length] = '\0';
  return take (at, "\"");
}

static bool
take_number (const char **at, uint64_t *number)
{
  const char *start = *at;

  *number = 0;
  while (g_ascii_isdigit (**at) && *at - start < 18)
    *number = *number * 10 + (uint64_t) (*(*at)++ - '0');
  return *at > start && (*start != '0' || *at - start == 1);
}

static bool
take_argument (struct loader *loader, const char **at, struct sim_op *op, guint *given)
{
  const struct sim_operation_info *info = &sim_operations[op->kind];
  const struct sim_argument_info *argument = NULL;
  char name[32], text[GFP_TEXT_MAX];
  guint number;

  if (!take (at, ",\"") || !take_plain (at, name, sizeof name) || !take (at, ":"))
    return false;
  for (number = 0; number < info->argument_count && argument == NULL; number++)
    if (strcmp (info->argument[number].name, name) == 0)
      argument = &info->argument[number];
  if (argument == NULL || (*given & 1u << number) != 0)
    return false;
  *given |= 1u << number;
  number--;
  if (argument->kind != SIM_ARGUMENT_GFP)
    return take_number (at, &op->argument[number]) && op->argument[number] >= argument->least &&
           op->argument[number] <= argument->most;
  if (!take (at, "\"") || !take_plain (at, text, sizeof text))
    return false;
  if (strcmp (text, loader->gfp_text) != 0) {
    if (!fol_gfp_parse (text, &loader->gfp, NULL))
      return false;
    g_strlcpy (loader->gfp_text, text, sizeof loader->gfp_text);
  }
  op->argument[number] = loader->gfp;
  return true;
}

/* An operation without names, exactly as we write it; false leaves it to the strict reader. */
static bool
read_quickly (struct loader *loader, const char *at, const char *end, struct sim_op *op)
{
  char name[32];
  guint given = 0;

  if (!take (&at, "{\"op\":\"") || !take_plain (&at, name, sizeof name))
    return false;
  for (op->kind = 0; op->kind < SIM_OP_COUNT; op->kind++)
    if (strcmp (sim_operations[op->kind].name, name) == 0)
      break;
  if (op->kind == SIM_OP_COUNT)
    return false;
  for (guint i = 0; i < SIM_ARGUMENTS_MAX; i++)
    op->argument[i] = i < sim_operations[op->kind].argument_count
                          ? sim_operations[op->kind].argument[i].otherwise
                          : 0;
  while (*at == ',')
    if (!take_argument (loader, &at, op, &given))
      return false;
  for (guint i = 0; i < sim_operations[op->kind].argument_count; i++)
    if (sim_operations[op->kind].argument[i].required && (given & 2u << i) == 0)
      return false;
  return take (&at, "}") && at == end;
}

/* --- lines --- */

static bool
read_header (struct loader *loader, const char *text, gsize length, GError **error)
{
  static const char *const known[] = { "format", "type", "machine", NULL };
  g_autoptr (FolJson) json =
      fol_json_parse (loader->path, loader->line, text, (gssize) length, &line_limits, error);
  g_autoptr (FolMachine) machine = NULL;
  struct sim_machine_problem why = { .error = SIM_MACHINE_OK };
  JsonNode *root = json != NULL ? fol_json_root (json) : NULL, *node;
  JsonObject *object;
  const char *type;
  guint64 format;

  if (root == NULL || !fol_json_get_object (json, root, &object, error))
    return false;
  if (!fol_json_string (json, root, "type", &type, NULL) || !g_str_equal (type, FOL_SESSION_TYPE)) {
    g_set_error (error, FOL_SESSION_FILE_ERROR, FOL_SESSION_FILE_NOT_A_SESSION,
                 _ ("%s:1: is not a session: the first line must have \"type\": \"%s\""),
                 loader->path, FOL_SESSION_TYPE);
    return false;
  }
  if (!fol_json_uint (json, root, "format", G_MAXUINT32, &format, error))
    return false;
  if (format != FOL_SESSION_FORMAT) {
    g_set_error (error, FOL_SESSION_FILE_ERROR, FOL_SESSION_FILE_VERSION,
                 _ ("%s:1: has format %" PRIu64 "; this program reads format %u"), loader->path,
                 format, FOL_SESSION_FORMAT);
    return false;
  }
  node = fol_json_member (json, root, "machine", error);
  if (!fol_json_only (json, root, known, node != NULL ? error : NULL) || node == NULL)
    return false;
  machine = fol_machine_read (json, node, error);
  if (machine == NULL)
    return false;
  loader->session->history = fol_history_new (&machine->sim, &why);
  if (loader->session->history == NULL) {
    g_autofree char *reason = fol_machine_problem_text (&why);

    fol_json_set_error (json, node, FOL_JSON_VALUE, error, "%s", reason);
    return false;
  }
  return true;
}

/* One whole line without its newline; false if given up, or at a bad first line. */
static bool
read_line (struct loader *loader, const char *text, gsize length, GError **error)
{
  struct sim_op op;

  loader->line++;
  if (loader->session->history == NULL)
    return read_header (loader, text, length, error);
  if (length > 0 && text[length - 1] == '\r')
    length--;
  if (length == 0)
    return true;
  if (!loader->skipping && read_quickly (loader, text, text + length, &op))
    return add_op (loader, &op);
  return read_strictly (loader, text, length);
}

/* All whole lines of `buffer` are read and taken out of it. */
static bool
read_lines (struct loader *loader, GByteArray *buffer, bool at_end, GError **error)
{
  gsize start = 0;

  for (;;) {
    const char *text = (const char *) buffer->data + start;
    gsize left = buffer->len - start;
    const char *newline = left > 0 ? memchr (text, '\n', left) : NULL;
    gsize length = newline != NULL ? (gsize) (newline - text) : left;

    if (newline == NULL && (!at_end || left == 0))
      break;
    /* The quick reader stops at any NUL, so the text gets one: at the newline. */
    if (newline != NULL)
      buffer->data[start + length] = '\0';
    if (!read_line (loader, text, length, error))
      return false;
    start += length + (newline != NULL ? 1 : 0);
  }
  g_byte_array_remove_range (buffer, 0, (guint) start);
  return true;
}

/* A line that never ends is one problem, not a reason to fill memory. */
static void
skip_long_line (struct loader *loader, GByteArray *buffer, bool *in_long_line)
{
  const guint8 *newline;

  if (!*in_long_line && buffer->len <= FOL_SESSION_LINE_MAX)
    return;
  if (!*in_long_line) {
    loader->line++;
    problem (loader, loader->line, _ ("the line is longer than %u bytes"), FOL_SESSION_LINE_MAX);
  }
  newline = memchr (buffer->data, '\n', buffer->len);
  *in_long_line = newline == NULL;
  g_byte_array_remove_range (buffer, 0,
                             newline != NULL ? (guint) (newline - buffer->data) + 1 : buffer->len);
}

static bool
read_file (struct loader *loader, GError **error)
{
  g_autoptr (GByteArray) buffer = g_byte_array_new ();
  bool in_long_line = false, at_end = false;

  while (!at_end) {
    guint8 block[BLOCK + 1];
    gssize count = read (loader->fd, block, BLOCK);

    if (count < 0 && errno == EINTR)
      continue;
    if (count < 0) {
      g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (errno),
                   _ ("%s: cannot be read: %s"), loader->path, g_strerror (errno));
      return false;
    }
    at_end = count == 0;
    loader->read += (guint64) count;
    /* One byte beyond the end, so that the last line can have its NUL. */
    g_byte_array_append (buffer, block, (guint) count);
    g_byte_array_set_size (buffer, buffer->len + 1);
    buffer->data[buffer->len - 1] = '\0';
    g_byte_array_set_size (buffer, buffer->len - 1);
    if (in_long_line)
      skip_long_line (loader, buffer, &in_long_line);
    if (!in_long_line && !read_lines (loader, buffer, at_end, error))
      return false;
    if (loader->session->history != NULL || buffer->len <= FOL_SESSION_LINE_MAX)
      skip_long_line (loader, buffer, &in_long_line);
    else
      return read_line (loader, (const char *) buffer->data, buffer->len, error);
    if (cancel_asked (loader, 0, 0))
      break;
  }
  return !g_cancellable_set_error_if_cancelled (loader->cancellable, error);
}

static bool
load (struct loader *loader, GError **error)
{
  uint32_t first = 0;

  g_array_append_val (loader->branch, first);
  if (!read_file (loader, error) || (loader->session->history != NULL && !flush (loader))) {
    if (error == NULL || *error == NULL)
      g_cancellable_set_error_if_cancelled (loader->cancellable, error);
    return false;
  }
  if (loader->session->history == NULL) {
    g_set_error (error, FOL_SESSION_FILE_ERROR, FOL_SESSION_FILE_EMPTY, _ ("%s: is empty"),
                 loader->path);
    return false;
  }
  if (!loader->has_position)
    loader->session->position = fol_history_position (loader->session->history);
  fol_history_seek (loader->session->history, loader->session->position, NULL);
  loader->session->position = fol_history_position (loader->session->history);
  return true;
}

struct fol_loaded_session *
fol_session_file_load (const char *path, GCancellable *cancellable,
                       fol_session_progress_func progress, gpointer user_data, GError **error)
{
  g_autoptr (FolLoadedSession) session = g_new0 (struct fol_loaded_session, 1);
  g_autofree struct loader *loader = g_new0 (struct loader, 1);
  struct stat status;
  bool loaded;

  session->notes = fol_session_notes_new ();
  session->problems = g_ptr_array_new_with_free_func (g_free);
  *loader = (struct loader){ .path = path,
                             .session = session,
                             .cancellable = cancellable,
                             .progress = progress,
                             .user_data = user_data,
                             .begins = -1 };
  loader->fd = g_open (path, O_RDONLY | O_CLOEXEC, 0);
  if (loader->fd < 0) {
    g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (errno), _ ("%s: cannot be read: %s"),
                 path, g_strerror (errno));
    return NULL;
  }
  if (fstat (loader->fd, &status) == 0 && S_ISREG (status.st_mode))
    loader->size = (guint64) status.st_size;
  loader->branch = g_array_new (FALSE, FALSE, sizeof (uint32_t));
  loaded = load (loader, error);
  g_array_unref (loader->branch);
  close (loader->fd);
  return loaded ? g_steal_pointer (&session) : NULL;
}
