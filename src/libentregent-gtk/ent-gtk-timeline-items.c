/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "EntGtk"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "ent-gtk-format.h"
#include "ent-gtk-list-state.h"
#include "ent-gtk-timeline-items.h"
#include "ent-query.h"

/* More is a matter for the list of activities, which is as long as it likes. */
#define MAX_ACTIVITIES 300
#define MAX_CHANGES 400

typedef struct
{
  const EntKind *kind;
  EntId id;
} Job;

/**
 * ent_gtk_timeline_item_free:
 * @item: an item
 *
 * Frees it.
 */
void
ent_gtk_timeline_item_free (EntGtkTimelineItem *item)
{
  g_free (item->title);
  g_free (item->detail);
  g_free (item);
}

static const EntValue *
get_value (EntRow *row, const char *key)
{
  const EntField *field = ent_kind_get_field (ent_row_get_kind (row), key);
  const EntValue *value = field != NULL ? ent_row_get_value (row, field) : NULL;

  return value != NULL && value->type != ENT_VALUE_NOTHING ? value : NULL;
}

static gint64
date_to_time (const char *date)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  g_autofree char *text = g_strconcat (date, "T12:00:00", NULL);
  g_autoptr (GDateTime) moment = g_date_time_new_from_iso8601 (text, zone);

  return moment != NULL ? g_date_time_to_unix (moment) * 1000 : 0;
}

static gint64
get_when (EntRow *row)
{
  static const char *const keys[] = { "done", "start", "due", "created" };
  guint i;

  for (i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      const EntValue *value = get_value (row, keys[i]);

      if (value != NULL && value->type == ENT_VALUE_INTEGER)
        return value->integer;
      if (value != NULL && value->type == ENT_VALUE_TEXT)
        return date_to_time (value->text);
    }

  return 0;
}

static char *
dup_first_line (const char *text)
{
  g_autofree char *line = g_strndup (text, strcspn (text, "\r\n"));

  return g_utf8_make_valid (g_strstrip (line), -1);
}

static EntGtkTimelineItem *
item_from_activity (EntRow *row)
{
  EntGtkTimelineItem *item = g_new0 (EntGtkTimelineItem, 1);
  const EntKind *kind = ent_row_get_kind (row);
  const EntValue *type = get_value (row, "type"), *body = get_value (row, "body");
  const EntField *type_field = ent_kind_get_field (kind, "type"), *outcome = ent_kind_get_field (kind, "outcome");
  const char *key = type != NULL && type->type == ENT_VALUE_TEXT ? type->text : NULL;
  const char *label = key != NULL ? ent_field_get_choice_label (type_field, key) : NULL;
  g_autofree char *result = ent_row_dup_display (row, outcome);
  g_autofree char *line = body != NULL && body->type == ENT_VALUE_TEXT ? dup_first_line (body->text) : NULL;
  g_autoptr (GString) detail = g_string_new (label);

  item->when = get_when (row);
  item->icon = ent_gtk_icon_for_activity (key);
  item->kind = kind;
  item->id = *ent_row_get_id (row);
  item->planned = get_value (row, "done") == NULL && g_strcmp0 (key, "note") != 0;
  item->title = g_strdup (ent_row_get_title (row));
  if (*result != '\0')
    g_string_append_printf (detail, "%s%s", detail->len > 0 ? " · " : "", result);
  if (line != NULL && *line != '\0')
    g_string_append_printf (detail, "%s%s", detail->len > 0 ? " · " : "", line);
  item->detail = g_string_free_and_steal (g_steal_pointer (&detail));

  return item;
}

