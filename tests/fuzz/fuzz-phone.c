/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A phone number: what it was made into is a number that stays as it is. */

#include <string.h>

#include "ent-phone-module-private.h"
#include "ent-phone.h"
#include "ent-placeholder.h"
#include "fuzz-target.h"

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  static const char *const regions[] = { NULL, "FR", "DE", "US", "IT", "AR", "JP", "nonsense" };
  g_autofree char *text = NULL;
  g_autofree char *shown = NULL;
  EntPhone phone, again;

  g_assert_nonnull (ent_phone_module_get ());
  if (size < 1)
    return 0;
  text = g_strndup ((const char *) data + 1, size - 1);
  if (g_utf8_validate (text, -1, NULL))
    ent_placeholder_check (text, ENT_PLACEHOLDER_PHONE);

  if (!ent_phone_normalize (text, regions[data[0] % G_N_ELEMENTS (regions)], &phone))
    {
      g_assert_cmpstr (phone.e164, ==, "");
      return 0;
    }

  g_assert_cmpint (phone.e164[0], ==, '+');
  g_assert_cmpuint (strspn (phone.e164 + 1, "0123456789"), ==, strlen (phone.e164 + 1));
  g_assert_cmpuint (strspn (phone.extension, "0123456789"), ==, strlen (phone.extension));
  shown = ent_phone_format_international (phone.e164, phone.extension);
  g_assert_true (g_utf8_validate (shown, -1, NULL));
  if (phone.status == ENT_PHONE_VALID)
    {
      g_assert_true (ent_phone_normalize (phone.e164, NULL, &again));
      g_assert_cmpstr (again.e164, ==, phone.e164);
    }
  return 0;
}
