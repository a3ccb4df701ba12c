/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "reading-fixture.h"

#include "ent-projection-run-private.h"

static void
exec (EntStore *store, const char *format, ...)
{
  va_list args;
  char *sql;

  va_start (args, format);
  sql = sqlite3_vmprintf (format, args);
  va_end (args);
  book_exec (store, sql);
  sqlite3_free (sql);
}

gint64
reading_add (EntStore *store, const char *kind, const char *columns, const char *values)
{
  const char *table = ent_kind_from_key (kind)->table;
  g_autofree char *last = g_strdup_printf ("SELECT coalesce (max (rid), 0) FROM \"%s\"", table);
  gint64 rid = book_get_integer (store, last) + 1;

  exec (store, "INSERT INTO \"%w\" (rid, id, rev, canon, %s) VALUES (%lld, randomblob (16), 1, %lld, %s)", table,
        columns, rid, rid, values);
  return rid;
}

static void
add_point (EntStore *store,
           const char *kind,
           gint64 rid,
           const char *channel,
           const char *value,
           const char *normalized,
           const char *region)
{
  exec (store,
        "INSERT INTO contact_point (kind, parent, canon, o, oseq, op, channel, value, normalized, region) VALUES (%d, "
        "%lld, %lld, 1, 1, 1, %Q, %Q, %Q, %Q)",
        (int) ent_kind_from_key (kind)->number, rid, rid, channel, value, normalized, region);
}

void
reading_add_phone (EntStore *store,
                   const char *kind,
                   gint64 rid,
                   const char *value,
                   const char *normalized,
                   const char *region)
{
  add_point (store, kind, rid, "phone", value, normalized, region);
}

void
reading_add_email (EntStore *store, const char *kind, gint64 rid, const char *value)
{
  add_point (store, kind, rid, "email", value, value, NULL);
}

void
reading_add_city (EntStore *store, const char *kind, gint64 rid, const char *city, const char *postcode)
{
  exec (
      store,
      "INSERT INTO address (kind, parent, canon, o, oseq, op, city, postcode) VALUES (%d, %lld, %lld, 1, 1, 2, %Q, %Q)",
      (int) ent_kind_from_key (kind)->number, rid, rid, city, postcode);
}

static gboolean
rebuild_cb (EntDb *db, gpointer data, GError **error)
{
  return ent_projections_rebuild (data, db, NULL, error);
}

void
reading_rebuild (EntStore *store)
{
  g_autoptr (GError) error = NULL;

  ent_store_with_writer (store, NULL, rebuild_cb, store, &error);
  g_assert_no_error (error);
}

char *
reading_find (EntStore *store, const char *kind, const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (EntQuery) query = ent_query_new_from_text (store, ent_kind_from_key (kind), text, NULL, &error);
  g_autoptr (GPtrArray) rows = NULL;
  GString *titles;
  gint64 count;

  g_assert_no_error (error);
  rows = ent_store_query_sync (store, query, 0, 0, NULL, &error);
  g_assert_no_error (error);
  count = ent_store_count_sync (store, query, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (count, ==, rows->len);
  titles = g_string_new (NULL);
  for (guint i = 0; i < rows->len; i++)
    g_string_append_printf (titles, "%s%s", i > 0 ? ", " : "", ent_row_get_title (g_ptr_array_index (rows, i)));
  return g_string_free (titles, FALSE);
}
