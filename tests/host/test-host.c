/* tests/host/test-host.c - the thread boundary, under ThreadSanitizer too.
 *
 * The main thread waits for wake-ups on a condition variable, as the main loop
 * would, and takes what there is.
 */
#include "tests/host/testing.h"

#include "app/host/host.h"

#include <pthread.h>

struct bell {
  pthread_mutex_t mutex;
  pthread_cond_t rung;
  bool ringing;
  uint64_t count;
};

static struct bell bell = { .mutex = PTHREAD_MUTEX_INITIALIZER, .rung = PTHREAD_COND_INITIALIZER };

static void
ring (void *user_data)
{
  struct bell *at = user_data;

  pthread_mutex_lock (&at->mutex);
  at->ringing = true;
  at->count++;
  pthread_cond_signal (&at->rung);
  pthread_mutex_unlock (&at->mutex);
}

static void
wait_for_ring (struct bell *at)
{
  pthread_mutex_lock (&at->mutex);
  while (!at->ringing)
    pthread_cond_wait (&at->rung, &at->mutex);
  at->ringing = false;
  pthread_mutex_unlock (&at->mutex);
}

static struct fol_state *newest;
static uint64_t states_taken;

/* Waits for the event with `tag`; others are dropped, the newest state is kept. */
static struct fol_event
wait_for (struct fol_host *host, uint64_t tag)
{
  struct fol_event event, found = { .tag = 0 };

  for (;;) {
    bool got = false;
    struct fol_state *state;

    while (fol_host_take_event (host, &event))
      if (event.tag == tag && event.kind != FOL_EVENT_PROGRESS) {
        found = event;
        got = true;
      }
    state = fol_host_take (host);
    if (state != NULL) {
      fol_state_unref (newest);
      newest = state;
      states_taken++;
    }
    if (got)
      return found;
    wait_for_ring (&bell);
  }
}

static void
forget (void)
{
  fol_state_unref (newest);
  newest = NULL;
}

static void *
copy (const void *from, size_t bytes)
{
  void *to = malloc (bytes);

  CHECK (to != NULL);
  memcpy (to, from, bytes);
  return to;
}

static bool
post_ops (struct fol_host *host, uint64_t tag, const struct sim_op *ops, uint64_t count)
{
  struct fol_command command = { .kind = FOL_COMMAND_APPLY, .tag = tag, .op_count = count };

  command.ops = copy (ops, count * sizeof *ops);
  if (fol_host_post (host, &command))
    return true;
  free (command.ops);
  return false;
}

static void
post_open (struct fol_host *host, uint64_t tag, const struct sim_machine *machine,
           const struct sim_op *ops, uint64_t count, struct fol_position position)
{
  struct fol_command command = {
    .kind = FOL_COMMAND_OPEN, .tag = tag, .op_count = count, .position = position
  };

  command.machine = copy (machine, sizeof *machine);
  command.ops = count > 0 ? copy (ops, count * sizeof *ops) : NULL;
  CHECK (fol_host_post (host, &command));
}

static void
post_seek (struct fol_host *host, uint64_t tag, uint64_t index)
{
  struct fol_command command = { .kind = FOL_COMMAND_SEEK, .tag = tag };

  command.position = (struct fol_position){ .index = index, .step = END };
  CHECK (fol_host_post (host, &command));
}

static void
post_cancel (struct fol_host *host)
{
  struct fol_command command = { .kind = FOL_COMMAND_CANCEL };

  CHECK (fol_host_post (host, &command));
}

