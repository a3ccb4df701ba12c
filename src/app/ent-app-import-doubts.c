/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "EntApp"

#include "config.h"

#include <glib/gi18n.h>

#include "ent-app-import-comparison.h"
#include "ent-app-import-doubts.h"
#include "ent-app-import-rows.h"
#include "ent-gtk-format.h"

/* What was said of one row; `candidate` is which record it is compared with. */
typedef struct
{
  gboolean decided;
  EntImportDecision decision;
  guint candidate;
} Answer;

struct _EntAppImportDoubts
{
  AdwNavigationPage parent_instance;

  EntStore *store;
  EntImport *import;
  EntImportResult *result;
  GPtrArray *files;
  GArray *answers; /* Answer, one a doubt */
  EntImportDecision rest_decision;
  guint at;
  gboolean is_changed;
  gboolean is_filling;
  GCancellable *cancellable; /* of the record that is read */

  GtkWidget *why;
  GtkWidget *pair;
  GtkWidget *file_list;
  GtkWidget *book_list;
  GtkWidget *candidates;
  GtkWidget *rest;
  GtkWidget *position;
  GtkWidget *keep;
  GtkWidget *update;
  GtkWidget *add;
};

G_DEFINE_FINAL_TYPE (EntAppImportDoubts, ent_app_import_doubts, ADW_TYPE_NAVIGATION_PAGE)

static const EntImportDoubt *
get_doubt (EntAppImportDoubts *self)
{
  return g_ptr_array_index (self->result->doubts, self->at);
}

static Answer *
get_answer (EntAppImportDoubts *self)
{
  return &g_array_index (self->answers, Answer, self->at);
}

static const EntImportCandidate *
get_candidate (EntAppImportDoubts *self)
{
  return g_ptr_array_index (get_doubt (self)->candidates, get_answer (self)->candidate);
}

/* ---- the two beside each other ---- */

static const char *
get_mark (EntAppImportComparisonState state, gboolean of_file, const char **meaning)
{
  if (state == ENT_APP_IMPORT_DIFFERENT)
    {
      *meaning = _("Different");
      return "≠";
    }
  if (state == ENT_APP_IMPORT_ONLY_IN_FILE && of_file)
    {
      *meaning = _("Only in the file");
      return "+";
    }

  return NULL;
}

/* Never by color alone: a sign says it too. */
static void
mark_row (GtkWidget *row, EntAppImportComparisonState state, gboolean of_file)
{
  const char *meaning;
  const char *mark = get_mark (state, of_file, &meaning);
  g_autofree char *description = NULL;
  GtkWidget *label;

  if (mark == NULL)
    return;
  description = g_strdup_printf (_("%1$s · %2$s"), adw_action_row_get_subtitle (ADW_ACTION_ROW (row)), meaning);
  label = gtk_label_new (mark);
  gtk_widget_set_tooltip_text (label, meaning);
  gtk_widget_add_css_class (label, "difference-mark");
  gtk_accessible_update_state (GTK_ACCESSIBLE (label), GTK_ACCESSIBLE_STATE_HIDDEN, TRUE, -1);
  gtk_widget_add_css_class (row, state == ENT_APP_IMPORT_DIFFERENT ? "different" : "added");
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), label);
  ent_app_import_rows_describe (row, description);
}

static GtkWidget *
make_row (const char *label, const char *text)
{
  GtkWidget *row = ent_app_import_rows_new (label, *text != '\0' ? text : "–");

  gtk_widget_add_css_class (row, "property");
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  if (*text == '\0')
    {
      gtk_widget_add_css_class (row, "dimmed");
      g_object_set_data (G_OBJECT (row), "gap", row);
    }

  return row;
}

/* One above the other, what is not there takes no place. */
static void
show_gaps (EntAppImportDoubts *self, GtkWidget *list)
{
  gboolean beside = gtk_orientable_get_orientation (GTK_ORIENTABLE (self->pair)) == GTK_ORIENTATION_HORIZONTAL;

  for (GtkWidget *row = gtk_widget_get_first_child (list); row != NULL; row = gtk_widget_get_next_sibling (row))
    if (g_object_get_data (G_OBJECT (row), "gap") != NULL)
      gtk_widget_set_visible (row, beside);
}

static void
show_gaps_cb (EntAppImportDoubts *self)
{
  show_gaps (self, self->file_list);
  show_gaps (self, self->book_list);
}

