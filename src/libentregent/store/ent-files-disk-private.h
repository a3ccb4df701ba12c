/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ent-files-private.h"

G_BEGIN_DECLS

/* What the ent-files*.c files share: steps on the disk, each of which a test can let fail. */

int ent_files_fault (void);

/* Sets the error of a failed call on a path; returns FALSE. */
gboolean ent_files_fail (GError **error, const char *path, int saved_errno);

/* One that is there already is good. */
gboolean ent_files_make_folder (const char *path, GError **error);

/* The names in a folder are on the disk afterwards. */
gboolean ent_files_sync (const char *folder, GError **error);

/* Over whatever has the name. */
gboolean ent_files_part_rename (EntFilesPart *self, const char *path, GError **error);

G_END_DECLS
