/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <glib.h>
#include <stdio.h>
#include <string.h>

#include "ent-email.h"

typedef struct
{
  const char *raw;
  EntEmailStatus status;
  const char *address;
  const char *key;
} Case;

static const Case cases[] = {
  { "Ann.Lee@Example.ORG", ENT_EMAIL_VALID, "Ann.Lee@example.org", "ann.lee@example.org" },
  { " ann@example.org ", ENT_EMAIL_VALID, "ann@example.org", "ann@example.org" },
  { "Ann Lee <ann@example.org>", ENT_EMAIL_VALID, "ann@example.org", "ann@example.org" },
  { "<ann@example.org>;", ENT_EMAIL_VALID, "ann@example.org", "ann@example.org" },
  { "mailto:ann%2Bx@example.org?subject=Hi", ENT_EMAIL_VALID, "ann+x@example.org", "ann+x@example.org" },
  { "ann@example.org.", ENT_EMAIL_VALID, "ann@example.org", "ann@example.org" },
  { "\xE2\x80\x8E"
    "ann@example.org",
    ENT_EMAIL_VALID, "ann@example.org", "ann@example.org" },
  { "o'brien@example.org", ENT_EMAIL_VALID, "o'brien@example.org", "o'brien@example.org" },
  { "ann@Müller.example", ENT_EMAIL_VALID, "ann@müller.example", "ann@xn--mller-kva.example" },
  { "ann@XN--MLLER-KVA.example", ENT_EMAIL_VALID, "ann@xn--mller-kva.example", "ann@xn--mller-kva.example" },
  { "用户@例子.广告", ENT_EMAIL_VALID, "用户@例子.广告", "用户@xn--fsqu00a.xn--4rr70v" },
  { "Jörg@example.org", ENT_EMAIL_VALID, "Jörg@example.org", "jörg@example.org" },
  { "ann＠example.org", ENT_EMAIL_VALID, "ann@example.org", "ann@example.org" },
  { "\"Ann\"@example.org", ENT_EMAIL_UNUSUAL, "\"Ann\"@example.org", "ann@example.org" },
  { "\"a b\"@example.org", ENT_EMAIL_UNUSUAL, "\"a b\"@example.org", "\"a b\"@example.org" },
  { "ann@localhost", ENT_EMAIL_UNUSUAL, "ann@localhost", "ann@localhost" },
  { "ann@[192.0.2.1]", ENT_EMAIL_UNUSUAL, "ann@[192.0.2.1]", "ann@[192.0.2.1]" },

  { "", ENT_EMAIL_NO_AT, NULL, NULL },
  { "ann", ENT_EMAIL_NO_AT, NULL, NULL },
  { "@example.org", ENT_EMAIL_NO_LOCAL, NULL, NULL },
  { "ann@", ENT_EMAIL_NO_DOMAIN, NULL, NULL },
  { "ann lee@example.org", ENT_EMAIL_BAD_LOCAL, NULL, NULL },
  { "ann..lee@example.org", ENT_EMAIL_BAD_LOCAL, NULL, NULL },
  { "ann@exa mple.org", ENT_EMAIL_BAD_DOMAIN, NULL, NULL },
  { "ann@bob@example.org", ENT_EMAIL_BAD_DOMAIN, NULL, NULL },
  { "ann@example..org", ENT_EMAIL_BAD_DOMAIN, NULL, NULL },
  { "ann@exa_mple.org", ENT_EMAIL_BAD_DOMAIN, NULL, NULL },
  { "ann@xn--0.example", ENT_EMAIL_BAD_DOMAIN, NULL, NULL },
  { "ann@\xFF.example", ENT_EMAIL_BAD_DOMAIN, NULL, NULL },
  { "\xFF@example.org", ENT_EMAIL_BAD_LOCAL, NULL, NULL },
};

static void
test_cases (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *address = NULL;
      g_autofree char *key = NULL;
      EntEmailStatus status = ent_email_parse (cases[i].raw, &address, &key);

      if (status != cases[i].status || g_strcmp0 (address, cases[i].address) != 0 || g_strcmp0 (key, cases[i].key) != 0)
        g_test_fail_printf ("“%s” has status %d, address “%s”, key “%s”", cases[i].raw, status, address, key);
      g_assert_cmpint (ent_email_status_get_message (status) == NULL, ==, status == ENT_EMAIL_VALID);
    }
}

static void
test_lengths (void)
{
  g_autofree char *local = g_strnfill (65, 'a');
  g_autofree char *longer = g_strconcat (local, "@example.org", NULL);
  g_autofree char *fits = g_strconcat (local + 1, "@example.org", NULL);
  g_autofree char *huge = g_strnfill (100000, 'a');

  g_assert_cmpint (ent_email_parse (longer, NULL, NULL), ==, ENT_EMAIL_TOO_LONG);
  g_assert_cmpint (ent_email_parse (fits, NULL, NULL), ==, ENT_EMAIL_VALID);
  g_assert_cmpint (ent_email_parse (huge, NULL, NULL), ==, ENT_EMAIL_TOO_LONG);
  g_assert_cmpint (ent_email_parse (NULL, NULL, NULL), ==, ENT_EMAIL_NO_AT);
}

