/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "Entregent"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "ent-content-private.h"
#include "ent-db-open-private.h"
#include "ent-error.h"
#include "ent-receipt-private.h"
#include "ent-store.h"
#include "ent-undo-private.h"
#include "ent-writer-private.h"

/*
 * EntStore's commit: the writer held, a transaction, the group, and what follows a commit.
 */

void
ent_commit_notify (EntWriter *writer)
{
  g_autoptr (GArray) records = g_array_sized_new (FALSE, FALSE, sizeof (EntChangedRecord), writer->touched->len);
  const EntTouched *touched = (const EntTouched *) writer->touched->data;
  gboolean fields = FALSE;

  for (guint i = 0; i < writer->touched->len; i++)
    {
      const EntPlan *plan = g_ptr_array_index (writer->told, i);
      EntChangedRecord record = { plan->kind, plan->id };

      fields |= g_str_equal (plan->kind->key, "field");
      g_array_append_val (records, record);
    }
  if (fields)
    ent_store_forget_fields (writer->store);
  ent_store_run_commit_hooks (writer->store, writer->g, touched, writer->touched->len);
  ent_store_notify_changed (writer->store, writer->g, (const EntChangedRecord *) records->data, records->len);
}

/* Before the record that names it: a content without an attachment is cleared away, an attachment without its content
 * is a loss. */
static gboolean
place_contents (EntChange *change, GError **error)
{
  g_autoptr (GPtrArray) parts = g_ptr_array_new ();

  for (guint i = 0; change->contents != NULL && i < change->contents->len; i++)
    g_ptr_array_add (parts, ent_content_get_part (g_ptr_array_index (change->contents, i)));
  return ent_files_place (parts, error);
}

static gboolean
run (EntStore *self, EntDb *db, EntChange *change, EntWriter *writer, gboolean *erases, GError **error)
{
  if (!ent_store_run_guards (self, db, change, change->warnings, error) || !place_contents (change, error) ||
      !ent_writer_begin_local (writer, error) || !ent_writer_run (writer, change, error))
    return FALSE;
  if (change->companion != NULL && !change->companion (db, change->companion_data, error))
    return FALSE;
  for (guint i = 0; i < writer->plans->len; i++)
    *erases |= ((EntPlan *) g_ptr_array_index (writer->plans, i))->erased;
  return TRUE;
}

typedef struct
{
  EntChange *change;
  const EntWriter *writer;
  gboolean erases;
} Done;

static gboolean
push_undo_cb (EntDb *local, gpointer data, GError **error)
{
  const Done *done = data;

  if (done->erases)
    return ent_undo_push_erasure (done->change->store, local, error);
  return ent_undo_push (done->change->store, local, done->change, done->writer->origin, done->writer->oseq, error);
}

static EntReceipt *
commit (EntStore *self, EntDb *db, EntChange *change, GCancellable *cancellable, GError **error)
{
  gboolean interactive = !change->bulk;
  g_autoptr (EntWriter) writer = NULL;
  g_autoptr (GError) remains = NULL;
  gboolean erases = FALSE;

  if (!ent_store_begin_write (self, db, interactive, error))
    return NULL;
  writer = ent_writer_new (self, db);
  if (!run (self, db, change, writer, &erases, error))
    {
      ent_store_rollback_write (self, db);
      return NULL;
    }
  if (writer->g == 0)
    {
      ent_store_rollback_write (self, db);
      return ent_receipt_new (0, change->warnings);
    }
  if (!ent_store_commit_write (self, db, error))
    return NULL;

  change->is_committed = TRUE;
  ent_store_replica_committed (self, writer->origin, writer->oseq, change->without_undo ? NULL : push_undo_cb,
                               &(Done) { change, writer, erases });
  /* It is erased, whatever of it could not be removed from the disk: that the person has to do. */
  if (erases && !ent_erase_after_commit (self, db, &remains))
    g_ptr_array_add (change->warnings, g_strdup (remains->message));
  ent_commit_notify (writer);
  ent_store_upkeep_want (self, db, writer->g, change->bulk);
  return ent_receipt_new (writer->g, change->warnings);
}

/**
 * ent_store_commit_sync:
 * @self: a book
 * @change: what to do
 * @cancellable: (nullable): a cancellable; looked at before the writer begins
 * @error: where to put an error
 *
 * Does everything that a change says, or nothing. Blocks until it is safe on disk: for command lines and tests.
 *
 * Fails with [error@Ent.Error.REFUSED] where a value, a reference or a guard forbids it (the message names the field),
 * [error@Ent.Error.REVISION] where a record was touched since it was read, [error@Ent.Error.NOT_FOUND],
 * [error@Ent.Error.ERASED], and with what a disk may do. What an erasure could not remove from the disk (a backup, the
 * content of an attachment) is a warning of the receipt: the record is erased.
 *
 * Returns: (transfer full): what was done
 */
EntReceipt *
ent_store_commit_sync (EntStore *self, EntChange *change, GCancellable *cancellable, GError **error)
{
  EntReceipt *receipt;
  EntDb *db;
  guint wal_pages;

  g_return_val_if_fail (ENT_IS_STORE (self), NULL);
  g_return_val_if_fail (ENT_IS_CHANGE (change), NULL);
  g_return_val_if_fail (change->store == self, NULL);
  g_return_val_if_fail (!change->is_committed, NULL);

  if (!ent_change_prepare (change, error))
    return NULL;
  if (ent_change_is_empty (change))
    return ent_receipt_new (0, change->warnings);
  /* Before the wait: who writes a lot makes it short. */
  if (!change->bulk)
    ent_store_note_person (self);
  db = ent_store_writer_lock (self, !change->bulk, cancellable, error);
  if (db == NULL)
    return NULL;
  receipt = commit (self, db, change, cancellable, error);
  wal_pages = ent_db_get_wal_pages (db);
  ent_store_writer_unlock (self);
  if (change->bulk)
    ent_store_upkeep_fold_bulk (self, wal_pages);
  return receipt;
}

static void
commit_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GError *error = NULL;
  EntReceipt *receipt = ent_store_commit_sync (source, data, cancellable, &error);

  if (receipt != NULL)
    g_task_return_pointer (task, receipt, (GDestroyNotify) ent_receipt_unref);
  else
    g_task_return_error (task, error);
}

/**
 * ent_store_commit_async:
 * @self: a book
 * @change: what to do; not to be touched any more
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Commits a change on a thread of the store. See [method@Store.commit_sync].
 */
void
ent_store_commit_async (EntStore *self,
                        EntChange *change,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (ENT_IS_STORE (self));
  g_return_if_fail (ENT_IS_CHANGE (change));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, ent_store_commit_async);
  g_task_set_task_data (task, g_object_ref (change), g_object_unref);
  ent_store_push_write (self, task, commit_thread);
}

/**
 * ent_store_commit_finish:
 * @self: a book
 * @result: what the callback was given
 * @error: where to put an error
 *
 * Returns: (transfer full): what was done
 */
EntReceipt *
ent_store_commit_finish (EntStore *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
