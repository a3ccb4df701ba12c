/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ent-record.h"

G_BEGIN_DECLS

/* For the store, which fills a copy while it reads it. */
EntRecord *ent_record_new (const EntKind *kind, const EntId *id);
void ent_record_set_revision (EntRecord *self, gint64 revision);
void ent_record_set_times (EntRecord *self, gint64 created, gint64 modified);
void ent_record_set_deleted (EntRecord *self, gboolean deleted);

/* Takes over what value owns, and leaves nothing in it. */
void ent_record_take_value (EntRecord *self, const EntField *field, EntValue *value);
void ent_record_add_element (EntRecord *self, const EntField *field, EntValue *value, const EntDot *dot);
void ent_record_set_reference_title (EntRecord *self, const EntField *field, const char *title);
void ent_record_add_conflict (EntRecord *self, const EntField *field);

/* For the generated classes: properties and accessors by the fields of their kind. */
void ent_record_class_install_fields (EntRecordClass *klass, const EntKind *kind);
const char *ent_record_peek_text (EntRecord *self, const EntField *field);
gint64 ent_record_peek_integer (EntRecord *self, const EntField *field);
gboolean ent_record_peek_boolean (EntRecord *self, const EntField *field);
const EntId *ent_record_peek_id (EntRecord *self, const EntField *field);
EntElement *ent_record_peek_primary (EntRecord *self, const EntField *field);

G_END_DECLS
