/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "ent-import-closing-private.h"
#include "ent-import-sql-private.h"
#include "ent-kinds.h"
#include "ent-store-private.h"

typedef struct
{
  EntId stage;
  char *status; /* NULL: the stage is not in the book yet */
} Search;

static gboolean
search_cb (EntDb *db, gpointer data, GError **error)
{
  Search *search = data;

  return ent_import_sql_dup_stage_status (db, &search->stage, &search->status, error);
}

/* A stage that the import makes is an open one. */
static gboolean
take_stage (const EntImportApply *apply, const EntStagedValue *stage, char **status, GError **error)
{
  Search search = { 0 };

  if (!ent_import_names_resolve (apply->names, apply->change, stage->field, stage->via, stage->value.text,
                                 &search.stage, apply->cancellable, error) ||
      !ent_store_with_reader (apply->store, apply->cancellable, search_cb, &search, error))
    return FALSE;
  *status = search.status != NULL ? search.status : g_strdup ("open");
  return TRUE;
}

/* What the row says of it, else what it is; a new one begins open. */
static gboolean
find_status (const EntImportApply *apply,
             const EntStagedRecord *staged,
             EntRecord *known,
             char **status,
             GError **error)
{
  const char *said = ent_staged_record_get_text (staged, ENT_OPPORTUNITY_STATUS);
  const EntStagedValue *stage = ent_staged_record_find (staged, ENT_OPPORTUNITY_STAGE);
  const char *present;

  if (said == NULL && stage != NULL && stage->type == ENT_STAGED_NAMED)
    return take_stage (apply, stage, status, error);
  present = known != NULL ? ent_record_get_text (known, ENT_OPPORTUNITY_STATUS->key) : NULL;
  *status = g_strdup (said != NULL ? said : present != NULL ? present : "open");
  return TRUE;
}

gboolean
ent_import_closing_choose_field (const EntImportApply *apply,
                                 const EntStagedRecord *staged,
                                 const EntStagedValue *value,
                                 EntRecord *known,
                                 const EntField **field,
                                 GError **error)
{
  g_autofree char *status = NULL;

  *field = value->field;
  if (ent_staged_record_find (staged, ENT_OPPORTUNITY_EXPECTED_CLOSE) != NULL)
    return TRUE;
  if (!find_status (apply, staged, known, &status, error))
    return FALSE;
  if (g_str_equal (status, "open"))
    *field = ENT_OPPORTUNITY_EXPECTED_CLOSE;
  return TRUE;
}
