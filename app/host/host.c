/* app/host/host.c - queue down, newest state up: see host.h. */
#include "app/host/host.h"
#include "app/host/compare.h"
#include "app/host/history-private.h"

#include "engine/base/check.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#define QUEUE_MAX   256u
#define EVENTS_MAX  256u
#define PUBLISH_NS  UINT64_C (16000000)
#define PROGRESS_NS UINT64_C (50000000)

/* After a command the curve waits this long: while someone scrubs, the memory
 * stays near where it is looked at. */
#define QUIET_NS UINT64_C (30000000)

struct queued {
  struct fol_command command;
  uint64_t generation;
  uint64_t opening;
  bool dropped; /* a newer OPEN made it pointless */
};

struct fol_host {
  fol_host_notify_func notify;
  void *user_data;
  pthread_t thread;
  atomic_bool interrupt; /* the running command shall give up */
  atomic_bool called;    /* a command waits, or quit: the curve shall be left */

  /* All below is guarded by mutex. */
  pthread_mutex_t mutex;
  pthread_cond_t changed; /* a command came, an event was taken, or quit */
  struct queued queue[QUEUE_MAX];
  uint32_t head, count;
  bool quit, notified, running;
  enum fol_command_kind running_kind;
  uint64_t generation; /* the newest posted */
  uint64_t opening;    /* how many OPEN and TAKE_HISTORY were posted */
  struct fol_state *latest;
  struct fol_curve_values *latest_curve;
  struct fol_event *event[EVENTS_MAX]; /* a ring of owned events */
  uint32_t event_head, event_count;
  struct fol_event progress;
  bool has_progress;
};

/* What only the worker touches. */
struct worker {
  struct fol_host *host;
  struct fol_history *history; /* NULL until something was opened */
  const struct queued *queued; /* the command under way */
  uint64_t generation;         /* of the states to publish */
  uint64_t opening;            /* of the curves to publish */
  bool comparing;              /* states have lanes */
  struct fol_compare *compare; /* NULL until needed, and where the machine is not known */
  uint64_t published_ns, told_ns;
  uint64_t quiet_ns;    /* when the curve may go on */
  uint64_t curve_ns;    /* when it was published */
  uint64_t curve_known; /* of what was published last */
};

static void
wake (struct fol_host *host, bool needed)
{
  if (needed)
    host->notify (host->user_data);
}

/* struct fol_cancel: a lane that is far behind is left for the next state. */
static bool
interrupted (void *user_data, uint64_t done, uint64_t total)
{
  struct fol_host *host = user_data;

  (void) done;
  (void) total;
  return atomic_load_explicit (&host->interrupt, memory_order_relaxed);
}

/* Recordings begin with a state that no machine opens with: they have no lanes. */
static void
add_lanes (struct worker *worker, struct fol_state *state)
{
  struct fol_cancel cancel = { .asked = interrupted, .user_data = worker->host };

  if (!worker->comparing || !state->from_machine)
    return;
  if (worker->compare == NULL)
    worker->compare = fol_compare_new (&state->machine);
  if (worker->compare != NULL)
    fol_compare_add_lanes (worker->compare, state, &cancel);
}

static void
forget_lanes (struct worker *worker)
{
  fol_compare_free (worker->compare);
  worker->compare = NULL;
}

static void
publish (struct worker *worker)
{
  struct fol_host *host = worker->host;
  struct fol_state *state, *stale;
  bool needed;

  worker->published_ns = fol_clock_ns ();
  if (worker->history == NULL)
    return;
  state = fol_history_state (worker->history);
  state->generation = worker->generation;
  add_lanes (worker, state);
  pthread_mutex_lock (&host->mutex);
  stale = host->latest;
  host->latest = state;
  needed = !host->notified;
  host->notified = true;
  pthread_mutex_unlock (&host->mutex);
  fol_state_unref (stale);
  wake (host, needed);
}

