/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "EntApp"

#include "config.h"

#include <glib/gi18n.h>

#include "ent-app-copy.h"
#include "ent-app-history-page.h"
#include "ent-app-import-folders.h"
#include "ent-app-message.h"
#include "ent-app-navigation.h"
#include "ent-app-paste.h"
#include "ent-app-print.h"
#include "ent-app-welcome.h"
#include "ent-app-window-private.h"
#include "ent-sample.h"
#include "ent-undo.h"

struct _EntAppWindow
{
  AdwApplicationWindow parent_instance;

  GFile *file;
  EntStore *store;
  char *page;
  GPtrArray *waiting; /* files to import once the book is open */
  GPtrArray *trail;   /* records that were left, to go back to */
  EntId open_id;
  const EntKind *open_kind;
  AdwToast *toast; /* the last one */

  GtkWidget *toasts;
  GtkWidget *stack;
  GtkWidget *welcome;
  GtkWidget *failed;
  GtkWidget *split;
  GtkWidget *panes;
  GtkWidget *lists;
  GtkWidget *list_pane;
  GtkWidget *record_pane;
  GtkWidget *navigation;
  GtkWidget *list_page;
  GtkWidget *history_page;
  GtkWidget *record_page;
};

G_DEFINE_FINAL_TYPE (EntAppWindow, ent_app_window, ADW_TYPE_APPLICATION_WINDOW)

typedef struct
{
  const EntKind *kind;
  EntId id;
} Place;

static GSettings *
get_settings (EntAppWindow *self)
{
  GtkApplication *application = gtk_window_get_application (GTK_WINDOW (self));

  return ENT_APP_IS_APPLICATION (application) ? ent_app_application_get_settings (ENT_APP_APPLICATION (application))
                                              : NULL;
}

static void
toast_gone_cb (EntAppWindow *self, AdwToast *toast)
{
  if (self->toast == toast)
    g_clear_object (&self->toast);
}

/* The newest one only: a row of notices would speak of what is long past. */
void
ent_app_window_toast (EntAppWindow *self, const char *text, const char *button, const char *action)
{
  AdwToast *toast = adw_toast_new ("");
  GtkWidget *title = gtk_label_new (text);

  if (self->toast != NULL)
    adw_toast_dismiss (self->toast);
  /* "“A long name” deleted": what was done stands at either end, depending on the language, so the middle gives way.
   * Why something was not done is read whole. */
  if (button != NULL)
    gtk_label_set_ellipsize (GTK_LABEL (title), PANGO_ELLIPSIZE_MIDDLE);
  else
    {
      gtk_label_set_wrap (GTK_LABEL (title), TRUE);
      gtk_label_set_wrap_mode (GTK_LABEL (title), PANGO_WRAP_WORD_CHAR);
    }
  gtk_widget_set_tooltip_text (title, text);
  gtk_widget_add_css_class (title, "heading");
  adw_toast_set_custom_title (toast, title);
  if (button != NULL)
    {
      adw_toast_set_button_label (toast, button);
      adw_toast_set_action_name (toast, action);
    }
  g_set_object (&self->toast, toast);
  g_signal_connect_object (toast, "dismissed", G_CALLBACK (toast_gone_cb), self, G_CONNECT_SWAPPED);
  adw_toast_overlay_add_toast (ADW_TOAST_OVERLAY (self->toasts), toast);
}

static void
committed_cb (EntAppWindow *self, const char *label, EntReceipt *receipt)
{
  const char *const *warnings = ent_receipt_get_warnings (receipt);
  g_autofree char *text = NULL;

  if (ent_receipt_get_group (receipt) == 0)
    return;
  if (warnings != NULL && warnings[0] != NULL)
    text = g_strdup_printf ("%s. %s", label, warnings[0]);
  ent_app_window_toast (self, text != NULL ? text : label, _("_Undo"), "win.undo");
}

static void
refused_cb (EntAppWindow *self, const EntField *field, const char *message)
{
  /* A field says it at its row. */
  if (field == NULL || ent_field_is_set (field))
    ent_app_window_toast (self, message, NULL, NULL);
}

static void
wide_open_first (EntAppWindow *self)
{
  if (!adw_navigation_split_view_get_collapsed (ADW_NAVIGATION_SPLIT_VIEW (self->panes)))
    ent_app_list_page_open_first (ENT_APP_LIST_PAGE (self->list_page));
}

static void
show_record (EntAppWindow *self, const EntKind *kind, const EntId *id)
{
  self->open_kind = kind;
  self->open_id = id != NULL ? *id : (EntId) { 0 };
  ent_app_record_page_show (ENT_APP_RECORD_PAGE (self->record_page), kind, id);
}

