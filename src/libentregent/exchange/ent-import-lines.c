/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <inttypes.h>

#include <glib/gi18n-lib.h>

#include "ent-import-lines-private.h"

void
ent_import_lines_add (EntImportLines *self, guint64 line)
{
  if (self->n < ENT_IMPORT_FIRST_LINES)
    self->first[self->n] = line;
  self->n++;
}

char *
ent_import_lines_dup_text (const EntImportLines *self)
{
  g_autoptr (GString) numbers = g_string_new (NULL);

  for (guint i = 0; i < MIN (self->n, ENT_IMPORT_FIRST_LINES); i++)
    g_string_append_printf (numbers, "%s%" PRIu64, i > 0 ? ", " : "", self->first[i]);
  if (self->n > ENT_IMPORT_FIRST_LINES)
    g_string_append (numbers, " …");
  /* Translators: numbers of lines of a file, with commas between them; stands in the middle of a sentence. */
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "line %s", "lines %s", (gulong) self->n), numbers->str);
}
