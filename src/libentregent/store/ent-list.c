/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "ent-list-object-private.h"
#include "ent-query-private.h"

/*
 * The list knows its rows by number only (8 bytes each); what they say is read in pages when somebody looks at them.
 */

/* Changes of other kinds that the list shows come together. */
#define REFRESH_DELAY_MS 200

enum
{
  PROP_0,
  PROP_STORE,
  PROP_QUERY,
  PROP_STATE,
  PROP_COMPLETE,
  PROP_N_ITEMS,
  N_PROPS
};

enum
{
  SIGNAL_REPLACED,
  N_SIGNALS
};

static GParamSpec *props[N_PROPS];
static guint signals[N_SIGNALS];

static void ent_list_list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (EntList,
                               ent_list,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, ent_list_list_model_init))

void
ent_list_set_state (EntList *self, EntListState state, GError *error)
{
  gboolean same = self->state == state;

  g_clear_error (&self->error);
  self->error = error;
  self->state = state;
  if (!same || error != NULL)
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_STATE]);
}

void
ent_list_set_complete (EntList *self, gboolean complete)
{
  if (self->complete == complete)
    return;
  self->complete = complete;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_COMPLETE]);
}

void
ent_list_items_changed (EntList *self, guint position, guint removed, guint added)
{
  /* GTK asks an item for each one that is removed and added in one signal: seconds, at a million. */
  g_assert (removed == 0 || added <= ENT_LIST_MAX_ADDED);

  if (removed == 0 && added == 0)
    return;
  g_list_model_items_changed (G_LIST_MODEL (self), position, removed, added);
  if (removed != added)
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_N_ITEMS]);
}

void
ent_list_emit_replaced (EntList *self)
{
  g_signal_emit (self, signals[SIGNAL_REPLACED], 0);
}

static gboolean
refresh_cb (gpointer data)
{
  EntList *self = data;

  g_clear_pointer (&self->refresh, g_source_unref);
  /* What it is sorted or filtered by may come from the other kind. */
  if (ent_query_get_n_terms (self->query) > 0 || ent_query_get_sort (self->query, NULL) != NULL)
    ent_list_start_reading (self, FALSE);
  else
    ent_list_refresh_rows (self);
  return G_SOURCE_REMOVE;
}

/* Whether values of the query's fields come from records of the kind. */
static gboolean
shows_kind (EntList *self, guint number)
{
  const EntKind *kind = ent_kind_from_number (number);

  if (kind == NULL)
    return FALSE;
  for (guint i = 0; i < ent_row_layout_get_n_fields (self->layout); i++)
    {
      const EntField *field = ent_row_layout_get_field (self->layout, i);

      if ((field->flags & ENT_FIELD_DERIVED) != 0 && strcmp (kind->key, "activity") == 0)
        return TRUE;
      for (guint t = 0; field->targets != NULL && field->targets[t] != NULL; t++)
        {
          if (field->targets[t] == kind)
            return TRUE;
        }
    }
  return FALSE;
}

static void
schedule_refresh (EntList *self)
{
  if (self->refresh != NULL)
    return;
  self->refresh = g_timeout_source_new (REFRESH_DELAY_MS);
  g_source_set_callback (self->refresh, refresh_cb, self, NULL);
  g_source_attach (self->refresh, self->context);
}

static void
changed_cb (EntStore *store, guint kind, GArray *ids, gboolean everything, EntList *self)
{
  if (kind != ent_query_get_kind (self->query)->number)
    {
      if (shows_kind (self, kind))
        schedule_refresh (self);
      return;
    }
  if (everything || ids == NULL || self->changed->len + ids->len > ENT_LIST_MAX_CHANGED)
    {
      /* A reading that is under way may or may not have seen it. */
      if (self->reading != NULL)
        self->read_again = TRUE;
      else
        ent_list_start_reading (self, FALSE);
      return;
    }
  g_array_append_vals (self->changed, ids->data, ids->len);
  ent_list_start_update (self);
}

static GType
ent_list_get_item_type (GListModel *model)
{
  return ENT_TYPE_ROW;
}

static guint
ent_list_get_n_items (GListModel *model)
{
  return ENT_LIST (model)->rids->len;
}

static gpointer
ent_list_get_item (GListModel *model, guint position)
{
  EntList *self = ENT_LIST (model);
  EntRow *row;

  if (position >= self->rids->len)
    return NULL;
  row = g_object_ref (ent_row_cache_get (self->rows, self->layout, g_array_index (self->rids, gint64, position)));
  if (!ent_row_get_loaded (row))
    ent_list_want_page (self, position);
  return row;
}

