/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "Entregent"

#include "config.h"

#include "ent-writer-private.h"

/*
 * Log, vector, origins and scopes. See FORMAT.md, "Log".
 */

static const EntId no_id;

/* The local number of an origin; made when there is none. */
gboolean
ent_writer_origin_number (EntWriter *self, guint64 origin, gint64 *o, GError **error)
{
  guint64 be = GUINT64_TO_BE (origin);
  EntOriginNumber number = { 0, origin };
  sqlite3_stmt *stmt;
  int code;

  for (guint i = 0; i < self->origins->len; i++)
    if (g_array_index (self->origins, EntOriginNumber, i).origin == origin)
      {
        *o = g_array_index (self->origins, EntOriginNumber, i).o;
        return TRUE;
      }

  stmt = ent_db_prepare (self->db, "SELECT o FROM origin WHERE origin = ?", error);
  if (stmt == NULL)
    return FALSE;
  sqlite3_bind_blob (stmt, 1, &be, sizeof be, SQLITE_STATIC);
  code = ent_db_step (self->db, stmt, error);
  if (code == SQLITE_ROW)
    number.o = sqlite3_column_int64 (stmt, 0);
  sqlite3_reset (stmt);
  if (code != SQLITE_ROW && code != SQLITE_DONE)
    return FALSE;

  if (code == SQLITE_DONE)
    {
      stmt = ent_db_prepare (self->db, "INSERT INTO origin (origin) VALUES (?)", error);
      if (stmt == NULL)
        return FALSE;
      sqlite3_bind_blob (stmt, 1, &be, sizeof be, SQLITE_STATIC);
      if (!ent_db_run (self->db, stmt, error))
        return FALSE;
      number.o = sqlite3_last_insert_rowid (ent_db_get_handle (self->db));
    }
  g_array_append_val (self->origins, number);
  *o = number.o;
  return TRUE;
}

gboolean
ent_writer_origin_of (EntWriter *self, gint64 o, guint64 *origin, GError **error)
{
  EntOriginNumber number = { o, 0 };
  sqlite3_stmt *stmt;
  int code;

  for (guint i = 0; i < self->origins->len; i++)
    if (g_array_index (self->origins, EntOriginNumber, i).o == o)
      {
        *origin = g_array_index (self->origins, EntOriginNumber, i).origin;
        return TRUE;
      }

  stmt = ent_db_prepare (self->db, "SELECT origin FROM origin WHERE o = ?", error);
  if (stmt == NULL)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, o);
  code = ent_db_step (self->db, stmt, error);
  if (code == SQLITE_ROW && sqlite3_column_bytes (stmt, 0) == 8)
    {
      guint64 be;

      memcpy (&be, sqlite3_column_blob (stmt, 0), 8);
      number.origin = GUINT64_FROM_BE (be);
    }
  sqlite3_reset (stmt);
  if (code != SQLITE_ROW && code != SQLITE_DONE)
    return FALSE;
  g_array_append_val (self->origins, number);
  *origin = number.origin;
  return TRUE;
}

/* What this group's origin wrote last in that scope and class. Asked once a group. */
static EntPrevious *
find_previous (EntWriter *self, gint64 scope, guint klass, GError **error)
{
  EntPrevious previous = { scope, klass, 0 };
  sqlite3_stmt *stmt;
  int code;

  for (guint i = 0; i < self->previous->len; i++)
    {
      EntPrevious *known = &g_array_index (self->previous, EntPrevious, i);

      if (known->scope == scope && known->klass == klass)
        return known;
    }
  stmt = ent_db_prepare (self->db, "SELECT oseq FROM vector WHERE scope = ? AND class = ? AND o = ?", error);
  if (stmt == NULL)
    return NULL;
  sqlite3_bind_int64 (stmt, 1, scope);
  sqlite3_bind_int64 (stmt, 2, klass);
  sqlite3_bind_int64 (stmt, 3, self->o);
  code = ent_db_step (self->db, stmt, error);
  if (code == SQLITE_ROW)
    previous.prev = sqlite3_column_int64 (stmt, 0);
  sqlite3_reset (stmt);
  if (code != SQLITE_ROW && code != SQLITE_DONE)
    return NULL;
  g_array_append_val (self->previous, previous);
  return &g_array_index (self->previous, EntPrevious, self->previous->len - 1);
}

