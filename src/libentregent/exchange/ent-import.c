/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <inttypes.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "ent-import-file-private.h"
#include "ent-import-mapping-private.h"
#include "ent-import-pipe-private.h"
#include "ent-import-record-log-private.h"
#include "ent-import-result-private.h"
#include "ent-import-source-private.h"
#include "ent-import-table-private.h"
#include "ent-text-source-private.h"
#include "ent-import-writer-private.h"
#include "ent-import.h"

struct _EntImport
{
  GObject parent_instance;

  EntStore *store;
  GPtrArray *files;
  GFile *rejected_file;
  EntImportSettings settings;
  EntImportResult *stopped; /* of a run that was not through, or NULL */
  EntImportDecisions *decisions;
};

G_DEFINE_FINAL_TYPE (EntImport, ent_import, G_TYPE_OBJECT)

static void
ent_import_finalize (GObject *object)
{
  EntImport *self = ENT_IMPORT (object);

  g_clear_object (&self->store);
  g_clear_object (&self->rejected_file);
  g_ptr_array_unref (self->files);
  g_hash_table_unref (self->settings.mapping);
  g_free (self->settings.sheet);
  ent_import_answers_free (self->settings.answers);
  g_clear_pointer (&self->stopped, ent_import_result_free);
  ent_import_decisions_free (self->decisions);

  G_OBJECT_CLASS (ent_import_parent_class)->finalize (object);
}

static void
ent_import_class_init (EntImportClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = ent_import_finalize;
}

static void
ent_import_init (EntImport *self)
{
  self->files = g_ptr_array_new_with_free_func (g_object_unref);
  self->settings.mapping = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->settings.answers = ent_import_answers_new ();
  self->decisions = ent_import_decisions_new ();
}

/**
 * ent_import_new:
 * @store: the book that it goes to
 *
 * Makes an import without files.
 *
 * Returns: (transfer full): the import
 */
EntImport *
ent_import_new (EntStore *store)
{
  EntImport *self;

  g_return_val_if_fail (ENT_IS_STORE (store), NULL);

  self = g_object_new (ENT_TYPE_IMPORT, NULL);
  self->store = g_object_ref (store);
  return self;
}

/**
 * ent_import_add_file:
 * @self: an import
 * @file: a CSV, XLSX, ODS, vCard (also in JSON), iCalendar or e-mail file; what it is, is found out from what is in it
 *
 * Adds a file. Those of one import belong together: names in one are looked for in the others.
 */
void
ent_import_add_file (EntImport *self, GFile *file)
{
  g_return_if_fail (ENT_IS_IMPORT (self) && G_IS_FILE (file));

  g_ptr_array_add (self->files, g_object_ref (file));
}

/**
 * ent_import_set_kind:
 * @self: an import
 * @kind: (nullable): a kind of record; %NULL to find out
 *
 * Says what the rows are, instead of what their columns say.
 */
void
ent_import_set_kind (EntImport *self, const EntKind *kind)
{
  g_return_if_fail (ENT_IS_IMPORT (self));

  self->settings.kind = kind;
}

/**
 * ent_import_set_about:
 * @self: an import
 * @kind: (nullable): the kind of a record; %NULL for none
 * @id: (nullable): its id
 *
 * Says which record the files have to do with. It takes part in the letters and entries of a calendar, or is what they
 * are about; people of cards that name no firm belong to it where it is one. Tables are of many, and not touched.
 */
void
ent_import_set_about (EntImport *self, const EntKind *kind, const EntId *id)
{
  g_return_if_fail (ENT_IS_IMPORT (self));
  g_return_if_fail ((kind == NULL) == (id == NULL));

  self->settings.about_kind = kind;
  self->settings.about = id != NULL ? *id : (EntId) { 0 };
}

