/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "ent-csv-writer-private.h"
#include "ent-differences-private.h"
#include "ent-text.h"

/* A cell as it stands in the file, without what guards it from a spreadsheet. */
char *
ent_difference_row_dup_cell (EntDifferenceRow *self, guint column)
{
  EntTableField field = column < self->n_fields ? self->fields[column] : (EntTableField) { 0 };

  if (field.length == 0)
    return g_strdup ("");
  ent_csv_remove_guard (&field.text, &field.length);
  return ent_text_clean (field.text, (gssize) field.length, ENT_TEXT_MULTI_LINE);
}

EntStagedRecord *
ent_difference_row_stage (EntDifferenceRow *self, const EntDifferenceSlot *slot)
{
  EntStagedRecord *staged = ent_staged_record_new (self->columns->kind, 0, ent_table_get_line (self->table));

  ent_import_row_stage_cells (self->row, self->fields, self->n_fields, (const guint *) (gpointer) slot->columns->data,
                              slot->columns->len, staged);
  return staged;
}

/* Whether the record was touched since the export, or that cannot be told. */
gboolean
ent_difference_row_touched (EntDifferenceRow *self)
{
  return self->exported < 0 || ent_record_get_revision (self->record) != self->exported;
}

gboolean
ent_difference_row_load_history (EntDifferenceRow *self, GError **error)
{
  if (self->history == NULL)
    self->history = ent_store_dup_history_sync (self->differences->store, self->columns->kind,
                                                ent_record_get_id (self->record), self->cancellable, error);
  return self->history != NULL;
}

/* The columns of an address make one difference, and none of them alone is its name. */
static char *
dup_column (EntDifferenceRow *self, const EntDifferenceSlot *slot)
{
  const EntImportTarget *target = &self->columns->targets[g_array_index (slot->columns, guint, 0)];

  if (slot->key->target != ENT_FLAT_ADDRESS || slot->columns->len == 1)
    return g_strdup (target->name);
  return target->key.type != NULL ? g_strconcat (slot->field->element->key, ".", target->key.type, NULL)
                                  : g_strdup (slot->field->element->key);
}

EntDifferenceItem *
ent_difference_row_add (EntDifferenceRow *self,
                        const EntDifferenceSlot *slot,
                        const char *file_text,
                        const char *book_text,
                        gboolean conflict,
                        EntHistoryEntry *entry)
{
  EntDifferenceItem *item = g_new0 (EntDifferenceItem, 1);
  EntDifference *public = &item->public;

  public->type = ENT_DIFFERENCE_CHANGED;
  public->line = ent_table_get_line (self->table);
  public->kind = self->columns->kind;
  public->id = *ent_record_get_id (self->record);
  public->title = g_strdup (ent_record_get_title (self->record));
  public->column = dup_column (self, slot);
  public->field = slot->field;
  public->file_text = g_strdup (file_text);
  public->book_text = g_strdup (book_text != NULL ? book_text : "");
  public->conflict = conflict;
  if (conflict && entry != NULL)
    {
      public->changed_by = g_strdup (ent_history_entry_get_author (entry));
      public->changed_when = ent_history_entry_get_when (entry);
    }
  item->revision = ent_record_get_revision (self->record);
  ent_differences_take (self->differences, item);
  return item;
}

static gboolean
is_same_text (const char *a, const char *b)
{
  g_autofree char *clean_a = ent_text_clean (a != NULL ? a : "", -1, ENT_TEXT_MULTI_LINE);
  g_autofree char *clean_b = ent_text_clean (b != NULL ? b : "", -1, ENT_TEXT_MULTI_LINE);

  return g_str_equal (clean_a, clean_b);
}

static gboolean
is_same_name (const char *a, const char *b)
{
  g_autofree char *folded_a = ent_text_fold (a, -1);
  g_autofree char *folded_b = ent_text_fold (b, -1);

  return g_str_equal (folded_a, folded_b);
}

static int
compare_texts (gconstpointer a, gconstpointer b)
{
  return strcmp (a, b);
}

/* Names in a cell, folded and sorted: their order says nothing. */
static char *
dup_sorted_names (const char *text)
{
  g_auto (GStrv) names = g_strsplit_set (text, ",;", -1);
  g_autoptr (GPtrArray) sorted = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GString) joined = g_string_new (NULL);

  for (guint i = 0; names[i] != NULL; i++)
    {
      char *folded = ent_text_fold (g_strstrip (names[i]), -1);

      if (*folded == '\0')
        g_free (folded);
      else
        g_ptr_array_add (sorted, folded);
    }
  g_ptr_array_sort_values (sorted, compare_texts);
  for (guint i = 0; i < sorted->len; i++)
    g_string_append_printf (joined, "%s\n", (const char *) sorted->pdata[i]);
  return g_string_free (g_steal_pointer (&joined), FALSE);
}

