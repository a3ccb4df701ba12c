/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ent-receipt.h"

G_BEGIN_DECLS

/* Takes the warnings over. */
EntReceipt *ent_receipt_new (gint64 group, GPtrArray *warnings);

G_END_DECLS
