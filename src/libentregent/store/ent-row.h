/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ent-kind.h"
#include "ent-value.h"

G_BEGIN_DECLS

#define ENT_TYPE_ROW (ent_row_get_type ())

/**
 * EntRow:
 *
 * A light item of a list: kind, id, revision and the values of the query's fields. In an [class@List] it may be a
 * placeholder until its page is read ([property@Row:loaded] notifies), or a tombstone when its record went away in
 * between.
 */
ENT_AVAILABLE_IN_1_0
G_DECLARE_FINAL_TYPE (EntRow, ent_row, ENT, ROW, GObject)

ENT_AVAILABLE_IN_1_0
const EntKind *ent_row_get_kind (EntRow *self);

/* All zero while a placeholder. */
ENT_AVAILABLE_IN_1_0
const EntId *ent_row_get_id (EntRow *self);

ENT_AVAILABLE_IN_1_0
gint64 ent_row_get_revision (EntRow *self);

ENT_AVAILABLE_IN_1_0
gboolean ent_row_get_loaded (EntRow *self);

ENT_AVAILABLE_IN_1_0
gboolean ent_row_get_gone (EntRow *self);

/* The record's title; never NULL. */
ENT_AVAILABLE_IN_1_0
const char *ent_row_get_title (EntRow *self);

/* The value as stored; NULL for a field that the query does not carry. */
ENT_AVAILABLE_IN_1_0
const EntValue *ent_row_get_value (EntRow *self, const EntField *field);

/* For people: references by title, money with currency, dates in the locale; never NULL. (transfer full) */
ENT_AVAILABLE_IN_1_0
char *ent_row_dup_display (EntRow *self, const EntField *field);

/* Canonical text, for CSV and scripts. (transfer full) */
ENT_AVAILABLE_IN_1_0
char *ent_row_dup_text (EntRow *self, const EntField *field);

G_END_DECLS
