/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "ent-store-object-private.h"

#include <string.h>

/* Custom fields: defined by records of the kind `field`, named by the id of that record. */

/* As the field `type` of the kind names them. */
static const struct
{
  const char *key;
  EntFieldType type;
} types[] = {
  { "text", ENT_FIELD_TEXT },           { "long-text", ENT_FIELD_LONG_TEXT },
  { "integer", ENT_FIELD_INTEGER },     { "percent", ENT_FIELD_PERCENT },
  { "money", ENT_FIELD_MONEY },         { "boolean", ENT_FIELD_BOOLEAN },
  { "date", ENT_FIELD_DATE },           { "partial-date", ENT_FIELD_PARTIAL_DATE },
  { "timestamp", ENT_FIELD_TIMESTAMP }, { "duration", ENT_FIELD_DURATION },
  { "enum", ENT_FIELD_ENUM },           { "currency", ENT_FIELD_CURRENCY },
  { "country", ENT_FIELD_COUNTRY },     { "language", ENT_FIELD_LANGUAGE },
  { "reference", ENT_FIELD_REFERENCE },
};

static const char *const no_headers[] = { NULL };

static void
field_free (gpointer data)
{
  EntField *field = data;

  for (const EntChoice *choice = field->choices; choice != NULL && choice->key != NULL; choice++)
    {
      g_free ((char *) choice->key);
      g_free ((char *) choice->label);
    }
  g_free ((gpointer) field->choices);
  g_free ((gpointer) field->targets);
  g_free ((char *) field->key);
  g_free ((char *) field->label);
  g_free ((char *) field->unit);
  g_free ((char *) field->doc);
  g_free (field);
}

static EntFieldType
parse_type (const char *key)
{
  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    if (g_strcmp0 (types[i].key, key) == 0)
      return types[i].type;

  /* Of a newer version: shown as what it is stored as. */
  return ENT_FIELD_TEXT;
}

/* One a line: a key, a space, a label. */
static const EntChoice *
parse_choices (const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text != NULL ? text : "", "\n", -1);
  GArray *choices = g_array_new (TRUE, TRUE, sizeof (EntChoice));

  for (guint i = 0; lines[i] != NULL; i++)
    {
      char *line = g_strstrip (lines[i]);
      gsize length = strcspn (line, " \t");
      EntChoice choice;

      if (*line == '\0')
        continue;
      choice.key = g_strndup (line, length);
      choice.label = line[length] != '\0' ? g_strdup (g_strchug (line + length)) : g_strdup (choice.key);
      g_array_append_val (choices, choice);
    }

  return (const EntChoice *) g_array_free (choices, FALSE);
}

static const EntKind *const *
parse_targets (const char *text)
{
  g_auto (GStrv) keys = g_strsplit_set (text != NULL ? text : "", " ,\n", -1);
  GPtrArray *targets = g_ptr_array_new_null_terminated (4, NULL, TRUE);

  for (guint i = 0; keys[i] != NULL; i++)
    {
      const EntKind *kind = ent_kind_from_key (keys[i]);

      if (kind != NULL)
        g_ptr_array_add (targets, (gpointer) kind);
    }

  return (const EntKind *const *) g_ptr_array_free (targets, FALSE);
}

enum
{
  COLUMN_ID,
  COLUMN_LABEL,
  COLUMN_KEY,
  COLUMN_APPLIES_TO,
  COLUMN_TYPE,
  COLUMN_CHOICES,
  COLUMN_TARGETS,
  COLUMN_UNIT,
  COLUMN_DESCRIPTION,
  COLUMN_REQUIRED,
  COLUMN_SORTABLE,
  COLUMN_SEARCHABLE,
  COLUMN_LISTED,
  COLUMN_CONFIDENTIAL,
};

static const char fields_sql[] =
    "SELECT id, label, \"key\", applies_to, type, choices, targets, unit, description, required, sortable, "
    "searchable, listed, confidential FROM \"field\" WHERE hidden = 0 ORDER BY position IS NULL, position, id";

