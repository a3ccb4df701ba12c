/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ent-store-private.h"

G_BEGIN_DECLS

/* The object itself: only for the ent-store-*.c files, each of which has its own part of it. */

#define ENT_STORE_READERS 2

/* Connections and who waits for them: ent-store-connections.c. In memory there is one connection, the writer, for
 * everything. */
typedef struct
{
  GMutex lock;
  GCond cond;
  EntDb *readers[ENT_STORE_READERS];
  GThread *reader_users[ENT_STORE_READERS];
  EntDb *writer;
  GThread *writer_user;
  guint writer_depth;
  guint interactive_waiting;
  gint64 last_person; /* when somebody last changed something here, or knocked at the door; monotonic */
  guint jobs;
  gboolean closing; /* no more jobs; those that were asked for before are still done */
  gboolean closed;
  GThreadPool *read_pool;
  GThreadPool *write_pool;
  GThreadPool *long_pool;
  int door; /* file descriptor, or -1 */
} EntStoreConnections;

/* What changed and was not told yet, and the watch on other processes: ent-store-watch.c. */
typedef struct
{
  GMutex lock;
  GHashTable *pending; /* kind number → GArray of EntId, NULL = everything */
  GSource *source;
  GHashTable *own; /* groups of this process after `seen`: gint64 */
  gint64 seen;
  GThread *thread;
  int wake; /* eventfd, or -1 */
  gboolean stop;
} EntStoreWatch;

/* Definitions of custom fields: ent-store-fields.c. */
typedef struct
{
  GMutex lock;
  GPtrArray *current; /* of EntField, NULL = to be read */
  GPtrArray *all;     /* everything ever handed out: lives as long as the store */
  guint generation;
} EntStoreFields;

/* What is put in order when nobody waits for the writer: ent-store-upkeep.c. */
typedef struct
{
  GMutex lock;
  GCond cond;
  GThread *thread;
  GCancellable *stop; /* NULL until there was something to do */
  gboolean wanted;
  gboolean due;     /* a bulk change was committed since it was last wanted */
  gint64 last_edit; /* monotonic, µs */
  guint n_groups;   /* of edits, since everything was in order */
  guint n_since_step;
  gboolean is_pressed; /* it cannot wait for a rest any more */

  GMutex fold_lock;
  EntDb *folder; /* opened when it is first needed */
  guint folded_pages;
  gboolean is_over;
} EntStoreUpkeep;

struct _EntStore
{
  GObject parent_instance;

  GFile *file;
  char *path; /* NULL in memory */
  gboolean read_only;
  GMainContext *context;
  EntId book;
  char *country;
  char *currency;
  char *locale;
  EntId me;
  EntLocal *local;

  EntStoreConnections connections;
  EntStoreWatch watch;
  EntStoreFields fields;
  EntStoreUpkeep upkeep;

  /* Only added to while the book is being set up. */
  GPtrArray *guards;
  GPtrArray *hooks;

  GHashTable *identity; /* while it is made as a copy of another; otherwise NULL */

  GHashTable *erased_contents; /* hashes, of attachments that were erased and not yet looked at; with the writer */
  gint64 next_purge;

  gint64 created; /* milliseconds */
  gint64 next_backup_look;
};

EntStore *ent_store_new_object (GFile *file, GMainContext *context);

/* ids NULL: everything. */
void ent_store_emit_changed (EntStore *self, guint kind, GArray *ids);

void ent_store_connections_init (EntStore *self);
void ent_store_connections_open (EntStore *self, EntDb *writer, EntDb *const readers[ENT_STORE_READERS]);
/* Refuses what comes, waits for what runs, closes. wait is FALSE when nobody can hold the store any more. */
void ent_store_connections_close (EntStore *self, gboolean wait);
void ent_store_connections_clear (EntStore *self);

void ent_store_watch_init (EntStore *self);
void ent_store_watch_start (EntStore *self);
void ent_store_watch_stop (EntStore *self);
void ent_store_watch_clear (EntStore *self);

void ent_store_upkeep_init (EntStore *self);
/* Before the connections are closed; a first step of what is still wanted is done. */
void ent_store_upkeep_stop (EntStore *self);
void ent_store_upkeep_clear (EntStore *self);

void ent_store_fields_init (EntStore *self);
void ent_store_fields_clear (EntStore *self);

/* Opens the connections and reads meta; the object is new. settings may be NULL. */
gboolean ent_store_open_book (EntStore *self,
                              EntStoreOpenFlags flags,
                              const EntBookSettings *settings,
                              GBytes *image,
                              GError **error);

G_END_DECLS