/* Rows that say the same thing are of one height. */
static void
show_pair (EntAppImportDoubts *self, EntRecord *known)
{
  g_autoptr (GPtrArray) comparisons = ent_app_import_compare (get_doubt (self), known);

  gtk_list_box_remove_all (GTK_LIST_BOX (self->file_list));
  gtk_list_box_remove_all (GTK_LIST_BOX (self->book_list));
  for (guint i = 0; i < comparisons->len; i++)
    {
      const EntAppImportComparison *comparison = g_ptr_array_index (comparisons, i);
      g_autoptr (GtkSizeGroup) heights = gtk_size_group_new (GTK_SIZE_GROUP_VERTICAL);
      GtkWidget *file = make_row (comparison->label, comparison->file_text);
      GtkWidget *book = make_row (comparison->label, comparison->book_text);

      if (known != NULL)
        {
          mark_row (file, comparison->state, TRUE);
          mark_row (book, comparison->state, FALSE);
        }
      gtk_size_group_add_widget (heights, file);
      gtk_size_group_add_widget (heights, book);
      gtk_list_box_append (GTK_LIST_BOX (self->file_list), file);
      gtk_list_box_append (GTK_LIST_BOX (self->book_list), book);
    }
  show_gaps_cb (self);
}

/* It is another row of the same files. */
static void
show_row (EntAppImportDoubts *self, const EntImportCandidate *candidate)
{
  g_autofree char *place = ent_app_import_rows_dup_place (candidate->line, candidate->file_index, self->files);

  show_pair (self, NULL);
  gtk_list_box_remove_all (GTK_LIST_BOX (self->book_list));
  gtk_list_box_append (GTK_LIST_BOX (self->book_list), ent_app_import_rows_new (candidate->title, place));
}

static void
record_read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (EntAppImportDoubts) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (EntRecord) known = ent_store_get_record_finish (ENT_STORE (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (known != NULL)
    {
      show_pair (self, known);
      return;
    }
  show_pair (self, NULL);
  gtk_list_box_remove_all (GTK_LIST_BOX (self->book_list));
  gtk_list_box_append (GTK_LIST_BOX (self->book_list),
                       ent_app_import_rows_new (get_candidate (self)->title, error->message));
}

static void
show_why (EntAppImportDoubts *self, const EntImportCandidate *candidate)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < candidate->likenesses->len; i++)
    {
      g_autofree char *label = ent_import_likeness_dup_label (g_ptr_array_index (candidate->likenesses, i));

      g_string_append_printf (text, "%s%s", i > 0 ? "\n" : "", label);
    }
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->why), text->str);
}

/* Only the record that is shown is read. */
static void
show_candidate (EntAppImportDoubts *self)
{
  const EntImportCandidate *candidate = get_candidate (self);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  show_why (self, candidate);
  if (candidate->line > 0)
    show_row (self, candidate);
  else
    ent_store_get_record_async (self->store, get_doubt (self)->kind, &candidate->id, self->cancellable, record_read_cb,
                                g_object_ref (self));
}

static void
fill_candidates (EntAppImportDoubts *self)
{
  const EntImportDoubt *doubt = get_doubt (self);
  g_autoptr (GtkStringList) titles = gtk_string_list_new (NULL);

  for (guint i = 0; i < doubt->candidates->len; i++)
    gtk_string_list_append (titles, ((const EntImportCandidate *) g_ptr_array_index (doubt->candidates, i))->title);
  gtk_drop_down_set_model (GTK_DROP_DOWN (self->candidates), G_LIST_MODEL (titles));
  gtk_drop_down_set_selected (GTK_DROP_DOWN (self->candidates), get_answer (self)->candidate);
  gtk_widget_set_visible (self->candidates, doubt->candidates->len > 1);
}

/* ---- the one that is shown ---- */

static void
show_answer (EntAppImportDoubts *self)
{
  const Answer *answer = get_answer (self);
  GtkWidget *const buttons[] = {
    [ENT_IMPORT_NEW] = self->add,
    [ENT_IMPORT_KEEP] = self->keep,
    [ENT_IMPORT_UPDATE] = self->update,
  };

  for (guint i = 0; i < G_N_ELEMENTS (buttons); i++)
    gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (buttons[i]), answer->decided && answer->decision == i);
}

static void
show_rest (EntAppImportDoubts *self)
{
  guint64 n = self->result->n_doubtful - ent_app_import_doubts_get_n_decided (self);
  g_autofree char *number = ent_gtk_format_integer ((gint64) n);
  /* Translators: rows of a file that nothing was decided of; %s is a number. */
  g_autofree char *text =
      g_strdup_printf (ngettext ("%s row is not decided", "%s rows are not decided", (gulong) n), number);

  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->rest), text);
}

