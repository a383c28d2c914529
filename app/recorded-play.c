/* app/recorded-play.c - a recording as a timeline, the kernel's answers beside the model's. */
#include "app/recorded-play.h"
#include "app/verify-slab.h"

#include <glib/gi18n-lib.h>

/* Differences written out per row; all are counted. */
#define NOTES_PER_ROW  4u
#define PROGRESS_LINES 64u

/* What the model does not have, as one would say it; kernel names stay in the list. */
static const struct {
  const char *names; /* of operations and records, between spaces */
  const char *words;
} absent[] = {
  { " cache kstate kalloc kfree kalloc_many kfree_many kshrink kmalloc_map kmalloc kmfree "
    "slobstate ",
    N_ ("small objects in a recording of the page allocator (%s)") },
  { " state counts alloc free alloc_many free_many drain_local drain_all mark_lru ",
    N_ ("the page allocator in a recording of small objects (%s)") },
  { " cma cma_alloc cma_release ", N_ ("contiguous memory for devices (%s)") },
  { " vstate vmalloc vzalloc vmalloc_user vmalloc_huge ioremap iounmap vmap vunmap vfree "
    "vm_unmap_aliases ",
    N_ ("memory that is contiguous only in virtual addresses (%s)") },
  { " compact_zone compact_memory frag proactiveness ", N_ ("compaction (%s)") },
  { " try_to_free_pages lru lru_add_drain swapon ramdisk ev ", N_ ("reclaim (%s)") },
  { " new_mm mmap munmap touch madvise ptes write ", N_ ("the memory of processes (%s)") },
  { " open_file file_read file_write ", N_ ("the page cache of files (%s)") },
  { " oom process died text ", N_ ("processes that are killed for want of memory (%s)") },
  { " hugetlb ", N_ ("huge pages (%s)") },
  { " alloc_pages_exact free_pages_exact get_zeroed_page compound_facts ",
    N_ ("this way to ask for pages (%s)") },
};

static char *
absent_words (const char *name)
{
  g_autofree char *word = g_strdup_printf (" %s ", name);

  for (guint i = 0; i < G_N_ELEMENTS (absent); i++)
    if (strstr (absent[i].names, word) != NULL)
      /* Table entries are formats with one %s. */
      return g_strdup (_ (absent[i].words));
  return g_strdup ("%s");
}

static char *
absent_text (const char *name)
{
  g_autofree char *words = absent_words (name);
  g_auto (GStrv) parts = g_strsplit (words, "%s", 2);

  return g_strconcat (parts[0], name, parts[1] != NULL ? parts[1] : "", NULL);
}

struct fol_played_row *
fol_replay_note (struct fol_replay *replay, enum fol_played_kind kind, guint id, guint order,
                 sim_pfn kernel, sim_pfn model)
{
  struct fol_comparison *comparison = &replay->comparison;
  struct fol_played_row row = { .line = comparison->line,
                                .kind = kind,
                                .id = id,
                                .order = order,
                                .kernel = kernel,
                                .model = model,
                                .index = replay->applied };

  if (replay->played == NULL)
    return NULL;
  row.checked = (guint) (comparison->result->checked - replay->noted_checked);
  row.differ = (guint) (comparison->result->differ - replay->noted_differ);
  replay->noted_checked = comparison->result->checked;
  replay->noted_differ = comparison->result->differ;
  if (comparison->notes->len > 0)
    row.note = g_strdup (comparison->notes->str);
  g_string_truncate (comparison->notes, 0);
  comparison->noted = 0;
  g_array_append_val (replay->played->rows, row);
  return &g_array_index (replay->played->rows, struct fol_played_row,
                         replay->played->rows->len - 1);
}

void
fol_replay_note_object (struct fol_replay *replay, enum fol_played_kind kind, guint id,
                        const struct fol_place *kernel, const struct fol_place *model, bool bytes,
                        const char *text)
{
  struct fol_played_row *row = fol_replay_note (
      replay, kind, id, 0, kernel != NULL ? kernel->pfn : FOL_PLAYED_NOT_SAID, model->pfn);

  if (row == NULL)
    return;
  row->kernel_part = kernel != NULL ? kernel->number : 0;
  row->model_part = model->number;
  row->bytes = bytes;
  row->text = g_strdup (text);
}

void
fol_replay_note_call (struct fol_replay *replay, const char *name)
{
  struct fol_played_row *row =
      fol_replay_note (replay, FOL_PLAYED_CALL, 0, 0, SIM_PFN_NONE, SIM_PFN_NONE);

  if (row != NULL)
    row->text = g_strdup (name);
}

static void
note_absent (struct fol_replay *replay, enum fol_played_kind kind, const char *name)
{
  struct fol_played_row *row = fol_replay_note (replay, kind, 0, 0, SIM_PFN_NONE, SIM_PFN_NONE);
  g_autofree char *what = absent_text (name);

  row->text = g_strdup_printf (_ ("the model does not have %s"), what);
}

