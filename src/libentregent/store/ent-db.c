/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "ent-db-private.h"
#include "ent-body-private.h"
#include "ent-db-error-private.h"
#include "ent-db-open-private.h"
#include "ent-store-private.h"

#include <string.h>

/* More texts than the whole core has; queries that people type make the rest, and the oldest of those go. */
#define MAX_STATEMENTS 320
#define N_POINTERS 512
#define CACHE_KIB 8192
#define BUSY_TIMEOUT_US (5 * G_USEC_PER_SEC)
/* Pages in the -wal file from which a commit folds it into the database, and the next one waits for that. Interactive
 * commits leave it to upkeep, and imports do it between two groups (ent-store-upkeep.c), unless that never comes. */
#define FOLD_AT 1000
#define FOLD_AT_BULK 16000
#define FOLD_AT_INTERACTIVE 8000
/* The cache of an import stays through an edit in its midst: emptying it would cost the import more than the edit. */
#define BULK_KIB 65536
#define BULK_LASTS_US (2 * G_USEC_PER_SEC)
/* Instructions of SQLite's machine between two looks at the cancellable: some 50 µs. */
#define PROGRESS_STEPS 4000

typedef struct
{
  GList link; /* in lru */
  char *sql;
  sqlite3_stmt *stmt;
} Statement;

typedef struct
{
  const char *pointer;
  Statement *statement;
} PointerSlot;

struct _EntDb
{
  sqlite3 *handle;
  char *path;
  GHashTable *statements; /* sql → Statement */
  GQueue lru;             /* newest first */
  PointerSlot pointers[N_POINTERS];
  GCancellable *cancellable;
  gint64 busy_since;
  gint wal_pages; /* atomic: upkeep looks at it from its own thread */
  int fold_at;
  int bulk; /* -1: not said yet */
  int cache_kib;
  gint64 last_bulk;
};

static void
statement_free (gpointer data)
{
  Statement *statement = data;

  sqlite3_finalize (statement->stmt);
  g_free (statement->sql);
  g_free (statement);
}

static inline guint
pointer_slot (const char *sql)
{
  return ((guintptr) sql * G_GUINT64_CONSTANT (0x9E3779B97F4A7C15)) >> 55;
}

static int
progress_cb (gpointer data)
{
  EntDb *self = data;

  return g_cancellable_is_cancelled (self->cancellable);
}

/* SQLite's own handler waits up to 100 ms between two tries, and then mostly finds an importer at work again. */
static int
busy_cb (void *data, int n_tries)
{
  EntDb *self = data;

  if (n_tries == 0)
    self->busy_since = g_get_monotonic_time ();
  else if (g_get_monotonic_time () - self->busy_since > BUSY_TIMEOUT_US)
    return 0;
  if (g_cancellable_is_cancelled (self->cancellable))
    return 0;

  g_usleep (n_tries < 10 ? 200 : 2000);

  return 1;
}

static int
wal_cb (void *data, sqlite3 *handle, const char *name, int n_pages)
{
  EntDb *self = data;

  g_atomic_int_set (&self->wal_pages, n_pages);
  /* Whether it can be folded now or later is no matter of the commit that was made. */
  if (n_pages >= self->fold_at)
    sqlite3_wal_checkpoint_v2 (handle, name, SQLITE_CHECKPOINT_PASSIVE, NULL, NULL);

  return SQLITE_OK;
}

guint
ent_db_get_wal_pages (EntDb *self)
{
  return (guint) g_atomic_int_get (&self->wal_pages);
}

static gboolean
set_cache (EntDb *self, int kib, GError **error)
{
  g_autofree char *sql = g_strdup_printf ("PRAGMA cache_size = -%d", kib);

  if (self->cache_kib == kib)
    return TRUE;
  if (!ent_db_exec (self, sql, error))
    return FALSE;
  self->cache_kib = kib;

  return TRUE;
}

