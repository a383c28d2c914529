/* ui/presenter.c - a slide for the audience, and the speaker's notes in a second window. */
#include "ui/presenter.h"
#include "ui/settings.h"
#include "ui/trace.h"
#include "ui/widgets.h"

#include <glib/gi18n-lib.h>

#define NOTES_WIDTH  560
#define NOTES_HEIGHT 440

struct fol_presenter {
  GtkWindow *owner; /* lent */
  fol_presenter_func wish;
  gpointer user_data;
  GtkWindow *audience, *notes; /* owned by GTK until closed; notes: NULL while not shown */
  FolSlide *slide;
  enum fol_theme theme;
  int which; /* of the figures: see fol_slide_show_figures () */
  gint64 began;
  guint clock_source;
  char *where, *said, *follows; /* owned */
  GtkWidget *clock, *elapsed, *where_label, *text, *next_label, *colours;
};

static void show_notes (struct fol_presenter *self, gboolean shown);

static const struct {
  guint keyval;
  enum fol_presenter_wish wish;
} keys[] = {
  { GDK_KEY_Right, FOL_PRESENTER_NEXT },      { GDK_KEY_Down, FOL_PRESENTER_NEXT },
  { GDK_KEY_Page_Down, FOL_PRESENTER_NEXT },  { GDK_KEY_KP_Page_Down, FOL_PRESENTER_NEXT },
  { GDK_KEY_space, FOL_PRESENTER_NEXT },      { GDK_KEY_Left, FOL_PRESENTER_BACK },
  { GDK_KEY_Up, FOL_PRESENTER_BACK },         { GDK_KEY_Page_Up, FOL_PRESENTER_BACK },
  { GDK_KEY_KP_Page_Up, FOL_PRESENTER_BACK }, { GDK_KEY_BackSpace, FOL_PRESENTER_BACK },
  { GDK_KEY_Return, FOL_PRESENTER_SKIP },     { GDK_KEY_KP_Enter, FOL_PRESENTER_SKIP },
  { GDK_KEY_Escape, FOL_PRESENTER_LEAVE },    { GDK_KEY_F5, FOL_PRESENTER_LEAVE },
};

static void
use_theme (struct fol_presenter *self, enum fol_theme theme)
{
  self->theme = theme;
  fol_slide_set_palette (self->slide, &fol_palettes[theme]);
  fol_settings_set ("presenter-theme", fol_palettes[theme].name);
  if (self->notes != NULL &&
      gtk_drop_down_get_selected (GTK_DROP_DOWN (self->colours)) != (guint) theme)
    gtk_drop_down_set_selected (GTK_DROP_DOWN (self->colours), theme);
  fol_trace ("presenter-theme name=%s", fol_palettes[theme].name);
}

/* The same key again takes it back. */
static void
show_figures (struct fol_presenter *self, int which)
{
  self->which = self->which == which ? FOL_SLIDE_FIRST_TWO : which;
  fol_slide_show_figures (self->slide, self->which);
  fol_trace ("presenter-figures which=%d", self->which);
}

static gboolean
key_cb (GtkEventControllerKey *controller, guint keyval, guint keycode, GdkModifierType state,
        gpointer user_data)
{
  struct fol_presenter *self = user_data;

  if ((state & (GDK_CONTROL_MASK | GDK_ALT_MASK)) != 0)
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++) {
    if (keys[i].keyval != keyval)
      continue;
    self->wish (self->user_data, keys[i].wish);
    return TRUE;
  }
  if (keyval == GDK_KEY_c)
    use_theme (self, (self->theme + 1) % FOL_THEME_COUNT);
  else if (keyval == GDK_KEY_n)
    show_notes (self, self->notes == NULL);
  else if (keyval >= GDK_KEY_0 && keyval < GDK_KEY_1 + FOL_SLIDE_FIGURES)
    show_figures (self, (int) keyval - GDK_KEY_1);
  else
    return FALSE;
  return TRUE;
}

/* Before any button: a clicker must never press what happens to have the focus. */
static void
take_keys (struct fol_presenter *self, GtkWindow *window, GtkPropagationPhase phase)
{
  GtkEventController *controller = gtk_event_controller_key_new ();

  gtk_event_controller_set_propagation_phase (controller, phase);
  g_signal_connect (controller, "key-pressed", G_CALLBACK (key_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (window), controller);
}

static void
next_cb (struct fol_presenter *self)
{
  self->wish (self->user_data, FOL_PRESENTER_NEXT);
}

static void
back_cb (struct fol_presenter *self)
{
  self->wish (self->user_data, FOL_PRESENTER_BACK);
}

static void
leave_cb (struct fol_presenter *self)
{
  self->wish (self->user_data, FOL_PRESENTER_LEAVE);
}

static gboolean
close_audience_cb (struct fol_presenter *self)
{
  leave_cb (self);
  return TRUE;
}

static gboolean
close_notes_cb (struct fol_presenter *self)
{
  show_notes (self, FALSE);
  return TRUE;
}

static void
colours_cb (struct fol_presenter *self)
{
  guint theme = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->colours));

  if (theme != (guint) self->theme)
    use_theme (self, (enum fol_theme) theme);
}

