/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Opens a file that somebody chose to be read: what is no file is refused in words, and not waited for. Its size; -1
 * with an error that names it. */
int ent_open_file (const char *path, goffset *size, GError **error);

G_END_DECLS