/**
 * ent_import_map:
 * @self: an import
 * @column: a column's name as the file has it
 * @field_key: where it goes ("phone.work"); empty to leave it out
 * @error: return location
 *
 * Says where a column goes, instead of what its name says. Whether the kind has that field is known when the file is
 * read.
 *
 * Returns: %FALSE with %ENT_ERROR_REFUSED when the same column was given two fields
 */
gboolean
ent_import_map (EntImport *self, const char *column, const char *field_key, GError **error)
{
  const char *present;

  g_return_val_if_fail (ENT_IS_IMPORT (self) && column != NULL && field_key != NULL, FALSE);

  present = g_hash_table_lookup (self->settings.mapping, column);
  if (present != NULL && !g_str_equal (present, field_key))
    {
      g_set_error (error, ENT_ERROR, ENT_ERROR_REFUSED, _("The column “%s” cannot go to both “%s” and “%s”."), column,
                   present, field_key);
      return FALSE;
    }
  g_hash_table_insert (self->settings.mapping, g_strdup (column), g_strdup (field_key));
  return TRUE;
}

/**
 * ent_import_unmap:
 * @self: an import
 * @column: a column's name as the file has it
 *
 * Takes back what was said of a column: it goes where its name says.
 */
void
ent_import_unmap (EntImport *self, const char *column)
{
  g_return_if_fail (ENT_IS_IMPORT (self) && column != NULL);

  g_hash_table_remove (self->settings.mapping, column);
}

/**
 * ent_import_set_sheet:
 * @self: an import
 * @sheet: (nullable): the name of a sheet; %NULL for the first one that is shown and has cells
 *
 * Says which sheet of workbooks is read. One that does not have it makes the import fail with %ENT_ERROR_NOT_FOUND and
 * the names of those that there are; other files are read as they are.
 */
void
ent_import_set_sheet (EntImport *self, const char *sheet)
{
  g_return_if_fail (ENT_IS_IMPORT (self));

  g_set_str (&self->settings.sheet, sheet);
}

/**
 * ent_import_set_dry_run:
 * @self: an import
 * @dry_run: whether to write nothing
 *
 * In a dry run everything is read, converted and looked for in the book, and the result says what would be done.
 */
void
ent_import_set_dry_run (EntImport *self, gboolean dry_run)
{
  g_return_if_fail (ENT_IS_IMPORT (self));

  self->settings.dry_run = dry_run;
}

/**
 * ent_import_answer:
 * @self: an import
 * @column: the name of a column as the file has it
 * @subject: (nullable): the name, as the file has it, where the question is who that is
 * @reading: the key of a reading ([struct@ImportReading]); of a user also the name
 * @error: return location
 *
 * Answers a question that [method@Import.inspect_sync] tells of ([struct@ImportQuestion]), for all files that have such
 * a column. Answers hold where the cells themselves do not tell; the order of the days and months of 25/12/2026 is not
 * asked for. They are remembered on this computer when the import runs, for other files of the same layout or with the
 * same headers.
 *
 * Returns: %FALSE with %ENT_ERROR_REFUSED when it is no answer to any question
 */
gboolean
ent_import_answer (EntImport *self, const char *column, const char *subject, const char *reading, GError **error)
{
  g_return_val_if_fail (ENT_IS_IMPORT (self) && column != NULL && reading != NULL, FALSE);

  if (ent_import_answers_set (self->settings.answers, column, subject, reading))
    return TRUE;
  g_set_error (
      error, ENT_ERROR, ENT_ERROR_REFUSED,
      /* Translators: all but the first word are not translated. */
      _("“%s” is no answer: it has to be day-first or month-first, point or comma, or a currency such as EUR."),
      reading);
  return FALSE;
}

/**
 * ent_import_unanswer:
 * @self: an import
 * @column: a column's name as the file has it
 *
 * Takes back all that was answered of a column with this import ([method@Import.answer]). What is remembered of earlier
 * files holds again.
 */
