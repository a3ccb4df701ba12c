/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ent-store.h"

G_BEGIN_DECLS

/**
 * EntFlatTarget:
 * @ENT_FLAT_FIELD: a field of the record
 * @ENT_FLAT_CONTACT_POINT: a contact point, made of one value
 * @ENT_FLAT_ADDRESS: one part of an address
 * @ENT_FLAT_SOURCE_ID: the record's id in another system
 *
 * Where a flat key leads.
 */
typedef enum
{
  ENT_FLAT_FIELD,
  ENT_FLAT_CONTACT_POINT,
  ENT_FLAT_ADDRESS,
  ENT_FLAT_SOURCE_ID,
} EntFlatTarget;

/**
 * EntFlatKey:
 * @target: where it leads
 * @set: the field of the kind: itself, or the set that the element goes to
 * @part: ADDRESS: the sub-field
 * @channel: CONTACT_POINT: "phone", "email", "web", "messaging"
 * @type: CONTACT_POINT: type; ADDRESS: purpose; or NULL
 * @source: SOURCE_ID: the other system's name
 * @group: ADDRESS: tells several addresses of one purpose apart, from 1
 *
 * A key as it stands before `=` on a command line or in a header: a field's key, or a contact point or address given
 * flat
 * (`phone`, `email.work`, `street.billing`, `city.work-site.2`; `address` is a whole one in one text), or
 * `source-id.SYSTEM`.
 */
typedef struct
{
  EntFlatTarget target;
  const EntField *set;
  const EntField *part;
  const char *channel;
  const char *type;
  char *source;
  guint group;
} EntFlatKey;

ENT_AVAILABLE_IN_1_0
gboolean ent_flat_key_parse (EntFlatKey *key, EntStore *store, const EntKind *kind, const char *text, GError **error);

/* The same by what people may write. */
ENT_AVAILABLE_IN_1_0
gboolean ent_flat_key_find (EntFlatKey *key, EntStore *store, const EntKind *kind, const char *text, GError **error);

ENT_AVAILABLE_IN_1_0
const char *ent_flat_key_get_label (const EntFlatKey *key);

ENT_AVAILABLE_IN_1_0
void ent_flat_key_clear (EntFlatKey *key);

/* All flat keys of a kind but its own fields: for completion and help. (transfer full) */
ENT_AVAILABLE_IN_1_0
char **ent_flat_key_list (const EntKind *kind);

/* Everything that can be given a value, for a message. (transfer full) */
ENT_AVAILABLE_IN_1_0
char *ent_flat_key_dup_names (EntStore *store, const EntKind *kind);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (EntFlatKey, ent_flat_key_clear)

G_END_DECLS
