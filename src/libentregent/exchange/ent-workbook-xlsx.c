/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <errno.h>
#include <locale.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <archive.h>
#include <archive_entry.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <xlsxwriter.h>

#include "ent-error.h"
#include "ent-workbook-private.h"

/*
 * Office Open XML by libxlsxwriter, which keeps one row in memory and the others in a temporary file. It does not look
 * whether that could be written, so this does.
 */

#define COPY_SIZE (256 * 1024)

typedef enum
{
  FORMAT_HEADER,
  FORMAT_TEXT,
  FORMAT_NUMBER,
  FORMAT_PERCENT,
  FORMAT_DATE,
  FORMAT_MOMENT,
  FORMAT_MOMENT_EXACT,
  N_FORMATS,
} Format;

typedef struct
{
  guint n_rows;
} WrittenSheet;

typedef struct
{
  GOutputStream *stream;
  char *folder; /* of temporary files */
  char *path;   /* what the library writes, until it is copied */
  locale_t decimal_point;
  lxw_workbook *book;
  lxw_worksheet *sheet;
  lxw_format *formats[N_FORMATS];
  GHashTable *money; /* "EUR2" → lxw_format */
  GArray *sheets;    /* WrittenSheet, of those that are through */
  guint n_columns;
  guint row;
  guint n_rows; /* with anything in them: the library writes no others */
} Xlsx;

/* /tmp is in memory on many systems; what the rows of a large book take has its place on a disk. */
static char *
dup_temporary_folder (void)
{
  const char *wanted = g_getenv ("TMPDIR");

  if (wanted != NULL && *wanted != '\0')
    return g_strdup (wanted);
  return g_strdup (g_access ("/var/tmp", W_OK) == 0 ? "/var/tmp" : g_get_tmp_dir ());
}

static void
set_error (Xlsx *self, int saved_errno, GError **error)
{
  if (saved_errno == ENOSPC || saved_errno == EDQUOT || saved_errno == EFBIG)
    g_set_error (error, ENT_ERROR, ENT_ERROR_FULL,
                 _("There is no space left in the folder “%s” for the temporary files of the spreadsheet. Make room "
                    "there, or name another folder by the environment variable TMPDIR."),
                 self->folder);
  else
    g_set_error (error, ENT_ERROR, ENT_ERROR_IO,
                 _("The temporary files of the spreadsheet could not be written in the folder “%s”: %s"), self->folder,
                 g_strerror (saved_errno));
}

static gpointer
xlsx_new (GOutputStream *stream)
{
  Xlsx *self = g_new0 (Xlsx, 1);

  self->stream = g_object_ref (stream);
  self->folder = dup_temporary_folder ();
  self->decimal_point = newlocale (LC_NUMERIC_MASK, "C", (locale_t) 0);
  self->money = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->sheets = g_array_new (FALSE, FALSE, sizeof (WrittenSheet));
  return self;
}

static lxw_format *
add_format (Xlsx *self, const char *code)
{
  lxw_format *format = workbook_add_format (self->book);

  format_set_num_format (format, code);
  return format;
}

static gboolean
open_book (Xlsx *self, GError **error)
{
  lxw_workbook_options options = { .constant_memory = LXW_TRUE, .tmpdir = self->folder };
  int fd;

  self->path = g_build_filename (self->folder, "entregent-XXXXXX.xlsx", NULL);
  fd = g_mkstemp (self->path);
  if (fd < 0)
    {
      int saved = errno;

      g_clear_pointer (&self->path, g_free);
      set_error (self, saved, error);
      return FALSE;
    }
  close (fd);
  self->book = workbook_new_opt (self->path, &options);
  if (self->book == NULL)
    {
      set_error (self, ENOMEM, error);
      return FALSE;
    }
  self->formats[FORMAT_HEADER] = workbook_add_format (self->book);
  format_set_bold (self->formats[FORMAT_HEADER]);
  /* So that what is typed into such a column later stays as it is typed, too. */
  self->formats[FORMAT_TEXT] = add_format (self, "@");
  self->formats[FORMAT_NUMBER] = add_format (self, "0");
  self->formats[FORMAT_PERCENT] = add_format (self, "0%");
  self->formats[FORMAT_DATE] = add_format (self, "yyyy-mm-dd");
  self->formats[FORMAT_MOMENT] = add_format (self, "yyyy-mm-dd hh:mm");
  self->formats[FORMAT_MOMENT_EXACT] = add_format (self, "yyyy-mm-dd hh:mm:ss.000");
  return TRUE;
}