static const struct {
  const char *type;
  enum fol_played_kind kind;
} kinds[] = {
  { "machine", FOL_PLAYED_MACHINE },   { "state", FOL_PLAYED_STATE },
  { "counts", FOL_PLAYED_COUNTS },     { "cache", FOL_PLAYED_CACHE },
  { "kstate", FOL_PLAYED_STATE },      { "slobstate", FOL_PLAYED_STATE },
  { "kmalloc_map", FOL_PLAYED_SIZES },
};

/* What kind a record's row is; *text: what it is called (owned), or NULL. */
static enum fol_played_kind
kind_of (struct fol_replay *replay, FolJson *record, const char *type, char **text)
{
  JsonNode *root = fol_json_root (record);
  enum fol_played_kind kind = FOL_PLAYED_BOOT;
  const char *name = NULL, *label = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_str_equal (type, kinds[i].type))
      kind = kinds[i].kind;
  fol_json_string_opt (record, root, "name", &name, NULL);
  fol_json_string_opt (record, root, "label", &label, NULL);
  if (g_str_equal (type, "state") && replay->last != NULL)
    label = replay->last->label;
  *text = NULL;
  if (g_str_equal (type, "kstate"))
    *text = fol_slab_state_text (replay, record, label);
  else if (kind == FOL_PLAYED_STATE)
    *text = g_strdup (label);
  else if (kind == FOL_PLAYED_CACHE)
    *text = g_strdup (name);
  return kind;
}

/* One record.  False: it ends here; *error is set if that is worth a word of its own. */
static bool
play_record (struct fol_replay *replay, FolJson *record, const char *type, GError **error)
{
  const char *absent_name = NULL;
  enum fol_played_kind kind;
  char *text;

  if (!fol_replay_record (replay, record, type, &absent_name, error)) {
    if (absent_name == NULL)
      return false;
    g_clear_error (error);
    note_absent (replay, replay->world == NULL ? FOL_PLAYED_LEFT_OUT : FOL_PLAYED_STOP,
                 absent_name);
    return replay->world == NULL;
  }
  if (g_str_equal (type, "op"))
    return true; /* has its rows */
  kind = kind_of (replay, record, type, &text);
  fol_replay_note (replay, kind, 0, 0, SIM_PFN_NONE, SIM_PFN_NONE)->text = text;
  return true;
}

static bool
play (struct fol_replay *replay, fol_played_progress progress, gpointer user_data,
      GCancellable *cancellable, GError **error)
{
  for (guint lines = 0;; lines++) {
    g_autoptr (FolJson) record = NULL;
    const char *type;

    if (g_cancellable_set_error_if_cancelled (cancellable, error) ||
        !fol_recording_next (replay->recording, &record, &type, error))
      return false;
    if (record == NULL)
      return true;
    if (progress != NULL && lines % PROGRESS_LINES == 0)
      progress (fol_recording_share (replay->recording), user_data);
    replay->comparison.line = fol_recording_line (replay->recording);
    if (!play_record (replay, record, type, error))
      return *error == NULL;
  }
}

/* Why there is nothing to show: nothing was read, or nothing of it is in the model. */
static void
explain_nothing (struct fol_replay *replay, GError **error)
{
  for (guint i = 0; *error == NULL && i < replay->played->rows->len; i++) {
    const struct fol_played_row *row =
        &g_array_index (replay->played->rows, struct fol_played_row, i);

    if (row->kind == FOL_PLAYED_LEFT_OUT)
      g_set_error (error, FOL_RECORDING_ERROR, FOL_RECORDING_NOT_MODELLED,
                   _ ("%s:%u: cannot be played: it holds no state of the page allocator, and %s"),
                   replay->comparison.path, row->line, row->text);
  }
  if (*error == NULL)
    g_set_error (error, FOL_RECORDING_ERROR, FOL_RECORDING_FORMAT,
                 _ ("%s: the recording ends before its first state"), replay->comparison.path);
}

static void
row_clear (gpointer data)
{
  struct fol_played_row *row = data;

  g_free (row->text);
  g_free (row->note);
}

