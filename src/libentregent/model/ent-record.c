/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "ent-kinds.h"
#include "ent-record-private.h"
#include "ent-seed.h"

/*
 * What a record has of one field. Most fields of most records are empty, so what few need is apart.
 */
typedef struct
{
  EntValue value;
  GPtrArray *elements; /* of EntValue */
  GArray *dots;        /* of EntDot, in the same order */
  char *title;         /* of the record that it points to */
  gboolean conflict;
} Slot;

typedef struct
{
  EntId id;
  gint64 revision;
  gboolean deleted;
  Slot *slots;        /* by the field's slot */
  GHashTable *custom; /* EntId of the field → Slot; NULL while there is none */
  GPtrArray *no_elements;
} EntRecordPrivate;

enum
{
  PROP_0,
  PROP_ID,
  PROP_KIND,
  PROP_CREATED,
  PROP_MODIFIED,
  PROP_DELETED,
  N_PROPS,
  /* Properties of a kind's fields: this and the slot. */
  PROP_FIRST_FIELD = 100,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (EntRecord, ent_record, G_TYPE_OBJECT)

static EntRecordPrivate *
get_private (EntRecord *self)
{
  return ent_record_get_instance_private (self);
}

static void
slot_clear (Slot *slot)
{
  ent_value_clear (&slot->value);
  g_clear_pointer (&slot->elements, g_ptr_array_unref);
  g_clear_pointer (&slot->dots, g_array_unref);
  g_clear_pointer (&slot->title, g_free);
}

static void
slot_free (gpointer data)
{
  slot_clear (data);
  g_free (data);
}

/* The slot of a field, built in or custom; NULL for a custom field without anything, unless it is to be made.
 */
static Slot *
get_slot (EntRecord *self, const EntField *field, gboolean make)
{
  EntRecordPrivate *priv = get_private (self);
  Slot *slot;

  g_assert (field->kind == ENT_RECORD_GET_CLASS (self)->kind);

  if (field->number != 0)
    return &priv->slots[field->slot];

  slot = priv->custom != NULL ? g_hash_table_lookup (priv->custom, &field->id) : NULL;
  if (slot == NULL && make)
    {
      if (priv->custom == NULL)
        priv->custom = g_hash_table_new_full (ent_id_hash, ent_id_equal, g_free, slot_free);
      slot = g_new0 (Slot, 1);
      g_hash_table_insert (priv->custom, ent_id_copy (&field->id), slot);
    }
  return slot;
}

static const EntField *
get_field (EntRecord *self, const char *key)
{
  return ent_kind_get_field (ENT_RECORD_GET_CLASS (self)->kind, key);
}

static const EntValue *
get_value (EntRecord *self, const EntField *field)
{
  static const EntValue nothing = ENT_VALUE_INIT;
  const Slot *slot = get_slot (self, field, FALSE);

  return slot != NULL ? &slot->value : &nothing;
}

static void
ent_record_finalize (GObject *object)
{
  EntRecord *self = ENT_RECORD (object);
  EntRecordPrivate *priv = get_private (self);
  const EntKind *kind = ENT_RECORD_GET_CLASS (self)->kind;

  for (guint i = 0; i < kind->n_fields; i++)
    slot_clear (&priv->slots[i]);
  g_free (priv->slots);
  g_clear_pointer (&priv->custom, g_hash_table_unref);
  g_clear_pointer (&priv->no_elements, g_ptr_array_unref);

  G_OBJECT_CLASS (ent_record_parent_class)->finalize (object);
}

static void
get_field_property (EntRecord *self, const EntField *field, GValue *value)
{
  if (ent_field_is_set (field))
    g_value_set_boxed (value, ent_record_get_elements (self, field));
  else if (field->type == ENT_FIELD_PRIMARY)
    g_value_set_boxed (value, ent_record_peek_primary (self, field));
  else if (field->type == ENT_FIELD_REFERENCE)
    g_value_set_boxed (value, ent_record_peek_id (self, field));
  else if (field->type == ENT_FIELD_BOOLEAN)
    g_value_set_boolean (value, ent_record_peek_boolean (self, field));
  else if (G_VALUE_HOLDS_INT64 (value))
    g_value_set_int64 (value, ent_record_peek_integer (self, field));
  else
    g_value_set_string (value, ent_record_peek_text (self, field));
}

static void
ent_record_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  EntRecord *self = ENT_RECORD (object);
  const EntKind *kind = ENT_RECORD_GET_CLASS (self)->kind;

