/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ent-differences.h"

G_BEGIN_DECLS

#define ENT_APP_TYPE_DIFFERENCE_ITEM (ent_app_difference_item_get_type ())

/* One row of what is shown of a file: a difference that can be accepted, or a text under a heading. */
G_DECLARE_FINAL_TYPE (EntAppDifferenceItem, ent_app_difference_item, ENT_APP, DIFFERENCE_ITEM, GObject)

/* Lives as long as `differences` is not compared again. @heading: NULL where the row before has the same. */
EntAppDifferenceItem *ent_app_difference_item_new (EntDifferences *differences, guint index, const char *heading);
EntAppDifferenceItem *ent_app_difference_item_new_text (const char *text, const char *caption, const char *heading);

/* NULL: a text */
const EntDifference *ent_app_difference_item_get_difference (EntAppDifferenceItem *self);
guint ent_app_difference_item_get_index (EntAppDifferenceItem *self);
const char *ent_app_difference_item_get_heading (EntAppDifferenceItem *self);
const char *ent_app_difference_item_get_text (EntAppDifferenceItem *self);
const char *ent_app_difference_item_get_caption (EntAppDifferenceItem *self);

/* Whether it loses nothing to accept it: no conflict, and no record that is deleted. */
gboolean ent_app_difference_item_is_safe (EntAppDifferenceItem *self);

gboolean ent_app_difference_item_get_chosen (EntAppDifferenceItem *self);
void ent_app_difference_item_set_chosen (EntAppDifferenceItem *self, gboolean chosen);

G_END_DECLS
