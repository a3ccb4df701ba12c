/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "ent-store-object-private.h"
#include "ent-db-error-private.h"
#include "ent-db-open-private.h"
#include "ent-writer-door-private.h"

#include <glib/gi18n-lib.h>

/* How long bulk writers stand back for an interactive commit of another process. */
#define STAND_BACK_US (200 * 1000)

typedef struct
{
  GTask *task;
  GTaskThreadFunc func;
} Job;

static void
job_run_cb (gpointer data, gpointer user_data)
{
  Job *job = data;
  EntStore *self = user_data;
  EntStoreConnections *c = &self->connections;
  GTask *task = job->task;

  job->func (task, g_task_get_source_object (task), g_task_get_task_data (task), g_task_get_cancellable (task));
  g_free (job);

  g_mutex_lock (&c->lock);
  c->jobs--;
  g_cond_broadcast (&c->cond);
  g_mutex_unlock (&c->lock);

  /* Last: it may be the last reference to the store. */
  g_object_unref (task);
}

static void
push (EntStore *self, GThreadPool **pool, int max_threads, GTask *task, GTaskThreadFunc func)
{
  EntStoreConnections *c = &self->connections;
  Job *job;

  g_assert (g_task_get_source_object (task) == self);

  g_mutex_lock (&c->lock);
  if (c->closing || c->closed)
    {
      g_mutex_unlock (&c->lock);
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CLOSED, "%s", _("The book was closed."));
      return;
    }

  if (*pool == NULL)
    *pool = g_thread_pool_new (job_run_cb, self, max_threads, FALSE, NULL);

  job = g_new0 (Job, 1);
  job->task = g_object_ref (task);
  job->func = func;
  c->jobs++;
  g_thread_pool_push (*pool, job, NULL);
  g_mutex_unlock (&c->lock);
}

void
ent_store_push_read (EntStore *self, GTask *task, GTaskThreadFunc func)
{
  push (self, &self->connections.read_pool, ENT_STORE_READERS, task, func);
}

void
ent_store_push_write (EntStore *self, GTask *task, GTaskThreadFunc func)
{
  push (self, &self->connections.write_pool, 1, task, func);
}

void
ent_store_push_long (EntStore *self, GTask *task, GTaskThreadFunc func)
{
  push (self, &self->connections.long_pool, -1, task, func);
}

/* Waits on the condition, looking at the cancellable every now and then. */
static void
wait_a_little (EntStoreConnections *c, GCancellable *cancellable)
{
  if (cancellable == NULL)
    g_cond_wait (&c->cond, &c->lock);
  else
    g_cond_wait_until (&c->cond, &c->lock, g_get_monotonic_time () + 20 * 1000);
}

static gboolean
check_open (EntStoreConnections *c, GCancellable *cancellable, GError **error)
{
  if (c->closed)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CLOSED, _("The book was closed."));
      return FALSE;
    }

  return !g_cancellable_set_error_if_cancelled (cancellable, error);
}

EntDb *
ent_store_writer_lock (EntStore *self, gboolean interactive, GCancellable *cancellable, GError **error)
{
  EntStoreConnections *c = &self->connections;
  GThread *thread = g_thread_self ();
  EntDb *db = NULL;

  if (self->read_only)
    {
      ent_db_error_set_read_only (error, self->path);
      return NULL;
    }

  g_mutex_lock (&c->lock);

  if (c->writer_user == thread)
    {
      c->writer_depth++;
      db = c->writer;
    }
  else
    {
      if (interactive)
        c->interactive_waiting++;

      while (!c->closed && !g_cancellable_is_cancelled (cancellable) &&
             (c->writer_user != NULL || (!interactive && c->interactive_waiting > 0)))
        wait_a_little (c, cancellable);

      if (interactive && --c->interactive_waiting == 0)
        g_cond_broadcast (&c->cond);

      if (check_open (c, cancellable, error))
        {
          c->writer_user = thread;
          c->writer_depth = 1;
          db = c->writer;
        }
    }

  g_mutex_unlock (&c->lock);

  return db;
}

void
ent_store_writer_unlock (EntStore *self)
{
  EntStoreConnections *c = &self->connections;

  g_mutex_lock (&c->lock);
  g_assert (c->writer_user == g_thread_self () && c->writer_depth > 0);
  if (--c->writer_depth == 0)
    {
      c->writer_user = NULL;
      g_cond_broadcast (&c->cond);
    }
  g_mutex_unlock (&c->lock);
}

