/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "ent-csv-reader-private.h"

/* A text of separated values as a table. */
typedef struct
{
  EntTable parent;
  GFile *file;
  EntCsvReader *reader;
} EntTableCsv;

static const char *const *
get_header (EntTable *table, guint *n_columns)
{
  return ent_csv_reader_get_header (((EntTableCsv *) table)->reader, n_columns);
}

static const char *
get_raw_header (EntTable *table, gsize *length)
{
  return ent_csv_reader_get_raw_header (((EntTableCsv *) table)->reader, length);
}

static gboolean
next (EntTable *table, GError **error)
{
  return ent_csv_reader_next (((EntTableCsv *) table)->reader, error);
}

/* A reading of its own: the text may be of an encoding that cannot be entered in the middle. */
static gboolean
rewind_table (EntTable *table, GCancellable *cancellable, GError **error)
{
  EntTableCsv *self = (EntTableCsv *) table;
  EntTextSource *text = ent_text_source_new_for_file (self->file, NULL, ENT_TEXT_SOURCE_NONE, cancellable, error);

  g_clear_pointer (&self->reader, ent_csv_reader_free);
  if (text != NULL)
    self->reader = ent_csv_reader_new (text, &ENT_CSV_HINTS_NONE, error);
  return self->reader != NULL;
}

static const EntTableField *
get_fields (EntTable *table, guint *n_fields)
{
  return ent_csv_reader_get_fields (((EntTableCsv *) table)->reader, n_fields);
}

static guint64
get_line (EntTable *table)
{
  return ent_csv_reader_get_line (((EntTableCsv *) table)->reader);
}

static char *
dup_rejection (EntTable *table)
{
  return ent_csv_reader_dup_problem_text (((EntTableCsv *) table)->reader);
}

static const char *
get_raw (EntTable *table, gsize *length, gboolean *truncated)
{
  return ent_csv_reader_get_raw (((EntTableCsv *) table)->reader, length, truncated);
}

static const char *
delimiter_label (char delimiter)
{
  switch (delimiter)
    {
    case ',':
      return _("comma");
    case ';':
      return _("semicolon");
    case '\t':
      return _("tab");
    case '|':
      return _("vertical bar");
    default:
      return _("other separator");
    }
}

static char *
dup_description (EntTable *table)
{
  EntTextSource *text = ent_csv_reader_get_source (((EntTableCsv *) table)->reader);

  if (ent_text_source_get_encoding_guessed (text))
    /* Translators: an encoding such as windows-1252, then what stands between the columns ("comma"). */
    return g_strdup_printf (_("Table, read as %s, %s"), ent_text_source_get_encoding (text),
                            delimiter_label (table->delimiter));
  /* Translators: an encoding such as UTF-8, then what stands between the columns ("comma"). */
  return g_strdup_printf (_("Table, %s, %s"), ent_text_source_get_encoding (text), delimiter_label (table->delimiter));
}

static double
get_fraction (EntTable *table)
{
  EntTextSource *text = ent_csv_reader_get_source (((EntTableCsv *) table)->reader);
  goffset total = ent_text_source_get_total (text);

  return total > 0 ? (double) ent_text_source_get_position (text) / (double) total : 0;
}

static void
append_notes (EntTable *table, GPtrArray *notes)
{
  EntTextSource *text = ent_csv_reader_get_source (((EntTableCsv *) table)->reader);
  guint64 n_invalid = ent_text_source_get_n_invalid (text);

  if (ent_text_source_get_encoding_guessed (text))
    g_ptr_array_add (notes,
                     g_strdup_printf (
                         /* Translators: the name of a file, an encoding such as windows-1252. */
                         _("“%s” is not written in UTF-8, and was read as %s. Look whether letters with accents "
                            "are right; if not, save it as UTF-8 and import that."),
                         ent_text_source_get_name (text), ent_text_source_get_encoding (text)));
  if (n_invalid > 0)
    g_ptr_array_add (notes, g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                                          "%u character could not be read and became “\357\277\275”.",
                                                          "%u characters could not be read and became “\357\277\275”.",
                                                          (gulong) n_invalid),
                                             (guint) n_invalid));
}

static void
free_table (EntTable *table)
{
  EntTableCsv *self = (EntTableCsv *) table;

  g_clear_pointer (&self->reader, ent_csv_reader_free);
  g_clear_object (&self->file);
  g_free (self);
}

static const EntTableClass csv_class = {
  get_header, get_raw_header,  next,         rewind_table, get_fields, get_line, dup_rejection,
  get_raw,    dup_description, get_fraction, append_notes, free_table,
};

EntTable *
ent_table_csv_open (GFile *file, GCancellable *cancellable, GError **error)
{
  EntTableCsv *self = g_new0 (EntTableCsv, 1);
  g_autoptr (EntTable) table = &self->parent;

  table->klass = &csv_class;
  table->format = "csv";
  self->file = g_object_ref (file);
  if (!rewind_table (table, cancellable, error))
    return NULL;
  table->delimiter = ent_csv_reader_get_layout (self->reader)->dialect.delimiter;
  return g_steal_pointer (&table);
}
