/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "EntApp"

#include "config.h"

#include <glib/gi18n.h>

#include "ent-app-difference-row.h"
#include "ent-app-differences-dialog.h"
#include "ent-app-import-dialog.h"
#include "ent-app-import-result.h"
#include "ent-app-import-rows.h"
#include "ent-app-message.h"
#include "ent-app-window-private.h"
#include "ent-gtk-format.h"

/* What the worker tells; it may outlive the dialog. */
typedef struct
{
  GMutex mutex;
  double fraction;
} Progress;

/* What was edited in a list that was exported and is opened again: looked through, and taken over. */
struct _EntAppDifferencesDialog
{
  AdwDialog parent_instance;

  EntAppWindow *window;
  EntDifferences *differences;
  GPtrArray *files; /* GFile: the one that was opened */
  GCancellable *cancellable;
  GListStore *items;  /* EntAppDifferenceItem */
  GPtrArray *queries; /* of the lists that missing rows can be looked for in; NULL: none */
  guint n_chosen;
  gboolean asking;   /* missing rows were not chosen by hand */
  gboolean choosing; /* many at once: they are counted when it is done */
  gboolean writing;
  Progress *told;
  guint progress_source;

  GtkWidget *toolbar_view;
  GtkWidget *title;
  GtkWidget *cancel;
  GtkWidget *choose;
  GtkWidget *sheets;
  GtkWidget *sheets_list;
  GtkWidget *stack;
  GtkWidget *content;
  GtkWidget *working_text;
  GtkWidget *progress;
  GtkWidget *failed;
  GtkWidget *summary;
  GtkWidget *missing;
  GtkWidget *view;
  GtkWidget *chosen;
  GtkWidget *accept;
  GtkWidget *accept_all;
  GtkWidget *result;
};

G_DEFINE_FINAL_TYPE (EntAppDifferencesDialog, ent_app_differences_dialog, ADW_TYPE_DIALOG)

/* ---- what is shown ---- */

static void compare (EntAppDifferencesDialog *self);

static void
show_page (EntAppDifferencesDialog *self, const char *page, gboolean can_accept)
{
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), page);
  gtk_widget_set_visible (self->choose, can_accept);
  gtk_widget_set_visible (self->sheets, FALSE);
  adw_toolbar_view_set_reveal_bottom_bars (ADW_TOOLBAR_VIEW (self->toolbar_view), can_accept);
}

/* Another sheet may be another list, of another kind. */
static void
sheet_chosen_cb (EntAppDifferencesDialog *self, GParamSpec *pspec, AdwComboRow *row)
{
  ent_differences_set_sheet (self->differences, ent_app_import_rows_get_sheet (row));
  ent_differences_set_query (self->differences, NULL);
  ent_differences_set_guess_query (self->differences, TRUE);
  g_clear_pointer (&self->queries, g_ptr_array_unref);
  compare (self);
}

/* Also of one that cannot be compared: another one may be the list. The row stays, and with it where the focus was. */
static void
show_sheets (EntAppDifferencesDialog *self)
{
  GtkWidget *row = gtk_widget_get_first_child (self->sheets_list);

  if (row == NULL)
    {
      row = ent_app_import_rows_new_sheets (ent_differences_get_sheets (self->differences),
                                            ent_differences_get_sheet (self->differences));
      if (row == NULL)
        return;
      g_signal_connect_object (row, "notify::selected", G_CALLBACK (sheet_chosen_cb), self, G_CONNECT_SWAPPED);
      gtk_list_box_append (GTK_LIST_BOX (self->sheets_list), row);
    }
  gtk_widget_set_visible (self->sheets, TRUE);
}

static void
show_failure (EntAppDifferencesDialog *self, const char *message)
{
  ent_app_message_set_on_page (self->failed, message);
  gtk_button_set_label (GTK_BUTTON (self->cancel), _("_Close"));
  show_page (self, "failed", FALSE);
}

static void
count_chosen (EntAppDifferencesDialog *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->items));
  g_autofree char *shown = NULL, *text = NULL;

  if (self->choosing)
    return;
  self->n_chosen = 0;
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (EntAppDifferenceItem) item = g_list_model_get_item (G_LIST_MODEL (self->items), i);

      self->n_chosen += ent_app_difference_item_get_chosen (item);
    }
  shown = ent_gtk_format_integer (self->n_chosen);
  text = g_strdup_printf (ngettext ("%s selected", "%s selected", self->n_chosen), shown);
  gtk_label_set_text (GTK_LABEL (self->chosen), text);
  gtk_widget_set_sensitive (self->accept, self->n_chosen > 0);
}

