/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "Entregent"

#include "config.h"

#include <string.h>

#include <unicode/ucasemap.h>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>

#include "ent-text.h"
#include "ent-text-private.h"

/* Folding of one character is independent of its neighbours in these blocks, so it is looked up in a table
 * that the exact form fills once. Everything else takes the exact form. */
#define LATIN_FIRST 0x0080
#define LATIN_LAST 0x036F /* Latin-1, Latin Extended A and B, IPA, modifiers, combining marks */
#define VIETNAMESE_FIRST 0x1E00
#define VIETNAMESE_LAST 0x1EFF
#define PUNCTUATION_FIRST 0x2000
#define PUNCTUATION_LAST 0x206F
#define N_LATIN (LATIN_LAST - LATIN_FIRST + 1)
#define N_VIETNAMESE (VIETNAMESE_LAST - VIETNAMESE_FIRST + 1)
#define N_PUNCTUATION (PUNCTUATION_LAST - PUNCTUATION_FIRST + 1)

#define STACK_UNITS 256

typedef struct
{
  char text[15];
  guint8 length;
} Fold;

static Fold fold_table[N_LATIN + N_VIETNAMESE + N_PUNCTUATION];

/* Marks that vary a letter of an alphabet; those of Indic and Thai script, which are letters of their own
 * standing, and the kana voicing marks, which make another syllable, are not here. */
static gboolean
is_diacritic (gunichar c)
{
  return (c >= 0x0300 && c <= 0x036F) || (c >= 0x0483 && c <= 0x0487) || (c >= 0x0591 && c <= 0x05BD) || c == 0x05BF ||
         (c >= 0x05C1 && c <= 0x05C2) || (c >= 0x05C4 && c <= 0x05C5) || c == 0x05C7 || c == 0x0640 ||
         (c >= 0x0610 && c <= 0x061A) || (c >= 0x064B && c <= 0x065F) || c == 0x0670 || (c >= 0x06D6 && c <= 0x06DC) ||
         (c >= 0x06DF && c <= 0x06E8) || (c >= 0x06EA && c <= 0x06ED) || (c >= 0x1AB0 && c <= 0x1AFF) ||
         (c >= 0x1DC0 && c <= 0x1DFF) || (c >= 0x20D0 && c <= 0x20FF) || (c >= 0xFE20 && c <= 0xFE2F);
}

/* Letters and signs that Unicode does not decompose, as the CLDR transform Latin-ASCII writes them, and
 * the two letters that Persian keyboards write differently from Arabic ones. */
static const char *
replacement (gunichar c)
{
  switch (c)
    {
    case 0x00E6:
      return "ae";
    case 0x00F0:
      return "d";
    case 0x00F8:
      return "o";
    case 0x00FE:
      return "th";
    case 0x0111:
      return "d";
    case 0x0127:
      return "h";
    case 0x0131:
      return "i";
    case 0x0138:
      return "q";
    case 0x0142:
      return "l";
    case 0x014B:
      return "n";
    case 0x0153:
      return "oe";
    case 0x0167:
      return "t";
    case 0x0180:
      return "b";
    case 0x0188:
      return "c";
    case 0x0192:
      return "f";
    case 0x0199:
      return "k";
    case 0x019A:
      return "l";
    case 0x01B4:
      return "y";
    case 0x01B6:
      return "z";
    case 0x0253:
      return "b";
    case 0x0254:
      return "o";
    case 0x0256:
    case 0x0257:
      return "d";
    case 0x0259:
      return "e";
    case 0x025B:
      return "e";
    case 0x0260:
      return "g";
    case 0x0268:
      return "i";
    case 0x0289:
      return "u";
    case 0x02B9:
    case 0x02BB:
    case 0x02BC:
    case 0x02BE:
    case 0x02BF:
    case 0x2018:
    case 0x2019:
    case 0x201A:
    case 0x201B:
    case 0x2032:
      return "'";
    case 0x201C:
    case 0x201D:
    case 0x201E:
    case 0x201F:
    case 0x00AB:
    case 0x00BB:
      return "\"";
    case 0x2010:
    case 0x2011:
    case 0x2012:
    case 0x2013:
    case 0x2014:
    case 0x2015:
    case 0x2212:
      return "-";
    case 0x2044:
      return "/";
    case 0x0643:
      return "ک";
    case 0x064A:
    case 0x0649:
      return "ی";
    default:
      return NULL;
    }
}

