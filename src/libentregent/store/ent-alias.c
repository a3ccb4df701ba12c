/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "Entregent"

#include "config.h"

#include "ent-columns-private.h"
#include "ent-mutant-private.h"
#include "ent-writer-private.h"

/*
 * Merged records. What is one is a connected component of the standing aliases; its survivor is the smallest uuid of
 * those that are there. The survivor's row shows the whole; every reference's row number points to it, so that no query
 * ever looks for an alias.
 */

void
ent_alias_encode_choices (const EntAlias *alias, EntBytes *bytes)
{
  ent_bytes_put_uint (bytes, alias->n_choices);
  for (guint i = 0; i < alias->n_choices; i++)
    {
      ent_bytes_put_field_key (bytes, &alias->choices[i].key);
      ent_bytes_put (bytes, alias->choices[i].id.bytes, sizeof alias->choices[i].id.bytes);
    }
}

void
ent_alias_decode_choices (EntAlias *alias, const guint8 *data, gsize size)
{
  EntCursor cursor = ENT_CURSOR_INIT (data, size);

  alias->n_choices = ent_cursor_get_count (&cursor, 17);
  alias->choices = g_new0 (EntAliasChoice, alias->n_choices);
  for (guint i = 0; i < alias->n_choices; i++)
    {
      ent_cursor_get_field_key (&cursor, &alias->choices[i].key);
      ent_cursor_get_id (&cursor, &alias->choices[i].id);
    }
  if (cursor.failed)
    alias->n_choices = 0;
}

static gboolean
is_shown (const EntPlan *plan)
{
  return !(plan->hidden & (ENT_HIDDEN_DELETED | ENT_HIDDEN_UNBORN));
}

static int
compare_members (gconstpointer a, gconstpointer b)
{
  const EntPlan *x = *(EntPlan *const *) a;
  const EntPlan *y = *(EntPlan *const *) b;

  if (is_shown (x) != is_shown (y))
    return is_shown (x) ? -1 : 1;
  if (ent_mutant_is ("survivor-is-the-largest"))
    return -ent_id_compare (&x->id, &y->id);
  return ent_id_compare (&x->id, &y->id);
}

gboolean
ent_alias_is_repeated (const EntValue *a, const EntValue *b, gboolean same_original)
{
  const char *normalized;

  if (ent_value_equal (a, b))
    return TRUE;
  if (same_original || a->type != ENT_VALUE_ELEMENT || b->type != ENT_VALUE_ELEMENT ||
      ent_element_get_kind (a->element) != ent_element_get_kind (b->element) ||
      !g_str_equal (ent_element_get_kind (a->element)->key, "contact-point"))
    return FALSE;
  normalized = ent_element_get_text (a->element, "normalized");
  return normalized != NULL && g_strcmp0 (normalized, ent_element_get_text (b->element, "normalized")) == 0 &&
         g_strcmp0 (ent_element_get_text (a->element, "channel"), ent_element_get_text (b->element, "channel")) == 0 &&
         g_strcmp0 (ent_element_get_text (a->element, "extension"), ent_element_get_text (b->element, "extension")) ==
             0;
}

/* Everything that standing aliases connect with the record, whether its row is here or not. */
static GArray *
find_connected (EntWriter *self, const EntKind *kind, const EntId *id, GError **error)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (EntId));
  g_autoptr (GHashTable) known = g_hash_table_new_full (ent_id_hash, ent_id_equal, g_free, NULL);

  g_array_append_val (ids, *id);
  g_hash_table_add (known, g_memdup2 (id, sizeof *id));
  for (guint i = 0; i < ids->len; i++)
    {
      sqlite3_stmt *stmt = ent_db_prepare (
          self->db,
          "SELECT b FROM alias WHERE kind = ?1 AND a = ?2 UNION ALL SELECT a FROM alias WHERE kind = ?1 AND b = ?2",
          error);
      EntId at = g_array_index (ids, EntId, i);
      int code;

      if (stmt == NULL)
        return NULL;
      sqlite3_bind_int64 (stmt, 1, kind->number);
      ent_db_bind_id (stmt, 2, &at);
      while ((code = ent_db_step (self->db, stmt, error)) == SQLITE_ROW)
        {
          EntId next;

          if (sqlite3_column_bytes (stmt, 0) != sizeof next.bytes)
            continue;
          memcpy (next.bytes, sqlite3_column_blob (stmt, 0), sizeof next.bytes);
          if (g_hash_table_add (known, g_memdup2 (&next, sizeof next)))
            g_array_append_val (ids, next);
        }
      sqlite3_reset (stmt);
      if (code != SQLITE_DONE)
        return NULL;
    }
  return g_steal_pointer (&ids);
}

