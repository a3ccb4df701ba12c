/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "EntGtk"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "ent-gtk-attach.h"
#include "ent-attachment-save.h"
#include "ent-gtk-attachment.h"
#include "ent-gtk-files-section.h"

#include "ent-query.h"
#include "ent-row.h"

/* So many are shown at first; then so many more as anybody would look through. */
#define FEW 8
#define MANY 1000

struct _EntGtkFilesSection
{
  AdwPreferencesGroup parent_instance;

  EntGtkEditor *editor;
  const EntKind *kind; /* attachment */
  GPtrArray *rows;     /* borrowed */
  char *text;          /* what they say, to know when that is no longer so */
  GtkWidget *spinner;
  guint n_attaching;
  EntId shown;
  guint limit;
  GCancellable *cancellable; /* of reading */
};

G_DEFINE_FINAL_TYPE (EntGtkFilesSection, ent_gtk_files_section, ADW_TYPE_PREFERENCES_GROUP)

/* ---- one file ---- */

/* What its row is about. */
typedef struct
{
  EntGtkFilesSection *section; /* borrowed: it has the row */
  EntId id;
  char *name;
} Entry;

static void
entry_free (gpointer data, GClosure *closure)
{
  Entry *entry = data;

  g_free (entry->name);
  g_free (entry);
}

static void
tell (EntGtkEditor *editor, const GError *error)
{
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_signal_emit_by_name (editor, "refused", NULL, error->message);
}

static GtkWindow *
get_window (EntGtkFilesSection *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  return GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL;
}

static void
opened_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (EntGtkEditor) editor = data;
  g_autoptr (GError) error = NULL;

  if (!ent_gtk_attachment_open_finish (ENT_STORE (source), result, &error))
    tell (editor, error);
}

static void
open_cb (Entry *entry)
{
  EntGtkEditor *editor = entry->section->editor;

  ent_gtk_attachment_open_async (ent_gtk_editor_get_store (editor), &entry->id, get_window (entry->section), NULL,
                                 opened_cb, g_object_ref (editor));
}

typedef struct
{
  EntGtkEditor *editor;
  EntId id;
} Saving;

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (EntGtkEditor) editor = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GFile) saved = ent_store_save_attachment_finish (ENT_STORE (source), result, &error);

  if (saved == NULL)
    tell (editor, error);
}

static void
place_chosen_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autofree Saving *saving = data;
  g_autoptr (EntGtkEditor) editor = saving->editor;
  g_autoptr (GFile) file = gtk_file_dialog_save_finish (GTK_FILE_DIALOG (source), result, NULL);

  if (file != NULL)
    ent_store_save_attachment_async (ent_gtk_editor_get_store (editor), &saving->id, file, ENT_ATTACHMENT_SAVE_REPLACE,
                                     NULL, saved_cb, g_object_ref (editor));
}

static void
save_cb (Entry *entry)
{
  g_autoptr (GtkFileDialog) dialog = gtk_file_dialog_new ();
  Saving *saving = g_new (Saving, 1);

  saving->editor = g_object_ref (entry->section->editor);
  saving->id = entry->id;
  gtk_file_dialog_set_title (dialog, _("Save File"));
  gtk_file_dialog_set_initial_name (dialog, entry->name);
  gtk_file_dialog_save (dialog, get_window (entry->section), NULL, place_chosen_cb, saving);
}

static void
remove_cb (Entry *entry)
{
  EntGtkFilesSection *self = entry->section;
  g_autoptr (EntChange) change = ent_change_new (ent_gtk_editor_get_store (self->editor));
  /* Translators: the name of a file */
  g_autofree char *label = g_strdup_printf (_("“%s” removed"), entry->name);

  ent_change_delete (change, self->kind, &entry->id);
  ent_gtk_editor_commit (self->editor, change, NULL, label);
}

static void
add_action (GSimpleActionGroup *group, const char *name, GCallback callback, Entry *entry)
{
  g_autoptr (GSimpleAction) action = g_simple_action_new (name, NULL);

  g_signal_connect_swapped (action, "activate", callback, entry);
  g_action_map_add_action (G_ACTION_MAP (group), G_ACTION (action));
}