static lxw_format *
get_column_format (Xlsx *self, EntCellType type)
{
  switch (type)
    {
    case ENT_CELL_TEXT:
      return self->formats[FORMAT_TEXT];
    case ENT_CELL_NUMBER:
      return self->formats[FORMAT_NUMBER];
    case ENT_CELL_PERCENT:
      return self->formats[FORMAT_PERCENT];
    case ENT_CELL_DATE:
      return self->formats[FORMAT_DATE];
    case ENT_CELL_MOMENT:
      return self->formats[FORMAT_MOMENT];
    case ENT_CELL_MONEY:
    case ENT_CELL_BOOLEAN:
    default:
      return NULL;
    }
}

static gboolean
xlsx_begin_sheet (gpointer data, const char *name, const EntWorkbookColumn *columns, guint n_columns, GError **error)
{
  Xlsx *self = data;

  if (self->book == NULL && !open_book (self, error))
    return FALSE;
  self->sheet = workbook_add_worksheet (self->book, name);
  if (self->sheet == NULL || self->sheet->optimize_tmpfile == NULL)
    {
      set_error (self, errno, error);
      return FALSE;
    }
  self->n_columns = n_columns;
  self->row = 0;
  self->n_rows = n_columns > 0 ? 1 : 0;
  for (guint i = 0; i < n_columns; i++)
    {
      worksheet_set_column (self->sheet, (lxw_col_t) i, (lxw_col_t) i, columns[i].width,
                            get_column_format (self, columns[i].type));
      worksheet_write_string (self->sheet, 0, (lxw_col_t) i, columns[i].header, self->formats[FORMAT_HEADER]);
    }
  worksheet_freeze_panes (self->sheet, 1, 0);
  return TRUE;
}

/* As many decimals as the amount is written with: 0 for yen, 3 for dinars. */
static lxw_format *
get_money_format (Xlsx *self, const EntCell *cell)
{
  const char *point = strchr (cell->text, '.');
  guint decimals = point != NULL ? (guint) strlen (point + 1) : 0;
  const char *currency = cell->currency != NULL ? cell->currency : "";
  g_autofree char *key = g_strdup_printf ("%s%u", currency, decimals);
  lxw_format *format = g_hash_table_lookup (self->money, key);

  if (format == NULL)
    {
      g_autoptr (GString) code = g_string_new ("#,##0");

      if (decimals > 0)
        g_string_append_c (code, '.');
      for (guint i = 0; i < decimals; i++)
        g_string_append_c (code, '0');
      if (*currency != '\0')
        g_string_append_printf (code, "\\ [$%s]", currency);
      format = add_format (self, code->str);
      g_hash_table_insert (self->money, g_steal_pointer (&key), format);
    }
  return format;
}

static lxw_error
write_moment (Xlsx *self, lxw_col_t column, const EntCell *cell)
{
  lxw_datetime moment = { 0 };
  double seconds = 0;
  gboolean exact = strchr (cell->text, '.') != NULL;

  sscanf (cell->text, "%d-%d-%dT%d:%d:%lf", &moment.year, &moment.month, &moment.day, &moment.hour, &moment.min,
          &seconds);
  moment.sec = seconds;
  return worksheet_write_datetime (self->sheet, self->row, column, &moment,
                                   self->formats[cell->type == ENT_CELL_DATE ? FORMAT_DATE
                                                 : exact                     ? FORMAT_MOMENT_EXACT
                                                                             : FORMAT_MOMENT]);
}

/*
 * Characters that XML has no place for are written as _xHHHH_, and what looks like that has to say that it is none. The
 * library does so for control characters only.
 */
