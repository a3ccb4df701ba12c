/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "display-book.h"
#include "display-window.h"
#include "ent-app-print.h"
#include "ent-app-window-private.h"
#include "ent-gtk-print.h"
#include "ent-row.h"

/* Lists and records as PDF, read again by poppler. ENTREGENT_PRINT_KEEP names a folder to keep them in. */

static EntAppApplication *application;

typedef struct
{
  GFile *book;
  EntAppWindow *window;
  EntStore *store;
  char *pdf;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  const char *folder = g_getenv ("ENTREGENT_PRINT_KEEP");
  g_autofree char *name = g_strdup_printf ("%s.pdf", (const char *) data);

  fixture->book = display_book_make ();
  fixture->window = display_window_open (application, fixture->book, 1280, 800);
  fixture->store = ent_app_window_get_store (fixture->window);
  fixture->pdf = g_build_filename (folder != NULL ? folder : g_get_user_cache_dir (), name, NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gtk_widget_set_default_direction (GTK_TEXT_DIR_LTR);
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  display_settle (50);
  display_book_remove (fixture->book);
  if (g_getenv ("ENTREGENT_PRINT_KEEP") == NULL)
    g_unlink (fixture->pdf);
  g_free (fixture->pdf);
}

/* Takes the operation. */
static void
export_pdf (Fixture *fixture, GtkPrintOperation *operation)
{
  g_autoptr (GtkPageSetup) setup = gtk_page_setup_new ();
  g_autoptr (GtkPaperSize) paper = gtk_paper_size_new (GTK_PAPER_NAME_A4);
  g_autoptr (GError) error = NULL;
  GtkPrintOperationResult result;

  g_assert_nonnull (operation);
  gtk_page_setup_set_paper_size_and_default_margins (setup, paper);
  gtk_print_operation_set_default_page_setup (operation, setup);
  gtk_print_operation_set_export_filename (operation, fixture->pdf);
  gtk_print_operation_set_allow_async (operation, FALSE);
  gtk_print_operation_set_show_progress (operation, FALSE);
  result = gtk_print_operation_run (operation, GTK_PRINT_OPERATION_ACTION_EXPORT, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (result, ==, GTK_PRINT_OPERATION_RESULT_APPLY);
  g_object_unref (operation);
}

static char *
run (const char *program, const char *option, const char *path, const char *target)
{
  const char *const arguments[] = { program, option != NULL ? option : path, option != NULL ? path : target,
                                    option != NULL ? target : NULL, NULL };
  g_autoptr (GError) error = NULL;
  char *out = NULL;
  int status;

  g_spawn_sync (NULL, (char **) arguments, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &out, NULL, &status, &error);
  g_assert_no_error (error);
  g_assert_true (g_spawn_check_wait_status (status, &error));

  return out;
}

static guint
count_pages (Fixture *fixture)
{
  g_autofree char *info = run ("pdfinfo", NULL, fixture->pdf, NULL);
  const char *pages = strstr (info, "Pages:");

  g_assert_nonnull (pages);

  return (guint) strtoul (pages + strlen ("Pages:"), NULL, 10);
}

static guint
count (const char *text, const char *part)
{
  guint n = 0;

  for (const char *found = strstr (text, part); found != NULL; found = strstr (found + 1, part))
    n++;

  return n;
}

static void
assert_has (const char *text, const char *part)
{
  if (strstr (text, part) == NULL)
    g_error ("“%s” is not in:\n%s", part, text);
}

static void
test_list (Fixture *fixture, gconstpointer data)
{
  g_autofree char *text = NULL;

  ent_app_window_go (fixture->window, "contact");
  display_settle (300);
  export_pdf (fixture, ent_app_print_list_new (fixture->window));
  g_assert_cmpuint (count_pages (fixture), ==, 1);
  text = run ("pdftotext", "-layout", fixture->pdf, "-");
  assert_has (text, "Contacts");
  assert_has (text, "Page 1 of 1");
  assert_has (text, "Job title");
  assert_has (text, "Élise Moreau");
  assert_has (text, "elise@garage-");
  assert_has (text, "Garage Moreau");
}

static void
test_right_to_left (Fixture *fixture, gconstpointer data)
{
  g_autofree char *text = NULL;

  gtk_widget_set_default_direction (GTK_TEXT_DIR_RTL);
  ent_app_window_go (fixture->window, "account");
  display_settle (300);
  export_pdf (fixture, ent_app_print_list_new (fixture->window));
  text = run ("pdftotext", "-layout", fixture->pdf, "-");
  assert_has (text, "Fjord Kaffe");
  /* The first column is at the right. */
  assert_has (text, "Name");
  assert_has (text, "Last contact");
  g_assert_true (strstr (text, "Name") > strstr (text, "Last contact"));
}

static void
add_people (Fixture *fixture, guint n)
{
  const EntKind *kind = ent_kind_from_key ("contact");

  for (guint done = 0; done < n;)
    {
      g_autoptr (EntChange) change = ent_change_new (fixture->store);
      g_autoptr (EntReceipt) receipt = NULL;
      g_autoptr (GError) error = NULL;

      for (guint i = 0; i < 2000 && done < n; i++, done++)
        {
          EntId id = { 0 };
          g_autofree char *name = g_strdup_printf ("Person P%06u", done);

          ent_change_add (change, kind, &id);
          ent_change_set_text (change, kind, &id, kind->title, name);
          ent_change_set_text (change, kind, &id, ent_kind_get_field (kind, "job-title"),
                               done % 7 == 0 ? "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkleiterin"
                                             : "Buyer");
        }
      receipt = ent_store_commit_sync (fixture->store, change, NULL, &error);
      g_assert_no_error (error);
    }
}

static gsize
get_memory (void)
{
  g_autofree char *text = NULL;
  gulong size = 0, resident = 0;

  g_file_get_contents ("/proc/self/statm", &text, NULL, NULL);
  g_assert_cmpint (sscanf (text, "%lu %lu", &size, &resident), ==, 2);

  return resident * (gsize) getpagesize ();
}

typedef struct
{
  gint64 last;
  gint64 worst;
} Beat;

static gboolean
beat_cb (gpointer data)
{
  Beat *beat = data;
  gint64 now = g_get_monotonic_time ();

  beat->worst = MAX (beat->worst, now - beat->last);
  beat->last = now;

  return G_SOURCE_CONTINUE;
}

/* ENTREGENT_PRINT_ROWS: how many, for figures. */
static void
test_long_list (Fixture *fixture, gconstpointer data)
{
  const char *rows = g_getenv ("ENTREGENT_PRINT_ROWS");
  guint n = rows != NULL ? (guint) atoi (rows) : 5000, pages, beats;
  const EntKind *kind = ent_kind_from_key ("contact");
  const EntField *columns[] = { kind->title, ent_kind_get_field (kind, "job-title") };
  g_autoptr (EntQuery) query = ent_query_new_from_text (fixture->store, kind, "person", NULL, NULL);
  g_autofree char *text = NULL, *last = g_strdup_printf ("P%06u", n - 1);
  g_autofree char *foot = NULL;
  Beat beat = { 0 };
  gint64 start;
  gsize before;

  add_people (fixture, n);
  display_settle (500);
  before = get_memory ();
  start = beat.last = g_get_monotonic_time ();
  beats = g_timeout_add (5, beat_cb, &beat);
  export_pdf (fixture, ent_gtk_print_list_new (fixture->store, query, columns, G_N_ELEMENTS (columns), "People"));
  beat_cb (&beat);
  g_source_remove (beats);
  pages = count_pages (fixture);
  g_test_message ("%u rows, %u pages, %d ms, %d ms blocked at most, %d MB more", n, pages,
                  (int) ((g_get_monotonic_time () - start) / 1000), (int) (beat.worst / 1000),
                  (int) ((get_memory () - MIN (before, get_memory ())) >> 20));
  /* Budgets with room for a busy machine: a page is drawn in one go. */
  g_assert_cmpint (beat.worst, <, 500 * 1000);
  g_assert_cmpuint (get_memory (), <, before + (96 << 20));
  text = run ("pdftotext", "-layout", fixture->pdf, "-");
  g_assert_cmpuint (pages, >, n / 70);
  g_assert_cmpuint (count (text, "Job title"), ==, pages);
  g_assert_cmpuint (count (text, "Person P"), ==, n);
  assert_has (text, last);
  foot = g_strdup_printf ("Page %u of", MIN (pages, 999));
  assert_has (text, foot);
}

/* With each page that is drawn, somebody comes in front of the list. */
static void
change_cb (GtkPrintOperation *operation, GtkPrintContext *context, int page, gpointer data)
{
  Fixture *fixture = data;
  const EntKind *kind = ent_kind_from_key ("contact");
  g_autofree char *name = g_strdup_printf ("Person A%d", page);
  g_autoptr (EntChange) change = ent_change_new (fixture->store);
  g_autoptr (EntReceipt) receipt = NULL;
  g_autoptr (GError) error = NULL;
  EntId id = { 0 };

  ent_change_add (change, kind, &id);
  ent_change_set_text (change, kind, &id, kind->title, name);
  receipt = ent_store_commit_sync (fixture->store, change, NULL, &error);
  g_assert_no_error (error);
}

static void
test_changes_meanwhile (Fixture *fixture, gconstpointer data)
{
  const guint n = 3000;
  const EntKind *kind = ent_kind_from_key ("contact");
  g_autoptr (EntQuery) query = ent_query_new_from_text (fixture->store, kind, "person", NULL, NULL);
  GtkPrintOperation *operation = ent_gtk_print_list_new (fixture->store, query, &kind->title, 1, "People");
  g_autofree char *text = NULL;

  add_people (fixture, n);
  g_signal_connect (operation, "draw-page", G_CALLBACK (change_cb), fixture);
  export_pdf (fixture, operation);
  text = run ("pdftotext", "-layout", fixture->pdf, "-");
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *name = g_strdup_printf ("P%06u", i);

      g_assert_cmpuint (count (text, name), ==, 1);
    }
  g_assert_null (strstr (text, "Person A"));
}

/* What cannot be read is told, and not taken for an empty list. */
static void
test_failure (Fixture *fixture, gconstpointer data)
{
  g_autoptr (EntQuery) query = ent_query_new (ent_kind_from_key ("contact"));
  GFile *file = display_book_make ();
  g_autoptr (GError) error = NULL;
  g_autoptr (EntStore) store = ent_store_open_sync (file, ENT_STORE_OPEN_DEFAULT, NULL, NULL, &error);
  g_autoptr (GtkPrintOperation) operation = NULL;

  g_assert_no_error (error);
  operation = ent_gtk_print_list_new (store, query, NULL, 0, "People");
  ent_store_close (store);
  gtk_print_operation_set_export_filename (operation, fixture->pdf);
  g_assert_cmpint (gtk_print_operation_run (operation, GTK_PRINT_OPERATION_ACTION_EXPORT, NULL, &error), !=,
                   GTK_PRINT_OPERATION_RESULT_APPLY);
  g_assert_nonnull (ent_gtk_print_get_error (operation));
  g_clear_object (&store);
  display_book_remove (file);
}

static void
test_record (Fixture *fixture, gconstpointer data)
{
  const EntKind *kind = ent_kind_from_key ("contact");
  g_autoptr (EntQuery) query = ent_query_new_from_text (fixture->store, kind, "Élise", NULL, NULL);
  g_autoptr (GPtrArray) rows = ent_store_query_sync (fixture->store, query, 0, 1, NULL, NULL);
  const EntId *id = ent_row_get_id (g_ptr_array_index (rows, 0));
  g_autoptr (EntChange) change = ent_change_new (fixture->store);
  g_autoptr (EntReceipt) receipt = NULL;
  g_autoptr (EntRecord) record = NULL;
  g_autoptr (GString) notes = g_string_new ("Prefers mornings.");
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 200; i++)
    g_string_append_printf (notes, "\nLine L%03u of what was agreed with Élise about the workshop", i);
  ent_change_set_text (change, kind, id, ent_kind_get_field (kind, "notes"), notes->str);
  receipt = ent_store_commit_sync (fixture->store, change, NULL, &error);
  g_assert_no_error (error);
  record = ent_store_get_record_sync (fixture->store, kind, id, NULL, &error);
  g_assert_no_error (error);
  export_pdf (fixture, ent_gtk_print_record_new (fixture->store, record));
  g_assert_cmpuint (count_pages (fixture), >=, 4);
  text = run ("pdftotext", "-layout", fixture->pdf, "-");
  assert_has (text, "Élise Moreau");
  assert_has (text, "Garage Moreau");
  assert_has (text, "+33 6 12 34 56 78");
  assert_has (text, "Timeline");
  assert_has (text, "Quote Q-204 sent");
  assert_has (text, "Prefers mornings.");
  /* Every line once, whatever page it fell on. */
  for (guint i = 0; i < 200; i++)
    {
      g_autofree char *line = g_strdup_printf ("Line L%03u ", i);

      g_assert_cmpuint (count (text, line), ==, 1);
    }
}

int
main (int argc, char *argv[])
{
  int result;

  gtk_test_init (&argc, &argv, NULL);
  application = display_application_new ();
  g_test_add ("/print/list", Fixture, "list", set_up, test_list, tear_down);
  g_test_add ("/print/right-to-left", Fixture, "right-to-left", set_up, test_right_to_left, tear_down);
  g_test_add ("/print/long-list", Fixture, "long-list", set_up, test_long_list, tear_down);
  g_test_add ("/print/changes-meanwhile", Fixture, "changes", set_up, test_changes_meanwhile, tear_down);
  g_test_add ("/print/failure", Fixture, "failure", set_up, test_failure, tear_down);
  g_test_add ("/print/record", Fixture, "record", set_up, test_record, tear_down);
  result = g_test_run ();
  g_object_unref (application);

  return result;
}