void
ent_import_unanswer (EntImport *self, const char *column)
{
  g_return_if_fail (ENT_IS_IMPORT (self) && column != NULL);

  ent_import_answers_unset (self->settings.answers, column);
}

/**
 * ent_import_set_doubtful:
 * @self: an import
 * @decision: what becomes of them
 *
 * Says what becomes of rows that may be a record which is known already ([struct@ImportDoubt]), where nothing else was
 * said of one ([method@Import.decide]).
 *
 * The default is %ENT_IMPORT_NEW: all that the file says is in the book then, and nothing of what the book said is
 * overwritten; two records that turn out to be one can be merged later. With %ENT_IMPORT_UPDATE a row is the first of
 * its candidates that no other row is; where all are, it is new.
 */
void
ent_import_set_doubtful (EntImport *self, EntImportDecision decision)
{
  g_return_if_fail (ENT_IS_IMPORT (self));

  ent_import_decisions_set_all (self->decisions, decision);
}

/**
 * ent_import_decide:
 * @self: an import
 * @file_index: the file, from 0 in the order in which they were added
 * @line: the line of the file where the row starts, from 1
 * @decision: what becomes of it
 * @candidate: (nullable): which of its candidates it is; %NULL for the first
 *
 * Says what becomes of one doubtful row, as a dry run has told of it ([struct@ImportDoubt]). A row whose chosen
 * candidate is none any more, because the book has changed, becomes a new record. What is said of a row that is not
 * doubtful has no effect.
 */
void
ent_import_decide (EntImport *self, guint file_index, guint64 line, EntImportDecision decision, const EntId *candidate)
{
  g_return_if_fail (ENT_IS_IMPORT (self));

  ent_import_decisions_set (self->decisions, file_index, line, decision, candidate);
}

/**
 * ent_import_set_rejected_file:
 * @self: an import
 * @file: (nullable): where rejected rows go; %NULL: beside their file
 *
 * Says where rejected rows go. With several files it is that of the first one.
 */
void
ent_import_set_rejected_file (EntImport *self, GFile *file)
{
  g_return_if_fail (ENT_IS_IMPORT (self));

  g_set_object (&self->rejected_file, file);
}

/* What others refer to comes first: teams and users, products, accounts, contacts, then what hangs on them. */
static guint
get_order (const EntKind *kind)
{
  static const char *const order[] = { "team",    "user",    "pipeline",    "stage",   "term",    "product",
                                       "account", "contact", "opportunity", "request", "activity" };

  for (guint i = 0; kind != NULL && i < G_N_ELEMENTS (order); i++)
    if (g_str_equal (kind->key, order[i]))
      return i;
  return G_N_ELEMENTS (order);
}

static int
compare_sources (gconstpointer a, gconstpointer b)
{
  const EntImportSource *first = *(EntImportSource *const *) a;
  const EntImportSource *second = *(EntImportSource *const *) b;
  int difference = (int) get_order (first->kind) - (int) get_order (second->kind);

  return difference != 0 ? difference : (int) first->index - (int) second->index;
}

static GPtrArray *
open_sources (EntImport *self, GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) sources = g_ptr_array_new_with_free_func ((GDestroyNotify) ent_import_source_free);

  self->settings.n_files = self->files->len;
  for (guint i = 0; i < self->files->len; i++)
    if (!ent_import_source_open (self->store, g_ptr_array_index (self->files, i), i, &self->settings, sources,
                                 cancellable, error))
      return NULL;
  g_ptr_array_sort (sources, compare_sources);
  return g_steal_pointer (&sources);
}

/* Who is in a file of users of the same import is known. */
static void
drop_questions_of_users (GPtrArray *files)
{
  gboolean has_users = FALSE;

  for (guint i = 0; i < files->len; i++)
    has_users = has_users || ((const EntImportFile *) g_ptr_array_index (files, i))->kind == ent_kind_from_key ("user");
  for (guint i = 0; has_users && i < files->len; i++)
    {
      GPtrArray *questions = ((EntImportFile *) g_ptr_array_index (files, i))->questions;

      for (guint j = questions->len; j > 0; j--)
        if (((const EntImportQuestion *) g_ptr_array_index (questions, j - 1))->type == ENT_IMPORT_QUESTION_USER)
          g_ptr_array_remove_index (questions, j - 1);
    }
}

