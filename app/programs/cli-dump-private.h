/* app/programs/cli-dump-private.h - the parts of a dump. */
#pragma once

#include "app/programs/cli-dump.h"

struct fol_dump;

void fol_dump_put (struct fol_dump *dump, const char *format, ...) G_GNUC_PRINTF (2, 3);

/* ",\n  "slab": { ... }"; nothing while there are no small objects. */
void fol_dump_slabs (struct fol_dump *dump, const struct sim_view *view);
