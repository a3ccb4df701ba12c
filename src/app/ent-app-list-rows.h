/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ent-gtk-list-state.h"

#include "ent-store.h"

G_BEGIN_DECLS

typedef void (*EntAppListRowsClicked) (guint position, gpointer data);

/*
 * The rows of a list, which outlive its models: GTK keeps two hundred of them, drops all when a search gets another
 * model, and making them takes longer than anything else between a key and its result.
 */
typedef struct
{
  const EntGtkListState *state;
  EntStore *store;     /* borrowed; set before there are rows */
  gboolean selectable; /* whether many records can be selected */
  EntAppListRowsClicked clicked;
  gpointer data;
  GPtrArray *spare;
} EntAppListRows;

void ent_app_list_rows_init (EntAppListRows *self,
                             const EntGtkListState *state,
                             EntAppListRowsClicked clicked,
                             gpointer data);
void ent_app_list_rows_clear (EntAppListRows *self);

/* A factory that may not be used any more when the rows are cleared. */
GtkListItemFactory *ent_app_list_rows_new_factory (EntAppListRows *self);

G_END_DECLS
