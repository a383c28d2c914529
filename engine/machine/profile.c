/* engine/machine/profile.c - linux-6.1 in numbers and formulas. */
#include "engine/machine/profile.h"

static uint32_t
fls (uint32_t value)
{
  return value == 0 ? 0 : 32u - (uint32_t) __builtin_clz (value);
}

static uint32_t
integer_sqrt (uint64_t value)
{
  uint64_t root = 0;

  for (uint64_t bit = UINT64_C (1) << 31; bit != 0; bit >>= 1) {
    if ((root + bit) * (root + bit) <= value)
      root += bit;
  }
  return (uint32_t) root;
}

static uint32_t
min_free_kbytes (uint64_t kbytes)
{
  uint32_t root = integer_sqrt (kbytes * 16);

  return root < 128 ? 128 : root > 262144 ? 262144 : root;
}

static void
watermarks (uint32_t share, uint32_t managed, uint32_t scale_factor, uint32_t mark[SIM_NR_WMARK])
{
  uint32_t scaled = (uint32_t) ((uint64_t) managed * scale_factor / 10000);
  uint32_t distance = share / 4 > scaled ? share / 4 : scaled;

  mark[SIM_WMARK_MIN] = share;
  mark[SIM_WMARK_LOW] = share + distance;
  mark[SIM_WMARK_HIGH] = share + 2 * distance;
}

static uint32_t
pcp_batch (uint32_t managed)
{
  uint32_t batch = managed >> 10;

  if (batch > 256)
    batch = 256;
  batch /= 4;
  if (batch < 1)
    batch = 1;
  /* One less than a power of two, against resonance with cache sizes. */
  batch = (UINT32_C (1) << (fls (batch + batch / 2) - 1)) - 1;
  return batch < 1 ? 1 : batch;
}

static uint32_t
pcp_high (uint32_t low_watermark, uint32_t cpus, uint32_t batch)
{
  uint32_t high = low_watermark / cpus;

  return high < batch * 4 ? batch * 4 : high;
}

static uint32_t
pcp_free_count (uint32_t high, uint32_t batch, uint32_t scale_max, uint32_t *free_factor)
{
  uint32_t most, count;

  if (high < batch)
    return 1; /* during early boot nothing is kept back */
  most = high - batch;
  count = batch << *free_factor;
  if (count < most && *free_factor < scale_max)
    ++*free_factor;
  if (count > most)
    count = most;
  return count < batch ? batch : count;
}

static uint32_t
pcp_refill_count (uint32_t order, uint32_t batch)
{
  if (batch <= 1)
    return batch;
  return batch >> order > 2 ? batch >> order : 2;
}

static uint32_t
stat_threshold (uint32_t cpus, uint32_t managed)
{
  uint32_t threshold = 2 * fls (cpus) * (1 + fls (managed >> 15));

  return threshold > 125 ? 125 : threshold;
}

static uint32_t
highatomic_limit (uint32_t managed, uint32_t pageblock_pages)
{
  return managed / 100 + pageblock_pages;
}

const struct sim_profile sim_profile_linux_6_1 = {
  .name = "linux-6.1",
  .fallbacks = {
    [SIM_MIGRATE_UNMOVABLE] = { SIM_MIGRATE_RECLAIMABLE, SIM_MIGRATE_MOVABLE },
    [SIM_MIGRATE_MOVABLE] = { SIM_MIGRATE_RECLAIMABLE, SIM_MIGRATE_UNMOVABLE },
    [SIM_MIGRATE_RECLAIMABLE] = { SIM_MIGRATE_UNMOVABLE, SIM_MIGRATE_MOVABLE },
  },
  .pcp_scale_max = 5,
  .costly_order = 3,
  .zone_boost_blocks = 4,
  .min_free_kbytes = min_free_kbytes,
  .watermarks = watermarks,
  .pcp_batch = pcp_batch,
  .pcp_high = pcp_high,
  .pcp_free_count = pcp_free_count,
  .pcp_refill_count = pcp_refill_count,
  .stat_threshold = stat_threshold,
  .highatomic_limit = highatomic_limit,
};
