/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ent-store.h"

G_BEGIN_DECLS

#define ENT_GTK_TYPE_EDITOR (ent_gtk_editor_get_type ())

/**
 * EntGtkEditor:
 *
 * What the rows of a form edit: a record of the book, where each value is committed as one change as soon as it is
 * given, or a draft (an element or a record that is not in the book yet), where values wait until the form is accepted.
 */
ENT_AVAILABLE_IN_1_0
G_DECLARE_FINAL_TYPE (EntGtkEditor, ent_gtk_editor, ENT_GTK, EDITOR, GObject)

ENT_AVAILABLE_IN_1_0
EntGtkEditor *ent_gtk_editor_new (EntStore *store);

ENT_AVAILABLE_IN_1_0
EntGtkEditor *ent_gtk_editor_new_draft (EntStore *store, const EntKind *kind);

ENT_AVAILABLE_IN_1_0
gboolean ent_gtk_editor_is_draft (EntGtkEditor *self);

ENT_AVAILABLE_IN_1_0
EntStore *ent_gtk_editor_get_store (EntGtkEditor *self);

ENT_AVAILABLE_IN_1_0
const EntKind *ent_gtk_editor_get_kind (EntGtkEditor *self);

ENT_AVAILABLE_IN_1_0
EntRecord *ent_gtk_editor_get_record (EntGtkEditor *self);

ENT_AVAILABLE_IN_1_0
void ent_gtk_editor_set_record (EntGtkEditor *self, EntRecord *record);

ENT_AVAILABLE_IN_1_0
const EntValue *ent_gtk_editor_get_value (EntGtkEditor *self, const EntField *field);

ENT_AVAILABLE_IN_1_0
void ent_gtk_editor_set_value (EntGtkEditor *self, const EntField *field, const EntValue *value);

ENT_AVAILABLE_IN_1_0
const char *ent_gtk_editor_get_currency (EntGtkEditor *self, const EntField *field);

ENT_AVAILABLE_IN_1_0
const char *ent_gtk_editor_get_reference_title (EntGtkEditor *self, const EntField *field);

ENT_AVAILABLE_IN_1_0
gboolean ent_gtk_editor_has_conflict (EntGtkEditor *self, const EntField *field);

ENT_AVAILABLE_IN_1_0
void ent_gtk_editor_apply_to (EntGtkEditor *self, EntChange *change, const EntId *id);

ENT_AVAILABLE_IN_1_0
EntElement *ent_gtk_editor_dup_element (EntGtkEditor *self);

ENT_AVAILABLE_IN_1_0
void ent_gtk_editor_commit (EntGtkEditor *self, EntChange *change, const EntField *field, const char *label);

ENT_AVAILABLE_IN_1_0
void ent_gtk_editor_commit_async (EntGtkEditor *self,
                                  EntChange *change,
                                  const char *label,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);

ENT_AVAILABLE_IN_1_0
gboolean ent_gtk_editor_commit_finish (EntGtkEditor *self, GAsyncResult *result, GError **error);

G_END_DECLS
