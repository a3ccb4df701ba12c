/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "ent-resources-private.h"

/*
 * A window looks for its icons while another thread makes the book. Registering happens once in a process, so each
 * round is a process of its own.
 */

#define ROUNDS 40
#define THREADS 4

static gint waiting = THREADS;

static gpointer
look_up_thread (gpointer data)
{
  static const char *const paths[] = {
    "/org/entregent/libentregent/schema/0001.sql",
    "/org/entregent/headers/en.ini",
    "/org/entregent/libentregent/sample/accounts.psv",
    "/org/entregent/docs/export-everything.md",
  };
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = NULL;

  g_atomic_int_add (&waiting, -1);
  while (g_atomic_int_get (&waiting) > 0)
    g_thread_yield ();
  bytes = ent_resources_lookup (paths[GPOINTER_TO_UINT (data)], &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_bytes_get_size (bytes), >, 0);

  return NULL;
}

static void
test_threads_in_process (void)
{
  GThread *threads[THREADS];

  for (guint i = 0; i < THREADS; i++)
    threads[i] = g_thread_new ("look-up", look_up_thread, GUINT_TO_POINTER (i));
  for (guint i = 0; i < THREADS; i++)
    g_thread_join (threads[i]);
}

static void
test_threads (void)
{
  for (guint i = 0; i < ROUNDS; i++)
    {
      g_test_trap_subprocess ("/resources/threads/subprocess/once", 0, G_TEST_SUBPROCESS_DEFAULT);
      g_test_trap_assert_passed ();
    }
}

static void
test_enumerate (void)
{
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) names = ent_resources_enumerate ("/org/entregent/layouts", &error);

  g_assert_no_error (error);
  g_assert_cmpuint (g_strv_length (names), >, 5);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/resources/threads", test_threads);
  g_test_add_func ("/resources/threads/subprocess/once", test_threads_in_process);
  g_test_add_func ("/resources/enumerate", test_enumerate);

  return g_test_run ();
}
