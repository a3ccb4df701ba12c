/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "ent-clock-private.h"
#include "ent-exchange-private.h"
#include "ent-maintenance.h"
#include "ent-store-private.h"
#include "golden.h"
#include "record-fixture.h"

/* A small book that two devices have written, and its canonical dump. Time stands still but for steps, so that it does
 * not matter how often somebody looks at the clock; chance is a number that counts up. */

static guint minutes;
static guint64 drawn;

static gint64
now_cb (gpointer data)
{
  return G_GINT64_CONSTANT (1767225600000) + (gint64) minutes * 60000;
}

static void
random_cb (gpointer data, guint8 *bytes, gsize n_bytes)
{
  for (gsize i = 0; i < n_bytes; i++)
    bytes[i] = (guint8) (++drawn * G_GUINT64_CONSTANT (0x9E3779B97F4A7C15) >> 56);
}

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

static void
send_all (EntStore *from, EntStore *to)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) groups = ent_store_export_groups (from, NULL, 0, &error);

  g_assert_no_error (error);
  ent_store_apply_groups (to, groups, NULL, &error);
  g_assert_no_error (error);
}

static void
add_element (EntStore *store, const EntId *id, const char *key, EntValue *value)
{
  g_autoptr (EntChange) change = ent_change_new (store);

  ent_change_add_element (change, ent_kind_from_key ("contact"), id, field_get ("contact", key), value);
  record_commit (store, change);
  ent_value_clear (value);
}

static void
add_address_and_tag (EntStore *store, const EntId *id)
{
  EntElement *address = ent_element_new (ent_kind_from_key ("address"));
  EntValue value = ENT_VALUE_INIT;
  EntId tag = record_add (store, "tag", "name", "VIP", NULL);

  ent_element_set_text (address, "street", "12 rue de la Paix");
  ent_element_set_text (address, "city", "Paris");
  ent_element_set_text (address, "country", "FR");
  ent_value_take_element (&value, address);
  add_element (store, id, "addresses", &value);
  ent_value_set_id (&value, &tag);
  add_element (store, id, "tags", &value);
}

static void
add_custom_field (EntStore *store, const EntId *id)
{
  g_autoptr (EntChange) change = ent_change_new (store);
  const EntField *field;

  record_add (store, "field", "label", "Shoe size", "key", "shoe-size", "applies-to", "contact", "type", "integer",
              NULL);
  field = ent_store_get_field (store, ent_kind_from_key ("contact"), "shoe-size");
  g_assert_nonnull (field);
  ent_change_set_text (change, ent_kind_from_key ("contact"), id, field, "37");
  record_commit (store, change);
}

static void
add_opportunity (EntStore *store, const EntId *account)
{
  EntId id = record_add (store, "opportunity", "name", "Forty chairs", NULL);
  EntId stage;

  record_set_reference (store, "opportunity", &id, "account", account);
  ent_id_for_key (&stage, ent_kind_from_key ("stage")->number, "sales.prospecting");
  record_set_reference (store, "opportunity", &id, "stage", &stage);
  ent_id_for_key (&stage, ent_kind_from_key ("stage")->number, "sales.proposal");
  record_set_reference (store, "opportunity", &id, "stage", &stage);
}

static void
fill (EntStore *here, EntStore *there)
{
  EntId account = record_add (here, "account", "name", "Chaises SA", NULL);
  EntId jeanne = record_add (here, "contact", "name", "Jeanne Moreau", "birthday", "--01-23", NULL);
  EntId twin = record_add (here, "contact", "name", "J. Moreau", NULL);
  EntId gone = record_add (here, "contact", "name", "Paul", NULL);
  EntId back = record_add (here, "contact", "name", "Marie", NULL);
  EntId erased = record_add (here, "contact", "name", "Forgotten", NULL);

  minutes++;
  record_add_phone (here, "contact", &jeanne, "+33 1 42 68 53 00");
  record_add_phone (here, "contact", &jeanne, "+33 1 42 68 53 01");
  record_remove (here, "contact", &jeanne, "contact-points", 0);
  add_address_and_tag (here, &jeanne);
  record_set_reference (here, "contact", &jeanne, "account", &account); /* a relationship */
  add_opportunity (here, &account);
  add_custom_field (here, &jeanne);
  record_merge (here, "contact", &jeanne, &twin);
  send_all (here, there);

  minutes += 60;
  record_set (here, "account", &account, "name", "Chaises et tables SA");
  minutes++;
  record_set (there, "account", &account, "name", "Les chaises SA");
  record_delete (here, "contact", &gone);
  record_delete (there, "contact", &back);
  record_restore (there, "contact", &back);
  {
    g_autoptr (EntChange) change = ent_change_new (there);

    ent_change_erase (change, ent_kind_from_key ("contact"), &erased);
    record_commit (there, change);
  }
  send_all (there, here);
  send_all (here, there);
}

/* What a new book has of its own (seeds) is not of the form: another release may have more of it. */
char *
golden_make_book (void)
{
  GString *text = g_string_new (NULL);
  g_autoptr (GHashTable) seeds = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GError) error = NULL;
  g_autoptr (EntStore) here = NULL;
  g_autoptr (EntStore) there = NULL;
  g_autoptr (GBytes) image = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autofree char *other = NULL;
  g_auto (GStrv) old = NULL;
  g_auto (GStrv) lines = NULL;

  minutes = 0;
  drawn = 0;
  ent_clock_set_for_thread (now_cb, NULL);
  ent_random_set_for_thread (random_cb, NULL);
  here = book_new ();
  drawn = 1000000; /* the same from here, however much a new book needed */
  image = ent_store_test_serialize (here, &error);
  g_assert_no_error (error);
  there = ent_store_test_deserialize (image, &error);
  g_assert_no_error (error);
  before = dump (here);
  fill (here, there);
  after = dump (here);
  other = dump (there);
  g_assert_cmpstr (after, ==, other);
  ent_clock_set_for_thread (NULL, NULL);
  ent_random_set_for_thread (NULL, NULL);

  old = g_strsplit (before, "\n", -1);
  for (guint i = 1; old[i] != NULL; i++)
    g_hash_table_add (seeds, old[i]);
  lines = g_strsplit (after, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    if (lines[i][0] != '\0' && !g_hash_table_contains (seeds, lines[i]))
      g_string_append_printf (text, "%s\n", lines[i]);
  return g_string_free_and_steal (text);
}
