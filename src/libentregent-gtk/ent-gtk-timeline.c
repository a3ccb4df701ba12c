/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "EntGtk"

#include "config.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "ent-gtk-format.h"
#include "ent-gtk-timeline-items.h"
#include "ent-gtk-timeline.h"

#define FIRST_ROWS 60

struct _EntGtkTimeline
{
  GtkWidget parent_instance;

  EntGtkEditor *editor;
  EntId shown;
  GPtrArray *items;
  guint limit;
  GCancellable *cancellable;

  GtkWidget *header;
  GtkWidget *filter;
  GtkWidget *note_list;
  GtkWidget *note;
  GtkWidget *list;
  GtkWidget *placeholder;
};

G_DEFINE_FINAL_TYPE (EntGtkTimeline, ent_gtk_timeline, GTK_TYPE_WIDGET)

static GQuark
item_quark (void)
{
  return g_quark_from_static_string ("ent-gtk-timeline-item");
}

static EntGtkTimelineItem *
get_item (GtkListBoxRow *row)
{
  return g_object_get_qdata (G_OBJECT (row), item_quark ());
}

static GtkWidget *
make_label (const char *text, const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_lines (GTK_LABEL (label), 3);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);

  return label;
}

static char *
dup_time_of_day (const EntGtkTimelineItem *item)
{
  g_autoptr (GDateTime) local = g_date_time_new_from_unix_local (item->when / 1000);

  return local != NULL ? g_date_time_format (local, "%H:%M") : g_strdup ("");
}

static GtkWidget *
make_row (EntGtkTimelineItem *item)
{
  GtkWidget *row = gtk_list_box_row_new (), *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *lines = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2), *icon = gtk_image_new_from_icon_name (item->icon),
            *time;
  g_autofree char *text = dup_time_of_day (item);
  g_autofree char *label = NULL, *day = ent_gtk_format_day (item->when, g_get_real_time () / 1000);

  gtk_widget_add_css_class (icon, "timeline-icon");
  gtk_widget_set_valign (icon, GTK_ALIGN_START);
  gtk_box_append (GTK_BOX (box), icon);
  gtk_box_append (GTK_BOX (lines), make_label (item->title, NULL));
  if (item->detail != NULL && *item->detail != '\0')
    {
      GtkWidget *detail = make_label (item->detail, "caption");

      gtk_widget_add_css_class (detail, "dimmed");
      gtk_box_append (GTK_BOX (lines), detail);
    }
  gtk_widget_set_hexpand (lines, TRUE);
  gtk_widget_set_valign (lines, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (box), lines);
  if (item->planned)
    {
      time = gtk_label_new (C_("activity", "planned"));
      gtk_widget_add_css_class (time, "chip");
    }
  else
    {
      time = gtk_label_new (text);
      gtk_widget_add_css_class (time, "caption");
      gtk_widget_add_css_class (time, "dimmed");
      gtk_widget_add_css_class (time, "numeric");
    }
  gtk_widget_set_valign (time, GTK_ALIGN_START);
  gtk_box_append (GTK_BOX (box), time);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), item->kind != NULL);
  g_object_set_qdata (G_OBJECT (row), item_quark (), item);
  label = g_strdup_printf ("%s, %s, %s", day, item->title, item->detail != NULL ? item->detail : "");
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);

  return row;
}

static char *
dup_day (GtkListBoxRow *row)
{
  EntGtkTimelineItem *item = row != NULL ? get_item (row) : NULL;

  return item != NULL ? ent_gtk_format_day (item->when, g_get_real_time () / 1000) : NULL;
}

static void
header_cb (GtkListBoxRow *row, GtkListBoxRow *before, gpointer data)
{
  g_autofree char *day = dup_day (row), *day_before = dup_day (before);
  GtkWidget *label;

  if (day == NULL || g_strcmp0 (day, day_before) == 0)
    {
      gtk_list_box_row_set_header (row, NULL);
      return;
    }
  label = gtk_label_new (day);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_widget_add_css_class (label, "timeline-day");
  gtk_list_box_row_set_header (row, label);
}

