/* app/workload.c - the parameters of a workload, as text: see workload.h. */
#include "app/workload.h"

#include "app/operation-text.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <string.h>

#define WORD "workload"

G_DEFINE_QUARK (fol - workload - error - quark, fol_workload_error)

static const char *const mixes[] = { "geometric", "uniform", NULL };
static const char *const mix_labels[] = { N_ ("Mostly small blocks"), N_ ("All orders alike"),
                                          NULL };
static const char *const size_labels[] = { N_ ("Mostly small sizes"), N_ ("All sizes alike"),
                                           NULL };
static const char *const whose[] = { "user", "kernel", "both", NULL };
static const char *const whose_labels[] = { N_ ("The user's"), N_ ("The kernel's"), N_ ("Both"),
                                            NULL };
static const char *const lifetimes[] = { "mixed", "short", "long", NULL };
static const char *const lifetime_labels[] = { N_ ("Mixed"), N_ ("Short"), N_ ("Long"), NULL };

static const struct fol_workload_info parameters[FOL_WORKLOAD_PARAMETERS] = {
  [FOL_WORKLOAD_OPS] = { "ops", N_ ("Operations"), N_ ("How many operations are applied"), NULL,
                         NULL, 1, 10000000, 10000 },
  [FOL_WORKLOAD_SEED] = { "seed", N_ ("Seed"),
                          N_ ("The same seed gives the same operations, another one others"), NULL,
                          NULL, 0, G_MAXINT64, 1 },
  [FOL_WORKLOAD_ORDER] = { "order", N_ ("Largest order"),
                           N_ ("No block larger than this is asked for"), NULL, NULL, 0,
                           SIM_MAX_ORDER - 1, 3, FOL_WORKLOAD_OF_PAGES },
  [FOL_WORKLOAD_MIX] = { "mix", N_ ("Mix of orders"),
                         N_ ("Each order half as often as the one below it, or all alike"), mixes,
                         mix_labels, 0, 1, FOL_MIX_GEOMETRIC, FOL_WORKLOAD_OF_PAGES },
  [FOL_WORKLOAD_LIFETIME] = { "lifetime", N_ ("Lifetimes"),
                              N_ ("Whether blocks are freed soon, late, or half of them soon"),
                              lifetimes, lifetime_labels, 0, 2, FOL_LIFETIME_MIXED },
  [FOL_WORKLOAD_UNMOVABLE] = { "unmovable", N_ ("Unmovable"),
                               N_ ("Share of requests of the kernel itself, beside the other two"),
                               NULL, NULL, 0, 100, 38, FOL_WORKLOAD_OF_PAGES },
  [FOL_WORKLOAD_MOVABLE] = { "movable", N_ ("Movable"),
                             N_ ("Share of requests of processes, beside the other two"), NULL,
                             NULL, 0, 100, 50, FOL_WORKLOAD_OF_PAGES },
  [FOL_WORKLOAD_RECLAIMABLE] = { "reclaimable", N_ ("Reclaimable"),
                                 N_ ("Share of requests of caches, beside the other two"), NULL,
                                 NULL, 0, 100, 12, FOL_WORKLOAD_OF_PAGES },
  [FOL_WORKLOAD_FILL] = { "fill", N_ ("Memory in use"),
                          N_ ("Percent of the memory that is in use once it has filled up"), NULL,
                          NULL, 1, 100, 70 },
  [FOL_WORKLOAD_CPUS] = { "cpus", N_ ("CPUs"),
                          N_ ("On how many CPUs the requests are made, in turn"), NULL, NULL, 1,
                          SIM_CPUS_MAX, 1 },
  [FOL_WORKLOAD_SMALL] = { "small", N_ ("Small objects"),
                           N_ ("Percent of the requests that are for small objects, not pages; "
                               "kmem_cache_init comes first where it has not run yet"),
                           NULL, NULL, 0, 100, 0 },
  [FOL_WORKLOAD_CACHED] = { "cached", N_ ("From caches"),
                            N_ ("Percent of the small objects that kmem_cache_alloc gives; kmalloc "
                                "gives the others"),
                            NULL, NULL, 0, 100, 50, FOL_WORKLOAD_OF_SMALL },
  [FOL_WORKLOAD_CACHES] = { "caches", N_ ("Caches"),
                            N_ ("From how many caches at most kmem_cache_alloc gives objects"),
                            NULL, NULL, 1, 32, 4, FOL_WORKLOAD_OF_SMALL },
  [FOL_WORKLOAD_WHOSE] = { "whose", N_ ("Whose caches"),
                           N_ ("The user's, of which those that are missing are made first; the "
                               "kernel's own; or half of each"),
                           whose, whose_labels, 0, 2, FOL_CACHES_USER, FOL_WORKLOAD_OF_SMALL },
  [FOL_WORKLOAD_SMALLEST] = { "smallest", N_ ("Smallest size"),
                              N_ ("The least bytes that kmalloc is asked for, or a new cache's "
                                  "object has"),
                              NULL, NULL, 1, 65536, 8, FOL_WORKLOAD_OF_SMALL },
  [FOL_WORKLOAD_LARGEST] = { "largest", N_ ("Largest size"),
                             N_ ("The most bytes that kmalloc is asked for, or a new cache's "
                                 "object has"),
                             NULL, NULL, 1, 65536, 1024, FOL_WORKLOAD_OF_SMALL },
  [FOL_WORKLOAD_SIZES] = { "sizes", N_ ("Mix of sizes"),
                           N_ ("Each doubling of the size half as often as the one below it, or "
                               "all sizes alike"),
                           mixes, size_labels, 0, 1, FOL_MIX_GEOMETRIC, FOL_WORKLOAD_OF_SMALL },
};

