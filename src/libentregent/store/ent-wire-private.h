/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ent-bytes-private.h"

G_BEGIN_DECLS

/* One record and field class of a group. `body` lies in the bytes that were decoded. */
typedef struct
{
  guint kind;
  EntId id;
  guint klass;
  EntId scope_a;
  EntId scope_b;
  guint64 prev;
  const guint8 *body;
  gsize body_size;
} EntWireChange;

/**
 * EntWireGroup: (skip)
 *
 * A group as it travels: between replicas, to a hub, in a bundle. See FORMAT.md, "Group on the wire".
 */
typedef struct
{
  guint64 origin;
  guint64 oseq;
  guint64 hlc;
  guint64 seen;
  EntId author;
  char *source;
  EntId batch;
  EntWireChange *changes;
  guint n_changes;
} EntWireGroup;

void ent_wire_group_clear (EntWireGroup *group);
gboolean ent_wire_group_decode (EntWireGroup *group, const guint8 *data, gsize size, GError **error);
void ent_wire_group_encode (const EntWireGroup *group, EntBytes *bytes);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (EntWireGroup, ent_wire_group_clear)

G_END_DECLS
