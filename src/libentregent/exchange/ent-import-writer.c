/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "ent-change-private.h"
#include "ent-fingerprint-map-private.h"
#include "ent-import-apply-private.h"
#include "ent-import-case-private.h"
#include "ent-import-doubles-private.h"
#include "ent-import-match-private.h"
#include "ent-import-rejects-private.h"
#include "ent-import-settle-private.h"
#include "ent-import-sql-private.h"
#include "ent-import-writer-private.h"
#include "ent-own-id-private.h"
#include "ent-store-private.h"

/* A group's time with the writer while somebody works in the book: their changes wait no longer than this (design: ≤ 30
 * ms). While nobody does, larger groups take half the time and half the disk, for each writes a page of every index
 * that its rows are in; the first change of somebody who comes back waits for one of those. */
#define GROUP_MICROSECONDS 25000
#define QUIET_GROUP_MICROSECONDS 300000
#define QUIET_AFTER_MICROSECONDS (10 * G_USEC_PER_SEC)
/* Smaller ones would only multiply what a group costs whatever is in it: on a busy machine they would shrink until
 * little else was done. */
#define MIN_GROUP 128
#define MAX_GROUP 4000
#define FIRST_GROUP 64
/* Each content that waits for its commit is an open file, and its folder is synced while the writer is held; each
 * picture that nobody wanted is in memory until then. */
#define MAX_CONTENTS 64
#define MAX_HELD (16 * 1024 * 1024)

typedef enum
{
  OUTCOME_REJECTED,
  OUTCOME_CREATED,
  OUTCOME_UPDATED,
  OUTCOME_UNCHANGED,
  OUTCOME_BESIDE, /* nothing of its own */
} Outcome;

/* A row in the group that is being made. */
typedef struct
{
  EntStagedRecord *record;
  EntId id;
  Outcome outcome;
  GPtrArray *changes;    /* what it says otherwise, for people; NULL: nobody asks */
  gboolean is_elsewhere; /* it belongs to another record than the file was laid on */
  gboolean is_doubtful;
  EntImportDoubt *doubt; /* NULL also where enough were told */
} Pending;

struct _EntImportWriter
{
  EntStore *store;
  EntId batch;
  gboolean dry_run;
  const EntImportDecisions *decisions;
  EntImportResult *result;
  EntImportWriterBegin begin; /* NULL: done */
  gpointer begin_data;
  GCancellable *cancellable;

  EntImportMatcher *matcher;
  EntImportNames *names;
  EntImportIds *ids;
  EntFingerprintMap *occurrences; /* how often each came */

  EntImportSource *source;
  char *label; /* what undoing it is called */
  EntImportRejects *rejects;
  EntImportDoubles *doubles; /* of the file */
  guint n_elsewhere;         /* in the file */
  guint64 first_elsewhere;   /* line */

  GArray *group; /* Pending */
  guint group_size;
  gsize held;         /* bytes of pictures that its rows hold */
  gint64 last_before; /* when somebody last changed something before this import noted that it begins */
  gint64 own;         /* when it did; monotonic */
  gint64 last_person; /* as of the last group */
  EntChange *change;
};

static void
pending_clear (gpointer data)
{
  Pending *pending = data;

  g_clear_pointer (&pending->record, ent_staged_record_free);
  g_clear_pointer (&pending->changes, g_ptr_array_unref);
  g_clear_pointer (&pending->doubt, ent_import_doubt_free);
}

EntImportWriter *
ent_import_writer_new (EntStore *store,
                       const EntId *batch,
                       gboolean dry_run,
                       gboolean several_files,
                       const EntImportDecisions *decisions,
                       EntImportResult *result,
                       EntImportWriterBegin begin,
                       gpointer begin_data,
                       GCancellable *cancellable,
                       GError **error)
{
  g_autoptr (EntImportWriter) self = g_new0 (EntImportWriter, 1);

  self->store = g_object_ref (store);
  self->batch = *batch;
  self->dry_run = dry_run;
  self->decisions = decisions;
  self->result = result;
  self->begin = begin;
  self->begin_data = begin_data;
  self->cancellable = cancellable != NULL ? g_object_ref (cancellable) : NULL;
  self->names = ent_import_names_new (store, dry_run);
  self->ids = ent_import_ids_new (store);
  self->occurrences = ent_fingerprint_map_new ();
  self->group = g_array_new (FALSE, FALSE, sizeof (Pending));
  g_array_set_clear_func (self->group, pending_clear);
  self->group_size = FIRST_GROUP;
  self->matcher = ent_import_matcher_new (store, self->names, self->ids, several_files, dry_run, cancellable, error);
  return self->matcher != NULL ? g_steal_pointer (&self) : NULL;
}

