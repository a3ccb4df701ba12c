/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <errno.h>
#include <string.h>
#include <sys/random.h>

#include "ent-clock-private.h"

typedef struct
{
  EntClockFunc clock;
  gpointer clock_data;
  guint64 last_stamp;
  EntRandomFunc random;
  gpointer random_data;

  /* Random bytes are taken from the system in blocks: an id each needs few. */
  guint8 pool[256];
  gsize pool_left;
} Seams;

static GPrivate seams_key = G_PRIVATE_INIT (g_free);

static Seams *
get_seams (void)
{
  Seams *seams = g_private_get (&seams_key);

  if (G_UNLIKELY (seams == NULL))
    {
      seams = g_new0 (Seams, 1);
      g_private_set (&seams_key, seams);
    }
  return seams;
}

gint64
ent_clock_now_ms (void)
{
  Seams *seams = get_seams ();

  if (G_UNLIKELY (seams->clock != NULL))
    return seams->clock (seams->clock_data);
  return g_get_real_time () / 1000;
}

static void
fill_from_system (guint8 *bytes, gsize n_bytes)
{
  while (n_bytes > 0)
    {
      gssize n = getrandom (bytes, n_bytes, 0);

      if (n < 0)
        {
          if (errno == EINTR)
            continue;
          g_error ("The system has no random numbers: %s", g_strerror (errno));
        }
      bytes += n;
      n_bytes -= n;
    }
}

void
ent_random_bytes (guint8 *bytes, gsize n_bytes)
{
  Seams *seams = get_seams ();

  if (G_UNLIKELY (seams->random != NULL))
    {
      seams->random (seams->random_data, bytes, n_bytes);
      return;
    }
  if (n_bytes > sizeof seams->pool)
    {
      fill_from_system (bytes, n_bytes);
      return;
    }
  if (seams->pool_left < n_bytes)
    {
      fill_from_system (seams->pool, sizeof seams->pool);
      seams->pool_left = sizeof seams->pool;
    }
  seams->pool_left -= n_bytes;
  memcpy (bytes, seams->pool + seams->pool_left, n_bytes);
}

guint64
ent_random_uint64 (void)
{
  guint64 number;

  ent_random_bytes ((guint8 *) &number, sizeof number);
  return number;
}

void
ent_clock_set_for_thread (EntClockFunc func, gpointer data)
{
  Seams *seams = get_seams ();

  seams->clock = func;
  seams->clock_data = data;
  seams->last_stamp = 0;
}

void
ent_random_set_for_thread (EntRandomFunc func, gpointer data)
{
  Seams *seams = get_seams ();

  seams->random = func;
  seams->random_data = data;
}

guint64 *
ent_clock_get_thread_stamp (void)
{
  Seams *seams = get_seams ();

  return seams->clock != NULL ? &seams->last_stamp : NULL;
}
