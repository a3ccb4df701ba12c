/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gio/gio.h>

#include "ent-change.h"
#include "ent-error.h"
#include "ent-receipt.h"
#include "ent-record.h"

G_BEGIN_DECLS

#define ENT_TYPE_STORE (ent_store_get_type ())

/**
 * EntStore:
 *
 * A customer book: one SQLite file that several processes may have open, and the only object that reads and writes it.
 *
 * `_async` functions do their work on threads of the store; `_sync` ones block and are for command lines and tests,
 * never for a main loop that draws. [signal@Store::changed] tells of every commit, also of other processes.
 */
ENT_AVAILABLE_IN_1_0
G_DECLARE_FINAL_TYPE (EntStore, ent_store, ENT, STORE, GObject)

/**
 * EntStoreOpenFlags:
 * @ENT_STORE_OPEN_CREATE: make the book when there is none
 * @ENT_STORE_OPEN_READ_ONLY: never write
 * @ENT_STORE_OPEN_IN_MEMORY: a book that lives in memory only, for tests
 * @ENT_STORE_OPEN_FOR_CHECK: nothing is put in order on opening, so that [method@Store.check_sync] can look at a book
 *   of which tables are gone; not for anything else
 */
typedef enum
{
  ENT_STORE_OPEN_DEFAULT = 0,
  ENT_STORE_OPEN_CREATE = 1 << 0,
  ENT_STORE_OPEN_READ_ONLY = 1 << 1,
  ENT_STORE_OPEN_IN_MEMORY = 1 << 2,
  ENT_STORE_OPEN_FOR_CHECK = 1 << 3,
} EntStoreOpenFlags;

/**
 * EntBookSettings:
 *
 * What a new book is told about itself; every member may be NULL: then it is guessed from the locale.
 */
typedef struct
{
  const char *me;       /* name of the user who makes it */
  const char *country;  /* ISO 3166-1 alpha-2 */
  const char *currency; /* ISO 4217 */
  const char *locale;   /* collation locale, BCP 47 */
} EntBookSettings;

ENT_AVAILABLE_IN_1_0
void ent_store_open_async (GFile *file,
                           EntStoreOpenFlags flags,
                           const EntBookSettings *settings,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data);

ENT_AVAILABLE_IN_1_0
EntStore *ent_store_open_finish (GAsyncResult *result, GError **error);

ENT_AVAILABLE_IN_1_0
EntStore *ent_store_open_sync (GFile *file,
                               EntStoreOpenFlags flags,
                               const EntBookSettings *settings,
                               GCancellable *cancellable,
                               GError **error);

/* Who makes a book, and where, as far as the account and the locale tell. */
ENT_AVAILABLE_IN_1_0
void ent_store_guess_settings (char **me, char **country);

/* The default book: $XDG_DATA_HOME/entregent/default.entregent. */
ENT_AVAILABLE_IN_1_0
GFile *ent_store_get_default_file (void);

ENT_AVAILABLE_IN_1_0
void ent_store_close (EntStore *self);

ENT_AVAILABLE_IN_1_0
GFile *ent_store_get_file (EntStore *self);

ENT_AVAILABLE_IN_1_0
const char *ent_store_get_country (EntStore *self);

ENT_AVAILABLE_IN_1_0
const char *ent_store_get_currency (EntStore *self);

ENT_AVAILABLE_IN_1_0
const char *ent_store_get_locale (EntStore *self);

/* The user who works here: author of changes, "me" in queries. */
ENT_AVAILABLE_IN_1_0
const EntId *ent_store_get_me (EntStore *self);

ENT_AVAILABLE_IN_1_0
void ent_store_set_me (EntStore *self, const EntId *user);

/* Fields of a kind with the book's custom fields after the built-in ones; a GPtrArray of EntField. (transfer container)
 */
ENT_AVAILABLE_IN_1_0
GPtrArray *ent_store_dup_fields (EntStore *self, const EntKind *kind);

/* By key, built-in or custom (its key is made from its label when it is defined). */
ENT_AVAILABLE_IN_1_0
const EntField *ent_store_get_field (EntStore *self, const EntKind *kind, const char *key);

ENT_AVAILABLE_IN_1_0
void ent_store_commit_async (EntStore *self,
                             EntChange *change,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data);

ENT_AVAILABLE_IN_1_0
EntReceipt *ent_store_commit_finish (EntStore *self, GAsyncResult *result, GError **error);

ENT_AVAILABLE_IN_1_0
EntReceipt *ent_store_commit_sync (EntStore *self, EntChange *change, GCancellable *cancellable, GError **error);

/* A merged record is read as its survivor, with everything united. */
ENT_AVAILABLE_IN_1_0
void ent_store_get_record_async (EntStore *self,
                                 const EntKind *kind,
                                 const EntId *id,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);

ENT_AVAILABLE_IN_1_0
EntRecord *ent_store_get_record_finish (EntStore *self, GAsyncResult *result, GError **error);

ENT_AVAILABLE_IN_1_0
EntRecord *ent_store_get_record_sync (EntStore *self,
                                      const EntKind *kind,
                                      const EntId *id,
                                      GCancellable *cancellable,
                                      GError **error);

/* The kind of a record of which only the id is known, or NULL with ENT_ERROR_NOT_FOUND. Also an unambiguous beginning
 * of an id (≥ 4 digits). */
ENT_AVAILABLE_IN_1_0
const EntKind *
ent_store_find_id_sync (EntStore *self, const char *id_text, EntId *id, GCancellable *cancellable, GError **error);

ENT_AVAILABLE_IN_1_0
void ent_store_find_id_async (EntStore *self,
                              const char *id_text,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);

ENT_AVAILABLE_IN_1_0
const EntKind *ent_store_find_id_finish (EntStore *self, GAsyncResult *result, EntId *id, GError **error);

G_END_DECLS
