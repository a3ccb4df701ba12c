/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "scenario.h"

#include "ent-body-private.h"
#include "ent-clock-private.h"
#include "ent-db-private.h"
#include "ent-kinds.h"
#include "ent-seed.h"
#include "ent-undo.h"

#define SESSION "scenario"

typedef struct
{
  guint step;
  guint64 drawn;
} Chance;

static Chance chance;

static gint64
now_cb (gpointer data)
{
  return G_GINT64_CONSTANT (1767225600000) + (gint64) chance.step * 60000;
}

/* SplitMix64: every step has its own sequence. */
static void
random_cb (gpointer data, guint8 *bytes, gsize n_bytes)
{
  for (gsize i = 0; i < n_bytes; i++)
    {
      guint64 z = ((guint64) chance.step << 32 | ++chance.drawn) * G_GUINT64_CONSTANT (0x9E3779B97F4A7C15);

      z = (z ^ z >> 30) * G_GUINT64_CONSTANT (0xBF58476D1CE4E5B9);
      z = (z ^ z >> 27) * G_GUINT64_CONSTANT (0x94D049BB133111EB);
      bytes[i] = (guint8) (z ^ z >> 31);
    }
}

void
scenario_set_time (guint step)
{
  chance.step = step;
  chance.drawn = 0;
  ent_clock_set_for_thread (step == G_MAXUINT ? NULL : now_cb, NULL);
  ent_random_set_for_thread (step == G_MAXUINT ? NULL : random_cb, NULL);
}

static void
name_id (EntId *id, const EntKind *kind, const char *name)
{
  g_autofree char *key = g_strconcat ("scenario.", name, NULL);

  ent_id_for_key (id, kind->number, key);
}

static gboolean
commit (EntStore *store, EntChange *change, GError **error)
{
  g_autoptr (EntReceipt) receipt = ent_store_commit_sync (store, change, NULL, error);

  return receipt != NULL;
}

static void
add_point (EntChange *change, const EntId *contact, const char *channel, const char *text)
{
  g_auto (EntValue) value = ENT_VALUE_INIT;
  EntElement *point = ent_element_new (&ent_kind_contact_point);

  ent_element_set_text (point, "channel", channel);
  ent_element_set_text (point, "value", text);
  ent_value_take_element (&value, point);
  ent_change_add_element (change, &ent_kind_contact, contact, ENT_CONTACT_CONTACT_POINTS, &value);
}

static void
add_tag (EntChange *change, const EntId *contact, const char *name)
{
  g_auto (EntValue) value = ENT_VALUE_INIT;
  EntId tag;

  ent_id_for_key (&tag, ent_kind_tag.number, name);
  ent_change_add (change, &ent_kind_tag, &tag);
  ent_change_set_text (change, &ent_kind_tag, &tag, ENT_TAG_NAME, name);
  ent_value_set_id (&value, &tag);
  ent_change_add_element (change, &ent_kind_contact, contact, ENT_CONTACT_TAGS, &value);
}

static void
set_id (EntChange *change, const EntKind *kind, const EntId *id, const EntField *field, const EntId *target)
{
  g_auto (EntValue) value = ENT_VALUE_INIT;

  ent_value_set_id (&value, target);
  ent_change_set (change, kind, id, field, &value);
}

static gboolean
add_people (EntStore *store, GError **error)
{
  g_autoptr (EntChange) change = ent_change_new (store);
  static const char *const names[] = { "Ada Lovelace", "Ada King", "Charles Babbage" };
  EntId account, id;

  name_id (&account, &ent_kind_account, "Engines");
  ent_change_add (change, &ent_kind_account, &account);
  ent_change_set_text (change, &ent_kind_account, &account, ENT_ACCOUNT_NAME, "Analytical Engines Ltd");
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      name_id (&id, &ent_kind_contact, names[i]);
      ent_change_add (change, &ent_kind_contact, &id);
      ent_change_set_text (change, &ent_kind_contact, &id, ENT_CONTACT_NAME, names[i]);
      add_point (change, &id, "phone", i == 0 ? "+33 1 42 68 53 00" : "+33 1 42 68 53 01");
      add_point (change, &id, "email", "ada@example.com");
    }
  add_tag (change, &id, "pioneer");

  return commit (store, change, error);
}

static gboolean
add_opportunity (EntStore *store, GError **error)
{
  g_autoptr (EntChange) change = ent_change_new (store);
  EntId id, account, stage;

  name_id (&id, &ent_kind_opportunity, "Engine");
  name_id (&account, &ent_kind_account, "Engines");
  ent_id_for_key (&stage, ent_kind_stage.number, "sales.prospecting");
  ent_change_add (change, &ent_kind_opportunity, &id);
  ent_change_set_text (change, &ent_kind_opportunity, &id, ENT_OPPORTUNITY_NAME, "An engine");
  set_id (change, &ent_kind_opportunity, &id, ENT_OPPORTUNITY_ACCOUNT, &account);
  set_id (change, &ent_kind_opportunity, &id, ENT_OPPORTUNITY_STAGE, &stage);

  return commit (store, change, error);
}

