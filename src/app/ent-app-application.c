/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "EntApp"

#include "config.h"

#include <glib/gi18n.h>
#include <locale.h>

#include "ent-app-about.h"
#include "ent-app-actions.h"
#include "ent-app-application.h"
#include "ent-app-window.h"
#include "ent-gtk-attachment.h"
#include "ent-store.h"
#include "ent-translations.h"

/* One window a book. Files on the command line are books to open or files to import. */
struct _EntAppApplication
{
  AdwApplication parent_instance;

  GSettings *settings;
  GPtrArray *stores; /* of GWeakRef: a thread may be the last to let go of one */
};

G_DEFINE_FINAL_TYPE (EntAppApplication, ent_app_application, ADW_TYPE_APPLICATION)

static const GOptionEntry options[] = {
  { "book", 'b', 0, G_OPTION_ARG_FILENAME, NULL, N_("Open this customer book"), N_("FILE") },
  { "new-contact", 0, 0, G_OPTION_ARG_NONE, NULL, N_("Add a contact"), NULL },
  { "version", 0, 0, G_OPTION_ARG_NONE, NULL, N_("Print the version"), NULL },
  { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, NULL, NULL, N_("[FILE…]") },
  { NULL },
};

static GtkWindow *
find_window (EntAppApplication *self, GFile *book)
{
  GList *windows;

  for (windows = gtk_application_get_windows (GTK_APPLICATION (self)); windows != NULL; windows = windows->next)
    if (ENT_APP_IS_WINDOW (windows->data) &&
        (book == NULL || g_file_equal (ent_app_window_get_file (ENT_APP_WINDOW (windows->data)), book)))
      return windows->data;

  return NULL;
}

GtkWindow *
ent_app_application_open_book (EntAppApplication *self, GFile *book)
{
  g_autoptr (GFile) usual = NULL;
  GtkWindow *window = find_window (self, book);

  if (window == NULL)
    {
      if (book == NULL)
        book = usual = ent_store_get_default_file ();
      window = GTK_WINDOW (ent_app_window_new (self, book));
    }
  gtk_window_present (window);

  return window;
}

static gboolean
is_book (GFile *file)
{
  g_autofree char *name = g_file_get_basename (file);

  return name != NULL && g_str_has_suffix (name, ".entregent");
}

/* Books are opened first, so that the files go into the last one of them. */
static GtkWindow *
open_files (EntAppApplication *self, GFile **files, int n_files)
{
  GtkWindow *window = NULL;
  g_autoptr (GPtrArray) imports = g_ptr_array_new ();
  int i;

  for (i = 0; i < n_files; i++)
    {
      if (is_book (files[i]))
        window = ent_app_application_open_book (self, files[i]);
      else
        g_ptr_array_add (imports, files[i]);
    }
  if (window == NULL)
    window = ent_app_application_open_book (self, NULL);
  if (imports->len > 0)
    ent_app_window_import (ENT_APP_WINDOW (window), (GFile **) imports->pdata, imports->len);

  return window;
}

static void
ent_app_application_activate (GApplication *application)
{
  ent_app_application_open_book (ENT_APP_APPLICATION (application), NULL);
}

static void
ent_app_application_open (GApplication *application, GFile **files, int n_files, const char *hint)
{
  open_files (ENT_APP_APPLICATION (application), files, n_files);
}

