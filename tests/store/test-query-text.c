/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "ent-query-private.h"

#include "book-fixture.h"

/* The text form of queries. */

static const struct
{
  const char *kind;
  const char *text;
  const char *canonical; /* NULL: the same */
} good[] = {
  { "opportunity", "stage:proposal amount>5000 owner:me last-contact>90d \"exact words\" -tag:partner", NULL },
  { "contact", "", NULL },
  { "contact", "  jean   dupont ", "jean dupont" },
  { "contact", "City:Lyon", "city:Lyon" },
  { "contact", "job-title:x", NULL },
  { "contact", "first-name:x", "given-name:x" },
  { "contact", "tags:partner", "tag:partner" },
  { "contact", "phone:none email:ANY", "phone:none email:any" },
  { "contact", "birthday:--02-29", NULL },
  { "contact", "last-contact<7D", "last-contact<7d" },
  { "contact", "last-contact:\"this week\"", "last-contact:\"this-week\"" },
  { "contact", "12:30 https://a.example/?b=c", NULL },
  { "contact", "a OR b c", NULL },
  { "contact", "(a OR b) c", NULL },
  { "contact", "(a b) c", "a b c" },
  { "contact", "a | b", "a OR b" },
  { "contact", "-(a b)", NULL },
  { "contact", "-(-a)", "a" },
  { "contact", "- -- -(-) -(--b)", NULL },
  { "contact", "(-)b -(-)c", "- b -(-) c" },
  { "contact", "-|-", "- OR -" },
  { "contact", "a) b", "a b" },
  { "contact", "“a b”", "\"a b\"" },
  { "contact", "name:\"a \\\"b\\\" c\"", NULL },
  { "contact", "is:deleted jean", "jean deleted:yes" },
  { "contact", "deleted:no", "" },
  { "opportunity", "amount:5k..1.5m", "amount:5000..1500000" },
  { "opportunity", "amount>=0.5eur", "amount>=0.5EUR" },
  { "opportunity", "amount:..10", NULL },
  { "opportunity", "status:Won,LOST", "status:won,lost" },
  { "opportunity", "expected-close:2026-02", NULL },
  { "activity", "done:none due<=+2w", NULL },
  { "account", "employees>=10", NULL },
};

static const struct
{
  const char *kind;
  const char *text;
  guint position;
  guint length;
} bad[] = {
  { "contact", "nom d'un colour:red", 9, 6 },
  { "contact", "é city:", 7, 0 },
  { "contact", "\"abc", 0, 4 },
  { "contact", "a OR", 4, 0 },
  { "contact", "(a", 0, 2 },
  { "contact", "a (b deleted:yes)", 5, 11 },
  { "contact", "city>lyon", 5, 4 },
  { "opportunity", "amount>much", 7, 4 },
  { "opportunity", "status:gone", 7, 4 },
  { "opportunity", "expected-close:2026-13", 15, 7 },
  { "opportunity", "expected-close:2026-02-30", 15, 10 },
};

static void
test_good (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (EntQuery) query =
          ent_query_new_from_text (NULL, ent_kind_from_key (good[i].kind), good[i].text, NULL, &error);
      g_autofree char *text = NULL;

      g_assert_no_error (error);
      text = ent_query_dup_text (query);
      g_assert_cmpstr (text, ==, good[i].canonical != NULL ? good[i].canonical : good[i].text);
    }
}

static void
test_bad (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;
      EntQueryProblem problem = { 0 };
      g_autoptr (EntQuery) query =
          ent_query_new_from_text (NULL, ent_kind_from_key (bad[i].kind), bad[i].text, &problem, &error);

      g_assert_null (query);
      g_assert_error (error, ENT_ERROR, ENT_ERROR_QUERY);
      g_test_message ("%s: %s", bad[i].text, error->message);
      g_assert_cmpuint (problem.position, ==, bad[i].position);
      g_assert_cmpuint (problem.length, ==, bad[i].length);
      g_assert_nonnull (problem.expected);
      ent_query_problem_clear (&problem);
    }
}

/* Whatever is understood is understood again from its own text. */
static void
test_round_trip (void)
{
  static const char *const pieces[] = { "a",    "jean",   "\"",     "(",       ")",     " ",           " ",
                                        " OR ", "|",      "-",      "city:",   "name:", "name=",       "amount",
                                        ">",    "<",      "=",      "5k",      "..",    ",",           "none",
                                        "me",   "owner:", "stage:", "2026-11", "90d",   "deleted:yes", "\\",
                                        "é",    "田",     "is:open" };
  guint understood = 0;

  for (guint round = 0; round < 20000; round++)
    {
      g_autoptr (GString) text = g_string_new (NULL);
      g_autoptr (EntQuery) query = NULL;
      g_autoptr (EntQuery) again = NULL;
      g_autofree char *canonical = NULL;
      guint n = (guint) g_test_rand_int_range (1, 12);

      for (guint i = 0; i < n; i++)
        g_string_append (text, pieces[g_test_rand_int_range (0, G_N_ELEMENTS (pieces))]);
      query = ent_query_new_from_text (NULL, ent_kind_from_key ("opportunity"), text->str, NULL, NULL);
      if (query == NULL)
        continue;
      understood++;
      canonical = ent_query_dup_text (query);
      again = ent_query_new_from_text (NULL, ent_kind_from_key ("opportunity"), canonical, NULL, NULL);
      if (again == NULL || !ent_query_equal (query, again))
        g_error ("“%s” became “%s”", text->str, canonical);
    }
  g_assert_cmpuint (understood, >, 1000);
}

