/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define ENT_IMPORT_FIRST_LINES 3

/* How many lines of a file something is true of, and which are the first. */
typedef struct
{
  guint64 n;
  guint64 first[ENT_IMPORT_FIRST_LINES];
} EntImportLines;

void ent_import_lines_add (EntImportLines *self, guint64 line);

/* "line 4", "lines 4, 7, 9 …" in the language of the person. (transfer full) */
char *ent_import_lines_dup_text (const EntImportLines *self);

G_END_DECLS
