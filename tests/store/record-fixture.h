/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ent-change.h"
#include "ent-element.h"
#include "ent-record.h"
#include "ent-store.h"

G_BEGIN_DECLS

/* Records in few words, for tests: kinds and fields by key, values in their text form. What fails, fails the test. */

EntStore *book_new (void);

EntId record_add (EntStore *store, const char *kind, const char *first_key, ...) G_GNUC_NULL_TERMINATED;
void record_set (EntStore *store, const char *kind, const EntId *id, const char *key, const char *text);
void record_set_reference (EntStore *store, const char *kind, const EntId *id, const char *key, const EntId *target);
void record_add_phone (EntStore *store, const char *kind, const EntId *id, const char *number);
void record_remove (EntStore *store, const char *kind, const EntId *id, const char *key, guint index);
void record_delete (EntStore *store, const char *kind, const EntId *id);
void record_restore (EntStore *store, const char *kind, const EntId *id);
void record_merge (EntStore *store, const char *kind, const EntId *a, const EntId *b);
void record_unmerge (EntStore *store, const char *kind, const EntId *id);
gint64 record_commit (EntStore *store, EntChange *change);

EntRecord *record_get (EntStore *store, const char *kind, const EntId *id);
const EntField *field_get (const char *kind, const char *key);
guint record_count (EntStore *store, const char *kind, const EntId *id, const char *key);
void assert_text (EntStore *store, const char *kind, const EntId *id, const char *key, const char *text);
void assert_reference (EntStore *store, const char *kind, const EntId *id, const char *key, const EntId *target);

EntValue phone_value (const char *number);

G_END_DECLS