static const char *
column_text (sqlite3_stmt *stmt, int column)
{
  return (const char *) sqlite3_column_text (stmt, column);
}

static EntFieldFlags
column_flag (sqlite3_stmt *stmt, int column, EntFieldFlags flag)
{
  return sqlite3_column_int (stmt, column) != 0 ? flag : 0;
}

static EntField *
read_field (sqlite3_stmt *stmt)
{
  const EntKind *kind = ent_kind_from_key (column_text (stmt, COLUMN_APPLIES_TO));
  EntField *field;

  /* Of a kind that only a newer version knows, or damaged. */
  if (kind == NULL || sqlite3_column_bytes (stmt, COLUMN_ID) != sizeof (EntId) ||
      column_text (stmt, COLUMN_KEY) == NULL)
    return NULL;

  field = g_new0 (EntField, 1);
  memcpy (&field->id, sqlite3_column_blob (stmt, COLUMN_ID), sizeof (EntId));
  field->kind = kind;
  field->key = g_strdup (column_text (stmt, COLUMN_KEY));
  field->label = g_strdup (column_text (stmt, COLUMN_LABEL));
  if (field->label == NULL)
    field->label = g_strdup (field->key);
  field->unit = g_strdup (column_text (stmt, COLUMN_UNIT));
  field->doc = g_strdup (column_text (stmt, COLUMN_DESCRIPTION));
  field->type = parse_type (column_text (stmt, COLUMN_TYPE));
  field->flags = column_flag (stmt, COLUMN_REQUIRED, ENT_FIELD_REQUIRED) |
                 column_flag (stmt, COLUMN_SORTABLE, ENT_FIELD_SORTABLE) |
                 column_flag (stmt, COLUMN_SEARCHABLE, ENT_FIELD_SEARCHABLE) |
                 column_flag (stmt, COLUMN_LISTED, ENT_FIELD_LISTED);
  field->klass =
      sqlite3_column_int (stmt, COLUMN_CONFIDENTIAL) != 0 ? ENT_FIELD_CLASS_CONFIDENTIAL : ENT_FIELD_CLASS_GENERAL;
  field->slot = G_MAXUINT;
  field->headers = no_headers;
  field->privacy = ENT_FIELD_PRIVACY_FREE_TEXT;
  field->merge = field->type == ENT_FIELD_LONG_TEXT ? ENT_FIELD_MERGE_TEXT : ENT_FIELD_MERGE_REGISTER;
  if (field->type == ENT_FIELD_ENUM)
    field->choices = parse_choices (column_text (stmt, COLUMN_CHOICES));
  if (field->type == ENT_FIELD_REFERENCE)
    field->targets = parse_targets (column_text (stmt, COLUMN_TARGETS));

  return field;
}

static gboolean
read_cb (EntDb *db, gpointer data, GError **error)
{
  GPtrArray *fields = data;
  sqlite3_stmt *stmt = ent_db_prepare (db, fields_sql, error);
  int code;

  if (stmt == NULL)
    return FALSE;

  while ((code = ent_db_step (db, stmt, error)) == SQLITE_ROW)
    {
      EntField *field = read_field (stmt);

      if (field != NULL)
        g_ptr_array_add (fields, field);
    }
  sqlite3_reset (stmt);

  return code == SQLITE_DONE;
}

/* A new array for `current`; what was handed out before stays alive in `all`. */
static GPtrArray *
read_fields (EntStore *self)
{
  g_autoptr (GPtrArray) fields = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;

  if (!ent_store_with_reader (self, NULL, read_cb, fields, &error))
    {
      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CLOSED))
        g_message ("Custom fields could not be read: %s", error->message);
      for (guint i = 0; i < fields->len; i++)
        field_free (g_ptr_array_index (fields, i));
      return NULL;
    }

  return g_steal_pointer (&fields);
}

