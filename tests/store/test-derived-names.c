/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "ent-exchange-private.h"
#include "ent-maintenance.h"
#include "ent-store-private.h"
#include "record-fixture.h"

/* The account's name on those who work there follows whatever becomes of the account. */

static void
assert_sound (EntStore *store)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) findings = ent_store_check_sync (store, FALSE, NULL, NULL, NULL, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < findings->len; i++)
    g_test_message ("%s", ((EntFinding *) g_ptr_array_index (findings, i))->message);
  g_assert_cmpuint (findings->len, ==, 0);
}

static void
test_erased (void)
{
  g_autoptr (EntStore) store = book_new ();
  EntId account = record_add (store, "account", "name", "Chaises SA", NULL);
  EntId deal = record_add (store, "opportunity", "name", "Ten chairs", NULL);
  g_autoptr (EntChange) change = ent_change_new (store);

  record_set_reference (store, "opportunity", &deal, "account", &account);
  ent_change_erase (change, ent_kind_from_key ("account"), &account);
  record_commit (store, change);
  assert_sound (store);
}

/* Not in any table, not in the indexes of words: nowhere in the file. */
static void
test_no_word_left (void)
{
  g_autoptr (EntStore) store = book_new ();
  EntId account = record_add (store, "account", "name", "Zygomorphe SA", NULL);
  EntId deal = record_add (store, "opportunity", "name", "Ten chairs", NULL);
  g_autoptr (EntChange) change = ent_change_new (store);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) before = NULL;
  g_autoptr (GBytes) after = NULL;

  record_set_reference (store, "opportunity", &deal, "account", &account);
  record_set (store, "account", &account, "name", "Zygomorphe et fils");
  before = ent_store_test_serialize (store, &error);
  g_assert_no_error (error);
  g_assert_nonnull (memmem (g_bytes_get_data (before, NULL), g_bytes_get_size (before), "ygomorphe", 9));
  ent_change_erase (change, ent_kind_from_key ("account"), &account);
  record_commit (store, change);
  after = ent_store_test_serialize (store, &error);
  g_assert_no_error (error);
  g_assert_null (memmem (g_bytes_get_data (after, NULL), g_bytes_get_size (after), "ygomorphe", 9));
}

/* The one that shows both comes after it was said that they are one. */
static void
test_survivor_comes_late (void)
{
  g_autoptr (EntStore) store = book_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) template = ent_store_test_serialize (store, &error);
  g_autoptr (EntStore) other = ent_store_test_deserialize (template, &error);
  EntId first = record_add (store, "account", "name", "Chaises SA", NULL);
  EntId second = record_add (store, "account", "name", "Chaises et fils", NULL);
  EntId deal = record_add (store, "opportunity", "name", "Ten chairs", NULL);
  g_autoptr (GArray) versions = ent_store_dup_versions (other, &error);
  g_autoptr (GPtrArray) groups = NULL;

  record_set_reference (store, "opportunity", &deal, "account", &second);
  record_merge (store, "account", &second, &first);
  groups = ent_store_export_groups (store, (const EntVersion *) versions->data, versions->len, &error);
  g_assert_no_error (error);
  for (guint i = groups->len; i > 0; i--)
    {
      /* Everything but the first, then the first. */
      ent_store_apply_group (other, g_ptr_array_index (groups, i == 1 ? 0 : groups->len - i + 1), &error);
      g_assert_no_error (error);
      assert_sound (other);
    }
  assert_reference (other, "opportunity", &deal, "account", &second);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/derived-names/erased", test_erased);
  g_test_add_func ("/derived-names/no-word-left", test_no_word_left);
  g_test_add_func ("/derived-names/survivor-comes-late", test_survivor_comes_late);
  return g_test_run ();
}
