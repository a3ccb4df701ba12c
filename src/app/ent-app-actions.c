/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "EntApp"

#include "config.h"

#include <glib/gi18n.h>

#include "ent-app-actions.h"

static const EntAppAction actions[] = {
  { "win.new-here", "<Control>n", N_("Add a record"), N_("Records") },
  { "win.edit-name", "F2", N_("Change the name"), N_("Records") },
  { "win.log", "<Control>l", N_("Log what was done"), N_("Records") },
  { "win.note", "<Control>e", N_("Write a note"), N_("Records") },
  { "win.attach", "<Control><Shift>a", N_("Attach files"), N_("Records") },
  { "win.delete", "<Control>Delete", N_("Delete"), N_("Records") },
  { NULL, "Delete", N_("Delete, in a list"), N_("Records") },
  { "win.undo", "<Control>z", N_("Undo"), N_("Changes") },
  { "win.redo", "<Control><Shift>z", N_("Redo"), N_("Changes") },
  { "win.search", "<Control>f", N_("Search"), N_("Lists") },
  { "win.edit-query", "<Control><Shift>f", N_("Edit the search as text"), N_("Lists") },
  { "win.select-mode", "<Control>m", N_("Select several"), N_("Lists") },
  { NULL, "<Control>a", N_("Select all"), N_("Lists") },
  { NULL, "<Control>c", N_("Copy what is selected, in a list"), N_("Lists") },
  { NULL, "<Control>v", N_("Import what was copied elsewhere, in a list"), N_("Lists") },
  { NULL, "Escape", N_("End a selection, a search or a change"), N_("Lists") },
  { "win.go('contact')", "<Alt>1", N_("Contacts"), N_("Pages") },
  { "win.go('account')", "<Alt>2", N_("Accounts"), N_("Pages") },
  { "win.go('opportunity')", "<Alt>3", N_("Opportunities"), N_("Pages") },
  { "win.go('activity')", "<Alt>4", N_("Activities"), N_("Pages") },
  { "win.go('history')", "<Alt>5", N_("History"), N_("Pages") },
  { "win.back", "<Alt>Left", N_("Back"), N_("Pages") },
  { "win.print", "<Control>p", N_("Print the list or the record"), N_("Window") },
  { "win.import", "<Control>o", N_("Import files"), N_("Window") },
  { "win.imports", "<Control><Shift>o", N_("Import history"), N_("Window") },
  { "win.sidebar", "F9", N_("Show or hide the sidebar"), N_("Window") },
  { "win.menu", "F10", N_("Main menu"), N_("Window") },
  { "app.help", "F1", N_("Help"), N_("Window") },
  { "win.shortcuts", "<Control>question", N_("Keyboard shortcuts"), N_("Window") },
  { "window.close", "<Control>w", N_("Close the window"), N_("Window") },
  { "app.quit", "<Control>q", N_("Quit"), N_("Window") },
};

const EntAppAction *
ent_app_actions_get_all (guint *n_actions)
{
  *n_actions = G_N_ELEMENTS (actions);

  return actions;
}

void
ent_app_actions_set_accels (GtkApplication *application)
{
  guint i;

  for (i = 0; i < G_N_ELEMENTS (actions); i++)
    {
      g_auto (GStrv) accels = g_strsplit (actions[i].accels, " ", -1);

      if (actions[i].action != NULL)
        gtk_application_set_accels_for_action (application, actions[i].action, (const char *const *) accels);
    }
}
