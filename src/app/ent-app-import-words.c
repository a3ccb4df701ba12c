/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "EntApp"

#include "config.h"

#include <glib/gi18n.h>

#include "ent-app-import-words.h"
#include "ent-gtk-format.h"

static const char *
get_choice_label (const EntField *field, const char *key)
{
  guint i;

  for (i = 0; field != NULL && field->choices != NULL && field->choices[i].key != NULL; i++)
    if (g_str_equal (field->choices[i].key, key))
      return ent_field_get_choice_label (field, key);

  return NULL;
}

/* Parts of an address and the channels of contact points are no fields of the record itself. */
static const char *
get_part_label (const char *key)
{
  const EntKind *address = ent_kind_from_key ("address");
  const EntField *field = ent_kind_get_field (address, key);

  if (field != NULL)
    return ent_field_get_label (field);
  if (g_str_equal (key, "address"))
    return ent_kind_get_label (address);

  return get_choice_label (ent_kind_get_field (ent_kind_from_key ("contact-point"), "channel"), key);
}

/* The word behind the dot says which of several it is: of work, of home, for invoices. */
static const char *
get_sort_label (const char *key)
{
  const char *label = get_choice_label (ent_kind_get_field (ent_kind_from_key ("contact-point"), "type"), key);

  return label != NULL ? label : get_choice_label (ent_kind_get_field (ent_kind_from_key ("address"), "purpose"), key);
}

char *
ent_app_import_words_dup_field (EntStore *store, const EntKind *kind, const char *key)
{
  const EntField *field = kind != NULL ? ent_store_get_field (store, kind, key) : NULL;
  g_auto (GStrv) parts = NULL;
  const char *part, *sort;

  if (field != NULL)
    return g_strdup (ent_field_get_label (field));
  parts = g_strsplit (key, ".", 2);
  part = get_part_label (parts[0]);
  sort = parts[1] != NULL ? get_sort_label (parts[1]) : NULL;
  if (part != NULL && sort != NULL)
    return g_strdup_printf ("%s · %s", part, sort);

  return g_strdup (part != NULL ? part : key);
}

char *
ent_app_import_words_dup_target (EntStore *store, const EntKind *kind, const EntImportColumn *column)
{
  if (column->custom)
    return g_strdup (_("New field"));
  if (column->field_key == NULL || *column->field_key == '\0')
    return g_strdup (_("Left out"));

  return ent_app_import_words_dup_field (store, kind, column->field_key);
}

/* Each keeps its own direction: from right to left, numbers would otherwise be read backwards. */
static char *
dup_joined (char **samples)
{
  g_autoptr (GString) line = g_string_new (NULL);
  guint i;

  for (i = 0; samples != NULL && samples[i] != NULL; i++)
    {
      g_autofree char *sample = ent_gtk_isolate (samples[i]);

      g_string_append_printf (line, "%s%s", line->len > 0 ? " · " : "", sample);
    }

  return g_string_free_and_steal (g_steal_pointer (&line));
}

char *
ent_app_import_words_dup_samples (const EntImportColumn *column)
{
  g_autofree char *samples = dup_joined (column->samples);

  if (!column->custom && column->field_key != NULL && *samples != '\0')
    return g_steal_pointer (&samples);
  if (column->type_label != NULL && *column->type_label != '\0' && *samples != '\0')
    return g_strdup_printf ("%s · %s", column->type_label, samples);

  return *samples != '\0' ? g_steal_pointer (&samples) : g_strdup (column->type_label);
}

char *
ent_app_import_words_dup_list (const char *const *words)
{
  char *list = g_strdup (words[0] != NULL ? words[0] : "");

  for (guint i = 1; words[0] != NULL && words[i] != NULL; i++)
    {
      g_autofree char *before = list;

      /* Translators: a list of things, and one more: "Phone, Job title". */
      list = g_strdup_printf (_("%1$s, %2$s"), before, words[i]);
    }

  return list;
}
