/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ent-store-private.h"

G_BEGIN_DECLS

/*
 * The _async / _finish twins of a function that blocks. A job is what the function takes and what it gives: func calls
 * the function and keeps the result in the job, and _finish takes it out.
 */
typedef gboolean (*EntStoreJobFunc) (EntStore *self, gpointer job, GCancellable *cancellable, GError **error);

/* What tells how far it is, on the thread of the job. */
typedef struct
{
  GCallback func;
  gpointer data;
  GDestroyNotify destroy;
} EntStoreJobProgress;

void ent_store_job_progress_clear (EntStoreJobProgress *progress);

/* For what is read at once. A job that was cancelled ends with G_IO_ERROR_CANCELLED also where it was done already, so
 * that its caller may be gone. (transfer full) job */
void ent_store_start_read (EntStore *self,
                           gpointer source_tag,
                           EntStoreJobFunc func,
                           gpointer job,
                           GDestroyNotify destroy,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data);

/* For what takes long, or changes something: it keeps no reading waiting, and what was done is told also when it was
 * cancelled too late. (transfer full) job */
void ent_store_start_long (EntStore *self,
                           gpointer source_tag,
                           EntStoreJobFunc func,
                           gpointer job,
                           GDestroyNotify destroy,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data);

/* The job, which belongs to result, or NULL with an error. (transfer none) */
gpointer ent_store_finish_job (EntStore *self, GAsyncResult *result, gpointer source_tag, GError **error);

G_END_DECLS
