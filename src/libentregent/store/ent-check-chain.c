/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "Entregent"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "ent-check-private.h"

/*
 * The chain of `prev` in each scope, class and origin, and what follows from it: up to where the vector says that
 * everything was had, and the gaps behind that. A change names the one before it; one that has not come leaves a gap.
 */

typedef struct
{
  gint64 scope;
  gint64 klass;
  gint64 o;
  gint64 before; /* the group before this one that is here */
  gint64 at;     /* this group */
  gint64 reach;  /* up to where the chain holds */
} Chain;

typedef struct
{
  EntDb *db;
  GPtrArray *findings;
  Chain chain;
  gint64 n_reaching;
  gint64 n_gaps;
} Checking;

static gboolean
read_one (EntDb *db, const char *sql, const Chain *chain, gint64 a, gint64 b, gint64 *value, GError **error)
{
  sqlite3_stmt *stmt = ent_db_prepare (db, sql, error);
  int code;

  *value = 0;
  if (stmt == NULL)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, chain->scope);
  sqlite3_bind_int64 (stmt, 2, chain->klass);
  sqlite3_bind_int64 (stmt, 3, chain->o);
  if (sqlite3_bind_parameter_count (stmt) > 3)
    {
      sqlite3_bind_int64 (stmt, 4, a);
      sqlite3_bind_int64 (stmt, 5, b);
    }
  code = ent_db_step (db, stmt, error);
  if (code == SQLITE_ROW)
    *value = sqlite3_column_int64 (stmt, 0);
  sqlite3_reset (stmt);
  return code == SQLITE_ROW || code == SQLITE_DONE;
}

static gboolean
finish_chain (Checking *self, GError **error)
{
  gint64 had;

  if (self->chain.at == 0)
    return TRUE;
  if (!read_one (self->db, "SELECT oseq FROM vector WHERE scope = ? AND class = ? AND o = ?", &self->chain, 0, 0, &had,
                 error))
    return FALSE;
  self->n_reaching += self->chain.reach > 0;
  if (had != self->chain.reach)
    ent_check_find (self->findings, NULL, NULL, "vector", _("The vector does not say what was received"));
  return TRUE;
}

static gboolean
find_change (Checking *self, sqlite3_stmt *stmt, const char *field, const char *message, GError **error)
{
  return ent_check_find_row (self->findings, self->db, sqlite3_column_int64 (stmt, 0), sqlite3_column_int64 (stmt, 1),
                             field, message, error);
}

static gboolean
follow (Checking *self, sqlite3_stmt *stmt, GError **error)
{
  Chain *chain = &self->chain;
  gint64 oseq = sqlite3_column_int64 (stmt, 6);
  gint64 prev = sqlite3_column_int64 (stmt, 4);
  gboolean is_next = oseq != chain->at;
  gint64 gap = 0;

  if (is_next)
    {
      chain->before = chain->at;
      chain->at = oseq;
    }
  if (prev != chain->before &&
      !read_one (self->db,
                 "SELECT count (*) FROM gap WHERE scope = ? AND class = ? AND o = ? AND prev = ? AND oseq = ?", chain,
                 prev, oseq, &gap, error))
    return FALSE;
  if (prev != chain->before && (gap == 0 || prev < chain->before || prev >= oseq) &&
      !find_change (self, stmt, "prev", _("does not follow the change before it"), error))
    return FALSE;
  /* One that is damaged is taken for what it should be, so that the rest is not blamed for it. */
  if (is_next && gap == 0 && chain->before == chain->reach)
    chain->reach = oseq;
  else if (is_next)
    self->n_gaps++;
  return TRUE;
}

/* The scope that a change is of has to be known. */
static gboolean
check_scope (Checking *self, sqlite3_stmt *stmt, GError **error)
{
  gint64 known;

  if (sqlite3_column_int64 (stmt, 2) == 0 || sqlite3_column_int64 (stmt, 2) == self->chain.scope)
    return TRUE;
  self->chain.scope = sqlite3_column_int64 (stmt, 2);
  if (!read_one (self->db, "SELECT count (*) FROM scope WHERE scope = ?1 AND ?2 IS ?2 AND ?3 IS ?3", &self->chain, 0, 0,
                 &known, error))
    return FALSE;
  return known > 0 || find_change (self, stmt, "scope", _("belongs to a scope that is not there"), error);
}

static gboolean
count (EntDb *db, const char *sql, gint64 *n, GError **error)
{
  Chain none = { 0 };
  g_autofree char *bound = g_strconcat (sql, " WHERE ?1 IS ?1 AND ?2 IS ?2 AND ?3 IS ?3", NULL);

  return read_one (db, bound, &none, 0, 0, n, error);
}

gboolean
ent_check_chains (EntDb *db, GPtrArray *findings, GError **error)
{
  sqlite3_stmt *stmt = ent_db_prepare (
      db,
      "SELECT change.kind, change.rid, change.scope, change.class, change.prev, grp.o, grp.oseq FROM change"
      " LEFT JOIN grp ON grp.g = change.g ORDER BY change.scope, change.class, grp.o, grp.oseq, change.prev",
      error);
  Checking self = { .db = db, .findings = findings };
  gint64 n_vector, n_gaps;
  int code;

  if (stmt == NULL)
    return FALSE;
  while ((code = ent_db_step (db, stmt, error)) == SQLITE_ROW)
    {
      Chain next = { sqlite3_column_int64 (stmt, 2), sqlite3_column_int64 (stmt, 3), sqlite3_column_int64 (stmt, 5) };

      if (sqlite3_column_type (stmt, 5) == SQLITE_NULL)
        {
          if (!find_change (&self, stmt, "log", _("has a change that belongs to no group"), error))
            return FALSE;
          continue;
        }
      if (next.scope != self.chain.scope || next.klass != self.chain.klass || next.o != self.chain.o)
        {
          if (!finish_chain (&self, error) || !check_scope (&self, stmt, error))
            return FALSE;
          self.chain = next;
        }
      if (!follow (&self, stmt, error))
        return FALSE;
    }
  sqlite3_reset (stmt);
  if (code != SQLITE_DONE || !finish_chain (&self, error) ||
      !count (db, "SELECT count (*) FROM vector", &n_vector, error) ||
      !count (db, "SELECT count (*) FROM gap", &n_gaps, error))
    return FALSE;
  if (n_vector != self.n_reaching)
    ent_check_find (findings, NULL, NULL, "vector", _("The vector does not say what was received"));
  if (n_gaps != self.n_gaps)
    ent_check_find (findings, NULL, NULL, "gap", _("The gaps are not those of what was received"));
  return TRUE;
}
