/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "ent-list-object-private.h"

/*
 * How a list comes by its rows. Reading is done by the store's threads; each reading has a generation, and what comes
 * from an older one is thrown away.
 */

#define MAX_IDS 65536

static void start_fetching (EntList *self);

/* What a task on a thread of the store gets; the list itself may go away meanwhile. */
typedef struct
{
  gatomicrefcount ref_count;
  GWeakRef list;
  EntStore *store;
  EntQuery *query;
  EntRowLayout *layout;
  GMainContext *context;
  guint generation;
  gboolean first_rows;
  gboolean inside;
  GArray *rids;
  GArray *ids;
  EntListReading *first;
} Job;

static Job *
job_new (EntList *self)
{
  Job *job = g_new0 (Job, 1);

  g_atomic_ref_count_init (&job->ref_count);
  g_weak_ref_init (&job->list, self);
  job->store = g_object_ref (self->store);
  job->query = g_object_ref (self->query);
  job->layout = ent_row_layout_ref (self->layout);
  job->context = g_main_context_ref (self->context);
  job->generation = self->generation;
  job->inside = self->inside;
  return job;
}

static void
job_unref (gpointer data)
{
  Job *job = data;

  if (!g_atomic_ref_count_dec (&job->ref_count))
    return;
  g_weak_ref_clear (&job->list);
  g_object_unref (job->store);
  g_object_unref (job->query);
  ent_row_layout_unref (job->layout);
  g_main_context_unref (job->context);
  g_clear_pointer (&job->rids, g_array_unref);
  g_clear_pointer (&job->ids, g_array_unref);
  g_clear_pointer (&job->first, ent_list_reading_free);
  g_free (job);
}

static void
remember_id (EntList *self, const EntId *id, gint64 rid)
{
  if (ent_id_is_null (id))
    return;
  if (g_hash_table_size (self->ids) >= MAX_IDS)
    g_hash_table_remove_all (self->ids);
  g_hash_table_replace (self->ids, ent_id_copy (id), g_memdup2 (&rid, sizeof rid));
}

/* (transfer full) data */
static void
give_data (EntList *self, EntRowData *data, gboolean make)
{
  EntRow *row =
      make ? ent_row_cache_get (self->rows, self->layout, data->rid) : ent_row_cache_peek (self->rows, data->rid);

  remember_id (self, &data->id, data->rid);
  if (row != NULL)
    ent_row_take_data (row, data);
  else
    ent_row_data_free (data);
}

/* The array keeps its place but no longer owns what it has. */
static void
give_all (EntList *self, GPtrArray *all, gboolean make)
{
  if (all == NULL)
    return;
  g_ptr_array_set_free_func (all, NULL);
  for (guint i = 0; i < all->len; i++)
    give_data (self, g_ptr_array_index (all, i), make);
  g_ptr_array_set_size (all, 0);
}

/* What is the same at the beginning and the end stays. */
static void
replace_rids (EntList *self, GArray *rids)
{
  g_autoptr (GArray) old = g_steal_pointer (&self->rids);
  const gint64 *a = (const gint64 *) (void *) old->data;
  const gint64 *b = (const gint64 *) (void *) rids->data;
  guint shorter = MIN (old->len, rids->len);
  guint begin = 0, end = 0;
  guint removed, added;

  while (begin < shorter && a[begin] == b[begin])
    begin++;
  while (end < shorter - begin && a[old->len - 1 - end] == b[rids->len - 1 - end])
    end++;
  removed = old->len - begin - end;
  added = rids->len - begin - end;
  if (removed == 0 || added <= ENT_LIST_MAX_ADDED)
    {
      self->rids = g_array_ref (rids);
      ent_list_items_changed (self, begin, removed, added);
      return;
    }
  self->rids = g_array_new (FALSE, FALSE, sizeof (gint64));
  ent_list_items_changed (self, 0, old->len, 0);
  g_array_unref (self->rids);
  self->rids = g_array_ref (rids);
  ent_list_items_changed (self, 0, 0, rids->len);
  ent_list_emit_replaced (self);
}

static void
apply_reading (EntList *self, EntListReading *reading)
{
  self->inside = reading->inside;
  give_all (self, reading->data, TRUE);
  replace_rids (self, reading->rids);
  ent_list_set_complete (self, reading->complete);
}

