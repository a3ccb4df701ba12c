/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <inttypes.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "ent-content-line-private.h"
#include "ent-error.h"
#include "ent-text-encoding-private.h"
#include "ent-vcard-reader-private.h"

/*
 * What is read besides the RFCs (2425, 2426, 6350 and the 2.1 paper):
 *
 * - quoted-printable with soft line breaks, base64 without the blanks that folding needs, up to a blank line;
 * - a line that is no property continues the one before it, after a line break: notes written without folding;
 * - folds in the middle of a character; the value is judged and repaired after it has been put together;
 * - AGENT with a card inside is kept as one value, escaped as 3.0 does it. Depth is only counted, so a million nested
 *   cards need no stack;
 * - a BEGIN where an END is missing, and a last card without END.
 *
 * In 2.1 a fold keeps its blank; in 3.0 and 4.0 the first blank belongs to the fold.
 */

#define MAX_LINE (16 * 1024 * 1024)
#define MAX_CARD (64 * 1024 * 1024)
#define MAX_PROPERTIES 10000
#define MAX_PARTS 10000 /* of a name, an address, a list of words: each part becomes a text of its own */

struct _EntVcardReader
{
  EntTextSource *source;
  gsize max_line;
  gsize max_card;

  const char *chunk;
  gsize chunk_length;
  gsize chunk_pos;
  gboolean at_end;
  GError *pending_error;
  guint64 line; /* number of physical lines read */

  GString *logical;
  guint64 logical_line;
  gboolean overflow;

  GString *pending; /* the property to be added when it is known that nothing continues it */
  guint64 pending_line;
  gboolean have_pending;
  gboolean have_logical; /* a BEGIN that was read before its card was asked for */
  guint depth;           /* of cards in an AGENT */
  EntVcard *card;

  guint64 n_cards;
  guint64 n_stray;
  guint64 first_stray;
  guint64 n_invalid;
};

/* --- physical lines ------------------------------------------------------------------------------ */

static gboolean
have_byte (EntVcardReader *self)
{
  if (self->chunk_pos < self->chunk_length)
    return TRUE;
  if (self->at_end)
    return FALSE;
  self->chunk_pos = 0;
  if (!ent_text_source_read (self->source, &self->chunk, &self->chunk_length, &self->pending_error) ||
      self->chunk_length == 0)
    {
      self->chunk_length = 0;
      self->at_end = TRUE;
      return FALSE;
    }
  return TRUE;
}

static char
peek (EntVcardReader *self)
{
  return have_byte (self) ? self->chunk[self->chunk_pos] : 0;
}

static void
append (EntVcardReader *self, const char *text, gsize length)
{
  if (self->logical->len + length > self->max_line)
    self->overflow = TRUE;
  else
    g_string_append_len (self->logical, text, (gssize) length);
}

/* Adds the rest of the physical line to the logical one; FALSE if there is no more text. */
static gboolean
append_line (EntVcardReader *self)
{
  if (!have_byte (self))
    return FALSE;
  self->line++;
  while (have_byte (self))
    {
      const char *start = self->chunk + self->chunk_pos;
      gsize left = self->chunk_length - self->chunk_pos;
      const char *lf = memchr (start, '\n', left);
      const char *cr = memchr (start, '\r', lf != NULL ? (gsize) (lf - start) : left);
      const char *end = cr != NULL ? cr : lf;

      append (self, start, end != NULL ? (gsize) (end - start) : left);
      self->chunk_pos += end != NULL ? (gsize) (end - start) + 1 : left;
      if (end == NULL)
        continue;
      /* CR CR LF is what a file gets that was converted twice. */
      while (end == cr && peek (self) == '\r')
        self->chunk_pos++;
      if (end == cr && peek (self) == '\n')
        self->chunk_pos++;
      break;
    }
  return TRUE;
}

/* --- logical lines ------------------------------------------------------------------------------- */

/* The end of "GROUP.NAME;PARAM=…" in front of the value, or NULL if the line is no property. */
static const char *
find_colon (const char *line, gsize length)
{
  const char *end = line + length;
  const char *p = line;

  while (p < end && (g_ascii_isalnum (*p) || *p == '-' || *p == '_' || *p == '.' || *p == '/'))
    p++;
  if (p == line || p == end)
    return NULL;
  while (p < end && *p == ' ')
    p++;
  if (p == end || (*p != ':' && *p != ';'))
    return NULL;
  return ent_content_line_find_colon (p, (gsize) (end - p));
}

