/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ent-query-private.h"
#include "ent-search-private.h"

G_BEGIN_DECLS

/*
 * Queries as SQL. `t` is the row of the kind's table in every expression; values are bound, as ?1, ?2 …
 */

typedef struct
{
  GPtrArray *values; /* of EntValue-like bindings */
} EntSqlParams;

EntSqlParams *ent_sql_params_new (void);
void ent_sql_params_free (EntSqlParams *self);
/* Numbers of the parameters. */
guint ent_sql_params_add_integer (EntSqlParams *self, gint64 value);
guint ent_sql_params_add_text (EntSqlParams *self, const char *value);
guint ent_sql_params_add_blob (EntSqlParams *self, const void *data, gsize size);
void ent_sql_params_bind (EntSqlParams *self, sqlite3_stmt *stmt);

/* What a term needs: a condition on `t`, and, if an index finds its rows, a SELECT of (at least) their rids. */
typedef struct
{
  char *condition;
  char *candidates; /* or NULL */
  gboolean exact;   /* the candidates are just the rows of the condition */
  char *excluded;   /* a SELECT from an index of the rids of all other rows, or NULL */
} EntSqlTerm;

typedef struct
{
  EntStore *store;
  EntDb *db;
  const EntKind *kind;
  EntSqlParams *params;
  gint64 now; /* milliseconds */
  GTimeZone *zone;
  guint first_weekday; /* Monday = 1 */
  gboolean inside;     /* words are looked for inside of words too */
  guint collation_set;
} EntSqlContext;

gboolean ent_sql_context_init (EntSqlContext *self, EntStore *store, EntDb *db, const EntKind *kind, GError **error);
void ent_sql_context_clear (EntSqlContext *self);

void ent_sql_term_clear (EntSqlTerm *term);

/* A filter or word; AND, OR and NOT have a condition only. */
gboolean ent_sql_term_init (EntSqlTerm *term, EntSqlContext *context, const EntQueryNode *node, GError **error);

/* Words that must all be there, at once. */
gboolean ent_sql_term_init_words (EntSqlTerm *term, EntSqlContext *context, GPtrArray *words, GError **error);

/* The same, of one row: ent_sql_term_init_words() of a word with very many hits. NULL if it cannot be said so. `x` is
 * the search text. */
char *ent_sql_dup_words_by_row (EntSqlContext *context, GPtrArray *words);

/* Filters by what their key names. */
gboolean ent_sql_filter_field (EntSqlTerm *term, EntSqlContext *context, const EntQueryNode *node, GError **error);
gboolean ent_sql_filter_column (EntSqlTerm *term,
                                EntSqlContext *context,
                                const EntQueryNode *node,
                                const char *column,
                                gboolean indexed,
                                GError **error);
gboolean ent_sql_filter_channel (EntSqlTerm *term, EntSqlContext *context, const EntQueryNode *node, GError **error);
gboolean ent_sql_filter_place (EntSqlTerm *term, EntSqlContext *context, const EntQueryNode *node, GError **error);
gboolean ent_sql_filter_state (EntSqlTerm *term, EntSqlContext *context, const EntQueryNode *node, GError **error);
gboolean ent_sql_filter_import (EntSqlTerm *term, EntSqlContext *context, const EntQueryNode *node, GError **error);
gboolean ent_sql_filter_reference (EntSqlTerm *term, EntSqlContext *context, const EntQueryNode *node, GError **error);
gboolean
ent_sql_filter_reference_set (EntSqlTerm *term, EntSqlContext *context, const EntQueryNode *node, GError **error);
gboolean
ent_sql_filter_stage_history (EntSqlTerm *term, EntSqlContext *context, const EntQueryNode *node, GError **error);

/* A SELECT of the rids of a kind's records that go by a name (or have an id), or NULL when there is none. */
gboolean ent_sql_find_names (EntSqlContext *context,
                             const EntKind *kind,
                             const EntQueryValue *value,
                             gboolean exact,
                             char **select,
                             GError **error);

/* How many rows a SELECT has, counting no further than limit; −1 on error. */
gint64 ent_sql_count (EntSqlContext *context, const char *select, gint64 limit, GError **error);

/**
 * EntQueryPlan: (skip)
 *
 * How a query is run in this transaction.
 */
typedef struct
{
  EntSqlParams *params;
  char *table;
  char *from;
  char *where;
  char *key;   /* what is sorted by, on `t`; never NULL */
  char *order; /* with the rid as the last, so that it is total */
  gboolean descending;
  gboolean searched; /* words are in it */
  gboolean inside;   /* they were found inside of words only */
  char *keyed_from;  /* a custom field's order: rows with a value, or NULL */
  char *keyed_where;
  char *keyed_order;
  char *rest_where; /* … then those without */
  char *rest_order;
  char *walk_where; /* the first rows along the index of the order instead of sorting all hits, or NULL */
  char *walk_from;
  char *first_from; /* another way to the first rows when words have very many hits, or NULL */
  char *first_where;
  char *set_where; /* what the filters find as sets of rids, which no row along the order is read for, or NULL */
  char *near_from; /* the beginning of the order, with its rows */
} EntQueryPlan;

EntQueryPlan *ent_query_plan_new (EntStore *store, EntDb *db, EntQuery *query, GError **error);
void ent_query_plan_free (EntQueryPlan *self);

/* "SELECT what FROM … WHERE … and", in no order, with everything bound. */
sqlite3_stmt *ent_query_plan_prepare (EntQueryPlan *self, EntDb *db, const char *what, const char *and, GError **error);

/* Appends the rids (gint64) in order to an empty array; limit 0 = all. */
gboolean ent_query_plan_read (EntQueryPlan *self, EntDb *db, guint64 limit, GArray *rids, GError **error);

/* The first rids, for what must be there at once: in order, but where words have very many hits some may be missing
 * between them, and filters without an index may have found none yet. */
gboolean ent_query_plan_read_first (EntQueryPlan *self,
                                    EntDb *db,
                                    guint limit,
                                    GArray *rids,
                                    gboolean *complete,
                                    GError **error);

/* What a list is sorted by: a column with an index over what is shown, or an expression. */
void ent_query_sql_get_order (EntSqlContext *context,
                              EntQuery *query,
                              char **key,
                              char **index,
                              gboolean *descending,
                              gboolean *custom);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EntSqlParams, ent_sql_params_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EntQueryPlan, ent_query_plan_free)
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (EntSqlTerm, ent_sql_term_clear)
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (EntSqlContext, ent_sql_context_clear)

G_END_DECLS
