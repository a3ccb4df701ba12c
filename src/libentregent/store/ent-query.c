/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "ent-query-private.h"

struct _EntQuery
{
  GObject parent_instance;

  const EntKind *kind;
  EntQueryNode *root;
  EntQueryDeleted deleted;
  EntStore *store; /* when custom fields are named: they belong to it */
  const EntField *sort;
  gboolean descending;
  const EntField **fields;
  guint n_fields;
};

G_DEFINE_FINAL_TYPE (EntQuery, ent_query, G_TYPE_OBJECT)

static void
ent_query_finalize (GObject *object)
{
  EntQuery *self = ENT_QUERY (object);

  g_clear_pointer (&self->root, ent_query_node_unref);
  g_clear_object (&self->store);
  g_free (self->fields);

  G_OBJECT_CLASS (ent_query_parent_class)->finalize (object);
}

static void
ent_query_class_init (EntQueryClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = ent_query_finalize;
}

static void
ent_query_init (EntQuery *self)
{
}

/* The usual columns: title first. */
static void
set_default_fields (EntQuery *self)
{
  g_autoptr (GPtrArray) fields = g_ptr_array_new ();

  if (self->kind->title != NULL)
    g_ptr_array_add (fields, (gpointer) self->kind->title);
  for (guint i = 0; i < self->kind->n_fields; i++)
    {
      const EntField *field = &self->kind->fields[i];

      if (field != self->kind->title && (field->flags & ENT_FIELD_LISTED) != 0)
        g_ptr_array_add (fields, (gpointer) field);
    }
  g_free (self->fields);
  self->n_fields = fields->len;
  self->fields = (const EntField **) g_ptr_array_free (g_steal_pointer (&fields), FALSE);
}

static EntQuery *
copy (EntQuery *self)
{
  EntQuery *other = g_object_new (ENT_TYPE_QUERY, NULL);

  other->kind = self->kind;
  other->root = ent_query_node_ref (self->root);
  other->deleted = self->deleted;
  g_set_object (&other->store, self->store);
  other->sort = self->sort;
  other->descending = self->descending;
  other->fields = g_memdup2 (self->fields, sizeof *self->fields * self->n_fields);
  other->n_fields = self->n_fields;
  return other;
}

/* (transfer full) root */
static EntQuery *
copy_with_root (EntQuery *self, EntQueryNode *root)
{
  EntQuery *other = copy (self);

  ent_query_node_unref (other->root);
  other->root = root;
  return other;
}

static EntQueryNode *
copy_root_without (EntQuery *self, guint index)
{
  EntQueryNode *root = ent_query_node_new (ENT_QUERY_AND);

  for (guint i = 0; i < self->root->children->len; i++)
    {
      if (i != index)
        ent_query_node_take_child (root, ent_query_node_ref (g_ptr_array_index (self->root->children, i)));
    }
  return root;
}

EntQueryNode *
ent_query_get_root (EntQuery *self)
{
  return self->root;
}

EntQueryDeleted
ent_query_get_deleted (EntQuery *self)
{
  return self->deleted;
}

/**
 * ent_query_problem_clear: (skip)
 * @problem: a problem
 *
 * Frees what the problem owns, not the problem itself.
 */
void
ent_query_problem_clear (EntQueryProblem *problem)
{
  g_return_if_fail (problem != NULL);

  g_clear_pointer (&problem->expected, g_free);
  g_clear_pointer (&problem->keys, g_free);
}

/**
 * ent_query_new:
 * @kind: a kind of records
 *
 * A query for all records of a kind that are not deleted, in the kind's own order, with the fields that are columns by
 * default.
 *
 * Returns: (transfer full): a query
 */
EntQuery *
ent_query_new (const EntKind *kind)
{
  EntQuery *self;

  g_return_val_if_fail (kind != NULL && !kind->is_element, NULL);

  self = g_object_new (ENT_TYPE_QUERY, NULL);
  self->kind = kind;
  self->root = ent_query_node_new (ENT_QUERY_AND);
  set_default_fields (self);
  return self;
}

/**
 * ent_query_new_from_text:
 * @store: (nullable): the book whose custom fields may be named
 * @kind: a kind of records
 * @text: the text of a query
 * @problem: (out caller-allocates) (optional): where and why the text was not understood; clear it with
 * ent_query_problem_clear()
 * @error: return location of an error
 *
 * Understands the text of a query. Plain words find the beginnings of words anywhere in a record, "quoted words" stand
 * together; `key:value`, `key=value` and, for what has an order, `<`, `<=`, `>`, `>=` and `key:from..to` compare one
 * field. `key:a,b` is either, `key:none` and `key:any` ask whether there is a value at all, `owner:me` is the user who
 * works here; `-term` is what does not match, `a OR b` is either, and parentheses group. Dates may be partial
 * (2026-11), words (today, this-month) or distances: `90d` is how long ago, so `last-contact>90d` is longer ago than 90
 * days, and `+2w` is a day to come. Amounts may end in k or m. Keys and choices may be in the language of the
 * interface; the query keeps them canonical.
 *
 * Returns: (transfer full) (nullable): a query, or %NULL with %ENT_ERROR_QUERY and @problem filled
 */
