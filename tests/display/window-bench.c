/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <locale.h>
#include <stdlib.h>
#include <string.h>

#include "display-window.h"
#include "ent-app-list-page.h"
#include "ent-app-window-private.h"
#include "ent-query.h"

/*
 * entregent-window-bench BOOK
 *
 * Measures what the window lets a person wait for. No record is changed, but the book is opened in place, and what an
 * open book puts in order or backs up happens to it: give it a copy of one that matters. Times are those of the main
 * loop of this process: until the rows are there and the next frame is painted. tools/bench --window BOOK runs it
 * without a screen.
 */

static EntAppWindow *window;
static GArray *held; /* how long steps of the main loop took, in ms */
static GtkWidget *list_view;
static GtkAdjustment *adjustment;

static double
now_ms (void)
{
  return g_get_monotonic_time () / 1000.0;
}

static int
compare (gconstpointer a, gconstpointer b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

static double
quantile (GArray *times, double q)
{
  g_array_sort (times, compare);

  return times->len > 0 ? g_array_index (times, double, MIN (times->len - 1, (guint) (q * times->len))) : 0;
}

static void
print_figure (const char *what, double value, double budget, const char *unit)
{
  g_print ("| %s | %.1f %s | ≤ %g %s | %s |\n", what, value, unit, budget, unit, value <= budget ? "met" : "missed");
}

/* Proportional set size, in MB: pages that are shared with others count in part. */
static double
get_pss (void)
{
  g_autofree char *text = NULL;
  const char *line;

  if (!g_file_get_contents ("/proc/self/smaps_rollup", &text, NULL, NULL) || (line = strstr (text, "\nPss:")) == NULL)
    return 0;

  return g_ascii_strtod (line + 5, NULL) / 1000;
}

/* How long the main loop was at work between two waits: nothing else happens in that time. Steps of less than a tenth
 * of a millisecond are left out, since this program asks for many. */
static int
poll_cb (GPollFD *fds, guint n_fds, int timeout)
{
  static double since;
  double took = now_ms () - since;
  int result;

  if (since > 0 && took >= 0.1)
    g_array_append_val (held, took);
  result = g_poll (fds, n_fds, timeout);
  since = now_ms ();
  return result;
}

static EntList *
get_list (void)
{
  return ent_app_list_page_get_list (ent_app_window_get_list_page (window));
}

static void
wait_rows (void)
{
  gint64 end = g_get_monotonic_time () + 30 * G_USEC_PER_SEC;

  while (g_get_monotonic_time () < end)
    {
      GListModel *model = G_LIST_MODEL (get_list ());
      g_autoptr (EntRow) first = g_list_model_get_item (model, 0);

      if (ent_list_get_state (get_list ()) == ENT_LIST_READY && (first == NULL || ent_row_get_loaded (first)))
        return;
      g_main_context_iteration (NULL, FALSE);
    }
  g_error ("the list was not read in 30 s");
}

static void
painted_cb (GdkFrameClock *clock, gboolean *painted)
{
  *painted = TRUE;
}

/* The work of one step of the main loop, which is what delays a frame: waiting for the compositor is not in it. */
static double
scroll_to (double value)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (GTK_WIDGET (window));
  gboolean painted = FALSE;
  gulong handler = g_signal_connect (clock, "after-paint", G_CALLBACK (painted_cb), &painted);
  gint64 end = g_get_monotonic_time () + 5 * G_USEC_PER_SEC;
  double start = now_ms (), busy;

  gtk_adjustment_set_value (adjustment, value);
  busy = now_ms () - start;
  while (!painted && g_get_monotonic_time () < end)
    {
      start = now_ms ();
      if (g_main_context_iteration (NULL, FALSE))
        busy += now_ms () - start;
    }
  g_signal_handler_disconnect (clock, handler);

  return busy;
}

