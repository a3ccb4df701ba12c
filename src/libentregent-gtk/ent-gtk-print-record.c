/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "EntGtk"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "ent-gtk-element.h"
#include "ent-gtk-format.h"
#include "ent-gtk-print-private.h"
#include "ent-gtk-record-state.h"
#include "ent-gtk-timeline-items.h"
#include "ent-titles.h"

/* Wide enough that nothing is left out for want of room. */
#define WIDTH_SP 800

#define LABEL_WIDTH 0.28
#define SPACING 3

/* A line of the page: what it is about in its first column, a text of any length in the second. */
typedef struct
{
  char *label; /* NULL: a heading */
  char *text;
} Block;

/* A record on paper: fields in groups, contact points, texts, what happened. Lines of a long text go on overleaf. */
typedef struct
{
  EntStore *store;
  EntRecord *record;
  GPtrArray *blocks; /* NULL until all is read */
  GPtrArray *timeline;
  gboolean reading;
  GPtrArray *layouts; /* of each block: that of its label, that of its text */
  GArray *starts;     /* Place: where each page begins */
  GCancellable *cancellable;
} PrintRecord;

typedef struct
{
  guint block;
  int line;
} Place;

static void
block_free (gpointer data)
{
  Block *block = data;

  g_free (block->label);
  g_free (block->text);
  g_free (block);
}

static void
print_record_free (gpointer data)
{
  PrintRecord *self = data;

  g_cancellable_cancel (self->cancellable);
  g_object_unref (self->cancellable);
  g_object_unref (self->store);
  g_object_unref (self->record);
  g_clear_pointer (&self->blocks, g_ptr_array_unref);
  g_clear_pointer (&self->timeline, g_ptr_array_unref);
  g_clear_pointer (&self->layouts, g_ptr_array_unref);
  g_array_unref (self->starts);
  g_free (self);
}

static PrintRecord *
get_record (GtkPrintOperation *operation)
{
  return g_object_get_data (G_OBJECT (operation), "ent-gtk-print-record");
}

/* ---- what is printed ---- */

static void
add_block (GPtrArray *blocks, const char *label, const char *text)
{
  Block *block;

  if (text == NULL || *text == '\0')
    return;
  block = g_new0 (Block, 1);
  block->label = g_strdup (label);
  block->text = g_strdup (text);
  g_ptr_array_add (blocks, block);
}

static const char *
get_currency (PrintRecord *self, const EntField *field)
{
  const char *currency = field->of != NULL ? ent_record_get_text (self->record, field->of) : NULL;

  return currency != NULL && *currency != '\0' ? currency : ent_store_get_currency (self->store);
}

static char *
dup_value (PrintRecord *self, EntTitles *titles, const EntField *field)
{
  const EntValue *value;
  g_auto (GStrv) members = NULL;

  if (field->type == ENT_FIELD_REFERENCE_SET)
    {
      members = ent_titles_dup_members (titles, self->record, field);

      return members != NULL ? g_strjoinv (", ", members) : NULL;
    }
  value = ent_record_get_value (self->record, field);
  if (value == NULL || value->type == ENT_VALUE_NOTHING)
    return NULL;
  if (value->type == ENT_VALUE_ID)
    return ent_titles_dup (field, &value->id, titles);

  return ent_gtk_format_value (field, value, field->type == ENT_FIELD_MONEY ? get_currency (self, field) : NULL);
}

static void
add_elements (PrintRecord *self, GPtrArray *blocks, const EntField *field)
{
  GPtrArray *elements = ent_record_get_elements (self->record, field);

  if (elements == NULL || elements->len == 0)
    return;
  add_block (blocks, NULL, ent_field_get_label (field));
  for (guint i = 0; i < elements->len; i++)
    {
      EntElement *element = ((const EntValue *) g_ptr_array_index (elements, i))->element;
      g_autofree char *title = ent_gtk_element_dup_title (element);
      g_autofree char *subtitle = ent_gtk_element_dup_subtitle (element);

      add_block (blocks, subtitle, title);
    }
}

