/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "ent-fingerprint-map-private.h"
#include "ent-import-ids-private.h"
#include "ent-import-sql-private.h"

/* By a fingerprint of kind, program and id: a million ids take 50 MB, not 150. */
struct _EntImportIds
{
  EntStore *store;
  EntFingerprintMap *known; /* index into ids + 1 */
  GArray *ids;              /* EntId; the null id for what is not in the book */
  GArray *pending;          /* fingerprints of this group */
  guint n_committed;
  GArray *waiting; /* EntImportWaiting */
  guint n_waiting_committed;
};

static void
waiting_clear (gpointer data)
{
  EntImportWaiting *waiting = data;

  g_clear_pointer (&waiting->value, g_free);
}

EntImportIds *
ent_import_ids_new (EntStore *store)
{
  EntImportIds *self = g_new0 (EntImportIds, 1);

  self->store = g_object_ref (store);
  self->known = ent_fingerprint_map_new ();
  self->ids = g_array_new (FALSE, FALSE, sizeof (EntId));
  self->pending = g_array_new (FALSE, FALSE, sizeof (guint64));
  self->waiting = g_array_new (FALSE, TRUE, sizeof (EntImportWaiting));
  g_array_set_clear_func (self->waiting, waiting_clear);
  return self;
}

void
ent_import_ids_free (EntImportIds *self)
{
  g_object_unref (self->store);
  ent_fingerprint_map_free (self->known);
  g_array_unref (self->ids);
  g_array_unref (self->pending);
  g_array_unref (self->waiting);
  g_free (self);
}

static guint64
hash_id (const EntKind *kind, const char *source, const char *value)
{
  guint64 hash = ent_fingerprint (kind->number, source, strlen (source) + 1);

  return ent_fingerprint (hash, value, strlen (value));
}

static const EntId *
look_up (EntImportIds *self, guint64 hash)
{
  guint index = ent_fingerprint_map_get (self->known, hash);

  return index > 0 ? &g_array_index (self->ids, EntId, index - 1) : NULL;
}

static void
remember (EntImportIds *self, guint64 hash, const EntId *id)
{
  g_array_append_val (self->ids, *id);
  ent_fingerprint_map_set (self->known, hash, self->ids->len);
  g_array_append_val (self->pending, hash);
}

typedef struct
{
  const EntKind *kind;
  const char *source;
  const char *value;
  EntId id;
} Search;

static gboolean
search_cb (EntDb *db, gpointer data, GError **error)
{
  Search *search = data;
  EntId own;

  if (g_str_equal (search->source, ENT_IMPORT_EMAIL_SOURCE))
    return ent_import_sql_find_email (db, search->kind, search->value, &search->id, error);
  if (g_str_equal (search->source, ENT_IMPORT_OWN_SOURCE) && ent_id_parse (&own, search->value))
    {
      if (!ent_import_sql_find_shown (db, search->kind, &own, &search->id, error))
        return FALSE;
      if (!ent_id_is_null (&search->id))
        return TRUE;
    }
  return ent_import_sql_find_source_id (db, search->kind, search->source, search->value, &search->id, error);
}

static gboolean
find_of_kind (EntImportIds *self,
              const EntKind *kind,
              const char *source,
              const char *value,
              EntId *id,
              GCancellable *cancellable,
              GError **error)
{
  guint64 hash = hash_id (kind, source, value);
  const EntId *known = look_up (self, hash);
  Search search = { kind, source, value };

  if (known == NULL)
    {
      if (!ent_store_with_reader (self->store, cancellable, search_cb, &search, error))
        return FALSE;
      remember (self, hash, &search.id);
      known = &search.id;
    }
  *id = *known;
  return TRUE;
}

/* What a reference to anything may mean in the export of another program. */
static const char *const anything[] = { "account", "contact", "opportunity", "request", "product" };

/* The kinds that a field may mean, in their order; NULL behind the last one. */
static const EntKind *
get_target (const EntField *field, guint index)
{
  if (field->targets != NULL && field->targets[0] != NULL)
    return field->targets[index];
  return index < G_N_ELEMENTS (anything) ? ent_kind_from_key (anything[index]) : NULL;
}

