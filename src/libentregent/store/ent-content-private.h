/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ent-content.h"
#include "ent-files-private.h"

G_BEGIN_DECLS

/* Owned by the content. */
EntFilesPart *ent_content_get_part (EntContent *self);

G_END_DECLS
