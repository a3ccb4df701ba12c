/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "ent-import-source-private.h"

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
  goffset total = ent_text_source_get_total (self->text);

  return total > 0 ? CLAMP ((double) ent_text_source_get_position (self->text) / (double) total, 0, 1) : 0;
}

/* A card begins with BEGIN:VCARD, whatever the file is called; blank lines and a byte order mark may stand before it. */
static gboolean
looks_like_vcard (EntTextSource *text)
{
  static const char begin[] = "BEGIN:VCARD";
  gsize length;
  const char *sample = ent_text_source_get_sample (text, &length);
  gsize start = 0;

  while (start < length && g_ascii_isspace (sample[start]))
    start++;
  return length - start >= strlen (begin) && g_ascii_strncasecmp (sample + start, begin, strlen (begin)) == 0;
}

/* Files that people try, and that are something else: say what to do instead of reading noise. */
static gboolean
refuse_other_formats (EntTextSource *text,
                      GFile *file,
                      GError **error)
{
  static const struct
  {
    const char *magic;
    const char *what;
  } formats[] = {
    { "PK\003\004", N_("a spreadsheet or an archive; save it as CSV and import that") },
    { "\320\317\021\340", N_("an old Excel file; save it as CSV and import that") },
    { "%PDF", N_("a PDF document; export the data as CSV or vCard where it comes from") },
    { "SQLite format 3", N_("a database; if it is a customer book, open it with --book") },
    { "BEGIN:VCALENDAR", N_("a calendar; only contacts and tables can be imported") },
  };
  gsize length;
  const char *sample = ent_text_source_get_sample (text, &length);

  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    if (length >= strlen (formats[i].magic) && memcmp (sample, formats[i].magic, strlen (formats[i].magic)) == 0)
      {
        g_autofree char *name = g_file_get_parse_name (file);

        g_set_error (error, ENT_ERROR, ENT_ERROR_FORMAT,
                     /* Translators: the name of a file, then what it is and what to do. */
                     _("“%s” is %s."), name, _(formats[i].what));
        return TRUE;
      }
  return FALSE;
}

EntImportSource *
ent_import_source_open (EntStore *store,
                        GFile *file,
                        guint index,
                        const EntImportSettings *settings,
                        GCancellable *cancellable,
                        GError **error)
{
  g_autoptr (EntTextSource) text = ent_text_source_new_for_file (file, NULL, ENT_TEXT_SOURCE_NONE, cancellable, error);

  if (text == NULL || refuse_other_formats (text, file, error))
    return NULL;
  if (looks_like_vcard (text))
    return ent_import_vcard_source_open (store, file, index, settings, cancellable, error);
  return ent_import_csv_source_open (store, file, index, settings, cancellable, error);
}
