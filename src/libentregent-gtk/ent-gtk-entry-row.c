/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "EntGtk"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "ent-gtk-field-row-private.h"
#include "ent-gtk-format.h"

/* One line of text, or a number. What was typed is committed by Enter, by the button, or by going on to something else; Escape takes it back. */

#define ENT_GTK_TYPE_ENTRY_ROW (ent_gtk_entry_row_get_type ())
G_DECLARE_FINAL_TYPE (EntGtkEntryRow, ent_gtk_entry_row, ENT_GTK, ENTRY_ROW, AdwEntryRow)

struct _EntGtkEntryRow
{
  AdwEntryRow parent_instance;

  char *shown; /* the editor's value as it is typed */
  char *words; /* the same as it is read: "€3,000" */
  GtkWidget *unit;
  gboolean draft; /* there is one button for the whole form */
};

static void field_row_init (EntGtkFieldRowInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (EntGtkEntryRow, ent_gtk_entry_row, ADW_TYPE_ENTRY_ROW,
                               G_IMPLEMENT_INTERFACE (ENT_GTK_TYPE_FIELD_ROW, field_row_init))

static gboolean
is_dirty (EntGtkEntryRow *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self));

  return g_strcmp0 (text, self->shown) != 0 && g_strcmp0 (text, self->words) != 0;
}

static const char *
get_currency (EntGtkFieldRow *self)
{
  return ent_gtk_editor_get_currency (ent_gtk_field_row_get_editor (self), ent_gtk_field_row_get_field (self));
}

static void
show_text (EntGtkEntryRow *self, const char *text)
{
  /* Turning the button off and on makes the row forget that it was typed into. */
  adw_entry_row_set_show_apply_button (ADW_ENTRY_ROW (self), FALSE);
  gtk_editable_set_text (GTK_EDITABLE (self), text);
  adw_entry_row_set_show_apply_button (ADW_ENTRY_ROW (self), !self->draft);
}

static gboolean
is_editing (EntGtkEntryRow *self)
{
  return gtk_widget_has_css_class (GTK_WIDGET (self), "focused");
}

static void
show_value (EntGtkEntryRow *self)
{
  const char *text = is_editing (self) ? self->shown : self->words;

  if (g_strcmp0 (text, gtk_editable_get_text (GTK_EDITABLE (self))) != 0)
    show_text (self, text);
  gtk_widget_set_visible (self->unit, is_editing (self) && *gtk_label_get_text (GTK_LABEL (self->unit)) != '\0');
}

static void
ent_gtk_entry_row_refresh (EntGtkFieldRow *row)
{
  EntGtkEntryRow *self = ENT_GTK_ENTRY_ROW (row);
  const EntField *field = ent_gtk_field_row_get_field (row);
  const char *currency = get_currency (row);
  const EntValue *value = ent_gtk_field_row_get_value (row);
  gboolean dirty = self->shown != NULL && is_dirty (self);

  g_free (self->shown);
  self->shown = ent_gtk_format_edit (field, value, currency);
  g_free (self->words);
  self->words = ent_gtk_format_value (field, value, currency);
  if (currency != NULL)
    gtk_label_set_text (GTK_LABEL (self->unit), currency);
  else if (field->type == ENT_FIELD_PERCENT)
    gtk_label_set_text (GTK_LABEL (self->unit), "%");
  else if (field->unit != NULL)
    gtk_label_set_text (GTK_LABEL (self->unit), g_dgettext (GETTEXT_PACKAGE, field->unit));
  else if (field->type == ENT_FIELD_DURATION)
    gtk_label_set_text (GTK_LABEL (self->unit), _("minutes"));
  if (dirty && is_dirty (self))
    return;
  show_value (self);
  ent_gtk_field_row_set_problem (row, NULL);
}

static void
field_row_init (EntGtkFieldRowInterface *iface)
{
  iface->refresh = ent_gtk_entry_row_refresh;
}

static void
apply_cb (EntGtkEntryRow *self)
{
  EntGtkFieldRow *row = ENT_GTK_FIELD_ROW (self);
  g_auto (EntValue) value = ENT_VALUE_INIT;
  g_autofree char *problem = NULL, *formatted = NULL;
  const EntField *field = ent_gtk_field_row_get_field (row);
  const char *currency = get_currency (row);

  if (!ent_gtk_parse_edit (field, gtk_editable_get_text (GTK_EDITABLE (self)), currency, &value, &problem))
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
  if (g_strcmp0 (formatted, self->shown) != 0)
    {
      show_text (self, formatted);
      ent_gtk_field_row_commit (row, &value);
      return;
    }
  show_value (self);
  ent_gtk_field_row_set_problem (row, NULL);
}

static void
enter_cb (EntGtkEntryRow *self)
{
  if (!is_dirty (self))
    show_value (self);
}

static void
leave_cb (EntGtkEntryRow *self)
{
  if (is_dirty (self))
    apply_cb (self);
  else
    show_value (self);
}

static gboolean
key_pressed_cb (EntGtkEntryRow *self, guint keyval)
{
  if (keyval != GDK_KEY_Escape || !is_dirty (self))
    return GDK_EVENT_PROPAGATE;
  show_text (self, self->shown);
  ent_gtk_field_row_set_problem (ENT_GTK_FIELD_ROW (self), NULL);

  return GDK_EVENT_STOP;
}

static void
ent_gtk_entry_row_finalize (GObject *object)
{
  EntGtkEntryRow *self = ENT_GTK_ENTRY_ROW (object);

  g_clear_pointer (&self->shown, g_free);
  g_clear_pointer (&self->words, g_free);

  G_OBJECT_CLASS (ent_gtk_entry_row_parent_class)->finalize (object);
}

static void
ent_gtk_entry_row_class_init (EntGtkEntryRowClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = ent_gtk_entry_row_finalize;
}

static void
ent_gtk_entry_row_init (EntGtkEntryRow *self)
{
  GtkEventController *focus = gtk_event_controller_focus_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->unit = gtk_label_new (NULL);
  gtk_widget_add_css_class (self->unit, "dimmed");
  adw_entry_row_add_suffix (ADW_ENTRY_ROW (self), self->unit);
  adw_entry_row_add_suffix (ADW_ENTRY_ROW (self), ent_gtk_field_row_make_conflict_mark (ENT_GTK_FIELD_ROW (self)));
  g_signal_connect (self, "apply", G_CALLBACK (apply_cb), NULL);
  g_signal_connect_swapped (focus, "enter", G_CALLBACK (enter_cb), self);
  g_signal_connect_swapped (focus, "leave", G_CALLBACK (leave_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), focus);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
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
  self->draft = ent_gtk_editor_is_draft (editor);
  adw_entry_row_set_show_apply_button (ADW_ENTRY_ROW (self), !self->draft);
  adw_entry_row_set_activates_default (ADW_ENTRY_ROW (self), self->draft);
  ent_gtk_field_row_bind (ENT_GTK_FIELD_ROW (self), editor, field);

  return GTK_WIDGET (self);
}
