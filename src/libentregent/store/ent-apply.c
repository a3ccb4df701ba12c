/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "Entregent"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "ent-backup-private.h"
#include "ent-error.h"
#include "ent-exchange-private.h"
#include "ent-mutant-private.h"
#include "ent-upkeep-private.h"
#include "ent-wire-private.h"
#include "ent-writer-private.h"

/*
 * Groups of other replicas. A change is known by (origin, oseq, record, class): one that is here already is passed
 * over. The vector moves in the same transaction.
 *
 * A change that was emptied by an erasure goes in only with or after the ERASE. Taken before it, it would stay empty
 * here when the ERASE is lost (the disk that had it was restored from an older copy), while others have it whole and
 * nobody asks for it again.
 */

#define SLICE_US 30000

/*
 * The same name and other content: a copy of the book has gone on under the identity of its original, or one of the two
 * is damaged. Which of them is right cannot be known here, so what is here stays, and who brought the group keeps it.
 */
static void
set_contradicts (EntWriter *self, GError **error)
{
  g_autofree char *name = g_strdup_printf ("%016" G_GINT64_MODIFIER "x/%" G_GINT64_FORMAT, self->origin, self->oseq);

  /* Translators: %s names a device and a change of it by numbers. */
  g_set_error (error, ENT_ERROR, ENT_ERROR_CORRUPT,
               _("The changes %s have come a second time with other content, and were not taken: a copy of the book "
                  "writes as if it were the "
                  "original, or one of the two is damaged. Compare both."),
               name);
}

/* The group's local number where it, or a part of it, is here already. */
static gboolean
find_group (EntWriter *self, const EntWireGroup *group, gboolean *found, GError **error)
{
  sqlite3_stmt *stmt = ent_db_prepare (self->db, "SELECT g, sum FROM grp WHERE o = ? AND oseq = ?", error);
  gboolean same = TRUE;
  int code;

  if (stmt == NULL)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, self->o);
  sqlite3_bind_int64 (stmt, 2, self->oseq);
  code = ent_db_step (self->db, stmt, error);
  *found = code == SQLITE_ROW;
  if (*found)
    {
      self->g = sqlite3_column_int64 (stmt, 0);
      same = (guint32) sqlite3_column_int64 (stmt, 1) ==
             ent_group_checksum (group->origin, (gint64) group->oseq, group->hlc, group->seen,
                                 ent_id_is_null (&group->author) ? NULL : &group->author, group->source,
                                 ent_id_is_null (&group->batch) ? NULL : &group->batch);
    }
  sqlite3_reset (stmt);
  if (!same)
    set_contradicts (self, error);
  return same && (code == SQLITE_ROW || code == SQLITE_DONE);
}

/* Whether it is here already. One that an erasure has emptied, here or there, is the same nevertheless. */
static gboolean
has_change (EntWriter *self,
            const EntWireChange *change,
            gint64 rid,
            gboolean is_erased,
            gboolean *found,
            GError **error)
{
  sqlite3_stmt *stmt =
      ent_db_prepare (self->db, "SELECT body FROM change WHERE kind = ? AND rid = ? AND g = ? AND class = ?", error);
  gboolean same = TRUE;
  int code;

  if (stmt == NULL)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, change->kind);
  sqlite3_bind_int64 (stmt, 2, rid);
  sqlite3_bind_int64 (stmt, 3, self->g);
  sqlite3_bind_int64 (stmt, 4, change->klass);
  code = ent_db_step (self->db, stmt, error);
  *found = code == SQLITE_ROW;
  if (*found && !is_erased && change->body_size > 0 && sqlite3_column_bytes (stmt, 0) > 0)
    same = change->body_size == (gsize) sqlite3_column_bytes (stmt, 0) &&
           memcmp (change->body, sqlite3_column_blob (stmt, 0), change->body_size) == 0;
  sqlite3_reset (stmt);
  if (!same)
    set_contradicts (self, error);
  return same && (code == SQLITE_ROW || code == SQLITE_DONE);
}

