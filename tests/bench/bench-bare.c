/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <glib/gstdio.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "bench-bare.h"

/*
 * SQLite alone. The rows are those that the import made, byte by byte, without the columns and indexes of projections
 * (x_…): read into memory a batch at a time, which is not counted, then inserted with the same settings of the
 * connection.
 */

#define BATCH 2000
#define PRAGMAS                                                                                                        \
  "PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 1000; PRAGMA cache_size = -8192; PRAGMA temp_store = "       \
  "MEMORY; PRAGMA secure_delete = ON;"

static const char *const tables[] = { "contact", "contact_point", "change" };
static const char *const ranges[] = { "rid > ?1 AND rid <= ?2", "kind = 2 AND canon > ?1 AND canon <= ?2",
                                      "kind = 2 AND rid > ?1 AND rid <= ?2" };

static void
check (sqlite3 *db, int code, const char *what)
{
  if (code == SQLITE_OK || code == SQLITE_ROW || code == SQLITE_DONE)
    return;
  g_printerr ("entregent-bench: %s: %s\n", what, sqlite3_errmsg (db));
  exit (1);
}

static void
exec (sqlite3 *db, const char *sql)
{
  check (db, sqlite3_exec (db, sql, NULL, NULL, NULL), sql);
}

static sqlite3_stmt *
prepare (sqlite3 *db, const char *sql)
{
  sqlite3_stmt *stmt = NULL;

  check (db, sqlite3_prepare_v3 (db, sql, -1, SQLITE_PREPARE_PERSISTENT, &stmt, NULL), sql);
  return stmt;
}

static sqlite3 *
open_file (const Bench *bench, const char *name, int flags)
{
  g_autofree char *path = bench_path (bench, name);
  sqlite3 *db = NULL;

  check (db, sqlite3_open_v2 (path, &db, flags | SQLITE_OPEN_NOMUTEX, NULL), path);
  exec (db, PRAGMAS);
  return db;
}

static char *
dup_columns (sqlite3 *book, const char *table, gboolean with_types)
{
  sqlite3_stmt *stmt =
      prepare (book, "SELECT name, type FROM pragma_table_info (?) WHERE name NOT LIKE 'x\\_%' ESCAPE '\\'");
  GString *text = g_string_new (NULL);

  sqlite3_bind_text (stmt, 1, table, -1, SQLITE_STATIC);
  while (sqlite3_step (stmt) == SQLITE_ROW)
    {
      const char *name = (const char *) sqlite3_column_text (stmt, 0);
      const char *rest = "";

      if (with_types && strcmp (name, "rid") == 0 && strcmp (table, "change") != 0)
        rest = " PRIMARY KEY";
      else if (with_types && strcmp (name, "id") == 0)
        rest = " NOT NULL UNIQUE";
      g_string_append_printf (text, "%s\"%s\" %s%s", text->len > 0 ? ", " : "", name,
                              with_types ? (const char *) sqlite3_column_text (stmt, 1) : "", rest);
    }
  sqlite3_finalize (stmt);
  return g_string_free (text, FALSE);
}

static void
make_table (sqlite3 *book, sqlite3 *bare, const char *table)
{
  g_autofree char *columns = dup_columns (book, table, TRUE);
  gboolean is_log = strcmp (table, "change") == 0;
  g_autofree char *sql = g_strdup_printf ("CREATE TABLE \"%s\" (%s%s", table, columns,
                                          is_log ? ", PRIMARY KEY (kind, rid, g, class)) WITHOUT ROWID" : ")");
  sqlite3_stmt *indexes =
      prepare (book, "SELECT sql FROM sqlite_master WHERE type = 'index' AND tbl_name = ? AND sql IS NOT NULL AND "
                     "sql NOT LIKE '%\"x\\_%' ESCAPE '\\'");

  exec (bare, sql);
  sqlite3_bind_text (indexes, 1, table, -1, SQLITE_STATIC);
  while (sqlite3_step (indexes) == SQLITE_ROW)
    exec (bare, (const char *) sqlite3_column_text (indexes, 0));
  sqlite3_finalize (indexes);
}

typedef struct
{
  sqlite3_stmt *read;
  sqlite3_stmt *write;
  GPtrArray *cells; /* sqlite3_value, row after row */
  int n_columns;
} Copy;

