/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "record-fixture.h"

EntStore *
book_new (void)
{
  const EntBookSettings settings = { "Ada", "FR", "EUR", "fr-FR" };
  g_autoptr (GError) error = NULL;
  EntStore *store =
      ent_store_open_sync (NULL, ENT_STORE_OPEN_CREATE | ENT_STORE_OPEN_IN_MEMORY, &settings, NULL, &error);

  g_assert_no_error (error);
  return store;
}

const EntField *
field_get (const char *kind, const char *key)
{
  const EntField *field = ent_kind_get_field (ent_kind_from_key (kind), key);

  g_assert_nonnull (field);
  return field;
}

gint64
record_commit (EntStore *store, EntChange *change)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (EntReceipt) receipt = ent_store_commit_sync (store, change, NULL, &error);

  g_assert_no_error (error);
  return ent_receipt_get_group (receipt);
}

EntId
record_add (EntStore *store, const char *kind, const char *first_key, ...)
{
  g_autoptr (EntChange) change = ent_change_new (store);
  EntId id = { 0 };
  va_list args;

  ent_change_add (change, ent_kind_from_key (kind), &id);
  va_start (args, first_key);
  for (const char *key = first_key; key != NULL; key = va_arg (args, const char *))
    ent_change_set_text (change, ent_kind_from_key (kind), &id, field_get (kind, key), va_arg (args, const char *));
  va_end (args);
  g_assert_cmpint (record_commit (store, change), >, 0);
  return id;
}

void
record_set (EntStore *store, const char *kind, const EntId *id, const char *key, const char *text)
{
  g_autoptr (EntChange) change = ent_change_new (store);

  ent_change_set_text (change, ent_kind_from_key (kind), id, field_get (kind, key), text);
  record_commit (store, change);
}

void
record_set_reference (EntStore *store, const char *kind, const EntId *id, const char *key, const EntId *target)
{
  g_autoptr (EntChange) change = ent_change_new (store);
  EntValue value = ENT_VALUE_INIT;

  if (target != NULL)
    ent_value_set_id (&value, target);
  ent_change_set (change, ent_kind_from_key (kind), id, field_get (kind, key), &value);
  record_commit (store, change);
}

EntValue
phone_value (const char *number)
{
  EntElement *element = ent_element_new (ent_kind_from_key ("contact-point"));
  EntValue value = ENT_VALUE_INIT;

  ent_element_set_text (element, "channel", "phone");
  ent_element_set_text (element, "value", number);
  ent_value_take_element (&value, element);
  return value;
}

void
record_add_phone (EntStore *store, const char *kind, const EntId *id, const char *number)
{
  g_autoptr (EntChange) change = ent_change_new (store);
  g_auto (EntValue) value = phone_value (number);

  ent_change_add_element (change, ent_kind_from_key (kind), id, field_get (kind, "contact-points"), &value);
  record_commit (store, change);
}

void
record_remove (EntStore *store, const char *kind, const EntId *id, const char *key, guint index)
{
  g_autoptr (EntRecord) record = record_get (store, kind, id);
  g_autoptr (EntChange) change = ent_change_new (store);

  ent_change_remove_element (change, ent_kind_from_key (kind), id, field_get (kind, key),
                             ent_record_get_element_dot (record, field_get (kind, key), index));
  record_commit (store, change);
}

void
record_delete (EntStore *store, const char *kind, const EntId *id)
{
  g_autoptr (EntChange) change = ent_change_new (store);

  ent_change_delete (change, ent_kind_from_key (kind), id);
  record_commit (store, change);
}

void
record_restore (EntStore *store, const char *kind, const EntId *id)
{
  g_autoptr (EntChange) change = ent_change_new (store);

  ent_change_restore (change, ent_kind_from_key (kind), id);
  record_commit (store, change);
}

void
record_merge (EntStore *store, const char *kind, const EntId *a, const EntId *b)
{
  g_autoptr (EntChange) change = ent_change_new (store);

  ent_change_merge (change, ent_kind_from_key (kind), a, b, NULL, NULL, 0);
  record_commit (store, change);
}

void
record_unmerge (EntStore *store, const char *kind, const EntId *id)
{
  g_autoptr (EntChange) change = ent_change_new (store);

  ent_change_unmerge (change, ent_kind_from_key (kind), id);
  record_commit (store, change);
}

EntRecord *
record_get (EntStore *store, const char *kind, const EntId *id)
{
  g_autoptr (GError) error = NULL;
  EntRecord *record = ent_store_get_record_sync (store, ent_kind_from_key (kind), id, NULL, &error);

  g_assert_no_error (error);
  return record;
}

guint
record_count (EntStore *store, const char *kind, const EntId *id, const char *key)
{
  g_autoptr (EntRecord) record = record_get (store, kind, id);
  GPtrArray *elements = ent_record_get_elements (record, field_get (kind, key));

  return elements != NULL ? elements->len : 0;
}

void
assert_text (EntStore *store, const char *kind, const EntId *id, const char *key, const char *text)
{
  g_autoptr (EntRecord) record = record_get (store, kind, id);

  g_assert_cmpstr (ent_record_get_text (record, key), ==, text);
}

void
assert_reference (EntStore *store, const char *kind, const EntId *id, const char *key, const EntId *target)
{
  g_autoptr (EntRecord) record = record_get (store, kind, id);
  const EntId *reference = ent_record_get_reference (record, key);

  if (target == NULL)
    {
      g_assert_null (reference);
      return;
    }
  g_assert_nonnull (reference);
  g_assert_cmpmem (reference, sizeof *reference, target, sizeof *target);
}
