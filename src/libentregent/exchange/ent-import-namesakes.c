/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "ent-fingerprint-map-private.h"
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
  EntFingerprintMap *read;    /* of kinds and accounts */
  EntFingerprintMap *by_hash; /* of kind, account and name: index into namesakes + 1 */
  GArray *namesakes;          /* Namesake */
};

EntImportNamesakes *
ent_import_namesakes_new (void)
{
  EntImportNamesakes *self = g_new0 (EntImportNamesakes, 1);

  self->read = ent_fingerprint_map_new ();
  self->by_hash = ent_fingerprint_map_new ();
  self->namesakes = g_array_new (FALSE, FALSE, sizeof (Namesake));
  return self;
}

void
ent_import_namesakes_free (EntImportNamesakes *self)
{
  ent_fingerprint_map_free (self->read);
  ent_fingerprint_map_free (self->by_hash);
  g_array_unref (self->namesakes);
  g_free (self);
}

static guint64
hash_name (guint64 seed, const char *name)
{
  g_autofree char *folded = ent_text_fold (name, -1);

  return ent_fingerprint (seed, folded, strlen (folded));
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
  guint64 hash;
  Namesake namesake = { .id = *id };

  if (title == NULL)
    return;
  hash = hash_name (reading->seed, title);
  namesake.next = ent_fingerprint_map_get (self->by_hash, hash);
  g_array_append_val (self->namesakes, namesake);
  ent_fingerprint_map_set (self->by_hash, hash, self->namesakes->len);
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

  if (ent_fingerprint_map_get (self->read, reading.seed) == 0)
    {
      if (!ent_import_sql_foreach_of_account (db, kind, account, last_rid, read_cb, &reading, error))
        return FALSE;
      ent_fingerprint_map_add (self->read, reading.seed);
    }
  for (guint i = ent_fingerprint_map_get (self->by_hash, hash_name (reading.seed, name));
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
