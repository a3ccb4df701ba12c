/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "EntApp"

#include "config.h"

#include <glib/gi18n.h>

#include "ent-app-import-choice.h"
#include "ent-app-import-rows.h"
#include "ent-gtk-format.h"
#include "ent-money.h"
#include "ent-text.h"

/* So many are looked through without a search. */
#define MAX_UNSEARCHED 12

struct _EntAppImportChoice
{
  GObject parent_instance;

  EntImportQuestion *question;
  GPtrArray *files; /* GFile */
  guint file_index;
  GPtrArray *keys; /* of the row to choose from */
  char *reading;
  gboolean by_hand;
};

G_DEFINE_FINAL_TYPE (EntAppImportChoice, ent_app_import_choice, G_TYPE_OBJECT)

static const EntImportReading *
find_reading (EntAppImportChoice *self, const char *key)
{
  for (guint i = 0; i < self->question->readings->len; i++)
    {
      const EntImportReading *reading = g_ptr_array_index (self->question->readings, i);

      if (g_str_equal (reading->key, key))
        return reading;
    }

  return NULL;
}

/* Why it is chosen, where the person has not done so now. */
static const char *
get_state (EntAppImportChoice *self, const char *key)
{
  if (!g_str_equal (self->question->chosen, key))
    return NULL;
  if (self->question->remembered)
    /* Translators: beside an answer that was given with an earlier file. */
    return C_("reading of an import", "As last time");

  /* Translators: beside an answer that is taken when nobody chooses another one. */
  return self->question->answered ? NULL : C_("reading of an import", "Default");
}

/* "Line 2: 03/04/2026 → 3 April 2026" */
static char *
dup_example (EntAppImportChoice *self, guint index, const EntImportReading *reading)
{
  const EntImportExample *example = g_ptr_array_index (self->question->examples, index);
  gboolean is_rtl = gtk_widget_get_default_direction () == GTK_TEXT_DIR_RTL;
  g_autofree char *place = ent_app_import_rows_dup_place (example->line, self->file_index, self->files);
  g_autofree char *text = ent_gtk_isolate (example->text);
  g_autofree char *sample = NULL;

  if (reading == NULL || reading->samples == NULL || *reading->samples[index] == '\0')
    /* Translators: where a cell of a file stands ("Line 2"), and what is in it. */
    return g_strdup_printf (_("%1$s: %2$s"), place, text);
  sample = ent_gtk_isolate (reading->samples[index]);

  /* Translators: where a cell of a file stands ("Line 2"), what is in it, an arrow, and what that is taken for:
     "Line 2: 03/04/2026 → 3 April 2026". */
  return g_strdup_printf (_("%1$s: %2$s %3$s %4$s"), place, text, is_rtl ? "←" : "→", sample);
}

/* A cell a line. */
static char *
dup_examples (EntAppImportChoice *self, const EntImportReading *reading)
{
  gboolean is_rtl = gtk_widget_get_default_direction () == GTK_TEXT_DIR_RTL;
  g_autoptr (GStrvBuilder) lines = g_strv_builder_new ();
  g_auto (GStrv) all = NULL;

  for (guint i = 0; i < self->question->examples->len; i++)
    {
      g_autofree char *line = dup_example (self, i, reading);

      /* The mark makes the line go as the window does, whatever script the values are in. */
      g_strv_builder_take (lines, g_strconcat (is_rtl ? "\342\200\217" : "\342\200\216", line, NULL));
    }
  all = g_strv_builder_end (lines);

  return g_strjoinv ("\n", all);
}

/* ---- a row for each reading ---- */

static void
toggled_cb (EntAppImportChoice *self, GtkCheckButton *check)
{
  if (!gtk_check_button_get_active (check))
    return;
  g_set_str (&self->reading, g_object_get_data (G_OBJECT (check), "reading"));
  self->by_hand = TRUE;
}

