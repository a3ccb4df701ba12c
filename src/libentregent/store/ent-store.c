/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "ent-store-object-private.h"
#include "ent-projection-private.h"

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (EntStore, ent_store, G_TYPE_OBJECT)

static void
ent_store_finalize (GObject *object)
{
  EntStore *self = ENT_STORE (object);

  /* Nobody holds it any more, so nothing runs; and this may be a thread of its own pool, which must not be waited for.
   */
  ent_store_watch_stop (self);
  ent_store_upkeep_stop (self);
  ent_store_connections_close (self, FALSE);
  g_clear_pointer (&self->local, ent_local_free);

  ent_store_fields_clear (self);
  ent_store_watch_clear (self);
  ent_store_upkeep_clear (self);
  ent_store_connections_clear (self);
  g_clear_object (&self->file);
  g_clear_pointer (&self->path, g_free);
  g_clear_pointer (&self->country, g_free);
  g_clear_pointer (&self->currency, g_free);
  g_clear_pointer (&self->locale, g_free);
  g_clear_pointer (&self->context, g_main_context_unref);
  g_clear_pointer (&self->guards, g_ptr_array_unref);
  g_clear_pointer (&self->hooks, g_ptr_array_unref);
  g_clear_pointer (&self->erased_contents, g_hash_table_unref);

  G_OBJECT_CLASS (ent_store_parent_class)->finalize (object);
}

static void
ent_store_class_init (EntStoreClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = ent_store_finalize;

  /**
   * EntStore::changed:
   * @self: the book
   * @kind: number of the kind of which records changed
   * @ids: (element-type EntId) (nullable): which ones; %NULL when @everything
   * @everything: whether so much changed that all of the kind should be read again
   *
   * Records of a kind were added, changed, deleted or restored, by this process or another. Emitted after the commit on
   * the main context that was the default of the thread that opened the book; several commits may be told of at once.
   */
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                          G_TYPE_NONE, 3, G_TYPE_UINT, G_TYPE_ARRAY, G_TYPE_BOOLEAN);
}

static void
ent_store_init (EntStore *self)
{
  ent_store_connections_init (self);
  ent_store_watch_init (self);
  ent_store_upkeep_init (self);
  ent_store_fields_init (self);
}

EntStore *
ent_store_new_object (GFile *file, GMainContext *context)
{
  EntStore *self = g_object_new (ENT_TYPE_STORE, NULL);

  g_set_object (&self->file, file);
  self->context = g_main_context_ref (context);

  return self;
}

void
ent_store_emit_changed (EntStore *self, guint kind, GArray *ids)
{
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0, kind, ids, ids == NULL);
}

/**
 * ent_store_get_default_file:
 *
 * The book of somebody who never chose another: `$XDG_DATA_HOME/entregent/default.entregent`.
 *
 * Returns: (transfer full): the file, which may not exist
 */
GFile *
ent_store_get_default_file (void)
{
  g_autofree char *path = g_build_filename (g_get_user_data_dir (), "entregent", "default.entregent", NULL);

  return g_file_new_for_path (path);
}

/**
 * ent_store_close:
 * @self: the book
 *
 * Closes the book: what comes later fails with %G_IO_ERROR_CLOSED, what an asynchronous function was asked for before
 * is done and waited for, as is what runs. Not to be called from a function that reads or writes the book. Letting go
 * of the last reference closes it too.
 */
void
ent_store_close (EntStore *self)
{
  g_return_if_fail (ENT_IS_STORE (self));

  ent_store_watch_stop (self);
  ent_store_upkeep_stop (self);
  ent_store_connections_close (self, TRUE);
}

/**
 * ent_store_get_file:
 * @self: the book
 *
 * Returns: (transfer none) (nullable): its file, or %NULL when it lives in memory
 */
GFile *
ent_store_get_file (EntStore *self)
{
  g_return_val_if_fail (ENT_IS_STORE (self), NULL);

  return self->file;
}

