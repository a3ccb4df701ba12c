/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "ent-assignment-private.h"
#include "ent-store-job-private.h"
#include "ent-text.h"

static void
entry_clear (gpointer data)
{
  EntAssignmentEntry *entry = data;

  ent_flat_key_clear (&entry->key);
  g_clear_pointer (&entry->text, g_free);
}

G_DEFINE_BOXED_TYPE (EntAssignment, ent_assignment, ent_assignment_ref, ent_assignment_free)

/**
 * ent_assignment_new:
 * @store: a book
 * @kind: the kind of the record that the values are for
 *
 * Makes an empty assignment.
 *
 * Returns: (transfer full): free it with ent_assignment_free()
 */
EntAssignment *
ent_assignment_new (EntStore *store, const EntKind *kind)
{
  EntAssignment *self;

  g_return_val_if_fail (ENT_IS_STORE (store) && kind != NULL, NULL);

  self = g_new0 (EntAssignment, 1);
  g_atomic_ref_count_init (&self->n_refs);
  self->store = g_object_ref (store);
  self->kind = kind;
  self->entries = g_array_new (FALSE, FALSE, sizeof (EntAssignmentEntry));
  g_array_set_clear_func (self->entries, entry_clear);
  return self;
}

/**
 * ent_assignment_ref:
 * @self: an assignment
 *
 * Holds it once more.
 *
 * Returns: (transfer full): the same assignment; end with ent_assignment_free()
 */
EntAssignment *
ent_assignment_ref (EntAssignment *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->n_refs);
  return self;
}

/**
 * ent_assignment_free:
 * @self: (transfer full): an assignment
 *
 * Frees it, when nobody else holds it.
 */
void
ent_assignment_free (EntAssignment *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->n_refs))
    return;
  g_clear_object (&self->store);
  g_array_unref (self->entries);
  g_free (self);
}

/**
 * ent_assignment_parse:
 * @self: an assignment
 * @text: `KEY=VALUE`, `KEY+=VALUE` or `KEY-=VALUE`
 * @error: return location
 *
 * Takes one value. `=` makes it the only one (of its type), `+=` adds to a set, `-=` takes away from one; an empty
 * value clears.
 *
 * Returns: %FALSE with %ENT_ERROR_REFUSED or %ENT_ERROR_NOT_FOUND, naming the key
 */
gboolean
ent_assignment_parse (EntAssignment *self, const char *text, GError **error)
{
  EntAssignmentEntry entry = { .operator= ENT_ASSIGN_SET };
  const char *equals;
  gsize length;
  g_autofree char *key = NULL;

  g_return_val_if_fail (self != NULL && text != NULL, FALSE);

  equals = strchr (text, '=');
  if (equals == NULL || equals == text || !g_utf8_validate (text, -1, NULL))
    {
      g_autofree char *shown = ent_text_repair (text, -1);

      g_set_error (error, ENT_ERROR, ENT_ERROR_REFUSED, _("“%s” is not of the form FIELD=VALUE."), shown);
      return FALSE;
    }

  length = equals - text;
  if (text[length - 1] == '+' || text[length - 1] == '-')
    entry.operator= text[--length] == '+' ? ENT_ASSIGN_ADD : ENT_ASSIGN_REMOVE;
  key = g_strndup (text, length);
  if (!ent_flat_key_find (&entry.key, self->store, self->kind, key, error))
    return FALSE;
  if (entry.operator!= ENT_ASSIGN_SET && entry.key.target == ENT_FLAT_FIELD && !ent_field_is_set (entry.key.set))
    {
      ent_flat_key_clear (&entry.key);
      g_set_error (error, ENT_ERROR, ENT_ERROR_REFUSED, _("“%s” has one value only; write %s=VALUE."), key, key);
      return FALSE;
    }

  entry.text = g_strstrip (g_strdup (equals + 1));
  g_array_append_val (self->entries, entry);
  return TRUE;
}

/**
 * ent_assignment_set_resolves:
 * @self: an assignment
 * @resolves: whether its values end conflicts
 *
 * With it, the value of a field replaces every one that stands against another, and a field that is in no conflict is
 * refused; without, it replaces only the one that is shown.
 */
void
ent_assignment_set_resolves (EntAssignment *self, gboolean resolves)
{
  g_return_if_fail (self != NULL);

  self->resolves = resolves;
}

/* Whether two entries speak of the same contact points, or of the same address. */
static gboolean
same_target (const EntAssignmentEntry *a, const EntAssignmentEntry *b)
{
  return a->key.target == b->key.target && a->key.set == b->key.set &&
         g_strcmp0 (a->key.channel, b->key.channel) == 0 && g_strcmp0 (a->key.type, b->key.type) == 0 &&
         a->key.group == b->key.group;
}

