/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "Entregent"

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "ent-error.h"
#include "ent-kinds.h"
#include "ent-seed.h"
#include "ent-value-text-private.h"
#include "ent-writer-private.h"

/*
 * Stage, pipeline, status and day of closing of an opportunity agree, whichever of them somebody sets:
 *
 * - from the stage follow its pipeline and whether the opportunity is open, won or lost;
 * - a status moves it to a stage of that status: to the one that it was in before, when it is opened again; else to the
 *   first of its pipeline. A pipeline that has none leaves the stage as it is;
 * - another pipeline moves it to the first stage of the same status there;
 * - what is won or lost was closed today, what is opened again is not closed;
 * - a new one without a word of all this begins in the first open stage of the pipeline that comes first.
 *
 * What the change says itself is not overruled. A person who contradicts himself is told; a file is believed, and tells
 * of what was closed long ago.
 */

typedef struct
{
  EntId id;
  EntId pipeline;
  char status[8];
  char name[64];
} Stage;

/* The opportunity as it is. */
typedef struct
{
  gint64 rid;
  EntId stage;
  EntId pipeline;
  char status[8];
  gboolean is_dated;
} Present;

static void
take_id (sqlite3_stmt *stmt, int column, EntId *id)
{
  if (sqlite3_column_bytes (stmt, column) == sizeof id->bytes)
    memcpy (id->bytes, sqlite3_column_blob (stmt, column), sizeof id->bytes);
}

static void
take_text (sqlite3_stmt *stmt, int column, char *text, gsize size)
{
  if (sqlite3_column_type (stmt, column) == SQLITE_TEXT)
    g_strlcpy (text, (const char *) sqlite3_column_text (stmt, column), size);
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
      g_strlcpy (stage->status, "open", sizeof stage->status);
      take_text (stmt, 2, stage->status, sizeof stage->status);
      take_text (stmt, 3, stage->name, sizeof stage->name);
    }
  sqlite3_reset (stmt);
  return code == SQLITE_ROW || code == SQLITE_DONE;
}

static gboolean
read_stage (EntWriter *self, const EntId *id, Stage *stage, GError **error)
{
  sqlite3_stmt *stmt = ent_db_prepare (self->db, "SELECT id, pipeline, status, name FROM stage WHERE id = ?", error);

  if (stmt == NULL)
    return FALSE;
  ent_db_bind_id (stmt, 1, id);
  return step_stage (self, stmt, stage, error);
}

static gboolean
read_first_stage (EntWriter *self, const EntId *pipeline, const char *status, Stage *stage, GError **error)
{
  sqlite3_stmt *stmt = ent_db_prepare (self->db,
                                       "SELECT s.id, s.pipeline, s.status, s.name FROM stage AS s"
                                       " JOIN pipeline AS p ON p.rid = s.pipeline_rid"
                                       " WHERE s.hidden = 0 AND p.hidden = 0 AND coalesce (s.status, 'open') = ?1"
                                       " AND (?2 IS NULL OR s.pipeline = ?2)"
                                       " ORDER BY p.position, p.rid, s.position, s.rid LIMIT 1",
                                       error);

  if (stmt == NULL)
    return FALSE;
  sqlite3_bind_text (stmt, 1, status, -1, SQLITE_STATIC);
  if (!ent_id_is_null (pipeline))
    ent_db_bind_id (stmt, 2, pipeline);
  return step_stage (self, stmt, stage, error);
}

/* The open stage that it was in last. */
static gboolean
read_last_open_stage (EntWriter *self, const Present *present, Stage *stage, GError **error)
{
  sqlite3_stmt *stmt =
      ent_db_prepare (self->db,
                      "SELECT s.id, s.pipeline, s.status, s.name FROM stage_history AS h"
                      " JOIN stage AS s ON s.rid = h.stage_rid"
                      " WHERE h.kind = ? AND h.canon = ? AND s.hidden = 0 AND coalesce (s.status, 'open') = 'open'"
                      " AND s.pipeline IS ? ORDER BY h.since DESC, h.rid DESC LIMIT 1",
                      error);

  if (stmt == NULL)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, ENT_OPPORTUNITY_NAME->kind->number);
  sqlite3_bind_int64 (stmt, 2, present->rid);
  if (!ent_id_is_null (&present->pipeline))
    ent_db_bind_id (stmt, 3, &present->pipeline);
  return step_stage (self, stmt, stage, error);
}

