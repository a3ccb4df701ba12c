/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ent-backup.h"

G_BEGIN_DECLS

/* A whole copy of the book at `path` under this name in its folder of backups, replacing one of the same name only when
 * it is complete. */
gboolean ent_backup_keep (const char *path, const char *name, GError **error);

/* Makes the automatic backups that are due, on a thread of the store; at most one look an hour. For after a commit. */
void ent_backup_keep_automatic (EntStore *store);

/* Whether one is due and fits: the book is older than this, and the last backup too. For tests with their own clock. */
gboolean ent_backup_is_due (const char *path, const char *name, gint64 created_ms, gint64 now_ms, gint64 period_ms);

/* The contents of attachments on their way to a backup: ent-backup-files.c. */
typedef struct _EntBackupFiles EntBackupFiles;

/* Remembers what an older backup of that name had. */
EntBackupFiles *ent_backup_files_new (EntStore *store, const char *to_path);
void ent_backup_files_free (EntBackupFiles *self);

/* All that the copy of the book at `part` has and that is not there yet. */
gboolean ent_backup_files_copy (EntBackupFiles *self, const char *part, GCancellable *cancellable, GError **error);

/* What the older backup had and this one has no more: it was erased. */
void ent_backup_files_clear_erased (EntBackupFiles *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EntBackupFiles, ent_backup_files_free)

G_END_DECLS
