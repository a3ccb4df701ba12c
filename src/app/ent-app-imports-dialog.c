/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "EntApp"

#include "config.h"

#include <glib/gi18n.h>

#include "ent-app-import-dialog.h"
#include "ent-app-import-rows.h"
#include "ent-app-import-words.h"
#include "ent-app-imports-detail.h"
#include "ent-app-imports-dialog.h"
#include "ent-app-message.h"
#include "ent-gtk-fetch.h"
#include "ent-gtk-format.h"

/* So many at first, and so many more each time. */
#define PAGE 200

/* The history of imports, newest first, and one of them on a page over it. */
struct _EntAppImportsDialog
{
  AdwDialog parent_instance;

  EntStore *store;
  GCancellable *cancellable;
  EntRecord *import;       /* the one that is open, or was last */
  GHashTable *through;     /* files of the imports that are shown and went through */
  EntAppImportState state; /* of the one that is open */
  guint limit;

  GtkWidget *view;
  GtkWidget *stack;
  GtkWidget *failed;
  GtkWidget *list;
  GtkWidget *detail_page;
  GtkWidget *detail_content;
};

G_DEFINE_FINAL_TYPE (EntAppImportsDialog, ent_app_imports_dialog, ADW_TYPE_DIALOG)

static const char *const keys[] = { "name",         "started",       "finished",       "reverted", "rows-created",
                                    "rows-updated", "rows-rejected", "rows-unchanged", "file" };

static const EntValue *
get_value (EntRow *row, const char *key)
{
  return ent_row_get_value (row, ent_kind_get_field (ent_row_get_kind (row), key));
}

static gint64
get_integer (EntRow *row, const char *key)
{
  const EntValue *value = get_value (row, key);

  return value != NULL && value->type == ENT_VALUE_INTEGER ? value->integer : 0;
}

static char *
dup_number (EntRow *row, const char *key)
{
  return ent_gtk_format_integer (get_integer (row, key));
}

static char *
dup_subtitle (EntRow *row)
{
  g_autofree char *time = ent_gtk_format_time (get_integer (row, "started"));
  g_autofree char *created = dup_number (row, "rows-created"), *updated = dup_number (row, "rows-updated"),
                  *unchanged = dup_number (row, "rows-unchanged"), *rejected = dup_number (row, "rows-rejected");
  gulong n_created = (gulong) get_integer (row, "rows-created"), n_updated = (gulong) get_integer (row, "rows-updated"),
         n_unchanged = (gulong) get_integer (row, "rows-unchanged"),
         n_rejected = (gulong) get_integer (row, "rows-rejected");
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) parts = NULL;
  g_autofree char *figures = NULL;

  if (get_value (row, "rows-created") == NULL || get_value (row, "rows-created")->type == ENT_VALUE_NOTHING)
    return g_steal_pointer (&time); /* killed: it could not say */
  /* Translators: here and below, numbers of records that an import read; they stand in a list. */
  g_strv_builder_take (builder, g_strdup_printf (ngettext ("%s new", "%s new", n_created), created));
  g_strv_builder_take (builder, g_strdup_printf (ngettext ("%s updated", "%s updated", n_updated), updated));
  g_strv_builder_take (builder, g_strdup_printf (ngettext ("%s unchanged", "%s unchanged", n_unchanged), unchanged));
  if (n_rejected > 0)
    g_strv_builder_take (builder, g_strdup_printf (ngettext ("%s rejected", "%s rejected", n_rejected), rejected));
  parts = g_strv_builder_end (builder);
  figures = ent_app_import_words_dup_list ((const char *const *) parts);

  return g_strdup_printf ("%s\n%s", time, figures);
}

static void
go_on_cb (EntAppImportsDialog *self)
{
  EntAppWindow *window = ENT_APP_WINDOW (gtk_widget_get_root (GTK_WIDGET (self)));
  g_auto (GStrv) names = g_strsplit (ent_record_get_text (self->import, "file"), "\n", -1);
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func (g_object_unref);
  g_autofree char *mapping = g_strdup (ent_record_get_text (self->import, "mapping"));

  for (guint i = 0; names[i] != NULL; i++)
    g_ptr_array_add (files, g_file_parse_name (names[i]));
  adw_dialog_close (ADW_DIALOG (self));
  ent_app_import_dialog_present (window, files, mapping);
}

