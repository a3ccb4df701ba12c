/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "book-fixture.h"

#include "ent-attachment-save.h"
#include "ent-files-private.h"

G_BEGIN_DECLS

/* Attachments in few words. What fails, fails the test. */

EntId attach_add_contact (EntStore *store, const char *name);
EntId attach_text (EntStore *store, const EntId *record, const char *name, const char *text);

/* NULL with the error. */
EntReceipt *attach_file (EntStore *store, const EntId *record, const char *path, EntId *attachment, GError **error);

void attach_erase (EntStore *store, const char *kind, const EntId *id);

/* What the content of an attachment is; NULL with the error. */
char *attach_read (EntStore *store, const EntId *attachment, GError **error);

/* The path that the content of an attachment should be at. */
char *attach_dup_path (EntStore *store, const EntId *attachment);

/* Contents and parts in the folder of files; each content is held to its name. */
typedef struct
{
  guint contents;
  guint parts;
  guint foreign;
} AttachCount;

AttachCount attach_count (EntStore *store);

/* As if so much time had gone by since. */
void attach_age (const char *path, gint64 seconds);

/* How many findings a check has; each is told. */
guint attach_check (EntStore *store, gboolean rebuild);

G_END_DECLS
