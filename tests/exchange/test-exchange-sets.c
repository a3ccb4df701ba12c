/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Every file of the larger sets arrives, or is rejected with a reason; the counts stand in expected-sets.tsv. */

#include <string.h>

#include "ent-column-inference-private.h"
#include "ent-error.h"
#include "ent-header-map-private.h"
#include "exchange-fixtures.h"

static char *
count_table (EntTextSource *source)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (EntCsvReader) reader = ent_csv_reader_new (source, NULL, &error);
  guint rows = 0, rejected = 0;

  g_assert_no_error (error);
  while (ent_csv_reader_next (reader, &error))
    {
      g_autofree char *reason = ent_csv_reader_dup_problem_text (reader);

      rows += reason == NULL;
      rejected += reason != NULL;
    }
  g_assert_no_error (error);
  return g_strdup_printf ("%u\t%u\t%u\t%s", rows, rejected, ent_csv_reader_get_layout (reader)->n_columns,
                          ent_text_source_get_encoding (ent_csv_reader_get_source (reader)));
}

static char *
count_cards (EntTextSource *source)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (EntVcardReader) reader = ent_vcard_reader_new (source);
  guint cards = 0, rejected = 0, properties = 0;

  for (;;)
    {
      g_autoptr (EntVcard) card = ent_vcard_reader_next (reader, &error);

      if (card == NULL)
        break;
      cards += ent_vcard_get_rejection (card) == NULL;
      rejected += ent_vcard_get_rejection (card) != NULL;
      properties += ent_vcard_get_n_properties (card);
    }
  if (error != NULL)
    {
      g_assert_error (error, ENT_ERROR, ENT_ERROR_FORMAT);
      return g_strdup ("refused");
    }
  return g_strdup_printf ("%u\t%u\t%u", cards, rejected, properties);
}

static void
test_sets (void)
{
  g_autofree char *folder = shared_folder (NULL);
  g_autofree char *list = g_build_filename (g_getenv ("G_TEST_SRCDIR"), "exchange", "expected-sets.tsv", NULL);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  guint n = 0;

  if (folder == NULL)
    {
      g_test_skip ("the shared sets are not there");
      return;
    }
  g_assert_true (g_file_get_contents (list, &text, NULL, NULL));
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      const char *tab = strchr (lines[i], '\t');
      g_autofree char *relative = tab != NULL ? g_strndup (lines[i], (gsize) (tab - lines[i])) : NULL;
      g_autofree char *path = NULL;
      g_autofree char *counts = NULL;
      gboolean vcard;

      if (relative == NULL || *relative == '#')
        continue;
      path = g_build_filename (folder, relative, NULL);
      vcard = g_str_has_suffix (path, ".vcf");
      g_test_message ("%s", relative);
      counts = vcard ? count_cards (source_of_file (path, ENT_TEXT_SOURCE_FOLDED))
                     : count_table (source_of_file (path, ENT_TEXT_SOURCE_NONE));
      g_assert_cmpstr (counts, ==, tab + 1);
      n++;
    }
  g_assert_cmpuint (n, ==, 463);
}

typedef struct
{
  EntHeaderMap *map;
  EntColumnFormat formats[16];
  guint n_rows;
} Table;

static void
read_table (const char *name, Table *table)
{
  g_autofree char *folder = shared_folder ("crm-sales");
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (EntCsvReader) reader = ent_csv_reader_new (source_of_file (path, ENT_TEXT_SOURCE_NONE), NULL, &error);
  EntColumnInference *columns[16];
  guint n;
  const char *const *header = ent_csv_reader_get_header (reader, &n);

  memset (table, 0, sizeof *table);
  table->map = ent_header_map_new (header, n, -1);
  g_assert_cmpuint (n, <=, 16);
  for (guint c = 0; c < n; c++)
    columns[c] = ent_column_inference_new ("en_US");
  while (ent_csv_reader_next (reader, &error))
    {
      g_assert_cmpint (ent_csv_reader_get_problem (reader), ==, ENT_CSV_PROBLEM_NONE);
      for (guint c = 0; c < n; c++)
        {
          const EntTableField *field = ent_csv_reader_get_field (reader, c);

          ent_column_inference_add (columns[c], field->text, field->length, ent_csv_reader_get_line (reader));
        }
      table->n_rows++;
    }
  g_assert_no_error (error);
  for (guint c = 0; c < n; c++)
    {
      ent_column_inference_finish (columns[c], &table->formats[c]);
      ent_column_inference_free (columns[c]);
    }
}

static void
assert_table (const char *name, EntHeaderKind kind, guint n_rows, Table *table)
{
  read_table (name, table);
  g_assert_cmpint (table->map->kind, ==, kind);
  g_assert_cmpuint (table->n_rows, ==, n_rows);
}

/* An export of a sales team: four kinds, dates with the day first although the locale has the month first. */
static void
test_crm_sales (void)
{
  g_autofree char *folder = shared_folder ("crm-sales");
  Table table;

  if (folder == NULL)
    {
      g_test_skip ("the shared sets are not there");
      return;
    }
  assert_table ("accounts.csv", ENT_HEADER_ACCOUNT, 85, &table);
  g_assert_cmpint (table.formats[3].type, ==, ENT_COLUMN_NUMBER);
  g_assert_cmpint (table.formats[3].decimal, ==, '.');
  g_assert_cmpint (table.formats[4].type, ==, ENT_COLUMN_INTEGER);
  ent_header_map_free (table.map);
  assert_table ("products.csv", ENT_HEADER_PRODUCT, 7, &table);
  ent_header_map_free (table.map);
  assert_table ("sales_teams.csv", ENT_HEADER_USER, 35, &table);
  ent_header_map_free (table.map);
  assert_table ("sales_pipeline.csv", ENT_HEADER_OPPORTUNITY, 8800, &table);
  g_assert_cmpint (table.formats[5].type, ==, ENT_COLUMN_DATE);
  g_assert_cmpint (table.formats[5].order, ==, ENT_COLUMN_DAY_FIRST);
  g_assert_false (table.formats[5].order_ambiguous);
  g_assert_cmpint (table.formats[7].type, ==, ENT_COLUMN_INTEGER);
  ent_header_map_free (table.map);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/exchange-sets/all", test_sets);
  g_test_add_func ("/exchange-sets/crm-sales", test_crm_sales);
  return g_test_run ();
}
