/* ui/figures/map-private.h - what a frame is on the map, for cells and rasters alike. */
#pragma once

#include "app/host/state.h"
#include "ui/figures/figure.h"

/* A colouring of one machine. */
struct fol_map_key {
  enum fol_map_colour colour;
  uint8_t zone_type[SIM_PAGE_NO_ZONE + 1]; /* enum sim_zone_type of a zone index */
};

void fol_map_key_init (struct fol_map_key *key, const struct fol_state *state,
                       enum fol_map_colour colour);

/* The role of a block by its head's flags; NONE for a tail. */
enum fol_role fol_map_role (const struct fol_map_key *key, uint32_t flags);
