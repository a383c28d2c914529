/* ui/start-page.c - the first minute: what this is, where you were, what there is. */
#include "ui/start-page.h"
#include "ui/leftover.h"
#include "ui/flow.h"
#include "ui/lesson-list.h"
#include "ui/recent.h"
#include "ui/settings.h"
#include "ui/start-picture.h"
#include "ui/widgets.h"
#include "app/lesson-run.h"
#include "app/machine-reader.h"
#include "app/session-file.h"

#include <glib/gi18n-lib.h>

#define WIDTH_MOST     1120
#define PICTURE_HEIGHT 218
#define TOUR           "tour" /* the lesson about the program itself */

struct _FolStartPage {
  GtkWidget parent_instance;

  GtkWidget *scroller, *content;
  GtkWidget *main_button, *main_text, *main_caption, *progress, *tour, *tour_text;
  GtkWidget *recent, *recent_section, *left, *left_section;
};

G_DEFINE_FINAL_TYPE (FolStartPage, fol_start_page, GTK_TYPE_WIDGET)

/* What one sees there that the others do not show. */
static const struct {
  const char *name, *shows;
} machines[] = {
  { "teaching-64", N_ ("Small enough to see every page frame at once") },
  { "slab-4m", N_ ("Small objects from SLAB: arrays for each CPU, slabs with colours") },
  { "slab-colour", N_ ("SLAB, and a CPU cache so small that all its sets can be seen") },
  { "slob-4m", N_ ("Small objects from SLOB: all sizes share three lists of pages") },
  { "slub-2cpu", N_ ("SLUB with two CPUs: each has a slab of its own") },
  { "slub-4m", N_ ("Small objects from SLUB: free pointers inside the objects") },
  { "teaching-2cpu", N_ ("Two CPUs, each with free lists of its own") },
  { "pc-64m", N_ ("A small PC as its kernel finds it: zones DMA and DMA32") },
  { "pc-256m", N_ ("Three zones: a request falls back from one to the next") },
  { "pc-5g", N_ ("More than a million frames, as many as a real machine has") },
};

/* The lesson one was in, or the first one; NULL: there are none. */
static FolLesson *
lesson_to_go_on (void)
{
  g_autofree char *last = fol_settings_get ("lesson", NULL);
  FolLesson *lesson = last != NULL ? fol_lesson_load (last, NULL) : NULL;
  guint done, of;
  bool finished = false;

  if (lesson != NULL) {
    g_autofree char *next = NULL;

    fol_progress_get (lesson->id, &done, &of, &finished);
    if (!finished || lesson->next == NULL)
      return lesson;
    next = fol_lesson_find (lesson->next);
    fol_lesson_free (lesson);
    lesson = next != NULL ? fol_lesson_load (next, NULL) : NULL;
  }
  if (lesson == NULL) {
    g_auto (GStrv) paths = fol_lesson_list (NULL);

    if (paths != NULL && paths[0] != NULL)
      lesson = fol_lesson_load (paths[0], NULL);
  }
  return lesson;
}

static void
show_progress (FolStartPage *self, guint done, guint of)
{
  fol_clear_box (self->progress);
  for (guint i = 0; done > 0 && i < of; i++) {
    GtkWidget *dash = fol_box_new (GTK_ORIENTATION_HORIZONTAL, 0, "progress-dash");

    gtk_widget_set_hexpand (dash, TRUE);
    fol_add_classes (dash, i < done ? "done" : i == done ? "current" : "to-come");
    gtk_box_append (GTK_BOX (self->progress), dash);
  }
  gtk_widget_set_visible (self->progress, done > 0);
}

/* For those who have never been here: gone once a lesson was begun. */
static void
update_tour (FolStartPage *self, gboolean begun)
{
  g_autofree char *path = fol_lesson_find (TOUR);
  g_autoptr (FolLesson) lesson = path != NULL && !begun ? fol_lesson_load (path, NULL) : NULL;
  g_autofree char *text = NULL;
  guint done = 0, of = 0;
  bool finished = false;

  if (lesson != NULL)
    fol_progress_get (lesson->id, &done, &of, &finished);
  gtk_widget_set_visible (self->tour, lesson != NULL && done == 0 && !finished);
  if (lesson == NULL)
    return;
  text = g_strdup_printf (ngettext ("New here? Take the tour · %u minute",
                                    "New here? Take the tour · %u minutes", lesson->minutes),
                          lesson->minutes);
  fol_set_text (self->tour_text, text);
  fol_name_widget (self->tour, text);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->tour), "s", path);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->tour), "win.lesson");
}

