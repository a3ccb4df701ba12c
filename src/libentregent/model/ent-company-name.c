/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "Entregent"

#include "config.h"

#include <string.h>

#include "ent-company-name.h"
#include "ent-text-private.h"
#include "ent-text.h"

#include "ent-legal-form-table.h"

/* A form has at most this many words, and a name more than these is cut there for the search. */
#define MAX_FORM_WORDS 7
#define MAX_WORDS 40
#define MAX_KEY 160

/* In Han and Hangul no space separates the form from the name. */
#define MAX_FORM_CHARACTERS 8

typedef struct
{
  const char *text; /* in the name; not ended by NUL */
  gsize length;
  char key[44];    /* folded, without punctuation; empty if it does not fit */
  gboolean lower;  /* all letters are small */
  gboolean dotted; /* "S.A.", "A/S": written as an abbreviation */
  gboolean quoted; /* stands in quotes */
} Word;

/* What the table says of a form. */
typedef struct
{
  char usual[48];
  char regions[64];
  gboolean may_be_first;
  gboolean is_word;
} Form;

static gboolean
is_separator (char c)
{
  return c == ' ' || c == ',' || c == ';' || c == ':' || c == '-';
}

static void
describe (Word *word)
{
  char folded_stack[sizeof word->key];
  g_autofree char *folded_heap = NULL;
  const char *folded = folded_stack;
  gboolean ascii = TRUE;
  gsize n = 0;

  word->lower = TRUE;
  for (gsize i = 0; i < word->length; i++)
    {
      guchar c = (guchar) word->text[i];

      ascii = ascii && c < 0x80;
      word->dotted = word->dotted || c == '.' || c == '/';
      word->quoted = word->quoted || c == '"';
      if (i < sizeof folded_stack - 1)
        folded_stack[i] = (char) (c >= 'A' && c <= 'Z' ? c + 32 : c);
      word->lower = word->lower && !(c >= 'A' && c <= 'Z');
    }
  if (word->length >= sizeof word->key)
    return;
  folded_stack[word->length] = '\0';

  if (!ascii)
    {
      folded = folded_heap = ent_text_fold (word->text, (gssize) word->length);
      for (const char *p = word->text; p < word->text + word->length; p = g_utf8_next_char (p))
        word->lower = word->lower && !g_unichar_isupper (g_utf8_get_char (p));
      word->quoted = word->quoted || strchr (folded, '"') != NULL;
    }

  for (const char *p = folded; *p != '\0'; p++)
    {
      if (strchr (".'\"()[]/", *p) != NULL)
        continue;
      if (n + 1 == sizeof word->key)
        {
          n = 0;
          break;
        }
      word->key[n++] = *p;
    }
  word->key[n] = '\0';
}

static guint
read_words (const char *name, Word *words)
{
  const char *p = name;
  guint n = 0;

  while (*p != '\0' && n < MAX_WORDS)
    {
      gsize length = 0;

      while (is_separator (*p))
        p++;
      while (p[length] != '\0' && !is_separator (p[length]))
        length++;
      if (length == 0)
        break;
      words[n] = (Word) { .text = p, .length = length };
      describe (&words[n]);
      p += length;
      n++;
    }

  return *p == '\0' ? n : 0;
}

static void
copy_cell (char *target, gsize size, const char **p)
{
  gsize n = strcspn (*p, "|");

  g_strlcpy (target, *p, MIN (size, n + 1));
  *p += n + 1;
}

static gboolean
look_up (const char *key, gsize length, Form *form)
{
  const char *p;
  char sort[8];

  if (length == 0 || !ent_text_table_lookup (legal_form_table, sizeof legal_form_table - 1, key, length, &p))
    return FALSE;

  copy_cell (form->usual, sizeof form->usual, &p);
  copy_cell (sort, sizeof sort, &p);
  copy_cell (form->regions, sizeof form->regions, &p);
  form->may_be_first = strchr (p, 'p') != NULL;
  form->is_word = strchr (p, 'w') != NULL;
  return TRUE;
}

/* The key of several words: with spaces, or, if all are single letters, without ("S. A."). */
static gsize
join_keys (const Word *words, guint n, char key[MAX_KEY])
{
  gboolean letters = n > 1;
  gsize length = 0;

  for (guint i = 0; i < n; i++)
    letters = letters && strlen (words[i].key) == 1;
  for (guint i = 0; i < n; i++)
    {
      gsize size = strlen (words[i].key);

      if (size == 0 || length + size + 1 >= MAX_KEY)
        return 0;
      if (i > 0 && !letters)
        key[length++] = ' ';
      memcpy (key + length, words[i].key, size);
      length += size;
    }

  return length;
}

static gboolean
form_has_region (const Form *form, const char *region)
{
  const char *found = region != NULL && strlen (region) == 2 ? strstr (form->regions, region) : NULL;

  return found != NULL && (found - form->regions) % 3 == 0;
}

