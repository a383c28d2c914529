/* tests/recordings/test-slab-recordings.c - wrong recordings of small objects.
 *
 * That the right ones agree is asked by test-recordings.c.  Here every kind of value is
 * falsified once and must be found, and what cannot be a recording must be refused.
 */
#include "tests/recordings/changed.h"

#include <string.h>

static char *folder; /* where the recordings are */

struct change {
  const char *file, *mark, *old, *replacement, *note;
};

/* The first difference is where the change was made. */
static const struct change falsified[] = {
  /* geometry */
  { "slub-seq-1", "\"c\":0", "\"offset\":32", "\"offset\":40", ":2: seq64: offset: expected 40" },
  { "slub-seq-1", "\"c\":0", "\"min_partial\":5", "\"min_partial\":6", "min_partial: expected 6" },
  { "slub-seq-1", "\"c\":0", "\"flags\":1073741824", "\"flags\":0", "flags: expected 0" },
  { "slub-caches-1", "\"fasync_cache\"", "\"cpu_partial_slabs\":3", "\"cpu_partial_slabs\":4",
    ":5: fasync_cache: cpu_partial_slabs: expected 4, got 3" },
  { "slub-caches-1", "\"kmalloc_map\"", "\"kmalloc-16\",16", "\"kmalloc-16\",24",
    ":2: kmalloc (9): expected kmalloc-16 with 24 bytes" },
  { "slub-caches-1", "\"kmalloc_map\"", "cache_size\":8192", "cache_size\":4096",
    "max_cache_size: expected 4096, got 8192" },
  { "slab-seq-1", "\"c\":0", "\"freelist_place\":\"object\"", "\"freelist_place\":\"off_slab\"",
    "freelist_place: expected off_slab, got object" },
  { "slab-seq-1", "\"c\":0", "\"limit\":120", "\"limit\":54", "limit: expected 54, got 120" },
  { "slab-seq-1", "\"c\":0", "\"colour_off\":64", "\"colour_off\":32", "colour_off: expected 32" },
  { "slob-directed", "\"c\":1", "\"align\":64,\"flags\"", "\"align\":32,\"flags\"",
    "sl200: align: expected 32" },

  /* objects */
  { "slub-seq-1", "\"op\":\"kalloc\"", "\"obj\":[8906,0]", "\"obj\":[8906,1]",
    ":7: kalloc 0: expected 1 of slab 8906, got 0 of slab 8906" },
  { "slub-seq-1", "\"op\":\"kalloc_many\"", "[8906,9]", "[8906,10]",
    ":13: kalloc_many 9: expected 10 of slab 8906" },
  { "slub-seq-1", "\"op\":\"kfree\"", "\"obj\":[8906,1]", "\"obj\":[8906,2]", ":15: kfree 1:" },
  { "slab-seq-1", "\"op\":\"kalloc\"", "15,960]", "15,961]", ":7: kalloc 0: expected 15" },
  { "slab-seq-1", "\"op\":\"kalloc_many\"", "[8603,11,704]", "[8603,12,704]", ":13: kalloc_many" },
  { "slob-directed", "\"op\":\"kmalloc\"", "1928]", "1930]",
    ":6: kmalloc 0: expected byte 1930 of page 4364" },
  { "slob-directed", "\"op\":\"kmalloc\"", "\"ksize\":816", "\"ksize\":815",
    "ksize: expected 815" },
  { "slob-directed", "\"op\":\"kalloc\"", "[4366,1920]", "[4366,1918]", ":11: kalloc 2: expected" },

  /* SLUB's state */
  { "slub-seq-1", "three early", "\"pfn\":8909", "\"pfn\":8910", "slab: pfn: expected 8910" },
  { "slub-seq-1", "three early", "\"inuse\":64", "\"inuse\":63", "inuse: expected 63, got 64" },
  { "slub-seq-1", "three early", "\"objects\":64", "\"objects\":65", "objects: expected 65" },
  { "slub-seq-1", "three early", "\"frozen\":1", "\"frozen\":0", "frozen: expected 0, got 1" },
  { "slub-seq-1", "three early", "[12,13,14", "[12,14,13", "freelist: at place 2 expected 14" },
  { "slub-seq-1", "three early", "\"freelist\":[2,3,1]", "\"freelist\":[2,1,3]",
    "partial, slab 1: freelist: at place 2 expected 1, got 3" },
  { "slub-seq-1", "three early", "_count\":1", "_count\":2", "partial_slabs_count: expected 2" },
  { "slub-seq-1", "three early", "\"nr_slabs\":4", "\"nr_slabs\":5",
    "nr_slabs: expected 5, got 4" },
  { "slub-seq-1", "three early", "\"total_objects\":256", "\"total_objects\":64", "total_objects" },
  { "slub-seq-1", "three early", "\"nr_partial\":0", "\"nr_partial\":1", "nr_partial: expected 1" },

  /* SLAB's state */
  { "slab-numa-s3", "three early", "\"avail\":27", "\"avail\":28", "cpu 1: avail: expected 28" },
  { "slab-numa-s3", "three early", "[16688,2]", "[16688,3]", "entry 2: expected 3 of slab 16688" },
  { "slab-numa-s3", "three early", "\"touched\":1", "\"touched\":0", "touched: expected 0, got 1" },
  { "slab-numa-s3", "three early", "\"free_limit\":152", "\"free_limit\":1", "free_limit" },
  { "slab-numa-s3", "three early", "\"colour_next\":0", "\"colour_next\":1", "colour_next" },
  { "slab-numa-s3", "three early", "\"limit\":480", "\"limit\":48", "shared: limit: expected 48" },
  { "slab-numa-s3", "three early", "\"limit\":12,", "\"limit\":13,", "alien of node 1: limit" },
  { "slab-numa-s3", "three early", "\"alien\":[null,", "\"alien\":[{},",
    "alien of node 0: expected one, got none" },
  { "slab-numa-s3", "three early", "\"total_slabs\":4", "\"total_slabs\":3", "total_slabs" },
  { "slab-numa-s3", "three early", "\"s_mem\":0", "\"s_mem\":64", "s_mem: expected 64, got 0" },
  { "slab-numa-s3", "three early", "\"active\":32", "\"active\":31",
    "active: expected 31, got 32" },
  { "slab-numa-s3", "three early", "\"slabs_full\":[{\"pfn\":16688",
    "\"slabs_full\":[{\"pfn\":16689", "slabs_full, slab 1: pfn: expected 16689, got 16688" },
  { "slab-ctor-1", "quarter re-allocated", "\"freelist_at\":\"off\"", "\"freelist_at\":0",
    "freelist_at: expected it on the slab" },
  { "cpu2-slab-numa-s4", "\"label\":\"op 240\"", "[16591,13]", "[16591,14]",
    "alien of node 1: entry 1: expected 14 of slab 16591" },

  /* SLOB's state */
  { "slob-directed", "\"label\":\"op 4\"", "\"units\":1142", "\"units\":1141", "units: expected" },
  { "slob-directed", "\"label\":\"op 4\"", "[234,3]", "[236,3]",
    "small, page 1: free block 2: expected 3 units at byte 236" },
  { "slob-directed", "\"label\":\"op 4\"", "\"pfn\":4316", "\"pfn\":4317", "small, page 2: pfn" },
};

