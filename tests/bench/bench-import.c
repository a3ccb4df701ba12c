/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <glib/gstdio.h>

#include "bench.h"
#include "ent-change.h"
#include "ent-csv-reader-private.h"
#include "ent-export.h"
#include "ent-import.h"

EntImportResult *
bench_import (const Bench *bench, EntStore *store, const char *name, const char *kind, gboolean dry_run)
{
  g_autofree char *path = bench_path (bench, name);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (EntImport) run = ent_import_new (store);
  g_autoptr (GError) error = NULL;
  EntImportResult *result;

  ent_import_add_file (run, file);
  ent_import_set_kind (run, kind != NULL ? ent_kind_from_key (kind) : NULL);
  ent_import_set_dry_run (run, dry_run);
  result = ent_import_run_sync (run, NULL, NULL, NULL, &error);
  bench_check (result != NULL, error, path);
  for (guint i = 0; i < MIN (result->rejections->len, 3); i++)
    g_printerr ("%s: %s\n", name, ((EntImportRejection *) g_ptr_array_index (result->rejections, i))->reason);
  return result;
}

/* The most memory that this process ever held, in MiB. */
static double
read_peak (void)
{
  g_autofree char *text = NULL;
  const char *line;

  if (!g_file_get_contents ("/proc/self/status", &text, NULL, NULL))
    return 0;
  line = g_strstr_len (text, -1, "VmHWM:");
  return line != NULL ? g_ascii_strtoull (line + 6, NULL, 10) / 1024.0 : 0;
}

static void
timed_import (const Bench *bench,
              EntStore *store,
              const char *name,
              const char *kind,
              gboolean dry_run,
              const char *key)
{
  BenchClock begin = bench_clock_now ();
  g_autoptr (EntImportResult) result = bench_import (bench, store, name, kind, dry_run);

  bench_tell (bench_clock_wall (&begin), "%s-wall", key);
  bench_tell (bench_clock_cpu (&begin), "%s-cpu", key);
  bench_tell ((double) result->n_created, "%s-created", key);
  bench_tell ((double) result->n_unchanged, "%s-unchanged", key);
  bench_tell ((double) result->n_rejected, "%s-rejected", key);
  bench_tell (read_peak (), "%s-peak", key);
}

void
bench_run_import (const Bench *bench)
{
  g_autoptr (EntStore) store = bench_open_book (bench, "bench.entregent", TRUE);

  timed_import (bench, store, "contacts.csv", "contact", FALSE, "import");
  ent_store_close (store);
}

/* As other programs write them, each into a book of its own; before, what it would do. */
static void
run_mixed (const Bench *bench, const char *file, const char *key)
{
  g_autofree char *book = g_strconcat (key, ".entregent", NULL);
  g_autofree char *dry_key = g_strconcat (key, "-dry", NULL);
  g_autoptr (EntStore) store = bench_open_book (bench, book, TRUE);

  timed_import (bench, store, file, NULL, TRUE, dry_key);
  timed_import (bench, store, file, NULL, FALSE, key);
  ent_store_close (store);
}

void
bench_run_mixed (const Bench *bench)
{
  run_mixed (bench, "mixed.csv", "mixed");
}

void
bench_run_cards (const Bench *bench)
{
  run_mixed (bench, "cards.vcf", "cards");
}

void
bench_run_events (const Bench *bench)
{
  run_mixed (bench, "events.ics", "events");
}

/* Reading and understanding only: nothing is written. */
void
bench_run_dry (const Bench *bench)
{
  g_autoptr (EntStore) store = bench_open_book (bench, "dry.entregent", TRUE);

  timed_import (bench, store, "contacts.csv", "contact", TRUE, "dry");
  ent_store_close (store);
}

/* The other kinds, into the same book. */
void
bench_run_rest (const Bench *bench)
{
  g_autoptr (EntStore) store = bench_open_book (bench, "bench.entregent", FALSE);

  timed_import (bench, store, "accounts.csv", "account", FALSE, "accounts");
  timed_import (bench, store, "opportunities.csv", "opportunity", FALSE, "opportunities");
  timed_import (bench, store, "activities.csv", "activity", FALSE, "activities");
  ent_store_close (store);
}

void
bench_run_again (const Bench *bench)
{
  g_autoptr (EntStore) store = bench_open_book (bench, "bench.entregent", FALSE);

  timed_import (bench, store, "contacts.csv", "contact", FALSE, "again");
  ent_store_close (store);
}

/* Each contact with its account: a relationship more for each, and the accounts. */
void
bench_run_linked (const Bench *bench)
{
  g_autoptr (EntStore) store = bench_open_book (bench, "linked.entregent", TRUE);

  timed_import (bench, store, "linked.csv", "contact", FALSE, "linked");
  ent_store_close (store);
}

void
bench_run_parse (const Bench *bench)
{
  g_autofree char *path = bench_path (bench, "contacts.csv");
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GError) error = NULL;
  BenchClock begin = bench_clock_now ();
  EntTextSource *source = ent_text_source_new_for_file (file, NULL, ENT_TEXT_SOURCE_NONE, NULL, &error);
  g_autoptr (EntCsvReader) reader = NULL;
  guint64 n = 0;

  bench_check (source != NULL, error, path);
  reader = ent_csv_reader_new (source, NULL, &error);
  bench_check (reader != NULL, error, path);
  while (ent_csv_reader_next (reader, &error))
    n++;
  bench_check (error == NULL && n == bench->n, error, path);
  bench_tell (bench_clock_wall (&begin), "parse-wall");
  bench_tell (bench_clock_cpu (&begin), "parse-cpu");
}

void
bench_run_export (const Bench *bench)
{
  g_autoptr (EntStore) store = bench_open_book (bench, "bench.entregent", FALSE);
  g_autofree char *path = bench_path (bench, "export.csv");
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (EntQuery) query = ent_query_new (ent_kind_from_key ("contact"));
  g_autoptr (GError) error = NULL;
  BenchClock begin = bench_clock_now ();
  gint64 n = ent_store_export_sync (store, query, ENT_EXPORT_CSV, file, NULL, &error);

  bench_check (n >= 0, error, path);
  bench_tell (bench_clock_wall (&begin), "export-wall");
  bench_tell (bench_clock_cpu (&begin), "export-cpu");
  bench_tell ((double) n, "export-records");
  bench_tell (read_peak (), "export-peak");
  g_remove (path);
  ent_store_close (store);
}
