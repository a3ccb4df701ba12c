/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "ent-email.h"
#include "ent-import-split-private.h"
#include "ent-phone.h"

#define MAX_PARTS 16

typedef gboolean (*IsOne) (const char *part, const char *country);

static gboolean
is_email (const char *part, const char *country)
{
  return ent_email_parse (part, NULL, NULL) == ENT_EMAIL_VALID;
}

static gboolean
is_phone (const char *part, const char *country)
{
  EntPhone phone;

  return ent_phone_normalize (part, country, &phone) && !phone.more;
}

/* NULL: there is but one, or something else among them. */
static char **
split (const char *text, const char *country, IsOne is_one)
{
  g_auto (GStrv) slashed = g_strsplit (text, " / ", MAX_PARTS);
  g_autofree char *joined = g_strjoinv (";", slashed);
  g_auto (GStrv) parts = g_strsplit_set (joined, ";,\n", MAX_PARTS);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  guint n = 0;

  for (guint i = 0; parts[i] != NULL; i++)
    {
      if (*g_strstrip (parts[i]) == '\0')
        continue;
      if (!is_one (parts[i], country))
        return NULL;
      g_strv_builder_add (builder, parts[i]);
      n++;
    }
  return n > 1 ? g_strv_builder_end (builder) : NULL;
}

char **
ent_import_split_emails (const char *text)
{
  return split (text, NULL, is_email);
}

char **
ent_import_split_phones (const char *text, const char *country)
{
  return is_phone (text, country) ? NULL : split (text, country, is_phone);
}
