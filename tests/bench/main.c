/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <glib/gstdio.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>

#include "bench.h"
#include "ent-phone-module-private.h"

/* In this order: each stands on what those before it left in the folder. */
static const struct
{
  const char *stage;
  const char *part; /* what --only names; NULL: always, others need it */
  void (*run) (const Bench *bench);
} stages[] = {
  { "files", NULL, bench_make_files },      { "parse", "import", bench_run_parse },
  { "dry", "import", bench_run_dry },       { "import", NULL, bench_run_import },
  { "bare", NULL, bench_run_bare },         { "bare-search", "import", bench_run_bare_search },
  { "linked", "linked", bench_run_linked }, { "mixed", "mixed", bench_run_mixed },
  { "cards", "mixed", bench_run_cards },    { "events", "mixed", bench_run_events },
  { "rest", "rest", bench_run_rest },       { "wait", "wait", bench_run_wait },
  { "edit", "edit", bench_run_edit },       { "read", "read", bench_run_read },
  { "custom", "custom", bench_run_custom }, { "export", "export", bench_run_export },
  { "again", "again", bench_run_again },
};

static gboolean
is_wanted (guint i, const char *only)
{
  g_auto (GStrv) parts = NULL;

  if (only == NULL || stages[i].part == NULL)
    return TRUE;
  parts = g_strsplit (only, ",", -1);
  return g_strv_contains ((const char *const *) parts, stages[i].part);
}

static void
collect (GHashTable *results, const char *output)
{
  g_auto (GStrv) lines = g_strsplit (output, "\n", -1);

  for (char **line = lines; *line != NULL; line++)
    {
      char *equals = strchr (*line, '=');

      if (equals != NULL)
        g_hash_table_replace (results, g_strndup (*line, (gsize) (equals - *line)), g_strdup (equals + 1));
    }
}

static gboolean
spawn (const Bench *bench, const char *stage, GHashTable *results)
{
  g_autofree char *n = g_strdup_printf ("%u", bench->n);
  const char *argv[] = { "/proc/self/exe", "--stage", stage, "--folder", bench->folder, "--records", n, NULL };
  g_autofree char *output = NULL;
  g_autoptr (GError) error = NULL;
  int status;

  g_printerr ("%s …\n", stage);
  if (!g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_CHILD_INHERITS_STDERR, NULL, NULL, &output, NULL, &status,
                     &error) ||
      !g_spawn_check_wait_status (status, &error))
    {
      g_printerr ("entregent-bench: %s: %s\n", stage, error->message);
      return FALSE;
    }
  g_print ("%s", output);
  collect (results, output);
  return TRUE;
}

static void
remove_folder (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      if (g_file_test (path, G_FILE_TEST_IS_DIR) && !g_file_test (path, G_FILE_TEST_IS_SYMLINK))
        remove_folder (path);
      else
        g_remove (path);
    }
  g_rmdir (folder);
}

static int
run_all (Bench *bench, const char *only, gboolean keep)
{
  g_autoptr (GHashTable) results = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = NULL;
  gboolean done = TRUE;

  if (bench->folder == NULL)
    bench->folder = folder = g_dir_make_tmp ("entregent-bench-XXXXXX", &error);
  bench_check (bench->folder != NULL && g_mkdir_with_parents (bench->folder, 0700) == 0, error, "a folder");
  for (guint i = 0; i < G_N_ELEMENTS (stages); i++)
    if (is_wanted (i, only))
      done &= spawn (bench, stages[i].stage, results);
  bench_print_table (bench, results);
  if (folder != NULL && !keep)
    remove_folder (folder);
  else
    g_printerr ("The books are in %s\n", bench->folder);
  return done ? 0 : 1;
}

static int
run_stage (const Bench *bench, const char *name)
{
  g_autofree char *state = bench_path (bench, "state");

  g_setenv ("XDG_STATE_HOME", state, TRUE);
  for (guint i = 0; i < G_N_ELEMENTS (stages); i++)
    if (strcmp (stages[i].stage, name) == 0)
      {
        stages[i].run (bench);
        return 0;
      }
  g_printerr ("entregent-bench: there is no stage %s\n", name);
  return 2;
}

int
main (int argc, char **argv)
{
  int n = 10000;
  g_autofree char *only = NULL;
  g_autofree char *stage = NULL;
  g_autofree char *folder = NULL;
  gboolean keep = FALSE;
  const GOptionEntry entries[] = {
    { "records", 'n', 0, G_OPTION_ARG_INT, &n, "How many contacts (10000)", "N" },
    { "only", 0, 0, G_OPTION_ARG_STRING, &only, "Some of import,linked,mixed,rest,wait,edit,read,custom,export,again",
      "PARTS" },
    { "folder", 0, 0, G_OPTION_ARG_FILENAME, &folder, "Where the books are made, and left", "FOLDER" },
    { "keep", 0, 0, G_OPTION_ARG_NONE, &keep, "Leave the books there", NULL },
    { "stage", 0, G_OPTION_FLAG_HIDDEN, G_OPTION_ARG_STRING, &stage, NULL, NULL },
    { NULL },
  };
  g_autoptr (GOptionContext) context = g_option_context_new ("– figures beside those of a bare program");
  g_autoptr (GError) error = NULL;
  Bench bench;

  setlocale (LC_ALL, "C.UTF-8");
  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error) || n < 100 || n > 5000000)
    {
      g_printerr ("entregent-bench: %s\n", error != NULL ? error->message : "between 100 and 5000000 records");
      return 2;
    }
  if (ent_phone_module_get () == NULL)
    {
      g_printerr ("entregent-bench: without its module phone numbers cost nothing; build entregent-phone too, or set "
                  "ENTREGENT_MODULE_DIR\n");
      return 1;
    }
  bench = (Bench) { folder, (guint) n };
  return stage != NULL ? run_stage (&bench, stage) : run_all (&bench, only, keep);
}
