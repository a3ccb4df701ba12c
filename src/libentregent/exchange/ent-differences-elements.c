/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "ent-differences-private.h"
#include "ent-text.h"

/*
 * Contact points and addresses: a record may have several of a type, in columns of the same name. Which column each
 * stands in says nothing, so those that agree are paired first; what is left over in the file takes the place of what
 * is left over in the book.
 */

typedef struct
{
  const EntDifferenceSlot *slot;
  EntStagedRecord *staged;
  EntElement *element; /* of staged; NULL: its cells are empty */
  char *text;
  gboolean done;
} FileElement;

typedef struct
{
  EntElement *element;
  EntDot dot;
  gboolean done;
  EntHistoryEntry *added_since;
} BookElement;

static void
file_element_clear (gpointer data)
{
  FileElement *file = data;

  g_clear_pointer (&file->staged, ent_staged_record_free);
  g_clear_pointer (&file->text, g_free);
}

static gboolean
is_of (EntElement *element, const EntFlatKey *key)
{
  if (key->target == ENT_FLAT_ADDRESS)
    return g_strcmp0 (ent_element_get_text (element, "purpose"), key->type) == 0;
  return g_strcmp0 (ent_element_get_text (element, "channel"), key->channel) == 0 &&
         g_strcmp0 (ent_element_get_text (element, "type"), key->type) == 0;
}

static gboolean
is_same_kind (const EntDifferenceSlot *a, const EntDifferenceSlot *b)
{
  return a->field == b->field && a->key->target == b->key->target &&
         g_strcmp0 (a->key->channel, b->key->channel) == 0 && g_strcmp0 (a->key->type, b->key->type) == 0;
}

static gboolean
is_same_part (EntElement *a, EntElement *b, const char *key)
{
  const char *text_a = ent_element_get_text (a, key);
  const char *text_b = ent_element_get_text (b, key);
  g_autofree char *squeezed_a = ent_text_squeeze (text_a != NULL ? text_a : "", -1);
  g_autofree char *squeezed_b = ent_text_squeeze (text_b != NULL ? text_b : "", -1);

  return g_str_equal (squeezed_a, squeezed_b);
}

static const char *
get_part (EntDifferenceRow *self, const EntDifferenceSlot *slot, guint i)
{
  return self->columns->targets[g_array_index (slot->columns, guint, i)].key.part->key;
}

/* Only columns that are in the file are compared: one that was dropped empties nothing. */
static gboolean
agrees (EntDifferenceRow *self, const FileElement *file, EntElement *element)
{
  if (file->element == NULL || element == NULL)
    return FALSE;
  if (file->slot->key->target == ENT_FLAT_CONTACT_POINT)
    return is_same_part (file->element, element, "value") ||
           (ent_element_get_text (file->element, "normalized") != NULL &&
            is_same_part (file->element, element, "normalized") && is_same_part (file->element, element, "extension"));
  for (guint i = 0; i < file->slot->columns->len; i++)
    if (!is_same_part (file->element, element, get_part (self, file->slot, i)))
      return FALSE;
  return TRUE;
}

