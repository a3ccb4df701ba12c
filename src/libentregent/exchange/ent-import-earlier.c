/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "ent-fingerprint-map-private.h"
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
} Known;

/* Of the records with one hash, a list; the latest is the first. */
typedef struct
{
  guint known;
  guint next;       /* index + 1; 0: the last */
  guint other_file; /* the next one of another file than this: rows of one file may all have the same number */
} Link;

struct _EntImportEarlier
{
  GStringChunk *titles;
  GArray *known;              /* Known */
  GHashTable *by_id;          /* EntId → index + 1 */
  GArray *links;              /* Link */
  EntFingerprintMap *by_hash; /* index into links + 1 */
  EntFingerprintMap *linked;  /* of hash and record: those that have a link */
  EntFingerprintMap *said;    /* of value and record; NULL unless it is a dry run */
  guint64 n_steps;
};

typedef enum
{
  OWN_ID,
  SOURCE_ID,
  NAMED_POINT,
  CONTACT_POINT,
  NAME,
} KeyType;

EntImportEarlier *
ent_import_earlier_new (gboolean dry_run)
{
  EntImportEarlier *self = g_new0 (EntImportEarlier, 1);

  self->titles = g_string_chunk_new (64 * 1024);
  self->known = g_array_new (FALSE, FALSE, sizeof (Known));
  self->by_id = g_hash_table_new_full (ent_id_hash, ent_id_equal, (GDestroyNotify) ent_id_free, NULL);
  self->links = g_array_new (FALSE, FALSE, sizeof (Link));
  self->by_hash = ent_fingerprint_map_new ();
  self->linked = ent_fingerprint_map_new ();
  self->said = dry_run ? ent_fingerprint_map_new () : NULL;
  return self;
}

void
ent_import_earlier_free (EntImportEarlier *self)
{
  g_string_chunk_free (self->titles);
  g_array_unref (self->known);
  g_hash_table_unref (self->by_id);
  g_array_unref (self->links);
  ent_fingerprint_map_free (self->by_hash);
  ent_fingerprint_map_free (self->linked);
  g_clear_pointer (&self->said, ent_fingerprint_map_free);
  g_free (self);
}

static guint64
hash_key (const EntKind *kind, KeyType type, const char *first, const char *second)
{
  guint64 hash = ent_fingerprint ((guint64) kind->number * 16 + type + 1, first, strlen (first) + 1);

  return ent_fingerprint (hash, second, strlen (second));
}

/* Of a record and something that it has. */
static guint64
hash_pair (guint64 hash, guint known)
{
  return ent_fingerprint (hash, (const char *) &known, sizeof known);
}

/* One thing that rows may have in common. */
typedef struct
{
  KeyType type;
  guint64 hash;
  const EntStagedValue *value; /* of ids and contact points */
  const char *account;         /* NAME; or NULL */
} Key;

typedef void (*KeyFunc) (EntImportEarlier *self, const Key *key, gpointer data);

/* A number that a hundred people share tells none of them; with the name it does. */
static void
give_contact_point (EntImportEarlier *self,
                    const EntStagedRecord *staged,
                    const EntStagedValue *value,
                    const char *title,
                    KeyFunc func,
                    gpointer data)
{
  const char *channel = ent_element_get_text (value->value.element, "channel");
  Key key = { .type = CONTACT_POINT, .value = value };
  EntImportLikenessType type;

  key.hash = hash_key (staged->kind, key.type, channel, ent_element_get_text (value->value.element, "normalized"));
  if (title != NULL)
    {
      Key named = { .type = NAMED_POINT, .value = value };

      named.hash = ent_fingerprint (key.hash, title, strlen (title));
      func (self, &named, data);
    }
  if (ent_import_likeness_from_channel (channel, &type))
    func (self, &key, data);
}

static void
foreach_value_key (EntImportEarlier *self,
                   const EntStagedRecord *staged,
                   const char *title,
                   KeyFunc func,
                   gpointer data)
{
  for (guint i = 0; i < staged->values->len; i++)
    {
      const EntStagedValue *value = &g_array_index (staged->values, EntStagedValue, i);
      Key key = { .type = SOURCE_ID, .value = value };

      if (ent_staged_value_is_contact_point (value))
        give_contact_point (self, staged, value, title, func, data);
      if (value->type != ENT_STAGED_SOURCE_ID)
        continue;
      key.hash = hash_key (staged->kind, key.type, ent_element_get_text (value->value.element, "source"),
                           ent_element_get_text (value->value.element, "value"));
      func (self, &key, data);
    }
}

/* All that another row may have in common with this one, or with the record of this title that it became. */
static void
foreach_key (EntImportEarlier *self, const EntStagedRecord *staged, const char *title, KeyFunc func, gpointer data)
{
  const EntStagedValue *account = NULL;

  if (!ent_id_is_null (&staged->id))
    {
      g_autofree char *text = ent_id_to_string (&staged->id);
      const Key key = { .type = OWN_ID, .hash = hash_key (staged->kind, OWN_ID, text, "") };

      func (self, &key, data);
    }
  foreach_value_key (self, staged, title, func, data);
  if (ent_staged_record_is_told_by_name (staged, &account))
    {
      g_autofree char *folded = ent_text_fold (ent_staged_record_get_text (staged, staged->kind->title), -1);
      g_autofree char *folded_account = ent_text_fold (account != NULL ? account->value.text : "", -1);
      const Key key = { .type = NAME,
                        .hash = hash_key (staged->kind, NAME, folded, folded_account),
                        .account = account != NULL ? account->value.text : NULL };

      func (self, &key, data);
    }
}

