/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The list of the files in an exported book, line by line: nothing but a hash is ever made a path of. */

#include "ent-everything-contents-private.h"
#include "ent-files-private.h"
#include "fuzz-target.h"

static void
read_line (const char *line, gsize length)
{
  gboolean missing;
  g_autofree char *hash = ent_everything_contents_parse (line, length, &missing);
  g_autofree char *path = NULL;
  g_autofree char *name = NULL;

  if (hash == NULL)
    return;
  path = ent_files_dup_path ("files", hash);
  name = g_path_get_basename (path);
  g_assert_true (g_str_has_prefix (path, "files" G_DIR_SEPARATOR_S));
  g_assert_cmpstr (name, ==, hash);
  g_assert_cmpuint (strlen (hash), ==, ENT_FILES_HASH_LENGTH);
  g_assert_cmpuint (strspn (hash, "0123456789abcdef"), ==, ENT_FILES_HASH_LENGTH);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  fuzz_each_line (data, size, read_line);
  return 0;
}
