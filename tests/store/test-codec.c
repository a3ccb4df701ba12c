/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "ent-body-private.h"
#include "ent-dump-private.h"
#include "ent-element.h"
#include "ent-error.h"
#include "ent-kinds.h"
#include "ent-merge-rule-private.h"

/*
 * Codec of changes, codec of states and merge rule, each alone, on random operations. The seed is printed, and --seed
 * repeats it.
 */

#define N_ORIGINS 4
#define N_GROUPS 14
#define N_ROUNDS 300

typedef struct
{
  EntStamp stamp;
  GArray *ops; /* EntOp */
} Group;

static void
op_clear (gpointer op)
{
  ent_op_clear (op);
}

static void
group_free (gpointer data)
{
  Group *group = data;

  g_array_unref (group->ops);
  g_free (group);
}

static guint
below (guint n)
{
  return (guint) g_test_rand_int_range (0, (gint32) n);
}

static const EntField *
pick_register (void)
{
  const EntField *const fields[] = { ENT_CONTACT_NAME, ENT_CONTACT_NICKNAME, ENT_CONTACT_JOB_TITLE };

  return fields[below (G_N_ELEMENTS (fields))];
}

static void
draw_point (EntValue *value)
{
  g_autofree char *number = g_strdup_printf ("+3314268530%u", below (10));
  EntElement *element = ent_element_new (&ent_kind_contact_point);

  ent_element_set_text (element, "channel", "phone");
  ent_element_set_text (element, "value", number);
  ent_value_take_element (value, element);
}

static void
put_dot (EntOp *op, const EntDot *dot)
{
  op->dots = g_renew (EntDot, op->dots, op->n_dots + 1);
  op->dots[op->n_dots++] = *dot;
}

/* What earlier groups have done of one sort, each with a chance of one in two: the dots that a later one may name. */
static void
name_earlier (EntOp *op, GPtrArray *earlier, EntOpCode code, gboolean with_op)
{
  for (guint i = 0; i < earlier->len; i++)
    {
      const Group *group = g_ptr_array_index (earlier, i);

      for (guint k = 0; k < group->ops->len; k++)
        {
          const EntOp *before = &g_array_index (group->ops, EntOp, k);
          EntDot dot = { group->stamp.origin, group->stamp.oseq, with_op ? before->number : 0 };

          if (before->code == code && ent_field_key_equal (&before->key, &op->key) && g_test_rand_bit ())
            put_dot (op, &dot);
        }
    }
}

static void
draw_op (EntOp *op, EntOpCode code, GPtrArray *earlier)
{
  op->code = code;
  switch (code)
    {
    case ENT_OP_SET:
      {
        g_autofree char *text = g_strdup_printf ("é %u", below (4));

        op->field = pick_register ();
        ent_field_key_for (&op->key, op->field);
        if (below (5) > 0)
          ent_value_set_text (&op->value, text);
        name_earlier (op, earlier, ENT_OP_SET, FALSE);
        break;
      }
    case ENT_OP_ADD:
      op->field = ENT_CONTACT_CONTACT_POINTS;
      ent_field_key_for (&op->key, op->field);
      draw_point (&op->value);
      break;
    case ENT_OP_REM:
      op->field = ENT_CONTACT_CONTACT_POINTS;
      ent_field_key_for (&op->key, op->field);
      name_earlier (op, earlier, ENT_OP_ADD, TRUE);
      break;
    case ENT_OP_DEL:
      for (guint i = 0; i < earlier->len; i++)
        {
          const Group *group = g_ptr_array_index (earlier, i);
          EntDot dot = { group->stamp.origin, group->stamp.oseq, 0 };

          if (below (4) > 0)
            put_dot (op, &dot);
        }
      break;
    case ENT_OP_UNDEL:
      name_earlier (op, earlier, ENT_OP_DEL, TRUE);
      break;
    case ENT_OP_ALIAS:
      ent_id_for_key (&op->other, ent_kind_contact.number, below (2) ? "one" : "two");
      op->choices = g_new0 (EntAliasChoice, 1);
      op->n_choices = 1;
      ent_field_key_for (&op->choices[0].key, pick_register ());
      op->choices[0].id = op->other;
      break;
    case ENT_OP_UNALIAS:
      name_earlier (op, earlier, ENT_OP_ALIAS, TRUE);
      break;
    case ENT_OP_APPEND:
    case ENT_OP_ERASE:
    case ENT_OP_ENTER:
    case ENT_OP_LEAVE:
    default:
      g_assert_not_reached ();
    }
}

