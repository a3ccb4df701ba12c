/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "record-fixture.h"

#include "ent-timeline.h"

/* What happened to a record. */

#define PATIENCE_US (20 * G_USEC_PER_SEC)

static void
wait_for (EntTimeline *timeline, guint n, gboolean complete)
{
  gint64 end = g_get_monotonic_time () + PATIENCE_US;

  while (g_list_model_get_n_items (G_LIST_MODEL (timeline)) != n || ent_timeline_get_complete (timeline) != complete)
    {
      g_assert_cmpint (g_get_monotonic_time (), <, end);
      if (!g_main_context_iteration (NULL, FALSE))
        g_usleep (1000);
    }
}

static void
test_pages (void)
{
  g_autoptr (EntStore) store = book_new ();
  EntId account = record_add (store, "account", "name", "Moulin Vert", NULL);
  EntId contact = record_add (store, "contact", "name", "Élodie", NULL);
  EntId last = { { 0 } };
  EntTimeline *timeline;

  record_set_reference (store, "contact", &contact, "account", &account);
  for (guint i = 0; i < 70; i++)
    {
      g_autofree char *subject = g_strdup_printf ("Call %02u", i);
      g_autofree char *done = g_strdup_printf ("2026-03-01T10:%02u:%02uZ", i / 60, i % 60);

      last = record_add (store, "activity", "type", "call", "subject", subject, "done", done, NULL);
      record_set_reference (store, "activity", &last, "about", &contact);
    }

  timeline = ent_timeline_new (store, ent_kind_from_key ("account"), &account);
  wait_for (timeline, 50, FALSE);
  {
    g_autoptr (EntTimelineItem) newest = g_list_model_get_item (G_LIST_MODEL (timeline), 0);

    g_assert_cmpstr (ent_timeline_item_get_title (newest), ==, "Call 69");
    g_assert_cmpstr (ent_timeline_item_get_detail (newest), ==, "Call");
    g_assert_true (ent_id_equal (ent_timeline_item_get_id (newest), &last));
    g_assert_false (ent_timeline_item_get_open (newest));
  }
  /* Looking at the end reads on. */
  g_object_unref (g_list_model_get_item (G_LIST_MODEL (timeline), 49));
  wait_for (timeline, 70, TRUE);
  {
    g_autoptr (EntTimelineItem) oldest = g_list_model_get_item (G_LIST_MODEL (timeline), 69);

    g_assert_cmpstr (ent_timeline_item_get_title (oldest), ==, "Call 00");
  }

  /* Live. */
  record_delete (store, "activity", &last);
  wait_for (timeline, 69, TRUE);
  g_assert_finalize_object (timeline);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/timeline/pages", test_pages);
  return g_test_run ();
}
