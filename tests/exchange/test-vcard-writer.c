/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "ent-vcard-writer-private.h"
#include "exchange-fixtures.h"

static char *
written_in (const EntVcard *card, EntVcardVersion version)
{
  GString *out = g_string_new (NULL);

  ent_vcard_write (card, version, out);
  return g_string_free (out, FALSE);
}

static char *
written (const char *text, EntVcardVersion version)
{
  g_autoptr (EntVcard) card = first_card (text);

  return written_in (card, version);
}

static void
assert_written (const char *text, EntVcardVersion version, const char *expected)
{
  g_autofree char *out = written (text, version);
  g_auto (GStrv) lines = g_strsplit (out, "\r\n", -1);
  g_autofree char *joined = g_strjoinv ("\n", lines);

  g_assert_cmpstr (joined, ==, expected);
}

/* What is not understood goes out as it came in, in its place. */
static void
test_raw (void)
{
  const char *text =
      "BEGIN:VCARD\nVERSION:4.0\nFN:Ann\nitem1.TEL;TYPE=\"work,voice\";X-A=^n:tel:+1\nX-Odd;P=\"a:b\":raw\\,\\;;x\n"
      "item1.X-ABLabel:_$!<Work>!$_\nEND:VCARD\n";

  assert_written (text, ENT_VCARD_4_0, text);
}

static void
test_from_2_1 (void)
{
  assert_written (
      "BEGIN:VCARD\nVERSION:2.1\nN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=C3=96z;Zo=C3=AB, x;;;\n"
      "TEL;CELL;PREF:1\nNOTE;QUOTED-PRINTABLE:a=0Ab,c\nPHOTO;JPEG;BASE64:\n /9j/\n\nURL:http://a/?b,c;d\nEND:VCARD\n",
      ENT_VCARD_4_0,
      "BEGIN:VCARD\nVERSION:4.0\nFN:Zoë\\, x Öz\nN:Öz;Zoë\\, x;;;\nTEL;TYPE=CELL;PREF=1:1\nNOTE:a\\nb\\,c\n"
      "PHOTO:data:image/jpeg;base64,/9j/\nURL:http://a/?b,c;d\nEND:VCARD\n");
}

static void
test_between_3_0_and_4_0 (void)
{
  assert_written (
      "BEGIN:VCARD\nVERSION:3.0\nFN:A\nTEL;TYPE=WORK,PREF:1\nPHOTO;ENCODING=b;TYPE=PNG:AAAA\nEND:VCARD\n",
      ENT_VCARD_4_0,
      "BEGIN:VCARD\nVERSION:4.0\nFN:A\nTEL;TYPE=WORK;PREF=1:1\nPHOTO:data:image/png;base64,AAAA\nEND:VCARD\n");
  assert_written ("BEGIN:VCARD\nVERSION:4.0\nFN:A\nTEL;PREF=1:1\nEND:VCARD\n", ENT_VCARD_3_0,
                  "BEGIN:VCARD\nVERSION:3.0\nN:A;;;;\nFN:A\nTEL;TYPE=pref:1\nEND:VCARD\n");
}

static void
test_to_2_1 (void)
{
  assert_written (
      "BEGIN:VCARD\nVERSION:4.0\nFN:Zoë\\, x Öz\nN:Öz;Zoë\\, x;;;\nitem1.TEL;TYPE=\"work,cell\";PREF=1:tel:+1\n"
      "item1.X-ABLabel:Boat\nADR;LABEL=\"a;b\";TYPE=dock:;;1 Rue;Lyon\\; "
      "2;;;\nNOTE:a\\nb\\,c\\\\,d\nURL:http://a/?b,c;d\n"
      "X-Odd:raw\\,\\;;x\nPHOTO:data:image/jpeg;base64,/9j/\nLOGO:http://a/l.png\nCATEGORIES:a\\,b,c\nEND:VCARD\n",
      ENT_VCARD_2_1,
      "BEGIN:VCARD\nVERSION:2.1\nFN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:Zo=C3=AB, x =C3=96z\n"
      "N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=C3=96z;Zo=C3=AB, x;;;\nitem1.TEL;work;cell;PREF:tel:+1\n"
      "item1.X-ABLabel:Boat\nADR;TYPE=dock:;;1 Rue;Lyon\\; 2;;;\nNOTE;ENCODING=QUOTED-PRINTABLE:a=0D=0Ab,c\\\\,d\n"
      "URL:http://a/?b,c;d\nX-Odd:raw\\,\\;;x\nPHOTO;JPEG;ENCODING=BASE64:\n /9j/\n\nLOGO;VALUE=URL:http://a/l.png\n"
      "CATEGORIES:a\\,b,c\nEND:VCARD\n");
}

