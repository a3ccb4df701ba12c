/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ent-attachments.h"
#include "ent-files-private.h"
#include "ent-writer-private.h"

G_BEGIN_DECLS

/* A content that an attachment has, or has had: both are kept, for what was deleted or replaced can come back. */
typedef struct
{
  EntId attachment;
  gint64 size; /* -1 where only the history tells of it */
} EntContentUse;

/* Every one, by its hash. (transfer full) */
GHashTable *ent_attachments_dup_uses (EntDb *db, GError **error);

/* What is attached to a record, and to those that it is merged with. (transfer full) (element-type EntId) */
GArray *ent_attachments_dup_of (EntDb *db, const EntKind *kind, const EntId *id, GError **error);

/* The attachment that has the picture of a contact, unless that is `except` (nullable); the null id: none. */
gboolean
ent_attachments_find_photo (EntDb *db, const EntId *contact, const char *except, EntId *attachment, GError **error);

/* The other way round: the contact whose picture an attachment is. */
gboolean ent_attachments_find_pictured (EntDb *db, const EntId *attachment, EntId *contact, GError **error);

/* Of an attachment that is about to be erased: what has to be looked at after the commit. */
gboolean ent_attachments_note_erased (EntWriter *self, const EntPlan *plan, GError **error);

/* With the writer held, outside of a transaction: contents that were noted and that nothing has any more. */
gboolean ent_attachments_remove_erased (EntStore *store, EntDb *db, GError **error);

/* The same of all contents that nobody has had for a day; `names` (nullable) gets their hashes. */
gboolean ent_attachments_purge (EntStore *store, GPtrArray *names, GError **error);

/* That, at most once a day, on a thread of the store. For after a commit. */
void ent_attachments_purge_automatic (EntStore *store);

/* What lies in the folder of files against what should: all contents are read. */
gboolean
ent_check_files (EntStore *store, gboolean mend, GPtrArray *findings, GCancellable *cancellable, GError **error);

G_END_DECLS
