/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "EntGtk"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "ent-gtk-field-row-private.h"

/* What every class has beside its widgets. */
typedef struct
{
  EntGtkEditor *editor;
  const EntField *field;
  GtkWidget *conflict_mark;
  GtkWidget *problem_row; /* below the row while there is a problem; owned by the list */
  GtkWidget *problem_label;
} RowData;

G_DEFINE_INTERFACE (EntGtkFieldRow, ent_gtk_field_row, GTK_TYPE_WIDGET)

static GQuark
row_data_quark (void)
{
  return g_quark_from_static_string ("ent-gtk-field-row");
}

static void
row_data_free (gpointer data)
{
  RowData *row = data;

  g_clear_object (&row->editor);
  g_clear_weak_pointer (&row->problem_row);
  g_free (row);
}

static RowData *
get_data (EntGtkFieldRow *self)
{
  RowData *row = g_object_get_qdata (G_OBJECT (self), row_data_quark ());

  if (row == NULL)
    {
      row = g_new0 (RowData, 1);
      g_object_set_qdata_full (G_OBJECT (self), row_data_quark (), row, row_data_free);
    }

  return row;
}

static void
ent_gtk_field_row_default_init (EntGtkFieldRowInterface *iface)
{
}

static void
changed_cb (EntGtkFieldRow *self)
{
  RowData *row = get_data (self);

  if (row->conflict_mark != NULL)
    gtk_widget_set_visible (row->conflict_mark, ent_gtk_editor_has_conflict (row->editor, row->field));
  ENT_GTK_FIELD_ROW_GET_IFACE (self)->refresh (self);
}

static void
refused_cb (EntGtkFieldRow *self, const EntField *field, const char *message)
{
  if (field == get_data (self)->field)
    ent_gtk_field_row_set_problem (self, message);
}

void
ent_gtk_field_row_bind (EntGtkFieldRow *self, EntGtkEditor *editor, const EntField *field)
{
  RowData *row = get_data (self);

  row->editor = g_object_ref (editor);
  row->field = field;
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (self), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), ent_field_get_label (field));
  g_signal_connect_object (editor, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (editor, "refused", G_CALLBACK (refused_cb), self, G_CONNECT_SWAPPED);
  changed_cb (self);
}

GtkWidget *
ent_gtk_field_row_make_conflict_mark (EntGtkFieldRow *self)
{
  RowData *row = get_data (self);

  row->conflict_mark = ent_gtk_conflict_button_new (self);

  return row->conflict_mark;
}

const EntValue *
ent_gtk_field_row_get_value (EntGtkFieldRow *self)
{
  RowData *row = get_data (self);

  return ent_gtk_editor_get_value (row->editor, row->field);
}

void
ent_gtk_field_row_commit (EntGtkFieldRow *self, const EntValue *value)
{
  RowData *row = get_data (self);

  ent_gtk_field_row_set_problem (self, NULL);
  ent_gtk_editor_set_value (row->editor, row->field, value);
}

/**
 * ent_gtk_field_row_new:
 * @editor: what is edited
 * @field: a field of its kind
 *
 * Makes the row for a field, by its type.
 *
 * Returns: (transfer floating): a new row
 */
GtkWidget *
ent_gtk_field_row_new (EntGtkEditor *editor, const EntField *field)
{
  g_return_val_if_fail (ENT_GTK_IS_EDITOR (editor) && field != NULL, NULL);

  switch (ent_gtk_row_type_for_field (field))
    {
    case ENT_GTK_ROW_LONG_TEXT:
      return ent_gtk_long_text_row_new (editor, field);
    case ENT_GTK_ROW_CHOICE:
      return ent_gtk_choice_row_new (editor, field);
    case ENT_GTK_ROW_SWITCH:
      return ent_gtk_switch_row_new (editor, field);
    case ENT_GTK_ROW_DATE:
      return ent_gtk_date_row_new (editor, field);
    case ENT_GTK_ROW_TIME:
      return ent_gtk_time_row_new (editor, field);
    case ENT_GTK_ROW_REFERENCE:
      return ent_gtk_reference_row_new (editor, field);
    case ENT_GTK_ROW_STAGE:
      return ent_gtk_stage_row_new (editor, field);
    case ENT_GTK_ROW_LINKS:
      return ent_gtk_links_row_new (editor, field);
    case ENT_GTK_ROW_STATIC:
      return ent_gtk_static_row_new (editor, field);
    case ENT_GTK_ROW_ENTRY:
      break;
    }

  return ent_gtk_entry_row_new (editor, field);
}

