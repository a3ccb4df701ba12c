/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "ent-import-columns-private.h"
#include "ent-import-lines-private.h"
#include "ent-import-row-private.h"
#include "ent-import-source-private.h"
#include "ent-import-table-private.h"
#include "ent-import-total-private.h"
#include "ent-text-source-private.h"

/* Rows that are looked at before the first one is taken: how a column is written is decided once, never cell by cell.
 */
#define SAMPLE_ROWS 1000
/* More rows of numbers than this are no sums below a table. */
#define MAX_TOTALS 3

typedef struct
{
  EntImportSource parent;
  EntTable *table;
  EntImportColumns *columns;
  EntImportRow *row;
  gboolean is_first; /* of the sources of its file */
  gboolean is_only;
  guint64 n_others; /* rows of another sort, which no source takes */
  GQueue ready;     /* EntStagedRecord: a row may give several */
  GQueue held;      /* EntStagedRecord: rows that are totals if no other comes after them */
  EntImportLines totals;
  GPtrArray *problems; /* of layouts, translated */
} EntImportTableSource;

/* NULL for a row of which only the beginning is kept: imported again, half of it would be taken for the whole. */
static char *
dup_raw (EntTable *table, gsize *length)
{
  gboolean truncated;
  const char *raw = ent_table_get_raw (table, length, &truncated);

  return truncated ? NULL : g_strndup (raw, *length);
}

/* The book may still refuse the row; a long one is only kept when it is refused already, so that rows on their way stay
 * small. */
static void
keep_raw (EntImportTableSource *self, EntStagedRecord *staged)
{
  gsize length;

  ent_table_get_raw (self->table, &length, NULL);
  if (staged->rejection != NULL || length <= ENT_IMPORT_KEPT_RAW)
    staged->raw = dup_raw (self->table, &staged->raw_length);
}

/* Rows of another kind are of another source of the same file. One that cannot be trusted is of the first. */
static gboolean
next_row (EntImportTableSource *self, GError **error)
{
  while (ent_table_next (self->table, error))
    {
      guint n_fields;
      const EntTableField *fields = ent_table_get_fields (self->table, &n_fields);
      g_autofree char *problem = NULL;

      if (self->columns->rows_column < 0)
        return TRUE;
      problem = ent_table_dup_rejection (self->table);
      if (problem != NULL ? self->is_first : ent_import_columns_take_row (self->columns, fields, n_fields))
        return TRUE;
      self->n_others += self->is_only;
    }
  return FALSE;
}

/* A total has no id, and nobody is reached by it. Without a word for it, it is one where it could be no record. */
static gboolean
is_like_total (EntImportTableSource *self, const EntStagedRecord *staged, gboolean named)
{
  for (guint i = 0; i < staged->values->len; i++)
    {
      const EntStagedValue *value = &g_array_index (staged->values, EntStagedValue, i);

      if (ent_staged_value_is_contact_point (value) || value->type == ENT_STAGED_SOURCE_ID)
        return FALSE;
    }
  return staged->may_be_total && (named || staged->rejection != NULL) && ent_id_is_null (&staged->id) &&
         g_queue_is_empty (&self->ready) && self->held.length < MAX_TOTALS;
}

static void
stage_fields (EntImportTableSource *self, EntStagedRecord *staged, gboolean *named)
{
  guint n_fields;
  const EntTableField *fields = ent_table_get_fields (self->table, &n_fields);
  EntStagedRecord *account;

  staged->may_be_total = ent_import_total_matches (fields, n_fields, named);
  account = ent_import_row_stage (self->row, fields, n_fields, staged);
  if (account != NULL && staged->rejection == NULL)
    g_queue_push_tail (&self->ready, account);
  else
    g_clear_pointer (&account, ent_staged_record_free);
}

static void
stage_row (EntImportTableSource *self)
{
  EntStagedRecord *staged =
      ent_staged_record_new (self->columns->kind, self->parent.index, ent_table_get_line (self->table));
  g_autofree char *problem = ent_table_dup_rejection (self->table);
  gboolean named = FALSE;

  if (problem != NULL)
    ent_staged_record_reject (staged, "%s", problem);
  else
    stage_fields (self, staged, &named);
  keep_raw (self, staged);
  if (is_like_total (self, staged, named))
    {
      g_queue_push_tail (&self->held, staged);
      return;
    }
  while (!g_queue_is_empty (&self->held))
    g_queue_push_head (&self->ready, g_queue_pop_tail (&self->held));
  g_queue_push_tail (&self->ready, staged);
}

static void
leave_totals_out (EntImportTableSource *self)
{
  EntStagedRecord *total;

  while ((total = g_queue_pop_head (&self->held)) != NULL)
    {
      ent_import_lines_add (&self->totals, total->line);
      ent_staged_record_free (total);
    }
}

