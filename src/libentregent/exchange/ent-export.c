/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "ent-export-private.h"
#include "ent-part-private.h"
#include "ent-row.h"
#include "ent-store-job-private.h"

/* Records are looked up by the page, so that a million of them take no more memory than a thousand. */
#define PAGE 1000

static const EntExportWriter *
get_writer (EntExportFormat format)
{
  switch (format)
    {
    case ENT_EXPORT_CSV:
      return &ent_export_csv_writer;
    case ENT_EXPORT_VCARD:
      return &ent_export_vcard_writer;
    case ENT_EXPORT_VCARD_3_0:
      return &ent_export_vcard_3_0_writer;
    case ENT_EXPORT_VCARD_2_1:
      return &ent_export_vcard_2_1_writer;
    case ENT_EXPORT_JCARD:
      return &ent_export_jcard_writer;
    case ENT_EXPORT_JSON:
      return &ent_export_json_writer;
    case ENT_EXPORT_XLSX:
      return &ent_export_xlsx_writer;
    case ENT_EXPORT_ODS:
      return &ent_export_ods_writer;
    case ENT_EXPORT_CALENDAR:
      return &ent_export_calendar_writer;
    default:
      g_return_val_if_reached (NULL);
    }
}

/**
 * ent_export_format_from_name:
 * @name: a file's name
 * @format: (out): the format that its extension means
 * @error: return location
 *
 * Finds the format by the extension.
 *
 * Returns: %FALSE with %ENT_ERROR_FORMAT, naming the extensions that are known
 */
gboolean
ent_export_format_from_name (const char *name, EntExportFormat *format, GError **error)
{
  static const struct
  {
    const char *extension;
    EntExportFormat format;
  } extensions[] = { { ".csv", ENT_EXPORT_CSV },    { ".vcf", ENT_EXPORT_VCARD }, { ".json", ENT_EXPORT_JSON },
                     { ".xlsx", ENT_EXPORT_XLSX },  { ".ods", ENT_EXPORT_ODS },   { ".ics", ENT_EXPORT_CALENDAR },
                     { ".jcard", ENT_EXPORT_JCARD } };
  g_autofree char *folded = NULL;

  g_return_val_if_fail (name != NULL && format != NULL, FALSE);

  folded = g_ascii_strdown (name, -1);
  for (guint i = 0; i < G_N_ELEMENTS (extensions); i++)
    if (g_str_has_suffix (folded, extensions[i].extension))
      {
        *format = extensions[i].format;
        return TRUE;
      }
  g_set_error (error, ENT_ERROR, ENT_ERROR_FORMAT,
               _("The name “%s” does not tell the format; let it end in .csv, .xlsx, .ods, .vcf, .ics or .json."),
               name);
  return FALSE;
}

static const struct
{
  const char *key;
  EntExportFormat format;
} keys[] = {
  { "csv", ENT_EXPORT_CSV },
  { "xlsx", ENT_EXPORT_XLSX },
  { "ods", ENT_EXPORT_ODS },
  { "json", ENT_EXPORT_JSON },
  { "calendar", ENT_EXPORT_CALENDAR },
  { "vcard-4.0", ENT_EXPORT_VCARD },
  { "vcard-3.0", ENT_EXPORT_VCARD_3_0 },
  { "vcard-2.1", ENT_EXPORT_VCARD_2_1 },
  { "jcard", ENT_EXPORT_JCARD },
};

/**
 * ent_export_format_list_keys:
 *
 * Lists the names of the formats, as ent_export_format_from_key() takes them.
 *
 * Returns: (transfer full) (array zero-terminated=1): the names
 */
char **
ent_export_format_list_keys (void)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    g_strv_builder_add (builder, keys[i].key);
  return g_strv_builder_end (builder);
}

/**
 * ent_export_format_from_key:
 * @key: a format's name, such as "vcard-2.1"
 * @format: (out): the format
 * @error: return location
 *
 * Finds a format by its name, for files whose extension does not tell it.
 *
 * Returns: %FALSE with %ENT_ERROR_FORMAT, naming the formats that are known
 */
gboolean
ent_export_format_from_key (const char *key, EntExportFormat *format, GError **error)
{
  g_auto (GStrv) known = ent_export_format_list_keys ();
  g_autofree char *list = g_strjoinv (", ", known);

  g_return_val_if_fail (key != NULL && format != NULL, FALSE);

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      if (g_ascii_strcasecmp (key, keys[i].key) == 0)
        {
          *format = keys[i].format;
          return TRUE;
        }
    }
  g_set_error (error, ENT_ERROR, ENT_ERROR_FORMAT,
               /* Translators: a word that was typed, then names such as csv, separated by commas. */
               _("There is no format “%s”; the formats are %s."), key, list);
  return FALSE;
}