/* Two letters are a form only if they look like one: "Elektro AS" and "Elektro a.s.", but not "Trading as", and not
 * "Team CO" out of the countries that write it. */
static gboolean
is_plausible (const Word *words, guint n, const Form *form, gsize key_length, const char *region)
{
  /* "Hotel and spa" */
  if (form->is_word && words[0].lower && !words[0].dotted)
    return form_has_region (form, region);
  if (key_length > 2 || (guchar) words[0].key[0] >= 0x80 || n > 1)
    return TRUE;
  if (words[0].dotted)
    return TRUE;
  if (words[0].lower)
    return FALSE;

  return region == NULL || form->regions[0] == '\0' || form_has_region (form, region) ||
         strstr (" SA AG AB AS NV BV KG Oy LP SE Co ", form->usual) != NULL;
}

/* How many words at the end of the name are its form. */
static guint
find_last (const Word *words, guint n, const char *region)
{
  char key[MAX_KEY];
  Form form;

  for (guint k = MIN (MAX_FORM_WORDS, n - 1); k > 0; k--)
    {
      gsize length = join_keys (words + n - k, k, key);

      if (look_up (key, length, &form) && is_plausible (words + n - k, k, &form, length, region))
        return k;
    }

  return 0;
}

/* How many words at its beginning: "SARL Dupont", "ООО «Ромашка»". */
static guint
find_first (const Word *words, guint n, const char *region)
{
  char key[MAX_KEY];
  Form form;

  for (guint k = MIN (MAX_FORM_WORDS, n - 1); k > 0; k--)
    {
      gsize length = join_keys (words, k, key);
      gboolean letters;

      if (!look_up (key, length, &form) || !form.may_be_first)
        continue;
      letters = length <= 3 && (guchar) key[0] < 0x80;
      if (letters && words[0].lower)
        continue;
      if (letters && length == 2 && k == 1 && !words[0].dotted && !words[1].quoted && !form_has_region (&form, region))
        continue;
      return k;
    }

  return 0;
}

/* Where the form ends or begins in a name without spaces; 0 if there is none. */
static gsize
find_unspaced (const char *name, gboolean at_end)
{
  glong n = g_utf8_strlen (name, -1);

  for (glong k = MIN (MAX_FORM_CHARACTERS, n - 1); k > 1; k--)
    {
      const char *cut = g_utf8_offset_to_pointer (name, at_end ? n - k : k);
      Form form;

      if (at_end ? look_up (cut, strlen (cut), &form) : look_up (name, (gsize) (cut - name), &form))
        return (gsize) (cut - name);
    }

  return 0;
}

static gboolean
is_unspaced_script (const char *name)
{
  gunichar c = g_utf8_get_char (name);

  return (c >= 0x2E80 && c <= 0x9FFF) || (c >= 0xAC00 && c <= 0xD7A3) || (c >= 0x20000 && c <= 0x323AF);
}

/* Removes what joined the form to the name. */
static char *
trim_core (const char *text, gsize length)
{
  while (length > 0 && (is_separator (text[length - 1]) || text[length - 1] == '&'))
    length--;
  while (length > 0 && is_separator (*text))
    {
      text++;
      length--;
    }

  return g_strndup (text, length);
}

static gboolean
split_unspaced (const char *name, char **core, char **legal_form)
{
  gsize cut = find_unspaced (name, TRUE);

  if (cut > 0)
    {
      *legal_form = g_strdup (name + cut);
      *core = trim_core (name, cut);
      return TRUE;
    }

  cut = find_unspaced (name, FALSE);
  if (cut == 0)
    return FALSE;
  *legal_form = g_strndup (name, cut);
  *core = trim_core (name + cut, strlen (name + cut));
  return TRUE;
}

static gboolean
split_words (const char *name, const char *region, char **core, char **legal_form)
{
  Word words[MAX_WORDS];
  guint n = read_words (name, words);
  guint left = n, k;
  const char *end = name + strlen (name);

  if (n < 2)
    return FALSE;

  /* Forms may follow each other: "Co. Ltd.", "Foo Company, Inc.". */
  while (left > 1 && (k = find_last (words, left, region)) > 0)
    left -= k;
  if (left < n)
    {
      *legal_form = g_strndup (words[left].text, (gsize) (end - words[left].text));
      *core = trim_core (name, (gsize) (words[left].text - name));
      return TRUE;
    }

  k = find_first (words, n, region);
  if (k == 0)
    return FALSE;
  *legal_form = g_strndup (name, (gsize) (words[k - 1].text + words[k - 1].length - name));
  *core = trim_core (words[k].text, (gsize) (end - words[k].text));
  return TRUE;
}

