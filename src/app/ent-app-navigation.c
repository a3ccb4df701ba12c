/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "EntApp"

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "ent-app-navigation.h"
#include "ent-gtk-fetch.h"
#include "ent-gtk-list-state.h"
#include "ent-row.h"

/* Pages and saved views. */
struct _EntAppNavigation
{
  AdwBin parent_instance;

  EntStore *store;
  GCancellable *cancellable;
  char *selected;

  GtkWidget *title;
  GtkWidget *menu;
  GtkWidget *pages;
  GtkWidget *views;
  GtkWidget *views_title;
};

G_DEFINE_FINAL_TYPE (EntAppNavigation, ent_app_navigation, ADW_TYPE_BIN)

static GtkWidget *
add_row (GtkWidget *list, const char *icon, const char *label, const char *page)
{
  GtkWidget *row = gtk_list_box_row_new (), *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12),
            *text = gtk_label_new (label);

  gtk_label_set_ellipsize (GTK_LABEL (text), PANGO_ELLIPSIZE_END);
  gtk_label_set_xalign (GTK_LABEL (text), 0);
  gtk_widget_set_hexpand (text, TRUE);
  gtk_box_append (GTK_BOX (box), gtk_image_new_from_icon_name (icon));
  gtk_box_append (GTK_BOX (box), text);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  g_object_set_data_full (G_OBJECT (row), "page", g_strdup (page), g_free);
  gtk_list_box_append (GTK_LIST_BOX (list), row);

  return row;
}

static void
row_activated_cb (EntAppNavigation *self, GtkListBoxRow *row)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.go", "s",
                              (const char *) g_object_get_data (G_OBJECT (row), "page"));
}

static void
select_in (EntAppNavigation *self, GtkWidget *list)
{
  GtkListBoxRow *row;
  int i;

  for (i = 0; (row = gtk_list_box_get_row_at_index (GTK_LIST_BOX (list), i)) != NULL; i++)
    if (g_strcmp0 (g_object_get_data (G_OBJECT (row), "page"), self->selected) == 0)
      break;
  gtk_list_box_select_row (GTK_LIST_BOX (list), row);
}

static void
views_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  EntAppNavigation *self;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows = ent_store_query_finish (ENT_STORE (source), result, &error);
  guint i;

  if (rows == NULL)
    return;
  self = ENT_APP_NAVIGATION (data);
  gtk_list_box_remove_all (GTK_LIST_BOX (self->views));
  for (i = 0; i < rows->len; i++)
    {
      EntRow *row = g_ptr_array_index (rows, i);
      g_autofree char *id = ent_id_to_string (ent_row_get_id (row));

      add_row (self->views, "entregent-view-symbolic", ent_row_get_title (row), id);
    }
  gtk_widget_set_visible (self->views, rows->len > 0);
  select_in (self, self->views);
}

static void
reload_views (EntAppNavigation *self)
{
  const EntKind *kind = ent_kind_from_key ("saved-view");
  g_autoptr (EntQuery) all = ent_query_new (kind);
  g_autoptr (EntQuery) query = ent_query_with_sort (all, ent_kind_get_field (kind, "position"), FALSE);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  ent_store_query_async (self->store, query, 0, 100, self->cancellable, views_cb, self);
}

static void
store_changed_cb (EntAppNavigation *self, guint kind)
{
  if (kind == ent_kind_from_key ("saved-view")->number)
    reload_views (self);
}

static void
ent_app_navigation_dispose (GObject *object)
{
  EntAppNavigation *self = ENT_APP_NAVIGATION (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->store);

  G_OBJECT_CLASS (ent_app_navigation_parent_class)->dispose (object);
}

static void
ent_app_navigation_finalize (GObject *object)
{
  g_clear_pointer (&ENT_APP_NAVIGATION (object)->selected, g_free);

  G_OBJECT_CLASS (ent_app_navigation_parent_class)->finalize (object);
}

static void
ent_app_navigation_class_init (EntAppNavigationClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ent_app_navigation_dispose;
  G_OBJECT_CLASS (klass)->finalize = ent_app_navigation_finalize;
  gtk_widget_class_set_template_from_resource (widget_class, "/org/entregent/Entregent/ent-app-navigation.ui");
  gtk_widget_class_bind_template_child (widget_class, EntAppNavigation, title);
  gtk_widget_class_bind_template_child (widget_class, EntAppNavigation, menu);
  gtk_widget_class_bind_template_child (widget_class, EntAppNavigation, pages);
  gtk_widget_class_bind_template_child (widget_class, EntAppNavigation, views);
  gtk_widget_class_bind_template_child (widget_class, EntAppNavigation, views_title);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
}

static void
ent_app_navigation_init (EntAppNavigation *self)
{
  static const char *const kinds[] = { "contact", "account", "opportunity", "activity" };
  guint i;

  gtk_widget_init_template (GTK_WIDGET (self));
  for (i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      const EntKind *kind = ent_kind_from_key (kinds[i]);

      add_row (self->pages, ent_gtk_icon_for_kind (kind), ent_kind_get_plural_label (kind), kinds[i]);
    }
  add_row (self->pages, "entregent-history-symbolic", _("History"), "history");
}

void
ent_app_navigation_set_store (EntAppNavigation *self, EntStore *store)
{
  g_autofree char *name = g_file_get_basename (ent_store_get_file (store));
  char *suffix = name != NULL ? strstr (name, ".entregent") : NULL;

  g_set_object (&self->store, store);
  if (suffix != NULL)
    *suffix = '\0';
  /* The default book needs no name, there is only one. */
  adw_window_title_set_subtitle (ADW_WINDOW_TITLE (self->title),
                                 name != NULL && !g_str_equal (name, "default") ? name : "");
  g_signal_connect_object (store, "changed", G_CALLBACK (store_changed_cb), self, G_CONNECT_SWAPPED);
  reload_views (self);
}

void
ent_app_navigation_select (EntAppNavigation *self, const char *page)
{
  g_set_str (&self->selected, page);
  select_in (self, self->pages);
  select_in (self, self->views);
}

void
ent_app_navigation_popup_menu (EntAppNavigation *self)
{
  gtk_menu_button_popup (GTK_MENU_BUTTON (self->menu));
}
