/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "EntGtk"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "ent-gtk-format.h"
#include "ent-gtk-list-state.h"

/* What tells one record from the next at a glance; kinds that are not named here show what they declare as columns. */
static const struct
{
  const char *kind;
  const char *subtitle[4];
  const char *figure;
  const char *extra[3]; /* not a line of its own, but decides how the row looks */
} layouts[] = {
  { "contact", { "job-title", "account" }, "last-contact", { "photo", NULL } },
  { "account", { "sector" }, "last-contact", { NULL } },
  { "opportunity", { "account", "stage" }, "amount", { "contact", "currency", NULL } },
  { "activity", { "type", "about" }, "start", { "due", "done", NULL } },
};

static void
add_field (EntGtkListState *state, const EntField *field)
{
  guint i;

  for (i = 0; i < state->n_fields; i++)
    if (state->fields[i] == field)
      return;
  if (field != NULL && state->n_fields < ENT_GTK_LIST_MAX_FIELDS)
    state->fields[state->n_fields++] = field;
}

static gboolean
is_figure (const EntField *field)
{
  return field->type == ENT_FIELD_MONEY || field->type == ENT_FIELD_DATE || field->type == ENT_FIELD_TIMESTAMP ||
         field->type == ENT_FIELD_INTEGER || field->type == ENT_FIELD_PERCENT;
}

static void
init_from_flags (EntGtkListState *state, const EntKind *kind)
{
  guint i, n = 0;

  for (i = 0; i < kind->n_fields; i++)
    {
      const EntField *field = &kind->fields[i];

      if ((field->flags & ENT_FIELD_LISTED) == 0 || field == kind->title || ent_field_is_set (field))
        continue;
      if (is_figure (field) && state->figure == NULL)
        state->figure = field;
      else if (!is_figure (field) && n < 2)
        state->subtitle[n++] = field;
    }
}

/**
 * ent_gtk_list_state_init:
 * @state: (out caller-allocates): the state
 * @kind: a kind
 *
 * Decides what a row of a list of this kind shows.
 */
void
ent_gtk_list_state_init (EntGtkListState *state, const EntKind *kind)
{
  guint i, j;

  g_return_if_fail (state != NULL && kind != NULL);

  memset (state, 0, sizeof *state);
  state->avatar = strcmp (kind->key, "contact") == 0 || strcmp (kind->key, "account") == 0 ||
                  strcmp (kind->key, "opportunity") == 0;
  for (i = 0; i < G_N_ELEMENTS (layouts); i++)
    if (strcmp (layouts[i].kind, kind->key) == 0)
      break;
  if (i == G_N_ELEMENTS (layouts))
    init_from_flags (state, kind);
  else
    {
      for (j = 0; layouts[i].subtitle[j] != NULL; j++)
        state->subtitle[j] = ent_kind_get_field (kind, layouts[i].subtitle[j]);
      state->figure = ent_kind_get_field (kind, layouts[i].figure);
      for (j = 0; layouts[i].extra[j] != NULL; j++)
        add_field (state, ent_kind_get_field (kind, layouts[i].extra[j]));
    }

  add_field (state, kind->title);
  for (j = 0; j < G_N_ELEMENTS (state->subtitle); j++)
    add_field (state, state->subtitle[j]);
  add_field (state, state->figure);
}

/**
 * ent_gtk_list_state_dup_subtitle:
 * @state: what rows show
 * @row: a row
 *
 * Makes the second line of a row: "Buyer · Atelier Nord".
 *
 * Returns: (transfer full): the line; may be empty
 */
char *
ent_gtk_list_state_dup_subtitle (const EntGtkListState *state, EntRow *row)
{
  g_autoptr (GString) line = g_string_new (NULL);
  guint i;

  g_return_val_if_fail (state != NULL && row != NULL, NULL);

  for (i = 0; i < G_N_ELEMENTS (state->subtitle) && state->subtitle[i] != NULL; i++)
    {
      const EntField *field = state->subtitle[i];
      g_autofree char *text = ent_row_dup_display (row, field);

      /* A private customer's opportunity has a contact where others have an account. */
      if (*text == '\0' && strcmp (field->key, "account") == 0 && ent_kind_get_field (field->kind, "contact") != NULL)
        {
          g_free (text);
          text = ent_row_dup_display (row, ent_kind_get_field (field->kind, "contact"));
        }
      if (*text == '\0')
        continue;
      g_strdelimit (text, "\n\r", ' ');
      if (line->len > 0)
        g_string_append (line, " · ");
      g_string_append_printf (line, "\342\201\250%s\342\201\251", text);
    }

  return g_string_free_and_steal (g_steal_pointer (&line));
}

static const EntValue *
get_value (EntRow *row, const char *key)
{
  const EntField *field = ent_kind_get_field (ent_row_get_kind (row), key);
  const EntValue *value = field != NULL ? ent_row_get_value (row, field) : NULL;

  return value != NULL && value->type != ENT_VALUE_NOTHING ? value : NULL;
}

