/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "EntGtk"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "ent-gtk-editor.h"

struct _EntGtkEditor
{
  GObject parent_instance;

  EntStore *store;
  const EntKind *kind;
  EntRecord *record; /* NULL for a draft */
  GHashTable *draft; /* EntField → EntValue; NULL for a record */
};

enum
{
  CHANGED,
  COMMITTED,
  REFUSED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (EntGtkEditor, ent_gtk_editor, G_TYPE_OBJECT)

/* One value on its way to the book. */
typedef struct
{
  EntGtkEditor *editor;
  const EntField *field; /* NULL: several, or none that could show an error */
  EntRecord *base;       /* what was seen when it was given */
  EntValue value;
  gboolean is_set; /* a plain set, which can be tried again */
  char *label;
  GTask *task; /* of one who waits for it, or NULL */
} Commit;

static void
commit_free (Commit *commit)
{
  g_clear_object (&commit->editor);
  g_clear_object (&commit->base);
  g_clear_object (&commit->task);
  ent_value_clear (&commit->value);
  g_free (commit->label);
  g_free (commit);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Commit, commit_free)

static void start_set (Commit *commit, EntRecord *base);

/* Somebody changed the record meanwhile. When it was another field, that is no reason to ask. */
static void
reread_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Commit) commit = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (EntRecord) now = ent_store_get_record_finish (ENT_STORE (source), result, &error);

  if (now == NULL)
    {
      g_signal_emit (commit->editor, signals[REFUSED], 0, commit->field, error->message);
      return;
    }
  if (ent_value_equal (ent_record_get_value (now, commit->field), ent_record_get_value (commit->base, commit->field)))
    {
      start_set (g_steal_pointer (&commit), now);
      return;
    }
  ent_gtk_editor_set_record (commit->editor, now);
  g_signal_emit (commit->editor, signals[REFUSED], 0, commit->field,
                 _("This was changed meanwhile. Look at the new value, then apply yours again to replace it."));
}

static void
committed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Commit) commit = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (EntReceipt) receipt = ent_store_commit_finish (ENT_STORE (source), result, &error);

  if (receipt != NULL)
    {
      g_signal_emit (commit->editor, signals[COMMITTED], 0, commit->label, receipt);
      if (commit->task != NULL)
        g_task_return_boolean (commit->task, TRUE);
      return;
    }
  if (commit->task != NULL)
    {
      g_task_return_error (commit->task, g_steal_pointer (&error));
      return;
    }
  if (commit->is_set && g_error_matches (error, ENT_ERROR, ENT_ERROR_REVISION))
    {
      const EntKind *kind = commit->editor->kind;
      const EntId *id = ent_record_get_id (commit->base);

      ent_store_get_record_async (ENT_STORE (source), kind, id, NULL, reread_cb, g_steal_pointer (&commit));
      return;
    }
  g_signal_emit (commit->editor, signals[REFUSED], 0, commit->field, error->message);
}

static void
start_set (Commit *commit, EntRecord *base)
{
  EntGtkEditor *self = commit->editor;
  g_autoptr (EntChange) change = ent_change_new (self->store);
  const EntId *id = ent_record_get_id (base);

  g_set_object (&commit->base, base);
  ent_change_set_source (change, "form");
  ent_change_set_label (change, commit->label);
  ent_change_expect_revision (change, self->kind, id, ent_record_get_revision (base));
  ent_change_set (change, self->kind, id, commit->field, &commit->value);
  ent_store_commit_async (self->store, change, NULL, committed_cb, commit);
}

static void
ent_gtk_editor_finalize (GObject *object)
{
  EntGtkEditor *self = ENT_GTK_EDITOR (object);

  g_clear_object (&self->store);
  g_clear_object (&self->record);
  g_clear_pointer (&self->draft, g_hash_table_unref);

  G_OBJECT_CLASS (ent_gtk_editor_parent_class)->finalize (object);
}