static const UNormalizer2 *
get_normalizer (const UNormalizer2 *(*get) (UErrorCode *) )
{
  UErrorCode status = U_ZERO_ERROR;
  const UNormalizer2 *normalizer = get (&status);

  if (U_FAILURE (status))
    g_error ("ICU lacks its normalization data: %s", u_errorName (status));

  return normalizer;
}

/* Runs @normalizer; the result is in @stack or, if it does not fit, newly allocated in *@heap. */
static const UChar *
normalize (const UNormalizer2 *normalizer,
           const UChar *text,
           int32_t length,
           UChar *stack,
           UChar **heap,
           int32_t *out_length)
{
  UErrorCode status = U_ZERO_ERROR;
  int32_t needed = unorm2_normalize (normalizer, text, length, stack, STACK_UNITS, &status);

  *out_length = needed;
  if (U_SUCCESS (status))
    return stack;

  g_assert (status == U_BUFFER_OVERFLOW_ERROR);
  status = U_ZERO_ERROR;
  *heap = g_new (UChar, needed + 1);
  *out_length = unorm2_normalize (normalizer, text, length, *heap, needed + 1, &status);
  g_assert (U_SUCCESS (status));
  return *heap;
}

char *
ent_text_fold_slow (const char *text, gsize length)
{
  UChar source_stack[STACK_UNITS], folded_stack[STACK_UNITS], decomposed_stack[STACK_UNITS];
  g_autofree UChar *source_heap = NULL;
  g_autofree UChar *folded_heap = NULL;
  g_autofree UChar *decomposed_heap = NULL;
  g_autoptr (GString) result = g_string_sized_new (length + 8);
  UChar *source = source_stack;
  const UChar *folded, *decomposed;
  int32_t source_length, folded_length, decomposed_length;
  UErrorCode status = U_ZERO_ERROR;
  gboolean compose = FALSE;

  length = MIN (length, G_MAXINT32 / 8);
  if (length >= STACK_UNITS)
    source = source_heap = g_new (UChar, length + 1);

  /* UTF-16 never needs more units than UTF-8 has bytes. */
  u_strFromUTF8WithSub (source, MAX ((int32_t) length + 1, STACK_UNITS), &source_length, text, (int32_t) length, 0xFFFD,
                        NULL, &status);
  g_assert (U_SUCCESS (status));

  folded = normalize (get_normalizer (unorm2_getNFKCCasefoldInstance), source, source_length, folded_stack,
                      &folded_heap, &folded_length);
  decomposed = normalize (get_normalizer (unorm2_getNFDInstance), folded, folded_length, decomposed_stack,
                          &decomposed_heap, &decomposed_length);

  for (int32_t i = 0; i < decomposed_length;)
    {
      UChar32 c;
      const char *other;

      U16_NEXT (decomposed, i, decomposed_length, c);
      if (is_diacritic ((gunichar) c))
        continue;

      other = replacement ((gunichar) c);
      if (other != NULL)
        {
          g_string_append (result, other);
          continue;
        }
      if (U_IS_SURROGATE (c))
        c = 0xFFFD;
      compose = compose || c >= 0x0900;
      g_string_append_unichar (result, (gunichar) c);
    }

  /* Puts Hangul and kana together again. */
  if (compose)
    return g_utf8_normalize (result->str, (gssize) result->len, G_NORMALIZE_NFC);

  return g_string_free (g_steal_pointer (&result), FALSE);
}

