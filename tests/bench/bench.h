/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ent-import.h"
#include "ent-store-private.h"

G_BEGIN_DECLS

/*
 * Figures of the core, each beside that of a bare program. Every stage runs in a process of its own, so that its memory
 * is its own, and prints its results as "key=value" lines; the first process collects them into the table.
 */

typedef struct
{
  const char *folder;
  guint n; /* contacts */
} Bench;

typedef struct
{
  gint64 wall;
  gint64 cpu; /* of all threads */
} BenchClock;

BenchClock bench_clock_now (void);

/* Seconds since. */
double bench_clock_wall (const BenchClock *begin);
double bench_clock_cpu (const BenchClock *begin);

/* A result of this stage. */
void bench_tell (double value, const char *format, ...) G_GNUC_PRINTF (2, 3);

/* Sorts the samples (double) and tells KEY-p50, KEY-p95 and KEY-p99. */
void bench_tell_percentiles (GArray *samples, const char *key);

/* Ends the program with a message: a bench that failed has no figures. */
void bench_check (gboolean done, GError *error, const char *what);

char *bench_path (const Bench *bench, const char *name);
EntStore *bench_open_book (const Bench *bench, const char *name, gboolean create);

/* The contact of a row, which is there. */
void bench_pick_contact (EntStore *store, gint64 rid, EntId *id);

/* A durable change of one field of a contact, as a form makes it. */
void bench_edit_contact (EntStore *store, const EntId *id, const char *text);

/* Reads a file of the folder; tells what it rejects on stderr. `kind` is NULL where the file says it. */
EntImportResult *
bench_import (const Bench *bench, EntStore *store, const char *name, const char *kind, gboolean dry_run);

/* The same numbers everywhere and always (splitmix64). */
typedef struct
{
  guint64 state;
} BenchRandom;

guint bench_random (BenchRandom *random, guint below);

/* The stages. */
void bench_make_files (const Bench *bench);
void bench_run_bare (const Bench *bench);
void bench_run_bare_search (const Bench *bench);
void bench_run_parse (const Bench *bench);
void bench_run_dry (const Bench *bench);
void bench_run_import (const Bench *bench);
void bench_run_rest (const Bench *bench);
void bench_run_again (const Bench *bench);
void bench_run_linked (const Bench *bench);
void bench_run_mixed (const Bench *bench);
void bench_run_cards (const Bench *bench);
void bench_run_events (const Bench *bench);
void bench_run_export (const Bench *bench);
void bench_run_wait (const Bench *bench);
void bench_run_edit (const Bench *bench);
void bench_run_read (const Bench *bench);
void bench_run_custom (const Bench *bench);

/* The table, from what the stages told. */
void bench_print_table (const Bench *bench, GHashTable *results);

G_END_DECLS
