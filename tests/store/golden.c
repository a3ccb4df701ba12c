/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "ent-body-private.h"
#include "ent-element.h"
#include "ent-kinds.h"
#include "ent-merge-rule-private.h"
#include "ent-wire-private.h"
#include "golden.h"

#define HLC ((guint64) 1767225600000 << 16)
#define OSEQ 7

const GoldenFile golden_files[] = {
  { "ids.txt", golden_make_ids, NULL },
  { "bodies.txt", golden_make_bodies, golden_read_body },
  { "groups.txt", golden_make_groups, golden_read_group },
  { "states.txt", golden_make_states, golden_read_state },
  { "book.jsonl", golden_make_book, NULL },
};
const guint golden_n_files = G_N_ELEMENTS (golden_files);

void
golden_parse_hex (const char *hex, EntBytes *bytes)
{
  gsize length = strlen (hex);

  g_assert_cmpuint (length % 2, ==, 0);
  for (gsize i = 0; i < length; i += 2)
    {
      int high = g_ascii_xdigit_value (hex[i]);
      int low = g_ascii_xdigit_value (hex[i + 1]);

      g_assert_true (high >= 0 && low >= 0);
      ent_bytes_put_byte (bytes, (guint8) (high << 4 | low));
    }
}

static void
add_hex (GString *text, const guint8 *data, gsize size)
{
  for (gsize i = 0; i < size; i++)
    g_string_append_printf (text, "%02x", data[i]);
}

static void
add_example (GString *text, const char *name, char *(*read) (const guint8 *, gsize, EntBytes *), const EntBytes *bytes)
{
  g_auto (EntBytes) again = ENT_BYTES_INIT;
  g_autofree char *means = read (bytes->data, bytes->len, &again);

  g_string_append_printf (text, "\n[%s]\nmeans=%s\nbytes=", name, means);
  add_hex (text, bytes->data, bytes->len);
  g_string_append_c (text, '\n');
}

static void
say_dot (GString *words, const EntDot *dot, gboolean with_op)
{
  g_string_append_printf (words, " %016" G_GINT64_MODIFIER "x:%" G_GUINT64_FORMAT, dot->origin, dot->oseq);
  if (with_op)
    g_string_append_printf (words, ".%u", dot->op);
}

static void
say_id (GString *words, const EntId *id)
{
  char text[ENT_ID_STRING_LENGTH + 1];

  ent_id_format (id, text);
  g_string_append_printf (words, " %s", text);
}

static void
say_key (GString *words, const EntFieldKey *key)
{
  if (key->number != 0)
    g_string_append_printf (words, " field %u", key->number);
  else
    say_id (words, &key->id);
}

static void
say_value (GString *words, const EntValue *value)
{
  switch (value->type)
    {
    case ENT_VALUE_INTEGER:
      g_string_append_printf (words, " = %" G_GINT64_FORMAT, value->integer);
      break;
    case ENT_VALUE_TEXT:
      g_string_append_printf (words, " = '%s'", value->text);
      break;
    case ENT_VALUE_ID:
      g_string_append (words, " =");
      say_id (words, &value->id);
      break;
    case ENT_VALUE_DOT:
      g_string_append (words, " =");
      say_dot (words, &value->dot, TRUE);
      break;
    case ENT_VALUE_ELEMENT:
      {
        const EntKind *kind = ent_element_get_kind (value->element);

        g_string_append_printf (words, " = %s {", kind->key);
        for (guint i = 0; i < kind->n_fields; i++)
          {
            const EntValue *part = ent_element_get_value (value->element, &kind->fields[i]);

            if (part == NULL || part->type == ENT_VALUE_NOTHING)
              continue;
            g_string_append_printf (words, " %s", kind->fields[i].key);
            say_value (words, part);
          }
        g_string_append (words, " }");
        break;
      }
    case ENT_VALUE_NOTHING:
    default:
      g_string_append (words, " = nothing");
      break;
    }
}

/* ---- ids ---- */

