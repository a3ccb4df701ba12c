/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ent-text-source-private.h"
#include "ent-vcard-private.h"

G_BEGIN_DECLS

/* Appends a card of version 4.0 as JSON (jCard, RFC 7095). */
void ent_jcard_write (const EntVcard *card, GString *out);

/* Whether a text begins as a card or a list of them. */
gboolean ent_jcard_recognize (const char *text, gsize length);

/* Pulls cards out of one card or a list of them, one at a time: any number takes the memory of the largest. */
typedef struct _EntJcardReader EntJcardReader;

EntJcardReader *ent_jcard_reader_new (EntTextSource *source); /* takes it */
void ent_jcard_reader_free (EntJcardReader *self);
/* The next card, of version 4.0, rejected ones too; NULL at the end, or with @error. */
EntVcard *ent_jcard_reader_next (EntJcardReader *self, GError **error);

/* Dates and times: vCard has none of the signs between their parts, JSON has all. (transfer full) */
gboolean ent_jcard_is_date_type (const char *type);
char *ent_jcard_extend_date (const char *type, const char *basic);
char *ent_jcard_compact_date (const char *type, const char *extended);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EntJcardReader, ent_jcard_reader_free)

G_END_DECLS
