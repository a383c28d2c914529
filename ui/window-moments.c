/* ui/window-moments.c - bookmarks, branches, and what can be done with a moment. */
#include "ui/window-private.h"
#include "ui/curve-picker.h"
#include "ui/name-popover.h"
#include "ui/place-list.h"
#include "ui/settings.h"
#include "ui/timeline.h"
#include "ui/trace.h"
#include "ui/window-trace.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>

static FolTimeline *
timeline_of (FolWindow *self)
{
  return FOL_TIMELINE (self->timeline);
}

static const struct fol_session_notes *
notes_of (FolWindow *self)
{
  return self->space->session != NULL ? fol_session_get_notes (self->space->session) : NULL;
}

void
fol_window_show_notes (FolWindow *self)
{
  const struct fol_session_notes *notes = notes_of (self);

  fol_timeline_set_notes (timeline_of (self), notes);
  if (notes != NULL && notes->bookmarks->len > 0)
    fol_trace (
        "bookmarks count=%u text=%s", notes->bookmarks->len,
        g_array_index (notes->bookmarks, struct fol_bookmark, notes->bookmarks->len - 1).label);
  else
    fol_trace ("bookmarks count=0");
}

/* A popover at a moment of the timeline */

static gboolean
unparent_cb (gpointer user_data)
{
  FolWindow *self = user_data;

  self->moment_gone = 0;
  g_clear_pointer (&self->moment_popover, gtk_widget_unparent);
  return G_SOURCE_REMOVE;
}

void
fol_window_close_moment_popover (FolWindow *self)
{
  g_clear_handle_id (&self->moment_gone, g_source_remove);
  g_clear_pointer (&self->moment_popover, gtk_widget_unparent);
}

static void
closed_cb (FolWindow *self)
{
  /* Its action is activated after it was closed. */
  if (self->moment_gone == 0)
    self->moment_gone = g_idle_add (unparent_cb, self);
}

void
fol_window_adopt_popover (FolWindow *self, GtkWidget *popover)
{
  self->moment_popover = popover;
  g_signal_connect_swapped (popover, "closed", G_CALLBACK (closed_cb), self);
}

GdkRectangle
fol_window_moment_place (FolWindow *self, const struct fol_position *at)
{
  double x, y;

  if (!fol_timeline_get_place (timeline_of (self), at, &x, &y))
    x = y = 0;
  x = CLAMP (x, 0, gtk_widget_get_width (self->timeline));
  return (GdkRectangle){ (int) x - 2, (int) y - 8, 4, 8 };
}

/* Bookmarks */

static char *
moment_name (const struct fol_position *at)
{
  if (at->index == 0)
    return g_strdup (_ ("the opening"));
  if (at->step != FOL_STEP_END)
    return g_strdup_printf (_ ("operation %" PRIu64 ", step %u"), at->index, at->step);
  return g_strdup_printf (_ ("operation %" PRIu64), at->index);
}

static int
bookmark_at (FolWindow *self, const struct fol_position *at)
{
  const struct fol_session_notes *notes = notes_of (self);

  for (guint i = 0; notes != NULL && i < notes->bookmarks->len; i++)
    if (fol_position_equal (&g_array_index (notes->bookmarks, struct fol_bookmark, i).position, at))
      return (int) i;
  return -1;
}

static void
touched (FolWindow *self)
{
  self->space->changed = self->space->changed || self->space == &self->free;
}

/* The moment may have lost its bookmark while its name was asked for. */
static void
bookmark_named_cb (const char *name, gpointer user_data)
{
  FolWindow *self = user_data;
  int number = bookmark_at (self, &self->moment.position);

  if (number < 0 || name[0] == '\0')
    return;
  fol_session_rename_bookmark (self->space->session, (guint) number, name);
  touched (self);
}

static void
ask_bookmark_name (FolWindow *self)
{
  const struct fol_session_notes *notes = notes_of (self);
  GdkRectangle at = fol_window_moment_place (self, &self->moment.position);
  int number = bookmark_at (self, &self->moment.position);

  if (number < 0)
    return;
  fol_window_close_moment_popover (self);
  fol_window_adopt_popover (
      self,
      fol_name_popover_show (self->timeline, &at, _ ("Name of this bookmark"),
                             g_array_index (notes->bookmarks, struct fol_bookmark, number).label,
                             bookmark_named_cb, self));
}

