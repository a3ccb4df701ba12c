/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "ent-row.h"
#include "ent-saved-view-query.h"
#include "ent-store-job-private.h"

static const EntKind *
get_kind (void)
{
  return ent_kind_from_key ("saved-view");
}

static void
set_text (EntChange *change, const EntId *id, const char *key, const char *text)
{
  ent_change_set_text (change, get_kind (), id, ent_kind_get_field (get_kind (), key), text);
}

static char *
dup_columns (EntQuery *query)
{
  GString *columns = g_string_new (NULL);
  const EntField *const *fields;
  guint n_fields;

  fields = ent_query_get_fields (query, &n_fields);
  for (guint i = 0; i < n_fields; i++)
    g_string_append_printf (columns, "%s%s", i > 0 ? "," : "", fields[i]->key);
  return g_string_free (columns, FALSE);
}

/**
 * ent_saved_view_set_query: (skip)
 * @change: a change
 * @id: the id of a saved view
 * @query: what it shall list
 *
 * Keeps the text of the query, its columns and its order in the view.
 */
void
ent_saved_view_set_query (EntChange *change, const EntId *id, EntQuery *query)
{
  g_autofree char *text = NULL;
  g_autofree char *columns = NULL;
  g_autofree char *sort = NULL;
  gboolean descending;
  const EntField *field;

  g_return_if_fail (ENT_IS_CHANGE (change));
  g_return_if_fail (id != NULL);
  g_return_if_fail (ENT_IS_QUERY (query));

  text = ent_query_dup_text (query);
  columns = dup_columns (query);
  field = ent_query_get_sort (query, &descending);
  if (field != NULL)
    sort = g_strconcat (descending ? "-" : "", field->key, NULL);
  set_text (change, id, "applies-to", ent_query_get_kind (query)->key);
  set_text (change, id, "query", text);
  set_text (change, id, "columns", columns);
  set_text (change, id, "sort", sort != NULL ? sort : "");
}

/**
 * ent_saved_view_add: (skip)
 * @change: a change
 * @query: what the view lists
 * @name: what it is called
 * @shared: whether the other users see it too
 * @id: (inout): its id; generated when all zero
 *
 * Adds a saved view of a query to a change. It belongs to the user who commits it, when the caller sets its owner.
 */
void
ent_saved_view_add (EntChange *change, EntQuery *query, const char *name, gboolean shared, EntId *id)
{
  g_return_if_fail (ENT_IS_CHANGE (change));
  g_return_if_fail (ENT_IS_QUERY (query));
  g_return_if_fail (name != NULL);
  g_return_if_fail (id != NULL);

  ent_change_add (change, get_kind (), id);
  set_text (change, id, "name", name);
  if (shared)
    {
      EntValue yes = ENT_VALUE_INIT;

      ent_value_set_integer (&yes, 1);
      ent_change_set (change, get_kind (), id, ent_kind_get_field (get_kind (), "shared"), &yes);
    }
  ent_saved_view_set_query (change, id, query);
}

static EntQuery *
take_columns (EntStore *store, EntQuery *query, const char *columns)
{
  g_auto (GStrv) keys = g_strsplit (columns != NULL ? columns : "", ",", -1);
  g_autoptr (GPtrArray) fields = g_ptr_array_new ();
  EntQuery *other;

  for (guint i = 0; keys[i] != NULL; i++)
    {
      const EntField *field = ent_store_get_field (store, ent_query_get_kind (query), g_strstrip (keys[i]));

      /* A column that went away is left out. */
      if (field != NULL)
        g_ptr_array_add (fields, (gpointer) field);
    }
  if (fields->len == 0)
    return query;
  other = ent_query_with_fields (query, (const EntField *const *) fields->pdata, fields->len);
  g_object_unref (query);
  return other;
}

static EntQuery *
take_sort (EntStore *store, EntQuery *query, const char *sort)
{
  gboolean descending = sort != NULL && *sort == '-';
  const EntField *field;
  EntQuery *other;

  if (sort == NULL || *sort == '\0')
    return query;
  field = ent_store_get_field (store, ent_query_get_kind (query), sort + descending);
  if (field == NULL)
    return query;
  other = ent_query_with_sort (query, field, descending);
  g_object_unref (query);
  return other;
}

/**
 * ent_saved_view_open: (skip)
 * @store: a book
 * @view: a record of the kind saved-view
 * @error: return location of an error
 *
 * Columns and an order that this book does not have (any more) are left out.
 *
 * Returns: (transfer full) (nullable): the query of the view, or %NULL with %ENT_ERROR_QUERY when its text names a
 * field that went away
 */
