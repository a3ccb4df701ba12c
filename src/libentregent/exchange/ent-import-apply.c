/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "ent-change-private.h"
#include "ent-import-apply-private.h"
#include "ent-import-attachment-private.h"
#include "ent-import-case-private.h"
#include "ent-import-closing-private.h"
#include "ent-import-present-private.h"
#include "ent-kinds.h"
#include "ent-text.h"
#include "ent-titles.h"
#include "ent-vcard-writer-private.h"

gboolean
ent_import_is_of_row (const GError *error)
{
  return g_error_matches (error, ENT_ERROR, ENT_ERROR_REFUSED) ||
         g_error_matches (error, ENT_ERROR, ENT_ERROR_ERASED) ||
         g_error_matches (error, ENT_ERROR, ENT_ERROR_REVISION) ||
         g_error_matches (error, ENT_ERROR, ENT_ERROR_NOT_FOUND);
}

EntChange *
ent_import_change_new (EntStore *store, const EntId *batch, const char *label)
{
  EntChange *change = ent_change_new (store);

  ent_change_set_source (change, "import");
  ent_change_set_label (change, label);
  ent_change_set_batch (change, batch);
  ent_change_set_bulk (change, TRUE);
  return change;
}

/* What the record refers to by an id of another program; the null id when that is not known, or the row has none. */
static gboolean
find_foreign (const EntImportApply *apply,
              const EntStagedRecord *record,
              const EntField *field,
              EntId *id,
              GError **error)
{
  *id = (EntId) { 0 };
  for (guint i = 0; i < record->values->len && ent_id_is_null (id); i++)
    {
      const EntStagedValue *staged = &g_array_index (record->values, EntStagedValue, i);

      if ((staged->field == field || staged->other == field) && staged->source != NULL &&
          !ent_import_ids_find (apply->ids, field, staged->source, staged->value.text, id, apply->cancellable, error))
        return FALSE;
    }
  return TRUE;
}

/*
 * The value of a reference. An id says more than the name beside it; a name is used where the id says nothing yet.
 * `value` stays empty where nothing is to be written now. `*field` is where it goes.
 */
static gboolean
resolve (const EntImportApply *apply,
         const EntStagedRecord *record,
         const EntId *record_id,
         const EntStagedValue *staged,
         const EntField **field,
         EntValue *value,
         GError **error)
{
  EntId id = { 0 };

  *field = staged->field;
  if (staged->source != NULL)
    {
      if (!ent_import_ids_find_either (apply->ids, staged->field, staged->other, staged->source, staged->value.text,
                                       field, &id, apply->cancellable, error))
        return FALSE;
      /* Not everybody who is invited is known. */
      if (ent_id_is_null (&id) && !g_str_equal (staged->source, ENT_IMPORT_EMAIL_SOURCE) &&
          (ent_field_is_set (staged->field) || ent_staged_record_find (record, staged->field) == NULL))
        ent_import_ids_wait (apply->ids, record, record_id, staged);
    }
  else
    {
      if (!ent_field_is_set (staged->field) && !find_foreign (apply, record, staged->field, &id, error))
        return FALSE;
      if (!ent_id_is_null (&id))
        return TRUE;
      if (!ent_import_names_resolve (apply->names, apply->change, staged->field, staged->via, staged->value.text, &id,
                                     apply->cancellable, error))
        return FALSE;
    }
  if (!ent_id_is_null (&id))
    ent_value_set_id (value, &id);
  return TRUE;
}

static void
write_value (const EntImportApply *apply,
             const EntKind *kind,
             const EntId *id,
             const EntField *field,
             const EntValue *value)
{
  if (apply->change == NULL)
    return;
  if (ent_field_is_set (field))
    ent_change_add_element (apply->change, kind, id, field, value);
  else
    ent_change_set (apply->change, kind, id, field, value);
}

static void
note_change (const EntImportApply *apply, const EntField *field, const EntValue *value)
{
  if (apply->changes != NULL)
    ent_import_changes_note (apply->changes, field, value);
}

