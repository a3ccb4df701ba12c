/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "EntGtk"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "ent-gtk-fetch.h"
#include "ent-gtk-list-state.h"
#include "ent-gtk-picker.h"

#define LIMIT 50

struct _EntGtkPicker
{
  AdwDialog parent_instance;

  EntStore *store;
  const EntField *field; /* NULL when it is for kinds */
  GPtrArray *kinds;
  GCancellable *cancellable;
  guint n_pending;
  char *text;

  GtkWidget *clear;
  GtkWidget *entry;
  GtkWidget *list;
  GtkWidget *placeholder;
};

enum
{
  CHOSEN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (EntGtkPicker, ent_gtk_picker, ADW_TYPE_DIALOG)

typedef struct
{
  const EntKind *kind;
  EntId id; /* all zero: to be made */
  char *title;
} Item;

static void
item_free (gpointer data)
{
  Item *item = data;

  g_free (item->title);
  g_free (item);
}

static GQuark
item_quark (void)
{
  return g_quark_from_static_string ("ent-gtk-picker-item");
}

static GtkWidget *
add_item (EntGtkPicker *self,
          const EntKind *kind,
          const EntId *id,
          const char *title,
          const char *subtitle,
          const char *icon)
{
  GtkWidget *row = adw_action_row_new ();
  Item *item = g_new0 (Item, 1);

  item->kind = kind;
  if (id != NULL)
    item->id = *id;
  item->title = g_strdup (id != NULL ? title : self->text);
  g_object_set_qdata_full (G_OBJECT (row), item_quark (), item, item_free);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 1);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 1);
  if (subtitle != NULL)
    adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), gtk_image_new_from_icon_name (icon));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  gtk_list_box_append (GTK_LIST_BOX (self->list), row);

  return row;
}

static gboolean
can_make (const EntKind *kind)
{
  static const char *const kinds[] = { "contact", "account", "product", "tag", "term", "opportunity", NULL };

  return kind->title != NULL && g_strv_contains (kinds, kind->key);
}

static void
add_make_rows (EntGtkPicker *self)
{
  guint i;

  for (i = 0; *self->text != '\0' && i < self->kinds->len; i++)
    {
      const EntKind *kind = g_ptr_array_index (self->kinds, i);
      g_autofree char *title = NULL;

      if (!can_make (kind))
        continue;
      /* Translators: the name that was typed; activating it makes a record of that name. */
      title = g_strdup_printf (_("Add “%s”"), self->text);
      add_item (self, kind, NULL, title, self->kinds->len > 1 ? ent_kind_get_label (kind) : NULL, "list-add-symbolic");
    }
}

static void
found_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  EntGtkPicker *self;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows = ent_store_query_finish (ENT_STORE (source), result, &error);
  guint i;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  self = ENT_GTK_PICKER (data);
  for (i = 0; rows != NULL && i < rows->len; i++)
    {
      EntRow *row = g_ptr_array_index (rows, i);
      EntGtkListState state;
      g_autofree char *subtitle = NULL;

      ent_gtk_list_state_init (&state, ent_row_get_kind (row));
      subtitle = ent_gtk_list_state_dup_subtitle (&state, row);
      add_item (self, ent_row_get_kind (row), ent_row_get_id (row), ent_row_get_title (row), subtitle,
                ent_gtk_icon_for_kind (ent_row_get_kind (row)));
    }
  if (error != NULL)
    gtk_label_set_text (GTK_LABEL (self->placeholder), error->message);
  if (--self->n_pending == 0)
    add_make_rows (self);
}

/* Words in quotes, so that what is typed is never read as a filter; each may be the beginning of one. */
static char *
to_query (const char *text)
{
  g_auto (GStrv) words = g_strsplit_set (text, " \t\"():,<>=|", -1);
  g_autoptr (GString) query = g_string_new (NULL);
  int i;

  for (i = 0; words[i] != NULL; i++)
    {
      const char *word = words[i];

      while (*word == '-')
        word++;
      if (*word != '\0' && strcmp (word, "OR") != 0)
        g_string_append_printf (query, "%s%s", query->len > 0 ? " " : "", word);
    }

  return g_string_free_and_steal (g_steal_pointer (&query));
}

