/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "Entregent"

#include "config.h"

#include "ent-undo-going-private.h"

/*
 * A record that stays must not lose what it refers to: the account of a contact, the tag on it, the definition of its
 * custom field. So everything that would go is looked at from both ends: first, what refers to it from outside; then,
 * from each record that turned out to stay, what that refers to in turn, and the relationships that begin at it.
 *
 * What goes may be millions of records, what of it stays is little: so rows are kept sorted in plain arrays.
 */

/* Above that many records of a kind, a column is read through instead of looked up for each. */
#define FEW 1000

struct _EntGoing
{
  GArray *gone[ENT_WRITER_N_KINDS];  /* EntGone */
  GArray *stays[ENT_WRITER_N_KINDS]; /* guint8, for each of them, once it is settled */
  GArray *queue;                     /* EntGone: what stays, to be followed */
};

typedef struct
{
  EntGoing *going;
  EntWriter *loader;
  const EntChange *change;
} Settling;

/* Who refers by what. */
typedef struct
{
  const EntKind *kind;
  gint64 rid;
  const EntField *field; /* NULL: any value of the custom field with this id */
  EntId custom;
  gint64 oseq; /* of an element of a set */
  gint64 op;
} Referrer;

EntGoing *
ent_going_new (void)
{
  EntGoing *self = g_new0 (EntGoing, 1);

  self->queue = g_array_new (FALSE, FALSE, sizeof (EntGone));
  return self;
}

void
ent_going_free (EntGoing *self)
{
  for (guint i = 0; i < ENT_WRITER_N_KINDS; i++)
    {
      g_clear_pointer (&self->gone[i], g_array_unref);
      g_clear_pointer (&self->stays[i], g_array_unref);
    }
  g_array_unref (self->queue);
  g_free (self);
}

void
ent_going_add (EntGoing *self, const EntPlan *plan)
{
  GArray **gone = &self->gone[plan->kind->number];
  EntGone one = { plan->kind->number, plan->rid, plan->rev };

  if (*gone == NULL)
    *gone = g_array_new (FALSE, FALSE, sizeof (EntGone));
  g_array_append_val (*gone, one);
}

void
ent_going_keep (EntGoing *self, const EntPlan *plan)
{
  EntGone one = { plan->kind->number, plan->rid, plan->rev };

  g_array_append_val (self->queue, one);
}

static int
compare_gone (gconstpointer a, gconstpointer b)
{
  const EntGone *one = a, *other = b;

  if (one->kind != other->kind)
    return one->kind < other->kind ? -1 : 1;
  return one->rid < other->rid ? -1 : one->rid > other->rid;
}

/* A record may have been looked at for several groups. */
static void
drop_repeated (GArray *gone)
{
  guint n = 0;

  g_array_sort (gone, compare_gone);
  for (guint i = 0; i < gone->len; i++)
    if (n == 0 || compare_gone (&g_array_index (gone, EntGone, i), &g_array_index (gone, EntGone, n - 1)) != 0)
      g_array_index (gone, EntGone, n++) = g_array_index (gone, EntGone, i);
  g_array_set_size (gone, n);
}

static gboolean
find_gone (const EntGoing *self, guint kind, gint64 rid, guint *at)
{
  EntGone wanted = { kind, rid, 0 };

  return kind < ENT_WRITER_N_KINDS && self->gone[kind] != NULL &&
         g_array_binary_search (self->gone[kind], &wanted, compare_gone, at);
}

static void
let_stay (EntGoing *self, guint kind, gint64 rid)
{
  guint at;

  if (!find_gone (self, kind, rid, &at) || g_array_index (self->stays[kind], guint8, at))
    return;
  g_array_index (self->stays[kind], guint8, at) = 1;
  g_array_append_val (self->queue, g_array_index (self->gone[kind], EntGone, at));
}

static void
sort_gone (EntGoing *self)
{
  drop_repeated (self->queue);
  for (guint i = 0; i < ENT_WRITER_N_KINDS; i++)
    {
      if (self->gone[i] == NULL)
        continue;
      drop_repeated (self->gone[i]);
      self->stays[i] = g_array_sized_new (FALSE, TRUE, 1, self->gone[i]->len);
      g_array_set_size (self->stays[i], self->gone[i]->len);
    }

  /* What was changed while it was looked at is in both. */
  for (guint i = 0; i < self->queue->len; i++)
    {
      const EntGone *kept = &g_array_index (self->queue, EntGone, i);
      guint at;

      if (find_gone (self, kept->kind, kept->rid, &at))
        g_array_index (self->stays[kept->kind], guint8, at) = 1;
    }
}

