/* tests/lessons/test-lesson-reader.c - lessons that must not pass, and those that must.
 *
 * Method: a small right lesson is changed in one place at a time, and all
 * messages of the linter are compared; files that are no lessons at all must
 * give one message each; the bundled lessons must give none.
 */
#include "app/lesson-plan.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include <glib/gstdio.h>

#define TEXT "{\"en\":\"x\"}"

static const char small_lesson[] =
    "{\"format\": 1,\n"
    "\"id\": \"small\", \"machine\": \"teaching-64\",\n"
    "\"title\": " TEXT ", \"question\": " TEXT ", \"minutes\": 5,\n"
    "\"setup\": [\"z = alloc_pages 4 GFP_HIGHUSER_MOVABLE\"],\n"
    "\"steps\": [\n"
    "{\"id\": \"one\", \"title\": " TEXT ",\n"
    " \"say\": {\"en\": \"Here are {free(Normal)}.\"},\n"
    " \"show\": {\"figures\": [{\"figure\": \"map\", \"options\": [\"colour=order\"]}],\n"
    "  \"point\": [\"block $a\"]},\n"
    " \"ask\": {\"kind\": \"frame\", \"question\": " TEXT ",\n"
    "  \"answer\": \"$a\",\n"
    "  \"replies\": [{\"when\": \"answer == 9\", \"say\": " TEXT "}]},\n"
    " \"do\": [\"a = alloc_pages 0 GFP_HIGHUSER_MOVABLE\"],\n"
    " \"then\": " TEXT ",\n"
    " \"try\": {\"task\": " TEXT ",\n"
    "  \"goal\": \"free(Normal) == 40\",\n"
    "  \"solution\": [\"free_pages $a\"], \"done\": " TEXT "},\n"
    " \"expect\": [\"free(Normal) == 39\", \"order($a) == 0\"],\n"
    " \"notes\": {\"en\": \"Say {free(Normal)}.\"}}],\n"
    "\"keep\": [" TEXT "," TEXT "," TEXT "], \"real\": " TEXT ",\n"
    "\"notes\": {\"en\":\"Wait.\"}}\n";

static char *directory, *path;

static void
write_lesson (const char *text, gssize length)
{
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, text, length, &error);
  g_assert_no_error (error);
}

/* All problems of the file, one a line, without the path in front. */
static char *
lint (void)
{
  g_autoptr (GPtrArray) problems = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GString) all = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  bool right = fol_lesson_lint (path, problems, &error);

  g_assert_no_error (error);
  g_assert_cmpint (right, ==, problems->len == 0);
  for (guint i = 0; i < problems->len; i++) {
    const char *problem = problems->pdata[i];

    g_assert_true (g_str_has_prefix (problem, path));
    g_string_append_printf (all, "%s%s", i > 0 ? "\n" : "", problem + strlen (path) + 1);
  }
  return g_string_free (g_steal_pointer (&all), FALSE);
}

