/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "EntGtk"

#include "config.h"

#include "ent-gtk-field-row-private.h"

#define ENT_GTK_TYPE_SWITCH_ROW (ent_gtk_switch_row_get_type ())
G_DECLARE_FINAL_TYPE (EntGtkSwitchRow, ent_gtk_switch_row, ENT_GTK, SWITCH_ROW, AdwActionRow)

/* Yes or no. */
struct _EntGtkSwitchRow
{
  AdwActionRow parent_instance;

  GtkWidget *toggle;
  gboolean refreshing;
};

static void field_row_init (EntGtkFieldRowInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (EntGtkSwitchRow,
                               ent_gtk_switch_row,
                               ADW_TYPE_ACTION_ROW,
                               G_IMPLEMENT_INTERFACE (ENT_GTK_TYPE_FIELD_ROW, field_row_init))

static void
ent_gtk_switch_row_refresh (EntGtkFieldRow *row)
{
  EntGtkSwitchRow *self = ENT_GTK_SWITCH_ROW (row);
  const EntValue *value = ent_gtk_field_row_get_value (row);

  self->refreshing = TRUE;
  gtk_switch_set_active (GTK_SWITCH (self->toggle),
                         value != NULL && value->type == ENT_VALUE_INTEGER && value->integer != 0);
  self->refreshing = FALSE;
  ent_gtk_field_row_set_problem (row, NULL);
}

static void
field_row_init (EntGtkFieldRowInterface *iface)
{
  iface->refresh = ent_gtk_switch_row_refresh;
}

static void
toggled_cb (EntGtkSwitchRow *self)
{
  g_auto (EntValue) value = ENT_VALUE_INIT;

  if (self->refreshing)
    return;
  ent_value_set_integer (&value, gtk_switch_get_active (GTK_SWITCH (self->toggle)));
  ent_gtk_field_row_commit (ENT_GTK_FIELD_ROW (self), &value);
}

static void
ent_gtk_switch_row_class_init (EntGtkSwitchRowClass *klass)
{
}

static void
ent_gtk_switch_row_init (EntGtkSwitchRow *self)
{
  self->toggle = gtk_switch_new ();
  gtk_widget_set_valign (self->toggle, GTK_ALIGN_CENTER);
  adw_action_row_add_suffix (ADW_ACTION_ROW (self), ent_gtk_field_row_make_conflict_mark (ENT_GTK_FIELD_ROW (self)));
  adw_action_row_add_suffix (ADW_ACTION_ROW (self), self->toggle);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (self), self->toggle);
  g_signal_connect_swapped (self->toggle, "notify::active", G_CALLBACK (toggled_cb), self);
}

GtkWidget *
ent_gtk_switch_row_new (EntGtkEditor *editor, const EntField *field)
{
  EntGtkSwitchRow *self = g_object_new (ENT_GTK_TYPE_SWITCH_ROW, NULL);

  ent_gtk_field_row_bind (ENT_GTK_FIELD_ROW (self), editor, field);

  return GTK_WIDGET (self);
}
