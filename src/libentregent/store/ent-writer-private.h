/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ent-change-private.h"
#include "ent-projection-private.h"
#include "ent-state-private.h"
#include "ent-store-private.h"
#include "ent-table-private.h"

G_BEGIN_DECLS

/* Why a row is not shown. */
enum
{
  ENT_HIDDEN_DELETED = 1,
  ENT_HIDDEN_MERGED = 2,
  ENT_HIDDEN_OUT_OF_SCOPE = 4,
  ENT_HIDDEN_UNBORN = 8, /* nothing but removals, deletes or aliases of it has come */
};

/**
 * EntPlan: (skip)
 *
 * One record that a group touches, in the writer's memory.
 */
typedef struct
{
  const EntKind *kind;
  const EntTable *table;
  EntId id;
  gint64 rid;
  gint64 rev;
  gint64 scope;
  gint64 canon;
  guint hidden;
  guint was_hidden;
  gboolean is_new;       /* no row of it before this group */
  gboolean has_row;      /* it has one now */
  gboolean prefilled;    /* a relationship whose derived column was written with the other record */
  gboolean parent_moved; /* its column for what it is part of was given another value by this group */

  /* A new record of this replica is written from its intents, without a state. */
  const EntValue **values; /* by slot */
  guint first_intent;

  /* Any other. */
  EntState *state;
  EntOp *ops;
  guint n_ops;
  guint size_ops;
  gboolean had_conflict;
  gboolean was_detached;
  gboolean merging;      /* an alias of it came or went, or may have */
  gboolean in_component; /* its row may show values of other originals */
  gboolean all_touched;
  gboolean in_log; /* this group has a change of it */
  gboolean erased;
  guint64 touched[2];
  gboolean custom_touched;
  EntId old_ends[2]; /* of a relationship: whose derived columns depend on it */
  char *custom_view; /* of a merge: its custom fields, as JSON */
  gboolean refreshed;
  gboolean derived; /* only a derived column of it changed */
} EntPlan;

typedef struct
{
  gint64 scope;
  guint klass;
  gint64 prev;
} EntPrevious;

typedef struct
{
  gint64 o;
  guint64 origin;
} EntOriginNumber;

typedef struct
{
  EntId id;
  gint64 rid;
  guint kind;
} EntResolved;

#define ENT_WRITER_N_RESOLVED 256
/* More than there are numbers of kinds. */
#define ENT_WRITER_N_KINDS 64

/* Something that a projection may use until its callback returns. */
typedef struct
{
  gpointer thing;
  GDestroyNotify free_func;
} EntLoan;

/**
 * EntWriter: (skip)
 *
 * One group being written, inside BEGIN IMMEDIATE. Nothing of it outlives the transaction.
 */
typedef struct
{
  EntStore *store;
  EntDb *db;
  EntChange *change; /* NULL: a group of another replica */

  guint64 origin;
  gint64 o;
  gint64 oseq;
  gint64 g;
  guint64 hlc;
  guint64 seen;
  guint64 high;
  EntStamp stamp;
  gint64 now;
  gboolean strict; /* what is referred to has to exist */
  GHashTable *
      owed; /* EntId of records whose changes came emptied: their ERASE has to come in the same transaction. Borrowed */

  GPtrArray *plans;
  GHashTable *by_id;
  gint64 next_rid[ENT_WRITER_N_KINDS];
  GArray *previous;      /* EntPrevious */
  GArray *origins;       /* EntOriginNumber */
  EntResolved *resolved; /* ENT_WRITER_N_RESOLVED, once something was */

  EntBodyWriter body;
  EntBytes bytes;
  EntBytes blob;
  GString *sql;
  GString *json;

  GArray *touched;    /* EntTouched */
  GPtrArray *told;    /* their plans */
  GPtrArray *loans;   /* EntLoan */
  GError *unread;     /* why something that a projection asked for could not be read: the group fails */
  GPtrArray *scratch; /* EntValue that plans point to */
} EntWriter;

EntWriter *ent_writer_new (EntStore *store, EntDb *db);
void ent_writer_free (EntWriter *self);

