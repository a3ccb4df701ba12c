/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "EntGtk"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "ent-gtk-avatar.h"
#include "ent-gtk-format.h"
#include "ent-gtk-list-row.h"

struct _EntGtkListRow
{
  GtkWidget parent_instance;

  EntRow *row;
  GtkListItem *item; /* borrowed while bound */
  const EntGtkListState *state;
  EntStore *store; /* borrowed while bound */

  GtkWidget *check;
  GtkWidget *image;
  GtkWidget *lines;
  GtkWidget *title;
  GtkWidget *subtitle;
  GtkWidget *figure;
};

G_DEFINE_FINAL_TYPE (EntGtkListRow, ent_gtk_list_row, GTK_TYPE_WIDGET)

/* Weight and size are attributes, not style: an inscription now and then keeps the font that it had before its style
 * was known (GTK 4.18), as large as the rest and cut off. */
static GtkWidget *
make_inscription (guint min_chars, guint nat_chars, float xalign, PangoAttribute *font, const char *css_class)
{
  GtkWidget *inscription = gtk_inscription_new (NULL);
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();

  pango_attr_list_insert (attributes, font);
  gtk_inscription_set_attributes (GTK_INSCRIPTION (inscription), attributes);

  gtk_inscription_set_min_chars (GTK_INSCRIPTION (inscription), min_chars);
  gtk_inscription_set_nat_chars (GTK_INSCRIPTION (inscription), nat_chars);
  gtk_inscription_set_xalign (GTK_INSCRIPTION (inscription), xalign);
  gtk_inscription_set_text_overflow (GTK_INSCRIPTION (inscription), GTK_INSCRIPTION_OVERFLOW_ELLIPSIZE_END);
  if (css_class != NULL)
    gtk_widget_add_css_class (inscription, css_class);

  return inscription;
}

static void
show_picture (EntGtkListRow *self)
{
  const EntKind *kind = ent_row_get_kind (self->row);

  if (self->state->avatar)
    {
      gboolean is_person;
      g_autofree char *name = ent_gtk_list_state_dup_face (self->state, self->row, &is_person);
      g_autoptr (GdkPaintable) avatar = ent_gtk_avatar_new (name, is_person, 36);

      ent_gtk_avatar_set_photo (ENT_GTK_AVATAR (avatar), self->store,
                                ent_gtk_list_state_get_photo (self->state, self->row));
      gtk_image_set_from_paintable (GTK_IMAGE (self->image), avatar);
      gtk_widget_remove_css_class (self->image, "list-icon");
      return;
    }
  if (g_str_equal (kind->key, "activity"))
    {
      const EntField *type = ent_kind_get_field (kind, "type");
      const EntValue *value = ent_row_get_value (self->row, type);

      gtk_image_set_from_icon_name (GTK_IMAGE (self->image),
                                    ent_gtk_icon_for_activity (value != NULL && value->type == ENT_VALUE_TEXT
                                                                   ? value->text
                                                                   : NULL));
    }
  else
    gtk_image_set_from_icon_name (GTK_IMAGE (self->image), ent_gtk_icon_for_kind (kind));
  gtk_widget_add_css_class (self->image, "list-icon");
}

static void
describe (EntGtkListRow *self, const char *title, const char *subtitle, const char *figure)
{
  g_autofree char *label = g_strjoin (", ", title, *subtitle != '\0' ? subtitle : figure,
                                      *subtitle != '\0' && *figure != '\0' ? figure : NULL, NULL);
  GtkWidget *list = gtk_widget_get_ancestor (GTK_WIDGET (self), GTK_TYPE_LIST_VIEW);
  guint n = 0;
  g_autofree char *position = NULL, *total = NULL, *description = NULL;

  if (list != NULL && gtk_list_view_get_model (GTK_LIST_VIEW (list)) != NULL)
    n = g_list_model_get_n_items (G_LIST_MODEL (gtk_list_view_get_model (GTK_LIST_VIEW (list))));
  position = ent_gtk_format_integer ((gint64) gtk_list_item_get_position (self->item) + 1);
  total = ent_gtk_format_integer (n);
  /* Translators: what a screen reader says after a row of a list: "3 of 1,000" */
  description = g_strdup_printf (_("%s of %s"), position, total);
  gtk_list_item_set_accessible_label (self->item, label);
  gtk_list_item_set_accessible_description (self->item, description);
}

