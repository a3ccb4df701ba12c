/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "EntApp"

#include "config.h"

#include <glib/gi18n.h>

#include "ent-app-differences-dialog.h"
#include "ent-app-import-dialog.h"
#include "ent-app-import-folders.h"
#include "ent-everything.h"
#include "ent-gtk-format.h"
#include "ent-import-folder.h"

/* What was dropped or chosen is looked at on a thread: folders become the files in them. */

typedef struct
{
  GPtrArray *chosen; /* GFile */
  GPtrArray *files;  /* GFile: of them, and in them */
  GFile *everything; /* the folder, where it is a whole book */
  guint n_left_out;
} Looking;

static void
looking_free (gpointer data)
{
  Looking *looking = data;

  g_ptr_array_unref (looking->chosen);
  g_ptr_array_unref (looking->files);
  g_clear_object (&looking->everything);
  g_free (looking);
}

static char *
dup_name (GFile *file)
{
  g_autofree char *base = g_file_get_basename (file);

  return g_filename_display_name (base);
}

static gboolean
add_folder (Looking *looking, GFile *folder, GError **error)
{
  guint n_left_out = 0;
  g_autoptr (GPtrArray) files = ent_import_list_folder_sync (folder, &n_left_out, NULL, error);

  if (files == NULL)
    return FALSE;
  looking->n_left_out += n_left_out;
  g_ptr_array_extend_and_steal (looking->files, g_steal_pointer (&files));

  return TRUE;
}

static void
look_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Looking *looking = data;
  GError *error = NULL;

  for (guint i = 0; i < looking->chosen->len; i++)
    {
      GFile *file = looking->chosen->pdata[i];

      if (g_file_query_file_type (file, G_FILE_QUERY_INFO_NONE, NULL) != G_FILE_TYPE_DIRECTORY)
        g_ptr_array_add (looking->files, g_object_ref (file));
      else if (looking->chosen->len == 1 && ent_everything_is_export (file))
        looking->everything = g_object_ref (file);
      else if (!add_folder (looking, file, &error))
        {
          g_task_return_error (task, error);
          return;
        }
    }
  g_task_return_boolean (task, TRUE);
}

/* ---- a whole book ---- */

typedef struct
{
  EntAppWindow *window;
  GFile *folder;
  GFile *book;
} Making;

static void
making_free (Making *making)
{
  g_object_unref (making->window);
  g_object_unref (making->folder);
  g_clear_object (&making->book);
  g_free (making);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Making, making_free)

static void
made_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Making) making = data;
  GtkApplication *application = gtk_window_get_application (GTK_WINDOW (making->window));
  g_autoptr (GError) error = NULL;

  if (!ent_book_import_everything_finish (result, &error))
    ent_app_window_toast (making->window, error->message, NULL, NULL);
  else if (application != NULL)
    ent_app_application_open_book (ENT_APP_APPLICATION (application), making->book);
}

static void
place_chosen_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Making) making = data;

  making->book = gtk_file_dialog_save_finish (GTK_FILE_DIALOG (source), result, NULL);
  if (making->book == NULL)
    return;
  ent_app_window_toast (making->window, _("The book is being made…"), NULL, NULL);
  ent_book_import_everything_async (making->book, making->folder, NULL, made_cb, making);
  g_steal_pointer (&making);
}

static void
answered_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Making) making = data;
  const char *answer = adw_alert_dialog_choose_finish (ADW_ALERT_DIALOG (source), result);
  g_autoptr (GtkFileDialog) dialog = NULL;
  g_autofree char *name = NULL, *file_name = NULL;

  if (!g_str_equal (answer, "make"))
    return;
  dialog = gtk_file_dialog_new ();
  name = dup_name (making->folder);
  file_name = g_strconcat (name, ".entregent", NULL);
  gtk_file_dialog_set_title (dialog, _("Make a Book"));
  gtk_file_dialog_set_initial_name (dialog, file_name);
  gtk_file_dialog_save (dialog, GTK_WINDOW (making->window), NULL, place_chosen_cb, making);
  g_steal_pointer (&making);
}

static void
ask_for_book (EntAppWindow *window, GFile *folder)
{
  g_autofree char *name = dup_name (folder);
  AdwDialog *dialog = adw_alert_dialog_new (_("Make a Book of This?"), NULL);
  Making *making = g_new0 (Making, 1);

  making->window = g_object_ref (window);
  making->folder = g_object_ref (folder);
  adw_alert_dialog_format_body (ADW_ALERT_DIALOG (dialog),
                                /* Translators: the name of a folder */
                                _("“%s” holds a whole customer book with its history. It becomes a book of its own; "
                                   "nothing is added to the one that is open."),
                                name);
  adw_alert_dialog_add_responses (ADW_ALERT_DIALOG (dialog), "cancel", _("_Cancel"), "make", _("_Make Book…"), NULL);
  adw_alert_dialog_set_response_appearance (ADW_ALERT_DIALOG (dialog), "make", ADW_RESPONSE_SUGGESTED);
  adw_alert_dialog_set_default_response (ADW_ALERT_DIALOG (dialog), "make");
  adw_alert_dialog_choose (ADW_ALERT_DIALOG (dialog), GTK_WIDGET (window), NULL, answered_cb, making);
}

/* ---- files ---- */

static void
import_some (EntAppWindow *window, const Looking *looking)
{
  AdwDialog *dialog = ent_app_import_dialog_present (window, looking->files, NULL);
  g_autofree char *number = ent_gtk_format_integer (looking->n_left_out);
  g_autofree char *remark = NULL;

  remark = g_strdup_printf (
      /* Translators: %s is a number. */
      ngettext ("%s file is left out, because there are too many or it cannot be read.",
                "%s files are left out, because there are too many or they cannot be read.", looking->n_left_out),
      number);
  ent_app_import_dialog_set_remark (ENT_APP_IMPORT_DIALOG (dialog), remark);
}

static void
looked_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  EntAppWindow *window = ENT_APP_WINDOW (source);
  const Looking *looking = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;

  /* It was closed meanwhile. */
  if (ent_app_window_get_store (window) == NULL)
    return;
  if (!g_task_propagate_boolean (G_TASK (result), &error))
    ent_app_window_toast (window, error->message, NULL, NULL);
  else if (looking->everything != NULL)
    ask_for_book (window, looking->everything);
  else if (looking->files->len == 0)
    ent_app_window_toast (window, _("There is no file in it that could be imported"), NULL, NULL);
  else if (looking->n_left_out > 0)
    import_some (window, looking);
  else
    ent_app_differences_or_import (window, looking->files);
}

void
ent_app_import_folders (EntAppWindow *window, GPtrArray *files)
{
  g_autoptr (GTask) task = g_task_new (window, NULL, looked_cb, NULL);
  Looking *looking = g_new0 (Looking, 1);

  looking->chosen = g_ptr_array_copy (files, (GCopyFunc) (gpointer) g_object_ref, NULL);
  g_ptr_array_set_free_func (looking->chosen, g_object_unref);
  looking->files = g_ptr_array_new_with_free_func (g_object_unref);
  g_task_set_source_tag (task, ent_app_import_folders);
  g_task_set_task_data (task, looking, looking_free);
  g_task_run_in_thread (task, look_in_thread);
}
