/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "ent-app-application.h"

int
main (int argc, char *argv[])
{
  g_autoptr (EntAppApplication) application = ent_app_application_new ();

  return g_application_run (G_APPLICATION (application), argc, argv);
}
