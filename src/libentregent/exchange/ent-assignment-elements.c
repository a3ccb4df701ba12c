/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "ent-assignment-private.h"
#include "ent-value-text.h"

static GPtrArray *
current_elements (const EntAssignmentTarget *target, const EntField *set)
{
  return target->record != NULL ? ent_record_get_elements (target->record, set) : NULL;
}

static void
add_element (const EntAssignmentTarget *target, const EntField *set, EntElement *element)
{
  g_auto (EntValue) value = ENT_VALUE_INIT;

  ent_value_take_element (&value, ent_element_ref (element));
  ent_change_add_element (target->change, target->kind, target->id, set, &value);
}

static gboolean
is_wanted (EntElement *element, const EntAssignmentEntry *const *entries, guint n_entries)
{
  const char *value = ent_element_get_text (element, "value");
  const char *normalized = ent_element_get_text (element, "normalized");

  for (guint i = 0; i < n_entries; i++)
    if (g_strcmp0 (entries[i]->text, value) == 0 || g_strcmp0 (entries[i]->text, normalized) == 0)
      return TRUE;
  return FALSE;
}

static gboolean
is_of_key (EntElement *element, const EntFlatKey *key)
{
  return g_strcmp0 (ent_element_get_text (element, "channel"), key->channel) == 0 &&
         (key->type == NULL || g_strcmp0 (ent_element_get_text (element, "type"), key->type) == 0);
}

static gboolean
is_present (GPtrArray *elements, const EntAssignmentEntry *entry)
{
  for (guint i = 0; elements != NULL && i < elements->len; i++)
    {
      const EntValue *value = g_ptr_array_index (elements, i);

      if (is_of_key (value->element, &entry->key) && is_wanted (value->element, &entry, 1))
        return TRUE;
    }
  return FALSE;
}

/* With `=` those that are not named go; with `-=` those that are. */
static void
remove_contact_points (const EntAssignmentTarget *target,
                       const EntAssignmentEntry *const *entries,
                       guint n_entries,
                       GPtrArray *elements)
{
  const EntFlatKey *key = &entries[0]->key;

  for (guint i = 0; elements != NULL && i < elements->len; i++)
    {
      const EntValue *value = g_ptr_array_index (elements, i);
      gboolean wanted = is_wanted (value->element, entries, n_entries);

      if (is_of_key (value->element, key) && wanted == (entries[0]->operator== ENT_ASSIGN_REMOVE))
        ent_change_remove_element (target->change, target->kind, target->id, key->set,
                                   ent_record_get_element_dot (target->record, key->set, i));
    }
}

gboolean
ent_assignment_apply_contact_points (const EntAssignmentTarget *target,
                                     const EntAssignmentEntry *const *entries,
                                     guint n_entries,
                                     GError **error)
{
  const EntFlatKey *key = &entries[0]->key;
  GPtrArray *elements = current_elements (target, key->set);

  if (entries[0]->operator!= ENT_ASSIGN_ADD)
    remove_contact_points (target, entries, n_entries, elements);
  for (guint i = 0; entries[0]->operator!= ENT_ASSIGN_REMOVE && i<n_entries; i++)
    {
      g_autoptr (EntElement) element = NULL;

      if (*entries[i]->text == '\0' || is_present (elements, entries[i]))
        continue;
      element = ent_element_new (key->set->element);
      ent_element_set_text (element, "channel", key->channel);
      ent_element_set_text (element, "value", entries[i]->text);
      if (key->type != NULL)
        ent_element_set_text (element, "type", key->type);
      add_element (target, key->set, element);
    }
  return TRUE;
}

/* The n-th address of the purpose (any purpose without one), or -1. */
static int
find_address (GPtrArray *elements, const EntFlatKey *key)
{
  guint n = 0;

  for (guint i = 0; elements != NULL && i < elements->len; i++)
    {
      const EntValue *value = g_ptr_array_index (elements, i);

      if (key->type != NULL && g_strcmp0 (ent_element_get_text (value->element, "purpose"), key->type) != 0)
        continue;
      if (++n == key->group)
        return (int) i;
    }
  return -1;
}

static gboolean
has_part (EntElement *element)
{
  static const char *const parts[] = { "street",  "city",   "region",      "postcode",
                                       "country", "po-box", "access-note", "coordinates" };

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    if (ent_element_get_text (element, parts[i]) != NULL)
      return TRUE;
  return FALSE;
}

