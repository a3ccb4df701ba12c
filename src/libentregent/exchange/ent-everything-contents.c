/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>

#include <glib/gstdio.h>

#include "ent-attachments-private.h"
#include "ent-error.h"
#include "ent-everything-contents-private.h"
#include "ent-everything-lines-private.h"
#include "ent-files-private.h"

/* A hash, a number and a word. */
#define MAX_LINE 256

/* ---- out ---- */

static int
compare_hashes (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static gboolean
write_line (EntEverythingFile *list,
            const char *folder,
            const char *hash,
            EntFilesState state,
            GCancellable *cancellable,
            GError **error)
{
  g_autofree char *path = ent_files_dup_path (folder, hash);
  g_autofree char *line = NULL;
  GStatBuf st;

  if (state == ENT_FILES_GOOD && g_stat (path, &st) == 0)
    line = g_strdup_printf ("{\"sha256\":\"%s\",\"size\":%" PRId64 "}\n", hash, (gint64) st.st_size);
  else
    line = g_strdup_printf ("{\"sha256\":\"%s\",\"missing\":true}\n", hash);
  return ent_everything_file_write (list, line, strlen (line), cancellable, error);
}

/* What is missing or damaged here is said in the list: who leaves must not be held back by one bad file. */
gint64
ent_everything_contents_export (EntStore *store,
                                EntDb *db,
                                const char *path,
                                EntEverythingFile *list,
                                GCancellable *cancellable,
                                GError **error)
{
  g_autofree char *from = ent_files_dup_folder (ent_store_is_in_memory (store) ? "" : ent_store_get_path (store));
  g_autofree char *to = g_build_filename (path, ENT_EVERYTHING_CONTENTS, NULL);
  g_autoptr (GHashTable) uses = ent_attachments_dup_uses (db, error);
  g_autoptr (GPtrArray) hashes = NULL;

  if (uses == NULL)
    return -1;
  hashes = g_hash_table_get_keys_as_ptr_array (uses);
  g_ptr_array_sort (hashes, compare_hashes);
  if (hashes->len > 0 && g_mkdir (to, 0700) != 0)
    {
      ent_everything_set_error (error, to, errno);
      return -1;
    }
  for (guint i = 0; i < hashes->len; i++)
    {
      const char *hash = g_ptr_array_index (hashes, i);
      EntFilesState state;

      if (!ent_files_copy (from, to, hash, &state, cancellable, error) ||
          !write_line (list, to, hash, state, cancellable, error))
        return -1;
    }
  return hashes->len > 0 && !ent_everything_sync_folder (to, error) ? -1 : (gint64) hashes->len;
}

/* ---- in ---- */

char *
ent_everything_contents_parse (const char *line, gsize length, gboolean *missing)
{
  g_autoptr (JsonObject) object = ent_everything_parse_object (line, length);
  JsonNode *node = object != NULL ? json_object_get_member (object, "sha256") : NULL;
  const char *hash = node != NULL && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING
                         ? json_node_get_string (node)
                         : NULL;

  *missing = object != NULL && json_object_has_member (object, "missing");
  return ent_files_is_hash (hash) ? g_strdup (hash) : NULL;
}

static gboolean
import_line (const char *from,
             const char *to,
             const char *line,
             gsize length,
             char **damaged,
             GCancellable *cancellable,
             GError **error)
{
  gboolean missing;
  g_autofree char *hash = ent_everything_contents_parse (line, length, &missing);
  EntFilesState state;

  if (hash == NULL)
    {
      *damaged = g_strdup (ENT_EVERYTHING_CONTENT_LIST);
      return FALSE;
    }
  if (missing)
    return TRUE;
  if (!ent_files_copy (from, to, hash, &state, cancellable, error))
    return FALSE;
  if (state != ENT_FILES_GOOD)
    *damaged = ent_files_dup_path (ENT_EVERYTHING_CONTENTS, hash);
  return state == ENT_FILES_GOOD;
}

gboolean
ent_everything_contents_import (GFile *folder,
                                const char *to,
                                const EntId *book,
                                char **damaged,
                                GCancellable *cancellable,
                                GError **error)
{
  g_autofree char *path = g_file_get_path (folder);
  g_autofree char *from = NULL;
  g_autoptr (GFile) list = g_file_get_child (folder, ENT_EVERYTHING_CONTENT_LIST);
  g_autoptr (EntEverythingLines) lines = ent_everything_lines_new (list, MAX_LINE, cancellable, error);
  gboolean claimed = FALSE;

  if (lines == NULL)
    return FALSE;
  if (path == NULL)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED, g_strerror (EOPNOTSUPP));
      return FALSE;
    }
  from = g_build_filename (path, ENT_EVERYTHING_CONTENTS, NULL);
  for (;;)
    {
      g_autoptr (GError) failed = NULL;
      gsize length;
      const char *line = ent_everything_lines_next (lines, &length, cancellable, &failed);

      if (failed != NULL)
        {
          if (g_error_matches (failed, ENT_ERROR, ENT_ERROR_FORMAT))
            *damaged = g_strdup (ENT_EVERYTHING_CONTENT_LIST);
          g_propagate_error (error, g_steal_pointer (&failed));
          return FALSE;
        }
      if (line == NULL)
        return TRUE;
      if ((!claimed && !ent_files_claim (to, book, error)) ||
          !import_line (from, to, line, length, damaged, cancellable, error))
        return FALSE;
      claimed = TRUE;
    }
}
