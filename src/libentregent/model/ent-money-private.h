/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ent-money.h"

G_BEGIN_DECLS

/* The digits of a number of which the last @n_decimals are decimals, as minor units of a currency with @exponent;
 * FALSE if it does not fit. */
gboolean ent_money_digits_to_minor (const char *digits,
                                    guint n_digits,
                                    guint n_decimals,
                                    guint exponent,
                                    gboolean negative,
                                    gint64 *minor,
                                    gboolean *rounded);

/* How many bytes at the start of @text are the symbol that @locale has for @currency; 0 if they are not it. */
gsize ent_currency_match_symbol (const char *text, const char *currency, const char *locale);

G_END_DECLS
