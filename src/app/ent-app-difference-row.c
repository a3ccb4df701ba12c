/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "EntApp"

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "ent-app-difference-row.h"
#include "ent-app-import-words.h"
#include "ent-gtk-format.h"

#define MAX_LINES 8

/* Of an old value: enough to know it by. */
#define MAX_OLD 120

struct _EntAppDifferenceRow
{
  AdwBin parent_instance;

  EntStore *store;
  GBinding *binding;

  GtkWidget *heading;
  GtkWidget *check;
  GtkWidget *column;
  GtkWidget *change;
  GtkWidget *conflict;
  GtkWidget *conflict_text;
  GtkWidget *text;
  GtkWidget *caption;
};

G_DEFINE_FINAL_TYPE (EntAppDifferenceRow, ent_app_difference_row, ADW_TYPE_BIN)

static char *
dup_column (EntAppDifferenceRow *self, const EntDifference *difference)
{
  EntImportColumn column = { .name = difference->column, .field_key = difference->column };

  if (difference->type == ENT_DIFFERENCE_ADDED)
    return g_strdup (_("New row"));
  if (difference->type == ENT_DIFFERENCE_MISSING)
    return g_strdup (_("Missing row"));
  /* A record has several numbers, of which the column says which. */
  if (difference->field->type == ENT_FIELD_ELEMENT_SET)
    return ent_app_import_words_dup_target (self->store, difference->kind, &column);

  return g_strdup (ent_field_get_label (difference->field));
}

/* As the form shows it, not as the file writes it. */
static char *
dup_value (const EntField *field, const char *text, glong max)
{
  g_autofree char *shown = NULL, *cut = NULL;

  if (text == NULL || *text == '\0')
    /* Translators: stands for the value of an empty cell */
    return g_strdup (_("(empty)"));
  if (field != NULL && (field->type == ENT_FIELD_DATE || field->type == ENT_FIELD_PARTIAL_DATE))
    shown = ent_gtk_format_date (text);
  if (field != NULL && field->type == ENT_FIELD_ENUM)
    shown = g_strdup (ent_field_get_choice_label (field, text));

  if (shown == NULL)
    shown = g_strdup (text);
  if (max > 0 && g_utf8_strlen (shown, -1) > max)
    {
      g_autofree char *start = g_utf8_substring (shown, 0, max);

      cut = g_strconcat (start, "…", NULL);
    }

  return ent_gtk_isolate (cut != NULL ? cut : shown);
}

static void
add_attribute (PangoAttrList *attributes, PangoAttribute *attribute, gsize start, gsize end)
{
  attribute->start_index = (guint) start;
  attribute->end_index = (guint) end;
  pango_attr_list_insert (attributes, attribute);
}

/* Never by color alone: what goes is struck through, what comes is bold, and an arrow lies between them. */
static void
show_change (EntAppDifferenceRow *self, const EntDifference *difference, const char *old, const char *new)
{
  gboolean is_rtl = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  /* The mark makes the line go as the window does, whatever script the values are in. */
  g_autofree char *before = g_strconcat (is_rtl ? "\342\200\217" : "\342\200\216", old, NULL);
  g_autofree char *text = g_strdup_printf ("%s %s %s", before, is_rtl ? "←" : "→", new);
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();
  gsize length = strlen (text);

  if (*difference->book_text != '\0')
    add_attribute (attributes, pango_attr_strikethrough_new (TRUE), 0, strlen (before));
  add_attribute (attributes, pango_attr_foreground_alpha_new (G_MAXUINT16 * 7 / 10), 0, strlen (before));
  add_attribute (attributes, pango_attr_weight_new (PANGO_WEIGHT_BOLD), length - strlen (new), length);
  gtk_label_set_text (GTK_LABEL (self->change), text);
  gtk_label_set_attributes (GTK_LABEL (self->change), attributes);
}

