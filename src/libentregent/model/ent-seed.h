/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ent-kind.h"
#include "ent-value.h"

G_BEGIN_DECLS

/**
 * EntSeed:
 *
 * A record that a new book starts with: a pipeline, a stage, a term. Its id comes from its key, so it is the
 * same in every book; its name is stored in English and shown translated until somebody renames it.
 */
typedef struct _EntSeed EntSeed;

/**
 * EntSeedFunc:
 * @field: a field of the seed's kind
 * @value: its value
 * @data: what was given to ent_seed_foreach_value()
 *
 * Takes one value of a seed.
 */
typedef void (*EntSeedFunc) (const EntField *field, const EntValue *value, gpointer data);

ENT_AVAILABLE_IN_1_0
guint ent_seeds_get_n (void);

ENT_AVAILABLE_IN_1_0
const EntSeed *ent_seeds_get (guint index);

ENT_AVAILABLE_IN_1_0
const EntKind *ent_seed_get_kind (const EntSeed *seed);

ENT_AVAILABLE_IN_1_0
const char *ent_seed_get_key (const EntSeed *seed);

ENT_AVAILABLE_IN_1_0
void ent_seed_get_id (const EntSeed *seed, EntId *id);

ENT_AVAILABLE_IN_1_0
void ent_seed_foreach_value (const EntSeed *seed, EntSeedFunc func, gpointer data);

ENT_AVAILABLE_IN_1_0
const char *ent_seed_translate (const EntKind *kind, const char *name);

G_END_DECLS
