/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <locale.h>
#include <stdlib.h>

#include "display-book.h"
#include "display-window.h"
#include "ent-app-actions.h"
#include "ent-gtk-fetch.h"
#include "screens-private.h"

/*
 * entregent-screens [--dark] [--rtl] [--scale N] [--dialogs] [--imports] [--empty] OUTDIR WIDTH HEIGHT [BOOK]
 *
 * Paints every page of the window with a book into pictures and prints their paths. The language is that of the
 * environment. The book is copied first, so it stays as it is; without one there are people and companies with names of
 * several languages, long ones among them.
 */

static gboolean dark, rtl, dialogs, imports, empty;
static double scale = 1;
static const GOptionEntry options[] = {
  { "dark", 0, 0, G_OPTION_ARG_NONE, &dark, "Dark style", NULL },
  { "rtl", 0, 0, G_OPTION_ARG_NONE, &rtl, "From right to left", NULL },
  { "scale", 0, 0, G_OPTION_ARG_DOUBLE, &scale, "Scale of the text", "N" },
  { "dialogs", 0, 0, G_OPTION_ARG_NONE, &dialogs, "What opens over the pages, not the pages", NULL },
  { "imports", 0, 0, G_OPTION_ARG_NONE, &imports, "Of that, only what brings files in", NULL },
  { "empty", 0, 0, G_OPTION_ARG_NONE, &empty, "The pages of a new book", NULL },
  { NULL },
};

static const char *outdir;
static int width, height;

void
screens_shoot (EntAppWindow *window, const char *name)
{
  g_autofree char *file = g_strdup_printf ("%d-%s%s%s.png", width, name, dark ? "-dark" : "", rtl ? "-rtl" : "");
  g_autofree char *path = g_build_filename (outdir, file, NULL);

  display_settle (300);
  display_paint (window);
  if (!display_save (GTK_WIDGET (window), path))
    g_error ("%s could not be painted", path);
  g_print ("%s\n", path);
}

static void
shoot_record (EntAppWindow *window, const char *kind_key)
{
  EntStore *store = ent_app_window_get_store (window);
  g_autoptr (EntQuery) query = ent_query_new (ent_kind_from_key (kind_key));
  g_autoptr (GPtrArray) rows = ent_store_query_sync (store, query, 0, 3, NULL, NULL);
  g_autofree char *name = g_strconcat (kind_key, "-record", NULL), *id = NULL;

  if (rows == NULL || rows->len == 0)
    return;
  id = ent_id_to_string (ent_row_get_id (g_ptr_array_index (rows, rows->len - 1)));
  gtk_widget_activate_action (GTK_WIDGET (window), "win.open", "(ss)", kind_key, id);
  display_settle (500);
  screens_shoot (window, name);
}

static void
shoot_pages (EntAppWindow *window)
{
  static const char *const kinds[] = { "contact", "account", "opportunity", "activity" };
  guint i;

  for (i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      ent_app_window_go (window, kinds[i]);
      display_settle (300);
      screens_shoot (window, kinds[i]);
      shoot_record (window, kinds[i]);
    }
  ent_app_window_go (window, "history");
  display_settle (300);
  screens_shoot (window, "history");
  gtk_widget_activate_action (GTK_WIDGET (window), "win.find", "(ss)", "contact", "zzzzqqq");
  screens_shoot (window, "nothing-found");
  ent_app_window_go (window, "contact");
  gtk_widget_activate_action (GTK_WIDGET (window), "win.find", "(ss)", "contact", "last-contact>60d ma");
  screens_shoot (window, "chips");
  gtk_widget_activate_action (GTK_WIDGET (window), "win.edit-query", NULL);
  screens_shoot (window, "query-text");
  ent_app_window_go (window, "contact");
  display_settle (200);
  gtk_widget_activate_action (GTK_WIDGET (window), "win.select-mode", NULL);
  screens_shoot (window, "selecting");
  gtk_widget_activate_action (GTK_WIDGET (window), "win.select-mode", NULL);
  gtk_widget_activate_action (GTK_WIDGET (window), "win.sidebar", NULL);
  screens_shoot (window, "sidebar");
  gtk_widget_activate_action (GTK_WIDGET (window), "win.sidebar", NULL);
  gtk_widget_activate_action (GTK_WIDGET (window), "win.shortcuts", NULL);
  screens_shoot (window, "shortcuts");
}

