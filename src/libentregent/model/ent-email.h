/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

#include "ent-version-macros.h"

G_BEGIN_DECLS

/**
 * EntEmailStatus:
 * @ENT_EMAIL_VALID: a usual address
 * @ENT_EMAIL_UNUSUAL: allowed by the standards, but rare enough to be looked at: a quoted local part, an
 * address literal, a domain without a dot, a top level of digits only
 * @ENT_EMAIL_NO_AT: there is no @
 * @ENT_EMAIL_NO_LOCAL: nothing before the @
 * @ENT_EMAIL_NO_DOMAIN: nothing after the @
 * @ENT_EMAIL_BAD_LOCAL: what is before the @ has characters or dots where none may be
 * @ENT_EMAIL_BAD_DOMAIN: what is after the @ is no domain
 * @ENT_EMAIL_TOO_LONG: a part is longer than mail systems take (RFC 5321, section 4.5.3.1)
 *
 * What ent_email_parse() thinks of an address. The first two can be mailed.
 */
typedef enum
{
  ENT_EMAIL_VALID,
  ENT_EMAIL_UNUSUAL,
  ENT_EMAIL_NO_AT,
  ENT_EMAIL_NO_LOCAL,
  ENT_EMAIL_NO_DOMAIN,
  ENT_EMAIL_BAD_LOCAL,
  ENT_EMAIL_BAD_DOMAIN,
  ENT_EMAIL_TOO_LONG,
} EntEmailStatus;

/**
 * EntEmailKind:
 * @ENT_EMAIL_KIND_ROLE: a function and no person: info@, sales@
 * @ENT_EMAIL_KIND_FREE_MAIL: a provider that anybody uses: the domain says nothing about an employer
 * @ENT_EMAIL_KIND_DISPOSABLE: a throw-away address
 *
 * What is known of an address from its two parts.
 */
typedef enum
{
  ENT_EMAIL_KIND_ROLE = 1 << 0,
  ENT_EMAIL_KIND_FREE_MAIL = 1 << 1,
  ENT_EMAIL_KIND_DISPOSABLE = 1 << 2,
} EntEmailKind;

ENT_AVAILABLE_IN_1_0
EntEmailStatus ent_email_parse (const char *raw, char **address, char **key);
ENT_AVAILABLE_IN_1_0
EntEmailStatus ent_email_check (const char *mailbox, gssize length);
ENT_AVAILABLE_IN_1_0
char *ent_email_dup_display (const char *address);
ENT_AVAILABLE_IN_1_0
EntEmailKind ent_email_get_kind (const char *address);
ENT_AVAILABLE_IN_1_0
const char *ent_email_get_domain (const char *address);
ENT_AVAILABLE_IN_1_0
gboolean ent_email_domain_is_free_mail (const char *domain);
ENT_AVAILABLE_IN_1_0
gboolean ent_email_domain_is_disposable (const char *domain);
ENT_AVAILABLE_IN_1_0
const char *ent_email_status_get_message (EntEmailStatus status);

G_END_DECLS
