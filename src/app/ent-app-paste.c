/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "EntApp"

#include "config.h"

#include <errno.h>
#include <string.h>

#include <glib/gi18n.h>
#include <glib/gstdio.h>

#include "ent-app-import-dialog.h"
#include "ent-app-paste.h"

/*
 * What is on the clipboard becomes a file, as imports read, in a folder of its own that only its user may read. The
 * file goes when the import is closed, and the folder with it unless rejected rows lie there.
 */

/* The best first: who offers cards offers them as text too. */
static const struct
{
  const char *mime_type;
  const char *suffix;
} types[] = {
  { "text/vcard", "vcf" },    { "text/x-vcard", "vcf" },   { "text/directory", "vcf" },
  { "text/calendar", "ics" }, { "message/rfc822", "eml" }, { "text/csv", "csv" },
};

typedef struct
{
  EntAppWindow *window;
  GInputStream *stream;
  char *suffix;
} Paste;

static void
paste_free (gpointer data)
{
  Paste *paste = data;

  g_object_unref (paste->window);
  g_clear_object (&paste->stream);
  g_free (paste->suffix);
  g_free (paste);
}

static Paste *
paste_new (EntAppWindow *window, GInputStream *stream, const char *suffix)
{
  Paste *paste = g_new0 (Paste, 1);

  paste->window = g_object_ref (window);
  g_set_object (&paste->stream, stream);
  paste->suffix = g_strdup (suffix);

  return paste;
}

static void
tell_nothing (EntAppWindow *window)
{
  ent_app_window_toast (window, _("There is nothing on the clipboard that could be imported"), NULL, NULL);
}

static GFile *
make_folder (GError **error)
{
  g_autofree char *data = g_build_filename (g_get_user_data_dir (), "entregent", NULL);
  g_autofree char *folder = g_build_filename (data, "pasted-XXXXXX", NULL);

  if (g_mkdir_with_parents (data, 0700) == 0 && g_mkdtemp (folder) != NULL)
    return g_file_new_for_path (folder);
  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno), _("“%s” cannot be written: %s"), data,
               g_strerror (errno));

  return NULL;
}

/* (transfer full) */
static GFile *
write_file (const Paste *paste, GError **error)
{
  g_autoptr (GFile) folder = make_folder (error);
  /* Translators: what a file is called whose content was copied elsewhere; its suffix follows. */
  g_autofree char *name = g_strdup_printf ("%s.%s", _("Clipboard"), paste->suffix);
  g_autoptr (GFile) file = folder != NULL ? g_file_get_child (folder, name) : NULL;
  g_autoptr (GFileOutputStream) target = NULL;

  if (file == NULL)
    return NULL;
  target = g_file_create (file, G_FILE_CREATE_PRIVATE, NULL, error);
  if (target != NULL &&
      g_output_stream_splice (G_OUTPUT_STREAM (target), paste->stream,
                              G_OUTPUT_STREAM_SPLICE_CLOSE_SOURCE | G_OUTPUT_STREAM_SPLICE_CLOSE_TARGET, NULL,
                              error) >= 0)
    return g_steal_pointer (&file);
  g_file_delete (file, NULL, NULL);
  g_file_delete (folder, NULL, NULL);

  return NULL;
}

static void
write_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GError *error = NULL;
  GFile *file = write_file (data, &error);

  if (file == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, file, g_object_unref);
}

/* At once: the program may end with it. */
static void
destroyed_cb (GFile *file)
{
  g_autoptr (GFile) folder = g_file_get_parent (file);

  g_file_delete (file, NULL, NULL);
  /* It stays where rejected rows lie in it. */
  g_file_delete (folder, NULL, NULL);
}

