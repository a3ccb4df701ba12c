/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "ent-collation-private.h"
#include "ent-derive-private.h"
#include "ent-state-private.h"

#define MAX_KINDS 64
#define MAX_LONG_TEXT 65536

/* What a kind's row is read by. Columns after the fixed ones are those of `fields`. */
typedef struct
{
  char *sql;
  const EntField **fields; /* TEXT and LONG_TEXT that are searched or sorted by, the title first */
  guint n_fields;
  gboolean has_points;
  gboolean has_addresses;
  gboolean has_account;
  gboolean has_when;
} Reading;

enum
{
  COLUMN_HIDDEN,
  COLUMN_STATE,
  COLUMN_CUSTOM,
  COLUMN_PHONE,
  COLUMN_EMAIL,
  COLUMN_ADDRESS,
  COLUMN_ACCOUNT,
  COLUMN_WHEN,
  N_FIXED
};

static gboolean
is_read (const EntField *field)
{
  return field->column != NULL && (field->type == ENT_FIELD_TEXT || field->type == ENT_FIELD_LONG_TEXT) &&
         ((field->flags & ENT_FIELD_SEARCHABLE) != 0 || ent_collation_has_key (field));
}

static gboolean
has_column (const EntKind *kind, const char *name)
{
  for (const EntDerivedColumn *column = ent_columns_get_extra (kind); column->name != NULL; column++)
    {
      if (strcmp (column->name, name) == 0)
        return TRUE;
    }
  return FALSE;
}

static Reading *
reading_new (const EntKind *kind)
{
  Reading *self = g_new0 (Reading, 1);
  GPtrArray *fields = g_ptr_array_new ();
  GString *sql = g_string_new ("SELECT t.hidden, t.state, t.custom");
  const EntField *account = ent_kind_get_field (kind, "account");

  self->has_points = self->has_addresses = has_column (kind, "x_phone");
  self->has_account = has_column (kind, "x_account_name");
  self->has_when = has_column (kind, "x_when");
  g_string_append (sql,
                   self->has_points ? ", t.primary_phone, t.primary_email, t.primary_address" : ", NULL, NULL, NULL");
  if (self->has_account)
    g_string_append_printf (sql, ", (SELECT n.name FROM account AS n WHERE n.rid = t.\"%s_rid\")", account->column);
  else
    g_string_append (sql, ", NULL");
  /* When it happened, or is to happen: a due day counts as its noon. */
  g_string_append (sql,
                   self->has_when ? ", coalesce (t.done, t.start, unixepoch (t.due || 'T12:00') * 1000)" : ", NULL");

  if (kind->title != NULL && is_read (kind->title))
    g_ptr_array_add (fields, (gpointer) kind->title);
  for (guint i = 0; i < kind->n_fields; i++)
    {
      if (&kind->fields[i] != kind->title && is_read (&kind->fields[i]))
        g_ptr_array_add (fields, (gpointer) &kind->fields[i]);
    }
  for (guint i = 0; i < fields->len; i++)
    g_string_append_printf (sql, ", t.\"%s\"", ((const EntField *) g_ptr_array_index (fields, i))->column);
  g_string_append_printf (sql, " FROM \"%s\" AS t WHERE t.rid = ?", kind->table);

  self->sql = g_string_free (sql, FALSE);
  self->n_fields = fields->len;
  self->fields = (const EntField **) g_ptr_array_free (fields, FALSE);
  return self;
}

static const Reading *
get_reading (const EntKind *kind)
{
  static Reading *readings[MAX_KINDS];

  g_assert (kind->number < MAX_KINDS);
  if (g_once_init_enter_pointer (&readings[kind->number]))
    g_once_init_leave_pointer (&readings[kind->number], reading_new (kind));
  return readings[kind->number];
}

static void
custom_key_free (gpointer data)
{
  EntCustomKey *key = data;

  g_clear_pointer (&key->key, g_byte_array_unref);
  g_free (key);
}

EntDerived *
ent_derived_new (void)
{
  EntDerived *self = g_new0 (EntDerived, 1);

  self->keys = g_ptr_array_new_with_free_func ((GDestroyNotify) g_byte_array_unref);
  self->custom_keys = g_ptr_array_new_with_free_func (custom_key_free);
  self->a = g_string_new (NULL);
  self->b = g_string_new (NULL);
  return self;
}

