/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "ent-titles.h"

/* More than the users, tags and stages of any firm; a book of a million accounts is not to be kept in memory. */
#define MAX_TITLES 20000

G_DEFINE_BOXED_TYPE (EntTitles, ent_titles, ent_titles_ref, ent_titles_free)

struct _EntTitles
{
  gatomicrefcount n_refs;
  EntStore *store;
  GHashTable *titles; /* EntId → char */
};

/**
 * ent_titles_new:
 * @store: a book
 *
 * Makes an empty cache.
 *
 * Returns: (transfer full): free it with ent_titles_free()
 */
EntTitles *
ent_titles_new (EntStore *store)
{
  EntTitles *self;

  g_return_val_if_fail (ENT_IS_STORE (store), NULL);

  self = g_new0 (EntTitles, 1);
  g_atomic_ref_count_init (&self->n_refs);
  self->store = g_object_ref (store);
  self->titles = g_hash_table_new_full (ent_id_hash, ent_id_equal, (GDestroyNotify) ent_id_free, g_free);
  return self;
}

/**
 * ent_titles_ref:
 * @self: a cache
 *
 * Holds it once more.
 *
 * Returns: (transfer full): the same cache; end with ent_titles_free()
 */
EntTitles *
ent_titles_ref (EntTitles *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->n_refs);
  return self;
}

/**
 * ent_titles_free:
 * @self: (transfer full): a cache
 *
 * Frees it, when nobody else holds it.
 */
void
ent_titles_free (EntTitles *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->n_refs))
    return;
  g_hash_table_unref (self->titles);
  g_object_unref (self->store);
  g_free (self);
}

static char *
look_up (EntTitles *self, const EntField *field, const EntId *id)
{
  const EntKind *kind = field->targets != NULL ? field->targets[0] : NULL;
  g_autoptr (EntRecord) record = NULL;

  if (kind == NULL || field->targets[1] != NULL)
    {
      g_autofree char *text = ent_id_to_string (id);
      EntId found;

      kind = ent_store_find_id_sync (self->store, text, &found, NULL, NULL);
    }
  if (kind != NULL)
    record = ent_store_get_record_sync (self->store, kind, id, NULL, NULL);
  return record != NULL ? g_strdup (ent_record_get_title (record)) : NULL;
}

/**
 * ent_titles_dup:
 * @field: a field whose values are references
 * @id: the id of a record that it points to
 * @titles: an #EntTitles
 *
 * Tells what a record is called. Blocks the first time that it is asked for.
 *
 * Returns: (transfer full) (nullable): its title, or %NULL when it is not in the book
 */
char *
ent_titles_dup (const EntField *field, const EntId *id, gpointer titles)
{
  EntTitles *self = titles;
  gpointer title;

  g_return_val_if_fail (field != NULL && id != NULL && self != NULL, NULL);

  if (!g_hash_table_lookup_extended (self->titles, id, NULL, &title))
    {
      if (g_hash_table_size (self->titles) >= MAX_TITLES)
        g_hash_table_remove_all (self->titles);
      title = look_up (self, field, id);
      g_hash_table_insert (self->titles, ent_id_copy (id), title);
    }
  return g_strdup (title);
}

/**
 * ent_titles_dup_members:
 * @self: a cache
 * @record: a record
 * @field: a set of references of its kind
 *
 * Tells what the members of a set are called, such as the tags of a contact. Blocks.
 *
 * Returns: (transfer full): the titles of those that are in the book, in the set's order
 */
char **
ent_titles_dup_members (EntTitles *self, EntRecord *record, const EntField *field)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  GPtrArray *elements;

  g_return_val_if_fail (self != NULL && ENT_IS_RECORD (record) && field != NULL, NULL);

  elements = ent_record_get_elements (record, field);
  for (guint i = 0; elements != NULL && i < elements->len; i++)
    {
      char *title = ent_titles_dup (field, &((const EntValue *) g_ptr_array_index (elements, i))->id, self);

      if (title != NULL)
        g_strv_builder_take (builder, title);
    }
  return g_strv_builder_end (builder);
}