static gboolean
insert_change (EntWriter *self,
               const EntWireChange *change,
               gint64 rid,
               gint64 scope,
               const guint8 *body,
               gsize size,
               GError **error)
{
  sqlite3_stmt *stmt =
      ent_db_prepare (self->db,
                      "INSERT INTO change (kind, rid, g, class, scope, prev, body) VALUES (?, ?, ?, ?, ?, ?, ?)",
                      error);

  if (stmt == NULL)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, change->kind);
  sqlite3_bind_int64 (stmt, 2, rid);
  sqlite3_bind_int64 (stmt, 3, self->g);
  sqlite3_bind_int64 (stmt, 4, change->klass);
  sqlite3_bind_int64 (stmt, 5, scope);
  sqlite3_bind_int64 (stmt, 6, (gint64) change->prev);
  sqlite3_bind_blob (stmt, 7, size > 0 ? (const void *) body : "", (int) size, SQLITE_STATIC);
  return ent_db_run (self->db, stmt, error);
}

/* Of an erased record only the place is kept; of another erasure of it, that too. */
static gboolean
find_erased (EntWriter *self, const EntWireChange *change, gint64 *rid, GError **error)
{
  sqlite3_stmt *stmt = ent_db_prepare (self->db, "SELECT rid FROM erased WHERE kind = ? AND id = ?", error);
  int code;

  *rid = 0;
  if (stmt == NULL)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, change->kind);
  ent_db_bind_id (stmt, 2, &change->id);
  code = ent_db_step (self->db, stmt, error);
  if (code == SQLITE_ROW && !ent_mutant_is ("erasures-are-forgotten"))
    *rid = sqlite3_column_int64 (stmt, 0);
  sqlite3_reset (stmt);
  return code == SQLITE_ROW || code == SQLITE_DONE;
}

static gboolean
body_erases (const EntBody *body)
{
  for (guint i = 0; i < body->n_ops; i++)
    if (body->ops[i].code == ENT_OP_ERASE)
      return TRUE;
  return FALSE;
}

static gboolean
apply_to_erased (EntWriter *self,
                 const EntWireChange *change,
                 const EntBody *body,
                 gint64 rid,
                 gint64 scope,
                 GError **error)
{
  const EntKind *kind = ent_kind_from_number (change->kind);
  EntPlan *plan;
  gboolean found;

  if (!has_change (self, change, rid, TRUE, &found, error))
    return FALSE;
  if (found)
    return TRUE;
  if (!insert_change (self, change, rid, scope, NULL, 0, error) ||
      !ent_erase_note_groups (self, change->kind, rid, error))
    return FALSE;
  if (!body_erases (body))
    return TRUE;
  if (kind != NULL)
    {
      plan = ent_writer_find_plan (self, &change->id);
      if (plan == NULL)
        plan = ent_writer_add_plan (self, kind, &change->id);
      plan->rid = plan->canon = rid;
      plan->erased = TRUE;
    }
  return ent_erase_again (self, change->kind, &change->id, rid, error);
}

