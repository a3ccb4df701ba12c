/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib-object.h>

#include "ent-version-macros.h"

G_BEGIN_DECLS

#define ENT_TYPE_ID (ent_id_get_type ())

/**
 * ENT_ID_STRING_LENGTH:
 *
 * Length of an id in text, without the final NUL.
 */
#define ENT_ID_STRING_LENGTH 36

/**
 * EntId:
 *
 * The id of a record: a UUID (RFC 9562), version 7 for what people make, version 8 for what is known by a
 * name.
 *
 * A small value type: copy it by assignment.
 */
typedef struct
{
  guint8 bytes[16];
} EntId;

ENT_AVAILABLE_IN_1_0
GType ent_id_get_type (void) G_GNUC_CONST;

ENT_AVAILABLE_IN_1_0
void ent_id_generate (EntId *id);

ENT_AVAILABLE_IN_1_0
void ent_id_for_key (EntId *id, guint kind_number, const char *key);

ENT_AVAILABLE_IN_1_0
void ent_id_for_name (EntId *id, guint kind_number, const char *group, const char *name);

ENT_AVAILABLE_IN_1_0
gboolean ent_id_parse (EntId *id, const char *text);

ENT_AVAILABLE_IN_1_0
void ent_id_format (const EntId *id, char text[ENT_ID_STRING_LENGTH + 1]);

ENT_AVAILABLE_IN_1_0
char *ent_id_to_string (const EntId *id);

ENT_AVAILABLE_IN_1_0
gboolean ent_id_is_null (const EntId *id);

ENT_AVAILABLE_IN_1_0
gboolean ent_id_equal (gconstpointer a, gconstpointer b);

ENT_AVAILABLE_IN_1_0
guint ent_id_hash (gconstpointer id);

ENT_AVAILABLE_IN_1_0
int ent_id_compare (gconstpointer a, gconstpointer b);

ENT_AVAILABLE_IN_1_0
EntId *ent_id_copy (const EntId *id);

ENT_AVAILABLE_IN_1_0
void ent_id_free (EntId *id);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EntId, ent_id_free)

G_END_DECLS