static gboolean
is_taken_back (const Settling *self, const EntId *id, const Referrer *referrer)
{
  EntChange *change = (EntChange *) self->change;

  for (guint i = 0; change != NULL && i < change->records->len; i++)
    {
      const EntChangeRecord *record = &g_array_index (change->records, EntChangeRecord, i);
      const EntIntent *intent;

      if (record->kind != referrer->kind || !ent_id_equal (&record->id, id))
        continue;
      for (guint at = record->first; (intent = ent_change_peek_intent (change, at)) != NULL; at = intent->next)
        {
          if (intent->code == ENT_INTENT_SET &&
              (referrer->field != NULL
                   ? intent->field == referrer->field
                   : intent->field->number == 0 && ent_id_equal (&intent->field->id, &referrer->custom)))
            return TRUE;
          if (intent->code == ENT_INTENT_REMOVE && intent->field == referrer->field &&
              (gint64) intent->dot.oseq == referrer->oseq && (gint64) intent->dot.op == referrer->op)
            return TRUE;
        }
    }
  return FALSE;
}

/* Whether what refers is there, stays, and goes on referring. */
static gboolean
counts (const Settling *self, const Referrer *referrer, gboolean *yes, GError **error)
{
  g_autofree char *sql = NULL;
  sqlite3_stmt *stmt;
  int code;

  *yes = FALSE;
  if (referrer->kind == NULL || find_gone (self->going, referrer->kind->number, referrer->rid, NULL))
    return TRUE;
  sql = g_strdup_printf ("SELECT id FROM \"%s\" WHERE rid = ? AND hidden & %d = 0", referrer->kind->table,
                         ENT_HIDDEN_DELETED);
  stmt = ent_db_prepare (self->loader->db, sql, error);
  if (stmt == NULL)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, referrer->rid);
  code = ent_db_step (self->loader->db, stmt, error);
  if (code == SQLITE_ROW && sqlite3_column_bytes (stmt, 0) == sizeof (EntId))
    *yes = !is_taken_back (self, sqlite3_column_blob (stmt, 0), referrer);
  sqlite3_reset (stmt);
  return code == SQLITE_ROW || code == SQLITE_DONE;
}

/* Rows of: kind and row that refer, kind and row that are referred to, oseq, op, field. */
static gboolean
read_referrers (const Settling *self, sqlite3_stmt *stmt, const EntField *field, GError **error)
{
  int code;

  while ((code = ent_db_step (self->loader->db, stmt, error)) == SQLITE_ROW)
    {
      Referrer referrer = { .kind = ent_kind_from_number ((guint) sqlite3_column_int64 (stmt, 0)),
                            .rid = sqlite3_column_int64 (stmt, 1),
                            .field = field,
                            .oseq = sqlite3_column_int64 (stmt, 4),
                            .op = sqlite3_column_int64 (stmt, 5) };
      guint kind = (guint) sqlite3_column_int64 (stmt, 2);
      gint64 rid = sqlite3_column_int64 (stmt, 3);
      gboolean yes;

      if (!find_gone (self->going, kind, rid, NULL))
        continue;
      if (field == NULL && referrer.kind != NULL)
        referrer.field = ent_kind_get_field_by_number (referrer.kind, (guint) sqlite3_column_int64 (stmt, 6));
      if (!counts (self, &referrer, &yes, error))
        {
          sqlite3_reset (stmt);
          return FALSE;
        }
      if (yes)
        let_stay (self->going, kind, rid);
    }
  sqlite3_reset (stmt);
  return code == SQLITE_DONE;
}

/* What refers to records of a kind that go, through one column of rows; `where` names it and, when there is one, that
 * of their kinds. */
