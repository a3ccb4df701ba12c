/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "ent-files-private.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "ent-error.h"
#include "ent-files-disk-private.h"
#include "ent-part-private.h"

/* What lies in a folder of files, and whose it is. */

/* Between making a part and locking it, nobody takes it for left over. */
#define STALE_S 60
#define MAX_NAME 200
#define MAX_EXTENSION 20

char *
ent_files_dup_folder (const char *book_path)
{
  const char *suffix = ".entregent";
  gsize length = strlen (book_path);

  if (g_str_has_suffix (book_path, suffix))
    length -= strlen (suffix);
  return g_strdup_printf ("%.*s-files", (int) length, book_path);
}

static gboolean
is_digits (const char *text)
{
  return strspn (text, "0123456789abcdef") == strlen (text);
}

gboolean
ent_files_is_hash (const char *text)
{
  return text != NULL && strlen (text) == ENT_FILES_HASH_LENGTH && is_digits (text);
}

char *
ent_files_dup_path (const char *folder, const char *hash)
{
  char first[3] = { 0 };

  g_assert (ent_files_is_hash (hash));
  memcpy (first, hash, 2);
  return g_build_filename (folder, first, hash, NULL);
}

/* ---- names ---- */

/* What turns text round, or makes a line of its own, lets a name look like another. */
static gboolean
is_misleading (gunichar c)
{
  return g_unichar_iscntrl (c) || c == 0x061C || c == 0x200E || c == 0x200F || (c >= 0x2028 && c <= 0x202E) ||
         (c >= 0x2066 && c <= 0x2069) || c == 0xFEFF;
}

/* Too long a name loses the end of its first part, not what says which type of file it is. */
static void
shorten (GString *name)
{
  const char *dot = strrchr (name->str, '.');
  gsize n_extension = dot != NULL ? strlen (dot) : 0;
  const char *end;

  if (name->len <= MAX_NAME)
    return;
  if (n_extension > MAX_EXTENSION)
    n_extension = 0;
  end = g_utf8_find_prev_char (name->str, name->str + MAX_NAME - n_extension + 1);
  g_string_erase (name, end - name->str, (gssize) (name->len - n_extension - (gsize) (end - name->str)));
}

char *
ent_files_clean_name (const char *name)
{
  g_autofree char *valid = g_utf8_make_valid (name != NULL ? name : "", -1);
  g_autoptr (GString) clean = g_string_new (NULL);

  for (const char *at = g_strstrip (valid); *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar c = g_utf8_get_char (at);

      if (c == '/' || c == '\\')
        g_string_append_c (clean, '_');
      else if (!is_misleading (c))
        g_string_append_unichar (clean, c);
    }
  shorten (clean);
  if (g_str_equal (clean->str, ".") || g_str_equal (clean->str, ".."))
    g_string_assign (clean, "_");
  if (clean->len == 0)
    g_string_assign (clean, "attachment");
  return g_string_free (g_steal_pointer (&clean), FALSE);
}

/* ---- whose it is ---- */

static char *
read_marker (const char *folder)
{
  g_autofree char *path = g_build_filename (folder, ENT_FILES_MARKER, NULL);
  char *text = NULL;

  return g_file_get_contents (path, &text, NULL, NULL) ? g_strstrip (text) : NULL;
}

static gboolean
write_marker (const char *folder, const char *book, GError **error)
{
  g_autofree char *path = g_build_filename (folder, ENT_FILES_MARKER, NULL);
  g_autofree char *text = g_strconcat (book, "\n", NULL);
  g_autoptr (EntFilesPart) part = ent_files_part_new (folder, error);

  return part != NULL && ent_files_part_write (part, text, strlen (text), error) &&
         ent_files_part_finish (part, error) && ent_files_part_rename (part, path, error) &&
         ent_files_sync (folder, error);
}

gboolean
ent_files_is_of (const char *folder, const EntId *book)
{
  g_autofree char *own = ent_id_to_string (book);
  g_autofree char *other = read_marker (folder);

  return g_strcmp0 (own, other) == 0;
}

static void
clear_stale (const char *folder, const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autofd int fd = g_open (path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0);
  struct stat st;

  if (fd < 0 || fstat (fd, &st) != 0 || !S_ISREG (st.st_mode) ||
      g_get_real_time () / G_USEC_PER_SEC - (gint64) st.st_mtime < STALE_S)
    return;
  /* Whoever still writes it holds a lock on it. */
  if (flock (fd, LOCK_EX | LOCK_NB) == 0)
    g_unlink (path);
}

