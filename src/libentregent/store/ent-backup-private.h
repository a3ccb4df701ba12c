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

G_END_DECLS
