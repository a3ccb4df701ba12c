/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "Entregent"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "ent-error.h"
#include "ent-record-private.h"
#include "ent-store-job-private.h"
#include "ent-store.h"
#include "ent-state-private.h"
#include "ent-writer-private.h"

/*
 * Records as detached copies: row, elements of all that are merged with it, titles of what it refers to, fields in
 * conflict.
 */

typedef struct
{
  EntStore *store;
  const EntKind *kind;
  EntId id;
  EntRecord *record;
} Reading;

static gboolean
set_not_found (EntDb *db, const Reading *reading, GError **error)
{
  char text[ENT_ID_STRING_LENGTH + 1];
  sqlite3_stmt *stmt = ent_db_prepare (db, "SELECT day FROM erased WHERE kind = ? AND id = ?", error);
  int code;

  if (stmt == NULL)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, reading->kind->number);
  ent_db_bind_id (stmt, 2, &reading->id);
  ent_id_format (&reading->id, text);
  code = ent_db_step (db, stmt, error);
  if (code == SQLITE_ROW)
    /* TRANSLATORS: a kind ("Contact"), an id, a date */
    g_set_error (error, ENT_ERROR, ENT_ERROR_ERASED, _("%s %s was erased on %s"), ent_kind_get_label (reading->kind),
                 text, (const char *) sqlite3_column_text (stmt, 0));
  else if (code == SQLITE_DONE)
    g_set_error (error, ENT_ERROR, ENT_ERROR_NOT_FOUND, _("There is no %s %s"), ent_kind_get_label (reading->kind),
                 text);
  sqlite3_reset (stmt);
  return FALSE;
}

static gboolean
read_title (EntDb *db, EntRecord *record, const EntField *field, gint64 kind_number, gint64 rid, GError **error)
{
  const EntKind *kind = kind_number != 0 ? ent_kind_from_number ((guint) kind_number) : NULL;
  g_autofree char *sql = NULL;
  sqlite3_stmt *stmt;
  int code;

  if (kind == NULL && field->targets != NULL)
    kind = field->targets[0];
  if (kind == NULL || rid == 0)
    return TRUE;
  sql = g_strdup_printf ("SELECT \"%s\" FROM \"%s\" WHERE rid = ?", kind->title->column, kind->table);
  stmt = ent_db_prepare (db, sql, error);
  if (stmt == NULL)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, rid);
  code = ent_db_step (db, stmt, error);
  if (code == SQLITE_ROW && sqlite3_column_type (stmt, 0) == SQLITE_TEXT)
    ent_record_set_reference_title (record, field, (const char *) sqlite3_column_text (stmt, 0));
  sqlite3_reset (stmt);
  return code == SQLITE_ROW || code == SQLITE_DONE;
}

typedef struct
{
  const EntField *field;
  gint64 kind;
  gint64 rid;
} Reference;

static void
read_times (EntRecord *record, const EntTable *table, sqlite3_stmt *stmt)
{
  gint64 created = sqlite3_column_int64 (stmt, ENT_COLUMN_CREATED);
  gint64 modified = sqlite3_column_int64 (stmt, ENT_COLUMN_MODIFIED);

  ent_record_set_times (record, created, modified);
  ent_record_set_deleted (record, (sqlite3_column_int64 (stmt, ENT_COLUMN_HIDDEN) & 1) != 0);
  ent_record_set_revision (record, sqlite3_column_int64 (stmt, ENT_COLUMN_REV));
}

