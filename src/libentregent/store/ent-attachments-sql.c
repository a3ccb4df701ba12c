/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "Entregent"

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "ent-attachments-private.h"
#include "ent-clock-private.h"
#include "ent-error.h"
#include "ent-kinds.h"
#include "ent-store-object-private.h"

/*
 * Which contents the book has, and the end of those that it has no more. A content gets its name, and is taken away,
 * only inside a transaction that writes: so nobody attaches what another process is about to remove.
 */

#define DAY_S (24 * 60 * 60)

static void
add_use (GHashTable *uses, const char *hash, const EntId *attachment, gint64 size)
{
  EntContentUse *use;

  if (!ent_files_is_hash (hash) || g_hash_table_contains (uses, hash))
    return;
  use = g_new0 (EntContentUse, 1);
  use->attachment = *attachment;
  use->size = size;
  g_hash_table_insert (uses, g_strdup (hash), use);
}

static gboolean
get_id (sqlite3_stmt *stmt, int column, EntId *id)
{
  if (sqlite3_column_bytes (stmt, column) != sizeof id->bytes)
    return FALSE;
  memcpy (id->bytes, sqlite3_column_blob (stmt, column), sizeof id->bytes);
  return TRUE;
}

static gboolean
add_shown (EntDb *db, GHashTable *uses, GError **error)
{
  sqlite3_stmt *stmt = ent_db_prepare (db, "SELECT sha256, id, size FROM attachment ORDER BY hidden, rid", error);
  int code;

  if (stmt == NULL)
    return FALSE;
  while ((code = ent_db_step (db, stmt, error)) == SQLITE_ROW)
    {
      EntId id;

      if (get_id (stmt, 1, &id))
        add_use (uses, (const char *) sqlite3_column_text (stmt, 0), &id,
                 sqlite3_column_type (stmt, 2) == SQLITE_INTEGER ? sqlite3_column_int64 (stmt, 2) : -1);
    }
  sqlite3_reset (stmt);
  return code == SQLITE_DONE;
}

static void
add_set_hashes (GHashTable *uses, const EntId *id, gconstpointer data, gsize size)
{
  g_auto (EntBody) body = ENT_BODY_INIT;

  if (size == 0 || !ent_body_decode (&body, ENT_ATTACHMENT_NAME->kind, 0, 0, data, size, NULL))
    return;
  for (guint i = 0; i < body.n_ops; i++)
    if (body.ops[i].code == ENT_OP_SET && body.ops[i].field == ENT_ATTACHMENT_SHA256 &&
        body.ops[i].value.type == ENT_VALUE_TEXT)
      add_use (uses, body.ops[i].value.text, id, -1);
}

/* Values that another took the place of, here or on another device. */
static gboolean
add_from_log (EntDb *db, gint64 rid, GHashTable *uses, GError **error)
{
  sqlite3_stmt *stmt = ent_db_prepare (db,
                                       "SELECT change.body, attachment.id FROM change JOIN attachment USING (rid)"
                                       " WHERE change.kind = ?1 AND (?2 = 0 OR change.rid = ?2)",
                                       error);
  int code;

  if (stmt == NULL)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, ENT_ATTACHMENT_NAME->kind->number);
  sqlite3_bind_int64 (stmt, 2, rid);
  while ((code = ent_db_step (db, stmt, error)) == SQLITE_ROW)
    {
      EntId id;

      if (get_id (stmt, 1, &id))
        add_set_hashes (uses, &id, sqlite3_column_blob (stmt, 0), (gsize) sqlite3_column_bytes (stmt, 0));
    }
  sqlite3_reset (stmt);
  return code == SQLITE_DONE;
}

GHashTable *
ent_attachments_dup_uses (EntDb *db, GError **error)
{
  g_autoptr (GHashTable) uses = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  return add_shown (db, uses, error) && add_from_log (db, 0, uses, error) ? g_steal_pointer (&uses) : NULL;
}

GArray *
ent_attachments_dup_of (EntDb *db, const EntKind *kind, const EntId *id, GError **error)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (EntId));
  g_autofree char *sql = g_strdup_printf ("SELECT id FROM attachment WHERE record_kind = ?2"
                                          " AND record_rid = (SELECT canon FROM \"%s\" WHERE id = ?1)",
                                          kind->table);
  sqlite3_stmt *stmt = ent_db_prepare (db, sql, error);
  int code;

  if (stmt == NULL)
    return NULL;
  ent_db_bind_id (stmt, 1, id);
  sqlite3_bind_int64 (stmt, 2, kind->number);
  while ((code = ent_db_step (db, stmt, error)) == SQLITE_ROW)
    {
      EntId attachment;

      if (get_id (stmt, 0, &attachment))
        g_array_append_val (ids, attachment);
    }
  sqlite3_reset (stmt);
  return code == SQLITE_DONE ? g_steal_pointer (&ids) : NULL;
}

