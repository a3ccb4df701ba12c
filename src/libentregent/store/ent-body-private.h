/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ent-stamp-private.h"

G_BEGIN_DECLS

/**
 * EntOpCode: (skip)
 *
 * Permanent numbers of the operations of the log. See FORMAT.md, "Body of a change".
 */
typedef enum
{
  ENT_OP_SET = 1,
  ENT_OP_ADD = 2,
  ENT_OP_REM = 3,
  ENT_OP_APPEND = 4,
  ENT_OP_DEL = 5,
  ENT_OP_UNDEL = 6,
  ENT_OP_ALIAS = 7,
  ENT_OP_UNALIAS = 8,
  ENT_OP_ERASE = 9,
  ENT_OP_ENTER = 10,
  ENT_OP_LEAVE = 11,
} EntOpCode;

/**
 * EntAliasChoice: (skip)
 *
 * Of which original a field of a merged record is shown.
 */
typedef struct
{
  EntFieldKey key;
  EntId id;
} EntAliasChoice;

/**
 * EntOp: (skip)
 * @number: its place in the group's operations on the record
 * @dots: what a SET replaces, a REM removes, a DEL has seen (op 0 for SET and DEL: groups), an UNDEL or UNALIAS takes
 * back
 * @unknown: this version does not know the field or cannot hold the value
 *
 * One operation of a change, decoded.
 */
typedef struct
{
  EntOpCode code;
  guint32 number;
  EntFieldKey key;
  const EntField *field;
  gboolean unknown;
  EntDot *dots;
  guint n_dots;
  EntValue value;
  EntId other;
  EntAliasChoice *choices;
  guint n_choices;
} EntOp;

void ent_op_clear (EntOp *op);

/**
 * EntBody: (skip)
 * @more: behind @ops stand operations that only a newer version understands
 *
 * The operations of one change row, decoded.
 */
typedef struct
{
  guint64 origin;
  guint64 oseq;
  guint32 first;
  EntOp *ops;
  guint n_ops;
  guint size;
  gboolean more;
} EntBody;

#define ENT_BODY_INIT { 0, 0, 0, NULL, 0, 0, FALSE }

void ent_body_clear (EntBody *self);
/* For reading alone: whose body it is, and so its checksum, is not looked at. */
gboolean ent_body_decode (EntBody *self,
                          const EntKind *kind,
                          guint64 origin,
                          guint64 oseq,
                          const guint8 *data,
                          gsize size,
                          GError **error);
gboolean ent_body_decode_for (EntBody *self,
                              const EntKind *kind,
                              const EntId *id,
                              guint64 origin,
                              guint64 oseq,
                              const guint8 *data,
                              gsize size,
                              GError **error);

/**
 * EntBodyWriter: (skip)
 *
 * Encodes a body, operation by operation, in the order in which they shall stand.
 */
typedef struct
{
  EntBytes ops;
  EntOrigins origins;
  guint32 first;
} EntBodyWriter;

void ent_body_writer_clear (EntBodyWriter *self);
void ent_body_writer_begin (EntBodyWriter *self, guint64 origin, guint32 first);
void ent_body_writer_set (EntBodyWriter *self,
                          const EntFieldKey *key,
                          const EntDot *bases,
                          guint n_bases,
                          const EntValue *value);
void ent_body_writer_add (EntBodyWriter *self, const EntFieldKey *key, const EntValue *value);
void ent_body_writer_put (EntBodyWriter *self, const EntOp *op);
void ent_body_writer_end (EntBodyWriter *self, EntBytes *body);
void ent_body_writer_end_for (EntBodyWriter *self, const EntId *id, EntBytes *body);

/* Values and fields, as bodies and states have them. */
void ent_bytes_put_value (EntBytes *bytes, EntOrigins *origins, const EntValue *value);
void ent_bytes_put_field_key (EntBytes *bytes, const EntFieldKey *key);
void ent_cursor_get_field_key (EntCursor *cursor, EntFieldKey *key);
gboolean ent_cursor_get_value (EntCursor *cursor,
                               const EntOrigins *origins,
                               const EntKind *element,
                               EntValue *value,
                               gboolean *unknown);
void ent_cursor_get_origins (EntCursor *cursor, EntOrigins *origins);

/* The order of operations in a body: by field (those without one last), then as given. */
int ent_op_compare (const EntOp *a, const EntOp *b);

/* CRC-32 of the record's id, where there is one, and the bytes: a body that came to stand with another record is found
 * out. */
guint32 ent_body_checksum_for (const EntId *id, gconstpointer data, gsize size);
guint32 ent_body_checksum (gconstpointer data, gsize size);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (EntBody, ent_body_clear)
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (EntBodyWriter, ent_body_writer_clear)

G_END_DECLS
