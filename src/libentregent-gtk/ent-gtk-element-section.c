/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "EntGtk"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "ent-gtk-element-section.h"
#include "ent-gtk-element.h"
#include "ent-gtk-form-dialog.h"

struct _EntGtkElementSection
{
  AdwPreferencesGroup parent_instance;

  EntGtkEditor *editor;
  const EntField *field;
  GPtrArray *rows; /* borrowed */
};

G_DEFINE_FINAL_TYPE (EntGtkElementSection, ent_gtk_element_section, ADW_TYPE_PREFERENCES_GROUP)

/* A form that is open: for a new element, or for one that is there. */
typedef struct
{
  EntGtkElementSection *section;
  AdwDialog *dialog; /* which owns this */
  EntGtkEditor *draft;
  EntElement *old; /* NULL for a new one */
  GtkWidget *primary;
} Form;

static void
form_free (Form *form)
{
  g_object_unref (form->section);
  g_object_unref (form->draft);
  g_clear_pointer (&form->old, ent_element_unref);
  g_free (form);
}

/* A set has no order, so which one is the first is a field of its own; adding or replacing has to name the element that
 * is new. */
static void
set_primary (EntGtkElementSection *self, EntChange *change, EntElement *element, gboolean primary)
{
  EntRecord *record = ent_gtk_editor_get_record (self->editor);
  const EntField *field = ent_gtk_element_get_primary_field (self->field->kind, element);
  g_auto (EntValue) value = ENT_VALUE_INIT;

  if (field == NULL)
    return;
  if (primary)
    {
      value.type = ENT_VALUE_DOT;
      value.dot = *ent_element_get_dot (element);
    }
  ent_change_set (change, self->field->kind, ent_record_get_id (record), field, &value);
}

static void
form_accepted_cb (Form *form)
{
  EntGtkElementSection *self = form->section;
  EntRecord *record = ent_gtk_editor_get_record (self->editor);
  const EntKind *kind = self->field->element;
  g_autoptr (EntChange) change = ent_change_new (ent_gtk_editor_get_store (self->editor));
  g_auto (EntValue) value = ENT_VALUE_INIT;
  EntElement *element = ent_gtk_editor_dup_element (form->draft);
  const EntId *id = ent_record_get_id (record);
  g_autofree char *title = ent_gtk_element_dup_title (element);
  g_autofree char *label = NULL;
  gboolean primary = form->primary != NULL && adw_switch_row_get_active (ADW_SWITCH_ROW (form->primary));
  gboolean was_primary = form->old != NULL && ent_gtk_element_is_primary (record, form->old);

  ent_value_take_element (&value, element);
  if (*title == '\0')
    {
      ent_gtk_form_dialog_set_problem (ENT_GTK_FORM_DIALOG (form->dialog), ent_kind_get_field (kind, "value"),
                                       _("This cannot be empty"));
      return;
    }
  if (form->old != NULL && ent_element_equal (form->old, element) && primary == was_primary)
    {
      adw_dialog_close (form->dialog);
      return;
    }
  if (form->old == NULL)
    {
      label = g_strdup_printf (_("%s added"), title);
      ent_change_add_element (change, self->field->kind, id, self->field, &value);
    }
  else
    {
      label = g_strdup_printf (_("%s changed"), title);
      if (!ent_element_equal (form->old, element))
        ent_change_replace_element (change, self->field->kind, id, self->field, ent_element_get_dot (form->old),
                                    &value);
      if (primary != was_primary)
        set_primary (self, change, form->old, primary);
    }
  ent_gtk_form_dialog_commit (ENT_GTK_FORM_DIALOG (form->dialog), self->editor, change, label);
}

static void
remove_element (EntGtkElementSection *self, EntElement *element)
{
  EntRecord *record = ent_gtk_editor_get_record (self->editor);
  g_autoptr (EntChange) change = ent_change_new (ent_gtk_editor_get_store (self->editor));
  g_autofree char *title = ent_gtk_element_dup_title (element);
  g_autofree char *label = g_strdup_printf (_("%s removed"), title);

  ent_change_remove_element (change, self->field->kind, ent_record_get_id (record), self->field,
                             ent_element_get_dot (element));
  ent_gtk_editor_commit (self->editor, change, self->field, label);
}

