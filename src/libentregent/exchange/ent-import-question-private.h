/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ent-import-question.h"
#include "ent-store.h"

G_BEGIN_DECLS

#define ENT_IMPORT_ANSWER_NEW "new"

EntImportQuestion *ent_import_question_new (EntImportQuestionType type, const char *column, const char *subject);
/* Takes over the samples. */
void ent_import_question_add_reading (EntImportQuestion *self, const char *key, const char *label, char **samples);
void ent_import_question_add_example (EntImportQuestion *self, guint64 line, const char *text);

/*
 * Answers by column, type of question and, for users, name. What people said of one layout is kept on this computer,
 * with the local state of the book: a text of JSON for each layout.
 */
typedef struct _EntImportAnswers EntImportAnswers;

EntImportAnswers *ent_import_answers_new (void);
void ent_import_answers_free (EntImportAnswers *self);

/* The type is told by the answer; with a subject it is of a user. FALSE when it is no answer to anything. */
gboolean ent_import_answers_set (EntImportAnswers *self, const char *column, const char *subject, const char *reading);
const char *ent_import_answers_get (const EntImportAnswers *self,
                                    EntImportQuestionType type,
                                    const char *column,
                                    const char *subject);

/* Takes back all that was said of a column. */
void ent_import_answers_unset (EntImportAnswers *self, const char *column);

/* The names, folded, of which something was said who they are. (transfer full) */
char **ent_import_answers_list_names (const EntImportAnswers *self, const char *column);

/* A column that something was said of and that is none of these, or NULL. */
const char *ent_import_answers_find_other (const EntImportAnswers *self, const char *const *columns);

/* What was kept for a layout; empty where nothing was. Blocks. */
EntImportAnswers *ent_import_answers_load (EntStore *store, const char *layout);
/* Adds those of some columns to what is kept for it. Blocks. */
gboolean ent_import_answers_keep (const EntImportAnswers *self,
                                  EntStore *store,
                                  const char *layout,
                                  const char *const *columns,
                                  GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EntImportAnswers, ent_import_answers_free)

G_END_DECLS
