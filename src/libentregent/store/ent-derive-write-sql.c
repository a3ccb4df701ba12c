/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "ent-check-private.h"
#include "ent-collation-private.h"
#include "ent-derive-private.h"

#define MAX_KINDS 64

/* Statements of a kind, made once. */
typedef struct
{
  char **names[2]; /* of derived columns; by set of sort keys */
  char *update[2];
  char *compare[2]; /* which columns are as they should be */
  char *text_select;
  char *text_insert;
  char *text_delete;
  char *fts_insert;
  char *fts_delete;
  char *tri_insert;
  char *tri_delete;
} Statements;

/* The derived columns of a kind, in the order in which bind_columns() gives their values, after the rid. */
static GPtrArray *
make_names (const EntKind *kind, guint set)
{
  GPtrArray *names = g_ptr_array_new_null_terminated (16, g_free, TRUE);

  g_ptr_array_add (names, g_strdup ("x_created"));
  g_ptr_array_add (names, g_strdup ("x_modified"));
  for (const EntDerivedColumn *column = ent_columns_get_extra (kind); column->name != NULL; column++)
    g_ptr_array_add (names, g_strdup (column->name));
  /* As EntDerived.keys: the title first. */
  for (guint pass = 0; pass < 2; pass++)
    {
      for (guint i = 0; i < kind->n_fields; i++)
        {
          const EntField *field = &kind->fields[i];

          if (ent_collation_has_key (field) && (field == kind->title) == (pass == 0))
            g_ptr_array_add (names, ent_collation_dup_column (field, set));
        }
    }
  return names;
}

static char *
dup_statement (const EntKind *kind, char **names, gboolean update)
{
  GString *sql = g_string_new (update ? NULL : "SELECT id");

  if (update)
    g_string_printf (sql, "UPDATE \"%s\" SET", kind->table);
  for (guint i = 0; names[i] != NULL; i++)
    {
      if (update)
        g_string_append_printf (sql, "%s \"%s\" = ?%u", i > 0 ? "," : "", names[i], i + 2);
      else
        g_string_append_printf (sql, ", \"%s\" IS ?%u", names[i], i + 2);
    }
  if (!update)
    g_string_append_printf (sql, " FROM \"%s\"", kind->table);
  g_string_append (sql, " WHERE rid = ?1");
  return g_string_free (sql, FALSE);
}

static Statements *
statements_new (const EntKind *kind)
{
  Statements *self = g_new0 (Statements, 1);
  const char *t = kind->table;

  for (guint set = 0; set < 2; set++)
    {
      self->names[set] = (char **) g_ptr_array_free (make_names (kind, set), FALSE);
      self->update[set] = dup_statement (kind, self->names[set], TRUE);
      self->compare[set] = dup_statement (kind, self->names[set], FALSE);
    }
  self->text_select = g_strdup_printf ("SELECT a, b FROM \"x_text_%s\" WHERE rid = ?", t);
  self->text_insert = g_strdup_printf ("INSERT OR REPLACE INTO \"x_text_%s\" (rid, a, b) VALUES (?, ?, ?)", t);
  self->text_delete = g_strdup_printf ("DELETE FROM \"x_text_%s\" WHERE rid = ?", t);
  self->fts_insert = g_strdup_printf ("INSERT INTO \"x_fts_%s\" (rowid, a, b) VALUES (?, ?, ?)", t);
  self->fts_delete =
      g_strdup_printf ("INSERT INTO \"x_fts_%s\" (\"x_fts_%s\", rowid, a, b) VALUES ('delete', ?, ?, ?)", t, t);
  self->tri_insert = g_strdup_printf ("INSERT INTO \"x_tri_%s\" (rowid, a) VALUES (?, ?)", t);
  self->tri_delete =
      g_strdup_printf ("INSERT INTO \"x_tri_%s\" (\"x_tri_%s\", rowid, a) VALUES ('delete', ?, ?)", t, t);
  return self;
}

static const Statements *
get_statements (const EntKind *kind)
{
  static Statements *statements[MAX_KINDS];

  g_assert (kind->number < MAX_KINDS);
  if (g_once_init_enter_pointer (&statements[kind->number]))
    g_once_init_leave_pointer (&statements[kind->number], statements_new (kind));
  return statements[kind->number];
}

static void
bind_text (sqlite3_stmt *stmt, int index, const char *text)
{
  if (text != NULL)
    sqlite3_bind_text (stmt, index, text, -1, SQLITE_STATIC);
}

static void
bind_time (sqlite3_stmt *stmt, int index, gint64 time)
{
  if (time >= 0)
    sqlite3_bind_int64 (stmt, index, time);
}

