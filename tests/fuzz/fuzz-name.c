/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A person's name: the parts are words of it, in UTF-8 and not empty, and can be put together again. */

#include <string.h>

#include "ent-name.h"
#include "fuzz-target.h"

static void
check_part (const char *part)
{
  if (part == NULL)
    return;
  g_assert_cmpint (*part, !=, '\0');
  g_assert_true (g_utf8_validate (part, -1, NULL));
  fuzz_touch (part, strlen (part) + 1);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  static const char *const regions[] = { NULL, "FR", "ES", "HU", "VN", "JP", "BR", "nonsense" };
  g_auto (EntName) name = { 0 };
  g_autofree char *text = NULL;
  g_autofree char *joined = NULL;
  g_autofree char *listed = NULL;
  g_autofree char *initials = NULL;
  EntNameFlags flags;

  if (size < 1)
    return 0;
  text = g_strndup ((const char *) data + 1, size - 1);
  if (!g_utf8_validate (text, -1, NULL))
    return 0;

  initials = ent_name_dup_initials (text);
  g_assert_true (g_utf8_validate (initials, -1, NULL));
  if (!ent_name_split (text, regions[data[0] % G_N_ELEMENTS (regions)], &name, &flags))
    {
      g_assert_null (name.given);
      g_assert_null (name.family);
      return 0;
    }

  check_part (name.prefix);
  check_part (name.given);
  check_part (name.middle);
  check_part (name.family);
  check_part (name.suffix);
  check_part (name.nickname);
  joined = ent_name_join (&name);
  listed = ent_name_join_listed (&name);
  check_part (joined);
  check_part (listed);
  return 0;
}
