/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "ent-query-private.h"

/* Names of fields that are like one that there is not: they begin as it does, or it as they do, or it is one of them
 * with a slip in every three letters. */

#define MAX_COMPARED 40

/* How many letters have to be changed, added or left out to make one of the other. */
static guint
count_changes (const char *a, const char *b)
{
  guint row[MAX_COMPARED + 1];
  guint n = (guint) MIN (strlen (b), MAX_COMPARED);

  for (guint j = 0; j <= n; j++)
    row[j] = j;
  for (guint i = 1; a[i - 1] != '\0'; i++)
    {
      guint diagonal = row[0];

      row[0] = i;
      for (guint j = 1; j <= n; j++)
        {
          guint changed = diagonal + (a[i - 1] != b[j - 1]);

          diagonal = row[j];
          row[j] = MIN (changed, MIN (row[j], row[j - 1]) + 1);
        }
    }
  return row[n];
}

static gboolean
is_near (const char *name, const char *text)
{
  g_autofree char *slug = ent_query_slug (name);
  g_autofree char *wanted = ent_query_slug (text);

  if (strlen (slug) < 2 || strlen (wanted) < 2)
    return FALSE;
  return g_str_has_prefix (slug, wanted) || g_str_has_prefix (wanted, slug) ||
         count_changes (slug, wanted) <= MIN (strlen (slug), strlen (wanted)) / 3;
}

/* "phone (Téléphone)": by its key or by what it is called. */
static gboolean
is_entry_near (const char *entry, const char *text)
{
  const char *label = strstr (entry, " (");
  g_autofree char *key = label != NULL ? g_strndup (entry, (gsize) (label - entry)) : g_strdup (entry);

  return is_near (key, text) || (label != NULL && is_near (label, text));
}

/**
 * ent_query_pick_names:
 * @names: names of fields as the `keys` of a problem or ent_flat_key_dup_names() give them
 * @text: what somebody wrote
 *
 * Finds what was most likely meant.
 *
 * Returns: (transfer full) (nullable): those of the names that are like the text, written as they are; %NULL: none is
 */
char *
ent_query_pick_names (const char *names, const char *text)
{
  g_auto (GStrv) entries = NULL;
  g_autoptr (GString) near = g_string_new (NULL);

  g_return_val_if_fail (names != NULL && text != NULL, NULL);

  entries = g_strsplit (names, ", ", -1);
  for (guint i = 0; entries[i] != NULL; i++)
    if (is_entry_near (entries[i], text))
      g_string_append_printf (near, "%s%s", near->len > 0 ? ", " : "", entries[i]);
  return near->len > 0 ? g_string_free (g_steal_pointer (&near), FALSE) : NULL;
}

/**
 * ent_query_dup_no_field:
 * @kind: a kind of records
 * @text: the name of a field that it has not
 * @names: the names of those that it has, as for ent_query_pick_names()
 *
 * Says that there is no such field, and which one may be meant.
 *
 * Returns: (transfer full): a sentence, translated
 */
char *
ent_query_dup_no_field (const EntKind *kind, const char *text, const char *names)
{
  g_autofree char *near = NULL;

  g_return_val_if_fail (kind != NULL, NULL);

  near = ent_query_pick_names (names, text);
  if (near != NULL)
    /* Translators: first the key of a field, then the key of a kind of record, then a list of keys. */
    return g_strdup_printf (_("There is no field “%s” in “%s”; it may be one of these: %s."), text, kind->key, near);
  return g_strdup_printf (
      /* Translators: first the key of a field, then, twice, the key of a kind of record; do not translate the command.
       */
      _("There is no field “%s” in “%s”; “entregent-cli fields %s” lists those that there are."), text, kind->key,
      kind->key);
}
