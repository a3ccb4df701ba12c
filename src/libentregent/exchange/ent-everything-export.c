/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "ent-db-private.h"
#include "ent-error.h"
#include "ent-resources-private.h"
#include "ent-everything-contents-private.h"
#include "ent-everything-files-private.h"
#include "ent-everything-log-private.h"
#include "ent-everything.h"
#include "ent-exchange-private.h"
#include "ent-export-private.h"
#include "ent-export-sheet-private.h"
#include "ent-kind-private.h"
#include "ent-maintenance.h"
#include "ent-model-json.h"
#include "ent-part-private.h"
#include "ent-store-job-private.h"
#include "ent-titles.h"

/*
 * Everything that a book holds, for people, for other programs and for the way back, of one state of the book. The
 * folder is made under another name and gets its own when it is whole.
 */

typedef struct
{
  EntStore *store;
  char *path;
  GCancellable *cancellable;
  JsonBuilder *manifest;
  EntTitles *titles;
  JsonGenerator *generator;
  GString *line;

  EntEverythingFile *file; /* that is being written */
  EntWorkbook *workbook;
  EntExportSheet *sheet;
  GPtrArray *fields;
  gint64 n_records;
} Everything;

static gboolean
finish_file (Everything *self, EntEverythingFile *file, const char *name, gint64 n_lines, GError **error)
{
  guint64 size;
  g_autofree char *sum = ent_everything_file_finish (file, &size, self->cancellable, error);

  if (sum == NULL)
    return FALSE;
  json_builder_begin_object (self->manifest);
  json_builder_set_member_name (self->manifest, "name");
  json_builder_add_string_value (self->manifest, name);
  json_builder_set_member_name (self->manifest, "size");
  json_builder_add_int_value (self->manifest, (gint64) size);
  if (n_lines >= 0)
    {
      json_builder_set_member_name (self->manifest, "lines");
      json_builder_add_int_value (self->manifest, n_lines);
    }
  json_builder_set_member_name (self->manifest, "sha256");
  json_builder_add_string_value (self->manifest, sum);
  json_builder_end_object (self->manifest);
  return TRUE;
}

/* ---- the log ---- */

typedef struct
{
  Everything *everything;
  EntEverythingFile *file;
  gint64 n;
} Log;

static gboolean
group_cb (GBytes *group, gpointer data, GError **error)
{
  Log *log = data;
  GString *line = log->everything->line;

  log->n++;
  g_string_truncate (line, 0);
  return ent_everything_log_append (line, group, error) &&
         ent_everything_file_write (log->file, line->str, line->len, log->everything->cancellable, error);
}

static gboolean
write_log (Everything *self, GError **error)
{
  g_autoptr (EntEverythingFile) file = ent_everything_file_new (self->path, ENT_EVERYTHING_LOG, error);
  Log log = { self, file, 0 };

  return file != NULL && ent_store_foreach_group (self->store, NULL, 0, group_cb, &log, self->cancellable, error) &&
         finish_file (self, file, ENT_EVERYTHING_LOG, log.n, error);
}

/* ---- records ---- */

static gboolean
write_record (gpointer data, EntRecord *record, GCancellable *cancellable, GError **error)
{
  Everything *self = data;
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  g_autofree char *text = NULL;
  gsize length;

  json_node_take_object (node, ent_record_to_json (record, self->fields, ent_titles_dup, self->titles));
  json_generator_set_root (self->generator, node);
  text = json_generator_to_data (self->generator, &length);
  return ent_everything_file_write (self->file, text, length, cancellable, error) &&
         ent_everything_file_write (self->file, "\n", 1, cancellable, error) &&
         ent_export_sheet_add (self->sheet, record, cancellable, error);
}

static const EntExportWriter record_writer = {
  .record = write_record,
};

static gboolean
write_kind (Everything *self, const EntKind *kind, GError **error)
{
  g_autofree char *name = g_strdup_printf (ENT_EVERYTHING_RECORDS "/%s.jsonl", kind->plural_key);
  g_autoptr (EntEverythingFile) file = ent_everything_file_new (self->path, name, error);
  g_autoptr (EntQuery) query = ent_query_new_from_text (self->store, kind, "", NULL, error);
  g_autoptr (GPtrArray) fields = ent_store_dup_fields (self->store, kind);
  g_autoptr (EntExportSheet) sheet = NULL;
  gint64 n;

  if (file == NULL || query == NULL)
    return FALSE;
  sheet = ent_export_sheet_new (self->workbook, self->store, kind, ENT_EXPORT_SHEET_CUTS, self->cancellable, error);
  if (sheet == NULL)
    return FALSE;
  self->file = file;
  self->fields = fields;
  self->sheet = sheet;
  n = ent_export_records (self->store, query, &record_writer, self, self->cancellable, error);
  if (n < 0 || !finish_file (self, file, name, n, error))
    return FALSE;
  self->n_records += n;
  return TRUE;
}

