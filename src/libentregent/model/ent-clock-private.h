/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/*
 * Time and chance, for everything in the core that needs them: real ones, unless the calling thread has put
 * its own in their place, as tests and the simulator do to run the same again from a seed.
 */

typedef gint64 (*EntClockFunc) (gpointer data);
typedef void (*EntRandomFunc) (gpointer data, guint8 *bytes, gsize n_bytes);

/* Milliseconds since 1970 UTC. */
gint64 ent_clock_now_ms (void);

/* Unpredictable bytes. */
void ent_random_bytes (guint8 *bytes, gsize n_bytes);
guint64 ent_random_uint64 (void);

/* For the calling thread only; NULL puts the real one back. */
void ent_clock_set_for_thread (EntClockFunc func, gpointer data);
void ent_random_set_for_thread (EntRandomFunc func, gpointer data);

/* The last stamp of an id that a thread with a clock of its own has made, so that it makes the same again
 * from a seed; else NULL. */
guint64 *ent_clock_get_thread_stamp (void);

G_END_DECLS