static void
add_fields (PrintRecord *self, GPtrArray *blocks, EntTitles *titles, const EntGtkSection *section)
{
  g_autoptr (GPtrArray) fields = g_ptr_array_new_with_free_func (block_free);

  for (guint i = 0; i < section->rows->len; i++)
    {
      const EntField *field = g_array_index (section->rows, EntGtkRowState, i).field;
      g_autofree char *text = dup_value (self, titles, field);

      if (section->type == ENT_GTK_SECTION_TEXTS)
        {
          add_block (fields, NULL, text != NULL ? ent_field_get_label (field) : NULL);
          add_block (fields, "", text);
        }
      else if (field != ent_record_get_kind (self->record)->title)
        add_block (fields, ent_field_get_label (field), text);
    }
  if (fields->len > 0 && section->type == ENT_GTK_SECTION_DETAILS)
    add_block (blocks, NULL, section->title != NULL ? section->title : _("Details"));
  g_ptr_array_extend_and_steal (blocks, g_steal_pointer (&fields));
}

/* What was done and is planned; who changed which field is for the screen. */
static void
add_timeline (PrintRecord *self, GPtrArray *blocks)
{
  gboolean begun = FALSE;

  for (guint i = 0; i < self->timeline->len; i++)
    {
      const EntGtkTimelineItem *item = g_ptr_array_index (self->timeline, i);
      g_autofree char *when = ent_gtk_format_time (item->when);
      g_autofree char *text = NULL;

      if (item->kind == NULL)
        continue;
      text = item->detail != NULL && *item->detail != '\0' ? g_strdup_printf ("%s\n%s", item->title, item->detail)
                                                           : g_strdup (item->title);
      if (!begun)
        add_block (blocks, NULL, _("Timeline"));
      begun = TRUE;
      add_block (blocks, when, text);
    }
}

static GPtrArray *
collect (PrintRecord *self)
{
  GPtrArray *blocks = g_ptr_array_new_with_free_func (block_free);
  g_autoptr (EntTitles) titles = ent_titles_new (self->store);
  g_autoptr (GPtrArray) fields = ent_store_dup_fields (self->store, ent_record_get_kind (self->record));
  g_autoptr (EntGtkRecordState) state = ent_gtk_record_state_new (self->record, fields, WIDTH_SP, NULL);

  for (guint i = 0; i < state->sections->len; i++)
    {
      const EntGtkSection *section = g_ptr_array_index (state->sections, i);

      switch (section->type)
        {
        case ENT_GTK_SECTION_SUMMARY:
        case ENT_GTK_SECTION_DETAILS:
        case ENT_GTK_SECTION_TEXTS:
          add_fields (self, blocks, titles, section);
          break;
        case ENT_GTK_SECTION_ELEMENTS:
          add_elements (self, blocks, section->field);
          break;
        case ENT_GTK_SECTION_TIMELINE:
          add_timeline (self, blocks);
          break;
        case ENT_GTK_SECTION_LINKED:
        case ENT_GTK_SECTION_MORE:
        default:
          break;
        }
    }

  return blocks;
}

static void
collect_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  g_task_return_pointer (task, collect (get_record (GTK_PRINT_OPERATION (source))), (GDestroyNotify) g_ptr_array_unref);
}

static void
collected_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  PrintRecord *self = get_record (GTK_PRINT_OPERATION (source));

  self->blocks = g_task_propagate_pointer (G_TASK (result), NULL);
}

static void
timeline_read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GtkPrintOperation) operation = data;
  g_autoptr (GError) error = NULL;
  PrintRecord *self = get_record (operation);
  g_autoptr (GTask) task = NULL;

  self->timeline = ent_gtk_timeline_items_finish (ENT_STORE (source), result, &error);
  if (self->timeline == NULL)
    {
      g_message ("the timeline could not be read to be printed: %s", error->message);
      self->timeline = g_ptr_array_new ();
    }
  task = g_task_new (operation, NULL, collected_cb, NULL);
  g_task_set_source_tag (task, timeline_read_cb);
  g_task_run_in_thread (task, collect_in_thread);
}

/* ---- where it stands ---- */

static double
get_label_width (GtkPrintContext *context)
{
  return gtk_print_context_get_width (context) * LABEL_WIDTH;
}

