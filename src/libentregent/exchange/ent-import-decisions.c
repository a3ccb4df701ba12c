/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "ent-import-doubt-private.h"

struct _EntImportDecisions
{
  EntImportDecision all;
  GHashTable *rows; /* Row → itself */
};

typedef struct
{
  guint file_index;
  guint64 line;
  EntImportDecision decision;
  EntId candidate;
} Row;

static guint
row_hash (gconstpointer data)
{
  const Row *row = data;

  return (guint) row->line * 31 + row->file_index;
}

static gboolean
row_equal (gconstpointer a, gconstpointer b)
{
  const Row *first = a;
  const Row *second = b;

  return first->line == second->line && first->file_index == second->file_index;
}

EntImportDecisions *
ent_import_decisions_new (void)
{
  EntImportDecisions *self = g_new0 (EntImportDecisions, 1);

  self->all = ENT_IMPORT_NEW;
  self->rows = g_hash_table_new_full (row_hash, row_equal, g_free, NULL);
  return self;
}

void
ent_import_decisions_free (EntImportDecisions *self)
{
  g_hash_table_unref (self->rows);
  g_free (self);
}

void
ent_import_decisions_set_all (EntImportDecisions *self, EntImportDecision decision)
{
  self->all = decision;
}

void
ent_import_decisions_set (EntImportDecisions *self,
                          guint file_index,
                          guint64 line,
                          EntImportDecision decision,
                          const EntId *candidate)
{
  Row *row = g_new0 (Row, 1);

  row->file_index = file_index;
  row->line = line;
  row->decision = decision;
  if (candidate != NULL)
    row->candidate = *candidate;
  g_hash_table_replace (self->rows, row, row);
}

EntImportDecision
ent_import_decisions_get (const EntImportDecisions *self, guint file_index, guint64 line, EntId *candidate)
{
  const Row key = { .file_index = file_index, .line = line };
  const Row *row = g_hash_table_lookup (self->rows, &key);

  *candidate = row != NULL ? row->candidate : (EntId) { 0 };
  return row != NULL ? row->decision : self->all;
}
