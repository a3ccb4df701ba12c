/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "Entregent"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <zlib.h>

#include "ent-body-private.h"
#include "ent-element.h"
#include "ent-error.h"

/*
 * The codec of change bodies. The reader takes what strangers wrote: every length is checked, memory stays in
 * proportion to the input, and what does not have the one canonical form is refused.
 */

#define BODY_VERSION 1
#define CHECKSUM_SIZE 4

enum
{
  VALUE_NOTHING,
  VALUE_INTEGER,
  VALUE_TEXT,
  VALUE_ID,
  VALUE_ELEMENT,
  VALUE_DOT,
  VALUE_BYTES,
};

guint32
ent_body_checksum_for (const EntId *id, gconstpointer data, gsize size)
{
  uLong sum = id != NULL ? crc32_z (0, id->bytes, sizeof id->bytes) : 0;

  return (guint32) crc32_z (sum, data, size);
}

guint32
ent_body_checksum (gconstpointer data, gsize size)
{
  return ent_body_checksum_for (NULL, data, size);
}

void
ent_op_clear (EntOp *op)
{
  g_clear_pointer (&op->dots, g_free);
  g_clear_pointer (&op->choices, g_free);
  ent_value_clear (&op->value);
  op->n_dots = op->n_choices = 0;
}

void
ent_body_clear (EntBody *self)
{
  for (guint i = 0; i < self->n_ops; i++)
    ent_op_clear (&self->ops[i]);
  g_clear_pointer (&self->ops, g_free);
  self->n_ops = self->size = 0;
  self->more = FALSE;
}

/* Fields first, by number; what concerns the whole record behind them. */
int
ent_op_compare (const EntOp *a, const EntOp *b)
{
  gboolean a_field = a->code <= ENT_OP_APPEND;
  gboolean b_field = b->code <= ENT_OP_APPEND;

  if (a_field != b_field)
    return a_field ? -1 : 1;
  return a_field ? ent_field_key_compare (&a->key, &b->key) : 0;
}

void
ent_bytes_put_field_key (EntBytes *bytes, const EntFieldKey *key)
{
  ent_bytes_put_uint (bytes, key->number);
  if (key->number == 0)
    ent_bytes_put (bytes, key->id.bytes, sizeof key->id.bytes);
}

static void
put_dot (EntBytes *bytes, EntOrigins *origins, const EntDot *dot)
{
  ent_bytes_put_uint (bytes, ent_origins_index (origins, dot->origin));
  ent_bytes_put_uint (bytes, dot->oseq);
  ent_bytes_put_uint (bytes, dot->op);
}

static void
put_element (EntBytes *bytes, EntOrigins *origins, EntElement *element)
{
  const EntKind *kind = ent_element_get_kind (element);
  const EntValue *values[64];
  guint n = 0;

  g_assert (kind->n_fields <= G_N_ELEMENTS (values));
  for (guint i = 0; i < kind->n_fields; i++)
    {
      values[i] = ent_element_get_value (element, &kind->fields[i]);
      n += values[i] != NULL && values[i]->type != ENT_VALUE_NOTHING;
    }

  ent_bytes_put_uint (bytes, n);
  for (guint i = 0; i < kind->n_fields; i++)
    if (values[i] != NULL && values[i]->type != ENT_VALUE_NOTHING)
      {
        ent_bytes_put_uint (bytes, kind->fields[i].number);
        ent_bytes_put_value (bytes, origins, values[i]);
      }
}

void
ent_bytes_put_value (EntBytes *bytes, EntOrigins *origins, const EntValue *value)
{
  switch (value->type)
    {
    case ENT_VALUE_INTEGER:
      ent_bytes_put_byte (bytes, VALUE_INTEGER);
      ent_bytes_put_int (bytes, value->integer);
      break;
    case ENT_VALUE_TEXT:
      {
        gsize length = strlen (value->text);

        ent_bytes_put_byte (bytes, VALUE_TEXT);
        ent_bytes_put_uint (bytes, length);
        ent_bytes_put (bytes, value->text, length);
        break;
      }
    case ENT_VALUE_ID:
      ent_bytes_put_byte (bytes, VALUE_ID);
      ent_bytes_put (bytes, value->id.bytes, sizeof value->id.bytes);
      break;
    case ENT_VALUE_ELEMENT:
      ent_bytes_put_byte (bytes, VALUE_ELEMENT);
      put_element (bytes, origins, value->element);
      break;
    case ENT_VALUE_DOT:
      ent_bytes_put_byte (bytes, VALUE_DOT);
      put_dot (bytes, origins, &value->dot);
      break;
    case ENT_VALUE_NOTHING:
    default:
      ent_bytes_put_byte (bytes, VALUE_NOTHING);
      break;
    }
}

