/* tests/host/test-runs.c - curves, runs until, generated operations, differences.
 *
 * Method: a plain world is led along the same operations and asked after each;
 * what the history finds by replaying, interrupted wherever it can be, must be
 * the same, and where it stands must not change.
 */
#include "tests/host/histories.h"

#include "app/host/difference.h"

#define COUNT 9000u /* more than two chunks */

static struct sim_machine
two_zones (void)
{
  struct sim_machine machine = test_machine (32768, 11);

  machine.smp = true;
  machine.cpu_count = 2;
  machine.zone_end[SIM_ZONE_DMA32] = UINT64_C (64) << 20;
  return machine;
}

static void
apply_all (struct fol_history *history, const struct sim_op *ops, uint64_t count)
{
  struct sim_result last;

  CHECK (fol_history_apply_many (history, ops, count, &last, NULL) == count);
}

/* Gives up at the n-th question. */
struct patience {
  uint64_t left;
};

static bool
lose_patience (void *user_data, uint64_t done, uint64_t total)
{
  struct patience *patience = user_data;

  return patience->left-- == 0;
}

static const struct fol_curve curves[] = {
  { FOL_CURVE_FREE, SIM_ALL_ZONES, 0 },     { FOL_CURVE_FREE, 1, 0 },
  { FOL_CURVE_UNUSABLE, SIM_ALL_ZONES, 3 }, { FOL_CURVE_UNUSABLE, 0, 10 },
  { FOL_CURVE_BLOCKS, SIM_ALL_ZONES, 0 },   { FOL_CURVE_BLOCKS, 1, 2 },
  { FOL_CURVE_PCP, SIM_ALL_ZONES, 0 },      { FOL_CURVE_PCP, 1, 0 },
};
#define CURVES (sizeof curves / sizeof curves[0])

/* value[i * CURVES + c]: curve c after operation i. */
static uint32_t *
straight_values (const struct sim_machine *machine, const struct sim_op *ops, uint64_t count)
{
  struct sim_machine_problem problem;
  struct sim_world *world = sim_world_open (machine, &problem);
  uint32_t *values = calloc ((count + 1) * CURVES, sizeof *values);
  struct sim_view view = sim_world_view (world);
  struct sim_result result;

  for (uint64_t i = 0; i <= count; i++) {
    if (i > 0)
      sim_apply (world, &ops[i - 1], &result, NULL);
    for (uint32_t c = 0; c < CURVES; c++)
      values[i * CURVES + c] = fol_curve_sample (&curves[c], &view);
  }
  sim_world_close (world);
  return values;
}

static void
check_values (const struct fol_curve_values *values, const uint32_t *expected, uint32_t c,
              uint32_t branch, uint64_t first, uint64_t last)
{
  uint32_t value, count;

  for (uint64_t i = first; i <= last; i++) {
    CHECK (fol_curve_value (values, branch, i, &value));
    CHECK (value == expected[i * CURVES + c]);
  }
  for (uint64_t i = first > 0 ? first : 1; i <= last; i += count) {
    const uint32_t *run = fol_curve_run (values, branch, i, &count);

    CHECK (run != NULL && count > 0);
    for (uint32_t j = 0; j < count && i + j <= last; j++)
      CHECK (run[j] == expected[(i + j) * CURVES + c]);
  }
}

/* Interrupted again and again, with jumps and looks inside in between. */
static void
test_curves_are_exact (void)
{
  struct sim_machine machine = two_zones ();
  struct sim_op *ops = test_operations (&machine, COUNT, 3);
  uint32_t *expected = straight_values (&machine, ops, COUNT);
  struct fol_history *history = test_open_history (&machine);
  uint64_t seed = 11;

  apply_all (history, ops, COUNT);
  for (uint32_t c = 0; c < CURVES; c++) {
    struct fol_curve_values *values;
    uint64_t known = 0;

    CHECK (fol_history_ask_curve (history, &curves[c], 0));
    CHECK (fol_history_curve_is_pending (history));
    for (bool complete = false; !complete;) {
      struct patience patience = { .left = test_random (&seed) % 40 };
      struct fol_cancel cancel = { .asked = lose_patience, .user_data = &patience };
      struct fol_position to = { .index = test_random (&seed) % (COUNT + 1),
                                 .step = test_random (&seed) % 2 == 0 ? END : 1 };
      uint64_t hash = test_hash (history);

      complete = fol_history_advance_curve (history, &cancel);
      values = fol_history_curve_values (history);
      CHECK (values->known >= known && values->total == COUNT);
      known = values->known;
      check_values (values, expected, c, 0, 0, known);
      fol_curve_values_unref (values);
      if (test_random (&seed) % 2 == 0)
        CHECK (fol_history_seek (history, to, NULL));
      else
        CHECK (test_hash (history) == hash);
    }
    CHECK (!fol_history_curve_is_pending (history));
    CHECK (known == COUNT);
  }
  fol_history_free (history);
  free (expected);
  free (ops);
  CHECK (sim_snapshot_count_alive () == 0);
  test_passed ("curves are exact");
}

