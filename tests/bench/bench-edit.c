/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "bench.h"
#include "bench-bare.h"
#include "ent-change.h"

/* One durable change of one field of one contact, and a bare program's, in turns, on the same disk. */

#define EDITS 1000

/* An import leaves segments of the search indexes to be merged when nobody edits: a person begins after that. */
#define WARM_UP 8
#define RECORDS_A_SECOND 20000

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

void
bench_pick_contact (EntStore *store, gint64 rid, EntId *id)
{
  Find find = { .rid = rid };
  g_autoptr (GError) error = NULL;

  bench_check (ent_store_with_reader (store, NULL, find_cb, &find, &error), error, "a contact");
  *id = find.id;
}

void
bench_edit_contact (EntStore *store, const EntId *id, const char *text)
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
rest (const Bench *bench, EntStore *store)
{
  EntId id;

  bench_pick_contact (store, 1, &id);
  for (guint i = 0; i < WARM_UP; i++)
    {
      g_autofree char *text = g_strdup_printf ("First %u", i);

      bench_edit_contact (store, &id, text);
    }
  g_usleep (G_USEC_PER_SEC * (1 + bench->n / RECORDS_A_SECOND));
}

void
bench_run_edit (const Bench *bench)
{
  g_autoptr (EntStore) store = bench_open_book (bench, "bench.entregent", FALSE);
  g_autoptr (GArray) ours = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GArray) bare = g_array_new (FALSE, FALSE, sizeof (double));
  BareBook *book = bare_book_open (bench);
  BenchRandom random = { 7 };
  double cpu = 0, bare_cpu = 0;

  rest (bench, store);
  for (guint i = 0; i < EDITS; i++)
    {
      g_autofree char *text = g_strdup_printf ("Buyer %u", i);
      gint64 rid = 1 + bench_random (&random, bench->n);
      BenchClock begin;
      double seconds;
      EntId id;

      bench_pick_contact (store, rid, &id);
      begin = bench_clock_now ();
      bench_edit_contact (store, &id, text);
      seconds = bench_clock_wall (&begin);
      cpu += bench_clock_cpu (&begin);
      g_array_append_val (ours, seconds);

      begin = bench_clock_now ();
      bare_book_edit (book, rid, text, i);
      seconds = bench_clock_wall (&begin);
      bare_cpu += bench_clock_cpu (&begin);
      g_array_append_val (bare, seconds);
    }
  bare_book_close (book);
  bench_tell (cpu / EDITS, "edit-cpu");
  bench_tell (bare_cpu / EDITS, "edit-bare-cpu");
  bench_tell_percentiles (ours, "edit");
  bench_tell_percentiles (bare, "edit-bare");
  ent_store_close (store);
}