gboolean
ent_db_set_bulk (EntDb *self, gboolean bulk, GError **error)
{
  gint64 now = g_get_monotonic_time ();

  if (bulk)
    self->last_bulk = now;
  if ((bulk || now > self->last_bulk + BULK_LASTS_US) && !set_cache (self, bulk ? BULK_KIB : CACHE_KIB, error))
    return FALSE;
  if (self->bulk == bulk)
    return TRUE;
  if (!ent_db_exec (self, bulk ? "PRAGMA synchronous = NORMAL" : "PRAGMA synchronous = FULL", error))
    return FALSE;
  self->bulk = bulk;
  self->fold_at = bulk ? FOLD_AT_BULK : FOLD_AT_INTERACTIVE;

  return TRUE;
}

void
ent_db_set_busy_timeout (EntDb *self)
{
  sqlite3_busy_handler (self->handle, busy_cb, self);
}

static gboolean
set_up (EntDb *self, int flags, GError **error)
{
  g_autofree char *common = NULL;

  sqlite3_extended_result_codes (self->handle, 1);
  ent_db_set_busy_timeout (self);
  sqlite3_wal_hook (self->handle, wal_cb, self);
  sqlite3_db_config (self->handle, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
  sqlite3_db_config (self->handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);

  /* What an erased record leaves behind must not stay in free pages; temporary files would lie in the open. */
  common = g_strdup_printf ("PRAGMA foreign_keys = OFF;"
                            "PRAGMA cache_size = -%d;"
                            "PRAGMA temp_store = MEMORY;"
                            "PRAGMA secure_delete = ON;"
                            "PRAGMA synchronous = FULL;"
                            "PRAGMA recursive_triggers = OFF;"
                            "%s",
                            CACHE_KIB, flags & SQLITE_OPEN_READONLY ? "PRAGMA query_only = ON;" : "");

  return ent_db_exec (self, common, error);
}

/* uri NULL: the path itself. */
static EntDb *
open_with_vfs (const char *path, const char *uri, int sqlite_flags, const char *vfs, GError **error)
{
  EntDb *self = g_new0 (EntDb, 1);
  int code;

  g_assert (path != NULL);

  self->path = g_strdup (path);
  self->statements = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, statement_free);
  g_queue_init (&self->lru);
  self->fold_at = FOLD_AT;
  self->bulk = -1;
  self->cache_kib = CACHE_KIB;

  code = sqlite3_open_v2 (uri != NULL ? uri : path, &self->handle, sqlite_flags | SQLITE_OPEN_NOMUTEX, vfs);
  if (code != SQLITE_OK)
    {
      ent_db_set_error (self, code, error);
      ent_db_close (self);
      return NULL;
    }

  if (!set_up (self, sqlite_flags, error))
    {
      ent_db_close (self);
      return NULL;
    }

  return self;
}

EntDb *
ent_db_open (const char *path, int sqlite_flags, GError **error)
{
  return open_with_vfs (path, NULL, sqlite_flags, ent_db_get_vfs_name (), error);
}

EntDb *
ent_db_open_local (const char *path, int sqlite_flags, GError **error)
{
  return open_with_vfs (path, NULL, sqlite_flags, NULL, error);
}

EntDb *
ent_db_open_part (const char *part, const char *path, int sqlite_flags, GError **error)
{
  return open_with_vfs (path, part, sqlite_flags, NULL, error);
}

EntDb *
ent_db_open_immutable (const char *path, GError **error)
{
  g_autofree char *escaped = g_uri_escape_string (path, G_URI_RESERVED_CHARS_ALLOWED_IN_PATH, FALSE);
  g_autofree char *uri = g_strdup_printf ("file:%s?immutable=1", escaped);

  return open_with_vfs (path, uri, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, ent_db_get_vfs_name (), error);
}

void
ent_db_close (EntDb *self)
{
  if (self == NULL)
    return;

  g_hash_table_unref (self->statements);
  if (sqlite3_close (self->handle) != SQLITE_OK)
    {
      g_warning ("A statement of %s was left open", self->path);
      sqlite3_close_v2 (self->handle);
    }
  g_free (self->path);
  g_free (self);
}

sqlite3 *
ent_db_get_handle (EntDb *self)
{
  return self->handle;
}

