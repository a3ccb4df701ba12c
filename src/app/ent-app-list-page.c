/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "EntApp"

#include "config.h"

#include <glib/gi18n.h>

#include "ent-app-list-page.h"
#include "ent-app-list-rows.h"
#include "ent-app-list-words.h"
#include "ent-app-message.h"
#include "ent-gtk-format.h"
#include "ent-gtk-query-bar.h"

/* The list of one kind: search, rows, count, selection. */
struct _EntAppListPage
{
  AdwBin parent_instance;

  EntStore *store;
  const EntKind *kind;
  EntGtkListState state;
  EntAppListRows rows;
  EntList *list;
  EntGtkSelection *selection;
  GSimpleActionGroup *actions;
  GCancellable *counting;
  gint64 total; /* of the kind; −1 while it is counted */
  gboolean narrow;
  gboolean sidebar_button_visible;
  gboolean open_first;

  GtkWidget *toolbar_view;
  GtkWidget *title;
  GtkWidget *sidebar_button;
  GtkWidget *new_button;
  GtkWidget *select_button;
  GtkWidget *query_bar;
  GtkWidget *stack;
  GtkWidget *scrolled;
  GtkWidget *view;
  GtkWidget *sample;
  GtkWidget *empty;
  GtkWidget *empty_new;
  GtkWidget *empty_import;
  GtkWidget *empty_clear;
  GtkWidget *failed;
  GtkWidget *bottom;
  GtkWidget *count;
  GtkWidget *bottom_new;
  GtkWidget *sort_button;
  GtkWidget *selected_count;
  GtkWidget *copy_button;
  GtkWidget *delete_button;
};

enum
{
  PROP_0,
  PROP_EMPTY,
  PROP_NARROW,
  N_PROPS
};

enum
{
  OPENED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (EntAppListPage, ent_app_list_page, ADW_TYPE_BIN)

static gboolean
is_filtered (EntAppListPage *self)
{
  return self->list != NULL && ent_query_get_n_terms (ent_list_get_query (self->list)) > 0;
}

static void
update_count (EntAppListPage *self)
{
  guint n = self->list != NULL ? g_list_model_get_n_items (G_LIST_MODEL (self->list)) : 0;
  g_autofree char *shown = ent_gtk_format_integer (n);
  g_autofree char *text = NULL;

  if (self->list == NULL || !ent_list_get_complete (self->list))
    text = g_strdup ("");
  else if (is_filtered (self) && self->total >= 0)
    {
      g_autofree char *total = ent_gtk_format_integer (self->total);

      /* Translators: how many records a search found, of how many there are: "10 of 1,248,310" */
      text = g_strdup_printf (_("%s of %s"), shown, total);
    }
  else
    text = g_steal_pointer (&shown);
  gtk_label_set_text (GTK_LABEL (self->count), text);
}

static void
counted_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;
  gint64 total = ent_store_count_finish (ENT_STORE (source), result, &error);
  EntAppListPage *self;

  if (error != NULL)
    return;
  self = ENT_APP_LIST_PAGE (data);
  self->total = total;
  update_count (self);
}

static void
count_total (EntAppListPage *self)
{
  g_autoptr (EntQuery) all = ent_query_new (self->kind);

  g_cancellable_cancel (self->counting);
  g_clear_object (&self->counting);
  self->counting = g_cancellable_new ();
  ent_store_count_async (self->store, all, self->counting, counted_cb, self);
}

/* Where there is nothing yet, there is nothing to search, sort, count or select. */
static void
show_tools (EntAppListPage *self, gboolean visible)
{
  gtk_widget_set_visible (self->query_bar, visible);
  gtk_widget_set_visible (self->select_button, visible);
  adw_toolbar_view_set_reveal_bottom_bars (ADW_TOOLBAR_VIEW (self->toolbar_view), visible);
}

static void
show_empty (EntAppListPage *self)
{
  gboolean filtered = is_filtered (self);

  adw_status_page_set_icon_name (ADW_STATUS_PAGE (self->empty),
                                 filtered ? "system-search-symbolic" : ent_gtk_icon_for_kind (self->kind));
  adw_status_page_set_title (ADW_STATUS_PAGE (self->empty),
                             filtered ? _("Nothing Found") : ent_app_list_words_empty_title (self->kind));
  adw_status_page_set_description (ADW_STATUS_PAGE (self->empty), filtered
                                                                      ? _("Try other words, or fewer filters.")
                                                                      : ent_app_list_words_empty_text (self->kind));
  gtk_button_set_label (GTK_BUTTON (self->empty_new), ent_app_list_words_new (self->kind));
  gtk_widget_set_visible (self->empty_new, !filtered);
  gtk_widget_set_visible (self->empty_import, !filtered);
  gtk_widget_set_visible (self->empty_clear, filtered);
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "empty");
  show_tools (self, filtered);
}

