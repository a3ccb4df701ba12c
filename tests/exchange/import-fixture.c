/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <glib/gstdio.h>

#include "import-fixture.h"

static char *folder;

GFile *
import_write_file (const char *name, const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;

  if (folder == NULL)
    folder = g_dir_make_tmp ("entregent-import-XXXXXX", &error);
  g_assert_no_error (error);
  path = g_build_filename (folder, name, NULL);
  g_file_set_contents (path, text, -1, &error);
  g_assert_no_error (error);
  return g_file_new_for_path (path);
}

EntImportResult *
import_files (EntStore *store, GFile *const *files, guint n_files)
{
  g_autoptr (EntImport) import = ent_import_new (store);
  g_autoptr (GError) error = NULL;
  EntImportResult *result;

  for (guint i = 0; i < n_files; i++)
    ent_import_add_file (import, files[i]);
  result = ent_import_run_sync (import, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  return result;
}

EntImportResult *
import_text (EntStore *store, const char *name, const char *text)
{
  g_autoptr (GFile) file = import_write_file (name, text);

  return import_files (store, &file, 1);
}

EntImportResult *
import_try (EntStore *store, GFile *file)
{
  g_autoptr (EntImport) import = ent_import_new (store);
  g_autoptr (GError) error = NULL;
  EntImportResult *result;

  ent_import_add_file (import, file);
  ent_import_set_dry_run (import, TRUE);
  result = ent_import_run_sync (import, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  return result;
}

void
assert_note (const EntImportResult *result, const char *note)
{
  for (guint i = 0; i < result->notes->len; i++)
    if (g_str_equal (g_ptr_array_index (result->notes, i), note))
      return;
  for (guint i = 0; i < result->notes->len; i++)
    g_test_message ("%s", (const char *) g_ptr_array_index (result->notes, i));
  g_test_message ("wanted: %s", note);
  g_assert_not_reached ();
}

void
assert_same_notes (const EntImportResult *a, const EntImportResult *b)
{
  g_assert_cmpuint (a->notes->len, ==, b->notes->len);
  for (guint i = 0; i < a->notes->len; i++)
    g_assert_cmpstr (g_ptr_array_index (a->notes, i), ==, g_ptr_array_index (b->notes, i));
}

void
assert_counts (const EntImportResult *result, guint created, guint updated, guint unchanged, guint rejected)
{
  for (guint i = 0; i < result->rejections->len; i++)
    g_test_message ("rejected: %s", ((EntImportRejection *) g_ptr_array_index (result->rejections, i))->reason);
  g_assert_cmpuint (result->n_created, ==, created);
  g_assert_cmpuint (result->n_updated, ==, updated);
  g_assert_cmpuint (result->n_unchanged, ==, unchanged);
  g_assert_cmpuint (result->n_rejected, ==, rejected);
  g_assert_cmpuint (result->n_read, ==, created + updated + unchanged + rejected);
}

static EntQuery *
query_of (EntStore *store, const char *kind, const char *text)
{
  g_autoptr (GError) error = NULL;
  EntQuery *query = ent_query_new_from_text (store, ent_kind_from_key (kind), text, NULL, &error);

  g_assert_no_error (error);
  return query;
}

void
assert_found (EntStore *store, const char *kind, const char *text, gint64 n)
{
  g_autoptr (EntQuery) query = query_of (store, kind, text);
  g_autoptr (GError) error = NULL;
  gint64 found = ent_store_count_sync (store, query, NULL, &error);

  g_assert_no_error (error);
  g_test_message ("%s %s", kind, text);
  g_assert_cmpint (found, ==, n);
}

EntRecord *
find_record (EntStore *store, const char *kind, const char *text)
{
  g_autoptr (EntQuery) query = query_of (store, kind, text);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows = ent_store_query_sync (store, query, 0, 2, NULL, &error);
  EntRecord *record;

  g_assert_no_error (error);
  g_test_message ("%s %s", kind, text);
  g_assert_cmpuint (rows->len, ==, 1);
  record = ent_store_get_record_sync (store, ent_kind_from_key (kind), ent_row_get_id (g_ptr_array_index (rows, 0)),
                                      NULL, &error);
  g_assert_no_error (error);
  return record;
}

void
import_fixture_clean (void)
{
  g_autoptr (GDir) dir = NULL;
  const char *name;

  if (folder == NULL)
    return;
  dir = g_dir_open (folder, 0, NULL);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      g_remove (path);
    }
  g_rmdir (folder);
  g_clear_pointer (&folder, g_free);
}
