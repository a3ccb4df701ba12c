/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <json-glib/json-glib.h>

#include "ent-maintenance.h"
#include "ent-record.h"
#include "sim-model.h"

#define CHECKED_SEEDS 10

/* The properties at the end of a seed, when everything was delivered. */

typedef struct
{
  SimWorld *world;
  SimModel *model;
  SimModelRecord *record;
  char id[ENT_ID_STRING_LENGTH + 1];
} Check;

static void
fail (Check *self, const char *property, const char *what, const char *detail)
{
  sim_fail (self->world, "property %s: %s %s: %s%s%s", property, self->record->kind->key, self->id, what,
            detail != NULL ? " " : "", detail != NULL ? detail : "");
}

static gboolean
reads_as (JsonArray *array, guint at, guint64 origin, guint64 oseq)
{
  g_autofree char *text = g_strdup_printf ("%016" G_GINT64_MODIFIER "x", origin);

  return g_strcmp0 (json_array_get_string_element (array, at), text) == 0 &&
         (guint64) json_array_get_int_element (array, at + 1) == oseq;
}

/* The entry of a dump's list that begins with the dot. */
static JsonArray *
find_entry (JsonArray *list, const SimOp *op, gboolean with_op)
{
  for (guint i = 0; list != NULL && i < json_array_get_length (list); i++)
    {
      JsonArray *entry = json_array_get_array_element (list, i);

      if (reads_as (entry, 0, op->stamp.origin, op->stamp.oseq) &&
          (!with_op || json_array_get_int_element (entry, 2) == op->op->number))
        return entry;
    }
  return NULL;
}

static gboolean
value_reads_as (JsonNode *node, const EntValue *value)
{
  switch (value->type)
    {
    case ENT_VALUE_NOTHING:
      return JSON_NODE_HOLDS_NULL (node);
    case ENT_VALUE_INTEGER:
      return JSON_NODE_HOLDS_VALUE (node) && json_node_get_int (node) == value->integer;
    case ENT_VALUE_TEXT:
      return JSON_NODE_HOLDS_VALUE (node) && g_strcmp0 (json_node_get_string (node), value->text) == 0;
    case ENT_VALUE_ID:
      {
        g_autofree char *text = ent_id_to_string (&value->id);

        return JSON_NODE_HOLDS_OBJECT (node) &&
               g_strcmp0 (json_object_get_string_member_with_default (json_node_get_object (node), "id", ""), text) ==
                   0;
      }
    default:
      return JSON_NODE_HOLDS_OBJECT (node);
    }
}

static JsonArray *
find_list (JsonObject *object, const char *member, const SimModelRecord *record, const EntFieldKey *key)
{
  const EntField *field = key->number != 0 ? ent_kind_get_field_by_number (record->kind, key->number) : NULL;
  g_autofree char *name = NULL;
  JsonObject *lists = json_object_get_object_member (object, member);

  if (field != NULL)
    name = g_strdup (field->key);
  else if (key->number != 0)
    name = g_strdup_printf ("#%u", key->number);
  else
    name = ent_id_to_string (&key->id);
  return json_object_has_member (lists, name) ? json_object_get_array_member (lists, name) : NULL;
}

static guint
count_lists (JsonObject *object, const char *member)
{
  JsonObject *lists = json_object_get_object_member (object, member);
  g_autoptr (GList) values = json_object_get_values (lists);
  guint n = 0;

  for (GList *at = values; at != NULL; at = at->next)
    n += json_array_get_length (json_node_get_array (at->data));
  return n;
}

/* Every operation that stands is in the dump, and nothing else is: a write is a head or element, or something that came
 * later names it. */
