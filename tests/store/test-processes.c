/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "book-fixture.h"

#include "ent-kinds.h"

#include <stdlib.h>
#include <string.h>

/* Two processes write at once: every commit of both is seen by a third that has the book open, and soon. */

#define N_COMMITS 100
#define N_WRITERS 2

/* ---- a writing process ---- */

static int
run_writer (const char *path, const char *name)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GError) error = NULL;
  g_autoptr (EntStore) store = ent_store_open_sync (file, ENT_STORE_OPEN_DEFAULT, NULL, NULL, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < N_COMMITS; i++)
    {
      g_autoptr (EntChange) change = ent_change_new (store);
      g_autoptr (EntReceipt) receipt = NULL;
      g_autofree char *text = g_strdup_printf ("%s %u", name, i);
      g_autofree char *id_text = NULL;
      EntId id = { 0 };

      ent_change_add (change, &ent_kind_contact, &id);
      ent_change_set_text (change, &ent_kind_contact, &id, ENT_CONTACT_NAME, text);
      receipt = ent_store_commit_sync (store, change, NULL, &error);
      g_assert_no_error (error);
      id_text = ent_id_to_string (&id);
      g_print ("%s %" G_GINT64_FORMAT "\n", id_text, g_get_monotonic_time ());
      g_usleep (2000 + i % 7 * 1000);
    }
  ent_store_close (store);

  return 0;
}

/* ---- the watching one ---- */

typedef struct
{
  GHashTable *seen; /* EntId → gint64 when */
  guint everything;
} Watcher;

static void
changed_cb (EntStore *store, guint kind, GArray *ids, gboolean everything, gpointer data)
{
  Watcher *watcher = data;
  gint64 now = g_get_monotonic_time ();

  if (kind != ent_kind_contact.number)
    return;
  if (everything)
    watcher->everything++;
  for (guint i = 0; ids != NULL && i < ids->len; i++)
    {
      EntId *id = ent_id_copy (&g_array_index (ids, EntId, i));

      if (g_hash_table_contains (watcher->seen, id))
        ent_id_free (id);
      else
        g_hash_table_insert (watcher->seen, id, g_memdup2 (&now, sizeof now));
    }
}

static void
exited_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *output = NULL;
  char **out = data;

  g_assert_true (g_subprocess_communicate_utf8_finish (G_SUBPROCESS (source), result, &output, NULL, &error));
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_successful (G_SUBPROCESS (source)));
  *out = g_steal_pointer (&output);
}

static int
compare_latency (gconstpointer a, gconstpointer b)
{
  gint64 x = *(const gint64 *) a, y = *(const gint64 *) b;

  return x < y ? -1 : x > y;
}

static char *program;

