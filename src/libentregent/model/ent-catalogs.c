/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "Entregent"

#include "config.h"

#include <string.h>

#include "ent-catalogs-private.h"

/* The number that a catalogue begins with, in the byte order that its other numbers have. */
#define MAGIC 0x950412deu

/* More languages than this are none of ours. */
#define MAX_CATALOGS 500

static GPtrArray *catalogs; /* of GMappedFile */
static GMutex lock;
static char *test_folder;

static gboolean
read_number (const char *data, gsize size, gsize offset, gboolean swapped, guint32 *number)
{
  if (offset > size || size - offset < sizeof *number)
    return FALSE;
  memcpy (number, data + offset, sizeof *number);
  if (swapped)
    *number = GUINT32_SWAP_LE_BE (*number);
  return TRUE;
}

/* The string at an index of a table of lengths and offsets; NULL where the file is damaged. */
static const char *
read_string (const char *data, gsize size, gsize table, guint32 index, gboolean swapped)
{
  guint32 length, offset;

  if (!read_number (data, size, table + (gsize) index * 8, swapped, &length) ||
      !read_number (data, size, table + (gsize) index * 8 + 4, swapped, &offset))
    return NULL;
  if (offset >= size || length >= size - offset || data[offset + length] != '\0')
    return NULL;
  return data + offset;
}

const char *
ent_catalog_look_up (const char *data, gsize size, const char *key)
{
  guint32 magic, n_strings, originals, translations, low = 0, high;
  gboolean swapped;

  if (!read_number (data, size, 0, FALSE, &magic))
    return NULL;
  swapped = magic == GUINT32_SWAP_LE_BE (MAGIC);
  if ((magic != MAGIC && !swapped) || !read_number (data, size, 8, swapped, &n_strings) ||
      !read_number (data, size, 12, swapped, &originals) || !read_number (data, size, 16, swapped, &translations))
    return NULL;

  high = n_strings;
  while (low < high)
    {
      guint32 middle = low + (high - low) / 2;
      const char *original = read_string (data, size, originals, middle, swapped);
      int order = original != NULL ? strcmp (key, original) : 0;

      if (original == NULL)
        return NULL;
      if (order == 0)
        return read_string (data, size, translations, middle, swapped);
      if (order < 0)
        high = middle;
      else
        low = middle + 1;
    }
  return NULL;
}

static GPtrArray *
open_catalogs (void)
{
  const char *folder = test_folder != NULL ? test_folder : g_getenv ("ENTREGENT_LOCALEDIR");
  GPtrArray *found = g_ptr_array_new_with_free_func ((GDestroyNotify) g_mapped_file_unref);
  g_autoptr (GDir) languages = NULL;
  const char *language;

  if (folder == NULL)
    folder = LOCALEDIR;
  languages = g_dir_open (folder, 0, NULL);
  while (languages != NULL && (language = g_dir_read_name (languages)) != NULL && found->len < MAX_CATALOGS)
    {
      g_autofree char *path = g_build_filename (folder, language, "LC_MESSAGES", GETTEXT_PACKAGE ".mo", NULL);
      GMappedFile *file = g_mapped_file_new (path, FALSE, NULL);

      if (file != NULL)
        g_ptr_array_add (found, file);
    }
  return found;
}

char *
ent_catalogs_fold (const char *text)
{
  g_autofree char *normal = g_utf8_normalize (text, -1, G_NORMALIZE_ALL_COMPOSE);

  return normal != NULL ? g_utf8_casefold (normal, -1) : g_strdup ("");
}

gboolean
ent_catalogs_has (const char *context, const char *message, const char *folded)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&lock);
  g_autofree char *key = g_strconcat (context, "\004", message, NULL);

  if (catalogs == NULL)
    catalogs = open_catalogs ();
  for (guint i = 0; i < catalogs->len; i++)
    {
      GMappedFile *file = g_ptr_array_index (catalogs, i);
      const char *translation =
          ent_catalog_look_up (g_mapped_file_get_contents (file), g_mapped_file_get_length (file), key);
      g_autofree char *other = translation != NULL ? ent_catalogs_fold (translation) : NULL;

      if (g_strcmp0 (other, folded) == 0)
        return TRUE;
    }
  return FALSE;
}

void
ent_catalogs_test_set_folder (const char *folder)
{
  g_clear_pointer (&catalogs, g_ptr_array_unref);
  g_set_str (&test_folder, folder);
}
