/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "EntApp"

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "ent-app-history-page.h"
#include "ent-app-window-private.h"
#include "ent-gtk-format.h"
#include "ent-gtk-list-state.h"
#include "ent-query.h"

#define LIMIT 12

/* What was changed, deleted and imported lately, and the way back. */
struct _EntAppHistoryPage
{
  AdwBin parent_instance;

  EntStore *store;
  GCancellable *cancellable;
  GPtrArray *rows; /* borrowed */

  GtkWidget *stack;
  GtkWidget *deleted;
  GtkWidget *imports;
  GtkWidget *changed;
};

G_DEFINE_FINAL_TYPE (EntAppHistoryPage, ent_app_history_page, ADW_TYPE_BIN)

typedef struct
{
  GPtrArray *changed;
  GPtrArray *deleted;
  GPtrArray *imports;
} Found;

static void
found_free (gpointer data)
{
  Found *found = data;

  g_ptr_array_unref (found->changed);
  g_ptr_array_unref (found->deleted);
  g_ptr_array_unref (found->imports);
  g_free (found);
}

static gint64
get_modified (EntRow *row)
{
  const EntValue *value = ent_row_get_value (row, ent_kind_get_field (ent_row_get_kind (row), "modified"));

  return value != NULL && value->type == ENT_VALUE_INTEGER ? value->integer : 0;
}

static int
compare_cb (gconstpointer a, gconstpointer b)
{
  gint64 x = get_modified ((EntRow *) a), y = get_modified ((EntRow *) b);

  return x < y ? 1 : x > y ? -1 : 0;
}

static gboolean
add_rows (EntStore *store,
          const char *kind_key,
          gboolean deleted,
          GPtrArray *rows,
          GCancellable *cancellable,
          GError **error)
{
  const EntKind *kind = ent_kind_from_key (kind_key);
  const EntField *fields[] = { kind->title, ent_kind_get_field (kind, "modified"),
                               ent_kind_get_field (kind, "reverted") };
  g_autoptr (EntQuery) all = ent_query_new (kind);
  g_autoptr (EntQuery) sorted = ent_query_with_sort (all, fields[1], TRUE);
  g_autoptr (EntQuery) query = ent_query_with_fields (sorted, fields, fields[2] != NULL ? 3 : 2);
  g_autoptr (EntQuery) trash = deleted ? ent_query_with_deleted (query, TRUE) : NULL;
  g_autoptr (GPtrArray) found = ent_store_query_sync (store, deleted ? trash : query, 0, LIMIT, cancellable, error);
  guint i;

  for (i = 0; found != NULL && i < found->len; i++)
    g_ptr_array_add (rows, g_object_ref (g_ptr_array_index (found, i)));

  return found != NULL;
}

static void
read_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  static const char *const kinds[] = { "contact", "account", "opportunity", "activity" };
  Found *found = g_new (Found, 1);
  GError *error = NULL;
  gboolean good = TRUE;
  guint i;

  found->changed = g_ptr_array_new_with_free_func (g_object_unref);
  found->deleted = g_ptr_array_new_with_free_func (g_object_unref);
  found->imports = g_ptr_array_new_with_free_func (g_object_unref);
  for (i = 0; good && i < G_N_ELEMENTS (kinds); i++)
    good = add_rows (ENT_STORE (source), kinds[i], FALSE, found->changed, cancellable, &error) &&
           add_rows (ENT_STORE (source), kinds[i], TRUE, found->deleted, cancellable, &error);
  good = good && add_rows (ENT_STORE (source), "import", FALSE, found->imports, cancellable, &error);
  if (!good)
    {
      found_free (found);
      g_task_return_error (task, error);
      return;
    }
  g_ptr_array_sort_values (found->changed, compare_cb);
  g_ptr_array_sort_values (found->deleted, compare_cb);
  g_task_return_pointer (task, found, found_free);
}

static EntAppWindow *
get_window (EntAppHistoryPage *self)
{
  return ENT_APP_WINDOW (gtk_widget_get_root (GTK_WIDGET (self)));
}

static EntRow *
get_row (GtkWidget *widget)
{
  return g_object_get_data (G_OBJECT (widget), "row");
}

static void
open_cb (EntAppHistoryPage *self, GtkWidget *widget)
{
  EntRow *row = get_row (widget);

  ent_app_window_open (get_window (self), ent_row_get_kind (row), ent_row_get_id (row));
}

static void
restore_cb (EntAppHistoryPage *self, GtkWidget *widget)
{
  EntRow *row = get_row (widget);
  g_autoptr (EntChange) change = ent_change_new (self->store);
  g_autofree char *label = g_strdup_printf (_("“%s” restored"), ent_row_get_title (row));

  ent_change_restore (change, ent_row_get_kind (row), ent_row_get_id (row));
  ent_app_window_commit (get_window (self), change, label, NULL, NULL);
}

static void
revert_cb (EntAppHistoryPage *self, GtkWidget *widget)
{
  g_autofree char *id = ent_id_to_string (ent_row_get_id (get_row (widget)));

  gtk_widget_activate_action (GTK_WIDGET (self), "win.revert-import", "s", id);
}