gint64
ent_store_get_last_person (EntStore *self)
{
  gint64 when;

  g_mutex_lock (&self->connections.lock);
  when = self->connections.last_person;
  g_mutex_unlock (&self->connections.lock);
  return when;
}

void
ent_store_note_person (EntStore *self)
{
  g_mutex_lock (&self->connections.lock);
  self->connections.last_person = g_get_monotonic_time ();
  g_mutex_unlock (&self->connections.lock);
}

gboolean
ent_store_begin_write (EntStore *self, EntDb *db, gboolean interactive, GError **error)
{
  sqlite3 *handle = ent_db_get_handle (db);
  sqlite3_stmt *begin;
  gboolean done;
  int code;

  g_assert (self->connections.writer_user == g_thread_self ());
  g_assert (sqlite3_get_autocommit (handle));

  ent_db_reset_all (db);
  if (!ent_db_set_bulk (db, !interactive, error))
    return FALSE;

  if (!interactive && ent_writer_door_stand_back (self->connections.door, STAND_BACK_US))
    ent_store_note_person (self);

  /* The usual case: nobody else writes. */
  begin = ent_db_prepare (db, "BEGIN IMMEDIATE", error);
  if (begin == NULL)
    return FALSE;
  sqlite3_busy_timeout (handle, 0);
  code = sqlite3_step (begin);
  sqlite3_reset (begin);
  ent_db_set_busy_timeout (db);
  if (code == SQLITE_DONE)
    return TRUE;
  if ((code & 0xff) != SQLITE_BUSY)
    {
      ent_db_set_error (db, code, error);
      return FALSE;
    }

  if (interactive)
    ent_writer_door_knock (self->connections.door);
  done = ent_db_control (db, "BEGIN IMMEDIATE", error);
  if (interactive)
    ent_writer_door_leave (self->connections.door);

  return done;
}

void
ent_store_rollback_write (EntStore *self, EntDb *db)
{
  ent_db_reset_all (db);
  /* SQLite has rolled back by itself after some errors (full disk); a second rollback is then refused. */
  if (!sqlite3_get_autocommit (ent_db_get_handle (db)))
    sqlite3_exec (ent_db_get_handle (db), "ROLLBACK", NULL, NULL, NULL);
}

gboolean
ent_store_commit_write (EntStore *self, EntDb *db, GError **error)
{
  ent_db_reset_all (db);
  if (ent_db_control (db, "COMMIT", error))
    return TRUE;

  ent_store_rollback_write (self, db);
  return FALSE;
}

gboolean
ent_store_with_writer (EntStore *self, GCancellable *cancellable, EntDbFunc func, gpointer data, GError **error)
{
  EntDb *db = ent_store_writer_lock (self, TRUE, cancellable, error);
  gboolean outer;
  gboolean done;

  if (db == NULL)
    return FALSE;

  /* From inside a commit: its transaction is ours. */
  outer = sqlite3_get_autocommit (ent_db_get_handle (db));
  done = !outer || ent_store_begin_write (self, db, TRUE, error);

  if (done)
    {
      if (outer)
        ent_db_set_cancellable (db, cancellable);
      done = func (db, data, error);
      if (outer)
        {
          ent_db_set_cancellable (db, NULL);
          if (done)
            done = ent_store_commit_write (self, db, error);
          else
            ent_store_rollback_write (self, db);
        }
    }

  ent_store_writer_unlock (self);

  return done;
}

static int
find_reader (EntStoreConnections *c, GThread *user)
{
  for (int i = 0; i < ENT_STORE_READERS; i++)
    if (c->reader_users[i] == user)
      return i;

  return -1;
}

/* In memory: the one connection, in the transaction that is there or one of its own. */
static gboolean
read_in_memory (EntStore *self, GCancellable *cancellable, EntDbFunc func, gpointer data, GError **error)
{
  EntDb *db = ent_store_writer_lock (self, TRUE, cancellable, error);
  gboolean outer;
  gboolean done;

  if (db == NULL)
    return FALSE;

  /* A reading inside another one must not reset the statements that the outer one is stepping. */
  outer = self->connections.writer_depth == 1 && sqlite3_get_autocommit (ent_db_get_handle (db));
  if (outer)
    ent_db_set_cancellable (db, cancellable);
  done = func (db, data, error);
  if (outer)
    {
      ent_db_set_cancellable (db, NULL);
      ent_db_reset_all (db);
    }
  ent_store_writer_unlock (self);

  return done;
}

