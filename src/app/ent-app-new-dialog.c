/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "EntApp"

#include "config.h"

#include <glib/gi18n.h>

#include "ent-app-list-words.h"
#include "ent-app-new-dialog.h"
#include "ent-app-window-private.h"

typedef struct
{
  EntAppWindow *window;
  const EntKind *kind;
  const EntField *field;
  EntId target;
  char *name;
} Draft;

static void
draft_free (Draft *draft)
{
  g_object_unref (draft->window);
  g_free (draft->name);
  g_free (draft);
}

/* What nobody needs to be asked for the book knows itself. */
static void
commit_draft (Draft *draft)
{
  const EntKind *kind = draft->kind;
  g_autoptr (EntChange) change = ent_change_new (ent_app_window_get_store (draft->window));
  g_autofree char *label = NULL;
  EntId id = { 0 };

  /* Translators: the name of a record */
  label = g_strdup_printf (_("“%s” added"), draft->name);
  ent_change_add (change, kind, &id);
  ent_change_set_text (change, kind, &id, kind->title, draft->name);
  if (draft->field != NULL && !ent_id_is_null (&draft->target))
    {
      g_auto (EntValue) value = ENT_VALUE_INIT;

      ent_value_set_id (&value, &draft->target);
      ent_change_set (change, kind, &id, draft->field, &value);
    }
  ent_app_window_commit (draft->window, change, label, kind, &id);
}

static void
response_cb (AdwAlertDialog *dialog, const char *response, Draft *draft)
{
  GtkEditable *entry = g_object_get_data (G_OBJECT (dialog), "entry");

  draft->name = g_strstrip (g_strdup (gtk_editable_get_text (entry)));
  if (g_str_equal (response, "add") && *draft->name != '\0')
    commit_draft (draft);
  draft_free (draft);
}

static void
changed_cb (AdwAlertDialog *dialog, GtkEditable *entry)
{
  g_autofree char *text = g_strstrip (g_strdup (gtk_editable_get_text (entry)));

  adw_alert_dialog_set_response_enabled (dialog, "add", *text != '\0');
}

void
ent_app_new_dialog_present (EntAppWindow *window, const EntKind *kind, const EntField *field, const EntId *target)
{
  AdwDialog *dialog = adw_alert_dialog_new (ent_app_list_words_new_plain (kind), NULL);
  GtkWidget *list = gtk_list_box_new (), *entry = adw_entry_row_new ();
  Draft *draft = g_new0 (Draft, 1);

  draft->window = g_object_ref (window);
  draft->kind = kind;
  draft->field = field;
  if (target != NULL)
    draft->target = *target;
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (entry), ent_field_get_label (kind->title));
  adw_entry_row_set_activates_default (ADW_ENTRY_ROW (entry), TRUE);
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  gtk_list_box_append (GTK_LIST_BOX (list), entry);
  adw_alert_dialog_set_extra_child (ADW_ALERT_DIALOG (dialog), list);
  adw_alert_dialog_add_responses (ADW_ALERT_DIALOG (dialog), "cancel", _("_Cancel"), "add", _("_Add"), NULL);
  adw_alert_dialog_set_response_appearance (ADW_ALERT_DIALOG (dialog), "add", ADW_RESPONSE_SUGGESTED);
  adw_alert_dialog_set_default_response (ADW_ALERT_DIALOG (dialog), "add");
  adw_alert_dialog_set_close_response (ADW_ALERT_DIALOG (dialog), "cancel");
  adw_alert_dialog_set_response_enabled (ADW_ALERT_DIALOG (dialog), "add", FALSE);
  g_object_set_data (G_OBJECT (dialog), "entry", entry);
  g_signal_connect_swapped (entry, "changed", G_CALLBACK (changed_cb), dialog);
  g_signal_connect (dialog, "response", G_CALLBACK (response_cb), draft);
  adw_dialog_set_focus (dialog, entry);
  adw_dialog_present (dialog, GTK_WIDGET (window));
}
