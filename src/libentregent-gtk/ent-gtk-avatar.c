/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "EntGtk"

#include "config.h"

#include <math.h>
#include <pango/pangocairo.h>

#include "ent-gtk-avatar.h"
#include "ent-gtk-format.h"

struct _EntGtkAvatar
{
  GObject parent_instance;

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
ent_gtk_avatar_snapshot (GdkPaintable *paintable, GdkSnapshot *snapshot, double width, double height)
{
  EntGtkAvatar *self = ENT_GTK_AVATAR (paintable);
  double side = MIN (width, height), radius = self->is_person ? side / 2 : side * 0.24;
  graphene_rect_t bounds = GRAPHENE_RECT_INIT (0, 0, side, side);
  GskRoundedRect shape;
  GskColorStop stops[2] = { { 0, { 0 } }, { 1, { 0 } } };

  gdk_rgba_parse (&stops[0].color, colors[self->color][0]);
  gdk_rgba_parse (&stops[1].color, colors[self->color][1]);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((width - side) / 2, (height - side) / 2));
  gsk_rounded_rect_init_from_rect (&shape, &bounds, radius);
  gtk_snapshot_push_rounded_clip (snapshot, &shape);
  gtk_snapshot_append_linear_gradient (snapshot, &bounds, &GRAPHENE_POINT_INIT (0, 0), &GRAPHENE_POINT_INIT (0, side),
                                       stops, 2);
  gtk_snapshot_pop (snapshot);
  if (self->layout != NULL)
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
  return GDK_PAINTABLE_STATIC_SIZE | GDK_PAINTABLE_STATIC_CONTENTS;
}

static void
paintable_init (GdkPaintableInterface *iface)
{
  iface->snapshot = ent_gtk_avatar_snapshot;
  iface->get_intrinsic_width = ent_gtk_avatar_get_intrinsic_size;
  iface->get_intrinsic_height = ent_gtk_avatar_get_intrinsic_size;
  iface->get_flags = ent_gtk_avatar_get_flags;
}

static void
ent_gtk_avatar_finalize (GObject *object)
{
  EntGtkAvatar *self = ENT_GTK_AVATAR (object);

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