/* What a version cannot write is counted, not dropped in silence. */
static void
test_left_out (void)
{
  g_autoptr (EntVcard) card =
      first_card ("BEGIN:VCARD\nVERSION:4.0\nFN;X-A=\"a:b\";X-B=é;X-C=c;PREF=2:Ann\nEND:VCARD\n");
  g_autoptr (GString) out = g_string_new (NULL);

  g_assert_cmpuint (ent_vcard_write (card, ENT_VCARD_2_1, out), ==, 2);
  g_assert_nonnull (strstr (out->str, "FN;X-C=c;PREF=2:Ann\r\n"));
  g_string_truncate (out, 0);
  g_assert_cmpuint (ent_vcard_write (card, ENT_VCARD_3_0, out), ==, 0);
}

/* Long lines of 2.1 have no folds, since those would keep a blank. */
static void
test_long_2_1 (void)
{
  g_autoptr (EntVcard) card = ent_vcard_new (ENT_VCARD_4_0);
  g_autoptr (EntVcard) back = NULL;
  g_autoptr (GString) out = g_string_new (NULL);
  g_autoptr (GString) note = g_string_new (NULL);
  g_auto (GStrv) lines = NULL;
  g_autofree char *text = NULL;

  for (guint i = 0; i < 300; i++)
    g_string_append (note, i % 7 ? "x " : i % 3 ? "é" : " =\n");
  ent_vcard_add_text (card, "FN", "A");
  ent_vcard_add_text (card, "N", "A");
  ent_vcard_add_text (card, "NOTE", note->str);
  ent_vcard_write (card, ENT_VCARD_2_1, out);
  lines = g_strsplit (out->str, "\r\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_assert_cmpuint (strlen (lines[i]), <=, 76);
      g_assert_true (g_str_is_ascii (lines[i]));
      g_assert_false (g_str_has_prefix (lines[i], " "));
    }
  back = first_card (out->str);
  text = ent_vcard_dup_text (back, ent_vcard_find (back, "NOTE"));
  g_assert_cmpstr (text, ==, note->str);
}

/* Each card of a folder says the same in each version, but for parameters that are counted as left out. */
static guint
convert_folder (const char *path)
{
  static const EntVcardVersion versions[] = { ENT_VCARD_2_1, ENT_VCARD_3_0, ENT_VCARD_4_0 };
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

          if (card == NULL)
            break;
          for (guint i = 0; ent_vcard_get_rejection (card) == NULL && i < G_N_ELEMENTS (versions); i++)
            {
              g_autoptr (GString) out = g_string_new (NULL);
              guint n_left_out = ent_vcard_write (card, versions[i], out);
              g_autoptr (EntVcard) back = first_card (out->str);
              g_autofree char *before = written_in (card, ENT_VCARD_4_0);
              g_autofree char *after = written_in (back, ENT_VCARD_4_0);

              n++;
              if (n_left_out > 0 || ent_vcard_equal (card, back))
                continue;
              g_test_message ("%s as %d\n%s\n%s", file, versions[i], before, after);
              g_test_fail ();
            }
        }
    }
  return n;
}

static void
test_real_cards (void)
{
  g_autofree char *fixtures = g_build_filename (g_getenv ("G_TEST_SRCDIR"), "fixtures", "vcard", NULL);
  g_autofree char *shared = shared_folder ("vcard");

  g_assert_cmpuint (convert_folder (fixtures), >, 30);
  if (shared != NULL)
    g_assert_cmpuint (convert_folder (shared), >, 300);
}

