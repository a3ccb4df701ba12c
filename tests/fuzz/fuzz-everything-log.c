/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The log of an exported book, line by line: what a replica takes is exported as it was read. */

#include "ent-everything-log-private.h"
#include "ent-wire-private.h"
#include "fuzz-target.h"

/* Numbers are checked where the group is applied. */
static gboolean
is_whole (GBytes *group)
{
  g_auto (EntWireGroup) decoded = { 0 };
  gsize size;
  const guint8 *data = g_bytes_get_data (group, &size);

  return ent_wire_group_decode (&decoded, data, size, NULL);
}

static void
read_line (const char *line, gsize length)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) group = ent_everything_log_parse (line, length, &error);
  g_autoptr (GBytes) again = NULL;
  g_autoptr (GString) written = g_string_new (NULL);

  g_assert_true ((group == NULL) == (error != NULL));
  if (group == NULL || !is_whole (group))
    return;
  g_assert_true (ent_everything_log_append (written, group, &error));
  g_assert_true (g_utf8_validate_len (written->str, written->len, NULL));
  again = ent_everything_log_parse (written->str, written->len, &error);
  g_assert_no_error (error);
  g_assert_true (g_bytes_equal (group, again));
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  fuzz_each_line (data, size, read_line);
  return 0;
}
