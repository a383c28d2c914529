/* tests/host/test-host.c - the thread boundary, under ThreadSanitizer too.
 *
 * The main thread waits for wake-ups on a condition variable, as the main loop
 * would, and takes what there is.
 */
#include "tests/host/testing.h"

#include "app/host/host.h"

#include <pthread.h>
#include <time.h>

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
wait_for_ring (void)
{
  pthread_mutex_lock (&bell.mutex);
  while (!bell.ringing)
    pthread_cond_wait (&bell.rung, &bell.mutex);
  bell.ringing = false;
  pthread_mutex_unlock (&bell.mutex);
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
    wait_for_ring ();
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
  why.pfn = event.result.pfn;
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

static uint64_t
milliseconds (void)
{
  struct timespec now;

  clock_gettime (CLOCK_MONOTONIC, &now);
  return (uint64_t) now.tv_sec * 1000 + (uint64_t) now.tv_nsec / 1000000;
}

#define LONG 800000u

static void
test_long_runs (void)
{
  struct sim_machine machine = test_machine (65536, 11);
  struct sim_op *ops = test_operations (&machine, LONG, 4);
  struct fol_host *host = fol_host_new (ring, &bell);
  struct fol_event event;
  uint64_t hash, start;

  post_open (host, 1, &machine, ops, 1000, (struct fol_position){ .index = 1000, .step = END });
  CHECK (wait_for (host, 1).count == 1000 && newest->position.index == 1000);
  hash = sim_snapshot_hash (newest->snapshot);

  /* A state or progress shows that it runs; then it is given up. */
  states_taken = 0;
  CHECK (post_ops (host, 2, ops + 1000, LONG - 1000));
  for (struct fol_state *state = NULL; state == NULL; fol_state_unref (state)) {
    wait_for_ring ();
    state = fol_host_take (host);
    if (state != NULL)
      CHECK (!state->settled && state->position.index > 1000);
  }
  start = milliseconds ();
  post_cancel (host);
  event = wait_for (host, 2);
  CHECK (event.cancelled && event.count == 0 && milliseconds () - start < 2000);
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
  test_taking_over ();
  printf ("4 passed, 0 failed\n");
  return 0;
}