void
ent_body_writer_clear (EntBodyWriter *self)
{
  ent_bytes_clear (&self->ops);
  ent_origins_clear (&self->origins);
}

void
ent_body_writer_begin (EntBodyWriter *self, guint64 origin, guint32 first)
{
  ent_bytes_reset (&self->ops);
  ent_origins_reset (&self->origins);
  ent_origins_index (&self->origins, origin);
  self->first = first;
}

void
ent_body_writer_set (EntBodyWriter *self,
                     const EntFieldKey *key,
                     const EntDot *bases,
                     guint n_bases,
                     const EntValue *value)
{
  ent_bytes_put_byte (&self->ops, ENT_OP_SET);
  ent_bytes_put_field_key (&self->ops, key);
  ent_bytes_put_uint (&self->ops, n_bases);
  for (guint i = 0; i < n_bases; i++)
    {
      ent_bytes_put_uint (&self->ops, ent_origins_index (&self->origins, bases[i].origin));
      ent_bytes_put_uint (&self->ops, bases[i].oseq);
    }
  ent_bytes_put_value (&self->ops, &self->origins, value);
}

void
ent_body_writer_add (EntBodyWriter *self, const EntFieldKey *key, const EntValue *value)
{
  ent_bytes_put_byte (&self->ops, ENT_OP_ADD);
  ent_bytes_put_field_key (&self->ops, key);
  ent_bytes_put_value (&self->ops, &self->origins, value);
}

static void
put_dots (EntBodyWriter *self, const EntOp *op)
{
  ent_bytes_put_uint (&self->ops, op->n_dots);
  for (guint i = 0; i < op->n_dots; i++)
    put_dot (&self->ops, &self->origins, &op->dots[i]);
}

void
ent_body_writer_put (EntBodyWriter *self, const EntOp *op)
{
  switch (op->code)
    {
    case ENT_OP_SET:
      ent_body_writer_set (self, &op->key, op->dots, op->n_dots, &op->value);
      return;
    case ENT_OP_ADD:
      ent_body_writer_add (self, &op->key, &op->value);
      return;
    default:
      break;
    }

  ent_bytes_put_byte (&self->ops, (guint8) op->code);
  switch (op->code)
    {
    case ENT_OP_REM:
      ent_bytes_put_field_key (&self->ops, &op->key);
      put_dots (self, op);
      break;
    case ENT_OP_APPEND:
      ent_bytes_put_field_key (&self->ops, &op->key);
      ent_bytes_put_value (&self->ops, &self->origins, &op->value);
      break;
    case ENT_OP_DEL:
      ent_bytes_put_uint (&self->ops, op->n_dots);
      for (guint i = 0; i < op->n_dots; i++)
        {
          ent_bytes_put_uint (&self->ops, ent_origins_index (&self->origins, op->dots[i].origin));
          ent_bytes_put_uint (&self->ops, op->dots[i].oseq);
        }
      break;
    case ENT_OP_UNDEL:
    case ENT_OP_UNALIAS:
      put_dots (self, op);
      break;
    case ENT_OP_ALIAS:
      ent_bytes_put (&self->ops, op->other.bytes, sizeof op->other.bytes);
      ent_bytes_put_uint (&self->ops, op->n_choices);
      for (guint i = 0; i < op->n_choices; i++)
        {
          ent_bytes_put_field_key (&self->ops, &op->choices[i].key);
          ent_bytes_put (&self->ops, op->choices[i].id.bytes, sizeof op->choices[i].id.bytes);
        }
      break;
    default:
      break;
    }
}

void
ent_body_writer_end_for (EntBodyWriter *self, const EntId *id, EntBytes *body)
{
  gsize start = body->len;

  ent_bytes_put_byte (body, BODY_VERSION);
  ent_bytes_put_uint (body, self->origins.n - 1);
  for (guint i = 1; i < self->origins.n; i++)
    ent_bytes_put_uint64_be (body, self->origins.origins[i]);
  ent_bytes_put_uint (body, self->first);
  ent_bytes_put (body, self->ops.data, self->ops.len);
  ent_bytes_put_uint32_be (body, ent_body_checksum_for (id, body->data + start, body->len - start));
}

