/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ent-kind.h"
#include "ent-value.h"

G_BEGIN_DECLS

ENT_AVAILABLE_IN_1_0
const char *ent_gtk_get_locale (void);

ENT_AVAILABLE_IN_1_0
char *ent_gtk_isolate (const char *text);

ENT_AVAILABLE_IN_1_0
char *ent_gtk_initials (const char *name);

ENT_AVAILABLE_IN_1_0
char **ent_gtk_list_currencies (void);

ENT_AVAILABLE_IN_1_0
char *ent_gtk_format_integer (gint64 number);

ENT_AVAILABLE_IN_1_0
char *ent_gtk_format_money (gint64 minor_units, const char *currency);

ENT_AVAILABLE_IN_1_0
char *ent_gtk_format_date (const char *date);

ENT_AVAILABLE_IN_1_0
char *ent_gtk_format_day (gint64 when, gint64 now);

ENT_AVAILABLE_IN_1_0
char *ent_gtk_format_time (gint64 when);

ENT_AVAILABLE_IN_1_0
char *ent_gtk_format_time_span (gint64 when, gint64 now);

ENT_AVAILABLE_IN_1_0
char *ent_gtk_format_short_time (gint64 when, gint64 now);

ENT_AVAILABLE_IN_1_0
char *ent_gtk_format_short_date (const char *date, gint64 now);

ENT_AVAILABLE_IN_1_0
char *ent_gtk_format_value (const EntField *field, const EntValue *value, const char *currency);

ENT_AVAILABLE_IN_1_0
char *ent_gtk_format_edit (const EntField *field, const EntValue *value, const char *currency);

ENT_AVAILABLE_IN_1_0
gboolean
ent_gtk_parse_edit (const EntField *field, const char *text, const char *currency, EntValue *value, char **problem);

G_END_DECLS