static void
ent_list_list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = ent_list_get_item_type;
  iface->get_n_items = ent_list_get_n_items;
  iface->get_item = ent_list_get_item;
}

static void
ent_list_dispose (GObject *object)
{
  EntList *self = ENT_LIST (object);

  self->generation++;
  if (self->reading != NULL)
    g_cancellable_cancel (self->reading);
  g_clear_object (&self->reading);
  if (self->refresh != NULL)
    g_source_destroy (self->refresh);
  g_clear_pointer (&self->refresh, g_source_unref);
  if (self->store != NULL)
    g_clear_signal_handler (&self->changed_handler, self->store);

  G_OBJECT_CLASS (ent_list_parent_class)->dispose (object);
}

static void
ent_list_finalize (GObject *object)
{
  EntList *self = ENT_LIST (object);

  g_queue_clear (&self->wanted);
  g_clear_pointer (&self->rids, g_array_unref);
  g_clear_pointer (&self->changed, g_array_unref);
  g_clear_pointer (&self->rows, ent_row_cache_free);
  g_clear_pointer (&self->ids, g_hash_table_unref);
  g_clear_pointer (&self->layout, ent_row_layout_unref);
  g_clear_pointer (&self->context, g_main_context_unref);
  g_clear_error (&self->error);
  g_clear_object (&self->query);
  g_clear_object (&self->store);

  G_OBJECT_CLASS (ent_list_parent_class)->finalize (object);
}

