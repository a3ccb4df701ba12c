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
 * What the change says itself is not overruled. A person who contradicts himself is told; a file is believed, and what
 * is new in it was closed long ago. Of merged opportunities the one that is shown counts, for the change goes there.
 */

typedef struct
{
  EntId id;
  EntId pipeline;
  gint64 pipeline_rid; /* 0: none, or one that the same change adds */
  char status[8];
  char name[64];
} Stage;

#define STAGE_COLUMNS "s.id, s.pipeline, s.pipeline_rid, s.status, s.name"

/* The opportunity as it is; `pipeline` is the row of the pipeline, 0 for none. */
typedef struct
{
  gint64 rid;
  EntId stage;
  gint64 pipeline;
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
      stage->pipeline_rid = sqlite3_column_int64 (stmt, 2);
      g_strlcpy (stage->status, "open", sizeof stage->status);
      take_text (stmt, 3, stage->status, sizeof stage->status);
      take_text (stmt, 4, stage->name, sizeof stage->name);
    }
  sqlite3_reset (stmt);
  return code == SQLITE_ROW || code == SQLITE_DONE;
}

static gboolean
read_stage (EntWriter *self, const EntId *id, Stage *stage, GError **error)
{
  sqlite3_stmt *stmt = ent_db_prepare (self->db, "SELECT " STAGE_COLUMNS " FROM stage AS s WHERE s.id = ?", error);

  if (stmt == NULL)
    return FALSE;
  ent_db_bind_id (stmt, 1, id);
  return step_stage (self, stmt, stage, error);
}

static gboolean
read_first_stage (EntWriter *self, gint64 pipeline, const char *status, Stage *stage, GError **error)
{
  sqlite3_stmt *stmt = ent_db_prepare (self->db,
                                       "SELECT " STAGE_COLUMNS " FROM stage AS s"
                                       " JOIN pipeline AS p ON p.rid = s.pipeline_rid"
                                       " WHERE s.hidden = 0 AND p.hidden = 0 AND coalesce (s.status, 'open') = ?1"
                                       " AND (?2 = 0 OR s.pipeline_rid = ?2)"
                                       " ORDER BY p.position, p.rid, s.position, s.rid LIMIT 1",
                                       error);

  if (stmt == NULL)
    return FALSE;
  sqlite3_bind_text (stmt, 1, status, -1, SQLITE_STATIC);
  sqlite3_bind_int64 (stmt, 2, pipeline);
  return step_stage (self, stmt, stage, error);
}

/* The open stage that it was in last. */
static gboolean
read_last_open_stage (EntWriter *self, const Present *present, Stage *stage, GError **error)
{
  sqlite3_stmt *stmt =
      ent_db_prepare (self->db,
                      "SELECT " STAGE_COLUMNS " FROM stage_history AS h"
                      " JOIN stage AS s ON s.rid = h.stage_rid"
                      " WHERE h.kind = ? AND h.canon = ? AND s.hidden = 0 AND coalesce (s.status, 'open') = 'open'"
                      " AND s.pipeline_rid IS ? ORDER BY h.since DESC, h.rid DESC LIMIT 1",
                      error);

  if (stmt == NULL)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, ENT_OPPORTUNITY_NAME->kind->number);
  sqlite3_bind_int64 (stmt, 2, present->rid);
  if (present->pipeline != 0)
    sqlite3_bind_int64 (stmt, 3, present->pipeline);
  return step_stage (self, stmt, stage, error);
}