static void
publish_curve (struct worker *worker)
{
  struct fol_host *host = worker->host;
  struct fol_curve_values *values = fol_history_curve_values (worker->history), *stale = values;
  bool needed = false;

  worker->curve_ns = fol_clock_ns ();
  worker->curve_known = values->known;
  pthread_mutex_lock (&host->mutex);
  if (worker->opening == host->opening) {
    stale = host->latest_curve;
    host->latest_curve = values;
    needed = !host->notified;
    host->notified = true;
  }
  pthread_mutex_unlock (&host->mutex);
  fol_curve_values_unref (stale);
  wake (host, needed);
}

/* If more of the curve is known than when it was published last. */
static void
publish_growth (struct worker *worker)
{
  const struct fol_history *history = worker->history;

  if (history != NULL && history->curve.wanted && history->curve.known != worker->curve_known)
    publish_curve (worker);
}

/* Waits for room: events are never lost, and the main thread never waits. */
static void
push_event (struct worker *worker, struct fol_event *event)
{
  struct fol_host *host = worker->host;
  bool needed = false, taken = false;

  if (worker->history != NULL)
    event->position = fol_history_position (worker->history);
  event->tag = worker->queued->command.tag;
  pthread_mutex_lock (&host->mutex);
  while (host->event_count == EVENTS_MAX && !host->quit)
    pthread_cond_wait (&host->changed, &host->mutex);
  if (!host->quit) {
    host->event[(host->event_head + host->event_count++) % EVENTS_MAX] = event;
    host->has_progress = false;
    taken = true;
    needed = !host->notified;
    host->notified = true;
  }
  pthread_mutex_unlock (&host->mutex);
  if (!taken)
    free (event);
  wake (host, needed);
}

static void
tell_progress (struct worker *worker, uint64_t done, uint64_t total)
{
  struct fol_host *host = worker->host;
  bool needed;

  pthread_mutex_lock (&host->mutex);
  host->progress.kind = FOL_EVENT_PROGRESS;
  host->progress.tag = worker->queued->command.tag;
  host->progress.count = done;
  host->progress.total = total;
  host->has_progress = true;
  needed = !host->notified;
  host->notified = true;
  pthread_mutex_unlock (&host->mutex);
  wake (host, needed);
}

/* struct fol_cancel: called every few hundred operations. */
static bool
asked (void *user_data, uint64_t done, uint64_t total)
{
  struct worker *worker = user_data;
  uint64_t now;

  if (atomic_load_explicit (&worker->host->interrupt, memory_order_relaxed))
    return true;
  now = fol_clock_ns ();
  if (now - worker->told_ns >= PROGRESS_NS) {
    worker->told_ns = now;
    tell_progress (worker, done, total);
  }
  if ((worker->queued->command.kind == FOL_COMMAND_APPLY ||
       worker->queued->command.kind == FOL_COMMAND_GENERATE) &&
      now - worker->published_ns >= PUBLISH_NS)
    publish (worker);
  return false;
}

/* struct fol_cancel: while the curve is found. */
static bool
called (void *user_data, uint64_t done, uint64_t total)
{
  struct worker *worker = user_data;

  (void) done;
  (void) total;
  if (atomic_load_explicit (&worker->host->called, memory_order_relaxed))
    return true;
  if (fol_clock_ns () - worker->curve_ns >= PROGRESS_NS)
    publish_curve (worker);
  return false;
}

/* Nothing else is to do. */
static void
find_curve (struct worker *worker)
{
  struct fol_cancel cancel = { .asked = called, .user_data = worker };

  worker->curve_ns = fol_clock_ns ();
  fol_history_advance_curve (worker->history, &cancel);
  publish_growth (worker);
}

static struct fol_event *
new_event (enum fol_event_kind kind)
{
  struct fol_event *event = calloc (1, sizeof *event);

  SIM_ASSERT (event != NULL);
  event->kind = kind;
  event->result.pfn = SIM_PFN_NONE;
  return event;
}

static void
take_over (struct worker *worker, struct fol_history *history)
{
  fol_history_free (worker->history);
  forget_lanes (worker);
  worker->history = history;
}