/* Sets one if there is none; then its name is asked for. */
static void
set_bookmark (FolWindow *self, struct fol_position at)
{
  g_autofree char *name = moment_name (&at);

  if (at.index == 0)
    at.step = FOL_STEP_END;
  self->moment.position = at;
  if (bookmark_at (self, &at) < 0) {
    fol_session_add_bookmark (self->space->session, at, name);
    touched (self);
  }
  ask_bookmark_name (self);
}

void
fol_window_bookmark (FolWindow *self, const char *target)
{
  const struct fol_state *state = fol_window_state (self);

  if (state != NULL)
    set_bookmark (self, state->position);
}

struct lost_bookmark {
  struct fol_workspace *space; /* where it was; the window's own, so it stays */
  struct fol_position position;
  char *label; /* owned */
};

static void
free_lost (gpointer data)
{
  struct lost_bookmark *lost = data;

  g_free (lost->label);
  g_free (lost);
}

/* The session may have been replaced since: then there is nothing to bring back to. */
static void
undo_cb (FolWindow *self, gpointer data)
{
  const struct lost_bookmark *lost = data;
  const struct fol_state *state = fol_window_state (self);

  if (self->space == lost->space && state != NULL && lost->position.branch < state->branch_count)
    fol_session_add_bookmark (self->space->session, lost->position, lost->label);
}

static void
delete_bookmark (FolWindow *self)
{
  const struct fol_session_notes *notes = notes_of (self);
  int number = bookmark_at (self, &self->moment.position);
  const struct fol_bookmark *bookmark;
  struct lost_bookmark *lost;
  g_autofree char *text = NULL;

  if (number < 0)
    return;
  bookmark = &g_array_index (notes->bookmarks, struct fol_bookmark, number);
  lost = g_new0 (struct lost_bookmark, 1);
  lost->space = self->space;
  lost->position = bookmark->position;
  lost->label = g_strdup (bookmark->label);
  text = g_strdup_printf (_ ("The bookmark “%s” is gone."), bookmark->label);
  fol_session_remove_bookmark (self->space->session, (guint) number);
  touched (self);
  fol_window_say_undo (self, text, undo_cb, lost, free_lost);
}

/* Along the line: by operation, then by step. */
static int
compare_moments (const struct fol_position *a, const struct fol_position *b)
{
  if (a->index != b->index)
    return a->index < b->index ? -1 : 1;
  return a->step < b->step ? -1 : a->step > b->step;
}

static void
go_bookmark (FolWindow *self, int way)
{
  const struct fol_session_notes *notes = notes_of (self);
  const struct fol_position *found = NULL;
  struct fol_position at;

  if (notes == NULL || fol_window_state (self) == NULL)
    return;
  at = fol_session_get_target (self->space->session);
  for (guint i = 0; i < notes->bookmarks->len; i++) {
    const struct fol_position *other =
        &g_array_index (notes->bookmarks, struct fol_bookmark, i).position;

    if (compare_moments (other, &at) * way > 0 &&
        (found == NULL || compare_moments (other, found) * way < 0))
      found = other;
  }
  fol_window_stop (self);
  if (found != NULL)
    fol_window_seek (self, *found);
  else
    fol_window_say (self, FOL_MESSAGE_INFO,
                    way > 0 ? _ ("There is no bookmark after this moment.")
                            : _ ("There is no bookmark before this moment."));
}

void
fol_window_bookmark_back (FolWindow *self, const char *target)
{
  go_bookmark (self, -1);
}

void
fol_window_bookmark_on (FolWindow *self, const char *target)
{
  go_bookmark (self, 1);
}

/* The curve */

#define CURVE_SETTING "timeline-curve"
#define CURVE_RECALLED                                                                             \
  "folioscope-curve-recalled" /* of a session: its curve is not asked for again */

