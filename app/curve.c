/* app/curve.c - the table of curves: see curve.h. */
#include "app/curve.h"

#include "app/describe.h"

#include <glib/gi18n-lib.h>

static const struct fol_curve_info curves[FOL_CURVE_KINDS] = {
  [FOL_CURVE_FREE] = { "free", N_ ("Free memory"), N_ ("pages"), false },
  [FOL_CURVE_UNUSABLE] = { "unusable", N_ ("Fragmentation"), N_ ("‰ of the free memory"), true },
  [FOL_CURVE_BLOCKS] = { "blocks", N_ ("Free blocks"), N_ ("blocks"), true },
  [FOL_CURVE_PCP] = { "pcp", N_ ("On per-CPU lists"), N_ ("pages"), false },
};

const struct fol_curve_info *
fol_curve_info (enum fol_curve_kind kind)
{
  g_return_val_if_fail (kind < FOL_CURVE_KINDS, NULL);
  return &curves[kind];
}

/* Its type's name, or the number if another zone before it has the same. */
static char *
zone_text (const struct fol_state *state, uint32_t zone)
{
  struct sim_view view = fol_state_view (state);
  struct sim_zone its, other;

  sim_view_zone (&view, zone, &its);
  for (uint32_t i = 0; i < zone; i++) {
    sim_view_zone (&view, i, &other);
    if (other.type == its.type)
      return g_strdup_printf ("%u", zone);
  }
  return g_strdup (fol_zone_name (its.type));
}

static bool
parse_zone (const char *text, const struct fol_state *state, uint32_t *zone)
{
  for (uint32_t i = 0; i < state->layout->zone_count; i++) {
    g_autofree char *name = zone_text (state, i);
    g_autofree char *number = g_strdup_printf ("%u", i);

    if (g_str_equal (text, name) || g_str_equal (text, number)) {
      *zone = i;
      return true;
    }
  }
  return false;
}

static bool
parse_kind (const char *text, struct fol_curve *curve)
{
  for (curve->kind = 0; curve->kind < FOL_CURVE_KINDS; curve->kind++)
    if (g_str_equal (text, curves[curve->kind].name))
      return true;
  return false;
}

bool
fol_curve_parse (const char *text, const struct fol_state *state, struct fol_curve *curve)
{
  g_auto (GStrv) part = g_strsplit (text, ":", 0);
  struct fol_curve parsed = { .zone = SIM_ALL_ZONES };
  guint at = 1;
  guint64 order;

  if (part[0] == NULL || !parse_kind (part[0], &parsed))
    return false;
  if (curves[parsed.kind].takes_order) {
    if (part[at] == NULL ||
        !g_ascii_string_to_unsigned (part[at], 10, 0, state->layout->max_order - 1, &order, NULL))
      return false;
    parsed.order = (uint32_t) order;
    at++;
  }
  if (part[at] != NULL && !parse_zone (part[at++], state, &parsed.zone))
    return false;
  if (part[at] != NULL)
    return false;
  *curve = parsed;
  return true;
}

char *
fol_curve_text (const struct fol_curve *curve, const struct fol_state *state)
{
  GString *text = g_string_new (curves[curve->kind].name);

  if (curves[curve->kind].takes_order)
    g_string_append_printf (text, ":%u", curve->order);
  if (curve->zone != SIM_ALL_ZONES) {
    g_autofree char *zone = zone_text (state, curve->zone);

    g_string_append_printf (text, ":%s", zone);
  }
  return g_string_free (text, FALSE);
}

char *
fol_curve_label (const struct fol_curve *curve, const struct fol_state *state)
{
  const char *label = _ (curves[curve->kind].label);
  bool takes_order = curves[curve->kind].takes_order;
  g_autofree char *zone = NULL;

  if (curve->zone == SIM_ALL_ZONES)
    /* TRANSLATORS: the name of a curve, as “Free blocks”, and an order of blocks. */
    return takes_order ? g_strdup_printf (_ ("%s, order %u"), label, curve->order)
                       : g_strdup (label);
  zone = zone_text (state, curve->zone);
  if (takes_order)
    /* TRANSLATORS: the name of a curve, an order of blocks, the name of a zone. */
    return g_strdup_printf (_ ("%s, order %u, zone %s"), label, curve->order, zone);
  /* TRANSLATORS: the name of a curve, as “Free memory”, and the name of a zone. */
  return g_strdup_printf (_ ("%s, zone %s"), label, zone);
}

bool
fol_curve_is_plain (const struct fol_curve *curve)
{
  return curve->kind == FOL_CURVE_FREE && curve->zone == SIM_ALL_ZONES;
}

bool
fol_curve_read (const struct fol_curve *curve, const struct fol_state *state,
                const struct fol_curve_values *values, uint32_t branch, uint64_t index,
                uint32_t *value)
{
  uint32_t kind;

  if (!fol_curve_is_plain (curve))
    return values != NULL && fol_curve_equal (&values->curve, curve) &&
           fol_curve_value (values, branch, index, value);
  if (index > 0)
    return fol_state_track (state, branch, index, &kind, value);
  *value = state->opening_free;
  return true;
}
