/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "ent-import-source-private.h"
#include "ent-jcard-private.h"
#include "ent-mail-private.h"
#include "ent-sheet-private.h"
#include "ent-text-source-private.h"

/* Every twentieth character, and at least so many: a text that was damaged has a few. */
#define MIN_CONTROL 32
#define MIN_CONTROL_SHARE 20

void
ent_import_source_init (EntImportSource *self,
                        const EntImportSourceClass *klass,
                        EntStore *store,
                        GFile *file,
                        guint index)
{
  self->klass = klass;
  self->store = g_object_ref (store);
  self->file = g_object_ref (file);
  self->index = index;
}

void
ent_import_source_clear (EntImportSource *self)
{
  g_clear_object (&self->store);
  g_clear_object (&self->file);
  g_clear_pointer (&self->raw_header, g_free);
}

void
ent_import_source_free (EntImportSource *self)
{
  self->klass->free (self);
}

double
ent_import_source_get_fraction (EntImportSource *self)
{
  return CLAMP (self->klass->get_fraction (self), 0, 1);
}

/* A card begins with BEGIN:VCARD, whatever the file is called; blank lines and a byte order mark may stand before it.
 */
static gboolean
looks_like (EntTextSource *text, const char *begin)
{
  gsize length;
  const char *sample = ent_text_source_get_sample (text, &length);
  gsize start = 0;

  while (start < length && g_ascii_isspace (sample[start]))
    start++;
  return length - start >= strlen (begin) && g_ascii_strncasecmp (sample + start, begin, strlen (begin)) == 0;
}

static gboolean
looks_like_mail (EntTextSource *text)
{
  gsize length;
  const char *sample = ent_text_source_get_sample (text, &length);

  return ent_mail_recognize (sample, length);
}

static gboolean
looks_like_jcard (EntTextSource *text)
{
  gsize length;
  const char *sample = ent_text_source_get_sample (text, &length);

  return ent_jcard_recognize (sample, length);
}

static gboolean
looks_like_calendar (EntTextSource *text)
{
  static const char *const begins[] = { "BEGIN:VCALENDAR", "BEGIN:VEVENT", "BEGIN:VTODO", "BEGIN:VJOURNAL" };

  for (guint i = 0; i < G_N_ELEMENTS (begins); i++)
    if (looks_like (text, begins[i]))
      return TRUE;
  return FALSE;
}

/* An array of objects, or one object: no table begins so. */
static gboolean
looks_like_json (const char *sample, gsize length)
{
  static const char *const begins[] = { "[{", "{\"", "[]" };
  char first[2] = { 0 };
  guint n = 0;

  for (gsize i = 0; i < length && n < sizeof first; i++)
    if (!g_ascii_isspace (sample[i]))
      first[n++] = sample[i];
  for (guint i = 0; n == sizeof first && i < G_N_ELEMENTS (begins); i++)
    if (memcmp (first, begins[i], sizeof first) == 0)
      return TRUE;
  return FALSE;
}

/* What people try, and what is text of another kind: say what it is instead of reading noise. */
static gboolean
refuse_other_text (EntTextSource *text, GFile *file, GError **error)
{
  gsize length;
  const char *sample = ent_text_source_get_sample (text, &length);
  g_autofree char *name = ent_text_source_dup_name (file);

  if (looks_like_json (sample, length))
    g_set_error (error, ENT_ERROR, ENT_ERROR_FORMAT, _("“%s” is a JSON file; save it as CSV or vCard first."), name);
  else
    return FALSE;
  return TRUE;
}

/* Nothing but white space; or so many control characters that it was never written as text. */
static gboolean
refuse_without_text (EntTextSource *text, GFile *file, GError **error)
{
  gsize length;
  const char *sample = ent_text_source_get_sample (text, &length);
  g_autofree char *name = NULL;
  gsize n_blank = 0;
  gsize n_control = 0;

  for (gsize i = 0; i < length; i++)
    {
      n_blank += g_ascii_isspace (sample[i]);
      n_control += (guchar) sample[i] < 0x20 && !g_ascii_isspace (sample[i]) && sample[i] != 0x1B;
    }
  name = ent_text_source_dup_name (file);
  if (n_blank == length && ent_text_source_get_sample_is_all (text))
    g_set_error (error, ENT_ERROR, ENT_ERROR_FORMAT, _("“%s” is empty; there is nothing in it to import."), name);
  else if (n_control >= MIN_CONTROL && n_control * MIN_CONTROL_SHARE > length)
    g_set_error (error, ENT_ERROR, ENT_ERROR_FORMAT, _("“%s” is not a text file; save it as CSV or vCard first."),
                 name);
  else
    return FALSE;
  return TRUE;
}

