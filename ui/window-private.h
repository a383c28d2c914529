/* ui/window-private.h - the window's parts, for ui/window*.c and the table of actions only.
 *
 *   window.c          building, showing a state, keys
 *   window-actions.c  which actions there are at this moment
 *   window-message.c  what the window says, and what it can bring back
 *   window-layout.c   who gets how much room
 *   window-cards.c    which figures, how many, and whose choice that was
 *   window-lesson.c   the lesson: next, back, guess, away and back again
 *   window-time.c     moving in time, playing
 *   window-until.c    run until
 *   window-moments.c  bookmarks, branches, what can be done with a moment
 *   window-memory.c   operations: double clicks, buttons, what they answered
 *   window-range.c    what can be done to a range of frames
 *   window-start.c    the start page, recent files, files dropped on the window
 *   window-recording.c  recordings: reading, moving in them
 *   window-recover.c  sessions that a killed program left behind
 *   window-files.c    open, save, recover, close
 *   window-export.c   a figure as a file, or on the clipboard
 *   window-present.c  the slide and the speaker's notes
 *   window-slabinfo.c /proc/slabinfo in a window of its own
 *   window-palette.c  what the command palette finds, and does
 */
#pragma once

#include "app/lesson-run.h"
#include "app/recorded-play.h"
#include "app/session.h"
#include "ui/card-layout.h"
#include "ui/header.h"
#include "ui/message-bar.h"
#include "ui/selection.h"
#include "ui/theme.h"
#include "ui/timeline.h"
#include "ui/window.h"

#define FOL_LEFT_WIDTH_LEAST 280
#define FOL_CARD_SPACING     16 /* of the line between two figures; data/style.css */

/* One simulation and what belongs to it. */
struct fol_workspace {
  FolSession *session; /* owned; NULL: not open */
  FolLesson *lesson;   /* owned; NULL in the free workspace */
  FolRun *run;         /* owned, and it owns the plan */
  char *title;         /* owned; NULL in a lesson: the lesson's */
  char *machine;       /* owned; what its memory is, for people; NULL: not asked yet */
  char *path;          /* owned; where it was saved or loaded */
  gboolean changed;    /* the person did something that is not saved */
};

struct _FolWindow {
  GtkApplicationWindow parent_instance;

  struct fol_workspace taught, free, recorded;
  struct fol_workspace *space; /* one of them: what is shown */
  gboolean start_shown;        /* nothing of the space is */
  gboolean sandbox;            /* the left pane shows operations */
  FolSelection *selection;     /* owned */

  struct fol_header header;
  GtkWidget *left, *lesson_pane, *sandbox_pane, *recording_pane;
  GtkWidget *palette_card; /* that had the keyboard when the palette opened; only compared */
  GtkWidget *panes, *right_panes, *inspector, *figures;
  GtkWidget *cards_area, *card_panes[FOL_CARD_LINES]; /* panes owned: some are not in the tree */
  GtkWidget *card[FOL_CARDS];                         /* owned, likewise; those shown come first */
  GtkWidget *message, *branch_bar;
  GtkWidget *pages, *start_page, *start_overlay, *work_overlay;
  GtkWidget *timeline, *curve_picker, *transport, *progress;
  GtkWidget *full; /* lent; the card that is shown alone, or NULL */
  guint cards_shown;
  guint cards_placed; /* for how many figures the room has been shared out */
  gboolean wide, beside;
  enum fol_arrangement arrangement;
  char *figures_scope, *figures_key; /* owned; where what the person changes is kept */
  char *figures_given;               /* owned; the figures of this place if nobody changes them */
  gboolean figures_own;              /* the person did */
  double placed[FOL_CARD_LINES];     /* the shares, as placed */
  char *placed_key;                  /* owned; where they are kept when a line is dragged */
  guint placed_tick, frames_to_placed;
  int left_width; /* of the left pane before the inspector took some of it; 0: it did not */
  gboolean inspector_wanted, narrow, inspector_over; /* over: shown although narrow */

  struct fol_played *played; /* owned; what the recorded workspace came from */
  GTask *reading;            /* owned; a recording that is being read, or NULL */
  guint reading_source;

  guint play_source;
  guint speed;                 /* index into the table of speeds */
  sim_pfn wish;                /* the frame a double click asked for; SIM_PFN_NONE: none */
  const FolRun *shown_run;     /* whose figures are shown; never followed */
  guint64 shown_moment;        /* which step of it, and whether its operations are done */
  const GArray *shown_figures; /* likewise never followed */
  struct fol_position shown_position;
  struct {
    void (*undo) (FolWindow *self, gpointer data);
    gpointer data; /* owned */
    GDestroyNotify destroy;
  } lost;                           /* what the message's button brings back */
  struct fol_timeline_place moment; /* what a popover of the timeline is about */
  GtkWidget *moment_popover;        /* a child of the timeline; NULL: none */
  guint moment_gone;
  char *until; /* owned; the last condition that was run until */
  struct fol_position until_from;
  gboolean running;         /* until it */
  struct fol_state *pinned; /* owned; the moment that figures compare with; NULL: none */
  char *restored;           /* owned; the autosave that was opened and can go; or NULL */
  int restored_lock;        /* its file, so that it is not offered again meanwhile; -1: none */
  guint forget_source;
  gboolean may_close;
  struct fol_presenter *presenter; /* owned; NULL: nothing is presented */
  GtkWidget *slabinfo;             /* weak; NULL: not open */
  guint trace_source;
  char *traced, *traced_timeline; /* owned; the last traces of what stands where */
};

