/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <time.h>

#include "ent-element.h"
#include "ent-kinds.h"
#include "ent-value-text-private.h"

static const EntParseContext french = { "FR", "EUR", "fr_FR", ENT_DATE_ORDER_DMY };
static const EntParseContext american = { "US", "USD", "en_US", ENT_DATE_ORDER_MDY };

static const EntField duration = { .kind = &ent_kind_activity,
                                   .key = "length",
                                   .label = "Length",
                                   .type = ENT_FIELD_DURATION };

static const EntField *
field (const char *kind, const char *key)
{
  if (g_str_equal (kind, "duration"))
    return &duration;
  return ent_kind_get_field (ent_kind_from_key (kind), key);
}

static const struct
{
  const char *kind, *key, *text;
  const EntParseContext *context;
  const char *canonical; /* NULL: refused */
} cases[] = {
  { "contact", "name", "  Aïcha \t Ben\nSalah ", &french, "Aïcha Ben Salah" },
  { "contact", "notes", "one\r\ntwo  \n", &french, "one\ntwo" },
  { "contact", "name", "   ", &french, "" },
  { "account", "employees", "2822", &french, "2822" },
  { "account", "employees", "2 822", &french, "2822" },
  { "account", "employees", "2,822", &american, "2822" },
  { "account", "employees", "-5", &american, "-5" },
  { "account", "employees", "many", &american, NULL },
  { "account", "employees", "12.5", &american, NULL },
  { "account", "employees", "99999999999999999999", &american, NULL },
  { "opportunity", "probability", "40 %", &french, "40" },
  { "opportunity", "probability", "101", &french, NULL },
  { "opportunity", "probability", "-1", &french, NULL },
  { "opportunity", "amount", "1054", &french, "1054.00" },
  { "opportunity", "amount", "1 054,50 €", &french, "1054.50" },
  { "opportunity", "amount", "$1,054.50", &american, "1054.50" },
  { "opportunity", "amount", "12 GBP", &french, NULL },
  { "opportunity", "amount", "0", &french, "0.00" },
  { "opportunity", "amount", "lots", &french, NULL },
  { "activity", "all-day", "yes", &french, "true" },
  { "activity", "all-day", "FALSE", &french, "false" },
  { "activity", "all-day", "perhaps", &french, NULL },
  { "opportunity", "opened", "2016-10-20", &french, "2016-10-20" },
  { "opportunity", "opened", "20-10-2016", &french, "2016-10-20" },
  { "opportunity", "opened", "10/20/2016", &american, "2016-10-20" },
  { "opportunity", "opened", "2016-10-20T08:30:00", &american, "2016-10-20" },
  { "opportunity", "opened", "2016", &french, NULL },
  { "opportunity", "opened", "2015-02-29", &french, NULL },
  { "contact", "birthday", "--02-29", &french, "--02-29" },
  { "contact", "birthday", "1987", &french, "1987" },
  { "contact", "birthday", "12/05/1987", &french, "1987-05-12" },
  { "contact", "birthday", "someday", &french, NULL },
  { "activity", "start", "2026-11-25T10:00:00Z", &french, "2026-11-25T10:00:00Z" },
  { "activity", "start", "2026-11-25T10:00:00.250+02:00", &french, "2026-11-25T08:00:00.250Z" },
  { "activity", "start", "2026-11-25 10:00", &french, "2026-11-25T10:00:00Z" },
  { "activity", "start", "25/11/2026 10:00", &french, "2026-11-25T10:00:00Z" },
  { "activity", "start", "2026-11-25", &french, "2026-11-25T00:00:00Z" },
  { "activity", "start", "1969-12-31T23:59:59.999Z", &french, "1969-12-31T23:59:59.999Z" },
  { "activity", "start", "2026-11-25T25:00", &french, NULL },
  { "duration", "", "90", &french, "90" },
  { "duration", "", "1:30", &french, "90" },
  { "duration", "", "1 h 30 min", &french, "90" },
  { "duration", "", "2h", &french, "120" },
  { "duration", "", "PT1H30M", &french, "90" },
  { "duration", "", "1:75", &french, NULL },
  { "duration", "", "soon", &french, NULL },
  { "opportunity", "status", "won", &french, "won" },
  { "opportunity", "status", "Won", &french, "won" },
  { "opportunity", "forecast-category", "BEST CASE", &french, "best-case" },
  { "opportunity", "status", "stalled", &french, NULL },
  { "account", "currency", "chf", &french, "CHF" },
  { "account", "currency", "€", &american, "EUR" },
  { "account", "currency", "doubloons", &french, NULL },
  { "address", "country", "fr", &french, "FR" },
  { "address", "country", "deu", &french, "DE" },
  { "address", "country", "Switzerland", &french, "CH" },
  { "address", "country", "Atlantis", &french, NULL },
  { "contact", "language", "pt_BR", &french, "pt-BR" },
  { "contact", "language", "FR", &french, "fr" },
  { "contact", "language", "German", &french, "de" },
  { "contact", "language", "Klingonish", &french, NULL },
  { "activity", "time-zone", "Europe/Paris", &french, "Europe/Paris" },
  { "activity", "time-zone", "Mars/Olympus", &french, NULL },
  { "address", "coordinates", "48.8566, 2.3522", &french, "48.8566,2.3522" },
  { "address", "coordinates", "geo:-0.0,180", &french, "0,180" },
  { "address", "coordinates", "91,0", &french, NULL },
  { "address", "coordinates", "here", &french, NULL },
  { "contact", "owner", "0192e7a0-1234-7abc-8def-0123456789ab", &french, "0192e7a0-1234-7abc-8def-0123456789ab" },
  { "contact", "owner", "Moses", &french, NULL },
  { "contact", "contact-points", "+33 1", &french, NULL },
};

