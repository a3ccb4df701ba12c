/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <inttypes.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "ent-fingerprint-map-private.h"
#include "ent-import-names-private.h"
#include "ent-import-sql-private.h"
#include "ent-import-staged-private.h"
#include "ent-seed.h"
#include "ent-text.h"

typedef struct
{
  EntId id;
  gboolean stub;
  gboolean was_there; /* before this import */
} Named;

/* The names of one kind (and one taxonomy of terms). Keyed by a fingerprint of the folded name: a million names take 50
 * MB, not 150. */
typedef struct
{
  const EntKind *kind;
  char *taxonomy;
  EntFingerprintMap *by_hash; /* index into named + 1 */
  GArray *named;              /* Named */
  guint n_committed;
  GArray *pending; /* fingerprints of this group */
  GPtrArray *made; /* names, the first few */
  guint64 n_made;
  guint64 n_made_pending;
  GPtrArray *seeded; /* Seeded, while names are loaded */
} Directory;

typedef struct
{
  EntId id;
  char *name; /* translated */
} Seeded;

static void
seeded_free (gpointer data)
{
  g_free (((Seeded *) data)->name);
  g_free (data);
}

struct _EntImportNames
{
  EntStore *store;
  gboolean dry_run;
  GPtrArray *directories;
};

#define NAMES_IN_NOTE 5

static void
directory_free (Directory *self)
{
  g_free (self->taxonomy);
  ent_fingerprint_map_free (self->by_hash);
  g_array_unref (self->named);
  g_array_unref (self->pending);
  g_ptr_array_unref (self->made);
  g_clear_pointer (&self->seeded, g_ptr_array_unref);
  g_free (self);
}

static guint64
hash_name (const char *name)
{
  g_autofree char *folded = ent_text_fold (name, -1);

  return ent_fingerprint (0, folded, strlen (folded));
}

static Named *
directory_find (Directory *self, const char *name)
{
  guint index = ent_fingerprint_map_get (self->by_hash, hash_name (name));

  return index > 0 ? &g_array_index (self->named, Named, index - 1) : NULL;
}

/* The first one of a name stays: the oldest of homonyms. */
static void
directory_add (Directory *self, const char *name, const EntId *id, gboolean stub, gboolean was_there)
{
  guint64 hash = hash_name (name);
  Named named = { *id, stub, was_there };

  if (ent_fingerprint_map_get (self->by_hash, hash) != 0)
    return;
  g_array_append_val (self->named, named);
  ent_fingerprint_map_set (self->by_hash, hash, self->named->len);
  g_array_append_val (self->pending, hash);
}

static void
load_name_cb (const EntId *id, const char *name, const char *seed_key, const char *taxonomy, gpointer data)
{
  Directory *self = data;

  if (self->taxonomy != NULL && g_strcmp0 (taxonomy, self->taxonomy) != 0)
    return;
  directory_add (self, name, id, FALSE, TRUE);
  if (seed_key != NULL)
    {
      /* Seeded names are shown translated until they are renamed: a file may use either. */
      Seeded *seeded = g_new0 (Seeded, 1);

      directory_add (self, seed_key, id, FALSE, TRUE);
      seeded->id = *id;
      seeded->name = g_strdup (ent_seed_translate (self->kind, name));
      directory_add (self, seeded->name, id, FALSE, TRUE);
      g_ptr_array_add (self->seeded, seeded);
    }
}

/* In French an opportunity is "gagnée" and a deal "gagné": after all names that are there, the shorter one. */
static void
add_agreeing (Directory *self)
{
  for (guint i = 0; i < self->seeded->len; i++)
    {
      const Seeded *seeded = g_ptr_array_index (self->seeded, i);
      g_autofree char *folded = ent_text_fold (seeded->name, -1);
      gsize length = strlen (folded);

      if (length < 5 || folded[length - 1] != 'e')
        continue;
      folded[length - 1] = '\0';
      directory_add (self, folded, &seeded->id, FALSE, TRUE);
    }
}