char *
golden_make_ids (void)
{
  static const struct
  {
    guint kind;
    const char *group;
    const char *name;
    gboolean by_name;
  } ids[] = {
    { 7, NULL, "sales", FALSE },
    { 8, NULL, "sales.prospecting", FALSE },
    { 8, NULL, "sales.proposal", FALSE },
    { 13, NULL, "sector.construction", FALSE },
    { 12, NULL, "vip", TRUE },
    { 12, NULL, "VIP", TRUE },
    { 12, NULL, "  Salon  du\tMeuble ", TRUE },
    { 12, NULL,
      "Stra\xc3\x9f"
      "e",
      TRUE },
    { 13, "sector", "Construction", TRUE },
    { 13, "source", "Foire", TRUE },
  };
  GString *text = g_string_new (
      "# Ids of what is known beforehand (FORMAT.md, \"Ids\"): id, number of the kind, how it was asked for.\n");

  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      g_autofree char *escaped = g_strescape (ids[i].name, NULL);
      char id_text[ENT_ID_STRING_LENGTH + 1];
      EntId id;

      if (ids[i].by_name)
        ent_id_for_name (&id, ids[i].kind, ids[i].group, ids[i].name);
      else
        ent_id_for_key (&id, ids[i].kind, ids[i].name);
      ent_id_format (&id, id_text);
      g_string_append_printf (text, "%s %u %s%s%s \"%s\"\n", id_text, ids[i].kind, ids[i].by_name ? "name" : "key",
                              ids[i].group != NULL ? " of " : "", ids[i].group != NULL ? ids[i].group : "", escaped);
    }
  return g_string_free_and_steal (text);
}

/* ---- bodies ---- */

static const EntDot dots[] = { { GOLDEN_ORIGIN, 5, 2 },
                               { GOLDEN_OTHER, 300, 0 },
                               { GOLDEN_THIRD, G_GUINT64_CONSTANT (4294967296), 130 } };

static EntId
the_id (void)
{
  EntId id;

  ent_id_for_key (&id, ent_kind_contact.number, "golden");
  return id;
}

static void
draw_value (EntValue *value, EntValueType type)
{
  EntElement *element;
  EntId id = the_id ();

  switch (type)
    {
    case ENT_VALUE_INTEGER:
      ent_value_set_integer (value, -129);
      break;
    case ENT_VALUE_TEXT:
      ent_value_set_text (value, "H\xc3\xa9l\xc3\xa8ne \xe6\x9d\x8e");
      break;
    case ENT_VALUE_ID:
      ent_value_set_id (value, &id);
      break;
    case ENT_VALUE_DOT:
      ent_value_set_dot (value, &dots[2]);
      break;
    case ENT_VALUE_ELEMENT:
      element = ent_element_new (&ent_kind_contact_point);
      ent_element_set_text (element, "channel", "phone");
      ent_element_set_text (element, "value", "+33 1 42 68 53 00");
      ent_value_take_element (value, element);
      break;
    case ENT_VALUE_NOTHING:
    default:
      break;
    }
}

static void
draw_stage (EntValue *value)
{
  EntElement *entry = ent_element_new (&ent_kind_stage_entry);
  g_auto (EntValue) stage = ENT_VALUE_INIT;
  g_auto (EntValue) since = ENT_VALUE_INIT;
  EntId id;

  ent_id_for_key (&id, ent_kind_stage.number, "sales.proposal");
  ent_value_set_id (&stage, &id);
  ent_value_set_integer (&since, G_GINT64_CONSTANT (1767225600000));
  ent_element_set_value (entry, ent_kind_get_field (&ent_kind_stage_entry, "stage"), &stage);
  ent_element_set_value (entry, ent_kind_get_field (&ent_kind_stage_entry, "since"), &since);
  ent_value_clear (value);
  ent_value_take_element (value, entry);
}

static const EntField *
case_field (const char *key)
{
  const EntField *field = key != NULL ? ent_kind_get_field (&ent_kind_contact, key) : NULL;

  /* Only opportunities have a history of stages. */
  if (field == NULL && key != NULL)
    field = ent_kind_get_field (&ent_kind_opportunity, key);
  g_assert_true (key == NULL || field != NULL);
  return field;
}

