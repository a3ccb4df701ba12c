/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "ent-import-names-private.h"
#include "ent-query.h"
#include "ent-reference-resolver-private.h"
#include "ent-row.h"
#include "ent-seed.h"
#include "ent-text.h"

/* More stages, terms and the like than any book has. */
#define MAX_SEEDED 2000

/* Text in quotes of the query language, where `\` keeps the next character as it is. */
static char *
quote (const char *text)
{
  GString *quoted = g_string_new ("\"");

  for (const char *p = text; *p != '\0'; p++)
    {
      if (*p == '"' || *p == '\\')
        g_string_append_c (quoted, '\\');
      g_string_append_c (quoted, *p);
    }
  g_string_append_c (quoted, '"');
  return g_string_free (quoted, FALSE);
}

static gboolean
is_target (const EntField *field, const EntKind *kind)
{
  if (field->targets == NULL || field->targets[0] == NULL)
    return TRUE;
  for (const EntKind *const *target = field->targets; *target != NULL; target++)
    if (*target == kind)
      return TRUE;
  return FALSE;
}

static gboolean
looks_like_id (const char *text)
{
  gsize length = strspn (text, "0123456789abcdefABCDEF-");

  return length >= 8 && text[length] == '\0';
}

/* Records of one kind with exactly that name; at most a few, to name them. */
static gboolean
collect_named (EntStore *store,
               const EntKind *kind,
               const char *name,
               GPtrArray *found,
               GCancellable *cancellable,
               GError **error)
{
  g_autofree char *quoted = quote (name);
  g_autofree char *text = g_strdup_printf ("%s=%s", kind->title->key, quoted);
  g_autoptr (EntQuery) query = ent_query_new_from_text (store, kind, text, NULL, error);
  g_autoptr (GPtrArray) rows = NULL;

  if (query == NULL)
    return FALSE;
  rows = ent_store_query_sync (store, query, 0, 4, cancellable, error);
  if (rows == NULL)
    return FALSE;
  for (guint i = 0; i < rows->len; i++)
    g_ptr_array_add (found, g_object_ref (g_ptr_array_index (rows, i)));
  return TRUE;
}

static gboolean
is_seeded (const EntKind *kind)
{
  for (guint i = 0; i < ent_seeds_get_n (); i++)
    if (ent_seed_get_kind (ent_seeds_get (i)) == kind)
      return TRUE;

  return FALSE;
}

/* What every book begins with is shown in the language of the user, whatever it is called in the book. */
static gboolean
collect_shown (EntStore *store,
               const EntKind *kind,
               const char *name,
               GPtrArray *found,
               GCancellable *cancellable,
               GError **error)
{
  g_autofree char *wanted = ent_text_fold (name, -1);
  g_autoptr (EntQuery) query = ent_query_new (kind);
  g_autoptr (GPtrArray) rows = ent_store_query_sync (store, query, 0, MAX_SEEDED, cancellable, error);

  if (rows == NULL)
    return FALSE;
  for (guint i = 0; i < rows->len; i++)
    {
      g_autofree char *shown = ent_text_fold (ent_row_get_title (g_ptr_array_index (rows, i)), -1);

      if (g_str_equal (shown, wanted))
        g_ptr_array_add (found, g_object_ref (g_ptr_array_index (rows, i)));
    }

  return TRUE;
}

static gboolean
fail_ambiguous (const EntField *field, const char *text, GPtrArray *found, GError **error)
{
  g_autoptr (GString) ids = g_string_new (NULL);

  for (guint i = 0; i < found->len; i++)
    {
      char id[ENT_ID_STRING_LENGTH + 1];

      ent_id_format (ent_row_get_id (g_ptr_array_index (found, i)), id);
      g_string_append_printf (ids, "%s%s", i > 0 ? ", " : "", id);
    }
  g_set_error (error, ENT_ERROR, ENT_ERROR_REFUSED,
               /* Translators: the key of a field, a name, ids. */
               _("%s: there is more than one “%s”; give one of these ids: %s."), ent_field_get_label (field), text,
               ids->str);
  return FALSE;
}

static const EntKind *
single_target (const EntField *field)
{
  return field->targets != NULL && field->targets[0] != NULL && field->targets[1] == NULL ? field->targets[0] : NULL;
}

gboolean
ent_reference_resolve_sync (EntStore *store,
                            EntChange *change,
                            const EntField *field,
                            const char *text,
                            EntId *id,
                            GCancellable *cancellable,
                            GError **error)
{
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func (g_object_unref);
  const EntKind *only = single_target (field);
  guint n_kinds;
  const EntKind *const *kinds = ent_kinds_get_all (&n_kinds);

  if (g_str_equal (text, "me") && is_target (field, ent_kind_from_key ("user")))
    {
      *id = *ent_store_get_me (store);
      return TRUE;
    }
  if (looks_like_id (text))
    {
      const EntKind *kind = ent_store_find_id_sync (store, text, id, cancellable, NULL);

      if (kind != NULL && is_target (field, kind))
        return TRUE;
    }

  /* A reference to anything is looked for among what people make, not in stages, terms and the like. */
  for (guint i = 0; i < n_kinds; i++)
    if (!kinds[i]->is_element && is_target (field, kinds[i]) && (only != NULL || kinds[i]->number <= 5) &&
        !collect_named (store, kinds[i], text, found, cancellable, error))
      return FALSE;

  if (found->len == 0 && only != NULL && is_seeded (only) &&
      !collect_shown (store, only, text, found, cancellable, error))
    return FALSE;
  if (found->len > 1)
    return fail_ambiguous (field, text, found, error);
  if (found->len == 1)
    {
      *id = *ent_row_get_id (g_ptr_array_index (found, 0));
      return TRUE;
    }
  if (only == ent_kind_from_key ("tag"))
    {
      g_autoptr (EntImportNames) names = ent_import_names_new (store, FALSE);

      return ent_import_names_resolve (names, change, field, NULL, text, id, cancellable, error);
    }
  g_set_error (error, ENT_ERROR, ENT_ERROR_NOT_FOUND,
               /* Translators: the label of a field, then a name. */
               _("%s: there is no record called “%s”; add it first, or give an id."), ent_field_get_label (field),
               text);
  return FALSE;
}
