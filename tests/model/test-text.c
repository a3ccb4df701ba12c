/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <glib.h>
#include <string.h>

#include "ent-text-private.h"
#include "ent-text.h"

static void
assert_fold (const char *text, const char *expected)
{
  g_autofree char *folded = ent_text_fold (text, -1);

  g_assert_cmpstr (folded, ==, expected);
}

static void
test_lower (void)
{
  static const char *const pairs[][2] = {
    { "", "" },         { "TITLE", "title" }, { "İI", "i̇i" }, { "ÉCOLE Ⱥ", "école ⱥ" }, { "GROẞ ß", "groß ß" },
    { "ΟΔΟΣ", "οδος" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (pairs); i++)
    {
      g_autofree char *lower = ent_text_lower (pairs[i][0]);

      g_assert_cmpstr (lower, ==, pairs[i][1]);
    }
}

static void
test_fold (void)
{
  assert_fold ("", "");
  assert_fold ("Dupont", "dupont");
  assert_fold ("Éléonore Œuvrard", "eleonore oeuvrard");
  assert_fold ("Łukasz Żółć", "lukasz zolc");
  assert_fold ("STRASSE", "strasse");
  assert_fold ("Straße", "strasse");
  assert_fold ("Bjørn Ærø Þór Ðorđe", "bjorn aero thor dorde");
  assert_fold ("Nguyễn Văn Đức", "nguyen van duc");
  assert_fold ("İstanbul ılık", "istanbul ilik");
  assert_fold ("O’Brien – “Bob”", "o'brien - \"bob\"");
  assert_fold ("Ｆｕｌｌ　Ｗｉｄｔｈ", "full width");
  assert_fold ("ﬁnance", "finance");
  assert_fold ("Ἀθήνα ΣΊΣΥΦΟΣ", "αθηνα σισυφοσ");
  assert_fold ("Йосиф Ёлкин", "иосиф елкин");
  assert_fold ("مُحَمَّد", "محمد");
  assert_fold ("コンピューター", "コンピューター");
  assert_fold ("ガ", "ガ"); /* another syllable than カ */
  assert_fold ("ｶﾞ", "ガ");
  assert_fold ("김민수", "김민수");
  assert_fold ("क़लम की", "क़लम की");
  assert_fold ("Zoe\xCC\x88", "zoe");
  assert_fold ("a\xE2\x80\x8E"
               "b\xC2\xAD"
               "c",
               "abc");
  g_assert_null (ent_text_fold (NULL, -1));
}

static void
test_fold_bad_input (void)
{
  g_autofree char *folded = ent_text_fold ("A\xFF\xC3", 3);
  g_autofree char *part = ent_text_fold ("ÉCOLE", 3);

  g_assert_true (g_utf8_validate (folded, -1, NULL));
  g_assert_cmpint (folded[0], ==, 'a');
  g_assert_cmpstr (part, ==, "ec");
}

/* The table must give what the exact form gives, and folding twice what folding once does. */
static void
test_fold_agrees (void)
{
  static const gunichar limits[] = { 0x80, 0x250, 0x370, 0x1F00, 0x2070, 0x3100, 0xFFFF, 0x1F700 };

  for (int round = 0; round < 4000; round++)
    {
      g_autoptr (GString) text = g_string_new (NULL);
      int n = g_test_rand_int_range (0, 12);
      gunichar limit = limits[g_test_rand_int_range (0, G_N_ELEMENTS (limits))];
      g_autofree char *fast = NULL;
      g_autofree char *slow = NULL;
      g_autofree char *again = NULL;

      for (int i = 0; i < n; i++)
        {
          gunichar c = (gunichar) g_test_rand_int_range (0x20, (gint32) limit);

          if (g_unichar_validate (c) && g_unichar_isdefined (c))
            g_string_append_unichar (text, c);
        }

      fast = ent_text_fold (text->str, (gssize) text->len);
      slow = ent_text_fold_slow (text->str, text->len);
      again = ent_text_fold (fast, -1);
      g_assert_cmpstr (fast, ==, slow);
      g_assert_cmpstr (fast, ==, again);
    }
}

static void
assert_clean (const char *text, EntTextFlags flags, const char *expected)
{
  g_autofree char *clean = ent_text_clean (text, -1, flags);

  g_assert_cmpstr (clean, ==, expected);
}

static void
test_clean (void)
{
  assert_clean ("plain", ENT_TEXT_SINGLE_LINE, "plain");
  assert_clean ("  two \t words\r\nhere ", ENT_TEXT_SINGLE_LINE, "two words here");
  assert_clean ("a\xC2\xA0\xE2\x80\xAF"
                "b\xE3\x80\x80",
                ENT_TEXT_SINGLE_LINE, "a b");
  assert_clean ("bell\x07 esc\x1B", ENT_TEXT_SINGLE_LINE, "bell esc");
  assert_clean ("evil\xE2\x80\xAEgpj.exe", ENT_TEXT_SINGLE_LINE, "evilgpj.exe");
  assert_clean ("\xEF\xBB\xBFname", ENT_TEXT_SINGLE_LINE, "name");
  assert_clean ("نمی‌خواهم", ENT_TEXT_SINGLE_LINE, "نمی‌خواهم"); /* the joiner is spelling */
  assert_clean (" a  b \r\n\r\n c \n", ENT_TEXT_MULTI_LINE, "a b\n\nc");
  assert_clean ("\n\na", ENT_TEXT_MULTI_LINE, "a");
  assert_clean ("bad\xFF", ENT_TEXT_SINGLE_LINE, "bad\xEF\xBF\xBD");
  assert_clean ("", ENT_TEXT_SINGLE_LINE, "");
}

static void
test_clean_length (void)
{
  g_autofree char *part = ent_text_clean ("a b", 2, ENT_TEXT_SINGLE_LINE);
  g_autofree char *nul = ent_text_clean ("ab\0cd", 5, ENT_TEXT_SINGLE_LINE);

  g_assert_cmpstr (part, ==, "a");
  g_assert_cmpstr (nul, ==, "ab");
}

static void
test_blank (void)
{
  g_autofree char *isolated = ent_text_isolate ("x");

  g_assert_true (ent_text_is_blank (NULL));
  g_assert_true (ent_text_is_blank (" \t\xC2\xA0\xE2\x80\x8B"));
  g_assert_false (ent_text_is_blank (" \xC2\xA0."));
  g_assert_cmpstr (isolated, ==, "\xE2\x81\xA8x\xE2\x81\xA9");
  g_assert_cmpint (ent_text_digit_value (0x0663), ==, 3);
  g_assert_cmpint (ent_text_digit_value ('x'), ==, -1);
}

static void
test_table (void)
{
  static const char table[] = "a\0"
                              "ab\tvalue\0"
                              "abc\0"
                              "b\tother\0";
  const char *value = NULL;

  g_assert_true (ent_text_table_lookup (table, sizeof table - 1, "a", 1, &value));
  g_assert_cmpstr (value, ==, "");
  g_assert_true (ent_text_table_lookup (table, sizeof table - 1, "ab", 2, &value));
  g_assert_cmpstr (value, ==, "value");
  g_assert_true (ent_text_table_lookup (table, sizeof table - 1, "abc", 3, NULL));
  g_assert_true (ent_text_table_lookup (table, sizeof table - 1, "b", 1, &value));
  g_assert_cmpstr (value, ==, "other");
  g_assert_false (ent_text_table_lookup (table, sizeof table - 1, "", 0, NULL));
  g_assert_false (ent_text_table_lookup (table, sizeof table - 1, "abcd", 4, NULL));
  g_assert_false (ent_text_table_lookup (table, sizeof table - 1, "c", 1, NULL));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/text/fold", test_fold);
  g_test_add_func ("/text/fold-bad-input", test_fold_bad_input);
  g_test_add_func ("/text/fold-agrees", test_fold_agrees);
  g_test_add_func ("/text/clean", test_clean);
  g_test_add_func ("/text/clean-length", test_clean_length);
  g_test_add_func ("/text/blank", test_blank);
  g_test_add_func ("/text/table", test_table);
  g_test_add_func ("/text/lower", test_lower);

  return g_test_run ();
}