void
ent_body_writer_end (EntBodyWriter *self, EntBytes *body)
{
  ent_body_writer_end_for (self, NULL, body);
}

void
ent_cursor_get_field_key (EntCursor *cursor, EntFieldKey *key)
{
  guint64 number = ent_cursor_get_uint (cursor);

  memset (key, 0, sizeof *key);
  if (number > G_MAXUINT16)
    cursor->failed = TRUE;
  else if (number == 0)
    ent_cursor_get_id (cursor, &key->id);
  else
    key->number = (guint32) number;
}

void
ent_cursor_get_origins (EntCursor *cursor, EntOrigins *origins)
{
  guint n = ent_cursor_get_count (cursor, 8);

  for (guint i = 0; i < n; i++)
    {
      guint64 origin = ent_cursor_get_uint64_be (cursor);

      /* One that stands twice would give one thing two encodings. */
      if (ent_origins_index (origins, origin) != origins->n - 1)
        cursor->failed = TRUE;
      if (cursor->failed)
        return;
    }
}

static void
get_group_dot (EntCursor *cursor, const EntOrigins *origins, EntDot *dot)
{
  guint64 index = ent_cursor_get_uint (cursor);

  memset (dot, 0, sizeof *dot);
  if (index >= origins->n)
    cursor->failed = TRUE;
  else
    dot->origin = origins->origins[index];
  dot->oseq = ent_cursor_get_uint (cursor);
  if (dot->oseq > G_MAXINT64)
    cursor->failed = TRUE;
}

static void
get_dot (EntCursor *cursor, const EntOrigins *origins, EntDot *dot)
{
  guint64 op;

  get_group_dot (cursor, origins, dot);
  op = ent_cursor_get_uint (cursor);
  if (op > G_MAXINT32)
    cursor->failed = TRUE;
  dot->op = (guint32) op;
}

static gboolean
get_element (EntCursor *cursor, const EntOrigins *origins, const EntKind *kind, EntValue *value, gboolean *unknown)
{
  guint n = ent_cursor_get_count (cursor, 2);
  guint64 last = 0;
  g_autoptr (EntElement) element = kind != NULL ? ent_element_new (kind) : NULL;

  for (guint i = 0; i < n; i++)
    {
      guint64 number = ent_cursor_get_uint (cursor);
      const EntField *field =
          kind != NULL ? ent_kind_get_field_by_number (kind, (guint) MIN (number, G_MAXUINT16)) : NULL;
      g_auto (EntValue) part = ENT_VALUE_INIT;
      guint8 code = ent_cursor_left (cursor) > 0 ? *cursor->data : VALUE_NOTHING;

      /* Elements do not nest, and have no empty parts. */
      if (number <= last || code == VALUE_ELEMENT || code == VALUE_NOTHING)
        cursor->failed = TRUE;
      last = number;
      if (!ent_cursor_get_value (cursor, origins, NULL, &part, unknown))
        return FALSE;
      if (field == NULL)
        *unknown = TRUE;
      else if (element != NULL)
        ent_element_set_value (element, field, &part);
    }
  if (cursor->failed)
    return FALSE;
  if (element != NULL)
    ent_value_take_element (value, g_steal_pointer (&element));
  else
    *unknown = TRUE;
  return TRUE;
}

/* Reads a value; `unknown` is set (and the value left empty) where it has no place in this version. */
gboolean
ent_cursor_get_value (EntCursor *cursor,
                      const EntOrigins *origins,
                      const EntKind *element,
                      EntValue *value,
                      gboolean *unknown)
{
  guint8 code = ent_cursor_get_byte (cursor);

  switch (code)
    {
    case VALUE_NOTHING:
      break;
    case VALUE_INTEGER:
      ent_value_set_integer (value, ent_cursor_get_int (cursor));
      break;
    case VALUE_TEXT:
      {
        guint64 length = ent_cursor_get_uint (cursor);
        const char *text = (const char *) ent_cursor_take (cursor, length);

        /* g_utf8_validate_len() also refuses a NUL inside. */
        if (text == NULL || !g_utf8_validate_len (text, length, NULL))
          cursor->failed = TRUE;
        else
          ent_value_take_text (value, g_strndup (text, length));
        break;
      }
    case VALUE_ID:
      {
        EntId id;

        ent_cursor_get_id (cursor, &id);
        if (!cursor->failed)
          ent_value_set_id (value, &id);
        break;
      }
    case VALUE_ELEMENT:
      return get_element (cursor, origins, element, value, unknown);
    case VALUE_DOT:
      {
        EntDot dot;

        get_dot (cursor, origins, &dot);
        value->type = ENT_VALUE_DOT;
        value->dot = dot;
        break;
      }
    case VALUE_BYTES:
      ent_cursor_take (cursor, ent_cursor_get_uint (cursor));
      *unknown = TRUE;
      break;
    default:
      cursor->failed = TRUE;
      break;
    }
  return !cursor->failed;
}

