/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "ent-exchange-private.h"
#include "ent-query.h"
#include "ent-record.h"
#include "ent-row.h"
#include "ent-store.h"

/*
 * make-conflict BOOK
 *
 * Lets a copy of the book and the book itself change the same fields of every contact, without knowing of each other,
 * and puts both together.
 */

static EntStore *
open_book (const char *path)
{
  g_autoptr (GFile) file = g_file_new_for_commandline_arg (path);
  g_autoptr (GError) error = NULL;
  EntStore *store = ent_store_open_sync (file, ENT_STORE_OPEN_DEFAULT, NULL, NULL, &error);

  g_assert_no_error (error);

  return store;
}

static void
change_contacts (EntStore *store, const char *title, const char *nickname)
{
  const EntKind *kind = ent_kind_from_key ("contact");
  g_autoptr (EntQuery) query = ent_query_new (kind);
  g_autoptr (EntChange) change = ent_change_new (store);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows = ent_store_query_sync (store, query, 0, 50, NULL, &error);
  g_autoptr (EntReceipt) receipt = NULL;
  guint i;

  g_assert_no_error (error);
  for (i = 0; i < rows->len; i++)
    {
      const EntId *id = ent_row_get_id (g_ptr_array_index (rows, i));

      ent_change_set_text (change, kind, id, ent_kind_get_field (kind, "job-title"), title);
      ent_change_set_text (change, kind, id, ent_kind_get_field (kind, "nickname"), nickname);
    }
  receipt = ent_store_commit_sync (store, change, NULL, &error);
  g_assert_no_error (error);
}

int
main (int argc, char *argv[])
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GFile) book = NULL, copy = NULL;
  g_autoptr (EntStore) here = NULL, there = NULL;
  g_autoptr (GPtrArray) groups = NULL;
  g_autofree char *path = NULL;

  if (argc != 2)
    {
      g_printerr ("make-conflict: the name of a book is needed\n");
      return 2;
    }
  path = g_strconcat (argv[1], ".other.entregent", NULL);
  book = g_file_new_for_commandline_arg (argv[1]);
  copy = g_file_new_for_path (path);
  g_file_copy (book, copy, G_FILE_COPY_OVERWRITE, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  here = open_book (argv[1]);
  there = open_book (path);
  change_contacts (here, "Head of purchasing", "Nana");
  change_contacts (there, "Chief buyer", "Jojo");
  groups = ent_store_export_groups (there, NULL, 0, &error);
  g_assert_no_error (error);
  ent_store_apply_groups (here, groups, NULL, &error);
  g_assert_no_error (error);
  ent_store_close (there);
  ent_store_close (here);

  return 0;
}