static GArray *
scroll (guint n, double step, gboolean random)
{
  GArray *times = g_array_new (FALSE, FALSE, sizeof (double));
  double value = 0, range = gtk_adjustment_get_upper (adjustment) - gtk_adjustment_get_page_size (adjustment);
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);
  guint i;

  for (i = 0; i < n; i++)
    {
      double took;

      value = random ? g_rand_double_range (rand, 0, range) : MIN (range, value + step);
      took = scroll_to (value);
      g_array_append_val (times, took);
    }

  return times;
}

static void
measure_scrolling (void)
{
  g_autoptr (GArray) slow = scroll (600, 8, FALSE), fling = scroll (300, 400, FALSE), jump = scroll (100, 0, TRUE);
  g_autoptr (GArray) all = g_array_new (FALSE, FALSE, sizeof (double));

  print_figure ("Slow scroll, work of a frame, p99", quantile (slow, 0.99), 10, "ms");
  print_figure ("Fling, work of a frame, p95", quantile (fling, 0.95), 16.7, "ms");
  print_figure ("Jump with the scrollbar, work of a frame, p95", quantile (jump, 0.95), 33, "ms");
  g_array_append_vals (all, slow->data, slow->len);
  g_array_append_vals (all, fling->data, fling->len);
  print_figure ("The same scrolling and fling, longest frame", quantile (all, 1), 50, "ms");
}

static EntQuery *
parse_query (const char *text)
{
  g_autoptr (GError) error = NULL;
  EntQuery *query =
      ent_query_new_from_text (ent_app_window_get_store (window), ent_kind_from_key ("contact"), text, NULL, &error);

  g_assert_no_error (error);
  return query;
}

static gboolean
has_first_rows (EntList *list)
{
  g_autoptr (EntRow) first = g_list_model_get_item (G_LIST_MODEL (list), 0);

  return (first != NULL && ent_row_get_loaded (first)) || ent_list_get_state (list) == ENT_LIST_READY;
}

/* Until another query than this has shown its first rows; it is still the old list's when nothing has begun. */
static void
wait_other (EntQuery *before)
{
  gint64 end = g_get_monotonic_time () + 10 * G_USEC_PER_SEC;

  while ((ent_list_get_query (get_list ()) == before || !has_first_rows (get_list ())) && g_get_monotonic_time () < end)
    g_main_context_iteration (NULL, FALSE);
  if (ent_list_get_query (get_list ()) == before)
    g_error ("the list did not take the query in 10 s");
}

/* What a person waits for is the first rows; what the scrollbar waits for is all of them. */
static void
measure_query (EntQuery *query, double *first, double *all)
{
  g_autoptr (EntQuery) before = g_object_ref (ent_list_get_query (get_list ()));
  double start = now_ms ();

  ent_app_window_find (window, query, "");
  wait_other (before);
  display_paint (window);
  *first = now_ms () - start;
  wait_rows ();
  display_paint (window);
  *all = now_ms () - start;
}

static void
measure_switches (void)
{
  const EntKind *contact = ent_kind_from_key ("contact");
  g_autoptr (EntQuery) everybody = ent_query_new (contact);
  g_autoptr (EntQuery) mine = parse_query ("owner:none");
  g_autoptr (EntQuery) unindexed = parse_query ("job-title:any");
  g_autoptr (EntQuery) sorted = ent_query_with_sort (everybody, ent_kind_get_field (contact, "last-contact"), TRUE);
  double first, all;

  measure_query (mine, &first, &all);
  print_figure ("Filter switch, first rows painted", first, 250, "ms");
  print_figure ("Filter switch, complete", all, 1500, "ms");
  measure_query (unindexed, &first, &all);
  print_figure ("Filter without an index, first rows painted", first, 300, "ms");
  print_figure ("Filter without an index, complete", all, 1500, "ms");
  measure_query (everybody, &first, &all);
  measure_query (sorted, &first, &all);
  print_figure ("Sort switch, first rows painted", first, 250, "ms");
  print_figure ("Sort switch, complete", all, 1500, "ms");
  measure_query (everybody, &first, &all);
}