const char *
ent_db_get_path (EntDb *self)
{
  return self->path;
}

void
ent_db_set_cancellable (EntDb *self, GCancellable *cancellable)
{
  self->cancellable = cancellable;
  sqlite3_progress_handler (self->handle, cancellable != NULL ? PROGRESS_STEPS : 0,
                            cancellable != NULL ? progress_cb : NULL, self);
}

void
ent_db_reset_all (EntDb *self)
{
  for (sqlite3_stmt *stmt = sqlite3_next_stmt (self->handle, NULL); stmt != NULL;
       stmt = sqlite3_next_stmt (self->handle, stmt))
    if (sqlite3_stmt_busy (stmt))
      sqlite3_reset (stmt);
}

static void
forget_oldest (EntDb *self)
{
  Statement *oldest = g_queue_peek_tail (&self->lru);

  for (guint i = 0; i < N_POINTERS; i++)
    if (self->pointers[i].statement == oldest)
      self->pointers[i].statement = NULL;

  g_queue_unlink (&self->lru, &oldest->link);
  g_hash_table_remove (self->statements, oldest->sql);
}

static Statement *
compile (EntDb *self, const char *sql, GError **error)
{
  Statement *statement;
  sqlite3_stmt *stmt;
  int code = sqlite3_prepare_v3 (self->handle, sql, -1, SQLITE_PREPARE_PERSISTENT, &stmt, NULL);

  if (code != SQLITE_OK)
    {
      ent_db_set_error (self, code, error);
      return NULL;
    }
  g_assert (stmt != NULL);

  if (self->lru.length >= MAX_STATEMENTS)
    forget_oldest (self);

  statement = g_new0 (Statement, 1);
  statement->sql = g_strdup (sql);
  statement->stmt = stmt;
  statement->link.data = statement;
  g_queue_push_head_link (&self->lru, &statement->link);
  g_hash_table_insert (self->statements, statement->sql, statement);

  return statement;
}

sqlite3_stmt *
ent_db_prepare (EntDb *self, const char *sql, GError **error)
{
  PointerSlot *slot = &self->pointers[pointer_slot (sql)];
  Statement *statement;

  /* The address only finds the candidate: memory is reused, so the text decides. */
  if (slot->pointer == sql && slot->statement != NULL && strcmp (slot->statement->sql, sql) == 0)
    statement = slot->statement;
  else
    {
      statement = g_hash_table_lookup (self->statements, sql);
      if (statement == NULL && (statement = compile (self, sql, error)) == NULL)
        return NULL;
      slot->pointer = sql;
      slot->statement = statement;
    }

  if (self->lru.head != &statement->link)
    {
      g_queue_unlink (&self->lru, &statement->link);
      g_queue_push_head_link (&self->lru, &statement->link);
    }

  sqlite3_reset (statement->stmt);
  sqlite3_clear_bindings (statement->stmt);

  return statement->stmt;
}

int
ent_db_step (EntDb *self, sqlite3_stmt *stmt, GError **error)
{
  int code = sqlite3_step (stmt);

  if (code != SQLITE_ROW && code != SQLITE_DONE)
    ent_db_set_error (self, code, error);

  return code;
}

gboolean
ent_db_run (EntDb *self, sqlite3_stmt *stmt, GError **error)
{
  int code = ent_db_step (self, stmt, error);

  sqlite3_reset (stmt);

  return code == SQLITE_DONE || code == SQLITE_ROW;
}

gboolean
ent_db_exec (EntDb *self, const char *sql, GError **error)
{
  int code = sqlite3_exec (self->handle, sql, NULL, NULL, NULL);

  if (code != SQLITE_OK)
    {
      ent_db_set_error (self, code, error);
      return FALSE;
    }

  return TRUE;
}

gboolean
ent_db_control (EntDb *self, const char *sql, GError **error)
{
  sqlite3_stmt *stmt = ent_db_prepare (self, sql, error);

  return stmt != NULL && ent_db_run (self, stmt, error);
}