static void
form_removed_cb (Form *form)
{
  remove_element (form->section, form->old);
}

static void
open_form (EntGtkElementSection *self, EntElement *element, const char *channel)
{
  static const char *const first[] = { "value",   "street", "postcode", "city",        "country", "type",
                                       "purpose", "label",  "service",  "access-note", NULL };
  g_autoptr (GStrvBuilder) left_out_builder = g_strv_builder_new ();
  g_auto (GStrv) left_out = NULL;
  EntRecord *record = ent_gtk_editor_get_record (self->editor);
  const EntKind *kind = self->field->element;
  const EntField *channel_field = ent_kind_get_field (kind, "channel");
  Form *form = g_new0 (Form, 1);
  const char *title = ent_kind_get_label (kind);
  guint i;

  form->section = g_object_ref (self);
  form->draft = ent_gtk_editor_new_draft (ent_gtk_editor_get_store (self->editor), kind);
  form->old = element != NULL ? ent_element_ref (element) : NULL;
  for (i = 0; element != NULL && i < kind->n_fields; i++)
    {
      const EntValue *value = ent_element_get_value (element, &kind->fields[i]);

      /* What the number was understood as is worked out anew from what is typed. */
      if (value != NULL && strcmp (kind->fields[i].key, "normalized") != 0)
        ent_gtk_editor_set_value (form->draft, &kind->fields[i], value);
    }
  if (channel_field != NULL)
    {
      g_auto (EntValue) value = ENT_VALUE_INIT;

      if (element != NULL)
        channel = ent_element_get_text (element, "channel");
      ent_value_set_text (&value, channel);
      ent_gtk_editor_set_value (form->draft, channel_field, &value);
      title = ent_field_get_choice_label (channel_field, channel);
    }
  g_strv_builder_add_many (left_out_builder, "normalized", "verified-by", "channel", NULL);
  if (g_strcmp0 (channel, "phone") != 0)
    g_strv_builder_add (left_out_builder, "extension");
  if (g_strcmp0 (channel, "messaging") != 0)
    g_strv_builder_add (left_out_builder, "service");
  left_out = g_strv_builder_end (left_out_builder);
  form->dialog = ent_gtk_form_dialog_new (form->draft, title, first, (const char *const *) left_out);
  /* What is typed is a number or an address, not a "value". */
  if (channel_field != NULL)
    ent_gtk_form_dialog_set_label (ENT_GTK_FORM_DIALOG (form->dialog), kind->title, title);
  if (element != NULL)
    {
      ent_gtk_form_dialog_set_removable (ENT_GTK_FORM_DIALOG (form->dialog), _("_Remove"));
      if (ent_gtk_element_get_primary_field (self->field->kind, element) != NULL)
        {
          form->primary = adw_switch_row_new ();
          adw_preferences_row_set_title (ADW_PREFERENCES_ROW (form->primary),
                                         C_("contact point or address", "Primary"));
          adw_switch_row_set_active (ADW_SWITCH_ROW (form->primary), ent_gtk_element_is_primary (record, element));
          ent_gtk_form_dialog_add_row (ENT_GTK_FORM_DIALOG (form->dialog), form->primary);
        }
    }
  g_signal_connect_swapped (form->dialog, "accepted", G_CALLBACK (form_accepted_cb), form);
  g_signal_connect_swapped (form->dialog, "removed", G_CALLBACK (form_removed_cb), form);
  g_object_set_data_full (G_OBJECT (form->dialog), "form", form, (GDestroyNotify) form_free);
  adw_dialog_present (form->dialog, gtk_widget_get_parent (GTK_WIDGET (self)));
}

static EntElement *
get_element (GtkWidget *widget)
{
  return g_object_get_data (G_OBJECT (widget), "element");
}

static void
row_activated_cb (EntGtkElementSection *self, GtkWidget *row)
{
  open_form (self, get_element (row), NULL);
}

static void
launched_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (EntGtkElementSection) self = data;
  g_autoptr (GError) error = NULL;

  if (!gtk_uri_launcher_launch_finish (GTK_URI_LAUNCHER (source), result, &error) &&
      !g_error_matches (error, GTK_DIALOG_ERROR, GTK_DIALOG_ERROR_DISMISSED))
    g_signal_emit_by_name (self->editor, "refused", NULL, error->message);
}