static void
ent_gtk_editor_class_init (EntGtkEditorClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = ent_gtk_editor_finalize;

  /**
   * EntGtkEditor::changed:
   * @self: an editor
   *
   * There are other values than before: rows show them.
   */
  signals[CHANGED] =
      g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  /**
   * EntGtkEditor::committed:
   * @self: an editor
   * @label: what was done, for a toast
   * @receipt: (type EntReceipt): what the book says to it
   *
   * A change is in the book.
   */
  signals[COMMITTED] = g_signal_new ("committed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                     G_TYPE_NONE, 2, G_TYPE_STRING, ENT_TYPE_RECEIPT);

  /**
   * EntGtkEditor::refused:
   * @self: an editor
   * @field: (type gpointer) (nullable): the field concerned, an EntField
   * @message: why, translated
   *
   * A change was not taken.
   */
  signals[REFUSED] = g_signal_new ("refused", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 2, G_TYPE_POINTER, G_TYPE_STRING);
}

static void
ent_gtk_editor_init (EntGtkEditor *self)
{
}

/**
 * ent_gtk_editor_new:
 * @store: the book
 *
 * Makes an editor for records of the book; give it one with [method@Editor.set_record].
 *
 * Returns: (transfer full): a new editor
 */
EntGtkEditor *
ent_gtk_editor_new (EntStore *store)
{
  EntGtkEditor *self = g_object_new (ENT_GTK_TYPE_EDITOR, NULL);

  self->store = g_object_ref (store);

  return self;
}

/**
 * ent_gtk_editor_new_draft:
 * @store: the book
 * @kind: a kind of record or element
 *
 * Makes an editor for something that is not in the book yet.
 *
 * Returns: (transfer full): a new editor
 */
EntGtkEditor *
ent_gtk_editor_new_draft (EntStore *store, const EntKind *kind)
{
  EntGtkEditor *self = ent_gtk_editor_new (store);

  self->kind = kind;
  self->draft = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) ent_value_free);

  return self;
}

/**
 * ent_gtk_editor_is_draft:
 * @self: an editor
 *
 * Gets whether values wait until the form is accepted.
 *
 * Returns: whether it is an editor of a draft
 */
gboolean
ent_gtk_editor_is_draft (EntGtkEditor *self)
{
  g_return_val_if_fail (ENT_GTK_IS_EDITOR (self), FALSE);

  return self->draft != NULL;
}

/**
 * ent_gtk_editor_get_store:
 * @self: an editor
 *
 * Gets the book that it writes to.
 *
 * Returns: (transfer none): the book
 */
EntStore *
ent_gtk_editor_get_store (EntGtkEditor *self)
{
  g_return_val_if_fail (ENT_GTK_IS_EDITOR (self), NULL);

  return self->store;
}

/**
 * ent_gtk_editor_get_kind:
 * @self: an editor
 *
 * Gets the kind of what is edited.
 *
 * Returns: (transfer none) (nullable): the kind, or %NULL before there is a record
 */
const EntKind *
ent_gtk_editor_get_kind (EntGtkEditor *self)
{
  g_return_val_if_fail (ENT_GTK_IS_EDITOR (self), NULL);

  return self->kind;
}

/**
 * ent_gtk_editor_get_record:
 * @self: an editor
 *
 * Gets the record as it was last read.
 *
 * Returns: (transfer none) (nullable): the record, %NULL for a draft
 */
EntRecord *
ent_gtk_editor_get_record (EntGtkEditor *self)
{
  g_return_val_if_fail (ENT_GTK_IS_EDITOR (self), NULL);

  return self->record;
}

/**
 * ent_gtk_editor_set_record:
 * @self: an editor that is none of a draft
 * @record: the record, as it was just read
 *
 * Gives the editor a record, or a newer copy of the one it has.
 */
void
ent_gtk_editor_set_record (EntGtkEditor *self, EntRecord *record)
{
  g_return_if_fail (ENT_GTK_IS_EDITOR (self) && self->draft == NULL);
  g_return_if_fail (ENT_IS_RECORD (record));

  g_set_object (&self->record, record);
  self->kind = ent_record_get_kind (record);
  g_signal_emit (self, signals[CHANGED], 0);
}

