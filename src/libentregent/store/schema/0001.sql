-- SPDX-License-Identifier: LGPL-2.1-or-later
-- The tables that do not depend on the kinds; those of the kinds are made from model/kinds/*.ini (ent-schema-kinds.c).
-- See FORMAT.md for what they mean.

CREATE TABLE meta (
  key TEXT PRIMARY KEY,
  value
) WITHOUT ROWID;

CREATE TABLE origin (
  o INTEGER PRIMARY KEY,
  origin BLOB NOT NULL UNIQUE
);

CREATE TABLE grp (
  g INTEGER PRIMARY KEY,
  o INTEGER NOT NULL,
  oseq INTEGER NOT NULL,
  hlc INTEGER NOT NULL,
  seen INTEGER NOT NULL,
  -- The greatest effective hlc of this and all groups before it in this file.
  high INTEGER NOT NULL,
  author BLOB,
  source TEXT,
  batch BLOB,
  -- CRC-32 of the head as it goes on the wire.
  sum INTEGER NOT NULL,
  UNIQUE (o, oseq)
);
CREATE INDEX grp_batch ON grp (batch) WHERE batch IS NOT NULL;

CREATE TABLE change (
  kind INTEGER NOT NULL,
  rid INTEGER NOT NULL,
  g INTEGER NOT NULL,
  class INTEGER NOT NULL,
  scope INTEGER NOT NULL,
  prev INTEGER NOT NULL,
  body BLOB NOT NULL,
  PRIMARY KEY (kind, rid, g, class)
) WITHOUT ROWID;
-- What a group touched: for undo, sync, and what other processes wrote. Only ever appended to, so it costs little.
CREATE INDEX change_g ON change (g);

CREATE TABLE scope (
  scope INTEGER PRIMARY KEY,
  a BLOB NOT NULL,
  b BLOB NOT NULL DEFAULT x'',
  UNIQUE (a, b)
);

CREATE TABLE vector (
  scope INTEGER NOT NULL,
  class INTEGER NOT NULL,
  o INTEGER NOT NULL,
  oseq INTEGER NOT NULL,
  PRIMARY KEY (scope, class, o)
) WITHOUT ROWID;

-- Groups that came before one that they follow: `prev` is what the vector has to reach first.
CREATE TABLE gap (
  scope INTEGER NOT NULL,
  class INTEGER NOT NULL,
  o INTEGER NOT NULL,
  prev INTEGER NOT NULL,
  oseq INTEGER NOT NULL,
  PRIMARY KEY (scope, class, o, prev)
) WITHOUT ROWID;

-- Records of kinds that this version does not know: only their changes are kept.
CREATE TABLE stray (
  kind INTEGER NOT NULL,
  id BLOB NOT NULL,
  rid INTEGER NOT NULL,
  PRIMARY KEY (kind, id)
) WITHOUT ROWID;

-- References to records that are not here (not yet come, or erased): looked up when a record comes.
CREATE TABLE x_missing (
  target BLOB NOT NULL,
  kind INTEGER NOT NULL,
  rid INTEGER NOT NULL,
  field NOT NULL,
  PRIMARY KEY (target, kind, rid, field)
) WITHOUT ROWID;

-- Sets of references: tags, participants. `kind` and `parent` name the record that has the element, `canon` the one that shows it.
CREATE TABLE link (
  rid INTEGER PRIMARY KEY,
  kind INTEGER NOT NULL,
  parent INTEGER NOT NULL,
  canon INTEGER NOT NULL,
  field NOT NULL,
  target BLOB NOT NULL,
  target_kind INTEGER,
  target_rid INTEGER,
  o INTEGER NOT NULL,
  oseq INTEGER NOT NULL,
  op INTEGER NOT NULL
);
-- By canon and not by parent: a record that is not merged has both equal, and one index costs half of two.
CREATE INDEX link_canon ON link (kind, canon, field);
CREATE INDEX link_target ON link (target_kind, target_rid) WHERE target_rid IS NOT NULL;

CREATE TABLE alias (
  kind INTEGER NOT NULL,
  a BLOB NOT NULL,
  b BLOB NOT NULL,
  o INTEGER NOT NULL,
  oseq INTEGER NOT NULL,
  op INTEGER NOT NULL,
  hlc INTEGER NOT NULL,
  choices BLOB,
  PRIMARY KEY (kind, a, b, o, oseq, op)
) WITHOUT ROWID;
CREATE INDEX alias_b ON alias (kind, b);

-- `rid` is that of the empty rows which keep the record's place in `change`.
CREATE TABLE erased (
  kind INTEGER NOT NULL,
  id BLOB NOT NULL,
  day TEXT NOT NULL,
  rid INTEGER NOT NULL,
  PRIMARY KEY (kind, id)
) WITHOUT ROWID;

-- `field` here and below: the number, or the uuid (BLOB) of a custom field.
CREATE TABLE conflict (
  kind INTEGER NOT NULL,
  rid INTEGER NOT NULL,
  field NOT NULL,
  PRIMARY KEY (kind, rid, field)
) WITHOUT ROWID;

CREATE TABLE unknown (
  kind INTEGER NOT NULL,
  field NOT NULL,
  rid INTEGER NOT NULL,
  body BLOB NOT NULL,
  PRIMARY KEY (kind, field, rid)
) WITHOUT ROWID;

-- Which version of each projection the x_* columns and tables hold.
CREATE TABLE x_projection (
  name TEXT PRIMARY KEY,
  version INTEGER NOT NULL
) WITHOUT ROWID;

-- Which rows of imported files have become which records, so that the same row is not taken twice. Of this file only.
CREATE TABLE l_import_row (
  fingerprint INTEGER PRIMARY KEY,
  kind INTEGER NOT NULL,
  id BLOB NOT NULL
);