static gboolean
add_activities (EntStore *store, const Job *job, GPtrArray *items, GCancellable *cancellable, GError **error)
{
  static const char *const keys[] = { "type", "subject", "body", "start", "due", "done", "outcome", "created" };
  const EntKind *activity = ent_kind_from_key ("activity");
  const EntField *fields[G_N_ELEMENTS (keys)];
  g_autofree char *id = ent_id_to_string (&job->id), *text = g_strdup_printf ("about:%s OR participants:%s", id, id);
  g_autoptr (EntQuery) all = NULL, query = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  guint i;

  if (job->kind == activity)
    return TRUE;
  for (i = 0; i < G_N_ELEMENTS (keys); i++)
    fields[i] = ent_kind_get_field (activity, keys[i]);
  all = ent_query_new_from_text (store, activity, text, NULL, error);
  if (all == NULL)
    return FALSE;
  query = ent_query_with_fields (all, fields, G_N_ELEMENTS (fields));
  rows = ent_store_query_sync (store, query, 0, MAX_ACTIVITIES, cancellable, error);
  for (i = 0; rows != NULL && i < rows->len; i++)
    g_ptr_array_add (items, item_from_activity (g_ptr_array_index (rows, i)));

  return rows != NULL;
}

/* The name of what a reference points to, from the book. */
static char *
dup_value (EntStore *store, const EntField *field, const EntValue *value, GCancellable *cancellable)
{
  g_autoptr (EntRecord) record = NULL;

  if (value == NULL || value->type == ENT_VALUE_NOTHING)
    return g_strdup ("");
  if (value->type != ENT_VALUE_ID)
    return ent_gtk_format_value (field, value, NULL);
  if (field->targets != NULL && field->targets[0] != NULL)
    record = ent_store_get_record_sync (store, field->targets[0], &value->id, cancellable, NULL);

  return g_strdup (record != NULL ? ent_record_get_title (record) : "");
}

static char *
dup_arrow (EntStore *store, EntHistoryEntry *entry, GCancellable *cancellable)
{
  const EntField *field = ent_history_entry_get_field (entry);
  g_autofree char *before = dup_value (store, field, ent_history_entry_get_old (entry), cancellable);
  g_autofree char *after = dup_value (store, field, ent_history_entry_get_new (entry), cancellable);
  g_autofree char *a = ent_gtk_isolate (before), *b = ent_gtk_isolate (after);

  /* One picture for another. */
  if (*a == '\0' || g_str_equal (a, b))
    return g_steal_pointer (&b);
  if (*b == '\0')
    /* Translators: what a field had before it was cleared */
    return g_strdup_printf (_("%s removed"), a);

  /* Translators: what a field had before and what it has now; turn the arrow in languages written from right to left.
   */
  return g_strdup_printf (_("%s → %s"), a, b);
}

static const char *
get_source_label (const char *source)
{
  if (g_strcmp0 (source, "import") == 0)
    return _("by import");
  if (g_strcmp0 (source, "cli") == 0)
    return _("on the command line");

  return NULL;
}

static char *
dup_author (EntHistoryEntry *entry)
{
  const char *author = ent_history_entry_get_author (entry),
             *source = get_source_label (ent_history_entry_get_source (entry));

  if (author != NULL && *author != '\0' && source != NULL)
    return g_strdup_printf ("%s · %s", author, source);

  return g_strdup (author != NULL && *author != '\0' ? author : source);
}

static const char *
get_action_title (EntHistoryAction action)
{
  switch (action)
    {
    case ENT_HISTORY_ADDED:
      return _("Added");
    case ENT_HISTORY_DELETED:
      return _("Deleted");
    case ENT_HISTORY_RESTORED:
      return _("Restored");
    case ENT_HISTORY_MERGED:
      return _("Merged");
    case ENT_HISTORY_UNMERGED:
      return _("Merge undone");
    case ENT_HISTORY_SET:
    case ENT_HISTORY_ELEMENT_ADDED:
    case ENT_HISTORY_ELEMENT_REMOVED:
      break;
    }

  return NULL;
}

static gboolean
is_visible (EntHistoryEntry *entry)
{
  const EntField *field = ent_history_entry_get_field (entry);

  return field == NULL || (field->flags & (ENT_FIELD_HIDDEN | ENT_FIELD_DERIVED)) == 0;
}

