/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ent-import.h"

G_BEGIN_DECLS

/* What a column of a file becomes, as a person would say it: "Phone · Work", "Job title", "Left out". */
char *ent_app_import_words_dup_target (EntStore *store, const EntKind *kind, const EntImportColumn *column);

/* The same of a key alone, also of a part of the addresses or contact points. */
char *ent_app_import_words_dup_field (EntStore *store, const EntKind *kind, const char *key);

/* Some of what stands in it; where no field says what that is, what it was recognized as comes first. */
char *ent_app_import_words_dup_samples (const EntImportColumn *column);

/* "Phone, Job title" */
char *ent_app_import_words_dup_list (const char *const *words);

G_END_DECLS