static void
show_doubt (EntAppImportDoubts *self)
{
  const EntImportDoubt *doubt = get_doubt (self);
  g_autofree char *at = ent_gtk_format_integer (self->at + 1);
  g_autofree char *of = ent_gtk_format_integer (self->result->doubts->len);
  g_autofree char *place = ent_app_import_rows_dup_place (doubt->line, doubt->file_index, self->files);
  /* Translators: "3 of 41 · Line 12": which of the rows is shown, how many there are, where it stands in the file. */
  g_autofree char *text = g_strdup_printf (_("%1$s of %2$s · %3$s"), at, of, place);

  self->is_filling = TRUE;
  gtk_label_set_text (GTK_LABEL (self->position), text);
  fill_candidates (self);
  show_answer (self);
  show_rest (self);
  self->is_filling = FALSE;
  show_candidate (self);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "doubts.previous", self->at > 0);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "doubts.next", self->at + 1 < self->result->doubts->len);
}

static void
tell_doubt (EntAppImportDoubts *self)
{
  show_doubt (self);
  gtk_accessible_announce (GTK_ACCESSIBLE (self), gtk_label_get_text (GTK_LABEL (self->position)),
                           GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
}

static void
previous_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  EntAppImportDoubts *self = ENT_APP_IMPORT_DOUBTS (widget);

  self->at--;
  tell_doubt (self);
}

static void
next_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  EntAppImportDoubts *self = ENT_APP_IMPORT_DOUBTS (widget);

  self->at++;
  tell_doubt (self);
}

static void
tell_import (EntAppImportDoubts *self)
{
  const EntImportDoubt *doubt = get_doubt (self);
  const EntImportCandidate *candidate = get_candidate (self);

  self->is_changed = TRUE;
  ent_import_decide (self->import, doubt->file_index, doubt->line, get_answer (self)->decision,
                     ent_id_is_null (&candidate->id) ? NULL : &candidate->id);
}

static void
candidate_chosen_cb (EntAppImportDoubts *self)
{
  guint selected = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->candidates));

  if (self->is_filling || selected == GTK_INVALID_LIST_POSITION)
    return;
  get_answer (self)->candidate = selected;
  if (get_answer (self)->decided)
    tell_import (self);
  show_candidate (self);
}

/* ---- deciding ---- */

/* The next one that nothing was said of, from here on and then from the first; FALSE when there is none. */
static gboolean
find_undecided (EntAppImportDoubts *self, guint *index)
{
  for (guint i = 1; i <= self->answers->len; i++)
    {
      *index = (self->at + i) % self->answers->len;
      if (!g_array_index (self->answers, Answer, *index).decided)
        return TRUE;
    }

  return FALSE;
}

static void
decide (EntAppImportDoubts *self, EntImportDecision decision)
{
  Answer *answer = get_answer (self);

  answer->decided = TRUE;
  answer->decision = decision;
  tell_import (self);
  if (find_undecided (self, &self->at))
    tell_doubt (self);
  else
    gtk_widget_activate_action (GTK_WIDGET (self), "navigation.pop", NULL);
}

static void
decide_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  EntImportDecision decision;

  if (ent_import_decision_from_key (g_variant_get_string (parameter, NULL), &decision))
    decide (ENT_APP_IMPORT_DOUBTS (widget), decision);
}

static void
keep_cb (EntAppImportDoubts *self)
{
  decide (self, ENT_IMPORT_KEEP);
}

static void
update_cb (EntAppImportDoubts *self)
{
  decide (self, ENT_IMPORT_UPDATE);
}

static void
add_cb (EntAppImportDoubts *self)
{
  decide (self, ENT_IMPORT_NEW);
}

/* In the order of the template. */
static void
rest_chosen_cb (EntAppImportDoubts *self)
{
  static const EntImportDecision decisions[] = { ENT_IMPORT_NEW, ENT_IMPORT_KEEP, ENT_IMPORT_UPDATE };
  guint selected = adw_combo_row_get_selected (ADW_COMBO_ROW (self->rest));

  if (self->is_filling || selected >= G_N_ELEMENTS (decisions))
    return;
  self->rest_decision = decisions[selected];
  self->is_changed = TRUE;
}

static void
shown_cb (EntAppImportDoubts *self)
{
  gtk_widget_grab_focus (self->keep);
}

static void
ent_app_import_doubts_dispose (GObject *object)
{
  EntAppImportDoubts *self = ENT_APP_IMPORT_DOUBTS (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->store);
  g_clear_object (&self->import);

  G_OBJECT_CLASS (ent_app_import_doubts_parent_class)->dispose (object);
}

static void
ent_app_import_doubts_finalize (GObject *object)
{
  EntAppImportDoubts *self = ENT_APP_IMPORT_DOUBTS (object);

  g_clear_pointer (&self->result, ent_import_result_free);
  g_clear_pointer (&self->files, g_ptr_array_unref);
  g_array_unref (self->answers);

  G_OBJECT_CLASS (ent_app_import_doubts_parent_class)->finalize (object);
}