/* With a reference, so that a change of the definitions meanwhile does no harm; NULL when they cannot be read. */
static GPtrArray *
ref_fields (EntStore *self)
{
  GPtrArray *fields;
  guint generation;

  g_mutex_lock (&self->fields.lock);
  if (self->fields.current != NULL)
    {
      fields = g_ptr_array_ref (self->fields.current);
      g_mutex_unlock (&self->fields.lock);
      return fields;
    }
  generation = self->fields.generation;
  g_mutex_unlock (&self->fields.lock);

  /* Without the lock: who reads may wait for who holds a connection and asks for fields. */
  fields = read_fields (self);
  if (fields == NULL)
    return NULL;

  g_mutex_lock (&self->fields.lock);
  for (guint i = 0; i < fields->len; i++)
    g_ptr_array_add (self->fields.all, g_ptr_array_index (fields, i));
  if (self->fields.generation == generation && self->fields.current == NULL)
    self->fields.current = g_ptr_array_ref (fields);
  g_mutex_unlock (&self->fields.lock);

  return fields;
}

void
ent_store_forget_fields (EntStore *self)
{
  g_mutex_lock (&self->fields.lock);
  g_clear_pointer (&self->fields.current, g_ptr_array_unref);
  self->fields.generation++;
  g_mutex_unlock (&self->fields.lock);
}

void
ent_store_fields_init (EntStore *self)
{
  g_mutex_init (&self->fields.lock);
  self->fields.all = g_ptr_array_new_with_free_func (field_free);
}

void
ent_store_fields_clear (EntStore *self)
{
  g_clear_pointer (&self->fields.current, g_ptr_array_unref);
  g_clear_pointer (&self->fields.all, g_ptr_array_unref);
  g_mutex_clear (&self->fields.lock);
}

/**
 * ent_store_dup_fields:
 * @self: the book
 * @kind: a kind of records
 *
 * The fields of a kind: the built-in ones, then the book's custom ones. They stay valid as long as the book, also when
 * a custom field is changed or deleted meanwhile.
 *
 * Returns: (transfer container) (element-type EntField): the fields
 */
GPtrArray *
ent_store_dup_fields (EntStore *self, const EntKind *kind)
{
  GPtrArray *result;
  g_autoptr (GPtrArray) custom = NULL;

  g_return_val_if_fail (ENT_IS_STORE (self), NULL);
  g_return_val_if_fail (kind != NULL, NULL);

  result = g_ptr_array_sized_new (kind->n_fields + 8);
  for (guint i = 0; i < kind->n_fields; i++)
    g_ptr_array_add (result, (gpointer) &kind->fields[i]);

  custom = ref_fields (self);
  for (guint i = 0; custom != NULL && i < custom->len; i++)
    {
      const EntField *field = g_ptr_array_index (custom, i);

      if (field->kind == kind)
        g_ptr_array_add (result, (gpointer) field);
    }

  return result;
}

/**
 * ent_store_get_field:
 * @self: the book
 * @kind: a kind of records
 * @key: the key of a field, or the id of a custom one
 *
 * Returns: (transfer none) (nullable): the field, built-in before custom; %NULL when there is none. Valid as long as
 * the book
 */
const EntField *
ent_store_get_field (EntStore *self, const EntKind *kind, const char *key)
{
  const EntField *field;
  g_autoptr (GPtrArray) custom = NULL;
  gboolean is_id;
  EntId id;

  g_return_val_if_fail (ENT_IS_STORE (self), NULL);
  g_return_val_if_fail (kind != NULL, NULL);
  g_return_val_if_fail (key != NULL, NULL);

  field = ent_kind_get_field (kind, key);
  if (field != NULL)
    return field;

  is_id = ent_id_parse (&id, key);
  custom = ref_fields (self);
  for (guint i = 0; custom != NULL && i < custom->len; i++)
    {
      field = g_ptr_array_index (custom, i);
      if (field->kind == kind && (strcmp (field->key, key) == 0 || (is_id && ent_id_equal (&field->id, &id))))
        return field;
    }

  return NULL;
}
