/* tests/recordings/changed.h - recordings with something wrong in them. */
#pragma once

#include "app/verify.h"

/* The text of a recording of `folder`; a NUL follows. */
char *changed_unpack (const char *folder, const char *name,
                      gsize *length) G_GNUC_WARN_UNUSED_RESULT;

/* The text with the first `old` after `mark` replaced. */
char *changed_text (const char *text, const char *mark, const char *old,
                    const char *replacement) G_GNUC_WARN_UNUSED_RESULT;

/* Verifies a file with this content. */
bool changed_verify (const char *text, gssize length, struct fol_verification *result,
                     GError **error);

/* Asserts that such a file is refused, with its name and `expected` in the message. */
void changed_refused (const char *text, gssize length, const char *expected);
