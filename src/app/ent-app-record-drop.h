/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ent-app-record-page.h"

G_BEGIN_DECLS

/* Lets files be dropped on the page of a record. */
void ent_app_record_drop_add (EntAppRecordPage *page);

G_END_DECLS
