/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "Entregent"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "ent-phone-module-private.h"
#include "ent-phone.h"
#include "ent-text-private.h"

/* Longer text is not a phone number, whatever it contains. */
#define MAX_TEXT 250

/* With this many digits written, letters are a remark and no vanity number. */
#define MIN_FULL_NUMBER 7

/* Words before an extension, in lower case. After one come digits to the end of the text. */
static const char *const extension_words[] = {
  "ext", "extn",      "extension", "x",    "xtn",         "poste",       "p",          "interne",   "interno",
  "int", "durchwahl", "dw",        "app",  "apparat",     "nebenstelle", "nst",        "extensión", "anexo",
  "anx", "ramal",     "toestel",   "tst",  "lokalnummer", "lokal",       "anknytning", "ankn",      "linia",
  "wew", "wewn",      "klapka",    "kl",   "linka",       "mellék",      "dahili",     "доб",       "добавочный",
  "вн",  "εσωτ",      "تحويلة",    "内線", "分机",        "內線",        "내선",
};

static gboolean
is_dash (gunichar c)
{
  return (c >= 0x2010 && c <= 0x2015) || c == 0x2212 || c == 0xFF0D || c == 0x30FC;
}

/* Writes digits of any script in ASCII, all spaces as one kind, dashes as "-", letters in lower case. */
static gboolean
simplify (const char *raw, GString *out)
{
  for (const char *p = raw; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);
      int digit = ent_text_digit_value (c);

      if (digit >= 0)
        g_string_append_c (out, (char) ('0' + digit));
      else if (c < 0x80)
        g_string_append_c (out, c < 0x20 ? ' ' : g_ascii_tolower ((char) c));
      else if (ent_text_is_invisible (c))
        continue;
      else if (ent_text_is_space (c))
        g_string_append_c (out, ' ');
      else if (is_dash (c))
        g_string_append_c (out, '-');
      else if (c > 0xFF00 && c < 0xFF5F) /* full-width ASCII */
        g_string_append_c (out, g_ascii_tolower ((char) (c - 0xFF00 + 0x20)));
      else
        g_string_append_unichar (out, g_unichar_tolower (c));

      if (out->len > MAX_TEXT)
        return FALSE;
    }

  return TRUE;
}

static void
copy_digits (const char *text, gsize length, char *out, gsize size)
{
  gsize n = 0;

  for (gsize i = 0; i < length && n + 1 < size; i++)
    if (g_ascii_isdigit (text[i]))
      out[n++] = text[i];
  out[n] = '\0';
}

static gsize
count_digits (const char *text, gsize length)
{
  gsize n = 0;

  for (gsize i = 0; i < length; i++)
    n += g_ascii_isdigit (text[i]) ? 1 : 0;

  return n;
}

/* "4.93E+11", "4,93e11": what a spreadsheet leaves of a long number. */
static gboolean
is_exponential (const char *text)
{
  gsize n = strspn (text, "0123456789");

  if (n == 0)
    return FALSE;
  text += n;
  if (*text == '.' || *text == ',')
    {
      n = strspn (text + 1, "0123456789");
      text += n + 1;
    }
  if (*text != 'e')
    return FALSE;
  text++;
  if (*text == '+')
    text++;
  n = strspn (text, "0123456789");

  return n > 0 && n <= 3 && text[n] == '\0';
}

/* "33612345678.0": a whole number that was read as a fraction. */
static void
drop_fraction (GString *text)
{
  if (text->len > 8 && g_str_has_suffix (text->str, ".0") && strspn (text->str, "+0123456789") == text->len - 2)
    g_string_truncate (text, text->len - 2);
}

static gboolean
ends_with_extension_word (const char *text, gsize length, gsize *start)
{
  for (guint i = 0; i < G_N_ELEMENTS (extension_words); i++)
    {
      gsize n = strlen (extension_words[i]);

      if (n > length || memcmp (text + length - n, extension_words[i], n) != 0)
        continue;
      if (length > n && g_ascii_isalpha (text[length - n - 1]))
        continue;
      *start = length - n;
      return TRUE;
    }

  return FALSE;
}

