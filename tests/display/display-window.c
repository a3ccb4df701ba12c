/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "display-book.h"
#include "display-window.h"

EntAppApplication *
display_application_new (void)
{
  EntAppApplication *application = ent_app_application_new ();
  g_autoptr (GError) error = NULL;

  g_application_set_flags (G_APPLICATION (application), G_APPLICATION_NON_UNIQUE);
  g_application_register (G_APPLICATION (application), NULL, &error);
  g_assert_no_error (error);

  return application;
}

/* Until the book is open, only the page that says why it cannot be is one of these. */
static GtkWidget *
find_failure (EntAppWindow *window)
{
  return ent_app_window_get_store (window) == NULL ? display_find (GTK_WIDGET (window), ADW_TYPE_STATUS_PAGE, NULL)
                                                   : NULL;
}

static gboolean
is_open_or_failed (gpointer data)
{
  return ent_app_window_get_store (data) != NULL || find_failure (data) != NULL;
}

EntAppWindow *
display_window_open (EntAppApplication *application, GFile *book, int width, int height)
{
  EntAppWindow *window = ent_app_window_new (application, book);

  gtk_window_set_default_size (GTK_WINDOW (window), width, height);
  gtk_window_present (GTK_WINDOW (window));
  display_wait (is_open_or_failed, window);
  if (find_failure (window) != NULL)
    g_error ("%s could not be opened: %s", g_file_peek_path (book),
             adw_status_page_get_description (ADW_STATUS_PAGE (find_failure (window))));
  display_settle (150);

  return window;
}

void
display_window_close (EntAppWindow *window, GFile *book)
{
  gtk_window_destroy (GTK_WINDOW (window));
  display_settle (50);
  display_book_remove (book);
}

static gboolean
wake_cb (gpointer data)
{
  *(gboolean *) data = TRUE;

  return G_SOURCE_REMOVE;
}

static void
painted_cb (GdkFrameClock *clock, gboolean *painted)
{
  *painted = TRUE;
}

void
display_paint (EntAppWindow *window)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (GTK_WIDGET (window));
  gint64 end = g_get_monotonic_time () + 10 * G_USEC_PER_SEC;
  gboolean painted = FALSE;
  gulong handler = g_signal_connect (clock, "after-paint", G_CALLBACK (painted_cb), &painted);

  gtk_widget_queue_draw (GTK_WIDGET (window));
  while (!painted && g_get_monotonic_time () < end)
    g_main_context_iteration (NULL, FALSE);
  g_signal_handler_disconnect (clock, handler);
}

void
display_settle (guint milliseconds)
{
  gint64 end = g_get_monotonic_time () + 4 * (gint64) milliseconds * 1000;
  gboolean done = FALSE;

  g_timeout_add (milliseconds, wake_cb, &done);
  while (!done || (g_main_context_pending (NULL) && g_get_monotonic_time () < end))
    g_main_context_iteration (NULL, TRUE);
}

void
display_wait (DisplayCondition done, gpointer data)
{
  gint64 end = g_get_monotonic_time () + 10 * G_USEC_PER_SEC;

  while (!done (data))
    {
      g_assert_cmpint (g_get_monotonic_time (), <, end);
      display_settle (5);
    }
}

static gboolean
has_text (GtkWidget *widget, const char *text)
{
  g_autofree char *own = NULL;
  GParamSpec *pspec = NULL;
  static const char *const names[] = { "title", "label", "text" };
  guint i;

  for (i = 0; i < G_N_ELEMENTS (names) && text != NULL; i++)
    {
      pspec = g_object_class_find_property (G_OBJECT_GET_CLASS (widget), names[i]);
      if (pspec == NULL || pspec->value_type != G_TYPE_STRING)
        continue;
      g_clear_pointer (&own, g_free);
      g_object_get (widget, names[i], &own, NULL);
      if (own != NULL && strstr (own, text) != NULL)
        return TRUE;
    }

  return text == NULL;
}

GtkWidget *
display_find (GtkWidget *root, GType type, const char *text)
{
  GtkWidget *child, *found;

  if (!gtk_widget_get_visible (root) || !gtk_widget_get_child_visible (root))
    return NULL;
  if (g_type_is_a (G_OBJECT_TYPE (root), type) && has_text (root, text))
    return root;
  for (child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child))
    if ((found = display_find (child, type, text)) != NULL)
      return found;

  return NULL;
}

/* What lies over the window has a surface of its own. */
static void
snapshot_popovers (GtkWidget *widget, GtkWidget *window, GtkSnapshot *snapshot)
{
  GtkWidget *child;

  if (GTK_IS_POPOVER (widget) && gtk_widget_get_mapped (widget))
    {
      g_autoptr (GdkPaintable) paintable = gtk_widget_paintable_new (widget);
      GdkPopup *popup = GDK_POPUP (gtk_native_get_surface (GTK_NATIVE (widget)));
      double x, y, window_x, window_y;

      gtk_native_get_surface_transform (GTK_NATIVE (widget), &x, &y);
      gtk_native_get_surface_transform (GTK_NATIVE (window), &window_x, &window_y);
      gtk_snapshot_save (snapshot);
      gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (gdk_popup_get_position_x (popup) + x - window_x,
                                                              gdk_popup_get_position_y (popup) + y - window_y));
      gdk_paintable_snapshot (paintable, snapshot, gtk_widget_get_width (widget), gtk_widget_get_height (widget));
      gtk_snapshot_restore (snapshot);
    }
  for (child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    snapshot_popovers (child, window, snapshot);
}

static GskRenderNode *
dup_node (GtkWidget *window)
{
  g_autoptr (GdkPaintable) paintable = gtk_widget_paintable_new (window);
  g_autoptr (GtkSnapshot) snapshot = gtk_snapshot_new ();

  gdk_paintable_snapshot (paintable, snapshot, gtk_widget_get_width (window), gtk_widget_get_height (window));
  snapshot_popovers (window, window, snapshot);

  return gtk_snapshot_to_node (snapshot);
}

gboolean
display_save (GtkWidget *window, const char *path)
{
  gint64 end = g_get_monotonic_time () + 10 * G_USEC_PER_SEC;
  g_autoptr (GskRenderNode) node = NULL;
  g_autoptr (GdkTexture) texture = NULL;
  GskRenderer *renderer = gtk_native_get_renderer (GTK_NATIVE (window));

  /* On a busy machine the compositor may not have asked for a first frame yet: until then there is nothing to paint. */
  while ((node = dup_node (window)) == NULL && g_get_monotonic_time () < end)
    display_settle (50);
  if (node == NULL)
    return FALSE;
  texture = gsk_renderer_render_texture (renderer, node,
                                         &GRAPHENE_RECT_INIT (0, 0, gtk_widget_get_width (window),
                                                              gtk_widget_get_height (window)));

  return gdk_texture_save_to_png (texture, path);
}
