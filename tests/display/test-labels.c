/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "display-book.h"
#include "display-window.h"
#include "ent-app-window-private.h"
#include "ent-query.h"
#include "ent-row.h"

/* Whatever can be pressed or typed into says what it is, to those who do not see it. */

static EntAppApplication *application;
static GFile *book;

static gboolean
is_interactive (GtkWidget *widget)
{
  static const GtkAccessibleRole roles[] = {
    GTK_ACCESSIBLE_ROLE_BUTTON,     GTK_ACCESSIBLE_ROLE_TOGGLE_BUTTON, GTK_ACCESSIBLE_ROLE_CHECKBOX,
    GTK_ACCESSIBLE_ROLE_SWITCH,     GTK_ACCESSIBLE_ROLE_COMBO_BOX,     GTK_ACCESSIBLE_ROLE_TEXT_BOX,
    GTK_ACCESSIBLE_ROLE_SEARCH_BOX, GTK_ACCESSIBLE_ROLE_LINK,          GTK_ACCESSIBLE_ROLE_LIST_ITEM,
    GTK_ACCESSIBLE_ROLE_RADIO,      GTK_ACCESSIBLE_ROLE_SPIN_BUTTON,   GTK_ACCESSIBLE_ROLE_TAB,
  };
  GtkAccessibleRole role = gtk_accessible_get_accessible_role (GTK_ACCESSIBLE (widget));
  guint i;

  for (i = 0; i < G_N_ELEMENTS (roles); i++)
    if (roles[i] == role)
      return gtk_widget_get_focusable (widget) || GTK_IS_BUTTON (widget);

  return FALSE;
}

/* What a screen reader takes for the name where none is given: the text inside a button or a row. */
static gboolean
has_words (GtkWidget *widget)
{
  GtkWidget *child;

  if (GTK_IS_LABEL (widget) && *gtk_label_get_text (GTK_LABEL (widget)) != '\0')
    return TRUE;
  if (GTK_IS_INSCRIPTION (widget) && gtk_inscription_get_text (GTK_INSCRIPTION (widget)) != NULL)
    return TRUE;
  for (child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    if (gtk_widget_get_visible (child) && has_words (child))
      return TRUE;

  return FALSE;
}

static gboolean
has_name (GtkWidget *widget)
{
  const char *tooltip = gtk_widget_get_tooltip_text (widget);

  return gtk_test_accessible_has_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL) ||
         gtk_test_accessible_has_relation (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_RELATION_LABELLED_BY) ||
         (tooltip != NULL && *tooltip != '\0') || has_words (widget);
}

/* The part that is focused of a compound widget goes by the name of the whole. */
static gboolean
has_name_or_owner (GtkWidget *widget)
{
  GtkWidget *parent = gtk_widget_get_parent (widget);

  if (has_name (widget))
    return TRUE;

  return parent != NULL &&
         ((GTK_IS_TEXT (widget) &&
           (GTK_IS_EDITABLE (parent) || gtk_widget_get_ancestor (widget, ADW_TYPE_PREFERENCES_ROW) != NULL)) ||
          (GTK_IS_TOGGLE_BUTTON (widget) && GTK_IS_MENU_BUTTON (parent))) &&
         (has_name (parent) || gtk_widget_get_ancestor (widget, ADW_TYPE_PREFERENCES_ROW) != NULL);
}

static guint
check (GtkWidget *widget, guint *n_checked)
{
  GtkWidget *child;
  guint n = 0;

  if (!gtk_widget_get_visible (widget) || !gtk_widget_get_child_visible (widget))
    return 0;
  if (is_interactive (widget))
    {
      ++*n_checked;
      if (!has_name_or_owner (widget))
        {
          GtkWidget *parent;
          g_autoptr (GString) path = g_string_new (NULL);

          for (parent = widget; parent != NULL; parent = gtk_widget_get_parent (parent))
            g_string_append_printf (path, " < %s", G_OBJECT_TYPE_NAME (parent));
          g_test_message ("no name:%s", path->str);
          n++;
        }
    }
  for (child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    n += check (child, n_checked);

  return n;
}

static void
open_first (EntAppWindow *window, const char *kind_key)
{
  g_autoptr (EntQuery) query = ent_query_new (ent_kind_from_key (kind_key));
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows = ent_store_query_sync (ent_app_window_get_store (window), query, 0, 1, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (rows->len, ==, 1);
  ent_app_window_open (window, ent_kind_from_key (kind_key), ent_row_get_id (g_ptr_array_index (rows, 0)));
  display_settle (300);
}

static void
check_window (EntAppWindow *window, guint at_least)
{
  guint n_checked = 0;

  g_assert_cmpuint (check (GTK_WIDGET (window), &n_checked), ==, 0);
  g_test_message ("%u widgets have names", n_checked);
  g_assert_cmpuint (n_checked, >=, at_least);
}

static void
test_pages (gconstpointer data)
{
  static const char *const pages[] = { "contact", "account", "opportunity", "activity" };
  EntAppWindow *window = display_window_open (application, book, GPOINTER_TO_INT (data), 800);
  guint i;

  for (i = 0; i < G_N_ELEMENTS (pages); i++)
    {
      ent_app_window_go (window, pages[i]);
      display_settle (200);
      check_window (window, 8);
      open_first (window, pages[i]);
      check_window (window, 8);
    }
  gtk_widget_activate_action (GTK_WIDGET (window), "win.find", "(ss)", "contact", "city:lyon");
  display_settle (200);
  gtk_widget_activate_action (GTK_WIDGET (window), "win.select-mode", NULL);
  display_settle (200);
  check_window (window, 8);
  ent_app_window_go (window, "history");
  display_settle (200);
  check_window (window, 5);
  gtk_window_destroy (GTK_WINDOW (window));
  display_settle (50);
}

static void
test_dialogs (void)
{
  static const char *const actions[] = { "win.log", "win.plan", "win.save-view", "win.shortcuts" };
  EntAppWindow *window = display_window_open (application, book, 1280, 800);
  guint i;

  ent_app_window_go (window, "contact");
  open_first (window, "contact");
  for (i = 0; i < G_N_ELEMENTS (actions); i++)
    {
      AdwDialog *dialog;
      guint n_checked = 0;

      gtk_widget_activate_action (GTK_WIDGET (window), actions[i], NULL);
      display_settle (300);
      dialog = adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (window));
      g_assert_nonnull (dialog);
      g_assert_cmpuint (check (GTK_WIDGET (dialog), &n_checked), ==, 0);
      g_assert_cmpuint (n_checked, >=, 1);
      adw_dialog_force_close (dialog);
      display_settle (100);
    }
  gtk_window_destroy (GTK_WINDOW (window));
  display_settle (50);
}

int
main (int argc, char *argv[])
{
  int result;

  /* Otherwise what GTK tells assistive technology is not kept where it could be looked at. */
  g_setenv ("GTK_A11Y", "test", TRUE);
  gtk_test_init (&argc, &argv, NULL);
  application = display_application_new ();
  book = display_book_make ();
  g_test_add_data_func ("/labels/pages-1400", GINT_TO_POINTER (1400), test_pages);
  g_test_add_data_func ("/labels/pages-360", GINT_TO_POINTER (360), test_pages);
  g_test_add_func ("/labels/dialogs", test_dialogs);
  result = g_test_run ();
  display_book_remove (book);
  g_object_unref (application);

  return result;
}
