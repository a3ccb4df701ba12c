/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "ent-book-copy-private.h"
#include "ent-db-open-private.h"
#include "ent-error.h"
#include "ent-exchange-private.h"
#include "ent-seed.h"
#include "ent-store-object-private.h"

/* Books that are made from the log of another: the same book, on another replica. */

static const char *const keys[] = { "book", "created", "country", "currency", "locale", "owner-user", "seeds" };

static gboolean
read_cb (EntDb *db, gpointer data, GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      g_autoptr (GError) failed = NULL;
      char *value = ent_db_dup_meta (db, keys[i], &failed);

      if (failed != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&failed));
          return FALSE;
        }
      if (value != NULL)
        g_hash_table_insert (data, (gpointer) keys[i], value);
    }
  return TRUE;
}

GHashTable *
ent_store_dup_identity (EntStore *self, GError **error)
{
  g_autoptr (GHashTable) identity = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);

  return ent_store_with_reader (self, NULL, read_cb, identity, error) ? g_steal_pointer (&identity) : NULL;
}

gboolean
ent_book_copy_fill_cb (EntDb *db, gpointer identity, GError **error)
{
  /* Nothing is added while the copy is made. */
  g_autofree char *seeds = g_strdup_printf ("%u", ent_seeds_get_n ());

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      const char *value = strcmp (keys[i], "seeds") == 0 ? seeds : g_hash_table_lookup (identity, keys[i]);

      if (value != NULL && !ent_db_set_meta (db, keys[i], value, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
is_identity (GHashTable *identity)
{
  EntId id;
  const char *ids[] = { "book", "owner-user" };
  const char *others[] = { "created", "country", "currency", "locale", "seeds" };

  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      const char *text = g_hash_table_lookup (identity, ids[i]);

      if (text == NULL || !ent_id_parse (&id, text))
        return FALSE;
    }
  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    if (g_hash_table_lookup (identity, others[i]) == NULL)
      return FALSE;
  return TRUE;
}

EntStore *
ent_store_open_copy (GFile *file, GHashTable *identity, GError **error)
{
  g_autoptr (GMainContext) context = g_main_context_ref_thread_default ();
  g_autoptr (EntStore) self = ent_store_new_object (file, context);
  gboolean done;

  if (!is_identity (identity))
    {
      g_set_error_literal (error, ENT_ERROR, ENT_ERROR_FORMAT,
                           _("What the export says of the book itself is not complete. Export the book again."));
      return NULL;
    }
  self->identity = identity;
  done = ent_store_open_book (self, ENT_STORE_OPEN_CREATE, NULL, NULL, error);
  self->identity = NULL;
  return done ? g_steal_pointer (&self) : NULL;
}

static gboolean
finish_cb (EntDb *db, gpointer identity, GError **error)
{
  return ent_db_set_meta (db, "seeds", g_hash_table_lookup (identity, "seeds"), error);
}

gboolean
ent_store_finish_copy (EntStore *self, GHashTable *identity, GError **error)
{
  return ent_store_with_writer (self, NULL, finish_cb, identity, error);
}

/* What a new book is given is told by its source: the user and the seeded stages, terms and views. */
static gboolean
check_groups (EntDb *db, const char *name, GError **error)
{
  gint64 n;

  if (!ent_db_get_integer (db, "SELECT count (*) FROM grp WHERE source IS NOT 'new-book'", &n, error))
    return FALSE;
  if (n == 0)
    return TRUE;
  g_set_error (
      error, ENT_ERROR, ENT_ERROR_REFUSED,
      _("“%s” has something in it already, and would not be the exported book any more. Name a book that does "
         "not exist yet."),
      name);
  return FALSE;
}

gboolean
ent_store_check_unused (GFile *file, GError **error)
{
  g_autofree char *name = g_file_get_parse_name (file);
  g_autofree char *mode = NULL;
  g_autoptr (EntStore) store = ent_store_open_sync (file, ENT_STORE_OPEN_READ_ONLY, NULL, NULL, error);
  EntDb *db;
  gboolean unused;

  if (store == NULL)
    return FALSE;
  ent_store_close (store);
  db = ent_db_open (g_file_peek_path (file), SQLITE_OPEN_READWRITE, error);
  if (db == NULL)
    return FALSE;
  unused = check_groups (db, name, error);
  /* Only who is alone with a book can take it out of this mode. */
  mode = unused ? ent_db_dup_text (db, "PRAGMA journal_mode = DELETE", NULL) : NULL;
  ent_db_close (db);
  if (unused && g_strcmp0 (mode, "delete") != 0)
    {
      g_set_error (error, ENT_ERROR, ENT_ERROR_BUSY, _("“%s” is open elsewhere. Close it there and try again."), name);
      unused = FALSE;
    }
  return unused;
}
