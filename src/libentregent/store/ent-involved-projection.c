/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "ent-check-private.h"
#include "ent-reading-projections-private.h"
#include "ent-store-private.h"

/*
 * Who is concerned by what happened: activities, requests and stages of opportunities on the timeline of each record
 * they involve. An activity about a person also stands with the organization where the person works, one about an
 * opportunity with its account and contact. From it come "last contact" and "next step".
 */

#define VERSION 1
#define BATCH 1000

enum
{
  FLAG_CONTACT = 1, /* somebody spoke, wrote or met with them */
  FLAG_OPEN = 2,    /* is still to be done */
};

/* The records that an item of a kind involves, as (kind, rid) of shown rows, some twice; ?1 is its rid. */
#define WITH_ACCOUNTS(direct)                                                                                          \
  "WITH d (kind, rid) AS (" direct "), "                                                                               \
  "e (kind, rid) AS (SELECT kind, rid FROM d "                                                                         \
  "UNION ALL SELECT 1, o.account_rid FROM d JOIN opportunity AS o ON o.rid = d.rid WHERE d.kind = 3 "                  \
  "UNION ALL SELECT 2, o.contact_rid FROM d JOIN opportunity AS o ON o.rid = d.rid WHERE d.kind = 3 "                  \
  "UNION ALL SELECT 1, r.account_rid FROM d JOIN request AS r ON r.rid = d.rid WHERE d.kind = 5 "                      \
  "UNION ALL SELECT 2, r.contact_rid FROM d JOIN request AS r ON r.rid = d.rid WHERE d.kind = 5) "                     \
  "SELECT kind, rid FROM e WHERE rid IS NOT NULL AND kind IN (1, 2, 3, 5) "                                            \
  "UNION ALL SELECT 1, c.x_account_rid FROM e JOIN contact AS c ON c.rid = e.rid WHERE e.kind = 2 AND "                \
  "c.x_account_rid IS NOT NULL"

static const struct
{
  const char *kind;
  guint number;
  /* at, flags of the item; several rows for the stages of an opportunity */
  const char *item;
  const char *involved;
} sources[] = {
  { "activity", 4,
    "SELECT x_when, CASE WHEN done IS NULL THEN 2 WHEN type IN ('call', 'meeting', 'visit', 'email') THEN 1 ELSE 0 END "
    "FROM activity "
    "WHERE rid = ?1 AND hidden = 0 AND x_when IS NOT NULL",
    WITH_ACCOUNTS ("SELECT about_kind, about_rid FROM activity WHERE rid = ?1 UNION ALL "
                   "SELECT target_kind, target_rid FROM link WHERE kind = 4 AND canon = ?1 AND field = 47") },
  { "request", 5, "SELECT x_created, 0 FROM request WHERE rid = ?1 AND hidden = 0 AND x_created IS NOT NULL",
    WITH_ACCOUNTS ("SELECT 5, ?1") },
  { "opportunity", 3,
    "SELECT h.since, 0 FROM opportunity AS o JOIN stage_history AS h ON h.kind = 3 AND h.canon = o.rid WHERE o.rid = "
    "?1 AND o.hidden = 0 "
    "AND h.since IS NOT NULL",
    WITH_ACCOUNTS ("SELECT 3, ?1") },
};

typedef struct
{
  gint64 kind;
  gint64 rid;
} Target;

static guint
target_hash (gconstpointer p)
{
  const Target *target = p;
  gint64 mixed = target->kind << 56 ^ target->rid;

  return g_int64_hash (&mixed);
}

static gboolean
target_equal (gconstpointer a, gconstpointer b)
{
  const Target *p = a, *q = b;

  return p->kind == q->kind && p->rid == q->rid;
}

/* Appends (kind, rid) pairs of a query with at most two parameters. */
static gboolean
read_targets (EntDb *db, const char *sql, gint64 first, gint64 second, GArray *targets, GError **error)
{
  sqlite3_stmt *stmt = ent_db_prepare (db, sql, error);
  int code;

  if (stmt == NULL)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, first);
  if (sqlite3_bind_parameter_count (stmt) > 1)
    sqlite3_bind_int64 (stmt, 2, second);
  while ((code = ent_db_step (db, stmt, error)) == SQLITE_ROW)
    {
      Target target = { sqlite3_column_int64 (stmt, 0), sqlite3_column_int64 (stmt, 1) };

      g_array_append_val (targets, target);
    }
  sqlite3_reset (stmt);
  return code == SQLITE_DONE;
}

static void
add_affected (GHashTable *affected, GArray *targets)
{
  for (guint i = 0; affected != NULL && i < targets->len; i++)
    g_hash_table_add (affected, g_memdup2 (&g_array_index (targets, Target, i), sizeof (Target)));
}

