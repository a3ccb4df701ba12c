/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "ent-import-earlier-private.h"
#include "ent-text.h"
#include "ent-value-text.h"

typedef struct
{
  EntId id;
  const char *title; /* of the chunk */
  guint file_index;
  guint64 line;
  gboolean created;
  GArray *values; /* guint64; NULL unless it is a dry run */
} Known;

/* Of the records with one hash, a list. */
typedef struct
{
  guint known;
  guint next; /* index + 1; 0: the last */
} Link;

struct _EntImportEarlier
{
  gboolean dry_run;
  GStringChunk *titles;
  GArray *known;       /* Known */
  GHashTable *by_id;   /* EntId → index + 1 */
  GArray *links;       /* Link */
  GHashTable *by_hash; /* hash → index into links + 1 */
};

typedef enum
{
  OWN_ID,
  SOURCE_ID,
  CONTACT_POINT,
  NAME,
} KeyType;

static void
known_clear (gpointer data)
{
  Known *known = data;

  g_clear_pointer (&known->values, g_array_unref);
}

EntImportEarlier *
ent_import_earlier_new (gboolean dry_run)
{
  EntImportEarlier *self = g_new0 (EntImportEarlier, 1);

  self->dry_run = dry_run;
  self->titles = g_string_chunk_new (64 * 1024);
  self->known = g_array_new (FALSE, FALSE, sizeof (Known));
  g_array_set_clear_func (self->known, known_clear);
  self->by_id = g_hash_table_new_full (ent_id_hash, ent_id_equal, (GDestroyNotify) ent_id_free, NULL);
  self->links = g_array_new (FALSE, FALSE, sizeof (Link));
  self->by_hash = g_hash_table_new (g_direct_hash, g_direct_equal);
  return self;
}

void
ent_import_earlier_free (EntImportEarlier *self)
{
  g_string_chunk_free (self->titles);
  g_array_unref (self->known);
  g_hash_table_unref (self->by_id);
  g_array_unref (self->links);
  g_hash_table_unref (self->by_hash);
  g_free (self);
}

static gpointer
hash_key (const EntKind *kind, KeyType type, const char *first, const char *second)
{
  guint64 hash = ent_fingerprint ((guint64) kind->number * 16 + type + 1, first, strlen (first) + 1);

  G_STATIC_ASSERT (sizeof (gpointer) >= sizeof (guint64));
  return GSIZE_TO_POINTER (ent_fingerprint (hash, second, strlen (second)) | 1);
}

/* One thing that rows may have in common. */
typedef struct
{
  KeyType type;
  gpointer hash;
  const EntStagedValue *value; /* CONTACT_POINT */
  const char *account;         /* NAME; or NULL */
} Key;

typedef void (*KeyFunc) (EntImportEarlier *self, const Key *key, gpointer data);

static void
foreach_value_key (EntImportEarlier *self, const EntStagedRecord *staged, KeyFunc func, gpointer data)
{
  for (guint i = 0; i < staged->values->len; i++)
    {
      const EntStagedValue *value = &g_array_index (staged->values, EntStagedValue, i);
      gboolean is_source_id = value->type == ENT_STAGED_SOURCE_ID;
      Key key = { .type = is_source_id ? SOURCE_ID : CONTACT_POINT, .value = value };

      if (!is_source_id && !ent_staged_value_is_contact_point (value))
        continue;
      key.hash = hash_key (staged->kind, key.type,
                           ent_element_get_text (value->value.element, is_source_id ? "source" : "channel"),
                           ent_element_get_text (value->value.element, is_source_id ? "value" : "normalized"));
      func (self, &key, data);
    }
}

/* All that another row may have in common with this one; ids first. */
static void
foreach_key (EntImportEarlier *self, const EntStagedRecord *staged, KeyFunc func, gpointer data)
{
  const char *title = ent_staged_record_get_text (staged, staged->kind->title);
  const EntStagedValue *account = NULL;

  if (!ent_id_is_null (&staged->id))
    {
      g_autofree char *text = ent_id_to_string (&staged->id);
      const Key key = { .type = OWN_ID, .hash = hash_key (staged->kind, OWN_ID, text, "") };

      func (self, &key, data);
    }
  foreach_value_key (self, staged, func, data);
  if (ent_staged_record_is_told_by_name (staged, &account))
    {
      g_autofree char *folded = ent_text_fold (title, -1);
      g_autofree char *folded_account = ent_text_fold (account != NULL ? account->value.text : "", -1);
      const Key key = { .type = NAME,
                        .hash = hash_key (staged->kind, NAME, folded, folded_account),
                        .account = account != NULL ? account->value.text : NULL };

      func (self, &key, data);
    }
}

static void
add_link (EntImportEarlier *self, gpointer key, guint known)
{
  guint head = GPOINTER_TO_UINT (g_hash_table_lookup (self->by_hash, key));
  Link link = { known, head };

  /* The same record under the same hash once more: of a row that said it twice, or that came before. */
  for (guint i = head; i > 0; i = g_array_index (self->links, Link, i - 1).next)
    if (g_array_index (self->links, Link, i - 1).known == known)
      return;
  g_array_append_val (self->links, link);
  g_hash_table_insert (self->by_hash, key, GUINT_TO_POINTER (self->links->len));
}

static void
add_key_cb (EntImportEarlier *self, const Key *key, gpointer data)
{
  add_link (self, key->hash, GPOINTER_TO_UINT (data));
}

