/* ui/command-palette.c - one list to find anything in: actions, lessons, objects, moments. */
#include "ui/command-palette.h"
#include "ui/trace.h"
#include "ui/widgets.h"
#include "app/find-object.h"
#include "app/fuzzy.h"

#include <glib/gi18n-lib.h>

#define WIDTH       520
#define HEIGHT_MOST 420
/* Of each group, while nothing has been typed, and in all. */
#define PER_GROUP_UNASKED 4u
#define LISTED_MAX        40u
#define PAGE_ROWS         6

struct _FolCommandPalette {
  GtkPopover parent_instance;

  fol_palette_find_func find;
  gpointer find_data;
  GPtrArray *entries;              /* owned */
  struct fol_palette_entry *found; /* owned; what the words name, or NULL */
  GtkWidget *entry, *list, *scroller, *nothing, *hint;
};

enum { CHOSEN, SIGNALS };
static guint signals[SIGNALS];

G_DEFINE_FINAL_TYPE (FolCommandPalette, fol_command_palette, GTK_TYPE_POPOVER)

static const char *const group_titles[FOL_PALETTE_GROUPS] = {
  [FOL_PALETTE_OBJECTS] = N_ ("In memory"),    [FOL_PALETTE_ACTIONS] = N_ ("Actions"),
  [FOL_PALETTE_LESSONS] = N_ ("Lessons"),      [FOL_PALETTE_FIGURES] = N_ ("Figures"),
  [FOL_PALETTE_BOOKMARKS] = N_ ("Bookmarks"),  [FOL_PALETTE_NAMES] = N_ ("Named blocks"),
  [FOL_PALETTE_MACHINES] = N_ ("New sandbox"), [FOL_PALETTE_FILES] = N_ ("Recent files"),
};

struct fol_palette_entry *
fol_palette_entry_new (enum fol_palette_group group, const char *title)
{
  struct fol_palette_entry *entry = g_new0 (struct fol_palette_entry, 1);

  entry->group = group;
  entry->title = g_strdup (title);
  return entry;
}

void
fol_palette_entry_free (gpointer data)
{
  struct fol_palette_entry *entry = data;

  g_free (entry->title);
  g_free (entry->detail);
  g_free (entry->terms);
  g_free (entry->target);
  g_free (entry);
}

/* An entry and how well it fits. */
struct match {
  struct fol_palette_entry *entry;
  guint score, group_score, place;
};

static int
compare_matches (gconstpointer x, gconstpointer y)
{
  const struct match *a = x, *b = y;

  if (a->group_score != b->group_score)
    return a->group_score < b->group_score ? 1 : -1;
  if (a->entry->group != b->entry->group)
    return a->entry->group < b->entry->group ? -1 : 1;
  if (a->score != b->score)
    return a->score < b->score ? 1 : -1;
  return a->place < b->place ? -1 : 1;
}

/* The title counts twice as much as the words that are not seen. */
static guint
score_of (const struct fol_palette_entry *entry, const char *text)
{
  guint title = 2 * fol_fuzzy_score (text, entry->title);
  guint terms = entry->terms != NULL ? fol_fuzzy_score (text, entry->terms) : 0;

  return MAX (title, terms);
}

/* What fits, best first; what the words name comes before all. */
static GArray *
match (FolCommandPalette *self, const char *text)
{
  GArray *matches = g_array_new (FALSE, FALSE, sizeof (struct match));
  guint best[FOL_PALETTE_GROUPS] = { 0 }, count[FOL_PALETTE_GROUPS] = { 0 };

  if (self->found != NULL) {
    struct match found = { .entry = self->found, .score = G_MAXUINT };

    best[self->found->group] = G_MAXUINT;
    g_array_append_val (matches, found);
  }
  for (guint i = 0; i < self->entries->len; i++) {
    struct match one = { .entry = g_ptr_array_index (self->entries, i), .place = i };
    enum fol_palette_group group = one.entry->group;

    one.score = score_of (one.entry, text);
    if (one.score == 0 || (*text == '\0' && count[group] == PER_GROUP_UNASKED))
      continue;
    best[group] = MAX (best[group], one.score);
    count[group]++;
    g_array_append_val (matches, one);
  }
  for (guint i = 0; i < matches->len; i++) {
    struct match *one = &g_array_index (matches, struct match, i);

    one->group_score = best[one->entry->group];
  }
  g_array_sort (matches, compare_matches);
  return matches;
}

