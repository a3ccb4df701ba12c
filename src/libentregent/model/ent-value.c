/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "ent-element.h"
#include "ent-value.h"

G_DEFINE_BOXED_TYPE (EntValue, ent_value, ent_value_copy, ent_value_free)

/**
 * ent_value_clear:
 * @value: a value
 *
 * Frees what it owns and makes it nothing.
 */
void
ent_value_clear (EntValue *value)
{
  g_return_if_fail (value != NULL);

  if (value->type == ENT_VALUE_TEXT)
    g_free (value->text);
  else if (value->type == ENT_VALUE_ELEMENT)
    ent_element_unref (value->element);
  *value = (EntValue) ENT_VALUE_INIT;
}

/**
 * ent_value_copy_to:
 * @value: (nullable): a value; %NULL is nothing
 * @destination: a value that is initialized; what it held is freed
 *
 * Makes @destination equal to @value. Elements are shared, not copied.
 */
void
ent_value_copy_to (const EntValue *value, EntValue *destination)
{
  EntValue copy = ENT_VALUE_INIT;

  g_return_if_fail (destination != NULL);

  if (value != NULL)
    copy = *value;
  if (copy.type == ENT_VALUE_TEXT)
    copy.text = g_strdup (copy.text);
  else if (copy.type == ENT_VALUE_ELEMENT)
    ent_element_ref (copy.element);
  ent_value_clear (destination);
  *destination = copy;
}

/**
 * ent_value_copy:
 * @value: a value
 *
 * Returns: (transfer full): a copy on the heap
 */
EntValue *
ent_value_copy (const EntValue *value)
{
  EntValue *copy;

  g_return_val_if_fail (value != NULL, NULL);

  copy = g_new0 (EntValue, 1);
  ent_value_copy_to (value, copy);
  return copy;
}

/**
 * ent_value_free:
 * @value: (nullable) (transfer full): a value on the heap
 *
 * Frees it with what it owns.
 */
void
ent_value_free (EntValue *value)
{
  if (value == NULL)
    return;
  ent_value_clear (value);
  g_free (value);
}

static gboolean
is_nothing (const EntValue *value)
{
  return value == NULL || value->type == ENT_VALUE_NOTHING;
}

/**
 * ent_value_equal:
 * @a: (nullable): a value; %NULL is nothing
 * @b: (nullable): another one
 *
 * Returns: whether both are of the same type and say the same; elements are compared by their sub-fields,
 * without their dots
 */
gboolean
ent_value_equal (const EntValue *a, const EntValue *b)
{
  if (is_nothing (a) || is_nothing (b))
    return is_nothing (a) && is_nothing (b);
  if (a->type != b->type)
    return FALSE;

  switch (a->type)
    {
    case ENT_VALUE_INTEGER:
      return a->integer == b->integer;
    case ENT_VALUE_TEXT:
      return strcmp (a->text, b->text) == 0;
    case ENT_VALUE_ID:
      return ent_id_equal (&a->id, &b->id);
    case ENT_VALUE_ELEMENT:
      return ent_element_equal (a->element, b->element);
    case ENT_VALUE_DOT:
      return a->dot.origin == b->dot.origin && a->dot.oseq == b->dot.oseq && a->dot.op == b->dot.op;
    default:
      return TRUE;
    }
}

/**
 * ent_value_set_integer:
 * @value: a value that is initialized
 * @integer: the integer
 *
 * Makes it an integer.
 */
void
ent_value_set_integer (EntValue *value, gint64 integer)
{
  g_return_if_fail (value != NULL);

  ent_value_clear (value);
  value->type = ENT_VALUE_INTEGER;
  value->integer = integer;
}

/**
 * ent_value_set_text:
 * @value: a value that is initialized
 * @text: (nullable): UTF-8 text, copied; %NULL makes it nothing
 *
 * Makes it a text. An empty text is a text: what clears a field is nothing.
 */
void
ent_value_set_text (EntValue *value, const char *text)
{
  ent_value_take_text (value, g_strdup (text));
}

/**
 * ent_value_take_text:
 * @value: a value that is initialized
 * @text: (nullable) (transfer full): UTF-8 text; %NULL makes it nothing
 *
 * Makes it a text without copying.
 */
void
ent_value_take_text (EntValue *value, char *text)
{
  g_return_if_fail (value != NULL);

  ent_value_clear (value);
  if (text == NULL)
    return;
  value->type = ENT_VALUE_TEXT;
  value->text = text;
}

/**
 * ent_value_set_id:
 * @value: a value that is initialized
 * @id: (nullable): the id of a record; %NULL or all zero makes it nothing
 *
 * Makes it a reference.
 */
void
ent_value_set_id (EntValue *value, const EntId *id)
{
  g_return_if_fail (value != NULL);

  ent_value_clear (value);
  if (id == NULL || ent_id_is_null (id))
    return;
  value->type = ENT_VALUE_ID;
  value->id = *id;
}

/**
 * ent_value_take_element:
 * @value: a value that is initialized
 * @element: (nullable) (transfer full): an element; %NULL makes it nothing
 *
 * Makes it an element.
 */
void
ent_value_take_element (EntValue *value, EntElement *element)
{
  g_return_if_fail (value != NULL);

  ent_value_clear (value);
  if (element == NULL)
    return;
  value->type = ENT_VALUE_ELEMENT;
  value->element = element;
}

/**
 * ent_value_set_dot:
 * @value: a value that is initialized
 * @dot: (nullable): the dot of an element; %NULL makes it nothing
 *
 * Makes it the name of an element of a set.
 */
void
ent_value_set_dot (EntValue *value, const EntDot *dot)
{
  g_return_if_fail (value != NULL);

  ent_value_clear (value);
  if (dot == NULL)
    return;
  value->type = ENT_VALUE_DOT;
  value->dot = *dot;
}