static int
compare_ops (gconstpointer a, gconstpointer b)
{
  return ent_op_compare (a, b);
}

/* Groups of several origins that know of some of what came before them. Clocks say nothing about it. */
static GPtrArray *
draw_groups (void)
{
  static const EntOpCode codes[] = { ENT_OP_SET, ENT_OP_SET,   ENT_OP_ADD,   ENT_OP_REM,
                                     ENT_OP_DEL, ENT_OP_UNDEL, ENT_OP_ALIAS, ENT_OP_UNALIAS };
  GPtrArray *groups = g_ptr_array_new_with_free_func (group_free);
  guint64 oseq[N_ORIGINS] = { 0 };

  for (guint i = 0; i < N_GROUPS; i++)
    {
      Group *group = g_new0 (Group, 1);
      guint origin = below (N_ORIGINS);
      guint n = 1 + below (3);

      group->stamp = (EntStamp) { 0x1000 + origin, ++oseq[origin], ((guint64) 1767225600000 << 16) + below (1000) };
      group->ops = g_array_new (FALSE, TRUE, sizeof (EntOp));
      g_array_set_clear_func (group->ops, op_clear);
      for (guint k = 0; k < n; k++)
        {
          EntOp op = { 0 };
          gboolean twice = FALSE;

          draw_op (&op, codes[below (G_N_ELEMENTS (codes))], groups);
          for (guint m = 0; m < group->ops->len; m++)
            twice |= op.code == ENT_OP_SET && g_array_index (group->ops, EntOp, m).code == ENT_OP_SET &&
                     ent_field_key_equal (&op.key, &g_array_index (group->ops, EntOp, m).key);
          if (twice)
            ent_op_clear (&op);
          else
            g_array_append_val (group->ops, op);
        }
      g_array_sort (group->ops, compare_ops);
      for (guint k = 0; k < group->ops->len; k++)
        g_array_index (group->ops, EntOp, k).number = k;
      g_ptr_array_add (groups, group);
    }
  return groups;
}

static void
encode_group (const Group *group, const EntId *id, EntBytes *bytes)
{
  g_auto (EntBodyWriter) writer = { 0 };

  ent_body_writer_begin (&writer, group->stamp.origin, 0);
  for (guint i = 0; i < group->ops->len; i++)
    ent_body_writer_put (&writer, &g_array_index (group->ops, EntOp, i));
  ent_body_writer_end_for (&writer, id, bytes);
}

static void
assert_same_op (const EntOp *a, const EntOp *b)
{
  g_assert_cmpint (a->code, ==, b->code);
  g_assert_cmpuint (a->number, ==, b->number);
  g_assert_true (ent_field_key_equal (&a->key, &b->key));
  g_assert_true (a->field == b->field);
  g_assert_false (b->unknown);
  g_assert_cmpuint (a->n_dots, ==, b->n_dots);
  for (guint i = 0; i < a->n_dots; i++)
    g_assert_true (ent_dot_equal (&a->dots[i], &b->dots[i]));
  g_assert_true (ent_value_equal (&a->value, &b->value));
  g_assert_true (ent_id_equal (&a->other, &b->other));
  g_assert_cmpuint (a->n_choices, ==, b->n_choices);
  for (guint i = 0; i < a->n_choices; i++)
    g_assert_true (ent_field_key_equal (&a->choices[i].key, &b->choices[i].key) &&
                   ent_id_equal (&a->choices[i].id, &b->choices[i].id));
}

static void
test_body_round_trip (void)
{
  EntId id;

  ent_id_for_key (&id, ent_kind_contact.number, "codec");
  for (guint round = 0; round < N_ROUNDS; round++)
    {
      g_autoptr (GPtrArray) groups = draw_groups ();

      for (guint i = 0; i < groups->len; i++)
        {
          const Group *group = g_ptr_array_index (groups, i);
          g_autoptr (GError) error = NULL;
          g_auto (EntBytes) bytes = ENT_BYTES_INIT;
          g_auto (EntBody) body = ENT_BODY_INIT;

          encode_group (group, &id, &bytes);
          ent_body_decode_for (&body, &ent_kind_contact, &id, group->stamp.origin, group->stamp.oseq, bytes.data,
                               bytes.len, &error);
          g_assert_no_error (error);
          g_assert_false (body.more);
          g_assert_cmpuint (body.n_ops, ==, group->ops->len);
          for (guint k = 0; k < body.n_ops; k++)
            assert_same_op (&g_array_index (group->ops, EntOp, k), &body.ops[k]);
        }
    }
}

