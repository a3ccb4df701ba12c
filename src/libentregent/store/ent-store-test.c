/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "ent-store-object-private.h"
#include "ent-db-open-private.h"

static sqlite3_vfs *test_vfs;

const char *
ent_db_get_vfs_name (void)
{
  return test_vfs != NULL ? test_vfs->zName : NULL;
}

sqlite3_vfs *
ent_store_test_set_vfs (sqlite3_vfs *vfs)
{
  if (test_vfs != NULL)
    sqlite3_vfs_unregister (test_vfs);
  test_vfs = vfs;
  if (vfs != NULL)
    sqlite3_vfs_register (vfs, 0);

  return sqlite3_vfs_find (NULL);
}

static EntTestTakeFunc take_func;
static EntTestGiveFunc give_func;

void
ent_store_test_set_connections (EntTestTakeFunc take, EntTestGiveFunc give)
{
  take_func = take;
  give_func = give;
}

EntDb *
ent_store_test_take (GBytes *image)
{
  return take_func != NULL ? take_func (image) : NULL;
}

gboolean
ent_store_test_give (EntDb *db)
{
  return give_func != NULL && give_func (db);
}

static gboolean
open_shadows_cb (EntDb *db, gpointer data, GError **error)
{
  int on = 1;
  int code = sqlite3_db_config (ent_db_get_handle (db), SQLITE_DBCONFIG_DEFENSIVE, 0, &on);

  if (code != SQLITE_OK || on)
    ent_db_set_error (db, SQLITE_ERROR, error);

  return code == SQLITE_OK && !on;
}

gboolean
ent_store_test_open_shadows (EntStore *self, GError **error)
{
  return ent_store_with_reader (self, NULL, open_shadows_cb, NULL, error);
}

static gboolean
serialize_cb (EntDb *db, gpointer data, GError **error)
{
  GBytes **bytes = data;
  sqlite3_int64 size = 0;
  guint8 *image = sqlite3_serialize (ent_db_get_handle (db), "main", &size, 0);

  if (image == NULL)
    {
      ent_db_set_error (db, SQLITE_NOMEM, error);
      return FALSE;
    }
  *bytes = g_bytes_new_with_free_func (image, size, sqlite3_free, image);

  return TRUE;
}

GBytes *
ent_store_test_serialize (EntStore *self, GError **error)
{
  GBytes *bytes = NULL;

  ent_store_with_reader (self, NULL, serialize_cb, &bytes, error);

  return bytes;
}

EntStore *
ent_store_test_deserialize (GBytes *bytes, GError **error)
{
  g_autoptr (GMainContext) context = g_main_context_ref_thread_default ();
  g_autoptr (EntStore) self = ent_store_new_object (NULL, context);

  if (!ent_store_open_book (self, ENT_STORE_OPEN_IN_MEMORY, NULL, bytes, error))
    return NULL;

  return g_steal_pointer (&self);
}
