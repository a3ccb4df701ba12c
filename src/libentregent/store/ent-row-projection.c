/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "ent-check-private.h"
#include "ent-collation-private.h"
#include "ent-derive-private.h"
#include "ent-db-open-private.h"
#include "ent-postings-private.h"
#include "ent-reading-projections-private.h"
#include "ent-upkeep-private.h"

/*
 * Keeps what is derived from each record by itself: sort keys, texts of columns, search text, keys of custom fields;
 * and the names of accounts on the records of those who work there or may buy.
 */

#define BATCH 1000

/*
 * Each group leaves a segment in the indexes of words, and reading gets slower with their number. What edits leave is
 * merged later, in steps short enough for a person to wait for one (tidy): FTS5's own way lets one edit in twenty wait
 * for a large merge. Groups of an import are long anyway and merge themselves.
 */
#define TIDY_PAGES 8
#define TIDY_US 700
#define BULK 100
#define BULK_MERGE_EVERY 8
#define BULK_MERGE_PAGES_MIN 32
#define BULK_MERGE_PAGES_MAX 400

static gboolean
make_search_tables (EntDb *db, const EntKind *kind, GError **error)
{
  const char *t = kind->table;
  g_autofree char *text = NULL;
  g_autofree char *indexes = NULL;

  if (!ent_search_has_text (kind))
    return TRUE;
  text = g_strdup_printf (
      "CREATE TABLE IF NOT EXISTS \"x_text_%s\" (rid INTEGER PRIMARY KEY, a TEXT NOT NULL, b TEXT NOT NULL)", t);
  if (!ent_db_exec (db, text, error))
    return FALSE;
  if (!ent_search_has_index (kind))
    return TRUE;
  /*
   * The text is folded and cut into tokens beforehand, by rules that know more scripts than any tokenizer of FTS5, so
   * the plainest of these keeps the tokens as they are. Positions are not kept (detail=none): phrases are verified in
   * x_text. With automerge an edit in 20 pays for merging large segments, so tidy() does it later. secure-delete of
   * SQLite 3.46 takes words of other rows along when detail is none (the simulator found records that no search did),
   * so what an erasure leaves is removed by forget_erased().
   */
  indexes = g_strdup_printf (
      "CREATE VIRTUAL TABLE IF NOT EXISTS \"x_fts_%s\" USING fts5 (a, b, content='', columnsize=0, detail=none, "
      "prefix='2 3', tokenize='ascii');"
      "INSERT INTO \"x_fts_%s\" (\"x_fts_%s\", rank) VALUES ('automerge', 0), ('secure-delete', 0), ('crisismerge', "
      "1000);"
      "CREATE VIRTUAL TABLE IF NOT EXISTS \"x_tri_%s\" USING fts5 (a, content='', columnsize=0, detail=none, "
      "tokenize='trigram case_sensitive 1');"
      "INSERT INTO \"x_tri_%s\" (\"x_tri_%s\", rank) VALUES ('automerge', 0), ('secure-delete', 0), ('crisismerge', "
      "1000)",
      t, t, t, t, t, t);
  return ent_db_exec (db, indexes, error);
}

static gboolean
prepare (EntDb *db, EntStore *store, GError **error)
{
  const EntKind *const *kinds;
  guint n_kinds;

  if (!ent_columns_prepare (db, store, error) ||
      !ent_db_exec (
          db,
          "CREATE TABLE IF NOT EXISTS x_custom_key (field BLOB NOT NULL, key, rid INTEGER NOT NULL, kind INTEGER NOT "
          "NULL, "
          "PRIMARY KEY (field, key, rid)) WITHOUT ROWID;"
          "CREATE INDEX IF NOT EXISTS x_custom_key_rid ON x_custom_key (kind, rid);"
          "CREATE TABLE IF NOT EXISTS x_custom_pass (field BLOB PRIMARY KEY, rid INTEGER NOT NULL) WITHOUT ROWID",
          error))
    return FALSE;
  kinds = ent_kinds_get_all (&n_kinds);
  for (guint i = 0; i < n_kinds; i++)
    {
      if (!make_search_tables (db, kinds[i], error))
        return FALSE;
    }
  return TRUE;
}

