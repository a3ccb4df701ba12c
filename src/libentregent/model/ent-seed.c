/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "ent-kinds.h"
#include "ent-seed.h"

struct _EntSeed
{
  const EntKind *kind;
  const char *key;   /* of a term: its taxonomy; the name tells terms apart */
  const char *label; /* English name */
  int position;
  int probability;
  const char *status;   /* of a stage */
  const char *forecast; /* of a stage */
};

#define PIPELINE(key, label, position) { &ent_kind_pipeline, key, label, position }
#define STAGE(key, label, position, probability, status, forecast)                                                     \
  { &ent_kind_stage, key, label, position, probability, status, forecast }
#define TERM(taxonomy, label, position) { &ent_kind_term, taxonomy, label, position }

static const EntSeed seeds[] = {
  PIPELINE ("sales", NC_("pipeline", "Sales"), 1),

  /* TRANSLATORS: stages of a sale, in their order. */
  STAGE ("sales.prospecting", NC_("stage", "Prospecting"), 1, 10, "open", "pipeline"),
  STAGE ("sales.qualified", NC_("stage", "Qualified"), 2, 25, "open", "pipeline"),
  STAGE ("sales.proposal", NC_("stage", "Proposal"), 3, 50, "open", "best-case"),
  STAGE ("sales.negotiation", NC_("stage", "Negotiation"), 4, 75, "open", "commit"),
  STAGE ("sales.won", NC_("stage", "Won"), 5, 100, "won", "closed"),
  STAGE ("sales.lost", NC_("stage", "Lost"), 6, 0, "lost", "omitted"),

  /* TRANSLATORS: what companies are active in. */
  TERM ("sector", NC_("term", "Agriculture"), 1),
  TERM ("sector", NC_("term", "Construction"), 2),
  TERM ("sector", NC_("term", "Crafts"), 3),
  TERM ("sector", NC_("term", "Education"), 4),
  TERM ("sector", NC_("term", "Energy"), 5),
  TERM ("sector", NC_("term", "Finance"), 6),
  TERM ("sector", NC_("term", "Health"), 7),
  TERM ("sector", NC_("term", "Hospitality"), 8),
  TERM ("sector", NC_("term", "Information technology"), 9),
  TERM ("sector", NC_("term", "Manufacturing"), 10),
  TERM ("sector", NC_("term", "Non-profit"), 11),
  TERM ("sector", NC_("term", "Professional services"), 12),
  TERM ("sector", NC_("term", "Public sector"), 13),
  TERM ("sector", NC_("term", "Real estate"), 14),
  TERM ("sector", NC_("term", "Retail"), 15),
  TERM ("sector", NC_("term", "Transport"), 16),
  TERM ("sector", NC_("term", "Wholesale"), 17),

  /* TRANSLATORS: how a customer became known. */
  TERM ("source", NC_("term", "Recommendation"), 1),
  TERM ("source", NC_("term", "Partner"), 2),
  TERM ("source", NC_("term", "Website"), 3),
  TERM ("source", NC_("term", "Phone call"), 4),
  TERM ("source", NC_("term", "E-mail"), 5),
  TERM ("source", NC_("term", "Trade fair"), 6),
  TERM ("source", NC_("term", "Advertisement"), 7),
  TERM ("source", NC_("term", "Social network"), 8),
  TERM ("source", NC_("term", "Own research"), 9),

  /* TRANSLATORS: why an opportunity was lost. */
  TERM ("lost-reason", NC_("term", "Price"), 1),
  TERM ("lost-reason", NC_("term", "Competitor"), 2),
  TERM ("lost-reason", NC_("term", "Timing"), 3),
  TERM ("lost-reason", NC_("term", "No budget"), 4),
  TERM ("lost-reason", NC_("term", "No need"), 5),
  TERM ("lost-reason", NC_("term", "No answer"), 6),
  TERM ("lost-reason", NC_("term", "Feature missing"), 7),
};

/**
 * ent_seeds_get_n: (skip)
 *
 * Returns: how many records a new book starts with
 */
guint
ent_seeds_get_n (void)
{
  return G_N_ELEMENTS (seeds);
}

/**
 * ent_seeds_get: (skip)
 * @index: less than ent_seeds_get_n()
 *
 * Gives the seeds in an order in which each stands behind those that it points to.
 *
 * Returns: (transfer none): a seed
 */
