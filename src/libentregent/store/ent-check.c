/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "Entregent"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "ent-attachments-private.h"
#include "ent-check-private.h"
#include "ent-projection-run-private.h"
#include "ent-store-job-private.h"

/*
 * The check of a book: everything that can be derived from the log is derived again and compared.
 */

/**
 * ent_finding_free:
 * @finding: (transfer full): a finding
 *
 * Frees a finding.
 */
void
ent_finding_free (EntFinding *finding)
{
  g_free (finding->field);
  g_free (finding->message);
  g_free (finding);
}

typedef struct
{
  EntStore *store;
  gboolean rebuild;
  GFileProgressCallback progress;
  gpointer progress_data;
  GCancellable *cancellable;
  GPtrArray *findings;
  GPtrArray *mended;
  gboolean usable;
} Check;

/* Adds to n. */
static gboolean
count (EntDb *db, const char *sql, gint64 *n, GError **error)
{
  sqlite3_stmt *stmt = ent_db_prepare (db, sql, error);
  int code;

  if (stmt == NULL)
    return FALSE;
  code = ent_db_step (db, stmt, error);
  if (code == SQLITE_ROW)
    *n += sqlite3_column_int64 (stmt, 0);
  sqlite3_reset (stmt);
  return code == SQLITE_ROW;
}

static gboolean
check_kind (Check *self, EntDb *db, const EntKind *kind, gint64 *n_members, GError **error)
{
  g_autofree char *sql = g_strdup_printf ("SELECT id FROM \"%s\" ORDER BY rid", kind->table);
  sqlite3_stmt *stmt = NULL;
  int code = sqlite3_prepare_v2 (ent_db_get_handle (db), sql, -1, &stmt, NULL);
  gboolean good = TRUE;

  if (code != SQLITE_OK)
    {
      ent_db_set_error (db, code, error);
      return FALSE;
    }
  while (good && (code = ent_db_step (db, stmt, error)) == SQLITE_ROW)
    {
      EntId id = { 0 };

      if (sqlite3_column_bytes (stmt, 0) == sizeof id.bytes)
        memcpy (id.bytes, sqlite3_column_blob (stmt, 0), sizeof id.bytes);
      good = !g_cancellable_set_error_if_cancelled (self->cancellable, error) &&
             ent_check_record (self->store, db, kind, &id, n_members, self->findings, error);
    }
  sqlite3_finalize (stmt);
  return good && code == SQLITE_DONE;
}

/* Elements that no record has. */
static gboolean
check_elements (Check *self, EntDb *db, gint64 n_members, GError **error)
{
  const EntKind *const *kinds = ent_kinds_get_all (NULL);
  gint64 n = 0;

  if (!count (db, "SELECT count (*) FROM link", &n, error))
    return FALSE;
  for (guint i = 0; kinds[i] != NULL; i++)
    if (kinds[i]->is_element)
      {
        g_autofree char *sql = g_strdup_printf ("SELECT count (*) FROM \"%s\"", kinds[i]->table);

        if (!count (db, sql, &n, error))
          return FALSE;
      }
  if (n != n_members)
    ent_check_find (self->findings, NULL, NULL, "elements", _("There are elements that belong to no record"));
  return TRUE;
}

/* FTS5 checks an index by the picture that this connection has of it, which may be from before another one wrote;
 * opening it takes a new one. What cannot be opened is found for itself. */
static gboolean
open_words (EntDb *db, GError **error)
{
  sqlite3_stmt *stmt = ent_db_prepare (
      db,
      "SELECT 'SELECT 1 FROM \"' || name || '\" WHERE \"' || name || '\" MATCH ''a'' LIMIT 1' FROM sqlite_schema"
      " WHERE name GLOB 'x_*' AND sql LIKE 'CREATE VIRTUAL TABLE%USING fts5%'",
      error);
  int code;

  if (stmt == NULL)
    return FALSE;
  while ((code = ent_db_step (db, stmt, error)) == SQLITE_ROW)
    sqlite3_exec (ent_db_get_handle (db), (const char *) sqlite3_column_text (stmt, 0), NULL, NULL, NULL);
  sqlite3_reset (stmt);
  return code == SQLITE_DONE;
}

static gboolean
check_file (Check *self, EntDb *db, GError **error)
{
  sqlite3_stmt *stmt = ent_db_prepare (db, "PRAGMA integrity_check (100)", error);
  int code;

  if (stmt == NULL)
    return FALSE;
  while ((code = ent_db_step (db, stmt, error)) == SQLITE_ROW)
    {
      const char *message = (const char *) sqlite3_column_text (stmt, 0);

      if (g_strcmp0 (message, "ok") != 0)
        ent_check_find (self->findings, NULL, NULL, "file", message);
    }
  sqlite3_reset (stmt);
  return code == SQLITE_DONE;
}

