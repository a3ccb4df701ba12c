/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <inttypes.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "ent-differences-private.h"
#include "ent-fingerprint-map-private.h"
#include "ent-import-match-private.h"
#include "ent-import-record-log-private.h"
#include "ent-import-sql-private.h"
#include "ent-query.h"
#include "ent-row.h"
#include "ent-text-source-private.h"

#define MAX_REJECTIONS 1000
#define PAGE 1000
#define PROGRESS_ROWS 500

G_DEFINE_FINAL_TYPE (EntDifferences, ent_differences, G_TYPE_OBJECT)

void
ent_difference_item_free (gpointer data)
{
  EntDifferenceItem *item = data;

  g_free (item->public.title);
  g_free (item->public.column);
  g_free (item->public.file_text);
  g_free (item->public.book_text);
  g_free (item->public.changed_by);
  g_clear_pointer (&item->staged, ent_staged_record_free);
  g_clear_pointer (&item->element, ent_element_unref);
  g_free (item);
}

static void
ent_differences_finalize (GObject *object)
{
  EntDifferences *self = ENT_DIFFERENCES (object);

  g_clear_object (&self->store);
  g_clear_object (&self->file);
  g_free (self->sheet);
  g_strfreev (self->sheets);
  g_free (self->read_sheet);
  g_free (self->query);
  g_ptr_array_unref (self->items);
  g_ptr_array_unref (self->rejections);
  g_ptr_array_unref (self->notes);

  G_OBJECT_CLASS (ent_differences_parent_class)->finalize (object);
}

static void
ent_differences_class_init (EntDifferencesClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = ent_differences_finalize;
}

static void
ent_differences_init (EntDifferences *self)
{
  self->items = g_ptr_array_new_with_free_func (ent_difference_item_free);
  self->rejections = g_ptr_array_new_with_free_func ((GDestroyNotify) ent_import_rejection_free);
  self->notes = g_ptr_array_new_with_free_func (g_free);
}

/**
 * ent_differences_new:
 * @store: the book that it was exported from
 * @file: a CSV, XLSX or ODS file that this program exported
 *
 * Makes an object to compare the file with the book.
 *
 * Returns: (transfer full): it; nothing is read yet
 */
EntDifferences *
ent_differences_new (EntStore *store, GFile *file)
{
  EntDifferences *self;

  g_return_val_if_fail (ENT_IS_STORE (store) && G_IS_FILE (file), NULL);

  self = g_object_new (ENT_TYPE_DIFFERENCES, NULL);
  self->store = g_object_ref (store);
  self->file = g_object_ref (file);
  return self;
}

/**
 * ent_differences_set_sheet:
 * @self: differences
 * @sheet: (nullable): the name of a sheet; %NULL for the first one that is shown and has cells
 *
 * Says which sheet of a workbook is read.
 */
void
ent_differences_set_sheet (EntDifferences *self, const char *sheet)
{
  g_return_if_fail (ENT_IS_DIFFERENCES (self));

  g_set_str (&self->sheet, sheet);
}

/**
 * ent_differences_set_query:
 * @self: differences
 * @query: (nullable): the query of the list that was exported, empty for all records of the kind
 *
 * Says which list it was, so that rows that are missing can be told. A file does not say which rows it had: missing is
 * what the query finds in the book now and the file does not have. What was touched after everything else in the file
 * may be newer than it, and is marked as a conflict. Missing rows are only ever deleted when they are accepted.
 */
void
ent_differences_set_query (EntDifferences *self, const char *query)
{
  g_return_if_fail (ENT_IS_DIFFERENCES (self));

  g_set_str (&self->query, query);
}

/**
 * ent_differences_set_guess_query:
 * @self: differences
 * @guess: whether to guess
 *
 * Where no query was set: takes the file for the list of all records of its kind when at least half of them have a row
 * in it. Of such a list the rows that are missing are told.
 */
void
ent_differences_set_guess_query (EntDifferences *self, gboolean guess)
{
  g_return_if_fail (ENT_IS_DIFFERENCES (self));

  self->guess_query = guess;
}