static gboolean
passes (EntGtkTimeline *self, const EntGtkTimelineItem *item)
{
  const char *filter = adw_toggle_group_get_active_name (ADW_TOGGLE_GROUP (self->filter));

  if (g_strcmp0 (filter, "activities") == 0)
    return item->kind != NULL;

  return g_strcmp0 (filter, "changes") != 0 || item->kind == NULL;
}

static void show_items (EntGtkTimeline *self);

static void
more_cb (EntGtkTimeline *self)
{
  self->limit = G_MAXUINT;
  show_items (self);
}

static void
show_items (EntGtkTimeline *self)
{
  guint i, n = 0;

  gtk_list_box_remove_all (GTK_LIST_BOX (self->list));
  for (i = 0; self->items != NULL && i < self->items->len; i++)
    {
      EntGtkTimelineItem *item = g_ptr_array_index (self->items, i);

      if (!passes (self, item))
        continue;
      if (n++ == self->limit)
        {
          GtkWidget *more = gtk_button_new_with_mnemonic (_("Show _Older")), *row = gtk_list_box_row_new ();

          gtk_widget_add_css_class (more, "flat");
          gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), more);
          gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
          g_signal_connect_swapped (more, "clicked", G_CALLBACK (more_cb), self);
          gtk_list_box_append (GTK_LIST_BOX (self->list), row);
          break;
        }
      gtk_list_box_append (GTK_LIST_BOX (self->list), make_row (item));
    }
  gtk_label_set_text (GTK_LABEL (self->placeholder), self->items != NULL ? _("Nothing has happened here yet") : "");
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  EntGtkTimeline *self;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) items = ent_gtk_timeline_items_finish (ENT_STORE (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  self = ENT_GTK_TIMELINE (data);
  gtk_list_box_remove_all (GTK_LIST_BOX (self->list));
  g_clear_pointer (&self->items, g_ptr_array_unref);
  if (items == NULL)
    {
      gtk_label_set_text (GTK_LABEL (self->placeholder), error->message);
      return;
    }
  self->items = g_steal_pointer (&items);
  show_items (self);
}

static void
filter_changed_cb (EntGtkTimeline *self)
{
  if (self->list != NULL)
    show_items (self);
}

static void
row_activated_cb (EntGtkTimeline *self, GtkListBoxRow *row)
{
  EntGtkTimelineItem *item = get_item (row);
  g_autofree char *id = NULL;

  if (item == NULL || item->kind == NULL)
    return;
  id = ent_id_to_string (&item->id);
  gtk_widget_activate_action (GTK_WIDGET (self), "win.open", "(ss)", item->kind->key, id);
}

/* A note is an activity that is done already. */
static void
note_applied_cb (EntGtkTimeline *self)
{
  const EntKind *activity = ent_kind_from_key ("activity");
  EntStore *store = ent_gtk_editor_get_store (self->editor);
  g_autofree char *text = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->note))));
  g_autoptr (EntChange) change = NULL;
  g_auto (EntValue) about = ENT_VALUE_INIT;
  g_auto (EntValue) now = ENT_VALUE_INIT;
  g_auto (EntValue) me = ENT_VALUE_INIT;
  EntId id = { 0 };

  if (*text == '\0' || ent_id_is_null (&self->shown))
    return;
  change = ent_change_new (store);
  ent_value_set_id (&about, &self->shown);
  ent_value_set_integer (&now, g_get_real_time () / 1000);
  ent_value_set_id (&me, ent_store_get_me (store));
  ent_change_add (change, activity, &id);
  ent_change_set_text (change, activity, &id, ent_kind_get_field (activity, "type"), "note");
  ent_change_set_text (change, activity, &id, ent_kind_get_field (activity, "subject"), text);
  ent_change_set (change, activity, &id, ent_kind_get_field (activity, "about"), &about);
  ent_change_set (change, activity, &id, ent_kind_get_field (activity, "done"), &now);
  ent_change_set (change, activity, &id, ent_kind_get_field (activity, "owner"), &me);
  adw_entry_row_set_show_apply_button (ADW_ENTRY_ROW (self->note), FALSE);
  gtk_editable_set_text (GTK_EDITABLE (self->note), "");
  adw_entry_row_set_show_apply_button (ADW_ENTRY_ROW (self->note), TRUE);
  ent_gtk_editor_commit (self->editor, change, NULL, _("Note added"));
}

