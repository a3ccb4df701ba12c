/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "EntApp"

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "ent-app-hero.h"
#include "ent-app-message.h"
#include "ent-app-record-drop.h"
#include "ent-app-record-page.h"
#include "ent-app-window.h"
#include "ent-attachments.h"
#include "ent-gtk-element-section.h"
#include "ent-gtk-field-row.h"
#include "ent-gtk-files-section.h"
#include "ent-gtk-list-state.h"
#include "ent-gtk-record-state.h"
#include "ent-gtk-related-section.h"
#include "ent-gtk-relationship-section.h"
#include "ent-gtk-timeline.h"

/* The page of one record of any kind. What stands on it is decided by EntGtkRecordState; this makes the widgets of it
 * and keeps them up to date. */
struct _EntAppRecordPage
{
  AdwBin parent_instance;

  EntStore *store;
  EntGtkEditor *editor;
  EntGtkRecordState *state;
  const EntKind *kind;
  EntId id;
  GCancellable *cancellable;
  guint reload_source;
  EntRecord *read; /* to be shown when what waits is painted */
  guint show_source;
  double width; /* in scaled pixels, as the window's breakpoints tell */
  GtkWidget *form;
  GtkWidget *hero;
  GtkWidget *actions; /* borrowed */
  GtkWidget *timeline;
  GPtrArray *reloadable; /* sections that read by themselves, borrowed */
  GtkWidget *files;      /* attachments; NULL where the kind has none; borrowed */
  GtkWidget *offers;     /* what could be added where there is none yet; borrowed */

  GtkWidget *toolbar_view;
  GtkWidget *title_revealer;
  GtkWidget *title;
  GtkWidget *menu;
  GtkWidget *stack;
  GtkWidget *none;
  GtkWidget *failed;
  GtkWidget *layouts;
  GtkWidget *scrolled_one;
  GtkWidget *scrolled_two;
  GtkWidget *bottom;
};

enum
{
  PROP_0,
  PROP_BLANK,
  PROP_WIDTH,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (EntAppRecordPage, ent_app_record_page, ADW_TYPE_BIN)

static void
add_rows (EntAppRecordPage *self, EntGtkSection *section, const char *title)
{
  GtkWidget *group;
  guint i;

  if (section->rows->len == 0)
    return;
  group = adw_preferences_group_new ();
  if (title != NULL)
    adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), title);
  for (i = 0; i < section->rows->len; i++)
    adw_preferences_group_add (ADW_PREFERENCES_GROUP (group),
                               ent_gtk_field_row_new (self->editor,
                                                      g_array_index (section->rows, EntGtkRowState, i).field));
  gtk_box_append (GTK_BOX (self->form), group);
}

static void
add_more (EntAppRecordPage *self, EntGtkSection *section)
{
  GtkWidget *group, *expander;
  guint i;

  if (section->rows->len == 0)
    return;
  group = adw_preferences_group_new ();
  expander = adw_expander_row_new ();
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (expander), _("More fields"));
  for (i = 0; i < section->rows->len; i++)
    adw_expander_row_add_row (ADW_EXPANDER_ROW (expander),
                              ent_gtk_field_row_new (self->editor,
                                                     g_array_index (section->rows, EntGtkRowState, i).field));
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), expander);
  gtk_box_append (GTK_BOX (self->form), group);
}

static void
add_element_cb (EntGtkElementSection *section, GtkWidget *button)
{
  ent_gtk_element_section_add (section, g_object_get_data (G_OBJECT (button), "channel"));
}

/* Without a button in it, not even the distance to the next section may be left. */
static void
update_offers (EntAppRecordPage *self)
{
  GtkWidget *child;

  for (child = gtk_widget_get_first_child (self->offers); child != NULL; child = gtk_widget_get_next_sibling (child))
    if (gtk_widget_get_visible (child))
      break;
  gtk_widget_set_visible (self->offers, child != NULL);
}

/* A section that is empty is no more than a button. */
static void
offer (EntAppRecordPage *self, GtkWidget *section, const char *label, const char *channel, GCallback callback)
{
  GtkWidget *button = gtk_button_new (), *content = adw_button_content_new ();

  adw_button_content_set_icon_name (ADW_BUTTON_CONTENT (content), "list-add-symbolic");
  adw_button_content_set_label (ADW_BUTTON_CONTENT (content), label);
  gtk_button_set_child (GTK_BUTTON (button), content);
  gtk_widget_add_css_class (button, "chip-button");
  g_object_set_data (G_OBJECT (button), "channel", (gpointer) channel);
  g_signal_connect_object (button, "clicked", callback, section, G_CONNECT_SWAPPED);
  g_object_bind_property (section, "visible", button, "visible", G_BINDING_SYNC_CREATE | G_BINDING_INVERT_BOOLEAN);
  adw_wrap_box_append (ADW_WRAP_BOX (self->offers), button);
  g_signal_connect_object (button, "notify::visible", G_CALLBACK (update_offers), self, G_CONNECT_SWAPPED);
}