/* ent-writer.c: the group. */
gboolean ent_writer_begin_local (EntWriter *self, GError **error);
gboolean
ent_writer_begin_remote (EntWriter *self, guint64 origin, gint64 oseq, guint64 hlc, guint64 seen, GError **error);
gboolean
ent_writer_write_group (EntWriter *self, const EntId *author, const char *source, const EntId *batch, GError **error);
gboolean ent_writer_finish (EntWriter *self, GError **error);
gboolean ent_writer_run (EntWriter *self, EntChange *change, GError **error);

/* ent-writer-log.c: log, vector, origins, scopes. */
gboolean ent_writer_origin_number (EntWriter *self, guint64 origin, gint64 *o, GError **error);
gboolean ent_writer_origin_of (EntWriter *self, gint64 o, guint64 *origin, GError **error);
gboolean
ent_writer_put_change (EntWriter *self, const EntPlan *plan, guint klass, const EntBytes *body, GError **error);
gboolean ent_writer_flush_vector (EntWriter *self, GError **error);
gboolean ent_writer_intern_scope (EntWriter *self, const EntId *a, const EntId *b, gint64 *scope, GError **error);
gboolean
ent_writer_advance (EntWriter *self, gint64 scope, guint klass, gint64 o, gint64 prev, gint64 oseq, GError **error);
guint32 ent_group_checksum (guint64 origin,
                            gint64 oseq,
                            guint64 hlc,
                            guint64 seen,
                            const EntId *author,
                            const char *source,
                            const EntId *batch);

/* ent-writer-load.c: records in memory. */
EntPlan *ent_writer_find_plan (EntWriter *self, const EntId *id);
EntPlan *ent_writer_add_plan (EntWriter *self, const EntKind *kind, const EntId *id);
EntPlan *
ent_writer_load (EntWriter *self, const EntKind *kind, const EntId *id, GError **error); /* with rid 0: there is none */
EntPlan *ent_writer_load_rid (EntWriter *self, const EntKind *kind, gint64 rid, GError **error);
gboolean ent_writer_load_members (EntWriter *self, EntPlan *plan, GError **error);
gboolean ent_writer_load_aliases (EntWriter *self, EntPlan *plan, GError **error);
gboolean ent_writer_allocate_rid (EntWriter *self, EntPlan *plan, GError **error);
gboolean ent_writer_require (EntWriter *self, const EntField *field, const EntId *id, GError **error);
gboolean
ent_writer_resolve (EntWriter *self, const EntField *field, const EntId *id, gint64 *rid, guint *kind, GError **error);
/* ent-apply.c: references that waited for the record lead to it now. */
gboolean ent_apply_settle_references (EntWriter *self, EntPlan *plan, GError **error);

gboolean ent_erase_note_groups (EntWriter *self, guint kind, gint64 rid, GError **error);
gboolean
ent_writer_check_erased (EntWriter *self, const EntKind *kind, const EntId *id, gboolean *erased, GError **error);
EntOp *ent_plan_add_op (EntPlan *plan, EntOpCode code);
void ent_plan_free (EntPlan *plan);

/* ent-writer-save.c: a record with its state. */
gboolean ent_writer_apply (EntWriter *self, EntPlan *plan, const EntOp *ops, guint n_ops, GError **error);
gboolean ent_writer_save_aliases (EntWriter *self, EntPlan *plan, GError **error);
gboolean ent_writer_put_unknown (EntWriter *self, EntPlan *plan, const EntFieldKey *key, GError **error);
gboolean ent_writer_save (EntWriter *self, EntPlan *plan, GError **error);
gboolean ent_writer_save_row (EntWriter *self, EntPlan *plan, const EntValue *const *view, GError **error);
gboolean ent_writer_bind_field (EntWriter *self,
                                sqlite3_stmt *stmt,
                                const EntPlan *plan,
                                const EntField *field,
                                const EntValue *value,
                                int value_at,
                                int row_at,
                                int kind_at,
                                GError **error);
gboolean ent_writer_insert_member (EntWriter *self,
                                   const EntPlan *plan,
                                   const EntField *field,
                                   const EntValue *value,
                                   const EntDot *dot,
                                   GError **error);
void ent_plan_touch (EntPlan *plan, const EntField *field);
gboolean ent_plan_is_deleted (EntPlan *plan);

/* ent-writer-new.c: a new record of this replica. */
gboolean ent_writer_write_new (EntWriter *self, EntPlan *plan, GError **error);