static void
record_read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (EntAppImportsDialog) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (EntRecord) record = ent_store_get_record_finish (ENT_STORE (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (record == NULL)
    {
      ent_app_message_set_on_page (self->failed, error->message);
      gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "failed");
      return;
    }
  /* Activated twice: the first one is shown already. */
  if (adw_navigation_view_get_visible_page (ADW_NAVIGATION_VIEW (self->view)) ==
      ADW_NAVIGATION_PAGE (self->detail_page))
    return;
  g_set_object (&self->import, record);
  adw_navigation_page_set_title (ADW_NAVIGATION_PAGE (self->detail_page), ent_record_get_title (record));
  adw_clamp_set_child (ADW_CLAMP (self->detail_content),
                       ent_app_imports_detail_new (self->store, record, self->state, G_CALLBACK (go_on_cb), self));
  adw_navigation_view_push (ADW_NAVIGATION_VIEW (self->view), ADW_NAVIGATION_PAGE (self->detail_page));
}

static void
open_cb (EntAppImportsDialog *self, GtkWidget *widget)
{
  EntRow *row = g_object_get_data (G_OBJECT (widget), "row");

  self->state = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (widget), "state"));
  ent_store_get_record_async (self->store, ent_row_get_kind (row), ent_row_get_id (row), self->cancellable,
                              record_read_cb, g_object_ref (self));
}

/* Rows come from the newest on, so what was done later with the same files is known. */
static EntAppImportState
get_state (EntAppImportsDialog *self, EntRow *row)
{
  EntAppImportState state = ent_app_imports_get_state (get_value (row, "finished"), get_value (row, "reverted"));
  const EntValue *file = get_value (row, "file");

  if (file == NULL || file->type != ENT_VALUE_TEXT)
    return state;
  if (state == ENT_APP_IMPORT_FINISHED)
    g_hash_table_add (self->through, g_strdup (file->text));
  else if (state == ENT_APP_IMPORT_NOT_FINISHED && g_hash_table_contains (self->through, file->text))
    return ENT_APP_IMPORT_GONE_ON;

  return state;
}

static void
add_row (EntAppImportsDialog *self, EntRow *row)
{
  g_autofree char *subtitle = dup_subtitle (row), *description = NULL;
  EntAppImportState state = get_state (self, row);
  GtkWidget *widget = ent_app_import_rows_new (ent_row_get_title (row), subtitle);
  GtkWidget *label = gtk_label_new (ent_app_imports_get_state_label (state)),
            *arrow = gtk_image_new_from_icon_name ("go-next-symbolic");

  adw_action_row_set_title_lines (ADW_ACTION_ROW (widget), 2);
  gtk_widget_add_css_class (label, "caption");
  gtk_widget_add_css_class (label, state == ENT_APP_IMPORT_NOT_FINISHED ? "warning" : "dimmed");
  adw_action_row_add_suffix (ADW_ACTION_ROW (widget), label);
  gtk_accessible_update_state (GTK_ACCESSIBLE (arrow), GTK_ACCESSIBLE_STATE_HIDDEN, TRUE, -1);
  adw_action_row_add_suffix (ADW_ACTION_ROW (widget), arrow);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (widget), TRUE);
  description = g_strdup_printf (_("%1$s · %2$s"), ent_app_imports_get_state_label (state), subtitle);
  ent_app_import_rows_describe (widget, description);
  g_object_set_data_full (G_OBJECT (widget), "row", g_object_ref (row), g_object_unref);
  g_object_set_data (G_OBJECT (widget), "state", GUINT_TO_POINTER (state));
  g_signal_connect_object (widget, "activated", G_CALLBACK (open_cb), self, G_CONNECT_SWAPPED);
  gtk_list_box_append (GTK_LIST_BOX (self->list), widget);
}

static void reload (EntAppImportsDialog *self);

static void
more_cb (EntAppImportsDialog *self)
{
  g_clear_object (&self->import);
  self->limit += PAGE;
  reload (self);
}

static void
add_more (EntAppImportsDialog *self)
{
  GtkWidget *button = adw_button_row_new ();

  adw_preferences_row_set_use_underline (ADW_PREFERENCES_ROW (button), TRUE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (button), _("Show _More"));
  g_signal_connect_object (button, "activated", G_CALLBACK (more_cb), self, G_CONNECT_SWAPPED);
  gtk_list_box_append (GTK_LIST_BOX (self->list), button);
}

