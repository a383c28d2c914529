/* app/session-file.c - notes, and the lines a session is made of: see session-file.h. */
#include "app/session-private.h"

#include "app/machine-reader.h"

#include <errno.h>
#include <unistd.h>

G_DEFINE_QUARK (fol - session - file - error - quark, fol_session_file_error)

static void
clear_bookmark (gpointer data)
{
  struct fol_bookmark *bookmark = data;

  g_free (bookmark->label);
}

struct fol_session_notes *
fol_session_notes_new (void)
{
  struct fol_session_notes *notes = g_new0 (struct fol_session_notes, 1);

  notes->names = fol_names_new ();
  notes->bookmarks = g_array_new (FALSE, FALSE, sizeof (struct fol_bookmark));
  g_array_set_clear_func (notes->bookmarks, clear_bookmark);
  notes->view = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  return notes;
}

struct fol_session_notes *
fol_session_notes_copy (const struct fol_session_notes *notes)
{
  struct fol_session_notes *copy = fol_session_notes_new ();
  GHashTableIter iter;
  gpointer key, value;

  fol_names_free (copy->names);
  copy->names = fol_names_copy (notes->names);
  for (guint i = 0; i < notes->bookmarks->len; i++) {
    struct fol_bookmark bookmark = g_array_index (notes->bookmarks, struct fol_bookmark, i);

    bookmark.label = g_strdup (bookmark.label);
    g_array_append_val (copy->bookmarks, bookmark);
  }
  g_hash_table_iter_init (&iter, notes->view);
  while (g_hash_table_iter_next (&iter, &key, &value))
    g_hash_table_insert (copy->view, g_strdup (key), g_strdup (value));
  return copy;
}

void
fol_session_notes_free (struct fol_session_notes *notes)
{
  if (notes == NULL)
    return;
  fol_names_free (notes->names);
  g_array_unref (notes->bookmarks);
  g_hash_table_unref (notes->view);
  g_free (notes);
}

/* As a JSON string.  What is no UTF-8 becomes U+FFFD. */
static void
append_string (GString *out, const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);

  g_string_append_c (out, '"');
  for (const char *at = valid; *at != '\0'; at++) {
    if (*at == '"' || *at == '\\')
      g_string_append_printf (out, "\\%c", *at);
    else if ((unsigned char) *at < 0x20)
      g_string_append_printf (out, "\\u%04x", (unsigned char) *at);
    else
      g_string_append_c (out, *at);
  }
  g_string_append_c (out, '"');
}

void
fol_session_append_header (GString *out, const struct fol_state *state)
{
  g_autofree char *machine = fol_machine_to_json (&state->machine);

  g_string_append_printf (out, "{\"format\":%u,\"type\":\"%s\",\"machine\":%s}\n",
                          FOL_SESSION_FORMAT, FOL_SESSION_TYPE, machine);
}

void
fol_session_append_branch (GString *out, const struct fol_state *state, uint32_t branch,
                           bool is_new)
{
  const struct fol_branch *at = &state->track[branch]->branch;

  if (is_new)
    g_string_append_printf (out, "{\"branch\":%u,\"parent\":%u,\"fork\":%" G_GUINT64_FORMAT "}\n",
                            branch, at->parent, at->fork);
  else
    g_string_append_printf (out, "{\"branch\":%u}\n", branch);
}

static void
append_place (GString *out, struct fol_position position)
{
  g_string_append_printf (out, "\"branch\":%u,\"index\":%" G_GUINT64_FORMAT, position.branch,
                          position.index);
  if (position.step != FOL_STEP_END)
    g_string_append_printf (out, ",\"step\":%u", position.step);
}

void
fol_session_append_position (GString *out, struct fol_position position)
{
  g_string_append (out, "{\"position\":{");
  append_place (out, position);
  g_string_append (out, "}}\n");
}

static int
compare_keys (gconstpointer x, gconstpointer y)
{
  return g_strcmp0 (x, y);
}

void
fol_session_append_notes (GString *out, const struct fol_session_notes *notes)
{
  g_autoptr (GList) keys = g_list_sort (g_hash_table_get_keys (notes->view), compare_keys);

  for (guint i = 0; i < notes->bookmarks->len; i++) {
    const struct fol_bookmark *bookmark = &g_array_index (notes->bookmarks, struct fol_bookmark, i);

    g_string_append (out, "{\"bookmark\":");
    append_string (out, bookmark->label);
    g_string_append_c (out, ',');
    append_place (out, bookmark->position);
    g_string_append (out, "}\n");
  }
  for (GList *at = keys; at != NULL; at = at->next) {
    g_string_append (out, "{\"view\":");
    append_string (out, at->data);
    g_string_append (out, ",\"value\":");
    append_string (out, g_hash_table_lookup (notes->view, at->data));
    g_string_append (out, "}\n");
  }
}

/* Branches are fewer than 2^20 and operations fewer than 2^44: one key. */
static gint64
name_key (uint32_t branch, uint64_t index)
{
  return (gint64) ((uint64_t) branch << 44 | index);
}

GHashTable *
fol_session_index_names (const struct fol_names *names)
{
  GHashTable *table = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  struct fol_name name;

  for (uint32_t i = 0; fol_names_get (names, i, &name); i++) {
    gint64 *key = g_new (gint64, 1);

    *key = name_key (name.branch, name.index);
    g_hash_table_insert (table, key, (gpointer) name.name);
  }
  return table;
}

void
fol_session_append_op (GString *out, const struct fol_state *state, uint32_t branch, uint64_t index,
                       GHashTable *names)
{
  struct fol_operation operation = { .as = NULL };
  gint64 key = name_key (branch, index);

  if (!fol_state_op (state, branch, index, &operation.op))
    g_return_if_reached ();
  if (g_hash_table_size (names) > 0)
    operation.as = g_hash_table_lookup (names, &key);
  fol_operation_append_json (out, &operation);
  g_string_append_c (out, '\n');
}

bool
fol_write_all (int fd, const char *bytes, gsize count)
{
  while (count > 0) {
    gssize written = write (fd, bytes, count);

    if (written < 0 && errno == EINTR)
      continue;
    if (written < 0)
      return false;
    bytes += written;
    count -= (gsize) written;
  }
  return true;
}