static void
clear (EntDerived *self)
{
  g_clear_pointer (&self->phone, g_free);
  g_clear_pointer (&self->email, g_free);
  g_clear_pointer (&self->city, g_free);
  g_clear_pointer (&self->account_name, g_free);
  for (guint i = 0; i < self->keys->len; i++)
    g_byte_array_set_size (g_ptr_array_index (self->keys, i), 0);
  g_ptr_array_set_size (self->custom_keys, 0);
  g_string_assign (self->a, " ");
  g_string_assign (self->b, " ");
  self->created = self->modified = self->when = -1;
  self->exists = self->shown = FALSE;
}

void
ent_derived_free (EntDerived *self)
{
  if (self == NULL)
    return;
  clear (self);
  g_ptr_array_unref (self->keys);
  g_ptr_array_unref (self->custom_keys);
  g_string_free (self->a, TRUE);
  g_string_free (self->b, TRUE);
  g_free (self);
}

static void
end_field (GString *string)
{
  g_string_append (string, ENT_SEARCH_END " ");
}

static void
append_text (EntDerived *self, const EntField *field, const char *text)
{
  GString *string = field->type == ENT_FIELD_LONG_TEXT ? self->b : self->a;
  gsize length = strlen (text);

  if (length > MAX_LONG_TEXT)
    {
      g_autofree char *cut = g_utf8_make_valid (text, MAX_LONG_TEXT);

      ent_search_append (string, cut);
    }
  else
    ent_search_append (string, text);
  end_field (string);
}

static void
read_fields (EntDerived *self, const Reading *reading, sqlite3_stmt *stmt, const char *locale)
{
  guint n_keys = 0;

  for (guint i = 0; i < reading->n_fields; i++)
    {
      const EntField *field = reading->fields[i];
      const char *text = (const char *) sqlite3_column_text (stmt, N_FIXED + (int) i);

      if (ent_collation_has_key (field))
        {
          if (n_keys == self->keys->len)
            g_ptr_array_add (self->keys, g_byte_array_new ());
          ent_collation_append_key (locale, text, g_ptr_array_index (self->keys, n_keys));
          n_keys++;
        }
      /* The title has its place even where it is empty: what is found by title looks at the first field. */
      if ((field->flags & ENT_FIELD_SEARCHABLE) != 0 && ((text != NULL && *text != '\0') || field == self->kind->title))
        append_text (self, field, text != NULL ? text : "");
    }
  g_ptr_array_set_size (self->keys, (int) n_keys);
}

/* The element that a primary field names, by its dot: 8 bytes origin, 8 oseq, 4 op. */
static gboolean
read_primary (EntDerived *self, EntDb *db, const char *sql, const guint8 *dot, char **text, GError **error)
{
  sqlite3_stmt *stmt = ent_db_prepare (db, sql, error);
  guint64 oseq;
  guint32 op;
  int code;

  if (stmt == NULL)
    return FALSE;
  memcpy (&oseq, dot + 8, sizeof oseq);
  memcpy (&op, dot + 16, sizeof op);
  sqlite3_bind_int64 (stmt, 1, self->kind->number);
  sqlite3_bind_int64 (stmt, 2, self->rid);
  sqlite3_bind_blob (stmt, 3, dot, 8, SQLITE_STATIC);
  sqlite3_bind_int64 (stmt, 4, (gint64) GUINT64_FROM_BE (oseq));
  sqlite3_bind_int64 (stmt, 5, GUINT32_FROM_BE (op));
  code = ent_db_step (db, stmt, error);
  if (code == SQLITE_ROW)
    g_set_str (text, (const char *) sqlite3_column_text (stmt, 0));
  sqlite3_reset (stmt);
  return code == SQLITE_ROW || code == SQLITE_DONE;
}