static gboolean
insert (EntDb *db, const Target *target, gint64 at, gint64 flags, guint item_kind, gint64 item, GError **error)
{
  sqlite3_stmt *stmt = ent_db_prepare (
      db, "INSERT OR IGNORE INTO x_involved (kind, rid, at, item_kind, item, flags) VALUES (?, ?, ?, ?, ?, ?)", error);

  if (stmt == NULL)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, target->kind);
  sqlite3_bind_int64 (stmt, 2, target->rid);
  sqlite3_bind_int64 (stmt, 3, at);
  sqlite3_bind_int64 (stmt, 4, item_kind);
  sqlite3_bind_int64 (stmt, 5, item);
  sqlite3_bind_int64 (stmt, 6, flags);
  return ent_db_run (db, stmt, error);
}

static gboolean
delete_item (EntDb *db, guint item_kind, gint64 item, GError **error)
{
  sqlite3_stmt *stmt = ent_db_prepare (db, "DELETE FROM x_involved WHERE item_kind = ? AND item = ?", error);

  if (stmt == NULL)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, item_kind);
  sqlite3_bind_int64 (stmt, 2, item);
  return ent_db_run (db, stmt, error);
}

static gboolean
derive_item (EntDb *db, guint source, gint64 item, gboolean is_new, GHashTable *affected, GError **error)
{
  g_autoptr (GArray) moments = g_array_new (FALSE, FALSE, sizeof (Target)); /* (at, flags) */
  g_autoptr (GArray) targets = g_array_new (FALSE, FALSE, sizeof (Target));
  guint number = sources[source].number;

  if (!is_new)
    {
      if (!read_targets (db, "SELECT DISTINCT kind, rid FROM x_involved WHERE item_kind = ?1 AND item = ?2", number,
                         item, targets, error))
        return FALSE;
      add_affected (affected, targets);
      g_array_set_size (targets, 0);
      if (!delete_item (db, number, item, error))
        return FALSE;
    }
  if (!read_targets (db, sources[source].item, item, 0, moments, error))
    return FALSE;
  if (moments->len == 0)
    return TRUE;
  if (!read_targets (db, sources[source].involved, item, 0, targets, error))
    return FALSE;
  add_affected (affected, targets);
  for (guint m = 0; m < moments->len; m++)
    {
      const Target *moment = &g_array_index (moments, Target, m);

      for (guint i = 0; i < targets->len; i++)
        {
          if (!insert (db, &g_array_index (targets, Target, i), moment->kind, moment->rid, number, item, error))
            return FALSE;
        }
    }
  return TRUE;
}

#define LAST_CONTACT                                                                                                   \
  "x_last_contact = (SELECT i.at FROM x_involved AS i WHERE i.kind = ?1 AND i.rid = ?2 AND i.flags & 1 ORDER BY i.at " \
  "DESC LIMIT 1)"
#define NEXT(what)                                                                                                     \
  "(SELECT " what                                                                                                      \
  " FROM x_involved AS i JOIN activity AS a ON a.rid = i.item WHERE i.kind = ?1 AND i.rid = ?2 AND i.item_kind = 4 "   \
  "AND i.flags & 2 ORDER BY i.at, i.item LIMIT 1)"
#define NEXT_STEP                                                                                                      \
  "x_next_step = " NEXT ("a.subject") ", x_next_step_due = " NEXT (                                                    \
      "coalesce (a.due, date (a.start / 1000, 'unixepoch'))")

static const char *const updates[] = {
  [1] = "UPDATE account SET " LAST_CONTACT ", " NEXT_STEP " WHERE rid = ?2",
  [2] = "UPDATE contact SET " LAST_CONTACT ", " NEXT_STEP " WHERE rid = ?2",
  [3] = "UPDATE opportunity SET " LAST_CONTACT " WHERE rid = ?2",
  [5] = "UPDATE request SET " LAST_CONTACT " WHERE rid = ?2",
};

static gboolean
update_target (EntDb *db, const Target *target, GError **error)
{
  sqlite3_stmt *stmt;

  if (target->kind < 0 || target->kind >= (gint64) G_N_ELEMENTS (updates) || updates[target->kind] == NULL)
    return TRUE;
  stmt = ent_db_prepare (db, updates[target->kind], error);
  if (stmt == NULL)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, target->kind);
  sqlite3_bind_int64 (stmt, 2, target->rid);
  return ent_db_run (db, stmt, error);
}

/* Items that may involve a record which moved, was merged, or came or went: those that name it, and those on its
 * timeline. */