static const struct
{
  const char *name;
  EntOpCode code;
  const char *key; /* of a field of a contact; NULL: a custom one, where the operation has any */
  EntValueType type;
  guint n_dots;
} examples[] = {
  { "set-text", ENT_OP_SET, "name", ENT_VALUE_TEXT, 0 },
  { "set-text-over-three", ENT_OP_SET, "nickname", ENT_VALUE_TEXT, 3 },
  { "set-nothing", ENT_OP_SET, "nickname", ENT_VALUE_NOTHING, 1 },
  { "set-reference", ENT_OP_SET, "owner", ENT_VALUE_ID, 1 },
  { "set-primary", ENT_OP_SET, "primary-phone", ENT_VALUE_DOT, 0 },
  { "set-custom-integer", ENT_OP_SET, NULL, ENT_VALUE_INTEGER, 2 },
  { "set-custom-text", ENT_OP_SET, NULL, ENT_VALUE_TEXT, 0 },
  { "add-element", ENT_OP_ADD, "contact-points", ENT_VALUE_ELEMENT, 0 },
  { "add-reference", ENT_OP_ADD, "tags", ENT_VALUE_ID, 0 },
  { "remove", ENT_OP_REM, "contact-points", ENT_VALUE_NOTHING, 3 },
  { "delete", ENT_OP_DEL, NULL, ENT_VALUE_NOTHING, 3 },
  { "undelete", ENT_OP_UNDEL, NULL, ENT_VALUE_NOTHING, 2 },
  { "alias", ENT_OP_ALIAS, "name", ENT_VALUE_NOTHING, 0 },
  { "unalias", ENT_OP_UNALIAS, NULL, ENT_VALUE_NOTHING, 1 },
  { "append-stage", ENT_OP_APPEND, "stage-history", ENT_VALUE_ELEMENT, 0 },
  { "erase", ENT_OP_ERASE, NULL, ENT_VALUE_NOTHING, 0 },
};

static void
draw_op (EntOp *op, guint i, guint number)
{
  op->code = examples[i].code;
  op->number = number;
  op->field = case_field (examples[i].key);
  if (op->code == ENT_OP_ALIAS)
    {
      op->choices = g_new0 (EntAliasChoice, 2);
      op->n_choices = 2;
      ent_field_key_for (&op->choices[0].key, op->field);
      op->choices[0].id = op->choices[1].id = op->choices[1].key.id = the_id ();
      ent_id_for_key (&op->other, ent_kind_contact.number, "other");
    }
  else if (op->field != NULL)
    ent_field_key_for (&op->key, op->field);
  else if (op->code == ENT_OP_SET)
    ent_id_for_key (&op->key.id, ent_kind_custom_field.number, "golden");
  op->dots = g_memdup2 (dots, examples[i].n_dots * sizeof (EntDot));
  op->n_dots = examples[i].n_dots;
  draw_value (&op->value, examples[i].type);
  if (op->code == ENT_OP_APPEND)
    draw_stage (&op->value);
}

static void
encode_example (guint i, guint first, EntBytes *bytes)
{
  g_auto (EntBodyWriter) writer = { 0 };
  EntOp op = { 0 };
  EntId id = the_id ();

  draw_op (&op, i, first);
  ent_body_writer_begin (&writer, GOLDEN_ORIGIN, first);
  ent_body_writer_put (&writer, &op);
  ent_body_writer_end_for (&writer, &id, bytes);
  ent_op_clear (&op);
}

static void
say_op (GString *words, const EntOp *op)
{
  static const char *const names[] = { "",      "SET",   "ADD",     "REM",   "APPEND", "DEL",
                                       "UNDEL", "ALIAS", "UNALIAS", "ERASE", "ENTER",  "LEAVE" };

  g_assert_cmpuint (op->code, <, G_N_ELEMENTS (names));
  g_string_append_printf (words, "%u %s", op->number, names[op->code]);
  if (op->code <= ENT_OP_APPEND)
    say_key (words, &op->key);
  for (guint i = 0; i < op->n_dots; i++)
    say_dot (words, &op->dots[i], op->code != ENT_OP_SET && op->code != ENT_OP_DEL);
  if (op->code == ENT_OP_SET || op->code == ENT_OP_ADD || op->code == ENT_OP_APPEND)
    say_value (words, &op->value);
  if (op->code == ENT_OP_ALIAS)
    say_id (words, &op->other);
  for (guint i = 0; i < op->n_choices; i++)
    {
      g_string_append (words, " of");
      say_key (words, &op->choices[i].key);
      say_id (words, &op->choices[i].id);
    }
  if (op->unknown)
    g_string_append (words, " (unknown)");
}

char *
golden_read_body (const guint8 *data, gsize size, EntBytes *again)
{
  g_auto (EntBody) body = ENT_BODY_INIT;
  g_auto (EntBodyWriter) writer = { 0 };
  g_autoptr (GError) error = NULL;
  GString *words = g_string_new (NULL);
  EntId id = the_id ();

  ent_body_decode_for (&body, &ent_kind_contact, &id, GOLDEN_ORIGIN, OSEQ, data, size, &error);
  g_assert_no_error (error);
  if (body.n_ops > 0 && body.ops[0].code == ENT_OP_APPEND)
    {
      ent_body_decode_for (&body, &ent_kind_opportunity, &id, GOLDEN_ORIGIN, OSEQ, data, size, &error);
      g_assert_no_error (error);
    }
  ent_body_writer_begin (&writer, GOLDEN_ORIGIN, body.first);
  for (guint i = 0; i < body.n_ops; i++)
    {
      if (i > 0)
        g_string_append (words, "; ");
      say_op (words, &body.ops[i]);
      ent_body_writer_put (&writer, &body.ops[i]);
    }
  ent_body_writer_end_for (&writer, &id, again);
  return g_string_free_and_steal (words);
}

