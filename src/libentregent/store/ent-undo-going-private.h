/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ent-writer-private.h"

G_BEGIN_DECLS

/**
 * EntGoing: (skip)
 *
 * The records that an undo or a revert takes away, because what it takes back has made them.
 */
typedef struct _EntGoing EntGoing;

typedef struct
{
  guint kind;
  gint64 rid;
  gint64 rev; /* as it was looked at: what was changed since is not taken away */
} EntGone;

EntGoing *ent_going_new (void);
void ent_going_free (EntGoing *self);

/* A record that was made and not touched since. */
void ent_going_add (EntGoing *self, const EntPlan *plan);

/* One that was made too, and has to stay: somebody has worked on it. */
void ent_going_keep (EntGoing *self, const EntPlan *plan);

/* Lets stay what others refer to that stay themselves, and names in `kept` (char *) everything that does. `change`
 * (nullable): what it takes back refers to nothing any more. */
gboolean ent_going_settle (EntGoing *self, EntWriter *loader, const EntChange *change, GPtrArray *kept, GError **error);

/* Afterwards: what goes (EntGone), by kind and row. (transfer container) */
GArray *ent_going_dup_gone (const EntGoing *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EntGoing, ent_going_free)

G_END_DECLS
