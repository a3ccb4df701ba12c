/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

#include "ent-version-macros.h"

G_BEGIN_DECLS

/**
 * EntTaxIdKind:
 * @ENT_TAX_ID_UNKNOWN: none of those that are known here; it is kept as it is
 * @ENT_TAX_ID_VAT: a number for value added tax with its country in front: of the European Union, Northern Ireland
 * (XI), the United Kingdom, Switzerland (CHE) and Norway
 * @ENT_TAX_ID_SIREN: a French company (nine digits)
 * @ENT_TAX_ID_SIRET: an establishment of one (fourteen)
 * @ENT_TAX_ID_LEI: a legal entity identifier (ISO 17442)
 *
 * What sort of number identifies an organisation.
 */
typedef enum
{
  ENT_TAX_ID_UNKNOWN,
  ENT_TAX_ID_VAT,
  ENT_TAX_ID_SIREN,
  ENT_TAX_ID_SIRET,
  ENT_TAX_ID_LEI,
} EntTaxIdKind;

/**
 * EntTaxIdStatus:
 * @ENT_TAX_ID_VALID: form and check digits are right, which does not prove that it was given to anybody
 * @ENT_TAX_ID_WRONG_CHECK: the form is right, the check digit is not: very likely a typing error
 * @ENT_TAX_ID_WRONG_FORM: its country's numbers look otherwise
 * @ENT_TAX_ID_NOT_CHECKED: nothing is known of such numbers
 *
 * What is to be thought of a number. Never a reason to refuse it: a warning.
 */
typedef enum
{
  ENT_TAX_ID_VALID,
  ENT_TAX_ID_WRONG_CHECK,
  ENT_TAX_ID_WRONG_FORM,
  ENT_TAX_ID_NOT_CHECKED,
} EntTaxIdStatus;

ENT_AVAILABLE_IN_1_0
EntTaxIdStatus ent_tax_id_check (const char *text, const char *region, char **normalized, EntTaxIdKind *kind);
ENT_AVAILABLE_IN_1_0
EntTaxIdStatus ent_registration_id_check (const char *text, const char *region, char **normalized, EntTaxIdKind *kind);
ENT_AVAILABLE_IN_1_0
const char *ent_tax_id_status_get_message (EntTaxIdStatus status);

G_END_DECLS