static gboolean
read_present (EntWriter *self, const EntId *id, Present *present, GError **error)
{
  sqlite3_stmt *stmt =
      ent_db_prepare (self->db, "SELECT canon, stage, pipeline, status, closed FROM opportunity WHERE id = ?", error);
  int code;

  if (stmt == NULL)
    return FALSE;
  ent_db_bind_id (stmt, 1, id);
  code = ent_db_step (self->db, stmt, error);
  if (code == SQLITE_ROW)
    {
      present->rid = sqlite3_column_int64 (stmt, 0);
      take_id (stmt, 1, &present->stage);
      take_id (stmt, 2, &present->pipeline);
      take_text (stmt, 3, present->status, sizeof present->status);
      present->is_dated = sqlite3_column_type (stmt, 4) != SQLITE_NULL;
    }
  sqlite3_reset (stmt);
  return code == SQLITE_ROW || code == SQLITE_DONE;
}

/* A stage that the same change adds is not in its table yet. */
static gboolean
find_stage (EntWriter *self, const EntId *id, Stage *stage, GError **error)
{
  EntChange *change = self->change;

  for (guint i = 0; i < change->records->len; i++)
    {
      const EntChangeRecord *record = &g_array_index (change->records, EntChangeRecord, i);
      const EntIntent *name, *pipeline, *status;

      if (!record->is_new || record->kind != ENT_STAGE_NAME->kind || !ent_id_equal (&record->id, id))
        continue;
      memset (stage, 0, sizeof *stage);
      stage->id = *id;
      g_strlcpy (stage->status, "open", sizeof stage->status);
      name = ent_change_find_set (change, i, ENT_STAGE_NAME);
      pipeline = ent_change_find_set (change, i, ENT_STAGE_PIPELINE);
      status = ent_change_find_set (change, i, ENT_STAGE_STATUS);
      if (name != NULL && name->value.type == ENT_VALUE_TEXT)
        g_strlcpy (stage->name, name->value.text, sizeof stage->name);
      if (pipeline != NULL && pipeline->value.type == ENT_VALUE_ID)
        stage->pipeline = pipeline->value.id;
      if (status != NULL && status->value.type == ENT_VALUE_TEXT)
        g_strlcpy (stage->status, status->value.text, sizeof stage->status);
      return TRUE;
    }
  return read_stage (self, id, stage, error);
}

/* The stage that status and pipeline ask for; none where it may stay in its own, or there is no such stage. */
static gboolean
find_asked_stage (EntWriter *self,
                  const Present *present,
                  const EntId *pipeline,
                  const char *status,
                  Stage *stage,
                  GError **error)
{
  gboolean is_moved = !ent_id_is_null (pipeline) && !ent_id_equal (pipeline, &present->pipeline);
  Stage own = { 0 };

  memset (stage, 0, sizeof *stage);
  if (!is_moved && !ent_id_is_null (&present->stage))
    {
      if (!read_stage (self, &present->stage, &own, error))
        return FALSE;
      if (g_str_equal (own.status, status))
        return TRUE;
      if (g_str_equal (status, "open") && !read_last_open_stage (self, present, stage, error))
        return FALSE;
    }
  return !ent_id_is_null (&stage->id) ||
         read_first_stage (self, is_moved ? pipeline : &present->pipeline, status, stage, error);
}

