/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "EntGtk"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "ent-gtk-fetch.h"
#include "ent-gtk-form-dialog.h"
#include "ent-gtk-format.h"
#include "ent-gtk-list-state.h"
#include "ent-gtk-picker.h"
#include "ent-gtk-relationship-section.h"

struct _EntGtkRelationshipSection
{
  AdwPreferencesGroup parent_instance;

  EntGtkEditor *editor;
  const EntKind *kind; /* relationship */
  GPtrArray *rows;     /* borrowed */
  EntId shown;
  GCancellable *cancellable;
};

G_DEFINE_FINAL_TYPE (EntGtkRelationshipSection, ent_gtk_relationship_section, ADW_TYPE_PREFERENCES_GROUP)

static const EntField *
get_field (EntGtkRelationshipSection *self, const char *key)
{
  return ent_kind_get_field (self->kind, key);
}

static const EntValue *
get_value (EntRow *row, const char *key)
{
  return ent_row_get_value (row, ent_kind_get_field (ent_row_get_kind (row), key));
}

static const char *
get_text (EntRow *row, const char *key)
{
  const EntValue *value = get_value (row, key);

  return value != NULL && value->type == ENT_VALUE_TEXT && *value->text != '\0' ? value->text : NULL;
}

/* A relationship that is edited, or being made. */
typedef struct
{
  EntGtkRelationshipSection *section;
  AdwDialog *dialog; /* which owns this */
  EntGtkEditor *draft;
  EntRow *row; /* NULL for a new one */
  EntId other;
  char *title;
} Form;

static void
form_free (Form *form)
{
  g_object_unref (form->section);
  g_object_unref (form->draft);
  g_clear_object (&form->row);
  g_free (form->title);
  g_free (form);
}

static void
set_reference (EntChange *change, const EntKind *kind, const EntId *id, const EntField *field, const EntId *target)
{
  g_auto (EntValue) value = ENT_VALUE_INIT;

  ent_value_set_id (&value, target);
  ent_change_set (change, kind, id, field, &value);
}

static void
form_accepted_cb (Form *form)
{
  EntGtkRelationshipSection *self = form->section;
  const EntField *type = get_field (self, "type");
  const EntValue *chosen = ent_gtk_editor_get_value (form->draft, type);
  g_autoptr (EntChange) change = ent_change_new (ent_gtk_editor_get_store (self->editor));
  g_autofree char *label = NULL;
  EntId id = { 0 };
  guint i;

  if (chosen == NULL || chosen->type != ENT_VALUE_TEXT)
    {
      ent_gtk_form_dialog_set_problem (ENT_GTK_FORM_DIALOG (form->dialog), type, _("Choose how they belong together"));
      return;
    }
  if (form->row == NULL)
    {
      label = g_strdup_printf (_("Relationship with %s added"), form->title);
      ent_change_add (change, self->kind, &id);
      set_reference (change, self->kind, &id, get_field (self, "from"), &self->shown);
      set_reference (change, self->kind, &id, get_field (self, "to"), &form->other);
      ent_gtk_editor_apply_to (form->draft, change, &id);
    }
  else
    {
      label = g_strdup_printf (_("Relationship with %s changed"), form->title);
      id = *ent_row_get_id (form->row);
      for (i = 0; i < self->kind->n_fields; i++)
        {
          const EntField *field = &self->kind->fields[i];
          const EntValue *old = ent_row_get_value (form->row, field),
                         *now = ent_gtk_editor_get_value (form->draft, field);
          g_auto (EntValue) nothing = ENT_VALUE_INIT;

          if (now == NULL)
            continue;
          if (!ent_value_equal (old != NULL ? old : &nothing, now))
            ent_change_set (change, self->kind, &id, field, now);
        }
      if (ent_change_is_empty (change))
        {
          adw_dialog_close (form->dialog);
          return;
        }
    }
  ent_gtk_form_dialog_commit (ENT_GTK_FORM_DIALOG (form->dialog), self->editor, change, label);
}