/* Where a record of this kind says which of its phones, e-mail addresses … is the first one; NULL: nowhere. */
static const EntField *
find_primary_field (const EntKind *kind, EntElement *element)
{
  const char *what = ent_element_get_kind (element) == ent_kind_from_key ("address")
                         ? "address"
                         : ent_element_get_text (element, "channel");

  for (guint i = 0; i < kind->n_fields; i++)
    if (kind->fields[i].type == ENT_FIELD_PRIMARY && g_strcmp0 (kind->fields[i].of, what) == 0)
      return &kind->fields[i];
  return NULL;
}

static void
write_primary (const EntImportApply *apply,
               const EntStagedRecord *staged,
               const EntId *id,
               const EntStagedValue *value,
               const EntDot *dot)
{
  const EntField *field = value->primary ? find_primary_field (staged->kind, value->value.element) : NULL;
  g_auto (EntValue) primary = ENT_VALUE_INIT;

  if (field == NULL)
    return;
  ent_value_set_dot (&primary, dot);
  write_value (apply, staged->kind, id, field, &primary);
}

/* The picture that the field `photo` was set to. */
static gboolean
write_photo (const EntImportApply *apply, const EntStagedRecord *staged, const EntId *id, GError **error)
{
  return staged->photo == NULL ||
         ent_staged_attachment_apply (staged->photo, apply->store, apply->change, id, apply->cancellable, error);
}

gboolean
ent_import_apply_new (const EntImportApply *apply, const EntStagedRecord *staged, const EntId *id, GError **error)
{
  EntDot added = { 0 };

  for (guint i = 0; i < staged->values->len; i++)
    {
      const EntStagedValue *value = &g_array_index (staged->values, EntStagedValue, i);

      if (value->type == ENT_STAGED_NAMED)
        {
          g_auto (EntValue) resolved = ENT_VALUE_INIT;
          const EntField *field;

          if (!resolve (apply, staged, id, value, &field, &resolved, error))
            return FALSE;
          if (resolved.type == ENT_VALUE_NOTHING)
            continue;
          write_value (apply, staged->kind, id, field, &resolved);
        }
      else
        {
          const EntField *field = value->field;

          if (value->is_closing && !ent_import_closing_choose_field (apply, staged, value, NULL, &field, error))
            return FALSE;
          write_value (apply, staged->kind, id, field, &value->value);
          write_primary (apply, staged, id, value, &added);
        }
      added.op += ent_field_is_set (value->field);
    }
  return write_photo (apply, staged, id, error) &&
         (staged->attachments == NULL || ent_staged_attachments_apply (staged->attachments, apply->store, apply->change,
                                                                       id, apply->cancellable, error));
}

static gboolean
is_otherwise (EntImportPresent *present, const EntField *field, const EntValue *value)
{
  const EntValue *known;

  if (ent_field_is_set (field))
    return ent_import_present_find (present, field, value) < 0;
  known = ent_record_get_value (ent_import_present_get_record (present), field);
  if (known == NULL)
    return TRUE;
  if (ent_value_equal (known, value))
    return FALSE;
  /* What has no field comes in the version of the card. */
  return !g_str_equal (field->key, "vcard-rest") || known->type != ENT_VALUE_TEXT ||
         !ent_vcard_text_equal (known->text, value->text);
}

static gboolean
is_known_as (const EntImportApply *apply,
             const EntField *field,
             const EntValue *known,
             const EntValue *wanted,
             gboolean *same,
             GError **error)
{
  *same = FALSE;
  return known == NULL || known->type != ENT_VALUE_ID ||
         ent_import_ids_are_same (apply->ids, field, &known->id, &wanted->id, same, apply->cancellable, error);
}

