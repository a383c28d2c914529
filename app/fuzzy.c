/* app/fuzzy.c - how well a few typed letters fit a text. */
#include "app/fuzzy.h"

#include <string.h>

/* The best that a word of the query can get, by the way it fits. */
#define WHOLE_WORD  100u
#define WORD_BEGINS 80u
#define INSIDE      40u
#define SCATTERED   20u
/* What the first word of a text adds, and the whole text being what was typed. */
#define FIRST 10u
#define EXACT 200u

static gboolean
is_word_start (const char *text, const char *at)
{
  return at == text || !g_unichar_isalnum (g_utf8_get_char (g_utf8_prev_char (at)));
}

static gboolean
is_word_end (const char *at)
{
  return *at == '\0' || !g_unichar_isalnum (g_utf8_get_char (at));
}

static guint
score_in_one_piece (const char *word, const char *text)
{
  guint best = 0;

  for (const char *at = strstr (text, word); at != NULL; at = strstr (at + 1, word)) {
    guint score = INSIDE;

    if (is_word_start (text, at))
      score = is_word_end (at + strlen (word)) ? WHOLE_WORD : WORD_BEGINS;
    if (at == text)
      score += FIRST;
    best = MAX (best, score);
  }
  return best;
}

/* Letters in their order; each begins a word or follows the one before. */
static gboolean
fits_scattered (const char *word, const char *text, const char *at)
{
  gunichar wanted;

  if (*word == '\0')
    return TRUE;
  wanted = g_utf8_get_char (word);
  if (*at != '\0' && g_utf8_get_char (at) == wanted &&
      fits_scattered (g_utf8_next_char (word), text, g_utf8_next_char (at)))
    return TRUE;
  for (; *at != '\0'; at = g_utf8_next_char (at))
    if (is_word_start (text, at) && g_utf8_get_char (at) == wanted &&
        fits_scattered (g_utf8_next_char (word), text, g_utf8_next_char (at)))
      return TRUE;
  return FALSE;
}

static guint
score_word (const char *word, const char *text)
{
  guint score = score_in_one_piece (word, text);

  if (score > 0)
    return score;
  return fits_scattered (word, text, text) ? SCATTERED : 0;
}

guint
fol_fuzzy_score (const char *query, const char *text)
{
  g_autofree char *folded_query = g_utf8_casefold (query, -1);
  g_autofree char *folded = g_utf8_casefold (text, -1);
  g_auto (GStrv) words = g_strsplit_set (g_strstrip (folded_query), " \t", -1);
  guint sum = 1, count = 0;

  for (guint i = 0; words[i] != NULL; i++) {
    guint score;

    if (*words[i] == '\0')
      continue;
    score = score_word (words[i], folded);
    if (score == 0)
      return 0;
    sum += score;
    count++;
  }
  if (count > 0 && g_str_equal (folded_query, folded))
    return sum / count + EXACT;
  return count > 0 ? sum / count : sum;
}
