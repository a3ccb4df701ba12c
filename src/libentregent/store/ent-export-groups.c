/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "Entregent"

#include "config.h"

#include "ent-db-private.h"
#include "ent-exchange-private.h"
#include "ent-mutant-private.h"
#include "ent-wire-private.h"

/*
 * Groups of this book for others: exactly as they were written, whoever wrote them. Those with an ERASE go first: what
 * it emptied is taken only by who knows of it.
 */

typedef struct
{
  const EntVersion *versions;
  guint n_versions;
  EntGroupFunc func; /* NULL while versions are read */
  gpointer data;
  GCancellable *cancellable;
  GArray *had;
  GHashTable *erasing; /* g of groups with an ERASE; NULL while versions are read */
  gboolean first;      /* those, or all others */
} Exporting;

static guint64
read_uint64 (sqlite3_stmt *stmt, int column)
{
  guint64 be = 0;

  if (sqlite3_column_bytes (stmt, column) == sizeof be)
    memcpy (&be, sqlite3_column_blob (stmt, column), sizeof be);
  return GUINT64_FROM_BE (be);
}

static void
read_id (sqlite3_stmt *stmt, int column, EntId *id)
{
  memset (id, 0, sizeof *id);
  if (sqlite3_column_bytes (stmt, column) == sizeof id->bytes)
    memcpy (id->bytes, sqlite3_column_blob (stmt, column), sizeof id->bytes);
}

static gboolean
find_id (EntDb *db, guint kind_number, gint64 rid, EntId *id, GError **error)
{
  const EntKind *kind = ent_kind_from_number (kind_number);
  g_autofree char *sql = kind != NULL ? g_strdup_printf ("SELECT id FROM \"%s\" WHERE rid = ?2", kind->table) : NULL;
  const char *queries[] = { sql, "SELECT id FROM erased WHERE kind = ?1 AND rid = ?2",
                            "SELECT id FROM stray WHERE kind = ?1 AND rid = ?2" };

  memset (id, 0, sizeof *id);
  for (guint i = 0; i < G_N_ELEMENTS (queries) && ent_id_is_null (id); i++)
    {
      sqlite3_stmt *stmt;
      int code;

      if (queries[i] == NULL)
        continue;
      stmt = ent_db_prepare (db, queries[i], error);
      if (stmt == NULL)
        return FALSE;
      if (i > 0)
        sqlite3_bind_int64 (stmt, 1, kind_number);
      sqlite3_bind_int64 (stmt, 2, rid);
      code = ent_db_step (db, stmt, error);
      if (code == SQLITE_ROW)
        read_id (stmt, 0, id);
      sqlite3_reset (stmt);
      if (code != SQLITE_ROW && code != SQLITE_DONE)
        return FALSE;
    }
  return TRUE;
}

static gboolean
read_scope (EntDb *db, gint64 scope, EntWireChange *change, GError **error)
{
  sqlite3_stmt *stmt;
  int code;

  if (scope == 0)
    return TRUE;
  stmt = ent_db_prepare (db, "SELECT a, b FROM scope WHERE scope = ?", error);
  if (stmt == NULL)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, scope);
  code = ent_db_step (db, stmt, error);
  if (code == SQLITE_ROW)
    {
      read_id (stmt, 0, &change->scope_a);
      read_id (stmt, 1, &change->scope_b);
    }
  sqlite3_reset (stmt);
  return code == SQLITE_ROW || code == SQLITE_DONE;
}

static int
compare_changes (gconstpointer a, gconstpointer b)
{
  const EntWireChange *x = a;
  const EntWireChange *y = b;
  int order;

  if (x->kind != y->kind)
    return x->kind < y->kind ? -1 : 1;
  order = ent_id_compare (&x->id, &y->id);
  if (order != 0)
    return order;
  return x->klass < y->klass ? -1 : x->klass > y->klass;
}