void
ent_import_writer_free (EntImportWriter *self)
{
  g_clear_object (&self->store);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->change);
  g_clear_pointer (&self->matcher, ent_import_matcher_free);
  g_clear_pointer (&self->names, ent_import_names_free);
  g_clear_pointer (&self->ids, ent_import_ids_free);
  g_clear_pointer (&self->occurrences, ent_fingerprint_map_free);
  g_clear_pointer (&self->rejects, ent_import_rejects_free);
  g_clear_pointer (&self->doubles, ent_import_doubles_free);
  g_clear_pointer (&self->group, g_array_unref);
  g_free (self->label);
  g_free (self);
}

gboolean
ent_import_writer_begin_file (EntImportWriter *self, EntImportSource *source, GFile *wanted, GError **error)
{
  g_autofree char *base = g_file_get_basename (source->file);
  g_autofree char *name = g_filename_display_name (base);

  self->source = source;
  g_free (self->label);
  /* Translators: what undoing takes back; the name of a file. */
  self->label = g_strdup_printf (_("Import of “%s”"), name);
  g_clear_pointer (&self->doubles, ent_import_doubles_free);
  self->doubles = ent_import_doubles_new ();
  self->n_elsewhere = 0;
  g_clear_pointer (&self->rejects, ent_import_rejects_free);
  self->rejects =
      ent_import_rejects_new (source->file, wanted, source->raw_header, source->raw_header_length, source->delimiter);
  return TRUE;
}

static gboolean
reject (EntImportWriter *self, EntStagedRecord *record, GError **error)
{
  self->result->n_rejected++;
  if (self->result->rejections->len < ENT_IMPORT_MAX_TOLD)
    {
      EntImportRejection *rejection = g_new0 (EntImportRejection, 1);

      rejection->file_index = record->file_index;
      rejection->line = record->line;
      /* Translators: the number of an e-mail in a mailbox, then why it is refused. */
      rejection->reason = record->number > 0 ? g_strdup_printf (_("E-mail %u: %s"), record->number, record->rejection)
                                             : g_strdup (record->rejection);
      g_ptr_array_add (self->result->rejections, rejection);
    }
  /* A dry run writes nothing, this file neither. */
  return self->dry_run || record->raw == NULL ||
         ent_import_rejects_add (self->rejects, record, self->cancellable, error);
}

/* The same row twice in one import is two records, and the same two the next time. */
static void
number_fingerprint (EntImportWriter *self, EntStagedRecord *record)
{
  guint n = ent_fingerprint_map_get (self->occurrences, record->fingerprint);

  ent_fingerprint_map_set (self->occurrences, record->fingerprint, n + 1);
  if (n > 0)
    record->fingerprint = ent_fingerprint (record->fingerprint, (const char *) &n, sizeof n);
}

static gboolean
update_record (EntImportWriter *self, Pending *pending, const EntImportApply *apply, GError **error)
{
  g_autoptr (EntRecord) record = NULL;
  gboolean changed;

  ent_import_ids_add (self->ids, pending->record, &pending->id);
  if (ent_import_matcher_is_imaginary (self->matcher, &pending->id))
    {
      changed = ent_import_matcher_differs (self->matcher, pending->record, &pending->id);
      pending->outcome = changed ? OUTCOME_UPDATED : OUTCOME_UNCHANGED;
      return TRUE;
    }
  record = ent_store_get_record_sync (self->store, pending->record->kind, &pending->id, self->cancellable, error);
  if (record == NULL || !ent_import_apply_differences (apply, pending->record, record, &changed, error))
    return FALSE;
  pending->outcome = changed ? OUTCOME_UPDATED : OUTCOME_UNCHANGED;
  return TRUE;
}

/* What a commit would refuse; a dry run makes none. */
static gboolean
check_own_id (EntImportWriter *self, const EntStagedRecord *record, GError **error)
{
  return !self->dry_run || ent_id_is_null (&record->id) ||
         ent_own_id_check_sync (self->store, record->kind, &record->id, self->cancellable, error);
}

