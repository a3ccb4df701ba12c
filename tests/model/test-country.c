/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <glib.h>

#include "ent-country.h"
#include "ent-language.h"

static void
test_recognize (void)
{
  static const char *const good[][2] = {
    { "FR", "FR" },
    { "fr", "FR" },
    { "FRA", "FR" },
    { "France", "FR" },
    { "Allemagne", "DE" },
    { "Deutschland", "DE" },
    { "germany", "DE" },
    { "Alemania", "DE" },
    { "U.S.A.", "US" },
    { "United States", "US" },
    { "États-Unis", "US" },
    { "UK", "GB" },
    { "England", "GB" },
    { "España", "ES" },
    { "Espana", "ES" },
    { "Suisse", "CH" },
    { "Schweiz", "CH" },
    { "Svizzera", "CH" },
    { "日本", "JP" },
    { "Россия", "RU" },
    { "Polska", "PL" },
    { "Česko", "CZ" },
    { "Czech Republic", "CZ" },
    { "Türkiye", "TR" },
    { "Turkey", "TR" },
    { "Côte d'Ivoire", "CI" },
    { " italia ", "IT" },
    { "Holland", "NL" },
    { "مصر", "EG" },
    { "Ελλάδα", "GR" },
    { "NA", "NA" },
    { "South Korea", "KR" },
  };
  static const char *const bad[] = { NULL, "", " ", "QQ", "Atlantis", "Lyon", "F", "." };
  char code[ENT_COUNTRY_CODE_SIZE];

  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    if (!ent_country_recognize (good[i][0], code) || !g_str_equal (code, good[i][1]))
      g_test_fail_printf ("“%s” is “%s”", good[i][0], code);
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_assert_false (ent_country_recognize (bad[i], code));
      g_assert_cmpstr (code, ==, "");
    }
}

/* The name that each country is shown by, in every language that is offered, is recognized as that country. */
static void
test_round_trip (void)
{
  static const char *const locales[] = { "en", "fr", "de", "es", "it" };
  static const char *const countries[] = { "FR", "DE", "CH", "US", "GB", "CI", "CZ",
                                           "KR", "CN", "BR", "ZA", "AE", "VA", "BA" };

  for (guint i = 0; i < G_N_ELEMENTS (locales); i++)
    for (guint j = 0; j < G_N_ELEMENTS (countries); j++)
      {
        g_autofree char *name = ent_country_dup_name (countries[j], locales[i]);
        char code[ENT_COUNTRY_CODE_SIZE];

        g_assert_true (ent_country_recognize (name, code));
        g_assert_cmpstr (code, ==, countries[j]);
      }
}

static void
test_country (void)
{
  char code[ENT_COUNTRY_CODE_SIZE];
  g_autofree char *unknown = ent_country_dup_name ("QQ", "en");

  g_assert_true (ent_country_is_valid ("FR"));
  g_assert_false (ent_country_is_valid ("fr"));
  g_assert_false (ent_country_is_valid ("FRA"));
  g_assert_false (ent_country_is_valid ("UK"));
  g_assert_false (ent_country_is_valid (NULL));
  g_assert_nonnull (unknown);
  g_assert_true (ent_country_from_locale ("de_AT.UTF-8", code));
  g_assert_cmpstr (code, ==, "AT");
  g_assert_true (ent_country_from_locale ("fr", code));
  g_assert_cmpstr (code, ==, "FR");
}

static void
test_language (void)
{
  static const char *const good[][2] = {
    { "fr", "fr" },
    { "FR", "fr" },
    { "pt_br", "pt-BR" },
    { "zh-hant-tw", "zh-Hant-TW" },
    { "fr_FR.UTF-8", "fr-FR" },
    { "French", "fr" },
    { "français", "fr" },
    { "Deutsch", "de" },
    { "German", "de" },
    { "日本語", "ja" },
    { "gsw", "gsw" },
    { "inglés", "en" },
  };
  static const char *const bad[] = { NULL, "", "qqx", "Klatchian", "fr-", "f", "12" };
  g_autofree char *name = ent_language_dup_name ("pt-BR", "en");

  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_autofree char *tag = ent_language_recognize (good[i][0]);

      g_assert_cmpstr (tag, ==, good[i][1]);
    }
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_null (ent_language_recognize (bad[i]));
  g_assert_true (ent_language_is_valid ("pt-BR"));
  g_assert_false (ent_language_is_valid ("pt_BR"));
  g_assert_false (ent_language_is_valid ("French"));
  g_assert_cmpstr (name, ==, "Portuguese (Brazil)");
}

static gboolean
comes_before (const char *const *codes, const char *one, const char *other)
{
  for (; *codes != NULL && !g_str_equal (*codes, one); codes++)
    if (g_str_equal (*codes, other))
      return FALSE;

  return *codes != NULL && g_strv_contains (codes, other);
}

static void
test_codes (void)
{
  g_auto (GStrv) english = ent_country_dup_codes ("en_US");
  g_auto (GStrv) french = ent_country_dup_codes ("fr_FR");

  g_assert_cmpuint (g_strv_length (english), >, 200);
  g_assert_cmpuint (g_strv_length (french), >, 200);
  g_assert_true (comes_before ((const char *const *) english, "FR", "DE"));
  g_assert_true (comes_before ((const char *const *) french, "DE", "FR"));
  /* Égypte stands under E. */
  g_assert_true (comes_before ((const char *const *) french, "EG", "FR"));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/country/recognize", test_recognize);
  g_test_add_func ("/country/round-trip", test_round_trip);
  g_test_add_func ("/country/country", test_country);
  g_test_add_func ("/country/language", test_language);
  g_test_add_func ("/country/codes", test_codes);

  return g_test_run ();
}