gboolean
ent_import_ids_find (EntImportIds *self,
                     const EntField *field,
                     const char *source,
                     const char *value,
                     EntId *id,
                     GCancellable *cancellable,
                     GError **error)
{
  const EntKind *kind;

  *id = (EntId) { 0 };
  for (guint i = 0; ent_id_is_null (id) && (kind = get_target (field, i)) != NULL; i++)
    if (!find_of_kind (self, kind, source, value, id, cancellable, error))
      return FALSE;
  return TRUE;
}

gboolean
ent_import_ids_find_either (EntImportIds *self,
                            const EntField *field,
                            const EntField *other,
                            const char *source,
                            const char *value,
                            const EntField **found,
                            EntId *id,
                            GCancellable *cancellable,
                            GError **error)
{
  *found = field;
  if (!ent_import_ids_find (self, field, source, value, id, cancellable, error))
    return FALSE;
  if (!ent_id_is_null (id) || other == NULL)
    return TRUE;
  if (!ent_import_ids_find (self, other, source, value, id, cancellable, error))
    return FALSE;
  if (!ent_id_is_null (id))
    *found = other;
  return TRUE;
}

typedef struct
{
  const EntField *field;
  const EntId *a;
  const EntId *b;
  gboolean same;
} Comparison;

static gboolean
compare_cb (EntDb *db, gpointer data, GError **error)
{
  Comparison *self = data;
  const EntKind *kind;

  for (guint i = 0; !self->same && (kind = get_target (self->field, i)) != NULL; i++)
    {
      EntId a, b;

      if (!ent_import_sql_find_shown (db, kind, self->a, &a, error) ||
          !ent_import_sql_find_shown (db, kind, self->b, &b, error))
        return FALSE;
      self->same = !ent_id_is_null (&a) && ent_id_equal (&a, &b);
    }
  return TRUE;
}

gboolean
ent_import_ids_are_same (EntImportIds *self,
                         const EntField *field,
                         const EntId *a,
                         const EntId *b,
                         gboolean *same,
                         GCancellable *cancellable,
                         GError **error)
{
  Comparison comparison = { field, a, b };

  *same = ent_id_equal (a, b);
  if (*same)
    return TRUE;
  if (!ent_store_with_reader (self->store, cancellable, compare_cb, &comparison, error))
    return FALSE;
  *same = comparison.same;
  return TRUE;
}

void
ent_import_ids_add (EntImportIds *self, const EntStagedRecord *staged, const EntId *id)
{
  for (guint i = 0; i < staged->values->len; i++)
    {
      const EntStagedValue *value = &g_array_index (staged->values, EntStagedValue, i);

      if (value->type == ENT_STAGED_SOURCE_ID)
        remember (self,
                  hash_id (staged->kind, ent_element_get_text (value->value.element, "source"),
                           ent_element_get_text (value->value.element, "value")),
                  id);
    }
}

void
ent_import_ids_wait (EntImportIds *self, const EntStagedRecord *staged, const EntId *id, const EntStagedValue *value)
{
  EntImportWaiting waiting = { staged->kind, *id,           value->field,
                               value->other, value->source, g_strdup (value->value.text),
                               staged->line };

  g_array_append_val (self->waiting, waiting);
}

void
ent_import_ids_commit (EntImportIds *self)
{
  g_array_set_size (self->pending, 0);
  self->n_committed = self->ids->len;
  self->n_waiting_committed = self->waiting->len;
}

void
ent_import_ids_rollback (EntImportIds *self)
{
  for (guint i = 0; i < self->pending->len; i++)
    ent_fingerprint_map_remove (self->known, g_array_index (self->pending, guint64, i));
  g_array_set_size (self->pending, 0);
  g_array_set_size (self->ids, self->n_committed);
  g_array_set_size (self->waiting, self->n_waiting_committed);
}

GArray *
ent_import_ids_get_waiting (EntImportIds *self)
{
  return self->waiting;
}