static void
measure_search (void)
{
  static const char *const words[] = { "m", "ma", "mar", "mart", "marti", "martin" };
  GtkWidget *entry = display_find (GTK_WIDGET (window), GTK_TYPE_SEARCH_ENTRY, NULL);
  g_autoptr (GArray) times = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GArray) complete = g_array_new (FALSE, FALSE, sizeof (double));
  guint i, round;

  for (round = 0; round < 5; round++)
    for (i = 0; i < G_N_ELEMENTS (words); i++)
      {
        g_autoptr (EntQuery) before = g_object_ref (ent_list_get_query (get_list ()));
        double start = now_ms (), took;

        gtk_editable_set_text (GTK_EDITABLE (entry), words[i]);
        wait_other (before);
        display_paint (window);
        took = now_ms () - start;
        g_array_append_val (times, took);
        wait_rows ();
        took = now_ms () - start;
        g_array_append_val (complete, took);
      }
  print_figure ("Keystroke to first results, p50", quantile (times, 0.5), 100, "ms");
  print_figure ("Keystroke to first results, p95", quantile (times, 0.95), 100, "ms");
  print_figure ("Keystroke to all results, p95", quantile (complete, 0.95), 1500, "ms");
  gtk_editable_set_text (GTK_EDITABLE (entry), "");
  display_settle (500);
  wait_rows ();
}

static void
measure_select_all (void)
{
  double start, before = get_pss ();

  gtk_widget_activate_action (GTK_WIDGET (window), "win.select-mode", NULL);
  display_settle (200);
  start = now_ms ();
  gtk_selection_model_select_all (
      GTK_SELECTION_MODEL (ent_app_list_page_get_selection (ent_app_window_get_list_page (window))));
  print_figure ("Select all", now_ms () - start, 10, "ms");
  print_figure ("Select all, memory more", MAX (0, get_pss () - before), 1, "MB");
}

int
main (int argc, char *argv[])
{
  g_autoptr (EntAppApplication) application = NULL;
  g_autoptr (GFile) book = NULL;
  double start, first;

  setlocale (LC_ALL, "");
  if (argc != 2)
    {
      g_printerr ("Usage: entregent-window-bench BOOK\n");
      return 2;
    }
  book = g_file_new_for_commandline_arg (argv[1]);
  held = g_array_new (FALSE, FALSE, sizeof (double));
  start = now_ms ();
  application = display_application_new ();
  window = ent_app_window_new (application, book);
  gtk_window_set_default_size (GTK_WINDOW (window), 1280, 900);
  gtk_window_present (GTK_WINDOW (window));
  display_paint (window);
  first = now_ms () - start;
  while (ent_app_window_get_store (window) == NULL)
    g_main_context_iteration (NULL, TRUE);
  wait_rows ();
  display_paint (window);
  g_main_context_set_poll_func (NULL, poll_cb);
  g_print ("| %u contacts | measured | budget | |\n|---|---:|---:|---|\n",
           g_list_model_get_n_items (G_LIST_MODEL (get_list ())));
  print_figure ("First frame", first, 300, "ms");
  print_figure ("With the first page", now_ms () - start, 500, "ms");
  display_settle (1000);
  print_figure ("Memory (PSS) after start", get_pss (), 90, "MB");
  list_view = display_find (GTK_WIDGET (window), GTK_TYPE_LIST_VIEW, NULL);
  adjustment = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (list_view));
  measure_scrolling ();
  print_figure ("Memory (PSS) after scrolling", get_pss (), 130, "MB");
  measure_switches ();
  measure_search ();
  measure_select_all ();
  print_figure ("Main loop held by one step, p99.9", quantile (held, 0.999), 16, "ms");
  print_figure ("Main loop held by one step, longest", quantile (held, 1), 200, "ms");
  gtk_window_destroy (GTK_WINDOW (window));

  return 0;
}