/* A snapshot is what a window sees: the position's memory, wherever the arena is. */
static void
test_curve_disturbs_nothing (void)
{
  struct sim_machine machine = two_zones ();
  struct sim_op *ops = test_operations (&machine, COUNT, 5);
  struct fol_history *history = test_open_history (&machine);
  struct fol_position inside = { .index = 4000, .step = 1 };
  struct patience patience = { .left = 20 };
  struct fol_cancel cancel = { .asked = lose_patience, .user_data = &patience };
  struct fol_touch touches[4];
  struct fol_state *before, *after;
  struct sim_result result;
  uint64_t hash;
  bool complete;

  apply_all (history, ops, COUNT);
  CHECK (fol_history_ask_curve (history, &curves[2], 0));
  CHECK (fol_history_seek (history, inside, NULL));
  before = fol_history_state (history);
  CHECK (!fol_history_advance_curve (history, &cancel));
  CHECK (history->here != NULL);
  after = fol_history_state (history);
  CHECK (sim_snapshot_hash (before->snapshot) == sim_snapshot_hash (after->snapshot));
  CHECK (after->position.step == 1 && after->before == before->before);
  CHECK (history->here != NULL);

  /* From away: inside on, why, apply. */
  CHECK (fol_history_seek (history, (struct fol_position){ .index = 4000, .step = END }, NULL));
  hash = test_hash (history);
  CHECK (fol_history_seek (history, (struct fol_position){ .index = 3999, .step = END }, NULL));
  patience.left = 3;
  CHECK (!fol_history_advance_curve (history, &cancel));
  CHECK (fol_history_apply (history, &ops[3999], &result) == SIM_OK ||
         result.status == SIM_NO_MEMORY);
  CHECK (test_hash (history) == hash);
  CHECK (fol_history_branch_count (history) == 1);
  patience.left = 3;
  CHECK (!fol_history_advance_curve (history, &cancel));
  CHECK (fol_history_why (history, test_frame (5), touches, 4, &complete, NULL) > 0);
  CHECK (test_hash (history) == hash);
  fol_state_unref (before);
  fol_state_unref (after);
  fol_history_free (history);
  free (ops);
  CHECK (sim_snapshot_count_alive () == 0);
  test_passed ("a curve disturbs nothing");
}