/**
 * ent_gtk_field_row_get_editor:
 * @self: a row
 *
 * Gets what the row edits.
 *
 * Returns: (transfer none): the editor
 */
EntGtkEditor *
ent_gtk_field_row_get_editor (EntGtkFieldRow *self)
{
  g_return_val_if_fail (ENT_GTK_IS_FIELD_ROW (self), NULL);

  return get_data (self)->editor;
}

/**
 * ent_gtk_field_row_get_field:
 * @self: a row
 *
 * Gets the field that the row shows.
 *
 * Returns: (transfer none): the field
 */
const EntField *
ent_gtk_field_row_get_field (EntGtkFieldRow *self)
{
  g_return_val_if_fail (ENT_GTK_IS_FIELD_ROW (self), NULL);

  return get_data (self)->field;
}

/**
 * ent_gtk_field_row_get_problem:
 * @self: a row
 *
 * Gets why the value that was given could not be taken.
 *
 * Returns: (transfer none) (nullable): the message, or %NULL if all is well
 */
const char *
ent_gtk_field_row_get_problem (EntGtkFieldRow *self)
{
  RowData *row;

  g_return_val_if_fail (ENT_GTK_IS_FIELD_ROW (self), NULL);

  row = get_data (self);

  return row->problem_row != NULL ? gtk_label_get_text (GTK_LABEL (row->problem_label)) : NULL;
}

static void
add_problem_row (EntGtkFieldRow *self, RowData *row)
{
  GtkWidget *list = gtk_widget_get_parent (GTK_WIDGET (self));

  if (!GTK_IS_LIST_BOX (list))
    return;
  row->problem_label = gtk_label_new (NULL);
  gtk_label_set_wrap (GTK_LABEL (row->problem_label), TRUE);
  gtk_label_set_xalign (GTK_LABEL (row->problem_label), 0);
  gtk_widget_add_css_class (row->problem_label, "problem");
  row->problem_row = gtk_list_box_row_new ();
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row->problem_row), row->problem_label);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row->problem_row), FALSE);
  gtk_widget_set_focusable (row->problem_row, FALSE);
  gtk_list_box_insert (GTK_LIST_BOX (list), row->problem_row, gtk_list_box_row_get_index (GTK_LIST_BOX_ROW (self)) + 1);
  g_object_add_weak_pointer (G_OBJECT (row->problem_row), (gpointer *) &row->problem_row);
}

/**
 * ent_gtk_field_row_set_problem:
 * @self: a row
 * @message: (nullable): why its value cannot be taken, or %NULL if it can
 *
 * Marks the row as wrong and says why below it, also to assistive technology.
 */
void
ent_gtk_field_row_set_problem (EntGtkFieldRow *self, const char *message)
{
  RowData *row;

  g_return_if_fail (ENT_GTK_IS_FIELD_ROW (self));

  row = get_data (self);
  if (message == NULL)
    {
      GtkWidget *problem_row = row->problem_row;

      if (problem_row == NULL)
        return;
      gtk_widget_remove_css_class (GTK_WIDGET (self), "error");
      gtk_accessible_reset_state (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_STATE_INVALID);
      gtk_accessible_reset_relation (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_RELATION_ERROR_MESSAGE);
      g_clear_weak_pointer (&row->problem_row);
      gtk_list_box_remove (GTK_LIST_BOX (gtk_widget_get_parent (problem_row)), problem_row);
      return;
    }

  if (row->problem_row == NULL)
    add_problem_row (self, row);
  if (row->problem_row == NULL)
    return;
  gtk_label_set_text (GTK_LABEL (row->problem_label), message);
  gtk_widget_add_css_class (GTK_WIDGET (self), "error");
  gtk_accessible_update_state (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_STATE_INVALID, GTK_ACCESSIBLE_INVALID_TRUE, -1);
  gtk_accessible_update_relation (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_RELATION_ERROR_MESSAGE, row->problem_label,
                                  NULL, -1);
  gtk_accessible_announce (GTK_ACCESSIBLE (self), message, GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_HIGH);
}
