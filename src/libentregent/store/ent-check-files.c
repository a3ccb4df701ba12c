/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "Entregent"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "ent-attachments-private.h"
#include "ent-check-private.h"
#include "ent-kinds.h"
#include "ent-store-job-private.h"

/*
 * The folder of files against the attachments: what is missing, what is not as it was attached, and what nobody has.
 * Reading takes its time, and so is done outside of the transaction that told what there should be.
 */

#define DAY_S (24 * 60 * 60)

typedef struct
{
  EntStore *store;
  char *folder;
  GHashTable *uses;
  GPtrArray *findings;
  gboolean reads; /* every content to its end; otherwise only how long it is */
} FileCheck;

static gboolean
read_uses_cb (EntDb *db, gpointer data, GError **error)
{
  FileCheck *self = data;

  g_clear_pointer (&self->uses, g_hash_table_unref);
  self->uses = ent_attachments_dup_uses (db, error);
  return self->uses != NULL;
}

/* With the record that it belongs to: the attachment alone says little to a person. */
static char *
dup_owner (FileCheck *self, EntRecord *attachment)
{
  const EntValue *value = ent_record_get_value (attachment, ENT_ATTACHMENT_RECORD);
  g_autofree char *text = value->type == ENT_VALUE_ID ? ent_id_to_string (&value->id) : NULL;
  EntId id;
  const EntKind *kind = text != NULL ? ent_store_find_id_sync (self->store, text, &id, NULL, NULL) : NULL;
  g_autoptr (EntRecord) record = kind != NULL ? ent_store_get_record_sync (self->store, kind, &id, NULL, NULL) : NULL;

  if (record == NULL)
    return g_strdup (text != NULL ? text : "");
  /* Translators: a kind of record and what this one is called: contact “Ada Blanc”. */
  return g_strdup_printf (_("%s “%s”"), ent_kind_get_label (kind), ent_record_get_title (record));
}

static void
find (FileCheck *self, const EntContentUse *use, EntFilesState state)
{
  const EntKind *kind = ENT_ATTACHMENT_NAME->kind;
  g_autoptr (EntRecord) attachment = ent_store_get_record_sync (self->store, kind, &use->attachment, NULL, NULL);
  g_autofree char *owner = attachment != NULL ? dup_owner (self, attachment) : g_strdup ("");
  g_autofree char *message = NULL;
  const char *name = attachment != NULL ? ent_record_get_title (attachment) : "";

  if (state == ENT_FILES_MISSING)
    /* Translators: the name of an attachment, and the record that it belongs to. */
    message =
        g_strdup_printf (_("The content of “%s” (%s) is missing. Attach the file again, or copy it from a backup "
                            "of the book."),
                         name, owner);
  else
    message =
        g_strdup_printf (_("The content of “%s” (%s) is damaged. Attach the file again, or copy it from a backup "
                            "of the book."),
                         name, owner);
  ent_check_find (self->findings, kind, &use->attachment, ENT_ATTACHMENT_SHA256->key, message);
}

static gboolean
check_contents (FileCheck *self, GCancellable *cancellable, GError **error)
{
  g_autoptr (GHashTable) uses = g_hash_table_ref (self->uses);
  g_autoptr (GPtrArray) bad = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer hash, use;

  g_hash_table_iter_init (&iter, uses);
  while (g_hash_table_iter_next (&iter, &hash, &use))
    {
      EntFilesState state;

      if (!ent_files_look (self->folder, hash, ((EntContentUse *) use)->size, self->reads, &state, cancellable, NULL))
        {
          if (g_cancellable_set_error_if_cancelled (cancellable, error))
            return FALSE;
          state = ENT_FILES_DAMAGED;
        }
      if (state != ENT_FILES_GOOD)
        g_ptr_array_add (bad, hash);
    }
  if (bad->len == 0)
    return TRUE;
  /* Somebody may have erased it meanwhile, or attached it again. */
  if (!ent_store_with_reader (self->store, cancellable, read_uses_cb, self, error))
    return FALSE;
  for (guint i = 0; i < bad->len; i++)
    {
      const EntContentUse *still = g_hash_table_lookup (self->uses, g_ptr_array_index (bad, i));
      EntFilesState state;

      if (still == NULL)
        continue;
      if (!ent_files_look (self->folder, g_ptr_array_index (bad, i), still->size, self->reads, &state, NULL, NULL))
        state = ENT_FILES_DAMAGED;
      if (state != ENT_FILES_GOOD)
        find (self, still, state);
    }
  return TRUE;
}

