/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "EntApp"

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "ent-app-import-fields.h"
#include "ent-app-import-rows.h"
#include "ent-app-import-words.h"
#include "ent-flat-key.h"

struct _EntAppImportFields
{
  AdwNavigationPage parent_instance;

  GtkWidget *entry;
  GtkWidget *list;
};

enum
{
  CHOSEN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (EntAppImportFields, ent_app_import_fields, ADW_TYPE_NAVIGATION_PAGE)

/* What stands behind a row; `section` is the heading above the first of several. */
typedef struct
{
  char *key;
  char *words; /* what finds it */
  const char *section;
} Item;

static void
item_free (gpointer data)
{
  Item *item = data;

  g_free (item->key);
  g_free (item->words);
  g_free (item);
}

static Item *
get_item (GtkListBoxRow *row)
{
  return g_object_get_data (G_OBJECT (row), "item");
}

static GtkWidget *
add_row (EntAppImportFields *self, const char *section, const char *label, const char *key, const char *const *headers)
{
  GtkWidget *row = adw_action_row_new ();
  Item *item = g_new0 (Item, 1);
  g_autofree char *others = headers != NULL ? g_strjoinv (" ", (char **) headers) : NULL;

  item->key = g_strdup (key);
  item->words = g_strjoin (" ", label, key != NULL ? key : "", others, NULL);
  item->section = section;
  g_object_set_data_full (G_OBJECT (row), "item", item, item_free);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), label);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  gtk_list_box_append (GTK_LIST_BOX (self->list), row);

  return row;
}

static void
mark_current (GtkWidget *row)
{
  GtkWidget *image = gtk_image_new_from_icon_name ("object-select-symbolic");

  ent_app_import_rows_describe (row, _("Chosen now"));
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), image);
}

/* Sets, and what the book works out by itself, are not written from a cell. */
static gboolean
is_current (const EntImportColumn *column, const char *key)
{
  return !column->custom && g_strcmp0 (column->field_key, key) == 0;
}

static void
add_field (EntAppImportFields *self,
           EntStore *store,
           const EntKind *kind,
           const EntImportColumn *column,
           const char *section,
           const char *key,
           const char *const *headers)
{
  g_autofree char *label = ent_app_import_words_dup_field (store, kind, key);

  if (!is_current (column, key)) /* that one stands above all */
    add_row (self, section, label, key, headers);
}

/* Where it goes now, also what only a layout can say: a city of the firm, an id of another program. */
static void
add_current (EntAppImportFields *self, EntStore *store, const EntKind *kind, const EntImportColumn *column)
{
  g_autofree char *label = NULL;

  if (column->custom || column->field_key == NULL)
    return;
  label = ent_app_import_words_dup_field (store, kind, column->field_key);
  mark_current (add_row (self, NULL, label, column->field_key, NULL));
}

static void
fill (EntAppImportFields *self,
      EntStore *store,
      const EntKind *kind,
      const EntImportColumn *column,
      gboolean may_be_new)
{
  g_autoptr (GPtrArray) fields = ent_store_dup_fields (store, kind);
  g_auto (GStrv) flat = ent_flat_key_list (kind);
  const char *address = ent_kind_get_label (ent_kind_from_key ("address"));
  GtkWidget *row;

  add_current (self, store, kind, column);
  row = add_row (self, NULL, _("Leave Out"), "", NULL);
  if (column->field_key == NULL && !column->custom)
    mark_current (row);
  if (may_be_new)
    {
      row = add_row (self, NULL, _("New Field of That Name"), NULL, NULL);
      if (column->custom)
        mark_current (row);
    }
  for (guint i = 0; i < fields->len; i++)
    {
      const EntField *field = g_ptr_array_index (fields, i);

      if (ent_field_takes_text (field))
        add_field (self, store, kind, column, ent_kind_get_label (kind), field->key, field->headers);
    }
  for (guint i = 0; flat[i] != NULL; i++)
    {
      g_auto (EntFlatKey) parsed = { 0 };

      if (ent_flat_key_parse (&parsed, store, kind, flat[i], NULL))
        add_field (self, store, kind, column, parsed.target == ENT_FLAT_ADDRESS ? address : _("Phone, E-Mail and Web"),
                   flat[i], NULL);
    }
}

