/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "Entregent"

#include "config.h"

#include "ent-store-private.h"
#include "ent-upkeep-private.h"

/* How long a group may hold the writer. */
#define GROUP_US (15 * 1000)

static const EntUpkeepJob *const jobs[] = { &ent_lift_job, &ent_custom_keys_job, &ent_collation_job };

typedef struct
{
  gboolean due[G_N_ELEMENTS (jobs)];
} Due;

static gboolean
look_cb (EntDb *db, gpointer data, GError **error)
{
  gpointer *both = data;
  Due *due = both[1];

  for (guint i = 0; i < G_N_ELEMENTS (jobs); i++)
    if (!jobs[i]->is_due (db, both[0], &due->due[i], error))
      return FALSE;
  return TRUE;
}

/* One group of one job. */
static gboolean
run_group (EntStore *store, EntDb *db, const EntUpkeepJob *job, gboolean *more, GError **error)
{
  gint64 start = g_get_monotonic_time ();

  if (!ent_store_begin_write (store, db, FALSE, error))
    return FALSE;
  do
    {
      if (!job->step (db, store, more, error))
        {
          ent_store_rollback_write (store, db);
          return FALSE;
        }
    }
  while (*more && g_get_monotonic_time () - start < GROUP_US);
  return ent_store_commit_write (store, db, error);
}

/* `more`: whether there is something left of any job. */
static gboolean
run_some (EntStore *store, gboolean *more, GCancellable *cancellable, GError **error)
{
  Due due = { { FALSE } };
  gpointer both[] = { store, &due };
  EntDb *db;
  gboolean done = TRUE;

  *more = FALSE;
  if (!ent_store_with_reader (store, cancellable, look_cb, both, error))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (jobs) && !*more; i++)
    {
      if (!due.due[i])
        continue;
      db = ent_store_writer_lock (store, FALSE, cancellable, error);
      if (db == NULL)
        return FALSE;
      done = run_group (store, db, jobs[i], more, error);
      ent_store_writer_unlock (store);
      if (!done)
        return FALSE;
      if (!*more)
        ent_store_notify_everything (store, 0);
      /* Another one may be. */
      *more = TRUE;
    }
  return TRUE;
}

gboolean
ent_upkeep_run_sync (EntStore *store, GCancellable *cancellable, GError **error)
{
  gboolean more = TRUE;

  while (more)
    if (!run_some (store, &more, cancellable, error))
      return FALSE;
  return TRUE;
}

static gboolean
is_due (EntStore *store, gboolean *due, GError **error)
{
  Due all = { { FALSE } };
  gpointer both[] = { store, &all };

  *due = FALSE;
  if (!ent_store_with_reader (store, NULL, look_cb, both, error))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (jobs); i++)
    *due |= all.due[i];
  return TRUE;
}

gboolean
ent_upkeep_start (EntStore *store, GError **error)
{
  gboolean due;

  if (ent_store_is_read_only (store) || ent_store_is_in_memory (store))
    return TRUE;
  if (!is_due (store, &due, error))
    return FALSE;
  if (due)
    ent_store_upkeep_wake (store);
  return TRUE;
}
