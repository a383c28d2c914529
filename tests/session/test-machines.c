/* tests/session/test-machines.c - machine files: bundled, by size, and wrong ones. */
#include "app/machine-reader.h"
#include "app/paths.h"
#include "engine/world.h"

#include <glib/gstdio.h>

static struct sim_world *
open_world (const struct sim_machine *machine)
{
  struct sim_machine_problem problem = { .error = SIM_MACHINE_OK };
  struct sim_world *world = sim_world_open (machine, &problem);
  struct sim_object where;
  struct sim_view view;
  const char *broken;

  if (world == NULL)
    g_error ("%s: %s", machine->name, fol_machine_problem_text (&problem));
  view = sim_world_view (world);
  broken = sim_view_check (&view, &where);
  if (broken != NULL)
    g_error ("%s: %s", machine->name, broken);
  return world;
}

/* The free pages of each zone are those the recordings of a real kernel have
 * right after all memory was handed over (recordings boot-64m, ...). */
static void
test_bundled (void)
{
  enum { BY_CACHES = -1 }; /* the kernel's own caches take some: slab/ tests tell how many */
  static const struct {
    const char *name;
    guint zones;
    gint64 free[3];
  } known[] = {
    { "teaching-64", 1, { 56 } },
    { "slab-4m", 1, { BY_CACHES } },
    { "slab-colour", 1, { BY_CACHES } },
    { "slob-4m", 1, { BY_CACHES } },
    { "slub-2cpu", 1, { BY_CACHES } },
    { "slub-4m", 1, { BY_CACHES } },
    { "teaching-2cpu", 1, { 12544 } },
    { "pc-64m", 2, { 3840, 8078 } },
    { "pc-256m", 3, { 3840, 8666, 31402 } },
    { "pc-5g", 3, { 3840, 762330, 500488 } },
  };
  g_auto (GStrv) names = fol_machine_names ();

  g_assert_cmpuint (g_strv_length (names), ==, G_N_ELEMENTS (known));
  for (guint i = 0; i < G_N_ELEMENTS (known); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (FolMachine) machine = fol_machine_find (known[i].name, &error);
    struct sim_world *world;
    struct sim_view view;

    g_assert_no_error (error);
    g_assert_cmpstr (names[i], ==, known[i].name); /* the smallest first */
    g_assert_cmpstr (machine->sim.name, ==, known[i].name);
    g_assert_nonnull (machine->title_zh);
    world = open_world (&machine->sim);
    view = sim_world_view (world);
    g_assert_cmpuint (view.layout->zone_count, ==, known[i].zones);
    for (guint zone = 0; zone < known[i].zones && known[i].free[0] != BY_CACHES; zone++)
      g_assert_cmpint (sim_view_zone_free (&view, zone), ==, known[i].free[zone]);
    sim_world_close (world);
  }
}

static void
test_sizes (void)
{
  static const char *const names[] = { "pc:32M", "pc:47M",   "pc:48M",   "pc:1000M", "pc:3072M",
                                       "pc:3G",  "pc:3073M", "pc:3100M", "pc:4G",    "pc:16G" };
  static const char *const wrong[] = { "pc:",    "pc:0M",   "pc:31M",
                                       "pc:65G", "pc:1T",   "pc:-1G",
                                       "pc:x",   "pc:1.5G", "pc:99999999999999999999G" };
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autoptr (FolMachine) machine = fol_machine_find (names[i], &error);

    g_assert_no_error (error);
    sim_world_close (open_world (&machine->sim));
  }
  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++) {
    g_assert_null (fol_machine_find (wrong[i], &error));
    g_assert_error (error, FOL_MACHINE_ERROR, FOL_MACHINE_ERROR_SIZE);
    g_clear_error (&error);
  }
  g_assert_null (fol_machine_find ("no-such", &error));
  g_assert_error (error, FOL_MACHINE_ERROR, FOL_MACHINE_ERROR_UNKNOWN);
  g_assert_nonnull (strstr (error->message, "teaching-64"));
  g_clear_error (&error);
  g_assert_null (fol_machine_find ("/no/such/file.json", &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_NOENT);
}

/* "slab", "cpus_possible" and "cpu_caches": what they set, what they are by themselves, and
 * where a wrong one is. */