static void
assert_refused (const EntId *id, const guint8 *data, gsize size)
{
  g_autofree guint8 *copy = g_memdup2 (data, size); /* of exact size, so that a sanitizer sees what is read behind it */
  g_autoptr (GError) error = NULL;
  g_auto (EntBody) body = ENT_BODY_INIT;

  g_assert_false (ent_body_decode_for (&body, &ent_kind_contact, id, 0x1000, 1, copy, size, &error));
  g_assert_error (error, ENT_ERROR, ENT_ERROR_CORRUPT);
  g_assert_cmpuint (body.n_ops, ==, 0);
}

/* The checksum finds it; without one (for reading alone) anything may be understood, but nothing crashes. */
static void
test_body_damaged (void)
{
  EntId id, other;

  ent_id_for_key (&id, ent_kind_contact.number, "codec");
  ent_id_for_key (&other, ent_kind_contact.number, "another");
  for (guint round = 0; round < N_ROUNDS / 10; round++)
    {
      g_autoptr (GPtrArray) groups = draw_groups ();
      g_auto (EntBytes) bytes = ENT_BYTES_INIT;

      encode_group (g_ptr_array_index (groups, groups->len - 1), &id, &bytes);
      assert_refused (&other, bytes.data, bytes.len);
      for (gsize at = 0; at < bytes.len; at++)
        {
          guint8 bits = (guint8) g_test_rand_int_range (1, 256);
          g_auto (EntBody) body = ENT_BODY_INIT;

          /* Nothing at all is the place of a change that was erased. */
          if (at > 0)
            assert_refused (&id, bytes.data, at);
          bytes.data[at] ^= bits;
          assert_refused (&id, bytes.data, bytes.len);
          ent_body_decode (&body, &ent_kind_contact, 0x1000, 1, bytes.data, bytes.len, NULL);
          bytes.data[at] ^= bits;
        }
    }
}

typedef struct
{
  GPtrArray *groups;
  const gboolean *here;
} Arrivals;

static gboolean
arrived_cb (const EntFieldKey *key, const EntDot *dot, gpointer data)
{
  const Arrivals *arrivals = data;

  for (guint i = 0; i < arrivals->groups->len; i++)
    {
      const Group *group = g_ptr_array_index (arrivals->groups, i);

      if (group->stamp.origin == dot->origin && group->stamp.oseq == dot->oseq)
        return arrivals->here[i];
    }
  return FALSE;
}

/* As the store does it: a group at a time, then the marks of what is here go. */
static EntState *
merge (GPtrArray *groups, const guint *order, guint n)
{
  EntState *state = ent_state_new ();
  gboolean here[N_GROUPS] = { FALSE };
  Arrivals arrivals = { groups, here };

  state->members_loaded = TRUE;
  for (guint i = 0; i < n; i++)
    {
      const Group *group = g_ptr_array_index (groups, order[i]);

      here[order[i]] = TRUE;
      ent_merge_touch (state, group->stamp.hlc);
      for (guint k = 0; k < group->ops->len; k++)
        ent_merge_apply (state, &g_array_index (group->ops, EntOp, k), &group->stamp);
      ent_merge_settle (state, arrived_cb, &arrivals);
    }
  return state;
}

static char *
dump (EntState *state)
{
  GString *line = g_string_new (NULL);
  const EntId scope[2] = { 0 };
  EntId id;

  ent_id_for_key (&id, ent_kind_contact.number, "codec");
  ent_dump_record (line, &ent_kind_contact, &id, scope, state);
  g_string_append_printf (line, " deleted %d unborn %d", ent_state_is_deleted (state), ent_state_is_unborn (state));
  return g_string_free_and_steal (line);
}

static void
shuffle (guint *order, guint n)
{
  for (guint i = 0; i + 1 < n; i++)
    {
      guint k = i + below (n - i);
      guint swapped = order[i];

      order[i] = order[k];
      order[k] = swapped;
    }
}

