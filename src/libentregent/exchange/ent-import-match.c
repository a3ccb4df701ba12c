/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "ent-import-earlier-private.h"
#include "ent-import-match-private.h"
#include "ent-import-namesakes-private.h"
#include "ent-import-points-private.h"
#include "ent-import-sql-private.h"

/* Kinds that can be imported have small numbers. */
#define MAX_KIND 64

struct _EntImportMatcher
{
  EntStore *store;
  EntImportNames *names;
  EntImportIds *ids;
  gboolean dry_run;
  gboolean has_fingerprints;
  gint64 last_rids[MAX_KIND]; /* before the import */
  GHashTable *taken;          /* ids that a row has matched → its fingerprint: another row is another record */
  EntImportNamesakes *namesakes;
  EntImportPoints *points;
  EntImportEarlier *earlier; /* NULL: there is but one file */
};

static gboolean
look_cb (EntDb *db, gpointer data, GError **error)
{
  EntImportMatcher *self = data;
  guint n_kinds;
  const EntKind *const *kinds = ent_kinds_get_all (&n_kinds);

  for (guint i = 0; i < n_kinds; i++)
    if ((!kinds[i]->is_element || kinds[i] == ent_kind_from_key ("contact-point")) && kinds[i]->number < MAX_KIND &&
        !ent_import_sql_find_last_rid (db, kinds[i], &self->last_rids[kinds[i]->number], error))
      return FALSE;
  return ent_import_sql_has_fingerprints (db, &self->has_fingerprints, error);
}

EntImportMatcher *
ent_import_matcher_new (EntStore *store,
                        EntImportNames *names,
                        EntImportIds *ids,
                        gboolean several_files,
                        gboolean dry_run,
                        GCancellable *cancellable,
                        GError **error)
{
  g_autoptr (EntImportMatcher) self = g_new0 (EntImportMatcher, 1);

  self->store = g_object_ref (store);
  self->names = names;
  self->ids = ids;
  self->dry_run = dry_run;
  self->taken = g_hash_table_new_full (ent_id_hash, ent_id_equal, (GDestroyNotify) ent_id_free, g_free);
  self->namesakes = ent_import_namesakes_new ();
  self->points = ent_import_points_new ();
  self->earlier = several_files ? ent_import_earlier_new (dry_run) : NULL;
  if (!ent_store_with_reader (store, cancellable, look_cb, self, error))
    return NULL;
  return g_steal_pointer (&self);
}

void
ent_import_matcher_free (EntImportMatcher *self)
{
  g_clear_object (&self->store);
  g_clear_pointer (&self->taken, g_hash_table_unref);
  g_clear_pointer (&self->namesakes, ent_import_namesakes_free);
  g_clear_pointer (&self->points, ent_import_points_free);
  g_clear_pointer (&self->earlier, ent_import_earlier_free);
  g_free (self);
}

void
ent_match_clear (EntMatch *match)
{
  g_clear_pointer (&match->candidates, g_ptr_array_unref);
}

typedef struct
{
  EntImportMatcher *matcher;
  const EntStagedRecord *record;
  gint64 last_rid;
  const EntStagedValue *point; /* that is looked for */
  const EntId *account;        /* that the row names and that was there before, or NULL */
  const char *account_name;
  EntMatch *match;
} Search;

static void
take_record_cb (const EntId *id, const char *title, gpointer data)
{
  Search *search = data;
  EntElement *point = search->point->value.element;
  EntImportLikenessType type;

  /* A web address is that of a firm; it only helps where the name is the same. */
  if (!ent_import_likeness_from_channel (ent_element_get_text (point, "channel"), &type))
    type = ENT_IMPORT_SAME_NAME;
  ent_import_candidates_add (search->match->candidates, id, title, type,
                             type != ENT_IMPORT_SAME_NAME ? ent_element_get_text (point, "value") : NULL);
}