static void
update_main (FolStartPage *self)
{
  g_autoptr (FolLesson) lesson = lesson_to_go_on ();
  g_autofree char *caption = NULL;
  guint done = 0, of = 0;
  bool finished = false;
  const char *title;

  gtk_widget_set_visible (self->main_button, lesson != NULL);
  fol_set_text (self->main_caption, NULL);
  show_progress (self, 0, 0);
  gtk_widget_set_visible (self->tour, FALSE);
  if (lesson == NULL)
    return;
  fol_progress_get (lesson->id, &done, &of, &finished);
  done = finished ? 0 : done;
  of = of > 0 ? of : lesson->steps->len;
  title = fol_text_get (lesson->title, lesson->language);
  if (done > 0)
    caption = g_strdup_printf (_ ("%s · step %u of %u"), title, MIN (done + 1, of), of);
  else
    caption = g_strdup_printf (ngettext ("%s · %u minute", "%s · %u minutes", lesson->minutes),
                               title, lesson->minutes);
  fol_set_text (self->main_text, done > 0 ? _ ("Continue") : _ ("Start this lesson"));
  fol_set_text (self->main_caption, caption);
  fol_name_widget (self->main_button, gtk_label_get_text (GTK_LABEL (self->main_text)));
  show_progress (self, done, of);
  update_tour (self, done > 0 || finished);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->main_button), "s", lesson->path);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->main_button), "win.lesson");
}

static GtkWidget *
make_row (const char *title, const char *caption, const char *action, const char *target)
{
  GtkWidget *button = gtk_button_new ();
  GtkWidget *words = fol_box_new (GTK_ORIENTATION_VERTICAL, 0, NULL);
  GtkWidget *label = fol_label_new (title, "touch-title");
  GtkWidget *line = fol_label_new (caption, "caption");

  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_ellipsize (GTK_LABEL (line), PANGO_ELLIPSIZE_MIDDLE);
  gtk_box_append (GTK_BOX (words), label);
  gtk_box_append (GTK_BOX (words), line);
  gtk_button_set_child (GTK_BUTTON (button), words);
  fol_name_widget (button, title);
  fol_add_classes (button, "quiet touch start-row");
  gtk_widget_set_hexpand (button, TRUE);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", target);
  return button;
}

/* A row, and the button that takes it away. */
static GtkWidget *
make_row_with (GtkWidget *open, const char *help, const char *action, const char *target)
{
  GtkWidget *row = fol_box_new (GTK_ORIENTATION_HORIZONTAL, 4, NULL);
  GtkWidget *away = fol_icon_button_new ("window-close-symbolic", "quiet square small");

  fol_name_widget (away, help);
  gtk_widget_set_tooltip_text (away, help);
  gtk_widget_set_valign (away, GTK_ALIGN_CENTER);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (away), action);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (away), "s", target);
  gtk_box_append (GTK_BOX (row), open);
  gtk_box_append (GTK_BOX (row), away);
  return row;
}

void
fol_start_page_update_left (FolStartPage *self)
{
  g_auto (GStrv) paths = fol_autosave_recover ();

  fol_clear_box (self->left);
  for (guint i = 0; paths[i] != NULL; i++) {
    g_autofree char *when = fol_leftover_when (paths[i]);
    g_autofree char *what = fol_leftover_what (paths[i]);
    g_autofree char *title = g_strdup_printf (_ ("Restore: %s"), when);

    gtk_box_append (GTK_BOX (self->left),
                    make_row_with (make_row (title, what, "win.restore", paths[i]),
                                   _ ("Discard this session"), "win.discard", paths[i]));
  }
  gtk_widget_set_visible (self->left_section, paths[0] != NULL);
}

static void
add_recent (FolStartPage *self, const char *path)
{
  g_autofree char *name = g_filename_display_basename (path);
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *shown = g_filename_display_name (folder);
  g_autofree char *help = g_strdup_printf (_ ("Take %s out of this list"), name);
  gboolean there = g_file_test (path, G_FILE_TEST_EXISTS);
  g_autofree char *caption = there ? g_strdup (shown) : g_strdup_printf (_ ("missing: %s"), shown);
  GtkWidget *open = make_row (name, caption, "win.open-recent", path);

  if (!there)
    fol_add_classes (open, "missing");
  gtk_box_append (GTK_BOX (self->recent), make_row_with (open, help, "win.forget-recent", path));
}

void
fol_start_page_update_recent (FolStartPage *self)
{
  g_auto (GStrv) paths = fol_recent_list ();
  GtkWidget *column = gtk_widget_get_parent (self->recent_section);
  GtkWidget *last = gtk_widget_get_last_child (column);

  /* One's own files stand above the machines, which are many; if there are none, below. */
  if (paths[0] != NULL)
    gtk_box_reorder_child_after (GTK_BOX (column), self->recent_section, NULL);
  else if (last != self->recent_section)
    gtk_box_reorder_child_after (GTK_BOX (column), self->recent_section, last);
  fol_clear_box (self->recent);
  for (guint i = 0; paths[i] != NULL; i++)
    add_recent (self, paths[i]);
  if (paths[0] == NULL)
    gtk_box_append (GTK_BOX (self->recent),
                    fol_text_new (_ ("Sessions you save and files you open are listed here. You "
                                     "can also drop a file on this window."),
                                  "caption"));
}