static gboolean
find_referrers (const Settling *self,
                const char *select,
                const char *row_column,
                const char *kind_column,
                const EntField *field,
                const EntKind *target,
                GError **error)
{
  const GArray *gone = self->going->gone[target->number];
  g_autoptr (GString) sql = g_string_new (select);
  gboolean few = gone->len <= FEW && (field == NULL || (field->flags & ENT_FIELD_INDEXED));
  sqlite3_stmt *stmt;

  if (few)
    g_string_append_printf (sql, " WHERE \"%s\" = ?", row_column);
  else
    g_string_append_printf (sql, " WHERE \"%s\" IS NOT NULL", row_column);
  if (kind_column != NULL)
    g_string_append_printf (sql, " AND \"%s\" = %u", kind_column, target->number);
  for (guint i = 0; i < (few ? gone->len : 1); i++)
    {
      stmt = ent_db_prepare (self->loader->db, sql->str, error);
      if (stmt == NULL)
        return FALSE;
      if (few)
        sqlite3_bind_int64 (stmt, 1, g_array_index (gone, EntGone, i).rid);
      if (!read_referrers (self, stmt, field, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
may_point_to (const EntField *field, const EntKind *kind)
{
  if (field->targets == NULL || field->targets[0] == NULL)
    return TRUE;
  for (guint i = 0; field->targets[i] != NULL; i++)
    if (field->targets[i] == kind)
      return TRUE;
  return FALSE;
}

/* A virtual field is what relationships say, which are looked at themselves. */
static gboolean
is_reference (const EntTable *table, guint slot)
{
  return table->fields[slot].row != 0 && !(table->kind->fields[slot].flags & ENT_FIELD_VIRTUAL);
}

static char *
dup_kind_column (const EntTableField *at, const EntField *field)
{
  return at->kind_name != NULL ? g_strdup_printf ("\"%s\"", at->kind_name)
                               : g_strdup_printf ("%u", field->targets[0]->number);
}

static gboolean
find_column_referrers (const Settling *self, const EntKind *kind, guint slot, GError **error)
{
  const EntTableField *at = &ent_table_get (kind)->fields[slot];
  const EntField *field = &kind->fields[slot];
  g_autofree char *kind_column = dup_kind_column (at, field);
  g_autofree char *select = kind->is_element ? g_strdup_printf ("SELECT kind, parent, %s, \"%s\", oseq, op FROM \"%s\"",
                                                                kind_column, at->row_name, kind->table)
                                             : g_strdup_printf ("SELECT %u, rid, %s, \"%s\", 0, 0 FROM \"%s\"",
                                                                kind->number, kind_column, at->row_name, kind->table);
  const EntKind *const *kinds = ent_kinds_get_all (NULL);

  for (guint i = 0; kinds[i] != NULL; i++)
    if (self->going->gone[kinds[i]->number] != NULL && may_point_to (field, kinds[i]) &&
        !find_referrers (self, select, at->row_name, at->kind_name, field, kinds[i], error))
      return FALSE;
  return TRUE;
}

static gboolean
let_stay_by_id (const Settling *self, const EntKind *kind, const EntId *id, GError **error)
{
  sqlite3_stmt *stmt;
  int code;

  if (kind->is_element || self->going->gone[kind->number] == NULL)
    return TRUE;
  stmt = ent_db_prepare (self->loader->db, ent_table_get (kind)->find, error);
  if (stmt == NULL)
    return FALSE;
  ent_db_bind_id (stmt, 1, id);
  code = ent_db_step (self->loader->db, stmt, error);
  if (code == SQLITE_ROW)
    let_stay (self->going, kind->number, sqlite3_column_int64 (stmt, 1));
  sqlite3_reset (stmt);
  return code == SQLITE_ROW || code == SQLITE_DONE;
}

/* The definitions of a record's custom fields, and what those refer to. */
static gboolean
follow_custom (const Settling *self, const EntKind *kind, gint64 rid, sqlite3_stmt *row, int column, GError **error)
{
  const EntKind *const *kinds = ent_kinds_get_all (NULL);
  g_autoptr (EntState) values = NULL;

  if (sqlite3_column_type (row, column) != SQLITE_TEXT)
    return TRUE;
  values = ent_state_new ();
  values->has_initial = TRUE;
  ent_custom_read (values, (const char *) sqlite3_column_text (row, column),
                   (gsize) sqlite3_column_bytes (row, column));
  for (guint i = 0; i < values->registers->len; i++)
    {
      const EntRegister *reg = &g_array_index (values->registers, EntRegister, i);
      const EntValue *value = ent_register_get_shown (reg);
      Referrer referrer = { .kind = kind, .rid = rid, .custom = reg->key.id };
      gboolean yes = TRUE;
      EntId target;

      if (!find_gone (self->going, kind->number, rid, NULL) && !counts (self, &referrer, &yes, error))
        return FALSE;
      if (!yes)
        continue;
      if (!let_stay_by_id (self, ent_kind_from_key ("field"), &reg->key.id, error))
        return FALSE;
      if (value->type != ENT_VALUE_TEXT || !ent_id_parse (&target, value->text))
        continue;
      for (guint k = 0; kinds[k] != NULL; k++)
        if (!let_stay_by_id (self, kinds[k], &target, error))
          return FALSE;
    }
  return TRUE;
}

/* Values of custom fields stand together in one column: it is read through where one of them may lead to what goes. */
static gboolean
may_lead_there (const Settling *self, const EntKind *kind)
{
  g_autoptr (GPtrArray) fields = ent_store_dup_fields (self->loader->store, kind);
  const EntKind *const *kinds = ent_kinds_get_all (NULL);

  for (guint i = 0; i < fields->len; i++)
    {
      const EntField *field = g_ptr_array_index (fields, i);

      if (field->number != 0)
        continue;
      if (self->going->gone[ent_kind_from_key ("field")->number] != NULL)
        return TRUE;
      for (guint k = 0; field->type == ENT_FIELD_REFERENCE && kinds[k] != NULL; k++)
        if (self->going->gone[kinds[k]->number] != NULL && may_point_to (field, kinds[k]))
          return TRUE;
    }
  return FALSE;
}

static gboolean
find_custom_referrers (const Settling *self, const EntKind *kind, GError **error)
{
  g_autofree char *sql = NULL;
  sqlite3_stmt *stmt;
  int code;

  if (!may_lead_there (self, kind))
    return TRUE;
  sql = g_strdup_printf ("SELECT rid, custom FROM \"%s\" WHERE custom IS NOT NULL AND hidden & %d = 0", kind->table,
                         ENT_HIDDEN_DELETED);
  stmt = ent_db_prepare (self->loader->db, sql, error);
  if (stmt == NULL)
    return FALSE;
  while ((code = ent_db_step (self->loader->db, stmt, error)) == SQLITE_ROW)
    {
      gint64 rid = sqlite3_column_int64 (stmt, 0);

      if (!find_gone (self->going, kind->number, rid, NULL) && !follow_custom (self, kind, rid, stmt, 1, error))
        {
          sqlite3_reset (stmt);
          return FALSE;
        }
    }
  sqlite3_reset (stmt);
  return code == SQLITE_DONE;
}

static gboolean
find_all_referrers (const Settling *self, GError **error)
{
  const EntKind *const *kinds = ent_kinds_get_all (NULL);

  for (guint i = 0; kinds[i] != NULL; i++)
    {
      const EntTable *table = ent_table_get (kinds[i]);

      for (guint slot = 0; slot < kinds[i]->n_fields; slot++)
        if (is_reference (table, slot) && !find_column_referrers (self, kinds[i], slot, error))
          return FALSE;
      if (!kinds[i]->is_element && !find_custom_referrers (self, kinds[i], error))
        return FALSE;
      if (self->going->gone[kinds[i]->number] != NULL &&
          !find_referrers (self, "SELECT kind, parent, target_kind, target_rid, oseq, op, field FROM link",
                           "target_rid", "target_kind", NULL, kinds[i], error))
        return FALSE;
    }
  return TRUE;
}

/* Rows of kind and row that a record which stays refers to. */
static gboolean
follow (const Settling *self, const char *sql, const EntGone *from, GError **error)
{
  sqlite3_stmt *stmt = ent_db_prepare (self->loader->db, sql, error);
  int code;

  if (stmt == NULL)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, from->rid);
  if (sqlite3_bind_parameter_count (stmt) > 1)
    sqlite3_bind_int64 (stmt, 2, from->kind);
  while ((code = ent_db_step (self->loader->db, stmt, error)) == SQLITE_ROW)
    let_stay (self->going, (guint) sqlite3_column_int64 (stmt, 0), sqlite3_column_int64 (stmt, 1));
  sqlite3_reset (stmt);
  return code == SQLITE_DONE;
}

static gboolean
follow_columns (const Settling *self, const EntKind *kind, const char *where, const EntGone *from, GError **error)
{
  const EntTable *table = ent_table_get (kind);

  for (guint slot = 0; slot < kind->n_fields; slot++)
    {
      g_autofree char *kind_column = NULL;
      g_autofree char *sql = NULL;

      if (!is_reference (table, slot))
        continue;
      kind_column = dup_kind_column (&table->fields[slot], &kind->fields[slot]);
      sql = g_strdup_printf ("SELECT %s, \"%s\" FROM \"%s\" WHERE %s", kind_column, table->fields[slot].row_name,
                             kind->table, where);
      if (!follow (self, sql, from, error))
        return FALSE;
    }
  return TRUE;
}

/* The record by its title, where that is a name, and its custom fields. */
static gboolean
name_kept (const Settling *self, const EntKind *kind, const EntGone *one, GPtrArray *kept, GError **error)
{
  g_autofree char *sql =
      g_strdup_printf ("SELECT \"%s\", custom FROM \"%s\" WHERE rid = ?", kind->title->column, kind->table);
  sqlite3_stmt *stmt = ent_db_prepare (self->loader->db, sql, error);
  gboolean good = TRUE;
  int code;

  if (stmt == NULL)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, one->rid);
  code = ent_db_step (self->loader->db, stmt, error);
  if (code == SQLITE_ROW)
    {
      if (sqlite3_column_type (stmt, 0) != SQLITE_TEXT)
        g_ptr_array_add (kept, g_strdup (ent_kind_get_label (kind)));
      else if (kind->title->type != ENT_FIELD_ENUM)
        g_ptr_array_add (kept, g_strdup ((const char *) sqlite3_column_text (stmt, 0)));
      good = follow_custom (self, kind, one->rid, stmt, 1, error);
    }
  sqlite3_reset (stmt);
  return good && (code == SQLITE_ROW || code == SQLITE_DONE);
}

static gboolean
follow_kept (const Settling *self, const EntGone *one, GPtrArray *kept, GError **error)
{
  const EntKind *kind = ent_kind_from_number (one->kind);
  const EntKind *relationship = ent_kind_from_key ("relationship");
  const EntTableField *from =
      &ent_table_get (relationship)->fields[ent_kind_get_field (relationship, "from") - relationship->fields];
  g_autofree char *begins =
      g_strdup_printf ("SELECT %u, rid FROM \"%s\" WHERE \"%s\" = ?1 AND \"%s\" = ?2", relationship->number,
                       relationship->table, from->row_name, from->kind_name);

  for (guint slot = 0; slot < kind->n_fields; slot++)
    {
      const EntKind *element = kind->fields[slot].element;

      if (element != NULL && !follow_columns (self, element, "kind = ?2 AND canon = ?1", one, error))
        return FALSE;
    }
  return name_kept (self, kind, one, kept, error) && follow_columns (self, kind, "rid = ?", one, error) &&
         follow (self, "SELECT target_kind, target_rid FROM link WHERE canon = ?1 AND kind = ?2", one, error) &&
         follow (self, begins, one, error);
}

gboolean
ent_going_settle (EntGoing *self, EntWriter *loader, const EntChange *change, GPtrArray *kept, GError **error)
{
  Settling settling = { self, loader, change };

  sort_gone (self);
  if (!find_all_referrers (&settling, error))
    return FALSE;
  for (guint i = 0; i < self->queue->len; i++)
    {
      EntGone one = g_array_index (self->queue, EntGone, i);

      if (!follow_kept (&settling, &one, kept, error))
        return FALSE;
    }
  return TRUE;
}

GArray *
ent_going_dup_gone (const EntGoing *self)
{
  GArray *gone = g_array_new (FALSE, FALSE, sizeof (EntGone));

  for (guint kind = 0; kind < ENT_WRITER_N_KINDS; kind++)
    for (guint i = 0; self->gone[kind] != NULL && i < self->gone[kind]->len; i++)
      if (!g_array_index (self->stays[kind], guint8, i))
        g_array_append_val (gone, g_array_index (self->gone[kind], EntGone, i));
  return gone;
}