/**
 * ent_differences_get_query:
 * @self: differences that were compared
 *
 * Returns: (nullable): the query of the list whose missing rows were looked for, set or guessed; %NULL when they were
 * not
 */
const char *
ent_differences_get_query (EntDifferences *self)
{
  g_return_val_if_fail (ENT_IS_DIFFERENCES (self), NULL);

  return self->guessed ? "" : self->query;
}

/**
 * ent_differences_get_kind:
 * @self: differences that were compared
 *
 * Returns: (nullable) (transfer none): what the rows of the file are
 */
const EntKind *
ent_differences_get_kind (EntDifferences *self)
{
  g_return_val_if_fail (ENT_IS_DIFFERENCES (self), NULL);

  return self->kind;
}

void
ent_differences_take (EntDifferences *self, EntDifferenceItem *item)
{
  if (self->items->len < ENT_DIFFERENCES_MAX)
    {
      g_ptr_array_add (self->items, item);
      return;
    }
  /* Kept until the caller is done with it, and no longer. */
  self->n_left_out++;
  ent_difference_item_free (g_ptr_array_index (self->items, self->items->len - 1));
  self->items->pdata[self->items->len - 1] = item;
}

void
ent_differences_reject (EntDifferences *self, guint64 line, const char *reason)
{
  EntImportRejection *rejection;

  if (self->rejections->len == MAX_REJECTIONS)
    return;
  rejection = g_new0 (EntImportRejection, 1);
  rejection->line = line;
  rejection->reason = g_strdup (reason);
  g_ptr_array_add (self->rejections, rejection);
}

/* ---- reading ---- */

typedef struct
{
  EntDifferences *self;
  EntImportSource *source;
  EntDifferenceRow row;
  int id_column;
  int revision_column;
  GHashTable *seen;               /* ids of rows, and of the records that they are merged into */
  EntFingerprintMap *occurrences; /* of rows without an id: how often each came */
  EntImportMatcher *matcher;
  char *revision_text; /* what was looked up last: rows of one import share it */
  gint64 revision;
  gint64 newest; /* that any row shows */
  GCancellable *cancellable;
} Comparing;

static void
slot_clear (gpointer data)
{
  g_array_unref (((EntDifferenceSlot *) data)->columns);
}

static gboolean
find_columns (Comparing *comparing, GError **error)
{
  EntImportColumns *columns = comparing->row.columns;
  GArray *slots = comparing->row.slots;

  comparing->id_column = comparing->revision_column = -1;
  for (guint i = 0; i < columns->n_targets; i++)
    {
      EntImportTarget *target = &columns->targets[i];
      EntDifferenceSlot slot = { target->key.set, &target->key, NULL };
      EntDifferenceSlot *present = NULL;

      /* A list without rows has only its header to be told by. */
      if (target->is_id || g_str_equal (target->name, "id"))
        comparing->id_column = (int) i;
      if (g_str_equal (target->name, ENT_IMPORT_REVISION_COLUMN))
        comparing->revision_column = (int) i;
      if (target->is_id || target->is_kind || target->role != ENT_HEADER_ROLE_VALUE || target->key.set == NULL ||
          target->is_custom || target->of_account || target->key.target == ENT_FLAT_SOURCE_ID ||
          (target->key.target == ENT_FLAT_FIELD && target->key.set->type == ENT_FIELD_ELEMENT_SET))
        continue;
      for (guint k = 0; target->key.target == ENT_FLAT_ADDRESS && k < slots->len && present == NULL; k++)
        {
          EntDifferenceSlot *other = &g_array_index (slots, EntDifferenceSlot, k);

          if (other->key->target == ENT_FLAT_ADDRESS && other->key->group == target->key.group &&
              g_strcmp0 (other->key->type, target->key.type) == 0)
            present = other;
        }
      if (present == NULL)
        {
          slot.columns = g_array_new (FALSE, FALSE, sizeof (guint));
          g_array_append_val (slots, slot);
          present = &g_array_index (slots, EntDifferenceSlot, slots->len - 1);
        }
      g_array_append_val (present->columns, i);
    }
  if (comparing->id_column < 0)
    {
      g_autofree char *name = ent_text_source_dup_name (comparing->self->file);

      g_set_error (error, ENT_ERROR, ENT_ERROR_FORMAT,
                   _("“%s” has no column “id”, so its rows cannot be told. Export the list again and edit that file; "
                      "or bring this one in with “import”."),
                   name);
      return FALSE;
    }
  return TRUE;
}

