/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <math.h>
#include <stdlib.h>
#include <time.h>

#include "bench.h"

BenchClock
bench_clock_now (void)
{
  struct timespec cpu;

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &cpu);
  return (BenchClock) { g_get_monotonic_time (), cpu.tv_sec * G_USEC_PER_SEC + cpu.tv_nsec / 1000 };
}

double
bench_clock_wall (const BenchClock *begin)
{
  return (bench_clock_now ().wall - begin->wall) / (double) G_USEC_PER_SEC;
}

double
bench_clock_cpu (const BenchClock *begin)
{
  return (bench_clock_now ().cpu - begin->cpu) / (double) G_USEC_PER_SEC;
}

void
bench_tell (double value, const char *format, ...)
{
  g_autofree char *key = NULL;
  char text[G_ASCII_DTOSTR_BUF_SIZE];
  va_list args;

  va_start (args, format);
  key = g_strdup_vprintf (format, args);
  va_end (args);
  g_print ("%s=%s\n", key, g_ascii_dtostr (text, sizeof text, value));
}

static int
compare_doubles (gconstpointer a, gconstpointer b)
{
  const double *p = a, *q = b;

  return (*p > *q) - (*p < *q);
}

static double
percentile (GArray *sorted, double p)
{
  guint index = (guint) ceil (sorted->len * p / 100);

  return g_array_index (sorted, double, CLAMP (index, 1, sorted->len) - 1);
}

void
bench_tell_percentiles (GArray *samples, const char *key)
{
  g_assert (samples->len > 0);

  g_array_sort (samples, compare_doubles);
  bench_tell (percentile (samples, 50), "%s-p50", key);
  bench_tell (percentile (samples, 95), "%s-p95", key);
  bench_tell (percentile (samples, 99), "%s-p99", key);
}

void
bench_check (gboolean done, GError *error, const char *what)
{
  if (done)
    return;
  g_printerr ("entregent-bench: %s: %s\n", what, error != NULL ? error->message : "failed");
  exit (1);
}

char *
bench_path (const Bench *bench, const char *name)
{
  return g_build_filename (bench->folder, name, NULL);
}

EntStore *
bench_open_book (const Bench *bench, const char *name, gboolean create)
{
  static const EntBookSettings settings = { "Ada Bench", "FR", "EUR", "fr" };
  g_autofree char *path = bench_path (bench, name);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GError) error = NULL;
  EntStore *store = ent_store_open_sync (file, create ? ENT_STORE_OPEN_CREATE : ENT_STORE_OPEN_DEFAULT,
                                         create ? &settings : NULL, NULL, &error);

  bench_check (store != NULL, error, path);
  return store;
}

guint
bench_random (BenchRandom *random, guint below)
{
  guint64 z = random->state += G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);

  z = (z ^ (z >> 30)) * G_GUINT64_CONSTANT (0xbf58476d1ce4e5b9);
  z = (z ^ (z >> 27)) * G_GUINT64_CONSTANT (0x94d049bb133111eb);
  return (guint) (((z ^ (z >> 31)) >> 32) * below >> 32);
}
