/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ent-element.h"
#include "ent-kind.h"
#include "ent-value.h"

G_BEGIN_DECLS

typedef struct _EntStore EntStore;

#define ENT_TYPE_CHANGE (ent_change_get_type ())

/**
 * EntChange:
 *
 * Everything that one user action does to the book, in one piece: committed as a whole or not at all. The only way to
 * write.
 *
 * Fields are named by [struct@Field]; values are copied. A change may be built on any thread, belongs to one, and is
 * committed once. Values are checked when it is committed, so that no way in (form, CLI, import, rule) can pass by the
 * checks.
 */
ENT_AVAILABLE_IN_1_0
G_DECLARE_FINAL_TYPE (EntChange, ent_change, ENT, CHANGE, GObject)

ENT_AVAILABLE_IN_1_0
EntChange *ent_change_new (EntStore *store);

/* Where it comes from, for the history: "form", "cli", "import" … A short word, not translated. */
ENT_AVAILABLE_IN_1_0
void ent_change_set_source (EntChange *self, const char *source);

/* Groups with one batch are undone together: a bulk change, an import. */
ENT_AVAILABLE_IN_1_0
void ent_change_set_batch (EntChange *self, const EntId *batch);

/* What the undo entry is called, translated: "Change of 3 contacts". */
ENT_AVAILABLE_IN_1_0
void ent_change_set_label (EntChange *self, const char *label);

/* A new record; its id is generated when `id` is all zero and returned in it. */
ENT_AVAILABLE_IN_1_0
void ent_change_add (EntChange *self, const EntKind *kind, EntId *id);

/* Fails at commit with ENT_ERROR_REVISION when the record was touched after `revision`. */
ENT_AVAILABLE_IN_1_0
void ent_change_expect_revision (EntChange *self, const EntKind *kind, const EntId *id, gint64 revision);

/* A NOTHING value clears the field. Also for virtual fields (a contact's account). */
ENT_AVAILABLE_IN_1_0
void
ent_change_set (EntChange *self, const EntKind *kind, const EntId *id, const EntField *field, const EntValue *value);

ENT_AVAILABLE_IN_1_0
void
ent_change_set_text (EntChange *self, const EntKind *kind, const EntId *id, const EntField *field, const char *text);

/* As ent_change_set(), but replaces every value that stands against another. */
ENT_AVAILABLE_IN_1_0
void ent_change_resolve (EntChange *self,
                         const EntKind *kind,
                         const EntId *id,
                         const EntField *field,
                         const EntValue *value);

/* A contact point, address, source id, tag, participant. */
ENT_AVAILABLE_IN_1_0
void ent_change_add_element (EntChange *self,
                             const EntKind *kind,
                             const EntId *id,
                             const EntField *field,
                             const EntValue *value);

/* Elements are named by their adding dot. */
ENT_AVAILABLE_IN_1_0
void ent_change_remove_element (EntChange *self,
                                const EntKind *kind,
                                const EntId *id,
                                const EntField *field,
                                const EntDot *dot);

/* Removes the element and adds `value` in its place; a primary field that names it follows. */
ENT_AVAILABLE_IN_1_0
void ent_change_replace_element (EntChange *self,
                                 const EntKind *kind,
                                 const EntId *id,
                                 const EntField *field,
                                 const EntDot *dot,
                                 const EntValue *value);

ENT_AVAILABLE_IN_1_0
void ent_change_delete (EntChange *self, const EntKind *kind, const EntId *id);

ENT_AVAILABLE_IN_1_0
void ent_change_restore (EntChange *self, const EntKind *kind, const EntId *id);

/* Both are one from now on. For the fields in `choices` (n pairs field, id of the original whose value is shown). */
ENT_AVAILABLE_IN_1_0
void ent_change_merge (EntChange *self,
                       const EntKind *kind,
                       const EntId *a,
                       const EntId *b,
                       const EntField *const *choice_fields,
                       const EntId *choice_ids,
                       guint n_choices);

ENT_AVAILABLE_IN_1_0
void ent_change_unmerge (EntChange *self, const EntKind *kind, const EntId *id);

/* Cannot be undone. */
ENT_AVAILABLE_IN_1_0
void ent_change_erase (EntChange *self, const EntKind *kind, const EntId *id);

ENT_AVAILABLE_IN_1_0
guint ent_change_get_n_operations (EntChange *self);

ENT_AVAILABLE_IN_1_0
gboolean ent_change_is_empty (EntChange *self);

G_END_DECLS
