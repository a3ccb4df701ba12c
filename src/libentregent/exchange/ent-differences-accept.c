/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "ent-change-private.h"
#include "ent-differences-private.h"
#include "ent-import-apply-private.h"
#include "ent-import-record-log-private.h"
#include "ent-import-result-private.h"
#include "ent-import-sql-private.h"

typedef struct
{
  EntDifferences *differences;
  EntImportApply apply;
  EntImportResult *result;
  GPtrArray *added;    /* EntDifferenceItem: rows whose fingerprints are kept */
  GHashTable *touched; /* ids of records that are changed */
  gboolean begun;
} Accepting;

static gboolean
set_members (Accepting *self, const EntDifferenceItem *item, GError **error)
{
  const EntDifference *public = &item->public;
  EntChange *change = self->apply.change;
  g_autoptr (GHashTable) wanted = g_hash_table_new_full (ent_id_hash, ent_id_equal, g_free, NULL);
  g_autoptr (EntRecord) record =
      ent_store_get_record_sync (self->apply.store, public->kind, &public->id, self->apply.cancellable, error);
  GPtrArray *members;

  if (record == NULL)
    return FALSE;
  for (guint i = 0; item->staged != NULL && i < item->staged->values->len; i++)
    {
      const EntStagedValue *staged = &g_array_index (item->staged->values, EntStagedValue, i);
      EntId id;

      if (!ent_import_names_resolve (self->apply.names, change, public->field, NULL, staged->value.text, &id,
                                     self->apply.cancellable, error))
        return FALSE;
      if (!ent_id_is_null (&id))
        g_hash_table_add (wanted, g_memdup2 (&id, sizeof id));
    }
  members = ent_record_get_elements (record, public->field);
  for (guint i = 0; members != NULL && i < members->len; i++)
    if (!g_hash_table_remove (wanted, &((const EntValue *) g_ptr_array_index (members, i))->id))
      ent_change_remove_element (change, public->kind, &public->id, public->field,
                                 ent_record_get_element_dot (record, public->field, i));

  {
    GHashTableIter iter;
    gpointer id;

    g_hash_table_iter_init (&iter, wanted);
    while (g_hash_table_iter_next (&iter, &id, NULL))
      {
        g_auto (EntValue) value = ENT_VALUE_INIT;

        ent_value_set_id (&value, id);
        ent_change_add_element (change, public->kind, &public->id, public->field, &value);
      }
  }
  return TRUE;
}

static void
set_element (Accepting *self, const EntDifferenceItem *item)
{
  const EntDifference *public = &item->public;
  EntChange *change = self->apply.change;
  g_auto (EntValue) value = ENT_VALUE_INIT;

  if (item->element == NULL)
    {
      ent_change_remove_element (change, public->kind, &public->id, public->field, &item->dot);
      return;
    }
  ent_value_take_element (&value, ent_element_ref (item->element));
  if (item->has_dot)
    ent_change_replace_element (change, public->kind, &public->id, public->field, &item->dot, &value);
  else
    ent_change_add_element (change, public->kind, &public->id, public->field, &value);
}

static gboolean
set_value (Accepting *self, const EntDifferenceItem *item, GError **error)
{
  const EntDifference *public = &item->public;
  const EntStagedValue *staged = item->staged != NULL && item->staged->values->len > 0
                                     ? &g_array_index (item->staged->values, EntStagedValue, 0)
                                     : NULL;
  g_auto (EntValue) value = ENT_VALUE_INIT;

  if (staged != NULL && staged->type == ENT_STAGED_NAMED)
    {
      EntId id;

      if (!ent_import_names_resolve (self->apply.names, self->apply.change, public->field, NULL, staged->value.text,
                                     &id, self->apply.cancellable, error))
        return FALSE;
      ent_value_set_id (&value, &id);
    }
  else if (staged != NULL)
    ent_value_copy_to (&staged->value, &value);
  ent_change_set (self->apply.change, public->kind, &public->id, public->field, &value);
  return TRUE;
}

static gboolean
accept_item (Accepting *self, EntDifferenceItem *item, GError **error)
{
  EntDifference *public = &item->public;
  EntChange *change = self->apply.change;

  if (public->type == ENT_DIFFERENCE_ADDED)
    {
      if (ent_id_is_null (&public->id))
        ent_id_generate (&public->id);
      ent_change_add (change, public->kind, &public->id);
      g_ptr_array_add (self->added, item);
      return ent_import_apply_new (&self->apply, item->staged, &public->id, error);
    }
  /* What was edited while a person looked is not overwritten. */
  ent_change_expect_revision (change, public->kind, &public->id, item->revision);
  g_hash_table_add (self->touched, g_memdup2 (&public->id, sizeof public->id));
  if (public->type == ENT_DIFFERENCE_MISSING)
    ent_change_delete (change, public->kind, &public->id);
  else if (public->field->type == ENT_FIELD_ELEMENT_SET)
    set_element (self, item);
  else if (public->field->type == ENT_FIELD_REFERENCE_SET)
    return set_members (self, item, error);
  else
    return set_value (self, item, error);
  return TRUE;
}