static void
find_file (FileCheck *self, const char *name, const char *message, gboolean mended)
{
  g_autofree char *inside =
      ent_files_is_hash (name) ? ent_files_dup_path (self->folder, name) : g_build_filename (self->folder, name, NULL);
  g_autofree char *shown = g_filename_display_name (inside);

  ent_check_find (self->findings, NULL, NULL, shown, message);
  ((EntFinding *) g_ptr_array_index (self->findings, self->findings->len - 1))->mended = mended;
}

static gboolean
check_entry_cb (EntFilesEntryType type, const char *name, gint64 age, gpointer data, GError **error)
{
  FileCheck *self = data;

  if (type == ENT_FILES_ENTRY_FOREIGN)
    find_file (self, name, _("This file is not of the book"), FALSE);
  else if (type == ENT_FILES_ENTRY_CONTENT && age >= DAY_S && !g_hash_table_contains (self->uses, name))
    find_file (self, name, _("This file belongs to no attachment; --rebuild removes it"), FALSE);
  return TRUE;
}

static void
check_marker (FileCheck *self)
{
  if (g_file_test (self->folder, G_FILE_TEST_IS_DIR) &&
      !ent_files_is_of (self->folder, ent_store_get_book_id (self->store)))
    find_file (self, ENT_FILES_MARKER, _("This folder says that it is of another book; what lies in it is left alone"),
               FALSE);
}

gboolean
ent_check_files (EntStore *store, gboolean mend, GPtrArray *findings, GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) removed = g_ptr_array_new_with_free_func (g_free);
  FileCheck self = { .store = store, .findings = findings, .reads = TRUE };
  gboolean done;

  if (ent_store_is_in_memory (store))
    return TRUE;
  self.folder = ent_files_dup_folder (ent_store_get_path (store));
  check_marker (&self);
  done = (!mend || ent_attachments_purge (store, removed, error)) &&
         ent_store_with_reader (store, cancellable, read_uses_cb, &self, error) &&
         check_contents (&self, cancellable, error) && ent_files_foreach (self.folder, check_entry_cb, &self, error);
  for (guint i = 0; i < removed->len; i++)
    find_file (&self, g_ptr_array_index (removed, i), _("This file belonged to no attachment, and was removed"), TRUE);
  g_clear_pointer (&self.uses, g_hash_table_unref);
  g_free (self.folder);
  return done;
}

/**
 * ent_store_check_files_sync: (skip)
 * @self: a book
 * @cancellable: (nullable): a cancellable
 * @error: where to put an error
 *
 * Looks whether the contents of all attachments are in the folder of files, and as long as they should be: what a
 * backup and an export of everything cannot take along. [method@Store.check_sync] reads them as well. Blocks.
 *
 * Returns: (transfer container) (element-type EntFinding): what is missing or damaged; empty where nothing is
 */
GPtrArray *
ent_store_check_files_sync (EntStore *self, GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) findings = g_ptr_array_new_with_free_func ((GDestroyNotify) ent_finding_free);
  FileCheck check = { .store = self, .findings = findings };
  gboolean done;

  g_return_val_if_fail (ENT_IS_STORE (self), NULL);

  if (ent_store_is_in_memory (self))
    return g_steal_pointer (&findings);
  check.folder = ent_files_dup_folder (ent_store_get_path (self));
  done = ent_store_with_reader (self, cancellable, read_uses_cb, &check, error) &&
         check_contents (&check, cancellable, error);
  g_clear_pointer (&check.uses, g_hash_table_unref);
  g_free (check.folder);
  return done ? g_steal_pointer (&findings) : NULL;
}

static void
findings_job_free (gpointer data)
{
  GPtrArray **findings = data;

  g_clear_pointer (findings, g_ptr_array_unref);
  g_free (findings);
}

static gboolean
run_findings_job (EntStore *self, gpointer data, GCancellable *cancellable, GError **error)
{
  GPtrArray **findings = data;

  *findings = ent_store_check_files_sync (self, cancellable, error);
  return *findings != NULL;
}

/**
 * ent_store_check_files_async: (skip)
 * @self: a book
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * As [method@Store.check_files_sync], on a thread of its own.
 */
void
ent_store_check_files_async (EntStore *self,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  g_return_if_fail (ENT_IS_STORE (self));

  ent_store_start_long (self, ent_store_check_files_async, run_findings_job, g_new0 (GPtrArray *, 1), findings_job_free,
                        cancellable, callback, user_data);
}

/**
 * ent_store_check_files_finish: (skip)
 * @self: a book
 * @result: what the callback was given
 * @error: where to put an error
 *
 * Returns: (transfer container) (element-type EntFinding): what is missing or damaged; empty where nothing is
 */
GPtrArray *
ent_store_check_files_finish (EntStore *self, GAsyncResult *result, GError **error)
{
  GPtrArray **findings = ent_store_finish_job (self, result, ent_store_check_files_async, error);

  return findings != NULL ? g_steal_pointer (findings) : NULL;
}