static const struct change {
  const char *from, *to, *problems;
} changes[] = {
  { "\"format\": 1", "\"format\": 2",
    "1:12: $.format: this is format 2; this program reads format 1" },
  { "\"format\": 1,", "", "1:1: $: the member \"format\" is missing" },
  { "\"id\": \"small\"", "\"id\": \"Small\"",
    "2:7: $.id: expected an id: a-z, 0-9 and hyphens between them" },
  { "\"id\": \"small\"", "\"id\": 3", "2:7: $.id: expected a string, but this is a number" },
  { "\"minutes\": 5", "\"minutes\": 0", "3:57: $.minutes: expected at least 1" },
  { "\"minutes\": 5", "\"minuts\": 5",
    "3:46: $.minuts: unknown member \"minuts\"; did you mean \"minutes\"?\n"
    "1:1: $: the member \"minutes\" is missing" },
  { "\"title\": " TEXT ",\n \"say\"", "\"title\": {\"fr\":\"x\"},\n \"say\"",
    "6:24: $.steps[0].title: the member \"en\" is missing" },
  { "\"title\": " TEXT ",\n \"say\"", "\"title\": {\"en\":\"x\",\"english\":\"y\"},\n \"say\"",
    "6:44: $.steps[0].title.english: expected a language as the member's name: \"en\", \"zh_CN\", "
    "..." },
  { "are {free(Normal)}.", "are {free(Normal}.",
    "7:16: $.steps[0].say.en: \"Here are {free(Normal}.\", character 22: expected \",\" or \")\", "
    "but found \"}\"" },
  { "are {free(Normal)}.", "are 40 of x86.",
    "7:16: $.steps[0].say.en: the number \"40\" stands in the text; write it as a live value, "
    "{expression}, so that it cannot be wrong" },
  { "are {free(Normal)}.", "is {$a}.",
    "7:16: $.steps[0].say.en: \"Here is {$a}.\", character 10: no operation before this has "
    "returned $a" },
  { "Say {free(Normal)}.", "Say {$a}, after 3 minutes.",
    "19:18: $.steps[0].notes.en: \"Say {$a}, after 3 minutes.\", character 6: no operation before "
    "this has returned $a\n"
    "19:18: $.steps[0].notes.en: the number \"3\" stands in the text; write it as a live value, "
    "{expression}, so that it cannot be wrong" },
  { "Wait.", "Wait {1}.",
    "21:16: $.notes.en: a text that is shown at no moment has no live values" },
  { "\"real\": " TEXT, "\"real\": {\"en\":\"{1}\"}",
    "20:59: $.real.en: a text that is shown at no moment has no live values" },
  { "\"block $a\"", "\"blok $a\"",
    "9:13: $.steps[0].show.point[0]: \"blok $a\": expected frame EXPR, block EXPR, list ZONE, "
    "ORDER, TYPE, pcp ZONE, CPU, zone ZONE, pageblock EXPR, cache CACHE, cache_cpu CACHE, CPU, "
    "partial_slabs, full_slabs or free_slabs CACHE, NODE, slab EXPR, object EXPR or set EXPR" },
  { "\"block $a\"", "\"block $b\"",
    "9:13: $.steps[0].show.point[0]: \"block $b\", character 7: no operation before this has "
    "returned $b" },
  { "\"figure\": \"map\"", "\"figure\": \"mop\"",
    "8:34: $.steps[0].show.figures[0].figure: no figure mop" },
  { "colour=order", "colour=wood", "8:53: $.steps[0].show.figures[0].options[0]: map has no wood" },
  { "\"kind\": \"frame\"", "\"kind\": \"fame\"",
    "10:18: $.steps[0].ask.kind: \"fame\" is not possible; expected one of: frame, block, order, "
    "number, sequence, object, slab, cache, set" },
  { "\"kind\": \"frame\"", "\"kind\": \"sequence\"",
    "10:9: $.steps[0].ask: a question of kind sequence needs \"items\"\n"
    "10:9: $.steps[0].ask: a question of kind sequence has no \"answer\": the items stand in the "
    "right order" },
  { "\"answer\": \"$a\"", "\"answer\": \"$a + 64\"",
    "11:13: $.steps[0].ask.answer: \"$a + 64\" is 72; no answer of this kind can be that" },
  /* The CPU's cache has 64 sets. */
  { "\"kind\": \"frame\", \"question\": " TEXT ",\n  \"answer\": \"$a\"",
    "\"kind\": \"set\", \"question\": " TEXT ",\n  \"answer\": \"cpu_sets()\"",
    "11:13: $.steps[0].ask.answer: \"cpu_sets()\" is 64; no answer of this kind can be that" },
  { "\"kind\": \"frame\", \"question\": " TEXT ",\n  \"answer\": \"$a\"",
    "\"kind\": \"set\", \"question\": " TEXT ",\n  \"answer\": \"cpu_sets() - 1\"", "" },
  { "answer == 9", "answer == 8",
    "12:24: $.steps[0].ask.replies[0].when: \"answer == 8\" fits the right answer, 8" },
  { "free(Normal) == 39", "free(Normal) == 38",
    "18:13: $.steps[0].expect[0]: \"free(Normal) == 38\" is false: the left side is 39, the right "
    "side 38" },
  { "free(Normal) == 39", "not free(Normal)",
    "18:13: $.steps[0].expect[0]: \"not free(Normal)\" is false" },
  { "\"free(Normal) == 40\"", "\"free(Normal) == 41\"",
    "16:11: $.steps[0].try.goal: \"free(Normal) == 41\" is still false after the solution" },
  { "\"free(Normal) == 40\"", "\"free(Normal) < 40\"",
    "16:11: $.steps[0].try.goal: the task is solved before it begins\n"
    "16:11: $.steps[0].try.goal: \"free(Normal) < 40\" is still false after the solution" },
  { "\"keep\": [" TEXT ",", "\"keep\": [", "20:9: $.keep: expected 3 elements" },
};