/* Cuts an extension off the end of @text. */
static void
take_extension (GString *text, EntPhone *phone)
{
  gsize end = text->len, first, word_end, word;

  while (end > 0 && strchr (" )].", text->str[end - 1]) != NULL)
    end--;
  first = end;
  while (first > 0 && g_ascii_isdigit (text->str[first - 1]))
    first--;
  if (first == end || end - first > 7 || first == 0)
    return;

  word_end = first;
  while (word_end > 0 && strchr (" .:=-", text->str[word_end - 1]) != NULL)
    word_end--;
  if (word_end == 0)
    return;

  if (text->str[word_end - 1] == '#')
    word = word_end - 1;
  else if (!ends_with_extension_word (text->str, word_end, &word))
    return;
  if (count_digits (text->str, word) < 4)
    return;

  copy_digits (text->str + first, end - first, phone->extension, sizeof phone->extension);
  while (word > 0 && strchr (" ,;([-/.", text->str[word - 1]) != NULL)
    word--;
  g_string_truncate (text, word);
}

/* Two numbers in one cell: keeps the first one, if both are long enough to be numbers ("030/1234567" is one).
 */
static void
take_first (GString *text, EntPhone *phone)
{
  for (gsize i = 1; i < text->len; i++)
    {
      gsize rest = i + 1;

      if (strchr ("/;,|&\\", text->str[i]) == NULL)
        {
          if (strncmp (text->str + i, " ou ", 4) != 0 && strncmp (text->str + i, " or ", 4) != 0 &&
              strncmp (text->str + i, " und ", 5) != 0 && strncmp (text->str + i, " et ", 4) != 0 &&
              !(text->str[i] == '+' && text->str[i - 1] == ' '))
            continue;
        }
      if (count_digits (text->str, i) >= MIN_FULL_NUMBER &&
          count_digits (text->str + rest, text->len - rest) >= MIN_FULL_NUMBER)
        {
          g_string_truncate (text, i);
          phone->more = TRUE;
          return;
        }
    }
}

/* Removes what is not part of the number: labels before it, remarks behind it, letters of other scripts.
 * Letters stay if there are too few digits without them ("0800 flowers"). */
static void
drop_remarks (GString *text)
{
  gboolean keep_letters = count_digits (text->str, text->len) < MIN_FULL_NUMBER;
  gsize start = strcspn (text->str, "+0123456789");
  gsize n = 0;

  if (start > 0 && start < text->len && text->str[start - 1] == '(')
    start--;
  for (gsize i = start; i < text->len; i++)
    {
      char c = text->str[i];

      if ((guchar) c >= 0x80 || (g_ascii_isalpha (c) && !keep_letters))
        continue;
      if (c == '+' && n > 0 && count_digits (text->str, n) > 0)
        continue;
      text->str[n++] = c;
    }
  g_string_truncate (text, n);
}

/* Without libphonenumber only a number that names its country is understood. */
static void
parse_plain (const char *text, EntPhone *phone)
{
  gsize n = strlen (phone->digits);

  if (*text != '+')
    {
      phone->status = n >= 3 ? ENT_PHONE_NO_COUNTRY : ENT_PHONE_NOT_A_NUMBER;
    }
  else if (n < 7 || n > 15) /* ITU-T E.164 */
    {
      phone->status = n < 7 ? ENT_PHONE_TOO_SHORT : ENT_PHONE_TOO_LONG;
    }
  else
    {
      phone->status = ENT_PHONE_POSSIBLE;
      phone->e164[0] = '+';
      memcpy (phone->e164 + 1, phone->digits, n + 1);
    }
}