static void
do_open (struct worker *worker, const struct fol_command *command)
{
  struct fol_cancel cancel = { .asked = asked, .user_data = worker };
  struct fol_event *event = new_event (FOL_EVENT_OPENED);
  struct fol_history *history = fol_history_new (command->machine, &event->problem);

  event->total = command->op_count;
  if (history != NULL && command->op_count > 0) {
    event->count =
        fol_history_apply_many (history, command->ops, command->op_count, &event->result, &cancel);
    event->op =
        command->ops[event->count < command->op_count ? event->count : command->op_count - 1];
  }
  if (history != NULL && !fol_history_seek (history, command->position, &cancel) &&
      !atomic_load (&worker->host->interrupt))
    fol_history_seek (history, (struct fol_position){ .step = FOL_STEP_END }, NULL);
  if (history != NULL && atomic_load (&worker->host->interrupt)) {
    event->cancelled = true;
    fol_history_free (history);
  } else if (history != NULL) {
    take_over (worker, history);
  }
  publish (worker);
  push_event (worker, event);
}

static void
do_take (struct worker *worker, const struct fol_command *command)
{
  take_over (worker, command->history);
  fol_history_seek (worker->history, command->position, NULL);
  publish (worker);
  push_event (worker, new_event (FOL_EVENT_OPENED));
}

static void
do_apply (struct worker *worker, const struct fol_command *command)
{
  struct fol_cancel cancel = { .asked = asked, .user_data = worker };
  struct fol_event *event = new_event (FOL_EVENT_APPLIED);
  uint64_t many = command->op_count > 0 ? command->op_count - 1 : 0;

  event->total = command->op_count;
  event->cancelled = worker->history == NULL;
  if (many > 0 && !event->cancelled) {
    event->count =
        fol_history_apply_many (worker->history, command->ops, many, &event->result, &cancel);
    /* Nothing applied and nothing refused means: given up. */
    event->cancelled = event->count == 0 &&
                       (event->result.status == SIM_OK || event->result.status == SIM_NO_MEMORY);
  }
  if (command->op_count > 0 && event->count == many && !event->cancelled) {
    fol_history_apply (worker->history, &command->ops[many], &event->result);
    if (event->result.status == SIM_OK || event->result.status == SIM_NO_MEMORY)
      event->count++;
  }
  if (command->op_count > 0)
    event->op = command->ops[event->count < command->op_count ? event->count : many];
  publish (worker);
  push_event (worker, event);
}

static void
do_seek (struct worker *worker, const struct fol_command *command)
{
  struct fol_cancel cancel = { .asked = asked, .user_data = worker };
  struct fol_event *event = new_event (FOL_EVENT_SOUGHT);

  event->total = 1;
  if (worker->history != NULL && fol_history_seek (worker->history, command->position, &cancel))
    event->count = 1;
  event->cancelled = event->count == 0 && atomic_load (&worker->host->interrupt);
  publish (worker);
  push_event (worker, event);
}

static void
do_why (struct worker *worker, const struct fol_command *command)
{
  struct fol_cancel cancel = { .asked = asked, .user_data = worker };
  struct fol_event *event = new_event (FOL_EVENT_WHY);

  event->object = command->object;
  if (worker->history != NULL)
    event->touch_count = fol_history_why (worker->history, command->object, event->touch,
                                          FOL_TOUCHES_MAX, &event->complete, &cancel);
  event->cancelled = event->touch_count == 0 && atomic_load (&worker->host->interrupt);
  push_event (worker, event);
}

static void
do_run_until (struct worker *worker, const struct fol_command *command)
{
  struct fol_cancel cancel = { .asked = asked, .user_data = worker };
  struct fol_event *event = new_event (FOL_EVENT_RUN);
  enum fol_run_end end = FOL_RUN_NOT_REACHED;

  event->total = 1;
  if (worker->history != NULL)
    end = fol_history_run_until (worker->history, &command->condition, command->backward, &cancel);
  event->count = end == FOL_RUN_REACHED;
  event->cancelled = end == FOL_RUN_GIVEN_UP;
  publish (worker);
  push_event (worker, event);
}

