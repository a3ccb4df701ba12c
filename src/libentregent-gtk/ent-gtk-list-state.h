/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ent-row.h"

G_BEGIN_DECLS

#define ENT_GTK_LIST_MAX_FIELDS 8

/**
 * EntGtkListState:
 * @subtitle: up to three fields of the second line, after the title
 * @figure: the field at the end of the row, or %NULL
 * @avatar: rows begin with the initials of whom they are about; otherwise with the icon of their type
 * @fields: what the query carries
 * @n_fields: how many these are
 *
 * What a row of a list shows: a pure function of the kind.
 */
typedef struct
{
  const EntField *subtitle[3];
  const EntField *figure;
  gboolean avatar;
  const EntField *fields[ENT_GTK_LIST_MAX_FIELDS];
  guint n_fields;
} EntGtkListState;

ENT_AVAILABLE_IN_1_0
void ent_gtk_list_state_init (EntGtkListState *state, const EntKind *kind);

ENT_AVAILABLE_IN_1_0
char *ent_gtk_list_state_dup_subtitle (const EntGtkListState *state, EntRow *row);

ENT_AVAILABLE_IN_1_0
char *ent_gtk_list_state_dup_face (const EntGtkListState *state, EntRow *row, gboolean *is_person);

ENT_AVAILABLE_IN_1_0
const char *ent_gtk_list_state_get_photo (const EntGtkListState *state, EntRow *row);

ENT_AVAILABLE_IN_1_0
char *ent_gtk_list_state_dup_figure (const EntGtkListState *state, EntRow *row, gint64 now);

ENT_AVAILABLE_IN_1_0
const char *ent_gtk_icon_for_kind (const EntKind *kind);

ENT_AVAILABLE_IN_1_0
const char *ent_gtk_icon_for_activity (const char *type);

G_END_DECLS