static void
parse (const char *text, const char *region, EntPhone *phone)
{
  const EntPhoneBackend *backend = ent_phone_module_get ();

  if (backend == NULL)
    {
      parse_plain (text, phone);
      return;
    }

  backend->parse (text, region, phone);

  /* "00" is what most of the world dials for "+": people copy it into address books of countries that do not.
   */
  if (phone->status != ENT_PHONE_VALID && g_str_has_prefix (phone->digits, "00") && *text != '+')
    {
      EntPhone other = *phone;
      char international[34] = "+";

      other.e164[0] = other.region[0] = '\0';
      g_strlcat (international, phone->digits + 2, sizeof international);
      backend->parse (international, NULL, &other);
      if (other.status == ENT_PHONE_VALID)
        *phone = other;
    }

  /* A calling code without its "+", of another country than the record's. */
  if (phone->status == ENT_PHONE_TOO_LONG || phone->status == ENT_PHONE_NO_COUNTRY)
    {
      EntPhone other = *phone;
      char international[34] = "+";

      if (phone->digits[0] == '0' || strlen (phone->digits) < 10)
        return;
      other.e164[0] = other.region[0] = '\0';
      g_strlcat (international, phone->digits, sizeof international);
      backend->parse (international, NULL, &other);
      if (other.status == ENT_PHONE_VALID)
        *phone = other;
    }
}

static const char *
skip_scheme (const char *raw)
{
  static const char *const schemes[] = { "tel:", "callto:", "sms:", "fax:" };

  while (ent_text_is_space ((guchar) *raw))
    raw++;
  for (guint i = 0; i < G_N_ELEMENTS (schemes); i++)
    if (g_ascii_strncasecmp (raw, schemes[i], strlen (schemes[i])) == 0)
      return raw + strlen (schemes[i]);

  return raw;
}

/**
 * ent_phone_normalize:
 * @raw: (nullable): a phone number as someone wrote it
 * @region: (nullable): the country (ISO 3166-1 alpha-2, upper case) of a number without a calling code: the
 * record's, else the book's
 * @phone: (out caller-allocates): what it is
 *
 * Understands a phone number: with or without calling code, with digits of any script, direction marks,
 * full-width signs, "tel:" URIs, remarks, an extension in a dozen languages ("ext. 12", "poste 12",
 * "Durchwahl 12"). What a spreadsheet made of it ("4.93E+11") is recognised as damaged. The rules of the
 * countries are those of libphonenumber (ITU-T E.164 and the national plans), which is loaded by the first
 * call (some 30 ms, 4 MB); later ones take some 10 µs. Thread-safe.
 *
 * Returns: %TRUE if @phone has an E.164 form; in any case all of @phone is filled
 */
gboolean
ent_phone_normalize (const char *raw, const char *region, EntPhone *phone)
{
  g_autoptr (GString) text = NULL;

  g_return_val_if_fail (phone != NULL, FALSE);

  memset (phone, 0, sizeof *phone);
  phone->status = ENT_PHONE_NOT_A_NUMBER;
  if (raw == NULL || strnlen (raw, MAX_TEXT * 4) == MAX_TEXT * 4 || !g_utf8_validate (raw, -1, NULL))
    return FALSE;

  raw = skip_scheme (raw);
  text = g_string_sized_new (48);
  if (!simplify (raw, text))
    return FALSE;
  while (text->len > 0 && text->str[text->len - 1] == ' ')
    g_string_truncate (text, text->len - 1);

  if (is_exponential (text->str))
    {
      phone->status = ENT_PHONE_DAMAGED;
      copy_digits (text->str, strcspn (text->str, "e"), phone->digits, sizeof phone->digits);
      return FALSE;
    }

  drop_fraction (text);
  take_first (text, phone);
  take_extension (text, phone);
  drop_remarks (text);
  copy_digits (text->str, text->len, phone->digits, sizeof phone->digits);
  if (phone->digits[0] == '\0')
    return FALSE;

  if (region != NULL && strlen (region) != 2)
    region = NULL;
  parse (text->str, region, phone);

  return phone->e164[0] != '\0';
}

static char *
format (const char *e164, const char *extension, EntPhoneStyle style, const char *region)
{
  const EntPhoneBackend *backend = ent_phone_module_get ();
  char buffer[64];

  if (backend == NULL || !backend->format (e164, style, region, buffer, sizeof buffer))
    g_strlcpy (buffer, e164, sizeof buffer);
  if (extension == NULL || *extension == '\0')
    return g_strdup (buffer);

  /* Translators: a phone number and the extension to dial after it */
  return g_strdup_printf (_("%1$s ext. %2$s"), buffer, extension);
}