static gboolean
read_transaction (EntDb *db, GCancellable *cancellable, EntDbFunc func, gpointer data, GError **error)
{
  gboolean done;

  if (!ent_db_control (db, "BEGIN", error))
    return FALSE;

  ent_db_set_cancellable (db, cancellable);
  done = func (db, data, error);
  ent_db_set_cancellable (db, NULL);
  ent_db_reset_all (db);
  ent_db_control (db, "COMMIT", NULL);

  return done;
}

gboolean
ent_store_with_reader (EntStore *self, GCancellable *cancellable, EntDbFunc func, gpointer data, GError **error)
{
  EntStoreConnections *c = &self->connections;
  GThread *thread = g_thread_self ();
  gboolean done;
  int reader;

  if (ent_store_is_in_memory (self))
    return read_in_memory (self, cancellable, func, data, error);

  g_mutex_lock (&c->lock);

  /* Inside another reading of this thread: the same snapshot, and no waiting for each other. */
  reader = find_reader (c, thread);
  if (reader >= 0)
    {
      g_mutex_unlock (&c->lock);
      return func (c->readers[reader], data, error);
    }

  while (!c->closed && !g_cancellable_is_cancelled (cancellable) && (reader = find_reader (c, NULL)) < 0)
    wait_a_little (c, cancellable);
  if (!check_open (c, cancellable, error))
    {
      g_mutex_unlock (&c->lock);
      return FALSE;
    }
  c->reader_users[reader] = thread;
  g_mutex_unlock (&c->lock);

  done = read_transaction (c->readers[reader], cancellable, func, data, error);

  g_mutex_lock (&c->lock);
  c->reader_users[reader] = NULL;
  g_cond_broadcast (&c->cond);
  g_mutex_unlock (&c->lock);

  return done;
}

void
ent_store_connections_init (EntStore *self)
{
  g_mutex_init (&self->connections.lock);
  g_cond_init (&self->connections.cond);
  self->connections.closed = TRUE;
  self->connections.door = -1;
}

void
ent_store_connections_open (EntStore *self, EntDb *writer, EntDb *const readers[ENT_STORE_READERS])
{
  EntStoreConnections *c = &self->connections;

  g_mutex_lock (&c->lock);
  c->writer = writer;
  for (guint i = 0; i < ENT_STORE_READERS; i++)
    c->readers[i] = readers != NULL ? readers[i] : NULL;
  c->closing = c->closed = FALSE;
  g_mutex_unlock (&c->lock);
}

static gboolean
is_idle (EntStoreConnections *c)
{
  if (c->jobs > 0 || c->writer_user != NULL)
    return FALSE;
  for (guint i = 0; i < ENT_STORE_READERS; i++)
    if (c->reader_users[i] != NULL)
      return FALSE;

  return TRUE;
}

void
ent_store_connections_close (EntStore *self, gboolean wait)
{
  EntStoreConnections *c = &self->connections;

  g_mutex_lock (&c->lock);
  /* Among the jobs may be the last thing that somebody typed. */
  c->closing = TRUE;
  while (wait && c->jobs > 0)
    g_cond_wait (&c->cond, &c->lock);
  c->closed = TRUE;
  g_cond_broadcast (&c->cond);
  while (wait && !is_idle (c))
    g_cond_wait (&c->cond, &c->lock);

  /* The readers first: the last connection to go folds the -wal file into the book, and only the writer may. */
  for (guint i = 0; i < ENT_STORE_READERS; i++)
    g_clear_pointer (&c->readers[i], ent_db_close);
  if (c->writer != NULL && !(ent_store_is_in_memory (self) && ent_store_test_give (c->writer)))
    ent_db_close (c->writer);
  c->writer = NULL;
  if (c->read_pool != NULL)
    g_thread_pool_free (g_steal_pointer (&c->read_pool), FALSE, FALSE);
  if (c->write_pool != NULL)
    g_thread_pool_free (g_steal_pointer (&c->write_pool), FALSE, FALSE);
  if (c->long_pool != NULL)
    g_thread_pool_free (g_steal_pointer (&c->long_pool), FALSE, FALSE);
  ent_writer_door_close (c->door);
  c->door = -1;
  g_mutex_unlock (&c->lock);
}

void
ent_store_connections_clear (EntStore *self)
{
  g_mutex_clear (&self->connections.lock);
  g_cond_clear (&self->connections.cond);
}
