/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ent-writer-private.h"

G_BEGIN_DECLS

/**
 * EntReplayChange: (skip)
 *
 * One change row of a record, decoded, with its group's head.
 */
typedef struct
{
  gint64 g;
  guint klass;
  EntStamp stamp;
  EntId author;
  char *source;
  EntId batch;
  gboolean has_batch;
  EntBody body;
} EntReplayChange;

/* The record's log in the order of arrival. (transfer full) (element-type EntReplayChange) */
GPtrArray *ent_replay_read (EntWriter *loader, const EntKind *kind, const EntId *id, gint64 rid, GError **error);

/* A state made of the first n of them. */
EntState *ent_replay_run (const EntKind *kind, GPtrArray *changes, guint n);
void ent_replay_apply (EntState *state, const EntReplayChange *change);
void ent_replay_settle (EntState *state, const EntKind *kind, GPtrArray *changes, guint n);

/* By clock, as all replicas see it. */
int ent_replay_compare (gconstpointer a, gconstpointer b);

G_END_DECLS
