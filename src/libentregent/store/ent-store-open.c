/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "ent-store-object-private.h"
#include "ent-upkeep-private.h"
#include "ent-backup-private.h"
#include "ent-book-copy-private.h"
#include "ent-book-settings-private.h"
#include "ent-clock-private.h"
#include "ent-db-error-private.h"
#include "ent-db-open-private.h"
#include "ent-projection-run-private.h"
#include "ent-schema-private.h"
#include "ent-seeds-private.h"
#include "ent-writer-door-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>
#include <sys/stat.h>

/* As long as SQLite waits where it does wait. */
#define RETRY_US (4 * G_USEC_PER_SEC)

static gboolean
check_path (const char *path, EntStoreOpenFlags flags, GError **error)
{
  g_autofree char *name = g_filename_display_name (path);
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *own_folder = g_build_filename (g_get_user_data_dir (), "entregent", NULL);
  struct stat info;

  /* Nobody has to make the folder of a book that they did not choose a place for: the default one, the sample. */
  if (flags & ENT_STORE_OPEN_CREATE && strcmp (folder, own_folder) == 0)
    g_mkdir_with_parents (folder, 0700);

  if (stat (path, &info) == 0 && S_ISDIR (info.st_mode))
    {
      g_set_error (error, ENT_ERROR, ENT_ERROR_NOT_A_BOOK,
                   _("“%s” is a folder, not a customer book. Choose a file in it that ends in .entregent."), name);
      return FALSE;
    }
  /* Opening a pipe that nobody writes to would wait for ever. */
  if (stat (path, &info) == 0 && !S_ISREG (info.st_mode))
    {
      ent_db_error_set (error, path, SQLITE_NOTADB, 0, NULL);
      return FALSE;
    }

  return TRUE;
}

static gboolean
has_unfolded_wal (const char *path)
{
  g_autofree char *wal = g_strconcat (path, "-wal", NULL);
  struct stat info;

  return stat (wal, &info) == 0 && info.st_size > 0;
}

/* On read-only media the -shm file that readers share cannot be made; nobody writes there, so it is not needed either.
 */
static EntDb *
open_immutable (const char *path, GError **error)
{
  if (has_unfolded_wal (path))
    {
      g_autofree char *name = g_filename_display_name (path);

      g_set_error (
          error, ENT_ERROR, ENT_ERROR_READ_ONLY,
          _("“%s” was not closed properly, and its last changes, in the file of the same name with “-wal”, cannot be "
             "read where it lies. Copy both files to a folder of your own and open the copy."),
          name);
      return NULL;
    }

  return ent_db_open_immutable (path, error);
}

/* A first read shows whether the file can be used; SQLite opens lazily. */
static EntDb *
open_reader (const char *path, gboolean read_only, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  EntDb *db = ent_db_open (path, SQLITE_OPEN_READONLY, &local_error);
  gint64 n;

  if (db != NULL && ent_db_get_integer (db, "SELECT count (*) FROM sqlite_schema", &n, &local_error))
    return db;
  g_clear_pointer (&db, ent_db_close);

  if (read_only && g_file_test (path, G_FILE_TEST_IS_REGULAR) &&
      (g_error_matches (local_error, ENT_ERROR, ENT_ERROR_IO) ||
       g_error_matches (local_error, ENT_ERROR, ENT_ERROR_READ_ONLY)))
    return open_immutable (path, error);

  g_propagate_error (error, g_steal_pointer (&local_error));
  return NULL;
}

static gboolean
set_wal (EntDb *db, GError **error)
{
  g_autofree char *mode = ent_db_dup_text (db, "PRAGMA journal_mode = WAL", error);

  if (mode == NULL)
    return FALSE;
  if (g_ascii_strcasecmp (mode, "wal") != 0)
    {
      ent_db_set_error (db, SQLITE_READONLY, error);
      return FALSE;
    }

  /* After a large import the file does not stay large. */
  return ent_db_exec (db, "PRAGMA journal_size_limit = 16777216", error);
}

static gboolean
fill_new_book_cb (EntDb *db, gpointer data, GError **error)
{
  const EntBookGuess *guess = data;
  g_autofree char *created = g_strdup_printf ("%" G_GINT64_FORMAT, ent_clock_now_ms ());
  char text[ENT_ID_STRING_LENGTH + 1];
  EntId id;

  ent_id_generate (&id);
  ent_id_format (&id, text);
  if (!ent_db_set_meta (db, "book", text, error) || !ent_db_set_meta (db, "created", created, error) ||
      !ent_db_set_meta (db, "country", guess->country, error) ||
      !ent_db_set_meta (db, "currency", guess->currency, error) ||
      !ent_db_set_meta (db, "locale", guess->locale, error) || !ent_db_set_meta (db, "owner-name", guess->me, error))
    return FALSE;

  ent_id_generate (&id);
  ent_id_format (&id, text);

  return ent_db_set_meta (db, "owner-user", text, error);
}