static void
test_seen (BookFixture *fixture, gconstpointer data)
{
  g_autoptr (EntStore) store = book_fixture_create (fixture);
  g_autofree char *path = g_file_get_path (fixture->file);
  g_autoptr (GHashTable) seen = g_hash_table_new_full (ent_id_hash, ent_id_equal, (GDestroyNotify) ent_id_free, g_free);
  g_autoptr (GArray) latencies = g_array_new (FALSE, FALSE, sizeof (gint64));
  Watcher watcher = { seen };
  char *outputs[N_WRITERS] = { NULL };
  GSubprocess *writers[N_WRITERS];
  gint64 end;

  g_signal_connect (store, "changed", G_CALLBACK (changed_cb), &watcher);
  for (guint i = 0; i < N_WRITERS; i++)
    {
      g_autofree char *name = g_strdup_printf ("writer-%u", i);
      g_autoptr (GError) error = NULL;

      writers[i] = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error, program, "--writer", path, name, NULL);
      g_assert_no_error (error);
      g_subprocess_communicate_utf8_async (writers[i], NULL, NULL, exited_cb, &outputs[i]);
    }

  end = g_get_monotonic_time () + 60 * G_USEC_PER_SEC;
  while ((outputs[0] == NULL || outputs[1] == NULL || g_hash_table_size (seen) < N_WRITERS * N_COMMITS) &&
         g_get_monotonic_time () < end)
    {
      if (!g_main_context_iteration (NULL, FALSE))
        g_usleep (500);
    }

  g_assert_cmpuint (g_hash_table_size (seen), ==, N_WRITERS * N_COMMITS);
  g_assert_cmpuint (watcher.everything, ==, 0);
  g_assert_cmpint (book_get_integer (store, "SELECT count (*) FROM contact"), ==, N_WRITERS * N_COMMITS);
  /* Each process of this machine writes the same file, so under the same origin, without a gap. */
  g_assert_cmpint (book_get_integer (store, "SELECT count (DISTINCT o) FROM grp"), ==, 1);
  g_assert_cmpint (book_get_integer (store, "SELECT max (oseq) - count (*) FROM grp"), ==, 0);

  for (guint i = 0; i < N_WRITERS; i++)
    {
      g_auto (GStrv) lines = g_strsplit (outputs[i], "\n", -1);

      for (guint l = 0; lines[l] != NULL && *lines[l] != '\0'; l++)
        {
          EntId id;
          gint64 committed = g_ascii_strtoll (strchr (lines[l], ' '), NULL, 10);
          gint64 latency;

          *strchr (lines[l], ' ') = '\0';
          g_assert_true (ent_id_parse (&id, lines[l]));
          latency = *(gint64 *) g_hash_table_lookup (seen, &id) - committed;
          g_array_append_val (latencies, latency);
        }
      g_free (outputs[i]);
      g_object_unref (writers[i]);
    }
  g_array_sort (latencies, compare_latency);
  g_test_message ("%u commits of %d processes seen; median %.1f ms, worst %.1f ms", latencies->len, N_WRITERS,
                  g_array_index (latencies, gint64, latencies->len / 2) / 1000.0,
                  g_array_index (latencies, gint64, latencies->len - 1) / 1000.0);
  /* Far from what polling alone would give, near enough for a loaded machine. */
  g_assert_cmpint (g_array_index (latencies, gint64, latencies->len / 2), <, 150 * 1000);
  /* None had to wait for the safety net. */
  g_assert_cmpint (g_array_index (latencies, gint64, latencies->len - 1), <, 3 * G_USEC_PER_SEC);

  ent_store_close (store);
}

/* Own commits too, once, and many as "everything". */
static void
test_own (void)
{
  g_autoptr (EntStore) store = book_new_in_memory ();
  g_autoptr (GHashTable) seen = g_hash_table_new_full (ent_id_hash, ent_id_equal, (GDestroyNotify) ent_id_free, g_free);
  Watcher watcher = { seen };

  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_signal_connect (store, "changed", G_CALLBACK (changed_cb), &watcher);
  for (guint round = 0; round < 2; round++)
    {
      guint n = round == 0 ? 10 : ENT_STORE_CHANGED_MAX + 1;
      g_autoptr (EntChange) change = ent_change_new (store);
      g_autoptr (GError) error = NULL;
      g_autoptr (EntReceipt) receipt = NULL;

      for (guint i = 0; i < n; i++)
        {
          EntId id = { 0 };

          ent_change_add (change, &ent_kind_contact, &id);
          ent_change_set_text (change, &ent_kind_contact, &id, ENT_CONTACT_NAME, "Somebody");
        }
      receipt = ent_store_commit_sync (store, change, NULL, &error);
      g_assert_no_error (error);
      while (g_main_context_iteration (NULL, FALSE))
        ;
      g_assert_cmpuint (g_hash_table_size (seen), ==, 10);
      g_assert_cmpuint (watcher.everything, ==, round);
    }
}

int
main (int argc, char **argv)
{
  if (argc == 4 && strcmp (argv[1], "--writer") == 0)
    return run_writer (argv[2], argv[3]);

  program = argv[0];
  book_fixture_init (&argc, &argv);

  BOOK_FIXTURE_ADD ("/processes/seen", test_seen);
  g_test_add_func ("/processes/own", test_own);

  return g_test_run ();
}
