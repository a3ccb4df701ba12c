/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "EntGtk"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "ent-gtk-record-state.h"

/* From 1400sp the timeline has room beside the record; at 650sp and below there is one column and one hand. */
#define WIDTH_TIMELINE 1400
#define WIDTH_COMPACT 650
#define N_FIRST 7

static gboolean
is_empty (EntRecord *record, const EntField *field)
{
  const EntValue *value;

  if (ent_field_is_set (field))
    {
      GPtrArray *elements = ent_record_get_elements (record, field);

      return elements == NULL || elements->len == 0;
    }
  value = ent_record_get_value (record, field);

  return value == NULL || value->type == ENT_VALUE_NOTHING ||
         (value->type == ENT_VALUE_TEXT && (value->text == NULL || *value->text == '\0'));
}

/**
 * ent_gtk_row_type_for_field:
 * @field: a field
 *
 * Gets which widget a field gets in a form, from its type alone: a field that is declared tomorrow has one, too.
 *
 * Returns: the widget's type
 */
EntGtkRowType
ent_gtk_row_type_for_field (const EntField *field)
{
  g_return_val_if_fail (field != NULL, ENT_GTK_ROW_STATIC);

  if ((field->flags & ENT_FIELD_DERIVED) != 0)
    return ENT_GTK_ROW_STATIC;

  switch (field->type)
    {
    case ENT_FIELD_LONG_TEXT:
      return ENT_GTK_ROW_LONG_TEXT;
    case ENT_FIELD_BOOLEAN:
      return ENT_GTK_ROW_SWITCH;
    case ENT_FIELD_DATE:
    case ENT_FIELD_PARTIAL_DATE:
      return ENT_GTK_ROW_DATE;
    case ENT_FIELD_TIMESTAMP:
      return ENT_GTK_ROW_TIME;
    case ENT_FIELD_ENUM:
    case ENT_FIELD_CURRENCY:
    case ENT_FIELD_COUNTRY:
    case ENT_FIELD_LANGUAGE:
      return ENT_GTK_ROW_CHOICE;
    case ENT_FIELD_REFERENCE:
      /* One that may point to anything has no targets. */
      return field->targets != NULL && field->targets[0] != NULL && g_str_equal (field->targets[0]->key, "stage")
                 ? ENT_GTK_ROW_STAGE
                 : ENT_GTK_ROW_REFERENCE;
    case ENT_FIELD_REFERENCE_SET:
      return ENT_GTK_ROW_LINKS;
    case ENT_FIELD_ELEMENT_SET:
    case ENT_FIELD_APPEND:
    case ENT_FIELD_PRIMARY:
      return ENT_GTK_ROW_STATIC;
    default:
      return ENT_GTK_ROW_ENTRY;
    }
}

static int
get_rank (const EntField *field, const char *const *first)
{
  int i;

  for (i = 0; first != NULL && first[i] != NULL; i++)
    if (g_str_equal (first[i], field->key))
      return i;

  return first == NULL && (field->flags & ENT_FIELD_FIRST) != 0 ? 0 : G_MAXINT;
}

static void
add_row (GArray *rows, const EntField *field, gboolean conflict)
{
  EntGtkRowState row = { field, ent_gtk_row_type_for_field (field), conflict };

  g_array_append_val (rows, row);
}

static EntGtkSection *
section_new (EntGtkSectionType type, const EntField *field)
{
  EntGtkSection *section = g_new0 (EntGtkSection, 1);

  section->type = type;
  section->field = field;
  section->rows = g_array_new (FALSE, FALSE, sizeof (EntGtkRowState));

  return section;
}

static void
section_free (EntGtkSection *section)
{
  g_array_unref (section->rows);
  g_free (section);
}

static gboolean
is_shown (const EntField *field)
{
  return (field->flags & ENT_FIELD_HIDDEN) == 0 && field->type != ENT_FIELD_PRIMARY && field->type != ENT_FIELD_APPEND;
}

/* The fields that a page begins with, in the order of the role's list, else as declared; at most seven. */
static GPtrArray *
collect_first (const EntKind *kind, GPtrArray *fields, const char *const *first)
{
  GPtrArray *chosen = g_ptr_array_new ();
  guint i, rank, n_ranks = first != NULL ? g_strv_length ((char **) first) : 1;

  if (kind->title != NULL)
    g_ptr_array_add (chosen, (gpointer) kind->title);
  for (rank = 0; rank < n_ranks; rank++)
    for (i = 0; i < fields->len && chosen->len < N_FIRST; i++)
      {
        const EntField *field = g_ptr_array_index (fields, i);

        if (get_rank (field, first) == (int) rank && field != kind->title && is_shown (field) &&
            field->type != ENT_FIELD_ELEMENT_SET)
          g_ptr_array_add (chosen, (gpointer) field);
      }

  return chosen;
}