static void
fill_range (Fold *folds, gunichar first, gunichar last)
{
  for (gunichar c = first; c <= last; c++)
    {
      char utf8[6];
      int n = g_unichar_to_utf8 (c, utf8);
      g_autofree char *folded = ent_text_fold_slow (utf8, (gsize) n);
      gsize length = strlen (folded);

      g_assert (length < sizeof folds[0].text);
      memcpy (folds[c - first].text, folded, length + 1);
      folds[c - first].length = (guint8) length;
    }
}

static void
ensure_fold_table (void)
{
  static gsize ready;

  if (g_once_init_enter (&ready))
    {
      fill_range (fold_table, LATIN_FIRST, LATIN_LAST);
      fill_range (fold_table + N_LATIN, VIETNAMESE_FIRST, VIETNAMESE_LAST);
      fill_range (fold_table + N_LATIN + N_VIETNAMESE, PUNCTUATION_FIRST, PUNCTUATION_LAST);
      g_once_init_leave (&ready, 1);
    }
}

static const Fold *
lookup_fold (gunichar c)
{
  if (c >= LATIN_FIRST && c <= LATIN_LAST)
    return &fold_table[c - LATIN_FIRST];
  if (c >= VIETNAMESE_FIRST && c <= VIETNAMESE_LAST)
    return &fold_table[N_LATIN + c - VIETNAMESE_FIRST];
  if (c >= PUNCTUATION_FIRST && c <= PUNCTUATION_LAST)
    return &fold_table[N_LATIN + N_VIETNAMESE + c - PUNCTUATION_FIRST];

  return NULL;
}

/* Appends the folded form of @text, or returns FALSE, with nothing appended, if a character needs the
 * exact form. */
static gboolean
append_folded_fast (GString *string, const char *text, gsize length)
{
  gsize start = string->len;
  gsize i = 0;

  g_string_set_size (string, start + length);
  for (; i < length; i++)
    {
      guchar c = (guchar) text[i];

      if (c >= 0x80)
        break;
      string->str[start + i] = (char) (c >= 'A' && c <= 'Z' ? c + 32 : c);
    }

  if (i == length)
    return TRUE;

  ensure_fold_table ();
  g_string_truncate (string, start + i);
  while (i < length)
    {
      guchar first = (guchar) text[i];
      gunichar c;
      const Fold *fold;

      if (first < 0x80)
        {
          g_string_append_c (string, (char) (first >= 'A' && first <= 'Z' ? first + 32 : first));
          i++;
          continue;
        }

      c = g_utf8_get_char_validated (text + i, (gssize) (length - i));
      fold = c < 0x110000 ? lookup_fold (c) : NULL;
      if (fold == NULL)
        {
          g_string_truncate (string, start);
          return FALSE;
        }
      g_string_append_len (string, fold->text, fold->length);
      i += (gsize) g_unichar_to_utf8 (c, NULL);
    }

  return TRUE;
}

/**
 * ent_text_append_folded:
 * @string: where to append
 * @text: UTF-8 text
 * @length: bytes in @text, or -1 if it ends with NUL
 *
 * Appends what ent_text_fold() returns for @text.
 */
void
ent_text_append_folded (GString *string, const char *text, gssize length)
{
  gsize n;

  g_return_if_fail (string != NULL);
  g_return_if_fail (text != NULL);

  n = length < 0 ? strlen (text) : (gsize) length;
  if (!append_folded_fast (string, text, n))
    {
      g_autofree char *folded = ent_text_fold_slow (text, n);

      g_string_append (string, folded);
    }
}

