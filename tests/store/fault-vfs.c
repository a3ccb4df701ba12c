/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "fault-vfs.h"

#include "ent-store-private.h"

#include <string.h>

#define SECTOR 512

const char *const fault_kind_names[N_FAULT_KINDS] = { "write", "sync", "open", "truncate", "lock", "read" };

typedef struct
{
  sqlite3_file base;
  char *path;
  sqlite3_file *real;
} FaultFile;

/* What a sector held before it was written without a sync. */
typedef struct
{
  FaultFile *file;
  sqlite3_int64 offset;
  int size;
  guint8 old[SECTOR];
} Unsynced;

static struct
{
  GRecMutex lock;
  sqlite3_vfs *real;
  GThread *thread;
  guint counts[N_FAULT_KINDS];
  FaultKind kind;
  guint at; /* 0: never */
  int code;
  gboolean cuts_power;
  guint32 seed;
  gboolean failed;
  gboolean dead;
  GArray *unsynced;
} state;

static const int default_codes[N_FAULT_KINDS] = {
  SQLITE_IOERR_WRITE, SQLITE_IOERR_FSYNC, SQLITE_CANTOPEN, SQLITE_IOERR_TRUNCATE, SQLITE_IOERR_LOCK, SQLITE_IOERR_READ,
};

static void
tear (void)
{
  GRand *rand = g_rand_new_with_seed (state.seed);

  /* Backwards, so that the oldest content of a sector that was written twice wins when it is lost twice. */
  for (guint i = state.unsynced->len; i > 0; i--)
    {
      Unsynced *u = &g_array_index (state.unsynced, Unsynced, i - 1);

      if (g_rand_boolean (rand))
        u->file->real->pMethods->xWrite (u->file->real, u->old, u->size, u->offset);
    }
  g_array_set_size (state.unsynced, 0);
  g_rand_free (rand);
}

/* With the lock held: SQLITE_OK, or the fault. */
static int
count (FaultKind kind)
{
  if (state.dead)
    return default_codes[kind];
  if (state.thread != g_thread_self ())
    return SQLITE_OK;

  state.counts[kind]++;
  if (state.kind != kind || state.counts[kind] != state.at)
    return SQLITE_OK;

  state.failed = TRUE;
  if (state.cuts_power)
    state.dead = TRUE;

  return state.code != 0 ? state.code : default_codes[kind];
}

static void
note_sector (FaultFile *file, sqlite3_int64 offset, int size)
{
  Unsynced u = { file, offset, size };

  if (file->real->pMethods->xRead (file->real, u.old, size, offset) != SQLITE_OK)
    memset (u.old, 0, sizeof u.old);
  g_array_append_val (state.unsynced, u);
}

static void
note_write (FaultFile *file, int size, sqlite3_int64 offset)
{
  while (size > 0)
    {
      int part = MIN (size, SECTOR - (int) (offset % SECTOR));

      note_sector (file, offset, part);
      offset += part;
      size -= part;
    }
}

static int
fault_read (sqlite3_file *base, void *buffer, int size, sqlite3_int64 offset)
{
  FaultFile *file = (FaultFile *) base;
  int code;

  g_rec_mutex_lock (&state.lock);
  code = count (FAULT_READ);
  if (code == SQLITE_OK)
    code = file->real->pMethods->xRead (file->real, buffer, size, offset);
  g_rec_mutex_unlock (&state.lock);

  return code;
}

static int
fault_write (sqlite3_file *base, const void *buffer, int size, sqlite3_int64 offset)
{
  FaultFile *file = (FaultFile *) base;
  gboolean was_dead;
  int code;

  g_rec_mutex_lock (&state.lock);
  was_dead = state.dead;
  code = count (FAULT_WRITE);
  /* The write that the power cut hits is under way: parts of it arrive. */
  if (code == SQLITE_OK || (state.dead && !was_dead))
    {
      int written;

      note_write (file, size, offset);
      written = file->real->pMethods->xWrite (file->real, buffer, size, offset);
      if (code == SQLITE_OK)
        code = written;
    }
  if (state.dead)
    tear ();
  g_rec_mutex_unlock (&state.lock);

  return code;
}

static int
fault_truncate (sqlite3_file *base, sqlite3_int64 size)
{
  FaultFile *file = (FaultFile *) base;
  int code;

  g_rec_mutex_lock (&state.lock);
  code = count (FAULT_TRUNCATE);
  if (code == SQLITE_OK)
    code = file->real->pMethods->xTruncate (file->real, size);
  if (state.dead)
    tear ();
  g_rec_mutex_unlock (&state.lock);

  return code;
}

static void
forget_unsynced (FaultFile *file)
{
  for (guint i = state.unsynced->len; i > 0; i--)
    if (g_array_index (state.unsynced, Unsynced, i - 1).file == file)
      g_array_remove_index (state.unsynced, i - 1);
}

static int
fault_sync (sqlite3_file *base, int flags)
{
  FaultFile *file = (FaultFile *) base;
  int code;

  /* The disk itself is left in peace: what a power cut does is done here. */
  g_rec_mutex_lock (&state.lock);
  code = count (FAULT_SYNC);
  if (state.dead)
    tear ();
  else if (code == SQLITE_OK)
    forget_unsynced (file);
  g_rec_mutex_unlock (&state.lock);

  return code;
}

static int
fault_lock (sqlite3_file *base, int level)
{
  FaultFile *file = (FaultFile *) base;
  int code;

  g_rec_mutex_lock (&state.lock);
  code = count (FAULT_LOCK);
  if (state.dead)
    tear ();
  g_rec_mutex_unlock (&state.lock);

  return code != SQLITE_OK ? code : file->real->pMethods->xLock (file->real, level);
}