static GtkWidget *
make_menu (const char *name)
{
  g_autoptr (GMenu) menu = g_menu_new ();
  GtkWidget *button = gtk_menu_button_new ();
  /* Translators: a button of a menu; the name of a file */
  g_autofree char *label = g_strdup_printf (_("More for “%s”"), name);

  g_menu_append (menu, _("_Open"), "file.open");
  g_menu_append (menu, _("_Save As…"), "file.save");
  g_menu_append (menu, _("_Remove"), "file.remove");
  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (button), G_MENU_MODEL (menu));
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (button), "view-more-symbolic");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, label);

  return button;
}

static const EntValue *
get_value (EntGtkFilesSection *self, EntRow *row, const char *key)
{
  return ent_row_get_value (row, ent_kind_get_field (self->kind, key));
}

/* "PDF document · 1.2 MB" */
static char *
dup_subtitle (EntGtkFilesSection *self, EntRow *row, const char *type)
{
  const EntValue *size = get_value (self, row, "size");
  g_autofree char *what = g_content_type_get_description (type);
  g_autofree char *length =
      size != NULL && size->type == ENT_VALUE_INTEGER ? g_format_size ((guint64) size->integer) : NULL;

  if (length == NULL)
    return g_steal_pointer (&what);
  /* Translators: what a file is, and its size. */
  return g_strdup_printf (_("%1$s · %2$s"), what, length);
}

static GtkWidget *
make_icon (EntGtkFilesSection *self, const char *type)
{
  GtkIconTheme *theme = gtk_icon_theme_get_for_display (gtk_widget_get_display (GTK_WIDGET (self)));
  g_autoptr (GIcon) icon = g_content_type_get_symbolic_icon (type);

  return gtk_icon_theme_has_gicon (theme, icon) ? gtk_image_new_from_gicon (icon)
                                                : gtk_image_new_from_icon_name ("text-x-generic-symbolic");
}

static GtkWidget *
make_row (EntGtkFilesSection *self, EntRow *row)
{
  const EntValue *media_type = get_value (self, row, "media-type");
  g_autofree char *type = g_content_type_from_mime_type (media_type != NULL && media_type->type == ENT_VALUE_TEXT
                                                             ? media_type->text
                                                             : "application/octet-stream");
  g_autofree char *subtitle = dup_subtitle (self, row, type);
  g_autoptr (GSimpleActionGroup) actions = g_simple_action_group_new ();
  GtkWidget *widget = adw_action_row_new ();
  Entry *entry = g_new0 (Entry, 1);

  entry->section = self;
  entry->id = *ent_row_get_id (row);
  entry->name = g_strdup (ent_row_get_title (row));
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (widget), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (widget), entry->name);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (widget), 3);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (widget), subtitle);
  adw_action_row_add_prefix (ADW_ACTION_ROW (widget), make_icon (self, type));
  adw_action_row_add_suffix (ADW_ACTION_ROW (widget), make_menu (entry->name));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (widget), TRUE);
  g_signal_connect_data (widget, "activated", G_CALLBACK (open_cb), entry, entry_free, G_CONNECT_SWAPPED);
  add_action (actions, "open", G_CALLBACK (open_cb), entry);
  add_action (actions, "save", G_CALLBACK (save_cb), entry);
  add_action (actions, "remove", G_CALLBACK (remove_cb), entry);
  gtk_widget_insert_action_group (widget, "file", G_ACTION_GROUP (actions));

  return widget;
}

/* ---- all of them ---- */

static void
update_visible (EntGtkFilesSection *self)
{
  gtk_widget_set_visible (self->spinner, self->n_attaching > 0);
  gtk_widget_set_visible (GTK_WIDGET (self), self->rows->len > 0 || self->n_attaching > 0);
}

static void
clear_rows (EntGtkFilesSection *self)
{
  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (ADW_PREFERENCES_GROUP (self), g_ptr_array_index (self->rows, i));
  g_ptr_array_set_size (self->rows, 0);
  g_clear_pointer (&self->text, g_free);
}

static void
add_widget (EntGtkFilesSection *self, GtkWidget *row)
{
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), row);
  g_ptr_array_add (self->rows, row);
}

static void
show_all_cb (EntGtkFilesSection *self)
{
  self->limit = MANY;
  g_clear_pointer (&self->text, g_free);
  ent_gtk_files_section_reload (self);
}

