/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What an export of a whole book says of itself, as far as it is needed to make the book again. */
typedef struct
{
  GHashTable *identity; /* of the book: text → text */
  char *dump_sum;       /* of its canonical dump */
  char *log_sum;
  guint64 log_size;
  gint64 n_groups; /* in the log */
  char *list_sum;  /* of the list of contents; NULL in an export of a version without */
  guint64 list_size;
} EntEverythingManifest;

/* Fails with ENT_ERROR_NEWER where a newer version has written it, or ENT_ERROR_FORMAT; what is said then is not for
 * people, who have to be told which folder it is. To be cleared in any case. */
gboolean ent_everything_manifest_parse (EntEverythingManifest *self, const char *text, gsize length, GError **error);
void ent_everything_manifest_clear (EntEverythingManifest *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (EntEverythingManifest, ent_everything_manifest_clear)

G_END_DECLS
