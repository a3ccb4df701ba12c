/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "display-book.h"
#include "display-keys.h"
#include "display-window.h"
#include "ent-app-window-private.h"
#include "ent-attachment-save.h"
#include "ent-everything.h"
#include "ent-gtk-attachment.h"
#include "ent-gtk-photo-button.h"
#include "ent-query.h"
#include "ent-row.h"

/* Files on the page of a record: dropped there, shown, removed, and what of them becomes something else. */

static EntAppApplication *application;
static DisplayKeys *keyboard;

typedef struct
{
  GFile *book;
  EntAppWindow *window;
  const char *wanted;
} Fixture;

static gboolean
is_active (gpointer data)
{
  return gtk_window_is_active (GTK_WINDOW (((Fixture *) data)->window));
}

static EntRow *
find_row (Fixture *fixture, const char *kind, const char *text)
{
  g_autoptr (GError) error = NULL;
  EntStore *store = ent_app_window_get_store (fixture->window);
  g_autoptr (EntQuery) query = ent_query_new_from_text (store, ent_kind_from_key (kind), text, NULL, &error);
  g_autoptr (GPtrArray) rows = NULL;

  g_assert_no_error (error);
  rows = ent_store_query_sync (store, query, 0, 1, NULL, &error);
  g_assert_no_error (error);

  return rows->len > 0 ? g_object_ref (g_ptr_array_index (rows, 0)) : NULL;
}

static gboolean
is_record_shown (gpointer data)
{
  EntRecord *record = ent_app_record_page_get_record (ent_app_window_get_record_page (((Fixture *) data)->window));

  return record != NULL && g_str_equal (ent_record_get_title (record), ((Fixture *) data)->wanted) &&
         ent_app_record_page_can_attach (ent_app_window_get_record_page (((Fixture *) data)->window));
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (EntRow) row = NULL;

  fixture->book = display_book_make ();
  fixture->window = display_window_open (application, fixture->book, g_strcmp0 (data, "narrow") == 0 ? 360 : 1280, 800);
  display_wait (is_active, fixture);
  row = find_row (fixture, "contact", "moreau");
  ent_app_window_open (fixture->window, ent_kind_from_key ("contact"), ent_row_get_id (row));
  fixture->wanted = "Élise Moreau";
  display_wait (is_record_shown, fixture);
  display_settle (200);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  display_settle (50);
  display_book_remove (fixture->book);
}

static GFile *
write_file (Fixture *fixture, const char *name, const char *text)
{
  g_autoptr (GFile) folder = g_file_get_parent (fixture->book);
  g_autoptr (GError) error = NULL;
  GFile *file = g_file_get_child (folder, name);

  g_file_set_contents (g_file_peek_path (file), text, -1, &error);
  g_assert_no_error (error);

  return file;
}

static void
drop_all_on (GtkWidget *widget, GFile **files, gsize n)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (widget);
  g_auto (GValue) value = G_VALUE_INIT;
  gboolean taken = FALSE;

  g_value_init (&value, GDK_TYPE_FILE_LIST);
  g_value_take_boxed (&value, gdk_file_list_new_from_array (files, n));
  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_DROP_TARGET (controller))
        g_signal_emit_by_name (controller, "drop", &value, 10.0, 10.0, &taken);
    }
  g_assert_true (taken);
}

static void
drop_on (GtkWidget *widget, GFile *file)
{
  drop_all_on (widget, &file, 1);
}

/* As if it were let go over the page. */
static void
drop (Fixture *fixture, GFile *file)
{
  drop_on (GTK_WIDGET (ent_app_window_get_record_page (fixture->window)), file);
}

static gboolean
is_shown (gpointer data)
{
  Fixture *fixture = data;

  return display_find (GTK_WIDGET (fixture->window), GTK_TYPE_LABEL, fixture->wanted) != NULL;
}

static gboolean
is_gone (gpointer data)
{
  return !is_shown (data);
}

