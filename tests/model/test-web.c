/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <glib.h>

#include "ent-web.h"

static void
test_normalize (void)
{
  static const char *const good[][3] = {
    { "www.Example.org", "https://www.example.org", "example.org" },
    { "example.org/", "https://example.org", "example.org" },
    { "HTTP://Example.org:80/A/b/?q=1#top", "http://example.org/A/b/?q=1#top", "example.org/A/b?q=1" },
    { "https://example.org:8443/x", "https://example.org:8443/x", "example.org/x" },
    { "example.org:8080", "https://example.org:8080", "example.org" },
    { "http\\://example.org", "http://example.org", "example.org" },
    { "//example.org/x", "https://example.org/x", "example.org/x" },
    { "<https://example.org>", "https://example.org", "example.org" },
    { " https://example.org ", "https://example.org", "example.org" },
    { "müller.example", "https://xn--mller-kva.example", "xn--mller-kva.example" },
    { "http://192.0.2.1/x", "http://192.0.2.1/x", "192.0.2.1/x" },
    { "https://example.org/a%20b", "https://example.org/a%20b", "example.org/a%20b" },
    { "www.com", "https://www.com", "www.com" },
  };
  static const char *const bad[] = {
    NULL,
    "",
    "  ",
    "example",
    "@handle",
    "ann@example.org",
    "two words.org",
    "javascript:alert(1)",
    "mailto:a@b.c",
    "https://",
    "https://user:pw@example.org",
    "https://exa_mple.org",
    "skype:ann",
    "\xFF\xFE.org",
  };

  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_autofree char *url = NULL;
      g_autofree char *key = NULL;

      if (!ent_web_normalize (good[i][0], &url, &key) || g_strcmp0 (url, good[i][1]) != 0 ||
          g_strcmp0 (key, good[i][2]) != 0)
        g_test_fail_printf ("“%s” is “%s”, key “%s”", good[i][0], url, key);
    }
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autofree char *url = NULL;

      if (ent_web_normalize (bad[i], &url, NULL))
        g_test_fail_printf ("“%s” is “%s”", bad[i], url);
      g_assert_null (url);
    }
}

static void
test_domain (void)
{
  g_autofree char *a = ent_web_dup_domain ("https://www.Example.org/x");
  g_autofree char *b = ent_web_dup_domain ("192.0.2.1");
  g_autofree char *c = ent_web_dup_display ("https://xn--mller-kva.example/");
  g_autofree char *d = ent_web_dup_display ("http://example.org/x");

  g_assert_cmpstr (a, ==, "example.org");
  g_assert_null (b);
  g_assert_null (ent_web_dup_domain ("nothing"));
  g_assert_cmpstr (c, ==, "müller.example");
  g_assert_cmpstr (d, ==, "example.org/x");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/web/normalize", test_normalize);
  g_test_add_func ("/web/domain", test_domain);

  return g_test_run ();
}
