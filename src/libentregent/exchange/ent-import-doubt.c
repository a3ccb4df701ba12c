/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "ent-import-doubt-private.h"

G_DEFINE_BOXED_TYPE (EntImportLikeness, ent_import_likeness, ent_import_likeness_copy, ent_import_likeness_free)
G_DEFINE_BOXED_TYPE (EntImportCandidate, ent_import_candidate, ent_import_candidate_copy, ent_import_candidate_free)
G_DEFINE_BOXED_TYPE (EntImportValue, ent_import_value, ent_import_value_copy, ent_import_value_free)
G_DEFINE_BOXED_TYPE (EntImportDoubt, ent_import_doubt, ent_import_doubt_copy, ent_import_doubt_free)

static const char *const decision_keys[] = {
  [ENT_IMPORT_NEW] = "new",
  [ENT_IMPORT_KEEP] = "keep",
  [ENT_IMPORT_UPDATE] = "update",
};

/**
 * ent_import_decision_get_key:
 * @decision: a decision
 *
 * Tells how the command line and JSON write it.
 *
 * Returns: "new", "keep" or "update"
 */
const char *
ent_import_decision_get_key (EntImportDecision decision)
{
  g_return_val_if_fail ((guint) decision < G_N_ELEMENTS (decision_keys), NULL);

  return decision_keys[decision];
}

/**
 * ent_import_decision_from_key:
 * @key: "new", "keep" or "update"
 * @decision: (out): what it means
 *
 * The opposite of ent_import_decision_get_key().
 *
 * Returns: %FALSE when it is none of them
 */
gboolean
ent_import_decision_from_key (const char *key, EntImportDecision *decision)
{
  g_return_val_if_fail (key != NULL && decision != NULL, FALSE);

  for (guint i = 0; i < G_N_ELEMENTS (decision_keys); i++)
    if (g_str_equal (key, decision_keys[i]))
      {
        *decision = (EntImportDecision) i;
        return TRUE;
      }
  return FALSE;
}

/**
 * ent_import_likeness_dup_label:
 * @likeness: a likeness
 *
 * Says it to people.
 *
 * Returns: (transfer full): translated, without a full stop: "the same phone number 06 39 98 12 34"
 */
char *
ent_import_likeness_dup_label (const EntImportLikeness *likeness)
{
  g_return_val_if_fail (likeness != NULL, NULL);

  switch (likeness->type)
    {
    case ENT_IMPORT_SAME_EMAIL:
      /* Translators: here and below, why a row may be a record that is known; they stand in a list. An address. */
      return g_strdup_printf (_("the same e-mail address %s"), likeness->value);
    case ENT_IMPORT_SAME_PHONE:
      return g_strdup_printf (_("the same phone number %s"), likeness->value);
    case ENT_IMPORT_SAME_NAME:
    default:
      if (likeness->value == NULL)
        return g_strdup (_("the same name"));
      /* Translators: the name of an account. */
      return g_strdup_printf (_("the same name at %s"), likeness->value);
    }
}

gboolean
ent_import_likeness_from_channel (const char *channel, EntImportLikenessType *type)
{
  *type = g_strcmp0 (channel, "email") == 0 ? ENT_IMPORT_SAME_EMAIL : ENT_IMPORT_SAME_PHONE;
  return *type == ENT_IMPORT_SAME_EMAIL || g_strcmp0 (channel, "phone") == 0;
}

/**
 * ent_import_likeness_copy:
 * @self: a likeness
 *
 * Copies it.
 *
 * Returns: (transfer full): a copy; free with ent_import_likeness_free()
 */
EntImportLikeness *
ent_import_likeness_copy (const EntImportLikeness *self)
{
  EntImportLikeness *copy;

  g_return_val_if_fail (self != NULL, NULL);

  copy = g_memdup2 (self, sizeof *self);
  copy->value = g_strdup (self->value);
  return copy;
}

/**
 * ent_import_likeness_free:
 * @self: (transfer full): a likeness
 *
 * Frees it.
 */
void
ent_import_likeness_free (EntImportLikeness *self)
{
  g_return_if_fail (self != NULL);

  g_free (self->value);
  g_free (self);
}

/**
 * ent_import_candidate_copy:
 * @self: a candidate
 *
 * Copies it. Its likenesses never change, and are shared.
 *
 * Returns: (transfer full): a copy; free with ent_import_candidate_free()
 */
EntImportCandidate *
ent_import_candidate_copy (const EntImportCandidate *self)
{
  EntImportCandidate *copy;

  g_return_val_if_fail (self != NULL, NULL);

  copy = g_memdup2 (self, sizeof *self);
  copy->title = g_strdup (self->title);
  g_ptr_array_ref (copy->likenesses);
  return copy;
}

/**
 * ent_import_candidate_free:
 * @self: (transfer full): a candidate
 *
 * Frees it.
 */
