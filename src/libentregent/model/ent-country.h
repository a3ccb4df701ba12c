/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

#include "ent-version-macros.h"

G_BEGIN_DECLS

/**
 * ENT_COUNTRY_CODE_SIZE:
 *
 * Bytes that a country code needs, with its NUL.
 */
#define ENT_COUNTRY_CODE_SIZE 3

ENT_AVAILABLE_IN_1_0
gboolean ent_country_is_valid (const char *code);
ENT_AVAILABLE_IN_1_0
gboolean ent_country_recognize (const char *text, char *code);
ENT_AVAILABLE_IN_1_0
char *ent_country_dup_name (const char *code, const char *locale);
ENT_AVAILABLE_IN_1_0
char **ent_country_dup_codes (const char *locale);
ENT_AVAILABLE_IN_1_0
gboolean ent_country_from_locale (const char *locale, char *code);

G_END_DECLS
