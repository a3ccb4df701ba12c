/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "Entregent"

#include "config.h"

#include <arpa/inet.h>
#include <string.h>

#include "ent-domain-private.h"
#include "ent-text.h"
#include "ent-web.h"

/* What browsers and servers take for sure (RFC 9110, section 4.1). */
#define MAX_URL 8000

static gboolean
is_address (const char *host)
{
  struct in6_addr buffer;

  return inet_pton (AF_INET, host, &buffer) == 1 || inet_pton (AF_INET6, host, &buffer) == 1;
}

/* The host in A-labels, or NULL if it can be none of a web page: it needs a dot. */
static char *
normalize_host (const char *host)
{
  g_autofree char *plain = g_strdup (host);
  gsize length = strlen (plain);

  if (length > 0 && plain[length - 1] == '.')
    plain[--length] = '\0';
  if (is_address (plain) || g_ascii_strcasecmp (plain, "localhost") == 0)
    return g_ascii_strdown (plain, -1);
  if (strchr (plain, '.') == NULL && strstr (plain, "。") == NULL)
    return NULL;

  return ent_domain_to_ascii (plain, length);
}

static gboolean
has_scheme (const char *text)
{
  gsize n = 0;

  while (g_ascii_isalnum (text[n]) || (n > 0 && strchr ("+-.", text[n]) != NULL && text[n] != '\0'))
    n++;

  /* "example.org:8080" has a port and no scheme. */
  return n > 0 && text[n] == ':' && !g_ascii_isdigit (text[n + 1]);
}

/* People escape colons in files of theirs ("http\://", an old habit of Apple's cards), or forget a slash. */
static char *
repair (const char *raw)
{
  g_autofree char *clean = ent_text_squeeze (raw, -1);
  g_auto (GStrv) pieces = g_strsplit (clean, "\\:", -1);
  g_autofree char *joined = g_strjoinv (":", pieces);
  const char *text = joined;
  gsize length = strlen (text);

  if (length > 2 && text[0] == '<' && text[length - 1] == '>')
    {
      joined[length - 1] = '\0';
      text++;
    }
  if (g_str_has_prefix (text, "//"))
    return g_strconcat ("https:", text, NULL);
  if (g_ascii_strncasecmp (text, "http:/", 6) == 0 && text[6] != '/')
    return g_strconcat ("http://", text + 6, NULL);

  return has_scheme (text) ? g_strdup (text) : g_strconcat ("https://", text, NULL);
}

/* -1 if it is the usual one of the scheme. */
static int
get_port (GUri *uri)
{
  const char *scheme = g_uri_get_scheme (uri);
  int port = g_uri_get_port (uri);
  int usual = g_str_equal (scheme, "https") ? 443 : g_str_equal (scheme, "http") ? 80 : 21;

  return port == usual ? -1 : port;
}

static GUri *
parse (const char *raw)
{
  g_autofree char *text = NULL;
  g_autoptr (GUri) uri = NULL;
  const char *scheme;

  if (raw == NULL || strnlen (raw, MAX_URL) == MAX_URL || ent_text_is_blank (raw))
    return NULL;

  text = repair (raw);
  if (strchr (text, ' ') != NULL || strchr (text, '@') != NULL)
    return NULL;
  uri = g_uri_parse (text, G_URI_FLAGS_ENCODED | G_URI_FLAGS_PARSE_RELAXED | G_URI_FLAGS_SCHEME_NORMALIZE, NULL);
  if (uri == NULL || g_uri_get_host (uri) == NULL)
    return NULL;
  scheme = g_uri_get_scheme (uri);
  if (!g_str_equal (scheme, "http") && !g_str_equal (scheme, "https") && !g_str_equal (scheme, "ftp"))
    return NULL;

  return g_steal_pointer (&uri);
}

/**
 * ent_web_normalize:
 * @raw: (nullable): the address of a web page as someone wrote it
 * @url: (out) (optional) (nullable) (transfer full): the address to open
 * @key: (out) (optional) (nullable) (transfer full): the form by which addresses are compared
 *
 * Reads a web address, with or without its scheme ("www.example.org"); "https" is supplied. @url has scheme and host in
 * lower case, the host in A-labels. @key is host, path and query without scheme, "www.", default port, fragment and
 * final slash. An address with a user name in it is refused: it shows one host and opens another. A handle of a
 * messenger is no web address and stays as it is. Thread-safe.
 *
 * Returns: %TRUE if it is a web address; else both are %NULL
 */
gboolean
ent_web_normalize (const char *raw, char **url, char **key)
{
  g_autoptr (GUri) uri = parse (raw);
  g_autofree char *host = NULL;
  g_autofree char *path = NULL;

  if (url != NULL)
    *url = NULL;
  if (key != NULL)
    *key = NULL;
  if (uri == NULL)
    return FALSE;
  host = normalize_host (g_uri_get_host (uri));
  if (host == NULL || (*g_uri_get_path (uri) != '\0' && *g_uri_get_path (uri) != '/'))
    return FALSE;

  path = g_strdup (g_str_equal (g_uri_get_path (uri), "/") ? "" : g_uri_get_path (uri));
  if (url != NULL)
    *url = g_uri_join (G_URI_FLAGS_ENCODED, g_uri_get_scheme (uri), NULL, host, get_port (uri), path,
                       g_uri_get_query (uri), g_uri_get_fragment (uri));
  if (key != NULL)
    {
      const char *query = g_uri_get_query (uri);
      const char *short_host = g_str_has_prefix (host, "www.") && strchr (host + 4, '.') != NULL ? host + 4 : host;
      gsize length = strlen (path);

      if (length > 0 && path[length - 1] == '/')
        path[length - 1] = '\0';
      *key = g_strconcat (short_host, path, query != NULL ? "?" : NULL, query, NULL);
    }

  return TRUE;
}

/**
 * ent_web_dup_domain:
 * @text: (nullable): a web address or a domain
 *
 * Returns: (transfer full) (nullable): its domain in A-labels without "www.", by which organisations are matched; %NULL
 * if it has none
 */
char *
ent_web_dup_domain (const char *text)
{
  g_autoptr (GUri) uri = parse (text);
  g_autofree char *host = uri != NULL ? normalize_host (g_uri_get_host (uri)) : NULL;

  if (host == NULL || is_address (host))
    return NULL;

  return g_strdup (g_str_has_prefix (host, "www.") && strchr (host + 4, '.') != NULL ? host + 4 : host);
}

/**
 * ent_web_dup_display:
 * @url: an address as ent_web_normalize() gave it
 *
 * Writes an address for people: without "https://" and final slash, the domain as it is meant to be read.
 *
 * Returns: (transfer full): the text
 */
char *
ent_web_dup_display (const char *url)
{
  const char *start, *end;
  g_autofree char *host = NULL;
  g_autofree char *unicode = NULL;

  g_return_val_if_fail (url != NULL, NULL);

  start = g_str_has_prefix (url, "https://") ? url + 8 : g_str_has_prefix (url, "http://") ? url + 7 : url;
  if (start == url)
    return g_strdup (url);
  end = start + strcspn (start, "/:?#");
  host = g_strndup (start, (gsize) (end - start));
  unicode = ent_domain_to_unicode (host);
  return g_strconcat (unicode, g_str_equal (end, "/") ? "" : end, NULL);
}