void
ent_import_candidate_free (EntImportCandidate *self)
{
  g_return_if_fail (self != NULL);

  g_free (self->title);
  g_ptr_array_unref (self->likenesses);
  g_free (self);
}

GPtrArray *
ent_import_candidates_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) ent_import_candidate_free);
}

EntImportCandidate *
ent_import_candidates_find (GPtrArray *candidates, const EntId *id)
{
  for (guint i = 0; i < candidates->len; i++)
    {
      EntImportCandidate *candidate = g_ptr_array_index (candidates, i);

      if (ent_id_equal (&candidate->id, id))
        return candidate;
    }
  return NULL;
}

static gboolean
is_known (const EntImportCandidate *candidate, EntImportLikenessType type, const char *value)
{
  for (guint i = 0; i < candidate->likenesses->len; i++)
    {
      const EntImportLikeness *likeness = g_ptr_array_index (candidate->likenesses, i);

      if (likeness->type == type && g_strcmp0 (likeness->value, value) == 0)
        return TRUE;
    }
  return FALSE;
}

EntImportCandidate *
ent_import_candidates_add (GPtrArray *candidates,
                           const EntId *id,
                           const char *title,
                           EntImportLikenessType type,
                           const char *value)
{
  EntImportCandidate *candidate = ent_import_candidates_find (candidates, id);

  if (candidate == NULL)
    {
      candidate = g_new0 (EntImportCandidate, 1);
      candidate->id = *id;
      candidate->title = g_strdup (title);
      candidate->likenesses = g_ptr_array_new_with_free_func ((GDestroyNotify) ent_import_likeness_free);
      g_ptr_array_add (candidates, candidate);
    }
  if (!is_known (candidate, type, value))
    {
      EntImportLikeness *likeness = g_new0 (EntImportLikeness, 1);

      likeness->type = type;
      likeness->value = g_strdup (value);
      g_ptr_array_add (candidate->likenesses, likeness);
    }
  return candidate;
}

/**
 * ent_import_value_copy:
 * @self: a value
 *
 * Copies it.
 *
 * Returns: (transfer full): a copy; free with ent_import_value_free()
 */
EntImportValue *
ent_import_value_copy (const EntImportValue *self)
{
  EntImportValue *copy;

  g_return_val_if_fail (self != NULL, NULL);

  copy = g_memdup2 (self, sizeof *self);
  copy->value = (EntValue) ENT_VALUE_INIT; /* not that of the other */
  ent_value_copy_to (&self->value, &copy->value);
  return copy;
}

/**
 * ent_import_value_free:
 * @self: (transfer full): a value
 *
 * Frees it.
 */
void
ent_import_value_free (EntImportValue *self)
{
  g_return_if_fail (self != NULL);

  ent_value_clear (&self->value);
  g_free (self);
}

EntImportDoubt *
ent_import_doubt_new (const EntStagedRecord *record, GPtrArray *candidates, EntImportDecision decision)
{
  EntImportDoubt *self = g_new0 (EntImportDoubt, 1);

  self->file_index = record->file_index;
  self->line = record->line;
  self->kind = record->kind;
  self->title = g_strdup (ent_staged_record_get_text (record, record->kind->title));
  self->values = g_ptr_array_new_with_free_func ((GDestroyNotify) ent_import_value_free);
  for (guint i = 0; i < record->values->len; i++)
    {
      const EntStagedValue *staged = &g_array_index (record->values, EntStagedValue, i);
      EntImportValue *value;

      /* Ids of other programs say nothing to people. */
      if (staged->source != NULL || staged->type == ENT_STAGED_SOURCE_ID)
        continue;
      value = g_new0 (EntImportValue, 1);
      value->field = staged->field;
      ent_value_copy_to (&staged->value, &value->value);
      g_ptr_array_add (self->values, value);
    }
  self->candidates = g_ptr_array_ref (candidates);
  self->decision = decision;
  return self;
}

/**
 * ent_import_doubt_copy:
 * @self: a doubtful row
 *
 * Copies it. Its values and candidates never change, and are shared.
 *
 * Returns: (transfer full): a copy; free with ent_import_doubt_free()
 */
EntImportDoubt *
ent_import_doubt_copy (const EntImportDoubt *self)
{
  EntImportDoubt *copy;

  g_return_val_if_fail (self != NULL, NULL);

  copy = g_memdup2 (self, sizeof *self);
  copy->title = g_strdup (self->title);
  g_ptr_array_ref (copy->values);
  g_ptr_array_ref (copy->candidates);
  return copy;
}

/**
 * ent_import_doubt_free:
 * @self: (transfer full): a doubtful row
 *
 * Frees it.
 */
void
ent_import_doubt_free (EntImportDoubt *self)
{
  g_return_if_fail (self != NULL);

  g_free (self->title);
  g_ptr_array_unref (self->values);
  g_ptr_array_unref (self->candidates);
  g_free (self);
}