static void
check_standing (Check *self, JsonObject *object)
{
  SimModelRecord *record = self->record;
  guint heads = 0;
  guint members = 0;
  guint deletes = 0;
  guint aliases = 0;

  for (guint i = 0; i < record->ops->len; i++)
    {
      const SimOp *op = &g_array_index (record->ops, SimOp, i);
      JsonArray *entry = NULL;

      if (!sim_model_stands (record, op))
        continue;
      switch (op->op->code)
        {
        case ENT_OP_SET:
          heads++;
          entry = find_entry (find_list (object, "fields", record, &op->op->key), op, FALSE);
          if (entry != NULL && (guint64) json_array_get_int_element (entry, 2) != op->stamp.hlc)
            fail (self, "2", "a head has another clock than its group", NULL);
          if (entry != NULL && !value_reads_as (json_array_get_element (entry, 3), &op->op->value))
            fail (self, "2", "a head has another value than was written", NULL);
          break;
        case ENT_OP_ADD:
        case ENT_OP_APPEND:
          members++;
          entry = find_entry (find_list (object, "sets", record, &op->op->key), op, TRUE);
          if (entry != NULL && !value_reads_as (json_array_get_element (entry, 3), &op->op->value))
            fail (self, "2", "an element has another value than was written", NULL);
          break;
        case ENT_OP_DEL:
          deletes++;
          entry = find_entry (json_object_get_array_member (object, "dels"), op, TRUE);
          break;
        default:
          aliases++;
          entry = find_entry (json_object_get_array_member (object, "aliases"), op, TRUE);
          break;
        }
      if (entry == NULL)
        {
          g_autofree char *name = g_strdup_printf ("operation %u of %016" G_GINT64_MODIFIER "x/%" G_GUINT64_FORMAT,
                                                   op->op->code, op->stamp.origin, op->stamp.oseq);

          fail (self, "2", "nothing replaced it, and it is not there:", name);
        }
    }
  if (heads != count_lists (object, "fields"))
    fail (self, "2", "a value that was replaced is back", NULL);
  if (members != count_lists (object, "sets"))
    fail (self, "2", "an element that was removed is back", NULL);
  if (deletes != json_array_get_length (json_object_get_array_member (object, "dels")))
    fail (self, "2", "a delete that was taken back is back", NULL);
  if (aliases != json_array_get_length (json_object_get_array_member (object, "aliases")))
    fail (self, "2", "a merge that was taken back is back", NULL);
}

/* What was named and never came waits on; nothing else does. */
static void
check_waiting (Check *self, JsonObject *object)
{
  const SimModelRecord *record = self->record;
  guint marks = 0;
  guint undeletes = 0;
  g_autoptr (GHashTable) known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < record->ops->len; i++)
    {
      const SimOp *op = &g_array_index (record->ops, SimOp, i);
      EntOpCode named = op->op->code == ENT_OP_SET     ? ENT_OP_SET
                        : op->op->code == ENT_OP_REM   ? ENT_OP_ADD
                        : op->op->code == ENT_OP_UNDEL ? ENT_OP_DEL
                                                       : ENT_OP_ALIAS;
      const EntFieldKey *key = op->op->code <= ENT_OP_APPEND ? &op->op->key : NULL;

      if (op->op->code != ENT_OP_SET && op->op->code != ENT_OP_REM && op->op->code != ENT_OP_UNDEL &&
          op->op->code != ENT_OP_UNALIAS)
        continue;
      for (guint k = 0; k < op->op->n_dots; k++)
        {
          const EntDot *dot = &op->op->dots[k];
          g_autofree char *custom = key != NULL ? ent_id_to_string (&key->id) : NULL;
          char *name;

          if (sim_model_has (record, named, key, dot))
            continue;
          name = g_strdup_printf ("%u %u %s %" G_GINT64_MODIFIER "x %" G_GUINT64_FORMAT " %u", named,
                                  key != NULL ? key->number : 0, custom != NULL ? custom : "", dot->origin, dot->oseq,
                                  dot->op);
          if (g_hash_table_add (known, name))
            *(op->op->code == ENT_OP_UNDEL ? &undeletes : &marks) += 1;
        }
    }
  if (json_array_get_length (json_object_get_array_member (object, "marks")) != marks)
    fail (self, "1", "marks of what has arrived", NULL);
  if (json_array_get_length (json_object_get_array_member (object, "undels")) != undeletes)
    fail (self, "1", "undeletes of what has arrived", NULL);
}

static void
check_line (Check *self, JsonObject *object)
{
  if ((guint64) json_object_get_int_member (object, "birth") != self->record->birth ||
      (guint64) json_object_get_int_member (object, "modified") != self->record->modified)
    fail (self, "2", "born or modified at another time", NULL);
  check_standing (self, object);
  check_waiting (self, object);
}

