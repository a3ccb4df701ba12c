/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "ent-import-record-log-private.h"

/**
 * ent_import_revert_sync:
 * @store: a book
 * @import: the id of an import
 * @progress: (nullable) (scope call) (closure progress_data): told how far it is, from 0 to 1,000,000
 * @progress_data: for @progress
 * @cancellable: (nullable): a cancellable
 * @error: return location
 *
 * Takes an import back: what it added goes, what it changed is as before. What was changed since is kept and named,
 * with all that it refers to. Undo brings it back. Blocks.
 *
 * Returns: (transfer full): what was kept; %NULL with %ENT_ERROR_NOT_FOUND or %ENT_ERROR_REFUSED when it was taken back
 * already
 */
EntUndoResult *
ent_import_revert_sync (EntStore *store,
                        const EntId *import,
                        GFileProgressCallback progress,
                        gpointer progress_data,
                        GCancellable *cancellable,
                        GError **error)
{
  const EntKind *kind = ent_kind_from_key ("import");
  g_autoptr (EntRecord) record = NULL;
  g_autoptr (EntUndoResult) result = NULL;
  g_autofree char *label = NULL;

  g_return_val_if_fail (ENT_IS_STORE (store) && import != NULL, NULL);

  record = ent_store_get_record_sync (store, kind, import, cancellable, error);
  if (record == NULL)
    return NULL;
  if (ent_record_get_value (record, ent_kind_get_field (kind, "reverted"))->type != ENT_VALUE_NOTHING)
    {
      g_set_error (error, ENT_ERROR, ENT_ERROR_REFUSED, _("The import “%s” was taken back already."),
                   ent_record_get_title (record));
      return NULL;
    }
  /* Translators: what “undo” takes back; the name of a file. */
  label = g_strdup_printf (_("Revert of “%s”"), ent_record_get_title (record));
  result = ent_store_revert_batch_sync (store, import, label, progress, progress_data, cancellable, error);
  if (result == NULL)
    return NULL;
  if (!ent_import_log_revert (store, import, &result->batch, error))
    return NULL;
  return g_steal_pointer (&result);
}
