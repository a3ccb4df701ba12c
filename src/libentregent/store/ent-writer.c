/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "Entregent"

#include "config.h"

#include "ent-clock-private.h"
#include "ent-own-id-private.h"
#include "ent-writer-private.h"

/*
 * One group, from begin to end, inside the transaction. What it is numbered after (oseq, clock, row numbers) is read
 * here and never kept: other processes write too.
 */

static void
loan_free (gpointer data)
{
  EntLoan *loan = data;

  loan->free_func (loan->thing);
  g_free (loan);
}

EntWriter *
ent_writer_new (EntStore *store, EntDb *db)
{
  EntWriter *self = g_new0 (EntWriter, 1);

  self->store = store;
  self->db = db;
  self->plans = g_ptr_array_new_with_free_func ((GDestroyNotify) ent_plan_free);
  self->previous = g_array_new (FALSE, TRUE, sizeof (EntPrevious));
  self->origins = g_array_new (FALSE, TRUE, sizeof (EntOriginNumber));
  self->touched = g_array_new (FALSE, TRUE, sizeof (EntTouched));
  self->told = g_ptr_array_new ();
  self->loans = g_ptr_array_new_with_free_func (loan_free);
  self->scratch = g_ptr_array_new_with_free_func ((GDestroyNotify) ent_value_free);
  self->sql = g_string_new (NULL);
  self->json = g_string_new (NULL);
  return self;
}

void
ent_writer_free (EntWriter *self)
{
  g_clear_pointer (&self->by_id, g_hash_table_unref);
  g_ptr_array_unref (self->plans);
  g_array_unref (self->previous);
  g_array_unref (self->origins);
  g_array_unref (self->touched);
  g_ptr_array_unref (self->told);
  g_clear_error (&self->unread);
  g_ptr_array_unref (self->loans);
  g_ptr_array_unref (self->scratch);
  g_string_free (self->sql, TRUE);
  g_string_free (self->json, TRUE);
  ent_body_writer_clear (&self->body);
  ent_bytes_clear (&self->bytes);
  ent_bytes_clear (&self->blob);
  g_free (self->resolved);
  g_free (self);
}

static gboolean
read_last (EntWriter *self, GError **error)
{
  sqlite3_stmt *stmt = ent_db_prepare (self->db, "SELECT g, high FROM grp ORDER BY g DESC LIMIT 1", error);
  int code;

  if (stmt == NULL)
    return FALSE;
  code = ent_db_step (self->db, stmt, error);
  self->g = 1;
  if (code == SQLITE_ROW)
    {
      self->g = sqlite3_column_int64 (stmt, 0) + 1;
      self->high = (guint64) sqlite3_column_int64 (stmt, 1);
    }
  sqlite3_reset (stmt);
  return code == SQLITE_ROW || code == SQLITE_DONE;
}

gboolean
ent_writer_begin_local (EntWriter *self, GError **error)
{
  EntOriginNumber number;

  if (!ent_store_get_replica (self->store, self->db, &self->origin, &self->o, &self->oseq, error) ||
      !read_last (self, error))
    return FALSE;
  number = (EntOriginNumber) { self->o, self->origin };
  g_array_append_val (self->origins, number);
  self->now = ent_clock_now_ms ();
  self->seen = self->high;
  self->hlc = ent_hlc_next (self->now, self->high);
  self->stamp = (EntStamp) { self->origin, (guint64) self->oseq, ent_hlc_effective (self->hlc, self->seen) };
  return TRUE;
}

gboolean
ent_writer_begin_remote (EntWriter *self, guint64 origin, gint64 oseq, guint64 hlc, guint64 seen, GError **error)
{
  self->origin = origin;
  self->oseq = oseq;
  self->hlc = hlc;
  self->seen = seen;
  if (!ent_writer_origin_number (self, origin, &self->o, error) || !read_last (self, error))
    return FALSE;
  self->now = ent_clock_now_ms ();
  self->stamp = (EntStamp) { origin, (guint64) oseq, ent_hlc_effective (hlc, seen) };
  return TRUE;
}

