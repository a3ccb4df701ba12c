/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ent-element.h"
#include "ent-record.h"

G_BEGIN_DECLS

ENT_AVAILABLE_IN_1_0
char *ent_gtk_element_dup_title (EntElement *element);

ENT_AVAILABLE_IN_1_0
char *ent_gtk_element_dup_subtitle (EntElement *element);

ENT_AVAILABLE_IN_1_0
const char *ent_gtk_element_get_icon (EntElement *element);

ENT_AVAILABLE_IN_1_0
const char *ent_gtk_element_get_action_icon (EntElement *element);

ENT_AVAILABLE_IN_1_0
char *ent_gtk_element_dup_uri (EntElement *element);

ENT_AVAILABLE_IN_1_0
const EntField *ent_gtk_element_get_primary_field (const EntKind *kind, EntElement *element);

ENT_AVAILABLE_IN_1_0
gboolean ent_gtk_element_is_primary (EntRecord *record, EntElement *element);

ENT_AVAILABLE_IN_1_0
EntElement *ent_gtk_element_find (EntRecord *record, const char *channel);

G_END_DECLS
