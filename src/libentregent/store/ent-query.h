/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ent-store.h"

G_BEGIN_DECLS

#define ENT_TYPE_QUERY (ent_query_get_type ())

/**
 * EntQuery:
 *
 * Which records of a kind, in which order, with which fields: immutable, made from text or piece by piece.
 *
 * The text form is what "Edit as text" shows: `stage:proposal amount>5000 owner:me city:lyon last-contact>90d "exact
 * words" -tag:partner`. Keys and choices are stored canonical; localised aliases are accepted. Plain words search
 * everything searchable.
 */
ENT_AVAILABLE_IN_1_0
G_DECLARE_FINAL_TYPE (EntQuery, ent_query, ENT, QUERY, GObject)

/**
 * EntQueryError:
 *
 * Where a text cannot be understood: `position` is the character (not byte) where, `length` how many are concerned;
 * `expected` says what would be understood there. `keys` lists all keys with what they are called, where an unknown one
 * is concerned, and is %NULL elsewhere.
 */
typedef struct
{
  guint position;
  guint length;
  char *expected;
  char *keys;
} EntQueryProblem;

ENT_AVAILABLE_IN_1_0
void ent_query_problem_clear (EntQueryProblem *problem);

/* Everything of a kind. */
ENT_AVAILABLE_IN_1_0
EntQuery *ent_query_new (const EntKind *kind);

/* `store` (nullable) knows custom fields and the names of stages, users, tags. On failure ENT_ERROR_QUERY, with
 * `problem` filled when not NULL. */
ENT_AVAILABLE_IN_1_0
EntQuery *ent_query_new_from_text (EntStore *store,
                                   const EntKind *kind,
                                   const char *text,
                                   EntQueryProblem *problem,
                                   GError **error);

/* A field by what people may write. */
ENT_AVAILABLE_IN_1_0
const EntField *ent_query_find_field (EntStore *store, const EntKind *kind, const char *name, GError **error);

ENT_AVAILABLE_IN_1_0
const EntKind *ent_query_get_kind (EntQuery *self);

/* Canonical text. */
ENT_AVAILABLE_IN_1_0
char *ent_query_dup_text (EntQuery *self);

/* A copy sorted by `field`; NULL = the kind's own order (title, or newest first). */
ENT_AVAILABLE_IN_1_0
EntQuery *ent_query_with_sort (EntQuery *self, const EntField *field, gboolean descending);

ENT_AVAILABLE_IN_1_0
const EntField *ent_query_get_sort (EntQuery *self, gboolean *descending);

/* A copy whose rows carry these fields (EntField *const *, n). */
ENT_AVAILABLE_IN_1_0
EntQuery *ent_query_with_fields (EntQuery *self, const EntField *const *fields, guint n_fields);

ENT_AVAILABLE_IN_1_0
const EntField *const *ent_query_get_fields (EntQuery *self, guint *n_fields);

/* A copy that also shows deleted records, or only them (trash). */
ENT_AVAILABLE_IN_1_0
EntQuery *ent_query_with_deleted (EntQuery *self, gboolean only_deleted);

/* A copy with the words or a filter term added ("city:lyon"), or taken away; for chips. */
ENT_AVAILABLE_IN_1_0
EntQuery *ent_query_with_term (EntQuery *self, EntStore *store, const char *term, GError **error);

ENT_AVAILABLE_IN_1_0
guint ent_query_get_n_terms (EntQuery *self);

ENT_AVAILABLE_IN_1_0
char *ent_query_dup_term_text (EntQuery *self, guint index);

/* Translated, for a chip: "City: Lyon". */
ENT_AVAILABLE_IN_1_0
char *ent_query_dup_term_label (EntQuery *self, EntStore *store, guint index);

ENT_AVAILABLE_IN_1_0
EntQuery *ent_query_without_term (EntQuery *self, guint index);

ENT_AVAILABLE_IN_1_0
gboolean ent_query_equal (EntQuery *a, EntQuery *b);

/* (transfer container) (element-type EntRow): for command lines, at most `limit` (0 = all) from `offset`. */
ENT_AVAILABLE_IN_1_0
GPtrArray *ent_store_query_sync (EntStore *self,
                                 EntQuery *query,
                                 guint64 offset,
                                 guint64 limit,
                                 GCancellable *cancellable,
                                 GError **error);

ENT_AVAILABLE_IN_1_0
void ent_store_query_async (EntStore *self,
                            EntQuery *query,
                            guint64 offset,
                            guint64 limit,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data);

ENT_AVAILABLE_IN_1_0
GPtrArray *ent_store_query_finish (EntStore *self, GAsyncResult *result, GError **error);

ENT_AVAILABLE_IN_1_0
gint64 ent_store_count_sync (EntStore *self, EntQuery *query, GCancellable *cancellable, GError **error);

ENT_AVAILABLE_IN_1_0
void ent_store_count_async (EntStore *self,
                            EntQuery *query,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data);

ENT_AVAILABLE_IN_1_0
gint64 ent_store_count_finish (EntStore *self, GAsyncResult *result, GError **error);

/* Search over several kinds (header search, `search TEXT`): EntRow, best first. */
ENT_AVAILABLE_IN_1_0
GPtrArray *
ent_store_search_sync (EntStore *self, const char *text, guint limit, GCancellable *cancellable, GError **error);

ENT_AVAILABLE_IN_1_0
void ent_store_search_async (EntStore *self,
                             const char *text,
                             guint limit,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data);

ENT_AVAILABLE_IN_1_0
GPtrArray *ent_store_search_finish (EntStore *self, GAsyncResult *result, GError **error);

ENT_AVAILABLE_IN_1_0
char *ent_query_pick_names (const char *names, const char *text);

ENT_AVAILABLE_IN_1_0
char *ent_query_dup_no_field (const EntKind *kind, const char *text, const char *names);

G_END_DECLS
