/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A whole number as people type it: any digits, spaces and apostrophes as grouping, `decimal_separator` of the locale.
 * FALSE when it is none, has a fraction that is not zero, or is too large. */
gboolean ent_gtk_number_parse (const char *text, char decimal_separator, gint64 *number);

G_END_DECLS