static void
add_state (GtkWidget *row, const char *state)
{
  g_autofree char *description =
      g_strdup_printf (_("%1$s · %2$s"), state, adw_action_row_get_subtitle (ADW_ACTION_ROW (row)));
  GtkWidget *label = gtk_label_new (state);

  gtk_widget_add_css_class (label, "caption");
  gtk_widget_add_css_class (label, "dimmed");
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), label);
  ent_app_import_rows_describe (row, description);
}

static GtkWidget *
make_reading (EntAppImportChoice *self, const EntImportReading *reading, GtkCheckButton *group)
{
  g_autofree char *examples = dup_examples (self, reading);
  GtkWidget *row = ent_app_import_rows_new (reading->label, examples), *check = gtk_check_button_new ();
  const char *state = get_state (self, reading->key);

  gtk_check_button_set_group (GTK_CHECK_BUTTON (check), group);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (check), g_str_equal (reading->key, self->reading));
  gtk_widget_set_valign (check, GTK_ALIGN_CENTER);
  g_object_set_data (G_OBJECT (check), "reading", reading->key);
  g_signal_connect_object (check, "toggled", G_CALLBACK (toggled_cb), self, G_CONNECT_SWAPPED);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), check);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), check);
  if (state != NULL)
    add_state (row, state);

  return row;
}

static void
add_readings (EntAppImportChoice *self, AdwPreferencesGroup *group)
{
  GtkCheckButton *first = NULL;

  for (guint i = 0; i < self->question->readings->len; i++)
    {
      GtkWidget *row = make_reading (self, g_ptr_array_index (self->question->readings, i), first);

      if (first == NULL)
        first = GTK_CHECK_BUTTON (adw_action_row_get_activatable_widget (ADW_ACTION_ROW (row)));
      adw_preferences_group_add (group, row);
    }
}

/* ---- a row to choose from ---- */

static void
show_examples (EntAppImportChoice *self, AdwActionRow *row)
{
  g_autofree char *examples = dup_examples (self, find_reading (self, self->reading));

  adw_action_row_set_subtitle (row, examples);
}

static void
selected_cb (EntAppImportChoice *self, GParamSpec *pspec, AdwComboRow *row)
{
  guint selected = adw_combo_row_get_selected (row);

  if (selected >= self->keys->len)
    return;
  g_set_str (&self->reading, g_ptr_array_index (self->keys, selected));
  self->by_hand = TRUE;
  show_examples (self, ADW_ACTION_ROW (row));
}

static void
add_item (EntAppImportChoice *self, GtkStringList *names, const char *key, const char *label)
{
  const char *state = get_state (self, key);
  g_autofree char *text = NULL;

  if (state != NULL)
    /* Translators: a possible answer, and why it is chosen: "Euro (default)", "Sam Sales (as last time)". */
    text = g_strdup_printf (self->question->remembered ? C_("reading of an import", "%s (as last time)")
                                                       : C_("reading of an import", "%s (default)"),
                            label);
  g_ptr_array_add (self->keys, g_strdup (key));
  gtk_string_list_append (names, text != NULL ? text : label);
}

/* Any other may be meant too. */
static void
add_currencies (EntAppImportChoice *self, GtkStringList *names)
{
  g_auto (GStrv) codes = ent_gtk_list_currencies ();

  if (find_reading (self, self->reading) == NULL) /* answered, and none of those that are offered */
    {
      g_autofree char *name = ent_currency_dup_name (self->reading, ent_gtk_get_locale ());

      add_item (self, names, self->reading, name != NULL ? name : self->reading);
    }
  for (guint i = 0; codes[i] != NULL; i++)
    {
      g_autofree char *name = ent_currency_dup_name (codes[i], ent_gtk_get_locale ());

      if (find_reading (self, codes[i]) == NULL && !g_str_equal (codes[i], self->reading))
        add_item (self, names, codes[i], name != NULL ? name : codes[i]);
    }
}

static guint
find_key (EntAppImportChoice *self, const char *key)
{
  guint index = 0;

  g_ptr_array_find_with_equal_func (self->keys, key, g_str_equal, &index);

  return index;
}

