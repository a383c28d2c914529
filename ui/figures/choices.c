/* ui/figures/choices.c - see choices.h. */
#include "ui/figures/choices.h"

#include "app/describe.h"
#include "ui/figures/sets.h"

#include <glib/gi18n-lib.h>

static void
clear_choice (gpointer data)
{
  struct fol_figure_choice *choice = data;

  g_free (choice->value);
  g_free (choice->label);
}

static void
add (GArray *choices, const char *value, char *label, bool current, bool usual)
{
  struct fol_figure_choice choice = {
    .value = g_strdup (value), .label = label, .current = current, .usual = usual
  };

  g_array_append_val (choices, choice);
}

static void
add_number (GArray *choices, uint32_t number, char *label, bool current, bool usual)
{
  g_autofree char *value = g_strdup_printf ("%u", number);

  add (choices, value, label, current, usual);
}

/* Which of its listed values an option has. */
static guint
get_value (const char *option, const struct fol_figure_options *options)
{
  const struct {
    const char *name;
    guint value;
  } all[] = {
    { "colour", options->colour },     { "access", options->access },
    { "grids", options->grids },       { "frame-numbers", options->frame_numbers },
    { "bytes", options->bytes },       { "title", !options->no_title },
    { "legend", !options->no_legend },
  };

  for (guint i = 0; i < G_N_ELEMENTS (all); i++)
    if (g_str_equal (all[i].name, option))
      return all[i].value;
  g_assert_not_reached ();
}

static void
add_values (GArray *choices, const struct fol_figure_option_info *option,
            const struct fol_figure_options *options)
{
  guint now = get_value (option->name, options);
  guint usual = get_value (option->name, &fol_figure_options_default);

  for (guint i = 0; option->values[i] != NULL; i++)
    add (choices, option->values[i], g_strdup (_ (option->labels[i])), i == now, i == usual);
}

/* One zone is the only choice, and the current one whatever is asked for. */
static void
add_zones (GArray *choices, enum fol_figure_id figure, const struct fol_state *state,
           const struct fol_figure_options *options)
{
  struct sim_view view = fol_state_view (state);
  uint32_t count = view.layout->zone_count;

  if (count > 1)
    add (choices, "auto",
         g_strdup (figure == FOL_FIGURE_ZONES ? _ ("all zones") : _ ("the zone at work")),
         options->zone == UINT32_MAX, true);
  for (uint32_t i = 0; i < count; i++) {
    struct sim_zone zone;

    sim_view_zone (&view, i, &zone);
    add_number (choices, i, g_strdup_printf (_ ("zone %s"), fol_zone_name (zone.type)),
                options->zone == i || count == 1, count == 1);
  }
}

static void
add_levels (GArray *choices, const struct fol_state *state,
            const struct fol_figure_options *options)
{
  const struct sim_machine *machine = &state->machine;
  uint32_t now = fol_sets_level (machine, options->level);

  for (uint32_t i = 0; i < machine->cpu_cache_count; i++)
    add_number (choices, machine->cpu_cache[i].level, fol_sets_level_name (&machine->cpu_cache[i]),
                i == now, i == 0);
}

/* Numbers that are often wanted, and the one there is, in order. */
static void
add_numbers (GArray *choices, const uint32_t *often, guint count, uint32_t now, uint32_t usual,
             char *(*label) (uint32_t))
{
  bool listed = false;

  for (guint i = 0; i <= count; i++) {
    if (!listed && (i == count || now < often[i]) && (i == 0 || now > often[i - 1]))
      add_number (choices, now, label (now), true, now == usual);
    if (i == count)
      break;
    listed |= often[i] == now;
    add_number (choices, often[i], label (often[i]), often[i] == now, often[i] == usual);
  }
}

static char *
rounds_label (uint32_t rounds)
{
  return g_strdup_printf (ngettext ("%u round", "%u rounds", rounds), rounds);
}

static void
add_rounds (GArray *choices, const struct fol_figure_options *options)
{
  static const uint32_t often[] = { 1, 2, 10, 100 };

  add_numbers (choices, often, G_N_ELEMENTS (often), MAX (options->rounds, 1),
               fol_figure_options_default.rounds, rounds_label);
}

static char *
field_label (uint32_t field)
{
  return g_strdup_printf (_ ("byte %u"), field);
}

