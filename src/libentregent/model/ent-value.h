/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ent-id.h"

G_BEGIN_DECLS

#define ENT_TYPE_VALUE (ent_value_get_type ())

typedef struct _EntElement EntElement;

/**
 * EntValueType:
 * @ENT_VALUE_NOTHING: no value; setting it clears a field
 * @ENT_VALUE_INTEGER: a signed 64-bit integer: numbers, minor units of money, per cent, booleans,
 * milliseconds UTC
 * @ENT_VALUE_TEXT: UTF-8 text: text, dates, keys of enumerations, codes
 * @ENT_VALUE_ID: the id of another record
 * @ENT_VALUE_ELEMENT: a structured element of a set (contact point, address, source id)
 * @ENT_VALUE_DOT: names an element of a set by its adding dot (which phone is the primary one)
 *
 * What a value is stored as; what it means is said by its field ([struct@Field]).
 */
typedef enum
{
  ENT_VALUE_NOTHING,
  ENT_VALUE_INTEGER,
  ENT_VALUE_TEXT,
  ENT_VALUE_ID,
  ENT_VALUE_ELEMENT,
  ENT_VALUE_DOT,
} EntValueType;

/**
 * EntDot:
 * @origin: the replica that made the operation
 * @oseq: its group
 * @op: the operation in the group's operations on that record
 *
 * Names one operation anywhere.
 */
typedef struct
{
  guint64 origin;
  guint64 oseq;
  guint32 op;
} EntDot;

/**
 * EntValue:
 *
 * One value. Kept on the stack or in arrays; ent_value_clear() frees what it owns.
 */
typedef struct
{
  EntValueType type;
  union
  {
    gint64 integer;
    char *text;
    EntId id;
    EntElement *element;
    EntDot dot;
  };
} EntValue;

#define ENT_VALUE_INIT { ENT_VALUE_NOTHING }

ENT_AVAILABLE_IN_1_0
GType ent_value_get_type (void) G_GNUC_CONST;

ENT_AVAILABLE_IN_1_0
void ent_value_clear (EntValue *value);

ENT_AVAILABLE_IN_1_0
void ent_value_copy_to (const EntValue *value, EntValue *destination);

ENT_AVAILABLE_IN_1_0
EntValue *ent_value_copy (const EntValue *value);

ENT_AVAILABLE_IN_1_0
void ent_value_free (EntValue *value);

ENT_AVAILABLE_IN_1_0
gboolean ent_value_equal (const EntValue *a, const EntValue *b);

ENT_AVAILABLE_IN_1_0
void ent_value_set_integer (EntValue *value, gint64 integer);

ENT_AVAILABLE_IN_1_0
void ent_value_set_text (EntValue *value, const char *text);

ENT_AVAILABLE_IN_1_0
void ent_value_take_text (EntValue *value, char *text);

ENT_AVAILABLE_IN_1_0
void ent_value_set_id (EntValue *value, const EntId *id);

ENT_AVAILABLE_IN_1_0
void ent_value_take_element (EntValue *value, EntElement *element);

ENT_AVAILABLE_IN_1_0
void ent_value_set_dot (EntValue *value, const EntDot *dot);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EntValue, ent_value_free)
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (EntValue, ent_value_clear)

G_END_DECLS
