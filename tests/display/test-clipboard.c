/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "display-book.h"
#include "display-keys.h"
#include "display-window.h"
#include "ent-app-window-private.h"
#include "ent-query.h"

/* What is copied elsewhere comes into the list, and what is selected there goes out. */

static EntAppApplication *application;
static DisplayKeys *keyboard;

typedef struct
{
  GFile *book;
  EntAppWindow *window;
  const char *wanted;
  char *text;
} Fixture;

static void
focus_list (Fixture *fixture)
{
  gtk_widget_grab_focus (display_find (GTK_WIDGET (fixture->window), GTK_TYPE_LIST_VIEW, NULL));
  display_settle (100);
}

static gboolean
is_active (gpointer data)
{
  return gtk_window_is_active (GTK_WINDOW (((Fixture *) data)->window));
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->book = display_book_make ();
  fixture->window = display_window_open (application, fixture->book, g_strcmp0 (data, "narrow") == 0 ? 360 : 1280, 800);
  /* The compositor lets only those offer something who were typed in. */
  display_wait (is_active, fixture);
  focus_list (fixture);
  display_keys_press (keyboard, "Home");
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  display_settle (50);
  display_book_remove (fixture->book);
  g_free (fixture->text);
}

static gint64
count (Fixture *fixture, const char *text)
{
  g_autoptr (GError) error = NULL;
  EntStore *store = ent_app_window_get_store (fixture->window);
  g_autoptr (EntQuery) query = ent_query_new_from_text (store, ent_kind_from_key ("contact"), text, NULL, &error);
  gint64 n;

  g_assert_no_error (error);
  n = ent_store_count_sync (store, query, NULL, &error);
  g_assert_no_error (error);

  return n;
}

static GdkClipboard *
get_clipboard (Fixture *fixture)
{
  return gtk_widget_get_clipboard (GTK_WIDGET (fixture->window));
}

static void
offer (Fixture *fixture, const char *mime_type, const char *text)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));
  g_autoptr (GdkContentProvider) provider = gdk_content_provider_new_for_bytes (mime_type, bytes);

  gdk_clipboard_set_content (get_clipboard (fixture), provider);
}

static GtkWidget *
get_dialog (Fixture *fixture)
{
  return GTK_WIDGET (adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (fixture->window)));
}

static gboolean
is_closed (gpointer data)
{
  return get_dialog (data) == NULL;
}

static gboolean
can_go_on (gpointer data)
{
  GtkWidget *dialog = get_dialog (data), *button;

  button = dialog != NULL ? adw_dialog_get_default_widget (ADW_DIALOG (dialog)) : NULL;

  return button != NULL && gtk_widget_get_sensitive (button) && gtk_widget_get_mapped (button);
}

static gboolean
is_shown (gpointer data)
{
  Fixture *fixture = data;

  return display_find (GTK_WIDGET (fixture->window), GTK_TYPE_LABEL, fixture->wanted) != NULL;
}

static void
wait_for (Fixture *fixture, const char *text)
{
  g_test_message ("%s", text);
  fixture->wanted = text;
  display_wait (is_shown, fixture);
}