static void
add_layouts (PrintRecord *self, GtkPrintContext *context, const Block *block)
{
  double width = gtk_print_context_get_width (context), label_width = get_label_width (context);
  PangoLayout *label = ent_gtk_print_layout_new (context, ENT_GTK_PRINT_TEXT, PANGO_WEIGHT_NORMAL);
  PangoLayout *text =
      ent_gtk_print_layout_new (context, block->label != NULL ? ENT_GTK_PRINT_TEXT : ENT_GTK_PRINT_TEXT + 1.5,
                                block->label != NULL ? PANGO_WEIGHT_NORMAL : PANGO_WEIGHT_BOLD);

  ent_gtk_print_layout_set (label, block->label != NULL ? block->label : "", label_width - ENT_GTK_PRINT_GAP, FALSE);
  ent_gtk_print_layout_set (text, block->text, block->label != NULL ? width - label_width : width, FALSE);
  g_ptr_array_add (self->layouts, label);
  g_ptr_array_add (self->layouts, text);
}

static double
get_line_height (PangoLayout *layout, int line)
{
  PangoRectangle extents;

  pango_layout_line_get_extents (pango_layout_get_line_readonly (layout, line), NULL, &extents);

  return (double) extents.height / PANGO_SCALE;
}

/* How much a block takes from one of its lines on: all, or as many lines as there is room for. */
static double
take_lines (PrintRecord *self, guint block, int *line, double room)
{
  PangoLayout *text = g_ptr_array_index (self->layouts, 2 * block + 1);
  double height = 0;
  int n = pango_layout_get_line_count (text);

  while (*line < n && height + get_line_height (text, *line) <= room)
    height += get_line_height (text, (*line)++);

  return height;
}

static gboolean
is_heading (PrintRecord *self, guint block)
{
  return ((const Block *) g_ptr_array_index (self->blocks, block))->label == NULL;
}

/* The label is as high as it is, and never parted. */
static double
get_least_height (PrintRecord *self, guint block)
{
  PangoLayout *label = g_ptr_array_index (self->layouts, 2 * block);
  PangoLayout *text = g_ptr_array_index (self->layouts, 2 * block + 1);

  return MAX (*pango_layout_get_text (label) != '\0' ? ent_gtk_print_layout_get_height (label) : 0,
              get_line_height (text, 0));
}

/* A heading does not stand alone at the end of a page. */
static double
get_wanted_height (PrintRecord *self, guint block)
{
  double height = get_least_height (self, block);

  if (is_heading (self, block) && block + 1 < self->blocks->len)
    height += ENT_GTK_PRINT_GAP + SPACING + get_least_height (self, block + 1);

  return height;
}

static void
place_blocks (PrintRecord *self, GtkPrintContext *context)
{
  double top = ent_gtk_print_get_head_height (context, ent_record_get_title (self->record));
  double bottom = gtk_print_context_get_height (context) - ent_gtk_print_get_foot_height ();
  double y = top;
  Place place = { 0, 0 };

  self->layouts = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < self->blocks->len; i++)
    add_layouts (self, context, g_ptr_array_index (self->blocks, i));
  g_array_set_size (self->starts, 0);
  g_array_append_val (self->starts, place);
  while (place.block < self->blocks->len)
    {
      PangoLayout *text = g_ptr_array_index (self->layouts, 2 * place.block + 1);
      double wanted = place.line == 0 ? get_wanted_height (self, place.block) : get_line_height (text, place.line);
      int line = place.line;

      if (place.line == 0 && is_heading (self, place.block) && y > top)
        y += ENT_GTK_PRINT_GAP;
      if (y <= top || y + wanted <= bottom)
        {
          double height = take_lines (self, place.block, &line, bottom - y);

          /* A page on which not even a line fits takes one all the same. */
          if (line == place.line && y <= top)
            line++;
          y += MAX (height, place.line == 0 ? get_least_height (self, place.block) : 0) + SPACING;
        }
      place.line = line;
      if (line >= pango_layout_get_line_count (text))
        {
          place.block++;
          place.line = 0;
          continue;
        }
      g_array_append_val (self->starts, place);
      y = top;
    }
}

static void
begin_cb (GtkPrintOperation *operation, GtkPrintContext *context, gpointer data)
{
  PrintRecord *self = get_record (operation);

  g_clear_pointer (&self->layouts, g_ptr_array_unref);
  if (self->reading)
    return;
  self->reading = TRUE;
  ent_gtk_timeline_items_async (self->store, ent_record_get_kind (self->record), ent_record_get_id (self->record),
                                self->cancellable, timeline_read_cb, g_object_ref (operation));
}