static struct fol_palette_entry *
entry_of (GtkListBoxRow *row)
{
  return g_object_get_data (G_OBJECT (row), "entry");
}

static void
add_row (FolCommandPalette *self, struct fol_palette_entry *entry)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *line = fol_box_new (GTK_ORIENTATION_HORIZONTAL, 12, NULL);
  GtkWidget *title = entry->wrong ? fol_text_new (entry->title, "form-error")
                                  : fol_label_new (entry->title, "palette-title");

  if (!entry->wrong)
    gtk_label_set_ellipsize (GTK_LABEL (title), PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (title, TRUE);
  gtk_box_append (GTK_BOX (line), title);
  if (entry->detail != NULL)
    gtk_box_append (GTK_BOX (line), fol_label_new (entry->detail, "palette-detail"));
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), line);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), !entry->wrong);
  gtk_list_box_row_set_selectable (GTK_LIST_BOX_ROW (row), !entry->wrong);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, entry->title,
                                  -1);
  g_object_set_data (G_OBJECT (row), "entry", entry);
  gtk_list_box_append (GTK_LIST_BOX (self->list), row);
}

static void
header_cb (GtkListBoxRow *row, GtkListBoxRow *before, gpointer user_data)
{
  enum fol_palette_group group = entry_of (row)->group;
  gboolean first = before == NULL || entry_of (before)->group != group;

  gtk_list_box_row_set_header (
      row, first ? fol_label_new (_ (group_titles[group]), "section-caption palette-group") : NULL);
}

static void
select_row (FolCommandPalette *self, GtkListBoxRow *row)
{
  gtk_list_box_select_row (GTK_LIST_BOX (self->list), row);
  if (row == NULL) {
    gtk_accessible_reset_relation (GTK_ACCESSIBLE (self->entry),
                                   GTK_ACCESSIBLE_RELATION_ACTIVE_DESCENDANT);
    return;
  }
  gtk_accessible_update_relation (GTK_ACCESSIBLE (self->entry),
                                  GTK_ACCESSIBLE_RELATION_ACTIVE_DESCENDANT, row, -1);
}

/* Keeps the chosen row in sight; the focus stays in the entry, so GTK does not. */
static void
scroll_to (FolCommandPalette *self, GtkListBoxRow *row)
{
  GtkAdjustment *adjustment = gtk_list_box_get_adjustment (GTK_LIST_BOX (self->list));
  graphene_rect_t bounds;

  if (row == NULL || adjustment == NULL ||
      !gtk_widget_compute_bounds (GTK_WIDGET (row), self->list, &bounds))
    return;
  gtk_adjustment_clamp_page (adjustment, bounds.origin.y, bounds.origin.y + bounds.size.height);
}

static GtkListBoxRow *
first_choice (FolCommandPalette *self)
{
  GtkListBoxRow *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->list), i)) != NULL; i++)
    if (gtk_list_box_row_get_selectable (row))
      return row;
  return NULL;
}

/* Before what the rows stand for goes. */
static void
clear_rows (FolCommandPalette *self)
{
  GtkListBoxRow *row;

  while ((row = gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->list), 0)) != NULL)
    gtk_list_box_remove (GTK_LIST_BOX (self->list), GTK_WIDGET (row));
  g_clear_pointer (&self->found, fol_palette_entry_free);
}

