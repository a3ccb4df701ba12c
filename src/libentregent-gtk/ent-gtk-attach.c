/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "EntGtk"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "ent-gtk-attach.h"
#include "ent-gtk-format.h"

#include "ent-attachments.h"
#include "ent-error.h"

/* Files become attachments of a record: each is looked at, then copied, one after the other; then all of them are one
 * change. */

typedef struct
{
  GPtrArray *files;    /* GFile */
  GPtrArray *contents; /* EntContent, of the first of them */
  EntId record;
} Attaching;

static void
attaching_free (gpointer data)
{
  Attaching *attaching = data;

  g_ptr_array_unref (attaching->files);
  g_ptr_array_unref (attaching->contents);
  g_free (attaching);
}

static void look_at_next (GTask *task);

static void
committed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;

  if (ent_gtk_editor_commit_finish (ENT_GTK_EDITOR (source), result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static char *
dup_label (const Attaching *attaching)
{
  guint n = attaching->contents->len;
  g_autofree char *number = NULL;

  if (n == 1)
    /* Translators: the name of a file */
    return g_strdup_printf (_("“%s” attached"), ent_content_get_name (attaching->contents->pdata[0]));
  number = ent_gtk_format_integer (n);
  /* Translators: %s is a number. */
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s file attached", "%s files attached", n), number);
}

static void
commit (GTask *task)
{
  EntGtkEditor *editor = g_task_get_source_object (task);
  Attaching *attaching = g_task_get_task_data (task);
  g_autoptr (EntChange) change = ent_change_new (ent_gtk_editor_get_store (editor));
  g_autofree char *label = dup_label (attaching);

  for (guint i = 0; i < attaching->contents->len; i++)
    {
      EntId id;

      ent_change_attach (change, &attaching->record, attaching->contents->pdata[i], NULL, &id);
    }
  ent_gtk_editor_commit_async (editor, change, label, g_task_get_cancellable (task), committed_cb, task);
}

static void
staged_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Attaching *attaching = g_task_get_task_data (task);
  GError *error = NULL;
  EntContent *content = ent_store_stage_file_finish (ENT_STORE (source), result, &error);

  if (content == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  g_ptr_array_add (attaching->contents, content);
  look_at_next (g_steal_pointer (&task));
}

/* What is said of a file before it is copied; NULL: it can be. */
static GError *
refuse (GFileInfo *info)
{
  g_autofree char *limit = g_format_size (ENT_ATTACHMENT_MAX_SIZE);

  if (g_file_info_get_file_type (info) == G_FILE_TYPE_DIRECTORY)
    return g_error_new (ENT_ERROR, ENT_ERROR_REFUSED, _("“%s” is a folder. Only files can be attached."),
                        g_file_info_get_display_name (info));
  /* Reading a pipe or a device may never end. */
  if (g_file_info_get_file_type (info) != G_FILE_TYPE_REGULAR)
    /* Translators: the name of what is no file in a folder, a pipe for instance. */
    return g_error_new (ENT_ERROR, ENT_ERROR_REFUSED, _("“%s” is not a file that could be attached."),
                        g_file_info_get_display_name (info));
  if (g_file_info_get_size (info) > ENT_ATTACHMENT_MAX_SIZE)
    /* Translators: the name of a file, then a size such as “50 MB” */
    return g_error_new (ENT_ERROR, ENT_ERROR_REFUSED, _("“%s” is larger than %s. Nothing was attached."),
                        g_file_info_get_display_name (info), limit);
  return NULL;
}

static void
looked_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  GCancellable *cancellable = g_task_get_cancellable (task);
  EntGtkEditor *editor = g_task_get_source_object (task);
  GError *error = NULL;
  g_autoptr (GFileInfo) info = g_file_query_info_finish (G_FILE (source), result, &error);

  if (info != NULL)
    error = refuse (info);
  if (error != NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  ent_store_stage_file_async (ent_gtk_editor_get_store (editor), G_FILE (source), cancellable, staged_cb,
                              g_steal_pointer (&task));
}

/* Takes the task. */
static void
look_at_next (GTask *task)
{
  Attaching *attaching = g_task_get_task_data (task);

  if (attaching->contents->len == attaching->files->len)
    commit (task);
  else
    g_file_query_info_async (attaching->files->pdata[attaching->contents->len],
                             G_FILE_ATTRIBUTE_STANDARD_TYPE "," G_FILE_ATTRIBUTE_STANDARD_SIZE
                                                            "," G_FILE_ATTRIBUTE_STANDARD_DISPLAY_NAME,
                             G_FILE_QUERY_INFO_NONE, G_PRIORITY_DEFAULT, g_task_get_cancellable (task), looked_cb,
                             task);
}

/**
 * ent_gtk_attach_async:
 * @editor: an editor that shows a record whose kind [func@Ent.Kind.has_attachments]
 * @files: (element-type GFile): one or more files
 * @cancellable: (nullable): a cancellable
 * @callback: called when they are attached
 * @user_data: for @callback
 *
 * Attaches files to the record that the editor shows now, all of them or none; [signal@Editor::committed] tells
 * everybody.
 */
void
ent_gtk_attach_async (EntGtkEditor *editor,
                      GPtrArray *files,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data)
{
  GTask *task;
  Attaching *attaching;

  g_return_if_fail (ENT_GTK_IS_EDITOR (editor) && ent_gtk_editor_get_record (editor) != NULL);
  g_return_if_fail (files != NULL && files->len > 0);

  attaching = g_new0 (Attaching, 1);
  attaching->files = g_ptr_array_copy (files, (GCopyFunc) (gpointer) g_object_ref, NULL);
  g_ptr_array_set_free_func (attaching->files, g_object_unref);
  attaching->contents = g_ptr_array_new_with_free_func (g_object_unref);
  attaching->record = *ent_record_get_id (ent_gtk_editor_get_record (editor));
  task = g_task_new (editor, cancellable, callback, user_data);
  g_task_set_source_tag (task, ent_gtk_attach_async);
  g_task_set_task_data (task, attaching, attaching_free);
  look_at_next (task);
}

/**
 * ent_gtk_attach_finish:
 * @editor: the editor
 * @result: what the callback was given
 * @error: return location
 *
 * Returns: whether all files are attached; %FALSE with an error that names the one that could not be
 */
gboolean
ent_gtk_attach_finish (EntGtkEditor *editor, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, editor), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
