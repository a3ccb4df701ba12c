/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ent-import-writer-private.h"

G_BEGIN_DECLS

typedef struct
{
  EntImportProgress func;
  gpointer data;
  double begin; /* of all files */
  double share;
} EntImportPipeProgress;

/* Reads on one thread (parsing, conversion, phones) while this one looks up and writes; a few hundred rows wait in
 * between at most. */
gboolean ent_import_pipe_run (EntImportSource *source,
                              EntImportWriter *writer,
                              const EntImportPipeProgress *progress,
                              GCancellable *cancellable,
                              GError **error);

G_END_DECLS
