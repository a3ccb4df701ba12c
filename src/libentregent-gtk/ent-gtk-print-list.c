/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "EntGtk"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "ent-gtk-format.h"
#include "ent-gtk-print-private.h"
#include "ent-row-vector.h"

/* So many rows are in memory at a time, whatever the length of the list. */
#define AT_ONCE 1000

/* Of the main loop, before others have their turn. */
#define SLICE (8 * 1000)

#define MAX_COLUMNS 8
#define MAX_LINES 6
#define PADDING 3
#define SPACING 8

/*
 * A list on paper: the rows that it has when printing begins. It is gone through twice: to find where each page begins,
 * of which only the number of the row is kept, and to draw. What rows say comes from a thread of their own each time,
 * some pages at once, and the next ones while these are measured.
 */
typedef struct
{
  EntStore *store;
  EntQuery *query;
  EntRowVector *vector;
  char *title;
  GPtrArray *columns; /* const EntField */
  GPtrArray *choices; /* const EntField: what can be a column */
  GPtrArray *checks;  /* of the choices, while the dialog is open */

  GPtrArray *layouts; /* one a column */
  GPtrArray *headers;
  double widths[MAX_COLUMNS];
  double header_height;
  gboolean measured;

  GArray *starts; /* guint: the first row of each page */
  guint n_rows;   /* that have their place */
  double y;
  GPtrArray *rows; /* that are there and have none yet */
  guint used;
  GPtrArray *next; /* those after them */
  guint n_wanted;  /* that were read or are being read */
  gboolean has_failed;
  guint page;      /* that is drawn */
  guint rows_from; /* of the list, while pages are drawn */
  GCancellable *cancellable;
} PrintList;

static void
print_list_free (gpointer data)
{
  PrintList *self = data;

  g_cancellable_cancel (self->cancellable);
  g_object_unref (self->cancellable);
  g_object_unref (self->store);
  g_object_unref (self->query);
  g_clear_object (&self->vector);
  g_free (self->title);
  g_ptr_array_unref (self->columns);
  g_ptr_array_unref (self->choices);
  g_clear_pointer (&self->checks, g_ptr_array_unref);
  g_clear_pointer (&self->layouts, g_ptr_array_unref);
  g_clear_pointer (&self->headers, g_ptr_array_unref);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  g_clear_pointer (&self->next, g_ptr_array_unref);
  g_array_unref (self->starts);
  g_free (self);
}

static PrintList *
get_list (GtkPrintOperation *operation)
{
  return g_object_get_data (G_OBJECT (operation), "ent-gtk-print-list");
}

static const EntField *
get_column (PrintList *self, guint i)
{
  return g_ptr_array_index (self->columns, i);
}

static gboolean
is_figure (const EntField *field)
{
  return field->type == ENT_FIELD_MONEY || field->type == ENT_FIELD_INTEGER || field->type == ENT_FIELD_PERCENT;
}

/* ---- reading ---- */

/* Which rows there are. */
static void
find_rows (PrintList *self, GAsyncReadyCallback callback, GtkPrintOperation *operation)
{
  g_autoptr (EntQuery) query =
      ent_query_with_fields (self->query, (const EntField *const *) (gpointer) self->columns->pdata,
                             self->columns->len);

  ent_row_vector_new_async (self->store, query, self->cancellable, callback, g_object_ref (operation));
}

/* FALSE: it is nobody's any more. */
static gboolean
take_error (GtkPrintOperation *operation, GError *error)
{
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      get_list (operation)->has_failed = TRUE;
      ent_gtk_print_fail (operation, error);
      return TRUE;
    }
  g_error_free (error);

  return FALSE;
}

/* ---- what a row needs ---- */

static char *
dup_cell (PrintList *self, EntRow *row, guint column)
{
  return ent_row_dup_display (row, get_column (self, column));
}

static double
lay_out_row (PrintList *self, EntRow *row)
{
  double height = 0;

  for (guint i = 0; i < self->columns->len; i++)
    {
      PangoLayout *layout = g_ptr_array_index (self->layouts, i);
      g_autofree char *text = dup_cell (self, row, i);

      ent_gtk_print_layout_set (layout, text, self->widths[i], is_figure (get_column (self, i)));
      height = MAX (height, ent_gtk_print_layout_get_height (layout));
    }

  return height + 2 * PADDING;
}

static double
get_natural_width (PangoLayout *layout, const char *text)
{
  int width;

  pango_layout_set_width (layout, -1);
  pango_layout_set_text (layout, text, -1);
  pango_layout_get_size (layout, &width, NULL);

  return (double) width / PANGO_SCALE;
}