/**
 * ent_gtk_editor_get_value:
 * @self: an editor
 * @field: a field
 *
 * Gets the present value of a field.
 *
 * Returns: (transfer none) (nullable): the value
 */
const EntValue *
ent_gtk_editor_get_value (EntGtkEditor *self, const EntField *field)
{
  g_return_val_if_fail (ENT_GTK_IS_EDITOR (self) && field != NULL, NULL);

  if (self->draft != NULL)
    return g_hash_table_lookup (self->draft, field);

  return self->record != NULL ? ent_record_get_value (self->record, field) : NULL;
}

static gboolean
is_nothing (const EntValue *value)
{
  return value == NULL || value->type == ENT_VALUE_NOTHING;
}

/**
 * ent_gtk_editor_set_value:
 * @self: an editor
 * @field: a field
 * @value: its new value; one of type nothing clears it
 *
 * Commits the value, or keeps it in the draft. Giving a field the value that it has does nothing.
 */
void
ent_gtk_editor_set_value (EntGtkEditor *self, const EntField *field, const EntValue *value)
{
  const EntValue *old;
  Commit *commit;

  g_return_if_fail (ENT_GTK_IS_EDITOR (self) && field != NULL && value != NULL);

  old = ent_gtk_editor_get_value (self, field);
  if (is_nothing (old) ? is_nothing (value) : ent_value_equal (old, value))
    return;
  if (self->draft != NULL)
    {
      g_hash_table_insert (self->draft, (gpointer) field, ent_value_copy (value));
      g_signal_emit (self, signals[CHANGED], 0);
      return;
    }
  g_return_if_fail (self->record != NULL);

  commit = g_new0 (Commit, 1);
  commit->editor = g_object_ref (self);
  commit->field = field;
  commit->is_set = TRUE;
  ent_value_copy_to (value, &commit->value);
  /* Translators: what a person just did, in a notice with an Undo button: the name of a field. */
  commit->label = g_strdup_printf (_("%s changed"), ent_field_get_label (field));
  start_set (commit, self->record);
}

/**
 * ent_gtk_editor_get_currency:
 * @self: an editor
 * @field: a field
 *
 * Gets the currency of an amount: that of the record, else of the book.
 *
 * Returns: (transfer none) (nullable): an ISO 4217 code; %NULL if the field is not an amount
 */
const char *
ent_gtk_editor_get_currency (EntGtkEditor *self, const EntField *field)
{
  const EntField *currency;
  const EntValue *value;

  g_return_val_if_fail (ENT_GTK_IS_EDITOR (self) && field != NULL, NULL);

  if (field->type != ENT_FIELD_MONEY)
    return NULL;
  currency = field->of != NULL ? ent_kind_get_field (self->kind, field->of) : NULL;
  value = currency != NULL ? ent_gtk_editor_get_value (self, currency) : NULL;
  if (value != NULL && value->type == ENT_VALUE_TEXT && *value->text != '\0')
    return value->text;

  return ent_store_get_currency (self->store);
}

/**
 * ent_gtk_editor_get_reference_title:
 * @self: an editor
 * @field: a reference
 *
 * Gets what the record is called that a field points to, as far as it was read with the record.
 *
 * Returns: (transfer none) (nullable): the title
 */
const char *
ent_gtk_editor_get_reference_title (EntGtkEditor *self, const EntField *field)
{
  g_return_val_if_fail (ENT_GTK_IS_EDITOR (self) && field != NULL, NULL);

  return self->record != NULL ? ent_record_get_reference_label (self->record, field) : NULL;
}

/**
 * ent_gtk_editor_has_conflict:
 * @self: an editor
 * @field: a field
 *
 * Gets whether two people changed the field without knowing of each other.
 *
 * Returns: whether they did
 */
gboolean
ent_gtk_editor_has_conflict (EntGtkEditor *self, const EntField *field)
{
  g_return_val_if_fail (ENT_GTK_IS_EDITOR (self) && field != NULL, FALSE);

  return self->record != NULL && ent_record_has_conflict (self->record, field);
}