/* What is parsed passes the check, and its canonical text is parsed to the same value without any context but
 * the currency. */
static void
test_parse (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const EntField *f = field (cases[i].kind, cases[i].key);
      const EntParseContext plain = { .currency = cases[i].context->currency };
      g_auto (EntValue) value = ENT_VALUE_INIT;
      g_auto (EntValue) again = ENT_VALUE_INIT;
      g_autoptr (GError) error = NULL;
      g_autofree char *text = NULL;
      gboolean parsed = ent_value_parse (f, cases[i].text, cases[i].context, &value, &error);

      g_test_message ("%s.%s: “%s”", cases[i].kind, cases[i].key, cases[i].text);
      if (cases[i].canonical == NULL)
        {
          g_assert_false (parsed);
          g_assert_error (error, ENT_ERROR, ENT_ERROR_REFUSED);
          g_assert_cmpint (value.type, ==, ENT_VALUE_NOTHING);
          g_assert_true (g_str_has_prefix (error->message, ent_field_get_label (f)));
          continue;
        }
      g_assert_no_error (error);
      text = ent_value_to_text (f, &value, cases[i].context->currency);
      g_assert_cmpstr (text, ==, cases[i].canonical);
      g_assert_true (ent_value_check (f, &value, &error));
      g_assert_true (ent_value_parse (f, text, &plain, &again, &error));
      g_assert_true (ent_value_equal (&value, &again));
    }
}

static void
refuse (const EntField *f, const EntValue *value)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (ent_value_check (f, value, &error));
  g_assert_error (error, ENT_ERROR, ENT_ERROR_REFUSED);
}

