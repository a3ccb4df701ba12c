/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ent-db-private.h"
#include "ent-kind.h"

G_BEGIN_DECLS

/**
 * EntTouched: (skip)
 *
 * One record that a group has changed, as a projection is told of it, after its columns and elements were written.
 * Merged records are told of by every row concerned (survivor and hidden ones).
 */
typedef struct _EntTouched EntTouched;

struct _EntTouched
{
  const EntKind *kind;
  gint64 rid;
  gint64 canon;    /* rid of the row that shows it */
  gboolean is_new; /* this group made it */
  gboolean hidden; /* its row is not shown: deleted, merged, erased */
  gboolean was_hidden;
  guint64 fields[2]; /* bits of the slots that changed, sets included */
  gboolean custom;   /* a custom field changed */
};

static inline gboolean
ent_touched_has (const EntTouched *touched, const EntField *field)
{
  return touched->is_new || (touched->fields[field->slot / 64] >> (field->slot % 64) & 1);
}

/* The shown value of a register after the group, from the writer's memory where it is there, else read. Valid until the
 * callback returns. */
const EntValue *ent_touched_get_value (EntDb *db, const EntTouched *touched, const EntField *field);

/* Elements of a set after the group (EntValue ELEMENT or ID), in dot order, of the record itself (not united). Valid
 * until the callback returns. */
GPtrArray *ent_touched_get_elements (EntDb *db, const EntTouched *touched, const EntField *field);

/**
 * EntProjection: (skip)
 *
 * Derived columns and tables (`x_*`) that a room keeps in step with the records, in the writer's transaction.
 */
typedef struct
{
  const char *name;

  /* Columns (`x_…`) that it adds to the kinds' tables and tables of its own; run at open when its version differs from
   * the stored one, followed by rebuild. */
  int version;
  gboolean (*prepare) (EntDb *db, EntStore *store, GError **error);

  /* After each group, before the commit: all records it touched, each once. */
  gboolean (*touched) (EntDb *db, EntStore *store, const EntTouched *touched, guint n_touched, GError **error);

  /* Everything anew from the records. */
  gboolean (*rebuild) (EntDb *db, EntStore *store, GCancellable *cancellable, GError **error);

  /*
   * Nullable: one small step of what can wait, in a transaction of its own; `more` says whether there is another. What
   * is derived means the same before and after it.
   */
  gboolean (*tidy) (EntDb *db, EntStore *store, gboolean *more, GError **error);

  /* Compares with what a rebuild would give; appends findings (EntFinding), each naming record and column. */
  gboolean (*check) (EntDb *db, EntStore *store, GPtrArray *findings, GError **error);
} EntProjection;

/* All rooms' projections in order; assembled in ent-projection.c. */
const EntProjection *const *ent_projections_get_all (guint *n_projections);

/**
 * EntGuard: (skip)
 *
 * May refuse a change (sets the error, ENT_ERROR_REFUSED) or add warnings, before anything is written.
 */
typedef gboolean (*EntGuard) (EntStore *store,
                              EntDb *db,
                              EntChange *change,
                              GPtrArray *warnings,
                              gpointer data,
                              GError **error);
void ent_store_add_guard (EntStore *self, EntGuard guard, gpointer data);

gboolean ent_store_run_guards (EntStore *self, EntDb *db, EntChange *change, GPtrArray *warnings, GError **error);

/* Called on the committing thread after a commit. */
typedef void (*EntCommitHook) (EntStore *store,
                               gint64 group,
                               const EntTouched *touched,
                               guint n_touched,
                               gpointer data);
void ent_store_add_commit_hook (EntStore *self, EntCommitHook hook, gpointer data);
void ent_store_run_commit_hooks (EntStore *self, gint64 group, const EntTouched *touched, guint n_touched);

G_END_DECLS
