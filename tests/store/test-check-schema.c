/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "book-fixture.h"
#include "book-oracle.h"
#include "check-book.h"

#include "ent-maintenance.h"
#include "ent-store-private.h"
#include "scenario.h"

/*
 * A check names each table, index and trigger that is not as in a new book, and a rebuild mends all but the log, and
 * says so.
 */

static gboolean
run_cb (EntDb *db, gpointer data, GError **error)
{
  return ent_db_exec (db, data, error);
}

static void
run (EntStore *store, const char *sql)
{
  g_autoptr (GError) error = NULL;

  ent_store_with_writer (store, NULL, run_cb, (gpointer) sql, &error);
  g_assert_no_error (error);
}

static GPtrArray *
check (EntStore *store, gboolean rebuild)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *findings = ent_store_check_sync (store, rebuild, NULL, NULL, NULL, &error);

  g_assert_no_error (error);
  return findings;
}

static const EntFinding *
find (GPtrArray *findings, const char *name)
{
  for (guint i = 0; i < findings->len; i++)
    {
      const EntFinding *finding = g_ptr_array_index (findings, i);

      if (g_strcmp0 (finding->field, name) == 0)
        return finding;
    }
  return NULL;
}

typedef struct
{
  const char *name;
  const char *sql;
  const char *names[4];
  gboolean stays; /* nobody but its owner may remove it */
} Case;

static const Case cases[] = {
  { "index-dropped", "DROP INDEX change_g; DROP INDEX x_contact_hidden", { "change_g", "x_contact_hidden" } },
  { "index-altered", "DROP INDEX link_canon; CREATE INDEX link_canon ON link (kind)", { "link_canon" } },
  { "index-added", "CREATE INDEX theirs ON contact (rev)", { "theirs" } },
  { "trigger-added",
    "CREATE TRIGGER \"it's \"\"theirs\"\"\" AFTER UPDATE ON contact BEGIN DELETE FROM conflict; END",
    { "it's \"theirs\"" } },
  { "words-dropped", "DROP TABLE x_fts_contact; DROP TABLE x_text_account", { "x_fts_contact", "x_text_account" } },
  { "involved-dropped", "DROP TABLE x_involved", { "x_involved", "x_involved_item", "x_involved_open" } },
  { "unknown-dropped", "DROP TABLE unknown", { "unknown" } },
  { "links-dropped", "DROP TABLE link", { "link", "link_canon", "link_target" } },
  { "derived-altered",
    "DROP TABLE x_text_contact; CREATE TABLE x_text_contact (rid INTEGER PRIMARY KEY, a TEXT NOT NULL)",
    { "x_text_contact" } },
  { "column-dropped", "DROP INDEX x_contact_x_modified; ALTER TABLE contact DROP COLUMN x_phone", { "contact" } },
  { "derived-added", "CREATE TABLE x_theirs (a)", { "x_theirs" } },
  { "table-added", "CREATE TABLE theirs (a)", { "theirs" }, TRUE },
};

static void
test_case (gconstpointer data)
{
  const Case *given = data;
  g_autoptr (EntStore) store = check_book_new ();
  g_autoptr (GPtrArray) clean = check (store, FALSE);
  g_autoptr (GPtrArray) found = NULL;
  g_autoptr (GPtrArray) mended = NULL;
  g_autoptr (GPtrArray) after = NULL;
  g_autofree char *before = book_dup_dump (store);
  g_autofree char *dump = NULL;

  g_assert_cmpuint (clean->len, ==, 0);
  run (store, given->sql);
  found = check (store, FALSE);
  for (guint i = 0; given->names[i] != NULL; i++)
    {
      const EntFinding *finding = find (found, given->names[i]);

      g_assert_nonnull (finding);
      g_assert_false (finding->mended);
    }
  mended = check (store, TRUE);
  for (guint i = 0; given->names[i] != NULL; i++)
    {
      const EntFinding *finding = find (mended, given->names[i]);

      g_assert_nonnull (finding);
      g_assert_cmpint (finding->mended, ==, !given->stays);
    }
  after = check (store, FALSE);
  g_assert_cmpuint (after->len, ==, given->stays ? 1 : 0);
  dump = book_dup_dump (store);
  g_assert_cmpstr (dump, ==, before);
}

/* Without the log's tables there is nothing to make anew from. */
static void
test_log_missing (void)
{
  g_autoptr (EntStore) store = check_book_new ();
  g_autoptr (GPtrArray) found = NULL;
  g_autoptr (GPtrArray) rebuilt = NULL;

  run (store, "DROP TABLE erased");
  found = check (store, FALSE);
  g_assert_cmpuint (found->len, ==, 1);
  g_assert_nonnull (find (found, "erased"));
  rebuilt = check (store, TRUE);
  g_assert_cmpuint (rebuilt->len, ==, 1);
  g_assert_false (find (rebuilt, "erased")->mended);
}

/* ---- books that cannot be opened as usual ---- */

typedef struct
{
  const char *name;
  const char *sql;
  const char *tables[3];
} Gone;

