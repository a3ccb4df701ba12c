/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "ent-import-earlier-private.h"
#include "ent-import-points-private.h"
#include "ent-store-private.h"
#include "import-fixture.h"
#include "record-fixture.h"

/*
 * What thousands have in common costs a row no more than what two have. Work is counted, not timed.
 */

#define N 2000
#define SWITCHBOARD "+33639981234"

static EntStagedRecord *
stage (guint file_index, guint64 line, const char *name, const char *channel, const char *value)
{
  const EntKind *kind = ent_kind_from_key ("contact");
  EntStagedRecord *record = ent_staged_record_new (kind, file_index, line);
  g_autoptr (EntElement) point = ent_element_new (ent_kind_from_key ("contact-point"));

  ent_element_set_text (point, "channel", channel);
  ent_element_set_text (point, "value", value);
  ent_element_set_text (point, "normalized", value);
  ent_staged_record_add_text (record, ENT_STAGED_SET, kind->title, name);
  ent_staged_record_add_element (record, ent_kind_get_field (kind, "contact-points"), point, FALSE);
  return record;
}

static EntStagedRecord *
stage_number (guint file_index, guint i, const char *channel)
{
  g_autofree char *name = g_strdup_printf ("Person %u", i);

  return stage (file_index, i + 2, name, channel, SWITCHBOARD);
}

static void
learn (EntImportEarlier *earlier, const EntStagedRecord *record, EntId *id)
{
  ent_id_generate (id);
  ent_import_earlier_add (earlier, record, id, TRUE);
}

/* Three files of people behind one number: those of other files are found, those of the same one are not. */
static void
test_files (gconstpointer data)
{
  const char *channel = data;
  g_autoptr (EntImportEarlier) earlier = ent_import_earlier_new (FALSE);
  g_autofree EntId *ids = g_new0 (EntId, N);

  for (guint file = 0; file < 3; file++)
    for (guint i = 0; i < N; i++)
      {
        g_autoptr (EntStagedRecord) record = stage_number (file, i + file * N / 2, channel);
        g_autoptr (GPtrArray) candidates = ent_import_candidates_new ();
        EntId found;

        ent_import_earlier_find (earlier, record, &found, candidates);
        g_assert_cmpuint (candidates->len, <=, ENT_IMPORT_MAX_CANDIDATES);
        if (file == 0)
          g_assert_cmpuint (candidates->len, ==, 0);
        if (file == 1 && i < N / 2)
          g_assert_true (ent_id_equal (&found, &ids[i + N / 2]));
        else if (file == 1)
          g_assert_true (ent_id_is_null (&found));
        if (file == 0)
          learn (earlier, record, &ids[i]);
        else if (ent_id_is_null (&found))
          learn (earlier, record, &found);
        else
          ent_import_earlier_add (earlier, record, &found, FALSE);
      }
  g_assert_cmpuint (ent_import_earlier_test_get_n_steps (earlier), <, 3 * N * 4 * ENT_IMPORT_MAX_CANDIDATES);
}

/* As many have the name too: none is meant, and it is told who they are. */
static void
test_namesakes (void)
{
  g_autoptr (EntImportEarlier) earlier = ent_import_earlier_new (FALSE);
  g_autoptr (EntStagedRecord) row = stage (1, 2, "Info", "phone", SWITCHBOARD);

  for (guint i = 0; i < N; i++)
    {
      g_autoptr (EntStagedRecord) record = stage (0, i + 2, "Info", "phone", SWITCHBOARD);
      EntId id;

      learn (earlier, record, &id);
    }
  for (guint i = 0; i < N; i++)
    {
      g_autoptr (GPtrArray) candidates = ent_import_candidates_new ();
      EntId found;

      ent_import_earlier_find (earlier, row, &found, candidates);
      g_assert_true (ent_id_is_null (&found));
      g_assert_cmpuint (candidates->len, ==, ENT_IMPORT_MAX_CANDIDATES);
    }
  g_assert_cmpuint (ent_import_earlier_test_get_n_steps (earlier), <, N * 4 * ENT_IMPORT_MAX_CANDIDATES);
}