/* The dump's line of every record against what all operations on it come to. */
static void
check_dump (SimWorld *world, SimModel *model, const char *dump)
{
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  g_auto (GStrv) lines = g_strsplit (dump, "\n", -1);
  g_autoptr (GHashTable) found = g_hash_table_new (NULL, NULL);

  for (guint i = 0; lines[i] != NULL && world->failure == NULL; i++)
    {
      const char *at = strstr (lines[i], "\"id\":\"");
      Check check = { world, model };
      JsonObject *object;
      EntId id;

      if (at == NULL)
        continue;
      g_strlcpy (check.id, at + strlen ("\"id\":\""), sizeof check.id);
      if (!ent_id_parse (&id, check.id) || (check.record = sim_model_find (model, &id)) == NULL)
        continue;
      if (!json_parser_load_from_data (parser, lines[i], -1, NULL))
        {
          sim_fail (world, "property 1: the dump is not JSON: %s", lines[i]);
          return;
        }
      object = json_node_get_object (json_parser_get_root (parser));
      g_hash_table_add (found, check.record);
      if (json_object_has_member (object, "erased") != check.record->erased)
        fail (&check, "2", check.record->erased ? "erased, and here" : "not erased, and gone", NULL);
      else if (!check.record->erased)
        check_line (&check, object);
    }
  for (guint i = 0; i < model->records->len; i++)
    {
      Check check = { world, model, g_ptr_array_index (model->records, i) };

      ent_id_format (&check.record->id, check.id);
      if (!g_hash_table_contains (found, check.record))
        fail (&check, "2", "not in the dump", NULL);
    }
}

/* The rows that lists and forms read agree with the rule too. */
static void
check_shown (Check *self, EntStore *store)
{
  g_autoptr (GPtrArray) component = sim_model_dup_component (self->model, self->record);
  g_autoptr (GError) error = NULL;
  g_autoptr (EntRecord) copy = ent_store_get_record_sync (store, self->record->kind, &self->record->id, NULL, &error);
  const SimModelRecord *survivor = component->len > 0 ? g_ptr_array_index (component, 0) : NULL;
  gboolean expected = !self->record->erased && survivor != NULL && !sim_model_is_unborn (survivor);

  if (copy == NULL || !expected)
    {
      if ((copy != NULL) != expected || (self->record->erased && !g_error_matches (error, ENT_ERROR, ENT_ERROR_ERASED)))
        fail (self, "2", expected ? "cannot be read:" : "can be read", error != NULL ? error->message : NULL);
      return;
    }
  if (!ent_id_equal (ent_record_get_id (copy), &survivor->id))
    fail (self, "1", "shown by another record than the smallest id of those that are one", NULL);
  if (ent_record_get_deleted (copy) != sim_model_is_deleted (survivor))
    fail (self, "2", ent_record_get_deleted (copy) ? "deleted, though somebody wrote without knowing" : "not deleted",
          NULL);
  for (guint slot = 0; slot < self->record->kind->n_fields; slot++)
    {
      const EntField *field = &self->record->kind->fields[slot];
      EntFieldKey key;

      if (!ent_field_is_register (field))
        continue;
      ent_field_key_for (&key, field);
      if (!ent_value_equal (ent_record_get_value (copy, field), sim_model_get_view (self->model, component, &key)))
        fail (self, "1", "another value than the latest is shown for", field->key);
    }
}

static gboolean
is_erased (SimModel *model, const EntWireChange *change)
{
  SimModelRecord *record = sim_model_find (model, &change->id);

  return record != NULL && record->erased;
}

/* Of an erased record the log keeps places and ERASEs, nothing that was written. */
static gboolean
is_emptied (const EntWireChange *change, const EntWireGroup *group)
{
  g_auto (EntBody) body = ENT_BODY_INIT;

  if (!ent_body_decode_for (&body, ent_kind_from_number (change->kind), &change->id, group->origin, group->oseq,
                            change->body, change->body_size, NULL))
    return FALSE;
  for (guint i = 0; i < body.n_ops; i++)
    if (body.ops[i].code != ENT_OP_ERASE)
      return FALSE;
  return TRUE;
}