static void
read_custom (EntStore *store, EntRecord *record, sqlite3_stmt *stmt)
{
  g_autoptr (GPtrArray) fields = NULL;
  g_autoptr (EntState) values = NULL;
  const EntKind *kind = ent_record_get_kind (record);

  if (sqlite3_column_type (stmt, ENT_COLUMN_CUSTOM) == SQLITE_NULL)
    return;
  values = ent_state_new ();
  values->has_initial = TRUE;
  ent_custom_read (values, (const char *) sqlite3_column_text (stmt, ENT_COLUMN_CUSTOM),
                   sqlite3_column_bytes (stmt, ENT_COLUMN_CUSTOM));
  fields = ent_store_dup_fields (store, kind);
  for (guint i = 0; i < fields->len; i++)
    {
      const EntField *field = g_ptr_array_index (fields, i);
      g_auto (EntValue) value = ENT_VALUE_INIT;
      EntFieldKey key;
      EntId id;

      if (field->number != 0)
        continue;
      ent_field_key_for (&key, field);
      ent_value_copy_to (ent_register_get_shown (ent_state_find (values, &key)), &value);
      if (field->type == ENT_FIELD_REFERENCE && value.type == ENT_VALUE_TEXT && ent_id_parse (&id, value.text))
        ent_value_set_id (&value, &id);
      if (value.type != ENT_VALUE_NOTHING)
        ent_record_take_value (record, field, &value);
    }
}

/* The columns of the kind's own fields, derived ones too. */
static gboolean
read_derived (EntDb *db, EntRecord *record, gint64 rid, GArray *references, GError **error)
{
  const EntKind *kind = ent_record_get_kind (record);
  const EntTable *table = ent_table_get (kind);
  g_autoptr (GString) sql = g_string_new ("SELECT rid");
  g_autoptr (GPtrArray) fields = g_ptr_array_new ();
  sqlite3_stmt *stmt;
  int code;

  for (guint slot = 0; slot < kind->n_fields; slot++)
    if (kind->fields[slot].column != NULL && table->fields[slot].value == 0 &&
        (kind->fields[slot].flags & ENT_FIELD_DERIVED) && g_str_has_prefix (kind->fields[slot].column, "x_"))
      {
        g_string_append_printf (sql, ", \"%s\"", kind->fields[slot].column);
        g_ptr_array_add (fields, (gpointer) &kind->fields[slot]);
      }
  g_string_append_printf (sql, " FROM \"%s\" WHERE rid = ?", kind->table);
  stmt = ent_db_prepare (db, sql->str, error);
  if (stmt == NULL)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, rid);
  code = ent_db_step (db, stmt, error);
  for (guint i = 0; code == SQLITE_ROW && i < fields->len; i++)
    {
      g_auto (EntValue) value = ENT_VALUE_INIT;

      ent_table_read_value (stmt, (int) i + 1, g_ptr_array_index (fields, i), &value);
      if (value.type != ENT_VALUE_NOTHING)
        ent_record_take_value (record, g_ptr_array_index (fields, i), &value);
    }
  sqlite3_reset (stmt);
  return code == SQLITE_ROW || code == SQLITE_DONE;
}

static void
read_fields (EntRecord *record, const EntTable *table, sqlite3_stmt *stmt, GArray *references)
{
  for (guint slot = 0; slot < table->kind->n_fields; slot++)
    {
      const EntField *field = &table->kind->fields[slot];
      const EntTableField *at = &table->fields[slot];
      g_auto (EntValue) value = ENT_VALUE_INIT;

      if (at->value == 0)
        continue;
      ent_table_read_value (stmt, at->value, field, &value);
      if (value.type == ENT_VALUE_NOTHING)
        continue;
      if (at->row != 0)
        {
          Reference reference = { field, at->kind != 0 ? sqlite3_column_int64 (stmt, at->kind) : 0,
                                  sqlite3_column_int64 (stmt, at->row) };

          g_array_append_val (references, reference);
        }
      ent_record_take_value (record, field, &value);
    }
}

