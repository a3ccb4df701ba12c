/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "Entregent"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "ent-attachments-private.h"
#include "ent-backup-private.h"
#include "ent-error.h"
#include "ent-files-private.h"
#include "ent-mutant-private.h"
#include "ent-undo-private.h"
#include "ent-writer-private.h"

/*
 * Erasure. Of the record only its uuid and the day stay; its changes keep their places in the log as empty rows, so
 * that the vector and the chain of `prev` hold, and the ERASE itself goes on to other replicas. See FORMAT.md, "Merge
 * rule", and sync.md, "Erasure".
 */

static gboolean
run_for (EntWriter *self, const char *sql, gint64 a, gint64 b, GError **error)
{
  sqlite3_stmt *stmt = ent_db_prepare (self->db, sql, error);

  if (stmt == NULL)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, a);
  sqlite3_bind_int64 (stmt, 2, b);
  return ent_db_run (self->db, stmt, error);
}

static gboolean
note_erased (EntWriter *self, guint kind, const EntId *id, gint64 rid, GError **error)
{
  g_autoptr (GDateTime) when = g_date_time_new_from_unix_utc (ent_hlc_to_time (self->stamp.hlc) / 1000);
  g_autofree char *day = when != NULL ? g_date_time_format (when, "%Y-%m-%d") : g_strdup ("1970-01-01");
  sqlite3_stmt *stmt = ent_db_prepare (self->db,
                                       ent_mutant_is ("last-day-counts")
                                           ? "INSERT OR REPLACE INTO erased (kind, id, day, rid) VALUES (?, ?, ?, ?)"
                                           : "INSERT INTO erased (kind, id, day, rid) VALUES (?, ?, ?, ?)"
                                             " ON CONFLICT DO UPDATE SET day = min (day, excluded.day)",
                                       error);

  if (stmt == NULL)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, kind);
  ent_db_bind_id (stmt, 2, id);
  sqlite3_bind_text (stmt, 3, day, -1, SQLITE_STATIC);
  sqlite3_bind_int64 (stmt, 4, rid);
  return ent_db_run (self->db, stmt, error);
}

/* What this group says of the record: nothing but that it is erased. */
static gboolean
write_erase (EntWriter *self, guint kind, const EntId *id, gint64 rid, GError **error)
{
  sqlite3_stmt *stmt;

  ent_body_writer_begin (&self->body, self->origin, 0);
  {
    EntOp op = { .code = ENT_OP_ERASE };

    ent_body_writer_put (&self->body, &op);
  }
  ent_bytes_reset (&self->bytes);
  ent_body_writer_end_for (&self->body, id, &self->bytes);
  stmt =
      ent_db_prepare (self->db, "UPDATE change SET body = ? WHERE kind = ? AND rid = ? AND g = ? AND class = 0", error);
  if (stmt == NULL)
    return FALSE;
  sqlite3_bind_blob (stmt, 1, self->bytes.data, (int) self->bytes.len, SQLITE_STATIC);
  sqlite3_bind_int64 (stmt, 2, kind);
  sqlite3_bind_int64 (stmt, 3, rid);
  sqlite3_bind_int64 (stmt, 4, self->g);
  return ent_db_run (self->db, stmt, error);
}

/* Everything but the ERASEs: that is what tells other replicas. Their bodies are written anew, so that nothing else
 * stands in them. */
static gboolean
empty_log (EntWriter *self, guint kind, const EntId *id, gint64 rid, GError **error)
{
  if (ent_mutant_is ("erased-log-stays"))
    return write_erase (self, kind, id, rid, error);
  return run_for (self, "UPDATE change SET body = x'' WHERE kind = ? AND rid = ?", kind, rid, error) &&
         write_erase (self, kind, id, rid, error);
}

/* What is left of its changes says nothing by itself: which groups they are of stands beside them. */
gboolean
ent_erase_note_groups (EntWriter *self, guint kind, gint64 rid, GError **error)
{
  return run_for (
      self,
      "INSERT OR REPLACE INTO x_groups (kind, rid, g) SELECT kind, rid, sum (g) FROM change WHERE kind = ? AND rid = ?",
      kind, rid, error);
}

static gboolean
clear_elements (EntWriter *self, const EntPlan *plan, GError **error)
{
  for (guint slot = 0; slot < plan->kind->n_fields; slot++)
    {
      const EntField *field = &plan->kind->fields[slot];
      sqlite3_stmt *stmt;

      if (field->element == NULL || (field->type != ENT_FIELD_ELEMENT_SET && field->type != ENT_FIELD_APPEND))
        continue;
      stmt = ent_db_prepare (self->db, ent_table_get (field->element)->clear, error);
      if (stmt == NULL)
        return FALSE;
      sqlite3_bind_int64 (stmt, 1, plan->kind->number);
      sqlite3_bind_int64 (stmt, 2, plan->canon);
      sqlite3_bind_int64 (stmt, 3, plan->rid);
      if (!ent_db_run (self->db, stmt, error))
        return FALSE;
    }
  {
    sqlite3_stmt *stmt =
        ent_db_prepare (self->db, "DELETE FROM link WHERE kind = ? AND canon = ? AND parent = ?", error);

    if (stmt == NULL)
      return FALSE;
    sqlite3_bind_int64 (stmt, 1, plan->kind->number);
    sqlite3_bind_int64 (stmt, 2, plan->canon);
    sqlite3_bind_int64 (stmt, 3, plan->rid);
    return ent_db_run (self->db, stmt, error);
  }
}