static void
list_changed_cb (EntAppListPage *self)
{
  guint n;

  if (self->list == NULL)
    return;
  n = g_list_model_get_n_items (G_LIST_MODEL (self->list));
  if (n > 0)
    {
      gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "list");
      show_tools (self, TRUE);
    }
  else if (ent_list_get_state (self->list) == ENT_LIST_FAILED)
    {
      const GError *error = ent_list_get_error (self->list);

      ent_app_message_set_on_page (self->failed, error != NULL ? error->message : NULL);
      gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "failed");
    }
  else if (ent_list_get_state (self->list) == ENT_LIST_READY)
    show_empty (self);
  update_count (self);
  if (self->open_first && n > 0)
    ent_app_list_page_open_first (self);
}

static void
selection_changed_cb (EntAppListPage *self)
{
  GtkBitset *bitset;
  guint position;
  EntId id;

  if (ent_gtk_selection_get_multiple (self->selection))
    {
      guint n = ent_gtk_selection_get_n_selected (self->selection);
      g_autofree char *number = ent_gtk_format_integer (n);
      g_autofree char *text = g_strdup_printf (ngettext ("%s selected", "%s selected", n), number);

      gtk_label_set_text (GTK_LABEL (self->selected_count), n > 0 ? text : _("Nothing selected"));
      gtk_widget_set_sensitive (self->copy_button, n > 0);
      gtk_widget_set_sensitive (self->delete_button, n > 0);
      return;
    }
  bitset = gtk_selection_model_get_selection (GTK_SELECTION_MODEL (self->selection));
  position = gtk_bitset_is_empty (bitset) ? G_MAXUINT : gtk_bitset_get_minimum (bitset);
  gtk_bitset_unref (bitset);
  if (position == G_MAXUINT)
    return;
  ent_list_get_id (self->list, position, &id);
  if (!ent_id_is_null (&id))
    g_signal_emit (self, signals[OPENED], 0, self->kind, &id, FALSE);
}

static void
activate_cb (EntAppListPage *self, guint position)
{
  EntId id;

  if (ent_gtk_selection_get_multiple (self->selection))
    {
      ent_gtk_selection_toggle (self->selection, position);
      return;
    }
  ent_list_get_id (self->list, position, &id);
  if (ent_id_is_null (&id))
    return;
  ent_gtk_selection_select_id (self->selection, &id);
  g_signal_emit (self, signals[OPENED], 0, self->kind, &id, TRUE);
}

static void
clicked_cb (guint position, gpointer data)
{
  activate_cb (data, position);
}

static void
set_factory (EntAppListPage *self)
{
  g_autoptr (GtkListItemFactory) factory = ent_app_list_rows_new_factory (&self->rows);

  gtk_list_view_set_factory (GTK_LIST_VIEW (self->view), factory);
}

