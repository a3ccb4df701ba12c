/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cli-command.h"

G_BEGIN_DECLS

/* The man page, made from the same table as --help, so that the two never differ. */
void cli_man_print (void);

G_END_DECLS
