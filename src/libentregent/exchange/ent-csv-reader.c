/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <inttypes.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "ent-csv-reader-private.h"

/* A row longer than this is rejected: no field of a person or a firm comes near. */
#define MAX_ROW_BYTES (16 * 1024 * 1024)

/* What is kept of a row that is longer still, to show it. */
#define KEPT_OF_LONG_ROW 4096

/* So many lines tell whether a quotation mark that does not close is a slip or a text beyond the limit. */
#define ROWS_TO_JUDGE 200

/* So many bytes may be searched in vain for closing quotes; afterwards no quote of this text may span lines. */
#define MAX_WASTED (256 * 1024 * 1024)

struct _EntCsvReader
{
  EntTextSource *source;
  EntCsvLayout layout;
  EntCsvParser parser;
  gsize max_row;
  gsize wasted; /* bytes searched in vain for a closing quote */

  char *buffer;
  gsize start; /* of the row, or of what comes next */
  gsize end;
  gsize size;
  gboolean at_end;
  GError *pending_error; /* found while looking ahead; given out after the rows before it */

  char **header;
  guint n_header;
  GString *raw_header;

  gboolean has_row;
  gsize row_start;
  gsize raw_length;
  gboolean raw_truncated;
  GString *kept;
  guint64 line;
  guint64 next_line;
  guint64 n_rows;
  guint64 n_blank;
};

/* --- buffer -------------------------------------------------------------------------------------- */

/* Adds at least one chunk behind what is there; FALSE at the end of the text. */
static gboolean
read_chunk (EntCsvReader *self)
{
  const char *data;
  gsize length;

  if (self->at_end)
    return FALSE;
  if (!ent_text_source_read (self->source, &data, &length, &self->pending_error) || length == 0)
    {
      self->at_end = TRUE;
      return FALSE;
    }
  if (self->start > 0)
    {
      memmove (self->buffer, self->buffer + self->start, self->end - self->start);
      self->end -= self->start;
      self->start = 0;
    }
  if (self->end + length > self->size)
    {
      self->size = MAX (self->end + length, self->size * 2);
      self->buffer = g_realloc (self->buffer, self->size);
    }
  memcpy (self->buffer + self->end, data, length);
  self->end += length;
  return TRUE;
}

/* Doubles what there is of the row, so that a long row is not scanned again for every chunk. */
static void
read_more (EntCsvReader *self)
{
  gsize want = 2 * (self->end - self->start) + 1;

  while (self->end - self->start < want && read_chunk (self))
    ;
}

/* --- rows that are too much ---------------------------------------------------------------------- */

static void
reject (EntCsvReader *self, EntCsvProblem problem, gsize raw_length, gsize consumed, guint n_lines)
{
  self->parser.problem = problem;
  self->parser.n_fields = 0;
  self->parser.is_blank = FALSE;
  self->parser.consumed = consumed;
  self->parser.n_lines = n_lines;
  self->row_start = self->start;
  self->raw_length = raw_length;
}

/* Rejects the first physical line of what is there and goes on after it. */
static void
reject_line (EntCsvReader *self, EntCsvProblem problem)
{
  gsize with_end;
  gsize length = ent_csv_line_length (self->buffer + self->start, self->end - self->start, &with_end);

  reject (self, problem, length, with_end > 0 ? with_end : length, 1);
}

/* A physical line beyond the limit: remembers its beginning and reads on to its end. */
static void
skip_long_line (EntCsvReader *self)
{
  gsize with_end = 0;
  gsize total = 0;

  g_string_truncate (self->kept, 0);
  g_string_append_len (self->kept, self->buffer + self->start,
                       (gssize) MIN (self->end - self->start, KEPT_OF_LONG_ROW));
  do
    {
      gsize length = ent_csv_line_length (self->buffer + self->start, self->end - self->start, &with_end);

      total += length;
      self->start += length;
      with_end -= MIN (with_end, length);
    }
  /* A CR at the very end of a chunk waits for the next one, which may begin with its LF. */
  while ((with_end == 0 || self->start + with_end == self->end) && read_chunk (self));
  ent_csv_line_length (self->buffer + self->start, self->end - self->start, &with_end);
  reject (self, ENT_CSV_PROBLEM_TOO_LONG, total, with_end, 1);
  self->raw_truncated = TRUE;
}

