/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ent-store.h"

G_BEGIN_DECLS

#define ENT_GTK_TYPE_AVATAR (ent_gtk_avatar_get_type ())

/**
 * EntGtkAvatar:
 *
 * The picture of a person or an organization: the initials in a disk whose color comes from the name, and the photo
 * instead when there is one and it is loaded. A paintable, so that a list of a million rows needs no widget more for
 * it.
 */
ENT_AVAILABLE_IN_1_0
G_DECLARE_FINAL_TYPE (EntGtkAvatar, ent_gtk_avatar, ENT_GTK, AVATAR, GObject)

ENT_AVAILABLE_IN_1_0
GdkPaintable *ent_gtk_avatar_new (const char *name, gboolean is_person, int size);

ENT_AVAILABLE_IN_1_0
void ent_gtk_avatar_set_photo (EntGtkAvatar *self, EntStore *store, const char *photo);

G_END_DECLS
