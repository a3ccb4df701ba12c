/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/*
 * The translations in every language that is installed, not only in that of the environment: a file from a
 * colleague, or a saved query, has words of the language that they work in.
 */

/* Whether a text, folded by ent_catalogs_fold(), is the translation of a message in any language. */
gboolean ent_catalogs_has (const char *context, const char *message, const char *folded);

char *ent_catalogs_fold (const char *text);

/* One catalogue, as gettext's manual describes it ("The Format of GNU MO Files"); of a mapped file that is
 * checked as it is read. */
const char *ent_catalog_look_up (const char *data, gsize size, const char *key);

/* Takes another folder of catalogues from now on; NULL is that of the library. Not safe beside other threads:
 * for tests. */
void ent_catalogs_test_set_folder (const char *folder);

G_END_DECLS