/* A kind that this version does not know: its changes are kept and forwarded, and erased as those of any other. */
static gboolean
apply_to_stray (EntWriter *self, const EntWireChange *change, const EntBody *body, gint64 scope, GError **error)
{
  sqlite3_stmt *stmt = ent_db_prepare (self->db, "SELECT rid FROM stray WHERE kind = ? AND id = ?", error);
  gint64 rid = 0;
  gboolean found;
  int code;

  if (stmt == NULL)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, change->kind);
  ent_db_bind_id (stmt, 2, &change->id);
  code = ent_db_step (self->db, stmt, error);
  if (code == SQLITE_ROW)
    rid = sqlite3_column_int64 (stmt, 0);
  sqlite3_reset (stmt);
  if (code != SQLITE_ROW && code != SQLITE_DONE)
    return FALSE;
  if (rid == 0)
    {
      stmt =
          ent_db_prepare (self->db,
                          "INSERT INTO stray (kind, id, rid) VALUES (?1, ?2, (SELECT coalesce (max (rid), 0) + 1 FROM"
                          " (SELECT max (rid) AS rid FROM stray WHERE kind = ?1 UNION ALL SELECT max (rid) FROM erased "
                          "WHERE kind = ?1)))"
                          " RETURNING rid",
                          error);
      if (stmt == NULL)
        return FALSE;
      sqlite3_bind_int64 (stmt, 1, change->kind);
      ent_db_bind_id (stmt, 2, &change->id);
      while ((code = ent_db_step (self->db, stmt, error)) == SQLITE_ROW)
        rid = sqlite3_column_int64 (stmt, 0);
      sqlite3_reset (stmt);
      if (code != SQLITE_DONE)
        return FALSE;
    }
  if (!has_change (self, change, rid, FALSE, &found, error))
    return FALSE;
  if (found)
    return TRUE;
  if (change->body_size == 0)
    g_hash_table_add (self->owed, g_memdup2 (&change->id, sizeof change->id));
  if (!insert_change (self, change, rid, scope, change->body, change->body_size, error))
    return FALSE;
  if (!body_erases (body))
    return TRUE;
  g_hash_table_remove (self->owed, &change->id);
  return ent_erase_stray (self, change->kind, &change->id, rid, error);
}

/* Somebody said that this record and another are one before it came. */
static gboolean
is_named_by_alias (EntWriter *self, const EntPlan *plan, gboolean *named, GError **error)
{
  sqlite3_stmt *stmt = ent_db_prepare (self->db, "SELECT 1 FROM alias WHERE kind = ? AND b = ? LIMIT 1", error);
  int code;

  if (stmt == NULL)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, plan->kind->number);
  ent_db_bind_id (stmt, 2, &plan->id);
  code = ent_db_step (self->db, stmt, error);
  sqlite3_reset (stmt);
  *named = code == SQLITE_ROW;
  return code == SQLITE_ROW || code == SQLITE_DONE;
}

static gboolean
note_unreadable (EntWriter *self, const EntPlan *plan, GError **error)
{
  sqlite3_stmt *stmt =
      ent_db_prepare (self->db, "INSERT OR IGNORE INTO unknown (kind, field, rid, body) VALUES (?, 0, ?, x'')", error);

  if (stmt == NULL)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, plan->kind->number);
  sqlite3_bind_int64 (stmt, 2, plan->rid);
  plan->state->unknown = TRUE;
  return ent_db_run (self->db, stmt, error);
}

static gboolean
apply_change (EntWriter *self, const EntWireChange *change, EntBody *body, GError **error)
{
  const EntKind *kind = ent_kind_from_number (change->kind);
  gint64 erased_rid;
  gboolean found = FALSE;
  gint64 scope;
  EntPlan *plan;

  if (!ent_writer_intern_scope (self, &change->scope_a, &change->scope_b, &scope, error) ||
      !ent_writer_advance (self, scope, change->klass, self->o, (gint64) change->prev, self->oseq, error))
    return FALSE;
  if (!find_erased (self, change, &erased_rid, error))
    return FALSE;
  if (erased_rid != 0)
    return apply_to_erased (self, change, body, erased_rid, scope, error);
  if (kind == NULL)
    return apply_to_stray (self, change, body, scope, error);

  plan = ent_writer_load (self, kind, &change->id, error);
  if (plan == NULL)
    return FALSE;
  if (plan->rid == 0)
    {
      if (!ent_writer_allocate_rid (self, plan, error))
        return FALSE;
      plan->scope = scope;
    }
  else if (!has_change (self, change, plan->rid, FALSE, &found, error))
    return FALSE;
  if (found)
    return TRUE;
  if (change->body_size == 0 && !ent_mutant_is ("emptied-goes-before-its-erasure"))
    g_hash_table_add (self->owed, g_memdup2 (&change->id, sizeof change->id));
  if (!insert_change (self, change, plan->rid, scope, change->body, change->body_size, error) ||
      (!plan->in_log && !ent_virtual_note_before (self, plan, error)))
    return FALSE;
  plan->in_log = TRUE;
  if (body_erases (body))
    {
      plan->erased = TRUE;
      g_hash_table_remove (self->owed, &change->id);
      return ent_erase_record (self, plan, error);
    }
  if (body->more && ent_mutant_is ("unknown-operation-is-refused"))
    {
      g_set_error_literal (error, ENT_ERROR, ENT_ERROR_CORRUPT, "unknown");
      return FALSE;
    }
  if (body->more && !note_unreadable (self, plan, error))
    return FALSE;
  return change->body_size == 0 || ent_writer_apply (self, plan, body->ops, body->n_ops, error);
}

