/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ent-bytes-private.h"

G_BEGIN_DECLS

/*
 * What the files in golden/ are made of. Those with bytes are key files: a section for each example, with its bytes
 * and, in words, what they mean when they are read.
 */

typedef struct
{
  const char *name;

  /* The whole text of the file as this version writes it. */
  char *(*make) (void);

  /* What the bytes of an example mean; `again` gets them as they are written after they were read. NULL: the file has
   * no bytes. */
  char *(*read) (const guint8 *data, gsize size, EntBytes *again);
} GoldenFile;

extern const GoldenFile golden_files[];
extern const guint golden_n_files;

#define GOLDEN_ORIGIN G_GUINT64_CONSTANT (0x0a0b0c0d0e0f1011)
#define GOLDEN_OTHER G_GUINT64_CONSTANT (0x2021222324252627)
#define GOLDEN_THIRD G_GUINT64_CONSTANT (0xf0f1f2f3f4f5f6f7)

void golden_parse_hex (const char *hex, EntBytes *bytes);

/* The files. */
char *golden_make_ids (void);
char *golden_make_bodies (void);
char *golden_read_body (const guint8 *data, gsize size, EntBytes *again);
char *golden_make_groups (void);
char *golden_read_group (const guint8 *data, gsize size, EntBytes *again);
char *golden_make_states (void);
char *golden_read_state (const guint8 *data, gsize size, EntBytes *again);
char *golden_make_book (void);

G_END_DECLS