static void
test_curves_grow (void)
{
  struct sim_machine machine = two_zones ();
  struct sim_op *ops = test_operations (&machine, COUNT, 8), other[300];
  uint32_t *expected = straight_values (&machine, ops, COUNT), *branched;
  struct fol_history *history = test_open_history (&machine);
  struct fol_curve_values *early, *values;
  struct fol_curve wrong = { FOL_CURVE_BLOCKS, 7, 0 };
  struct sim_result result;
  uint32_t value;

  CHECK (!fol_history_ask_curve (history, &wrong, 0));
  CHECK (fol_history_ask_curve (history, &curves[4], 0));
  CHECK (!fol_history_curve_is_pending (history));
  apply_all (history, ops, 4000);
  CHECK (fol_history_advance_curve (history, NULL));
  early = fol_history_curve_values (history);

  /* One at a time they are known at once; in runs they follow. */
  for (uint32_t i = 4000; i < 4200; i++) {
    fol_history_apply (history, &ops[i], &result);
    CHECK (!fol_history_curve_is_pending (history));
  }
  apply_all (history, ops + 4200, COUNT - 4200);
  CHECK (fol_history_curve_is_pending (history));
  CHECK (fol_history_advance_curve (history, NULL));

  /* A branch, given up once, whose curve is its own. */
  CHECK (fol_history_seek (history, (struct fol_position){ .index = 500, .step = END }, NULL));
  for (uint32_t i = 0; i < 300; i++)
    other[i] = test_alloc (i % 5);
  apply_all (history, other, 300);
  CHECK (fol_history_advance_curve (history, NULL));
  values = fol_history_curve_values (history);
  CHECK (values->known == values->total && values->total == COUNT + 300);
  check_values (values, expected, 4, 0, 0, COUNT);
  check_values (values, expected, 4, 1, 0, 500);
  memcpy (ops + 500, other, sizeof other);
  branched = straight_values (&machine, ops, 800);
  check_values (values, branched, 4, 1, 501, 800);
  CHECK (!fol_curve_value (values, 1, 801, &value));
  CHECK (!fol_curve_value (values, 2, 1, &value));

  /* What was handed out is as it was. */
  CHECK (early->known == 4000 && !fol_curve_value (early, 0, 4001, &value));
  check_values (early, expected, 4, 0, 0, 4000);
  fol_curve_values_unref (early);
  fol_curve_values_unref (fol_curve_values_ref (values));
  fol_history_free (history);
  check_values (values, branched, 4, 1, 501, 800);
  fol_curve_values_unref (values);
  free (branched);
  free (expected);
  free (ops);
  test_passed ("curves grow");
}

struct wanted {
  uint32_t most_free; /* holds below */
  uint64_t steps;     /* or with so many steps, if not 0 */
  uint64_t asked;
};

static bool
is_wanted (void *user_data, const struct fol_moment *moment)
{
  struct wanted *wanted = user_data;

  wanted->asked++;
  CHECK (moment->index == 0 || moment->result != NULL);
  if (wanted->steps > 0)
    return moment->step_count == wanted->steps;
  return fol_curve_sample (&curves[0], &moment->view) < wanted->most_free;
}

static void
test_run_until (void)
{
  struct sim_machine machine = two_zones ();
  struct sim_op *ops = test_operations (&machine, COUNT, 21);
  uint32_t *expected = straight_values (&machine, ops, COUNT);
  struct fol_history *history = test_open_history (&machine);
  uint64_t seed = 5, *hash = calloc (COUNT + 1, sizeof *hash);

  for (uint32_t i = 0; i <= COUNT; i++) {
    if (i > 0)
      apply_all (history, &ops[i - 1], 1);
    hash[i] = test_hash (history);
  }
  for (uint32_t round = 0; round < 60; round++) {
    struct wanted wanted = { .most_free =
                                 expected[(test_random (&seed) % (COUNT + 1)) * CURVES] + 1 };
    struct fol_condition condition = { .holds = is_wanted, .user_data = &wanted };
    struct fol_position from = { .index = test_random (&seed) % (COUNT + 1), .step = END };
    bool backward = round % 2 == 0;
    int64_t found = (int64_t) from.index;
    enum fol_run_end end;

    if (round % 3 == 0 && from.index > 0)
      from.step = 0; /* inside: its end is still to come */
    if (from.step == 0 && !backward)
      found--;
    do
      found += backward ? -1 : 1;
    while (found >= 0 && found <= (int64_t) COUNT && expected[found * CURVES] >= wanted.most_free);
    CHECK (fol_history_seek (history, from, NULL));
    end = fol_history_run_until (history, &condition, backward, NULL);
    if (found < 0 || found > (int64_t) COUNT) {
      CHECK (end == FOL_RUN_NOT_REACHED);
      CHECK (fol_history_position (history).index == from.index);
      if (from.step == END)
        CHECK (test_hash (history) == hash[from.index]);
    } else {
      CHECK (end == FOL_RUN_REACHED);
      CHECK (fol_history_position (history).index == (uint64_t) found);
      CHECK (test_hash (history) == hash[found]);
    }
  }
  fol_history_free (history);
  free (hash);
  free (expected);
  free (ops);
  test_passed ("run until");
}