static void
wait_for (Fixture *fixture, const char *text)
{
  g_test_message ("%s", text);
  fixture->wanted = text;
  display_wait (is_shown, fixture);
}

static void
wait_without (Fixture *fixture, const char *text)
{
  g_test_message ("without %s", text);
  fixture->wanted = text;
  display_wait (is_gone, fixture);
}

static guint
count_attached (Fixture *fixture)
{
  return display_book_count (ent_app_window_get_store (fixture->window), "attachment", "record:moreau");
}

static GtkWidget *
get_file_row (Fixture *fixture, const char *name)
{
  return display_find (GTK_WIDGET (fixture->window), ADW_TYPE_ACTION_ROW, name);
}

/* Nothing is said of files where there are none; each step can be undone. */
static void
test_attach (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GFile) file = write_file (fixture, "offer.txt", "one hundred");
  GtkWidget *row;

  g_assert_null (display_find (GTK_WIDGET (fixture->window), GTK_TYPE_LABEL, "Attachments"));
  drop (fixture, file);
  wait_for (fixture, "“offer.txt” attached");
  wait_for (fixture, "Attachments");
  row = get_file_row (fixture, "offer.txt");
  g_assert_nonnull (row);
  g_assert_nonnull (strstr (adw_action_row_get_subtitle (ADW_ACTION_ROW (row)), "11 bytes"));
  g_assert_cmpuint (count_attached (fixture), ==, 1);

  gtk_widget_activate_action (row, "file.remove", NULL);
  wait_for (fixture, "“offer.txt” removed");
  wait_without (fixture, "Attachments");
  g_assert_cmpuint (count_attached (fixture), ==, 0);
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.undo", NULL);
  wait_for (fixture, "Attachments");
  g_assert_cmpuint (count_attached (fixture), ==, 1);
}

static gboolean
has_two (gpointer data)
{
  return get_file_row (data, "b.txt") != NULL && get_file_row (data, "a.txt") != NULL;
}

static gboolean
has_one (gpointer data)
{
  return get_file_row (data, "a.txt") == NULL;
}

/* Whoever removes one is at the next one, not somewhere else; other changes leave the keyboard where it is. */
static void
test_keyboard (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GFile) first = write_file (fixture, "a.txt", "a");
  g_autoptr (GFile) second = write_file (fixture, "b.txt", "b");
  GtkWidget *row;

  drop (fixture, first);
  wait_for (fixture, "“a.txt” attached");
  drop (fixture, second);
  display_wait (has_two, fixture);
  display_settle (200);
  row = get_file_row (fixture, "a.txt");
  gtk_widget_grab_focus (row);
  ent_gtk_editor_set_value (ent_app_record_page_get_editor (ent_app_window_get_record_page (fixture->window)),
                            ent_kind_get_field (ent_kind_from_key ("contact"), "job-title"),
                            &(EntValue) { .type = ENT_VALUE_TEXT, .text = (char *) "Director" });
  display_settle (500);
  g_assert_true (gtk_window_get_focus (GTK_WINDOW (fixture->window)) == row);
  gtk_widget_activate_action (row, "file.remove", NULL);
  display_wait (has_one, fixture);
  display_settle (200);
  g_assert_true (gtk_window_get_focus (GTK_WINDOW (fixture->window)) == get_file_row (fixture, "b.txt"));
}

static GtkWidget *
get_photo (Fixture *fixture)
{
  return display_find (GTK_WIDGET (fixture->window), ENT_GTK_TYPE_PHOTO_BUTTON, NULL);
}

static gboolean
has_photo (Fixture *fixture)
{
  g_autoptr (EntRow) row = find_row (fixture, "contact", "moreau");
  g_autoptr (EntRecord) record = ent_store_get_record_sync (ent_app_window_get_store (fixture->window),
                                                            ent_row_get_kind (row), ent_row_get_id (row), NULL, NULL);

  return ent_record_get_text (record, "photo") != NULL;
}