static void
test_made (void)
{
  g_autoptr (EntVcard) card = ent_vcard_new (ENT_VCARD_4_0);
  g_autoptr (GString) out = g_string_new (NULL);

  ent_vcard_add_text (card, "FN", "Ann; B, \\C\nD");
  ent_vcard_add_components (card, "N", (const char *const[]) { "B;x", "Ann", "", "", "", NULL });
  ent_vcard_add (card, NULL, "TEL", "+1", -1, 0);
  ent_vcard_add_param (card, "TYPE", "work");
  ent_vcard_write (card, ENT_VCARD_4_0, out);
  g_assert_cmpstr (
      out->str, ==,
      "BEGIN:VCARD\r\nVERSION:4.0\r\nFN:Ann\\; B\\, \\\\C\\nD\r\nN:B\\;x;Ann;;;\r\nTEL;TYPE=work:+1\r\nEND:VCARD\r\n");
}

static void
test_folding (void)
{
  g_autoptr (EntVcard) card = ent_vcard_new (ENT_VCARD_4_0);
  g_autoptr (EntVcard) back = NULL;
  g_autoptr (GString) out = g_string_new (NULL);
  g_autoptr (GString) note = g_string_new (NULL);
  g_auto (GStrv) lines = NULL;
  g_autofree char *text = NULL;

  for (guint i = 0; i < 100; i++)
    g_string_append (note, i % 3 ? "é" : i % 2 ? "x" : "😀");
  ent_vcard_add_text (card, "FN", "A");
  ent_vcard_add_text (card, "NOTE", note->str);
  ent_vcard_write (card, ENT_VCARD_4_0, out);
  lines = g_strsplit (out->str, "\r\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_assert_cmpuint (strlen (lines[i]), <=, 75);
      g_assert_true (g_utf8_validate (lines[i], -1, NULL));
    }
  back = first_card (out->str);
  text = ent_vcard_dup_text (back, ent_vcard_find (back, "NOTE"));
  g_assert_cmpstr (text, ==, note->str);
}

/* A random card is the same after it was written and read. */
static void
test_round_trip (void)
{
  static const char *const alphabet[] = { "\\", ",", ";", ":",  "\n", "\"",      "^",   " ",     "=",
                                          "a",  "B", "é", "😀", "0",  "http://", "\\n", "data:," };

  for (guint i = 0; i < 2000; i++)
    {
      g_autoptr (EntVcard) card = ent_vcard_new (ENT_VCARD_4_0);
      g_autoptr (EntVcard) back = NULL;
      g_autoptr (GString) out = g_string_new (NULL);
      g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);
      static const EntVcardVersion versions[] = { ENT_VCARD_4_0, ENT_VCARD_3_0, ENT_VCARD_2_1 };
      EntVcardVersion version = versions[i % G_N_ELEMENTS (versions)];

      ent_vcard_add_text (card, "FN", "x");
      ent_vcard_add_text (card, "N", "x");
      for (guint k = 0; k < 5; k++)
        {
          g_autoptr (GString) text = g_string_new (NULL);

          for (int n = g_test_rand_int_range (0, 80); n > 0; n--)
            g_string_append (text, alphabet[g_test_rand_int_range (0, G_N_ELEMENTS (alphabet))]);
          g_ptr_array_add (texts, g_strdup (text->str));
          ent_vcard_add_text (card, k % 2 ? "NOTE" : "ROLE", text->str);
        }
      ent_vcard_write (card, version, out);
      back = first_card (out->str);
      g_assert_cmpuint (ent_vcard_get_n_properties (back), ==, 7);
      for (guint k = 0; k < 5; k++)
        {
          g_autofree char *text = ent_vcard_dup_text (back, ent_vcard_get_property (back, k + 2));

          g_assert_cmpstr (text, ==, texts->pdata[k]);
        }
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/vcard-writer/raw", test_raw);
  g_test_add_func ("/vcard-writer/from-2.1", test_from_2_1);
  g_test_add_func ("/vcard-writer/between-3.0-and-4.0", test_between_3_0_and_4_0);
  g_test_add_func ("/vcard-writer/to-2.1", test_to_2_1);
  g_test_add_func ("/vcard-writer/left-out", test_left_out);
  g_test_add_func ("/vcard-writer/long-2.1", test_long_2_1);
  g_test_add_func ("/vcard-writer/real-cards", test_real_cards);
  g_test_add_func ("/vcard-writer/made", test_made);
  g_test_add_func ("/vcard-writer/folding", test_folding);
  g_test_add_func ("/vcard-writer/round-trip", test_round_trip);
  return g_test_run ();
}
