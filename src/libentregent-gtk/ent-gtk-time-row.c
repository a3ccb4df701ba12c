/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "EntGtk"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "ent-gtk-field-row-private.h"
#include "ent-gtk-format.h"
#include "ent-gtk-icu-private.h"

#define ENT_GTK_TYPE_TIME_ROW (ent_gtk_time_row_get_type ())
G_DECLARE_FINAL_TYPE (EntGtkTimeRow, ent_gtk_time_row, ENT_GTK, TIME_ROW, AdwActionRow)

/* A moment: day and time of day, picked from a calendar and two numbers. */
struct _EntGtkTimeRow
{
  AdwActionRow parent_instance;

  GtkWidget *button;
  GtkWidget *popover;
  GtkWidget *calendar;
  GtkWidget *hour;
  GtkWidget *minute;
  GtkWidget *time_box;
  GtkWidget *clear;
};

static void field_row_init (EntGtkFieldRowInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (EntGtkTimeRow,
                               ent_gtk_time_row,
                               ADW_TYPE_ACTION_ROW,
                               G_IMPLEMENT_INTERFACE (ENT_GTK_TYPE_FIELD_ROW, field_row_init))

/* An activity of whole days has its start at midnight UTC, wherever one is. */
static gboolean
is_all_day (EntGtkTimeRow *self)
{
  EntGtkEditor *editor = ent_gtk_field_row_get_editor (ENT_GTK_FIELD_ROW (self));
  const EntField *field = ent_gtk_field_row_get_field (ENT_GTK_FIELD_ROW (self));
  const EntField *all_day = ent_kind_get_field (field->kind, "all-day");
  const EntValue *value = all_day != NULL ? ent_gtk_editor_get_value (editor, all_day) : NULL;

  return value != NULL && value->type == ENT_VALUE_INTEGER && value->integer != 0 &&
         (g_str_equal (field->key, "start") || g_str_equal (field->key, "end"));
}

static void
ent_gtk_time_row_refresh (EntGtkFieldRow *row)
{
  EntGtkTimeRow *self = ENT_GTK_TIME_ROW (row);
  const EntValue *value = ent_gtk_field_row_get_value (row);
  gboolean has_value = value != NULL && value->type == ENT_VALUE_INTEGER;
  g_autofree char *text = NULL;

  if (has_value)
    text = is_all_day (self) ? ent_gtk_icu_format_date (value->integer, "yMMMd", "UTC")
                             : ent_gtk_format_time (value->integer);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), text != NULL ? text : "");
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
  gtk_widget_set_visible (self->clear, has_value);
  ent_gtk_field_row_set_problem (row, NULL);
}

static void
field_row_init (EntGtkFieldRowInterface *iface)
{
  iface->refresh = ent_gtk_time_row_refresh;
}

static void
popover_shown_cb (EntGtkTimeRow *self)
{
  const EntValue *value = ent_gtk_field_row_get_value (ENT_GTK_FIELD_ROW (self));
  gboolean all_day = is_all_day (self);
  g_autoptr (GDateTime) when = NULL;

  if (value == NULL || value->type != ENT_VALUE_INTEGER)
    when = g_date_time_new_now_local ();
  else if (all_day)
    when = g_date_time_new_from_unix_utc (value->integer / 1000);
  else
    when = g_date_time_new_from_unix_local (value->integer / 1000);
  if (when == NULL)
    return;
  gtk_calendar_select_day (GTK_CALENDAR (self->calendar), when);
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (self->hour), g_date_time_get_hour (when));
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (self->minute), g_date_time_get_minute (when));
  gtk_widget_set_visible (self->time_box, !all_day);
}

static void
set_cb (EntGtkTimeRow *self)
{
  int year = gtk_calendar_get_year (GTK_CALENDAR (self->calendar));
  int month = gtk_calendar_get_month (GTK_CALENDAR (self->calendar)) + 1;
  int day = gtk_calendar_get_day (GTK_CALENDAR (self->calendar));
  g_auto (EntValue) value = ENT_VALUE_INIT;
  g_autoptr (GDateTime) when = NULL;

  if (is_all_day (self))
    when = g_date_time_new_utc (year, month, day, 0, 0, 0);
  else
    when = g_date_time_new_local (year, month, day, gtk_spin_button_get_value_as_int (GTK_SPIN_BUTTON (self->hour)),
                                  gtk_spin_button_get_value_as_int (GTK_SPIN_BUTTON (self->minute)), 0);
  gtk_popover_popdown (GTK_POPOVER (self->popover));
  if (when == NULL)
    {
      ent_gtk_field_row_set_problem (ENT_GTK_FIELD_ROW (self), _("There is no such time on that day"));
      return;
    }
  ent_value_set_integer (&value, g_date_time_to_unix (when) * 1000);
  ent_gtk_field_row_commit (ENT_GTK_FIELD_ROW (self), &value);
}