static void
get_dots (EntCursor *cursor, const EntOrigins *origins, gboolean with_op, EntOp *op)
{
  guint n = ent_cursor_get_count (cursor, with_op ? 3 : 2);

  op->dots = g_new0 (EntDot, n);
  op->n_dots = n;
  for (guint i = 0; i < n && !cursor->failed; i++)
    {
      if (with_op)
        get_dot (cursor, origins, &op->dots[i]);
      else
        get_group_dot (cursor, origins, &op->dots[i]);
    }
}

/* A value of the wrong sort for the field it is given to: from a newer version that changed its mind, or damage. */
static gboolean
value_fits (const EntField *field, const EntValue *value)
{
  switch (field->type)
    {
    case ENT_FIELD_INTEGER:
    case ENT_FIELD_PERCENT:
    case ENT_FIELD_MONEY:
    case ENT_FIELD_BOOLEAN:
    case ENT_FIELD_TIMESTAMP:
    case ENT_FIELD_DURATION:
      return value->type == ENT_VALUE_INTEGER;
    case ENT_FIELD_REFERENCE:
    case ENT_FIELD_REFERENCE_SET:
      return value->type == ENT_VALUE_ID;
    case ENT_FIELD_PRIMARY:
      return value->type == ENT_VALUE_DOT;
    case ENT_FIELD_ELEMENT_SET:
    case ENT_FIELD_APPEND:
      return value->type == ENT_VALUE_ELEMENT;
    default:
      return value->type == ENT_VALUE_TEXT;
    }
}

static void
decode_field_op (EntCursor *cursor, const EntOrigins *origins, const EntKind *kind, EntOp *op)
{
  gboolean is_set;

  ent_cursor_get_field_key (cursor, &op->key);
  if (op->key.number != 0 && kind != NULL)
    op->field = ent_kind_get_field_by_number (kind, op->key.number);

  /* A custom field is a register whose values need no definition to be kept. */
  is_set = op->code != ENT_OP_SET;
  if (op->key.number != 0)
    op->unknown = op->field == NULL ||
                  is_set != (ent_field_is_set (op->field) || op->field->type == ENT_FIELD_APPEND) ||
                  (!is_set && !ent_field_is_register (op->field));
  else if (is_set)
    op->unknown = TRUE;

  if (op->code == ENT_OP_SET)
    get_dots (cursor, origins, FALSE, op);
  if (op->code == ENT_OP_REM)
    {
      get_dots (cursor, origins, TRUE, op);
      return;
    }
  ent_cursor_get_value (cursor, origins, op->field != NULL ? op->field->element : NULL, &op->value, &op->unknown);
  if (op->field != NULL && op->value.type != ENT_VALUE_NOTHING && !value_fits (op->field, &op->value))
    op->unknown = TRUE;
  if (op->code != ENT_OP_SET && op->value.type == ENT_VALUE_NOTHING)
    op->unknown = TRUE;
}

static void
decode_alias (EntCursor *cursor, EntOp *op)
{
  ent_cursor_get_id (cursor, &op->other);
  op->n_choices = ent_cursor_get_count (cursor, 17);
  op->choices = g_new0 (EntAliasChoice, op->n_choices);
  for (guint i = 0; i < op->n_choices; i++)
    {
      ent_cursor_get_field_key (cursor, &op->choices[i].key);
      ent_cursor_get_id (cursor, &op->choices[i].id);
    }
}

