/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <adwaita.h>

#include "ent-store.h"

G_BEGIN_DECLS

typedef enum
{
  ENT_APP_IMPORT_FINISHED,
  ENT_APP_IMPORT_REVERTED,
  ENT_APP_IMPORT_NOT_FINISHED, /* stopped, failed, or killed */
  ENT_APP_IMPORT_GONE_ON,      /* that too, and a later one of the same files went through */
} EntAppImportState;

/* From the two timestamps of an import, either of which may be empty or NULL; what came later is not known here. */
EntAppImportState ent_app_imports_get_state (const EntValue *finished, const EntValue *reverted);
const char *ent_app_imports_get_state_label (EntAppImportState state);

/* All that is known of an import. `go_on` (nullable) is called with `data` and a button when the person wants to go on
 * with its files. */
GtkWidget *ent_app_imports_detail_new (EntStore *store,
                                       EntRecord *import,
                                       EntAppImportState state,
                                       GCallback go_on,
                                       gpointer data);

G_END_DECLS