/**
 * ent_gtk_editor_apply_to:
 * @self: an editor of a draft
 * @change: a change to which the record was added
 * @id: the record's id
 *
 * Puts the draft's values into a change.
 */
void
ent_gtk_editor_apply_to (EntGtkEditor *self, EntChange *change, const EntId *id)
{
  GHashTableIter iter;
  gpointer field, value;

  g_return_if_fail (ENT_GTK_IS_EDITOR (self) && self->draft != NULL);

  g_hash_table_iter_init (&iter, self->draft);
  while (g_hash_table_iter_next (&iter, &field, &value))
    if (!is_nothing (value))
      ent_change_set (change, self->kind, id, field, value);
}

/**
 * ent_gtk_editor_dup_element:
 * @self: an editor of a draft whose kind is one of elements
 *
 * Makes the element that the draft describes.
 *
 * Returns: (transfer full): a new element
 */
EntElement *
ent_gtk_editor_dup_element (EntGtkEditor *self)
{
  EntElement *element;
  GHashTableIter iter;
  gpointer field, value;

  g_return_val_if_fail (ENT_GTK_IS_EDITOR (self) && self->draft != NULL && self->kind->is_element, NULL);

  element = ent_element_new (self->kind);
  g_hash_table_iter_init (&iter, self->draft);
  while (g_hash_table_iter_next (&iter, &field, &value))
    if (!is_nothing (value))
      ent_element_set_value (element, field, value);

  return element;
}

static void
start_change (EntGtkEditor *self,
              EntChange *change,
              const EntField *field,
              const char *label,
              GCancellable *cancellable,
              GTask *task)
{
  Commit *commit = g_new0 (Commit, 1);

  commit->editor = g_object_ref (self);
  commit->field = field;
  commit->label = g_strdup (label);
  commit->task = task;
  g_set_object (&commit->base, self->record);
  ent_change_set_source (change, "form");
  ent_change_set_label (change, label);
  ent_store_commit_async (self->store, change, cancellable, committed_cb, commit);
}

/**
 * ent_gtk_editor_commit:
 * @self: an editor
 * @change: a change that is more than one value
 * @field: (nullable): the field concerned, which shows an error
 * @label: what it does, for toast and undo
 *
 * Commits a change that was built elsewhere; [signal@Editor::committed] or [signal@Editor::refused] tells what came of
 * it.
 */
void
ent_gtk_editor_commit (EntGtkEditor *self, EntChange *change, const EntField *field, const char *label)
{
  g_return_if_fail (ENT_GTK_IS_EDITOR (self) && ENT_IS_CHANGE (change));

  start_change (self, change, field, label, NULL, NULL);
}

/**
 * ent_gtk_editor_commit_async:
 * @self: an editor
 * @change: a change that is more than one value
 * @label: what it does, for toast and undo
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is in the book, or was refused
 * @user_data: for the callback
 *
 * Commits a change for one who waits for it. [signal@Editor::committed] tells everybody that it is in the book, as
 * after [method@Editor.commit]; that it was refused is told to the one who waits only.
 */
void
ent_gtk_editor_commit_async (EntGtkEditor *self,
                             EntChange *change,
                             const char *label,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  GTask *task;

  g_return_if_fail (ENT_GTK_IS_EDITOR (self) && ENT_IS_CHANGE (change));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, ent_gtk_editor_commit_async);
  /* What went into the book is told as such, also when it was cancelled too late. */
  g_task_set_check_cancellable (task, FALSE);
  start_change (self, change, NULL, label, cancellable, task);
}

/**
 * ent_gtk_editor_commit_finish:
 * @self: an editor
 * @result: the result given to the callback
 * @error: return location for an error of the book
 *
 * Gets what came of ent_gtk_editor_commit_async().
 *
 * Returns: whether the change is in the book
 */
gboolean
ent_gtk_editor_commit_finish (EntGtkEditor *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