static EntQuery *
make_query (EntGtkPicker *self, const EntKind *kind, const char *words)
{
  g_autofree char *text = NULL;
  g_autoptr (EntQuery) query = NULL, sorted = NULL;
  const EntField *position = ent_kind_get_field (kind, "position");
  EntGtkListState state;

  /* A term belongs to the taxonomy that its field names: sectors are no sources. */
  if (self->field != NULL && self->field->of != NULL && g_str_equal (kind->key, "term"))
    text = g_strdup_printf ("taxonomy:%s %s", self->field->of, words);
  else
    text = g_strdup (words);
  query = ent_query_new_from_text (self->store, kind, text, NULL, NULL);
  if (query == NULL)
    return NULL;
  if (position != NULL && *words == '\0')
    {
      sorted = ent_query_with_sort (query, position, FALSE);
      g_set_object (&query, sorted);
    }
  ent_gtk_list_state_init (&state, kind);

  return ent_query_with_fields (query, state.fields, state.n_fields);
}

static void
search (EntGtkPicker *self)
{
  g_autofree char *words = NULL;
  guint i;

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  g_free (self->text);
  self->text = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->entry))));
  words = to_query (self->text);
  gtk_list_box_remove_all (GTK_LIST_BOX (self->list));
  gtk_label_set_text (GTK_LABEL (self->placeholder),
                      *self->text != '\0' ? _("Nothing found") : _("Nothing here yet"));
  self->n_pending = 0;
  for (i = 0; i < self->kinds->len; i++)
    {
      g_autoptr (EntQuery) query = make_query (self, g_ptr_array_index (self->kinds, i), words);

      if (query == NULL)
        continue;
      self->n_pending++;
      ent_store_query_async (self->store, query, 0, LIMIT, self->cancellable, found_cb, self);
    }
}

static void
choose (EntGtkPicker *self, Item *item)
{
  g_autoptr (EntGtkPicker) alive = g_object_ref (self);

  g_signal_emit (self, signals[CHOSEN], 0, item->kind, &item->id, item->title);
  adw_dialog_close (ADW_DIALOG (self));
}

typedef struct
{
  EntGtkPicker *picker;
  Item *item;
} Making;

static void
made_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Making *making = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (EntReceipt) receipt = ent_store_commit_finish (ENT_STORE (source), result, &error);

  if (receipt != NULL)
    choose (making->picker, making->item);
  else
    {
      gtk_list_box_remove_all (GTK_LIST_BOX (making->picker->list));
      gtk_label_set_text (GTK_LABEL (making->picker->placeholder), error->message);
    }
  g_object_unref (making->picker);
  item_free (making->item);
  g_free (making);
}

static void
make_record (EntGtkPicker *self, const EntKind *kind, const char *title)
{
  g_autoptr (EntChange) change = ent_change_new (self->store);
  g_autofree char *label = NULL;
  Making *making = g_new0 (Making, 1);
  EntId id = { 0 };
  const EntField *taxonomy = ent_kind_get_field (kind, "taxonomy");
  gboolean is_term = g_str_equal (kind->key, "term") && self->field != NULL;

  if (g_str_equal (kind->key, "tag") || is_term)
    ent_id_for_name (&id, kind->number, is_term ? self->field->of : NULL, title);
  ent_change_add (change, kind, &id);
  ent_change_set_text (change, kind, &id, kind->title, title);
  if (is_term && taxonomy != NULL)
    ent_change_set_text (change, kind, &id, taxonomy, self->field->of);
  ent_change_set_source (change, "form");
  label = g_strdup_printf (_("“%s” added"), title);
  ent_change_set_label (change, label);

  making->picker = g_object_ref (self);
  making->item = g_new0 (Item, 1);
  making->item->kind = kind;
  making->item->id = id;
  making->item->title = g_strdup (title);
  ent_store_commit_async (self->store, change, NULL, made_cb, making);
}

static void
row_activated_cb (EntGtkPicker *self, GtkListBoxRow *row)
{
  Item *item = g_object_get_qdata (G_OBJECT (row), item_quark ());

  if (ent_id_is_null (&item->id))
    make_record (self, item->kind, item->title);
  else
    choose (self, item);
}

static void
clear_cb (EntGtkPicker *self)
{
  g_autoptr (EntGtkPicker) alive = g_object_ref (self);

  g_signal_emit (self, signals[CHOSEN], 0, NULL, NULL, "");
  adw_dialog_close (ADW_DIALOG (self));
}

static void
entry_activate_cb (EntGtkPicker *self)
{
  GtkListBoxRow *first = gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->list), 0);

  if (first != NULL)
    row_activated_cb (self, first);
}

static void
focus_list_cb (EntGtkPicker *self)
{
  gtk_widget_child_focus (self->list, GTK_DIR_TAB_FORWARD);
}

static void
search_changed_cb (EntGtkPicker *self)
{
  search (self);
}

