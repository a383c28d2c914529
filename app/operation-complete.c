/* app/operation-complete.c - what could stand here: see operation-text.h. */
#include "app/operation-private.h"
#include "app/workload.h"

#include "engine/physical/gfp.h"
#include "engine/slab/slab.h"

#include <string.h>

struct completion {
  GPtrArray *found; /* owned strings */
  const char *prefix;
  const struct fol_names *names; /* lent */
  const struct sim_view *view;   /* lent, or NULL */
};

static void
offer (struct completion *completion, const char *word)
{
  if (g_str_has_prefix (word, completion->prefix))
    g_ptr_array_add (completion->found, g_strdup (word));
}

static void
offer_gfp (struct completion *completion)
{
  for (const struct sim_gfp_name *name = sim_gfp_names; name->name != NULL; name++)
    offer (completion, name->name);
}

static bool
fits (const struct fol_name *name, enum sim_argument_kind kind)
{
  switch (kind) {
  case SIM_ARGUMENT_CACHE:
    return name->object.kind == SIM_OBJECT_CACHE;
  case SIM_ARGUMENT_ADDRESS:
    return name->object.kind == SIM_OBJECT_SMALL ||
           (name->object.kind == SIM_OBJECT_BLOCK && name->value != 0);
  default:
    return name->object.kind == SIM_OBJECT_BLOCK;
  }
}

/* The newest first, each once; only those of something that can stand there. */
static void
offer_names (struct completion *completion, enum sim_argument_kind kind)
{
  const struct fol_names *names = completion->names;
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  struct fol_name name;
  uint32_t count = 0;

  while (fol_names_get (names, count, &name))
    count++;
  while (count > 0) {
    g_autofree char *word = NULL;

    fol_names_get (names, --count, &name);
    if (!g_hash_table_add (seen, (gpointer) name.name) || !fits (&name, kind))
      continue;
    word = g_strconcat ("$", name.name, NULL);
    offer (completion, word);
  }
}

/* The user's first: they are what one looks for among the kernel's many. */
static void
offer_caches (struct completion *completion)
{
  struct sim_kmem_cache cache;

  for (uint32_t i = 0; completion->view != NULL && i < 2 * SIM_CACHES_MAX; i++)
    if (sim_view_cache (completion->view, i % SIM_CACHES_MAX, &cache) &&
        (cache.role == SIM_CACHE_USER) == (i < SIM_CACHES_MAX)) {
      char name[SIM_CACHE_NAME_BYTES];

      sim_cache_name (&cache, name);
      offer (completion, name);
    }
}

static void
offer_values (struct completion *completion, const struct sim_argument_info *argument)
{
  switch (argument->kind) {
  case SIM_ARGUMENT_GFP:
    offer_gfp (completion);
    break;
  case SIM_ARGUMENT_SLAB_FLAGS:
    for (const struct fol_slab_flag *flag = fol_slab_flags; flag->name != NULL; flag++)
      if ((flag->bits & SIM_SLAB_FLAGS_PERMITTED) != 0)
        offer (completion, flag->name);
    break;
  case SIM_ARGUMENT_CACHE:
    offer_names (completion, argument->kind);
    offer_caches (completion);
    break;
  case SIM_ARGUMENT_FRAME:
  case SIM_ARGUMENT_ADDRESS:
    offer_names (completion, argument->kind);
    break;
  default:
    break;
  }
}

/* Which arguments the finished words give; *next is the next one by place. */
static guint
given_arguments (const struct sim_operation_info *info, char *const *words, guint *next)
{
  guint given = 0;

  *next = 0;
  for (; *words != NULL; words++) {
    const char *equals = strchr (*words, '=');
    int argument = (int) *next;

    if (**words == '\0')
      continue;
    if (equals != NULL) {
      g_autofree char *name = g_strndup (*words, (gsize) (equals - *words));

      argument = fol_operation_argument (info, name);
    }
    if (argument < 0 || argument >= (int) info->argument_count)
      continue;
    given |= 1u << argument;
    *next = (guint) argument + 1;
  }
  return given;
}