static void
add_elements (EntAppRecordPage *self, const EntField *field)
{
  GtkWidget *section = ent_gtk_element_section_new (self->editor, field);
  const EntField *channel = ent_kind_get_field (field->element, "channel");
  guint i;

  gtk_box_append (GTK_BOX (self->form), section);
  if (channel == NULL)
    offer (self, section, ent_kind_get_label (field->element), NULL, G_CALLBACK (add_element_cb));
  for (i = 0; channel != NULL && channel->choices[i].key != NULL; i++)
    offer (self, section, ent_field_get_choice_label (channel, channel->choices[i].key), channel->choices[i].key,
           G_CALLBACK (add_element_cb));
}

static void
add_linked (EntAppRecordPage *self)
{
  g_autoptr (GPtrArray) fields = ent_gtk_related_fields (self->kind);
  guint i;

  for (i = 0; i < fields->len; i++)
    {
      GtkWidget *section = ent_gtk_related_section_new (self->editor, g_ptr_array_index (fields, i));

      g_ptr_array_add (self->reloadable, section);
      gtk_box_append (GTK_BOX (self->form), section);
      offer (self, section, ent_kind_get_label (ent_gtk_related_section_get_kind (ENT_GTK_RELATED_SECTION (section))),
             NULL, G_CALLBACK (ent_gtk_related_section_add));
    }
  if (g_strv_contains ((const char *const[]) { "contact", "account", "opportunity", NULL }, self->kind->key))
    {
      GtkWidget *section = ent_gtk_relationship_section_new (self->editor);

      g_ptr_array_add (self->reloadable, section);
      gtk_box_append (GTK_BOX (self->form), section);
      offer (self, section, ent_kind_get_label (ent_kind_from_key ("relationship")), NULL,
             G_CALLBACK (ent_gtk_relationship_section_add));
    }
}

static void
add_files (EntAppRecordPage *self)
{
  if (!ent_kind_has_attachments (self->kind))
    return;
  self->files = ent_gtk_files_section_new (self->editor);
  g_ptr_array_add (self->reloadable, self->files);
  gtk_box_append (GTK_BOX (self->form), self->files);
  offer (self, self->files, ent_kind_get_label (ent_kind_from_key ("attachment")), NULL,
         G_CALLBACK (ent_gtk_files_section_choose));
}

static void
add_section (EntAppRecordPage *self, EntGtkSection *section)
{
  switch (section->type)
    {
    case ENT_GTK_SECTION_SUMMARY:
      add_rows (self, section, NULL);
      break;
    case ENT_GTK_SECTION_DETAILS:
      add_rows (self, section, section->title != NULL ? section->title : _("Details"));
      break;
    case ENT_GTK_SECTION_ELEMENTS:
      add_elements (self, section->field);
      break;
    case ENT_GTK_SECTION_LINKED:
      add_linked (self);
      add_files (self);
      gtk_box_append (GTK_BOX (self->form), self->offers);
      break;
    case ENT_GTK_SECTION_TEXTS:
      add_rows (self, section, NULL);
      break;
    case ENT_GTK_SECTION_MORE:
      add_more (self, section);
      break;
    case ENT_GTK_SECTION_TIMELINE:
      break;
    }
}

static void
clear_form (EntAppRecordPage *self)
{
  GtkWidget *child;

  g_ptr_array_set_size (self->reloadable, 0);
  while ((child = gtk_widget_get_first_child (self->form)) != NULL)
    gtk_box_remove (GTK_BOX (self->form), child);
  self->hero = NULL;
  self->actions = NULL;
  self->files = NULL;
}

static void
place_actions (EntAppRecordPage *self, EntRecord *record)
{
  gboolean compact = self->state->compact;

  if (self->actions != NULL && gtk_widget_get_parent (self->actions) == self->form)
    gtk_box_remove (GTK_BOX (self->form), self->actions);
  adw_bin_set_child (ADW_BIN (self->bottom), NULL);
  self->actions = ent_app_hero_make_actions (record, compact);
  if (gtk_widget_get_first_child (self->actions) == NULL)
    {
      g_object_ref_sink (self->actions);
      g_clear_object (&self->actions);
      gtk_widget_set_visible (self->bottom, FALSE);
      return;
    }
  /* In reach of the thumb where there is one hand. */
  gtk_widget_set_visible (self->bottom, compact);
  if (compact)
    adw_bin_set_child (ADW_BIN (self->bottom), self->actions);
  else
    {
      gtk_widget_set_halign (self->actions, GTK_ALIGN_START);
      gtk_box_insert_child_after (GTK_BOX (self->form), self->actions, self->hero);
    }
}

