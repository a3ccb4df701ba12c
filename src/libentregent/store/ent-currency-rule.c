/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "Entregent"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "ent-error.h"
#include "ent-money.h"
#include "ent-writer-private.h"

/*
 * An amount has a currency: where nothing says which, it is that of the book. An amount whose currency is corrected
 * keeps its number (1500 EUR becomes 1500 JPY, not 150000), although it is kept in the smallest unit of each. Decimals
 * that the new currency does not have are not cut off unasked; a file cannot be asked.
 */

typedef struct
{
  char currency[4];
  gboolean has_amount;
  gint64 amount;
} Present;

static gboolean
read_present (EntWriter *self, const EntChangeRecord *record, const EntField *amount, Present *present, GError **error)
{
  const EntField *of = ent_kind_get_field (record->kind, amount->of);
  sqlite3_stmt *stmt;
  int code;

  memset (present, 0, sizeof *present);
  if (record->is_new)
    return TRUE;
  g_string_printf (self->sql, "SELECT \"%s\", \"%s\" FROM \"%s\" WHERE id = ?", of->column, amount->column,
                   record->kind->table);
  stmt = ent_db_prepare (self->db, self->sql->str, error);
  if (stmt == NULL)
    return FALSE;
  ent_db_bind_id (stmt, 1, &record->id);
  code = ent_db_step (self->db, stmt, error);
  if (code == SQLITE_ROW)
    {
      if (sqlite3_column_type (stmt, 0) == SQLITE_TEXT)
        g_strlcpy (present->currency, (const char *) sqlite3_column_text (stmt, 0), sizeof present->currency);
      present->has_amount = sqlite3_column_type (stmt, 1) == SQLITE_INTEGER;
      present->amount = sqlite3_column_int64 (stmt, 1);
    }
  sqlite3_reset (stmt);
  return code == SQLITE_ROW || code == SQLITE_DONE;
}

static gboolean
convert (EntWriter *self,
         const Present *present,
         const EntField *field,
         const char *currency,
         gint64 *minor,
         GError **error)
{
  g_autofree char *text = ent_money_to_decimal (present->amount, present->currency);
  EntMoney rounded;

  if (ent_money_from_decimal (text, currency, minor, NULL))
    return TRUE;
  if (!self->change->bulk)
    {
      /* TRANSLATORS: the label of a field, an amount, a currency code */
      g_set_error (error, ENT_ERROR, ENT_ERROR_REFUSED, _("%s: %s has more decimals than %s; set both"),
                   ent_field_get_label (field), text, currency);
      return FALSE;
    }
  if (!ent_money_parse (text, currency, NULL, &rounded, NULL, error))
    return FALSE;
  *minor = rounded.minor;
  return TRUE;
}

static gboolean
expand_amount (EntWriter *self, guint index, const EntField *amount, GError **error)
{
  EntChangeRecord record = g_array_index (self->change->records, EntChangeRecord, index);
  const EntField *of = ent_kind_get_field (record.kind, amount->of);
  const EntIntent *set_amount = ent_change_find_set (self->change, index, amount);
  const EntIntent *set_currency = ent_change_find_set (self->change, index, of);
  Present present;
  gint64 minor;

  /* Both are told, or none. */
  if ((set_amount != NULL) == (set_currency != NULL))
    return TRUE;
  if (!read_present (self, &record, amount, &present, error))
    return FALSE;
  if (set_amount != NULL)
    {
      if (set_amount->value.type == ENT_VALUE_INTEGER && present.currency[0] == '\0')
        ent_value_set_text (&ent_change_add_set (self->change, index, of)->value, ent_store_get_currency (self->store));
      return TRUE;
    }
  if (set_currency->value.type != ENT_VALUE_TEXT || !present.has_amount || present.currency[0] == '\0')
    return TRUE;
  if (!convert (self, &present, amount, set_currency->value.text, &minor, error))
    return FALSE;
  if (minor != present.amount)
    ent_value_set_integer (&ent_change_add_set (self->change, index, amount)->value, minor);
  return TRUE;
}

/* Adds to the change what an amount or a currency in it asks for. */
gboolean
ent_currency_rule_expand (EntWriter *self, guint index, GError **error)
{
  const EntChangeRecord record = g_array_index (self->change->records, EntChangeRecord, index);

  if (record.exact)
    return TRUE;
  for (guint i = 0; i < record.kind->n_fields; i++)
    {
      const EntField *field = &record.kind->fields[i];

      if (field->type == ENT_FIELD_MONEY && field->of != NULL && !expand_amount (self, index, field, error))
        return FALSE;
    }
  return TRUE;
}
