/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "book-fixture.h"
#include "check-book.h"

#include "ent-collation-private.h"
#include "ent-kind-private.h"
#include "ent-kinds.h"
#include "ent-maintenance.h"
#include "ent-query.h"
#include "ent-row.h"
#include "ent-upkeep-private.h"

/* What an upgrade or a setting leaves over many records is done behind, and on from where it was. */

static void
assert_clean (EntStore *store)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) findings = ent_store_check_sync (store, FALSE, NULL, NULL, NULL, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < findings->len; i++)
    {
      const EntFinding *finding = g_ptr_array_index (findings, i);

      g_test_message ("%s %s: %s", finding->kind != NULL ? finding->kind->key : "", finding->field, finding->message);
    }
  g_assert_cmpuint (findings->len, ==, 0);
}

static void
add_contact (EntStore *store, const char *name, const EntField *field, const char *text)
{
  g_autoptr (EntChange) change = ent_change_new (store);
  g_autoptr (EntReceipt) receipt = NULL;
  g_autoptr (GError) error = NULL;
  EntId id;

  ent_id_for_key (&id, ent_kind_contact.number, name);
  ent_change_add (change, &ent_kind_contact, &id);
  ent_change_set_text (change, &ent_kind_contact, &id, ENT_CONTACT_NAME, name);
  if (field != NULL)
    ent_change_set_text (change, &ent_kind_contact, &id, field, text);
  receipt = ent_store_commit_sync (store, change, NULL, &error);
  g_assert_no_error (error);
}

/* Waits for what runs behind. */
static void
wait_for (EntStore *store, const char *sql, gint64 expected)
{
  for (guint i = 0; i < 1000 && book_get_integer (store, sql) != expected; i++)
    g_usleep (10000);
  g_assert_cmpint (book_get_integer (store, sql), ==, expected);
}

static void
test_lift_field (BookFixture *fixture, gconstpointer data)
{
  g_autoptr (EntStore) store = book_fixture_create (fixture);
  g_autoptr (EntStore) upgraded = NULL;
  g_autofree char *shown = NULL;
  EntId id;

  add_contact (store, "Jeanne", NULL, NULL);
  ent_id_for_key (&id, ent_kind_contact.number, "Jeanne");
  ent_kind_test_hide (ent_kind_contact.number, ENT_CONTACT_NICKNAME->number);
  check_book_apply (store, 42, 1, 0, ent_kind_contact.number, &id, ENT_CONTACT_NICKNAME->number, "Jeannot");
  g_assert_cmpint (book_get_integer (store, "SELECT count (*) FROM unknown"), ==, 1);
  assert_clean (store);
  ent_store_close (store);

  ent_kind_test_hide (0, 0);
  upgraded = book_fixture_open (fixture, ENT_STORE_OPEN_DEFAULT);
  wait_for (upgraded, "SELECT count (*) FROM unknown", 0);
  shown = book_dup_text (upgraded, "SELECT nickname FROM contact WHERE name = 'Jeanne'");
  g_assert_cmpstr (shown, ==, "Jeannot");
  assert_clean (upgraded);
  ent_store_close (upgraded);
}

static void
test_lift_kind (BookFixture *fixture, gconstpointer data)
{
  g_autoptr (EntStore) store = book_fixture_create (fixture);
  g_autoptr (EntStore) upgraded = NULL;
  EntId early, late;

  ent_id_for_key (&early, ent_kind_product.number, "early");
  ent_id_for_key (&late, ent_kind_product.number, "late");
  ent_kind_test_hide (ent_kind_product.number, 0);
  check_book_apply (store, 42, 1, 0, ent_kind_product.number, &early, ENT_PRODUCT_NAME->number, "Engine");
  check_book_apply (store, 42, 2, 1, ent_kind_product.number, &late, ENT_PRODUCT_NAME->number, "Loom");
  g_assert_cmpint (book_get_integer (store, "SELECT count (*) FROM stray"), ==, 2);
  ent_kind_test_hide (0, 0);
  /* Something more of one of them, before it was lifted. */
  check_book_apply (store, 42, 3, 2, ent_kind_product.number, &late,
                    ent_kind_get_field (&ent_kind_product, "description")->number, "For cards");
  ent_store_close (store);

  upgraded = book_fixture_open (fixture, ENT_STORE_OPEN_DEFAULT);
  wait_for (upgraded, "SELECT count (*) FROM stray", 0);
  g_assert_cmpint (book_get_integer (upgraded,
                                     "SELECT count (*) FROM product WHERE name IN ('Engine', 'Loom') AND hidden = 0"),
                   ==, 2);
  g_assert_cmpint (book_get_integer (upgraded,
                                     "SELECT count (*) FROM product WHERE name = 'Loom' AND description = 'For cards'"),
                   ==, 1);
  assert_clean (upgraded);
  ent_store_close (upgraded);
}

#define MANY 700