/* The next byte of the text without going on, -1 at its end. */
static int
peek_byte (EntCsvReader *self)
{
  if (self->start == self->end && !read_chunk (self))
    return -1;
  return (guchar) self->buffer[self->start];
}

typedef enum
{
  AT_FIELD,
  IN_FIELD,
  IN_QUOTES,
  AFTER_QUOTE, /* the end of the field, unless something else than a separator comes */
} SkipState;

static SkipState
skip_byte (const EntCsvDialect *dialect, SkipState state, char c)
{
  if (c == dialect->quote && c != 0)
    return state == AT_FIELD || state == AFTER_QUOTE ? IN_QUOTES : state == IN_QUOTES ? AFTER_QUOTE : IN_FIELD;
  if (state == IN_QUOTES)
    return IN_QUOTES;
  if (c == dialect->delimiter)
    return AT_FIELD;
  if (c == ' ' && state != IN_FIELD)
    return state;
  return state == AFTER_QUOTE ? IN_QUOTES : IN_FIELD;
}

/* A row whose quoted field goes on beyond the limit: reads on to where it closes and keeps only the beginning. */
static void
skip_long_field (EntCsvReader *self)
{
  SkipState state = AT_FIELD;
  guint n_lines = 1;
  gsize total = 0;
  int c;

  g_string_truncate (self->kept, 0);
  g_string_append_len (self->kept, self->buffer + self->start,
                       (gssize) MIN (self->end - self->start, KEPT_OF_LONG_ROW));
  while ((c = peek_byte (self)) >= 0 && (state == IN_QUOTES || (c != '\n' && c != '\r')))
    {
      if (state == IN_QUOTES && c == self->layout.dialect.escape && c != 0)
        self->start++, total++;
      else
        state = skip_byte (&self->layout.dialect, state, (char) c);
      n_lines += c == '\n';
      self->start += self->start < self->end;
      total++;
    }
  /* The line end, whose LF may be in the next chunk. */
  if (c == '\r')
    {
      self->start++;
      c = peek_byte (self);
    }
  self->start += c == '\n';
  reject (self, ENT_CSV_PROBLEM_TOO_LONG, total, 0, n_lines);
  self->raw_truncated = TRUE;
}

/* Whether what comes after the first line are rows of the table, so that its quotation mark is only a stray one. */
static gboolean
rows_follow (EntCsvReader *self, gsize first)
{
  EntCsvParser parser;
  gsize i = self->start + first;
  guint n = 0, fitting = 0;

  ent_csv_parser_init (&parser, &self->layout.dialect);
  parser.single_line = TRUE;
  while (i < self->end && n < ROWS_TO_JUDGE &&
         ent_csv_parser_parse (&parser, self->buffer + i, self->end - i, FALSE) == ENT_CSV_PARSE_ROW)
    {
      n += !parser.is_blank;
      fitting += !parser.is_blank && parser.n_fields == self->layout.n_columns;
      i += parser.consumed;
    }
  ent_csv_parser_clear (&parser);
  return fitting * 2 > n;
}

static void
handle_too_long (EntCsvReader *self)
{
  gsize with_end;
  gsize first = ent_csv_line_length (self->buffer + self->start, self->end - self->start, &with_end);

  if (with_end == 0 || first > self->max_row)
    skip_long_line (self);
  else if (self->parser.in_quotes && !rows_follow (self, with_end))
    skip_long_field (self);
  else
    {
      self->wasted += self->end - self->start;
      reject_line (self, self->parser.in_quotes ? ENT_CSV_PROBLEM_OPEN_QUOTE : ENT_CSV_PROBLEM_TOO_LONG);
    }
}

/* --- rows ---------------------------------------------------------------------------------------- */

