/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ent-import-layout-private.h"
#include "ent-import-question-private.h"
#include "ent-import-staged-private.h"
#include "ent-import.h"
#include "ent-table-private.h"

G_BEGIN_DECLS

/*
 * One file of an import, read record by record on the reading thread: a table or a set of cards. A reader of another
 * format implements these functions; nothing else knows the format.
 */
typedef struct _EntImportSource EntImportSource;

typedef struct
{
  gboolean (*inspect) (EntImportSource *self, EntImportFile *file, GError **error);
  gboolean (*next) (EntImportSource *self, EntStagedRecord **record, GError **error); /* NULL at the end */
  void (*append_notes) (EntImportSource *self, GPtrArray *notes);
  double (*get_fraction) (EntImportSource *self); /* of the file that is read */
  void (*free) (EntImportSource *self);
} EntImportSourceClass;

struct _EntImportSource
{
  const EntImportSourceClass *klass;
  EntStore *store;
  GFile *file;
  guint index;
  const char *format;  /* "csv", "vcard" … */
  const EntKind *kind; /* of its records */

  /* How its rejected rows are written. */
  char *raw_header;
  gsize raw_header_length;
  char delimiter;
};

/* Written behind the header of a file of rejected rows, passed over when it comes back. Not translated. */
#define ENT_IMPORT_REASON_COLUMN "rejected-because"

/* Beside `id`, in tables that this program wrote: the key of the rows' kind. */
#define ENT_IMPORT_KIND_COLUMN "kind"

/* In spreadsheets that this program wrote: which state of the record the row shows (ent-export-table-private.h). */
#define ENT_IMPORT_REVISION_COLUMN "exported-revision"

/* Options of the import that sources look at. */
typedef struct
{
  const EntKind *kind;           /* wanted, or NULL */
  const EntImportLayout *layout; /* of the program that the file comes from, or NULL */
  GHashTable *mapping;           /* column → field key, "" to leave out */
  char *sheet;                   /* of workbooks, or NULL */
  EntImportAnswers *answers;     /* to questions on columns, or NULL */
  const EntKind *about_kind;     /* of the record that they have to do with, or NULL */
  EntId about;
  guint n_files;
  gboolean has_kind_column;
  gboolean dry_run;
} EntImportSettings;

/* Adds the sources of a file: one, or several where its rows are of several kinds. (element-type EntImportSource) */
gboolean ent_import_source_open (EntStore *store,
                                 GFile *file,
                                 guint index,
                                 const EntImportSettings *settings,
                                 GPtrArray *sources,
                                 GCancellable *cancellable,
                                 GError **error);
EntImportSource *ent_import_vcard_source_open (EntStore *store,
                                               GFile *file,
                                               guint index,
                                               const EntImportSettings *settings,
                                               gboolean json,
                                               GCancellable *cancellable,
                                               GError **error);
EntImportSource *ent_import_calendar_source_open (EntStore *store,
                                                  GFile *file,
                                                  guint index,
                                                  const EntImportSettings *settings,
                                                  GCancellable *cancellable,
                                                  GError **error);
EntImportSource *ent_import_mail_source_open (EntStore *store,
                                              GFile *file,
                                              guint index,
                                              const EntImportSettings *settings,
                                              GCancellable *cancellable,
                                              GError **error);
/* Takes the table over. */
gboolean ent_import_table_source_open (EntStore *store,
                                       GFile *file,
                                       EntTable *table,
                                       guint index,
                                       const EntImportSettings *settings,
                                       GPtrArray *sources,
                                       GCancellable *cancellable,
                                       GError **error);

/* Adds the record that the import has to do with. */
gboolean
ent_import_stage_about (EntStore *store, const EntImportSettings *settings, EntStagedRecord *staged, GError **error);

/* What every source has; called by their own open and free. */
void ent_import_source_init (EntImportSource *self,
                             const EntImportSourceClass *klass,
                             EntStore *store,
                             GFile *file,
                             guint index);
void ent_import_source_clear (EntImportSource *self);
void ent_import_source_free (EntImportSource *self);

double ent_import_source_get_fraction (EntImportSource *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EntImportSource, ent_import_source_free)

G_END_DECLS
