/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "EntGtk"

#include "config.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "ent-gtk-filter-popover.h"
#include "ent-gtk-query-bar.h"

struct _EntGtkQueryBar
{
  GtkWidget parent_instance;

  EntStore *store;
  EntQuery *filters; /* what the chips show */
  EntQuery *query;   /* filters and words */
  gboolean refreshing;

  GtkWidget *row;
  GtkWidget *stack;
  GtkWidget *words;
  GtkWidget *text;
  GtkWidget *filter;
  GtkWidget *problem;
  GtkWidget *chips;
  GtkWidget *popover;
};

enum
{
  CHANGED,
  STOPPED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (EntGtkQueryBar, ent_gtk_query_bar, GTK_TYPE_WIDGET)

static gboolean
is_text_mode (EntGtkQueryBar *self)
{
  return g_strcmp0 (gtk_stack_get_visible_child_name (GTK_STACK (self->stack)), "text") == 0;
}

/* Keeps how the list is sorted and what its rows carry. */
static EntQuery *
parse (EntGtkQueryBar *self, const char *text, EntQueryProblem *problem, GError **error)
{
  g_autoptr (EntQuery) query =
      ent_query_new_from_text (self->store, ent_query_get_kind (self->filters), text, problem, error);
  gboolean descending = FALSE;
  const EntField *sort = ent_query_get_sort (self->filters, &descending);

  if (query != NULL && sort != NULL)
    {
      EntQuery *sorted = ent_query_with_sort (query, sort, descending);

      g_set_object (&query, sorted);
      g_object_unref (sorted);
    }

  return g_steal_pointer (&query);
}

static void
take_query (EntGtkQueryBar *self, EntQuery *query)
{
  gboolean same = self->query != NULL && ent_query_equal (self->query, query);

  g_set_object (&self->query, query);
  if (!same)
    g_signal_emit (self, signals[CHANGED], 0);
}

static void refresh_chips (EntGtkQueryBar *self);

static void
set_filters (EntGtkQueryBar *self, EntQuery *filters)
{
  g_set_object (&self->filters, filters);
  refresh_chips (self);
}

/* Words that cannot be read as a query are looked for as they are. */
static EntQuery *
with_words (EntGtkQueryBar *self)
{
  g_autofree char *words = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->words))));
  g_autofree char *filters = ent_query_dup_text (self->filters), *text = NULL, *quoted = NULL;
  EntQuery *query;

  if (*words == '\0')
    return g_object_ref (self->filters);
  text = g_strjoin (" ", filters, words, NULL);
  query = parse (self, text, NULL, NULL);
  if (query != NULL)
    return query;
  g_strdelimit (words, "\"", ' ');
  quoted = g_strdup_printf ("%s \"%s\"", filters, words);
  query = parse (self, quoted, NULL, NULL);

  return query != NULL ? query : g_object_ref (self->filters);
}

static void
words_changed_cb (EntGtkQueryBar *self)
{
  g_autoptr (EntQuery) query = NULL;

  if (self->refreshing || self->filters == NULL)
    return;
  query = with_words (self);
  take_query (self, query);
}

/* Enter makes chips of what was typed. */
static void
words_activate_cb (EntGtkQueryBar *self)
{
  g_autoptr (EntQuery) query = NULL;

  if (*gtk_editable_get_text (GTK_EDITABLE (self->words)) == '\0')
    return;
  query = with_words (self);
  self->refreshing = TRUE;
  gtk_editable_set_text (GTK_EDITABLE (self->words), "");
  self->refreshing = FALSE;
  set_filters (self, query);
  take_query (self, query);
}

static void
stop_cb (EntGtkQueryBar *self)
{
  g_signal_emit (self, signals[STOPPED], 0);
}

static void
underline (EntGtkQueryBar *self, const EntQueryProblem *problem)
{
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->text));
  glong length = g_utf8_strlen (text, -1);

  if (problem != NULL)
    {
      glong begin = MIN ((glong) problem->position, MAX (length - 1, 0));
      glong end = MIN (begin + MAX ((glong) problem->length, 1), length);
      PangoAttribute *line = pango_attr_underline_new (PANGO_UNDERLINE_ERROR);

      line->start_index = (guint) (g_utf8_offset_to_pointer (text, begin) - text);
      line->end_index = (guint) (g_utf8_offset_to_pointer (text, MAX (end, begin)) - text);
      pango_attr_list_insert (attributes, line);
    }
  gtk_entry_set_attributes (GTK_ENTRY (self->text), attributes);
}