static void
written_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  EntAppWindow *window = ENT_APP_WINDOW (source);
  g_autoptr (GError) error = NULL;
  g_autoptr (GFile) file = g_task_propagate_pointer (G_TASK (result), &error);
  g_autoptr (GPtrArray) files = g_ptr_array_new ();
  AdwDialog *dialog;

  if (file == NULL)
    {
      ent_app_window_toast (window, error->message, NULL, NULL);
      return;
    }
  g_ptr_array_add (files, file);
  dialog = ent_app_import_dialog_present (window, files, NULL);
  g_signal_connect_data (dialog, "destroy", G_CALLBACK (destroyed_cb), g_object_ref (file),
                         (GClosureNotify) (gpointer) g_object_unref, G_CONNECT_SWAPPED);
}

/* Takes it. */
static void
import (Paste *paste)
{
  g_autoptr (GTask) task = g_task_new (paste->window, NULL, written_cb, NULL);

  g_task_set_source_tag (task, import);
  g_task_set_task_data (task, paste, paste_free);
  g_task_run_in_thread (task, write_in_thread);
}

static void
files_read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (EntAppWindow) window = data;
  const GValue *value = gdk_clipboard_read_value_finish (GDK_CLIPBOARD (source), result, NULL);
  GSList *files = value != NULL ? gdk_file_list_get_files (g_value_get_boxed (value)) : NULL;
  g_autoptr (GPtrArray) array = g_ptr_array_new ();

  for (GSList *l = files; l != NULL; l = l->next)
    g_ptr_array_add (array, l->data);
  g_slist_free (files);
  if (array->len > 0)
    ent_app_window_import (window, (GFile **) array->pdata, array->len);
  else
    tell_nothing (window);
}

static void
stream_read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Paste *paste = data;
  g_autoptr (GError) error = NULL;

  paste->stream = gdk_clipboard_read_finish (GDK_CLIPBOARD (source), result, NULL, &error);
  if (paste->stream != NULL)
    {
      import (paste);
      return;
    }
  ent_app_window_toast (paste->window, error->message, NULL, NULL);
  paste_free (paste);
}

/* A single line is a word or an address that somebody copied, no table. */
static gboolean
has_lines (const char *text)
{
  g_autofree char *stripped = g_strstrip (g_strdup (text));

  return strpbrk (stripped, "\r\n") != NULL;
}

static void
text_read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (EntAppWindow) window = data;
  g_autofree char *text = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, NULL);
  g_autoptr (GInputStream) stream = NULL;

  if (text == NULL || !has_lines (text))
    {
      tell_nothing (window);
      return;
    }
  stream = g_memory_input_stream_new_from_data (g_steal_pointer (&text), -1, g_free);
  import (paste_new (window, stream, "txt"));
}

static void
paste_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  EntAppWindow *window = ENT_APP_WINDOW (widget);
  GdkClipboard *clipboard = gtk_widget_get_clipboard (widget);
  g_autoptr (GdkContentFormats) formats =
      gdk_content_formats_union_deserialize_gtypes (gdk_content_formats_ref (gdk_clipboard_get_formats (clipboard)));

  if (ent_app_window_get_store (window) == NULL)
    return;
  if (gdk_content_formats_contain_gtype (formats, GDK_TYPE_FILE_LIST))
    {
      gdk_clipboard_read_value_async (clipboard, GDK_TYPE_FILE_LIST, G_PRIORITY_DEFAULT, NULL, files_read_cb,
                                      g_object_ref (window));
      return;
    }
  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    if (gdk_content_formats_contain_mime_type (formats, types[i].mime_type))
      {
        const char *wanted[] = { types[i].mime_type, NULL };

        gdk_clipboard_read_async (clipboard, wanted, G_PRIORITY_DEFAULT, NULL, stream_read_cb,
                                  paste_new (window, NULL, types[i].suffix));
        return;
      }
  if (gdk_content_formats_contain_gtype (formats, G_TYPE_STRING))
    gdk_clipboard_read_text_async (clipboard, NULL, text_read_cb, g_object_ref (window));
  else
    tell_nothing (window);
}

void
ent_app_paste_class_add_actions (GtkWidgetClass *window_class)
{
  gtk_widget_class_install_action (window_class, "win.paste", NULL, paste_action);
}
