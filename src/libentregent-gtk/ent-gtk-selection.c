/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "EntGtk"

#include "config.h"

#include "ent-gtk-selection.h"

struct _EntGtkSelection
{
  GObject parent_instance;

  EntList *list;
  GHashTable *ids; /* of EntId: selected, or with all_except not selected */
  gboolean all_except;
  gboolean multiple;
};

enum
{
  PROP_0,
  PROP_LIST,
  PROP_MULTIPLE,
  PROP_N_SELECTED,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void list_model_init (GListModelInterface *iface);
static void selection_model_init (GtkSelectionModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (EntGtkSelection,
                               ent_gtk_selection,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init)
                                   G_IMPLEMENT_INTERFACE (GTK_TYPE_SELECTION_MODEL, selection_model_init))

static guint
get_n_items (EntGtkSelection *self)
{
  return g_list_model_get_n_items (G_LIST_MODEL (self->list));
}

static void
emit_range (EntGtkSelection *self, guint position, guint n_items)
{
  if (n_items > 0)
    gtk_selection_model_selection_changed (GTK_SELECTION_MODEL (self), position, n_items);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_SELECTED]);
}

static void
emit_all (EntGtkSelection *self)
{
  emit_range (self, 0, get_n_items (self));
}

static gboolean
id_is_selected (EntGtkSelection *self, const EntId *id)
{
  return g_hash_table_contains (self->ids, id) != self->all_except;
}

static void
set_id (EntGtkSelection *self, const EntId *id, gboolean selected)
{
  if (selected != self->all_except)
    g_hash_table_add (self->ids, ent_id_copy (id));
  else
    g_hash_table_remove (self->ids, id);
}

/* Whether the state of the row changed. A row whose id is not known yet cannot be told from others and stays as it is.
 */
static gboolean
set_position (EntGtkSelection *self, guint position, gboolean selected)
{
  EntId id;

  ent_list_get_id (self->list, position, &id);
  if (ent_id_is_null (&id) || id_is_selected (self, &id) == selected)
    return FALSE;
  set_id (self, &id, selected);

  return TRUE;
}

static void
clear (EntGtkSelection *self, gboolean all_except)
{
  g_hash_table_remove_all (self->ids);
  self->all_except = all_except;
}

static void
items_changed_cb (EntGtkSelection *self, guint position, guint removed, guint added)
{
  g_list_model_items_changed (G_LIST_MODEL (self), position, removed, added);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_SELECTED]);
}

static GType
ent_gtk_selection_get_item_type (GListModel *model)
{
  return ENT_TYPE_ROW;
}

static guint
ent_gtk_selection_get_n_items (GListModel *model)
{
  return get_n_items (ENT_GTK_SELECTION (model));
}

static gpointer
ent_gtk_selection_get_item (GListModel *model, guint position)
{
  return g_list_model_get_item (G_LIST_MODEL (ENT_GTK_SELECTION (model)->list), position);
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = ent_gtk_selection_get_item_type;
  iface->get_n_items = ent_gtk_selection_get_n_items;
  iface->get_item = ent_gtk_selection_get_item;
}

static gboolean
ent_gtk_selection_is_selected (GtkSelectionModel *model, guint position)
{
  EntGtkSelection *self = ENT_GTK_SELECTION (model);
  EntId id;

  if (g_hash_table_size (self->ids) == 0)
    return self->all_except;
  ent_list_get_id (self->list, position, &id);

  return ent_id_is_null (&id) ? self->all_except : id_is_selected (self, &id);
}

