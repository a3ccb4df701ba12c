/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <adwaita.h>

#include "ent-import.h"

G_BEGIN_DECLS

#define ENT_APP_TYPE_IMPORT_QUESTIONS (ent_app_import_questions_get_type ())
G_DECLARE_FINAL_TYPE (EntAppImportQuestions, ent_app_import_questions, ENT_APP, IMPORT_QUESTIONS, AdwNavigationPage)

/* How many questions the files leave open, each once, and how many of these nobody has answered. */
guint ent_app_import_questions_count (GPtrArray *inspected, guint *n_open);

/* A page that asks all of them, with the cells that show each and what they are in either reading. `inspected` is of
 * EntImportFile, `files` of GFile. Emits "answered" when the person goes on. */
AdwNavigationPage *ent_app_import_questions_new (GPtrArray *inspected, GPtrArray *files);

/* Says to an import what was chosen; with `all` also what was left as it was shown. FALSE where that is nothing. */
gboolean ent_app_import_questions_answer (EntAppImportQuestions *self, EntImport *import, gboolean all);

/* Puts the focus on the first question, past the header. */
void ent_app_import_questions_focus (EntAppImportQuestions *self);

G_END_DECLS
