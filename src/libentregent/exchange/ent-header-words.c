/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include <gio/gio.h>

#include "ent-resources-private.h"
#include "ent-header-words-private.h"
#include "ent-kind.h"
#include "ent-text.h"

/*
 * The dictionary of headers, from headers/LANGUAGE.ini. All languages are known at once: a file says nothing about its
 * language, and headers of one file are often of two.
 *
 * Sections named after a kind, [contact-points] and [addresses] (of contacts and accounts) and [common] (of all kinds)
 * give the phrases of fields. [words] holds parts of headers:
 *   work, home, mobile, fax …  qualifiers: "Business Phone" is the field "phone" with the suffix "work"
 *   filler                     words without a meaning of their own: "of", "value"
 *   type                       "Phone 1 - Type" says what "Phone 1 - Value" is
 *   id                         "Account ID" is the id of a record in the program that the file comes from
 *   closing                    "Close date" of a deal is the expected one as long as that is open
 *   contact, account …         what a kind is called: "Customer phone" in a file of customers is "phone"
 * Keys, labels and headers that the kinds declare themselves are known too, so that a field which is added to a kind
 * needs no word here.
 *
 * [stems] are qualifiers that German puts in front without a blank ("Rechnungsanschrift").
 */

#define AMBIGUOUS 0.85

static const char *const kind_keys[ENT_HEADER_N_KINDS] = { "contact", "account", "opportunity", "activity",
                                                           "request", "product", "user",        "team" };

static const char *const qualifier_keys[] = { "fax",    "pager", "assistant", "mobile", "billing", "delivery",
                                              "postal", "main",  "work",      "home",   "other" };

typedef struct
{
  GHashTable *phrases; /* char* → GArray of EntMeaning */
  GHashTable *sets;    /* char* → GHashTable set of words */
  GPtrArray *stems;    /* char*, each with its qualifier in the array beside */
  GArray *stem_qualifiers;
} Words;

static Words words;

/* Splits a header into folded words: at blanks and punctuation, and where a capital follows a small letter. */
char **
ent_header_words_tokenize (const char *header)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_autoptr (GString) spaced = g_string_new (NULL);
  g_autofree char *folded = NULL;
  g_auto (GStrv) parts = NULL;
  gboolean was_lower = FALSE;

  for (const char *p = header; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (was_lower && g_unichar_isupper (c))
        g_string_append_c (spaced, ' ');
      was_lower = g_unichar_islower (c);
      g_string_append_unichar (spaced, c);
    }
  folded = ent_text_fold (spaced->str, -1);
  for (char *p = folded; *p != '\0'; p = g_utf8_next_char (p))
    if (!g_unichar_isalnum (g_utf8_get_char (p)) && !g_unichar_ismark (g_utf8_get_char (p)))
      memset (p, ' ', (gsize) (g_utf8_next_char (p) - p));
  parts = g_strsplit (folded, " ", -1);
  for (guint i = 0; parts[i] != NULL; i++)
    if (*parts[i] != '\0')
      g_strv_builder_add (builder, parts[i]);
  return g_strv_builder_end (builder);
}

static char *
normalize (const char *phrase)
{
  g_auto (GStrv) tokens = ent_header_words_tokenize (phrase);

  return g_strjoinv (" ", tokens);
}

static void
add_meaning (const char *phrase, const EntMeaning *meaning)
{
  GArray *meanings = g_hash_table_lookup (words.phrases, phrase);

  if (meanings == NULL)
    {
      meanings = g_array_new (FALSE, FALSE, sizeof (EntMeaning));
      g_hash_table_insert (words.phrases, g_strdup (phrase), meanings);
    }
  for (guint i = 0; i < meanings->len; i++)
    {
      EntMeaning *known = &g_array_index (meanings, EntMeaning, i);

      if (known->kind == meaning->kind && strcmp (known->field, meaning->field) == 0)
        {
          known->weight = MAX (known->weight, meaning->weight);
          return;
        }
    }
  g_array_append_vals (meanings, meaning, 1);
}

static void
add_phrases (EntHeaderKind kind, EntMeaningClass klass, const char *field, const char *list)
{
  g_auto (GStrv) phrases = g_strsplit (list, ";", -1);

  for (guint i = 0; phrases[i] != NULL; i++)
    {
      gboolean ambiguous = g_str_has_suffix (g_strstrip (phrases[i]), "?");
      g_autofree char *phrase = normalize (phrases[i]);
      EntMeaning meaning = { kind, klass, g_intern_string (field), ambiguous ? AMBIGUOUS : 1 };

      if (*phrase != '\0')
        add_meaning (phrase, &meaning);
    }
}

