/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "Entregent"

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "ent-money-private.h"
#include "ent-value-text-private.h"
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

/* As the record is shown: of merged ones, that is where a change goes to. */
static gboolean
read_present (EntWriter *self, const EntChangeRecord *record, const EntField *amount, Present *present, GError **error)
{
  const EntField *of = ent_kind_get_field (record->kind, amount->of);
  sqlite3_stmt *stmt;
  int code;

  memset (present, 0, sizeof *present);
  if (record->is_new)
    return TRUE;
  g_string_printf (self->sql, "SELECT \"%s\", \"%s\" FROM \"%s\" WHERE rid = (SELECT canon FROM \"%s\" WHERE id = ?)",
                   of->column, amount->column, record->kind->table, record->kind->table);
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

/* The same number in the smallest unit of another currency. */
static gboolean
convert (EntWriter *self,
         const EntField *field,
         gint64 amount,
         const char *from,
         const char *to,
         gint64 *minor,
         GError **error)
{
  g_autofree char *digits =
      g_strdup_printf ("%" G_GUINT64_FORMAT, amount < 0 ? 0 - (guint64) amount : (guint64) amount);
  gboolean fits, rounded = FALSE;

  fits = ent_money_digits_to_minor (digits, strlen (digits), ent_currency_get_exponent (from),
                                    ent_currency_get_exponent (to), amount < 0, minor, &rounded);
  if (fits && (!rounded || self->change->bulk))
    return TRUE;
  {
    g_autofree char *text = ent_money_to_decimal (amount, from);

    if (!fits)
      return ent_value_refuse (error, field, _("%s is too large in %s"), text, to);
    /* TRANSLATORS: an amount, a currency code */
    return ent_value_refuse (error, field, _("%s has more decimals than %s; set both"), text, to);
  }
}

static void
set_currency_of_book (EntWriter *self, guint index, const EntField *of)
{
  ent_value_set_text (&ent_change_add_set (self->change, index, of)->value, ent_store_get_currency (self->store));
}

/* An amount without a currency means nothing: where it is cleared, the amount has to go too. */
static gboolean
keep_currency (EntWriter *self, guint index, const EntField *of, GError **error)
{
  if (!self->change->bulk)
    return ent_value_refuse (error, of, _("an amount needs one; clear the amount too"));
  set_currency_of_book (self, index, of);
  return TRUE;
}

static gboolean
expand_amount (EntWriter *self, guint index, const EntField *amount, GError **error)
{
  EntChangeRecord record = g_array_index (self->change->records, EntChangeRecord, index);
  const EntField *of = ent_kind_get_field (record.kind, amount->of);
  const EntIntent *set_amount = ent_change_find_set (self->change, index, amount);
  const EntIntent *set_currency = ent_change_find_set (self->change, index, of);
  gboolean has_amount, clears;
  const char *present_currency;
  Present present;
  gint64 minor;

  if (set_amount == NULL && set_currency == NULL)
    return TRUE;
  if (!read_present (self, &record, amount, &present, error))
    return FALSE;
  present_currency = present.currency[0] != '\0' ? present.currency : ent_store_get_currency (self->store);
  has_amount = set_amount != NULL ? set_amount->value.type == ENT_VALUE_INTEGER : present.has_amount;
  clears = set_currency != NULL && set_currency->value.type != ENT_VALUE_TEXT;

  if (!has_amount)
    return TRUE;
  if (clears)
    return keep_currency (self, index, of, error);
  if (set_currency != NULL)
    {
      if (set_amount != NULL)
        return TRUE;
      if (!convert (self, amount, present.amount, present_currency, set_currency->value.text, &minor, error))
        return FALSE;
      if (minor != present.amount)
        ent_value_set_integer (&ent_change_add_set (self->change, index, amount)->value, minor);
      return TRUE;
    }
  if (present.currency[0] == '\0')
    set_currency_of_book (self, index, of);
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
