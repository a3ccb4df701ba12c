/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "ent-part-private.h"

#define SUFFIX ".part"
#define N_DIGITS 8
#define DAY_S (24 * 3600)

char *
ent_part_dup_name (const char *base)
{
  return g_strdup_printf (".%s.%0*x" SUFFIX, base, N_DIGITS, g_random_int ());
}

gboolean
ent_part_is_name (const char *name)
{
  return *name == '.' && strlen (name) > strlen (SUFFIX) && g_str_has_suffix (name, SUFFIX);
}

/* Or of a file that belongs to it, as those of SQLite do. */
static gboolean
is_part_of (const char *name, const char *base)
{
  gsize length = strlen (base);

  return *name == '.' && strncmp (name + 1, base, length) == 0 && name[1 + length] == '.' &&
         strspn (name + 2 + length, "0123456789abcdef") == N_DIGITS &&
         g_str_has_prefix (name + 2 + length + N_DIGITS, SUFFIX);
}

static void
remove_stale (const char *folder, const char *base)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = is_part_of (name, base) ? g_build_filename (folder, name, NULL) : NULL;
      struct stat info;

      if (path != NULL && lstat (path, &info) == 0 && g_get_real_time () / G_USEC_PER_SEC - info.st_mtime > DAY_S)
        ent_part_remove (path);
    }
}

char *
ent_part_dup_path (const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *base = g_path_get_basename (path);
  g_autofree char *name = ent_part_dup_name (base);

  remove_stale (folder, base);
  return g_build_filename (folder, name, NULL);
}

char *
ent_part_dup_place (const char *path)
{
  g_auto (GStrv) names = g_strsplit (path, G_DIR_SEPARATOR_S, -1);

  for (guint i = 0; names[i] != NULL; i++)
    {
      gsize length = strlen (names[i]), ending = 1 + N_DIGITS + strlen (SUFFIX);
      g_autofree char *base = length > ending + 1 ? g_strndup (names[i] + 1, length - ending - 1) : NULL;

      if (base != NULL && is_part_of (names[i], base))
        {
          g_free (names[i]);
          names[i] = g_steal_pointer (&base);
        }
    }
  return g_strjoinv (G_DIR_SEPARATOR_S, names);
}

void
ent_part_remove (const char *path)
{
  struct stat info;

  if (lstat (path, &info) == 0 && S_ISDIR (info.st_mode))
    {
      g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
      const char *name;

      while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
        {
          g_autofree char *inside = g_build_filename (path, name, NULL);

          ent_part_remove (inside);
        }
      rmdir (path);
    }
  else
    unlink (path);
}
