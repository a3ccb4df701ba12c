/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ent-db-private.h"
#include "ent-kind.h"

G_BEGIN_DECLS

/* Called for each shown record of a kind; `seed_key` and `taxonomy` may be NULL. */
typedef void (*EntImportNameFunc) (const EntId *id,
                                   const char *name,
                                   const char *seed_key,
                                   const char *taxonomy,
                                   gpointer data);

gboolean ent_import_sql_foreach_name (EntStore *store,
                                      const EntKind *kind,
                                      EntImportNameFunc func,
                                      gpointer data,
                                      GCancellable *cancellable,
                                      GError **error);

/* The record that a row with this fingerprint became before, if it is still shown. */
gboolean
ent_import_sql_find_fingerprint (EntDb *db, guint64 fingerprint, const EntKind *kind, EntId *id, GError **error);
gboolean
ent_import_sql_add_fingerprint (EntDb *db, guint64 fingerprint, const EntKind *kind, const EntId *id, GError **error);
gboolean ent_import_sql_has_fingerprints (EntDb *db, gboolean *has, GError **error);

gboolean ent_import_sql_exists (EntDb *db, const EntKind *kind, const EntId *id, gboolean *exists, GError **error);
/* The record itself, or the one that it was merged into; the null id where neither is shown. */
gboolean ent_import_sql_find_shown (EntDb *db, const EntKind *kind, const EntId *id, EntId *shown, GError **error);
/* Whether a record with this id is in the book without being shown: deleted. Blocks. */
gboolean
ent_import_sql_is_deleted (EntStore *store, const EntKind *kind, const EntId *id, gboolean *deleted, GError **error);
gboolean ent_import_sql_find_source_id (EntDb *db,
                                        const EntKind *kind,
                                        const char *source,
                                        const char *value,
                                        EntId *id,
                                        GError **error);

typedef void (*EntImportRecordFunc) (const EntId *id, const char *title, gpointer data);

/* `id` is NULL for a contact point that is not that of a shown record of the kind. FALSE ends it. */
typedef gboolean (*EntImportPointFunc) (const EntId *id, const char *title, gpointer data);

/* All who have this normalised contact point, of those that were there when the greatest rid was `last_rid`, and that
 * of a contact point `last_point`. Records that came later cost nothing. */
gboolean ent_import_sql_foreach_contact_point (EntDb *db,
                                               const EntKind *kind,
                                               const char *channel,
                                               const char *normalized,
                                               gint64 last_rid,
                                               gint64 last_point,
                                               EntImportPointFunc func,
                                               gpointer data,
                                               GError **error);

/* Shown records of the kind that refer to this account, of those that were there then. */
gboolean ent_import_sql_foreach_of_account (EntDb *db,
                                            const EntKind *kind,
                                            const EntId *account,
                                            gint64 last_rid,
                                            EntImportRecordFunc func,
                                            gpointer data,
                                            GError **error);

/* What a record is called; NULL when it is not there. */
gboolean ent_import_sql_dup_title (EntDb *db, const EntKind *kind, const EntId *id, char **title, GError **error);

/* Whether opportunities of this stage are open, won or lost; NULL when it is not there. */
gboolean ent_import_sql_dup_stage_status (EntDb *db, const EntId *stage, char **status, GError **error);

/* The only shown record of the kind with this e-mail address, as it is compared; the null id when there are several:
 * an address that people share names none of them. */
gboolean ent_import_sql_find_email (EntDb *db, const EntKind *kind, const char *email, EntId *id, GError **error);

/* The greatest rid of a kind; 0: there is none. */
gboolean ent_import_sql_find_last_rid (EntDb *db, const EntKind *kind, gint64 *rid, GError **error);

G_END_DECLS
