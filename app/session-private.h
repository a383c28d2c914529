/* app/session-private.h - what loading, saving and autosaving a session share. */
#pragma once

#include "app/session-file.h"

#define FOL_SESSION_TYPE        "folioscope-session"
#define FOL_SESSION_LINE_MAX    (1u << 20)
#define FOL_SESSION_PROGRESS_US 50000

/* Lines of a session, as text with the newline. */
void fol_session_append_header (GString *out, const struct fol_state *state);
void fol_session_append_branch (GString *out, const struct fol_state *state, uint32_t branch,
                                bool is_new);
void fol_session_append_position (GString *out, struct fol_position position);
void fol_session_append_notes (GString *out, const struct fol_session_notes *notes);

/* Names by where their operations are: lent entries of `notes`, to look up with
 * fol_session_append_op (). */
GHashTable *fol_session_index_names (const struct fol_names *names);

/* Operation `index` of the line of `branch`, with the name of its result. */
void fol_session_append_op (GString *out, const struct fol_state *state, uint32_t branch,
                            uint64_t index, GHashTable *names);

/* All of `bytes`, in spite of interruptions; false with errno. */
bool fol_write_all (int fd, const char *bytes, gsize count);
