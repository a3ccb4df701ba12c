/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include <json-glib/json-glib.h>

#include "ent-import-question-private.h"
#include "ent-local-private.h"
#include "ent-money.h"
#include "ent-store-private.h"
#include "ent-text.h"

#define KEY_PREFIX "import-answers:"

/* So many are kept of one layout: people come and go. */
#define MAX_KEPT 1000

struct _EntImportAnswers
{
  GHashTable *answers; /* "folded column\ntype\nfolded subject" → reading */
  GPtrArray *columns;  /* that something was said of, as they were called */
};

static const char *const type_keys[] = {
  [ENT_IMPORT_QUESTION_ORDER] = "order",
  [ENT_IMPORT_QUESTION_DECIMAL] = "decimal",
  [ENT_IMPORT_QUESTION_CURRENCY] = "currency",
  [ENT_IMPORT_QUESTION_USER] = "user",
};

EntImportAnswers *
ent_import_answers_new (void)
{
  EntImportAnswers *self = g_new0 (EntImportAnswers, 1);

  self->answers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->columns = g_ptr_array_new_with_free_func (g_free);
  return self;
}

void
ent_import_answers_free (EntImportAnswers *self)
{
  g_ptr_array_unref (self->columns);
  g_hash_table_unref (self->answers);
  g_free (self);
}

static char *
make_key (EntImportQuestionType type, const char *column, const char *subject)
{
  g_autofree char *folded = ent_text_fold (column, -1);
  g_autofree char *folded_subject = ent_text_fold (subject != NULL ? subject : "", -1);

  return g_strjoin ("\n", folded, type_keys[type], folded_subject, NULL);
}

static gboolean
find_type (const char *subject, const char *reading, EntImportQuestionType *type)
{
  static const struct
  {
    const char *reading;
    EntImportQuestionType type;
  } readings[] = { { "day-first", ENT_IMPORT_QUESTION_ORDER },
                   { "month-first", ENT_IMPORT_QUESTION_ORDER },
                   { "point", ENT_IMPORT_QUESTION_DECIMAL },
                   { "comma", ENT_IMPORT_QUESTION_DECIMAL } };

  *type = ENT_IMPORT_QUESTION_USER;
  if (subject != NULL)
    return *reading != '\0';
  for (guint i = 0; i < G_N_ELEMENTS (readings); i++)
    if (g_str_equal (reading, readings[i].reading))
      {
        *type = readings[i].type;
        return TRUE;
      }
  *type = ENT_IMPORT_QUESTION_CURRENCY;
  return ent_currency_is_valid (reading);
}

gboolean
ent_import_answers_set (EntImportAnswers *self, const char *column, const char *subject, const char *reading)
{
  EntImportQuestionType type;

  if (!find_type (subject, reading, &type))
    return FALSE;
  g_hash_table_insert (self->answers, make_key (type, column, subject), g_strdup (reading));
  g_ptr_array_add (self->columns, g_strdup (column));
  return TRUE;
}

void
ent_import_answers_unset (EntImportAnswers *self, const char *column)
{
  g_autofree char *folded = ent_text_fold (column, -1);
  g_autofree char *prefix = g_strconcat (folded, "\n", NULL);
  GHashTableIter iter;
  gpointer key;

  g_hash_table_iter_init (&iter, self->answers);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    if (g_str_has_prefix (key, prefix))
      g_hash_table_iter_remove (&iter);
  for (guint i = self->columns->len; i > 0; i--)
    {
      g_autofree char *other = ent_text_fold (g_ptr_array_index (self->columns, i - 1), -1);

      if (g_str_equal (other, folded))
        g_ptr_array_remove_index (self->columns, i - 1);
    }
}