/* The same row once more says nothing else, whatever else was said of the record. */
static void
test_differs (void)
{
  g_autoptr (EntImportEarlier) earlier = ent_import_earlier_new (TRUE);
  g_autoptr (EntStagedRecord) ada = stage (0, 2, "Ada", "phone", SWITCHBOARD);
  g_autoptr (EntStagedRecord) again = stage (1, 2, "Ada", "phone", SWITCHBOARD);
  g_autoptr (EntStagedRecord) more = stage (1, 3, "Ada", "phone", "+33639981235");
  g_autoptr (EntStagedRecord) other = stage (0, 3, "Alan", "phone", "+33639981235");
  EntId id, other_id;

  learn (earlier, ada, &id);
  learn (earlier, other, &other_id);
  g_assert_false (ent_import_earlier_differs (earlier, again, &id));
  g_assert_true (ent_import_earlier_differs (earlier, more, &id));
  ent_import_earlier_add (earlier, more, &id, FALSE);
  g_assert_false (ent_import_earlier_differs (earlier, more, &id));
  g_assert_true (ent_import_earlier_differs (earlier, again, &other_id));
}

/* ---- in the book ---- */

typedef struct
{
  EntImportPoints *points;
  const char *name;
  guint limit;
  gint64 last_rid;
  gint64 last_point;
  GPtrArray *titles;
} Look;

static void
take_cb (const EntId *id, const char *title, gpointer data)
{
  g_ptr_array_add (((Look *) data)->titles, g_strdup (title));
}

static gboolean
look_cb (EntDb *db, gpointer data, GError **error)
{
  Look *look = data;

  if (look->last_rid == 0 &&
      (!ent_import_sql_find_last_rid (db, ent_kind_from_key ("contact"), &look->last_rid, error) ||
       !ent_import_sql_find_last_rid (db, ent_kind_from_key ("contact-point"), &look->last_point, error)))
    return FALSE;
  return ent_import_points_foreach (look->points, db, ent_kind_from_key ("contact"), "phone", SWITCHBOARD, look->name,
                                    look->last_rid, look->last_point, look->limit, take_cb, look, error);
}

static void
look_up (EntStore *store, Look *look, const char *name, guint limit)
{
  g_autoptr (GError) error = NULL;

  g_ptr_array_set_size (look->titles, 0);
  look->name = name;
  look->limit = limit;
  ent_store_with_reader (store, NULL, look_cb, look, &error);
  g_assert_no_error (error);
}

static void
add_people (EntStore *store, guint first, guint n)
{
  g_autoptr (GString) text = g_string_new ("name,phone\n");
  g_autoptr (EntImportResult) result = NULL;

  for (guint i = first; i < first + n; i++)
    g_string_append_printf (text, "Person %u," SWITCHBOARD "\n", i);
  result = import_text (store, "people.csv", text->str);
  assert_counts (result, n, 0, 0, 0);
}

static void
test_book (void)
{
  g_autoptr (EntStore) store = book_new ();
  g_autoptr (EntImportPoints) points = ent_import_points_new ();
  g_autoptr (GPtrArray) titles = g_ptr_array_new_with_free_func (g_free);
  Look look = { .points = points, .titles = titles };
  g_autoptr (EntRecord) renamed = NULL;
  guint64 before;

  add_people (store, 0, N);
  for (guint i = 0; i < N; i++)
    {
      g_autofree char *name = g_strdup_printf ("Person %u", i);

      look_up (store, &look, name, 2);
      g_assert_cmpuint (titles->len, ==, 1);
      g_assert_cmpstr (g_ptr_array_index (titles, 0), ==, name);
      look_up (store, &look, NULL, ENT_IMPORT_MAX_CANDIDATES);
      g_assert_cmpuint (titles->len, ==, ENT_IMPORT_MAX_CANDIDATES);
      g_assert_cmpstr (g_ptr_array_index (titles, 0), ==, "Person 0");
    }
  g_assert_cmpuint (ent_import_points_test_get_n_read (points), <, N * 2 * ENT_IMPORT_MAX_CANDIDATES);

  /* Who came later is not looked at, nor who is called otherwise now. */
  add_people (store, N, 10);
  before = ent_import_points_test_get_n_read (points);
  look_up (store, &look, "Person 2000", 2);
  g_assert_cmpuint (titles->len, ==, 0);
  g_assert_cmpuint (ent_import_points_test_get_n_read (points), ==, before);
  renamed = find_record (store, "contact", "\"Person 7\"");
  record_set (store, "contact", ent_record_get_id (renamed), "name", "Somebody");
  look_up (store, &look, "Person 7", 2);
  g_assert_cmpuint (titles->len, ==, 0);
}

/* Rows with the number of those who came with this import cost nothing for them. */
static void
test_newcomers (void)
{
  g_autoptr (EntStore) store = book_new ();
  g_autoptr (EntImportPoints) points = ent_import_points_new ();
  g_autoptr (GPtrArray) titles = g_ptr_array_new_with_free_func (g_free);
  Look look = { .points = points, .titles = titles };
  guint64 before;

  add_people (store, 0, 3);
  look_up (store, &look, NULL, ENT_IMPORT_MAX_CANDIDATES);
  g_assert_cmpuint (titles->len, ==, 3);
  add_people (store, 3, N);
  before = ent_import_points_test_get_n_read (points);
  look_up (store, &look, NULL, ENT_IMPORT_MAX_CANDIDATES);
  g_assert_cmpuint (titles->len, ==, 3);
  g_assert_cmpuint (ent_import_points_test_get_n_read (points), ==, before + 3);
}

