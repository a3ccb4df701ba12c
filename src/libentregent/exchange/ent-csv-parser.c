/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "ent-csv-parser-private.h"

/*
 * One row of RFC 4180 and of what programs write instead:
 *
 * - a row ends with LF, CRLF or CR, in any mixture;
 * - a field that begins with a quote (blanks before it do not count) ends at the quote that is followed by a
 *   delimiter or a line end; a doubled quote, or one after the escape character, is part of the text;
 * - a quote followed by anything else is text if a proper end is still to come on the same line
 *   ("said "no" to it"), else it ends the field and what follows is added to it; but if that happens on a later line
 *   than the opening quote, the opening quote was never closed;
 * - a quote in a field that does not begin with one is text.
 */

enum
{
  DELIMITER = 1 << 0,
  LINE_END = 1 << 1,
  ESCAPE = 1 << 2,
  QUOTE = 1 << 3,
  NUL = 1 << 4,
};

#define LOOK_AHEAD 4096

void
ent_csv_parser_init (EntCsvParser *self, const EntCsvDialect *dialect)
{
  memset (self, 0, sizeof *self);
  self->dialect = *dialect;
  self->max_columns = 16384;
  self->classes[(guint8) dialect->delimiter] |= DELIMITER;
  self->classes['\n'] |= LINE_END;
  self->classes['\r'] |= LINE_END;
  if (dialect->escape != 0)
    self->classes[(guint8) dialect->escape] |= ESCAPE;
  if (dialect->quote != 0)
    self->classes[(guint8) dialect->quote] |= QUOTE;
  self->classes[0] = NUL;
  self->allocated = 64;
  self->fields = g_new (EntTableField, self->allocated);
}

void
ent_csv_parser_clear (EntCsvParser *self)
{
  g_clear_pointer (&self->fields, g_free);
  g_clear_pointer (&self->scratch, g_free);
}

/* The length of the physical line at @text without its end; @with_end 0 means that the end is not there. */
gsize
ent_csv_line_length (const char *text, gsize length, gsize *with_end)
{
  const char *lf = memchr (text, '\n', length);
  const char *cr = memchr (text, '\r', lf != NULL ? (gsize) (lf - text) : length);
  const char *end = cr != NULL ? cr : lf;
  gsize n = end != NULL ? (gsize) (end - text) : length;

  *with_end = end == NULL ? 0 : n + 1 + (end == cr && n + 1 < length && text[n + 1] == '\n');
  return n;
}

static void
add_field (EntCsvParser *self, const char *text, gsize length)
{
  if (self->n_fields >= self->max_columns)
    {
      self->problem = ENT_CSV_PROBLEM_TOO_MANY_COLUMNS;
      self->is_blank = FALSE;
      return;
    }
  if (self->n_fields == self->allocated)
    {
      self->allocated *= 2;
      self->fields = g_renew (EntTableField, self->fields, self->allocated);
    }
  self->is_blank = self->is_blank && length == 0;
  self->fields[self->n_fields++] = (EntTableField) { text, length };
}

/*
 * Scratch is sized before the first byte goes in and never moves while the row refers to it: text copied out of
 * a row is at most as long as the row.
 */
static void
ensure_scratch (EntCsvParser *self, gsize size)
{
  if (self->scratch_used > 0 || self->scratch_size >= size)
    return;
  self->scratch_size = MAX (size, 4096);
  g_free (self->scratch);
  self->scratch = g_malloc (self->scratch_size);
}

static void
copy_out (EntCsvParser *self, const char *text, gsize length)
{
  memcpy (self->scratch + self->scratch_used, text, length);
  self->scratch_used += length;
}

static gboolean
ends_field (EntCsvParser *self, const char *text, gsize length, gsize i)
{
  while (i < length && text[i] == ' ')
    i++;
  return i == length || (self->classes[(guint8) text[i]] & (DELIMITER | LINE_END)) != 0;
}

typedef enum
{
  NO,
  YES,
  NOT_KNOWN,
} Answer;

/* Whether a quote that ends a field still comes on this line. */
static Answer
closes_later (EntCsvParser *self, const char *text, gsize length, gsize i, gboolean last)
{
  gsize stop = MIN (length, i + LOOK_AHEAD);

  for (; i < stop && !(self->classes[(guint8) text[i]] & LINE_END); i++)
    if (text[i] == self->dialect.quote && ends_field (self, text, length, i + 1))
      return i + 1 < length || last ? YES : NOT_KNOWN;
  return i == length && !last ? NOT_KNOWN : NO;
}

static void
note_problem (EntCsvParser *self, EntCsvProblem problem)
{
  self->problem = MAX (self->problem, problem);
}

/* From the opening quote at @i; returns the index of the delimiter or line end after the field, G_MAXSIZE for "more".
 */