/* window.c */
void fol_window_refresh (FolWindow *self);
void fol_window_set_space (FolWindow *self, struct fol_workspace *space, gboolean sandbox);
void fol_workspace_clear (struct fol_workspace *space);
/* A session for a workspace, its signals connected. */
void fol_window_new_session (FolWindow *self, struct fol_workspace *space);
const struct fol_state *fol_window_state (FolWindow *self);
void fol_window_show_object (FolWindow *self, struct sim_object object);
gboolean fol_window_calm (FolWindow *self); /* nothing new has happened: see struct fol_marks */
FolRun *fol_window_run (FolWindow *self);   /* NULL while no lesson is shown */

/* window-message.c */
void fol_window_say (FolWindow *self, enum fol_message kind, const char *text);
/* Something was lost: says so, with a button that brings it back.  Takes `data`. */
void fol_window_say_undo (FolWindow *self, const char *text,
                          void (*undo) (FolWindow *self, gpointer data), gpointer data,
                          GDestroyNotify destroy);
void fol_window_forget_lost (FolWindow *self);

/* window-layout.c */
void fol_window_keep_shares (FolWindow *self); /* before another layout, and at the end */
void fol_window_update_inspector (FolWindow *self);
void fol_window_fit (FolWindow *self, int width); /* to what the window was given */
void fol_window_follow_text (FolWindow *self);    /* the header, as the size of text changes */

/* window-full.c */
void fol_window_set_full (FolWindow *self, GtkWidget *card); /* NULL: all are shown again */
void fol_window_apply_full (FolWindow *self);                /* after the cards were arranged */

/* window-actions.c */
void fol_window_update_actions (FolWindow *self);

/* window-cards.c */
GtkWidget *fol_window_make_cards (FolWindow *self);
void fol_window_drop_cards (FolWindow *self);
/* The figures of a place: what the person made of it, else what is given (NULL: the usual ones).
 * `part` of the scope may be NULL; shares of lines are kept per scope. */
void fol_window_show_figures (FolWindow *self, const char *scope, const char *part,
                              const char *given);
/* Those of sandbox or recording, by its machine; kept if they are shown already, unless `anew`. */
void fol_window_free_figures (FolWindow *self, gboolean anew);
/* Asks the session for lanes if a figure that compares allocators is shown. */
void fol_window_ask_lanes (FolWindow *self);
void fol_window_arrange (FolWindow *self, guint count, gboolean beside);
gboolean fol_window_wants_beside (FolWindow *self);
GtkWidget *fol_window_focused_card (FolWindow *self); /* the one with the focus; else the first */

/* window-lesson.c */
gboolean fol_window_open_lesson (FolWindow *self, const char *path, GError **error);
void fol_window_lesson_state (FolWindow *self, const struct fol_state *state);
gboolean fol_window_guess (FolWindow *self, struct sim_object object);
void fol_window_lesson_connect (FolWindow *self);

/* window-palette.c */
void fol_window_make_palette (FolWindow *self);

/* window-time.c */
void fol_window_seek (FolWindow *self, struct fol_position position);
void fol_window_stop (FolWindow *self);
double fol_window_speed (FolWindow *self);

/* window-moments.c */
void fol_window_moments_init (FolWindow *self);
void fol_window_moments_connect (FolWindow *self, FolSession *session);
void fol_window_show_curve (FolWindow *self);
void fol_window_show_notes (FolWindow *self); /* bookmarks and names on the timeline */
void fol_window_close_moment_popover (FolWindow *self);
/* A popover of the timeline, which goes when it is closed; and where a moment stands there. */
void fol_window_adopt_popover (FolWindow *self, GtkWidget *popover);
GdkRectangle fol_window_moment_place (FolWindow *self, const struct fol_position *at);
void fol_window_unpin (FolWindow *self);
void fol_window_switch_branch (FolWindow *self, guint branch);

/* window-until.c */
void fol_window_until_init (FolWindow *self);
void fol_window_until_progress (FolWindow *self);
void fol_window_until_ran (FolWindow *self, const struct fol_event *event, const char *condition);

/* window-range.c */
void fol_window_range (FolWindow *self, GtkWidget *view, sim_pfn first, sim_pfn last);

