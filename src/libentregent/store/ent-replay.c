/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "Entregent"

#include "config.h"

#include "ent-merge-rule-private.h"
#include "ent-replay-private.h"

/*
 * A record's state made anew from its log: for history, the state at a past date, undo, and to check what is stored.
 */

static void
change_free (gpointer data)
{
  EntReplayChange *change = data;

  ent_body_clear (&change->body);
  g_free (change->source);
  g_free (change);
}

GPtrArray *
ent_replay_read (EntWriter *loader, const EntKind *kind, const EntId *id, gint64 rid, GError **error)
{
  g_autoptr (GPtrArray) changes = g_ptr_array_new_with_free_func (change_free);
  sqlite3_stmt *stmt = ent_db_prepare (
      loader->db,
      "SELECT grp.g, grp.o, grp.oseq, grp.hlc, grp.seen, grp.author, grp.source, change.class, change.body, grp.batch"
      " FROM change JOIN grp ON grp.g = change.g WHERE change.kind = ? AND change.rid = ?"
      " ORDER BY change.g, change.class",
      error);
  int code;

  if (stmt == NULL)
    return NULL;
  sqlite3_bind_int64 (stmt, 1, kind->number);
  sqlite3_bind_int64 (stmt, 2, rid);
  while ((code = ent_db_step (loader->db, stmt, error)) == SQLITE_ROW)
    {
      EntReplayChange *change = g_new0 (EntReplayChange, 1);
      guint64 hlc = (guint64) sqlite3_column_int64 (stmt, 3);

      g_ptr_array_add (changes, change);
      change->g = sqlite3_column_int64 (stmt, 0);
      change->klass = (guint) sqlite3_column_int64 (stmt, 7);
      change->stamp.oseq = (guint64) sqlite3_column_int64 (stmt, 2);
      change->stamp.hlc = ent_hlc_effective (hlc, (guint64) sqlite3_column_int64 (stmt, 4));
      if (sqlite3_column_bytes (stmt, 5) == sizeof change->author.bytes)
        memcpy (change->author.bytes, sqlite3_column_blob (stmt, 5), sizeof change->author.bytes);
      change->source = g_strdup ((const char *) sqlite3_column_text (stmt, 6));
      change->has_batch = sqlite3_column_bytes (stmt, 9) == sizeof change->batch.bytes;
      if (change->has_batch)
        memcpy (change->batch.bytes, sqlite3_column_blob (stmt, 9), sizeof change->batch.bytes);
      if (!ent_writer_origin_of (loader, sqlite3_column_int64 (stmt, 1), &change->stamp.origin, error) ||
          !ent_body_decode_for (&change->body, kind, id, change->stamp.origin, change->stamp.oseq,
                                sqlite3_column_blob (stmt, 8), (gsize) sqlite3_column_bytes (stmt, 8), error))
        {
          sqlite3_reset (stmt);
          return NULL;
        }
    }
  sqlite3_reset (stmt);
  return code == SQLITE_DONE ? g_steal_pointer (&changes) : NULL;
}

void
ent_replay_apply (EntState *state, const EntReplayChange *change)
{
  if (change->body.n_ops == 0 && !change->body.more)
    return;
  ent_merge_touch (state, change->stamp.hlc);
  state->unknown |= change->body.more;
  for (guint i = 0; i < change->body.n_ops; i++)
    ent_merge_apply (state, &change->body.ops[i], &change->stamp);
}

typedef struct
{
  const EntKind *kind;
  GPtrArray *changes;
  guint n;
} Arrival;

static gboolean
arrived_cb (const EntFieldKey *key, const EntDot *dot, gpointer data)
{
  const Arrival *arrival = data;
  const EntField *field = key->number != 0 ? ent_kind_get_field_by_number (arrival->kind, key->number) : NULL;

  for (guint i = 0; i < arrival->n; i++)
    {
      const EntReplayChange *change = g_ptr_array_index (arrival->changes, i);

      if (change->stamp.oseq == dot->oseq && change->stamp.origin == dot->origin &&
          (field == NULL || (guint) field->klass == change->klass))
        return TRUE;
    }
  return FALSE;
}

void
ent_replay_settle (EntState *state, const EntKind *kind, GPtrArray *changes, guint n)
{
  Arrival arrival = { kind, changes, n };

  ent_merge_settle (state, arrived_cb, &arrival);
}

EntState *
ent_replay_run (const EntKind *kind, GPtrArray *changes, guint n)
{
  EntState *state = ent_state_new ();

  state->members_loaded = TRUE;
  for (guint i = 0; i < n; i++)
    ent_replay_apply (state, g_ptr_array_index (changes, i));
  ent_replay_settle (state, kind, changes, n);
  return state;
}

int
ent_replay_compare (gconstpointer a, gconstpointer b)
{
  const EntReplayChange *x = *(EntReplayChange *const *) a;
  const EntReplayChange *y = *(EntReplayChange *const *) b;
  int order = ent_stamp_compare (&x->stamp, &y->stamp);

  if (order != 0)
    return order;
  return x->klass < y->klass ? -1 : x->klass > y->klass;
}