static gboolean
read_origin (EntDb *db, gint64 o, EntDot *dot, GError **error)
{
  sqlite3_stmt *stmt = ent_db_prepare (db, "SELECT origin FROM origin WHERE o = ?", error);
  guint64 be = 0;
  int code;

  if (stmt == NULL)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, o);
  code = ent_db_step (db, stmt, error);
  if (code == SQLITE_ROW && sqlite3_column_bytes (stmt, 0) == 8)
    memcpy (&be, sqlite3_column_blob (stmt, 0), 8);
  sqlite3_reset (stmt);
  dot->origin = GUINT64_FROM_BE (be);
  return code == SQLITE_ROW || code == SQLITE_DONE;
}

static gboolean
is_primary (EntRecord *record, const EntDot *dot)
{
  const EntKind *kind = ent_record_get_kind (record);

  for (guint i = 0; i < kind->n_fields; i++)
    {
      const EntValue *value = ent_record_get_value (record, &kind->fields[i]);

      if (kind->fields[i].type == ENT_FIELD_PRIMARY && value->type == ENT_VALUE_DOT && ent_dot_equal (&value->dot, dot))
        return TRUE;
    }
  return FALSE;
}

/* An element as it was read, and whose it is. */
typedef struct
{
  EntValue value;
  EntDot dot;
  gint64 parent;
} Read;

static void
read_clear (gpointer data)
{
  ent_value_clear (&((Read *) data)->value);
}

/* What several originals of a merge have is shown once, by the one that is the first of its kind. */
static void
take_once (EntRecord *record, const EntField *field, GArray *all, Read *one)
{
  for (guint i = 0; field->type != ENT_FIELD_APPEND && i < all->len; i++)
    {
      Read *other = &g_array_index (all, Read, i);

      if (!ent_alias_is_repeated (&other->value, &one->value, other->parent == one->parent))
        continue;
      if (is_primary (record, &one->dot))
        {
          Read swapped = *other;

          *other = *one;
          *one = swapped;
        }
      read_clear (one);
      return;
    }
  g_array_append_val (all, *one);
}

static gboolean
read_set (EntDb *db, EntRecord *record, const EntField *field, gint64 canon, GError **error)
{
  const EntTable *table = field->element != NULL ? ent_table_get (field->element) : NULL;
  sqlite3_stmt *stmt = ent_db_prepare (
      db,
      table != NULL ? table->elements
                    : "SELECT target, o, oseq, op FROM link WHERE kind = ? AND canon = ? AND field = ? ORDER BY rid",
      error);
  g_autoptr (GArray) all = g_array_new (FALSE, FALSE, sizeof (Read));
  int code;

  if (stmt == NULL)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, ent_record_get_kind (record)->number);
  sqlite3_bind_int64 (stmt, 2, canon);
  if (table == NULL)
    sqlite3_bind_int64 (stmt, 3, field->number);
  g_array_set_clear_func (all, read_clear);
  while ((code = ent_db_step (db, stmt, error)) == SQLITE_ROW)
    {
      int first = table != NULL ? ENT_ELEMENT_COLUMN_O : 1;
      Read one = { ENT_VALUE_INIT, { 0 }, 0 };

      one.dot.oseq = (guint64) sqlite3_column_int64 (stmt, first + 1);
      one.dot.op = (guint32) sqlite3_column_int64 (stmt, first + 2);
      if (!read_origin (db, sqlite3_column_int64 (stmt, first), &one.dot, error))
        return FALSE;
      if (table != NULL)
        {
          EntElement *element = ent_table_read_element (stmt, table);

          ent_element_set_dot (element, &one.dot);
          ent_value_take_element (&one.value, element);
          one.parent = sqlite3_column_int64 (stmt, ENT_ELEMENT_COLUMN_PARENT);
        }
      else if (sqlite3_column_bytes (stmt, 0) == sizeof (EntId))
        ent_value_set_id (&one.value, sqlite3_column_blob (stmt, 0));
      if (one.value.type != ENT_VALUE_NOTHING)
        take_once (record, field, all, &one);
    }
  sqlite3_reset (stmt);
  for (guint i = 0; i < all->len; i++)
    {
      Read *one = &g_array_index (all, Read, i);

      ent_record_add_element (record, field, &one->value, &one->dot);
    }
  return code == SQLITE_DONE;
}

