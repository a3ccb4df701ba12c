/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "Entregent"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "ent-error.h"
#include "ent-writer-private.h"

/*
 * A relationship is between two records: an account that is part of itself would be its own parent. Only what is done
 * here is held to this; what another replica did is taken as it is.
 */

/* What the change sets the field to, or the null id; FALSE when it leaves the field alone. */
static gboolean
get_set_id (EntChange *change, const EntChangeRecord *record, const char *key, EntId *id)
{
  gboolean is_set = FALSE;
  guint next;

  *id = (EntId) { 0 };
  for (guint at = record->first; at != 0; at = next)
    {
      EntIntent *intent = ent_change_peek_intent (change, at);

      next = intent->next;
      if ((intent->code != ENT_INTENT_SET && intent->code != ENT_INTENT_RESOLVE) ||
          !g_str_equal (intent->field->key, key))
        continue;
      is_set = TRUE;
      *id = intent->value.type == ENT_VALUE_ID ? intent->value.id : (EntId) { 0 };
    }
  return is_set;
}

/* The row of one of its ends: as the change has it, else as the book has it; 0 where there is none. */
static gboolean
find_end (EntWriter *self, const EntChangeRecord *record, const char *key, gint64 *rid, guint *kind, GError **error)
{
  const EntField *field = ent_kind_get_field (record->kind, key);
  g_autofree char *sql = NULL;
  sqlite3_stmt *stmt;
  EntId id;
  int code;

  *rid = 0;
  *kind = 0;
  if (get_set_id (self->change, record, key, &id))
    return ent_id_is_null (&id) || ent_writer_resolve (self, field, &id, rid, kind, error);
  if (record->is_new)
    return TRUE;
  sql = g_strdup_printf ("SELECT %s_rid, %s_kind FROM relationship WHERE id = ?", key, key);
  stmt = ent_db_prepare (self->db, sql, error);
  if (stmt == NULL)
    return FALSE;
  ent_db_bind_id (stmt, 1, &record->id);
  code = ent_db_step (self->db, stmt, error);
  if (code == SQLITE_ROW)
    {
      *rid = sqlite3_column_int64 (stmt, 0);
      *kind = (guint) sqlite3_column_int (stmt, 1);
    }
  sqlite3_reset (stmt);
  return code == SQLITE_ROW || code == SQLITE_DONE;
}

gboolean
ent_relationship_rule_check (EntWriter *self, guint index, GError **error)
{
  EntChangeRecord record = g_array_index (self->change->records, EntChangeRecord, index);
  gint64 from;
  gint64 to;
  guint from_kind;
  guint to_kind;
  EntId id;

  if (record.kind != ent_kind_from_key ("relationship") ||
      (!get_set_id (self->change, &record, "from", &id) && !get_set_id (self->change, &record, "to", &id)))
    return TRUE;
  if (!find_end (self, &record, "from", &from, &from_kind, error) ||
      !find_end (self, &record, "to", &to, &to_kind, error))
    return FALSE;
  if (from == 0 || from != to || from_kind != to_kind)
    return TRUE;
  g_set_error_literal (error, ENT_ERROR, ENT_ERROR_REFUSED,
                       _("A relationship is between two records, not of one with itself"));
  return FALSE;
}
