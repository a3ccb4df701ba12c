/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "ent-import-columns-private.h"
#include "ent-import-row-private.h"
#include "ent-import-source-private.h"
#include "ent-text-source-private.h"

/* Rows that are looked at before the first one is taken: how a column is written is decided once, never cell by cell.
 */
#define SAMPLE_ROWS 1000

typedef struct
{
  EntImportSource parent;
  EntCsvReader *reader;
  EntImportColumns *columns;
  EntImportRow *row;
  GQueue ready; /* EntStagedRecord: a row may give several */
} EntImportCsvSource;

/* NULL for a row of which only the beginning is kept: imported again, half of it would be taken for the whole. */
static char *
dup_raw (EntCsvReader *reader, gsize *length)
{
  gboolean truncated;
  const char *raw = ent_csv_reader_get_raw (reader, length, &truncated);

  return truncated ? NULL : g_strndup (raw, *length);
}

/* The book may still refuse the row; a long one is only kept when it is refused already, so that rows on their way stay
 * small. */
static void
keep_raw (EntImportCsvSource *self, EntStagedRecord *staged)
{
  gsize length;

  ent_csv_reader_get_raw (self->reader, &length, NULL);
  if (staged->rejection != NULL || length <= ENT_IMPORT_KEPT_RAW)
    staged->raw = dup_raw (self->reader, &staged->raw_length);
}

static gboolean
next (EntImportSource *source, EntStagedRecord **record, GError **error)
{
  EntImportCsvSource *self = (EntImportCsvSource *) source;
  g_autoptr (GError) local_error = NULL;
  EntStagedRecord *staged;

  *record = g_queue_pop_head (&self->ready);
  if (*record != NULL)
    return TRUE;
  if (!ent_csv_reader_next (self->reader, &local_error))
    {
      if (local_error == NULL)
        return TRUE;
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }

  staged = ent_staged_record_new (self->columns->kind, source->index, ent_csv_reader_get_line (self->reader));
  if (ent_csv_reader_get_problem (self->reader) >= ENT_CSV_PROBLEM_NUL)
    {
      g_autofree char *problem = ent_csv_reader_dup_problem_text (self->reader);

      ent_staged_record_reject (staged, "%s", problem);
    }
  else
    {
      guint n_fields;
      const EntCsvField *fields = ent_csv_reader_get_fields (self->reader, &n_fields);
      EntStagedRecord *account = ent_import_row_stage (self->row, fields, n_fields, staged);

      if (account != NULL && staged->rejection == NULL)
        g_queue_push_tail (&self->ready, account);
      else
        g_clear_pointer (&account, ent_staged_record_free);
    }
  keep_raw (self, staged);
  g_queue_push_tail (&self->ready, staged);
  *record = g_queue_pop_head (&self->ready);
  return TRUE;
}

static const char *
delimiter_label (char delimiter)
{
  switch (delimiter)
    {
    case ',':
      return _("comma");
    case ';':
      return _("semicolon");
    case '\t':
      return _("tab");
    case '|':
      return _("vertical bar");
    default:
      return _("other separator");
    }
}

static gboolean
inspect (EntImportSource *source, EntImportFile *file, GError **error)
{
  EntImportCsvSource *self = (EntImportCsvSource *) source;

  file->format = "csv";
  file->description = g_strdup_printf (
      /* Translators: an encoding such as UTF-8, then what stands between the columns ("comma"). */
      _("Table, %s, %s"), ent_text_source_get_encoding (source->text),
      delimiter_label (ent_csv_reader_get_layout (self->reader)->dialect.delimiter));
  for (guint i = 0; i < self->columns->n_targets; i++)
    {
      const EntImportTarget *target = &self->columns->targets[i];
      EntImportColumn *column = g_new0 (EntImportColumn, 1);
      g_autoptr (GStrvBuilder) samples = g_strv_builder_new ();

      column->name = g_strdup (target->name);
      column->field_key = ent_import_row_dup_key (target);
      column->custom = target->is_custom;
      column->type_label = ent_column_format_dup_label (&target->format);
      for (guint j = 0; j < target->samples->len; j++)
        g_strv_builder_add (samples, g_ptr_array_index (target->samples, j));
      column->samples = g_strv_builder_end (samples);
      g_ptr_array_add (file->columns, column);
    }
  return TRUE;
}

static void
append_notes (EntImportSource *source, GPtrArray *notes)
{
  EntImportCsvSource *self = (EntImportCsvSource *) source;
  guint64 n_invalid = ent_text_source_get_n_invalid (source->text);

  ent_import_columns_append_notes (self->columns, notes);
  ent_import_row_append_notes (self->row, notes);
  if (n_invalid > 0)
    g_ptr_array_add (notes, g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                                          "%u character could not be read and became “\357\277\275”.",
                                                          "%u characters could not be read and became “\357\277\275”.",
                                                          (gulong) n_invalid),
                                             (guint) n_invalid));
}

static void
free_source (EntImportSource *source)
{
  EntImportCsvSource *self = (EntImportCsvSource *) source;

  g_queue_clear_full (&self->ready, (GDestroyNotify) ent_staged_record_free);
  g_clear_pointer (&self->row, ent_import_row_free);
  g_clear_pointer (&self->columns, ent_import_columns_free);
  g_clear_pointer (&self->reader, ent_csv_reader_free);
  ent_import_source_clear (source);
  g_free (self);
}

