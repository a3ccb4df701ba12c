/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "EntGtk"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "ent-gtk-fetch.h"
#include "ent-gtk-field-row-private.h"
#include "ent-gtk-picker.h"

#define ENT_GTK_TYPE_LINKS_ROW (ent_gtk_links_row_get_type ())
G_DECLARE_FINAL_TYPE (EntGtkLinksRow, ent_gtk_links_row, ENT_GTK, LINKS_ROW, AdwPreferencesRow)

/* A set of other records as chips: tags, participants. */
struct _EntGtkLinksRow
{
  AdwPreferencesRow parent_instance;

  GtkWidget *title;
  GtkWidget *chips;
  GtkWidget *add;
  GCancellable *cancellable;
};

static void field_row_init (EntGtkFieldRowInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (EntGtkLinksRow,
                               ent_gtk_links_row,
                               ADW_TYPE_PREFERENCES_ROW,
                               G_IMPLEMENT_INTERFACE (ENT_GTK_TYPE_FIELD_ROW, field_row_init))

static GPtrArray *
get_links (EntGtkLinksRow *self)
{
  EntRecord *record = ent_gtk_editor_get_record (ent_gtk_field_row_get_editor (ENT_GTK_FIELD_ROW (self)));

  return record != NULL ? ent_record_get_elements (record, ent_gtk_field_row_get_field (ENT_GTK_FIELD_ROW (self)))
                        : NULL;
}

static void
remove_cb (EntGtkLinksRow *self, GtkWidget *button)
{
  EntGtkEditor *editor = ent_gtk_field_row_get_editor (ENT_GTK_FIELD_ROW (self));
  const EntField *field = ent_gtk_field_row_get_field (ENT_GTK_FIELD_ROW (self));
  EntRecord *record = ent_gtk_editor_get_record (editor);
  const EntId *id = g_object_get_data (G_OBJECT (button), "id");
  g_autoptr (EntChange) change = ent_change_new (ent_gtk_editor_get_store (editor));
  g_autofree char *label = g_strdup_printf (_("%s changed"), ent_field_get_label (field));
  GPtrArray *links = get_links (self);
  guint i;

  for (i = 0; links != NULL && i < links->len; i++)
    if (ent_id_equal (&((EntValue *) g_ptr_array_index (links, i))->id, id))
      ent_change_remove_element (change, ent_record_get_kind (record), ent_record_get_id (record), field,
                                 ent_record_get_element_dot (record, field, i));
  gtk_widget_grab_focus (self->add);
  if (!ent_change_is_empty (change))
    ent_gtk_editor_commit (editor, change, field, label);
}

static GtkWidget *
make_chip (EntGtkLinksRow *self, EntGtkNamed *named)
{
  GtkWidget *chip = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0), *label = gtk_label_new (named->title);
  GtkWidget *button = gtk_button_new_from_icon_name ("window-close-symbolic");
  g_autofree char *text = g_strdup_printf (_("Remove “%s”"), named->title);

  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (chip, "chip");
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "circular");
  gtk_widget_set_tooltip_text (button, text);
  g_object_set_data_full (G_OBJECT (button), "id", ent_id_copy (&named->id), (GDestroyNotify) ent_id_free);
  g_signal_connect_swapped (button, "clicked", G_CALLBACK (remove_cb), self);
  gtk_box_append (GTK_BOX (chip), label);
  gtk_box_append (GTK_BOX (chip), button);

  return chip;
}

static void
clear_chips (EntGtkLinksRow *self)
{
  GtkWidget *child = gtk_widget_get_first_child (self->chips);

  while (child != NULL)
    {
      GtkWidget *next = gtk_widget_get_next_sibling (child);

      if (child != self->add)
        adw_wrap_box_remove (ADW_WRAP_BOX (self->chips), child);
      child = next;
    }
}

static void
named_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  EntGtkLinksRow *self;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) found = ent_gtk_name_finish (ENT_STORE (source), result, &error);
  GtkWidget *last = NULL;
  guint i;

  if (found == NULL)
    return;
  self = ENT_GTK_LINKS_ROW (data);
  clear_chips (self);
  for (i = 0; i < found->len; i++)
    {
      GtkWidget *chip = make_chip (self, g_ptr_array_index (found, i));

      adw_wrap_box_insert_child_after (ADW_WRAP_BOX (self->chips), chip, last);
      last = chip;
    }
}