const EntSeed *
ent_seeds_get (guint index)
{
  g_return_val_if_fail (index < G_N_ELEMENTS (seeds), NULL);
  return &seeds[index];
}

/**
 * ent_seed_get_kind: (skip)
 * @seed: a seed
 *
 * Returns: (transfer none): its kind
 */
const EntKind *
ent_seed_get_kind (const EntSeed *seed)
{
  g_return_val_if_fail (seed != NULL, NULL);
  return seed->kind;
}

/**
 * ent_seed_get_key: (skip)
 * @seed: a seed
 *
 * Returns: what it is known by: "sales.won" for a stage, the taxonomy for a term
 */
const char *
ent_seed_get_key (const EntSeed *seed)
{
  g_return_val_if_fail (seed != NULL, NULL);
  return seed->key;
}

/**
 * ent_seed_get_id: (skip)
 * @seed: a seed
 * @id: (out caller-allocates): its id
 *
 * Tells the id that it has in every book. A seeded term is the same as one that somebody makes by its name.
 */
void
ent_seed_get_id (const EntSeed *seed, EntId *id)
{
  g_return_if_fail (seed != NULL);
  g_return_if_fail (id != NULL);

  if (seed->kind == &ent_kind_term)
    ent_id_for_name (id, seed->kind->number, seed->key, seed->label);
  else
    ent_id_for_key (id, seed->kind->number, seed->key);
}

static void
give_text (const EntSeed *seed, const char *key, const char *text, EntSeedFunc func, gpointer data)
{
  g_auto (EntValue) value = ENT_VALUE_INIT;

  ent_value_set_text (&value, text);
  func (ent_kind_get_field (seed->kind, key), &value, data);
}

static void
give_integer (const EntSeed *seed, const char *key, gint64 integer, EntSeedFunc func, gpointer data)
{
  g_auto (EntValue) value = ENT_VALUE_INIT;

  ent_value_set_integer (&value, integer);
  func (ent_kind_get_field (seed->kind, key), &value, data);
}

static void
give_stage (const EntSeed *seed, EntSeedFunc func, gpointer data)
{
  g_auto (EntValue) value = ENT_VALUE_INIT;
  g_autofree char *pipeline = g_strndup (seed->key, strcspn (seed->key, "."));
  EntId id;

  ent_id_for_key (&id, ent_kind_pipeline.number, pipeline);
  ent_value_set_id (&value, &id);
  func (ENT_STAGE_PIPELINE, &value, data);
  give_integer (seed, "probability", seed->probability, func, data);
  give_text (seed, "status", seed->status, func, data);
  give_text (seed, "forecast-category", seed->forecast, func, data);
}

/**
 * ent_seed_foreach_value: (skip)
 * @seed: a seed
 * @func: (scope call): what takes the values
 * @data: passed to @func
 *
 * Gives the values of the fields that the seed starts with.
 */
void
ent_seed_foreach_value (const EntSeed *seed, EntSeedFunc func, gpointer data)
{
  g_return_if_fail (seed != NULL);
  g_return_if_fail (func != NULL);

  give_text (seed, "name", seed->label, func, data);
  give_integer (seed, "position", seed->position, func, data);
  if (seed->kind == &ent_kind_term)
    give_text (seed, "taxonomy", seed->key, func, data);
  else
    give_text (seed, "seed-key", seed->key, func, data);
  if (seed->kind == &ent_kind_stage)
    give_stage (seed, func, data);
}

/**
 * ent_seed_translate:
 * @kind: a kind
 * @name: the name of a record of it
 *
 * Returns: (transfer none): the name in the user's language where it still is the one that the record was
 * seeded with, else @name
 */
const char *
ent_seed_translate (const EntKind *kind, const char *name)
{
  g_return_val_if_fail (kind != NULL, NULL);
  g_return_val_if_fail (name != NULL, NULL);

  if (kind != &ent_kind_term && kind != &ent_kind_stage && kind != &ent_kind_pipeline)
    return name;
  for (guint i = 0; i < G_N_ELEMENTS (seeds); i++)
    {
      if (seeds[i].kind == kind && strcmp (seeds[i].label, name) == 0)
        return g_dpgettext2 (GETTEXT_PACKAGE, kind->key, name);
    }
  return name;
}
