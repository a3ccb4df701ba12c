/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "EntGtk"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "ent-gtk-fetch.h"
#include "ent-gtk-list-state.h"
#include "ent-gtk-related-section.h"

#define LIMIT 8

struct _EntGtkRelatedSection
{
  AdwPreferencesGroup parent_instance;

  EntGtkEditor *editor;
  const EntField *field; /* of the other kind, pointing here */
  EntGtkListState state;
  GPtrArray *rows; /* borrowed */
  EntId shown;
  GCancellable *cancellable;
};

G_DEFINE_FINAL_TYPE (EntGtkRelatedSection, ent_gtk_related_section, ADW_TYPE_PREFERENCES_GROUP)

static void
row_activated_cb (EntGtkRelatedSection *self, GtkWidget *widget)
{
  const EntId *id = g_object_get_data (G_OBJECT (widget), "id");
  g_autofree char *text = ent_id_to_string (id);

  gtk_widget_activate_action (GTK_WIDGET (self), "win.open", "(ss)", self->field->kind->key, text);
}

static void
show_all_cb (EntGtkRelatedSection *self)
{
  g_autofree char *id = ent_id_to_string (&self->shown), *query = g_strdup_printf ("%s:%s", self->field->key, id);

  gtk_widget_activate_action (GTK_WIDGET (self), "win.find", "(ss)", self->field->kind->key, query);
}

static void
add_cb (EntGtkRelatedSection *self)
{
  ent_gtk_related_section_add (self);
}

/**
 * ent_gtk_related_section_add:
 * @self: a section
 *
 * Asks the window for a new record that points here.
 */
void
ent_gtk_related_section_add (EntGtkRelatedSection *self)
{
  g_autofree char *id = NULL;

  g_return_if_fail (ENT_GTK_IS_RELATED_SECTION (self));

  id = ent_id_to_string (&self->shown);
  gtk_widget_activate_action (GTK_WIDGET (self), "win.new-for", "(sss)", self->field->kind->key, self->field->key, id);
}

static void
add_widget (EntGtkRelatedSection *self, GtkWidget *row)
{
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), row);
  g_ptr_array_add (self->rows, row);
}

static GtkWidget *
make_row (EntGtkRelatedSection *self, EntRow *row)
{
  GtkWidget *widget = adw_action_row_new (), *figure;
  g_autofree char *subtitle = ent_gtk_list_state_dup_subtitle (&self->state, row);
  g_autofree char *text = ent_gtk_list_state_dup_figure (&self->state, row, g_get_real_time () / 1000);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (widget), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (widget), ent_row_get_title (row));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (widget), subtitle);
  adw_action_row_add_prefix (ADW_ACTION_ROW (widget),
                             gtk_image_new_from_icon_name (ent_gtk_icon_for_kind (self->field->kind)));
  figure = gtk_label_new (text);
  gtk_widget_add_css_class (figure, self->state.figure != NULL && self->state.figure->type == ENT_FIELD_MONEY
                                        ? "heading"
                                        : "dimmed");
  gtk_widget_add_css_class (figure, "numeric");
  adw_action_row_add_suffix (ADW_ACTION_ROW (widget), figure);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (widget), TRUE);
  g_object_set_data_full (G_OBJECT (widget), "id", ent_id_copy (ent_row_get_id (row)), (GDestroyNotify) ent_id_free);
  g_signal_connect_swapped (widget, "activated", G_CALLBACK (row_activated_cb), self);

  return widget;
}

static void
clear_rows (EntGtkRelatedSection *self)
{
  guint i;

  for (i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (ADW_PREFERENCES_GROUP (self), g_ptr_array_index (self->rows, i));
  g_ptr_array_set_size (self->rows, 0);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

static void
found_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  EntGtkRelatedSection *self;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows = ent_store_query_finish (ENT_STORE (source), result, &error);
  guint i;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  self = ENT_GTK_RELATED_SECTION (data);
  clear_rows (self);
  for (i = 0; rows != NULL && i < rows->len && i < LIMIT; i++)
    add_widget (self, make_row (self, g_ptr_array_index (rows, i)));
  if (rows != NULL && rows->len > LIMIT)
    {
      GtkWidget *all = adw_button_row_new ();

      adw_preferences_row_set_use_underline (ADW_PREFERENCES_ROW (all), TRUE);
      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (all), _("Show _All"));
      g_signal_connect_swapped (all, "activated", G_CALLBACK (show_all_cb), self);
      add_widget (self, all);
    }
  gtk_widget_set_visible (GTK_WIDGET (self), self->rows->len > 0);
}

static void
changed_cb (EntGtkRelatedSection *self)
{
  EntRecord *record = ent_gtk_editor_get_record (self->editor);

  if (record == NULL || ent_id_equal (ent_record_get_id (record), &self->shown))
    return;
  clear_rows (self);
  self->shown = *ent_record_get_id (record);
  ent_gtk_related_section_reload (self);
}