static GtkWidget *
make_hero (FolStartPage *self)
{
  GtkWidget *hero;
  GtkWidget *words = fol_box_new (GTK_ORIENTATION_VERTICAL, 8, NULL);
  GtkWidget *go_on = fol_box_new (GTK_ORIENTATION_VERTICAL, 8, NULL);
  GtkWidget *picture = fol_start_picture_new ();

  gtk_box_append (GTK_BOX (words), fol_text_new (_ ("See how Linux manages memory"), "page-title"));
  gtk_box_append (
      GTK_BOX (words),
      fol_text_new (_ ("Watch the kernel’s own rules split, merge and hand out page frames, one "
                       "function at a time. Guess what comes next, and try whatever you like."),
                    "body"));
  self->main_button = gtk_button_new ();
  self->main_text = fol_label_new (NULL, NULL);
  gtk_label_set_xalign (GTK_LABEL (self->main_text), 0.5f);
  gtk_button_set_child (GTK_BUTTON (self->main_button), self->main_text);
  fol_add_classes (self->main_button, "primary");
  gtk_widget_set_halign (self->main_button, GTK_ALIGN_START);
  self->main_caption = fol_text_new (NULL, "caption");
  self->progress = fol_box_new (GTK_ORIENTATION_HORIZONTAL, 6, "progress");
  gtk_box_append (GTK_BOX (go_on), self->progress);
  gtk_box_append (GTK_BOX (go_on), self->main_caption);
  self->tour = gtk_button_new ();
  self->tour_text = fol_label_new (NULL, NULL);
  gtk_button_set_child (GTK_BUTTON (self->tour), self->tour_text);
  fol_add_classes (self->tour, "flat-link start-tour");
  gtk_widget_set_halign (self->tour, GTK_ALIGN_START);
  gtk_box_append (GTK_BOX (go_on), self->main_button);
  gtk_box_append (GTK_BOX (go_on), self->tour);
  gtk_widget_set_vexpand (go_on, TRUE);
  gtk_widget_set_valign (go_on, GTK_ALIGN_END);
  gtk_box_append (GTK_BOX (words), go_on);
  gtk_widget_set_size_request (picture, 420, PICTURE_HEIGHT);
  gtk_widget_set_hexpand (picture, TRUE);
  hero = fol_flow_new (words, picture, 0.44, 700, 32);
  fol_add_classes (hero, "card start-hero");
  return hero;
}

static GtkWidget *
make_section (const char *title, GtkWidget *body)
{
  GtkWidget *box = fol_box_new (GTK_ORIENTATION_VERTICAL, 8, NULL);

  gtk_box_append (GTK_BOX (box), fol_label_new (title, "section-title"));
  gtk_box_append (GTK_BOX (box), body);
  return box;
}

/* A machine's title stands within a line elsewhere; here it begins one. */
static char *
capitalised (const char *text)
{
  char first[7] = { 0 };

  g_unichar_to_utf8 (g_unichar_toupper (g_utf8_get_char (text)), first);
  return g_strconcat (first, g_utf8_next_char (text), NULL);
}

static GtkWidget *
make_machines (void)
{
  GtkWidget *box = fol_box_new (GTK_ORIENTATION_VERTICAL, 0, "card start-rows");
  g_auto (GStrv) names = fol_machine_names ();

  for (guint i = 0; names[i] != NULL; i++) {
    g_autoptr (FolMachine) machine = fol_machine_find (names[i], NULL);
    const char *shows = NULL;

    for (guint k = 0; k < G_N_ELEMENTS (machines); k++)
      if (g_str_equal (machines[k].name, names[i]))
        shows = _ (machines[k].shows);
    if (machine != NULL) {
      g_autofree char *title = capitalised (machine->title != NULL ? machine->title : names[i]);

      gtk_box_append (GTK_BOX (box), make_row (title, shows, "win.machine", names[i]));
    }
  }
  return box;
}

static GtkWidget *
make_recordings (void)
{
  GtkWidget *box = fol_box_new (GTK_ORIENTATION_VERTICAL, 12, "card start-card");
  GtkWidget *button = gtk_button_new_with_label (_ ("Open a recording…"));

  gtk_box_append (
      GTK_BOX (box),
      fol_text_new (_ ("Play what a real kernel did, page frame by page frame, with what it "
                       "answered beside what the model answers."),
                    "body"));
  gtk_actionable_set_detailed_action_name (GTK_ACTIONABLE (button), "win.open");
  gtk_widget_set_halign (button, GTK_ALIGN_START);
  gtk_box_append (GTK_BOX (box), button);
  return box;
}