/* The sets of sort keys that a row is written into: the one that lists use, and the one that a newer ICU is filling. */
typedef struct
{
  guint set;
  gboolean both;
  gboolean stale; /* this ICU is older than the keys */
} Keys;

static gboolean
read_keys (EntDb *db, EntStore *store, Keys *keys, GError **error)
{
  gint64 version = ent_collation_get_version (ent_store_get_locale (store));
  EntCollationState state;

  if (!ent_collation_read (db, &state, NULL, error))
    return FALSE;
  *keys = (Keys) { state.current & 1, state.next_version != 0, version < MAX (state.version, state.next_version) };
  return TRUE;
}

static gboolean
derive (EntDerived *derived,
        EntDb *db,
        EntStore *store,
        const EntKind *kind,
        gint64 rid,
        gboolean is_new,
        const Keys *keys,
        GError **error)
{
  return ent_derived_read (derived, db, store, kind, rid, error) &&
         (!derived->exists ||
          (ent_derived_write_columns (derived, db, keys->set, error) &&
           (!keys->both || ent_derived_write_columns (derived, db, 1 - keys->set, error)) &&
           (!keys->stale || derived->keys->len == 0 || ent_collation_note_stale (db, kind->number, rid, error)))) &&
         ent_derived_write_search (derived, db, is_new, error) &&
         ent_derived_write_custom_keys (derived, db, is_new, error);
}

gboolean
ent_row_projection_derive_again (EntDb *db,
                                 EntStore *store,
                                 const EntKind *kind,
                                 const gint64 *rids,
                                 guint n,
                                 GError **error)
{
  g_autoptr (EntDerived) derived = ent_derived_new ();
  Keys keys;

  if (!read_keys (db, store, &keys, error))
    return FALSE;
  for (guint i = 0; i < n; i++)
    if (!derive (derived, db, store, kind, rids[i], FALSE, &keys, error))
      return FALSE;
  return TRUE;
}

/* An account's name stands on the records that are listed with it. */
static gboolean
spread_name (EntDb *db, const EntKind *account, gint64 rid, GError **error)
{
  const EntKind *const *kinds;
  guint n_kinds;

  kinds = ent_kinds_get_all (&n_kinds);
  for (guint i = 0; i < n_kinds; i++)
    {
      const EntField *field = kinds[i]->is_element ? NULL : ent_kind_get_field (kinds[i], "account");
      const char *column = field != NULL ? ent_columns_get_name_column (field) : NULL;
      g_autofree char *sql = NULL;
      sqlite3_stmt *stmt;

      if (column == NULL)
        continue;
      sql =
          g_strdup_printf ("UPDATE \"%s\" SET \"%s\" = (SELECT name FROM account WHERE rid = ?1) WHERE \"%s_rid\" = ?1",
                           kinds[i]->table, column, field->column);
      stmt = ent_db_prepare (db, sql, error);
      if (stmt == NULL)
        return FALSE;
      sqlite3_bind_int64 (stmt, 1, rid);
      if (!ent_db_run (db, stmt, error))
        return FALSE;
    }
  return TRUE;
}

/* FTS5 has done something when it has changed two rows or more. */
static gboolean
merge_index (EntDb *db, const EntKind *kind, const char *index, guint pages, gboolean *merged, GError **error)
{
  g_autofree char *sql = g_strdup_printf ("INSERT INTO \"x_%s_%s\" (\"x_%s_%s\", rank) VALUES ('merge', ?)", index,
                                          kind->table, index, kind->table);
  sqlite3_stmt *stmt = ent_db_prepare (db, sql, error);
  sqlite3_int64 before = sqlite3_total_changes64 (ent_db_get_handle (db));

  if (stmt == NULL)
    return FALSE;
  sqlite3_bind_int (stmt, 1, (int) pages);
  if (!ent_db_run (db, stmt, error))
    return FALSE;
  *merged = sqlite3_total_changes64 (ent_db_get_handle (db)) - before >= 2;
  return TRUE;
}