/* What cannot be; the note says where and what was expected. */
static const struct change impossible[] = {
  { "slub-seq-1", "\"c\":0", "\"oo_order\":0,", "", ":2:" },
  { "slub-seq-1", "\"c\":0", "\"oo_order\":0", "\"oo_order\":\"x\"", "$.oo_order" },
  { "slub-seq-1", "\"c\":1", "\"c\":1", "\"c\":0", ":3:" },
  { "slub-seq-1", "\"op\":\"kalloc\"", "\"c\":0", "\"c\":77", "a cache that was recorded before" },
  { "slub-seq-1", "\"op\":\"kalloc\"", "[8906,0]", "[8906,0,0]", "expected [pfn, number" },
  { "slub-seq-1", "\"op\":\"kalloc\"", "[8906,0]", "8906", "$.obj" },
  { "slub-seq-1", "\"op\":\"kalloc\"", "\"obj\":[8906,0]", "\"obj\":null", "but 0 is not" },
  { "slub-seq-1", "\"id\":1,", "\"id\":1", "\"id\":0", "an id that is not in use" },
  { "slub-seq-1", "\"op\":\"kfree\"", "\"id\":1", "\"id\":100000", "is allocated" },
  { "slub-seq-1", "\"op\":\"kfree\"", "\"c\":0", "\"c\":1", "is not of this cache" },
  { "slub-seq-1", "\"op\":\"kfree_many\"", "[[5,102,2]]", "[99999]", "but 99999 is not" },
  { "slub-seq-1", "three early", "\"on_cpu\":0", "\"on_cpu\":9", "$.on_cpu" },
  { "slub-seq-1", "three early", "\"nodes\":[", "\"nodes\":[],\"other\":[", "$.nodes" },
  { "slub-caches-1", "\"kmalloc_map\"", "\"type\":\"normal\"", "\"type\":\"odd\"",
    "kmalloc: normal" },
  { "slub-caches-1", "\"kmalloc_map\"", "[9,16,", "[8,16,", "$.ranges[1]" },
  { "slab-seq-1", "\"op\":\"kalloc\"", ",960]", "]", "byte in the slab] or null" },
  { "slab-ctor-1", "quarter re-allocated", "\"freelist_at\":\"off\"", "\"freelist_at\":\"away\"",
    "\"off\" or null" },
  { "slob-directed", "\"label\":\"start\"", "[210,3],[234,3]", "[210,30],[234,3]",
    "cannot be a page of SLOB" },
  { "slob-directed", "\"label\":\"start\"", "\"pfn\":4316", "\"pfn\":4366", "a page of SLOB" },
  { "slob-directed", "\"op\":\"kmfree\"", "\"id\":0", "\"id\":3", "is allocated" },
  { "slob-directed", "\"op\":\"kmalloc\"", "\"gfp\":\"0x2800\"", "\"gfp\":\"0x80000000\"",
    "flags" },
  { "slub-seq-1", "\"op\":\"kalloc\"", "\"op\":\"kalloc\"", "\"op\":\"alloc\"",
    "not modelled: alloc" },
  { "slub-seq-1", "\"kstate\"", "\"t\":\"kstate\"", "\"t\":\"slobstate\"", "SLOB" },
};