/* ent-writer-edit.c: intents on a record that is there. */
gboolean ent_writer_edit (EntWriter *self, guint record, GError **error);
gboolean ent_writer_finish_edits (EntWriter *self, GError **error);

/* An entry of a history: the register's value, and since when. (transfer full) */
EntElement *ent_history_entry_value (const EntKind *element, const EntValue *value, gint64 since);

/* ent-virtual.c */
gboolean ent_virtual_expand (EntWriter *self, guint record, GError **error);
void ent_default_rule_expand (EntWriter *self, guint record);
gboolean ent_stage_rule_expand (EntWriter *self, guint record, GError **error);
gboolean ent_currency_rule_expand (EntWriter *self, guint record, GError **error);
gboolean ent_name_rule_expand (EntWriter *self, guint record);

/* Refuses a relationship of a record with itself. */
gboolean ent_relationship_rule_check (EntWriter *self, guint record, GError **error);

/* ent-attachment-rule.c: refuses an attachment without its content, and erases those of a record with it. */
gboolean ent_attachment_rule_check (EntWriter *self, guint record, GError **error);
gboolean ent_attachment_rule_expand (EntWriter *self, guint record, GError **error);

/* ent-photo-rule.c: a contact's photo and its attachment come and go together. */
gboolean ent_photo_rule_expand (EntWriter *self, guint record, GError **error);

gboolean ent_virtual_derive (EntWriter *self, GError **error);
gboolean ent_virtual_check_circles (EntWriter *self, GError **error);
gboolean ent_virtual_read (EntWriter *self,
                           const EntField *field,
                           gint64 rid,
                           EntId *target,
                           gint64 *target_rid,
                           GError **error);
gboolean ent_virtual_note_target (EntWriter *self, const EntPlan *plan, GError **error);
gboolean ent_virtual_note_before (EntWriter *self, EntPlan *plan, GError **error);

/* ent-alias.c */
gboolean ent_alias_refresh (EntWriter *self, GError **error);
/* Whether two elements of one set are shown as one: equal ones, and contact points of two originals that are the same
 * number or address however it is written. */
gboolean ent_alias_is_repeated (const EntValue *a, const EntValue *b, gboolean same_original);
GPtrArray *ent_alias_dup_component (EntWriter *self, EntPlan *plan, GError **error);

EntPlan *ent_alias_choose (GPtrArray *component, const EntFieldKey *key);
char *ent_alias_dup_custom_view (GPtrArray *component);
void ent_alias_keep_connected (GPtrArray *component, EntPlan *plan);
gboolean ent_alias_move_references (EntWriter *self, const EntPlan *plan, gint64 from, gint64 to, GError **error);
void ent_alias_encode_choices (const EntAlias *alias, EntBytes *bytes);
void ent_alias_decode_choices (EntAlias *alias, const guint8 *data, gsize size);
gboolean
ent_alias_find_owner (EntWriter *self, GPtrArray *component, const EntField *field, EntPlan **owner, GError **error);

/* ent-erase.c */
gboolean ent_erase_record (EntWriter *self, EntPlan *plan, GError **error);
gboolean ent_erase_stray (EntWriter *self, guint kind, const EntId *id, gint64 rid, GError **error);
gboolean ent_erase_again (EntWriter *self, guint kind, const EntId *id, gint64 rid, GError **error);
gboolean ent_erase_after_commit (EntStore *store, EntDb *db, GError **error);

/* ent-reference.c */
gboolean ent_reference_set_row (EntWriter *self,
                                const EntKind *kind,
                                gint64 rid,
                                const EntField *field,
                                const EntId *target,
                                const EntKind *target_kind,
                                gint64 target_rid,
                                GError **error);

/* ent-touched.c */
gboolean ent_writer_tell_projections (EntWriter *self, GError **error);

void ent_commit_notify (EntWriter *writer);

/* ent-custom.c: values of custom fields in their JSON column. */
gboolean ent_custom_read (EntState *state, const char *json, gsize size);
void ent_custom_write (GString *json, const EntState *state);
void ent_custom_put (GString *json, const EntId *id, const EntValue *value);
void ent_json_put_string (GString *json, const char *text);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EntWriter, ent_writer_free)

G_END_DECLS