struct fol_played *
fol_played_new (const char *path, fol_played_progress progress, gpointer user_data,
                GCancellable *cancellable, GError **error)
{
  struct fol_verification result;
  struct fol_played *played = g_new0 (struct fol_played, 1);
  struct fol_replay replay = { 0 };
  GError *problem = NULL;
  bool read = false;

  played->rows = g_array_new (FALSE, FALSE, sizeof (struct fol_played_row));
  g_array_set_clear_func (played->rows, row_clear);
  if (fol_replay_open (&replay, path, &result, &problem)) {
    replay.played = played;
    replay.comparison.notes = g_string_new (NULL);
    replay.comparison.notes_most = NOTES_PER_ROW;
    read = play (&replay, progress, user_data, cancellable, &problem);
    if (replay.world != NULL && !read && !g_cancellable_is_cancelled (cancellable)) {
      /* Damaged from here on; what came before stands. */
      fol_replay_note (&replay, FOL_PLAYED_STOP, 0, 0, SIM_PFN_NONE, SIM_PFN_NONE)->text =
          g_strdup (problem->message);
      g_clear_error (&problem);
    }
    if (problem != NULL && !replay.have_machine)
      g_prefix_error (&problem, _ ("This recording cannot be played; it does not say enough about "
                                   "the machine’s page allocator. "));
    else if (replay.world == NULL)
      explain_nothing (&replay, &problem);
    played->machine = replay.machine;
    played->checked = result.checked;
    played->differ = result.differ;
    played->history = fol_replay_take_history (&replay);
    g_string_free (replay.comparison.notes, TRUE);
  }
  fol_replay_close (&replay);
  fol_verification_clear (&result);
  if (problem == NULL)
    return played;
  g_propagate_error (error, problem);
  fol_played_free (played);
  return NULL;
}

void
fol_played_free (struct fol_played *played)
{
  if (played == NULL)
    return;
  g_clear_pointer (&played->history, fol_history_free);
  g_array_unref (played->rows);
  g_free (played);
}

guint
fol_played_row_at (const struct fol_played *played, guint64 index)
{
  guint low = 0, high = played->rows->len;

  while (low < high) {
    guint middle = low + (high - low) / 2;

    if (g_array_index (played->rows, struct fol_played_row, middle).index < index)
      low = middle + 1;
    else
      high = middle;
  }
  return MIN (low, played->rows->len - 1);
}

int
fol_played_find (const struct fol_played *played, guint from, int direction, bool differing)
{
  for (gint64 i = (gint64) from + direction; i >= 0 && i < played->rows->len; i += direction) {
    const struct fol_played_row *row = &g_array_index (played->rows, struct fol_played_row, i);

    if (differing ? row->differ > 0 : row->kind == FOL_PLAYED_STATE)
      return (int) i;
  }
  return -1;
}

bool
fol_played_has_answer (const struct fol_played_row *row)
{
  return row->kind == FOL_PLAYED_ALLOC || row->kind == FOL_PLAYED_FREE ||
         row->kind == FOL_PLAYED_KALLOC || row->kind == FOL_PLAYED_KFREE;
}

char *
fol_played_row_text (const struct fol_played_row *row)
{
  switch (row->kind) {
  case FOL_PLAYED_MACHINE:
    return g_strdup (_ ("the machine, by the kernel’s formulas"));
  case FOL_PLAYED_BOOT:
    return g_strdup (_ ("free memory handed over at boot"));
  case FOL_PLAYED_STATE:
    return row->text != NULL ? g_strdup_printf (_ ("state: %s"), row->text)
                             : g_strdup (_ ("state"));
  case FOL_PLAYED_COUNTS:
    return g_strdup (_ ("counters"));
  case FOL_PLAYED_ALLOC:
    return g_strdup_printf (_ ("alloc %u, order %u"), row->id, row->order);
  case FOL_PLAYED_FREE:
    return g_strdup_printf (_ ("free %u"), row->id);
  case FOL_PLAYED_DRAIN:
    return g_strdup (row->text != NULL ? row->text : "drain");
  case FOL_PLAYED_MARK:
    return g_strdup (_ ("pages put on the LRU lists"));
  case FOL_PLAYED_CACHE:
    return g_strdup_printf (_ ("cache %s"), row->text);
  case FOL_PLAYED_SIZES:
    return g_strdup (_ ("what kmalloc takes for each size"));
  case FOL_PLAYED_KALLOC:
    return g_strdup_printf (_ ("object %u from %s"), row->id, row->text);
  case FOL_PLAYED_KFREE:
    return g_strdup_printf (_ ("free object %u"), row->id);
  case FOL_PLAYED_CALL:
    return g_strdup (row->text);
  case FOL_PLAYED_LEFT_OUT:
    return g_strdup_printf (_ ("left out: %s"), row->text);
  case FOL_PLAYED_STOP:
  default:
    return g_strdup_printf (_ ("stops here: %s"), row->text);
  }
}

char *
fol_played_answer_text (const struct fol_played_row *row, bool kernel)
{
  sim_pfn pfn = kernel ? row->kernel : row->model;
  guint part = kernel ? row->kernel_part : row->model_part;

  if (!fol_played_has_answer (row))
    return g_strdup ("");
  if (pfn == FOL_PLAYED_NOT_SAID)
    return g_strdup (_ ("not said"));
  if (pfn == SIM_PFN_NONE)
    return g_strdup (_ ("no memory"));
  if (row->kind == FOL_PLAYED_KALLOC || row->kind == FOL_PLAYED_KFREE)
    return g_strdup_printf ("%u %c%u", pfn, row->bytes ? '+' : '#', part);
  return g_strdup_printf ("%u", pfn);
}