static GtkWidget *
make_columns (FolStartPage *self)
{
  GtkWidget *left = fol_box_new (GTK_ORIENTATION_VERTICAL, 24, NULL);
  GtkWidget *right = fol_box_new (GTK_ORIENTATION_VERTICAL, 24, NULL);

  self->recent = fol_box_new (GTK_ORIENTATION_VERTICAL, 0, "card start-rows start-recent");
  gtk_box_append (GTK_BOX (left), make_section (_ ("Lessons"), fol_lesson_list_new ()));
  gtk_box_append (GTK_BOX (left),
                  make_section (_ ("Recordings of a real kernel"), make_recordings ()));
  gtk_box_append (GTK_BOX (right),
                  make_section (_ ("Sandbox: a machine to play with"), make_machines ()));
  self->recent_section = make_section (_ ("Recent files"), self->recent);
  gtk_box_append (GTK_BOX (right), self->recent_section);
  return fol_flow_new (left, right, 0.5, 720, 24);
}

/* The content stands in the middle, no wider than one reads. */

static GtkSizeRequestMode
request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
         int *minimum_baseline, int *natural_baseline)
{
  GtkWidget *child = gtk_widget_get_first_child (widget);

  gtk_widget_measure (child, orientation,
                      orientation == GTK_ORIENTATION_VERTICAL ? MIN (for_size, WIDTH_MOST) : -1,
                      minimum, natural, NULL, NULL);
}

static void
allocate (GtkWidget *widget, int width, int height, int baseline)
{
  int taken = MIN (width, WIDTH_MOST);
  GtkAllocation place = { (width - taken) / 2, 0, taken, height };

  gtk_widget_size_allocate (gtk_widget_get_first_child (widget), &place, -1);
}

static GtkWidget *
make_clamp (GtkWidget *child)
{
  GtkWidget *clamp = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  gtk_widget_set_layout_manager (clamp, gtk_custom_layout_new (request_mode, measure, allocate));
  gtk_widget_set_parent (child, clamp);
  return clamp;
}

static void
fol_start_page_map (GtkWidget *widget)
{
  FolStartPage *self = FOL_START_PAGE (widget);

  update_main (self);
  fol_start_page_update_left (self);
  fol_start_page_update_recent (self);
  GTK_WIDGET_CLASS (fol_start_page_parent_class)->map (widget);
}

static void
fol_start_page_dispose (GObject *object)
{
  FolStartPage *self = FOL_START_PAGE (object);

  g_clear_pointer (&self->scroller, gtk_widget_unparent);
  G_OBJECT_CLASS (fol_start_page_parent_class)->dispose (object);
}

static void
fol_start_page_class_init (FolStartPageClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = fol_start_page_dispose;
  GTK_WIDGET_CLASS (klass)->map = fol_start_page_map;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
fol_start_page_init (FolStartPage *self)
{
  self->content = fol_box_new (GTK_ORIENTATION_VERTICAL, 24, "start-page");
  gtk_box_append (GTK_BOX (self->content), make_hero (self));
  self->left = fol_box_new (GTK_ORIENTATION_VERTICAL, 0, "card start-rows");
  self->left_section =
      make_section (_ ("Folioscope ended unexpectedly; this was kept"), self->left);
  gtk_box_append (GTK_BOX (self->content), self->left_section);
  gtk_box_append (GTK_BOX (self->content), make_columns (self));
  self->scroller = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scroller), make_clamp (self->content));
  gtk_widget_set_parent (self->scroller, GTK_WIDGET (self));
}

GtkWidget *
fol_start_page_get_main_button (FolStartPage *self)
{
  return self->main_button;
}

GtkWidget *
fol_start_page_get_tour_button (FolStartPage *self)
{
  return self->tour;
}

static GtkWidget *
button_of (GtkWidget *rows, gboolean away)
{
  GtkWidget *row = gtk_widget_get_first_child (rows);

  if (row == NULL || !GTK_IS_BOX (row))
    return NULL;
  return away ? gtk_widget_get_last_child (row) : gtk_widget_get_first_child (row);
}

GtkWidget *
fol_start_page_get_left_button (FolStartPage *self, gboolean discard)
{
  return button_of (self->left, discard);
}

GtkWidget *
fol_start_page_get_recent_button (FolStartPage *self, gboolean forget)
{
  return button_of (self->recent, forget);
}

GtkWidget *
fol_start_page_new (void)
{
  return g_object_new (FOL_TYPE_START_PAGE, NULL);
}