static gsize
parse_quoted (EntCsvParser *self, const char *text, gsize length, gsize i, gboolean last)
{
  const char quote = self->dialect.quote;
  gsize from = ++i; /* of the part that is not yet copied */
  gboolean copied = FALSE;
  gsize start = self->scratch_used;
  guint first_line = self->n_lines;
  gsize end;
  Answer more;

  self->in_quotes = TRUE;
  for (;;)
    {
      while (i < length && !(self->classes[(guint8) text[i]] & (QUOTE | ESCAPE | LINE_END | NUL)))
        i++;
      if (i == length)
        return G_MAXSIZE;
      if (text[i] == quote)
        {
          if (i + 1 == length && !last)
            return G_MAXSIZE;
          if (i + 1 < length && text[i + 1] == quote)
            {
              ensure_scratch (self, length);
              copy_out (self, text + from, i + 1 - from);
              copied = TRUE;
              i += 2;
              from = i;
              continue;
            }
          if (ends_field (self, text, length, i + 1))
            break;
          note_problem (self, ENT_CSV_PROBLEM_STRAY_QUOTE);
          more = closes_later (self, text, length, i + 1, last);
          if (more == NOT_KNOWN)
            return G_MAXSIZE;
          if (more == NO && self->n_lines > first_line)
            {
              self->bad_quote = TRUE;
              self->consumed = i;
              return G_MAXSIZE;
            }
          if (more == NO)
            break;
        }
      else if (text[i] == '\n' || text[i] == '\r')
        {
          if (self->single_line)
            {
              note_problem (self, ENT_CSV_PROBLEM_OPEN_QUOTE);
              break;
            }
          self->n_lines += text[i] == '\n' || (i + 1 < length && text[i + 1] != '\n');
        }
      else if (text[i] == 0)
        note_problem (self, ENT_CSV_PROBLEM_NUL);
      else if (i + 1 < length && (text[i + 1] == quote || text[i + 1] == self->dialect.escape))
        {
          ensure_scratch (self, length);
          copy_out (self, text + from, i - from);
          copied = TRUE;
          from = i + 1;
          i++;
        }
      i++;
    }

  end = i;
  i += text[i] == quote;
  self->in_quotes = FALSE;
  {
    gsize tail = i;

    while (i < length && !(self->classes[(guint8) text[i]] & (DELIMITER | LINE_END)))
      if (text[i++] == 0)
        note_problem (self, ENT_CSV_PROBLEM_NUL);
    if (i == length && !last)
      return G_MAXSIZE;
    if (copied || !ends_field (self, text, length, tail))
      {
        ensure_scratch (self, length);
        copy_out (self, text + from, end - from);
        if (!ends_field (self, text, length, tail))
          copy_out (self, text + tail, i - tail);
        add_field (self, self->scratch + start, self->scratch_used - start);
      }
    else
      add_field (self, text + from, end - from);
  }
  return i;
}

static gsize
parse_escaped (EntCsvParser *self, const char *text, gsize length, gsize from, gsize i, gboolean last)
{
  gsize start = self->scratch_used;

  ensure_scratch (self, length);
  for (;;)
    {
      while (i < length && !(self->classes[(guint8) text[i]] & (DELIMITER | LINE_END | ESCAPE | NUL)))
        i++;
      if (i < length && text[i] == 0)
        {
          note_problem (self, ENT_CSV_PROBLEM_NUL);
          i++;
        }
      else if (i < length && text[i] == self->dialect.escape && i + 1 < length &&
               (self->classes[(guint8) text[i + 1]] & (DELIMITER | ESCAPE | QUOTE)) != 0)
        {
          copy_out (self, text + from, i - from);
          from = i + 1;
          i += 2;
        }
      else if (i < length && text[i] == self->dialect.escape)
        i++;
      else
        break;
    }
  if (i == length && !last)
    return G_MAXSIZE;
  copy_out (self, text + from, i - from);
  add_field (self, self->scratch + start, self->scratch_used - start);
  return i;
}

static gsize
parse_plain (EntCsvParser *self, const char *text, gsize length, gsize i, gboolean last)
{
  const guint8 *classes = self->classes;
  gsize from = i;

  for (;;)
    {
      while (i < length && !(classes[(guint8) text[i]] & (DELIMITER | LINE_END | ESCAPE | NUL)))
        i++;
      if (i == length)
        {
          if (!last)
            return G_MAXSIZE;
          break;
        }
      if (classes[(guint8) text[i]] & NUL)
        {
          note_problem (self, ENT_CSV_PROBLEM_NUL);
          i++;
          continue;
        }
      if (classes[(guint8) text[i]] & ESCAPE)
        return parse_escaped (self, text, length, from, i, last);
      break;
    }
  add_field (self, text + from, i - from);
  return i;
}

static gsize
parse_field (EntCsvParser *self, const char *text, gsize length, gsize i, gboolean last)
{
  if (self->dialect.quote != 0)
    {
      gsize q = i;

      while (q < length && text[q] == ' ')
        q++;
      if (q == length && !last)
        return G_MAXSIZE;
      if (q < length && text[q] == self->dialect.quote)
        return parse_quoted (self, text, length, q, last);
    }
  return parse_plain (self, text, length, i, last);
}

/*
 * Splits the row that begins at @text; @last says that nothing comes after it. The fields refer to @text and to
 * the parser, until the next call.
 */
EntCsvParseResult
ent_csv_parser_parse (EntCsvParser *self, const char *text, gsize length, gboolean last)
{
  gsize i = 0;

  self->n_fields = 0;
  self->scratch_used = 0;
  self->n_lines = 1;
  self->problem = ENT_CSV_PROBLEM_NONE;
  self->in_quotes = FALSE;
  self->bad_quote = FALSE;
  self->consumed = length;
  self->is_blank = TRUE;

  for (;;)
    {
      i = parse_field (self, text, length, i, last);
      if (i == G_MAXSIZE)
        return self->bad_quote || (last && self->in_quotes) ? ENT_CSV_PARSE_OPEN_QUOTE : ENT_CSV_PARSE_MORE;
      if (i == length)
        break;
      if (text[i] != self->dialect.delimiter)
        break;
      i++;
    }

  self->row_length = i;
  if (i < length && text[i] == '\r')
    {
      if (i + 1 == length && !last)
        return ENT_CSV_PARSE_MORE;
      i += i + 1 < length && text[i + 1] == '\n';
    }
  self->consumed = MIN (i + 1, length);
  return ENT_CSV_PARSE_ROW;
}
