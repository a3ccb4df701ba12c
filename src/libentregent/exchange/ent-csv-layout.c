/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "ent-csv-layout-private.h"

/*
 * How the dialect is found. The beginning of the text is split with every candidate (delimiter × quote × escape),
 * with the same parser that reads the file later, and each gets Q = P · T:
 *
 *   P, the pattern: Σ over the row widths that occur of share × (width − 1) / width, divided by the number of
 *      different widths. Rows that agree on many columns are what a right delimiter makes.
 *   T, the types: the share of cells that look like one value: empty, a number, a date, an address of e-mail or
 *      web, or words without quotes and tabs. What a wrong delimiter or quote cuts in two does not.
 *
 * (The idea of multiplying the two is van den Burg, Nazábal, Sutton, "Wrangling messy CSV files by detecting row and
 * type patterns", 2019.) Equal scores are decided by the order , ; TAB | : and a colon, which times and addresses are
 * full of, counts for less. A file of one column leaves every P at nearly 0, and no split is made.
 *
 * The table begins at the first row that is at least half as wide as most rows are and not nearly empty; before it
 * is a preamble. It has a header unless its first row has values of a type (numbers, dates, addresses) where the rows
 * below have the same type. A first row of few cells over a full row of words is the upper of two header rows.
 */

#define MAX_ROWS 400
#define MAX_SAMPLE (64 * 1024)

typedef enum
{
  CELL_EMPTY,
  CELL_NUMBER,
  CELL_DATE,
  CELL_ADDRESS,
  CELL_WORDS,
  CELL_ODD,
} CellType;

typedef struct
{
  gsize offset;
  guint64 line;
  guint width;
  guint filled;
  gboolean comment;
} SampleRow;

static CellType
classify (const char *text, gsize length)
{
  gsize digits = 0, letters = 0, separators = 0, at = 0;

  while (length > 0 && text[0] == ' ')
    text++, length--;
  while (length > 0 && text[length - 1] == ' ')
    length--;
  if (length == 0)
    return CELL_EMPTY;
  for (gsize i = 0; i < length; i++)
    {
      guchar c = (guchar) text[i];

      if (g_ascii_isdigit (c))
        digits++;
      else if (g_ascii_isalpha (c) || c >= 0x80)
        letters++;
      else if (c == '-' || c == '/' || c == '.' || c == ':')
        separators++;
      else if (c == '@')
        at++;
      else if (c == '"' || c == '\t')
        return CELL_ODD;
    }
  if (at == 1 && length > 4 && memchr (text, ' ', length) == NULL)
    return CELL_ADDRESS;
  if (length > 7 && (g_ascii_strncasecmp (text, "http://", 7) == 0 || g_ascii_strncasecmp (text, "https:/", 7) == 0 ||
                     g_ascii_strncasecmp (text, "www.", 4) == 0))
    return CELL_ADDRESS;
  if (digits > 0 && (letters == 0 || (letters == 1 && separators > 2)))
    return separators >= 2 && digits >= 4 && digits + separators >= length - 2 ? CELL_DATE : CELL_NUMBER;
  return letters > 0 || digits > 0 ? CELL_WORDS : CELL_ODD;
}

static gsize
sep_line (const char *sample, gsize length, char *delimiter)
{
  gsize i = 0, with_end;
  gboolean quoted = length > 0 && sample[0] == '"';

  i += quoted;
  if (length < i + 5 || g_ascii_strncasecmp (sample + i, "sep=", 4) != 0)
    return 0;
  i += 4;
  if (g_ascii_isalnum (sample[i]) || sample[i] == '\n' || sample[i] == '\r')
    return 0;
  *delimiter = sample[i++];
  i += quoted && i < length && sample[i] == '"';
  if (ent_csv_line_length (sample + i, length - i, &with_end) != 0 || with_end == 0)
    return 0;
  return i + with_end;
}

static double
pattern_score (const guint *widths, guint n)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);
  double sum = 0;

  for (guint i = 0; i < n; i++)
    {
      g_hash_table_add (seen, GUINT_TO_POINTER (widths[i]));
      sum += (MAX (0.001, (double) widths[i] - 1)) / widths[i];
    }
  return n > 0 ? sum / n / g_hash_table_size (seen) : 0;
}