static gboolean
add_record (EntImportWriter *self, Pending *pending, const EntImportApply *apply, GError **error)
{
  const EntStagedRecord *record = pending->record;
  const char *title = ent_staged_record_get_text (record, record->kind->title);

  pending->outcome = OUTCOME_CREATED;
  if (!ent_import_names_take_stub (self->names, record->kind, title, &pending->id))
    {
      if (!check_own_id (self, record, error))
        return FALSE;
      pending->id = record->id;
      if (ent_id_is_null (&pending->id))
        ent_id_generate (&pending->id);
      if (apply->change != NULL)
        ent_change_add (apply->change, record->kind, &pending->id);
    }
  else if (!ent_id_is_null (&record->id) && !ent_id_equal (&record->id, &pending->id))
    {
      /* Rows above referred to it by its name, when its id was not known: it is found by that id the next time all the
       * same. */
      g_autofree char *text = ent_id_to_string (&record->id);

      ent_staged_record_add_source_id (pending->record, ENT_IMPORT_OWN_SOURCE, text);
    }
  ent_import_ids_add (self->ids, record, &pending->id);
  return ent_import_apply_new (apply, record, &pending->id, error) &&
         ent_import_names_add (self->names, record->kind, title, &pending->id, self->cancellable, error);
}

/* A firm that rows of people tell of: the first row that names it fills it; one that was there before is left as it is.
 */
static gboolean
place_by_name (EntImportWriter *self, Pending *pending, const EntImportApply *apply, GError **error)
{
  const EntStagedRecord *record = pending->record;
  const char *name = ent_staged_record_get_text (record, record->kind->title);
  gboolean stub;

  if (!ent_import_names_find (self->names, record->kind, name, &pending->id, &stub, self->cancellable, error))
    return FALSE;
  if (!ent_id_is_null (&pending->id) && !stub)
    {
      pending->outcome = OUTCOME_BESIDE;
      return TRUE;
    }
  return add_record (self, pending, apply, error);
}

/* A row that was imported before. */
static gboolean
check_references (EntImportWriter *self, Pending *pending, const EntImportApply *apply, GError **error)
{
  gboolean changed;

  ent_import_ids_add (self->ids, pending->record, &pending->id);
  if (!ent_import_apply_references (apply, pending->record, &pending->id, &changed, error))
    return FALSE;
  pending->outcome = changed ? OUTCOME_UPDATED : OUTCOME_UNCHANGED;
  return TRUE;
}

/* The one that was chosen for the row, else the first that no other row is; NULL: none. */
static const EntImportCandidate *
choose_candidate (EntImportWriter *self,
                  const EntStagedRecord *record,
                  GPtrArray *candidates,
                  EntImportDecision decision,
                  const EntId *wanted)
{
  if (decision == ENT_IMPORT_NEW)
    return NULL;
  if (!ent_id_is_null (wanted))
    return ent_import_candidates_find (candidates, wanted);
  for (guint i = 0; i < candidates->len; i++)
    {
      const EntImportCandidate *candidate = g_ptr_array_index (candidates, i);

      if (decision == ENT_IMPORT_KEEP || ent_import_matcher_take (self->matcher, &candidate->id, record->fingerprint))
        return candidate;
    }
  return NULL;
}

static gboolean
place_decided (EntImportWriter *self,
               Pending *pending,
               const EntImportCandidate *candidate,
               EntImportDecision decision,
               const EntImportApply *apply,
               GError **error)
{
  if (candidate == NULL)
    return add_record (self, pending, apply, error);
  pending->id = candidate->id;
  if (decision == ENT_IMPORT_UPDATE)
    return update_record (self, pending, apply, error);
  ent_import_ids_add (self->ids, pending->record, &pending->id);
  pending->outcome = OUTCOME_UNCHANGED;
  return TRUE;
}

/* A row that may be one of several records, or new: as was decided. */
static gboolean
place_doubtful (EntImportWriter *self,
                Pending *pending,
                GPtrArray *candidates,
                const EntImportApply *apply,
                GError **error)
{
  const EntStagedRecord *record = pending->record;
  EntId wanted;
  EntImportDecision decision = ent_import_decisions_get (self->decisions, record->file_index, record->line, &wanted);
  const EntImportCandidate *candidate = choose_candidate (self, record, candidates, decision, &wanted);

  pending->is_doubtful = TRUE;
  if (self->result->doubts->len < ENT_IMPORT_MAX_TOLD)
    pending->doubt = ent_import_doubt_new (record, candidates, candidate != NULL ? decision : ENT_IMPORT_NEW);
  return place_decided (self, pending, candidate, decision, apply, error);
}

/* A firm that stands in a table of people: one of that name that was in the book before is the same, as it is for the
 * people there. */
