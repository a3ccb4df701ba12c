/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "Entregent"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "ent-error.h"
#include "ent-own-id-private.h"
#include "ent-store-private.h"
#include "ent-table-private.h"

gboolean
ent_own_id_is_erased (EntDb *db, const EntKind *kind, const EntId *id, gboolean *erased, GError **error)
{
  sqlite3_stmt *stmt = ent_db_prepare (db, "SELECT 1 FROM erased WHERE kind = ? AND id = ?", error);
  int code;

  if (stmt == NULL)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, kind->number);
  ent_db_bind_id (stmt, 2, id);
  code = ent_db_step (db, stmt, error);
  sqlite3_reset (stmt);
  *erased = code == SQLITE_ROW;
  return code == SQLITE_ROW || code == SQLITE_DONE;
}

gboolean
ent_own_id_check (EntDb *db, const EntKind *kind, const EntId *id, GError **error)
{
  sqlite3_stmt *stmt = ent_db_prepare (db, ent_table_get (kind)->find, error);
  char text[ENT_ID_STRING_LENGTH + 1];
  gboolean erased;
  int code;

  if (stmt == NULL)
    return FALSE;
  ent_db_bind_id (stmt, 1, id);
  code = ent_db_step (db, stmt, error);
  sqlite3_reset (stmt);
  if (code != SQLITE_ROW && code != SQLITE_DONE)
    return FALSE;
  if (!ent_own_id_is_erased (db, kind, id, &erased, error))
    return FALSE;
  ent_id_format (id, text);
  if (erased)
    g_set_error (error, ENT_ERROR, ENT_ERROR_ERASED, _("%s %s was erased"), ent_kind_get_label (kind), text);
  else if (code == SQLITE_ROW)
    g_set_error (error, ENT_ERROR, ENT_ERROR_REFUSED, _("%s %s is in the book already"), ent_kind_get_label (kind),
                 text);
  return !erased && code == SQLITE_DONE;
}

typedef struct
{
  const EntKind *kind;
  const EntId *id;
} Check;

static gboolean
check_cb (EntDb *db, gpointer data, GError **error)
{
  const Check *check = data;

  return ent_own_id_check (db, check->kind, check->id, error);
}

gboolean
ent_own_id_check_sync (EntStore *store, const EntKind *kind, const EntId *id, GCancellable *cancellable, GError **error)
{
  Check check = { kind, id };

  return ent_store_with_reader (store, cancellable, check_cb, &check, error);
}
