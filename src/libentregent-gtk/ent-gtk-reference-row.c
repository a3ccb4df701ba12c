/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "EntGtk"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "ent-gtk-fetch.h"
#include "ent-gtk-field-row-private.h"
#include "ent-gtk-list-state.h"
#include "ent-gtk-picker.h"

#define ENT_GTK_TYPE_REFERENCE_ROW (ent_gtk_reference_row_get_type ())
G_DECLARE_FINAL_TYPE (EntGtkReferenceRow, ent_gtk_reference_row, ENT_GTK, REFERENCE_ROW, AdwActionRow)

/* Another record: its name, a button that goes there, and a dialog to choose another one. */
struct _EntGtkReferenceRow
{
  AdwActionRow parent_instance;

  EntId shown;
  GtkWidget *open;
  const EntKind *kind; /* of the record that is shown */
};

static void field_row_init (EntGtkFieldRowInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (EntGtkReferenceRow,
                               ent_gtk_reference_row,
                               ADW_TYPE_ACTION_ROW,
                               G_IMPLEMENT_INTERFACE (ENT_GTK_TYPE_FIELD_ROW, field_row_init))

/* Only what has a page of its own can be gone to. */
static gboolean
has_page (const EntKind *kind)
{
  static const char *const kinds[] = { "contact", "account", "opportunity", "activity", NULL };

  return kind != NULL && g_strv_contains (kinds, kind->key);
}

static void
show_title (EntGtkReferenceRow *self, const EntKind *kind, const char *title)
{
  gboolean has_value = title != NULL && *title != '\0';

  self->kind = kind;
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), has_value ? title : "");
  if (has_value)
    {
      gtk_widget_add_css_class (GTK_WIDGET (self), "property");
      gtk_widget_remove_css_class (GTK_WIDGET (self), "empty");
    }
  else
    {
      gtk_widget_add_css_class (GTK_WIDGET (self), "empty");
      gtk_widget_remove_css_class (GTK_WIDGET (self), "property");
    }
  gtk_widget_set_visible (self->open, has_value && has_page (kind));
}

static void
named_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (EntGtkReferenceRow) self = data;
  g_autoptr (GPtrArray) found = ent_gtk_name_finish (ENT_STORE (source), result, NULL);
  EntGtkNamed *named = found != NULL && found->len > 0 ? g_ptr_array_index (found, 0) : NULL;

  if (named != NULL && ent_id_equal (&named->id, &self->shown))
    show_title (self, named->kind, named->title);
}

static void
ent_gtk_reference_row_refresh (EntGtkFieldRow *row)
{
  EntGtkReferenceRow *self = ENT_GTK_REFERENCE_ROW (row);
  EntGtkEditor *editor = ent_gtk_field_row_get_editor (row);
  const EntField *field = ent_gtk_field_row_get_field (row);
  const EntValue *value = ent_gtk_field_row_get_value (row);
  const char *title = ent_gtk_editor_get_reference_title (editor, field);
  gboolean one_target = field->targets != NULL && field->targets[0] != NULL && field->targets[1] == NULL;

  ent_gtk_field_row_set_problem (row, NULL);
  if (value == NULL || value->type != ENT_VALUE_ID)
    {
      self->shown = (EntId) { 0 };
      show_title (self, NULL, NULL);
      return;
    }
  self->shown = value->id;
  if (title != NULL && one_target)
    show_title (self, field->targets[0], title);
  else
    {
      if (title != NULL)
        show_title (self, NULL, title);
      ent_gtk_name_async (ent_gtk_editor_get_store (editor), &value->id, 1, NULL, named_cb, g_object_ref (self));
    }
}

static void
field_row_init (EntGtkFieldRowInterface *iface)
{
  iface->refresh = ent_gtk_reference_row_refresh;
}

static void
chosen_cb (EntGtkReferenceRow *self, const EntKind *kind, const EntId *id)
{
  g_auto (EntValue) value = ENT_VALUE_INIT;

  if (id != NULL)
    ent_value_set_id (&value, id);
  ent_gtk_field_row_commit (ENT_GTK_FIELD_ROW (self), &value);
}

static void
activated_cb (EntGtkReferenceRow *self)
{
  EntGtkFieldRow *row = ENT_GTK_FIELD_ROW (self);
  AdwDialog *picker = ent_gtk_picker_new (ent_gtk_editor_get_store (ent_gtk_field_row_get_editor (row)),
                                          ent_gtk_field_row_get_field (row));

  ent_gtk_picker_set_clearable (ENT_GTK_PICKER (picker),
                                !ent_id_is_null (&self->shown) &&
                                    (ent_gtk_field_row_get_field (row)->flags & ENT_FIELD_REQUIRED) == 0);
  g_signal_connect_object (picker, "chosen", G_CALLBACK (chosen_cb), self, G_CONNECT_SWAPPED);
  adw_dialog_present (picker, GTK_WIDGET (self));
}

static void
open_cb (EntGtkReferenceRow *self)
{
  g_autofree char *id = ent_id_to_string (&self->shown);

  gtk_widget_activate_action (GTK_WIDGET (self), "win.open", "(ss)", self->kind->key, id);
}

static GtkWidget *
add_button (EntGtkReferenceRow *self, const char *icon, const char *label, GCallback callback)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);

  gtk_widget_set_tooltip_text (button, label);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  g_signal_connect_swapped (button, "clicked", callback, self);
  adw_action_row_add_suffix (ADW_ACTION_ROW (self), button);

  return button;
}

static void
ent_gtk_reference_row_class_init (EntGtkReferenceRowClass *klass)
{
}

static void
ent_gtk_reference_row_init (EntGtkReferenceRow *self)
{
  adw_action_row_add_suffix (ADW_ACTION_ROW (self), ent_gtk_field_row_make_conflict_mark (ENT_GTK_FIELD_ROW (self)));
  adw_action_row_add_suffix (ADW_ACTION_ROW (self), gtk_image_new_from_icon_name ("document-edit-symbolic"));
  self->open = add_button (self, "go-next-symbolic", _("Open"), G_CALLBACK (open_cb));
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (self), 2);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self), TRUE);
  g_signal_connect (self, "activated", G_CALLBACK (activated_cb), NULL);
}

GtkWidget *
ent_gtk_reference_row_new (EntGtkEditor *editor, const EntField *field)
{
  EntGtkReferenceRow *self = g_object_new (ENT_GTK_TYPE_REFERENCE_ROW, NULL);

  ent_gtk_field_row_bind (ENT_GTK_FIELD_ROW (self), editor, field);

  return GTK_WIDGET (self);
}