static gboolean
first_rows_cb (gpointer data)
{
  Job *job = data;
  g_autoptr (EntList) self = g_weak_ref_get (&job->list);

  if (self != NULL && self->generation == job->generation)
    apply_reading (self, job->first);
  return G_SOURCE_REMOVE;
}

/* On the worker. */
static void
first_rows (EntListReading *reading, gpointer data)
{
  Job *job = data;
  g_autoptr (GSource) source = g_idle_source_new ();

  job->first = reading;
  g_atomic_ref_count_inc (&job->ref_count);
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, first_rows_cb, job, job_unref);
  g_source_attach (source, job->context);
}

static void
read_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Job *job = data;
  GError *error = NULL;
  EntListReading *reading = ent_list_read (job->store, job->query, job->layout, job->first_rows ? first_rows : NULL,
                                           job, cancellable, &error);

  if (reading != NULL)
    g_task_return_pointer (task, reading, (GDestroyNotify) ent_list_reading_free);
  else
    g_task_return_error (task, error);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Job *job = g_task_get_task_data (G_TASK (result));
  g_autoptr (EntList) self = g_weak_ref_get (&job->list);
  g_autoptr (EntListReading) reading = NULL;
  GError *error = NULL;

  reading = g_task_propagate_pointer (G_TASK (result), &error);
  if (self == NULL || self->generation != job->generation)
    {
      g_clear_error (&error);
      return;
    }
  g_clear_object (&self->reading);
  if (reading == NULL)
    {
      self->read_again = FALSE;
      ent_list_set_state (self, ENT_LIST_FAILED, error);
      return;
    }
  apply_reading (self, reading);
  /* Rows that were read before may say something else now; the first ones are fresh. */
  if (!job->first_rows)
    ent_list_refresh_rows (self);
  ent_list_set_state (self, ENT_LIST_READY, NULL);
  if (self->read_again)
    ent_list_start_reading (self, FALSE);
  else
    ent_list_start_update (self);
}

void
ent_list_start_reading (EntList *self, gboolean with_first_rows)
{
  g_autoptr (GTask) task = NULL;
  Job *job;

  if (self->reading != NULL)
    {
      g_cancellable_cancel (self->reading);
      g_clear_object (&self->reading);
    }
  self->generation++;
  self->read_again = FALSE;
  self->updating = FALSE;
  g_array_set_size (self->changed, 0);
  ent_list_set_state (self, self->rids->len == 0 && !self->complete ? ENT_LIST_LOADING : ENT_LIST_STALE, NULL);

  self->reading = g_cancellable_new ();
  job = job_new (self);
  job->first_rows = with_first_rows;
  task = g_task_new (self->store, self->reading, read_cb, NULL);
  g_task_set_source_tag (task, ent_list_start_reading);
  g_task_set_task_data (task, job, job_unref);
  g_task_set_return_on_cancel (task, FALSE);
  ent_store_push_read (self->store, task, read_thread);
}

static void
update_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Job *job = data;
  GError *error = NULL;
  EntListUpdate *update =
      ent_list_update (job->store, job->query, job->layout, job->rids, job->inside, job->ids, cancellable, &error);

  if (update != NULL)
    g_task_return_pointer (task, update, (GDestroyNotify) ent_list_update_free);
  else
    g_task_return_error (task, error);
}

static void
apply_steps (EntList *self, GArray *steps)
{
  for (guint i = 0; i < steps->len; i++)
    {
      const EntListStep *step = &g_array_index (steps, EntListStep, i);

      if (step->rid == 0)
        {
          g_array_remove_index (self->rids, step->position);
          ent_list_items_changed (self, step->position, 1, 0);
        }
      else
        {
          g_array_insert_val (self->rids, step->position, step->rid);
          ent_list_items_changed (self, step->position, 0, 1);
        }
    }
}

static void
update_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Job *job = g_task_get_task_data (G_TASK (result));
  g_autoptr (EntList) self = g_weak_ref_get (&job->list);
  g_autoptr (EntListUpdate) update = NULL;
  GError *error = NULL;

  update = g_task_propagate_pointer (G_TASK (result), &error);
  if (self == NULL || self->generation != job->generation)
    {
      g_clear_error (&error);
      return;
    }
  self->updating = FALSE;
  if (update == NULL)
    {
      ent_list_set_state (self, ENT_LIST_FAILED, error);
      return;
    }
  if (update->rebuild)
    {
      ent_list_start_reading (self, FALSE);
      return;
    }
  give_all (self, update->data, FALSE);
  apply_steps (self, update->steps);
  ent_list_set_state (self, ENT_LIST_READY, NULL);
  ent_list_start_update (self);
}