static gboolean
head_contains (const char *head, gsize length, const char *word)
{
  gsize n = strlen (word);

  for (gsize i = 0; i + n < length; i++)
    if ((head[i] == ';' || head[i] == '=') && g_ascii_strncasecmp (head + i + 1, word, n) == 0 &&
        (i + 1 + n == length || head[i + 1 + n] == ';'))
      return TRUE;
  return FALSE;
}

static gboolean
is_base64_line (EntVcardReader *self, gsize from)
{
  if (self->logical->len == from)
    return FALSE;
  for (gsize i = from; i < self->logical->len; i++)
    {
      char c = self->logical->str[i];

      if (!g_ascii_isalnum (c) && c != '+' && c != '/' && c != '=')
        return FALSE;
    }
  return TRUE;
}

static gboolean
peek_is_base64_line (EntVcardReader *self)
{
  gsize i = self->chunk_pos;

  /* A line that spans two chunks is taken for what its beginning looks like. */
  while (i < self->chunk_length && (g_ascii_isalnum (self->chunk[i]) || strchr ("+/=", self->chunk[i]) != NULL) &&
         self->chunk[i] != '\0')
    i++;
  return i > self->chunk_pos && (i == self->chunk_length || self->chunk[i] == '\r' || self->chunk[i] == '\n');
}

static void
unfold_base64 (EntVcardReader *self)
{
  for (;;)
    {
      char next = peek (self);
      gsize from = self->logical->len;

      if (next == ' ' || next == '\t')
        {
          while (peek (self) == ' ' || peek (self) == '\t')
            self->chunk_pos++;
        }
      else if (next == 0 || !peek_is_base64_line (self))
        return;
      if (!append_line (self))
        return;
      if (!self->overflow && self->logical->len > from && !is_base64_line (self, from))
        {
          /* Blanks at the end of a line */
          while (self->logical->len > from && g_ascii_isspace (self->logical->str[self->logical->len - 1]))
            g_string_truncate (self->logical, self->logical->len - 1);
        }
    }
}

static void
unfold_quoted_printable (EntVcardReader *self)
{
  while (!self->overflow && self->logical->len > 0 && self->logical->str[self->logical->len - 1] == '=')
    {
      g_string_truncate (self->logical, self->logical->len - 1);
      if (!append_line (self))
        return;
    }
}

static void
unfold (EntVcardReader *self)
{
  while (peek (self) == ' ' || peek (self) == '\t')
    {
      gboolean keeps = self->card != NULL && ent_vcard_get_version (self->card) == ENT_VCARD_2_1;

      if (!keeps)
        self->chunk_pos++;
      if (!append_line (self))
        return;
    }
}

/* Reads the next line into @logical, unfolded; blank lines are passed over. */
static gboolean
read_logical (EntVcardReader *self)
{
  do
    {
      const char *colon;

      g_string_truncate (self->logical, 0);
      self->overflow = FALSE;
      self->logical_line = self->line + 1;
      if (!append_line (self))
        return FALSE;
      if (self->logical->len == 0 && !self->overflow)
        continue;
      colon = find_colon (self->logical->str, self->logical->len);
      if (colon == NULL)
        {
          /* The head itself may be folded. */
          if (self->card != NULL)
            unfold (self);
          continue;
        }
      {
        const char *head = self->logical->str;
        gsize length = (gsize) (colon - head);

        if (head_contains (head, length, "BASE64") || head_contains (head, length, "B"))
          unfold_base64 (self);
        else if (head_contains (head, length, "QUOTED-PRINTABLE"))
          unfold_quoted_printable (self);
        unfold (self);
      }
    }
  while (self->logical->len == 0 && !self->overflow);
  return TRUE;
}

/* --- properties ---------------------------------------------------------------------------------- */

static gboolean
logical_is (EntVcardReader *self, const char *what)
{
  gsize n = strlen (what);
  const char *line = self->logical->str;
  const char *p;

  if (g_ascii_strncasecmp (line, what, n) != 0)
    return FALSE;
  p = line + n;
  while (*p == ' ' || *p == '\t')
    p++;
  if (*p++ != ':')
    return FALSE;
  while (*p == ' ' || *p == '\t')
    p++;
  if (g_ascii_strncasecmp (p, "VCARD", 5) != 0)
    return FALSE;
  p += 5;
  while (g_ascii_isspace (*p))
    p++;
  return *p == '\0';
}