static void
bind_columns (EntDerived *self, sqlite3_stmt *stmt)
{
  int n = 3;

  sqlite3_bind_int64 (stmt, 1, self->rid);
  bind_time (stmt, 2, self->created);
  bind_time (stmt, 3, self->modified);
  for (const EntDerivedColumn *column = ent_columns_get_extra (self->kind); column->name != NULL; column++)
    {
      n++;
      if (strcmp (column->name, "x_phone") == 0)
        bind_text (stmt, n, self->phone);
      else if (strcmp (column->name, "x_email") == 0)
        bind_text (stmt, n, self->email);
      else if (strcmp (column->name, "x_city") == 0)
        bind_text (stmt, n, self->city);
      else if (strcmp (column->name, "x_account_name") == 0)
        bind_text (stmt, n, self->account_name);
      else
        bind_time (stmt, n, self->when);
    }
  for (guint i = 0; i < self->keys->len; i++)
    {
      const GByteArray *key = g_ptr_array_index (self->keys, i);

      n++;
      if (key->len > 0)
        sqlite3_bind_blob (stmt, n, key->data, (int) key->len, SQLITE_STATIC);
    }
}

gboolean
ent_derived_write_columns (EntDerived *self, EntDb *db, guint set, GError **error)
{
  sqlite3_stmt *stmt = ent_db_prepare (db, get_statements (self->kind)->update[set], error);

  if (stmt == NULL)
    return FALSE;
  bind_columns (self, stmt);
  return ent_db_run (db, stmt, error);
}

static void
add_finding (EntDerived *self, const EntId *id, const char *what, GPtrArray *findings)
{
  ent_check_find (findings, self->kind, id, what, _("is not what it should be"));
}

/* The keys that lists sort by for custom fields, all and no others. */
static gboolean
check_custom_keys (EntDerived *self, EntDb *db, const EntId *id, GPtrArray *findings, GError **error)
{
  sqlite3_stmt *stmt = ent_db_prepare (db, "SELECT field, key FROM x_custom_key WHERE kind = ? AND rid = ?", error);
  guint n = 0, n_known = 0;
  int code;

  if (stmt == NULL)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, self->kind->number);
  sqlite3_bind_int64 (stmt, 2, self->rid);
  while ((code = ent_db_step (db, stmt, error)) == SQLITE_ROW)
    {
      n++;
      for (guint i = 0; i < self->custom_keys->len; i++)
        {
          const EntCustomKey *key = g_ptr_array_index (self->custom_keys, i);

          n_known += sqlite3_column_bytes (stmt, 0) == sizeof key->field.bytes &&
                     memcmp (sqlite3_column_blob (stmt, 0), key->field.bytes, sizeof key->field.bytes) == 0 &&
                     sqlite3_column_type (stmt, 1) == key->type &&
                     (key->type == SQLITE_INTEGER
                          ? sqlite3_column_int64 (stmt, 1) == key->integer
                          : (guint) sqlite3_column_bytes (stmt, 1) == key->key->len &&
                                memcmp (sqlite3_column_blob (stmt, 1), key->key->data, key->key->len) == 0);
        }
    }
  sqlite3_reset (stmt);
  if (n != n_known || n != (self->shown ? self->custom_keys->len : 0))
    add_finding (self, id, "x_custom_key", findings);
  return code == SQLITE_DONE;
}

static gboolean
check_search (EntDerived *self, EntDb *db, const EntId *id, GPtrArray *findings, GError **error)
{
  sqlite3_stmt *stmt = ent_db_prepare (db, get_statements (self->kind)->text_select, error);
  gboolean same;
  int code;

  if (stmt == NULL)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, self->rid);
  code = ent_db_step (db, stmt, error);
  same = code == SQLITE_ROW && self->shown
             ? g_strcmp0 ((const char *) sqlite3_column_text (stmt, 0), self->a->str) == 0 &&
                   g_strcmp0 ((const char *) sqlite3_column_text (stmt, 1), self->b->str) == 0
             : (code == SQLITE_ROW) == self->shown;
  sqlite3_reset (stmt);
  if (code != SQLITE_ROW && code != SQLITE_DONE)
    return FALSE;
  if (!same)
    add_finding (self, id, "x_text", findings);
  return TRUE;
}

gboolean
ent_derived_check (EntDerived *self,
                   EntDb *db,
                   guint set,
                   gboolean with_keys,
                   gboolean with_custom,
                   GPtrArray *findings,
                   GError **error)
{
  const Statements *statements = get_statements (self->kind);
  sqlite3_stmt *stmt = ent_db_prepare (db, statements->compare[set], error);
  EntId id = { { 0 } };
  int code;

  if (stmt == NULL)
    return FALSE;
  bind_columns (self, stmt);
  code = ent_db_step (db, stmt, error);
  if (code == SQLITE_ROW)
    {
      if (sqlite3_column_bytes (stmt, 0) == sizeof id.bytes)
        memcpy (id.bytes, sqlite3_column_blob (stmt, 0), sizeof id.bytes);
      for (int i = 0; statements->names[set][i] != NULL; i++)
        {
          if (sqlite3_column_int (stmt, i + 1) == 0 &&
              (with_keys || !g_str_has_prefix (statements->names[set][i], "x_key")))
            add_finding (self, &id, statements->names[set][i], findings);
        }
    }
  sqlite3_reset (stmt);
  if (code != SQLITE_ROW && code != SQLITE_DONE)
    return FALSE;
  if (!with_custom)
    return TRUE;
  return check_custom_keys (self, db, &id, findings, error) &&
         (!ent_search_has_text (self->kind) || check_search (self, db, &id, findings, error));
}