static gboolean
filter_cb (GtkListBoxRow *row, gpointer data)
{
  EntAppImportFields *self = data;
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->entry));

  return *text == '\0' || g_str_match_string (text, get_item (row)->words, TRUE);
}

static void
header_cb (GtkListBoxRow *row, GtkListBoxRow *before, gpointer data)
{
  const char *section = get_item (row)->section;
  GtkWidget *label = NULL;

  if (section != NULL && (before == NULL || g_strcmp0 (get_item (before)->section, section) != 0))
    {
      label = gtk_label_new (section);
      gtk_label_set_xalign (GTK_LABEL (label), 0);
      gtk_widget_add_css_class (label, "heading");
      gtk_widget_add_css_class (label, "dimmed");
      gtk_widget_set_margin_start (label, 12);
      gtk_widget_set_margin_top (label, 12);
      gtk_widget_set_margin_bottom (label, 6);
    }
  gtk_list_box_row_set_header (row, label);
}

static void
row_activated_cb (EntAppImportFields *self, GtkListBoxRow *row)
{
  g_signal_emit (self, signals[CHOSEN], 0, get_item (row)->key);
}

static void
search_changed_cb (EntAppImportFields *self)
{
  gtk_list_box_invalidate_filter (GTK_LIST_BOX (self->list));
  gtk_list_box_invalidate_headers (GTK_LIST_BOX (self->list));
}

/* Enter takes the first one that is found. */
static void
entry_activate_cb (EntAppImportFields *self)
{
  GtkListBoxRow *row;

  if (*gtk_editable_get_text (GTK_EDITABLE (self->entry)) == '\0')
    return;
  for (int i = 0; (row = gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->list), i)) != NULL; i++)
    if (gtk_widget_get_child_visible (GTK_WIDGET (row)))
      {
        row_activated_cb (self, row);
        return;
      }
}

static void
focus_list_cb (EntAppImportFields *self)
{
  gtk_widget_child_focus (self->list, GTK_DIR_TAB_FORWARD);
}

static void
shown_cb (EntAppImportFields *self)
{
  gtk_widget_grab_focus (self->entry);
}

static void
stop_search_cb (EntAppImportFields *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "navigation.pop", NULL);
}

static void
ent_app_import_fields_class_init (EntAppImportFieldsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  signals[CHOSEN] = g_signal_new ("chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, G_TYPE_STRING);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/entregent/Entregent/ent-app-import-fields.ui");
  gtk_widget_class_bind_template_child (widget_class, EntAppImportFields, entry);
  gtk_widget_class_bind_template_child (widget_class, EntAppImportFields, list);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, entry_activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, stop_search_cb);
  gtk_widget_class_bind_template_callback (widget_class, focus_list_cb);
  gtk_widget_class_bind_template_callback (widget_class, shown_cb);
}

static void
ent_app_import_fields_init (EntAppImportFields *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_list_box_set_filter_func (GTK_LIST_BOX (self->list), filter_cb, self, NULL);
  gtk_list_box_set_header_func (GTK_LIST_BOX (self->list), header_cb, NULL, NULL);
}

AdwNavigationPage *
ent_app_import_fields_new (EntStore *store, const EntKind *kind, const EntImportColumn *column, gboolean may_be_new)
{
  EntAppImportFields *self = g_object_new (ENT_APP_TYPE_IMPORT_FIELDS, "title", column->name, NULL);

  fill (self, store, kind, column, may_be_new);

  return ADW_NAVIGATION_PAGE (self);
}