/**
 * ent_company_name_split:
 * @name: (nullable): the name of a company
 * @region: (nullable): its country (ISO 3166-1 alpha-2), which decides about abbreviations of two letters
 * @core: (out) (transfer full): the name without its legal form; the whole name, cleaned, if it has none
 * @legal_form: (out) (transfer full) (nullable): the legal form as it is written
 *
 * Splits the legal form off a name: "Müller & Söhne GmbH & Co. KG", "SARL Dupont", "A/S Torm", "ООО «Ромашка»",
 * "トヨタ自動車株式会社". Some 1,600 forms and spellings of about 60 countries are known. A name that is nothing but a
 * form stays whole. Thread-safe.
 *
 * Returns: %TRUE if there is a legal form
 */
gboolean
ent_company_name_split (const char *name, const char *region, char **core, char **legal_form)
{
  g_autofree char *clean = ent_text_squeeze (name != NULL ? name : "", -1);
  gboolean found;

  g_return_val_if_fail (core != NULL && legal_form != NULL, FALSE);

  *core = NULL;
  *legal_form = NULL;
  found = is_unspaced_script (clean) && strchr (clean, ' ') == NULL && split_unspaced (clean, core, legal_form);
  if (!found)
    found = split_words (clean, region, core, legal_form);
  if (found && **core == '\0')
    {
      g_clear_pointer (core, g_free);
      g_clear_pointer (legal_form, g_free);
      found = FALSE;
    }
  if (!found)
    *core = g_steal_pointer (&clean);

  return found;
}

/**
 * ent_company_name_dup_key:
 * @name: (nullable): the name of a company
 * @region: (nullable): its country (ISO 3166-1 alpha-2)
 *
 * The form by which names of companies are compared: without the legal form, folded by ent_text_fold(), "&" and its
 * words made one, punctuation gone, without a leading "the". "The Smith & Sons, Ltd." and "SMITH AND SONS" are the
 * same.
 *
 * Returns: (transfer full): the key; empty if nothing is left
 */
char *
ent_company_name_dup_key (const char *name, const char *region)
{
  g_autofree char *core = NULL;
  g_autofree char *form = NULL;
  g_autofree char *folded = NULL;
  g_auto (GStrv) words = NULL;
  GString *key = g_string_new (NULL);

  ent_company_name_split (name, region, &core, &form);
  folded = ent_text_fold (core, -1);

  /* Full stops and apostrophes stand in words, everything else between them. */
  for (char *p = folded, *q = folded;;)
    {
      gunichar c = g_utf8_get_char (p);
      char *next = g_utf8_next_char (p);

      if (*p == '\0')
        {
          *q = '\0';
          break;
        }
      if (c == '.' || c == '\'')
        ;
      else if (c == '&' || g_unichar_isalnum (c) || g_unichar_ismark (c))
        while (p < next)
          *q++ = *p++;
      else
        *q++ = ' ';
      p = next;
    }

  words = g_strsplit (folded, " ", -1);
  for (guint i = 0; words[i] != NULL; i++)
    {
      static const char *const ands[] = { "and", "et", "und", "y", "e", "en", "og", "och", NULL };
      gboolean last = words[i + 1] == NULL;

      if (*words[i] == '\0' || (key->len == 0 && g_str_equal (words[i], "the") && !last))
        continue;
      if (key->len > 0)
        g_string_append_c (key, ' ');
      g_string_append (key, key->len > 0 && !last && g_strv_contains (ands, words[i]) ? "&" : words[i]);
    }

  return g_string_free (key, FALSE);
}

static gboolean
find_form (const char *legal_form, Form *form)
{
  Word words[MAX_WORDS];
  char key[MAX_KEY];
  guint n = read_words (legal_form, words);

  return n > 0 && n <= MAX_FORM_WORDS && look_up (key, join_keys (words, n, key), form);
}

/**
 * ent_legal_form_dup_usual:
 * @legal_form: a legal form as it is written
 *
 * Returns: (transfer full): its usual spelling: "Ltd" for "Limited"; @legal_form if it is not known
 */
char *
ent_legal_form_dup_usual (const char *legal_form)
{
  Form form;

  g_return_val_if_fail (legal_form != NULL, NULL);

  return g_strdup (find_form (legal_form, &form) && form.usual[0] != '\0' ? form.usual : legal_form);
}

/**
 * ent_legal_form_is_used_in:
 * @legal_form: a legal form as it is written
 * @region: a country (ISO 3166-1 alpha-2)
 *
 * Returns: %TRUE if @legal_form is known to be used in @region; %FALSE if it is not or if nothing is known
 */
gboolean
ent_legal_form_is_used_in (const char *legal_form, const char *region)
{
  Form form;

  g_return_val_if_fail (legal_form != NULL, FALSE);

  return find_form (legal_form, &form) && form_has_region (&form, region);
}
