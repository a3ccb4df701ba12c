/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "ent-assignment-private.h"
#include "ent-column-inference-private.h"
#include "ent-reference-resolver-private.h"
#include "ent-value-text-private.h"

static EntParseContext
parse_context (const EntAssignmentTarget *target)
{
  return (EntParseContext) {
    .country = ent_store_get_country (target->store),
    .currency = ent_store_get_currency (target->store),
    .locale = ent_store_get_locale (target->store),
  };
}

/* A date with the name of its month, as dates are shown; NULL where it is none, and read as it is. */
static char *
dup_plain_date (const EntField *field, const char *text)
{
  gboolean is_date = field->type == ENT_FIELD_DATE || field->type == ENT_FIELD_PARTIAL_DATE;
  EntColumnFormat format;
  EntColumnDate scanned;
  char date[ENT_COLUMN_DATE_SIZE];

  if ((!is_date && field->type != ENT_FIELD_TIMESTAMP) || !ent_column_date_scan (&scanned, text, strlen (text)) ||
      scanned.numeric || scanned.month == 0)
    return NULL;
  ent_column_format_init_exact (&format, ENT_TABLE_DATE);
  if (!ent_column_format_read_date (&format, text, strlen (text), date, NULL))
    return NULL;
  if (is_date)
    date[strcspn (date, "T")] = '\0';
  return g_strdup (date);
}

gboolean
ent_assignment_apply_field (const EntAssignmentTarget *target, const EntAssignmentEntry *entry, GError **error)
{
  EntParseContext context = parse_context (target);
  g_auto (EntValue) value = ENT_VALUE_INIT;
  const EntField *field = entry->key.set;
  g_autofree char *date = dup_plain_date (field, entry->text);

  if (field->type == ENT_FIELD_REFERENCE && *entry->text != '\0')
    {
      EntId id;

      if (!ent_reference_resolve_sync (target->store, target->change, field, entry->text, &id, target->cancellable,
                                       error))
        return FALSE;
      ent_value_set_id (&value, &id);
    }
  /* Which amount a text is depends on the currency that the record will have: the change reads it. */
  else if (field->type == ENT_FIELD_MONEY)
    ent_value_set_text (&value, entry->text);
  else if (!ent_value_parse (field, date != NULL ? date : entry->text, &context, &value, error))
    return FALSE;

  if (target->assignment->resolves)
    ent_change_resolve (target->change, target->kind, target->id, field, &value);
  else
    ent_change_set (target->change, target->kind, target->id, field, &value);
  return TRUE;
}

static GPtrArray *
current_elements (const EntAssignmentTarget *target, const EntField *set)
{
  return target->record != NULL ? ent_record_get_elements (target->record, set) : NULL;
}

static gboolean
contains_id (GArray *ids, const EntId *id)
{
  for (guint i = 0; i < ids->len; i++)
    if (ent_id_equal (&g_array_index (ids, EntId, i), id))
      return TRUE;
  return FALSE;
}

static gboolean
resolve_all (const EntAssignmentTarget *target, const EntField *field, const char *text, GArray *ids, GError **error)
{
  g_auto (GStrv) names = g_strsplit (text, ",", -1);
  g_autoptr (GPtrArray) seen = g_ptr_array_new_null_terminated (4, NULL, TRUE);

  for (guint i = 0; names[i] != NULL; i++)
    {
      EntId id;

      if (*g_strstrip (names[i]) == '\0' || g_strv_contains ((const char *const *) seen->pdata, names[i]))
        continue;
      g_ptr_array_add (seen, names[i]);
      if (!ent_reference_resolve_sync (target->store, target->change, field, names[i], &id, target->cancellable, error))
        return FALSE;
      g_array_append_val (ids, id);
    }
  return TRUE;
}

/* tags=a,b makes these the only ones; participants+=… adds. */
gboolean
ent_assignment_apply_references (const EntAssignmentTarget *target, const EntAssignmentEntry *entry, GError **error)
{
  const EntField *field = entry->key.set;
  GPtrArray *elements = current_elements (target, field);
  g_autoptr (GArray) named = g_array_new (FALSE, FALSE, sizeof (EntId));
  g_autoptr (GArray) present = g_array_new (FALSE, FALSE, sizeof (EntId));

  if (field->type != ENT_FIELD_REFERENCE_SET)
    {
      g_set_error (error, ENT_ERROR, ENT_ERROR_REFUSED,
                   _("“%s” cannot be set as a whole; give its parts (phone=…, city=…)."), field->key);
      return FALSE;
    }
  if (!resolve_all (target, field, entry->text, named, error))
    return FALSE;

  for (guint i = 0; elements != NULL && i < elements->len; i++)
    {
      const EntValue *element = g_ptr_array_index (elements, i);
      gboolean is_named = contains_id (named, &element->id);

      if (entry->operator== ENT_ASSIGN_REMOVE ? is_named : entry->operator== ENT_ASSIGN_SET && !is_named)
        ent_change_remove_element (target->change, target->kind, target->id, field,
                                   ent_record_get_element_dot (target->record, field, i));
      else
        g_array_append_val (present, element->id);
    }
  for (guint i = 0; entry->operator!= ENT_ASSIGN_REMOVE && i<named->len; i++)
    {
      const EntId *id = &g_array_index (named, EntId, i);
      g_auto (EntValue) value = ENT_VALUE_INIT;

      if (contains_id (present, id))
        continue;
      ent_value_set_id (&value, id);
      ent_change_add_element (target->change, target->kind, target->id, field, &value);
      g_array_append_val (present, *id);
    }
  return TRUE;
}
