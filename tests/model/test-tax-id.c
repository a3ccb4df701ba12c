/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <glib.h>
#include <stdio.h>
#include <string.h>

#include "ent-tax-id.h"

/* Published numbers of well-known organisations, and examples of the administrations. */
static const char *const good[] = {
  "ATU13585627",   "BE0403019261",     "BG175074752",    "CY10259033P",    "CZ25123891",  "DE136695976",
  "DK13585628",    "EE100931558",      "EL094259216",    "ESA13585625",    "ES54362315K", "FI20774740",
  "FR40303265045", "FR23334175221",    "HR33392005961",  "HU12892312",     "IE6433435F",  "IE6433435OA",
  "IT00743110157", "LT119511515",      "LU15027442",     "LV40003521600",  "MT11679112",  "NL004495445B01",
  "PL8567346215",  "PT501964843",      "RO18547290",     "SE556188840401", "SI50223054",  "SK2022749619",
  "GB980780684",   "CHE100155212MWST", "NO995525828MVA",
};

static void
test_good (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_autofree char *normalized = NULL;
      EntTaxIdKind kind;
      EntTaxIdStatus status = ent_tax_id_check (good[i], NULL, &normalized, &kind);

      if (status != ENT_TAX_ID_VALID || kind != ENT_TAX_ID_VAT || !g_str_equal (normalized, good[i]))
        g_test_fail_printf ("%s has status %d, kind %d, is %s", good[i], status, kind, normalized);
    }
}

/* One wrong digit: every check finds nearly all of them. */
static void
test_typing_errors (void)
{
  guint n = 0, found = 0;

  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    for (gsize j = 3; good[i][j] != '\0'; j++)
      for (char c = '0'; c <= '9'; c++)
        {
          g_autofree char *wrong = g_strdup (good[i]);

          if (!g_ascii_isdigit (wrong[j]) || wrong[j] == c)
            continue;
          wrong[j] = c;
          n++;
          found += ent_tax_id_check (wrong, NULL, NULL, NULL) != ENT_TAX_ID_VALID;
        }

  printf ("# %u of %u single wrong digits noticed (%.1f %%)\n", found, n, 100.0 * found / n);
  g_assert_cmpfloat ((double) found / n, >=, 0.96);
}

static void
assert_check (const char *text, const char *region, EntTaxIdStatus status, EntTaxIdKind kind, const char *normalized)
{
  g_autofree char *found = NULL;
  EntTaxIdKind found_kind;
  EntTaxIdStatus found_status = ent_tax_id_check (text, region, &found, &found_kind);

  if (found_status != status || found_kind != kind || g_strcmp0 (found, normalized) != 0)
    g_test_fail_printf ("“%s” in %s has status %d, kind %d, is “%s”", text, region, found_status, found_kind, found);
}

static void
test_forms (void)
{
  assert_check ("de 136.695.976", NULL, ENT_TAX_ID_VALID, ENT_TAX_ID_VAT, "DE136695976");
  assert_check ("136695976", "DE", ENT_TAX_ID_VALID, ENT_TAX_ID_VAT, "DE136695976");
  assert_check ("136695977", "DE", ENT_TAX_ID_WRONG_CHECK, ENT_TAX_ID_VAT, "DE136695977");
  assert_check ("GR 094259216", NULL, ENT_TAX_ID_VALID, ENT_TAX_ID_VAT, "EL094259216");
  assert_check ("094259216", "GR", ENT_TAX_ID_VALID, ENT_TAX_ID_VAT, "EL094259216");
  assert_check ("DE12", NULL, ENT_TAX_ID_WRONG_FORM, ENT_TAX_ID_VAT, "DE12");
  assert_check ("CHE-100.155.212 TVA", "CH", ENT_TAX_ID_VALID, ENT_TAX_ID_VAT, "CHE100155212TVA");
  assert_check ("732 829 320", "FR", ENT_TAX_ID_VALID, ENT_TAX_ID_SIREN, "732829320");
  assert_check ("732 829 320 00074", "FR", ENT_TAX_ID_VALID, ENT_TAX_ID_SIRET, "73282932000074");
  assert_check ("FR 44 732 829 320", "FR", ENT_TAX_ID_VALID, ENT_TAX_ID_VAT, "FR44732829320");
  assert_check ("356 000 000 00048", "FR", ENT_TAX_ID_VALID, ENT_TAX_ID_SIRET, "35600000000048");
  assert_check ("12-3456789", "US", ENT_TAX_ID_NOT_CHECKED, ENT_TAX_ID_UNKNOWN, "12-3456789");
  assert_check ("HRB 12345", NULL, ENT_TAX_ID_NOT_CHECKED, ENT_TAX_ID_UNKNOWN, "HRB 12345");
  assert_check ("12 ♥", "DE", ENT_TAX_ID_NOT_CHECKED, ENT_TAX_ID_UNKNOWN, "12 ♥");
  assert_check (NULL, "DE", ENT_TAX_ID_NOT_CHECKED, ENT_TAX_ID_UNKNOWN, NULL);
}

