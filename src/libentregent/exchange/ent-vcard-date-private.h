/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *ent_vcard_date_to_iso (const char *text, const char *omitted_year);

G_END_DECLS
