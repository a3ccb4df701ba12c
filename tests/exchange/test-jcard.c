/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "ent-jcard-private.h"
#include "ent-vcard-writer-private.h"
#include "exchange-fixtures.h"

static EntJcardReader *
reader_of (const char *text)
{
  return ent_jcard_reader_new (source_of (text, strlen (text), ENT_TEXT_SOURCE_NONE));
}

static EntVcard *
only_card (const char *text)
{
  g_autoptr (EntJcardReader) reader = reader_of (text);
  g_autoptr (GError) error = NULL;
  EntVcard *card = ent_jcard_reader_next (reader, &error);

  g_assert_no_error (error);
  g_assert_nonnull (card);
  g_assert_null (ent_jcard_reader_next (reader, &error));
  g_assert_no_error (error);
  return card;
}

static void
assert_json (const char *vcard, const char *expected)
{
  g_autofree char *text = g_strdup_printf ("BEGIN:VCARD\nVERSION:4.0\n%s\nEND:VCARD\n", vcard);
  g_autofree char *whole = g_strdup_printf ("[\"vcard\",[[\"version\",{},\"text\",\"4.0\"],%s]]", expected);
  g_autoptr (EntVcard) card = first_card (text);
  g_autoptr (EntVcard) back = NULL;
  g_autoptr (GString) out = g_string_new (NULL);

  ent_jcard_write (card, out);
  g_assert_cmpstr (out->str, ==, whole);
  back = only_card (out->str);
  g_assert_cmpuint (ent_vcard_get_n_properties (back), ==, 1);
  g_assert_cmpstr (ent_vcard_get_property (back, 0)->value, ==, ent_vcard_get_property (card, 0)->value);
  g_assert_true (ent_vcard_equal (card, back));
}

/* The examples of RFC 7095, and what it says of values that nobody knows. */
static void
test_values (void)
{
  assert_json ("FN:A\\, b\\nc", "[\"fn\",{},\"text\",\"A, b\\nc\"]");
  assert_json ("N:Stevenson;John;Philip,Paul;Dr.;Jr.\\,M.D.",
               "[\"n\",{},\"text\",[\"Stevenson\",\"John\",[\"Philip\",\"Paul\"],\"Dr.\",\"Jr.,M.D.\"]]");
  assert_json ("CATEGORIES:a\\,b,c", "[\"categories\",{},\"text\",\"a,b\",\"c\"]");
  assert_json ("ORG:One", "[\"org\",{},\"text\",\"One\"]");
  assert_json ("ORG:One;Two\\, three", "[\"org\",{},\"text\",[\"One\",\"Two, three\"]]");
  assert_json ("item1.TEL;TYPE=work,voice;PREF=1;VALUE=uri:tel:+1;ext=2",
               "[\"tel\",{\"group\":\"item1\",\"type\":[\"work\",\"voice\"],\"pref\":\"1\"},\"uri\",\"tel:+1;ext=2\"]");
  assert_json ("ADR;LABEL=\"a;^'b^n\":;;1 Rue;Lyon;;;",
               "[\"adr\",{\"label\":\"a;\\\"b\\n\"},\"text\",[\"\",\"\",\"1 Rue\",\"Lyon\",\"\",\"\",\"\"]]");
  assert_json ("CLIENTPIDMAP:1;urn:uuid:1", "[\"clientpidmap\",{},\"text\",[\"1\",\"urn:uuid:1\"]]");
  assert_json ("X-ODD:raw\\,\\;;x", "[\"x-odd\",{},\"unknown\",\"raw\\\\,\\\\;;x\"]");
  assert_json ("X-TEXT;VALUE=text:a\\,b", "[\"x-text\",{},\"text\",\"a,b\"]");
  assert_json ("X-N;VALUE=integer:5", "[\"x-n\",{},\"integer\",5]");
  assert_json ("X-F;VALUE=float:1.50", "[\"x-f\",{},\"float\",\"1.50\"]");
}

