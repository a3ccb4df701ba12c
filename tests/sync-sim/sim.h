/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ent-exchange-private.h"
#include "ent-store-private.h"

G_BEGIN_DECLS

/*
 * A world of replicas that work, fail and exchange their groups, wholly determined by its seed. See README.md.
 */

#define SIM_MIN_REPLICAS 3
#define SIM_MAX_REPLICAS 5
#define SIM_FIRST_RECORDS 7
#define SIM_ACTIONS 110
#define SIM_FAULTS 8
#define SIM_YEAR_MS ((gint64) 365 * 86400000)

/* What can happen. The order is that of the names in sim-coverage.c. */
typedef enum
{
  SIM_ADD_CONTACT,
  SIM_ADD_ACCOUNT,
  SIM_ADD_OPPORTUNITY,
  SIM_SET,
  SIM_CLEAR,
  SIM_RESOLVE,
  SIM_SET_CUSTOM,
  SIM_ADD_ELEMENT,
  SIM_REMOVE_ELEMENT,
  SIM_REPLACE_ELEMENT,
  SIM_TAG,
  SIM_UNTAG,
  SIM_DELETE,
  SIM_UNDELETE,
  SIM_MERGE,
  SIM_MERGE_CHOOSING,
  SIM_UNMERGE,
  SIM_RELATE,
  SIM_SET_ACCOUNT,
  SIM_MOVE_STAGE,
  SIM_ERASE,
  SIM_UNDO,
  SIM_REDO,
  SIM_NEWER_FIELD,
  SIM_NEWER_KIND,
  SIM_NEWER_OPERATION,
  SIM_N_ACTIONS,

  SIM_CRASH_IN_COMMIT = SIM_N_ACTIONS,
  SIM_CRASH_IN_APPLY,
  SIM_CRASH_AFTER_COMMIT,
  SIM_POWER_CUT,
  SIM_CLONE,
  SIM_RESTORE,
  SIM_CLOCK_AHEAD,
  SIM_CLOCK_BEHIND,
  SIM_HALF_OPEN,
  SIM_DAMAGE,
  SIM_N_EVENTS,
} SimEvent;

/* Counted over all seeds; the network's own faults have no pairs. */
typedef struct
{
  guint64 done[SIM_N_EVENTS];
  guint64 refused[SIM_N_EVENTS];
  guint64 pairs[SIM_N_EVENTS][SIM_N_EVENTS];
  guint64 lost;
  guint64 doubled;
  guint64 late;
  guint64 seeds;
  guint64 groups;
} SimCoverage;

typedef struct
{
  guint64 state;
} SimRandom;

guint64 sim_random_next (SimRandom *self);
guint sim_random_below (SimRandom *self, guint n);
gboolean sim_random_chance (SimRandom *self, guint percent);

typedef struct
{
  guint64 origin;
  guint64 oseq;
} SimGroupId;

/* A group that somebody was told is saved. `lost`: its disk went with an older copy restored before anybody else had
 * it. */
typedef struct
{
  SimGroupId id;
  GBytes *bytes;
  gboolean lost;
} SimGroup;

typedef struct
{
  EntStore *store;
  GHashTable *had; /* SimGroupId → itself: what it should have, by what it was told and has said */
  guint64 origin;  /* 0: has not written yet */
  guint64 oseq;
  guint64 noted; /* of oseq, what lies outside the book at the least: that never goes back */
  gint64 clock_offset;

  GBytes *older; /* a backup, and what it contained */
  GHashTable *older_had;

  GBytes *durable; /* what a power cut leaves, while nothing was written here since */
  GHashTable *durable_had;
  guint cut_at;
} SimReplica;

typedef struct
{
  EntId id;
  const EntKind *kind;
} SimRecord;

typedef struct
{
  guint from;
  guint to;
  guint due;
  GArray *versions;  /* EntVersion: "send me what follows", or NULL */
  GPtrArray *groups; /* GBytes */
} SimMessage;