static void
add_combo (EntAppImportChoice *self, AdwPreferencesGroup *group, const char *title)
{
  GtkWidget *row = adw_combo_row_new ();
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);

  for (guint i = 0; i < self->question->readings->len; i++)
    {
      const EntImportReading *reading = g_ptr_array_index (self->question->readings, i);

      add_item (self, names, reading->key, reading->label);
    }
  if (self->question->type == ENT_IMPORT_QUESTION_CURRENCY)
    add_currencies (self, names);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_combo_row_set_model (ADW_COMBO_ROW (row), G_LIST_MODEL (names));
  adw_combo_row_set_selected (ADW_COMBO_ROW (row), find_key (self, self->reading));
  if (self->keys->len > MAX_UNSEARCHED)
    {
      g_autoptr (GtkExpression) text = gtk_property_expression_new (GTK_TYPE_STRING_OBJECT, NULL, "string");

      adw_combo_row_set_expression (ADW_COMBO_ROW (row), text);
      adw_combo_row_set_search_match_mode (ADW_COMBO_ROW (row), GTK_STRING_FILTER_MATCH_MODE_SUBSTRING);
      adw_combo_row_set_enable_search (ADW_COMBO_ROW (row), TRUE);
    }
  show_examples (self, ADW_ACTION_ROW (row));
  g_signal_connect_object (row, "notify::selected", G_CALLBACK (selected_cb), self, G_CONNECT_SWAPPED);
  adw_preferences_group_add (group, row);
}

static void
ent_app_import_choice_finalize (GObject *object)
{
  EntAppImportChoice *self = ENT_APP_IMPORT_CHOICE (object);

  g_clear_pointer (&self->question, ent_import_question_free);
  g_clear_pointer (&self->files, g_ptr_array_unref);
  g_ptr_array_unref (self->keys);
  g_free (self->reading);

  G_OBJECT_CLASS (ent_app_import_choice_parent_class)->finalize (object);
}

static void
ent_app_import_choice_class_init (EntAppImportChoiceClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = ent_app_import_choice_finalize;
}

static void
ent_app_import_choice_init (EntAppImportChoice *self)
{
  self->keys = g_ptr_array_new_with_free_func (g_free);
}

EntAppImportChoice *
ent_app_import_choice_new (const EntImportQuestion *question, GFile *file, GPtrArray *files)
{
  EntAppImportChoice *self = g_object_new (ENT_APP_TYPE_IMPORT_CHOICE, NULL);

  self->question = ent_import_question_copy (question);
  self->files = g_ptr_array_ref (files);
  g_ptr_array_find_with_equal_func (files, file, (GEqualFunc) g_file_equal, &self->file_index);
  self->reading = g_strdup (question->chosen);

  return self;
}

const EntImportQuestion *
ent_app_import_choice_get_question (EntAppImportChoice *self)
{
  return self->question;
}

gboolean
ent_app_import_choice_is_same (EntAppImportChoice *self, const EntImportQuestion *question)
{
  g_autofree char *own = ent_text_fold (self->question->column, -1);
  g_autofree char *column = ent_text_fold (question->column, -1);

  return self->question->type == question->type && g_str_equal (own, column) &&
         g_strcmp0 (self->question->subject, question->subject) == 0;
}

void
ent_app_import_choice_add_rows (EntAppImportChoice *self, AdwPreferencesGroup *group)
{
  switch (self->question->type)
    {
    case ENT_IMPORT_QUESTION_CURRENCY:
      add_combo (self, group, _("Currency"));
      return;
    case ENT_IMPORT_QUESTION_USER:
      add_combo (self, group, self->question->subject);
      return;
    case ENT_IMPORT_QUESTION_ORDER:
    case ENT_IMPORT_QUESTION_DECIMAL:
    default:
      add_readings (self, group);
    }
}

const char *
ent_app_import_choice_get_reading (EntAppImportChoice *self, gboolean *by_hand)
{
  *by_hand = self->by_hand;

  return self->reading;
}