/* An amount is not read without its currency, so that one is shown with it. */
static gboolean
belongs_to_shown (EntRecord *record, GPtrArray *fields, const EntField *field)
{
  guint i;

  if (field->type != ENT_FIELD_CURRENCY)
    return FALSE;
  for (i = 0; i < fields->len; i++)
    {
      const EntField *other = g_ptr_array_index (fields, i);

      if (other->type == ENT_FIELD_MONEY && g_strcmp0 (other->of, field->key) == 0 && !is_empty (record, other))
        return TRUE;
    }

  return FALSE;
}

/* The head of the page says the name already; its parts are looked up and corrected, seldom read. */
static gboolean
is_part_of_name (const EntField *field)
{
  static const char *const parts[] = { "given-name", "middle-name", "family-name", "prefix",
                                       "suffix",     "name-order",  NULL };

  return g_strv_contains (parts, field->key);
}

/* Many details are read by what they are about. */
static const struct
{
  const char *kind, *title;
  const char *keys[6];
} groups[] = {
  { "opportunity",
    NC_("group of fields", "Value"),
    { "amount", "currency", "tax", "probability", "forecast-category", NULL } },
  { "opportunity", NC_("group of fields", "Dates"), { "opened", "expected-close", "closed", NULL } },
  { "opportunity", NC_("group of fields", "Next step"), { "next-step", "next-step-due", NULL } },
  { "opportunity", NC_("group of fields", "Quote"), { "quote-number", "quote-sent", "quote-valid-until", NULL } },
};

static EntGtkSection *
find_group (GPtrArray *details, const EntField *field)
{
  guint i, j;

  for (i = 0; i < G_N_ELEMENTS (groups); i++)
    {
      const char *title = g_dpgettext2 (GETTEXT_PACKAGE, "group of fields", groups[i].title);
      EntGtkSection *section;

      if (!g_str_equal (groups[i].kind, field->kind->key) || !g_strv_contains (groups[i].keys, field->key))
        continue;
      for (j = 0; j < details->len; j++)
        if (g_strcmp0 (((EntGtkSection *) g_ptr_array_index (details, j))->title, title) == 0)
          return g_ptr_array_index (details, j);
      section = section_new (ENT_GTK_SECTION_DETAILS, NULL);
      section->title = title;
      g_ptr_array_add (details, section);
      return section;
    }

  return g_ptr_array_index (details, 0);
}

static void
place_field (EntRecord *record,
             GPtrArray *fields,
             const EntField *field,
             gboolean is_first,
             EntGtkSection *summary,
             GPtrArray *details,
             EntGtkSection *texts,
             EntGtkSection *more)
{
  gboolean conflict = ent_record_has_conflict (record, field);
  gboolean empty = is_empty (record, field) || is_part_of_name (field);

  if ((field->flags & ENT_FIELD_DERIVED) != 0)
    {
      /* Created and modified are a matter of the history, which says by whom, too. */
      if (!empty && field->number > 4)
        add_row (summary->rows, field, FALSE);
    }
  else if (field->type == ENT_FIELD_LONG_TEXT)
    add_row (texts->rows, field, conflict);
  else if (is_first || !empty || conflict || belongs_to_shown (record, fields, field))
    add_row (find_group (details, field)->rows, field, conflict);
  else
    add_row (more->rows, field, FALSE);
}

/**
 * ent_gtk_record_state_new:
 * @record: a record
 * @fields: (element-type EntField): the fields of its kind in this book
 * @width_sp: the width of the window, in scaled pixels
 * @first: (nullable): the keys of the fields that the role wants first; %NULL: those that are declared so
 *
 * Decides what the page of a record shows.
 *
 * Returns: (transfer full): the state of the page
 */