static GtkBitset *
ent_gtk_selection_get_selection_in_range (GtkSelectionModel *model, guint position, guint n_items)
{
  EntGtkSelection *self = ENT_GTK_SELECTION (model);
  GtkBitset *bitset = gtk_bitset_new_empty ();
  GHashTableIter iter;
  gpointer id;

  /* From the ids, not from the rows: there are few of them, and a million rows. */
  if (self->all_except)
    gtk_bitset_add_range (bitset, position, MIN (n_items, get_n_items (self) - position));
  g_hash_table_iter_init (&iter, self->ids);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    {
      guint found = ent_list_locate (self->list, id);

      if (found == G_MAXUINT || found < position || found - position >= n_items)
        continue;
      if (self->all_except)
        gtk_bitset_remove (bitset, found);
      else
        gtk_bitset_add (bitset, found);
    }

  return bitset;
}

static gboolean
ent_gtk_selection_select_item (GtkSelectionModel *model, guint position, gboolean unselect_rest)
{
  EntGtkSelection *self = ENT_GTK_SELECTION (model);
  EntId id;

  /* GTK asks for this when the focus moves, too: that must not take a selection of many away. */
  if (self->multiple && unselect_rest)
    return FALSE;
  if (self->multiple)
    {
      if (set_position (self, position, TRUE))
        emit_range (self, position, 1);
      return TRUE;
    }
  ent_list_get_id (self->list, position, &id);
  if (!ent_id_is_null (&id))
    ent_gtk_selection_select_id (self, &id);

  return TRUE;
}

static gboolean
ent_gtk_selection_unselect_item (GtkSelectionModel *model, guint position)
{
  EntGtkSelection *self = ENT_GTK_SELECTION (model);

  if (set_position (self, position, FALSE))
    emit_range (self, position, 1);

  return TRUE;
}

static gboolean
ent_gtk_selection_select_range (GtkSelectionModel *model, guint position, guint n_items, gboolean unselect_rest)
{
  EntGtkSelection *self = ENT_GTK_SELECTION (model);
  guint i;

  if (!self->multiple)
    return FALSE;
  for (i = 0; i < n_items; i++)
    set_position (self, position + i, TRUE);
  emit_range (self, position, n_items);

  return TRUE;
}

static gboolean
ent_gtk_selection_unselect_range (GtkSelectionModel *model, guint position, guint n_items)
{
  EntGtkSelection *self = ENT_GTK_SELECTION (model);
  guint i;

  for (i = 0; i < n_items; i++)
    set_position (self, position + i, FALSE);
  emit_range (self, position, n_items);

  return TRUE;
}

static gboolean
ent_gtk_selection_select_all (GtkSelectionModel *model)
{
  EntGtkSelection *self = ENT_GTK_SELECTION (model);

  if (!self->multiple)
    return FALSE;
  clear (self, TRUE);
  emit_all (self);

  return TRUE;
}

static gboolean
ent_gtk_selection_unselect_all (GtkSelectionModel *model)
{
  EntGtkSelection *self = ENT_GTK_SELECTION (model);

  clear (self, FALSE);
  emit_all (self);

  return TRUE;
}

static void
selection_model_init (GtkSelectionModelInterface *iface)
{
  iface->is_selected = ent_gtk_selection_is_selected;
  iface->get_selection_in_range = ent_gtk_selection_get_selection_in_range;
  iface->select_item = ent_gtk_selection_select_item;
  iface->unselect_item = ent_gtk_selection_unselect_item;
  iface->select_range = ent_gtk_selection_select_range;
  iface->unselect_range = ent_gtk_selection_unselect_range;
  iface->select_all = ent_gtk_selection_select_all;
  iface->unselect_all = ent_gtk_selection_unselect_all;
}

static void
ent_gtk_selection_constructed (GObject *object)
{
  EntGtkSelection *self = ENT_GTK_SELECTION (object);

  G_OBJECT_CLASS (ent_gtk_selection_parent_class)->constructed (object);

  g_signal_connect_object (self->list, "items-changed", G_CALLBACK (items_changed_cb), self, G_CONNECT_SWAPPED);
}