static void
test_commands_and_answers (void)
{
  struct sim_machine machine = test_machine (64, 5), wrong = machine;
  struct fol_host *host = fol_host_new (ring, &bell);
  struct sim_op op = test_alloc (0);
  struct fol_command why = { .kind = FOL_COMMAND_WHY, .tag = 6 };
  struct fol_event event;
  uint64_t generation;

  CHECK (post_ops (host, 1, &op, 1)); /* nothing is open yet */
  CHECK (wait_for (host, 1).cancelled && newest == NULL);
  wrong.ram_count = 0;
  post_open (host, 2, &wrong, NULL, 0, (struct fol_position){ .step = END });
  CHECK (wait_for (host, 2).problem.error == SIM_MACHINE_NO_RAM && newest == NULL);
  post_open (host, 3, &machine, NULL, 0, (struct fol_position){ .step = END });
  event = wait_for (host, 3);
  CHECK (event.problem.error == SIM_MACHINE_OK && newest != NULL && newest->position.index == 0);
  generation = newest->generation;
  CHECK (post_ops (host, 4, &op, 1));
  event = wait_for (host, 4);
  CHECK (event.count == 1 && event.result.status == SIM_OK && event.result.pfn != SIM_PFN_NONE);
  CHECK (newest->position.index == 1 && newest->steps->count > 3 && newest->before != NULL);
  CHECK (newest->generation == generation);
  why.object = (struct sim_object){ .kind = SIM_OBJECT_FRAME, .a = event.result.pfn };
  CHECK (fol_host_post (host, &why));
  event = wait_for (host, 6);
  CHECK (event.kind == FOL_EVENT_WHY && event.touch_count == 2 && event.complete);
  CHECK (event.touch[0].index == 1 && event.touch[1].index == 0);

  /* A refused operation says why and leaves all as it was. */
  op = test_free (63);
  CHECK (post_ops (host, 7, &op, 1));
  event = wait_for (host, 7);
  CHECK (event.count == 0 && event.result.status == SIM_FREE_TWICE);
  CHECK (newest->position.index == 1);
  post_seek (host, 8, 0);
  event = wait_for (host, 8);
  CHECK (event.count == 1 && newest->generation > generation && newest->position.index == 0);
  post_seek (host, 9, 77);
  CHECK (wait_for (host, 9).count == 0 && newest->position.index == 0);
  forget ();
  fol_host_free (host);
  CHECK (sim_snapshot_count_alive () == 0);
  test_passed ("commands and answers");
}

/* All events arrive, in order, though nobody takes them for a while. */
static void
test_nothing_is_lost (void)
{
  struct sim_machine machine = test_machine (4096, 11);
  struct sim_op *ops = test_operations (&machine, 2000, 4);
  struct fol_host *host = fol_host_new (ring, &bell);
  struct fol_event event;
  uint64_t posted = 0, next = 100;

  post_open (host, 1, &machine, NULL, 0, (struct fol_position){ .step = END });
  wait_for (host, 1);
  while (next < 2100) {
    while (posted < 2000 && post_ops (host, 100 + posted, &ops[posted], 1))
      posted++;
    while (fol_host_take_event (host, &event)) {
      CHECK (event.tag == next && event.count == 1 && event.position.index == next - 99);
      next++;
    }
    fol_state_unref (fol_host_take (host));
  }
  forget ();
  fol_host_free (host);
  free (ops);
  CHECK (sim_snapshot_count_alive () == 0);
  test_passed ("nothing is lost");
}

#define LONG 800000u

static void
test_long_runs (void)
{
  struct sim_machine machine = test_machine (65536, 11);
  struct sim_op *ops = test_operations (&machine, LONG, 4);
  struct fol_host *host = fol_host_new (ring, &bell);
  struct fol_event event;
  uint64_t hash;

  post_open (host, 1, &machine, ops, 1000, (struct fol_position){ .index = 1000, .step = END });
  CHECK (wait_for (host, 1).count == 1000 && newest->position.index == 1000);
  hash = sim_snapshot_hash (newest->snapshot);

  /* A state or progress shows that it runs; then it is given up. */
  states_taken = 0;
  CHECK (post_ops (host, 2, ops + 1000, LONG - 1000));
  for (struct fol_state *state = NULL; state == NULL; fol_state_unref (state)) {
    wait_for_ring (&bell);
    state = fol_host_take (host);
    if (state != NULL)
      CHECK (!state->settled && state->position.index > 1000);
  }
  post_cancel (host);
  event = wait_for (host, 2);
  CHECK (event.cancelled && event.count == 0);
  CHECK (newest->settled && newest->position.index == 1000);
  CHECK (sim_snapshot_hash (newest->snapshot) == hash);

  CHECK (post_ops (host, 3, ops + 1000, LONG - 1000));
  event = wait_for (host, 3);
  CHECK (event.count == LONG - 1000 && newest->position.index == LONG && newest->settled);
  CHECK (newest->steps->count > 0 && states_taken > 1);

  /* Scrubbing: only the last seek must arrive, and no state of an older one after it. */
  hash = newest->generation;
  for (uint64_t i = 0; i < 200; i++)
    post_seek (host, 1000 + i, LONG - 1000 * i - 1);
  event = wait_for (host, 1199);
  CHECK (event.count == 1 && newest->position.index == LONG - 199 * 1000 - 1);
  CHECK (newest->generation == hash + 200);

  /* A new machine does not wait for what the old one is busy with. */
  post_seek (host, 1200, LONG);
  wait_for (host, 1200);
  for (uint64_t i = 0; i < 10; i++)
    CHECK (post_ops (host, 2000 + i, ops + 1000, 1));
  post_open (host, 3000, &machine, NULL, 0, (struct fol_position){ .step = END });
  CHECK (wait_for (host, 3000).problem.error == SIM_MACHINE_OK && newest->position.index == 0);
  forget ();

  /* Freed in the middle of work, with a queue. */
  CHECK (post_ops (host, 4, ops, LONG));
  CHECK (post_ops (host, 5, ops, 10));
  fol_host_free (host);
  free (ops);
  CHECK (sim_snapshot_count_alive () == 0);
  test_passed ("long runs");
}

