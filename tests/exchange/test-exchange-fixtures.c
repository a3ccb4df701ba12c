/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What real programs write, cell by cell and property by property, from the files in tests/fixtures. */

#include <string.h>

#include <json-glib/json-glib.h>

#include "ent-column-inference-private.h"
#include "ent-csv-writer-private.h"
#include "ent-header-map-private.h"
#include "ent-vcard-writer-private.h"
#include "exchange-fixtures.h"

static EntCsvReader *
open_csv (const char *relative)
{
  g_autofree char *path = fixture (relative);
  g_autoptr (GError) error = NULL;
  EntCsvReader *reader = ent_csv_reader_new (source_of_file (path, ENT_TEXT_SOURCE_NONE), NULL, &error);

  g_assert_no_error (error);
  return reader;
}

/*
 * The JSON beside each table is its truth: an array of objects keyed by column. (That of location_coordinates has
 * another telephone number than its table.)
 */
static void
compare_with_json (const char *name)
{
  g_autofree char *csv = g_strdup_printf ("csv/csv-spectrum/%s.csv", name);
  g_autofree char *json = g_strdup_printf ("csv/csv-spectrum/%s.json", name);
  g_autofree char *json_path = fixture (json);
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (EntCsvReader) reader = open_csv (csv);
  g_autoptr (JsonArray) rows = NULL;
  const char *const *header;
  guint n_columns;

  g_assert_true (json_parser_load_from_file (parser, json_path, NULL));
  if (JSON_NODE_HOLDS_ARRAY (json_parser_get_root (parser)))
    rows = json_array_ref (json_node_get_array (json_parser_get_root (parser)));
  else
    {
      /* One of them is an object alone. */
      rows = json_array_new ();
      json_array_add_element (rows, json_node_copy (json_parser_get_root (parser)));
    }
  header = ent_csv_reader_get_header (reader, &n_columns);
  for (guint r = 0; r < json_array_get_length (rows); r++)
    {
      JsonObject *row = json_array_get_object_element (rows, r);

      g_assert_true (ent_csv_reader_next (reader, NULL));
      g_assert_cmpuint (json_object_get_size (row), ==, n_columns);
      for (guint c = 0; c < n_columns; c++)
        {
          const char *expected = json_object_get_string_member (row, header[c]);
          const EntTableField *field = ent_csv_reader_get_field (reader, c);

          g_assert_cmpmem (field->text, field->length, expected, strlen (expected));
        }
    }
  assert_end (reader);
}

static void
test_csv_spectrum (void)
{
  static const char *const names[] = { "comma_in_quotes",
                                       "empty",
                                       "empty_crlf",
                                       "escaped_quotes",
                                       "json",
                                       "newlines",
                                       "newlines_crlf",
                                       "quotes_and_newlines",
                                       "simple",
                                       "simple_crlf",
                                       "utf8" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_test_message ("%s", names[i]);
      compare_with_json (names[i]);
    }
}

static void
assert_cell (EntCsvReader *reader, guint column, const char *expected)
{
  const EntTableField *field = ent_csv_reader_get_field (reader, column);
  const char *text = field->text;
  gsize length = field->length;

  ent_csv_remove_guard (&text, &length);
  g_assert_cmpmem (text, length, expected, strlen (expected));
}

static void
test_excel_german (void)
{
  g_autoptr (EntCsvReader) reader = open_csv ("csv/crm-export-headers/excel-german-semicolon.csv");

  g_assert_true (ent_csv_reader_next (reader, NULL));
  assert_cell (reader, 2, "Jürgen");
  assert_cell (reader, 3, "Weiß");
  assert_cell (reader, 4, "01067");
  assert_cell (reader, 7, "1.234.567,89");
  g_assert_true (ent_csv_reader_next (reader, NULL));
  assert_cell (reader, 0, "Formel");
  assert_cell (reader, 3, "A;B");
  g_assert_true (ent_column_is_damaged (ent_csv_reader_get_field (reader, 6)->text,
                                        ent_csv_reader_get_field (reader, 6)->length));
  assert_end (reader);
}

static void
test_outlook (void)
{
  g_autoptr (EntCsvReader) reader = open_csv ("csv/crm-export-headers/outlook-desktop.csv");

  g_assert_cmpstr (ent_text_source_get_encoding (ent_csv_reader_get_source (reader)), ==, "windows-1252");
  g_assert_true (ent_csv_reader_next (reader, NULL));
  assert_cell (reader, 3, "Größe");
  assert_cell (reader, 8, "Hauptstraße 5\r\nHinterhaus");
  assert_cell (reader, 11, "Köln");
  assert_end (reader);
}

static void
test_google (void)
{
  g_autoptr (EntCsvReader) reader = open_csv ("csv/crm-export-headers/google-contacts-2024.csv");
  guint n;
  const char *const *header = ent_csv_reader_get_header (reader, &n);
  g_autoptr (EntHeaderMap) map = ent_header_map_new (header, n, -1);

  g_assert_cmpint (map->kind, ==, ENT_HEADER_CONTACT);
  g_assert_cmpuint (ent_header_map_count_known (map), ==, n);
  g_assert_true (map->multi_values);
  g_assert_true (ent_csv_reader_next (reader, NULL));
  assert_cell (reader, 14, "Zwei\nZeilen, mit Komma");
  g_assert_true (ent_csv_reader_next (reader, NULL));
  assert_cell (reader, 0, "佐藤");
  assert_end (reader);
}

