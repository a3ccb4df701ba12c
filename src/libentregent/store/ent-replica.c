/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "ent-store-object-private.h"
#include "ent-clock-private.h"
#include "ent-mutant-private.h"

#include <string.h>
#include <sys/stat.h>

/*
 * Who this replica of the book is. Two replicas that write under one origin lose changes for good, and a copied or
 * restored file looks in every byte like the one that it was made from; so what tells them apart lies outside the book.
 */

typedef struct
{
  char machine[65];
  gint64 device;
  gint64 inode;
} Place;

typedef struct
{
  const Place *place;
  guint64 origin;
  gint64 oseq;
  gboolean found;
} Replica;

static guint64
make_origin (void)
{
  guint64 origin = 0;

  while (origin == 0)
    origin = ent_random_uint64 ();

  return origin;
}

/* Hashed: the machine's id is nobody's business. */
static const char *
get_machine (void)
{
  static char *machine;

  if (g_once_init_enter_pointer (&machine))
    {
      g_autofree char *id = NULL;
      g_autofree char *salted = NULL;

      if (!g_file_get_contents ("/etc/machine-id", &id, NULL, NULL))
        g_file_get_contents ("/var/lib/dbus/machine-id", &id, NULL, NULL);
      salted = g_strconcat ("entregent:", id != NULL ? g_strstrip (id) : g_get_host_name (), NULL);
      g_once_init_leave_pointer (&machine, g_compute_checksum_for_string (G_CHECKSUM_SHA256, salted, -1));
    }

  return machine;
}

static void
get_place (EntStore *self, Place *place)
{
  struct stat info = { 0 };

  g_strlcpy (place->machine, get_machine (), sizeof place->machine);
  if (self->path != NULL && stat (self->path, &info) == 0)
    {
      place->device = info.st_dev;
      place->inode = info.st_ino;
    }
  else
    {
      place->device = 0;
      place->inode = 0;
    }
}

static void
bind_place (sqlite3_stmt *stmt, const Place *place)
{
  sqlite3_bind_text (stmt, 1, place->machine, -1, SQLITE_STATIC);
  sqlite3_bind_int64 (stmt, 2, place->device);
  sqlite3_bind_int64 (stmt, 3, place->inode);
}

static gboolean
read_cb (EntDb *db, gpointer data, GError **error)
{
  Replica *replica = data;
  sqlite3_stmt *stmt =
      ent_db_prepare (db, "SELECT origin, oseq FROM replica WHERE machine = ? AND device = ? AND inode = ?", error);
  int code;

  if (stmt == NULL)
    return FALSE;

  bind_place (stmt, replica->place);
  code = ent_db_step (db, stmt, error);
  if (code == SQLITE_ROW)
    {
      replica->found = TRUE;
      replica->origin = (guint64) sqlite3_column_int64 (stmt, 0);
      replica->oseq = sqlite3_column_int64 (stmt, 1);
    }

  return code == SQLITE_ROW || code == SQLITE_DONE;
}

static gboolean
write_cb (EntDb *db, gpointer data, GError **error)
{
  Replica *replica = data;
  sqlite3_stmt *stmt = ent_db_prepare (
      db,
      "INSERT INTO replica (machine, device, inode, origin, oseq) VALUES (?1, ?2, ?3, ?4, ?5) "
      "ON CONFLICT DO UPDATE SET oseq = CASE WHEN origin = ?4 THEN max (oseq, ?5) ELSE ?5 END, origin = ?4",
      error);

  if (stmt == NULL)
    return FALSE;

  bind_place (stmt, replica->place);
  sqlite3_bind_int64 (stmt, 4, (gint64) replica->origin);
  sqlite3_bind_int64 (stmt, 5, replica->oseq);

  return ent_db_run (db, stmt, error);
}

static void
origin_to_bytes (guint64 origin, guint8 bytes[8])
{
  guint64 big = GUINT64_TO_BE (origin);

  memcpy (bytes, &big, 8);
}

/* The local number of an origin and the highest oseq that the book has of it; o = 0 when the book does not know it. */
static gboolean
look_up_origin (EntDb *db, guint64 origin, gint64 *o, gint64 *oseq, GError **error)
{
  sqlite3_stmt *stmt =
      ent_db_prepare (db, "SELECT o, (SELECT max (oseq) FROM grp WHERE grp.o = origin.o) FROM origin WHERE origin = ?",
                      error);
  guint8 bytes[8];
  int code;

  if (stmt == NULL)
    return FALSE;

  origin_to_bytes (origin, bytes);
  sqlite3_bind_blob (stmt, 1, bytes, sizeof bytes, SQLITE_STATIC);
  code = ent_db_step (db, stmt, error);
  *o = code == SQLITE_ROW ? sqlite3_column_int64 (stmt, 0) : 0;
  *oseq = code == SQLITE_ROW ? sqlite3_column_int64 (stmt, 1) : 0;
  sqlite3_reset (stmt);

  return code == SQLITE_ROW || code == SQLITE_DONE;
}

