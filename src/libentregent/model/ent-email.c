/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "Entregent"

#include "config.h"

#include <arpa/inet.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#include "ent-domain-private.h"
#include "ent-email.h"
#include "ent-text-private.h"
#include "ent-text.h"

#include "ent-disposable-mail-table.h"
#include "ent-free-mail-table.h"
#include "ent-role-address-table.h"

/* RFC 5321, sections 4.5.3.1.1 and 4.5.3.1.3 (a path of 256 has two angle brackets). */
#define MAX_LOCAL 64
#define MAX_ADDRESS 254

/* Anything longer cannot hold an address. */
#define MAX_RAW 2000

static gboolean
is_atext (gunichar c)
{
  if (c < 0x80)
    return g_ascii_isalnum ((char) c) || (c != 0 && strchr ("!#$%&'*+-/=?^_`{|}~", (int) c) != NULL);

  /* RFC 6531 adds every character beyond ASCII; what is invisible there can only be an accident or a
   * trick. */
  return !ent_text_is_space (c) && !ent_text_is_invisible (c) && !g_unichar_iscntrl (c) && c != 0xFFFD &&
         g_unichar_isdefined (c);
}

/* Dot-string of RFC 5321, section 4.1.2. */
static gboolean
is_dot_string (const char *text, gsize length)
{
  gboolean dot = TRUE; /* as if one came before: neither first nor last nor two together */

  for (const char *p = text; p < text + length;)
    {
      gunichar c = (guchar) *p;

      if (c >= 0x80)
        {
          c = g_utf8_get_char_validated (p, (gssize) (text + length - p));
          if (c >= 0x110000)
            return FALSE;
        }
      if (c == '.')
        {
          if (dot)
            return FALSE;
          dot = TRUE;
        }
      else if (!is_atext (c))
        {
          return FALSE;
        }
      else
        {
          dot = FALSE;
        }
      p += c < 0x80 ? 1 : g_unichar_to_utf8 (c, NULL);
    }

  return !dot;
}

/* Quoted-string of RFC 5321: printable ASCII, quote and backslash escaped; RFC 6531 adds UTF-8. */
static gboolean
is_quoted_string (const char *text, gsize length)
{
  if (length < 2 || text[0] != '"' || text[length - 1] != '"')
    return FALSE;

  for (gsize i = 1; i < length - 1; i++)
    {
      guchar c = (guchar) text[i];

      if (c == '\\')
        {
          if (++i >= length - 1)
            return FALSE;
          c = (guchar) text[i];
          if (c < 0x20 || c > 0x7E)
            return FALSE;
        }
      else if (c == '"' || c < 0x20 || c == 0x7F)
        {
          return FALSE;
        }
    }

  return g_utf8_validate (text, (gssize) length, NULL);
}

/* Address literal of RFC 5321, section 4.1.3. */
static gboolean
is_address_literal (const char *text, gsize length)
{
  char address[64];
  struct in6_addr buffer;

  if (length < 3 || length > sizeof address || text[0] != '[' || text[length - 1] != ']')
    return FALSE;

  memcpy (address, text + 1, length - 2);
  address[length - 2] = '\0';
  if (g_ascii_strncasecmp (address, "IPv6:", 5) == 0)
    return inet_pton (AF_INET6, address + 5, &buffer) == 1;

  return inet_pton (AF_INET, address, &buffer) == 1;
}

/* The last @ outside of quotes. */
static const char *
find_at (const char *text, gsize length)
{
  const char *at;

  if (length == 0 || text[0] != '"')
    return memchr (text, '@', length);

  at = memrchr (text, '@', length);
  return at;
}

