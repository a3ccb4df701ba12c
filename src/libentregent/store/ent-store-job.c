/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "ent-store-job-private.h"

typedef struct
{
  EntStoreJobFunc func;
  gpointer job;
  GDestroyNotify destroy;
} Running;

void
ent_store_job_progress_clear (EntStoreJobProgress *progress)
{
  if (progress->destroy != NULL)
    progress->destroy (progress->data);
  *progress = (EntStoreJobProgress) { 0 };
}

static void
running_free (gpointer data)
{
  Running *running = data;

  if (running->destroy != NULL)
    running->destroy (running->job);
  g_free (running);
}

static void
run_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Running *running = data;
  GError *error = NULL;

  if (running->func (source, running->job, cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static GTask *
task_new (EntStore *self,
          gpointer source_tag,
          EntStoreJobFunc func,
          gpointer job,
          GDestroyNotify destroy,
          GCancellable *cancellable,
          GAsyncReadyCallback callback,
          gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  Running *running = g_new (Running, 1);

  *running = (Running) { func, job, destroy };
  g_task_set_source_tag (task, source_tag);
  g_task_set_task_data (task, running, running_free);
  return task;
}

void
ent_store_start_read (EntStore *self,
                      gpointer source_tag,
                      EntStoreJobFunc func,
                      gpointer job,
                      GDestroyNotify destroy,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data)
{
  g_autoptr (GTask) task = task_new (self, source_tag, func, job, destroy, cancellable, callback, user_data);

  ent_store_push_read (self, task, run_thread);
}

void
ent_store_start_long (EntStore *self,
                      gpointer source_tag,
                      EntStoreJobFunc func,
                      gpointer job,
                      GDestroyNotify destroy,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data)
{
  g_autoptr (GTask) task = task_new (self, source_tag, func, job, destroy, cancellable, callback, user_data);

  g_task_set_check_cancellable (task, FALSE);
  ent_store_push_long (self, task, run_thread);
}

gpointer
ent_store_finish_job (EntStore *self, GAsyncResult *result, gpointer source_tag, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, source_tag), NULL);

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return NULL;
  return ((Running *) g_task_get_task_data (G_TASK (result)))->job;
}
