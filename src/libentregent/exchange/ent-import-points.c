/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "ent-import-points-private.h"
#include "ent-import-staged-private.h"

/* A contact point that more have than this is that of a crowd. */
#define MAX_READ 64

typedef struct
{
  EntId id;
  gpointer title; /* its hash */
  guint next;     /* of this title: index + 1; 0: the last */
} Member;

/* All who have one contact point. */
typedef struct
{
  GArray *members;      /* Member */
  GHashTable *by_title; /* hash → index of the first + 1 */
} Crowd;

struct _EntImportPoints
{
  GHashTable *crowds; /* hash of kind, channel and point → Crowd */
  guint64 n_read;
};

static void
crowd_free (gpointer data)
{
  Crowd *self = data;

  g_array_unref (self->members);
  g_hash_table_unref (self->by_title);
  g_free (self);
}

EntImportPoints *
ent_import_points_new (void)
{
  EntImportPoints *self = g_new0 (EntImportPoints, 1);

  self->crowds = g_hash_table_new_full (g_direct_hash, g_direct_equal, NULL, crowd_free);
  return self;
}

void
ent_import_points_free (EntImportPoints *self)
{
  g_hash_table_unref (self->crowds);
  g_free (self);
}

static gpointer
hash_text (guint64 seed, const char *text)
{
  G_STATIC_ASSERT (sizeof (gpointer) >= sizeof (guint64));
  return GSIZE_TO_POINTER (ent_fingerprint (seed, text, strlen (text) + 1) | 1);
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

      member->next = GPOINTER_TO_UINT (g_hash_table_lookup (self->by_title, member->title));
      g_hash_table_insert (self->by_title, member->title, GUINT_TO_POINTER (i));
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
    i = GPOINTER_TO_UINT (g_hash_table_lookup (crowd->by_title, hash_text (0, search->name)));
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
  gpointer hash = hash_text (GPOINTER_TO_SIZE (hash_text (kind->number, channel)), normalized);
  Crowd *crowd = g_hash_table_lookup (self->crowds, hash);
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

  if (crowd != NULL)
    return give_crowd (&search, crowd, error);
  if (!ent_import_sql_foreach_contact_point (db, kind, channel, normalized, last_rid, last_point, read_cb, &search,
                                             error))
    return FALSE;
  if (search.n_read <= MAX_READ)
    {
      give_found (&search);
      return TRUE;
    }
  search.crowd = crowd = g_new0 (Crowd, 1);
  crowd->members = g_array_new (FALSE, FALSE, sizeof (Member));
  crowd->by_title = g_hash_table_new (g_direct_hash, g_direct_equal);
  g_hash_table_insert (self->crowds, hash, crowd);
  g_hash_table_remove_all (seen);
  if (!ent_import_sql_foreach_contact_point (db, kind, channel, normalized, last_rid, last_point, fill_cb, &search,
                                             error))
    {
      g_hash_table_remove (self->crowds, hash);
      return FALSE;
    }
  chain (crowd);
  return give_crowd (&search, crowd, error);
}

guint64
ent_import_points_test_get_n_read (EntImportPoints *self)
{
  return self->n_read;
}
