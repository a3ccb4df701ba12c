/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "ent-import-lines-private.h"
#include "ent-import-remark-private.h"

#define MAX_SHOWN 60

typedef struct
{
  EntImportLines lines;
  char *text; /* of the first one */
} Count;

struct _EntImportRemarks
{
  EntImportColumns *columns;
  Count *counts; /* column × remark */
};

EntImportRemarks *
ent_import_remarks_new (EntImportColumns *columns)
{
  EntImportRemarks *self = g_new0 (EntImportRemarks, 1);

  self->columns = columns;
  self->counts = g_new0 (Count, (gsize) columns->n_targets * ENT_IMPORT_N_REMARKS);
  return self;
}

void
ent_import_remarks_free (EntImportRemarks *self)
{
  for (gsize i = 0; i < (gsize) self->columns->n_targets * ENT_IMPORT_N_REMARKS; i++)
    g_free (self->counts[i].text);
  g_free (self->counts);
  g_free (self);
}

void
ent_import_remarks_add (EntImportRemarks *self, guint column, EntImportRemark remark, const char *text, guint64 line)
{
  Count *count = &self->counts[(gsize) column * ENT_IMPORT_N_REMARKS + remark];

  ent_import_lines_add (&count->lines, line);
  if (count->text == NULL)
    count->text = g_utf8_substring (text, 0, MIN (g_utf8_strlen (text, -1), MAX_SHOWN));
}

static char *
describe (const char *name, EntImportRemark remark, const Count *count)
{
  g_autofree char *lines = ent_import_lines_dup_text (&count->lines);
  gulong n = (gulong) count->lines.n;
  guint shown = (guint) count->lines.n;

  switch (remark)
    {
    case ENT_IMPORT_NO_EMAIL:
      return g_strdup_printf (
          /* Translators: the name of a column, a number of values, "line 4", what stands there. */
          g_dngettext (GETTEXT_PACKAGE, "Column “%s”: %u value is no e-mail address; it was kept as it is (%s: “%s”).",
                       "Column “%s”: %u values are no e-mail addresses; they were kept as they are (%s: “%s”).", n),
          name, shown, lines, count->text);
    case ENT_IMPORT_NO_PHONE:
      return g_strdup_printf (
          /* Translators: the name of a column, a number of values, "line 4", what stands there. */
          g_dngettext (GETTEXT_PACKAGE, "Column “%s”: %u value is no phone number; it was kept as it is (%s: “%s”).",
                       "Column “%s”: %u values are no phone numbers; they were kept as they are (%s: “%s”).", n),
          name, shown, lines, count->text);
    case ENT_IMPORT_NO_FIRM:
      return g_strdup_printf (
          /* Translators: the name of a column, a number of values, "line 4", what stands there. */
          g_dngettext (GETTEXT_PACKAGE,
                       "Column “%s”: %u value is about a firm, but its row names none; it was kept in the notes (%s: "
                       "“%s”).",
                       "Column “%s”: %u values are about firms, but their rows name none; they were kept in the notes "
                       "(%s: “%s”).",
                       n),
          name, shown, lines, count->text);
    case ENT_IMPORT_ROUNDED:
      return g_strdup_printf (
          /* Translators: the name of a column, a number of values, "line 4", what stands there. */
          g_dngettext (GETTEXT_PACKAGE,
                       "Column “%s”: %u amount has more decimals than its currency; it was rounded (%s: “%s”).",
                       "Column “%s”: %u amounts have more decimals than their currency; they were rounded (%s: “%s”).",
                       n),
          name, shown, lines, count->text);
    case ENT_IMPORT_NO_CURRENCY:
      return g_strdup_printf (
          /* Translators: the name of a column, a number of values, "line 4", what stands there and its currency. */
          g_dngettext (GETTEXT_PACKAGE, "Column “%s”: %u amount names no currency, though others do (%s: “%s”).",
                       "Column “%s”: %u amounts name no currency, though others do (%s: “%s”).", n),
          name, shown, lines, count->text);
    case ENT_IMPORT_NO_DATE:
    case ENT_IMPORT_N_REMARKS:
    default:
      return g_strdup_printf (
          /* Translators: the name of a column, a number of values, "line 4", what stands there. */
          g_dngettext (GETTEXT_PACKAGE, "Column “%s”: %u value is no date; it was kept in the notes (%s: “%s”).",
                       "Column “%s”: %u values are no dates; they were kept in the notes (%s: “%s”).", n),
          name, shown, lines, count->text);
    }
}

void
ent_import_remarks_append_notes (EntImportRemarks *self, GPtrArray *notes)
{
  for (guint column = 0; column < self->columns->n_targets; column++)
    for (guint remark = 0; remark < ENT_IMPORT_N_REMARKS; remark++)
      {
        const Count *count = &self->counts[(gsize) column * ENT_IMPORT_N_REMARKS + remark];

        if (count->lines.n > 0)
          g_ptr_array_add (notes, describe (self->columns->targets[column].name, (EntImportRemark) remark, count));
      }
}
