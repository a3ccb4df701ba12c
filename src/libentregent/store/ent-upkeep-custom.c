/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "Entregent"

#include "config.h"

#include <string.h>

#include "ent-columns-private.h"
#include "ent-reading-projections-private.h"
#include "ent-upkeep-private.h"

/*
 * What is derived from custom fields when their definition changes: keys by which lists are sorted, words that are
 * searched. x_custom_pass has the fields that are to be gone through, and the row up to where that has been done.
 */

/* Rows looked at in one step; few of them have the field. */
#define RANGE 128

gboolean
ent_custom_keys_note (EntDb *db, const EntTouched *touched, GError **error)
{
  static const char *const keys[] = { "sortable", "searchable", "type", "applies-to" };
  gboolean concerns = touched->hidden != touched->was_hidden;
  sqlite3_stmt *stmt;

  for (guint i = 0; i < G_N_ELEMENTS (keys) && !concerns; i++)
    concerns = ent_touched_has (touched, ent_kind_get_field (touched->kind, keys[i]));
  if (!concerns)
    return TRUE;
  /* Of a new one that is neither there is nothing. */
  stmt = ent_db_prepare (db,
                         "INSERT OR REPLACE INTO x_custom_pass (field, rid) SELECT id, 0 FROM \"field\" WHERE rid = ? "
                         "AND (? OR sortable OR searchable)",
                         error);
  if (stmt == NULL)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, touched->rid);
  sqlite3_bind_int (stmt, 2, !touched->is_new);
  return ent_db_run (db, stmt, error);
}

gboolean
ent_custom_keys_get_pending (EntDb *db, guint64 *kinds, GError **error)
{
  sqlite3_stmt *stmt =
      ent_db_prepare (db, "SELECT applies_to FROM x_custom_pass AS p JOIN \"field\" AS f ON f.id = p.field", error);
  int code;

  *kinds = 0;
  if (stmt == NULL)
    return FALSE;
  while ((code = ent_db_step (db, stmt, error)) == SQLITE_ROW)
    {
      const char *key = (const char *) sqlite3_column_text (stmt, 0);
      const EntKind *kind = key != NULL ? ent_kind_from_key (key) : NULL;

      if (kind != NULL)
        *kinds |= G_GUINT64_CONSTANT (1) << kind->number;
    }
  sqlite3_reset (stmt);
  return code == SQLITE_DONE;
}

typedef struct
{
  EntId field;
  gint64 rid;
  const EntKind *kind;
} Pass;

static gboolean
read_pass (EntDb *db, Pass *pass, gboolean *found, GError **error)
{
  sqlite3_stmt *stmt = ent_db_prepare (
      db,
      "SELECT p.field, p.rid, f.applies_to FROM x_custom_pass AS p LEFT JOIN \"field\" AS f ON f.id = p.field LIMIT 1",
      error);
  int code;

  if (stmt == NULL)
    return FALSE;
  code = ent_db_step (db, stmt, error);
  *found = code == SQLITE_ROW;
  if (*found)
    {
      const char *key = (const char *) sqlite3_column_text (stmt, 2);

      pass->rid = sqlite3_column_int64 (stmt, 1);
      pass->kind = key != NULL ? ent_kind_from_key (key) : NULL;
      if (sqlite3_column_bytes (stmt, 0) == sizeof pass->field.bytes)
        memcpy (pass->field.bytes, sqlite3_column_blob (stmt, 0), sizeof pass->field.bytes);
    }
  sqlite3_reset (stmt);
  return code == SQLITE_ROW || code == SQLITE_DONE;
}

/* The next rows of the kind, as many as RANGE, and those of them that have a value of the field. */
static gboolean
read_rows (EntDb *db, const Pass *pass, GArray *rids, gint64 *last, GError **error)
{
  g_autofree char *uuid = ent_id_to_string (&pass->field);
  g_autofree char *sql =
      g_strdup_printf ("SELECT rid, coalesce (json_valid (custom) AND json_type (custom, '$.\"%s\"') IS NOT NULL, 0) "
                       "FROM \"%s\" WHERE rid > ? ORDER BY rid LIMIT %d",
                       uuid, pass->kind->table, RANGE);
  sqlite3_stmt *stmt = ent_db_prepare (db, sql, error);
  int code;

  *last = 0;
  if (stmt == NULL)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, pass->rid);
  while ((code = ent_db_step (db, stmt, error)) == SQLITE_ROW)
    {
      *last = sqlite3_column_int64 (stmt, 0);
      if (sqlite3_column_int (stmt, 1))
        g_array_append_val (rids, *last);
    }
  sqlite3_reset (stmt);
  return code == SQLITE_DONE;
}

static gboolean
write_pass (EntDb *db, const Pass *pass, gint64 last, GError **error)
{
  sqlite3_stmt *stmt = ent_db_prepare (db,
                                       last != 0 ? "UPDATE x_custom_pass SET rid = ?2 WHERE field = ?1"
                                                 : "DELETE FROM x_custom_pass WHERE field = ?1",
                                       error);

  if (stmt == NULL)
    return FALSE;
  ent_db_bind_id (stmt, 1, &pass->field);
  if (last != 0)
    sqlite3_bind_int64 (stmt, 2, last);
  return ent_db_run (db, stmt, error);
}

static gboolean
step (EntDb *db, EntStore *store, gboolean *more, GError **error)
{
  g_autoptr (GArray) rids = g_array_new (FALSE, FALSE, sizeof (gint64));
  gint64 last = 0;
  Pass pass = { 0 };

  if (!read_pass (db, &pass, more, error))
    return FALSE;
  if (!*more)
    return TRUE;
  if (pass.kind != NULL && !read_rows (db, &pass, rids, &last, error))
    return FALSE;
  return ent_row_projection_derive_again (db, store, pass.kind, (const gint64 *) rids->data, rids->len, error) &&
         write_pass (db, &pass, last, error);
}

static gboolean
is_due (EntDb *db, EntStore *store, gboolean *due, GError **error)
{
  Pass pass = { 0 };

  return read_pass (db, &pass, due, error);
}

const EntUpkeepJob ent_custom_keys_job = { "custom-keys", is_due, step };
