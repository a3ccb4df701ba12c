/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <glib/gstdio.h>
#include <utime.h>

#include "book-fixture.h"
#include "ent-part-private.h"

/* What a killed process left is removed by the next one that writes to the same place, and nothing else is. */

#define DAY_S (24 * 3600)

static void
touch (const char *path, gint64 age)
{
  struct utimbuf times = { 0 };

  times.actime = times.modtime = g_get_real_time () / G_USEC_PER_SEC - age;
  g_file_set_contents (path, "x", 1, NULL);
  g_assert_cmpint (g_utime (path, &times), ==, 0);
}

static void
test_stale (BookFixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *name;
    gint64 age;
    gboolean goes;
  } cases[] = {
    { ".out.xlsx.0123abcd.part", DAY_S + 60, TRUE },
    { ".out.xlsx.0123abcd.part-wal", DAY_S + 60, TRUE },
    { ".out.xlsx.89abcdef.part", DAY_S - 60, FALSE },
    { ".out.xlsx.part", 2 * DAY_S, FALSE },
    { ".out.xlsx.0123abcz.part", 2 * DAY_S, FALSE },
    { ".other.xlsx.0123abcd.part", 2 * DAY_S, FALSE },
    { ".out.xlsx.2.0123abcd.part", 2 * DAY_S, FALSE },
    { "out.xlsx.0123abcd.part", 2 * DAY_S, FALSE },
    { "out.xlsx", 2 * DAY_S, FALSE },
  };
  g_autofree char *path = book_fixture_path (fixture, "out.xlsx");
  g_autofree char *part = NULL;
  g_autofree char *other = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *name = book_fixture_path (fixture, cases[i].name);

      touch (name, cases[i].age);
    }
  part = ent_part_dup_path (path);
  other = ent_part_dup_path (path);
  g_assert_cmpstr (part, !=, other);
  g_assert_false (g_file_test (part, G_FILE_TEST_EXISTS));
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *name = book_fixture_path (fixture, cases[i].name);

      g_test_message ("%s", cases[i].name);
      g_assert_cmpint (g_file_test (name, G_FILE_TEST_EXISTS), ==, !cases[i].goes);
    }
}

/* A part that is a folder, with folders in it; what a link leads to stays. */
static void
test_folder (BookFixture *fixture, gconstpointer data)
{
  g_autofree char *path = book_fixture_path (fixture, "everything");
  g_autofree char *kept = book_fixture_path (fixture, "kept");
  g_autofree char *part = ent_part_dup_path (path);
  g_autofree char *inner = g_build_filename (part, "a", "b", NULL);
  g_autofree char *file = g_build_filename (inner, "log.jsonl", NULL);
  g_autofree char *link = g_build_filename (inner, "link", NULL);
  g_autofree char *next = NULL;
  struct utimbuf times = { 0 };

  touch (kept, 0);
  g_assert_cmpint (g_mkdir_with_parents (inner, 0700), ==, 0);
  touch (file, 0);
  g_assert_cmpint (symlink (kept, link), ==, 0);
  times.actime = times.modtime = g_get_real_time () / G_USEC_PER_SEC - 2 * DAY_S;
  g_assert_cmpint (g_utime (part, &times), ==, 0);

  next = ent_part_dup_path (path);
  g_assert_false (g_file_test (part, G_FILE_TEST_EXISTS));
  g_assert_true (g_file_test (kept, G_FILE_TEST_EXISTS));
}

static void
test_place (void)
{
  static const char *const cases[][2] = {
    { "/a/.ev.0123abcd.part/log.jsonl", "/a/ev/log.jsonl" },
    { "/a/.out.xlsx.0123abcd.part", "/a/out.xlsx" },
    { ".b.0123abcd.part", "b" },
    { "/a/.ev.0123abcz.part/log", "/a/.ev.0123abcz.part/log" },
    { "/a/..0123abcd.part", "/a/..0123abcd.part" },
    { "/a/ev/x.part", "/a/ev/x.part" },
    { "", "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *place = ent_part_dup_place (cases[i][0]);

      g_assert_cmpstr (place, ==, cases[i][1]);
    }
}

int
main (int argc, char *argv[])
{
  book_fixture_init (&argc, &argv);
  BOOK_FIXTURE_ADD ("/part/stale", test_stale);
  BOOK_FIXTURE_ADD ("/part/folder", test_folder);
  g_test_add_func ("/part/place", test_place);
  return g_test_run ();
}