static void
launch_cb (EntGtkElementSection *self, GtkWidget *button)
{
  g_autofree char *uri = ent_gtk_element_dup_uri (get_element (button));
  g_autoptr (GtkUriLauncher) launcher = gtk_uri_launcher_new (uri);

  gtk_uri_launcher_launch (launcher, GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), NULL, launched_cb,
                           g_object_ref (self));
}

static void
star_cb (EntGtkElementSection *self, GtkWidget *button)
{
  EntElement *element = get_element (button);
  g_autoptr (EntChange) change = ent_change_new (ent_gtk_editor_get_store (self->editor));
  g_autofree char *title = ent_gtk_element_dup_title (element);
  /* Translators: a phone number, e-mail address or address was made the first one to use */
  g_autofree char *label = g_strdup_printf (_("%s is now the primary one"), title);

  set_primary (self, change, element, TRUE);
  ent_gtk_editor_commit (self->editor, change, self->field, label);
}

static void
add_button (EntGtkElementSection *self,
            GtkWidget *row,
            EntElement *element,
            const char *icon,
            const char *label,
            GCallback callback)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);

  gtk_widget_set_tooltip_text (button, label);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  g_object_set_data_full (G_OBJECT (button), "element", ent_element_ref (element), (GDestroyNotify) ent_element_unref);
  g_signal_connect_swapped (button, "clicked", callback, self);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
}

static const char *
get_launch_label (EntElement *element)
{
  const char *channel = ent_kind_get_field (ent_element_get_kind (element), "channel") != NULL
                            ? ent_element_get_text (element, "channel")
                            : NULL;

  if (g_strcmp0 (channel, "phone") == 0)
    return _("Call");
  if (g_strcmp0 (channel, "email") == 0)
    return _("Write an e-mail");

  return channel != NULL ? _("Open web page") : _("Show on a map");
}

static GtkWidget *
make_row (EntGtkElementSection *self, EntRecord *record, EntElement *element, guint n_of_sort)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *title = ent_gtk_element_dup_title (element), *subtitle = ent_gtk_element_dup_subtitle (element);
  g_autofree char *uri = ent_gtk_element_dup_uri (element);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), gtk_image_new_from_icon_name (ent_gtk_element_get_icon (element)));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  g_object_set_data_full (G_OBJECT (row), "element", ent_element_ref (element), (GDestroyNotify) ent_element_unref);
  if (n_of_sort > 1 && ent_gtk_element_get_primary_field (self->field->kind, element) != NULL)
    {
      gboolean primary = ent_gtk_element_is_primary (record, element);

      add_button (self, row, element, primary ? "starred-symbolic" : "non-starred-symbolic",
                  primary ? _("This is the primary one") : _("Make primary"), G_CALLBACK (star_cb));
    }
  if (uri != NULL)
    add_button (self, row, element, ent_gtk_element_get_action_icon (element), get_launch_label (element),
                G_CALLBACK (launch_cb));
  g_signal_connect_swapped (row, "activated", G_CALLBACK (row_activated_cb), self);

  return row;
}

static guint
count_of_sort (EntGtkElementSection *self, GPtrArray *elements, EntElement *element)
{
  const EntField *primary = ent_gtk_element_get_primary_field (self->field->kind, element);
  guint i, n = 0;

  for (i = 0; i < elements->len; i++)
    if (ent_gtk_element_get_primary_field (self->field->kind,
                                           ((EntValue *) g_ptr_array_index (elements, i))->element) == primary)
      n++;

  return n;
}

static void
refresh (EntGtkElementSection *self)
{
  EntRecord *record = ent_gtk_editor_get_record (self->editor);
  GPtrArray *elements;
  guint i;

  for (i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (ADW_PREFERENCES_GROUP (self), g_ptr_array_index (self->rows, i));
  g_ptr_array_set_size (self->rows, 0);
  if (record == NULL || ent_record_get_kind (record) != self->field->kind)
    return;
  elements = ent_record_get_elements (record, self->field);
  for (i = 0; elements != NULL && i < elements->len; i++)
    {
      EntElement *element = ((EntValue *) g_ptr_array_index (elements, i))->element;
      GtkWidget *row = make_row (self, record, element, count_of_sort (self, elements, element));

      adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), row);
      g_ptr_array_add (self->rows, row);
    }
  gtk_widget_set_visible (GTK_WIDGET (self), self->rows->len > 0);
}

