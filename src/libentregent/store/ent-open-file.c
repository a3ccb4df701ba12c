/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "ent-open-file-private.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "ent-error.h"

int
ent_open_file (const char *path, goffset *size, GError **error)
{
  g_autofree char *base = g_path_get_basename (path);
  g_autofree char *shown = g_filename_display_name (base);
  struct stat st;
  int fd;

  /* Without O_NONBLOCK, opening a FIFO that nobody writes would wait for ever. */
  fd = g_open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK, 0);
  if (fd < 0 || fstat (fd, &st) < 0)
    {
      int saved = errno;

      if (fd >= 0)
        close (fd);
      g_set_error (error, ENT_ERROR, saved == ENOENT ? ENT_ERROR_NOT_FOUND : ENT_ERROR_IO,
                   /* Translators: file name, then the reason that the system gave */
                   _("“%s” cannot be opened: %s"), shown, g_strerror (saved));
      return -1;
    }
  if (!S_ISREG (st.st_mode))
    {
      close (fd);
      g_set_error (error, ENT_ERROR, ENT_ERROR_FORMAT,
                   S_ISDIR (st.st_mode) ? _("“%s” is a folder; choose a file in it")
                                        : _("“%s” is a device or a pipe, not a file"),
                   shown);
      return -1;
    }
  *size = st.st_size;
  return fd;
}