static Directory *
get_directory (EntImportNames *self,
               const EntKind *kind,
               const char *taxonomy,
               GCancellable *cancellable,
               GError **error)
{
  Directory *directory;

  for (guint i = 0; i < self->directories->len; i++)
    {
      directory = g_ptr_array_index (self->directories, i);
      if (directory->kind == kind && g_strcmp0 (directory->taxonomy, taxonomy) == 0)
        return directory;
    }

  directory = g_new0 (Directory, 1);
  directory->kind = kind;
  directory->taxonomy = g_strdup (taxonomy);
  directory->by_hash = ent_fingerprint_map_new ();
  directory->named = g_array_new (FALSE, FALSE, sizeof (Named));
  directory->pending = g_array_new (FALSE, FALSE, sizeof (guint64));
  directory->made = g_ptr_array_new_with_free_func (g_free);
  directory->seeded = g_ptr_array_new_with_free_func (seeded_free);
  g_ptr_array_add (self->directories, directory);
  if (!ent_import_sql_foreach_name (self->store, kind, load_name_cb, directory, cancellable, error))
    {
      g_ptr_array_remove (self->directories, directory);
      return NULL;
    }
  add_agreeing (directory);
  g_clear_pointer (&directory->seeded, g_ptr_array_unref);
  g_array_set_size (directory->pending, 0);
  directory->n_committed = directory->named->len;
  return directory;
}

EntImportNames *
ent_import_names_new (EntStore *store, gboolean dry_run)
{
  EntImportNames *self = g_new0 (EntImportNames, 1);

  self->store = g_object_ref (store);
  self->dry_run = dry_run;
  self->directories = g_ptr_array_new_with_free_func ((GDestroyNotify) directory_free);
  return self;
}

void
ent_import_names_free (EntImportNames *self)
{
  g_ptr_array_unref (self->directories);
  g_object_unref (self->store);
  g_free (self);
}

static const char *
get_taxonomy (const EntField *field)
{
  const EntKind *kind = field->targets[0];

  return ent_kind_get_field (kind, "taxonomy") != NULL ? field->of : NULL;
}

static void
set_choice (EntChange *change, const EntKind *kind, const EntId *id, const char *key, const char *choice)
{
  const EntField *field = ent_kind_get_field (kind, key);

  if (field != NULL && choice != NULL)
    ent_change_set_text (change, kind, id, field, choice);
}

static void
get_default_pipeline (EntId *id)
{
  const EntKind *kind = ent_kind_from_key ("pipeline");

  for (guint i = 0; i < ent_seeds_get_n (); i++)
    if (ent_seed_get_kind (ent_seeds_get (i)) == kind)
      {
        ent_seed_get_id (ent_seeds_get (i), id);
        return;
      }
  g_assert_not_reached ();
}

/* A stage that a file names is an open one of the default pipeline, after those that are there. */
static void
place_stage (EntChange *change, const EntId *id, guint n_stages)
{
  const EntKind *stage = ent_kind_from_key ("stage");
  g_auto (EntValue) value = ENT_VALUE_INIT;
  EntId default_pipeline;

  get_default_pipeline (&default_pipeline);
  ent_value_set_id (&value, &default_pipeline);
  ent_change_set (change, stage, id, ent_kind_get_field (stage, "pipeline"), &value);
  ent_value_set_integer (&value, n_stages);
  ent_change_set (change, stage, id, ent_kind_get_field (stage, "position"), &value);
  ent_change_set_text (change, stage, id, ent_kind_get_field (stage, "status"), "open");
}

/* Tags and terms are known by their names: one that was deleted, or came with an import that was taken back, is the
 * same one again. */
static gboolean
add_or_restore (EntImportNames *self,
                EntChange *change,
                Directory *directory,
                const char *name,
                EntId *id,
                GError **error)
{
  const EntKind *kind = directory->kind;
  gboolean by_name = kind == ent_kind_from_key ("tag") || kind == ent_kind_from_key ("term");
  gboolean deleted = FALSE;

  if (by_name)
    ent_id_for_name (id, kind->number, directory->taxonomy, name);
  else
    ent_id_generate (id);
  if (change == NULL)
    return TRUE;
  if (by_name && !ent_import_sql_is_deleted (self->store, kind, id, &deleted, error))
    return FALSE;
  if (deleted)
    ent_change_restore (change, kind, id);
  else
    ent_change_add (change, kind, id);
  return TRUE;
}

/* What a record that has only a name needs beside it to be of use. */
static gboolean
add_to_change (EntImportNames *self,
               EntChange *change,
               Directory *directory,
               const char *name,
               EntId *id,
               GError **error)
{
  const EntKind *kind = directory->kind;

  if (!add_or_restore (self, change, directory, name, id, error))
    return FALSE;
  if (change == NULL)
    return TRUE;
  ent_change_set_text (change, kind, id, kind->title, name);
  set_choice (change, kind, id, "taxonomy", directory->taxonomy);
  if (kind == ent_kind_from_key ("account"))
    set_choice (change, kind, id, "type", "organization");
  if (kind == ent_kind_from_key ("stage"))
    place_stage (change, id, directory->named->len);
  return TRUE;
}