static void
choose (EntAppDifferencesDialog *self, gboolean safe, gboolean others)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->items));

  self->choosing = TRUE;
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (EntAppDifferenceItem) item = g_list_model_get_item (G_LIST_MODEL (self->items), i);

      ent_app_difference_item_set_chosen (item, ent_app_difference_item_is_safe (item) ? safe : others);
    }
  self->choosing = FALSE;
  count_chosen (self);
}

static void
select_all_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  choose (ENT_APP_DIFFERENCES_DIALOG (widget), TRUE, TRUE);
}

static void
select_safe_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  choose (ENT_APP_DIFFERENCES_DIALOG (widget), TRUE, FALSE);
}

static void
select_none_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  choose (ENT_APP_DIFFERENCES_DIALOG (widget), FALSE, FALSE);
}

static void
changed_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  count_chosen (ENT_APP_DIFFERENCES_DIALOG (widget));
}

static void
add_texts (EntAppDifferencesDialog *self, GPtrArray *items)
{
  GPtrArray *rejections = ent_differences_get_rejections (self->differences);
  GPtrArray *notes = ent_differences_get_notes (self->differences);

  for (guint i = 0; i < rejections->len; i++)
    {
      const EntImportRejection *rejection = g_ptr_array_index (rejections, i);
      g_autofree char *number = g_strdup_printf ("%" G_GUINT64_FORMAT, rejection->line);
      /* Translators: the number of a line of a file. */
      g_autofree char *line = g_strdup_printf (_("Line %s"), number);

      g_ptr_array_add (items, ent_app_difference_item_new_text (rejection->reason, line,
                                                                i == 0 ? _("What Cannot Be Taken") : NULL));
    }
  for (guint i = 0; i < notes->len; i++)
    g_ptr_array_add (items, ent_app_difference_item_new_text (g_ptr_array_index (notes, i), NULL,
                                                              i == 0 ? _("Good to Know") : NULL));
}

static void
fill (EntAppDifferencesDialog *self)
{
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);
  GPtrArray *differences = ent_differences_get_items (self->differences);
  const EntDifference *last = NULL;

  for (guint i = 0; i < differences->len; i++)
    {
      const EntDifference *difference = g_ptr_array_index (differences, i);
      gboolean same = last != NULL && last->line == difference->line && ent_id_equal (&last->id, &difference->id);

      g_ptr_array_add (items, ent_app_difference_item_new (self->differences, i, same ? NULL : difference->title));
      last = difference;
    }
  add_texts (self, items);
  g_list_store_remove_all (self->items);
  g_list_store_splice (self->items, 0, 0, items->pdata, items->len);
}

/* Lines break between the parts, not in them. */
static void
add_part (GString *text, const char *part, guint n)
{
  g_autoptr (GString) whole = g_string_new (part);

  if (n == 0)
    return;
  g_string_replace (whole, " ", "\302\240", 0);
  g_string_append_printf (text, "%s%s", text->len > 0 ? " · " : "", whole->str);
}

static guint
count_conflicts (EntDifferences *differences)
{
  GPtrArray *items = ent_differences_get_items (differences);
  guint n = 0;

  for (guint i = 0; i < items->len; i++)
    n += ((const EntDifference *) g_ptr_array_index (items, i))->conflict;

  return n;
}