/* A session begins with the curve chosen last, if its machine has that. */
static void
recall_curve (FolWindow *self)
{
  FolSession *session = self->space->session;
  const struct fol_state *state = fol_window_state (self);
  g_autofree char *text = NULL;
  struct fol_curve curve;

  if (state == NULL || g_object_get_data (G_OBJECT (session), CURVE_RECALLED) != NULL)
    return;
  g_object_set_data (G_OBJECT (session), CURVE_RECALLED, session);
  text = fol_settings_get (CURVE_SETTING, NULL);
  if (text != NULL && fol_curve_parse (text, state, &curve))
    fol_session_set_curve (session, &curve);
}

void
fol_window_show_curve (FolWindow *self)
{
  struct fol_curve curve = { .kind = FOL_CURVE_FREE, .zone = SIM_ALL_ZONES };
  const struct fol_curve_values *values = NULL;

  if (self->space->session != NULL) {
    recall_curve (self);
    curve = fol_session_get_curve (self->space->session);
    values = fol_session_get_curve_values (self->space->session);
  }
  fol_timeline_set_curve (timeline_of (self), &curve, values);
  fol_curve_picker_set (FOL_CURVE_PICKER (self->curve_picker), fol_window_state (self), &curve,
                        values);
}

static void
picked_cb (GtkWidget *picker, const char *text, FolWindow *self)
{
  const struct fol_state *state = fol_window_state (self);
  struct fol_curve curve;

  if (state == NULL || !fol_curve_parse (text, state, &curve))
    return;
  fol_settings_set (CURVE_SETTING, text);
  fol_session_set_curve (self->space->session, &curve);
  fol_window_show_curve (self);
}

/* Branches */

/* The same operation there, as far as the branch has one of its own. */
void
fol_window_switch_branch (FolWindow *self, guint branch)
{
  const struct fol_state *state = fol_window_state (self);
  struct fol_position at = { .branch = branch, .step = FOL_STEP_END };
  const struct fol_branch *there;

  if (state == NULL || branch >= state->branch_count)
    return;
  there = &state->track[branch]->branch;
  at.index =
      MIN (branch == 0 ? state->position.index : MAX (state->position.index, there->fork + 1),
           there->length);
  fol_window_stop (self);
  fol_window_seek (self, at);
}

static void
neighbour_branch (FolWindow *self, int way)
{
  const struct fol_state *state = fol_window_state (self);
  int branch;

  if (state == NULL)
    return;
  branch = (int) fol_session_get_target (self->space->session).branch + way;
  if (branch >= 0 && branch < (int) state->branch_count)
    fol_window_switch_branch (self, (guint) branch);
  else if (state->branch_count == 1)
    fol_window_say (self, FOL_MESSAGE_INFO,
                    _ ("There are no branches yet. Go back and do something else: that starts "
                       "one."));
}

void
fol_window_branch_up (FolWindow *self, const char *target)
{
  neighbour_branch (self, -1);
}

void
fol_window_branch_down (FolWindow *self, const char *target)
{
  neighbour_branch (self, 1);
}

static void
branch_named_cb (const char *name, gpointer user_data)
{
  FolWindow *self = user_data;
  g_autofree char *key = fol_branch_key (self->moment.position.branch);

  fol_session_set_view (self->space->session, key, name);
  touched (self);
}

static void
ask_branch_name (FolWindow *self)
{
  g_autofree char *name =
      fol_timeline_branch_name (timeline_of (self), self->moment.position.branch);
  GdkRectangle at = fol_window_moment_place (self, &self->moment.position);

  fol_window_close_moment_popover (self);
  fol_window_adopt_popover (self,
                            fol_name_popover_show (self->timeline, &at, _ ("Name of this branch"),
                                                   name, branch_named_cb, self));
}

/* The moment that is compared with */

static void
show_pinned (FolWindow *self)
{
  const struct fol_state *pinned = self->pinned;

  fol_timeline_set_pinned (timeline_of (self), pinned != NULL ? &pinned->position : NULL);
  if (pinned != NULL)
    fol_trace ("pinned branch=%u index=%" G_GUINT64_FORMAT, pinned->position.branch,
               pinned->position.index);
  else
    fol_trace ("pinned");
}

