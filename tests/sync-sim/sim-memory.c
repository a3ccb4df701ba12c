/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "sim.h"

#include <string.h>

/*
 * Books in memory whose connections are used again: a file is an array of bytes, and a closed book's connection gets
 * another image in it. The schema is the same in all, so what was compiled stays compiled; compiling is what a seed
 * would spend most of its time with.
 */

#define CHANGE_COUNTER 24
#define VALID_FOR 92
#define NAME "sim"

typedef struct
{
  sqlite3_file base;
  GByteArray *bytes;
} File;

static sqlite3_vfs *real;
static File *last_opened;
static GPtrArray *idle;
static GHashTable *files; /* EntDb → File */
static guint32 generation;

static int
close_cb (sqlite3_file *file)
{
  g_byte_array_unref (((File *) file)->bytes);
  return SQLITE_OK;
}

static int
read_cb (sqlite3_file *file, void *data, int size, sqlite3_int64 offset)
{
  GByteArray *bytes = ((File *) file)->bytes;

  if (offset + size <= (sqlite3_int64) bytes->len)
    {
      memcpy (data, bytes->data + offset, (gsize) size);
      return SQLITE_OK;
    }
  memset (data, 0, (gsize) size);
  if (offset < (sqlite3_int64) bytes->len)
    memcpy (data, bytes->data + offset, bytes->len - (gsize) offset);
  return SQLITE_IOERR_SHORT_READ;
}

static int
write_cb (sqlite3_file *file, const void *data, int size, sqlite3_int64 offset)
{
  GByteArray *bytes = ((File *) file)->bytes;

  if (offset + size > (sqlite3_int64) bytes->len)
    g_byte_array_set_size (bytes, (guint) (offset + size));
  memcpy (bytes->data + offset, data, (gsize) size);
  return SQLITE_OK;
}

static int
truncate_cb (sqlite3_file *file, sqlite3_int64 size)
{
  g_byte_array_set_size (((File *) file)->bytes, (guint) size);
  return SQLITE_OK;
}

static int
sync_cb (sqlite3_file *file, int flags)
{
  return SQLITE_OK;
}

static int
size_cb (sqlite3_file *file, sqlite3_int64 *size)
{
  *size = ((File *) file)->bytes->len;
  return SQLITE_OK;
}

static int
lock_cb (sqlite3_file *file, int level)
{
  return SQLITE_OK;
}

static int
check_lock_cb (sqlite3_file *file, int *locked)
{
  *locked = 0;
  return SQLITE_OK;
}

static int
control_cb (sqlite3_file *file, int op, void *data)
{
  return SQLITE_NOTFOUND;
}

static int
sector_cb (sqlite3_file *file)
{
  return 4096;
}

static int
device_cb (sqlite3_file *file)
{
  return SQLITE_IOCAP_SAFE_APPEND | SQLITE_IOCAP_POWERSAFE_OVERWRITE | SQLITE_IOCAP_SEQUENTIAL;
}

static const sqlite3_io_methods methods = {
  .iVersion = 1,
  .xClose = close_cb,
  .xRead = read_cb,
  .xWrite = write_cb,
  .xTruncate = truncate_cb,
  .xSync = sync_cb,
  .xFileSize = size_cb,
  .xLock = lock_cb,
  .xUnlock = lock_cb,
  .xCheckReservedLock = check_lock_cb,
  .xFileControl = control_cb,
  .xSectorSize = sector_cb,
  .xDeviceCharacteristics = device_cb,
};

static int
open_cb (sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags, int *out_flags)
{
  if (!(flags & SQLITE_OPEN_MAIN_DB))
    return SQLITE_CANTOPEN;
  last_opened = (File *) file;
  last_opened->base.pMethods = &methods;
  last_opened->bytes = g_byte_array_new ();
  if (out_flags != NULL)
    *out_flags = flags;
  return SQLITE_OK;
}

/* No journal lies beside. */
static int
access_cb (sqlite3_vfs *vfs, const char *name, int flags, int *found)
{
  *found = 0;
  return SQLITE_OK;
}

static int
path_cb (sqlite3_vfs *vfs, const char *name, int size, char *out)
{
  g_strlcpy (out, name, (gsize) size);
  return SQLITE_OK;
}

/* Other bytes in the file, of which the connection notices that they are others: it looks at the change counter. */
static void
put_image (File *file, GBytes *image)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (image, &size);
  guint32 counter = GUINT32_TO_BE (++generation << 12);

  g_byte_array_set_size (file->bytes, (guint) size);
  memcpy (file->bytes->data, data, size);
  memcpy (file->bytes->data + CHANGE_COUNTER, &counter, sizeof counter);
  memcpy (file->bytes->data + VALID_FOR, &counter, sizeof counter);
}

static EntDb *
take_cb (GBytes *image)
{
  EntDb *db;

  if (idle->len > 0)
    {
      db = g_ptr_array_steal_index_fast (idle, idle->len - 1);
      put_image (g_hash_table_lookup (files, db), image);
      return db;
    }
  db = ent_db_open (NAME, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, NULL);
  g_assert_nonnull (db);
  g_hash_table_insert (files, db, last_opened);
  put_image (last_opened, image);
  if (!ent_db_exec (db, "PRAGMA journal_mode = MEMORY", NULL))
    g_assert_not_reached ();
  return db;
}

static gboolean
give_cb (EntDb *db)
{
  if (!g_hash_table_contains (files, db))
    return FALSE;
  g_assert (sqlite3_get_autocommit (ent_db_get_handle (db)));
  g_ptr_array_add (idle, db);
  return TRUE;
}

/* For the whole process; nothing is ever closed. */
void
sim_memory_start (void)
{
  static sqlite3_vfs vfs;

  if (real != NULL)
    return;
  /* One thread, and nobody asks how much memory SQLite has: no locks. */
  sqlite3_config (SQLITE_CONFIG_SINGLETHREAD);
  sqlite3_config (SQLITE_CONFIG_MEMSTATUS, 0);
  real = sqlite3_vfs_find (NULL);
  vfs = *real;
  vfs.pNext = NULL;
  vfs.zName = "entregent-sim";
  vfs.szOsFile = sizeof (File);
  vfs.xOpen = open_cb;
  vfs.xAccess = access_cb;
  vfs.xFullPathname = path_cb;
  ent_store_test_set_vfs (&vfs);
  idle = g_ptr_array_new ();
  files = g_hash_table_new (NULL, NULL);
  ent_store_test_set_connections (take_cb, give_cb);
}