static char *
make (const struct change *change)
{
  g_autofree char *name = g_strconcat (change->file, ".jsonl.gz", NULL);
  g_autofree char *text = NULL;
  gsize length;

  text = changed_unpack (folder, name, &length);
  return changed_text (text, change->mark, change->old, change->replacement);
}

static void
test_falsified (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (falsified); i++) {
    g_autofree char *wrong = make (&falsified[i]);
    struct fol_verification result;
    GError *error = NULL;
    const char *note;

    if (!changed_verify (wrong, -1, &result, &error))
      g_error ("%s", error->message);
    g_assert_cmpuint (result.differ, >=, 1);
    note = g_ptr_array_index (result.notes, 0);
    if (strstr (note, falsified[i].note) == NULL)
      g_error ("%s: expected \"%s\" in \"%s\"", falsified[i].file, falsified[i].note, note);
    fol_verification_clear (&result);
  }
}

static void
test_impossible (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (impossible); i++) {
    g_autofree char *wrong = make (&impossible[i]);

    changed_refused (wrong, -1, impossible[i].note);
  }
}

/* An object of cache 2 alone on a slab of order 0, the `slabs`-th, and the state after it. */
static char *
small_slab (guint pfn, guint slabs)
{
  return g_strdup_printf (
      "{\"t\":\"op\",\"op\":\"kalloc\",\"c\":2,\"id\":%u,\"obj\":[%u,0]}\n"
      "{\"t\":\"kstate\",\"c\":2,\"label\":\"small\",\"on_cpu\":0,\"cpus\":[{\"cpu\":0,\"slab\":"
      "{\"pfn\":%u,\"order\":0,\"inuse\":1,\"objects\":1,\"frozen\":1,\"freelist\":[]},"
      "\"freelist\":[],\"partial\":[],\"partial_slabs_count\":0}],\"nodes\":[{\"node\":0,"
      "\"nr_partial\":0,\"nr_slabs\":%u,\"total_objects\":%u,\"partial\":[]}]}\n",
      slabs, pfn, pfn, slabs, slabs);
}

/* Memory is in pieces: slabs of order 0 where the cache would like order 3. */
static void
test_little_memory (void)
{
  gsize length;
  g_autofree char *text = changed_unpack (folder, "slub-seq-2.jsonl.gz", &length);
  const char *end = strstr (text, "{\"t\":\"kstate\"");
  g_autofree char *caches = g_strndup (text, (gsize) (end - text));
  g_autofree char *first = small_slab (8909, 1), *second = small_slab (8911, 2);
  g_autofree char *small = g_strconcat (caches, first, second, NULL);
  struct fol_verification result;
  GError *error = NULL;

  g_assert_true (changed_verify (small, -1, &result, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (result.states, ==, 7);
  g_assert_cmpuint (result.differ, ==, 0);
  fol_verification_clear (&result);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_assert_cmpint (argc, ==, 2);
  folder = argv[1];
  g_test_add_func ("/recordings/slab/falsified", test_falsified);
  g_test_add_func ("/recordings/slab/impossible", test_impossible);
  g_test_add_func ("/recordings/slab/little-memory", test_little_memory);
  return g_test_run ();
}