static void
test_slab (void)
{
  static const struct {
    const char *extra, *error; /* NULL: it is right */
  } cases[] = {
    { "\"slab\":{\"allocator\":\"slob\",\"boot\":true,\"merge\":false},\"cpus_possible\":8,"
      "\"cpu_caches\":[{\"level\":1,\"size\":4096,\"ways\":2},{\"level\":2,\"size\":65536,"
      "\"ways\":4,\"line\":128}]",
      NULL },
    { "\"slab\":{\"allocator\":\"slqb\"}",
      "$.slab.allocator: the allocators of small objects are" },
    { "\"slab\":{\"colour\":1}", "$.slab.colour: unknown member" },
    { "\"cpus_possible\":1", "$.cpus_possible: cpus_possible is at least the number of CPUs, 2" },
    { "\"cpu_caches\":[{\"level\":1,\"size\":4096}]",
      "$.cpu_caches[0]: the member \"ways\" is missing" },
    { "\"cpu_caches\":[{\"level\":1,\"size\":4096,\"ways\":2},"
      "{\"level\":2,\"size\":5000,\"ways\":2}]",
      "$.cpu_caches[1]: CPU cache 2 of \"cpu_caches\" does not fit" },
    { "\"cpu_caches\":[{},{},{},{},{}]", "$.cpu_caches: at most 4 CPU caches" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *text = g_strdup_printf (
        "{\"format\":1,\"name\":\"m\",\"cpus\":2,\"ram\":[[0,\"0x400000\"]],%s}", cases[i].extra);
    g_autoptr (FolJson) json = fol_json_parse ("f", 1, text, -1, NULL, NULL);
    g_autoptr (GError) error = NULL;
    g_autoptr (FolMachine) machine = fol_machine_read (json, fol_json_root (json), &error);
    g_autofree char *written = NULL;

    if (cases[i].error != NULL) {
      g_assert_null (machine);
      if (strstr (error->message, cases[i].error) == NULL)
        g_error ("%s: %s", cases[i].extra, error->message);
      continue;
    }
    g_assert_no_error (error);
    g_assert_cmpuint (machine->sim.slab_allocator, ==, SIM_ALLOCATOR_SLOB);
    g_assert_true (machine->sim.slab_boot && !machine->sim.slab_merge);
    g_assert_cmpuint (machine->sim.cpus_possible, ==, 8);
    g_assert_cmpuint (machine->sim.cpu_cache_count, ==, 2);
    g_assert_cmpuint (machine->sim.cpu_cache[0].line_size, ==, 64);
    g_assert_cmpuint (machine->sim.cpu_cache[1].line_size, ==, 128);
    written = fol_machine_to_json (&machine->sim);
    g_assert_nonnull (strstr (written, "\"slab\":{\"allocator\":\"slob\",\"boot\":true,"));
    g_assert_nonnull (strstr (written, "\"cpus_possible\":8,\"cpu_caches\":[{\"level\":1,"));
  }
}

/* The largest there can be: 16 Mi frames, and not more than 32 bytes for each. */
static void
test_largest (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (FolMachine) machine = fol_machine_find ("pc:64G", &error);
  struct sim_machine_problem problem;
  struct sim_world *world;

  g_assert_no_error (error);
  world = sim_world_open (&machine->sim, &problem);
  g_assert_nonnull (world);
  g_assert_cmpuint (sim_world_layout (world)->frame_count, ==, SIM_FRAMES_MAX);
  g_assert_cmpuint (sim_world_arena (world)->word_count / 8, <=, SIM_FRAMES_MAX);
  sim_world_close (world);
}

/* Written and read again it is the same description. */
static void
test_json (void)
{
  g_auto (GStrv) names = fol_machine_names ();

  for (guint i = 0; i <= g_strv_length (names); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (FolMachine) machine = fol_machine_find (names[i] != NULL ? names[i] : "pc:7G", NULL);
    g_autoptr (FolMachine) again = NULL;
    g_autoptr (FolJson) json = NULL;
    g_autofree char *text = NULL, *second = NULL;

    machine->sim.cpu_count = 3;
    machine->sim.thp = i % 2 == 0;
    machine->sim.mobility_grouping = (int32_t) (i % 3) - 1;
    text = fol_machine_to_json (&machine->sim);
    g_assert_null (strchr (text, '\n'));
    json = fol_json_parse ("again", 1, text, -1, NULL, &error);
    g_assert_no_error (error);
    again = fol_machine_read (json, fol_json_root (json), &error);
    g_assert_no_error (error);
    second = fol_machine_to_json (&again->sim);
    g_assert_cmpstr (text, ==, second);
    g_assert_cmpmem (machine->sim.ram, sizeof machine->sim.ram, again->sim.ram,
                     sizeof again->sim.ram);
    g_assert_cmpmem (machine->sim.zone_end, sizeof machine->sim.zone_end, again->sim.zone_end,
                     sizeof again->sim.zone_end);
    g_assert_cmpint (machine->sim.min_free_kbytes, ==, again->sim.min_free_kbytes);
    g_assert_cmpint (machine->sim.mobility_grouping, ==, again->sim.mobility_grouping);
  }
}

#define GOOD "\"format\":1,\"name\":\"m\",\"ram\":[[\"0x0\",\"0x100000\"]]"

static void
test_wrong (void)
{
  static const struct {
    const char *text, *message;
  } wrong[] = {
    { "", "" },
    { "{", "" },
    { "[]", "m.json:1:1: " },
    { "{}", "format" },
    { "{\"format\":2}", "m.json:1:11: $.format: this program reads machines of format 1" },
    { "{\"format\":1,\"name\":\"\",\"ram\":[]}", "$.name" },
    { "{\"format\":1,\"name\":\"m\"}", "RAM" },
    { "{\"format\":1,\"name\":\"m\",\"ram\":[]}", "RAM" },
    { "{\"format\":1,\"name\":\"m\",\"ram\":[[0]]}", "$.ram[0]: a range is [start, size]" },
    { "{\"format\":1,\"name\":\"m\",\"ram\":[[0,\"4k\"]]}", "$.ram[0][1]" },
    { "{\"format\":1,\"name\":\"m\",\"ram\":[[0,0]]}", "$.ram[0]: " },
    { "{\"format\":1,\"name\":\"m\",\"ram\":[[0,8192],[4096,8192]]}", "$.ram[1]: " },
    { "{\"format\":1,\"name\":\"m\",\"ram\":[[\"0xfffffffffffff000\",8192]]}", "$.ram[0]: " },
    { "{\"format\":1,\"name\":\"m\",\"ram\":[[0,\"0x10000000000\"]]}", "$.ram[0]: " },
    { "{" GOOD ",\"rma\":[]}", "$.rma" },
    { "{" GOOD ",\"name\":\"n\"}", "name" },
    { "{" GOOD ",\"profile\":\"linux-9\"}", "$.profile: the profiles are: linux-6.1" },
    { "{" GOOD ",\"max_order\":12}", "$.max_order: " },
    { "{" GOOD ",\"max_order\":0}", "$.max_order: " },
    { "{" GOOD ",\"cpus\":0}", "$" },
    { "{" GOOD ",\"cpus\":1000}", "$.cpus" },
    { "{" GOOD ",\"cpus\":\"two\"}", "$.cpus" },
    { "{" GOOD ",\"smp\":1}", "$.smp" },
    { "{" GOOD ",\"per_cpu_lists\":\"cold\"}", "$.per_cpu_lists: " },
    { "{" GOOD ",\"reserved\":[[\"0x200000\",4096]]}", "$.reserved[0]: " },
    { "{" GOOD ",\"reserved\":[[0,\"0x100000\"]]}", "reserved" },
    { "{" GOOD ",\"zones\":{\"HIGHMEM\":1}}", "$.zones.HIGHMEM" },
    { "{" GOOD ",\"zones\":{\"Normal\":4096}}", "zones" },
    { "{" GOOD ",\"title\":{\"de\":\"x\"}}", "$.title.de" },
    { "{" GOOD ",\"lowmem_reserve_ratio\":[1]}", "$.lowmem_reserve_ratio: " },
  };
  g_autofree char *directory = g_dir_make_tmp (NULL, NULL);
  g_autofree char *path = g_build_filename (directory, "m.json", NULL);

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++) {
    g_autoptr (GError) error = NULL;

    g_assert_true (g_file_set_contents (path, wrong[i].text, -1, NULL));
    if (fol_machine_find (path, &error) != NULL)
      g_error ("taken for a machine: %s", wrong[i].text);
    if (strstr (error->message, wrong[i].message) == NULL ||
        strstr (error->message, "m.json") == NULL)
      g_error ("%s: “%s” does not say “%s”", wrong[i].text, error->message, wrong[i].message);
  }
  g_unlink (path);
  g_rmdir (directory);
}

