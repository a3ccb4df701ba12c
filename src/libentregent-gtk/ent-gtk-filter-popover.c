/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "EntGtk"

#include "config.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#include "ent-gtk-filter-popover.h"
#include "ent-gtk-picker.h"

struct _EntGtkFilterPopover
{
  GtkPopover parent_instance;

  EntStore *store;
  const EntKind *kind;
  const EntField *field;

  GtkWidget *stack;
  GtkWidget *fields;
  GtkWidget *values;
  GtkWidget *title;
  GtkWidget *entry;
  GtkWidget *entry_box;
};

enum
{
  TERM,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (EntGtkFilterPopover, ent_gtk_filter_popover, GTK_TYPE_POPOVER)

static void
add_term (EntGtkFilterPopover *self, const char *term)
{
  gtk_popover_popdown (GTK_POPOVER (self));
  g_signal_emit (self, signals[TERM], 0, term);
}

/* States come first, what the book itself writes down last. */
typedef enum
{
  GROUP_STATES,
  GROUP_FIELDS,
  GROUP_TIMES,
} Group;

static void
header_cb (GtkListBoxRow *row, GtkListBoxRow *before, gpointer data)
{
  gboolean begins =
      before != NULL && g_object_get_data (G_OBJECT (row), "group") != g_object_get_data (G_OBJECT (before), "group");

  gtk_list_box_row_set_header (row, begins ? gtk_separator_new (GTK_ORIENTATION_HORIZONTAL) : NULL);
}

static GtkWidget *
add_row (GtkWidget *list, const char *text, gboolean leads_on)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6), *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_box_append (GTK_BOX (box), label);
  if (leads_on)
    gtk_box_append (GTK_BOX (box), gtk_image_new_from_icon_name ("go-next-symbolic"));
  gtk_list_box_append (GTK_LIST_BOX (list), box);

  return gtk_widget_get_parent (box);
}

static void
add_value (EntGtkFilterPopover *self, const char *label, const char *term)
{
  GtkWidget *row = add_row (self->values, label, FALSE);

  g_object_set_data_full (G_OBJECT (row), "term", g_strdup (term), g_free);
}

static void
add_preset (EntGtkFilterPopover *self, const char *label, const char *rest)
{
  g_autofree char *term = g_strconcat (self->field->key, rest, NULL);

  add_value (self, label, term);
}

static void
fill_date_values (EntGtkFilterPopover *self)
{
  if (self->field->type == ENT_FIELD_TIMESTAMP)
    {
      add_preset (self, _("More than 30 days ago"), ">30d");
      add_preset (self, _("More than 90 days ago"), ">90d");
      add_preset (self, _("More than a year ago"), ">365d");
    }
  add_preset (self, _("Today"), ":today");
  add_preset (self, _("This month"), ":this-month");
  add_preset (self, C_("filter value", "None"), ":none");
}

static void
fill_values (EntGtkFilterPopover *self)
{
  const EntField *field = self->field;
  gboolean has_entry = FALSE;
  guint i;

  gtk_list_box_remove_all (GTK_LIST_BOX (self->values));
  switch (field->type)
    {
    case ENT_FIELD_ENUM:
      for (i = 0; field->choices != NULL && field->choices[i].key != NULL; i++)
        {
          g_autofree char *rest = g_strconcat (":", field->choices[i].key, NULL);

          add_preset (self, ent_field_get_choice_label (field, field->choices[i].key), rest);
        }
      add_preset (self, C_("filter value", "None"), ":none");
      break;
    case ENT_FIELD_BOOLEAN:
      add_preset (self, C_("boolean value", "Yes"), ":yes");
      add_preset (self, C_("boolean value", "No"), ":no");
      break;
    case ENT_FIELD_DATE:
    case ENT_FIELD_TIMESTAMP:
    case ENT_FIELD_PARTIAL_DATE:
      fill_date_values (self);
      break;
    case ENT_FIELD_MONEY:
    case ENT_FIELD_INTEGER:
    case ENT_FIELD_PERCENT:
      has_entry = TRUE;
      gtk_entry_set_placeholder_text (GTK_ENTRY (self->entry), _("At least"));
      break;
    default:
      has_entry = TRUE;
      gtk_entry_set_placeholder_text (GTK_ENTRY (self->entry), _("Contains"));
      add_preset (self, C_("filter value", "None"), ":none");
      break;
    }
  gtk_editable_set_text (GTK_EDITABLE (self->entry), "");
  gtk_widget_set_visible (self->entry_box, has_entry);
  gtk_widget_set_visible (self->values, gtk_widget_get_first_child (self->values) != NULL);
}

static void
chosen_cb (EntGtkFilterPopover *self, const EntKind *kind, const EntId *id)
{
  g_autofree char *text = ent_id_to_string (id), *term = g_strdup_printf ("%s:%s", self->field->key, text);

  add_term (self, term);
}