static void
ent_gtk_related_section_dispose (GObject *object)
{
  EntGtkRelatedSection *self = ENT_GTK_RELATED_SECTION (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);

  G_OBJECT_CLASS (ent_gtk_related_section_parent_class)->dispose (object);
}

static void
ent_gtk_related_section_finalize (GObject *object)
{
  EntGtkRelatedSection *self = ENT_GTK_RELATED_SECTION (object);

  g_clear_object (&self->editor);
  g_clear_pointer (&self->rows, g_ptr_array_unref);

  G_OBJECT_CLASS (ent_gtk_related_section_parent_class)->finalize (object);
}

static void
ent_gtk_related_section_class_init (EntGtkRelatedSectionClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = ent_gtk_related_section_dispose;
  G_OBJECT_CLASS (klass)->finalize = ent_gtk_related_section_finalize;
}

static void
ent_gtk_related_section_init (EntGtkRelatedSection *self)
{
  GtkWidget *add = gtk_button_new_from_icon_name ("list-add-symbolic");

  self->rows = g_ptr_array_new ();
  gtk_widget_set_valign (add, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (add, "flat");
  adw_preferences_group_set_header_suffix (ADW_PREFERENCES_GROUP (self), add);
  g_signal_connect_swapped (add, "clicked", G_CALLBACK (add_cb), self);
}

/**
 * ent_gtk_related_section_new:
 * @editor: an editor of records
 * @field: a reference of another kind that may point to such a record
 *
 * Makes the section of what points here by that field.
 *
 * Returns: (transfer floating): a new section
 */
GtkWidget *
ent_gtk_related_section_new (EntGtkEditor *editor, const EntField *field)
{
  EntGtkRelatedSection *self;
  g_autofree char *label = NULL;
  GtkWidget *add;

  g_return_val_if_fail (ENT_GTK_IS_EDITOR (editor) && field != NULL, NULL);

  self = g_object_new (ENT_GTK_TYPE_RELATED_SECTION, "title", ent_kind_get_plural_label (field->kind), NULL);
  self->editor = g_object_ref (editor);
  self->field = field;
  ent_gtk_list_state_init (&self->state, field->kind);
  add = adw_preferences_group_get_header_suffix (ADW_PREFERENCES_GROUP (self));
  label = g_strdup_printf (_("Add to %s"), ent_kind_get_plural_label (field->kind));
  gtk_widget_set_tooltip_text (add, label);
  g_signal_connect_object (editor, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  changed_cb (self);

  return GTK_WIDGET (self);
}

/**
 * ent_gtk_related_section_reload:
 * @self: a section
 *
 * Reads the records anew, in the background.
 */
void
ent_gtk_related_section_reload (EntGtkRelatedSection *self)
{
  g_autoptr (EntQuery) all = NULL, query = NULL;
  g_autofree char *text = NULL, *id = NULL;
  EntStore *store;

  g_return_if_fail (ENT_GTK_IS_RELATED_SECTION (self));

  if (ent_id_is_null (&self->shown))
    return;
  store = ent_gtk_editor_get_store (self->editor);
  id = ent_id_to_string (&self->shown);
  text = g_strdup_printf ("%s:%s", self->field->key, id);
  all = ent_query_new_from_text (store, self->field->kind, text, NULL, NULL);
  if (all == NULL)
    return;
  query = ent_query_with_fields (all, self->state.fields, self->state.n_fields);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  ent_store_query_async (store, query, 0, LIMIT + 1, self->cancellable, found_cb, self);
}

/**
 * ent_gtk_related_fields:
 * @kind: a kind
 *
 * Finds the fields of other kinds by which their records belong to one of this kind: the account of a contact or an
 * opportunity, not what an activity is about, which is for the timeline.
 *
 * Returns: (transfer container) (element-type EntField): the fields
 */
GPtrArray *
ent_gtk_related_fields (const EntKind *kind)
{
  static const char *const kinds[] = { "opportunity", "contact", "request" };
  GPtrArray *fields = g_ptr_array_new ();
  guint i, j, k;

  for (i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      const EntKind *other = ent_kind_from_key (kinds[i]);
      gboolean found = FALSE;

      for (j = 0; other != NULL && other != kind && !found && j < other->n_fields; j++)
        {
          const EntField *field = &other->fields[j];

          if (field->type != ENT_FIELD_REFERENCE || field->targets == NULL || (field->flags & ENT_FIELD_HIDDEN) != 0)
            continue;
          for (k = 0; !found && field->targets[k] != NULL; k++)
            if (field->targets[k] == kind)
              found = TRUE;
          if (found)
            g_ptr_array_add (fields, (gpointer) field);
        }
    }

  return fields;
}

/**
 * ent_gtk_related_section_get_kind:
 * @self: a section
 *
 * Gets the kind of the records that the section lists.
 *
 * Returns: (transfer none): the kind
 */
const EntKind *
ent_gtk_related_section_get_kind (EntGtkRelatedSection *self)
{
  g_return_val_if_fail (ENT_GTK_IS_RELATED_SECTION (self), NULL);

  return self->field->kind;
}