static void
ent_gtk_picker_dispose (GObject *object)
{
  EntGtkPicker *self = ENT_GTK_PICKER (object);

  g_cancellable_cancel (self->cancellable);

  G_OBJECT_CLASS (ent_gtk_picker_parent_class)->dispose (object);
}

static void
ent_gtk_picker_finalize (GObject *object)
{
  EntGtkPicker *self = ENT_GTK_PICKER (object);

  g_clear_object (&self->cancellable);
  g_clear_object (&self->store);
  g_clear_pointer (&self->kinds, g_ptr_array_unref);
  g_clear_pointer (&self->text, g_free);

  G_OBJECT_CLASS (ent_gtk_picker_parent_class)->finalize (object);
}

static void
ent_gtk_picker_class_init (EntGtkPickerClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ent_gtk_picker_dispose;
  G_OBJECT_CLASS (klass)->finalize = ent_gtk_picker_finalize;

  /**
   * EntGtkPicker::chosen:
   * @self: a picker
   * @kind: (type gpointer): the kind of the record, an EntKind
   * @id: (type gpointer) (nullable): its id, an EntId; %NULL: none shall be
   * @title: what it is called
   *
   * A record was chosen, and made if it was not there. The dialog closes itself.
   */
  signals[CHOSEN] = g_signal_new ("chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 3, G_TYPE_POINTER, G_TYPE_POINTER, G_TYPE_STRING);

  gtk_widget_class_set_template_from_resource (widget_class, "/org/entregent/EntGtk/ent-gtk-picker.ui");
  gtk_widget_class_bind_template_child (widget_class, EntGtkPicker, clear);
  gtk_widget_class_bind_template_child (widget_class, EntGtkPicker, entry);
  gtk_widget_class_bind_template_child (widget_class, EntGtkPicker, list);
  gtk_widget_class_bind_template_child (widget_class, EntGtkPicker, placeholder);
  gtk_widget_class_bind_template_callback (widget_class, clear_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, entry_activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, focus_list_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
}

static void
ent_gtk_picker_init (EntGtkPicker *self)
{
  self->kinds = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_search_entry_set_key_capture_widget (GTK_SEARCH_ENTRY (self->entry), GTK_WIDGET (self));
}

/**
 * ent_gtk_picker_new:
 * @store: the book
 * @field: a reference, or a set of references
 *
 * Makes a dialog that chooses a value for a field.
 *
 * Returns: (transfer floating): a new dialog
 */
AdwDialog *
ent_gtk_picker_new (EntStore *store, const EntField *field)
{
  EntGtkPicker *self;

  g_return_val_if_fail (ENT_IS_STORE (store) && field != NULL, NULL);

  self = ENT_GTK_PICKER (ent_gtk_picker_new_for_kinds (store, ent_field_get_label (field), field->targets));
  self->field = field;
  search (self);

  return ADW_DIALOG (self);
}

/**
 * ent_gtk_picker_new_for_kinds:
 * @store: the book
 * @title: the title of the dialog
 * @kinds: (nullable) (array zero-terminated): kinds to choose from; %NULL or empty: contacts, accounts and
 * opportunities
 *
 * Makes a dialog that chooses a record of some kinds.
 *
 * Returns: (transfer floating): a new dialog
 */
AdwDialog *
ent_gtk_picker_new_for_kinds (EntStore *store, const char *title, const EntKind *const *kinds)
{
  static const char *const usual[] = { "contact", "account", "opportunity" };
  EntGtkPicker *self;
  guint i;

  g_return_val_if_fail (ENT_IS_STORE (store), NULL);

  self = g_object_new (ENT_GTK_TYPE_PICKER, "title", title, NULL);
  self->store = g_object_ref (store);
  for (i = 0; kinds != NULL && kinds[i] != NULL; i++)
    g_ptr_array_add (self->kinds, (gpointer) kinds[i]);
  if (self->kinds->len == 0)
    for (i = 0; i < G_N_ELEMENTS (usual); i++)
      g_ptr_array_add (self->kinds, (gpointer) ent_kind_from_key (usual[i]));
  search (self);

  return ADW_DIALOG (self);
}

/**
 * ent_gtk_picker_set_clearable:
 * @self: a picker
 * @clearable: whether there is something to clear
 *
 * Offers to choose no record; [signal@Picker::chosen] then comes without an id.
 */
void
ent_gtk_picker_set_clearable (EntGtkPicker *self, gboolean clearable)
{
  g_return_if_fail (ENT_GTK_IS_PICKER (self));

  gtk_widget_set_visible (self->clear, clearable);
}