static gboolean
add_origin (EntDb *db, guint64 origin, gint64 *o, GError **error)
{
  sqlite3_stmt *stmt = ent_db_prepare (db, "INSERT INTO origin (origin) VALUES (?)", error);
  guint8 bytes[8];

  if (stmt == NULL)
    return FALSE;

  origin_to_bytes (origin, bytes);
  sqlite3_bind_blob (stmt, 1, bytes, sizeof bytes, SQLITE_STATIC);
  if (!ent_db_run (db, stmt, error))
    return FALSE;
  *o = sqlite3_last_insert_rowid (ent_db_get_handle (db));

  return TRUE;
}

static gboolean
forget_cb (EntDb *db, gpointer data, GError **error)
{
  Replica *replica = data;
  sqlite3_stmt *stmt =
      ent_db_prepare (db, "DELETE FROM replica WHERE machine = ? AND device = ? AND inode = ? AND origin = ?", error);

  if (stmt == NULL)
    return FALSE;

  bind_place (stmt, replica->place);
  sqlite3_bind_int64 (stmt, 4, (gint64) replica->origin);

  return ent_db_run (db, stmt, error);
}

gboolean
ent_store_peek_origin (EntStore *self, guint64 *origin, GError **error)
{
  Place place;
  Replica replica = { &place };

  get_place (self, &place);
  if (!ent_local_read (self->local, read_cb, &replica, error))
    return FALSE;

  *origin = replica.found ? replica.origin : 0;

  return TRUE;
}

gboolean
ent_store_forget_origin (EntStore *self, guint64 origin, GError **error)
{
  Place place;
  Replica replica = { &place, origin };

  if (ent_mutant_is ("restored-keeps-origin"))
    return TRUE;

  get_place (self, &place);

  return ent_local_run (self->local, forget_cb, &replica, error);
}

gboolean
ent_store_get_replica (EntStore *self, EntDb *db, guint64 *origin, gint64 *o, gint64 *next_oseq, GError **error)
{
  Place place;
  Replica replica = { &place };
  gint64 had = 0;

  g_assert (!sqlite3_get_autocommit (ent_db_get_handle (db)));

  get_place (self, &place);
  if (!ent_local_read (self->local, read_cb, &replica, error))
    return FALSE;

  *o = 0;
  if (replica.found && !look_up_origin (db, replica.origin, o, &had, error))
    return FALSE;

  /*
   * Not written here under that origin yet, or further than the book now has it: restored from an older copy. (The book
   * having more is a crash between its commit and the note of it.)
   */
  if (ent_mutant_is ("cloned-keeps-origin") && !replica.found)
    {
      sqlite3_stmt *stmt = ent_db_prepare (db, "SELECT origin, max (o) FROM origin", error);
      guint64 big = 0;

      if (stmt == NULL || ent_db_step (db, stmt, error) != SQLITE_ROW)
        return FALSE;
      if (sqlite3_column_bytes (stmt, 0) == sizeof big)
        memcpy (&big, sqlite3_column_blob (stmt, 0), sizeof big);
      sqlite3_reset (stmt);
      replica.origin = GUINT64_FROM_BE (big);
      replica.found = big != 0;
      if (!look_up_origin (db, replica.origin, o, &had, error))
        return FALSE;
    }
  if (!replica.found || (had < replica.oseq && !ent_mutant_is ("restored-keeps-origin")))
    {
      replica.origin = make_origin ();
      replica.oseq = 0;
      had = 0;
      if (!ent_local_run (self->local, write_cb, &replica, error))
        return FALSE;
      *o = 0;
    }

  if (*o == 0 && !add_origin (db, replica.origin, o, error))
    return FALSE;

  *origin = replica.origin;
  *next_oseq = had + 1;

  return TRUE;
}

typedef struct
{
  Replica replica;
  EntDbFunc also;
  gpointer data;
} Progress;

static gboolean
progress_cb (EntDb *db, gpointer data, GError **error)
{
  Progress *progress = data;

  return write_cb (db, &progress->replica, error) &&
         (progress->also == NULL || progress->also (db, progress->data, error));
}

void
ent_store_replica_committed (EntStore *self, guint64 origin, gint64 oseq, EntDbFunc also, gpointer data)
{
  g_autoptr (GError) error = NULL;
  Place place;
  Progress progress = { { &place, origin, oseq }, also, data };

  get_place (self, &place);
  if (!ent_local_run (self->local, progress_cb, &progress, &error))
    g_message ("What was done is not noted beside the book: %s", error->message);
}
