/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "EntGtk"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "ent-conflict.h"
#include "ent-gtk-field-row-private.h"
#include "ent-gtk-format.h"

/* The mark of a field that two people changed without knowing of each other: it shows what both wrote, and settles it.
 */

/* One of the values, in words. */
typedef struct
{
  EntValue value;
  char *text;
  char *origin;
} Choice;

static void
choice_free (gpointer data)
{
  Choice *choice = data;

  ent_value_clear (&choice->value);
  g_free (choice->text);
  g_free (choice->origin);
  g_free (choice);
}

typedef struct
{
  const EntKind *kind;
  const EntField *field;
  EntId id;
  char *currency;
} Question;

static void
question_free (gpointer data)
{
  Question *question = data;

  g_free (question->currency);
  g_free (question);
}

static char *
dup_text (EntStore *store, const Question *question, const EntValue *value)
{
  guint i;

  if (value->type == ENT_VALUE_NOTHING)
    return g_strdup (C_("value", "Empty"));
  for (i = 0; value->type == ENT_VALUE_ID && question->field->targets != NULL && question->field->targets[i] != NULL;
       i++)
    {
      g_autoptr (EntRecord) target =
          ent_store_get_record_sync (store, question->field->targets[i], &value->id, NULL, NULL);

      if (target != NULL)
        return g_strdup (ent_record_get_title (target));
    }

  return ent_gtk_format_value (question->field, value, question->currency);
}

static char *
dup_origin (const EntConflictValue *value)
{
  g_autofree char *when = ent_gtk_format_time_span (value->when, g_get_real_time () / 1000);

  return value->author != NULL ? g_strdup_printf ("%s · %s", value->author, when) : g_steal_pointer (&when);
}

static void
read_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Question *question = data;
  GError *error = NULL;
  g_autoptr (GPtrArray) conflicts =
      ent_store_dup_conflicts_sync (ENT_STORE (source), question->kind, &question->id, cancellable, &error);
  g_autoptr (GPtrArray) choices = g_ptr_array_new_with_free_func (choice_free);
  guint i, j;

  if (conflicts == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  for (i = 0; i < conflicts->len; i++)
    {
      EntConflict *conflict = g_ptr_array_index (conflicts, i);

      for (j = 0; conflict->field == question->field && j < conflict->n_values; j++)
        {
          Choice *choice = g_new0 (Choice, 1);

          ent_value_copy_to (&conflict->values[j].value, &choice->value);
          choice->text = dup_text (ENT_STORE (source), question, &choice->value);
          choice->origin = dup_origin (&conflict->values[j]);
          g_ptr_array_add (choices, choice);
        }
    }
  g_task_return_pointer (task, g_steal_pointer (&choices), (GDestroyNotify) g_ptr_array_unref);
}

static void
chosen_cb (EntGtkFieldRow *row, GtkWidget *widget)
{
  EntGtkEditor *editor = ent_gtk_field_row_get_editor (row);
  EntRecord *record = ent_gtk_editor_get_record (editor);
  const EntField *field = ent_gtk_field_row_get_field (row);
  const Choice *choice = g_object_get_data (G_OBJECT (widget), "choice");
  g_autoptr (EntChange) change = ent_change_new (ent_gtk_editor_get_store (editor));
  /* Translators: in a notice with an Undo button: the name of a field */
  g_autofree char *label = g_strdup_printf (_("%s settled"), ent_field_get_label (field));

  gtk_popover_popdown (GTK_POPOVER (gtk_widget_get_ancestor (widget, GTK_TYPE_POPOVER)));
  ent_change_resolve (change, ent_record_get_kind (record), ent_record_get_id (record), field, &choice->value);
  ent_gtk_editor_commit (editor, change, field, label);
}

static void
add_choice (EntGtkFieldRow *row, GtkWidget *list, GPtrArray *choices, guint i)
{
  Choice *choice = g_ptr_array_index (choices, i);
  GtkWidget *widget = adw_action_row_new (), *keep = gtk_button_new_with_mnemonic (_("_Keep"));
  g_autofree char *label = g_strdup_printf (_("Keep “%s”"), choice->text);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (widget), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (widget), choice->text);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (widget), 3);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (widget), choice->origin);
  gtk_widget_set_valign (keep, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (keep), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  g_object_set_data (G_OBJECT (keep), "choice", choice);
  g_object_set_data_full (G_OBJECT (widget), "choices", g_ptr_array_ref (choices), (GDestroyNotify) g_ptr_array_unref);
  g_signal_connect_object (keep, "clicked", G_CALLBACK (chosen_cb), row, G_CONNECT_SWAPPED);
  adw_action_row_add_suffix (ADW_ACTION_ROW (widget), keep);
  gtk_list_box_append (GTK_LIST_BOX (list), widget);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GtkWidget) list = data;
  EntGtkFieldRow *row = g_object_get_data (G_OBJECT (list), "row");
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) choices = g_task_propagate_pointer (G_TASK (result), &error);
  guint i;

  if (gtk_widget_get_root (list) == NULL)
    return;
  if (choices == NULL)
    ent_gtk_field_row_set_problem (row, error->message);
  for (i = 0; choices != NULL && i < choices->len; i++)
    add_choice (row, list, choices, i);
}

static GtkWidget *
make_label (const char *text, const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 36);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, css_class);

  return label;
}

static void
popup_cb (GtkMenuButton *button, gpointer data)
{
  EntGtkFieldRow *row = data;
  EntGtkEditor *editor = ent_gtk_field_row_get_editor (row);
  EntRecord *record = ent_gtk_editor_get_record (editor);
  GtkWidget *popover = gtk_popover_new (), *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 9),
            *list = gtk_list_box_new ();
  g_autoptr (GTask) task = NULL;
  Question *question = g_new0 (Question, 1);

  question->kind = ent_record_get_kind (record);
  question->id = *ent_record_get_id (record);
  question->field = ent_gtk_field_row_get_field (row);
  question->currency = g_strdup (ent_gtk_editor_get_currency (editor, question->field));
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  g_object_set_data (G_OBJECT (list), "row", row);
  gtk_box_append (GTK_BOX (box), make_label (ent_field_get_label (question->field), "heading"));
  gtk_box_append (
      GTK_BOX (box),
      make_label (
          _("Two people changed this without knowing of each other. What you do not keep stays in the history."),
          "caption"));
  gtk_box_append (GTK_BOX (box), list);
  gtk_widget_add_css_class (box, "conflict");
  gtk_popover_set_child (GTK_POPOVER (popover), box);
  gtk_menu_button_set_popover (button, popover);
  task = g_task_new (ent_gtk_editor_get_store (editor), NULL, read_cb, g_object_ref (list));
  g_task_set_source_tag (task, popup_cb);
  g_task_set_task_data (task, question, question_free);
  g_task_run_in_thread (task, read_in_thread);
}

GtkWidget *
ent_gtk_conflict_button_new (EntGtkFieldRow *row)
{
  GtkWidget *button = gtk_menu_button_new ();

  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (button), "dialog-warning-symbolic");
  gtk_menu_button_set_create_popup_func (GTK_MENU_BUTTON (button), popup_cb, row, NULL);
  gtk_widget_set_tooltip_text (button, _("In Conflict"));
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "warning");
  gtk_widget_set_visible (button, FALSE);

  return button;
}
