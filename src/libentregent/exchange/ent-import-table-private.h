/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ent-import-row-private.h"
#include "ent-import-source-private.h"

G_BEGIN_DECLS

/* What a source of rows reads with, for who goes through them cell by cell; FALSE: it reads no table. */
gboolean ent_import_table_source_peek (EntImportSource *source,
                                       EntTable **table,
                                       EntImportColumns **columns,
                                       EntImportRow **row);

G_END_DECLS
