/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "ent-import-source-private.h"
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
  goffset total = ent_text_source_get_total (self->text);

  return total > 0 ? CLAMP ((double) ent_text_source_get_position (self->text) / (double) total, 0, 1) : 0;
}

/* A card begins with BEGIN:VCARD, whatever the file is called; blank lines and a byte order mark may stand before it.
 */
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
  static const char begin[] = "BEGIN:VCALENDAR";
  gsize length;
  const char *sample = ent_text_source_get_sample (text, &length);
  g_autofree char *name = ent_text_source_dup_name (file);

  if (length >= strlen (begin) && memcmp (sample, begin, strlen (begin)) == 0)
    g_set_error (error, ENT_ERROR, ENT_ERROR_FORMAT,
                 _("“%s” is a calendar; only contacts and tables can be imported."), name);
  else if (looks_like_json (sample, length))
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

EntImportSource *
ent_import_source_open (EntStore *store,
                        GFile *file,
                        guint index,
                        const EntImportSettings *settings,
                        GCancellable *cancellable,
                        GError **error)
{
  g_autoptr (EntTextSource) text = ent_text_source_new_for_file (file, NULL, ENT_TEXT_SOURCE_NONE, cancellable, error);

  if (text == NULL || refuse_other_text (text, file, error) || refuse_without_text (text, file, error))
    return NULL;
  if (looks_like_vcard (text))
    return ent_import_vcard_source_open (store, file, index, settings, cancellable, error);
  return ent_import_csv_source_open (store, file, index, settings, cancellable, error);
}
