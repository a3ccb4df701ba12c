/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

#include "ent-version-macros.h"

G_BEGIN_DECLS

/**
 * EntMoney:
 * @minor: the amount in the currency's smallest unit (cents of EUR, yen of JPY)
 * @currency: its ISO 4217 code, or empty if it is not known
 *
 * An amount of money. Sums of different currencies do not exist.
 */
typedef struct
{
  gint64 minor;
  char currency[4];
} EntMoney;

/**
 * EntMoneyFlags:
 * @ENT_MONEY_AMBIGUOUS: a single separator with three digits behind it may be a decimal or a grouping one
 * ("1.234"); it was read as the locale has it, without a locale as grouping
 * @ENT_MONEY_ROUNDED: there were more decimals than the currency has; the amount was rounded, half to even
 * @ENT_MONEY_CURRENCY_WRITTEN: the text itself named the currency
 *
 * What ent_money_parse() had to decide.
 */
typedef enum
{
  ENT_MONEY_AMBIGUOUS = 1 << 0,
  ENT_MONEY_ROUNDED = 1 << 1,
  ENT_MONEY_CURRENCY_WRITTEN = 1 << 2,
} EntMoneyFlags;

ENT_AVAILABLE_IN_1_0
gboolean ent_currency_is_valid (const char *currency);
ENT_AVAILABLE_IN_1_0
guint ent_currency_get_exponent (const char *currency);
ENT_AVAILABLE_IN_1_0
char *ent_currency_dup_name (const char *currency, const char *locale);
ENT_AVAILABLE_IN_1_0
const char *ent_currency_for_region (const char *region, char *buffer);

ENT_AVAILABLE_IN_1_0
gboolean ent_money_parse (const char *text,
                          const char *currency,
                          const char *locale,
                          EntMoney *money,
                          EntMoneyFlags *flags,
                          GError **error);
ENT_AVAILABLE_IN_1_0
gboolean
ent_money_parse_typed (const char *text, const char *currency, const char *locale, EntMoney *money, GError **error);
ENT_AVAILABLE_IN_1_0
gboolean ent_money_from_decimal (const char *text, const char *currency, gint64 *minor, GError **error);
ENT_AVAILABLE_IN_1_0
char *ent_money_to_decimal (gint64 minor, const char *currency);
ENT_AVAILABLE_IN_1_0
char *ent_money_format (gint64 minor, const char *currency, const char *locale);
ENT_AVAILABLE_IN_1_0
char *ent_money_format_isolated (gint64 minor, const char *currency, const char *locale);

G_END_DECLS
