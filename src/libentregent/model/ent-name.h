/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

#include "ent-version-macros.h"

G_BEGIN_DECLS

/**
 * EntNameOrder:
 * @ENT_NAME_ORDER_GIVEN_FIRST: Ada Lovelace
 * @ENT_NAME_ORDER_FAMILY_FIRST: Nagy János, 山田太郎
 *
 * In which order a person's names are said.
 */
typedef enum
{
  ENT_NAME_ORDER_GIVEN_FIRST,
  ENT_NAME_ORDER_FAMILY_FIRST,
} EntNameOrder;

/**
 * EntNameFlags:
 * @ENT_NAME_HOUSEHOLD: the text names several people; it stays a display name
 * @ENT_NAME_UNSURE: there is another good reading; a person should look
 *
 * What ent_name_split() noticed.
 */
typedef enum
{
  ENT_NAME_HOUSEHOLD = 1 << 0,
  ENT_NAME_UNSURE = 1 << 1,
} EntNameFlags;

/**
 * EntName:
 * @prefix: (nullable): titles: "Dr."
 * @given: (nullable): given name or names
 * @middle: (nullable): names between given and family name
 * @family: (nullable): family name or names, with particles: "van der Berg"
 * @suffix: (nullable): "Jr.", "PhD"
 * @nickname: (nullable): a name in quotes or parentheses
 * @order: how they are put together
 *
 * The parts of a person's name. Each may be missing: a name need not have parts. The display name is what counts; it is
 * kept beside them. ent_name_clear() frees what it owns.
 */
typedef struct
{
  char *prefix;
  char *given;
  char *middle;
  char *family;
  char *suffix;
  char *nickname;
  EntNameOrder order;
} EntName;

ENT_AVAILABLE_IN_1_0
void ent_name_clear (EntName *name);
ENT_AVAILABLE_IN_1_0
gboolean ent_name_split (const char *display, const char *region, EntName *name, EntNameFlags *flags);
ENT_AVAILABLE_IN_1_0
char *ent_name_join (const EntName *name);
ENT_AVAILABLE_IN_1_0
char *ent_name_join_listed (const EntName *name);
ENT_AVAILABLE_IN_1_0
char *ent_name_dup_initials (const char *display);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (EntName, ent_name_clear)

G_END_DECLS