static void
show_summary (EntAppDifferencesDialog *self)
{
  guint n_changed = ent_differences_get_n (self->differences, ENT_DIFFERENCE_CHANGED);
  guint n_added = ent_differences_get_n (self->differences, ENT_DIFFERENCE_ADDED);
  guint n_missing = ent_differences_get_n (self->differences, ENT_DIFFERENCE_MISSING);
  guint n_conflicts = count_conflicts (self->differences);
  g_autofree char *changed_number = ent_gtk_format_integer (n_changed);
  g_autofree char *added_number = ent_gtk_format_integer (n_added);
  g_autofree char *missing_number = ent_gtk_format_integer (n_missing);
  g_autofree char *conflicts_number = ent_gtk_format_integer (n_conflicts);
  g_autofree char *changed =
      g_strdup_printf (ngettext ("%s cell changed", "%s cells changed", n_changed), changed_number);
  g_autofree char *added = g_strdup_printf (ngettext ("%s row added", "%s rows added", n_added), added_number);
  g_autofree char *missing =
      g_strdup_printf (ngettext ("%s row missing", "%s rows missing", n_missing), missing_number);
  /* Translators: of these, so many are in conflict with edits of the book */
  g_autofree char *conflicts =
      g_strdup_printf (ngettext ("%s in conflict", "%s in conflict", n_conflicts), conflicts_number);
  g_autoptr (GString) text = g_string_new (NULL);

  add_part (text, changed, n_changed);
  add_part (text, added, n_added);
  add_part (text, missing, n_missing);
  add_part (text, conflicts, n_conflicts);
  gtk_label_set_text (GTK_LABEL (self->summary), text->str);
  gtk_widget_set_visible (self->summary, text->len > 0);
  gtk_accessible_announce (GTK_ACCESSIBLE (self), text->len > 0 ? text->str : _("No differences"),
                           GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
}

static void
add_query (EntAppDifferencesDialog *self, GtkStringList *names, const char *query, const char *name)
{
  gtk_string_list_append (names, name);
  g_ptr_array_add (self->queries, g_strdup (query));
}

/* Which list it was is not in the file: all records, or what the window shows. */
static void
show_missing (EntAppDifferencesDialog *self)
{
  const EntKind *kind = ent_differences_get_kind (self->differences);
  EntAppListPage *page = ent_app_window_get_list_page (self->window);
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  const char *used = ent_differences_get_query (self->differences);
  g_autofree char *shown = NULL;
  guint selected = 0;

  self->queries = g_ptr_array_new_with_free_func (g_free);
  /* Translators: "Missing rows are looked for: not at all" */
  add_query (self, names, NULL, C_("missing rows are looked for", "not at all"));
  /* Translators: "Missing rows are looked for: among all records" */
  add_query (self, names, "", C_("missing rows are looked for", "among all records"));
  if (ent_app_list_page_get_kind (page) == kind)
    {
      shown = ent_query_dup_text (ent_app_list_page_get_query (page));
      if (*shown != '\0')
        /* Translators: "Missing rows are looked for: in the list shown" */
        add_query (self, names, shown, C_("missing rows are looked for", "in the list shown"));
    }
  for (guint i = 0; i < self->queries->len; i++)
    if (g_strcmp0 (g_ptr_array_index (self->queries, i), used) == 0)
      selected = i;
  self->asking = TRUE;
  gtk_drop_down_set_model (GTK_DROP_DOWN (self->missing), G_LIST_MODEL (names));
  gtk_drop_down_set_selected (GTK_DROP_DOWN (self->missing), selected);
  self->asking = FALSE;
}

static void
show_differences (EntAppDifferencesDialog *self)
{
  gboolean can_accept = ent_differences_get_items (self->differences)->len > 0;

  if (self->queries == NULL)
    show_missing (self);
  fill (self);
  show_summary (self);
  count_chosen (self);
  gtk_stack_set_visible_child_name (GTK_STACK (self->content),
                                    g_list_model_get_n_items (G_LIST_MODEL (self->items)) > 0 ? "rows" : "none");
  gtk_button_set_label (GTK_BUTTON (self->cancel), can_accept ? _("_Cancel") : _("_Close"));
  show_page (self, "list", can_accept);
  adw_dialog_set_default_widget (ADW_DIALOG (self), can_accept ? self->accept : NULL);
  gtk_widget_grab_focus (can_accept ? self->view : self->cancel);
}

/* ---- comparing ---- */

static void
progress_clear (gpointer data)
{
  g_mutex_clear (&((Progress *) data)->mutex);
}

static void
progress_unref (gpointer data)
{
  g_atomic_rc_box_release_full (data, progress_clear);
}

static void
progress_cb (double fraction, guint64 n_records, gpointer data)
{
  Progress *told = data;

  g_mutex_lock (&told->mutex);
  told->fraction = fraction;
  g_mutex_unlock (&told->mutex);
}

static gboolean
show_progress_cb (gpointer data)
{
  EntAppDifferencesDialog *self = ENT_APP_DIFFERENCES_DIALOG (data);
  double fraction;

  g_mutex_lock (&self->told->mutex);
  fraction = self->told->fraction;
  g_mutex_unlock (&self->told->mutex);
  gtk_progress_bar_set_fraction (GTK_PROGRESS_BAR (self->progress), CLAMP (fraction, 0, 1));

  return G_SOURCE_CONTINUE;
}

static void
begin_work (EntAppDifferencesDialog *self, const char *text)
{
  gtk_label_set_text (GTK_LABEL (self->working_text), text);
  gtk_button_set_label (GTK_BUTTON (self->cancel), _("_Cancel"));
  show_page (self, "working", FALSE);
}

static void
compared_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (EntAppDifferencesDialog) self = data;
  g_autoptr (GError) error = NULL;
  gboolean done = ent_differences_compare_finish (ENT_DIFFERENCES (source), result, &error);

  g_clear_handle_id (&self->progress_source, g_source_remove);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (done)
    show_differences (self);
  else
    show_failure (self, error->message);
  show_sheets (self);
  if (!done)
    gtk_widget_grab_focus (gtk_widget_get_visible (self->sheets) ? gtk_widget_get_first_child (self->sheets_list)
                                                                 : self->cancel);
}