static void
ent_gtk_links_row_refresh (EntGtkFieldRow *row)
{
  EntGtkLinksRow *self = ENT_GTK_LINKS_ROW (row);
  GPtrArray *links = get_links (self);
  g_autofree EntId *ids = NULL;
  guint i, n = links != NULL ? links->len : 0;

  ent_gtk_field_row_set_problem (row, NULL);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (n == 0)
    {
      clear_chips (self);
      return;
    }
  ids = g_new (EntId, n);
  for (i = 0; i < n; i++)
    ids[i] = ((EntValue *) g_ptr_array_index (links, i))->id;
  self->cancellable = g_cancellable_new ();
  ent_gtk_name_async (ent_gtk_editor_get_store (ent_gtk_field_row_get_editor (row)), ids, n, self->cancellable,
                      named_cb, self);
}

static void
field_row_init (EntGtkFieldRowInterface *iface)
{
  iface->refresh = ent_gtk_links_row_refresh;
}

static void
chosen_cb (EntGtkLinksRow *self, const EntKind *kind, const EntId *id)
{
  EntGtkEditor *editor = ent_gtk_field_row_get_editor (ENT_GTK_FIELD_ROW (self));
  const EntField *field = ent_gtk_field_row_get_field (ENT_GTK_FIELD_ROW (self));
  EntRecord *record = ent_gtk_editor_get_record (editor);
  g_autoptr (EntChange) change = ent_change_new (ent_gtk_editor_get_store (editor));
  g_autofree char *label = g_strdup_printf (_("%s changed"), ent_field_get_label (field));
  g_auto (EntValue) value = ENT_VALUE_INIT;
  GPtrArray *links = get_links (self);
  guint i;

  for (i = 0; links != NULL && i < links->len; i++)
    if (ent_id_equal (&((EntValue *) g_ptr_array_index (links, i))->id, id))
      return;
  ent_value_set_id (&value, id);
  ent_change_add_element (change, ent_record_get_kind (record), ent_record_get_id (record), field, &value);
  ent_gtk_editor_commit (editor, change, field, label);
}

static void
add_cb (EntGtkLinksRow *self)
{
  EntGtkFieldRow *row = ENT_GTK_FIELD_ROW (self);
  AdwDialog *picker = ent_gtk_picker_new (ent_gtk_editor_get_store (ent_gtk_field_row_get_editor (row)),
                                          ent_gtk_field_row_get_field (row));

  g_signal_connect_object (picker, "chosen", G_CALLBACK (chosen_cb), self, G_CONNECT_SWAPPED);
  adw_dialog_present (picker, GTK_WIDGET (self));
}

static gboolean
ent_gtk_links_row_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (ENT_GTK_LINKS_ROW (widget)->add);
}

static void
ent_gtk_links_row_dispose (GObject *object)
{
  EntGtkLinksRow *self = ENT_GTK_LINKS_ROW (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);

  G_OBJECT_CLASS (ent_gtk_links_row_parent_class)->dispose (object);
}

static void
ent_gtk_links_row_class_init (EntGtkLinksRowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = ent_gtk_links_row_dispose;
  GTK_WIDGET_CLASS (klass)->grab_focus = ent_gtk_links_row_grab_focus;
}

static void
ent_gtk_links_row_init (EntGtkLinksRow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

  gtk_widget_add_css_class (box, "links");
  self->title = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (self->title), 0);
  gtk_widget_add_css_class (self->title, "caption");
  gtk_widget_add_css_class (self->title, "dimmed");
  self->chips = adw_wrap_box_new ();
  adw_wrap_box_set_child_spacing (ADW_WRAP_BOX (self->chips), 6);
  adw_wrap_box_set_line_spacing (ADW_WRAP_BOX (self->chips), 6);
  self->add = gtk_button_new_from_icon_name ("list-add-symbolic");
  gtk_widget_add_css_class (self->add, "circular");
  gtk_widget_add_css_class (self->add, "add-chip");
  adw_wrap_box_append (ADW_WRAP_BOX (self->chips), self->add);
  gtk_box_append (GTK_BOX (box), self->title);
  gtk_box_append (GTK_BOX (box), self->chips);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (self), box);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self), FALSE);
  gtk_widget_set_focusable (GTK_WIDGET (self), FALSE);
  g_signal_connect_swapped (self->add, "clicked", G_CALLBACK (add_cb), self);
}

GtkWidget *
ent_gtk_links_row_new (EntGtkEditor *editor, const EntField *field)
{
  EntGtkLinksRow *self = g_object_new (ENT_GTK_TYPE_LINKS_ROW, NULL);
  /* Translators: a button beside chips; the name of a field, such as Tags. */
  g_autofree char *label = g_strdup_printf (_("Add to %s"), ent_field_get_label (field));

  gtk_label_set_text (GTK_LABEL (self->title), ent_field_get_label (field));
  gtk_widget_set_tooltip_text (self->add, label);
  ent_gtk_field_row_bind (ENT_GTK_FIELD_ROW (self), editor, field);

  return GTK_WIDGET (self);
}
