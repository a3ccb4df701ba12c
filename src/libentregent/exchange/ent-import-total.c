/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "ent-column-inference-private.h"
#include "ent-import-total-private.h"
#include "ent-resources-private.h"
#include "ent-text.h"

static GHashTable *
load_words (void)
{
  GHashTable *words = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GBytes) bytes = ent_resources_lookup ("/org/entregent/headers/totals.ini", NULL);
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_auto (GStrv) languages = NULL;

  g_assert (bytes != NULL);
  g_key_file_load_from_bytes (file, bytes, G_KEY_FILE_NONE, NULL);
  languages = g_key_file_get_keys (file, "totals", NULL, NULL);
  for (guint i = 0; languages[i] != NULL; i++)
    {
      g_auto (GStrv) list = g_key_file_get_string_list (file, "totals", languages[i], NULL, NULL);

      for (guint j = 0; list[j] != NULL; j++)
        g_hash_table_add (words, g_strdup (g_strstrip (list[j])));
    }
  return words;
}

static gboolean
is_word (const EntTableField *field)
{
  static GHashTable *words;
  g_autofree char *folded = ent_text_fold (field->text, (gssize) field->length);
  gsize length;

  if (g_once_init_enter_pointer (&words))
    g_once_init_leave_pointer (&words, load_words ());
  g_strstrip (folded);
  length = strlen (folded);
  if (length > 0 && folded[length - 1] == ':')
    folded[length - 1] = '\0';
  return g_hash_table_contains (words, g_strstrip (folded));
}

/* 0612345678 is none. */
static gboolean
is_amount (const EntTableField *field)
{
  EntColumnNumber number;

  return field->type == ENT_TABLE_NUMBER ||
         (field->type == ENT_TABLE_TEXT && ent_column_number_scan (&number, field->text, field->length) &&
          !number.leading_zero && !number.damaged);
}

gboolean
ent_import_total_matches (const EntTableField *fields, guint n_fields, gboolean *named)
{
  guint n_words = 0, n_amounts = 0, n_exact = 0;

  for (guint i = 0; i < n_fields; i++)
    {
      if (fields[i].length == 0)
        continue;
      if (is_amount (&fields[i]))
        n_amounts++;
      else if (fields[i].length < 64 && n_words == 0 && is_word (&fields[i]))
        n_words++;
      else
        return FALSE;
      n_exact += fields[i].type == ENT_TABLE_NUMBER;
    }
  *named = n_words == 1;
  return n_amounts > 0 && (*named || n_exact == n_amounts);
}