/* Q of a candidate; @n_stray counts rows that it does not fit. */
static double
score_dialect (const EntCsvDialect *dialect, const char *sample, gsize length, gboolean complete, guint *n_quoted)
{
  EntCsvParser parser;
  guint widths[MAX_ROWS];
  guint n = 0;
  gsize i = 0;
  double clean = 0, cells = 0;

  ent_csv_parser_init (&parser, dialect);
  *n_quoted = 0;
  while (i < length && n < MAX_ROWS)
    {
      EntCsvParseResult result = ent_csv_parser_parse (&parser, sample + i, length - i, complete);
      guint64 good = 0;

      if (result == ENT_CSV_PARSE_OPEN_QUOTE || (result == ENT_CSV_PARSE_MORE && n == 0))
        {
          cells = MAX (cells, 1) * 4;
          break;
        }
      if (result != ENT_CSV_PARSE_ROW)
        break;
      if (!parser.is_blank)
        {
          for (guint f = 0; f < parser.n_fields; f++)
            {
              const char *text = parser.fields[f].text;
              gboolean quoted =
                  text > sample && text < sample + length && text[-1] == dialect->quote && dialect->quote != 0;

              quoted |= text < sample || text >= sample + length; /* unescaped */
              *n_quoted += quoted;
              good += quoted || classify (text, parser.fields[f].length) != CELL_ODD;
            }
          clean += parser.problem == ENT_CSV_PROBLEM_NONE ? (double) good : 0;
          cells += parser.n_fields;
          widths[n++] = parser.n_fields;
        }
      i += parser.consumed;
    }
  ent_csv_parser_clear (&parser);
  return cells > 0 ? pattern_score (widths, n) * clean / cells : 0;
}

static gboolean
contains (const char *sample, gsize length, const char *what)
{
  return memmem (sample, length, what, strlen (what)) != NULL;
}

static void
infer_dialect (EntCsvLayout *self, const char *sample, gsize length, gboolean complete, const EntCsvHints *hints)
{
  static const char delimiters[] = { ',', ';', '\t', '|', ':' };
  static const char quotes[] = { '"', '\'' };
  gboolean backslash = contains (sample, length, "\\\"") || contains (sample, length, "\\'");
  double best = -1;

  for (gsize d = 0; d < G_N_ELEMENTS (delimiters); d++)
    for (gsize q = 0; q < G_N_ELEMENTS (quotes); q++)
      for (int e = 0; e <= (int) backslash; e++)
        {
          EntCsvDialect dialect = { delimiters[d], quotes[q], e ? '\\' : 0, 0 };
          guint n_quoted;
          double score;

          if (hints->delimiter != 0 && d > 0)
            continue;
          if (hints->delimiter != 0)
            dialect.delimiter = hints->delimiter;
          if (hints->quote >= 0 && q > 0)
            continue;
          if (hints->quote >= 0)
            dialect.quote = (char) hints->quote;
          if (!contains (sample, length, (char[]) { dialect.delimiter, 0 }) && d > 0)
            continue;
          score = score_dialect (&dialect, sample, length, complete, &n_quoted);
          if (dialect.delimiter == ':')
            score *= 0.5;
          /* An apostrophe is a quote only where it works as one. */
          if (dialect.quote == '\'' && hints->quote < 0)
            score *= n_quoted >= 2 && !contains (sample, length, "\"") ? 1.001 : 0;
          if (score > best * 1.0001)
            {
              best = score;
              self->dialect = dialect;
            }
        }
  self->consistency = MAX (best, 0);
  /* A file of one column must not be cut at the odd colon or bar. */
  if (hints->delimiter == 0 && best < 0.05 && self->dialect.delimiter != ',')
    self->dialect.delimiter = ',';
}

static guint
filled_cells (const EntCsvParser *parser)
{
  guint filled = 0;

  for (guint f = 0; f < parser->n_fields; f++)
    filled += classify (parser->fields[f].text, parser->fields[f].length) != CELL_EMPTY;
  return filled;
}

/* The width that most rows have; the widest of equals. */
static guint
modal_width (const SampleRow *rows, guint n)
{
  guint best = 1, best_count = 0;

  for (guint i = 0; i < n; i++)
    {
      guint count = 0;

      for (guint j = 0; j < n; j++)
        count += rows[j].width == rows[i].width && !rows[j].comment;
      if (!rows[i].comment && (count > best_count || (count == best_count && rows[i].width > best)))
        {
          best = rows[i].width;
          best_count = count;
        }
    }
  return best;
}

static gboolean
is_preamble (const SampleRow *rows, guint n, guint i, guint width)
{
  if (rows[i].comment)
    return TRUE;
  if (width < 2 || rows[i].width * 2 < width || rows[i].width < 2)
    return width >= 2;
  if (width >= 4 && rows[i].filled <= MAX (1, width / 4))
    for (guint j = i + 1; j < n && j < i + 10; j++)
      if (rows[j].filled * 10 >= width * 7)
        return TRUE;
  return FALSE;
}

typedef struct
{
  CellType *cells; /* of row × column, from the header row on */
  guint n_rows;
  guint n_columns;
} TypeTable;

static CellType
type_at (const TypeTable *table, guint row, guint column)
{
  return table->cells[row * table->n_columns + column];
}

static gboolean
is_typed (CellType type)
{
  return type == CELL_NUMBER || type == CELL_DATE || type == CELL_ADDRESS;
}

/* The type that at least four in five of the filled cells below @from have. */
static CellType
type_below (const TypeTable *table, guint from, guint column)
{
  guint counts[CELL_ODD + 1] = { 0 };
  guint filled;

  for (guint r = from; r < table->n_rows; r++)
    counts[type_at (table, r, column)]++;
  filled = table->n_rows > from ? table->n_rows - from - counts[CELL_EMPTY] : 0;
  for (guint t = CELL_NUMBER; t <= CELL_ODD; t++)
    if (filled > 0 && counts[t] * 5 >= filled * 4)
      return (CellType) t;
  return CELL_EMPTY;
}

