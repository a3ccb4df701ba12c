/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ent-db-private.h"

G_BEGIN_DECLS

/* What only the store itself, and not the rooms, does with a connection. */

/* The file system layer that books are opened with, or NULL for the engine's own. */
const char *ent_db_get_vfs_name (void);

/* A connection to a book in memory with the bytes, if a test has one to give; and back. */
EntDb *ent_store_test_take (GBytes *image);
gboolean ent_store_test_give (EntDb *db);

/* A file that is no book: always through the engine's own layer. */
EntDb *ent_db_open_local (const char *path, int sqlite_flags, GError **error);

/* The same under a name for the time being; errors tell of the path that it is for. */
EntDb *ent_db_open_part (const char *part, const char *path, int sqlite_flags, GError **error);

/* A file that nobody writes while it is open, on media where nothing can be made beside it. */
EntDb *ent_db_open_immutable (const char *path, GError **error);

/* While one is set, statements stop with G_IO_ERROR_CANCELLED once it is cancelled. */
void ent_db_set_cancellable (EntDb *self, GCancellable *cancellable);

/* Waits ≤ 5 s for other processes; the state of a new connection. */
void ent_db_set_busy_timeout (EntDb *self);

/*
 * How a writer commits from now on. FULL for what a person was told is saved; an import's groups may be lost, whole, in
 * a power cut. An import changes pages all over the indexes, so it keeps more of them and folds the -wal file into the
 * book less often, when each page is written once for many groups.
 */
gboolean ent_db_set_bulk (EntDb *self, gboolean bulk, GError **error);

/* How long the -wal file was after the last commit of this connection. From any thread. */
guint ent_db_get_wal_pages (EntDb *self);

/* Resets what was left half read: an unfinished statement keeps its snapshot and refuses a COMMIT. */
void ent_db_reset_all (EntDb *self);

/* The first column of the first row. dup returns NULL for no row, NULL and an error. */
char *ent_db_dup_text (EntDb *self, const char *sql, GError **error);

/* 0 for no row. */
gboolean ent_db_get_integer (EntDb *self, const char *sql, gint64 *value, GError **error);

G_END_DECLS
