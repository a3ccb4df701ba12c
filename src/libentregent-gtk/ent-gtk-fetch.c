/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "EntGtk"

#include "config.h"

#include "ent-gtk-fetch.h"
#include "ent-record.h"

typedef struct
{
  EntId *ids;
  guint n_ids;
} Job;

static void
job_free (gpointer data)
{
  Job *job = data;

  g_free (job->ids);
  g_free (job);
}

/**
 * ent_gtk_named_free:
 * @named: a named record
 *
 * Frees it.
 */
void
ent_gtk_named_free (EntGtkNamed *named)
{
  g_free (named->title);
  g_free (named);
}

static void
name_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  EntStore *store = ENT_STORE (source);
  Job *job = data;
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func ((GDestroyNotify) ent_gtk_named_free);
  guint i;

  for (i = 0; i < job->n_ids && !g_cancellable_is_cancelled (cancellable); i++)
    {
      g_autofree char *text = ent_id_to_string (&job->ids[i]);
      g_autoptr (EntRecord) record = NULL;
      EntGtkNamed *named;
      EntId id;
      const EntKind *kind = ent_store_find_id_sync (store, text, &id, cancellable, NULL);

      /* One that is not here (deleted, not synced yet) is left out: its link is of no use. */
      if (kind != NULL)
        record = ent_store_get_record_sync (store, kind, &id, cancellable, NULL);
      if (record == NULL || ent_record_get_deleted (record))
        continue;
      named = g_new0 (EntGtkNamed, 1);
      named->kind = kind;
      named->id = job->ids[i];
      named->title = g_strdup (ent_record_get_title (record));
      g_ptr_array_add (found, named);
    }
  if (!g_task_return_error_if_cancelled (task))
    g_task_return_pointer (task, g_steal_pointer (&found), (GDestroyNotify) g_ptr_array_unref);
}

/**
 * ent_gtk_name_async:
 * @store: a book
 * @ids: (array length=n_ids): ids of records of any kind
 * @n_ids: how many
 * @cancellable: (nullable): to stop it
 * @callback: called when done
 * @user_data: for @callback
 *
 * Finds out what records are called. Those that are not in the book, or deleted, are left out.
 */
void
ent_gtk_name_async (EntStore *store,
                    const EntId *ids,
                    guint n_ids,
                    GCancellable *cancellable,
                    GAsyncReadyCallback callback,
                    gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  Job *job;

  g_return_if_fail (ENT_IS_STORE (store) && (ids != NULL || n_ids == 0));

  task = g_task_new (store, cancellable, callback, user_data);
  g_task_set_source_tag (task, ent_gtk_name_async);
  job = g_new0 (Job, 1);
  job->ids = g_memdup2 (ids, n_ids * sizeof *ids);
  job->n_ids = n_ids;
  g_task_set_task_data (task, job, job_free);
  g_task_run_in_thread (task, name_in_thread);
}

/**
 * ent_gtk_name_finish:
 * @store: the book
 * @result: the result
 * @error: where to put an error
 *
 * Ends ent_gtk_name_async().
 *
 * Returns: (transfer container) (element-type EntGtkNamed): what was found, in the order asked for
 */
GPtrArray *
ent_gtk_name_finish (EntStore *store, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, store), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
