/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "ent-list-private.h"
#include "ent-query-sql-private.h"

/*
 * Puts changed records in their places of a list: by comparing with the rows that stand there, found by bisection.
 */

typedef struct
{
  EntStore *store;
  EntQuery *query;
  EntRowLayout *layout;
  GArray *rids; /* a copy to work on */
  gboolean inside;
  GArray *ids;
  EntListUpdate *update;
  EntQueryPlan *plan;
} Work;

typedef struct
{
  gint64 rid;
  sqlite3_value *key; /* NULL: does not match any more */
  guint old_position; /* G_MAXUINT: none */
  guint position;
  gboolean stays; /* has the same rows before and after it as it had, other changed ones left aside */
} Place;

static void
place_clear (gpointer data)
{
  sqlite3_value_free (((Place *) data)->key);
}

void
ent_list_update_free (EntListUpdate *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->steps);
  g_ptr_array_unref (self->data);
  g_array_unref (self->ids);
  g_free (self);
}

static void
add_rid (GArray *places, gint64 rid)
{
  Place place = { rid, NULL, G_MAXUINT, G_MAXUINT, FALSE };

  for (guint i = 0; i < places->len; i++)
    {
      if (g_array_index (places, Place, i).rid == rid)
        return;
    }
  g_array_append_val (places, place);
}

/* The rows of the records, and those that show them when they were merged. */
static gboolean
find_rids (Work *work, EntDb *db, GArray *places, GError **error)
{
  g_autofree char *sql = g_strdup_printf ("SELECT rid, canon FROM \"%s\" WHERE id = ?", work->plan->table);

  for (guint i = 0; i < work->ids->len; i++)
    {
      sqlite3_stmt *stmt = ent_db_prepare (db, sql, error);
      int code;

      if (stmt == NULL)
        return FALSE;
      ent_db_bind_id (stmt, 1, &g_array_index (work->ids, EntId, i));
      code = ent_db_step (db, stmt, error);
      if (code == SQLITE_ROW)
        {
          add_rid (places, sqlite3_column_int64 (stmt, 0));
          if (sqlite3_column_int64 (stmt, 1) != 0)
            add_rid (places, sqlite3_column_int64 (stmt, 1));
        }
      else
        /* Erased: nothing tells which row it was. */
        work->update->rebuild = TRUE;
      sqlite3_reset (stmt);
      if (code != SQLITE_ROW && code != SQLITE_DONE)
        return FALSE;
    }
  return TRUE;
}

/* Which of them match, and by what they are sorted. */
static gboolean
find_keys (Work *work, EntDb *db, GArray *places, GError **error)
{
  g_autoptr (GString) list = g_string_new (NULL);
  g_autofree char *sql = NULL;
  sqlite3_stmt *stmt;
  int code;

  for (guint i = 0; i < places->len; i++)
    g_string_append_printf (list, "%s%" G_GINT64_FORMAT, i > 0 ? ", " : "", g_array_index (places, Place, i).rid);
  sql = g_strdup_printf ("SELECT t.rid, %s FROM \"%s\" AS t NOT INDEXED WHERE t.rid IN (%s) AND %s", work->plan->key,
                         work->plan->table, list->str, work->plan->where);
  stmt = ent_db_prepare (db, sql, error);
  if (stmt == NULL)
    return FALSE;
  ent_sql_params_bind (work->plan->params, stmt);
  while ((code = ent_db_step (db, stmt, error)) == SQLITE_ROW)
    {
      for (guint i = 0; i < places->len; i++)
        {
          Place *place = &g_array_index (places, Place, i);

          if (place->rid == sqlite3_column_int64 (stmt, 0))
            {
              sqlite3_value_free (place->key);
              place->key = sqlite3_value_dup (sqlite3_column_value (stmt, 1));
            }
        }
    }
  sqlite3_reset (stmt);
  return code == SQLITE_DONE;
}

