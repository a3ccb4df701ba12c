/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "EntGtk"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "ent-gtk-fetch.h"
#include "ent-gtk-field-row-private.h"

#define MAX_STAGES 50

#define ENT_GTK_TYPE_STAGE_ROW (ent_gtk_stage_row_get_type ())
G_DECLARE_FINAL_TYPE (EntGtkStageRow, ent_gtk_stage_row, ENT_GTK, STAGE_ROW, AdwPreferencesRow)

/* How far it has come: the name of the stage, a track of the open ones that can be clicked, and a menu that has also
 * won and lost. */
struct _EntGtkStageRow
{
  AdwPreferencesRow parent_instance;

  GPtrArray *stages; /* EntRow, of every pipeline, in order; NULL until they are read */
  GCancellable *cancellable;

  GtkWidget *title;
  GtkWidget *name;
  GtkWidget *place;
  GtkWidget *track;
  GtkWidget *menu;
};

static void field_row_init (EntGtkFieldRowInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (EntGtkStageRow,
                               ent_gtk_stage_row,
                               ADW_TYPE_PREFERENCES_ROW,
                               G_IMPLEMENT_INTERFACE (ENT_GTK_TYPE_FIELD_ROW, field_row_init))

static const EntId *
get_id (const EntValue *value)
{
  return value != NULL && value->type == ENT_VALUE_ID ? &value->id : NULL;
}

static const EntId *
get_pipeline (EntRow *stage)
{
  return get_id (ent_row_get_value (stage, ent_kind_get_field (ent_row_get_kind (stage), "pipeline")));
}

static const char *
get_status (EntRow *stage)
{
  const EntValue *value = ent_row_get_value (stage, ent_kind_get_field (ent_row_get_kind (stage), "status"));

  return value != NULL && value->type == ENT_VALUE_TEXT ? value->text : "open";
}

static EntRow *
find_stage (EntGtkStageRow *self, const EntId *id)
{
  guint i;

  for (i = 0; id != NULL && self->stages != NULL && i < self->stages->len; i++)
    if (ent_id_equal (ent_row_get_id (g_ptr_array_index (self->stages, i)), id))
      return g_ptr_array_index (self->stages, i);

  return NULL;
}

static void
set_stage (EntGtkStageRow *self, EntRow *stage)
{
  g_auto (EntValue) value = ENT_VALUE_INIT;

  ent_value_set_id (&value, ent_row_get_id (stage));
  ent_gtk_field_row_commit (ENT_GTK_FIELD_ROW (self), &value);
}

static void
segment_cb (EntGtkStageRow *self, GtkWidget *button)
{
  set_stage (self, g_object_get_data (G_OBJECT (button), "stage"));
}

static void
set_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  EntGtkStageRow *self = ENT_GTK_STAGE_ROW (widget);
  EntRow *stage;
  EntId id;

  if (ent_id_parse (&id, g_variant_get_string (parameter, NULL)) && (stage = find_stage (self, &id)) != NULL)
    set_stage (self, stage);
}

static void
add_segment (EntGtkStageRow *self, EntRow *stage, const char *state, guint place, guint n)
{
  GtkWidget *button = gtk_button_new (), *bar = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  /* Translators: a stage of a pipeline, for who does not see the track: "Proposal, 3 of 5" */
  g_autofree char *label = g_strdup_printf (_("%s, %u of %u"), ent_row_get_title (stage), place, n);

  gtk_widget_add_css_class (bar, "stage-bar");
  if (state != NULL)
    gtk_widget_add_css_class (bar, state);
  gtk_widget_set_hexpand (bar, TRUE);
  gtk_button_set_child (GTK_BUTTON (button), bar);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, ent_row_get_title (stage));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  g_object_set_data_full (G_OBJECT (button), "stage", g_object_ref (stage), g_object_unref);
  g_signal_connect_swapped (button, "clicked", G_CALLBACK (segment_cb), self);
  gtk_box_append (GTK_BOX (self->track), button);
}

