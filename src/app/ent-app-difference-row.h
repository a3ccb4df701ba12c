/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <adwaita.h>

#include "ent-app-difference-item.h"

G_BEGIN_DECLS

#define ENT_APP_TYPE_DIFFERENCE_ROW (ent_app_difference_row_get_type ())

/* Shows an item: what the record is called where it is the first of it, a check, the old value and the new one. */
G_DECLARE_FINAL_TYPE (EntAppDifferenceRow, ent_app_difference_row, ENT_APP, DIFFERENCE_ROW, AdwBin)

/* A check that is clicked activates "differences.changed". */
GtkListItemFactory *ent_app_difference_row_new_factory (EntStore *store);

G_END_DECLS
