/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cli-command.h"

G_BEGIN_DECLS

void cli_context_clear (CliContext *context);
gboolean cli_context_set_format (CliContext *context, GError **error);
GFile *cli_context_dup_file (CliContext *context);
gboolean cli_context_open (CliContext *context, CliBook book, GError **error);

/* 1, or 3 when the book was busy. */
CliStatus cli_status_from_error (const GError *error);

/* A kind by its singular or plural name, as a key or as people see it. */
const EntKind *cli_parse_kind (const char *text, GError **error);

/* A record by its id or the beginning of it. */
const EntKind *cli_parse_id (CliContext *context, const char *text, EntId *id, GError **error);

/* The same, of a record that can have attachments. */
const EntKind *cli_parse_attachable (CliContext *context, const char *text, EntId *id, GError **error);

/* Attachments whose content is not here, on stderr: a copy of the book does not have it either. */
void cli_warn_of_missing_files (CliContext *context);

/* Words given as separate arguments are one query. */
EntQuery *cli_parse_query (CliContext *context, const EntKind *kind, char **words, GError **error);

/* What --limit was given; nothing below one record is a limit. */
#define CLI_NO_LIMIT G_MAXINT64
gboolean cli_check_limit (gint64 limit, GError **error);

/* FIELD=VALUE… after an id, committed; `resolves`: the values end conflicts. `id` and `kind` are of the record. */
CliStatus
cli_assign (CliContext *context, char **arguments, gboolean resolves, const EntKind **kind, EntId *id, GError **error);

/* Commits, prints warnings on stderr. `label` (translated) is what “undo” will call it. */
gboolean cli_commit (CliContext *context, EntChange *change, const char *label, GError **error);

/* The same, and says so to a person where the command has nothing else to show. */
CliStatus cli_commit_and_tell (CliContext *context, EntChange *change, const char *label, GError **error);

G_END_DECLS
