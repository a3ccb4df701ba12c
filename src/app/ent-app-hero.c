/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "EntApp"

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "ent-app-hero.h"
#include "ent-gtk-element.h"
#include "ent-gtk-format.h"
#include "ent-gtk-list-state.h"
#include "ent-gtk-photo-button.h"

/* Who or what a page is about: picture, name, a line of what matters, chips for its state. */
struct _EntAppHero
{
  GtkBox parent_instance;

  GtkWidget *photo;
  GtkWidget *name;
  GtkWidget *subtitle;
  GtkWidget *chips;
};

G_DEFINE_FINAL_TYPE (EntAppHero, ent_app_hero, GTK_TYPE_BOX)

static GtkWidget *
make_label (const char *css_class)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_natural_wrap_mode (GTK_LABEL (label), GTK_NATURAL_WRAP_NONE);
  gtk_widget_add_css_class (label, css_class);

  return label;
}

static void
ent_app_hero_class_init (EntAppHeroClass *klass)
{
}

static void
ent_app_hero_init (EntAppHero *self)
{
  GtkWidget *lines = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);

  gtk_box_set_spacing (GTK_BOX (self), 18);
  self->name = make_label ("title-1");
  self->subtitle = make_label ("dimmed");
  self->chips = adw_wrap_box_new ();
  adw_wrap_box_set_child_spacing (ADW_WRAP_BOX (self->chips), 6);
  adw_wrap_box_set_line_spacing (ADW_WRAP_BOX (self->chips), 6);
  gtk_widget_set_hexpand (lines, TRUE);
  gtk_widget_set_valign (lines, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (lines), self->name);
  gtk_box_append (GTK_BOX (lines), self->subtitle);
  gtk_box_append (GTK_BOX (lines), self->chips);
  gtk_box_append (GTK_BOX (self), lines);
}

GtkWidget *
ent_app_hero_new (EntGtkEditor *editor)
{
  EntAppHero *self = g_object_new (ENT_APP_TYPE_HERO, NULL);

  self->photo = ent_gtk_photo_button_new (editor, 72);
  gtk_box_prepend (GTK_BOX (self), self->photo);

  return GTK_WIDGET (self);
}

static const EntValue *
get_value (EntRecord *record, const char *key)
{
  const EntField *field = ent_kind_get_field (ent_record_get_kind (record), key);
  const EntValue *value = field != NULL ? ent_record_get_value (record, field) : NULL;

  return value != NULL && value->type != ENT_VALUE_NOTHING ? value : NULL;
}

static char *
dup_display (EntRecord *record, const char *key)
{
  const EntKind *kind = ent_record_get_kind (record);
  const EntField *field = ent_kind_get_field (kind, key), *currency_field;
  const EntValue *value = get_value (record, key), *currency = NULL;
  const char *title;

  if (value == NULL)
    return g_strdup ("");
  title = ent_record_get_reference_label (record, field);
  if (title != NULL)
    return g_strdup (title);
  currency_field = field->type == ENT_FIELD_MONEY && field->of != NULL ? ent_kind_get_field (kind, field->of) : NULL;
  if (currency_field != NULL)
    currency = ent_record_get_value (record, currency_field);

  return ent_gtk_format_value (field, value,
                               currency != NULL && currency->type == ENT_VALUE_TEXT ? currency->text : NULL);
}