static void
post_kind (struct fol_host *host, uint64_t tag, struct fol_command command)
{
  command.tag = tag;
  CHECK (fol_host_post (host, &command));
}

/* Every seek and operation interrupts it, and it gets there nevertheless. */
static void
test_curve (void)
{
  struct sim_machine machine = test_machine (16384, 11);
  struct sim_op *ops = test_operations (&machine, 60000, 6);
  struct fol_host *host = fol_host_new (ring, &bell);
  const struct fol_command none = { .kind = FOL_COMMAND_CURVE,
                                    .curve = { .kind = FOL_CURVE_KINDS } };
  const struct fol_command ask = { .kind = FOL_COMMAND_CURVE,
                                   .curve = { FOL_CURVE_BLOCKS, SIM_ALL_ZONES, 1 } };
  struct fol_curve_values *values = NULL, *newer;
  uint32_t value;

  post_kind (host, 1, ask); /* before anything is open */
  post_open (host, 2, &machine, ops, 60000, (struct fol_position){ .index = 60000, .step = END });
  wait_for (host, 2);
  CHECK (fol_host_take_curve (host) == NULL);
  post_kind (host, 3, none);
  post_kind (host, 4, ask);
  for (uint64_t i = 0; i < 20; i++) {
    struct timespec pause = { .tv_nsec = 2000000 };

    post_seek (host, 100 + i, 3000 * i);
    nanosleep (&pause, NULL);
  }
  wait_for (host, 119);
  CHECK (newest->position.index == 57000);
  while (values == NULL || values->known < values->total) {
    newer = fol_host_take_curve (host);
    if (newer == NULL) {
      wait_for_ring (&bell);
      continue;
    }
    CHECK (values == NULL || newer->known >= values->known);
    fol_curve_values_unref (values);
    values = newer;
    if (values->known > 0)
      CHECK (fol_curve_value (values, 0, values->known, &value));
  }
  for (uint64_t i = 0; i < 20; i++) {
    struct sim_view view;

    post_seek (host, 200 + i, 1 + 2999 * i);
    wait_for (host, 200 + i);
    view = fol_state_view (newest);
    CHECK (fol_curve_value (values, 0, newest->position.index, &value));
    CHECK (value == fol_curve_sample (&values->curve, &view));
  }
  CHECK (values->known == 60000 && values->branch_count == 1);
  fol_curve_values_unref (values);

  /* Of another session nothing arrives. */
  post_kind (host, 300,
             (struct fol_command){ .kind = FOL_COMMAND_CURVE,
                                   .curve = { FOL_CURVE_PCP, SIM_ALL_ZONES, 0 } });
  post_open (host, 301, &machine, NULL, 0, (struct fol_position){ .step = END });
  wait_for (host, 301);
  CHECK (fol_host_take_curve (host) == NULL);
  forget ();
  fol_host_free (host);
  free (ops);
  CHECK (sim_snapshot_count_alive () == 0);
  test_passed ("curve");
}

static uint32_t released;

static void
release (void *user_data)
{
  __atomic_add_fetch ((uint32_t *) user_data, 1, __ATOMIC_RELAXED);
}

static bool
is_at (void *user_data, const struct fol_moment *moment)
{
  return moment->index == *(const uint64_t *) user_data;
}

/* A run that tells that it is under way, and goes on when it is told to. */
struct pause {
  struct bell under_way, go_on;
  bool made; /* of the worker */
};

static bool
is_nowhere (void *user_data, const struct fol_moment *moment)
{
  struct pause *pause = user_data;

  if (!pause->made) {
    ring (&pause->under_way);
    wait_for_ring (&pause->go_on);
  }
  pause->made = true;
  return false;
}

static bool
make_alloc_or_free (void *user_data, const struct sim_view *view, const struct sim_result *last,
                    struct sim_op *op)
{
  bool frees = last != NULL && last->status == SIM_OK && last->pfn != SIM_PFN_NONE &&
               sim_view_flags (view, last->pfn) != 0 && *(uint64_t *) user_data % 2 == 1;

  ++*(uint64_t *) user_data;
  *op = frees ? test_free (last->pfn) : test_alloc (0);
  return true;
}

