/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "EntGtk"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "ent-gtk-date-private.h"
#include "ent-gtk-format.h"
#include "ent-gtk-typed-row-private.h"
#include "ent-partial-date.h"

#define ENT_GTK_TYPE_DATE_ROW (ent_gtk_date_row_get_type ())
G_DECLARE_FINAL_TYPE (EntGtkDateRow, ent_gtk_date_row, ENT_GTK, DATE_ROW, EntGtkTypedRow)

/* A date: shown in words, typed in numbers, or picked from a calendar. */
struct _EntGtkDateRow
{
  EntGtkTypedRow parent_instance;

  char *date; /* as stored, "" for none */
  GtkWidget *button;
  GtkWidget *calendar;
  GtkWidget *clear;
  GtkWidget *no_year; /* NULL for a date that must be complete */
  gboolean refreshing;
};

static void field_row_init (EntGtkFieldRowInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (EntGtkDateRow,
                               ent_gtk_date_row,
                               ENT_GTK_TYPE_TYPED_ROW,
                               G_IMPLEMENT_INTERFACE (ENT_GTK_TYPE_FIELD_ROW, field_row_init))

static void
ent_gtk_date_row_refresh (EntGtkFieldRow *row)
{
  EntGtkDateRow *self = ENT_GTK_DATE_ROW (row);
  const EntValue *value = ent_gtk_field_row_get_value (row);
  const char *date = value != NULL && value->type == ENT_VALUE_TEXT ? value->text : "";

  g_set_str (&self->date, date);
  gtk_widget_set_visible (self->clear, *date != '\0');
  ent_gtk_typed_row_take_value (ENT_GTK_TYPED_ROW (self), ent_gtk_date_format_edit (date), ent_gtk_format_date (date));
}

static void
field_row_init (EntGtkFieldRowInterface *iface)
{
  iface->refresh = ent_gtk_date_row_refresh;
}

static void
commit_date (EntGtkDateRow *self, const char *date)
{
  g_auto (EntValue) value = ENT_VALUE_INIT;

  if (*date != '\0')
    ent_value_set_text (&value, date);
  ent_gtk_typed_row_show_text (ENT_GTK_TYPED_ROW (self), ent_gtk_typed_row_get_words (ENT_GTK_TYPED_ROW (self)));
  ent_gtk_field_row_commit (ENT_GTK_FIELD_ROW (self), &value);
}

static void
ent_gtk_date_row_apply (EntGtkTypedRow *self, const char *typed)
{
  EntGtkFieldRow *row = ENT_GTK_FIELD_ROW (self);
  gboolean partial = ent_gtk_field_row_get_field (row)->type == ENT_FIELD_PARTIAL_DATE;
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *today = g_date_time_format (now, "%Y-%m-%d"), *example = ent_gtk_date_format_edit (today);
  g_autofree char *text = g_strstrip (g_strdup (typed));
  g_autofree char *date = *text == '\0' ? g_strdup ("") : ent_gtk_date_parse_edit (text, partial, today);
  g_autofree char *problem = NULL;

  if (date != NULL)
    {
      commit_date (ENT_GTK_DATE_ROW (self), date);
      return;
    }
  if (partial)
    /* Translators: an example of a date in numbers */
    problem = g_strdup_printf (_("Enter a date, such as %s, or a part of it"), example);
  else
    problem = g_strdup_printf (_("Enter a date, such as %s"), example);
  ent_gtk_field_row_set_problem (row, problem);
}

static void
day_selected_cb (EntGtkDateRow *self)
{
  char buffer[ENT_PARTIAL_DATE_TEXT_SIZE];
  EntPartialDate date = {
    gtk_calendar_get_year (GTK_CALENDAR (self->calendar)),
    gtk_calendar_get_month (GTK_CALENDAR (self->calendar)) + 1,
    gtk_calendar_get_day (GTK_CALENDAR (self->calendar)),
  };

  if (self->refreshing)
    return;
  if (self->no_year != NULL && gtk_check_button_get_active (GTK_CHECK_BUTTON (self->no_year)))
    date.year = 0;
  commit_date (self, ent_partial_date_to_text (&date, buffer));
}

static void
popover_shown_cb (EntGtkDateRow *self)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local (), day = NULL;
  EntPartialDate date;

  if (!ent_partial_date_parse (self->date, &date))
    date = (EntPartialDate) { 0 };
  day = g_date_time_new_local (date.year != 0 ? date.year : g_date_time_get_year (now),
                               date.month != 0 ? date.month : g_date_time_get_month (now),
                               date.day != 0     ? date.day
                               : date.month != 0 ? 1
                                                 : g_date_time_get_day_of_month (now),
                               0, 0, 0);
  self->refreshing = TRUE;
  if (day != NULL)
    gtk_calendar_select_day (GTK_CALENDAR (self->calendar), day);
  if (self->no_year != NULL)
    gtk_check_button_set_active (GTK_CHECK_BUTTON (self->no_year), *self->date != '\0' && date.year == 0);
  self->refreshing = FALSE;
}