/* What the log has of a group is what was acknowledged, byte for byte, but for what was erased. */
static void
check_group (SimWorld *world, SimModel *model, const SimGroup *group, GBytes *logged)
{
  g_auto (EntWireGroup) a = { 0 };
  g_auto (EntWireGroup) b = { 0 };
  gsize size_a;
  gsize size_b;
  const guint8 *data_a = g_bytes_get_data (group->bytes, &size_a);
  const guint8 *data_b = g_bytes_get_data (logged, &size_b);
  gboolean same;

  if (!ent_wire_group_decode (&a, data_a, size_a, NULL) || !ent_wire_group_decode (&b, data_b, size_b, NULL))
    {
      sim_fail (world, "property 2: a group cannot be read");
      return;
    }
  same = a.n_changes == b.n_changes && a.hlc == b.hlc && a.seen == b.seen;
  for (guint i = 0; same && i < a.n_changes; i++)
    {
      const EntWireChange *x = &a.changes[i];
      const EntWireChange *y = &b.changes[i];

      same = x->kind == y->kind && ent_id_equal (&x->id, &y->id) && x->klass == y->klass && x->prev == y->prev;
      if (is_erased (model, x))
        same = same && is_emptied (y, &b);
      else
        same = same && x->body_size == y->body_size && memcmp (x->body, y->body, x->body_size) == 0;
    }
  if (!same)
    sim_fail (world, "property 2: group %016" G_GINT64_MODIFIER "x/%" G_GUINT64_FORMAT " is not what was acknowledged",
              group->id.origin, group->id.oseq);
}

static void
check_log (SimWorld *world, SimModel *model, GHashTable *logged)
{
  for (guint i = 0; i < world->ledger->len && world->failure == NULL; i++)
    {
      const SimGroup *group = g_ptr_array_index (world->ledger, i);
      GBytes *bytes = g_hash_table_lookup (logged, &group->id);

      if (bytes != NULL)
        check_group (world, model, group, bytes);
      else if (!group->lost)
        sim_fail (world,
                  "property 2: group %016" G_GINT64_MODIFIER "x/%" G_GUINT64_FORMAT " was acknowledged and is nowhere",
                  group->id.origin, group->id.oseq);
    }
}

static void
check_against_model (SimWorld *world, GPtrArray *groups, const char *dump)
{
  g_autoptr (SimModel) model = sim_model_new ();
  g_autoptr (GHashTable) logged = sim_had_new ();

  for (guint i = 0; i < groups->len; i++)
    {
      SimGroupId id = sim_group_id (g_ptr_array_index (groups, i));

      g_hash_table_insert (logged, g_memdup2 (&id, sizeof id), g_ptr_array_index (groups, i));
    }
  /* The ledger's bytes, not the log's: they are as they were before an erasure or an error. */
  for (guint i = 0; i < world->ledger->len; i++)
    {
      const SimGroup *group = g_ptr_array_index (world->ledger, i);

      if (g_hash_table_contains (logged, &group->id) && !sim_model_add (model, group->bytes))
        sim_fail (world, "property 2: a group in the ledger cannot be read");
    }
  check_log (world, model, logged);
  check_dump (world, model, dump);
  for (guint r = 0; r < world->n_replicas; r++)
    for (guint i = 0; i < model->records->len && world->failure == NULL; i++)
      {
        Check check = { world, model, g_ptr_array_index (model->records, i) };

        ent_id_format (&check.record->id, check.id);
        check_shown (&check, world->replicas[r].store);
      }
}

static GPtrArray *
export_all (SimWorld *world, SimReplica *replica)
{
  static GArray *template;
  g_autoptr (GError) error = NULL;
  GPtrArray *groups;

  /* What the template brought is the same everywhere. */
  if (template == NULL)
    {
      EntId tags[3];
      GHashTable *had;
      g_autoptr (EntStore) store = ent_store_test_deserialize (sim_get_template (tags, &had), NULL);

      template = ent_store_dup_versions (store, NULL);
    }
  groups = ent_store_export_groups (replica->store, (const EntVersion *) template->data, template->len, &error);
  if (groups == NULL)
    sim_fail (world, "no export: %s", error->message);
  return groups;
}