static gboolean
read_conflicts (EntStore *store, EntDb *db, EntRecord *record, gint64 canon, GError **error)
{
  const EntKind *kind = ent_record_get_kind (record);
  g_autofree char *sql = g_strdup_printf ("SELECT field FROM conflict WHERE kind = ?1 AND (rid = ?2 OR rid IN (SELECT "
                                          "rid FROM \"%s\" WHERE canon = ?2 AND canon <> rid))",
                                          kind->table);
  sqlite3_stmt *stmt = ent_db_prepare (db, sql, error);
  g_autoptr (GPtrArray) fields = NULL;
  int code;

  if (stmt == NULL)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, kind->number);
  sqlite3_bind_int64 (stmt, 2, canon);
  while ((code = ent_db_step (db, stmt, error)) == SQLITE_ROW)
    {
      const EntField *field = NULL;

      if (sqlite3_column_type (stmt, 0) == SQLITE_INTEGER)
        field = ent_kind_get_field_by_number (kind, (guint) sqlite3_column_int64 (stmt, 0));
      else if (sqlite3_column_bytes (stmt, 0) == sizeof (EntId))
        {
          if (fields == NULL)
            fields = ent_store_dup_fields (store, kind);
          for (guint i = 0; i < fields->len && field == NULL; i++)
            if (memcmp (&((const EntField *) g_ptr_array_index (fields, i))->id, sqlite3_column_blob (stmt, 0),
                        sizeof (EntId)) == 0)
              field = g_ptr_array_index (fields, i);
        }
      if (field != NULL)
        ent_record_add_conflict (record, field);
    }
  sqlite3_reset (stmt);
  return code == SQLITE_DONE;
}

static gboolean
read_row (EntStore *store, EntDb *db, const EntKind *kind, sqlite3_stmt *stmt, GArray *references, EntRecord **record)
{
  EntId id;

  memset (&id, 0, sizeof id);
  if (sqlite3_column_bytes (stmt, ENT_COLUMN_ID) == sizeof id.bytes)
    memcpy (id.bytes, sqlite3_column_blob (stmt, ENT_COLUMN_ID), sizeof id.bytes);
  *record = ent_record_new (kind, &id);
  read_times (*record, ent_table_get (kind), stmt);
  read_fields (*record, ent_table_get (kind), stmt, references);
  read_custom (store, *record, stmt);
  return TRUE;
}

static gboolean
read_parts (EntStore *store, EntDb *db, EntRecord *record, gint64 canon, GArray *references, GError **error)
{
  const EntKind *kind = ent_record_get_kind (record);

  if (!read_derived (db, record, canon, references, error))
    return FALSE;
  for (guint slot = 0; slot < kind->n_fields; slot++)
    if ((ent_field_is_set (&kind->fields[slot]) || kind->fields[slot].type == ENT_FIELD_APPEND) &&
        !read_set (db, record, &kind->fields[slot], canon, error))
      return FALSE;
  for (guint i = 0; i < references->len; i++)
    {
      const Reference *reference = &g_array_index (references, Reference, i);

      if (!read_title (db, record, reference->field, reference->kind, reference->rid, error))
        return FALSE;
    }
  return read_conflicts (store, db, record, canon, error);
}