/* Any set of groups, also one with holes, gives the same record in any order. */
static void
test_merge_any_order (void)
{
  for (guint round = 0; round < N_ROUNDS; round++)
    {
      g_autoptr (GPtrArray) groups = draw_groups ();
      g_autofree char *first = NULL;
      guint order[N_GROUPS];
      guint n = N_GROUPS;

      for (guint i = 0; i < N_GROUPS; i++)
        order[i] = i;
      if (g_test_rand_bit ())
        {
          shuffle (order, N_GROUPS);
          n = 1 + below (N_GROUPS);
        }
      for (guint i = 0; i < 8; i++)
        {
          g_autoptr (EntState) state = merge (groups, order, n);
          g_autofree char *next = dump (state);

          if (first == NULL)
            first = g_steal_pointer (&next);
          else
            g_assert_cmpstr (first, ==, next);
          shuffle (order, n);
        }
    }
}

/* What a state says is kept by packing, except for what stands in columns and tables: those it is given back. */
static void
test_state_round_trip (void)
{
  for (guint round = 0; round < N_ROUNDS; round++)
    {
      g_autoptr (GPtrArray) groups = draw_groups ();
      g_autoptr (EntState) state = NULL;
      g_autoptr (EntState) back = ent_state_new ();
      g_auto (EntBytes) bytes = ENT_BYTES_INIT;
      g_auto (EntBytes) again = ENT_BYTES_INIT;
      guint order[N_GROUPS];

      for (guint i = 0; i < N_GROUPS; i++)
        order[i] = i;
      shuffle (order, N_GROUPS);
      state = merge (groups, order, 1 + below (N_GROUPS));
      ent_state_encode (state, &bytes);
      g_assert_true (ent_state_decode (back, bytes.data, bytes.len));
      for (guint i = 0; i < state->registers->len; i++)
        {
          const EntRegister *reg = &g_array_index (state->registers, EntRegister, i);

          ent_state_adopt (back, &reg->key, ent_register_get_shown (reg));
        }
      back->members_loaded = TRUE;
      for (guint i = 0; i < state->members->len; i++)
        {
          EntMember member = g_array_index (state->members, EntMember, i);
          EntValue value = ENT_VALUE_INIT;

          ent_value_copy_to (&member.value, &value);
          member.value = value;
          g_array_append_val (back->members, member);
        }
      for (guint i = 0; i < state->aliases->len; i++)
        {
          EntAlias alias = g_array_index (state->aliases, EntAlias, i);

          alias.choices = g_memdup2 (alias.choices, alias.n_choices * sizeof (EntAliasChoice));
          g_array_append_val (back->aliases, alias);
        }
      {
        g_autofree char *before = dump (state);
        g_autofree char *after = dump (back);

        g_assert_cmpstr (before, ==, after);
      }
      ent_state_encode (back, &again);
      g_assert_cmpmem (bytes.data, bytes.len, again.data, again.len);
    }
}

static void
test_state_damaged (void)
{
  for (guint round = 0; round < N_ROUNDS / 10; round++)
    {
      g_autoptr (GPtrArray) groups = draw_groups ();
      g_autoptr (EntState) state = NULL;
      g_auto (EntBytes) bytes = ENT_BYTES_INIT;
      guint order[N_GROUPS];

      for (guint i = 0; i < N_GROUPS; i++)
        order[i] = i;
      state = merge (groups, order, N_GROUPS);
      ent_state_encode (state, &bytes);
      for (gsize at = 0; at < bytes.len; at++)
        {
          g_autofree guint8 *shorter = g_memdup2 (bytes.data, at);
          g_autofree guint8 *flipped = g_memdup2 (bytes.data, bytes.len);
          g_autoptr (EntState) none = ent_state_new ();
          g_autoptr (EntState) other = ent_state_new ();

          /* A state has no checksum: what is cut off is refused, what is flipped may say something else. */
          g_assert_false (ent_state_decode (none, shorter, at));
          flipped[at] ^= (guint8) g_test_rand_int_range (1, 256);
          if (ent_state_decode (other, flipped, bytes.len))
            {
              g_auto (EntBytes) again = ENT_BYTES_INIT;

              ent_state_encode (other, &again);
            }
        }
      ent_bytes_put_byte (&bytes, 0);
      {
        g_autoptr (EntState) longer = ent_state_new ();

        g_assert_false (ent_state_decode (longer, bytes.data, bytes.len));
      }
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/codec/body-round-trip", test_body_round_trip);
  g_test_add_func ("/codec/body-damaged", test_body_damaged);
  g_test_add_func ("/codec/state-round-trip", test_state_round_trip);
  g_test_add_func ("/codec/state-damaged", test_state_damaged);
  g_test_add_func ("/codec/merge-any-order", test_merge_any_order);
  return g_test_run ();
}
