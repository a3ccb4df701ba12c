/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "Entregent"

#include "config.h"

#include "ent-writer-private.h"

/* Writes where a reference of a row leads to. */
gboolean
ent_reference_set_row (EntWriter *self,
                       const EntKind *kind,
                       gint64 rid,
                       const EntField *field,
                       const EntId *target,
                       const EntKind *target_kind,
                       gint64 target_rid,
                       GError **error)
{
  const EntTableField *at = field->slot < ENT_TABLE_MAX_FIELDS ? &ent_table_get (kind)->fields[field->slot] : NULL;
  sqlite3_stmt *stmt;

  if (field->type == ENT_FIELD_REFERENCE_SET)
    {
      stmt = ent_db_prepare (self->db,
                             "UPDATE link SET target_kind = ?1, target_rid = ?2 WHERE kind = ?3 AND parent = ?4 AND "
                             "field = ?5 AND target = ?6",
                             error);
      if (stmt == NULL)
        return FALSE;
      sqlite3_bind_int64 (stmt, 5, field->number);
      ent_db_bind_id (stmt, 6, target);
    }
  else
    {
      if (at == NULL || at->row == 0)
        return TRUE;
      g_string_printf (self->sql, "UPDATE \"%s\" SET \"%s\" = ?2%s%s%s WHERE rid = ?4 AND \"%s\" = ?5 AND (?1 OR ?3)",
                       kind->table, at->row_name, at->kind_name != NULL ? ", \"" : "",
                       at->kind_name != NULL ? at->kind_name : "", at->kind_name != NULL ? "\" = ?1" : "", at->name);
      stmt = ent_db_prepare (self->db, self->sql->str, error);
      if (stmt == NULL)
        return FALSE;
      ent_db_bind_id (stmt, 5, target);
    }
  sqlite3_bind_int64 (stmt, 1, target_kind->number);
  sqlite3_bind_int64 (stmt, 2, target_rid);
  sqlite3_bind_int64 (stmt, 3, kind->number);
  sqlite3_bind_int64 (stmt, 4, rid);
  return ent_db_run (self->db, stmt, error);
}
