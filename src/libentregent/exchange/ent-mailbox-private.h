/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ent-mail-private.h"

G_BEGIN_DECLS

/* A file of letters, read one by one: of a mailbox of gigabytes no more is in memory than of its largest letter. */
typedef struct _EntMailbox EntMailbox;

EntMailbox *ent_mailbox_new (const char *data, gsize length);

/* Fails where the file cannot be opened. What is attached to a letter stays in the file until it is read. */
EntMailbox *ent_mailbox_new_from_file (GFile *file, GError **error);

void ent_mailbox_free (EntMailbox *self);

/* The next letter; NULL behind the last one. A file that is no mailbox is one. FALSE: it cannot be read. */
gboolean ent_mailbox_next (EntMailbox *self, EntMail **mail, GCancellable *cancellable, GError **error);

/* Whether it has a line in front of each letter, as far as it was read. */
gboolean ent_mailbox_is_mailbox (EntMailbox *self);

/* How much of the file was read, from 0 to 1. */
double ent_mailbox_get_fraction (EntMailbox *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EntMailbox, ent_mailbox_free)

G_END_DECLS