const char *
ent_import_answers_find_other (const EntImportAnswers *self, const char *const *columns)
{
  for (guint i = 0; i < self->columns->len; i++)
    {
      const char *column = g_ptr_array_index (self->columns, i);
      g_autofree char *folded = ent_text_fold (column, -1);
      gboolean found = FALSE;

      for (guint j = 0; !found && columns[j] != NULL; j++)
        {
          g_autofree char *other = ent_text_fold (columns[j], -1);

          found = g_str_equal (other, folded);
        }
      if (!found)
        return column;
    }
  return NULL;
}

const char *
ent_import_answers_get (const EntImportAnswers *self,
                        EntImportQuestionType type,
                        const char *column,
                        const char *subject)
{
  g_autofree char *key = make_key (type, column, subject);

  return g_hash_table_lookup (self->answers, key);
}

char **
ent_import_answers_list_names (const EntImportAnswers *self, const char *column)
{
  g_autofree char *prefix = make_key (ENT_IMPORT_QUESTION_USER, column, NULL);
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();
  GHashTableIter iter;
  gpointer key;

  g_hash_table_iter_init (&iter, self->answers);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    if (g_str_has_prefix (key, prefix))
      g_strv_builder_add (names, (const char *) key + strlen (prefix));
  return g_strv_builder_end (names);
}

EntImportAnswers *
ent_import_answers_load (EntStore *store, const char *layout)
{
  EntImportAnswers *self = ent_import_answers_new ();
  g_autofree char *key = g_strconcat (KEY_PREFIX, layout, NULL);
  g_autofree char *text = ent_local_dup_value (ent_store_get_local (store), key);
  g_autoptr (JsonNode) root = text != NULL ? json_from_string (text, NULL) : NULL;
  JsonObjectIter iter;
  const char *member;
  JsonNode *node;

  if (root == NULL || !JSON_NODE_HOLDS_OBJECT (root))
    return self;
  json_object_iter_init (&iter, json_node_get_object (root));
  while (json_object_iter_next (&iter, &member, &node))
    if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_string (node) != NULL)
      g_hash_table_insert (self->answers, g_strdup (member), g_strdup (json_node_get_string (node)));
  return self;
}

static gboolean
is_of_columns (const char *key, const char *const *columns)
{
  for (guint i = 0; columns[i] != NULL; i++)
    {
      g_autofree char *folded = ent_text_fold (columns[i], -1);
      gsize length = strlen (folded);

      if (strncmp (key, folded, length) == 0 && key[length] == '\n')
        return TRUE;
    }
  return FALSE;
}

static char *
write_json (const EntImportAnswers *self)
{
  g_autoptr (JsonNode) root = json_node_new (JSON_NODE_OBJECT);
  g_autoptr (JsonObject) object = json_object_new ();
  GHashTableIter iter;
  gpointer key, reading;

  g_hash_table_iter_init (&iter, self->answers);
  while (g_hash_table_iter_next (&iter, &key, &reading))
    json_object_set_string_member (object, key, reading);
  json_node_set_object (root, object);
  return json_to_string (root, FALSE);
}

gboolean
ent_import_answers_keep (const EntImportAnswers *self,
                         EntStore *store,
                         const char *layout,
                         const char *const *columns,
                         GError **error)
{
  g_autoptr (EntImportAnswers) kept = ent_import_answers_load (store, layout);
  g_autofree char *state_key = g_strconcat (KEY_PREFIX, layout, NULL);
  g_autofree char *text = NULL;
  gboolean changed = FALSE;
  GHashTableIter iter;
  gpointer key, reading;

  g_hash_table_iter_init (&iter, self->answers);
  while (g_hash_table_iter_next (&iter, &key, &reading))
    {
      if (!is_of_columns (key, columns) || g_hash_table_size (kept->answers) >= MAX_KEPT ||
          g_strcmp0 (g_hash_table_lookup (kept->answers, key), reading) == 0)
        continue;
      g_hash_table_insert (kept->answers, g_strdup (key), g_strdup (reading));
      changed = TRUE;
    }
  if (!changed)
    return TRUE;
  text = write_json (kept);
  return ent_local_set_value (ent_store_get_local (store), state_key, text, error);
}
