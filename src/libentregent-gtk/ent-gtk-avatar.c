/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "EntGtk"

#include "config.h"

#include <math.h>
#include <pango/pangocairo.h>

#include "ent-gtk-avatar.h"
#include "ent-gtk-format.h"
#include "ent-gtk-photo.h"

/* Whoever scrolls by faster than this sees initials: nothing is loaded for them. */
#define PATIENCE_MS 60

struct _EntGtkAvatar
{
  GObject parent_instance;

  GdkTexture *texture; /* NULL: the initials */
  EntStore *store;     /* while a photo is to be loaded */
  char *photo;
  guint patience_source;
  GCancellable *cancellable; /* of loading */

  PangoLayout *layout; /* NULL: a name without letters */
  guint color;
  int size;
  gboolean is_person;
};

/* Dark enough under white letters for a contrast of at least 4.5 : 1 at either end. */
static const char *const colors[][2] = {
  { "#3268b8", "#1c4e96" }, { "#2a7a86", "#155a66" }, { "#2d7d46", "#1c6132" }, { "#6d7412", "#525804" },
  { "#9a6500", "#7a4c00" }, { "#b8501a", "#963a0a" }, { "#b83a4c", "#982236" }, { "#a8408c", "#882a70" },
  { "#7e4cb0", "#613094" }, { "#5c5fc0", "#4043a4" }, { "#7d6049", "#5f4632" }, { "#5e6a75", "#44505a" },
};

static void paintable_init (GdkPaintableInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (EntGtkAvatar,
                               ent_gtk_avatar,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (GDK_TYPE_PAINTABLE, paintable_init))

static PangoLayout *
make_layout (const char *initials, int size)
{
  static PangoContext *context;
  PangoLayout *layout;
  PangoFontDescription *font;

  if (context == NULL)
    context = pango_font_map_create_context (pango_cairo_font_map_get_default ());
  layout = pango_layout_new (context);
  font = pango_font_description_from_string ("Adwaita Sans, Cantarell, Sans Bold");
  pango_font_description_set_absolute_size (font, size * 0.38 * PANGO_SCALE);
  pango_layout_set_font_description (layout, font);
  pango_layout_set_text (layout, initials, -1);
  pango_font_description_free (font);

  return layout;
}

static void
append_initials (EntGtkAvatar *self, GtkSnapshot *snapshot, double side)
{
  const GdkRGBA white = { 1, 1, 1, 1 };
  PangoRectangle logical;
  double scale = side / self->size;

  pango_layout_get_pixel_extents (self->layout, NULL, &logical);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (side / 2, side / 2));
  gtk_snapshot_scale (snapshot, scale, scale);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (-logical.width / 2.0f, -logical.height / 2.0f));
  gtk_snapshot_append_layout (snapshot, self->layout, &white);
  gtk_snapshot_restore (snapshot);
}

static void
append_ground (EntGtkAvatar *self, GtkSnapshot *snapshot, const graphene_rect_t *bounds)
{
  GskColorStop stops[2] = { { 0, { 0 } }, { 1, { 0 } } };

  gdk_rgba_parse (&stops[0].color, colors[self->color][0]);
  gdk_rgba_parse (&stops[1].color, colors[self->color][1]);
  gtk_snapshot_append_linear_gradient (snapshot, bounds, &GRAPHENE_POINT_INIT (0, 0),
                                       &GRAPHENE_POINT_INIT (0, bounds->size.height), stops, 2);
}

static void
ent_gtk_avatar_snapshot (GdkPaintable *paintable, GdkSnapshot *snapshot, double width, double height)
{
  EntGtkAvatar *self = ENT_GTK_AVATAR (paintable);
  double side = MIN (width, height), radius = self->is_person ? side / 2 : side * 0.24;
  graphene_rect_t bounds = GRAPHENE_RECT_INIT (0, 0, side, side);
  GskRoundedRect shape;

  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((width - side) / 2, (height - side) / 2));
  gsk_rounded_rect_init_from_rect (&shape, &bounds, radius);
  gtk_snapshot_push_rounded_clip (snapshot, &shape);
  if (self->texture != NULL)
    gtk_snapshot_append_scaled_texture (snapshot, self->texture, GSK_SCALING_FILTER_TRILINEAR, &bounds);
  else
    append_ground (self, snapshot, &bounds);
  gtk_snapshot_pop (snapshot);
  if (self->texture == NULL && self->layout != NULL)
    append_initials (self, snapshot, side);
  gtk_snapshot_restore (snapshot);
}