static gboolean
read_points (EntDerived *self, EntDb *db, GError **error)
{
  sqlite3_stmt *stmt = ent_db_prepare (
      db, "SELECT channel, value, normalized, region FROM contact_point WHERE kind = ? AND canon = ? ORDER BY rid",
      error);
  int code;

  if (stmt == NULL)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, self->kind->number);
  sqlite3_bind_int64 (stmt, 2, self->rid);
  while ((code = ent_db_step (db, stmt, error)) == SQLITE_ROW)
    {
      const char *channel = (const char *) sqlite3_column_text (stmt, 0);
      const char *value = (const char *) sqlite3_column_text (stmt, 1);

      if (value == NULL)
        continue;
      if (g_strcmp0 (channel, "phone") == 0)
        {
          ent_search_append_phone (self->b, value, (const char *) sqlite3_column_text (stmt, 2),
                                   (const char *) sqlite3_column_text (stmt, 3));
          if (self->phone == NULL)
            self->phone = g_strdup (value);
          end_field (self->b);
          continue;
        }
      if (g_strcmp0 (channel, "email") == 0 && self->email == NULL)
        self->email = g_strdup (value);
      ent_search_append (self->a, value);
      end_field (self->a);
    }
  sqlite3_reset (stmt);
  return code == SQLITE_DONE;
}

static gboolean
read_addresses (EntDerived *self, EntDb *db, GError **error)
{
  sqlite3_stmt *stmt = ent_db_prepare (
      db,
      "SELECT city, street, postcode, formatted, access_note FROM address WHERE kind = ? AND canon = ? ORDER BY rid",
      error);
  int code;

  if (stmt == NULL)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, self->kind->number);
  sqlite3_bind_int64 (stmt, 2, self->rid);
  while ((code = ent_db_step (db, stmt, error)) == SQLITE_ROW)
    {
      const char *city = (const char *) sqlite3_column_text (stmt, 0);

      if (self->city == NULL && city != NULL && *city != '\0')
        self->city = g_strdup (city);
      for (int i = 0; i < 5; i++)
        {
          const char *text = (const char *) sqlite3_column_text (stmt, i);

          if (text == NULL || *text == '\0')
            continue;
          ent_search_append (self->b, text);
          end_field (self->b);
        }
    }
  sqlite3_reset (stmt);
  return code == SQLITE_DONE;
}

static void
add_custom_key (EntDerived *self, const EntField *field, sqlite3_stmt *stmt, const char *locale)
{
  EntCustomKey *key = g_new0 (EntCustomKey, 1);

  key->field = field->id;
  if (sqlite3_column_type (stmt, 1) == SQLITE_INTEGER)
    {
      key->type = SQLITE_INTEGER;
      key->integer = sqlite3_column_int64 (stmt, 1);
    }
  else
    {
      const char *text = (const char *) sqlite3_column_text (stmt, 1);

      key->key = g_byte_array_new ();
      key->type = field->type == ENT_FIELD_TEXT || field->type == ENT_FIELD_LONG_TEXT ? SQLITE_BLOB : SQLITE_TEXT;
      if (key->type == SQLITE_BLOB)
        ent_collation_append_key (locale, text, key->key);
      else if (text != NULL)
        g_byte_array_append (key->key, (const guint8 *) text, (guint) strlen (text));
    }
  if (key->key == NULL || key->key->len > 0)
    g_ptr_array_add (self->custom_keys, key);
  else
    custom_key_free (key);
}

static gboolean
read_custom (EntDerived *self, EntDb *db, EntStore *store, const char *json, const char *locale, GError **error)
{
  g_autoptr (GPtrArray) fields = ent_store_dup_fields (store, self->kind);
  sqlite3_stmt *stmt =
      ent_db_prepare (db, "SELECT key, value FROM json_each (CASE WHEN json_valid (?1) THEN ?1 ELSE '{}' END)", error);
  int code;

  if (stmt == NULL)
    return FALSE;
  sqlite3_bind_text (stmt, 1, json, -1, SQLITE_TRANSIENT);
  while ((code = ent_db_step (db, stmt, error)) == SQLITE_ROW)
    {
      const char *uuid = (const char *) sqlite3_column_text (stmt, 0);
      EntId id;

      if (uuid == NULL || !ent_id_parse (&id, uuid) || sqlite3_column_type (stmt, 1) == SQLITE_NULL)
        continue;
      for (guint i = self->kind->n_fields; i < fields->len; i++)
        {
          const EntField *field = g_ptr_array_index (fields, i);

          if (!ent_id_equal (&field->id, &id))
            continue;
          if ((field->flags & ENT_FIELD_SORTABLE) != 0)
            add_custom_key (self, field, stmt, locale);
          if ((field->flags & ENT_FIELD_SEARCHABLE) != 0 && sqlite3_column_type (stmt, 1) == SQLITE_TEXT)
            append_text (self, field, (const char *) sqlite3_column_text (stmt, 1));
        }
    }
  sqlite3_reset (stmt);
  return code == SQLITE_DONE;
}

