/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ent-projection-private.h"

G_BEGIN_DECLS

/*
 * Work that an upgrade or a change of settings leaves over all records: done behind, in groups that hold the writer for
 * a moment, on from where it was when the book was closed. Each kind of it keeps in the book how far it is, in the
 * transaction of the group itself.
 */

typedef struct
{
  const char *name;
  /* Whether there is something to do. */
  gboolean (*is_due) (EntDb *db, EntStore *store, gboolean *due, GError **error);
  /* A little of it, inside a transaction; `more` is set to FALSE where nothing is left. */
  gboolean (*step) (EntDb *db, EntStore *store, gboolean *more, GError **error);
} EntUpkeepJob;

/* Fields and kinds that came before the version that knows them. */
extern const EntUpkeepJob ent_lift_job;
/* The first of these for one record (nothing where none of it is kept), inside a transaction. */
gboolean ent_lift_stray (EntDb *db, EntStore *store, const EntKind *kind, const EntId *id, GError **error);
/* Custom fields that can be sorted by or searched from now on, or no longer. */
extern const EntUpkeepJob ent_custom_keys_job;
/* Sort keys of a newer version of ICU. */
extern const EntUpkeepJob ent_collation_job;

/* Begins behind what is due; nothing where that runs already, or the book is in memory or cannot be written. After
 * opening, and when fields changed. */
gboolean ent_upkeep_start (EntStore *store, GError **error);

/* All of it now. */
gboolean ent_upkeep_run_sync (EntStore *store, GCancellable *cancellable, GError **error);

/* For custom fields: notes that what is derived from a field has to be made again. */
gboolean ent_custom_keys_note (EntDb *db, const EntTouched *touched, GError **error);
/* Bits of the numbers of the kinds for which that is still to be done. */
gboolean ent_custom_keys_get_pending (EntDb *db, guint64 *kinds, GError **error);

G_END_DECLS