char *
golden_make_bodies (void)
{
  GString *text = g_string_new (
      "# Bodies of changes of a contact (FORMAT.md, \"Body of a change\") by group 7 of the origin 0a0b0c0d0e0f1011.\n"
      "# A dot is ORIGIN:OSEQ or ORIGIN:OSEQ.OP; a number before an operation is its place in the group.\n");

  for (guint i = 0; i < G_N_ELEMENTS (examples); i++)
    {
      g_auto (EntBytes) bytes = ENT_BYTES_INIT;

      encode_example (i, i == 0 ? 0 : 100 + i * 5, &bytes);
      add_example (text, examples[i].name, golden_read_body, &bytes);
    }
  return g_string_free_and_steal (text);
}

/* ---- groups on the wire ---- */

char *
golden_read_group (const guint8 *data, gsize size, EntBytes *again)
{
  g_auto (EntWireGroup) group = { 0 };
  g_autoptr (GError) error = NULL;
  GString *words = g_string_new (NULL);

  ent_wire_group_decode (&group, data, size, &error);
  g_assert_no_error (error);
  g_string_append_printf (words,
                          "%016" G_GINT64_MODIFIER "x:%" G_GUINT64_FORMAT " hlc %" G_GUINT64_FORMAT
                          " seen %" G_GUINT64_FORMAT " author",
                          group.origin, group.oseq, group.hlc, group.seen);
  say_id (words, &group.author);
  g_string_append_printf (words, " source '%s' batch", group.source != NULL ? group.source : "");
  say_id (words, &group.batch);
  for (guint i = 0; i < group.n_changes; i++)
    {
      const EntWireChange *change = &group.changes[i];

      g_string_append_printf (words, "; kind %u", change->kind);
      say_id (words, &change->id);
      g_string_append_printf (words, " class %u scope", change->klass);
      say_id (words, &change->scope_a);
      say_id (words, &change->scope_b);
      g_string_append_printf (words, " prev %" G_GUINT64_FORMAT " body %s", change->prev,
                              change->body_size == 0 ? "nothing" : "");
      add_hex (words, change->body, change->body_size);
    }
  ent_wire_group_encode (&group, again);
  return g_string_free_and_steal (words);
}

char *
golden_make_groups (void)
{
  GString *text = g_string_new ("# Groups of changes as they travel (FORMAT.md, \"Group on the wire\").\n");
  g_auto (EntBytes) first = ENT_BYTES_INIT;
  g_auto (EntBytes) bytes = ENT_BYTES_INIT;
  g_auto (EntBytes) small = ENT_BYTES_INIT;
  EntId id = the_id ();
  EntWireChange changes[] = {
    { .kind = ent_kind_contact.number, .id = id, .klass = 0, .prev = 3 },
    { .kind = ent_kind_contact.number, .id = id, .klass = 2, .scope_a = id, .scope_b = id, .prev = 0 },
  };
  EntWireGroup group = { GOLDEN_ORIGIN, OSEQ, HLC + 3, HLC, id, (char *) "form", id, changes, G_N_ELEMENTS (changes) };
  EntWireGroup empty = { GOLDEN_THIRD, 1, HLC, 0, { { 0 } }, NULL, { { 0 } }, NULL, 0 };

  encode_example (0, 0, &first);
  changes[0].body = first.data;
  changes[0].body_size = first.len;
  changes[1].body = (const guint8 *) "";
  ent_wire_group_encode (&group, &bytes);
  add_example (text, "one-record-and-an-erased-one", golden_read_group, &bytes);
  ent_wire_group_encode (&empty, &small);
  add_example (text, "without-changes", golden_read_group, &small);
  return g_string_free_and_steal (text);
}

/* ---- states ---- */

static void
say_stamp (GString *words, const EntStamp *stamp)
{
  g_string_append_printf (words, " %016" G_GINT64_MODIFIER "x:%" G_GUINT64_FORMAT "@%" G_GUINT64_FORMAT, stamp->origin,
                          stamp->oseq, stamp->hlc);
}