static void
clear_cb (EntGtkTimeRow *self)
{
  g_auto (EntValue) value = ENT_VALUE_INIT;

  gtk_popover_popdown (GTK_POPOVER (self->popover));
  ent_gtk_field_row_commit (ENT_GTK_FIELD_ROW (self), &value);
}

static gboolean
show_two_digits_cb (GtkSpinButton *spin)
{
  g_autofree char *text = g_strdup_printf ("%02d", gtk_spin_button_get_value_as_int (spin));

  gtk_editable_set_text (GTK_EDITABLE (spin), text);

  return TRUE;
}

static GtkWidget *
make_spin (double max, const char *label)
{
  GtkWidget *spin = gtk_spin_button_new_with_range (0, max, 1);

  gtk_spin_button_set_wrap (GTK_SPIN_BUTTON (spin), TRUE);
  gtk_orientable_set_orientation (GTK_ORIENTABLE (spin), GTK_ORIENTATION_HORIZONTAL);
  gtk_editable_set_width_chars (GTK_EDITABLE (spin), 2);
  gtk_accessible_update_property (GTK_ACCESSIBLE (spin), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  g_signal_connect (spin, "output", G_CALLBACK (show_two_digits_cb), NULL);

  return spin;
}

static void
ent_gtk_time_row_class_init (EntGtkTimeRowClass *klass)
{
}

static void
ent_gtk_time_row_init (EntGtkTimeRow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6), *buttons = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *set = gtk_button_new_with_mnemonic (_("_Set"));

  self->calendar = gtk_calendar_new ();
  self->hour = make_spin (23, _("Hour"));
  self->minute = make_spin (59, _("Minute"));
  self->time_box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  self->clear = gtk_button_new_with_mnemonic (_("_Clear"));
  gtk_widget_set_halign (self->time_box, GTK_ALIGN_CENTER);
  /* Hours are before minutes in every script. */
  gtk_widget_set_direction (self->time_box, GTK_TEXT_DIR_LTR);
  gtk_box_append (GTK_BOX (self->time_box), self->hour);
  gtk_box_append (GTK_BOX (self->time_box), gtk_label_new (":"));
  gtk_box_append (GTK_BOX (self->time_box), self->minute);
  gtk_widget_set_hexpand (self->clear, TRUE);
  gtk_widget_set_hexpand (set, TRUE);
  gtk_widget_add_css_class (set, "suggested-action");
  gtk_box_append (GTK_BOX (buttons), self->clear);
  gtk_box_append (GTK_BOX (buttons), set);
  gtk_box_append (GTK_BOX (box), self->calendar);
  gtk_box_append (GTK_BOX (box), self->time_box);
  gtk_box_append (GTK_BOX (box), buttons);
  self->popover = gtk_popover_new ();
  gtk_popover_set_child (GTK_POPOVER (self->popover), box);
  self->button = gtk_menu_button_new ();
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (self->button), "x-office-calendar-symbolic");
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (self->button), self->popover);
  gtk_widget_set_tooltip_text (self->button, _("Calendar"));
  gtk_widget_set_valign (self->button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (self->button, "flat");
  adw_action_row_add_suffix (ADW_ACTION_ROW (self), ent_gtk_field_row_make_conflict_mark (ENT_GTK_FIELD_ROW (self)));
  adw_action_row_add_suffix (ADW_ACTION_ROW (self), self->button);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (self), self->button);
  g_signal_connect_swapped (self->popover, "map", G_CALLBACK (popover_shown_cb), self);
  g_signal_connect_swapped (set, "clicked", G_CALLBACK (set_cb), self);
  g_signal_connect_swapped (self->clear, "clicked", G_CALLBACK (clear_cb), self);
}

GtkWidget *
ent_gtk_time_row_new (EntGtkEditor *editor, const EntField *field)
{
  EntGtkTimeRow *self = g_object_new (ENT_GTK_TYPE_TIME_ROW, NULL);

  ent_gtk_field_row_bind (ENT_GTK_FIELD_ROW (self), editor, field);

  return GTK_WIDGET (self);
}