/**
 * ent_store_get_country:
 * @self: the book
 *
 * The country that phone numbers and addresses without one are taken to be of.
 *
 * Returns: (transfer none): an ISO 3166-1 code of two letters
 */
const char *
ent_store_get_country (EntStore *self)
{
  g_return_val_if_fail (ENT_IS_STORE (self), NULL);

  return self->country;
}

/**
 * ent_store_get_currency:
 * @self: the book
 *
 * The currency of amounts that were given without one.
 *
 * Returns: (transfer none): an ISO 4217 code
 */
const char *
ent_store_get_currency (EntStore *self)
{
  g_return_val_if_fail (ENT_IS_STORE (self), NULL);

  return self->currency;
}

/**
 * ent_store_get_locale:
 * @self: the book
 *
 * The locale by whose rules lists are sorted: the book's, so that everybody who shares it sees the same order.
 *
 * Returns: (transfer none): a BCP 47 tag
 */
const char *
ent_store_get_locale (EntStore *self)
{
  g_return_val_if_fail (ENT_IS_STORE (self), NULL);

  return self->locale;
}

/**
 * ent_store_get_me:
 * @self: the book
 *
 * The user who works here: author of changes, "me" in queries.
 *
 * Returns: (transfer none): the id of a user
 */
const EntId *
ent_store_get_me (EntStore *self)
{
  g_return_val_if_fail (ENT_IS_STORE (self), NULL);

  return &self->me;
}

/**
 * ent_store_set_me:
 * @self: the book
 * @user: the id of a user
 *
 * Says who works here. Remembered on this machine, not in the book. To be called before the book is used by other
 * threads.
 */
void
ent_store_set_me (EntStore *self, const EntId *user)
{
  char text[ENT_ID_STRING_LENGTH + 1];
  g_autoptr (GError) error = NULL;

  g_return_if_fail (ENT_IS_STORE (self));
  g_return_if_fail (user != NULL);

  self->me = *user;

  ent_id_format (user, text);
  if (!ent_local_set_value (self->local, "me", text, &error))
    g_message ("Who works here is not remembered: %s", error->message);
}

const EntId *
ent_store_get_book_id (EntStore *self)
{
  return &self->book;
}

gboolean
ent_store_is_read_only (EntStore *self)
{
  return self->read_only;
}

gboolean
ent_store_is_in_memory (EntStore *self)
{
  return self->path == NULL;
}

const char *
ent_store_get_path (EntStore *self)
{
  return self->path;
}

EntLocal *
ent_store_get_local (EntStore *self)
{
  return self->local;
}

typedef struct
{
  EntGuard guard;
  EntCommitHook hook;
  gpointer data;
} Callback;

static void
add_callback (GPtrArray **callbacks, EntGuard guard, EntCommitHook hook, gpointer data)
{
  Callback *callback = g_new0 (Callback, 1);

  callback->guard = guard;
  callback->hook = hook;
  callback->data = data;
  if (*callbacks == NULL)
    *callbacks = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (*callbacks, callback);
}

void
ent_store_add_guard (EntStore *self, EntGuard guard, gpointer data)
{
  add_callback (&self->guards, guard, NULL, data);
}

void
ent_store_add_commit_hook (EntStore *self, EntCommitHook hook, gpointer data)
{
  add_callback (&self->hooks, NULL, hook, data);
}

gboolean
ent_store_run_guards (EntStore *self, EntDb *db, EntChange *change, GPtrArray *warnings, GError **error)
{
  for (guint i = 0; self->guards != NULL && i < self->guards->len; i++)
    {
      Callback *callback = g_ptr_array_index (self->guards, i);

      if (!callback->guard (self, db, change, warnings, callback->data, error))
        return FALSE;
    }

  return TRUE;
}

void
ent_store_run_commit_hooks (EntStore *self, gint64 group, const EntTouched *touched, guint n_touched)
{
  for (guint i = 0; self->hooks != NULL && i < self->hooks->len; i++)
    {
      Callback *callback = g_ptr_array_index (self->hooks, i);

      callback->hook (self, group, touched, n_touched, callback->data);
    }
}
