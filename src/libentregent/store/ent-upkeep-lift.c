/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "Entregent"

#include "config.h"

#include "ent-replay-private.h"
#include "ent-upkeep-private.h"

/*
 * What came from a newer version is kept in the log, in `unknown` and in `stray`. Once this version knows it, the
 * records concerned are made anew from their history. What is done leaves the two tables, so they say how far it is.
 * (sync.md: "lifted by a resumable pass after the upgrade".)
 */

typedef struct
{
  const EntKind *kind;
  gint64 rid;
  EntId id;
  gboolean is_stray;
} Record;

/* Operations that could not be read at all (field 0) are looked at again by a version that knows more of them. */
#define CODES_KEY "operations"
#define FIRST_CODES 11

static gboolean
has_new_codes (EntDb *db, gboolean *newer, GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autofree char *text = ent_db_dup_meta (db, CODES_KEY, &failure);

  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  *newer = (text != NULL ? g_ascii_strtoll (text, NULL, 10) : FIRST_CODES) < ENT_OP_LEAVE;
  return TRUE;
}

/* The first record of a kind or with a field that was not known when it came, and is now. */
static gboolean
find_stray (EntDb *db, Record *record, gboolean *found, GError **error)
{
  sqlite3_stmt *stmt = ent_db_prepare (db, "SELECT DISTINCT kind FROM stray", error);
  int code;

  *found = FALSE;
  if (stmt == NULL)
    return FALSE;
  while (!*found && (code = ent_db_step (db, stmt, error)) == SQLITE_ROW)
    {
      record->kind = ent_kind_from_number ((guint) sqlite3_column_int64 (stmt, 0));
      *found = record->kind != NULL;
    }
  sqlite3_reset (stmt);
  if (!*found)
    return code == SQLITE_DONE;

  stmt = ent_db_prepare (db, "SELECT rid, id FROM stray WHERE kind = ? LIMIT 1", error);
  if (stmt == NULL)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, record->kind->number);
  code = ent_db_step (db, stmt, error);
  if (code == SQLITE_ROW && sqlite3_column_bytes (stmt, 1) == sizeof record->id.bytes)
    {
      record->rid = sqlite3_column_int64 (stmt, 0);
      record->is_stray = TRUE;
      memcpy (record->id.bytes, sqlite3_column_blob (stmt, 1), sizeof record->id.bytes);
    }
  else
    *found = FALSE;
  sqlite3_reset (stmt);
  return code == SQLITE_ROW || code == SQLITE_DONE;
}

static gboolean
read_id (EntDb *db, Record *record, GError **error)
{
  g_autofree char *sql = g_strdup_printf ("SELECT id FROM \"%s\" WHERE rid = ?", record->kind->table);
  sqlite3_stmt *stmt = ent_db_prepare (db, sql, error);
  int code;

  if (stmt == NULL)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, record->rid);
  code = ent_db_step (db, stmt, error);
  if (code == SQLITE_ROW && sqlite3_column_bytes (stmt, 0) == sizeof record->id.bytes)
    memcpy (record->id.bytes, sqlite3_column_blob (stmt, 0), sizeof record->id.bytes);
  sqlite3_reset (stmt);
  return code == SQLITE_ROW || code == SQLITE_DONE;
}

static gboolean
find_unknown (EntDb *db, Record *record, gboolean *found, GError **error)
{
  sqlite3_stmt *stmt = ent_db_prepare (db, "SELECT kind, field, min (rid) FROM unknown GROUP BY kind, field", error);
  int code;

  *found = FALSE;
  if (stmt == NULL)
    return FALSE;
  while (!*found && (code = ent_db_step (db, stmt, error)) == SQLITE_ROW)
    {
      guint number = (guint) sqlite3_column_int64 (stmt, 1);

      record->kind = ent_kind_from_number ((guint) sqlite3_column_int64 (stmt, 0));
      record->rid = sqlite3_column_int64 (stmt, 2);
      *found = record->kind != NULL && sqlite3_column_type (stmt, 1) == SQLITE_INTEGER && number != 0 &&
               ent_kind_get_field_by_number (record->kind, number) != NULL;
    }
  sqlite3_reset (stmt);
  return *found ? read_id (db, record, error) : code == SQLITE_DONE;
}

static gboolean
find (EntDb *db, Record *record, gboolean *found, GError **error)
{
  return find_stray (db, record, found, error) && (*found || find_unknown (db, record, found, error));
}

static gboolean
is_stored (const EntState *state, const EntMember *member)
{
  for (guint i = 0; i < state->members->len; i++)
    {
      const EntMember *other = &g_array_index (state->members, EntMember, i);

      if (ent_dot_equal (&other->dot, &member->dot) && ent_field_key_equal (&other->key, &member->key))
        return TRUE;
    }
  return FALSE;
}

static gboolean
run_for (EntDb *db, const char *sql, const Record *record, GError **error)
{
  sqlite3_stmt *stmt = ent_db_prepare (db, sql, error);

  if (stmt == NULL)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, record->kind->number);
  sqlite3_bind_int64 (stmt, 2, record->rid);
  return ent_db_run (db, stmt, error);
}

/* What is still not known is noted again. */
static gboolean
note_rest (EntWriter *writer, EntPlan *plan, GPtrArray *changes, GError **error)
{
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
  return TRUE;
}

static gboolean
move_changes (EntDb *db, const Record *record, gint64 rid, GError **error)
{
  sqlite3_stmt *stmt = ent_db_prepare (db, "UPDATE change SET rid = ?3 WHERE kind = ?1 AND rid = ?2", error);

  if (stmt == NULL)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, record->kind->number);
  sqlite3_bind_int64 (stmt, 2, record->rid);
  sqlite3_bind_int64 (stmt, 3, rid);
  return ent_db_run (db, stmt, error);
}

