/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <glib.h>
#include <stdio.h>
#include <string.h>

#include "ent-company-name.h"

typedef struct
{
  const char *name;
  const char *region;
  const char *core;
  const char *form;
} Case;

static const Case cases[] = {
  { "Acme Ltd.", NULL, "Acme", "Ltd." },
  { "Acme, Inc.", NULL, "Acme", "Inc." },
  { "ACME LIMITED", NULL, "ACME", "LIMITED" },
  { "Müller & Söhne GmbH & Co. KG", "DE", "Müller & Söhne", "GmbH & Co. KG" },
  { "Bäckerei Schmidt GmbH", "DE", "Bäckerei Schmidt", "GmbH" },
  { "Müller & Co. KG", "DE", "Müller", "& Co. KG" },
  { "SARL Dupont", "FR", "Dupont", "SARL" },
  { "Dupont S.A.R.L.", "FR", "Dupont", "S.A.R.L." },
  { "Dupont S. A.", "FR", "Dupont", "S. A." },
  { "A B Volvo", "SE", "Volvo", "A B" },
  { "A/S Torm", "DK", "Torm", "A/S" },
  { "Novo Nordisk A/S", "DK", "Novo Nordisk", "A/S" },
  { "Cemex S.A. de C.V.", "MX", "Cemex", "S.A. de C.V." },
  { "Orlen Sp. z o.o.", "PL", "Orlen", "Sp. z o.o." },
  { "BHP Pty Ltd", "AU", "BHP", "Pty Ltd" },
  { "Kesko Oyj", "FI", "Kesko", "Oyj" },
  { "ООО «Ромашка»", "RU", "«Ромашка»", "ООО" },
  { "トヨタ自動車株式会社", "JP", "トヨタ自動車", "株式会社" },
  { "株式会社トヨタ", "JP", "トヨタ", "株式会社" },
  { "腾讯科技有限公司", "CN", "腾讯科技", "有限公司" },
  { "P.T. Polytama Propindo", "ID", "Polytama Propindo", "P.T." },

  { "Acme", NULL, "Acme", NULL },
  { "Ltd.", NULL, "Ltd.", NULL },
  { "Hotel and spa", "US", "Hotel and spa", NULL },
  { "Generali SpA", "US", "Generali", "SpA" },
  { "Wilmer & Lee, P.A.", "US", "Wilmer & Lee", "P.A." },
  { "Trading as", NULL, "Trading as", NULL },
  { "Sagrada Familia", "ES", "Sagrada Familia", NULL },
  { "Santa Fe", NULL, "Santa Fe", NULL },
  { "As You Like It", NULL, "As You Like It", NULL },
  { "  Two   Words ", NULL, "Two Words", NULL },
  { "", NULL, "", NULL },
  { NULL, NULL, "", NULL },
};

static void
test_split (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *core = NULL;
      g_autofree char *form = NULL;
      gboolean found = ent_company_name_split (cases[i].name, cases[i].region, &core, &form);

      g_assert_cmpint (found, ==, form != NULL);
      if (g_strcmp0 (core, cases[i].core) != 0 || g_strcmp0 (form, cases[i].form) != 0)
        g_test_fail_printf ("“%s” is “%s” + “%s”", cases[i].name, core, form);
    }
}

static void
assert_same (const char *a, const char *b, gboolean same)
{
  g_autofree char *x = ent_company_name_dup_key (a, NULL);
  g_autofree char *y = ent_company_name_dup_key (b, NULL);

  if (g_str_equal (x, y) != same)
    g_test_fail_printf ("“%s” is “%s”, “%s” is “%s”", a, x, b, y);
}

static void
test_key (void)
{
  g_autofree char *empty = ent_company_name_dup_key (NULL, NULL);

  assert_same ("The Smith & Sons, Ltd.", "SMITH AND SONS", TRUE);
  assert_same ("Müller GmbH", "Muller", TRUE);
  assert_same ("I.B.M. Corp.", "IBM", TRUE);
  assert_same ("L'Oréal S.A.", "LOreal", TRUE);
  assert_same ("Coca-Cola Co.", "Coca Cola", TRUE);
  assert_same ("Smith & Sons", "Smith & Daughters", FALSE);
  g_assert_cmpstr (empty, ==, "");
}

static void
test_form (void)
{
  g_autofree char *usual = ent_legal_form_dup_usual ("Limited");
  g_autofree char *unknown = ent_legal_form_dup_usual ("Guild");

  g_assert_cmpstr (usual, ==, "Ltd");
  g_assert_cmpstr (unknown, ==, "Guild");
  g_assert_true (ent_legal_form_is_used_in ("G.m.b.H.", "AT"));
  g_assert_false (ent_legal_form_is_used_in ("GmbH", "FR"));
  g_assert_false (ent_legal_form_is_used_in ("Guild", "FR"));
}

static void
test_long (void)
{
  g_autofree char *longer = g_strnfill (100000, 'a');
  g_autoptr (GString) many = g_string_new (NULL);
  g_autofree char *core = NULL, *form = NULL, *core_of_many = NULL;

  for (int i = 0; i < 1000; i++)
    g_string_append (many, "Ltd ");
  g_assert_false (ent_company_name_split (longer, NULL, &core, &form));
  g_assert_false (ent_company_name_split (many->str, NULL, &core_of_many, &form));
}

/* Names as they stand in a register of foreign companies. Which of them have a form is not labelled: the figures are
 * how many lose one, and how many of these forms belong to the country of the company, where countries of a form are
 * known. */