gboolean
ent_writer_write_group (EntWriter *self, const EntId *author, const char *source, const EntId *batch, GError **error)
{
  sqlite3_stmt *stmt = ent_db_prepare (self->db,
                                       "INSERT INTO grp (g, o, oseq, hlc, seen, high, author, source, batch, sum)"
                                       " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                                       error);

  if (stmt == NULL)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, self->g);
  sqlite3_bind_int64 (stmt, 2, self->o);
  sqlite3_bind_int64 (stmt, 3, self->oseq);
  sqlite3_bind_int64 (stmt, 4, (gint64) self->hlc);
  sqlite3_bind_int64 (stmt, 5, (gint64) self->seen);
  sqlite3_bind_int64 (stmt, 6, (gint64) MAX (self->high, self->stamp.hlc));
  if (author != NULL)
    ent_db_bind_id (stmt, 7, author);
  sqlite3_bind_text (stmt, 8, source, -1, SQLITE_STATIC);
  if (batch != NULL)
    ent_db_bind_id (stmt, 9, batch);
  sqlite3_bind_int64 (stmt, 10,
                      ent_group_checksum (self->origin, self->oseq, self->hlc, self->seen, author, source, batch));
  return ent_db_run (self->db, stmt, error);
}

/* What follows from the records: merges, derived columns, projections. */
gboolean
ent_writer_finish (EntWriter *self, GError **error)
{
  return ent_alias_refresh (self, error) && ent_virtual_derive (self, error) &&
         ent_writer_tell_projections (self, error);
}

static gboolean
is_simple (EntChange *change, const EntChangeRecord *record)
{
  EntIntent *next;

  if (!record->is_new)
    return FALSE;
  for (EntIntent *intent = ent_change_peek_intent (change, record->first); intent != NULL; intent = next)
    {
      next = ent_change_peek_intent (change, intent->next);
      if (intent->code != ENT_INTENT_SET && intent->code != ENT_INTENT_RESOLVE && intent->code != ENT_INTENT_ADD)
        return FALSE;
    }
  return TRUE;
}

/* Gives a new record its row number, so that others of the change may refer to it whatever the order. */
static gboolean
announce (EntWriter *self, guint index, GError **error)
{
  const EntChangeRecord *record = &g_array_index (self->change->records, EntChangeRecord, index);
  EntPlan *plan;

  if (!is_simple (self->change, record))
    return TRUE;
  if (record->has_own_id && !ent_own_id_check (self->db, record->kind, &record->id, error))
    return FALSE;
  plan = ent_writer_add_plan (self, record->kind, &record->id);
  plan->first_intent = record->first;
  plan->prefilled = record->prefilled;
  plan->is_new = TRUE;
  return ent_writer_allocate_rid (self, plan, error);
}

static gboolean
write_record (EntWriter *self, guint index, GError **error)
{
  const EntChangeRecord *record = &g_array_index (self->change->records, EntChangeRecord, index);
  EntPlan *plan;

  if (!is_simple (self->change, record))
    {
      if (record->is_new && record->has_own_id && !ent_own_id_check (self->db, record->kind, &record->id, error))
        return FALSE;
      return ent_writer_edit (self, index, error);
    }
  plan = ent_writer_find_plan (self, &record->id);
  plan->first_intent = record->first;
  return ent_writer_write_new (self, plan, error);
}

/* Writes a change as a group. self->g is 0 afterwards where there was nothing to change. */
gboolean
ent_writer_run (EntWriter *self, EntChange *change, GError **error)
{
  gboolean in_log = FALSE;
  guint announced;
  const EntId *author = ent_store_get_me (self->store);

  self->change = change;
  for (announced = 0; announced < change->records->len; announced++)
    if (!announce (self, announced, error))
      return FALSE;

  /* Virtual fields add records behind. */
  for (guint i = 0; i < change->records->len; i++)
    {
      ent_default_rule_expand (self, i);
      if (!ent_virtual_expand (self, i, error) || !ent_stage_rule_expand (self, i, error) ||
          !ent_currency_rule_expand (self, i, error) || !ent_name_rule_expand (self, i) ||
          !ent_relationship_rule_check (self, i, error) || !ent_attachment_rule_check (self, i, error) ||
          !ent_attachment_rule_expand (self, i, error) || !ent_photo_rule_expand (self, i, error))
        return FALSE;
      for (; announced < change->records->len; announced++)
        if (!announce (self, announced, error))
          return FALSE;
      if (!write_record (self, i, error))
        return FALSE;
    }
  if (!ent_writer_finish_edits (self, error))
    return FALSE;

  for (guint i = 0; i < self->plans->len && !in_log; i++)
    in_log = ((EntPlan *) g_ptr_array_index (self->plans, i))->in_log;
  if (!in_log)
    {
      self->g = 0;
      return TRUE;
    }
  if (author != NULL && ent_id_is_null (author))
    author = NULL;
  return ent_writer_write_group (self, author, change->source, change->has_batch ? &change->batch : NULL, error) &&
         ent_writer_flush_vector (self, error) && ent_writer_finish (self, error) &&
         ent_virtual_check_circles (self, error);
}