static void
form_removed_cb (Form *form)
{
  EntGtkRelationshipSection *self = form->section;
  g_autoptr (EntChange) change = ent_change_new (ent_gtk_editor_get_store (self->editor));
  g_autofree char *label = g_strdup_printf (_("Relationship with %s removed"), form->title);

  ent_change_delete (change, self->kind, ent_row_get_id (form->row));
  ent_gtk_editor_commit (self->editor, change, NULL, label);
}

static void
open_form (EntGtkRelationshipSection *self,
           EntRow *row,
           const EntKind *other_kind,
           const EntId *other,
           const char *title)
{
  static const char *const first[] = { "type", "from-role", "to-role", "since", "until", "primary", NULL };
  static const char *const left_out[] = { "from", "to", NULL };
  Form *form = g_new0 (Form, 1);
  guint i;

  form->section = g_object_ref (self);
  form->draft = ent_gtk_editor_new_draft (ent_gtk_editor_get_store (self->editor), self->kind);
  form->title = g_strdup (title);
  g_set_object (&form->row, row);
  if (other != NULL)
    form->other = *other;
  for (i = 0; row != NULL && i < self->kind->n_fields; i++)
    {
      const EntField *field = &self->kind->fields[i];
      const EntValue *value = (field->flags & ENT_FIELD_DERIVED) == 0 ? ent_row_get_value (row, field) : NULL;

      if (value != NULL && value->type != ENT_VALUE_NOTHING)
        ent_gtk_editor_set_value (form->draft, field, value);
    }
  /* The usual case needs no choice. */
  if (row == NULL && other_kind != NULL && g_str_equal (other_kind->key, "account"))
    {
      const char *own_kind = ent_gtk_editor_get_kind (self->editor)->key;
      g_auto (EntValue) value = ENT_VALUE_INIT;

      ent_value_set_text (&value, g_str_equal (own_kind, "account") ? "part-of" : "works-at");
      ent_gtk_editor_set_value (form->draft, get_field (self, "type"), &value);
    }
  form->dialog = ent_gtk_form_dialog_new (form->draft, title, first, left_out);
  if (row != NULL)
    ent_gtk_form_dialog_set_removable (ENT_GTK_FORM_DIALOG (form->dialog), _("_Remove Relationship"));
  g_signal_connect_swapped (form->dialog, "accepted", G_CALLBACK (form_accepted_cb), form);
  g_signal_connect_swapped (form->dialog, "removed", G_CALLBACK (form_removed_cb), form);
  g_object_set_data_full (G_OBJECT (form->dialog), "form", form, (GDestroyNotify) form_free);
  adw_dialog_present (form->dialog, gtk_widget_get_parent (GTK_WIDGET (self)));
}

static gboolean
is_reverse (EntGtkRelationshipSection *self, EntRow *row)
{
  const EntValue *to = get_value (row, "to");

  return to != NULL && to->type == ENT_VALUE_ID && ent_id_equal (&to->id, &self->shown);
}

static void
row_activated_cb (EntGtkRelationshipSection *self, GtkWidget *widget)
{
  open_form (self, g_object_get_data (G_OBJECT (widget), "row"), NULL, NULL,
             adw_preferences_row_get_title (ADW_PREFERENCES_ROW (widget)));
}

static void
go_named_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GtkWidget) widget = data;
  g_autoptr (GPtrArray) found = ent_gtk_name_finish (ENT_STORE (source), result, NULL);

  if (found != NULL && found->len > 0)
    {
      EntGtkNamed *named = g_ptr_array_index (found, 0);
      g_autofree char *id = ent_id_to_string (&named->id);

      gtk_widget_activate_action (widget, "win.open", "(ss)", named->kind->key, id);
    }
}

static void
go_cb (EntGtkRelationshipSection *self, GtkWidget *button)
{
  EntRow *row = g_object_get_data (G_OBJECT (button), "row");
  const EntValue *other = get_value (row, is_reverse (self, row) ? "from" : "to");

  if (other != NULL && other->type == ENT_VALUE_ID)
    ent_gtk_name_async (ent_gtk_editor_get_store (self->editor), &other->id, 1, NULL, go_named_cb, g_object_ref (self));
}

