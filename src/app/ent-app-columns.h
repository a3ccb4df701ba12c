/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ent-kind.h"

G_BEGIN_DECLS

#define ENT_APP_MAX_COLUMNS 8

/* What a table of such records shows: their name, what their rows in the list show, phone and e-mail. Returns how many
 * these are. */
guint ent_app_columns_collect (const EntKind *kind, const EntField *columns[ENT_APP_MAX_COLUMNS]);

G_END_DECLS