static gboolean
read_revision (Comparing *comparing, GError **error)
{
  g_autofree char *text = comparing->revision_column >= 0
                              ? ent_difference_row_dup_cell (&comparing->row, (guint) comparing->revision_column)
                              : g_strdup ("");

  if (g_strcmp0 (text, comparing->revision_text) != 0)
    {
      g_set_str (&comparing->revision_text, text);
      if (!ent_differences_sql_find_group (comparing->self->store, text, &comparing->revision, error))
        return FALSE;
    }
  comparing->row.exported = comparing->revision;
  comparing->newest = MAX (comparing->newest, comparing->revision);
  return TRUE;
}

static gboolean
add_row (Comparing *comparing, EntStagedRecord *staged, const EntId *alike)
{
  EntDifferenceItem *item = g_new0 (EntDifferenceItem, 1);
  const char *title = ent_staged_record_get_text (staged, staged->kind->title);

  item->public.type = ENT_DIFFERENCE_ADDED;
  item->public.line = staged->line;
  item->public.kind = staged->kind;
  item->public.id = staged->id;
  item->public.title = g_strdup (title != NULL ? title : "");
  item->public.file_text = g_strdup (item->public.title);
  item->public.book_text = g_strdup ("");
  item->staged = staged;
  if (alike != NULL)
    {
      g_autoptr (EntRecord) record =
          ent_store_get_record_sync (comparing->self->store, staged->kind, alike, comparing->cancellable, NULL);

      /* Adding it may make a second record of one that there is. */
      item->public.conflict = TRUE;
      if (record != NULL)
        g_set_str (&item->public.book_text, ent_record_get_title (record));
    }
  ent_differences_take (comparing->self, item);
  return TRUE;
}

/* A row of no record: new, or one that was accepted when the file was opened before. */
static gboolean
compare_new (Comparing *comparing, const EntId *id, GError **error)
{
  EntDifferenceRow *row = &comparing->row;
  EntStagedRecord *staged = ent_staged_record_new (row->columns->kind, 0, ent_table_get_line (row->table));
  g_autoptr (EntStagedRecord) owned = staged;
  EntStagedRecord *beside = ent_import_row_stage (row->row, row->fields, row->n_fields, staged);
  g_auto (EntMatch) match = { 0 };
  guint n;

  g_clear_pointer (&beside, ent_staged_record_free);
  if (staged->rejection != NULL)
    {
      ent_differences_reject (comparing->self, staged->line, staged->rejection);
      return TRUE;
    }
  staged->id = *id;
  /* The same row twice is two records, as in an import. */
  n = ent_fingerprint_map_get (comparing->occurrences, staged->fingerprint);
  ent_fingerprint_map_set (comparing->occurrences, staged->fingerprint, n + 1);
  if (n > 0)
    staged->fingerprint = ent_fingerprint (staged->fingerprint, (const char *) &n, sizeof n);
  if (!ent_import_matcher_find (comparing->matcher, staged, &match, comparing->cancellable, error))
    return FALSE;
  if (match.type == ENT_MATCH_FINGERPRINT)
    {
      /* It is there already, so it is not missing. */
      g_hash_table_add (comparing->seen, g_memdup2 (&match.id, sizeof match.id));
      return TRUE;
    }
  return add_row (comparing, g_steal_pointer (&owned), match.type == ENT_MATCH_RECORD ? &match.id : NULL);
}

static void
reject_row (Comparing *comparing, const char *reason)
{
  ent_differences_reject (comparing->self, ent_table_get_line (comparing->row.table), reason);
}