static gboolean
check_figure (const char *figure, const char *option, GError **error)
{
  if (strcmp (figure, "map") != 0)
    g_set_error (error, FOL_JSON_ERROR, FOL_JSON_VALUE, "no figure %s", figure);
  else if (option != NULL && strcmp (option, "colour=order") != 0)
    g_set_error (error, FOL_JSON_ERROR, FOL_JSON_VALUE, "map has no %s", strchr (option, '=') + 1);
  else
    return TRUE;
  return FALSE;
}

/* Lints a lesson with its first `from` replaced. */
static char *
lint_lesson (const char *lesson, const char *from, const char *to)
{
  const char *place = strstr (lesson, from);
  g_autoptr (GString) text = NULL;

  g_assert_nonnull (place);
  text = g_string_new_len (lesson, place - lesson);
  g_string_append (text, to);
  g_string_append (text, place + strlen (from));
  write_lesson (text->str, -1);
  return lint ();
}

static char *
lint_changed (const char *from, const char *to)
{
  return lint_lesson (small_lesson, from, to);
}

static void
test_changes (void)
{
  g_autofree char *none = NULL;

  fol_lesson_set_figure_check (check_figure);
  none = lint_changed ("", "");
  g_assert_cmpstr (none, ==, "");
  for (guint i = 0; i < G_N_ELEMENTS (changes); i++) {
    g_autofree char *problems = lint_changed (changes[i].from, changes[i].to);

    g_assert_cmpstr (problems, ==, changes[i].problems);
  }
  fol_lesson_set_figure_check (NULL);
}

/* A lesson that stops inside operations: at a station, at the next one, at the end; and with a
 * name that is known at the end only. */
static const char inside_lesson[] =
    "{\"format\": 1, \"id\": \"small\", \"machine\": \"teaching-64\",\n"
    "\"title\": " TEXT ", \"question\": " TEXT ", \"minutes\": 5, \"steps\": [\n"
    "{\"id\": \"one\", \"title\": " TEXT ", \"say\": " TEXT ",\n"
    " \"do\": [\"kmem_cache_init\"], \"until\": \"slab_state() == 1\",\n"
    " \"then\": {\"en\": \"{slab_state()} {free(Normal)}\"},\n"
    " \"expect\": [\"slab_state() == 1\", \"cache_slabs(kmem_cache_node) == 1\"]},\n"
    "{\"id\": \"two\", \"title\": " TEXT ", \"say\": {\"en\": \"{slab_state()}\"},\n"
    " \"until\": \"cache_struct(kmem_cache) != -1\",\n"
    " \"expect\": [\"slab_state() == 1\", \"cache_struct(kmem_cache_node) == -1\"]},\n"
    "{\"id\": \"three\", \"title\": " TEXT ", \"say\": " TEXT ",\n"
    " \"then\": " TEXT ", \"expect\": [\"caches() == 41\"]},\n"
    "{\"id\": \"four\", \"title\": " TEXT ", \"say\": " TEXT ",\n"
    " \"do\": [\"c = kmem_cache_create big 600\"], \"until\": \"cache_objects(kmem_cache) == "
    "42\",\n"
    " \"then\": {\"en\": \"{caches()}\"}, \"expect\": [\"caches() == 41\"]},\n"
    "{\"id\": \"five\", \"title\": " TEXT ", \"say\": " TEXT ",\n"
    " \"do\": [\"o = kmem_cache_alloc $c\"],\n"
    " \"then\": {\"en\": \"{$c}\"}, \"expect\": [\"caches() == 42\"]}],\n"
    "\"keep\": [" TEXT "," TEXT "," TEXT "], \"real\": " TEXT "}\n";

#define OVER                                                                                       \
  "9:13: $.steps[1].expect[0]: \"slab_state() == 1\" is false: the left side is 3, the right "     \
  "side 1\n"                                                                                       \
  "9:34: $.steps[1].expect[1]: \"cache_struct(kmem_cache_node) == -1\" is false: the left side "   \
  "is 0xffff888000011100, the right side -1"

