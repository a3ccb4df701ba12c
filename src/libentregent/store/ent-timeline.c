/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "ent-store-private.h"
#include "ent-timeline-private.h"

/* The next page is read when one of the last items is looked at. */
#define NEAR_END 10
#define MAX_AGAIN 500
#define DELAY_MS 100

struct _EntTimeline
{
  GObject parent_instance;

  EntStore *store;
  const EntKind *kind;
  EntId id;
  GPtrArray *items;
  gboolean complete;
  gboolean loading;
  gboolean stale;
  guint generation;
  gulong changed_handler;
  GSource *again;
  GMainContext *context;
};

typedef struct
{
  GWeakRef timeline;
  EntStore *store;
  const EntKind *kind;
  EntId id;
  EntTimelineItem *last;
  guint limit;
  guint generation;
} Job;

enum
{
  PROP_0,
  PROP_COMPLETE,
  N_PROPS
};

static GParamSpec *props[N_PROPS];

static void ent_timeline_list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (EntTimeline,
                               ent_timeline,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, ent_timeline_list_model_init))

static void
job_free (gpointer data)
{
  Job *job = data;

  g_weak_ref_clear (&job->timeline);
  g_object_unref (job->store);
  g_clear_object (&job->last);
  g_free (job);
}

static void
read_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Job *job = data;
  GError *error = NULL;
  GPtrArray *items = ent_timeline_read (job->store, job->kind, &job->id, job->last, job->limit, cancellable, &error);

  if (items != NULL)
    g_task_return_pointer (task, items, (GDestroyNotify) g_ptr_array_unref);
  else
    g_task_return_error (task, error);
}

static void
set_complete (EntTimeline *self, gboolean complete)
{
  if (self->complete == complete)
    return;
  self->complete = complete;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_COMPLETE]);
}

static void
apply (EntTimeline *self, GPtrArray *items, gboolean replaces, guint limit)
{
  guint removed = replaces ? self->items->len : 0;
  guint position = replaces ? 0 : self->items->len;

  if (replaces)
    g_ptr_array_set_size (self->items, 0);
  for (guint i = 0; i < items->len; i++)
    g_ptr_array_add (self->items, g_object_ref (g_ptr_array_index (items, i)));
  set_complete (self, items->len < limit);
  if (removed > 0 || items->len > 0)
    g_list_model_items_changed (G_LIST_MODEL (self), position, removed, items->len);
}

static void read_page (EntTimeline *self, gboolean from_begin);

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Job *job = g_task_get_task_data (G_TASK (result));
  g_autoptr (EntTimeline) self = g_weak_ref_get (&job->timeline);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) items = g_task_propagate_pointer (G_TASK (result), &error);

  if (self == NULL || self->generation != job->generation)
    return;
  self->loading = FALSE;
  if (items == NULL)
    {
      /* What it had stays; the next change of the book tries again. */
      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CLOSED))
        g_message ("The timeline could not be read: %s", error->message);
      return;
    }
  apply (self, items, job->last == NULL, job->limit);
  if (self->stale)
    read_page (self, TRUE);
}

static void
read_page (EntTimeline *self, gboolean from_begin)
{
  g_autoptr (GTask) task = NULL;
  Job *job;

  if (self->loading)
    {
      self->stale |= from_begin;
      return;
    }
  self->loading = TRUE;
  if (from_begin)
    self->stale = FALSE;
  self->generation++;

  job = g_new0 (Job, 1);
  g_weak_ref_init (&job->timeline, self);
  job->store = g_object_ref (self->store);
  job->kind = self->kind;
  job->id = self->id;
  job->generation = self->generation;
  job->limit = ENT_TIMELINE_PAGE;
  if (from_begin)
    job->limit = CLAMP (self->items->len, ENT_TIMELINE_PAGE, MAX_AGAIN);
  else if (self->items->len > 0)
    job->last = g_object_ref (g_ptr_array_index (self->items, self->items->len - 1));
  task = g_task_new (self->store, NULL, read_cb, NULL);
  g_task_set_source_tag (task, read_page);
  g_task_set_task_data (task, job, job_free);
  ent_store_push_read (self->store, task, read_thread);
}

static gboolean
again_cb (gpointer data)
{
  EntTimeline *self = data;

  g_clear_pointer (&self->again, g_source_unref);
  read_page (self, TRUE);
  return G_SOURCE_REMOVE;
}

