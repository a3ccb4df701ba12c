/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "ent-translations.h"

/**
 * ent_translations_init:
 *
 * Finds the translations of the library's messages.
 *
 * A program calls it once when it starts, after setlocale() and before it shows anything. They are in the folder that
 * the library was installed to, or in the one that the environment variable `ENTREGENT_LOCALEDIR` names, for programs
 * that were built but not installed.
 */
void
ent_translations_init (void)
{
  const char *folder = g_getenv ("ENTREGENT_LOCALEDIR");

  bindtextdomain (GETTEXT_PACKAGE, folder != NULL ? folder : LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
}