static void
build (EntAppRecordPage *self)
{
  guint i;

  clear_form (self);
  self->hero = ent_app_hero_new (self->editor);
  gtk_box_append (GTK_BOX (self->form), self->hero);
  self->offers = adw_wrap_box_new ();
  adw_wrap_box_set_child_spacing (ADW_WRAP_BOX (self->offers), 6);
  adw_wrap_box_set_line_spacing (ADW_WRAP_BOX (self->offers), 6);
  for (i = 0; i < self->state->sections->len; i++)
    add_section (self, g_ptr_array_index (self->state->sections, i));
  update_offers (self);
}

gboolean
ent_app_record_page_can_attach (EntAppRecordPage *self)
{
  return self->kind != NULL && self->files != NULL && gtk_stack_get_visible_child (GTK_STACK (self->stack)) != NULL &&
         g_str_equal (gtk_stack_get_visible_child_name (GTK_STACK (self->stack)), "record");
}

static void
update_attach (EntAppRecordPage *self)
{
  GtkWidget *window = gtk_widget_get_ancestor (GTK_WIDGET (self), ENT_APP_TYPE_WINDOW);

  if (window != NULL)
    gtk_widget_action_set_enabled (window, "win.attach", ent_app_record_page_can_attach (self));
}

static void
scroll_to_top (EntAppRecordPage *self)
{
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (self->scrolled_one)), 0);
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (self->scrolled_two)), 0);
}

static void
update_layout (EntAppRecordPage *self)
{
  adw_multi_layout_view_set_layout_name (ADW_MULTI_LAYOUT_VIEW (self->layouts), self->width >= 1400 ? "two" : "one");
}

static void
show_record (EntAppRecordPage *self, EntRecord *record)
{
  g_autoptr (GPtrArray) fields = ent_store_dup_fields (self->store, ent_record_get_kind (record));
  g_autoptr (EntGtkRecordState) state = ent_gtk_record_state_new (record, fields, self->width, NULL);
  EntRecord *before = ent_gtk_editor_get_record (self->editor);
  gboolean same_record = before != NULL && ent_id_equal (ent_record_get_id (before), ent_record_get_id (record)) &&
                         ent_record_get_kind (before) == ent_record_get_kind (record);
  gboolean rebuild = !same_record || !ent_gtk_record_state_same_shape (self->state, state);
  g_autofree char *subtitle = ent_app_hero_dup_subtitle (record);

  self->kind = ent_record_get_kind (record);
  if (rebuild)
    clear_form (self);
  g_clear_pointer (&self->state, ent_gtk_record_state_free);
  self->state = g_steal_pointer (&state);
  ent_gtk_editor_set_record (self->editor, record);
  if (rebuild)
    build (self);
  ent_app_hero_show (ENT_APP_HERO (self->hero), record);
  place_actions (self, record);
  adw_window_title_set_title (ADW_WINDOW_TITLE (self->title), ent_record_get_title (record));
  adw_window_title_set_subtitle (ADW_WINDOW_TITLE (self->title), subtitle);
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "record");
  gtk_widget_set_visible (self->menu, TRUE);
  update_attach (self);
  if (!same_record)
    scroll_to_top (self);
}

static gboolean
show_cb (gpointer data)
{
  EntAppRecordPage *self = ENT_APP_RECORD_PAGE (data);
  g_autoptr (EntRecord) record = g_steal_pointer (&self->read);

  self->show_source = 0;
  show_record (self, record);

  return G_SOURCE_REMOVE;
}

static void
forget_read (EntAppRecordPage *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_handle_id (&self->show_source, g_source_remove);
  g_clear_object (&self->read);
}

/* Making the page takes longer than a frame: the list that led here is painted first. */
static void
read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  EntAppRecordPage *self;
  g_autoptr (GError) error = NULL;
  g_autoptr (EntRecord) record = ent_store_get_record_finish (ENT_STORE (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  self = ENT_APP_RECORD_PAGE (data);
  if (record != NULL)
    {
      self->read = g_steal_pointer (&record);
      self->show_source = g_idle_add (show_cb, self);
      return;
    }
  ent_app_message_set_on_page (self->failed, error->message);
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "failed");
  gtk_widget_set_visible (self->menu, FALSE);
  update_attach (self);
  gtk_widget_set_visible (self->bottom, FALSE);
}

