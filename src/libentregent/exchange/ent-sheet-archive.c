/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <errno.h>
#include <string.h>

#include <archive.h>
#include <archive_entry.h>
#include <glib/gi18n-lib.h>

#include "ent-error.h"
#include "ent-sheet-archive-private.h"

/* No spreadsheet program makes so many parts; a list of them is kept in memory. */
#define MAX_MEMBERS 10000
#define MAX_DIRECTORY (8 * 1024 * 1024)

/* Sheets of real life shrink to a tenth or a fiftieth; what was made to explode, to a thousandth. */
#define MAX_RATIO 200
#define FREE_OF_RATIO (32 * 1024 * 1024)

/* Of one file, whatever its size: sheets full to the last row have less. */
#define MAX_UNPACKED (G_GUINT64_CONSTANT (2) * 1024 * 1024 * 1024)

#define BLOCK (64 * 1024)

struct _EntSheetArchive
{
  GInputStream *stream;
  char *name;
  goffset size;
  GHashTable *members; /* folded name → name */
  guint64 unpacked;
};

struct _EntSheetMember
{
  EntSheetArchive *archive;
  struct archive *reader;
  GCancellable *cancellable;
  GError *stream_error;
  char *block;
  guint64 taken; /* bytes of the file that were read for it */
  guint64 given;
  goffset size; /* as the zip says; -1: not said */
};

void
ent_sheet_set_damaged (GError **error, const char *name)
{
  g_set_error (error, ENT_ERROR, ENT_ERROR_FORMAT,
               _("“%s” is damaged or was not copied whole; get it again, or open it in a spreadsheet program and save "
                  "it anew."),
               name);
}

void
ent_sheet_set_too_much (GError **error, const char *name)
{
  g_set_error (
      error, ENT_ERROR, ENT_ERROR_FORMAT,
      _("“%s” holds far more than a table of customers; save the sheet that you need in a file of its own, or "
         "as CSV."),
      name);
}

void
ent_sheet_set_encrypted (GError **error, const char *name)
{
  g_set_error (error, ENT_ERROR, ENT_ERROR_FORMAT,
               _("“%s” is protected with a password; save it as XLSX or ODS without a password."), name);
}

/* --- reading through GIO -------------------------------------------------------------------------- */

static la_ssize_t
read_cb (struct archive *reader, void *data, const void **buffer)
{
  EntSheetMember *self = data;
  gssize n = g_input_stream_read (self->archive->stream, self->block, BLOCK, self->cancellable,
                                  self->stream_error == NULL ? &self->stream_error : NULL);

  *buffer = self->block;
  if (n < 0)
    {
      archive_set_error (reader, EIO, "reading failed");
      return -1;
    }
  self->taken += (guint64) n;
  return n;
}

static la_int64_t
seek_cb (struct archive *reader, void *data, la_int64_t offset, int whence)
{
  EntSheetMember *self = data;
  GSeekable *seekable = G_SEEKABLE (self->archive->stream);
  GSeekType type = whence == SEEK_SET ? G_SEEK_SET : whence == SEEK_CUR ? G_SEEK_CUR : G_SEEK_END;

  /* A file that says of itself that it goes on before its beginning or after its end is not an error of the disk. */
  if (!g_seekable_seek (seekable, offset, type, self->cancellable, NULL))
    return ARCHIVE_FATAL;
  return g_seekable_tell (seekable);
}

static EntSheetMember *
open_reader (EntSheetArchive *archive, GCancellable *cancellable, GError **error)
{
  g_autoptr (EntSheetMember) self = g_new0 (EntSheetMember, 1);

  self->archive = archive;
  self->cancellable = cancellable != NULL ? g_object_ref (cancellable) : NULL;
  self->block = g_malloc (BLOCK);
  self->size = -1;
  if (!g_seekable_seek (G_SEEKABLE (archive->stream), 0, G_SEEK_SET, cancellable, error))
    return NULL;
  self->reader = archive_read_new ();
  archive_read_support_format_zip_seekable (self->reader);
  archive_read_set_read_callback (self->reader, read_cb);
  archive_read_set_seek_callback (self->reader, seek_cb);
  archive_read_set_callback_data (self->reader, self);
  if (archive_read_open1 (self->reader) == ARCHIVE_OK)
    return g_steal_pointer (&self);
  if (self->stream_error != NULL)
    g_propagate_error (error, g_steal_pointer (&self->stream_error));
  else
    ent_sheet_set_damaged (error, archive->name);
  return NULL;
}

