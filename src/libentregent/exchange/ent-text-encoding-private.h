/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* How sure a guess is: the import says so to the person unless it is certain. */
typedef enum
{
  ENT_ENCODING_CERTAIN, /* a byte order mark, valid UTF-8 beyond ASCII, or chosen by the caller */
  ENT_ENCODING_ASCII,   /* nothing beyond ASCII was seen; decide again when something comes */
  ENT_ENCODING_GUESSED, /* by statistics */
} EntEncodingCertainty;

typedef struct
{
  const char *name; /* a name that ICU knows; static */
  gsize bom_length; /* bytes to skip at the start */
  EntEncodingCertainty certainty;
} EntEncodingGuess;

const char *ent_text_encoding_binary_kind (const guint8 *data, gsize length);
EntEncodingGuess ent_text_encoding_detect (const guint8 *data, gsize length, gboolean complete);
char *ent_text_encoding_decode (const char *name, const guint8 *data, gsize length);
gsize ent_text_encoding_utf8_prefix (const guint8 *data, gsize length, gboolean *truncated);

G_END_DECLS
