/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "ent-error.h"
#include "exchange-fixtures.h"

static char *
text_of (EntVcard *card, const char *name)
{
  const EntVcardProperty *property = ent_vcard_find (card, name);

  g_assert_nonnull (property);
  return ent_vcard_dup_text (card, property);
}

static void
assert_text (EntVcard *card, const char *name, const char *expected)
{
  g_autofree char *text = text_of (card, name);

  g_assert_cmpstr (text, ==, expected);
}

static void
assert_components (EntVcard *card, const char *name, const char *const *expected)
{
  g_auto (GStrv) parts = ent_vcard_dup_components (card, ent_vcard_find (card, name));

  g_assert_cmpstrv (parts, expected);
}

static void
test_4_0 (void)
{
  g_autoptr (EntVcard) card =
      first_card ("BEGIN:VCARD\r\nVERSION:4.0\r\nFN:Ann\\, B\r\nN:García, MBA;Ann;Q\\,R;;\r\n"
                  "TEL;TYPE=\"voice,cell\";PREF=2;VALUE=uri:tel:+1\r\nTEL;TYPE=work;PREF=1:2\r\n"
                  "NOTE:one\\ntwo\\;x fol\r\n ded\r\n\tfold\r\nCATEGORIES:a,b\\,c\r\nX-Odd;P=\"a:b;c\":v\r\n"
                  "END:VCARD\r\n");
  const EntVcardProperty *tel = ent_vcard_find (card, "tel");
  const EntVcardProperty *odd = ent_vcard_find (card, "X-ODD");
  g_auto (GStrv) categories = ent_vcard_dup_list (card, ent_vcard_find (card, "CATEGORIES"));
  g_autofree char *p = NULL;

  g_assert_cmpint (ent_vcard_get_version (card), ==, ENT_VCARD_4_0);
  assert_text (card, "FN", "Ann, B");
  assert_components (card, "N", (const char *const[]) { "García, MBA", "Ann", "Q,R", "", "", NULL });
  g_assert_cmpstr (ent_vcard_get_suffix (card, tel), ==, "mobile");
  g_assert_cmpuint (ent_vcard_get_preference (card, tel), ==, 2);
  g_assert_cmpstr (ent_vcard_find_preferred (card, "TEL")->value, ==, "2");
  assert_text (card, "NOTE", "one\ntwo;x foldedfold");
  g_assert_cmpstrv (categories, ((const char *const[]) { "a", "b,c", NULL }));
  g_assert_cmpstr (odd->value, ==, "v");
  p = ent_vcard_dup_param (card, odd, "p");
  g_assert_cmpstr (p, ==, "a:b;c");
  g_assert_cmpstr (ent_vcard_get_param (card, odd, 0)->value, ==, "\"a:b;c\"");
  g_assert_cmpuint (ent_vcard_get_problems (card)->len, ==, 0);
}

static void
test_2_1 (void)
{
  g_autoptr (EntVcard) card =
      first_card ("BEGIN:VCARD\nVERSION:2.1\nN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=C3=96zt=\n"
                  "=C3=BCrk;Zo=C3=AB;;;\nNOTE;QUOTED-PRINTABLE;CHARSET=ISO-8859-1:caf=E9=0D=0Abar\n"
                  "TEL;CELL;PREF:1\nTEL;WORK;FAX:2\nADR;HOME:;;Street;City;;1000;BE\n"
                  "PHOTO;ENCODING=BASE64;JPEG:\n /9j/\n AAAA\n\nURL:x\nEND:VCARD\n");
  const EntVcardProperty *photo = ent_vcard_find (card, "PHOTO");
  g_autofree char *media_type = NULL;
  g_autoptr (GBytes) bytes = ent_vcard_dup_binary (card, photo, &media_type);

  assert_components (card, "N", (const char *const[]) { "Öztürk", "Zoë", "", "", "", NULL });
  assert_text (card, "NOTE", "café\nbar");
  g_assert_cmpstr (ent_vcard_get_suffix (card, ent_vcard_find (card, "TEL")), ==, "mobile");
  g_assert_cmpuint (ent_vcard_get_preference (card, ent_vcard_find (card, "TEL")), ==, 1);
  g_assert_cmpint (ent_vcard_get_types (card, ent_vcard_get_property (card, 3)), ==,
                   ENT_VCARD_TYPE_WORK | ENT_VCARD_TYPE_FAX);
  g_assert_cmpstr (media_type, ==, "image/jpeg");
  g_assert_cmpuint (g_bytes_get_size (bytes), ==, 6);
  assert_text (card, "URL", "x");
}

