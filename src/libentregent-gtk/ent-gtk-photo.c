/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "EntGtk"

#include "config.h"

#include "ent-gtk-photo.h"
#include "ent-gtk-photo-decode-private.h"

#include "ent-error.h"
#include "ent-photo.h"

/*
 * Read and decoded on one thread of their own, one after the other: a list never has more than one picture in work.
 * What was shown last is kept, so that a list that is scrolled back shows it at once; so is which pictures cannot be
 * read, by their hash: those are not tried again.
 */
#define MAX_KEPT (8 * 1024 * 1024)
/* What an entry takes besides its pixels. */
#define ENTRY_SIZE 256

typedef struct
{
  char *key;
  GdkTexture *texture; /* NULL: it cannot be read */
  gsize size;
  GList link;
} Entry;

static GHashTable *entries; /* key → Entry; of the main thread */
static GQueue recent;       /* the last used first */
static gsize kept;

static void
entry_free (gpointer data)
{
  Entry *entry = data;

  g_queue_unlink (&recent, &entry->link);
  kept -= entry->size;
  g_clear_object (&entry->texture);
  g_free (entry->key);
  g_free (entry);
}

static char *
make_key (const char *photo, int pixels)
{
  return g_strdup_printf ("%s %d", photo, pixels);
}

static void
keep (const char *photo, int pixels, GdkTexture *texture)
{
  Entry *entry = g_new0 (Entry, 1);

  entry->key = make_key (photo, pixels);
  entry->size = ENTRY_SIZE;
  entry->link.data = entry;
  if (texture != NULL)
    {
      entry->texture = g_object_ref (texture);
      entry->size += (gsize) gdk_texture_get_width (texture) * (gsize) gdk_texture_get_height (texture) * 4;
    }
  if (entries == NULL)
    entries = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, entry_free);
  g_hash_table_remove (entries, entry->key);
  g_hash_table_insert (entries, entry->key, entry);
  g_queue_push_head_link (&recent, &entry->link);
  kept += entry->size;
  while (kept > MAX_KEPT)
    g_hash_table_remove (entries, ((Entry *) g_queue_peek_tail (&recent))->key);
}

/**
 * ent_gtk_photo_lookup:
 * @photo: what a contact has as its photo
 * @pixels: the side of the square
 * @texture: (out) (transfer full) (nullable): the picture; %NULL: it cannot be shown
 *
 * Finds a picture among those that were shown last. On the main thread.
 *
 * Returns: whether it was loaded before
 */
gboolean
ent_gtk_photo_lookup (const char *photo, int pixels, GdkTexture **texture)
{
  g_autofree char *key = NULL;
  Entry *entry;

  g_return_val_if_fail (photo != NULL && texture != NULL, FALSE);

  key = make_key (photo, pixels);
  entry = entries != NULL ? g_hash_table_lookup (entries, key) : NULL;
  *texture = NULL;
  if (entry == NULL)
    return FALSE;
  g_queue_unlink (&recent, &entry->link);
  g_queue_push_head_link (&recent, &entry->link);
  if (entry->texture != NULL)
    *texture = g_object_ref (entry->texture);

  return TRUE;
}

/**
 * ent_gtk_photo_get_kept:
 *
 * Returns: how many bytes the pictures take that were shown last
 */
gsize
ent_gtk_photo_get_kept (void)
{
  return kept;
}

typedef struct
{
  char *photo;
  int pixels;
} Load;

static void
load_free (gpointer data)
{
  Load *load = data;

  g_free (load->photo);
  g_free (load);
}

static void
load_thread (gpointer data, gpointer unused)
{
  g_autoptr (GTask) task = data;
  Load *load = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);
  g_autoptr (GBytes) bytes = NULL;
  GdkTexture *texture = NULL;
  GError *error = NULL;

  if (g_task_return_error_if_cancelled (task))
    return;
  bytes = ent_store_read_photo_sync (g_task_get_source_object (task), load->photo, cancellable, &error);
  if (bytes != NULL)
    texture = ent_gtk_photo_decode (bytes, load->pixels, cancellable, &error);
  if (texture != NULL)
    g_task_return_pointer (task, texture, g_object_unref);
  else
    g_task_return_error (task, error);
}

/**
 * ent_gtk_photo_load_async:
 * @store: the book of the contact
 * @photo: what the contact has as its photo
 * @pixels: the side of the square
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is loaded
 * @user_data: for @callback
 *
 * Loads a picture in the background.
 */
void
ent_gtk_photo_load_async (EntStore *store,
                          const char *photo,
                          int pixels,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  static GThreadPool *pool;
  GTask *task;
  Load *load;

  g_return_if_fail (ENT_IS_STORE (store));
  g_return_if_fail (photo != NULL && pixels > 0);

  if (pool == NULL)
    pool = g_thread_pool_new (load_thread, NULL, 1, FALSE, NULL);
  load = g_new (Load, 1);
  load->photo = g_strdup (photo);
  load->pixels = pixels;
  task = g_task_new (store, cancellable, callback, user_data);
  g_task_set_source_tag (task, ent_gtk_photo_load_async);
  g_task_set_task_data (task, load, load_free);
  g_thread_pool_push (pool, task, NULL);
}

/**
 * ent_gtk_photo_load_finish:
 * @store: the book
 * @result: what the callback was given
 * @error: return location
 *
 * Gets what came of ent_gtk_photo_load_async(), and keeps it for a while.
 *
 * Returns: (transfer full): the picture; %NULL where there is none that could be shown
 */
GdkTexture *
ent_gtk_photo_load_finish (EntStore *store, GAsyncResult *result, GError **error)
{
  GError *failed = NULL;
  GdkTexture *texture;
  Load *load;

  g_return_val_if_fail (g_task_is_valid (result, store), NULL);

  load = g_task_get_task_data (G_TASK (result));
  texture = g_task_propagate_pointer (G_TASK (result), &failed);
  /* A content that is not here may come. */
  if (failed == NULL || (!g_error_matches (failed, G_IO_ERROR, G_IO_ERROR_CANCELLED) && failed->domain != ENT_ERROR))
    keep (load->photo, load->pixels, texture);
  if (failed != NULL)
    g_propagate_error (error, failed);

  return texture;
}
