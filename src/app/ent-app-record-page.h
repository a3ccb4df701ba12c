/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <adwaita.h>

#include "ent-gtk-editor.h"

G_BEGIN_DECLS

#define ENT_APP_TYPE_RECORD_PAGE (ent_app_record_page_get_type ())
G_DECLARE_FINAL_TYPE (EntAppRecordPage, ent_app_record_page, ENT_APP, RECORD_PAGE, AdwBin)

void ent_app_record_page_set_store (EntAppRecordPage *self, EntStore *store);

/* Reads and shows a record; NULL for none. */
void ent_app_record_page_show (EntAppRecordPage *self, const EntKind *kind, const EntId *id);

EntGtkEditor *ent_app_record_page_get_editor (EntAppRecordPage *self);
EntRecord *ent_app_record_page_get_record (EntAppRecordPage *self);
void ent_app_record_page_edit_name (EntAppRecordPage *self);
void ent_app_record_page_write_note (EntAppRecordPage *self);

/* Whether a record is shown that files can be attached to. */
gboolean ent_app_record_page_can_attach (EntAppRecordPage *self);
void ent_app_record_page_choose_files (EntAppRecordPage *self);
/* files: of GFile. */
void ent_app_record_page_attach (EntAppRecordPage *self, GPtrArray *files);

G_END_DECLS