static void
add_params (EntVcard *card, const char *text, const char *end)
{
  while (text < end)
    {
      const char *stop = text;
      const char *equals;
      gboolean quoted = FALSE;
      g_autofree char *name = NULL;
      g_autofree char *value = NULL;

      while (stop < end && (quoted || *stop != ';'))
        quoted ^= *stop++ == '"';
      equals = memchr (text, '=', (gsize) (stop - text));
      name = equals != NULL ? g_strstrip (g_strndup (text, (gsize) (equals - text))) : g_strdup ("");
      value = equals != NULL ? g_strndup (equals + 1, (gsize) (stop - equals) - 1)
                             : g_strstrip (g_strndup (text, (gsize) (stop - text)));
      if (*name != '\0' || *value != '\0')
        ent_vcard_add_param (card, name, value);
      text = stop + 1;
    }
}

static void
set_version (EntVcardReader *self, const char *value)
{
  while (*value == ' ')
    value++;
  if (g_str_has_prefix (value, "2"))
    ent_vcard_set_version (self->card, ENT_VCARD_2_1);
  else if (g_str_has_prefix (value, "4"))
    ent_vcard_set_version (self->card, ENT_VCARD_4_0);
  else
    {
      ent_vcard_set_version (self->card, ENT_VCARD_3_0);
      if (!g_str_has_prefix (value, "3"))
        ent_vcard_add_problem (self->card, self->pending_line, FALSE,
                               g_strdup_printf (_("The version “%.10s” is not known; read as 3.0"), value));
    }
}

/* Makes the pending line valid UTF-8 without NUL, from the charset that it names itself if it can be. */
static void
repair (EntVcardReader *self)
{
  gboolean truncated;
  gboolean valid;
  gsize nul_free = strlen (self->pending->str);
  g_autofree char *text = NULL;

  if (nul_free < self->pending->len)
    {
      for (gsize i = nul_free; i < self->pending->len; i++)
        if (self->pending->str[i] == '\0')
          {
            self->pending->str[i] = ' ';
            self->n_invalid++;
          }
      ent_vcard_add_problem (self->card, self->pending_line, FALSE,
                             g_strdup (_("NUL characters were replaced by blanks")));
    }
  valid = ent_text_encoding_utf8_prefix ((guint8 *) self->pending->str, self->pending->len, &truncated) ==
          self->pending->len;
  if (valid)
    return;

  {
    const char *charset = strcasestr (self->pending->str, ";CHARSET=");
    const char *colon = find_colon (self->pending->str, self->pending->len);

    if (charset != NULL && colon != NULL && charset < colon)
      {
        g_autofree char *name = g_strndup (charset + 9, strcspn (charset + 9, ";:"));

        text = ent_text_encoding_decode (name, (guint8 *) self->pending->str, self->pending->len);
      }
  }
  if (text == NULL)
    {
      text = g_utf8_make_valid (self->pending->str, (gssize) self->pending->len);
      self->n_invalid++;
      ent_vcard_add_problem (self->card, self->pending_line, FALSE,
                             g_strdup (_("Bytes that are no characters were replaced")));
    }
  g_string_assign (self->pending, text);
}

/* Where commas and semicolons part values; in a note they are no more than that. */
static gboolean
has_too_many_parts (const EntVcardProperty *property)
{
  static const char *const names[] = { "N", "ADR", "ORG", "NICKNAME", "CATEGORIES" };
  gboolean parted = FALSE;
  guint n = 0;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    parted |= ent_vcard_property_is (property, names[i]);
  for (gsize i = 0; parted && i < property->length && n < MAX_PARTS; i++)
    n += property->value[i] == ',' || property->value[i] == ';';
  return n >= MAX_PARTS;
}