/* The team of a manager is called by the manager's name, and its manager is the user of that name. */
static gboolean
set_via (EntImportNames *self,
         EntChange *change,
         const EntId *id,
         const EntField *via,
         const char *name,
         GCancellable *cancellable,
         GError **error)
{
  g_auto (EntValue) value = ENT_VALUE_INIT;
  EntId other;

  if (!ent_import_names_resolve (self, change, via, NULL, name, &other, cancellable, error))
    return FALSE;
  ent_value_set_id (&value, &other);
  if (!self->dry_run)
    ent_change_set (change, via->kind, id, via, &value);
  return TRUE;
}

/* Among the kinds that the field may mean, in their order; among what people make where it may mean anything. */
static gboolean
find_target (EntImportNames *self,
             const EntField *field,
             const char *name,
             EntId *id,
             gboolean *found,
             GCancellable *cancellable,
             GError **error)
{
  static const char *const anything[] = { "account", "contact", "opportunity", "request", "product" };
  gboolean any = field->targets == NULL || field->targets[0] == NULL;

  *found = FALSE;
  for (guint i = 0; !*found && (any ? i < G_N_ELEMENTS (anything) : field->targets[i] != NULL); i++)
    {
      const EntKind *kind = any ? ent_kind_from_key (anything[i]) : field->targets[i];
      Directory *directory = get_directory (self, kind, any ? NULL : get_taxonomy (field), cancellable, error);
      Named *named = directory != NULL ? directory_find (directory, name) : NULL;

      if (directory == NULL)
        return FALSE;
      *found = named != NULL;
      if (named != NULL)
        *id = named->id;
    }
  return TRUE;
}

gboolean
ent_import_names_resolve (EntImportNames *self,
                          EntChange *change,
                          const EntField *field,
                          const EntField *via,
                          const char *name,
                          EntId *id,
                          GCancellable *cancellable,
                          GError **error)
{
  Directory *directory;
  gboolean found;

  if (!find_target (self, field, name, id, &found, cancellable, error))
    return FALSE;
  if (found)
    return TRUE;
  if (field->targets == NULL || field->targets[0] == NULL)
    {
      g_set_error (error, ENT_ERROR, ENT_ERROR_REFUSED,
                   /* Translators: the label of a field such as From, then a name. */
                   _("%s: there is no record called “%s”."), ent_field_get_label (field), name);
      return FALSE;
    }

  directory = get_directory (self, field->targets[0], get_taxonomy (field), cancellable, error);
  if (directory == NULL)
    return FALSE;
  if (!add_to_change (self, self->dry_run ? NULL : change, directory, name, id, error))
    return FALSE;
  directory_add (directory, name, id, TRUE, FALSE);
  directory->n_made++;
  directory->n_made_pending++;
  if (directory->made->len < NAMES_IN_NOTE)
    g_ptr_array_add (directory->made, g_strdup (name));
  return via == NULL || set_via (self, change, id, via, name, cancellable, error);
}

static gboolean
look_up (EntImportNames *self,
         const EntKind *kind,
         const char *name,
         Named **named,
         GCancellable *cancellable,
         GError **error)
{
  Directory *directory = get_directory (self, kind, NULL, cancellable, error);

  if (directory == NULL)
    return FALSE;
  *named = directory_find (directory, name);
  return TRUE;
}

gboolean
ent_import_names_find (EntImportNames *self,
                       const EntKind *kind,
                       const char *name,
                       EntId *id,
                       gboolean *stub,
                       GCancellable *cancellable,
                       GError **error)
{
  Named *named = NULL;
  gboolean done = look_up (self, kind, name, &named, cancellable, error);

  *id = named != NULL ? named->id : (EntId) { 0 };
  *stub = named != NULL && named->stub;
  return done;
}

gboolean
ent_import_names_find_old (EntImportNames *self,
                           const EntKind *kind,
                           const char *name,
                           EntId *id,
                           GCancellable *cancellable,
                           GError **error)
{
  Named *named = NULL;
  gboolean done = look_up (self, kind, name, &named, cancellable, error);

  *id = named != NULL && named->was_there ? named->id : (EntId) { 0 };
  return done;
}

gboolean
ent_import_names_take_stub (EntImportNames *self, const EntKind *kind, const char *name, EntId *id)
{
  for (guint i = 0; i < self->directories->len; i++)
    {
      Directory *directory = g_ptr_array_index (self->directories, i);
      Named *named = directory->kind == kind && directory->taxonomy == NULL ? directory_find (directory, name) : NULL;

      if (named != NULL && named->stub)
        {
          *id = named->id;
          named->stub = FALSE;
          if (directory->n_made > 0)
            directory->n_made--;
          return TRUE;
        }
    }
  return FALSE;
}

