/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "ent-writer-door-private.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <sys/file.h>
#include <unistd.h>

#define LOOK_AGAIN_US 2000

int
ent_writer_door_open (const EntId *book)
{
  g_autofree char *folder = g_build_filename (g_get_user_state_dir (), "entregent", NULL);
  g_autofree char *id = ent_id_to_string (book);
  g_autofree char *name = g_strconcat (id, ".lock", NULL);
  g_autofree char *path = g_build_filename (folder, name, NULL);

  if (g_mkdir_with_parents (folder, 0700) != 0)
    return -1;

  return g_open (path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
}

void
ent_writer_door_close (int door)
{
  if (door >= 0)
    close (door);
}

void
ent_writer_door_knock (int door)
{
  /* Fails only while an importer looks, which takes no time and looks again. */
  if (door >= 0 && flock (door, LOCK_SH | LOCK_NB) != 0)
    {
      g_usleep (LOOK_AGAIN_US / 4);
      flock (door, LOCK_SH | LOCK_NB);
    }
}

void
ent_writer_door_leave (int door)
{
  if (door >= 0)
    flock (door, LOCK_UN);
}

gboolean
ent_writer_door_stand_back (int door, gint64 max_us)
{
  gint64 end = g_get_monotonic_time () + max_us;
  gboolean knocked = FALSE;

  if (door < 0)
    return FALSE;

  while (flock (door, LOCK_EX | LOCK_NB) != 0)
    {
      knocked = TRUE;
      if (g_get_monotonic_time () >= end)
        return TRUE;
      g_usleep (LOOK_AGAIN_US);
    }
  flock (door, LOCK_UN);
  return knocked;
}
