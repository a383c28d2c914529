/* ui/card-layout.c - which figures are shown and how, as one line of text for the preferences. */
#include "ui/card-layout.h"
#include "ui/figures/figure.h"
#include "ui/settings.h"

static const char *const arrangements[] = {
  [FOL_ARRANGE_AUTO] = "auto", [FOL_ARRANGE_STACKED] = "stacked", [FOL_ARRANGE_BESIDE] = "beside"
};

void
fol_card_layout_clear (struct fol_card_layout *layout)
{
  for (guint i = 0; i < FOL_CARDS; i++)
    g_clear_pointer (&layout->figures[i], g_free);
  layout->count = 0;
  layout->arrangement = FOL_ARRANGE_AUTO;
}

gboolean
fol_card_layout_parse (struct fol_card_layout *layout, const char *text)
{
  g_auto (GStrv) parts = g_strsplit (text, ";", -1);
  guint count = g_strv_length (parts);
  gboolean known = FALSE;

  *layout = (struct fol_card_layout){ 0 };
  if (count < 2 || count > FOL_CARDS + 1)
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (arrangements); i++)
    if (g_str_equal (parts[0], arrangements[i])) {
      layout->arrangement = (enum fol_arrangement) i;
      known = TRUE;
    }
  for (guint i = 1; i < count; i++) {
    g_auto (GStrv) words = g_strsplit (parts[i], ",", 2);

    known = known && words[0] != NULL && fol_figure_find (words[0]) >= 0;
    layout->figures[layout->count++] = g_strdup (parts[i]);
  }
  if (!known)
    fol_card_layout_clear (layout);
  return known;
}

char *
fol_card_layout_format (const struct fol_card_layout *layout)
{
  GString *text = g_string_new (arrangements[layout->arrangement]);

  for (guint i = 0; i < layout->count; i++)
    g_string_append_printf (text, ";%s", layout->figures[i]);
  return g_string_free (text, FALSE);
}

void
fol_card_shares_get (const char *key, double shares[FOL_CARD_LINES])
{
  g_autofree char *text = fol_settings_get (key, "");
  const char *at = text;

  for (guint i = 0; i < FOL_CARD_LINES; i++) {
    char *end;
    double share = g_ascii_strtod (at, &end);

    shares[i] = end != at && share > 0 && share < 1 ? share : 0;
    at = end;
  }
}

void
fol_card_shares_set (const char *key, const double shares[FOL_CARD_LINES])
{
  g_autoptr (GString) text = g_string_new (NULL);
  char number[G_ASCII_DTOSTR_BUF_SIZE];

  for (guint i = 0; i < FOL_CARD_LINES; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? " " : "",
                            g_ascii_formatd (number, sizeof number, "%.3f", shares[i]));
  fol_settings_set (key, text->str);
}