EntQuery *
ent_query_new_from_text (EntStore *store,
                         const EntKind *kind,
                         const char *text,
                         EntQueryProblem *problem,
                         GError **error)
{
  EntQuery *self;
  EntQueryNode *root;
  EntQueryDeleted deleted;
  gboolean custom;

  g_return_val_if_fail (kind != NULL && !kind->is_element, NULL);
  g_return_val_if_fail (text != NULL, NULL);

  root = ent_query_parse (store, kind, text, &deleted, &custom, problem, error);
  if (root == NULL)
    return NULL;

  self = ent_query_new (kind);
  ent_query_node_unref (self->root);
  self->root = root;
  self->deleted = deleted;
  if (custom)
    self->store = g_object_ref (store);
  return self;
}

/**
 * ent_query_get_kind:
 * @self: a query
 *
 * Returns: the kind of records it finds
 */
const EntKind *
ent_query_get_kind (EntQuery *self)
{
  g_return_val_if_fail (ENT_IS_QUERY (self), NULL);

  return self->kind;
}

static const char *
get_deleted_text (EntQuery *self)
{
  return self->deleted == ENT_QUERY_DELETED_ONLY ? "deleted:yes" : "deleted:any";
}

/**
 * ent_query_dup_text:
 * @self: a query
 *
 * The text of the query with canonical keys, so that it can be kept and read in any language. Sorting and fields are no
 * part of it.
 *
 * Returns: (transfer full): text from which ent_query_new_from_text() makes an equal query
 */
char *
ent_query_dup_text (EntQuery *self)
{
  GString *text;

  g_return_val_if_fail (ENT_IS_QUERY (self), NULL);

  text = g_string_new (NULL);
  /* An OR that stands alone needs no parentheses. */
  if (self->root->children->len == 1 && self->deleted == ENT_QUERY_DELETED_NOT)
    ent_query_node_append_text (g_ptr_array_index (self->root->children, 0), text);
  else
    ent_query_node_append_text (self->root, text);
  if (self->deleted != ENT_QUERY_DELETED_NOT)
    g_string_append_printf (text, "%s%s", text->len > 0 ? " " : "", get_deleted_text (self));
  return g_string_free (text, FALSE);
}

/**
 * ent_query_with_sort:
 * @self: a query
 * @field: (nullable): the field to sort by; %NULL is the kind's own order: by title, or the newest first for what
 * happens (activities, requests)
 * @descending: whether the largest comes first. What has no value comes last either way
 *
 * Returns: (transfer full): a copy sorted so
 */
EntQuery *
ent_query_with_sort (EntQuery *self, const EntField *field, gboolean descending)
{
  EntQuery *other;

  g_return_val_if_fail (ENT_IS_QUERY (self), NULL);
  g_return_val_if_fail (field == NULL || field->kind == self->kind, NULL);

  other = copy (self);
  other->sort = field;
  other->descending = descending;
  return other;
}

/**
 * ent_query_get_sort:
 * @self: a query
 * @descending: (out) (optional): whether the largest comes first
 *
 * Returns: (nullable): the field it is sorted by, or %NULL for the kind's own order
 */
const EntField *
ent_query_get_sort (EntQuery *self, gboolean *descending)
{
  g_return_val_if_fail (ENT_IS_QUERY (self), NULL);

  if (descending != NULL)
    *descending = self->descending;
  return self->sort;
}

/**
 * ent_query_with_fields: (skip)
 * @self: a query
 * @fields: fields of the kind, in any order
 * @n_fields: how many
 *
 * Returns: (transfer full): a copy whose rows carry the values of these fields
 */
EntQuery *
ent_query_with_fields (EntQuery *self, const EntField *const *fields, guint n_fields)
{
  EntQuery *other;

  g_return_val_if_fail (ENT_IS_QUERY (self), NULL);
  g_return_val_if_fail (fields != NULL || n_fields == 0, NULL);

  other = copy (self);
  g_free (other->fields);
  other->fields = g_memdup2 (fields, sizeof *fields * n_fields);
  other->n_fields = n_fields;
  return other;
}

/**
 * ent_query_get_fields: (skip)
 * @self: a query
 * @n_fields: (out): how many
 *
 * Returns: (transfer none): the fields that its rows carry
 */
const EntField *const *
ent_query_get_fields (EntQuery *self, guint *n_fields)
{
  g_return_val_if_fail (ENT_IS_QUERY (self), NULL);
  g_return_val_if_fail (n_fields != NULL, NULL);

  *n_fields = self->n_fields;
  return self->fields;
}

/**
 * ent_query_with_deleted:
 * @self: a query
 * @only_deleted: whether only deleted records are found (the trash), or deleted ones too
 *
 * Returns: (transfer full): a copy that finds deleted records
 */
