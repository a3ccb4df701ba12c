/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "ent-seeds-private.h"
#include "ent-change-private.h"
#include "ent-kinds.h"
#include "ent-seed.h"

#include <stdlib.h>

#define SEEDS_KEY "seeds"

typedef struct
{
  guint n_done;     /* seeds that the book had at some time */
  char *owner_name; /* of a new book */
  EntId owner;
} Progress;

typedef struct
{
  EntChange *change;
  const EntKind *kind;
  EntId id;
} Addition;

static gboolean
exists (EntDb *db, const EntKind *kind, const EntId *id, gboolean *found, GError **error)
{
  g_autofree char *sql = g_strdup_printf ("SELECT 1 FROM \"%s\" WHERE id = ?", kind->table);
  sqlite3_stmt *stmt = ent_db_prepare (db, sql, error);
  int code;

  if (stmt == NULL)
    return FALSE;

  ent_db_bind_id (stmt, 1, id);
  code = ent_db_step (db, stmt, error);
  *found = code == SQLITE_ROW;
  sqlite3_reset (stmt);

  return code == SQLITE_ROW || code == SQLITE_DONE;
}

static gboolean
read_progress_cb (EntDb *db, gpointer data, GError **error)
{
  Progress *progress = data;
  g_autoptr (GError) failure = NULL;
  g_autofree char *text = ent_db_dup_meta (db, SEEDS_KEY, &failure);
  g_autofree char *owner = failure == NULL ? ent_db_dup_meta (db, "owner-user", &failure) : NULL;

  progress->n_done = text != NULL ? strtoul (text, NULL, 10) : 0;
  if (owner != NULL && ent_id_parse (&progress->owner, owner))
    progress->owner_name = ent_db_dup_meta (db, "owner-name", &failure);
  if (failure == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

static void
set_value_cb (const EntField *field, const EntValue *value, gpointer data)
{
  Addition *addition = data;

  ent_change_set (addition->change, addition->kind, &addition->id, field, value);
}

typedef struct
{
  const Progress *progress;
  EntChange *change;
} Plan;

/* What a killed process has made before is there already, by the same ids. */
static gboolean
plan_cb (EntDb *db, gpointer data, GError **error)
{
  Plan *plan = data;
  gboolean found;

  if (plan->progress->owner_name != NULL)
    {
      EntId id = plan->progress->owner;

      if (!exists (db, &ent_kind_user, &id, &found, error))
        return FALSE;
      if (!found)
        {
          ent_change_add (plan->change, &ent_kind_user, &id);
          ent_change_set_text (plan->change, &ent_kind_user, &id, ENT_USER_NAME, plan->progress->owner_name);
        }
    }

  for (guint i = plan->progress->n_done; i < ent_seeds_get_n (); i++)
    {
      const EntSeed *seed = ent_seeds_get (i);
      Addition addition = { plan->change, ent_seed_get_kind (seed) };

      ent_seed_get_id (seed, &addition.id);
      if (!exists (db, addition.kind, &addition.id, &found, error))
        return FALSE;
      if (found)
        continue;
      ent_change_add (plan->change, addition.kind, &addition.id);
      ent_seed_foreach_value (seed, set_value_cb, &addition);
    }

  return TRUE;
}

static gboolean
write_progress_cb (EntDb *db, gpointer data, GError **error)
{
  g_autofree char *n = g_strdup_printf ("%u", ent_seeds_get_n ());

  return ent_db_set_meta (db, SEEDS_KEY, n, error) && ent_db_set_meta (db, "owner-name", NULL, error);
}

static gboolean
add_missing (EntStore *store, const Progress *progress, GError **error)
{
  g_autoptr (EntChange) change = ent_change_new (store);
  Plan plan = { progress, change };

  ent_change_set_source (change, "new-book");
  change->without_undo = TRUE;
  if (!ent_store_with_reader (store, NULL, plan_cb, &plan, error))
    return FALSE;

  if (!ent_change_is_empty (change))
    {
      g_autoptr (EntReceipt) receipt = ent_store_commit_sync (store, change, NULL, error);

      if (receipt == NULL)
        return FALSE;
    }

  return ent_store_with_writer (store, NULL, write_progress_cb, NULL, error);
}

static gboolean
ensure_once (EntStore *store, GError **error)
{
  Progress progress = { 0 };
  gboolean done;

  done = ent_store_with_reader (store, NULL, read_progress_cb, &progress, error);
  if (done && progress.n_done < ent_seeds_get_n ())
    done = add_missing (store, &progress, error);
  g_free (progress.owner_name);

  return done;
}

gboolean
ent_seeds_ensure (EntStore *store, GError **error)
{
  g_autoptr (GError) local_error = NULL;

  if (ensure_once (store, &local_error))
    return TRUE;

  /* Another process may have opened the new book at the same time and been quicker. */
  if (g_error_matches (local_error, ENT_ERROR, ENT_ERROR_REFUSED))
    return ensure_once (store, error);

  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}