static void
ent_list_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  EntList *self = ENT_LIST (object);

  switch (prop_id)
    {
    case PROP_STORE:
      g_value_set_object (value, self->store);
      break;
    case PROP_QUERY:
      g_value_set_object (value, self->query);
      break;
    case PROP_STATE:
      g_value_set_uint (value, self->state);
      break;
    case PROP_COMPLETE:
      g_value_set_boolean (value, self->complete);
      break;
    case PROP_N_ITEMS:
      g_value_set_uint (value, self->rids->len);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
ent_list_class_init (EntListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->dispose = ent_list_dispose;
  object_class->finalize = ent_list_finalize;
  object_class->get_property = ent_list_get_property;

  /**
   * EntList:store:
   *
   * The book that is read.
   */
  props[PROP_STORE] = g_param_spec_object ("store", NULL, NULL, ENT_TYPE_STORE, flags);
  /**
   * EntList:query:
   *
   * What is listed.
   */
  props[PROP_QUERY] = g_param_spec_object ("query", NULL, NULL, ENT_TYPE_QUERY, flags);
  /**
   * EntList:state:
   *
   * An [enum@ListState].
   */
  props[PROP_STATE] = g_param_spec_uint ("state", NULL, NULL, 0, ENT_LIST_FAILED, ENT_LIST_LOADING, flags);
  /**
   * EntList:complete:
   *
   * Whether the number of rows is final, not only the first rows known.
   */
  props[PROP_COMPLETE] = g_param_spec_boolean ("complete", NULL, NULL, FALSE, flags);
  /**
   * EntList:n-items:
   *
   * How many rows there are.
   */
  props[PROP_N_ITEMS] = g_param_spec_uint ("n-items", NULL, NULL, 0, G_MAXUINT, 0, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);

  /**
   * EntList::replaced:
   * @self: the list
   *
   * All rows were taken away and new ones put in, told by two signals of [iface@Gio.ListModel]: whoever keeps a
   * position looks for it again with ent_list_locate().
   */
  signals[SIGNAL_REPLACED] =
      g_signal_new ("replaced", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
ent_list_init (EntList *self)
{
  self->rids = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->changed = g_array_new (FALSE, FALSE, sizeof (EntId));
  self->rows = ent_row_cache_new (ENT_LIST_PAGE * ENT_LIST_PAGES);
  self->ids = g_hash_table_new_full (ent_id_hash, ent_id_equal, (GDestroyNotify) ent_id_free, g_free);
  g_queue_init (&self->wanted);
}

/**
 * ent_list_new:
 * @store: a book
 * @query: what to list
 *
 * A live list. It begins to read at once and never blocks; it belongs to the thread that makes it, whose main context
 * must run.
 *
 * Returns: (transfer full): a list
 */
EntList *
ent_list_new (EntStore *store, EntQuery *query)
{
  EntList *self;

  g_return_val_if_fail (ENT_IS_STORE (store), NULL);
  g_return_val_if_fail (ENT_IS_QUERY (query), NULL);

  self = g_object_new (ENT_TYPE_LIST, NULL);
  self->store = g_object_ref (store);
  self->query = g_object_ref (query);
  self->layout = ent_row_layout_new (store, query);
  self->context = g_main_context_ref_thread_default ();
  self->changed_handler = g_signal_connect (store, "changed", G_CALLBACK (changed_cb), self);
  ent_list_start_reading (self, TRUE);
  return self;
}

/**
 * ent_list_get_store:
 * @self: a list
 *
 * Returns: (transfer none): the book that it reads
 */
EntStore *
ent_list_get_store (EntList *self)
{
  g_return_val_if_fail (ENT_IS_LIST (self), NULL);

  return self->store;
}

/**
 * ent_list_get_query:
 * @self: a list
 *
 * Returns: (transfer none): what it lists
 */
EntQuery *
ent_list_get_query (EntList *self)
{
  g_return_val_if_fail (ENT_IS_LIST (self), NULL);

  return self->query;
}

/**
 * ent_list_set_query:
 * @self: a list
 * @query: what to list from now on
 *
 * Lists something else. What it shows stays until the new rows are there; reading for an earlier query is interrupted.
 */
void
ent_list_set_query (EntList *self, EntQuery *query)
{
  gboolean other_kind;

  g_return_if_fail (ENT_IS_LIST (self));
  g_return_if_fail (ENT_IS_QUERY (query));

  if (self->query == query || ent_query_equal (self->query, query))
    return;

  other_kind = ent_query_get_kind (self->query) != ent_query_get_kind (query);
  g_set_object (&self->query, query);
  ent_row_layout_unref (self->layout);
  self->layout = ent_row_layout_new (self->store, query);
  g_queue_clear (&self->wanted);
  ent_list_set_complete (self, FALSE);
  if (other_kind)
    {
      /* Numbers of rows of another kind mean nothing. */
      guint n = self->rids->len;

      g_array_unref (self->rids);
      self->rids = g_array_new (FALSE, FALSE, sizeof (gint64));
      ent_list_items_changed (self, 0, n, 0);
      g_clear_pointer (&self->rows, ent_row_cache_free);
      self->rows = ent_row_cache_new (ENT_LIST_PAGE * ENT_LIST_PAGES);
      g_hash_table_remove_all (self->ids);
    }
  else
    {
      ent_row_cache_set_layout (self->rows, self->layout);
      ent_list_refresh_rows (self);
    }
  ent_list_start_reading (self, TRUE);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_QUERY]);
}

/**
 * ent_list_get_state:
 * @self: a list
 *
 * Returns: how far reading is
 */
EntListState
ent_list_get_state (EntList *self)
{
  g_return_val_if_fail (ENT_IS_LIST (self), ENT_LIST_FAILED);

  return self->state;
}

/**
 * ent_list_get_error:
 * @self: a list
 *
 * Returns: (transfer none) (nullable): why the last reading failed, or %NULL
 */
const GError *
ent_list_get_error (EntList *self)
{
  g_return_val_if_fail (ENT_IS_LIST (self), NULL);

  return self->error;
}

/**
 * ent_list_get_complete:
 * @self: a list
 *
 * Returns: whether the number of rows is final, not only the first rows known
 */
gboolean
ent_list_get_complete (EntList *self)
{
  g_return_val_if_fail (ENT_IS_LIST (self), FALSE);

  return self->complete;
}

/**
 * ent_list_locate:
 * @self: a list
 * @id: the id of a record
 *
 * Where a record is now that the list has shown before, or that was changed while it was listed.
 *
 * Returns: its position, or %G_MAXUINT when it is not in the list or was never seen in it
 */
guint
ent_list_locate (EntList *self, const EntId *id)
{
  const gint64 *rid;
  const gint64 *rids;

  g_return_val_if_fail (ENT_IS_LIST (self), G_MAXUINT);
  g_return_val_if_fail (id != NULL, G_MAXUINT);

  rid = g_hash_table_lookup (self->ids, id);
  rids = (const gint64 *) (void *) self->rids->data;
  for (guint i = 0; rid != NULL && i < self->rids->len; i++)
    {
      if (rids[i] == *rid)
        return i;
    }
  return G_MAXUINT;
}

/**
 * ent_list_get_id:
 * @self: a list
 * @position: a position
 * @id: (out caller-allocates): the id there; all zero when it is not known without reading
 *
 * Never reads.
 */
void
ent_list_get_id (EntList *self, guint position, EntId *id)
{
  EntRow *row;

  g_return_if_fail (ENT_IS_LIST (self));
  g_return_if_fail (id != NULL);

  row =
      position < self->rids->len ? ent_row_cache_peek (self->rows, g_array_index (self->rids, gint64, position)) : NULL;
  if (row != NULL)
    *id = *ent_row_get_id (row);
  else
    memset (id, 0, sizeof *id);
}