typedef struct
{
  guint64 seed;
  SimRandom random;
  gboolean met;
  SimRandom ids; /* the engine's own chance */
  gint64 now;
  guint tick;
  guint actor; /* whose clock the engine reads */

  SimReplica replicas[SIM_MAX_REPLICAS];
  guint n_replicas;
  GArray *records; /* SimRecord */
  EntId tags[3];
  GPtrArray *ledger; /* SimGroup */
  GHashTable *by_id; /* SimGroupId → SimGroup */

  GPtrArray *messages;
  guint closed_until[SIM_MAX_REPLICAS][SIM_MAX_REPLICAS];
  guint loss; /* per cent */

  guint64 newer_origin;
  guint64 newer_oseq;
  guint64 newer_seen;
  GPtrArray *newer; /* GBytes */
  EntId newer_ids[2];
  guint64 newer_prev[2]; /* last oseq that set the unknown field of a record of that number, 0: none */

  int last_event;
  SimCoverage *coverage;
  gboolean verbose;
  char *failure;
} SimWorld;

/* sim-world.c */
gboolean sim_run (guint64 seed, SimCoverage *coverage, gboolean verbose, char **failure);
void sim_fail (SimWorld *world, const char *format, ...) G_GNUC_PRINTF (2, 3);
void sim_note (SimWorld *world, SimEvent event, gboolean done, const char *format, ...) G_GNUC_PRINTF (4, 5);
SimReplica *sim_pick_replica (SimWorld *world);

/* sim-memory.c */
void sim_memory_start (void);

/* sim-replica.c */
GBytes *sim_get_template (EntId tags[3], GHashTable **had);
void sim_replica_open (SimWorld *world, guint index, GBytes *image, GHashTable *had);
void sim_replica_reopen (SimWorld *world, SimReplica *replica, GBytes *image, GHashTable *had, guint64 noted);
void sim_replica_clear (SimReplica *replica);
GBytes *sim_replica_copy (SimWorld *world, SimReplica *replica);
void sim_replica_use (SimWorld *world, const SimReplica *replica);
char *sim_dump (SimWorld *world, EntStore *store);
char *sim_replica_dump (SimWorld *world, SimReplica *replica);
void sim_replica_acknowledge (SimWorld *world, SimReplica *replica);
guint sim_replica_apply (SimWorld *world, SimReplica *replica, GPtrArray *groups);
GHashTable *sim_had_new (void);
GHashTable *sim_had_copy (GHashTable *had);
gboolean sim_had_add (GHashTable *had, const SimGroupId *id);
SimGroupId sim_group_id (GBytes *bytes);

/* sim-projection.c: the transaction ends when the n-th group from now is about to be committed; 0 never. */
void sim_break_group (guint n);
gboolean sim_was_broken (void);

/* sim-actions.c, sim-newer.c, sim-faults.c */
void sim_act (SimWorld *world);
void sim_newer_act (SimWorld *world, SimEvent event);
void sim_fault (SimWorld *world);
void sim_power_cuts (SimWorld *world);
EntChange *sim_random_edit (SimWorld *world, SimReplica *replica);
void sim_commit (SimWorld *world, SimReplica *replica, SimEvent event, EntChange *change);

/* sim-network.c */
void sim_message_free (SimMessage *message);
void sim_send (SimWorld *world, guint from, guint to, GArray *versions, GPtrArray *groups);
void sim_network_tick (SimWorld *world);
void sim_meet (SimWorld *world);
void sim_drain (SimWorld *world);

/* sim-properties.c, sim-model.c */
void sim_check_end (SimWorld *world);

/* sim-coverage.c */
const char *sim_event_get_name (SimEvent event);
void sim_coverage_print (const SimCoverage *coverage);

/* sim-mutants.c */
int sim_mutants_run (const char *program, const char *only);

G_END_DECLS
