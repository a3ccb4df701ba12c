/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "ent-gtk-selection.h"

#define N 300
#define N_SHOWN 64 /* rows whose page has been read: the only ones that somebody can click at */

typedef struct
{
  EntStore *store;
  EntList *list;
  EntGtkSelection *selection;
  guint n_changed;
} Fixture;

static void
changed_cb (Fixture *fixture)
{
  fixture->n_changed++;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  const EntKind *kind = ent_kind_from_key ("account");
  g_autoptr (GError) error = NULL;
  g_autoptr (EntChange) change = NULL;
  g_autoptr (EntReceipt) receipt = NULL;
  g_autoptr (EntQuery) query = ent_query_new (kind);
  gint64 end = g_get_monotonic_time () + 10 * G_USEC_PER_SEC;
  guint i;

  fixture->store = ent_store_open_sync (NULL, ENT_STORE_OPEN_IN_MEMORY, NULL, NULL, &error);
  g_assert_no_error (error);
  change = ent_change_new (fixture->store);
  for (i = 0; i < N; i++)
    {
      g_autofree char *name = g_strdup_printf ("Account %03u", i);
      EntId id = { 0 };

      ent_change_add (change, kind, &id);
      ent_change_set_text (change, kind, &id, kind->title, name);
    }
  receipt = ent_store_commit_sync (fixture->store, change, NULL, &error);
  g_assert_no_error (error);
  fixture->list = ent_list_new (fixture->store, query);
  while (!ent_list_get_complete (fixture->list) || g_list_model_get_n_items (G_LIST_MODEL (fixture->list)) < N)
    {
      g_assert_cmpint (g_get_monotonic_time (), <, end);
      g_main_context_iteration (NULL, FALSE);
    }
  fixture->selection = ent_gtk_selection_new (fixture->list);
  g_signal_connect_swapped (fixture->selection, "selection-changed", G_CALLBACK (changed_cb), fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_assert_finalize_object (fixture->selection);
  g_clear_object (&fixture->list);
  ent_store_close (fixture->store);
  g_clear_object (&fixture->store);
}

static void
test_single (Fixture *fixture, gconstpointer data)
{
  GtkSelectionModel *model = GTK_SELECTION_MODEL (fixture->selection);
  g_autoptr (GtkBitset) bitset = NULL;

  g_assert_true (gtk_selection_model_select_item (model, 3, TRUE));
  g_assert_true (gtk_selection_model_is_selected (model, 3));
  g_assert_true (gtk_selection_model_select_item (model, 7, TRUE));
  g_assert_false (gtk_selection_model_is_selected (model, 3));
  bitset = gtk_selection_model_get_selection (model);
  g_assert_cmpuint (gtk_bitset_get_size (bitset), ==, 1);
  g_assert_true (gtk_bitset_contains (bitset, 7));
  g_assert_false (gtk_selection_model_select_all (model));
}

static void
test_all_except (Fixture *fixture, gconstpointer data)
{
  GtkSelectionModel *model = GTK_SELECTION_MODEL (fixture->selection);
  g_autofree EntId *ids = NULL;
  guint n_ids;

  ent_gtk_selection_set_multiple (fixture->selection, TRUE);
  fixture->n_changed = 0;
  g_assert_true (gtk_selection_model_select_all (model));
  /* One signal and no ids, whatever the size. */
  g_assert_cmpuint (fixture->n_changed, ==, 1);
  g_assert_cmpuint (ent_gtk_selection_get_n_selected (fixture->selection), ==, N);
  ent_gtk_selection_toggle (fixture->selection, 5);
  g_assert_false (gtk_selection_model_is_selected (model, 5));
  g_assert_true (gtk_selection_model_is_selected (model, N - 1));
  g_assert_true (ent_gtk_selection_get_all_except (fixture->selection));
  ids = ent_gtk_selection_dup_ids (fixture->selection, &n_ids);
  g_assert_cmpuint (n_ids, ==, 1);
  g_assert_cmpuint (ent_list_locate (fixture->list, &ids[0]), ==, 5);
  g_assert_cmpuint (ent_gtk_selection_get_n_selected (fixture->selection), ==, N - 1);
}

static void
test_focus_keeps_many (Fixture *fixture, gconstpointer data)
{
  GtkSelectionModel *model = GTK_SELECTION_MODEL (fixture->selection);

  ent_gtk_selection_set_multiple (fixture->selection, TRUE);
  ent_gtk_selection_toggle (fixture->selection, 1);
  ent_gtk_selection_toggle (fixture->selection, 2);
  g_assert_false (gtk_selection_model_select_item (model, 9, TRUE));
  g_assert_cmpuint (ent_gtk_selection_get_n_selected (fixture->selection), ==, 2);
  g_assert_true (gtk_selection_model_select_range (model, 10, 5, FALSE));
  g_assert_cmpuint (ent_gtk_selection_get_n_selected (fixture->selection), ==, 7);
  g_assert_true (gtk_selection_model_unselect_range (model, 10, 2));
  g_assert_cmpuint (ent_gtk_selection_get_n_selected (fixture->selection), ==, 5);
  ent_gtk_selection_set_multiple (fixture->selection, FALSE);
  g_assert_cmpuint (ent_gtk_selection_get_n_selected (fixture->selection), ==, 0);
}

/* Against a plain set, with random operations. */
static void
test_model (Fixture *fixture, gconstpointer data)
{
  GtkSelectionModel *model = GTK_SELECTION_MODEL (fixture->selection);
  gboolean expected[N] = { FALSE };
  guint step, i;

  ent_gtk_selection_set_multiple (fixture->selection, TRUE);
  for (step = 0; step < 500; step++)
    {
      guint position = (guint) g_test_rand_int_range (0, N_SHOWN), n = 0;

      switch (g_test_rand_int_range (0, 12))
        {
        case 0:
          gtk_selection_model_select_all (model);
          for (i = 0; i < N; i++)
            expected[i] = TRUE;
          break;
        case 1:
          gtk_selection_model_unselect_all (model);
          for (i = 0; i < N; i++)
            expected[i] = FALSE;
          break;
        default:
          ent_gtk_selection_toggle (fixture->selection, position);
          expected[position] = !expected[position];
          break;
        }
      for (i = 0; i < N; i++)
        n += expected[i];
      g_assert_cmpuint (ent_gtk_selection_get_n_selected (fixture->selection), ==, n);
      g_assert_cmpint (gtk_selection_model_is_selected (model, position), ==, expected[position]);
    }
  for (i = 0; i < N_SHOWN; i++)
    g_assert_cmpint (gtk_selection_model_is_selected (model, i), ==, expected[i]);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/gtk/selection/single", Fixture, NULL, set_up, test_single, tear_down);
  g_test_add ("/gtk/selection/all-except", Fixture, NULL, set_up, test_all_except, tear_down);
  g_test_add ("/gtk/selection/focus-keeps-many", Fixture, NULL, set_up, test_focus_keeps_many, tear_down);
  g_test_add ("/gtk/selection/model", Fixture, NULL, set_up, test_model, tear_down);

  return g_test_run ();
}
