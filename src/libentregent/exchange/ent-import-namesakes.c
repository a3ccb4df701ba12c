/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "ent-import-namesakes-private.h"
#include "ent-import-sql-private.h"
#include "ent-text.h"

typedef struct
{
  EntId id;
  guint next; /* index + 1; 0: the last */
} Namesake;

struct _EntImportNamesakes
{
  GHashTable *read;    /* hashes of kinds and accounts */
  GHashTable *by_hash; /* hash of kind, account and name → index into namesakes + 1 */
  GArray *namesakes;   /* Namesake */
};

EntImportNamesakes *
ent_import_namesakes_new (void)
{
  EntImportNamesakes *self = g_new0 (EntImportNamesakes, 1);

  self->read = g_hash_table_new (g_direct_hash, g_direct_equal);
  self->by_hash = g_hash_table_new (g_direct_hash, g_direct_equal);
  self->namesakes = g_array_new (FALSE, FALSE, sizeof (Namesake));
  return self;
}

void
ent_import_namesakes_free (EntImportNamesakes *self)
{
  g_hash_table_unref (self->read);
  g_hash_table_unref (self->by_hash);
  g_array_unref (self->namesakes);
  g_free (self);
}

static gpointer
hash_name (guint64 seed, const char *name)
{
  g_autofree char *folded = ent_text_fold (name, -1);

  G_STATIC_ASSERT (sizeof (gpointer) >= sizeof (guint64));
  return GSIZE_TO_POINTER (ent_fingerprint (seed, folded, strlen (folded)) | 1);
}

typedef struct
{
  EntImportNamesakes *self;
  guint64 seed;
} Reading;

static void
read_cb (const EntId *id, const char *title, gpointer data)
{
  Reading *reading = data;
  EntImportNamesakes *self = reading->self;
  gpointer hash;
  Namesake namesake = { .id = *id };

  if (title == NULL)
    return;
  hash = hash_name (reading->seed, title);
  namesake.next = GPOINTER_TO_UINT (g_hash_table_lookup (self->by_hash, hash));
  g_array_append_val (self->namesakes, namesake);
  g_hash_table_insert (self->by_hash, hash, GUINT_TO_POINTER (self->namesakes->len));
}

gboolean
ent_import_namesakes_append (EntImportNamesakes *self,
                             EntDb *db,
                             const EntKind *kind,
                             const EntId *account,
                             const char *account_name,
                             const char *name,
                             gint64 last_rid,
                             GPtrArray *candidates,
                             GError **error)
{
  Reading reading = { self, ent_fingerprint (kind->number, (const char *) account->bytes, sizeof account->bytes) };
  gpointer key = GSIZE_TO_POINTER (reading.seed);

  if (!g_hash_table_contains (self->read, key))
    {
      if (!ent_import_sql_foreach_of_account (db, kind, account, last_rid, read_cb, &reading, error))
        return FALSE;
      g_hash_table_add (self->read, key);
    }
  for (guint i = GPOINTER_TO_UINT (g_hash_table_lookup (self->by_hash, hash_name (reading.seed, name)));
       i > 0 && candidates->len < ENT_IMPORT_MAX_CANDIDATES;)
    {
      const Namesake *namesake = &g_array_index (self->namesakes, Namesake, i - 1);
      g_autofree char *title = NULL;

      i = namesake->next;
      if (!ent_import_sql_dup_title (db, kind, &namesake->id, &title, error))
        return FALSE;
      /* It may have gone meanwhile. */
      if (title != NULL)
        ent_import_candidates_add (candidates, &namesake->id, title, ENT_IMPORT_SAME_NAME, account_name);
    }
  return TRUE;
}
