/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "ent-import-rejects-private.h"
#include "ent-import-source-private.h"

/* A line without its break. */
static gsize
line_length (const char *text, gsize length)
{
  while (length > 0 && (text[length - 1] == '\n' || text[length - 1] == '\r'))
    length--;
  return length;
}

struct _EntImportRejects
{
  GFile *source;
  GFile *wanted;
  GFile *file;
  char *header;
  gsize header_length;
  char delimiter;
  GOutputStream *stream;
};

#define MAX_NUMBERED 1000

EntImportRejects *
ent_import_rejects_new (GFile *source, GFile *wanted, const char *header, gsize header_length, char delimiter)
{
  EntImportRejects *self = g_new0 (EntImportRejects, 1);

  self->source = g_object_ref (source);
  self->wanted = wanted != NULL ? g_object_ref (wanted) : NULL;
  self->header_length = header != NULL ? line_length (header, header_length) : 0;
  self->header = header != NULL ? g_strndup (header, self->header_length) : NULL;
  self->delimiter = delimiter;
  return self;
}

void
ent_import_rejects_free (EntImportRejects *self)
{
  g_clear_object (&self->source);
  g_clear_object (&self->wanted);
  g_clear_object (&self->file);
  g_clear_object (&self->stream);
  g_free (self->header);
  g_free (self);
}

static gboolean
is_workbook (const char *extension)
{
  static const char *const extensions[] = { ".xlsx", ".xlsm", ".xltx", ".ods", ".ots", ".fods" };

  for (gsize i = 0; i < G_N_ELEMENTS (extensions); i++)
    if (g_ascii_strcasecmp (extension, extensions[i]) == 0)
      return TRUE;
  return FALSE;
}

/* Cards of this format are written as vCards. */
static gboolean
is_json (const char *extension)
{
  return g_ascii_strcasecmp (extension, ".json") == 0 || g_ascii_strcasecmp (extension, ".jcard") == 0;
}

/* customers.csv → customers.rejected.csv, customers.rejected-2.csv … in the folder; what is there is never overwritten.
 * The rows of a workbook are written as separated values too. */
static GOutputStream *
create_numbered (EntImportRejects *self, GFile *folder, GCancellable *cancellable, GError **error)
{
  g_autofree char *base = g_file_get_basename (self->source);
  char *dot = strrchr (base, '.');
  g_autofree char *extension = g_strdup (dot != NULL && dot != base && !is_workbook (dot) && !is_json (dot) ? dot
                                         : self->header != NULL                                             ? ".csv"
                                                                                                            : ".vcf");

  if (dot != NULL && dot != base)
    *dot = '\0';
  for (guint i = 1; i < MAX_NUMBERED; i++)
    {
      g_autofree char *name = i == 1 ? g_strdup_printf ("%s.rejected%s", base, extension)
                                     : g_strdup_printf ("%s.rejected-%u%s", base, i, extension);
      g_autoptr (GFile) file = g_file_get_child (folder, name);
      g_autoptr (GError) local_error = NULL;
      GFileOutputStream *stream = g_file_create (file, G_FILE_CREATE_PRIVATE, cancellable, &local_error);

      if (stream != NULL)
        {
          g_set_object (&self->file, file);
          return G_OUTPUT_STREAM (stream);
        }
      if (!g_error_matches (local_error, G_IO_ERROR, G_IO_ERROR_EXISTS))
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          return NULL;
        }
    }
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_EXISTS,
               _("There are too many files of rejected rows beside “%s”; remove some."), base);
  return NULL;
}

static GOutputStream *
create (EntImportRejects *self, GCancellable *cancellable, GError **error)
{
  g_autoptr (GFile) beside = NULL;
  g_autofree char *data_path = NULL;
  g_autoptr (GFile) data_folder = NULL;
  GOutputStream *stream;

  if (self->wanted != NULL)
    {
      g_set_object (&self->file, self->wanted);
      return G_OUTPUT_STREAM (g_file_replace (self->wanted, NULL, FALSE, G_FILE_CREATE_PRIVATE, cancellable, error));
    }

  beside = g_file_get_parent (self->source);
  stream = beside != NULL ? create_numbered (self, beside, cancellable, NULL) : NULL;
  if (stream != NULL)
    return stream;

  /* A folder that cannot be written, such as a stick that is locked. */
  data_path = g_build_filename (g_get_user_data_dir (), "entregent", "rejected", NULL);
  if (g_mkdir_with_parents (data_path, 0700) != 0)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, _("The folder “%s” for rejected rows cannot be made."),
                   data_path);
      return NULL;
    }
  data_folder = g_file_new_for_path (data_path);
  return create_numbered (self, data_folder, cancellable, error);
}

static gboolean
open_file (EntImportRejects *self, GCancellable *cancellable, GError **error)
{
  g_autoptr (GOutputStream) stream = create (self, cancellable, error);

  if (stream == NULL)
    return FALSE;
  self->stream = g_buffered_output_stream_new (stream);
  if (self->header == NULL)
    return TRUE;
  return g_output_stream_write_all (self->stream, self->header, self->header_length, NULL, cancellable, error) &&
         g_output_stream_printf (self->stream, NULL, cancellable, error, "%c%s\r\n", self->delimiter,
                                 ENT_IMPORT_REASON_COLUMN);
}

static gboolean
write_row (EntImportRejects *self, const EntStagedRecord *record, GCancellable *cancellable, GError **error)
{
  g_auto (GStrv) quotes = g_strsplit (record->rejection, "\"", -1);
  g_autofree char *reason = g_strjoinv ("\"\"", quotes);

  return g_output_stream_write_all (self->stream, record->raw, line_length (record->raw, record->raw_length), NULL,
                                    cancellable, error) &&
         g_output_stream_printf (self->stream, NULL, cancellable, error, "%c\"%s\"\r\n", self->delimiter, reason);
}

/* A card says why in a property of its own, before its last line. */
static gboolean
write_card (EntImportRejects *self, const EntStagedRecord *record, GCancellable *cancellable, GError **error)
{
  const char *end = g_strrstr_len (record->raw, (gssize) record->raw_length, "END:");
  gsize head = end != NULL ? (gsize) (end - record->raw) : record->raw_length;

  return g_output_stream_write_all (self->stream, record->raw, head, NULL, cancellable, error) &&
         g_output_stream_printf (self->stream, NULL, cancellable, error, "X-ENTREGENT-REJECTED-BECAUSE:%s\r\n",
                                 record->rejection) &&
         g_output_stream_write_all (self->stream, record->raw + head, record->raw_length - head, NULL, cancellable,
                                    error) &&
         (end != NULL ||
          g_output_stream_write_all (self->stream, "END:VCARD", strlen ("END:VCARD"), NULL, cancellable, error)) &&
         g_output_stream_write_all (self->stream, "\r\n", 2, NULL, cancellable, error);
}

gboolean
ent_import_rejects_add (EntImportRejects *self,
                        const EntStagedRecord *record,
                        GCancellable *cancellable,
                        GError **error)
{
  if (self->stream == NULL && !open_file (self, cancellable, error))
    return FALSE;
  return self->header != NULL ? write_row (self, record, cancellable, error)
                              : write_card (self, record, cancellable, error);
}

gboolean
ent_import_rejects_close (EntImportRejects *self, GFile **file, GCancellable *cancellable, GError **error)
{
  *file = NULL;
  if (self->stream == NULL)
    return TRUE;
  if (!g_output_stream_close (self->stream, cancellable, error))
    return FALSE;
  *file = g_object_ref (self->file);
  return TRUE;
}