static void
shoot_welcome (EntAppApplication *application)
{
  g_autoptr (GFile) none =
      g_file_new_build_filename (g_get_tmp_dir (), "entregent-no-such-folder", "new.entregent", NULL);
  EntAppWindow *window = ent_app_window_new (application, none);

  gtk_window_set_default_size (GTK_WINDOW (window), width, height);
  gtk_window_present (GTK_WINDOW (window));
  screens_shoot (window, "welcome");
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
shoot_empty (EntAppWindow *window)
{
  static const char *const pages[] = { "contact", "opportunity", "history" };
  guint i;

  for (i = 0; i < G_N_ELEMENTS (pages); i++)
    {
      g_autofree char *name = g_strconcat ("empty-", pages[i], NULL);

      ent_app_window_go (window, pages[i]);
      display_settle (300);
      screens_shoot (window, name);
    }
}

static GFile *
make_empty_book (void)
{
  g_autofree char *folder = g_dir_make_tmp ("entregent-screens-XXXXXX", NULL);
  g_autoptr (GError) error = NULL;
  GFile *book = g_file_new_build_filename (folder, "new.entregent", NULL);
  g_autoptr (EntStore) store = ent_store_open_sync (book, ENT_STORE_OPEN_CREATE, NULL, NULL, &error);

  if (store == NULL)
    g_error ("%s", error->message);
  ent_store_close (store);

  return book;
}

/* The folder of files beside a book, where it has one. */
static void
copy_folder (GFile *source, GFile *target)
{
  g_autoptr (GFileEnumerator) entries =
      g_file_enumerate_children (source, "standard::name,standard::type", G_FILE_QUERY_INFO_NONE, NULL, NULL);
  GFileInfo *info;
  GFile *entry;

  if (entries == NULL)
    return;
  g_file_make_directory (target, NULL, NULL);
  while (g_file_enumerator_iterate (entries, &info, &entry, NULL, NULL) && entry != NULL)
    {
      g_autoptr (GFile) copy = g_file_get_child (target, g_file_info_get_name (info));

      if (g_file_info_get_file_type (info) == G_FILE_TYPE_DIRECTORY)
        copy_folder (entry, copy);
      else
        g_file_copy (entry, copy, G_FILE_COPY_NONE, NULL, NULL, NULL, NULL);
    }
}

/* book-files beside book.entregent. (transfer full) */
static GFile *
find_files (GFile *book)
{
  g_autofree char *path = g_file_get_path (book);
  g_autoptr (GString) files = g_string_new (path);

  g_string_replace (files, ".entregent", "", 0);
  g_string_append (files, "-files");

  return g_file_new_for_path (files->str);
}

static GFile *
copy_book (const char *path)
{
  g_autoptr (GFile) source = g_file_new_for_commandline_arg (path);
  g_autoptr (GFile) files = NULL, copied = NULL;
  g_autofree char *name = g_file_get_basename (source), *target = NULL, *folder = NULL;
  g_autoptr (GError) error = NULL;
  GFile *copy;

  folder = g_dir_make_tmp ("entregent-screens-XXXXXX", NULL);
  target = g_build_filename (folder, name, NULL);
  copy = g_file_new_for_path (target);
  if (!g_file_copy (source, copy, G_FILE_COPY_NONE, NULL, NULL, NULL, &error))
    {
      g_printerr ("entregent-screens: %s\n", error->message);
      exit (1);
    }
  files = find_files (source);
  copied = find_files (copy);
  copy_folder (files, copied);

  return copy;
}

int
main (int argc, char *argv[])
{
  g_autoptr (GOptionContext) context = g_option_context_new ("OUTDIR WIDTH HEIGHT [BOOK]");
  g_autoptr (EntAppApplication) application = NULL;
  g_autoptr (GError) error = NULL;
  GFile *book;
  EntAppWindow *window;

  setlocale (LC_ALL, "");
  g_option_context_add_main_entries (context, options, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error) || (argc != 4 && argc != 5))
    {
      g_printerr ("entregent-screens: %s\n", error != NULL ? error->message : "three or four arguments are needed");
      return 2;
    }
  outdir = argv[1];
  width = atoi (argv[2]);
  height = atoi (argv[3]);
  g_mkdir_with_parents (outdir, 0755);
  book = empty ? make_empty_book () : argc == 4 ? display_book_make () : copy_book (argv[4]);
  application = display_application_new ();
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (),
                                      dark ? ADW_COLOR_SCHEME_FORCE_DARK : ADW_COLOR_SCHEME_FORCE_LIGHT);
  if (rtl)
    gtk_widget_set_default_direction (GTK_TEXT_DIR_RTL);
  g_object_set (gtk_settings_get_default (), "gtk-xft-dpi", (int) (96 * 1024 * scale), "gtk-enable-animations", FALSE,
                NULL);
  window = display_window_open (application, book, width, height);
  if (empty)
    {
      shoot_empty (window);
      shoot_welcome (application);
    }
  else if (imports)
    screens_shoot_imports (window);
  else if (dialogs)
    screens_shoot_dialogs (window);
  else
    shoot_pages (window);
  gtk_window_destroy (GTK_WINDOW (window));
  display_settle (50);
  display_book_remove (book);

  return 0;
}
