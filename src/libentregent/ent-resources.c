/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "ent-everything-docs-resources.h"
#include "ent-header-resources.h"
#include "ent-layout-resources.h"
#include "ent-resources-private.h"
#include "ent-sample-resources.h"
#include "ent-store-resources.h"

/* By hand, not by constructors: there are no destructors then, so a thread that outlives main() still finds them. */
static void
register_all (void)
{
  static gsize registered;

  if (g_once_init_enter (&registered))
    {
      ent_store_resources_register_resource ();
      ent_header_register_resource ();
      ent_layout_register_resource ();
      ent_sample_register_resource ();
      ent_everything_docs_register_resource ();
      g_once_init_leave (&registered, 1);
    }
}

GBytes *
ent_resources_lookup (const char *path, GError **error)
{
  register_all ();

  return g_resources_lookup_data (path, G_RESOURCE_LOOKUP_FLAGS_NONE, error);
}

char **
ent_resources_enumerate (const char *folder, GError **error)
{
  register_all ();

  return g_resources_enumerate_children (folder, G_RESOURCE_LOOKUP_FLAGS_NONE, error);
}
