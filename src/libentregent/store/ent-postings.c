/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "Entregent"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "ent-postings-private.h"
#include "ent-search-private.h"

/* So many places of a term are a few megabytes. */
#define MAX_PLACES 200000

enum
{
  WORDS,
  TRIGRAMS,
  N_INDEXES
};

typedef struct
{
  char *table;
  char *sql;
  GHashTable *rids; /* of an expression of FTS5: GArray of gint64, rising */
} Index;

struct _EntPostings
{
  const EntKind *kind;
  Index indexes[N_INDEXES];
  GString *term;
  guint n_places;
  gint64 first; /* row that the next comparison begins with */
};

EntPostings *
ent_postings_new (const EntKind *kind)
{
  static const char *const names[] = { "fts", "tri" };
  EntPostings *self = g_new0 (EntPostings, 1);

  self->kind = kind;
  self->first = G_MININT64;
  self->term = g_string_new (NULL);
  for (guint i = 0; i < N_INDEXES; i++)
    {
      Index *index = &self->indexes[i];

      index->table = g_strdup_printf ("x_%s_%s", names[i], kind->table);
      index->sql = g_strdup_printf ("SELECT rowid FROM \"%s\" WHERE \"%s\" MATCH ? AND rowid BETWEEN ? AND ? "
                                    "ORDER BY rowid",
                                    index->table, index->table);
      index->rids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_array_unref);
    }
  return self;
}

void
ent_postings_free (EntPostings *self)
{
  for (guint i = 0; i < N_INDEXES; i++)
    {
      g_free (self->indexes[i].table);
      g_free (self->indexes[i].sql);
      g_hash_table_unref (self->indexes[i].rids);
    }
  g_string_free (self->term, TRUE);
  g_free (self);
}

static void
add_place (EntPostings *self, Index *index, const char *term, gsize length, gboolean is_beginning, gint64 rid)
{
  GArray *rids;

  g_string_assign (self->term, "\"");
  g_string_append_len (self->term, term, (gssize) length);
  g_string_append (self->term, is_beginning ? "\"*" : "\"");
  rids = g_hash_table_lookup (index->rids, self->term->str);
  if (rids == NULL)
    {
      rids = g_array_new (FALSE, FALSE, sizeof rid);
      g_hash_table_insert (index->rids, g_strdup (self->term->str), rids);
    }
  if (rids->len > 0 && g_array_index (rids, gint64, rids->len - 1) == rid)
    return;
  g_array_append_val (rids, rid);
  self->n_places++;
}

/* Words by themselves and by their beginnings, which have lists of their own. */
static void
add_words (EntPostings *self, const char *text, gint64 rid)
{
  Index *index = &self->indexes[WORDS];

  while (*text != '\0')
    {
      gsize length = strcspn (text, " " ENT_SEARCH_END);
      const char *p = text;

      if (length > 0)
        add_place (self, index, text, length, FALSE, rid);
      for (guint k = 1; k <= 3 && p < text + length; k++)
        {
          p = g_utf8_next_char (p);
          if (k >= 2)
            add_place (self, index, text, (gsize) (p - text), TRUE, rid);
        }
      text += length;
      text += *text != '\0';
    }
}

/* Each three characters. */
static void
add_trigrams (EntPostings *self, const char *text, gint64 rid)
{
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      const char *end = p;

      for (guint k = 0; k < 3; k++)
        {
          if (*end == '\0')
            return;
          end = g_utf8_next_char (end);
        }
      add_place (self, &self->indexes[TRIGRAMS], p, (gsize) (end - p), FALSE, rid);
    }
}

typedef struct
{
  EntPostings *self;
  const Index *index;
  EntDb *db;
  GHashTable *known; /* rows that have been said to be wrong */
  GPtrArray *findings;
} Comparison;

static gboolean
find (Comparison *comparison, gint64 rid, GError **error)
{
  if (g_hash_table_contains (comparison->known, &rid))
    return TRUE;
  g_hash_table_add (comparison->known, g_memdup2 (&rid, sizeof rid));
  return ent_check_find_row (comparison->findings, comparison->db, comparison->self->kind->number, rid,
                             comparison->index->table, _("is not what it should be"), error);
}

/* Both rise: what is only in one of them is wrong. */
static gboolean
compare_term (Comparison *comparison, const char *term, GArray *rids, gint64 last, GError **error)
{
  g_autoptr (GError) damage = NULL;
  g_autoptr (GArray) wrong = g_array_new (FALSE, FALSE, sizeof (gint64));
  sqlite3_stmt *stmt = ent_db_prepare (comparison->db, comparison->index->sql, error);
  guint i = 0;
  int code;

  if (stmt == NULL)
    return FALSE;
  sqlite3_bind_text (stmt, 1, term, -1, SQLITE_STATIC);
  sqlite3_bind_int64 (stmt, 2, comparison->self->first);
  sqlite3_bind_int64 (stmt, 3, last);
  while ((code = ent_db_step (comparison->db, stmt, &damage)) == SQLITE_ROW)
    {
      gint64 rid = sqlite3_column_int64 (stmt, 0);

      for (; i < rids->len && g_array_index (rids, gint64, i) < rid; i++)
        g_array_append_val (wrong, g_array_index (rids, gint64, i));
      if (i < rids->len && g_array_index (rids, gint64, i) == rid)
        i++;
      else
        g_array_append_val (wrong, rid);
    }
  sqlite3_reset (stmt);
  if (code != SQLITE_DONE && (code & 0xff) != SQLITE_CORRUPT)
    {
      g_propagate_error (error, g_steal_pointer (&damage));
      return FALSE;
    }
  for (; i < rids->len; i++)
    g_array_append_val (wrong, g_array_index (rids, gint64, i));
  for (i = 0; i < wrong->len; i++)
    {
      if (!find (comparison, g_array_index (wrong, gint64, i), error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
compare (EntPostings *self, EntDb *db, gint64 last, GPtrArray *findings, GError **error)
{
  for (guint i = 0; i < N_INDEXES; i++)
    {
      g_autoptr (GHashTable) known = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
      Comparison comparison = { self, &self->indexes[i], db, known, findings };
      GHashTableIter iter;
      gpointer term, rids;

      g_hash_table_iter_init (&iter, self->indexes[i].rids);
      while (g_hash_table_iter_next (&iter, &term, &rids))
        {
          if (!compare_term (&comparison, term, rids, last, error))
            return FALSE;
        }
      g_hash_table_remove_all (self->indexes[i].rids);
    }
  self->n_places = 0;
  return TRUE;
}

gboolean
ent_postings_add (EntPostings *self,
                  EntDb *db,
                  gint64 rid,
                  const char *a,
                  const char *b,
                  GPtrArray *findings,
                  GError **error)
{
  if (self->n_places >= MAX_PLACES)
    {
      if (!compare (self, db, rid - 1, findings, error))
        return FALSE;
      self->first = rid;
    }
  add_words (self, a, rid);
  add_words (self, b, rid);
  add_trigrams (self, a, rid);
  return TRUE;
}

gboolean
ent_postings_finish (EntPostings *self, EntDb *db, GPtrArray *findings, GError **error)
{
  return compare (self, db, G_MAXINT64, findings, error);
}