/* As SQLite orders: numbers, texts, blobs. Nothing is last in both directions. */
static int
compare_values (sqlite3_value *a, sqlite3_value *b, gboolean descending)
{
  int type_a = sqlite3_value_type (a), type_b = sqlite3_value_type (b);
  int order;

  if (type_a == SQLITE_NULL || type_b == SQLITE_NULL)
    return (type_a == SQLITE_NULL) - (type_b == SQLITE_NULL);
  if (type_a <= SQLITE_FLOAT && type_b <= SQLITE_FLOAT)
    {
      if (type_a == SQLITE_INTEGER && type_b == SQLITE_INTEGER)
        order =
            (sqlite3_value_int64 (a) > sqlite3_value_int64 (b)) - (sqlite3_value_int64 (a) < sqlite3_value_int64 (b));
      else
        order = (sqlite3_value_double (a) > sqlite3_value_double (b)) -
                (sqlite3_value_double (a) < sqlite3_value_double (b));
    }
  else if (type_a != type_b &&
           (type_a <= SQLITE_FLOAT || type_b <= SQLITE_FLOAT || type_a == SQLITE_BLOB || type_b == SQLITE_BLOB))
    order = type_a <= SQLITE_FLOAT ? -1 : type_b <= SQLITE_FLOAT ? 1 : type_a == SQLITE_TEXT ? -1 : 1;
  else
    {
      const void *data_a = sqlite3_value_blob (a), *data_b = sqlite3_value_blob (b);
      int size_a = sqlite3_value_bytes (a), size_b = sqlite3_value_bytes (b);
      int size = MIN (size_a, size_b);

      order = size > 0 ? memcmp (data_a, data_b, (gsize) size) : 0;
      if (order == 0)
        order = size_a - size_b;
    }
  return descending ? -order : order;
}

/* < 0 where the place comes before the row at the position. Rows that went away in between have no key: then anything
 * goes. */
static gboolean
compare_at (Work *work, EntDb *db, const Place *place, guint position, int *order, GError **error)
{
  g_autofree char *sql = g_strdup_printf ("SELECT %s FROM \"%s\" AS t WHERE t.rid = ?%u", work->plan->key,
                                          work->plan->table, work->plan->params->values->len + 1);
  gint64 rid = g_array_index (work->rids, gint64, position);
  sqlite3_stmt *stmt = ent_db_prepare (db, sql, error);
  int code;

  if (stmt == NULL)
    return FALSE;
  ent_sql_params_bind (work->plan->params, stmt);
  sqlite3_bind_int64 (stmt, sqlite3_bind_parameter_count (stmt), rid);
  code = ent_db_step (db, stmt, error);
  *order = -1;
  if (code == SQLITE_ROW)
    {
      sqlite3_value *key = sqlite3_value_dup (sqlite3_column_value (stmt, 0));

      *order = compare_values (place->key, key, work->plan->descending);
      if (*order == 0)
        *order =
            work->plan->descending ? (place->rid < rid) - (place->rid > rid) : (place->rid > rid) - (place->rid < rid);
      sqlite3_value_free (key);
    }
  sqlite3_reset (stmt);
  return code == SQLITE_ROW || code == SQLITE_DONE;
}

/* Where the places are now: position, or old_position before anything moved. */
static void
find_positions (GArray *rids, GArray *places, gboolean old)
{
  const gint64 *data = (const gint64 *) (void *) rids->data;
  g_autoptr (GHashTable) by_rid = g_hash_table_new (g_int64_hash, g_int64_equal);

  for (guint i = 0; i < places->len; i++)
    g_hash_table_insert (by_rid, &g_array_index (places, Place, i).rid, &g_array_index (places, Place, i));
  for (guint i = 0; i < rids->len; i++)
    {
      Place *place = g_hash_table_lookup (by_rid, &data[i]);

      if (place != NULL)
        *(old ? &place->old_position : &place->position) = i;
    }
}

static gboolean
bisect (Work *work, EntDb *db, const Place *place, guint *position, GError **error)
{
  guint low = 0, high = work->rids->len;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;
      int order;

      if (!compare_at (work, db, place, middle, &order, error))
        return FALSE;
      if (order < 0)
        high = middle;
      else
        low = middle + 1;
    }
  *position = low;
  return TRUE;
}

static int
compare_old (gconstpointer a, gconstpointer b)
{
  const Place *p = a, *q = b;

  return (p->old_position > q->old_position) - (p->old_position < q->old_position);
}

static int
compare_new (gconstpointer a, gconstpointer b)
{
  const Place *p = a, *q = b;

  return (p->position > q->position) - (p->position < q->position);
}

/* A changed row stays where as many unchanged rows stand before it as before, and no other changed row stands or stood
 * with it there. */