char *
ent_db_dup_text (EntDb *self, const char *sql, GError **error)
{
  sqlite3_stmt *stmt = ent_db_prepare (self, sql, error);
  char *text = NULL;

  if (stmt == NULL)
    return NULL;

  if (ent_db_step (self, stmt, error) == SQLITE_ROW)
    text = g_strdup ((const char *) sqlite3_column_text (stmt, 0));
  sqlite3_reset (stmt);

  return text;
}

gboolean
ent_db_get_integer (EntDb *self, const char *sql, gint64 *value, GError **error)
{
  sqlite3_stmt *stmt = ent_db_prepare (self, sql, error);
  int code;

  if (stmt == NULL)
    return FALSE;

  code = ent_db_step (self, stmt, error);
  *value = code == SQLITE_ROW ? sqlite3_column_int64 (stmt, 0) : 0;
  sqlite3_reset (stmt);

  return code == SQLITE_ROW || code == SQLITE_DONE;
}

char *
ent_db_dup_meta (EntDb *db, const char *key, GError **error)
{
  sqlite3_stmt *stmt = ent_db_prepare (db, "SELECT value FROM meta WHERE key = ?", error);
  char *value = NULL;

  if (stmt == NULL)
    return NULL;

  sqlite3_bind_text (stmt, 1, key, -1, SQLITE_STATIC);
  if (ent_db_step (db, stmt, error) == SQLITE_ROW)
    value = g_strdup ((const char *) sqlite3_column_text (stmt, 0));
  sqlite3_reset (stmt);

  return value;
}

#define SUM_KEY "sum"

gboolean
ent_db_sum_meta (EntDb *db, char **stored, char **sum, GError **error)
{
  sqlite3_stmt *stmt = ent_db_prepare (db, "SELECT key, value FROM meta ORDER BY key", error);
  g_autoptr (GString) text = g_string_new (NULL);
  int code;

  if (stmt == NULL)
    return FALSE;
  *stored = NULL;
  while ((code = ent_db_step (db, stmt, error)) == SQLITE_ROW)
    {
      const char *key = (const char *) sqlite3_column_text (stmt, 0);
      const char *value = (const char *) sqlite3_column_text (stmt, 1);

      if (g_strcmp0 (key, SUM_KEY) == 0)
        g_set_str (stored, value);
      else
        g_string_append_printf (text, "%s=%s\n", key, value != NULL ? value : "");
    }
  sqlite3_reset (stmt);
  *sum = g_strdup_printf ("%08x", ent_body_checksum ((const guint8 *) text->str, text->len));

  return code == SQLITE_DONE;
}

static gboolean
put_meta (EntDb *db, const char *key, const char *value, GError **error)
{
  sqlite3_stmt *stmt = ent_db_prepare (db,
                                       value != NULL ? "INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)"
                                                     : "DELETE FROM meta WHERE key = ?",
                                       error);

  if (stmt == NULL)
    return FALSE;

  sqlite3_bind_text (stmt, 1, key, -1, SQLITE_TRANSIENT);
  if (value != NULL)
    sqlite3_bind_text (stmt, 2, value, -1, SQLITE_TRANSIENT);

  return ent_db_run (db, stmt, error);
}

/* A book from before there was one gets one. */
gboolean
ent_db_update_meta_sum (EntDb *db, GError **error)
{
  g_autofree char *stored = NULL;
  g_autofree char *sum = NULL;

  return ent_db_sum_meta (db, &stored, &sum, error) && (stored != NULL || put_meta (db, SUM_KEY, sum, error));
}

/* Settings that are damaged already stay so for the check: a new sum would make them right. */
gboolean
ent_db_set_meta (EntDb *db, const char *key, const char *value, GError **error)
{
  g_autofree char *stored = NULL;
  g_autofree char *before = NULL;
  g_autofree char *old = NULL;
  g_autofree char *after = NULL;

  if (!ent_db_sum_meta (db, &stored, &before, error) || !put_meta (db, key, value, error))
    return FALSE;
  if (stored != NULL && strcmp (stored, before) != 0)
    return TRUE;
  return ent_db_sum_meta (db, &old, &after, error) && put_meta (db, SUM_KEY, after, error);
}