/* References that waited for the record lead to it now. */
gboolean
ent_apply_settle_references (EntWriter *self, EntPlan *plan, GError **error)
{
  g_autoptr (GArray) waiting = g_array_new (FALSE, FALSE, 3 * sizeof (gint64));
  sqlite3_stmt *stmt = ent_db_prepare (self->db, "SELECT kind, rid, field FROM x_missing WHERE target = ?", error);
  int code;

  if (stmt == NULL)
    return FALSE;
  ent_db_bind_id (stmt, 1, &plan->id);
  while ((code = ent_db_step (self->db, stmt, error)) == SQLITE_ROW)
    {
      gint64 row[3] = { sqlite3_column_int64 (stmt, 0), sqlite3_column_int64 (stmt, 1),
                        sqlite3_column_int64 (stmt, 2) };

      g_array_append_vals (waiting, row, 1);
    }
  sqlite3_reset (stmt);
  if (code != SQLITE_DONE)
    return FALSE;
  if (waiting->len == 0)
    return TRUE;
  stmt = ent_db_prepare (self->db, "DELETE FROM x_missing WHERE target = ?", error);
  if (stmt == NULL)
    return FALSE;
  ent_db_bind_id (stmt, 1, &plan->id);
  if (!ent_db_run (self->db, stmt, error))
    return FALSE;

  for (guint i = 0; i < waiting->len; i++)
    {
      const gint64 *row = (const gint64 *) (waiting->data + i * 3 * sizeof (gint64));
      const EntKind *kind = ent_kind_from_number ((guint) row[0]);
      const EntField *field = kind != NULL ? ent_kind_get_field_by_number (kind, (guint) row[2]) : NULL;
      EntPlan *other;

      if (field == NULL)
        continue;
      if (!ent_reference_set_row (self, kind, row[1], field, &plan->id, plan->kind, plan->canon, error))
        return FALSE;
      other = ent_writer_load_rid (self, kind, row[1], error);
      if (other == NULL)
        return FALSE;
      other->derived = TRUE;
      ent_plan_touch (other, field);
      if (g_str_equal (kind->key, "relationship"))
        other->all_touched = TRUE;
    }
  return TRUE;
}

static gboolean
apply_group (EntWriter *self, const EntWireGroup *group, EntBody *bodies, GError **error)
{
  gboolean had;
  guint n;

  if (!ent_writer_begin_remote (self, group->origin, (gint64) group->oseq, group->hlc, group->seen, error) ||
      !find_group (self, group, &had, error))
    return FALSE;
  if (!had && !ent_writer_write_group (self, ent_id_is_null (&group->author) ? NULL : &group->author, group->source,
                                       ent_id_is_null (&group->batch) ? NULL : &group->batch, error))
    return FALSE;
  for (guint i = 0; i < group->n_changes; i++)
    if (!apply_change (self, &group->changes[i], &bodies[i], error))
      return FALSE;

  n = self->plans->len;
  for (guint i = 0; i < n; i++)
    {
      EntPlan *plan = g_ptr_array_index (self->plans, i);
      gboolean named = FALSE;

      if (!plan->in_log || plan->erased)
        continue;
      if (!ent_writer_save (self, plan, error))
        return FALSE;
      if (!plan->is_new)
        continue;
      if (!is_named_by_alias (self, plan, &named, error) || !ent_apply_settle_references (self, plan, error))
        return FALSE;
      plan->merging |= named;
    }
  return ent_writer_finish (self, error);
}