char *
golden_read_state (const guint8 *data, gsize size, EntBytes *again)
{
  g_autoptr (EntState) state = ent_state_new ();
  GString *words = g_string_new (NULL);

  g_assert_true (ent_state_decode (state, data, size));
  g_string_append_printf (words, "birth %" G_GUINT64_FORMAT " modified %" G_GUINT64_FORMAT, state->birth,
                          state->modified);
  if (state->has_initial)
    {
      g_string_append (words, " initial");
      say_stamp (words, &state->initial);
    }
  if (state->detached)
    g_string_append (words, " detached");
  for (guint i = 0; i < state->registers->len; i++)
    {
      const EntRegister *reg = &g_array_index (state->registers, EntRegister, i);

      g_string_append (words, ";");
      say_key (words, &reg->key);
      g_string_append (words, reg->valued ? " valued heads" : " heads");
      for (guint k = 0; k < reg->n_heads; k++)
        {
          say_stamp (words, &reg->heads[k].stamp);
          say_value (words, &reg->heads[k].value);
        }
    }
  for (guint i = 0; i < state->deletes->len; i++)
    {
      const EntDelete *del = &g_array_index (state->deletes, EntDelete, i);

      g_string_append (words, "; DEL");
      say_dot (words, &del->dot, TRUE);
      g_string_append_printf (words, "@%" G_GUINT64_FORMAT " saw", del->hlc);
      for (guint k = 0; k < del->n_seen; k++)
        say_dot (words, &del->seen[k], FALSE);
    }
  for (guint i = 0; i < state->undeletes->len; i++)
    {
      g_string_append (words, "; awaits DEL");
      say_dot (words, &g_array_index (state->undeletes, EntDot, i), TRUE);
    }
  for (guint i = 0; i < state->marks->len; i++)
    {
      g_string_append (words, "; mark");
      say_key (words, &g_array_index (state->marks, EntMark, i).key);
      say_dot (words, &g_array_index (state->marks, EntMark, i).dot, TRUE);
    }
  ent_state_encode (state, again);
  return g_string_free_and_steal (words);
}

/* An example operation, written by a group of its own. */
static void
apply_example (EntState *state, const char *name, guint64 origin, guint64 oseq, guint64 hlc)
{
  EntStamp stamp = { origin, oseq, hlc };
  guint i = 0;
  EntOp op = { 0 };

  while (!g_str_equal (examples[i].name, name))
    i++;
  draw_op (&op, i, 0);
  ent_merge_touch (state, hlc);
  ent_merge_apply (state, &op, &stamp);
  ent_op_clear (&op);
}

char *
golden_make_states (void)
{
  static const struct
  {
    const char *name;
    const char *ops[4];
    gboolean detached;
  } states[] = {
    { "initial-only", { "set-text" }, FALSE },
    { "exceptions", { "set-text", "set-text", "set-primary" }, FALSE },
    { "custom-and-nothing", { "set-text", "set-custom-integer", "set-nothing" }, FALSE },
    { "deleted", { "set-text", "delete" }, FALSE },
    { "awaited-delete", { "set-text", "undelete" }, FALSE },
    { "marks", { "set-text-over-three", "remove", "unalias" }, FALSE },
    { "detached", { "set-text", "set-reference", "set-custom-text" }, TRUE },
  };
  GString *text =
      g_string_new ("# Packed states of contacts (FORMAT.md, \"State of a record\"). A stamp is ORIGIN:OSEQ@CLOCK; the "
                    "value of a first head stands in\n"
                    "# the column of the row, and here only where the register is valued or the state detached.\n");

  for (guint i = 0; i < G_N_ELEMENTS (states); i++)
    {
      static const guint64 origins[] = { GOLDEN_ORIGIN, GOLDEN_OTHER, GOLDEN_THIRD };
      g_autoptr (EntState) state = ent_state_new ();
      g_auto (EntBytes) bytes = ENT_BYTES_INIT;

      state->members_loaded = TRUE;
      state->detached = states[i].detached;
      for (guint k = 0; k < 4 && states[i].ops[k] != NULL; k++)
        apply_example (state, states[i].ops[k], origins[k % 3], 400 + k, HLC + 65536 * k - (k == 1 ? 70000 : 0));
      ent_state_encode (state, &bytes);
      add_example (text, states[i].name, golden_read_state, &bytes);
    }
  return g_string_free_and_steal (text);
}
