/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

#include "ent-version-macros.h"

G_BEGIN_DECLS

ENT_AVAILABLE_IN_1_0
char *ent_language_recognize (const char *text);
ENT_AVAILABLE_IN_1_0
gboolean ent_language_is_valid (const char *tag);
ENT_AVAILABLE_IN_1_0
char *ent_language_dup_name (const char *tag, const char *locale);

G_END_DECLS