static gboolean
run_indexes (EntDb *db,
             const char *fts,
             const char *tri,
             gint64 rid,
             const char *a,
             int a_length,
             const char *b,
             int b_length,
             GError **error)
{
  sqlite3_stmt *stmt = ent_db_prepare (db, fts, error);

  if (stmt == NULL)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, rid);
  sqlite3_bind_text (stmt, 2, a, a_length, SQLITE_STATIC);
  sqlite3_bind_text (stmt, 3, b, b_length, SQLITE_STATIC);
  if (!ent_db_run (db, stmt, error))
    return FALSE;
  stmt = ent_db_prepare (db, tri, error);
  if (stmt == NULL)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, rid);
  sqlite3_bind_text (stmt, 2, a, a_length, SQLITE_STATIC);
  return ent_db_run (db, stmt, error);
}

/* Takes the old text out of the indexes, which can only do so when they are told it. */
static gboolean
remove_old (EntDerived *self, EntDb *db, const Statements *statements, gboolean *same, GError **error)
{
  sqlite3_stmt *stmt = ent_db_prepare (db, statements->text_select, error);
  gboolean done = TRUE;
  int code;

  *same = FALSE;
  if (stmt == NULL)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, self->rid);
  code = ent_db_step (db, stmt, error);
  if (code == SQLITE_ROW)
    {
      const char *a = (const char *) sqlite3_column_text (stmt, 0);
      const char *b = (const char *) sqlite3_column_text (stmt, 1);

      *same = self->shown && g_strcmp0 (a, self->a->str) == 0 && g_strcmp0 (b, self->b->str) == 0;
      if (!*same && ent_search_has_index (self->kind))
        done = run_indexes (db, statements->fts_delete, statements->tri_delete, self->rid, a,
                            sqlite3_column_bytes (stmt, 0), b, sqlite3_column_bytes (stmt, 1), error);
    }
  sqlite3_reset (stmt);
  if (!done || (code != SQLITE_ROW && code != SQLITE_DONE))
    return FALSE;
  if (self->shown || code == SQLITE_DONE)
    return TRUE;
  stmt = ent_db_prepare (db, statements->text_delete, error);
  if (stmt == NULL)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, self->rid);
  return ent_db_run (db, stmt, error);
}

gboolean
ent_derived_write_search (EntDerived *self, EntDb *db, gboolean is_new, GError **error)
{
  const Statements *statements = get_statements (self->kind);
  gboolean same = FALSE;
  sqlite3_stmt *stmt;

  if (!ent_search_has_text (self->kind) || (!is_new && !remove_old (self, db, statements, &same, error)))
    return !ent_search_has_text (self->kind);
  if (same || !self->shown)
    return TRUE;

  stmt = ent_db_prepare (db, statements->text_insert, error);
  if (stmt == NULL)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, self->rid);
  sqlite3_bind_text (stmt, 2, self->a->str, (int) self->a->len, SQLITE_STATIC);
  sqlite3_bind_text (stmt, 3, self->b->str, (int) self->b->len, SQLITE_STATIC);
  if (!ent_db_run (db, stmt, error))
    return FALSE;
  return !ent_search_has_index (self->kind) ||
         run_indexes (db, statements->fts_insert, statements->tri_insert, self->rid, self->a->str, (int) self->a->len,
                      self->b->str, (int) self->b->len, error);
}

gboolean
ent_derived_write_custom_keys (EntDerived *self, EntDb *db, gboolean is_new, GError **error)
{
  sqlite3_stmt *stmt;

  if (is_new && self->custom_keys->len == 0)
    return TRUE;
  if (!is_new)
    {
      stmt = ent_db_prepare (db, "DELETE FROM x_custom_key WHERE kind = ? AND rid = ?", error);
      if (stmt == NULL)
        return FALSE;
      sqlite3_bind_int64 (stmt, 1, self->kind->number);
      sqlite3_bind_int64 (stmt, 2, self->rid);
      if (!ent_db_run (db, stmt, error))
        return FALSE;
    }
  for (guint i = 0; self->shown && i < self->custom_keys->len; i++)
    {
      const EntCustomKey *key = g_ptr_array_index (self->custom_keys, i);

      stmt = ent_db_prepare (db, "INSERT INTO x_custom_key (field, key, rid, kind) VALUES (?, ?, ?, ?)", error);
      if (stmt == NULL)
        return FALSE;
      ent_db_bind_id (stmt, 1, &key->field);
      if (key->type == SQLITE_INTEGER)
        sqlite3_bind_int64 (stmt, 2, key->integer);
      else if (key->type == SQLITE_BLOB)
        sqlite3_bind_blob (stmt, 2, key->key->data, (int) key->key->len, SQLITE_STATIC);
      else
        sqlite3_bind_text (stmt, 2, (const char *) key->key->data, (int) key->key->len, SQLITE_STATIC);
      sqlite3_bind_int64 (stmt, 3, self->rid);
      sqlite3_bind_int64 (stmt, 4, self->kind->number);
      if (!ent_db_run (db, stmt, error))
        return FALSE;
    }
  return TRUE;
}
