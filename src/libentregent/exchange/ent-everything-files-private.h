/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Files of an export of a whole book: each is known by its size and checksum, and on the disk when it is closed. */

#define ENT_EVERYTHING_MANIFEST "manifest.json"
#define ENT_EVERYTHING_LOG "log.jsonl"
#define ENT_EVERYTHING_RECORDS "records"
#define ENT_EVERYTHING_WORKBOOK "book.xlsx"
#define ENT_EVERYTHING_SCHEMA "SCHEMA.md"
#define ENT_EVERYTHING_CONTENTS "files"
#define ENT_EVERYTHING_CONTENT_LIST "files.jsonl"
#define ENT_EVERYTHING_VERSION 1

typedef struct _EntEverythingFile EntEverythingFile;

/* `name` within the folder at `path`. */
EntEverythingFile *ent_everything_file_new (const char *path, const char *name, GError **error);
void ent_everything_file_free (EntEverythingFile *self);

/* A line, or a part of one. */
gboolean ent_everything_file_write (EntEverythingFile *self,
                                    const char *text,
                                    gsize length,
                                    GCancellable *cancellable,
                                    GError **error);

/* For what writes by itself; owned by the file. */
GOutputStream *ent_everything_file_get_stream (EntEverythingFile *self);

/* Closes it; its checksum. (transfer full) */
char *ent_everything_file_finish (EntEverythingFile *self, guint64 *size, GCancellable *cancellable, GError **error);

/* The checksum of what is written to it, and nothing else. */
GOutputStream *ent_everything_sum_new (GOutputStream *base);
char *ent_everything_sum_finish (GOutputStream *sum, guint64 *size);

/* The checksum of a file, without its content in memory. (transfer full) */
char *ent_everything_dup_sum (GFile *file, guint64 *size, GCancellable *cancellable, GError **error);

gboolean ent_everything_sync_folder (const char *path, GError **error);
void ent_everything_set_error (GError **error, const char *path, int saved_errno);

/* For tests: how many bytes of groups go into the book at once; 0 for as many as always. */
void ent_everything_test_set_batch (gsize bytes);

/* For tests: the longest line of a log, in bytes; 0 for what it is always. */
void ent_everything_test_set_max_line (gsize bytes);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EntEverythingFile, ent_everything_file_free)

G_END_DECLS
