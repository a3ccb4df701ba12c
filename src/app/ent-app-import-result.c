/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "EntApp"

#include "config.h"

#include <glib/gi18n.h>

#include "ent-app-import-result.h"
#include "ent-app-import-revert.h"
#include "ent-app-import-rows.h"
#include "ent-app-message.h"

#define MAX_REJECTIONS 20

static GtkWidget *
make_rejections (const EntImportResult *result, GPtrArray *files)
{
  GtkWidget *group = adw_preferences_group_new ();
  guint shown = MIN (result->rejections->len, MAX_REJECTIONS);

  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), _("Rejected Rows"));
  if (result->rejected_files->len > 0)
    adw_preferences_group_set_description (
        ADW_PREFERENCES_GROUP (group),
        _("They are in a file of their own with the reason beside each. Correct them there and import that file."));
  for (guint i = 0; i < result->rejected_files->len; i++)
    adw_preferences_group_add (ADW_PREFERENCES_GROUP (group),
                               ent_app_import_rows_new_file (g_ptr_array_index (result->rejected_files, i)));
  for (guint i = 0; i < shown; i++)
    adw_preferences_group_add (ADW_PREFERENCES_GROUP (group),
                               ent_app_import_rows_new_rejection (g_ptr_array_index (result->rejections, i), files));
  if (result->n_rejected > shown)
    adw_preferences_group_add (ADW_PREFERENCES_GROUP (group),
                               ent_app_import_rows_new_more (result->n_rejected - shown));

  return group;
}

GtkWidget *
ent_app_import_result_new (EntStore *store, const EntImportResult *result, GPtrArray *files, const char *stopped)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 24), *group = adw_preferences_group_new (), *notes;
  const struct
  {
    const char *label;
    guint64 n;
    const char *css_class;
  } figures[] = {
    { C_("imported records", "New"), result->n_created, "success" },
    { C_("imported records", "Changed"), result->n_updated, "accent" },
    { C_("imported records", "Unchanged"), result->n_unchanged, NULL },
    { C_("imported records", "Rejected"), result->n_rejected, "warning" },
  };

  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group),
                                   stopped != NULL ? _("Imported Until Then") : _("Imported"));
  ent_app_message_set_on_group (group, stopped);
  for (guint i = 0; i < G_N_ELEMENTS (figures); i++)
    adw_preferences_group_add (ADW_PREFERENCES_GROUP (group),
                               ent_app_import_rows_new_figure (figures[i].label, figures[i].n, figures[i].css_class));
  gtk_box_append (GTK_BOX (box), group);
  if (result->n_created + result->n_updated > 0)
    gtk_box_append (GTK_BOX (box), ent_app_import_rows_new_see (store, &result->import));
  if (result->n_rejected > 0)
    gtk_box_append (GTK_BOX (box), make_rejections (result, files));
  notes = ent_app_import_rows_new_notes (result->notes);
  if (notes != NULL)
    gtk_box_append (GTK_BOX (box), notes);
  if (result->n_created + result->n_updated > 0)
    gtk_box_append (GTK_BOX (box), ent_app_import_revert_new_group (store, &result->import));

  return box;
}
