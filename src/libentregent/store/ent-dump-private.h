/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ent-state-private.h"

G_BEGIN_DECLS

/* One record's line, without the end of the line; members and aliases have to be loaded. */
void ent_dump_record (GString *line, const EntKind *kind, const EntId *id, const EntId scope[2], EntState *state);

/* A field by its key, number or id, and a value, as they stand there. */
void ent_dump_put_key (GString *line, const EntKind *kind, const EntFieldKey *key);
void ent_dump_put_value (GString *line, const EntValue *value);

G_END_DECLS
