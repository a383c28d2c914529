/* app/operation-names.c - names of results along the history: see operation-text.h. */
#include "app/operation-text.h"

struct entry {
  char *name; /* owned */
  struct sim_object object;
  uint64_t value;
  uint32_t branch;
  uint64_t index;
};

struct fol_names {
  GArray *entries; /* of struct entry, in the order they were given */
};

static void
clear_entry (gpointer data)
{
  struct entry *entry = data;

  g_free (entry->name);
}

struct fol_names *
fol_names_new (void)
{
  struct fol_names *names = g_new0 (struct fol_names, 1);

  names->entries = g_array_new (FALSE, FALSE, sizeof (struct entry));
  g_array_set_clear_func (names->entries, clear_entry);
  return names;
}

void
fol_names_free (struct fol_names *names)
{
  if (names == NULL)
    return;
  g_array_unref (names->entries);
  g_free (names);
}

static const struct entry *
get (const struct fol_names *names, guint number)
{
  return &g_array_index (names->entries, struct entry, number);
}

struct fol_names *
fol_names_copy (const struct fol_names *names)
{
  struct fol_names *copy = fol_names_new ();

  for (guint i = 0; i < names->entries->len; i++) {
    const struct entry *entry = get (names, i);

    fol_names_add (copy, entry->name, entry->object, entry->value, entry->branch, entry->index);
  }
  return copy;
}

void
fol_names_add (struct fol_names *names, const char *name, struct sim_object object, uint64_t value,
               uint32_t branch, uint64_t index)
{
  struct entry entry = {
    .name = g_strdup (name), .object = object, .value = value, .branch = branch, .index = index
  };

  g_return_if_fail (name != NULL);
  for (guint i = 0; i < names->entries->len; i++) {
    struct entry *old = &g_array_index (names->entries, struct entry, i);

    /* The same operation done once more, after going back. */
    if (old->branch == branch && old->index == index) {
      g_free (old->name);
      *old = entry;
      return;
    }
  }
  g_array_append_val (names->entries, entry);
}

static struct fol_name
told (const struct entry *entry)
{
  return (struct fol_name){ .name = entry->name,
                            .object = entry->object,
                            .value = entry->value,
                            .branch = entry->branch,
                            .index = entry->index };
}

bool
fol_names_lookup (const struct fol_names *names, const char *name, struct fol_name *out)
{
  const struct entry *best = NULL;

  for (guint i = 0; names != NULL && i < names->entries->len; i++) {
    const struct entry *entry = get (names, i);

    if (g_str_equal (entry->name, name) && (best == NULL || entry->index >= best->index))
      best = entry;
  }
  if (best != NULL)
    *out = told (best);
  return best != NULL;
}

struct fol_names *
fol_names_to (const struct fol_names *names, const struct fol_state *state, struct fol_position at)
{
  struct fol_names *visible = fol_names_new ();

  for (guint i = 0; i < names->entries->len; i++) {
    const struct entry *entry = get (names, i);
    uint64_t last = at.index;
    uint32_t branch = at.branch;

    /* Up the line of the position, to the branch the entry was made on. */
    while (branch != entry->branch && branch != 0 && branch < state->branch_count) {
      last = MIN (last, state->track[branch]->branch.fork);
      branch = state->track[branch]->branch.parent;
    }
    if (branch == entry->branch && entry->index <= last)
      fol_names_add (visible, entry->name, entry->object, entry->value, entry->branch,
                     entry->index);
  }
  return visible;
}

struct fol_names *
fol_names_at (const struct fol_names *names, const struct fol_state *state)
{
  return fol_names_to (names, state, state->position);
}

struct fol_names *
fol_names_given (const struct fol_names *names, guint64 index, guint64 *end)
{
  struct fol_names *given = fol_names_new ();
  guint64 next = G_MAXUINT64;

  for (guint i = 0; i < names->entries->len; i++) {
    const struct entry *entry = get (names, i);

    if (entry->index <= index)
      fol_names_add (given, entry->name, entry->object, entry->value, entry->branch, entry->index);
    else
      next = MIN (next, entry->index);
  }
  if (end != NULL)
    *end = next;
  return given;
}

const char *
fol_names_of_frame (const struct fol_names *names, sim_pfn pfn)
{
  const struct entry *best = NULL;

  for (guint i = 0; names != NULL && i < names->entries->len; i++) {
    const struct entry *entry = get (names, i);

    if (entry->object.kind == SIM_OBJECT_BLOCK && entry->object.a == pfn &&
        (best == NULL || entry->index >= best->index))
      best = entry;
  }
  return best != NULL ? best->name : NULL;
}

bool
fol_names_get (const struct fol_names *names, uint32_t number, struct fol_name *out)
{
  if (names == NULL || number >= names->entries->len)
    return false;
  *out = told (get (names, number));
  return true;
}
