/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ent-vcard-private.h"

G_BEGIN_DECLS

/*
 * Parameters of properties that become fields, which say what no field does (ALTID, LANGUAGE, SORT-AS …). They are kept
 * among what a card says besides, as properties of their own, and go out again with the property that they were of, as
 * long as its value is what it was: not the value but a fingerprint of it stands with them.
 */

/* Adds to rest what there is to keep of a property that was understood. */
void ent_vcard_params_keep (const EntVcard *card, const EntVcardProperty *property, EntVcard *rest);

/* Whether a property of rest holds such parameters. */
gboolean ent_vcard_params_are (const EntVcardProperty *property);

/* The card with what rest keeps for its properties. (transfer full) */
EntVcard *ent_vcard_params_give_back (const EntVcard *card, const EntVcard *rest);

G_END_DECLS
