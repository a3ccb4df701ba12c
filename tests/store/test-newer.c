/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "book-oracle.h"
#include "ent-body-private.h"
#include "ent-exchange-private.h"
#include "ent-kind-private.h"
#include "ent-maintenance.h"
#include "ent-store-private.h"
#include "ent-upkeep-private.h"
#include "ent-wire-private.h"
#include "record-fixture.h"

/* Fields and kinds that only a newer version knows are kept, whatever is done to the record meanwhile, but its erasure.
 */

#define NEWER_FIELD 9901
#define NEWER_KIND 250

/* A group of one change, whose body is as it was ended: NULL for one that was emptied. */
static GBytes *
make_group (guint64 origin, guint64 oseq, guint kind, const EntId *id, EntBodyWriter *writer)
{
  g_auto (EntBytes) body = ENT_BYTES_INIT;
  g_auto (EntBytes) bytes = ENT_BYTES_INIT;
  EntWireChange change = { .kind = kind, .id = *id, .prev = oseq - 1 };
  EntWireGroup group = {
    .origin = origin, .oseq = oseq, .hlc = (guint64) (1000 + oseq) << 16, .changes = &change, .n_changes = 1
  };

  if (writer != NULL)
    ent_body_writer_end_for (writer, id, &body);
  change.body = body.data;
  change.body_size = body.len;
  ent_wire_group_encode (&group, &bytes);
  return g_bytes_new (bytes.data, bytes.len);
}

static GBytes *
make_setting (guint64 origin, guint64 oseq, guint kind, const EntId *id, guint field, const char *text)
{
  EntFieldKey key = { .number = field };
  g_auto (EntValue) value = ENT_VALUE_INIT;
  g_auto (EntBodyWriter) writer = { 0 };

  ent_value_set_text (&value, text);
  ent_body_writer_begin (&writer, origin, 0);
  ent_body_writer_set (&writer, &key, NULL, 0, &value);
  return make_group (origin, oseq, kind, id, &writer);
}

static GBytes *
make_erasing (guint64 origin, guint64 oseq, guint kind, const EntId *id)
{
  g_auto (EntBodyWriter) writer = { 0 };
  EntOp op = { .code = ENT_OP_ERASE };

  ent_body_writer_begin (&writer, origin, 0);
  ent_body_writer_put (&writer, &op);
  return make_group (origin, oseq, kind, id, &writer);
}

static void
apply (EntStore *store, GBytes *group)
{
  g_autoptr (GError) error = NULL;

  ent_store_apply_group (store, group, &error);
  g_assert_no_error (error);
  g_bytes_unref (group);
}

/* A group of a newer version that sets its field of a contact. */
static void
apply_newer (EntStore *store, const EntId *contact, const char *text)
{
  apply (store, make_setting (42, 1, ent_kind_from_key ("contact")->number, contact, NEWER_FIELD, text));
}

static void
assert_clean (EntStore *store)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) findings = ent_store_check_sync (store, FALSE, NULL, NULL, NULL, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < findings->len; i++)
    g_test_message ("%s", ((EntFinding *) g_ptr_array_index (findings, i))->message);
  g_assert_cmpuint (findings->len, ==, 0);
}

/* Nowhere in the file. */
static void
assert_forgotten (EntStore *store, const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) image = ent_store_test_serialize (store, &error);
  gsize size;
  const char *data = g_bytes_get_data (image, &size);

  g_assert_no_error (error);
  g_assert_null (memmem (data, size, text, strlen (text)));
}

static void
test_merge_and_unmerge (void)
{
  g_autoptr (EntStore) store = book_new ();
  EntId a = record_add (store, "contact", "name", "Jeanne Martin", NULL);
  EntId b = record_add (store, "contact", "name", "J. Martin", NULL);
  g_autofree char *merged = NULL;
  g_autofree char *apart = NULL;

  apply_newer (store, &a, "for later");
  record_merge (store, "contact", &a, &b);
  merged = book_dup_dump (store);
  g_assert_nonnull (strstr (merged, "\"for later\""));
  record_unmerge (store, "contact", &a);
  apart = book_dup_dump (store);
  g_assert_nonnull (strstr (apart, "\"for later\""));
}

/* A record of a kind that only a newer version knows is erased like any other, before any upgrade. */
static void
test_erase_unknown_kind (void)
{
  g_autoptr (EntStore) store = book_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) image = ent_store_test_serialize (store, &error);
  g_autoptr (EntStore) other = ent_store_test_deserialize (image, &error);
  g_autoptr (GBytes) emptied = NULL;
  g_autoptr (GPtrArray) groups = NULL;
  g_autofree char *here = NULL;
  g_autofree char *there = NULL;
  EntId id, kept;

  ent_id_for_key (&id, NEWER_KIND, "stranger");
  ent_id_for_key (&kept, NEWER_KIND, "kept");
  apply (store, make_setting (42, 1, NEWER_KIND, &id, 1, "a secret that goes"));
  apply (store, make_erasing (43, 1, NEWER_KIND, &id));
  assert_forgotten (store, "a secret that goes");
  apply (store, make_setting (42, 2, NEWER_KIND, &id, 2, "a secret that comes late"));
  assert_forgotten (store, "a secret that comes late");
  apply (store, make_erasing (44, 1, NEWER_KIND, &id));
  apply (store, make_setting (42, 3, NEWER_KIND, &kept, 1, "what stays"));
  assert_clean (store);

  /* What was emptied goes in with its erasure only. */
  emptied = make_group (42, 1, NEWER_KIND, &id, NULL);
  g_assert_false (ent_store_apply_group (other, emptied, &error));
  g_assert_error (error, ENT_ERROR, ENT_ERROR_ERASED);
  g_clear_error (&error);
  groups = ent_store_export_groups (store, NULL, 0, &error);
  g_assert_no_error (error);
  ent_store_apply_groups (other, groups, NULL, &error);
  g_assert_no_error (error);
  here = book_dup_dump (store);
  there = book_dup_dump (other);
  g_assert_cmpstr (here, ==, there);
  g_assert_nonnull (strstr (here, "{\"erased\":\"#250\""));
  assert_clean (other);
}

/* The erasure arrives after the upgrade, before what was kept of the record had its turn. */
static void
test_erase_before_lift (void)
{
  g_autoptr (EntStore) store = book_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  const EntKind *product = ent_kind_from_key ("product");
  EntId id;

  ent_id_for_key (&id, product->number, "engine");
  ent_kind_test_hide (product->number, 0);
  apply (store,
         make_setting (42, 1, product->number, &id, ent_kind_get_field (product, "name")->number, "a secret engine"));
  ent_kind_test_hide (0, 0);
  apply (store, make_erasing (43, 1, product->number, &id));
  assert_forgotten (store, "a secret engine");
  ent_upkeep_run_sync (store, NULL, &error);
  g_assert_no_error (error);
  text = book_dup_dump (store);
  g_assert_null (strstr (text, "{\"kind\":\"product\""));
  g_assert_nonnull (strstr (text, "{\"erased\":\"product\""));
  assert_clean (store);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/newer/merge-and-unmerge", test_merge_and_unmerge);
  g_test_add_func ("/newer/erase-unknown-kind", test_erase_unknown_kind);
  g_test_add_func ("/newer/erase-before-lift", test_erase_before_lift);
  return g_test_run ();
}
