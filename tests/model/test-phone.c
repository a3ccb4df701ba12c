/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <glib.h>
#include <stdio.h>
#include <string.h>

#include "ent-phone-module-private.h"
#include "ent-phone.h"

typedef struct
{
  const char *raw;
  const char *region;
  const char *e164;
  const char *extension;
} Case;

static const Case cases[] = {
  { "06 12 34 56 78", "FR", "+33612345678", "" },
  { "+33 (0)6 12 34 56 78", NULL, "+33612345678", "" },
  { "0033612345678", "US", "+33612345678", "" },
  { "33612345678", "US", "+33612345678", "" },
  { "tel:+1-201-555-0123;ext=42", NULL, "+12015550123", "42" },
  { "(201) 555-0123 x42", "US", "+12015550123", "42" },
  { "201.555.0123 ext. 42", "US", "+12015550123", "42" },
  { "01 42 68 53 00 poste 12", "FR", "+33142685300", "12" },
  { "030 1234567 Durchwahl 89", "DE", "+49301234567", "89" },
  { "030/1234567", "DE", "+49301234567", "" },
  { "+39 06 6982 int. 5", NULL, "+39066982", "5" },
  { "+7 495 123-45-67 доб. 123", NULL, "+74951234567", "123" },
  { "０３－１２３４－５６７８", "JP", "+81312345678", "" },
  { "٠١٠٠١٢٣٤٥٦٧", "EG", "+201001234567", "" },
  { "\xE2\x80\xAA+33 6 12 34 56 78\xE2\x80\xAC", NULL, "+33612345678", "" },
  { "Mobile: 06.12.34.56.78", "FR", "+33612345678", "" },
  { "06 12 34 56 78 (bureau)", "FR", "+33612345678", "" },
  { "33612345678.0", "FR", "+33612345678", "" },
  { "0039 06 69812345", "FR", "+390669812345", "" },
  { "1-800-FLOWERS", "US", "+18003569377", "" },
  { "Tel. 01 42 68 53 00 / 06 12 34 56 78", "FR", "+33142685300", "" },
};

static void
test_cases (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      EntPhone phone;

      ent_phone_normalize (cases[i].raw, cases[i].region, &phone);
      if (!g_str_equal (phone.e164, cases[i].e164) || !g_str_equal (phone.extension, cases[i].extension))
        g_test_fail_printf ("“%s” (%s) is “%s” ext. “%s”, status %d", cases[i].raw, cases[i].region, phone.e164,
                            phone.extension, phone.status);
    }
}

static void
assert_status (const char *raw, const char *region, EntPhoneStatus status)
{
  EntPhone phone;
  gboolean good = ent_phone_normalize (raw, region, &phone);

  if (phone.status != status)
    g_test_fail_printf ("“%s” has status %d, not %d", raw, phone.status, status);
  g_assert_cmpint (good, ==, status <= ENT_PHONE_POSSIBLE);
  g_assert_cmpint (phone.e164[0] == '+', ==, good);
  g_assert_cmpint (ent_phone_status_get_message (status) == NULL, ==, status == ENT_PHONE_VALID);
}

static void
test_status (void)
{
  g_autofree char *longer = g_strnfill (5000, '1');

  assert_status ("06 12 34 56 78", "FR", ENT_PHONE_VALID);
  assert_status ("+33 0 00 00 00 01", NULL, ENT_PHONE_POSSIBLE);
  assert_status ("555-0123", "US", ENT_PHONE_LOCAL);
  assert_status ("06 12 34 56", "FR", ENT_PHONE_TOO_SHORT);
  assert_status ("+33 6 12 34 56 78 90", NULL, ENT_PHONE_TOO_LONG);
  assert_status ("06 12 34 56 78", NULL, ENT_PHONE_NO_COUNTRY);
  assert_status ("4.93E+11", "DE", ENT_PHONE_DAMAGED);
  assert_status ("4,93015E+11", "DE", ENT_PHONE_DAMAGED);
  assert_status ("3.36E11", "FR", ENT_PHONE_DAMAGED);
  assert_status ("call me", "FR", ENT_PHONE_NOT_A_NUMBER);
  assert_status ("", "FR", ENT_PHONE_NOT_A_NUMBER);
  assert_status (NULL, "FR", ENT_PHONE_NOT_A_NUMBER);
  assert_status ("\xFF\xFE", "FR", ENT_PHONE_NOT_A_NUMBER);
  assert_status (longer, "FR", ENT_PHONE_NOT_A_NUMBER);
}

