/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/*
 * The data files that are built into the library. To be asked for here only, from any thread: what the generated
 * get_resource functions give is NULL for a moment while another thread, GTK's main one for example, is registering.
 */
GBytes *ent_resources_lookup (const char *path, GError **error);
char **ent_resources_enumerate (const char *folder, GError **error);

G_END_DECLS
