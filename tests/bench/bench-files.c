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

/* ---- tables in the book's own words ---- */

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

/* ---- files as others write them ---- */

/* A person of a firm or none, at the firm's switchboard or with a number of their own; some share an address, some have
 * none. */
typedef struct
{
  const char *given;
  GString *family;
  GString *account; /* empty: none */
  GString *email;
  GString *mobile;
  GString *work;
  const char *title;
  guint street;
  guint place;
} Person;

static void
person_clear (Person *self)
{
  GString *texts[] = { self->family, self->account, self->email, self->mobile, self->work };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    g_string_free (texts[i], TRUE);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Person, person_clear)

static void
append_email (GString *text, const Person *person, BenchRandom *random, guint i, guint account)
{
  g_autofree char *ascii = g_str_to_ascii (person->family->str, "C");
  guint sort = bench_random (random, 20);

  if (sort < 3)
    return;
  if (sort < 4)
    {
      g_string_append_printf (text, "info@firm%u.example.com", account);
      return;
    }
  for (char *c = ascii; *c != '\0'; c++)
    *c = g_ascii_isalpha (*c) ? g_ascii_tolower (*c) : '-';
  g_string_append_printf (text, "%s.%u@%s", ascii, i + 1, PICK (random, domains));
}

static void
person_init (Person *self, BenchRandom *random, guint i, guint n_accounts)
{
  guint account = bench_random (random, n_accounts);
  BenchRandom switchboard = { account * 2654435761u + 29 };

  *self = (Person) { .given = PICK (random, given),
                     .family = g_string_new (NULL),
                     .account = g_string_new (NULL),
                     .email = g_string_new (NULL),
                     .mobile = g_string_new (NULL),
                     .work = g_string_new (NULL),
                     .title = PICK (random, titles),
                     .street = 1 + bench_random (random, 200),
                     .place = bench_random (random, 1000) };
  append_family (self->family, random);
  if (bench_random (random, 10) < 7)
    append_account (self->account, account);
  append_email (self->email, self, random, i, account);
  if (bench_random (random, 10) < 7)
    append_phone (self->mobile, random, TRUE);
  if (self->account->len > 0 && bench_random (random, 10) < 6)
    append_phone (self->work, &switchboard, FALSE);
  else if (bench_random (random, 10) < 5)
    append_phone (self->work, random, FALSE);
}

static void
append_mixed_row (GString *text, BenchRandom *random, guint i, guint n_accounts)
{
  g_auto (Person) person = { 0 };

  person_init (&person, random, i, n_accounts);
  g_string_append_printf (text, "%s,%s,%s,%s,%s,%s,%s,%u rue des Bench,%05u,Ville %u,France,%s", person.given,
                          person.family->str, person.account->str, person.title, person.email->str, person.mobile->str,
                          person.work->str, person.street, person.place * 97, person.place,
                          bench_random (random, 4) == 0 ? "\"Met at the fair, will call\"" : "");
}

static void
append_card (GString *text, BenchRandom *random, guint i, guint n_accounts)
{
  g_auto (Person) person = { 0 };

  person_init (&person, random, i, n_accounts);
  g_string_append_printf (text,
                          "BEGIN:VCARD\r\nVERSION:3.0\r\nUID:card-%u@example.org\r\nFN:%s %s\r\nN:%s;%s;;;\r\n"
                          "TITLE:%s\r\nADR;TYPE=work:;;%u rue des Bench;Ville %u;;%05u;France\r\n",
                          i, person.given, person.family->str, person.family->str, person.given, person.title,
                          person.street, person.place, person.place * 97);
  if (person.account->len > 0)
    g_string_append_printf (text, "ORG:%s\r\n", person.account->str);
  if (person.email->len > 0)
    g_string_append_printf (text, "EMAIL;TYPE=INTERNET,WORK:%s\r\n", person.email->str);
  if (person.mobile->len > 0)
    g_string_append_printf (text, "TEL;TYPE=CELL:%s\r\n", person.mobile->str);
  if (person.work->len > 0)
    g_string_append_printf (text, "TEL;TYPE=WORK,VOICE:%s\r\n", person.work->str);
  g_string_append (text, "X-SOMETHING:kept\r\nREV:2026-01-01T00:00:00Z\r\nEND:VCARD\r");
}

static void
append_event (GString *text, BenchRandom *random, guint i)
{
  static const char *const subjects[] = { "Quote", "Relance devis", "Besuch vor Ort", "Demo", "Livraison" };
  guint month = 1 + bench_random (random, 12), day = 1 + bench_random (random, 28),
        hour = 7 + bench_random (random, 11);

  g_string_append_printf (text,
                          "BEGIN:VEVENT\r\nUID:event-%u@example.org\r\nDTSTAMP:20260101T000000Z\r\n"
                          "DTSTART;TZID=Europe/Paris:20%02u%02u%02uT%02u0000\r\nDURATION:PT1H\r\n"
                          "SUMMARY:%s %u\r\nLOCATION:Ville %u\r\n",
                          i, 24 + bench_random (random, 4), month, day, hour, PICK (random, subjects), i,
                          bench_random (random, 1000));
  if (bench_random (random, 3) == 0)
    g_string_append (text, "DESCRIPTION:What was said\\nand what is to be done\r\n");
  if (bench_random (random, 4) == 0)
    g_string_append_printf (text, "ATTENDEE;CN=\"Somebody\":mailto:person%u@example.org\r\n",
                            bench_random (random, 5000));
  if (bench_random (random, 10) == 0)
    g_string_append (text, "RRULE:FREQ=WEEKLY;COUNT=10\r\n");
  if (bench_random (random, 5) == 0)
    g_string_append (text, "BEGIN:VALARM\r\nACTION:DISPLAY\r\nTRIGGER:-PT15M\r\nEND:VALARM\r\n");
  g_string_append (text, "END:VEVENT\r");
}

typedef enum
{
  CONTACTS,
  LINKED_CONTACTS,
  ACCOUNTS,
  OPPORTUNITIES,
  ACTIVITIES,
  MIXED_ROWS,
  CARDS,
  EVENTS,
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
    case MIXED_ROWS:
      append_mixed_row (text, random, i, n_accounts);
      break;
    case CARDS:
      append_card (text, random, i, n_accounts);
      break;
    case EVENTS:
      append_event (text, random, i);
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
      if (what == EVENTS && i + 1 == n)
        g_string_append (text, "END:VCALENDAR\r\n");
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
  write_file (bench, MIXED_ROWS, "mixed.csv",
              "First name,Last name,Company,Job title,E-mail,Mobile phone,Business phone,Street,Postal code,City,"
              "Country,Notes\n",
              bench->n);
  write_file (bench, CARDS, "cards.vcf", "", bench->n);
  write_file (bench, EVENTS, "events.ics", "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Bench//EN\r\n", bench->n);
}
