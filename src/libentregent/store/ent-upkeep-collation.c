/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "Entregent"

#include "config.h"

#include "ent-collation-private.h"
#include "ent-columns-private.h"
#include "ent-reading-projections-private.h"
#include "ent-upkeep-private.h"

/*
 * Sort keys of a newer ICU: the other set of columns is filled, kind by kind, then lists change over in the transaction
 * that fills the last row. What is written meanwhile goes into both sets (ent-row-projection.c).
 */

#define ROWS 64

static const EntKind *
get_next_kind (gint64 number)
{
  const EntKind *const *kinds = ent_kinds_get_all (NULL);
  const EntKind *next = NULL;

  for (guint i = 0; kinds[i] != NULL; i++)
    if (!kinds[i]->is_element && kinds[i]->number > number && (next == NULL || kinds[i]->number < next->number))
      next = kinds[i];
  return next;
}

static gboolean
begin (EntDb *db, EntCollationState *state, gint64 version, GError **error)
{
  state->next_version = version;
  state->kind = get_next_kind (0)->number;
  state->rid = G_MININT64;
  return ent_columns_prepare_keys (db, 1 - state->current, error);
}

static gboolean
change_over (EntDb *db, EntCollationState *state, GError **error)
{
  guint old = state->current;

  *state = (EntCollationState) { .current = 1 - old, .version = state->next_version };
  return ent_columns_drop_keys (db, old, error);
}

static gboolean
fill (EntDb *db, EntStore *store, EntCollationState *state, GError **error)
{
  const EntKind *kind = ent_kind_from_number ((guint) state->kind);
  gint64 last = 0;
  guint n;

  if (kind != NULL &&
      !ent_row_projection_write_keys (db, store, kind, 1 - state->current, state->rid, ROWS, &n, &last, error))
    return FALSE;
  state->rid = last;
  if (kind != NULL && n == ROWS)
    return TRUE;
  kind = get_next_kind (state->kind);
  if (kind == NULL)
    return change_over (db, state, error);
  state->kind = kind->number;
  state->rid = G_MININT64;
  return TRUE;
}

/* What an older ICU has written since. */
static gboolean
mend_stale (EntDb *db, EntStore *store, gboolean *more, GError **error)
{
  gint64 rows[ROWS][2];
  guint n = 0;
  sqlite3_stmt *stmt = ent_db_prepare (
      db,
      "DELETE FROM x_collation_stale WHERE (kind, rid) IN (SELECT kind, rid FROM x_collation_stale LIMIT 64) "
      "RETURNING kind, rid",
      error);
  int code;

  if (stmt == NULL)
    return FALSE;
  while ((code = ent_db_step (db, stmt, error)) == SQLITE_ROW && n < ROWS)
    {
      rows[n][0] = sqlite3_column_int64 (stmt, 0);
      rows[n][1] = sqlite3_column_int64 (stmt, 1);
      n++;
    }
  sqlite3_reset (stmt);
  if (code != SQLITE_DONE)
    return FALSE;
  for (guint i = 0; i < n; i++)
    {
      const EntKind *kind = ent_kind_from_number ((guint) rows[i][0]);

      if (kind != NULL && !ent_row_projection_derive_again (db, store, kind, &rows[i][1], 1, error))
        return FALSE;
    }
  *more = n > 0;
  return TRUE;
}

static gboolean
step (EntDb *db, EntStore *store, gboolean *more, GError **error)
{
  gint64 version = ent_collation_get_version (ent_store_get_locale (store));
  EntCollationState state;
  gboolean found;

  *more = FALSE;
  if (!ent_collation_read (db, &state, &found, error))
    return FALSE;
  /* Only the newest makes keys. */
  if (!found || version < MAX (state.version, state.next_version))
    return TRUE;
  if (version == state.version && state.next_version == 0)
    return mend_stale (db, store, more, error);
  *more = TRUE;
  if (version > state.next_version ? !begin (db, &state, version, error) : !fill (db, store, &state, error))
    return FALSE;
  return ent_collation_write (db, &state, error);
}

static gboolean
is_due (EntDb *db, EntStore *store, gboolean *due, GError **error)
{
  gint64 version = ent_collation_get_version (ent_store_get_locale (store));
  sqlite3_stmt *stmt = ent_db_prepare (db, "SELECT EXISTS (SELECT 1 FROM x_collation_stale)", error);
  EntCollationState state;
  gboolean found;
  int code;

  if (stmt == NULL || !ent_collation_read (db, &state, &found, error))
    return FALSE;
  code = ent_db_step (db, stmt, error);
  *due = found && code == SQLITE_ROW && version >= MAX (state.version, state.next_version) &&
         (version > state.version || sqlite3_column_int (stmt, 0) != 0);
  sqlite3_reset (stmt);
  return code == SQLITE_ROW;
}

const EntUpkeepJob ent_collation_job = { "collation", is_due, step };