/* The records that are one with this one, the survivor first. (transfer container) */
GPtrArray *
ent_alias_dup_component (EntWriter *self, EntPlan *plan, GError **error)
{
  g_autoptr (GPtrArray) component = g_ptr_array_new ();
  g_autoptr (GArray) ids = find_connected (self, plan->kind, &plan->id, error);

  if (ids == NULL)
    return NULL;
  for (guint i = 0; i < ids->len; i++)
    {
      EntPlan *member = ent_writer_load (self, plan->kind, &g_array_index (ids, EntId, i), error);

      if (member == NULL)
        return NULL;
      if (member->has_row && member->state != NULL)
        g_ptr_array_add (component, member);
    }
  if (component->len == 0)
    g_ptr_array_add (component, plan);
  g_ptr_array_sort (component, compare_members);
  return g_steal_pointer (&component);
}

typedef struct
{
  guint64 hlc;
  EntDot dot;
  EntFieldKey key;
  EntId id;
} Choice;

static int
compare_choices (gconstpointer a, gconstpointer b)
{
  const Choice *x = a;
  const Choice *y = b;

  if (ent_mutant_is ("oldest-choice-counts"))
    return x->hlc != y->hlc ? (x->hlc < y->hlc ? -1 : 1) : ent_dot_compare (&x->dot, &y->dot);
  if (x->hlc != y->hlc)
    return x->hlc > y->hlc ? -1 : 1;
  return -ent_dot_compare (&x->dot, &y->dot);
}

/* The choices of the component's standing aliases, the one that counts first. */
static GArray *
read_choices (EntWriter *self, GPtrArray *component, GError **error)
{
  g_autoptr (GArray) choices = g_array_new (FALSE, FALSE, sizeof (Choice));

  for (guint i = 0; i < component->len; i++)
    {
      const EntPlan *plan = g_ptr_array_index (component, i);
      sqlite3_stmt *stmt =
          ent_db_prepare (self->db, "SELECT o, oseq, op, hlc, choices FROM alias WHERE kind = ? AND a = ?", error);
      int code;

      if (stmt == NULL)
        return NULL;
      sqlite3_bind_int64 (stmt, 1, plan->kind->number);
      ent_db_bind_id (stmt, 2, &plan->id);
      while ((code = ent_db_step (self->db, stmt, error)) == SQLITE_ROW)
        {
          EntAlias alias = { 0 };

          if (!ent_writer_origin_of (self, sqlite3_column_int64 (stmt, 0), &alias.dot.origin, error))
            return NULL;
          alias.dot.oseq = (guint64) sqlite3_column_int64 (stmt, 1);
          alias.dot.op = (guint32) sqlite3_column_int64 (stmt, 2);
          alias.hlc = (guint64) sqlite3_column_int64 (stmt, 3);
          ent_alias_decode_choices (&alias, sqlite3_column_blob (stmt, 4), sqlite3_column_bytes (stmt, 4));
          for (guint k = 0; k < alias.n_choices; k++)
            {
              Choice choice = { alias.hlc, alias.dot, alias.choices[k].key, alias.choices[k].id };

              g_array_append_val (choices, choice);
            }
          g_free (alias.choices);
        }
      sqlite3_reset (stmt);
      if (code != SQLITE_DONE)
        return NULL;
    }
  g_array_sort (choices, compare_choices);
  return g_steal_pointer (&choices);
}

/* Whose value a field of the component shows. */
static EntPlan *
choose (GPtrArray *component, GArray *choices, const EntFieldKey *key)
{
  EntPlan *survivor = g_ptr_array_index (component, 0);

  for (guint i = 0; i < choices->len; i++)
    {
      const Choice *choice = &g_array_index (choices, Choice, i);

      if (!ent_field_key_equal (&choice->key, key))
        continue;
      for (guint k = 0; k < component->len; k++)
        {
          EntPlan *member = g_ptr_array_index (component, k);

          if (ent_id_equal (&member->id, &choice->id) && is_shown (member))
            return member;
        }
    }
  /* The members stand in the order of their ids, those that are not shown behind. */
  for (guint k = 0; k < component->len; k++)
    {
      EntPlan *member = g_ptr_array_index (component, k);

      if ((k == 0 || is_shown (member)) &&
          ent_register_get_shown (ent_state_find (member->state, key))->type != ENT_VALUE_NOTHING)
        return member;
    }
  return survivor;
}

