/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "EntGtk"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "ent-gtk-field-row-private.h"
#include "ent-gtk-icu-private.h"

#define ENT_GTK_TYPE_CHOICE_ROW (ent_gtk_choice_row_get_type ())
G_DECLARE_FINAL_TYPE (EntGtkChoiceRow, ent_gtk_choice_row, ENT_GTK, CHOICE_ROW, AdwComboRow)

/* One of a list, known by its key: enumerations, currencies, countries, languages. The first entry means no value. */
struct _EntGtkChoiceRow
{
  AdwComboRow parent_instance;

  GPtrArray *keys; /* of the entries after the first */
  gboolean refreshing;
};

static void field_row_init (EntGtkFieldRowInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (EntGtkChoiceRow,
                               ent_gtk_choice_row,
                               ADW_TYPE_COMBO_ROW,
                               G_IMPLEMENT_INTERFACE (ENT_GTK_TYPE_FIELD_ROW, field_row_init))

static guint
find_key (EntGtkChoiceRow *self, const char *key)
{
  guint i;

  if (key == NULL || *key == '\0')
    return 0;
  for (i = 0; i < self->keys->len; i++)
    if (g_str_equal (g_ptr_array_index (self->keys, i), key))
      return i + 1;

  /* A key of a newer version, or a code out of use: shown as it is rather than lost. */
  g_ptr_array_add (self->keys, g_strdup (key));
  gtk_string_list_append (GTK_STRING_LIST (adw_combo_row_get_model (ADW_COMBO_ROW (self))), key);

  return self->keys->len;
}

static void
ent_gtk_choice_row_refresh (EntGtkFieldRow *row)
{
  EntGtkChoiceRow *self = ENT_GTK_CHOICE_ROW (row);
  const EntValue *value = ent_gtk_field_row_get_value (row);

  self->refreshing = TRUE;
  adw_combo_row_set_selected (ADW_COMBO_ROW (self),
                              find_key (self, value != NULL && value->type == ENT_VALUE_TEXT ? value->text : NULL));
  self->refreshing = FALSE;
  ent_gtk_field_row_set_problem (row, NULL);
}

static void
field_row_init (EntGtkFieldRowInterface *iface)
{
  iface->refresh = ent_gtk_choice_row_refresh;
}

static void
selected_cb (EntGtkChoiceRow *self)
{
  guint selected = adw_combo_row_get_selected (ADW_COMBO_ROW (self));
  g_auto (EntValue) value = ENT_VALUE_INIT;

  if (self->refreshing || selected == GTK_INVALID_LIST_POSITION)
    return;
  if (selected > 0)
    ent_value_set_text (&value, g_ptr_array_index (self->keys, selected - 1));
  ent_gtk_field_row_commit (ENT_GTK_FIELD_ROW (self), &value);
}

static void
add_codes (EntGtkChoiceRow *self, GtkStringList *model, char **codes, char *(*get_name) (const char *code))
{
  g_auto (GStrv) taken = codes;
  int i;

  for (i = 0; taken[i] != NULL; i++)
    {
      g_autofree char *name = get_name (taken[i]);

      g_ptr_array_add (self->keys, g_strdup (taken[i]));
      gtk_string_list_take (model, g_steal_pointer (&name));
    }
}

static char *
dup_currency_label (const char *code)
{
  g_autofree char *name = ent_gtk_icu_dup_currency_name (code);

  return g_strdup_printf ("%s – %s", code, name);
}

static void
fill (EntGtkChoiceRow *self, const EntField *field)
{
  g_autoptr (GtkStringList) model = gtk_string_list_new (NULL);
  guint i;

  /* Translators: the entry of a list of choices that means: no value */
  gtk_string_list_append (model, C_("no choice", "None"));
  for (i = 0; field->choices != NULL && field->choices[i].key != NULL; i++)
    {
      g_ptr_array_add (self->keys, g_strdup (field->choices[i].key));
      gtk_string_list_append (model, ent_field_get_choice_label (field, field->choices[i].key));
    }
  if (field->type == ENT_FIELD_COUNTRY)
    add_codes (self, model, ent_gtk_icu_dup_countries (), ent_gtk_icu_dup_country_name);
  else if (field->type == ENT_FIELD_LANGUAGE)
    add_codes (self, model, ent_gtk_icu_dup_languages (), ent_gtk_icu_dup_language_name);
  else if (field->type == ENT_FIELD_CURRENCY)
    add_codes (self, model, ent_gtk_icu_dup_currencies (), dup_currency_label);
  adw_combo_row_set_model (ADW_COMBO_ROW (self), G_LIST_MODEL (model));
  if (self->keys->len > 12)
    {
      g_autoptr (GtkExpression) text = gtk_property_expression_new (GTK_TYPE_STRING_OBJECT, NULL, "string");

      adw_combo_row_set_expression (ADW_COMBO_ROW (self), text);
      adw_combo_row_set_search_match_mode (ADW_COMBO_ROW (self), GTK_STRING_FILTER_MATCH_MODE_SUBSTRING);
      adw_combo_row_set_enable_search (ADW_COMBO_ROW (self), TRUE);
    }
}

static void
ent_gtk_choice_row_finalize (GObject *object)
{
  EntGtkChoiceRow *self = ENT_GTK_CHOICE_ROW (object);

  g_clear_pointer (&self->keys, g_ptr_array_unref);

  G_OBJECT_CLASS (ent_gtk_choice_row_parent_class)->finalize (object);
}

static void
ent_gtk_choice_row_class_init (EntGtkChoiceRowClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = ent_gtk_choice_row_finalize;
}

static void
ent_gtk_choice_row_init (EntGtkChoiceRow *self)
{
  self->keys = g_ptr_array_new_with_free_func (g_free);
  adw_combo_row_set_use_subtitle (ADW_COMBO_ROW (self), TRUE);
  gtk_widget_add_css_class (GTK_WIDGET (self), "property");
  adw_action_row_add_suffix (ADW_ACTION_ROW (self), ent_gtk_field_row_make_conflict_mark (ENT_GTK_FIELD_ROW (self)));
  g_signal_connect (self, "notify::selected", G_CALLBACK (selected_cb), NULL);
}

GtkWidget *
ent_gtk_choice_row_new (EntGtkEditor *editor, const EntField *field)
{
  EntGtkChoiceRow *self = g_object_new (ENT_GTK_TYPE_CHOICE_ROW, NULL);

  self->refreshing = TRUE;
  fill (self, field);
  ent_gtk_field_row_bind (ENT_GTK_FIELD_ROW (self), editor, field);

  return GTK_WIDGET (self);
}