static gboolean
merge_kind (EntDb *db, const EntKind *kind, guint pages, gboolean *merged, GError **error)
{
  gboolean words = FALSE, parts = FALSE;

  if (!merge_index (db, kind, "fts", pages, &words, error) || !merge_index (db, kind, "tri", pages, &parts, error))
    return FALSE;
  *merged = words || parts;
  return TRUE;
}

static gboolean
merge_bulk (EntDb *db, const EntTouched *all, guint n, GError **error)
{
  static gint n_groups;
  guint64 kinds = 0;

  if (n < BULK || g_atomic_int_add (&n_groups, 1) % BULK_MERGE_EVERY != 0)
    return TRUE;
  for (guint i = 0; i < n; i++)
    kinds |= G_GUINT64_CONSTANT (1) << all[i].kind->number;
  for (guint number = 1; number < 64; number++)
    {
      const EntKind *kind = kinds >> number & 1 ? ent_kind_from_number (number) : NULL;
      gboolean merged;

      if (kind != NULL && ent_search_has_index (kind) &&
          !merge_kind (db, kind, CLAMP (n / 4, BULK_MERGE_PAGES_MIN, BULK_MERGE_PAGES_MAX), &merged, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
tidy (EntDb *db, EntStore *store, gboolean *more, GError **error)
{
  gint64 end = g_get_monotonic_time () + TIDY_US;
  const EntKind *const *kinds;
  guint n_kinds;

  kinds = ent_kinds_get_all (&n_kinds);
  for (guint i = 0; i < n_kinds; i++)
    {
      gboolean merged = TRUE;

      while (merged && ent_search_has_index (kinds[i]))
        {
          if (g_get_monotonic_time () >= end)
            {
              *more = TRUE;
              return TRUE;
            }
          if (!merge_kind (db, kinds[i], TIDY_PAGES, &merged, error))
            return FALSE;
        }
    }
  return TRUE;
}

/* A deleted word stays in its segment until that is merged: after an erasure all are, in the same transaction, so that
 * no word is left. */
static gboolean
forget_erased (EntDb *db, guint64 kinds, GError **error)
{
  for (guint number = 1; number < 64; number++)
    {
      const EntKind *kind = kinds >> number & 1 ? ent_kind_from_number (number) : NULL;
      g_autofree char *sql = NULL;

      if (kind == NULL || !ent_search_has_index (kind))
        continue;
      sql = g_strdup_printf ("INSERT INTO \"x_fts_%s\" (\"x_fts_%s\") VALUES ('optimize'); INSERT INTO \"x_tri_%s\" "
                             "(\"x_tri_%s\") VALUES ('optimize')",
                             kind->table, kind->table, kind->table, kind->table);
      if (!ent_db_exec (db, sql, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
touched (EntDb *db, EntStore *store, const EntTouched *all, guint n, GError **error)
{
  g_autoptr (EntDerived) derived = ent_derived_new ();
  guint64 erased = 0;
  const EntKind *account = ent_kind_from_key ("account");
  const EntField *name = ent_kind_get_field (account, "name");
  const EntKind *custom_field = ent_kind_from_key ("field");
  Keys keys;

  if (!read_keys (db, store, &keys, error))
    return FALSE;
  for (guint i = 0; i < n; i++)
    {
      if (!derive (derived, db, store, all[i].kind, all[i].rid, all[i].is_new, &keys, error) ||
          (all[i].kind == custom_field && !ent_custom_keys_note (db, &all[i], error)))
        return FALSE;
      if (!derived->exists)
        erased |= G_GUINT64_CONSTANT (1) << all[i].kind->number;
      /* Nothing leads to a new one yet, unless it was said to be one with another before it came. */
      if (all[i].kind == account && (!all[i].is_new || all[i].fields[0] == G_MAXUINT64) &&
          ent_touched_has (&all[i], name) && !spread_name (db, account, all[i].rid, error))
        return FALSE;
    }
  return forget_erased (db, erased, error) && merge_bulk (db, all, n, error);
}

typedef gboolean (*RowFunc) (EntDerived *derived,
                             EntDb *db,
                             EntStore *store,
                             const EntKind *kind,
                             gint64 rid,
                             gpointer data,
                             GError **error);

static gboolean
for_each_row (EntDb *db,
              EntStore *store,
              const EntKind *kind,
              GCancellable *cancellable,
              RowFunc func,
              gpointer data,
              GError **error)
{
  g_autoptr (EntDerived) derived = ent_derived_new ();
  g_autofree char *sql =
      g_strdup_printf ("SELECT rid FROM \"%s\" WHERE rid > ? ORDER BY rid LIMIT %d", kind->table, BATCH);
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
          if (!func (derived, db, store, kind, rids[i], data, error))
            return FALSE;
          last = rids[i];
        }
    }
  while (n == BATCH);
  return TRUE;
}

static gboolean
rebuild_row (EntDerived *derived,
             EntDb *db,
             EntStore *store,
             const EntKind *kind,
             gint64 rid,
             gpointer data,
             GError **error)
{
  return derive (derived, db, store, kind, rid, TRUE, data, error);
}

gboolean
ent_row_projection_write_keys (EntDb *db,
                               EntStore *store,
                               const EntKind *kind,
                               guint set,
                               gint64 after,
                               guint max,
                               guint *n,
                               gint64 *last,
                               GError **error)
{
  g_autoptr (EntDerived) derived = ent_derived_new ();
  g_autoptr (GArray) rids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autofree char *sql =
      g_strdup_printf ("SELECT rid FROM \"%s\" WHERE rid > ? ORDER BY rid LIMIT %u", kind->table, max);
  sqlite3_stmt *stmt = ent_db_prepare (db, sql, error);
  int code;

  if (stmt == NULL)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, after);
  while ((code = ent_db_step (db, stmt, error)) == SQLITE_ROW)
    {
      *last = sqlite3_column_int64 (stmt, 0);
      g_array_append_val (rids, *last);
    }
  sqlite3_reset (stmt);
  if (code != SQLITE_DONE)
    return FALSE;
  *n = rids->len;
  for (guint i = 0; i < rids->len; i++)
    if (!ent_derived_read (derived, db, store, kind, g_array_index (rids, gint64, i), error) ||
        !ent_derived_write_columns (derived, db, set, error))
      return FALSE;
  return TRUE;
}

static gboolean
empty_search (EntDb *db, const EntKind *kind, GError **error)
{
  g_autofree char *text = g_strdup_printf ("DELETE FROM \"x_text_%s\"", kind->table);
  g_autofree char *indexes = g_strdup_printf ("INSERT INTO \"x_fts_%s\" (\"x_fts_%s\") VALUES ('delete-all'); INSERT "
                                              "INTO \"x_tri_%s\" (\"x_tri_%s\") VALUES ('delete-all')",
                                              kind->table, kind->table, kind->table, kind->table);

  if (!ent_search_has_text (kind))
    return TRUE;
  return ent_db_exec (db, text, error) && (!ent_search_has_index (kind) || ent_db_exec (db, indexes, error));
}

static gboolean
rebuild (EntDb *db, EntStore *store, GCancellable *cancellable, GError **error)
{
  const EntKind *const *kinds;
  guint n_kinds;
  EntCollationState state;
  Keys keys = { 0 };

  if (!ent_collation_read (db, &state, NULL, error) ||
      !ent_db_exec (db, "DELETE FROM x_custom_key; DELETE FROM x_custom_pass; DELETE FROM x_collation_stale", error))
    return FALSE;
  keys.set = state.current & 1;
  state =
      (EntCollationState) { .current = keys.set, .version = ent_collation_get_version (ent_store_get_locale (store)) };
  if (!ent_collation_write (db, &state, error))
    return FALSE;
  kinds = ent_kinds_get_all (&n_kinds);
  for (guint i = 0; i < n_kinds; i++)
    {
      if (!kinds[i]->is_element && (!empty_search (db, kinds[i], error) ||
                                    !for_each_row (db, store, kinds[i], cancellable, rebuild_row, &keys, error)))
        return FALSE;
    }
  return TRUE;
}

typedef struct
{
  guint set;
  GPtrArray *findings;
  EntWordTotals totals;
  EntPostings *postings; /* of a kind with indexes of words */
  gboolean with_keys;
  guint64 pending; /* kinds of which a custom field has still to be gone through */
} Check;

static gboolean
check_row (EntDerived *derived,
           EntDb *db,
           EntStore *store,
           const EntKind *kind,
           gint64 rid,
           gpointer data,
           GError **error)
{
  Check *check = data;

  if (!ent_derived_read (derived, db, store, kind, rid, error))
    return FALSE;
  if (check->pending >> kind->number & 1)
    return ent_derived_check (derived, db, check->set, check->with_keys, FALSE, check->findings, error);
  if (derived->shown && check->postings != NULL)
    {
      ent_check_count_words (&check->totals, derived->a->str, derived->b->str);
      if (!ent_postings_add (check->postings, db, rid, derived->a->str, derived->b->str, check->findings, error))
        return FALSE;
    }
  return ent_derived_check (derived, db, check->set, check->with_keys, TRUE, check->findings, error);
}

/* Each row, then what was to be gathered of all of them. */
static gboolean
check_kind (EntDb *db, EntStore *store, const EntKind *kind, Check *check, GError **error)
{
  gboolean has_index = ent_search_has_index (kind) && !(check->pending >> kind->number & 1);
  g_autoptr (EntPostings) postings = has_index ? ent_postings_new (kind) : NULL;

  check->postings = postings;
  check->totals = (EntWordTotals) { 0 };
  return for_each_row (db, store, kind, NULL, check_row, check, error) &&
         (!has_index || (ent_postings_finish (postings, db, check->findings, error) &&
                         ent_check_words (db, kind, &check->totals, check->findings, error)));
}

/* Search text of records that are not there. */
static gboolean
check_strays (EntDb *db, const EntKind *kind, GPtrArray *findings, GError **error)
{
  g_autofree char *sql = g_strdup_printf ("SELECT rid FROM \"x_text_%s\" WHERE rid NOT IN (SELECT rid FROM \"%s\")",
                                          kind->table, kind->table);
  sqlite3_stmt *stmt;
  int code;

  if (!ent_search_has_text (kind))
    return TRUE;
  stmt = ent_db_prepare (db, sql, error);
  if (stmt == NULL)
    return FALSE;
  while ((code = ent_db_step (db, stmt, error)) == SQLITE_ROW)
    {
      g_autofree char *table = g_strconcat ("x_text_", kind->table, NULL);

      ent_check_find (findings, kind, NULL, table, _("There is a text of a record that is not there"));
    }
  sqlite3_reset (stmt);
  return code == SQLITE_DONE;
}

static gboolean
check (EntDb *db, EntStore *store, GPtrArray *findings, GError **error)
{
  const EntKind *const *kinds;
  guint n_kinds;
  Check data = { .findings = findings };
  EntCollationState state;
  gint64 n_stale;

  if (!ent_collation_read (db, &state, NULL, error) || !ent_custom_keys_get_pending (db, &data.pending, error) ||
      !ent_db_get_integer (db, "SELECT count (*) FROM x_collation_stale", &n_stale, error))
    return FALSE;
  if (state.sum != ent_collation_sum (&state))
    ent_check_find (findings, NULL, NULL, "x_collation", _("is not what it should be"));
  data.set = state.current & 1;
  /* What another version of ICU has made cannot be told from what it should have made. */
  data.with_keys = state.version == ent_collation_get_version (ent_store_get_locale (store)) && n_stale == 0;
  kinds = ent_kinds_get_all (&n_kinds);
  for (guint i = 0; i < n_kinds; i++)
    {
      if (kinds[i]->is_element)
        continue;
      if (!check_kind (db, store, kinds[i], &data, error) || !check_strays (db, kinds[i], findings, error))
        return FALSE;
    }
  return TRUE;
}

const EntProjection *
ent_row_projection_get (void)
{
  static EntProjection projection = {
    .name = "rows", .prepare = prepare, .touched = touched, .rebuild = rebuild, .tidy = tidy, .check = check
  };
  static gsize made;

  if (g_once_init_enter (&made))
    {
      projection.version = ent_columns_get_version ();
      g_once_init_leave (&made, 1);
    }
  return &projection;
}
