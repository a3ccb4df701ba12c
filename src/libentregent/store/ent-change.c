/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "Entregent"

#include "config.h"

#include "ent-change-private.h"
#include "ent-store.h"
#include "ent-validate-private.h"

/*
 * What one user action does, collected. Nothing is read or written here: the writer makes operations of the intents
 * inside its transaction. Intents of a record are chained through one array, so that an import of thousands of records
 * costs few allocations.
 */

G_DEFINE_FINAL_TYPE (EntChange, ent_change, G_TYPE_OBJECT)

static void
intent_clear (gpointer data)
{
  EntIntent *intent = data;

  ent_value_clear (&intent->value);
  if (intent->merge != NULL)
    {
      g_free (intent->merge->fields);
      g_free (intent->merge->ids);
      g_clear_pointer (&intent->merge, g_free);
    }
}

static void
ent_change_finalize (GObject *object)
{
  EntChange *self = ENT_CHANGE (object);

  g_clear_object (&self->store);
  g_clear_pointer (&self->source, g_free);
  g_clear_pointer (&self->label, g_free);
  g_clear_pointer (&self->records, g_array_unref);
  g_clear_pointer (&self->intents, g_array_unref);
  g_clear_pointer (&self->by_id, g_hash_table_unref);
  g_clear_pointer (&self->warnings, g_ptr_array_unref);
  g_clear_pointer (&self->contents, g_ptr_array_unref);

  G_OBJECT_CLASS (ent_change_parent_class)->finalize (object);
}

static void
ent_change_class_init (EntChangeClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = ent_change_finalize;
}

static void
ent_change_init (EntChange *self)
{
  self->records = g_array_new (FALSE, TRUE, sizeof (EntChangeRecord));
  self->intents = g_array_new (FALSE, TRUE, sizeof (EntIntent));
  g_array_set_clear_func (self->intents, intent_clear);
  self->warnings = g_ptr_array_new_with_free_func (g_free);
}

static EntChangeRecord *
find_record (EntChange *self, const EntId *id)
{
  guint n = self->records->len;

  /* Mostly the one that was named last. */
  if (n > 0 && ent_id_equal (&g_array_index (self->records, EntChangeRecord, n - 1).id, id))
    return &g_array_index (self->records, EntChangeRecord, n - 1);
  if (n > 8 && self->by_id == NULL)
    {
      self->by_id = g_hash_table_new_full (ent_id_hash, ent_id_equal, g_free, NULL);
      for (guint i = 0; i < n; i++)
        g_hash_table_insert (self->by_id,
                             g_memdup2 (&g_array_index (self->records, EntChangeRecord, i).id, sizeof (EntId)),
                             GUINT_TO_POINTER (i + 1));
    }
  if (self->by_id != NULL)
    {
      guint index = GPOINTER_TO_UINT (g_hash_table_lookup (self->by_id, id));

      return index > 0 ? &g_array_index (self->records, EntChangeRecord, index - 1) : NULL;
    }
  for (guint i = 0; i + 1 < n; i++)
    if (ent_id_equal (&g_array_index (self->records, EntChangeRecord, i).id, id))
      return &g_array_index (self->records, EntChangeRecord, i);
  return NULL;
}

static EntChangeRecord *
append_record (EntChange *self, const EntKind *kind, const EntId *id)
{
  EntChangeRecord record = { .kind = kind, .id = *id, .expected = -1 };

  g_array_append_val (self->records, record);
  if (self->by_id != NULL)
    g_hash_table_insert (self->by_id, g_memdup2 (id, sizeof *id), GUINT_TO_POINTER (self->records->len));
  return &g_array_index (self->records, EntChangeRecord, self->records->len - 1);
}

/* The change's entry for a record; made when there is none. Valid until the next one is made. */
EntChangeRecord *
ent_change_get_record (EntChange *self, const EntKind *kind, const EntId *id)
{
  EntChangeRecord *record = find_record (self, id);

  return record != NULL ? record : append_record (self, kind, id);
}

EntIntent *
ent_change_add_intent (EntChange *self, EntChangeRecord *record, EntIntentCode code)
{
  EntIntent intent = { .code = code };

  g_array_append_val (self->intents, intent);
  if (record->last == 0)
    record->first = self->intents->len;
  else
    g_array_index (self->intents, EntIntent, record->last - 1).next = self->intents->len;
  record->last = self->intents->len;
  self->is_prepared = FALSE;
  return &g_array_index (self->intents, EntIntent, self->intents->len - 1);
}

const EntIntent *
ent_change_find_set (EntChange *self, guint record, const EntField *field)
{
  const EntIntent *found = NULL;
  const EntIntent *intent;

  for (guint at = g_array_index (self->records, EntChangeRecord, record).first;
       (intent = ent_change_peek_intent (self, at)) != NULL; at = intent->next)
    if (intent->field == field && (intent->code == ENT_INTENT_SET || intent->code == ENT_INTENT_RESOLVE))
      found = intent;
  return found;
}