  switch (prop_id)
    {
    case PROP_ID:
      g_value_set_boxed (value, ent_record_get_id (self));
      break;
    case PROP_KIND:
      g_value_set_string (value, kind->key);
      break;
    case PROP_CREATED:
      g_value_set_int64 (value, ent_record_get_created (self));
      break;
    case PROP_MODIFIED:
      g_value_set_int64 (value, ent_record_get_modified (self));
      break;
    case PROP_DELETED:
      g_value_set_boolean (value, ent_record_get_deleted (self));
      break;
    default:
      if (prop_id >= PROP_FIRST_FIELD && prop_id - PROP_FIRST_FIELD < kind->n_fields)
        get_field_property (self, &kind->fields[prop_id - PROP_FIRST_FIELD], value);
      else
        G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
ent_record_class_init (EntRecordClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->finalize = ent_record_finalize;
  object_class->get_property = ent_record_get_property;

  /**
   * EntRecord:id:
   *
   * The record's permanent id.
   */
  properties[PROP_ID] = g_param_spec_boxed ("id", NULL, NULL, ENT_TYPE_ID, flags);

  /**
   * EntRecord:kind:
   *
   * The key of the record's kind.
   */
  properties[PROP_KIND] = g_param_spec_string ("kind", NULL, NULL, NULL, flags);

  /**
   * EntRecord:created:
   *
   * When the record was first made, in milliseconds since 1970 UTC.
   */
  properties[PROP_CREATED] = g_param_spec_int64 ("created", NULL, NULL, G_MININT64, G_MAXINT64, 0, flags);

  /**
   * EntRecord:modified:
   *
   * When the record was last changed, in milliseconds since 1970 UTC.
   */
  properties[PROP_MODIFIED] = g_param_spec_int64 ("modified", NULL, NULL, G_MININT64, G_MAXINT64, 0, flags);

  /**
   * EntRecord:deleted:
   *
   * Whether the record was deleted.
   */
  properties[PROP_DELETED] = g_param_spec_boolean ("deleted", NULL, NULL, FALSE, flags);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
ent_record_init (EntRecord *self)
{
}

static GParamSpec *
make_param_spec (const EntField *field)
{
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  if (ent_field_is_set (field))
    return g_param_spec_boxed (field->key, NULL, NULL, G_TYPE_PTR_ARRAY, flags);

  switch (field->type)
    {
    case ENT_FIELD_PRIMARY:
      return g_param_spec_boxed (field->key, NULL, NULL, ENT_TYPE_ELEMENT, flags);
    case ENT_FIELD_REFERENCE:
      return g_param_spec_boxed (field->key, NULL, NULL, ENT_TYPE_ID, flags);
    case ENT_FIELD_BOOLEAN:
      return g_param_spec_boolean (field->key, NULL, NULL, FALSE, flags);
    case ENT_FIELD_INTEGER:
    case ENT_FIELD_PERCENT:
    case ENT_FIELD_MONEY:
    case ENT_FIELD_TIMESTAMP:
    case ENT_FIELD_DURATION:
      return g_param_spec_int64 (field->key, NULL, NULL, G_MININT64, G_MAXINT64, 0, flags);
    default:
      return g_param_spec_string (field->key, NULL, NULL, NULL, flags);
    }
}

void
ent_record_class_install_fields (EntRecordClass *klass, const EntKind *kind)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  klass->kind = kind;
  object_class->get_property = ent_record_get_property;
  for (guint i = 0; i < kind->n_fields; i++)
    {
      const EntField *field = &kind->fields[i];

      if (g_object_class_find_property (object_class, field->key) == NULL)
        g_object_class_install_property (object_class, PROP_FIRST_FIELD + i, make_param_spec (field));
    }
}

EntRecord *
ent_record_new (const EntKind *kind, const EntId *id)
{
  EntRecord *self;
  EntRecordPrivate *priv;

  g_assert (!kind->is_element);

  self = g_object_new (kind->get_type (), NULL);
  priv = get_private (self);
  priv->id = *id;
  priv->slots = g_new0 (Slot, kind->n_fields);
  ent_value_set_id (&get_slot (self, get_field (self, "id"), TRUE)->value, id);
  ent_value_set_text (&get_slot (self, get_field (self, "kind"), TRUE)->value, kind->key);
  return self;
}

void
ent_record_set_revision (EntRecord *self, gint64 revision)
{
  get_private (self)->revision = revision;
}

void
ent_record_set_times (EntRecord *self, gint64 created, gint64 modified)
{
  ent_value_set_integer (&get_slot (self, get_field (self, "created"), TRUE)->value, created);
  ent_value_set_integer (&get_slot (self, get_field (self, "modified"), TRUE)->value, modified);
}

void
ent_record_set_deleted (EntRecord *self, gboolean deleted)
{
  get_private (self)->deleted = deleted;
  ent_value_set_integer (&get_slot (self, get_field (self, "deleted"), TRUE)->value, deleted);
}

void
ent_record_take_value (EntRecord *self, const EntField *field, EntValue *value)
{
  Slot *slot = get_slot (self, field, TRUE);

  ent_value_clear (&slot->value);
  slot->value = *value;
  *value = (EntValue) ENT_VALUE_INIT;
}

void
ent_record_add_element (EntRecord *self, const EntField *field, EntValue *value, const EntDot *dot)
{
  Slot *slot = get_slot (self, field, TRUE);

  g_assert (ent_field_is_set (field));

  if (slot->elements == NULL)
    {
      slot->elements = g_ptr_array_new_with_free_func ((GDestroyNotify) ent_value_free);
      slot->dots = g_array_new (FALSE, FALSE, sizeof (EntDot));
    }
  if (value->type == ENT_VALUE_ELEMENT)
    ent_element_set_dot (value->element, dot);
  g_array_append_val (slot->dots, *dot);
  g_ptr_array_add (slot->elements, g_memdup2 (value, sizeof *value));
  *value = (EntValue) ENT_VALUE_INIT;
}

void
ent_record_set_reference_title (EntRecord *self, const EntField *field, const char *title)
{
  g_set_str (&get_slot (self, field, TRUE)->title, title);
}

void
ent_record_add_conflict (EntRecord *self, const EntField *field)
{
  get_slot (self, field, TRUE)->conflict = TRUE;
}

const char *
ent_record_peek_text (EntRecord *self, const EntField *field)
{
  const EntValue *value = get_value (self, field);

  return value->type == ENT_VALUE_TEXT ? value->text : NULL;
}

gint64
ent_record_peek_integer (EntRecord *self, const EntField *field)
{
  const EntValue *value = get_value (self, field);

  return value->type == ENT_VALUE_INTEGER ? value->integer : 0;
}

gboolean
ent_record_peek_boolean (EntRecord *self, const EntField *field)
{
  return ent_record_peek_integer (self, field) != 0;
}

const EntId *
ent_record_peek_id (EntRecord *self, const EntField *field)
{
  const EntValue *value = get_value (self, field);

  return value->type == ENT_VALUE_ID ? &value->id : NULL;
}

/* The element that a primary register names: it may be gone, when somebody else has removed it. */
EntElement *
ent_record_peek_primary (EntRecord *self, const EntField *field)
{
  const EntKind *kind = ENT_RECORD_GET_CLASS (self)->kind;
  const EntValue *primary = get_value (self, field);

  if (primary->type != ENT_VALUE_DOT)
    return NULL;
  for (guint i = 0; i < kind->n_fields; i++)
    {
      GPtrArray *elements;

      if (kind->fields[i].type != ENT_FIELD_ELEMENT_SET)
        continue;
      elements = ent_record_get_elements (self, &kind->fields[i]);
      for (guint j = 0; j < elements->len; j++)
        {
          const EntValue *value = g_ptr_array_index (elements, j);
          EntValue dot = { ENT_VALUE_DOT, .dot = *ent_element_get_dot (value->element) };

          if (ent_value_equal (&dot, primary))
            return value->element;
        }
    }
  return NULL;
}

/**
 * ent_record_get_kind:
 * @self: a record
 *
 * Returns: (transfer none): its kind
 */
const EntKind *
ent_record_get_kind (EntRecord *self)
{
  g_return_val_if_fail (ENT_IS_RECORD (self), NULL);
  return ENT_RECORD_GET_CLASS (self)->kind;
}

/**
 * ent_record_get_id:
 * @self: a record
 *
 * Returns: (transfer none): its permanent id
 */
const EntId *
ent_record_get_id (EntRecord *self)
{
  g_return_val_if_fail (ENT_IS_RECORD (self), NULL);
  return &get_private (self)->id;
}

/**
 * ent_record_get_revision:
 * @self: a record
 *
 * What an edit of this copy is based on: see ent_change_expect_revision().
 *
 * Returns: the last group that touched the record
 */
gint64
ent_record_get_revision (EntRecord *self)
{
  g_return_val_if_fail (ENT_IS_RECORD (self), 0);
  return get_private (self)->revision;
}

/**
 * ent_record_get_created:
 * @self: a record
 *
 * Returns: when it was first made, in milliseconds since 1970 UTC
 */
gint64
ent_record_get_created (EntRecord *self)
{
  g_return_val_if_fail (ENT_IS_RECORD (self), 0);
  return ent_record_peek_integer (self, get_field (self, "created"));
}

/**
 * ent_record_get_modified:
 * @self: a record
 *
 * Returns: when it was last changed, in milliseconds since 1970 UTC
 */
gint64
ent_record_get_modified (EntRecord *self)
{
  g_return_val_if_fail (ENT_IS_RECORD (self), 0);
  return ent_record_peek_integer (self, get_field (self, "modified"));
}

/**
 * ent_record_get_deleted:
 * @self: a record
 *
 * Returns: whether it was deleted
 */
gboolean
ent_record_get_deleted (EntRecord *self)
{
  g_return_val_if_fail (ENT_IS_RECORD (self), FALSE);
  return get_private (self)->deleted;
}

/**
 * ent_record_get_title:
 * @self: a record
 *
 * What the record is called by: its name or subject.
 *
 * Returns: (transfer none): the title; may be empty, never %NULL
 */
const char *
ent_record_get_title (EntRecord *self)
{
  const EntKind *kind;
  const char *title;

  g_return_val_if_fail (ENT_IS_RECORD (self), "");

  kind = ENT_RECORD_GET_CLASS (self)->kind;
  title = ent_record_peek_text (self, kind->title);
  if (title != NULL && kind->title->type == ENT_FIELD_ENUM)
    title = ent_field_get_choice_label (kind->title, title);
  else if (title != NULL)
    title = ent_seed_translate (kind, title);
  return title != NULL ? title : "";
}

/**
 * ent_record_get_value:
 * @self: a record
 * @field: a field of its kind, built in or custom
 *
 * Returns: (transfer none): the value; of the type nothing when there is none, never %NULL
 */
const EntValue *
ent_record_get_value (EntRecord *self, const EntField *field)
{
  g_return_val_if_fail (ENT_IS_RECORD (self), NULL);
  g_return_val_if_fail (field != NULL && field->kind == ENT_RECORD_GET_CLASS (self)->kind, NULL);

  return get_value (self, field);
}

/**
 * ent_record_get_text:
 * @self: a record
 * @field_key: the key of a built-in field
 *
 * Returns: (transfer none) (nullable): its text, or %NULL when it has none or its value is no text
 */
const char *
ent_record_get_text (EntRecord *self, const char *field_key)
{
  const EntField *field;

  g_return_val_if_fail (ENT_IS_RECORD (self), NULL);
  g_return_val_if_fail (field_key != NULL, NULL);

  field = get_field (self, field_key);
  g_return_val_if_fail (field != NULL, NULL);
  return ent_record_peek_text (self, field);
}

/**
 * ent_record_get_integer:
 * @self: a record
 * @field_key: the key of a built-in field
 *
 * Returns: its integer, or 0 when it has none; ent_record_get_value() tells the two apart
 */
gint64
ent_record_get_integer (EntRecord *self, const char *field_key)
{
  const EntField *field;

  g_return_val_if_fail (ENT_IS_RECORD (self), 0);
  g_return_val_if_fail (field_key != NULL, 0);

  field = get_field (self, field_key);
  g_return_val_if_fail (field != NULL, 0);
  return ent_record_peek_integer (self, field);
}

/**
 * ent_record_get_reference:
 * @self: a record
 * @field_key: the key of a built-in field
 *
 * Returns: (transfer none) (nullable): the id of the record that it points to, or %NULL when it points to
 * none
 */
const EntId *
ent_record_get_reference (EntRecord *self, const char *field_key)
{
  const EntField *field;

  g_return_val_if_fail (ENT_IS_RECORD (self), NULL);
  g_return_val_if_fail (field_key != NULL, NULL);

  field = get_field (self, field_key);
  g_return_val_if_fail (field != NULL, NULL);
  return ent_record_peek_id (self, field);
}

/**
 * ent_record_get_elements:
 * @self: a record
 * @field: a field of its kind that is a set
 *
 * Returns: (transfer none) (element-type EntValue): its elements, of the type element or id, in the order
 * added; never %NULL
 */
GPtrArray *
ent_record_get_elements (EntRecord *self, const EntField *field)
{
  EntRecordPrivate *priv;
  Slot *slot;

  g_return_val_if_fail (ENT_IS_RECORD (self), NULL);
  g_return_val_if_fail (field != NULL && field->kind == ENT_RECORD_GET_CLASS (self)->kind, NULL);
  g_return_val_if_fail (ent_field_is_set (field), NULL);

  slot = get_slot (self, field, FALSE);
  if (slot != NULL && slot->elements != NULL)
    return slot->elements;

  priv = get_private (self);
  if (priv->no_elements == NULL)
    priv->no_elements = g_ptr_array_new ();
  return priv->no_elements;
}

/**
 * ent_record_get_element_dot:
 * @self: a record
 * @field: a field of its kind that is a set
 * @index: the position of an element in ent_record_get_elements()
 *
 * What removing or replacing the element names.
 *
 * Returns: (transfer none): the dot of the operation that added it
 */
const EntDot *
ent_record_get_element_dot (EntRecord *self, const EntField *field, guint index)
{
  const Slot *slot;

  g_return_val_if_fail (ENT_IS_RECORD (self), NULL);
  g_return_val_if_fail (field != NULL && field->kind == ENT_RECORD_GET_CLASS (self)->kind, NULL);

  slot = get_slot (self, field, FALSE);
  g_return_val_if_fail (slot != NULL && slot->dots != NULL && index < slot->dots->len, NULL);
  return &g_array_index (slot->dots, EntDot, index);
}

/**
 * ent_record_get_reference_title:
 * @self: a record
 * @field: a reference of its kind
 *
 * Returns: (transfer none) (nullable): the title of the record that it points to, as it was when this one was
 * read
 */
const char *
ent_record_get_reference_title (EntRecord *self, const EntField *field)
{
  const Slot *slot;

  g_return_val_if_fail (ENT_IS_RECORD (self), NULL);
  g_return_val_if_fail (field != NULL && field->kind == ENT_RECORD_GET_CLASS (self)->kind, NULL);

  slot = get_slot (self, field, FALSE);
  return slot != NULL ? slot->title : NULL;
}

/**
 * ent_record_get_reference_label:
 * @self: a record
 * @field: a reference of its kind
 *
 * Returns: (transfer none) (nullable): what people call the record that it points to: its title, translated where it
 * still is the one that the book was seeded with
 */
const char *
ent_record_get_reference_label (EntRecord *self, const EntField *field)
{
  const char *title = ent_record_get_reference_title (self, field);
  gboolean single = title != NULL && field->targets != NULL && field->targets[0] != NULL && field->targets[1] == NULL;

  return single ? ent_seed_translate (field->targets[0], title) : title;
}

/**
 * ent_record_has_conflict:
 * @self: a record
 * @field: a field of its kind
 *
 * Returns: whether the field has several heads that differ: two people have changed it without knowing of
 * each other
 */
gboolean
ent_record_has_conflict (EntRecord *self, const EntField *field)
{
  const Slot *slot;

  g_return_val_if_fail (ENT_IS_RECORD (self), FALSE);
  g_return_val_if_fail (field != NULL && field->kind == ENT_RECORD_GET_CLASS (self)->kind, FALSE);

  slot = get_slot (self, field, FALSE);
  return slot != NULL && slot->conflict;
}
