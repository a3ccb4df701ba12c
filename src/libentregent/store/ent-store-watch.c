/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "ent-store-object-private.h"
#include "ent-upkeep-private.h"
#include "ent-attachments-private.h"
#include "ent-backup-private.h"
#include "ent-db-open-private.h"

#include <errno.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>
#include <unistd.h>

/*
 * What changed, by whomever. This process tells of its own commits; other processes' are seen by the -wal file being
 * written to (inotify), then by the groups after the last one known, which is one look-up in an index.
 */

/* Where inotify is missing or deaf (network file systems); with it, only a safety net. */
#define POLL_MS 250
#define POLL_WITH_INOTIFY_MS 5000
#define SETTLE_MS 5
/*
 * Further looks after that one. The -wal file is written first; what makes the commit visible (a sync that may take
 * long, then memory that processes share) tells nobody.
 */
static const int looks_ms[] = { 10, 35, 100, 350, 1000 };

typedef struct
{
  EntStore *self;
  GHashTable *found; /* kind number → GArray, as `pending` */
} Look;

static void
ids_free (gpointer data)
{
  if (data != NULL)
    g_array_unref (data);
}

static GHashTable *
make_pending (void)
{
  return g_hash_table_new_full (NULL, NULL, NULL, ids_free);
}

static void
add_pending (GHashTable *pending, guint kind, const EntId *id)
{
  gpointer key = GUINT_TO_POINTER (kind);
  gpointer value;
  GArray *ids;

  if (!g_hash_table_lookup_extended (pending, key, NULL, &value))
    {
      value = g_array_new (FALSE, FALSE, sizeof (EntId));
      g_hash_table_insert (pending, key, value);
    }
  ids = value;
  if (ids == NULL)
    return;

  if (ids->len < ENT_STORE_CHANGED_MAX)
    g_array_append_val (ids, *id);
  else
    g_hash_table_insert (pending, key, NULL);
}

static void
merge_pending (GHashTable *to, GHashTable *from)
{
  GHashTableIter iter;
  gpointer kind, value;

  g_hash_table_iter_init (&iter, from);
  while (g_hash_table_iter_next (&iter, &kind, &value))
    {
      GArray *ids = value;

      if (ids == NULL)
        g_hash_table_insert (to, kind, NULL);
      for (guint i = 0; ids != NULL && i < ids->len; i++)
        add_pending (to, GPOINTER_TO_UINT (kind), &g_array_index (ids, EntId, i));
    }
}

static gboolean
emit_cb (gpointer data)
{
  g_autoptr (EntStore) self = g_weak_ref_get (data);
  g_autoptr (GHashTable) pending = NULL;
  GHashTableIter iter;
  gpointer kind, ids;

  if (self == NULL)
    return G_SOURCE_REMOVE;

  g_mutex_lock (&self->watch.lock);
  pending = g_steal_pointer (&self->watch.pending);
  g_clear_pointer (&self->watch.source, g_source_unref);
  g_mutex_unlock (&self->watch.lock);

  if (pending != NULL)
    {
      g_hash_table_iter_init (&iter, pending);
      while (g_hash_table_iter_next (&iter, &kind, &ids))
        ent_store_emit_changed (self, GPOINTER_TO_UINT (kind), ids);
    }

  return G_SOURCE_REMOVE;
}

static void
weak_ref_free (gpointer data)
{
  g_weak_ref_clear (data);
  g_free (data);
}

/* With the lock held. */
static void
schedule (EntStore *self)
{
  GWeakRef *weak;

  if (self->watch.source != NULL)
    return;

  weak = g_new0 (GWeakRef, 1);
  g_weak_ref_init (weak, self);
  self->watch.source = g_idle_source_new ();
  g_source_set_priority (self->watch.source, G_PRIORITY_DEFAULT);
  g_source_set_static_name (self->watch.source, "EntStore::changed");
  g_source_set_callback (self->watch.source, emit_cb, weak, weak_ref_free);
  g_source_attach (self->watch.source, self->context);
}

static void
note_own (EntStore *self, gint64 g)
{
  gint64 *key;

  if (self->watch.thread == NULL || g <= self->watch.seen)
    return;

  key = g_new (gint64, 1);
  *key = g;
  g_hash_table_add (self->watch.own, key);
}

static gboolean
touches_fields (const EntKind *kind)
{
  return g_strcmp0 (kind->key, "field") == 0;
}