static char *
group_to_string (GBytes *bytes)
{
  g_auto (EntWireGroup) group = { 0 };
  GString *text = g_string_new (NULL);
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);

  if (!ent_wire_group_decode (&group, data, size, NULL))
    return g_string_free (g_string_assign (text, "unreadable"), FALSE);
  g_string_append_printf (text, "%016" G_GINT64_MODIFIER "x/%" G_GUINT64_FORMAT ":", group.origin, group.oseq);
  for (guint i = 0; i < group.n_changes; i++)
    {
      g_autofree char *id = ent_id_to_string (&group.changes[i].id);

      g_string_append_printf (text, " %u %s class %u after %" G_GUINT64_FORMAT " ", group.changes[i].kind, id,
                              group.changes[i].klass, group.changes[i].prev);
      for (gsize k = 0; k < group.changes[i].body_size; k++)
        g_string_append_printf (text, "%02x", group.changes[i].body[k]);
    }
  return g_string_free (text, FALSE);
}

/* The first of them that others do not have as it is; NULL where all are the same. */
static char *
first_other_group (GPtrArray *a, GPtrArray *b)
{
  for (guint i = 0; i < MIN (a->len, b->len); i++)
    if (!g_bytes_equal (g_ptr_array_index (a, i), g_ptr_array_index (b, i)))
      {
        g_autofree char *x = group_to_string (g_ptr_array_index (a, i));
        g_autofree char *y = group_to_string (g_ptr_array_index (b, i));

        return g_strdup_printf ("%s | %s", x, y);
      }
  return a->len != b->len ? g_strdup_printf ("%u, %u", a->len, b->len) : NULL;
}

/* Where two dumps part, with what stands before it. */
static char *
first_difference (const char *a, const char *b)
{
  gsize i = 0;
  gsize line = 0;

  for (; a[i] == b[i] && a[i] != '\0'; i++)
    if (a[i] == '\n')
      line = i + 1;
  return g_strdup_printf ("…%.90s … at “%.80s”, “%.80s”", a + line, a + i, b + i);
}

/* Columns, derived tables and search hold what they would after a rebuild. It takes as long as all the rest: in some
 * seeds only. */
static void
check_book (SimWorld *world, SimReplica *replica)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) findings = NULL;

  sim_replica_use (world, replica);
  findings = ent_store_check_sync (replica->store, FALSE, NULL, NULL, NULL, &error);
  if (findings == NULL)
    sim_fail (world, "no check: %s", error->message);
  else if (findings->len > 0)
    {
      const EntFinding *finding = g_ptr_array_index (findings, 0);
      g_autofree char *id = ent_id_to_string (&finding->id);

      sim_fail (world, "property 1: %u findings in replica %u, first %s %s %s: %s", findings->len,
                (guint) (replica - world->replicas), finding->kind != NULL ? finding->kind->key : "", id,
                finding->field, finding->message);
    }
}

void
sim_check_end (SimWorld *world)
{
  g_autofree char *dump = sim_replica_dump (world, &world->replicas[0]);
  g_autoptr (GPtrArray) groups = export_all (world, &world->replicas[0]);

  for (guint i = 1; i < world->n_replicas && world->failure == NULL; i++)
    {
      g_autofree char *other = sim_replica_dump (world, &world->replicas[i]);
      g_autoptr (GPtrArray) others = export_all (world, &world->replicas[i]);
      g_autofree char *other_group = others != NULL && groups != NULL ? first_other_group (others, groups) : NULL;

      if (other_group != NULL)
        sim_fail (world, "property 5: replica %u has other groups than replica 0: %s", i, other_group);
      else if (!g_str_equal (dump, other))
        {
          g_autofree char *difference = first_difference (dump, other);

          sim_fail (world, "property 1: replica %u dumps other bytes: %s", i, difference);
        }
    }
  if (world->failure == NULL)
    check_against_model (world, groups, dump);
  if (world->failure == NULL && world->seed % CHECKED_SEEDS == 0)
    check_book (world, sim_pick_replica (world));
}