/* What is left of them in the user's folder. */
static guint
count_pasted (void)
{
  g_autofree char *folder = g_build_filename (g_get_user_data_dir (), "entregent", NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;
  guint n = 0;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    n += g_str_has_prefix (name, "pasted-");

  return n;
}

static gboolean
is_clean (gpointer data)
{
  return count_pasted () == 0;
}

static void
import_pasted (Fixture *fixture)
{
  focus_list (fixture);
  display_keys_press (keyboard, "<Control>v");
  display_wait (can_go_on, fixture);
  g_assert_cmpuint (count_pasted (), ==, 1);
  display_settle (300);
  display_keys_press (keyboard, "<Alt>o");
  wait_for (fixture, "Nothing is written yet");
  display_wait (can_go_on, fixture);
  display_keys_press (keyboard, "<Alt>i");
  wait_for (fixture, "Imported");
  display_settle (200);
  display_keys_press (keyboard, "<Alt>d");
  display_wait (is_closed, fixture);
  display_wait (is_clean, fixture);
}

static void
test_cards (Fixture *fixture, gconstpointer data)
{
  gint64 before = count (fixture, "");

  offer (fixture, "text/vcard", "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Rosa Klein\r\nEND:VCARD\r\n");
  import_pasted (fixture);
  g_assert_cmpint (count (fixture, ""), ==, before + 1);
  g_assert_cmpint (count (fixture, "rosa"), ==, 1);
}

static void
test_table (Fixture *fixture, gconstpointer data)
{
  gdk_clipboard_set_text (get_clipboard (fixture),
                          "Name\tE-Mail\nRosa Klein\trosa@example.org\nSamir Haddad\tsamir@example.org\n");
  import_pasted (fixture);
  g_assert_cmpint (count (fixture, "rosa"), ==, 1);
  g_assert_cmpint (count (fixture, "samir"), ==, 1);
}

static void
test_files (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GFile) folder = g_file_get_parent (fixture->book);
  g_autoptr (GFile) file = g_file_get_child (folder, "rosa.csv");
  GdkFileList *files = gdk_file_list_new_from_array (&file, 1);
  g_autoptr (GError) error = NULL;

  g_file_set_contents (g_file_peek_path (file), "Name,E-Mail\nRosa Klein,rosa@example.org\n", -1, &error);
  g_assert_no_error (error);
  gdk_clipboard_set (get_clipboard (fixture), GDK_TYPE_FILE_LIST, files);
  g_boxed_free (GDK_TYPE_FILE_LIST, files);
  focus_list (fixture);
  display_keys_press (keyboard, "<Control>v");
  display_wait (can_go_on, fixture);
  g_assert_nonnull (display_find (get_dialog (fixture), ADW_TYPE_ACTION_ROW, "rosa.csv"));
  g_assert_cmpuint (count_pasted (), ==, 0);
  display_keys_press (keyboard, "Escape");
  display_wait (is_closed, fixture);
}

/* A word is no table; in the search it is pasted as a word. */
static void
test_word (Fixture *fixture, gconstpointer data)
{
  gdk_clipboard_set_text (get_clipboard (fixture), "keller");
  focus_list (fixture);
  display_keys_press (keyboard, "<Control>v");
  wait_for (fixture, "nothing on the clipboard");
  g_assert_null (get_dialog (fixture));
  display_keys_press (keyboard, "<Control>f");
  display_settle (100);
  display_keys_press (keyboard, "<Control>v");
  display_settle (300);
  g_assert_null (get_dialog (fixture));
  g_assert_true (GTK_IS_TEXT (gtk_window_get_focus (GTK_WINDOW (fixture->window))));
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (gtk_window_get_focus (GTK_WINDOW (fixture->window)))), ==,
                   "keller");
}

static gboolean
is_empty_page (gpointer data)
{
  Fixture *fixture = data;

  return display_find (GTK_WIDGET (fixture->window), GTK_TYPE_BUTTON, "_Clear Search") != NULL;
}

/* Where there is no row yet, the page takes it. */
static void
test_empty (Fixture *fixture, gconstpointer data)
{
  GtkWidget *clear;

  offer (fixture, "text/vcard", "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Rosa Klein\r\nEND:VCARD\r\n");
  display_keys_press (keyboard, "<Control>f");
  display_keys_type (keyboard, "nobody is called so");
  display_wait (is_empty_page, fixture);
  clear = display_find (GTK_WIDGET (fixture->window), GTK_TYPE_BUTTON, "_Clear Search");
  gtk_widget_grab_focus (clear);
  display_settle (100);
  display_keys_press (keyboard, "<Control>v");
  display_wait (can_go_on, fixture);
}

static void
text_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  ((Fixture *) data)->text = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, NULL);
}

static gboolean
has_text (gpointer data)
{
  return ((Fixture *) data)->text != NULL;
}

