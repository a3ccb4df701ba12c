/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "check-book.h"

#include "book-fixture.h"
#include "ent-body-private.h"
#include "ent-columns-private.h"
#include "ent-exchange-private.h"
#include "ent-kinds.h"
#include "ent-upkeep-private.h"
#include "ent-wire-private.h"
#include "scenario.h"

#define NEWER_KIND 250
#define NEWER_FIELD 9901

static gboolean
commit (EntStore *store, EntChange *change)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (EntReceipt) receipt = ent_store_commit_sync (store, change, NULL, &error);

  if (receipt == NULL)
    g_test_message ("refused: %s", error->message);
  return receipt != NULL;
}

static const char *
get_text (const EntField *field)
{
  switch (field->type)
    {
    case ENT_FIELD_DATE:
      return "2026-03-04";
    case ENT_FIELD_PARTIAL_DATE:
      return "1980-05";
    case ENT_FIELD_ENUM:
      return field->choices != NULL ? field->choices[0].key : "other";
    case ENT_FIELD_CURRENCY:
      return "EUR";
    case ENT_FIELD_COUNTRY:
      return "FR";
    case ENT_FIELD_LANGUAGE:
      return "fr";
    case ENT_FIELD_TIME_ZONE:
      return "Europe/Paris";
    case ENT_FIELD_COORDINATES:
      return "45.76,4.84";
    default:
      return strcmp (field->key, "applies-to") == 0 ? "contact" : "Some words for it";
    }
}

/* Something that a field of its type can hold; nothing where there is none. */
static void
make_value (EntStore *store, const EntField *field, EntValue *value)
{
  switch (field->type)
    {
    case ENT_FIELD_INTEGER:
    case ENT_FIELD_PERCENT:
    case ENT_FIELD_MONEY:
    case ENT_FIELD_DURATION:
      ent_value_set_integer (value, 42);
      return;
    case ENT_FIELD_BOOLEAN:
      ent_value_set_integer (value, 1);
      return;
    case ENT_FIELD_TIMESTAMP:
      ent_value_set_integer (value, G_GINT64_CONSTANT (1767225600000));
      return;
    case ENT_FIELD_REFERENCE:
    case ENT_FIELD_REFERENCE_SET:
      {
        const EntKind *target =
            field->targets != NULL && field->targets[0] != NULL ? field->targets[0] : &ent_kind_account;
        g_autofree char *sql =
            g_strdup_printf ("SELECT hex (id) FROM \"%s\" WHERE hidden = 0 ORDER BY rid LIMIT 1", target->table);
        g_autofree char *hex = book_dup_text (store, sql);
        EntId id;

        if (hex == NULL)
          return;
        for (guint i = 0; i < sizeof id.bytes; i++)
          id.bytes[i] = (guint8) (g_ascii_xdigit_value (hex[2 * i]) << 4 | g_ascii_xdigit_value (hex[2 * i + 1]));
        ent_value_set_id (value, &id);
        return;
      }
    case ENT_FIELD_ELEMENT_SET:
      {
        EntElement *element = ent_element_new (field->element);

        for (guint i = 0; i < field->element->n_fields; i++)
          {
            const EntField *part = &field->element->fields[i];
            g_auto (EntValue) inner = ENT_VALUE_INIT;

            make_value (store, part, &inner);
            if (inner.type != ENT_VALUE_NOTHING && !(part->flags & (ENT_FIELD_DERIVED | ENT_FIELD_VIRTUAL)))
              ent_element_set_value (element, part, &inner);
          }
        ent_value_take_element (value, element);
        return;
      }
    case ENT_FIELD_PRIMARY:
    case ENT_FIELD_APPEND:
      return;
    default:
      ent_value_set_text (value, get_text (field));
      return;
    }
}

static void
set_field (EntStore *store, EntChange *change, const EntKind *kind, const EntId *id, const EntField *field)
{
  g_auto (EntValue) value = ENT_VALUE_INIT;

  make_value (store, field, &value);
  if (value.type == ENT_VALUE_NOTHING)
    return;
  if (field->type == ENT_FIELD_REFERENCE_SET || field->type == ENT_FIELD_ELEMENT_SET)
    ent_change_add_element (change, kind, id, field, &value);
  else
    ent_change_set (change, kind, id, field, &value);
}