static void
pick_reference (EntGtkFilterPopover *self)
{
  AdwDialog *picker = ent_gtk_picker_new (self->store, self->field);

  gtk_popover_popdown (GTK_POPOVER (self));
  g_signal_connect_object (picker, "chosen", G_CALLBACK (chosen_cb), self, G_CONNECT_SWAPPED);
  adw_dialog_present (picker, gtk_widget_get_parent (GTK_WIDGET (self)));
}

static void
field_activated_cb (EntGtkFilterPopover *self, GtkListBoxRow *row)
{
  const char *term = g_object_get_data (G_OBJECT (row), "term");

  if (term != NULL)
    {
      add_term (self, term);
      return;
    }
  self->field = g_object_get_data (G_OBJECT (row), "field");
  if (self->field->type == ENT_FIELD_REFERENCE || self->field->type == ENT_FIELD_REFERENCE_SET)
    {
      pick_reference (self);
      return;
    }
  fill_values (self);
  gtk_label_set_text (GTK_LABEL (self->title), ent_field_get_label (self->field));
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "values");
  if (gtk_widget_get_visible (self->entry_box))
    gtk_widget_grab_focus (self->entry);
  else
    gtk_widget_child_focus (self->values, GTK_DIR_TAB_FORWARD);
}

static void
value_activated_cb (EntGtkFilterPopover *self, GtkListBoxRow *row)
{
  add_term (self, g_object_get_data (G_OBJECT (row), "term"));
}

static void
entry_cb (EntGtkFilterPopover *self)
{
  g_autofree char *text = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->entry))));
  g_autofree char *term = NULL;
  gboolean ordered = self->field->type == ENT_FIELD_MONEY || self->field->type == ENT_FIELD_INTEGER ||
                     self->field->type == ENT_FIELD_PERCENT;

  if (*text == '\0')
    return;
  g_strdelimit (text, "\"", ' ');
  if (ordered)
    term = g_strdup_printf ("%s>=%s", self->field->key, text);
  else
    term = strpbrk (text, " ,()") != NULL ? g_strdup_printf ("%s:\"%s\"", self->field->key, text)
                                          : g_strdup_printf ("%s:%s", self->field->key, text);
  add_term (self, term);
}

static void
back_cb (EntGtkFilterPopover *self)
{
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "fields");
}

static gboolean
can_filter (const EntField *field)
{
  if ((field->flags & ENT_FIELD_HIDDEN) != 0)
    return FALSE;

  switch (field->type)
    {
    case ENT_FIELD_ELEMENT_SET:
    case ENT_FIELD_APPEND:
    case ENT_FIELD_PRIMARY:
    case ENT_FIELD_COORDINATES:
    case ENT_FIELD_LONG_TEXT:
    case ENT_FIELD_DURATION:
      return FALSE;
    default:
      return TRUE;
    }
}

static void
add_state (EntGtkFilterPopover *self, const char *label, const char *term)
{
  GtkWidget *row = add_row (self->fields, label, FALSE);

  g_object_set_data (G_OBJECT (row), "term", (gpointer) term);
  g_object_set_data (G_OBJECT (row), "group", GUINT_TO_POINTER (GROUP_STATES));
}

static void
add_fields (EntGtkFilterPopover *self, GPtrArray *fields, Group group)
{
  guint i;

  for (i = 0; i < fields->len; i++)
    {
      EntField *field = g_ptr_array_index (fields, i);
      gboolean is_time =
          field->kind == self->kind && (g_str_equal (field->key, "created") || g_str_equal (field->key, "modified"));
      GtkWidget *row;

      if (!can_filter (field) || is_time != (group == GROUP_TIMES))
        continue;
      row = add_row (self->fields, ent_field_get_label (field), TRUE);
      g_object_set_data (G_OBJECT (row), "field", field);
      g_object_set_data (G_OBJECT (row), "group", GUINT_TO_POINTER (group));
    }
}

static GtkWidget *
make_scrolled (GtkWidget *child)
{
  GtkWidget *scrolled = gtk_scrolled_window_new ();

  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scrolled), TRUE);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scrolled), 360);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), child);

  return scrolled;
}

static GtkWidget *
make_list (EntGtkFilterPopover *self, GCallback activated)
{
  GtkWidget *list = gtk_list_box_new ();

  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "navigation-sidebar");
  g_signal_connect_swapped (list, "row-activated", activated, self);

  return list;
}