static char *
dup_conflict (const EntDifference *difference)
{
  g_autofree char *when = difference->changed_when != 0 ? ent_gtk_format_time (difference->changed_when) : NULL;

  if (!difference->conflict)
    return NULL;
  if (difference->type == ENT_DIFFERENCE_ADDED)
    /* Translators: the name of a record */
    return g_strdup_printf (_("It may be “%s”, which is in the book already."), difference->book_text);
  if (difference->type == ENT_DIFFERENCE_MISSING)
    return g_strdup (_("It may have been added since the export."));
  if (difference->changed_by != NULL && when != NULL)
    /* Translators: the name of a person, a date with its time */
    return g_strdup_printf (_("Changed in the book too since the export: %s, %s"), difference->changed_by, when);
  if (when != NULL)
    /* Translators: a date with its time */
    return g_strdup_printf (_("Changed in the book too since the export: %s"), when);

  return g_strdup (_("Changed in the book too since the export"));
}

static void
show_difference (EntAppDifferenceRow *self, const EntDifference *difference)
{
  g_autofree char *column = dup_column (self, difference);
  g_autofree char *conflict = dup_conflict (difference);
  g_autofree char *old = dup_value (difference->field, difference->book_text, MAX_OLD);
  g_autofree char *new = dup_value (difference->field, difference->file_text, 0);
  g_autofree char *name = NULL;

  if (difference->type == ENT_DIFFERENCE_CHANGED)
    show_change (self, difference, old, new);
  else
    {
      gtk_label_set_attributes (GTK_LABEL (self->change), NULL);
      gtk_label_set_text (GTK_LABEL (self->change), difference->type == ENT_DIFFERENCE_ADDED
                                                        ? _("Accepting it adds the record.")
                                                        : _("Accepting it deletes the record."));
    }
  gtk_label_set_text (GTK_LABEL (self->column), column);
  gtk_widget_set_visible (self->conflict, conflict != NULL);
  gtk_label_set_text (GTK_LABEL (self->conflict_text), conflict != NULL ? conflict : "");
  gtk_widget_set_tooltip_text (self->change, gtk_label_get_text (GTK_LABEL (self->change)));
  if (difference->type == ENT_DIFFERENCE_CHANGED)
    /* Translators: what a screen reader says of a cell: the record, the column, the old value, the new one, why to look
     * twice (or nothing) */
    name = g_strdup_printf (_("%s, %s: from %s to %s. %s"), difference->title, column, old, new,
                            conflict != NULL ? conflict : "");
  else
    name = g_strdup_printf ("%s, %s. %s %s", difference->title, column, gtk_label_get_text (GTK_LABEL (self->change)),
                            conflict != NULL ? conflict : "");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->check), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static void
bind (EntAppDifferenceRow *self, EntAppDifferenceItem *item)
{
  const EntDifference *difference = ent_app_difference_item_get_difference (item);
  const char *heading = ent_app_difference_item_get_heading (item);
  const char *caption = ent_app_difference_item_get_caption (item);

  gtk_widget_set_visible (self->heading, heading != NULL);
  gtk_label_set_text (GTK_LABEL (self->heading), heading != NULL ? heading : "");
  gtk_widget_set_visible (self->check, difference != NULL);
  gtk_widget_set_visible (self->text, difference == NULL);
  gtk_widget_set_visible (self->caption, difference == NULL && caption != NULL);
  if (difference != NULL)
    {
      show_difference (self, difference);
      self->binding = g_object_bind_property (item, "chosen", self->check, "active",
                                              G_BINDING_SYNC_CREATE | G_BINDING_BIDIRECTIONAL);
      return;
    }
  gtk_label_set_text (GTK_LABEL (self->text), ent_app_difference_item_get_text (item));
  gtk_label_set_text (GTK_LABEL (self->caption), caption != NULL ? caption : "");
}