static void
add_clicked_cb (EntGtkElementSection *self)
{
  open_form (self, NULL, NULL);
}

static void
add_channel_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  open_form (ENT_GTK_ELEMENT_SECTION (widget), NULL, g_variant_get_string (parameter, NULL));
}

static GtkWidget *
make_add_button (EntGtkElementSection *self)
{
  const EntField *channel = ent_kind_get_field (self->field->element, "channel");
  g_autofree char *label = g_strdup_printf (_("Add to %s"), ent_field_get_label (self->field));
  GtkWidget *button;
  guint i;

  if (channel == NULL)
    {
      button = gtk_button_new_from_icon_name ("list-add-symbolic");
      g_signal_connect_swapped (button, "clicked", G_CALLBACK (add_clicked_cb), self);
    }
  else
    {
      g_autoptr (GMenu) menu = g_menu_new ();

      for (i = 0; channel->choices[i].key != NULL; i++)
        {
          g_autoptr (GMenuItem) item =
              g_menu_item_new (ent_field_get_choice_label (channel, channel->choices[i].key), NULL);

          g_menu_item_set_action_and_target (item, "element.add", "s", channel->choices[i].key);
          g_menu_append_item (menu, item);
        }
      button = gtk_menu_button_new ();
      gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (button), "list-add-symbolic");
      gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (button), G_MENU_MODEL (menu));
    }
  gtk_widget_set_tooltip_text (button, label);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");

  return button;
}

static void
ent_gtk_element_section_finalize (GObject *object)
{
  EntGtkElementSection *self = ENT_GTK_ELEMENT_SECTION (object);

  g_clear_object (&self->editor);
  g_clear_pointer (&self->rows, g_ptr_array_unref);

  G_OBJECT_CLASS (ent_gtk_element_section_parent_class)->finalize (object);
}

static void
ent_gtk_element_section_class_init (EntGtkElementSectionClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = ent_gtk_element_section_finalize;
  gtk_widget_class_install_action (GTK_WIDGET_CLASS (klass), "element.add", "s", add_channel_cb);
}

static void
ent_gtk_element_section_init (EntGtkElementSection *self)
{
  self->rows = g_ptr_array_new ();
}

/**
 * ent_gtk_element_section_new:
 * @editor: an editor of records
 * @field: a set of elements of their kind
 *
 * Makes the section of a set.
 *
 * Returns: (transfer floating): a new section
 */
GtkWidget *
ent_gtk_element_section_new (EntGtkEditor *editor, const EntField *field)
{
  EntGtkElementSection *self;

  g_return_val_if_fail (ENT_GTK_IS_EDITOR (editor) && field != NULL && field->element != NULL, NULL);

  self = g_object_new (ENT_GTK_TYPE_ELEMENT_SECTION, "title", ent_field_get_label (field), NULL);
  self->editor = g_object_ref (editor);
  self->field = field;
  adw_preferences_group_set_header_suffix (ADW_PREFERENCES_GROUP (self), make_add_button (self));
  g_signal_connect_object (editor, "changed", G_CALLBACK (refresh), self, G_CONNECT_SWAPPED);
  refresh (self);

  return GTK_WIDGET (self);
}

/**
 * ent_gtk_element_section_add:
 * @self: a section
 * @channel: (nullable): the channel of a contact point
 *
 * Opens the form for a new element.
 */
void
ent_gtk_element_section_add (EntGtkElementSection *self, const char *channel)
{
  g_return_if_fail (ENT_GTK_IS_ELEMENT_SECTION (self));

  open_form (self, NULL, channel);
}

/**
 * ent_gtk_element_section_get_field:
 * @self: a section
 *
 * Gets the set that the section shows.
 *
 * Returns: (transfer none): the field
 */
const EntField *
ent_gtk_element_section_get_field (EntGtkElementSection *self)
{
  g_return_val_if_fail (ENT_GTK_IS_ELEMENT_SECTION (self), NULL);

  return self->field;
}