static void
update (FolCommandPalette *self)
{
  g_autofree char *text =
      g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->entry))));
  g_autoptr (GArray) matches = NULL;

  clear_rows (self);
  if (self->entries == NULL)
    return;
  if (*text != '\0')
    self->found = self->find (text, self->find_data);
  matches = match (self, text);
  for (guint i = 0; i < MIN (matches->len, LISTED_MAX); i++)
    add_row (self, g_array_index (matches, struct match, i).entry);
  gtk_widget_set_visible (self->scroller, matches->len > 0);
  gtk_widget_set_visible (self->nothing, matches->len == 0);
  gtk_widget_set_visible (self->hint, *text == '\0' || matches->len == 0);
  select_row (self, first_choice (self));
  gtk_adjustment_set_value (gtk_list_box_get_adjustment (GTK_LIST_BOX (self->list)), 0);
  if (fol_trace_wanted ()) {
    g_autofree char *first = fol_command_palette_describe (self);

    g_strdelimit (text, " ", '_');
    fol_trace ("palette typed=%s listed=%u text=%s", text, matches->len, first);
  }
}

/* First nothing has the focus: GTK would hand that of what closes on to the button that
 * opened it, and Space would press it. */
static void
close_palette (FolCommandPalette *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  if (root != NULL)
    gtk_root_set_focus (root, NULL);
  gtk_popover_popdown (GTK_POPOVER (self));
}

static void
choose (FolCommandPalette *self, GtkListBoxRow *row)
{
  struct fol_palette_entry *entry = row != NULL ? entry_of (row) : NULL;

  if (entry == NULL || entry->wrong)
    return;
  close_palette (self);
  fol_trace ("palette-chosen text=%s", entry->title);
  g_signal_emit (self, signals[CHOSEN], 0, entry);
}

static void
row_activated_cb (GtkListBox *list, GtkListBoxRow *row, FolCommandPalette *self)
{
  choose (self, row);
}

static void
walk (FolCommandPalette *self, int by)
{
  GtkListBoxRow *row = gtk_list_box_get_selected_row (GTK_LIST_BOX (self->list));
  int step = by > 0 ? 1 : -1;
  GtkListBoxRow *next = row;

  for (int i = row != NULL ? gtk_list_box_row_get_index (row) : -1; by != 0; by -= step) {
    GtkListBoxRow *other;

    i += step;
    other = i >= 0 ? gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->list), i) : NULL;
    if (other == NULL)
      break;
    if (gtk_list_box_row_get_selectable (other))
      next = other;
  }
  if (next != NULL && next != row)
    select_row (self, next);
  scroll_to (self, next);
}

static gboolean
key_cb (GtkEventControllerKey *keys, guint keyval, guint keycode, GdkModifierType state,
        FolCommandPalette *self)
{
  switch (keyval) {
  case GDK_KEY_Up:
    walk (self, -1);
    return TRUE;
  case GDK_KEY_Down:
    walk (self, 1);
    return TRUE;
  case GDK_KEY_Page_Up:
    walk (self, -PAGE_ROWS);
    return TRUE;
  case GDK_KEY_Page_Down:
    walk (self, PAGE_ROWS);
    return TRUE;
  case GDK_KEY_Return:
  case GDK_KEY_KP_Enter:
    choose (self, gtk_list_box_get_selected_row (GTK_LIST_BOX (self->list)));
    return TRUE;
  case GDK_KEY_k:
    if ((state & GDK_CONTROL_MASK) == 0)
      return FALSE;
    close_palette (self);
    return TRUE;
  case GDK_KEY_Escape:
    close_palette (self);
    return TRUE;
  default:
    return FALSE;
  }
}

void
fol_command_palette_fill (FolCommandPalette *self, GPtrArray *entries)
{
  clear_rows (self);
  g_clear_pointer (&self->entries, g_ptr_array_unref);
  self->entries = entries;
  if (*gtk_editable_get_text (GTK_EDITABLE (self->entry)) == '\0')
    update (self);
  else
    gtk_editable_set_text (GTK_EDITABLE (self->entry), ""); /* and that updates */
}