static char *
dup_subtitle (EntRow *row, gboolean reverse)
{
  g_autoptr (GString) line = g_string_new (ent_gtk_relationship_get_label (get_text (row, "type"), reverse));
  const char *role = get_text (row, reverse ? "from-role" : "to-role"),
             *own = get_text (row, reverse ? "to-role" : "from-role");
  g_autofree char *since = ent_gtk_format_date (get_text (row, "since")),
                  *until = ent_gtk_format_date (get_text (row, "until"));

  if (own != NULL)
    g_string_append_printf (line, " · %s", own);
  if (role != NULL)
    g_string_append_printf (line, " · %s", role);
  if (*since != '\0' && *until != '\0')
    g_string_append_printf (line, " · %s – %s", since, until);
  else if (*since != '\0')
    {
      g_string_append (line, " · ");
      g_string_append_printf (line, _("since %s"), since);
    }
  else if (*until != '\0')
    {
      g_string_append (line, " · ");
      g_string_append_printf (line, _("until %s"), until);
    }

  return g_string_free_and_steal (g_steal_pointer (&line));
}

static GtkWidget *
make_row (EntGtkRelationshipSection *self, EntRow *row)
{
  GtkWidget *widget = adw_action_row_new (), *go = gtk_button_new_from_icon_name ("go-next-symbolic");
  gboolean reverse = is_reverse (self, row);
  g_autofree char *title = ent_row_dup_display (row, get_field (self, reverse ? "from" : "to"));
  g_autofree char *subtitle = dup_subtitle (row, reverse);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (widget), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (widget), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (widget), subtitle);
  adw_action_row_add_prefix (ADW_ACTION_ROW (widget), gtk_image_new_from_icon_name ("entregent-relationship-symbolic"));
  gtk_widget_set_tooltip_text (go, _("Open"));
  gtk_widget_set_valign (go, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (go, "flat");
  g_object_set_data_full (G_OBJECT (go), "row", g_object_ref (row), g_object_unref);
  g_object_set_data_full (G_OBJECT (widget), "row", g_object_ref (row), g_object_unref);
  g_signal_connect_swapped (go, "clicked", G_CALLBACK (go_cb), self);
  g_signal_connect_swapped (widget, "activated", G_CALLBACK (row_activated_cb), self);
  adw_action_row_add_suffix (ADW_ACTION_ROW (widget), go);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (widget), TRUE);

  return widget;
}

static void
clear_rows (EntGtkRelationshipSection *self)
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
  EntGtkRelationshipSection *self;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows = ent_store_query_finish (ENT_STORE (source), result, &error);
  guint i;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  self = ENT_GTK_RELATIONSHIP_SECTION (data);
  clear_rows (self);
  if (rows == NULL)
    {
      g_warning ("The relationships could not be read: %s", error->message);
      return;
    }
  for (i = 0; i < rows->len; i++)
    {
      GtkWidget *row = make_row (self, g_ptr_array_index (rows, i));

      adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), row);
      g_ptr_array_add (self->rows, row);
    }
  gtk_widget_set_visible (GTK_WIDGET (self), self->rows->len > 0);
}

static void
changed_cb (EntGtkRelationshipSection *self)
{
  EntRecord *record = ent_gtk_editor_get_record (self->editor);

  if (record == NULL || ent_id_equal (ent_record_get_id (record), &self->shown))
    return;
  clear_rows (self);
  self->shown = *ent_record_get_id (record);
  ent_gtk_relationship_section_reload (self);
}

static void
chosen_cb (EntGtkRelationshipSection *self, const EntKind *kind, const EntId *id, const char *title)
{
  open_form (self, NULL, kind, id, title);
}

/**
 * ent_gtk_relationship_section_add:
 * @self: a section
 *
 * Asks with whom, then opens the form for a new relationship.
 */
