/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include <gdk-pixbuf/gdk-pixbuf.h>

#include "ent-attachments.h"
#include "ent-gtk-avatar.h"
#include "ent-gtk-format.h"
#include "ent-gtk-photo.h"
#include "ent-gtk-photo-decode-private.h"
#include "ent-kinds.h"
#include "ent-photo.h"

/* Photos as avatars show them: of a size, of a shape, and whatever stands in the file. */

static GBytes *
make_picture (int width, int height, const char *type)
{
  g_autoptr (GdkPixbuf) pixbuf = gdk_pixbuf_new (GDK_COLORSPACE_RGB, FALSE, 8, width, height);
  g_autoptr (GError) error = NULL;
  char *data;
  gsize size;

  gdk_pixbuf_fill (pixbuf, 0x3268b8ff);
  gdk_pixbuf_save_to_buffer (pixbuf, &data, &size, type, &error, NULL);
  g_assert_no_error (error);

  return g_bytes_new_take (data, size);
}

static void
assert_side (GBytes *bytes, int side)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GdkTexture) texture = ent_gtk_photo_decode (bytes, 72, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpint (gdk_texture_get_width (texture), ==, side);
  g_assert_cmpint (gdk_texture_get_height (texture), ==, side);
}

static void
assert_refused (GBytes *bytes)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GdkTexture) texture = ent_gtk_photo_decode (bytes, 72, NULL, &error);

  g_assert_null (texture);
  g_assert_nonnull (error);
}

/* Large ones become small, small ones stay. */
static void
test_size (void)
{
  static const struct
  {
    int width, height, side;
    const char *type;
  } pictures[] = {
    { 400, 300, 72, "png" }, { 300, 400, 72, "jpeg" }, { 40, 30, 30, "png" }, { 1, 1, 1, "png" }, { 3000, 2, 2, "png" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (pictures); i++)
    {
      g_autoptr (GBytes) bytes = make_picture (pictures[i].width, pictures[i].height, pictures[i].type);

      assert_side (bytes, pictures[i].side);
    }
}

/* Of a chunk of a PNG file (ISO 15948, annex D). */
static guint32
compute_crc (const guint8 *data, gsize size)
{
  guint32 crc = 0xffffffff;

  for (gsize i = 0; i < size; i++)
    {
      crc ^= data[i];
      for (guint bit = 0; bit < 8; bit++)
        crc = crc & 1 ? crc >> 1 ^ 0xedb88320 : crc >> 1;
    }

  return GUINT32_TO_BE (crc ^ 0xffffffff);
}

/* A picture says how large it is before there is any of it; what is cut off, changed or none gives no picture, and no
 * more. */
static void
test_hostile (void)
{
  g_autoptr (GBytes) good = make_picture (64, 64, "png");
  g_autoptr (GBytes) huge = NULL;
  g_autoptr (GBytes) text = g_bytes_new_static ("Hello, this is text", 19);
  g_autoptr (GBytes) drawing = g_bytes_new_static ("<svg xmlns='http://www.w3.org/2000/svg'/>", 41);
  g_autoptr (GBytes) begun = g_bytes_new_from_bytes (good, 0, 30);
  gsize size = g_bytes_get_size (good);
  guint32 crc;
  guint8 *data = g_memdup2 (g_bytes_get_data (good, NULL), size);

  assert_refused (text);
  assert_refused (drawing);
  assert_refused (begun);
  /* 8,000 × 8,000 pixels are 192 MB of memory. */
  memcpy (data + 16, "\0\0\x1f\x40\0\0\x1f\x40", 8);
  crc = compute_crc (data + 12, 17);
  memcpy (data + 29, &crc, sizeof crc);
  huge = g_bytes_new (data, size);
  assert_refused (huge);
  for (gsize i = 8; i < size; i++)
    {
      g_autofree guint8 *changed = g_memdup2 (g_bytes_get_data (good, NULL), size);
      g_autoptr (GBytes) bytes = NULL;
      g_autoptr (GdkTexture) texture = NULL;

      changed[i] ^= 0xff;
      bytes = g_bytes_new (changed, size);
      texture = ent_gtk_photo_decode (bytes, 72, NULL, NULL);
    }
  g_free (data);
}

typedef struct
{
  char *folder;
  EntStore *store;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = NULL;
  g_autoptr (GFile) file = NULL;
  g_autoptr (GError) error = NULL;

  fixture->folder = g_dir_make_tmp ("test-photo-XXXXXX", &error);
  path = g_build_filename (fixture->folder, "book.entregent", NULL);
  file = g_file_new_for_path (path);
  fixture->store = ent_store_open_sync (file, ENT_STORE_OPEN_CREATE, NULL, NULL, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_autofree char *command = g_strdup_printf ("rm -r '%s'", fixture->folder);

  ent_store_close (fixture->store);
  g_object_unref (fixture->store);
  g_spawn_command_line_sync (command, NULL, NULL, NULL, NULL);
  g_free (fixture->folder);
}

/* A new contact with this photo; its hash. */
static char *
add_photo (EntStore *store, GBytes *bytes)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (EntContent) content = ent_store_stage_bytes_sync (store, bytes, "photo", "image/png", NULL, &error);
  g_autoptr (EntChange) change = ent_change_new (store);
  g_autoptr (EntReceipt) receipt = NULL;
  EntId id = { 0 };

  g_assert_no_error (error);
  ent_change_add (change, &ent_kind_contact, &id);
  ent_change_set_text (change, &ent_kind_contact, &id, ENT_CONTACT_NAME, "Zoe");
  ent_change_set_photo (change, &id, content, NULL);
  receipt = ent_store_commit_sync (store, change, NULL, &error);
  g_assert_no_error (error);

  return g_strdup (ent_content_get_sha256 (content));
}

static void
changed_cb (gboolean *changed)
{
  *changed = TRUE;
}

static void
settle (guint milliseconds)
{
  gint64 end = g_get_monotonic_time () + milliseconds * 1000;

  while (g_get_monotonic_time () < end)
    if (!g_main_context_iteration (NULL, FALSE))
      g_usleep (1000);
}

static gboolean
is_known (const char *photo, int pixels)
{
  g_autoptr (GdkTexture) texture = NULL;

  return ent_gtk_photo_lookup (photo, pixels, &texture);
}

/* Nothing is loaded for who has scrolled by; what is loaded is told, and known the next time. */
static void
test_avatar (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) bytes = make_picture (300, 300, "png");
  g_autofree char *photo = add_photo (fixture->store, bytes);
  g_autoptr (GdkPaintable) avatar = ent_gtk_avatar_new ("Zoe", TRUE, 36);
  gboolean changed = FALSE;

  ent_gtk_avatar_set_photo (ENT_GTK_AVATAR (avatar), fixture->store, photo);
  g_clear_object (&avatar);
  settle (200);
  g_assert_false (is_known (photo, 72));

  avatar = ent_gtk_avatar_new ("Zoe", TRUE, 36);
  g_signal_connect_swapped (avatar, "invalidate-contents", G_CALLBACK (changed_cb), &changed);
  ent_gtk_avatar_set_photo (ENT_GTK_AVATAR (avatar), fixture->store, photo);
  g_assert_false (changed);
  for (guint i = 0; i < 100 && !changed; i++)
    settle (20);
  g_assert_true (changed);
  g_assert_true (is_known (photo, 72));

  /* It goes while it is read. */
  g_clear_object (&avatar);
  avatar = ent_gtk_avatar_new ("Zoe", TRUE, 72);
  ent_gtk_avatar_set_photo (ENT_GTK_AVATAR (avatar), fixture->store, photo);
  settle (61);
  g_clear_object (&avatar);
  settle (100);
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GdkTexture) texture = ent_gtk_photo_load_finish (ENT_STORE (source), result, NULL);

  ++*(guint *) data;
}