static void
find_staying (GArray *places)
{
  g_autofree guint *old_slots = g_new (guint, places->len);
  g_autofree guint *slots = g_new (guint, places->len);

  for (guint i = 0; i < places->len; i++)
    {
      const Place *place = &g_array_index (places, Place, i);
      guint old_before = 0, before = 0;

      for (guint k = 0; k < places->len; k++)
        {
          const Place *other = &g_array_index (places, Place, k);

          old_before += other->old_position != G_MAXUINT && other->old_position < place->old_position;
          before += other->position != G_MAXUINT && other->position < place->position;
        }
      old_slots[i] = place->old_position != G_MAXUINT ? place->old_position - old_before : G_MAXUINT;
      slots[i] = place->position != G_MAXUINT ? place->position - before : G_MAXUINT;
    }
  for (guint i = 0; i < places->len; i++)
    {
      gboolean alone = TRUE;

      for (guint k = 0; k < places->len && alone; k++)
        alone = k == i || (old_slots[k] != slots[i] && slots[k] != slots[i]);
      g_array_index (places, Place, i).stays = alone && slots[i] != G_MAXUINT && slots[i] == old_slots[i];
    }
}

static void
add_steps (Work *work, GArray *places)
{
  find_staying (places);
  /* From the end, so that what is before keeps its position … */
  g_array_sort (places, compare_old);
  for (guint i = places->len; i > 0; i--)
    {
      const Place *place = &g_array_index (places, Place, i - 1);
      EntListStep step = { place->old_position, 0 };

      if (place->old_position != G_MAXUINT && !place->stays)
        g_array_append_val (work->update->steps, step);
    }
  /* … and from the beginning, where all that is before stands already. */
  g_array_sort (places, compare_new);
  for (guint i = 0; i < places->len; i++)
    {
      const Place *place = &g_array_index (places, Place, i);
      EntListStep step = { place->position, place->rid };

      if (place->position != G_MAXUINT && !place->stays)
        g_array_append_val (work->update->steps, step);
    }
}

static gboolean
update_places (Work *work, EntDb *db, GArray *places, GError **error)
{
  if (!find_rids (work, db, places, error))
    return FALSE;
  if (places->len == 0)
    return TRUE;
  if (!find_keys (work, db, places, error))
    return FALSE;
  find_positions (work->rids, places, TRUE);
  /* All that changed leave first: a row is compared only with rows that stand where they belong. */
  g_array_sort (places, compare_old);
  for (guint i = places->len; i > 0; i--)
    {
      const Place *place = &g_array_index (places, Place, i - 1);

      if (place->old_position != G_MAXUINT)
        g_array_remove_index (work->rids, place->old_position);
    }
  for (guint i = 0; i < places->len; i++)
    {
      const Place *place = &g_array_index (places, Place, i);
      EntRowData *data;
      guint position;

      if (place->key != NULL)
        {
          if (!bisect (work, db, place, &position, error))
            return FALSE;
          g_array_insert_val (work->rids, position, place->rid);
        }
      data = ent_row_layout_read (work->layout, db, place->rid, error);
      if (data == NULL)
        return FALSE;
      g_ptr_array_add (work->update->data, data);
      g_array_append_val (work->update->ids, data->id);
    }
  find_positions (work->rids, places, FALSE);
  add_steps (work, places);
  return TRUE;
}

static gboolean
update_cb (EntDb *db, gpointer data, GError **error)
{
  Work *work = data;
  g_autoptr (EntQueryPlan) plan = ent_query_plan_new (work->store, db, work->query, error);
  g_autoptr (GArray) places = g_array_new (FALSE, FALSE, sizeof (Place));

  if (plan == NULL)
    return FALSE;
  g_array_set_clear_func (places, place_clear);
  work->plan = plan;
  if (plan->inside != work->inside)
    {
      work->update->rebuild = TRUE;
      return TRUE;
    }
  return update_places (work, db, places, error);
}

EntListUpdate *
ent_list_update (EntStore *store,
                 EntQuery *query,
                 EntRowLayout *layout,
                 GArray *rids,
                 gboolean inside,
                 GArray *ids,
                 GCancellable *cancellable,
                 GError **error)
{
  Work work = { .store = store, .query = query, .layout = layout, .inside = inside, .ids = ids };
  g_autoptr (EntListUpdate) update = g_new0 (EntListUpdate, 1);
  gboolean done;

  update->steps = g_array_new (FALSE, FALSE, sizeof (EntListStep));
  update->data = g_ptr_array_new_with_free_func ((GDestroyNotify) ent_row_data_free);
  update->ids = g_array_new (FALSE, FALSE, sizeof (EntId));
  work.update = update;
  work.rids = g_array_copy (rids);
  done = ent_store_with_reader (store, cancellable, update_cb, &work, error);
  g_array_unref (work.rids);
  return done ? g_steal_pointer (&update) : NULL;
}
