/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* An e-mail address as a person typed it: what it was made into is an address that stays as it is. */

#include "ent-email.h"
#include "fuzz-target.h"

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree char *text = g_strndup ((const char *) data, size);
  g_autofree char *address = NULL;
  g_autofree char *key = NULL;
  g_autofree char *shown = NULL;
  g_autofree char *again = NULL;
  g_autofree char *key_again = NULL;
  EntEmailStatus status;

  if (!g_utf8_validate (text, -1, NULL))
    return 0;
  ent_email_get_kind (text);
  status = ent_email_parse (text, &address, &key);
  if (status != ENT_EMAIL_VALID && status != ENT_EMAIL_UNUSUAL)
    return 0;

  ent_email_get_kind (address);
  shown = ent_email_dup_display (address);
  g_assert_cmpint (ent_email_parse (address, &again, &key_again), ==, status);
  g_assert_cmpstr (again, ==, address);
  g_assert_cmpstr (key_again, ==, key);
  return 0;
}
