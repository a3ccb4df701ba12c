/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>
#include <uchardet/uchardet.h>
#include <unicode/ucnv.h>
#include <unicode/uchar.h>

#include "ent-text-encoding-private.h"

/*
 * What encoding is this text in? In this order, the first that answers:
 *
 * 1. a byte order mark;
 * 2. UTF-16 without one: ASCII characters of a table leave a NUL in every second byte;
 * 3. the whole sample is valid UTF-8 (chance makes a legacy text valid UTF-8 about never);
 * 4. high bytes that stand alone between ASCII letters are a Latin script: Windows, Macintosh and DOS code
 *    pages are decoded and the one that gives the most plausible letters is taken;
 * 5. high bytes in runs are another script or a multi-byte encoding: libuchardet, whose answer is
 *    believed only if ICU decodes the sample with it almost without errors.
 */

static const struct
{
  const char *magic;
  guint8 length;
  const char *what;
} binary_kinds[] = {
  { "PK\003\004", 4, N_("a workbook or an archive (xlsx, ods, zip); save its table as CSV and take that") },
  { "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8,
    N_("an old or encrypted Office file (xls); save its table as CSV and take that") },
  { "%PDF-", 5, N_("a PDF document; export the data as CSV or vCard where it comes from") },
  { "SQLite format 3", 15,
    N_("a database; if it is a customer book, open it instead of importing it (on the command line with --book)") },
  { "\x1F\x8B", 2, N_("a compressed file (gzip); unpack it first") },
  { "\x28\xB5\x2F\xFD", 4, N_("a compressed file (zstd); unpack it first") },
  { "\x89PNG", 4, N_("a picture, not a table and not a card") },
  { "\xFF\xD8\xFF", 3, N_("a picture, not a table and not a card") },
  { "GIF8", 4, N_("a picture, not a table and not a card") },
  { "\x7F"
    "ELF",
    4, N_("a program, not a table and not a card") },
};

/*
 * Tells what a file is that cannot be read as text, and what to do, in translated words; or returns NULL.
 */
const char *
ent_text_encoding_binary_kind (const guint8 *data, gsize length)
{
  for (gsize i = 0; i < G_N_ELEMENTS (binary_kinds); i++)
    if (length >= binary_kinds[i].length && memcmp (data, binary_kinds[i].magic, binary_kinds[i].length) == 0)
      return _(binary_kinds[i].what);
  return NULL;
}

static gsize
sequence_length (guint8 lead)
{
  if (lead < 0x80)
    return 1;
  if (lead >= 0xC2 && lead <= 0xDF)
    return 2;
  if (lead >= 0xE0 && lead <= 0xEF)
    return 3;
  if (lead >= 0xF0 && lead <= 0xF4)
    return 4;
  return 0;
}

static gboolean
second_byte_fits (guint8 lead, guint8 second)
{
  switch (lead)
    {
    case 0xE0:
      return second >= 0xA0 && second <= 0xBF;
    case 0xED:
      return second >= 0x80 && second <= 0x9F;
    case 0xF0:
      return second >= 0x90 && second <= 0xBF;
    case 0xF4:
      return second >= 0x80 && second <= 0x8F;
    default:
      return (second & 0xC0) == 0x80;
    }
}

/*
 * Returns the length of the longest valid UTF-8 prefix; unlike g_utf8_validate() NUL is a character.
 * @truncated says that what follows is the beginning of a sequence whose end is not there yet.
 */
gsize
ent_text_encoding_utf8_prefix (const guint8 *data, gsize length, gboolean *truncated)
{
  gsize i = 0;

  *truncated = FALSE;
  while (i < length)
    {
      gsize n, k;
      guint64 word;

      while (i + 8 <= length)
        {
          memcpy (&word, data + i, 8);
          if (word & G_GUINT64_CONSTANT (0x8080808080808080))
            break;
          i += 8;
        }
      if (i == length)
        break;
      if (data[i] < 0x80)
        {
          i++;
          continue;
        }

      n = sequence_length (data[i]);
      if (n == 0)
        return i;
      for (k = 1; k < n && i + k < length; k++)
        if (!(k == 1 ? second_byte_fits (data[i], data[i + 1]) : (data[i + k] & 0xC0) == 0x80))
          return i;
      if (k < n)
        {
          *truncated = TRUE;
          return i;
        }
      i += n;
    }
  return i;
}

static const char *
detect_utf16 (const guint8 *data, gsize length)
{
  gsize pairs = MIN (length, 8192) / 2;
  gsize even = 0, odd = 0;

  if (pairs < 2)
    return NULL;
  for (gsize i = 0; i < pairs; i++)
    {
      even += data[2 * i] == 0;
      odd += data[2 * i + 1] == 0;
    }
  if (odd * 10 >= pairs * 4 && even * 20 <= pairs)
    return "UTF-16LE";
  if (even * 10 >= pairs * 4 && odd * 20 <= pairs)
    return "UTF-16BE";
  return NULL;
}

