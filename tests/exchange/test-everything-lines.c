/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include <glib/gstdio.h>

#include "ent-error.h"
#include "ent-everything-lines-private.h"

typedef struct
{
  char *path;
  GFile *file;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  int fd = g_file_open_tmp ("entregent-lines-XXXXXX", &fixture->path, NULL);

  g_assert_cmpint (fd, >=, 0);
  g_close (fd, NULL);
  fixture->file = g_file_new_for_path (fixture->path);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_remove (fixture->path);
  g_free (fixture->path);
  g_object_unref (fixture->file);
}

static EntEverythingLines *
open_lines (Fixture *fixture, const char *text, gsize max)
{
  g_autoptr (GError) error = NULL;
  EntEverythingLines *lines;

  g_file_set_contents (fixture->path, text, -1, &error);
  g_assert_no_error (error);
  lines = ent_everything_lines_new (fixture->file, max, NULL, &error);
  g_assert_no_error (error);
  return lines;
}

static void
assert_next (EntEverythingLines *lines, const char *expected)
{
  g_autoptr (GError) error = NULL;
  gsize length = G_MAXSIZE;
  const char *line = ent_everything_lines_next (lines, &length, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (line, ==, expected);
  if (expected != NULL)
    g_assert_cmpuint (length, ==, strlen (expected));
}

static void
assert_too_long (EntEverythingLines *lines)
{
  g_autoptr (GError) error = NULL;
  gsize length;

  g_assert_null (ent_everything_lines_next (lines, &length, NULL, &error));
  g_assert_error (error, ENT_ERROR, ENT_ERROR_FORMAT);
}

static void
test_lines (Fixture *fixture, gconstpointer data)
{
  g_autoptr (EntEverythingLines) lines = open_lines (fixture, "one\n\nthree\r\nlast", 6);

  assert_next (lines, "one");
  assert_next (lines, "");
  assert_next (lines, "three\r");
  assert_next (lines, "last");
  assert_next (lines, NULL);
  assert_next (lines, NULL);
}

static void
test_nothing (Fixture *fixture, gconstpointer data)
{
  g_autoptr (EntEverythingLines) lines = open_lines (fixture, "", 6);

  assert_next (lines, NULL);
}

/* Not a byte more is taken, whether the end of the line comes later or never. */
static void
test_too_long (Fixture *fixture, gconstpointer data)
{
  g_autoptr (EntEverythingLines) ended = open_lines (fixture, "123456\n1234567\nafter\n", 6);
  g_autoptr (EntEverythingLines) endless = NULL;

  assert_next (ended, "123456");
  assert_too_long (ended);
  endless = open_lines (fixture, "1234567", 6);
  assert_too_long (endless);
}

/* Longer than what is read at once. */
static void
test_over_buffers (Fixture *fixture, gconstpointer data)
{
  gsize size = 3 * 1024 * 1024;
  g_autofree char *text = g_strnfill (size, 'x');
  g_autoptr (EntEverythingLines) lines = NULL;

  text[1024 * 1024] = '\n';
  lines = open_lines (fixture, text, size);
  text[1024 * 1024] = '\0';
  assert_next (lines, text);
  assert_next (lines, text + 1024 * 1024 + 1);
  assert_next (lines, NULL);
  ent_everything_lines_free (g_steal_pointer (&lines));
  text[1024 * 1024] = '\n';
  lines = open_lines (fixture, text, size / 2);
  text[1024 * 1024] = '\0';
  assert_next (lines, text);
  assert_too_long (lines);
}

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/everything-lines/lines", test_lines);
  ADD ("/everything-lines/nothing", test_nothing);
  ADD ("/everything-lines/too-long", test_too_long);
  ADD ("/everything-lines/over-buffers", test_over_buffers);
  return g_test_run ();
}
