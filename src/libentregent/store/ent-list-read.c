/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "ent-list-private.h"
#include "ent-query-sql-private.h"

/* What the workers of a list do: read it anew, read the values of rows. */

typedef struct
{
  EntStore *store;
  EntQuery *query;
  EntRowLayout *layout;
  EntListFirstFunc first;
  gpointer data;
  EntListReading *reading;
  GArray *rids;
  GPtrArray *rows;
} Work;

static EntListReading *
reading_new (void)
{
  EntListReading *self = g_new0 (EntListReading, 1);

  self->rids = g_array_new (FALSE, FALSE, sizeof (gint64));
  return self;
}

void
ent_list_reading_free (EntListReading *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->rids);
  g_clear_pointer (&self->data, g_ptr_array_unref);
  g_free (self);
}

static GPtrArray *
read_rows (EntRowLayout *layout, EntDb *db, GArray *rids, GError **error)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_full (rids->len, (GDestroyNotify) ent_row_data_free);

  for (guint i = 0; i < rids->len; i++)
    {
      EntRowData *data = ent_row_layout_read (layout, db, g_array_index (rids, gint64, i), error);

      if (data == NULL)
        return NULL;
      g_ptr_array_add (rows, data);
    }
  return g_steal_pointer (&rows);
}

static gboolean
read_cb (EntDb *db, gpointer data, GError **error)
{
  Work *work = data;
  g_autoptr (EntQueryPlan) plan = ent_query_plan_new (work->store, db, work->query, error);
  g_autoptr (EntListReading) reading = reading_new ();

  if (plan == NULL)
    return FALSE;
  reading->inside = plan->inside;
  if (work->first != NULL)
    {
      if (!ent_query_plan_read_first (plan, db, ENT_LIST_FIRST, reading->rids, &reading->complete, error))
        return FALSE;
      reading->data = read_rows (work->layout, db, reading->rids, error);
      if (reading->data == NULL)
        return FALSE;
      if (!reading->complete)
        {
          work->first (g_steal_pointer (&reading), work->data);
          reading = reading_new ();
          reading->inside = plan->inside;
        }
    }
  if (!reading->complete)
    {
      if (!ent_query_plan_read (plan, db, 0, reading->rids, error))
        return FALSE;
      reading->complete = TRUE;
    }
  work->reading = g_steal_pointer (&reading);
  return TRUE;
}

EntListReading *
ent_list_read (EntStore *store,
               EntQuery *query,
               EntRowLayout *layout,
               EntListFirstFunc first,
               gpointer data,
               GCancellable *cancellable,
               GError **error)
{
  Work work = { .store = store, .query = query, .layout = layout, .first = first, .data = data };

  if (!ent_store_with_reader (store, cancellable, read_cb, &work, error))
    {
      ent_list_reading_free (work.reading);
      return NULL;
    }
  return work.reading;
}

static gboolean
read_rows_cb (EntDb *db, gpointer data, GError **error)
{
  Work *work = data;

  work->rows = read_rows (work->layout, db, work->rids, error);
  return work->rows != NULL;
}

GPtrArray *
ent_list_read_rows (EntStore *store, EntRowLayout *layout, GArray *rids, GCancellable *cancellable, GError **error)
{
  Work work = { .store = store, .layout = layout, .rids = rids };

  if (!ent_store_with_reader (store, cancellable, read_rows_cb, &work, error))
    {
      g_clear_pointer (&work.rows, g_ptr_array_unref);
      return NULL;
    }
  return work.rows;
}