/* Adds the property that is known to be complete to the card. */
static void
commit_pending (EntVcardReader *self)
{
  const char *line, *colon, *head_end, *dot = NULL, *name;
  g_autofree char *group = NULL;
  g_autofree char *own_name = NULL;

  if (!self->have_pending)
    return;
  self->have_pending = FALSE;
  if (ent_vcard_get_n_properties (self->card) >= MAX_PROPERTIES ||
      ent_vcard_get_size (self->card) + self->pending->len > self->max_card)
    {
      if (ent_vcard_get_rejection (self->card) == NULL)
        ent_vcard_add_problem (self->card, self->pending_line, TRUE,
                               g_strdup (_("The card is too large: it has too many properties or too much text")));
      return;
    }

  repair (self);
  line = self->pending->str;
  colon = find_colon (line, self->pending->len);
  if (colon == NULL)
    return;
  head_end = memchr (line, ';', (gsize) (colon - line));
  if (head_end == NULL)
    head_end = colon;
  for (const char *p = line; p < head_end; p++)
    if (*p == '.')
      dot = p;
  if (dot != NULL)
    group = g_strndup (line, (gsize) (dot - line));
  name = dot != NULL ? dot + 1 : line;
  own_name = g_strstrip (g_strndup (name, (gsize) (head_end - name)));

  if (g_ascii_strcasecmp (own_name, "VERSION") == 0)
    {
      set_version (self, colon + 1);
      return;
    }
  ent_vcard_add (self->card, group, own_name, colon + 1, (gssize) (self->pending->len - (gsize) (colon - line) - 1),
                 self->pending_line);
  if (head_end < colon)
    add_params (self->card, head_end + 1, colon);
  if (ent_vcard_get_rejection (self->card) == NULL &&
      has_too_many_parts (ent_vcard_get_property (self->card, ent_vcard_get_n_properties (self->card) - 1)))
    ent_vcard_add_problem (self->card, self->pending_line, TRUE,
                           g_strdup (_("A property of the card has too many parts")));
}

/* --- cards --------------------------------------------------------------------------------------- */

/* Puts a line inside of a value: escaped as text, after a line break. */
static void
continue_pending (EntVcardReader *self)
{
  g_autofree char *escaped = NULL;

  if (self->pending->len + 2 * self->logical->len + 2 > self->max_line)
    {
      if (ent_vcard_get_rejection (self->card) == NULL)
        ent_vcard_add_problem (self->card, self->pending_line, TRUE,
                               g_strdup (_("A property of the card is too long")));
      return;
    }
  escaped = ent_vcard_escape (self->logical->str);
  if (self->pending->len == 0 || self->pending->str[self->pending->len - 1] != ':')
    g_string_append (self->pending, "\\n");
  g_string_append (self->pending, escaped);
}

static gboolean
pending_is_open_agent (EntVcardReader *self)
{
  const char *colon;

  if (!self->have_pending || g_ascii_strncasecmp (self->pending->str, "AGENT", 5) != 0)
    return FALSE;
  colon = find_colon (self->pending->str, self->pending->len);
  return colon != NULL && strspn (colon + 1, " ") == strlen (colon + 1);
}

static void
take_line (EntVcardReader *self)
{
  if (self->overflow)
    {
      /* Its beginning shows what it was. */
      g_autofree char *head = g_utf8_make_valid (self->logical->str, (gssize) MIN (self->logical->len, 20));

      commit_pending (self);
      ent_vcard_add_problem (self->card, self->logical_line, FALSE,
                             g_strdup_printf (_("A property longer than %zu bytes was left out; it begins “%s”"),
                                              self->max_line, head));
      return;
    }
  if (find_colon (self->logical->str, self->logical->len) == NULL)
    {
      if (self->have_pending)
        continue_pending (self);
      ent_vcard_add_problem (self->card, self->logical_line, FALSE,
                             self->have_pending
                                 ? g_strdup (_("A line that is no property was added to the one before it"))
                                 : g_strdup (_("A line that is no property was left out")));
      return;
    }
  commit_pending (self);
  {
    GString *swap = self->pending;

    self->pending = self->logical;
    self->logical = swap;
  }
  self->pending_line = self->logical_line;
  self->have_pending = TRUE;
}

static EntVcard *
finish_card (EntVcardReader *self, char *problem)
{
  EntVcard *card;

  commit_pending (self);
  if (problem != NULL)
    ent_vcard_add_problem (self->card, self->line, FALSE, problem);
  if (ent_vcard_get_n_properties (self->card) == 0 && ent_vcard_get_rejection (self->card) == NULL)
    ent_vcard_add_problem (self->card, ent_vcard_get_line (self->card), TRUE, g_strdup (_("The card is empty")));
  self->depth = 0;
  self->n_cards++;
  card = g_steal_pointer (&self->card);
  return card;
}