static void
bodies_free (EntBody *bodies, guint n)
{
  for (guint i = 0; i < n; i++)
    ent_body_clear (&bodies[i]);
  g_free (bodies);
}

static gboolean
group_erases (GBytes *bytes, const EntId *id)
{
  g_auto (EntWireGroup) group = { 0 };
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);
  gboolean erases = FALSE;

  if (!ent_wire_group_decode (&group, data, size, NULL))
    return FALSE;
  for (guint i = 0; i < group.n_changes && !erases; i++)
    {
      const EntWireChange *change = &group.changes[i];
      g_auto (EntBody) body = ENT_BODY_INIT;

      erases = ent_id_equal (&change->id, id) &&
               ent_body_decode_for (&body, ent_kind_from_number (change->kind), id, group.origin, group.oseq,
                                    change->body, change->body_size, NULL) &&
               body_erases (&body);
    }
  return erases;
}

/* Whether what is owed comes with the groups from `at` on. */
static gboolean
is_coming (GHashTable *owed, GPtrArray *groups, guint at, GError **error)
{
  GHashTableIter iter;
  gpointer id;

  g_hash_table_iter_init (&iter, owed);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    {
      guint i = at;

      while (i < groups->len && !group_erases (g_ptr_array_index (groups, i), id))
        i++;
      if (i == groups->len)
        {
          g_set_error_literal (error, ENT_ERROR, ENT_ERROR_ERASED,
                               _("A record was erased on another device, and the erasure has not arrived here yet"));
          return FALSE;
        }
    }
  return TRUE;
}

/* What was kept of records whose kind is known since the last upgrade; most books have none. */
static gboolean
lift_strays (EntStore *store, EntDb *db, const EntWireGroup *group, GError **error)
{
  sqlite3_stmt *stmt = ent_db_prepare (db, "SELECT 1 FROM stray LIMIT 1", error);
  int code;

  if (stmt == NULL)
    return FALSE;
  code = ent_db_step (db, stmt, error);
  sqlite3_reset (stmt);
  if (code != SQLITE_ROW)
    return code == SQLITE_DONE;
  for (guint i = 0; i < group->n_changes; i++)
    {
      const EntKind *kind = ent_kind_from_number (group->changes[i].kind);

      if (kind != NULL && !ent_lift_stray (db, store, kind, &group->changes[i].id, error))
        return FALSE;
    }
  return TRUE;
}

/* Everything is decoded before anything is written. */
static EntWriter *
apply_bytes (EntStore *store, EntDb *db, GBytes *bytes, GHashTable *owed, gboolean *erases, GError **error)
{
  g_auto (EntWireGroup) group = { 0 };
  g_autoptr (EntWriter) writer = NULL;
  EntBody *bodies;
  gboolean good = TRUE;
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);

  if (!ent_wire_group_decode (&group, data, size, error))
    return NULL;
  bodies = g_new0 (EntBody, group.n_changes);
  for (guint i = 0; i < group.n_changes && good; i++)
    {
      const EntKind *kind = ent_kind_from_number (group.changes[i].kind);

      if (kind != NULL && kind->is_element)
        {
          g_set_error_literal (error, ENT_ERROR, ENT_ERROR_CORRUPT,
                               _("A group of changes from another device is damaged"));
          good = FALSE;
        }
      else
        good = ent_body_decode_for (&bodies[i], kind, &group.changes[i].id, group.origin, group.oseq,
                                    group.changes[i].body, group.changes[i].body_size, error);
      *erases |= good && body_erases (&bodies[i]);
    }
  if (good && lift_strays (store, db, &group, error))
    {
      writer = ent_writer_new (store, db);
      writer->owed = owed;
      good = apply_group (writer, &group, bodies, error);
    }
  else
    good = FALSE;
  bodies_free (bodies, group.n_changes);
  return good ? g_steal_pointer (&writer) : NULL;
}

