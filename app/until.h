/* app/until.h - "run until": an expression as a condition of the host.
 *
 *   free(Normal) < 100 and failed()
 *
 * Made and freed on the main thread, asked on the worker: it shares nothing.
 * $names mean what they mean at each moment.  Where the expression has no value
 * (a name not given yet, a division by zero) the condition does not hold.
 */
#pragma once

#include "app/expression.h"
#include "app/host/history.h"

struct fol_until;

/* For a run along `branch`, either way; `names`: of the whole session, copied, or NULL.  Fails if the text is no expression, or cannot be evaluated
 * in `state` for a reason that will not go away. */
struct fol_until *fol_until_new (const char *text, const struct fol_state *state, uint32_t branch,
                                 const struct fol_names *names, GError **error);
void fol_until_free (struct fol_until *until); /* NULL is allowed */
typedef struct fol_until FolUntil;             /* for g_autoptr */
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FolUntil, fol_until_free)

/* Lends `until`. */
struct fol_condition fol_until_condition (struct fol_until *until);