/* The value is not checked any more: rules take it from the book. */
EntIntent *
ent_change_add_set (EntChange *self, guint record, const EntField *field)
{
  EntIntent *intent =
      ent_change_add_intent (self, &g_array_index (self->records, EntChangeRecord, record), ENT_INTENT_SET);

  intent->field = field;
  self->is_prepared = TRUE;
  return intent;
}

static EntIntent *
add_intent (EntChange *self, const EntKind *kind, const EntId *id, EntIntentCode code, const EntField *field)
{
  EntIntent *intent = ent_change_add_intent (self, ent_change_get_record (self, kind, id), code);

  intent->field = field;
  return intent;
}

/* Checks every value, parses texts, and normalizes contact points: what can be done before the writer is held. */
gboolean
ent_change_prepare (EntChange *self, GError **error)
{
  if (self->is_prepared)
    return TRUE;
  for (guint i = 0; i < self->records->len; i++)
    {
      EntIntent *intent;

      for (guint at = g_array_index (self->records, EntChangeRecord, i).first;
           (intent = ent_change_peek_intent (self, at)) != NULL; at = intent->next)
        if (!ent_validate_intent (self->store, self, i, intent, error))
          return FALSE;
    }
  self->is_prepared = TRUE;
  return TRUE;
}

void
ent_change_set_bulk (EntChange *self, gboolean bulk)
{
  self->bulk = bulk;
}

void
ent_change_set_without_undo (EntChange *self, gboolean without_undo)
{
  self->without_undo = without_undo;
}

void
ent_change_set_companion (EntChange *self, EntDbFunc companion, gpointer data)
{
  self->companion = companion;
  self->companion_data = data;
}

/**
 * ent_change_new:
 * @store: the book that it is for
 *
 * An empty change.
 *
 * Returns: (transfer full): a new change
 */
EntChange *
ent_change_new (EntStore *store)
{
  EntChange *self;

  g_return_val_if_fail (ENT_IS_STORE (store), NULL);

  self = g_object_new (ENT_TYPE_CHANGE, NULL);
  self->store = g_object_ref (store);
  return self;
}

/**
 * ent_change_set_source:
 * @self: a change
 * @source: (nullable): a short word, not translated
 *
 * Says where the change comes from, for the history: "form", "cli", "import".
 */
void
ent_change_set_source (EntChange *self, const char *source)
{
  g_return_if_fail (ENT_IS_CHANGE (self));

  g_set_str (&self->source, source);
}

/**
 * ent_change_set_batch:
 * @self: a change
 * @batch: (nullable): the id of a batch, made with [func@Id.generate]
 *
 * Makes the change part of a batch. Groups of one batch are undone together: a bulk change, an import.
 */
void
ent_change_set_batch (EntChange *self, const EntId *batch)
{
  g_return_if_fail (ENT_IS_CHANGE (self));

  self->has_batch = batch != NULL && !ent_id_is_null (batch);
  if (self->has_batch)
    self->batch = *batch;
}

/**
 * ent_change_set_label:
 * @self: a change
 * @label: (nullable): translated
 *
 * Says what the undo entry is called: "Change of 3 contacts".
 */
void
ent_change_set_label (EntChange *self, const char *label)
{
  g_return_if_fail (ENT_IS_CHANGE (self));

  g_set_str (&self->label, label);
}

/**
 * ent_change_add:
 * @self: a change
 * @kind: what to make
 * @id: its id; all zero: one is generated and put here
 *
 * Makes a new record. With an id of one's own (see ent_id_for_key()) the commit is refused when the book has that
 * record already.
 */
void
ent_change_add (EntChange *self, const EntKind *kind, EntId *id)
{
  EntChangeRecord *record;
  gboolean has_own_id;

  g_return_if_fail (ENT_IS_CHANGE (self));
  g_return_if_fail (kind != NULL && !kind->is_element);
  g_return_if_fail (id != NULL);

  has_own_id = !ent_id_is_null (id);
  if (!has_own_id)
    ent_id_generate (id);
  record = has_own_id ? ent_change_get_record (self, kind, id) : append_record (self, kind, id);
  record->is_new = TRUE;
  record->has_own_id = has_own_id;
}

/**
 * ent_change_expect_revision:
 * @self: a change
 * @kind: the kind of the record
 * @id: its id
 * @revision: what [method@Record.get_revision] said when it was read
 *
 * Makes the commit fail with [error@Ent.Error.REVISION] when the record was touched since.
 */
void
ent_change_expect_revision (EntChange *self, const EntKind *kind, const EntId *id, gint64 revision)
{
  g_return_if_fail (ENT_IS_CHANGE (self));
  g_return_if_fail (kind != NULL && id != NULL);

  ent_change_get_record (self, kind, id)->expected = revision;
}