static gboolean
make_new (EntStore *self, EntDb *db, const EntBookSettings *settings, GError **error)
{
  g_auto (EntBookGuess) guess = { 0 };

  if (self->identity != NULL)
    return (self->path == NULL || set_wal (db, error)) &&
           ent_schema_upgrade (db, ent_book_copy_fill_cb, self->identity, error);
  if (!ent_book_guess_init (&guess, settings, error))
    return FALSE;
  if (self->path != NULL && !set_wal (db, error))
    return FALSE;

  return ent_schema_upgrade (db, fill_new_book_cb, &guess, error);
}

static gboolean
upgrade_old (EntStore *self, EntDb *db, GError **error)
{
  gint64 version;

  if (self->path != NULL)
    {
      g_autofree char *name = NULL;

      if (!set_wal (db, error) || !ent_db_get_integer (db, "PRAGMA user_version", &version, error))
        return FALSE;
      name = g_strdup_printf ("before-upgrade-%d.entregent", (int) version);
      if (!ent_backup_keep (self->path, name, error))
        {
          g_prefix_error (error, "%s ", _("The book must be upgraded, and is not without a backup."));
          return FALSE;
        }
    }

  return ent_schema_upgrade (db, NULL, NULL, error);
}

static gboolean
prepare_schema (EntStore *self, EntDb *db, EntStoreOpenFlags flags, const EntBookSettings *settings, GError **error)
{
  EntSchemaState state;

  if (!ent_schema_inspect (db, &state, error))
    return FALSE;

  switch (state)
    {
    case ENT_SCHEMA_CURRENT:
      return self->read_only || self->path == NULL || set_wal (db, error);

    case ENT_SCHEMA_EMPTY:
      if (flags & (ENT_STORE_OPEN_CREATE | ENT_STORE_OPEN_IN_MEMORY) && !self->read_only)
        return make_new (self, db, settings, error);
      ent_db_set_error (db, SQLITE_NOTADB, error);
      return FALSE;

    case ENT_SCHEMA_OLD:
    default:
      if (self->read_only)
        {
          g_autofree char *name = g_filename_display_name (self->path);

          g_set_error (
              error, ENT_ERROR, ENT_ERROR_READ_ONLY,
              _("“%s” was written by an older version and must be upgraded first, which cannot be done where it "
                 "cannot be written. Copy it to a folder of your own and open the copy."),
              name);
          return FALSE;
        }
      return upgrade_old (self, db, error);
    }
}

