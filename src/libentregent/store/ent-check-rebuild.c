/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "Entregent"

#include "config.h"

#include "ent-check-private.h"
#include "ent-projection-run-private.h"

/*
 * Everything but the log made anew from it: rows, elements, links, conflicts, merges, references, derived columns,
 * projections.
 */

typedef struct
{
  const EntKind *kind;
  gint64 rid;
  EntId id;
} Row;

/* Empties what is made again, and takes every merge apart. */
static gboolean
clear (EntDb *db, GError **error)
{
  const EntKind *const *kinds = ent_kinds_get_all (NULL);

  for (guint i = 0; kinds[i] != NULL; i++)
    {
      g_autofree char *sql =
          kinds[i]->is_element
              ? g_strdup_printf ("DELETE FROM \"%s\"", kinds[i]->table)
              : g_strdup_printf ("UPDATE \"%s\" SET canon = rid, hidden = 0 WHERE canon <> rid OR hidden <> 0",
                                 kinds[i]->table);

      if (!ent_db_exec (db, sql, error))
        return FALSE;
    }
  return ent_db_exec (db,
                      "DELETE FROM link; DELETE FROM alias; DELETE FROM conflict; DELETE FROM unknown; DELETE FROM "
                      "x_missing; DELETE FROM x_groups",
                      error);
}

static gboolean
list (EntDb *db, const EntKind *kind, GArray *rows, GError **error)
{
  g_autofree char *sql = g_strdup_printf ("SELECT rid, id FROM \"%s\" ORDER BY rid", kind->table);
  sqlite3_stmt *stmt = ent_db_prepare (db, sql, error);
  int code;

  if (stmt == NULL)
    return FALSE;
  while ((code = ent_db_step (db, stmt, error)) == SQLITE_ROW)
    {
      Row row = { kind, sqlite3_column_int64 (stmt, 0) };

      if (sqlite3_column_bytes (stmt, 1) == sizeof row.id.bytes)
        memcpy (row.id.bytes, sqlite3_column_blob (stmt, 1), sizeof row.id.bytes);
      g_array_append_val (rows, row);
    }
  sqlite3_reset (stmt);
  return code == SQLITE_DONE;
}

static gboolean
read_fixed (EntDb *db, EntPlan *plan, GError **error)
{
  g_autofree char *sql = g_strdup_printf ("SELECT scope FROM \"%s\" WHERE rid = ?", plan->kind->table);
  sqlite3_stmt *stmt = ent_db_prepare (db, sql, error);
  int code;

  if (stmt == NULL)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, plan->rid);
  code = ent_db_step (db, stmt, error);
  if (code == SQLITE_ROW)
    plan->scope = sqlite3_column_int64 (stmt, 0);
  sqlite3_reset (stmt);
  return code == SQLITE_ROW || code == SQLITE_DONE;
}

static gboolean
rebuild_record (EntStore *store, EntDb *db, const Row *row, GError **error)
{
  g_autoptr (EntWriter) writer = ent_writer_new (store, db);
  g_autoptr (GPtrArray) changes = ent_replay_read (writer, row->kind, &row->id, row->rid, error);
  EntPlan *plan;

  if (changes == NULL)
    return FALSE;
  plan = ent_writer_add_plan (writer, row->kind, &row->id);
  plan->rid = plan->canon = row->rid;
  plan->has_row = plan->in_log = TRUE;
  plan->hidden = 0;

  /* So that the row is written whole. */
  plan->was_hidden = G_MAXUINT;
  plan->touched[0] = plan->touched[1] = G_MAXUINT64;
  plan->custom_touched = TRUE;

  /* Not by ent_writer_apply(): to that the whole log has arrived, and so no mark would be kept for what comes later in
   * it. */
  plan->state = ent_replay_run (row->kind, changes, changes->len);
  for (guint i = 0; i < changes->len; i++)
    {
      const EntReplayChange *change = g_ptr_array_index (changes, i);

      writer->g = MAX (writer->g, change->g);
      if (change->body.more && !ent_writer_put_unknown (writer, plan, NULL, error))
        return FALSE;
      for (guint k = 0; k < change->body.n_ops; k++)
        if (change->body.ops[k].unknown && !ent_writer_put_unknown (writer, plan, &change->body.ops[k].key, error))
          return FALSE;
    }
  if (plan->state->aliases->len > 0 && !ent_writer_save_aliases (writer, plan, error))
    return FALSE;
  return read_fixed (db, plan, error) && ent_writer_save (writer, plan, error);
}

/* Merges and derived columns need every row to be there. */
static gboolean
settle_record (EntStore *store, EntDb *db, const Row *row, GError **error)
{
  g_autoptr (EntWriter) writer = ent_writer_new (store, db);
  EntPlan *plan = ent_writer_load (writer, row->kind, &row->id, error);
  g_autoptr (GPtrArray) component = NULL;

  if (plan == NULL)
    return FALSE;
  writer->g = plan->rev;
  component = ent_alias_dup_component (writer, plan, error);
  if (component == NULL)
    return FALSE;
  plan->merging = component->len > 1;
  plan->all_touched = TRUE;
  return ent_alias_refresh (writer, error) && ent_virtual_derive (writer, error);
}

gboolean
ent_check_rebuild (EntStore *store, EntDb *db, GCancellable *cancellable, GError **error)
{
  const EntKind *const *kinds = ent_kinds_get_all (NULL);
  g_autoptr (GArray) rows = g_array_new (FALSE, FALSE, sizeof (Row));

  if (!clear (db, error))
    return FALSE;
  for (guint i = 0; kinds[i] != NULL; i++)
    if (!kinds[i]->is_element && !list (db, kinds[i], rows, error))
      return FALSE;
  for (guint i = 0; i < rows->len; i++)
    if (g_cancellable_set_error_if_cancelled (cancellable, error) ||
        !rebuild_record (store, db, &g_array_index (rows, Row, i), error))
      return FALSE;
  for (guint i = 0; i < rows->len; i++)
    if (!settle_record (store, db, &g_array_index (rows, Row, i), error))
      return FALSE;
  return ent_projections_rebuild (store, db, cancellable, error);
}
