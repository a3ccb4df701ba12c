/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "EntApp"

#include "config.h"

#include <glib/gi18n.h>

#include "ent-app-import-preview.h"
#include "ent-app-import-rows.h"
#include "ent-app-import-words.h"
#include "ent-gtk-list-state.h"

/* As many as of the other outcomes are told. */
#define MAX_REJECTIONS 10

static GtkWidget *
add_outcome (GtkWidget *group, const char *label, guint64 n, const char *css_class)
{
  GtkWidget *expander = ent_app_import_rows_new_expander (label, n, css_class);

  adw_expander_row_set_enable_expansion (ADW_EXPANDER_ROW (expander), n > 0);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), expander);

  return expander;
}

static GtkWidget *
make_case (const EntImportCase *one, GPtrArray *files)
{
  g_autofree char *changes = ent_app_import_words_dup_list ((const char *const *) one->changes);
  g_autofree char *line = ent_app_import_rows_dup_place (one->line, one->file_index, files);
  g_autofree char *subtitle = NULL;
  GtkWidget *row, *image = gtk_image_new_from_icon_name (ent_gtk_icon_for_kind (one->kind));

  /* Translators: what changes of a record ("Phone, Job title"), and where it says so ("Line 12"). */
  subtitle = *changes != '\0' ? g_strdup_printf (_("%1$s · %2$s"), changes, line) : g_strdup (line);
  row = ent_app_import_rows_new (one->title != NULL ? one->title : "", subtitle);
  gtk_accessible_update_property (GTK_ACCESSIBLE (image), GTK_ACCESSIBLE_PROPERTY_LABEL, ent_kind_get_label (one->kind),
                                  -1);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), image);

  return row;
}

static guint
add_cases (GtkWidget *expander, const EntImportResult *result, GPtrArray *files, EntImportOutcome outcome)
{
  guint n = 0;

  for (guint i = 0; i < result->cases->len; i++)
    {
      const EntImportCase *one = g_ptr_array_index (result->cases, i);

      if (one->outcome != outcome)
        continue;
      adw_expander_row_add_row (ADW_EXPANDER_ROW (expander), make_case (one, files));
      n++;
    }

  return n;
}

static void
add_more (GtkWidget *expander, guint64 n, guint shown)
{
  if (n > shown)
    adw_expander_row_add_row (ADW_EXPANDER_ROW (expander), ent_app_import_rows_new_more (n - shown));
}

static const char *
get_sentence (const EntImportResult *result)
{
  if (result->n_read == 0)
    return _("There are no rows in it.");
  if (result->n_created + result->n_updated > 0)
    return _("Nothing is written yet. Open a line to see the first cases.");
  if (result->n_rejected == 0)
    return _("The book knows all of this already. There is nothing to import.");

  return _("There is nothing in it that could be imported.");
}

GtkWidget *
ent_app_import_preview_new (const EntImportResult *result, GPtrArray *files)
{
  GtkWidget *group = adw_preferences_group_new (), *expander;
  const struct
  {
    const char *label;
    guint64 n;
    const char *css_class;
    EntImportOutcome outcome;
  } outcomes[] = {
    { C_("imported records", "New"), result->n_created, "success", ENT_IMPORT_CREATED },
    { C_("imported records", "Changed"), result->n_updated, "accent", ENT_IMPORT_UPDATED },
    { C_("imported records", "Unchanged"), result->n_unchanged, NULL, ENT_IMPORT_UNCHANGED },
  };
  guint shown;

  adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (group), get_sentence (result));
  for (guint i = 0; i < G_N_ELEMENTS (outcomes); i++)
    {
      expander = add_outcome (group, outcomes[i].label, outcomes[i].n, outcomes[i].css_class);
      add_more (expander, outcomes[i].n, add_cases (expander, result, files, outcomes[i].outcome));
    }
  expander = add_outcome (group, C_("imported records", "Rejected"), result->n_rejected, "warning");
  shown = MIN (result->rejections->len, MAX_REJECTIONS);
  for (guint i = 0; i < shown; i++)
    adw_expander_row_add_row (ADW_EXPANDER_ROW (expander),
                              ent_app_import_rows_new_rejection (g_ptr_array_index (result->rejections, i), files));
  add_more (expander, result->n_rejected, shown);
  /* What goes wrong is to be seen without being looked for. */
  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (expander), result->n_rejected > 0);

  return group;
}
