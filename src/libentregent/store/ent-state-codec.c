/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "Entregent"

#include "config.h"

#include "ent-state-private.h"

/*
 * The packed form of a state: a stamp for the whole record, and what differs from it. See FORMAT.md, "State of a
 * record".
 */

#define STATE_VERSION 1

enum
{
  HAS_INITIAL = 1 << 0,
  HAS_REGISTERS = 1 << 1,
  HAS_DELETES = 1 << 2,
  HAS_UNDELETES = 1 << 3,
  HAS_MARKS = 1 << 4,
  IS_DETACHED = 1 << 5,
  HAS_UNKNOWN = 1 << 6,
  ALL_FLAGS = (1 << 7) - 1,
};

static void
put_stamp (EntBytes *bytes, EntOrigins *origins, const EntStamp *stamp, guint64 birth)
{
  ent_bytes_put_uint (bytes, ent_origins_index (origins, stamp->origin));
  ent_bytes_put_uint (bytes, stamp->oseq);
  ent_bytes_put_int (bytes, (gint64) (stamp->hlc - birth));
}

static void
put_dot (EntBytes *bytes, EntOrigins *origins, const EntDot *dot)
{
  ent_bytes_put_uint (bytes, ent_origins_index (origins, dot->origin));
  ent_bytes_put_uint (bytes, dot->oseq);
  ent_bytes_put_uint (bytes, dot->op);
}

/* A register whose only head is of the common stamp, with its value in its column, needs no entry. */
static gboolean
is_implied (const EntState *self, const EntRegister *reg)
{
  if (self->detached || reg->valued || reg->n_heads != 1 || !self->has_initial)
    return reg->n_heads == 0;
  return reg->heads[0].value.type != ENT_VALUE_NOTHING && ent_stamp_compare (&reg->heads[0].stamp, &self->initial) == 0;
}

static void
put_registers (const EntState *self, EntBytes *bytes, EntOrigins *origins, guint n)
{
  ent_bytes_put_uint (bytes, n);
  for (guint i = 0; i < self->registers->len; i++)
    {
      const EntRegister *reg = &g_array_index (self->registers, EntRegister, i);
      gboolean with_value = reg->valued || self->detached;

      if (is_implied (self, reg))
        continue;
      ent_bytes_put_field_key (bytes, &reg->key);
      ent_bytes_put_uint (bytes, reg->n_heads << 1 | (reg->valued ? 1 : 0));
      for (guint k = 0; k < reg->n_heads; k++)
        {
          put_stamp (bytes, origins, &reg->heads[k].stamp, self->birth);
          if (k > 0 || with_value)
            ent_bytes_put_value (bytes, origins, &reg->heads[k].value);
        }
    }
}

static void
put_deletes (const EntState *self, EntBytes *bytes, EntOrigins *origins)
{
  ent_bytes_put_uint (bytes, self->deletes->len);
  for (guint i = 0; i < self->deletes->len; i++)
    {
      const EntDelete *del = &g_array_index (self->deletes, EntDelete, i);

      put_dot (bytes, origins, &del->dot);
      ent_bytes_put_int (bytes, (gint64) (del->hlc - self->birth));
      ent_bytes_put_uint (bytes, del->n_seen);
      for (guint k = 0; k < del->n_seen; k++)
        {
          ent_bytes_put_uint (bytes, ent_origins_index (origins, del->seen[k].origin));
          ent_bytes_put_uint (bytes, del->seen[k].oseq);
        }
    }
}

static guint
count_registers (const EntState *self)
{
  guint n = 0;

  for (guint i = 0; i < self->registers->len; i++)
    n += !is_implied (self, &g_array_index (self->registers, EntRegister, i));
  return n;
}