static void
test_chips (void)
{
  g_autoptr (EntQuery) all = ent_query_new (ent_kind_from_key ("contact"));
  g_autoptr (EntQuery) lyon = ent_query_with_term (all, NULL, "city:Lyon", NULL);
  g_autoptr (EntQuery) both = ent_query_with_term (lyon, NULL, "-jean", NULL);
  g_autoptr (EntQuery) trash = ent_query_with_deleted (both, TRUE);
  g_autoptr (EntQuery) without = ent_query_without_term (trash, 0);
  g_autofree char *label = ent_query_dup_term_label (both, NULL, 0);
  g_autofree char *text = ent_query_dup_text (trash);
  g_autofree char *rest = ent_query_dup_text (without);

  g_assert_cmpuint (ent_query_get_n_terms (trash), ==, 3);
  g_assert_cmpstr (label, ==, "City: ⁨Lyon⁩");
  g_assert_cmpstr (text, ==, "city:Lyon -jean deleted:yes");
  g_assert_cmpstr (rest, ==, "-jean deleted:yes");
}

static void
test_date_chips (void)
{
  static const struct
  {
    const char *kind;
    const char *text;
    const char *label;
  } chips[] = {
    { "contact", "last-contact>60d", "Last contact more than 60 days ago" },
    { "contact", "last-contact<=1w", "Last contact at most 1 week ago" },
    { "contact", "-last-contact>60d", "Not: Last contact more than 60 days ago" },
    { "activity", "due<=+2w", "Due at most 2 weeks ahead" },
    { "activity", "due>-1m", "Due after 1 month ago" },
    { "activity", "due:today", "Due: today" },
    { "activity", "due:1d", "Due: 1 day ago" },
    { "opportunity", "expected-close>=this-quarter", "Expected close from this quarter" },
    { "opportunity", "expected-close<2026-02-03", "Expected close before February 3, 2026" },
    { "opportunity", "expected-close:2026-02", "Expected close: February 2026" },
    { "opportunity", "amount>5000", "Amount more than ⁨5000⁩" },
    { "contact", "import:people.csv", "Import: ⁨people.csv⁩" },
    { "contact", "import:01970000-0000-7000-8000-000000000001", "Import: this one" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (chips); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (EntQuery) query =
          ent_query_new_from_text (NULL, ent_kind_from_key (chips[i].kind), chips[i].text, NULL, &error);
      g_autofree char *label = NULL;

      g_assert_no_error (error);
      label = ent_query_dup_term_label (query, NULL, 0);
      g_assert_cmpstr (label, ==, chips[i].label);
    }
}

/* Noon of Wednesday, 2026-03-04, in Paris. */
#define NOW (G_GINT64_CONSTANT (1772622000) * 1000)

static void
assert_days (const char *date, guint first_weekday, const char *first, const char *last)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("Europe/Paris");
  EntQuerySpan span;
  char text[16];

  g_assert_true (ent_query_date_resolve (date, NOW, zone, first_weekday, FALSE, &span));
  ent_query_date_from_days (span.first, text);
  g_assert_cmpstr (text, ==, first);
  ent_query_date_from_days (span.end - 1, text);
  g_assert_cmpstr (text, ==, last);
}

static void
test_dates (void)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("Europe/Paris");
  EntQuerySpan span;

  assert_days ("today", 1, "2026-03-04", "2026-03-04");
  assert_days ("this-week", 1, "2026-03-02", "2026-03-08");
  assert_days ("this-week", 7, "2026-03-01", "2026-03-07");
  assert_days ("last-month", 1, "2026-02-01", "2026-02-28");
  assert_days ("this-quarter", 1, "2026-01-01", "2026-03-31");
  assert_days ("next-year", 1, "2027-01-01", "2027-12-31");
  assert_days ("2024-02", 1, "2024-02-01", "2024-02-29");
  assert_days ("90d", 1, "2025-12-04", "2025-12-04");
  assert_days ("+1m", 1, "2026-04-04", "2026-04-04");
  assert_days ("-1y", 1, "2025-03-04", "2025-03-04");
  /* The day on which clocks go forward has 23 hours. */
  g_assert_true (ent_query_date_resolve ("2026-03-29", NOW, zone, 1, TRUE, &span));
  g_assert_cmpint (span.end - span.first, ==, 23 * 3600 * 1000);
}

int
main (int argc, char **argv)
{
  book_fixture_init (&argc, &argv);
  g_test_add_func ("/query/text/good", test_good);
  g_test_add_func ("/query/text/bad", test_bad);
  g_test_add_func ("/query/text/round-trip", test_round_trip);
  g_test_add_func ("/query/text/chips", test_chips);
  g_test_add_func ("/query/text/date-chips", test_date_chips);
  g_test_add_func ("/query/text/dates", test_dates);
  return g_test_run ();
}
