/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ent-query.h"
#include "ent-record.h"

G_BEGIN_DECLS

ENT_AVAILABLE_IN_1_0
GtkPrintOperation *ent_gtk_print_list_new (EntStore *store,
                                           EntQuery *query,
                                           const EntField *const *columns,
                                           guint n_columns,
                                           const char *title);

ENT_AVAILABLE_IN_1_0
GtkPrintOperation *ent_gtk_print_record_new (EntStore *store, EntRecord *record);

ENT_AVAILABLE_IN_1_0
const GError *ent_gtk_print_get_error (GtkPrintOperation *operation);

G_END_DECLS
