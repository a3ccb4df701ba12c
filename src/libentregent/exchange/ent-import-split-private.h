/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Several e-mail addresses of one cell, with semicolons, commas, line breaks or " / " between them; NULL unless each of
 * them is one. (transfer full) (nullable) */
char **ent_import_split_emails (const char *text);

/* The same of phone numbers; NULL also where the whole is a number. @country is that of numbers that do not tell. */
char **ent_import_split_phones (const char *text, const char *country);

G_END_DECLS
