/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "EntGtk"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "ent-gtk-format.h"
#include "ent-gtk-print-private.h"

#define TITLE 13
#define FOOT 24

/* What lists and records have in common on paper. */

static gboolean
is_rtl (void)
{
  return gtk_widget_get_default_direction () == GTK_TEXT_DIR_RTL;
}

PangoLayout *
ent_gtk_print_layout_new (GtkPrintContext *context, double size, PangoWeight weight)
{
  PangoLayout *layout = gtk_print_context_create_pango_layout (context);
  PangoFontDescription *font = pango_font_description_from_string ("Sans");

  pango_font_description_set_size (font, (int) (size * PANGO_SCALE));
  pango_font_description_set_weight (font, weight);
  pango_layout_set_font_description (layout, font);
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  pango_font_description_free (font);

  return layout;
}

/* The edge is the page's, not that of the text's own script, which Pango would take. */
void
ent_gtk_print_layout_set (PangoLayout *layout, const char *text, double width, gboolean at_end)
{
  gboolean at_right = is_rtl () != at_end;
  gboolean swapped;

  pango_layout_set_text (layout, text, -1);
  swapped = pango_layout_get_direction (layout, 0) == PANGO_DIRECTION_RTL;
  pango_layout_set_width (layout, (int) (width * PANGO_SCALE));
  pango_layout_set_alignment (layout, at_right != swapped ? PANGO_ALIGN_RIGHT : PANGO_ALIGN_LEFT);
}

double
ent_gtk_print_layout_get_height (PangoLayout *layout)
{
  int height;

  pango_layout_get_size (layout, NULL, &height);

  return (double) height / PANGO_SCALE;
}

void
ent_gtk_print_show (GtkPrintContext *context, PangoLayout *layout, double x, double y, double width)
{
  cairo_t *cairo = gtk_print_context_get_cairo_context (context);

  cairo_move_to (cairo, is_rtl () ? gtk_print_context_get_width (context) - x - width : x, y);
  pango_cairo_show_layout (cairo, layout);
}

void
ent_gtk_print_line (GtkPrintContext *context, double y)
{
  cairo_t *cairo = gtk_print_context_get_cairo_context (context);

  cairo_save (cairo);
  cairo_set_source_rgb (cairo, 0.7, 0.7, 0.7);
  cairo_set_line_width (cairo, 0.5);
  cairo_move_to (cairo, 0, y);
  cairo_line_to (cairo, gtk_print_context_get_width (context), y);
  cairo_stroke (cairo);
  cairo_restore (cairo);
}

static PangoLayout *
make_title (GtkPrintContext *context, const char *title, double *width)
{
  PangoLayout *layout = ent_gtk_print_layout_new (context, TITLE, PANGO_WEIGHT_BOLD);

  *width = gtk_print_context_get_width (context) * 0.72;
  pango_layout_set_height (layout, -2);
  pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
  ent_gtk_print_layout_set (layout, title, *width, FALSE);

  return layout;
}

double
ent_gtk_print_get_head_height (GtkPrintContext *context, const char *title)
{
  double width;
  g_autoptr (PangoLayout) layout = make_title (context, title, &width);

  return ent_gtk_print_layout_get_height (layout) + ENT_GTK_PRINT_GAP;
}

double
ent_gtk_print_get_foot_height (void)
{
  return FOOT;
}

void
ent_gtk_print_frame (GtkPrintContext *context, const char *title, guint page, guint n_pages)
{
  double width = gtk_print_context_get_width (context), height = gtk_print_context_get_height (context);
  double title_width;
  g_autoptr (PangoLayout) head = make_title (context, title, &title_width);
  g_autoptr (PangoLayout) small = ent_gtk_print_layout_new (context, ENT_GTK_PRINT_SMALL, PANGO_WEIGHT_NORMAL);
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *iso = g_date_time_format (now, "%Y-%m-%d");
  g_autofree char *day = ent_gtk_format_date (iso);
  g_autofree char *number = ent_gtk_format_integer (page + 1);
  g_autofree char *total = ent_gtk_format_integer (n_pages);
  /* Translators: on paper: "Page 3 of 12" */
  g_autofree char *text = g_strdup_printf (_("Page %s of %s"), number, total);

  ent_gtk_print_show (context, head, 0, 0, title_width);
  ent_gtk_print_layout_set (small, day, width - title_width, TRUE);
  ent_gtk_print_show (context, small, title_width, 4, width - title_width);
  ent_gtk_print_layout_set (small, text, width, TRUE);
  ent_gtk_print_show (context, small, 0, height - ent_gtk_print_layout_get_height (small), width);
}

GtkPrintOperation *
ent_gtk_print_operation_new (const char *title)
{
  GtkPrintOperation *operation = gtk_print_operation_new ();

  gtk_print_operation_set_unit (operation, GTK_UNIT_POINTS);
  gtk_print_operation_set_job_name (operation, title);
  gtk_print_operation_set_embed_page_setup (operation, TRUE);
  gtk_print_operation_set_show_progress (operation, TRUE);
  gtk_print_operation_set_allow_async (operation, TRUE);

  return operation;
}

static const char error_key[] = "ent-gtk-print-error";

void
ent_gtk_print_fail (GtkPrintOperation *operation, GError *error)
{
  g_object_set_data_full (G_OBJECT (operation), error_key, error, (GDestroyNotify) g_error_free);
  gtk_print_operation_cancel (operation);
}

/**
 * ent_gtk_print_get_error:
 * @operation: an operation of ent_gtk_print_list_new()
 *
 * Tells why it was ended, when the book could not be read: GTK says then that it was cancelled, as when a person does
 * it.
 *
 * Returns: (transfer none) (nullable): the error, to be shown; %NULL when the book could be read
 */
const GError *
ent_gtk_print_get_error (GtkPrintOperation *operation)
{
  g_return_val_if_fail (GTK_IS_PRINT_OPERATION (operation), NULL);

  return g_object_get_data (G_OBJECT (operation), error_key);
}
