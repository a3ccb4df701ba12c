/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The body of a change, as it comes out of a book or from another machine: what was understood is written as it was
 * read. */

#include "ent-body-private.h"
#include "fuzz-target.h"

#define ORIGIN G_GUINT64_CONSTANT (0x0123456789abcdef)

static const EntKind *
kind_for (guint8 byte)
{
  guint n;
  const EntKind *const *kinds = ent_kinds_get_all (&n);

  return byte % (n + 1) < n ? kinds[byte % (n + 1)] : NULL;
}

/* The checksum is put behind the input, for no fuzzer would ever guess it. */
static void
seal (EntBytes *body, const guint8 *data, gsize size)
{
  guint32 checksum = GUINT32_TO_BE (ent_body_checksum (data, size));

  ent_bytes_put (body, data, size);
  ent_bytes_put (body, &checksum, sizeof checksum);
}

static void
write_again (const EntBody *body, EntBytes *bytes)
{
  g_auto (EntBodyWriter) writer = { 0 };

  ent_body_writer_begin (&writer, body->origin, body->first);
  for (guint i = 0; i < body->n_ops; i++)
    ent_body_writer_put (&writer, &body->ops[i]);
  ent_body_writer_end (&writer, bytes);
}

static gboolean
has_unknown (const EntBody *body)
{
  for (guint i = 0; i < body->n_ops; i++)
    if (body->ops[i].unknown)
      return TRUE;
  return body->more;
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_auto (EntBytes) sealed = ENT_BYTES_INIT;
  g_auto (EntBytes) again = ENT_BYTES_INIT;
  g_auto (EntBody) body = ENT_BODY_INIT;
  g_auto (EntBody) back = ENT_BODY_INIT;
  const EntKind *kind;

  if (size < 2)
    return 0;
  kind = kind_for (data[0]);
  seal (&sealed, data + 1, size - 1);
  if (!ent_body_decode (&body, kind, ORIGIN, 7, sealed.data, sealed.len, NULL) || has_unknown (&body))
    return 0;

  write_again (&body, &again);
  g_assert_true (ent_body_decode (&back, kind, ORIGIN, 7, again.data, again.len, NULL));
  g_assert_cmpuint (back.n_ops, ==, body.n_ops);
  for (guint i = 0; i < body.n_ops; i++)
    {
      g_assert_cmpint (back.ops[i].code, ==, body.ops[i].code);
      g_assert_true (ent_field_key_equal (&back.ops[i].key, &body.ops[i].key));
      g_assert_true (ent_value_equal (&back.ops[i].value, &body.ops[i].value));
      g_assert_cmpuint (back.ops[i].n_dots, ==, body.ops[i].n_dots);
    }
  return 0;
}