/**
 * ent_change_set:
 * @self: a change
 * @kind: the kind of the record
 * @id: its id
 * @field: a field of the kind that is no set: a register, custom or virtual
 * @value: (nullable): the value, copied; nothing or %NULL clears the field
 *
 * Sets a field. The last value given for a field counts. Of a merged record, the original whose value is shown is
 * changed.
 *
 * A primary field takes a dot. To name an element that this same change adds to the record, give a dot whose origin and
 * oseq are 0 and whose op is its number among them, counted from 0.
 */
void
ent_change_set (EntChange *self, const EntKind *kind, const EntId *id, const EntField *field, const EntValue *value)
{
  g_return_if_fail (ENT_IS_CHANGE (self));
  g_return_if_fail (kind != NULL && id != NULL && field != NULL);
  g_return_if_fail (!ent_field_is_set (field));

  ent_value_copy_to (value, &add_intent (self, kind, id, ENT_INTENT_SET, field)->value);
}

/**
 * ent_change_set_text:
 * @self: a change
 * @kind: the kind of the record
 * @id: its id
 * @field: a field of the kind that is no set
 * @text: (nullable): the value in its canonical text form; %NULL or "" clears the field
 *
 * Sets a field from text. The text is read when the change is committed, which refuses what the field cannot hold.
 */
void
ent_change_set_text (EntChange *self, const EntKind *kind, const EntId *id, const EntField *field, const char *text)
{
  g_return_if_fail (ENT_IS_CHANGE (self));
  g_return_if_fail (kind != NULL && id != NULL && field != NULL);
  g_return_if_fail (!ent_field_is_set (field));

  if (text == NULL || *text == '\0')
    add_intent (self, kind, id, ENT_INTENT_SET, field);
  else
    ent_value_set_text (&add_intent (self, kind, id, ENT_INTENT_SET, field)->value, text);
}

/**
 * ent_change_resolve:
 * @self: a change
 * @kind: the kind of the record
 * @id: its id
 * @field: a field in conflict
 * @value: (nullable): what it shall be
 *
 * Sets a field as ent_change_set() does, but replaces every value that stands against another, so that the conflict is
 * over.
 */
void
ent_change_resolve (EntChange *self, const EntKind *kind, const EntId *id, const EntField *field, const EntValue *value)
{
  g_return_if_fail (ENT_IS_CHANGE (self));
  g_return_if_fail (kind != NULL && id != NULL && field != NULL);
  g_return_if_fail (!ent_field_is_set (field));

  ent_value_copy_to (value, &add_intent (self, kind, id, ENT_INTENT_RESOLVE, field)->value);
}

/**
 * ent_change_add_element:
 * @self: a change
 * @kind: the kind of the record
 * @id: its id
 * @field: a set of the kind
 * @value: an element of the set's kind, or the id of a record for a set of references
 *
 * Adds a contact point, address, source id, tag or participant. A reference or source id that is there already is not
 * added again.
 */
void
ent_change_add_element (EntChange *self,
                        const EntKind *kind,
                        const EntId *id,
                        const EntField *field,
                        const EntValue *value)
{
  g_return_if_fail (ENT_IS_CHANGE (self));
  g_return_if_fail (kind != NULL && id != NULL && field != NULL && value != NULL);
  g_return_if_fail (ent_field_is_set (field));

  ent_value_copy_to (value, &add_intent (self, kind, id, ENT_INTENT_ADD, field)->value);
}

/**
 * ent_change_remove_element:
 * @self: a change
 * @kind: the kind of the record
 * @id: its id
 * @field: a set of the kind
 * @dot: what added the element: ent_record_get_element_dot()
 *
 * Removes an element. A primary field that names it is cleared. An element that is gone already is no error.
 */
void
ent_change_remove_element (EntChange *self,
                           const EntKind *kind,
                           const EntId *id,
                           const EntField *field,
                           const EntDot *dot)
{
  g_return_if_fail (ENT_IS_CHANGE (self));
  g_return_if_fail (kind != NULL && id != NULL && field != NULL && dot != NULL);
  g_return_if_fail (ent_field_is_set (field));

  add_intent (self, kind, id, ENT_INTENT_REMOVE, field)->dot = *dot;
}

/**
 * ent_change_replace_element:
 * @self: a change
 * @kind: the kind of the record
 * @id: its id
 * @field: a set of the kind
 * @dot: what added the element that goes
 * @value: the element that comes
 *
 * Removes an element and adds another in its place; a primary field that names it follows.
 */