static const struct change inside_changes[] = {
  { "", "", "" },
  /* SLUB has no such state. */
  { "\"until\": \"slab_state() == 1\"", "\"until\": \"slab_state() == 2\"",
    "4:38: $.steps[0].until: \"slab_state() == 2\" holds at no moment of the operation from there "
    "on\n"
    "8:11: $.steps[1].until: \"until\" needs an operation to stop in: in this step's \"do\", or "
    "under way since the step before\n"
    "6:13: $.steps[0].expect[0]: \"slab_state() == 1\" is false: the left side is 3, the right "
    "side 1\n" OVER },
  { "\"until\": \"slab_state() == 1\"", "\"until\": \"slab_state() ==\"",
    "4:38: $.steps[0].until: \"slab_state() ==\", character 16: expected a number, $name, word, "
    "function or \"(\" at the end" },
  /* A moment that is over does not come again. */
  { "cache_struct(kmem_cache) != -1", "slab_state() == 0",
    "8:11: $.steps[1].until: \"slab_state() == 0\" holds at no moment of the operation from there "
    "on\n" OVER },
  { "{\"en\": \"{caches()}\"}", "{\"en\": \"{$c}\"}",
    "14:17: $.steps[3].then.en: \"{$c}\", character 2: no operation before this has returned $c" },
  { "\"until\": \"cache_objects(kmem_cache) == 42\",",
    "\"until\": \"cache_objects(kmem_cache) == 42\", \"try\": {\"task\": " TEXT
    ", \"goal\": \"caches() == 50\", \"solution\": [\"kmem_cache_create x 8\"], \"done\": " TEXT
    "},",
    "13:52: $.steps[3].until: a task begins between two operations, not inside one" },
};

static void
test_inside (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (inside_changes); i++) {
    g_autofree char *problems =
        lint_lesson (inside_lesson, inside_changes[i].from, inside_changes[i].to);

    g_assert_cmpstr (problems, ==, inside_changes[i].problems);
  }
}

/* Other modules have the last word here; the place is ours. */
static void
test_worded_elsewhere (void)
{
  g_autofree char *machine = lint_changed ("teaching-64", "teaching-65");
  g_autofree char *refused = lint_changed (
      "\"a = alloc_pages 0", "\"free_pages $z\", \"free_pages $z\", \"a = alloc_pages 0");
  g_autofree char *operation = lint_changed ("a = alloc_pages 0", "a = aloc_pages 0");

  g_assert_true (g_str_has_prefix (machine, "2:27: $.machine: "));
  g_assert_null (strchr (machine, '\n'));
  g_assert_true (g_str_has_prefix (refused, "13:26: $.steps[0].do[1]: the operation is refused: "));
  g_assert_true (g_str_has_prefix (operation, "13:9: $.steps[0].do[0]: "));
}

/* A language of the title that no other text has. */
static void
test_translations (void)
{
  g_autofree char *problems = lint_changed ("\"title\": " TEXT ", \"question\"",
                                            "\"title\": {\"en\":\"x\",\"de\":\"y\"}, \"question\"");
  g_auto (GStrv) lines = g_strsplit (problems, "\n", -1);

  g_assert_cmpuint (g_strv_length (lines), ==, 14);
  for (guint i = 0; lines[i] != NULL; i++)
    g_assert_true (g_str_has_suffix (lines[i], "the text in \"de\" is missing"));
}

/* The window's way: the first problem is the error. */
static void
test_first_problem (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GString) text = g_string_new (small_lesson);
  g_autofree char *message = g_strconcat (
      path,
      ":18:13: $.steps[0].expect[0]: \"free(Normal) == 38\" is false: the left side is 39, "
      "the right side 38",
      NULL);
  g_autoptr (FolLesson) lesson = NULL;

  g_string_replace (text, "free(Normal) == 39", "free(Normal) == 38", 0);
  write_lesson (text->str, -1);
  lesson = fol_lesson_load (path, &error);
  g_assert_no_error (error);
  g_assert_null (fol_plan_new (lesson, NULL, &error));
  g_assert_cmpstr (error->message, ==, message);
  g_clear_error (&error);

  write_lesson ("{\"format\": 3, \"cinema\": true}", -1);
  g_assert_null (fol_lesson_load (path, &error));
  g_assert_nonnull (strstr (error->message, "this is format 3; this program reads format 1"));
  g_clear_error (&error);

  g_unlink (path);
  g_assert_null (fol_lesson_load (path, &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_NOENT);
}

static void
expect_one (const char *message)
{
  g_autofree char *problems = lint ();

  g_assert_cmpstr (problems, ==, message);
}