void
ent_list_start_update (EntList *self)
{
  g_autoptr (GTask) task = NULL;
  Job *job;

  if (self->changed->len == 0 || self->updating || self->reading != NULL)
    return;
  if (!self->complete || self->changed->len > ENT_LIST_MAX_CHANGED)
    {
      ent_list_start_reading (self, FALSE);
      return;
    }
  self->updating = TRUE;
  job = job_new (self);
  job->ids = g_steal_pointer (&self->changed);
  self->changed = g_array_new (FALSE, FALSE, sizeof (EntId));
  job->rids = g_array_copy (self->rids);
  task = g_task_new (self->store, NULL, update_cb, NULL);
  g_task_set_source_tag (task, ent_list_start_update);
  g_task_set_task_data (task, job, job_unref);
  ent_store_push_read (self->store, task, update_thread);
}

static void
fetch_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Job *job = data;
  GError *error = NULL;
  GPtrArray *rows = ent_list_read_rows (job->store, job->layout, job->rids, cancellable, &error);

  if (rows != NULL)
    g_task_return_pointer (task, rows, (GDestroyNotify) g_ptr_array_unref);
  else
    g_task_return_error (task, error);
}

static void
fetch_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Job *job = g_task_get_task_data (G_TASK (result));
  g_autoptr (EntList) self = g_weak_ref_get (&job->list);
  g_autoptr (GPtrArray) rows = NULL;
  GError *error = NULL;

  rows = g_task_propagate_pointer (G_TASK (result), &error);
  if (self == NULL)
    {
      g_clear_error (&error);
      return;
    }
  self->fetching = FALSE;
  if (rows == NULL)
    {
      ent_list_set_state (self, ENT_LIST_FAILED, error);
      return;
    }
  /* Of another layout: the values would be in the wrong columns. */
  if (job->layout == self->layout)
    give_all (self, rows, TRUE);
  start_fetching (self);
}

static void
push_fetch (EntList *self, GArray *rids)
{
  g_autoptr (GTask) task = NULL;
  Job *job = job_new (self);

  self->fetching = TRUE;
  job->rids = g_array_ref (rids);
  task = g_task_new (self->store, NULL, fetch_cb, NULL);
  g_task_set_source_tag (task, push_fetch);
  g_task_set_task_data (task, job, job_unref);
  ent_store_push_read (self->store, task, fetch_thread);
}

/* The page that was asked for last is read first: it is the one that somebody looks at. */
static void
start_fetching (EntList *self)
{
  g_autoptr (GArray) rids = NULL;

  while (!self->fetching && !g_queue_is_empty (&self->wanted))
    {
      guint page = GPOINTER_TO_UINT (g_queue_pop_head (&self->wanted));
      guint end = MIN (page + ENT_LIST_PAGE, self->rids->len);

      g_clear_pointer (&rids, g_array_unref);
      rids = g_array_new (FALSE, FALSE, sizeof (gint64));
      for (guint i = page; i < end; i++)
        {
          gint64 rid = g_array_index (self->rids, gint64, i);
          EntRow *row = ent_row_cache_peek (self->rows, rid);

          if (row == NULL || !ent_row_get_loaded (row))
            g_array_append_val (rids, rid);
        }
      if (rids->len > 0)
        push_fetch (self, rids);
    }
}

void
ent_list_want_page (EntList *self, guint position)
{
  gpointer page = GUINT_TO_POINTER (position / ENT_LIST_PAGE * ENT_LIST_PAGE);

  if (self->wanted.head != NULL && self->wanted.head->data == page)
    return;
  g_queue_remove (&self->wanted, page);
  g_queue_push_head (&self->wanted, page);
  /* Nobody waits for what was scrolled past long ago. */
  while (self->wanted.length > ENT_LIST_PAGES)
    g_queue_pop_tail (&self->wanted);
  start_fetching (self);
}

/* Rows that are shown say what is in the book now. */
void
ent_list_refresh_rows (EntList *self)
{
  g_autoptr (GArray) rids = g_array_new (FALSE, FALSE, sizeof (gint64));

  ent_row_cache_append_rids (self->rows, rids);
  if (rids->len > 0)
    push_fetch (self, rids);
}
