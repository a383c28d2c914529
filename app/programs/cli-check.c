/* app/programs/cli-check.c - `verify`, `lint`, `schema`: what is right, and what right is. */
#include "app/programs/cli.h"

#include "app/lesson-plan.h"
#include "app/describe.h"
#include "app/schema.h"
#include "app/verify.h"
#include "ui/figures/figure.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>

/* The worse of two codes: not being able to read outweighs what was read. */
static enum fol_exit
worse (enum fol_exit a, enum fol_exit b)
{
  return MAX (a, b);
}

static enum fol_exit
verify_file (const char *file)
{
  struct fol_verification result = { .notes = NULL };
  g_autoptr (GError) error = NULL;
  enum fol_exit code = FOL_EXIT_DONE;
  bool read = fol_verify_file (file, &result, &error);

  if (read || result.checked > 0)
    fol_cli_print (_ ("%s: %lu checked, %lu differ\n"), file, (gulong) result.checked,
                   (gulong) result.differ);
  for (guint i = 0; result.notes != NULL && i < result.notes->len; i++)
    fol_cli_print ("  %s\n", (const char *) g_ptr_array_index (result.notes, i));
  fol_cli_flush ();
  if (!read)
    code = fol_cli_fail (error);
  else if (result.differ > 0)
    code = FOL_EXIT_CONTENT;
  fol_verification_clear (&result);
  return code;
}

enum fol_exit
fol_command_verify (const struct fol_command_info *info, int argc, char **argv)
{
  g_auto (GStrv) files = NULL;
  enum fol_exit code = FOL_EXIT_DONE;

  if (!fol_cli_parse (info, NULL, argc, argv, 1, G_MAXUINT, &files))
    return FOL_EXIT_USAGE;
  for (char **file = files; *file != NULL; file++)
    code = worse (code, verify_file (*file));
  return code;
}

static enum fol_exit
lint_file (const char *file)
{
  g_autoptr (GPtrArray) problems = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) error = NULL;
  bool right = fol_lesson_lint (file, problems, &error);

  for (guint i = 0; i < problems->len; i++)
    fprintf (stderr, "%s\n", (const char *) g_ptr_array_index (problems, i));
  if (error != NULL)
    return fol_cli_fail (error);
  if (!right)
    return FOL_EXIT_CONTENT;
  fol_cli_print (_ ("%s: no problem\n"), file);
  return FOL_EXIT_DONE;
}

/* What a lesson may show is known above the layer that reads lessons. */
void
fol_cli_check_figures (void)
{
  fol_lesson_set_figure_check (fol_figure_check);
}

enum fol_exit
fol_command_lint (const struct fol_command_info *info, int argc, char **argv)
{
  g_auto (GStrv) files = NULL;
  enum fol_exit code = FOL_EXIT_DONE;

  if (!fol_cli_parse (info, NULL, argc, argv, 1, G_MAXUINT, &files))
    return FOL_EXIT_USAGE;
  for (char **file = files; *file != NULL; file++)
    code = worse (code, lint_file (*file));
  return code;
}

/* The table of fields, for people: a paragraph for each kind of object. */
static void
print_fields (void)
{
  enum sim_object_kind kind = SIM_OBJECT_NONE;
  struct fol_field_info field;

  for (guint i = 0; fol_field_info (i, &field); i++) {
    if (field.kind != kind)
      fol_cli_print (kind != SIM_OBJECT_NONE ? "\n%s\n" : "%s\n", fol_describe_kind (field.kind));
    kind = field.kind;
    fol_cli_print ("  %s\n      %s\n      %s\n", field.name, field.meaning, field.encoding);
  }
}

enum fol_exit
fol_command_schema (const struct fol_command_info *info, int argc, char **argv)
{
  static const char *const fields_name = "fields";
  g_auto (GStrv) names = NULL;
  g_autofree char *text = NULL;
  g_autofree char *schemas = g_strjoinv (", ", (char **) fol_schema_names);
  g_autofree char *known = g_strconcat (schemas, ", ", fields_name, NULL);

  if (!fol_cli_parse (info, NULL, argc, argv, 0, 1, &names))
    return FOL_EXIT_USAGE;
  if (names[0] == NULL) {
    for (const char *const *name = fol_schema_names; *name != NULL; name++)
      fol_cli_print ("%s\n", *name);
    fol_cli_print ("%s\n", fields_name);
    return FOL_EXIT_DONE;
  }
  if (g_str_equal (names[0], fields_name)) {
    print_fields ();
    return FOL_EXIT_DONE;
  }
  text = fol_schema_text (names[0]);
  if (text == NULL)
    return fol_cli_usage (info, _ ("there is no schema “%s”; there are: %s"), names[0], known);
  fol_cli_print ("%s%s", text, g_str_has_suffix (text, "\n") ? "" : "\n");
  return FOL_EXIT_DONE;
}