/* One group of the log: what somebody did in one go. */
static EntGtkTimelineItem *
item_from_group (EntStore *store, GPtrArray *entries, guint begin, guint end, GCancellable *cancellable)
{
  EntHistoryEntry *head = g_ptr_array_index (entries, begin), *single = NULL;
  g_autoptr (GString) fields = g_string_new (NULL);
  g_autoptr (GString) detail = g_string_new (NULL);
  g_autofree char *author = dup_author (head);
  const char *title = NULL;
  EntGtkTimelineItem *item;
  guint i, n = 0;

  for (i = begin; i < end; i++)
    {
      EntHistoryEntry *entry = g_ptr_array_index (entries, i);
      const char *label = ent_history_entry_get_field (entry) != NULL
                              ? ent_field_get_label (ent_history_entry_get_field (entry))
                              : NULL;

      if (title == NULL)
        title = get_action_title (ent_history_entry_get_action (entry));
      if (label == NULL || !is_visible (entry))
        continue;
      if (n == 0 || strstr (fields->str, label) == NULL)
        g_string_append_printf (fields, "%s%s", n > 0 ? ", " : "", label);
      single = entry;
      n++;
    }
  if (title == NULL && n == 0)
    return NULL;
  if (title == NULL && n == 1 && ent_history_entry_get_action (single) == ENT_HISTORY_SET)
    {
      g_autofree char *arrow = dup_arrow (store, single, cancellable);

      g_string_append (detail, arrow);
      g_strdelimit (detail->str, "\r\n", ' ');
    }
  if (author != NULL)
    g_string_append_printf (detail, "%s%s", detail->len > 0 ? " · " : "", author);

  item = g_new0 (EntGtkTimelineItem, 1);
  item->when = ent_history_entry_get_when (head);
  item->icon = title != NULL ? "entregent-record-symbolic" : "document-edit-symbolic";
  item->title = g_strdup (title != NULL ? title : fields->str);
  item->detail = g_string_free_and_steal (g_steal_pointer (&detail));

  return item;
}

static gboolean
add_changes (EntStore *store, const Job *job, GPtrArray *items, GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) entries = ent_store_dup_history_sync (store, job->kind, &job->id, cancellable, error);
  guint begin, end;

  if (entries == NULL)
    return FALSE;
  for (begin = 0; begin < entries->len && begin < MAX_CHANGES; begin = end)
    {
      gint64 group = ent_history_entry_get_group (g_ptr_array_index (entries, begin));
      EntGtkTimelineItem *item;

      for (end = begin; end < entries->len; end++)
        if (ent_history_entry_get_group (g_ptr_array_index (entries, end)) != group)
          break;
      item = item_from_group (store, entries, begin, end, cancellable);
      if (item != NULL)
        g_ptr_array_add (items, item);
    }

  return TRUE;
}

static int
compare_items_cb (gconstpointer a, gconstpointer b)
{
  const EntGtkTimelineItem *x = a, *y = b;

  return x->when < y->when ? 1 : x->when > y->when ? -1 : 0;
}

static void
read_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func ((GDestroyNotify) ent_gtk_timeline_item_free);
  GError *error = NULL;

  if (!add_activities (source, data, items, cancellable, &error) ||
      !add_changes (source, data, items, cancellable, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  g_ptr_array_sort_values (items, compare_items_cb);
  g_task_return_pointer (task, g_steal_pointer (&items), (GDestroyNotify) g_ptr_array_unref);
}

/**
 * ent_gtk_timeline_items_async:
 * @store: a book
 * @kind: a kind
 * @id: a record of it
 * @cancellable: (nullable): to stop it
 * @callback: called when done
 * @user_data: for @callback
 *
 * Reads what happened to a record: the latest activities about it and with it, and its history.
 */
void
ent_gtk_timeline_items_async (EntStore *store,
                              const EntKind *kind,
                              const EntId *id,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  Job *job;

  g_return_if_fail (ENT_IS_STORE (store) && kind != NULL && id != NULL);

  task = g_task_new (store, cancellable, callback, user_data);
  g_task_set_source_tag (task, ent_gtk_timeline_items_async);
  job = g_new (Job, 1);
  job->kind = kind;
  job->id = *id;
  g_task_set_task_data (task, job, g_free);
  g_task_run_in_thread (task, read_in_thread);
}

/**
 * ent_gtk_timeline_items_finish:
 * @store: the book
 * @result: the result
 * @error: where to put an error
 *
 * Ends ent_gtk_timeline_items_async().
 *
 * Returns: (transfer container) (element-type EntGtkTimelineItem): the items, newest first
 */
GPtrArray *
ent_gtk_timeline_items_finish (EntStore *store, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, store), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
