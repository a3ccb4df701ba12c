/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "ent-element.h"
#include "ent-import-case-private.h"

G_DEFINE_BOXED_TYPE (EntImportCase, ent_import_case, ent_import_case_copy, ent_import_case_free)

/**
 * ent_import_case_copy:
 * @self: a case
 *
 * Copies a case.
 *
 * Returns: (transfer full): a copy; free with ent_import_case_free()
 */
EntImportCase *
ent_import_case_copy (const EntImportCase *self)
{
  EntImportCase *copy;

  g_return_val_if_fail (self != NULL, NULL);

  copy = g_memdup2 (self, sizeof *self);
  copy->title = g_strdup (self->title);
  copy->changes = g_strdupv (self->changes);
  return copy;
}

/**
 * ent_import_case_free:
 * @self: (transfer full): a case
 *
 * Frees it.
 */
void
ent_import_case_free (EntImportCase *self)
{
  g_return_if_fail (self != NULL);

  g_free (self->title);
  g_strfreev (self->changes);
  g_free (self);
}

gboolean
ent_import_cases_want (GPtrArray *cases, EntImportOutcome outcome)
{
  guint n = 0;

  for (guint i = 0; i < cases->len; i++)
    n += ((const EntImportCase *) g_ptr_array_index (cases, i))->outcome == outcome;
  return n < ENT_IMPORT_MAX_CASES;
}

void
ent_import_cases_take (GPtrArray *cases,
                       EntImportOutcome outcome,
                       const EntStagedRecord *record,
                       const EntId *id,
                       GPtrArray *changes)
{
  EntImportCase *self;

  if (!ent_import_cases_want (cases, outcome))
    return;
  self = g_new0 (EntImportCase, 1);
  self->outcome = outcome;
  self->kind = record->kind;
  self->id = *id;
  self->file_index = record->file_index;
  self->line = record->line;
  self->title = g_strdup (ent_staged_record_get_text (record, record->kind->title));
  self->changes = g_new0 (char *, changes != NULL ? changes->len + 1 : 1);
  for (guint i = 0; changes != NULL && i < changes->len; i++)
    self->changes[i] = g_strdup (g_ptr_array_index (changes, i));
  g_ptr_array_add (cases, self);
}

/* "Phone", not "Contact points". */
static const char *
get_label (const EntField *field, const EntValue *value)
{
  const EntField *channels = field->element != NULL ? ent_kind_get_field (field->element, "channel") : NULL;
  const char *channel = channels != NULL && value != NULL && value->type == ENT_VALUE_ELEMENT
                            ? ent_element_get_text (value->element, "channel")
                            : NULL;

  return channel != NULL ? ent_field_get_choice_label (channels, channel) : ent_field_get_label (field);
}

void
ent_import_changes_note (GPtrArray *changes, const EntField *field, const EntValue *value)
{
  const char *label = get_label (field, value);

  if (!g_ptr_array_find_with_equal_func (changes, label, g_str_equal, NULL))
    g_ptr_array_add (changes, g_strdup (label));
}