static gboolean
check_cb (EntDb *db, gpointer data, GError **error)
{
  Check *self = data;
  const EntKind *const *kinds = ent_kinds_get_all (NULL);
  gint64 n_members = 0;
  guint n = g_strv_length ((char **) kinds);

  g_ptr_array_set_size (self->findings, 0);
  if (!open_words (db, error) || !check_file (self, db, error) ||
      !ent_check_schema (self->store, db, self->findings, &self->usable, error))
    return FALSE;
  if (!self->usable)
    return TRUE;
  if (!ent_check_log (self->store, db, self->findings, error))
    return FALSE;
  for (guint i = 0; kinds[i] != NULL; i++)
    {
      if (!kinds[i]->is_element && !check_kind (self, db, kinds[i], &n_members, error))
        return FALSE;
      if (self->progress != NULL)
        self->progress (i + 1, n, self->progress_data);
    }
  return check_elements (self, db, n_members, error) && ent_check_tables (self->store, db, self->findings, error) &&
         ent_projections_check (self->store, db, self->findings, error);
}

static gboolean
rebuild_cb (EntDb *db, gpointer data, GError **error)
{
  Check *self = data;
  gboolean usable;

  g_ptr_array_set_size (self->mended, 0);
  if (!ent_check_mend_schema (self->store, db, self->mended, &usable, error))
    return FALSE;
  return !usable || ent_check_rebuild (self->store, db, self->cancellable, error);
}

/**
 * ent_store_check_sync: (skip)
 * @self: a book
 * @rebuild: whether to make everything that can be derived anew, before it is checked
 * @progress: (nullable) (scope call): told how far it is
 * @progress_data: for @progress
 * @cancellable: (nullable): a cancellable
 * @error: where to put an error
 *
 * Verifies a book: the file, its tables, indexes and triggers against those of a new book, the log and its checksums,
 * and against the log every column, state, element, index, merge, reference and projection, and the contents of all
 * attachments. A rebuild makes all but the log anew, in one transaction: indexes and derived tables that are missing or
 * altered are made again, triggers and indexes that are not part of a book are removed, and each of these is told as
 * mended. What is damaged in the log itself it cannot mend.
 *
 * Returns: (transfer container) (element-type EntFinding): what is wrong, and what was mended; empty where nothing is
 */
GPtrArray *
ent_store_check_sync (EntStore *self,
                      gboolean rebuild,
                      GFileProgressCallback progress,
                      gpointer progress_data,
                      GCancellable *cancellable,
                      GError **error)
{
  g_autoptr (GPtrArray) findings = g_ptr_array_new_with_free_func ((GDestroyNotify) ent_finding_free);
  g_autoptr (GPtrArray) mended = g_ptr_array_new_with_free_func ((GDestroyNotify) ent_finding_free);
  Check check = { self, rebuild, progress, progress_data, cancellable, findings, mended, FALSE };

  g_return_val_if_fail (ENT_IS_STORE (self), NULL);

  if (rebuild && !ent_store_with_writer (self, cancellable, rebuild_cb, &check, error))
    return NULL;
  if (!ent_store_with_reader (self, cancellable, check_cb, &check, error) ||
      (check.usable && !ent_check_files (self, rebuild, findings, cancellable, error)))
    return NULL;
  if (rebuild)
    ent_store_notify_everything (self, 0);
  g_ptr_array_extend_and_steal (findings, g_steal_pointer (&mended));
  return g_steal_pointer (&findings);
}

typedef struct
{
  gboolean rebuild;
  EntStoreJobProgress progress;
  GPtrArray *findings;
} CheckJob;

static void
check_job_free (gpointer data)
{
  CheckJob *job = data;

  ent_store_job_progress_clear (&job->progress);
  g_clear_pointer (&job->findings, g_ptr_array_unref);
  g_free (job);
}

static gboolean
run_check_job (EntStore *self, gpointer data, GCancellable *cancellable, GError **error)
{
  CheckJob *job = data;

  job->findings = ent_store_check_sync (self, job->rebuild, (GFileProgressCallback) job->progress.func,
                                        job->progress.data, cancellable, error);
  return job->findings != NULL;
}

/**
 * ent_store_check_async: (skip)
 * @self: a book
 * @rebuild: whether to make everything that can be derived anew, before it is checked
 * @progress: (nullable) (scope notified) (closure progress_data) (destroy progress_destroy): told how far it is, on the
 *   thread that checks
 * @progress_data: for @progress
 * @progress_destroy: (nullable): frees @progress_data
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * As [method@Store.check_sync], on a thread of its own. Nobody else can write while it rebuilds.
 */
void
ent_store_check_async (EntStore *self,
                       gboolean rebuild,
                       GFileProgressCallback progress,
                       gpointer progress_data,
                       GDestroyNotify progress_destroy,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer user_data)
{
  CheckJob *job;

  g_return_if_fail (ENT_IS_STORE (self));

  job = g_new0 (CheckJob, 1);
  job->rebuild = rebuild;
  job->progress = (EntStoreJobProgress) { G_CALLBACK (progress), progress_data, progress_destroy };
  ent_store_start_long (self, ent_store_check_async, run_check_job, job, check_job_free, cancellable, callback,
                        user_data);
}

/**
 * ent_store_check_finish: (skip)
 * @self: a book
 * @result: what the callback was given
 * @error: where to put an error
 *
 * Returns: (transfer container) (element-type EntFinding): what is wrong, and what was mended; empty where nothing is
 */
GPtrArray *
ent_store_check_finish (EntStore *self, GAsyncResult *result, GError **error)
{
  CheckJob *job = ent_store_finish_job (self, result, ent_store_check_async, error);

  return job != NULL ? g_steal_pointer (&job->findings) : NULL;
}
