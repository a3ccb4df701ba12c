/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "EntApp"

#include "config.h"

#include "ent-app-list-rows.h"
#include "ent-gtk-list-row.h"

/* What GTK makes for one list, and a little more. */
#define MAX_SPARE 256

#define ROW_KEY "ent-app-list-row"

/* A click opens: in a narrow window also the record that is selected already. */
static void
released_cb (GtkGestureClick *gesture, int n_press, double x, double y, EntAppListRows *self)
{
  GtkWidget *row = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (gesture));
  GdkModifierType state = gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (gesture));
  guint position = ent_gtk_list_row_get_position (ENT_GTK_LIST_ROW (row));

  if (position != GTK_INVALID_LIST_POSITION && (state & (GDK_CONTROL_MASK | GDK_SHIFT_MASK)) == 0)
    self->clicked (position, self->data);
}

static GtkWidget *
make_row (EntAppListRows *self)
{
  GtkWidget *row = ent_gtk_list_row_new ();
  GtkGesture *click = gtk_gesture_click_new ();

  g_signal_connect (click, "released", G_CALLBACK (released_cb), self);
  gtk_widget_add_controller (row, GTK_EVENT_CONTROLLER (click));

  return row;
}

static GtkWidget *
take_row (EntAppListRows *self)
{
  if (self->spare->len == 0)
    return g_object_ref_sink (make_row (self));

  return g_ptr_array_steal_index_fast (self->spare, self->spare->len - 1);
}

/* The item lets go of its child before it is torn down. */
static void
setup_cb (EntAppListRows *self, GtkListItem *item)
{
  GtkWidget *row = take_row (self);

  g_object_set_data_full (G_OBJECT (item), ROW_KEY, row, g_object_unref);
  gtk_list_item_set_child (item, row);
}

static void
selected_cb (GtkListItem *item)
{
  ent_gtk_list_row_set_selected (ENT_GTK_LIST_ROW (gtk_list_item_get_child (item)), gtk_list_item_get_selected (item));
}

static void
bind_cb (EntAppListRows *self, GtkListItem *item)
{
  EntGtkListRow *row = ENT_GTK_LIST_ROW (gtk_list_item_get_child (item));

  ent_gtk_list_row_set_selectable (row, self->selectable);
  ent_gtk_list_row_bind (row, item, self->state, self->store);
  selected_cb (item);
  g_signal_connect (item, "notify::selected", G_CALLBACK (selected_cb), NULL);
}

static void
unbind_cb (EntAppListRows *self, GtkListItem *item)
{
  g_signal_handlers_disconnect_by_func (item, selected_cb, NULL);
  ent_gtk_list_row_unbind (ENT_GTK_LIST_ROW (gtk_list_item_get_child (item)));
}

static void
teardown_cb (EntAppListRows *self, GtkListItem *item)
{
  g_autoptr (GtkWidget) row = g_object_steal_data (G_OBJECT (item), ROW_KEY);

  gtk_list_item_set_child (item, NULL);
  if (self->spare->len < MAX_SPARE)
    g_ptr_array_add (self->spare, g_steal_pointer (&row));
}

void
ent_app_list_rows_init (EntAppListRows *self,
                        const EntGtkListState *state,
                        EntAppListRowsClicked clicked,
                        gpointer data)
{
  *self = (EntAppListRows) { .state = state, .clicked = clicked, .data = data };
  self->spare = g_ptr_array_new_with_free_func (g_object_unref);
}

void
ent_app_list_rows_clear (EntAppListRows *self)
{
  g_clear_pointer (&self->spare, g_ptr_array_unref);
}

GtkListItemFactory *
ent_app_list_rows_new_factory (EntAppListRows *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  g_signal_connect_swapped (factory, "setup", G_CALLBACK (setup_cb), self);
  g_signal_connect_swapped (factory, "bind", G_CALLBACK (bind_cb), self);
  g_signal_connect_swapped (factory, "unbind", G_CALLBACK (unbind_cb), self);
  g_signal_connect_swapped (factory, "teardown", G_CALLBACK (teardown_cb), self);

  return factory;
}