/* Who is named may be known as one that was merged since. */
static gboolean
is_known_otherwise (const EntImportApply *apply,
                    EntRecord *record,
                    const EntField *field,
                    const EntValue *wanted,
                    gboolean *known,
                    GError **error)
{
  GPtrArray *members;

  if (!ent_field_is_set (field))
    return is_known_as (apply, field, ent_record_get_value (record, field), wanted, known, error);
  members = ent_record_get_elements (record, field);
  *known = FALSE;
  for (guint i = 0; !*known && i < members->len; i++)
    if (!is_known_as (apply, field, g_ptr_array_index (members, i), wanted, known, error))
      return FALSE;
  return TRUE;
}

static gboolean
says_otherwise (const EntImportApply *apply,
                EntImportPresent *present,
                const EntField *field,
                const EntValue *value,
                gboolean *otherwise,
                GError **error)
{
  gboolean known = FALSE;

  *otherwise = is_otherwise (present, field, value);
  if (!*otherwise || value->type != ENT_VALUE_ID || apply->ids == NULL)
    return TRUE;
  if (!is_known_otherwise (apply, ent_import_present_get_record (present), field, value, &known, error))
    return FALSE;
  *otherwise = !known;
  return TRUE;
}

static gboolean
is_same_name (const char *a, const char *b)
{
  g_autofree char *folded_a = ent_text_fold (a, -1);
  g_autofree char *folded_b = ent_text_fold (b, -1);

  return g_str_equal (folded_a, folded_b);
}

/* The name of what the record refers to already, if only one of several of that name: nothing is to be looked for. */
static gboolean
refers_already (const EntImportApply *apply, EntRecord *record, const EntStagedValue *staged)
{
  g_autoptr (EntTitles) titles = NULL;
  g_auto (GStrv) members = NULL;
  const char *title;

  if (staged->via != NULL || staged->source != NULL)
    return FALSE;
  if (!ent_field_is_set (staged->field))
    {
      title = ent_record_get_reference_title (record, staged->field);
      return title != NULL && is_same_name (title, staged->value.text);
    }
  titles = ent_titles_new (apply->store);
  members = ent_titles_dup_members (titles, record, staged->field);
  for (guint i = 0; members != NULL && members[i] != NULL; i++)
    if (is_same_name (members[i], staged->value.text))
      return TRUE;
  return FALSE;
}

/* The mark of the first one to use, on an element that is there or on the `added`-th that this change adds. */
static gboolean
apply_primary (const EntImportApply *apply,
               const EntStagedRecord *staged,
               EntImportPresent *present,
               const EntStagedValue *value,
               const EntDot *added)
{
  EntRecord *record = ent_import_present_get_record (present);
  const EntField *field = value->primary ? find_primary_field (staged->kind, value->value.element) : NULL;
  int position = field != NULL ? ent_import_present_find (present, value->field, &value->value) : -1;
  const EntDot *dot = position >= 0 ? ent_record_get_element_dot (record, value->field, (guint) position) : added;
  const EntValue *shown = field != NULL ? ent_record_get_value (record, field) : NULL;
  g_auto (EntValue) wanted = ENT_VALUE_INIT;

  if (field == NULL)
    return FALSE;
  ent_value_set_dot (&wanted, dot);
  if (shown != NULL && ent_value_equal (shown, &wanted))
    return FALSE;
  write_primary (apply, staged, ent_record_get_id (record), value, dot);
  note_change (apply, field, NULL);
  return TRUE;
}

/* What somebody chose is not the file's to change: not by what it refers to, still less by what it was laid on. */
static gboolean
is_chosen (const EntImportApply *apply, const EntStagedValue *value, EntRecord *record, const EntField *field)
{
  const EntValue *known = ent_field_is_set (field) ? NULL : ent_record_get_value (record, field);

  if (known == NULL || known->type == ENT_VALUE_NOTHING)
    return FALSE;
  if (value->is_about && apply->elsewhere != NULL)
    *apply->elsewhere = TRUE;
  return TRUE;
}

