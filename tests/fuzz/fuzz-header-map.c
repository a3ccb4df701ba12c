/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The headers of a table, one a line. */

#include "ent-header-map-private.h"
#include "fuzz-target.h"

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree char *text = g_strndup ((const char *) data, MIN (size, 2048));
  g_auto (GStrv) headers = NULL;
  g_autoptr (EntHeaderMap) map = NULL;
  guint n;

  if (!g_utf8_validate (text, -1, NULL))
    return 0;
  headers = g_strsplit (text, "\n", 40);
  n = g_strv_length (headers);
  map = ent_header_map_new ((const char *const *) headers, n, -1);
  g_assert_cmpuint (map->n_columns, ==, n);
  for (guint c = 0; c < n; c++)
    {
      const EntHeaderColumn *column = &map->columns[c];

      g_assert_cmpint (column->of, <, (int) n);
      if (column->role == ENT_HEADER_ROLE_VALUE || column->role == ENT_HEADER_ROLE_TYPE)
        g_assert_nonnull (column->field_key);
    }
  return 0;
}