static char *
dup_text (GPtrArray *rows)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < rows->len; i++)
    {
      g_autofree char *id = ent_id_to_string (ent_row_get_id (rows->pdata[i]));

      g_string_append_printf (text, "%s %s\n", id, ent_row_get_title (rows->pdata[i]));
    }

  return g_string_free (text, FALSE);
}

/* The place of the row that the keyboard is in; -1: elsewhere. */
static int
find_focus (EntGtkFilesSection *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  for (guint i = 0; focus != NULL && i < self->rows->len; i++)
    if (focus == self->rows->pdata[i] || gtk_widget_is_ancestor (focus, self->rows->pdata[i]))
      return (int) i;

  return -1;
}

/* On the row that took the place of the one that went. */
static void
restore_focus (EntGtkFilesSection *self, int place)
{
  if (place >= 0 && self->rows->len > 0)
    gtk_widget_grab_focus (self->rows->pdata[MIN ((guint) place, self->rows->len - 1)]);
}

static void
show_rows (EntGtkFilesSection *self, GPtrArray *rows)
{
  int focus = find_focus (self);

  clear_rows (self);
  for (guint i = 0; i < rows->len && i < self->limit; i++)
    add_widget (self, make_row (self, g_ptr_array_index (rows, i)));
  if (rows->len > self->limit && self->limit < MANY)
    {
      GtkWidget *all = adw_button_row_new ();

      adw_preferences_row_set_use_underline (ADW_PREFERENCES_ROW (all), TRUE);
      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (all), _("Show _All"));
      g_signal_connect_swapped (all, "activated", G_CALLBACK (show_all_cb), self);
      add_widget (self, all);
    }
  update_visible (self);
  restore_focus (self, focus);
}

/* Whatever changes in the book, it is read anew; mostly it says the same. What is shown stays where that fails. */
static void
found_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  EntGtkFilesSection *self;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows = ent_store_query_finish (ENT_STORE (source), result, &error);
  g_autofree char *text = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  self = ENT_GTK_FILES_SECTION (data);
  if (rows == NULL)
    {
      tell (self->editor, error);
      return;
    }
  text = dup_text (rows);
  if (g_strcmp0 (self->text, text) == 0)
    return;
  show_rows (self, rows);
  self->text = g_steal_pointer (&text);
}

static void
changed_cb (EntGtkFilesSection *self)
{
  EntRecord *record = ent_gtk_editor_get_record (self->editor);

  if (record == NULL || ent_id_equal (ent_record_get_id (record), &self->shown))
    return;
  clear_rows (self);
  update_visible (self);
  self->limit = FEW;
  self->shown = *ent_record_get_id (record);
  ent_gtk_files_section_reload (self);
}

static void
ent_gtk_files_section_dispose (GObject *object)
{
  EntGtkFilesSection *self = ENT_GTK_FILES_SECTION (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);

  G_OBJECT_CLASS (ent_gtk_files_section_parent_class)->dispose (object);
}

static void
ent_gtk_files_section_finalize (GObject *object)
{
  EntGtkFilesSection *self = ENT_GTK_FILES_SECTION (object);

  g_clear_object (&self->editor);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  g_free (self->text);

  G_OBJECT_CLASS (ent_gtk_files_section_parent_class)->finalize (object);
}

static void
ent_gtk_files_section_class_init (EntGtkFilesSectionClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = ent_gtk_files_section_dispose;
  G_OBJECT_CLASS (klass)->finalize = ent_gtk_files_section_finalize;
}

static void
ent_gtk_files_section_init (EntGtkFilesSection *self)
{
  GtkWidget *suffix = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *add = gtk_button_new_from_icon_name ("list-add-symbolic");

  self->rows = g_ptr_array_new ();
  self->kind = ent_kind_from_key ("attachment");
  self->limit = FEW;
  self->spinner = adw_spinner_new ();
  gtk_widget_set_visible (self->spinner, FALSE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->spinner), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Attaching…"), -1);
  gtk_widget_set_valign (suffix, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (add, "flat");
  gtk_widget_set_tooltip_text (add, _("Attach a File"));
  gtk_box_append (GTK_BOX (suffix), self->spinner);
  gtk_box_append (GTK_BOX (suffix), add);
  adw_preferences_group_set_header_suffix (ADW_PREFERENCES_GROUP (self), suffix);
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (self), ent_kind_get_plural_label (self->kind));
  g_signal_connect_swapped (add, "clicked", G_CALLBACK (ent_gtk_files_section_choose), self);
}