static void
test_check (void)
{
  g_auto (EntValue) value = ENT_VALUE_INIT;

  g_assert_true (ent_value_check (ENT_CONTACT_NAME, &value, NULL));
  ent_value_set_integer (&value, 101);
  refuse (ENT_OPPORTUNITY_PROBABILITY, &value);
  refuse (ENT_CONTACT_NAME, &value);
  refuse (ENT_ACTIVITY_ALL_DAY, &value);
  ent_value_set_integer (&value, G_MAXINT64);
  refuse (ENT_ACTIVITY_START, &value);
  ent_value_set_text (&value, "2026-2-3");
  refuse (ENT_OPPORTUNITY_OPENED, &value);
  ent_value_set_text (&value, "stalled");
  refuse (ENT_OPPORTUNITY_STATUS, &value);
  ent_value_set_text (&value, "\xff\xfe");
  refuse (ENT_CONTACT_NAME, &value);
  ent_value_set_text (&value, "Frankreich");
  refuse (ENT_ADDRESS_COUNTRY, &value);
  ent_value_take_text (&value, g_strnfill (ENT_TEXT_MAX + 1, 'x'));
  refuse (ENT_CONTACT_NAME, &value);
  g_assert_true (ent_value_check (ENT_CONTACT_NOTES, &value, NULL));
}

static void
test_check_element (void)
{
  EntElement *element = ent_element_new (&ent_kind_contact_point);
  g_auto (EntValue) value = ENT_VALUE_INIT;

  ent_element_set_text (element, "value", "+33 1 70 18 99 00");
  ent_value_take_element (&value, element);
  refuse (ENT_CONTACT_CONTACT_POINTS, &value);
  ent_element_set_text (element, "channel", "phone");
  g_assert_true (ent_value_check (ENT_CONTACT_CONTACT_POINTS, &value, NULL));
  refuse (ENT_CONTACT_ADDRESSES, &value);
  ent_element_set_text (element, "type", "carrier-pigeon");
  refuse (ENT_CONTACT_CONTACT_POINTS, &value);
}

static void
assert_display (const EntField *f, const char *text, const EntFormatContext *context, const char *expected)
{
  const EntParseContext plain = { .currency = context->currency };
  g_auto (EntValue) value = ENT_VALUE_INIT;
  g_autoptr (GError) error = NULL;
  g_autofree char *display = NULL;

  ent_value_parse (f, text, &plain, &value, &error);
  g_assert_no_error (error);
  display = ent_value_to_display (f, &value, context);
  g_assert_cmpstr (display, ==, expected);
}

static void
test_display (void)
{
  const EntFormatContext en = { .currency = "EUR", .locale = "en_US", .title = "Cancity", .country = "US" };
  const EntFormatContext fr = { .currency = "EUR", .locale = "fr_FR", .title = "Won", .country = "FR" };

  assert_display (ENT_ACCOUNT_EMPLOYEES, "2822", &en, "2,822");
  assert_display (ENT_ACCOUNT_EMPLOYEES, "2822", &fr, "2\u202f822");
  assert_display (ENT_OPPORTUNITY_PROBABILITY, "40", &en, "40%");
  assert_display (ENT_OPPORTUNITY_AMOUNT, "1054.5", &en, "€1,054.50");
  assert_display (ENT_OPPORTUNITY_STATUS, "won", &en, "Won");
  assert_display (ENT_ADDRESS_COUNTRY, "DE", &fr, "Allemagne");
  assert_display (ENT_CONTACT_LANGUAGE, "pt-BR", &en, "Portuguese (Brazil)");
  assert_display (ENT_ACTIVITY_ALL_DAY, "true", &en, "Yes");
  assert_display (ENT_CONTACT_OWNER, "0192e7a0-1234-7abc-8def-0123456789ab", &en, "Cancity");
  assert_display (&duration, "90", &en, "1 h 30 min");
  assert_display (ENT_ACTIVITY_START, "2026-11-25T10:00:00Z", &en, "Nov 25, 2026, 10:00\u202fAM");
  assert_display (ENT_CONTACT_NAME, "", &en, "");
}