static void
test_dates (void)
{
  static const char *const dates[][3] = {
    { "date-and-or-time", "19850412", "1985-04-12" },
    { "date-and-or-time", "1985-04", "1985-04" },
    { "date-and-or-time", "1985", "1985" },
    { "date-and-or-time", "--0412", "--04-12" },
    { "date-and-or-time", "--04", "--04" },
    { "date-and-or-time", "---12", "---12" },
    { "date-and-or-time", "19850412T102200", "1985-04-12T10:22:00" },
    { "date-and-or-time", "--0412T1022", "--04-12T10:22" },
    { "date-and-or-time", "T10", "T10" },
    { "date-and-or-time", "T102200-0800", "T10:22:00-08:00" },
    { "date-and-or-time", "T-2200", "T-22:00" },
    { "timestamp", "19961022T140000-05", "1996-10-22T14:00:00-05" },
    { "timestamp", "19961022T140000Z", "1996-10-22T14:00:00Z" },
    { "time", "102200", "10:22:00" },
    { "time", "102200+0100", "10:22:00+01:00" },
    { "utc-offset", "-0500", "-05:00" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (dates); i++)
    {
      g_autofree char *extended = ent_jcard_extend_date (dates[i][0], dates[i][1]);
      g_autofree char *compact = ent_jcard_compact_date (dates[i][0], dates[i][2]);

      g_assert_cmpstr (extended, ==, dates[i][2]);
      g_assert_cmpstr (compact, ==, dates[i][1]);
    }
  assert_json ("BDAY:19850412", "[\"bday\",{},\"date-and-or-time\",\"1985-04-12\"]");
  /* What is no date comes back as it is. */
  assert_json ("BDAY:1800?", "[\"bday\",{},\"date-and-or-time\",\"1800?\"]");
  assert_json ("BDAY;VALUE=text:circa 1800", "[\"bday\",{},\"text\",\"circa 1800\"]");
}

/* Each card of the fixtures and of the shared set is the same after it was JSON. */
static guint
convert_folder (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  guint n = 0;
  const char *name;

  g_assert_nonnull (dir);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *file = g_build_filename (path, name, NULL);
      g_autoptr (EntVcardReader) reader = NULL;

      if (g_file_test (file, G_FILE_TEST_IS_DIR))
        n += convert_folder (file);
      if (!g_str_has_suffix (name, ".vcf") && !g_str_has_suffix (name, ".vcard"))
        continue;
      reader = ent_vcard_reader_new (source_of_file (file, ENT_TEXT_SOURCE_FOLDED));
      for (;;)
        {
          g_autoptr (EntVcard) card = ent_vcard_reader_next (reader, NULL);
          g_autoptr (EntVcard) newest = NULL;
          g_autoptr (EntVcard) back = NULL;
          g_autoptr (GString) out = g_string_new (NULL);

          if (card == NULL)
            break;
          if (ent_vcard_get_rejection (card) != NULL)
            continue;
          newest = ent_vcard_convert (card, ENT_VCARD_4_0);
          ent_jcard_write (newest, out);
          back = only_card (out->str);
          n++;
          if (ent_vcard_equal (newest, back))
            continue;
          g_test_message ("%s\n%s", file, out->str);
          g_test_fail ();
        }
    }
  return n;
}

static void
test_real_cards (void)
{
  g_autofree char *fixtures = g_build_filename (g_getenv ("G_TEST_SRCDIR"), "fixtures", "vcard", NULL);
  g_autofree char *shared = shared_folder ("vcard");

  g_assert_cmpuint (convert_folder (fixtures), >, 10);
  if (shared != NULL)
    g_assert_cmpuint (convert_folder (shared), >, 100);
}

