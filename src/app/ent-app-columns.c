/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "EntApp"

#include "config.h"

#include "ent-app-columns.h"
#include "ent-gtk-list-state.h"

guint
ent_app_columns_collect (const EntKind *kind, const EntField *columns[ENT_APP_MAX_COLUMNS])
{
  EntGtkListState state;
  const EntField *wanted[ENT_APP_MAX_COLUMNS] = { kind->title };
  guint n = 1, n_columns = 0;

  ent_gtk_list_state_init (&state, kind);
  for (guint i = 0; i < G_N_ELEMENTS (state.subtitle); i++)
    wanted[n++] = state.subtitle[i];
  wanted[n++] = ent_kind_get_field (kind, "primary-phone");
  wanted[n++] = ent_kind_get_field (kind, "primary-email");
  wanted[n++] = state.figure;
  for (guint i = 0; i < n; i++)
    if (wanted[i] != NULL)
      columns[n_columns++] = wanted[i];

  return n_columns;
}