EntQuery *
ent_saved_view_open (EntStore *store, EntRecord *view, GError **error)
{
  const char *applies_to;
  const char *text;
  const EntKind *kind;
  EntQuery *query;

  g_return_val_if_fail (ENT_IS_STORE (store), NULL);
  g_return_val_if_fail (ENT_IS_RECORD (view), NULL);

  applies_to = ent_record_get_text (view, "applies-to");
  text = ent_record_get_text (view, "query");
  kind = applies_to != NULL ? ent_kind_from_key (applies_to) : NULL;
  if (kind == NULL || kind->is_element)
    {
      g_set_error (error, ENT_ERROR, ENT_ERROR_QUERY,
                   _("The view “%s” is of a kind of records that this version does not know."),
                   ent_record_get_title (view));
      return NULL;
    }
  query = ent_query_new_from_text (store, kind, text != NULL ? text : "", NULL, error);
  if (query == NULL)
    return NULL;
  return take_sort (store, take_columns (store, query, ent_record_get_text (view, "columns")),
                    ent_record_get_text (view, "sort"));
}

/**
 * ent_store_list_saved_views_sync: (skip)
 * @self: a book
 * @kind: (nullable): of which kind of records; %NULL for all
 * @cancellable: (nullable): to stop it
 * @error: return location of an error
 *
 * The views that the user who works here sees: the user's own, shared ones, and those that nobody owns. By position.
 * Blocks.
 *
 * Returns: (transfer container) (element-type EntRecord) (nullable): records of the kind saved-view
 */
GPtrArray *
ent_store_list_saved_views_sync (EntStore *self, const EntKind *kind, GCancellable *cancellable, GError **error)
{
  g_autofree char *applies_to = kind != NULL ? g_strdup_printf ("applies-to:%s ", kind->key) : g_strdup ("");
  g_autofree char *text = g_strconcat (applies_to, "(owner:me OR owner:none OR shared:yes)", NULL);
  g_autoptr (EntQuery) all = NULL;
  g_autoptr (EntQuery) query = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (GPtrArray) views = NULL;

  g_return_val_if_fail (ENT_IS_STORE (self), NULL);

  all = ent_query_new_from_text (self, get_kind (), text, NULL, error);
  if (all == NULL)
    return NULL;
  query = ent_query_with_sort (all, ent_kind_get_field (get_kind (), "position"), FALSE);
  rows = ent_store_query_sync (self, query, 0, 0, cancellable, error);
  if (rows == NULL)
    return NULL;
  views = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < rows->len; i++)
    {
      EntRecord *view = ent_store_get_record_sync (self, get_kind (), ent_row_get_id (g_ptr_array_index (rows, i)),
                                                   cancellable, error);

      if (view == NULL)
        return NULL;
      g_ptr_array_add (views, view);
    }
  return g_steal_pointer (&views);
}

typedef struct
{
  const EntKind *kind;
  GPtrArray *views;
} ViewsJob;

static void
views_job_free (gpointer data)
{
  ViewsJob *job = data;

  g_clear_pointer (&job->views, g_ptr_array_unref);
  g_free (job);
}

static gboolean
run_views_job (EntStore *self, gpointer data, GCancellable *cancellable, GError **error)
{
  ViewsJob *job = data;

  job->views = ent_store_list_saved_views_sync (self, job->kind, cancellable, error);
  return job->views != NULL;
}

/**
 * ent_store_list_saved_views_async: (skip)
 * @self: a book
 * @kind: (nullable): of which kind of records; %NULL for all
 * @cancellable: (nullable): to stop it
 * @callback: called when they were read
 * @user_data: for @callback
 *
 * As [method@Store.list_saved_views_sync], on a thread of the store.
 */
void
ent_store_list_saved_views_async (EntStore *self,
                                  const EntKind *kind,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  ViewsJob *job;

  g_return_if_fail (ENT_IS_STORE (self));

  job = g_new0 (ViewsJob, 1);
  job->kind = kind;
  ent_store_start_read (self, ent_store_list_saved_views_async, run_views_job, job, views_job_free, cancellable,
                        callback, user_data);
}

/**
 * ent_store_list_saved_views_finish: (skip)
 * @self: a book
 * @result: what the callback was given
 * @error: return location of an error
 *
 * Returns: (transfer container) (element-type EntRecord) (nullable): records of the kind saved-view
 */
GPtrArray *
ent_store_list_saved_views_finish (EntStore *self, GAsyncResult *result, GError **error)
{
  ViewsJob *job = ent_store_finish_job (self, result, ent_store_list_saved_views_async, error);

  return job != NULL ? g_steal_pointer (&job->views) : NULL;
}
