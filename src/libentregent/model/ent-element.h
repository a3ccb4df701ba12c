/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ent-kind.h"
#include "ent-value.h"

G_BEGIN_DECLS

#define ENT_TYPE_ELEMENT (ent_element_get_type ())

/**
 * EntElement:
 *
 * A structured element of a set on a record: a contact point, an address, a source id, an entry of the stage
 * history. Its sub-fields are those of its kind ([method@Element.get_kind]). Reference counted; not changed
 * after it was given to a change.
 */

ENT_AVAILABLE_IN_1_0
GType ent_element_get_type (void) G_GNUC_CONST;

ENT_AVAILABLE_IN_1_0
EntElement *ent_element_new (const EntKind *kind);

ENT_AVAILABLE_IN_1_0
EntElement *ent_element_ref (EntElement *self);

ENT_AVAILABLE_IN_1_0
void ent_element_unref (EntElement *self);

ENT_AVAILABLE_IN_1_0
EntElement *ent_element_copy (EntElement *self);

ENT_AVAILABLE_IN_1_0
const EntKind *ent_element_get_kind (EntElement *self);

/* The adding dot: set by the store when it reads an element, all zero for one that is not in the book yet. */
ENT_AVAILABLE_IN_1_0
const EntDot *ent_element_get_dot (EntElement *self);

ENT_AVAILABLE_IN_1_0
void ent_element_set_dot (EntElement *self, const EntDot *dot);

ENT_AVAILABLE_IN_1_0
const EntValue *ent_element_get_value (EntElement *self, const EntField *field);

ENT_AVAILABLE_IN_1_0
const char *ent_element_get_text (EntElement *self, const char *field_key);

ENT_AVAILABLE_IN_1_0
void ent_element_set_value (EntElement *self, const EntField *field, const EntValue *value);

ENT_AVAILABLE_IN_1_0
void ent_element_set_text (EntElement *self, const char *field_key, const char *text);

ENT_AVAILABLE_IN_1_0
void ent_element_normalize (EntElement *self, const char *country);

ENT_AVAILABLE_IN_1_0
gboolean ent_element_equal (EntElement *a, EntElement *b);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EntElement, ent_element_unref)

G_END_DECLS