static void
show_problem (EntGtkQueryBar *self, const EntQueryProblem *problem)
{
  underline (self, problem);
  gtk_widget_set_visible (self->problem, problem != NULL);
  if (problem == NULL)
    {
      gtk_widget_remove_css_class (self->text, "error");
      gtk_accessible_reset_state (GTK_ACCESSIBLE (self->text), GTK_ACCESSIBLE_STATE_INVALID);
      return;
    }
  if (problem->expected != NULL)
    {
      /* Translators: what could stand in a query where it cannot be understood */
      g_autofree char *message = g_strdup_printf (_("Expected %s"), problem->expected);

      gtk_label_set_text (GTK_LABEL (self->problem), message);
    }
  gtk_widget_add_css_class (self->text, "error");
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->text), GTK_ACCESSIBLE_STATE_INVALID, GTK_ACCESSIBLE_INVALID_TRUE,
                               -1);
  gtk_accessible_update_relation (GTK_ACCESSIBLE (self->text), GTK_ACCESSIBLE_RELATION_ERROR_MESSAGE, self->problem,
                                  NULL, -1);
}

static void
text_changed_cb (EntGtkQueryBar *self)
{
  EntQueryProblem problem = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (EntQuery) query = NULL;

  if (self->refreshing || self->filters == NULL)
    return;
  query = parse (self, gtk_editable_get_text (GTK_EDITABLE (self->text)), &problem, &error);
  show_problem (self, query == NULL ? &problem : NULL);
  ent_query_problem_clear (&problem);
  if (query == NULL)
    return;
  set_filters (self, query);
  take_query (self, query);
}

static void
leave_text_cb (EntGtkQueryBar *self)
{
  show_problem (self, NULL);
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "words");
  refresh_chips (self);
  gtk_widget_grab_focus (self->words);
}

static void
edit_text_cb (EntGtkQueryBar *self)
{
  g_autoptr (EntQuery) query = with_words (self);
  g_autofree char *text = ent_query_dup_text (query);

  self->refreshing = TRUE;
  gtk_editable_set_text (GTK_EDITABLE (self->text), text);
  gtk_editable_set_text (GTK_EDITABLE (self->words), "");
  self->refreshing = FALSE;
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "text");
  set_filters (self, query);
  gtk_widget_grab_focus (self->text);
  gtk_editable_set_position (GTK_EDITABLE (self->text), -1);
}

static void
remove_cb (EntGtkQueryBar *self, GtkWidget *button)
{
  guint index = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (button), "index"));
  g_autoptr (EntQuery) filters = ent_query_without_term (self->filters, index);
  g_autoptr (EntQuery) query = NULL;

  gtk_widget_grab_focus (self->words);
  set_filters (self, filters);
  query = with_words (self);
  take_query (self, query);
}

static void
term_cb (EntGtkQueryBar *self, const char *term)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (EntQuery) filters = ent_query_with_term (self->filters, self->store, term, &error), query = NULL;

  if (filters == NULL)
    {
      gtk_label_set_text (GTK_LABEL (self->problem), error->message);
      gtk_widget_set_visible (self->problem, TRUE);
      return;
    }
  gtk_widget_set_visible (self->problem, FALSE);
  set_filters (self, filters);
  query = with_words (self);
  take_query (self, query);
}

static GtkWidget *
make_chip (EntGtkQueryBar *self, guint index)
{
  g_autofree char *label = ent_query_dup_term_label (self->filters, self->store, index);
  g_autofree char *remove = g_strdup_printf (_("Remove “%s”"), label);
  GtkWidget *chip = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0), *text = gtk_label_new (label);
  GtkWidget *button = gtk_button_new_from_icon_name ("window-close-symbolic");

  gtk_label_set_ellipsize (GTK_LABEL (text), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (chip, "chip");
  gtk_widget_add_css_class (chip, "accent");
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "circular");
  gtk_widget_set_tooltip_text (button, remove);
  g_object_set_data (G_OBJECT (button), "index", GUINT_TO_POINTER (index));
  g_signal_connect_swapped (button, "clicked", G_CALLBACK (remove_cb), self);
  gtk_box_append (GTK_BOX (chip), text);
  gtk_box_append (GTK_BOX (chip), button);

  return chip;
}

static void
refresh_chips (EntGtkQueryBar *self)
{
  guint i, n = ent_query_get_n_terms (self->filters);
  GtkWidget *child, *edit;

  while ((child = gtk_widget_get_first_child (self->chips)) != NULL)
    adw_wrap_box_remove (ADW_WRAP_BOX (self->chips), child);
  gtk_widget_set_visible (self->chips, n > 0 && !is_text_mode (self));
  if (n == 0 || is_text_mode (self))
    return;
  for (i = 0; i < n; i++)
    adw_wrap_box_append (ADW_WRAP_BOX (self->chips), make_chip (self, i));
  edit = gtk_button_new_with_mnemonic (_("_Edit as Text"));
  gtk_widget_add_css_class (edit, "chip-button");
  g_signal_connect_swapped (edit, "clicked", G_CALLBACK (edit_text_cb), self);
  adw_wrap_box_append (ADW_WRAP_BOX (self->chips), edit);
}

