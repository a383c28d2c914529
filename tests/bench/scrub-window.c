/* tests/bench/scrub-window.c - what scrubbing costs the window: for tests/bench/scrub-time.py.
 *
 * Opens 16 Mi frames, applies a million operations, says "ready X Y WIDTH HEIGHT"
 * (the timeline, in window pixels) and measures the frames that follow.  Lines on
 * standard input: "hover" and "scrub" begin a part; "cancel" measures how soon a
 * run until gives up and ends the program, after the frames of each part as lines
 *
 *   frame PART CPU-MS      between the ends of two frames, of the main thread
 *   cancel MS              from asking to the answer
 */
#include "ui/application.h"
#include "ui/window-private.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#define OPERATIONS    1000000
#define SETTLE_MS     4000 /* for the autosave, and whatever else a person would not wait for */
#define CANCEL_ROUNDS 15u
#define CANCEL_MS     30u

struct bench {
  FolWindow *window;
  const char *part; /* NULL: not measuring */
  double clock;     /* CPU time at the end of the frame before */
  gint64 asked;     /* when the answer that is waited for was asked for */
  bool cancelling;
  guint round;
};

static double
cpu_ms (void)
{
  struct timespec now;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);
  return (double) now.tv_sec * 1e3 + (double) now.tv_nsec * 1e-6;
}

static void
after_paint_cb (GdkFrameClock *clock, struct bench *bench)
{
  double now = cpu_ms ();

  if (bench->part != NULL)
    printf ("frame %s %.3f\n", bench->part, now - bench->clock);
  bench->clock = cpu_ms ();
}

static FolSession *
session_of (struct bench *bench)
{
  return bench->window->space->session;
}

static gboolean
cancel_cb (gpointer user_data)
{
  struct bench *bench = user_data;

  bench->asked = g_get_monotonic_time ();
  fol_session_cancel (session_of (bench));
  return G_SOURCE_REMOVE;
}

/* In vain, from the opening, looking at every step. */
static void
begin_run (struct bench *bench)
{
  g_autoptr (GError) error = NULL;

  bench->asked = 0;
  fol_session_seek (session_of (bench), (struct fol_position){ .step = FOL_STEP_END });
  if (!fol_session_run_until (session_of (bench), "splits() < 0", FALSE, &error))
    g_error ("%s", error->message);
  g_timeout_add (CANCEL_MS, cancel_cb, bench);
}

static void
ran_cb (FolSession *session, const struct fol_event *event, const char *text, struct bench *bench)
{
  double taken = (double) (g_get_monotonic_time () - bench->asked) * 1e-3;

  /* What the pointer's last seek ends was not asked to. */
  if (event->cancelled && bench->asked != 0)
    printf ("cancel %.3f\n", taken);
  if (bench->round++ < CANCEL_ROUNDS)
    begin_run (bench);
  else
    g_application_quit (g_application_get_default ());
}

static gboolean
command_cb (GIOChannel *channel, GIOCondition condition, gpointer user_data)
{
  struct bench *bench = user_data;
  g_autofree char *line = NULL;

  if (g_io_channel_read_line (channel, &line, NULL, NULL, NULL) != G_IO_STATUS_NORMAL) {
    if (!bench->cancelling)
      g_application_quit (g_application_get_default ()); /* whoever drives it is gone */
    return G_SOURCE_REMOVE;
  }
  g_strchomp (line);
  bench->part = NULL;
  bench->cancelling = g_str_equal (line, "cancel");
  if (bench->cancelling)
    begin_run (bench);
  else
    bench->part = g_intern_string (line);
  bench->clock = cpu_ms ();
  return G_SOURCE_CONTINUE;
}

static gboolean
ready_cb (gpointer user_data)
{
  struct bench *bench = user_data;
  GtkWidget *window = GTK_WIDGET (bench->window);
  graphene_rect_t place;

  if (!gtk_widget_compute_bounds (bench->window->timeline, window, &place))
    g_error ("there is no timeline");
  printf ("ready %.0f %.0f %.0f %.0f\n", (double) place.origin.x, (double) place.origin.y,
          (double) place.size.width, (double) place.size.height);
  fflush (stdout);
  return G_SOURCE_REMOVE;
}

static void
applied_cb (FolSession *session, const struct fol_event *event,
            const struct fol_operation *operation, struct bench *bench)
{
  if (event->count != OPERATIONS)
    g_error ("only %" G_GUINT64_FORMAT " operations were applied", event->count);
  g_timeout_add (SETTLE_MS, ready_cb, bench);
}

/* Waits for the machine, then fills it. */
static gboolean
opening_cb (gpointer user_data)
{
  struct bench *bench = user_data;
  struct fol_workload workload;
  FolSession *session = bench->window->space != NULL ? session_of (bench) : NULL;

  if (session == NULL || fol_session_get_state (session) == NULL || fol_session_is_busy (session))
    return G_SOURCE_CONTINUE;
  g_signal_connect (gtk_widget_get_frame_clock (GTK_WIDGET (bench->window)), "after-paint",
                    G_CALLBACK (after_paint_cb), bench);
  g_signal_connect (session, "applied", G_CALLBACK (applied_cb), bench);
  g_signal_connect (session, "ran", G_CALLBACK (ran_cb), bench);
  fol_workload_defaults (&workload);
  workload.value[FOL_WORKLOAD_OPS] = OPERATIONS;
  workload.value[FOL_WORKLOAD_ORDER] = SIM_MAX_ORDER - 1;
  fol_session_workload (session, &workload);
  return G_SOURCE_REMOVE;
}

static void
window_added_cb (GtkApplication *application, GtkWindow *window, struct bench *bench)
{
  bench->window = FOL_WINDOW (window);
  gtk_window_set_default_size (window, 1600, 900);
  g_timeout_add (50, opening_cb, bench);
}

int
main (int argc, char **argv)
{
  char *arguments[] = { argv[0], (char *) "pc:63G", NULL };
  struct bench bench = { .part = NULL };
  g_autoptr (FolApplication) application = fol_application_new ();
  g_autoptr (GIOChannel) commands = g_io_channel_unix_new (0);

  g_io_add_watch (commands, G_IO_IN | G_IO_HUP, command_cb, &bench);
  g_signal_connect (application, "window-added", G_CALLBACK (window_added_cb), &bench);
  return g_application_run (G_APPLICATION (application), 2, arguments);
}