/* Adds a change of this replica to the log. */
gboolean
ent_writer_put_change (EntWriter *self, const EntPlan *plan, guint klass, const EntBytes *body, GError **error)
{
  EntPrevious *previous = find_previous (self, plan->scope, klass, error);
  sqlite3_stmt *stmt;

  if (previous == NULL)
    return FALSE;
  stmt = ent_db_prepare (self->db,
                         "INSERT INTO change (kind, rid, g, class, scope, prev, body) VALUES (?, ?, ?, ?, ?, ?, ?)",
                         error);
  if (stmt == NULL)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, plan->kind->number);
  sqlite3_bind_int64 (stmt, 2, plan->rid);
  sqlite3_bind_int64 (stmt, 3, self->g);
  sqlite3_bind_int64 (stmt, 4, klass);
  sqlite3_bind_int64 (stmt, 5, plan->scope);
  sqlite3_bind_int64 (stmt, 6, previous->prev);
  sqlite3_bind_blob (stmt, 7, body->data, (int) body->len, SQLITE_STATIC);
  return ent_db_run (self->db, stmt, error);
}

static gboolean
set_vector (EntWriter *self, gint64 scope, guint klass, gint64 o, gint64 oseq, GError **error)
{
  sqlite3_stmt *stmt = ent_db_prepare (self->db,
                                       "INSERT INTO vector (scope, class, o, oseq) VALUES (?, ?, ?, ?)"
                                       " ON CONFLICT DO UPDATE SET oseq = excluded.oseq",
                                       error);

  if (stmt == NULL)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, scope);
  sqlite3_bind_int64 (stmt, 2, klass);
  sqlite3_bind_int64 (stmt, 3, o);
  sqlite3_bind_int64 (stmt, 4, oseq);
  return ent_db_run (self->db, stmt, error);
}

gboolean
ent_writer_flush_vector (EntWriter *self, GError **error)
{
  for (guint i = 0; i < self->previous->len; i++)
    {
      const EntPrevious *previous = &g_array_index (self->previous, EntPrevious, i);

      if (!set_vector (self, previous->scope, previous->klass, self->o, self->oseq, error))
        return FALSE;
    }
  return TRUE;
}

/* Takes the gap that begins at `prev`: 0 when there is none, -1 on error. */
static gint64
take_gap (EntWriter *self, gint64 scope, guint klass, gint64 o, gint64 prev, GError **error)
{
  static const char *const queries[] = { "SELECT oseq FROM gap WHERE scope = ? AND class = ? AND o = ? AND prev = ?",
                                         "DELETE FROM gap WHERE scope = ? AND class = ? AND o = ? AND prev = ?" };
  gint64 oseq = 0;

  /* Not DELETE … RETURNING: that makes a table for its rows first, and mostly there is none. */
  for (guint i = 0; i < G_N_ELEMENTS (queries) && (i == 0 || oseq > 0); i++)
    {
      sqlite3_stmt *stmt = ent_db_prepare (self->db, queries[i], error);
      int code;

      if (stmt == NULL)
        return -1;
      sqlite3_bind_int64 (stmt, 1, scope);
      sqlite3_bind_int64 (stmt, 2, klass);
      sqlite3_bind_int64 (stmt, 3, o);
      sqlite3_bind_int64 (stmt, 4, prev);
      code = ent_db_step (self->db, stmt, error);
      if (code == SQLITE_ROW)
        oseq = sqlite3_column_int64 (stmt, 0);
      sqlite3_reset (stmt);
      if (code != SQLITE_ROW && code != SQLITE_DONE)
        return -1;
    }
  return oseq;
}

/*
 * Another replica's group has come in that scope and class. The vector says up to where everything was had, so it
 * moves only when nothing before is missing; what came early waits in `gap`.
 */