static gboolean
place_firm (EntImportWriter *self, Pending *pending, GPtrArray *candidates, const EntImportApply *apply, GError **error)
{
  const EntStagedRecord *record = pending->record;
  const char *name = ent_staged_record_get_text (record, record->kind->title);

  if (!ent_import_names_find_old (self->names, record->kind, name, &pending->id, self->cancellable, error))
    return FALSE;
  if (!ent_id_is_null (&pending->id) && ent_import_matcher_take (self->matcher, &pending->id, record->fingerprint))
    return update_record (self, pending, apply, error);
  return candidates != NULL ? place_doubtful (self, pending, candidates, apply, error)
                            : add_record (self, pending, apply, error);
}

/* Adds what a row says to the change. */
static gboolean
place (EntImportWriter *self, Pending *pending, GError **error)
{
  EntImportApply apply = { .store = self->store,
                           .names = self->names,
                           .ids = self->ids,
                           .change = self->change,
                           .cancellable = self->cancellable,
                           .elsewhere = &pending->is_elsewhere };
  g_auto (EntMatch) match = { 0 };

  if (ent_import_cases_want (self->result->cases, ENT_IMPORT_UPDATED))
    apply.changes = pending->changes = g_ptr_array_new_with_free_func (g_free);

  if (pending->record->by_name)
    return place_by_name (self, pending, &apply, error);

  if (!ent_import_matcher_find (self->matcher, pending->record, &match, self->cancellable, error))
    return FALSE;
  pending->id = match.id;
  switch (match.type)
    {
    case ENT_MATCH_FINGERPRINT:
      return check_references (self, pending, &apply, error);
    case ENT_MATCH_RECORD:
      return update_record (self, pending, &apply, error);
    case ENT_MATCH_DOUBTFUL:
      return pending->record->by_its_name ? place_firm (self, pending, match.candidates, &apply, error)
                                          : place_doubtful (self, pending, match.candidates, &apply, error);
    case ENT_MATCH_NONE:
    default:
      return pending->record->by_its_name ? place_firm (self, pending, NULL, &apply, error)
                                          : add_record (self, pending, &apply, error);
    }
}

/* With the group, in its transaction: which rows have become which records. */
static gboolean
write_fingerprints_cb (EntDb *db, gpointer data, GError **error)
{
  GArray *group = data;

  for (guint i = 0; i < group->len; i++)
    {
      const Pending *pending = &g_array_index (group, Pending, i);

      if (pending->outcome == OUTCOME_BESIDE || pending->outcome == OUTCOME_REJECTED)
        continue;
      if (!ent_import_sql_add_fingerprint (db, pending->record->fingerprint, pending->record->kind, &pending->id,
                                           error))
        return FALSE;
    }
  return TRUE;
}

static void
rollback (EntImportWriter *self)
{
  ent_import_names_rollback (self->names);
  ent_import_ids_rollback (self->ids);
}

static void
begin_change (EntImportWriter *self)
{
  g_clear_object (&self->change);
  if (self->dry_run)
    return;
  self->change = ent_import_change_new (self->store, &self->batch, self->label);
  ent_change_set_companion (self->change, write_fingerprints_cb, self->group);
}

/* Ids of a dry run are those of nothing. */
static void
tell_doubt (EntImportWriter *self, Pending *pending)
{
  if (pending->doubt == NULL || self->result->doubts->len >= ENT_IMPORT_MAX_TOLD)
    return;
  if (!self->dry_run ||
      (pending->outcome != OUTCOME_CREATED && !ent_import_matcher_is_imaginary (self->matcher, &pending->id)))
    pending->doubt->id = pending->id;
  for (guint i = 0; i < pending->doubt->candidates->len; i++)
    {
      EntImportCandidate *candidate = g_ptr_array_index (pending->doubt->candidates, i);

      if (ent_import_matcher_is_imaginary (self->matcher, &candidate->id))
        candidate->id = (EntId) { 0 };
    }
  g_ptr_array_add (self->result->doubts, g_steal_pointer (&pending->doubt));
}

static void
count_elsewhere (EntImportWriter *self, const Pending *pending)
{
  if (pending->is_elsewhere && self->n_elsewhere++ == 0)
    self->first_elsewhere = pending->record->line;
}

static void
append_elsewhere_note (EntImportWriter *self)
{
  if (self->n_elsewhere > 0)
    g_ptr_array_add (
        self->result->notes,
        g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u record belongs to another one and stays there (line %u).",
                                      "%u records belong to other ones and stay there (the first is in line %u).",
                                      self->n_elsewhere),
                         self->n_elsewhere, (guint) self->first_elsewhere));
}

