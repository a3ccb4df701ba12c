/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

#include "ent-version-macros.h"

G_BEGIN_DECLS

/**
 * EntPlaceholderContext:
 * @ENT_PLACEHOLDER_GENERIC: any text: a title, a reference, a note
 * @ENT_PLACEHOLDER_NAME: the name of a person, or a part of it
 * @ENT_PLACEHOLDER_CODE: a short code: country, region, currency, language, an identifier
 * @ENT_PLACEHOLDER_PHONE: a phone number
 * @ENT_PLACEHOLDER_EMAIL: an e-mail address
 * @ENT_PLACEHOLDER_DATE: a date or a time
 * @ENT_PLACEHOLDER_NUMBER: a number or an amount; zero is a value there
 *
 * What kind of value is expected where a placeholder may stand.
 */
typedef enum
{
  ENT_PLACEHOLDER_GENERIC,
  ENT_PLACEHOLDER_NAME,
  ENT_PLACEHOLDER_CODE,
  ENT_PLACEHOLDER_PHONE,
  ENT_PLACEHOLDER_EMAIL,
  ENT_PLACEHOLDER_DATE,
  ENT_PLACEHOLDER_NUMBER,
} EntPlaceholderContext;

ENT_AVAILABLE_IN_1_0
gboolean ent_placeholder_check (const char *text, EntPlaceholderContext context);

G_END_DECLS
