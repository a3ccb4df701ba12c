/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "EntGtk"

#include "config.h"

#include "ent-gtk-typed-row-private.h"

typedef struct
{
  char *edit;  /* the editor's value as it is typed */
  char *words; /* the same as it is read */
  gboolean draft;
} EntGtkTypedRowPrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (EntGtkTypedRow, ent_gtk_typed_row, ADW_TYPE_ENTRY_ROW)

static EntGtkTypedRowPrivate *
get_private (EntGtkTypedRow *self)
{
  return ent_gtk_typed_row_get_instance_private (self);
}

static gboolean
is_editing (EntGtkTypedRow *self)
{
  return gtk_widget_has_css_class (GTK_WIDGET (self), "focused");
}

static gboolean
is_dirty (EntGtkTypedRow *self)
{
  EntGtkTypedRowPrivate *priv = get_private (self);
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self));

  return g_strcmp0 (text, priv->words) != 0 && g_strcmp0 (text, priv->edit) != 0;
}

void
ent_gtk_typed_row_show_text (EntGtkTypedRow *self, const char *text)
{
  /* Turning the button off and on makes the row forget that it was typed into. */
  adw_entry_row_set_show_apply_button (ADW_ENTRY_ROW (self), FALSE);
  gtk_editable_set_text (GTK_EDITABLE (self), text);
  adw_entry_row_set_show_apply_button (ADW_ENTRY_ROW (self), !get_private (self)->draft);
}

static void
show (EntGtkTypedRow *self, gboolean editing)
{
  EntGtkTypedRowPrivate *priv = get_private (self);
  const char *text = editing ? priv->edit : priv->words;

  if (g_strcmp0 (text, gtk_editable_get_text (GTK_EDITABLE (self))) != 0)
    ent_gtk_typed_row_show_text (self, text);
  if (ENT_GTK_TYPED_ROW_GET_CLASS (self)->shown != NULL)
    ENT_GTK_TYPED_ROW_GET_CLASS (self)->shown (self, editing);
}

void
ent_gtk_typed_row_show_value (EntGtkTypedRow *self)
{
  show (self, is_editing (self));
  ent_gtk_field_row_set_problem (ENT_GTK_FIELD_ROW (self), NULL);
}

void
ent_gtk_typed_row_take_value (EntGtkTypedRow *self, char *edit, char *words)
{
  EntGtkTypedRowPrivate *priv = get_private (self);
  gboolean dirty = priv->edit != NULL && is_dirty (self);

  g_free (priv->edit);
  priv->edit = edit;
  g_free (priv->words);
  priv->words = words;
  if (!dirty || !is_dirty (self))
    ent_gtk_typed_row_show_value (self);
}

const char *
ent_gtk_typed_row_get_edit (EntGtkTypedRow *self)
{
  return get_private (self)->edit;
}

const char *
ent_gtk_typed_row_get_words (EntGtkTypedRow *self)
{
  return get_private (self)->words;
}

static void
apply_cb (EntGtkTypedRow *self)
{
  g_autofree char *text = g_strdup (gtk_editable_get_text (GTK_EDITABLE (self)));

  ENT_GTK_TYPED_ROW_GET_CLASS (self)->apply (self, text);
}

static void
enter_cb (EntGtkTypedRow *self)
{
  if (!is_dirty (self))
    show (self, TRUE);
}

static void
leave_cb (EntGtkTypedRow *self)
{
  if (is_dirty (self))
    apply_cb (self);
  else
    show (self, FALSE);
}

static gboolean
key_pressed_cb (EntGtkTypedRow *self, guint keyval)
{
  if (keyval != GDK_KEY_Escape || !is_dirty (self))
    return GDK_EVENT_PROPAGATE;
  ent_gtk_typed_row_show_text (self, get_private (self)->edit);
  ent_gtk_field_row_set_problem (ENT_GTK_FIELD_ROW (self), NULL);

  return GDK_EVENT_STOP;
}

static void
ent_gtk_typed_row_finalize (GObject *object)
{
  EntGtkTypedRowPrivate *priv = get_private (ENT_GTK_TYPED_ROW (object));

  g_clear_pointer (&priv->edit, g_free);
  g_clear_pointer (&priv->words, g_free);

  G_OBJECT_CLASS (ent_gtk_typed_row_parent_class)->finalize (object);
}

static void
ent_gtk_typed_row_class_init (EntGtkTypedRowClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = ent_gtk_typed_row_finalize;
}

static void
ent_gtk_typed_row_init (EntGtkTypedRow *self)
{
  GtkEventController *focus = gtk_event_controller_focus_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();

  g_signal_connect (self, "apply", G_CALLBACK (apply_cb), NULL);
  g_signal_connect_swapped (focus, "enter", G_CALLBACK (enter_cb), self);
  g_signal_connect_swapped (focus, "leave", G_CALLBACK (leave_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), focus);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
}

void
ent_gtk_typed_row_bind (EntGtkTypedRow *self, EntGtkEditor *editor, const EntField *field)
{
  EntGtkTypedRowPrivate *priv = get_private (self);

  priv->draft = ent_gtk_editor_is_draft (editor);
  adw_entry_row_set_show_apply_button (ADW_ENTRY_ROW (self), !priv->draft);
  adw_entry_row_set_activates_default (ADW_ENTRY_ROW (self), priv->draft);
  ent_gtk_field_row_bind (ENT_GTK_FIELD_ROW (self), editor, field);
}
