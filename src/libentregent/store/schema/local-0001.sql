-- SPDX-License-Identifier: LGPL-2.1-or-later
-- What stays on this machine; see ent-local-private.h.

-- Which origin a file is written under here. A file that is not in this table (cloned, restored, moved to another machine) gets a new one.
CREATE TABLE replica (
  machine TEXT NOT NULL,
  device INTEGER NOT NULL,
  inode INTEGER NOT NULL,
  origin INTEGER NOT NULL,
  oseq INTEGER NOT NULL,
  PRIMARY KEY (machine, device, inode)
) WITHOUT ROWID;

-- Habits, drafts, window state.
CREATE TABLE value (
  key TEXT PRIMARY KEY,
  value TEXT NOT NULL
) WITHOUT ROWID;

-- What can be undone and redone, newest last: groups of the book by (origin, oseq), which a restored book does not confuse, or a batch.
-- `state`: 0 can be undone, 1 was undone and can be redone, 2 spent.
CREATE TABLE undo (
  n INTEGER PRIMARY KEY,
  author BLOB NOT NULL,
  session TEXT NOT NULL,
  state INTEGER NOT NULL DEFAULT 0,
  label TEXT,
  batch BLOB,
  origin INTEGER NOT NULL,
  oseq INTEGER NOT NULL,
  created INTEGER NOT NULL
);
CREATE INDEX undo_top ON undo (author, session, state, n);
CREATE INDEX undo_batch ON undo (batch) WHERE batch IS NOT NULL;
