/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "ent-element-private.h"

struct _EntElement
{
  gatomicrefcount ref_count;
  EntDot dot;
  const EntKind *kind;
  EntValue values[]; /* by slot */
};

G_DEFINE_BOXED_TYPE (EntElement, ent_element, ent_element_ref, ent_element_unref)

/**
 * ent_element_new:
 * @kind: a kind of elements
 *
 * Returns: (transfer full): a new element without values
 */
EntElement *
ent_element_new (const EntKind *kind)
{
  EntElement *self;

  g_return_val_if_fail (kind != NULL && kind->is_element, NULL);

  self = g_malloc0 (sizeof *self + kind->n_fields * sizeof self->values[0]);
  g_atomic_ref_count_init (&self->ref_count);
  self->kind = kind;
  return self;
}

/**
 * ent_element_ref:
 * @self: an element
 *
 * Returns: (transfer full): @self, with one more reference
 */
EntElement *
ent_element_ref (EntElement *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

/**
 * ent_element_unref:
 * @self: (transfer full): an element
 *
 * Gives a reference back; the last one frees it.
 */
void
ent_element_unref (EntElement *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  for (guint i = 0; i < self->kind->n_fields; i++)
    ent_value_clear (&self->values[i]);
  g_free (self);
}

/**
 * ent_element_copy:
 * @self: an element
 *
 * Returns: (transfer full): a copy with the same values and no dot, to be changed and put in its place
 */
EntElement *
ent_element_copy (EntElement *self)
{
  EntElement *copy;

  g_return_val_if_fail (self != NULL, NULL);

  copy = ent_element_new (self->kind);
  for (guint i = 0; i < self->kind->n_fields; i++)
    ent_value_copy_to (&self->values[i], &copy->values[i]);
  return copy;
}

/**
 * ent_element_get_kind:
 * @self: an element
 *
 * Returns: (transfer none): its kind
 */
const EntKind *
ent_element_get_kind (EntElement *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  return self->kind;
}

/**
 * ent_element_get_dot:
 * @self: an element
 *
 * Returns: (transfer none): the dot of the operation that added it; all zero when it is not in the book yet
 */
const EntDot *
ent_element_get_dot (EntElement *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  return &self->dot;
}

/**
 * ent_element_set_dot:
 * @self: an element
 * @dot: its adding dot
 *
 * For the store, when it reads an element.
 */
void
ent_element_set_dot (EntElement *self, const EntDot *dot)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (dot != NULL);

  self->dot = *dot;
}

/**
 * ent_element_get_value:
 * @self: an element
 * @field: a sub-field of its kind
 *
 * Returns: (transfer none): the value; of the type nothing when there is none, never %NULL
 */
const EntValue *
ent_element_get_value (EntElement *self, const EntField *field)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (field != NULL && field->kind == self->kind, NULL);

  return &self->values[field->slot];
}

/**
 * ent_element_get_text:
 * @self: an element
 * @field_key: the key of a sub-field
 *
 * Returns: (transfer none) (nullable): its text, or %NULL when it has none or its value is no text
 */
const char *
ent_element_get_text (EntElement *self, const char *field_key)
{
  const EntField *field;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (field_key != NULL, NULL);

  field = ent_kind_get_field (self->kind, field_key);
  g_return_val_if_fail (field != NULL, NULL);
  return ent_element_peek_text (self, field);
}

/**
 * ent_element_set_value:
 * @self: an element that is not in use yet
 * @field: a sub-field of its kind
 * @value: (nullable): the value, copied; %NULL or nothing clears it
 *
 * Sets a sub-field.
 */
void
ent_element_set_value (EntElement *self, const EntField *field, const EntValue *value)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (field != NULL && field->kind == self->kind);

  ent_value_copy_to (value, &self->values[field->slot]);
}

/**
 * ent_element_set_text:
 * @self: an element that is not in use yet
 * @field_key: the key of a sub-field
 * @text: (nullable): the text, copied; %NULL clears it
 *
 * Sets a sub-field whose values are texts.
 */
void
ent_element_set_text (EntElement *self, const char *field_key, const char *text)
{
  const EntField *field;

  g_return_if_fail (self != NULL);
  g_return_if_fail (field_key != NULL);

  field = ent_kind_get_field (self->kind, field_key);
  g_return_if_fail (field != NULL);
  ent_value_set_text (&self->values[field->slot], text);
}

/**
 * ent_element_equal:
 * @a: an element
 * @b: another one
 *
 * Returns: whether both are of the same kind and say the same; their dots do not count
 */
gboolean
ent_element_equal (EntElement *a, EntElement *b)
{
  g_return_val_if_fail (a != NULL && b != NULL, FALSE);

  if (a == b)
    return TRUE;
  if (a->kind != b->kind)
    return FALSE;
  for (guint i = 0; i < a->kind->n_fields; i++)
    {
      if (!ent_value_equal (&a->values[i], &b->values[i]))
        return FALSE;
    }
  return TRUE;
}

void
ent_element_take_value (EntElement *self, const EntField *field, EntValue *value)
{
  g_assert (field->kind == self->kind);

  ent_value_clear (&self->values[field->slot]);
  self->values[field->slot] = *value;
  *value = (EntValue) ENT_VALUE_INIT;
}

const char *
ent_element_peek_text (EntElement *self, const EntField *field)
{
  const EntValue *value = &self->values[field->slot];

  g_assert (field->kind == self->kind);
  return value->type == ENT_VALUE_TEXT ? value->text : NULL;
}

gint64
ent_element_peek_integer (EntElement *self, const EntField *field)
{
  const EntValue *value = &self->values[field->slot];

  g_assert (field->kind == self->kind);
  return value->type == ENT_VALUE_INTEGER ? value->integer : 0;
}

gboolean
ent_element_peek_boolean (EntElement *self, const EntField *field)
{
  return ent_element_peek_integer (self, field) != 0;
}

const EntId *
ent_element_peek_id (EntElement *self, const EntField *field)
{
  const EntValue *value = &self->values[field->slot];

  g_assert (field->kind == self->kind);
  return value->type == ENT_VALUE_ID ? &value->id : NULL;
}
