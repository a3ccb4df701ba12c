/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ent-kind.h"

G_BEGIN_DECLS

/**
 * EntImportQuestionType:
 * @ENT_IMPORT_QUESTION_ORDER: whether the day or the month comes first
 * @ENT_IMPORT_QUESTION_DECIMAL: whether 1.234 is one thousand two hundred and thirty-four, or one and a fraction
 * @ENT_IMPORT_QUESTION_CURRENCY: what amounts without a currency are in, or which dollars "$" are
 * @ENT_IMPORT_QUESTION_USER: who somebody is that the file calls by a name which no user has
 *
 * What the cells of a column do not tell.
 */
typedef enum
{
  ENT_IMPORT_QUESTION_ORDER,
  ENT_IMPORT_QUESTION_DECIMAL,
  ENT_IMPORT_QUESTION_CURRENCY,
  ENT_IMPORT_QUESTION_USER,
} EntImportQuestionType;

#define ENT_TYPE_IMPORT_READING (ent_import_reading_get_type ())

/**
 * EntImportReading:
 * @key: to answer with: "day-first", "month-first"; "point", "comma"; "EUR"; the id of a user, or "new"
 * @label: for people, translated: "Day first", "Decimal comma", "Euro", "Sam Sales", "A new user"
 * @samples: (array zero-terminated=1) (nullable): how each example reads so, in their order ("3 April 2020"); empty
 *   for one that cannot be read so, and %NULL where that says nothing
 *
 * One possible answer. Any currency is one too, whether it is among them or not.
 */
typedef struct
{
  char *key;
  char *label;
  char **samples;
} EntImportReading;

ENT_AVAILABLE_IN_1_0
GType ent_import_reading_get_type (void) G_GNUC_CONST;

ENT_AVAILABLE_IN_1_0
EntImportReading *ent_import_reading_copy (const EntImportReading *self);

ENT_AVAILABLE_IN_1_0
void ent_import_reading_free (EntImportReading *self);

#define ENT_TYPE_IMPORT_EXAMPLE (ent_import_example_get_type ())

/**
 * EntImportExample:
 * @line: of the file, from 1
 * @text: what stands there
 *
 * A cell that shows a question.
 */
typedef struct
{
  guint64 line;
  char *text;
} EntImportExample;

ENT_AVAILABLE_IN_1_0
GType ent_import_example_get_type (void) G_GNUC_CONST;

ENT_AVAILABLE_IN_1_0
EntImportExample *ent_import_example_copy (const EntImportExample *self);

ENT_AVAILABLE_IN_1_0
void ent_import_example_free (EntImportExample *self);

/**
 * EntImportQuestion:
 * @type: what is asked
 * @column: the name of the column
 * @subject: (nullable): of %ENT_IMPORT_QUESTION_USER the name, as the file has it
 * @readings: (element-type EntImportReading): what it may mean
 * @examples: (element-type EntImportExample): up to three cells that show it
 * @chosen: the key of the reading that is taken
 * @answered: whether somebody has said so; else it is what the customs of the book's country say, the book's currency,
 *   a new user
 * @remembered: whether that was with an earlier file of the same layout, or with the same headers
 *
 * What the beginning of a file (1,000 rows) leaves open. [method@Import.answer] answers it.
 */
typedef struct
{
  EntImportQuestionType type;
  char *column;
  char *subject;
  GPtrArray *readings;
  GPtrArray *examples;
  char *chosen;
  gboolean answered;
  gboolean remembered;
} EntImportQuestion;

#define ENT_TYPE_IMPORT_QUESTION (ent_import_question_get_type ())

ENT_AVAILABLE_IN_1_0
GType ent_import_question_get_type (void) G_GNUC_CONST;

/* "In the dates of “Due”, the day or the month may come first.", translated */
ENT_AVAILABLE_IN_1_0
char *ent_import_question_dup_label (const EntImportQuestion *self);

ENT_AVAILABLE_IN_1_0
EntImportQuestion *ent_import_question_copy (const EntImportQuestion *self);

ENT_AVAILABLE_IN_1_0
void ent_import_question_free (EntImportQuestion *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EntImportReading, ent_import_reading_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EntImportExample, ent_import_example_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EntImportQuestion, ent_import_question_free)

G_END_DECLS
