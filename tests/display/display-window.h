/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ent-app-window.h"

G_BEGIN_DECLS

/* The application, registered, with its window of a book, which is open and of that size. */
EntAppApplication *display_application_new (void);
EntAppWindow *display_window_open (EntAppApplication *application, GFile *book, int width, int height);

/* Closes it, and removes its book. */
void display_window_close (EntAppWindow *window, GFile *book);

/* Runs the main loop until nothing more is to come: at least `milliseconds`, at most four times that. */
void display_settle (guint milliseconds);

/* Runs the main loop until `done` says so; fails after ten seconds. */
typedef gboolean (*DisplayCondition) (gpointer data);
void display_wait (DisplayCondition done, gpointer data);

/* The first widget below of a type whose title or label is `text` (NULL = any); NULL when there is none that is shown.
 */
GtkWidget *display_find (GtkWidget *root, GType type, const char *text);

/* Runs the main loop until a frame has been painted that was asked for now: everything has its place then. */
void display_paint (EntAppWindow *window);

/* Paints the window into a file. */
gboolean display_save (GtkWidget *window, const char *path);

G_END_DECLS
