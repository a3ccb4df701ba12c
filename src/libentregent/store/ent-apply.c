/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "Entregent"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "ent-apply-private.h"
#include "ent-backup-private.h"
#include "ent-error.h"
#include "ent-exchange-private.h"
#include "ent-mutant-private.h"
#include "ent-upkeep-private.h"
#include "ent-wire-private.h"
#include "ent-writer-private.h"

/* Groups of other replicas: what they hold, and that they go in whole, one after the other. */

#define SLICE_US 30000

/* What is common to the groups of one transaction. */
typedef struct
{
  EntStore *store;
  EntDb *db;
  guint64 own;      /* what this book writes under, 0: nothing yet */
  GHashTable *owed; /* see EntWriter */
  gboolean erases;
} EntSlice;

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
    ent_apply_set_contradicts (self, error);
  return same && (code == SQLITE_ROW || code == SQLITE_DONE);
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
apply_group (EntSlice *slice, EntWriter *self, const EntWireGroup *group, EntBody *bodies, GError **error)
{
  gboolean had;
  guint n;

  if (!ent_writer_begin_remote (self, group->origin, (gint64) group->oseq, group->hlc, group->seen, error) ||
      !find_group (self, group, &had, error))
    return FALSE;
  if (!had && group->origin == slice->own)
    {
      if (!ent_store_forget_origin (slice->store, slice->own, error))
        return FALSE;
      slice->own = 0;
    }
  if (!had && !ent_writer_write_group (self, ent_id_is_null (&group->author) ? NULL : &group->author, group->source,
                                       ent_id_is_null (&group->batch) ? NULL : &group->batch, error))
    return FALSE;
  for (guint i = 0; i < group->n_changes; i++)
    if (!ent_apply_change (self, &group->changes[i], &bodies[i], error))
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
               ent_apply_erases (&body);
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
apply_bytes (EntSlice *slice, GBytes *bytes, GError **error)
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
      slice->erases |= good && ent_apply_erases (&bodies[i]);
    }
  if (good && lift_strays (slice->store, slice->db, &group, error))
    {
      writer = ent_writer_new (slice->store, slice->db);
      writer->owed = slice->owed;
      good = apply_group (slice, writer, &group, bodies, error);
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
  EntSlice slice = { .store = self, .db = db, .owed = owed };
  guint whole = *done; /* up to where nothing was owed */
  gint64 end;
  guint at = *done;
  GError *failed = NULL;

  if (ent_mutant_is ("failure-blocks-what-follows") && g_object_get_data (G_OBJECT (self), "blocked") != NULL)
    {
      g_set_error_literal (error, ENT_ERROR, ENT_ERROR_CORRUPT, "blocked");
      return FALSE;
    }
  if (!ent_store_begin_write (self, db, FALSE, error))
    return FALSE;
  if (!ent_store_peek_origin (self, &slice.own, error))
    {
      ent_store_rollback_write (self, db);
      return FALSE;
    }
  end = g_get_monotonic_time () + SLICE_US;
  do
    {
      EntWriter *writer;

      if (at == whole && !ent_db_control (db, "SAVEPOINT whole", error))
        {
          ent_store_rollback_write (self, db);
          return FALSE;
        }
      writer = apply_bytes (&slice, g_ptr_array_index (groups, at), &failed);
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
  return !slice.erases || ent_erase_after_commit (self, db, error);
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