static void
test_paths (void)
{
  g_autofree char *directory = g_dir_make_tmp (NULL, NULL);
  g_autofree char *machines = g_build_filename (directory, "machines", NULL);
  g_autofree char *path = g_build_filename (machines, "mine.json", NULL);
  g_autofree char *found = NULL, *other = NULL;

  g_mkdir (machines, 0700);
  g_assert_true (g_file_set_contents (path, "{" GOOD "}", -1, NULL));
  g_setenv ("FOLIOSCOPE_DATA", directory, TRUE);
  found = fol_paths_find ("machines", "mine.json");
  g_assert_cmpstr (found, ==, path);
  other = fol_paths_find ("machines", "teaching-64.json"); /* the next place has it */
  g_assert_nonnull (other);
  g_unsetenv ("FOLIOSCOPE_DATA");
  g_assert_null (fol_paths_find ("machines", "mine.json"));
  g_unlink (path);
  g_rmdir (machines);
  g_rmdir (directory);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/machines/bundled", test_bundled);
  g_test_add_func ("/machines/sizes", test_sizes);
  g_test_add_func ("/machines/slab", test_slab);
  g_test_add_func ("/machines/largest", test_largest);
  g_test_add_func ("/machines/json", test_json);
  g_test_add_func ("/machines/wrong", test_wrong);
  g_test_add_func ("/machines/paths", test_paths);
  return g_test_run ();
}