/**
 * ent_gtk_files_section_new:
 * @editor: an editor of records
 *
 * Makes the section of the files that are attached to the record which the editor shows.
 *
 * Returns: (transfer floating): a new section
 */
GtkWidget *
ent_gtk_files_section_new (EntGtkEditor *editor)
{
  EntGtkFilesSection *self;

  g_return_val_if_fail (ENT_GTK_IS_EDITOR (editor), NULL);

  self = g_object_new (ENT_GTK_TYPE_FILES_SECTION, NULL);
  self->editor = g_object_ref (editor);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  g_signal_connect_object (editor, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  changed_cb (self);

  return GTK_WIDGET (self);
}

/**
 * ent_gtk_files_section_reload:
 * @self: a section
 *
 * Reads the attachments anew, in the background.
 */
void
ent_gtk_files_section_reload (EntGtkFilesSection *self)
{
  g_autoptr (EntQuery) all = NULL, query = NULL;
  g_autofree char *text = NULL, *id = NULL;
  const EntField *fields[3];
  EntStore *store;

  g_return_if_fail (ENT_GTK_IS_FILES_SECTION (self));

  if (ent_id_is_null (&self->shown))
    return;
  store = ent_gtk_editor_get_store (self->editor);
  id = ent_id_to_string (&self->shown);
  text = g_strdup_printf ("record:%s", id);
  all = ent_query_new_from_text (store, self->kind, text, NULL, NULL);
  if (all == NULL)
    return;
  fields[0] = self->kind->title;
  fields[1] = ent_kind_get_field (self->kind, "media-type");
  fields[2] = ent_kind_get_field (self->kind, "size");
  query = ent_query_with_fields (all, fields, G_N_ELEMENTS (fields));
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  ent_store_query_async (store, query, 0, self->limit + 1, self->cancellable, found_cb, self);
}

/* ---- adding ---- */

static void
attached_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (EntGtkFilesSection) self = data;
  g_autoptr (GError) error = NULL;

  self->n_attaching--;
  if (!ent_gtk_attach_finish (ENT_GTK_EDITOR (source), result, &error))
    tell (self->editor, error);
  update_visible (self);
}

/**
 * ent_gtk_files_section_add:
 * @self: a section
 * @files: (element-type GFile): files
 *
 * Attaches files to the record that is shown. [signal@Editor::committed] or [signal@Editor::refused] tells what came of
 * it.
 */
void
ent_gtk_files_section_add (EntGtkFilesSection *self, GPtrArray *files)
{
  g_return_if_fail (ENT_GTK_IS_FILES_SECTION (self) && files != NULL);

  if (files->len == 0 || ent_gtk_editor_get_record (self->editor) == NULL)
    return;
  self->n_attaching++;
  update_visible (self);
  ent_gtk_attach_async (self->editor, files, NULL, attached_cb, g_object_ref (self));
}

static void
files_chosen_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (EntGtkFilesSection) self = data;
  g_autoptr (GListModel) chosen = gtk_file_dialog_open_multiple_finish (GTK_FILE_DIALOG (source), result, NULL);
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; chosen != NULL && i < g_list_model_get_n_items (chosen); i++)
    g_ptr_array_add (files, g_list_model_get_item (chosen, i));
  ent_gtk_files_section_add (self, files);
}

/**
 * ent_gtk_files_section_choose:
 * @self: a section
 *
 * Asks for files and attaches them.
 */
void
ent_gtk_files_section_choose (EntGtkFilesSection *self)
{
  g_autoptr (GtkFileDialog) dialog = NULL;

  g_return_if_fail (ENT_GTK_IS_FILES_SECTION (self));

  dialog = gtk_file_dialog_new ();
  gtk_file_dialog_set_title (dialog, _("Attach Files"));
  gtk_file_dialog_set_accept_label (dialog, _("_Attach"));
  gtk_file_dialog_open_multiple (dialog, get_window (self), NULL, files_chosen_cb, g_object_ref (self));
}