/* What tells one thing that a row says from another. */
static guint64
hash_value (const EntStagedValue *staged)
{
  guint64 hash = ent_fingerprint (0, staged->field->key, strlen (staged->field->key) + 1);
  g_autofree char *text = NULL;

  if (ent_staged_value_is_contact_point (staged))
    text = g_strconcat (ent_element_get_text (staged->value.element, "channel"), " ",
                        ent_element_get_text (staged->value.element, "normalized"), NULL);
  else if (staged->type == ENT_STAGED_NAMED)
    text = ent_text_fold (staged->value.text, -1);
  else
    text = ent_value_to_text (staged->field, &staged->value, NULL);
  return ent_fingerprint (hash, text != NULL ? text : "", text != NULL ? strlen (text) : 0);
}

static gboolean
has_value (const Known *known, guint64 hash)
{
  for (guint i = 0; i < known->values->len; i++)
    if (g_array_index (known->values, guint64, i) == hash)
      return TRUE;
  return FALSE;
}

static Known *
look_up (EntImportEarlier *self, const EntId *id)
{
  guint index = GPOINTER_TO_UINT (g_hash_table_lookup (self->by_id, id));

  return index > 0 ? &g_array_index (self->known, Known, index - 1) : NULL;
}

void
ent_import_earlier_add (EntImportEarlier *self, const EntStagedRecord *staged, const EntId *id, gboolean created)
{
  guint index = GPOINTER_TO_UINT (g_hash_table_lookup (self->by_id, id));
  const char *title = ent_staged_record_get_text (staged, staged->kind->title);

  if (index == 0)
    {
      Known known = { .id = *id, .file_index = staged->file_index, .line = staged->line, .created = created };

      known.title = title != NULL ? g_string_chunk_insert (self->titles, title) : "";
      known.values = self->dry_run ? g_array_new (FALSE, FALSE, sizeof (guint64)) : NULL;
      g_array_append_val (self->known, known);
      index = self->known->len;
      g_hash_table_insert (self->by_id, ent_id_copy (id), GUINT_TO_POINTER (index));
    }
  foreach_key (self, staged, add_key_cb, GUINT_TO_POINTER (index - 1));
  for (guint i = 0; self->dry_run && i < staged->values->len; i++)
    {
      guint64 hash = hash_value (&g_array_index (staged->values, EntStagedValue, i));

      g_array_append_val (g_array_index (self->known, Known, index - 1).values, hash);
    }
}

/* What is found of one row. */
typedef struct
{
  const EntStagedRecord *staged;
  const char *title;
  EntId by_id;
  EntId by_name; /* and a contact point */
  gboolean several;
  GPtrArray *candidates;
} Finding;

static void
add_candidate (Finding *finding, const Known *known, EntImportLikenessType type, const char *shown)
{
  EntImportCandidate *candidate =
      ent_import_candidates_add (finding->candidates, &known->id, known->title, type, shown);

  candidate->file_index = known->created ? known->file_index : 0;
  candidate->line = known->created ? known->line : 0;
}

static void
take_contact_point (Finding *finding, const Known *known, const EntStagedValue *value)
{
  EntImportLikenessType type;

  if (g_strcmp0 (finding->title, known->title) == 0)
    {
      finding->several =
          finding->several || (!ent_id_is_null (&finding->by_name) && !ent_id_equal (&finding->by_name, &known->id));
      finding->by_name = known->id;
    }
  if (ent_import_likeness_from_channel (ent_element_get_text (value->value.element, "channel"), &type))
    add_candidate (finding, known, type, ent_element_get_text (value->value.element, "value"));
}

static void
find_key_cb (EntImportEarlier *self, const Key *key, gpointer data)
{
  Finding *finding = data;
  guint index = GPOINTER_TO_UINT (g_hash_table_lookup (self->by_hash, key->hash));

  for (; index > 0; index = g_array_index (self->links, Link, index - 1).next)
    {
      const Known *known = &g_array_index (self->known, Known, g_array_index (self->links, Link, index - 1).known);

      if (known->file_index == finding->staged->file_index)
        continue;
      if (key->type == CONTACT_POINT)
        take_contact_point (finding, known, key->value);
      else if (key->type == NAME)
        add_candidate (finding, known, ENT_IMPORT_SAME_NAME, key->account);
      else if (ent_id_is_null (&finding->by_id))
        finding->by_id = known->id;
      if (finding->candidates->len >= ENT_IMPORT_MAX_CANDIDATES)
        return;
    }
}

void
ent_import_earlier_find (EntImportEarlier *self, const EntStagedRecord *staged, EntId *id, GPtrArray *candidates)
{
  Finding finding = { .staged = staged,
                      .title = ent_staged_record_get_text (staged, staged->kind->title),
                      .candidates = candidates };

  foreach_key (self, staged, find_key_cb, &finding);
  *id = !ent_id_is_null (&finding.by_id) ? finding.by_id : finding.several ? (EntId) { 0 } : finding.by_name;
}

gboolean
ent_import_earlier_made (EntImportEarlier *self, const EntId *id)
{
  const Known *known = look_up (self, id);

  return known != NULL && known->created;
}

gboolean
ent_import_earlier_differs (EntImportEarlier *self, const EntStagedRecord *staged, const EntId *id)
{
  const Known *known = look_up (self, id);

  for (guint i = 0; known != NULL && i < staged->values->len; i++)
    if (!has_value (known, hash_value (&g_array_index (staged->values, EntStagedValue, i))))
      return TRUE;
  return FALSE;
}