/* window-memory.c */
struct sim_op fol_window_allocation (void); /* a single frame, as for a double click */
void fol_window_activate_object (FolWindow *self, struct sim_object object);
void fol_window_applied (FolWindow *self, struct fol_workspace *space,
                         const struct fol_event *event, const struct fol_operation *op);

/* window-start.c */
GtkWidget *fol_window_make_start (FolWindow *self);
void fol_window_start_connect (FolWindow *self);
void fol_window_leave_start (FolWindow *self);
/* Opens each; false: none could be, and the window says why. */
gboolean fol_window_drop_files (FolWindow *self, GSList *files);

/* window-recording.c */
void fol_window_open_recording (FolWindow *self, const char *path); /* tells later */
void fol_window_drop_recording (FolWindow *self);
void fol_window_stop_reading (FolWindow *self);
gboolean fol_window_cancel_reading (FolWindow *self);

/* window-recover.c */
void fol_window_recover_connect (FolWindow *self);
void fol_window_offer_recovery (FolWindow *self);
void fol_window_opened_restored (FolWindow *self);
void fol_window_forget_restored (FolWindow *self);
void fol_window_drop_restored (FolWindow *self);

/* window-files.c */
gboolean fol_window_open_machine (FolWindow *self, const char *name, GError **error);
/* Returns the window it opens in: another one if this has something unsaved. */
FolWindow *fol_window_open_session (FolWindow *self, const char *path);
void fol_window_not_opened (FolWindow *self);
void fol_window_file_actions (FolWindow *self);
gboolean fol_window_close_request (FolWindow *self);

/* window-export.c */
struct fol_marks fol_window_marks (FolWindow *self, const struct fol_state *state);

/* window-slabinfo.c */
void fol_window_update_slabinfo (FolWindow *self); /* nothing while it is not open */
void fol_window_drop_slabinfo (FolWindow *self);

/* window-present.c */
void fol_window_update_presenting (FolWindow *self); /* nothing while nothing is presented */
void fol_window_end_presenting (FolWindow *self);

/* Actions: see ui/actions.c. */
#define FOL_WINDOW_ACTION(name) void fol_window_##name (FolWindow *self, const char *target)
FOL_WINDOW_ACTION (next);
FOL_WINDOW_ACTION (skip);
FOL_WINDOW_ACTION (back);
FOL_WINDOW_ACTION (hint);
FOL_WINDOW_ACTION (to_lesson);
FOL_WINDOW_ACTION (lessons);
FOL_WINDOW_ACTION (preferences);
FOL_WINDOW_ACTION (start);
FOL_WINDOW_ACTION (restart);
FOL_WINDOW_ACTION (operation_back);
FOL_WINDOW_ACTION (operation_on);
FOL_WINDOW_ACTION (step_back);
FOL_WINDOW_ACTION (step_on);
FOL_WINDOW_ACTION (first);
FOL_WINDOW_ACTION (last);
FOL_WINDOW_ACTION (play);
FOL_WINDOW_ACTION (run_until);
FOL_WINDOW_ACTION (pin);
FOL_WINDOW_ACTION (bookmark);
FOL_WINDOW_ACTION (bookmark_back);
FOL_WINDOW_ACTION (bookmark_on);
FOL_WINDOW_ACTION (places);
FOL_WINDOW_ACTION (branch_up);
FOL_WINDOW_ACTION (branch_down);
FOL_WINDOW_ACTION (slower);
FOL_WINDOW_ACTION (faster);
FOL_WINDOW_ACTION (allocate);
FOL_WINDOW_ACTION (free_selected);
FOL_WINDOW_ACTION (drain);
FOL_WINDOW_ACTION (command);
FOL_WINDOW_ACTION (figure_table);
FOL_WINDOW_ACTION (figure_full);
FOL_WINDOW_ACTION (leave);
FOL_WINDOW_ACTION (next_difference);
FOL_WINDOW_ACTION (previous_difference);
FOL_WINDOW_ACTION (next_state);
FOL_WINDOW_ACTION (previous_state);
FOL_WINDOW_ACTION (ask_open);
FOL_WINDOW_ACTION (save);
FOL_WINDOW_ACTION (ask_save);
FOL_WINDOW_ACTION (export);
FOL_WINDOW_ACTION (copy_figure);
FOL_WINDOW_ACTION (present);
FOL_WINDOW_ACTION (mode);
FOL_WINDOW_ACTION (figures);
FOL_WINDOW_ACTION (beside);
FOL_WINDOW_ACTION (reset_figures);
FOL_WINDOW_ACTION (undo);
FOL_WINDOW_ACTION (palette);
FOL_WINDOW_ACTION (inspector);
FOL_WINDOW_ACTION (slabinfo);
FOL_WINDOW_ACTION (fullscreen);
FOL_WINDOW_ACTION (theme);
FOL_WINDOW_ACTION (shortcuts);
FOL_WINDOW_ACTION (about);
FOL_WINDOW_ACTION (close);