static EntEmailStatus
check_domain (const char *domain, gsize length, char **ascii)
{
  gboolean numeric_top = FALSE;
  guint n_labels = 0;
  gboolean plain = TRUE;

  *ascii = NULL;
  if (length == 0)
    return ENT_EMAIL_NO_DOMAIN;
  if (domain[0] == '[')
    {
      if (!is_address_literal (domain, length))
        return ENT_EMAIL_BAD_DOMAIN;
      *ascii = g_ascii_strdown (domain, (gssize) length);
      return ENT_EMAIL_UNUSUAL;
    }

  for (gsize i = 0; i < length && plain; i++)
    plain = (guchar) domain[i] < 0x80;
  if (plain)
    {
      switch (ent_domain_check_ascii (domain, length, &n_labels, &numeric_top))
        {
        case ENT_DOMAIN_OK:
          break;
        case ENT_DOMAIN_TOO_LONG:
          return ENT_EMAIL_TOO_LONG;
        case ENT_DOMAIN_BAD:
        default:
          return ENT_EMAIL_BAD_DOMAIN;
        }
    }

  *ascii = ent_domain_to_ascii (domain, length);
  if (*ascii == NULL)
    return ENT_EMAIL_BAD_DOMAIN;

  ent_domain_check_ascii (*ascii, strlen (*ascii), &n_labels, &numeric_top);
  return n_labels < 2 || numeric_top ? ENT_EMAIL_UNUSUAL : ENT_EMAIL_VALID;
}

static EntEmailStatus
check_mailbox (const char *text, gsize length, gsize *local_length, char **domain)
{
  const char *at = find_at (text, length);
  EntEmailStatus status = ENT_EMAIL_VALID;
  EntEmailStatus domain_status;
  gsize n;

  *domain = NULL;
  if (at == NULL)
    return ENT_EMAIL_NO_AT;

  n = (gsize) (at - text);
  if (n == 0)
    return ENT_EMAIL_NO_LOCAL;
  if (text[0] == '"')
    {
      if (!is_quoted_string (text, n))
        return ENT_EMAIL_BAD_LOCAL;
      status = ENT_EMAIL_UNUSUAL;
    }
  else if (!is_dot_string (text, n))
    {
      return ENT_EMAIL_BAD_LOCAL;
    }

  domain_status = check_domain (at + 1, length - n - 1, domain);
  if (domain_status > ENT_EMAIL_UNUSUAL)
    return domain_status;
  if (n > MAX_LOCAL || n + 1 + strlen (*domain) > MAX_ADDRESS)
    {
      g_clear_pointer (domain, g_free);
      return ENT_EMAIL_TOO_LONG;
    }

  *local_length = n;
  return MAX (status, domain_status);
}

/**
 * ent_email_check:
 * @mailbox: an address with nothing around it
 * @length: bytes in @mailbox, or -1 if it ends with NUL
 *
 * Checks the syntax of a Mailbox as RFC 5321, section 4.1.2, defines it, with the international characters of
 * RFC 6531 and RFC 5890. The comments, folded lines and obsolete forms that RFC 5322 allows in message
 * headers are no part of a mailbox.
 *
 * Returns: what it is
 */
EntEmailStatus
ent_email_check (const char *mailbox, gssize length)
{
  g_autofree char *domain = NULL;
  gsize local_length;

  g_return_val_if_fail (mailbox != NULL, ENT_EMAIL_NO_AT);

  return check_mailbox (mailbox, length < 0 ? strlen (mailbox) : (gsize) length, &local_length, &domain);
}

/* Finds the address in what people paste: "mailto:…?subject=…", "Name <address>", "<address>;". */
static char *
unwrap (const char *raw)
{
  g_autofree char *clean = ent_text_squeeze (raw, -1);
  char *start = clean;
  char *end;
  const char *open;

  if (g_ascii_strncasecmp (start, "mailto:", 7) == 0)
    {
      g_autofree char *decoded = NULL;

      start[strcspn (start, "?")] = '\0';
      decoded = g_uri_unescape_string (start + 7, NULL);
      if (decoded == NULL)
        return g_strdup (start + 7);
      return ent_text_squeeze (decoded, -1);
    }

  end = start + strlen (start);
  while (end > start && strchr (",;. ", end[-1]) != NULL)
    *--end = '\0';
  open = strrchr (start, '<');
  if (open != NULL && end > start && end[-1] == '>')
    {
      end[-1] = '\0';
      start = start + (open - start) + 1;
    }
  else if (end - start > 2 && ((start[0] == '(' && end[-1] == ')') || (start[0] == '\'' && end[-1] == '\'')))
    {
      end[-1] = '\0';
      start++;
    }

  if (strchr (start, '@') == NULL)
    {
      char *wide = strstr (start, "＠");

      if (wide != NULL)
        {
          *wide = '\0';
          return g_strconcat (g_strstrip (start), "@", wide + strlen ("＠"), NULL);
        }
    }

  return g_strdup (g_strstrip (start));
}

