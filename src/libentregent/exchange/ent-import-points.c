/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "ent-fingerprint-map-private.h"
#include "ent-import-points-private.h"
#include "ent-import-staged-private.h"

/* A contact point that more have than this is that of a crowd. */
#define MAX_READ 64

typedef struct
{
  EntId id;
  guint64 title; /* its hash */
  guint next;    /* of this title: index + 1; 0: the last */
} Member;

/* All who have one contact point. */
typedef struct
{
  GArray *members;             /* Member */
  EntFingerprintMap *by_title; /* index of the first + 1 */
} Crowd;

struct _EntImportPoints
{
  GPtrArray *crowds;           /* Crowd */
  EntFingerprintMap *by_point; /* of kind, channel and point: index into crowds + 1 */
  guint64 n_read;
};

static Crowd *
crowd_new (void)
{
  Crowd *self = g_new (Crowd, 1);

  *self = (Crowd) { g_array_new (FALSE, FALSE, sizeof (Member)), ent_fingerprint_map_new () };
  return self;
}

static void
crowd_free (gpointer data)
{
  Crowd *self = data;

  g_array_unref (self->members);
  ent_fingerprint_map_free (self->by_title);
  g_free (self);
}

EntImportPoints *
ent_import_points_new (void)
{
  EntImportPoints *self = g_new0 (EntImportPoints, 1);

  self->crowds = g_ptr_array_new_with_free_func (crowd_free);
  self->by_point = ent_fingerprint_map_new ();
  return self;
}

void
ent_import_points_free (EntImportPoints *self)
{
  g_ptr_array_unref (self->crowds);
  ent_fingerprint_map_free (self->by_point);
  g_free (self);
}

static guint64
hash_text (guint64 seed, const char *text)
{
  return ent_fingerprint (seed, text, strlen (text) + 1);
}

/* One search for a point. */
typedef struct
{
  EntImportPoints *points;
  EntDb *db;
  const EntKind *kind;
  const char *name;
  guint limit;
  EntImportRecordFunc func;
  gpointer data;

  guint n_read;
  GHashTable *seen; /* ids: a record may have a point twice */
  GPtrArray *found; /* ids of `seen` */
  GPtrArray *titles;
  Crowd *crowd; /* that is filled, or NULL */
} Search;

/* FALSE when enough is known. */
static gboolean
read_cb (const EntId *id, const char *title, gpointer data)
{
  Search *search = data;
  EntId *copy;

  search->points->n_read++;
  if (++search->n_read > MAX_READ)
    return FALSE;
  if (id == NULL || (search->name != NULL && g_strcmp0 (title, search->name) != 0) ||
      g_hash_table_contains (search->seen, id))
    return TRUE;
  copy = ent_id_copy (id);
  g_hash_table_add (search->seen, copy);
  g_ptr_array_add (search->found, copy);
  g_ptr_array_add (search->titles, g_strdup (title));
  return search->found->len < search->limit;
}

static gboolean
fill_cb (const EntId *id, const char *title, gpointer data)
{
  Search *search = data;
  Member member;

  search->points->n_read++;
  if (id == NULL || title == NULL || !g_hash_table_add (search->seen, ent_id_copy (id)))
    return TRUE;
  member = (Member) { .id = *id, .title = hash_text (0, title) };
  g_array_append_val (search->crowd->members, member);
  return TRUE;
}

/* The first of a title is found first. */
static void
chain (Crowd *self)
{
  for (guint i = self->members->len; i > 0; i--)
    {
      Member *member = &g_array_index (self->members, Member, i - 1);

      member->next = ent_fingerprint_map_get (self->by_title, member->title);
      ent_fingerprint_map_set (self->by_title, member->title, i);
    }
}

/* It may have gone meanwhile, or be called otherwise. */
static gboolean
give_member (Search *search, const Member *member, gboolean *given, GError **error)
{
  g_autofree char *title = NULL;

  search->points->n_read++;
  if (!ent_import_sql_dup_title (search->db, search->kind, &member->id, &title, error))
    return FALSE;
  *given = title != NULL && (search->name == NULL || g_str_equal (title, search->name));
  if (*given)
    search->func (&member->id, title, search->data);
  return TRUE;
}

static gboolean
give_crowd (Search *search, const Crowd *crowd, GError **error)
{
  guint n = 0;
  guint i = 1;

  if (search->name != NULL)
    i = ent_fingerprint_map_get (crowd->by_title, hash_text (0, search->name));
  while (i > 0 && i <= crowd->members->len && n < search->limit)
    {
      const Member *member = &g_array_index (crowd->members, Member, i - 1);
      gboolean given;

      if (!give_member (search, member, &given, error))
        return FALSE;
      n += given;
      i = search->name != NULL ? member->next : i + 1;
    }
  return TRUE;
}

static void
give_found (Search *search)
{
  for (guint i = 0; i < search->found->len; i++)
    search->func (g_ptr_array_index (search->found, i), g_ptr_array_index (search->titles, i), search->data);
}

gboolean
ent_import_points_foreach (EntImportPoints *self,
                           EntDb *db,
                           const EntKind *kind,
                           const char *channel,
                           const char *normalized,
                           const char *name,
                           gint64 last_rid,
                           gint64 last_point,
                           guint limit,
                           EntImportRecordFunc func,
                           gpointer data,
                           GError **error)
{
  guint64 hash = hash_text (hash_text (kind->number, channel), normalized);
  guint index = ent_fingerprint_map_get (self->by_point, hash);
  g_autoptr (GHashTable) seen = g_hash_table_new_full (ent_id_hash, ent_id_equal, (GDestroyNotify) ent_id_free, NULL);
  g_autoptr (GPtrArray) found = g_ptr_array_new ();
  g_autoptr (GPtrArray) titles = g_ptr_array_new_with_free_func (g_free);
  Search search = { .points = self,
                    .db = db,
                    .kind = kind,
                    .name = name,
                    .limit = limit,
                    .func = func,
                    .data = data,
                    .seen = seen,
                    .found = found,
                    .titles = titles };

  if (index > 0)
    return give_crowd (&search, g_ptr_array_index (self->crowds, index - 1), error);
  if (!ent_import_sql_foreach_contact_point (db, kind, channel, normalized, last_rid, last_point, read_cb, &search,
                                             error))
    return FALSE;
  if (search.n_read <= MAX_READ)
    {
      give_found (&search);
      return TRUE;
    }
  search.crowd = crowd_new ();
  g_hash_table_remove_all (seen);
  if (!ent_import_sql_foreach_contact_point (db, kind, channel, normalized, last_rid, last_point, fill_cb, &search,
                                             error))
    {
      crowd_free (search.crowd);
      return FALSE;
    }
  chain (search.crowd);
  g_ptr_array_add (self->crowds, search.crowd);
  ent_fingerprint_map_set (self->by_point, hash, self->crowds->len);
  return give_crowd (&search, search.crowd, error);
}

guint64
ent_import_points_test_get_n_read (EntImportPoints *self)
{
  return self->n_read;
}
