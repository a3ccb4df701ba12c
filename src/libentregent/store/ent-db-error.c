/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "ent-db-error-private.h"
#include "ent-db-private.h"
#include "ent-error.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <string.h>

char *
ent_db_error_dup_backup_folder (const char *path)
{
  const char *suffix = ".entregent";
  gsize length = strlen (path);

  if (g_str_has_suffix (path, suffix))
    length -= strlen (suffix);

  return g_strdup_printf ("%.*s-backup", (int) length, path);
}

static void
set_corrupt (GError **error, const char *path, const char *name, const char *engine_message)
{
  g_autofree char *folder = ent_db_error_dup_backup_folder (path);
  g_autofree char *folder_name = g_filename_display_name (folder);

  /* Translators: the first %s is a file, the second a message in English from the database engine, the third a folder.
   */
  g_set_error (error, ENT_ERROR, ENT_ERROR_CORRUPT,
               _("“%s” is damaged (%s). Move it and the files beginning with its name to another folder, then copy "
                  "the newest backup from “%s” to its place. “entregent-cli check” tells what is damaged, and "
                  "“entregent-cli check --rebuild” mends what can be made again."),
               name, engine_message, folder_name);
}

void
ent_db_error_set_nameless (GError **error, const char *path)
{
  g_autofree char *name = path != NULL ? g_filename_display_name (path) : g_strdup (":memory:");
  g_autofree char *folder = path != NULL ? ent_db_error_dup_backup_folder (path) : g_strdup ("");
  g_autofree char *folder_name = g_filename_display_name (folder);

  g_set_error (error, ENT_ERROR, ENT_ERROR_CORRUPT,
               /* Translators: a file, then a folder. */
               _("“%s” is damaged: it does not say any more which book it is (table “meta”), which cannot be made "
                  "again. Move it and the files beginning with its name to another folder, then copy the newest backup "
                  "from “%s” to its place."),
               name, folder_name);
}

static void
set_full (GError **error, const char *name)
{
  g_set_error (error, ENT_ERROR, ENT_ERROR_FULL,
               _("There is no space left to write “%s”. This change was not made; free some space and try again."),
               name);
}

static void
set_read_only (GError **error, const char *name)
{
  g_set_error (error, ENT_ERROR, ENT_ERROR_READ_ONLY,
               _("“%s” cannot be written. Make the file and its folder writable for you, or copy the book to "
                  "a folder of your own."),
               name);
}

void
ent_db_error_set_read_only (GError **error, const char *path)
{
  g_autofree char *name = g_filename_display_name (path);

  set_read_only (error, name);
}

static void
set_busy (GError **error, const char *name)
{
  g_set_error (error, ENT_ERROR, ENT_ERROR_BUSY,
               _("Another program is writing to “%s” and did not finish in time. Try again in a moment."), name);
}

static void
set_cannot_open (GError **error, const char *path, const char *name, int system_errno)
{
  g_autofree char *folder = g_path_get_dirname (path);

  if (!g_file_test (path, G_FILE_TEST_EXISTS) && !g_file_test (folder, G_FILE_TEST_IS_DIR))
    g_set_error (error, ENT_ERROR, ENT_ERROR_NOT_FOUND,
                 _("The folder of “%s” does not exist. Make it first, or choose another place for the book."), name);
  else if (!g_file_test (path, G_FILE_TEST_EXISTS) && system_errno == ENOENT)
    g_set_error (error, ENT_ERROR, ENT_ERROR_NOT_FOUND, _("There is no book “%s”."), name);
  else if (system_errno == EACCES || system_errno == EPERM || system_errno == EROFS)
    set_read_only (error, name);
  else
    g_set_error (error, ENT_ERROR, ENT_ERROR_IO, _("“%s” cannot be opened: %s. Check the file and its folder."), name,
                 system_errno != 0 ? g_strerror (system_errno) : _("unknown reason"));
}

