/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "Entregent"

#include "config.h"

#include "ent-check-private.h"

/* What a check says: which record, which field or table, what is wrong. */

void
ent_check_find (GPtrArray *findings, const EntKind *kind, const EntId *id, const char *field, const char *message)
{
  EntFinding *finding = g_new0 (EntFinding, 1);

  finding->kind = kind;
  if (id != NULL)
    finding->id = *id;
  finding->field = g_strdup (field);
  finding->message = g_strdup (message);
  g_ptr_array_add (findings, finding);
}

gboolean
ent_check_read_id (EntDb *db, gint64 number, gint64 rid, EntId *id, gboolean *found, GError **error)
{
  const EntKind *kind = ent_kind_from_number ((guint) number);
  g_autofree char *own = kind != NULL && !kind->is_element
                             ? g_strdup_printf ("SELECT id FROM \"%s\" WHERE ?1 IS ?1 AND rid = ?2", kind->table)
                             : NULL;
  const char *const queries[] = { own, "SELECT id FROM erased WHERE kind = ?1 AND rid = ?2",
                                  "SELECT id FROM stray WHERE kind = ?1 AND rid = ?2" };

  *found = FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (queries) && !*found; i++)
    {
      sqlite3_stmt *stmt = queries[i] != NULL ? ent_db_prepare (db, queries[i], error) : NULL;
      int code;

      if (queries[i] == NULL)
        continue;
      if (stmt == NULL)
        return FALSE;
      sqlite3_bind_int64 (stmt, 1, number);
      sqlite3_bind_int64 (stmt, 2, rid);
      code = ent_db_step (db, stmt, error);
      if (code == SQLITE_ROW && sqlite3_column_bytes (stmt, 0) == sizeof id->bytes)
        {
          memcpy (id->bytes, sqlite3_column_blob (stmt, 0), sizeof id->bytes);
          *found = TRUE;
        }
      sqlite3_reset (stmt);
      if (code != SQLITE_ROW && code != SQLITE_DONE)
        return FALSE;
    }
  return TRUE;
}

gboolean
ent_check_find_row (GPtrArray *findings,
                    EntDb *db,
                    gint64 number,
                    gint64 rid,
                    const char *field,
                    const char *message,
                    GError **error)
{
  gboolean found;
  EntId id;

  if (!ent_check_read_id (db, number, rid, &id, &found, error))
    return FALSE;
  ent_check_find (findings, ent_kind_from_number ((guint) number), found ? &id : NULL, field, message);
  return TRUE;
}