/* The whole of it in one text counts where it is all there is, or what was given. */
static gboolean
has_whole (EntElement *element, gboolean had_part, const EntAssignmentEntry *const *entries, guint n_entries)
{
  for (guint i = 0; i < n_entries && had_part; i++)
    had_part = !g_str_equal (entries[i]->key.part->key, "formatted");
  return !had_part && ent_element_get_text (element, "formatted") != NULL;
}

static gboolean
set_parts (const EntAssignmentTarget *target,
           EntElement *element,
           const EntAssignmentEntry *const *entries,
           guint n_entries,
           GError **error)
{
  EntParseContext context = {
    .country = ent_store_get_country (target->store),
    .currency = ent_store_get_currency (target->store),
    .locale = ent_store_get_locale (target->store),
  };

  for (guint i = 0; i < n_entries; i++)
    {
      g_auto (EntValue) value = ENT_VALUE_INIT;

      if (!ent_value_parse (entries[i]->key.part, entries[i]->text, &context, &value, error))
        return FALSE;
      ent_element_set_value (element, entries[i]->key.part, &value);
    }
  return TRUE;
}

/* Parts that are not named stay; an address whose parts are all cleared goes. */
gboolean
ent_assignment_apply_address (const EntAssignmentTarget *target,
                              const EntAssignmentEntry *const *entries,
                              guint n_entries,
                              GError **error)
{
  const EntFlatKey *key = &entries[0]->key;
  GPtrArray *elements = current_elements (target, key->set);
  int position = entries[0]->operator== ENT_ASSIGN_ADD ? -1 : find_address (elements, key);
  g_autoptr (EntElement) element = NULL;
  gboolean had_part, is_left;

  if (entries[0]->operator== ENT_ASSIGN_REMOVE)
    {
      g_set_error (error, ENT_ERROR, ENT_ERROR_REFUSED,
                   _("A part of an address cannot be taken away with “-=”; set it to nothing."));
      return FALSE;
    }
  if (position < 0)
    {
      element = ent_element_new (key->set->element);
      if (key->type != NULL)
        ent_element_set_text (element, "purpose", key->type);
    }
  else
    element = ent_element_copy (((const EntValue *) g_ptr_array_index (elements, position))->element);

  had_part = has_part (element);
  if (!set_parts (target, element, entries, n_entries, error))
    return FALSE;
  is_left = has_part (element) || has_whole (element, had_part, entries, n_entries);
  if (position < 0)
    {
      if (is_left)
        add_element (target, key->set, element);
      return TRUE;
    }

  const EntDot *dot = ent_record_get_element_dot (target->record, key->set, (guint) position);

  if (is_left)
    {
      g_auto (EntValue) value = ENT_VALUE_INIT;

      ent_value_take_element (&value, ent_element_ref (element));
      ent_change_replace_element (target->change, target->kind, target->id, key->set, dot, &value);
    }
  else
    ent_change_remove_element (target->change, target->kind, target->id, key->set, dot);
  return TRUE;
}

gboolean
ent_assignment_apply_source_id (const EntAssignmentTarget *target, const EntAssignmentEntry *entry, GError **error)
{
  const EntField *set = entry->key.set;
  GPtrArray *elements = current_elements (target, set);
  g_autoptr (EntElement) element = NULL;

  for (guint i = 0; elements != NULL && i < elements->len; i++)
    {
      const EntValue *value = g_ptr_array_index (elements, i);
      gboolean same_value = g_strcmp0 (ent_element_get_text (value->element, "value"), entry->text) == 0;

      if (g_strcmp0 (ent_element_get_text (value->element, "source"), entry->key.source) != 0)
        continue;
      if (same_value && entry->operator!= ENT_ASSIGN_REMOVE)
        return TRUE;
      if (entry->operator== ENT_ASSIGN_SET || same_value)
        ent_change_remove_element (target->change, target->kind, target->id, set,
                                   ent_record_get_element_dot (target->record, set, i));
    }
  if (entry->operator== ENT_ASSIGN_REMOVE || * entry->text == '\0')
    return TRUE;

  element = ent_element_new (set->element);
  ent_element_set_text (element, "source", entry->key.source);
  ent_element_set_text (element, "value", entry->text);
  add_element (target, set, element);
  return TRUE;
}