static void
do_generate (struct worker *worker, const struct fol_command *command)
{
  struct fol_cancel cancel = { .asked = asked, .user_data = worker };
  struct fol_event *event = new_event (FOL_EVENT_APPLIED);
  struct fol_history *history = worker->history;

  event->total = command->op_count;
  event->cancelled = history == NULL;
  if (history != NULL) {
    event->count = fol_history_apply_generated (history, &command->generator, command->op_count,
                                                &event->result, &cancel);
    event->cancelled = event->count < command->op_count && atomic_load (&worker->host->interrupt);
    if (event->count > 0) {
      fol_history_op (history, fol_history_position (history).branch,
                      fol_history_position (history).index, &event->op);
      /* So that the last one's steps are known. */
      fol_history_seek (history, fol_history_position (history), NULL);
    }
  }
  publish (worker);
  push_event (worker, event);
}

static void
do_curve (struct worker *worker, const struct fol_command *command)
{
  worker->quiet_ns = 0;
  if (worker->history != NULL &&
      fol_history_ask_curve (worker->history, &command->curve, command->position.branch))
    publish_curve (worker);
}

static void
do_compare (struct worker *worker, const struct fol_command *command)
{
  if (worker->comparing == command->on)
    return;
  worker->comparing = command->on;
  if (!command->on)
    forget_lanes (worker);
  publish (worker);
}

static enum fol_event_kind
answer_to (enum fol_command_kind kind)
{
  switch (kind) {
  case FOL_COMMAND_OPEN:
  case FOL_COMMAND_TAKE_HISTORY:
    return FOL_EVENT_OPENED;
  case FOL_COMMAND_APPLY:
  case FOL_COMMAND_GENERATE:
    return FOL_EVENT_APPLIED;
  case FOL_COMMAND_RUN_UNTIL:
    return FOL_EVENT_RUN;
  case FOL_COMMAND_SEEK:
    return FOL_EVENT_SOUGHT;
  case FOL_COMMAND_WHY:
  case FOL_COMMAND_CURVE:
  case FOL_COMMAND_COMPARE:
  case FOL_COMMAND_CANCEL:
  default:
    return FOL_EVENT_WHY;
  }
}

/* A command that a newer one made pointless: only its event is due. */
static void
do_nothing (struct worker *worker, const struct fol_command *command)
{
  struct fol_event *event;

  if (command->kind == FOL_COMMAND_CURVE)
    return;
  if (command->kind == FOL_COMMAND_COMPARE) {
    worker->comparing = command->on;
    return;
  }
  event = new_event (answer_to (command->kind));
  event->total = command->op_count;
  event->cancelled = true;
  if (command->kind == FOL_COMMAND_TAKE_HISTORY)
    fol_history_free (command->history);
  push_event (worker, event);
}

/* What every command owns, whatever became of it. */
static void
clear_command (const struct fol_command *command)
{
  free (command->machine);
  free (command->ops);
  if (command->release != NULL)
    command->release (command->release_data);
}

static void
execute (struct worker *worker, const struct queued *queued)
{
  const struct fol_command *command = &queued->command;

  worker->queued = queued;
  worker->told_ns = worker->published_ns = fol_clock_ns ();
  worker->quiet_ns = worker->told_ns + QUIET_NS;
  if (queued->generation != 0)
    worker->generation = queued->generation;
  worker->opening = queued->opening;
  if (queued->dropped)
    do_nothing (worker, command);
  else if (command->kind == FOL_COMMAND_OPEN)
    do_open (worker, command);
  else if (command->kind == FOL_COMMAND_TAKE_HISTORY)
    do_take (worker, command);
  else if (command->kind == FOL_COMMAND_APPLY)
    do_apply (worker, command);
  else if (command->kind == FOL_COMMAND_SEEK)
    do_seek (worker, command);
  else if (command->kind == FOL_COMMAND_RUN_UNTIL)
    do_run_until (worker, command);
  else if (command->kind == FOL_COMMAND_GENERATE)
    do_generate (worker, command);
  else if (command->kind == FOL_COMMAND_CURVE)
    do_curve (worker, command);
  else if (command->kind == FOL_COMMAND_COMPARE)
    do_compare (worker, command);
  else
    do_why (worker, command);
  publish_growth (worker);
  clear_command (command);
}