static void
test_not_lessons (void)
{
  g_autoptr (GString) deep = g_string_new (NULL);
  g_autofree char *found = NULL;
  guint8 binary[4096];
  int fd;

  write_lesson ("", 0);
  expect_one ("1:1: the text is empty; expected a JSON value");
  write_lesson ("[]", -1);
  expect_one ("1:1: $: expected an object, but this is an array");
  write_lesson ("{\"id\":\"a\",\"id\":\"b\"}", -1);
  expect_one ("1:11: the member \"id\" stands here a second time");
  write_lesson ("{\"minutes\": 9223372036854775808}", -1);
  expect_one ("1:13: the number is too large; expected one below 2^63 (or a string: \"0x...\")");
  for (guint i = 0; i < 100000; i++)
    g_string_append (deep, "{\"a\":");
  write_lesson (deep->str, -1);
  expect_one ("1:161: more than 32 brackets are open here");
  for (guint i = 0; i < sizeof binary; i++)
    binary[i] = (guint8) (i * 167 + 13);
  write_lesson ((const char *) binary, sizeof binary);
  found = lint ();
  g_assert_nonnull (strstr (found, "binary file"));
  fd = g_open (path, O_WRONLY | O_TRUNC, 0);
  g_assert_cmpint (ftruncate (fd, 1 << 30), ==, 0);
  close (fd);
  expect_one (" too large: 1073741824 bytes; expected at most 16777216");

  /* Cut short anywhere it is not a lesson, and never a crash. */
  for (gsize length = 0; length + 2 < strlen (small_lesson); length += 3) {
    g_autofree char *problems = NULL;

    write_lesson (small_lesson, (gssize) length);
    problems = lint ();
    g_assert_cmpstr (problems, !=, "");
  }
}

static void
test_bundled (void)
{
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) paths = fol_lesson_list (&error);

  g_assert_no_error (error);
  g_assert_cmpuint (g_strv_length (paths), >=, 2);
  for (guint i = 0; paths[i] != NULL; i++) {
    g_autoptr (GPtrArray) problems = g_ptr_array_new_with_free_func (g_free);
    g_autoptr (FolLesson) lesson = fol_lesson_load (paths[i], &error);
    g_autofree char *found = NULL;
    g_autofree char *next = NULL;
    guint asked = 0, tasks = 0;

    g_assert_no_error (error);
    fol_lesson_lint (paths[i], problems, &error);
    for (guint j = 0; j < problems->len; j++)
      g_test_message ("%s", (const char *) problems->pdata[j]);
    g_assert_cmpuint (problems->len, ==, 0);
    found = fol_lesson_find (lesson->id);
    g_assert_cmpstr (found, ==, paths[i]);
    next = lesson->next != NULL ? fol_lesson_find (lesson->next) : NULL;
    g_assert_cmpint (next != NULL, ==, lesson->next != NULL);
    g_assert_true (g_strv_contains ((const char *const *) lesson->languages, "zh_CN"));
    for (guint j = 0; j < lesson->steps->len; j++) {
      const struct fol_lesson_step *step = g_ptr_array_index (lesson->steps, j);

      if (step->ask != NULL &&
          (step->ask->kind <= FOL_ASK_BLOCK || step->ask->kind >= FOL_ASK_OBJECT))
        asked++;
      if (step->ask != NULL)
        g_assert_cmpuint (step->ask->hints->len, >=, 2);
      if (step->task != NULL) {
        tasks++;
        g_assert_cmpuint (step->task->hints->len, >=, 2);
      }
    }
    g_assert_cmpuint (asked, >=, 2);
    g_assert_cmpuint (tasks, >=, 1);
  }
}

/* `text` becomes an index in a folder of its own, beside the small lesson and
 * another file; problems are those of lint (). */
static char *
lint_index (const char *text)
{
  g_autofree char *folder = g_dir_make_tmp ("folioscope-XXXXXX", NULL);
  g_autofree char *small = g_build_filename (folder, "small.json", NULL);
  g_autofree char *other = g_build_filename (folder, "other.json", NULL);
  g_autofree char *index = g_build_filename (folder, "index.json", NULL);
  char *before = path, *problems;

  path = small;
  write_lesson (small_lesson, -1);
  path = other;
  write_lesson ("{}", -1);
  path = index;
  write_lesson (text, -1);
  problems = lint ();
  path = before;
  g_unlink (small);
  g_unlink (other);
  g_unlink (index);
  g_rmdir (folder);
  return problems;
}

