/* engine/slab/debug.c - red zones, poison, owner. */
#include "engine/slab/cache.h"