static void
copy_init (Copy *copy, sqlite3 *book, sqlite3 *bare, guint i)
{
  g_autofree char *columns = dup_columns (book, tables[i], FALSE);
  g_autofree char *select = g_strdup_printf ("SELECT %s FROM \"%s\" WHERE %s", columns, tables[i], ranges[i]);
  GString *insert = g_string_new (NULL);

  copy->read = prepare (book, select);
  copy->n_columns = sqlite3_column_count (copy->read);
  g_string_printf (insert, "INSERT INTO \"%s\" (%s) VALUES (", tables[i], columns);
  for (int c = 0; c < copy->n_columns; c++)
    g_string_append (insert, c == 0 ? "?" : ", ?");
  g_string_append_c (insert, ')');
  copy->write = prepare (bare, insert->str);
  copy->cells = g_ptr_array_new_with_free_func ((GDestroyNotify) sqlite3_value_free);
  g_string_free (insert, TRUE);
}

static void
copy_read (Copy *copy, sqlite3 *book, gint64 after, gint64 last)
{
  int code;

  g_ptr_array_set_size (copy->cells, 0);
  sqlite3_bind_int64 (copy->read, 1, after);
  sqlite3_bind_int64 (copy->read, 2, last);
  while ((code = sqlite3_step (copy->read)) == SQLITE_ROW)
    for (int c = 0; c < copy->n_columns; c++)
      g_ptr_array_add (copy->cells, sqlite3_value_dup (sqlite3_column_value (copy->read, c)));
  check (book, code, "reading the rows");
  sqlite3_reset (copy->read);
}

static void
copy_write (Copy *copy, sqlite3 *bare)
{
  for (guint i = 0; i < copy->cells->len; i += (guint) copy->n_columns)
    {
      for (int c = 0; c < copy->n_columns; c++)
        sqlite3_bind_value (copy->write, c + 1, copy->cells->pdata[i + (guint) c]);
      check (bare, sqlite3_step (copy->write), "inserting");
      sqlite3_reset (copy->write);
    }
}

static void
copy_clear (Copy *copy)
{
  sqlite3_finalize (copy->read);
  sqlite3_finalize (copy->write);
  g_ptr_array_unref (copy->cells);
}

