/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "Entregent"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "ent-apply-private.h"
#include "ent-error.h"
#include "ent-mutant-private.h"

/*
 * A change of another replica's group. It is known by (origin, oseq, record, class): one that is here already is passed
 * over. The vector moves in the same transaction.
 *
 * A change that was emptied by an erasure goes in only with or after the ERASE. Taken before it, it would stay empty
 * here when the ERASE is lost (the disk that had it was restored from an older copy), while others have it whole and
 * nobody asks for it again.
 */

/*
 * The same name and other content: a copy of the book has gone on under the identity of its original, or one of the two
 * is damaged. Which of them is right cannot be known here, so what is here stays, and who brought the group keeps it.
 */
void
ent_apply_set_contradicts (EntWriter *self, GError **error)
{
  g_autofree char *name = g_strdup_printf ("%016" G_GINT64_MODIFIER "x/%" G_GINT64_FORMAT, self->origin, self->oseq);

  /* Translators: %s names a device and a change of it by numbers. */
  g_set_error (error, ENT_ERROR, ENT_ERROR_CORRUPT,
               _("The changes %s have come a second time with other content, and were not taken: a copy of the book "
                  "writes as if it were the "
                  "original, or one of the two is damaged. Compare both."),
               name);
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
    ent_apply_set_contradicts (self, error);
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

gboolean
ent_apply_erases (const EntBody *body)
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
  if (!ent_apply_erases (body))
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
  if (!ent_apply_erases (body))
    return TRUE;
  g_hash_table_remove (self->owed, &change->id);
  return ent_erase_stray (self, change->kind, &change->id, rid, error);
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

gboolean
ent_apply_change (EntWriter *self, const EntWireChange *change, EntBody *body, GError **error)
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
  if (ent_apply_erases (body))
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