static int
fault_shm_lock (sqlite3_file *base, int offset, int n, int flags)
{
  FaultFile *file = (FaultFile *) base;
  int code = SQLITE_OK;

  if (flags & SQLITE_SHM_LOCK)
    {
      g_rec_mutex_lock (&state.lock);
      code = count (FAULT_LOCK);
      if (state.dead)
        tear ();
      g_rec_mutex_unlock (&state.lock);
    }

  return code != SQLITE_OK ? code : file->real->pMethods->xShmLock (file->real, offset, n, flags);
}

static int
fault_close (sqlite3_file *base)
{
  FaultFile *file = (FaultFile *) base;
  int code;

  g_rec_mutex_lock (&state.lock);
  forget_unsynced (file);
  g_rec_mutex_unlock (&state.lock);
  code = file->real->pMethods->xClose (file->real);
  g_free (file->path);
  g_free (file->real);

  return code;
}

#define FORWARD(name, parameters, arguments)                                                                           \
  static int fault_##name parameters                                                                                   \
  {                                                                                                                    \
    FaultFile *file = (FaultFile *) base;                                                                              \
                                                                                                                       \
    return file->real->pMethods->x##name arguments;                                                                    \
  }

FORWARD (FileSize, (sqlite3_file * base, sqlite3_int64 *size), (file->real, size))
FORWARD (Unlock, (sqlite3_file * base, int level), (file->real, level))
FORWARD (CheckReservedLock, (sqlite3_file * base, int *result), (file->real, result))
FORWARD (FileControl, (sqlite3_file * base, int op, void *argument), (file->real, op, argument))
FORWARD (SectorSize, (sqlite3_file * base), (file->real))
FORWARD (ShmMap,
         (sqlite3_file * base, int page, int size, int extend, void volatile **out),
         (file->real, page, size, extend, out))
FORWARD (ShmUnmap, (sqlite3_file * base, int remove), (file->real, remove))

static int
fault_characteristics (sqlite3_file *base)
{
  /* No promise of a real disk holds here. */
  return 0;
}

static void
fault_shm_barrier (sqlite3_file *base)
{
  FaultFile *file = (FaultFile *) base;

  file->real->pMethods->xShmBarrier (file->real);
}

static const sqlite3_io_methods methods = {
  2,
  fault_close,
  fault_read,
  fault_write,
  fault_truncate,
  fault_sync,
  fault_FileSize,
  fault_lock,
  fault_Unlock,
  fault_CheckReservedLock,
  fault_FileControl,
  fault_SectorSize,
  fault_characteristics,
  fault_ShmMap,
  fault_shm_lock,
  fault_shm_barrier,
  fault_ShmUnmap,
};

static int
fault_open (sqlite3_vfs *vfs, const char *name, sqlite3_file *base, int flags, int *out_flags)
{
  FaultFile *file = (FaultFile *) base;
  int code;

  memset (file, 0, sizeof *file);
  g_rec_mutex_lock (&state.lock);
  code = count (FAULT_OPEN);
  if (state.dead)
    tear ();
  g_rec_mutex_unlock (&state.lock);
  if (code != SQLITE_OK)
    return code;

  file->real = g_malloc0 (state.real->szOsFile);
  code = state.real->xOpen (state.real, name, file->real, flags, out_flags);
  if (code != SQLITE_OK)
    {
      g_free (file->real);
      return code;
    }
  file->path = g_strdup (name);
  file->base.pMethods = &methods;

  return SQLITE_OK;
}

static sqlite3_vfs fault_vfs;

void
fault_vfs_install (void)
{
  state.unsynced = g_array_new (FALSE, FALSE, sizeof (Unsynced));
  state.real = ent_store_test_set_vfs (NULL);

  /* Everything else is the real one's. */
  fault_vfs = *state.real;
  fault_vfs.pNext = NULL;
  fault_vfs.zName = "entregent-fault";
  fault_vfs.szOsFile = sizeof (FaultFile);
  fault_vfs.xOpen = fault_open;
  ent_store_test_set_vfs (&fault_vfs);
}

void
fault_vfs_uninstall (void)
{
  ent_store_test_set_vfs (NULL);
  g_clear_pointer (&state.unsynced, g_array_unref);
}

void
fault_vfs_reset (void)
{
  g_rec_mutex_lock (&state.lock);
  state.thread = g_thread_self ();
  memset (state.counts, 0, sizeof state.counts);
  state.at = 0;
  state.failed = FALSE;
  state.dead = FALSE;
  g_array_set_size (state.unsynced, 0);
  g_rec_mutex_unlock (&state.lock);
}

static void
arm (FaultKind kind, guint n, int code, gboolean cuts_power, guint32 seed)
{
  g_rec_mutex_lock (&state.lock);
  state.kind = kind;
  state.at = n;
  state.code = code;
  state.cuts_power = cuts_power;
  state.seed = seed;
  g_rec_mutex_unlock (&state.lock);
}

void
fault_vfs_fail_at (FaultKind kind, guint n, int code)
{
  fault_vfs_reset ();
  arm (kind, n, code, FALSE, 0);
}

void
fault_vfs_cut_power_at (FaultKind kind, guint n, guint32 seed)
{
  fault_vfs_reset ();
  arm (kind, n, 0, TRUE, seed);
}

guint
fault_vfs_get_count (FaultKind kind)
{
  return state.counts[kind];
}

gboolean
fault_vfs_has_failed (void)
{
  return state.failed;
}