static gboolean
next (EntImportSource *source, EntStagedRecord **record, GError **error)
{
  EntImportTableSource *self = (EntImportTableSource *) source;
  g_autoptr (GError) local_error = NULL;

  while (g_queue_is_empty (&self->ready))
    {
      if (!next_row (self, &local_error))
        {
          if (local_error != NULL)
            {
              g_propagate_error (error, g_steal_pointer (&local_error));
              return FALSE;
            }
          leave_totals_out (self);
          break;
        }
      stage_row (self);
    }
  *record = g_queue_pop_head (&self->ready);
  return TRUE;
}

static gboolean
inspect (EntImportSource *source, EntImportFile *file, GError **error)
{
  EntImportTableSource *self = (EntImportTableSource *) source;

  file->format = self->table->format;
  file->program =
      g_strdup (self->columns->layout != NULL ? ent_import_layout_get_program (self->columns->layout) : NULL);
  file->description = ent_table_dup_description (self->table);
  file->sheets = g_strdupv (self->table->sheets);
  file->sheet = g_strdup (self->table->sheet);
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
  return ent_import_columns_append_questions (self->columns, source->store, file->questions, error);
}

static void
append_totals (EntImportTableSource *self, GPtrArray *notes)
{
  g_autofree char *lines = NULL;

  if (self->totals.n == 0)
    return;
  lines = ent_import_lines_dup_text (&self->totals);
  g_ptr_array_add (notes, g_strdup_printf (
                              /* Translators: a number of rows, "line 4". */
                              g_dngettext (GETTEXT_PACKAGE, "%u row below the others is a total and was left out (%s).",
                                           "%u rows below the others are totals and were left out (%s).",
                                           (gulong) self->totals.n),
                              (guint) self->totals.n, lines));
}

static void
append_others (EntImportTableSource *self, GPtrArray *notes)
{
  const EntImportColumns *columns = self->columns;

  if (self->n_others > 0)
    g_ptr_array_add (notes,
                     g_strdup_printf (
                         /* Translators: a number of rows, the name of a column that says what they are. */
                         g_dngettext (GETTEXT_PACKAGE, "%u row was left out for what it says in “%s”.",
                                      "%u rows were left out for what they say in “%s”.", (gulong) self->n_others),
                         (guint) self->n_others, columns->targets[columns->rows_column].name));
}

static void
append_notes (EntImportSource *source, GPtrArray *notes)
{
  EntImportTableSource *self = (EntImportTableSource *) source;

  for (guint i = 0; self->problems != NULL && i < self->problems->len; i++)
    g_ptr_array_add (notes, g_strdup (g_ptr_array_index (self->problems, i)));
  ent_import_columns_append_notes (self->columns, notes);
  ent_import_row_append_notes (self->row, notes);
  ent_table_append_notes (self->table, notes);
  append_totals (self, notes);
  append_others (self, notes);
}

static double
get_fraction (EntImportSource *source)
{
  return ent_table_get_fraction (((EntImportTableSource *) source)->table);
}

static void
free_source (EntImportSource *source)
{
  EntImportTableSource *self = (EntImportTableSource *) source;

  g_queue_clear_full (&self->ready, (GDestroyNotify) ent_staged_record_free);
  g_queue_clear_full (&self->held, (GDestroyNotify) ent_staged_record_free);
  g_clear_pointer (&self->row, ent_import_row_free);
  g_clear_pointer (&self->columns, ent_import_columns_free);
  g_clear_pointer (&self->table, ent_table_free);
  g_clear_pointer (&self->problems, g_ptr_array_unref);
  ent_import_source_clear (source);
  g_free (self);
}

static const EntImportSourceClass table_class = {
  .inspect = inspect,
  .next = next,
  .append_notes = append_notes,
  .get_fraction = get_fraction,
  .free = free_source,
};

gboolean
ent_import_table_source_peek (EntImportSource *source, EntTable **table, EntImportColumns **columns, EntImportRow **row)
{
  EntImportTableSource *self = (EntImportTableSource *) source;

  if (source->klass != &table_class)
    return FALSE;
  *table = self->table;
  *columns = self->columns;
  *row = self->row;
  return TRUE;
}