static gboolean
apply_slice (EntStore *self, EntDb *db, GPtrArray *groups, guint *done, GError **error)
{
  g_autoptr (GPtrArray) writers = g_ptr_array_new_with_free_func ((GDestroyNotify) ent_writer_free);
  g_autoptr (GHashTable) owed = g_hash_table_new_full (ent_id_hash, ent_id_equal, g_free, NULL);
  guint whole = *done; /* up to where nothing was owed */
  gint64 end;
  gboolean erases = FALSE;
  guint at = *done;
  GError *failed = NULL;

  if (ent_mutant_is ("failure-blocks-what-follows") && g_object_get_data (G_OBJECT (self), "blocked") != NULL)
    {
      g_set_error_literal (error, ENT_ERROR, ENT_ERROR_CORRUPT, "blocked");
      return FALSE;
    }
  if (!ent_store_begin_write (self, db, FALSE, error))
    return FALSE;
  end = g_get_monotonic_time () + SLICE_US;
  do
    {
      EntWriter *writer;

      if (at == whole && !ent_db_control (db, "SAVEPOINT whole", error))
        {
          ent_store_rollback_write (self, db);
          return FALSE;
        }
      writer = apply_bytes (self, db, g_ptr_array_index (groups, at), owed, &erases, &failed);
      if (writer == NULL || !is_coming (owed, groups, at + 1, &failed))
        {
          g_clear_pointer (&writer, ent_writer_free);
          if (ent_mutant_is ("failure-undoes-what-came-before"))
            {
              ent_store_rollback_write (self, db);
              *done = at;
              g_propagate_error (error, failed);
              return FALSE;
            }
          if (!ent_mutant_is ("broken-group-stays"))
            ent_db_control (db, "ROLLBACK TO whole", NULL);
          g_ptr_array_set_size (writers, (gint) (whole - *done));
          at = whole;
          break;
        }
      g_ptr_array_add (writers, writer);
      at++;
      if (g_hash_table_size (owed) > 0)
        continue;
      ent_db_control (db, "RELEASE whole", NULL);
      whole = at;
    }
  while (at < groups->len && (at > whole || g_get_monotonic_time () < end));

  if (!ent_store_commit_write (self, db, failed == NULL ? error : NULL))
    {
      if (failed != NULL)
        g_propagate_error (error, failed);
      return FALSE;
    }
  *done = at;
  if (failed != NULL && ent_mutant_is ("failure-blocks-what-follows"))
    g_object_set_data (G_OBJECT (self), "blocked", self);
  for (guint i = 0; i < writers->len; i++)
    ent_commit_notify (g_ptr_array_index (writers, i));
  if (failed != NULL)
    {
      g_propagate_error (error, failed);
      return FALSE;
    }
  return !erases || ent_erase_after_commit (self, db, error);
}

gboolean
ent_store_apply_groups (EntStore *self, GPtrArray *groups, guint *n_applied, GError **error)
{
  guint done = 0;
  gboolean good = TRUE;

  while (done < groups->len && good)
    {
      EntDb *db = ent_store_writer_lock (self, FALSE, NULL, error);

      if (db == NULL)
        return FALSE;
      good = apply_slice (self, db, groups, &done, error);
      ent_store_writer_unlock (self);
      if (n_applied != NULL)
        *n_applied = done;
    }
  return good;
}

gboolean
ent_store_apply_group (EntStore *self, GBytes *group, GError **error)
{
  g_autoptr (GPtrArray) groups = g_ptr_array_new ();

  g_ptr_array_add (groups, group);
  return ent_store_apply_groups (self, groups, NULL, error);
}
