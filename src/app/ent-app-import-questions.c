/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "EntApp"

#include "config.h"

#include <glib/gi18n.h>

#include "ent-app-import-choice.h"
#include "ent-app-import-questions.h"
#include "ent-app-message.h"

struct _EntAppImportQuestions
{
  AdwNavigationPage parent_instance;

  GPtrArray *choices; /* EntAppImportChoice */

  GtkWidget *content;
  GtkWidget *next;
};

enum
{
  ANSWERED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (EntAppImportQuestions, ent_app_import_questions, ADW_TYPE_NAVIGATION_PAGE)

static gboolean
is_same (gconstpointer choice, gconstpointer question)
{
  return ent_app_import_choice_is_same ((EntAppImportChoice *) choice, question);
}

/* An answer is for all files that have such a column, so it is asked for once. */
static GPtrArray *
make_choices (GPtrArray *inspected, GPtrArray *files)
{
  GPtrArray *choices = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < inspected->len; i++)
    {
      const EntImportFile *file = g_ptr_array_index (inspected, i);

      for (guint j = 0; j < file->questions->len; j++)
        {
          const EntImportQuestion *question = g_ptr_array_index (file->questions, j);

          if (!g_ptr_array_find_with_equal_func (choices, question, is_same, NULL))
            g_ptr_array_add (choices, ent_app_import_choice_new (question, file->file, files));
        }
    }

  return choices;
}

guint
ent_app_import_questions_count (GPtrArray *inspected, guint *n_open)
{
  g_autoptr (GPtrArray) files = g_ptr_array_new ();
  g_autoptr (GPtrArray) choices = make_choices (inspected, files);

  *n_open = 0;
  for (guint i = 0; i < choices->len; i++)
    *n_open += !ent_app_import_choice_get_question (g_ptr_array_index (choices, i))->answered;

  return choices->len;
}

static GtkWidget *
make_group (const EntImportQuestion *question)
{
  GtkWidget *group = adw_preferences_group_new ();
  g_autofree char *label = question->type == ENT_IMPORT_QUESTION_USER
                               ? g_strdup (_("No user has these names. Whoever stays a new user is added."))
                               : ent_import_question_dup_label (question);
  g_autofree char *title = g_markup_escape_text (question->column, -1);

  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), title);
  ent_app_message_set_on_group (group, label);

  return group;
}

/* Who is who of one column stands together. */
static gboolean
goes_on (const EntImportQuestion *before, const EntImportQuestion *question)
{
  return before != NULL && before->type == ENT_IMPORT_QUESTION_USER && question->type == before->type &&
         g_str_equal (before->column, question->column);
}

static void
fill (EntAppImportQuestions *self)
{
  const EntImportQuestion *before = NULL;
  GtkWidget *group = NULL;

  for (guint i = 0; i < self->choices->len; i++)
    {
      EntAppImportChoice *choice = g_ptr_array_index (self->choices, i);
      const EntImportQuestion *question = ent_app_import_choice_get_question (choice);

      if (!goes_on (before, question))
        {
          group = make_group (question);
          gtk_box_append (GTK_BOX (self->content), group);
        }
      ent_app_import_choice_add_rows (choice, ADW_PREFERENCES_GROUP (group));
      before = question;
    }
}

static void
next_cb (EntAppImportQuestions *self)
{
  g_signal_emit (self, signals[ANSWERED], 0);
}

void
ent_app_import_questions_focus (EntAppImportQuestions *self)
{
  gtk_widget_child_focus (self->content, GTK_DIR_TAB_FORWARD);
}

static void
shown_cb (EntAppImportQuestions *self)
{
  GtkWidget *dialog = gtk_widget_get_ancestor (GTK_WIDGET (self), ADW_TYPE_DIALOG);

  adw_dialog_set_default_widget (ADW_DIALOG (dialog), self->next);
  ent_app_import_questions_focus (self);
}

static void
ent_app_import_questions_finalize (GObject *object)
{
  g_clear_pointer (&ENT_APP_IMPORT_QUESTIONS (object)->choices, g_ptr_array_unref);

  G_OBJECT_CLASS (ent_app_import_questions_parent_class)->finalize (object);
}

static void
ent_app_import_questions_class_init (EntAppImportQuestionsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = ent_app_import_questions_finalize;
  signals[ANSWERED] =
      g_signal_new ("answered", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/entregent/Entregent/ent-app-import-questions.ui");
  gtk_widget_class_bind_template_child (widget_class, EntAppImportQuestions, content);
  gtk_widget_class_bind_template_child (widget_class, EntAppImportQuestions, next);
  gtk_widget_class_bind_template_callback (widget_class, next_cb);
  gtk_widget_class_bind_template_callback (widget_class, shown_cb);
}

static void
ent_app_import_questions_init (EntAppImportQuestions *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

AdwNavigationPage *
ent_app_import_questions_new (GPtrArray *inspected, GPtrArray *files)
{
  EntAppImportQuestions *self = g_object_new (ENT_APP_TYPE_IMPORT_QUESTIONS, NULL);

  self->choices = make_choices (inspected, files);
  fill (self);

  return ADW_NAVIGATION_PAGE (self);
}

gboolean
ent_app_import_questions_answer (EntAppImportQuestions *self, EntImport *import, gboolean all)
{
  gboolean any = FALSE;

  for (guint i = 0; i < self->choices->len; i++)
    {
      EntAppImportChoice *choice = g_ptr_array_index (self->choices, i);
      const EntImportQuestion *question = ent_app_import_choice_get_question (choice);
      gboolean by_hand;
      const char *reading = ent_app_import_choice_get_reading (choice, &by_hand);

      if (by_hand || (all && !question->answered))
        any = ent_import_answer (import, question->column, question->subject, reading, NULL) || any;
    }

  return any;
}
