/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <math.h>

#include "bench.h"

/* The table, in Markdown, so that it can be taken over into RESULTS.md as it is. A figure whose part was not run is a
 * dash. */

static double
get (GHashTable *results, const char *key)
{
  const char *text = g_hash_table_lookup (results, key);

  return text != NULL ? g_ascii_strtod (text, NULL) : NAN;
}

static void
row (const char *figure, const char *ours, const char *bare, double ratio, const char *budget)
{
  g_autofree char *ratio_text = isnan (ratio) ? g_strdup ("–") : g_strdup_printf ("%.2f", ratio);

  g_print ("| %s | %s | %s | %s | %s |\n", figure, ours, bare, ratio_text, budget);
}

static char *
seconds (double value)
{
  return isnan (value) ? g_strdup ("–") : g_strdup_printf ("%.2f s", value);
}

static char *
milliseconds (double value)
{
  return isnan (value) ? g_strdup ("–") : g_strdup_printf ("%.3f ms", value * 1000);
}

static void
print_time (GHashTable *results, const char *figure, const char *key, const char *bare_key, const char *budget)
{
  double a = get (results, key), b = bare_key != NULL ? get (results, bare_key) : NAN;
  g_autofree char *ours = seconds (a);
  g_autofree char *bare = seconds (b);

  row (figure, ours, bare, a / b, budget);
}

static void
print_latency (GHashTable *results, const char *figure, const char *key, const char *budget)
{
  static const char *const points[] = { "p50", "p95", "p99" };

  for (guint i = 0; i < G_N_ELEMENTS (points); i++)
    {
      g_autofree char *name = g_strdup_printf ("%s, %s", figure, points[i]);
      g_autofree char *our_key = g_strdup_printf ("%s-%s", key, points[i]);
      g_autofree char *bare_key = g_strdup_printf ("%s-bare-%s", key, points[i]);
      double a = get (results, our_key), b = get (results, bare_key);
      g_autofree char *ours = milliseconds (a);
      g_autofree char *bare = milliseconds (b);

      row (name, ours, bare, a / b, budget);
    }
}

/* What is left of an edit on a disk that costs nothing. */
static void
print_edit_cpu (GHashTable *results)
{
  double a = get (results, "edit-cpu"), b = get (results, "edit-bare-cpu");
  g_autofree char *ours = milliseconds (a);
  g_autofree char *bare = milliseconds (b);

  row ("One durable edit, CPU (mean)", ours, bare, a / b, "");
}

/* Nobody else edits in the bare program: what is asked for is the time itself. */
static void
print_wait (GHashTable *results)
{
  static const char *const points[] = { "p50", "p95", "p99" };

  for (guint i = 0; i < G_N_ELEMENTS (points); i++)
    {
      g_autofree char *name = g_strdup_printf ("An edit while the file is imported, %s", points[i]);
      g_autofree char *key = g_strdup_printf ("wait-%s", points[i]);
      g_autofree char *ours = milliseconds (get (results, key));

      row (name, ours, "", NAN, "holds of the writer ≤ 30 ms");
    }
}

static void
print_custom (GHashTable *results, const char *figure, const char *key)
{
  g_autofree char *plain_key = g_strconcat ("plain-", key, "-p50", NULL);
  g_autofree char *custom_key = g_strconcat ("custom-", key, "-p50", NULL);
  g_autofree char *name = g_strdup_printf ("40 custom fields: %s, p50 (beside: without)", figure);
  double a = get (results, custom_key), b = get (results, plain_key);
  g_autofree char *ours = milliseconds (a);
  g_autofree char *plain = milliseconds (b);

  row (name, ours, plain, a / b, "≤ 1.2");
}

static void
print_split (const Bench *bench, GHashTable *results)
{
  double n = bench->n;
  double parse = get (results, "parse-cpu"), dry = get (results, "dry-cpu"), all = get (results, "import-cpu");
  double search = get (results, "bare-search-cpu");
  const struct
  {
    const char *figure;
    double value;
  } parts[] = {
    { "Split: parse (CSV reader alone)", parse },
    { "Split: normalize (dry run less parse)", dry - parse },
    { "Split: write (import less dry run less search)", all - dry - search },
    { "Split: search (the same search rows alone)", search },
  };

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      g_autofree char *text =
          isnan (parts[i].value) ? g_strdup ("–") : g_strdup_printf ("%.1f µs CPU each", parts[i].value * 1e6 / n);

      row (parts[i].figure, text, "", NAN, "printed");
    }
}

static void
print_memory (GHashTable *results)
{
  double peak = get (results, "import-peak");
  g_autofree char *text = isnan (peak) ? g_strdup ("–") : g_strdup_printf ("%.0f MiB", peak);

  row ("CSV import, peak memory", text, "", NAN, "≤ 300 MB");
}

void
bench_print_table (const Bench *bench, GHashTable *results)
{
  g_print ("\n| %u contacts | Entregent | bare | ratio | budget |\n|---|---:|---:|---:|---|\n", bench->n);
  print_time (results, "CSV import of contacts, elapsed", "import-wall", "bare-wall", "≤ 6 (stretch 4)");
  print_time (results, "CSV import of contacts, CPU of both threads", "import-cpu", "bare-cpu", "");
  print_split (bench, results);
  print_memory (results);
  print_time (results, "The same import with an account each (a relationship more), elapsed", "linked-wall", NULL, "");
  print_time (results, "CSV of mixed contacts with accounts, elapsed (beside: a dry run)", "mixed-wall",
              "mixed-dry-wall", "≤ 15 s at 100,000");
  print_time (results, "vCards, elapsed (beside: a dry run)", "cards-wall", "cards-dry-wall", "≤ 15 s at 100,000");
  print_time (results, "Calendar entries, elapsed (beside: a dry run)", "events-wall", "events-dry-wall",
              "≤ 15 s at 100,000");
  print_time (results, "The same file a second time, elapsed (beside: the first)", "again-wall", "import-wall", "");
  print_time (results, "Import of accounts (0.2 N)", "accounts-wall", NULL, "");
  print_time (results, "Import of opportunities (0.5 N)", "opportunities-wall", NULL, "");
  print_time (results, "Import of activities (2 N)", "activities-wall", NULL, "");
  print_time (results, "CSV export of contacts", "export-wall", NULL, "");
  print_latency (results, "One durable edit", "edit", "≤ 5; p95 ≤ 3 ms, p99 ≤ 10 ms");
  print_edit_cpu (results);
  print_wait (results);
  print_latency (results, "First page (128 rows, new connection)", "first", "≤ 2");
  print_latency (results, "Random page (64 rows)", "page", "≤ 2");
  print_latency (results, "Prefix search, first rows", "search", "≤ 2");
  print_latency (results, "List vector", "vector", "≤ 150 ms");
  print_custom (results, "one durable edit", "edit");
  print_custom (results, "first page", "first");
  print_custom (results, "random page", "page");
  print_custom (results, "prefix search", "search");
  print_custom (results, "list vector", "vector");
}
