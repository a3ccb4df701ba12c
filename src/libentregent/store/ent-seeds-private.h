/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ent-store-private.h"

G_BEGIN_DECLS

/* What every book begins with: its first user, a pipeline with stages, sectors, sources, reasons. Made once, by an
 * ordinary change. */
gboolean ent_seeds_ensure (EntStore *store, GError **error);

G_END_DECLS
