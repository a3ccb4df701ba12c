/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "EntGtk"

#include "config.h"

#include <gdk-pixbuf/gdk-pixbuf.h>

#include "ent-gtk-photo-decode-private.h"

#include "ent-photo.h"

/* What comes in with a card is anybody's: a file of a few bytes may say that it is a picture of gigabytes. JPEG is
 * scaled while it is read; of all else each pixel is in memory. */
#define MAX_PIXELS_SCALED (200 * 1000 * 1000)
#define MAX_PIXELS (25 * 1000 * 1000)
#define CHUNK (32 * 1024)

typedef struct
{
  int pixels;
  gboolean is_scaled;
  gboolean is_too_large;
} Decoding;

/* The shorter side becomes that of the square; nothing is made larger. */
static void
size_prepared_cb (GdkPixbufLoader *loader, int width, int height, Decoding *self)
{
  double scale = MIN (1.0, (double) self->pixels / MAX (1, MIN (width, height)));

  self->is_too_large = (gint64) width * height > (self->is_scaled ? MAX_PIXELS_SCALED : MAX_PIXELS);
  if (self->is_too_large)
    gdk_pixbuf_loader_set_size (loader, 0, 0);
  else
    gdk_pixbuf_loader_set_size (loader, MAX (1, (int) (width * scale + 0.5)), MAX (1, (int) (height * scale + 0.5)));
}

static gboolean
feed (GdkPixbufLoader *loader, Decoding *self, GBytes *bytes, GCancellable *cancellable, GError **error)
{
  gsize size = g_bytes_get_size (bytes);

  for (gsize at = 0; at < size; at += CHUNK)
    {
      g_autoptr (GBytes) piece = g_bytes_new_from_bytes (bytes, at, MIN (CHUNK, size - at));
      g_autoptr (GError) failed = NULL;

      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      if (!gdk_pixbuf_loader_write_bytes (loader, piece, &failed) || self->is_too_large)
        {
          g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                               failed != NULL ? failed->message : "the picture has too many pixels");
          return FALSE;
        }
    }
  return TRUE;
}

/* The middle of it. */
static GdkTexture *
cut (GdkPixbuf *pixbuf)
{
  int width = gdk_pixbuf_get_width (pixbuf), height = gdk_pixbuf_get_height (pixbuf), side = MIN (width, height);
  g_autoptr (GdkPixbuf) part = gdk_pixbuf_new_subpixbuf (pixbuf, (width - side) / 2, (height - side) / 2, side, side);
  g_autoptr (GdkPixbuf) square = gdk_pixbuf_copy (part);
  g_autoptr (GBytes) pixels = square != NULL ? gdk_pixbuf_read_pixel_bytes (square) : NULL;

  if (pixels == NULL)
    return NULL;
  return gdk_memory_texture_new (side, side,
                                 gdk_pixbuf_get_has_alpha (square) ? GDK_MEMORY_R8G8B8A8 : GDK_MEMORY_R8G8B8, pixels,
                                 (gsize) gdk_pixbuf_get_rowstride (square));
}

GdkTexture *
ent_gtk_photo_decode (GBytes *bytes, int pixels, GCancellable *cancellable, GError **error)
{
  g_autofree char *media_type = ent_photo_guess_media_type (bytes);
  g_autoptr (GdkPixbufLoader) loader = NULL;
  g_autoptr (GdkPixbuf) upright = NULL;
  GdkPixbuf *pixbuf;
  Decoding self = { .pixels = pixels, .is_scaled = g_strcmp0 (media_type, "image/jpeg") == 0 };
  gboolean fed;
  GdkTexture *texture = NULL;

  if (media_type == NULL)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "not a picture");
      return NULL;
    }
  loader = gdk_pixbuf_loader_new_with_mime_type (media_type, error);
  if (loader == NULL)
    return NULL;
  g_signal_connect (loader, "size-prepared", G_CALLBACK (size_prepared_cb), &self);
  fed = feed (loader, &self, bytes, cancellable, error);
  /* A photo whose end is missing shows what is there. */
  gdk_pixbuf_loader_close (loader, NULL);
  pixbuf = fed && !self.is_too_large ? gdk_pixbuf_loader_get_pixbuf (loader) : NULL;
  upright = pixbuf != NULL ? gdk_pixbuf_apply_embedded_orientation (pixbuf) : NULL;
  if (upright != NULL)
    texture = cut (upright);
  if (texture == NULL && fed)
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "the picture cannot be read");
  return texture;
}