static void
test_run_sees_steps_and_gives_up (void)
{
  struct sim_machine machine = two_zones ();
  struct sim_op *ops = test_operations (&machine, COUNT, 22);
  struct fol_history *history = test_open_history (&machine);
  struct wanted wanted = { .most_free = 0 };
  struct fol_condition condition = { .holds = is_wanted, .user_data = &wanted };
  struct fol_position at = { .index = 100, .step = END };
  struct fol_state *state;
  uint64_t hash;

  apply_all (history, ops, COUNT);
  CHECK (fol_history_seek (history, (struct fol_position){ .index = 5000, .step = END }, NULL));
  state = fol_history_state (history);
  wanted.steps = state->steps->count;
  fol_state_unref (state);
  condition.wants_steps = true;
  CHECK (fol_history_seek (history, at, NULL));
  CHECK (fol_history_run_until (history, &condition, false, NULL) == FOL_RUN_REACHED);
  state = fol_history_state (history);
  CHECK (state->position.index <= 5000 && state->steps->count == wanted.steps);
  fol_state_unref (state);

  CHECK (fol_history_seek (history, at, NULL));
  hash = test_hash (history);
  wanted = (struct wanted){ .most_free = 0 };
  for (uint32_t questions = 0; questions < 30; questions += 7) {
    struct patience patience = { .left = questions };
    struct fol_cancel cancel = { .asked = lose_patience, .user_data = &patience };

    CHECK (fol_history_run_until (history, &condition, false, &cancel) == FOL_RUN_GIVEN_UP);
    CHECK (fol_history_position (history).index == at.index);
    CHECK (test_hash (history) == hash);
    patience.left = questions / 7; /* there are two questions to answer */
    CHECK (fol_history_run_until (history, &condition, true, &cancel) ==
           (questions / 7 < 2 ? FOL_RUN_GIVEN_UP : FOL_RUN_NOT_REACHED));
    CHECK (fol_history_position (history).index == at.index);
    CHECK (test_hash (history) == hash);
  }
  fol_history_free (history);
  free (ops);
  CHECK (sim_snapshot_count_alive () == 0);
  test_passed ("a run sees steps, and gives up");
}

/* Frees every second answer; its third operation is one that is refused, if asked. */
struct making {
  uint64_t made, refuse_at;
  sim_pfn pfn;
  uint64_t heard;
};

static bool
make (void *user_data, const struct sim_view *view, const struct sim_result *last,
      struct sim_op *op)
{
  struct making *making = user_data;

  CHECK ((last != NULL) == (making->made > 0));
  CHECK (view->words != NULL);
  if (last != NULL && last->pfn != SIM_PFN_NONE)
    making->heard++;
  if (++making->made == making->refuse_at)
    *op = test_free (0);
  else if (making->made % 2 == 1 || last->status != SIM_OK)
    *op = test_alloc (making->made % 3 == 0 ? 2 : 0);
  else
    *op = test_free (last->pfn);
  return true;
}

static void
test_generated (void)
{
  struct sim_machine machine = two_zones ();
  struct sim_op *ops = test_operations (&machine, 2000, 4);
  struct fol_history *history = test_open_history (&machine), *again = test_open_history (&machine);
  struct making making = { .refuse_at = 0 };
  struct fol_generator generator = { .next = make, .user_data = &making };
  struct patience patience = { .left = 3 };
  struct fol_cancel cancel = { .asked = lose_patience, .user_data = &patience };
  struct sim_result last;
  struct sim_op op;
  uint64_t hash;

  /* At the tip; given up: what was applied stays. */
  apply_all (history, ops, 2000);
  CHECK (fol_history_apply_generated (history, &generator, 5000, &last, NULL) == 5000);
  CHECK (making.heard >= 2000 && fol_history_position (history).index == 7000);
  CHECK (fol_history_apply_generated (history, &generator, 0, &last, NULL) == 0);
  making = (struct making){ .refuse_at = 0 };
  CHECK (fol_history_apply_generated (history, &generator, 5000, &last, &cancel) == 768);
  CHECK (fol_history_position (history).index == 7768);
  hash = test_hash (history);

  /* What is recorded gives the same. */
  for (uint64_t i = 1; i <= 7768; i++) {
    CHECK (fol_history_op (history, 0, i, &op));
    apply_all (again, &op, 1);
  }
  CHECK (test_hash (again) == hash);

  /* Refused at once: no branch comes of it; later: it stops there. */
  CHECK (fol_history_seek (history, (struct fol_position){ .index = 1000, .step = END }, NULL));
  making = (struct making){ .refuse_at = 1 };
  CHECK (fol_history_apply_generated (history, &generator, 10, &last, NULL) == 0);
  CHECK (last.status != SIM_OK && fol_history_branch_count (history) == 1);
  making = (struct making){ .refuse_at = 8 };
  CHECK (fol_history_apply_generated (history, &generator, 10, &last, NULL) == 7);
  CHECK (fol_history_branch_count (history) == 2);
  CHECK (fol_history_position (history).index == 1007);
  hash = test_hash (history);

  /* The same once more is followed, not recorded. */
  CHECK (fol_history_seek (history, (struct fol_position){ .index = 1000, .step = END }, NULL));
  making = (struct making){ .refuse_at = 8 };
  CHECK (fol_history_apply_generated (history, &generator, 10, &last, NULL) == 7);
  CHECK (fol_history_branch_count (history) == 2);
  CHECK (test_hash (history) == hash);
  fol_history_free (history);
  fol_history_free (again);
  free (ops);
  CHECK (sim_snapshot_count_alive () == 0);
  test_passed ("generated operations");
}