static void
test_encodings (void)
{
  static const char *const files[][2] = {
    { "csv/csvkit/test_utf16_big.csv", "ʤ" },
    { "csv/csvkit/test_utf16_little.csv", "ʤ" },
    { "csv/csvkit/test_latin1.csv", "©" },
    { "csv/csvkit/test_utf8_bom.csv", "ʤ" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autoptr (EntCsvReader) reader = open_csv (files[i][0]);

      g_test_message ("%s", files[i][0]);
      g_assert_true (ent_csv_reader_next (reader, NULL));
      g_assert_true (ent_csv_reader_next (reader, NULL));
      assert_cell (reader, 2, files[i][1]);
      assert_end (reader);
    }
}

static char *
first_text (const char *path, const char *name)
{
  g_autofree char *whole = fixture (path);
  g_autoptr (EntVcardReader) reader = ent_vcard_reader_new (source_of_file (whole, ENT_TEXT_SOURCE_FOLDED));
  g_autoptr (EntVcard) card = ent_vcard_reader_next (reader, NULL);
  const EntVcardProperty *property = ent_vcard_find (card, name);

  g_assert_nonnull (property);
  return ent_vcard_dup_text (card, property);
}

static void
test_real_cards (void)
{
  static const char *const cases[][3] = {
    { "vcard/ez-vcard/John_Doe_ANDROID.vcf", "EMAIL", "john.doe@company.com" },
    { "vcard/ez-vcard/John_Doe_GMAIL.vcf", "FN", "Mr. John Richter, James Doe Sr." },
    { "vcard/ez-vcard/rfc6350-example.vcf", "FN", "Simon Perreault" },
    { "vcard/evolution-data-server/5.vcf", "FN", "十城目管理大型知座" },
    { "vcard/evolution-data-server/7.vcf", "FN", "Frank Dawson" },
    { "vcard/icaljs/escape_semicolon.vcf", "FN", "First Last NextCloud" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = first_text (cases[i][0], cases[i][1]);

      g_assert_cmpstr (text, ==, cases[i][2]);
    }
}

static void
assert_same_texts (const EntVcard *a, const EntVcard *b)
{
  guint skip = ent_vcard_get_n_properties (b) - ent_vcard_get_n_properties (a);

  /* What the standard demands and the card did not have stands in front. */
  g_assert_cmpuint (skip, <=, 2);
  for (guint i = 0; i < ent_vcard_get_n_properties (a); i++)
    {
      const EntVcardProperty *from = ent_vcard_get_property (a, i);
      const EntVcardProperty *to = ent_vcard_get_property (b, i + skip);
      g_auto (GStrv) one = ent_vcard_dup_components (a, from);
      g_auto (GStrv) two = ent_vcard_dup_components (b, to);

      g_assert_cmpstr (from->name, ==, to->name);
      if (!ent_vcard_property_is_base64 (a, from))
        g_assert_cmpstrv (one, two);
    }
}

/* Every card of the fixtures says the same after it was written as 3.0 and as 4.0. */
static void
test_cards_round_trip (void)
{
  static const char *const folders[] = { "vcard/ez-vcard", "vcard/evolution-data-server", "vcard/icaljs" };
  guint n = 0;

  for (gsize f = 0; f < G_N_ELEMENTS (folders); f++)
    {
      g_autofree char *path = fixture (folders[f]);
      g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
      const char *name;

      while ((name = g_dir_read_name (folder)) != NULL)
        {
          g_autofree char *file = g_build_filename (path, name, NULL);
          g_autoptr (EntVcardReader) reader = NULL;
          EntVcard *next;

          if (!g_str_has_suffix (name, ".vcf"))
            continue;
          g_test_message ("%s", name);
          reader = ent_vcard_reader_new (source_of_file (file, ENT_TEXT_SOURCE_FOLDED));
          while ((next = ent_vcard_reader_next (reader, NULL)) != NULL)
            {
              g_autoptr (EntVcard) card = next;

              for (guint v = 0; v < 2; v++)
                {
                  g_autoptr (GString) out = g_string_new (NULL);
                  g_autoptr (EntVcard) back = NULL;

                  ent_vcard_write (card, v ? ENT_VCARD_4_0 : ENT_VCARD_3_0, out);
                  back = first_card (out->str);
                  g_assert_cmpuint (ent_vcard_get_problems (back)->len, ==, 0);
                  assert_same_texts (card, back);
                }
              n++;
            }
        }
    }
  /* As many as have a BEGIN, and one without. */
  g_assert_cmpuint (n, ==, 36);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/exchange-fixtures/csv-spectrum", test_csv_spectrum);
  g_test_add_func ("/exchange-fixtures/excel-german", test_excel_german);
  g_test_add_func ("/exchange-fixtures/outlook", test_outlook);
  g_test_add_func ("/exchange-fixtures/google", test_google);
  g_test_add_func ("/exchange-fixtures/encodings", test_encodings);
  g_test_add_func ("/exchange-fixtures/real-cards", test_real_cards);
  g_test_add_func ("/exchange-fixtures/cards-round-trip", test_cards_round_trip);
  return g_test_run ();
}
