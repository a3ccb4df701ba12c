/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "Entregent"

#include "config.h"

#include "ent-dump-private.h"
#include "ent-maintenance.h"
#include "ent-store-job-private.h"
#include "ent-writer-private.h"

/*
 * The canonical dump, one line at a time: at any size it takes no more memory than one record.
 */

#define FLUSH_SIZE (64 * 1024)

typedef struct
{
  EntStore *store;
  GOutputStream *stream;
  GCancellable *cancellable;
  GString *out;
} Dumping;

static gboolean
flush (Dumping *self, gsize least, GError **error)
{
  if (self->out->len < least)
    return TRUE;
  if (!g_output_stream_write_all (self->stream, self->out->str, self->out->len, NULL, self->cancellable, error))
    return FALSE;
  g_string_truncate (self->out, 0);
  return TRUE;
}

static void
put_blob_id (GString *out, sqlite3_stmt *stmt, int column)
{
  char text[ENT_ID_STRING_LENGTH + 1];
  EntId id = { 0 };

  if (sqlite3_column_bytes (stmt, column) == sizeof id.bytes)
    memcpy (id.bytes, sqlite3_column_blob (stmt, column), sizeof id.bytes);
  ent_id_format (&id, text);
  g_string_append_printf (out, "\"%s\"", text);
}

static gboolean
read_scope (EntDb *db, gint64 scope, EntId ids[2], GError **error)
{
  sqlite3_stmt *stmt;
  int code;

  memset (ids, 0, 2 * sizeof (EntId));
  if (scope == 0)
    return TRUE;
  stmt = ent_db_prepare (db, "SELECT a, b FROM scope WHERE scope = ?", error);
  if (stmt == NULL)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, scope);
  code = ent_db_step (db, stmt, error);
  if (code == SQLITE_ROW)
    for (int i = 0; i < 2; i++)
      if (sqlite3_column_bytes (stmt, i) == sizeof (EntId))
        memcpy (&ids[i], sqlite3_column_blob (stmt, i), sizeof (EntId));
  sqlite3_reset (stmt);
  return code == SQLITE_ROW || code == SQLITE_DONE;
}

static gboolean
dump_record (Dumping *self, EntDb *db, const EntKind *kind, const EntId *id, GError **error)
{
  g_autoptr (EntWriter) loader = ent_writer_new (self->store, db);
  EntPlan *plan = ent_writer_load (loader, kind, id, error);
  EntId scope[2];

  if (plan == NULL || !ent_writer_load_members (loader, plan, error) ||
      !ent_writer_load_aliases (loader, plan, error) || !read_scope (db, plan->scope, scope, error))
    return FALSE;
  ent_dump_record (self->out, kind, id, scope, plan->state);
  g_string_append_c (self->out, '\n');
  return flush (self, FLUSH_SIZE, error);
}

static gboolean
dump_kind (Dumping *self, EntDb *db, const EntKind *kind, GError **error)
{
  g_autofree char *sql = g_strdup_printf ("SELECT id FROM \"%s\" ORDER BY id", kind->table);
  sqlite3_stmt *stmt = NULL;
  int code;

  /* Not from the cache: it runs while thousands of others do. */
  code = sqlite3_prepare_v2 (ent_db_get_handle (db), sql, -1, &stmt, NULL);
  if (code != SQLITE_OK)
    {
      ent_db_set_error (db, code, error);
      return FALSE;
    }
  while ((code = ent_db_step (db, stmt, error)) == SQLITE_ROW)
    {
      EntId id = { 0 };

      if (sqlite3_column_bytes (stmt, 0) == sizeof id.bytes)
        memcpy (id.bytes, sqlite3_column_blob (stmt, 0), sizeof id.bytes);
      if (!dump_record (self, db, kind, &id, error))
        {
          sqlite3_finalize (stmt);
          return FALSE;
        }
    }
  sqlite3_finalize (stmt);
  return code == SQLITE_DONE;
}

static void
put_kind (GString *out, gint64 number)
{
  const EntKind *kind = ent_kind_from_number ((guint) number);

  if (kind != NULL)
    ent_json_put_string (out, kind->key);
  else
    g_string_append_printf (out, "\"#%" G_GINT64_FORMAT "\"", number);
}

typedef void (*PutRow) (GString *out, sqlite3_stmt *stmt);

static void
put_erased (GString *out, sqlite3_stmt *stmt)
{
  g_string_append (out, "{\"erased\":");
  put_kind (out, sqlite3_column_int64 (stmt, 0));
  g_string_append (out, ",\"id\":");
  put_blob_id (out, stmt, 1);
  g_string_append (out, ",\"day\":");
  ent_json_put_string (out, (const char *) sqlite3_column_text (stmt, 2));
  g_string_append (out, "}\n");
}

/* A kind that is not known has no fields and no row. */
static void
put_stray (GString *out, sqlite3_stmt *stmt)
{
  g_string_append (out, "{\"unknown\":");
  put_kind (out, sqlite3_column_int64 (stmt, 0));
  g_string_append (out, ",\"id\":");
  put_blob_id (out, stmt, 1);
  g_string_append (out, "}\n");
}