/* An activity has been done, begins, or is due: whichever comes first says when it counts. */
static char *
dup_activity_figure (EntRow *row, gint64 now)
{
  const EntValue *done = get_value (row, "done"), *start = get_value (row, "start"), *due = get_value (row, "due");

  if (done != NULL && done->type == ENT_VALUE_INTEGER)
    return ent_gtk_format_short_time (done->integer, now);
  if (start != NULL && start->type == ENT_VALUE_INTEGER)
    return ent_gtk_format_short_time (start->integer, now);

  return ent_gtk_format_short_date (due != NULL && due->type == ENT_VALUE_TEXT ? due->text : NULL, now);
}

/**
 * ent_gtk_list_state_dup_face:
 * @state: what rows show
 * @row: a row
 * @is_person: (out): whether it is a person
 *
 * Finds who a row is about: the person or the account itself, the customer of an opportunity. The picture of the row is
 * theirs.
 *
 * Returns: (transfer full): a name; may be empty
 */
char *
ent_gtk_list_state_dup_face (const EntGtkListState *state, EntRow *row, gboolean *is_person)
{
  static const char *const customers[] = { "account", "contact" };
  const EntKind *kind;
  guint i;

  g_return_val_if_fail (state != NULL && row != NULL && is_person != NULL, NULL);

  kind = ent_row_get_kind (row);
  *is_person = strcmp (kind->key, "contact") == 0;
  for (i = 0; strcmp (kind->key, "opportunity") == 0 && i < G_N_ELEMENTS (customers); i++)
    {
      g_autofree char *name = ent_row_dup_display (row, ent_kind_get_field (kind, customers[i]));

      *is_person = i == 1;
      if (*name != '\0')
        return g_steal_pointer (&name);
    }

  return g_strdup (ent_row_get_title (row));
}

/**
 * ent_gtk_list_state_get_photo:
 * @state: what rows show
 * @row: a row
 *
 * Gets the photo of whom a row is about.
 *
 * Returns: (transfer none) (nullable): what the person has as their photo; %NULL: none
 */
const char *
ent_gtk_list_state_get_photo (const EntGtkListState *state, EntRow *row)
{
  const EntValue *value;

  g_return_val_if_fail (state != NULL && row != NULL, NULL);

  value = get_value (row, "photo");

  return value != NULL && value->type == ENT_VALUE_TEXT ? value->text : NULL;
}

/**
 * ent_gtk_list_state_dup_figure:
 * @state: what rows show
 * @row: a row
 * @now: milliseconds since 1970 UTC
 *
 * Makes what stands at the end of a row: an amount, or how long ago the last contact was.
 *
 * Returns: (transfer full): the text; may be empty
 */
char *
ent_gtk_list_state_dup_figure (const EntGtkListState *state, EntRow *row, gint64 now)
{
  const EntValue *value;
  g_autofree char *display = NULL;

  g_return_val_if_fail (state != NULL && row != NULL, NULL);

  if (strcmp (ent_row_get_kind (row)->key, "activity") == 0)
    return dup_activity_figure (row, now);
  value = state->figure != NULL ? ent_row_get_value (row, state->figure) : NULL;
  if (value == NULL || value->type == ENT_VALUE_NOTHING)
    return g_strdup ("");
  if (state->figure->type == ENT_FIELD_TIMESTAMP && value->type == ENT_VALUE_INTEGER)
    return ent_gtk_format_short_time (value->integer, now);
  if (state->figure->type == ENT_FIELD_MONEY && value->type == ENT_VALUE_INTEGER)
    {
      const EntValue *currency = state->figure->of != NULL ? get_value (row, state->figure->of) : NULL;

      return ent_gtk_format_money (value->integer,
                                   currency != NULL && currency->type == ENT_VALUE_TEXT ? currency->text : NULL);
    }
  display = ent_row_dup_display (row, state->figure);

  return ent_gtk_isolate (display);
}

/**
 * ent_gtk_icon_for_kind:
 * @kind: (nullable): a kind
 *
 * Gets the symbolic icon that stands for a kind.
 *
 * Returns: (transfer none): the name of an icon
 */
const char *
ent_gtk_icon_for_kind (const EntKind *kind)
{
  static const char *const icons[][2] = {
    { "contact", "entregent-contact-symbolic" },         { "account", "entregent-account-symbolic" },
    { "opportunity", "entregent-opportunity-symbolic" }, { "activity", "entregent-activity-symbolic" },
    { "request", "entregent-request-symbolic" },         { "tag", "entregent-tag-symbolic" },
  };
  guint i;

  for (i = 0; kind != NULL && i < G_N_ELEMENTS (icons); i++)
    if (strcmp (icons[i][0], kind->key) == 0)
      return icons[i][1];

  return "entregent-record-symbolic";
}

/**
 * ent_gtk_icon_for_activity:
 * @type: (nullable): the type of an activity, by its key
 *
 * Gets the symbolic icon that stands for a type of activity.
 *
 * Returns: (transfer none): the name of an icon
 */
const char *
ent_gtk_icon_for_activity (const char *type)
{
  static const char *const icons[][2] = {
    { "call", "call-start-symbolic" },     { "meeting", "entregent-meeting-symbolic" },
    { "visit", "mark-location-symbolic" }, { "email", "mail-unread-symbolic" },
    { "note", "entregent-note-symbolic" }, { "to-do", "entregent-todo-symbolic" },
  };
  guint i;

  for (i = 0; type != NULL && i < G_N_ELEMENTS (icons); i++)
    if (strcmp (icons[i][0], type) == 0)
      return icons[i][1];

  return "entregent-activity-symbolic";
}