/**
 * ent_import_inspect_sync:
 * @self: an import with files
 * @cancellable: (nullable): a cancellable
 * @error: return location
 *
 * Looks at the beginning of each file and tells what it is taken for. Blocks.
 *
 * Returns: (transfer container) (element-type EntImportFile): in the order in which they will be read; %NULL with
 * %ENT_ERROR_FORMAT or an error of the file
 */
GPtrArray *
ent_import_inspect_sync (EntImport *self, GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) sources = NULL;
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func ((GDestroyNotify) ent_import_file_free);

  g_return_val_if_fail (ENT_IS_IMPORT (self), NULL);

  sources = open_sources (self, cancellable, error);
  if (sources == NULL)
    return NULL;
  for (guint i = 0; i < sources->len; i++)
    {
      EntImportSource *source = g_ptr_array_index (sources, i);
      EntImportFile *file = ent_import_file_new (source->file, source->kind);

      g_ptr_array_add (files, file);
      if (!source->klass->inspect (source, file, error))
        return NULL;
    }
  drop_questions_of_users (files);
  return g_steal_pointer (&files);
}

static void
note_no_rows (EntImportSource *source, EntImportResult *result)
{
  g_autofree char *name = ent_text_source_dup_name (source->file);

  if (source->raw_header == NULL)
    g_ptr_array_add (result->notes, g_strdup_printf (_("There is nothing in “%s” to import."), name));
  else
    g_ptr_array_add (result->notes, g_strdup_printf (_("There is a header in “%s”, and no row below it."), name));
}

static gboolean
read_files (EntImport *self,
            GPtrArray *sources,
            EntImportWriter *writer,
            EntImportResult *result,
            EntImportProgress progress,
            gpointer progress_data,
            GCancellable *cancellable,
            GError **error)
{
  for (guint i = 0; i < sources->len; i++)
    {
      EntImportPipeProgress scaled = { progress, progress_data, (double) i / sources->len, 1.0 / sources->len };

      EntImportSource *source = g_ptr_array_index (sources, i);
      guint64 before = result->n_read;

      if (!ent_import_writer_begin_file (writer, source, i == 0 ? self->rejected_file : NULL, error) ||
          !ent_import_pipe_run (source, writer, &scaled, cancellable, error) ||
          !ent_import_writer_end_file (writer, error))
        return FALSE;
      if (result->n_read == before)
        note_no_rows (source, result);
    }
  if (!ent_import_writer_finish (writer, error))
    return FALSE;
  ent_import_writer_append_notes (writer);
  return TRUE;
}

typedef struct
{
  EntImport *self;
  GPtrArray *sources;
  EntId batch;
  EntImportResult *result;
  GCancellable *cancellable;
} Beginning;

static gboolean
begin_cb (gpointer data, GError **error)
{
  Beginning *beginning = data;
  EntImport *self = beginning->self;
  g_autofree char *mapping = ent_import_mapping_dup_text (&self->settings);

  if (!ent_import_log_begin (self->store, self->files, beginning->sources, &beginning->batch, mapping,
                             beginning->cancellable, error))
    return FALSE;
  beginning->result->import = beginning->batch;
  return TRUE;
}

/* What was answered is not asked again. That it could not be kept is no reason to fail: the book is as it should be. */
static void
keep_answers (EntImport *self, GPtrArray *sources, GPtrArray *notes)
{
  for (guint i = 0; i < sources->len; i++)
    {
      g_autoptr (GError) error = NULL;
      EntTable *table;
      EntImportColumns *columns;
      EntImportRow *row;

      if (ent_import_table_source_peek (g_ptr_array_index (sources, i), &table, &columns, &row) &&
          !ent_import_columns_keep_answers (columns, self->store, &error))
        g_ptr_array_add (notes,
                         g_strdup_printf (_("The answers could not be kept for the next import: %s"), error->message));
    }
}

