/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "EntApp"

#include "config.h"

#include <glib/gi18n.h>

#include "ent-app-columns.h"
#include "ent-app-print.h"
#include "ent-app-window-private.h"
#include "ent-gtk-print.h"

static void
done_cb (GtkPrintOperation *operation, GtkPrintOperationResult result, gpointer data)
{
  const GError *failure = ent_gtk_print_get_error (operation);
  g_autoptr (GError) error = NULL;

  if (failure == NULL && result != GTK_PRINT_OPERATION_RESULT_ERROR)
    return;
  if (failure == NULL)
    gtk_print_operation_get_error (operation, &error);
  else
    error = g_error_copy (failure);
  ent_app_window_toast (ENT_APP_WINDOW (data), error != NULL ? error->message : _("It could not be printed"), NULL,
                        NULL);
}

static void
run (EntAppWindow *window, GtkPrintOperation *operation)
{
  g_autoptr (GError) error = NULL;

  if (operation == NULL)
    {
      ent_app_window_toast (window, _("There is nothing to print"), NULL, NULL);
      return;
    }
  g_signal_connect_object (operation, "done", G_CALLBACK (done_cb), window, 0);
  if (gtk_print_operation_run (operation, GTK_PRINT_OPERATION_ACTION_PRINT_DIALOG, GTK_WINDOW (window), &error) ==
      GTK_PRINT_OPERATION_RESULT_ERROR)
    ent_app_window_toast (window, error->message, NULL, NULL);
  g_object_unref (operation);
}

/* "Contacts · City: Lyon" */
static char *
dup_title (EntAppWindow *window, EntQuery *query)
{
  g_autoptr (GString) title = g_string_new (ent_kind_get_plural_label (ent_query_get_kind (query)));

  for (guint i = 0; i < ent_query_get_n_terms (query); i++)
    {
      g_autofree char *label = ent_query_dup_term_label (query, ent_app_window_get_store (window), i);

      g_string_append_printf (title, " · %s", label);
    }

  return g_string_free_and_steal (g_steal_pointer (&title));
}

GtkPrintOperation *
ent_app_print_list_new (EntAppWindow *window)
{
  EntQuery *query = ent_app_list_page_get_query (ent_app_window_get_list_page (window));
  const EntField *columns[ENT_APP_MAX_COLUMNS];
  g_autofree char *title = NULL;
  guint n;

  if (query == NULL)
    return NULL;
  n = ent_app_columns_collect (ent_query_get_kind (query), columns);
  title = dup_title (window, query);

  return ent_gtk_print_list_new (ent_app_window_get_store (window), query, columns, n, title);
}

GtkPrintOperation *
ent_app_print_record_new (EntAppWindow *window)
{
  EntRecord *record = ent_app_record_page_get_record (ent_app_window_get_record_page (window));

  return record != NULL ? ent_gtk_print_record_new (ent_app_window_get_store (window), record) : NULL;
}

static void
print_list_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  run (ENT_APP_WINDOW (widget), ent_app_print_list_new (ENT_APP_WINDOW (widget)));
}

static void
print_record_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  run (ENT_APP_WINDOW (widget), ent_app_print_record_new (ENT_APP_WINDOW (widget)));
}

static void
print_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  EntAppWindow *window = ENT_APP_WINDOW (widget);
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (window));
  GtkWidget *record = GTK_WIDGET (ent_app_window_get_record_page (window));
  gboolean is_record = (focus != NULL && gtk_widget_is_ancestor (focus, record)) ||
                       !gtk_widget_get_mapped (GTK_WIDGET (ent_app_window_get_list_page (window)));

  gtk_widget_activate_action (widget, is_record ? "win.print-record" : "win.print-list", NULL);
}

void
ent_app_print_class_add_actions (GtkWidgetClass *window_class)
{
  gtk_widget_class_install_action (window_class, "win.print", NULL, print_action);
  gtk_widget_class_install_action (window_class, "win.print-list", NULL, print_list_action);
  gtk_widget_class_install_action (window_class, "win.print-record", NULL, print_record_action);
}