static void
compare (EntAppDifferencesDialog *self)
{
  begin_work (self, _("Comparing the file with the book…"));
  /* The rows show what is about to be forgotten. */
  g_list_store_remove_all (self->items);
  gtk_widget_set_visible (self->progress, TRUE);
  progress_cb (0, 0, self->told);
  self->progress_source = g_timeout_add (100, show_progress_cb, self);
  ent_differences_compare_async (self->differences, progress_cb, g_atomic_rc_box_acquire (self->told), progress_unref,
                                 self->cancellable, compared_cb, g_object_ref (self));
}

static void
missing_chosen_cb (EntAppDifferencesDialog *self)
{
  guint selected = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->missing));

  if (self->asking || self->queries == NULL || selected >= self->queries->len)
    return;
  ent_differences_set_guess_query (self->differences, FALSE);
  ent_differences_set_query (self->differences, g_ptr_array_index (self->queries, selected));
  compare (self);
}

/* ---- accepting ---- */

static void
accepted_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (EntAppDifferencesDialog) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (EntImportResult) done = ent_differences_accept_finish (ENT_DIFFERENCES (source), result, &error);

  self->writing = FALSE;
  adw_dialog_set_can_close (ADW_DIALOG (self), TRUE);
  gtk_widget_set_sensitive (self->cancel, TRUE);
  if (done == NULL)
    {
      show_failure (self, error->message);
      return;
    }
  gtk_box_append (GTK_BOX (self->result),
                  ent_app_import_result_new (ent_app_window_get_store (self->window), done, self->files, NULL));
  gtk_button_set_label (GTK_BUTTON (self->cancel), _("_Close"));
  show_page (self, "result", FALSE);
  gtk_widget_grab_focus (self->cancel);
  gtk_accessible_announce (GTK_ACCESSIBLE (self), _("The differences were accepted"),
                           GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
}

static void
accept (EntAppDifferencesDialog *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->items));
  g_autoptr (GArray) indices = g_array_new (FALSE, FALSE, sizeof (guint));

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (EntAppDifferenceItem) item = g_list_model_get_item (G_LIST_MODEL (self->items), i);
      guint index = ent_app_difference_item_get_index (item);

      if (ent_app_difference_item_get_chosen (item))
        g_array_append_val (indices, index);
    }
  /* All of them or none: it is too late to stop. */
  self->writing = TRUE;
  adw_dialog_set_can_close (ADW_DIALOG (self), FALSE);
  begin_work (self, _("Accepting the differences…"));
  gtk_widget_set_sensitive (self->cancel, FALSE);
  gtk_widget_set_visible (self->progress, FALSE);
  ent_differences_accept_async (self->differences, (const guint *) (gpointer) indices->data, indices->len, NULL,
                                accepted_cb, g_object_ref (self));
}

static void
accept_cb (EntAppDifferencesDialog *self)
{
  if (self->n_chosen > 0)
    accept (self);
}

static void
all_answered_cb (AdwAlertDialog *dialog, const char *response, gpointer data)
{
  EntAppDifferencesDialog *self = ENT_APP_DIFFERENCES_DIALOG (data);

  if (!g_str_equal (response, "accept"))
    return;
  choose (self, TRUE, TRUE);
  accept (self);
}