void
bench_run_bare (const Bench *bench)
{
  sqlite3 *book = open_file (bench, "bench.entregent", SQLITE_OPEN_READWRITE);
  sqlite3 *bare = open_file (bench, "bare.db", SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
  Copy copies[G_N_ELEMENTS (tables)];
  double wall = 0, cpu = 0;

  /* As the writer is set while it imports: ent-commit.c. */
  exec (bare, "PRAGMA synchronous = NORMAL; PRAGMA cache_size = -65536; PRAGMA wal_autocheckpoint = 4000");
  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    {
      make_table (book, bare, tables[i]);
      copy_init (&copies[i], book, bare, i);
    }
  for (gint64 rid = 0; rid < bench->n; rid += BATCH)
    {
      BenchClock begin;

      for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
        copy_read (&copies[i], book, rid, rid + BATCH);
      begin = bench_clock_now ();
      exec (bare, "BEGIN IMMEDIATE");
      for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
        copy_write (&copies[i], bare);
      exec (bare, "COMMIT");
      wall += bench_clock_wall (&begin);
      cpu += bench_clock_cpu (&begin);
    }
  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    copy_clear (&copies[i]);
  sqlite3_close (book);
  sqlite3_close (bare);
  bench_tell (wall, "bare-wall");
  bench_tell (cpu, "bare-cpu");
}

/* What the search rows of the import cost by themselves: the same texts, the same settings, groups of the size that
 * imports settle at. */
void
bench_run_bare_search (const Bench *bench)
{
  sqlite3 *book = open_file (bench, "bench.entregent", SQLITE_OPEN_READWRITE);
  sqlite3 *bare = open_file (bench, "bare-search.db", SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
  sqlite3_stmt *read, *fts, *tri;
  BenchClock begin;
  guint n = 0;

  exec (
      bare,
      "PRAGMA synchronous = NORMAL; PRAGMA cache_size = -65536; PRAGMA wal_autocheckpoint = 4000;"
      "CREATE VIRTUAL TABLE f USING fts5 (a, b, content='', columnsize=0, detail=none, prefix='2 3', tokenize='ascii');"
      "INSERT INTO f (f, rank) VALUES ('automerge', 0), ('secure-delete', 1), ('crisismerge', 1000);"
      "CREATE VIRTUAL TABLE t USING fts5 (a, content='', columnsize=0, detail=none, tokenize='trigram case_sensitive "
      "1');"
      "INSERT INTO t (t, rank) VALUES ('automerge', 0), ('secure-delete', 1), ('crisismerge', 1000)");
  read = prepare (book, "SELECT rid, a, b, a || b FROM x_text_contact");
  fts = prepare (bare, "INSERT INTO f (rowid, a, b) VALUES (?, ?, ?)");
  tri = prepare (bare, "INSERT INTO t (rowid, a) VALUES (?, ?)");
  begin = bench_clock_now ();
  exec (bare, "BEGIN");
  while (sqlite3_step (read) == SQLITE_ROW)
    {
      sqlite3_bind_value (fts, 1, sqlite3_column_value (read, 0));
      sqlite3_bind_value (fts, 2, sqlite3_column_value (read, 1));
      sqlite3_bind_value (fts, 3, sqlite3_column_value (read, 2));
      check (bare, sqlite3_step (fts), "the words");
      sqlite3_reset (fts);
      sqlite3_bind_value (tri, 1, sqlite3_column_value (read, 0));
      sqlite3_bind_value (tri, 2, sqlite3_column_value (read, 3));
      check (bare, sqlite3_step (tri), "the trigrams");
      sqlite3_reset (tri);
      if (++n % 250 == 0)
        exec (bare, "COMMIT; BEGIN");
    }
  exec (bare, "COMMIT");
  bench_tell (bench_clock_wall (&begin), "bare-search-wall");
  bench_tell (bench_clock_cpu (&begin), "bare-search-cpu");
  sqlite3_finalize (read);
  sqlite3_finalize (fts);
  sqlite3_finalize (tri);
  sqlite3_close (book);
  sqlite3_close (bare);
}

struct _BareBook
{
  sqlite3 *db;
  sqlite3_stmt *begin;
  sqlite3_stmt *update;
  sqlite3_stmt *log;
  sqlite3_stmt *commit;
};

BareBook *
bare_book_open (const Bench *bench)
{
  BareBook *self = g_new0 (BareBook, 1);

  self->db = open_file (bench, "bare.db", SQLITE_OPEN_READWRITE);
  exec (self->db, "PRAGMA synchronous = FULL");
  self->begin = prepare (self->db, "BEGIN IMMEDIATE");
  self->update = prepare (self->db, "UPDATE contact SET job_title = ?, rev = rev + 1 WHERE rid = ?");
  self->log =
      prepare (self->db,
               "INSERT OR REPLACE INTO change (kind, rid, g, class, scope, prev, body) VALUES (2, ?, ?, 0, 0, 0, ?)");
  self->commit = prepare (self->db, "COMMIT");
  return self;
}

static void
run (BareBook *self, sqlite3_stmt *stmt)
{
  check (self->db, sqlite3_step (stmt), "a bare edit");
  sqlite3_reset (stmt);
}

void
bare_book_edit (BareBook *self, gint64 rid, const char *text, guint n)
{
  run (self, self->begin);
  sqlite3_bind_text (self->update, 1, text, -1, SQLITE_STATIC);
  sqlite3_bind_int64 (self->update, 2, rid);
  run (self, self->update);
  sqlite3_bind_int64 (self->log, 1, rid);
  sqlite3_bind_int64 (self->log, 2, 100000000 + (gint64) n);
  sqlite3_bind_blob (self->log, 3, text, (int) strlen (text), SQLITE_STATIC);
  run (self, self->log);
  run (self, self->commit);
}

void
bare_book_close (BareBook *self)
{
  sqlite3_finalize (self->begin);
  sqlite3_finalize (self->update);
  sqlite3_finalize (self->log);
  sqlite3_finalize (self->commit);
  sqlite3_close (self->db);
  g_free (self);
}

/* The columns that a list of contacts shows. */
#define COLUMNS                                                                                                        \
  "t.id, t.rev, t.hidden, t.name, t.x_account, t.x_account_name, t.primary_phone, t.x_phone, t.primary_email, "        \
  "t.x_email, t.x_last_contact, "                                                                                      \
  "t.owner, (SELECT u.name FROM user AS u WHERE u.rid = t.owner_rid)"

struct _BareReader
{
  sqlite3 *db;
  sqlite3_stmt *row;
  sqlite3_stmt *search;
};

BareReader *
bare_reader_open (const Bench *bench, const char *book)
{
  BareReader *self = g_new0 (BareReader, 1);

  self->db = open_file (bench, book, SQLITE_OPEN_READWRITE);
  /* The schema is known, as it is to the store's own connections. */
  exec (self->db, "SELECT 1 FROM sqlite_master LIMIT 1");
  return self;
}

/* As a program must that shows the rows: every value is copied. */
static guint
take (sqlite3_stmt *stmt)
{
  guint n = 0;

  while (sqlite3_step (stmt) == SQLITE_ROW)
    {
      for (int c = 0; c < sqlite3_column_count (stmt); c++)
        g_free (g_memdup2 (sqlite3_column_blob (stmt, c), (gsize) sqlite3_column_bytes (stmt, c)));
      n++;
    }
  return n;
}

guint
bare_reader_first_page (BareReader *self, guint n)
{
  sqlite3_stmt *stmt =
      prepare (self->db, "SELECT " COLUMNS " FROM contact AS t INDEXED BY x_contact_x_key_name WHERE hidden = 0 "
                         "ORDER BY x_key_name, rid LIMIT ?");
  guint read;

  sqlite3_bind_int (stmt, 1, (int) n);
  read = take (stmt);
  sqlite3_finalize (stmt);
  return read;
}

guint
bare_reader_rows (BareReader *self, const gint64 *rids, guint n)
{
  guint read = 0;

  if (self->row == NULL)
    self->row = prepare (self->db, "SELECT " COLUMNS " FROM contact AS t WHERE rid = ?");
  /* One look at the book for all of them. */
  exec (self->db, "BEGIN");
  for (guint i = 0; i < n; i++)
    {
      sqlite3_bind_int64 (self->row, 1, rids[i]);
      read += take (self->row);
      sqlite3_reset (self->row);
    }
  exec (self->db, "COMMIT");
  return read;
}

guint
bare_reader_search (BareReader *self, const char *prefix, guint n)
{
  g_autofree char *match = g_strdup_printf ("\"%s\"*", prefix);
  guint read;

  if (self->search == NULL)
    self->search = prepare (self->db, "SELECT " COLUMNS " FROM contact AS t WHERE hidden = 0 AND "
                                      "rid IN (SELECT rowid FROM x_fts_contact WHERE x_fts_contact MATCH ? LIMIT 5001) "
                                      "ORDER BY x_key_name, rid LIMIT ?");
  sqlite3_bind_text (self->search, 1, match, -1, SQLITE_STATIC);
  sqlite3_bind_int (self->search, 2, (int) n);
  read = take (self->search);
  sqlite3_reset (self->search);
  return read;
}

guint
bare_reader_vector (BareReader *self, GArray *rids)
{
  sqlite3_stmt *stmt =
      prepare (self->db,
               "SELECT rid FROM contact INDEXED BY x_contact_x_key_name WHERE hidden = 0 ORDER BY x_key_name, rid");

  while (sqlite3_step (stmt) == SQLITE_ROW)
    {
      gint64 rid = sqlite3_column_int64 (stmt, 0);

      g_array_append_val (rids, rid);
    }
  sqlite3_finalize (stmt);
  return rids->len;
}

void
bare_reader_close (BareReader *self)
{
  sqlite3_finalize (self->row);
  sqlite3_finalize (self->search);
  sqlite3_close (self->db);
  g_free (self);
}

gboolean
bench_find_contact (EntDb *db, gint64 rid, EntId *id, GError **error)
{
  sqlite3_stmt *stmt = ent_db_prepare (db, "SELECT id FROM contact WHERE rid = ?", error);
  int code;

  if (stmt == NULL)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, rid);
  code = ent_db_step (db, stmt, error);
  if (code == SQLITE_ROW)
    memcpy (id->bytes, sqlite3_column_blob (stmt, 0), sizeof id->bytes);
  sqlite3_reset (stmt);
  return code == SQLITE_ROW;
}