static void
changed_cb (EntGtkTimeline *self)
{
  EntRecord *record = ent_gtk_editor_get_record (self->editor);

  if (record == NULL || ent_id_equal (ent_record_get_id (record), &self->shown))
    return;
  self->shown = *ent_record_get_id (record);
  self->limit = FIRST_ROWS;
  gtk_widget_set_visible (self->note_list, !g_str_equal (ent_record_get_kind (record)->key, "activity"));
  gtk_editable_set_text (GTK_EDITABLE (self->note), "");
  gtk_list_box_remove_all (GTK_LIST_BOX (self->list));
  g_clear_pointer (&self->items, g_ptr_array_unref);
  ent_gtk_timeline_reload (self);
}

static void
ent_gtk_timeline_dispose (GObject *object)
{
  EntGtkTimeline *self = ENT_GTK_TIMELINE (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  gtk_widget_dispose_template (GTK_WIDGET (self), ENT_GTK_TYPE_TIMELINE);

  G_OBJECT_CLASS (ent_gtk_timeline_parent_class)->dispose (object);
}

static void
ent_gtk_timeline_finalize (GObject *object)
{
  EntGtkTimeline *self = ENT_GTK_TIMELINE (object);

  g_clear_object (&self->editor);
  g_clear_pointer (&self->items, g_ptr_array_unref);

  G_OBJECT_CLASS (ent_gtk_timeline_parent_class)->finalize (object);
}

static void
ent_gtk_timeline_class_init (EntGtkTimelineClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ent_gtk_timeline_dispose;
  G_OBJECT_CLASS (klass)->finalize = ent_gtk_timeline_finalize;

  gtk_widget_class_set_template_from_resource (widget_class, "/org/entregent/EntGtk/ent-gtk-timeline.ui");
  gtk_widget_class_bind_template_child (widget_class, EntGtkTimeline, header);
  gtk_widget_class_bind_template_child (widget_class, EntGtkTimeline, filter);
  gtk_widget_class_bind_template_child (widget_class, EntGtkTimeline, note_list);
  gtk_widget_class_bind_template_child (widget_class, EntGtkTimeline, note);
  gtk_widget_class_bind_template_child (widget_class, EntGtkTimeline, list);
  gtk_widget_class_bind_template_child (widget_class, EntGtkTimeline, placeholder);
  gtk_widget_class_bind_template_callback (widget_class, filter_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, note_applied_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
}

static void
ent_gtk_timeline_init (EntGtkTimeline *self)
{
  self->limit = FIRST_ROWS;
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_list_box_set_header_func (GTK_LIST_BOX (self->list), header_cb, NULL, NULL);
}

/**
 * ent_gtk_timeline_new:
 * @editor: an editor of records
 *
 * Makes the timeline of the editor's record.
 *
 * Returns: (transfer floating): a new widget
 */
GtkWidget *
ent_gtk_timeline_new (EntGtkEditor *editor)
{
  EntGtkTimeline *self;

  g_return_val_if_fail (ENT_GTK_IS_EDITOR (editor), NULL);

  self = g_object_new (ENT_GTK_TYPE_TIMELINE, NULL);
  self->editor = g_object_ref (editor);
  g_signal_connect_object (editor, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  changed_cb (self);

  return GTK_WIDGET (self);
}

/**
 * ent_gtk_timeline_reload:
 * @self: a timeline
 *
 * Reads it anew, in the background; what is shown stays until then.
 */
void
ent_gtk_timeline_reload (EntGtkTimeline *self)
{
  EntRecord *record;

  g_return_if_fail (ENT_GTK_IS_TIMELINE (self));

  record = ent_gtk_editor_get_record (self->editor);
  if (record == NULL)
    return;
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  ent_gtk_timeline_items_async (ent_gtk_editor_get_store (self->editor), ent_record_get_kind (record), &self->shown,
                                self->cancellable, read_cb, self);
}

/**
 * ent_gtk_timeline_focus_note:
 * @self: a timeline
 *
 * Puts the cursor where a note is typed.
 */
void
ent_gtk_timeline_focus_note (EntGtkTimeline *self)
{
  g_return_if_fail (ENT_GTK_IS_TIMELINE (self));

  gtk_widget_grab_focus (self->note);
}
