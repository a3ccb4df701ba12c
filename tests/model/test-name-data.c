/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Names whose parts others have labelled. The figures are printed; the floors only guard what was reached. */
#include <glib.h>
#include <stdio.h>
#include <string.h>

#include "ent-name.h"

static char *
read_fixture (const char *name)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "fixtures", "names", name, NULL);
  g_autoptr (GError) error = NULL;
  char *text = NULL;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  return text;
}

/* The same words, whatever stands between them. */
static gboolean
parts_equal (const char *a, const char *b)
{
  g_auto (GStrv) x = g_strsplit_set (a != NULL ? a : "", " ,", -1);
  g_auto (GStrv) y = g_strsplit_set (b, " ,", -1);
  guint i = 0, j = 0;

  for (;;)
    {
      while (x[i] != NULL && *x[i] == '\0')
        i++;
      while (y[j] != NULL && *y[j] == '\0')
        j++;
      if (x[i] == NULL || y[j] == NULL)
        return x[i] == NULL && y[j] == NULL;
      if (!g_str_equal (x[i++], y[j++]))
        return FALSE;
    }
}

/* A cell of a table whose quotes are doubled. */
static char *
unquote (const char *cell)
{
  gsize n = strlen (cell);
  g_autofree char *inner = NULL;
  g_auto (GStrv) pieces = NULL;

  if (n < 2 || cell[0] != '"' || cell[n - 1] != '"')
    return g_strdup (cell);
  inner = g_strndup (cell + 1, n - 2);
  pieces = g_strsplit (inner, "\"\"", -1);
  return g_strjoinv ("\"", pieces);
}

static void
test_nameparser (void)
{
  g_autofree char *text = read_fixture ("nameparser.tsv");
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  guint n = 0, right = 0, n_parts = 0, n_right_parts = 0;

  for (guint i = 1; lines[i] != NULL && *lines[i] != '\0'; i++)
    {
      g_auto (GStrv) cells = g_strsplit (lines[i], "\t", -1);
      g_autofree char *input = unquote (cells[1]);
      g_auto (EntName) name = { 0 };
      const char *found[6];
      gboolean all = TRUE;

      ent_name_split (input, NULL, &name, NULL);
      found[0] = name.prefix;
      found[1] = name.given;
      found[2] = name.middle;
      found[3] = name.family;
      found[4] = name.suffix;
      found[5] = name.nickname;
      for (guint j = 0; j < 6; j++)
        {
          gboolean equal;

          if (*cells[2 + j] == '\0')
            continue;
          equal = parts_equal (found[j], cells[2 + j]);
          n_parts++;
          n_right_parts += equal;
          all = all && equal;
        }
      n++;
      right += all;
      if (!all && g_test_verbose ())
        printf ("# “%s”: %s|%s|%s|%s|%s|%s\n", input, found[0], found[1], found[2], found[3], found[4], found[5]);
    }

  printf ("# nameparser: %u of %u names as asserted (%.1f %%), %.1f %% of %u parts\n", right, n, 100.0 * right / n,
          100.0 * n_right_parts / n_parts, n_parts);
  g_assert_cmpuint (n, ==, 125);
  g_assert_cmpfloat ((double) right / n, >=, 0.85);
}

typedef struct
{
  GPtrArray *words;
  GPtrArray *labels;
  gboolean in_word;
  gboolean several;
  guint n, right, n_words, n_right_words, n_family, n_right_family;
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

  if (g_str_equal (element, "Name"))
    {
      g_ptr_array_set_size (self->words, 0);
      g_ptr_array_set_size (self->labels, 0);
      self->several = FALSE;
      return;
    }

  self->in_word = !g_str_equal (element, "NameCollection");
  self->several = self->several || g_str_equal (element, "And");
  if (self->in_word)
    g_ptr_array_add (self->labels, g_strdup (element));
}

