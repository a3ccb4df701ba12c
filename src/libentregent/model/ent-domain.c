/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "Entregent"

#include "config.h"

#include <idn2.h>
#include <string.h>

#include "ent-domain-private.h"

EntDomainStatus
ent_domain_check_ascii (const char *domain, gsize length, guint *n_labels, gboolean *numeric_top)
{
  gsize label = 0;
  gboolean numeric = TRUE;
  guint labels = 1;

  if (length == 0)
    return ENT_DOMAIN_BAD;

  for (gsize i = 0; i < length; i++)
    {
      char c = domain[i];

      if (c == '.')
        {
          if (label == 0 || domain[i - 1] == '-')
            return ENT_DOMAIN_BAD;
          label = 0;
          numeric = TRUE;
          labels++;
          continue;
        }
      if (!g_ascii_isalnum (c) && (c != '-' || label == 0))
        return ENT_DOMAIN_BAD;
      if (++label > ENT_DOMAIN_MAX_LABEL)
        return ENT_DOMAIN_TOO_LONG;
      numeric = numeric && g_ascii_isdigit (c);
    }

  if (label == 0 || domain[length - 1] == '-')
    return ENT_DOMAIN_BAD;
  if (length > ENT_DOMAIN_MAX)
    return ENT_DOMAIN_TOO_LONG;

  *n_labels = labels;
  *numeric_top = numeric;
  return ENT_DOMAIN_OK;
}

static gboolean
needs_idna (const char *domain, gsize length)
{
  for (gsize i = 0; i < length; i++)
    {
      if ((guchar) domain[i] >= 0x80)
        return TRUE;
      if ((i == 0 || domain[i - 1] == '.') && length - i >= 4 && g_ascii_strncasecmp (domain + i, "xn--", 4) == 0)
        return TRUE;
    }

  return FALSE;
}

char *
ent_domain_to_ascii (const char *domain, gsize length)
{
  g_autofree char *copy = NULL;
  char *converted = NULL;
  guint n_labels;
  gboolean numeric_top;
  int result;

  /* Far above what a name of 255 octets can look like in UTF-8. */
  if (length == 0 || length > 4 * ENT_DOMAIN_MAX)
    return NULL;

  copy = g_strndup (domain, length);
  if (needs_idna (domain, length))
    {
      char *ours;

      if (!g_utf8_validate (copy, -1, NULL))
        return NULL;
      result = idn2_lookup_u8 ((const guint8 *) copy, (guint8 **) &converted, IDN2_NFC_INPUT | IDN2_NONTRANSITIONAL);
      if (result != IDN2_OK)
        return NULL;
      ours = g_ascii_strdown (converted, -1);
      idn2_free (converted);
      g_free (copy);
      copy = ours;
    }
  else
    {
      for (char *p = copy; *p != '\0'; p++)
        *p = g_ascii_tolower (*p);
    }

  if (ent_domain_check_ascii (copy, strlen (copy), &n_labels, &numeric_top) != ENT_DOMAIN_OK)
    return NULL;

  return g_steal_pointer (&copy);
}

char *
ent_domain_to_unicode (const char *domain)
{
  char *converted = NULL;
  char *ours;

  if (!needs_idna (domain, strlen (domain)) ||
      idn2_to_unicode_8z8z (domain, &converted, IDN2_NONTRANSITIONAL) != IDN2_OK)
    return g_strdup (domain);

  ours = g_strdup (converted);
  idn2_free (converted);
  return ours;
}