static void
read_record (EntAppRecordPage *self)
{
  forget_read (self);
  self->cancellable = g_cancellable_new ();
  ent_store_get_record_async (self->store, self->kind, &self->id, self->cancellable, read_cb, self);
}

static gboolean
reload_cb (gpointer data)
{
  EntAppRecordPage *self = ENT_APP_RECORD_PAGE (data);
  guint i;

  self->reload_source = 0;
  if (self->kind == NULL)
    return G_SOURCE_REMOVE;
  read_record (self);
  for (i = 0; i < self->reloadable->len; i++)
    {
      GtkWidget *section = g_ptr_array_index (self->reloadable, i);

      if (ENT_GTK_IS_RELATED_SECTION (section))
        ent_gtk_related_section_reload (ENT_GTK_RELATED_SECTION (section));
      else if (ENT_GTK_IS_FILES_SECTION (section))
        ent_gtk_files_section_reload (ENT_GTK_FILES_SECTION (section));
      else
        ent_gtk_relationship_section_reload (ENT_GTK_RELATIONSHIP_SECTION (section));
    }
  ent_gtk_timeline_reload (ENT_GTK_TIMELINE (self->timeline));

  return G_SOURCE_REMOVE;
}

/* Whatever changed may be shown here: a relationship, an activity, the name of an account. Many changes at once are one
 * reading. */
static void
store_changed_cb (EntAppRecordPage *self)
{
  if (self->reload_source == 0 && self->kind != NULL)
    self->reload_source = g_timeout_add (30, reload_cb, self);
}

static void
scrolled_cb (EntAppRecordPage *self, GParamSpec *pspec, GtkAdjustment *adjustment)
{
  gtk_revealer_set_reveal_child (GTK_REVEALER (self->title_revealer), gtk_adjustment_get_value (adjustment) > 72);
}

static void
ent_app_record_page_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_BLANK:
      g_value_set_boolean (value, !gtk_widget_get_visible (ENT_APP_RECORD_PAGE (object)->none));
      break;
    case PROP_WIDTH:
      g_value_set_double (value, ENT_APP_RECORD_PAGE (object)->width);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