static gboolean
read_elements (EntDerived *self,
               EntDb *db,
               const Reading *reading,
               const guint8 (*dots)[20],
               const gboolean *has_dot,
               GError **error)
{
  static const char point_sql[] = "SELECT e.value FROM contact_point AS e JOIN origin AS g ON g.o = e.o "
                                  "WHERE e.kind = ? AND e.canon = ? AND g.origin = ? AND e.oseq = ? AND e.op = ?";
  static const char address_sql[] = "SELECT e.city FROM address AS e JOIN origin AS g ON g.o = e.o "
                                    "WHERE e.kind = ? AND e.canon = ? AND g.origin = ? AND e.oseq = ? AND e.op = ?";
  char **const texts[] = { &self->phone, &self->email, &self->city };

  if ((reading->has_points && !read_points (self, db, error)) ||
      (reading->has_addresses && !read_addresses (self, db, error)))
    return FALSE;
  for (guint i = 0; i < 3; i++)
    {
      if (has_dot[i] && !read_primary (self, db, i < 2 ? point_sql : address_sql, dots[i], texts[i], error))
        return FALSE;
    }
  return TRUE;
}

gboolean
ent_derived_read (EntDerived *self, EntDb *db, EntStore *store, const EntKind *kind, gint64 rid, GError **error)
{
  const Reading *reading = get_reading (kind);
  const char *locale = ent_store_get_locale (store);
  sqlite3_stmt *stmt = ent_db_prepare (db, reading->sql, error);
  g_autofree char *custom = NULL;
  guint8 dots[3][20];
  gboolean has_dot[3] = { FALSE };
  guint64 birth, modified;
  int code;

  clear (self);
  self->kind = kind;
  self->rid = rid;
  if (stmt == NULL)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, rid);
  code = ent_db_step (db, stmt, error);
  if (code != SQLITE_ROW)
    {
      sqlite3_reset (stmt);
      return code == SQLITE_DONE;
    }

  self->exists = TRUE;
  self->shown = sqlite3_column_int (stmt, COLUMN_HIDDEN) == 0;
  if (sqlite3_column_type (stmt, COLUMN_STATE) == SQLITE_BLOB &&
      ent_state_peek_times (sqlite3_column_blob (stmt, COLUMN_STATE), (gsize) sqlite3_column_bytes (stmt, COLUMN_STATE),
                            &birth, &modified))
    {
      self->created = (gint64) (birth >> 16);
      self->modified = (gint64) (modified >> 16);
    }
  custom = g_strdup ((const char *) sqlite3_column_text (stmt, COLUMN_CUSTOM));
  for (int i = 0; i < 3; i++)
    {
      if (sqlite3_column_bytes (stmt, COLUMN_PHONE + i) == (int) sizeof dots[i])
        {
          memcpy (dots[i], sqlite3_column_blob (stmt, COLUMN_PHONE + i), sizeof dots[i]);
          has_dot[i] = TRUE;
        }
    }
  self->account_name = g_strdup ((const char *) sqlite3_column_text (stmt, COLUMN_ACCOUNT));
  if (sqlite3_column_type (stmt, COLUMN_WHEN) == SQLITE_INTEGER)
    self->when = sqlite3_column_int64 (stmt, COLUMN_WHEN);
  else if (reading->has_when)
    self->when = self->created;
  read_fields (self, reading, stmt, locale);
  sqlite3_reset (stmt);

  return read_elements (self, db, reading, (const guint8 (*)[20]) dots, has_dot, error) &&
         (custom == NULL || read_custom (self, db, store, custom, locale, error));
}