static GtkWidget *
add_row (EntAppHistoryPage *self, GtkWidget *group, EntRow *row, const char *button_label, GCallback button_clicked)
{
  GtkWidget *widget = adw_action_row_new ();
  const EntKind *kind = ent_row_get_kind (row);
  g_autofree char *span = ent_gtk_format_time_span (get_modified (row), g_get_real_time () / 1000);
  g_autofree char *subtitle = g_strdup_printf ("%s · %s", ent_kind_get_label (kind), span);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (widget), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (widget), ent_row_get_title (row));
  adw_action_row_set_title_lines (ADW_ACTION_ROW (widget), 2);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (widget), subtitle);
  adw_action_row_add_prefix (ADW_ACTION_ROW (widget), gtk_image_new_from_icon_name (ent_gtk_icon_for_kind (kind)));
  g_object_set_data_full (G_OBJECT (widget), "row", g_object_ref (row), g_object_unref);
  g_signal_connect_swapped (widget, "activated", G_CALLBACK (open_cb), self);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (widget), TRUE);
  if (button_label != NULL)
    {
      GtkWidget *button = gtk_button_new_with_mnemonic (button_label);

      gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
      gtk_widget_add_css_class (button, "flat");
      g_object_set_data_full (G_OBJECT (button), "row", g_object_ref (row), g_object_unref);
      g_signal_connect_swapped (button, "clicked", button_clicked, self);
      adw_action_row_add_suffix (ADW_ACTION_ROW (widget), button);
    }
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), widget);
  g_ptr_array_add (self->rows, widget);

  return widget;
}

static void
clear_rows (EntAppHistoryPage *self)
{
  guint i;

  for (i = 0; i < self->rows->len; i++)
    {
      GtkWidget *row = g_ptr_array_index (self->rows, i);

      adw_preferences_group_remove (ADW_PREFERENCES_GROUP (gtk_widget_get_ancestor (row, ADW_TYPE_PREFERENCES_GROUP)),
                                    row);
    }
  g_ptr_array_set_size (self->rows, 0);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  EntAppHistoryPage *self;
  g_autoptr (GError) error = NULL;
  Found *found = g_task_propagate_pointer (G_TASK (result), &error);
  guint i;

  if (found == NULL)
    {
      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        g_warning ("The history could not be read: %s", error->message);
      return;
    }
  self = ENT_APP_HISTORY_PAGE (data);
  clear_rows (self);
  for (i = 0; i < found->deleted->len && i < LIMIT; i++)
    add_row (self, self->deleted, g_ptr_array_index (found->deleted, i), _("_Restore"), G_CALLBACK (restore_cb));
  for (i = 0; i < found->imports->len && i < LIMIT; i++)
    {
      EntRow *row = g_ptr_array_index (found->imports, i);
      const EntValue *reverted = ent_row_get_value (row, ent_kind_get_field (ent_row_get_kind (row), "reverted"));
      gboolean done = reverted != NULL && reverted->type != ENT_VALUE_NOTHING;

      add_row (self, self->imports, row, done ? NULL : _("_Revert…"), G_CALLBACK (revert_cb));
    }
  for (i = 0; i < found->changed->len && i < LIMIT; i++)
    add_row (self, self->changed, g_ptr_array_index (found->changed, i), NULL, NULL);
  gtk_widget_set_visible (self->deleted, found->deleted->len > 0);
  gtk_widget_set_visible (self->imports, found->imports->len > 0);
  gtk_widget_set_visible (self->changed, found->changed->len > 0);
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), self->rows->len > 0 ? "history" : "empty");
  found_free (found);
}

void
ent_app_history_page_reload (EntAppHistoryPage *self)
{
  g_autoptr (GTask) task = NULL;

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  task = g_task_new (self->store, self->cancellable, read_cb, self);
  g_task_set_source_tag (task, ent_app_history_page_reload);
  g_task_run_in_thread (task, read_in_thread);
}

static void
store_changed_cb (EntAppHistoryPage *self)
{
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    ent_app_history_page_reload (self);
}

static void
ent_app_history_page_dispose (GObject *object)
{
  EntAppHistoryPage *self = ENT_APP_HISTORY_PAGE (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->store);

  G_OBJECT_CLASS (ent_app_history_page_parent_class)->dispose (object);
}

static void
ent_app_history_page_finalize (GObject *object)
{
  g_clear_pointer (&ENT_APP_HISTORY_PAGE (object)->rows, g_ptr_array_unref);

  G_OBJECT_CLASS (ent_app_history_page_parent_class)->finalize (object);
}

static void
ent_app_history_page_class_init (EntAppHistoryPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ent_app_history_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = ent_app_history_page_finalize;
  gtk_widget_class_set_template_from_resource (widget_class, "/org/entregent/Entregent/ent-app-history-page.ui");
  gtk_widget_class_bind_template_child (widget_class, EntAppHistoryPage, stack);
  gtk_widget_class_bind_template_child (widget_class, EntAppHistoryPage, deleted);
  gtk_widget_class_bind_template_child (widget_class, EntAppHistoryPage, imports);
  gtk_widget_class_bind_template_child (widget_class, EntAppHistoryPage, changed);
}

static void
ent_app_history_page_init (EntAppHistoryPage *self)
{
  self->rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
ent_app_history_page_set_store (EntAppHistoryPage *self, EntStore *store)
{
  g_set_object (&self->store, store);
  g_signal_connect_object (store, "changed", G_CALLBACK (store_changed_cb), self, G_CONNECT_SWAPPED);
}