static gboolean
is_settable (const EntField *field)
{
  return !(field->flags & ENT_FIELD_DERIVED) &&
         (field->column != NULL || field->element != NULL || field->type == ENT_FIELD_REFERENCE_SET);
}

/* A record with all its fields, each by an edit of its own, so that each has a place in its state. */
static void
add_full (EntStore *store, const EntKind *kind)
{
  g_autoptr (EntChange) change = ent_change_new (store);
  EntId id;

  ent_id_for_key (&id, kind->number, "full");
  ent_change_add (change, kind, &id);
  for (guint i = 0; i < kind->n_fields; i++)
    if (&kind->fields[i] == kind->title || (kind->fields[i].flags & ENT_FIELD_REQUIRED))
      set_field (store, change, kind, &id, &kind->fields[i]);
  if (!commit (store, change))
    return;
  for (guint i = 0; i < kind->n_fields; i++)
    {
      g_autoptr (EntChange) edit = ent_change_new (store);

      if (!is_settable (&kind->fields[i]) || &kind->fields[i] == kind->title ||
          (kind->fields[i].flags & ENT_FIELD_REQUIRED))
        continue;
      set_field (store, edit, kind, &id, &kind->fields[i]);
      commit (store, edit);
    }
}

void
check_book_apply (EntStore *store,
                  guint64 origin,
                  guint64 oseq,
                  guint64 prev,
                  guint kind,
                  const EntId *id,
                  guint field,
                  const char *text)
{
  EntFieldKey key = { .number = field };
  g_auto (EntValue) value = ENT_VALUE_INIT;
  g_auto (EntBodyWriter) writer = { 0 };
  g_auto (EntBytes) body = ENT_BYTES_INIT;
  g_auto (EntBytes) bytes = ENT_BYTES_INIT;
  EntWireChange change = { .kind = kind, .id = *id, .prev = prev };
  EntWireGroup group = { .origin = origin,
                         .oseq = oseq,
                         .hlc = (guint64) (1700000000000 + (gint64) oseq) << 16,
                         .changes = &change,
                         .n_changes = 1 };
  g_autoptr (GBytes) wire = NULL;
  g_autoptr (GError) error = NULL;

  ent_value_set_text (&value, text);
  ent_body_writer_begin (&writer, group.origin, 0);
  ent_body_writer_set (&writer, &key, NULL, 0, &value);
  ent_body_writer_end_for (&writer, id, &body);
  change.body = body.data;
  change.body_size = body.len;
  ent_wire_group_encode (&group, &bytes);
  wire = g_bytes_new (bytes.data, bytes.len);
  ent_store_apply_group (store, wire, &error);
  g_assert_no_error (error);
}

/* What only others say: conflicts, fields and kinds of a newer version, groups before which one is missing. */
static void
add_others (EntStore *store)
{
  EntId account, contact, stranger;

  ent_id_for_key (&account, ent_kind_account.number, "full");
  ent_id_for_key (&contact, ent_kind_contact.number, "full");
  ent_id_for_key (&stranger, NEWER_KIND, "stranger");
  check_book_apply (store, 77, 1, 0, ent_kind_account.number, &account, ENT_ACCOUNT_NAME->number, "Another name");
  check_book_apply (store, 77, 2, 1, ent_kind_account.number, &account, NEWER_FIELD, "for later");
  check_book_apply (store, 77, 3, 2, NEWER_KIND, &stranger, 1, "of a kind to come");
  check_book_apply (store, 77, 6, 5, ent_kind_contact.number, &contact, ENT_CONTACT_NICKNAME->number, "Early");
}