/* Within the arguments of `info`: `word` is the one being written. */
static void
complete_argument (struct completion *completion, const struct sim_operation_info *info,
                   char *const *before, const char *word)
{
  const char *equals = strchr (word, '=');
  guint next, given = given_arguments (info, before, &next);

  if (equals != NULL) {
    g_autofree char *name = g_strndup (word, (gsize) (equals - word));
    int argument = fol_operation_argument (info, name);
    const char *bar = strrchr (equals + 1, '|');

    completion->prefix = bar != NULL ? bar + 1 : equals + 1;
    if (argument >= 0)
      offer_values (completion, &info->argument[argument]);
    return;
  }
  completion->prefix = strrchr (word, '|') != NULL ? strrchr (word, '|') + 1 : word;
  for (guint i = 0; i < info->argument_count; i++) {
    g_autofree char *name = g_strconcat (info->argument[i].name, "=", NULL);

    if ((given & 1u << i) == 0)
      offer (completion, name);
  }
  if (next < info->argument_count)
    offer_values (completion, &info->argument[next]);
}

/* The parameters of a workload that are not given yet, and the words some of them take. */
static void
complete_workload (struct completion *completion, char *const *words, const char *word)
{
  const char *equals = strchr (word, '=');

  for (guint i = 0; i < FOL_WORKLOAD_PARAMETERS; i++) {
    const struct fol_workload_info *info = fol_workload_info (i);
    g_autofree char *name = g_strconcat (info->name, "=", NULL);
    gboolean given = FALSE;

    for (guint j = 0; words[j] != NULL; j++)
      given |= g_str_has_prefix (words[j], name);
    if (equals == NULL && !given)
      offer (completion, name);
    if (equals == NULL || !g_str_has_prefix (word, name) || info->choices == NULL)
      continue;
    completion->prefix = equals + 1;
    for (guint j = 0; info->choices[j] != NULL; j++)
      offer (completion, info->choices[j]);
  }
}

GStrv
fol_operation_complete (const char *text, gsize cursor, const struct fol_names *names,
                        const struct sim_view *view, gsize *start)
{
  g_autofree char *left = g_strndup (text, cursor);
  const char *head = left, *equals = strchr (left, '=');
  g_autoptr (GPtrArray) found = g_ptr_array_new ();
  struct completion completion = { .found = found, .names = names, .view = view };
  g_auto (GStrv) words = NULL;
  enum sim_operation_kind kind;
  guint count;

  /* "a = " in front, but not the = of an argument. */
  if (equals != NULL) {
    g_autofree char *name = g_strstrip (g_strndup (left, (gsize) (equals - left)));

    if (fol_operation_name_ok (name))
      head = equals + 1;
  }
  while (g_ascii_isspace (*head))
    head++;
  words = g_strsplit_set (head, " \t", -1);
  count = g_strv_length (words);
  if (count <= 1) {
    completion.prefix = head;
    for (guint i = 0; i < SIM_OP_COUNT; i++)
      offer (&completion, sim_operations[i].name);
    if (head == left)
      offer (&completion, "workload");
  } else {
    const char *word = left + strlen (left) - strlen (words[count - 1]);

    kind = fol_operation_find (words[0]);
    completion.prefix = word;
    g_clear_pointer (&words[count - 1], g_free);
    if (fol_workload_is_text (head))
      complete_workload (&completion, words + 1, word);
    else if (kind != SIM_OP_COUNT)
      complete_argument (&completion, &sim_operations[kind], words + 1, word);
  }
  *start = (gsize) (completion.prefix - left);
  g_ptr_array_add (found, NULL);
  return (GStrv) g_ptr_array_free (g_steal_pointer (&found), FALSE);
}
