/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "ent-vcard-writer-private.h"

/*
 * The lines of vCard 2.1 (the paper of the Versit consortium, 1996). Types are bare words, parameters have no quotes,
 * commas are not escaped, and nothing but ASCII is certain to arrive: everything else goes in quoted-printable, and so
 * do line breaks, blanks at an end and long lines, since a fold of 2.1 keeps its blank.
 *
 * A backslash before \ , ; or : would be taken for an escape by all who read such cards; there it is doubled.
 */

#define MAX_OCTETS 75
#define BASE64_OCTETS 72

static gboolean
is_type_word (const char *word)
{
  static const char *const words[] = {
    "DOM",     "INTL",  "POSTAL", "PARCEL",  "HOME",    "WORK",       "PREF",    "VOICE",    "FAX",  "MSG",
    "CELL",    "PAGER", "BBS",    "MODEM",   "CAR",     "ISDN",       "VIDEO",   "INTERNET", "AOL",  "APPLELINK",
    "ATTMAIL", "CIS",   "EWORLD", "IBMMAIL", "MCIMAIL", "POWERSHARE", "PRODIGY", "TLX",      "X400", "GIF",
    "CGM",     "WMF",   "BMP",    "MET",     "PMB",     "DIB",        "PICT",    "TIFF",     "PS",   "PDF",
    "JPEG",    "MPEG",  "MPEG2",  "AVI",     "QTIME",   "WAVE",       "PCM",     "AIFF",     "X509", "PGP",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    if (g_ascii_strcasecmp (word, words[i]) == 0)
      return TRUE;
  return g_ascii_strncasecmp (word, "X-", 2) == 0;
}

static gboolean
is_word (const char *text)
{
  for (const char *p = text; *p != '\0'; p++)
    if ((guchar) *p <= ' ' || (guchar) *p >= 0x7F || strchr ("\";:", *p) != NULL)
      return FALSE;
  return *text != '\0';
}

/* A parameter that has no quotes; FALSE when it needs them. Blanks are no trouble where no word ends. */
static gboolean
append_param (GString *line, const char *name, const char *value)
{
  gsize length = strlen (value);
  g_autofree char *bare =
      length >= 2 && value[0] == '"' && value[length - 1] == '"' ? g_strndup (value + 1, length - 2) : g_strdup (value);

  for (const char *p = bare; *p != '\0'; p++)
    if ((guchar) *p < ' ' || (guchar) *p >= 0x7F || strchr ("\";:", *p) != NULL)
      return FALSE;
  g_string_append_printf (line, ";%s=%s", name, bare);
  return TRUE;
}

static guint
append_types (GString *line, const char *value)
{
  g_autofree char *bare = g_strdelimit (g_strdup (value), "\"", ' ');
  g_auto (GStrv) types = g_strsplit (bare, ",", -1);
  guint n_left_out = 0;

  for (guint i = 0; types[i] != NULL; i++)
    {
      g_strstrip (types[i]);
      if (is_type_word (types[i]) && is_word (types[i]))
        g_string_append_printf (line, ";%s", types[i]);
      else if (is_word (types[i]))
        g_string_append_printf (line, ";TYPE=%s", types[i]);
      else
        n_left_out += *types[i] != '\0';
    }
  return n_left_out;
}

static guint
append_params (GString *line, const EntVcard *card, const EntVcardProperty *property)
{
  guint n_left_out = 0;

  for (guint i = 0; i < property->n_params; i++)
    {
      const EntVcardParam *param = ent_vcard_get_param (card, property, i);

      if (ent_vcard_param_is_encoding (param) || ent_vcard_param_says_elsewhere (property, param))
        continue;
      if (*param->name == '\0' || g_ascii_strcasecmp (param->name, "TYPE") == 0)
        n_left_out += append_types (line, param->value);
      else if (g_ascii_strcasecmp (param->name, "PREF") == 0 && strcmp (param->value, "1") == 0)
        g_string_append (line, ";PREF");
      else if (!append_param (line, param->name, param->value))
        n_left_out++;
    }
  return n_left_out;
}

/* --- values -------------------------------------------------------------------------------------- */

/* @separator is escaped, and a backslash where it would be one. */
static void
append_part (GString *out, const char *text, char separator)
{
  for (const char *p = text; *p != '\0'; p++)
    {
      if (*p == '\\' && (p[1] == '\0' || strchr ("\\,;:", p[1]) != NULL))
        g_string_append_c (out, '\\');
      if (*p == separator)
        g_string_append_c (out, '\\');
      g_string_append_c (out, *p);
    }
}

static char *
join_parts (char **parts, char separator)
{
  GString *out = g_string_new (NULL);

  for (guint i = 0; parts[i] != NULL; i++)
    {
      if (i > 0)
        g_string_append_c (out, separator);
      append_part (out, parts[i], separator);
    }
  return g_string_free (out, FALSE);
}

/* As 2.1 has it; @has_backslash where one of the text itself would be misread outside of quoted-printable. */
static char *
dup_value (const EntVcard *card, const EntVcardProperty *property, gboolean *has_backslash)
{
  EntVcardShape shape = ent_vcard_get_shape (card, property);

  if (shape == ENT_VCARD_SHAPE_STRUCTURED || shape == ENT_VCARD_SHAPE_LIST)
    {
      char separator = shape == ENT_VCARD_SHAPE_LIST ? ',' : ';';
      g_auto (GStrv) parts = shape == ENT_VCARD_SHAPE_LIST ? ent_vcard_dup_list (card, property)
                                                           : ent_vcard_dup_components (card, property);

      for (guint i = 0; parts[i] != NULL; i++)
        *has_backslash = *has_backslash || strchr (parts[i], '\\') != NULL;
      return join_parts (parts, separator);
    }
  if (shape == ENT_VCARD_SHAPE_TEXT)
    {
      g_autofree char *text = ent_vcard_dup_text (card, property);
      GString *out = g_string_new (NULL);

      *has_backslash = strchr (text, '\\') != NULL;
      append_part (out, text, '\0');
      return g_string_free (out, FALSE);
    }
  return shape == ENT_VCARD_SHAPE_PLAIN ? ent_vcard_dup_text (card, property) : ent_vcard_dup_raw (card, property);
}

/* Soft breaks keep lines within 76 octets; no blank stands at either end of one. */
static void
append_quoted_printable (GString *out, const char *text, gsize column)
{
  for (const char *p = text; *p != '\0'; p++)
    {
      guchar c = (guchar) *p;
      gboolean at_end = p[1] == '\0' || p[1] == '\n';
      char quoted[8];

      if (c == '\n')
        g_strlcpy (quoted, "=0D=0A", sizeof quoted);
      else if (c == '=' || c < ' ' || c >= 0x7F || (c == ' ' && (p == text || at_end)))
        g_snprintf (quoted, sizeof quoted, "=%02X", c);
      else
        g_snprintf (quoted, sizeof quoted, "%c", c);
      if (column + strlen (quoted) > MAX_OCTETS)
        {
          g_string_append (out, "=\r\n");
          column = 0;
          /* It would be taken for a fold. */
          if (c == ' ')
            g_strlcpy (quoted, "=20", sizeof quoted);
        }
      g_string_append (out, quoted);
      column += strlen (quoted);
    }
}

static void
append_base64 (GString *out, const char *base64, gsize length)
{
  for (gsize i = 0; i < length; i += BASE64_OCTETS)
    {
      g_string_append (out, "\r\n ");
      g_string_append_len (out, base64 + i, (gssize) MIN (BASE64_OCTETS, length - i));
    }
  /* A blank line ends it. */
  g_string_append (out, "\r\n\r\n");
}

static gboolean
needs_quotes (const char *text, gboolean has_backslash, gsize head)
{
  gsize length = strlen (text);

  if (has_backslash || head + length > MAX_OCTETS || (length > 0 && (text[0] == ' ' || text[length - 1] == ' ')))
    return TRUE;
  for (const char *p = text; *p != '\0'; p++)
    if ((guchar) *p < ' ' || (guchar) *p >= 0x7F)
      return TRUE;
  return FALSE;
}

guint
ent_vcard_write_quoted (const EntVcard *card, const EntVcardProperty *property, GString *out)
{
  g_autoptr (GString) line = g_string_new (NULL);
  g_autofree char *value = NULL;
  g_autofree char *media_type = NULL;
  gboolean has_backslash = FALSE;
  const char *base64;
  guint n_left_out;

  if (property->group != NULL)
    g_string_append_printf (line, "%s.", property->group);
  g_string_append (line, property->name);
  n_left_out = append_params (line, card, property);
  base64 = ent_vcard_find_inline (property, &media_type);
  if (base64 != NULL)
    {
      const char *word = ent_vcard_get_media_word (media_type);

      if (word != NULL)
        n_left_out += append_types (line, word);
      g_string_append_printf (out, "%s;ENCODING=BASE64:", line->str);
      append_base64 (out, base64, property->length - (gsize) (base64 - property->value));
      return n_left_out;
    }
  if (ent_vcard_property_is_base64 (card, property))
    {
      g_autoptr (GBytes) bytes = ent_vcard_dup_binary (card, property, NULL);
      g_autofree char *encoded = g_base64_encode (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));

      g_string_append_printf (out, "%s;ENCODING=BASE64:", line->str);
      append_base64 (out, encoded, strlen (encoded));
      return n_left_out;
    }
  if (ent_vcard_property_is_binary (property))
    g_string_append (line, ";VALUE=URL");
  value = dup_value (card, property, &has_backslash);
  if (!needs_quotes (value, has_backslash, line->len + 1))
    {
      g_string_append_printf (out, "%s:%s\r\n", line->str, value);
      return n_left_out;
    }
  if (!g_str_is_ascii (value))
    g_string_append (line, ";CHARSET=UTF-8");
  g_string_append (line, ";ENCODING=QUOTED-PRINTABLE:");
  g_string_append_len (out, line->str, (gssize) line->len);
  append_quoted_printable (out, value, line->len);
  g_string_append (out, "\r\n");
  return n_left_out;
}