static void
list_opened_cb (EntAppWindow *self, const EntKind *kind, const EntId *id, gboolean activated)
{
  g_ptr_array_set_size (self->trail, 0);
  show_record (self, kind, id);
  if (activated)
    adw_navigation_split_view_set_show_content (ADW_NAVIGATION_SPLIT_VIEW (self->panes), TRUE);
}

void
ent_app_window_open (EntAppWindow *self, const EntKind *kind, const EntId *id)
{
  if (self->open_kind != NULL && !ent_id_equal (id, &self->open_id))
    {
      Place *place = g_new (Place, 1);

      place->kind = self->open_kind;
      place->id = self->open_id;
      g_ptr_array_add (self->trail, place);
    }
  show_record (self, kind, id);
  if (ent_app_list_page_get_kind (ENT_APP_LIST_PAGE (self->list_page)) == kind)
    ent_app_list_page_select (ENT_APP_LIST_PAGE (self->list_page), id);
  else
    ent_app_list_page_select (ENT_APP_LIST_PAGE (self->list_page), NULL);
  adw_navigation_split_view_set_show_content (ADW_NAVIGATION_SPLIT_VIEW (self->panes), TRUE);
}

void
ent_app_window_back (EntAppWindow *self)
{
  Place *place;

  if (self->trail->len == 0)
    {
      adw_navigation_split_view_set_show_content (ADW_NAVIGATION_SPLIT_VIEW (self->panes), FALSE);
      return;
    }
  place = g_ptr_array_steal_index (self->trail, self->trail->len - 1);
  show_record (self, place->kind, &place->id);
  if (ent_app_list_page_get_kind (ENT_APP_LIST_PAGE (self->list_page)) == place->kind)
    ent_app_list_page_select (ENT_APP_LIST_PAGE (self->list_page), &place->id);
  g_free (place);
}

static void
set_page (EntAppWindow *self, const char *page)
{
  g_set_str (&self->page, page);
  ent_app_navigation_select (ENT_APP_NAVIGATION (self->navigation), page);
  if (adw_overlay_split_view_get_collapsed (ADW_OVERLAY_SPLIT_VIEW (self->split)))
    adw_overlay_split_view_set_show_sidebar (ADW_OVERLAY_SPLIT_VIEW (self->split), FALSE);
  adw_navigation_split_view_set_show_content (ADW_NAVIGATION_SPLIT_VIEW (self->panes), FALSE);
}

void
ent_app_window_find (EntAppWindow *self, EntQuery *query, const char *title)
{
  g_ptr_array_set_size (self->trail, 0);
  gtk_stack_set_visible_child_name (GTK_STACK (self->lists), "list");
  adw_navigation_page_set_title (ADW_NAVIGATION_PAGE (self->list_pane), title);
  show_record (self, NULL, NULL);
  ent_app_list_page_show (ENT_APP_LIST_PAGE (self->list_page), query, title);
  wide_open_first (self);
}

static void
view_read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (EntAppWindow) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (EntRecord) view = ent_store_get_record_finish (ENT_STORE (source), result, &error);
  g_autoptr (EntQuery) query = NULL, sorted = NULL;
  const EntKind *kind;
  const char *text, *sort;

  if (view == NULL)
    {
      ent_app_window_toast (self, error->message, NULL, NULL);
      return;
    }
  kind = ent_kind_from_key (ent_record_get_text (view, "applies-to"));
  text = ent_record_get_text (view, "query");
  sort = ent_record_get_text (view, "sort");
  if (kind == NULL)
    return;
  query = ent_query_new_from_text (self->store, kind, text != NULL ? text : "", NULL, &error);
  if (query == NULL)
    {
      ent_app_window_toast (self, error->message, NULL, NULL);
      return;
    }
  if (sort != NULL && *sort != '\0')
    {
      const EntField *field = ent_store_get_field (self->store, kind, sort + (*sort == '-' ? 1 : 0));

      sorted = field != NULL ? ent_query_with_sort (query, field, *sort == '-') : NULL;
    }
  ent_app_window_find (self, sorted != NULL ? sorted : query, ent_record_get_title (view));
}