void
fol_window_unpin (FolWindow *self)
{
  if (self->pinned == NULL)
    return;
  g_clear_pointer (&self->pinned, fol_state_unref);
  show_pinned (self);
}

void
fol_window_pin (FolWindow *self, const char *target)
{
  const struct fol_state *state = fol_window_state (self);
  g_autofree char *name = NULL, *text = NULL;

  if (self->pinned != NULL) {
    fol_window_unpin (self);
    fol_window_say (self, FOL_MESSAGE_INFO, _ ("Nothing is compared any more."));
  } else if (state != NULL) {
    self->pinned = fol_state_ref ((struct fol_state *) state);
    show_pinned (self);
    name = moment_name (&state->position);
    /* Translators: the name of a moment, such as "operation 12". */
    text = g_strdup_printf (_ ("Figures now mark what differs from %s. M ends it."), name);
    fol_window_say (self, FOL_MESSAGE_INFO, text);
  }
  fol_window_refresh (self);
}

/* The menu of a moment */

static void
append (GMenu *menu, const char *label, const char *action)
{
  g_autofree char *detailed = g_strconcat ("moment.", action, NULL);

  g_menu_append (menu, label, detailed);
}

static void
append_moment (FolWindow *self, GMenu *menu)
{
  const struct fol_position *at = &self->moment.position;
  g_autoptr (GMenu) section = g_menu_new ();
  g_autofree char *name = moment_name (at);

  append (section, _ ("Go There"), "go");
  if (bookmark_at (self, at) >= 0) {
    append (section, _ ("Rename Bookmark…"), "bookmark");
    append (section, _ ("Delete Bookmark"), "delete-bookmark");
  } else {
    append (section, _ ("Set Bookmark…"), "bookmark");
  }
  if (self->pinned != NULL)
    g_menu_append (section, _ ("Compare No More"), "win.pin");
  else if (fol_position_equal (at, &fol_window_state (self)->position))
    g_menu_append (section, _ ("Compare From Here"), "win.pin");
  g_menu_append_section (menu, name, G_MENU_MODEL (section));
}

static void
append_branch (FolWindow *self, GMenu *menu)
{
  const struct fol_state *state = fol_window_state (self);
  guint branch = self->moment.position.branch;
  g_autofree char *name = fol_timeline_branch_name (timeline_of (self), branch);
  g_autoptr (GMenu) section = g_menu_new ();

  if (state->branch_count < 2)
    return;
  if (branch != state->position.branch)
    append (section, _ ("Switch to This Branch"), "switch");
  if (branch > 0) {
    append (section, _ ("Go to Where It Begins"), "fork");
    append (section, _ ("Name This Branch…"), "name-branch");
  }
  g_menu_append_section (menu, name, G_MENU_MODEL (section));
}

static void
menu_cb (FolTimeline *timeline, gpointer place, FolWindow *self)
{
  g_autoptr (GMenu) menu = g_menu_new (), zoom = g_menu_new ();
  const struct fol_timeline_place *at = place;
  GtkWidget *popover;

  fol_window_close_moment_popover (self);
  self->moment = *at;
  append_moment (self, menu);
  append_branch (self, menu);
  append (zoom, _ ("Bookmarks and Branches…"), "places");
  append (zoom, _ ("Zoom In"), "zoom-in");
  append (zoom, _ ("Zoom Out"), "zoom-out");
  append (zoom, _ ("Show All"), "zoom-all");
  g_menu_append_section (menu, NULL, G_MENU_MODEL (zoom));
  popover = gtk_popover_menu_new_from_model (G_MENU_MODEL (menu));
  gtk_popover_set_pointing_to (GTK_POPOVER (popover),
                               &(GdkRectangle){ (int) at->x, (int) at->y, 1, 1 });
  gtk_popover_set_position (GTK_POPOVER (popover), GTK_POS_TOP);
  gtk_widget_set_parent (popover, self->timeline);
  fol_window_adopt_popover (self, popover);
  gtk_popover_popup (GTK_POPOVER (popover));
  fol_trace ("popover name=moment");
}

