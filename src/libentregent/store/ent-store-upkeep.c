/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "Entregent"

#include "config.h"

#include "ent-db-open-private.h"
#include "ent-projection-run-private.h"
#include "ent-store-object-private.h"
#include "ent-upkeep-private.h"

/*
 * What a commit leaves for later: merging segments of the search indexes, folding the -wal file into the book; then
 * what an upgrade leaves (ent-upkeep.c). Done by a thread of its own in small transactions whenever nobody waits for
 * the writer, so that a person waits for one step at most.
 *
 * It is asked for by the number of the group, which all processes count together: so a script that starts the command
 * line a thousand times has segments merged too, since closing does a first step.
 */

#define EVERY 8
/* Pages in the -wal file that are worth folding: 4 MB. */
#define FOLD_AT 1000

/*
 * A step holds the writer for some milliseconds, its sync included, so it waits until there was no edit for a moment:
 * whoever edits fast pays nothing then. A script that never rests has a step now and then, once so many of its groups,
 * or pages of the -wal file, wait to be put in order.
 */
#define REST_US 100000
#define MOST_GROUPS 64
#define MOST_PAGES (8 * FOLD_AT)
#define GROUPS_A_STEP 32

/* Pages that an import adds to it before it folds them: 16 MB. */
#define FOLD_AT_BULK 4000

/* A step in a transaction of its own. It can always be done another time, so an error ends it for now. */
static gboolean
tidy (EntStore *self, EntDb *db, gboolean *more, GError **error)
{
  if (!ent_store_begin_write (self, db, FALSE, error))
    return FALSE;
  if (!ent_projections_tidy (self, db, more, error))
    {
      ent_store_rollback_write (self, db);
      return FALSE;
    }

  return ent_store_commit_write (self, db, error);
}

static gboolean
tidy_when_free (EntStore *self, GCancellable *stop, gboolean *more, guint *wal_pages, GError **error)
{
  EntDb *db = ent_store_writer_lock (self, FALSE, stop, error);
  gboolean done;

  *more = FALSE;
  if (db == NULL)
    return FALSE;
  done = tidy (self, db, more, error);
  *wal_pages = ent_db_get_wal_pages (db);
  ent_store_writer_unlock (self);

  return done;
}

/* By a connection of its own, so that readers and the writer go on meanwhile. */
static void
fold (EntStore *self)
{
  EntStoreUpkeep *u = &self->upkeep;

  g_mutex_lock (&u->fold_lock);
  if (u->folder == NULL && !u->is_over)
    u->folder = ent_db_open (self->path, SQLITE_OPEN_READWRITE, NULL);
  if (u->folder != NULL)
    sqlite3_wal_checkpoint_v2 (ent_db_get_handle (u->folder), NULL, SQLITE_CHECKPOINT_PASSIVE, NULL, NULL);
  g_mutex_unlock (&u->fold_lock);
}

void
ent_store_upkeep_fold_bulk (EntStore *self, guint wal_pages)
{
  EntStoreUpkeep *u = &self->upkeep;
  gboolean wanted;

  /* Under a file system of tests a commit does it. */
  if (ent_store_is_in_memory (self) || ent_db_get_vfs_name () != NULL)
    return;
  g_mutex_lock (&u->fold_lock);
  /* It begins anew once all of it was folded; until then only what was added is worth it. */
  if (wal_pages < u->folded_pages)
    u->folded_pages = 0;
  wanted = wal_pages >= u->folded_pages + FOLD_AT_BULK;
  if (wanted)
    u->folded_pages = wal_pages;
  g_mutex_unlock (&u->fold_lock);
  if (wanted)
    fold (self);
}

static gboolean
must_wait (const EntStoreUpkeep *u)
{
  if (u->is_pressed && u->n_since_step >= GROUPS_A_STEP)
    return FALSE;

  return g_get_monotonic_time () < u->last_edit + REST_US;
}

/* FALSE when the book is being closed meanwhile. */
static gboolean
wait_for_rest (EntStoreUpkeep *u, GCancellable *stop)
{
  g_mutex_lock (&u->lock);
  while (!g_cancellable_is_cancelled (stop) && must_wait (u))
    g_cond_wait_until (&u->cond, &u->lock, u->last_edit + REST_US);
  u->n_since_step = 0;
  g_mutex_unlock (&u->lock);

  return !g_cancellable_is_cancelled (stop);
}

static void
note_edit (EntStoreUpkeep *u, guint wal_pages)
{
  g_mutex_lock (&u->lock);
  u->last_edit = g_get_monotonic_time ();
  u->n_groups++;
  u->n_since_step++;
  u->is_pressed |= u->n_groups >= MOST_GROUPS || wal_pages >= MOST_PAGES;
  g_mutex_unlock (&u->lock);
}

