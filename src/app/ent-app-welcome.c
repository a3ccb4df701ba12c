/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "EntApp"

#include "config.h"

#include "ent-app-welcome.h"
#include "ent-country.h"
#include "ent-gtk-format.h"

/* The first start: who are you, where, and three ways to begin. */
struct _EntAppWelcome
{
  AdwBin parent_instance;

  char **countries; /* codes, as the row lists them */

  GtkWidget *name_row;
  GtkWidget *country_row;
};

G_DEFINE_FINAL_TYPE (EntAppWelcome, ent_app_welcome, ADW_TYPE_BIN)

enum
{
  CHOSEN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

void
ent_app_welcome_get_settings (EntAppWelcome *self, EntBookSettings *settings)
{
  guint selected = adw_combo_row_get_selected (ADW_COMBO_ROW (self->country_row));

  *settings = (EntBookSettings) {
    .me = gtk_editable_get_text (GTK_EDITABLE (self->name_row)),
    .country = selected != GTK_INVALID_LIST_POSITION ? self->countries[selected] : NULL,
  };
}

static void
import_cb (EntAppWelcome *self)
{
  g_signal_emit (self, signals[CHOSEN], 0, ENT_APP_WELCOME_IMPORT);
}

static void
empty_cb (EntAppWelcome *self)
{
  g_signal_emit (self, signals[CHOSEN], 0, ENT_APP_WELCOME_EMPTY);
}

static void
sample_cb (EntAppWelcome *self)
{
  g_signal_emit (self, signals[CHOSEN], 0, ENT_APP_WELCOME_SAMPLE);
}

static void
list_countries (EntAppWelcome *self, const char *guess)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  g_autoptr (GtkExpression) text = gtk_property_expression_new (GTK_TYPE_STRING_OBJECT, NULL, "string");
  guint selected = GTK_INVALID_LIST_POSITION;

  self->countries = ent_country_dup_codes (ent_gtk_get_locale ());
  for (guint i = 0; self->countries[i] != NULL; i++)
    {
      gtk_string_list_take (names, ent_country_dup_name (self->countries[i], ent_gtk_get_locale ()));
      if (g_str_equal (self->countries[i], guess))
        selected = i;
    }
  adw_combo_row_set_model (ADW_COMBO_ROW (self->country_row), G_LIST_MODEL (names));
  adw_combo_row_set_expression (ADW_COMBO_ROW (self->country_row), text);
  adw_combo_row_set_selected (ADW_COMBO_ROW (self->country_row), selected);
}

static void
ent_app_welcome_finalize (GObject *object)
{
  g_clear_pointer (&ENT_APP_WELCOME (object)->countries, g_strfreev);

  G_OBJECT_CLASS (ent_app_welcome_parent_class)->finalize (object);
}

static void
ent_app_welcome_class_init (EntAppWelcomeClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = ent_app_welcome_finalize;

  /* an EntAppWelcomeChoice */
  signals[CHOSEN] = g_signal_new ("chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, G_TYPE_UINT);

  gtk_widget_class_set_template_from_resource (widget_class, "/org/entregent/Entregent/ent-app-welcome.ui");
  gtk_widget_class_bind_template_child (widget_class, EntAppWelcome, name_row);
  gtk_widget_class_bind_template_child (widget_class, EntAppWelcome, country_row);
  gtk_widget_class_bind_template_callback (widget_class, import_cb);
  gtk_widget_class_bind_template_callback (widget_class, empty_cb);
  gtk_widget_class_bind_template_callback (widget_class, sample_cb);
}

static void
ent_app_welcome_init (EntAppWelcome *self)
{
  g_autofree char *me = NULL, *country = NULL;

  gtk_widget_init_template (GTK_WIDGET (self));
  ent_store_guess_settings (&me, &country);
  gtk_editable_set_text (GTK_EDITABLE (self->name_row), me);
  list_countries (self, country);
}
