/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "ent-clock-private.h"
#include "ent-id.h"

#define N_THREADS 4
#define N_IDS 20000

static void
test_version_7 (void)
{
  EntId id;
  guint64 ms = 0;
  gint64 before = ent_clock_now_ms ();

  ent_id_generate (&id);
  for (guint i = 0; i < 6; i++)
    ms = ms << 8 | id.bytes[i];
  g_assert_cmpint (ms, >=, before);
  g_assert_cmpint (ms, <=, ent_clock_now_ms () + 1);
  g_assert_cmphex (id.bytes[6] >> 4, ==, 7);
  g_assert_cmphex (id.bytes[8] >> 6, ==, 2);
}

static gpointer
generate_cb (gpointer data)
{
  EntId *ids = data;

  for (guint i = 0; i < N_IDS; i++)
    ent_id_generate (&ids[i]);
  return NULL;
}

/* In each thread every id is greater than the one before; together all differ. */
static void
test_order (void)
{
  g_autofree EntId *ids = g_new (EntId, N_THREADS * N_IDS);
  g_autoptr (GHashTable) seen = g_hash_table_new (ent_id_hash, ent_id_equal);
  GThread *threads[N_THREADS];

  for (guint i = 0; i < N_THREADS; i++)
    threads[i] = g_thread_new ("ids", generate_cb, ids + i * N_IDS);
  for (guint i = 0; i < N_THREADS; i++)
    g_thread_join (threads[i]);
  for (guint i = 0; i < N_THREADS * N_IDS; i++)
    {
      if (i % N_IDS > 0)
        g_assert_cmpint (ent_id_compare (&ids[i - 1], &ids[i]), <, 0);
      g_assert_true (g_hash_table_add (seen, &ids[i]));
    }
}

static gint64
backward_clock_cb (gpointer data)
{
  gint64 *now = data;

  return *now -= 5;
}

static void
count_cb (gpointer data, guint8 *bytes, gsize n_bytes)
{
  guint8 *next = data;

  for (gsize i = 0; i < n_bytes; i++)
    bytes[i] = (*next)++;
}

static void
generate_seeded (EntId *ids, guint n_ids)
{
  gint64 now = 1700000000000;
  guint8 next = 0;

  ent_clock_set_for_thread (backward_clock_cb, &now);
  ent_random_set_for_thread (count_cb, &next);
  for (guint i = 0; i < n_ids; i++)
    ent_id_generate (&ids[i]);
  ent_clock_set_for_thread (NULL, NULL);
  ent_random_set_for_thread (NULL, NULL);
}

/* With a clock that goes back, ids still go on; from a seed, they come again. */
static void
test_seams (void)
{
  EntId first[100], again[100];

  generate_seeded (first, G_N_ELEMENTS (first));
  generate_seeded (again, G_N_ELEMENTS (again));
  for (guint i = 0; i < G_N_ELEMENTS (first); i++)
    {
      g_assert_true (ent_id_equal (&first[i], &again[i]));
      if (i > 0)
        g_assert_cmpint (ent_id_compare (&first[i - 1], &first[i]), <, 0);
    }
}

static void
test_text (void)
{
  g_autofree char *text = NULL;
  EntId id, parsed;

  ent_id_generate (&id);
  text = ent_id_to_string (&id);
  g_assert_true (ent_id_parse (&parsed, text));
  g_assert_true (ent_id_equal (&id, &parsed));
  g_assert_true (ent_id_parse (&parsed, "0192E7A0-1234-7ABC-8DEF-0123456789AB"));
  g_assert_cmphex (parsed.bytes[1], ==, 0x92);
}

static void
test_bad_text (void)
{
  static const char *const texts[] = {
    "",
    "0192e7a0",
    "0192e7a0-1234-7abc-8def-0123456789a",
    "0192e7a0-1234-7abc-8def-0123456789abc",
    "0192e7a0x1234-7abc-8def-0123456789ab",
    "0192e7g0-1234-7abc-8def-0123456789ab",
    "{192e7a0-1234-7abc-8def-0123456789ab",
  };
  EntId id = { { 1 } };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    g_assert_false (ent_id_parse (&id, texts[i]));
  g_assert_cmphex (id.bytes[0], ==, 1);
}

/* The ids of seeds and tags are frozen: sha256 ("entregent:12:partner"), version and variant set. */
static void
test_for_key (void)
{
  g_autofree char *text = NULL;
  EntId id, other;

  ent_id_for_key (&id, 12, "partner");
  text = ent_id_to_string (&id);
  g_assert_cmpstr (text, ==, "6cb70395-7ab2-8ec2-a588-c603a8311a41");
  ent_id_for_key (&other, 13, "partner");
  g_assert_false (ent_id_equal (&id, &other));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/model/id/version-7", test_version_7);
  g_test_add_func ("/model/id/order", test_order);
  g_test_add_func ("/model/id/seams", test_seams);
  g_test_add_func ("/model/id/text", test_text);
  g_test_add_func ("/model/id/bad-text", test_bad_text);
  g_test_add_func ("/model/id/for-key", test_for_key);
  return g_test_run ();
}
