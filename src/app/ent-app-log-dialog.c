/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "EntApp"

#include "config.h"

#include <glib/gi18n.h>

#include "ent-app-log-dialog.h"
#include "ent-app-window-private.h"
#include "ent-gtk-form-dialog.h"

typedef struct
{
  EntAppWindow *window;
  EntGtkEditor *draft;
  AdwDialog *dialog;
  EntId about;
  gboolean done;
} Log;

static void
log_free (Log *log)
{
  g_object_unref (log->window);
  g_object_unref (log->draft);
  g_free (log);
}

static void
set_id (EntChange *change, const EntKind *kind, const EntId *id, const char *key, const EntId *target)
{
  g_auto (EntValue) value = ENT_VALUE_INIT;

  ent_value_set_id (&value, target);
  ent_change_set (change, kind, id, ent_kind_get_field (kind, key), &value);
}

static const char *
get_text (Log *log, const char *key)
{
  const EntValue *value =
      ent_gtk_editor_get_value (log->draft, ent_kind_get_field (ent_gtk_editor_get_kind (log->draft), key));

  return value != NULL && value->type == ENT_VALUE_TEXT && *value->text != '\0' ? value->text : NULL;
}

static void
accepted_cb (Log *log)
{
  EntStore *store = ent_app_window_get_store (log->window);
  const EntKind *kind = ent_gtk_editor_get_kind (log->draft);
  const EntField *type = ent_kind_get_field (kind, "type");
  g_autoptr (EntChange) change = ent_change_new (store);
  const char *type_key = get_text (log, "type");
  EntId id = { 0 };

  ent_change_add (change, kind, &id);
  ent_gtk_editor_apply_to (log->draft, change, &id);
  /* A call needs no more words than that it was one. */
  if (get_text (log, "subject") == NULL)
    {
      if (type_key == NULL)
        {
          ent_gtk_form_dialog_set_problem (ENT_GTK_FORM_DIALOG (log->dialog), kind->title,
                                           _("Say in a few words what it is about"));
          return;
        }
      ent_change_set_text (change, kind, &id, kind->title, ent_field_get_choice_label (type, type_key));
    }
  set_id (change, kind, &id, "about", &log->about);
  set_id (change, kind, &id, "owner", ent_store_get_me (store));
  if (log->done)
    {
      g_auto (EntValue) now = ENT_VALUE_INIT;

      ent_value_set_integer (&now, g_get_real_time () / 1000);
      ent_change_set (change, kind, &id, ent_kind_get_field (kind, "done"), &now);
    }
  ent_app_window_commit (log->window, change, log->done ? _("Activity logged") : _("Activity planned"), NULL, NULL);
  adw_dialog_close (log->dialog);
}

static void
closed_cb (Log *log)
{
  g_signal_handlers_disconnect_by_data (log->dialog, log);
  log_free (log);
}

void
ent_app_log_dialog_present (EntAppWindow *window, EntRecord *about, gboolean done)
{
  static const char *const first_done[] = { "type", "subject", "outcome", "body", NULL };
  static const char *const first_planned[] = { "type", "subject", "due", "start", NULL };
  static const char *const left_out[] = { "about", "owner", "done", "participants", "tags", NULL };
  const EntKind *kind = ent_kind_from_key ("activity");
  Log *log = g_new0 (Log, 1);
  g_auto (EntValue) type = ENT_VALUE_INIT;

  log->window = g_object_ref (window);
  log->draft = ent_gtk_editor_new_draft (ent_app_window_get_store (window), kind);
  log->about = *ent_record_get_id (about);
  log->done = done;
  ent_value_set_text (&type, "call");
  ent_gtk_editor_set_value (log->draft, ent_kind_get_field (kind, "type"), &type);
  log->dialog =
      ent_gtk_form_dialog_new (log->draft, done ? _("Log") : _("Plan"), done ? first_done : first_planned, left_out);
  g_signal_connect_swapped (log->dialog, "accepted", G_CALLBACK (accepted_cb), log);
  g_signal_connect_swapped (log->dialog, "closed", G_CALLBACK (closed_cb), log);
  adw_dialog_present (log->dialog, GTK_WIDGET (window));
}
