/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "ent-seeds-private.h"

gboolean
ent_seeds_ensure (EntStore *store,
                  GError **error)
{
  return TRUE;
}