/* What programs call a spreadsheet and is none: XML of another kind, a web page under the name .xls. */
static gboolean
refuse_markup (EntTextSource *text, GFile *file, GError **error)
{
  static const char *const begins[] = { "<?xml", "<html", "<!doctype", "<table", "<meta", "<style" };
  gsize length;
  const char *sample = ent_text_source_get_sample (text, &length);
  g_autofree char *name = ent_text_source_dup_name (file);
  gsize start = 0;

  while (start < length && g_ascii_isspace (sample[start]))
    start++;
  for (gsize i = 0; i < G_N_ELEMENTS (begins); i++)
    if (length - start > strlen (begins[i]) && g_ascii_strncasecmp (sample + start, begins[i], strlen (begins[i])) == 0)
      {
        g_set_error (error, ENT_ERROR, ENT_ERROR_FORMAT,
                     _("“%s” is a web page or another XML file; open it in a spreadsheet program and save it as XLSX, "
                        "ODS or CSV."),
                     name);
        return TRUE;
      }
  return FALSE;
}

/* Whether the bytes of a regular file begin as those of a workbook. */
static gboolean
looks_like_workbook (GFile *file, GCancellable *cancellable)
{
  g_autoptr (GFileInputStream) stream = NULL;
  char sample[8192];
  gsize length;

  if (g_file_query_file_type (file, G_FILE_QUERY_INFO_NONE, cancellable) != G_FILE_TYPE_REGULAR)
    return FALSE;
  stream = g_file_read (file, cancellable, NULL);
  return stream != NULL &&
         g_input_stream_read_all (G_INPUT_STREAM (stream), sample, sizeof sample, &length, cancellable, NULL) &&
         ent_sheet_book_recognize (sample, length);
}

/* What is no table; FALSE when it is one, or nothing. @source is NULL where it cannot be opened. */
static gboolean
open_recognized (EntStore *store,
                 GFile *file,
                 EntTextSource *text,
                 guint index,
                 const EntImportSettings *settings,
                 EntImportSource **source,
                 GCancellable *cancellable,
                 GError **error)
{
  gboolean json = looks_like_jcard (text);

  if (looks_like_mail (text))
    *source = ent_import_mail_source_open (store, file, index, settings, cancellable, error);
  else if (looks_like_calendar (text))
    *source = ent_import_calendar_source_open (store, file, index, settings, cancellable, error);
  else if (json || looks_like (text, "BEGIN:VCARD"))
    *source = ent_import_vcard_source_open (store, file, index, settings, json, cancellable, error);
  else
    return FALSE;
  return TRUE;
}

gboolean
ent_import_source_open (EntStore *store,
                        GFile *file,
                        guint index,
                        const EntImportSettings *settings,
                        GPtrArray *sources,
                        GCancellable *cancellable,
                        GError **error)
{
  g_autoptr (EntTextSource) text = NULL;
  EntTable *table;

  EntImportSource *source;

  if (looks_like_workbook (file, cancellable))
    table = ent_table_sheet_open (file, settings->sheet, cancellable, error);
  else
    {
      text = ent_text_source_new_for_file (file, NULL, ENT_TEXT_SOURCE_NONE, cancellable, error);
      if (text == NULL)
        return FALSE;
      if (open_recognized (store, file, text, index, settings, &source, cancellable, error))
        {
          if (source != NULL)
            g_ptr_array_add (sources, source);
          return source != NULL;
        }
      if (refuse_other_text (text, file, error) || refuse_markup (text, file, error) ||
          refuse_without_text (text, file, error))
        return FALSE;
      table = ent_table_csv_open (file, cancellable, error);
    }
  return table != NULL &&
         ent_import_table_source_open (store, file, table, index, settings, sources, cancellable, error);
}
