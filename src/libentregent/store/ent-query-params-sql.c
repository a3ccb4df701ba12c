/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include <unicode/ucal.h>

#include "ent-clock-private.h"
#include "ent-collation-private.h"
#include "ent-query-sql-private.h"

typedef struct
{
  int type;
  gint64 integer;
  GBytes *bytes;
} Param;

static void
param_free (gpointer data)
{
  Param *param = data;

  g_clear_pointer (&param->bytes, g_bytes_unref);
  g_free (param);
}

EntSqlParams *
ent_sql_params_new (void)
{
  EntSqlParams *self = g_new0 (EntSqlParams, 1);

  self->values = g_ptr_array_new_with_free_func (param_free);
  return self;
}

void
ent_sql_params_free (EntSqlParams *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->values);
  g_free (self);
}

static guint
add (EntSqlParams *self, int type, gint64 integer, const void *data, gsize size)
{
  Param *param = g_new0 (Param, 1);

  param->type = type;
  param->integer = integer;
  if (type != SQLITE_INTEGER)
    param->bytes = g_bytes_new (data, size);
  g_ptr_array_add (self->values, param);
  return self->values->len;
}

guint
ent_sql_params_add_integer (EntSqlParams *self, gint64 value)
{
  return add (self, SQLITE_INTEGER, value, NULL, 0);
}

guint
ent_sql_params_add_text (EntSqlParams *self, const char *value)
{
  return add (self, SQLITE_TEXT, 0, value, strlen (value));
}

guint
ent_sql_params_add_blob (EntSqlParams *self, const void *data, gsize size)
{
  return add (self, SQLITE_BLOB, 0, data, size);
}

/* A statement may use only the first ones, and not each of them. */
void
ent_sql_params_bind (EntSqlParams *self, sqlite3_stmt *stmt)
{
  int n = MIN (sqlite3_bind_parameter_count (stmt), (int) self->values->len);

  for (int i = 0; i < n; i++)
    {
      const Param *param = g_ptr_array_index (self->values, (guint) i);
      gsize size = 0;
      const void *data = param->bytes != NULL ? g_bytes_get_data (param->bytes, &size) : NULL;

      if (param->type == SQLITE_INTEGER)
        sqlite3_bind_int64 (stmt, i + 1, param->integer);
      else if (param->type == SQLITE_TEXT)
        sqlite3_bind_text (stmt, i + 1, data != NULL ? data : "", (int) size, SQLITE_TRANSIENT);
      else
        sqlite3_bind_blob (stmt, i + 1, data != NULL ? data : "", (int) size, SQLITE_TRANSIENT);
    }
}

/* Monday = 1. */
static guint
get_first_weekday (const char *locale)
{
  UErrorCode status = U_ZERO_ERROR;
  UCalendar *calendar = ucal_open (NULL, -1, locale, UCAL_GREGORIAN, &status);
  int day = UCAL_MONDAY;

  if (U_SUCCESS (status))
    {
      day = ucal_getAttribute (calendar, UCAL_FIRST_DAY_OF_WEEK);
      ucal_close (calendar);
    }
  return day == UCAL_SUNDAY ? 7 : (guint) day - 1;
}

gboolean
ent_sql_context_init (EntSqlContext *self, EntStore *store, EntDb *db, const EntKind *kind, GError **error)
{
  g_autofree char *locale = g_strdelimit (g_strdup (ent_store_get_locale (store)), "-", '_');

  memset (self, 0, sizeof *self);
  self->store = store;
  self->db = db;
  self->kind = kind;
  self->params = ent_sql_params_new ();
  self->now = ent_clock_now_ms ();
  self->zone = g_time_zone_new_local ();
  self->first_weekday = get_first_weekday (locale);
  return ent_search_add_functions (db, store, error) && ent_collation_get_set (db, &self->collation_set, error);
}

void
ent_sql_context_clear (EntSqlContext *self)
{
  g_clear_pointer (&self->params, ent_sql_params_free);
  g_clear_pointer (&self->zone, g_time_zone_unref);
}

void
ent_sql_term_clear (EntSqlTerm *term)
{
  g_clear_pointer (&term->condition, g_free);
  g_clear_pointer (&term->candidates, g_free);
  g_clear_pointer (&term->excluded, g_free);
}

gint64
ent_sql_count (EntSqlContext *context, const char *select, gint64 limit, GError **error)
{
  g_autofree char *sql = g_strdup_printf ("SELECT count(*) FROM (%s LIMIT %" G_GINT64_FORMAT ")", select, limit);
  sqlite3_stmt *stmt = ent_db_prepare (context->db, sql, error);
  gint64 count = -1;

  if (stmt == NULL)
    return -1;
  ent_sql_params_bind (context->params, stmt);
  if (ent_db_step (context->db, stmt, error) == SQLITE_ROW)
    count = sqlite3_column_int64 (stmt, 0);
  sqlite3_reset (stmt);
  return count;
}
