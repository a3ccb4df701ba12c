/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <glib/gstdio.h>
#include <stdio.h>

#include "bench.h"

/* The records, as the spreadsheets that a business would bring. */

static const char *const given[] = { "Jean",     "Marie", "Zoë",    "Łukasz",    "Agnieszka", "Jürgen",  "Hannah",
                                     "François", "Núria", "Giulia", "Søren",     "Aylin",     "Omar",    "Fatima",
                                     "Priya",    "Wei",   "Yuki",   "John",      "Emily",     "Oliver",  "Charlotte",
                                     "Mateusz",  "Inês",  "Björn",  "Katarzyna", "Pierre",    "Camille", "Luca",
                                     "Elena",    "Noah",  "Mia",    "Théo" };
static const char *const family[] = { "Dupont",    "Müller",       "Kowalski", "García",     "Rossi",   "Smith",
                                      "O'Connor",  "van den Berg", "Lefèvre",  "Nowak",      "Schmidt", "Fischer",
                                      "Martin",    "Bernard",      "Petit",    "Wiśniewski", "Hansen",  "Yılmaz",
                                      "Haddad",    "Sharma",       "Chen",     "Tanaka",     "Johnson", "Brown",
                                      "Ferreira",  "Lindqvist",    "Moreau",   "Girard",     "Bianchi", "Weber",
                                      "Dąbrowski", "Fernández" };
static const char *const syllables[] = { "ba",  "cor", "del", "fin",  "gra", "hol", "lan", "mar",
                                         "nor", "pel", "ros", "ster", "tan", "ver", "wil", "zen" };
static const char *const titles[] = {
  "Sales manager",          "Directrice des achats", "Geschäftsführer", "Engineer",   "Buyer", "Office manager",
  "Responsable logistique", "Kierownik sprzedaży",   "Architecte",      "Accountant", "CEO",   "Technicien"
};
static const char *const trades[] = { "Logistics", "Bau",        "Conseil",   "Elektro", "Foods",
                                      "Design",    "Transports", "Maschinen", "Systems", "Énergie" };
static const char *const forms[] = { "GmbH", "SARL", "Ltd", "S.A.", "sp. z o.o.", "S.r.l.", "Inc.", "AG" };
static const char *const domains[] = { "example.com", "example.net", "example.org", "mail.example.com",
                                       "shop.example.org" };

static const char *
pick (BenchRandom *random, const char *const *words, guint n)
{
  return words[bench_random (random, n)];
}

#define PICK(random, words) pick (random, words, G_N_ELEMENTS (words))

/* More families than the list has: half are made of syllables. */
static void
append_family (GString *text, BenchRandom *random)
{
  guint n = 2 + bench_random (random, 2);

  if (bench_random (random, 2) == 0)
    {
      g_string_append (text, PICK (random, family));
      return;
    }
  for (guint i = 0; i < n; i++)
    {
      const char *syllable = PICK (random, syllables);

      g_string_append_c (text, i == 0 ? g_ascii_toupper (*syllable) : *syllable);
      g_string_append (text, syllable + 1);
    }
}

static void
append_phone (GString *text, BenchRandom *random, gboolean mobile)
{
  guint a = bench_random (random, 100), b = bench_random (random, 100), c = bench_random (random, 100),
        d = bench_random (random, 100);

  switch (bench_random (random, 8))
    {
    case 0:
      g_string_append_printf (text, mobile ? "+49 1512 %02u%02u%02u9" : "+49 30 2%02u%02u%02u", a, b, c);
      break;
    case 1:
      g_string_append_printf (text, mobile ? "+44 7400 %02u%02u%02u" : "+44 20 79%02u %02u%02u", a, b, c);
      break;
    case 2:
      g_string_append_printf (text, mobile ? "+48 601 %02u%u %02u%u" : "+48 22 6%02u %02u %02u", a, mobile ? b % 10 : b,
                              c, mobile ? d % 10 : d);
      break;
    case 3:
      g_string_append_printf (text, "+1 (212) 5%02u-%02u%02u", 20 + a % 70, b, c);
      break;
    default:
      g_string_append_printf (text, "%s %02u %02u %02u %02u", mobile ? "06" : "01", mobile ? 10 + a % 80 : 40 + a % 10,
                              b, c, d);
      break;
    }
}

static void
append_account (GString *text, guint i)
{
  BenchRandom random = { i * 2654435761u + 17 };

  g_string_append (text, PICK (&random, family));
  g_string_append_printf (text, " %s %u ", PICK (&random, trades), i + 1);
  g_string_append (text, PICK (&random, forms));
}

