/* app/operation-text.h - operations as people write them: a line of text, or JSON.
 *
 *   a = alloc_pages order=3 gfp=GFP_KERNEL|__GFP_ZERO nid=0
 *   alloc_pages 3                      arguments in the table's order, too
 *   free_pages $a                      $a: the block that the operation named a returned
 *   free_pages pfn=0x28 order=0
 *   drain_all_pages
 *   c = kmem_cache_create inode size=600 flags=SLAB_HWCACHE_ALIGN|SLAB_POISON
 *   b = kmem_cache_alloc $c            a cache: $c, its name or its number
 *   kmem_cache_free inode $b           an object: $b or 0xffff888000123000
 *   memset object=$b offset=-1 byte=0xff
 *
 *   { "op": "alloc_pages", "order": 3, "gfp": "GFP_KERNEL", "as": "a" }
 *   { "op": "free_pages", "pfn": "$a" }
 *   { "op": "kmem_cache_alloc", "cache": "kmalloc-64", "as": "b" }
 *   { "op": "kfree", "object": "0xffff888000123000" }
 *
 * Everything comes from the table sim_operations[]: a new operation needs no
 * change here.  Parsing knows no state: names are looked up by
 * fol_operation_resolve () when the operation's turn comes.
 */
#pragma once

#include "app/host/state.h"
#include "app/json.h"
#include "engine/operation/operation.h"

#define FOL_OPERATION_ERROR (fol_operation_error_quark ())
GQuark fol_operation_error_quark (void);
enum fol_operation_error {
  FOL_OPERATION_SYNTAX,
  FOL_OPERATION_UNKNOWN, /* no such operation, argument or gfp name */
  FOL_OPERATION_VALUE,   /* out of range, or not a value of that kind */
  FOL_OPERATION_MISSING, /* a required argument */
  FOL_OPERATION_NAME,    /* $name that nothing has returned yet */
};

struct fol_operation {
  struct sim_op op;                   /* arguments not given have the table's default */
  char *as;                           /* owned, or NULL: the result gets this name */
  char *reference[SIM_ARGUMENTS_MAX]; /* owned, or NULL: this argument is $reference, */
  bool of_cache[SIM_ARGUMENTS_MAX];   /* or the cache that is called so */
};

#define FOL_OPERATION_INIT                                                                         \
  {                                                                                                \
    .op = {.kind = 0 }                                                                             \
  }
void fol_operation_clear (struct fol_operation *operation);
void fol_operation_copy (struct fol_operation *to, const struct fol_operation *from);

/* Names of results, and when they were given: `$a` means the newest block, cache
 * or object named so on the line of history one stands on. */
struct fol_names;
struct fol_names *fol_names_new (void);
void fol_names_free (struct fol_names *names);
struct fol_names *fol_names_copy (const struct fol_names *names);
typedef struct fol_names FolNames; /* for g_autoptr */
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FolNames, fol_names_free)

struct fol_name {
  const char *name;         /* lent */
  struct sim_object object; /* BLOCK, CACHE or SMALL */
  uint64_t value;           /* as in struct sim_result: address or number; 0 for pages */
  uint32_t branch;
  uint64_t index;
};

/* `index` of `branch` returned `object` and `value` under `name`.  A later one hides it. */
void fol_names_add (struct fol_names *names, const char *name, struct sim_object object,
                    uint64_t value, uint32_t branch, uint64_t index);
bool fol_names_lookup (const struct fol_names *names, const char *name, struct fol_name *out);

/* Only those on the line that leads to the state's position, or to another moment
 * of the state's history. */
struct fol_names *fol_names_at (const struct fol_names *names, const struct fol_state *state);
struct fol_names *fol_names_to (const struct fol_names *names, const struct fol_state *state,
                                struct fol_position at);

/* Of names on one line: only those that are given after operation `index`; *end
 * (may be NULL) is the operation that gives the next one, or G_MAXUINT64. */
struct fol_names *fol_names_given (const struct fol_names *names, guint64 index, guint64 *end);

/* Name of the newest entry whose block starts at `pfn`, lent, or NULL. */
const char *fol_names_of_frame (const struct fol_names *names, sim_pfn pfn);

/* Walks all entries in the order they were added; false at the end. */
bool fol_names_get (const struct fol_names *names, uint32_t number, struct fol_name *out);

/* Text.  The error says the column (1-based, in characters) and what was expected. */
bool fol_operation_parse_text (const char *text, struct fol_operation *out, GError **error);

/* An object with "op", its arguments and perhaps "as"; other members are errors
 * unless they are in `also` (NULL-terminated, may be NULL). */
bool fol_operation_parse_json (struct fol_json *json, JsonNode *node, const char *const *also,
                               struct fol_operation *out, GError **error);

/* Puts in what the references name; caches are looked up in `view`, the state that the
 * operation will be applied to (NULL: it has none). */
bool fol_operation_resolve (struct fol_operation *operation, const struct fol_names *names,
                            const struct sim_view *view, GError **error);

/* Back again; arguments that have the table's default are left out. */
char *fol_operation_to_text (const struct fol_operation *operation) G_GNUC_WARN_UNUSED_RESULT;
char *fol_op_to_text (const struct sim_op *op) G_GNUC_WARN_UNUSED_RESULT;
void fol_operation_append_json (GString *string, const struct fol_operation *operation);

/* "GFP_KERNEL|__GFP_ZERO"; bits without a name as hex. */
char *fol_gfp_to_text (uint32_t gfp) G_GNUC_WARN_UNUSED_RESULT;
bool fol_gfp_parse (const char *text, uint32_t *gfp, GError **error);

/* The flags of caches: "SLAB_RED_ZONE|SLAB_POISON".  The table ends with a NULL name. */
struct fol_slab_flag {
  const char *name;
  uint32_t bits;
};
extern const struct fol_slab_flag fol_slab_flags[];
char *fol_slab_flags_to_text (uint32_t flags) G_GNUC_WARN_UNUSED_RESULT;
bool fol_slab_flags_parse (const char *text, uint32_t *flags, GError **error);

/* What could stand at byte `cursor` of `text`: whole words that replace the
 * bytes from *start to the cursor.  Operation names first, then argument names
 * ("order="), names of flags, $names, names of the caches in `view` (may be NULL).  Never NULL. */
GStrv fol_operation_complete (const char *text, gsize cursor, const struct fol_names *names,
                              const struct sim_view *view, gsize *start) G_GNUC_WARN_UNUSED_RESULT;

/* What an argument is for, a sentence in the reader's language; operation-help.c. */
const char *fol_argument_help (enum sim_operation_kind kind, guint argument);

/* "alloc_pages order [gfp] [nid]" for help and the prompt. */
char *fol_operation_usage (enum sim_operation_kind kind) G_GNUC_WARN_UNUSED_RESULT;
