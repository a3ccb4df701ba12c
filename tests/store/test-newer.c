/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "ent-body-private.h"
#include "ent-exchange-private.h"
#include "ent-maintenance.h"
#include "ent-wire-private.h"
#include "record-fixture.h"

/* Fields that only a newer version knows are kept, whatever is done to the record meanwhile. */

#define NEWER_FIELD 9901

static char *
dump (EntStore *store)
{
  g_autoptr (GOutputStream) stream = g_memory_output_stream_new_resizable ();
  g_autoptr (GError) error = NULL;

  ent_store_dump_sync (store, stream, NULL, &error);
  g_assert_no_error (error);
  g_output_stream_write_all (stream, "", 1, NULL, NULL, NULL);
  g_output_stream_close (stream, NULL, NULL);
  return g_memory_output_stream_steal_data (G_MEMORY_OUTPUT_STREAM (stream));
}

/* A group of a newer version that sets its field of a contact. */
static void
apply_newer (EntStore *store, const EntId *contact, const char *text)
{
  EntFieldKey key = { .number = NEWER_FIELD };
  g_auto (EntValue) value = ENT_VALUE_INIT;
  g_auto (EntBodyWriter) writer = { 0 };
  g_auto (EntBytes) body = ENT_BYTES_INIT;
  g_auto (EntBytes) bytes = ENT_BYTES_INIT;
  EntWireChange change = { .kind = ent_kind_from_key ("contact")->number, .id = *contact };
  EntWireGroup group = { .origin = 42, .oseq = 1, .hlc = (guint64) 1000 << 16, .changes = &change, .n_changes = 1 };
  g_autoptr (GBytes) wire = NULL;
  g_autoptr (GError) error = NULL;

  ent_value_set_text (&value, text);
  ent_body_writer_begin (&writer, group.origin, 0);
  ent_body_writer_set (&writer, &key, NULL, 0, &value);
  ent_body_writer_end_for (&writer, contact, &body);
  change.body = body.data;
  change.body_size = body.len;
  ent_wire_group_encode (&group, &bytes);
  wire = g_bytes_new (bytes.data, bytes.len);
  ent_store_apply_group (store, wire, &error);
  g_assert_no_error (error);
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
  merged = dump (store);
  g_assert_nonnull (strstr (merged, "\"for later\""));
  record_unmerge (store, "contact", &a);
  apart = dump (store);
  g_assert_nonnull (strstr (apart, "\"for later\""));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/newer/merge-and-unmerge", test_merge_and_unmerge);
  return g_test_run ();
}
