/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "EntApp"

#include "config.h"

#include <glib/gi18n.h>

#include "ent-app-columns.h"
#include "ent-app-copy.h"
#include "ent-app-window-private.h"
#include "ent-export.h"
#include "ent-gtk-format.h"

/* More are for a file. */
#define MAX_RECORDS 1000

typedef struct
{
  const EntKind *kind;
  EntQuery *query; /* all that it finds but the ids; NULL: the ids */
  EntId *ids;
  guint n_ids;
  gboolean only_cards; /* also as the text */
} Copy;

typedef struct
{
  guint n;
  GBytes *cards; /* NULL: of a kind that has none */
  char *text;
} Copied;

static void
copy_free (gpointer data)
{
  Copy *copy = data;

  g_clear_object (&copy->query);
  g_free (copy->ids);
  g_free (copy);
}

static void
copied_free (Copied *copied)
{
  g_clear_pointer (&copied->cards, g_bytes_unref);
  g_free (copied->text);
  g_free (copied);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Copied, copied_free)

static gboolean
is_among (const EntId *id, const EntId *ids, guint n_ids)
{
  for (guint i = 0; i < n_ids; i++)
    if (ent_id_equal (id, &ids[i]))
      return TRUE;

  return FALSE;
}

static gboolean
check_number (guint64 n, GError **error)
{
  g_autofree char *number = ent_gtk_format_integer (MAX_RECORDS);

  if (n <= MAX_RECORDS)
    return TRUE;
  /* Translators: %s is a number */
  g_set_error (error, ENT_ERROR, ENT_ERROR_REFUSED,
               _("More than %s records are too many to copy. Export them instead."), number);

  return FALSE;
}

/* Those that are left of a query. (element-type EntId) */
static GArray *
find_ids (EntStore *store, const Copy *copy, GCancellable *cancellable, GError **error)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (EntId));
  g_autoptr (GPtrArray) rows = NULL;

  if (copy->query == NULL)
    {
      g_array_append_vals (ids, copy->ids, copy->n_ids);
      return check_number (copy->n_ids, error) ? g_steal_pointer (&ids) : NULL;
    }
  rows = ent_store_query_sync (store, copy->query, 0, (guint64) MAX_RECORDS + copy->n_ids + 1, cancellable, error);
  if (rows == NULL)
    return NULL;
  for (guint i = 0; i < rows->len; i++)
    {
      const EntId *id = ent_row_get_id (g_ptr_array_index (rows, i));

      if (!is_among (id, copy->ids, copy->n_ids))
        g_array_append_vals (ids, id, 1);
    }

  return check_number (ids->len, error) ? g_steal_pointer (&ids) : NULL;
}

/* Spreadsheets take a line for a row, and a tab for the end of a cell. */
static void
append_row (GString *text, EntRow *row, const EntField *const *columns, guint n_columns)
{
  for (guint i = 0; i < n_columns; i++)
    {
      g_autofree char *cell = ent_row_dup_display (row, columns[i]);

      g_strdelimit (cell, "\t\r\n", ' ');
      g_string_append_printf (text, "%s%s", i > 0 ? "\t" : "", cell);
    }
  g_string_append_c (text, '\n');
}

static gboolean
copy_record (EntStore *store,
             const Copy *copy,
             const EntId *id,
             GOutputStream *cards,
             GString *text,
             GCancellable *cancellable,
             GError **error)
{
  const EntField *columns[ENT_APP_MAX_COLUMNS];
  guint n_columns = ent_app_columns_collect (copy->kind, columns);
  g_autofree char *id_text = ent_id_to_string (id), *term = g_strconcat ("id:", id_text, NULL);
  g_autoptr (EntQuery) query = ent_query_new_from_text (store, copy->kind, term, NULL, error);
  g_autoptr (EntQuery) full = NULL;
  g_autoptr (GPtrArray) rows = NULL;

  if (query == NULL)
    return FALSE;
  full = ent_query_with_fields (query, columns, n_columns);
  rows = ent_store_query_sync (store, full, 0, 1, cancellable, error);
  if (rows == NULL)
    return FALSE;
  if (rows->len > 0)
    append_row (text, g_ptr_array_index (rows, 0), columns, n_columns);

  return cards == NULL || ent_store_export_stream_sync (store, query, ENT_EXPORT_VCARD, cards, cancellable, error) >= 0;
}

