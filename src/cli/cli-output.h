/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "cli-command.h"

G_BEGIN_DECLS

void cli_print_json (JsonNode *node);

/* A table for people: columns are aligned by the width of their characters; the last one is not cut. */
typedef struct _CliTable CliTable;

CliTable *cli_table_new (const char *const *headers);
void cli_table_add (CliTable *self, const char *const *cells);
void cli_table_print (CliTable *self, CliFormat format);
void cli_table_free (CliTable *self);

/* Everything that an element says, for people: "12 rue Neuve · Lyon". */
char *cli_element_dup_text (EntElement *element, EntTitles *titles);

/* Milliseconds UTC as local date and time; ISO 8601 for JSON and CSV. */
char *cli_format_time (gint64 when, CliFormat format);

/* A record with everything, its relationships and conflicts; as lines of label and value, or as JSON. */
gboolean cli_print_record (CliContext *context, EntRecord *record, GError **error);

/* How many records an undo has taken away, brought back and changed, and what it left. */
void cli_print_undone (const EntUndoResult *result);

/* Attachments, and whether their content is here. */
void cli_print_attachments (CliContext *context, GPtrArray *records);

/* An array of records with these fields, all of them without. */
gboolean cli_print_rows_json (CliContext *context, GPtrArray *rows, GPtrArray *fields, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CliTable, cli_table_free)

G_END_DECLS