static gboolean
read_items_of (EntDb *db, const EntTouched *touched, GArray *items, GError **error)
{
  static const char sql[] =
      "SELECT item_kind, item FROM x_involved WHERE kind = ?1 AND rid = ?2 "
      "UNION SELECT 4, rid FROM activity WHERE about_kind = ?1 AND about_rid = ?2 "
      "UNION SELECT kind, canon FROM link WHERE target_kind = ?1 AND target_rid = ?2 AND kind = 4 "
      "UNION SELECT 5, rid FROM request WHERE ?1 = 1 AND account_rid = ?2 "
      "UNION SELECT 5, rid FROM request WHERE ?1 = 2 AND contact_rid = ?2 "
      "UNION SELECT 3, rid FROM opportunity WHERE ?1 = 1 AND account_rid = ?2 "
      "UNION SELECT 3, rid FROM opportunity WHERE ?1 = 2 AND contact_rid = ?2";

  return read_targets (db, sql, touched->kind->number, touched->rid, items, error) &&
         (touched->canon == touched->rid || touched->canon == 0 ||
          read_targets (db, sql, touched->kind->number, touched->canon, items, error));
}

static int
find_source (gint64 number)
{
  for (guint i = 0; i < G_N_ELEMENTS (sources); i++)
    {
      if (sources[i].number == number)
        return (int) i;
    }
  return -1;
}

static gboolean
has_moved (const EntTouched *touched)
{
  const EntField *account = ent_kind_get_field (touched->kind, "account");
  const EntField *contact = ent_kind_get_field (touched->kind, "contact");

  return !touched->is_new &&
         (touched->hidden != touched->was_hidden || touched->hidden || touched->canon != touched->rid ||
          (account != NULL && ent_touched_has (touched, account)) ||
          (contact != NULL && ent_touched_has (touched, contact)));
}

static gboolean
touch (EntDb *db, const EntTouched *touched, GHashTable *affected, GError **error)
{
  int source = find_source (touched->kind->number);
  gboolean concerns = touched->kind->number < G_N_ELEMENTS (updates) && updates[touched->kind->number] != NULL;

  if (source >= 0 && !derive_item (db, (guint) source, touched->rid, touched->is_new, affected, error))
    return FALSE;
  if (concerns && has_moved (touched))
    {
      g_autoptr (GArray) items = g_array_new (FALSE, FALSE, sizeof (Target));

      if (!read_items_of (db, touched, items, error))
        return FALSE;
      for (guint i = 0; i < items->len; i++)
        {
          const Target *item = &g_array_index (items, Target, i);
          int other = find_source (item->kind);

          if (other >= 0 && !derive_item (db, (guint) other, item->rid, FALSE, affected, error))
            return FALSE;
        }
    }
  return TRUE;
}

