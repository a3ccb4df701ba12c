/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "ent-db-error-private.h"
#include "ent-schema-private.h"
#include "ent-db-open-private.h"
#include "ent-kind-private.h"
#include "ent-resources-private.h"

#include <glib/gi18n-lib.h>

#define SCHEMA_PATH "/org/entregent/libentregent/schema/"

char *
ent_schema_dup_step (const char *name)
{
  g_autofree char *path = g_strconcat (SCHEMA_PATH, name, NULL);
  g_autoptr (GBytes) bytes = ent_resources_lookup (path, NULL);

  g_assert (bytes != NULL);

  return g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
}

static void
set_newer (EntDb *db, GError **error)
{
  g_autofree char *name = g_filename_display_name (ent_db_get_path (db));

  g_set_error (error, ENT_ERROR, ENT_ERROR_NEWER,
               _("“%s” was written by a newer version of Entregent. Update Entregent on this computer; the book was "
                  "not touched."),
               name);
}

static void
set_not_a_book (EntDb *db, GError **error)
{
  ent_db_set_error (db, SQLITE_NOTADB, error);
}

/* Which book it is nothing else in it says. */
static gboolean
check_meta (EntDb *db, GError **error)
{
  gint64 n;

  if (!ent_db_get_integer (db, "SELECT count (*) FROM sqlite_schema WHERE name = 'meta' AND type = 'table'", &n, error))
    return FALSE;
  if (n == 0)
    ent_db_error_set_nameless (error, ent_db_get_path (db));
  return n > 0;
}

/* What a book knows that this program does not: it would be lost or misread. */
static gboolean
check_numbers (EntDb *db, gboolean *fewer, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autofree char *text = ent_db_dup_meta (db, "kinds", &local_error);
  gint64 numbers;

  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }

  numbers = text != NULL ? g_ascii_strtoll (text, NULL, 10) : 0;
  if (numbers > ent_kinds_n_numbers)
    {
      set_newer (db, error);
      return FALSE;
    }
  *fewer = numbers < ent_kinds_n_numbers;

  return TRUE;
}

gboolean
ent_schema_inspect (EntDb *db, EntSchemaState *state, GError **error)
{
  gint64 application_id, version, n_objects;
  gboolean fewer = FALSE;
  gboolean complete = FALSE;

  if (!ent_db_get_integer (db, "PRAGMA application_id", &application_id, error) ||
      !ent_db_get_integer (db, "PRAGMA user_version", &version, error) ||
      !ent_db_get_integer (db, "SELECT count (*) FROM sqlite_schema", &n_objects, error))
    return FALSE;

  if (application_id == 0 && version == 0 && n_objects == 0)
    {
      *state = ENT_SCHEMA_EMPTY;
      return TRUE;
    }
  if (application_id != ENT_SCHEMA_APPLICATION_ID)
    {
      set_not_a_book (db, error);
      return FALSE;
    }
  if (version > ENT_SCHEMA_VERSION)
    {
      set_newer (db, error);
      return FALSE;
    }
  if (!check_meta (db, error) || !check_numbers (db, &fewer, error))
    return FALSE;

  /* Looked at itself, not inferred from the numbers: what a column is made from may change without a new number. */
  if (version == ENT_SCHEMA_VERSION && !fewer && !ent_schema_kinds_are_complete (db, &complete, error))
    return FALSE;
  *state = version == ENT_SCHEMA_VERSION && !fewer && complete ? ENT_SCHEMA_CURRENT : ENT_SCHEMA_OLD;

  return TRUE;
}

static gboolean
run_steps (EntDb *db, const char *format, gint64 last, GError **error)
{
  gint64 version;

  if (!ent_db_get_integer (db, "PRAGMA user_version", &version, error))
    return FALSE;

  for (gint64 step = version + 1; step <= last; step++)
    {
      g_autofree char *name = g_strdup_printf ("%s%04d.sql", format, (int) step);
      g_autofree char *sql = ent_schema_dup_step (name);
      g_autofree char *mark = g_strdup_printf ("PRAGMA user_version = %d", (int) step);

      if (!ent_db_exec (db, sql, error) || !ent_db_exec (db, mark, error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
upgrade_in_transaction (EntDb *db, EntDbFunc func, gpointer data, GError **error)
{
  g_autofree char *numbers = g_strdup_printf ("%u", ent_kinds_n_numbers);
  g_autofree char *mark = g_strdup_printf ("PRAGMA application_id = %d", ENT_SCHEMA_APPLICATION_ID);
  EntSchemaState state;

  /* Another process may have done it while we waited for the lock. */
  if (!ent_schema_inspect (db, &state, error))
    return FALSE;
  if (state == ENT_SCHEMA_CURRENT)
    return TRUE;

  return ent_db_exec (db, mark, error) && run_steps (db, "", ENT_SCHEMA_VERSION, error) &&
         ent_schema_kinds_complete (db, error) && ent_db_set_meta (db, "kinds", numbers, error) &&
         (state != ENT_SCHEMA_EMPTY || func == NULL || func (db, data, error));
}

static gboolean
run_in_transaction (EntDb *db, gboolean done)
{
  ent_db_reset_all (db);
  if (!done && !sqlite3_get_autocommit (ent_db_get_handle (db)))
    sqlite3_exec (ent_db_get_handle (db), "ROLLBACK", NULL, NULL, NULL);

  return done;
}

gboolean
ent_schema_upgrade (EntDb *db, EntDbFunc func, gpointer data, GError **error)
{
  if (!ent_db_exec (db, "BEGIN IMMEDIATE", error))
    return FALSE;

  if (!run_in_transaction (db, upgrade_in_transaction (db, func, data, error)))
    return FALSE;

  return run_in_transaction (db, ent_db_exec (db, "COMMIT", error));
}

#define LOCAL_VERSION 1

gboolean
ent_schema_upgrade_local (EntDb *db, GError **error)
{
  gint64 version;

  if (!ent_db_get_integer (db, "PRAGMA user_version", &version, error))
    return FALSE;
  if (version >= LOCAL_VERSION)
    return TRUE;

  if (!ent_db_exec (db, "BEGIN IMMEDIATE", error))
    return FALSE;
  if (!run_in_transaction (db, run_steps (db, "local-", LOCAL_VERSION, error)))
    return FALSE;

  return run_in_transaction (db, ent_db_exec (db, "COMMIT", error));
}
