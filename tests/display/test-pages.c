/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "display-book.h"
#include "display-window.h"
#include "ent-query.h"
#include "ent-row.h"

/* Every page at every width, in both directions, with large text, light and dark: any warning is a failure. */

static EntAppApplication *application;
static GFile *book;

typedef struct
{
  int width;
  gboolean rtl;
  double scale;
  gboolean dark;
} Surroundings;

static void
open_records (EntAppWindow *window, const char *kind_key)
{
  g_autoptr (EntQuery) query = ent_query_new (ent_kind_from_key (kind_key));
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows = ent_store_query_sync (ent_app_window_get_store (window), query, 0, 2, NULL, &error);
  guint i;

  g_assert_no_error (error);
  for (i = 0; i < rows->len; i++)
    {
      g_autofree char *id = ent_id_to_string (ent_row_get_id (g_ptr_array_index (rows, i)));

      gtk_widget_activate_action (GTK_WIDGET (window), "win.open", "(ss)", kind_key, id);
      display_settle (60);
    }
}

static void
test_pages (gconstpointer data)
{
  static const char *const pages[] = { "contact", "account", "opportunity", "activity" };
  const Surroundings *surroundings = data;
  EntAppWindow *window;
  guint i;

  gtk_widget_set_default_direction (surroundings->rtl ? GTK_TEXT_DIR_RTL : GTK_TEXT_DIR_LTR);
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (),
                                      surroundings->dark ? ADW_COLOR_SCHEME_FORCE_DARK : ADW_COLOR_SCHEME_FORCE_LIGHT);
  g_object_set (gtk_settings_get_default (), "gtk-xft-dpi", (int) (96 * 1024 * surroundings->scale),
                "gtk-enable-animations", FALSE, NULL);
  window = display_window_open (application, book, surroundings->width, 800);
  for (i = 0; i < G_N_ELEMENTS (pages); i++)
    {
      ent_app_window_go (window, pages[i]);
      display_settle (60);
      open_records (window, pages[i]);
    }
  g_assert_cmpint (gtk_widget_get_width (GTK_WIDGET (window)), ==, surroundings->width);
  ent_app_window_go (window, "history");
  display_settle (60);
  gtk_widget_activate_action (GTK_WIDGET (window), "win.find", "(ss)", "contact", "zzzz");
  display_settle (60);
  gtk_window_destroy (GTK_WINDOW (window));
  display_settle (30);
}

int
main (int argc, char *argv[])
{
  static const int widths[] = { 360, 700, 1280 };
  int result;
  guint i;

  gtk_test_init (&argc, &argv, NULL);
  application = display_application_new ();
  book = display_book_make ();
  for (i = 0; i < G_N_ELEMENTS (widths) * 8; i++)
    {
      Surroundings *surroundings = g_new (Surroundings, 1);
      g_autofree char *path = NULL;

      *surroundings = (Surroundings) { widths[i / 8], i & 1, i & 2 ? 2 : 1, (i & 4) != 0 };
      path = g_strdup_printf ("/pages/%d/%s/%dx/%s", surroundings->width, surroundings->rtl ? "rtl" : "ltr",
                              (int) surroundings->scale, surroundings->dark ? "dark" : "light");
      g_test_add_data_func_full (path, surroundings, test_pages, g_free);
    }
  result = g_test_run ();
  display_book_remove (book);
  g_object_unref (application);

  return result;
}
