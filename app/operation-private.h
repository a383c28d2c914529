/* app/operation-private.h - what the parsers of text and JSON share. */
#pragma once

#include "app/operation-text.h"

/* Longest name of a result, in bytes. */
#define FOL_NAME_BYTES_MAX 32u

/* Kind of the operation called `name`, or SIM_OP_COUNT. */
enum sim_operation_kind fol_operation_find (const char *name);

/* Puts the defaults of `kind` in; everything else is empty. */
void fol_operation_init (struct fol_operation *operation, enum sim_operation_kind kind);

/* Index of the argument called `name`, or -1. */
int fol_operation_argument (const struct sim_operation_info *info, const char *name);

/* Reads argument `number` as written.  On failure *expected (to be freed) says what belongs
 * there. */
bool fol_operation_read_value (struct fol_operation *operation, guint number, const char *text,
                               char **expected);

/* Writes argument `number`, as fol_operation_read_value () reads it. */
void fol_operation_append_value (GString *text, const struct fol_operation *operation,
                                 guint number);

/* Digits, or 0x and hexadecimal ones; nothing else around them. */
bool fol_operation_read_number (const char *text, uint64_t *value);
bool fol_operation_in_range (const struct sim_argument_info *argument, uint64_t value);

/* A letter or _, then letters, digits and _. */
bool fol_operation_name_ok (const char *name);

/* "No operation is called X; did you mean Y?  There are: ..." */
char *fol_operation_unknown_text (const char *word);
char *fol_operation_unknown_argument_text (const struct sim_operation_info *info, const char *word);