/* Under the mutex: waits for a command.  false: it is time for the curve. */
static bool
wait_for_command (struct worker *worker)
{
  struct fol_host *host = worker->host;
  bool pending = worker->history != NULL && fol_history_curve_is_pending (worker->history);
  struct timespec until = { .tv_sec = (time_t) (worker->quiet_ns / 1000000000u),
                            .tv_nsec = (long) (worker->quiet_ns % 1000000000u) };

  while (host->count == 0 && !host->quit) {
    if (!pending)
      pthread_cond_wait (&host->changed, &host->mutex);
    else if (fol_clock_ns () >= worker->quiet_ns)
      return false;
    else
      pthread_cond_timedwait (&host->changed, &host->mutex, &until);
  }
  return true;
}

/* The next command; the curve is gone on with until there is one.  false: quit. */
static bool
next_command (struct worker *worker, struct queued *queued)
{
  struct fol_host *host = worker->host;
  bool got;

  pthread_mutex_lock (&host->mutex);
  host->running = false;
  while (!wait_for_command (worker)) {
    atomic_store (&host->called, false);
    pthread_mutex_unlock (&host->mutex);
    find_curve (worker);
    pthread_mutex_lock (&host->mutex);
  }
  got = !host->quit;
  if (got) {
    *queued = host->queue[host->head];
    host->head = (host->head + 1) % QUEUE_MAX;
    host->count--;
    host->running = true;
    host->running_kind = queued->command.kind;
    atomic_store (&host->interrupt, false);
  }
  pthread_mutex_unlock (&host->mutex);
  return got;
}

static void *
work (void *data)
{
  struct worker worker = { .host = data };
  struct queued queued;

  while (next_command (&worker, &queued))
    execute (&worker, &queued);
  forget_lanes (&worker);
  fol_history_free (worker.history);
  return NULL;
}

struct fol_host *
fol_host_new (fol_host_notify_func notify, void *user_data)
{
  struct fol_host *host = calloc (1, sizeof *host);
  pthread_condattr_t monotonic;
  int error;

  SIM_ASSERT (host != NULL);
  host->notify = notify;
  host->user_data = user_data;
  atomic_init (&host->interrupt, false);
  atomic_init (&host->called, false);
  pthread_mutex_init (&host->mutex, NULL);
  pthread_condattr_init (&monotonic);
  pthread_condattr_setclock (&monotonic, CLOCK_MONOTONIC);
  pthread_cond_init (&host->changed, &monotonic);
  pthread_condattr_destroy (&monotonic);
  error = pthread_create (&host->thread, NULL, work, host);
  SIM_ASSERT (error == 0);
  return host;
}

/* Under the mutex: what a new command does to those before it.  Returns whether
 * it took the place of the last one in the queue. */
static bool
overtake (struct fol_host *host, const struct fol_command *command, uint64_t generation)
{
  struct queued *last = &host->queue[(host->head + host->count - 1) % QUEUE_MAX];
  bool stop = false, replaced = false;

  switch (command->kind) {
  case FOL_COMMAND_OPEN:
  case FOL_COMMAND_TAKE_HISTORY:
    for (uint32_t i = 0; i < host->count; i++)
      host->queue[(host->head + i) % QUEUE_MAX].dropped = true;
    stop = true;
    break;
  case FOL_COMMAND_CANCEL:
    stop = true;
    break;
  case FOL_COMMAND_SEEK:
    replaced = host->count > 0 && last->command.kind == FOL_COMMAND_SEEK && !last->dropped;
    if (replaced)
      *last = (struct queued){ .command = *command,
                               .generation = generation,
                               .opening = host->opening };
    stop = host->count == (replaced ? 1 : 0) &&
           (host->running_kind == FOL_COMMAND_SEEK || host->running_kind == FOL_COMMAND_WHY ||
            host->running_kind == FOL_COMMAND_RUN_UNTIL);
    break;
  case FOL_COMMAND_APPLY:
  case FOL_COMMAND_WHY:
  case FOL_COMMAND_RUN_UNTIL:
  case FOL_COMMAND_GENERATE:
  case FOL_COMMAND_CURVE:
  default:
    break;
  }
  if (stop && host->running)
    atomic_store (&host->interrupt, true);
  return replaced;
}