/* FALSE on an error; a key that is not there is none. */
static gboolean
take_meta (EntDb *db, const char *key, char **value, GError **error)
{
  g_autoptr (GError) local_error = NULL;

  g_free (*value);
  *value = ent_db_dup_meta (db, key, &local_error);
  if (local_error == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

static gboolean
read_meta (EntStore *self, EntDb *db, GError **error)
{
  g_autofree char *book = NULL;
  g_autofree char *created = NULL;
  g_autofree char *owner = NULL;
  g_autofree char *me = NULL;

  if (!take_meta (db, "book", &book, error) || !take_meta (db, "created", &created, error) ||
      !take_meta (db, "owner-user", &owner, error) || !take_meta (db, "country", &self->country, error) ||
      !take_meta (db, "currency", &self->currency, error) || !take_meta (db, "locale", &self->locale, error))
    return FALSE;

  if (book == NULL || !ent_id_parse (&self->book, book) || owner == NULL || self->country == NULL ||
      self->currency == NULL || self->locale == NULL)
    {
      ent_db_error_set_nameless (error, self->path);
      return FALSE;
    }

  self->created = created != NULL ? g_ascii_strtoll (created, NULL, 10) : 0;
  g_clear_pointer (&self->local, ent_local_free);
  self->local = ent_local_open (&self->book, self->path == NULL, error);
  if (self->local == NULL)
    return FALSE;

  me = ent_local_dup_value (self->local, "me");
  if ((me == NULL || !ent_id_parse (&self->me, me)) && !ent_id_parse (&self->me, owner))
    {
      ent_db_set_error (db, SQLITE_CORRUPT, error);
      return FALSE;
    }

  return TRUE;
}

static EntDb *
open_writer (EntStore *self, EntStoreOpenFlags flags, GError **error)
{
  int sqlite_flags = SQLITE_OPEN_READWRITE;
  EntDb *db;

  if (flags & ENT_STORE_OPEN_CREATE)
    sqlite_flags |= SQLITE_OPEN_CREATE;

  db = ent_db_open (self->path, sqlite_flags, error);

  /* Asked to write, SQLite falls back to reading only. */
  if (db != NULL && sqlite3_db_readonly (ent_db_get_handle (db), "main") == 1)
    {
      ent_db_set_error (db, SQLITE_READONLY, error);
      g_clear_pointer (&db, ent_db_close);
    }

  return db;
}

static void
close_all (EntDb *writer, EntDb *readers[ENT_STORE_READERS])
{
  for (guint i = 0; i < ENT_STORE_READERS; i++)
    ent_db_close (readers[i]);
  ent_db_close (writer);
}

static gboolean
try_open_file (EntStore *self, EntStoreOpenFlags flags, const EntBookSettings *settings, GError **error)
{
  EntDb *readers[ENT_STORE_READERS] = { NULL };
  EntDb *writer = NULL;
  gboolean done;

  if (self->read_only)
    done = (readers[0] = open_reader (self->path, TRUE, error)) != NULL;
  else
    done = (writer = open_writer (self, flags, error)) != NULL;

  done = done && prepare_schema (self, self->read_only ? readers[0] : writer, flags, settings, error) &&
         read_meta (self, self->read_only ? readers[0] : writer, error);
  for (guint i = 0; i < ENT_STORE_READERS && done; i++)
    if (readers[i] == NULL)
      done = (readers[i] = open_reader (self->path, self->read_only, error)) != NULL;

  if (!done)
    {
      close_all (writer, readers);
      return FALSE;
    }

  if (!self->read_only)
    self->connections.door = ent_writer_door_open (&self->book);
  ent_store_connections_open (self, writer, readers);

  return TRUE;
}

/*
 * When several open a new book at once, all but one are refused without waiting (SQLite fears a deadlock where a lock
 * is to be raised), and a little later find it made.
 */
static gboolean
open_file (EntStore *self, EntStoreOpenFlags flags, const EntBookSettings *settings, GError **error)
{
  gint64 start = g_get_monotonic_time ();

  if (!check_path (self->path, flags, error))
    return FALSE;

  while (TRUE)
    {
      g_autoptr (GError) local_error = NULL;

      if (try_open_file (self, flags, settings, &local_error))
        return TRUE;
      if (!g_error_matches (local_error, ENT_ERROR, ENT_ERROR_BUSY) || g_get_monotonic_time () - start > RETRY_US)
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          return FALSE;
        }
      g_usleep (5000);
    }
}

static gboolean
load_image (EntDb *db, GBytes *image, GError **error)
{
  gsize size = g_bytes_get_size (image);
  guint8 *copy = sqlite3_malloc64 (size);
  int code;

  if (copy == NULL)
    code = SQLITE_NOMEM;
  else
    {
      memcpy (copy, g_bytes_get_data (image, NULL), size);
      code = sqlite3_deserialize (ent_db_get_handle (db), "main", copy, size, size,
                                  SQLITE_DESERIALIZE_FREEONCLOSE | SQLITE_DESERIALIZE_RESIZEABLE);
    }
  if (code != SQLITE_OK)
    ent_db_set_error (db, code, error);

  return code == SQLITE_OK;
}

static gboolean
open_in_memory (EntStore *self, EntStoreOpenFlags flags, const EntBookSettings *settings, GBytes *image, GError **error)
{
  EntDb *given = image != NULL ? ent_store_test_take (image) : NULL;
  EntDb *db = given != NULL ? given : ent_db_open (":memory:", SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, error);

  if (db == NULL)
    return FALSE;

  if ((image != NULL && given == NULL && !load_image (db, image, error)) ||
      (given == NULL && !prepare_schema (self, db, flags, settings, error)) || !read_meta (self, db, error))
    {
      ent_db_close (db);
      return FALSE;
    }
  ent_store_connections_open (self, db, NULL);

  return TRUE;
}

gboolean
ent_store_open_book (EntStore *self,
                     EntStoreOpenFlags flags,
                     const EntBookSettings *settings,
                     GBytes *image,
                     GError **error)
{
  gboolean done;

  if (flags & ENT_STORE_OPEN_IN_MEMORY)
    done = open_in_memory (self, flags, settings, image, error);
  else
    {
      self->path = g_file_get_path (self->file);
      self->read_only = (flags & ENT_STORE_OPEN_READ_ONLY) != 0;
      if (self->path == NULL)
        {
          g_autofree char *name = g_file_get_parse_name (self->file);

          g_set_error (
              error, ENT_ERROR, ENT_ERROR_NOT_A_BOOK,
              _("“%s” is not a file of this computer. Copy the book to a folder of your own and open the copy."),
              name);
          return FALSE;
        }
      done = open_file (self, flags, settings, error);
    }

  if (flags & ENT_STORE_OPEN_FOR_CHECK)
    return done;

  done = done && (self->read_only || (ent_projections_prepare (self, error) && ent_seeds_ensure (self, error)));
  if (done)
    ent_store_watch_start (self);
  done = done && ent_upkeep_start (self, error);

  return done;
}

/* ---- public ---- */

typedef struct
{
  GFile *file;
  EntStoreOpenFlags flags;
  EntBookSettings settings;
  GMainContext *context;
} OpenData;

static void
open_data_free (OpenData *data)
{
  g_clear_object (&data->file);
  g_free ((char *) data->settings.me);
  g_free ((char *) data->settings.country);
  g_free ((char *) data->settings.currency);
  g_free ((char *) data->settings.locale);
  g_main_context_unref (data->context);
  g_free (data);
}

static EntStore *
open_with_context (GFile *file,
                   EntStoreOpenFlags flags,
                   const EntBookSettings *settings,
                   GMainContext *context,
                   GError **error)
{
  g_autoptr (EntStore) self = ent_store_new_object (file, context);

  if (!ent_store_open_book (self, flags, settings, NULL, error))
    return NULL;

  return g_steal_pointer (&self);
}

static void
open_thread (GTask *task, gpointer source_object, gpointer task_data, GCancellable *cancellable)
{
  OpenData *data = task_data;
  GError *error = NULL;
  EntStore *self = open_with_context (data->file, data->flags, &data->settings, data->context, &error);

  if (self != NULL)
    g_task_return_pointer (task, self, g_object_unref);
  else
    g_task_return_error (task, error);
}

/**
 * ent_store_open_async:
 * @file: (nullable): the file of the book; may be %NULL in memory
 * @flags: how to open it
 * @settings: (nullable): what a new book is told about itself
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is open
 * @user_data: for @callback
 *
 * Opens a book without blocking. See ent_store_open_sync() for what can go wrong.
 */
void
ent_store_open_async (GFile *file,
                      EntStoreOpenFlags flags,
                      const EntBookSettings *settings,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  OpenData *data;

  g_return_if_fail (G_IS_FILE (file) || flags & ENT_STORE_OPEN_IN_MEMORY);

  data = g_new0 (OpenData, 1);
  g_set_object (&data->file, file);
  data->flags = flags;
  data->context = g_main_context_ref_thread_default ();
  if (settings != NULL)
    {
      data->settings.me = g_strdup (settings->me);
      data->settings.country = g_strdup (settings->country);
      data->settings.currency = g_strdup (settings->currency);
      data->settings.locale = g_strdup (settings->locale);
    }

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, ent_store_open_async);
  g_task_set_task_data (task, data, (GDestroyNotify) open_data_free);
  g_task_run_in_thread (task, open_thread);
}

