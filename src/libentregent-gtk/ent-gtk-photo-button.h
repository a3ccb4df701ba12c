/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <adwaita.h>

#include "ent-gtk-editor.h"

G_BEGIN_DECLS

#define ENT_GTK_TYPE_PHOTO_BUTTON (ent_gtk_photo_button_get_type ())

/**
 * EntGtkPhotoButton:
 *
 * The avatar of the record that an editor shows. That of a contact opens a menu, which chooses a photo and removes it;
 * a picture that is dropped on it becomes the photo. That of any other record is only a picture.
 */
ENT_AVAILABLE_IN_1_0
G_DECLARE_FINAL_TYPE (EntGtkPhotoButton, ent_gtk_photo_button, ENT_GTK, PHOTO_BUTTON, AdwBin)

ENT_AVAILABLE_IN_1_0
GtkWidget *ent_gtk_photo_button_new (EntGtkEditor *editor, int size);

ENT_AVAILABLE_IN_1_0
void ent_gtk_photo_button_show (EntGtkPhotoButton *self, EntRecord *record);

ENT_AVAILABLE_IN_1_0
void ent_gtk_photo_button_set_file (EntGtkPhotoButton *self, GFile *file);

G_END_DECLS