static const EntImportSourceClass csv_class = {
  .format = "csv",
  .inspect = inspect,
  .next = next,
  .append_notes = append_notes,
  .free = free_source,
};

static EntCsvReader *
open_reader (GFile *file, EntTextSource **text, GCancellable *cancellable, GError **error)
{
  g_autoptr (EntTextSource) opened =
      ent_text_source_new_for_file (file, NULL, ENT_TEXT_SOURCE_NONE, cancellable, error);
  EntCsvReader *reader;

  if (opened == NULL)
    return NULL;
  *text = opened;
  reader = ent_csv_reader_new (opened, &ENT_CSV_HINTS_NONE, error);
  if (reader != NULL)
    (void) g_steal_pointer (&opened);
  return reader;
}

/* A reading of its own, since the first rows are wanted again. */
static gboolean
look_at_sample (EntImportColumns *columns, GFile *file, GCancellable *cancellable, GError **error)
{
  EntTextSource *text;
  g_autoptr (EntCsvReader) reader = open_reader (file, &text, cancellable, error);
  g_autoptr (GError) local_error = NULL;

  if (reader == NULL)
    return FALSE;
  for (guint i = 0; i < SAMPLE_ROWS && ent_csv_reader_next (reader, &local_error); i++)
    {
      guint n_fields;
      const EntCsvField *fields = ent_csv_reader_get_fields (reader, &n_fields);

      if (ent_csv_reader_get_problem (reader) < ENT_CSV_PROBLEM_NUL)
        ent_import_columns_observe (columns, fields, n_fields, ent_csv_reader_get_line (reader));
    }
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  return TRUE;
}

static int
find_column (EntCsvReader *reader, const char *name)
{
  guint n_columns;
  const char *const *header = ent_csv_reader_get_header (reader, &n_columns);

  for (guint i = 0; i < n_columns; i++)
    if (g_str_equal (header[i], name))
      return (int) i;
  return -1;
}

/* A table that this program wrote says itself what its rows are. */
static gboolean
find_kind (EntCsvReader *reader, GFile *file, EntImportSettings *settings, GCancellable *cancellable, GError **error)
{
  int column = find_column (reader, ENT_IMPORT_KIND_COLUMN);
  EntTextSource *text;
  g_autoptr (EntCsvReader) first = NULL;

  if (column < 0 || find_column (reader, "id") < 0)
    return TRUE;
  first = open_reader (file, &text, cancellable, error);
  if (first == NULL)
    return FALSE;
  if (ent_csv_reader_next (first, NULL))
    {
      const EntCsvField *field = ent_csv_reader_get_field (first, (guint) column);
      g_autofree char *key = g_strndup (field->text, field->length);
      const EntKind *kind = ent_kind_from_key (key);

      settings->has_kind_column = kind != NULL && !kind->is_element;
      if (settings->has_kind_column && settings->kind == NULL)
        settings->kind = kind;
    }
  return TRUE;
}

static gboolean
is_known (EntImportColumns *columns)
{
  for (guint i = 0; i < columns->n_targets; i++)
    if (columns->targets[i].role == ENT_HEADER_ROLE_VALUE)
      return TRUE;
  return FALSE;
}

EntImportSource *
ent_import_csv_source_open (EntStore *store,
                            GFile *file,
                            guint index,
                            const EntImportSettings *settings,
                            GCancellable *cancellable,
                            GError **error)
{
  EntImportCsvSource *self = g_new0 (EntImportCsvSource, 1);
  g_autoptr (EntImportSource) source = &self->parent;
  EntImportSettings own = *settings;
  gsize header_length;
  const char *header;

  ent_import_source_init (source, &csv_class, store, file, index);
  self->reader = open_reader (file, &source->text, cancellable, error);
  if (self->reader == NULL)
    return NULL;
  if (!find_kind (self->reader, file, &own, cancellable, error))
    return NULL;
  self->columns = ent_import_columns_new (store, self->reader, &own, error);
  if (self->columns == NULL || !look_at_sample (self->columns, file, cancellable, error))
    return NULL;
  if (!is_known (self->columns))
    {
      g_autofree char *name = ent_text_source_dup_name (file);

      g_set_error (error, ENT_ERROR, ENT_ERROR_FORMAT,
                   _("No column of “%s” could be recognized. Say where they go: --map COLUMN=FIELD, or give the table "
                      "a header."),
                   name);
      return NULL;
    }
  ent_import_columns_decide (self->columns, store);
  source->kind = self->columns->kind;
  header = ent_csv_reader_get_raw_header (self->reader, &header_length);
  source->raw_header = g_strndup (header, header_length);
  source->raw_header_length = header_length;
  source->delimiter = ent_csv_reader_get_layout (self->reader)->dialect.delimiter;
  if (!settings->dry_run && !ent_import_columns_make_custom_fields (self->columns, store, cancellable, error))
    return NULL;
  self->row = ent_import_row_new (store, self->columns, header, header_length);
  return g_steal_pointer (&source);
}