/* Where an edit of the field has to go. */
gboolean
ent_alias_find_owner (EntWriter *self, GPtrArray *component, const EntField *field, EntPlan **owner, GError **error)
{
  g_autoptr (GArray) choices = read_choices (self, component, error);
  EntFieldKey key;

  if (choices == NULL)
    return FALSE;
  ent_field_key_for (&key, field);
  *owner = choose (component, choices, &key);
  return TRUE;
}

static gboolean
run_move (EntWriter *self, const char *sql, gint64 to, gint64 a, gint64 b, gint64 c, GError **error)
{
  sqlite3_stmt *stmt = ent_db_prepare (self->db, sql, error);

  if (stmt == NULL)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, to);
  sqlite3_bind_int64 (stmt, 2, a);
  sqlite3_bind_int64 (stmt, 3, b);
  sqlite3_bind_int64 (stmt, 4, c);
  return ent_db_run (self->db, stmt, error);
}

static gboolean
move_elements (EntWriter *self, const EntPlan *plan, gint64 from, gint64 to, GError **error)
{
  for (guint slot = 0; slot < plan->kind->n_fields; slot++)
    {
      const EntField *field = &plan->kind->fields[slot];

      if (field->element != NULL && (field->type == ENT_FIELD_ELEMENT_SET || field->type == ENT_FIELD_APPEND) &&
          !run_move (self, ent_table_get (field->element)->move, to, plan->kind->number, from, plan->rid, error))
        return FALSE;
    }
  return run_move (self, "UPDATE link SET canon = ? WHERE kind = ? AND canon = ? AND parent = ?", to,
                   plan->kind->number, from, plan->rid, error);
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

/* Whatever names this record now leads to another row (0: to none). Every reference column of every table, by the
 * declaration of the kinds. */
gboolean
ent_alias_move_references (EntWriter *self, const EntPlan *plan, gint64 from, gint64 to, GError **error)
{
  const EntKind *const *kinds = ent_kinds_get_all (NULL);
  gboolean is_account = g_str_equal (plan->kind->key, "account");
  const char *name;
  sqlite3_stmt *stmt;

  for (guint i = 0; kinds[i] != NULL; i++)
    {
      const EntTable *table = ent_table_get (kinds[i]);

      for (guint slot = 0; slot < kinds[i]->n_fields; slot++)
        {
          const EntTableField *at = &table->fields[slot];

          if (at->row == 0 || !may_point_to (&kinds[i]->fields[slot], plan->kind))
            continue;
          g_string_printf (self->sql, "UPDATE \"%s\" SET \"%s\" = ?1", kinds[i]->table, at->row_name);
          if (to == 0 && at->kind_name != NULL)
            g_string_append_printf (self->sql, ", \"%s\" = NULL", at->kind_name);
          name = is_account ? ent_columns_get_name_column (&kinds[i]->fields[slot]) : NULL;
          if (name != NULL)
            g_string_append_printf (self->sql, ", \"%s\" = (SELECT name FROM account WHERE rid = ?1)", name);
          g_string_append_printf (self->sql, " WHERE \"%s\" = ?2 AND \"%s\" = ?3", at->row_name, at->name);
          stmt = ent_db_prepare (self->db, self->sql->str, error);
          if (stmt == NULL)
            return FALSE;
          if (to != 0)
            sqlite3_bind_int64 (stmt, 1, to);
          sqlite3_bind_int64 (stmt, 2, from);
          ent_db_bind_id (stmt, 3, &plan->id);
          if (!ent_db_run (self->db, stmt, error))
            return FALSE;
        }
    }
  stmt =
      ent_db_prepare (self->db,
                      to != 0 ? "UPDATE link SET target_rid = ? WHERE target_kind = ? AND target_rid = ? AND target = ?"
                              : "UPDATE link SET target_rid = ?, target_kind = NULL WHERE target_kind = ? AND "
                                "target_rid = ? AND target = ?",
                      error);
  if (stmt == NULL)
    return FALSE;
  if (to != 0)
    sqlite3_bind_int64 (stmt, 1, to);
  sqlite3_bind_int64 (stmt, 2, plan->kind->number);
  sqlite3_bind_int64 (stmt, 3, from);
  ent_db_bind_id (stmt, 4, &plan->id);
  return ent_db_run (self->db, stmt, error);
}

static gboolean
set_canon (EntWriter *self, EntPlan *plan, gint64 canon, GError **error)
{
  gint64 from = plan->canon;
  sqlite3_stmt *stmt;

  if (from == canon)
    return TRUE;
  g_string_printf (self->sql, "UPDATE \"%s\" SET canon = ? WHERE rid = ?", plan->kind->table);
  stmt = ent_db_prepare (self->db, self->sql->str, error);
  if (stmt == NULL)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, canon);
  sqlite3_bind_int64 (stmt, 2, plan->rid);
  plan->canon = canon;
  return ent_db_run (self->db, stmt, error) && move_elements (self, plan, from, canon, error) &&
         ent_alias_move_references (self, plan, from, canon, error);
}

