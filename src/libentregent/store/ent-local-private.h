/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gio/gio.h>

#include "ent-db-private.h"

G_BEGIN_DECLS

/**
 * EntLocal: (skip)
 *
 * What belongs to this machine and this person and never travels with a book: replica identity, undo stack, habits,
 * window state. A small SQLite file of its own, `$XDG_STATE_HOME/entregent/<book-id>.db`, shared by the processes that
 * have the book open. Losing it costs an undo stack and gives a new origin, nothing else. Safe from any thread.
 */
typedef struct _EntLocal EntLocal;

/* For a book in memory (in_memory), the local state is in memory too. */
EntLocal *ent_local_open (const EntId *book, gboolean in_memory, GError **error);
void ent_local_free (EntLocal *self);

/* Runs func inside BEGIN IMMEDIATE … COMMIT on the local file (not the book), rolled back when it returns FALSE. */
gboolean ent_local_run (EntLocal *self, EntDbFunc func, gpointer data, GError **error);

/* Runs func without a transaction, for one statement that reads: it waits for no other process that writes. */
gboolean ent_local_read (EntLocal *self, EntDbFunc func, gpointer data, GError **error);

/* Habits, drafts, window state: texts by key. dup returns NULL when there is none. */
char *ent_local_dup_value (EntLocal *self, const char *key);
gboolean ent_local_set_value (EntLocal *self, const char *key, const char *value, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EntLocal, ent_local_free)

G_END_DECLS