static gboolean
write_records (Everything *self, GError **error)
{
  g_autoptr (EntEverythingFile) book = ent_everything_file_new (self->path, ENT_EVERYTHING_WORKBOOK, error);
  g_autofree char *folder = g_build_filename (self->path, ENT_EVERYTHING_RECORDS, NULL);
  const EntKind *const *kinds = ent_kinds_get_all (NULL);
  gboolean done = TRUE;

  if (book == NULL)
    return FALSE;
  if (g_mkdir (folder, 0700) != 0)
    {
      ent_everything_set_error (error, folder, errno);
      return FALSE;
    }
  self->workbook = ent_workbook_new (ENT_WORKBOOK_XLSX, ent_everything_file_get_stream (book));
  for (guint i = 0; kinds[i] != NULL && done; i++)
    done = kinds[i]->is_element || write_kind (self, kinds[i], error);
  done = done && ent_workbook_close (self->workbook, self->cancellable, error) &&
         finish_file (self, book, ENT_EVERYTHING_WORKBOOK, -1, error) && ent_everything_sync_folder (folder, error);
  g_clear_pointer (&self->workbook, ent_workbook_free);
  return done;
}

/* ---- contents of attachments ---- */

static gboolean
write_contents (Everything *self, EntDb *db, GError **error)
{
  g_autoptr (EntEverythingFile) list = ent_everything_file_new (self->path, ENT_EVERYTHING_CONTENT_LIST, error);
  gint64 n =
      list != NULL ? ent_everything_contents_export (self->store, db, self->path, list, self->cancellable, error) : -1;

  return n >= 0 && finish_file (self, list, ENT_EVERYTHING_CONTENT_LIST, n, error);
}

/* ---- what the files mean ---- */

static void
append_field (GString *out, const EntField *field)
{
  static const char *const types[] = {
    [ENT_FIELD_TEXT] = "text",
    [ENT_FIELD_LONG_TEXT] = "text of several lines",
    [ENT_FIELD_INTEGER] = "whole number",
    [ENT_FIELD_PERCENT] = "per cent",
    [ENT_FIELD_MONEY] = "amount in major units",
    [ENT_FIELD_BOOLEAN] = "true or false",
    [ENT_FIELD_DATE] = "date",
    [ENT_FIELD_PARTIAL_DATE] = "date, perhaps without year or day",
    [ENT_FIELD_TIMESTAMP] = "date and time (UTC)",
    [ENT_FIELD_DURATION] = "minutes",
    [ENT_FIELD_ENUM] = "one of",
    [ENT_FIELD_CURRENCY] = "currency (ISO 4217)",
    [ENT_FIELD_COUNTRY] = "country (ISO 3166-1 alpha-2)",
    [ENT_FIELD_LANGUAGE] = "language (BCP 47)",
    [ENT_FIELD_TIME_ZONE] = "time zone (IANA)",
    [ENT_FIELD_COORDINATES] = "latitude,longitude (WGS 84)",
    [ENT_FIELD_REFERENCE] = "id of a record",
    [ENT_FIELD_PRIMARY] = "which element is the first one",
    [ENT_FIELD_REFERENCE_SET] = "ids of records",
    [ENT_FIELD_ELEMENT_SET] = "list of elements",
    [ENT_FIELD_APPEND] = "list of elements",
  };

  g_string_append_printf (out, "| `%s` | %s", field->key, types[field->type]);
  for (const EntChoice *choice = field->choices; choice != NULL && choice->key != NULL; choice++)
    g_string_append_printf (out, "%s `%s`", choice == field->choices ? "" : ",", choice->key);
  g_string_append_printf (out, " | %s |\n", field->doc != NULL ? field->doc : field->label);
}

static void
append_kind (GString *out, EntStore *store, const EntKind *kind)
{
  g_autoptr (GPtrArray) fields = NULL;

  g_string_append_printf (out, "\n### %s (`%s`, number %u)\n\n%s\n\n| key | type | meaning |\n|---|---|---|\n",
                          kind->label, kind->key, kind->number, kind->doc);
  if (kind->is_element)
    {
      for (guint i = 0; i < kind->n_fields; i++)
        append_field (out, &kind->fields[i]);
      return;
    }
  fields = ent_store_dup_fields (store, kind);
  for (guint i = 0; i < fields->len; i++)
    append_field (out, g_ptr_array_index (fields, i));
}

