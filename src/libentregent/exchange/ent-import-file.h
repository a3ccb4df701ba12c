/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gio/gio.h>

#include "ent-import-question.h"

G_BEGIN_DECLS

#define ENT_TYPE_IMPORT_COLUMN (ent_import_column_get_type ())

/**
 * EntImportColumn:
 * @name: as the file has it, or "Column 3"
 * @field_key: (nullable): what it goes to ("phone.work"); %NULL when it is left out, and for a custom field
 * @custom: goes to a custom field that the import makes
 * @type_label: (nullable): what its values were recognised as, translated ("Date, day first")
 * @samples: (array zero-terminated=1) (nullable): up to three values
 *
 * One column of a table.
 */
typedef struct
{
  char *name;
  char *field_key;
  gboolean custom;
  char *type_label;
  char **samples;
} EntImportColumn;

ENT_AVAILABLE_IN_1_0
GType ent_import_column_get_type (void) G_GNUC_CONST;

ENT_AVAILABLE_IN_1_0
EntImportColumn *ent_import_column_copy (const EntImportColumn *self);

ENT_AVAILABLE_IN_1_0
void ent_import_column_free (EntImportColumn *self);

#define ENT_TYPE_IMPORT_FILE (ent_import_file_get_type ())

/**
 * EntImportFile:
 * @file: the file
 * @format: "csv", "vcard", "jcard", "calendar", "mail", "xlsx" or "ods"
 * @program: (nullable): the program that wrote it, where its layout is known ("HubSpot")
 * @kind: (nullable): what its rows are; %NULL where a file holds several kinds
 * @description: encoding, delimiter and the like for people, translated
 * @columns: (element-type EntImportColumn): of a table, from the left; else empty
 * @questions: (element-type EntImportQuestion): what its columns leave open, and what was answered to them
 * @sheets: (array zero-terminated=1) (nullable): of a workbook the names of all its sheets
 * @sheet: (nullable): of a workbook the one that is read
 *
 * What was recognised of one file. A file whose rows are of several kinds is there once for each.
 */
typedef struct
{
  GFile *file;
  const char *format;
  char *program;
  const EntKind *kind;
  char *description;
  GPtrArray *columns;
  GPtrArray *questions;
  char **sheets;
  char *sheet;
} EntImportFile;

ENT_AVAILABLE_IN_1_0
GType ent_import_file_get_type (void) G_GNUC_CONST;

ENT_AVAILABLE_IN_1_0
EntImportFile *ent_import_file_copy (const EntImportFile *self);

ENT_AVAILABLE_IN_1_0
void ent_import_file_free (EntImportFile *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EntImportColumn, ent_import_column_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EntImportFile, ent_import_file_free)

G_END_DECLS
