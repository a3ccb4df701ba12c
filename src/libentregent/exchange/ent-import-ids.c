/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "ent-import-ids-private.h"
#include "ent-import-sql-private.h"

/* By a 64-bit hash of kind, program and id: a million ids take 40 MB, not 150. */
struct _EntImportIds
{
  EntStore *store;
  GHashTable *known;  /* hash → index into ids + 1 */
  GArray *ids;        /* EntId; the null id for what is not in the book */
  GPtrArray *pending; /* hashes of this group */
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
  self->known = g_hash_table_new (g_direct_hash, g_direct_equal);
  self->ids = g_array_new (FALSE, FALSE, sizeof (EntId));
  self->pending = g_ptr_array_new ();
  self->waiting = g_array_new (FALSE, TRUE, sizeof (EntImportWaiting));
  g_array_set_clear_func (self->waiting, waiting_clear);
  return self;
}

void
ent_import_ids_free (EntImportIds *self)
{
  g_object_unref (self->store);
  g_hash_table_unref (self->known);
  g_array_unref (self->ids);
  g_ptr_array_unref (self->pending);
  g_array_unref (self->waiting);
  g_free (self);
}

static gpointer
hash_id (const EntKind *kind, const char *source, const char *value)
{
  guint64 hash = ent_fingerprint (kind->number, source, strlen (source) + 1);

  G_STATIC_ASSERT (sizeof (gpointer) >= sizeof (guint64));
  return GSIZE_TO_POINTER (ent_fingerprint (hash, value, strlen (value)) | 1);
}

static const EntId *
look_up (EntImportIds *self, gpointer hash)
{
  guint index = GPOINTER_TO_UINT (g_hash_table_lookup (self->known, hash));

  return index > 0 ? &g_array_index (self->ids, EntId, index - 1) : NULL;
}

static void
remember (EntImportIds *self, gpointer hash, const EntId *id)
{
  g_array_append_val (self->ids, *id);
  g_hash_table_insert (self->known, hash, GUINT_TO_POINTER (self->ids->len));
  g_ptr_array_add (self->pending, hash);
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
  gboolean exists = FALSE;
  EntId own;

  if (g_str_equal (search->source, ENT_IMPORT_EMAIL_SOURCE))
    return ent_import_sql_find_email (db, search->kind, search->value, &search->id, error);
  if (g_str_equal (search->source, ENT_IMPORT_OWN_SOURCE) && ent_id_parse (&own, search->value))
    {
      if (!ent_import_sql_exists (db, search->kind, &own, &exists, error))
        return FALSE;
      if (exists)
        {
          search->id = own;
          return TRUE;
        }
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
  gpointer hash = hash_id (kind, source, value);
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

gboolean
ent_import_ids_find (EntImportIds *self,
                     const EntField *field,
                     const char *source,
                     const char *value,
                     EntId *id,
                     GCancellable *cancellable,
                     GError **error)
{
  /* What a reference to anything may mean in the export of another program. */
  static const char *const anything[] = { "account", "contact", "opportunity", "request", "product" };
  gboolean any = field->targets == NULL || field->targets[0] == NULL;

  *id = (EntId) { 0 };
  for (guint i = 0; ent_id_is_null (id) && (any ? i < G_N_ELEMENTS (anything) : field->targets[i] != NULL); i++)
    if (!find_of_kind (self, any ? ent_kind_from_key (anything[i]) : field->targets[i], source, value, id, cancellable,
                       error))
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
  g_ptr_array_set_size (self->pending, 0);
  self->n_committed = self->ids->len;
  self->n_waiting_committed = self->waiting->len;
}

void
ent_import_ids_rollback (EntImportIds *self)
{
  for (guint i = 0; i < self->pending->len; i++)
    g_hash_table_remove (self->known, g_ptr_array_index (self->pending, i));
  g_ptr_array_set_size (self->pending, 0);
  g_array_set_size (self->ids, self->n_committed);
  g_array_set_size (self->waiting, self->n_waiting_committed);
}

GArray *
ent_import_ids_get_waiting (EntImportIds *self)
{
  return self->waiting;
}