static gboolean
dump_rows (Dumping *self, EntDb *db, const char *sql, PutRow put, GError **error)
{
  sqlite3_stmt *stmt = ent_db_prepare (db, sql, error);
  int code;

  if (stmt == NULL)
    return FALSE;
  while ((code = ent_db_step (db, stmt, error)) == SQLITE_ROW)
    {
      put (self->out, stmt);
      if (!flush (self, FLUSH_SIZE, error))
        return FALSE;
    }
  sqlite3_reset (stmt);
  return code == SQLITE_DONE;
}

static void
put_vector_row (GString *out, sqlite3_stmt *stmt)
{
  const guint8 *origin = sqlite3_column_blob (stmt, 3);
  guint64 be = 0;

  if (sqlite3_column_bytes (stmt, 3) == sizeof be)
    memcpy (&be, origin, sizeof be);
  if (out->str[out->len - 1] == ']')
    g_string_append_c (out, ',');
  g_string_append_c (out, '[');
  for (int i = 0; i < 2; i++)
    if (sqlite3_column_type (stmt, i) == SQLITE_BLOB)
      {
        put_blob_id (out, stmt, i);
        g_string_append_c (out, ',');
      }
  g_string_append_printf (out, "%" G_GINT64_FORMAT ",\"%016" G_GINT64_MODIFIER "x\",%" G_GINT64_FORMAT "]",
                          (gint64) sqlite3_column_int64 (stmt, 2), GUINT64_FROM_BE (be),
                          (gint64) sqlite3_column_int64 (stmt, 4));
}

static gboolean
dump_cb (EntDb *db, gpointer data, GError **error)
{
  Dumping *self = data;
  const EntKind *const *kinds = ent_kinds_get_all (NULL);
  char text[ENT_ID_STRING_LENGTH + 1];

  ent_id_format (ent_store_get_book_id (self->store), text);
  g_string_append_printf (self->out, "{\"entregent\":1,\"book\":\"%s\"}\n", text);
  for (guint i = 0; kinds[i] != NULL; i++)
    if (!kinds[i]->is_element && !dump_kind (self, db, kinds[i], error))
      return FALSE;
  if (!dump_rows (self, db, "SELECT kind, id, day FROM erased ORDER BY kind, id", put_erased, error) ||
      !dump_rows (self, db, "SELECT kind, id FROM stray ORDER BY kind, id", put_stray, error))
    return FALSE;
  g_string_append (self->out, "{\"vector\":[");
  if (!dump_rows (
          self, db,
          "SELECT scope.a, nullif (scope.b, zeroblob (16)), class, origin.origin, vector.oseq FROM vector"
          " JOIN origin ON origin.o = vector.o LEFT JOIN scope ON scope.scope = vector.scope ORDER BY 1, 2, 3, 4",
          put_vector_row, error))
    return FALSE;
  g_string_append (self->out, "]}\n");
  return flush (self, 0, error);
}

/**
 * ent_store_dump_sync:
 * @self: a book
 * @stream: where to write
 * @cancellable: (nullable): a cancellable
 * @error: where to put an error
 *
 * Writes the canonical dump: everything that the book holds but what is local to it, in an order and form that depend
 * on nothing else. Two replicas that have received the same changes give the same bytes.
 *
 * Returns: whether all was written
 */
gboolean
ent_store_dump_sync (EntStore *self, GOutputStream *stream, GCancellable *cancellable, GError **error)
{
  g_autoptr (GString) out = g_string_new (NULL);
  Dumping dumping = { self, stream, cancellable, out };

  g_return_val_if_fail (ENT_IS_STORE (self), FALSE);
  g_return_val_if_fail (G_IS_OUTPUT_STREAM (stream), FALSE);

  return ent_store_with_reader (self, cancellable, dump_cb, &dumping, error);
}

static gboolean
run_dump_job (EntStore *self, gpointer data, GCancellable *cancellable, GError **error)
{
  return ent_store_dump_sync (self, data, cancellable, error);
}

/**
 * ent_store_dump_async:
 * @self: a book
 * @stream: where to write
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * As [method@Store.dump_sync], on a thread of its own, which @stream belongs to until @callback was called.
 */
void
ent_store_dump_async (EntStore *self,
                      GOutputStream *stream,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data)
{
  g_return_if_fail (ENT_IS_STORE (self));
  g_return_if_fail (G_IS_OUTPUT_STREAM (stream));

  ent_store_start_long (self, ent_store_dump_async, run_dump_job, g_object_ref (stream), g_object_unref, cancellable,
                        callback, user_data);
}

/**
 * ent_store_dump_finish:
 * @self: a book
 * @result: what the callback was given
 * @error: where to put an error
 *
 * Returns: whether all was written
 */
gboolean
ent_store_dump_finish (EntStore *self, GAsyncResult *result, GError **error)
{
  return ent_store_finish_job (self, result, ent_store_dump_async, error) != NULL;
}
