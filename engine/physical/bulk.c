/* engine/physical/bulk.c - the way of an operation once more, unwatched: see bulk.h.
 *
 * SIM_BULK turns sim_traced () and the journal into constants (memory.h).
 * Whatever the modules share with each other gets a name of its own here.
 */
#define SIM_BULK 1

#include "engine/physical/bulk.h"

#define sim_alloc_pages          sim_bulk_alloc_pages
#define sim_free_pages           sim_bulk_free_pages
#define sim_mark_lru             sim_bulk_mark_lru
#define sim_rmqueue              sim_bulk_rmqueue
#define sim_reserve_highatomic   sim_bulk_reserve_highatomic
#define sim_unreserve_highatomic sim_bulk_unreserve_highatomic
#define sim_buddy_take           sim_bulk_buddy_take
#define sim_buddy_give           sim_bulk_buddy_give
#define sim_buddy_move           sim_bulk_buddy_move
#define sim_pcp_take             sim_bulk_pcp_take
#define sim_pcp_give             sim_bulk_pcp_give
#define sim_pcp_drain            sim_bulk_pcp_drain
#define sim_pcp_set_limits       sim_bulk_pcp_set_limits
#define sim_view_outlook         sim_bulk_view_outlook
#define sim_zone_terms           sim_bulk_zone_terms
#define sim_zone_watermark_ok    sim_bulk_zone_watermark_ok
#define sim_zone_set_watermarks  sim_bulk_zone_set_watermarks
#define sim_zone_build_zonelists sim_bulk_zone_build_zonelists

/* Declared under both names already. */
#define sim_dispatch sim_bulk_dispatch

#include "engine/physical/buddy.c"
#include "engine/physical/mobility.c"
#include "engine/physical/pcp.c"
#include "engine/physical/zone.c"

#include "engine/physical/alloc.c"

#include "engine/operation/apply.c"