static void
set_closed (EntWriter *self, guint index, const Present *present, const char *status)
{
  g_autoptr (GDateTime) now = NULL;

  if (g_str_equal (status, "open"))
    {
      if (present->is_dated)
        ent_change_add_set (self->change, index, ENT_OPPORTUNITY_CLOSED);
      return;
    }
  if (present->is_dated && g_str_equal (status, present->status))
    return;
  now = g_date_time_new_from_unix_local (self->now / 1000);
  ent_value_take_text (&ent_change_add_set (self->change, index, ENT_OPPORTUNITY_CLOSED)->value,
                       g_date_time_format (now, "%Y-%m-%d"));
}

static gboolean
refuse_contradiction (const Stage *stage, const char *status, GError **error)
{
  g_autofree char *name = ent_value_dup_shown (ent_seed_translate (ENT_STAGE_NAME->kind, stage->name));

  /* TRANSLATORS: the name of a stage, and two of: Open, Won, Lost */
  g_set_error (error, ENT_ERROR, ENT_ERROR_REFUSED,
               _("What is in the stage “%s” has the status “%s”, not “%s”; set one of the two"), name,
               ent_field_get_choice_label (ENT_OPPORTUNITY_STATUS, stage->status),
               ent_field_get_choice_label (ENT_OPPORTUNITY_STATUS, status));
  return FALSE;
}

/* Adds to the change what an opportunity in it brings with its stage, status or pipeline. */
gboolean
ent_stage_rule_expand (EntWriter *self, guint index, GError **error)
{
  EntChange *change = self->change;
  EntChangeRecord record = g_array_index (change->records, EntChangeRecord, index);
  const EntIntent *set_stage, *set_status, *set_pipeline;
  char status[8] = "";
  Present present = { 0 };
  EntId pipeline = { 0 };
  Stage stage = { 0 };

  if (record.kind != ENT_OPPORTUNITY_NAME->kind || record.exact)
    return TRUE;
  set_stage = ent_change_find_set (change, index, ENT_OPPORTUNITY_STAGE);
  set_status = ent_change_find_set (change, index, ENT_OPPORTUNITY_STATUS);
  set_pipeline = ent_change_find_set (change, index, ENT_OPPORTUNITY_PIPELINE);
  if (!record.is_new && set_stage == NULL && set_status == NULL && set_pipeline == NULL)
    return TRUE;
  if (!record.is_new && !read_present (self, &record.id, &present, error))
    return FALSE;
  if (set_status != NULL && set_status->value.type == ENT_VALUE_TEXT)
    g_strlcpy (status, set_status->value.text, sizeof status);
  if (set_pipeline != NULL && set_pipeline->value.type == ENT_VALUE_ID)
    pipeline = set_pipeline->value.id;

  if (set_stage != NULL)
    {
      if (set_stage->value.type == ENT_VALUE_ID && !find_stage (self, &set_stage->value.id, &stage, error))
        return FALSE;
      if (!ent_id_is_null (&stage.id) && *status != '\0' && !g_str_equal (stage.status, status) && !change->bulk)
        return refuse_contradiction (&stage, status, error);
    }
  else
    {
      const char *asked = *status != '\0' ? status : *present.status != '\0' ? present.status : "open";

      if (!find_asked_stage (self, &present, &pipeline, asked, &stage, error))
        return FALSE;
      if (!ent_id_is_null (&stage.id))
        ent_value_set_id (&ent_change_add_set (change, index, ENT_OPPORTUNITY_STAGE)->value, &stage.id);
    }

  if (set_pipeline == NULL && !ent_id_is_null (&stage.pipeline))
    ent_value_set_id (&ent_change_add_set (change, index, ENT_OPPORTUNITY_PIPELINE)->value, &stage.pipeline);
  if (set_status == NULL && !ent_id_is_null (&stage.id))
    {
      g_strlcpy (status, stage.status, sizeof status);
      ent_value_set_text (&ent_change_add_set (change, index, ENT_OPPORTUNITY_STATUS)->value, status);
    }
  if (*status != '\0' && !change->bulk && ent_change_find_set (change, index, ENT_OPPORTUNITY_CLOSED) == NULL)
    set_closed (self, index, &present, status);
  return TRUE;
}