static void
toggled_cb (EntAppDifferenceRow *self)
{
  if (self->binding != NULL)
    gtk_widget_activate_action (GTK_WIDGET (self), "differences.changed", NULL);
}

static GtkWidget *
add_label (GtkWidget *box, const char *css_class)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_lines (GTK_LABEL (label), MAX_LINES);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);
  gtk_box_append (GTK_BOX (box), label);

  return label;
}

static void
ent_app_difference_row_dispose (GObject *object)
{
  g_clear_object (&ENT_APP_DIFFERENCE_ROW (object)->store);

  G_OBJECT_CLASS (ent_app_difference_row_parent_class)->dispose (object);
}

static void
ent_app_difference_row_class_init (EntAppDifferenceRowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = ent_app_difference_row_dispose;
}

static void
ent_app_difference_row_init (EntAppDifferenceRow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3), *cell = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2), *icon;

  gtk_widget_add_css_class (GTK_WIDGET (self), "difference");
  self->heading = add_label (box, "heading");
  gtk_label_set_lines (GTK_LABEL (self->heading), 2);
  gtk_widget_set_margin_top (self->heading, 12);
  self->check = gtk_check_button_new ();
  self->column = add_label (cell, "caption");
  gtk_widget_add_css_class (self->column, "dimmed");
  self->change = add_label (cell, NULL);
  self->conflict = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  icon = gtk_image_new_from_icon_name ("dialog-warning-symbolic");
  gtk_widget_set_valign (icon, GTK_ALIGN_START);
  gtk_box_append (GTK_BOX (self->conflict), icon);
  self->conflict_text = add_label (self->conflict, "caption");
  gtk_widget_add_css_class (self->conflict, "warning");
  gtk_box_append (GTK_BOX (cell), self->conflict);
  gtk_widget_set_margin_start (cell, 6);
  gtk_check_button_set_child (GTK_CHECK_BUTTON (self->check), cell);
  gtk_box_append (GTK_BOX (box), self->check);
  self->text = add_label (box, NULL);
  self->caption = add_label (box, "caption");
  gtk_widget_add_css_class (self->caption, "dimmed");
  adw_bin_set_child (ADW_BIN (self), box);
  g_signal_connect_swapped (self->check, "toggled", G_CALLBACK (toggled_cb), self);
}

static void
setup_cb (EntStore *store, GtkListItem *item)
{
  EntAppDifferenceRow *row = g_object_new (ENT_APP_TYPE_DIFFERENCE_ROW, NULL);

  row->store = g_object_ref (store);
  gtk_list_item_set_child (item, GTK_WIDGET (row));
  gtk_list_item_set_activatable (item, FALSE);
}

static void
bind_cb (EntStore *store, GtkListItem *item)
{
  EntAppDifferenceItem *shown = gtk_list_item_get_item (item);
  const char *text = ent_app_difference_item_get_text (shown);

  bind (ENT_APP_DIFFERENCE_ROW (gtk_list_item_get_child (item)), shown);
  /* The check takes the focus of its row, so that the space bar ticks it. */
  gtk_list_item_set_focusable (item, text != NULL);
  gtk_list_item_set_accessible_label (item, text != NULL ? text : "");
}

static void
unbind_cb (EntStore *store, GtkListItem *item)
{
  EntAppDifferenceRow *row = ENT_APP_DIFFERENCE_ROW (gtk_list_item_get_child (item));

  g_clear_pointer (&row->binding, g_binding_unbind);
}

GtkListItemFactory *
ent_app_difference_row_new_factory (EntStore *store)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  g_signal_connect_object (factory, "setup", G_CALLBACK (setup_cb), store, G_CONNECT_SWAPPED);
  g_signal_connect_object (factory, "bind", G_CALLBACK (bind_cb), store, G_CONNECT_SWAPPED);
  g_signal_connect_object (factory, "unbind", G_CALLBACK (unbind_cb), store, G_CONNECT_SWAPPED);

  return factory;
}
