/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The values of a record's custom fields, as they stand in the file of a book: what is taken is written as what it was.
 */

#include "ent-writer-private.h"
#include "fuzz-target.h"

static gboolean
read_values (GString *json, const char *text, gsize size)
{
  g_autoptr (EntState) state = ent_state_new ();

  state->has_initial = TRUE;
  if (!ent_custom_read (state, text, size))
    return FALSE;
  ent_custom_write (json, state);
  return TRUE;
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GString) first = g_string_new (NULL);
  g_autoptr (GString) second = g_string_new (NULL);

  if (!read_values (first, (const char *) data, size) || first->len == 0)
    return 0;
  g_assert_true (g_utf8_validate_len (first->str, first->len, NULL));
  g_assert_true (read_values (second, first->str, first->len));
  g_assert_cmpstr (second->str, ==, first->str);
  return 0;
}
