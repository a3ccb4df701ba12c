/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

#include "ent-version-macros.h"

G_BEGIN_DECLS

ENT_AVAILABLE_IN_1_0
gboolean ent_company_name_split (const char *name, const char *region, char **core, char **legal_form);
ENT_AVAILABLE_IN_1_0
char *ent_company_name_dup_key (const char *name, const char *region);
ENT_AVAILABLE_IN_1_0
char *ent_legal_form_dup_usual (const char *legal_form);
ENT_AVAILABLE_IN_1_0
gboolean ent_legal_form_is_used_in (const char *legal_form, const char *region);

G_END_DECLS