static gboolean
paginate_cb (GtkPrintOperation *operation, GtkPrintContext *context, gpointer data)
{
  PrintRecord *self = get_record (operation);

  if (self->blocks == NULL)
    {
      g_usleep (500);
      return FALSE;
    }
  place_blocks (self, context);
  gtk_print_operation_set_n_pages (operation, (int) self->starts->len);

  return TRUE;
}

/* ---- drawing ---- */

static void
show_lines (GtkPrintContext *context, PangoLayout *layout, int from, int to, double x, double y)
{
  cairo_t *cairo = gtk_print_context_get_cairo_context (context);
  PangoLayoutIter *iter = pango_layout_get_iter (layout);
  int line = 0;

  do
    {
      PangoRectangle extents;

      if (line < from || line >= to)
        continue;
      pango_layout_iter_get_line_extents (iter, NULL, &extents);
      cairo_move_to (cairo, x + (double) extents.x / PANGO_SCALE,
                     y + (double) (pango_layout_iter_get_baseline (iter) - extents.y) / PANGO_SCALE);
      pango_cairo_show_layout_line (cairo, pango_layout_iter_get_line_readonly (iter));
      y += (double) extents.height / PANGO_SCALE;
    }
  while (++line < to && pango_layout_iter_next_line (iter));
  pango_layout_iter_free (iter);
}

static void
draw_cb (GtkPrintOperation *operation, GtkPrintContext *context, int page, gpointer data)
{
  PrintRecord *self = get_record (operation);
  gboolean rtl = gtk_widget_get_default_direction () == GTK_TEXT_DIR_RTL;
  double label_width = get_label_width (context);
  double top = ent_gtk_print_get_head_height (context, ent_record_get_title (self->record)), y = top;
  Place place = g_array_index (self->starts, Place, page);
  Place end = (guint) page + 1 < self->starts->len ? g_array_index (self->starts, Place, page + 1)
                                                   : (Place) { self->blocks->len, 0 };

  ent_gtk_print_frame (context, ent_record_get_title (self->record), (guint) page, self->starts->len);
  for (; place.block < end.block || (place.block == end.block && place.line < end.line); place.block++, place.line = 0)
    {
      PangoLayout *label = g_ptr_array_index (self->layouts, 2 * place.block);
      PangoLayout *text = g_ptr_array_index (self->layouts, 2 * place.block + 1);
      double x = is_heading (self, place.block) || rtl ? 0 : label_width;
      int to = place.block == end.block ? end.line : pango_layout_get_line_count (text);
      double height = 0;

      if (place.line == 0 && is_heading (self, place.block) && y > top)
        y += ENT_GTK_PRINT_GAP;
      if (place.line == 0)
        ent_gtk_print_show (context, label, 0, y, label_width - ENT_GTK_PRINT_GAP);
      show_lines (context, text, place.line, to, x, y);
      for (int line = place.line; line < to; line++)
        height += get_line_height (text, line);
      if (is_heading (self, place.block))
        ent_gtk_print_line (context, y + height + 1);
      y += MAX (height, place.line == 0 ? get_least_height (self, place.block) : 0) + SPACING;
    }
}

/**
 * ent_gtk_print_record_new:
 * @store: a book
 * @record: a record of it
 *
 * Makes an operation that prints a record with its fields in groups, its contact points and addresses, its texts and
 * its timeline, or exports it as PDF.
 *
 * Returns: (transfer full): the operation, to be run
 */
GtkPrintOperation *
ent_gtk_print_record_new (EntStore *store, EntRecord *record)
{
  GtkPrintOperation *operation;
  PrintRecord *self;

  g_return_val_if_fail (ENT_IS_STORE (store) && ENT_IS_RECORD (record), NULL);

  operation = ent_gtk_print_operation_new (ent_record_get_title (record));
  self = g_new0 (PrintRecord, 1);
  self->store = g_object_ref (store);
  self->record = g_object_ref (record);
  self->starts = g_array_new (FALSE, FALSE, sizeof (Place));
  self->cancellable = g_cancellable_new ();
  g_object_set_data_full (G_OBJECT (operation), "ent-gtk-print-record", self, print_record_free);
  g_signal_connect (operation, "begin-print", G_CALLBACK (begin_cb), NULL);
  g_signal_connect (operation, "paginate", G_CALLBACK (paginate_cb), NULL);
  g_signal_connect (operation, "draw-page", G_CALLBACK (draw_cb), NULL);

  return operation;
}