/* Also what was left unchosen for a reason: that is said first. */
static void
accept_all_cb (EntAppDifferencesDialog *self)
{
  guint n_missing = ent_differences_get_n (self->differences, ENT_DIFFERENCE_MISSING);
  guint n_conflicts = count_conflicts (self->differences);
  AdwDialog *dialog;

  if (n_missing + n_conflicts == 0)
    {
      choose (self, TRUE, TRUE);
      accept (self);
      return;
    }
  dialog = adw_alert_dialog_new (_("Accept All Differences?"), NULL);
  if (n_missing > 0)
    adw_alert_dialog_format_body (
        ADW_ALERT_DIALOG (dialog),
        ngettext ("This deletes %u record whose row is missing, and what was edited in the book since the export is "
                  "replaced by what the file says.",
                  "This deletes %u records whose rows are missing, and what was edited in the book since the export is "
                  "replaced by what the file says.",
                  n_missing),
        n_missing);
  else
    adw_alert_dialog_set_body (ADW_ALERT_DIALOG (dialog), _("What was edited in the book since the export is replaced "
                                                             "by what the file says."));
  adw_alert_dialog_add_responses (ADW_ALERT_DIALOG (dialog), "cancel", _("_Cancel"), "accept", _("A_ccept All"),
                                  NULL);
  adw_alert_dialog_set_response_appearance (ADW_ALERT_DIALOG (dialog), "accept", ADW_RESPONSE_DESTRUCTIVE);
  g_signal_connect_object (dialog, "response", G_CALLBACK (all_answered_cb), self, 0);
  adw_dialog_present (dialog, GTK_WIDGET (self));
}

static void
cancel_cb (EntAppDifferencesDialog *self)
{
  if (!self->writing)
    adw_dialog_close (ADW_DIALOG (self));
}

static void
closed_cb (EntAppDifferencesDialog *self)
{
  g_cancellable_cancel (self->cancellable);
}

static void
ent_app_differences_dialog_dispose (GObject *object)
{
  EntAppDifferencesDialog *self = ENT_APP_DIFFERENCES_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->progress_source, g_source_remove);
  g_clear_pointer (&self->queries, g_ptr_array_unref);
  g_clear_object (&self->items);
  g_clear_pointer (&self->files, g_ptr_array_unref);
  g_clear_object (&self->differences);
  g_clear_object (&self->window);

  G_OBJECT_CLASS (ent_app_differences_dialog_parent_class)->dispose (object);
}

static void
ent_app_differences_dialog_finalize (GObject *object)
{
  EntAppDifferencesDialog *self = ENT_APP_DIFFERENCES_DIALOG (object);

  g_clear_object (&self->cancellable);
  progress_unref (self->told);

  G_OBJECT_CLASS (ent_app_differences_dialog_parent_class)->finalize (object);
}

