/* app/lesson-text.c - texts in several languages; see lesson.h. */
#include "app/lesson-private.h"

#include <string.h>

struct fol_text {
  JsonNode *node;   /* lent */
  char **languages; /* owned: language, text, language, text, ..., NULL */
};

struct fol_text *
fol_lesson_text_new (JsonNode *node)
{
  struct fol_text *text = g_new0 (struct fol_text, 1);
  g_autoptr (GPtrArray) pairs = g_ptr_array_new ();
  JsonObjectIter iter;
  const char *name;
  JsonNode *member;

  json_object_iter_init_ordered (&iter, json_node_get_object (node));
  while (json_object_iter_next_ordered (&iter, &name, &member)) {
    g_ptr_array_add (pairs, g_strdup (name));
    g_ptr_array_add (pairs, g_strdup (json_node_get_string (member)));
  }
  g_ptr_array_add (pairs, NULL);
  text->node = node;
  text->languages = (char **) g_ptr_array_steal (pairs, NULL);
  return text;
}

void
fol_lesson_text_free (struct fol_text *text)
{
  if (text == NULL)
    return;
  g_strfreev (text->languages);
  g_free (text);
}

JsonNode *
fol_text_node (const struct fol_text *text)
{
  return text->node;
}

static const char *
find (const struct fol_text *text, const char *language)
{
  for (char **pair = text->languages; *pair != NULL; pair += 2)
    if (strcmp (pair[0], language) == 0)
      return pair[1];
  return NULL;
}

bool
fol_text_has (const struct fol_text *text, const char *language)
{
  return find (text, language) != NULL;
}

const char *
fol_language_choose (const char *const *available)
{
  for (const char *const *wanted = g_get_language_names (); *wanted != NULL; wanted++) {
    gsize length = strlen (*wanted);

    if (strcmp (*wanted, "C") == 0)
      break;
    for (const char *const *have = available; *have != NULL; have++)
      if (strcmp (*have, *wanted) == 0 ||
          (strncmp (*have, *wanted, length) == 0 && (*have)[length] == '_'))
        return *have;
  }
  return "en";
}

const char *
fol_text_get (const struct fol_text *text, const char *language)
{
  g_autoptr (GPtrArray) have = NULL;
  const char *found;

  if (language == NULL) {
    have = g_ptr_array_new ();
    for (char **pair = text->languages; *pair != NULL; pair += 2)
      g_ptr_array_add (have, pair[0]);
    g_ptr_array_add (have, NULL);
    language = fol_language_choose ((const char *const *) have->pdata);
  }
  found = find (text, language);
  return found != NULL ? found : find (text, "en");
}

/* The end of what `mark` opens at `text`, or NULL: not empty, on one line, and
 * no space inside the marks, so that "2 * 3 * 4" stays as it is. */
static const char *
find_partner (const char *text, char mark)
{
  const char *end = text + 1;

  if (g_ascii_isspace (*end))
    return NULL;
  while (*end != '\0' && *end != '\n' && *end != mark)
    end++;
  return *end == mark && end > text + 1 && !g_ascii_isspace (end[-1]) ? end : NULL;
}

char *
fol_text_to_markup (const char *text)
{
  g_autoptr (GString) out = g_string_new (NULL);

  while (*text != '\0') {
    const char *end = *text == '`' || *text == '*' ? find_partner (text, *text) : NULL;
    const char *tag = *text == '`' ? "tt" : "b";
    gsize length = (gsize) (end != NULL ? end - text - 1 : g_utf8_next_char (text) - text);
    g_autofree char *escaped =
        g_markup_escape_text (end != NULL ? text + 1 : text, (gssize) length);

    if (end != NULL) {
      g_string_append_printf (out, "<%s>%s</%s>", tag, escaped, tag);
      text = end + 1;
    } else {
      g_string_append (out, escaped);
      text += length;
    }
  }
  return g_string_free (g_steal_pointer (&out), FALSE);
}