void
ent_gtk_relationship_section_add (EntGtkRelationshipSection *self)
{
  AdwDialog *picker = ent_gtk_picker_new_for_kinds (ent_gtk_editor_get_store (self->editor), _("With Whom?"), NULL);

  g_signal_connect_object (picker, "chosen", G_CALLBACK (chosen_cb), self, G_CONNECT_SWAPPED);
  adw_dialog_present (picker, gtk_widget_get_parent (GTK_WIDGET (self)));
}

static void
ent_gtk_relationship_section_dispose (GObject *object)
{
  EntGtkRelationshipSection *self = ENT_GTK_RELATIONSHIP_SECTION (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);

  G_OBJECT_CLASS (ent_gtk_relationship_section_parent_class)->dispose (object);
}

static void
ent_gtk_relationship_section_finalize (GObject *object)
{
  EntGtkRelationshipSection *self = ENT_GTK_RELATIONSHIP_SECTION (object);

  g_clear_object (&self->editor);
  g_clear_pointer (&self->rows, g_ptr_array_unref);

  G_OBJECT_CLASS (ent_gtk_relationship_section_parent_class)->finalize (object);
}

static void
ent_gtk_relationship_section_class_init (EntGtkRelationshipSectionClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = ent_gtk_relationship_section_dispose;
  G_OBJECT_CLASS (klass)->finalize = ent_gtk_relationship_section_finalize;
}

static void
ent_gtk_relationship_section_init (EntGtkRelationshipSection *self)
{
  GtkWidget *add = gtk_button_new_from_icon_name ("list-add-symbolic");

  self->rows = g_ptr_array_new ();
  self->kind = ent_kind_from_key ("relationship");
  gtk_widget_set_tooltip_text (add, _("Add a Relationship"));
  gtk_widget_set_valign (add, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (add, "flat");
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (self), ent_kind_get_plural_label (self->kind));
  adw_preferences_group_set_header_suffix (ADW_PREFERENCES_GROUP (self), add);
  g_signal_connect_swapped (add, "clicked", G_CALLBACK (ent_gtk_relationship_section_add), self);
}

/**
 * ent_gtk_relationship_section_new:
 * @editor: an editor of records
 *
 * Makes the section of relationships.
 *
 * Returns: (transfer floating): a new section
 */
GtkWidget *
ent_gtk_relationship_section_new (EntGtkEditor *editor)
{
  EntGtkRelationshipSection *self;

  g_return_val_if_fail (ENT_GTK_IS_EDITOR (editor), NULL);

  self = g_object_new (ENT_GTK_TYPE_RELATIONSHIP_SECTION, NULL);
  self->editor = g_object_ref (editor);
  g_signal_connect_object (editor, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  changed_cb (self);

  return GTK_WIDGET (self);
}

/**
 * ent_gtk_relationship_section_reload:
 * @self: a section
 *
 * Reads the relationships of the record anew, in the background.
 */
void
ent_gtk_relationship_section_reload (EntGtkRelationshipSection *self)
{
  g_autoptr (EntQuery) all = NULL, query = NULL;
  g_autoptr (GPtrArray) fields = g_ptr_array_new ();
  g_autofree char *text = NULL, *id = NULL;
  EntStore *store;
  guint i;

  g_return_if_fail (ENT_GTK_IS_RELATIONSHIP_SECTION (self));

  if (ent_id_is_null (&self->shown))
    return;
  store = ent_gtk_editor_get_store (self->editor);
  id = ent_id_to_string (&self->shown);
  text = g_strdup_printf ("from:%s OR to:%s", id, id);
  all = ent_query_new_from_text (store, self->kind, text, NULL, NULL);
  if (all == NULL)
    return;
  for (i = 0; i < self->kind->n_fields; i++)
    if ((self->kind->fields[i].flags & ENT_FIELD_DERIVED) == 0 && !ent_field_is_set (&self->kind->fields[i]))
      g_ptr_array_add (fields, (gpointer) &self->kind->fields[i]);
  query = ent_query_with_fields (all, (const EntField *const *) fields->pdata, fields->len);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  ent_store_query_async (store, query, 0, 100, self->cancellable, found_cb, self);
}