/* The first rows are wanted again, so the table is gone back in. */
static gboolean
look_at_sample (EntImportColumns *columns, EntTable *table, GCancellable *cancellable, GError **error)
{
  g_autoptr (GError) local_error = NULL;

  for (guint i = 0; i < SAMPLE_ROWS && ent_table_next (table, &local_error); i++)
    {
      guint n_fields;
      const EntTableField *fields = ent_table_get_fields (table, &n_fields);
      g_autofree char *problem = ent_table_dup_rejection (table);

      if (problem == NULL && ent_import_columns_take_row (columns, fields, n_fields))
        ent_import_columns_observe (columns, fields, n_fields, ent_table_get_line (table));
    }
  if (local_error == NULL)
    return ent_table_rewind (table, cancellable, error);
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

static int
find_column (EntTable *table, const char *name)
{
  guint n_columns;
  const char *const *header = ent_table_get_header (table, &n_columns);

  for (guint i = 0; i < n_columns; i++)
    if (g_str_equal (header[i], name))
      return (int) i;
  return -1;
}

/* A table that this program wrote says itself what its rows are. */
static gboolean
find_kind (EntTable *table, EntImportSettings *settings, GCancellable *cancellable, GError **error)
{
  int column = find_column (table, ENT_IMPORT_KIND_COLUMN);

  if (column < 0 || find_column (table, "id") < 0)
    return TRUE;
  if (ent_table_next (table, NULL))
    {
      guint n_fields;
      const EntTableField *fields = ent_table_get_fields (table, &n_fields);
      g_autofree char *key =
          (guint) column < n_fields ? g_strndup (fields[column].text, fields[column].length) : g_strdup ("");
      const EntKind *kind = ent_kind_from_key (key);

      settings->has_kind_column = kind != NULL && !kind->is_element;
      if (settings->has_kind_column && settings->kind == NULL)
        settings->kind = kind;
    }
  return ent_table_rewind (table, cancellable, error);
}

static gboolean
is_known (EntImportColumns *columns)
{
  for (guint i = 0; i < columns->n_targets; i++)
    if (columns->targets[i].role == ENT_HEADER_ROLE_VALUE)
      return TRUE;
  return FALSE;
}

/* `*table` is taken. */
static EntImportTableSource *
open_source (EntStore *store,
             GFile *file,
             guint index,
             const EntImportSettings *settings,
             EntTable **table,
             GCancellable *cancellable,
             GError **error)
{
  EntImportTableSource *self = g_new0 (EntImportTableSource, 1);
  g_autoptr (EntImportSource) source = &self->parent;
  gsize header_length;
  const char *header;

  ent_import_source_init (source, &table_class, store, file, index);
  self->table = g_steal_pointer (table);
  self->columns = ent_import_columns_new (store, self->table, settings, error);
  if (self->columns == NULL || !look_at_sample (self->columns, self->table, cancellable, error))
    return NULL;
  if (!is_known (self->columns))
    {
      g_autofree char *name = ent_text_source_dup_name (file);

      g_set_error (error, ENT_ERROR, ENT_ERROR_FORMAT,
                   _("No column of “%s” could be recognized. Give the table a header, or say where its columns go."),
                   name);
      return NULL;
    }
  if (!ent_import_columns_decide (self->columns, store, error))
    return NULL;
  source->kind = self->columns->kind;
  source->format = self->table->format;
  header = ent_table_get_raw_header (self->table, &header_length);
  source->raw_header = g_strndup (header, header_length);
  source->raw_header_length = header_length;
  source->delimiter = self->table->delimiter;
  if (settings->dry_run)
    ent_import_columns_find_custom_fields (self->columns, store);
  else if (!ent_import_columns_make_custom_fields (self->columns, store, cancellable, error))
    return NULL;
  self->row = ent_import_row_new (store, self->columns, header, header_length);
  (void) g_steal_pointer (&source);
  return self;
}

/* The same file once more, for the rows of another kind. */
static EntTable *
open_again (GFile *file, const char *sheet, gboolean is_workbook, GCancellable *cancellable, GError **error)
{
  return is_workbook ? ent_table_sheet_open (file, sheet, cancellable, error)
                     : ent_table_csv_open (file, cancellable, error);
}

gboolean
ent_import_table_source_open (EntStore *store,
                              GFile *file,
                              EntTable *table,
                              guint index,
                              const EntImportSettings *settings,
                              GPtrArray *sources,
                              GCancellable *cancellable,
                              GError **error)
{
  g_autoptr (EntTable) own_table = table;
  g_autoptr (GPtrArray) layouts = NULL;
  g_autoptr (GPtrArray) problems = g_ptr_array_new_with_free_func (g_free);
  gboolean is_workbook = table->sheets != NULL;
  g_autofree char *sheet = g_strdup (table->sheet);
  EntImportSettings own = *settings;
  guint n_columns;
  const char *const *header;

  if (!find_kind (table, &own, cancellable, error))
    return FALSE;
  header = ent_table_get_header (table, &n_columns);
  if (!own.has_kind_column)
    layouts = ent_import_layouts_find (header, n_columns, own.kind, problems);
  for (guint i = 0; i == 0 || (layouts != NULL && i < layouts->len); i++)
    {
      EntImportTableSource *source;

      own.layout = layouts != NULL && layouts->len > 0 ? g_ptr_array_index (layouts, i) : NULL;
      if (own_table == NULL)
        own_table = open_again (file, sheet, is_workbook, cancellable, error);
      source = own_table != NULL ? open_source (store, file, index, &own, &own_table, cancellable, error) : NULL;
      if (source == NULL)
        return FALSE;
      source->is_first = i == 0;
      source->is_only = layouts != NULL && layouts->len == 1;
      source->problems = i == 0 ? g_steal_pointer (&problems) : NULL;
      g_ptr_array_add (sources, source);
    }
  return TRUE;
}