static int
ent_app_application_command_line (GApplication *application, GApplicationCommandLine *command_line)
{
  EntAppApplication *self = ENT_APP_APPLICATION (application);
  GVariantDict *dict = g_application_command_line_get_options_dict (command_line);
  g_autofree const char **names = NULL;
  const char *book = NULL;
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func (g_object_unref);
  GtkWindow *window;
  guint i;

  if (g_variant_dict_lookup (dict, "book", "^&ay", &book))
    g_ptr_array_add (files, g_application_command_line_create_file_for_arg (command_line, book));
  if (files->len > 0)
    {
      g_autoptr (GFile) file = g_object_ref (g_ptr_array_index (files, 0));

      /* Whatever it is called: it was said to be a book. */
      ent_app_application_open_book (self, file);
      if (!is_book (file))
        g_ptr_array_set_size (files, 0);
    }
  g_variant_dict_lookup (dict, G_OPTION_REMAINING, "^a&ay", &names);
  for (i = 0; names != NULL && names[i] != NULL; i++)
    g_ptr_array_add (files, g_application_command_line_create_file_for_arg (command_line, names[i]));
  window = open_files (self, (GFile **) files->pdata, files->len);
  if (g_variant_dict_contains (dict, "new-contact"))
    gtk_widget_activate_action (GTK_WIDGET (window), "win.new", "s", "contact");

  return 0;
}

static int
ent_app_application_handle_local_options (GApplication *application, GVariantDict *dict)
{
  if (!g_variant_dict_contains (dict, "version"))
    return -1;
  g_print ("Entregent %s\n", PACKAGE_VERSION);

  return 0;
}

static void
about_activated_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  ent_app_about_present (GTK_WIDGET (gtk_application_get_active_window (GTK_APPLICATION (data))));
}

static void
help_shown_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GtkWindow) window = data;
  g_autoptr (GError) error = NULL;

  if (!gtk_uri_launcher_launch_finish (GTK_URI_LAUNCHER (source), result, &error) && ENT_APP_IS_WINDOW (window) &&
      !g_error_matches (error, GTK_DIALOG_ERROR, GTK_DIALOG_ERROR_DISMISSED))
    ent_app_window_toast (ENT_APP_WINDOW (window), error->message, NULL, NULL);
}

static void
help_activated_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (data));
  g_autoptr (GtkUriLauncher) launcher = gtk_uri_launcher_new ("help:" GETTEXT_PACKAGE);

  gtk_uri_launcher_launch (launcher, window, NULL, help_shown_cb, window != NULL ? g_object_ref (window) : NULL);
}

/* Where yelp looks for it. */
static gboolean
has_help (void)
{
  const char *const *folders = g_get_system_data_dirs ();
  g_autofree char *own = g_build_filename (g_get_user_data_dir (), "help", "C", GETTEXT_PACKAGE, "index.page", NULL);

  for (guint i = 0; folders[i] != NULL; i++)
    {
      g_autofree char *page = g_build_filename (folders[i], "help", "C", GETTEXT_PACKAGE, "index.page", NULL);

      if (g_file_test (page, G_FILE_TEST_EXISTS))
        return TRUE;
    }

  return g_file_test (own, G_FILE_TEST_EXISTS);
}

static void
quit_activated_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  g_autoptr (GList) windows = g_list_copy (gtk_application_get_windows (GTK_APPLICATION (data)));

  /* As if each were closed: it keeps what is being typed and how it looked. The last one ends the program. */
  for (GList *l = windows; l != NULL; l = l->next)
    gtk_window_close (l->data);
}

static void
new_contact_activated_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  GtkWindow *window = ent_app_application_open_book (ENT_APP_APPLICATION (data), NULL);

  gtk_widget_activate_action (GTK_WIDGET (window), "win.new", "s", "contact");
}

/* Settings are a comfort: without the schema the window opens all the same. */
static GSettings *
load_settings (void)
{
  GSettingsSchemaSource *source = g_settings_schema_source_get_default ();
  g_autoptr (GSettingsSchema) schema =
      source != NULL ? g_settings_schema_source_lookup (source, APPLICATION_ID, TRUE) : NULL;

  return schema != NULL ? g_settings_new_full (schema, NULL, NULL) : NULL;
}