void
ent_app_window_go (EntAppWindow *self, const char *page)
{
  g_autoptr (EntQuery) query = NULL;
  const EntKind *kind = ent_kind_from_key (page);
  EntId id;

  if (self->store == NULL)
    return;
  if (kind == NULL && !g_str_equal (page, "history") && !ent_id_parse (&id, page))
    kind = ent_kind_from_key (page = "contact");
  set_page (self, page);
  if (kind != NULL)
    {
      query = ent_query_new (kind);
      ent_app_window_find (self, query, ent_kind_get_plural_label (kind));
    }
  else if (g_str_equal (page, "history"))
    {
      gtk_stack_set_visible_child_name (GTK_STACK (self->lists), "history");
      adw_navigation_page_set_title (ADW_NAVIGATION_PAGE (self->list_pane), _("History"));
      ent_app_history_page_reload (ENT_APP_HISTORY_PAGE (self->history_page));
      show_record (self, NULL, NULL);
    }
  else
    ent_store_get_record_async (self->store, ent_kind_from_key ("saved-view"), &id, NULL, view_read_cb,
                                g_object_ref (self));
}

static void
show_failure (EntAppWindow *self, const GError *error)
{
  ent_app_message_set_on_page (self->failed, error->message);
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "failed");
}

static gboolean
is_sample (EntAppWindow *self)
{
  g_autoptr (GFile) sample = ent_sample_get_default_file ();

  return g_file_equal (self->file, sample);
}

/* Takes the store. */
static void
show_book (EntAppWindow *self, EntStore *store)
{
  GtkApplication *application = gtk_window_get_application (GTK_WINDOW (self));
  GSettings *settings = get_settings (self);
  g_autofree char *page = settings != NULL ? g_settings_get_string (settings, "page") : g_strdup ("contact");
  EntGtkEditor *editor;

  self->store = store;
  if (application != NULL)
    ent_app_application_add_store (ENT_APP_APPLICATION (application), self->store);
  ent_store_set_undo_session (self->store, "app");
  ent_app_navigation_set_store (ENT_APP_NAVIGATION (self->navigation), self->store);
  ent_app_list_page_set_store (ENT_APP_LIST_PAGE (self->list_page), self->store);
  ent_app_list_page_set_sample (ENT_APP_LIST_PAGE (self->list_page), is_sample (self));
  ent_app_history_page_set_store (ENT_APP_HISTORY_PAGE (self->history_page), self->store);
  ent_app_record_page_set_store (ENT_APP_RECORD_PAGE (self->record_page), self->store);
  editor = ent_app_record_page_get_editor (ENT_APP_RECORD_PAGE (self->record_page));
  g_signal_connect_object (editor, "committed", G_CALLBACK (committed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (editor, "refused", G_CALLBACK (refused_cb), self, G_CONNECT_SWAPPED);
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "book");
  ent_app_window_go (self, self->page != NULL ? self->page : page);
  if (self->waiting->len > 0)
    ent_app_import_folders (self, self->waiting);
}

static void
opened_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (EntAppWindow) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (EntStore) store = ent_store_open_finish (result, &error);

  if (self->file == NULL)
    return; /* the window was closed meanwhile */
  if (store == NULL)
    show_failure (self, error);
  else
    show_book (self, g_steal_pointer (&store));
}

static void
open_book (EntAppWindow *self, const EntBookSettings *settings, GAsyncReadyCallback callback)
{
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "loading");
  ent_store_open_async (self->file, ENT_STORE_OPEN_CREATE, settings, NULL, callback, g_object_ref (self));
}

static void
looked_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (EntAppWindow) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GFileInfo) info = g_file_query_info_finish (G_FILE (source), result, &error);

  if (self->file == NULL)
    return;
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
    gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "welcome");
  else
    open_book (self, NULL, opened_cb);
}

static void
open_book_cb (EntAppWindow *self)
{
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "loading");
  g_file_query_info_async (self->file, G_FILE_ATTRIBUTE_STANDARD_TYPE, G_FILE_QUERY_INFO_NONE, G_PRIORITY_DEFAULT, NULL,
                           looked_cb, g_object_ref (self));
}

static void
filled_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (EntAppWindow) self = data;
  g_autoptr (GError) error = NULL;
  gboolean filled = ent_sample_fill_finish (ENT_STORE (source), result, &error);

  if (self->file == NULL)
    return;
  if (!filled)
    show_failure (self, error);
  else
    show_book (self, ENT_STORE (g_object_ref (source)));
}

static void
sample_opened_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (EntAppWindow) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (EntStore) store = ent_store_open_finish (result, &error);

  if (self->file == NULL)
    return;
  if (store == NULL)
    show_failure (self, error);
  else
    ent_sample_fill_async (store, NULL, filled_cb, g_object_ref (self));
}

