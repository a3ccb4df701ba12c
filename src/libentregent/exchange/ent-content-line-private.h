/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Lines "NAME;PARAM=…:value", of which vCard (RFC 6350, 3.2 and 3.3) and iCalendar (RFC 5545, 3.1) are made. */

/* Appends a line with its end, folded at 75 octets, never inside of a character. */
void ent_content_line_append_folded (GString *out, const char *line, gsize length);

/* The colon in front of the value: one inside of quotes is none, unless they never close. NULL where there is none. */
const char *ent_content_line_find_colon (const char *line, gsize length);

G_END_DECLS