const struct fol_workload_info *
fol_workload_info (enum fol_workload_parameter parameter)
{
  g_return_val_if_fail (parameter < FOL_WORKLOAD_PARAMETERS, NULL);
  return &parameters[parameter];
}

void
fol_workload_defaults (struct fol_workload *workload)
{
  for (guint i = 0; i < FOL_WORKLOAD_PARAMETERS; i++)
    workload->value[i] = parameters[i].otherwise;
}

bool
fol_workload_check (const struct fol_workload *workload, GError **error)
{
  for (guint i = 0; i < FOL_WORKLOAD_PARAMETERS; i++) {
    const struct fol_workload_info *info = &parameters[i];

    if (workload->value[i] >= info->least && workload->value[i] <= info->most)
      continue;
    g_set_error (error, FOL_WORKLOAD_ERROR, FOL_WORKLOAD_VALUE,
                 /* TRANSLATORS: the name of a parameter, and two numbers. */
                 _ ("%s must be from %" PRIu64 " to %" PRIu64 "."), info->name, info->least,
                 info->most);
    return false;
  }
  if (workload->value[FOL_WORKLOAD_SMALLEST] > workload->value[FOL_WORKLOAD_LARGEST]) {
    g_set_error_literal (error, FOL_WORKLOAD_ERROR, FOL_WORKLOAD_VALUE,
                         _ ("smallest must not be more than largest."));
    return false;
  }
  if (workload->value[FOL_WORKLOAD_UNMOVABLE] + workload->value[FOL_WORKLOAD_MOVABLE] +
          workload->value[FOL_WORKLOAD_RECLAIMABLE] >
      0)
    return true;
  g_set_error_literal (error, FOL_WORKLOAD_ERROR, FOL_WORKLOAD_VALUE,
                       _ ("One of unmovable, movable and reclaimable must be more than 0."));
  return false;
}

bool
fol_workload_is_text (const char *text)
{
  while (g_ascii_isspace (*text))
    text++;
  return g_str_has_prefix (text, WORD) &&
         (text[strlen (WORD)] == '\0' || g_ascii_isspace (text[strlen (WORD)]));
}

static bool
parse_value (const struct fol_workload_info *info, const char *text, guint64 *value, GError **error)
{
  g_autofree char *choices = NULL;

  if (info->choices == NULL) {
    if (g_ascii_string_to_unsigned (text, 10, info->least, info->most, value, NULL))
      return true;
    g_set_error (error, FOL_WORKLOAD_ERROR, FOL_WORKLOAD_VALUE,
                 _ ("%s=%s: expected a number from %" PRIu64 " to %" PRIu64 "."), info->name, text,
                 info->least, info->most);
    return false;
  }
  for (guint i = 0; info->choices[i] != NULL; i++)
    if (g_str_equal (text, info->choices[i])) {
      *value = i;
      return true;
    }
  choices = g_strjoinv (", ", (char **) info->choices);
  g_set_error (error, FOL_WORKLOAD_ERROR, FOL_WORKLOAD_VALUE, _ ("%s=%s: expected one of %s."),
               info->name, text, choices);
  return false;
}

/* "name=value" */
static bool
parse_word (const char *word, struct fol_workload *workload, GError **error)
{
  const char *equals = strchr (word, '=');
  gsize length = equals != NULL ? (gsize) (equals - word) : 0;
  g_autoptr (GString) names = g_string_new (NULL);

  if (equals == NULL) {
    g_set_error (error, FOL_WORKLOAD_ERROR, FOL_WORKLOAD_SYNTAX,
                 _ ("“%s” is not of the form name=value."), word);
    return false;
  }
  for (guint i = 0; i < FOL_WORKLOAD_PARAMETERS; i++) {
    if (strlen (parameters[i].name) == length && strncmp (parameters[i].name, word, length) == 0)
      return parse_value (&parameters[i], equals + 1, &workload->value[i], error);
    g_string_append_printf (names, "%s%s", i > 0 ? ", " : "", parameters[i].name);
  }
  g_set_error (error, FOL_WORKLOAD_ERROR, FOL_WORKLOAD_VALUE,
               _ ("A workload has no “%.*s”; it has %s."), (int) length, word, names->str);
  return false;
}

bool
fol_workload_parse (const char *text, struct fol_workload *workload, GError **error)
{
  g_auto (GStrv) words = g_strsplit_set (text, " \t\n", -1);
  bool first = true;

  fol_workload_defaults (workload);
  for (guint i = 0; words[i] != NULL; i++) {
    if (*words[i] == '\0')
      continue;
    if (first && !g_str_equal (words[i], WORD))
      break;
    if (!first && !parse_word (words[i], workload, error))
      return false;
    first = false;
  }
  if (!first)
    return fol_workload_check (workload, error);
  g_set_error (error, FOL_WORKLOAD_ERROR, FOL_WORKLOAD_SYNTAX, _ ("A workload begins with “%s”."),
               WORD);
  return false;
}

char *
fol_workload_text (const struct fol_workload *workload)
{
  GString *text = g_string_new (WORD);

  for (guint i = 0; i < FOL_WORKLOAD_PARAMETERS; i++) {
    const struct fol_workload_info *info = &parameters[i];

    if (workload->value[i] == info->otherwise)
      continue;
    if (info->choices != NULL)
      g_string_append_printf (text, " %s=%s", info->name, info->choices[workload->value[i]]);
    else
      g_string_append_printf (text, " %s=%" G_GUINT64_FORMAT, info->name, workload->value[i]);
  }
  return g_string_free (text, FALSE);
}