static gboolean
read_changes (EntDb *db, gint64 g, GArray *changes, GPtrArray *bodies, GError **error)
{
  sqlite3_stmt *stmt = ent_db_prepare (db, "SELECT kind, rid, class, scope, prev, body FROM change WHERE g = ?", error);
  int code;

  if (stmt == NULL)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, g);
  while ((code = ent_db_step (db, stmt, error)) == SQLITE_ROW)
    {
      EntWireChange change = { 0 };

      change.kind = (guint) sqlite3_column_int64 (stmt, 0);
      change.klass = (guint) sqlite3_column_int64 (stmt, 2);
      change.prev = (guint64) sqlite3_column_int64 (stmt, 4);
      change.body_size = (gsize) sqlite3_column_bytes (stmt, 5);
      change.body = g_memdup2 (sqlite3_column_blob (stmt, 5), change.body_size);
      g_ptr_array_add (bodies, (gpointer) change.body);
      if (!find_id (db, change.kind, sqlite3_column_int64 (stmt, 1), &change.id, error) ||
          !read_scope (db, sqlite3_column_int64 (stmt, 3), &change, error))
        return FALSE;
      g_array_append_val (changes, change);
    }
  sqlite3_reset (stmt);

  /* Row numbers are local; the same group has the same bytes from every replica. */
  g_array_sort (changes, compare_changes);
  return code == SQLITE_DONE;
}

static gboolean
export_group (EntDb *db, sqlite3_stmt *row, guint64 origin, Exporting *exporting, GError **error)
{
  g_autoptr (GArray) changes = g_array_new (FALSE, FALSE, sizeof (EntWireChange));
  g_autoptr (GPtrArray) bodies = g_ptr_array_new_with_free_func (g_free);
  g_auto (EntBytes) bytes = ENT_BYTES_INIT;
  EntWireGroup group = { .origin = origin };
  g_autoptr (GBytes) encoded = NULL;

  group.oseq = (guint64) sqlite3_column_int64 (row, 1);
  group.hlc = (guint64) sqlite3_column_int64 (row, 2);
  group.seen = (guint64) sqlite3_column_int64 (row, 3);
  read_id (row, 4, &group.author);
  group.source = (char *) sqlite3_column_text (row, 5);
  read_id (row, 6, &group.batch);
  if (!read_changes (db, sqlite3_column_int64 (row, 0), changes, bodies, error))
    return FALSE;
  group.changes = (EntWireChange *) changes->data;
  group.n_changes = changes->len;
  ent_wire_group_encode (&group, &bytes);
  encoded = g_bytes_new (bytes.data, bytes.len);
  return !g_cancellable_set_error_if_cancelled (exporting->cancellable, error) &&
         exporting->func (encoded, exporting->data, error);
}

static guint64
find_version (const Exporting *exporting, guint64 origin)
{
  for (guint i = 0; i < exporting->n_versions; i++)
    if (exporting->versions[i].origin == origin)
      return exporting->versions[i].oseq;
  return 0;
}

static gboolean
export_origin (EntDb *db, gint64 o, guint64 origin, Exporting *exporting, GError **error)
{
  sqlite3_stmt *stmt = ent_db_prepare (
      db, "SELECT g, oseq, hlc, seen, author, source, batch FROM grp WHERE o = ? AND oseq > ? ORDER BY oseq", error);
  int code;

  if (stmt == NULL)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, o);
  sqlite3_bind_int64 (stmt, 2, (gint64) find_version (exporting, origin));
  while ((code = ent_db_step (db, stmt, error)) == SQLITE_ROW)
    {
      gint64 g = sqlite3_column_int64 (stmt, 0);

      if (g_hash_table_contains (exporting->erasing, &g) != exporting->first ||
          export_group (db, stmt, origin, exporting, error))
        continue;
      sqlite3_reset (stmt);
      return FALSE;
    }
  sqlite3_reset (stmt);
  return code == SQLITE_DONE;
}

