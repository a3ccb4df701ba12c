/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "Entregent"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "ent-check-private.h"
#include "ent-db-open-private.h"
#include "ent-search-private.h"

/*
 * An index of words as a whole: what it counts, and that its parts belong together. That it knows the words of each
 * record is looked at with the record.
 */

void
ent_check_count_words (EntWordTotals *totals, const char *a, const char *b)
{
  const char *const texts[] = { a, b };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      gboolean inside = FALSE;

      /* As the tokenizer of FTS5 cuts them. */
      for (const char *p = texts[i]; *p != '\0'; p++)
        {
          gboolean is_part = g_ascii_isalnum (*p) || (guchar) *p >= 0x80;

          totals->words[i] += is_part && !inside;
          inside = is_part;
        }
    }
  totals->n_rows++;
  totals->trigrams += MAX (g_utf8_strlen (a, -1) - 2, 0);
}

/* Of SQLite: seven bits a byte, the highest first. */
static gint64
get_varint (const guint8 **at, const guint8 *end)
{
  guint64 value = 0;

  for (guint i = 0; i < 9 && *at < end; i++)
    {
      guint8 byte = *(*at)++;

      if (i == 8)
        return (gint64) (value << 8 | byte);
      value = value << 7 | (byte & 0x7f);
      if (!(byte & 0x80))
        break;
    }
  return (gint64) value;
}

static gboolean
check_totals (EntDb *db, const char *table, const gint64 *expected, guint n, gboolean *good, GError **error)
{
  g_autofree char *sql = g_strdup_printf ("SELECT block FROM \"%s_data\" WHERE id = 1", table);
  sqlite3_stmt *stmt = ent_db_prepare (db, sql, error);
  int code;

  if (stmt == NULL)
    return FALSE;
  code = ent_db_step (db, stmt, error);
  if (code == SQLITE_ROW)
    {
      const guint8 *at = sqlite3_column_blob (stmt, 0);
      const guint8 *end = at + sqlite3_column_bytes (stmt, 0);

      for (guint i = 0; i < n; i++)
        *good &= get_varint (&at, end) == expected[i];
      *good &= at == end;
    }
  else
    *good = FALSE;
  sqlite3_reset (stmt);
  return code == SQLITE_ROW || code == SQLITE_DONE;
}

/* The pages of a segment and the index of their first words belong together. */
static gboolean
check_segments (EntDb *db, const char *table, gboolean *good, GError **error)
{
  g_autofree char *sql = g_strdup_printf (
      "SELECT EXISTS (SELECT segid FROM \"%s_idx\" EXCEPT SELECT id >> 37 FROM \"%s_data\" WHERE id > 10) OR "
      "EXISTS (SELECT id >> 37 FROM \"%s_data\" WHERE id > 10 EXCEPT SELECT segid FROM \"%s_idx\")",
      table, table, table, table);
  gint64 differs = 0;

  if (!ent_db_get_integer (db, sql, &differs, error))
    return FALSE;
  *good &= !differs;
  return TRUE;
}

gboolean
ent_check_words (EntDb *db, const EntKind *kind, const EntWordTotals *totals, GPtrArray *findings, GError **error)
{
  const gint64 words[] = { totals->n_rows, totals->words[0], totals->words[1] };
  const gint64 trigrams[] = { totals->n_rows, totals->trigrams };

  for (guint i = 0; i < 2; i++)
    {
      g_autofree char *table = g_strdup_printf ("x_%s_%s", i == 0 ? "fts" : "tri", kind->table);
      gboolean good = TRUE;

      if (!check_totals (db, table, i == 0 ? words : trigrams, i == 0 ? G_N_ELEMENTS (words) : G_N_ELEMENTS (trigrams),
                         &good, error) ||
          !check_segments (db, table, &good, error))
        return FALSE;
      if (!good)
        ent_check_find (findings, kind, NULL, table, _("An index of words does not fit together"));
    }
  return TRUE;
}