static void
add_words (const char *set, const char *list)
{
  g_auto (GStrv) phrases = g_strsplit (list, ";", -1);
  GHashTable *table = g_hash_table_lookup (words.sets, set);

  if (table == NULL)
    {
      table = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
      g_hash_table_insert (words.sets, g_strdup (set), table);
    }
  for (guint i = 0; phrases[i] != NULL; i++)
    g_hash_table_add (table, normalize (phrases[i]));
}

static EntQualifiers
qualifier_of (const char *key)
{
  for (guint i = 0; i < G_N_ELEMENTS (qualifier_keys); i++)
    if (strcmp (key, qualifier_keys[i]) == 0)
      return (EntQualifiers) (1 << i);
  return 0;
}

static void
add_stems (const char *key, const char *list)
{
  g_auto (GStrv) stems = g_strsplit (list, ";", -1);
  EntQualifiers qualifier = qualifier_of (key);

  for (guint i = 0; stems[i] != NULL; i++)
    {
      g_ptr_array_add (words.stems, normalize (stems[i]));
      g_array_append_val (words.stem_qualifiers, qualifier);
    }
}

static void
add_entry (const char *section, const char *key, const char *list)
{
  if (strcmp (section, "words") == 0)
    add_words (key, list);
  else if (strcmp (section, "stems") == 0)
    add_stems (key, list);
  else if (strcmp (section, "contact-points") == 0 || strcmp (section, "addresses") == 0)
    {
      EntMeaningClass klass = section[0] == 'c' ? ENT_MEANING_POINT : ENT_MEANING_ADDRESS;

      add_phrases (ENT_HEADER_CONTACT, klass, key, list);
      add_phrases (ENT_HEADER_ACCOUNT, klass, key, list);
    }
  else
    for (guint k = 0; k < ENT_HEADER_N_KINDS; k++)
      if (strcmp (section, "common") == 0 || strcmp (section, kind_keys[k]) == 0)
        add_phrases ((EntHeaderKind) k, ENT_MEANING_FIELD, key, list);
}

static void
load_file (const char *name)
{
  g_autofree char *path = g_strconcat ("/org/entregent/headers/", name, NULL);
  g_autoptr (GBytes) bytes = ent_resources_lookup (path, NULL);
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) sections = NULL;

  g_assert (bytes != NULL);
  if (!g_key_file_load_from_bytes (file, bytes, G_KEY_FILE_NONE, &error))
    g_error ("%s: %s", name, error->message);
  sections = g_key_file_get_groups (file, NULL);
  for (guint s = 0; sections[s] != NULL; s++)
    {
      g_auto (GStrv) keys = g_key_file_get_keys (file, sections[s], NULL, NULL);

      for (guint k = 0; keys[k] != NULL; k++)
        {
          g_autofree char *list = g_key_file_get_string (file, sections[s], keys[k], NULL);

          add_entry (sections[s], keys[k], list);
        }
    }
}

/* The files say it better where they know a phrase: they tell what else it means. */
static void
add_unless_known (EntHeaderKind kind, EntMeaningClass klass, const EntField *field, const char *header)
{
  g_autofree char *phrase = normalize (header);
  EntMeaning meaning = { kind, klass, g_intern_string (field->key), 1 };
  GArray *meanings = g_hash_table_lookup (words.phrases, phrase);

  for (guint i = 0; meanings != NULL && i < meanings->len; i++)
    if (g_array_index (meanings, EntMeaning, i).kind == kind)
      return;
  if (*phrase != '\0')
    add_meaning (phrase, &meaning);
}

static void
add_field (EntHeaderKind kind, EntMeaningClass klass, const EntField *field)
{
  add_unless_known (kind, klass, field, field->key);
  add_unless_known (kind, klass, field, field->label);
  for (guint i = 0; field->headers != NULL && field->headers[i] != NULL; i++)
    add_unless_known (kind, klass, field, field->headers[i]);
}

static gboolean
can_be_imported (const EntField *field)
{
  return (!(field->flags & ENT_FIELD_DERIVED) || (field->flags & ENT_FIELD_VIRTUAL)) &&
         field->type != ENT_FIELD_ELEMENT_SET && field->type != ENT_FIELD_APPEND && field->type != ENT_FIELD_PRIMARY;
}

static void
load_kinds (void)
{
  const EntKind *address = ent_kind_from_key ("address");

  for (guint k = 0; k < ENT_HEADER_N_KINDS; k++)
    {
      const EntKind *kind = ent_kind_from_key (kind_keys[k]);

      for (guint f = 0; kind != NULL && f < kind->n_fields; f++)
        if (can_be_imported (&kind->fields[f]))
          add_field ((EntHeaderKind) k, ENT_MEANING_FIELD, &kind->fields[f]);
    }
  /* What an address has besides its parts (who verified it) is not given flat. */
  for (guint f = 0; address != NULL && f < address->n_fields; f++)
    if (address->fields[f].headers != NULL && address->fields[f].headers[0] != NULL)
      {
        add_field (ENT_HEADER_CONTACT, ENT_MEANING_ADDRESS, &address->fields[f]);
        add_field (ENT_HEADER_ACCOUNT, ENT_MEANING_ADDRESS, &address->fields[f]);
      }
}

