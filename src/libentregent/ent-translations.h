/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

#include "ent-version-macros.h"

G_BEGIN_DECLS

ENT_AVAILABLE_IN_1_0
void ent_translations_init (void);

G_END_DECLS