/* Any of these kinds may have come to concern the record. */
static void
changed_cb (EntStore *store, guint kind, GArray *ids, gboolean everything, EntTimeline *self)
{
  static const char *const kinds[] = { "activity", "request", "opportunity", "contact", "account", "stage" };

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      if (ent_kind_from_key (kinds[i])->number != kind || self->again != NULL)
        continue;
      self->again = g_timeout_source_new (DELAY_MS);
      g_source_set_callback (self->again, again_cb, self, NULL);
      g_source_attach (self->again, self->context);
    }
}

static GType
ent_timeline_get_item_type (GListModel *model)
{
  return ENT_TYPE_TIMELINE_ITEM;
}

static guint
ent_timeline_get_n_items (GListModel *model)
{
  return ENT_TIMELINE (model)->items->len;
}

static gpointer
ent_timeline_get_item (GListModel *model, guint position)
{
  EntTimeline *self = ENT_TIMELINE (model);

  if (position >= self->items->len)
    return NULL;
  if (position + NEAR_END >= self->items->len)
    ent_timeline_load_more (self);
  return g_object_ref (g_ptr_array_index (self->items, position));
}

static void
ent_timeline_list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = ent_timeline_get_item_type;
  iface->get_n_items = ent_timeline_get_n_items;
  iface->get_item = ent_timeline_get_item;
}

static void
ent_timeline_dispose (GObject *object)
{
  EntTimeline *self = ENT_TIMELINE (object);

  self->generation++;
  if (self->again != NULL)
    g_source_destroy (self->again);
  g_clear_pointer (&self->again, g_source_unref);
  if (self->store != NULL)
    g_clear_signal_handler (&self->changed_handler, self->store);

  G_OBJECT_CLASS (ent_timeline_parent_class)->dispose (object);
}

static void
ent_timeline_finalize (GObject *object)
{
  EntTimeline *self = ENT_TIMELINE (object);

  g_ptr_array_unref (self->items);
  g_clear_pointer (&self->context, g_main_context_unref);
  g_clear_object (&self->store);

  G_OBJECT_CLASS (ent_timeline_parent_class)->finalize (object);
}

static void
ent_timeline_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_COMPLETE:
      g_value_set_boolean (value, ENT_TIMELINE (object)->complete);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
ent_timeline_class_init (EntTimelineClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = ent_timeline_dispose;
  object_class->finalize = ent_timeline_finalize;
  object_class->get_property = ent_timeline_get_property;

  /**
   * EntTimeline:complete:
   *
   * Whether the oldest item is there.
   */
  props[PROP_COMPLETE] = g_param_spec_boolean ("complete", NULL, NULL, FALSE,
                                               G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
ent_timeline_init (EntTimeline *self)
{
  self->items = g_ptr_array_new_with_free_func (g_object_unref);
}

/**
 * ent_timeline_new: (skip)
 * @store: a book
 * @kind: the kind of a record: account, contact, opportunity or request
 * @id: its id
 *
 * Begins to read at once; belongs to the thread that makes it, whose main context must run.
 *
 * Returns: (transfer full): the timeline of the record
 */
EntTimeline *
ent_timeline_new (EntStore *store, const EntKind *kind, const EntId *id)
{
  EntTimeline *self;

  g_return_val_if_fail (ENT_IS_STORE (store), NULL);
  g_return_val_if_fail (kind != NULL && !kind->is_element, NULL);
  g_return_val_if_fail (id != NULL, NULL);

  self = g_object_new (ENT_TYPE_TIMELINE, NULL);
  self->store = g_object_ref (store);
  self->kind = kind;
  self->id = *id;
  self->context = g_main_context_ref_thread_default ();
  self->changed_handler = g_signal_connect (store, "changed", G_CALLBACK (changed_cb), self);
  read_page (self, TRUE);
  return self;
}

/**
 * ent_timeline_get_complete:
 * @self: a timeline
 *
 * Returns: whether the oldest item is there
 */
gboolean
ent_timeline_get_complete (EntTimeline *self)
{
  g_return_val_if_fail (ENT_IS_TIMELINE (self), FALSE);

  return self->complete;
}

/**
 * ent_timeline_load_more:
 * @self: a timeline
 *
 * Reads older items, if there are any. Done by itself when one of the last items is looked at.
 */
void
ent_timeline_load_more (EntTimeline *self)
{
  g_return_if_fail (ENT_IS_TIMELINE (self));

  if (!self->complete && !self->loading && self->items->len > 0)
    read_page (self, FALSE);
}
