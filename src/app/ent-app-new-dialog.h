/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ent-app-window.h"

G_BEGIN_DECLS

/* Asks for a name and nothing else; with `field`, the new record points to `target` by it. */
void ent_app_new_dialog_present (EntAppWindow *window, const EntKind *kind, const EntField *field, const EntId *target);

G_END_DECLS