void
ent_change_replace_element (EntChange *self,
                            const EntKind *kind,
                            const EntId *id,
                            const EntField *field,
                            const EntDot *dot,
                            const EntValue *value)
{
  EntIntent *intent;

  g_return_if_fail (ENT_IS_CHANGE (self));
  g_return_if_fail (kind != NULL && id != NULL && field != NULL && dot != NULL && value != NULL);
  g_return_if_fail (ent_field_is_set (field));

  intent = add_intent (self, kind, id, ENT_INTENT_REPLACE, field);
  intent->dot = *dot;
  ent_value_copy_to (value, &intent->value);
}

/**
 * ent_change_delete:
 * @self: a change
 * @kind: the kind of the record
 * @id: its id
 *
 * Deletes a record: it is shown no more, and can be restored. Somebody's edit that knew nothing of the delete keeps it,
 * marked.
 */
void
ent_change_delete (EntChange *self, const EntKind *kind, const EntId *id)
{
  g_return_if_fail (ENT_IS_CHANGE (self));
  g_return_if_fail (kind != NULL && id != NULL);

  add_intent (self, kind, id, ENT_INTENT_DELETE, NULL);
}

/**
 * ent_change_restore:
 * @self: a change
 * @kind: the kind of the record
 * @id: its id
 *
 * Takes back every delete of a record.
 */
void
ent_change_restore (EntChange *self, const EntKind *kind, const EntId *id)
{
  g_return_if_fail (ENT_IS_CHANGE (self));
  g_return_if_fail (kind != NULL && id != NULL);

  add_intent (self, kind, id, ENT_INTENT_RESTORE, NULL);
}

/**
 * ent_change_merge: (skip)
 * @self: a change
 * @kind: the kind of both records
 * @a: the id of one
 * @b: the id of the other
 * @choice_fields: (array length=n_choices) (nullable): fields for which a choice was made
 * @choice_ids: (array length=n_choices) (nullable): for each, the original whose value is shown
 * @n_choices: how many
 *
 * Both are one from now on; what they hold stays apart underneath, so that [method@Change.unmerge] can undo it at any
 * time. Without a choice, a field shows the survivor's value, or the other's where it has none; sets are united.
 */
void
ent_change_merge (EntChange *self,
                  const EntKind *kind,
                  const EntId *a,
                  const EntId *b,
                  const EntField *const *choice_fields,
                  const EntId *choice_ids,
                  guint n_choices)
{
  EntIntent *intent;

  g_return_if_fail (ENT_IS_CHANGE (self));
  g_return_if_fail (kind != NULL && a != NULL && b != NULL);
  g_return_if_fail (n_choices == 0 || (choice_fields != NULL && choice_ids != NULL));

  intent = add_intent (self, kind, a, ENT_INTENT_MERGE, NULL);
  intent->merge = g_new0 (EntIntentMerge, 1);
  intent->merge->other = *b;
  intent->merge->fields = g_memdup2 (choice_fields, n_choices * sizeof *choice_fields);
  intent->merge->ids = g_memdup2 (choice_ids, n_choices * sizeof *choice_ids);
  intent->merge->n = n_choices;
}

/**
 * ent_change_unmerge:
 * @self: a change
 * @kind: the kind of the record
 * @id: the id of an original, or of the record that it is shown as
 *
 * Takes an original out of its merge. For the survivor, every merge with it is taken back. Edits made since stay with
 * the original whose value they changed.
 */
void
ent_change_unmerge (EntChange *self, const EntKind *kind, const EntId *id)
{
  g_return_if_fail (ENT_IS_CHANGE (self));
  g_return_if_fail (kind != NULL && id != NULL);

  add_intent (self, kind, id, ENT_INTENT_UNMERGE, NULL);
}

/**
 * ent_change_erase:
 * @self: a change
 * @kind: the kind of the record
 * @id: its id
 *
 * Erases a record with its history, everywhere. Only its id and the date stay. Cannot be undone.
 */
void
ent_change_erase (EntChange *self, const EntKind *kind, const EntId *id)
{
  g_return_if_fail (ENT_IS_CHANGE (self));
  g_return_if_fail (kind != NULL && id != NULL);

  add_intent (self, kind, id, ENT_INTENT_ERASE, NULL);
}

/**
 * ent_change_get_n_operations:
 * @self: a change
 *
 * Returns: how much it does: values set, elements, deletes …, and records made
 */
guint
ent_change_get_n_operations (EntChange *self)
{
  guint n;

  g_return_val_if_fail (ENT_IS_CHANGE (self), 0);

  n = self->intents->len;
  for (guint i = 0; i < self->records->len; i++)
    n += g_array_index (self->records, EntChangeRecord, i).is_new;
  return n;
}

/**
 * ent_change_is_empty:
 * @self: a change
 *
 * Returns: whether there is nothing in it
 */
gboolean
ent_change_is_empty (EntChange *self)
{
  g_return_val_if_fail (ENT_IS_CHANGE (self), TRUE);

  return ent_change_get_n_operations (self) == 0;
}
