/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "book-oracle.h"
#include "ent-body-private.h"
#include "ent-exchange-private.h"
#include "ent-wire-private.h"
#include "record-fixture.h"

/* Groups that are named like one that is here, and say something else: never passed over in silence, and never in the
 * place of what is here. */

/* Names a contact; without a text, as it is after its erasure. */
static GBytes *
make_group (guint64 oseq, guint64 milliseconds, guint kind, const EntId *id, const char *text)
{
  EntFieldKey key = { .number = kind == ent_kind_from_key ("contact")->number
                                    ? field_get ("contact", "nickname")->number
                                    : 1 };
  g_auto (EntValue) value = ENT_VALUE_INIT;
  g_auto (EntBodyWriter) writer = { 0 };
  g_auto (EntBytes) body = ENT_BYTES_INIT;
  g_auto (EntBytes) bytes = ENT_BYTES_INIT;
  EntWireChange change = { .kind = kind, .id = *id, .prev = oseq - 1 };
  EntWireGroup group = { .origin = 42, .oseq = oseq, .hlc = milliseconds << 16, .changes = &change, .n_changes = 1 };

  if (text != NULL)
    {
      ent_value_set_text (&value, text);
      ent_body_writer_begin (&writer, group.origin, 0);
      ent_body_writer_set (&writer, &key, NULL, 0, &value);
      ent_body_writer_end_for (&writer, id, &body);
    }
  change.body = body.data;
  change.body_size = body.len;
  ent_wire_group_encode (&group, &bytes);
  return g_bytes_new (bytes.data, bytes.len);
}

static void
assert_contradicts (EntStore *store, guint64 oseq, guint64 milliseconds, guint kind, const EntId *id, const char *text)
{
  g_autoptr (GBytes) group = make_group (oseq, milliseconds, kind, id, text);
  g_autoptr (GError) error = NULL;
  g_autofree char *before = book_dup_dump (store);
  g_autofree char *after = NULL;

  g_assert_false (ent_store_apply_group (store, group, &error));
  g_assert_error (error, ENT_ERROR, ENT_ERROR_CORRUPT);
  g_assert_nonnull (strstr (error->message, "000000000000002a/1"));
  after = book_dup_dump (store);
  g_assert_cmpstr (before, ==, after);
}

static void
apply (EntStore *store, GBytes *group)
{
  g_autoptr (GError) error = NULL;

  ent_store_apply_group (store, group, &error);
  g_assert_no_error (error);
  g_bytes_unref (group);
}

static void
try_kind (EntStore *store, guint kind, const EntId *id)
{
  apply (store, make_group (1, 1000, kind, id, "Nana"));
  apply (store, make_group (1, 1000, kind, id, "Nana"));
  assert_contradicts (store, 1, 1000, kind, id, "Nina");
  assert_contradicts (store, 1, 1000, kind, id, "Anna-Nina");
  assert_contradicts (store, 1, 1001, kind, id, "Nana");
  /* What an erasure elsewhere has emptied is the same; it says nothing else. */
  apply (store, make_group (1, 1000, kind, id, NULL));
  apply (store, make_group (2, 1002, kind, id, "Annette"));
}

static void
test_contact (void)
{
  g_autoptr (EntStore) store = book_new ();
  EntId id = record_add (store, "contact", "name", "Jeanne Martin", NULL);

  try_kind (store, ent_kind_from_key ("contact")->number, &id);
  assert_text (store, "contact", &id, "nickname", "Annette");
}

static void
test_unknown_kind (void)
{
  g_autoptr (EntStore) store = book_new ();
  EntId id;

  ent_id_for_key (&id, 250, "stranger");
  try_kind (store, 250, &id);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/contradiction/contact", test_contact);
  g_test_add_func ("/contradiction/unknown-kind", test_unknown_kind);
  return g_test_run ();
}