ent_app_record_page_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  EntAppRecordPage *self = ENT_APP_RECORD_PAGE (object);
  EntRecord *record;

  switch (prop_id)
    {
    case PROP_BLANK:
      gtk_widget_set_visible (self->none, !g_value_get_boolean (value));
      break;
    case PROP_WIDTH:
      if (self->width == g_value_get_double (value))
        return;
      self->width = g_value_get_double (value);
      update_layout (self);
      record = self->editor != NULL ? ent_gtk_editor_get_record (self->editor) : NULL;
      if (record != NULL && self->kind != NULL)
        show_record (self, record);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
ent_app_record_page_dispose (GObject *object)
{
  EntAppRecordPage *self = ENT_APP_RECORD_PAGE (object);

  forget_read (self);
  g_clear_handle_id (&self->reload_source, g_source_remove);
  g_clear_object (&self->form);
  g_clear_object (&self->timeline);
  g_clear_object (&self->editor);
  g_clear_object (&self->store);

  G_OBJECT_CLASS (ent_app_record_page_parent_class)->dispose (object);
}

static void
ent_app_record_page_finalize (GObject *object)
{
  EntAppRecordPage *self = ENT_APP_RECORD_PAGE (object);

  g_clear_pointer (&self->state, ent_gtk_record_state_free);
  g_clear_pointer (&self->reloadable, g_ptr_array_unref);

  G_OBJECT_CLASS (ent_app_record_page_parent_class)->finalize (object);
}

static void
ent_app_record_page_class_init (EntAppRecordPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = ent_app_record_page_dispose;
  object_class->finalize = ent_app_record_page_finalize;
  object_class->get_property = ent_app_record_page_get_property;
  object_class->set_property = ent_app_record_page_set_property;

  /* Nothing is said where there is nothing to select from. */
  properties[PROP_BLANK] =
      g_param_spec_boolean ("blank", NULL, NULL, FALSE, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  properties[PROP_WIDTH] =
      g_param_spec_double ("width", NULL, NULL, 0, G_MAXDOUBLE, 1000, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (widget_class, "/org/entregent/Entregent/ent-app-record-page.ui");
  gtk_widget_class_bind_template_child (widget_class, EntAppRecordPage, toolbar_view);
  gtk_widget_class_bind_template_child (widget_class, EntAppRecordPage, title_revealer);
  gtk_widget_class_bind_template_child (widget_class, EntAppRecordPage, title);
  gtk_widget_class_bind_template_child (widget_class, EntAppRecordPage, menu);
  gtk_widget_class_bind_template_child (widget_class, EntAppRecordPage, stack);
  gtk_widget_class_bind_template_child (widget_class, EntAppRecordPage, none);
  gtk_widget_class_bind_template_child (widget_class, EntAppRecordPage, failed);
  gtk_widget_class_bind_template_child (widget_class, EntAppRecordPage, layouts);
  gtk_widget_class_bind_template_child (widget_class, EntAppRecordPage, scrolled_one);
  gtk_widget_class_bind_template_child (widget_class, EntAppRecordPage, scrolled_two);
  gtk_widget_class_bind_template_child (widget_class, EntAppRecordPage, bottom);
}

static void
ent_app_record_page_init (EntAppRecordPage *self)
{
  self->width = 1000;
  self->reloadable = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  self->form = g_object_ref_sink (gtk_box_new (GTK_ORIENTATION_VERTICAL, 24));
  gtk_widget_set_valign (self->form, GTK_ALIGN_START);
  gtk_widget_set_visible (self->menu, FALSE);
  gtk_widget_add_css_class (GTK_WIDGET (self), "record-page");
  ent_app_record_drop_add (self);
  g_signal_connect_object (gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (self->scrolled_one)),
                           "notify::value", G_CALLBACK (scrolled_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (self->scrolled_two)),
                           "notify::value", G_CALLBACK (scrolled_cb), self, G_CONNECT_SWAPPED);
}

void
ent_app_record_page_set_store (EntAppRecordPage *self, EntStore *store)
{
  g_assert (self->store == NULL);

  self->store = g_object_ref (store);
  self->editor = ent_gtk_editor_new (store);
  self->timeline = g_object_ref_sink (ent_gtk_timeline_new (self->editor));
  adw_multi_layout_view_set_child (ADW_MULTI_LAYOUT_VIEW (self->layouts), "form", self->form);
  adw_multi_layout_view_set_child (ADW_MULTI_LAYOUT_VIEW (self->layouts), "timeline", self->timeline);
  update_layout (self);
  update_attach (self);
  g_signal_connect_object (store, "changed", G_CALLBACK (store_changed_cb), self, G_CONNECT_SWAPPED);
}

void
ent_app_record_page_show (EntAppRecordPage *self, const EntKind *kind, const EntId *id)
{
  if (kind == NULL)
    {
      forget_read (self);
      self->kind = NULL;
      gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "none");
      gtk_widget_set_visible (self->menu, FALSE);
      update_attach (self);
      gtk_widget_set_visible (self->bottom, FALSE);
      return;
    }
  if (self->kind == kind && ent_id_equal (id, &self->id))
    return;
  self->kind = kind;
  self->id = *id;
  read_record (self);
}

EntGtkEditor *
ent_app_record_page_get_editor (EntAppRecordPage *self)
{
  return self->editor;
}

EntRecord *
ent_app_record_page_get_record (EntAppRecordPage *self)
{
  return self->kind != NULL && self->editor != NULL ? ent_gtk_editor_get_record (self->editor) : NULL;
}

static GtkWidget *
find_row (GtkWidget *widget, const EntField *field)
{
  GtkWidget *child, *found;

  if (ENT_GTK_IS_FIELD_ROW (widget) && ent_gtk_field_row_get_field (ENT_GTK_FIELD_ROW (widget)) == field)
    return widget;
  for (child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    if ((found = find_row (child, field)) != NULL)
      return found;

  return NULL;
}

void
ent_app_record_page_edit_name (EntAppRecordPage *self)
{
  GtkWidget *row = self->kind != NULL ? find_row (self->form, self->kind->title) : NULL;

  if (row != NULL)
    gtk_widget_grab_focus (row);
}

void
ent_app_record_page_write_note (EntAppRecordPage *self)
{
  if (self->timeline != NULL)
    ent_gtk_timeline_focus_note (ENT_GTK_TIMELINE (self->timeline));
}

void
ent_app_record_page_choose_files (EntAppRecordPage *self)
{
  if (ent_app_record_page_can_attach (self))
    ent_gtk_files_section_choose (ENT_GTK_FILES_SECTION (self->files));
}

void
ent_app_record_page_attach (EntAppRecordPage *self, GPtrArray *files)
{
  if (ent_app_record_page_can_attach (self))
    ent_gtk_files_section_add (ENT_GTK_FILES_SECTION (self->files), files);
}