static void
define_fields (EntStore *store)
{
  static const char *const types[] = { "text", "integer" };

  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    {
      g_autoptr (EntChange) change = ent_change_new (store);
      g_autoptr (EntChange) use = ent_change_new (store);
      EntId id, contact;

      ent_id_for_key (&id, ent_kind_custom_field.number, types[i]);
      ent_id_for_key (&contact, ent_kind_contact.number, "full");
      ent_change_add (change, &ent_kind_custom_field, &id);
      ent_change_set_text (change, &ent_kind_custom_field, &id, ENT_CUSTOM_FIELD_LABEL, types[i]);
      ent_change_set_text (change, &ent_kind_custom_field, &id, ENT_CUSTOM_FIELD_KEY,
                           i == 0 ? "own-text" : "own-number");
      ent_change_set_text (change, &ent_kind_custom_field, &id, ENT_CUSTOM_FIELD_APPLIES_TO, "contact");
      ent_change_set_text (change, &ent_kind_custom_field, &id, ENT_CUSTOM_FIELD_TYPE, types[i]);
      ent_change_set_text (change, &ent_kind_custom_field, &id, ent_kind_get_field (&ent_kind_custom_field, "sortable"),
                           "yes");
      ent_change_set_text (change, &ent_kind_custom_field, &id,
                           ent_kind_get_field (&ent_kind_custom_field, "searchable"), "yes");
      g_assert_true (commit (store, change));
      ent_change_set_text (use, &ent_kind_contact, &contact,
                           ent_store_get_field (store, &ent_kind_contact, i == 0 ? "own-text" : "own-number"), "12");
      g_assert_true (commit (store, use));
    }
}

/* Two that are one, and a merge that was taken apart again; one that was deleted. */
static void
merge_some (EntStore *store)
{
  EntId ids[5];

  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      g_autoptr (EntChange) change = ent_change_new (store);
      g_autofree char *name = g_strdup_printf ("Person %u", i);

      ent_id_for_key (&ids[i], ent_kind_contact.number, name);
      ent_change_add (change, &ent_kind_contact, &ids[i]);
      ent_change_set_text (change, &ent_kind_contact, &ids[i], ENT_CONTACT_NAME, name);
      set_field (store, change, &ent_kind_contact, &ids[i], ENT_CONTACT_CONTACT_POINTS);
      g_assert_true (commit (store, change));
    }
  for (guint i = 0; i < 5; i++)
    {
      g_autoptr (EntChange) change = ent_change_new (store);
      const EntField *choices[] = { ENT_CONTACT_NAME };

      if (i < 2)
        ent_change_merge (change, &ent_kind_contact, &ids[2 * i], &ids[2 * i + 1], choices, &ids[2 * i], 1);
      else if (i == 2)
        ent_change_unmerge (change, &ent_kind_contact, &ids[2]);
      else if (i == 3)
        ent_change_delete (change, &ent_kind_contact, &ids[4]);
      else
        ent_change_set_text (change, &ent_kind_contact, &ids[1], ENT_CONTACT_NOTES, "Of both.");
      g_assert_true (commit (store, change));
    }
}

/* What a later part of an index takes back is not read any more, and nothing would notice damage of it. */
static void
settle_indexes (EntStore *store)
{
  g_autofree char *tables =
      book_dup_text (store,
                     "SELECT group_concat (name, ' ') FROM sqlite_schema WHERE sql LIKE 'CREATE VIRTUAL TABLE%'");
  g_auto (GStrv) names = g_strsplit (tables, " ", -1);

  for (guint i = 0; names[i] != NULL; i++)
    {
      g_autofree char *sql = g_strdup_printf ("INSERT INTO \"%s\" (\"%s\") VALUES ('optimize')", names[i], names[i]);

      book_exec (store, sql);
    }
}

EntStore *
check_book_new (void)
{
  EntStore *store = book_new_in_memory ();
  const EntKind *const *kinds = ent_kinds_get_all (NULL);
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < scenario_n_steps; i++)
    {
      scenario_run_step (store, i, &error);
      g_assert_no_error (error);
    }
  for (guint i = 0; kinds[i] != NULL; i++)
    if (!kinds[i]->is_element)
      add_full (store, kinds[i]);
  define_fields (store);
  merge_some (store);
  add_others (store);
  ent_upkeep_run_sync (store, NULL, &error);
  g_assert_no_error (error);
  settle_indexes (store);
  return store;
}