/* Who needs less than an equal share gets it; the others share the rest. */
static void
share (PrintList *self, double width)
{
  gboolean settled[MAX_COLUMNS] = { FALSE };
  guint n = self->columns->len;
  gboolean again = TRUE;

  while (again && n > 0)
    {
      double equal = width / n;

      again = FALSE;
      for (guint i = 0; i < self->columns->len; i++)
        if (!settled[i] && self->widths[i] <= equal)
          {
            settled[i] = again = TRUE;
            width -= self->widths[i];
            n--;
          }
    }
  for (guint i = 0; i < self->columns->len; i++)
    if (n == 0)
      self->widths[i] += width / self->columns->len;
    else if (!settled[i])
      self->widths[i] = width / n;
}

/* Columns get what the first rows need of them, as far as the page has it. */
static void
measure (PrintList *self, GtkPrintContext *context)
{
  self->header_height = 0;
  for (guint i = 0; i < self->columns->len; i++)
    {
      double widest =
          get_natural_width (g_ptr_array_index (self->headers, i), ent_field_get_label (get_column (self, i)));

      for (guint k = 0; k < self->rows->len; k++)
        {
          g_autofree char *text = dup_cell (self, g_ptr_array_index (self->rows, k), i);

          widest = MAX (widest, get_natural_width (g_ptr_array_index (self->layouts, i), text));
        }
      self->widths[i] = widest + 2;
    }
  share (self, gtk_print_context_get_width (context) - SPACING * (double) (self->columns->len - 1));
  for (guint i = 0; i < self->columns->len; i++)
    {
      PangoLayout *header = g_ptr_array_index (self->headers, i);

      ent_gtk_print_layout_set (header, ent_field_get_label (get_column (self, i)), self->widths[i],
                                is_figure (get_column (self, i)));
      self->header_height = MAX (self->header_height, ent_gtk_print_layout_get_height (header));
    }
  self->header_height += 2 * PADDING;
  self->measured = TRUE;
}

static double
get_top (PrintList *self, GtkPrintContext *context)
{
  return ent_gtk_print_get_head_height (context, self->title) + self->header_height;
}

static void
show_row (PrintList *self, GtkPrintContext *context, GPtrArray *layouts, double y)
{
  double x = 0;

  for (guint i = 0; i < self->columns->len; i++)
    {
      ent_gtk_print_show (context, g_ptr_array_index (layouts, i), x, y + PADDING, self->widths[i]);
      x += self->widths[i] + SPACING;
    }
}

/* ---- where pages begin ---- */

static void read_next (PrintList *self, GtkPrintOperation *operation);

static void
read_next_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GtkPrintOperation) operation = data;
  GError *error = NULL;
  GPtrArray *rows = ent_row_vector_read_finish (ENT_ROW_VECTOR (source), result, &error);

  if (rows == NULL)
    take_error (operation, error);
  else
    get_list (operation)->next = rows;
}

static void
read_next (PrintList *self, GtkPrintOperation *operation)
{
  guint first = self->n_wanted;

  if (first >= ent_row_vector_get_n_rows (self->vector))
    return;
  self->n_wanted = MIN (first + AT_ONCE, ent_row_vector_get_n_rows (self->vector));
  ent_row_vector_read_async (self->vector, first, AT_ONCE, self->cancellable, read_next_cb, g_object_ref (operation));
}

static void
find_rows_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GtkPrintOperation) operation = data;
  GError *error = NULL;
  EntRowVector *vector = ent_row_vector_new_finish (result, &error);
  PrintList *self = get_list (operation);

  if (vector == NULL)
    {
      take_error (operation, error);
      return;
    }
  self->vector = vector;
  read_next (self, operation);
}

/* FALSE: none are there yet. */
static gboolean
take_next (PrintList *self, GtkPrintOperation *operation)
{
  if (self->next == NULL)
    return FALSE;
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  self->rows = g_steal_pointer (&self->next);
  self->used = 0;
  read_next (self, operation);

  return TRUE;
}

static GPtrArray *
make_layouts (PrintList *self, GtkPrintContext *context, PangoWeight weight)
{
  GPtrArray *layouts = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < self->columns->len; i++)
    {
      PangoLayout *layout = ent_gtk_print_layout_new (context, ENT_GTK_PRINT_TEXT, weight);

      pango_layout_set_height (layout, -MAX_LINES);
      pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
      g_ptr_array_add (layouts, layout);
    }

  return layouts;
}