static gboolean
touched (EntDb *db, EntStore *store, const EntTouched *all, guint n, GError **error)
{
  g_autoptr (GHashTable) affected = g_hash_table_new_full (target_hash, target_equal, g_free, NULL);
  GHashTableIter iter;
  gpointer target;

  for (guint i = 0; i < n; i++)
    {
      if (!touch (db, &all[i], affected, error))
        return FALSE;
    }
  g_hash_table_iter_init (&iter, affected);
  while (g_hash_table_iter_next (&iter, &target, NULL))
    {
      if (!update_target (db, target, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
prepare (EntDb *db, EntStore *store, GError **error)
{
  return ent_db_exec (
      db,
      "CREATE TABLE IF NOT EXISTS x_involved (kind INTEGER NOT NULL, rid INTEGER NOT NULL, at INTEGER NOT NULL, "
      "item_kind INTEGER NOT NULL, item INTEGER NOT NULL, flags INTEGER NOT NULL, "
      "PRIMARY KEY (kind, rid, at, item_kind, item)) WITHOUT ROWID;"
      "CREATE INDEX IF NOT EXISTS x_involved_item ON x_involved (item_kind, item);"
      "CREATE INDEX IF NOT EXISTS x_involved_open ON x_involved (kind, rid, at) WHERE flags & 2",
      error);
}

typedef gboolean (*RidFunc) (EntDb *db, guint which, gint64 rid, gpointer data, GError **error);

static gboolean
for_each_rid (EntDb *db,
              const char *table,
              guint which,
              GCancellable *cancellable,
              RidFunc func,
              gpointer data,
              GError **error)
{
  g_autofree char *sql = g_strdup_printf ("SELECT rid FROM \"%s\" WHERE rid > ? ORDER BY rid LIMIT %d", table, BATCH);
  gint64 rids[BATCH];
  gint64 last = G_MININT64;
  guint n;

  do
    {
      sqlite3_stmt *stmt = ent_db_prepare (db, sql, error);
      int code;

      if (stmt == NULL || g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      sqlite3_bind_int64 (stmt, 1, last);
      for (n = 0; (code = ent_db_step (db, stmt, error)) == SQLITE_ROW && n < BATCH; n++)
        rids[n] = sqlite3_column_int64 (stmt, 0);
      sqlite3_reset (stmt);
      if (code != SQLITE_ROW && code != SQLITE_DONE)
        return FALSE;
      for (guint i = 0; i < n; i++)
        {
          last = rids[i];
          if (!func (db, which, rids[i], data, error))
            return FALSE;
        }
    }
  while (n == BATCH);
  return TRUE;
}

static gboolean
rebuild_item (EntDb *db, guint which, gint64 rid, gpointer data, GError **error)
{
  return derive_item (db, which, rid, TRUE, NULL, error);
}

static gboolean
rebuild_target (EntDb *db, guint which, gint64 rid, gpointer data, GError **error)
{
  Target target = { which, rid };

  return update_target (db, &target, error);
}

static gboolean
rebuild (EntDb *db, EntStore *store, GCancellable *cancellable, GError **error)
{
  if (!ent_db_exec (db, "DELETE FROM x_involved", error))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (sources); i++)
    {
      if (!for_each_rid (db, sources[i].kind, i, cancellable, rebuild_item, NULL, error))
        return FALSE;
    }
  for (guint i = 0; i < G_N_ELEMENTS (updates); i++)
    {
      if (updates[i] != NULL &&
          !for_each_rid (db, ent_kind_from_number (i)->table, i, cancellable, rebuild_target, NULL, error))
        return FALSE;
    }
  return TRUE;
}

/* Finds the rows of an item that differ from what it involves. */
static gboolean
check_item (EntDb *db, guint which, gint64 rid, gpointer data, GError **error)
{
  g_autofree char *sql = g_strdup_printf (
      "WITH m (at, flags) AS (%s), v (kind, rid) AS (%s), w AS (SELECT DISTINCT v.kind, v.rid, m.at, m.flags FROM v, "
      "m), "
      "h AS (SELECT kind, rid, at, flags FROM x_involved WHERE item_kind = %u AND item = ?1) "
      "SELECT EXISTS (SELECT * FROM w EXCEPT SELECT * FROM h) OR EXISTS (SELECT * FROM h EXCEPT SELECT * FROM w)",
      sources[which].item, sources[which].involved, sources[which].number);
  sqlite3_stmt *stmt = ent_db_prepare (db, sql, error);
  gboolean differs;
  int code;

  if (stmt == NULL)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, rid);
  code = ent_db_step (db, stmt, error);
  differs = code == SQLITE_ROW && sqlite3_column_int (stmt, 0) != 0;
  sqlite3_reset (stmt);
  if (differs &&
      !ent_check_find_row (data, db, sources[which].number, rid, "x_involved", _("is not what it should be"), error))
    return FALSE;
  return code == SQLITE_ROW;
}

static gboolean
check_target (EntDb *db, guint which, gint64 rid, gpointer data, GError **error)
{
  const EntKind *kind = ent_kind_from_number (which);
  g_autofree char *assignments = g_strdup (strstr (updates[which], " SET ") + strlen (" SET "));
  g_autofree char *sql = NULL;
  sqlite3_stmt *stmt;
  int code;

  *strstr (assignments, " WHERE rid = ?2") = '\0';
  /* "x = (…), y = (…)" compares as "(x IS (…)) , …" once each "= (SELECT" is turned. */
  {
    g_auto (GStrv) parts = g_strsplit (assignments, " = (SELECT", -1);
    g_autofree char *compared = g_strjoinv (" IS (SELECT", parts);

    sql = g_strdup_printf ("SELECT %s FROM \"%s\" WHERE rid = ?2", compared, kind->table);
  }
  stmt = ent_db_prepare (db, sql, error);
  if (stmt == NULL)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, which);
  sqlite3_bind_int64 (stmt, 2, rid);
  code = ent_db_step (db, stmt, error);
  for (int i = 0; code == SQLITE_ROW && i < sqlite3_column_count (stmt); i++)
    {
      static const char *const names[] = { "x_last_contact", "x_next_step", "x_next_step_due" };

      if (sqlite3_column_int (stmt, i) == 0 &&
          !ent_check_find_row (data, db, which, rid, names[i], _("is not what it should be"), error))
        return FALSE;
    }
  sqlite3_reset (stmt);
  return code == SQLITE_ROW || code == SQLITE_DONE;
}

static gboolean
check (EntDb *db, EntStore *store, GPtrArray *findings, GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (sources); i++)
    {
      if (!for_each_rid (db, sources[i].kind, i, NULL, check_item, findings, error))
        return FALSE;
    }
  for (guint i = 0; i < G_N_ELEMENTS (updates); i++)
    {
      if (updates[i] != NULL &&
          !for_each_rid (db, ent_kind_from_number (i)->table, i, NULL, check_target, findings, error))
        return FALSE;
    }
  return TRUE;
}

const EntProjection *
ent_involved_projection_get (void)
{
  static const EntProjection projection = {
    .name = "involved", .version = VERSION, .prepare = prepare, .touched = touched, .rebuild = rebuild, .check = check
  };

  return &projection;
}
