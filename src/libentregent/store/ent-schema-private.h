/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ent-store-private.h"

G_BEGIN_DECLS

/* "Entg" */
#define ENT_SCHEMA_APPLICATION_ID 0x456E7467
/* Number of the last schema/NNNN.sql */
#define ENT_SCHEMA_VERSION 1

/**
 * EntSchemaState: (skip)
 * @ENT_SCHEMA_EMPTY: a file without anything in it
 * @ENT_SCHEMA_CURRENT: nothing to do
 * @ENT_SCHEMA_OLD: steps, tables or columns are missing
 *
 * What a file needs before it can be used. Anything else (newer, no book) is an error.
 */
typedef enum
{
  ENT_SCHEMA_EMPTY,
  ENT_SCHEMA_CURRENT,
  ENT_SCHEMA_OLD,
} EntSchemaState;

gboolean ent_schema_inspect (EntDb *db, EntSchemaState *state, GError **error);

/* Everything that is missing, in one transaction together with `func` (nullable), which fills a new book. */
gboolean ent_schema_upgrade (EntDb *db, EntDbFunc func, gpointer data, GError **error);

gboolean ent_schema_upgrade_local (EntDb *db, GError **error);

/* The kinds' part: whether tables or columns of this program are missing in the book; making them. */
gboolean ent_schema_kinds_are_complete (EntDb *db, gboolean *complete, GError **error);
gboolean ent_schema_kinds_complete (EntDb *db, GError **error);

/* The text of schema/NAME. (transfer full) */
char *ent_schema_dup_step (const char *name);

G_END_DECLS
