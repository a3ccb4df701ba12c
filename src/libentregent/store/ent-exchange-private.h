/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ent-store.h"

G_BEGIN_DECLS

/*
 * Groups between replicas. Transports and the simulator use this; what it takes may come late, twice and in any order.
 */

/* Up to which group everything of an origin was had. */
typedef struct
{
  guint64 origin;
  guint64 oseq;
} EntVersion;

/* (transfer full) (element-type EntVersion), by origin */
GArray *ent_store_dup_versions (EntStore *self, GError **error);

/* Every group past the versions (of all origins when n is 0): first those with an ERASE, each origin's in order.
 * (transfer full) (element-type GBytes) */
GPtrArray *ent_store_export_groups (EntStore *self, const EntVersion *versions, guint n_versions, GError **error);

/* The same one after the other, of one state of the book; the function may read the book as well. */
typedef gboolean (*EntGroupFunc) (GBytes *group, gpointer data, GError **error);
gboolean ent_store_foreach_group (EntStore *self,
                                  const EntVersion *versions,
                                  guint n_versions,
                                  EntGroupFunc func,
                                  gpointer data,
                                  GCancellable *cancellable,
                                  GError **error);

/*
 * One transaction. A group that was had already changes nothing; a damaged one is refused whole (ENT_ERROR_CORRUPT), as
 * is one that is named like another which is here and says something else (a copy of the book that goes on as the
 * original); so is for now one from which an ERASE took something before that ERASE is here (ENT_ERROR_ERASED): it has
 * to come again.
 */
gboolean ent_store_apply_group (EntStore *self, GBytes *group, GError **error);

/* Many, in few transactions of at most 30 ms. Stops at the first that is refused; `n_applied` says how many went in. */
gboolean ent_store_apply_groups (EntStore *self, GPtrArray *groups, guint *n_applied, GError **error);

/*
 * What a book says of itself beside its log for a book that is made from the
 * log of another: key → value. (transfer full)
 */
GHashTable *ent_store_dup_identity (EntStore *self, GError **error);

/* A new file with this identity and nothing in it, not even what other new books are given: all of it comes as groups.
 * What a group must not say of itself is refused (ENT_ERROR_FORMAT). */
EntStore *ent_store_open_copy (GFile *file, GHashTable *identity, GError **error);

/* The groups are all in: the next opening adds what the program that wrote them did not know. */
gboolean ent_store_finish_copy (EntStore *self, GHashTable *identity, GError **error);

/* Whether the file holds nothing but what a new book is given, and nobody else has it open. FALSE with the reason. */
gboolean ent_store_check_unused (GFile *file, GError **error);

G_END_DECLS