static bool
same_block (const struct sim_block *x, const struct sim_block *y)
{
  return x->pfn == y->pfn && x->order == y->order && x->state == y->state && x->type == y->type &&
         x->asked == y->asked && x->cpu == y->cpu && x->gfp == y->gfp && x->serial == y->serial;
}

static void
check_difference (const struct fol_state *from, const struct fol_state *to)
{
  struct fol_difference *difference = fol_difference_new (from, to);
  struct sim_view x = fol_state_view (from), y = fol_state_view (to);
  uint32_t counted = 0;
  sim_pfn pfn;

  CHECK (difference != NULL);
  for (pfn = 0; pfn < from->layout->frame_count; pfn++) {
    struct sim_block a, b;

    sim_view_block (&x, pfn, &a);
    sim_view_block (&y, pfn, &b);
    CHECK (fol_difference_has (difference, pfn) == !same_block (&a, &b));
    counted += fol_difference_has (difference, pfn);
  }
  CHECK (counted == difference->changed);
  for (pfn = 0, counted = 0; pfn < from->layout->frame_count;) {
    sim_pfn first = fol_difference_next (difference, pfn, true);

    CHECK (first == pfn || !fol_difference_has (difference, pfn));
    pfn = fol_difference_next (difference, first, false);
    counted += pfn - first;
  }
  CHECK (counted == difference->changed);
  CHECK (!fol_difference_has (difference, from->layout->frame_count));
  fol_difference_free (difference);
}

static void
test_difference (void)
{
  struct sim_machine machine = test_machine (4096, 11);
  struct sim_op *ops = test_operations (&machine, 1200, 9);
  struct fol_history *history = test_open_history (&machine), *other = test_open_history (&machine);
  struct fol_state *state[13], *stranger = fol_history_state (other);
  struct fol_difference *same;

  state[0] = fol_history_state (history);
  for (uint32_t i = 0; i < 12; i++) {
    struct sim_op op = test_alloc (i % 4);

    apply_all (history, i < 6 ? ops + i * 100 : &op, i < 6 ? 100 : 1);
    state[i + 1] = fol_history_state (history);
    if (i >= 6)
      CHECK (fol_history_seek (history, (struct fol_position){ .index = 600, .step = END }, NULL));
  }
  for (uint32_t i = 0; i < 13; i++)
    for (uint32_t j = 0; j < 13; j++)
      check_difference (state[i], state[j]);
  same = fol_difference_new (state[3], state[3]);
  CHECK (same->changed == 0);
  fol_difference_free (same);
  CHECK (fol_difference_new (state[0], stranger) == NULL);
  fol_difference_free (NULL);
  for (uint32_t i = 0; i < 13; i++)
    fol_state_unref (state[i]);
  fol_state_unref (stranger);
  fol_history_free (history);
  fol_history_free (other);
  free (ops);
  test_passed ("difference");
}

int
main (void)
{
  test_curves_are_exact ();
  test_curve_disturbs_nothing ();
  test_curves_grow ();
  test_run_until ();
  test_run_sees_steps_and_gives_up ();
  test_generated ();
  test_difference ();
  printf ("7 passed, 0 failed\n");
  return 0;
}