char *
fol_command_palette_describe (FolCommandPalette *self)
{
  g_autoptr (GString) text = g_string_new (NULL);
  GtkListBoxRow *row;
  int group = -1;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->list), i)) != NULL;
       i++) {
    struct fol_palette_entry *entry = entry_of (row);

    if ((int) entry->group != group)
      g_string_append_printf (text, "%s%s: %s", i > 0 ? " | " : "", group_titles[entry->group],
                              entry->title);
    else
      g_string_append_printf (text, "; %s", entry->title);
    group = (int) entry->group;
  }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* GTK looks for something to focus, and may take the list. */
static void
shown_cb (FolCommandPalette *self)
{
  gtk_widget_grab_focus (self->entry);
}

static void
closed_cb (FolCommandPalette *self)
{
  fol_trace ("palette-closed");
}

static void
fol_command_palette_dispose (GObject *object)
{
  FolCommandPalette *self = FOL_COMMAND_PALETTE (object);

  g_clear_pointer (&self->entries, g_ptr_array_unref);
  g_clear_pointer (&self->found, fol_palette_entry_free);
  G_OBJECT_CLASS (fol_command_palette_parent_class)->dispose (object);
}

static void
fol_command_palette_class_init (FolCommandPaletteClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = fol_command_palette_dispose;
  signals[CHOSEN] = g_signal_new ("chosen", FOL_TYPE_COMMAND_PALETTE, G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
}

static void
make_list (FolCommandPalette *self)
{
  self->list = gtk_list_box_new ();
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (self->list), GTK_SELECTION_SINGLE);
  gtk_list_box_set_activate_on_single_click (GTK_LIST_BOX (self->list), TRUE);
  gtk_list_box_set_header_func (GTK_LIST_BOX (self->list), header_cb, NULL, NULL);
  gtk_widget_set_can_focus (self->list, FALSE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("What was found"), -1);
  g_signal_connect (self->list, "row-activated", G_CALLBACK (row_activated_cb), self);
  self->scroller = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (self->scroller), TRUE);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (self->scroller), HEIGHT_MOST);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scroller), self->list);
}

static void
fol_command_palette_init (FolCommandPalette *self)
{
  GtkWidget *box = fol_box_new (GTK_ORIENTATION_VERTICAL, 6, "palette");
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->entry = gtk_entry_new ();
  gtk_entry_set_placeholder_text (GTK_ENTRY (self->entry), _ ("Find anything"));
  gtk_entry_set_icon_from_icon_name (GTK_ENTRY (self->entry), GTK_ENTRY_ICON_PRIMARY,
                                     "system-search-symbolic");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Find anything"), -1);
  g_signal_connect_swapped (self->entry, "changed", G_CALLBACK (update), self);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_cb), self);
  gtk_widget_add_controller (self->entry, keys);
  make_list (self);
  self->nothing = fol_text_new (_ ("Nothing has these words."), "body palette-nothing");
  self->hint = fol_text_new (fol_find_object_examples (), "caption palette-hint");
  gtk_box_append (GTK_BOX (box), self->entry);
  gtk_box_append (GTK_BOX (box), self->scroller);
  gtk_box_append (GTK_BOX (box), self->nothing);
  gtk_box_append (GTK_BOX (box), self->hint);
  gtk_widget_set_size_request (box, WIDTH, -1);
  gtk_popover_set_child (GTK_POPOVER (self), box);
  gtk_popover_set_has_arrow (GTK_POPOVER (self), FALSE);
  g_signal_connect_after (self, "show", G_CALLBACK (shown_cb), NULL);
  g_signal_connect (self, "closed", G_CALLBACK (closed_cb), NULL);
}

GtkWidget *
fol_command_palette_new (fol_palette_find_func find, gpointer user_data)
{
  FolCommandPalette *self = g_object_new (FOL_TYPE_COMMAND_PALETTE, NULL);

  self->find = find;
  self->find_data = user_data;
  return GTK_WIDGET (self);
}