static void
ent_gtk_selection_finalize (GObject *object)
{
  EntGtkSelection *self = ENT_GTK_SELECTION (object);

  g_clear_object (&self->list);
  g_clear_pointer (&self->ids, g_hash_table_unref);

  G_OBJECT_CLASS (ent_gtk_selection_parent_class)->finalize (object);
}

static void
ent_gtk_selection_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  EntGtkSelection *self = ENT_GTK_SELECTION (object);

  switch (prop_id)
    {
    case PROP_LIST:
      g_value_set_object (value, self->list);
      break;
    case PROP_MULTIPLE:
      g_value_set_boolean (value, self->multiple);
      break;
    case PROP_N_SELECTED:
      g_value_set_uint (value, ent_gtk_selection_get_n_selected (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
ent_gtk_selection_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  EntGtkSelection *self = ENT_GTK_SELECTION (object);

  switch (prop_id)
    {
    case PROP_LIST:
      self->list = g_value_dup_object (value);
      break;
    case PROP_MULTIPLE:
      ent_gtk_selection_set_multiple (self, g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
ent_gtk_selection_class_init (EntGtkSelectionClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->constructed = ent_gtk_selection_constructed;
  object_class->finalize = ent_gtk_selection_finalize;
  object_class->get_property = ent_gtk_selection_get_property;
  object_class->set_property = ent_gtk_selection_set_property;

  /**
   * EntGtkSelection:list:
   *
   * The list whose records are selected.
   */
  properties[PROP_LIST] = g_param_spec_object ("list", NULL, NULL, ENT_TYPE_LIST,
                                               G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);

  /**
   * EntGtkSelection:multiple:
   *
   * Whether many records can be selected. Turning it on or off begins with none.
   */
  properties[PROP_MULTIPLE] =
      g_param_spec_boolean ("multiple", NULL, NULL, FALSE,
                            G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);

  /**
   * EntGtkSelection:n-selected:
   *
   * How many records are selected.
   */
  properties[PROP_N_SELECTED] =
      g_param_spec_uint ("n-selected", NULL, NULL, 0, G_MAXUINT, 0, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
ent_gtk_selection_init (EntGtkSelection *self)
{
  self->ids = g_hash_table_new_full (ent_id_hash, ent_id_equal, (GDestroyNotify) ent_id_free, NULL);
}

/**
 * ent_gtk_selection_new:
 * @list: a list
 *
 * Makes a selection with nothing selected.
 *
 * Returns: (transfer full): a new selection
 */
EntGtkSelection *
ent_gtk_selection_new (EntList *list)
{
  g_return_val_if_fail (ENT_IS_LIST (list), NULL);

  return g_object_new (ENT_GTK_TYPE_SELECTION, "list", list, NULL);
}

/**
 * ent_gtk_selection_get_list:
 * @self: a selection
 *
 * Gets the list whose records are selected.
 *
 * Returns: (transfer none): the list
 */
EntList *
ent_gtk_selection_get_list (EntGtkSelection *self)
{
  g_return_val_if_fail (ENT_GTK_IS_SELECTION (self), NULL);

  return self->list;
}

/**
 * ent_gtk_selection_get_multiple:
 * @self: a selection
 *
 * Gets whether many records can be selected.
 *
 * Returns: whether many can be
 */
gboolean
ent_gtk_selection_get_multiple (EntGtkSelection *self)
{
  g_return_val_if_fail (ENT_GTK_IS_SELECTION (self), FALSE);

  return self->multiple;
}

/**
 * ent_gtk_selection_set_multiple:
 * @self: a selection
 * @multiple: whether many records can be selected
 *
 * Enters or leaves the selection of many. Nothing is selected afterwards.
 */
void
ent_gtk_selection_set_multiple (EntGtkSelection *self, gboolean multiple)
{
  g_return_if_fail (ENT_GTK_IS_SELECTION (self));

  multiple = !!multiple;
  if (self->multiple == multiple)
    return;
  self->multiple = multiple;
  clear (self, FALSE);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MULTIPLE]);
  emit_all (self);
}

/**
 * ent_gtk_selection_select_id:
 * @self: a selection
 * @id: (nullable): the record that shall be the only one selected; %NULL for none
 *
 * Selects one record and no other, whether or not it is in the list at present.
 */
void
ent_gtk_selection_select_id (EntGtkSelection *self, const EntId *id)
{
  GHashTableIter iter;
  gpointer old;
  guint before = G_MAXUINT, after = G_MAXUINT;

  g_return_if_fail (ENT_GTK_IS_SELECTION (self));

  if (id != NULL && !self->all_except && g_hash_table_size (self->ids) == 1 && g_hash_table_contains (self->ids, id))
    return;
  if (self->all_except || g_hash_table_size (self->ids) > 1)
    {
      clear (self, FALSE);
      if (id != NULL)
        set_id (self, id, TRUE);
      emit_all (self);
      return;
    }

  g_hash_table_iter_init (&iter, self->ids);
  if (g_hash_table_iter_next (&iter, &old, NULL))
    before = ent_list_locate (self->list, old);
  clear (self, FALSE);
  if (id != NULL)
    {
      after = ent_list_locate (self->list, id);
      set_id (self, id, TRUE);
    }
  if (before != G_MAXUINT)
    gtk_selection_model_selection_changed (GTK_SELECTION_MODEL (self), before, 1);
  if (after != G_MAXUINT)
    gtk_selection_model_selection_changed (GTK_SELECTION_MODEL (self), after, 1);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_SELECTED]);
}

/**
 * ent_gtk_selection_toggle:
 * @self: a selection
 * @position: a row
 *
 * Selects the row if it is not, and the other way round.
 */
void
ent_gtk_selection_toggle (EntGtkSelection *self, guint position)
{
  g_return_if_fail (ENT_GTK_IS_SELECTION (self));

  if (set_position (self, position, !gtk_selection_model_is_selected (GTK_SELECTION_MODEL (self), position)))
    emit_range (self, position, 1);
}

/**
 * ent_gtk_selection_get_all_except:
 * @self: a selection
 *
 * Gets how to read [method@Selection.dup_ids].
 *
 * Returns: %TRUE if everything that the list's query finds is selected but those ids
 */
gboolean
ent_gtk_selection_get_all_except (EntGtkSelection *self)
{
  g_return_val_if_fail (ENT_GTK_IS_SELECTION (self), FALSE);

  return self->all_except;
}

/**
 * ent_gtk_selection_dup_ids:
 * @self: a selection
 * @n_ids: (out): how many there are
 *
 * Gets the ids that are selected or, with [method@Selection.get_all_except], those that are not.
 *
 * Returns: (transfer full) (array length=n_ids): the ids, in no order; free with g_free()
 */
EntId *
ent_gtk_selection_dup_ids (EntGtkSelection *self, guint *n_ids)
{
  GHashTableIter iter;
  gpointer id;
  EntId *ids;
  guint n = 0;

  g_return_val_if_fail (ENT_GTK_IS_SELECTION (self) && n_ids != NULL, NULL);

  *n_ids = g_hash_table_size (self->ids);
  ids = g_new0 (EntId, MAX (*n_ids, 1));
  g_hash_table_iter_init (&iter, self->ids);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    ids[n++] = *(EntId *) id;

  return ids;
}

/**
 * ent_gtk_selection_get_n_selected:
 * @self: a selection
 *
 * Counts what is selected, without looking at rows.
 *
 * Returns: the number of records
 */
guint
ent_gtk_selection_get_n_selected (EntGtkSelection *self)
{
  guint n_ids, n_items;

  g_return_val_if_fail (ENT_GTK_IS_SELECTION (self), 0);

  n_ids = g_hash_table_size (self->ids);
  if (!self->all_except)
    return n_ids;
  n_items = get_n_items (self);

  return n_items > n_ids ? n_items - n_ids : 0;
}
