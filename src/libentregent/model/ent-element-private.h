/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ent-element.h"

G_BEGIN_DECLS

/* For the generated accessors: the field is known to be of the element's kind and of the right type. */
const char *ent_element_peek_text (EntElement *self, const EntField *field);
gint64 ent_element_peek_integer (EntElement *self, const EntField *field);
gboolean ent_element_peek_boolean (EntElement *self, const EntField *field);
const EntId *ent_element_peek_id (EntElement *self, const EntField *field);

/* For readers that fill many elements: takes over what value owns. */
void ent_element_take_value (EntElement *self, const EntField *field, EntValue *value);

G_END_DECLS
