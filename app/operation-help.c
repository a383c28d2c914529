/* app/operation-help.c - what the arguments of operations are for: see operation-text.h. */
#include "app/operation-text.h"

#include <glib/gi18n-lib.h>

/* Those of one operation stand before those that mean the same everywhere. */
static const struct {
  enum sim_operation_kind kind; /* SIM_OP_COUNT: any */
  const char *name, *help;
} rows[] = {
  { SIM_OP_FREE_PAGES, "order",
    N_ ("The order that the block was allocated with; may be left out") },
  { SIM_OP_KMEM_CACHE_CREATE, "size", N_ ("Bytes of an object") },
  { SIM_OP_KMEM_CACHE_CREATE, "name",
    N_ ("What the cache is called: up to 12 lower-case letters, digits, _ - .") },
  { SIM_OP_KREALLOC, "size", N_ ("Bytes that the object is to have; 0 frees it") },
  { SIM_OP_MEMSET, "count", N_ ("How many bytes are written") },
  { SIM_OP_COUNT, "order", N_ ("The block has 2^order pages") },
  { SIM_OP_COUNT, "gfp",
    N_ ("What the request may do, and what kind of memory it wants: names joined by |") },
  { SIM_OP_COUNT, "nid", N_ ("The node to take it from; otherwise the one that the CPU is on") },
  { SIM_OP_COUNT, "pfn", N_ ("A frame of the block: its number, or the $name of a result") },
  { SIM_OP_COUNT, "count", N_ ("How many frames; otherwise all to the end of the block") },
  { SIM_OP_COUNT, "cpu", N_ ("The CPU that operations run on from now on") },
  { SIM_OP_COUNT, "size", N_ ("Bytes that are asked for") },
  { SIM_OP_COUNT, "align", N_ ("Objects begin at multiples of this, a power of two; 0: of 8") },
  { SIM_OP_COUNT, "flags", N_ ("How the cache behaves: names joined by |") },
  { SIM_OP_COUNT, "ctor", N_ ("1: a constructor fills each object of a new slab") },
  { SIM_OP_COUNT, "cache", N_ ("A cache: its name, its number, or the $name of a result") },
  { SIM_OP_COUNT, "object", N_ ("A small object: its address, or the $name of a result") },
  { SIM_OP_COUNT, "offset",
    N_ ("Where it is written, in bytes from the object's start; may lie outside of it") },
  { SIM_OP_COUNT, "byte", N_ ("What is written: 0 to 255") },
};

const char *
fol_argument_help (enum sim_operation_kind kind, guint argument)
{
  const struct sim_operation_info *info;

  g_return_val_if_fail (kind < SIM_OP_COUNT, NULL);
  info = &sim_operations[kind];
  g_return_val_if_fail (argument < info->argument_count, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    if ((rows[i].kind == kind || rows[i].kind == SIM_OP_COUNT) &&
        g_str_equal (rows[i].name, info->argument[argument].name))
      return _ (rows[i].help);
  return NULL;
}
