/* app/describe-slab-values.h - the fields of caches, slabs and small objects, as
 * app/describe-values.h has the others.
 *
 * For app/describe-fields.c and app/describe-slab-fields.c only.
 */
#pragma once

#include "app/describe-values.h"

/* The rows of the table about small objects. */
const struct fol_field_row *fol_slab_rows (guint *count);

/* Looks a subject of these kinds up; false if this state has no such object. */
bool fol_slab_subject (struct fol_subject *subject);

/* Kernel address of a SMALL subject. */
uint64_t fol_subject_address (const struct fol_subject *subject);

fol_value_func fol_value_page_slab_cache, fol_value_page_slab, fol_value_page_large,
    fol_value_cache_name, fol_value_cache_allocator, fol_value_cache_object_size,
    fol_value_cache_size, fol_value_cache_align, fol_value_cache_per_slab, fol_value_cache_order,
    fol_value_cache_objects, fol_value_cache_total, fol_value_cache_slabs,
    fol_value_cache_cpu_slabs, fol_value_cache_partial, fol_value_cache_min_partial,
    fol_value_cache_cpu_partial, fol_value_cache_ctor, fol_value_cache_hwcache_align,
    fol_value_cache_reclaim_account, fol_value_cache_by_rcu, fol_value_cache_sanity_checks,
    fol_value_cache_red_zone, fol_value_cache_poison, fol_value_cache_store_user,
    fol_value_cache_aliases, fol_value_cache_free_pointer, fol_value_cache_inuse,
    fol_value_cache_red_left_pad, fol_value_cache_colour, fol_value_cache_colour_off,
    fol_value_cache_left_over, fol_value_cache_freelist, fol_value_cache_limit,
    fol_value_cache_batchcount, fol_value_cache_shared, fol_value_cache_allocs,
    fol_value_cache_frees, fol_value_cache_struct, fol_value_cache_serial, fol_value_cache_reports,
    fol_value_part_cpu, fol_value_part_slab, fol_value_part_freelist, fol_value_part_free,
    fol_value_part_partial, fol_value_part_avail, fol_value_part_limit, fol_value_part_touched,
    fol_value_part_entries, fol_value_slabs_node, fol_value_slabs_list, fol_value_slabs_count,
    fol_value_slabs_frames, fol_value_slabs_nr_partial, fol_value_slabs_total,
    fol_value_slabs_free_objects, fol_value_slabs_colour_next, fol_value_slabs_shared,
    fol_value_slabs_alien, fol_value_slab_where, fol_value_slab_inuse, fol_value_slab_objects,
    fol_value_slab_counted, fol_value_slab_frozen, fol_value_slab_freelist, fol_value_slab_s_mem,
    fol_value_slab_colour, fol_value_slab_units, fol_value_slab_serial, fol_value_slab_reports,
    fol_value_object_address, fol_value_object_state, fol_value_object_turn, fol_value_object_index,
    fol_value_object_offset, fol_value_object_size, fol_value_object_waste,
    fol_value_object_pointer, fol_value_object_bytes, fol_value_object_reports, fol_value_set_cache,
    fol_value_set_number;