#define ENTRY(id, file) "{\"id\":\"" id "\",\"file\":\"" file "\"}"
#define INDEX(entries)  "{\"format\":1,\"lessons\":[" entries "]}"

static void
test_index (void)
{
  static const struct {
    const char *text, *problems[4];
  } cases[] = {
    { INDEX (ENTRY ("small", "small.json")),
      { "1:23: $.lessons: other.json lies in the folder, but not in the index" } },
    { INDEX (ENTRY ("little", "small.json")),
      { "$.lessons[0].id: the lesson in small.json has the id \"small\"", "other.json lies" } },
    { INDEX (ENTRY ("small", "small.json") "," ENTRY ("small", "small.json")),
      { "$.lessons[1].id: the lesson \"small\" stands here a second time",
        "$.lessons[1].file: small.json stands here a second time", "other.json lies" } },
    { INDEX (ENTRY ("small", "gone.json")),
      { "$.lessons[0].file: gone.json is no lesson: ", "other.json lies", "small.json lies" } },
    { INDEX (ENTRY ("small", "small.json") "," ENTRY ("other", "other.json")),
      { "$.lessons[1].file: other.json is no lesson: " } },
    { INDEX (ENTRY ("small", "../small.json")),
      { "$.lessons[0].file: expected a file next to the index, without a folder", "other.json",
        "small.json lies" } },
    { "{\"format\":1,\"lessons\":[{\"id\":\"small\"}]}",
      { "$.lessons[0]: the member \"file\" is missing" } },
    { "{\"format\":1,\"lessons\":3}", { "$.lessons: expected an array" } },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *problems = lint_index (cases[i].text);
    g_auto (GStrv) lines = g_strsplit (problems, "\n", -1);
    guint count = 0;

    g_test_message ("%s", problems);
    for (; count < 4 && cases[i].problems[count] != NULL; count++) {
      g_assert_nonnull (lines[count]);
      g_assert_nonnull (strstr (lines[count], cases[i].problems[count]));
    }
    g_assert_cmpuint (g_strv_length (lines), ==, count);
  }
}

/* The index of the program's own lessons is as strict. */
static void
test_bundled_index (void)
{
  g_autoptr (GPtrArray) problems = g_ptr_array_new_with_free_func (g_free);
  g_auto (GStrv) paths = fol_lesson_list (NULL);
  g_autofree char *folder = g_path_get_dirname (paths[0]);
  g_autofree char *index = g_build_filename (folder, "index.json", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_true (fol_lesson_lint (index, problems, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (problems->len, ==, 0);
}

static void
test_markup (void)
{
  static const char *const pairs[] = { "`a<b` & *c*",
                                       "<tt>a&lt;b</tt> &amp; <b>c</b>",
                                       "2 * 3 * 4",
                                       "2 * 3 * 4",
                                       "`open",
                                       "`open",
                                       "页框 `x`。",
                                       "页框 <tt>x</tt>。",
                                       "",
                                       "",
                                       NULL };

  for (guint i = 0; pairs[i] != NULL; i += 2) {
    g_autofree char *markup = fol_text_to_markup (pairs[i]);

    g_assert_cmpstr (markup, ==, pairs[i + 1]);
  }
}

int
main (int argc, char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  directory = g_dir_make_tmp ("folioscope-XXXXXX", NULL);
  path = g_build_filename (directory, "lesson.json", NULL);
  g_test_add_func ("/lesson/changes", test_changes);
  g_test_add_func ("/lesson/inside", test_inside);
  g_test_add_func ("/lesson/worded-elsewhere", test_worded_elsewhere);
  g_test_add_func ("/lesson/translations", test_translations);
  g_test_add_func ("/lesson/first-problem", test_first_problem);
  g_test_add_func ("/lesson/not-lessons", test_not_lessons);
  g_test_add_func ("/lesson/bundled", test_bundled);
  g_test_add_func ("/lesson/index", test_index);
  g_test_add_func ("/lesson/bundled-index", test_bundled_index);
  g_test_add_func ("/lesson/markup", test_markup);
  result = g_test_run ();
  g_unlink (path);
  g_rmdir (directory);
  g_free (path);
  g_free (directory);
  return result;
}