static gboolean
parse_next (EntCsvReader *self)
{
  self->raw_truncated = FALSE;
  self->parser.single_line = self->wasted >= MAX_WASTED;
  for (;;)
    {
      gsize length = self->end - self->start;
      EntCsvParseResult result;

      if (length == 0)
        {
          if (!read_chunk (self))
            return FALSE;
          continue;
        }
      result = ent_csv_parser_parse (&self->parser, self->buffer + self->start, length, self->at_end);
      if (result == ENT_CSV_PARSE_ROW)
        {
          self->row_start = self->start;
          self->raw_length = self->parser.row_length;
          if (self->raw_length > self->max_row)
            self->parser.problem = ENT_CSV_PROBLEM_TOO_LONG;
          return TRUE;
        }
      if (result == ENT_CSV_PARSE_OPEN_QUOTE)
        {
          self->wasted += self->parser.consumed;
          reject_line (self, ENT_CSV_PROBLEM_OPEN_QUOTE);
          return TRUE;
        }
      if (length > self->max_row)
        {
          handle_too_long (self);
          return TRUE;
        }
      read_more (self);
    }
}

static gboolean
is_comment (EntCsvReader *self)
{
  /* A row with a problem is shown, and one beyond the limit is in the buffer no more. */
  return self->layout.dialect.comment != 0 && self->parser.problem < ENT_CSV_PROBLEM_NUL &&
         self->buffer[self->row_start] == self->layout.dialect.comment &&
         self->parser.n_fields != self->layout.n_columns;
}

static gboolean
next_row (EntCsvReader *self)
{
  while (parse_next (self))
    {
      self->start += self->parser.consumed;
      self->line = self->next_line;
      self->next_line += self->parser.n_lines;
      if (self->parser.is_blank || is_comment (self))
        self->n_blank++;
      else
        return TRUE;
    }
  return FALSE;
}

/*
 * Goes to the next row; FALSE at the end, with @error set if the text could not be read to its end. Blank rows and
 * comments are passed over and counted.
 */
gboolean
ent_csv_reader_next (EntCsvReader *self, GError **error)
{
  self->has_row = next_row (self);
  if (self->has_row)
    self->n_rows++;
  else if (self->pending_error != NULL)
    g_propagate_error (error, g_steal_pointer (&self->pending_error));
  return self->has_row;
}

/* --- header -------------------------------------------------------------------------------------- */

static GPtrArray *
row_texts (EntCsvReader *self)
{
  GPtrArray *texts = g_ptr_array_new_with_free_func (g_free);

  for (guint c = 0; c < self->parser.n_fields; c++)
    g_ptr_array_add (texts, g_strstrip (g_strndup (self->parser.fields[c].text, self->parser.fields[c].length)));
  return texts;
}

static void
read_header (EntCsvReader *self)
{
  g_autoptr (GPtrArray) upper = NULL;
  g_autoptr (GPtrArray) names = NULL;

  for (guint i = 0; i < self->layout.n_header_rows && next_row (self); i++)
    {
      gsize length;
      const char *raw = ent_csv_reader_get_raw (self, &length, NULL);

      g_string_append_len (self->raw_header, raw, (gssize) length);
      g_string_append_c (self->raw_header, '\n');
      g_clear_pointer (&upper, g_ptr_array_unref);
      upper = g_steal_pointer (&names);
      names = row_texts (self);
    }
  if (names == NULL)
    names = g_ptr_array_new ();
  if (upper != NULL)
    ent_table_join_headers (names, (char **) upper->pdata, upper->len);
  self->n_header = names->len;
  g_ptr_array_add (names, NULL);
  self->header = (char **) g_ptr_array_free (g_steal_pointer (&names), FALSE);
}

/* --- construction -------------------------------------------------------------------------------- */

/*
 * Takes the source over, infers how the table is written and reads its header. @hints may be NULL.
 */
EntCsvReader *
ent_csv_reader_new (EntTextSource *source, const EntCsvHints *hints, GError **error)
{
  EntCsvReader *self = g_new0 (EntCsvReader, 1);
  gboolean complete = ent_text_source_get_sample_is_all (source);
  gsize length;
  const char *sample = ent_text_source_get_sample (source, &length);

  self->source = source;
  self->max_row = MAX_ROW_BYTES;
  self->raw_header = g_string_new (NULL);
  self->kept = g_string_new (NULL);
  ent_csv_layout_infer (&self->layout, sample, length, complete, hints);
  ent_csv_parser_init (&self->parser, &self->layout.dialect);
  read_chunk (self);
  if (self->pending_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&self->pending_error));
      ent_csv_reader_free (self);
      return NULL;
    }
  self->start = MIN (self->layout.header_offset, self->end);
  self->next_line = self->layout.header_line;
  read_header (self);
  self->n_blank = 0;
  return self;
}