static void
test_sortable_later (BookFixture *fixture, gconstpointer data)
{
  g_autoptr (EntStore) store = book_fixture_create (fixture);
  g_autoptr (EntChange) define = ent_change_new (store);
  g_autoptr (EntChange) sort = ent_change_new (store);
  g_autoptr (EntReceipt) defined = NULL;
  g_autoptr (EntReceipt) sorted = NULL;
  g_autoptr (GError) error = NULL;
  EntId id = { 0 };

  ent_change_add (define, &ent_kind_custom_field, &id);
  ent_change_set_text (define, &ent_kind_custom_field, &id, ENT_CUSTOM_FIELD_LABEL, "Place");
  ent_change_set_text (define, &ent_kind_custom_field, &id, ENT_CUSTOM_FIELD_KEY, "place");
  ent_change_set_text (define, &ent_kind_custom_field, &id, ENT_CUSTOM_FIELD_APPLIES_TO, "contact");
  ent_change_set_text (define, &ent_kind_custom_field, &id, ENT_CUSTOM_FIELD_TYPE, "text");
  defined = ent_store_commit_sync (store, define, NULL, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < MANY; i++)
    {
      g_autofree char *name = g_strdup_printf ("Person %03u", i);

      add_contact (store, name, i % 2 == 0 ? ent_store_get_field (store, &ent_kind_contact, "place") : NULL, name);
    }
  g_assert_cmpint (book_get_integer (store, "SELECT count (*) FROM x_custom_key"), ==, 0);

  ent_change_set_text (sort, &ent_kind_custom_field, &id, ent_kind_get_field (&ent_kind_custom_field, "sortable"),
                       "yes");
  sorted = ent_store_commit_sync (store, sort, NULL, &error);
  g_assert_no_error (error);
  wait_for (store, "SELECT count (*) FROM x_custom_pass", 0);
  g_assert_cmpint (book_get_integer (store, "SELECT count (*) FROM x_custom_key"), ==, MANY / 2);
  assert_clean (store);
  ent_store_close (store);
}

static char *
dup_order (EntStore *store)
{
  g_autoptr (EntQuery) all = ent_query_new (&ent_kind_contact);
  g_autoptr (EntQuery) query = ent_query_with_sort (all, ENT_CONTACT_NAME, FALSE);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows = ent_store_query_sync (store, query, 0, 0, NULL, &error);
  GString *titles = g_string_new (NULL);

  g_assert_no_error (error);
  for (guint i = 0; i < rows->len; i++)
    g_string_append_printf (titles, "%s\n", ent_row_get_title (g_ptr_array_index (rows, i)));
  return g_string_free (titles, FALSE);
}

static void
test_collation (BookFixture *fixture, gconstpointer data)
{
  g_autoptr (EntStore) store = NULL;
  g_autoptr (EntStore) newer = NULL;
  g_autoptr (EntStore) older = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autoptr (GError) error = NULL;

  ent_collation_test_set_version (5);
  store = book_fixture_create (fixture);
  for (guint i = 0; i < MANY; i++)
    {
      g_autofree char *name = g_strdup_printf ("%c Person %03u", 'a' + (int) (i * 7 % 26), i);

      add_contact (store, name, NULL, NULL);
    }
  before = dup_order (store);
  ent_store_close (store);

  /* One step of it is done, lists go on with the old keys, and what is written is in both. */
  ent_collation_test_set_version (9);
  newer = book_fixture_open (fixture, ENT_STORE_OPEN_DEFAULT);
  add_contact (newer, "zz Late", NULL, NULL);
  wait_for (newer, "SELECT version FROM x_collation", 9);
  g_assert_cmpint (book_get_integer (newer, "SELECT current FROM x_collation"), ==, 1);
  g_assert_cmpint (
      book_get_integer (newer,
                        "SELECT count (*) FROM contact WHERE hidden = 0 AND substr (x_key2_name, 1, 1) IS NOT x'09'"),
      ==, 0);
  g_assert_cmpint (book_get_integer (newer, "SELECT count (*) FROM sqlite_schema WHERE name = 'x_contact_x_key_name'"),
                   ==, 0);
  after = dup_order (newer);
  g_assert_true (g_str_has_prefix (after, before));
  assert_clean (newer);
  ent_store_close (newer);

  /* An older one leaves them, and notes what it writes for the newest. */
  ent_collation_test_set_version (5);
  older = book_fixture_open (fixture, ENT_STORE_OPEN_DEFAULT);
  add_contact (older, "zzz Older", NULL, NULL);
  ent_upkeep_run_sync (older, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (book_get_integer (older, "SELECT version FROM x_collation"), ==, 9);
  g_assert_cmpint (book_get_integer (older, "SELECT count (*) FROM x_collation_stale WHERE kind = 2"), ==, 1);
  assert_clean (older);
  ent_store_close (older);
  g_clear_object (&newer);

  ent_collation_test_set_version (9);
  newer = book_fixture_open (fixture, ENT_STORE_OPEN_DEFAULT);
  wait_for (newer, "SELECT count (*) FROM x_collation_stale", 0);
  g_assert_cmpint (
      book_get_integer (newer,
                        "SELECT count (*) FROM contact WHERE hidden = 0 AND substr (x_key2_name, 1, 1) IS NOT x'09'"),
      ==, 0);
  assert_clean (newer);
  ent_store_close (newer);

  ent_collation_test_set_version (0);
}

int
main (int argc, char **argv)
{
  book_fixture_use_memory ();
  book_fixture_init (&argc, &argv);
  BOOK_FIXTURE_ADD ("/upkeep/lift-field", test_lift_field);
  BOOK_FIXTURE_ADD ("/upkeep/lift-kind", test_lift_kind);
  BOOK_FIXTURE_ADD ("/upkeep/sortable-later", test_sortable_later);
  BOOK_FIXTURE_ADD ("/upkeep/collation", test_collation);
  return g_test_run ();
}
