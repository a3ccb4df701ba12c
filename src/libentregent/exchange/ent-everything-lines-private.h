/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* The lines of a file of an export: one that is longer than any that is written is not taken into memory. */
typedef struct _EntEverythingLines EntEverythingLines;

/* `max` is in bytes, without the end of the line. */
EntEverythingLines *ent_everything_lines_new (GFile *file, gsize max, GCancellable *cancellable, GError **error);
void ent_everything_lines_free (EntEverythingLines *self);

/* The next line, without its end, until the one after it; NULL after the last one, or with an error:
 * %ENT_ERROR_FORMAT where it is too long. (transfer none) */
const char *
ent_everything_lines_next (EntEverythingLines *self, gsize *length, GCancellable *cancellable, GError **error);

/* What is in a line, or in a whole file: one object of JSON and nothing else, or NULL. (transfer full) */
JsonObject *ent_everything_parse_object (const char *text, gsize length);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EntEverythingLines, ent_everything_lines_free)

G_END_DECLS