char *
ent_app_hero_dup_subtitle (EntRecord *record)
{
  static const struct
  {
    const char *kind;
    const char *keys[4];
  } lines[] = {
    { "contact", { "job-title", "department", "account" } },
    { "account", { "legal-form", "sector", "parent" } },
    { "opportunity", { "account", "contact", "amount" } },
    { "activity", { "about", "start" } },
  };
  const char *kind = ent_record_get_kind (record)->key;
  g_autoptr (GString) line = g_string_new (NULL);
  guint i, j;

  for (i = 0; i < G_N_ELEMENTS (lines); i++)
    for (j = 0; strcmp (lines[i].kind, kind) == 0 && j < G_N_ELEMENTS (lines[i].keys) && lines[i].keys[j] != NULL; j++)
      {
        g_autofree char *text = dup_display (record, lines[i].keys[j]);

        if (*text != '\0')
          g_string_append_printf (line, "%s\342\201\250%s\342\201\251", line->len > 0 ? " · " : "", text);
      }
  /* Each part is isolated; the order of the parts is that of the interface, not of the first part. */
  if (line->len > 0)
    g_string_prepend (line, gtk_widget_get_default_direction () == GTK_TEXT_DIR_RTL ? "\342\200\217" : "\342\200\216");
  if (line->len == 0 && strcmp (kind, "contact") == 0)
    g_string_append (line, _("Private customer"));
  if (line->len == 0)
    g_string_append (line, ent_kind_get_label (ent_record_get_kind (record)));

  return g_string_free_and_steal (g_steal_pointer (&line));
}

static void
add_chip (EntAppHero *self, const char *text, const char *style)
{
  GtkWidget *chip;

  if (text == NULL || *text == '\0')
    return;
  chip = gtk_label_new (text);
  gtk_label_set_ellipsize (GTK_LABEL (chip), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (chip, "chip");
  if (style != NULL)
    gtk_widget_add_css_class (chip, style);
  adw_wrap_box_append (ADW_WRAP_BOX (self->chips), chip);
}

static void
add_chips (EntAppHero *self, EntRecord *record)
{
  const EntValue *status = get_value (record, "status"), *stage = get_value (record, "stage");
  const char *key = status != NULL && status->type == ENT_VALUE_TEXT ? status->text : NULL;
  const char *outcome = g_strcmp0 (key, "won") == 0 ? "success" : g_strcmp0 (key, "lost") == 0 ? "error" : NULL;
  gboolean is_activity = strcmp (ent_record_get_kind (record)->key, "activity") == 0;
  g_autofree char *stage_title = stage != NULL ? dup_display (record, "stage") : NULL;
  g_autofree char *status_title = dup_display (record, "status");
  g_autofree char *type = is_activity ? dup_display (record, "type") : NULL;

  add_chip (self, stage_title, outcome != NULL ? outcome : "accent");
  if (g_strcmp0 (status_title, stage_title) != 0 && g_strcmp0 (key, "open") != 0)
    add_chip (self, status_title, outcome);
  add_chip (self, type, "accent");
  if (is_activity)
    add_chip (self, get_value (record, "done") != NULL ? C_("activity", "Done") : C_("activity", "Planned"),
              get_value (record, "done") != NULL ? "success" : "warning");
  if (ent_record_get_deleted (record))
    add_chip (self, _("Deleted"), "error");
}

void
ent_app_hero_show (EntAppHero *self, EntRecord *record)
{
  const EntKind *kind = ent_record_get_kind (record);
  const char *title = ent_record_get_title (record);
  g_autofree char *subtitle = ent_app_hero_dup_subtitle (record);
  GtkWidget *child;
  gboolean has_face = strcmp (kind->key, "contact") == 0 || strcmp (kind->key, "account") == 0;

  gtk_label_set_text (GTK_LABEL (self->name), *title != '\0' ? title : _("Without a name"));
  gtk_label_set_text (GTK_LABEL (self->subtitle), subtitle);
  gtk_widget_set_visible (self->photo, has_face);
  if (has_face)
    ent_gtk_photo_button_show (ENT_GTK_PHOTO_BUTTON (self->photo), record);
  while ((child = gtk_widget_get_first_child (self->chips)) != NULL)
    adw_wrap_box_remove (ADW_WRAP_BOX (self->chips), child);
  add_chips (self, record);
  gtk_widget_set_visible (self->chips, gtk_widget_get_first_child (self->chips) != NULL);
}

/* In a row below the page, four words in any language have room only under their icons. */
static GtkWidget *
make_cell (GtkWidget *button, const char *icon, const char *label)
{
  GtkWidget *cell = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3), *text = gtk_label_new_with_mnemonic (label);

  gtk_label_set_mnemonic_widget (GTK_LABEL (text), button);
  gtk_label_set_ellipsize (GTK_LABEL (text), PANGO_ELLIPSIZE_END);
  gtk_box_append (GTK_BOX (cell), gtk_image_new_from_icon_name (icon));
  gtk_box_append (GTK_BOX (cell), text);

  return cell;
}

