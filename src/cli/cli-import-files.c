/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include <entregent.h>

#include "cli-import-files.h"

/* As the folder was named, so that a message says what was typed. */
static char *
dup_name (const char *argument, GFile *folder, GFile *file)
{
  g_autofree char *relative = g_file_get_relative_path (folder, file);

  if (relative == NULL || g_uri_peek_scheme (argument) != NULL)
    return g_file_get_uri (file);
  return g_build_filename (argument, relative, NULL);
}

static gboolean
add_folder (GStrvBuilder *names, const char *argument, GFile *folder, guint *n_left_out, GError **error)
{
  g_autoptr (GPtrArray) files = NULL;
  g_autofree char *shown = g_filename_display_name (argument);
  guint n = 0;

  if (ent_everything_is_export (folder))
    {
      g_set_error (error, ENT_ERROR, ENT_ERROR_REFUSED,
                   /* Translators: the name of a folder. */
                   _("“%s” holds a whole customer book with its history. Import it alone."), shown);
      return FALSE;
    }
  files = ent_import_list_folder_sync (folder, &n, NULL, error);
  if (files == NULL)
    return FALSE;
  if (files->len == 0)
    {
      g_set_error (error, ENT_ERROR, ENT_ERROR_NOT_FOUND,
                   /* Translators: the name of a folder. */
                   _("There is no spreadsheet, CSV, vCard, calendar or e-mail file in “%s”."), shown);
      return FALSE;
    }
  for (guint i = 0; i < files->len; i++)
    g_strv_builder_take (names, dup_name (argument, folder, g_ptr_array_index (files, i)));
  *n_left_out += n;
  return TRUE;
}

char **
cli_import_list_files (char **arguments, guint *n_left_out, GError **error)
{
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();

  *n_left_out = 0;
  for (char **argument = arguments; *argument != NULL; argument++)
    {
      g_autoptr (GFile) file = g_file_new_for_commandline_arg (*argument);

      if (g_file_query_file_type (file, G_FILE_QUERY_INFO_NONE, NULL) != G_FILE_TYPE_DIRECTORY)
        g_strv_builder_add (names, *argument);
      else if (!add_folder (names, *argument, file, n_left_out, error))
        return NULL;
    }
  return g_strv_builder_end (names);
}