void
ent_state_encode (const EntState *self, EntBytes *bytes)
{
  guint n_registers = count_registers (self);
  g_auto (EntBytes) rest = ENT_BYTES_INIT;
  g_auto (EntOrigins) origins = { 0 };
  guint flags = 0;

  if (self->has_initial)
    {
      flags |= HAS_INITIAL;
      put_stamp (&rest, &origins, &self->initial, self->birth);
    }
  if (n_registers > 0)
    {
      flags |= HAS_REGISTERS;
      put_registers (self, &rest, &origins, n_registers);
    }
  if (self->deletes->len > 0)
    {
      flags |= HAS_DELETES;
      put_deletes (self, &rest, &origins);
    }
  if (self->undeletes->len > 0)
    {
      flags |= HAS_UNDELETES;
      ent_bytes_put_uint (&rest, self->undeletes->len);
      for (guint i = 0; i < self->undeletes->len; i++)
        put_dot (&rest, &origins, &g_array_index (self->undeletes, EntDot, i));
    }
  if (self->marks->len > 0)
    {
      flags |= HAS_MARKS;
      ent_bytes_put_uint (&rest, self->marks->len);
      for (guint i = 0; i < self->marks->len; i++)
        {
          const EntMark *mark = &g_array_index (self->marks, EntMark, i);

          ent_bytes_put_field_key (&rest, &mark->key);
          put_dot (&rest, &origins, &mark->dot);
        }
    }
  if (self->detached)
    flags |= IS_DETACHED;
  if (self->unknown)
    flags |= HAS_UNKNOWN;

  ent_bytes_put_byte (bytes, STATE_VERSION);
  ent_bytes_put_byte (bytes, (guint8) flags);
  ent_bytes_put_uint (bytes, self->birth);
  ent_bytes_put_uint (bytes, self->modified - self->birth);
  ent_bytes_put_uint (bytes, origins.n);
  for (guint i = 0; i < origins.n; i++)
    ent_bytes_put_uint64_be (bytes, origins.origins[i]);
  ent_bytes_put (bytes, rest.data, rest.len);
}

void
ent_state_encode_new (EntBytes *bytes, const EntStamp *stamp)
{
  ent_bytes_put_byte (bytes, STATE_VERSION);
  ent_bytes_put_byte (bytes, HAS_INITIAL);
  ent_bytes_put_uint (bytes, stamp->hlc);
  ent_bytes_put_byte (bytes, 0);
  ent_bytes_put_byte (bytes, 1);
  ent_bytes_put_uint64_be (bytes, stamp->origin);
  ent_bytes_put_byte (bytes, 0);
  ent_bytes_put_uint (bytes, stamp->oseq);
  ent_bytes_put_byte (bytes, 0);
}

static guint64
get_hlc (EntCursor *cursor, guint64 birth)
{
  guint64 hlc = birth + (guint64) ent_cursor_get_int (cursor);

  if (hlc > ENT_HLC_MAX)
    cursor->failed = TRUE;
  return hlc;
}

static guint64
get_origin (EntCursor *cursor, const EntOrigins *origins)
{
  guint64 index = ent_cursor_get_uint (cursor);

  if (index >= origins->n)
    {
      cursor->failed = TRUE;
      return 0;
    }
  return origins->origins[index];
}

static guint64
get_oseq (EntCursor *cursor)
{
  guint64 oseq = ent_cursor_get_uint (cursor);

  if (oseq > G_MAXINT64)
    cursor->failed = TRUE;
  return oseq;
}

static void
get_stamp (EntCursor *cursor, const EntOrigins *origins, guint64 birth, EntStamp *stamp)
{
  stamp->origin = get_origin (cursor, origins);
  stamp->oseq = get_oseq (cursor);
  stamp->hlc = get_hlc (cursor, birth);
}

static void
get_dot (EntCursor *cursor, const EntOrigins *origins, EntDot *dot)
{
  guint64 op;

  dot->origin = get_origin (cursor, origins);
  dot->oseq = get_oseq (cursor);
  op = ent_cursor_get_uint (cursor);
  if (op > G_MAXINT32)
    cursor->failed = TRUE;
  dot->op = (guint32) op;
}

static void
get_register (EntState *self, EntCursor *cursor, const EntOrigins *origins)
{
  EntFieldKey key;
  EntRegister *reg;
  guint64 head;
  guint n;

  ent_cursor_get_field_key (cursor, &key);
  head = ent_cursor_get_uint (cursor);
  if (head >> 1 == 0 || head >> 1 > ent_cursor_left (cursor) / 3 || cursor->failed)
    {
      cursor->failed = TRUE;
      return;
    }
  if (self->registers->len > 0 &&
      ent_field_key_compare (&g_array_index (self->registers, EntRegister, self->registers->len - 1).key, &key) >= 0)
    {
      cursor->failed = TRUE;
      return;
    }

  n = (guint) (head >> 1);
  reg = ent_state_ensure (self, &key);
  reg->valued = head & 1;
  reg->waits = !reg->valued && !self->detached;
  reg->heads = g_new0 (EntHead, n);
  reg->n_heads = n;
  for (guint i = 0; i < n && !cursor->failed; i++)
    {
      gboolean unknown = FALSE;

      get_stamp (cursor, origins, self->birth, &reg->heads[i].stamp);
      if (!reg->waits || i > 0)
        ent_cursor_get_value (cursor, origins, NULL, &reg->heads[i].value, &unknown);
      if (i > 0 && ent_stamp_compare (&reg->heads[i - 1].stamp, &reg->heads[i].stamp) <= 0)
        cursor->failed = TRUE;
    }
}