static void
note_order (EntStoreUpkeep *u)
{
  g_mutex_lock (&u->lock);
  u->is_pressed = FALSE;
  u->n_groups = 0;
  g_mutex_unlock (&u->lock);
}

/* Until nothing is left or `stop`; without one a single step, for a book that is being closed. */
static void
run (EntStore *self, GCancellable *stop)
{
  g_autoptr (GError) error = NULL;
  gboolean more = TRUE;
  guint wal_pages = 0;

  while (more)
    {
      if (stop != NULL && !wait_for_rest (&self->upkeep, stop))
        stop = NULL;
      if (!tidy_when_free (self, stop, &more, &wal_pages, &error))
        break;
      if (wal_pages >= FOLD_AT)
        {
          fold (self);
          wal_pages = 0;
        }
      if (stop == NULL || g_cancellable_is_cancelled (stop))
        break;
    }
  if (!more)
    note_order (&self->upkeep);
  if (error == NULL && stop != NULL && !g_cancellable_is_cancelled (stop))
    ent_upkeep_run_sync (self, stop, &error);
  if (error != NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_debug ("Put off: %s", error->message);
}

static gpointer
upkeep_thread (gpointer data)
{
  EntStore *self = data;
  EntStoreUpkeep *u = &self->upkeep;

  g_mutex_lock (&u->lock);
  for (;;)
    {
      while (!u->wanted && !g_cancellable_is_cancelled (u->stop))
        g_cond_wait (&u->cond, &u->lock);
      if (!u->wanted)
        break;
      u->wanted = FALSE;
      g_mutex_unlock (&u->lock);
      run (self, g_cancellable_is_cancelled (u->stop) ? NULL : u->stop);
      g_mutex_lock (&u->lock);
    }
  g_mutex_unlock (&u->lock);

  return NULL;
}

/* Under a file system of tests everything happens in the order of calls, so that what fails can be counted. */
static void
run_here (EntStore *self, EntDb *db)
{
  g_autoptr (GError) error = NULL;
  gboolean more = TRUE;

  while (more && tidy (self, db, &more, &error))
    ;
  if (error != NULL)
    g_debug ("Put off: %s", error->message);
}

void
ent_store_upkeep_wake (EntStore *self)
{
  EntStoreUpkeep *u = &self->upkeep;

  if (ent_db_get_vfs_name () != NULL)
    {
      ent_upkeep_run_sync (self, NULL, NULL);
      return;
    }

  g_mutex_lock (&u->lock);
  if (u->stop == NULL)
    {
      u->stop = g_cancellable_new ();
      u->thread = g_thread_new ("entregent-upkeep", upkeep_thread, self);
    }
  u->wanted = TRUE;
  g_cond_signal (&u->cond);
  g_mutex_unlock (&u->lock);
}

void
ent_store_upkeep_want (EntStore *self, EntDb *db, gint64 g, gboolean bulk)
{
  EntStoreUpkeep *u = &self->upkeep;
  guint wal_pages = ent_db_get_wal_pages (db);

  if (!bulk)
    note_edit (u, wal_pages);
  /* An import does what it needs itself; the rest waits until it is over. */
  u->due |= bulk;
  /* In memory there is no file to fold, and too little to merge. */
  if (bulk || ent_store_is_in_memory (self) || (g % EVERY != 0 && !u->due && wal_pages < FOLD_AT))
    return;
  u->due = FALSE;
  if (ent_db_get_vfs_name () != NULL)
    {
      run_here (self, db);
      return;
    }

  ent_store_upkeep_wake (self);
}

void
ent_store_upkeep_init (EntStore *self)
{
  g_mutex_init (&self->upkeep.lock);
  g_mutex_init (&self->upkeep.fold_lock);
  g_cond_init (&self->upkeep.cond);
}

void
ent_store_upkeep_stop (EntStore *self)
{
  EntStoreUpkeep *u = &self->upkeep;
  GThread *thread;

  g_mutex_lock (&u->lock);
  thread = g_steal_pointer (&u->thread);
  if (thread != NULL)
    {
      g_cancellable_cancel (u->stop);
      g_cond_signal (&u->cond);
    }
  g_mutex_unlock (&u->lock);
  if (thread != NULL)
    g_thread_join (thread);
  g_mutex_lock (&u->fold_lock);
  u->is_over = TRUE;
  g_clear_pointer (&u->folder, ent_db_close);
  g_mutex_unlock (&u->fold_lock);
}

void
ent_store_upkeep_clear (EntStore *self)
{
  g_clear_object (&self->upkeep.stop);
  g_mutex_clear (&self->upkeep.lock);
  g_mutex_clear (&self->upkeep.fold_lock);
  g_cond_clear (&self->upkeep.cond);
}
