/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "ent-fingerprint-map-private.h"
#include "ent-import-doubles-private.h"
#include "ent-import-lines-private.h"
#include "ent-text.h"

struct _EntImportDoubles
{
  EntFingerprintMap *seen; /* hashes of kind, name and point */
  EntImportLines lines;
};

EntImportDoubles *
ent_import_doubles_new (void)
{
  EntImportDoubles *self = g_new0 (EntImportDoubles, 1);

  self->seen = ent_fingerprint_map_new ();
  return self;
}

void
ent_import_doubles_free (EntImportDoubles *self)
{
  ent_fingerprint_map_free (self->seen);
  g_free (self);
}

/* Of the i-th value; FALSE: it is no phone number or e-mail address. */
static gboolean
make_hash (const EntStagedRecord *record, guint i, const char *name, guint64 *hash)
{
  const EntStagedValue *staged = &g_array_index (record->values, EntStagedValue, i);
  const char *channel, *point;

  if (!ent_staged_value_is_contact_point (staged))
    return FALSE;
  channel = ent_element_get_text (staged->value.element, "channel");
  if (g_strcmp0 (channel, "phone") != 0 && g_strcmp0 (channel, "email") != 0)
    return FALSE;
  point = ent_element_get_text (staged->value.element, "normalized");
  *hash = ent_fingerprint (record->kind->number, name, strlen (name) + 1);
  *hash = ent_fingerprint (*hash, point, strlen (point));
  return TRUE;
}

void
ent_import_doubles_take (EntImportDoubles *self, const EntStagedRecord *record, gboolean created)
{
  const char *title = ent_staged_record_get_text (record, record->kind->title);
  g_autofree char *name = title != NULL ? ent_text_fold (title, -1) : NULL;
  gboolean is_double = FALSE;
  guint64 hash;

  if (name == NULL)
    return;
  for (guint i = 0; i < record->values->len && !is_double; i++)
    is_double = make_hash (record, i, name, &hash) && ent_fingerprint_map_get (self->seen, hash) != 0;
  for (guint i = 0; i < record->values->len; i++)
    if (make_hash (record, i, name, &hash))
      ent_fingerprint_map_add (self->seen, hash);
  if (is_double && created)
    ent_import_lines_add (&self->lines, record->line);
}

void
ent_import_doubles_append_note (EntImportDoubles *self, GPtrArray *notes)
{
  g_autofree char *lines = NULL;

  if (self->lines.n == 0)
    return;
  lines = ent_import_lines_dup_text (&self->lines);
  g_ptr_array_add (notes,
                   g_strdup_printf (
                       /* Translators: a number of rows, "line 4". */
                       g_dngettext (GETTEXT_PACKAGE,
                                    "%u row has the same name and number or e-mail address as another row of the file "
                                    "(%s); both are records, which can be merged.",
                                    "%u rows have the same name and number or e-mail address as other rows of the file "
                                    "(%s); all are records, which can be merged.",
                                    (gulong) self->lines.n),
                       (guint) self->lines.n, lines));
}
