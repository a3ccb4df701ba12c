/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "ent-import-match-private.h"
#include "ent-import-sql-private.h"

/* Kinds that can be imported have small numbers. */
#define MAX_KIND 64

struct _EntImportMatcher
{
  EntStore *store;
  gboolean has_fingerprints;
  gboolean had_records[MAX_KIND];
  GHashTable *taken; /* ids that a row has matched → its fingerprint: another row is another record */
};

static gboolean
look_cb (EntDb *db, gpointer data, GError **error)
{
  EntImportMatcher *self = data;
  guint n_kinds;
  const EntKind *const *kinds = ent_kinds_get_all (&n_kinds);

  for (guint i = 0; i < n_kinds; i++)
    {
      gint64 count = 0;

      if (kinds[i]->is_element || kinds[i]->number >= MAX_KIND)
        continue;
      if (!ent_import_sql_count (db, kinds[i], 1, &count, error))
        return FALSE;
      self->had_records[kinds[i]->number] = count > 0;
    }
  return ent_import_sql_has_fingerprints (db, &self->has_fingerprints, error);
}

EntImportMatcher *
ent_import_matcher_new (EntStore *store, GCancellable *cancellable, GError **error)
{
  g_autoptr (EntImportMatcher) self = g_new0 (EntImportMatcher, 1);

  self->store = g_object_ref (store);
  self->taken = g_hash_table_new_full (ent_id_hash, ent_id_equal, (GDestroyNotify) ent_id_free, g_free);
  if (!ent_store_with_reader (store, cancellable, look_cb, self, error))
    return NULL;
  return g_steal_pointer (&self);
}

void
ent_import_matcher_free (EntImportMatcher *self)
{
  g_clear_object (&self->store);
  g_clear_pointer (&self->taken, g_hash_table_unref);
  g_free (self);
}

typedef struct
{
  EntImportMatcher *matcher;
  const EntStagedRecord *record;
  EntMatch match;
  EntId id;
} Search;

static gboolean
find_by_contact_point (Search *search, EntDb *db, GError **error)
{
  const EntStagedRecord *record = search->record;
  const char *name = ent_staged_record_get_text (record, record->kind->title);

  for (guint i = 0; name != NULL && i < record->values->len && ent_id_is_null (&search->id); i++)
    {
      const EntStagedValue *staged = &g_array_index (record->values, EntStagedValue, i);
      const char *channel;
      const char *normalized;

      if (staged->type != ENT_STAGED_ELEMENT || !g_str_equal (staged->field->key, "contact-points"))
        continue;
      channel = ent_element_get_text (staged->value.element, "channel");
      normalized = ent_element_get_text (staged->value.element, "normalized");
      if (normalized != NULL &&
          !ent_import_sql_find_contact_point (db, record->kind, channel, normalized, name, &search->id, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
find_by_source_id (Search *search, EntDb *db, GError **error)
{
  for (guint i = 0; i < search->record->values->len && ent_id_is_null (&search->id); i++)
    {
      const EntStagedValue *staged = &g_array_index (search->record->values, EntStagedValue, i);

      if (staged->type == ENT_STAGED_SOURCE_ID &&
          !ent_import_sql_find_source_id (db, search->record->kind,
                                          ent_element_get_text (staged->value.element, "source"),
                                          ent_element_get_text (staged->value.element, "value"), &search->id, error))
        return FALSE;
    }
  return TRUE;
}

/* An id of ours that the record could not be given, since it was there under its name. */
static gboolean
find_by_own_id (Search *search, EntDb *db, GError **error)
{
  g_autofree char *text = ent_id_to_string (&search->record->id);

  return ent_import_sql_find_source_id (db, search->record->kind, ENT_IMPORT_OWN_SOURCE, text, &search->id, error);
}

static gboolean
search_cb (EntDb *db, gpointer data, GError **error)
{
  Search *search = data;
  const EntStagedRecord *record = search->record;
  gboolean exists = FALSE;

  if (search->matcher->has_fingerprints)
    {
      if (!ent_import_sql_find_fingerprint (db, record->fingerprint, record->kind, &search->id, error))
        return FALSE;
      if (!ent_id_is_null (&search->id))
        {
          search->match = ENT_MATCH_FINGERPRINT;
          return TRUE;
        }
    }
  if (!ent_id_is_null (&record->id))
    {
      if (!ent_import_sql_exists (db, record->kind, &record->id, &exists, error))
        return FALSE;
      if (exists)
        search->id = record->id;
      else if (!find_by_own_id (search, db, error))
        return FALSE;
    }
  if (ent_id_is_null (&search->id) && (!find_by_source_id (search, db, error) ||
                                       (ent_id_is_null (&search->id) && !find_by_contact_point (search, db, error))))
    return FALSE;
  search->match = ent_id_is_null (&search->id) ? ENT_MATCH_NONE : ENT_MATCH_RECORD;
  return TRUE;
}

gboolean
ent_import_matcher_take (EntImportMatcher *self, const EntId *id, guint64 fingerprint)
{
  const guint64 *taken_by = g_hash_table_lookup (self->taken, id);

  if (taken_by != NULL)
    return *taken_by == fingerprint;
  g_hash_table_insert (self->taken, ent_id_copy (id), g_memdup2 (&fingerprint, sizeof fingerprint));
  return TRUE;
}

gboolean
ent_import_matcher_find (EntImportMatcher *self,
                         const EntStagedRecord *record,
                         EntMatch *match,
                         EntId *id,
                         GCancellable *cancellable,
                         GError **error)
{
  Search search = { .matcher = self, .record = record };

  *match = ENT_MATCH_NONE;
  if (!self->had_records[record->kind->number])
    return TRUE;
  if (!ent_store_with_reader (self->store, cancellable, search_cb, &search, error))
    return FALSE;
  if (search.match != ENT_MATCH_NONE && !ent_import_matcher_take (self, &search.id, record->fingerprint) &&
      search.match == ENT_MATCH_RECORD)
    search.match = ENT_MATCH_NONE;
  *match = search.match;
  *id = search.id;
  return TRUE;
}
