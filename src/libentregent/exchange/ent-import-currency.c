/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "ent-import-currency-private.h"

/* What an amount of this column is in where no other column says it. */
static const char *
get_of_column (const EntImportCurrency *self, const EntImportTarget *target, gboolean *assumed)
{
  const char *code = *target->currency != '\0' ? target->currency : target->format.currency;

  *assumed = strlen (code) != 3 && !target->currency_answered && target->format.n_named == 0;
  if (strlen (code) == 3 && *target->decided_currency == '\0')
    return code;
  return *target->decided_currency != '\0' ? target->decided_currency : self->book;
}

void
ent_import_currency_begin_row (EntImportCurrency *self)
{
  self->is_named = FALSE;
  g_strlcpy (self->row, self->book, sizeof self->row);
}

void
ent_import_currency_name (EntImportCurrency *self, const char *currency)
{
  self->is_named = TRUE;
  g_strlcpy (self->row, currency, sizeof self->row);
}

void
ent_import_currency_take_column (EntImportCurrency *self, const EntImportTarget *target)
{
  gboolean assumed;

  g_strlcpy (self->row, get_of_column (self, target, &assumed), sizeof self->row);
}

gboolean
ent_import_currency_is_bare (const EntImportCurrency *self, const EntImportTarget *target, const char *text)
{
  EntColumnNumber number;

  return !self->is_named && !target->of_account && !target->currency_answered && *target->currency == '\0' &&
         target->format.n_named > 0 && ent_column_number_scan (&number, text, strlen (text)) &&
         *number.currency == '\0';
}

gboolean
ent_import_currency_take_cell (EntImportCurrency *self,
                               EntStagedRecord *record,
                               const EntImportTarget *target,
                               const char *text,
                               const char **currency,
                               char **reason)
{
  const EntField *field = ent_kind_get_field (record->kind, "currency");
  EntColumnNumber number;

  *currency = target->of_account ? self->book : self->row;
  if (field == NULL || !ent_column_number_scan (&number, text, strlen (text)) || *number.currency == '\0')
    return TRUE;
  if (g_str_equal (number.currency, "$"))
    {
      if (ent_import_is_dollar (*currency) || ent_import_is_dollar (target->decided_currency))
        return TRUE;
      *reason = g_strdup_printf (_("“%s” is in dollars; write whose, such as USD"), text);
      return FALSE;
    }
  if (g_str_equal (number.currency, *currency))
    return TRUE;
  if (!target->of_account && self->is_named)
    {
      *reason = g_strdup_printf (_("“%s” is in another currency than %s"), text, self->row);
      return FALSE;
    }
  if (ent_staged_record_find (record, field) == NULL)
    ent_staged_record_add_text (record, ENT_STAGED_SET, field, number.currency);
  if (target->of_account)
    *currency = ent_staged_record_get_text (record, field);
  else
    ent_import_currency_name (self, number.currency);
  return TRUE;
}

void
ent_import_currency_complete (EntImportCurrency *self, EntImportColumns *columns, EntStagedRecord *record)
{
  const EntField *currency = ent_kind_get_field (record->kind, "currency");

  if (currency == NULL || ent_staged_record_find (record, currency) != NULL)
    return;
  for (guint i = 0; i < columns->n_targets; i++)
    {
      const EntImportTarget *target = &columns->targets[i];
      const char *code = self->row;
      gboolean assumed = FALSE;

      if (target->key.set == NULL || target->key.set->type != ENT_FIELD_MONEY ||
          ent_staged_record_find (record, target->key.set) == NULL)
        continue;
      if (!self->is_named)
        code = get_of_column (self, target, &assumed);
      if (assumed)
        g_strlcpy (self->assumed, code, sizeof self->assumed);
      ent_staged_record_add_text (record, ENT_STAGED_SET, currency, code);
      return;
    }
}