static void
test_kinds (void)
{
  g_autofree char *display = ent_email_dup_display ("ann@xn--mller-kva.example");

  g_assert_cmpint (ent_email_get_kind ("info@firm.example"), ==, ENT_EMAIL_KIND_ROLE);
  g_assert_cmpint (ent_email_get_kind ("Customer.Service@firm.example"), ==, ENT_EMAIL_KIND_ROLE);
  g_assert_cmpint (ent_email_get_kind ("ann@gmail.com"), ==, ENT_EMAIL_KIND_FREE_MAIL);
  g_assert_cmpint (ent_email_get_kind ("kontakt@gmx.de"), ==, ENT_EMAIL_KIND_FREE_MAIL | ENT_EMAIL_KIND_ROLE);
  g_assert_cmpint (ent_email_get_kind ("ann@mailinator.com"), ==, ENT_EMAIL_KIND_FREE_MAIL | ENT_EMAIL_KIND_DISPOSABLE);
  g_assert_cmpint (ent_email_get_kind ("ann@firm.example"), ==, 0);
  g_assert_cmpint (ent_email_get_kind ("nonsense"), ==, 0);
  g_assert_true (ent_email_domain_is_free_mail ("Orange.FR"));
  g_assert_true (ent_email_domain_is_free_mail ("sub.gmail.com"));
  g_assert_false (ent_email_domain_is_free_mail ("notgmail.example"));
  g_assert_true (ent_email_domain_is_disposable ("mailinator.com"));
  g_assert_false (ent_email_domain_is_disposable (""));
  g_assert_cmpstr (display, ==, "ann@müller.example");
  g_assert_cmpstr (ent_email_get_domain ("a@b@c"), ==, "c");
  g_assert_cmpstr (ent_email_get_domain ("abc"), ==, "");
}

typedef struct
{
  GString *address;
  GString *category;
  GString *text;
  guint n;
  guint right;
} Suite;

static void
start_element_cb (GMarkupParseContext *context,
                  const char *name,
                  const char **attributes,
                  const char **values,
                  gpointer data,
                  GError **error)
{
  Suite *suite = data;

  suite->text = g_str_equal (name, "address")    ? suite->address
                : g_str_equal (name, "category") ? suite->category
                                                 : NULL;
  if (suite->text != NULL)
    g_string_truncate (suite->text, 0);
}

/* The set writes control characters as the symbols for them, U+2400 and so on. */
static void
text_cb (GMarkupParseContext *context, const char *text, gsize length, gpointer data, GError **error)
{
  Suite *suite = data;

  if (suite->text == NULL)
    return;
  for (const char *p = text; p < text + length; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (c >= 0x2400 && c < 0x2420)
        g_string_append_c (suite->text, (char) (c - 0x2400));
      else
        g_string_append_unichar (suite->text, c);
    }
}

static void
end_element_cb (GMarkupParseContext *context, const char *name, gpointer data, GError **error)
{
  Suite *suite = data;
  gboolean expected, found;

  suite->text = NULL;
  if (!g_str_equal (name, "test"))
    return;

  /* A mailbox of RFC 5321, whether or not its domain has records. What only RFC 5322 allows in headers is
   * none. */
  expected = g_str_equal (suite->category->str, "ISEMAIL_VALID_CATEGORY") ||
             g_str_equal (suite->category->str, "ISEMAIL_DNSWARN") ||
             g_str_equal (suite->category->str, "ISEMAIL_RFC5321");
  found = ent_email_check (suite->address->str, (gssize) suite->address->len) <= ENT_EMAIL_UNUSUAL;
  suite->n++;
  suite->right += expected == found;
  if (expected != found)
    printf ("# “%s” (%s) is taken as %s\n", suite->address->str, suite->category->str, found ? "valid" : "wrong");
}

static void
test_suite (void)
{
  static const GMarkupParser parser = { start_element_cb, end_element_cb, text_cb, NULL, NULL };
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "fixtures", "email", "tests.xml", NULL);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GMarkupParseContext) context = NULL;
  Suite suite = { g_string_new (NULL), g_string_new (NULL), NULL, 0, 0 };
  gsize length;

  g_file_get_contents (path, &text, &length, &error);
  g_assert_no_error (error);
  context = g_markup_parse_context_new (&parser, 0, &suite, NULL);
  g_markup_parse_context_parse (context, text, (gssize) length, &error);
  g_assert_no_error (error);

  printf ("# %u of %u addresses of the suite judged as RFC 5321 has it\n", suite.right, suite.n);
  g_assert_cmpuint (suite.n, >, 75);
  g_assert_cmpuint (suite.right, >=, suite.n - 1);
  g_string_free (suite.address, TRUE);
  g_string_free (suite.category, TRUE);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/email/cases", test_cases);
  g_test_add_func ("/email/lengths", test_lengths);
  g_test_add_func ("/email/kinds", test_kinds);
  g_test_add_func ("/email/suite", test_suite);

  return g_test_run ();
}