static void
sample_looked_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (EntAppWindow) self = data;
  g_autoptr (GFileInfo) info = g_file_query_info_finish (G_FILE (source), result, NULL);
  EntBookSettings settings;

  if (self->file == NULL)
    return;
  ent_app_welcome_get_settings (ENT_APP_WELCOME (self->welcome), &settings);
  open_book (self, &settings, info != NULL ? opened_cb : sample_opened_cb);
}

static void
welcome_chosen_cb (EntAppWindow *self, guint choice)
{
  EntBookSettings settings;

  if (choice == ENT_APP_WELCOME_SAMPLE)
    {
      g_object_unref (self->file);
      self->file = ent_sample_get_default_file ();
      g_file_query_info_async (self->file, G_FILE_ATTRIBUTE_STANDARD_TYPE, G_FILE_QUERY_INFO_NONE, G_PRIORITY_DEFAULT,
                               NULL, sample_looked_cb, g_object_ref (self));
      return;
    }
  ent_app_welcome_get_settings (ENT_APP_WELCOME (self->welcome), &settings);
  open_book (self, &settings, opened_cb);
  /* What is chosen waits for the book. */
  if (choice == ENT_APP_WELCOME_IMPORT && self->waiting->len == 0)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.import", NULL);
}

void
ent_app_window_import (EntAppWindow *self, GFile **files, guint n_files)
{
  guint i;

  g_ptr_array_set_size (self->waiting, 0);
  for (i = 0; i < n_files; i++)
    g_ptr_array_add (self->waiting, g_object_ref (files[i]));
  if (self->store != NULL && n_files > 0)
    ent_app_import_folders (self, self->waiting);
}

static gboolean
drop_cb (EntAppWindow *self, const GValue *value)
{
  GSList *files, *l;
  g_autoptr (GPtrArray) array = g_ptr_array_new ();

  /* Another import, a form: what lies over the window is done first. */
  if (adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (self)) != NULL)
    return FALSE;
  files = gdk_file_list_get_files (g_value_get_boxed (value));
  for (l = files; l != NULL; l = l->next)
    g_ptr_array_add (array, l->data);
  g_slist_free (files);
  ent_app_window_import (self, (GFile **) array->pdata, array->len);

  return TRUE;
}

/* In a narrow window no row stays marked behind the record that was left. */
static void
content_changed_cb (EntAppWindow *self)
{
  AdwNavigationSplitView *panes = ADW_NAVIGATION_SPLIT_VIEW (self->panes);

  if (adw_navigation_split_view_get_collapsed (panes) && !adw_navigation_split_view_get_show_content (panes))
    {
      ent_app_list_page_select (ENT_APP_LIST_PAGE (self->list_page), NULL);
      g_ptr_array_set_size (self->trail, 0);
    }
}

static void
save_state (EntAppWindow *self)
{
  GSettings *settings = get_settings (self);
  int width, height;

  if (settings == NULL)
    return;
  gtk_window_get_default_size (GTK_WINDOW (self), &width, &height);
  g_settings_set (settings, "window-size", "(ii)", width, height);
  g_settings_set_boolean (settings, "window-maximized", gtk_window_is_maximized (GTK_WINDOW (self)));
  if (self->page != NULL)
    g_settings_set_string (settings, "page", self->page);
  if (!adw_overlay_split_view_get_collapsed (ADW_OVERLAY_SPLIT_VIEW (self->split)))
    g_settings_set_boolean (settings, "sidebar-visible",
                            adw_overlay_split_view_get_show_sidebar (ADW_OVERLAY_SPLIT_VIEW (self->split)));
}

static void
restore_state (EntAppWindow *self)
{
  GSettings *settings = get_settings (self);
  int width = 1280, height = 800;

  if (settings != NULL)
    {
      g_settings_get (settings, "window-size", "(ii)", &width, &height);
      adw_overlay_split_view_set_show_sidebar (ADW_OVERLAY_SPLIT_VIEW (self->split),
                                               g_settings_get_boolean (settings, "sidebar-visible"));
      if (g_settings_get_boolean (settings, "window-maximized"))
        gtk_window_maximize (GTK_WINDOW (self));
    }
  gtk_window_set_default_size (GTK_WINDOW (self), width, height);
}

static gboolean
ent_app_window_close_request (GtkWindow *window)
{
  /* A row that is typed into gives its text to the book when it is left. */
  gtk_window_set_focus (window, NULL);
  save_state (ENT_APP_WINDOW (window));

  return GTK_WINDOW_CLASS (ent_app_window_parent_class)->close_request (window);
}

static void
ent_app_window_dispose (GObject *object)
{
  EntAppWindow *self = ENT_APP_WINDOW (object);

  g_clear_object (&self->store);
  g_clear_object (&self->file);
  g_clear_object (&self->toast);

  G_OBJECT_CLASS (ent_app_window_parent_class)->dispose (object);
}

