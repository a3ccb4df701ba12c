/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "bench.h"
#include "bench-bare.h"
#include "ent-change.h"

/* What custom fields cost: a copy of the book in which some are defined, measured next to the book without them. */

#define EDITS 1000
#define CUSTOM_FIELDS 40

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

static double
edit_at (const Bench *bench, EntStore *store, BenchRandom *random, guint i)
{
  g_autofree char *text = g_strdup_printf ("Buyer in turn %u", i);
  BenchClock begin;
  EntId id;

  bench_pick_contact (store, 1 + bench_random (random, bench->n), &id);
  begin = bench_clock_now ();
  bench_edit_contact (store, &id, text);
  return bench_clock_wall (&begin);
}

static void
edit_in_turns (const Bench *bench, EntStore *plain, EntStore *custom)
{
  g_autoptr (GArray) without = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GArray) with = g_array_new (FALSE, FALSE, sizeof (double));
  BenchRandom random = { 13 };

  for (guint i = 0; i < EDITS; i++)
    {
      double seconds = edit_at (bench, plain, &random, i);

      g_array_append_val (without, seconds);
      seconds = edit_at (bench, custom, &random, i);
      g_array_append_val (with, seconds);
    }
  bench_tell_percentiles (without, "plain-edit");
  bench_tell_percentiles (with, "custom-edit");
}

static void
copy_book (const Bench *bench, const char *from, const char *to)
{
  g_autofree char *from_path = bench_path (bench, from);
  g_autofree char *to_path = bench_path (bench, to);
  g_autoptr (GFile) source = g_file_new_for_path (from_path);
  g_autoptr (GFile) destination = g_file_new_for_path (to_path);
  g_autoptr (GError) error = NULL;

  bench_check (g_file_copy (source, destination, G_FILE_COPY_OVERWRITE, NULL, NULL, NULL, &error), error, to);
}

void
bench_run_custom (const Bench *bench)
{
  g_autoptr (EntStore) plain = NULL;
  g_autoptr (EntStore) custom = NULL;

  copy_book (bench, "bench.entregent", "custom.entregent");
  plain = bench_open_book (bench, "bench.entregent", FALSE);
  custom = bench_open_book (bench, "custom.entregent", FALSE);
  for (guint i = 0; i < CUSTOM_FIELDS; i++)
    define_field (custom, i);
  edit_in_turns (bench, plain, custom);
  bench_read_book (bench, plain, "bench.entregent", "plain-");
  bench_read_book (bench, custom, "custom.entregent", "custom-");
  ent_store_close (plain);
  ent_store_close (custom);
}