static gboolean
write_page (EntStore *store,
            const EntExportWriter *writer,
            gpointer data,
            GPtrArray *rows,
            GCancellable *cancellable,
            GError **error)
{
  for (guint i = 0; i < rows->len; i++)
    {
      EntRow *row = g_ptr_array_index (rows, i);
      g_autoptr (EntRecord) record =
          ent_store_get_record_sync (store, ent_row_get_kind (row), ent_row_get_id (row), cancellable, error);

      if (record == NULL || !writer->record (data, record, cancellable, error))
        return FALSE;
    }
  return TRUE;
}

gint64
ent_export_records (EntStore *store,
                    EntQuery *query,
                    const EntExportWriter *writer,
                    gpointer data,
                    GCancellable *cancellable,
                    GError **error)
{
  guint64 offset = 0;

  for (;;)
    {
      g_autoptr (GPtrArray) rows = ent_store_query_sync (store, query, offset, PAGE, cancellable, error);

      if (rows == NULL || !write_page (store, writer, data, rows, cancellable, error))
        return -1;
      offset += rows->len;
      if (rows->len < PAGE)
        return (gint64) offset;
    }
}

static gint64
export_stream (EntStore *store,
               EntQuery *query,
               EntExportFormat format,
               GOutputStream *stream,
               GPtrArray *notes,
               GCancellable *cancellable,
               GError **error)
{
  const EntExportWriter *writer = get_writer (format);
  gpointer data = writer->begin (store, query, stream, cancellable, error);
  gint64 count;

  if (data == NULL)
    return -1;
  count = ent_export_records (store, query, writer, data, cancellable, error);
  if (count >= 0 && !writer->end (data, cancellable, error))
    count = -1;
  if (count >= 0 && notes != NULL && writer->append_notes != NULL)
    writer->append_notes (data, notes);
  writer->free (data);
  return count;
}

/* What is written first has another name: people are told the one that they gave. */
static void
take_place (GFile *file, GError **error)
{
  g_autofree char *name = NULL;

  if (error == NULL || *error == NULL || (*error)->domain != G_IO_ERROR)
    return;
  name = g_file_get_parse_name (file);
  switch ((*error)->code)
    {
    case G_IO_ERROR_NOT_FOUND:
    case G_IO_ERROR_NOT_DIRECTORY:
      g_clear_error (error);
      g_set_error (error, ENT_ERROR, ENT_ERROR_IO,
                   _("“%s” cannot be written: there is no such folder. Make it, or choose another place."), name);
      break;
    case G_IO_ERROR_PERMISSION_DENIED:
    case G_IO_ERROR_READ_ONLY:
      g_clear_error (error);
      g_set_error (error, ENT_ERROR, ENT_ERROR_READ_ONLY,
                   _("“%s” cannot be written: its folder takes no files. Choose another place."), name);
      break;
    default:
      break;
    }
}

/* A full disk is told as everywhere else. */
static void
take_full (GFile *file, GError **error)
{
  g_autofree char *name = NULL;

  if (error == NULL || !g_error_matches (*error, G_IO_ERROR, G_IO_ERROR_NO_SPACE))
    return;
  name = file != NULL ? g_file_get_parse_name (file) : NULL;
  g_clear_error (error);
  if (name != NULL)
    g_set_error (error, ENT_ERROR, ENT_ERROR_FULL,
                 _("There is no space left to write “%s”. Make room on the disk, or choose another place."), name);
  else
    g_set_error_literal (error, ENT_ERROR, ENT_ERROR_FULL,
                         _("There is no space left to write the records. Make room on the disk, or choose another "
                            "place."));
}

/**
 * ent_store_export_stream_sync:
 * @store: a book
 * @query: which records
 * @format: how
 * @stream: where; not closed
 * @cancellable: (nullable): a cancellable
 * @error: return location
 *
 * Writes what a query finds to a stream, in the query's order. Blocks.
 *
 * Returns: how many records were written, or -1 with %ENT_ERROR_FULL, %ENT_ERROR_REFUSED (what the format has no place
 * for) or an error of GIO
 */
gint64
ent_store_export_stream_sync (EntStore *store,
                              EntQuery *query,
                              EntExportFormat format,
                              GOutputStream *stream,
                              GCancellable *cancellable,
                              GError **error)
{
  gint64 count;

  g_return_val_if_fail (ENT_IS_STORE (store) && ENT_IS_QUERY (query) && G_IS_OUTPUT_STREAM (stream), -1);

  count = export_stream (store, query, format, stream, NULL, cancellable, error);
  if (count < 0)
    take_full (NULL, error);
  return count;
}