static void
assert_address (EntElement *element, const char *text, const char *display)
{
  const EntFormatContext context = { .locale = "en_US", .country = "US" };
  g_auto (EntValue) value = ENT_VALUE_INIT;
  g_autofree char *written = NULL;
  g_autofree char *shown = NULL;

  ent_value_take_element (&value, element);
  written = ent_value_to_text (ENT_CONTACT_ADDRESSES, &value, NULL);
  shown = ent_value_to_display (ENT_CONTACT_ADDRESSES, &value, &context);
  g_assert_cmpstr (written, ==, text);
  g_assert_cmpstr (shown, ==, display);
}

static void
test_address (void)
{
  EntElement *paris = ent_element_new (&ent_kind_address);
  EntElement *boston = ent_element_new (&ent_kind_address);

  ent_element_set_text (paris, "street", "Bâtiment C\n12 rue de la Paix");
  ent_element_set_text (paris, "postcode", "75002");
  ent_element_set_text (paris, "city", "Paris");
  ent_element_set_text (paris, "country", "FR");
  ent_element_set_text (boston, "street", "1 Main Street");
  ent_element_set_text (boston, "postcode", "02110");
  ent_element_set_text (boston, "city", "Boston");
  ent_element_set_text (boston, "region", "MA");
  ent_element_set_text (boston, "country", "US");
  assert_address (paris, "Bâtiment C, 12 rue de la Paix, 75002 Paris, FR",
                  "Bâtiment C, 12 rue de la Paix, 75002 Paris, France");
  assert_address (boston, "1 Main Street, Boston, MA 02110, US", "1 Main Street, Boston, MA 02110");
}

static void
test_context (void)
{
  EntParseContext context;

  ent_parse_context_init (&context, "FR", "EUR", "fr_FR");
  g_assert_cmpint (context.date_order, ==, ENT_DATE_ORDER_DMY);
  ent_parse_context_init (&context, "US", "USD", "en_US");
  g_assert_cmpint (context.date_order, ==, ENT_DATE_ORDER_MDY);
  ent_parse_context_init (&context, "JP", "JPY", "ja_JP");
  g_assert_cmpint (context.date_order, ==, ENT_DATE_ORDER_YMD);
}

/* Any bytes give a value that passes the check, or an error: never a crash, never a value that no change
 * could have. */
static void
test_any_text (void)
{
  guint n_kinds;
  const EntKind *const *kinds = ent_kinds_get_all (&n_kinds);

  for (guint i = 0; i < 20000; i++)
    {
      const EntKind *kind = kinds[g_test_rand_int_range (0, n_kinds)];
      const EntField *f = &kind->fields[g_test_rand_int_range (0, kind->n_fields)];
      g_auto (EntValue) value = ENT_VALUE_INIT;
      g_autoptr (GError) error = NULL;
      char text[24] = { 0 };
      static const char alphabet[] = "0123456789-:/.,%TZ+ exyh\xc3\xa9\xe2\x82\xac\xff\n";

      for (int j = g_test_rand_int_range (0, sizeof text); j > 0; j--)
        text[j - 1] = alphabet[g_test_rand_int_range (0, sizeof alphabet - 1)];
      if (ent_value_parse (f, text, &french, &value, &error))
        g_assert_true (ent_value_check (f, &value, &error));
      else
        g_assert_error (error, ENT_ERROR, ENT_ERROR_REFUSED);
    }
}

int
main (int argc, char *argv[])
{
  g_setenv ("TZ", "UTC", TRUE);
  tzset ();
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/model/value-text/parse", test_parse);
  g_test_add_func ("/model/value-text/check", test_check);
  g_test_add_func ("/model/value-text/check-element", test_check_element);
  g_test_add_func ("/model/value-text/display", test_display);
  g_test_add_func ("/model/value-text/address", test_address);
  g_test_add_func ("/model/value-text/context", test_context);
  g_test_add_func ("/model/value-text/any-text", test_any_text);
  return g_test_run ();
}