/*
 * A record of a kind that was not known may have been erased meanwhile by an operation that stood behind one that could
 * not be read: that is done now.
 */
static gboolean
erase (EntWriter *writer, EntPlan *plan, GPtrArray *changes, GError **error)
{
  for (guint i = 0; i < changes->len; i++)
    {
      const EntReplayChange *change = g_ptr_array_index (changes, i);

      if (change->body.n_ops != 1 || change->body.ops[0].code != ENT_OP_ERASE)
        continue;
      writer->g = change->g;
      writer->origin = change->stamp.origin;
      writer->stamp = change->stamp;
      if (plan->erased ? !ent_erase_again (writer, plan->kind->number, &plan->id, plan->rid, error)
                       : !ent_erase_record (writer, plan, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
lift (EntDb *db, EntStore *store, Record *record, GError **error)
{
  g_autoptr (EntWriter) writer = ent_writer_new (store, db);
  EntPlan *plan = ent_writer_load (writer, record->kind, &record->id, error);
  g_autoptr (GPtrArray) changes = NULL;
  EntState *state;

  if (plan == NULL)
    return FALSE;
  if (record->is_stray && !plan->has_row)
    plan->rid = plan->canon = record->rid;
  /* Something of it has come since the kind is known, and has made a row. */
  if (plan->rid != record->rid && !move_changes (db, record, plan->rid, error))
    return FALSE;
  changes = ent_replay_read (writer, record->kind, &record->id, plan->rid, error);
  if (changes == NULL || !ent_writer_load_members (writer, plan, error) ||
      !run_for (db, "DELETE FROM unknown WHERE kind = ? AND rid = ?", record, error) ||
      !run_for (db, "DELETE FROM stray WHERE kind = ? AND rid = ?", record, error) ||
      !note_rest (writer, plan, changes, error))
    return FALSE;
  if (!ent_virtual_note_before (writer, plan, error))
    return FALSE;

  state = ent_replay_run (record->kind, changes, changes->len);
  for (guint i = 0; i < state->members->len; i++)
    {
      EntMember *member = &g_array_index (state->members, EntMember, i);

      member->fresh = !is_stored (plan->state, member);
    }
  state->detached = plan->state->detached;
  g_clear_pointer (&plan->state, ent_state_free);
  plan->state = state;

  /* So that the row is written whole. */
  plan->touched[0] = plan->touched[1] = G_MAXUINT64;
  plan->custom_touched = plan->in_log = plan->all_touched = TRUE;
  if (state->aliases->len > 0)
    {
      plan->merging = TRUE;
      if (!ent_writer_save_aliases (writer, plan, error))
        return FALSE;
    }
  return ent_writer_save (writer, plan, error) &&
         (!record->is_stray || ent_apply_settle_references (writer, plan, error)) &&
         erase (writer, plan, changes, error) && ent_writer_finish (writer, error);
}

/* Those with an operation that could not be read, all at once: there are few. */
static gboolean
read_again (EntDb *db, EntStore *store, GError **error)
{
  g_autoptr (GArray) records = g_array_new (FALSE, FALSE, sizeof (Record));
  g_autofree char *codes = g_strdup_printf ("%d", ENT_OP_LEAVE);
  sqlite3_stmt *stmt = ent_db_prepare (db, "SELECT kind, rid FROM unknown WHERE field = 0", error);
  int code;

  if (stmt == NULL)
    return FALSE;
  while ((code = ent_db_step (db, stmt, error)) == SQLITE_ROW)
    {
      Record record = { ent_kind_from_number ((guint) sqlite3_column_int64 (stmt, 0)), sqlite3_column_int64 (stmt, 1) };

      if (record.kind != NULL)
        g_array_append_val (records, record);
    }
  sqlite3_reset (stmt);
  if (code != SQLITE_DONE)
    return FALSE;
  for (guint i = 0; i < records->len; i++)
    {
      Record *record = &g_array_index (records, Record, i);

      if (!read_id (db, record, error) || !lift (db, store, record, error))
        return FALSE;
    }
  return ent_db_set_meta (db, CODES_KEY, codes, error);
}

static gboolean
step (EntDb *db, EntStore *store, gboolean *more, GError **error)
{
  Record record = { NULL };
  gboolean new_codes;

  if (!find (db, &record, more, error))
    return FALSE;
  if (*more)
    return lift (db, store, &record, error);
  return has_new_codes (db, &new_codes, error) && (!new_codes || read_again (db, store, error));
}

static gboolean
is_due (EntDb *db, EntStore *store, gboolean *due, GError **error)
{
  Record record = { NULL };
  gboolean new_codes;

  if (!find (db, &record, due, error) || !has_new_codes (db, &new_codes, error))
    return FALSE;
  *due |= new_codes;
  return TRUE;
}

/* Something more of a record has come before its turn: what was kept of it comes first, under one row number. */
gboolean
ent_lift_stray (EntDb *db, EntStore *store, const EntKind *kind, const EntId *id, GError **error)
{
  sqlite3_stmt *stmt = ent_db_prepare (db, "SELECT rid FROM stray WHERE kind = ? AND id = ?", error);
  Record record = { kind, 0, *id, TRUE };
  int code;

  if (stmt == NULL)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, kind->number);
  ent_db_bind_id (stmt, 2, id);
  code = ent_db_step (db, stmt, error);
  if (code == SQLITE_ROW)
    record.rid = sqlite3_column_int64 (stmt, 0);
  sqlite3_reset (stmt);
  return code == SQLITE_ROW ? lift (db, store, &record, error) : code == SQLITE_DONE;
}

const EntUpkeepJob ent_lift_job = { "lift", is_due, step };