static void
add_fields (GArray *choices, const struct fol_figure_options *options)
{
  static const uint32_t often[] = { 0, 64, 128, 256, 512, 1024 };

  add_numbers (choices, often, G_N_ELEMENTS (often), options->field,
               fol_figure_options_default.field, field_label);
}

/* Caches that have slabs; those that somebody made go first. */
static void
add_caches (GArray *choices, const struct fol_state *state,
            const struct fol_figure_options *options, bool found)
{
  struct sim_view view = fol_state_view (state);
  bool has_slabs[SIM_CACHES_MAX] = { false };
  struct sim_slab_header header;

  sim_view_slab_header (&view, &header);
  for (uint32_t entry = 0; entry < header.entry_top; entry++) {
    struct sim_slab slab;

    sim_view_slab (&view, entry, &slab);
    if (slab.head == entry && slab.cache > 0 && slab.cache <= SIM_CACHES_MAX)
      has_slabs[slab.cache - 1] = true;
  }
  for (int made = 1; made >= 0; made--)
    for (uint32_t i = 0; i < SIM_CACHES_MAX; i++) {
      struct sim_kmem_cache cache;
      char name[SIM_CACHE_NAME_BYTES];

      if (!has_slabs[i] || !sim_view_cache (&view, i, &cache) ||
          (cache.role == SIM_CACHE_USER) != (made == 1))
        continue;
      sim_cache_name (&cache, name);
      add (choices, name, g_strdup (name), g_str_equal (name, options->cache), false);
      found |= g_str_equal (name, options->cache);
    }
  if (!found)
    add (choices, options->cache, g_strdup (options->cache), true, false);
}

static void
add_cache_choices (GArray *choices, enum fol_figure_id figure, const struct fol_state *state,
                   const struct fol_figure_options *options)
{
  bool all = g_str_equal (options->cache, "all"), slabs = figure == FOL_FIGURE_SLABS;
  bool none = options->cache[0] == '\0' || (all && !slabs);

  add (choices, "", g_strdup (_ ("as selected")), none, true);
  if (slabs)
    add (choices, "all", g_strdup (_ ("all")), all, false);
  if (state != NULL)
    add_caches (choices, state, options, none || all);
}

GArray *
fol_figure_choices (enum fol_figure_id figure, const struct fol_figure_option_info *option,
                    const struct fol_state *state, const struct fol_figure_options *options)
{
  GArray *choices = g_array_new (FALSE, FALSE, sizeof (struct fol_figure_choice));

  g_array_set_clear_func (choices, clear_choice);
  if (option->values != NULL)
    add_values (choices, option, options);
  else if (g_str_equal (option->name, "cache"))
    add_cache_choices (choices, figure, state, options);
  else if (g_str_equal (option->name, "rounds"))
    add_rounds (choices, options);
  else if (g_str_equal (option->name, "field"))
    add_fields (choices, options);
  else if (state != NULL && g_str_equal (option->name, "zone"))
    add_zones (choices, figure, state, options);
  else if (state != NULL && g_str_equal (option->name, "level"))
    add_levels (choices, state, options);
  return choices;
}

static void
append_said (GString *text, const struct fol_figure_option_info *option,
             const struct fol_figure_choice *choice)
{
  g_auto (GStrv) around = g_strsplit (_ (option->said), "%s", 2);

  g_string_append_printf (text, "%s%s%s%s", text->len > 0 ? " · " : "", around[0], choice->label,
                          around[1] != NULL ? around[1] : "");
}

char *
fol_figure_choices_said (enum fol_figure_id figure, const struct fol_state *state,
                         const struct fol_figure_options *options)
{
  const struct fol_figure_option_info *option = fol_figures[figure].options;
  g_autoptr (GString) text = g_string_new (NULL);
  bool any = false;

  for (; option->name != NULL; option++) {
    GArray *choices;

    if (option->heading == NULL)
      continue;
    choices = fol_figure_choices (figure, option, state, options);
    for (guint i = 0; i < choices->len; i++) {
      const struct fol_figure_choice *choice =
          &g_array_index (choices, struct fol_figure_choice, i);

      if (choice->current && (!any || !choice->usual))
        append_said (text, option, choice);
    }
    any = true;
    g_array_unref (choices);
  }
  return any ? g_string_free (g_steal_pointer (&text), FALSE) : NULL;
}