/* ---- photos ---- */

/* The first row of a statement that is bound; the null id where it has none. */
static gboolean
step_id (EntDb *db, sqlite3_stmt *stmt, EntId *id, GError **error)
{
  int code = ent_db_step (db, stmt, error);

  memset (id, 0, sizeof *id);
  if (code == SQLITE_ROW)
    get_id (stmt, 0, id);
  sqlite3_reset (stmt);
  return code == SQLITE_ROW || code == SQLITE_DONE;
}

gboolean
ent_attachments_find_photo (EntDb *db, const EntId *contact, const char *except, EntId *attachment, GError **error)
{
  sqlite3_stmt *stmt = ent_db_prepare (db,
                                       "SELECT attachment.id FROM contact AS named JOIN contact ON contact.rid = "
                                       "named.canon JOIN attachment ON attachment.record_kind = ?2 AND "
                                       "attachment.record_rid = contact.rid WHERE named.id = ?1 AND "
                                       "attachment.hidden = 0 AND attachment.sha256 = contact.photo AND "
                                       "contact.photo IS NOT ?3 ORDER BY attachment.rid DESC LIMIT 1",
                                       error);

  if (stmt == NULL)
    return FALSE;
  ent_db_bind_id (stmt, 1, contact);
  sqlite3_bind_int64 (stmt, 2, ENT_CONTACT_PHOTO->kind->number);
  sqlite3_bind_text (stmt, 3, except, -1, SQLITE_STATIC);
  return step_id (db, stmt, attachment, error);
}

gboolean
ent_attachments_find_pictured (EntDb *db, const EntId *attachment, EntId *contact, GError **error)
{
  sqlite3_stmt *stmt = ent_db_prepare (db,
                                       "SELECT contact.id FROM attachment JOIN contact ON contact.rid = "
                                       "attachment.record_rid WHERE attachment.id = ?1 AND "
                                       "attachment.record_kind = ?2 AND contact.photo = attachment.sha256",
                                       error);

  if (stmt == NULL)
    return FALSE;
  ent_db_bind_id (stmt, 1, attachment);
  sqlite3_bind_int64 (stmt, 2, ENT_CONTACT_PHOTO->kind->number);
  return step_id (db, stmt, contact, error);
}

/* ---- erasure ---- */

gboolean
ent_attachments_note_erased (EntWriter *self, const EntPlan *plan, GError **error)
{
  EntStore *store = self->store;
  g_autoptr (GHashTable) uses = NULL;
  GHashTableIter iter;
  gpointer hash;

  if (plan->kind != ENT_ATTACHMENT_NAME->kind || ent_store_is_in_memory (store))
    return TRUE;
  uses = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  if (!add_from_log (self->db, plan->rid, uses, error))
    return FALSE;
  if (store->erased_contents == NULL)
    store->erased_contents = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_hash_table_iter_init (&iter, uses);
  while (g_hash_table_iter_next (&iter, &hash, NULL))
    g_hash_table_add (store->erased_contents, g_strdup (hash));
  return TRUE;
}

/* Whether an attachment has it now: what was told of all of them may be a moment old. */
static gboolean
is_used_now (EntDb *db, const char *hash, gboolean *used, GError **error)
{
  sqlite3_stmt *stmt = ent_db_prepare (db, "SELECT 1 FROM attachment WHERE sha256 = ?", error);
  int code;

  if (stmt == NULL)
    return FALSE;
  sqlite3_bind_text (stmt, 1, hash, -1, SQLITE_STATIC);
  code = ent_db_step (db, stmt, error);
  *used = code == SQLITE_ROW;
  sqlite3_reset (stmt);
  return code == SQLITE_ROW || code == SQLITE_DONE;
}

/* All are tried; the first that stays is named. */
static gboolean
remove_unused (EntStore *store, EntDb *db, GHashTable *uses, GHashTable *hashes, GError **error)
{
  g_autofree char *folder = ent_files_dup_folder (ent_store_get_path (store));
  GHashTableIter iter;
  gpointer hash;
  gboolean good = TRUE;

  g_hash_table_iter_init (&iter, hashes);
  while (g_hash_table_iter_next (&iter, &hash, NULL))
    {
      g_autoptr (GError) failed = NULL;
      g_autofree char *path = ent_files_dup_path (folder, hash);
      gboolean used = g_hash_table_contains (uses, hash);

      if (!used && !is_used_now (db, hash, &used, good ? error : NULL))
        return FALSE;
      if (used || ent_files_remove (folder, hash, &failed))
        continue;
      if (good)
        g_set_error (error, ENT_ERROR, ENT_ERROR_IO,
                     _("The record was erased, but the file %s could not be removed; remove it yourself"), path);
      good = FALSE;
    }
  return good;
}

