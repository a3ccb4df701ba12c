/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ent-list.h"
#include "ent-row-private.h"

G_BEGIN_DECLS

/* Rows that are read at once: the first screen; and what is read around a row that is looked at. */
#define ENT_LIST_FIRST 128
#define ENT_LIST_PAGE 64
#define ENT_LIST_PAGES 32

/* More changed records than this are not put in their places one by one. */
#define ENT_LIST_MAX_CHANGED 64

/* More are not added in a signal that removes some. */
#define ENT_LIST_MAX_ADDED 1000

/**
 * EntRowCache: (skip)
 *
 * The rows that a list has made, by rid; the least used are let go.
 */
typedef struct _EntRowCache EntRowCache;

EntRowCache *ent_row_cache_new (guint max_rows);
void ent_row_cache_free (EntRowCache *self);
/* Makes it where it is not there. (transfer none) */
EntRow *ent_row_cache_get (EntRowCache *self, EntRowLayout *layout, gint64 rid);
/* NULL where it is not there; does not count as use. */
EntRow *ent_row_cache_peek (EntRowCache *self, gint64 rid);
void ent_row_cache_append_rids (EntRowCache *self, GArray *rids);
void ent_row_cache_set_layout (EntRowCache *self, EntRowLayout *layout);

/* What a worker found when it read a list anew. */
typedef struct
{
  GArray *rids;    /* gint64 */
  GPtrArray *data; /* EntRowData of the first ones, or NULL */
  gboolean complete;
  gboolean inside; /* words were found inside of words only */
} EntListReading;

void ent_list_reading_free (EntListReading *self);
typedef void (*EntListFirstFunc) (EntListReading *first, gpointer data);

/* Blocks. first is called, on this thread, as soon as the first rows are known, with a reading that it owns, unless all
 * are. */
EntListReading *ent_list_read (EntStore *store,
                               EntQuery *query,
                               EntRowLayout *layout,
                               EntListFirstFunc first,
                               gpointer data,
                               GCancellable *cancellable,
                               GError **error);

/* One step of putting changed records in their places; positions count after the steps before. */
typedef struct
{
  guint position;
  gint64 rid; /* inserted, or 0: removed */
} EntListStep;

typedef struct
{
  GArray *steps;
  GPtrArray *data;  /* EntRowData of the changed records */
  GArray *ids;      /* EntId of them, in the same order */
  gboolean rebuild; /* places cannot be told: read anew */
} EntListUpdate;

void ent_list_update_free (EntListUpdate *self);

/* Blocks. rids is the list as it is; inside as of its reading. */
EntListUpdate *ent_list_update (EntStore *store,
                                EntQuery *query,
                                EntRowLayout *layout,
                                GArray *rids,
                                gboolean inside,
                                GArray *ids,
                                GCancellable *cancellable,
                                GError **error);

/* Values of rows. (element-type EntRowData) */
GPtrArray *
ent_list_read_rows (EntStore *store, EntRowLayout *layout, GArray *rids, GCancellable *cancellable, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EntListReading, ent_list_reading_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EntListUpdate, ent_list_update_free)

G_END_DECLS
