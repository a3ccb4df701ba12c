/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "bench-bare.h"
#include "ent-list-private.h"

/* What a person waits for: the first rows, a page somewhere in the middle, the order of all rows, the answer to a few
 * letters. */

#define COLD_RUNS 20
#define PAGES 300
#define VECTORS 5
#define FOUND 50
#define ROUNDS 6

static const char *const prefixes[] = { "du", "dup", "mar", "ko", "gir", "zen", "ver", "wil", "smi", "fer" };

typedef struct
{
  BenchClock begin;
  double seconds;
} First;

static void
first_cb (EntListReading *reading, gpointer data)
{
  First *first = data;

  first->seconds = bench_clock_wall (&first->begin);
  ent_list_reading_free (reading);
}

/* What a list of contacts shows beside the name. */
static EntQuery *
with_columns (EntQuery *query)
{
  static const char *const keys[] = { "account", "primary-phone", "primary-email", "last-contact", "owner" };
  const EntField *fields[G_N_ELEMENTS (keys)];

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      fields[i] = ent_kind_get_field (ent_query_get_kind (query), keys[i]);
      g_assert (fields[i] != NULL);
    }
  return ent_query_with_fields (query, fields, G_N_ELEMENTS (fields));
}

static EntQuery *
all_contacts (void)
{
  g_autoptr (EntQuery) query = ent_query_new (ent_kind_from_key ("contact"));

  return with_columns (query);
}

/* The whole order, into rids; seconds until the first rows and until the end. */
static double
read_list (EntStore *store, double *first_seconds, GArray **rids)
{
  g_autoptr (EntQuery) query = all_contacts ();
  g_autoptr (EntRowLayout) layout = ent_row_layout_new (store, query);
  g_autoptr (EntListReading) reading = NULL;
  g_autoptr (GError) error = NULL;
  First first = { .begin = bench_clock_now () };
  double all;

  reading = ent_list_read (store, query, layout, first_cb, &first, NULL, &error);
  bench_check (reading != NULL, error, "a list");
  all = bench_clock_wall (&first.begin);
  *first_seconds = first.seconds > 0 ? first.seconds : all;
  if (rids != NULL)
    *rids = g_array_ref (reading->rids);
  return all - first.seconds;
}

static void
run_first (const Bench *bench, const char *book, const char *prefix)
{
  g_autoptr (GArray) ours = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GArray) bare = g_array_new (FALSE, FALSE, sizeof (double));
  g_autofree char *key = g_strconcat (prefix, "first", NULL);
  g_autofree char *bare_key = g_strconcat (prefix, "first-bare", NULL);

  for (guint i = 0; i < COLD_RUNS; i++)
    {
      EntStore *store = bench_open_book (bench, book, FALSE);
      BareReader *reader;
      BenchClock begin;
      double seconds;

      read_list (store, &seconds, NULL);
      g_array_append_val (ours, seconds);
      ent_store_close (store);
      g_object_unref (store);

      reader = bare_reader_open (bench, book);
      begin = bench_clock_now ();
      bare_reader_first_page (reader, ENT_LIST_FIRST);
      seconds = bench_clock_wall (&begin);
      g_array_append_val (bare, seconds);
      bare_reader_close (reader);
    }
  bench_tell_percentiles (ours, key);
  bench_tell_percentiles (bare, bare_key);
}

static void
run_pages (EntStore *store, BareReader *reader, GArray *rids, const char *prefix)
{
  g_autoptr (EntQuery) query = all_contacts ();
  g_autoptr (EntRowLayout) layout = ent_row_layout_new (store, query);
  g_autoptr (GArray) ours = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GArray) bare = g_array_new (FALSE, FALSE, sizeof (double));
  g_autofree char *key = g_strconcat (prefix, "page", NULL);
  g_autofree char *bare_key = g_strconcat (prefix, "page-bare", NULL);
  BenchRandom random = { 11 };

  for (guint i = 0; i < PAGES; i++)
    {
      /* Each its own page, so that none finds it in the cache of the other's file. */
      for (guint turn = 0; turn < 2; turn++)
        {
          guint n = MIN (ENT_LIST_PAGE, rids->len);
          guint at = bench_random (&random, rids->len - n + 1);
          g_autoptr (GArray) page = g_array_new (FALSE, FALSE, sizeof (gint64));
          g_autoptr (GError) error = NULL;
          BenchClock begin;
          double seconds;

          g_array_append_vals (page, &g_array_index (rids, gint64, at), n);
          begin = bench_clock_now ();
          if (turn == 0)
            {
              g_autoptr (GPtrArray) rows = ent_list_read_rows (store, layout, page, NULL, &error);

              bench_check (rows != NULL, error, "a page");
            }
          else
            bare_reader_rows (reader, (const gint64 *) page->data, n);
          seconds = bench_clock_wall (&begin);
          g_array_append_val (turn == 0 ? ours : bare, seconds);
        }
    }
  bench_tell_percentiles (ours, key);
  bench_tell_percentiles (bare, bare_key);
}

