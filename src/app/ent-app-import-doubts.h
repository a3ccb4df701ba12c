/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <adwaita.h>

#include "ent-import.h"

G_BEGIN_DECLS

typedef void (*EntAppImportDecided) (EntImportDecision decision, gpointer data);

/* The rows of an import that may be known records: which, why, and what is to become of them. `decided` is called
 * when something else is chosen. */
GtkWidget *ent_app_import_doubts_new (const EntImportResult *result,
                                      GPtrArray *files,
                                      EntImportDecision decision,
                                      EntAppImportDecided decided,
                                      gpointer data);

G_END_DECLS
