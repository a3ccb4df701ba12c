/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "attachment-fixture.h"

#include "ent-kinds.h"
#include "ent-maintenance.h"

#include <sys/stat.h>
#include <utime.h>

EntId
attach_add_contact (EntStore *store, const char *name)
{
  g_autoptr (EntChange) change = ent_change_new (store);
  g_autoptr (EntReceipt) receipt = NULL;
  g_autoptr (GError) error = NULL;
  EntId id = { 0 };

  ent_change_add (change, &ent_kind_contact, &id);
  ent_change_set_text (change, &ent_kind_contact, &id, ENT_CONTACT_NAME, name);
  receipt = ent_store_commit_sync (store, change, NULL, &error);
  g_assert_no_error (error);
  return id;
}

EntId
attach_text (EntStore *store, const EntId *record, const char *name, const char *text)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));
  g_autoptr (EntChange) change = ent_change_new (store);
  g_autoptr (EntReceipt) receipt = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (EntContent) content = ent_store_stage_bytes_sync (store, bytes, name, NULL, NULL, &error);
  EntId id;

  g_assert_no_error (error);
  ent_change_attach (change, record, content, NULL, &id);
  receipt = ent_store_commit_sync (store, change, NULL, &error);
  g_assert_no_error (error);
  return id;
}

EntReceipt *
attach_file (EntStore *store, const EntId *record, const char *path, EntId *attachment, GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (EntChange) change = ent_change_new (store);
  g_autoptr (EntContent) content = ent_store_stage_file_sync (store, file, NULL, error);

  if (content == NULL)
    return NULL;
  ent_change_attach (change, record, content, NULL, attachment);
  return ent_store_commit_sync (store, change, NULL, error);
}

void
attach_erase (EntStore *store, const char *kind, const EntId *id)
{
  g_autoptr (EntChange) change = ent_change_new (store);
  g_autoptr (EntReceipt) receipt = NULL;
  g_autoptr (GError) error = NULL;

  ent_change_erase (change, ent_kind_from_key (kind), id);
  receipt = ent_store_commit_sync (store, change, NULL, &error);
  g_assert_no_error (error);
}

char *
attach_read (EntStore *store, const EntId *attachment, GError **error)
{
  g_autoptr (GInputStream) stream = ent_store_open_attachment_sync (store, attachment, NULL, error);
  g_autoptr (GString) text = g_string_new (NULL);
  char buffer[7];
  gssize n;

  if (stream == NULL)
    return NULL;
  while ((n = g_input_stream_read (stream, buffer, sizeof buffer, NULL, error)) > 0)
    g_string_append_len (text, buffer, n);
  return n == 0 ? g_string_free (g_steal_pointer (&text), FALSE) : NULL;
}

char *
attach_dup_path (EntStore *store, const EntId *attachment)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (EntRecord) record = ent_store_get_record_sync (store, &ent_kind_attachment, attachment, NULL, &error);
  g_autofree char *folder = ent_files_dup_folder (ent_store_get_path (store));

  g_assert_no_error (error);
  return ent_files_dup_path (folder, ent_record_get_text (record, "sha256"));
}

typedef struct
{
  const char *folder;
  AttachCount count;
} Counting;

static gboolean
count_cb (EntFilesEntryType type, const char *name, gint64 age, gpointer data, GError **error)
{
  Counting *counting = data;
  EntFilesState state;

  switch (type)
    {
    case ENT_FILES_ENTRY_CONTENT:
      counting->count.contents++;
      g_assert_true (ent_files_look (counting->folder, name, -1, TRUE, &state, NULL, NULL));
      g_assert_cmpint (state, ==, ENT_FILES_GOOD);
      break;
    case ENT_FILES_ENTRY_PART:
      counting->count.parts++;
      break;
    case ENT_FILES_ENTRY_FOREIGN:
    default:
      counting->count.foreign++;
      break;
    }
  return TRUE;
}

AttachCount
attach_count (EntStore *store)
{
  g_autofree char *folder = ent_files_dup_folder (ent_store_get_path (store));
  Counting counting = { folder, { 0 } };

  g_assert_true (ent_files_foreach (folder, count_cb, &counting, NULL));
  return counting.count;
}

void
attach_age (const char *path, gint64 seconds)
{
  time_t then = (time_t) (g_get_real_time () / G_USEC_PER_SEC - seconds);
  struct utimbuf times = { then, then };

  g_assert_cmpint (utime (path, &times), ==, 0);
}

guint
attach_check (EntStore *store, gboolean rebuild)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) findings = ent_store_check_sync (store, rebuild, NULL, NULL, NULL, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < findings->len; i++)
    {
      const EntFinding *finding = g_ptr_array_index (findings, i);

      g_test_message ("%s: %s", finding->field, finding->message);
    }
  return findings->len;
}