static void
test_register (void)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "fixtures", "companies", "companies.csv", NULL);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  static const char *const regions[][2] = {
    { "Canada", "CA" }, { "United Kingdom", "GB" }, { "Netherlands", "NL" }, { "France", "FR" },  { "Germany", "DE" },
    { "Mexico", "MX" }, { "Brazil", "BR" },         { "Japan", "JP" },       { "Sweden", "SE" },  { "Italy", "IT" },
    { "Norway", "NO" }, { "Denmark", "DK" },        { "Switzerland", "CH" }, { "Finland", "FI" }, { "Australia", "AU" },
  };
  guint n = 0, found = 0, known = 0, right = 0;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL && *lines[i] != '\0'; i++)
    {
      g_auto (GStrv) cells = g_strsplit (g_strchomp (lines[i]), ";", 2);
      g_autofree char *core = NULL;
      g_autofree char *form = NULL;
      const char *region = NULL;

      for (guint j = 0; j < G_N_ELEMENTS (regions); j++)
        if (g_str_equal (cells[1], regions[j][0]))
          region = regions[j][1];
      n++;
      if (!ent_company_name_split (cells[0], NULL, &core, &form))
        {
          if (g_test_verbose ())
            printf ("# no form: %s\n", lines[i]);
          continue;
        }
      found++;
      if (region != NULL)
        {
          known++;
          right += ent_legal_form_is_used_in (form, region);
          if (g_test_verbose () && !ent_legal_form_is_used_in (form, region))
            printf ("# %s in %s: %s\n", form, region, core);
        }
    }

  printf ("# register: %u of %u names have a form (%.1f %%), %.1f %% of %u of its country\n", found, n,
          100.0 * found / n, 100.0 * right / known, known);
  g_assert_cmpuint (n, >, 1300);
  g_assert_cmpfloat ((double) found / n, >=, 0.85);
}

typedef struct
{
  GString *name;
  GString *form;
  GString *text;
  guint n, n_forms, right, right_forms;
} Labelled;

static void
start_element_cb (GMarkupParseContext *context,
                  const char *element,
                  const char **attributes,
                  const char **values,
                  gpointer data,
                  GError **error)
{
  Labelled *self = data;

  self->text = NULL;
  if (g_str_equal (element, "Name"))
    {
      g_string_truncate (self->name, 0);
      g_string_truncate (self->form, 0);
    }
  else if (g_str_equal (element, "CorporationLegalType"))
    {
      self->text = self->form;
    }
  else if (!g_str_equal (element, "NameCollection"))
    {
      g_string_truncate (self->form, 0); /* it was not at the end */
      self->text = self->name;
    }
}

static void
text_cb (GMarkupParseContext *context, const char *text, gsize length, gpointer data, GError **error)
{
  Labelled *self = data;

  if (self->text == NULL)
    return;
  if (self->name->len > 0)
    g_string_append_c (self->name, ' ');
  g_string_append_len (self->name, text, (gssize) length);
  if (self->text == self->form)
    {
      if (self->form->len > 0)
        g_string_append_c (self->form, ' ');
      g_string_append_len (self->form, text, (gssize) length);
    }
}

static void
end_element_cb (GMarkupParseContext *context, const char *element, gpointer data, GError **error)
{
  Labelled *self = data;
  g_autofree char *core = NULL;
  g_autofree char *form = NULL;
  gboolean right;

  self->text = NULL;
  if (!g_str_equal (element, "Name") || self->name->len == 0)
    return;

  ent_company_name_split (self->name->str, "US", &core, &form);
  right = g_str_equal (form != NULL ? form : "", self->form->str);
  self->n++;
  self->right += right;
  if (self->form->len > 0)
    {
      self->n_forms++;
      self->right_forms += right;
    }
  if (!right && g_test_verbose ())
    printf ("# “%s”: “%s”, labelled “%s”\n", self->name->str, form, self->form->str);
}

/* Names of organizations of the United States whose words are labelled. "Company" and "Co." are no legal form to the
 * labellers. */
static void
test_labelled (void)
{
  static const GMarkupParser parser = { start_element_cb, end_element_cb, text_cb, NULL, NULL };
  const char *shared = g_getenv ("ENTREGENT_SHARED_DATA");
  g_autofree char *path = NULL;
  g_autofree char *text = NULL;
  g_autoptr (GMarkupParseContext) context = NULL;
  g_autoptr (GError) error = NULL;
  Labelled self = { g_string_new (NULL), g_string_new (NULL) };

  if (shared != NULL)
    path = g_build_filename (shared, "names-labelled", "name_data", "labeled", "company_labeled.xml", NULL);
  if (path != NULL && g_file_get_contents (path, &text, NULL, NULL))
    {
      context = g_markup_parse_context_new (&parser, 0, &self, NULL);
      g_markup_parse_context_parse (context, text, -1, &error);
      g_assert_no_error (error);
      printf ("# labelled: %u of %u names as labelled (%.1f %%), %u of %u that have a form (%.1f %%)\n", self.right,
              self.n, 100.0 * self.right / self.n, self.right_forms, self.n_forms,
              100.0 * self.right_forms / self.n_forms);
      g_assert_cmpfloat ((double) self.right_forms / self.n_forms, >=, 0.75);
    }
  else
    {
      g_test_skip ("the larger sets are not here (ENTREGENT_SHARED_DATA)");
    }

  g_string_free (self.name, TRUE);
  g_string_free (self.form, TRUE);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/company-name/split", test_split);
  g_test_add_func ("/company-name/key", test_key);
  g_test_add_func ("/company-name/form", test_form);
  g_test_add_func ("/company-name/long", test_long);
  g_test_add_func ("/company-name/register", test_register);
  g_test_add_func ("/company-name/labelled", test_labelled);

  return g_test_run ();
}
