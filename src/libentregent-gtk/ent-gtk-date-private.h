/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A stored date in the numbers of the locale, as it is typed: "14/11/2026", "11/2026", "14/11". (transfer full) */
char *ent_gtk_date_format_edit (const char *date);

/* What was typed, as it is stored; NULL when it is no date, or lacks a part that `partial` does not allow to lack.
 * A day and month alone are of the year of `today` unless the date may be partial. (transfer full) */
char *ent_gtk_date_parse_edit (const char *text, gboolean partial, const char *today);

G_END_DECLS