static gboolean
read_nested (EntVcardReader *self)
{
  if (self->depth == 0 && !(logical_is (self, "BEGIN") && pending_is_open_agent (self)))
    return FALSE;
  if (logical_is (self, "BEGIN"))
    self->depth++;
  continue_pending (self);
  if (logical_is (self, "END"))
    self->depth--;
  return TRUE;
}

/* A card whose BEGIN was cut off begins with its version, as no other format writes it. */
static gboolean
is_lone_version (EntVcardReader *self)
{
  const char *line = self->logical->str;

  return g_ascii_strcasecmp (line, "VERSION:2.1") == 0 || g_ascii_strcasecmp (line, "VERSION:3.0") == 0 ||
         g_ascii_strcasecmp (line, "VERSION:4.0") == 0;
}

static gboolean
find_begin (EntVcardReader *self)
{
  while (self->have_logical || read_logical (self))
    {
      self->have_logical = FALSE;
      if (logical_is (self, "BEGIN") || is_lone_version (self))
        return TRUE;
      if (self->n_stray++ == 0)
        self->first_stray = self->logical_line;
    }
  return FALSE;
}

static EntVcard *
at_end_of_text (EntVcardReader *self, GError **error)
{
  if (self->card != NULL)
    return finish_card (self, g_strdup (_("The end of the card is missing")));
  if (self->pending_error != NULL)
    g_propagate_error (error, g_steal_pointer (&self->pending_error));
  else if (self->n_cards == 0 && self->n_stray > 0)
    {
      g_set_error (error, ENT_ERROR, ENT_ERROR_FORMAT, _("“%s” contains no vCard"),
                   ent_text_source_get_name (self->source));
      self->n_stray = 0;
    }
  return NULL;
}

/*
 * Returns the next card, rejected ones too (ent_vcard_get_rejection()); NULL at the end, with @error set if the text
 * could not be read to its end or has no card in it. An empty text has none and is no error.
 */
EntVcard *
ent_vcard_reader_next (EntVcardReader *self, GError **error)
{
  if (!find_begin (self))
    return at_end_of_text (self, error);

  self->card = ent_vcard_new (ENT_VCARD_3_0);
  ent_vcard_set_line (self->card, self->logical_line);
  self->have_pending = FALSE;
  if (is_lone_version (self))
    {
      ent_vcard_add_problem (self->card, self->logical_line, FALSE,
                             g_strdup (_("The beginning of the card is missing")));
      take_line (self);
    }
  while (read_logical (self))
    {
      if (read_nested (self))
        continue;
      if (logical_is (self, "END"))
        return finish_card (self, NULL);
      if (logical_is (self, "BEGIN"))
        {
          self->have_logical = TRUE;
          return finish_card (self, g_strdup (_("The end of the card is missing")));
        }
      take_line (self);
    }
  return at_end_of_text (self, error);
}

/* Takes the source over. */
EntVcardReader *
ent_vcard_reader_new (EntTextSource *source)
{
  EntVcardReader *self = g_new0 (EntVcardReader, 1);

  self->source = source;
  self->max_line = MAX_LINE;
  self->max_card = MAX_CARD;
  self->logical = g_string_sized_new (1024);
  self->pending = g_string_sized_new (1024);
  return self;
}

void
ent_vcard_reader_free (EntVcardReader *self)
{
  ent_text_source_free (self->source);
  g_clear_pointer (&self->card, ent_vcard_free);
  g_clear_error (&self->pending_error);
  g_string_free (self->logical, TRUE);
  g_string_free (self->pending, TRUE);
  g_free (self);
}

void
ent_vcard_reader_set_limits (EntVcardReader *self, gsize max_line, gsize max_card)
{
  self->max_line = max_line;
  self->max_card = max_card;
}

guint64
ent_vcard_reader_get_n_cards (EntVcardReader *self)
{
  return self->n_cards;
}

/* Lines outside of any card; @first_line is the line of the first of them. */
guint64
ent_vcard_reader_get_n_stray_lines (EntVcardReader *self, guint64 *first_line)
{
  *first_line = self->first_stray;
  return self->n_stray;
}

/* How many lines had bytes that were no characters. */
guint64
ent_vcard_reader_get_n_invalid (EntVcardReader *self)
{
  return self->n_invalid + ent_text_source_get_n_invalid (self->source);
}

EntTextSource *
ent_vcard_reader_get_source (EntVcardReader *self)
{
  return self->source;
}
