/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ent-error.h"
#include "ent-kind.h"
#include "ent-partial-date.h"
#include "ent-value.h"

G_BEGIN_DECLS

/**
 * EntParseContext:
 * @country: (nullable): where phones and addresses are that do not say so: ISO 3166-1 alpha-2
 * @currency: (nullable): what amounts are in that do not say so: ISO 4217
 * @locale: (nullable): how numbers are written; %NULL is that of the environment
 * @date_order: how dates in numbers are written
 *
 * What a person takes for granted when writing a value. Canonical text (see ent_value_to_text()) is
 * understood in any context.
 */
typedef struct
{
  const char *country;
  const char *currency;
  const char *locale;
  EntDateOrder date_order;
} EntParseContext;

/**
 * EntFormatContext:
 * @currency: (nullable): what amounts are in: the value of the record's currency field
 * @title: (nullable): what the record is called that a reference points to
 * @locale: (nullable): the language and customs to write in; %NULL is that of the environment
 * @country: (nullable): the country of the reader, whose own phone numbers are written as within it
 *
 * What is needed beside a value to write it for people.
 */
typedef struct
{
  const char *currency;
  const char *title;
  const char *locale;
  const char *country;
} EntFormatContext;

ENT_AVAILABLE_IN_1_0
void ent_parse_context_init (EntParseContext *context, const char *country, const char *currency, const char *locale);

ENT_AVAILABLE_IN_1_0
gboolean ent_value_parse (const EntField *field,
                          const char *text,
                          const EntParseContext *context,
                          EntValue *value,
                          GError **error);

ENT_AVAILABLE_IN_1_0
gboolean ent_value_check (const EntField *field, const EntValue *value, GError **error);

ENT_AVAILABLE_IN_1_0
char *ent_value_to_text (const EntField *field, const EntValue *value, const char *currency);

ENT_AVAILABLE_IN_1_0
char *ent_value_to_display (const EntField *field, const EntValue *value, const EntFormatContext *context);

G_END_DECLS