gboolean
ent_attachments_remove_erased (EntStore *store, EntDb *db, GError **error)
{
  g_autoptr (GHashTable) hashes = g_steal_pointer (&store->erased_contents);
  g_autoptr (GHashTable) uses = NULL;
  gboolean done;

  if (hashes == NULL)
    return TRUE;
  uses = ent_attachments_dup_uses (db, NULL);
  if (uses == NULL || !ent_store_begin_write (store, db, TRUE, NULL))
    {
      g_autofree char *folder = ent_files_dup_folder (ent_store_get_path (store));

      /* As what nobody has. */
      g_set_error (error, ENT_ERROR, ENT_ERROR_IO,
                   _("The record was erased, but its files are still in %s; they are removed within some days"),
                   folder);
      return FALSE;
    }
  done = remove_unused (store, db, uses, hashes, error);
  ent_store_rollback_write (store, db);
  return done;
}

/* ---- what nobody has ---- */

/* Contents that are taken away in one transaction. */
#define CHUNK 64

typedef struct
{
  char *folder;
  GHashTable *uses;
  GPtrArray *found; /* hashes of contents that nobody had when it was looked */
  guint at;
  GPtrArray *names;
} Purge;

static gboolean
find_unused_cb (EntFilesEntryType type, const char *name, gint64 age, gpointer data, GError **error)
{
  Purge *self = data;

  if (type == ENT_FILES_ENTRY_CONTENT && age >= DAY_S && !g_hash_table_contains (self->uses, name))
    g_ptr_array_add (self->found, g_strdup (name));
  return TRUE;
}

static gboolean
find_unused (EntDb *db, gpointer data, GError **error)
{
  Purge *self = data;

  self->uses = ent_attachments_dup_uses (db, error);
  return self->uses != NULL && ent_files_foreach (self->folder, find_unused_cb, self, error);
}

static gboolean
remove_chunk_cb (EntDb *db, gpointer data, GError **error)
{
  Purge *self = data;
  guint end = MIN (self->at + CHUNK, self->found->len);

  for (; self->at < end; self->at++)
    {
      const char *hash = g_ptr_array_index (self->found, self->at);
      gboolean used;

      if (!is_used_now (db, hash, &used, error))
        return FALSE;
      /* Young again: somebody is attaching the same file. */
      if (used || ent_files_get_age (self->folder, hash) < DAY_S)
        continue;
      if (!ent_files_remove (self->folder, hash, error))
        return FALSE;
      if (self->names != NULL)
        g_ptr_array_add (self->names, g_strdup (hash));
    }
  return TRUE;
}

gboolean
ent_attachments_purge (EntStore *store, GPtrArray *names, GError **error)
{
  g_autofree char *folder = NULL;
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func (g_free);
  Purge self = { NULL, NULL, found, 0, names };
  gboolean done;

  if (ent_store_is_in_memory (store))
    return TRUE;
  folder = ent_files_dup_folder (ent_store_get_path (store));
  /* What lies in the folder of another book is not ours to judge. */
  if (!ent_files_is_of (folder, ent_store_get_book_id (store)))
    return TRUE;
  self.folder = folder;
  done = ent_files_claim (folder, ent_store_get_book_id (store), error) &&
         ent_store_with_reader (store, NULL, find_unused, &self, error);
  while (done && self.at < found->len)
    done = ent_store_with_writer (store, NULL, remove_chunk_cb, &self, error);
  g_clear_pointer (&self.uses, g_hash_table_unref);
  return done;
}

static void
purge_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  g_autoptr (GError) error = NULL;

  if (!ent_attachments_purge (source, NULL, &error))
    g_message ("Files that no attachment has were not removed: %s", error->message);
  g_task_return_boolean (task, TRUE);
}

void
ent_attachments_purge_automatic (EntStore *store)
{
  g_autoptr (GTask) task = NULL;
  g_autofree char *folder = NULL;
  g_autofree char *noted = NULL;
  g_autofree char *text = NULL;
  gint64 now = ent_clock_now_ms () / 1000;
  gint64 last;

  if (store->path == NULL || store->read_only || now < store->next_purge)
    return;
  store->next_purge = now + DAY_S;
  folder = ent_files_dup_folder (store->path);
  if (!g_file_test (folder, G_FILE_TEST_IS_DIR))
    return;
  noted = ent_local_dup_value (store->local, "files-purged");
  last = noted != NULL ? g_ascii_strtoll (noted, NULL, 10) : 0;
  if (now >= last && now - last < DAY_S)
    {
      store->next_purge = last + DAY_S;
      return;
    }
  text = g_strdup_printf ("%" G_GINT64_FORMAT, now);
  ent_local_set_value (store->local, "files-purged", text, NULL);
  task = g_task_new (store, NULL, NULL, NULL);
  g_task_set_source_tag (task, ent_attachments_purge_automatic);
  ent_store_push_read (store, task, purge_thread);
}
