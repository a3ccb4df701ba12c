/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "bench.h"
#include "ent-import.h"

/* What a person who types waits for while a file is read into the same book: an edit every PAUSE_US. */

#define PAUSE_US 20000

typedef struct
{
  EntStore *store;
  EntId id;
  GArray *seconds;
  gint done;
} Typist;

static gpointer
type (gpointer data)
{
  Typist *typist = data;

  for (guint i = 0; !g_atomic_int_get (&typist->done); i++)
    {
      g_autofree char *text = g_strdup_printf ("Typed %u", i);
      BenchClock begin = bench_clock_now ();
      double seconds;

      bench_edit_contact (typist->store, &typist->id, text);
      seconds = bench_clock_wall (&begin);
      g_array_append_val (typist->seconds, seconds);
      g_usleep (PAUSE_US);
    }
  return NULL;
}

void
bench_run_wait (const Bench *bench)
{
  g_autoptr (EntStore) store = bench_open_book (bench, "wait.entregent", TRUE);
  g_autoptr (GArray) seconds = g_array_new (FALSE, FALSE, sizeof (double));
  Typist typist = { .store = store, .seconds = seconds };
  const EntKind *kind = ent_kind_from_key ("contact");
  g_autoptr (EntChange) change = ent_change_new (store);
  g_autoptr (EntReceipt) receipt = NULL;
  g_autoptr (EntImportResult) result = NULL;
  g_autoptr (GError) error = NULL;
  GThread *thread;

  ent_change_add (change, kind, &typist.id);
  ent_change_set_text (change, kind, &typist.id, ent_kind_get_field (kind, "name"), "Ada Waits");
  receipt = ent_store_commit_sync (store, change, NULL, &error);
  bench_check (receipt != NULL, error, "a contact");
  thread = g_thread_new ("typist", type, &typist);
  result = bench_import (bench, store, "contacts.csv", "contact", FALSE);
  g_atomic_int_set (&typist.done, TRUE);
  g_thread_join (thread);
  bench_tell_percentiles (seconds, "wait");
  bench_tell (seconds->len, "wait-edits");
  ent_store_close (store);
}