static void
set_io (GError **error, const char *name, int code, int system_errno)
{
  if (system_errno == ENOSPC || system_errno == EDQUOT || system_errno == EFBIG)
    set_full (error, name);
  else if (system_errno == EROFS)
    set_read_only (error, name);
  else if (system_errno != 0)
    g_set_error (error, ENT_ERROR, ENT_ERROR_IO,
                 _("Reading or writing “%s” failed: %s. This change was not made; check the disk and try again."),
                 name, g_strerror (system_errno));
  else
    g_set_error (error, ENT_ERROR, ENT_ERROR_IO,
                 _("Reading or writing “%s” failed (%d). This change was not made; check the disk and try again."),
                 name, code);
}

/* Tables are as this version makes them when it opens a book: where SQL does not find them so, what the file says of
 * them is damaged. */
static gboolean
tells_damage (const char *engine_message)
{
  static const char *const beginnings[] = {
    "no such table",
    "no such column",
    "duplicate column",
    "malformed",
    "unsupported file format",
    "no such index",
    "no such module",
    "no such collation",
    /* Of the definition or the pages of an index of words. */
    "unrecognized option",
    "unrecognized column option",
    "unrecognized parameter",
    "parse error in",
    "no such tokenizer",
    "error in tokenizer",
    "vtable constructor failed",
    "reserved fts5",
    "invalid fts5",
    "fts5: ",
    "unterminated",
    "SQL logic error",
  };

  for (guint i = 0; engine_message != NULL && i < G_N_ELEMENTS (beginnings); i++)
    if (g_str_has_prefix (engine_message, beginnings[i]))
      return TRUE;
  return FALSE;
}

void
ent_db_error_set (GError **error, const char *path, int code, int system_errno, const char *engine_message)
{
  g_autofree char *name = g_filename_display_name (path);

  switch (code & 0xff)
    {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_PROTOCOL:
      set_busy (error, name);
      break;

    case SQLITE_FULL:
      set_full (error, name);
      break;

    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_AUTH:
      set_read_only (error, name);
      break;

    case SQLITE_CORRUPT:
      set_corrupt (error, path, name, engine_message);
      break;

    case SQLITE_NOTADB:
      g_set_error (error, ENT_ERROR, ENT_ERROR_NOT_A_BOOK,
                   _("“%s” is not a customer book. Choose a file that ends in .entregent, or import this one."), name);
      break;

    case SQLITE_CANTOPEN:
      set_cannot_open (error, path, name, system_errno);
      break;

    case SQLITE_IOERR:
      if (code == SQLITE_IOERR_CORRUPTFS || code == SQLITE_IOERR_DATA)
        set_corrupt (error, path, name, engine_message);
      else
        set_io (error, name, code, system_errno);
      break;

    case SQLITE_INTERRUPT:
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, _("The operation on “%s” was cancelled."), name);
      break;

    case SQLITE_NOMEM:
    case SQLITE_TOOBIG:
      g_set_error (error, ENT_ERROR, ENT_ERROR_FAILED,
                   _("There is not enough memory for this operation on “%s”. This change was not made."), name);
      break;

    case SQLITE_ERROR:
      if (tells_damage (engine_message))
        {
          set_corrupt (error, path, name, engine_message);
          break;
        }
      G_GNUC_FALLTHROUGH;

    default:
      g_set_error (error, ENT_ERROR, ENT_ERROR_FAILED, _("“%s” could not be read or written: %s (%d)."), name,
                   engine_message, code);
      break;
    }
}

void
ent_db_set_error (EntDb *self, int code, GError **error)
{
  sqlite3 *handle = ent_db_get_handle (self);
  /* What the engine says is of its last call, which is not always what we judge. */
  gboolean is_last = handle != NULL && (sqlite3_errcode (handle) & 0xff) == (code & 0xff);
  const char *message = is_last ? sqlite3_errmsg (handle) : sqlite3_errstr (code);
  int system_errno = handle != NULL ? sqlite3_system_errno (handle) : 0;

  /* errno of an older call is no reason of this one. */
  if ((code & 0xff) != SQLITE_IOERR && (code & 0xff) != SQLITE_CANTOPEN)
    system_errno = 0;

  ent_db_error_set (error, ent_db_get_path (self), code, system_errno, message);
}
