/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ent-text-source-private.h"
#include "ent-vcard-private.h"

G_BEGIN_DECLS

/* Pulls vCards out of a text, one at a time. The source must have been opened with ENT_TEXT_SOURCE_FOLDED. */
typedef struct _EntVcardReader EntVcardReader;

EntVcardReader *ent_vcard_reader_new (EntTextSource *source);
void ent_vcard_reader_free (EntVcardReader *self);

EntVcard *ent_vcard_reader_next (EntVcardReader *self, GError **error);

guint64 ent_vcard_reader_get_n_cards (EntVcardReader *self);
guint64 ent_vcard_reader_get_n_stray_lines (EntVcardReader *self, guint64 *first_line);
guint64 ent_vcard_reader_get_n_invalid (EntVcardReader *self);
EntTextSource *ent_vcard_reader_get_source (EntVcardReader *self);
void ent_vcard_reader_set_limits (EntVcardReader *self, gsize max_line, gsize max_card);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EntVcardReader, ent_vcard_reader_free)

G_END_DECLS
