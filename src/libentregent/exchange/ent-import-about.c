/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "ent-import-source-private.h"
#include "ent-import-sql-private.h"

/* A file that was laid on a record has to do with it: its people take part, the rest is what it is about. */

static gboolean
has_target (const EntField *field, const EntKind *kind)
{
  for (guint i = 0; field != NULL && field->targets != NULL && field->targets[i] != NULL; i++)
    if (field->targets[i] == kind)
      return TRUE;
  return FALSE;
}

static const EntField *
find_field (const EntKind *kind, const EntKind *about)
{
  static const char *const keys[] = { "participants", "about", "account" };

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    if (has_target (ent_kind_get_field (kind, keys[i]), about))
      return ent_kind_get_field (kind, keys[i]);
  return NULL;
}

typedef struct
{
  const EntImportSettings *settings;
  const EntStagedRecord *staged;
  const EntField *field;
  gboolean found;
} Search;

static gboolean
search_cb (EntDb *db, gpointer data, GError **error)
{
  Search *search = data;

  for (guint i = 0; i < search->staged->values->len && !search->found; i++)
    {
      const EntStagedValue *staged = &g_array_index (search->staged->values, EntStagedValue, i);
      EntId id;

      if (staged->field != search->field || g_strcmp0 (staged->source, ENT_IMPORT_EMAIL_SOURCE) != 0)
        continue;
      if (!ent_import_sql_find_email (db, search->settings->about_kind, staged->value.text, &id, error))
        return FALSE;
      search->found = ent_id_equal (&id, &search->settings->about);
    }
  return TRUE;
}

gboolean
ent_import_stage_about (EntStore *store, const EntImportSettings *settings, EntStagedRecord *staged, GError **error)
{
  const EntField *field = settings->about_kind != NULL && staged->rejection == NULL
                              ? find_field (staged->kind, settings->about_kind)
                              : NULL;
  Search search = { settings, staged, field, FALSE };
  EntValue value = ENT_VALUE_INIT;

  if (field == NULL)
    return TRUE;
  /* What a card says itself comes first. */
  if (!ent_field_is_set (field) && ent_staged_record_find (staged, field) != NULL)
    return TRUE;
  /* Who is invited by an address is not invited twice. */
  if (ent_field_is_set (field) && !ent_store_with_reader (store, NULL, search_cb, &search, error))
    return FALSE;
  if (search.found)
    return TRUE;
  ent_value_set_id (&value, &settings->about);
  ent_staged_record_take (staged, ENT_STAGED_SET, field, &value);
  g_array_index (staged->values, EntStagedValue, staged->values->len - 1).is_about = TRUE;
  return TRUE;
}