/* The mean length of a run of bytes beyond ASCII, times ten. */
static guint
high_run_length (const guint8 *data, gsize length, gsize *n_high)
{
  gsize runs = 0, high = 0;

  for (gsize i = 0; i < length; i++)
    if (data[i] >= 0x80)
      {
        high++;
        runs += i == 0 || data[i - 1] < 0x80;
      }
  *n_high = high;
  return runs > 0 ? high * 10 / runs : 0;
}

/* The letters of the languages written in Latin-1 and its neighbours, so common that they identify the page. */
static gboolean
is_common_letter (UChar32 c)
{
  static const gunichar2 letters[] = u"àâäáãåæçèéêëíîïìñóôöòõøùûüúßÿœàÀÂÄÁÅÆÇÈÉÊËÍÎÑÓÔÖØÙÛÜÚŒ";

  for (gsize i = 0; letters[i] != 0; i++)
    if (letters[i] == (gunichar2) c)
      return TRUE;
  return FALSE;
}

static int
plausibility (UChar32 before, UChar32 c, UChar32 after)
{
  gboolean inside = u_isalpha (before) && u_isalpha (after);

  if (u_iscntrl (c) || c == 0xFFFD)
    return -10;
  if (u_isalpha (c))
    {
      int points = is_common_letter (c) ? 4 : 1;

      /* A capital inside of a word is what a wrong page makes of a small letter. */
      if (u_isupper (c) && (u_islower (before) || (u_isalpha (before) && u_islower (after))))
        points = -4;
      return points;
    }
  return inside && c != 0x2019 && c != 0xB7 ? -4 : 1;
}

static int
score_page (const char *name, const guint8 *data, gsize length)
{
  UErrorCode status = U_ZERO_ERROR;
  UConverter *converter = ucnv_open (name, &status);
  UChar32 table[256];
  int score = 0;

  if (U_FAILURE (status))
    return G_MININT;
  for (guint b = 0; b < 256; b++)
    {
      char byte = (char) b;
      const char *p = &byte;

      status = U_ZERO_ERROR;
      ucnv_reset (converter);
      table[b] = ucnv_getNextUChar (converter, &p, &byte + 1, &status);
      if (U_FAILURE (status))
        table[b] = 0xFFFD;
    }
  ucnv_close (converter);

  for (gsize i = 0; i < length; i++)
    if (data[i] >= 0x80)
      score +=
          plausibility (i > 0 ? table[data[i - 1]] : ' ', table[data[i]], i + 1 < length ? table[data[i + 1]] : ' ');
  return score;
}

static const char *
best_latin_page (const guint8 *data, gsize length)
{
  static const char *const pages[] = { "windows-1252", "macintosh", "ibm-850" };
  const char *best = pages[0];
  int best_score = score_page (pages[0], data, length);

  for (gsize i = 1; i < G_N_ELEMENTS (pages); i++)
    {
      int score = score_page (pages[i], data, length);

      if (score > best_score)
        {
          best = pages[i];
          best_score = score;
        }
    }
  return best;
}

/* Whether ICU knows @name and decodes the sample with at most one error in a thousand bytes. */
static gboolean
decodes (const char *name, const guint8 *data, gsize length)
{
  UErrorCode status = U_ZERO_ERROR;
  UConverter *converter = ucnv_open (name, &status);
  const char *source = (const char *) data;
  const char *end = source + length;
  UChar out[4096];
  gsize bad = 0;

  if (U_FAILURE (status))
    return FALSE;
  do
    {
      UChar *target = out;

      status = U_ZERO_ERROR;
      ucnv_toUnicode (converter, &target, out + G_N_ELEMENTS (out), &source, end, NULL, FALSE, &status);
      for (const UChar *p = out; p < target; p++)
        bad += *p == 0xFFFD;
    }
  while (status == U_BUFFER_OVERFLOW_ERROR);
  ucnv_close (converter);
  return U_SUCCESS (status) && bad * 1000 <= length;
}

