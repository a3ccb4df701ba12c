/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "ent-kinds.h"
#include "ent-seed.h"

typedef struct
{
  const EntKind *kind;
  GHashTable *ids;
  guint n_values;
  gboolean named;
} Seen;

static void
value_cb (const EntField *field, const EntValue *value, gpointer data)
{
  Seen *seen = data;

  g_assert_nonnull (field);
  g_assert_true (field->kind == seen->kind);
  g_assert_cmpint (value->type, !=, ENT_VALUE_NOTHING);
  if (value->type == ENT_VALUE_ID)
    g_assert_true (g_hash_table_contains (seen->ids, &value->id));
  seen->named |= field == seen->kind->title;
  seen->n_values++;
}

/* Ids differ, references point back, and every required field is there. */
static void
test_seeds (void)
{
  g_autoptr (GHashTable) ids = g_hash_table_new_full (ent_id_hash, ent_id_equal, g_free, NULL);

  for (guint i = 0; i < ent_seeds_get_n (); i++)
    {
      const EntSeed *seed = ent_seeds_get (i);
      Seen seen = { ent_seed_get_kind (seed), ids };
      EntId id;

      ent_seed_get_id (seed, &id);
      ent_seed_foreach_value (seed, value_cb, &seen);
      g_assert_true (seen.named);
      g_assert_cmpuint (seen.n_values, >=, 3);
      g_assert_true (g_hash_table_add (ids, ent_id_copy (&id)));
    }
}

static void
test_names (void)
{
  EntId a, b;

  ent_id_for_name (&a, ent_kind_tag.number, NULL, "Très  important ");
  ent_id_for_name (&b, ent_kind_tag.number, NULL, "TRÈS IMPORTANT");
  g_assert_true (ent_id_equal (&a, &b));
  ent_id_for_name (&b, ent_kind_tag.number, NULL, "Tres important");
  g_assert_false (ent_id_equal (&a, &b));
  ent_id_for_name (&a, ent_kind_term.number, "sector", "Retail");
  ent_id_for_name (&b, ent_kind_term.number, "source", "Retail");
  g_assert_false (ent_id_equal (&a, &b));
}

static void
test_translate (void)
{
  g_assert_cmpstr (ent_seed_translate (&ent_kind_stage, "Won"), ==, "Won");
  g_assert_cmpstr (ent_seed_translate (&ent_kind_stage, "Signé"), ==, "Signé");
  g_assert_cmpstr (ent_seed_translate (&ent_kind_contact, "Won"), ==, "Won");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/model/seed/seeds", test_seeds);
  g_test_add_func ("/model/seed/names", test_names);
  g_test_add_func ("/model/seed/translate", test_translate);
  return g_test_run ();
}