/* Base64 without the blanks of folding, as some telephones write it. */
static void
test_bare_base64 (void)
{
  g_autoptr (EntVcard) card =
      first_card ("BEGIN:VCARD\nVERSION:3.0\nPHOTO;ENCODING=b;TYPE=PNG:AAAA\nBBBB\nCC==\n\nFN:x\nEND:VCARD\n");

  g_assert_cmpstr (ent_vcard_find (card, "PHOTO")->value, ==, "AAAABBBBCC==");
  assert_text (card, "FN", "x");
}

static void
test_apple (void)
{
  g_autoptr (EntVcard) card = first_card (
      "BEGIN:VCARD\nVERSION:3.0\nFN:A\nitem1.URL;type=pref:http\\://example.com\nitem1.X-ABLabel:_$!<HomePage>!$_\n"
      "item2.TEL:1\nitem2.X-ABLabel:Mobile\nBDAY;X-APPLE-OMIT-YEAR=1604:1604-05-12\nEND:VCARD\n");
  const EntVcardProperty *url = ent_vcard_find (card, "URL");
  g_autofree char *label = ent_vcard_dup_label (card, url);
  g_autofree char *date = ent_vcard_dup_date (card, ent_vcard_find (card, "BDAY"));

  assert_text (card, "URL", "http://example.com");
  g_assert_cmpstr (url->group, ==, "item1");
  g_assert_cmpstr (label, ==, "HomePage");
  g_assert_cmpstr (ent_vcard_get_suffix (card, ent_vcard_find (card, "TEL")), ==, "mobile");
  g_assert_cmpstr (date, ==, "--05-12");
}

/* A fold between the bytes of a character. */
static void
test_fold_in_character (void)
{
  g_autoptr (EntVcard) card =
      first_card ("BEGIN:VCARD\r\nVERSION:3.0\r\nFN:J\xC3\r\n \xB6rg M\xC3\xBCller\r\nEND:VCARD\r\n");

  assert_text (card, "FN", "Jörg Müller");
  g_assert_cmpuint (ent_vcard_get_problems (card)->len, ==, 0);
}

static void
test_charsets (void)
{
  g_autoptr (EntVcard) latin = first_card ("BEGIN:VCARD\nVERSION:2.1\nFN:J\xFCrgen Wei\xDF\nEND:VCARD\n");
  static const char utf16[] = "\xFF\xFE"
                              "B\0E\0G\0I\0N\0:\0V\0C\0A\0R\0D\0\n\0F\0N\0:\0\xE9\0\n\0E\0N\0D\0:\0V\0C\0A\0R\0D\0\n\0";
  g_autoptr (EntVcardReader) reader =
      ent_vcard_reader_new (source_of (utf16, sizeof utf16 - 1, ENT_TEXT_SOURCE_FOLDED));
  g_autoptr (EntVcard) wide = ent_vcard_reader_next (reader, NULL);

  assert_text (latin, "FN", "Jürgen Weiß");
  g_assert_nonnull (wide);
  assert_text (wide, "FN", "é");
}

static void
test_without_folding (void)
{
  g_autoptr (EntVcard) card =
      first_card ("BEGIN:VCARD\nVERSION:3.0\nNOTE:first\nsecond line: with a colon\nthird\nFN:x\nEND:VCARD\n");

  assert_text (card, "NOTE", "first\nsecond line: with a colon\nthird");
  assert_text (card, "FN", "x");
  g_assert_cmpuint (ent_vcard_get_problems (card)->len, ==, 2);
  g_assert_null (ent_vcard_get_rejection (card));
}

static void
test_agent (void)
{
  g_autoptr (EntVcard) card =
      first_card ("BEGIN:VCARD\nVERSION:2.1\nFN:boss\nAGENT:\nBEGIN:VCARD\nFN:helper\nEND:VCARD\nTEL:1\nEND:VCARD\n");

  g_assert_cmpuint (ent_vcard_get_n_properties (card), ==, 3);
  assert_text (card, "FN", "boss");
  assert_text (card, "AGENT", "BEGIN:VCARD\nFN:helper\nEND:VCARD");
  assert_text (card, "TEL", "1");
}