static void
test_registration (void)
{
  g_autofree char *normalized = NULL;
  EntTaxIdKind kind;

  g_assert_cmpint (ent_registration_id_check ("732 829 320", "FR", &normalized, &kind), ==, ENT_TAX_ID_VALID);
  g_assert_cmpint (kind, ==, ENT_TAX_ID_SIREN);
  g_assert_cmpstr (normalized, ==, "732829320");
  g_assert_cmpint (ent_registration_id_check ("12345", "FR", NULL, NULL), ==, ENT_TAX_ID_WRONG_FORM);
  g_assert_cmpint (ent_registration_id_check ("HRB 12345", "DE", NULL, &kind), ==, ENT_TAX_ID_NOT_CHECKED);
  g_assert_cmpint (kind, ==, ENT_TAX_ID_UNKNOWN);
  g_assert_cmpint (ent_registration_id_check ("02345678", "GB", NULL, NULL), ==, ENT_TAX_ID_NOT_CHECKED);
  g_assert_cmpint (ent_registration_id_check ("5493000MYJ7H0E3KKG91", NULL, NULL, &kind), ==, ENT_TAX_ID_VALID);
  g_assert_cmpint (kind, ==, ENT_TAX_ID_LEI);
  g_assert_nonnull (ent_tax_id_status_get_message (ENT_TAX_ID_WRONG_CHECK));
  g_assert_null (ent_tax_id_status_get_message (ENT_TAX_ID_VALID));
}

/* The country of a type of the set, or an empty one for LEI. */
static const char *
get_region (const char *module)
{
  static const char *const regions[][2] = {
    { "lei", "" },      { "fr.siren", "FR" }, { "fr.siret", "FR" }, { "fr.tva", "FR" }, { "bg.vat", "BG" },
    { "ch.vat", "CH" }, { "gb.vat", "GB" },   { "be.vat", "BE" },   { "ie.vat", "IE" }, { "no.mva", "NO" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (regions); i++)
    if (g_str_equal (module, regions[i][0]))
      return regions[i][1];

  return NULL;
}

static void
test_numbers (void)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "fixtures", "ids", "numbers.tsv", NULL);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  guint n = 0, right = 0;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 1; lines[i] != NULL && *lines[i] != '\0'; i++)
    {
      g_auto (GStrv) cells = g_strsplit (lines[i], "\t", -1);
      const char *region = get_region (cells[0]);
      gboolean valid;

      if (region == NULL)
        continue;
      valid = ent_tax_id_check (cells[1], region, NULL, NULL) == ENT_TAX_ID_VALID;
      n++;
      right += valid == g_str_equal (cells[2], "valid");
      if (valid != g_str_equal (cells[2], "valid"))
        printf ("# %s: taken as %s\n", lines[i], valid ? "valid" : "wrong");
    }

  printf ("# %u of %u numbers judged as in the set\n", right, n);
  g_assert_cmpuint (n, >, 100);
  g_assert_cmpuint (right, >=, n - 1);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/tax-id/good", test_good);
  g_test_add_func ("/tax-id/typing-errors", test_typing_errors);
  g_test_add_func ("/tax-id/forms", test_forms);
  g_test_add_func ("/tax-id/registration", test_registration);
  g_test_add_func ("/tax-id/numbers", test_numbers);

  return g_test_run ();
}
