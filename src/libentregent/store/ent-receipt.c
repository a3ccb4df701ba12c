/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "Entregent"

#include "config.h"

#include "ent-receipt-private.h"

struct _EntReceipt
{
  gatomicrefcount ref_count;
  gint64 group;
  char **warnings;
};

G_DEFINE_BOXED_TYPE (EntReceipt, ent_receipt, ent_receipt_ref, ent_receipt_unref)

EntReceipt *
ent_receipt_new (gint64 group, GPtrArray *warnings)
{
  EntReceipt *self = g_new0 (EntReceipt, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->group = group;
  self->warnings = g_new0 (char *, warnings->len + 1);
  for (guint i = 0; i < warnings->len; i++)
    self->warnings[i] = g_strdup (g_ptr_array_index (warnings, i));
  return self;
}

/**
 * ent_receipt_ref:
 * @self: a receipt
 *
 * Returns: (transfer full): @self, with one more reference
 */
EntReceipt *
ent_receipt_ref (EntReceipt *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

/**
 * ent_receipt_unref:
 * @self: (transfer full): a receipt
 *
 * Gives a reference back.
 */
void
ent_receipt_unref (EntReceipt *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_strfreev (self->warnings);
  g_free (self);
}

/**
 * ent_receipt_get_group:
 * @self: a receipt
 *
 * Returns: the local number of the group that was written, or 0 when there was nothing to change
 */
gint64
ent_receipt_get_group (EntReceipt *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->group;
}

/**
 * ent_receipt_get_warnings:
 * @self: a receipt
 *
 * Returns: (transfer none) (array zero-terminated=1): translated sentences; may be empty
 */
const char *const *
ent_receipt_get_warnings (EntReceipt *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return (const char *const *) self->warnings;
}
