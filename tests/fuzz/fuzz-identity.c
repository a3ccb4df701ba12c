/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What identifies an organisation: its name, country, web address and numbers. */

#include <string.h>

#include "ent-company-name.h"
#include "ent-country.h"
#include "ent-language.h"
#include "ent-placeholder.h"
#include "ent-tax-id.h"
#include "ent-text.h"
#include "ent-web.h"
#include "fuzz-target.h"

static void
read_name (const char *text, const char *region)
{
  g_autofree char *core = NULL;
  g_autofree char *form = NULL;
  g_autofree char *key = ent_company_name_dup_key (text, region);
  gboolean found = ent_company_name_split (text, region, &core, &form);

  g_assert_true (g_utf8_validate (core, -1, NULL));
  g_assert_true (g_utf8_validate (key, -1, NULL));
  g_assert_cmpint (found, ==, form != NULL);
  if (found)
    {
      g_autofree char *usual = ent_legal_form_dup_usual (form);

      g_assert_cmpint (*core, !=, '\0');
      ent_legal_form_is_used_in (form, region);
    }
}

static void
read_web (const char *text)
{
  g_autofree char *url = NULL;
  g_autofree char *key = NULL;
  g_autofree char *again = NULL;
  g_autofree char *key_again = NULL;
  g_autofree char *shown = NULL;
  g_autofree char *domain = ent_web_dup_domain (text);

  if (!ent_web_normalize (text, &url, &key))
    return;
  shown = ent_web_dup_display (url);
  g_assert_true (ent_web_normalize (url, &again, &key_again));
  g_assert_cmpstr (again, ==, url);
  g_assert_cmpstr (key_again, ==, key);
}

static void
read_number (const char *text, const char *region)
{
  g_autofree char *normalized = NULL;
  g_autofree char *again = NULL;
  EntTaxIdKind kind;

  ent_registration_id_check (text, region, NULL, NULL);
  if (ent_tax_id_check (text, region, &normalized, &kind) != ENT_TAX_ID_VALID)
    return;
  g_assert_cmpint (ent_tax_id_check (normalized, region, &again, NULL), ==, ENT_TAX_ID_VALID);
  g_assert_cmpstr (again, ==, normalized);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  static const char *const regions[] = { NULL, "FR", "DE", "SE", "JP", "GR", "CH", "nonsense" };
  const char *region;
  g_autofree char *text = NULL;
  g_autofree char *repaired = NULL;
  g_autofree char *clean = NULL;
  g_autofree char *folded = NULL;
  g_autofree char *twice = NULL;
  g_autofree char *language = NULL;
  char country[ENT_COUNTRY_CODE_SIZE];

  if (size < 1)
    return 0;
  region = regions[data[0] % G_N_ELEMENTS (regions)];
  repaired = ent_text_repair ((const char *) data + 1, (gssize) size - 1);
  text = g_strdup (repaired);

  clean = ent_text_clean (text, -1, data[0] & 1 ? ENT_TEXT_MULTI_LINE : ENT_TEXT_SINGLE_LINE);
  folded = ent_text_fold (clean, -1);
  twice = ent_text_fold (folded, -1);
  g_assert_true (g_utf8_validate (clean, -1, NULL));
  g_assert_true (g_utf8_validate (folded, -1, NULL));
  g_assert_cmpstr (folded, ==, twice);

  for (int context = ENT_PLACEHOLDER_GENERIC; context <= ENT_PLACEHOLDER_NUMBER; context++)
    ent_placeholder_check (text, (EntPlaceholderContext) context);
  ent_country_recognize (text, country);
  language = ent_language_recognize (text);
  read_name (text, region);
  read_web (text);
  read_number (text, region);
  return 0;
}