/* Every line begins at the start of the row, in whatever direction it is written: a mark gives it the direction of the
 * interface. */
static void
set_line (EntGtkListRow *self, GtkWidget *line, const char *text)
{
  const char *mark = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL ? "\342\200\217" : "\342\200\216";
  g_autofree char *isolated = ent_gtk_isolate (text), *marked = g_strconcat (mark, isolated, NULL);

  gtk_inscription_set_text (GTK_INSCRIPTION (line), marked);
}

static void
show_row (EntGtkListRow *self)
{
  const char *title = ent_row_get_title (self->row);
  g_autofree char *subtitle = NULL, *figure = NULL;

  if (!ent_row_get_loaded (self->row) || ent_row_get_gone (self->row))
    {
      gtk_inscription_set_text (GTK_INSCRIPTION (self->title), ent_row_get_gone (self->row) ? _("Deleted") : NULL);
      gtk_inscription_set_text (GTK_INSCRIPTION (self->subtitle), NULL);
      gtk_inscription_set_text (GTK_INSCRIPTION (self->figure), NULL);
      gtk_image_clear (GTK_IMAGE (self->image));
      return;
    }
  subtitle = ent_gtk_list_state_dup_subtitle (self->state, self->row);
  figure = ent_gtk_list_state_dup_figure (self->state, self->row, g_get_real_time () / 1000);
  /* Translators: shown for a record without a name */
  set_line (self, self->title, *title != '\0' ? title : _("Without a name"));
  set_line (self, self->subtitle, subtitle);
  gtk_widget_set_visible (self->subtitle, *subtitle != '\0');
  gtk_inscription_set_text (GTK_INSCRIPTION (self->figure), figure);
  gtk_widget_set_visible (self->figure, *figure != '\0');
  show_picture (self);
  describe (self, title, subtitle, figure);
}

static void
ent_gtk_list_row_dispose (GObject *object)
{
  EntGtkListRow *self = ENT_GTK_LIST_ROW (object);

  ent_gtk_list_row_unbind (self);
  g_clear_pointer (&self->check, gtk_widget_unparent);
  g_clear_pointer (&self->image, gtk_widget_unparent);
  g_clear_pointer (&self->lines, gtk_widget_unparent);

  G_OBJECT_CLASS (ent_gtk_list_row_parent_class)->dispose (object);
}

static void
ent_gtk_list_row_class_init (EntGtkListRowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = ent_gtk_list_row_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "entlistrow");
}

static void
ent_gtk_list_row_init (EntGtkListRow *self)
{
  GtkWidget *first;

  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (gtk_widget_get_layout_manager (GTK_WIDGET (self))), 12);
  self->check = gtk_check_button_new ();
  gtk_widget_add_css_class (self->check, "selection-mode");
  gtk_widget_set_valign (self->check, GTK_ALIGN_CENTER);
  gtk_widget_set_can_target (self->check, FALSE);
  gtk_widget_set_focusable (self->check, FALSE);
  gtk_widget_set_visible (self->check, FALSE);
  self->image = gtk_image_new ();
  gtk_widget_set_valign (self->image, GTK_ALIGN_CENTER);
  gtk_image_set_pixel_size (GTK_IMAGE (self->image), 36);
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->image), GTK_ACCESSIBLE_STATE_HIDDEN, TRUE, -1);
  self->title = make_inscription (4, 24, 0, pango_attr_weight_new (PANGO_WEIGHT_SEMIBOLD), NULL);
  self->subtitle = make_inscription (4, 24, 0, pango_attr_scale_new (0.9), "list-subtitle");
  self->figure = make_inscription (6, 11, 1, pango_attr_scale_new (0.9), "list-figure");
  self->lines = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  gtk_widget_set_hexpand (self->lines, TRUE);
  gtk_widget_set_valign (self->lines, GTK_ALIGN_CENTER);
  /* The figure stands beside the title only: the second line is the longer one. */
  first = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  gtk_widget_set_hexpand (self->title, TRUE);
  gtk_widget_set_valign (self->figure, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (first), self->title);
  gtk_box_append (GTK_BOX (first), self->figure);
  gtk_box_append (GTK_BOX (self->lines), first);
  gtk_box_append (GTK_BOX (self->lines), self->subtitle);
  gtk_widget_set_parent (self->check, GTK_WIDGET (self));
  gtk_widget_set_parent (self->image, GTK_WIDGET (self));
  gtk_widget_set_parent (self->lines, GTK_WIDGET (self));
}

