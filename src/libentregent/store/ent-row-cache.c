/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "ent-list-private.h"

typedef struct
{
  GList link; /* in lru */
  EntRow *row;
} Entry;

struct _EntRowCache
{
  GHashTable *rows; /* rid → Entry */
  GQueue lru;       /* newest first */
  guint max_rows;
};

static void
entry_free (gpointer data)
{
  Entry *entry = data;

  g_object_unref (entry->row);
  g_free (entry);
}

EntRowCache *
ent_row_cache_new (guint max_rows)
{
  EntRowCache *self = g_new0 (EntRowCache, 1);

  self->rows = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, entry_free);
  g_queue_init (&self->lru);
  self->max_rows = max_rows;
  return self;
}

void
ent_row_cache_free (EntRowCache *self)
{
  g_hash_table_unref (self->rows);
  g_free (self);
}

static void
drop_oldest (EntRowCache *self)
{
  Entry *entry = g_queue_peek_tail (&self->lru);
  gint64 rid = ent_row_get_rid (entry->row);

  g_queue_unlink (&self->lru, &entry->link);
  g_hash_table_remove (self->rows, &rid);
}

EntRow *
ent_row_cache_get (EntRowCache *self, EntRowLayout *layout, gint64 rid)
{
  Entry *entry = g_hash_table_lookup (self->rows, &rid);

  if (entry != NULL)
    {
      if (self->lru.head != &entry->link)
        {
          g_queue_unlink (&self->lru, &entry->link);
          g_queue_push_head_link (&self->lru, &entry->link);
        }
      return entry->row;
    }
  if (self->lru.length >= self->max_rows)
    drop_oldest (self);
  entry = g_new0 (Entry, 1);
  entry->row = ent_row_new (layout, rid);
  entry->link.data = entry;
  g_queue_push_head_link (&self->lru, &entry->link);
  g_hash_table_insert (self->rows, g_memdup2 (&rid, sizeof rid), entry);
  return entry->row;
}

EntRow *
ent_row_cache_peek (EntRowCache *self, gint64 rid)
{
  Entry *entry = g_hash_table_lookup (self->rows, &rid);

  return entry != NULL ? entry->row : NULL;
}

void
ent_row_cache_append_rids (EntRowCache *self, GArray *rids)
{
  for (GList *l = self->lru.head; l != NULL; l = l->next)
    {
      gint64 rid = ent_row_get_rid (((Entry *) l->data)->row);

      g_array_append_val (rids, rid);
    }
}

void
ent_row_cache_set_layout (EntRowCache *self, EntRowLayout *layout)
{
  for (GList *l = self->lru.head; l != NULL; l = l->next)
    ent_row_set_layout (((Entry *) l->data)->row, layout);
}
