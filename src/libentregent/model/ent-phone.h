/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

#include "ent-version-macros.h"

G_BEGIN_DECLS

/**
 * EntPhoneType:
 * @ENT_PHONE_TYPE_UNKNOWN: not known
 * @ENT_PHONE_TYPE_FIXED: a line of a house
 * @ENT_PHONE_TYPE_MOBILE: a mobile
 * @ENT_PHONE_TYPE_FIXED_OR_MOBILE: one of these; in some countries (USA) numbers do not tell
 * @ENT_PHONE_TYPE_TOLL_FREE: free for the caller
 * @ENT_PHONE_TYPE_PREMIUM: dearer than a normal call
 * @ENT_PHONE_TYPE_SHARED_COST: shared between caller and called
 * @ENT_PHONE_TYPE_VOIP: Internet telephony that belongs to no place
 * @ENT_PHONE_TYPE_PERSONAL: follows a person
 * @ENT_PHONE_TYPE_PAGER: a pager
 * @ENT_PHONE_TYPE_COMPANY: a "universal access number" of an organisation
 * @ENT_PHONE_TYPE_VOICEMAIL: a mailbox
 *
 * What the numbering plan of its country says of a number.
 */
typedef enum
{
  ENT_PHONE_TYPE_UNKNOWN,
  ENT_PHONE_TYPE_FIXED,
  ENT_PHONE_TYPE_MOBILE,
  ENT_PHONE_TYPE_FIXED_OR_MOBILE,
  ENT_PHONE_TYPE_TOLL_FREE,
  ENT_PHONE_TYPE_PREMIUM,
  ENT_PHONE_TYPE_SHARED_COST,
  ENT_PHONE_TYPE_VOIP,
  ENT_PHONE_TYPE_PERSONAL,
  ENT_PHONE_TYPE_PAGER,
  ENT_PHONE_TYPE_COMPANY,
  ENT_PHONE_TYPE_VOICEMAIL,
} EntPhoneType;

/**
 * EntPhoneStatus:
 * @ENT_PHONE_VALID: the numbering plan has such numbers
 * @ENT_PHONE_POSSIBLE: the length is right, but the plan as known here has no such range
 * @ENT_PHONE_LOCAL: can be dialled in its own area only: the area code is missing
 * @ENT_PHONE_TOO_SHORT: no full number; perhaps an extension or a short code
 * @ENT_PHONE_TOO_LONG: more digits than a number of its country has
 * @ENT_PHONE_NO_COUNTRY: written as within a country, but nobody said which
 * @ENT_PHONE_DAMAGED: a spreadsheet made it a number: "4.93E+11"; digits are lost
 * @ENT_PHONE_NOT_A_NUMBER: no phone number at all
 *
 * What ent_phone_normalize() thinks of a number. Only the first two have an E.164 form. None is a reason to
 * refuse what a person typed.
 */
typedef enum
{
  ENT_PHONE_VALID,
  ENT_PHONE_POSSIBLE,
  ENT_PHONE_LOCAL,
  ENT_PHONE_TOO_SHORT,
  ENT_PHONE_TOO_LONG,
  ENT_PHONE_NO_COUNTRY,
  ENT_PHONE_DAMAGED,
  ENT_PHONE_NOT_A_NUMBER,
} EntPhoneStatus;

/**
 * EntPhone:
 * @e164: "+33612345678"; empty unless @status is valid or possible
 * @extension: digits to dial after the connection, or empty
 * @digits: the digits that were written, without the extension, in ASCII
 * @region: the number's country (ISO 3166-1 alpha-2), "001" for one of no country, or empty
 * @type: what sort of number it is
 * @status: how good it is
 * @more: whether the text held another number after this one
 *
 * A phone number as ent_phone_normalize() understood it. Lives on the stack; nothing is to be freed.
 */
typedef struct
{
  char e164[24];
  char extension[16];
  char digits[32];
  char region[4];
  EntPhoneType type;
  EntPhoneStatus status;
  gboolean more;
} EntPhone;

ENT_AVAILABLE_IN_1_0
gboolean ent_phone_normalize (const char *raw, const char *region, EntPhone *phone);
ENT_AVAILABLE_IN_1_0
char *ent_phone_format_international (const char *e164, const char *extension);
ENT_AVAILABLE_IN_1_0
char *ent_phone_format_national (const char *e164, const char *extension);
ENT_AVAILABLE_IN_1_0
char *ent_phone_format_for_region (const char *e164, const char *extension, const char *region);
ENT_AVAILABLE_IN_1_0
char *ent_phone_dup_digits (const char *text);
ENT_AVAILABLE_IN_1_0
const char *ent_phone_status_get_message (EntPhoneStatus status);
ENT_AVAILABLE_IN_1_0
int ent_phone_get_calling_code (const char *region);

G_END_DECLS