/* A value that ends a conflict must not become one that is set by mistake. */
static gboolean
check_conflict (const EntAssignmentTarget *target, const EntField *field, GError **error)
{
  if (!target->assignment->resolves || (target->record != NULL && ent_record_has_conflict (target->record, field)))
    return TRUE;
  g_set_error (error, ENT_ERROR, ENT_ERROR_REFUSED,
               /* Translators: the name of a field. Do not translate “set”, which is a command. */
               _("There is no conflict about “%s” to end; to change its value, use “set”."),
               ent_field_get_label (field));
  return FALSE;
}

static gboolean
apply_entries (const EntAssignmentTarget *target,
               const EntAssignmentEntry *const *entries,
               guint n_entries,
               GError **error)
{
  switch (entries[0]->key.target)
    {
    case ENT_FLAT_CONTACT_POINT:
      return ent_assignment_apply_contact_points (target, entries, n_entries, error);
    case ENT_FLAT_ADDRESS:
      return ent_assignment_apply_address (target, entries, n_entries, error);
    case ENT_FLAT_SOURCE_ID:
      return ent_assignment_apply_source_id (target, entries[0], error);
    case ENT_FLAT_FIELD:
    default:
      return ent_field_is_set (entries[0]->key.set) ? ent_assignment_apply_references (target, entries[0], error)
                                                    : ent_assignment_apply_field (target, entries[0], error);
    }
}

/**
 * ent_assignment_apply_sync:
 * @self: an assignment
 * @change: the change that the operations are added to
 * @id: the record
 * @record: (nullable): the record as it is; %NULL for one that the change adds
 * @cancellable: (nullable): a cancellable
 * @error: return location
 *
 * Turns the values into operations. References given by name are looked up in the book, so this blocks.
 *
 * Returns: %FALSE with an error that names the field; the change must then not be committed
 */
gboolean
ent_assignment_apply_sync (EntAssignment *self,
                           EntChange *change,
                           const EntId *id,
                           EntRecord *record,
                           GCancellable *cancellable,
                           GError **error)
{
  EntAssignmentTarget target = { self, self->store, change, self->kind, id, record, cancellable };
  g_autofree gboolean *applied = g_new0 (gboolean, self->entries->len + 1);

  for (guint i = 0; i < self->entries->len; i++)
    {
      const EntAssignmentEntry *entry = &g_array_index (self->entries, EntAssignmentEntry, i);
      g_autoptr (GPtrArray) same = g_ptr_array_new ();
      gboolean is_element = entry->key.target == ENT_FLAT_CONTACT_POINT || entry->key.target == ENT_FLAT_ADDRESS;

      if (applied[i])
        continue;
      if (!check_conflict (&target, entry->key.set, error))
        return FALSE;
      g_ptr_array_add (same, (gpointer) entry);
      for (guint j = i + 1; is_element && j < self->entries->len; j++)
        {
          const EntAssignmentEntry *other = &g_array_index (self->entries, EntAssignmentEntry, j);

          if (same_target (entry, other))
            {
              applied[j] = TRUE;
              g_ptr_array_add (same, (gpointer) other);
            }
        }
      if (!apply_entries (&target, (const EntAssignmentEntry *const *) same->pdata, same->len, error))
        return FALSE;
    }
  return TRUE;
}

typedef struct
{
  EntAssignment *assignment;
  EntChange *change;
  EntId id;
  EntRecord *record;
} ApplyJob;

static void
apply_job_free (gpointer data)
{
  ApplyJob *job = data;

  ent_assignment_free (job->assignment);
  g_object_unref (job->change);
  g_clear_object (&job->record);
  g_free (job);
}

static gboolean
run_apply_job (EntStore *store, gpointer data, GCancellable *cancellable, GError **error)
{
  const ApplyJob *job = data;

  return ent_assignment_apply_sync (job->assignment, job->change, &job->id, job->record, cancellable, error);
}

/**
 * ent_assignment_apply_async:
 * @self: an assignment
 * @change: the change that the operations are added to
 * @id: the record
 * @record: (nullable): the record as it is; %NULL for one that the change adds
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * As [method@Assignment.apply_sync], on a thread of the store, which @self and @change belong to until @callback was
 * called.
 */
void
ent_assignment_apply_async (EntAssignment *self,
                            EntChange *change,
                            const EntId *id,
                            EntRecord *record,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  ApplyJob *job;

  g_return_if_fail (self != NULL);
  g_return_if_fail (ENT_IS_CHANGE (change));
  g_return_if_fail (id != NULL);

  job = g_new0 (ApplyJob, 1);
  job->assignment = ent_assignment_ref (self);
  job->change = g_object_ref (change);
  job->id = *id;
  g_set_object (&job->record, record);
  ent_store_start_read (self->store, ent_assignment_apply_async, run_apply_job, job, apply_job_free, cancellable,
                        callback, user_data);
}

/**
 * ent_assignment_apply_finish:
 * @self: an assignment
 * @result: what the callback was given
 * @error: return location
 *
 * Returns: %FALSE with an error that names the field; the change must then not be committed
 */
gboolean
ent_assignment_apply_finish (EntAssignment *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return ent_store_finish_job (self->store, result, ent_assignment_apply_async, error) != NULL;
}