static char *
dup_writable (const char *text)
{
  static GRegex *escapes;
  GString *writable;

  if (g_once_init_enter_pointer (&escapes))
    g_once_init_leave_pointer (&escapes, g_regex_new ("_(?=x[0-9A-Fa-f]{4}_)", G_REGEX_OPTIMIZE, 0, NULL));
  writable = g_string_new_take (g_regex_replace_literal (escapes, text, -1, 0, "_x005F_", 0, NULL));
  g_string_replace (writable, "\xEF\xBF\xBE", "_xFFFE_", 0);
  g_string_replace (writable, "\xEF\xBF\xBF", "_xFFFF_", 0);
  return g_string_free (writable, FALSE);
}

static gboolean
is_writable (const char *text)
{
  return strstr (text, "_x") == NULL && strstr (text, "\xEF\xBF") == NULL;
}

static lxw_error
write_text (Xlsx *self, lxw_col_t column, const char *text)
{
  g_autofree char *writable = is_writable (text) ? NULL : dup_writable (text);

  return worksheet_write_string (self->sheet, self->row, column, writable != NULL ? writable : text,
                                 self->formats[FORMAT_TEXT]);
}

static lxw_error
write_cell (Xlsx *self, lxw_col_t column, const EntCell *cell)
{
  switch (cell->type)
    {
    case ENT_CELL_NUMBER:
      return worksheet_write_number (self->sheet, self->row, column, g_ascii_strtod (cell->text, NULL),
                                     self->formats[FORMAT_NUMBER]);
    case ENT_CELL_MONEY:
      return worksheet_write_number (self->sheet, self->row, column, g_ascii_strtod (cell->text, NULL),
                                     get_money_format (self, cell));
    case ENT_CELL_PERCENT:
      return worksheet_write_number (self->sheet, self->row, column, g_ascii_strtod (cell->text, NULL) / 100,
                                     self->formats[FORMAT_PERCENT]);
    case ENT_CELL_BOOLEAN:
      return worksheet_write_boolean (self->sheet, self->row, column, strcmp (cell->text, "true") == 0, NULL);
    case ENT_CELL_DATE:
    case ENT_CELL_MOMENT:
      return write_moment (self, column, cell);
    case ENT_CELL_TEXT:
    default:
      return write_text (self, column, cell->text);
    }
}

static gboolean
xlsx_add_row (gpointer data, const EntCell *cells, guint n_cells, GError **error)
{
  Xlsx *self = data;
  /* The library writes numbers with the decimal point of the environment. */
  locale_t before = uselocale (self->decimal_point);
  lxw_error failed = LXW_NO_ERROR;
  gboolean any = FALSE;

  self->row++;
  for (guint i = 0; i < n_cells && failed == LXW_NO_ERROR; i++)
    if (cells[i].text != NULL && *cells[i].text != '\0')
      {
        failed = write_cell (self, (lxw_col_t) i, &cells[i]);
        any = TRUE;
      }
  uselocale (before);
  self->n_rows += any;
  if (failed != LXW_NO_ERROR)
    {
      g_set_error (error, ENT_ERROR, ENT_ERROR_REFUSED, _("A row cannot be written to the spreadsheet: %s"),
                   lxw_strerror (failed));
      return FALSE;
    }
  if (ferror (self->sheet->optimize_tmpfile))
    {
      set_error (self, errno, error);
      return FALSE;
    }
  return TRUE;
}

static gboolean
xlsx_end_sheet (gpointer data, guint n_rows, GError **error)
{
  Xlsx *self = data;
  WrittenSheet written = { self->n_rows };

  if (fflush (self->sheet->optimize_tmpfile) != 0 || ferror (self->sheet->optimize_tmpfile))
    {
      set_error (self, errno, error);
      return FALSE;
    }
  g_array_append_val (self->sheets, written);
  if (self->n_columns > 0)
    worksheet_autofilter (self->sheet, 0, 0, n_rows - 1, (lxw_col_t) (self->n_columns - 1));
  return TRUE;
}

/* What is left at the end of a block may be the beginning of the next one's first. */
typedef struct
{
  char tail[32];
  gsize n_tail;
  guint n_rows;
} RowCount;

