/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Import runs each of these once a value, at a million records. The figures are always printed; they are held
 * against the budget with "-m perf" only, for other work on the machine would make them fail. */
#include <glib.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "ent-company-name.h"
#include "ent-country.h"
#include "ent-email.h"
#include "ent-money.h"
#include "ent-name.h"
#include "ent-phone.h"
#include "ent-placeholder.h"
#include "ent-tax-id.h"
#include "ent-text.h"
#include "ent-web.h"

typedef void (*Call) (const char *value);

/* Processor time of this thread, so that other work on the machine counts less. */
static gint64
get_time (void)
{
  struct timespec now;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);
  return now.tv_sec * G_USEC_PER_SEC + now.tv_nsec / 1000;
}

static void
measure (const char *what, Call call, const char *const *values, guint n_values, guint rounds, double budget_us)
{
  double best = G_MAXDOUBLE;

  for (guint i = 0; i < n_values; i++)
    call (values[i]);

  for (guint attempt = 0; attempt < 5; attempt++)
    {
      gint64 start = get_time ();

      for (guint i = 0; i < rounds; i++)
        for (guint j = 0; j < n_values; j++)
          call (values[j]);
      best = MIN (best, (double) (get_time () - start) / (rounds * n_values));
    }

  printf ("# %s: %.3f µs a value (budget %.1f)\n", what, best, budget_us);
  if (g_test_perf ())
    g_assert_cmpfloat (best, <=, budget_us);
}

static const char *const phones[] = {
  "06 12 34 56 78", "+49 30 1234567", "(201) 555-0123", "+33142685300", "020 7946 0018", "01 42 68 53 00 poste 12",
};
static const char *const emails[] = { "ann.lee@example.org", "j.martin@entreprise-du-nord.fr",
                                      "bob@mail.example.co.uk" };
static const char *const words[] = {
  "Martin", "12 rue de la Paix", "Purchasing manager", "Lyon", "2021-03-04", "Müller"
};
static const char *const names[] = { "Ada Lovelace", "Martin, Jean-Pierre", "Dr. Vincent van der Berg", "José García" };
static const char *const companies[] = { "Acme Ltd.", "Müller & Söhne GmbH & Co. KG", "Boulangerie Dupont",
                                         "Novo Nordisk A/S" };
static const char *const countries[] = { "FR", "Deutschland", "United Kingdom", "Suisse" };
static const char *const pages[] = { "www.example.org", "https://example.org/about?x=1" };
static const char *const numbers[] = { "DE136695976", "FR 40 303 265 045", "12-3456789" };
static const char *const amounts[] = { "1,234.56", "1.234,56 €", "12000" };

static void
call_phone (const char *value)
{
  EntPhone phone;

  ent_phone_normalize (value, "FR", &phone);
}

static void
call_email (const char *value)
{
  g_autofree char *address = NULL;
  g_autofree char *key = NULL;

  ent_email_parse (value, &address, &key);
}

static void
call_placeholder (const char *value)
{
  ent_placeholder_check (value, ENT_PLACEHOLDER_GENERIC);
}

static void
call_fold (const char *value)
{
  g_autofree char *folded = ent_text_fold (value, -1);

  g_assert_nonnull (folded);
}

static void
call_name (const char *value)
{
  g_auto (EntName) name = { 0 };

  ent_name_split (value, "FR", &name, NULL);
}

static void
call_money (const char *value)
{
  EntMoney money;

  ent_money_parse (value, "EUR", NULL, &money, NULL, NULL);
}

static void
call_company (const char *value)
{
  g_autofree char *core = NULL;
  g_autofree char *form = NULL;

  ent_company_name_split (value, NULL, &core, &form);
}

static void
call_country (const char *value)
{
  char code[ENT_COUNTRY_CODE_SIZE];

  ent_country_recognize (value, code);
}

static void
call_web (const char *value)
{
  g_autofree char *url = NULL;
  g_autofree char *key = NULL;

  ent_web_normalize (value, &url, &key);
}

static void
call_tax_id (const char *value)
{
  g_autofree char *normalized = NULL;

  ent_tax_id_check (value, NULL, &normalized, NULL);
}

static void
test_speed (void)
{
  measure ("phone", call_phone, phones, G_N_ELEMENTS (phones), 300, 16);
  measure ("e-mail", call_email, emails, G_N_ELEMENTS (emails), 5000, 1);
  measure ("name", call_name, names, G_N_ELEMENTS (names), 5000, 2);
  measure ("placeholder", call_placeholder, words, G_N_ELEMENTS (words), 5000, 0.2);
  measure ("fold", call_fold, words, G_N_ELEMENTS (words), 5000, 0.5);
  measure ("company", call_company, companies, G_N_ELEMENTS (companies), 5000, 4);
  measure ("country", call_country, countries, G_N_ELEMENTS (countries), 5000, 1);
  measure ("web", call_web, pages, G_N_ELEMENTS (pages), 5000, 5);
  measure ("tax id", call_tax_id, numbers, G_N_ELEMENTS (numbers), 5000, 1);
  measure ("money", call_money, amounts, G_N_ELEMENTS (amounts), 5000, 1);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/normalizers/speed", test_speed);

  return g_test_run ();
}