static int
ent_gtk_avatar_get_intrinsic_size (GdkPaintable *paintable)
{
  return ENT_GTK_AVATAR (paintable)->size;
}

static GdkPaintableFlags
ent_gtk_avatar_get_flags (GdkPaintable *paintable)
{
  return GDK_PAINTABLE_STATIC_SIZE;
}

static void
paintable_init (GdkPaintableInterface *iface)
{
  iface->snapshot = ent_gtk_avatar_snapshot;
  iface->get_intrinsic_width = ent_gtk_avatar_get_intrinsic_size;
  iface->get_intrinsic_height = ent_gtk_avatar_get_intrinsic_size;
  iface->get_flags = ent_gtk_avatar_get_flags;
}

/* ---- the photo ---- */

static void
forget_loading (EntGtkAvatar *self)
{
  g_clear_handle_id (&self->patience_source, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->store);
  g_clear_pointer (&self->photo, g_free);
}

static void
set_texture (EntGtkAvatar *self, GdkTexture *texture)
{
  if (g_set_object (&self->texture, texture))
    gdk_paintable_invalidate_contents (GDK_PAINTABLE (self));
}

/* What cannot be shown is not said: there are the initials. */
static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GdkTexture) texture = ent_gtk_photo_load_finish (ENT_STORE (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (error != NULL)
    g_debug ("A photo is not shown: %s", error->message);
  set_texture (ENT_GTK_AVATAR (data), texture);
}

/* Twice the size, for displays of high density. */
static int
get_pixels (EntGtkAvatar *self)
{
  return self->size * 2;
}

static void
patience_cb (gpointer data)
{
  EntGtkAvatar *self = data;

  self->patience_source = 0;
  self->cancellable = g_cancellable_new ();
  ent_gtk_photo_load_async (self->store, self->photo, get_pixels (self), self->cancellable, loaded_cb, self);
}

static void
ent_gtk_avatar_finalize (GObject *object)
{
  EntGtkAvatar *self = ENT_GTK_AVATAR (object);

  forget_loading (self);
  g_clear_object (&self->texture);
  g_clear_object (&self->layout);

  G_OBJECT_CLASS (ent_gtk_avatar_parent_class)->finalize (object);
}

static void
ent_gtk_avatar_class_init (EntGtkAvatarClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = ent_gtk_avatar_finalize;
}

static void
ent_gtk_avatar_init (EntGtkAvatar *self)
{
}

/**
 * ent_gtk_avatar_new:
 * @name: (nullable): the name
 * @is_person: a disk for a person, a rounded square for anything else: never by color alone
 * @size: the natural size in pixels
 *
 * Makes the picture for a name; the same name has the same color everywhere.
 *
 * Returns: (transfer full): a new paintable
 */
GdkPaintable *
ent_gtk_avatar_new (const char *name, gboolean is_person, int size)
{
  EntGtkAvatar *self;
  g_autofree char *initials = ent_gtk_initials (name);

  g_return_val_if_fail (size > 0, NULL);

  self = g_object_new (ENT_GTK_TYPE_AVATAR, NULL);
  self->size = size;
  self->is_person = is_person;
  self->color = g_str_hash (name != NULL ? name : "") % G_N_ELEMENTS (colors);
  if (*initials != '\0')
    self->layout = make_layout (initials, size);

  return GDK_PAINTABLE (self);
}

/**
 * ent_gtk_avatar_set_photo:
 * @self: an avatar that nobody paints yet
 * @store: the book of the person
 * @photo: (nullable): what the person has as their photo
 *
 * Shows a photo instead of the initials: at once where it was shown before, else as soon as it is loaded. An avatar
 * that goes before loads nothing.
 */
void
ent_gtk_avatar_set_photo (EntGtkAvatar *self, EntStore *store, const char *photo)
{
  g_autoptr (GdkTexture) texture = NULL;

  g_return_if_fail (ENT_GTK_IS_AVATAR (self) && ENT_IS_STORE (store));

  forget_loading (self);
  if (photo == NULL || ent_gtk_photo_lookup (photo, get_pixels (self), &texture))
    {
      set_texture (self, texture);
      return;
    }
  self->store = g_object_ref (store);
  self->photo = g_strdup (photo);
  self->patience_source = g_timeout_add_once (PATIENCE_MS, patience_cb, self);
}