static gboolean
read_present (EntWriter *self, const EntId *id, Present *present, GError **error)
{
  sqlite3_stmt *stmt = ent_db_prepare (self->db,
                                       "SELECT rid, stage, pipeline_rid, status, closed FROM opportunity"
                                       " WHERE rid = (SELECT canon FROM opportunity WHERE id = ?)",
                                       error);
  int code;

  if (stmt == NULL)
    return FALSE;
  ent_db_bind_id (stmt, 1, id);
  code = ent_db_step (self->db, stmt, error);
  if (code == SQLITE_ROW)
    {
      present->rid = sqlite3_column_int64 (stmt, 0);
      take_id (stmt, 1, &present->stage);
      present->pipeline = sqlite3_column_int64 (stmt, 2);
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

/* The row of a pipeline as others refer to it; 0 where the same change adds it. */
static gboolean
read_pipeline (EntWriter *self, const EntId *id, gint64 *rid, GError **error)
{
  sqlite3_stmt *stmt = ent_db_prepare (self->db, "SELECT canon FROM pipeline WHERE id = ?", error);
  int code;

  *rid = 0;
  if (stmt == NULL)
    return FALSE;
  ent_db_bind_id (stmt, 1, id);
  code = ent_db_step (self->db, stmt, error);
  if (code == SQLITE_ROW)
    *rid = sqlite3_column_int64 (stmt, 0);
  sqlite3_reset (stmt);
  return code == SQLITE_ROW || code == SQLITE_DONE;
}

/* The stage that status and pipeline ask for; none where it may stay in its own, or there is no such stage. */
static gboolean
find_asked_stage (EntWriter *self,
                  const Present *present,
                  gint64 pipeline,
                  const char *status,
                  Stage *stage,
                  GError **error)
{
  gboolean is_moved = pipeline != 0 && pipeline != present->pipeline;
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
         read_first_stage (self, is_moved ? pipeline : present->pipeline, status, stage, error);
}

static gboolean
refuse_status (const Stage *stage, const char *status, GError **error)
{
  g_autofree char *name = ent_value_dup_shown (ent_seed_translate (ENT_STAGE_NAME->kind, stage->name));

  /* TRANSLATORS: the name of a stage, and two of: Open, Won, Lost */
  g_set_error (error, ENT_ERROR, ENT_ERROR_REFUSED,
               _("What is in the stage “%s” has the status “%s”, not “%s”; set one of the two"), name,
               ent_field_get_choice_label (ENT_OPPORTUNITY_STATUS, stage->status),
               ent_field_get_choice_label (ENT_OPPORTUNITY_STATUS, status));
  return FALSE;
}

static gboolean
refuse_pipeline (const Stage *stage, GError **error)
{
  g_autofree char *name = ent_value_dup_shown (ent_seed_translate (ENT_STAGE_NAME->kind, stage->name));

  /* TRANSLATORS: the name of a stage */
  g_set_error (error, ENT_ERROR, ENT_ERROR_REFUSED, _("The stage “%s” is of another pipeline; set one of the two"),
               name);
  return FALSE;
}

/* What a change says of the course of an opportunity. */
typedef struct
{
  EntWriter *writer;
  guint index;
  gboolean is_new;
  EntIntentCode code; /* what follows from the end of a conflict ends conflicts too */
  gboolean has_stage;
  gboolean has_pipeline;
  gboolean has_status;
  EntId stage;
  gint64 pipeline;
  char status[8];
} Said;

static gboolean
read_said (EntWriter *self, guint index, Said *said, GError **error)
{
  const EntIntent *stage = ent_change_find_set (self->change, index, ENT_OPPORTUNITY_STAGE);
  const EntIntent *status = ent_change_find_set (self->change, index, ENT_OPPORTUNITY_STATUS);
  const EntIntent *pipeline = ent_change_find_set (self->change, index, ENT_OPPORTUNITY_PIPELINE);
  const EntIntent *cause = stage != NULL ? stage : status != NULL ? status : pipeline;

  *said = (Said) {
    .writer = self,
    .index = index,
    .is_new = g_array_index (self->change->records, EntChangeRecord, index).is_new,
    .code = cause != NULL ? cause->code : ENT_INTENT_SET,
    .has_stage = stage != NULL,
    .has_pipeline = pipeline != NULL,
    .has_status = status != NULL,
  };
  if (stage != NULL && stage->value.type == ENT_VALUE_ID)
    said->stage = stage->value.id;
  if (status != NULL && status->value.type == ENT_VALUE_TEXT)
    g_strlcpy (said->status, status->value.text, sizeof said->status);
  return pipeline == NULL || pipeline->value.type != ENT_VALUE_ID ||
         read_pipeline (self, &pipeline->value.id, &said->pipeline, error);
}

static EntValue *
set (const Said *said, const EntField *field)
{
  EntIntent *intent = ent_change_add_set (said->writer->change, said->index, field);

  intent->code = said->code;
  return &intent->value;
}

/* The stage that a person or a file names: does it agree with what else they say? */
static gboolean
check_stage (const Said *said, const Stage *stage, GError **error)
{
  if (said->writer->change->bulk || ent_id_is_null (&stage->id))
    return TRUE;
  if (*said->status != '\0' && !g_str_equal (stage->status, said->status))
    return refuse_status (stage, said->status, error);
  if (said->pipeline != 0 && stage->pipeline_rid != 0 && said->pipeline != stage->pipeline_rid)
    return refuse_pipeline (stage, error);
  return TRUE;
}

static gboolean
choose_stage (const Said *said, const Present *present, Stage *stage, GError **error)
{
  const char *present_status = *present->status != '\0' ? present->status : "open";
  const char *asked = *said->status != '\0' ? said->status : present_status;
  gboolean moves = said->pipeline != 0 && said->pipeline != present->pipeline;

  /* To say again what is so moves nothing. */
  if (!said->is_new && !moves && g_str_equal (asked, present_status))
    return TRUE;
  if (!find_asked_stage (said->writer, present, said->pipeline, asked, stage, error))
    return FALSE;
  if (!ent_id_is_null (&stage->id))
    ent_value_set_id (set (said, ENT_OPPORTUNITY_STAGE), &stage->id);
  return TRUE;
}

static void
set_closed (const Said *said, const Present *present, const char *status)
{
  EntChange *change = said->writer->change;
  g_autoptr (GDateTime) now = NULL;

  if ((change->bulk && said->is_new) || ent_change_find_set (change, said->index, ENT_OPPORTUNITY_CLOSED) != NULL)
    return;
  if (g_str_equal (status, "open"))
    {
      if (present->is_dated)
        set (said, ENT_OPPORTUNITY_CLOSED);
      return;
    }
  /* Won, not lost: it was closed when it was. */
  if (present->is_dated && *present->status != '\0' && !g_str_equal (present->status, "open"))
    return;
  now = g_date_time_new_from_unix_local (said->writer->now / 1000);
  ent_value_take_text (set (said, ENT_OPPORTUNITY_CLOSED), g_date_time_format (now, "%Y-%m-%d"));
}

/* Adds to the change what an opportunity in it brings with its stage, status or pipeline. */
gboolean
ent_stage_rule_expand (EntWriter *self, guint index, GError **error)
{
  EntChangeRecord record = g_array_index (self->change->records, EntChangeRecord, index);
  Present present = { 0 };
  Stage stage = { 0 };
  Said said;

  if (record.kind != ENT_OPPORTUNITY_NAME->kind || record.exact)
    return TRUE;
  if (!read_said (self, index, &said, error))
    return FALSE;
  if (!record.is_new && !said.has_stage && !said.has_status && !said.has_pipeline)
    return TRUE;
  if (!record.is_new && !read_present (self, &record.id, &present, error))
    return FALSE;
  if (said.has_status && *said.status == '\0' && !self->change->bulk)
    return ent_value_refuse (error, ENT_OPPORTUNITY_STATUS, _("an opportunity is open, won or lost"));

  if (!said.has_stage)
    {
      if (!choose_stage (&said, &present, &stage, error))
        return FALSE;
    }
  else if (!ent_id_is_null (&said.stage) &&
           (!find_stage (self, &said.stage, &stage, error) || !check_stage (&said, &stage, error)))
    return FALSE;

  if (!said.has_pipeline && !ent_id_is_null (&stage.pipeline))
    ent_value_set_id (set (&said, ENT_OPPORTUNITY_PIPELINE), &stage.pipeline);
  if (!said.has_status && (record.is_new || !ent_id_is_null (&stage.id)))
    {
      g_strlcpy (said.status, ent_id_is_null (&stage.id) ? "open" : stage.status, sizeof said.status);
      ent_value_set_text (set (&said, ENT_OPPORTUNITY_STATUS), said.status);
    }
  if (*said.status != '\0' && !g_str_equal (said.status, present.status))
    set_closed (&said, &present, said.status);
  return TRUE;
}