static void
count_rows (RowCount *count, const char *data, gsize size)
{
  static const char end_of_row[] = "</row>";
  gsize length = sizeof end_of_row - 1;
  const char *p = data;
  char seam[2 * sizeof end_of_row];
  gsize before = MIN (count->n_tail, length - 1);
  gsize after = MIN (size, length - 1);

  memcpy (seam, count->tail + count->n_tail - before, before);
  memcpy (seam + before, data, after);
  if (memmem (seam, before + after, end_of_row, length) != NULL)
    count->n_rows++;
  while ((p = memmem (p, size - (gsize) (p - data), end_of_row, length)) != NULL)
    {
      count->n_rows++;
      p += length;
    }
  if (size >= sizeof count->tail)
    {
      count->n_tail = sizeof count->tail;
      memcpy (count->tail, data + size - count->n_tail, count->n_tail);
      return;
    }
  before = MIN (count->n_tail, sizeof count->tail - size);
  memmove (count->tail, count->tail + count->n_tail - before, before);
  memcpy (count->tail + before, data, size);
  count->n_tail = before + size;
}

static gboolean
is_whole (struct archive *archive, const WrittenSheet *written)
{
  static const char end[] = "</worksheet>";
  gsize length = sizeof end - 1;
  RowCount count = { 0 };
  const void *block;
  gsize size;
  la_int64_t at;
  int code;

  while ((code = archive_read_data_block (archive, &block, &size, &at)) == ARCHIVE_OK)
    if (size > 0)
      count_rows (&count, block, size);
  return code == ARCHIVE_EOF && count.n_rows == written->n_rows && count.n_tail >= length &&
         memcmp (count.tail + count.n_tail - length, end, length) == 0;
}

/* Whether all rows have come from the temporary files into the book: the library does not tell when they could not. */
static gboolean
check_sheets (Xlsx *self, GError **error)
{
  struct archive *archive = archive_read_new ();
  struct archive_entry *entry;
  guint n_whole = 0;
  guint n;

  archive_read_support_format_zip_seekable (archive);
  if (archive_read_open_filename (archive, self->path, COPY_SIZE) == ARCHIVE_OK)
    while (archive_read_next_header (archive, &entry) == ARCHIVE_OK)
      if (sscanf (archive_entry_pathname (entry), "xl/worksheets/sheet%u.xml", &n) == 1 && n >= 1 &&
          n <= self->sheets->len && is_whole (archive, &g_array_index (self->sheets, WrittenSheet, n - 1)))
        n_whole++;
  archive_read_free (archive);
  if (n_whole == self->sheets->len)
    return TRUE;
  set_error (self, ENOSPC, error);
  return FALSE;
}

static gboolean
copy_book (Xlsx *self, GCancellable *cancellable, GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (self->path);
  g_autoptr (GFileInputStream) input = g_file_read (file, cancellable, error);

  return input != NULL && g_output_stream_splice (self->stream, G_INPUT_STREAM (input), G_OUTPUT_STREAM_SPLICE_NONE,
                                                  cancellable, error) >= 0;
}

static gboolean
xlsx_close (gpointer data, GCancellable *cancellable, GError **error)
{
  Xlsx *self = data;
  locale_t before;
  lxw_error failed;
  int saved;

  if (self->book == NULL && !open_book (self, error))
    return FALSE;
  before = uselocale (self->decimal_point);
  errno = 0;
  failed = workbook_close (g_steal_pointer (&self->book));
  saved = errno;
  uselocale (before);
  if (failed != LXW_NO_ERROR)
    {
      set_error (self, saved, error);
      return FALSE;
    }
  return check_sheets (self, error) && copy_book (self, cancellable, error);
}

static void
xlsx_free (gpointer data)
{
  Xlsx *self = data;

  /* Not closed: that would write it. */
  g_clear_pointer (&self->book, lxw_workbook_free);
  if (self->path != NULL)
    g_unlink (self->path);
  g_free (self->path);
  g_free (self->folder);
  freelocale (self->decimal_point);
  g_hash_table_unref (self->money);
  g_array_unref (self->sheets);
  g_object_unref (self->stream);
  g_free (self);
}

const EntWorkbookClass ent_workbook_xlsx_class = {
  .max_text = 32767,
  .new = xlsx_new,
  .begin_sheet = xlsx_begin_sheet,
  .add_row = xlsx_add_row,
  .end_sheet = xlsx_end_sheet,
  .close = xlsx_close,
  .free = xlsx_free,
};
