/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "EntApp"

#include "config.h"

#include <glib/gi18n.h>

#include "ent-app-import-doubts.h"
#include "ent-app-import-rows.h"
#include "ent-gtk-list-state.h"

/* As many as of the other outcomes are told. */
#define MAX_DOUBTS 10

/* The record that speaks most for itself comes first. */
static GtkWidget *
make_doubt (const EntImportDoubt *doubt, GPtrArray *files)
{
  const EntImportCandidate *candidate = g_ptr_array_index (doubt->candidates, 0);
  g_autofree char *place = ent_app_import_rows_dup_place (doubt->line, doubt->file_index, files);
  g_autofree char *label = candidate->likenesses->len > 0
                               ? ent_import_likeness_dup_label (g_ptr_array_index (candidate->likenesses, 0))
                               : NULL;
  g_autofree char *subtitle = NULL;
  GtkWidget *row, *image = gtk_image_new_from_icon_name (ent_gtk_icon_for_kind (doubt->kind));

  subtitle = label != NULL
                 /* Translators: a record that a row of a file may be, what both have in common, and where the row
                    stands: "Ada Martin: the same e-mail address ada@example.org · Line 12". */
                 ? g_strdup_printf (_("%1$s: %2$s · %3$s"), candidate->title, label, place)
                 : g_strdup_printf (_("%1$s · %2$s"), candidate->title, place);
  row = ent_app_import_rows_new (doubt->title != NULL ? doubt->title : "", subtitle);
  gtk_accessible_update_property (GTK_ACCESSIBLE (image), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  ent_kind_get_label (doubt->kind), -1);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), image);

  return row;
}

typedef struct
{
  EntImportDecision decision;
  EntAppImportDecided decided;
  gpointer data;
} Choice;

static void
toggled_cb (GtkCheckButton *check, gpointer data)
{
  const Choice *choice = data;

  if (gtk_check_button_get_active (check))
    choice->decided (choice->decision, choice->data);
}

static GtkWidget *
make_choice (const char *label, GtkWidget *check)
{
  GtkWidget *row = ent_app_import_rows_new (label, NULL);

  gtk_widget_set_valign (check, GTK_ALIGN_CENTER);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), check);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), check);

  return row;
}

static void
add_choices (GtkWidget *group, const Choice *choice)
{
  const struct
  {
    EntImportDecision decision;
    const char *label;
  } choices[] = {
    /* Translators: what becomes of rows of a file that may be records which are known already. */
    { ENT_IMPORT_NEW, C_("doubtful rows", "Add as New") },
    { ENT_IMPORT_KEEP, C_("doubtful rows", "Keep What Is Known") },
    { ENT_IMPORT_UPDATE, C_("doubtful rows", "Update What Is Known") },
  };
  GtkCheckButton *first = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (choices); i++)
    {
      Choice *own = g_memdup2 (choice, sizeof *choice);
      GtkWidget *check = gtk_check_button_new (), *row = make_choice (choices[i].label, check);

      gtk_check_button_set_group (GTK_CHECK_BUTTON (check), first);
      gtk_check_button_set_active (GTK_CHECK_BUTTON (check), choices[i].decision == choice->decision);
      own->decision = choices[i].decision;
      g_signal_connect_data (check, "toggled", G_CALLBACK (toggled_cb), own, (GClosureNotify) (GCallback) g_free, 0);
      if (first == NULL)
        first = GTK_CHECK_BUTTON (check);
      adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
    }
}

GtkWidget *
ent_app_import_doubts_new (const EntImportResult *result,
                           GPtrArray *files,
                           EntImportDecision decision,
                           EntAppImportDecided decided,
                           gpointer data)
{
  GtkWidget *group = adw_preferences_group_new (), *expander;
  guint shown = MIN (result->doubts->len, MAX_DOUBTS);

  adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (group),
                                         _("Some rows share an e-mail address, a phone number or a name with a record "
                                            "that is known already."));
  expander = ent_app_import_rows_new_expander (C_("imported records", "May Be Known"), result->n_doubtful, NULL);
  for (guint i = 0; i < shown; i++)
    adw_expander_row_add_row (ADW_EXPANDER_ROW (expander), make_doubt (g_ptr_array_index (result->doubts, i), files));
  if (result->n_doubtful > shown)
    adw_expander_row_add_row (ADW_EXPANDER_ROW (expander), ent_app_import_rows_new_more (result->n_doubtful - shown));
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), expander);
  add_choices (group, &(Choice) { decision, decided, data });

  return group;
}
