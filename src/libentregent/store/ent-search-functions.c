/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "ent-collation-private.h"
#include "ent-money.h"
#include "ent-phone.h"
#include "ent-search-private.h"

/*
 * Functions that queries need and SQL lacks. No index or stored text depends on them: a book stays readable without.
 */

#define MARKER "entregent-functions"

static const char *
get_text (sqlite3_value *value)
{
  const char *text = (const char *) sqlite3_value_text (value);

  return text != NULL ? text : "";
}

/* ent_has (text, " tokens") */
static void
has_cb (sqlite3_context *context, int n_values, sqlite3_value **values)
{
  g_autofree char *tokens = NULL;

  if (sqlite3_value_type (values[0]) == SQLITE_NULL)
    return;
  tokens = ent_search_normalize (get_text (values[0]));
  sqlite3_result_int (context, strstr (tokens, get_text (values[1])) != NULL);
}

/* ent_is (text, " tokens ") */
static void
is_cb (sqlite3_context *context, int n_values, sqlite3_value **values)
{
  g_autofree char *tokens = NULL;

  if (sqlite3_value_type (values[0]) == SQLITE_NULL)
    return;
  tokens = ent_search_normalize (get_text (values[0]));
  sqlite3_result_int (context, strcmp (tokens, get_text (values[1])) == 0);
}

/* ent_unit (currency, currency of the book): how many minor units are one major one. */
static void
unit_cb (sqlite3_context *context, int n_values, sqlite3_value **values)
{
  const char *currency = get_text (values[0]);
  gint64 unit = 1;

  if (*currency == '\0')
    currency = get_text (values[1]);
  for (guint n = ent_currency_get_exponent (currency); n > 0; n--)
    unit *= 10;
  sqlite3_result_int64 (context, unit);
}

/* ent_key (text): in the book's collation; NULL for nothing. */
static void
key_cb (sqlite3_context *context, int n_values, sqlite3_value **values)
{
  const char *locale = sqlite3_user_data (context);
  g_autoptr (GByteArray) key = g_byte_array_new ();

  ent_collation_append_key (locale, get_text (values[0]), key);
  if (key->len > 0)
    sqlite3_result_blob (context, key->data, (int) key->len, SQLITE_TRANSIENT);
}

/* ent_digits (text) */
static void
digits_cb (sqlite3_context *context, int n_values, sqlite3_value **values)
{
  sqlite3_result_text (context, ent_phone_dup_digits (get_text (values[0])), -1, g_free);
}

gboolean
ent_search_add_functions (EntDb *db, EntStore *store, GError **error)
{
  static const struct
  {
    const char *name;
    int n_values;
    void (*func) (sqlite3_context *, int, sqlite3_value **);
  } functions[] = {
    { "ent_has", 2, has_cb }, { "ent_is", 2, is_cb },         { "ent_unit", 2, unit_cb },
    { "ent_key", 1, key_cb }, { "ent_digits", 1, digits_cb },
  };
  sqlite3 *handle = ent_db_get_handle (db);

  if (sqlite3_get_clientdata (handle, MARKER) != NULL)
    return TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (functions); i++)
    {
      int code =
          sqlite3_create_function_v2 (handle, functions[i].name, functions[i].n_values,
                                      SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_DIRECTONLY,
                                      g_strdup (ent_store_get_locale (store)), functions[i].func, NULL, NULL, g_free);

      if (code != SQLITE_OK)
        {
          ent_db_set_error (db, code, error);
          return FALSE;
        }
    }
  sqlite3_set_clientdata (handle, MARKER, (void *) MARKER, NULL);
  return TRUE;
}