static void
count (EntImportWriter *self)
{
  static const int outcomes[] = {
    [OUTCOME_REJECTED] = -1,
    [OUTCOME_CREATED] = ENT_IMPORT_CREATED,
    [OUTCOME_UPDATED] = ENT_IMPORT_UPDATED,
    [OUTCOME_UNCHANGED] = ENT_IMPORT_UNCHANGED,
    [OUTCOME_BESIDE] = -1,
  };

  for (guint i = 0; i < self->group->len; i++)
    {
      Pending *pending = &g_array_index (self->group, Pending, i);

      self->result->n_created += pending->outcome == OUTCOME_CREATED;
      self->result->n_updated += pending->outcome == OUTCOME_UPDATED;
      self->result->n_unchanged += pending->outcome == OUTCOME_UNCHANGED;
      if (outcomes[pending->outcome] >= 0)
        ent_import_doubles_take (self->doubles, pending->record, pending->outcome == OUTCOME_CREATED);
      if (outcomes[pending->outcome] >= 0)
        ent_import_cases_take (self->result->cases, (EntImportOutcome) outcomes[pending->outcome], pending->record,
                               &pending->id, pending->changes);
      self->result->n_doubtful += pending->is_doubtful;
      count_elsewhere (self, pending);
      tell_doubt (self, pending);
    }
}

/* The next group takes as long as a group should, if its rows take as long as these. */
static void
adapt_group_size (EntImportWriter *self, gint64 microseconds)
{
  gint64 last = ent_store_get_last_person (self->store);
  gint64 person = last == self->own ? self->last_before : last;
  gboolean quiet = person == 0 || g_get_monotonic_time () - person > QUIET_AFTER_MICROSECONDS;
  gint64 wanted =
      self->group->len * (gint64) (quiet ? QUIET_GROUP_MICROSECONDS : GROUP_MICROSECONDS) / MAX (microseconds, 1);

  self->last_person = last;
  self->group_size = (guint) CLAMP (wanted, MIN_GROUP, MIN ((gint64) self->group_size * 2, MAX_GROUP));
}

/* Rows that were decided are remembered also when nothing was written for any of them. */
static gboolean
has_decided (EntImportWriter *self)
{
  for (guint i = 0; i < self->group->len; i++)
    if (g_array_index (self->group, Pending, i).is_doubtful)
      return TRUE;
  return FALSE;
}

/* Rows of other files may be the same records. */
static void
learn (EntImportWriter *self)
{
  for (guint i = 0; i < self->group->len; i++)
    {
      const Pending *pending = &g_array_index (self->group, Pending, i);

      if (pending->outcome != OUTCOME_BESIDE && pending->outcome != OUTCOME_REJECTED)
        ent_import_matcher_add (self->matcher, pending->record, &pending->id, pending->outcome == OUTCOME_CREATED);
    }
}

static gboolean
commit (EntImportWriter *self, GError **error)
{
  g_autoptr (EntReceipt) receipt = NULL;
  gint64 start = g_get_monotonic_time ();

  if (self->change != NULL && !ent_change_is_empty (self->change))
    {
      receipt = ent_store_commit_sync (self->store, self->change, self->cancellable, error);
      if (receipt == NULL)
        return FALSE;
    }
  else if (!self->dry_run && has_decided (self) &&
           !ent_store_with_writer (self->store, self->cancellable, write_fingerprints_cb, self->group, error))
    return FALSE;
  adapt_group_size (self, g_get_monotonic_time () - start);
  ent_import_names_commit (self->names);
  ent_import_ids_commit (self->ids);
  learn (self);
  count (self);
  return TRUE;
}

/* One row by itself; it is rejected when it cannot be committed. */
static gboolean
commit_alone (EntImportWriter *self, EntStagedRecord *record, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  Pending pending = { .record = record };

  g_array_set_size (self->group, 0);
  begin_change (self);
  if (place (self, &pending, &local_error))
    {
      g_array_append_val (self->group, pending);
      if (commit (self, &local_error))
        return TRUE;
      /* The group does not own the record. */
      g_array_index (self->group, Pending, 0).record = NULL;
    }
  else
    {
      g_clear_pointer (&pending.changes, g_ptr_array_unref);
      g_clear_pointer (&pending.doubt, ent_import_doubt_free);
    }
  rollback (self);
  if (!ent_import_is_of_row (local_error))
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  ent_staged_record_reject (record, "%s", local_error->message);
  return reject (self, record, error);
}