static Copied *
copy_records (EntStore *store, const Copy *copy, GCancellable *cancellable, GError **error)
{
  g_autoptr (Copied) copied = g_new0 (Copied, 1);
  g_autoptr (GArray) ids = find_ids (store, copy, cancellable, error);
  g_autoptr (GOutputStream) cards = NULL;
  g_autoptr (GString) text = g_string_new (NULL);

  if (ids == NULL)
    return NULL;
  if (ent_kind_get_field (copy->kind, "contact-points") != NULL)
    cards = g_memory_output_stream_new_resizable ();
  for (guint i = 0; i < ids->len; i++)
    if (!copy_record (store, copy, &g_array_index (ids, EntId, i), cards, text, cancellable, error))
      return NULL;
  copied->n = ids->len;
  if (cards != NULL)
    {
      if (!g_output_stream_close (cards, cancellable, error))
        return NULL;
      copied->cards = g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (cards));
    }
  if (copy->only_cards && copied->cards != NULL)
    copied->text = g_strndup (g_bytes_get_data (copied->cards, NULL), g_bytes_get_size (copied->cards));
  else
    copied->text = g_string_free_and_steal (g_steal_pointer (&text));

  return g_steal_pointer (&copied);
}

static void
copy_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GError *error = NULL;
  Copied *copied = copy_records (ENT_STORE (source), data, cancellable, &error);

  if (copied == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, copied, (GDestroyNotify) copied_free);
}

static void
copied_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (EntAppWindow) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (Copied) copied = g_task_propagate_pointer (G_TASK (result), &error);
  GdkContentProvider *both[2];
  g_autoptr (GdkContentProvider) provider = NULL;
  g_autofree char *number = NULL, *told = NULL;
  guint n = 0;

  if (copied == NULL)
    {
      ent_app_window_toast (self, error->message, NULL, NULL);
      return;
    }
  if (copied->cards != NULL)
    both[n++] = gdk_content_provider_new_for_bytes ("text/vcard", copied->cards);
  both[n++] = gdk_content_provider_new_typed (G_TYPE_STRING, copied->text);
  provider = gdk_content_provider_new_union (both, n);
  gdk_clipboard_set_content (gtk_widget_get_clipboard (GTK_WIDGET (self)), provider);
  number = ent_gtk_format_integer (copied->n);
  /* Translators: %s is a number of records */
  told = g_strdup_printf (ngettext ("%s copied", "%s copied", copied->n), number);
  ent_app_window_toast (self, copied->n == 1 ? _("Copied") : told, NULL, NULL);
}

static void
start (EntAppWindow *self, Copy *copy)
{
  g_autoptr (GTask) task = g_task_new (ent_app_window_get_store (self), NULL, copied_cb, g_object_ref (self));

  g_task_set_source_tag (task, start);
  g_task_set_task_data (task, copy, copy_free);
  g_task_run_in_thread (task, copy_in_thread);
}

static void
copy_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  EntAppWindow *self = ENT_APP_WINDOW (widget);
  EntAppListPage *page = ent_app_window_get_list_page (self);
  EntGtkSelection *selection = ent_app_list_page_get_selection (page);
  Copy *copy;

  if (selection == NULL || ent_gtk_selection_get_n_selected (selection) == 0)
    {
      ent_app_window_toast (self, _("Nothing selected"), NULL, NULL);
      return;
    }
  copy = g_new0 (Copy, 1);
  copy->kind = ent_app_list_page_get_kind (page);
  copy->ids = ent_gtk_selection_dup_ids (selection, &copy->n_ids);
  if (ent_gtk_selection_get_all_except (selection))
    copy->query = g_object_ref (ent_list_get_query (ent_app_list_page_get_list (page)));
  start (self, copy);
}

static void
copy_vcard_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  EntAppWindow *self = ENT_APP_WINDOW (widget);
  EntRecord *record = ent_app_record_page_get_record (ent_app_window_get_record_page (self));
  Copy *copy;

  if (record == NULL)
    return;
  copy = g_new0 (Copy, 1);
  copy->kind = ent_record_get_kind (record);
  copy->ids = ent_id_copy (ent_record_get_id (record));
  copy->n_ids = 1;
  copy->only_cards = TRUE;
  start (self, copy);
}

void
ent_app_copy_class_add_actions (GtkWidgetClass *window_class)
{
  gtk_widget_class_install_action (window_class, "win.copy", NULL, copy_action);
  gtk_widget_class_install_action (window_class, "win.copy-vcard", NULL, copy_vcard_action);
}
