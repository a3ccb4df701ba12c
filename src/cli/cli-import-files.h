/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The files that are named, and of each folder those in it and below it that can be imported; NULL with a reason where
 * there are none. What cannot be looked at, or is too much, is counted in `n_left_out`. (transfer full) */
char **cli_import_list_files (char **arguments, guint *n_left_out, GError **error);

G_END_DECLS