void
ent_csv_reader_free (EntCsvReader *self)
{
  ent_csv_parser_clear (&self->parser);
  ent_text_source_free (self->source);
  g_clear_error (&self->pending_error);
  g_string_free (self->raw_header, TRUE);
  g_string_free (self->kept, TRUE);
  g_strfreev (self->header);
  g_free (self->buffer);
  g_free (self);
}

/* For tests: the limits that files of millions of rows never reach. */
void
ent_csv_reader_set_limits (EntCsvReader *self, gsize max_row_bytes, guint max_columns)
{
  self->max_row = max_row_bytes;
  self->parser.max_columns = max_columns;
}

/* --- what is known ------------------------------------------------------------------------------- */

const EntCsvLayout *
ent_csv_reader_get_layout (EntCsvReader *self)
{
  return &self->layout;
}

/* The names of the columns, trimmed, as they stand: empty and repeated ones too; none without a header. */
const char *const *
ent_csv_reader_get_header (EntCsvReader *self, guint *n_columns)
{
  *n_columns = self->n_header;
  return (const char *const *) self->header;
}

/* The header rows as they stood, each with a line end: the first lines of a file of rejected rows. */
const char *
ent_csv_reader_get_raw_header (EntCsvReader *self, gsize *length)
{
  *length = self->raw_header->len;
  return self->raw_header->str;
}

const EntTableField *
ent_csv_reader_get_fields (EntCsvReader *self, guint *n_fields)
{
  *n_fields = self->parser.n_fields;
  return self->parser.fields;
}

/* The field of a column; empty where the row is too short. */
const EntTableField *
ent_csv_reader_get_field (EntCsvReader *self, guint column)
{
  static const EntTableField empty = { "", 0 };

  return column < self->parser.n_fields ? &self->parser.fields[column] : &empty;
}

EntCsvProblem
ent_csv_reader_get_problem (EntCsvReader *self)
{
  return self->parser.problem;
}

/* Why the row is to be rejected, in translated words; NULL if it is not. */
char *
ent_csv_reader_dup_problem_text (EntCsvReader *self)
{
  switch (self->parser.problem)
    {
    case ENT_CSV_PROBLEM_NUL:
      return g_strdup (_("The row contains a NUL character"));
    case ENT_CSV_PROBLEM_OPEN_QUOTE:
      return g_strdup (_("A quotation mark is opened and never closed"));
    case ENT_CSV_PROBLEM_TOO_LONG:
      /* Translators: the number is in bytes */
      return g_strdup_printf (_("The row is longer than %zu bytes; shorten it in the file itself"), self->max_row);
    case ENT_CSV_PROBLEM_TOO_MANY_COLUMNS:
      return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "The row has more than %u column",
                                           "The row has more than %u columns", self->parser.max_columns),
                              self->parser.max_columns);
    case ENT_CSV_PROBLEM_NONE:
    case ENT_CSV_PROBLEM_STRAY_QUOTE:
    default:
      return NULL;
    }
}

/* The physical line on which the row begins, from 1. */
guint64
ent_csv_reader_get_line (EntCsvReader *self)
{
  return self->line;
}

/* The row as it stood, in UTF-8, without its line end; @truncated (nullable) for one beyond the limit. */
const char *
ent_csv_reader_get_raw (EntCsvReader *self, gsize *length, gboolean *truncated)
{
  if (truncated != NULL)
    *truncated = self->raw_truncated;
  *length = self->raw_truncated ? self->kept->len : self->raw_length;
  return self->raw_truncated ? self->kept->str : self->buffer + self->row_start;
}

guint64
ent_csv_reader_get_n_rows (EntCsvReader *self)
{
  return self->n_rows;
}

guint64
ent_csv_reader_get_n_blank (EntCsvReader *self)
{
  return self->n_blank;
}

EntTextSource *
ent_csv_reader_get_source (EntCsvReader *self)
{
  return self->source;
}