static gint64
write_file (EntStore *store,
            EntQuery *query,
            EntExportFormat format,
            GFile *file,
            GFile *given,
            GPtrArray *notes,
            GCancellable *cancellable,
            GError **error)
{
  g_autoptr (GFileOutputStream) stream = NULL;
  g_autoptr (GOutputStream) buffered = NULL;
  g_autoptr (GCancellable) abandon = NULL;
  gboolean existed = g_file_query_exists (file, cancellable);
  gint64 count;

  stream = g_file_replace (file, NULL, FALSE, G_FILE_CREATE_PRIVATE, cancellable, error);
  if (stream == NULL)
    {
      take_place (given, error);
      return -1;
    }
  buffered = g_buffered_output_stream_new_sized (G_OUTPUT_STREAM (stream), 256 * 1024);
  count = export_stream (store, query, format, buffered, notes, cancellable, error);
  if (count >= 0 && g_output_stream_close (buffered, cancellable, error))
    return count;

  /* Closing a replacing stream puts the new file in place of the old one, unless it is cancelled. */
  abandon = g_cancellable_new ();
  g_cancellable_cancel (abandon);
  g_output_stream_close (G_OUTPUT_STREAM (stream), abandon, NULL);
  /* A file that was not there is written in place. */
  if (!existed)
    g_file_delete (file, NULL, NULL);
  return -1;
}

static GFile *
dup_part (GFile *file)
{
  const char *path = g_file_peek_path (file);
  g_autofree char *part = path != NULL ? ent_part_dup_path (path) : NULL;
  g_autoptr (GFile) folder = g_file_get_parent (file);
  g_autofree char *base = g_file_get_basename (file);
  g_autofree char *name = ent_part_dup_name (base);

  if (part != NULL)
    return g_file_new_for_path (part);
  return folder != NULL ? g_file_get_child (folder, name) : g_object_ref (file);
}

/**
 * ent_store_export_sync:
 * @store: a book
 * @query: which records
 * @format: how
 * @file: where; replaced when everything was written, left as it was otherwise
 * @cancellable: (nullable): a cancellable
 * @error: return location
 *
 * Writes what a query finds to a file. Blocks.
 *
 * Returns: how many records were written, or -1 with %ENT_ERROR_FULL, %ENT_ERROR_REFUSED (what the format has no place
 * for) or an error of GIO
 */
gint64
ent_store_export_sync (EntStore *store,
                       EntQuery *query,
                       EntExportFormat format,
                       GFile *file,
                       GCancellable *cancellable,
                       GError **error)
{
  return ent_store_export_with_notes_sync (store, query, format, file, NULL, cancellable, error);
}

/**
 * ent_store_export_with_notes_sync:
 * @store: a book
 * @query: which records
 * @format: how
 * @file: where; replaced when everything was written, left as it was otherwise
 * @notes: (out) (optional) (transfer full) (array zero-terminated=1): what the format had no place for, in translated
 *   sentences; empty when everything had its place, %NULL on failure
 * @cancellable: (nullable): a cancellable
 * @error: return location
 *
 * Does what [method@Store.export_sync] does, and tells what was lost by it. Blocks.
 *
 * Returns: how many records were written, or -1 with %ENT_ERROR_FULL, %ENT_ERROR_REFUSED (what the format has no place
 * for) or an error of GIO
 */
gint64
ent_store_export_with_notes_sync (EntStore *store,
                                  EntQuery *query,
                                  EntExportFormat format,
                                  GFile *file,
                                  char ***notes,
                                  GCancellable *cancellable,
                                  GError **error)
{
  g_autoptr (GPtrArray) sentences = g_ptr_array_new_null_terminated (1, g_free, TRUE);
  g_autoptr (GFile) part = NULL;
  gint64 count;

  g_return_val_if_fail (ENT_IS_STORE (store) && ENT_IS_QUERY (query) && G_IS_FILE (file), -1);

  if (notes != NULL)
    *notes = NULL;

  /* One that is there stays until the new one takes its place; GIO does so by itself, but not for a new file. */
  part = g_file_query_exists (file, cancellable) ? g_object_ref (file) : dup_part (file);
  count = write_file (store, query, format, part, file, sentences, cancellable, error);
  if (count >= 0 && part != file && !g_file_move (part, file, G_FILE_COPY_OVERWRITE, cancellable, NULL, NULL, error))
    {
      g_file_delete (part, NULL, NULL);
      count = -1;
    }
  if (count < 0)
    take_full (file, error);
  else if (notes != NULL)
    *notes = (char **) g_ptr_array_free (g_steal_pointer (&sentences), FALSE);
  return count;
}

/* ---- on a thread ---- */

typedef struct
{
  EntQuery *query;
  EntExportFormat format;
  GFile *file;
  GOutputStream *stream;
  char **notes;
  gint64 count;
} ExportJob;