static void
today_cb (EntGtkDateRow *self)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *today = g_date_time_format (now, "%Y-%m-%d");

  gtk_menu_button_popdown (GTK_MENU_BUTTON (self->button));
  commit_date (self, today);
}

static void
clear_cb (EntGtkDateRow *self)
{
  gtk_menu_button_popdown (GTK_MENU_BUTTON (self->button));
  commit_date (self, "");
}

static GtkWidget *
make_popover (EntGtkDateRow *self, gboolean partial)
{
  GtkWidget *popover = gtk_popover_new (), *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *buttons = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6),
            *today = gtk_button_new_with_mnemonic (_("_Today"));

  self->calendar = gtk_calendar_new ();
  gtk_box_append (GTK_BOX (box), self->calendar);
  if (partial)
    {
      self->no_year = gtk_check_button_new_with_mnemonic (_("_Year unknown"));
      gtk_box_append (GTK_BOX (box), self->no_year);
      g_signal_connect_swapped (self->no_year, "toggled", G_CALLBACK (day_selected_cb), self);
    }
  self->clear = gtk_button_new_with_mnemonic (_("_Clear"));
  gtk_widget_set_hexpand (today, TRUE);
  gtk_widget_set_hexpand (self->clear, TRUE);
  gtk_box_append (GTK_BOX (buttons), today);
  gtk_box_append (GTK_BOX (buttons), self->clear);
  gtk_box_append (GTK_BOX (box), buttons);
  gtk_popover_set_child (GTK_POPOVER (popover), box);
  g_signal_connect_swapped (self->calendar, "day-selected", G_CALLBACK (day_selected_cb), self);
  g_signal_connect_swapped (today, "clicked", G_CALLBACK (today_cb), self);
  g_signal_connect_swapped (self->clear, "clicked", G_CALLBACK (clear_cb), self);
  g_signal_connect_swapped (popover, "map", G_CALLBACK (popover_shown_cb), self);

  return popover;
}

static void
ent_gtk_date_row_finalize (GObject *object)
{
  EntGtkDateRow *self = ENT_GTK_DATE_ROW (object);

  g_clear_pointer (&self->date, g_free);

  G_OBJECT_CLASS (ent_gtk_date_row_parent_class)->finalize (object);
}

static void
ent_gtk_date_row_class_init (EntGtkDateRowClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = ent_gtk_date_row_finalize;
  ENT_GTK_TYPED_ROW_CLASS (klass)->apply = ent_gtk_date_row_apply;
}

static void
ent_gtk_date_row_init (EntGtkDateRow *self)
{
  self->button = gtk_menu_button_new ();
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (self->button), "x-office-calendar-symbolic");
  gtk_widget_set_tooltip_text (self->button, _("Calendar"));
  gtk_widget_set_valign (self->button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (self->button, "flat");
  adw_entry_row_add_suffix (ADW_ENTRY_ROW (self), ent_gtk_field_row_make_conflict_mark (ENT_GTK_FIELD_ROW (self)));
  adw_entry_row_add_suffix (ADW_ENTRY_ROW (self), self->button);
}

GtkWidget *
ent_gtk_date_row_new (EntGtkEditor *editor, const EntField *field)
{
  EntGtkDateRow *self = g_object_new (ENT_GTK_TYPE_DATE_ROW, NULL);

  gtk_menu_button_set_popover (GTK_MENU_BUTTON (self->button),
                               make_popover (self, field->type == ENT_FIELD_PARTIAL_DATE));
  ent_gtk_typed_row_bind (ENT_GTK_TYPED_ROW (self), editor, field);

  return GTK_WIDGET (self);
}
