/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ent-id.h"

G_BEGIN_DECLS

/*
 * Between processes: an importer takes the book's lock again and again, and whoever only polls for it (as SQLite does)
 * hardly ever gets it. So who waits for a person knocks at a door, a lock file beside the local state, and importers
 * look at it first. All functions accept -1 (no door could be made) and then do nothing.
 */
int ent_writer_door_open (const EntId *book);
void ent_writer_door_close (int door);

/* A person waits; not at all when it cannot be said at once. */
void ent_writer_door_knock (int door);
void ent_writer_door_leave (int door);

/* Waits while somebody knocks, at most this long. Says whether somebody did. */
gboolean ent_writer_door_stand_back (int door, gint64 max_us);

G_END_DECLS