static void
get_delete (EntState *self, EntCursor *cursor, const EntOrigins *origins)
{
  EntDelete del = { 0 };

  get_dot (cursor, origins, &del.dot);
  del.hlc = get_hlc (cursor, self->birth);
  del.n_seen = ent_cursor_get_count (cursor, 2);
  del.seen = g_new0 (EntDot, del.n_seen);
  for (guint i = 0; i < del.n_seen && !cursor->failed; i++)
    {
      del.seen[i].origin = get_origin (cursor, origins);
      del.seen[i].oseq = get_oseq (cursor);
    }
  g_array_append_val (self->deletes, del);
}

static void
get_rest (EntState *self, guint flags, EntCursor *cursor, const EntOrigins *origins)
{
  guint n;

  if (flags & HAS_INITIAL)
    get_stamp (cursor, origins, self->birth, &self->initial);

  n = flags & HAS_REGISTERS ? ent_cursor_get_count (cursor, 5) : 0;
  for (guint i = 0; i < n && !cursor->failed; i++)
    get_register (self, cursor, origins);

  n = flags & HAS_DELETES ? ent_cursor_get_count (cursor, 5) : 0;
  for (guint i = 0; i < n && !cursor->failed; i++)
    get_delete (self, cursor, origins);

  n = flags & HAS_UNDELETES ? ent_cursor_get_count (cursor, 3) : 0;
  for (guint i = 0; i < n && !cursor->failed; i++)
    {
      EntDot dot;

      get_dot (cursor, origins, &dot);
      g_array_append_val (self->undeletes, dot);
    }

  n = flags & HAS_MARKS ? ent_cursor_get_count (cursor, 4) : 0;
  for (guint i = 0; i < n && !cursor->failed; i++)
    {
      EntMark mark;

      ent_cursor_get_field_key (cursor, &mark.key);
      get_dot (cursor, origins, &mark.dot);
      g_array_append_val (self->marks, mark);
    }
}

/* Fills a new state. FALSE: not one that this version has written. */
gboolean
ent_state_decode (EntState *self, const guint8 *data, gsize size)
{
  EntCursor cursor = ENT_CURSOR_INIT (data, size);
  g_auto (EntOrigins) origins = { 0 };
  guint flags;

  if (ent_cursor_get_byte (&cursor) != STATE_VERSION)
    return FALSE;
  flags = ent_cursor_get_byte (&cursor);
  self->birth = ent_cursor_get_uint (&cursor);
  self->modified = self->birth + ent_cursor_get_uint (&cursor);
  self->has_initial = (flags & HAS_INITIAL) != 0;
  self->detached = (flags & IS_DETACHED) != 0;
  self->unknown = (flags & HAS_UNKNOWN) != 0;
  if ((flags & ~ALL_FLAGS) || self->birth > ENT_HLC_MAX || self->modified > ENT_HLC_MAX || self->modified < self->birth)
    return FALSE;
  ent_cursor_get_origins (&cursor, &origins);
  get_rest (self, flags, &cursor, &origins);
  return !cursor.failed && cursor.data == cursor.end;
}

gboolean
ent_state_peek_times (const guint8 *data, gsize size, guint64 *birth, guint64 *modified)
{
  EntCursor cursor = ENT_CURSOR_INIT (data, size);

  if (ent_cursor_get_byte (&cursor) != STATE_VERSION)
    return FALSE;
  ent_cursor_get_byte (&cursor);
  *birth = ent_cursor_get_uint (&cursor);
  *modified = *birth + ent_cursor_get_uint (&cursor);
  return !cursor.failed;
}
