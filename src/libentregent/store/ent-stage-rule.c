/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "Entregent"

#include "config.h"

#include <string.h>

#include "ent-kinds.h"
#include "ent-writer-private.h"

/*
 * What follows from the stage of an opportunity, whoever sets it: its pipeline, whether it is open, won or lost, and
 * the day on which it was closed. What the change says itself is never overruled. A new opportunity without a stage
 * begins in the first one of the pipeline that comes first.
 */

typedef struct
{
  EntId id;
  EntId pipeline;
  char status[8];
} Stage;

static void
take_id (sqlite3_stmt *stmt, int column, EntId *id)
{
  if (sqlite3_column_bytes (stmt, column) == sizeof id->bytes)
    memcpy (id->bytes, sqlite3_column_blob (stmt, column), sizeof id->bytes);
}

static gboolean
step_stage (EntWriter *self, sqlite3_stmt *stmt, Stage *stage, GError **error)
{
  int code = ent_db_step (self->db, stmt, error);

  memset (stage, 0, sizeof *stage);
  if (code == SQLITE_ROW)
    {
      take_id (stmt, 0, &stage->id);
      take_id (stmt, 1, &stage->pipeline);
      if (sqlite3_column_type (stmt, 2) == SQLITE_TEXT)
        g_strlcpy (stage->status, (const char *) sqlite3_column_text (stmt, 2), sizeof stage->status);
    }
  sqlite3_reset (stmt);
  return code == SQLITE_ROW || code == SQLITE_DONE;
}

static gboolean
read_stage (EntWriter *self, const EntId *id, Stage *stage, GError **error)
{
  sqlite3_stmt *stmt = ent_db_prepare (self->db, "SELECT id, pipeline, status FROM stage WHERE id = ?", error);

  if (stmt == NULL)
    return FALSE;
  ent_db_bind_id (stmt, 1, id);
  return step_stage (self, stmt, stage, error);
}

static gboolean
read_first_stage (EntWriter *self, Stage *stage, GError **error)
{
  sqlite3_stmt *stmt =
      ent_db_prepare (self->db,
                      "SELECT s.id, s.pipeline, s.status FROM stage AS s JOIN pipeline AS p ON p.rid = s.pipeline_rid"
                      " WHERE s.hidden = 0 AND p.hidden = 0 AND coalesce (s.status, 'open') = 'open'"
                      " ORDER BY p.position, p.rid, s.position, s.rid LIMIT 1",
                      error);

  return stmt != NULL && step_stage (self, stmt, stage, error);
}

static const EntIntent *
find_set (EntChange *change, const EntChangeRecord *record, const EntField *field)
{
  const EntIntent *found = NULL;

  for (guint at = record->first; at != 0; at = ent_change_peek_intent (change, at)->next)
    {
      const EntIntent *intent = ent_change_peek_intent (change, at);

      if (intent->field == field && (intent->code == ENT_INTENT_SET || intent->code == ENT_INTENT_RESOLVE))
        found = intent;
    }
  return found;
}

/* A stage that the same change adds is not in its table yet. */
static gboolean
find_stage (EntWriter *self, const EntId *id, Stage *stage, GError **error)
{
  EntChange *change = self->change;

  for (guint i = 0; i < change->records->len; i++)
    {
      const EntChangeRecord *record = &g_array_index (change->records, EntChangeRecord, i);
      const EntIntent *pipeline;
      const EntIntent *status;

      if (!record->is_new || record->kind != ENT_STAGE_NAME->kind || !ent_id_equal (&record->id, id))
        continue;
      memset (stage, 0, sizeof *stage);
      stage->id = *id;
      pipeline = find_set (change, record, ENT_STAGE_PIPELINE);
      status = find_set (change, record, ENT_STAGE_STATUS);
      if (pipeline != NULL && pipeline->value.type == ENT_VALUE_ID)
        stage->pipeline = pipeline->value.id;
      if (status != NULL && status->value.type == ENT_VALUE_TEXT)
        g_strlcpy (stage->status, status->value.text, sizeof stage->status);
      return TRUE;
    }
  return read_stage (self, id, stage, error);
}

static EntIntent *
add_set (EntChange *change, guint index, const EntField *field)
{
  EntIntent *intent =
      ent_change_add_intent (change, &g_array_index (change->records, EntChangeRecord, index), ENT_INTENT_SET);

  intent->field = field;
  /* Checked already: it comes from the book. */
  change->is_prepared = TRUE;
  return intent;
}

static void
set_what_follows (EntWriter *self, guint index, const EntChangeRecord *record, const Stage *stage)
{
  EntChange *change = self->change;
  gboolean has_pipeline = find_set (change, record, ENT_OPPORTUNITY_PIPELINE) != NULL;
  gboolean has_status = find_set (change, record, ENT_OPPORTUNITY_STATUS) != NULL;
  gboolean has_closed = find_set (change, record, ENT_OPPORTUNITY_CLOSED) != NULL;
  const char *status = *stage->status != '\0' ? stage->status : "open";

  if (!has_pipeline && !ent_id_is_null (&stage->pipeline))
    ent_value_set_id (&add_set (change, index, ENT_OPPORTUNITY_PIPELINE)->value, &stage->pipeline);
  if (has_status)
    return;
  ent_value_set_text (&add_set (change, index, ENT_OPPORTUNITY_STATUS)->value, status);
  /* An import tells of what was closed long ago. */
  if (has_closed || change->bulk)
    return;
  if (g_str_equal (status, "open"))
    {
      if (!record->is_new)
        add_set (change, index, ENT_OPPORTUNITY_CLOSED);
    }
  else
    {
      g_autoptr (GDateTime) now = g_date_time_new_from_unix_local (self->now / 1000);

      ent_value_take_text (&add_set (change, index, ENT_OPPORTUNITY_CLOSED)->value,
                           g_date_time_format (now, "%Y-%m-%d"));
    }
}

/* Adds to the change what the stage of an opportunity in it brings with it. */
gboolean
ent_stage_rule_expand (EntWriter *self, guint index, GError **error)
{
  EntChangeRecord record = g_array_index (self->change->records, EntChangeRecord, index);
  const EntIntent *set;
  Stage stage;

  if (record.kind != ENT_OPPORTUNITY_NAME->kind || record.exact)
    return TRUE;
  set = find_set (self->change, &record, ENT_OPPORTUNITY_STAGE);
  if (set != NULL && set->value.type == ENT_VALUE_ID)
    {
      if (!find_stage (self, &set->value.id, &stage, error))
        return FALSE;
    }
  else if (set == NULL && record.is_new)
    {
      if (!read_first_stage (self, &stage, error))
        return FALSE;
      if (!ent_id_is_null (&stage.id))
        ent_value_set_id (&add_set (self->change, index, ENT_OPPORTUNITY_STAGE)->value, &stage.id);
    }
  else
    return TRUE;
  if (!ent_id_is_null (&stage.id))
    set_what_follows (self, index, &record, &stage);
  return TRUE;
}