gboolean
ent_writer_advance (EntWriter *self, gint64 scope, guint klass, gint64 o, gint64 prev, gint64 oseq, GError **error)
{
  sqlite3_stmt *stmt =
      ent_db_prepare (self->db, "SELECT oseq FROM vector WHERE scope = ? AND class = ? AND o = ?", error);
  gint64 had = 0;
  int code;

  if (stmt == NULL)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, scope);
  sqlite3_bind_int64 (stmt, 2, klass);
  sqlite3_bind_int64 (stmt, 3, o);
  code = ent_db_step (self->db, stmt, error);
  if (code == SQLITE_ROW)
    had = sqlite3_column_int64 (stmt, 0);
  sqlite3_reset (stmt);
  if (code != SQLITE_ROW && code != SQLITE_DONE)
    return FALSE;
  if (oseq <= had)
    return TRUE;

  if (prev > had)
    {
      stmt = ent_db_prepare (self->db,
                             "INSERT OR REPLACE INTO gap (scope, class, o, prev, oseq) VALUES (?, ?, ?, ?, ?)", error);
      if (stmt == NULL)
        return FALSE;
      sqlite3_bind_int64 (stmt, 1, scope);
      sqlite3_bind_int64 (stmt, 2, klass);
      sqlite3_bind_int64 (stmt, 3, o);
      sqlite3_bind_int64 (stmt, 4, prev);
      sqlite3_bind_int64 (stmt, 5, oseq);
      return ent_db_run (self->db, stmt, error);
    }

  for (gint64 next = oseq; next > 0; next = take_gap (self, scope, klass, o, next, error))
    oseq = MAX (oseq, next);
  return set_vector (self, scope, klass, o, oseq, error);
}

/* Both ids null: the scope of the whole book, which has no row. */
gboolean
ent_writer_intern_scope (EntWriter *self, const EntId *a, const EntId *b, gint64 *scope, GError **error)
{
  sqlite3_stmt *stmt;
  int code;

  *scope = 0;
  if (ent_id_is_null (a) && ent_id_is_null (b))
    return TRUE;
  stmt = ent_db_prepare (self->db, "SELECT scope FROM scope WHERE a = ? AND b = ?", error);
  if (stmt == NULL)
    return FALSE;
  ent_db_bind_id (stmt, 1, a);
  ent_db_bind_id (stmt, 2, b);
  code = ent_db_step (self->db, stmt, error);
  if (code == SQLITE_ROW)
    *scope = sqlite3_column_int64 (stmt, 0);
  sqlite3_reset (stmt);
  if (code != SQLITE_DONE)
    return code == SQLITE_ROW;

  stmt = ent_db_prepare (self->db, "INSERT INTO scope (a, b) VALUES (?, ?)", error);
  if (stmt == NULL)
    return FALSE;
  ent_db_bind_id (stmt, 1, a);
  ent_db_bind_id (stmt, 2, b);
  if (!ent_db_run (self->db, stmt, error))
    return FALSE;
  *scope = sqlite3_last_insert_rowid (ent_db_get_handle (self->db));
  return TRUE;
}

/* Over the head of a group as it goes on the wire, so that damage of a row of `grp` is found. */
guint32
ent_group_checksum (guint64 origin,
                    gint64 oseq,
                    guint64 hlc,
                    guint64 seen,
                    const EntId *author,
                    const char *source,
                    const EntId *batch)
{
  g_auto (EntBytes) bytes = ENT_BYTES_INIT;

  ent_bytes_put_uint64_be (&bytes, origin);
  ent_bytes_put_uint (&bytes, (guint64) oseq);
  ent_bytes_put_uint (&bytes, hlc);
  ent_bytes_put_uint (&bytes, seen);
  ent_bytes_put (&bytes, author != NULL ? author->bytes : no_id.bytes, sizeof no_id.bytes);
  ent_bytes_put_uint (&bytes, source != NULL ? strlen (source) : 0);
  ent_bytes_put (&bytes, source, source != NULL ? strlen (source) : 0);
  ent_bytes_put (&bytes, batch != NULL ? batch->bytes : no_id.bytes, sizeof no_id.bytes);
  return ent_body_checksum (bytes.data, bytes.len);
}
