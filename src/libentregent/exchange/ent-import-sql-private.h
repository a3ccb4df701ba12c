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
/* Whether a record with this id is in the book without being shown: deleted. Blocks. */
gboolean
ent_import_sql_is_deleted (EntStore *store, const EntKind *kind, const EntId *id, gboolean *deleted, GError **error);
gboolean ent_import_sql_find_source_id (EntDb *db,
                                        const EntKind *kind,
                                        const char *source,
                                        const char *value,
                                        EntId *id,
                                        GError **error);

/* A shown record of the kind that has this normalised contact point and this name. */
gboolean ent_import_sql_find_contact_point (EntDb *db,
                                            const EntKind *kind,
                                            const char *channel,
                                            const char *normalized,
                                            const char *name,
                                            EntId *id,
                                            GError **error);

/* The only shown record of the kind with this e-mail address, as it is compared; the null id when there are several:
 * an address that people share names none of them. */
gboolean ent_import_sql_find_email (EntDb *db, const EntKind *kind, const char *email, EntId *id, GError **error);

/* How many shown records of a kind there are, at most `limit`. */
gboolean ent_import_sql_count (EntDb *db, const EntKind *kind, gint64 limit, gint64 *count, GError **error);

G_END_DECLS
