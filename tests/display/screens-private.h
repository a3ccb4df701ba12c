/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ent-app-window.h"

G_BEGIN_DECLS

/* Paints the window, and what lies over it, into a file of that name. */
void screens_shoot (EntAppWindow *window, const char *name);

/* screens-dialogs.c: everything that opens over a page. Changes the book. */
void screens_shoot_dialogs (EntAppWindow *window);

/* Of these, what brings files in and takes them back. */
void screens_shoot_imports (EntAppWindow *window);

G_END_DECLS