/* TRUE with the next member, or with NULL at the end. */
static gboolean
next_entry (EntSheetMember *self, struct archive_entry **entry, GError **error)
{
  int result = archive_read_next_header (self->reader, entry);

  if (result == ARCHIVE_EOF)
    *entry = NULL;
  if (result == ARCHIVE_OK || result == ARCHIVE_WARN || result == ARCHIVE_EOF)
    return TRUE;
  if (self->stream_error != NULL)
    g_propagate_error (error, g_steal_pointer (&self->stream_error));
  else
    ent_sheet_set_damaged (error, self->archive->name);
  return FALSE;
}

/* Names of parts do not differ by case; some programs write backslashes. */
static char *
fold_name (const char *name)
{
  char *folded = g_ascii_strdown (name, -1);

  g_strdelimit (folded, "\\", '/');
  return folded;
}

/* --- the list of members -------------------------------------------------------------------------- */

static guint64
read_le (const guint8 *data, guint n)
{
  guint64 value = 0;

  while (n > 0)
    value = value << 8 | data[--n];
  return value;
}

static gboolean
read_at (EntSheetArchive *self,
         goffset offset,
         guint8 *data,
         gsize size,
         gsize *n,
         GCancellable *cancellable,
         GError **error)
{
  return g_seekable_seek (G_SEEKABLE (self->stream), offset, G_SEEK_SET, cancellable, error) &&
         g_input_stream_read_all (self->stream, data, size, n, cancellable, error);
}

/* The library keeps the whole directory in memory, so its size is looked at before. */
static gboolean
check_directory (EntSheetArchive *self, GCancellable *cancellable, GError **error)
{
  gsize size = (gsize) MIN (self->size, 65557);
  g_autofree guint8 *tail = g_malloc (size + 1);
  guint64 n_members, directory;
  gsize n, end;

  if (!read_at (self, self->size - (goffset) size, tail, size, &n, cancellable, error))
    return FALSE;
  for (end = n; end >= 22 && memcmp (tail + end - 22, "PK\5\6", 4) != 0; end--)
    ;
  if (end < 22)
    {
      ent_sheet_set_damaged (error, self->name);
      return FALSE;
    }
  end -= 22;
  n_members = read_le (tail + end + 10, 2);
  directory = read_le (tail + end + 12, 4);
  if (end >= 20 && memcmp (tail + end - 20, "PK\6\7", 4) == 0)
    {
      guint8 record[56];
      guint64 offset = read_le (tail + end - 20 + 8, 8);

      if (offset > (guint64) self->size ||
          !read_at (self, (goffset) offset, record, sizeof record, &n, cancellable, NULL) || n < sizeof record ||
          memcmp (record, "PK\6\6", 4) != 0)
        {
          ent_sheet_set_damaged (error, self->name);
          return FALSE;
        }
      n_members = MAX (n_members == 0xFFFF ? 0 : n_members, read_le (record + 32, 8));
      directory = MAX (directory == 0xFFFFFFFF ? 0 : directory, read_le (record + 40, 8));
    }
  if (n_members <= MAX_MEMBERS && directory <= MAX_DIRECTORY)
    return TRUE;
  ent_sheet_set_too_much (error, self->name);
  return FALSE;
}

