/* app/describe-report.h - what slab debugging found, as the kernel writes it to its log.
 *
 *   =============================================================================
 *   BUG kmalloc-64 (Not tainted): Right Redzone overwritten
 *   -----------------------------------------------------------------------------
 *
 *   0xffff888000040040-0xffff888000040040 @offset=64. First byte 0xff instead of 0xcc
 *   Slab 0xffffea0000001000 objects=21 used=1 fp=0xffff888000040100 flags=(slab)
 *   Object 0xffff888000040000 @offset=0 fp=0xffff888000040100
 *
 *   Object   ffff888000040000: 6b 6b 6b 6b 6b 6b 6b 6b 6b 6b 6b 6b 6b 6b 6b 6b  kkkkkkkkkkkkkkkk
 *   Redzone  ffff888000040040: ff cc cc cc cc cc cc cc                          ........
 *
 * Never translated.  The damaged bytes are those that were found; the others are those of
 * the state, as the kernel restores only what it has reported.
 *
 * Leaves out: stack traces, and who else the slab belonged to.
 *
 * Kernel: slab_bug (), print_trailer () of mm/slub.c.
 */
#pragma once

#include "engine/slab/slab.h"

#include <glib.h>

/* The caller owns the text, which ends with a newline. */
char *fol_describe_report (const struct sim_view *view,
                           const struct sim_slab_report *report) G_GNUC_WARN_UNUSED_RESULT;

/* All that are kept, the newest first, with an empty line between; only those of the cache, the
 * slab and the object that are not ..._NONE.  "": none. */
char *fol_describe_reports (const struct sim_view *view, uint32_t cache, uint32_t slab,
                            sim_ref ref) G_GNUC_WARN_UNUSED_RESULT;