gboolean
ent_files_claim (const char *folder, const EntId *book, GError **error)
{
  g_autofree char *own = ent_id_to_string (book);
  g_autofree char *other = NULL;

  if (!ent_files_make_folder (folder, error))
    return FALSE;
  other = read_marker (folder);
  if (other != NULL && !g_str_equal (own, other))
    {
      g_autofree char *name = g_filename_display_name (folder);

      g_set_error (error, ENT_ERROR, ENT_ERROR_REFUSED,
                   _("The folder “%s” has the files of another book. Move it away, then try again."), name);
      return FALSE;
    }
  ent_files_clear_stale (folder);
  return other != NULL || write_marker (folder, own, error);
}

/* Before each content that comes: parts are beside the subfolders, so what is in those is not looked at. */
void
ent_files_clear_stale (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    if (ent_part_is_name (name))
      clear_stale (folder, name);
}

/* ---- what lies there ---- */

static gboolean
look_at (const char *folder, const char *first, const char *name, EntFilesFunc func, gpointer data, GError **error)
{
  g_autofree char *inside = first != NULL ? g_build_filename (first, name, NULL) : g_strdup (name);
  g_autofree char *path = g_build_filename (folder, inside, NULL);
  EntFilesEntryType type = ENT_FILES_ENTRY_FOREIGN;
  struct stat st;

  /* Gone since: an erasure, or a part that has its name now. */
  if (lstat (path, &st) != 0)
    return TRUE;
  if (S_ISREG (st.st_mode) && first != NULL && ent_files_is_hash (name) && strncmp (first, name, 2) == 0)
    type = ENT_FILES_ENTRY_CONTENT;
  else if (S_ISREG (st.st_mode) && first == NULL && ent_part_is_name (name))
    type = ENT_FILES_ENTRY_PART;
  return func (type, type == ENT_FILES_ENTRY_CONTENT ? name : inside,
               g_get_real_time () / G_USEC_PER_SEC - (gint64) st.st_mtime, data, error);
}

static gboolean
foreach_in (const char *folder, const char *first, EntFilesFunc func, gpointer data, GError **error)
{
  g_autofree char *path = g_build_filename (folder, first, NULL);
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    if (!look_at (folder, first, name, func, data, error))
      return FALSE;
  return TRUE;
}

static gboolean
is_subfolder (const char *folder, const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  struct stat st;

  return strlen (name) == 2 && is_digits (name) && lstat (path, &st) == 0 && S_ISDIR (st.st_mode);
}

gboolean
ent_files_foreach (const char *folder, EntFilesFunc func, gpointer data, GError **error)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    if (is_subfolder (folder, name)
            ? !foreach_in (folder, name, func, data, error)
            : !g_str_equal (name, ENT_FILES_MARKER) && !look_at (folder, NULL, name, func, data, error))
      return FALSE;
  return TRUE;
}

gint64
ent_files_get_age (const char *folder, const char *hash)
{
  g_autofree char *path = ent_files_dup_path (folder, hash);
  struct stat st;

  return lstat (path, &st) == 0 ? g_get_real_time () / G_USEC_PER_SEC - (gint64) st.st_mtime : 0;
}

/* ---- taking away and moving ---- */

gboolean
ent_files_remove (const char *folder, const char *hash, GError **error)
{
  g_autofree char *path = ent_files_dup_path (folder, hash);
  g_autofree char *parent = g_path_get_dirname (path);

  errno = ent_files_fault ();
  if (errno == 0 && g_unlink (path) != 0 && errno == ENOENT)
    return TRUE;
  if (errno != 0 && g_file_test (path, G_FILE_TEST_EXISTS))
    return ent_files_fail (error, path, errno);
  return ent_files_sync (parent, error);
}

typedef struct
{
  const char *from;
  const char *to;
} Move;

static gboolean
move_cb (EntFilesEntryType type, const char *name, gint64 age, gpointer data, GError **error)
{
  const Move *move = data;
  g_autofree char *from = NULL;
  g_autofree char *to = NULL;
  g_autofree char *parent = NULL;

  if (type != ENT_FILES_ENTRY_CONTENT)
    return TRUE;
  from = ent_files_dup_path (move->from, name);
  to = ent_files_dup_path (move->to, name);
  parent = g_path_get_dirname (to);
  if (!ent_files_make_folder (parent, error))
    return FALSE;
  errno = ent_files_fault ();
  if (errno != 0 || g_rename (from, to) != 0)
    return ent_files_fail (error, to, errno);
  return ent_files_sync (parent, error);
}

gboolean
ent_files_move_all (const char *from_folder, const char *to_folder, GError **error)
{
  Move move = { from_folder, to_folder };

  return ent_files_foreach (from_folder, move_cb, &move, error);
}
