/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "EntGtk"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "ent-gtk-photo-set-private.h"

#include "ent-photo.h"

/* A picture is put into the folder of files, and becomes the photo with one change. */

typedef struct
{
  EntId contact;
  char *before; /* the photo that it has */
} Setting;

static void
setting_free (gpointer data)
{
  Setting *setting = data;

  g_free (setting->before);
  g_free (setting);
}

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

static void
staged_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  EntGtkEditor *editor = g_task_get_source_object (task);
  Setting *setting = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (EntContent) content = ent_store_stage_photo_finish (ENT_STORE (source), result, &error);
  g_autoptr (EntChange) change = NULL;

  if (content == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  if (g_strcmp0 (ent_content_get_sha256 (content), setting->before) == 0)
    {
      g_task_return_boolean (task, TRUE);
      return;
    }
  change = ent_change_new (ENT_STORE (source));
  ent_change_set_photo (change, &setting->contact, content, NULL);
  ent_gtk_editor_commit_async (editor, change, _("Photo changed"), g_task_get_cancellable (task), committed_cb,
                               g_object_ref (task));
}

void
ent_gtk_photo_set_async (EntGtkEditor *editor,
                         GFile *file,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  EntRecord *record = ent_gtk_editor_get_record (editor);
  Setting *setting = g_new0 (Setting, 1);
  GTask *task = g_task_new (editor, cancellable, callback, user_data);

  setting->contact = *ent_record_get_id (record);
  setting->before = g_strdup (ent_record_get_text (record, "photo"));
  g_task_set_source_tag (task, ent_gtk_photo_set_async);
  g_task_set_task_data (task, setting, setting_free);
  ent_store_stage_photo_async (ent_gtk_editor_get_store (editor), file, cancellable, staged_cb, task);
}

gboolean
ent_gtk_photo_set_finish (EntGtkEditor *editor, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, editor), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