static void
text_cb (GMarkupParseContext *context, const char *text, gsize length, gpointer data, GError **error)
{
  Labelled *self = data;

  if (self->in_word)
    g_ptr_array_add (self->words, g_strndup (text, length));
}

/* Whether @word is one of the words of @part. */
static gboolean
has_word (const char *part, const char *word)
{
  g_auto (GStrv) words = part != NULL ? g_strsplit_set (part, " ,", -1) : NULL;
  g_autofree char *plain = g_strdup (word);

  g_strdelimit (plain, ",()\"'", ' ');
  g_strstrip (plain);
  for (guint i = 0; words != NULL && words[i] != NULL; i++)
    {
      g_strdelimit (words[i], ",()\"'", ' ');
      g_strstrip (words[i]);
      if (g_str_equal (words[i], plain))
        return TRUE;
    }

  return FALSE;
}

static const char *
get_part (const EntName *name, const char *label)
{
  if (g_str_has_prefix (label, "Prefix"))
    return name->prefix;
  if (g_str_equal (label, "GivenName") || g_str_equal (label, "FirstInitial"))
    return name->given;
  if (g_str_has_prefix (label, "Middle"))
    return name->middle;
  if (g_str_equal (label, "Surname") || g_str_equal (label, "LastInitial"))
    return name->family;
  if (g_str_has_prefix (label, "Suffix"))
    return name->suffix;

  return name->nickname;
}

static void
end_element_cb (GMarkupParseContext *context, const char *element, gpointer data, GError **error)
{
  Labelled *self = data;
  g_autofree char *display = NULL;
  g_auto (EntName) name = { 0 };
  gboolean all = TRUE;

  self->in_word = FALSE;
  /* One word alone tells nothing, and several people are not split. */
  if (!g_str_equal (element, "Name") || self->several || self->words->len < 2 || self->words->len != self->labels->len)
    return;

  g_ptr_array_add (self->words, NULL);
  display = g_strjoinv (" ", (char **) self->words->pdata);
  g_ptr_array_remove_index (self->words, self->words->len - 1);
  ent_name_split (display, "US", &name, NULL);
  for (guint i = 0; i < self->words->len; i++)
    {
      const char *label = self->labels->pdata[i];
      gboolean right = has_word (get_part (&name, label), self->words->pdata[i]);

      self->n_words++;
      self->n_right_words += right;
      if (g_str_equal (label, "Surname"))
        {
          self->n_family++;
          self->n_right_family += right;
        }
      all = all && right;
    }
  self->n++;
  self->right += all;
  if (!all && g_test_verbose ())
    printf ("# “%s”: %s|%s|%s|%s|%s|%s\n", display, name.prefix, name.given, name.middle, name.family, name.suffix,
            name.nickname);
}

static void
test_labelled (void)
{
  static const GMarkupParser parser = { start_element_cb, end_element_cb, text_cb, NULL, NULL };
  g_autofree char *text = read_fixture ("person_labeled.xml");
  g_autoptr (GMarkupParseContext) context = NULL;
  g_autoptr (GError) error = NULL;
  Labelled self = { g_ptr_array_new_with_free_func (g_free), g_ptr_array_new_with_free_func (g_free) };

  context = g_markup_parse_context_new (&parser, 0, &self, NULL);
  g_markup_parse_context_parse (context, text, -1, &error);
  g_assert_no_error (error);

  printf ("# labelled: %u of %u names wholly right (%.1f %%), %.1f %% of %u words, %.1f %% of family names\n",
          self.right, self.n, 100.0 * self.right / self.n, 100.0 * self.n_right_words / self.n_words, self.n_words,
          100.0 * self.n_right_family / self.n_family);
  g_assert_cmpuint (self.n, >, 1600);
  g_assert_cmpfloat ((double) self.n_right_words / self.n_words, >=, 0.95);
  g_ptr_array_unref (self.words);
  g_ptr_array_unref (self.labels);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/name-data/nameparser", test_nameparser);
  g_test_add_func ("/name-data/labelled", test_labelled);

  return g_test_run ();
}
