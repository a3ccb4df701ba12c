/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "EntGtk"

#include "config.h"

#include "ent-gtk-field-row.h"
#include "ent-gtk-form-dialog.h"

struct _EntGtkFormDialog
{
  AdwDialog parent_instance;

  EntGtkEditor *draft;
  GPtrArray *rows; /* of EntGtkFieldRow, borrowed */

  GtkWidget *save;
  GtkWidget *banner;
  GtkWidget *first_group;
  GtkWidget *more_group;
  GtkWidget *more;
  GtkWidget *remove_group;
  GtkWidget *remove;
};

enum
{
  ACCEPTED,
  REMOVED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (EntGtkFormDialog, ent_gtk_form_dialog, ADW_TYPE_DIALOG)

static void
save_cb (EntGtkFormDialog *self)
{
  guint i;

  /* Leaving the row that is typed into gives its text to the draft. */
  gtk_widget_grab_focus (self->save);
  for (i = 0; i < self->rows->len; i++)
    if (ent_gtk_field_row_get_problem (g_ptr_array_index (self->rows, i)) != NULL)
      {
        gtk_widget_grab_focus (g_ptr_array_index (self->rows, i));
        return;
      }
  adw_banner_set_revealed (ADW_BANNER (self->banner), FALSE);
  g_signal_emit (self, signals[ACCEPTED], 0);
}

static void
remove_cb (EntGtkFormDialog *self)
{
  g_autoptr (EntGtkFormDialog) alive = g_object_ref (self);

  g_signal_emit (self, signals[REMOVED], 0);
  adw_dialog_close (ADW_DIALOG (self));
}

/* A dialog keeps the height that it was opened with. */
static void
expanded_cb (EntGtkFormDialog *self)
{
  adw_dialog_set_content_height (ADW_DIALOG (self),
                                 adw_expander_row_get_expanded (ADW_EXPANDER_ROW (self->more)) ? 640 : -1);
}

static void
ent_gtk_form_dialog_dispose (GObject *object)
{
  EntGtkFormDialog *self = ENT_GTK_FORM_DIALOG (object);

  g_ptr_array_set_size (self->rows, 0);
  g_clear_object (&self->draft);

  G_OBJECT_CLASS (ent_gtk_form_dialog_parent_class)->dispose (object);
}

static void
ent_gtk_form_dialog_finalize (GObject *object)
{
  EntGtkFormDialog *self = ENT_GTK_FORM_DIALOG (object);

  g_clear_pointer (&self->rows, g_ptr_array_unref);

  G_OBJECT_CLASS (ent_gtk_form_dialog_parent_class)->finalize (object);
}

static void
ent_gtk_form_dialog_class_init (EntGtkFormDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ent_gtk_form_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = ent_gtk_form_dialog_finalize;

  /**
   * EntGtkFormDialog::accepted:
   * @self: a dialog
   *
   * The draft is what the person wants. Close the dialog when it is in the book, or say what is wrong with
   * ent_gtk_form_dialog_set_problem().
   */
  signals[ACCEPTED] =
      g_signal_new ("accepted", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  /**
   * EntGtkFormDialog::removed:
   * @self: a dialog
   *
   * What the draft was made from is to be removed. The dialog closes itself.
   */
  signals[REMOVED] =
      g_signal_new ("removed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class, "/org/entregent/EntGtk/ent-gtk-form-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, EntGtkFormDialog, save);
  gtk_widget_class_bind_template_child (widget_class, EntGtkFormDialog, banner);
  gtk_widget_class_bind_template_child (widget_class, EntGtkFormDialog, first_group);
  gtk_widget_class_bind_template_child (widget_class, EntGtkFormDialog, more_group);
  gtk_widget_class_bind_template_child (widget_class, EntGtkFormDialog, more);
  gtk_widget_class_bind_template_child (widget_class, EntGtkFormDialog, remove_group);
  gtk_widget_class_bind_template_child (widget_class, EntGtkFormDialog, remove);
  gtk_widget_class_bind_template_callback (widget_class, expanded_cb);
  gtk_widget_class_bind_template_callback (widget_class, save_cb);
  gtk_widget_class_bind_template_callback (widget_class, remove_cb);
}

static void
ent_gtk_form_dialog_init (EntGtkFormDialog *self)
{
  self->rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * ent_gtk_form_dialog_new:
 * @draft: an editor of a draft
 * @title: what it is a form of
 * @first: (nullable): keys of the fields in sight; the others are folded
 * @left_out: (nullable): keys of fields that have no row
 *
 * Makes a dialog with a row for every field of the draft's kind.
 *
 * Returns: (transfer floating): a new dialog
 */
AdwDialog *
ent_gtk_form_dialog_new (EntGtkEditor *draft, const char *title, const char *const *first, const char *const *left_out)
{
  EntGtkFormDialog *self;
  g_autoptr (GArray) rows = NULL;
  guint i, n_more = 0;

  g_return_val_if_fail (ENT_GTK_IS_EDITOR (draft) && ent_gtk_editor_is_draft (draft), NULL);

  self = g_object_new (ENT_GTK_TYPE_FORM_DIALOG, "title", title, NULL);
  self->draft = g_object_ref (draft);
  rows = ent_gtk_form_rows (ent_gtk_editor_get_kind (draft), first);
  for (i = 0; i < rows->len; i++)
    {
      const EntField *field = g_array_index (rows, EntGtkRowState, i).field;
      GtkWidget *row;

      if (left_out != NULL && g_strv_contains (left_out, field->key))
        continue;
      row = ent_gtk_field_row_new (draft, field);
      g_ptr_array_add (self->rows, row);
      if (first == NULL || g_strv_contains (first, field->key))
        adw_preferences_group_add (ADW_PREFERENCES_GROUP (self->first_group), row);
      else
        {
          adw_expander_row_add_row (ADW_EXPANDER_ROW (self->more), row);
          n_more++;
        }
    }
  gtk_widget_set_visible (self->more_group, n_more > 0);
  if (self->rows->len > 0)
    adw_dialog_set_focus (ADW_DIALOG (self), g_ptr_array_index (self->rows, 0));

  return ADW_DIALOG (self);
}

/**
 * ent_gtk_form_dialog_set_label:
 * @self: a dialog
 * @field: a field of the draft's kind
 * @label: what it is called here
 *
 * Gives the row of a field another name than the field has in general.
 */
void
ent_gtk_form_dialog_set_label (EntGtkFormDialog *self, const EntField *field, const char *label)
{
  guint i;

  g_return_if_fail (ENT_GTK_IS_FORM_DIALOG (self) && field != NULL && label != NULL);

  for (i = 0; i < self->rows->len; i++)
    if (ent_gtk_field_row_get_field (g_ptr_array_index (self->rows, i)) == field)
      adw_preferences_row_set_title (g_ptr_array_index (self->rows, i), label);
}

/**
 * ent_gtk_form_dialog_add_row:
 * @self: a dialog
 * @row: a row of a boxed list
 *
 * Adds a row that is no field of the kind below those in sight.
 */
void
ent_gtk_form_dialog_add_row (EntGtkFormDialog *self, GtkWidget *row)
{
  g_return_if_fail (ENT_GTK_IS_FORM_DIALOG (self) && GTK_IS_WIDGET (row));

  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self->first_group), row);
}

/**
 * ent_gtk_form_dialog_set_removable:
 * @self: a dialog
 * @label: what the button says, with a mnemonic
 *
 * Offers to remove what is edited.
 */
void
ent_gtk_form_dialog_set_removable (EntGtkFormDialog *self, const char *label)
{
  g_return_if_fail (ENT_GTK_IS_FORM_DIALOG (self) && label != NULL);

  adw_preferences_row_set_use_underline (ADW_PREFERENCES_ROW (self->remove), TRUE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->remove), label);
  gtk_widget_set_visible (self->remove_group, TRUE);
}

