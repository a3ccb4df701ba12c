/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "ent-reading-projections-private.h"
#include "ent-store-private.h"

/*
 * What the rows and the log do not show of each other's groups, so that a check can tell. Of a record: the last group
 * that touched its row without a change of it (a merge, its end), with which the log says what `rev` is. Of one that
 * was erased, whose changes are empty: the sum of its groups. The writer notes both as it goes.
 */

#define VERSION 1

static gboolean
prepare (EntDb *db, EntStore *store, GError **error)
{
  /* A book from before there was a checksum of its settings gets one too. */
  return ent_db_exec (db,
                      "CREATE TABLE IF NOT EXISTS x_groups (kind INTEGER NOT NULL, rid INTEGER NOT NULL, g INTEGER NOT "
                      "NULL, PRIMARY KEY (kind, rid)) WITHOUT ROWID",
                      error) &&
         ent_db_update_meta_sum (db, error);
}

static gboolean
rebuild (EntDb *db, EntStore *store, GCancellable *cancellable, GError **error)
{
  const EntKind *const *kinds = ent_kinds_get_all (NULL);

  if (!ent_db_exec (db, "DELETE FROM x_groups", error))
    return FALSE;
  for (guint i = 0; kinds[i] != NULL; i++)
    {
      g_autofree char *sql = NULL;

      if (kinds[i]->is_element)
        continue;
      sql = g_strdup_printf (
          "INSERT INTO x_groups (kind, rid, g) SELECT %u, rid, rev FROM \"%s\" AS t"
          " WHERE rev > (SELECT coalesce (max (g), 0) FROM change WHERE kind = %u AND change.rid = t.rid)",
          kinds[i]->number, kinds[i]->table, kinds[i]->number);
      if (!ent_db_exec (db, sql, error))
        return FALSE;
    }
  return ent_db_exec (db, ENT_GROUPS_OF_ERASED, error);
}

const EntProjection *
ent_groups_projection_get (void)
{
  static const EntProjection projection = {
    .name = "groups", .version = VERSION, .prepare = prepare, .rebuild = rebuild
  };

  return &projection;
}
