/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ent-maintenance.h"
#include "ent-replay-private.h"

G_BEGIN_DECLS

/* A finding about a record (kind and id may be NULL) and one of its fields, columns or tables. */
void ent_check_find (GPtrArray *findings, const EntKind *kind, const EntId *id, const char *field, const char *message);

/* The same about the record in a row, shown or erased; `field` is a table where there is no such row. */
gboolean ent_check_find_row (GPtrArray *findings,
                             EntDb *db,
                             gint64 kind,
                             gint64 rid,
                             const char *field,
                             const char *message,
                             GError **error);

/* Of a row, of one that was erased, or of a kind that is not known here. */
gboolean ent_check_read_id (EntDb *db, gint64 kind, gint64 rid, EntId *id, gboolean *found, GError **error);

gboolean ent_check_record (EntStore *store,
                           EntDb *db,
                           const EntKind *kind,
                           const EntId *id,
                           gint64 *n_members,
                           GPtrArray *findings,
                           GError **error);

/* What is known of the record that is being checked. */
typedef struct
{
  EntStore *store;
  EntWriter *loader;
  EntPlan *plan;        /* as it is stored */
  EntState *replayed;   /* as the log gives it */
  GPtrArray *changes;   /* EntReplayChange */
  GPtrArray *component; /* what it is merged with, the one that is shown first */
  GPtrArray *findings;
} EntRecordCheck;

/* Its row, elements, links and indexes. */
gboolean ent_check_rows (EntRecordCheck *self, GError **error);

/* What the words of a kind's records count up to. */
typedef struct
{
  gint64 n_rows;
  gint64 words[2]; /* of a and b */
  gint64 trigrams; /* of a */
} EntWordTotals;

void ent_check_count_words (EntWordTotals *totals, const char *a, const char *b);
gboolean
ent_check_words (EntDb *db, const EntKind *kind, const EntWordTotals *totals, GPtrArray *findings, GError **error);

gboolean ent_check_log (EntStore *store, EntDb *db, GPtrArray *findings, GError **error);
gboolean ent_check_chains (EntDb *db, GPtrArray *findings, GError **error);
/* Tables, indexes and triggers; what else there is to check needs the tables. */
gboolean ent_check_schema (EntStore *store, EntDb *db, GPtrArray *findings, gboolean *usable, GError **error);
gboolean ent_check_mend_schema (EntStore *store, EntDb *db, GPtrArray *findings, gboolean *usable, GError **error);
gboolean ent_check_tables (EntStore *store, EntDb *db, GPtrArray *findings, GError **error);
gboolean ent_check_rebuild (EntStore *store, EntDb *db, GCancellable *cancellable, GError **error);

G_END_DECLS
