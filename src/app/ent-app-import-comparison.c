/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "EntApp"

#include "config.h"

#include "ent-app-import-comparison.h"
#include "ent-element.h"
#include "ent-gtk-format.h"
#include "ent-text.h"
#include "ent-value-text.h"

/* One thing that both may say, with all that they say of it. */
typedef struct
{
  const EntField *field;
  char *channel; /* of contact points, or NULL */
  GPtrArray *file_texts;
  GPtrArray *book_texts;
  GPtrArray *file_keys; /* by which they are compared */
  GPtrArray *book_keys;
} Slot;

static void
slot_free (gpointer data)
{
  Slot *slot = data;

  g_free (slot->channel);
  g_ptr_array_unref (slot->file_texts);
  g_ptr_array_unref (slot->book_texts);
  g_ptr_array_unref (slot->file_keys);
  g_ptr_array_unref (slot->book_keys);
  g_free (slot);
}

static Slot *
get_slot (GPtrArray *slots, const EntField *field, const char *channel)
{
  Slot *slot;

  for (guint i = 0; i < slots->len; i++)
    {
      slot = g_ptr_array_index (slots, i);
      if (slot->field == field && g_strcmp0 (slot->channel, channel) == 0)
        return slot;
    }
  slot = g_new0 (Slot, 1);
  slot->field = field;
  slot->channel = g_strdup (channel);
  slot->file_texts = g_ptr_array_new_with_free_func (g_free);
  slot->book_texts = g_ptr_array_new_with_free_func (g_free);
  slot->file_keys = g_ptr_array_new_with_free_func (g_free);
  slot->book_keys = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (slots, slot);

  return slot;
}

/* Of an element that has such a field; else NULL. */
static const char *
get_part (const EntValue *value, const char *key)
{
  return value->type == ENT_VALUE_ELEMENT && ent_kind_get_field (ent_element_get_kind (value->element), key) != NULL
             ? ent_element_get_text (value->element, key)
             : NULL;
}

/* A number is the same however it is written. */
static char *
dup_key (const EntValue *value, const char *text)
{
  const char *normalized = get_part (value, "normalized");

  return normalized != NULL && *normalized != '\0' ? g_strdup (normalized) : ent_text_fold (text, -1);
}

static void
add_text (GPtrArray *slots, const EntField *field, const EntValue *value, const char *text, gboolean of_file)
{
  Slot *slot;

  if (text == NULL || *text == '\0')
    return;
  slot = get_slot (slots, field, get_part (value, "channel"));
  g_ptr_array_add (of_file ? slot->file_texts : slot->book_texts, g_strdup (text));
  g_ptr_array_add (of_file ? slot->file_keys : slot->book_keys, dup_key (value, text));
}

static gboolean
is_shown (const EntField *field)
{
  return (field->flags & (ENT_FIELD_DERIVED | ENT_FIELD_HIDDEN)) == 0 && field->type != ENT_FIELD_PRIMARY &&
         field->type != ENT_FIELD_APPEND && field->type != ENT_FIELD_REFERENCE_SET;
}

static void
add_file (GPtrArray *slots, const EntImportDoubt *doubt)
{
  EntFormatContext context = { 0 };

  for (guint i = 0; i < doubt->values->len; i++)
    {
      const EntImportValue *value = g_ptr_array_index (doubt->values, i);

      if (g_str_equal (value->field->key, "currency") && value->value.type == ENT_VALUE_TEXT)
        context.currency = value->value.text;
    }
  for (guint i = 0; i < doubt->values->len; i++)
    {
      const EntImportValue *value = g_ptr_array_index (doubt->values, i);
      g_autofree char *text = value->field->type == ENT_FIELD_REFERENCE
                                  ? g_strdup (value->value.type == ENT_VALUE_TEXT ? value->value.text : NULL)
                                  : ent_value_to_display (value->field, &value->value, &context);

      if (is_shown (value->field))
        add_text (slots, value->field, &value->value, text, TRUE);
    }
}