/* English, as keys are. */
static gboolean
write_schema (Everything *self, GError **error)
{
  g_autoptr (EntEverythingFile) file = ent_everything_file_new (self->path, ENT_EVERYTHING_SCHEMA, error);
  g_autoptr (GBytes) text = NULL;
  g_autoptr (GString) out = NULL;
  const EntKind *const *kinds = ent_kinds_get_all (NULL);

  text = ent_resources_lookup ("/org/entregent/docs/export-everything.md", error);
  if (file == NULL || text == NULL)
    return FALSE;
  out = g_string_new_len (g_bytes_get_data (text, NULL), (gssize) g_bytes_get_size (text));
  /* A line for who makes the documentation of the library. */
  g_string_erase (out, 0, strstr (out->str, "\n# ") + 1 - out->str);
  g_string_append (out, "\n## Kinds and their fields\n");
  for (guint i = 0; kinds[i] != NULL; i++)
    append_kind (out, self->store, kinds[i]);
  return ent_everything_file_write (file, out->str, out->len, self->cancellable, error) &&
         finish_file (self, file, ENT_EVERYTHING_SCHEMA, -1, error);
}

/* ---- the manifest ---- */

static gboolean
add_identity (Everything *self, GError **error)
{
  g_autoptr (GHashTable) identity = ent_store_dup_identity (self->store, error);
  g_autoptr (GList) keys = NULL;

  if (identity == NULL)
    return FALSE;
  keys = g_list_sort (g_hash_table_get_keys (identity), (GCompareFunc) strcmp);
  json_builder_set_member_name (self->manifest, "identity");
  json_builder_begin_object (self->manifest);
  for (GList *key = keys; key != NULL; key = key->next)
    {
      json_builder_set_member_name (self->manifest, key->data);
      json_builder_add_string_value (self->manifest, g_hash_table_lookup (identity, key->data));
    }
  json_builder_end_object (self->manifest);
  return TRUE;
}

static gboolean
add_dump (Everything *self, GError **error)
{
  g_autoptr (GOutputStream) stream = ent_everything_sum_new (NULL);
  g_autofree char *sum = NULL;

  if (!ent_store_dump_sync (self->store, stream, self->cancellable, error))
    return FALSE;
  sum = ent_everything_sum_finish (stream, NULL);
  json_builder_set_member_name (self->manifest, "dump-sha256");
  json_builder_add_string_value (self->manifest, sum);
  return TRUE;
}

static gboolean
write_manifest (Everything *self, GError **error)
{
  g_autoptr (EntEverythingFile) file = ent_everything_file_new (self->path, ENT_EVERYTHING_MANIFEST, error);
  g_autoptr (JsonNode) root = json_builder_get_root (self->manifest);
  g_autofree char *text = NULL;
  g_autofree char *sum = NULL;
  gsize length;

  json_generator_set_pretty (self->generator, TRUE);
  json_generator_set_root (self->generator, root);
  text = json_generator_to_data (self->generator, &length);
  if (file == NULL || !ent_everything_file_write (file, text, length, self->cancellable, error) ||
      !ent_everything_file_write (file, "\n", 1, self->cancellable, error))
    return FALSE;
  sum = ent_everything_file_finish (file, NULL, self->cancellable, error);
  return sum != NULL;
}

static gboolean
write_cb (EntDb *db, gpointer data, GError **error)
{
  Everything *self = data;

  json_builder_begin_object (self->manifest);
  json_builder_set_member_name (self->manifest, "entregent-everything");
  json_builder_add_int_value (self->manifest, ENT_EVERYTHING_VERSION);
  json_builder_set_member_name (self->manifest, "program");
  json_builder_add_string_value (self->manifest, PACKAGE_VERSION);
  json_builder_set_member_name (self->manifest, "numbers");
  json_builder_add_int_value (self->manifest, ent_kinds_n_numbers);
  if (!add_identity (self, error))
    return FALSE;
  json_builder_set_member_name (self->manifest, "files");
  json_builder_begin_array (self->manifest);
  if (!write_log (self, error) || !write_records (self, error) || !write_contents (self, db, error) ||
      !write_schema (self, error))
    return FALSE;
  json_builder_end_array (self->manifest);
  if (!add_dump (self, error))
    return FALSE;
  json_builder_end_object (self->manifest);
  return write_manifest (self, error) && ent_everything_sync_folder (self->path, error);
}

/* ---- the folder ---- */

static char *
dup_target (GFile *folder, GError **error)
{
  g_autofree char *path = g_file_get_path (folder);
  g_autofree char *name = g_file_get_parse_name (folder);
  g_autoptr (GDir) dir = path != NULL ? g_dir_open (path, 0, NULL) : NULL;

  if (path == NULL)
    g_set_error (error, ENT_ERROR, ENT_ERROR_IO,
                 _("“%s” is not on this computer. Export to a folder here and copy it there."), name);
  else if (dir != NULL ? g_dir_read_name (dir) != NULL : g_file_test (path, G_FILE_TEST_EXISTS))
    g_set_error (error, ENT_ERROR, ENT_ERROR_REFUSED,
                 _("“%s” is not an empty folder. Name one that does not exist yet, or is empty."), name);
  else
    return g_steal_pointer (&path);
  return NULL;
}