/* The usual case needs no copy: no white space, no brackets, ASCII. */
static gboolean
is_bare (const char *raw)
{
  const char *p = raw;

  for (; *p != '\0'; p++)
    if (*p <= ' ' || (guchar) *p >= 0x7F || *p == '<' || *p == '>' || *p == ':' || *p == '(' || *p == '\'')
      return FALSE;

  return p > raw && p - raw < MAX_RAW && strchr (",;.", p[-1]) == NULL;
}

/* A quoted local part that needs no quotes is the same address without them (RFC 5321, section 4.1.2). */
static char *
make_key (const char *local, gsize n, const char *domain)
{
  g_autoptr (GString) plain = g_string_sized_new (n + strlen (domain) + 2);
  gboolean ascii = TRUE;

  if (local[0] == '"')
    {
      g_autoptr (GString) unquoted = g_string_sized_new (n);

      for (gsize i = 1; i < n - 1; i++)
        {
          if (local[i] == '\\')
            i++;
          g_string_append_c (unquoted, local[i]);
        }
      if (is_dot_string (unquoted->str, unquoted->len))
        g_string_append_len (plain, unquoted->str, (gssize) unquoted->len);
      else
        g_string_append_len (plain, local, (gssize) n);
    }
  else
    {
      g_string_append_len (plain, local, (gssize) n);
    }

  for (gsize i = 0; i < plain->len; i++)
    {
      ascii = ascii && (guchar) plain->str[i] < 0x80;
      plain->str[i] = g_ascii_tolower (plain->str[i]);
    }
  if (!ascii)
    {
      g_autofree char *lower = ent_text_lower (plain->str);
      g_autofree char *normal = g_utf8_normalize (lower, -1, G_NORMALIZE_NFC);

      g_string_assign (plain, normal != NULL ? normal : lower);
    }
  g_string_append_c (plain, '@');
  g_string_append (plain, domain);

  return g_string_free (g_steal_pointer (&plain), FALSE);
}

/**
 * ent_email_parse:
 * @raw: (nullable): an address as someone wrote it
 * @address: (out) (optional) (nullable) (transfer full): the address to store and mail to
 * @key: (out) (optional) (nullable) (transfer full): the form by which addresses are compared
 *
 * Reads an e-mail address out of what people paste: "mailto:" links, "Name <address>", white space and
 * invisible marks around it. @address keeps the local part as it was written, for only its own server may say
 * that case does not matter (RFC 5321, section 2.4); an ASCII domain is lower-cased. @key is for finding the
 * same mailbox: local part lower-cased, needless quotes gone, domain in A-labels (IDNA 2008). Tags
 * ("name+tag@") are kept in both.
 *
 * Returns: what the address is; @address and @key are %NULL for those that cannot be mailed
 */
EntEmailStatus
ent_email_parse (const char *raw, char **address, char **key)
{
  g_autofree char *unwrapped = NULL;
  g_autofree char *domain = NULL;
  const char *text = raw;
  gsize length, local_length = 0;
  EntEmailStatus status;

  if (address != NULL)
    *address = NULL;
  if (key != NULL)
    *key = NULL;
  if (raw == NULL)
    return ENT_EMAIL_NO_AT;

  if (!is_bare (raw))
    {
      if (strnlen (raw, MAX_RAW) == MAX_RAW)
        return ENT_EMAIL_TOO_LONG;
      text = unwrapped = unwrap (raw);
    }

  length = strlen (text);
  status = check_mailbox (text, length, &local_length, &domain);
  if (status > ENT_EMAIL_UNUSUAL)
    return status;

  if (address != NULL)
    {
      char *result = g_strndup (text, length);

      for (char *p = result + local_length; *p != '\0'; p++)
        *p = g_ascii_tolower (*p);
      *address = result;
    }
  if (key != NULL)
    *key = make_key (text, local_length, domain);

  return status;
}

/**
 * ent_email_get_domain:
 * @address: an address
 *
 * Returns: what follows the last @ of @address; empty if there is none
 */
const char *
ent_email_get_domain (const char *address)
{
  const char *at;

  g_return_val_if_fail (address != NULL, "");

  at = strrchr (address, '@');
  return at != NULL ? at + 1 : address + strlen (address);
}

/**
 * ent_email_dup_display:
 * @address: an address as ent_email_parse() gave it
 *
 * Writes an address for people: a domain in A-labels ("xn--mller-kva.example") as it is meant to be read.
 *
 * Returns: (transfer full): the text
 */
