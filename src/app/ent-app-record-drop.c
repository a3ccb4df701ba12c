/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "EntApp"

#include "config.h"

#include <string.h>

#include "ent-app-import-dialog.h"
#include "ent-app-record-drop.h"

/*
 * What is dropped on a record belongs to it. Letters and calendars become its activities, cards its people; all other
 * files are attached.
 */

static gboolean
is_to_import (GFile *file)
{
  static const char *const suffixes[] = { ".eml", ".ics", ".vcf" };
  g_autofree char *name = g_file_get_basename (file);
  const char *suffix = strrchr (name, '.');

  for (guint i = 0; suffix != NULL && i < G_N_ELEMENTS (suffixes); i++)
    if (g_ascii_strcasecmp (suffix, suffixes[i]) == 0)
      return TRUE;

  return FALSE;
}

/* A table of many people is not a matter of one. */
static gboolean
are_to_import (GPtrArray *files)
{
  for (guint i = 0; i < files->len; i++)
    if (!is_to_import (files->pdata[i]))
      return FALSE;

  return TRUE;
}

static gboolean
drop_cb (EntAppRecordPage *page, const GValue *value)
{
  EntAppWindow *window = ENT_APP_WINDOW (gtk_widget_get_ancestor (GTK_WIDGET (page), ENT_APP_TYPE_WINDOW));
  EntRecord *record = ent_app_record_page_get_record (page);
  g_autoptr (GPtrArray) files = g_ptr_array_new ();
  g_autoptr (GSList) list = gdk_file_list_get_files (g_value_get_boxed (value));

  /* Another import, a form: what lies over the window is done first. */
  if (list == NULL || adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (window)) != NULL)
    return FALSE;
  for (GSList *l = list; l != NULL; l = l->next)
    g_ptr_array_add (files, l->data);
  if (!ent_app_record_page_can_attach (page))
    ent_app_window_import (window, (GFile **) files->pdata, files->len);
  else if (are_to_import (files))
    ent_app_import_dialog_present_for (window, files, record);
  else
    ent_app_record_page_attach (page, files);

  return TRUE;
}

void
ent_app_record_drop_add (EntAppRecordPage *page)
{
  GtkDropTarget *target = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);

  g_signal_connect_swapped (target, "drop", G_CALLBACK (drop_cb), page);
  gtk_widget_add_controller (GTK_WIDGET (page), GTK_EVENT_CONTROLLER (target));
}
