/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "ent-error.h"

G_DEFINE_QUARK (ent - error - quark, ent_error)