static gboolean
is_upper_header (const TypeTable *table)
{
  guint empty = 0, below_empty = 0, typed_columns = 0;
  guint n = table->n_columns;

  if (table->n_rows < 3 || n < 3)
    return FALSE;
  for (guint c = 0; c < n; c++)
    {
      if (is_typed (type_at (table, 0, c)) || is_typed (type_at (table, 1, c)))
        return FALSE;
      empty += type_at (table, 0, c) == CELL_EMPTY;
      below_empty += type_at (table, 1, c) == CELL_EMPTY;
      typed_columns += is_typed (type_below (table, 2, c));
    }
  return empty * 10 >= n * 3 && below_empty * 10 <= n && typed_columns > 0;
}

static guint
count_header_rows (const TypeTable *table)
{
  int evidence = 0;
  guint filled = 0;

  if (table->n_rows == 0)
    return 0;
  if (is_upper_header (table))
    return 2;
  for (guint c = 0; c < table->n_columns; c++)
    {
      CellType head = type_at (table, 0, c);
      CellType below = type_below (table, 1, c);

      filled += head != CELL_EMPTY;
      if (is_typed (head))
        evidence -= head == below || head == CELL_ADDRESS || table->n_rows == 1 ? 2 : 0;
      else if (head != CELL_EMPTY && is_typed (below))
        evidence += 1;
    }
  return evidence >= 0 && filled > 0 ? 1 : 0;
}

static void
infer_table (EntCsvLayout *self,
             const char *sample,
             gsize length,
             gboolean complete,
             gsize offset,
             const EntCsvHints *hints)
{
  g_autofree SampleRow *rows = g_new0 (SampleRow, MAX_ROWS);
  g_autofree CellType *cells = NULL;
  EntCsvParser parser;
  TypeTable table = { 0 };
  guint64 line = offset > 0 ? 2 : 1;
  guint n = 0, first = 0;

  ent_csv_parser_init (&parser, &self->dialect);
  for (gsize i = offset; i < length && n < MAX_ROWS;)
    {
      if (ent_csv_parser_parse (&parser, sample + i, length - i, complete) != ENT_CSV_PARSE_ROW)
        break;
      if (!parser.is_blank)
        rows[n++] = (SampleRow) { i, line, parser.n_fields, filled_cells (&parser), sample[i] == '#' };
      line += parser.n_lines;
      i += parser.consumed;
    }

  /* A line that begins with # is a comment only if it does not have the shape of the rows. */
  self->n_columns = modal_width (rows, n);
  for (guint i = 0; i < n; i++)
    {
      rows[i].comment = rows[i].comment && self->n_columns > 1 && rows[i].width != self->n_columns;
      if (rows[i].comment)
        self->dialect.comment = '#';
    }
  while (first < n && is_preamble (rows, n, first, self->n_columns))
    first++;
  if (first == n)
    first = 0;
  self->header_offset = n > 0 ? rows[first].offset : offset;
  self->header_line = n > 0 ? rows[first].line : line;

  table.n_columns = MIN (n > 0 ? MAX (rows[first].width, self->n_columns) : 1, 1024);
  cells = g_new0 (CellType, (gsize) MIN (n - first + 1, 60) * table.n_columns);
  table.cells = cells;
  for (guint r = first; r < n && table.n_rows < 60; r++)
    {
      if (rows[r].comment || ent_csv_parser_parse (&parser, sample + rows[r].offset, length - rows[r].offset,
                                                   complete) != ENT_CSV_PARSE_ROW)
        continue;
      for (guint c = 0; c < MIN (parser.n_fields, table.n_columns); c++)
        cells[table.n_rows * table.n_columns + c] = classify (parser.fields[c].text, parser.fields[c].length);
      table.n_rows++;
    }
  self->n_header_rows = hints->n_header_rows >= 0 ? (guint) hints->n_header_rows : count_header_rows (&table);
  ent_csv_parser_clear (&parser);
}

/*
 * Finds dialect, preamble and header in the beginning of a text; @complete says that the sample is all of it.
 */
void
ent_csv_layout_infer (EntCsvLayout *self, const char *sample, gsize length, gboolean complete, const EntCsvHints *hints)
{
  EntCsvHints own = hints != NULL ? *hints : ENT_CSV_HINTS_NONE;
  gsize offset;
  char delimiter = 0;

  if (length > MAX_SAMPLE)
    {
      length = MAX_SAMPLE;
      complete = FALSE;
    }
  memset (self, 0, sizeof *self);
  self->dialect = (EntCsvDialect) { ',', '"', 0, 0 };
  offset = sep_line (sample, length, &delimiter);
  if (offset > 0 && own.delimiter == 0)
    own.delimiter = delimiter;
  infer_dialect (self, sample + offset, length - offset, complete, &own);
  infer_table (self, sample, length, complete, offset, &own);
}