static void
ent_app_window_finalize (GObject *object)
{
  EntAppWindow *self = ENT_APP_WINDOW (object);

  g_clear_pointer (&self->page, g_free);
  g_clear_pointer (&self->waiting, g_ptr_array_unref);
  g_clear_pointer (&self->trail, g_ptr_array_unref);

  G_OBJECT_CLASS (ent_app_window_parent_class)->finalize (object);
}

static void
ent_app_window_class_init (EntAppWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ent_app_window_dispose;
  G_OBJECT_CLASS (klass)->finalize = ent_app_window_finalize;
  GTK_WINDOW_CLASS (klass)->close_request = ent_app_window_close_request;

  g_type_ensure (ENT_APP_TYPE_WELCOME);
  g_type_ensure (ENT_APP_TYPE_NAVIGATION);
  g_type_ensure (ENT_APP_TYPE_LIST_PAGE);
  g_type_ensure (ENT_APP_TYPE_HISTORY_PAGE);
  g_type_ensure (ENT_APP_TYPE_RECORD_PAGE);
  ent_app_window_class_add_actions (widget_class);
  ent_app_window_class_add_record_actions (widget_class);
  ent_app_copy_class_add_actions (widget_class);
  ent_app_paste_class_add_actions (widget_class);
  ent_app_print_class_add_actions (widget_class);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/entregent/Entregent/ent-app-window.ui");
  gtk_widget_class_bind_template_child (widget_class, EntAppWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, EntAppWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, EntAppWindow, welcome);
  gtk_widget_class_bind_template_child (widget_class, EntAppWindow, failed);
  gtk_widget_class_bind_template_child (widget_class, EntAppWindow, split);
  gtk_widget_class_bind_template_child (widget_class, EntAppWindow, panes);
  gtk_widget_class_bind_template_child (widget_class, EntAppWindow, lists);
  gtk_widget_class_bind_template_child (widget_class, EntAppWindow, list_pane);
  gtk_widget_class_bind_template_child (widget_class, EntAppWindow, record_pane);
  gtk_widget_class_bind_template_child (widget_class, EntAppWindow, navigation);
  gtk_widget_class_bind_template_child (widget_class, EntAppWindow, list_page);
  gtk_widget_class_bind_template_child (widget_class, EntAppWindow, history_page);
  gtk_widget_class_bind_template_child (widget_class, EntAppWindow, record_page);
  gtk_widget_class_bind_template_callback (widget_class, open_book_cb);
  gtk_widget_class_bind_template_callback (widget_class, welcome_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, list_opened_cb);
}

static void
ent_app_window_init (EntAppWindow *self)
{
  GtkDropTarget *target = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);

  self->waiting = g_ptr_array_new_with_free_func (g_object_unref);
  self->trail = g_ptr_array_new_with_free_func (g_free);
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_swapped (target, "drop", G_CALLBACK (drop_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));
  g_signal_connect_swapped (self->panes, "notify::show-content", G_CALLBACK (content_changed_cb), self);
}

EntAppWindow *
ent_app_window_new (EntAppApplication *application, GFile *book)
{
  EntAppWindow *self = g_object_new (ENT_APP_TYPE_WINDOW, "application", application, NULL);

  self->file = g_object_ref (book);
  restore_state (self);
  open_book_cb (self);

  return self;
}

GFile *
ent_app_window_get_file (EntAppWindow *self)
{
  return self->file;
}

EntStore *
ent_app_window_get_store (EntAppWindow *self)
{
  return self->store;
}

EntAppListPage *
ent_app_window_get_list_page (EntAppWindow *self)
{
  return ENT_APP_LIST_PAGE (self->list_page);
}

EntAppRecordPage *
ent_app_window_get_record_page (EntAppWindow *self)
{
  return ENT_APP_RECORD_PAGE (self->record_page);
}

const char *
ent_app_window_get_page (EntAppWindow *self)
{
  return self->page;
}

void
ent_app_window_toggle_sidebar (EntAppWindow *self)
{
  AdwOverlaySplitView *split = ADW_OVERLAY_SPLIT_VIEW (self->split);

  adw_overlay_split_view_set_show_sidebar (split, !adw_overlay_split_view_get_show_sidebar (split));
}

void
ent_app_window_popup_menu (EntAppWindow *self)
{
  adw_overlay_split_view_set_show_sidebar (ADW_OVERLAY_SPLIT_VIEW (self->split), TRUE);
  ent_app_navigation_popup_menu (ENT_APP_NAVIGATION (self->navigation));
}
