/* app/slabinfo.h - /proc/slabinfo, as Linux prints it. */
#pragma once

#include "engine/slab/slab.h"

#include <glib.h>

/* Version 2.1, the newest cache first.  NULL: the machine has none, *why says why, in the
 * reader's language (SLOB does not keep count; before kmem_cache_init there is no cache).  The
 * caller owns the text. */
char *fol_slabinfo (const struct sim_view *view, const char **why) G_GNUC_WARN_UNUSED_RESULT;