static void
set_list (EntAppListPage *self, EntList *list)
{
  if (self->list != NULL)
    g_signal_handlers_disconnect_by_data (self->list, self);
  if (self->selection != NULL)
    g_signal_handlers_disconnect_by_data (self->selection, self);
  g_set_object (&self->list, list);
  if (list == NULL)
    {
      gtk_list_view_set_model (GTK_LIST_VIEW (self->view), NULL);
      g_clear_object (&self->selection);
      return;
    }
  g_clear_object (&self->selection);
  self->selection = ent_gtk_selection_new (list);
  g_signal_connect_object (list, "items-changed", G_CALLBACK (list_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (list, "notify", G_CALLBACK (list_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->selection, "selection-changed", G_CALLBACK (selection_changed_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_list_view_set_model (GTK_LIST_VIEW (self->view), GTK_SELECTION_MODEL (self->selection));
  list_changed_cb (self);
}

static EntQuery *
with_fields (EntAppListPage *self, EntQuery *query)
{
  return ent_query_with_fields (query, self->state.fields, self->state.n_fields);
}

/* Another query on the same kind: a new model, since a swap in place costs GTK a look at every row. */
static void
run_query (EntAppListPage *self, EntQuery *query)
{
  g_autoptr (EntQuery) full = with_fields (self, query);
  g_autoptr (EntList) list = ent_list_new (self->store, full);

  if (ent_app_list_page_get_select_mode (self))
    ent_app_list_page_set_select_mode (self, FALSE);
  set_list (self, list);
}

static void
query_changed_cb (EntAppListPage *self)
{
  EntQuery *query = ent_gtk_query_bar_get_query (ENT_GTK_QUERY_BAR (self->query_bar));

  if (query != NULL)
    run_query (self, query);
}

static void
search_stopped_cb (EntAppListPage *self)
{
  if (is_filtered (self))
    ent_gtk_query_bar_clear (ENT_GTK_QUERY_BAR (self->query_bar));
  gtk_widget_grab_focus (self->view);
}

static void
select_all_cb (EntAppListPage *self)
{
  gtk_selection_model_select_all (GTK_SELECTION_MODEL (self->selection));
}

static void
sort_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  EntAppListPage *self = ENT_APP_LIST_PAGE (data);
  const char *choice = g_variant_get_string (parameter, NULL);
  gboolean descending = *choice == '-';
  const EntField *field =
      *choice != '\0' ? ent_store_get_field (self->store, self->kind, choice + (descending ? 1 : 0)) : NULL;
  g_autoptr (EntQuery) query =
      ent_query_with_sort (ent_gtk_query_bar_get_query (ENT_GTK_QUERY_BAR (self->query_bar)), field, descending);

  g_simple_action_set_state (action, parameter);
  ent_gtk_query_bar_set_query (ENT_GTK_QUERY_BAR (self->query_bar), self->store, query);
  run_query (self, query);
}

static gboolean
delete_pressed_cb (GtkWidget *widget, GVariant *args, gpointer data)
{
  EntAppListPage *self = ENT_APP_LIST_PAGE (data);

  gtk_widget_activate_action (widget, ent_app_list_page_get_select_mode (self) ? "win.delete-selected" : "win.delete",
                              NULL);

  return TRUE;
}

static gboolean
escape_pressed_cb (GtkWidget *widget, GVariant *args, gpointer data)
{
  return ent_app_list_page_escape (ENT_APP_LIST_PAGE (data));
}

static void
add_shortcuts (EntAppListPage *self)
{
  GtkEventController *controller = gtk_shortcut_controller_new ();

  gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (controller),
                                        gtk_shortcut_new (gtk_shortcut_trigger_parse_string ("Delete|KP_Delete"),
                                                          gtk_callback_action_new (delete_pressed_cb, self, NULL)));
  gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (controller),
                                        gtk_shortcut_new (gtk_shortcut_trigger_parse_string ("Escape"),
                                                          gtk_callback_action_new (escape_pressed_cb, self, NULL)));
  gtk_widget_add_controller (self->view, controller);
  /* Also where the list is empty; an entry has its own use for them. */
  controller = gtk_shortcut_controller_new ();
  gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (controller),
                                        gtk_shortcut_new (gtk_shortcut_trigger_parse_string ("<Control>c"),
                                                          gtk_named_action_new ("win.copy")));
  gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (controller),
                                        gtk_shortcut_new (gtk_shortcut_trigger_parse_string ("<Control>v"),
                                                          gtk_named_action_new ("win.paste")));
  gtk_widget_add_controller (GTK_WIDGET (self), controller);
}

void
ent_app_list_page_set_sample (EntAppListPage *self, gboolean sample)
{
  adw_banner_set_revealed (ADW_BANNER (self->sample), sample);
}

static gboolean
ent_app_list_page_is_empty (EntAppListPage *self)
{
  return g_strcmp0 (gtk_stack_get_visible_child_name (GTK_STACK (self->stack)), "empty") == 0;
}

static void
visible_child_cb (EntAppListPage *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_EMPTY]);
}

static void
ent_app_list_page_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_EMPTY:
      g_value_set_boolean (value, ent_app_list_page_is_empty (ENT_APP_LIST_PAGE (object)));
      break;
    case PROP_NARROW:
      g_value_set_boolean (value, ENT_APP_LIST_PAGE (object)->narrow);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