/* Whether a past or present value of the book is what the file says. */
static gboolean
says_the_same (EntDifferenceRow *self,
               const EntField *field,
               const EntStagedValue *staged,
               const char *cell,
               const EntValue *value)
{
  g_autofree char *title = NULL;

  if (*cell == '\0')
    return value == NULL || value->type == ENT_VALUE_NOTHING;
  if (value == NULL || value->type == ENT_VALUE_NOTHING || staged == NULL)
    return FALSE;
  if (field->type == ENT_FIELD_REFERENCE)
    {
      title = value->type == ENT_VALUE_ID ? ent_titles_dup (field, &value->id, self->titles) : NULL;
      return title != NULL && is_same_name (title, staged->value.text);
    }
  if (value->type == ENT_VALUE_TEXT && staged->value.type == ENT_VALUE_TEXT)
    return is_same_text (value->text, staged->value.text);
  return ent_value_equal (value, &staged->value);
}

/* The record that a cell names was renamed since: the same reference by its former name. */
static gboolean
is_former_name (EntDifferenceRow *self, const EntField *field, const char *cell, gboolean *former, GError **error)
{
  const EntValue *value = ent_record_get_value (self->record, field);
  const EntKind *target = field->targets != NULL ? field->targets[0] : NULL;
  g_autoptr (GPtrArray) history = NULL;

  *former = FALSE;
  if (*cell == '\0' || value == NULL || value->type != ENT_VALUE_ID || target == NULL)
    return TRUE;
  for (guint i = 0; field->targets[i] != NULL && history == NULL; i++)
    history =
        ent_store_dup_history_sync (self->differences->store, field->targets[i], &value->id, self->cancellable, NULL);
  for (guint i = 0; history != NULL && i < history->len && !*former; i++)
    {
      EntHistoryEntry *entry = g_ptr_array_index (history, i);
      const EntValue *old = ent_history_entry_get_old (entry);

      *former = ent_history_entry_get_action (entry) == ENT_HISTORY_SET && old != NULL && old->type == ENT_VALUE_TEXT &&
                ent_history_entry_get_field (entry) == ent_history_entry_get_kind (entry)->title &&
                is_same_name (old->text, cell);
    }
  return !g_cancellable_set_error_if_cancelled (self->cancellable, error);
}

/* What relationships show is changed with them, not with the record. */
static gboolean
look_at_relationships (EntDifferenceRow *self, const char *cell, gboolean *edited, gboolean *conflict, GError **error)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  gboolean known = self->exported >= 0;
  gboolean found = FALSE;

  if (!ent_differences_sql_read_relationships (self->differences->store, self->columns->kind,
                                               ent_record_get_id (self->record), MAX (self->exported, 0), names, error))
    return FALSE;
  for (guint i = 0; i < names->len && !found; i++)
    found = is_same_name (g_ptr_array_index (names, i), cell);
  /* What stood there before, or nothing where there was nothing, was not edited in the file. */
  *edited = !known || !(found || (*cell == '\0' && names->len == 1));
  *conflict = known ? names->len > 0 : found;
  return TRUE;
}

/* Whether a cell names the members that the set had at the export: those of now, gone back through the history. */
static gboolean
is_past_set (EntDifferenceRow *self, const EntField *field, const char *cell)
{
  g_autoptr (GHashTable) members = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  GPtrArray *elements = ent_record_get_elements (self->record, field);
  g_autoptr (GString) names = g_string_new (NULL);
  g_autofree char *past = NULL;
  g_autofree char *present = dup_sorted_names (cell);
  GHashTableIter iter;
  gpointer key;

  for (guint i = 0; elements != NULL && i < elements->len; i++)
    g_hash_table_add (members, ent_id_to_string (&((const EntValue *) g_ptr_array_index (elements, i))->id));
  for (guint i = 0; i < self->history->len; i++)
    {
      EntHistoryEntry *entry = g_ptr_array_index (self->history, i);
      const EntValue *added = ent_history_entry_get_new (entry);
      const EntValue *removed = ent_history_entry_get_old (entry);

      if (ent_history_entry_get_field (entry) != field || ent_history_entry_get_group (entry) <= self->exported)
        continue;
      if (added != NULL && added->type == ENT_VALUE_ID)
        {
          g_autofree char *id = ent_id_to_string (&added->id);

          g_hash_table_remove (members, id);
        }
      if (removed != NULL && removed->type == ENT_VALUE_ID)
        g_hash_table_add (members, ent_id_to_string (&removed->id));
    }
  g_hash_table_iter_init (&iter, members);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    {
      EntId id;
      g_autofree char *title = ent_id_parse (&id, key) ? ent_titles_dup (field, &id, self->titles) : NULL;

      g_string_append_printf (names, "%s,", title != NULL ? title : "");
    }
  past = dup_sorted_names (names->str);
  return g_str_equal (past, present);
}