static void
ent_app_differences_dialog_class_init (EntAppDifferencesDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ent_app_differences_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = ent_app_differences_dialog_finalize;
  gtk_widget_class_set_template_from_resource (widget_class, "/org/entregent/Entregent/ent-app-differences-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, EntAppDifferencesDialog, toolbar_view);
  gtk_widget_class_bind_template_child (widget_class, EntAppDifferencesDialog, title);
  gtk_widget_class_bind_template_child (widget_class, EntAppDifferencesDialog, cancel);
  gtk_widget_class_bind_template_child (widget_class, EntAppDifferencesDialog, choose);
  gtk_widget_class_bind_template_child (widget_class, EntAppDifferencesDialog, sheets);
  gtk_widget_class_bind_template_child (widget_class, EntAppDifferencesDialog, sheets_list);
  gtk_widget_class_bind_template_child (widget_class, EntAppDifferencesDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, EntAppDifferencesDialog, content);
  gtk_widget_class_bind_template_child (widget_class, EntAppDifferencesDialog, working_text);
  gtk_widget_class_bind_template_child (widget_class, EntAppDifferencesDialog, progress);
  gtk_widget_class_bind_template_child (widget_class, EntAppDifferencesDialog, failed);
  gtk_widget_class_bind_template_child (widget_class, EntAppDifferencesDialog, summary);
  gtk_widget_class_bind_template_child (widget_class, EntAppDifferencesDialog, missing);
  gtk_widget_class_bind_template_child (widget_class, EntAppDifferencesDialog, view);
  gtk_widget_class_bind_template_child (widget_class, EntAppDifferencesDialog, chosen);
  gtk_widget_class_bind_template_child (widget_class, EntAppDifferencesDialog, accept);
  gtk_widget_class_bind_template_child (widget_class, EntAppDifferencesDialog, accept_all);
  gtk_widget_class_bind_template_child (widget_class, EntAppDifferencesDialog, result);
  gtk_widget_class_bind_template_callback (widget_class, cancel_cb);
  gtk_widget_class_bind_template_callback (widget_class, compare);
  gtk_widget_class_bind_template_callback (widget_class, missing_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, accept_cb);
  gtk_widget_class_bind_template_callback (widget_class, accept_all_cb);
  gtk_widget_class_install_action (widget_class, "differences.select-all", NULL, select_all_cb);
  gtk_widget_class_install_action (widget_class, "differences.select-safe", NULL, select_safe_cb);
  gtk_widget_class_install_action (widget_class, "differences.select-none", NULL, select_none_cb);
  gtk_widget_class_install_action (widget_class, "differences.changed", NULL, changed_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_a, GDK_CONTROL_MASK, "differences.select-all", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_a, GDK_CONTROL_MASK | GDK_SHIFT_MASK,
                                       "differences.select-none", NULL);
}

static void
ent_app_differences_dialog_init (EntAppDifferencesDialog *self)
{
  self->told = g_atomic_rc_box_new0 (Progress);
  g_mutex_init (&self->told->mutex);
  self->cancellable = g_cancellable_new ();
  self->items = g_list_store_new (ENT_APP_TYPE_DIFFERENCE_ITEM);
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect (self, "closed", G_CALLBACK (closed_cb), NULL);
}

static void
present (EntAppWindow *window, EntDifferences *differences, GFile *file)
{
  EntAppDifferencesDialog *self = g_object_new (ENT_APP_TYPE_DIFFERENCES_DIALOG, NULL);
  g_autoptr (GtkListItemFactory) factory = ent_app_difference_row_new_factory (ent_app_window_get_store (window));
  g_autofree char *base = g_file_get_basename (file);
  g_autofree char *name = g_filename_display_name (base);

  self->window = g_object_ref (window);
  self->differences = g_object_ref (differences);
  self->files = g_ptr_array_new_with_free_func (g_object_unref);
  g_ptr_array_add (self->files, g_object_ref (file));
  ent_differences_set_guess_query (differences, TRUE);
  adw_window_title_set_subtitle (ADW_WINDOW_TITLE (self->title), name);
  gtk_list_view_set_factory (GTK_LIST_VIEW (self->view), factory);
  gtk_list_view_set_model (GTK_LIST_VIEW (self->view),
                           GTK_SELECTION_MODEL (gtk_no_selection_new (G_LIST_MODEL (g_object_ref (self->items)))));
  adw_dialog_present (ADW_DIALOG (self), GTK_WIDGET (window));
  compare (self);
}

typedef struct
{
  EntAppWindow *window;
  GPtrArray *files;
} Recognizing;

static void
recognized_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Recognizing *recognizing = data;
  g_autoptr (GPtrArray) files = recognizing->files;
  g_autoptr (EntAppWindow) window = recognizing->window;

  g_free (recognizing);
  /* A file that cannot be read is told by the import, in words for all files. */
  if (ent_differences_recognize_finish (ENT_DIFFERENCES (source), result, NULL))
    present (window, ENT_DIFFERENCES (source), g_ptr_array_index (files, 0));
  else
    ent_app_import_dialog_present (window, files, NULL);
}

void
ent_app_differences_or_import (EntAppWindow *window, GPtrArray *files)
{
  g_autoptr (EntDifferences) differences = NULL;
  Recognizing *recognizing;

  if (files->len != 1)
    {
      ent_app_import_dialog_present (window, files, NULL);
      return;
    }
  recognizing = g_new (Recognizing, 1);
  recognizing->window = g_object_ref (window);
  recognizing->files = g_ptr_array_copy (files, (GCopyFunc) (gpointer) g_object_ref, NULL);
  g_ptr_array_set_free_func (recognizing->files, g_object_unref);
  differences = ent_differences_new (ent_app_window_get_store (window), g_ptr_array_index (files, 0));
  ent_differences_recognize_async (differences, NULL, recognized_cb, recognizing);
}