/* ---- one record with much ---- */

static void
append_addresses (GString *card, guint first, guint n)
{
  for (guint i = first; i < first + n; i++)
    g_string_append_printf (card,
                            "ADR;TYPE=work:;;%u Quay  Street;Harbour;;%05u;France\r\n"
                            "TEL;TYPE=work:+33 1 40 00 %02u %02u\r\nEMAIL:person%u@example.org\r\n",
                            i, i, i / 100 % 100, i % 100, i);
}

static void
test_large_card (void)
{
  const guint n = 2000;
  g_autoptr (EntStore) store = book_new ();
  g_autoptr (GString) card = g_string_new ("BEGIN:VCARD\r\nVERSION:3.0\r\nUID:large@example.org\r\nFN:Ada\r\n");
  g_autoptr (GString) changed = NULL;
  g_autoptr (EntImportResult) first = NULL;
  g_autoptr (EntImportResult) second = NULL;
  g_autoptr (EntRecord) record = NULL;

  append_addresses (card, 0, n);
  changed = g_string_new (card->str);
  append_addresses (changed, n, 1);
  g_string_append (card, "END:VCARD\r\n");
  g_string_append (changed, "END:VCARD\r\n");
  first = import_text (store, "one.vcf", card->str);
  second = import_text (store, "two.vcf", changed->str);
  assert_counts (first, 1, 0, 0, 0);
  assert_counts (second, 0, 1, 0, 0);
  record = find_record (store, "contact", "ada");
  g_assert_cmpuint (ent_record_get_elements (record, field_get ("contact", "addresses"))->len, ==, n + 1);
  g_assert_cmpuint (ent_record_get_elements (record, field_get ("contact", "contact-points"))->len, ==, 2 * (n + 1));
}

/* What is the same address or number, though it is written otherwise. */
static void
test_same_elements (void)
{
  g_autoptr (EntStore) store = book_new ();
  g_autoptr (EntImportResult) first = import_text (
      store, "one.vcf",
      "BEGIN:VCARD\r\nVERSION:3.0\r\nUID:a\r\nFN:Ada\r\nTEL;TYPE=work:+33 6 39 98 12 34\r\n"
      "EMAIL;TYPE=home:Ada@Example.org\r\nADR;TYPE=work:;;1 Quay  Street;Harbour;;12345;France\r\nEND:VCARD\r\n");
  g_autoptr (EntImportResult) second = import_text (
      store, "two.vcf",
      "BEGIN:VCARD\r\nVERSION:3.0\r\nUID:a\r\nFN:Ada\r\nTEL;TYPE=cell:+33639981234\r\n"
      "EMAIL;TYPE=work:Ada@example.org\r\nADR;TYPE=home:;;1 Quay Street ;Harbour;;12345;France\r\nEND:VCARD\r\n");
  g_autoptr (EntImportResult) third =
      import_text (store, "three.vcf",
                   "BEGIN:VCARD\r\nVERSION:3.0\r\nUID:a\r\nFN:Ada\r\nTEL:+33639981234;ext=7\r\n"
                   "ADR:;;1 Quay Street;Harbour;;12346;France\r\nEND:VCARD\r\n");
  g_autoptr (EntRecord) record = find_record (store, "contact", "ada");

  assert_counts (first, 1, 0, 0, 0);
  assert_counts (second, 0, 0, 1, 0);
  assert_counts (third, 0, 1, 0, 0);
  g_assert_cmpuint (ent_record_get_elements (record, field_get ("contact", "addresses"))->len, ==, 2);
  g_assert_cmpuint (ent_record_get_elements (record, field_get ("contact", "contact-points"))->len, ==, 3);
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/import-shared/files/phone", "phone", test_files);
  g_test_add_data_func ("/import-shared/files/web", "web", test_files);
  g_test_add_func ("/import-shared/namesakes", test_namesakes);
  g_test_add_func ("/import-shared/differs", test_differs);
  g_test_add_func ("/import-shared/book", test_book);
  g_test_add_func ("/import-shared/newcomers", test_newcomers);
  g_test_add_func ("/import-shared/large-card", test_large_card);
  g_test_add_func ("/import-shared/same-elements", test_same_elements);
  status = g_test_run ();
  import_fixture_clean ();
  return status;
}
