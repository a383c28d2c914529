/* app/describe-values.h - what stands behind the table of fields: one function for a value.
 *
 * For app/describe-fields.c only.  A function appends its field's value as
 * people read it, or nothing: then the object has no such field now (a frame in
 * use is on no free list).
 */
#pragma once

#include "app/describe-private.h"

/* What the functions look at; what does not apply to a kind is zero. */
struct fol_subject {
  const struct sim_view *view;   /* lent */
  const struct fol_steps *steps; /* lent; STEP */
  struct sim_object object;
  sim_pfn pfn;            /* FRAME, BLOCK, PAGEBLOCK */
  struct sim_block block; /* FRAME, BLOCK */
  struct sim_zone zone;   /* ZONE */
  struct sim_pcp pcp;     /* PCP */
  /* Small objects, and frames of slabs. */
  struct sim_kmem_cache cache; /* role UNUSED: none */
  uint32_t entry;              /* SLAB, SMALL, frame of a slab: its head, or SIM_SLAB_NONE */
  struct sim_slab slab;
  struct sim_place place; /* SMALL */
  struct sim_kmem_cache_cpu cpu;
  struct sim_kmem_cache_node node;
};

typedef void fol_value_func (GString *value, const struct fol_subject *subject);

struct fol_field_row {
  struct fol_field_info info; /* not yet translated */
  fol_value_func *append;
};

fol_value_func fol_value_pfn, fol_value_address, fol_value_zone_of_frame, fol_value_state,
    fol_value_block, fol_value_free_list, fol_value_pcp_list, fol_value_pageblock,
    fol_value_refcount, fol_value_mapcount, fol_value_private, fol_value_lru, fol_value_index,
    fol_value_flags, fol_value_serial, fol_value_gfp;
fol_value_func fol_value_frames, fol_value_order, fol_value_size, fol_value_buddy, fol_value_asked;
fol_value_func fol_value_list_zone, fol_value_list_cpu, fol_value_list_order, fol_value_list_type,
    fol_value_list_place, fol_value_list_length, fol_value_list_frames, fol_value_list_blocks;
fol_value_func fol_value_pcp_count, fol_value_pcp_high, fol_value_pcp_batch,
    fol_value_pcp_free_factor, fol_value_pcp_free_diff, fol_value_pcp_free_cma_diff,
    fol_value_pcp_lists;
fol_value_func fol_value_zone_node, fol_value_zone_start_pfn, fol_value_zone_spanned_pages,
    fol_value_zone_present_pages, fol_value_zone_managed_pages, fol_value_zone_free,
    fol_value_zone_nr_free, fol_value_zone_nr_free_cma, fol_value_zone_min, fol_value_zone_low,
    fol_value_zone_high, fol_value_zone_watermark_boost, fol_value_zone_reserve,
    fol_value_zone_nr_reserved_highatomic, fol_value_zone_stat_threshold, fol_value_zone_flags,
    fol_value_zone_areas, fol_value_zone_unusable;
fol_value_func fol_value_pageblock_number, fol_value_pageblock_frames, fol_value_pageblock_type,
    fol_value_pageblock_free, fol_value_pageblock_pcp, fol_value_pageblock_used;
fol_value_func fol_value_step_number, fol_value_step_function, fol_value_step_file,
    fol_value_step_depth, fol_value_step_decision, fol_value_step_numbers, fol_value_step_objects,
    fol_value_step_journal;