/* So that an added row is known when the file is opened again. */
static gboolean
write_fingerprints_cb (EntDb *db, gpointer data, GError **error)
{
  GPtrArray *added = data;

  for (guint i = 0; i < added->len; i++)
    {
      const EntDifferenceItem *item = g_ptr_array_index (added, i);

      if (!ent_import_sql_add_fingerprint (db, item->staged->fingerprint, item->public.kind, &item->public.id, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
commit (Accepting *self, GError **error)
{
  g_autoptr (EntReceipt) receipt = NULL;

  ent_change_set_companion (self->apply.change, write_fingerprints_cb, self->added);
  receipt = ent_store_commit_sync (self->apply.store, self->apply.change, self->apply.cancellable, error);
  if (receipt == NULL)
    return FALSE;
  self->result->n_created = self->added->len;
  self->result->n_updated = g_hash_table_size (self->touched);
  ent_import_names_commit (self->apply.names);
  ent_import_names_append_notes (self->apply.names, self->result->notes);
  return TRUE;
}

/* Its record stands before the rows', as that of every import. */
static gboolean
begin (Accepting *self, GError **error)
{
  EntDifferences *differences = self->differences;
  g_autoptr (GPtrArray) files = g_ptr_array_new ();
  g_autoptr (GPtrArray) sources = g_ptr_array_new ();
  EntImportSource source = { .format = differences->format };

  g_ptr_array_add (files, differences->file);
  g_ptr_array_add (sources, &source);
  self->begun = ent_import_log_begin (self->apply.store, files, sources, &self->result->import, NULL,
                                      self->apply.cancellable, error);
  return self->begun;
}

static gboolean
accept_items (Accepting *self, const guint *items, guint n_items, GError **error)
{
  GPtrArray *all = self->differences->items;
  g_autofree gboolean *taken = g_new0 (gboolean, all->len + 1);

  for (guint i = 0; i < n_items; i++)
    {
      if (items[i] >= all->len)
        {
          g_set_error (error, ENT_ERROR, ENT_ERROR_REFUSED, _("There is no difference %u; there are %u."),
                       items[i] + 1, all->len);
          return FALSE;
        }
      if (!taken[items[i]] && !accept_item (self, g_ptr_array_index (all, items[i]), error))
        return FALSE;
      taken[items[i]] = TRUE;
    }
  return begin (self, error) && commit (self, error);
}

static EntImportResult *
result_new (const EntDifferences *self)
{
  EntImportResult *result = ent_import_result_new ();

  result->n_read = self->n_read;
  return result;
}

/**
 * ent_differences_accept_sync:
 * @self: differences that were compared
 * @items: (array length=n_items): which ones, as indices into [method@Differences.get_items]
 * @n_items: how many
 * @cancellable: (nullable): a cancellable
 * @error: return location
 *
 * Writes these differences into the book, as one import that is undone or reverted as one; all of them or, with an
 * error, none. Blocks. Compare again before accepting others.
 *
 * Returns: (transfer full): what came of it; %NULL with %ENT_ERROR_REVISION when one of the records was edited since it
 * was compared, or %ENT_ERROR_REFUSED
 */
EntImportResult *
ent_differences_accept_sync (EntDifferences *self,
                             const guint *items,
                             guint n_items,
                             GCancellable *cancellable,
                             GError **error)
{
  g_autoptr (EntImportResult) result = NULL;
  g_autoptr (EntImportNames) names = NULL;
  g_autoptr (EntImportIds) ids = NULL;
  g_autoptr (EntChange) change = NULL;
  g_autoptr (GPtrArray) added = g_ptr_array_new ();
  g_autoptr (GHashTable) touched = g_hash_table_new_full (ent_id_hash, ent_id_equal, g_free, NULL);
  g_autofree char *base = NULL;
  g_autofree char *name = NULL;
  g_autofree char *label = NULL;
  g_autoptr (GError) local_error = NULL;
  Accepting accepting;

  g_return_val_if_fail (ENT_IS_DIFFERENCES (self) && (items != NULL || n_items == 0), NULL);

  result = result_new (self);
  if (n_items == 0)
    return g_steal_pointer (&result);
  ent_id_generate (&result->import);
  base = g_file_get_basename (self->file);
  name = g_filename_display_name (base);
  label = g_strdup_printf (_("Import of “%s”"), name);
  names = ent_import_names_new (self->store, FALSE);
  ids = ent_import_ids_new (self->store);
  change = ent_import_change_new (self->store, &result->import, label);
  accepting = (Accepting) { self, { self->store, names, ids, change, cancellable }, result, added, touched, FALSE };
  accept_items (&accepting, items, n_items, &local_error);
  if (accepting.begun)
    ent_import_log_end (self->store, result, local_error == NULL, local_error == NULL ? &local_error : NULL);
  if (local_error == NULL)
    return g_steal_pointer (&result);
  g_propagate_error (error, g_steal_pointer (&local_error));
  return NULL;
}
