/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ent-import-apply-private.h"
#include "ent-import-staged-private.h"

G_BEGIN_DECLS

/* What the parts of the sample business share while it is made. */
typedef struct
{
  EntStore *store;
  EntImportNames *names;
  EntChange *change;
  GDateTime *today;
  GCancellable *cancellable;
  GPtrArray *contacts; /* EntSamplePerson, in the order of the file */
} EntSample;

/* Whom an activity can be with. */
typedef struct
{
  EntId id;
  EntId account; /* all zero for a private customer */
} EntSamplePerson;

/* "2026-11-20" for -3 days. */
char *ent_sample_dup_date (EntSample *self, int days);
gint64 ent_sample_get_time (EntSample *self, int days, int hour, int minute);

EntStagedRecord *ent_sample_stage (const char *kind);
void ent_sample_set (EntStagedRecord *record, const char *key, const char *text);
void ent_sample_set_integer (EntStagedRecord *record, const char *key, gint64 integer);
void ent_sample_set_id (EntStagedRecord *record, const char *key, const EntId *id);
void ent_sample_name (EntStagedRecord *record, const char *key, const char *name);

/* Takes the record; its id is made from the kind and `key`, the same in every sample book. */
gboolean ent_sample_add (EntSample *self, EntStagedRecord *record, const char *key, EntId *id, GError **error);

gboolean ent_sample_add_activities (EntSample *self, GError **error);

G_END_DECLS
