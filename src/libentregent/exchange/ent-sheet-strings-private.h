/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* The texts of a workbook that its cells refer to by number. The first megabytes are kept in memory, the rest in a
 * temporary file that has no name. */
typedef struct _EntSheetStrings EntSheetStrings;

EntSheetStrings *ent_sheet_strings_new (void);
void ent_sheet_strings_free (EntSheetStrings *self);

/* For tests: how much is kept in memory. */
void ent_sheet_strings_set_memory (EntSheetStrings *self, gsize bytes);

gboolean ent_sheet_strings_add (EntSheetStrings *self, const char *text, gsize length, GError **error);
guint64 ent_sheet_strings_get_n (EntSheetStrings *self);
gboolean
ent_sheet_strings_append_to (EntSheetStrings *self, guint64 index, GString *out, gsize max_length, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EntSheetStrings, ent_sheet_strings_free)

G_END_DECLS