static void
edit_text_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  edit_text_cb (ENT_GTK_QUERY_BAR (widget));
}

static void
ent_gtk_query_bar_dispose (GObject *object)
{
  EntGtkQueryBar *self = ENT_GTK_QUERY_BAR (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), ENT_GTK_TYPE_QUERY_BAR);
  g_clear_object (&self->store);
  g_clear_object (&self->filters);
  g_clear_object (&self->query);

  G_OBJECT_CLASS (ent_gtk_query_bar_parent_class)->dispose (object);
}

static void
ent_gtk_query_bar_class_init (EntGtkQueryBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ent_gtk_query_bar_dispose;

  /**
   * EntGtkQueryBar::changed:
   * @self: a query bar
   *
   * There is another query.
   */
  signals[CHANGED] =
      g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  /**
   * EntGtkQueryBar::stopped:
   * @self: a query bar
   *
   * Escape was pressed in the entry.
   */
  signals[STOPPED] =
      g_signal_new ("stopped", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_install_action (widget_class, "query.edit-text", NULL, edit_text_action);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/entregent/EntGtk/ent-gtk-query-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, EntGtkQueryBar, row);
  gtk_widget_class_bind_template_child (widget_class, EntGtkQueryBar, stack);
  gtk_widget_class_bind_template_child (widget_class, EntGtkQueryBar, words);
  gtk_widget_class_bind_template_child (widget_class, EntGtkQueryBar, text);
  gtk_widget_class_bind_template_child (widget_class, EntGtkQueryBar, filter);
  gtk_widget_class_bind_template_child (widget_class, EntGtkQueryBar, problem);
  gtk_widget_class_bind_template_child (widget_class, EntGtkQueryBar, chips);
  gtk_widget_class_bind_template_callback (widget_class, words_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, words_activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, stop_cb);
  gtk_widget_class_bind_template_callback (widget_class, text_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, leave_text_cb);
}

static void
ent_gtk_query_bar_init (EntGtkQueryBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->popover = ent_gtk_filter_popover_new ();
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (self->filter), self->popover);
  g_signal_connect_object (self->popover, "term", G_CALLBACK (term_cb), self, G_CONNECT_SWAPPED);
}

/**
 * ent_gtk_query_bar_set_query:
 * @self: a query bar
 * @store: the book
 * @query: what is shown as chips
 *
 * Begins with a query; words that were typed are forgotten. Does not emit [signal@QueryBar::changed].
 */
void
ent_gtk_query_bar_set_query (EntGtkQueryBar *self, EntStore *store, EntQuery *query)
{
  gboolean other_kind;

  g_return_if_fail (ENT_GTK_IS_QUERY_BAR (self) && ENT_IS_STORE (store) && ENT_IS_QUERY (query));

  other_kind =
      self->filters == NULL || ent_query_get_kind (self->filters) != ent_query_get_kind (query) || self->store != store;
  g_set_object (&self->store, store);
  g_set_object (&self->query, query);
  self->refreshing = TRUE;
  gtk_editable_set_text (GTK_EDITABLE (self->words), "");
  self->refreshing = FALSE;
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "words");
  gtk_widget_set_visible (self->problem, FALSE);
  if (other_kind)
    ent_gtk_filter_popover_set_kind (ENT_GTK_FILTER_POPOVER (self->popover), store, ent_query_get_kind (query));
  set_filters (self, query);
}

/**
 * ent_gtk_query_bar_get_query:
 * @self: a query bar
 *
 * Gets the query of chips and words.
 *
 * Returns: (transfer none) (nullable): the query
 */
EntQuery *
ent_gtk_query_bar_get_query (EntGtkQueryBar *self)
{
  g_return_val_if_fail (ENT_GTK_IS_QUERY_BAR (self), NULL);

  return self->query;
}

/**
 * ent_gtk_query_bar_focus:
 * @self: a query bar
 *
 * Puts the cursor into the entry.
 */
void
ent_gtk_query_bar_focus (EntGtkQueryBar *self)
{
  g_return_if_fail (ENT_GTK_IS_QUERY_BAR (self));

  gtk_widget_grab_focus (is_text_mode (self) ? self->text : self->words);
}

/**
 * ent_gtk_query_bar_clear:
 * @self: a query bar
 *
 * Takes words and chips away.
 */
void
ent_gtk_query_bar_clear (EntGtkQueryBar *self)
{
  g_autoptr (EntQuery) query = NULL;

  g_return_if_fail (ENT_GTK_IS_QUERY_BAR (self));

  if (self->filters == NULL)
    return;
  query = parse (self, "", NULL, NULL);
  ent_gtk_query_bar_set_query (self, self->store, query);
  g_signal_emit (self, signals[CHANGED], 0);
}
