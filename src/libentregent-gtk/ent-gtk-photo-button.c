/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "EntGtk"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "ent-gtk-avatar.h"
#include "ent-gtk-photo-button.h"
#include "ent-gtk-photo-set-private.h"

#include "ent-kinds.h"
#include "ent-photo.h"

struct _EntGtkPhotoButton
{
  AdwBin parent_instance;

  EntGtkEditor *editor;
  int size;
  GtkWidget *image;
  GtkWidget *button; /* has the image where it is that of a contact */
  GSimpleAction *remove;
  EntId contact; /* all zero: of no contact */
};

G_DEFINE_FINAL_TYPE (EntGtkPhotoButton, ent_gtk_photo_button, ADW_TYPE_BIN)

static void
tell (EntGtkEditor *editor, const GError *error)
{
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_signal_emit_by_name (editor, "refused", NULL, error->message);
}

static void
set_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;

  if (!ent_gtk_photo_set_finish (ENT_GTK_EDITOR (source), result, &error))
    tell (ENT_GTK_EDITOR (source), error);
}

static void
chosen_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (EntGtkPhotoButton) self = data;
  g_autoptr (GFile) file = gtk_file_dialog_open_finish (GTK_FILE_DIALOG (source), result, NULL);

  if (file != NULL)
    ent_gtk_photo_button_set_file (self, file);
}

static GListModel *
make_filters (void)
{
  static const char *const types[] = { "image/jpeg", "image/png",  "image/gif",  "image/webp",
                                       "image/tiff", "image/heif", "image/heic", "image/avif" };
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();
  GListStore *filters = g_list_store_new (GTK_TYPE_FILE_FILTER);

  gtk_file_filter_set_name (filter, _("Pictures"));
  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    gtk_file_filter_add_mime_type (filter, types[i]);
  g_list_store_append (filters, filter);

  return G_LIST_MODEL (filters);
}

static void
choose_cb (EntGtkPhotoButton *self)
{
  g_autoptr (GtkFileDialog) dialog = gtk_file_dialog_new ();
  g_autoptr (GListModel) filters = make_filters ();
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  gtk_file_dialog_set_title (dialog, _("Choose Photo"));
  gtk_file_dialog_set_filters (dialog, filters);
  gtk_file_dialog_open (dialog, GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL, NULL, chosen_cb, g_object_ref (self));
}

static void
remove_cb (EntGtkPhotoButton *self)
{
  g_autoptr (EntChange) change = ent_change_new (ent_gtk_editor_get_store (self->editor));

  ent_change_set_photo (change, &self->contact, NULL, NULL);
  ent_gtk_editor_commit (self->editor, change, ENT_CONTACT_PHOTO, _("Photo removed"));
}

/* Elsewhere on the page a file is attached. */
static gboolean
drop_cb (EntGtkPhotoButton *self, const GValue *value)
{
  g_autoptr (GSList) list = gdk_file_list_get_files (g_value_get_boxed (value));

  if (ent_id_is_null (&self->contact) || list == NULL || list->next != NULL)
    return FALSE;
  ent_gtk_photo_button_set_file (self, list->data);

  return TRUE;
}

static void
ent_gtk_photo_button_dispose (GObject *object)
{
  EntGtkPhotoButton *self = ENT_GTK_PHOTO_BUTTON (object);

  adw_bin_set_child (ADW_BIN (self), NULL);
  g_clear_object (&self->image);
  g_clear_object (&self->button);
  g_clear_object (&self->remove);
  g_clear_object (&self->editor);

  G_OBJECT_CLASS (ent_gtk_photo_button_parent_class)->dispose (object);
}

static void
ent_gtk_photo_button_class_init (EntGtkPhotoButtonClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = ent_gtk_photo_button_dispose;
}

static void
add_actions (EntGtkPhotoButton *self)
{
  g_autoptr (GSimpleActionGroup) actions = g_simple_action_group_new ();
  g_autoptr (GSimpleAction) choose = g_simple_action_new ("choose", NULL);

  self->remove = g_simple_action_new ("remove", NULL);
  g_signal_connect_swapped (choose, "activate", G_CALLBACK (choose_cb), self);
  g_signal_connect_swapped (self->remove, "activate", G_CALLBACK (remove_cb), self);
  g_action_map_add_action (G_ACTION_MAP (actions), G_ACTION (choose));
  g_action_map_add_action (G_ACTION_MAP (actions), G_ACTION (self->remove));
  gtk_widget_insert_action_group (GTK_WIDGET (self), "photo", G_ACTION_GROUP (actions));
}

