/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ent-vcard-private.h"

G_BEGIN_DECLS

EntVcardVersion ent_vcard_get_written_version (const EntVcard *card);
/* Appends the card; how many parameters were left out that the version has no way to write. */
guint ent_vcard_write (const EntVcard *card, EntVcardVersion version, GString *out);
/* The same card in another version. */
EntVcard *ent_vcard_convert (const EntVcard *card, EntVcardVersion version);
/* Whether two cards, of any versions, say the same. */
gboolean ent_vcard_equal (const EntVcard *a, const EntVcard *b);
gboolean ent_vcard_text_equal (const char *a, const char *b);
gboolean ent_vcard_property_equal (const EntVcard *a,
                                   const EntVcardProperty *property_a,
                                   const EntVcard *b,
                                   const EntVcardProperty *property_b);

/* A property in the way of 2.1; counts as ent_vcard_write() does. */
guint ent_vcard_write_quoted (const EntVcard *card, const EntVcardProperty *property, GString *out);
/* ENCODING, CHARSET and their bare words. */
gboolean ent_vcard_param_is_encoding (const EntVcardParam *param);
/* VALUE=uri of a picture, which is what it is without it in 4.0. */
gboolean ent_vcard_param_says_elsewhere (const EntVcardProperty *property, const EntVcardParam *param);

G_END_DECLS