static void
add_keys (GtkWidgetClass *widget_class, guint key, guint keypad_key, const char *decision)
{
  gtk_widget_class_add_binding_action (widget_class, key, 0, "doubts.decide", "s", decision);
  gtk_widget_class_add_binding_action (widget_class, keypad_key, 0, "doubts.decide", "s", decision);
}

static void
ent_app_import_doubts_class_init (EntAppImportDoubtsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ent_app_import_doubts_dispose;
  G_OBJECT_CLASS (klass)->finalize = ent_app_import_doubts_finalize;
  gtk_widget_class_set_template_from_resource (widget_class, "/org/entregent/Entregent/ent-app-import-doubts.ui");
  gtk_widget_class_bind_template_child (widget_class, EntAppImportDoubts, why);
  gtk_widget_class_bind_template_child (widget_class, EntAppImportDoubts, pair);
  gtk_widget_class_bind_template_child (widget_class, EntAppImportDoubts, file_list);
  gtk_widget_class_bind_template_child (widget_class, EntAppImportDoubts, book_list);
  gtk_widget_class_bind_template_child (widget_class, EntAppImportDoubts, candidates);
  gtk_widget_class_bind_template_child (widget_class, EntAppImportDoubts, rest);
  gtk_widget_class_bind_template_child (widget_class, EntAppImportDoubts, position);
  gtk_widget_class_bind_template_child (widget_class, EntAppImportDoubts, keep);
  gtk_widget_class_bind_template_child (widget_class, EntAppImportDoubts, update);
  gtk_widget_class_bind_template_child (widget_class, EntAppImportDoubts, add);
  gtk_widget_class_bind_template_callback (widget_class, shown_cb);
  gtk_widget_class_bind_template_callback (widget_class, show_gaps_cb);
  gtk_widget_class_bind_template_callback (widget_class, candidate_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, rest_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, keep_cb);
  gtk_widget_class_bind_template_callback (widget_class, update_cb);
  gtk_widget_class_bind_template_callback (widget_class, add_cb);
  gtk_widget_class_install_action (widget_class, "doubts.previous", NULL, previous_cb);
  gtk_widget_class_install_action (widget_class, "doubts.next", NULL, next_cb);
  gtk_widget_class_install_action (widget_class, "doubts.decide", "s", decide_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Page_Up, 0, "doubts.previous", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Page_Down, 0, "doubts.next", NULL);
  /* Digits are on every keyboard, whatever the script. */
  add_keys (widget_class, GDK_KEY_1, GDK_KEY_KP_1, "keep");
  add_keys (widget_class, GDK_KEY_2, GDK_KEY_KP_2, "update");
  add_keys (widget_class, GDK_KEY_3, GDK_KEY_KP_3, "new");
}

static void
ent_app_import_doubts_init (EntAppImportDoubts *self)
{
  self->answers = g_array_new (FALSE, TRUE, sizeof (Answer));
  self->is_filling = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
}

EntAppImportDoubts *
ent_app_import_doubts_new (EntStore *store,
                           EntImport *import,
                           const EntImportResult *result,
                           GPtrArray *files,
                           EntImportDecision rest)
{
  EntAppImportDoubts *self = g_object_new (ENT_APP_TYPE_IMPORT_DOUBTS, NULL);

  self->store = g_object_ref (store);
  self->import = g_object_ref (import);
  self->result = ent_import_result_copy (result);
  self->files = g_ptr_array_ref (files);
  self->rest_decision = rest;
  g_array_set_size (self->answers, result->doubts->len);
  /* What was decided before the person went back to the columns still holds. */
  for (guint i = 0; i < result->doubts->len; i++)
    {
      const EntImportDoubt *doubt = g_ptr_array_index (result->doubts, i);

      g_array_index (self->answers, Answer, i) =
          (Answer) { .decided = doubt->decision != rest, .decision = doubt->decision };
    }
  adw_combo_row_set_selected (ADW_COMBO_ROW (self->rest), rest == ENT_IMPORT_NEW ? 0 : rest == ENT_IMPORT_KEEP ? 1 : 2);
  show_doubt (self);

  return self;
}

EntImportDecision
ent_app_import_doubts_get_rest (EntAppImportDoubts *self)
{
  return self->rest_decision;
}

guint
ent_app_import_doubts_get_n_decided (EntAppImportDoubts *self)
{
  guint n = 0;

  for (guint i = 0; i < self->answers->len; i++)
    n += g_array_index (self->answers, Answer, i).decided;

  return n;
}

gboolean
ent_app_import_doubts_take_changed (EntAppImportDoubts *self)
{
  gboolean changed = self->is_changed;

  self->is_changed = FALSE;

  return changed;
}
