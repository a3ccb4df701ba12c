/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/*
 * What is written beside the place where it will stand, and takes it when it is whole: ".NAME.XXXXXXXX.part".
 */

/* The name of a new part. */
char *ent_part_dup_name (const char *base);
/* Whether a file is so called: that of any part. */
gboolean ent_part_is_name (const char *name);
/* Its path. Parts for the same place that have not been written to for a day are removed: their process was killed. */
char *ent_part_dup_path (const char *path);
/* Where a part, or what is in one, will stand: for what is said to people. */
char *ent_part_dup_place (const char *path);
/* A file or a folder with what is in it; nothing is said where it cannot be. */
void ent_part_remove (const char *path);

G_END_DECLS