static void
test_runs (void)
{
  struct sim_machine machine = test_machine (16384, 11);
  struct sim_op *ops = test_operations (&machine, LONG, 17);
  struct fol_host *host = fol_host_new (ring, &bell);
  uint64_t wanted = 12345, made = 0;
  struct pause pause = {
    .under_way = { .mutex = PTHREAD_MUTEX_INITIALIZER, .rung = PTHREAD_COND_INITIALIZER },
    .go_on = { .mutex = PTHREAD_MUTEX_INITIALIZER, .rung = PTHREAD_COND_INITIALIZER },
  };
  struct fol_command run = { .kind = FOL_COMMAND_RUN_UNTIL,
                             .condition = { .holds = is_at, .user_data = &wanted },
                             .release = release,
                             .release_data = &released };
  struct fol_command make = { .kind = FOL_COMMAND_GENERATE,
                              .generator = { .next = make_alloc_or_free, .user_data = &made },
                              .op_count = 3000,
                              .release = release,
                              .release_data = &released };
  struct fol_event event;

  post_kind (host, 1, run); /* nothing is open */
  CHECK (wait_for (host, 1).count == 0);
  post_open (host, 2, &machine, ops, LONG, (struct fol_position){ .step = END });
  wait_for (host, 2);

  post_kind (host, 3, run);
  event = wait_for (host, 3);
  CHECK (event.kind == FOL_EVENT_RUN && event.count == 1 && event.position.index == wanted);
  CHECK (newest->position.index == wanted && newest->steps->count > 0);
  run.backward = true;
  post_kind (host, 4, run);
  event = wait_for (host, 4);
  CHECK (event.count == 0 && !event.cancelled && newest->position.index == wanted);

  /* Given up by CANCEL, and by a seek. */
  run.backward = false;
  run.condition = (struct fol_condition){ .holds = is_nowhere, .user_data = &pause };
  post_kind (host, 5, run);
  wait_for_ring (&pause.under_way);
  post_cancel (host);
  ring (&pause.go_on);
  event = wait_for (host, 5);
  CHECK (event.cancelled && event.count == 0 && newest->position.index == wanted);
  post_kind (host, 6, run);
  post_seek (host, 7, 99);
  CHECK (wait_for (host, 7).count == 1 && newest->position.index == 99);

  /* Generated: to its end; given up, what was applied stays. */
  post_seek (host, 8, LONG);
  post_kind (host, 9, make);
  event = wait_for (host, 9);
  CHECK (event.kind == FOL_EVENT_APPLIED && event.count == 3000 && !event.cancelled);
  CHECK (newest->position.index == LONG + 3000 && newest->settled && newest->before != NULL);
  make.op_count = UINT64_C (1) << 40;
  post_kind (host, 10, make);
  for (struct fol_state *state = NULL; state == NULL; fol_state_unref (state)) {
    wait_for_ring (&bell);
    state = fol_host_take (host);
  }
  post_cancel (host);
  event = wait_for (host, 10);
  CHECK (event.cancelled && event.count > 0 && event.count < make.op_count);
  CHECK (newest->position.index == LONG + 3000 + event.count && newest->settled);
  CHECK (newest->track[0]->branch.length == newest->position.index);

  /* Whatever becomes of a command, what it owns is released, once. */
  post_kind (host, 11, make);
  post_kind (host, 12, run);
  post_kind (host, 13, make);
  forget ();
  fol_host_free (host);
  CHECK (__atomic_load_n (&released, __ATOMIC_RELAXED) == 10);
  free (ops);
  CHECK (sim_snapshot_count_alive () == 0);
  test_passed ("runs");
}

static void
test_taking_over (void)
{
  struct sim_machine machine = test_machine (64, 5);
  struct sim_machine_problem problem;
  struct fol_host *host = fol_host_new (ring, &bell);
  struct fol_command command = { .kind = FOL_COMMAND_TAKE_HISTORY, .tag = 1 };
  struct sim_op op = test_alloc (2);
  struct sim_result result;

  for (uint32_t i = 0; i < 3; i++) {
    command.history = fol_history_new (&machine, &problem);
    for (uint32_t j = 0; j < 3; j++)
      fol_history_apply (command.history, &op, &result);
    command.tag = 1 + i;
    command.position = (struct fol_position){ .index = i, .step = END };
    CHECK (fol_host_post (host, &command));
  }
  wait_for (host, 3);
  CHECK (newest->position.index == 2 && newest->track[0]->branch.length == 3);
  command.history = fol_history_new (&machine, &problem);
  CHECK (fol_host_post (host, &command)); /* never looked at: freed with the host */
  forget ();
  fol_host_free (host);
  CHECK (sim_snapshot_count_alive () == 0);
  test_passed ("taking over");
}

int
main (void)
{
  test_commands_and_answers ();
  test_nothing_is_lost ();
  test_long_runs ();
  test_curve ();
  test_runs ();
  test_taking_over ();
  printf ("6 passed, 0 failed\n");
  return 0;
}
