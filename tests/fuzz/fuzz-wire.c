/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A group of changes as it comes from another device: refused, or understood and written the same from then on. */

#include "ent-wire-private.h"
#include "fuzz-target.h"

static void
check_equal (const EntWireGroup *group, const EntWireGroup *again)
{
  g_assert_cmpuint (again->oseq, ==, group->oseq);
  g_assert_cmpstr (again->source, ==, group->source);
  g_assert_cmpuint (again->n_changes, ==, group->n_changes);
  for (guint i = 0; i < group->n_changes; i++)
    g_assert_cmpmem (again->changes[i].body, again->changes[i].body_size, group->changes[i].body,
                     group->changes[i].body_size);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_auto (EntBytes) first = ENT_BYTES_INIT;
  g_auto (EntBytes) second = ENT_BYTES_INIT;
  g_auto (EntWireGroup) group = { 0 };
  g_auto (EntWireGroup) again = { 0 };
  g_autoptr (GError) error = NULL;

  if (!ent_wire_group_decode (&group, data, size, &error))
    {
      g_assert_nonnull (error);
      return 0;
    }
  for (guint i = 0; i < group.n_changes; i++)
    fuzz_touch (group.changes[i].body, group.changes[i].body_size);
  ent_wire_group_encode (&group, &first);
  g_assert_true (ent_wire_group_decode (&again, first.data, first.len, NULL));
  check_equal (&group, &again);
  ent_wire_group_encode (&again, &second);
  g_assert_cmpmem (first.data, first.len, second.data, second.len);
  return 0;
}
