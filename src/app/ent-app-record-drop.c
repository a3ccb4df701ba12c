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

/* Each goes its way. A table of many people is not a matter of one: it is attached. */
static void
take (EntAppRecordPage *page, EntAppWindow *window, GSList *list)
{
  g_autoptr (GPtrArray) imported = g_ptr_array_new (), attached = g_ptr_array_new ();

  for (GSList *l = list; l != NULL; l = l->next)
    g_ptr_array_add (is_to_import (l->data) ? imported : attached, l->data);
  if (attached->len > 0)
    ent_app_record_page_attach (page, attached);
  if (imported->len > 0)
    ent_app_import_dialog_present_for (window, imported, ent_app_record_page_get_record (page));
}

static gboolean
drop_cb (EntAppRecordPage *page, const GValue *value)
{
  EntAppWindow *window = ENT_APP_WINDOW (gtk_widget_get_ancestor (GTK_WIDGET (page), ENT_APP_TYPE_WINDOW));
  g_autoptr (GPtrArray) files = g_ptr_array_new ();
  g_autoptr (GSList) list = gdk_file_list_get_files (g_value_get_boxed (value));

  /* Another import, a form: what lies over the window is done first. */
  if (list == NULL || adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (window)) != NULL)
    return FALSE;
  if (ent_app_record_page_can_attach (page))
    {
      take (page, window, list);
      return TRUE;
    }
  for (GSList *l = list; l != NULL; l = l->next)
    g_ptr_array_add (files, l->data);
  ent_app_window_import (window, (GFile **) files->pdata, files->len);

  return TRUE;
}

void
ent_app_record_drop_add (EntAppRecordPage *page)
{
  GtkDropTarget *target = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);

  g_signal_connect_swapped (target, "drop", G_CALLBACK (drop_cb), page);
  gtk_widget_add_controller (GTK_WIDGET (page), GTK_EVENT_CONTROLLER (target));
}