gboolean
ent_import_apply_differences (const EntImportApply *apply,
                              const EntStagedRecord *staged,
                              EntRecord *record,
                              gboolean *changed,
                              GError **error)
{
  g_autoptr (EntImportPresent) present = ent_import_present_new (record);
  EntDot added = { 0 };

  *changed = FALSE;
  for (guint i = 0; i < staged->values->len; i++)
    {
      const EntStagedValue *value = &g_array_index (staged->values, EntStagedValue, i);
      g_auto (EntValue) resolved = ENT_VALUE_INIT;
      const EntValue *wanted = &value->value;
      const EntField *field = value->field;
      gboolean otherwise;

      if (value->type == ENT_STAGED_NAMED)
        {
          if (refers_already (apply, record, value))
            continue;
          if (!resolve (apply, staged, ent_record_get_id (record), value, &field, &resolved, error))
            return FALSE;
          if (resolved.type == ENT_VALUE_NOTHING)
            continue;
          wanted = &resolved;
        }
      if (value->is_closing && !ent_import_closing_choose_field (apply, staged, value, record, &field, error))
        return FALSE;
      if (apply_primary (apply, staged, present, value, &added))
        *changed = TRUE;
      if (!says_otherwise (apply, present, field, wanted, &otherwise, error))
        return FALSE;
      if (!otherwise)
        continue;
      if (value->is_about && is_chosen (apply, value, record, field))
        continue;
      write_value (apply, staged->kind, ent_record_get_id (record), field, wanted);
      if (field == ENT_CONTACT_PHOTO && !write_photo (apply, staged, ent_record_get_id (record), error))
        return FALSE;
      note_change (apply, field, wanted);
      added.op += ent_field_is_set (field);
      *changed = TRUE;
    }
  return TRUE;
}

static gboolean
get_present (const EntImportApply *apply,
             const EntStagedRecord *staged,
             const EntId *id,
             EntImportPresent **present,
             GError **error)
{
  g_autoptr (EntRecord) record = ent_store_get_record_sync (apply->store, staged->kind, id, apply->cancellable, error);

  *present = record != NULL ? ent_import_present_new (record) : NULL;
  return record != NULL;
}

static gboolean
apply_reference (const EntImportApply *apply,
                 const EntStagedRecord *staged,
                 const EntId *id,
                 const EntStagedValue *value,
                 EntImportPresent **present,
                 gboolean *changed,
                 GError **error)
{
  g_auto (EntValue) resolved = ENT_VALUE_INIT;
  const EntField *field;
  gboolean otherwise;
  EntId target;

  if (value->is_about)
    {
      field = value->field;
      target = value->value.id;
    }
  else if (!ent_import_ids_find_either (apply->ids, value->field, value->other, value->source, value->value.text,
                                        &field, &target, apply->cancellable, error))
    return FALSE;
  if (ent_id_is_null (&target))
    return TRUE;
  if (*present == NULL && !get_present (apply, staged, id, present, error))
    return FALSE;
  ent_value_set_id (&resolved, &target);
  if (!says_otherwise (apply, *present, field, &resolved, &otherwise, error))
    return FALSE;
  if (!otherwise || is_chosen (apply, value, ent_import_present_get_record (*present), field))
    return TRUE;
  write_value (apply, staged->kind, id, field, &resolved);
  note_change (apply, field, &resolved);
  *changed = TRUE;
  return TRUE;
}

gboolean
ent_import_apply_references (const EntImportApply *apply,
                             const EntStagedRecord *staged,
                             const EntId *id,
                             gboolean *changed,
                             GError **error)
{
  g_autoptr (EntImportPresent) present = NULL;

  *changed = FALSE;
  for (guint i = 0; i < staged->values->len; i++)
    {
      const EntStagedValue *value = &g_array_index (staged->values, EntStagedValue, i);

      if ((value->source != NULL || value->is_about) &&
          !apply_reference (apply, staged, id, value, &present, changed, error))
        return FALSE;
    }
  return TRUE;
}