static void
ent_gtk_photo_button_init (EntGtkPhotoButton *self)
{
  g_autoptr (GMenu) menu = g_menu_new ();
  GtkDropTarget *target = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);

  self->image = g_object_ref_sink (gtk_image_new ());
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->image), GTK_ACCESSIBLE_STATE_HIDDEN, TRUE, -1);
  g_menu_append (menu, _("_Choose Photo…"), "photo.choose");
  g_menu_append (menu, _("_Remove Photo"), "photo.remove");
  self->button = g_object_ref_sink (gtk_menu_button_new ());
  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (self->button), G_MENU_MODEL (menu));
  gtk_widget_add_css_class (self->button, "photo-button");
  gtk_widget_set_tooltip_text (self->button, _("Change Photo"));
  gtk_widget_set_valign (GTK_WIDGET (self), GTK_ALIGN_START);
  add_actions (self);
  g_signal_connect_swapped (target, "drop", G_CALLBACK (drop_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));
}

/**
 * ent_gtk_photo_button_new:
 * @editor: an editor of records
 * @size: the side of the picture in pixels
 *
 * Makes the avatar of a page, which shows nobody yet.
 *
 * Returns: (transfer floating): a new widget
 */
GtkWidget *
ent_gtk_photo_button_new (EntGtkEditor *editor, int size)
{
  EntGtkPhotoButton *self;

  g_return_val_if_fail (ENT_GTK_IS_EDITOR (editor) && size > 0, NULL);

  self = g_object_new (ENT_GTK_TYPE_PHOTO_BUTTON, NULL);
  self->editor = g_object_ref (editor);
  self->size = size;
  gtk_image_set_pixel_size (GTK_IMAGE (self->image), size);

  return GTK_WIDGET (self);
}

/* With the keyboard in it, the button stays where it is. */
static void
place_image (EntGtkPhotoButton *self, gboolean can_change)
{
  GtkWidget *child = can_change ? self->button : self->image;

  if (adw_bin_get_child (ADW_BIN (self)) == child)
    return;
  adw_bin_set_child (ADW_BIN (self), NULL);
  gtk_menu_button_set_child (GTK_MENU_BUTTON (self->button), can_change ? self->image : NULL);
  adw_bin_set_child (ADW_BIN (self), child);
}

/**
 * ent_gtk_photo_button_show:
 * @self: an avatar
 * @record: a record
 *
 * Shows the avatar of a record, and lets it be changed where it is that of a contact.
 */
void
ent_gtk_photo_button_show (EntGtkPhotoButton *self, EntRecord *record)
{
  const char *title;
  const char *photo = NULL;
  gboolean is_contact;
  g_autoptr (GdkPaintable) avatar = NULL;
  g_autofree char *label = NULL;

  g_return_if_fail (ENT_GTK_IS_PHOTO_BUTTON (self) && ENT_IS_RECORD (record));

  is_contact = ent_record_get_kind (record) == ENT_CONTACT_PHOTO->kind;
  title = ent_record_get_title (record);
  avatar = ent_gtk_avatar_new (title, is_contact, self->size);
  self->contact = (EntId) { 0 };
  if (is_contact)
    {
      photo = ent_record_get_text (record, "photo");
      ent_gtk_avatar_set_photo (ENT_GTK_AVATAR (avatar), ent_gtk_editor_get_store (self->editor), photo);
      /* Translators: a button that changes the photo of a person; their name */
      label = g_strdup_printf (_("Photo of %s"), title);
      gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
    }
  if (is_contact && !ent_record_get_deleted (record))
    self->contact = *ent_record_get_id (record);
  g_simple_action_set_enabled (self->remove, photo != NULL);
  gtk_image_set_from_paintable (GTK_IMAGE (self->image), avatar);
  place_image (self, !ent_id_is_null (&self->contact));
}

/**
 * ent_gtk_photo_button_set_file:
 * @self: an avatar that shows a contact
 * @file: a picture
 *
 * Makes a picture the photo of the contact. [signal@Editor::committed] or [signal@Editor::refused] tells what came of
 * it.
 */
void
ent_gtk_photo_button_set_file (EntGtkPhotoButton *self, GFile *file)
{
  EntRecord *record;

  g_return_if_fail (ENT_GTK_IS_PHOTO_BUTTON (self) && G_IS_FILE (file));

  record = ent_gtk_editor_get_record (self->editor);
  if (record == NULL || !ent_id_equal (ent_record_get_id (record), &self->contact))
    return;
  ent_gtk_photo_set_async (self->editor, file, NULL, set_cb, NULL);
}
