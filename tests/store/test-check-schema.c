/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "book-fixture.h"
#include "book-oracle.h"
#include "check-book.h"

#include "ent-maintenance.h"
#include "ent-store-private.h"

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

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/check-schema/", cases[i].name, NULL);

      g_test_add_data_func (path, &cases[i], test_case);
    }
  g_test_add_func ("/check-schema/log-missing", test_log_missing);
  return g_test_run ();
}