static char *
dup_book_text (EntDifferenceRow *self, const EntDifferenceSlot *slot, EntElement *element)
{
  g_autoptr (GString) text = g_string_new (NULL);

  if (slot->key->target == ENT_FLAT_CONTACT_POINT)
    return g_strdup (ent_element_get_text (element, "value"));
  for (guint i = 0; i < slot->columns->len; i++)
    {
      const char *part = ent_element_get_text (element, get_part (self, slot, i));

      if (part != NULL)
        g_string_append_printf (text, "%s%s", text->len > 0 ? ", " : "", part);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static gboolean
add_file_element (EntDifferenceRow *self, const EntDifferenceSlot *slot, GArray *elements)
{
  FileElement file = { .slot = slot, .staged = ent_difference_row_stage (self, slot) };
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < slot->columns->len; i++)
    {
      g_autofree char *cell = ent_difference_row_dup_cell (self, g_array_index (slot->columns, guint, i));

      if (*cell != '\0')
        g_string_append_printf (text, "%s%s", text->len > 0 ? ", " : "", cell);
    }
  for (guint i = 0; i < file.staged->values->len && file.element == NULL; i++)
    if (g_array_index (file.staged->values, EntStagedValue, i).type == ENT_STAGED_ELEMENT)
      file.element = g_array_index (file.staged->values, EntStagedValue, i).value.element;
  file.text = g_string_free (g_steal_pointer (&text), FALSE);
  g_array_append_val (elements, file);
  return file.staged->rejection == NULL && (file.element != NULL || *file.text == '\0');
}

static GArray *
read_book_elements (EntDifferenceRow *self, const EntDifferenceSlot *slot)
{
  GArray *elements = g_array_new (FALSE, FALSE, sizeof (BookElement));
  GPtrArray *present = ent_record_get_elements (self->record, slot->field);

  for (guint i = 0; present != NULL && i < present->len; i++)
    {
      BookElement book = { .element = ((const EntValue *) g_ptr_array_index (present, i))->element,
                           .dot = *ent_record_get_element_dot (self->record, slot->field, i) };

      if (is_of (book.element, slot->key))
        g_array_append_val (elements, book);
    }
  return elements;
}

static void
pair_equal (EntDifferenceRow *self, GArray *files, GArray *books)
{
  for (guint i = 0; i < files->len; i++)
    for (guint j = 0; j < books->len; j++)
      {
        FileElement *file = &g_array_index (files, FileElement, i);
        BookElement *book = &g_array_index (books, BookElement, j);

        if (!file->done && !book->done && agrees (self, file, book->element))
          file->done = book->done = TRUE;
      }
}

/* Whether what was removed had come after the export too, so that no file shows it. */
static gboolean
came_since (EntDifferenceRow *self, guint removed)
{
  EntElement *element = ent_history_entry_get_old (g_ptr_array_index (self->history, removed))->element;

  for (guint i = removed + 1; i < self->history->len; i++)
    {
      EntHistoryEntry *entry = g_ptr_array_index (self->history, i);
      const EntValue *value = ent_history_entry_get_new (entry);

      if (ent_history_entry_get_action (entry) == ENT_HISTORY_ELEMENT_ADDED &&
          ent_history_entry_get_group (entry) > self->exported && value->type == ENT_VALUE_ELEMENT &&
          ent_element_get_kind (value->element) == ent_element_get_kind (element) &&
          ent_element_equal (value->element, element))
        return TRUE;
    }
  return FALSE;
}

/* What came and went in the book since the export. */
static gboolean
look_at_history (EntDifferenceRow *self, GArray *files, GArray *books, EntHistoryEntry **newest, GError **error)
{
  const EntDifferenceSlot *slot = g_array_index (files, FileElement, 0).slot;

  *newest = NULL;
  if (!ent_difference_row_touched (self))
    return TRUE;
  if (!ent_difference_row_load_history (self, error))
    return FALSE;
  for (guint i = 0; i < self->history->len; i++)
    {
      EntHistoryEntry *entry = g_ptr_array_index (self->history, i);
      EntHistoryAction action = ent_history_entry_get_action (entry);
      const EntValue *value = action == ENT_HISTORY_ELEMENT_ADDED     ? ent_history_entry_get_new (entry)
                              : action == ENT_HISTORY_ELEMENT_REMOVED ? ent_history_entry_get_old (entry)
                                                                      : NULL;

      if (value == NULL || value->type != ENT_VALUE_ELEMENT || ent_history_entry_get_field (entry) != slot->field ||
          ent_history_entry_get_group (entry) <= self->exported || !is_of (value->element, slot->key))
        continue;
      if (*newest == NULL && self->exported >= 0)
        *newest = entry;
      for (guint k = 0; action == ENT_HISTORY_ELEMENT_REMOVED && k < files->len; k++)
        {
          FileElement *file = &g_array_index (files, FileElement, k);

          if (file->done || !agrees (self, file, value->element) || (self->exported >= 0 && came_since (self, i)))
            continue;
          /* What was exported, and was edited in the book since; without a revision it may be that. */
          if (self->exported >= 0)
            file->done = TRUE;
          else if (*newest == NULL)
            *newest = entry;
        }
      for (guint k = 0; action == ENT_HISTORY_ELEMENT_ADDED && self->exported >= 0 && k < books->len; k++)
        {
          BookElement *book = &g_array_index (books, BookElement, k);

          if (book->added_since == NULL && ent_element_equal (book->element, value->element))
            book->added_since = entry;
        }
    }
  return TRUE;
}

/* Those that were there at the export come first. */
static BookElement *
take_left_over (GArray *books, gboolean added_too)
{
  for (guint pass = 0; pass < (added_too ? 2u : 1u); pass++)
    for (guint i = 0; i < books->len; i++)
      {
        BookElement *book = &g_array_index (books, BookElement, i);

        if (book->done || (book->added_since != NULL) != (pass == 1))
          continue;
        book->done = TRUE;
        return book;
      }
  return NULL;
}

/* What comes in its place: what the file has no column for stays. */
static EntElement *
dup_new_element (EntDifferenceRow *self, const FileElement *file, const BookElement *book)
{
  EntElement *element;

  if (book == NULL)
    return ent_element_ref (file->element);
  element = ent_element_copy (book->element);
  if (file->slot->key->target == ENT_FLAT_CONTACT_POINT)
    ent_element_set_text (element, "value", ent_element_get_text (file->element, "value"));
  else
    for (guint i = 0; i < file->slot->columns->len; i++)
      ent_element_set_text (element, get_part (self, file->slot, i),
                            ent_element_get_text (file->element, get_part (self, file->slot, i)));
  ent_element_normalize (element, ent_store_get_country (self->differences->store));
  return element;
}

static void
add_left_over (EntDifferenceRow *self, FileElement *file, GArray *books, EntHistoryEntry *newest)
{
  BookElement *book = take_left_over (books, file->element != NULL);
  g_autofree char *text = book != NULL ? dup_book_text (self, file->slot, book->element) : NULL;
  EntDifferenceItem *item;

  if (file->element == NULL && book == NULL)
    return;
  item = ent_difference_row_add (self, file->slot, file->text, text, newest != NULL, newest);
  item->has_dot = book != NULL;
  if (book != NULL)
    item->dot = book->dot;
  if (file->element != NULL)
    item->element = dup_new_element (self, file, book);
}

static void
reject_cell (EntDifferenceRow *self, const FileElement *file)
{
  const char *name = self->columns->targets[g_array_index (file->slot->columns, guint, 0)].name;
  const char *reason = file->staged->rejection != NULL
                           ? file->staged->rejection
                           : _("what stands there is no value; empty the cell to take the value away");
  g_autofree char *text = g_strdup_printf (_("Column “%s”: %s"), name, reason);

  ent_differences_reject (self->differences, file->staged->line, text);
}

gboolean
ent_difference_row_compare_elements (EntDifferenceRow *self, const EntDifferenceSlot *slot, GError **error)
{
  g_autoptr (GArray) files = g_array_new (FALSE, FALSE, sizeof (FileElement));
  g_autoptr (GArray) books = NULL;
  EntHistoryEntry *newest = NULL;
  gboolean done = TRUE;

  g_array_set_clear_func (files, file_element_clear);
  for (guint i = 0; i < self->slots->len; i++)
    {
      const EntDifferenceSlot *other = &g_array_index (self->slots, EntDifferenceSlot, i);

      if (!is_same_kind (slot, other))
        continue;
      /* All columns of one type are looked at together, with the first of them. */
      if (files->len == 0 && other != slot)
        return TRUE;
      if (!add_file_element (self, other, files))
        {
          reject_cell (self, &g_array_index (files, FileElement, files->len - 1));
          return TRUE;
        }
    }
  books = read_book_elements (self, slot);
  pair_equal (self, files, books);
  for (guint i = 0; i < files->len; i++)
    done =
        done && (g_array_index (files, FileElement, i).done || g_array_index (files, FileElement, i).element == NULL);
  for (guint i = 0; i < books->len; i++)
    done = done && g_array_index (books, BookElement, i).done;
  if (done)
    return TRUE;
  if (!look_at_history (self, files, books, &newest, error))
    return FALSE;
  for (guint pass = 0; pass < 2; pass++)
    for (guint i = 0; i < files->len; i++)
      {
        FileElement *file = &g_array_index (files, FileElement, i);

        /* Emptied cells take away what no other cell stands for. */
        if (!file->done && (file->element == NULL) == (pass == 1))
          add_left_over (self, file, books, newest);
      }
  return TRUE;
}