static const Known *
get_known (EntImportEarlier *self, guint link)
{
  return &g_array_index (self->known, Known, g_array_index (self->links, Link, link - 1).known);
}

static void
add_link (EntImportEarlier *self, guint64 hash, guint known)
{
  guint head = ent_fingerprint_map_get (self->by_hash, hash);
  Link link = { .known = known, .next = head, .other_file = head };

  /* Of a row that said it twice, or a record that came before. */
  if (!ent_fingerprint_map_add (self->linked, hash_pair (hash, known)))
    return;
  if (head > 0 && get_known (self, head)->file_index == g_array_index (self->known, Known, known).file_index)
    link.other_file = g_array_index (self->links, Link, head - 1).other_file;
  g_array_append_val (self->links, link);
  ent_fingerprint_map_set (self->by_hash, hash, self->links->len);
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

/* Its index + 1; 0: it is not known. */
static guint
look_up (EntImportEarlier *self, const EntId *id)
{
  return GPOINTER_TO_UINT (g_hash_table_lookup (self->by_id, id));
}

void
ent_import_earlier_add (EntImportEarlier *self, const EntStagedRecord *staged, const EntId *id, gboolean created)
{
  guint index = look_up (self, id);
  const char *title = ent_staged_record_get_text (staged, staged->kind->title);

  if (index == 0)
    {
      Known known = { .id = *id, .file_index = staged->file_index, .line = staged->line, .created = created };

      known.title = title != NULL ? g_string_chunk_insert (self->titles, title) : "";
      g_array_append_val (self->known, known);
      index = self->known->len;
      g_hash_table_insert (self->by_id, ent_id_copy (id), GUINT_TO_POINTER (index));
    }
  foreach_key (self, staged, g_array_index (self->known, Known, index - 1).title, add_key_cb,
               GUINT_TO_POINTER (index - 1));
  for (guint i = 0; self->said != NULL && i < staged->values->len; i++)
    ent_fingerprint_map_add (self->said,
                             hash_pair (hash_value (&g_array_index (staged->values, EntStagedValue, i)), index - 1));
}

/* What is found of one row. */
typedef struct
{
  const EntStagedRecord *staged;
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

/* The one of this name and contact point; FALSE when there are two. */
static gboolean
take_named (Finding *finding, const Known *known)
{
  finding->several =
      finding->several || (!ent_id_is_null (&finding->by_name) && !ent_id_equal (&finding->by_name, &known->id));
  finding->by_name = known->id;
  return !finding->several;
}

/* FALSE when no more are needed. */
static gboolean
take (Finding *finding, const Key *key, const Known *known)
{
  EntImportLikenessType type = ENT_IMPORT_SAME_NAME;
  const char *shown = key->account;
  gboolean more = TRUE;

  if (key->type == OWN_ID || key->type == SOURCE_ID)
    {
      if (ent_id_is_null (&finding->by_id))
        finding->by_id = known->id;
      return FALSE;
    }
  if (key->type == NAMED_POINT)
    more = take_named (finding, known);
  if (key->type != NAME)
    {
      /* A web address is that of a firm; it only helps where the name is the same. */
      if (!ent_import_likeness_from_channel (ent_element_get_text (key->value->value.element, "channel"), &type))
        return more;
      shown = ent_element_get_text (key->value->value.element, "value");
    }
  if (finding->candidates->len < ENT_IMPORT_MAX_CANDIDATES)
    add_candidate (finding, known, type, shown);
  else if (key->type != NAMED_POINT)
    return FALSE;
  return more;
}

static void
find_key_cb (EntImportEarlier *self, const Key *key, gpointer data)
{
  Finding *finding = data;
  guint index = ent_fingerprint_map_get (self->by_hash, key->hash);

  while (index > 0)
    {
      const Link *link = &g_array_index (self->links, Link, index - 1);
      const Known *known = get_known (self, index);
      gboolean same_file = known->file_index == finding->staged->file_index;

      self->n_steps++;
      if (!same_file && !take (finding, key, known))
        return;
      index = same_file ? link->other_file : link->next;
    }
}

void
ent_import_earlier_find (EntImportEarlier *self, const EntStagedRecord *staged, EntId *id, GPtrArray *candidates)
{
  Finding finding = { .staged = staged, .candidates = candidates };

  foreach_key (self, staged, ent_staged_record_get_text (staged, staged->kind->title), find_key_cb, &finding);
  *id = !ent_id_is_null (&finding.by_id) ? finding.by_id : finding.several ? (EntId) { 0 } : finding.by_name;
}

gboolean
ent_import_earlier_made (EntImportEarlier *self, const EntId *id)
{
  guint index = look_up (self, id);

  return index > 0 && g_array_index (self->known, Known, index - 1).created;
}

gboolean
ent_import_earlier_differs (EntImportEarlier *self, const EntStagedRecord *staged, const EntId *id)
{
  guint index = look_up (self, id);

  for (guint i = 0; index > 0 && i < staged->values->len; i++)
    {
      guint64 hash = hash_value (&g_array_index (staged->values, EntStagedValue, i));

      if (ent_fingerprint_map_get (self->said, hash_pair (hash, index - 1)) == 0)
        return TRUE;
    }
  return FALSE;
}

guint64
ent_import_earlier_test_get_n_steps (EntImportEarlier *self)
{
  return self->n_steps;
}
