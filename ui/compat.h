/* ui/compat.h - the few places where GTK 4.8 and later versions differ.
 *
 * GtkFileChooserNative is deprecated from 4.10 on and GtkFileDialog does not
 * exist before; everything else in ui/ is written once, for the 4.8 floor.
 */
#pragma once

#include <gtk/gtk.h>

/* `file` is NULL if the person chose none; lent for the call. */
typedef void (*fol_file_chosen_func) (GFile *file, gpointer user_data);

struct fol_file_choice {
  const char *title, *accept;  /* of the dialog and of its button */
  const char *filter_name;     /* "Sessions", or NULL: all files */
  const char *const *patterns; /* "*.jsonl", ...; NULL-terminated, or NULL */
  const char *name;            /* save: the name suggested; NULL: open */
  GFile *folder;               /* to start in; NULL: as last time */
};

/* Asks for a file.  `parent` is kept alive until the answer; `chosen` is called exactly once. */
void fol_choose_file (GtkWindow *parent, const struct fol_file_choice *choice,
                      fol_file_chosen_func chosen, gpointer user_data);