/* ISO 8859-1 in the wild is its superset; the other names differ between libuchardet and ICU. */
static const char *
icu_name (const char *name)
{
  static const char *const names[][2] = {
    { "ISO-8859-1", "windows-1252" }, { "SHIFT_JIS", "windows-31j" }, { "GB18030", "GB18030" },
    { "UHC", "windows-949" },         { "TIS-620", "windows-874" },   { "MAC-CYRILLIC", "x-mac-cyrillic" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_ascii_strcasecmp (name, names[i][0]) == 0)
      return names[i][1];
  return g_intern_string (name);
}

static const char *
ask_uchardet (const guint8 *data, gsize length)
{
  uchardet_t detector = uchardet_new ();
  const char *answer = NULL;

  if (uchardet_handle_data (detector, (const char *) data, length) == 0)
    {
      uchardet_data_end (detector);
      answer = uchardet_get_charset (detector);
    }
  answer = answer != NULL && *answer != '\0' ? icu_name (answer) : NULL;
  uchardet_delete (detector);
  return answer;
}

static gboolean
is_central_european (const char *name)
{
  return g_ascii_strcasecmp (name, "WINDOWS-1250") == 0 || g_ascii_strcasecmp (name, "ISO-8859-2") == 0 ||
         g_ascii_strcasecmp (name, "WINDOWS-1254") == 0 || g_ascii_strcasecmp (name, "WINDOWS-1257") == 0;
}

static const char *
detect_legacy (const guint8 *data, gsize length)
{
  gsize n_high;
  guint run = high_run_length (data, length, &n_high);
  const char *answer = ask_uchardet (data, length);

  /* Letters with accents stand alone or in pairs; a few of them are too little for anything but Latin-1. */
  if (run < 15)
    {
      if (answer != NULL && is_central_european (answer) && n_high >= 24 && decodes (answer, data, length))
        return answer;
      return best_latin_page (data, length);
    }
  if (answer != NULL && g_ascii_strcasecmp (answer, "ASCII") != 0 && g_ascii_strcasecmp (answer, "UTF-8") != 0 &&
      decodes (answer, data, length))
    return answer;

  /* The detector finds short Japanese texts hard; a page that decodes without an error is better than none. */
  if (run >= 20 && decodes ("windows-31j", data, length) && score_page ("windows-1252", data, length) < 0)
    return "windows-31j";
  return best_latin_page (data, length);
}

/*
 * Detects the encoding of a sample; @complete says that the sample is the whole text, so that a
 * sequence cut off at its end is an error and not chance.
 */
EntEncodingGuess
ent_text_encoding_detect (const guint8 *data, gsize length, gboolean complete)
{
  EntEncodingGuess guess = { "UTF-8", 0, ENT_ENCODING_CERTAIN };
  const char *utf16;
  gboolean truncated;
  gsize valid;

  if (length >= 3 && memcmp (data, "\xEF\xBB\xBF", 3) == 0)
    guess.bom_length = 3;
  else if (length >= 4 && memcmp (data, "\xFF\xFE\0\0", 4) == 0)
    guess = (EntEncodingGuess) { "UTF-32LE", 4, ENT_ENCODING_CERTAIN };
  else if (length >= 4 && memcmp (data, "\0\0\xFE\xFF", 4) == 0)
    guess = (EntEncodingGuess) { "UTF-32BE", 4, ENT_ENCODING_CERTAIN };
  else if (length >= 2 && memcmp (data, "\xFF\xFE", 2) == 0)
    guess = (EntEncodingGuess) { "UTF-16LE", 2, ENT_ENCODING_CERTAIN };
  else if (length >= 2 && memcmp (data, "\xFE\xFF", 2) == 0)
    guess = (EntEncodingGuess) { "UTF-16BE", 2, ENT_ENCODING_CERTAIN };
  else if ((utf16 = detect_utf16 (data, length)) != NULL)
    guess = (EntEncodingGuess) { utf16, 0, ENT_ENCODING_GUESSED };
  else
    {
      gboolean ascii = TRUE;

      valid = ent_text_encoding_utf8_prefix (data, length, &truncated);
      if (valid < length && !(truncated && !complete))
        return (EntEncodingGuess) { detect_legacy (data, length), 0, ENT_ENCODING_GUESSED };
      for (gsize i = 0; i < length && ascii; i++)
        ascii = data[i] < 0x80;
      if (ascii && length > 0 && memchr (data, 0x1B, length) != NULL)
        {
          const char *answer = ask_uchardet (data, length);

          if (answer != NULL && g_str_has_prefix (answer, "ISO-2022") && decodes (answer, data, length))
            return (EntEncodingGuess) { answer, 0, ENT_ENCODING_GUESSED };
        }
      if (ascii)
        guess.certainty = ENT_ENCODING_ASCII;
    }
  return guess;
}

/*
 * Decodes a short text; what is no character becomes U+FFFD. NULL if ICU does not know the encoding.
 */
char *
ent_text_encoding_decode (const char *name, const guint8 *data, gsize length)
{
  UErrorCode status = U_ZERO_ERROR;
  UConverter *converter = ucnv_open (name, &status);
  gsize capacity = length + 16;
  g_autofree UChar *wide = NULL;
  int32_t n;

  if (U_FAILURE (status) || length > G_MAXINT32 / 4)
    {
      g_clear_pointer (&converter, ucnv_close);
      return NULL;
    }
  wide = g_new (UChar, capacity);
  n = ucnv_toUChars (converter, wide, (int32_t) capacity, (const char *) data, (int32_t) length, &status);
  if (status == U_BUFFER_OVERFLOW_ERROR)
    {
      status = U_ZERO_ERROR;
      wide = g_renew (UChar, wide, (gsize) n + 1);
      n = ucnv_toUChars (converter, wide, n + 1, (const char *) data, (int32_t) length, &status);
    }
  ucnv_close (converter);
  return U_SUCCESS (status) ? g_utf16_to_utf8 (wide, n, NULL, NULL, NULL) : NULL;
}