static void
begin_cb (GtkPrintOperation *operation, GtkPrintContext *context, gpointer data)
{
  PrintList *self = get_list (operation);
  guint first = 0;

  /* A preview may have begun before. */
  g_cancellable_cancel (self->cancellable);
  g_object_unref (self->cancellable);
  self->cancellable = g_cancellable_new ();
  g_clear_object (&self->vector);
  g_clear_pointer (&self->layouts, g_ptr_array_unref);
  g_clear_pointer (&self->headers, g_ptr_array_unref);
  self->layouts = make_layouts (self, context, PANGO_WEIGHT_NORMAL);
  self->headers = make_layouts (self, context, PANGO_WEIGHT_BOLD);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  g_clear_pointer (&self->next, g_ptr_array_unref);
  self->measured = self->has_failed = FALSE;
  self->n_rows = self->n_wanted = self->used = 0;
  g_array_set_size (self->starts, 0);
  g_array_append_val (self->starts, first);
  find_rows (self, find_rows_cb, operation);
}

static void
place_row (PrintList *self, GtkPrintContext *context)
{
  double bottom = gtk_print_context_get_height (context) - ent_gtk_print_get_foot_height ();
  double height = lay_out_row (self, g_ptr_array_index (self->rows, self->used));

  if (self->y + height > bottom && self->n_rows > g_array_index (self->starts, guint, self->starts->len - 1))
    {
      g_array_append_val (self->starts, self->n_rows);
      self->y = get_top (self, context);
    }
  self->y += height;
  self->n_rows++;
  self->used++;
}

static gboolean
is_complete (PrintList *self)
{
  return self->has_failed || (self->vector != NULL && self->n_rows == ent_row_vector_get_n_rows (self->vector));
}

/* Called again and again while others have their turn, until it is done. */
static gboolean
paginate_cb (GtkPrintOperation *operation, GtkPrintContext *context, gpointer data)
{
  PrintList *self = get_list (operation);
  gint64 end = g_get_monotonic_time () + SLICE;

  while (g_get_monotonic_time () < end)
    {
      if (is_complete (self))
        {
          gtk_print_operation_set_n_pages (operation, (int) self->starts->len);
          g_clear_pointer (&self->rows, g_ptr_array_unref);
          return TRUE;
        }
      if (self->rows != NULL && self->used < self->rows->len)
        place_row (self, context);
      else if (take_next (self, operation))
        {
          if (!self->measured)
            {
              measure (self, context);
              self->y = get_top (self, context);
            }
        }
      else
        {
          /* GTK would ask again at once: this waits for whatever comes first. */
          g_main_context_iteration (NULL, TRUE);
          return FALSE;
        }
    }

  return FALSE;
}

/* ---- drawing ---- */

static guint
get_start (PrintList *self, guint page)
{
  return page < self->starts->len ? g_array_index (self->starts, guint, page) : self->n_rows;
}

static gboolean
has_rows (PrintList *self, guint from, guint to)
{
  return from == to || (self->rows != NULL && from >= self->rows_from && to <= self->rows_from + self->rows->len);
}

static void
draw_rows (PrintList *self, GtkPrintContext *context)
{
  guint from = get_start (self, self->page), to = get_start (self, self->page + 1);
  double y = get_top (self, context);

  ent_gtk_print_frame (context, self->title, self->page, self->starts->len);
  if (!self->measured)
    return;
  show_row (self, context, self->headers, y - self->header_height);
  ent_gtk_print_line (context, y);
  for (guint i = from; i < to; i++)
    {
      double height = lay_out_row (self, g_ptr_array_index (self->rows, i - self->rows_from));

      show_row (self, context, self->layouts, y);
      y += height;
      ent_gtk_print_line (context, y);
    }
}

static void
draw_read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GtkPrintOperation) operation = data;
  GError *error = NULL;
  GPtrArray *rows = ent_row_vector_read_finish (ENT_ROW_VECTOR (source), result, &error);
  g_autoptr (GtkPrintContext) context = g_object_steal_data (G_OBJECT (operation), "ent-gtk-print-context");
  PrintList *self = get_list (operation);

  if (rows == NULL && !take_error (operation, error))
    return;
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  self->rows = rows;
  if (rows != NULL)
    draw_rows (self, context);
  gtk_print_operation_draw_page_finish (operation);
}

static void
draw_cb (GtkPrintOperation *operation, GtkPrintContext *context, int page, gpointer data)
{
  PrintList *self = get_list (operation);
  guint from = get_start (self, (guint) page), to = get_start (self, (guint) page + 1);

  self->page = (guint) page;
  if (has_rows (self, from, to))
    {
      draw_rows (self, context);
      return;
    }
  gtk_print_operation_set_defer_drawing (operation);
  g_object_set_data_full (G_OBJECT (operation), "ent-gtk-print-context", g_object_ref (context), g_object_unref);
  self->rows_from = from;
  ent_row_vector_read_async (self->vector, from, MAX (to - from, AT_ONCE), self->cancellable, draw_read_cb,
                             g_object_ref (operation));
}

/* ---- which columns ---- */

static gboolean
is_chosen (PrintList *self, const EntField *field)
{
  return g_ptr_array_find (self->columns, field, NULL);
}