static const Gone gone[] = {
  { "unknown", "DROP TABLE unknown", { "unknown" } },
  { "stray", "DROP TABLE stray", { "stray" } },
  { "collation", "DROP TABLE x_collation", { "x_collation" } },
  { "collation-stale", "DROP TABLE x_collation_stale", { "x_collation_stale" } },
  { "imports", "DROP TABLE l_import_row", { "l_import_row" } },
  { "several", "DROP TABLE unknown; DROP TABLE stray; DROP TABLE x_collation", { "unknown", "stray", "x_collation" } },
};

static void
damage (BookFixture *fixture, const char *sql)
{
  g_autoptr (EntStore) store = book_fixture_open (fixture, ENT_STORE_OPEN_FOR_CHECK);

  run (store, sql);
  ent_store_close (store);
}

static void
test_gone (BookFixture *fixture, gconstpointer data)
{
  const Gone *given = data;
  g_autoptr (EntStore) made = book_fixture_create (fixture);
  g_autofree char *before = NULL;
  g_autofree char *dump = NULL;

  for (guint i = 0; i < scenario_n_steps; i++)
    {
      g_autoptr (GError) error = NULL;

      scenario_run_step (made, i, &error);
      g_assert_no_error (error);
    }
  before = book_dup_dump (made);
  ent_store_close (made);
  damage (fixture, given->sql);
  {
    g_autoptr (EntStore) store = book_fixture_open (fixture, ENT_STORE_OPEN_FOR_CHECK);
    g_autoptr (GPtrArray) found = check (store, FALSE);
    g_autoptr (GPtrArray) mended = check (store, TRUE);

    for (guint i = 0; i < G_N_ELEMENTS (given->tables) && given->tables[i] != NULL; i++)
      {
        g_assert_nonnull (find (found, given->tables[i]));
        g_assert_false (find (found, given->tables[i])->mended);
        g_assert_nonnull (find (mended, given->tables[i]));
        g_assert_true (find (mended, given->tables[i])->mended);
      }
    ent_store_close (store);
  }
  {
    g_autoptr (EntStore) store = book_fixture_open (fixture, ENT_STORE_OPEN_DEFAULT);
    g_autoptr (GPtrArray) after = check (store, FALSE);

    g_assert_cmpuint (after->len, ==, 0);
    dump = book_dup_dump (store);
    g_assert_cmpstr (dump, ==, before);
  }
}

/* What came from a newer version has its numbers from there alone: another record would take them. */
static void
test_stray_needed (BookFixture *fixture, gconstpointer data)
{
  g_autoptr (EntStore) made = book_fixture_create (fixture);

  ent_store_close (made);
  damage (fixture, "INSERT INTO change (kind, rid, g, class, scope, prev, body) VALUES (9999, 1, 1, 0, 1, 0, x'00');"
                   "DROP TABLE stray");
  {
    g_autoptr (EntStore) store = book_fixture_open (fixture, ENT_STORE_OPEN_FOR_CHECK);
    g_autoptr (GPtrArray) rebuilt = check (store, TRUE);

    g_assert_nonnull (find (rebuilt, "stray"));
    g_assert_false (find (rebuilt, "stray")->mended);
    g_assert_nonnull (strstr (find (rebuilt, "stray")->message, "backup"));
  }
}

/* Which book it is cannot be made again. */
static void
test_nameless (BookFixture *fixture, gconstpointer data)
{
  static const EntStoreOpenFlags flags[] = { ENT_STORE_OPEN_DEFAULT, ENT_STORE_OPEN_READ_ONLY,
                                             ENT_STORE_OPEN_FOR_CHECK };
  static const char *const losses[] = { "DELETE FROM meta WHERE key = 'book'", "DROP TABLE meta" };
  g_autoptr (EntStore) made = book_fixture_create (fixture);

  for (guint k = 0; k < G_N_ELEMENTS (losses); k++)
    {
      /* The second one through the connection that is open: no other can be any more. */
      run (made, losses[k]);
      for (guint i = 0; i < G_N_ELEMENTS (flags); i++)
        {
          g_autoptr (GError) error = NULL;
          g_autoptr (EntStore) store = ent_store_open_sync (fixture->file, flags[i], NULL, NULL, &error);

          g_assert_null (store);
          g_assert_error (error, ENT_ERROR, ENT_ERROR_CORRUPT);
          g_assert_nonnull (strstr (error->message, "meta"));
          g_assert_nonnull (strstr (error->message, "backup"));
        }
    }
  ent_store_close (made);
}

int
main (int argc, char *argv[])
{
  book_fixture_init (&argc, &argv);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/check-schema/", cases[i].name, NULL);

      g_test_add_data_func (path, &cases[i], test_case);
    }
  g_test_add_func ("/check-schema/log-missing", test_log_missing);
  for (guint i = 0; i < G_N_ELEMENTS (gone); i++)
    {
      g_autofree char *path = g_strconcat ("/check-schema/gone/", gone[i].name, NULL);

      g_test_add (path, BookFixture, &gone[i], book_fixture_set_up, test_gone, book_fixture_tear_down);
    }
  BOOK_FIXTURE_ADD ("/check-schema/gone/stray-needed", test_stray_needed);
  BOOK_FIXTURE_ADD ("/check-schema/nameless", test_nameless);
  return g_test_run ();
}