/**
 * ent_text_fold:
 * @text: (nullable): UTF-8 text; bytes that are not UTF-8 become U+FFFD
 * @length: bytes in @text, or -1 if it ends with NUL
 *
 * Folds text for comparison and search: what a reader takes for the same letters becomes the same bytes.
 * Compatibility forms and case are folded as Unicode's NFKC_Casefold says; diacritics of the Latin, Greek,
 * Cyrillic, Hebrew and Arabic scripts are removed ("é" → "e"); Latin letters that do not decompose are
 * spelled in ASCII as CLDR's Latin-ASCII does ("ł" → "l", "ß" → "ss", "ø" → "o", "æ" → "ae"); typographic
 * quotes and dashes become plain ones; invisible marks vanish. Marks of Indic and Thai scripts and of kana
 * stay, for they are not decoration there. The result does not depend on a locale.
 *
 * Returns: (transfer full) (nullable): the folded text in NFC; %NULL for %NULL
 */
char *
ent_text_fold (const char *text, gssize length)
{
  GString *string;
  gsize n;

  if (text == NULL)
    return NULL;

  n = length < 0 ? strlen (text) : (gsize) length;
  string = g_string_sized_new (n + 1);
  ent_text_append_folded (string, text, (gssize) n);
  return g_string_free (string, FALSE);
}

/**
 * ent_text_repair:
 * @text: (nullable): bytes that should be UTF-8
 * @length: bytes in @text, or -1 if it ends with NUL
 *
 * Makes text valid UTF-8: a byte that is not part of a character becomes U+FFFD, a NUL ends the text.
 *
 * Returns: (transfer full) (nullable): valid UTF-8; %NULL for %NULL
 */
char *
ent_text_repair (const char *text, gssize length)
{
  gsize n;

  if (text == NULL)
    return NULL;

  n = length < 0 ? strlen (text) : strnlen (text, (gsize) length);
  return g_utf8_make_valid (text, (gssize) n);
}

static gboolean
is_clean_single_line (const char *text, gsize length)
{
  if (length == 0)
    return TRUE;
  if (text[0] == ' ' || text[length - 1] == ' ')
    return FALSE;

  for (gsize i = 0; i < length; i++)
    {
      guchar c = (guchar) text[i];

      if (c < 0x20 || c >= 0x7F || (c == ' ' && text[i + 1] == ' '))
        return FALSE;
    }

  return TRUE;
}

static gboolean
is_line_break (gunichar c)
{
  return c == '\n' || c == '\r' || c == '\v' || c == '\f' || c == 0x85 || c == 0x2028 || c == 0x2029;
}

/**
 * ent_text_clean:
 * @text: (nullable): text from a person or a file
 * @length: bytes in @text, or -1 if it ends with NUL
 * @flags: whether line breaks stay
 *
 * Makes text safe to store and show: valid UTF-8, without control characters and without marks that turn
 * the direction of what is written around it (they can make one name look like another), white space
 * squeezed and trimmed. Letters are never changed.
 *
 * Returns: (transfer full) (nullable): the clean text, perhaps empty; %NULL for %NULL
 */
char *
ent_text_clean (const char *text, gssize length, EntTextFlags flags)
{
  g_autofree char *repaired = NULL;
  GString *result;
  gsize n;
  guint newlines = 0;
  gboolean space = FALSE;

  if (text == NULL)
    return NULL;

  n = length < 0 ? strlen (text) : strnlen (text, (gsize) length);
  if (is_clean_single_line (text, n))
    return g_strndup (text, n);

  repaired = ent_text_repair (text, (gssize) n);
  result = g_string_sized_new (n);
  for (const char *p = repaired; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (is_line_break (c) && flags == ENT_TEXT_MULTI_LINE)
        {
          if (c == '\r' && p[1] == '\n')
            continue;
          newlines++;
          continue;
        }
      if (ent_text_is_space (c) || is_line_break (c))
        {
          space = TRUE;
          continue;
        }
      if (c < 0x20 || (c >= 0x7F && c < 0xA0) || ent_text_is_invisible (c))
        continue;

      if (result->len > 0)
        {
          if (newlines > 0)
            {
              for (; newlines > 0; newlines--)
                g_string_append_c (result, '\n');
            }
          else if (space)
            {
              g_string_append_c (result, ' ');
            }
        }
      newlines = 0;
      space = FALSE;
      g_string_append_unichar (result, c);
    }

  return g_string_free (result, FALSE);
}

