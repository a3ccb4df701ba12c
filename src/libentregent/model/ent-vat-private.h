/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ent-tax-id.h"

G_BEGIN_DECLS

/* Checks the number of a country without its prefix: upper-case letters and digits. @prefix is "DE", "EL" … NOT_CHECKED
 * if the country is not known here. */
EntTaxIdStatus ent_vat_check (const char *prefix, const char *number);

/* The prefix of a country's numbers ("EL" for GR, "CHE" for CH), or NULL. */
const char *ent_vat_get_prefix (const char *region);

/* Luhn's check (ISO/IEC 7812-1) over all @digits. */
gboolean ent_luhn_is_valid (const char *digits);

G_END_DECLS
