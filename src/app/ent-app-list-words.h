/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gio/gio.h>

#include "ent-undo.h"

G_BEGIN_DECLS

/* Whole sentences per kind: languages bend words after what they belong to. */
const char *ent_app_list_words_empty_title (const EntKind *kind);
const char *ent_app_list_words_empty_text (const EntKind *kind);
const char *ent_app_list_words_new (const EntKind *kind);       /* with a mnemonic */
const char *ent_app_list_words_new_plain (const EntKind *kind); /* without */
char *ent_app_list_words_deleted (const EntKind *kind, guint64 n);

/* How many records were removed, restored and changed, or NULL: none. */
char *ent_app_list_words_dup_undone (const EntUndoResult *undone);

/* What an undo left as it is, in a line of a toast; NULL: nothing. */
char *ent_app_list_words_dup_kept (const EntUndoResult *undone);

/* Fields to sort by, as targets of the action "list.sort". */
GMenuModel *ent_app_list_words_sort_menu (EntStore *store, const EntKind *kind);

G_END_DECLS
