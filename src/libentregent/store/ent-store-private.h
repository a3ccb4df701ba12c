/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ent-db-private.h"
#include "ent-local-private.h"
#include "ent-store.h"

G_BEGIN_DECLS

/*
 * What the files of this room share about an open book.
 *
 * Never open() the file of a book in this process by anything but SQLite, not even to read it: closing such a
 * descriptor drops SQLite's locks (POSIX), and another process may then damage the book.
 */

/* The uuid of the book. */
const EntId *ent_store_get_book_id (EntStore *self);
gboolean ent_store_is_read_only (EntStore *self);
gboolean ent_store_is_in_memory (EntStore *self);

/* NULL in memory. */
const char *ent_store_get_path (EntStore *self);

/* State that stays on this machine: undo, habits, the replica's identity. Never NULL while the store is open. */
EntLocal *ent_store_get_local (EntStore *self);

/*
 * The writer. Takes the lock of this process (interactive commits pass by waiting bulk ones) without beginning a
 * transaction; ent_store_begin_write() begins one. Held by one thread; nested calls of that thread are allowed and must
 * be balanced.
 */
EntDb *ent_store_writer_lock (EntStore *self, gboolean interactive, GCancellable *cancellable, GError **error);
void ent_store_writer_unlock (EntStore *self);

/* BEGIN IMMEDIATE, waiting ≤ 5 s for other processes; bulk writers let theirs and other processes' interactive commits
 * go first. */
gboolean ent_store_begin_write (EntStore *self, EntDb *db, gboolean interactive, GError **error);

/* When somebody last changed something in this book, here or, as far as they had to wait, in another process: monotonic
 * time in microseconds, 0 for never. Who writes a lot may hold the writer longer while nobody does. */
gint64 ent_store_get_last_person (EntStore *self);
void ent_store_note_person (EntStore *self);

/* COMMIT, or ROLLBACK and an error. */
gboolean ent_store_commit_write (EntStore *self, EntDb *db, GError **error);
void ent_store_rollback_write (EntStore *self, EntDb *db);

/*
 * This replica's identity, inside BEGIN IMMEDIATE: `origin`, its local number `o` (its row in table origin is made) and
 * the oseq of its next group. A clone or a restored book gets a new origin here (sync.md, rule 13).
 */
gboolean
ent_store_get_replica (EntStore *self, EntDb *db, guint64 *origin, gint64 *o, gint64 *next_oseq, GError **error);

/* The origin that this book writes under, 0 when it has none; what the book itself has of it is not looked at. */
gboolean ent_store_peek_origin (EntStore *self, guint64 *origin, GError **error);

/*
 * A group of this very origin came from another replica and was not here: the book was restored from an older copy.
 * The next commit takes a new origin. To be noted before the group is kept: once it is here, and later ones with it,
 * the book looks as if it had all that it ever wrote, while something in between may still be missing.
 */
gboolean ent_store_forget_origin (EntStore *self, guint64 origin, GError **error);

/*
 * After COMMIT: remembers outside the book how far its origin has come, and does what else is to be noted there in the
 * same transaction of the local state (also; may be NULL). A failure is not one of the commit and is only logged.
 */
void ent_store_replica_committed (EntStore *self, guint64 origin, gint64 oseq, EntDbFunc also, gpointer data);

/*
 * After COMMIT: group g of this process touched these records; EntStore::changed follows on the opener's main context.
 * More than ENT_STORE_CHANGED_MAX ids of a kind become "everything". Any thread.
 */
#define ENT_STORE_CHANGED_MAX 1024
typedef struct
{
  const EntKind *kind;
  EntId id;
} EntChangedRecord;
void ent_store_notify_changed (EntStore *self, gint64 g, const EntChangedRecord *records, guint n_records);
void ent_store_notify_everything (EntStore *self, gint64 g);

/*
 * Threads of the store: two for reading, one for writing, and one for each thing that takes long. func gets the task
 * with its source object; it may block. Closing waits for them. (transfer none) task
 */
void ent_store_push_read (EntStore *self, GTask *task, GTaskThreadFunc func);
void ent_store_push_write (EntStore *self, GTask *task, GTaskThreadFunc func);
void ent_store_push_long (EntStore *self, GTask *task, GTaskThreadFunc func);

/*
 * After a commit of group g, by who holds the writer: now and then has put in order what can wait (EntProjection.tidy,
 * the -wal file), on a thread of its own that gives way to everybody.
 */
void ent_store_upkeep_want (EntStore *self, EntDb *db, gint64 g, gboolean bulk);

/* Folds the -wal file between two groups of an import, when it has grown by enough: without the writer, so that a
 * person who saves meanwhile does not wait for it. `wal_pages` is its size after the last group. */
void ent_store_upkeep_fold_bulk (EntStore *self, guint wal_pages);

/* The same at once, for what is left over all records (ent-upkeep-private.h). */
void ent_store_upkeep_wake (EntStore *self);

/* meta of the book; dup returns NULL when there is none, setting to NULL removes it. */
char *ent_db_dup_meta (EntDb *db, const char *key, GError **error);
gboolean ent_db_set_meta (EntDb *db, const char *key, const char *value, GError **error);

/* A checksum over all of it stands with it, as `sum`. */
gboolean ent_db_sum_meta (EntDb *db, char **stored, char **sum, GError **error);
gboolean ent_db_update_meta_sum (EntDb *db, GError **error);

/* Drops the store's copy of the custom fields' definitions: after a change of kind `field`. */
void ent_store_forget_fields (EntStore *self);

/* Seams for tests and the simulator. */

/* Registers the file system layer for every book opened from now on (NULL: the engine's own); returns the engine's own,
 * to wrap. */
sqlite3_vfs *ent_store_test_set_vfs (sqlite3_vfs *vfs);

/* Whether SQL may write to what SQLite keeps to itself, as damage does: the tables inside of an index of words. */
gboolean ent_store_test_open_shadows (EntStore *self, GError **error);

/* The bytes of a book (for in-memory books: a template), and an in-memory book from such bytes: a clone, so with a new
 * origin. */
GBytes *ent_store_test_serialize (EntStore *self, GError **error);
EntStore *ent_store_test_deserialize (GBytes *bytes, GError **error);

/*
 * Where connections with such bytes come from, and where they go instead of being closed (FALSE: not one of those). The
 * statements of a connection are compiled once then, and not for every book.
 */
typedef EntDb *(*EntTestTakeFunc) (GBytes *image);
typedef gboolean (*EntTestGiveFunc) (EntDb *db);
void ent_store_test_set_connections (EntTestTakeFunc take, EntTestGiveFunc give);

G_END_DECLS