/**
 * ent_gtk_form_dialog_set_problem:
 * @self: a dialog
 * @field: (nullable): the field that is wrong
 * @message: why
 *
 * Says why the draft cannot be taken: at the row of the field, else on top.
 */
void
ent_gtk_form_dialog_set_problem (EntGtkFormDialog *self, const EntField *field, const char *message)
{
  guint i;

  g_return_if_fail (ENT_GTK_IS_FORM_DIALOG (self) && message != NULL);

  for (i = 0; i < self->rows->len; i++)
    {
      EntGtkFieldRow *row = g_ptr_array_index (self->rows, i);

      if (field == NULL || ent_gtk_field_row_get_field (row) != field)
        continue;
      ent_gtk_field_row_set_problem (row, message);
      gtk_widget_grab_focus (GTK_WIDGET (row));
      return;
    }
  adw_banner_set_use_markup (ADW_BANNER (self->banner), FALSE);
  adw_banner_set_title (ADW_BANNER (self->banner), message);
  adw_banner_set_revealed (ADW_BANNER (self->banner), TRUE);
  gtk_accessible_announce (GTK_ACCESSIBLE (self), message, GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_HIGH);
}

static void
committed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (EntGtkFormDialog) self = data;
  g_autoptr (GError) error = NULL;
  gboolean good = ent_gtk_editor_commit_finish (ENT_GTK_EDITOR (source), result, &error);

  /* Closed meanwhile, so that there is nothing to close, and nowhere to say it. */
  if (gtk_widget_get_root (GTK_WIDGET (self)) == NULL)
    return;
  gtk_widget_set_sensitive (self->save, TRUE);
  if (good)
    adw_dialog_close (ADW_DIALOG (self));
  else
    ent_gtk_form_dialog_set_problem (self, NULL, error->message);
}

/**
 * ent_gtk_form_dialog_commit:
 * @self: a dialog
 * @editor: the editor of the record that the draft belongs to
 * @change: what the draft comes to
 * @label: what it does, for toast and undo
 *
 * Commits a change for the form: closes it when the change is in the book, and else says on top why it is not. Other
 * changes of the record that are under way meanwhile, such as that of a row that was left for the form, do not matter
 * to it.
 */
void
ent_gtk_form_dialog_commit (EntGtkFormDialog *self, EntGtkEditor *editor, EntChange *change, const char *label)
{
  g_return_if_fail (ENT_GTK_IS_FORM_DIALOG (self) && ENT_GTK_IS_EDITOR (editor));

  gtk_widget_set_sensitive (self->save, FALSE);
  ent_gtk_editor_commit_async (editor, change, label, NULL, committed_cb, g_object_ref (self));
}