static gboolean
list_members (EntSheetArchive *self, GCancellable *cancellable, GError **error)
{
  g_autoptr (EntSheetMember) reader = open_reader (self, cancellable, error);
  struct archive_entry *entry = NULL;

  if (reader == NULL)
    return FALSE;
  while (next_entry (reader, &entry, error))
    {
      const char *name;

      if (entry == NULL)
        return TRUE;
      if (archive_entry_is_encrypted (entry))
        {
          ent_sheet_set_encrypted (error, self->name);
          return FALSE;
        }
      name = archive_entry_pathname (entry);
      if (name != NULL)
        g_hash_table_insert (self->members, fold_name (name), g_strdup (name));
      if (g_hash_table_size (self->members) > MAX_MEMBERS)
        {
          ent_sheet_set_too_much (error, self->name);
          return FALSE;
        }
    }
  return FALSE;
}

EntSheetArchive *
ent_sheet_archive_new (GInputStream *stream, const char *name, GCancellable *cancellable, GError **error)
{
  g_autoptr (EntSheetArchive) self = g_new0 (EntSheetArchive, 1);

  self->stream = g_object_ref (stream);
  self->name = g_strdup (name);
  self->members = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  if (!G_IS_SEEKABLE (stream) || !g_seekable_can_seek (G_SEEKABLE (stream)))
    {
      g_set_error (error, ENT_ERROR, ENT_ERROR_FORMAT, _("“%s” cannot be read from there; copy it to a folder first."),
                   name);
      return NULL;
    }
  if (!g_seekable_seek (G_SEEKABLE (stream), 0, G_SEEK_END, cancellable, error))
    return NULL;
  self->size = g_seekable_tell (G_SEEKABLE (stream));
  if (!check_directory (self, cancellable, error) || !list_members (self, cancellable, error))
    return NULL;
  return g_steal_pointer (&self);
}

void
ent_sheet_archive_free (EntSheetArchive *self)
{
  g_clear_object (&self->stream);
  g_hash_table_unref (self->members);
  g_free (self->name);
  g_free (self);
}

const char *
ent_sheet_archive_find (EntSheetArchive *self, const char *name)
{
  g_autofree char *folded = fold_name (name);

  return g_hash_table_lookup (self->members, folded);
}

/* --- one member ----------------------------------------------------------------------------------- */

EntSheetMember *
ent_sheet_archive_open (EntSheetArchive *self, const char *name, GCancellable *cancellable, GError **error)
{
  g_autoptr (EntSheetMember) member = open_reader (self, cancellable, error);
  struct archive_entry *entry = NULL;

  while (member != NULL && next_entry (member, &entry, error))
    {
      const char *present;

      if (entry == NULL)
        {
          ent_sheet_set_damaged (error, self->name);
          return NULL;
        }
      present = archive_entry_pathname (entry);
      if (present == NULL || !g_str_equal (present, name))
        continue;
      member->size = archive_entry_size_is_set (entry) ? archive_entry_size (entry) : -1;
      return g_steal_pointer (&member);
    }
  return NULL;
}

void
ent_sheet_member_free (EntSheetMember *self)
{
  if (self->reader != NULL)
    archive_read_free (self->reader);
  g_clear_object (&self->cancellable);
  g_clear_error (&self->stream_error);
  g_free (self->block);
  g_free (self);
}

gssize
ent_sheet_member_read (EntSheetMember *self, void *buffer, gsize size, GError **error)
{
  la_ssize_t n;

  if (g_cancellable_set_error_if_cancelled (self->cancellable, error))
    return -1;
  n = archive_read_data (self->reader, buffer, size);
  if (n < 0)
    {
      if (self->stream_error != NULL)
        g_propagate_error (error, g_steal_pointer (&self->stream_error));
      else
        ent_sheet_set_damaged (error, self->archive->name);
      return -1;
    }
  self->given += (guint64) n;
  self->archive->unpacked += (guint64) n;
  if (self->archive->unpacked > MAX_UNPACKED ||
      (self->given > FREE_OF_RATIO && self->given / MAX_RATIO > MAX (self->taken, 1)))
    {
      ent_sheet_set_too_much (error, self->archive->name);
      return -1;
    }
  return n;
}

double
ent_sheet_member_get_fraction (EntSheetMember *self)
{
  return self->size > 0 ? MIN (1, (double) self->given / (double) self->size) : 0;
}