/* What is dropped on the face of a person is their photo; elsewhere it would be a file. By menu and keyboard too. */
static void
test_photo (Fixture *fixture, gconstpointer data)
{
  static const char pixel[] =
      "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
  gsize size;
  g_autofree guchar *png = g_base64_decode (pixel, &size);
  g_autoptr (GFile) picture = write_file (fixture, "me.png", "");
  g_autoptr (GFile) text = write_file (fixture, "me.txt", "Hello");
  GtkWidget *button = adw_bin_get_child (ADW_BIN (get_photo (fixture)));

  g_assert_true (GTK_IS_MENU_BUTTON (button));
  g_assert_true (gtk_widget_get_focusable (gtk_widget_get_first_child (button)));
  g_assert_cmpstr (gtk_widget_get_tooltip_text (button), ==, "Change Photo");
  g_assert_true (g_file_set_contents (g_file_peek_path (picture), (const char *) png, (gssize) size, NULL));
  drop_on (get_photo (fixture), picture);
  wait_for (fixture, "Photo changed");
  g_assert_true (has_photo (fixture));
  drop_on (get_photo (fixture), text);
  wait_for (fixture, "“me.txt” is not a picture.");
  g_assert_true (has_photo (fixture));
  display_settle (200);
  g_assert_true (gtk_widget_activate_action (get_photo (fixture), "photo.remove", NULL));
  wait_for (fixture, "Photo removed");
  g_assert_false (has_photo (fixture));
  g_assert_cmpuint (count_attached (fixture), ==, 0);
  wait_without (fixture, "me.png");
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.undo", NULL);
  wait_for (fixture, "me.png");
  g_assert_true (has_photo (fixture));
}

static gboolean
is_cut (Fixture *fixture, const char *text)
{
  GtkWidget *label = display_find (GTK_WIDGET (fixture->window), GTK_TYPE_LABEL, text);

  return pango_layout_is_ellipsized (gtk_label_get_layout (GTK_LABEL (label)));
}

static void
test_too_large (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GFile) file = write_file (fixture, "film.mkv", "");
  g_autoptr (GFile) folder = g_file_get_parent (fixture->book);
  g_autoptr (GFile) pipe = NULL;

  g_assert_cmpint (truncate (g_file_peek_path (file), ENT_ATTACHMENT_MAX_SIZE + 1), ==, 0);
  drop (fixture, file);
  wait_for (fixture, "“film.mkv” is larger than");
  /* A message is read whole, in a narrow window too. */
  g_assert_false (is_cut (fixture, "“film.mkv” is larger than"));
  drop (fixture, folder);
  wait_for (fixture, "is a folder. Only files can be attached.");
  pipe = g_file_get_child (folder, "pipe");
  g_assert_cmpint (mkfifo (g_file_peek_path (pipe), 0600), ==, 0);
  drop (fixture, pipe);
  wait_for (fixture, "“pipe” is not a file that could be attached.");
  g_unlink (g_file_peek_path (pipe));
  g_assert_cmpuint (count_attached (fixture), ==, 0);
}

static gboolean
is_saved (gpointer data)
{
  return *(gboolean *) data;
}

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;

  g_autoptr (GFile) file = ent_store_save_attachment_finish (ENT_STORE (source), result, &error);

  g_assert_no_error (error);
  g_assert_nonnull (file);
  *(gboolean *) data = TRUE;
}