gboolean
ent_import_names_add (EntImportNames *self,
                      const EntKind *kind,
                      const char *name,
                      const EntId *id,
                      GCancellable *cancellable,
                      GError **error)
{
  /* Contacts, opportunities and the like are many, and no row of their own file refers to another by its name. */
  static const char *const referred[] = { "account", "product", "user", "team", "stage", "pipeline", "tag" };
  Directory *directory = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (referred) && name != NULL; i++)
    if (g_str_equal (referred[i], kind->key))
      {
        directory = get_directory (self, kind, NULL, cancellable, error);
        if (directory == NULL)
          return FALSE;
        directory_add (directory, name, id, FALSE, FALSE);
      }
  return TRUE;
}

void
ent_import_names_commit (EntImportNames *self)
{
  for (guint i = 0; i < self->directories->len; i++)
    {
      Directory *directory = g_ptr_array_index (self->directories, i);

      g_array_set_size (directory->pending, 0);
      directory->n_committed = directory->named->len;
      directory->n_made_pending = 0;
    }
}

void
ent_import_names_rollback (EntImportNames *self)
{
  for (guint i = 0; i < self->directories->len; i++)
    {
      Directory *directory = g_ptr_array_index (self->directories, i);

      for (guint j = 0; j < directory->pending->len; j++)
        ent_fingerprint_map_remove (directory->by_hash, g_array_index (directory->pending, guint64, j));
      g_array_set_size (directory->pending, 0);
      g_array_set_size (directory->named, directory->n_committed);
      directory->n_made -= MIN (directory->n_made, directory->n_made_pending);
      directory->n_made_pending = 0;
      if (directory->made->len > directory->n_made)
        g_ptr_array_set_size (directory->made, (gint) directory->n_made);
    }
}

/* Whole sentences per kind: languages bend words after what they belong to. */
static char *
dup_made_note (const EntKind *kind, guint64 n, const char *names)
{
  /* Translators: here and below, made only because other records name them; a number, then names. */
  if (g_str_equal (kind->key, "account"))
    return g_strdup_printf (_("Accounts made by their name: %" PRIu64 " (%s)"), n, names);
  if (g_str_equal (kind->key, "contact"))
    return g_strdup_printf (_("Contacts made by their name: %" PRIu64 " (%s)"), n, names);
  if (g_str_equal (kind->key, "opportunity"))
    return g_strdup_printf (_("Opportunities made by their name: %" PRIu64 " (%s)"), n, names);
  if (g_str_equal (kind->key, "product"))
    return g_strdup_printf (_("Products made by their name: %" PRIu64 " (%s)"), n, names);
  if (g_str_equal (kind->key, "user"))
    return g_strdup_printf (_("Users made by their name: %" PRIu64 " (%s)"), n, names);
  if (g_str_equal (kind->key, "team"))
    return g_strdup_printf (_("Teams made by their name: %" PRIu64 " (%s)"), n, names);
  if (g_str_equal (kind->key, "pipeline"))
    return g_strdup_printf (_("Pipelines made by their name: %" PRIu64 " (%s)"), n, names);
  if (g_str_equal (kind->key, "stage"))
    return g_strdup_printf (_("Stages made by their name: %" PRIu64 " (%s)"), n, names);
  if (g_str_equal (kind->key, "tag"))
    return g_strdup_printf (_("Tags made by their name: %" PRIu64 " (%s)"), n, names);
  if (g_str_equal (kind->key, "term"))
    return g_strdup_printf (_("Terms made by their name: %" PRIu64 " (%s)"), n, names);
  return g_strdup_printf (_("Records made by their name: %" PRIu64 " (%s)"), n, names);
}

void
ent_import_names_append_notes (EntImportNames *self, GPtrArray *notes)
{
  for (guint i = 0; i < self->directories->len; i++)
    {
      Directory *directory = g_ptr_array_index (self->directories, i);
      g_autofree char *names = NULL;

      if (directory->n_made == 0)
        continue;
      g_ptr_array_add (directory->made, NULL);
      names = g_strjoinv (", ", (char **) directory->made->pdata);
      g_ptr_array_remove_index (directory->made, directory->made->len - 1);
      if (directory->n_made > directory->made->len)
        {
          g_autofree char *first = g_steal_pointer (&names);

          /* Translators: the first names of a longer list */
          names = g_strdup_printf (_("%s …"), first);
        }
      g_ptr_array_add (notes, dup_made_note (directory->kind, directory->n_made, names));
    }
}

guint64
ent_import_names_get_n_made (EntImportNames *self)
{
  guint64 n = 0;

  for (guint i = 0; i < self->directories->len; i++)
    n += ((Directory *) g_ptr_array_index (self->directories, i))->n_made;
  return n;
}