static GtkWidget *
make_content (const char *icon, const char *label)
{
  GtkWidget *content = adw_button_content_new ();

  adw_button_content_set_icon_name (ADW_BUTTON_CONTENT (content), icon);
  adw_button_content_set_label (ADW_BUTTON_CONTENT (content), label);
  adw_button_content_set_use_underline (ADW_BUTTON_CONTENT (content), TRUE);
  adw_button_content_set_can_shrink (ADW_BUTTON_CONTENT (content), TRUE);

  return content;
}

static void
add_action (GtkWidget *box,
            const char *icon,
            const char *label,
            const char *action,
            const char *target,
            gboolean suggested)
{
  GtkWidget *button = gtk_button_new ();
  gboolean compact = GTK_IS_BOX (box);

  gtk_button_set_child (GTK_BUTTON (button), compact ? make_cell (button, icon, label) : make_content (icon, label));
  gtk_button_set_can_shrink (GTK_BUTTON (button), TRUE);
  gtk_widget_add_css_class (button, compact ? "action-cell" : "action-pill");
  if (suggested)
    gtk_widget_add_css_class (button, "suggested-action");
  if (target != NULL)
    gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", target);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  gtk_widget_set_hexpand (button, TRUE);
  if (compact)
    gtk_box_append (GTK_BOX (box), button);
  else
    adw_wrap_box_append (ADW_WRAP_BOX (box), button);
}

static void
add_reach (GtkWidget *box,
           EntRecord *record,
           const char *channel,
           const char *icon,
           const char *label,
           gboolean suggested)
{
  EntElement *element = ent_gtk_element_find (record, channel);
  g_autofree char *uri = element != NULL ? ent_gtk_element_dup_uri (element) : NULL;

  if (uri != NULL)
    add_action (box, icon, label, "win.launch", uri, suggested);
}

GtkWidget *
ent_app_hero_make_actions (EntRecord *record, gboolean compact)
{
  GtkWidget *box = compact ? gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6) : adw_wrap_box_new ();
  const char *kind = ent_record_get_kind (record)->key;

  if (compact)
    gtk_box_set_homogeneous (GTK_BOX (box), TRUE);
  else
    {
      adw_wrap_box_set_child_spacing (ADW_WRAP_BOX (box), 6);
      adw_wrap_box_set_line_spacing (ADW_WRAP_BOX (box), 6);
      adw_wrap_box_set_justify (ADW_WRAP_BOX (box), ADW_JUSTIFY_FILL);
    }
  if (strcmp (kind, "activity") == 0)
    {
      gboolean done = get_value (record, "done") != NULL;

      if (done)
        add_action (box, "edit-undo-symbolic", _("_Not Done Yet"), "win.set-done", "no", FALSE);
      else
        add_action (box, "object-select-symbolic", _("_Done"), "win.set-done", "yes", TRUE);
      return box;
    }
  add_reach (box, record, "phone", "call-start-symbolic", _("_Call"), TRUE);
  if (strcmp (kind, "contact") == 0 || strcmp (kind, "account") == 0 || strcmp (kind, "opportunity") == 0 ||
      strcmp (kind, "request") == 0)
    {
      /* Translators: a button that records a call, visit or meeting that was done */
      add_action (box, "document-edit-symbolic", _("_Log"), "win.log", NULL, FALSE);
      add_action (box, "entregent-todo-symbolic", _("_Plan"), "win.plan", NULL, FALSE);
    }
  add_reach (box, record, "email", "mail-unread-symbolic", _("_Mail"), FALSE);

  return box;
}
