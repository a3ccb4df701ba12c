/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ent-column-inference-private.h"
#include "ent-flat-key.h"
#include "ent-header-map-private.h"
#include "ent-import-layout-private.h"
#include "ent-import-question-private.h"
#include "ent-import-source-private.h"
#include "ent-table-private.h"

G_BEGIN_DECLS

#define ENT_IMPORT_MAX_LENGTH 12
#define ENT_IMPORT_MAX_SAMPLES 3

/* A name that a column gives to people of the firm itself. */
typedef struct
{
  char *name;
  char *folded;
  guint64 lines[ENT_IMPORT_MAX_SAMPLES];
  guint n_lines;
} EntImportName;

/* Where one column of a table goes. */
typedef struct
{
  char *name;
  EntHeaderRole role;
  gboolean of_account; /* a fact of the firm in a table of people */
  gboolean is_id;      /* the record's own id */
  gboolean is_kind;    /* what the row is, as our own export says it */
  EntFlatKey key;
  const EntField *via;       /* "team.manager": the team that this person manages */
  const char *via_source;    /* "account.source-id.SYSTEM": a reference by the id that another program gave; interned */
  const EntField *other;     /* the field of that reference when the first one has nothing of that id, or NULL */
  gboolean is_closing;       /* the day of closing, or the expected one of what is open */
  const char *const *joined; /* columns whose cells come after its own, of the layout; or NULL */
  guint group;               /* of a contact point or address */
  guint line;                /* of a street */
  int of;                    /* TYPE: of which column it is the type */
  char currency[4];
  gboolean is_passed_over; /* of the program that wrote the table, such as the name a card is filed under; nobody chose
                              to leave it out */
  gboolean is_custom;
  char *custom_key;
  EntField *stand_in; /* for a custom field that a dry run does not make, or NULL */
  EntColumnInference *inference;
  EntColumnFormat format;                   /* decided from the sample */
  guint lengths[ENT_IMPORT_MAX_LENGTH + 1]; /* cells of digits alone in the sample, by how many they have */
  GPtrArray *samples;
  guint64 sample_lines[ENT_IMPORT_MAX_SAMPLES];
  char decided_currency[4]; /* of amounts that do not say theirs; "" where they do */
  gboolean currency_answered;
  GPtrArray *names;  /* EntImportName of the sample, where it goes to a user; or NULL */
  GHashTable *users; /* folded name → EntId, of those that somebody told; or NULL */
} EntImportTarget;

typedef struct
{
  const EntKind *kind;
  const EntImportLayout *layout; /* or NULL */
  GHashTable *by_name;           /* folded → index, where there is a layout */
  int rows_column;               /* tells which rows are of this kind, or −1: all */
  gboolean multi_values;
  gboolean is_chosen; /* what the rows are was said, not found out */
  gboolean has_firms; /* rows of the sample name a firm and nobody */
  EntImportTarget *targets;
  guint n_targets;
  char *layout_key;             /* under which answers are kept */
  const EntImportAnswers *told; /* with this import, or NULL */
  EntImportAnswers *kept;       /* from earlier ones */
} EntImportColumns;

char *ent_import_dup_locale (EntStore *store);
gboolean ent_import_is_digits (const char *text, gsize length);

EntImportColumns *
ent_import_columns_new (EntStore *store, EntTable *table, const EntImportSettings *settings, GError **error);
void ent_import_columns_free (EntImportColumns *self);

/* The first column of this name, or −1; for tables with a layout. */
int ent_import_columns_find (EntImportColumns *self, const char *name);

/* Whether a row is of this kind, or of another source of the same table. */
gboolean ent_import_columns_take_row (EntImportColumns *self, const EntTableField *fields, guint n_fields);

/* Learns from a row of the sample how each column is written. */
void ent_import_columns_observe (EntImportColumns *self, const EntTableField *fields, guint n_fields, guint64 line);
gboolean ent_import_columns_decide (EntImportColumns *self, EntStore *store, GError **error);

/* Counts who is named, for the question who that is. */
void ent_import_columns_observe_name (EntImportTarget *target, const EntTableField *field, guint64 line);
/* After the formats are decided: what was answered goes before what is guessed. */
gboolean ent_import_columns_take_answers (EntImportColumns *self, EntStore *store, GError **error);
/* (element-type EntImportQuestion) */
gboolean
ent_import_columns_append_questions (EntImportColumns *self, EntStore *store, GPtrArray *questions, GError **error);
gboolean ent_import_columns_keep_answers (EntImportColumns *self, EntStore *store, GError **error);
/* Whether its dates or numbers could be read in two ways and nobody has said how. */
gboolean ent_import_columns_is_open (EntImportColumns *self, const EntImportTarget *target);

/* Makes the custom fields that its unknown columns need, or finds those that an earlier import made. */
gboolean ent_import_columns_make_custom_fields (EntImportColumns *self,
                                                EntStore *store,
                                                GCancellable *cancellable,
                                                GError **error);

/* The same for a dry run, which makes none: a stand-in tells how cells are read, and takes no value. */
void ent_import_columns_find_custom_fields (EntImportColumns *self, EntStore *store);

/* Whether "$" may mean this currency. */
gboolean ent_import_is_dollar (const char *currency);

void ent_import_columns_append_notes (EntImportColumns *self, GPtrArray *notes);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EntImportColumns, ent_import_columns_free)

G_END_DECLS