static void
test_details (void)
{
  EntPhone phone;
  g_autofree char *digits = ent_phone_dup_digits ("(٠١) 23-x4");

  g_assert_true (ent_phone_normalize ("020 7946 0018", "GB", &phone));
  g_assert_cmpstr (phone.region, ==, "GB");
  g_assert_cmpstr (phone.digits, ==, "02079460018");
  g_assert_cmpint (phone.type, ==, ENT_PHONE_TYPE_FIXED);
  g_assert_false (phone.more);

  g_assert_true (ent_phone_normalize ("+800 1234 5678", NULL, &phone));
  g_assert_cmpstr (phone.region, ==, "001");
  g_assert_cmpint (phone.type, ==, ENT_PHONE_TYPE_TOLL_FREE);

  g_assert_true (ent_phone_normalize ("+1 604 555 0123, +1 604 555 0199", NULL, &phone));
  g_assert_cmpstr (phone.region, ==, "CA");
  g_assert_true (phone.more);

  g_assert_cmpstr (digits, ==, "01234");
  g_assert_cmpint (ent_phone_get_calling_code ("FR"), ==, 33);
  g_assert_cmpint (ent_phone_get_calling_code ("QQ"), ==, 0);
}

static void
test_format (void)
{
  g_autofree char *international = ent_phone_format_international ("+33612345678", NULL);
  g_autofree char *national = ent_phone_format_national ("+33612345678", "");
  g_autofree char *home = ent_phone_format_for_region ("+33612345678", "12", "FR");
  g_autofree char *abroad = ent_phone_format_for_region ("+33612345678", NULL, "DE");
  g_autofree char *bad = ent_phone_format_international ("nonsense", NULL);

  g_assert_cmpstr (international, ==, "+33 6 12 34 56 78");
  g_assert_cmpstr (national, ==, "06 12 34 56 78");
  g_assert_cmpstr (home, ==, "06 12 34 56 78 ext. 12");
  g_assert_cmpstr (abroad, ==, "+33 6 12 34 56 78");
  g_assert_cmpstr (bad, ==, "nonsense");
}

static EntPhoneType
type_from_name (const char *name)
{
  static const char *const names[] = { "",           "fixedLine", "mobile",         "",      "tollFree", "premiumRate",
                                       "sharedCost", "voip",      "personalNumber", "pager", "uan",      "voicemail" };

  for (guint i = 1; i < G_N_ELEMENTS (names); i++)
    if (g_str_equal (names[i], name))
      return (EntPhoneType) i;

  return ENT_PHONE_TYPE_UNKNOWN;
}

/* The example of every region and type, written internationally and as within the country. The metadata of
 * the installed library may be older or newer than the examples. */
