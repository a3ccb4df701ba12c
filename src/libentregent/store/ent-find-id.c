/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "Entregent"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "ent-db-private.h"
#include "ent-error.h"
#include "ent-store-job-private.h"
#include "ent-store.h"

/*
 * Records by id alone, or by the beginning of one, as people type it. An id begins with the time when the record was
 * made (UUID version 7): its first eight digits change once a minute, so that only older records have short beginnings
 * of their own.
 */

#define LEAST_DIGITS 4

typedef struct
{
  const char *text;
  guint8 low[16];
  guint8 high[16];
  const EntKind *kind;
  EntId id;
  guint n;
} Finding;

/* Hexadecimal digits, hyphens wherever they are; the bounds of all ids that begin so. */
static gboolean
parse_bounds (Finding *finding)
{
  guint n = 0;

  memset (finding->low, 0, 16);
  memset (finding->high, 0xff, 16);
  for (const char *p = finding->text; *p != '\0'; p++)
    {
      int digit = g_ascii_xdigit_value (*p);
      guint shift = n % 2 == 0 ? 4 : 0;

      if (*p == '-')
        continue;
      if (digit < 0 || n == 32)
        return FALSE;
      finding->low[n / 2] = (guint8) ((finding->low[n / 2] & ~(0xf << shift)) | (digit << shift));
      finding->high[n / 2] = (guint8) ((finding->high[n / 2] & ~(0xf << shift)) | (digit << shift));
      n++;
    }
  return n >= LEAST_DIGITS;
}

static gboolean
find_cb (EntDb *db, gpointer data, GError **error)
{
  Finding *finding = data;
  const EntKind *const *kinds = ent_kinds_get_all (NULL);

  finding->n = 0;
  for (guint i = 0; kinds[i] != NULL && finding->n < 2; i++)
    {
      g_autofree char *sql = NULL;
      sqlite3_stmt *stmt;
      int code;

      if (kinds[i]->is_element)
        continue;
      sql = g_strdup_printf ("SELECT id FROM \"%s\" WHERE id BETWEEN ? AND ? LIMIT 2", kinds[i]->table);
      stmt = ent_db_prepare (db, sql, error);
      if (stmt == NULL)
        return FALSE;
      sqlite3_bind_blob (stmt, 1, finding->low, 16, SQLITE_STATIC);
      sqlite3_bind_blob (stmt, 2, finding->high, 16, SQLITE_STATIC);
      while ((code = ent_db_step (db, stmt, error)) == SQLITE_ROW)
        {
          if (sqlite3_column_bytes (stmt, 0) != 16)
            continue;
          memcpy (finding->id.bytes, sqlite3_column_blob (stmt, 0), 16);
          finding->kind = kinds[i];
          finding->n++;
        }
      sqlite3_reset (stmt);
      if (code != SQLITE_DONE)
        return FALSE;
    }
  return TRUE;
}

/**
 * ent_store_find_id_sync: (skip)
 * @self: a book
 * @id_text: an id, or so many of its first digits, four at least, that no other begins so
 * @id: (out caller-allocates): the id
 * @cancellable: (nullable): a cancellable
 * @error: where to put an error
 *
 * Finds the record that an id names, deleted ones too.
 *
 * Fails with [error@Ent.Error.NOT_FOUND] when there is none, or when several begin so.
 *
 * Returns: (transfer none): the kind of the record
 */
const EntKind *
ent_store_find_id_sync (EntStore *self, const char *id_text, EntId *id, GCancellable *cancellable, GError **error)
{
  Finding finding = { .text = id_text };

  g_return_val_if_fail (ENT_IS_STORE (self), NULL);
  g_return_val_if_fail (id_text != NULL && id != NULL, NULL);

  if (!parse_bounds (&finding))
    {
      g_set_error (error, ENT_ERROR, ENT_ERROR_NOT_FOUND,
                   /* Translators: what was given, and a number that is more than one. */
                   _("“%s” is no id: an id is written in hexadecimal digits, and may be cut after %d or more of them "
                      "where no other begins so"),
                   id_text, LEAST_DIGITS);
      return NULL;
    }
  if (!ent_store_with_reader (self, cancellable, find_cb, &finding, error))
    return NULL;
  if (finding.n == 1)
    {
      *id = finding.id;
      return finding.kind;
    }
  if (finding.n == 0)
    g_set_error (error, ENT_ERROR, ENT_ERROR_NOT_FOUND, _("There is no record %s"), id_text);
  else
    g_set_error (error, ENT_ERROR, ENT_ERROR_NOT_FOUND,
                 _("Several ids begin with %s, as those of records made at about the same time do; give more digits"),
                 id_text);
  return NULL;
}

typedef struct
{
  char *text;
  EntId id;
  const EntKind *kind;
} FindJob;

static void
find_job_free (gpointer data)
{
  FindJob *job = data;

  g_free (job->text);
  g_free (job);
}

static gboolean
run_find_job (EntStore *self, gpointer data, GCancellable *cancellable, GError **error)
{
  FindJob *job = data;

  job->kind = ent_store_find_id_sync (self, job->text, &job->id, cancellable, error);
  return job->kind != NULL;
}

/**
 * ent_store_find_id_async: (skip)
 * @self: a book
 * @id_text: an id, or so many of its first digits, four at least, that no other begins so
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is known
 * @user_data: for @callback
 *
 * As [method@Store.find_id_sync], on a thread of the store.
 */
void
ent_store_find_id_async (EntStore *self,
                         const char *id_text,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  FindJob *job;

  g_return_if_fail (ENT_IS_STORE (self));
  g_return_if_fail (id_text != NULL);

  job = g_new0 (FindJob, 1);
  job->text = g_strdup (id_text);
  ent_store_start_read (self, ent_store_find_id_async, run_find_job, job, find_job_free, cancellable, callback,
                        user_data);
}

/**
 * ent_store_find_id_finish: (skip)
 * @self: a book
 * @result: what the callback was given
 * @id: (out caller-allocates): the id
 * @error: where to put an error
 *
 * Returns: (transfer none): the kind of the record
 */
const EntKind *
ent_store_find_id_finish (EntStore *self, GAsyncResult *result, EntId *id, GError **error)
{
  const FindJob *job;

  g_return_val_if_fail (id != NULL, NULL);

  job = ent_store_finish_job (self, result, ent_store_find_id_async, error);
  if (job == NULL)
    return NULL;
  *id = job->id;
  return job->kind;
}