/* A book of many faces, scrolled from one end to the other: no more than a few megabytes of them are kept. */
static void
test_kept (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) bytes = make_picture (800, 800, "png");
  g_autoptr (GBytes) broken = g_bytes_new_static ("\x89PNG\r\n\x1a\nbroken", 14);
  g_autofree char *photo = add_photo (fixture->store, bytes);
  g_autofree char *none = add_photo (fixture->store, broken);
  guint n = 0;

  for (guint i = 0; i < 40; i++)
    ent_gtk_photo_load_async (fixture->store, photo, (int) (700 + i), NULL, loaded_cb, &n);
  ent_gtk_photo_load_async (fixture->store, none, 72, NULL, loaded_cb, &n);
  while (n < 41)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (ent_gtk_photo_get_kept (), >, 4 * 1024 * 1024);
  g_assert_cmpuint (ent_gtk_photo_get_kept (), <=, 8 * 1024 * 1024);
  g_assert_false (is_known (photo, 700));
  g_assert_true (is_known (photo, 739));
  /* Not tried again. */
  g_assert_true (is_known (none, 72));
}

/* In histories. */
static void
test_words (void)
{
  g_autofree char *hash = g_strnfill (64, 'a');
  g_autofree char *picture =
      ent_gtk_format_value (ENT_CONTACT_PHOTO, &(EntValue) { .type = ENT_VALUE_TEXT, .text = hash }, NULL);
  g_autofree char *address =
      ent_gtk_format_value (ENT_CONTACT_PHOTO,
                            &(EntValue) { .type = ENT_VALUE_TEXT, .text = (char *) "https://example.org/a.png" }, NULL);

  g_assert_cmpstr (picture, ==, "Picture");
  g_assert_cmpstr (address, ==, "https://example.org/a.png");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/gtk/photo/size", test_size);
  g_test_add_func ("/gtk/photo/hostile", test_hostile);
  g_test_add_func ("/gtk/photo/words", test_words);
  g_test_add ("/gtk/photo/avatar", Fixture, NULL, set_up, test_avatar, tear_down);
  g_test_add ("/gtk/photo/kept", Fixture, NULL, set_up, test_kept, tear_down);

  return g_test_run ();
}