bool
fol_host_post (struct fol_host *host, const struct fol_command *command)
{
  bool opens = command->kind == FOL_COMMAND_OPEN || command->kind == FOL_COMMAND_TAKE_HISTORY;
  bool raises =
      opens || command->kind == FOL_COMMAND_SEEK || command->kind == FOL_COMMAND_RUN_UNTIL;
  bool accepted, replaced;

  pthread_mutex_lock (&host->mutex);
  accepted = host->count < QUEUE_MAX || command->kind == FOL_COMMAND_CANCEL;
  if (accepted) {
    if (raises)
      host->generation++;
    if (opens) {
      host->opening++;
      fol_curve_values_unref (host->latest_curve);
      host->latest_curve = NULL;
    }
    replaced = overtake (host, command, host->generation);
    if (!replaced && command->kind != FOL_COMMAND_CANCEL)
      host->queue[(host->head + host->count++) % QUEUE_MAX] = (struct queued){
        .command = *command, .generation = raises ? host->generation : 0, .opening = host->opening
      };
    if (host->count > 0)
      atomic_store (&host->called, true);
    pthread_cond_broadcast (&host->changed);
  }
  pthread_mutex_unlock (&host->mutex);
  return accepted;
}

struct fol_state *
fol_host_take (struct fol_host *host)
{
  struct fol_state *state, *stale = NULL;

  pthread_mutex_lock (&host->mutex);
  state = host->latest;
  host->latest = NULL;
  host->notified = false;
  if (state != NULL && state->generation != host->generation) {
    stale = state;
    state = NULL;
  }
  pthread_mutex_unlock (&host->mutex);
  fol_state_unref (stale);
  return state;
}

struct fol_curve_values *
fol_host_take_curve (struct fol_host *host)
{
  struct fol_curve_values *values;

  pthread_mutex_lock (&host->mutex);
  values = host->latest_curve;
  host->latest_curve = NULL;
  host->notified = false;
  pthread_mutex_unlock (&host->mutex);
  return values;
}

bool
fol_host_take_event (struct fol_host *host, struct fol_event *event)
{
  struct fol_event *first = NULL;
  bool got = true;

  pthread_mutex_lock (&host->mutex);
  if (host->has_progress) {
    *event = host->progress;
    host->has_progress = false;
  } else if (host->event_count > 0) {
    first = host->event[host->event_head];
    host->event_head = (host->event_head + 1) % EVENTS_MAX;
    host->event_count--;
    pthread_cond_broadcast (&host->changed);
  } else {
    host->notified = false;
    got = false;
  }
  pthread_mutex_unlock (&host->mutex);
  if (first != NULL) {
    *event = *first;
    free (first);
  }
  return got;
}

void
fol_host_free (struct fol_host *host)
{
  if (host == NULL)
    return;
  pthread_mutex_lock (&host->mutex);
  host->quit = true;
  atomic_store (&host->interrupt, true);
  atomic_store (&host->called, true);
  pthread_cond_broadcast (&host->changed);
  pthread_mutex_unlock (&host->mutex);
  pthread_join (host->thread, NULL);

  for (uint32_t i = 0; i < host->count; i++) {
    struct fol_command *command = &host->queue[(host->head + i) % QUEUE_MAX].command;

    if (command->kind == FOL_COMMAND_TAKE_HISTORY)
      fol_history_free (command->history);
    clear_command (command);
  }
  for (uint32_t i = 0; i < host->event_count; i++)
    free (host->event[(host->event_head + i) % EVENTS_MAX]);
  fol_state_unref (host->latest);
  fol_curve_values_unref (host->latest_curve);
  pthread_cond_destroy (&host->changed);
  pthread_mutex_destroy (&host->mutex);
  free (host);
}