static void
add_book (GPtrArray *slots, EntRecord *known)
{
  const EntKind *kind = ent_record_get_kind (known);
  const EntField *currency = ent_kind_get_field (kind, "currency");
  const EntFormatContext context = { .currency = currency != NULL ? ent_record_get_text (known, currency->key) : NULL };

  for (guint i = 0; i < kind->n_fields; i++)
    {
      const EntField *field = &kind->fields[i];
      GPtrArray *elements = field->type == ENT_FIELD_ELEMENT_SET ? ent_record_get_elements (known, field) : NULL;
      const EntValue *value = ent_record_get_value (known, field);
      g_autofree char *text = NULL;

      if (!is_shown (field))
        continue;
      for (guint j = 0; elements != NULL && j < elements->len; j++)
        {
          const EntValue *element = g_ptr_array_index (elements, j);
          g_autofree char *line = ent_value_to_display (field, element, &context);

          add_text (slots, field, element, line, FALSE);
        }
      if (field->type == ENT_FIELD_ELEMENT_SET || value == NULL)
        continue;
      text = field->type == ENT_FIELD_REFERENCE ? g_strdup (ent_record_get_reference_label (known, field))
                                                : ent_value_to_display (field, value, &context);
      add_text (slots, field, value, text, FALSE);
    }
}

/* A row that says a part of what is known says nothing else. */
static gboolean
is_within (const Slot *slot)
{
  for (guint i = 0; i < slot->file_keys->len; i++)
    if (!g_ptr_array_find_with_equal_func (slot->book_keys, g_ptr_array_index (slot->file_keys, i), g_str_equal, NULL))
      return FALSE;

  return TRUE;
}

static EntAppImportComparisonState
get_state (const Slot *slot)
{
  if (slot->book_texts->len == 0)
    return ENT_APP_IMPORT_ONLY_IN_FILE;
  if (slot->file_texts->len == 0)
    return ENT_APP_IMPORT_ONLY_IN_BOOK;

  return is_within (slot) ? ENT_APP_IMPORT_SAME : ENT_APP_IMPORT_DIFFERENT;
}

/* Each keeps its own direction: from right to left, numbers would otherwise be read backwards. */
static char *
dup_lines (GPtrArray *texts)
{
  g_autoptr (GString) lines = g_string_new (NULL);

  for (guint i = 0; i < texts->len; i++)
    {
      g_autofree char *text = ent_gtk_isolate (g_ptr_array_index (texts, i));

      g_string_append_printf (lines, "%s%s", i > 0 ? "\n" : "", text);
    }

  return g_string_free_and_steal (g_steal_pointer (&lines));
}

static const char *
get_label (const Slot *slot)
{
  const EntField *channel = ent_kind_get_field (ent_kind_from_key ("contact-point"), "channel");
  const char *label = slot->channel != NULL ? ent_field_get_choice_label (channel, slot->channel) : NULL;

  return label != NULL ? label : ent_field_get_label (slot->field);
}

static void
comparison_free (gpointer data)
{
  EntAppImportComparison *comparison = data;

  g_free (comparison->label);
  g_free (comparison->file_text);
  g_free (comparison->book_text);
  g_free (comparison);
}

GPtrArray *
ent_app_import_compare (const EntImportDoubt *doubt, EntRecord *known)
{
  GPtrArray *comparisons = g_ptr_array_new_with_free_func (comparison_free);
  g_autoptr (GPtrArray) slots = g_ptr_array_new_with_free_func (slot_free);

  add_file (slots, doubt);
  if (known != NULL)
    add_book (slots, known);
  for (guint i = 0; i < slots->len; i++)
    {
      const Slot *slot = g_ptr_array_index (slots, i);
      EntAppImportComparison *comparison = g_new0 (EntAppImportComparison, 1);

      comparison->label = g_strdup (get_label (slot));
      comparison->file_text = dup_lines (slot->file_texts);
      comparison->book_text = dup_lines (slot->book_texts);
      comparison->state = get_state (slot);
      g_ptr_array_add (comparisons, comparison);
    }

  return comparisons;
}
