/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <inttypes.h>

#include <glib/gi18n-lib.h>

#include "ent-import-apply-private.h"
#include "ent-import-settle-private.h"

/* A group holds the writer for some 25 ms. */
#define GROUP 256

typedef struct
{
  EntImportIds *ids;
  EntStore *store;
  const EntId *batch;
  const char *label;
  GCancellable *cancellable;
  GArray *group;   /* EntImportWaiting; its text is the list's */
  GArray *targets; /* EntId */
  guint64 n_lost;
  char *lost; /* the first one */
  guint64 lost_line;
  guint64 n_refused;
  char *refused; /* why, of the first one */
  guint64 refused_line;
} Settling;

static void
lose (Settling *self, const EntImportWaiting *waiting)
{
  self->n_lost++;
  if (self->lost != NULL)
    return;
  self->lost = g_strdup_printf ("%s %s", ent_field_get_label (waiting->field), waiting->value);
  self->lost_line = waiting->line;
}

static void
refuse (Settling *self, const EntImportWaiting *waiting, const GError *reason)
{
  self->n_refused++;
  if (self->refused != NULL)
    return;
  self->refused = g_strdup (reason->message);
  self->refused_line = waiting->line;
}

static gboolean
commit (Settling *self, guint first, guint n, GError **error)
{
  g_autoptr (EntChange) change = ent_import_change_new (self->store, self->batch, self->label);
  g_autoptr (EntReceipt) receipt = NULL;

  for (guint i = first; i < first + n; i++)
    {
      const EntImportWaiting *waiting = &g_array_index (self->group, EntImportWaiting, i);
      g_auto (EntValue) value = ENT_VALUE_INIT;

      ent_value_set_id (&value, &g_array_index (self->targets, EntId, i));
      if (ent_field_is_set (waiting->field))
        ent_change_add_element (change, waiting->kind, &waiting->id, waiting->field, &value);
      else
        ent_change_set (change, waiting->kind, &waiting->id, waiting->field, &value);
    }
  receipt = ent_store_commit_sync (self->store, change, self->cancellable, error);
  return receipt != NULL;
}

/* One that the book refuses, such as a firm that would be part of itself, is left out by itself. */
static gboolean
flush (Settling *self, GError **error)
{
  g_autoptr (GError) group_error = NULL;
  guint n = self->group->len;

  if (n > 0 && self->batch != NULL && !commit (self, 0, n, &group_error))
    {
      if (!ent_import_is_of_row (group_error))
        {
          g_propagate_error (error, g_steal_pointer (&group_error));
          return FALSE;
        }
      for (guint i = 0; i < n; i++)
        {
          g_autoptr (GError) local_error = NULL;

          if (commit (self, i, 1, &local_error))
            continue;
          if (!ent_import_is_of_row (local_error))
            {
              g_propagate_error (error, g_steal_pointer (&local_error));
              return FALSE;
            }
          refuse (self, &g_array_index (self->group, EntImportWaiting, i), local_error);
        }
    }
  g_array_set_size (self->group, 0);
  g_array_set_size (self->targets, 0);
  return TRUE;
}

static gboolean
settle_all (Settling *self, GError **error)
{
  GArray *all = ent_import_ids_get_waiting (self->ids);

  for (guint i = 0; i < all->len; i++)
    {
      EntImportWaiting waiting = g_array_index (all, EntImportWaiting, i);
      EntId target;

      if (!ent_import_ids_find_either (self->ids, waiting.field, waiting.other, waiting.source, waiting.value,
                                       &waiting.field, &target, self->cancellable, error))
        return FALSE;
      if (ent_id_is_null (&target))
        {
          lose (self, &waiting);
          continue;
        }
      g_array_append_val (self->group, waiting);
      g_array_append_val (self->targets, target);
      if (self->group->len == GROUP && !flush (self, error))
        return FALSE;
    }
  return flush (self, error);
}

gboolean
ent_import_settle (EntImportIds *ids,
                   EntStore *store,
                   const EntId *batch,
                   const char *label,
                   GPtrArray *notes,
                   GCancellable *cancellable,
                   GError **error)
{
  g_autoptr (GArray) group = g_array_new (FALSE, FALSE, sizeof (EntImportWaiting));
  g_autoptr (GArray) targets = g_array_new (FALSE, FALSE, sizeof (EntId));
  Settling self = { ids, store, batch, label, cancellable, group, targets, 0, NULL, 0 };
  gboolean done = settle_all (&self, error);

  if (done && self.n_lost > 0)
    g_ptr_array_add (notes,
                     g_strdup_printf (
                         /* Translators: first a number; then a field and an id that another program gave ("Account
                            4711"), then the number of a line. */
                         g_dngettext (GETTEXT_PACKAGE,
                                      "%" PRIu64
                                      " reference was left out, because what it refers to is in none of the files: "
                                      "%s (line %" PRIu64 "). Import that file too, and this one again.",
                                      "%" PRIu64
                                      " references were left out, because what they refer to is in none of the "
                                      "files, the first one %s (line %" PRIu64
                                      "). Import those files too, and this one again.",
                                      (gulong) self.n_lost),
                         self.n_lost, self.lost, self.lost_line));
  if (done && self.n_refused > 0)
    g_ptr_array_add (notes,
                     g_strdup_printf (
                         /* Translators: first a number, then the number of a line and a whole sentence on why. */
                         g_dngettext (GETTEXT_PACKAGE, "%" PRIu64 " reference was left out (line %" PRIu64 "): %s",
                                      "%" PRIu64 " references were left out, the first one in line %" PRIu64 ": %s",
                                      (gulong) self.n_refused),
                         self.n_refused, self.refused_line, self.refused));
  g_free (self.lost);
  g_free (self.refused);
  return done;
}