static ExportJob *
export_job_new (EntQuery *query, EntExportFormat format, GFile *file, GOutputStream *stream)
{
  ExportJob *job = g_new0 (ExportJob, 1);

  job->query = g_object_ref (query);
  job->format = format;
  g_set_object (&job->file, file);
  g_set_object (&job->stream, stream);
  return job;
}

static void
export_job_free (gpointer data)
{
  ExportJob *job = data;

  g_object_unref (job->query);
  g_clear_object (&job->file);
  g_clear_object (&job->stream);
  g_strfreev (job->notes);
  g_free (job);
}

static gboolean
run_export_job (EntStore *self, gpointer data, GCancellable *cancellable, GError **error)
{
  ExportJob *job = data;

  job->count =
      job->file != NULL
          ? ent_store_export_with_notes_sync (self, job->query, job->format, job->file, &job->notes, cancellable, error)
          : ent_store_export_stream_sync (self, job->query, job->format, job->stream, cancellable, error);
  return job->count >= 0;
}

/**
 * ent_store_export_async:
 * @store: a book
 * @query: which records
 * @format: how
 * @file: where; replaced when everything was written, left as it was otherwise
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * As [method@Store.export_sync], on a thread of its own.
 */
void
ent_store_export_async (EntStore *store,
                        EntQuery *query,
                        EntExportFormat format,
                        GFile *file,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  g_return_if_fail (ENT_IS_STORE (store) && ENT_IS_QUERY (query) && G_IS_FILE (file));

  ent_store_start_long (store, ent_store_export_async, run_export_job, export_job_new (query, format, file, NULL),
                        export_job_free, cancellable, callback, user_data);
}

/**
 * ent_store_export_finish:
 * @store: a book
 * @result: what the callback was given
 * @error: return location
 *
 * Returns: how many records were written, or -1 with an error as of [method@Store.export_sync]
 */
gint64
ent_store_export_finish (EntStore *store, GAsyncResult *result, GError **error)
{
  const ExportJob *job = ent_store_finish_job (store, result, ent_store_export_async, error);

  return job != NULL ? job->count : -1;
}

/**
 * ent_store_export_with_notes_async:
 * @store: a book
 * @query: which records
 * @format: how
 * @file: where; replaced when everything was written, left as it was otherwise
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * As [method@Store.export_with_notes_sync], on a thread of its own.
 */
void
ent_store_export_with_notes_async (EntStore *store,
                                   EntQuery *query,
                                   EntExportFormat format,
                                   GFile *file,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data)
{
  g_return_if_fail (ENT_IS_STORE (store) && ENT_IS_QUERY (query) && G_IS_FILE (file));

  ent_store_start_long (store, ent_store_export_with_notes_async, run_export_job,
                        export_job_new (query, format, file, NULL), export_job_free, cancellable, callback, user_data);
}

/**
 * ent_store_export_with_notes_finish:
 * @store: a book
 * @result: what the callback was given
 * @notes: (out) (optional) (transfer full) (array zero-terminated=1): what the format had no place for, in translated
 *   sentences; empty when everything had its place, %NULL on failure
 * @error: return location
 *
 * Returns: how many records were written, or -1 with an error as of [method@Store.export_with_notes_sync]
 */
gint64
ent_store_export_with_notes_finish (EntStore *store, GAsyncResult *result, char ***notes, GError **error)
{
  ExportJob *job = ent_store_finish_job (store, result, ent_store_export_with_notes_async, error);

  if (notes != NULL)
    *notes = job != NULL ? g_steal_pointer (&job->notes) : NULL;
  return job != NULL ? job->count : -1;
}

/**
 * ent_store_export_stream_async:
 * @store: a book
 * @query: which records
 * @format: how
 * @stream: where; not closed
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * As [method@Store.export_stream_sync], on a thread of its own, which @stream belongs to until @callback was called.
 */
void
ent_store_export_stream_async (EntStore *store,
                               EntQuery *query,
                               EntExportFormat format,
                               GOutputStream *stream,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  g_return_if_fail (ENT_IS_STORE (store) && ENT_IS_QUERY (query) && G_IS_OUTPUT_STREAM (stream));

  ent_store_start_long (store, ent_store_export_stream_async, run_export_job,
                        export_job_new (query, format, NULL, stream), export_job_free, cancellable, callback,
                        user_data);
}

/**
 * ent_store_export_stream_finish:
 * @store: a book
 * @result: what the callback was given
 * @error: return location
 *
 * Returns: how many records were written, or -1 with an error as of [method@Store.export_stream_sync]
 */
gint64
ent_store_export_stream_finish (EntStore *store, GAsyncResult *result, GError **error)
{
  const ExportJob *job = ent_store_finish_job (store, result, ent_store_export_stream_async, error);

  return job != NULL ? job->count : -1;
}