/**
 * ent_phone_format_international:
 * @e164: a number in E.164 form
 * @extension: (nullable): its extension
 *
 * Writes a number for readers anywhere: "+33 6 12 34 56 78". To put it into a sentence use
 * ent_text_isolate().
 *
 * Returns: (transfer full): the text; @e164 as it is if it is no number
 */
char *
ent_phone_format_international (const char *e164, const char *extension)
{
  g_return_val_if_fail (e164 != NULL, NULL);

  return format (e164, extension, ENT_PHONE_STYLE_INTERNATIONAL, NULL);
}

/**
 * ent_phone_format_national:
 * @e164: a number in E.164 form
 * @extension: (nullable): its extension
 *
 * Writes a number as within its own country: "06 12 34 56 78".
 *
 * Returns: (transfer full): the text; @e164 as it is if it is no number
 */
char *
ent_phone_format_national (const char *e164, const char *extension)
{
  g_return_val_if_fail (e164 != NULL, NULL);

  return format (e164, extension, ENT_PHONE_STYLE_NATIONAL, NULL);
}

/**
 * ent_phone_format_for_region:
 * @e164: a number in E.164 form
 * @extension: (nullable): its extension
 * @region: (nullable): the reader's country
 *
 * Writes a number as it is read in @region: nationally if it has the same calling code, else internationally.
 *
 * Returns: (transfer full): the text; @e164 as it is if it is no number
 */
char *
ent_phone_format_for_region (const char *e164, const char *extension, const char *region)
{
  g_return_val_if_fail (e164 != NULL, NULL);

  return format (e164, extension, ENT_PHONE_STYLE_FOR_REGION, region);
}

/**
 * ent_phone_dup_digits:
 * @text: (nullable): any text
 *
 * The digits of a text, of any script, in ASCII: what someone types to find a number. A number is found by
 * its E.164 digits or by those that were written; a leading trunk "0" is in the second only.
 *
 * Returns: (transfer full): the digits, perhaps none
 */
char *
ent_phone_dup_digits (const char *text)
{
  GString *digits = g_string_sized_new (20);

  for (const char *p = text; p != NULL && *p != '\0'; p = g_utf8_next_char (p))
    {
      int digit = ent_text_digit_value (g_utf8_get_char (p));

      if (digit >= 0)
        g_string_append_c (digits, (char) ('0' + digit));
    }

  return g_string_free (digits, FALSE);
}

/**
 * ent_phone_status_get_message:
 * @status: a status
 *
 * Returns: (nullable): a translated sentence for the person who typed the number; %NULL if nothing is wrong
 */
const char *
ent_phone_status_get_message (EntPhoneStatus status)
{
  switch (status)
    {
    case ENT_PHONE_VALID:
      return NULL;
    case ENT_PHONE_POSSIBLE:
      return _("No such number range is known in its country");
    case ENT_PHONE_LOCAL:
      return _("The area code is missing");
    case ENT_PHONE_TOO_SHORT:
      return _("The number is too short");
    case ENT_PHONE_TOO_LONG:
      return _("The number has too many digits");
    case ENT_PHONE_NO_COUNTRY:
      return _("The country code is missing or unknown");
    case ENT_PHONE_DAMAGED:
      return _("A spreadsheet has rounded this number; its last digits are lost");
    case ENT_PHONE_NOT_A_NUMBER:
    default:
      return _("This is not a phone number");
    }
}

/**
 * ent_phone_get_calling_code:
 * @region: a country (ISO 3166-1 alpha-2)
 *
 * Returns: its calling code, such as 33; 0 if it has none or is not known
 */
int
ent_phone_get_calling_code (const char *region)
{
  const EntPhoneBackend *backend = ent_phone_module_get ();

  return backend != NULL && region != NULL ? backend->get_calling_code (region) : 0;
}