ent_app_list_page_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  EntAppListPage *self = ENT_APP_LIST_PAGE (object);

  switch (prop_id)
    {
    case PROP_NARROW:
      /* In reach of the thumb. */
      self->narrow = g_value_get_boolean (value);
      gtk_widget_set_visible (self->bottom_new, self->narrow);
      gtk_widget_set_visible (self->new_button, !self->narrow);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
ent_app_list_page_dispose (GObject *object)
{
  EntAppListPage *self = ENT_APP_LIST_PAGE (object);

  g_cancellable_cancel (self->counting);
  g_clear_object (&self->counting);
  if (self->list != NULL)
    set_list (self, NULL);
  g_clear_object (&self->actions);
  g_clear_object (&self->store);

  G_OBJECT_CLASS (ent_app_list_page_parent_class)->dispose (object);
}

static void
ent_app_list_page_finalize (GObject *object)
{
  ent_app_list_rows_clear (&ENT_APP_LIST_PAGE (object)->rows);

  G_OBJECT_CLASS (ent_app_list_page_parent_class)->finalize (object);
}

static void
ent_app_list_page_class_init (EntAppListPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = ent_app_list_page_dispose;
  object_class->finalize = ent_app_list_page_finalize;
  object_class->get_property = ent_app_list_page_get_property;
  object_class->set_property = ent_app_list_page_set_property;

  properties[PROP_EMPTY] = g_param_spec_boolean ("empty", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_NARROW] =
      g_param_spec_boolean ("narrow", NULL, NULL, FALSE, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  /* kind, id, and whether it was activated, not only selected */
  signals[OPENED] = g_signal_new ("opened", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 3, G_TYPE_POINTER, G_TYPE_POINTER, G_TYPE_BOOLEAN);

  g_type_ensure (ENT_GTK_TYPE_QUERY_BAR);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/entregent/Entregent/ent-app-list-page.ui");
  gtk_widget_class_bind_template_child (widget_class, EntAppListPage, toolbar_view);
  gtk_widget_class_bind_template_child (widget_class, EntAppListPage, title);
  gtk_widget_class_bind_template_child (widget_class, EntAppListPage, sidebar_button);
  gtk_widget_class_bind_template_child (widget_class, EntAppListPage, new_button);
  gtk_widget_class_bind_template_child (widget_class, EntAppListPage, select_button);
  gtk_widget_class_bind_template_child (widget_class, EntAppListPage, query_bar);
  gtk_widget_class_bind_template_child (widget_class, EntAppListPage, stack);
  gtk_widget_class_bind_template_child (widget_class, EntAppListPage, scrolled);
  gtk_widget_class_bind_template_child (widget_class, EntAppListPage, view);
  gtk_widget_class_bind_template_child (widget_class, EntAppListPage, sample);
  gtk_widget_class_bind_template_child (widget_class, EntAppListPage, empty);
  gtk_widget_class_bind_template_child (widget_class, EntAppListPage, empty_new);
  gtk_widget_class_bind_template_child (widget_class, EntAppListPage, empty_import);
  gtk_widget_class_bind_template_child (widget_class, EntAppListPage, empty_clear);
  gtk_widget_class_bind_template_child (widget_class, EntAppListPage, failed);
  gtk_widget_class_bind_template_child (widget_class, EntAppListPage, bottom);
  gtk_widget_class_bind_template_child (widget_class, EntAppListPage, count);
  gtk_widget_class_bind_template_child (widget_class, EntAppListPage, bottom_new);
  gtk_widget_class_bind_template_child (widget_class, EntAppListPage, sort_button);
  gtk_widget_class_bind_template_child (widget_class, EntAppListPage, selected_count);
  gtk_widget_class_bind_template_child (widget_class, EntAppListPage, copy_button);
  gtk_widget_class_bind_template_child (widget_class, EntAppListPage, delete_button);
  gtk_widget_class_bind_template_callback (widget_class, query_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_stopped_cb);
  gtk_widget_class_bind_template_callback (widget_class, activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, select_all_cb);
  gtk_widget_class_bind_template_callback (widget_class, visible_child_cb);
  gtk_widget_class_bind_template_callback (widget_class, ent_gtk_query_bar_clear);
}

static void
ent_app_list_page_init (EntAppListPage *self)
{
  static const GActionEntry entries[] = {
    { .name = "sort", .activate = sort_cb, .parameter_type = "s", .state = "''" },
  };

  self->total = -1;
  ent_app_list_rows_init (&self->rows, &self->state, clicked_cb, self);
  gtk_widget_init_template (GTK_WIDGET (self));
  self->actions = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries), self);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "list", G_ACTION_GROUP (self->actions));
  set_factory (self);
  add_shortcuts (self);
}

static void
store_changed_cb (EntAppListPage *self, guint kind)
{
  if (self->kind != NULL && kind == self->kind->number)
    count_total (self);
}

void
ent_app_list_page_set_store (EntAppListPage *self, EntStore *store)
{
  g_set_object (&self->store, store);
  self->rows.store = store;
  g_signal_connect_object (store, "changed", G_CALLBACK (store_changed_cb), self, G_CONNECT_SWAPPED);
}