/**
 * ent_store_open_finish:
 * @result: what the callback got
 * @error: return location for an error
 *
 * Returns: (transfer full): the book, or %NULL with an error as of ent_store_open_sync()
 */
EntStore *
ent_store_open_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * ent_store_open_sync:
 * @file: (nullable): the file of the book; may be %NULL in memory
 * @flags: how to open it
 * @settings: (nullable): what a new book is told about itself
 * @cancellable: (nullable): a cancellable
 * @error: return location for an error
 *
 * Opens a book, upgrades one of an older version after a backup, or makes a new one.
 *
 * Errors: %ENT_ERROR_NOT_FOUND (no such file or folder), %ENT_ERROR_NOT_A_BOOK, %ENT_ERROR_NEWER, %ENT_ERROR_READ_ONLY
 * (to be written, but cannot be; open it with %ENT_STORE_OPEN_READ_ONLY), %ENT_ERROR_BUSY, %ENT_ERROR_CORRUPT,
 * %ENT_ERROR_FULL, %ENT_ERROR_IO, %ENT_ERROR_REFUSED (a setting that does not exist).
 *
 * Returns: (transfer full): the book, or %NULL
 */
EntStore *
ent_store_open_sync (GFile *file,
                     EntStoreOpenFlags flags,
                     const EntBookSettings *settings,
                     GCancellable *cancellable,
                     GError **error)
{
  g_autoptr (GMainContext) context = NULL;

  g_return_val_if_fail (G_IS_FILE (file) || flags & ENT_STORE_OPEN_IN_MEMORY, NULL);

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;

  context = g_main_context_ref_thread_default ();

  return open_with_context (file, flags, settings, context, error);
}