char *
ent_email_dup_display (const char *address)
{
  const char *domain;
  g_autofree char *unicode = NULL;

  g_return_val_if_fail (address != NULL, NULL);

  domain = ent_email_get_domain (address);
  unicode = ent_domain_to_unicode (domain);
  return g_strdup_printf ("%.*s%s", (int) (domain - address), address, unicode);
}

/* Looks for the domain itself and for those above it: lists name the registered one only. */
static gboolean
is_domain_listed (const char *table, gsize size, const char *domain)
{
  g_autofree char *ascii = ent_domain_to_ascii (domain, strlen (domain));

  for (const char *p = ascii; p != NULL && strchr (p, '.') != NULL; p = strchr (p, '.') + 1)
    if (ent_text_table_lookup (table, size, p, strlen (p), NULL))
      return TRUE;

  return FALSE;
}

/**
 * ent_email_domain_is_free_mail:
 * @domain: a domain
 *
 * Whether anybody can have an address there, so that it tells nothing about an employer. From a list
 * of some 13,000 providers.
 *
 * Returns: %TRUE for a known provider
 */
gboolean
ent_email_domain_is_free_mail (const char *domain)
{
  g_return_val_if_fail (domain != NULL, FALSE);

  return is_domain_listed (free_mail_table, sizeof free_mail_table - 1, domain) ||
         ent_email_domain_is_disposable (domain);
}

/**
 * ent_email_domain_is_disposable:
 * @domain: a domain
 *
 * Whether addresses there are made to be thrown away. From a list of some 8,300 domains.
 *
 * Returns: %TRUE for a known one
 */
gboolean
ent_email_domain_is_disposable (const char *domain)
{
  g_return_val_if_fail (domain != NULL, FALSE);

  return is_domain_listed (disposable_mail_table, sizeof disposable_mail_table - 1, domain);
}

static gboolean
is_role (const char *local, gsize length)
{
  char word[MAX_LOCAL];
  gsize n = 0;

  for (gsize i = 0; i < length && local[i] != '+'; i++)
    if (strchr (".-_", local[i]) == NULL && n < sizeof word)
      word[n++] = g_ascii_tolower (local[i]);

  return n > 0 && ent_text_table_lookup (role_address_table, sizeof role_address_table - 1, word, n, NULL);
}

/**
 * ent_email_get_kind:
 * @address: an address as ent_email_parse() gave it
 *
 * What is known about an address: a role instead of a person, free-mail, throw-away.
 *
 * Returns: flags, 0 if nothing is known
 */
EntEmailKind
ent_email_get_kind (const char *address)
{
  const char *domain;
  EntEmailKind kind = 0;

  g_return_val_if_fail (address != NULL, 0);

  domain = ent_email_get_domain (address);
  if (*domain != '\0' && is_role (address, (gsize) (domain - address - 1)))
    kind |= ENT_EMAIL_KIND_ROLE;
  if (is_domain_listed (disposable_mail_table, sizeof disposable_mail_table - 1, domain))
    kind |= ENT_EMAIL_KIND_DISPOSABLE | ENT_EMAIL_KIND_FREE_MAIL;
  else if (is_domain_listed (free_mail_table, sizeof free_mail_table - 1, domain))
    kind |= ENT_EMAIL_KIND_FREE_MAIL;

  return kind;
}

/**
 * ent_email_status_get_message:
 * @status: a status
 *
 * Returns: (nullable): a translated sentence for the person who typed the address; %NULL if nothing is wrong
 */
const char *
ent_email_status_get_message (EntEmailStatus status)
{
  switch (status)
    {
    case ENT_EMAIL_VALID:
      return NULL;
    case ENT_EMAIL_UNUSUAL:
      return _("This is an unusual e-mail address");
    case ENT_EMAIL_NO_AT:
      return _("An e-mail address needs an @");
    case ENT_EMAIL_NO_LOCAL:
      return _("The part before the @ is missing");
    case ENT_EMAIL_NO_DOMAIN:
      return _("The part after the @ is missing");
    case ENT_EMAIL_BAD_LOCAL:
      return _("The part before the @ is not correct");
    case ENT_EMAIL_BAD_DOMAIN:
      return _("The part after the @ is not correct");
    case ENT_EMAIL_TOO_LONG:
    default:
      return _("The e-mail address is too long");
    }
}