static gboolean
advance_stage (EntStore *store, GError **error)
{
  g_autoptr (EntChange) change = ent_change_new (store);
  EntId id, stage;

  name_id (&id, &ent_kind_opportunity, "Engine");
  ent_id_for_key (&stage, ent_kind_stage.number, "sales.proposal");
  set_id (change, &ent_kind_opportunity, &id, ENT_OPPORTUNITY_STAGE, &stage);

  return commit (store, change, error);
}

static gboolean
edit_contact (EntStore *store, GError **error)
{
  g_autoptr (EntChange) change = ent_change_new (store);
  EntId id, account;

  name_id (&id, &ent_kind_contact, "Ada Lovelace");
  name_id (&account, &ent_kind_account, "Engines");
  ent_change_set_text (change, &ent_kind_contact, &id, ENT_CONTACT_JOB_TITLE, "Programmer");
  ent_change_set_text (change, &ent_kind_contact, &id, ENT_CONTACT_BIRTHDAY, "1815-12-10");
  set_id (change, &ent_kind_contact, &id, ENT_CONTACT_ACCOUNT, &account);

  return commit (store, change, error);
}

static gboolean
replace_phone (EntStore *store, GError **error)
{
  g_autoptr (EntChange) change = ent_change_new (store);
  g_autoptr (EntRecord) record = NULL;
  g_auto (EntValue) value = ENT_VALUE_INIT;
  EntElement *point;
  GPtrArray *points;
  EntId id;

  name_id (&id, &ent_kind_contact, "Ada Lovelace");
  record = ent_store_get_record_sync (store, &ent_kind_contact, &id, NULL, error);
  if (record == NULL)
    return FALSE;

  points = ent_record_get_elements (record, ENT_CONTACT_CONTACT_POINTS);
  g_assert_cmpuint (points->len, ==, 2);
  point = ent_element_new (&ent_kind_contact_point);
  ent_element_set_text (point, "channel", "phone");
  ent_element_set_text (point, "value", "+44 20 7946 0958");
  ent_value_take_element (&value, point);
  ent_change_replace_element (change, &ent_kind_contact, &id, ENT_CONTACT_CONTACT_POINTS,
                              ent_element_get_dot (((EntValue *) g_ptr_array_index (points, 0))->element), &value);

  return commit (store, change, error);
}

static gboolean
delete_and_restore (EntStore *store, GError **error)
{
  g_autoptr (EntChange) gone = ent_change_new (store);
  g_autoptr (EntChange) back = ent_change_new (store);
  EntId id;

  name_id (&id, &ent_kind_contact, "Charles Babbage");
  ent_change_delete (gone, &ent_kind_contact, &id);
  ent_change_restore (back, &ent_kind_contact, &id);

  return commit (store, gone, error) && commit (store, back, error);
}

static gboolean
delete_account (EntStore *store, GError **error)
{
  g_autoptr (EntChange) change = ent_change_new (store);
  EntId id;

  name_id (&id, &ent_kind_account, "Engines");
  ent_change_delete (change, &ent_kind_account, &id);

  return commit (store, change, error);
}

static gboolean
merge_people (EntStore *store, GError **error)
{
  g_autoptr (EntChange) change = ent_change_new (store);
  const EntField *fields[] = { ENT_CONTACT_NAME };
  EntId a, b;

  name_id (&a, &ent_kind_contact, "Ada Lovelace");
  name_id (&b, &ent_kind_contact, "Ada King");
  ent_change_merge (change, &ent_kind_contact, &a, &b, fields, &b, 1);

  return commit (store, change, error);
}

static gboolean
edit_merged (EntStore *store, GError **error)
{
  g_autoptr (EntChange) change = ent_change_new (store);
  EntId id;

  name_id (&id, &ent_kind_contact, "Ada King");
  ent_change_set_text (change, &ent_kind_contact, &id, ENT_CONTACT_NOTES, "One person after all.\nShe told us.");
  ent_change_set_text (change, &ent_kind_contact, &id, ENT_CONTACT_NAME, "Ada King, Countess of Lovelace");

  return commit (store, change, error);
}

static gboolean
unmerge_people (EntStore *store, GError **error)
{
  g_autoptr (EntChange) change = ent_change_new (store);
  EntId id;

  name_id (&id, &ent_kind_contact, "Ada King");
  ent_change_unmerge (change, &ent_kind_contact, &id);

  return commit (store, change, error);
}

