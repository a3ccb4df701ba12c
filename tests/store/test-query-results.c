/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "reading-fixture.h"

/* What queries find. */

static EntStore *
make_book (void)
{
  EntStore *store = book_new_in_memory ();
  gint64 rid;

  reading_add (store, "account", "name, employees, revenue, currency", "'Moulin Vert', 12, 500000, 'EUR'");
  reading_add (store, "account", "name, employees, revenue, currency", "'Großhandel Müller', 250, 500000, 'JPY'");

  rid = reading_add (store, "contact", "name, given_name, family_name, job_title, birthday, x_account_rid",
                     "'Élodie Marchand', 'Élodie', 'Marchand', 'Directrice générale', '1980-12-24', 1");
  reading_add_phone (store, "contact", rid, "06 12 34 56 78", "+33612345678", "FR");
  reading_add_email (store, "contact", rid, "elodie.marchand@moulin-vert.example");
  reading_add_city (store, "contact", rid, "Lyon", "69003");
  rid = reading_add (store, "contact", "name, job_title, birthday", "'Jürgen Weiß', 'Geschäftsführer', '--02-29'");
  reading_add_email (store, "contact", rid, "jw@grosshandel.example");
  reading_add_city (store, "contact", rid, "München", "80331");
  reading_add (store, "contact", "name, notes", "'田中 太郎', '東京都の顧客'");
  reading_add (store, "contact", "name, job_title", "'Åsa Öberg', 'Director'");

  reading_add (store, "opportunity", "name, amount, currency, status, expected_close, account, account_rid",
               "'Mill', 500000, 'EUR', 'open', '2026-11-10', x'00', 1");
  reading_add (store, "opportunity", "name, amount, currency, status, expected_close",
               "'Sushi', 5100, 'JPY', 'won', '2026-12-01'");
  reading_add (store, "opportunity", "name, amount, currency, status", "'Tea', 499900, 'EUR', 'lost'");
  reading_rebuild (store);
  return store;
}

static void
test_words (void)
{
  g_autoptr (EntStore) store = make_book ();

  reading_assert (store, "contact", "", "Åsa Öberg, Élodie Marchand, Jürgen Weiß, 田中 太郎");
  reading_assert (store, "contact", "elod", "Élodie Marchand");
  reading_assert (store, "contact", "ÉLODIE march", "Élodie Marchand");
  reading_assert (store, "contact", "weiss", "Jürgen Weiß");
  reading_assert (store, "contact", "\"Élodie March\"", "");
  reading_assert (store, "contact", "\"élodie marchand\"", "Élodie Marchand");
  reading_assert (store, "contact", "\"marchand élodie\"", "");
  reading_assert (store, "contact", "oberg", "Åsa Öberg");
  reading_assert (store, "contact", "太郎", "田中 太郎");
  reading_assert (store, "contact", "顧客", "田中 太郎");
  reading_assert (store, "contact", "客顧", "");
  reading_assert (store, "contact", "moulin-vert", "Élodie Marchand");
  reading_assert (store, "contact", "direct -generale", "Åsa Öberg");
  reading_assert (store, "contact", "weiss OR oberg", "Åsa Öberg, Jürgen Weiß");
  /* Inside of words, when none begins so. */
  reading_assert (store, "contact", "archan", "Élodie Marchand");
  reading_assert (store, "contact", "häftsf", "Jürgen Weiß");
}

static void
test_phones (void)
{
  static const char *const texts[] = {
    "0612345678", "06 12 34 56 78",   "612345678",  "+33 6 12 34 56 78",        "33612345678", "06.12.34.56.78", "5678",
    "0612",       "phone:0612345678", "phone:5678", "phone:\"06 12 34 56 78\"", "phone:any"
  };
  g_autoptr (EntStore) store = make_book ();

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_test_message ("%s", texts[i]);
      reading_assert (store, "contact", texts[i], "Élodie Marchand");
    }
  reading_assert (store, "contact", "0712345678", "");
  reading_assert (store, "contact", "phone:none", "Åsa Öberg, Jürgen Weiß, 田中 太郎");
}

static void
test_fields (void)
{
  g_autoptr (EntStore) store = make_book ();

  reading_assert (store, "contact", "city:lyon", "Élodie Marchand");
  reading_assert (store, "contact", "city:munchen,lyon", "Élodie Marchand, Jürgen Weiß");
  reading_assert (store, "contact", "postcode:80331", "Jürgen Weiß");
  reading_assert (store, "contact", "email:moulin-vert", "Élodie Marchand");
  reading_assert (store, "contact", "account:\"Moulin Vert\"", "Élodie Marchand");
  reading_assert (store, "contact", "account:moulin", "Élodie Marchand");
  reading_assert (store, "contact", "account:none", "Åsa Öberg, Jürgen Weiß, 田中 太郎");
  reading_assert (store, "contact", "job-title=director", "Åsa Öberg");
  reading_assert (store, "contact", "-job-title:any", "田中 太郎");
  reading_assert (store, "contact", "birthday:--02-29", "Jürgen Weiß");
  reading_assert (store, "contact", "birthday:1980", "Élodie Marchand");
  reading_assert (store, "contact", "name<f", "Åsa Öberg, Élodie Marchand");
  reading_assert (store, "account", "employees>100", "Großhandel Müller");
  reading_assert (store, "account", "employees:10..20", "Moulin Vert");
  /* 5,000 euros, but 500,000 yen. */
  reading_assert (store, "account", "revenue>10k", "Großhandel Müller");
  reading_assert (store, "opportunity", "amount>=5000", "Mill, Sushi");
  reading_assert (store, "opportunity", "amount>=5000EUR", "Mill");
  reading_assert (store, "opportunity", "status:won,lost", "Sushi, Tea");
  reading_assert (store, "opportunity", "is:open", "Mill");
  reading_assert (store, "opportunity", "expected-close:2026-11", "Mill");
  reading_assert (store, "opportunity", "expected-close>2026-11", "Sushi");
  reading_assert (store, "opportunity", "expected-close:none", "Tea");
  reading_assert (store, "opportunity", "account:moulin", "Mill");
}

static void
test_hidden (void)
{
  g_autoptr (EntStore) store = make_book ();

  book_exec (store, "UPDATE contact SET hidden = 1 WHERE name = 'Jürgen Weiß'");
  reading_rebuild (store);
  reading_assert (store, "contact", "", "Åsa Öberg, Élodie Marchand, 田中 太郎");
  reading_assert (store, "contact", "weiss", "");
  reading_assert (store, "contact", "is:deleted", "Jürgen Weiß");
  reading_assert (store, "contact", "deleted:any", "Åsa Öberg, Élodie Marchand, Jürgen Weiß, 田中 太郎");
}

int
main (int argc, char **argv)
{
  book_fixture_init (&argc, &argv);
  g_test_add_func ("/query/results/words", test_words);
  g_test_add_func ("/query/results/phones", test_phones);
  g_test_add_func ("/query/results/fields", test_fields);
  g_test_add_func ("/query/results/hidden", test_hidden);
  return g_test_run ();
}
