/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

#include "ent-version-macros.h"

G_BEGIN_DECLS

/**
 * EntPartialDate:
 * @year: 1 to 9999, or 0 if it is not known
 * @month: 1 to 12, or 0 if it is not known
 * @day: 1 to 31, or 0 if it is not known
 *
 * A date of which the year, the day, or both day and month may be unknown: a birthday without its year, a
 * company founded in 1987. Always of the (proleptic) Gregorian calendar. All zero means no date.
 */
typedef struct
{
  guint16 year;
  guint8 month;
  guint8 day;
} EntPartialDate;

/**
 * EntDateOrder:
 * @ENT_DATE_ORDER_DMY: 31/12/1999
 * @ENT_DATE_ORDER_MDY: 12/31/1999
 * @ENT_DATE_ORDER_YMD: 1999/12/31
 *
 * In which order the numbers of a date are written.
 */
typedef enum
{
  ENT_DATE_ORDER_DMY,
  ENT_DATE_ORDER_MDY,
  ENT_DATE_ORDER_YMD,
} EntDateOrder;

/**
 * ENT_PARTIAL_DATE_TEXT_SIZE:
 *
 * Bytes that ent_partial_date_to_text() needs at most.
 */
#define ENT_PARTIAL_DATE_TEXT_SIZE 16

ENT_AVAILABLE_IN_1_0
gboolean ent_partial_date_is_valid (const EntPartialDate *date);
ENT_AVAILABLE_IN_1_0
gboolean ent_partial_date_parse (const char *text, EntPartialDate *date);
ENT_AVAILABLE_IN_1_0
gboolean ent_partial_date_parse_numeric (const char *text, EntDateOrder order, EntPartialDate *date);
ENT_AVAILABLE_IN_1_0
const char *ent_partial_date_to_text (const EntPartialDate *date, char *buffer);
ENT_AVAILABLE_IN_1_0
char *ent_partial_date_format (const EntPartialDate *date, const char *locale);
ENT_AVAILABLE_IN_1_0
int ent_partial_date_compare (const EntPartialDate *a, const EntPartialDate *b);
ENT_AVAILABLE_IN_1_0
gboolean ent_partial_date_agrees (const EntPartialDate *a, const EntPartialDate *b);
ENT_AVAILABLE_IN_1_0
void ent_partial_date_drop_year (EntPartialDate *date, guint omitted_year);

G_END_DECLS