/* One after the other; what is none is rejected by itself. */
static void
test_list (void)
{
  g_autoptr (EntJcardReader) reader = reader_of (
      " [\n[\"vcard\",[[\"fn\",{},\"text\",\"A]\\\"[\"]]],\n[\"vcard\",5],\n[\"vcard\",[[\"fn\",{},\"text\",\"B\"],"
      "[\"note\",{}],[\"x y\",{},\"text\",\"z\"]]],[\"vcard\",[[\"fn\"");
  g_autoptr (EntVcard) first = ent_jcard_reader_next (reader, NULL);
  g_autoptr (EntVcard) second = ent_jcard_reader_next (reader, NULL);
  g_autoptr (EntVcard) third = ent_jcard_reader_next (reader, NULL);
  g_autoptr (EntVcard) fourth = ent_jcard_reader_next (reader, NULL);

  g_assert_null (ent_vcard_get_rejection (first));
  g_assert_cmpstr (ent_vcard_get_property (first, 0)->value, ==, "A]\"[");
  g_assert_cmpuint (ent_vcard_get_line (first), ==, 2);
  g_assert_nonnull (ent_vcard_get_rejection (second));
  g_assert_null (ent_vcard_get_rejection (third));
  g_assert_cmpuint (ent_vcard_get_n_properties (third), ==, 1);
  g_assert_cmpuint (ent_vcard_get_problems (third)->len, ==, 2);
  g_assert_nonnull (ent_vcard_get_rejection (fourth));
  g_assert_null (ent_jcard_reader_next (reader, NULL));
}

/* What a sanitizer keeps besides is not ours. */
#if defined(__SANITIZE_ADDRESS__)
#define SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define SANITIZED 1
#endif
#endif
#ifndef SANITIZED
#define SANITIZED 0
#endif

static gsize
read_memory (void)
{
  g_autofree char *text = NULL;

  g_assert_true (g_file_get_contents ("/proc/self/statm", &text, NULL, NULL));
  return (gsize) g_ascii_strtoull (strchr (text, ' ') + 1, NULL, 10) * 4096 / (1024 * 1024);
}

/* Brackets in brackets, values without end, a text without end: rejected, in little memory, and the next card is read.
 */
static void
test_bombs (void)
{
  static const char *const units[] = { "[", "{\"a\":", "1,", "[],", "x" };

  for (guint i = 0; i < G_N_ELEMENTS (units); i++)
    {
      gboolean opens = strchr ("[{", units[i][0]) != NULL && strchr (units[i], ']') == NULL;
      g_autoptr (GString) text = g_string_new (i == 4 ? "[[\"vcard\",[[\"fn\",{},\"text\",\"" : "[[\"vcard\",[");
      g_autoptr (EntJcardReader) reader = NULL;
      g_autoptr (EntVcard) bomb = NULL;
      g_autoptr (EntVcard) next = NULL;

      while (text->len < 20 * 1024 * 1024)
        g_string_append (text, units[i]);
      g_string_append (text, i == 4 ? "\"]]],[\"vcard\",[[\"fn\",{},\"text\",\"B\"]]]]"
                                    : "1]],[\"vcard\",[[\"fn\",{},\"text\",\"B\"]]]]");
      reader = reader_of (text->str);
      bomb = ent_jcard_reader_next (reader, NULL);
      g_assert_nonnull (ent_vcard_get_rejection (bomb));
      if (!SANITIZED)
        g_assert_cmpuint (read_memory (), <, 250);
      next = ent_jcard_reader_next (reader, NULL);
      if (!opens)
        g_assert_cmpstr (ent_vcard_get_property (next, 0)->value, ==, "B");
    }
}

static void
test_recognize (void)
{
  g_assert_true (ent_jcard_recognize (" [ \n\"vcard\",", 12));
  g_assert_true (ent_jcard_recognize ("[[\"vcard\",", 10));
  g_assert_false (ent_jcard_recognize ("[{\"vcard\":1}]", 13));
  g_assert_false (ent_jcard_recognize ("[\"vcal", 6));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/jcard/values", test_values);
  g_test_add_func ("/jcard/dates", test_dates);
  g_test_add_func ("/jcard/real-cards", test_real_cards);
  g_test_add_func ("/jcard/list", test_list);
  g_test_add_func ("/jcard/bombs", test_bombs);
  g_test_add_func ("/jcard/recognize", test_recognize);
  return g_test_run ();
}
