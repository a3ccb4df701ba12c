/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/*
 * Named errors in the rules of merging and exchange, to prove that the simulator would notice them. They exist only
 * where ENT_MUTANTS is defined: in tests/sync-sim's own build of these files. Everywhere else the question is the
 * constant FALSE.
 */
#ifdef ENT_MUTANTS
gboolean ent_mutant_is (const char *name);
gboolean ent_mutant_choose (const char *name);
#else
#define ent_mutant_is(name) FALSE
#define ent_mutant_choose(name) FALSE
#endif

G_END_DECLS