static gboolean
compare_known (Comparing *comparing, const EntId *id, GError **error)
{
  EntDifferenceRow *row = &comparing->row;
  EntStore *store = comparing->self->store;
  g_autoptr (GError) local_error = NULL;
  gboolean done;

  row->record = ent_store_get_record_sync (store, row->columns->kind, id, comparing->cancellable, &local_error);
  if (g_error_matches (local_error, ENT_ERROR, ENT_ERROR_NOT_FOUND))
    return compare_new (comparing, id, error);
  if (g_error_matches (local_error, ENT_ERROR, ENT_ERROR_ERASED))
    {
      reject_row (comparing, local_error->message);
      return TRUE;
    }
  if (row->record == NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  if (ent_record_get_deleted (row->record))
    {
      g_autofree char *reason = g_strdup_printf (_("“%s” was deleted in the book; restore it to change it."),
                                                 ent_record_get_title (row->record));

      reject_row (comparing, reason);
      g_clear_object (&row->record);
      return TRUE;
    }
  if (!ent_id_equal (ent_record_get_id (row->record), id))
    {
      g_autofree char *reason =
          g_strdup_printf (_("It was merged with “%s” in the book; change that one, or separate them first."),
                           ent_record_get_title (row->record));

      g_hash_table_add (comparing->seen, g_memdup2 (ent_record_get_id (row->record), sizeof (EntId)));
      reject_row (comparing, reason);
      g_clear_object (&row->record);
      return TRUE;
    }
  done = read_revision (comparing, error) && ent_difference_row_compare (row, error);
  g_clear_object (&row->record);
  g_clear_pointer (&row->history, g_ptr_array_unref);
  return done;
}

static gboolean
compare_row (Comparing *comparing, GError **error)
{
  EntDifferenceRow *row = &comparing->row;
  g_autofree char *problem = ent_table_dup_rejection (row->table);
  g_autofree char *text = NULL;
  EntId id = { 0 };

  comparing->self->n_read++;
  if (problem != NULL)
    {
      reject_row (comparing, problem);
      return TRUE;
    }
  row->fields = ent_table_get_fields (row->table, &row->n_fields);
  text = ent_difference_row_dup_cell (row, (guint) comparing->id_column);
  if (*text == '\0')
    return compare_new (comparing, &id, error);
  if (!ent_id_parse (&id, text))
    {
      reject_row (comparing, _("Its id is none of this program; empty that cell if the row is a new one."));
      return TRUE;
    }
  if (!g_hash_table_add (comparing->seen, g_memdup2 (&id, sizeof id)))
    {
      reject_row (comparing, _("Its id stands in a row above too; empty that cell if the row is a new one."));
      return TRUE;
    }
  return compare_known (comparing, &id, error);
}

/* ---- rows that are missing ---- */

static void
add_missing (Comparing *comparing, EntRow *found)
{
  EntDifferences *self = comparing->self;
  const EntId *id = ent_row_get_id (found);
  g_autoptr (EntRecord) record = NULL;
  EntDifferenceItem *item;

  if (g_hash_table_contains (comparing->seen, id))
    return;
  record = ent_store_get_record_sync (self->store, comparing->row.columns->kind, id, comparing->cancellable, NULL);
  if (record == NULL)
    return;
  item = g_new0 (EntDifferenceItem, 1);
  item->public.type = ENT_DIFFERENCE_MISSING;
  item->public.kind = comparing->row.columns->kind;
  item->public.id = *id;
  item->public.title = g_strdup (ent_record_get_title (record));
  item->public.file_text = g_strdup ("");
  item->public.book_text = g_strdup (item->public.title);
  item->revision = ent_record_get_revision (record);
  item->public.conflict = item->revision > comparing->newest;
  ent_differences_take (self, item);
}

/* Who exported everything did not take half of it away. */
static gboolean
guess_query (Comparing *comparing, GError **error)
{
  EntDifferences *self = comparing->self;
  g_autoptr (EntQuery) all = NULL;
  gint64 n;

  if (self->query != NULL || !self->guess_query)
    return TRUE;
  all = ent_query_new (comparing->row.columns->kind);
  n = ent_store_count_sync (self->store, all, comparing->cancellable, error);
  self->guessed = n >= 0 && 2 * (gint64) g_hash_table_size (comparing->seen) >= n;
  return n >= 0;
}

static gboolean
find_missing (Comparing *comparing, GError **error)
{
  EntDifferences *self = comparing->self;
  g_autoptr (EntQuery) query = NULL;
  guint64 offset = 0;

  if (!guess_query (comparing, error))
    return FALSE;
  if (ent_differences_get_query (self) == NULL)
    return TRUE;
  query = ent_query_new_from_text (self->store, comparing->row.columns->kind, ent_differences_get_query (self), NULL,
                                   error);
  if (query == NULL)
    return FALSE;
  for (;;)
    {
      g_autoptr (GPtrArray) rows =
          ent_store_query_sync (self->store, query, offset, PAGE, comparing->cancellable, error);

      if (rows == NULL)
        return FALSE;
      for (guint i = 0; i < rows->len; i++)
        add_missing (comparing, g_ptr_array_index (rows, i));
      offset += rows->len;
      if (rows->len < PAGE)
        return TRUE;
    }
}

/* ---- comparing ---- */

static gboolean
compare_rows (Comparing *comparing, EntImportProgress progress, gpointer progress_data, GError **error)
{
  EntDifferences *self = comparing->self;
  g_autoptr (GError) local_error = NULL;

  while (ent_table_next (comparing->row.table, &local_error))
    {
      if (g_cancellable_set_error_if_cancelled (comparing->cancellable, error) || !compare_row (comparing, error))
        return FALSE;
      if (progress != NULL && self->n_read % PROGRESS_ROWS == 0)
        progress (ent_import_source_get_fraction (comparing->source), self->n_read, progress_data);
    }
  if (local_error == NULL)
    return find_missing (comparing, error);
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

static void
append_notes (Comparing *comparing)
{
  EntDifferences *self = comparing->self;

  comparing->source->klass->append_notes (comparing->source, self->notes);
  if (comparing->revision_column < 0)
    g_ptr_array_add (self->notes, g_strdup (_("The file does not say which state of the records it shows (its column "
                                               "“exported-revision” is missing), so edits that were made in the book "
                                               "since the export are not always recognized.")));
  if (self->n_left_out > 0)
    g_ptr_array_add (self->notes,
                     g_strdup_printf (_("%" PRIu64 " more differences are left out; accept these and compare again, "
                                         "or bring the file in with “import”."),
                                      self->n_left_out));
}

static gboolean
compare_source (Comparing *comparing, EntImportProgress progress, gpointer progress_data, GError **error)
{
  EntDifferences *self = comparing->self;
  EntDifferenceRow *row = &comparing->row;
  gboolean done;

  row->differences = self;
  row->slots = g_array_new (FALSE, FALSE, sizeof (EntDifferenceSlot));
  g_array_set_clear_func (row->slots, slot_clear);
  row->titles = ent_titles_new (self->store);
  row->cancellable = comparing->cancellable;
  comparing->revision = -1;
  comparing->revision_text = g_strdup ("");
  comparing->seen = g_hash_table_new_full (ent_id_hash, ent_id_equal, g_free, NULL);
  comparing->occurrences = ent_fingerprint_map_new ();
  row->texts =
      ent_export_table_new (self->store, row->columns->kind, ENT_EXPORT_TABLE_NONE, comparing->cancellable, error);
  comparing->matcher =
      row->texts != NULL ? ent_import_matcher_new (self->store, NULL, NULL, FALSE, FALSE, comparing->cancellable, error)
                         : NULL;
  done = comparing->matcher != NULL && find_columns (comparing, error) &&
         compare_rows (comparing, progress, progress_data, error);
  if (done)
    append_notes (comparing);

  g_clear_pointer (&row->texts, ent_export_table_free);
  g_clear_pointer (&comparing->matcher, ent_import_matcher_free);
  g_clear_pointer (&row->slots, g_array_unref);
  g_clear_pointer (&row->titles, ent_titles_free);
  g_clear_pointer (&comparing->seen, g_hash_table_unref);
  g_clear_pointer (&comparing->occurrences, ent_fingerprint_map_free);
  g_free (comparing->revision_text);
  return done;
}

/**
 * ent_differences_compare_sync:
 * @self: differences
 * @progress: (nullable) (scope call): told how far it is
 * @progress_data: for @progress
 * @cancellable: (nullable): a cancellable
 * @error: return location
 *
 * Reads the file and compares each cell with the book, as import would read it. Nothing is written. Blocks.
 *
 * A cell is a difference when it says something else than the book, and than the book said at the revision that the
 * row carries. Columns that are not there are not compared. Rows may be in any order.
 *
 * Returns: %FALSE with %ENT_ERROR_FORMAT for a file without ids, or an error of the file or the book
 */
gboolean
ent_differences_compare_sync (EntDifferences *self,
                              EntImportProgress progress,
                              gpointer progress_data,
                              GCancellable *cancellable,
                              GError **error)
{
  g_autoptr (GPtrArray) sources = g_ptr_array_new_with_free_func ((GDestroyNotify) ent_import_source_free);
  Comparing comparing = { .self = self, .cancellable = cancellable };

  g_return_val_if_fail (ENT_IS_DIFFERENCES (self), FALSE);

  g_ptr_array_set_size (self->items, 0);
  g_ptr_array_set_size (self->rejections, 0);
  g_ptr_array_set_size (self->notes, 0);
  self->n_read = self->n_left_out = 0;
  self->guessed = FALSE;
  if (!ent_differences_open (self, self->sheet, sources, cancellable, error))
    return FALSE;
  comparing.source = g_ptr_array_index (sources, 0);
  self->format = comparing.source->format;
  if (sources->len != 1 || !ent_import_table_source_peek (comparing.source, &comparing.row.table,
                                                          &comparing.row.columns, &comparing.row.row))
    {
      g_autofree char *name = ent_text_source_dup_name (self->file);

      g_set_error (error, ENT_ERROR, ENT_ERROR_FORMAT,
                   _("“%s” is no list that was exported with its ids; bring it in with “import”."), name);
      return FALSE;
    }
  self->kind = comparing.row.columns->kind;
  return compare_source (&comparing, progress, progress_data, error);
}

/**
 * ent_differences_get_items:
 * @self: differences that were compared
 *
 * Lists what was changed, by the row, missing rows last.
 *
 * Returns: (transfer none) (element-type EntDifference): the differences; until the next comparison
 */
GPtrArray *
ent_differences_get_items (EntDifferences *self)
{
  g_return_val_if_fail (ENT_IS_DIFFERENCES (self), NULL);

  return self->items;
}

/**
 * ent_differences_get_n:
 * @self: differences that were compared
 * @type: a type
 *
 * Counts differences of a type, conflicts too.
 *
 * Returns: how many there are
 */
guint
ent_differences_get_n (EntDifferences *self, EntDifferenceType type)
{
  guint n = 0;

  g_return_val_if_fail (ENT_IS_DIFFERENCES (self), 0);

  for (guint i = 0; i < self->items->len; i++)
    n += ((const EntDifference *) g_ptr_array_index (self->items, i))->type == type;
  return n;
}

/**
 * ent_differences_get_rejections:
 * @self: differences that were compared
 *
 * Lists cells and rows that cannot be taken, with the line and the reason.
 *
 * Returns: (transfer none) (element-type EntImportRejection): the first 1,000
 */
GPtrArray *
ent_differences_get_rejections (EntDifferences *self)
{
  g_return_val_if_fail (ENT_IS_DIFFERENCES (self), NULL);

  return self->rejections;
}

/**
 * ent_differences_get_notes:
 * @self: differences that were compared
 *
 * Tells what was decided on reading, in translated sentences.
 *
 * Returns: (transfer none) (element-type utf8): the notes
 */
GPtrArray *
ent_differences_get_notes (EntDifferences *self)
{
  g_return_val_if_fail (ENT_IS_DIFFERENCES (self), NULL);

  return self->notes;
}
