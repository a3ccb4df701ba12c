/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "EntGtk"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "ent-gtk-format.h"
#include "ent-gtk-typed-row-private.h"

/* One line of text, or a number. */

#define ENT_GTK_TYPE_ENTRY_ROW (ent_gtk_entry_row_get_type ())
G_DECLARE_FINAL_TYPE (EntGtkEntryRow, ent_gtk_entry_row, ENT_GTK, ENTRY_ROW, EntGtkTypedRow)

struct _EntGtkEntryRow
{
  EntGtkTypedRow parent_instance;

  GtkWidget *unit;
};

static void field_row_init (EntGtkFieldRowInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (EntGtkEntryRow,
                               ent_gtk_entry_row,
                               ENT_GTK_TYPE_TYPED_ROW,
                               G_IMPLEMENT_INTERFACE (ENT_GTK_TYPE_FIELD_ROW, field_row_init))

static const char *
get_currency (EntGtkFieldRow *self)
{
  return ent_gtk_editor_get_currency (ent_gtk_field_row_get_editor (self), ent_gtk_field_row_get_field (self));
}

static void
ent_gtk_entry_row_shown (EntGtkTypedRow *row, gboolean editing)
{
  EntGtkEntryRow *self = ENT_GTK_ENTRY_ROW (row);

  gtk_widget_set_visible (self->unit, editing && *gtk_label_get_text (GTK_LABEL (self->unit)) != '\0');
}

static void
ent_gtk_entry_row_refresh (EntGtkFieldRow *row)
{
  EntGtkEntryRow *self = ENT_GTK_ENTRY_ROW (row);
  const EntField *field = ent_gtk_field_row_get_field (row);
  const char *currency = get_currency (row);
  const EntValue *value = ent_gtk_field_row_get_value (row);

  if (currency != NULL)
    gtk_label_set_text (GTK_LABEL (self->unit), currency);
  else if (field->type == ENT_FIELD_PERCENT)
    gtk_label_set_text (GTK_LABEL (self->unit), "%");
  else if (field->unit != NULL)
    gtk_label_set_text (GTK_LABEL (self->unit), g_dgettext (GETTEXT_PACKAGE, field->unit));
  else if (field->type == ENT_FIELD_DURATION)
    gtk_label_set_text (GTK_LABEL (self->unit), _("minutes"));
  ent_gtk_typed_row_take_value (ENT_GTK_TYPED_ROW (self), ent_gtk_format_edit (field, value, currency),
                                ent_gtk_format_value (field, value, currency));
}

static void
field_row_init (EntGtkFieldRowInterface *iface)
{
  iface->refresh = ent_gtk_entry_row_refresh;
}

static void
ent_gtk_entry_row_apply (EntGtkTypedRow *self, const char *text)
{
  EntGtkFieldRow *row = ENT_GTK_FIELD_ROW (self);
  g_auto (EntValue) value = ENT_VALUE_INIT;
  g_autofree char *problem = NULL, *formatted = NULL;
  const EntField *field = ent_gtk_field_row_get_field (row);
  const char *currency = get_currency (row);

  if (!ent_gtk_parse_edit (field, text, currency, &value, &problem))
    {
      ent_gtk_field_row_set_problem (row, problem);
      return;
    }
  if (value.type == ENT_VALUE_NOTHING && (field->flags & ENT_FIELD_REQUIRED) != 0)
    {
      ent_gtk_field_row_set_problem (row, _("This cannot be empty"));
      return;
    }
  formatted = ent_gtk_format_edit (field, &value, currency);
  if (g_strcmp0 (formatted, ent_gtk_typed_row_get_edit (self)) != 0)
    {
      ent_gtk_typed_row_show_text (self, formatted);
      ent_gtk_field_row_commit (row, &value);
      return;
    }
  ent_gtk_typed_row_show_value (self);
}

static void
ent_gtk_entry_row_class_init (EntGtkEntryRowClass *klass)
{
  ENT_GTK_TYPED_ROW_CLASS (klass)->apply = ent_gtk_entry_row_apply;
  ENT_GTK_TYPED_ROW_CLASS (klass)->shown = ent_gtk_entry_row_shown;
}

static void
ent_gtk_entry_row_init (EntGtkEntryRow *self)
{
  self->unit = gtk_label_new (NULL);
  gtk_widget_add_css_class (self->unit, "dimmed");
  adw_entry_row_add_suffix (ADW_ENTRY_ROW (self), self->unit);
  adw_entry_row_add_suffix (ADW_ENTRY_ROW (self), ent_gtk_field_row_make_conflict_mark (ENT_GTK_FIELD_ROW (self)));
}

GtkWidget *
ent_gtk_entry_row_new (EntGtkEditor *editor, const EntField *field)
{
  EntGtkEntryRow *self = g_object_new (ENT_GTK_TYPE_ENTRY_ROW, NULL);
  GtkInputPurpose purpose = GTK_INPUT_PURPOSE_FREE_FORM;

  if (field->type == ENT_FIELD_MONEY)
    purpose = GTK_INPUT_PURPOSE_NUMBER;
  else if (field->type == ENT_FIELD_INTEGER || field->type == ENT_FIELD_PERCENT || field->type == ENT_FIELD_DURATION)
    purpose = GTK_INPUT_PURPOSE_DIGITS;
  adw_entry_row_set_input_purpose (ADW_ENTRY_ROW (self), purpose);
  ent_gtk_typed_row_bind (ENT_GTK_TYPED_ROW (self), editor, field);

  return GTK_WIDGET (self);
}
