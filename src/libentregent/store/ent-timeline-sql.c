/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "ent-seed.h"
#include "ent-store-private.h"
#include "ent-timeline-private.h"

typedef struct
{
  const EntKind *kind;
  EntId id;
  const EntTimelinePlace *after;
  guint limit;
  GPtrArray *items;
} Read;

/* Along the primary key from the newest on: a page costs the same wherever it is. */
static const char page_sql[] =
    "SELECT i.at, i.item_kind, i.item, i.flags, "
    "CASE i.item_kind WHEN 4 THEN (SELECT id FROM activity WHERE rid = i.item) WHEN 5 THEN (SELECT id FROM request "
    "WHERE rid = i.item) "
    "ELSE (SELECT id FROM opportunity WHERE rid = i.item) END, "
    "CASE i.item_kind WHEN 4 THEN (SELECT subject FROM activity WHERE rid = i.item) WHEN 5 THEN (SELECT subject FROM "
    "request WHERE rid = i.item) "
    "ELSE (SELECT name FROM opportunity WHERE rid = i.item) END, "
    "CASE i.item_kind WHEN 4 THEN (SELECT type FROM activity WHERE rid = i.item) WHEN 5 THEN (SELECT status FROM "
    "request WHERE rid = i.item) "
    "ELSE (SELECT s.name FROM stage_history AS h JOIN stage AS s ON s.rid = h.stage_rid "
    "WHERE h.kind = 3 AND h.canon = i.item AND h.since = i.at ORDER BY h.rid DESC LIMIT 1) END "
    "FROM x_involved AS i WHERE i.kind = ?1 AND i.rid = (SELECT canon FROM \"%s\" WHERE id = ?2) AND (i.at, "
    "i.item_kind, i.item) < (?3, ?4, ?5) "
    "ORDER BY i.at DESC, i.item_kind DESC, i.item DESC LIMIT ?6";

static EntTimelineItem *
make_item (sqlite3_stmt *stmt)
{
  EntTimelinePlace place = { sqlite3_column_int64 (stmt, 0), sqlite3_column_int64 (stmt, 1),
                             sqlite3_column_int64 (stmt, 2) };
  const EntKind *kind = ent_kind_from_number ((guint) place.item_kind);
  const char *title = (const char *) sqlite3_column_text (stmt, 5);
  const char *detail = (const char *) sqlite3_column_text (stmt, 6);
  EntId id;

  if (sqlite3_column_bytes (stmt, 4) != sizeof id.bytes)
    return NULL;
  memcpy (id.bytes, sqlite3_column_blob (stmt, 4), sizeof id.bytes);
  if (detail != NULL && place.item_kind == 4)
    detail = ent_field_get_choice_label (ent_kind_get_field (kind, "type"), detail);
  else if (detail != NULL && place.item_kind == 5)
    detail = ent_field_get_choice_label (ent_kind_get_field (kind, "status"), detail);
  else if (detail != NULL)
    detail = ent_seed_translate (ent_kind_from_key ("stage"), detail);
  return ent_timeline_item_new (kind, &id, &place, (sqlite3_column_int (stmt, 3) & 2) != 0, title, detail);
}

static gboolean
read_cb (EntDb *db, gpointer data, GError **error)
{
  static const EntTimelinePlace newest = { G_MAXINT64, G_MAXINT64, G_MAXINT64 };
  Read *read = data;
  const EntTimelinePlace *after = read->after != NULL ? read->after : &newest;
  g_autoptr (GString) sql = g_string_new (page_sql);
  sqlite3_stmt *stmt;
  int code;

  g_string_replace (sql, "%s", read->kind->table, 1);
  stmt = ent_db_prepare (db, sql->str, error);
  if (stmt == NULL)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, read->kind->number);
  ent_db_bind_id (stmt, 2, &read->id);
  sqlite3_bind_int64 (stmt, 3, after->at);
  sqlite3_bind_int64 (stmt, 4, after->item_kind);
  sqlite3_bind_int64 (stmt, 5, after->item);
  sqlite3_bind_int64 (stmt, 6, read->limit);
  while ((code = ent_db_step (db, stmt, error)) == SQLITE_ROW)
    {
      EntTimelineItem *item = make_item (stmt);

      if (item != NULL)
        g_ptr_array_add (read->items, item);
    }
  sqlite3_reset (stmt);
  return code == SQLITE_DONE;
}

GPtrArray *
ent_timeline_read (EntStore *store,
                   const EntKind *kind,
                   const EntId *id,
                   EntTimelineItem *last,
                   guint limit,
                   GCancellable *cancellable,
                   GError **error)
{
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);
  Read read = { kind, *id, last != NULL ? ent_timeline_item_get_place (last) : NULL, limit, items };

  if (!ent_store_with_reader (store, cancellable, read_cb, &read, error))
    return NULL;
  return g_steal_pointer (&items);
}