static void
test_examples (void)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "fixtures", "phone", "examples.tsv", NULL);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  g_autoptr (GError) error = NULL;
  guint n = 0, valid = 0, typed = 0, national = 0, round = 0;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 1; lines[i] != NULL && *lines[i] != '\0'; i++)
    {
      g_auto (GStrv) cells = g_strsplit (lines[i], "\t", -1);
      g_autofree char *within = NULL;
      EntPhoneType type = type_from_name (cells[2]);
      EntPhone phone;

      n++;
      if (!ent_phone_normalize (cells[4], NULL, &phone) || phone.status != ENT_PHONE_VALID)
        {
          g_test_message ("%s: status %d", lines[i], phone.status);
          continue;
        }
      valid++;
      typed += phone.type == type || (phone.type == ENT_PHONE_TYPE_FIXED_OR_MOBILE &&
                                      (type == ENT_PHONE_TYPE_FIXED || type == ENT_PHONE_TYPE_MOBILE));

      if (g_str_equal (cells[0], "001"))
        {
          national++;
          round++;
          continue;
        }
      national += ent_phone_normalize (cells[3], cells[0], &phone) && g_str_equal (phone.e164, cells[4]);
      within = ent_phone_format_national (cells[4], NULL);
      round += ent_phone_normalize (within, cells[0], &phone) && g_str_equal (phone.e164, cells[4]);
    }

  printf ("# %u examples: valid %.2f %%, type %.2f %%, national number %.2f %%, national format read back "
          "%.2f %%\n",
          n, 100.0 * valid / n, 100.0 * typed / n, 100.0 * national / n, 100.0 * round / n);
  g_assert_cmpuint (n, ==, 1144);
  g_assert_cmpfloat (1.0 * valid / n, >=, 0.97);
  g_assert_cmpfloat (1.0 * typed / n, >=, 0.96);
  g_assert_cmpfloat (1.0 * national / n, >=, 0.90);
  g_assert_cmpfloat (1.0 * round / n, >=, 0.90);
}

/* The short way for plain numbers says what libphonenumber says. Numbers are the examples with some digits changed. */
static void
test_short_way (void)
{
  const EntPhoneBackend *backend = ent_phone_module_get ();
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "fixtures", "phone", "examples.tsv", NULL);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 1; lines[i] != NULL && *lines[i] != '\0'; i++)
    {
      g_auto (GStrv) cells = g_strsplit (lines[i], "\t", -1);

      for (int round = 0; round < 8; round++)
        {
          static const char *const trunks[] = { "", "0", "1", "8" };
          const char *trunk = trunks[g_test_rand_int_range (0, G_N_ELEMENTS (trunks))];
          g_autofree char *number = round % 2 == 0 ? g_strdup (cells[4]) : g_strconcat (trunk, cells[3], NULL);
          gsize length = strlen (number);
          EntPhone fast = { 0 }, exact = { 0 };

          if (round > 1)
            number[g_test_rand_int_range (3, (gint32) length)] = (char) ('0' + g_test_rand_int_range (0, 10));
          backend->parse (number, cells[0], &fast);
          backend->parse_exact (number, cells[0], &exact);
          if (fast.status != exact.status || fast.type != exact.type || !g_str_equal (fast.e164, exact.e164) ||
              !g_str_equal (fast.region, exact.region))
            g_test_fail_printf ("%s in %s: %s %d, exactly %s %d", number, cells[0], fast.e164, fast.status, exact.e164,
                                exact.status);
        }
    }
}

static gpointer
normalize_many (gpointer data)
{
  for (int i = 0; i < 300; i++)
    {
      EntPhone phone;

      g_assert_true (ent_phone_normalize (i % 2 == 0 ? "06 12 34 56 78" : "+1 201 555 0123", "FR", &phone));
      g_assert_cmpstr (phone.e164, ==, i % 2 == 0 ? "+33612345678" : "+12015550123");
    }

  return data;
}

static void
test_threads (void)
{
  GThread *threads[4];

  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("normalize", normalize_many, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
}

/* Nothing of libphonenumber is in the process before the first number comes. */
static gboolean
is_loaded (const char *name)
{
  g_autofree char *maps = NULL;

  g_assert_true (g_file_get_contents ("/proc/self/maps", &maps, NULL, NULL));
  return strstr (maps, name) != NULL;
}

static void
test_lazy (void)
{
  EntPhone phone;

  g_assert_false (is_loaded ("libphonenumber"));
  g_assert_true (ent_phone_normalize ("+33612345678", NULL, &phone));
  g_assert_true (is_loaded ("libphonenumber"));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/phone/lazy", test_lazy);
  g_test_add_func ("/phone/threads", test_threads);
  g_test_add_func ("/phone/cases", test_cases);
  g_test_add_func ("/phone/status", test_status);
  g_test_add_func ("/phone/details", test_details);
  g_test_add_func ("/phone/format", test_format);
  g_test_add_func ("/phone/examples", test_examples);
  g_test_add_func ("/phone/short-way", test_short_way);

  return g_test_run ();
}
