/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ent-element.h"
#include "ent-kind.h"
#include "ent-value.h"

G_BEGIN_DECLS

#define ENT_TYPE_RECORD (ent_record_get_type ())

/**
 * EntRecord:
 *
 * A detached copy of one record as it was when it was read. Changing the book does not change it, and it
 * cannot change the book: what a person edits is committed as an [class@Change] that names the copy's
 * revision.
 *
 * Each kind has a final subclass with typed accessors, made from its file: [class@Contact], [class@Account]
 * ….
 */
ENT_AVAILABLE_IN_1_0
G_DECLARE_DERIVABLE_TYPE (EntRecord, ent_record, ENT, RECORD, GObject)

struct _EntRecordClass
{
  GObjectClass parent_class;

  const EntKind *kind;

  gpointer padding[4];
};

ENT_AVAILABLE_IN_1_0
const EntKind *ent_record_get_kind (EntRecord *self);

ENT_AVAILABLE_IN_1_0
const EntId *ent_record_get_id (EntRecord *self);

/* The last group that touched it; names what an edit was based on. */
ENT_AVAILABLE_IN_1_0
gint64 ent_record_get_revision (EntRecord *self);

ENT_AVAILABLE_IN_1_0
gint64 ent_record_get_created (EntRecord *self);

ENT_AVAILABLE_IN_1_0
gint64 ent_record_get_modified (EntRecord *self);

ENT_AVAILABLE_IN_1_0
gboolean ent_record_get_deleted (EntRecord *self);

/* What it is called by: name or subject; never NULL, may be empty. */
ENT_AVAILABLE_IN_1_0
const char *ent_record_get_title (EntRecord *self);

ENT_AVAILABLE_IN_1_0
const EntValue *ent_record_get_value (EntRecord *self, const EntField *field);

ENT_AVAILABLE_IN_1_0
const char *ent_record_get_text (EntRecord *self, const char *field_key);

ENT_AVAILABLE_IN_1_0
gint64 ent_record_get_integer (EntRecord *self, const char *field_key);

ENT_AVAILABLE_IN_1_0
const EntId *ent_record_get_reference (EntRecord *self, const char *field_key);

/* Elements of a set: EntValue of type ELEMENT or ID, in the order added. (transfer none) (element-type
 * EntValue) */
ENT_AVAILABLE_IN_1_0
GPtrArray *ent_record_get_elements (EntRecord *self, const EntField *field);

/* The adding dot of the element at `index`: what removing or replacing it names. */
ENT_AVAILABLE_IN_1_0
const EntDot *ent_record_get_element_dot (EntRecord *self, const EntField *field, guint index);

/* The title of the record that a reference points to, read with it, or NULL. */
ENT_AVAILABLE_IN_1_0
const char *ent_record_get_reference_title (EntRecord *self, const EntField *field);

/* The same for people: what the book was seeded with (stages, sectors …) goes by its translated name. */
ENT_AVAILABLE_IN_1_0
const char *ent_record_get_reference_label (EntRecord *self, const EntField *field);

/* Whether the field has several heads that differ: two people changed it without knowing of each other. */
ENT_AVAILABLE_IN_1_0
gboolean ent_record_has_conflict (EntRecord *self, const EntField *field);

G_END_DECLS