void
ent_store_notify_changed (EntStore *self, gint64 g, const EntChangedRecord *records, guint n_records)
{
  gboolean fields = FALSE;

  g_mutex_lock (&self->watch.lock);
  if (self->watch.pending == NULL)
    self->watch.pending = make_pending ();
  for (guint i = 0; i < n_records; i++)
    {
      add_pending (self->watch.pending, records[i].kind->number, &records[i].id);
      fields |= touches_fields (records[i].kind);
    }
  note_own (self, g);
  schedule (self);
  g_mutex_unlock (&self->watch.lock);

  if (fields)
    {
      ent_store_forget_fields (self);
      ent_upkeep_start (self, NULL);
    }
  ent_backup_keep_automatic (self);
  ent_attachments_purge_automatic (self);
}

void
ent_store_notify_everything (EntStore *self, gint64 g)
{
  const EntKind *const *kinds;
  guint n_kinds;

  kinds = ent_kinds_get_all (&n_kinds);

  g_mutex_lock (&self->watch.lock);
  if (self->watch.pending == NULL)
    self->watch.pending = make_pending ();
  for (guint i = 0; i < n_kinds; i++)
    if (!kinds[i]->is_element)
      g_hash_table_insert (self->watch.pending, GUINT_TO_POINTER (kinds[i]->number), NULL);
  note_own (self, g);
  schedule (self);
  g_mutex_unlock (&self->watch.lock);

  ent_store_forget_fields (self);
}

static gboolean
add_record (Look *look, EntDb *db, guint kind_number, gint64 rid, GError **error)
{
  const EntKind *kind = ent_kind_from_number (kind_number);
  g_autofree char *sql = NULL;
  sqlite3_stmt *stmt;

  /* Of a kind that only a newer program knows. */
  if (kind == NULL || kind->is_element)
    return TRUE;

  sql = g_strdup_printf ("SELECT id FROM \"%s\" WHERE rid = ?", kind->table);
  stmt = ent_db_prepare (db, sql, error);
  if (stmt == NULL)
    return FALSE;

  sqlite3_bind_int64 (stmt, 1, rid);
  if (ent_db_step (db, stmt, error) == SQLITE_ROW && sqlite3_column_bytes (stmt, 0) == sizeof (EntId))
    add_pending (look->found, kind_number, sqlite3_column_blob (stmt, 0));
  sqlite3_reset (stmt);

  return TRUE;
}

static gboolean
read_group (Look *look, EntDb *db, gint64 g, GError **error)
{
  sqlite3_stmt *stmt = ent_db_prepare (db, "SELECT DISTINCT kind, rid FROM change WHERE g = ?", error);
  int code;

  if (stmt == NULL)
    return FALSE;

  sqlite3_bind_int64 (stmt, 1, g);
  while ((code = ent_db_step (db, stmt, error)) == SQLITE_ROW)
    if (!add_record (look, db, sqlite3_column_int (stmt, 0), sqlite3_column_int64 (stmt, 1), error))
      return FALSE;
  sqlite3_reset (stmt);

  return code == SQLITE_DONE;
}

/* Groups that are not of this process. One of ours that is seen before it was noted is told of twice, which does no
 * harm. */
static gboolean
look_cb (EntDb *db, gpointer data, GError **error)
{
  Look *look = data;
  EntStoreWatch *watch = &look->self->watch;
  g_autoptr (GArray) foreign = g_array_new (FALSE, FALSE, sizeof (gint64));
  sqlite3_stmt *stmt = ent_db_prepare (db, "SELECT g FROM grp WHERE g > ? ORDER BY g", error);
  gint64 last;
  int code;

  if (stmt == NULL)
    return FALSE;

  last = watch->seen;
  sqlite3_bind_int64 (stmt, 1, last);
  while ((code = ent_db_step (db, stmt, error)) == SQLITE_ROW)
    {
      last = sqlite3_column_int64 (stmt, 0);
      g_array_append_val (foreign, last);
    }
  if (code != SQLITE_DONE)
    return FALSE;

  g_mutex_lock (&watch->lock);
  for (guint i = foreign->len; i > 0; i--)
    if (g_hash_table_remove (watch->own, &g_array_index (foreign, gint64, i - 1)))
      g_array_remove_index (foreign, i - 1);
  watch->seen = last;
  g_mutex_unlock (&watch->lock);

  for (guint i = 0; i < foreign->len; i++)
    if (!read_group (look, db, g_array_index (foreign, gint64, i), error))
      return FALSE;

  return TRUE;
}