static gboolean
commit_one_by_one (EntImportWriter *self, GError **error)
{
  g_autoptr (GPtrArray) records = g_ptr_array_new_with_free_func ((GDestroyNotify) ent_staged_record_free);

  for (guint i = 0; i < self->group->len; i++)
    g_ptr_array_add (records, g_steal_pointer (&g_array_index (self->group, Pending, i).record));
  for (guint i = 0; i < records->len; i++)
    {
      gboolean done = commit_alone (self, g_ptr_array_index (records, i), error);

      if (self->group->len > 0)
        g_array_index (self->group, Pending, 0).record = NULL;
      if (!done)
        return FALSE;
    }
  return TRUE;
}

static gboolean
flush (EntImportWriter *self, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  gboolean done = TRUE;

  if (self->group->len > 0 && !commit (self, &local_error))
    {
      rollback (self);
      if (ent_import_is_of_row (local_error))
        {
          done = commit_one_by_one (self, error);
          /* Others like it would take as long. */
          self->group_size = MIN_GROUP;
        }
      else
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          done = FALSE;
        }
    }
  g_array_set_size (self->group, 0);
  g_clear_object (&self->change);
  return done;
}

/* A row that refers to what is not there: the rows before it are kept, and it is rejected by itself. */
static gboolean
take_apart (EntImportWriter *self, Pending *pending, GError **error)
{
  gboolean done;

  g_array_append_val (self->group, *pending);
  rollback (self);
  done = commit_one_by_one (self, error);
  g_array_set_size (self->group, 0);
  g_clear_object (&self->change);
  return done;
}

static gboolean
begin (EntImportWriter *self, GError **error)
{
  if (self->begin == NULL)
    return TRUE;
  self->last_before = ent_store_get_last_person (self->store);
  if (!self->begin (self->begin_data, error))
    return FALSE;
  self->own = self->last_person = ent_store_get_last_person (self->store);
  self->begin = NULL;
  return TRUE;
}

/* Somebody who came meanwhile does not wait for a group that was begun when nobody was there. */
static gboolean
is_full (EntImportWriter *self)
{
  return self->group->len >= self->group_size || self->held >= MAX_HELD ||
         (self->change != NULL && self->change->contents != NULL && self->change->contents->len >= MAX_CONTENTS) ||
         (self->group->len >= MIN_GROUP && ent_store_get_last_person (self->store) != self->last_person);
}

gboolean
ent_import_writer_take (EntImportWriter *self, EntStagedRecord *record, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  Pending pending = { .record = record };

  if (!begin (self, error))
    {
      ent_staged_record_free (record);
      return FALSE;
    }
  self->result->n_read += !record->by_name;
  if (record->rejection != NULL)
    {
      gboolean done = reject (self, record, error);

      ent_staged_record_free (record);
      return done;
    }
  number_fingerprint (self, record);
  if (self->group->len == 0)
    {
      begin_change (self);
      self->held = 0;
    }
  if (!place (self, &pending, &local_error))
    {
      if (ent_import_is_of_row (local_error))
        return take_apart (self, &pending, error);
      g_propagate_error (error, g_steal_pointer (&local_error));
      pending_clear (&pending);
      return FALSE;
    }
  g_array_append_val (self->group, pending);
  self->held += ent_staged_record_get_held (record);
  return !is_full (self) || flush (self, error);
}

gboolean
ent_import_writer_end_file (EntImportWriter *self, GError **error)
{
  g_autoptr (GFile) rejected_file = NULL;

  if (!flush (self, error) || !ent_import_rejects_close (self->rejects, &rejected_file, self->cancellable, error))
    return FALSE;
  if (rejected_file != NULL)
    g_ptr_array_add (self->result->rejected_files, g_steal_pointer (&rejected_file));
  self->source->klass->append_notes (self->source, self->result->notes);
  ent_import_doubles_append_note (self->doubles, self->result->notes);
  append_elsewhere_note (self);
  return TRUE;
}

gboolean
ent_import_writer_finish (EntImportWriter *self, GError **error)
{
  return ent_import_settle (self->ids, self->store, self->dry_run ? NULL : &self->batch, self->label,
                            self->result->notes, self->cancellable, error);
}

void
ent_import_writer_append_notes (EntImportWriter *self)
{
  ent_import_names_append_notes (self->names, self->result->notes);
}
