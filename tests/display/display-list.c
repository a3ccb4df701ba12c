/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "display-list.h"
#include "ent-row.h"
#include "sheet-edit.h"

static void
edit_in_book (EntStore *store)
{
  const EntKind *kind = ent_kind_from_key ("contact");
  g_autoptr (EntQuery) query = ent_query_new_from_text (store, kind, "amina", NULL, NULL);
  g_autoptr (GPtrArray) rows = ent_store_query_sync (store, query, 0, 1, NULL, NULL);
  g_autoptr (EntChange) change = ent_change_new (store);
  g_autoptr (EntReceipt) receipt = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_cmpuint (rows->len, ==, 1);
  ent_change_set_text (change, kind, ent_row_get_id (g_ptr_array_index (rows, 0)),
                       ent_kind_get_field (kind, "job-title"), "Chief buyer");
  receipt = ent_store_commit_sync (store, change, NULL, &error);
  g_assert_no_error (error);
}

GFile *
display_list_make (EntStore *store, EntExportFormat format)
{
  const char *const replaced[] = { ">Owner<",
                                   ">Managing director<",
                                   ">Buyer<",
                                   ">Head of purchasing<",
                                   "Beschaffungsverwaltungsabteilung",
                                   "Beschaffungs- und Vertragsverwaltungsabteilung Südosteuropa",
                                   "elise@garage-moreau[.]example",
                                   "e.moreau@garage-moreau.example",
                                   ">Accountant<",
                                   "><",
                                   NULL };
  const char *const cells[] = { "Chloé Martin", "Zoé Bernard", "Chloé",       "Zoé", "Martin",
                                "Bernard",      "99 88 77 66", "99 00 00 00", NULL };
  g_autofree char *folder = g_dir_make_tmp ("entregent-list-XXXXXX", NULL);
  g_autofree char *path =
      g_build_filename (folder, format == ENT_EXPORT_ODS ? "Contacts 2026.ods" : "Contacts 2026.xlsx", NULL);
  GFile *file = g_file_new_for_path (path);
  g_autoptr (EntQuery) query = ent_query_new (ent_kind_from_key ("contact"));
  g_autoptr (GError) error = NULL;

  ent_store_export_sync (store, query, format, file, NULL, &error);
  g_assert_no_error (error);
  sheet_edit (file, replaced, "Jules Petit", "Chloé Martin", cells);
  edit_in_book (store);

  return file;
}

void
display_list_add_sums (GFile *file)
{
  const char *const cells[] = { "Sums of the Customers", "Lyon 12", "Oviedo 3", NULL };

  sheet_edit_add_sheet (file, "Sums of all that was sold in the year 2026, by town", cells);
}