static guint
count_in (const char *text, const char *what)
{
  guint n = 0;

  for (const char *p = text; (p = strstr (p, what)) != NULL; p += strlen (what))
    n++;

  return n;
}

static void
spliced_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;

  g_output_stream_splice_finish (G_OUTPUT_STREAM (source), result, &error);
  g_assert_no_error (error);
  g_output_stream_write_all (G_OUTPUT_STREAM (source), "", 1, NULL, NULL, NULL);
  g_output_stream_close (G_OUTPUT_STREAM (source), NULL, NULL);
  ((Fixture *) data)->text = g_memory_output_stream_steal_data (G_MEMORY_OUTPUT_STREAM (source));
}

static void
cards_read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  const char *type;
  g_autoptr (GInputStream) stream = gdk_clipboard_read_finish (GDK_CLIPBOARD (source), result, &type, NULL);
  g_autoptr (GOutputStream) target = g_memory_output_stream_new_resizable ();

  g_assert_nonnull (stream);
  g_output_stream_splice_async (target, stream, G_OUTPUT_STREAM_SPLICE_CLOSE_SOURCE, G_PRIORITY_DEFAULT, NULL,
                                spliced_cb, data);
}

/* All but the first: as cards for address books, as a table for spreadsheets and letters. */
static void
test_copy (Fixture *fixture, gconstpointer data)
{
  gint64 n = count (fixture, "");

  focus_list (fixture);
  display_keys_press (keyboard, "<Control>m");
  display_keys_press (keyboard, "<Control>a");
  ent_gtk_selection_toggle (ent_app_list_page_get_selection (ent_app_window_get_list_page (fixture->window)), 0);
  display_settle (100);
  display_keys_press (keyboard, "<Control>c");
  wait_for (fixture, "11 copied");
  g_assert_cmpint (n, ==, 12);

  gdk_clipboard_read_text_async (get_clipboard (fixture), NULL, text_cb, fixture);
  display_wait (has_text, fixture);
  g_assert_cmpuint (count_in (fixture->text, "\n"), ==, 11);
  g_assert_nonnull (strstr (fixture->text, "Élise Moreau\tOwner\tGarage Moreau\t"));
  g_assert_null (strstr (fixture->text, "Amina Benali"));

  g_clear_pointer (&fixture->text, g_free);
  gdk_clipboard_read_async (get_clipboard (fixture), (const char *[]) { "text/vcard", NULL }, G_PRIORITY_DEFAULT, NULL,
                            cards_read_cb, fixture);
  display_wait (has_text, fixture);
  g_assert_cmpuint (count_in (fixture->text, "BEGIN:VCARD"), ==, 11);
  g_assert_nonnull (strstr (fixture->text, "FN:Élise Moreau"));
}

int
main (int argc, char *argv[])
{
  int result;

  gtk_test_init (&argc, &argv, NULL);
  /* Before any window: without a keyboard there, the compositor gives the focus to none. */
  keyboard = display_keys_new ();
  application = display_application_new ();
  g_test_add ("/clipboard/cards", Fixture, NULL, set_up, test_cards, tear_down);
  g_test_add ("/clipboard/cards/narrow", Fixture, "narrow", set_up, test_cards, tear_down);
  g_test_add ("/clipboard/table", Fixture, NULL, set_up, test_table, tear_down);
  g_test_add ("/clipboard/files", Fixture, NULL, set_up, test_files, tear_down);
  g_test_add ("/clipboard/word", Fixture, NULL, set_up, test_word, tear_down);
  g_test_add ("/clipboard/empty", Fixture, NULL, set_up, test_empty, tear_down);
  g_test_add ("/clipboard/copy", Fixture, NULL, set_up, test_copy, tear_down);
  g_test_add ("/clipboard/copy/narrow", Fixture, "narrow", set_up, test_copy, tear_down);
  result = g_test_run ();
  display_keys_free (keyboard);
  g_object_unref (application);

  return result;
}