static gboolean
clock_cb (gpointer user_data)
{
  struct fol_presenter *self = user_data;
  gint64 seconds = (g_get_monotonic_time () - self->began) / G_USEC_PER_SEC;
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *clock = g_date_time_format (now, "%H:%M");
  g_autofree char *elapsed =
      g_strdup_printf ("%d:%02d", (int) (seconds / 60), (int) (seconds % 60));

  if (self->notes == NULL)
    return G_SOURCE_CONTINUE;
  gtk_label_set_text (GTK_LABEL (self->clock), clock);
  gtk_label_set_text (GTK_LABEL (self->elapsed), elapsed);
  return G_SOURCE_CONTINUE;
}

static void
update_notes (struct fol_presenter *self)
{
  g_autofree char *next = NULL;

  if (self->notes == NULL)
    return;
  if (self->follows != NULL)
    next = g_strdup_printf (_ ("Next: %s"), self->follows);
  fol_set_text (self->where_label, self->where);
  fol_set_text (self->next_label, next);
  fol_set_prose (self->text, self->said != NULL ? self->said : _ ("No notes are written here."));
}

static GtkWidget *
make_button (struct fol_presenter *self, const char *name, const char *classes,
             void (*callback) (struct fol_presenter *self))
{
  GtkWidget *button = gtk_button_new_with_label (name);

  if (classes != NULL)
    fol_add_classes (button, classes);
  gtk_widget_set_focus_on_click (button, FALSE);
  g_signal_connect_swapped (button, "clicked", G_CALLBACK (callback), self);
  return button;
}

static GtkWidget *
make_times (struct fol_presenter *self)
{
  GtkWidget *row = fol_box_new (GTK_ORIENTATION_HORIZONTAL, 16, NULL);

  self->where_label = fol_label_new (NULL, "muted");
  gtk_widget_set_hexpand (self->where_label, TRUE);
  self->elapsed = fol_label_new (NULL, "object-title");
  self->clock = fol_label_new (NULL, "muted");
  gtk_widget_set_tooltip_text (self->elapsed, _ ("Since the beginning"));
  gtk_box_append (GTK_BOX (row), self->where_label);
  gtk_box_append (GTK_BOX (row), self->elapsed);
  gtk_box_append (GTK_BOX (row), self->clock);
  return row;
}

static GtkWidget *
make_controls (struct fol_presenter *self)
{
  GtkWidget *row = fol_box_new (GTK_ORIENTATION_HORIZONTAL, 8, NULL);
  GtkStringList *names = gtk_string_list_new (NULL);

  for (int i = 0; i < FOL_THEME_COUNT; i++)
    gtk_string_list_append (names, _ (fol_palettes[i].title));
  self->colours = gtk_drop_down_new (G_LIST_MODEL (names), NULL);
  gtk_drop_down_set_selected (GTK_DROP_DOWN (self->colours), self->theme);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->colours), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Colours"), -1);
  gtk_widget_set_tooltip_text (self->colours, _ ("Colours of the slide (C)"));
  g_signal_connect_swapped (self->colours, "notify::selected", G_CALLBACK (colours_cb), self);
  gtk_box_append (GTK_BOX (row), make_button (self, _ ("End"), NULL, leave_cb));
  gtk_widget_set_hexpand (self->colours, TRUE);
  gtk_widget_set_halign (self->colours, GTK_ALIGN_START);
  gtk_box_append (GTK_BOX (row), self->colours);
  gtk_box_append (GTK_BOX (row), make_button (self, _ ("Back"), NULL, back_cb));
  gtk_box_append (GTK_BOX (row), make_button (self, _ ("Next"), "primary", next_cb));
  return row;
}

static GtkWidget *
make_notes (struct fol_presenter *self)
{
  GtkWidget *box = fol_box_new (GTK_ORIENTATION_VERTICAL, 16, "notes");
  GtkWidget *scrolled = gtk_scrolled_window_new ();

  self->text = fol_text_new (NULL, "notes-text");
  gtk_widget_set_valign (self->text, GTK_ALIGN_START);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), self->text);
  gtk_widget_set_vexpand (scrolled, TRUE);
  self->next_label = fol_text_new (NULL, "muted");
  gtk_box_append (GTK_BOX (box), make_times (self));
  gtk_box_append (GTK_BOX (box), scrolled);
  gtk_box_append (GTK_BOX (box), self->next_label);
  gtk_box_append (GTK_BOX (box), make_controls (self));
  return box;
}

