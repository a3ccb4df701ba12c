/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A picture of anybody, cut to a square of so many pixels. On any thread; fails where it is none, or would take more
 * memory than a photo does. (transfer full) */
GdkTexture *ent_gtk_photo_decode (GBytes *bytes, int pixels, GCancellable *cancellable, GError **error);

G_END_DECLS
