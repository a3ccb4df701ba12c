/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "ent-projection-run-private.h"
#include "ent-store-private.h"

typedef struct
{
  EntStore *store;
  const EntProjection *projection;
} Preparation;

static gboolean
read_version (EntDb *db, const char *name, int *version, GError **error)
{
  sqlite3_stmt *stmt = ent_db_prepare (db, "SELECT version FROM x_projection WHERE name = ?", error);
  int code;

  if (stmt == NULL)
    return FALSE;

  sqlite3_bind_text (stmt, 1, name, -1, SQLITE_STATIC);
  code = ent_db_step (db, stmt, error);
  *version = code == SQLITE_ROW ? sqlite3_column_int (stmt, 0) : 0;
  sqlite3_reset (stmt);

  return code == SQLITE_ROW || code == SQLITE_DONE;
}

static gboolean
write_version (EntDb *db, const EntProjection *projection, GError **error)
{
  sqlite3_stmt *stmt = ent_db_prepare (db, "INSERT OR REPLACE INTO x_projection (name, version) VALUES (?, ?)", error);

  if (stmt == NULL)
    return FALSE;

  sqlite3_bind_text (stmt, 1, projection->name, -1, SQLITE_STATIC);
  sqlite3_bind_int (stmt, 2, projection->version);

  return ent_db_run (db, stmt, error);
}

static gboolean
prepare_cb (EntDb *db, gpointer data, GError **error)
{
  Preparation *preparation = data;
  const EntProjection *projection = preparation->projection;
  int version;

  /* Another process may have done it while we waited. */
  if (!read_version (db, projection->name, &version, error))
    return FALSE;
  if (version == projection->version)
    return TRUE;

  return (projection->prepare == NULL || projection->prepare (db, preparation->store, error)) &&
         (projection->rebuild == NULL || projection->rebuild (db, preparation->store, NULL, error)) &&
         write_version (db, projection, error);
}

typedef struct
{
  int *versions;
  const EntProjection *const *projections;
  guint n;
} Versions;

static gboolean
read_versions_cb (EntDb *db, gpointer data, GError **error)
{
  Versions *versions = data;

  for (guint i = 0; i < versions->n; i++)
    if (!read_version (db, versions->projections[i]->name, &versions->versions[i], error))
      return FALSE;

  return TRUE;
}

gboolean
ent_projections_prepare (EntStore *store, GError **error)
{
  g_autofree int *known = NULL;
  Versions versions;

  versions.projections = ent_projections_get_all (&versions.n);
  versions.versions = known = g_new0 (int, MAX (versions.n, 1));

  /* Nearly always there is nothing to do, and then nothing is to be written either. */
  if (!ent_store_with_reader (store, NULL, read_versions_cb, &versions, error))
    return FALSE;

  for (guint i = 0; i < versions.n; i++)
    {
      Preparation preparation = { store, versions.projections[i] };

      if (known[i] != versions.projections[i]->version &&
          !ent_store_with_writer (store, NULL, prepare_cb, &preparation, error))
        return FALSE;
    }

  return TRUE;
}

gboolean
ent_projections_tidy (EntStore *store, EntDb *db, gboolean *more, GError **error)
{
  const EntProjection *const *projections;
  guint n;

  *more = FALSE;
  projections = ent_projections_get_all (&n);
  for (guint i = 0; i < n; i++)
    {
      gboolean again = FALSE;

      if (projections[i]->tidy != NULL && !projections[i]->tidy (db, store, &again, error))
        return FALSE;
      *more |= again;
    }

  return TRUE;
}

gboolean
ent_projections_rebuild (EntStore *store, EntDb *db, GCancellable *cancellable, GError **error)
{
  const EntProjection *const *projections;
  guint n;

  projections = ent_projections_get_all (&n);
  for (guint i = 0; i < n; i++)
    if (projections[i]->rebuild != NULL && !projections[i]->rebuild (db, store, cancellable, error))
      return FALSE;

  return TRUE;
}

gboolean
ent_projections_check (EntStore *store, EntDb *db, GPtrArray *findings, GError **error)
{
  const EntProjection *const *projections;
  guint n;

  projections = ent_projections_get_all (&n);
  for (guint i = 0; i < n; i++)
    if (projections[i]->check != NULL && !projections[i]->check (db, store, findings, error))
      return FALSE;

  return TRUE;
}

gboolean
ent_projections_touched (EntStore *store, EntDb *db, const EntTouched *touched, guint n_touched, GError **error)
{
  const EntProjection *const *projections;
  guint n;

  projections = ent_projections_get_all (&n);
  for (guint i = 0; i < n; i++)
    if (projections[i]->touched != NULL && !projections[i]->touched (db, store, touched, n_touched, error))
      return FALSE;

  return TRUE;
}