static gboolean
define_field (EntStore *store, GError **error)
{
  g_autoptr (EntChange) change = ent_change_new (store);
  g_autoptr (EntChange) second = ent_change_new (store);
  const EntField *field;
  EntId id, contact;

  name_id (&id, &ent_kind_custom_field, "shoe-size");
  ent_change_add (change, &ent_kind_custom_field, &id);
  ent_change_set_text (change, &ent_kind_custom_field, &id, ENT_CUSTOM_FIELD_LABEL, "Shoe size");
  ent_change_set_text (change, &ent_kind_custom_field, &id, ENT_CUSTOM_FIELD_KEY, "shoe-size");
  ent_change_set_text (change, &ent_kind_custom_field, &id, ENT_CUSTOM_FIELD_APPLIES_TO, "contact");
  ent_change_set_text (change, &ent_kind_custom_field, &id, ENT_CUSTOM_FIELD_TYPE, "integer");
  if (!commit (store, change, error))
    return FALSE;

  /* Not readable after a fault is no reason to go on. */
  field = ent_store_get_field (store, &ent_kind_contact, "shoe-size");
  if (field == NULL)
    {
      g_set_error_literal (error, ENT_ERROR, ENT_ERROR_IO, "book.entregent: the field could not be read");
      return FALSE;
    }
  name_id (&contact, &ent_kind_contact, "Ada Lovelace");
  ent_change_set_text (second, &ent_kind_contact, &contact, field, "37");

  return commit (store, second, error);
}

static gboolean
undo_and_redo (EntStore *store, GError **error)
{
  g_autoptr (EntChange) change = ent_change_new (store);
  g_autoptr (EntUndoResult) undone = NULL;
  g_autoptr (EntUndoResult) redone = NULL;
  EntId id;

  ent_store_set_undo_session (store, SESSION);
  name_id (&id, &ent_kind_contact, "Charles Babbage");
  ent_change_set_text (change, &ent_kind_contact, &id, ENT_CONTACT_JOB_TITLE, "Inventor");
  if (!commit (store, change, error))
    return FALSE;
  undone = ent_store_undo_sync (store, SESSION, NULL, error);
  if (undone == NULL)
    return FALSE;
  redone = ent_store_redo_sync (store, SESSION, NULL, error);

  return redone != NULL;
}

static gboolean
erase_contact (EntStore *store, GError **error)
{
  g_autoptr (EntChange) change = ent_change_new (store);
  EntId id;

  name_id (&id, &ent_kind_contact, "Charles Babbage");
  ent_change_erase (change, &ent_kind_contact, &id);

  return commit (store, change, error);
}

const ScenarioStep scenario_steps[] = {
  { "add people", add_people },
  { "add an opportunity", add_opportunity },
  { "advance its stage", advance_stage },
  { "edit a contact", edit_contact },
  { "replace a phone", replace_phone },
  { "delete and restore", delete_and_restore },
  { "delete an account", delete_account },
  { "merge", merge_people },
  { "edit the merged", edit_merged },
  { "unmerge", unmerge_people },
  { "custom field", define_field },
  { "undo and redo", undo_and_redo },
  { "erase", erase_contact },
};
const guint scenario_n_steps = G_N_ELEMENTS (scenario_steps);

gboolean
scenario_run_step (EntStore *store, guint step, GError **error)
{
  gboolean done;

  scenario_set_time (step);
  done = scenario_steps[step].func (store, error);
  scenario_set_time (G_MAXUINT);

  return done;
}

static gboolean
read_operations_cb (EntDb *db, gpointer data, GError **error)
{
  guint *codes = data;
  sqlite3_stmt *stmt = ent_db_prepare (db, "SELECT kind, body FROM change WHERE length (body) > 0", error);
  int code;

  if (stmt == NULL)
    return FALSE;

  while ((code = ent_db_step (db, stmt, error)) == SQLITE_ROW)
    {
      g_auto (EntBody) body = ENT_BODY_INIT;

      if (!ent_body_decode (&body, ent_kind_from_number (sqlite3_column_int (stmt, 0)), 1, 1,
                            sqlite3_column_blob (stmt, 1), sqlite3_column_bytes (stmt, 1), error))
        return FALSE;
      for (guint i = 0; i < body.n_ops; i++)
        *codes |= 1u << body.ops[i].code;
    }

  return code == SQLITE_DONE;
}

guint
scenario_get_operations (EntStore *store)
{
  g_autoptr (GError) error = NULL;
  guint codes = 0;

  ent_store_with_reader (store, NULL, read_operations_cb, &codes, &error);
  g_assert_no_error (error);

  return codes;
}