/* In the dialog, beside printer and paper. */
static GObject *
make_chooser_cb (GtkPrintOperation *operation, gpointer data)
{
  PrintList *self = get_list (operation);
  GtkWidget *scrolled = gtk_scrolled_window_new (), *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

  g_clear_pointer (&self->checks, g_ptr_array_unref);
  self->checks = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < self->choices->len; i++)
    {
      const EntField *field = g_ptr_array_index (self->choices, i);
      GtkWidget *check = gtk_check_button_new_with_label (ent_field_get_label (field));

      gtk_check_button_set_active (GTK_CHECK_BUTTON (check), is_chosen (self, field));
      gtk_box_append (GTK_BOX (box), check);
      g_ptr_array_add (self->checks, g_object_ref_sink (check));
    }
  gtk_widget_set_margin_top (box, 12);
  gtk_widget_set_margin_bottom (box, 12);
  gtk_widget_set_margin_start (box, 12);
  gtk_widget_set_margin_end (box, 12);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), box);

  return G_OBJECT (scrolled);
}

static void
chosen_cb (GtkPrintOperation *operation, GtkWidget *widget, gpointer data)
{
  PrintList *self = get_list (operation);
  g_autoptr (GPtrArray) columns = g_ptr_array_new ();

  for (guint i = 0; i < self->choices->len && columns->len < MAX_COLUMNS; i++)
    if (gtk_check_button_get_active (GTK_CHECK_BUTTON (g_ptr_array_index (self->checks, i))))
      g_ptr_array_add (columns, g_ptr_array_index (self->choices, i));
  if (columns->len == 0)
    return;
  g_ptr_array_unref (self->columns);
  self->columns = g_steal_pointer (&columns);
}

static void
add_column (GPtrArray *columns, const EntField *field)
{
  if (field != NULL && columns->len < MAX_COLUMNS && !g_ptr_array_find (columns, field, NULL))
    g_ptr_array_add (columns, (gpointer) field);
}

/**
 * ent_gtk_print_list_new:
 * @store: a book
 * @query: the list
 * @columns: (array length=n_columns) (nullable): the columns that are chosen at first, at most eight; %NULL for the
 * name alone
 * @n_columns: how many
 * @title: what stands at the top of each page
 *
 * Makes an operation that prints a list, or exports it as PDF. Which rows it has is read once, so that what is saved
 * meanwhile moves none of them; what they say is read by the thousand on threads of their own, so memory grows by
 * eight bytes a row. Other columns can be chosen in the dialog. Where it fails, ent_gtk_print_get_error() says why.
 *
 * Returns: (transfer full): the operation, to be run
 */
GtkPrintOperation *
ent_gtk_print_list_new (EntStore *store,
                        EntQuery *query,
                        const EntField *const *columns,
                        guint n_columns,
                        const char *title)
{
  GtkPrintOperation *operation;
  g_autoptr (GPtrArray) fields = NULL;
  PrintList *self;

  g_return_val_if_fail (ENT_IS_STORE (store) && ENT_IS_QUERY (query) && title != NULL, NULL);

  operation = ent_gtk_print_operation_new (title);
  self = g_new0 (PrintList, 1);
  self->store = g_object_ref (store);
  self->query = g_object_ref (query);
  self->title = g_strdup (title);
  self->columns = g_ptr_array_new ();
  self->choices = g_ptr_array_new ();
  self->starts = g_array_new (FALSE, FALSE, sizeof (guint));
  self->cancellable = g_cancellable_new ();
  for (guint i = 0; i < n_columns; i++)
    add_column (self->columns, columns[i]);
  if (self->columns->len == 0)
    add_column (self->columns, ent_query_get_kind (query)->title);
  fields = ent_store_dup_fields (store, ent_query_get_kind (query));
  for (guint i = 0; i < fields->len; i++)
    {
      const EntField *field = g_ptr_array_index (fields, i);

      if (!ent_field_is_set (field) && (field->flags & ENT_FIELD_HIDDEN) == 0)
        g_ptr_array_add (self->choices, (gpointer) field);
    }
  g_object_set_data_full (G_OBJECT (operation), "ent-gtk-print-list", self, print_list_free);
  gtk_print_operation_set_custom_tab_label (operation, _("Columns"));
  g_signal_connect (operation, "begin-print", G_CALLBACK (begin_cb), NULL);
  g_signal_connect (operation, "paginate", G_CALLBACK (paginate_cb), NULL);
  g_signal_connect (operation, "draw-page", G_CALLBACK (draw_cb), NULL);
  g_signal_connect (operation, "create-custom-widget", G_CALLBACK (make_chooser_cb), NULL);
  g_signal_connect (operation, "custom-widget-apply", G_CALLBACK (chosen_cb), NULL);

  return operation;
}