/**
 * ent_gtk_list_row_new:
 *
 * Makes a row that shows nothing yet.
 *
 * Returns: (transfer floating): a new row
 */
GtkWidget *
ent_gtk_list_row_new (void)
{
  return g_object_new (ENT_GTK_TYPE_LIST_ROW, NULL);
}

/**
 * ent_gtk_list_row_bind:
 * @self: a row
 * @item: the list item that holds it; its item is an [class@Ent.Row]
 * @state: what rows show; kept by the caller until the row is unbound
 * @store: the book of the record; kept by the caller as well
 *
 * Shows a record, and follows it until it is loaded.
 */
void
ent_gtk_list_row_bind (EntGtkListRow *self, GtkListItem *item, const EntGtkListState *state, EntStore *store)
{
  g_return_if_fail (ENT_GTK_IS_LIST_ROW (self) && GTK_IS_LIST_ITEM (item) && state != NULL && ENT_IS_STORE (store));

  ent_gtk_list_row_unbind (self);
  self->item = item;
  self->state = state;
  self->store = store;
  self->row = g_object_ref (ENT_ROW (gtk_list_item_get_item (item)));
  g_signal_connect_swapped (self->row, "notify", G_CALLBACK (show_row), self);
  gtk_image_set_pixel_size (GTK_IMAGE (self->image), state->avatar ? 36 : 16);
  show_row (self);
}

/**
 * ent_gtk_list_row_unbind:
 * @self: a row
 *
 * Lets the record go.
 */
void
ent_gtk_list_row_unbind (EntGtkListRow *self)
{
  g_return_if_fail (ENT_GTK_IS_LIST_ROW (self));

  if (self->row != NULL)
    g_signal_handlers_disconnect_by_data (self->row, self);
  g_clear_object (&self->row);
  /* Its photo is not loaded any more. */
  if (self->image != NULL)
    gtk_image_clear (GTK_IMAGE (self->image));
  self->item = NULL;
  self->store = NULL;
}

/**
 * ent_gtk_list_row_get_position:
 * @self: a row
 *
 * Returns: the position in the list of what it shows; %GTK_INVALID_LIST_POSITION while it shows nothing
 */
guint
ent_gtk_list_row_get_position (EntGtkListRow *self)
{
  g_return_val_if_fail (ENT_GTK_IS_LIST_ROW (self), GTK_INVALID_LIST_POSITION);

  return self->item != NULL ? gtk_list_item_get_position (self->item) : GTK_INVALID_LIST_POSITION;
}

/**
 * ent_gtk_list_row_set_selectable:
 * @self: a row
 * @selectable: whether many records can be selected
 *
 * Shows or hides the check mark.
 */
void
ent_gtk_list_row_set_selectable (EntGtkListRow *self, gboolean selectable)
{
  g_return_if_fail (ENT_GTK_IS_LIST_ROW (self));

  gtk_widget_set_visible (self->check, selectable);
}

/**
 * ent_gtk_list_row_set_selected:
 * @self: a row
 * @selected: whether the record is selected
 *
 * Ticks the check mark.
 */
void
ent_gtk_list_row_set_selected (EntGtkListRow *self, gboolean selected)
{
  g_return_if_fail (ENT_GTK_IS_LIST_ROW (self));

  gtk_check_button_set_active (GTK_CHECK_BUTTON (self->check), selected);
}
