/* app/until.c - see until.h. */
#include "app/until.h"

struct fol_until {
  struct fol_expression *expression; /* owned */
  bool uses_names, uses_steps;
  struct sim_machine machine;
  struct fol_names *line; /* owned: all on the line of the branch */

  /* Owned: those that are given at the moments from `first` to before `end`. */
  struct fol_names *names;
  guint64 first, end;
};

/* Names change rarely: most moments see those of the moment before. */
static const struct fol_names *
names_at (struct fol_until *until, guint64 index)
{
  if (!until->uses_names)
    return NULL;
  if (until->names == NULL || index < until->first || index >= until->end) {
    fol_names_free (until->names);
    until->names = fol_names_given (until->line, index, &until->end);
    until->first = index;
  }
  return until->names;
}

static bool
holds (void *user_data, const struct fol_moment *moment)
{
  struct fol_until *until = user_data;
  const struct fol_scope scope = { .view = moment->view,
                                   .machine = &until->machine,
                                   .names = names_at (until, moment->index),
                                   .result = moment->result,
                                   .step = moment->step,
                                   .step_count = moment->step_count };
  gint64 value;

  return fol_expression_evaluate (until->expression, &scope, &value, NULL) && value != 0;
}

struct fol_condition
fol_until_condition (struct fol_until *until)
{
  return (
      struct fol_condition){ .holds = holds, .user_data = until, .wants_steps = until->uses_steps };
}

/* Whether it makes sense on this machine.  A name may be given later, and what it
 * depends on may change. */
static bool
check (const struct fol_until *until, const struct fol_state *state, GError **error)
{
  g_autoptr (FolNames) names = fol_names_given (until->line, state->position.index, NULL);
  struct fol_scope scope = fol_scope_of_state (state, names);
  gint64 value;

  return until->uses_names || fol_expression_evaluate (until->expression, &scope, &value, error);
}

struct fol_until *
fol_until_new (const char *text, const struct fol_state *state, uint32_t branch,
               const struct fol_names *names, GError **error)
{
  g_autoptr (FolUntil) until = g_new0 (struct fol_until, 1);
  struct fol_position end = { .branch = branch };

  until->expression = fol_expression_parse (text, NULL, NULL, error);
  if (until->expression == NULL)
    return NULL;
  fol_expression_needs (until->expression, &until->uses_names, &until->uses_steps);
  until->machine = state->machine;
  end.index = state->track[branch]->branch.length;
  until->line = names != NULL ? fol_names_to (names, state, end) : fol_names_new ();
  return check (until, state, error) ? g_steal_pointer (&until) : NULL;
}

void
fol_until_free (struct fol_until *until)
{
  if (until == NULL)
    return;
  fol_expression_free (until->expression);
  fol_names_free (until->line);
  fol_names_free (until->names);
  g_free (until);
}
