/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* RFC 1035 and RFC 5321, in octets. */
#define ENT_DOMAIN_MAX_LABEL 63
#define ENT_DOMAIN_MAX 255

typedef enum
{
  ENT_DOMAIN_OK,
  ENT_DOMAIN_BAD,
  ENT_DOMAIN_TOO_LONG,
} EntDomainStatus;

/* Checks letters, digits, hyphens and lengths of an ASCII domain; counts its labels. */
EntDomainStatus ent_domain_check_ascii (const char *domain, gsize length, guint *n_labels, gboolean *numeric_top);

/* The domain in A-labels and lower case, or NULL if it is none (IDNA 2008, RFC 5891, with the mapping of UTS 46). */
char *ent_domain_to_ascii (const char *domain, gsize length);

/* The domain in U-labels, for people; as it is if it cannot be decoded. */
char *ent_domain_to_unicode (const char *domain);

G_END_DECLS