static void
append_contact (GString *text, BenchRandom *random, guint i, guint n_accounts, gboolean linked)
{
  g_autoptr (GString) name = g_string_new (NULL);
  g_autofree char *ascii = NULL;

  append_family (name, random);
  ascii = g_str_to_ascii (name->str, "C");
  for (char *c = ascii; *c != '\0'; c++)
    *c = g_ascii_isalpha (*c) ? g_ascii_tolower (*c) : '-';
  g_string_append_printf (text, "%s,%s,%s,%s.%u@%s,", PICK (random, given), name->str, PICK (random, titles), ascii,
                          i + 1, PICK (random, domains));
  append_phone (text, random, TRUE);
  g_string_append_c (text, ',');
  append_phone (text, random, FALSE);
  if (linked)
    {
      g_string_append_c (text, ',');
      append_account (text, bench_random (random, n_accounts));
    }
}

static void
append_opportunity (GString *text, BenchRandom *random, guint i, guint n_accounts)
{
  g_string_append_printf (text, "%s %u,", PICK (random, trades), i + 1);
  append_account (text, bench_random (random, n_accounts));
  g_string_append_printf (text, ",%u.%02u,EUR,20%02u-%02u-%02u", 100 + bench_random (random, 90000),
                          bench_random (random, 100), 24 + bench_random (random, 4), 1 + bench_random (random, 12),
                          1 + bench_random (random, 28));
}

static void
append_activity (GString *text, BenchRandom *random, guint i)
{
  static const char *const types[] = { "call", "meeting", "visit", "email", "note", "to-do" };
  static const char *const subjects[] = { "Quote sent", "Relance devis",   "Besuch vor Ort",
                                          "Demo",       "Contract review", "Livraison" };

  g_string_append_printf (text, "%s,%s %u,20%02u-%02u-%02uT%02u:15:00Z", PICK (random, types), PICK (random, subjects),
                          i + 1, 24 + bench_random (random, 4), 1 + bench_random (random, 12),
                          1 + bench_random (random, 28), 7 + bench_random (random, 11));
}

typedef enum
{
  CONTACTS,
  LINKED_CONTACTS,
  ACCOUNTS,
  OPPORTUNITIES,
  ACTIVITIES,
} What;

static void
append_row (GString *text, What what, BenchRandom *random, guint i, guint n_accounts)
{
  switch (what)
    {
    case CONTACTS:
    case LINKED_CONTACTS:
      append_contact (text, random, i, n_accounts, what == LINKED_CONTACTS);
      break;
    case ACCOUNTS:
      append_account (text, i);
      g_string_append_c (text, ',');
      append_phone (text, random, FALSE);
      break;
    case OPPORTUNITIES:
      append_opportunity (text, random, i, n_accounts);
      break;
    case ACTIVITIES:
    default:
      append_activity (text, random, i);
      break;
    }
  g_string_append_c (text, '\n');
}

static void
write_file (const Bench *bench, What what, const char *name, const char *header, guint n)
{
  g_autofree char *path = bench_path (bench, name);
  g_autoptr (GString) text = g_string_new (header);
  BenchRandom random = { 20260101 + what };
  FILE *file = g_fopen (path, "w");

  bench_check (file != NULL, NULL, path);
  for (guint i = 0; i < n; i++)
    {
      append_row (text, what, &random, i, MAX (bench->n / 5, 1));
      if (text->len < 65536 && i + 1 < n)
        continue;
      bench_check (fwrite (text->str, 1, text->len, file) == text->len, NULL, path);
      g_string_truncate (text, 0);
    }
  bench_check (fclose (file) == 0, NULL, path);
}

void
bench_make_files (const Bench *bench)
{
  static const char columns[] = "given-name,family-name,job-title,email.work,phone.mobile,phone.work";
  g_autofree char *plain = g_strconcat (columns, "\n", NULL);
  g_autofree char *linked = g_strconcat (columns, ",account\n", NULL);

  write_file (bench, CONTACTS, "contacts.csv", plain, bench->n);
  write_file (bench, LINKED_CONTACTS, "linked.csv", linked, bench->n);
  write_file (bench, ACCOUNTS, "accounts.csv", "name,phone.work\n", MAX (bench->n / 5, 1));
  write_file (bench, OPPORTUNITIES, "opportunities.csv", "name,account,amount,currency,expected-close\n",
              MAX (bench->n / 2, 1));
  write_file (bench, ACTIVITIES, "activities.csv", "type,subject,start\n", bench->n * 2);
}