static void
view_custom (GPtrArray *component, GArray *choices, GString *json)
{
  g_autoptr (EntState) keys = ent_state_new ();

  for (guint k = 0; k < component->len; k++)
    {
      const EntPlan *member = g_ptr_array_index (component, k);

      for (guint i = 0; i < member->state->registers->len; i++)
        if (g_array_index (member->state->registers, EntRegister, i).key.number == 0)
          ent_state_ensure (keys, &g_array_index (member->state->registers, EntRegister, i).key);
    }
  for (guint i = 0; i < keys->registers->len; i++)
    {
      const EntFieldKey *key = &g_array_index (keys->registers, EntRegister, i).key;

      ent_custom_put (json, &key->id,
                      ent_register_get_shown (ent_state_find (choose (component, choices, key)->state, key)));
    }
  if (json->len > 0)
    g_string_append_c (json, '}');
}

/* Writes every column of the row: of the survivor what the component shows, of another what is its own. */
static gboolean
write_view (EntWriter *self, EntPlan *plan, GPtrArray *component, GArray *choices, GError **error)
{
  const EntValue *view[ENT_TABLE_MAX_FIELDS];
  gboolean merged = component->len > 1 && g_ptr_array_index (component, 0) == plan;

  for (guint slot = 0; slot < plan->kind->n_fields; slot++)
    {
      EntFieldKey key;
      EntPlan *owner = plan;
      const EntRegister *reg;

      ent_field_key_for (&key, &plan->kind->fields[slot]);
      if (merged)
        owner = choose (component, choices, &key);
      reg = ent_state_find (owner->state, &key);
      view[slot] = ent_register_get_shown (reg != NULL && reg->valued ? NULL : reg);
    }
  g_clear_pointer (&plan->custom_view, g_free);
  if (merged)
    {
      GString *json = g_string_new (NULL);

      view_custom (component, choices, json);
      plan->custom_view = g_string_free (json, FALSE);
    }
  plan->state->detached = merged;
  return ent_writer_save_row (self, plan, view, error);
}

/* The row that showed a record until now, and shows it no more, has to be looked at too. */
static gboolean
note_former (EntWriter *self, const EntPlan *plan, GPtrArray *component, GError **error)
{
  EntPlan *former;

  for (guint i = 0; i < component->len; i++)
    if (((EntPlan *) g_ptr_array_index (component, i))->rid == plan->canon)
      return TRUE;
  if (plan->canon == plan->rid)
    return TRUE;
  for (guint i = 0; i < self->plans->len; i++)
    {
      former = g_ptr_array_index (self->plans, i);
      if (former->rid == plan->canon && former->kind == plan->kind && former->erased)
        return TRUE;
    }
  former = ent_writer_load_rid (self, plan->kind, plan->canon, error);
  if (former == NULL)
    return FALSE;
  former->merging = TRUE;
  return TRUE;
}

static gboolean
refresh_component (EntWriter *self, GPtrArray *component, GError **error)
{
  g_autoptr (GArray) choices = read_choices (self, component, error);
  EntPlan *survivor = g_ptr_array_index (component, 0);

  if (choices == NULL)
    return FALSE;
  for (guint i = 0; i < component->len; i++)
    {
      EntPlan *plan = g_ptr_array_index (component, i);
      gboolean changed = plan->canon != survivor->rid || plan == survivor || plan->state->detached || plan->merging;
      guint hidden = plan->hidden & ~ENT_HIDDEN_MERGED;

      plan->refreshed = TRUE;
      /* Where references lead was remembered before the move. */
      g_clear_pointer (&self->resolved, g_free);
      plan->in_component = component->len > 1;
      plan->all_touched = TRUE;
      if (plan != survivor)
        hidden |= ENT_HIDDEN_MERGED;
      changed |= hidden != plan->hidden;
      plan->hidden = hidden;
      if (!note_former (self, plan, component, error) || !set_canon (self, plan, survivor->rid, error))
        return FALSE;
      if (changed && !write_view (self, plan, component, choices, error))
        return FALSE;
    }
  return TRUE;
}

