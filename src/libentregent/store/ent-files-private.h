/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gio/gio.h>

#include "ent-id.h"

G_BEGIN_DECLS

/*
 * The folder of files beside a book, `BOOK-files`: the contents of attachments, each under the SHA-256 of itself, in a
 * subfolder of its first two digits. A content is written under another name, synced, and then takes its own; from then
 * on it is only read, until nothing refers to it any more. The same folder goes with a backup and with an export of
 * everything.
 */

#define ENT_FILES_HASH_LENGTH 64

/* Names the book that the folder belongs to. */
#define ENT_FILES_MARKER "book"

/* (transfer full) */
char *ent_files_dup_folder (const char *book_path);
/* The hash in digits as they are written: nothing else is ever made a path of. */
gboolean ent_files_is_hash (const char *text);
char *ent_files_dup_path (const char *folder, const char *hash);

/* A name that is safe to be shown and to be written to any folder. (transfer full) */
char *ent_files_clean_name (const char *name);

/* Makes the folder where there is none, and clears what a process that was killed has left in it. Refuses that of
 * another book. */
gboolean ent_files_claim (const char *folder, const EntId *book, GError **error);

/* Whether what lies there may be taken away for this book. */
gboolean ent_files_is_of (const char *folder, const EntId *book);

/* ---- writing ---- */

typedef struct _EntFilesPart EntFilesPart;

EntFilesPart *ent_files_part_new (const char *folder, GError **error);
/* Takes its file away, unless it has its own name. */
void ent_files_part_free (EntFilesPart *self);
gboolean ent_files_part_write (EntFilesPart *self, gconstpointer data, gsize size, GError **error);
/* On the disk, whole, and known by its hash. */
gboolean ent_files_part_finish (EntFilesPart *self, GError **error);
const char *ent_files_part_get_hash (EntFilesPart *self);
guint64 ent_files_part_get_size (EntFilesPart *self);

/* All of them get their names, and keep them in a power cut. Within a transaction that writes the book: contents are
 * taken away only within one. (element-type EntFilesPart) */
gboolean ent_files_place (GPtrArray *parts, GError **error);

/* ---- reading ---- */

typedef enum
{
  ENT_FILES_GOOD,
  ENT_FILES_MISSING,
  ENT_FILES_DAMAGED,
} EntFilesState;

/* -1 with ENT_ERROR_NO_CONTENT that names the attachment, or another error. */
int ent_files_open (const char *folder, const char *hash, const char *name, GError **error);

/* Fails at its end with ENT_ERROR_CORRUPT where the content is not that of the hash. Takes the descriptor. */
GInputStream *ent_files_stream_new (int fd, const char *hash, const char *name);

/* Whether it is there with this size (negative: any), and with `reads` whether its hash is right; FALSE: cancelled, or
 * it cannot be read. */
gboolean ent_files_look (const char *folder,
                         const char *hash,
                         gint64 size,
                         gboolean reads,
                         EntFilesState *state,
                         GCancellable *cancellable,
                         GError **error);

/* Puts a content into another such folder, unless it is there; a missing or damaged one is left out, which `state`
 * says. */
gboolean ent_files_copy (const char *from_folder,
                         const char *to_folder,
                         const char *hash,
                         EntFilesState *state,
                         GCancellable *cancellable,
                         GError **error);

/* ---- what lies there ---- */

typedef enum
{
  ENT_FILES_ENTRY_CONTENT,
  ENT_FILES_ENTRY_PART,
  ENT_FILES_ENTRY_FOREIGN,
} EntFilesEntryType;

/* `name` is the hash of a content, else the path in the folder; `age` in seconds. FALSE ends it. */
typedef gboolean (*EntFilesFunc) (EntFilesEntryType type, const char *name, gint64 age, gpointer data, GError **error);
gboolean ent_files_foreach (const char *folder, EntFilesFunc func, gpointer data, GError **error);

/* Takes away parts that processes have left which are no more. */
void ent_files_clear_stale (const char *folder);

/* In seconds, since it came or was attached again. */
gint64 ent_files_get_age (const char *folder, const char *hash);

/* FALSE with an error where it is still there afterwards. */
gboolean ent_files_remove (const char *folder, const char *hash, GError **error);

/* Contents of one folder into the other, by renaming; the first is gone then. */
gboolean ent_files_move_all (const char *from_folder, const char *to_folder, GError **error);

/* For tests: called before whatever changes the disk; what it returns is the errno that it fails with, 0 for none. */
typedef int (*EntFilesFault) (void);
void ent_files_test_set_fault (EntFilesFault fault);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EntFilesPart, ent_files_part_free)

G_END_DECLS