static void
ent_app_application_startup (GApplication *application)
{
  static const GActionEntry actions[] = {
    { .name = "about", .activate = about_activated_cb },
    { .name = "help", .activate = help_activated_cb },
    { .name = "quit", .activate = quit_activated_cb },
    { .name = "new-contact", .activate = new_contact_activated_cb },
  };
  EntAppApplication *self = ENT_APP_APPLICATION (application);
  g_autoptr (GtkCssProvider) provider = NULL;

  G_APPLICATION_CLASS (ent_app_application_parent_class)->startup (application);

  /* They outlive a crash, and an attachment that was erased since. */
  ent_gtk_attachment_forget_opened ();
  self->settings = load_settings ();
  g_action_map_add_action_entries (G_ACTION_MAP (self), actions, G_N_ELEMENTS (actions), self);
  g_simple_action_set_enabled (G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (self), "help")), has_help ());
  ent_app_actions_set_accels (GTK_APPLICATION (self));
  gtk_window_set_default_icon_name (APPLICATION_ID);
  provider = gtk_css_provider_new ();
  gtk_css_provider_load_from_resource (provider, "/org/entregent/EntGtk/ent-gtk.css");
  gtk_style_context_add_provider_for_display (gdk_display_get_default (), GTK_STYLE_PROVIDER (provider),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
}

static void
weak_ref_free (gpointer data)
{
  g_weak_ref_clear (data);
  g_free (data);
}

void
ent_app_application_add_store (EntAppApplication *self, EntStore *store)
{
  GWeakRef *weak = g_new0 (GWeakRef, 1);

  g_weak_ref_init (weak, store);
  g_ptr_array_add (self->stores, weak);
}

/* Whoever still holds a book, a thread that writes to it among them, finds it closed. */
static void
close_stores (EntAppApplication *self)
{
  for (guint i = 0; i < self->stores->len; i++)
    {
      g_autoptr (EntStore) store = g_weak_ref_get (g_ptr_array_index (self->stores, i));

      if (store != NULL)
        ent_store_close (store);
    }
  g_ptr_array_set_size (self->stores, 0);
}

static void
ent_app_application_shutdown (GApplication *application)
{
  close_stores (ENT_APP_APPLICATION (application));
  ent_gtk_attachment_forget_opened ();

  G_APPLICATION_CLASS (ent_app_application_parent_class)->shutdown (application);
}

static void
ent_app_application_finalize (GObject *object)
{
  EntAppApplication *self = ENT_APP_APPLICATION (object);

  close_stores (self);
  g_clear_pointer (&self->stores, g_ptr_array_unref);
  g_clear_object (&self->settings);

  G_OBJECT_CLASS (ent_app_application_parent_class)->finalize (object);
}

static void
ent_app_application_class_init (EntAppApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = ent_app_application_finalize;
  application_class->activate = ent_app_application_activate;
  application_class->open = ent_app_application_open;
  application_class->command_line = ent_app_application_command_line;
  application_class->handle_local_options = ent_app_application_handle_local_options;
  application_class->startup = ent_app_application_startup;
  application_class->shutdown = ent_app_application_shutdown;
}

static void
ent_app_application_init (EntAppApplication *self)
{
  self->stores = g_ptr_array_new_with_free_func (weak_ref_free);
  setlocale (LC_ALL, "");
  ent_translations_init ();
  textdomain (GETTEXT_PACKAGE);
  g_set_application_name ("Entregent");
  g_application_add_main_option_entries (G_APPLICATION (self), options);
  g_application_set_option_context_parameter_string (G_APPLICATION (self), _("[FILE…]"));
  g_application_set_option_context_summary (
      G_APPLICATION (self),
      _("Opens a customer book, or brings spreadsheets, CSV files, vCards and calendars into it."));
}

EntAppApplication *
ent_app_application_new (void)
{
  return g_object_new (ENT_APP_TYPE_APPLICATION, "application-id", APPLICATION_ID, "resource-base-path",
                       "/org/entregent/Entregent", "flags",
                       G_APPLICATION_HANDLES_COMMAND_LINE | G_APPLICATION_HANDLES_OPEN, NULL);
}

GSettings *
ent_app_application_get_settings (EntAppApplication *self)
{
  return self->settings;
}