/* Brings up to date what is shown of every merge that the group has to do with. */
gboolean
ent_alias_refresh (EntWriter *self, GError **error)
{
  /* Loading the members of a component adds plans behind; one before may turn out to be concerned. */
  for (guint i = 0; i < self->plans->len; i++)
    {
      EntPlan *plan = g_ptr_array_index (self->plans, i);
      g_autoptr (GPtrArray) component = NULL;

      if (!plan->merging || plan->refreshed || plan->erased || !plan->has_row)
        continue;
      component = ent_alias_dup_component (self, plan, error);
      if (component == NULL || !refresh_component (self, component, error))
        return FALSE;

      /* What was split off: those that were shown by a row of this component and are no more in it. */
      for (guint k = 0; k < component->len; k++)
        {
          const EntPlan *member = g_ptr_array_index (component, k);
          g_autoptr (GArray) strays = g_array_new (FALSE, FALSE, sizeof (gint64));
          sqlite3_stmt *stmt;
          int code;

          g_string_printf (self->sql, "SELECT rid FROM \"%s\" WHERE canon = ? AND canon <> rid", plan->kind->table);
          stmt = ent_db_prepare (self->db, self->sql->str, error);
          if (stmt == NULL)
            return FALSE;
          sqlite3_bind_int64 (stmt, 1, member->rid);
          while ((code = ent_db_step (self->db, stmt, error)) == SQLITE_ROW)
            {
              gint64 rid = sqlite3_column_int64 (stmt, 0);

              g_array_append_val (strays, rid);
            }
          sqlite3_reset (stmt);
          if (code != SQLITE_DONE)
            return FALSE;
          for (guint s = 0; s < strays->len; s++)
            {
              EntPlan *stray = ent_writer_load_rid (self, plan->kind, g_array_index (strays, gint64, s), error);

              if (stray == NULL)
                return FALSE;
              if (!stray->refreshed)
                stray->merging = TRUE;
            }
        }
      i = G_MAXUINT;
    }
  return TRUE;
}

static GArray *
collect_choices (GPtrArray *component)
{
  GArray *choices = g_array_new (FALSE, FALSE, sizeof (Choice));

  for (guint i = 0; i < component->len; i++)
    {
      const EntPlan *plan = g_ptr_array_index (component, i);

      for (guint k = 0; k < plan->state->aliases->len; k++)
        {
          const EntAlias *alias = &g_array_index (plan->state->aliases, EntAlias, k);

          for (guint c = 0; c < alias->n_choices; c++)
            {
              Choice choice = { alias->hlc, alias->dot, alias->choices[c].key, alias->choices[c].id };

              g_array_append_val (choices, choice);
            }
        }
    }
  g_array_sort (choices, compare_choices);
  return choices;
}

/* Whose value a field shows, where the members' states hold their aliases (a past date). */
EntPlan *
ent_alias_choose (GPtrArray *component, const EntFieldKey *key)
{
  g_autoptr (GArray) choices = collect_choices (component);

  return choose (component, choices, key);
}

static gboolean
says_same (const EntPlan *plan, const EntId *id)
{
  for (guint i = 0; i < plan->state->aliases->len; i++)
    if (ent_id_equal (&g_array_index (plan->state->aliases, EntAlias, i).other, id))
      return TRUE;
  return FALSE;
}

/* Leaves those that the aliases in the members' states connect with the record, and puts the survivor first. */
void
ent_alias_keep_connected (GPtrArray *component, EntPlan *plan)
{
  g_autoptr (GPtrArray) kept = g_ptr_array_new ();

  g_ptr_array_add (kept, plan);
  for (guint i = 0; i < kept->len; i++)
    {
      const EntPlan *at = g_ptr_array_index (kept, i);

      for (guint k = 0; k < component->len; k++)
        {
          EntPlan *member = g_ptr_array_index (component, k);

          if (!g_ptr_array_find (kept, member, NULL) && (says_same (at, &member->id) || says_same (member, &at->id)))
            g_ptr_array_add (kept, member);
        }
    }
  g_ptr_array_set_size (component, 0);
  for (guint i = 0; i < kept->len; i++)
    g_ptr_array_add (component, g_ptr_array_index (kept, i));
  g_ptr_array_sort (component, compare_members);
}

/* The custom fields that the row of a merge shows, as JSON, where the members' states hold their aliases; NULL: none.
 */
char *
ent_alias_dup_custom_view (GPtrArray *component)
{
  g_autoptr (GArray) choices = collect_choices (component);
  GString *json = g_string_new (NULL);

  view_custom (component, choices, json);
  return g_string_free (json, json->len == 0);
}
