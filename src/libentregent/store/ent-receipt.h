/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib-object.h>

#include "ent-version-macros.h"

G_BEGIN_DECLS

#define ENT_TYPE_RECEIPT (ent_receipt_get_type ())

/**
 * EntReceipt:
 *
 * What a commit did: its group, and warnings (a doubtful phone number, a wrong check digit) that did not keep it from
 * being saved.
 */
typedef struct _EntReceipt EntReceipt;

ENT_AVAILABLE_IN_1_0
GType ent_receipt_get_type (void) G_GNUC_CONST;

ENT_AVAILABLE_IN_1_0
EntReceipt *ent_receipt_ref (EntReceipt *self);

ENT_AVAILABLE_IN_1_0
void ent_receipt_unref (EntReceipt *self);

/* The group, or 0 when there was nothing to change. */
ENT_AVAILABLE_IN_1_0
gint64 ent_receipt_get_group (EntReceipt *self);

/* Translated sentences; NULL-terminated, may be empty. */
ENT_AVAILABLE_IN_1_0
const char *const *ent_receipt_get_warnings (EntReceipt *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EntReceipt, ent_receipt_unref)

G_END_DECLS