/* The one that was left, or else the first that was not there before. */
static void
focus_row (EntAppImportsDialog *self)
{
  GtkListBoxRow *widget;
  guint first_new = self->limit - PAGE;

  for (guint i = 0; (widget = gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->list), (int) i)) != NULL; i++)
    {
      EntRow *row = g_object_get_data (G_OBJECT (widget), "row");

      if (self->import != NULL ? row != NULL && ent_id_equal (ent_row_get_id (row), ent_record_get_id (self->import))
                               : i == first_new)
        {
          gtk_widget_grab_focus (GTK_WIDGET (widget));
          return;
        }
    }
  gtk_widget_child_focus (self->stack, GTK_DIR_TAB_FORWARD);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (EntAppImportsDialog) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows = ent_store_query_finish (ENT_STORE (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (rows == NULL)
    {
      ent_app_message_set_on_page (self->failed, error->message);
      gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "failed");
      return;
    }
  gtk_list_box_remove_all (GTK_LIST_BOX (self->list));
  g_hash_table_remove_all (self->through);
  for (guint i = 0; i < rows->len; i++)
    add_row (self, g_ptr_array_index (rows, i));
  if (rows->len == self->limit)
    add_more (self);
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), rows->len > 0 ? "list" : "empty");
  focus_row (self);
}

static void
reload (EntAppImportsDialog *self)
{
  const EntKind *kind = ent_kind_from_key ("import");
  const EntField *fields[G_N_ELEMENTS (keys)];
  g_autoptr (EntQuery) all = ent_query_new (kind);
  g_autoptr (EntQuery) newest = ent_query_with_sort (all, ent_kind_get_field (kind, "started"), TRUE);
  g_autoptr (EntQuery) query = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    fields[i] = ent_kind_get_field (kind, keys[i]);
  query = ent_query_with_fields (newest, fields, G_N_ELEMENTS (fields));
  ent_store_query_async (self->store, query, 0, self->limit, self->cancellable, read_cb, g_object_ref (self));
}

/* What was reverted on its page says so in the list. */
static void
popped_cb (EntAppImportsDialog *self)
{
  reload (self);
}

static void
import_cb (EntAppImportsDialog *self)
{
  GtkWidget *window = GTK_WIDGET (gtk_widget_get_root (GTK_WIDGET (self)));

  adw_dialog_close (ADW_DIALOG (self));
  gtk_widget_activate_action (window, "win.import", NULL);
}

static void
ent_app_imports_dialog_dispose (GObject *object)
{
  EntAppImportsDialog *self = ENT_APP_IMPORTS_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->import);
  g_clear_object (&self->store);

  G_OBJECT_CLASS (ent_app_imports_dialog_parent_class)->dispose (object);
}

static void
ent_app_imports_dialog_finalize (GObject *object)
{
  EntAppImportsDialog *self = ENT_APP_IMPORTS_DIALOG (object);

  g_clear_object (&self->cancellable);
  g_hash_table_unref (self->through);

  G_OBJECT_CLASS (ent_app_imports_dialog_parent_class)->finalize (object);
}

static void
closed_cb (EntAppImportsDialog *self)
{
  g_cancellable_cancel (self->cancellable);
}

static void
ent_app_imports_dialog_class_init (EntAppImportsDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ent_app_imports_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = ent_app_imports_dialog_finalize;
  gtk_widget_class_set_template_from_resource (widget_class, "/org/entregent/Entregent/ent-app-imports-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, EntAppImportsDialog, view);
  gtk_widget_class_bind_template_child (widget_class, EntAppImportsDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, EntAppImportsDialog, failed);
  gtk_widget_class_bind_template_child (widget_class, EntAppImportsDialog, list);
  gtk_widget_class_bind_template_child (widget_class, EntAppImportsDialog, detail_page);
  gtk_widget_class_bind_template_child (widget_class, EntAppImportsDialog, detail_content);
  gtk_widget_class_bind_template_callback (widget_class, popped_cb);
  gtk_widget_class_bind_template_callback (widget_class, import_cb);
  gtk_widget_class_bind_template_callback (widget_class, closed_cb);
}

static void
ent_app_imports_dialog_init (EntAppImportsDialog *self)
{
  self->cancellable = g_cancellable_new ();
  self->through = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->limit = PAGE;
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
ent_app_imports_dialog_present (EntAppWindow *window)
{
  EntAppImportsDialog *self = g_object_new (ENT_APP_TYPE_IMPORTS_DIALOG, NULL);

  self->store = g_object_ref (ent_app_window_get_store (window));
  adw_dialog_present (ADW_DIALOG (self), GTK_WIDGET (window));
  reload (self);
}