static gboolean
forget_aliases (EntWriter *self, const EntPlan *plan, GError **error)
{
  sqlite3_stmt *stmt = ent_db_prepare (self->db, "DELETE FROM alias WHERE kind = ? AND a = ?", error);

  if (stmt == NULL)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, plan->kind->number);
  ent_db_bind_id (stmt, 2, &plan->id);
  return ent_db_run (self->db, stmt, error);
}

/* Erases one record inside the transaction; what was merged with it is shown by itself again. */
gboolean
ent_erase_record (EntWriter *self, EntPlan *plan, GError **error)
{
  g_autoptr (GPtrArray) component = NULL;
  sqlite3_stmt *stmt;

  if (plan->in_component)
    {
      component = ent_alias_dup_component (self, plan, error);
      if (component == NULL)
        return FALSE;
      for (guint i = 0; i < component->len; i++)
        ((EntPlan *) g_ptr_array_index (component, i))->merging = TRUE;
    }
  if (!ent_virtual_note_target (self, plan, error) || !ent_attachments_note_erased (self, plan, error) ||
      !note_erased (self, plan->kind->number, &plan->id, plan->rid, error) ||
      !empty_log (self, plan->kind->number, &plan->id, plan->rid, error) || !clear_elements (self, plan, error) ||
      !forget_aliases (self, plan, error) || !ent_alias_move_references (self, plan, plan->canon, 0, error) ||
      !run_for (self, "DELETE FROM conflict WHERE kind = ? AND rid = ?", plan->kind->number, plan->rid, error) ||
      !run_for (self, "DELETE FROM unknown WHERE kind = ? AND rid = ?", plan->kind->number, plan->rid, error) ||
      !ent_erase_note_groups (self, plan->kind->number, plan->rid, error) ||
      !run_for (self, "DELETE FROM x_missing WHERE kind = ? AND rid = ?", plan->kind->number, plan->rid, error))
    return FALSE;

  g_string_printf (self->sql, "DELETE FROM \"%s\" WHERE rid = ?", plan->kind->table);
  stmt = ent_db_prepare (self->db, self->sql->str, error);
  if (stmt == NULL)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, plan->rid);
  plan->has_row = FALSE;
  plan->erased = plan->in_log = plan->all_touched = TRUE;
  return ent_db_run (self->db, stmt, error);
}

/* Of a kind that this version does not know its changes are all there is: erasing them waits for no upgrade. */
gboolean
ent_erase_stray (EntWriter *self, guint kind, const EntId *id, gint64 rid, GError **error)
{
  return note_erased (self, kind, id, rid, error) && empty_log (self, kind, id, rid, error) &&
         run_for (self, "DELETE FROM stray WHERE kind = ? AND rid = ?", kind, rid, error) &&
         ent_erase_note_groups (self, kind, rid, error);
}

/* Somebody else has erased it too: the earlier day counts, and both go on to others. */
gboolean
ent_erase_again (EntWriter *self, guint kind, const EntId *id, gint64 rid, GError **error)
{
  return note_erased (self, kind, id, rid, error) && write_erase (self, kind, id, rid, error);
}

/* Every backup that is kept beside the book is made anew from it: none remembers what was erased. All are tried; the
 * first that stays is named. */
static gboolean
rewrite_backups (EntStore *store, GError **error)
{
  g_autoptr (GFile) file = ent_store_get_backup_folder (store);
  g_autofree char *folder = file != NULL ? g_file_get_path (file) : NULL;
  g_autoptr (GDir) dir = folder != NULL ? g_dir_open (folder, 0, NULL) : NULL;
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  const char *name;
  gboolean good = TRUE;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    g_ptr_array_add (names, g_strdup (name));
  for (guint i = 0; i < names->len; i++)
    {
      g_autofree char *path = g_build_filename (folder, g_ptr_array_index (names, i), NULL);
      g_autoptr (GError) failed = NULL;

      if (g_str_has_suffix (path, ".entregent") &&
          ent_backup_keep (ent_store_get_path (store), g_ptr_array_index (names, i), &failed))
        continue;
      /* One that cannot be made anew (no room) must not stay either. */
      if (g_remove (path) != 0 && g_file_test (path, G_FILE_TEST_EXISTS))
        {
          if (good)
            g_set_error (error, ENT_ERROR, ENT_ERROR_IO,
                         _("The record was erased, but the backup %s could not be removed; remove it yourself"), path);
          good = FALSE;
        }
    }
  return good;
}

/* What the transaction itself cannot do: pages that lie in the write-ahead log, labels of the undo stack, contents of
 * attachments, and backups. */
gboolean
ent_erase_after_commit (EntStore *store, EntDb *db, GError **error)
{
  g_autofree char *folder = NULL;
  gboolean forgotten, removed;

  sqlite3_wal_checkpoint_v2 (ent_db_get_handle (db), NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
  forgotten = ent_undo_forget_labels (store, error);
  if (ent_store_is_in_memory (store))
    return forgotten;
  folder = ent_files_dup_folder (ent_store_get_path (store));
  ent_files_clear_stale (folder);
  removed = ent_attachments_remove_erased (store, db, forgotten ? error : NULL);
  return rewrite_backups (store, forgotten && removed ? error : NULL) && forgotten && removed;
}
