/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "EntGtk"

#include "config.h"

#include "ent-gtk-field-row-private.h"
#include "ent-gtk-format.h"

#define ENT_GTK_TYPE_STATIC_ROW (ent_gtk_static_row_get_type ())
G_DECLARE_FINAL_TYPE (EntGtkStaticRow, ent_gtk_static_row, ENT_GTK, STATIC_ROW, AdwActionRow)

/* What the book keeps by itself: shown, not edited. */
struct _EntGtkStaticRow
{
  AdwActionRow parent_instance;
};

static void field_row_init (EntGtkFieldRowInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (EntGtkStaticRow,
                               ent_gtk_static_row,
                               ADW_TYPE_ACTION_ROW,
                               G_IMPLEMENT_INTERFACE (ENT_GTK_TYPE_FIELD_ROW, field_row_init))

static void
ent_gtk_static_row_refresh (EntGtkFieldRow *row)
{
  const EntField *field = ent_gtk_field_row_get_field (row);
  const EntValue *value = ent_gtk_field_row_get_value (row);
  const char *title = ent_gtk_editor_get_reference_title (ent_gtk_field_row_get_editor (row), field);
  g_autofree char *text = NULL;

  if (title != NULL)
    text = g_strdup (title);
  else if (field->type == ENT_FIELD_TIMESTAMP && value != NULL && value->type == ENT_VALUE_INTEGER)
    {
      g_autofree char *span = ent_gtk_format_time_span (value->integer, g_get_real_time () / 1000);
      g_autofree char *time = ent_gtk_format_time (value->integer);

      text = g_strdup_printf ("%s · %s", span, time);
    }
  else
    text = ent_gtk_format_value (field, value, ent_gtk_editor_get_currency (ent_gtk_field_row_get_editor (row), field));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), text);
}

static void
field_row_init (EntGtkFieldRowInterface *iface)
{
  iface->refresh = ent_gtk_static_row_refresh;
}

static void
ent_gtk_static_row_class_init (EntGtkStaticRowClass *klass)
{
}

static void
ent_gtk_static_row_init (EntGtkStaticRow *self)
{
  gtk_widget_add_css_class (GTK_WIDGET (self), "property");
  adw_action_row_set_subtitle_selectable (ADW_ACTION_ROW (self), TRUE);
}

GtkWidget *
ent_gtk_static_row_new (EntGtkEditor *editor, const EntField *field)
{
  EntGtkStaticRow *self = g_object_new (ENT_GTK_TYPE_STATIC_ROW, NULL);

  ent_gtk_field_row_bind (ENT_GTK_FIELD_ROW (self), editor, field);

  return GTK_WIDGET (self);
}
