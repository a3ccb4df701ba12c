/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* How a program writes its tables, as a user may describe it: the file is refused with a reason, or every column of it
 * can be asked for. */

#include <string.h>

#include "ent-import-layout-private.h"
#include "fuzz-target.h"

static void
check_text (const char *text)
{
  g_assert_true (text == NULL || g_utf8_validate (text, -1, NULL));
}

static void
check_list (const char *const *texts)
{
  for (guint i = 0; texts != NULL && texts[i] != NULL; i++)
    check_text (texts[i]);
}

static void
check_column (const EntImportLayout *layout, const char *name)
{
  for (guint nth = 1; nth <= 2; nth++)
    {
      const char *field_key = ent_import_layout_get_field_key (layout, name, nth);

      check_text (field_key);
      check_text (ent_import_layout_get_other_key (layout, name, nth));
      check_list (ent_import_layout_get_joined (layout, name, nth));
      /* What another column brings along goes nowhere by itself. */
      if (ent_import_layout_is_joined (layout, name, nth))
        g_assert_cmpstr (field_key, ==, "");
    }
  check_text (ent_import_layout_get_meaning (layout, name, "Closed Won"));
}

static void
check_layout (const EntImportLayout *layout, const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", 64);
  g_autofree char *id = ent_import_layout_dup_id (layout, "0034W00002AbCdEQAV");

  g_assert_nonnull (ent_import_layout_get_kind (layout));
  check_text (ent_import_layout_get_program (layout));
  check_text (ent_import_layout_get_rows_column (layout));
  if (ent_import_layout_get_rows_column (layout) != NULL)
    ent_import_layout_takes_row (layout, "true");
  check_list (ent_import_layout_get_set (layout));
  check_text (id);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      char *equals = strchr (lines[i], '=');

      if (equals != NULL)
        *equals = '\0';
      check_column (layout, lines[i]);
    }
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);
  g_autofree char *text = g_strndup ((const char *) data, size);
  g_autoptr (GError) error = NULL;
  g_autoptr (EntImportLayout) layout = ent_import_layout_new ("fuzz.ini", bytes, &error);

  if (layout != NULL)
    check_layout (layout, text);
  else
    {
      g_assert_nonnull (error);
      check_text (error->message);
    }
  return 0;
}
