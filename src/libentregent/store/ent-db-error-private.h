/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Sets the error that a result code of SQLite on this file means; system_errno (0 = unknown) tells a full disk from a
 * broken one. */
void ent_db_error_set (GError **error, const char *path, int code, int system_errno, const char *engine_message);

void ent_db_error_set_read_only (GError **error, const char *path);

/* The book does not say any more which one it is. */
void ent_db_error_set_nameless (GError **error, const char *path);

/* The folder where the automatic backups of a book lie. (transfer full) */
char *ent_db_error_dup_backup_folder (const char *path);

G_END_DECLS