/* FALSE: an operation of a newer version, and nothing behind it can be read. */
static gboolean
decode_op (EntCursor *cursor, const EntOrigins *origins, const EntKind *kind, EntOp *op)
{
  guint8 code = ent_cursor_get_byte (cursor);

  op->code = code;
  switch (code)
    {
    case ENT_OP_SET:
    case ENT_OP_ADD:
    case ENT_OP_REM:
    case ENT_OP_APPEND:
      decode_field_op (cursor, origins, kind, op);
      return TRUE;
    case ENT_OP_DEL:
      get_dots (cursor, origins, FALSE, op);
      return TRUE;
    case ENT_OP_UNDEL:
    case ENT_OP_UNALIAS:
      get_dots (cursor, origins, TRUE, op);
      return TRUE;
    case ENT_OP_ALIAS:
      decode_alias (cursor, op);
      return TRUE;
    case ENT_OP_ERASE:
      return TRUE;
    case 0:
      cursor->failed = TRUE;
      return TRUE;
    default:
      return FALSE;
    }
}

static EntOp *
add_op (EntBody *self)
{
  if (self->n_ops == self->size)
    {
      self->size = MAX (8, self->size * 2);
      self->ops = g_renew (EntOp, self->ops, self->size);
    }
  memset (&self->ops[self->n_ops], 0, sizeof (EntOp));
  return &self->ops[self->n_ops++];
}

static gboolean
check_order (const EntBody *self)
{
  const EntOp *op = &self->ops[self->n_ops - 1];
  const EntOp *before = self->n_ops > 1 ? op - 1 : NULL;

  if (before == NULL)
    return TRUE;
  if (ent_op_compare (before, op) > 0)
    return FALSE;
  return op->code != ENT_OP_SET || before->code != ENT_OP_SET || !ent_field_key_equal (&op->key, &before->key);
}

/*
 * Decodes a body of the record `id` (NULL: whose it is, and its checksum, is not looked at) of `kind` (NULL: one that
 * this version does not know). A body of a newer form is no error: it has no operations that can be understood yet.
 */
gboolean
ent_body_decode_for (EntBody *self,
                     const EntKind *kind,
                     const EntId *id,
                     guint64 origin,
                     guint64 oseq,
                     const guint8 *data,
                     gsize size,
                     GError **error)
{
  EntCursor cursor;
  g_auto (EntOrigins) origins = { 0 };
  guint64 first;
  guint32 sum;

  ent_body_clear (self);
  self->origin = origin;
  self->oseq = oseq;
  self->first = 0;

  /* The place of a change whose record was erased. */
  if (size == 0)
    return TRUE;

  cursor = (EntCursor) ENT_CURSOR_INIT (data + size - MIN (size, CHECKSUM_SIZE), MIN (size, CHECKSUM_SIZE));
  sum = ent_cursor_get_uint32_be (&cursor);
  if (cursor.failed || (id != NULL && sum != ent_body_checksum_for (id, data, size - CHECKSUM_SIZE)))
    goto malformed;

  cursor = (EntCursor) ENT_CURSOR_INIT (data, size - CHECKSUM_SIZE);
  if (ent_cursor_get_byte (&cursor) != BODY_VERSION)
    {
      self->more = TRUE;
      return TRUE;
    }
  ent_origins_index (&origins, origin);
  ent_cursor_get_origins (&cursor, &origins);
  first = ent_cursor_get_uint (&cursor);
  if (first > G_MAXINT32 / 2)
    cursor.failed = TRUE;
  self->first = (guint32) first;

  while (ent_cursor_left (&cursor) > 0)
    {
      EntOp *op = add_op (self);

      op->number = self->first + self->n_ops - 1;
      if (!decode_op (&cursor, &origins, kind, op))
        {
          self->n_ops--;
          self->more = TRUE;
          break;
        }
      if (cursor.failed || !check_order (self))
        goto malformed;
    }
  if (!cursor.failed)
    return TRUE;

malformed:
  ent_body_clear (self);
  g_set_error_literal (error, ENT_ERROR, ENT_ERROR_CORRUPT, _("A change in the history is damaged"));
  return FALSE;
}

gboolean
ent_body_decode (EntBody *self,
                 const EntKind *kind,
                 guint64 origin,
                 guint64 oseq,
                 const guint8 *data,
                 gsize size,
                 GError **error)
{
  return ent_body_decode_for (self, kind, NULL, origin, oseq, data, size, error);
}
