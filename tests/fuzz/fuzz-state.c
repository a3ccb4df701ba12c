/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The packed state of a record: any bytes are refused or understood, and what is understood is written the same from
 * then on. */

#include "ent-state-private.h"
#include "fuzz-target.h"

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (EntState) state = ent_state_new ();
  g_autoptr (EntState) again = ent_state_new ();
  g_auto (EntBytes) first = ENT_BYTES_INIT;
  g_auto (EntBytes) second = ENT_BYTES_INIT;
  guint64 birth;
  guint64 modified;

  ent_state_peek_times (data, size, &birth, &modified);
  if (!ent_state_decode (state, data, size))
    return 0;

  ent_state_encode (state, &first);
  g_assert_true (ent_state_decode (again, first.data, first.len));
  ent_state_encode (again, &second);
  g_assert_cmpmem (first.data, first.len, second.data, second.len);
  return 0;
}