static GPtrArray *
dup_of_pipeline (EntGtkStageRow *self, EntRow *current, gboolean only_open)
{
  GPtrArray *stages = g_ptr_array_new ();
  EntGtkEditor *editor = ent_gtk_field_row_get_editor (ENT_GTK_FIELD_ROW (self));
  const EntField *field = ent_kind_get_field (ent_gtk_field_row_get_field (ENT_GTK_FIELD_ROW (self))->kind, "pipeline");
  const EntId *pipeline = current != NULL ? get_pipeline (current)
                          : field != NULL ? get_id (ent_gtk_editor_get_value (editor, field))
                                          : NULL;
  guint i;

  for (i = 0; self->stages != NULL && i < self->stages->len; i++)
    {
      EntRow *stage = g_ptr_array_index (self->stages, i);
      const EntId *own = get_pipeline (stage);

      if ((pipeline == NULL || (own != NULL && ent_id_equal (own, pipeline))) &&
          (!only_open || g_str_equal (get_status (stage), "open")))
        g_ptr_array_add (stages, stage);
    }

  return stages;
}

static void
show_track (EntGtkStageRow *self, EntRow *current)
{
  g_autoptr (GPtrArray) open = dup_of_pipeline (self, current, TRUE);
  const char *status = current != NULL ? get_status (current) : "open";
  const char *reached = g_str_equal (status, "open") ? "reached" : status;
  g_autofree char *text = NULL;
  guint i, place = 0;

  gtk_widget_set_focus_child (self->track, NULL);
  while (gtk_widget_get_first_child (self->track) != NULL)
    gtk_box_remove (GTK_BOX (self->track), gtk_widget_get_first_child (self->track));
  if (!g_ptr_array_find (open, current, &place) && current != NULL)
    place = open->len; /* decided: the way is behind it */
  for (i = 0; i < open->len; i++)
    add_segment (self, g_ptr_array_index (open, i), current != NULL && i <= place ? reached : NULL, i + 1, open->len);
  gtk_widget_set_visible (self->track, open->len > 1);
  if (current != NULL && place < open->len)
    /* Translators: the place of a stage in its pipeline: the third of five */
    text = g_strdup_printf (_("%u of %u"), place + 1, open->len);
  gtk_label_set_text (GTK_LABEL (self->place), text != NULL ? text : "");
}

static void
show_menu (EntGtkStageRow *self, EntRow *current)
{
  g_autoptr (GPtrArray) stages = dup_of_pipeline (self, current, FALSE);
  g_autoptr (GMenu) menu = g_menu_new (), section = NULL;
  const char *status = NULL;
  guint i;

  for (i = 0; i < stages->len; i++)
    {
      EntRow *stage = g_ptr_array_index (stages, i);
      g_autoptr (GMenuItem) item = g_menu_item_new (ent_row_get_title (stage), NULL);
      g_autofree char *id = ent_id_to_string (ent_row_get_id (stage));

      g_menu_item_set_action_and_target (item, "stage.set", "s", id);
      if (g_strcmp0 (status, get_status (stage)) != 0)
        {
          g_clear_object (&section);
          section = g_menu_new ();
          g_menu_append_section (menu, NULL, G_MENU_MODEL (section));
        }
      status = get_status (stage);
      g_menu_append_item (section, item);
    }
  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (self->menu), G_MENU_MODEL (menu));
}

static void
show_stage (EntGtkStageRow *self)
{
  const EntId *id = get_id (ent_gtk_field_row_get_value (ENT_GTK_FIELD_ROW (self)));
  EntGtkEditor *editor = ent_gtk_field_row_get_editor (ENT_GTK_FIELD_ROW (self));
  const char *title =
      ent_gtk_editor_get_reference_title (editor, ent_gtk_field_row_get_field (ENT_GTK_FIELD_ROW (self)));
  EntRow *current = find_stage (self, id);

  if (current != NULL)
    title = ent_row_get_title (current);
  gtk_label_set_text (GTK_LABEL (self->name), id != NULL && title != NULL ? title : "");
  gtk_widget_set_visible (self->name, id != NULL);
  show_track (self, current);
  show_menu (self, current);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) stages = ent_store_query_finish (ENT_STORE (source), result, &error);
  EntGtkStageRow *self;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  self = ENT_GTK_STAGE_ROW (data);
  if (stages == NULL)
    {
      ent_gtk_field_row_set_problem (ENT_GTK_FIELD_ROW (self), error->message);
      return;
    }
  self->stages = g_steal_pointer (&stages);
  show_stage (self);
}