static gboolean
measure_origin (EntDb *db, gint64 o, guint64 origin, Exporting *exporting, GError **error)
{
  sqlite3_stmt *stmt = ent_db_prepare (db, "SELECT oseq FROM grp WHERE o = ? ORDER BY oseq", error);
  EntVersion version = { origin, 0 };
  int code;

  if (stmt == NULL)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, o);
  while ((code = ent_db_step (db, stmt, error)) == SQLITE_ROW &&
         ((guint64) sqlite3_column_int64 (stmt, 0) == version.oseq + 1 || ent_mutant_is ("cursor-jumps-gaps")))
    version.oseq = (guint64) sqlite3_column_int64 (stmt, 0);
  sqlite3_reset (stmt);
  if (version.oseq > 0)
    g_array_append_val (exporting->had, version);
  return code == SQLITE_ROW || code == SQLITE_DONE;
}

/* Of an erased record nothing but the ERASEs has bytes. */
static gboolean
find_erasing (EntDb *db, Exporting *exporting, GError **error)
{
  sqlite3_stmt *stmt =
      ent_db_prepare (db, "SELECT g FROM erased JOIN change USING (kind, rid) WHERE body <> x''", error);
  int code;

  if (stmt == NULL)
    return FALSE;
  g_hash_table_remove_all (exporting->erasing);
  while ((code = ent_db_step (db, stmt, error)) == SQLITE_ROW)
    {
      gint64 g = sqlite3_column_int64 (stmt, 0);

      g_hash_table_add (exporting->erasing, g_memdup2 (&g, sizeof g));
    }
  sqlite3_reset (stmt);
  return code == SQLITE_DONE;
}

static gboolean
for_origins (EntDb *db, Exporting *exporting, GError **error)
{
  sqlite3_stmt *stmt = ent_db_prepare (db, "SELECT o, origin FROM origin ORDER BY origin", error);
  int code;

  if (stmt == NULL)
    return FALSE;
  while ((code = ent_db_step (db, stmt, error)) == SQLITE_ROW)
    {
      gboolean good =
          exporting->func != NULL
              ? export_origin (db, sqlite3_column_int64 (stmt, 0), read_uint64 (stmt, 1), exporting, error)
              : measure_origin (db, sqlite3_column_int64 (stmt, 0), read_uint64 (stmt, 1), exporting, error);

      if (!good)
        {
          sqlite3_reset (stmt);
          return FALSE;
        }
    }
  sqlite3_reset (stmt);
  return code == SQLITE_DONE;
}

static gboolean
export_cb (EntDb *db, gpointer data, GError **error)
{
  Exporting *exporting = data;

  if (!find_erasing (db, exporting, error))
    return FALSE;
  if (ent_mutant_is ("emptied-goes-before-its-erasure"))
    g_hash_table_remove_all (exporting->erasing);
  exporting->first = TRUE;
  if (g_hash_table_size (exporting->erasing) > 0 && !for_origins (db, exporting, error))
    return FALSE;
  exporting->first = FALSE;
  return for_origins (db, exporting, error);
}

static gboolean
versions_cb (EntDb *db, gpointer data, GError **error)
{
  return for_origins (db, data, error);
}

gboolean
ent_store_foreach_group (EntStore *self,
                         const EntVersion *versions,
                         guint n_versions,
                         EntGroupFunc func,
                         gpointer data,
                         GCancellable *cancellable,
                         GError **error)
{
  g_autoptr (GHashTable) erasing = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  Exporting exporting = { versions, n_versions, func, data, cancellable, NULL, erasing };

  return ent_store_with_reader (self, cancellable, export_cb, &exporting, error);
}

static gboolean
collect_cb (GBytes *group, gpointer data, GError **error)
{
  g_ptr_array_add (data, g_bytes_ref (group));
  return TRUE;
}

GPtrArray *
ent_store_export_groups (EntStore *self, const EntVersion *versions, guint n_versions, GError **error)
{
  g_autoptr (GPtrArray) groups = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);

  if (!ent_store_foreach_group (self, versions, n_versions, collect_cb, groups, NULL, error))
    return NULL;
  return g_steal_pointer (&groups);
}

GArray *
ent_store_dup_versions (EntStore *self, GError **error)
{
  g_autoptr (GArray) had = g_array_new (FALSE, FALSE, sizeof (EntVersion));
  Exporting exporting = { .had = had };

  if (!ent_store_with_reader (self, NULL, versions_cb, &exporting, error))
    return NULL;
  return g_steal_pointer (&had);
}