static gboolean
read_cb (EntDb *db, gpointer data, GError **error)
{
  Reading *reading = data;
  const EntTable *table = ent_table_get (reading->kind);
  g_autoptr (GArray) references = g_array_new (FALSE, FALSE, sizeof (Reference));
  sqlite3_stmt *stmt = ent_db_prepare (db, table->select_by_id, error);
  gint64 canon = 0;
  int code;

  g_clear_object (&reading->record);
  if (stmt == NULL)
    return FALSE;
  ent_db_bind_id (stmt, 1, &reading->id);
  code = ent_db_step (db, stmt, error);
  if (code == SQLITE_ROW)
    {
      canon = sqlite3_column_int64 (stmt, ENT_COLUMN_CANON);
      if (canon != sqlite3_column_int64 (stmt, ENT_COLUMN_RID))
        {
          sqlite3_reset (stmt);
          stmt = ent_db_prepare (db, table->select_by_rid, error);
          if (stmt == NULL)
            return FALSE;
          sqlite3_bind_int64 (stmt, 1, canon);
          code = ent_db_step (db, stmt, error);
        }
    }
  if (code == SQLITE_ROW && (sqlite3_column_int64 (stmt, ENT_COLUMN_HIDDEN) & 8))
    code = SQLITE_DONE;
  if (code == SQLITE_ROW)
    read_row (reading->store, db, reading->kind, stmt, references, &reading->record);
  sqlite3_reset (stmt);
  if (code == SQLITE_DONE)
    return set_not_found (db, reading, error);
  if (code != SQLITE_ROW)
    return FALSE;
  return read_parts (reading->store, db, reading->record, canon, references, error);
}

/**
 * ent_store_get_record_sync:
 * @self: a book
 * @kind: the kind of the record
 * @id: its id
 * @cancellable: (nullable): a cancellable
 * @error: where to put an error
 *
 * Reads one record. A merged one is read as its survivor, with everything united; a deleted one as it was, and says so.
 *
 * Fails with [error@Ent.Error.NOT_FOUND] or [error@Ent.Error.ERASED].
 *
 * Returns: (transfer full): a detached copy
 */
EntRecord *
ent_store_get_record_sync (EntStore *self,
                           const EntKind *kind,
                           const EntId *id,
                           GCancellable *cancellable,
                           GError **error)
{
  Reading reading = { self, kind, { { 0 } }, NULL };

  g_return_val_if_fail (ENT_IS_STORE (self), NULL);
  g_return_val_if_fail (kind != NULL && !kind->is_element && id != NULL, NULL);

  reading.id = *id;
  if (!ent_store_with_reader (self, cancellable, read_cb, &reading, error))
    g_clear_object (&reading.record);
  return reading.record;
}

static void
reading_free (gpointer data)
{
  Reading *reading = data;

  g_clear_object (&reading->record);
  g_free (reading);
}

static gboolean
run_read_job (EntStore *self, gpointer data, GCancellable *cancellable, GError **error)
{
  Reading *reading = data;

  reading->record = ent_store_get_record_sync (self, reading->kind, &reading->id, cancellable, error);
  return reading->record != NULL;
}

/**
 * ent_store_get_record_async:
 * @self: a book
 * @kind: the kind of the record
 * @id: its id
 * @cancellable: (nullable): a cancellable
 * @callback: called when it was read
 * @user_data: for @callback
 *
 * Reads one record on a thread of the store.
 */
void
ent_store_get_record_async (EntStore *self,
                            const EntKind *kind,
                            const EntId *id,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  Reading *reading;

  g_return_if_fail (ENT_IS_STORE (self));
  g_return_if_fail (kind != NULL && !kind->is_element && id != NULL);

  reading = g_new0 (Reading, 1);
  reading->kind = kind;
  reading->id = *id;
  ent_store_start_read (self, ent_store_get_record_async, run_read_job, reading, reading_free, cancellable, callback,
                        user_data);
}

/**
 * ent_store_get_record_finish:
 * @self: a book
 * @result: what the callback was given
 * @error: where to put an error
 *
 * Returns: (transfer full): a detached copy
 */
EntRecord *
ent_store_get_record_finish (EntStore *self, GAsyncResult *result, GError **error)
{
  Reading *reading = ent_store_finish_job (self, result, ent_store_get_record_async, error);

  return reading != NULL ? g_steal_pointer (&reading->record) : NULL;
}