static guint
count_opened (void)
{
  g_autofree char *folder = g_build_filename (g_get_user_cache_dir (), "entregent", "opened", NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  guint n = 0;

  while (dir != NULL && g_dir_read_name (dir) != NULL)
    n++;

  return n;
}

static gboolean
has_opened (gpointer data)
{
  return count_opened () == 1;
}

/* Where the dialog let it replace a file, that file is replaced; what was opened does not stay behind. */
static void
test_outside (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GFile) file = write_file (fixture, "offer.txt", "one hundred");
  g_autoptr (GFile) target = write_file (fixture, "copy.txt", "something that is longer than the offer");
  g_autoptr (EntRow) row = NULL;
  g_autofree char *text = NULL;
  gboolean saved = FALSE;

  drop (fixture, file);
  wait_for (fixture, "“offer.txt” attached");
  row = find_row (fixture, "attachment", "");
  ent_store_save_attachment_async (ent_app_window_get_store (fixture->window), ent_row_get_id (row), target,
                                   ENT_ATTACHMENT_SAVE_REPLACE, NULL, saved_cb, &saved);
  display_wait (is_saved, &saved);
  g_assert_true (g_file_get_contents (g_file_peek_path (target), &text, NULL, NULL));
  g_assert_cmpstr (text, ==, "one hundred");

  /* Here is no program to open it with. */
  wait_for (fixture, "offer.txt");
  display_settle (300);
  gtk_widget_activate_action (get_file_row (fixture, "offer.txt"), "file.open", NULL);
  display_wait (has_opened, NULL);
  display_settle (300);
  ent_gtk_attachment_forget_opened ();
  g_assert_cmpuint (count_opened (), ==, 0);
}

static GtkWidget *
get_dialog (Fixture *fixture)
{
  return GTK_WIDGET (adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (fixture->window)));
}

static gboolean
can_go_on (gpointer data)
{
  GtkWidget *dialog = get_dialog (data), *button;

  button = dialog != NULL ? adw_dialog_get_default_widget (ADW_DIALOG (dialog)) : NULL;

  return button != NULL && gtk_widget_get_sensitive (button) && gtk_widget_get_mapped (button);
}

static gboolean
is_closed (gpointer data)
{
  return get_dialog (data) == NULL;
}

/* A letter is no file of the person, but something that was done with her; what hangs on it comes with it. */
static void
test_letter (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "fixtures", "mail", "thunderbird.eml", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  EntStore *store = ent_app_window_get_store (fixture->window);

  drop (fixture, file);
  display_wait (can_go_on, fixture);
  display_settle (300);
  display_keys_press (keyboard, "<Alt>o");
  wait_for (fixture, "Nothing is written yet");
  display_wait (can_go_on, fixture);
  display_keys_press (keyboard, "<Alt>i");
  wait_for (fixture, "Imported");
  display_settle (200);
  display_keys_press (keyboard, "<Alt>d");
  display_wait (is_closed, fixture);
  g_assert_cmpuint (display_book_count (store, "activity", "plans participants:moreau"), ==, 1);
  g_assert_cmpuint (display_book_count (store, "attachment", ""), ==, 3);
  g_assert_cmpuint (count_attached (fixture), ==, 0);
}

static gboolean
has_dialog (gpointer data)
{
  return get_dialog (data) != NULL;
}

static void
close_dialog (Fixture *fixture)
{
  display_settle (300);
  display_keys_press (keyboard, "Escape");
  display_wait (is_closed, fixture);
}

/* A letter that comes with a file is a letter, and the file is attached. */
static void
test_together (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "fixtures", "mail", "thunderbird.eml", NULL);
  g_autoptr (GFile) letter = g_file_new_for_path (path);
  g_autoptr (GFile) file = write_file (fixture, "offer.txt", "one hundred");
  GFile *files[] = { letter, file };

  drop_all_on (GTK_WIDGET (ent_app_window_get_record_page (fixture->window)), files, G_N_ELEMENTS (files));
  display_wait (can_go_on, fixture);
  g_assert_nonnull (display_find (get_dialog (fixture), ADW_TYPE_ACTION_ROW, "thunderbird.eml"));
  g_assert_null (display_find (get_dialog (fixture), ADW_TYPE_ACTION_ROW, "offer.txt"));
  close_dialog (fixture);
  wait_for (fixture, "offer.txt");
  g_assert_cmpuint (count_attached (fixture), ==, 1);
}

