/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "bench.h"
#include "bench-bare.h"
#include "ent-change.h"

/* One durable change of one field of one contact, and a bare program's, in turns, on the same disk. */

#define EDITS 1000
#define CUSTOM_FIELDS 40

typedef struct
{
  gint64 rid;
  EntId id;
} Find;

static gboolean
find_cb (EntDb *db, gpointer data, GError **error)
{
  Find *find = data;

  return bench_find_contact (db, find->rid, &find->id, error);
}

static void
edit (EntStore *store, const EntId *id, const char *text)
{
  const EntKind *kind = ent_kind_from_key ("contact");
  g_autoptr (EntChange) change = ent_change_new (store);
  g_autoptr (EntReceipt) receipt = NULL;
  g_autoptr (GError) error = NULL;

  ent_change_set_source (change, "form");
  ent_change_set_text (change, kind, id, ent_kind_get_field (kind, "job-title"), text);
  receipt = ent_store_commit_sync (store, change, NULL, &error);
  bench_check (receipt != NULL, error, "an edit");
}

static void
run (const Bench *bench, EntStore *store, const char *key)
{
  g_autoptr (GArray) ours = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GArray) bare = g_array_new (FALSE, FALSE, sizeof (double));
  g_autofree char *bare_key = g_strconcat (key, "-bare", NULL);
  BareBook *book = bare_book_open (bench);
  BenchRandom random = { 7 };
  double cpu = 0, bare_cpu = 0;

  for (guint i = 0; i < EDITS; i++)
    {
      g_autofree char *text = g_strdup_printf ("Buyer %s %u", key, i);
      Find find = { .rid = 1 + bench_random (&random, bench->n) };
      g_autoptr (GError) error = NULL;
      BenchClock begin;
      double seconds;

      bench_check (ent_store_with_reader (store, NULL, find_cb, &find, &error), error, "a contact");
      begin = bench_clock_now ();
      edit (store, &find.id, text);
      seconds = bench_clock_wall (&begin);
      cpu += bench_clock_cpu (&begin);
      g_array_append_val (ours, seconds);

      begin = bench_clock_now ();
      bare_book_edit (book, find.rid, text, i);
      seconds = bench_clock_wall (&begin);
      bare_cpu += bench_clock_cpu (&begin);
      g_array_append_val (bare, seconds);
    }
  bare_book_close (book);
  bench_tell (cpu / EDITS, "%s-cpu", key);
  bench_tell (bare_cpu / EDITS, "%s-cpu", bare_key);
  bench_tell_percentiles (ours, key);
  bench_tell_percentiles (bare, bare_key);
}

void
bench_run_edit (const Bench *bench)
{
  g_autoptr (EntStore) store = bench_open_book (bench, "bench.entregent", FALSE);

  run (bench, store, "edit");
  ent_store_close (store);
}

static void
define_field (EntStore *store, guint i)
{
  const EntKind *kind = ent_kind_from_key ("field");
  g_autofree char *label = g_strdup_printf ("Extra %u", i + 1);
  g_autofree char *key = g_strdup_printf ("extra-%u", i + 1);
  g_autoptr (EntChange) change = ent_change_new (store);
  g_autoptr (EntReceipt) receipt = NULL;
  g_autoptr (GError) error = NULL;
  EntId id = { 0 };

  ent_change_add (change, kind, &id);
  ent_change_set_text (change, kind, &id, ent_kind_get_field (kind, "label"), label);
  ent_change_set_text (change, kind, &id, ent_kind_get_field (kind, "key"), key);
  ent_change_set_text (change, kind, &id, ent_kind_get_field (kind, "applies-to"), "contact");
  ent_change_set_text (change, kind, &id, ent_kind_get_field (kind, "type"), i % 2 == 0 ? "text" : "integer");
  ent_change_set_text (change, kind, &id, ent_kind_get_field (kind, "sortable"), i < 4 ? "true" : "false");
  receipt = ent_store_commit_sync (store, change, NULL, &error);
  bench_check (receipt != NULL, error, label);
}

/* The same with custom fields defined. */
void
bench_run_custom (const Bench *bench)
{
  g_autoptr (EntStore) store = bench_open_book (bench, "bench.entregent", FALSE);

  for (guint i = 0; i < CUSTOM_FIELDS; i++)
    define_field (store, i);
  run (bench, store, "custom-edit");
  bench_read_book (bench, store, "custom-");
  ent_store_close (store);
}