static void
place_cb (gpointer user_data, const struct fol_position *position)
{
  FolWindow *self = user_data;

  if (self->moment_popover != NULL)
    gtk_popover_popdown (GTK_POPOVER (self->moment_popover));
  fol_window_stop (self);
  fol_window_seek (self, *position);
}

void
fol_window_places (FolWindow *self, const char *target)
{
  const struct fol_state *state = fol_window_state (self);
  GdkRectangle at;

  if (state == NULL)
    return;
  at = fol_window_moment_place (self, &state->position);
  fol_window_close_moment_popover (self);
  fol_window_adopt_popover (
      self, fol_place_list_show (timeline_of (self), &at, state, notes_of (self), place_cb, self));
}

/* What the session tells; of one that is not shown nothing is said. */

static void
ran_cb (FolSession *session, const struct fol_event *event, const char *condition, FolWindow *self)
{
  if (session == self->space->session)
    fol_window_until_ran (self, event, condition);
}

static void
curve_cb (FolSession *session, FolWindow *self)
{
  if (session != self->space->session)
    return;
  fol_window_show_curve (self);
  fol_window_trace_curve (self);
}

static void
notes_cb (FolSession *session, FolWindow *self)
{
  if (session == self->space->session)
    fol_window_show_notes (self);
}

void
fol_window_moments_connect (FolWindow *self, FolSession *session)
{
  g_signal_connect_object (session, "ran", G_CALLBACK (ran_cb), self, 0);
  g_signal_connect_object (session, "curve", G_CALLBACK (curve_cb), self, 0);
  g_signal_connect_object (session, "notes", G_CALLBACK (notes_cb), self, 0);
}

static void
moment_action_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  FolWindow *self = user_data;
  const struct fol_state *state = fol_window_state (self);
  const char *name = g_action_get_name (G_ACTION (action));
  struct fol_position at = self->moment.position;

  if (state == NULL || at.branch >= state->branch_count)
    return;
  if (g_str_equal (name, "go")) {
    fol_window_stop (self);
    fol_window_seek (self, at);
  } else if (g_str_equal (name, "fork")) {
    at = (struct fol_position){ .branch = state->track[at.branch]->branch.parent,
                                .index = state->track[at.branch]->branch.fork,
                                .step = FOL_STEP_END };
    fol_window_stop (self);
    fol_window_seek (self, at);
  } else if (g_str_equal (name, "switch")) {
    fol_window_switch_branch (self, at.branch);
  } else if (g_str_equal (name, "bookmark")) {
    set_bookmark (self, at);
  } else if (g_str_equal (name, "delete-bookmark")) {
    delete_bookmark (self);
  } else if (g_str_equal (name, "name-branch")) {
    ask_branch_name (self);
  } else if (g_str_equal (name, "places")) {
    fol_window_places (self, NULL);
  } else {
    fol_timeline_zoom (timeline_of (self), g_str_equal (name, "zoom-all")  ? 0
                                           : g_str_equal (name, "zoom-in") ? 2
                                                                           : 0.5);
  }
}

void
fol_window_moments_init (FolWindow *self)
{
  static const char *const names[] = {
    "go",          "fork",   "switch",  "bookmark", "delete-bookmark",
    "name-branch", "places", "zoom-in", "zoom-out", "zoom-all"
  };
  g_autoptr (GSimpleActionGroup) group = g_simple_action_group_new ();

  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autoptr (GSimpleAction) action = g_simple_action_new (names[i], NULL);

    g_signal_connect (action, "activate", G_CALLBACK (moment_action_cb), self);
    g_action_map_add_action (G_ACTION_MAP (group), G_ACTION (action));
  }
  gtk_widget_insert_action_group (GTK_WIDGET (self), "moment", G_ACTION_GROUP (group));
  g_signal_connect (self->timeline, "menu", G_CALLBACK (menu_cb), self);
  g_signal_connect (self->curve_picker, "chosen", G_CALLBACK (picked_cb), self);
}