static void
test_missing_parts (void)
{
  g_autoptr (EntVcardReader) reader =
      vcards_of ("stray\nBEGIN:VCARD\nFN:a\nBEGIN:VCARD\nEND:VCARD\nBEGIN:VCARD\nEMAIL:c@example.com\n");
  g_autoptr (EntVcard) a = ent_vcard_reader_next (reader, NULL);
  g_autoptr (EntVcard) b = ent_vcard_reader_next (reader, NULL);
  g_autoptr (EntVcard) c = ent_vcard_reader_next (reader, NULL);
  g_autoptr (GError) error = NULL;
  g_autofree char *name = ent_vcard_dup_display_name (c);
  guint64 line;

  assert_text (a, "FN", "a");
  g_assert_null (ent_vcard_get_rejection (a));
  g_assert_nonnull (ent_vcard_get_rejection (b));
  g_assert_cmpstr (name, ==, "c@example.com");
  g_assert_cmpuint (ent_vcard_get_line (c), ==, 6);
  g_assert_null (ent_vcard_reader_next (reader, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (ent_vcard_reader_get_n_stray_lines (reader, &line), ==, 1);
  g_assert_cmpuint (line, ==, 1);
}

static void
test_no_card (void)
{
  g_autoptr (EntVcardReader) reader = vcards_of ("BEGIN:VCALENDAR\nVERSION:2.0\nEND:VCALENDAR\n");
  g_autoptr (EntVcardReader) empty = vcards_of ("");
  g_autoptr (GError) error = NULL;

  g_assert_null (ent_vcard_reader_next (empty, &error));
  g_assert_no_error (error);
  g_assert_null (ent_vcard_reader_next (reader, &error));
  g_assert_error (error, ENT_ERROR, ENT_ERROR_FORMAT);
}

static void
test_limits (void)
{
  g_autoptr (GString) text = g_string_new ("BEGIN:VCARD\nFN:a\nPHOTO;ENCODING=b:");
  g_autoptr (EntVcardReader) reader = NULL;
  g_autoptr (EntVcard) a = NULL;
  g_autoptr (EntVcard) b = NULL;

  for (guint i = 0; i < 100; i++)
    g_string_append (text, "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n ");
  g_string_append (text, "\nTEL:1\nEND:VCARD\nBEGIN:VCARD\n");
  for (guint i = 0; i < 1000; i++)
    g_string_append (text, "NOTE:some text that fills the card\n");
  g_string_append (text, "END:VCARD\n");
  reader = vcards_of (text->str);
  ent_vcard_reader_set_limits (reader, 1000, 20000);
  a = ent_vcard_reader_next (reader, NULL);
  g_assert_null (ent_vcard_get_rejection (a));
  g_assert_cmpuint (ent_vcard_get_problems (a)->len, ==, 1);
  g_assert_null (ent_vcard_find (a, "PHOTO"));
  assert_text (a, "TEL", "1");
  b = ent_vcard_reader_next (reader, NULL);
  g_assert_nonnull (ent_vcard_get_rejection (b));
  g_assert_cmpuint (ent_vcard_get_size (b), <, 25000);
}

static void
test_dates (void)
{
  static const char *const cases[][2] = {
    { "1987-05-12", "1987-05-12" },
    { "19870512", "1987-05-12" },
    { "1987-05-12T00:00:00Z", "1987-05-12" },
    { "--0512", "--05-12" },
    { "--05-12", "--05-12" },
    { "--0229", "--02-29" },
    { "1987", "1987" },
    { "1987-05", "1987-05" },
    { "---12", NULL },
    { "1604-05-12", "--05-12" },
    { "1900-05-12", "--05-12" },
    { "0000-05-12", "--05-12" },
    { "1987-02-30", NULL },
    { "1987-13-01", NULL },
    { "circa 1800", NULL },
    { "", NULL },
    { "--", NULL },
    { "12.05.1987", NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (EntVcard) card = ent_vcard_new (ENT_VCARD_4_0);
      g_autofree char *date = NULL;

      ent_vcard_add (card, NULL, "BDAY", cases[i][0], -1, 0);
      date = ent_vcard_dup_date (card, ent_vcard_find (card, "BDAY"));
      g_assert_cmpstr (date, ==, cases[i][1]);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/vcard/4.0", test_4_0);
  g_test_add_func ("/vcard/2.1", test_2_1);
  g_test_add_func ("/vcard/bare-base64", test_bare_base64);
  g_test_add_func ("/vcard/apple", test_apple);
  g_test_add_func ("/vcard/fold-in-character", test_fold_in_character);
  g_test_add_func ("/vcard/charsets", test_charsets);
  g_test_add_func ("/vcard/without-folding", test_without_folding);
  g_test_add_func ("/vcard/agent", test_agent);
  g_test_add_func ("/vcard/missing-parts", test_missing_parts);
  g_test_add_func ("/vcard/no-card", test_no_card);
  g_test_add_func ("/vcard/limits", test_limits);
  g_test_add_func ("/vcard/dates", test_dates);
  return g_test_run ();
}