/* All that can be imported in it is one import. */
static void
test_folder (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GFile) parent = g_file_get_parent (fixture->book);
  g_autoptr (GFile) folder = g_file_get_child (parent, "in");
  g_autoptr (GFile) card = NULL;
  g_autoptr (GFile) table = NULL;

  g_assert_true (g_file_make_directory (folder, NULL, NULL));
  drop_on (GTK_WIDGET (fixture->window), folder);
  wait_for (fixture, "There is no file in it that could be imported");
  card = write_file (fixture, "in/rosa.vcf", "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Rosa Klein\r\nEND:VCARD\r\n");
  table = write_file (fixture, "in/more.csv", "Name,E-Mail\nSamir Haddad,samir@example.org\n");
  drop_on (GTK_WIDGET (fixture->window), folder);
  display_wait (can_go_on, fixture);
  g_assert_nonnull (display_find (get_dialog (fixture), ADW_TYPE_ACTION_ROW, "rosa.vcf"));
  g_assert_nonnull (display_find (get_dialog (fixture), ADW_TYPE_ACTION_ROW, "more.csv"));
  close_dialog (fixture);
  g_file_delete (card, NULL, NULL);
  g_file_delete (table, NULL, NULL);
  g_file_delete (folder, NULL, NULL);
}

/* A whole book is none of its tables. */
static void
test_everything (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_dir_make_tmp ("entregent-everything-XXXXXX", NULL);
  g_autoptr (GFile) folder = g_file_new_for_path (path);
  g_autoptr (GError) error = NULL;
  g_autoptr (GFileEnumerator) entries = NULL;
  GFile *entry;

  g_assert_cmpint (ent_store_export_everything_sync (ent_app_window_get_store (fixture->window), folder, NULL, &error),
                   >, 0);
  g_assert_no_error (error);
  drop_on (GTK_WIDGET (fixture->window), folder);
  display_wait (has_dialog, fixture);
  wait_for (fixture, "Make a Book of This?");
  close_dialog (fixture);
  entries = g_file_enumerate_children (folder, "standard::name", G_FILE_QUERY_INFO_NONE, NULL, NULL);
  while (g_file_enumerator_iterate (entries, NULL, &entry, NULL, NULL) && entry != NULL)
    g_file_delete (entry, NULL, NULL);
  g_file_delete (folder, NULL, NULL);
}

int
main (int argc, char *argv[])
{
  int status;

  gtk_test_init (&argc, &argv, NULL);
  keyboard = display_keys_new ();
  application = display_application_new ();
  g_test_add ("/files/attach", Fixture, NULL, set_up, test_attach, tear_down);
  g_test_add ("/files/attach-narrow", Fixture, "narrow", set_up, test_attach, tear_down);
  g_test_add ("/files/keyboard", Fixture, NULL, set_up, test_keyboard, tear_down);
  g_test_add ("/files/photo", Fixture, NULL, set_up, test_photo, tear_down);
  g_test_add ("/files/photo-narrow", Fixture, "narrow", set_up, test_photo, tear_down);
  g_test_add ("/files/too-large", Fixture, NULL, set_up, test_too_large, tear_down);
  g_test_add ("/files/too-large-narrow", Fixture, "narrow", set_up, test_too_large, tear_down);
  g_test_add ("/files/outside", Fixture, NULL, set_up, test_outside, tear_down);
  g_test_add ("/files/letter", Fixture, NULL, set_up, test_letter, tear_down);
  g_test_add ("/files/together", Fixture, NULL, set_up, test_together, tear_down);
  g_test_add ("/files/folder", Fixture, NULL, set_up, test_folder, tear_down);
  g_test_add ("/files/folder-narrow", Fixture, "narrow", set_up, test_folder, tear_down);
  g_test_add ("/files/everything", Fixture, NULL, set_up, test_everything, tear_down);
  status = g_test_run ();
  display_keys_free (keyboard);
  g_object_unref (application);

  return status;
}
