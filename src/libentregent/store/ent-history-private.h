/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ent-history.h"
#include "ent-replay-private.h"

G_BEGIN_DECLS

EntHistoryEntry *ent_history_entry_new (EntHistoryAction action,
                                        const EntKind *kind,
                                        const EntId *id,
                                        const EntReplayChange *change,
                                        const char *author,
                                        const EntField *field,
                                        const EntValue *old_value,
                                        const EntValue *new_value);

G_END_DECLS
