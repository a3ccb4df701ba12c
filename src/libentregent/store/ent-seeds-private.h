/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ent-store-private.h"

G_BEGIN_DECLS

/* What every book begins with: its first user, a pipeline with stages, sectors, sources, reasons. Made once, by an ordinary change. */
gboolean ent_seeds_ensure (EntStore *store, GError **error);

/* Translated name of a seeded record by its kind and seed-key, or NULL when this version knows no such seed. */
const char *ent_seeds_get_label (const EntKind *kind, const char *seed_key);

G_END_DECLS