EntGtkRecordState *
ent_gtk_record_state_new (EntRecord *record, GPtrArray *fields, double width_sp, const char *const *first)
{
  EntGtkRecordState *state;
  const EntKind *kind;
  EntGtkSection *summary, *texts, *more;
  g_autoptr (GPtrArray) chosen = NULL, details = g_ptr_array_new ();
  gboolean has_elements;
  guint i;

  g_return_val_if_fail (ENT_IS_RECORD (record) && fields != NULL, NULL);

  kind = ent_record_get_kind (record);
  state = g_new0 (EntGtkRecordState, 1);
  state->sections = g_ptr_array_new_with_free_func ((GDestroyNotify) section_free);
  state->timeline_beside = width_sp >= WIDTH_TIMELINE;
  state->compact = width_sp <= WIDTH_COMPACT;

  summary = section_new (ENT_GTK_SECTION_SUMMARY, NULL);
  g_ptr_array_add (details, section_new (ENT_GTK_SECTION_DETAILS, NULL));
  texts = section_new (ENT_GTK_SECTION_TEXTS, NULL);
  more = section_new (ENT_GTK_SECTION_MORE, NULL);
  g_ptr_array_add (state->sections, summary);

  chosen = collect_first (kind, fields, first);
  for (i = 0; i < chosen->len; i++)
    {
      const EntField *field = g_ptr_array_index (chosen, i);

      /* What a role asks for is shown though it is empty; what is only declared as important waits among the others. */
      place_field (record, fields, field, first != NULL || field == kind->title, summary, details, texts, more);
    }
  for (i = 0; i < fields->len; i++)
    {
      const EntField *field = g_ptr_array_index (fields, i);

      if (!is_shown (field) || g_ptr_array_find (chosen, field, NULL))
        continue;
      if (field->type == ENT_FIELD_ELEMENT_SET)
        g_ptr_array_add (state->sections, section_new (ENT_GTK_SECTION_ELEMENTS, field));
      else
        place_field (record, fields, field, FALSE, summary, details, texts, more);
    }
  /* With a phone in the hand, one looks for a number or an address; what has neither begins with what it is about. */
  has_elements = state->sections->len > 1;
  if (!has_elements)
    g_ptr_array_extend (state->sections, details, NULL, NULL);
  g_ptr_array_add (state->sections, section_new (ENT_GTK_SECTION_LINKED, NULL));
  if (has_elements)
    g_ptr_array_extend (state->sections, details, NULL, NULL);
  g_ptr_array_add (state->sections, texts);
  g_ptr_array_add (state->sections, more);
  g_ptr_array_add (state->sections, section_new (ENT_GTK_SECTION_TIMELINE, NULL));

  return state;
}

/**
 * ent_gtk_record_state_free:
 * @state: a state
 *
 * Frees a state.
 */
void
ent_gtk_record_state_free (EntGtkRecordState *state)
{
  g_ptr_array_unref (state->sections);
  g_free (state);
}

/**
 * ent_gtk_record_state_same_shape:
 * @a: (nullable): a state
 * @b: (nullable): another
 *
 * Whether a page that shows one can show the other without new rows: only values and marks differ. A row that is being
 * edited is then left alone.
 *
 * Returns: whether they have the same sections with the same fields
 */
gboolean
ent_gtk_record_state_same_shape (const EntGtkRecordState *a, const EntGtkRecordState *b)
{
  guint i, j;

  if (a == NULL || b == NULL || a->sections->len != b->sections->len)
    return FALSE;
  for (i = 0; i < a->sections->len; i++)
    {
      const EntGtkSection *x = g_ptr_array_index (a->sections, i), *y = g_ptr_array_index (b->sections, i);

      if (x->type != y->type || x->field != y->field || x->rows->len != y->rows->len)
        return FALSE;
      for (j = 0; j < x->rows->len; j++)
        if (g_array_index (x->rows, EntGtkRowState, j).field != g_array_index (y->rows, EntGtkRowState, j).field)
          return FALSE;
    }

  return TRUE;
}

/**
 * ent_gtk_form_rows:
 * @kind: a kind of record or element
 * @first: (nullable): keys of the fields that come first
 *
 * Gets the rows of a form for something new: every field that can be given, those in @first before the others.
 *
 * Returns: (transfer container) (element-type EntGtkRowState): the rows
 */
GArray *
ent_gtk_form_rows (const EntKind *kind, const char *const *first)
{
  GArray *rows;
  guint i, n;

  g_return_val_if_fail (kind != NULL, NULL);

  rows = g_array_new (FALSE, FALSE, sizeof (EntGtkRowState));
  for (n = 0; first != NULL && first[n] != NULL; n++)
    {
      const EntField *field = ent_kind_get_field (kind, first[n]);

      if (field != NULL)
        add_row (rows, field, FALSE);
    }
  for (i = 0; i < kind->n_fields; i++)
    {
      const EntField *field = &kind->fields[i];

      if (!is_shown (field) || (field->flags & ENT_FIELD_DERIVED) != 0 || field->type == ENT_FIELD_ELEMENT_SET ||
          (first != NULL && g_strv_contains (first, field->key)))
        continue;
      add_row (rows, field, FALSE);
    }

  return rows;
}
