/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ent-app-window.h"

G_BEGIN_DECLS

/* An activity about a record: one that was done, or one that is planned. */
void ent_app_log_dialog_present (EntAppWindow *window, EntRecord *about, gboolean done);

G_END_DECLS