/**
 * ent_text_squeeze:
 * @text: (nullable): text
 * @length: bytes in @text, or -1 if it ends with NUL
 *
 * The short form of ent_text_clean() for one line: control and direction marks go, white space of any kind
 * becomes single spaces, none at the ends.
 *
 * Returns: (transfer full) (nullable): the squeezed text; %NULL for %NULL
 */
char *
ent_text_squeeze (const char *text, gssize length)
{
  return ent_text_clean (text, length, ENT_TEXT_SINGLE_LINE);
}

/**
 * ent_text_is_blank:
 * @text: (nullable): valid UTF-8
 *
 * Returns: %TRUE if there is nothing to see: %NULL, empty, or white space and invisible marks only
 */
gboolean
ent_text_is_blank (const char *text)
{
  if (text == NULL)
    return TRUE;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = (guchar) *p < 0x80 ? (gunichar) *p : g_utf8_get_char (p);

      if (c > 0x20 && c < 0x7F)
        return FALSE;
      if (!ent_text_is_space (c) && !ent_text_is_invisible (c) && !g_unichar_iscntrl (c))
        return FALSE;
    }

  return TRUE;
}

/**
 * ent_text_isolate:
 * @text: (nullable): text to be put into a sentence
 *
 * Wraps text in FIRST STRONG ISOLATE and POP DIRECTIONAL ISOLATE, so that a phone number, an amount or a
 * name in another script does not disorder the sentence around it (Unicode Standard Annex 9).
 *
 * Returns: (transfer full) (nullable): the isolated text; %NULL for %NULL
 */
char *
ent_text_isolate (const char *text)
{
  return text != NULL ? g_strconcat ("\xE2\x81\xA8", text, "\xE2\x81\xA9", NULL) : NULL;
}

int
ent_text_digit_value (gunichar c)
{
  if (G_LIKELY (c < 0x80))
    return c >= '0' && c <= '9' ? (int) (c - '0') : -1;

  return u_charDigitValue ((UChar32) c);
}

gboolean
ent_text_table_lookup (const char *table, gsize table_size, const char *word, gsize word_length, const char **value)
{
  gsize low = 0, high = table_size;

  while (low < high)
    {
      gsize middle = low + (high - low) / 2;
      gsize start = middle;
      const char *entry;
      gsize length;
      int order;

      while (start > low && table[start - 1] != '\0')
        start--;

      entry = table + start;
      length = strcspn (entry, "\t");
      order = memcmp (word, entry, MIN (word_length, length));
      if (order == 0)
        order = word_length < length ? -1 : word_length > length;

      if (order == 0)
        {
          if (value != NULL)
            *value = entry[length] == '\t' ? entry + length + 1 : "";
          return TRUE;
        }
      if (order < 0)
        high = start;
      else
        low = start + strlen (entry) + 1;
    }

  return FALSE;
}

/* g_utf8_strdown() follows the environment: in Turkish, I would become ı, and keys of one book would differ from those
 * that another computer makes. */
char *
ent_text_lower (const char *text)
{
  static UCaseMap *map;
  gsize length = strlen (text);
  UErrorCode status = U_ZERO_ERROR;
  char *lower;
  int32_t n;

  g_return_val_if_fail (length <= G_MAXINT32 / 4, g_strdup (text));

  if (g_once_init_enter_pointer (&map))
    {
      UErrorCode opened = U_ZERO_ERROR;

      g_once_init_leave_pointer (&map, ucasemap_open ("", 0, &opened));
    }
  /* No character grows to more than three times its bytes. */
  lower = g_malloc (3 * length + 1);
  n = ucasemap_utf8ToLower (map, lower, (int32_t) (3 * length + 1), text, (int32_t) length, &status);
  lower[U_SUCCESS (status) ? n : 0] = '\0';
  return lower;
}