static char *
make_part (const char *path, GError **error)
{
  g_autofree char *parent = g_path_get_dirname (path);
  g_autofree char *part = ent_part_dup_path (path);

  if (g_mkdir_with_parents (parent, 0700) == 0 && g_mkdir (part, 0700) == 0)
    return g_steal_pointer (&part);
  ent_everything_set_error (error, path, errno);
  return NULL;
}

static gboolean
put_in_place (const char *part, const char *path, GError **error)
{
  g_autofree char *parent = g_path_get_dirname (path);

  /* Over an empty folder this works as well. */
  if (g_rename (part, path) == 0)
    return ent_everything_sync_folder (parent, error);
  ent_everything_set_error (error, path, errno);
  return FALSE;
}

/**
 * ent_store_export_everything_sync:
 * @store: a book
 * @folder: a folder that does not exist yet, or is empty
 * @cancellable: (nullable): a cancellable
 * @error: return location for an error
 *
 * Writes everything that a book holds: all kinds with their custom fields, the whole history, saved views, as JSON
 * Lines, the files that are attached, and the records as a workbook for people; `SCHEMA.md` in it says what is what. It
 * is one state of the book, whoever writes meanwhile. The folder appears under its name when it is whole. Blocks.
 *
 * ent_book_import_everything_sync() makes the same book of it.
 *
 * Returns: how many records were written, or -1 with %ENT_ERROR_REFUSED (the folder is not empty), %ENT_ERROR_FULL,
 * %ENT_ERROR_READ_ONLY, %ENT_ERROR_IO or an error of reading the book
 */
gint64
ent_store_export_everything_sync (EntStore *store, GFile *folder, GCancellable *cancellable, GError **error)
{
  g_autofree char *path = NULL;
  g_autofree char *part = NULL;
  g_autoptr (JsonBuilder) manifest = json_builder_new ();
  g_autoptr (JsonGenerator) generator = json_generator_new ();
  g_autoptr (EntTitles) titles = NULL;
  g_autoptr (GString) line = g_string_new (NULL);
  Everything self = { 0 };

  g_return_val_if_fail (ENT_IS_STORE (store) && G_IS_FILE (folder), -1);

  path = dup_target (folder, error);
  part = path != NULL ? make_part (path, error) : NULL;
  if (part == NULL)
    return -1;
  titles = ent_titles_new (store);
  self = (Everything) { .store = store,
                        .path = part,
                        .cancellable = cancellable,
                        .manifest = manifest,
                        .titles = titles,
                        .generator = generator,
                        .line = line };
  if (ent_store_with_reader (store, cancellable, write_cb, &self, error) && put_in_place (part, path, error))
    return self.n_records;
  ent_part_remove (part);
  return -1;
}

typedef struct
{
  GFile *folder;
  gint64 count;
} EverythingJob;

static void
everything_job_free (gpointer data)
{
  EverythingJob *job = data;

  g_object_unref (job->folder);
  g_free (job);
}

static gboolean
run_everything_job (EntStore *self, gpointer data, GCancellable *cancellable, GError **error)
{
  EverythingJob *job = data;

  job->count = ent_store_export_everything_sync (self, job->folder, cancellable, error);
  return job->count >= 0;
}

/**
 * ent_store_export_everything_async:
 * @store: a book
 * @folder: a folder that does not exist yet, or is empty
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * As [method@Store.export_everything_sync], on a thread of its own.
 */
void
ent_store_export_everything_async (EntStore *store,
                                   GFile *folder,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data)
{
  EverythingJob *job;

  g_return_if_fail (ENT_IS_STORE (store) && G_IS_FILE (folder));

  job = g_new0 (EverythingJob, 1);
  job->folder = g_object_ref (folder);
  ent_store_start_long (store, ent_store_export_everything_async, run_everything_job, job, everything_job_free,
                        cancellable, callback, user_data);
}

/**
 * ent_store_export_everything_finish:
 * @store: a book
 * @result: what the callback was given
 * @error: return location for an error
 *
 * Returns: how many records were written, or -1 with an error as of [method@Store.export_everything_sync]
 */
gint64
ent_store_export_everything_finish (EntStore *store, GAsyncResult *result, GError **error)
{
  const EverythingJob *job = ent_store_finish_job (store, result, ent_store_export_everything_async, error);

  return job != NULL ? job->count : -1;
}