static void
show_notes (struct fol_presenter *self, gboolean shown)
{
  if (shown == (self->notes != NULL))
    return;
  if (!shown) {
    gtk_window_destroy (g_steal_pointer (&self->notes));
    gtk_window_present (self->audience);
    fol_trace ("presenter-notes shown=0");
    return;
  }
  self->notes = GTK_WINDOW (gtk_window_new ());
  gtk_window_set_title (self->notes, _ ("Speaker's notes"));
  gtk_window_set_default_size (self->notes, NOTES_WIDTH, NOTES_HEIGHT);
  gtk_window_set_child (self->notes, make_notes (self));
  g_signal_connect_swapped (self->notes, "close-request", G_CALLBACK (close_notes_cb), self);
  take_keys (self, self->notes, GTK_PHASE_BUBBLE);
  update_notes (self);
  clock_cb (self);
  gtk_window_present (self->notes);
  gtk_window_set_focus (self->notes, NULL);
  fol_trace ("presenter-notes shown=1 text=%s", self->said != NULL ? self->said : "");
}

/* The screen that the owner is not on; NULL if there is but one. */
static GdkMonitor *
other_monitor (GtkWindow *owner, GdkMonitor **own)
{
  GdkDisplay *display = gtk_widget_get_display (GTK_WIDGET (owner));
  GdkSurface *surface = gtk_native_get_surface (GTK_NATIVE (owner));
  GListModel *monitors = gdk_display_get_monitors (display);

  *own = surface != NULL ? gdk_display_get_monitor_at_surface (display, surface) : NULL;
  for (guint i = 0; i < g_list_model_get_n_items (monitors); i++) {
    g_autoptr (GdkMonitor) monitor = g_list_model_get_item (monitors, i);

    if (monitor != *own)
      return monitor;
  }
  return NULL;
}

static void
fill_screen (struct fol_presenter *self)
{
  GdkMonitor *own, *other = other_monitor (self->owner, &own);
  GdkMonitor *monitor = other != NULL ? other : own;
  GdkRectangle place;

  if (monitor != NULL) {
    /* Also where nobody manages windows. */
    gdk_monitor_get_geometry (monitor, &place);
    gtk_window_set_default_size (self->audience, place.width, place.height);
    gtk_window_fullscreen_on_monitor (self->audience, monitor);
  } else {
    gtk_window_fullscreen (self->audience);
  }
  if (other != NULL)
    show_notes (self, TRUE);
}

struct fol_presenter *
fol_presenter_new (GtkWindow *owner, enum fol_theme theme, fol_presenter_func wish,
                   gpointer user_data)
{
  struct fol_presenter *self = g_new0 (struct fol_presenter, 1);
  g_autofree char *chosen = fol_settings_get ("presenter-theme", fol_palettes[theme].name);

  self->owner = owner;
  self->wish = wish;
  self->user_data = user_data;
  self->theme = (enum fol_theme) MAX (fol_theme_find (chosen), 0);
  self->which = FOL_SLIDE_FIRST_TWO;
  self->began = g_get_monotonic_time ();
  self->slide = FOL_SLIDE (fol_slide_new ());
  fol_slide_set_palette (self->slide, &fol_palettes[self->theme]);
  self->audience = GTK_WINDOW (gtk_window_new ());
  gtk_window_set_title (self->audience, _ ("Presentation"));
  gtk_window_set_decorated (self->audience, FALSE);
  gtk_window_set_child (self->audience, GTK_WIDGET (self->slide));
  g_signal_connect_swapped (self->audience, "close-request", G_CALLBACK (close_audience_cb), self);
  take_keys (self, self->audience, GTK_PHASE_CAPTURE);
  fill_screen (self);
  gtk_window_present (self->audience);
  self->clock_source = g_timeout_add_seconds (1, clock_cb, self);
  return self;
}

void
fol_presenter_free (struct fol_presenter *self)
{
  g_source_remove (self->clock_source);
  if (self->notes != NULL)
    gtk_window_destroy (self->notes);
  gtk_window_destroy (self->audience);
  g_free (self->where);
  g_free (self->said);
  g_free (self->follows);
  g_free (self);
}

FolSlide *
fol_presenter_get_slide (struct fol_presenter *self)
{
  return self->slide;
}

void
fol_presenter_set_notes (struct fol_presenter *self, const char *where, const char *notes,
                         const char *next)
{
  g_free (self->where);
  g_free (self->said);
  g_free (self->follows);
  self->where = g_strdup (where);
  self->said = g_strdup (notes);
  self->follows = g_strdup (next);
  update_notes (self);
}