/* Several files may have the same to say. */
static void
drop_repeated (GPtrArray *notes)
{
  for (guint i = 0; i < notes->len; i++)
    for (guint j = notes->len - 1; j > i; j--)
      if (g_str_equal (g_ptr_array_index (notes, i), g_ptr_array_index (notes, j)))
        g_ptr_array_remove_index (notes, j);
}

/**
 * ent_import_run_sync:
 * @self: an import with files
 * @progress: (nullable) (scope call) (closure progress_data): told how far it is, at most ten times a second
 * @progress_data: for @progress
 * @cancellable: (nullable): stops between two groups; what was written by then stays and can be reverted
 * @error: return location
 *
 * Reads the files into the book. The book stays usable by others meanwhile. Blocks.
 *
 * Returns: (transfer full): what came of it, also when rows were rejected; %NULL with an error of the file or the book
 */
EntImportResult *
ent_import_run_sync (EntImport *self,
                     EntImportProgress progress,
                     gpointer progress_data,
                     GCancellable *cancellable,
                     GError **error)
{
  g_autoptr (EntImportResult) result = NULL;
  g_autoptr (GPtrArray) sources = NULL;
  g_autoptr (EntImportWriter) writer = NULL;
  g_autoptr (GError) run_error = NULL;
  Beginning beginning;

  g_return_val_if_fail (ENT_IS_IMPORT (self), NULL);

  g_clear_pointer (&self->stopped, ent_import_result_free);
  result = ent_import_result_new ();
  sources = open_sources (self, cancellable, error);
  if (sources == NULL)
    return NULL;
  beginning = (Beginning) { .self = self, .sources = sources, .result = result, .cancellable = cancellable };
  ent_id_generate (&beginning.batch);
  writer = ent_import_writer_new (self->store, &beginning.batch, self->settings.dry_run, self->files->len > 1,
                                  self->decisions, result, self->settings.dry_run ? NULL : begin_cb, &beginning,
                                  cancellable, error);
  if (writer == NULL)
    return NULL;

  /* Before: an import that is killed goes on as it began. */
  if (!self->settings.dry_run)
    keep_answers (self, sources, result->notes);
  read_files (self, sources, writer, result, progress, progress_data, cancellable, &run_error);
  drop_repeated (result->notes);
  /* What was written before a failure is told too, so that it can be reverted; the first failure is the one to tell of.
   */
  if (!ent_id_is_null (&result->import))
    ent_import_log_end (self->store, result, run_error == NULL, run_error == NULL ? &run_error : NULL);
  if (run_error == NULL)
    return g_steal_pointer (&result);
  if (!self->settings.dry_run && result->n_created + result->n_updated > 0)
    g_prefix_error (&run_error,
                    _("The import stopped after it had added %" PRIu64 " records and updated %" PRIu64
                       ", which can be taken back. "),
                    result->n_created, result->n_updated);
  if (!ent_id_is_null (&result->import))
    self->stopped = g_steal_pointer (&result);
  g_propagate_error (error, g_steal_pointer (&run_error));
  return NULL;
}

/**
 * ent_import_dup_stopped_result:
 * @self: an import that was run
 *
 * Tells what the last run had done before it failed or was cancelled, so that it can be shown and taken back. Not to be
 * called while it runs.
 *
 * Returns: (transfer full) (nullable): what came of it until then; %NULL when it went through, or had not begun
 */
EntImportResult *
ent_import_dup_stopped_result (EntImport *self)
{
  g_return_val_if_fail (ENT_IS_IMPORT (self), NULL);

  return self->stopped != NULL ? ent_import_result_copy (self->stopped) : NULL;
}