static double
search (EntStore *store, const char *text)
{
  BenchClock begin = bench_clock_now ();
  g_autoptr (GError) error = NULL;
  g_autoptr (EntQuery) words = ent_query_new_from_text (store, ent_kind_from_key ("contact"), text, NULL, &error);
  g_autoptr (EntQuery) query = words != NULL ? with_columns (words) : NULL;
  g_autoptr (EntRowLayout) layout = query != NULL ? ent_row_layout_new (store, query) : NULL;
  g_autoptr (EntListReading) reading = NULL;
  First first = { .begin = begin };

  bench_check (query != NULL, error, text);
  reading = ent_list_read (store, query, layout, first_cb, &first, NULL, &error);
  bench_check (reading != NULL, error, text);
  return first.seconds > 0 ? first.seconds : bench_clock_wall (&begin);
}

static double
search_bare (BareReader *reader, const char *text)
{
  BenchClock begin = bench_clock_now ();

  bare_reader_search (reader, text, FOUND);
  return bench_clock_wall (&begin);
}

static void
run_searches (EntStore *store, BareReader *reader, const char *prefix)
{
  g_autoptr (GArray) ours = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GArray) bare = g_array_new (FALSE, FALSE, sizeof (double));
  g_autofree char *key = g_strconcat (prefix, "search", NULL);
  g_autofree char *bare_key = g_strconcat (prefix, "search-bare", NULL);

  for (guint round = 0; round < ROUNDS; round++)
    for (guint i = 0; i < G_N_ELEMENTS (prefixes); i++)
      for (guint turn = 0; turn < 2; turn++)
        {
          /* Whoever is second finds the pages in memory that the first had to read: each is as often. */
          gboolean is_ours = (round + i + turn) % 2 == 0;
          double seconds = is_ours ? search (store, prefixes[i]) : search_bare (reader, prefixes[i]);

          g_array_append_val (is_ours ? ours : bare, seconds);
        }
  bench_tell_percentiles (ours, key);
  bench_tell_percentiles (bare, bare_key);
}

static void
run_vectors (EntStore *store, BareReader *reader, GArray **rids, const char *prefix)
{
  g_autoptr (GArray) ours = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GArray) bare = g_array_new (FALSE, FALSE, sizeof (double));
  g_autofree char *key = g_strconcat (prefix, "vector", NULL);
  g_autofree char *bare_key = g_strconcat (prefix, "vector-bare", NULL);

  for (guint i = 0; i < VECTORS; i++)
    {
      g_autoptr (GArray) bare_rids = g_array_new (FALSE, FALSE, sizeof (gint64));
      BenchClock begin;
      double first, seconds;

      g_clear_pointer (rids, g_array_unref);
      seconds = read_list (store, &first, rids);
      g_array_append_val (ours, seconds);
      begin = bench_clock_now ();
      bare_reader_vector (reader, bare_rids);
      seconds = bench_clock_wall (&begin);
      g_array_append_val (bare, seconds);
    }
  bench_tell_percentiles (ours, key);
  bench_tell_percentiles (bare, bare_key);
}

void
bench_read_book (const Bench *bench, EntStore *store, const char *book, const char *prefix)
{
  BareReader *reader = bare_reader_open (bench, book);
  g_autoptr (GArray) rids = NULL;

  run_vectors (store, reader, &rids, prefix);
  run_pages (store, reader, rids, prefix);
  run_searches (store, reader, prefix);
  bare_reader_close (reader);
  run_first (bench, book, prefix);
}

void
bench_run_read (const Bench *bench)
{
  g_autoptr (EntStore) store = bench_open_book (bench, "bench.entregent", FALSE);

  bench_read_book (bench, store, "bench.entregent", "");
  ent_store_close (store);
}
