/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <glib.h>

#include "ent-placeholder.h"

typedef struct
{
  const char *text;
  const char *contexts; /* where it counts as empty: Generic, Name, Code, Phone, Email, Date, nUmber */
} Case;

static const char letters[] = "gncpedu";

static const Case cases[] = {
  { "", "gncpedu" },
  { " \t", "gncpedu" },
  { "-", "gncpedu" },
  { "--", "gncpedu" },
  { "…", "gncpedu" },
  { "???", "gncpedu" },
  { "n/a", "gncpedu" },
  { " N/A ", "gncpedu" },
  { "#N/A", "gncpedu" },
  { "#REF!", "gncpedu" },
  { "\\N", "gncpedu" },
  { "unknown", "gncpedu" },
  { "Unknown.", "gncpedu" },
  { "Inconnu", "gncpedu" },
  { "Non renseigné", "gncpedu" },
  { "keine Angabe", "gncpedu" },
  { "Sin datos", "gncpedu" },
  { "нет данных", "gncpedu" },
  { "不明", "gncpedu" },
  { "Null", "gcpedu" },
  { "NULL", "gcpedu" },
  { "<null>", "gncpedu" },
  { "(none)", "gncpedu" },
  { "--None--", "gncpedu" },
  { "Nada", "gcpedu" },
  { "k.A.", "gcpedu" },
  { "NA", "gpedu" }, /* Namibia */
  { "nc", "gpedu" },
  { "xxx", "gcpedu" },
  { "000-0000", "pd" },
  { "00 00 00 00 00", "pd" },
  { "+33 000 000 000", "p" },
  { "999-999-9999", "p" },
  { "1234567890", "p" },
  { "0/0/00", "pd" },
  { "0000-00-00 00:00:00", "d" },
  { "00.00.0000", "pd" },
  { "1900-01-00", "d" },
  { "0", "pd" },
  { "test@example.org", "e" },
  { "noemail@noemail.com", "e" },
  { "xxx@xxx.xx", "e" },
  { "na@na.com", "e" },

  /* Values */
  { "Test", "" },
  { "No", "" },
  { "+", "" },
  { "$", "" },
  { "C++", "" },
  { "Nullmeyer", "" },
  { "06 12 34 56 78", "" },
  { "0800 000 001", "" },
  { "112", "" },
  { "2000-01-01", "" },
  { "10/10/2010", "" },
  { "testa@example.org", "" },
  { "naomi@na.com", "" },
  { "na@nadal.es", "" },
  { "Zoë", "" },
  { "😊", "" },
  { "unknown artists ltd", "" },
};

static void
test_cases (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GString) found = g_string_new (NULL);

      for (guint context = 0; context < sizeof letters - 1; context++)
        if (ent_placeholder_check (cases[i].text, (EntPlaceholderContext) context))
          g_string_append_c (found, letters[context]);

      if (!g_str_equal (found->str, cases[i].contexts))
        {
          g_test_fail_printf ("“%s” counts as empty in “%s”, not in “%s”", cases[i].text, found->str,
                              cases[i].contexts);
        }
    }
}

static void
test_null (void)
{
  g_autofree char *longer = g_strnfill (100000, '-');

  g_assert_true (ent_placeholder_check (NULL, ENT_PLACEHOLDER_GENERIC));
  g_assert_false (ent_placeholder_check (longer, ENT_PLACEHOLDER_GENERIC));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/placeholder/cases", test_cases);
  g_test_add_func ("/placeholder/null", test_null);

  return g_test_run ();
}