static void
look (EntStore *self)
{
  g_autoptr (GError) error = NULL;
  Look l = { self, make_pending () };

  if (!ent_store_with_reader (self, NULL, look_cb, &l, &error))
    {
      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CLOSED))
        g_message ("Changes of other programs could not be read: %s", error->message);
    }
  else if (g_hash_table_size (l.found) > 0)
    {
      gboolean fields = FALSE;
      const EntKind *field_kind = ent_kind_from_key ("field");

      if (field_kind != NULL)
        fields = g_hash_table_contains (l.found, GUINT_TO_POINTER (field_kind->number));
      if (fields)
        ent_store_forget_fields (self);

      g_mutex_lock (&self->watch.lock);
      if (self->watch.pending == NULL)
        self->watch.pending = make_pending ();
      merge_pending (self->watch.pending, l.found);
      schedule (self);
      g_mutex_unlock (&self->watch.lock);
    }

  g_hash_table_unref (l.found);
}

static int
make_inotify (EntStore *self)
{
  g_autofree char *wal = g_strconcat (self->path, "-wal", NULL);
  int fd = inotify_init1 (IN_CLOEXEC | IN_NONBLOCK);

  if (fd >= 0 && inotify_add_watch (fd, wal, IN_MODIFY) < 0)
    {
      close (fd);
      fd = -1;
    }

  return fd;
}

static void
drain (int fd)
{
  char buffer[4096];

  while (fd >= 0 && read (fd, buffer, sizeof buffer) > 0)
    ;
}

static gpointer
watch_thread (gpointer data)
{
  EntStore *self = data;
  int inotify = make_inotify (self);
  struct pollfd fds[] = {
    { self->watch.wake, POLLIN, 0 },
    { inotify, POLLIN, 0 },
  };
  guint next = G_N_ELEMENTS (looks_ms);

  while (TRUE)
    {
      int idle = inotify >= 0 ? POLL_WITH_INOTIFY_MS : POLL_MS;
      int n = poll (fds, inotify >= 0 ? 2 : 1, next < G_N_ELEMENTS (looks_ms) ? looks_ms[next] : idle);

      if (fds[0].revents != 0 || (n < 0 && errno != EINTR))
        break;
      if (n > 0)
        {
          /* A commit writes several times. */
          if (poll (fds, 1, SETTLE_MS) > 0)
            break;
          drain (inotify);
          next = 0;
        }
      else if (next < G_N_ELEMENTS (looks_ms))
        next++;
      look (self);
    }

  if (inotify >= 0)
    close (inotify);

  return NULL;
}

static gboolean
read_last_cb (EntDb *db, gpointer data, GError **error)
{
  return ent_db_get_integer (db, "SELECT coalesce (max (g), 0) FROM grp", data, error);
}

void
ent_store_watch_init (EntStore *self)
{
  g_mutex_init (&self->watch.lock);
  self->watch.own = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self->watch.wake = -1;
}

void
ent_store_watch_start (EntStore *self)
{
  g_autoptr (GError) error = NULL;

  if (ent_store_is_in_memory (self))
    return;

  if (!ent_store_with_reader (self, NULL, read_last_cb, &self->watch.seen, &error))
    g_message ("Changes of other programs are not watched: %s", error->message);
  else
    {
      self->watch.wake = eventfd (0, EFD_CLOEXEC | EFD_NONBLOCK);
      self->watch.thread = g_thread_new ("entregent-watch", watch_thread, self);
    }
}

void
ent_store_watch_stop (EntStore *self)
{
  if (self->watch.thread != NULL)
    {
      guint64 one = 1;

      if (write (self->watch.wake, &one, sizeof one) != sizeof one)
        g_warning ("The watch could not be woken");
      g_thread_join (g_steal_pointer (&self->watch.thread));
      close (self->watch.wake);
      self->watch.wake = -1;
    }
}

void
ent_store_watch_clear (EntStore *self)
{
  g_mutex_lock (&self->watch.lock);
  if (self->watch.source != NULL)
    {
      g_source_destroy (self->watch.source);
      g_clear_pointer (&self->watch.source, g_source_unref);
    }
  g_clear_pointer (&self->watch.pending, g_hash_table_unref);
  g_clear_pointer (&self->watch.own, g_hash_table_unref);
  g_mutex_unlock (&self->watch.lock);
  g_mutex_clear (&self->watch.lock);
}
