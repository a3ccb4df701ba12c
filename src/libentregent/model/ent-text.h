/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

#include "ent-version-macros.h"

G_BEGIN_DECLS

/**
 * EntTextFlags:
 * @ENT_TEXT_SINGLE_LINE: line breaks and runs of white space become one space
 * @ENT_TEXT_MULTI_LINE: line breaks stay, as "\n"; white space at the end of a line goes
 *
 * How ent_text_clean() treats white space.
 */
typedef enum
{
  ENT_TEXT_SINGLE_LINE,
  ENT_TEXT_MULTI_LINE,
} EntTextFlags;

ENT_AVAILABLE_IN_1_0
char *ent_text_fold (const char *text, gssize length);
ENT_AVAILABLE_IN_1_0
void ent_text_append_folded (GString *string, const char *text, gssize length);
ENT_AVAILABLE_IN_1_0
char *ent_text_repair (const char *text, gssize length);
ENT_AVAILABLE_IN_1_0
char *ent_text_clean (const char *text, gssize length, EntTextFlags flags);
ENT_AVAILABLE_IN_1_0
char *ent_text_squeeze (const char *text, gssize length);
ENT_AVAILABLE_IN_1_0
gboolean ent_text_is_blank (const char *text);
ENT_AVAILABLE_IN_1_0
char *ent_text_isolate (const char *text);

G_END_DECLS