static void
ent_gtk_stage_row_refresh (EntGtkFieldRow *row)
{
  ent_gtk_field_row_set_problem (row, NULL);
  show_stage (ENT_GTK_STAGE_ROW (row));
}

static void
field_row_init (EntGtkFieldRowInterface *iface)
{
  iface->refresh = ent_gtk_stage_row_refresh;
}

static void
ent_gtk_stage_row_dispose (GObject *object)
{
  EntGtkStageRow *self = ENT_GTK_STAGE_ROW (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->stages, g_ptr_array_unref);

  G_OBJECT_CLASS (ent_gtk_stage_row_parent_class)->dispose (object);
}

static void
ent_gtk_stage_row_class_init (EntGtkStageRowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = ent_gtk_stage_row_dispose;
  gtk_widget_class_install_action (GTK_WIDGET_CLASS (klass), "stage.set", "s", set_action);
}

static GtkWidget *
make_label (const char *first_class, const char *second_class)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (label, first_class);
  if (second_class != NULL)
    gtk_widget_add_css_class (label, second_class);

  return label;
}

static void
ent_gtk_stage_row_init (EntGtkStageRow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3), *head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *texts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);

  self->cancellable = g_cancellable_new ();
  self->title = make_label ("caption", "dimmed");
  self->name = make_label ("stage-name", NULL);
  self->place = make_label ("dimmed", "numeric");
  self->menu = gtk_menu_button_new ();
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (self->menu), "pan-down-symbolic");
  gtk_widget_set_tooltip_text (self->menu, _("Choose the Stage"));
  gtk_widget_set_valign (self->menu, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (self->menu, "flat");
  self->track = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 3);
  gtk_box_set_homogeneous (GTK_BOX (self->track), TRUE);
  gtk_widget_add_css_class (self->track, "stage-track");
  gtk_box_append (GTK_BOX (texts), self->title);
  gtk_box_append (GTK_BOX (texts), self->name);
  gtk_widget_set_hexpand (texts, TRUE);
  gtk_widget_set_valign (texts, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (head), texts);
  gtk_box_append (GTK_BOX (head), ent_gtk_field_row_make_conflict_mark (ENT_GTK_FIELD_ROW (self)));
  gtk_box_append (GTK_BOX (head), self->place);
  gtk_box_append (GTK_BOX (head), self->menu);
  gtk_box_append (GTK_BOX (box), head);
  gtk_box_append (GTK_BOX (box), self->track);
  gtk_widget_add_css_class (box, "stage");
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (self), box);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self), FALSE);
  gtk_widget_set_focusable (GTK_WIDGET (self), FALSE);
}

GtkWidget *
ent_gtk_stage_row_new (EntGtkEditor *editor, const EntField *field)
{
  EntGtkStageRow *self = g_object_new (ENT_GTK_TYPE_STAGE_ROW, NULL);
  const EntKind *kind = ent_kind_from_key ("stage");
  const EntField *fields[] = { kind->title, ent_kind_get_field (kind, "pipeline"), ent_kind_get_field (kind, "status"),
                               ent_kind_get_field (kind, "position") };
  g_autoptr (EntQuery) all = ent_query_new (kind);
  g_autoptr (EntQuery) sorted = ent_query_with_sort (all, fields[3], FALSE);
  g_autoptr (EntQuery) query = ent_query_with_fields (sorted, fields, G_N_ELEMENTS (fields));

  gtk_label_set_text (GTK_LABEL (self->title), ent_field_get_label (field));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->track), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  ent_field_get_label (field), -1);
  ent_gtk_field_row_bind (ENT_GTK_FIELD_ROW (self), editor, field);
  ent_store_query_async (ent_gtk_editor_get_store (editor), query, 0, MAX_STAGES, self->cancellable, read_cb, self);

  return GTK_WIDGET (self);
}
