/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "EntGtk"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "ent-gtk-field-row-private.h"

#define ENT_GTK_TYPE_LONG_TEXT_ROW (ent_gtk_long_text_row_get_type ())
G_DECLARE_FINAL_TYPE (EntGtkLongTextRow, ent_gtk_long_text_row, ENT_GTK, LONG_TEXT_ROW, AdwPreferencesRow)

/* Several lines of text, as high as the text is. Committed by Ctrl+Enter, the button, or by going on to something else.
 */
struct _EntGtkLongTextRow
{
  AdwPreferencesRow parent_instance;

  char *shown;
  GtkTextBuffer *buffer;
  GtkWidget *view;
  GtkWidget *title;
  GtkWidget *apply;
};

static void field_row_init (EntGtkFieldRowInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (EntGtkLongTextRow,
                               ent_gtk_long_text_row,
                               ADW_TYPE_PREFERENCES_ROW,
                               G_IMPLEMENT_INTERFACE (ENT_GTK_TYPE_FIELD_ROW, field_row_init))

static char *
dup_text (EntGtkLongTextRow *self)
{
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (self->buffer, &start, &end);

  return gtk_text_buffer_get_text (self->buffer, &start, &end, FALSE);
}

static gboolean
is_dirty (EntGtkLongTextRow *self)
{
  g_autofree char *text = dup_text (self);

  return g_strcmp0 (text, self->shown != NULL ? self->shown : "") != 0;
}

static void
update_apply (EntGtkLongTextRow *self)
{
  gtk_widget_set_visible (self->apply, is_dirty (self));
}

static void
ent_gtk_long_text_row_refresh (EntGtkFieldRow *row)
{
  EntGtkLongTextRow *self = ENT_GTK_LONG_TEXT_ROW (row);
  const EntValue *value = ent_gtk_field_row_get_value (row);
  const char *text = value != NULL && value->type == ENT_VALUE_TEXT ? value->text : "";
  gboolean dirty = self->shown != NULL && is_dirty (self);

  g_set_str (&self->shown, text);
  if (!dirty && is_dirty (self))
    gtk_text_buffer_set_text (self->buffer, text, -1);
  update_apply (self);
  if (!dirty)
    ent_gtk_field_row_set_problem (row, NULL);
}

static void
field_row_init (EntGtkFieldRowInterface *iface)
{
  iface->refresh = ent_gtk_long_text_row_refresh;
}

static void
apply_text (EntGtkLongTextRow *self)
{
  g_autofree char *text = dup_text (self);
  g_auto (EntValue) value = ENT_VALUE_INIT;

  if (!is_dirty (self))
    return;
  if (*text != '\0')
    ent_value_set_text (&value, text);
  ent_gtk_field_row_commit (ENT_GTK_FIELD_ROW (self), &value);
}

static gboolean
key_pressed_cb (EntGtkLongTextRow *self, guint keyval, guint keycode, GdkModifierType state)
{
  if ((keyval == GDK_KEY_Return || keyval == GDK_KEY_KP_Enter) && (state & GDK_CONTROL_MASK) != 0)
    {
      apply_text (self);
      return GDK_EVENT_STOP;
    }
  if (keyval == GDK_KEY_Escape && is_dirty (self))
    {
      gtk_text_buffer_set_text (self->buffer, self->shown, -1);
      return GDK_EVENT_STOP;
    }

  return GDK_EVENT_PROPAGATE;
}

static void
ent_gtk_long_text_row_finalize (GObject *object)
{
  EntGtkLongTextRow *self = ENT_GTK_LONG_TEXT_ROW (object);

  g_clear_pointer (&self->shown, g_free);

  G_OBJECT_CLASS (ent_gtk_long_text_row_parent_class)->finalize (object);
}

static gboolean
ent_gtk_long_text_row_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (ENT_GTK_LONG_TEXT_ROW (widget)->view);
}

static void
ent_gtk_long_text_row_class_init (EntGtkLongTextRowClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = ent_gtk_long_text_row_finalize;
  GTK_WIDGET_CLASS (klass)->grab_focus = ent_gtk_long_text_row_grab_focus;
}

static void
ent_gtk_long_text_row_init (EntGtkLongTextRow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3), *header = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkEventController *focus = gtk_event_controller_focus_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->title = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (self->title), 0);
  gtk_widget_set_hexpand (self->title, TRUE);
  gtk_widget_add_css_class (self->title, "caption");
  gtk_widget_add_css_class (self->title, "dimmed");
  self->apply = gtk_button_new_from_icon_name ("object-select-symbolic");
  gtk_widget_add_css_class (self->apply, "circular");
  gtk_widget_add_css_class (self->apply, "suggested-action");
  gtk_widget_set_valign (self->apply, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (self->apply, _("Apply"));
  self->view = gtk_text_view_new ();
  self->buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->view));
  gtk_text_view_set_wrap_mode (GTK_TEXT_VIEW (self->view), GTK_WRAP_WORD_CHAR);
  gtk_text_view_set_accepts_tab (GTK_TEXT_VIEW (self->view), FALSE);
  gtk_widget_add_css_class (self->view, "plain");
  gtk_widget_set_hexpand (self->view, TRUE);
  gtk_box_append (GTK_BOX (header), self->title);
  gtk_box_append (GTK_BOX (header), ent_gtk_field_row_make_conflict_mark (ENT_GTK_FIELD_ROW (self)));
  gtk_box_append (GTK_BOX (box), header);
  gtk_box_append (GTK_BOX (box), self->view);
  gtk_widget_set_hexpand (box, TRUE);
  header = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  gtk_widget_add_css_class (header, "long-text");
  gtk_box_append (GTK_BOX (header), box);
  gtk_box_append (GTK_BOX (header), self->apply);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (self), header);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self), FALSE);
  gtk_widget_set_focusable (GTK_WIDGET (self), FALSE);
  g_signal_connect_swapped (self->buffer, "changed", G_CALLBACK (update_apply), self);
  g_signal_connect_swapped (self->apply, "clicked", G_CALLBACK (apply_text), self);
  g_signal_connect_swapped (focus, "leave", G_CALLBACK (apply_text), self);
  gtk_widget_add_controller (GTK_WIDGET (self), focus);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
}

GtkWidget *
ent_gtk_long_text_row_new (EntGtkEditor *editor, const EntField *field)
{
  EntGtkLongTextRow *self = g_object_new (ENT_GTK_TYPE_LONG_TEXT_ROW, NULL);

  gtk_label_set_text (GTK_LABEL (self->title), ent_field_get_label (field));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->view), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  ent_field_get_label (field), -1);
  ent_gtk_field_row_bind (ENT_GTK_FIELD_ROW (self), editor, field);

  return GTK_WIDGET (self);
}
