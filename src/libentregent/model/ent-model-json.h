/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "ent-error.h"
#include "ent-record.h"

G_BEGIN_DECLS

/**
 * EntTitleFunc:
 * @field: a field whose values are references
 * @id: the id of a record that it points to
 * @data: what was given with the function
 *
 * Tells what a record is called.
 *
 * Returns: (transfer full) (nullable): its title, or %NULL when it is not known
 */
typedef char *(*EntTitleFunc) (const EntField *field, const EntId *id, gpointer data);

ENT_AVAILABLE_IN_1_0
JsonNode *ent_value_to_json (const EntField *field, const EntValue *value, const char *currency);

ENT_AVAILABLE_IN_1_0
void ent_json_add_value (JsonObject *object,
                         const EntField *field,
                         const EntValue *value,
                         const char *currency,
                         const char *title);

ENT_AVAILABLE_IN_1_0
void ent_json_add_elements (JsonObject *object,
                            const EntField *field,
                            GPtrArray *elements,
                            EntTitleFunc titles,
                            gpointer data);

ENT_AVAILABLE_IN_1_0
JsonObject *ent_record_to_json (EntRecord *self, GPtrArray *fields, EntTitleFunc titles, gpointer data);

ENT_AVAILABLE_IN_1_0
gboolean
ent_value_from_json (const EntField *field, JsonNode *node, const char *currency, EntValue *value, GError **error);

G_END_DECLS
