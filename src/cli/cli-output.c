/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <inttypes.h>
#include <string.h>

#include <glib/gi18n.h>

#include "cli-output.h"

struct _CliTable
{
  guint n_columns;
  GPtrArray *rows; /* GStrv; the first is the header */
};

void
cli_print_json (JsonNode *node)
{
  g_autoptr (JsonGenerator) generator = json_generator_new ();
  g_autofree char *text = NULL;

  json_generator_set_pretty (generator, TRUE);
  json_generator_set_root (generator, node);
  text = json_generator_to_data (generator, NULL);
  g_print ("%s\n", text);
}

CliTable *
cli_table_new (const char *const *headers)
{
  CliTable *self = g_new0 (CliTable, 1);

  self->n_columns = g_strv_length ((char **) headers);
  self->rows = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);
  cli_table_add (self, headers);
  return self;
}

void
cli_table_free (CliTable *self)
{
  g_ptr_array_unref (self->rows);
  g_free (self);
}

void
cli_table_add (CliTable *self, const char *const *cells)
{
  char **row = g_new0 (char *, self->n_columns + 1);

  for (guint i = 0; i < self->n_columns; i++)
    row[i] = g_strdup (cells[i] != NULL ? cells[i] : "");
  g_ptr_array_add (self->rows, row);
}

/* How many columns of a terminal a text takes. */
static guint
text_width (const char *text)
{
  guint width = 0;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      width += g_unichar_iszerowidth (c) ? 0 : g_unichar_iswide (c) ? 2 : 1;
    }
  return width;
}

/* A cell is one line of a terminal: no line breaks, no control characters that could move its cursor. */
static void
print_cell (const char *text)
{
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (g_unichar_iscntrl (c))
        g_print (" ");
      else
        g_print ("%.*s", (int) (g_utf8_next_char (p) - p), p);
    }
}

static void
print_aligned (CliTable *self)
{
  g_autofree guint *widths = g_new0 (guint, self->n_columns);

  for (guint i = 0; i < self->rows->len; i++)
    for (guint j = 0; j < self->n_columns; j++)
      widths[j] = MAX (widths[j], MIN (48, text_width (((char **) g_ptr_array_index (self->rows, i))[j])));

  for (guint i = 0; i < self->rows->len; i++)
    {
      char **row = g_ptr_array_index (self->rows, i);

      for (guint j = 0; j < self->n_columns; j++)
        {
          print_cell (row[j]);
          if (j + 1 < self->n_columns)
            g_print ("%*s", (int) (widths[j] - MIN (widths[j], text_width (row[j]))) + 2, "");
        }
      g_print ("\n");
    }
}

/* RFC 4180. A program reads it: nothing is guarded against spreadsheets, as “export” does. */
static void
print_csv_cell (const char *text)
{
  g_auto (GStrv) parts = NULL;
  g_autofree char *doubled = NULL;

  if (strpbrk (text, ",\"\r\n") == NULL)
    {
      g_print ("%s", text);
      return;
    }
  parts = g_strsplit (text, "\"", -1);
  doubled = g_strjoinv ("\"\"", parts);
  g_print ("\"%s\"", doubled);
}

static void
print_csv (CliTable *self)
{
  for (guint i = 0; i < self->rows->len; i++)
    {
      char **row = g_ptr_array_index (self->rows, i);

      for (guint j = 0; j < self->n_columns; j++)
        {
          if (j > 0)
            g_print (",");
          print_csv_cell (row[j]);
        }
      g_print ("\r\n");
    }
}

void
cli_table_print (CliTable *self, CliFormat format)
{
  if (format == CLI_FORMAT_CSV)
    print_csv (self);
  else
    print_aligned (self);
}

char *
cli_format_time (gint64 when, CliFormat format)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc_usec (when * 1000);
  g_autoptr (GDateTime) local = utc != NULL ? g_date_time_to_local (utc) : NULL;

  if (local == NULL)
    return g_strdup ("");
  return format == CLI_FORMAT_TEXT ? g_date_time_format (local, "%c") : g_date_time_format_iso8601 (local);
}

void
cli_print_undone (const EntUndoResult *result)
{
  const guint64 n_removed = result->n_removed, n_restored = result->n_restored, n_changed = result->n_changed;

  if (n_removed > 0)
    g_print (ngettext ("  %" PRIu64 " record removed\n", "  %" PRIu64 " records removed\n", (gulong) n_removed),
             n_removed);
  if (n_restored > 0)
    g_print (ngettext ("  %" PRIu64 " record restored\n", "  %" PRIu64 " records restored\n", (gulong) n_restored),
             n_restored);
  if (n_changed > 0)
    g_print (ngettext ("  %" PRIu64 " record changed\n", "  %" PRIu64 " records changed\n", (gulong) n_changed),
             n_changed);
  for (char **name = result->kept; name != NULL && *name != NULL; name++)
    g_print (_("  left as it is, since it was changed later or something refers to it: %s\n"), *name);
}