/* With a name: those that are it as surely as can be told. */
static gboolean
find_by_contact_points (Search *search, EntDb *db, const char *name, guint limit, GError **error)
{
  EntImportMatcher *matcher = search->matcher;
  const EntStagedRecord *record = search->record;
  const EntKind *point = ent_kind_from_key ("contact-point");

  for (guint i = 0; i < record->values->len; i++)
    {
      EntImportLikenessType type;
      const char *channel;

      search->point = &g_array_index (record->values, EntStagedValue, i);
      if (!ent_staged_value_is_contact_point (search->point))
        continue;
      channel = ent_element_get_text (search->point->value.element, "channel");
      if (name == NULL && !ent_import_likeness_from_channel (channel, &type))
        continue;
      if (!ent_import_points_foreach (matcher->points, db, record->kind, channel,
                                      ent_element_get_text (search->point->value.element, "normalized"), name,
                                      search->last_rid, matcher->last_rids[point->number], limit, take_record_cb,
                                      search, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
find_by_source_id (Search *search, EntDb *db, GError **error)
{
  EntId *id = &search->match->id;

  for (guint i = 0; i < search->record->values->len && ent_id_is_null (id); i++)
    {
      const EntStagedValue *staged = &g_array_index (search->record->values, EntStagedValue, i);

      if (staged->type == ENT_STAGED_SOURCE_ID &&
          !ent_import_sql_find_source_id (db, search->record->kind,
                                          ent_element_get_text (staged->value.element, "source"),
                                          ent_element_get_text (staged->value.element, "value"), id, error))
        return FALSE;
    }
  return TRUE;
}

/* An id of ours that the record could not be given, since it was there under its name. */
static gboolean
find_by_own_id (Search *search, EntDb *db, GError **error)
{
  g_autofree char *text = ent_id_to_string (&search->record->id);

  return ent_import_sql_find_source_id (db, search->record->kind, ENT_IMPORT_OWN_SOURCE, text, &search->match->id,
                                        error);
}

/* By what nobody else has. */
static gboolean
find_by_ids (Search *search, EntDb *db, GError **error)
{
  const EntStagedRecord *record = search->record;
  EntMatch *match = search->match;
  gboolean exists = FALSE;

  if (search->matcher->has_fingerprints)
    {
      if (!ent_import_sql_find_fingerprint (db, record->fingerprint, record->kind, &match->id, error))
        return FALSE;
      if (!ent_id_is_null (&match->id))
        {
          match->type = ENT_MATCH_FINGERPRINT;
          return TRUE;
        }
    }
  if (!ent_id_is_null (&record->id))
    {
      if (!ent_import_sql_exists (db, record->kind, &record->id, &exists, error))
        return FALSE;
      if (exists)
        match->id = record->id;
      else if (!find_by_own_id (search, db, error))
        return FALSE;
    }
  if (ent_id_is_null (&match->id) && !find_by_source_id (search, db, error))
    return FALSE;
  if (!ent_id_is_null (&match->id))
    match->type = ENT_MATCH_RECORD;
  return TRUE;
}

static gboolean
find_by_name (Search *search, EntDb *db, const char *name, GError **error)
{
  g_autofree char *title = NULL;

  if (search->account == NULL)
    return TRUE;
  if (search->record->kind != ent_kind_from_key ("account"))
    return ent_import_namesakes_append (search->matcher->namesakes, db, search->record->kind, search->account,
                                        search->account_name, name, search->last_rid, search->match->candidates, error);
  if (!ent_import_sql_dup_title (db, search->record->kind, search->account, &title, error))
    return FALSE;
  if (title != NULL)
    ent_import_candidates_add (search->match->candidates, search->account, title, ENT_IMPORT_SAME_NAME, NULL);
  return TRUE;
}

static gboolean
search_cb (EntDb *db, gpointer data, GError **error)
{
  Search *search = data;
  EntMatch *match = search->match;
  const char *name = ent_staged_record_get_text (search->record, search->record->kind->title);

  if (!find_by_ids (search, db, error))
    return FALSE;
  if (match->type != ENT_MATCH_NONE)
    return TRUE;
  match->candidates = ent_import_candidates_new ();
  if (name != NULL && !find_by_contact_points (search, db, name, 2, error))
    return FALSE;
  if (match->candidates->len == 1)
    {
      match->type = ENT_MATCH_RECORD;
      match->id = ((const EntImportCandidate *) g_ptr_array_index (match->candidates, 0))->id;
      return TRUE;
    }
  return find_by_contact_points (search, db, NULL, ENT_IMPORT_MAX_CANDIDATES, error) &&
         find_by_name (search, db, name, error);
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

/* The account that tells it from others of its name, if that was in the book before; for an account, the account. */
static gboolean
find_account (EntImportMatcher *self, Search *search, EntId *id, GCancellable *cancellable, GError **error)
{
  const EntStagedRecord *record = search->record;
  const EntKind *kind = ent_kind_from_key ("account");
  const EntStagedValue *account;
  gboolean done = TRUE;

  *id = (EntId) { 0 };
  /* A firm in a table of people is surely the one of its name (ent-import-writer.c). */
  if (self->names == NULL || record->by_its_name || !ent_staged_record_is_told_by_name (record, &account) ||
      self->last_rids[kind->number] == 0)
    return TRUE;
  if (account == NULL)
    done = ent_import_names_find_old (self->names, kind, ent_staged_record_get_text (record, kind->title), id,
                                      cancellable, error);
  else if (account->source == NULL)
    done = ent_import_names_find_old (self->names, kind, account->value.text, id, cancellable, error);
  else
    done =
        ent_import_ids_find (self->ids, account->field, account->source, account->value.text, id, cancellable, error);
  search->account = ent_id_is_null (id) ? NULL : id;
  search->account_name = account != NULL ? account->value.text : NULL;
  return done;
}

/* What other files of the import gave is as good as what was there before. */
static void
find_earlier (EntImportMatcher *self, const EntStagedRecord *record, EntMatch *match)
{
  EntId id;

  if (self->earlier == NULL || match->type != ENT_MATCH_NONE)
    return;
  if (match->candidates == NULL)
    match->candidates = ent_import_candidates_new ();
  ent_import_earlier_find (self->earlier, record, &id, match->candidates);
  if (ent_id_is_null (&id))
    return;
  match->type = ENT_MATCH_RECORD;
  match->id = id;
}

gboolean
ent_import_matcher_find (EntImportMatcher *self,
                         const EntStagedRecord *record,
                         EntMatch *match,
                         GCancellable *cancellable,
                         GError **error)
{
  Search search = {
    .matcher = self, .record = record, .last_rid = self->last_rids[record->kind->number], .match = match
  };
  EntId account;

  if (search.last_rid > 0 && (!find_account (self, &search, &account, cancellable, error) ||
                              !ent_store_with_reader (self->store, cancellable, search_cb, &search, error)))
    return FALSE;
  find_earlier (self, record, match);
  if (match->type != ENT_MATCH_NONE && !ent_import_matcher_take (self, &match->id, record->fingerprint) &&
      match->type == ENT_MATCH_RECORD)
    match->type = ENT_MATCH_NONE;
  if (match->type == ENT_MATCH_NONE && match->candidates != NULL && match->candidates->len > 0)
    match->type = ENT_MATCH_DOUBTFUL;
  return TRUE;
}

void
ent_import_matcher_add (EntImportMatcher *self, const EntStagedRecord *record, const EntId *id, gboolean created)
{
  if (self->earlier != NULL)
    ent_import_earlier_add (self->earlier, record, id, created);
}

gboolean
ent_import_matcher_is_imaginary (EntImportMatcher *self, const EntId *id)
{
  return self->dry_run && self->earlier != NULL && ent_import_earlier_made (self->earlier, id);
}

gboolean
ent_import_matcher_differs (EntImportMatcher *self, const EntStagedRecord *record, const EntId *id)
{
  return ent_import_earlier_differs (self->earlier, record, id);
}