/* Whether the file was edited, and the book too. */
static gboolean
look_at_history (EntDifferenceRow *self,
                 const EntField *field,
                 const EntStagedValue *staged,
                 const char *cell,
                 gboolean *edited,
                 EntHistoryEntry **newest,
                 GError **error)
{
  gboolean known = self->exported >= 0;
  gboolean had = FALSE;
  const EntValue *base = NULL;

  *edited = TRUE;
  *newest = NULL;
  if (!ent_difference_row_touched (self))
    return TRUE;
  if (!ent_difference_row_load_history (self, error))
    return FALSE;
  for (guint i = 0; i < self->history->len; i++)
    {
      EntHistoryEntry *entry = g_ptr_array_index (self->history, i);
      EntHistoryAction action = ent_history_entry_get_action (entry);
      const EntValue *old = ent_history_entry_get_old (entry);

      if (ent_history_entry_get_field (entry) != field || ent_history_entry_get_group (entry) <= self->exported ||
          (action != ENT_HISTORY_SET && action != ENT_HISTORY_ELEMENT_ADDED && action != ENT_HISTORY_ELEMENT_REMOVED))
        continue;
      if (*newest == NULL)
        *newest = entry;
      base = old;
      had = had || (old != NULL && old->type != ENT_VALUE_NOTHING && says_the_same (self, field, staged, cell, old));
    }
  if (known)
    *edited =
        *newest == NULL || (field->type == ENT_FIELD_REFERENCE_SET ? !is_past_set (self, field, cell)
                                                                   : !says_the_same (self, field, staged, cell, base));
  /* Changed and changed back. */
  if (known && *newest != NULL && field->type != ENT_FIELD_REFERENCE_SET && base != NULL &&
      ent_record_get_value (self->record, field) != NULL &&
      ent_value_equal (base, ent_record_get_value (self->record, field)))
    *newest = NULL;
  if (!known && !had)
    /* Without a revision only what the book once had is doubtful: it may be what was exported. */
    *newest = NULL;
  return TRUE;
}

static void
reject_cell (EntDifferenceRow *self, const EntDifferenceSlot *slot, const char *reason)
{
  const char *name = self->columns->targets[g_array_index (slot->columns, guint, 0)].name;
  /* Translators: the name of a column, and why its cell cannot be taken. */
  g_autofree char *text = g_strdup_printf (_("Column “%s”: %s"), name, reason);

  ent_differences_reject (self->differences, ent_table_get_line (self->table), text);
}

static gboolean
compare_field (EntDifferenceRow *self, const EntDifferenceSlot *slot, GError **error)
{
  const EntField *field = slot->field;
  g_autofree char *cell = ent_difference_row_dup_cell (self, g_array_index (slot->columns, guint, 0));
  g_autofree char *book = ent_export_table_dup_field (self->texts, self->record, field);
  g_autoptr (EntStagedRecord) staged = NULL;
  const EntStagedValue *value;
  EntHistoryEntry *newest;
  gboolean edited;
  gboolean conflict = FALSE;
  gboolean former = FALSE;

  if (is_same_text (cell, book))
    return TRUE;
  staged = ent_difference_row_stage (self, slot);
  if (staged->rejection != NULL)
    {
      ent_differences_reject (self->differences, staged->line, staged->rejection);
      return TRUE;
    }
  value = staged->values->len > 0 ? &g_array_index (staged->values, EntStagedValue, 0) : NULL;
  if (*cell != '\0' && value == NULL)
    {
      reject_cell (self, slot, _("what stands there is no value; empty the cell to take the value away"));
      return TRUE;
    }
  if (*cell == '\0' && (field == self->columns->kind->title || field->flags & ENT_FIELD_REQUIRED))
    {
      reject_cell (self, slot, _("it cannot be empty"));
      return TRUE;
    }
  if (field->type == ENT_FIELD_REFERENCE_SET)
    {
      g_autofree char *file_names = dup_sorted_names (cell);
      g_autofree char *book_names = dup_sorted_names (book != NULL ? book : "");

      if (g_str_equal (file_names, book_names))
        return TRUE;
    }
  else if (says_the_same (self, field, value, cell, ent_record_get_value (self->record, field)))
    return TRUE;
  if (field->flags & ENT_FIELD_VIRTUAL)
    {
      newest = NULL;
      if (!look_at_relationships (self, cell, &edited, &conflict, error))
        return FALSE;
    }
  else if (!look_at_history (self, field, value, cell, &edited, &newest, error))
    return FALSE;
  if (edited && field->type == ENT_FIELD_REFERENCE && !is_former_name (self, field, cell, &former, error))
    return FALSE;
  if (!edited || former)
    return TRUE;
  ent_difference_row_add (self, slot, cell, book, conflict || newest != NULL, newest)->staged =
      g_steal_pointer (&staged);
  return TRUE;
}

gboolean
ent_difference_row_compare (EntDifferenceRow *self, GError **error)
{
  for (guint i = 0; i < self->slots->len; i++)
    {
      const EntDifferenceSlot *slot = &g_array_index (self->slots, EntDifferenceSlot, i);
      gboolean done = slot->key->target == ENT_FLAT_FIELD ? compare_field (self, slot, error)
                                                          : ent_difference_row_compare_elements (self, slot, error);

      if (!done)
        return FALSE;
    }
  return TRUE;
}