EntQuery *
ent_query_with_deleted (EntQuery *self, gboolean only_deleted)
{
  EntQuery *other;

  g_return_val_if_fail (ENT_IS_QUERY (self), NULL);

  other = copy (self);
  other->deleted = only_deleted ? ENT_QUERY_DELETED_ONLY : ENT_QUERY_DELETED_ALSO;
  return other;
}

/**
 * ent_query_with_term:
 * @self: a query
 * @store: (nullable): the book whose custom fields may be named
 * @term: words or filters, in the text form: "city:lyon"
 * @error: return location of an error
 *
 * Returns: (transfer full) (nullable): a copy that finds only what the term finds too, or %NULL with %ENT_ERROR_QUERY
 */
EntQuery *
ent_query_with_term (EntQuery *self, EntStore *store, const char *term, GError **error)
{
  g_autoptr (EntQueryNode) added = NULL;
  EntQueryNode *root;
  EntQueryDeleted deleted;
  EntQuery *other;
  gboolean custom;

  g_return_val_if_fail (ENT_IS_QUERY (self), NULL);
  g_return_val_if_fail (term != NULL, NULL);

  added = ent_query_parse (store, self->kind, term, &deleted, &custom, NULL, error);
  if (added == NULL)
    return NULL;
  root = copy_root_without (self, G_MAXUINT);
  ent_query_node_take_child (root, g_steal_pointer (&added));
  other = copy_with_root (self, root);
  if (deleted != ENT_QUERY_DELETED_NOT)
    other->deleted = deleted;
  if (custom)
    g_set_object (&other->store, store);
  return other;
}

/**
 * ent_query_get_n_terms:
 * @self: a query
 *
 * Returns: how many terms must all match: so many chips
 */
guint
ent_query_get_n_terms (EntQuery *self)
{
  g_return_val_if_fail (ENT_IS_QUERY (self), 0);

  return self->root->children->len + (self->deleted != ENT_QUERY_DELETED_NOT);
}

/**
 * ent_query_dup_term_text:
 * @self: a query
 * @index: which term
 *
 * Returns: (transfer full): its canonical text
 */
char *
ent_query_dup_term_text (EntQuery *self, guint index)
{
  GString *text;

  g_return_val_if_fail (ENT_IS_QUERY (self), NULL);
  g_return_val_if_fail (index < ent_query_get_n_terms (self), NULL);

  if (index == self->root->children->len)
    return g_strdup (get_deleted_text (self));
  text = g_string_new (NULL);
  ent_query_node_append_text (g_ptr_array_index (self->root->children, index), text);
  return g_string_free (text, FALSE);
}

/**
 * ent_query_dup_term_label:
 * @self: a query
 * @store: (nullable): the book
 * @index: which term
 *
 * Returns: (transfer full): what stands on its chip, translated: "City: Lyon"
 */
char *
ent_query_dup_term_label (EntQuery *self, EntStore *store, guint index)
{
  g_return_val_if_fail (ENT_IS_QUERY (self), NULL);
  g_return_val_if_fail (index < ent_query_get_n_terms (self), NULL);

  if (index < self->root->children->len)
    return ent_query_node_dup_label (g_ptr_array_index (self->root->children, index), store);
  return g_strdup (self->deleted == ENT_QUERY_DELETED_ONLY ? _("Deleted only") : _("With deleted ones"));
}

/**
 * ent_query_without_term:
 * @self: a query
 * @index: which term
 *
 * Returns: (transfer full): a copy without that term
 */
EntQuery *
ent_query_without_term (EntQuery *self, guint index)
{
  EntQuery *other;

  g_return_val_if_fail (ENT_IS_QUERY (self), NULL);
  g_return_val_if_fail (index < ent_query_get_n_terms (self), NULL);

  other = copy_with_root (self, copy_root_without (self, index));
  if (index == self->root->children->len)
    other->deleted = ENT_QUERY_DELETED_NOT;
  return other;
}

/**
 * ent_query_equal:
 * @a: a query
 * @b: a query
 *
 * Returns: whether both find the same records in the same order with the same fields
 */
gboolean
ent_query_equal (EntQuery *a, EntQuery *b)
{
  g_autofree char *text_a = NULL;
  g_autofree char *text_b = NULL;

  g_return_val_if_fail (ENT_IS_QUERY (a), FALSE);
  g_return_val_if_fail (ENT_IS_QUERY (b), FALSE);

  if (a == b)
    return TRUE;
  if (a->kind != b->kind || a->deleted != b->deleted || a->sort != b->sort || a->descending != b->descending ||
      a->n_fields != b->n_fields || memcmp (a->fields, b->fields, sizeof *a->fields * a->n_fields) != 0)
    return FALSE;
  text_a = ent_query_dup_text (a);
  text_b = ent_query_dup_text (b);
  return strcmp (text_a, text_b) == 0;
}
