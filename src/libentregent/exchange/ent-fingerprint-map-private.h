/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/*
 * From 64-bit fingerprints to indices, which begin at 1: a million take 32 MB, as long as a pointer or not.
 */
typedef struct _EntFingerprintMap EntFingerprintMap;

EntFingerprintMap *ent_fingerprint_map_new (void);
void ent_fingerprint_map_free (EntFingerprintMap *self);

/* 0: it is not there. */
guint ent_fingerprint_map_get (EntFingerprintMap *self, guint64 fingerprint);
/* In place of the one that is there. */
void ent_fingerprint_map_set (EntFingerprintMap *self, guint64 fingerprint, guint index);
/* As a set: whether it was not there. */
gboolean ent_fingerprint_map_add (EntFingerprintMap *self, guint64 fingerprint);
void ent_fingerprint_map_remove (EntFingerprintMap *self, guint64 fingerprint);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EntFingerprintMap, ent_fingerprint_map_free)

G_END_DECLS
