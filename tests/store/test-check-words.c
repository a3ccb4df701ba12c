/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "book-fixture.h"

#include "ent-kinds.h"
#include "ent-maintenance.h"
#include "ent-query.h"
#include "ent-store-private.h"

/*
 * A check names each record of which an index of words knows too little or too much. The words are so many that they
 * are compared in several parts.
 */

#define N_CONTACTS 8
#define N_WORDS 20000 /* each of its own, and common to all */
#define DAMAGED "5"

static EntStore *
make_book (void)
{
  EntStore *store = book_new_in_memory ();
  g_autoptr (EntChange) change = ent_change_new (store);
  g_autoptr (EntReceipt) receipt = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < N_CONTACTS; i++)
    {
      g_autofree char *name = g_strdup_printf ("Léa Person %u", i + 1);
      g_autoptr (GString) notes = g_string_new (i == 0 ? "Zoe " : NULL);
      EntId id;

      for (guint k = 0; k < N_WORDS; k++)
        g_string_append_printf (notes, "w%u-%u all%u ", i + 1, k, k);
      ent_id_for_key (&id, ent_kind_contact.number, name);
      ent_change_add (change, &ent_kind_contact, &id);
      ent_change_set_text (change, &ent_kind_contact, &id, ENT_CONTACT_NAME, name);
      ent_change_set_text (change, &ent_kind_contact, &id, ENT_CONTACT_NOTES, notes->str);
    }
  receipt = ent_store_commit_sync (store, change, NULL, &error);
  g_assert_no_error (error);
  return store;
}

/* How many of the findings name the damaged record and the index. */
static guint
count_findings (EntStore *store, const char *index)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) findings = ent_store_check_sync (store, FALSE, NULL, NULL, NULL, &error);
  EntId id;
  guint n = 0;

  g_assert_no_error (error);
  ent_id_for_key (&id, ent_kind_contact.number, "Léa Person " DAMAGED);
  for (guint i = 0; i < findings->len; i++)
    {
      const EntFinding *finding = g_ptr_array_index (findings, i);
      gboolean is_record = finding->kind == &ent_kind_contact && ent_id_equal (&finding->id, &id);

      /* The index as a whole may be said not to fit; no other record may be named. */
      g_assert_cmpstr (finding->field, ==, index);
      g_assert_true (is_record || ent_id_is_null (&finding->id));
      n += is_record;
    }
  return n;
}

typedef struct
{
  const char *name;
  const char *index;
  const char *sql;
} Case;

#define ROW "(SELECT rid FROM contact WHERE name = 'Léa Person " DAMAGED "')"

static const Case cases[] = {
  { "word-missing", "x_fts_contact",
    "INSERT INTO x_fts_contact (x_fts_contact, rowid, a, b) VALUES ('delete', " ROW ", '', 'all19999')" },
  { "word-added", "x_fts_contact", "INSERT INTO x_fts_contact (rowid, a, b) VALUES (" ROW ", '', 'w2')" },
  { "beginning-added", "x_fts_contact", "INSERT INTO x_fts_contact (rowid, a, b) VALUES (" ROW ", 'zoltan', '')" },
  { "trigram-missing", "x_tri_contact",
    "INSERT INTO x_tri_contact (x_tri_contact, rowid, a) VALUES ('delete', " ROW ", 'lea')" },
  { "trigram-added", "x_tri_contact",
    "INSERT INTO x_tri_contact (rowid, a) SELECT " ROW ", substr (a, -4) FROM x_text_contact WHERE rid <> " ROW },
};

static void
test_case (gconstpointer data)
{
  const Case *given = data;
  g_autoptr (EntStore) store = make_book ();

  g_assert_cmpuint (count_findings (store, ""), ==, 0);
  book_exec (store, given->sql);
  g_assert_cmpuint (count_findings (store, given->index), ==, 1);
}

/* A connection that searched before another one wrote has a picture of the index that is out of date, not a damaged
 * one.
 */
static void
test_written_since (BookFixture *fixture, gconstpointer data)
{
  g_autoptr (EntStore) store = book_fixture_create (fixture);
  g_autoptr (GError) error = NULL;
  g_autoptr (EntQuery) query = ent_query_new_from_text (store, &ent_kind_contact, "Zoe", NULL, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (EntChange) change = ent_change_new (store);
      g_autoptr (EntReceipt) receipt = NULL;
      g_autoptr (GPtrArray) findings = NULL;
      EntId id = { 0 };

      g_assert_cmpint (ent_store_count_sync (store, query, NULL, &error), ==, i);
      ent_change_add (change, &ent_kind_contact, &id);
      ent_change_set_text (change, &ent_kind_contact, &id, ENT_CONTACT_NAME, "Zoe Martin");
      receipt = ent_store_commit_sync (store, change, NULL, &error);
      g_assert_no_error (error);
      findings = ent_store_check_sync (store, i == 2, NULL, NULL, NULL, &error);
      g_assert_no_error (error);
      for (guint k = 0; k < findings->len; k++)
        g_test_message ("%s", ((const EntFinding *) g_ptr_array_index (findings, k))->message);
      g_assert_cmpuint (findings->len, ==, 0);
    }
}

int
main (int argc, char *argv[])
{
  book_fixture_init (&argc, &argv);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/check-words/", cases[i].name, NULL);

      g_test_add_data_func (path, &cases[i], test_case);
    }
  BOOK_FIXTURE_ADD ("/check-words/written-since", test_written_since);
  return g_test_run ();
}