static void
ensure_words (void)
{
  static const char *const files[] = { "en.ini", "fr.ini", "de.ini", "es.ini", "programs.ini" };
  static gsize loaded;

  if (g_once_init_enter (&loaded))
    {
      words.phrases = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_array_unref);
      words.sets = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_hash_table_unref);
      words.stems = g_ptr_array_new_with_free_func (g_free);
      words.stem_qualifiers = g_array_new (FALSE, FALSE, sizeof (EntQualifiers));
      for (gsize i = 0; i < G_N_ELEMENTS (files); i++)
        load_file (files[i]);
      load_kinds ();
      g_once_init_leave (&loaded, 1);
    }
}

/* Whether two headers are the same but for case, accents and punctuation: for the labels of custom fields. */
gboolean
ent_header_words_equal (const char *a, const char *b)
{
  g_autofree char *one = normalize (a);
  g_autofree char *two = normalize (b);

  return *one != '\0' && strcmp (one, two) == 0;
}

/* What a phrase of folded words means, for all kinds. */
const EntMeaning *
ent_header_words_look_up (const char *phrase, guint *n_meanings)
{
  GArray *meanings;

  ensure_words ();
  meanings = g_hash_table_lookup (words.phrases, phrase);
  *n_meanings = meanings != NULL ? meanings->len : 0;
  return meanings != NULL ? (const EntMeaning *) meanings->data : NULL;
}

/* Whether the words differ by one letter added, left out, changed or swapped with its neighbor. */
static gboolean
is_typing_error (const char *a, const char *b)
{
  gsize na = strlen (a), nb = strlen (b), i = 0;

  if (na + 1 < nb || nb + 1 < na)
    return FALSE;
  while (a[i] != '\0' && a[i] == b[i])
    i++;
  if (na == nb)
    return a[i] != '\0' &&
           (strcmp (a + i + 1, b + i + 1) == 0 ||
            (a[i + 1] != '\0' && a[i] == b[i + 1] && a[i + 1] == b[i] && strcmp (a + i + 2, b + i + 2) == 0));
  return na > nb ? strcmp (a + i + 1, b + i) == 0 : strcmp (a + i, b + i + 1) == 0;
}

/* The field whose phrase is one typing error away; short phrases are not compared. */
gboolean
ent_header_words_find_similar (const char *phrase, EntHeaderKind kind, EntMeaning *meaning)
{
  GHashTableIter iter;
  gpointer key, value;

  ensure_words ();
  if (strlen (phrase) < 6)
    return FALSE;
  g_hash_table_iter_init (&iter, words.phrases);
  while (g_hash_table_iter_next (&iter, &key, &value))
    {
      GArray *meanings = value;

      if (!is_typing_error (phrase, key))
        continue;
      for (guint i = 0; i < meanings->len; i++)
        if (g_array_index (meanings, EntMeaning, i).kind == kind)
          {
            *meaning = g_array_index (meanings, EntMeaning, i);
            return TRUE;
          }
    }
  return FALSE;
}

gboolean
ent_header_words_is (const char *set, const char *word)
{
  GHashTable *table;

  ensure_words ();
  table = g_hash_table_lookup (words.sets, set);
  return table != NULL && g_hash_table_contains (table, word);
}

gboolean
ent_header_words_say (const char *set, const char *header)
{
  g_autofree char *phrase = normalize (header);

  return ent_header_words_is (set, phrase);
}

gboolean
ent_header_words_is_kind (EntHeaderKind kind, const char *word)
{
  return ent_header_words_is (kind_keys[kind], word);
}

const char *
ent_header_words_get_kind_key (EntHeaderKind kind)
{
  return kind_keys[kind];
}

/* The qualifier that a word is, or 0. */
EntQualifiers
ent_header_words_get_qualifier (const char *word)
{
  for (guint i = 0; i < G_N_ELEMENTS (qualifier_keys); i++)
    if (ent_header_words_is (qualifier_keys[i], word))
      return (EntQualifiers) (1 << i);
  return 0;
}

/* The qualifier that a compound begins with; @rest is what is left of it. */
EntQualifiers
ent_header_words_split_stem (const char *word, const char **rest)
{
  ensure_words ();
  for (guint i = 0; i < words.stems->len; i++)
    {
      const char *stem = words.stems->pdata[i];

      if (g_str_has_prefix (word, stem) && strlen (word) > strlen (stem) + 1)
        {
          *rest = word + strlen (stem);
          return g_array_index (words.stem_qualifiers, EntQualifiers, i);
        }
    }
  return 0;
}