static GtkWidget *
make_value_page (EntGtkFilterPopover *self)
{
  GtkWidget *page = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6), *header = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *back = gtk_button_new_from_icon_name ("go-previous-symbolic");
  GtkWidget *apply = gtk_button_new_from_icon_name ("object-select-symbolic");

  gtk_widget_add_css_class (back, "flat");
  gtk_widget_set_tooltip_text (back, _("Back"));
  g_signal_connect_swapped (back, "clicked", G_CALLBACK (back_cb), self);
  self->title = gtk_label_new (NULL);
  gtk_widget_add_css_class (self->title, "heading");
  gtk_box_append (GTK_BOX (header), back);
  gtk_box_append (GTK_BOX (header), self->title);
  self->entry = gtk_entry_new ();
  gtk_widget_set_hexpand (self->entry, TRUE);
  g_signal_connect_swapped (self->entry, "activate", G_CALLBACK (entry_cb), self);
  gtk_widget_set_tooltip_text (apply, _("Apply"));
  g_signal_connect_swapped (apply, "clicked", G_CALLBACK (entry_cb), self);
  self->entry_box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  gtk_box_append (GTK_BOX (self->entry_box), self->entry);
  gtk_box_append (GTK_BOX (self->entry_box), apply);
  self->values = make_list (self, G_CALLBACK (value_activated_cb));
  gtk_box_append (GTK_BOX (page), header);
  gtk_box_append (GTK_BOX (page), self->entry_box);
  gtk_box_append (GTK_BOX (page), make_scrolled (self->values));

  return page;
}

static void
ent_gtk_filter_popover_finalize (GObject *object)
{
  g_clear_object (&ENT_GTK_FILTER_POPOVER (object)->store);

  G_OBJECT_CLASS (ent_gtk_filter_popover_parent_class)->finalize (object);
}

static void
ent_gtk_filter_popover_class_init (EntGtkFilterPopoverClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = ent_gtk_filter_popover_finalize;

  /**
   * EntGtkFilterPopover::term:
   * @self: a popover
   * @term: a term as the text of a query has it
   *
   * A filter was built.
   */
  signals[TERM] = g_signal_new ("term", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                1, G_TYPE_STRING);
}

static void
ent_gtk_filter_popover_init (EntGtkFilterPopover *self)
{
  self->stack = gtk_stack_new ();
  self->fields = make_list (self, G_CALLBACK (field_activated_cb));
  gtk_list_box_set_header_func (GTK_LIST_BOX (self->fields), header_cb, NULL, NULL);
  gtk_stack_set_transition_type (GTK_STACK (self->stack), GTK_STACK_TRANSITION_TYPE_SLIDE_LEFT_RIGHT);
  gtk_stack_set_vhomogeneous (GTK_STACK (self->stack), FALSE);
  gtk_stack_set_interpolate_size (GTK_STACK (self->stack), TRUE);
  gtk_stack_add_named (GTK_STACK (self->stack), make_scrolled (self->fields), "fields");
  gtk_stack_add_named (GTK_STACK (self->stack), make_value_page (self), "values");
  gtk_widget_set_size_request (self->stack, 240, -1);
  gtk_popover_set_child (GTK_POPOVER (self), self->stack);
  g_signal_connect (self, "map", G_CALLBACK (back_cb), NULL);
}

/**
 * ent_gtk_filter_popover_new:
 *
 * Makes a popover; give it a kind before it is shown.
 *
 * Returns: (transfer floating): a new popover
 */
GtkWidget *
ent_gtk_filter_popover_new (void)
{
  return g_object_new (ENT_GTK_TYPE_FILTER_POPOVER, NULL);
}

/**
 * ent_gtk_filter_popover_set_kind:
 * @self: a popover
 * @store: the book, for its custom fields
 * @kind: what is filtered
 *
 * Offers the fields of a kind.
 */
void
ent_gtk_filter_popover_set_kind (EntGtkFilterPopover *self, EntStore *store, const EntKind *kind)
{
  g_autoptr (GPtrArray) fields = NULL;

  g_return_if_fail (ENT_GTK_IS_FILTER_POPOVER (self) && ENT_IS_STORE (store) && kind != NULL);

  g_set_object (&self->store, store);
  self->kind = kind;
  gtk_list_box_remove_all (GTK_LIST_BOX (self->fields));
  if (ent_kind_get_field (kind, "owner") != NULL)
    add_state (self, _("Mine"), "owner:me");
  if (g_str_equal (kind->key, "opportunity") || g_str_equal (kind->key, "activity"))
    add_state (self, _("Open"), "is:open");
  if (g_str_equal (kind->key, "activity"))
    add_state (self, _("Overdue"), "is:overdue");
  add_state (self, _("In conflict"), "is:conflict");
  fields = ent_store_dup_fields (store, kind);
  add_fields (self, fields, GROUP_FIELDS);
  add_fields (self, fields, GROUP_TIMES);
  gtk_list_box_invalidate_headers (GTK_LIST_BOX (self->fields));
}