void
ent_app_list_page_show (EntAppListPage *self, EntQuery *query, const char *title)
{
  const EntKind *kind = ent_query_get_kind (query);
  g_autoptr (GMenuModel) menu = NULL;
  gboolean descending = FALSE;
  const EntField *sort = ent_query_get_sort (query, &descending);
  g_autofree char *choice = sort != NULL ? g_strconcat (descending ? "-" : "", sort->key, NULL) : g_strdup ("");

  adw_window_title_set_title (ADW_WINDOW_TITLE (self->title), title);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->view), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  gtk_widget_set_tooltip_text (self->new_button, ent_app_list_words_new_plain (kind));
  gtk_widget_set_tooltip_text (self->bottom_new, ent_app_list_words_new_plain (kind));
  set_list (self, NULL);
  self->kind = kind;
  ent_gtk_list_state_init (&self->state, kind);
  menu = ent_app_list_words_sort_menu (self->store, kind);
  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (self->sort_button), menu);
  g_action_group_change_action_state (G_ACTION_GROUP (self->actions), "sort", g_variant_new_string (choice));
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "loading");
  ent_gtk_query_bar_set_query (ENT_GTK_QUERY_BAR (self->query_bar), self->store, query);
  self->total = -1;
  run_query (self, query);
  count_total (self);
}

const EntKind *
ent_app_list_page_get_kind (EntAppListPage *self)
{
  return self->kind;
}

EntQuery *
ent_app_list_page_get_query (EntAppListPage *self)
{
  return ent_gtk_query_bar_get_query (ENT_GTK_QUERY_BAR (self->query_bar));
}

EntGtkSelection *
ent_app_list_page_get_selection (EntAppListPage *self)
{
  return self->selection;
}

EntList *
ent_app_list_page_get_list (EntAppListPage *self)
{
  return self->list;
}

void
ent_app_list_page_select (EntAppListPage *self, const EntId *id)
{
  guint position;

  if (self->selection == NULL || ent_gtk_selection_get_multiple (self->selection))
    return;
  g_signal_handlers_block_by_func (self->selection, selection_changed_cb, self);
  ent_gtk_selection_select_id (self->selection, id);
  g_signal_handlers_unblock_by_func (self->selection, selection_changed_cb, self);
  position = id != NULL ? ent_list_locate (self->list, id) : G_MAXUINT;
  if (position != G_MAXUINT)
    gtk_list_view_scroll_to (GTK_LIST_VIEW (self->view), position, GTK_LIST_SCROLL_NONE, NULL);
}

/* Where there is room for a record beside the list, an empty pane says nothing. */
void
ent_app_list_page_open_first (EntAppListPage *self)
{
  EntId id;

  self->open_first = TRUE;
  if (self->list == NULL || g_list_model_get_n_items (G_LIST_MODEL (self->list)) == 0)
    return;
  ent_list_get_id (self->list, 0, &id);
  if (ent_id_is_null (&id))
    return;
  self->open_first = FALSE;
  ent_gtk_selection_select_id (self->selection, &id);
}

gboolean
ent_app_list_page_get_select_mode (EntAppListPage *self)
{
  return self->selection != NULL && ent_gtk_selection_get_multiple (self->selection);
}

void
ent_app_list_page_set_select_mode (EntAppListPage *self, gboolean select_mode)
{
  if (self->selection == NULL)
    return;
  ent_gtk_selection_set_multiple (self->selection, select_mode);
  gtk_list_view_set_enable_rubberband (GTK_LIST_VIEW (self->view), FALSE);
  gtk_stack_set_visible_child_name (GTK_STACK (self->bottom), select_mode ? "select" : "browse");
  /* Rows get or lose their check marks. */
  self->rows.selectable = select_mode;
  set_factory (self);
  selection_changed_cb (self);
  gtk_widget_grab_focus (self->view);
}

void
ent_app_list_page_focus_search (EntAppListPage *self)
{
  ent_gtk_query_bar_focus (ENT_GTK_QUERY_BAR (self->query_bar));
}

void
ent_app_list_page_edit_query (EntAppListPage *self)
{
  gtk_widget_activate_action (self->query_bar, "query.edit-text", NULL);
}

gboolean
ent_app_list_page_escape (EntAppListPage *self)
{
  if (ent_app_list_page_get_select_mode (self))
    {
      gtk_widget_activate_action (GTK_WIDGET (self), "win.select-mode", NULL);
      return TRUE;
    }
  if (!is_filtered (self))
    return FALSE;
  ent_gtk_query_bar_clear (ENT_GTK_QUERY_BAR (self->query_bar));

  return TRUE;
}
